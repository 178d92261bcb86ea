# Every test of cargo, with what skips itself named.
# shellcheck shell=bash

log=$WORK/cargo.log
if RUST_BACKTRACE=0 cargo test --locked --no-fail-fast -- --show-output >"$log" 2>&1; then
  counted=$(awk '/^test result: ok/ { passed += $4; ignored += $8 } END { print passed " tests passed, " ignored " ignored" }' "$log")
  ok "cargo test: $counted"
  grep -h '^skipped:' "$log" | sort -u
  [ "$(awk '/^test result: ok/ { passed += $4 } END { print passed + 0 }' "$log")" -ge 100 ] || failed "cargo test: far too few tests ran"
else
  failed "cargo test"
  grep -E '^test .* FAILED$|^error' "$log" | sort -u | sed 's/^/    /'
  # Of each program of tests, what stands between the heads of its failures and their list.
  awk '/^failures:$/ { shown = !shown; next } /^test result/ { shown = 0 } shown' "$log" | sed 's/^/    /' | head -n 300
fi
return 0
