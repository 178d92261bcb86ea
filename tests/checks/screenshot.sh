# Takes the picture of an article that the README shows anew: `tests/run --only screenshot`.
# shellcheck shell=bash

name_of_check="the picture of the README"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs_nginx && needs_tools || return 0
port=$(free_port)
build_site . "$WORK/screenshot" --quiet >/dev/null 2>&1 || failed "the site does not build"
serve "$port" "$WORK/screenshot" / || { failed "nginx does not start"; return 0; }
expect "the picture of the README" tool screenshot --url "http://localhost:$port/news/why-another-site-generator/" \
  --out themes/broadsheet.png --chromium "$chromium"
[ "$(stat -c %s themes/broadsheet.png)" -lt 300000 ] || failed "the picture has 300 kB or more"
return 0
