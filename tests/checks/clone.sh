# Building this repository's own site leaves its working copy as it was.
# shellcheck shell=bash

git rev-parse --is-inside-work-tree >/dev/null 2>&1 || { skipped "the working copy is in no version control"; return 0; }
git status --porcelain >"$WORK/status-before"
if [ "$BYLINE" = "$TARGET/release/byline" ]; then
  expect "cargo run --release -- build" cargo run --release --locked --quiet -- build --quiet
else
  expect "byline build" "$BYLINE" build --quiet
fi
git status --porcelain >"$WORK/status-after"
if diff "$WORK/status-before" "$WORK/status-after"; then
  ok "the build changed nothing that is in version control"
else
  failed "the build changed what is in version control"
fi
[ -s public/index.html ] || failed "there is no public/index.html"
return 0
