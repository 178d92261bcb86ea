# Ten thousand generated articles, built cold into a memory file system: time of each stage, peak memory, ratio to copying.
# shellcheck shell=bash

name_of_check="the collection of 10,000 articles"
needs python3 || return 0
if ! { [ -w /dev/shm ] && [ "$(df --output=avail -B1M /dev/shm | tail -n 1)" -gt 1500 ]; }; then
  skipped "$name_of_check: /dev/shm has no 1.5 GB"
  return 0
fi
memory=$(mktemp -d /dev/shm/byline-tests.XXXXXX)
trap 'rm -rf "$memory"' EXIT
python3 bench/generate.py 10000 --for plain --out "$memory/site" 2>/dev/null || { failed "$name_of_check: cannot be generated"; return 0; }
printf 'title: Ten thousand\nurl: https://collection.example\n' >"$memory/site/byline.yaml"
expect "10,000 articles" python3 tests/checks/measure.py "$BYLINE" "$memory/site" "$memory/work"
cat "$WORK/log"
return 0
