# `byline --version` answers within ten milliseconds.
# shellcheck shell=bash

readonly RUNS=20 MOST=10000
times=()
for _ in $(seq "$RUNS"); do
  before=${EPOCHREALTIME/[.,]/}
  "$BYLINE" --version >/dev/null || failed "byline --version"
  times+=($((${EPOCHREALTIME/[.,]/} - before)))
done
median=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$((RUNS / 2))p")
if [ "$median" -le "$MOST" ]; then
  ok "$("$BYLINE" --version) answers within $median µs (median of $RUNS)"
else
  failed "byline --version takes $median µs (median of $RUNS), more than $MOST"
fi
