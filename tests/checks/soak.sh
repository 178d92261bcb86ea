# Ten thousand edits of a site whose preview is open in Chromium: nothing grows, and all is as if it had been made at once.
# With BYLINE_SOAK=N so many edits.
# shellcheck shell=bash

name_of_check="the soak of the live preview"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs python3 || return 0
needs_tools || return 0
python3 bench/generate.py 1000 --out "$WORK/soak" >/dev/null 2>"$WORK/generate.log" || { failed "the collection"; cat "$WORK/generate.log"; return 0; }
printf 'title: The Soaked Review\nurl: https://soaked.example\n' >"$WORK/soak/byline.yaml"
if tool soak --byline "$BYLINE" --root "$WORK/soak" --chromium "$chromium" --edits "${BYLINE_SOAK:-10000}" >"$WORK/soak.log" 2>&1; then
  ok "$name_of_check: $(tr '\n' ';' <"$WORK/soak.log")"
else
  failed "$name_of_check"
  sed 's/^/    /' "$WORK/soak.log"
fi
return 0
