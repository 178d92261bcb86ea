# Every page of the handbook is valid HTML, says vnu.
# shellcheck shell=bash

name_of_check="the check of the handbook's HTML"
needs java && needs_tools || return 0
build_site . "$WORK/html" --quiet >/dev/null 2>&1 || failed "the handbook does not build"
expect "vnu on the handbook" tool html --folder "$WORK/html" --min-pages 20
return 0
