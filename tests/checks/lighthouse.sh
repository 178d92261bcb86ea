# Lighthouse finds nothing to mend in an article's page, with pictures and without.
# shellcheck shell=bash

name_of_check="Lighthouse"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs_nginx && needs_tools || return 0
port=$(free_port)
# An address of its own, which search engines are not kept from, and at which the page's own canonical address stands.
build_site . "$WORK/lighthouse" --quiet --base-url "http://localhost:$port/" >/dev/null 2>&1 || failed "the site does not build"
serve "$port" "$WORK/lighthouse" / || { failed "nginx does not start"; return 0; }
expect "Lighthouse on an article" tool lighthouse --url "http://localhost:$port/demo/floating-harbour/" --chromium "$chromium"
expect "Lighthouse on an article without pictures" tool lighthouse --url "http://localhost:$port/demo/let-it-sink/" --chromium "$chromium"
return 0
