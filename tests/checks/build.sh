# Builds the release binary, and notes how long that takes and how large it is.
# shellcheck shell=bash

started=$SECONDS
if cargo build --release --locked --quiet; then
  ok "cargo build --release: $((SECONDS - started)) s, $(stat -c %s "$BYLINE") bytes"
else
  failed "cargo build --release"
fi
