# The 18F collection builds, unmodified, with every article where it was, and its pages are valid HTML.
# shellcheck shell=bash

name_of_check="the 18F collection"
corpus=$SHARED/corpora/18f
[ -d "$corpus" ] || { skipped "$name_of_check: there is no $corpus"; return 0; }
. tests/checks/18f_site.sh
site=$(site_of_18f)
built=$WORK/18f-built

[ "$(wc -l <tests/18f/byline.yaml)" -le 30 ] || failed "the configuration of 18F has more than 30 lines"
if build_site "$site" "$built" --format json >"$WORK/18f.json"; then
  ok "18F builds: $(find "$built" -name '*.html' | wc -l) pages"
else
  failed "18F does not build"
  grep '"severity":"error"' "$WORK/18f.json" | head -n 20
  return 0
fi
diff -r "$corpus/content" "$site/content" >/dev/null || failed "the build changed a source"
echo "warnings of each kind:"
sed -n 's/.*"code":"\([^"]*\)".*/    \1/p' "$WORK/18f.json" | sort | uniq -c | sort -rn

needs_tools || return 0
expect "18F" tool articles --content "$site/content/posts" --site "$built" --articles 509 --raw "$WORK/18f-raw.json"
if needs_nginx; then
  port=$(free_port)
  serve "$port" "$built" / || { failed "nginx does not start"; return 0; }
  expect "crawl of 18F" tool crawl --server "http://localhost:$port/" --folder "$built" --base https://18f.gsa.gov/ --known "$WORK/18f.json" \
    --min-pages 1000 --min-links 20000
fi
needs java || return 0
expect "vnu on 18F" tool html --folder "$built" --min-pages 1000 --raw "$WORK/18f-raw.json"
return 0
