# The repository's own site builds without a warning, at the root of a host and under a path.
# shellcheck shell=bash

expect "the handbook builds, warnings counting as errors" build_site . "$WORK/handbook/root" --strict --quiet
expect "it builds under a path" build_site . "$WORK/handbook/under/sub" --strict --base-url "http://localhost/sub/"
