# Takes the pictures of pages that the README and the handbook show anew: `tests/run --only screenshot`.
# shellcheck shell=bash

name_of_check="the pictures of the README"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs_nginx && needs_tools || return 0
essays=$WORK/essays
mkdir -p "$essays"
cp -r content "$essays/content"
sed 's/^  name: broadsheet$/  name: plain/' byline.yaml >"$essays/byline.yaml"
port=$(free_port)
other=$(free_port)
build_site . "$WORK/screenshot" --quiet >/dev/null 2>&1 || failed "the site does not build"
build_site "$essays" "$WORK/screenshot-plain" --quiet >/dev/null 2>&1 || failed "the site in plain does not build"
serve "$port" "$WORK/screenshot" / "$other" "$WORK/screenshot-plain" / || { failed "nginx does not start"; return 0; }

# `take PORT PAGE WINDOW SCHEME NAME`
take() {
  local file=content/handbook/gallery/$5.webp
  mkdir -p content/handbook/gallery
  expect "the picture $5" tool screenshot --url "http://localhost:$1/$2" --out "$file" --chromium "$chromium" --window "$3" --scheme "$4"
  [ "$(stat -c %s "$file")" -lt 200000 ] || failed "the picture $5 has 200 kB or more"
}
take "$port" demo/floating-harbour/ 1280x1300 light article
take "$port" demo/ 1280x1300 light section
take "$port" demo/floating-harbour/ 390x844 dark phone
take "$port" demo/al-mina/ 390x844 light right-to-left
take "$other" demo/floating-harbour/ 1280x1000 light plain-article
take "$other" demo/ 1280x1000 light plain-section
live=$WORK/live
mkdir -p "$live"
cp -r content byline.yaml "$live/"
expect "the pictures of the live preview" tool live-pictures --byline "$BYLINE" --root "$live" --out content/handbook/gallery --chromium "$chromium"
return 0
