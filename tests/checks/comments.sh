# A reader's comment, written in Chromium on a page that byline built, goes to a real Isso server, stands on the page and is counted.
# shellcheck shell=bash

name_of_check="comments kept by Isso"
chromium=$(chromium_program)
[ -n "$chromium" ] || { skipped "$name_of_check needs chromium, which is not installed"; return 0; }
needs python3 || return 0
needs_nginx && needs_tools || return 0
python3 -m venv "$WORK/isso" && "$WORK/isso/bin/pip" install --quiet --requirement tests/tools/isso-requirements.txt >"$WORK/pip.log" 2>&1 \
  || { skipped "$name_of_check needs Isso, which pip cannot install"; return 0; }

isso=$(free_port)
quiet=$(free_port)
counting=$(free_port)
cat >"$WORK/isso.cfg" <<CONFIG
[general]
dbpath = $WORK/isso.db
host =
  http://localhost:$quiet/
  http://localhost:$counting/
[server]
listen = http://localhost:$isso/
[guard]
enabled = false
[moderation]
enabled = false
CONFIG
"$WORK/isso/bin/isso" -c "$WORK/isso.cfg" run >"$WORK/isso.log" 2>&1 &
isso_process=$!
wait_for_port "$isso" "$isso_process" || { failed "Isso does not start"; sed 's/^/    /' "$WORK/isso.log"; return 0; }

site=$WORK/commented
mkdir -p "$site"
cp -r content "$site/content"
for counts in false true; do
  port=$quiet
  [ "$counts" = true ] && port=$counting
  sed "/^comments:/,/^\$/d" byline.yaml >"$site/byline.yaml"
  printf 'comments: {provider: isso, server: "http://localhost:%s", counts: %s}\n' "$isso" "$counts" >>"$site/byline.yaml"
  build_site "$site" "$WORK/commented-$counts" --quiet --base-url "http://localhost:$port/" >/dev/null 2>&1 || failed "the site with comments does not build"
done
serve "$quiet" "$WORK/commented-false" / "$counting" "$WORK/commented-true" / || { failed "nginx does not start"; return 0; }
expect "a comment written in Chromium" tool comments --chromium "$chromium" --isso "http://localhost:$isso" \
  --quiet "http://localhost:$quiet" --counting "http://localhost:$counting"
kill "$isso_process" 2>/dev/null
return 0
