# The live preview in Chromium on 10,000 and on 100,000 articles: the same changes are seen, and as soon.
# shellcheck shell=bash

name_of_check="the live preview of large sites"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs python3 || return 0
needs_tools || return 0
# The process of the largest is gone only when the system has taken back its memory.
for count in 10000 100000; do
  generated_site "$count" "$WORK/live-$count" "The Live Review" || return 0
  expect_all "the live preview of $count articles" tool serve --byline "$BYLINE" --root "$WORK/live-$count" --chromium "$chromium" \
    --edits 200 --most 50 --ends "$((count > 10000 ? 500 : 100))"
  rm -rf "$WORK/live-$count"
done
return 0
