# Chromium shows the handbook's pages at two widths without a fault, and axe finds none for readers with disabilities.
# shellcheck shell=bash

name_of_check="the look at pages in a browser"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs_nginx && needs_tools || return 0
port=$(free_port)
build_site . "$WORK/browser/under/sub" --quiet --base-url "http://localhost:$port/sub/" >/dev/null 2>&1 || failed "the site does not build"
serve "$port" "$WORK/browser/under" /sub/ || { failed "nginx does not start"; return 0; }
expect "Chromium and axe on the handbook" tool browser --server "http://localhost:$port/sub/" --pages "$TOOLS/handbook-pages.json" \
  --screenshots "$TARGET/screenshots" --chromium "$chromium"
return 0
