# The feeds of the site and of a made-up newspaper: the grammar of Atom, the schemas of JSON Feed, what the W3C's validator asks, a reader,
# and each format against the others, archives included.
# shellcheck shell=bash

name_of_check="the check of feeds"
needs_python_packages feeds || return 0
checkers=$SHARED/checkers
{ have jing && [ -e "$checkers/atom.rnc" ]; } || skipped "the grammar of Atom needs jing and atom.rnc"
[ -e "$checkers/jsonfeed.json" ] || skipped "the schemas of JSON Feed are not in $checkers"
judge() { "$python" tests/tools/feeds.py --checkers "$checkers" "$@"; }

expect "planted faults in feeds" judge --self-test
judged_sites || return 0
expect "the site's feeds" judge "$WORK/judged/own" "$own_url"
expect "the newspaper's feeds" judge "$WORK/judged/herald" "$herald_url" --articles "$herald_articles"
return 0
