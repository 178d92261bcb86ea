# Every test of cargo, with what skips itself named.
# shellcheck shell=bash

log=$WORK/cargo.log
if cargo test --locked -- --show-output >"$log" 2>&1; then
  counted=$(awk '/^test result: ok/ { passed += $4; ignored += $8 } END { print passed " tests passed, " ignored " ignored" }' "$log")
  ok "cargo test: $counted"
  grep -h '^skipped:' "$log" | sort -u
  [ "$(awk '/^test result: ok/ { passed += $4 } END { print passed + 0 }' "$log")" -ge 100 ] || failed "cargo test: far too few tests ran"
else
  failed "cargo test"
  sed -n '/^failures:/,$p' "$log" | grep -v '^skipped:' | sed 's/^/    /' | tail -n 200
  grep -E '^error' "$log" | head -n 20 | sed 's/^/    /'
fi
return 0
