# The engine of incremental builds, broken on purpose in one place after the other: the law finds each.
# shellcheck shell=bash

name_of_check="breaking the engine"
needs python3 || return 0
python3 tests/checks/breaks.py "$REPOSITORY" "${BYLINE_BREAKS:-$WORK}"
return 0
