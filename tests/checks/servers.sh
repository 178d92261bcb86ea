# What byline writes for servers that read a file of their own is asked of them: Apache, and Cloudflare's emulator (--long).
# shellcheck shell=bash

name_of_check="servers that are told of redirects and headers"
needs curl || return 0
told=$WORK/told
mkdir -p "$told/site/content/news"
cat >"$told/site/byline.yaml" <<CONFIG
title: The Herald
url: https://herald.example
redirects:
  - {from: /old/, to: /news/one/}
  - {from: /gone/, status: 410}
  - {from: "/blog/:year/*", to: "/archive/:year/:splat", status: 302}
  - {from: "/news/*", to: "https://other.example/:splat"}
publish:
  apache: {to: "file://$told/apache", releases: 0, server: apache, csp: true, headers: [{match: "news/**", cache-control: max-age=7}]}
  flare: {to: "file://$told/flare", releases: 0, server: cloudflare, csp: true, headers: [{match: "news/**", cache-control: max-age=7}]}
CONFIG
printf -- '---\ntitle: One\ndate: 2026-01-01\naliases: [/first/]\n---\nText.\n' >"$told/site/content/news/one.md"
answer() { curl --silent --output /dev/null --write-out '%{http_code} %header{location}' "http://127.0.0.1:$port$1" | sed "s#http://127.0.0.1:$port##;s/ \$//"; }
answers() { [ "$(answer "$1")" = "$2" ] || { echo "$1: $(answer "$1"), not $2"; return 1; }; }
header() { curl --silent --head "http://127.0.0.1:$port$1" | grep -qi "^$2" || { echo "$1 has no header $2:"; curl --silent --head "http://127.0.0.1:$port$1"; return 1; }; }
all_have() { header / "x-content-type-options: nosniff" && header /news/one/ "content-security-policy: default-src 'self'" && header /news/one/ "cache-control: max-age=7"; }

if [ -x /usr/sbin/apache2 ]; then
  expect "publishing for Apache" "$BYLINE" publish apache --root "$told/site" --yes
  port=$(free_port)
  modules=/usr/lib/apache2/modules
  {
    printf 'ServerRoot "%s"\nServerName localhost\nPidFile "%s/pid"\nListen 127.0.0.1:%s\nErrorLog "%s/error.log"\n' "$told" "$told" "$port" "$told"
    [ "$(id -u)" -ne 0 ] || printf 'User www-data\nGroup www-data\n'
    for module in mpm_event authz_core dir mime alias rewrite headers setenvif; do printf 'LoadModule %s_module %s/mod_%s.so\n' "$module" "$modules" "$module"; done
    printf 'TypesConfig /dev/null\nAddType text/html .html\nDocumentRoot "%s/apache"\n<Directory "%s/apache">\nAllowOverride All\nRequire all granted\n</Directory>\n' "$told" "$told"
  } >"$told/conf"
  chmod -R a+rX "$told"; chmod a+x "$WORK"
  /usr/sbin/apache2 -f "$told/conf" -DFOREGROUND >"$told/apache.log" 2>&1 &
  server=$!
  if wait_for_port "$port" "$server"; then
    expect "Apache serves a page" answers /news/one/ 200
    expect "Apache leads on from an alias" answers /first/ "301 /news/one/"
    expect "Apache leads on from an old address" answers /old "301 /news/one/"
    expect "Apache leads on by a pattern" answers /blog/2026/01/ "302 /archive/2026/01/"
    expect "Apache lets a pattern give way to a page" answers /news/ 200
    expect "Apache leads away by a pattern" answers /news/two "301 https://other.example/two"
    expect "Apache says what is gone" answers /gone/ 410
    expect "Apache shows nothing of byline's own" answers /.byline-published.json 403
    expect "Apache has the site's own page for what it does not find" bash -c "curl --silent http://127.0.0.1:$port/nowhere | cmp - '$told/apache/404.html'"
    expect "Apache sends the headers" all_have
  else
    failed "Apache does not start"
    sed 's/^/    /' "$told/apache.log" "$told/error.log"
  fi
  kill "$server" 2>/dev/null
  wait "$server" 2>/dev/null
else
  skipped "$name_of_check: Apache needs apache2-bin"
fi

[ -n "${LONG:-}" ] || return 0
needs node npm || return 0
wrangler=$TARGET/wrangler
if [ ! -x "$wrangler/node_modules/.bin/wrangler" ]; then
  mkdir -p "$wrangler"
  (cd "$wrangler" && npm install --no-audit --no-fund --no-save wrangler@4.86.0) >"$WORK/npm.log" 2>&1 || { skipped "$name_of_check: wrangler cannot be installed"; return 0; }
fi
expect "publishing for Cloudflare" "$BYLINE" publish flare --root "$told/site" --yes
port=$(free_port)
(cd "$wrangler" && CI=1 WRANGLER_SEND_METRICS=false exec node_modules/.bin/wrangler pages dev "$told/flare" --port "$port" --ip 127.0.0.1 --compatibility-date=2026-04-01) >"$told/wrangler.log" 2>&1 &
server=$!
for _ in 1 2 3 4 5 6; do wait_for_port "$port" "$server" && break; done
if is_listening "$port"; then
  expect "Cloudflare serves a page" answers /news/one/ 200
  expect "Cloudflare leads on from an alias" answers /first/ "301 /news/one/"
  expect "Cloudflare leads on by a pattern" answers /blog/2026/01/ "302 /archive/2026/01/"
  expect "Cloudflare serves a page that a pattern would hide" answers /news/ 200
  expect "Cloudflare sends the headers" all_have
else
  failed "wrangler does not start"
  sed 's/^/    /' "$told/wrangler.log"
fi
pkill -P "$server" 2>/dev/null
kill "$server" 2>/dev/null
wait "$server" 2>/dev/null
return 0
