# `byline new site` makes a site that builds without a warning and is valid HTML.
# shellcheck shell=bash

mkdir -p "$WORK/new"
expect "byline new site" "$BYLINE" new site "$WORK/new/herald"
expect "the new site builds, warnings counting as errors" build_site "$WORK/new/herald" "$WORK/new/built" --strict
name_of_check="the check of the new site's HTML"
needs java && needs_tools || return 0
build_site "$WORK/new/herald" "$WORK/new/checked" >/dev/null 2>&1
expect "vnu on the new site" tool html --folder "$WORK/new/checked" --min-pages 15
return 0
