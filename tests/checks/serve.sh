# The live preview in Chromium, on a collection of 1,000 articles: changes of every kind are seen, and soon.
# shellcheck shell=bash

name_of_check="the live preview in a browser"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs python3 || return 0
needs_tools || return 0
generated_site 1000 "$WORK/live" "The Live Review" || return 0
expect "the live preview of 1,000 articles" tool serve --byline "$BYLINE" --root "$WORK/live" --chromium "$chromium" --edits 200 --most 50 --ends 100
return 0
