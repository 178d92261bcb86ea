# What the checks share: how they report, and how a site is built and served.
# shellcheck shell=bash

ok() { echo "ok $*"; }
failed() { echo "FAILED $*"; }
skipped() { echo "skipped: $*"; }

# Whether a program is there.
have() { command -v "$1" >/dev/null 2>&1; }

# `expect NAME COMMAND …`: the command succeeds. Its last line is shown, all of it where it fails.
expect() { expect_showing last_line "$@"; }

# The same, where all of its lines are shown.
expect_all() { expect_showing all_lines "$@"; }

last_line() { tail -n 1 "$1"; }
all_lines() { tr '\n' ';' <"$1" | tr -s ' '; }

# `expect_showing HOW NAME COMMAND …`
expect_showing() {
  local how=$1 name=$2 log=$WORK/log
  shift 2
  if "$@" >"$log" 2>&1; then
    ok "$name: $("$how" "$log")"
  else
    failed "$name"
    sed 's/^/    /' "$log"
    return 1
  fi
}

# Makes a site of so many articles of the bench's collection: `generated_site COUNT ROOT TITLE`.
generated_site() {
  python3 bench/generate.py "$1" --out "$2" >"$WORK/generate.log" 2>&1 || { failed "the collection of $1"; cat "$WORK/generate.log"; return 1; }
  printf 'title: %s\nurl: https://live.example\n' "$3" >"$2/byline.yaml"
}

# Skips, aloud, where a program is not there: `needs chromium || return 0`.
needs() {
  local program
  for program in "$@"; do
    if ! have "$program"; then
      skipped "${name_of_check:-this check} needs $program, which is not installed"
      return 1
    fi
  done
}

# Whether the Node packages of tests/tools are installed.
needs_tools() {
  needs node && { [ -d "$TOOLS/node_modules" ] || { skipped "${name_of_check:-this check} needs the packages of tests/tools"; return 1; }; }
}

# Makes the Python packages of a list in tests/tools ready, and sets `python`: `needs_python_packages NAME || return 0`. They are kept
# beside the tools, and made anew when their list changes.
needs_python_packages() {
  local list=tests/tools/$1-requirements.txt venv=$TARGET/$1-venv
  needs python3 || return 1
  if ! cmp -s "$list" "$venv/requirements.txt"; then
    rm -rf "$venv"
    if python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --requirement "$list" >"$WORK/pip.log" 2>&1; then
      cp "$list" "$venv/requirements.txt"
    else
      rm -rf "$venv"
    fi
  fi
  python=$venv/bin/python
  [ -x "$python" ] || { skipped "${name_of_check:-this check} needs the packages of $list, which pip cannot install"; return 1; }
}

# Runs a script of tests/tools.
tool() { node "$TOOLS/$1.mjs" "${@:2}"; }

# The moment for which sites are built, behind the date of every article here.
readonly MOMENT=2026-12-31T00:00:00Z

# Builds a site: `build_site ROOT OUTPUT [OPTIONS …]`.
build_site() { "$BYLINE" build --root "$1" --output "$2" --at "$MOMENT" "${@:3}"; }

# Builds the two sites that are judged as publications, once for all checks: the project's own, in $WORK/judged/own, and a made-up
# newspaper, in $WORK/judged/herald. Sets `own_url` and `herald_url`, and `herald_articles`, the number that it publishes.
judged_sites() {
  local judged=$WORK/judged
  own_url=$(sed -n 's/^url: *//p' byline.yaml)
  herald_url=https://herald.example
  if [ ! -e "$judged/articles" ]; then
    mkdir -p "$judged"
    python3 tests/checks/newspaper.py "$judged/newspaper" 300 >"$judged/count" || { failed "the newspaper is not written"; return 1; }
    build_site . "$judged/own" --quiet >"$judged/log" 2>&1 || { failed "the site does not build"; cat "$judged/log"; return 1; }
    build_site "$judged/newspaper" "$judged/herald" --quiet >"$judged/log" 2>&1 || { failed "the newspaper does not build"; cat "$judged/log"; return 1; }
    mv "$judged/count" "$judged/articles"
  fi
  herald_articles=$(cat "$judged/articles")
}

# Whether something listens on a port of this machine.
is_listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Prints a port on which nothing listens.
free_port() {
  local port tries
  for tries in {1..50}; do
    port=$((20000 + (RANDOM * 32768 + RANDOM + tries) % 20000))
    is_listening "$port" || { echo "$port"; return 0; }
  done
  return 1
}

# Waits until a port answers, at most ten seconds, or until the process that shall answer is gone.
wait_for_port() {
  local port=$1 process=$2 deadline=$((SECONDS + 10))
  until is_listening "$port"; do
    kill -0 "$process" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ] || return 1
    read -rt 0.05 <> <(:) || :
  done
}

# Serves folders with a private nginx until the check ends: `serve PORT ROOT PREFIX [PORT ROOT PREFIX …]`, where PREFIX is the path
# of the site in ROOT, `/` or `/sub/`.
serve() {
  local folder config ports=() user=""
  folder=$(mktemp -d "$WORK/nginx.XXXXXX")
  config=$folder/nginx.conf
  [ "$(id -u)" -eq 0 ] && user="user root root;"
  {
    cat <<CONFIG
$user
worker_processes 1;
daemon off;
pid $folder/pid;
error_log $folder/error.log;
events { worker_connections 512; }
http {
  access_log off;
  absolute_redirect off;
  client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
  default_type application/octet-stream;
  charset utf-8;
  types {
    text/html html; text/css css; application/javascript js; application/json json; application/xml xml; text/plain txt;
    image/svg+xml svg; image/png png; image/jpeg jpg jpeg; image/gif gif; image/webp webp; image/avif avif; font/woff2 woff2;
  }
CONFIG
    while [ $# -ge 3 ]; do
      ports+=("$1")
      cat <<CONFIG
  server {
    listen 127.0.0.1:$1;
    root $2;
    error_page 404 ${3}404.html;
    location ~ /\.byline { return 404; }
    location / { try_files \$uri \$uri/ \$uri.html =404; }
  }
CONFIG
      shift 3
    done
    echo "}"
  } >"$config"
  "$(nginx_program)" -e "$folder/error.log" -c "$config" -p "$folder" &
  local process=$! port
  # shellcheck disable=SC2064
  trap "kill $process 2>/dev/null; wait $process 2>/dev/null" EXIT
  for port in "${ports[@]}"; do
    wait_for_port "$port" "$process" || { cat "$folder/error.log"; return 1; }
  done
}

# nginx stands in /usr/sbin, which is not on everyone's path.
nginx_program() { command -v nginx || { [ -x /usr/sbin/nginx ] && echo /usr/sbin/nginx; }; }

needs_nginx() { [ -n "$(nginx_program)" ] || { skipped "${name_of_check:-this check} needs nginx, which is not installed"; return 1; }; }

# The browser, under the names that systems have for it.
chromium_program() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
