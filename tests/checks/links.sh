# Nothing of the handbook is broken when nginx serves it, at the root and under a path: said by a crawler and by linkinator.
# shellcheck shell=bash

name_of_check="the crawl"
needs_nginx && needs_tools || return 0
readonly LEAST_PAGES=20 LEAST_LINKS=400
root_port=$(free_port)
sub_port=$(free_port)
own=$(sed -n 's/^url: *//p' byline.yaml)/
build_site . "$WORK/links/root" --quiet >/dev/null 2>&1 || failed "the site for the root does not build"
build_site . "$WORK/links/under/sub" --quiet --base-url "http://localhost:$sub_port/sub/" >/dev/null 2>&1 || failed "the site under a path does not build"
serve "$root_port" "$WORK/links/root" / "$sub_port" "$WORK/links/under" /sub/ || { failed "nginx does not start"; return 0; }

expect "crawl at the root" tool crawl --server "http://localhost:$root_port/" --folder "$WORK/links/root" --base "$own" \
  --min-pages "$LEAST_PAGES" --min-links "$LEAST_LINKS"
expect "crawl under /sub/" tool crawl --server "http://localhost:$sub_port/sub/" --folder "$WORK/links/under/sub" \
  --min-pages "$LEAST_PAGES" --min-links "$LEAST_LINKS"
expect "linkinator at the root" tool linkinator --server "http://localhost:$root_port/" --base "$own" --min-links 30
expect "linkinator under /sub/" tool linkinator --server "http://localhost:$sub_port/sub/" --min-links 30

# The crawler is only worth something if it sees what is broken.
page=$(find "$WORK/links/root/news" -mindepth 2 -name index.html | sort | head -n 1)
printf '<a href="/not/there/">x</a><img src="gone.png" alt="">' >>"$page"
if tool crawl --server "http://localhost:$root_port/" --folder "$WORK/links/root" --base "$own" >"$WORK/planted" 2>&1; then
  failed "the crawl does not see planted faults"
else
  expect "the crawl sees planted faults" grep -c -E '/not/there/. answers 404|gone.png. answers 404' "$WORK/planted"
fi
return 0
