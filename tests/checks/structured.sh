# What the pages of the site and of a made-up newspaper say of themselves to programs: JSON-LD, Open Graph, cards, canonical addresses.
# shellcheck shell=bash

name_of_check="the check of structured data"
needs_python_packages feeds || return 0
{ have node && [ -d "$TOOLS/node_modules/schema-dts" ]; } || skipped "the vocabulary of schema.org needs node and the packages of tests/tools"
judge() { "$python" tests/tools/structured.py --tools "$TOOLS" "$@"; }

expect "planted faults in structured data" judge --self-test
judged_sites || return 0
expect "the site's structured data" judge "$WORK/judged/own" "$own_url"
expect "the newspaper's structured data" judge "$WORK/judged/herald" "$herald_url"
return 0
