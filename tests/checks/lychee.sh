# Every link, picture and fragment of every page of the site and of a made-up newspaper leads somewhere, says lychee: it reads the files,
# also those that no link leads to, and follows addresses of the site's own host into the folder.
# shellcheck shell=bash

name_of_check="the check of links by lychee"
needs python3 || return 0
lychee=$TOOLS/lychee/bin/lychee
# It is built from its own sources, which takes minutes.
if [ ! -x "$lychee" ]; then
  { [ -n "${LONG:-}" ] || [ -n "${CI:-}" ]; } || { skipped "$name_of_check needs lychee, which is built in CI and with --long"; return 0; }
  needs cargo || return 0
  expect "lychee from crates.io" env CARGO_TARGET_DIR="$TARGET/tools/lychee-build" \
    cargo install --quiet --debug --locked lychee@0.24.2 --root "$TOOLS/lychee" || return 0
  rm -rf "$TARGET/tools/lychee-build"
fi

# `judge FOLDER ADDRESS LEAST`: at least so many links are seen, some of them to the own host, and none is broken.
judge() {
  local folder=$1 address=$2 least=$3 code
  "$lychee" --offline --include-fragments --root-dir "$folder" --index-files index.html --remap "^${address//./\\.} file://$folder" \
    --format json --no-progress "$folder/**/*.html" >"$WORK/lychee.json"
  code=$?
  python3 -c '
import json, sys
seen, least = json.load(open(sys.argv[1])), int(sys.argv[2])
for page, links in seen["error_map"].items():
    for link in links:
        print(page, link["url"], link["status"]["text"])
links, own, broken, elsewhere = (seen[name] for name in ("total", "remaps", "errors", "excludes"))
print(f"{links} links, {own} of them to the own host, {elsewhere} elsewhere, {broken} broken")
sys.exit(broken > 0 or links < least or own == 0)' "$WORK/lychee.json" "$least" && [ "$code" -eq 0 ]
}

# The crawler is only worth something if it sees what is broken.
planted=$WORK/lychee-planted
mkdir -p "$planted"
printf '<!doctype html><h1 id="here">x</h1><a href="#here">x</a><a href="/">x</a><a href="https://herald.example/">x</a>' >"$planted/index.html"
expect "links that are whole" judge "$planted" https://herald.example 3
printf '<a href="https://herald.example/gone/">x</a><a href="#gone">x</a><img src="gone.png" alt="">' >>"$planted/index.html"
if judge "$planted" https://herald.example 2 >"$WORK/planted"; then
  failed "lychee does not see planted faults"
else
  expect "lychee sees planted faults" grep -E '[0-9] links, .* 3 broken' "$WORK/planted"
fi

judged_sites || return 0
expect "the site's links" judge "$WORK/judged/own" "$own_url" 1000
expect "the newspaper's links" judge "$WORK/judged/herald" "$herald_url" 1000
return 0
