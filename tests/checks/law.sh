# Two thousand builds behind edits drawn at random, each held to a clean build of the same sources.
# shellcheck shell=bash

if BYLINE_LAW_STEPS=2000 BYLINE_LAW=$BYLINE cargo test --locked --test law -- --show-output >"$WORK/law.log" 2>&1; then
  ok "$(grep '^2000 steps' "$WORK/law.log")"
else
  failed "2000 steps of the law"
  sed 's/^/    /' "$WORK/law.log"
fi
return 0
