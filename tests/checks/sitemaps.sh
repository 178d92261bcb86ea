# The sitemaps and robots.txt of the site and of a made-up newspaper: the schema of the protocol, Google's rules for news, and the pages
# themselves.
# shellcheck shell=bash

name_of_check="the check of sitemaps"
needs_python_packages feeds || return 0
xsd=$TOOLS/node_modules/sitemap/schema/sitemap.xsd
{ have xmllint && [ -e "$xsd" ]; } || skipped "the schema of sitemaps needs xmllint and the packages of tests/tools"
judge() { "$python" tests/tools/sitemaps.py --xsd "$xsd" "$@"; }

expect "planted faults in sitemaps" judge --self-test
judged_sites || return 0
expect "the site's sitemaps" judge "$WORK/judged/own" "$own_url" --at "$MOMENT"
expect "the newspaper's sitemaps" judge "$WORK/judged/herald" "$herald_url" --at "$MOMENT"

# Above 50,000 addresses there are several, and a new article changes the last of the articles' alone.
if [ -n "${LONG:-}" ]; then
  many=$WORK/many
  mkdir -p "$many/content/news"
  printf 'title: Many\nurl: https://many.example\nfeeds: false\n' >"$many/byline.yaml"
  seq -w 1 50100 | while read -r number; do
    printf -- '---\ntitle: Number %s\ndate: 2020-01-01\n---\nText.\n' "$number" >"$many/content/news/n$number.md"
  done
  expect "a site of 50,100 articles builds" build_site "$many" "$WORK/many-built" --quiet
  expect "its sitemaps" judge "$WORK/many-built" https://many.example
  if [ "$(ls "$WORK/many-built" | grep -c '^sitemap-')" -ge 3 ]; then ok "there are several"; else failed "there are not several sitemaps"; fi
  sums() { (cd "$WORK/many-built" && sha256sum sitemap*.xml); }
  sums >"$WORK/sums"
  printf -- '---\ntitle: The newest\ndate: 2020-01-02\n---\nText.\n' >"$many/content/news/newest.md"
  build_site "$many" "$WORK/many-built" --quiet
  changed=$(sums | diff "$WORK/sums" - | sed -n 's/^> .*  //p' | sort | tr '\n' ' ')
  # The list of the newest, the front page and the index have a later date with it.
  echo "  a new article changes $changed"
  if grep -q 'sitemap-1.xml' <<<"$changed"; then failed "a new article changes the oldest sitemap"; else ok "a new article leaves the oldest sitemap as it was"; fi
fi
return 0
