# The live preview in Chromium, on a collection of 1,000 articles: changes of every kind are seen, and soon.
# shellcheck shell=bash

name_of_check="the live preview in a browser"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs python3 || return 0
needs_tools || return 0
python3 bench/generate.py 1000 --out "$WORK/live" >/dev/null 2>"$WORK/generate.log" || { failed "the collection"; cat "$WORK/generate.log"; return 0; }
printf 'title: The Live Review\nurl: https://live.example\n' >"$WORK/live/byline.yaml"
expect "the live preview of 1,000 articles" tool serve --byline "$BYLINE" --root "$WORK/live" --chromium "$chromium" --edits 200 --most 50 --ends 100
return 0
