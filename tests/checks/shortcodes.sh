# Every shortcode of the default theme: valid HTML, accessible at two widths, and nothing of another host before it is asked for.
# shellcheck shell=bash

name_of_check="the look at shortcodes in a browser"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs_nginx && needs java && needs_tools || return 0
port=$(free_port)
expect "a site with every shortcode builds" build_site tests/shortcodes/site "$WORK/shortcodes" --strict || return 0
expect "vnu on every shortcode" tool html --folder "$WORK/shortcodes" --min-pages 5
serve "$port" "$WORK/shortcodes" / || { failed "nginx does not start"; return 0; }
expect "Chromium and axe on every shortcode" tool browser --server "http://localhost:$port/" --pages tests/shortcodes/pages.json \
  --screenshots "$TARGET/screenshots" --chromium "$chromium"
expect "embeds load when they are opened" tool embeds --url "http://localhost:$port/news/harbour/" \
  --hosts www.youtube-nocookie.com,maps.example --chromium "$chromium"
return 0
