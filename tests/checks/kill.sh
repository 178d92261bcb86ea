# Five hundred builds, killed at any moment, a hundred of them or more in the commit, and made good by the next.
# shellcheck shell=bash

if BYLINE_KILLS=500 BYLINE_KILLED=$BYLINE cargo test --locked --test kill -- --show-output >"$WORK/kill.log" 2>&1; then
  ok "$(grep '^500 kills' "$WORK/kill.log")"
else
  failed "500 kills"
  sed 's/^/    /' "$WORK/kill.log"
fi
return 0
