# The comparison with other generators in bench/ works: its collection, its site and its script, on 50 articles.
# shellcheck shell=bash

name_of_check="the bench"
needs python3 || return 0
expect "the pages of bench/site" python3 tests/checks/bench.py "$BYLINE" "$WORK/bench"
expect "bench/compare.py" python3 bench/compare.py --byline "$BYLINE" --n 50 --runs 2 --only byline --memory "$WORK" --json "$WORK/bench.jsonl"
expect "bench/rebuild.py" python3 bench/rebuild.py --byline "$BYLINE" --n 50 --runs 1 --dir "$WORK"
expect "bench/rebuild.py with the default theme" python3 bench/rebuild.py --byline "$BYLINE" --n 50 --runs 1 --dir "$WORK" --theme broadsheet
expect "bench/discovery.py" python3 bench/discovery.py --byline "$BYLINE" --n 50 --runs 1 --dir "$WORK"
expect "rows of bench/compare.py" python3 -c '
import collections, json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
counts = collections.Counter((row["type"], row["contender"]) for row in rows)
wanted = {(kind, name): count for kind, count in (("run", 2), ("median", 1)) for name in ("byline", "byline-minified", "cp -r")}
assert counts == wanted, counts
assert all(row["wall"] > 0 and row["memory"] > 0 for row in rows), rows
print(f"{len(rows)} rows")' "$WORK/bench.jsonl"
return 0
