# The sitemaps and robots.txt of the site and of a made-up newspaper: the schema of the protocol, Google's rules for news, and the pages
# themselves.
# shellcheck shell=bash

name_of_check="the check of sitemaps"
needs_python_packages feeds || return 0
xsd=$TOOLS/node_modules/sitemap/schema/sitemap.xsd
{ have xmllint && [ -e "$xsd" ]; } || skipped "the schema of sitemaps needs xmllint and the packages of tests/tools"
judge() { "$python" tests/tools/sitemaps.py --xsd "$xsd" "$@"; }

expect "planted faults in sitemaps" judge --self-test
judged_sites || return 0
expect "the site's sitemaps" judge "$WORK/judged/own" "$own_url" --at "$MOMENT"
expect "the newspaper's sitemaps" judge "$WORK/judged/herald" "$herald_url" --at "$MOMENT"
return 0
