# Hugo's server beside byline's preview: an edit of one of 10,000 articles is shown at least ten times sooner. Of 1,000 it is only told.
# shellcheck shell=bash

name_of_check="the servers of other generators"
needs python3 || return 0
peers=$TARGET/peers
if [ ! -x "$peers/bin/hugo" ] && ! PEERS=$peers bench/install-peers.sh hugo >"$WORK/peers.log" 2>&1; then
  skipped "$name_of_check: Hugo could not be installed: $(tail -n 1 "$WORK/peers.log")"
  return 0
fi
for run in "1000 1" "10000 10"; do
  read -r count ratio <<<"$run"
  if python3 bench/serve.py --byline "$BYLINE" --peers "$peers" --n "$count" --edits 20 --at-least "$ratio" --dir "$WORK" >"$WORK/peers.log" 2>&1 &&
    grep -q '^hugo ' "$WORK/peers.log"; then
    ok "$name_of_check at $count articles: $(tr '\n' ';' <"$WORK/peers.log" | tr -s ' ')"
  else
    failed "$name_of_check at $count articles"
    sed 's/^/    /' "$WORK/peers.log"
  fi
done
return 0
