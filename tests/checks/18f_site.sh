# Puts the 18F collection, unmodified, and its short configuration into a folder.
# shellcheck shell=bash

site_of_18f() {
  local site=$WORK/18f-site
  if [ ! -d "$site" ]; then
    mkdir -p "$site"
    cp -r "$SHARED/corpora/18f/content" "$SHARED/corpora/18f/assets" "$SHARED/corpora/18f/data" "$site/"
    cp "$REPOSITORY/tests/18f/byline.yaml" "$site/"
  fi
  echo "$site"
}
