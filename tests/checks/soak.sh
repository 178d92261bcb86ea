# Ten thousand edits of a site whose preview is open in Chromium: nothing grows, and all is as if it had been made at once.
# With BYLINE_SOAK=N so many edits.
# shellcheck shell=bash

name_of_check="the soak of the live preview"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs python3 || return 0
needs_tools || return 0
generated_site 1000 "$WORK/soak" "The Soaked Review" || return 0
expect_all "$name_of_check" tool soak --byline "$BYLINE" --root "$WORK/soak" --chromium "$chromium" --edits "${BYLINE_SOAK:-10000}"
return 0
