# Chromium shows the handbook's and the demonstration's pages in every view without a fault, and axe finds none for readers with
# disabilities; and so it does where the whole site runs from right to left.
# shellcheck shell=bash

name_of_check="the look at pages in a browser"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs_nginx && needs_tools || return 0

# The demonstration as a part of an Arabic site.
arabic=$WORK/arabic
mkdir -p "$arabic/content/authors"
cp -r content/demo "$arabic/content/demo"
cp content/authors/{ines-calloway,tomas-abara}.* "$arabic/content/authors/"
printf -- '---\ntitle: بريد الميناء\n---\n' >"$arabic/content/_index.md"
sed -i 's/^front_page: false$/front_page: true/' "$arabic/content/demo/_index.md"
printf 'title: بريد الميناء\nlanguage: ar\n' >"$arabic/byline.yaml"

port=$(free_port)
other=$(free_port)
build_site . "$WORK/browser/under/sub" --quiet --base-url "http://localhost:$port/sub/" >/dev/null 2>&1 || failed "the site does not build"
build_site "$arabic" "$WORK/browser/arabic" --quiet --base-url "http://localhost:$other/" >/dev/null 2>&1 || failed "the Arabic site does not build"
serve "$port" "$WORK/browser/under" /sub/ "$other" "$WORK/browser/arabic" / || { failed "nginx does not start"; return 0; }
expect "Chromium and axe on the handbook" tool browser --server "http://localhost:$port/sub/" --pages "$TOOLS/handbook-pages.json" \
  --screenshots "$TARGET/screenshots" --chromium "$chromium"
expect "Chromium and axe on a site from right to left" tool browser --server "http://localhost:$other/" \
  --pages "$TOOLS/right-to-left-pages.json" --screenshots "$TARGET/screenshots/right-to-left" --chromium "$chromium"
return 0
