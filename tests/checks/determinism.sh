# The same sources give the same bytes, and a second build writes nothing.
# shellcheck shell=bash

same_bytes() {
  local site=$1 name=$2
  build_site "$site" "$WORK/same/$name-1" --quiet --jobs 1 >/dev/null 2>&1 || { failed "$name: builds with one thread"; return; }
  build_site "$site" "$WORK/same/$name-8" --quiet --jobs 8 >/dev/null 2>&1 || { failed "$name: builds with eight threads"; return; }
  if diff -r "$WORK/same/$name-1" "$WORK/same/$name-8" >"$WORK/same.diff"; then
    ok "$name: one thread and eight give the same bytes ($(find "$WORK/same/$name-1" -type f | wc -l) files)"
  else
    failed "$name: one thread and eight differ"
    head -n 20 "$WORK/same.diff"
  fi
}
same_bytes . handbook

find "$WORK/same/handbook-1" -printf '%P %T@ %i\n' | sort >"$WORK/before"
build_site . "$WORK/same/handbook-1" --quiet >/dev/null 2>&1 || failed "the second build"
find "$WORK/same/handbook-1" -printf '%P %T@ %i\n' | sort >"$WORK/after"
# The folder itself changes while files are staged in it.
if diff <(grep -v '^ ' "$WORK/before") <(grep -v '^ ' "$WORK/after") >"$WORK/same.diff"; then
  ok "a second build touches no file"
else
  failed "a second build touches files"
  head -n 20 "$WORK/same.diff"
fi
build_site . "$WORK/same/handbook-1" --format json >"$WORK/second.json" 2>/dev/null
expect "and says so" grep -o '"written":0' "$WORK/second.json"

corpus=$SHARED/corpora/18f
if [ -d "$corpus" ]; then
  . tests/checks/18f_site.sh
  same_bytes "$(site_of_18f)" 18F
else
  skipped "the same bytes of 18F: there is no $corpus"
fi
return 0
