"""Measures a cold build: `measure.py BYLINE SITE WORK`. Prints medians of five runs; the last line is the summary.

Each run removes the output first, which is not timed. Time is of the wall; memory is the peak of the process; the copy that the time is
compared with is `cp -r` of the content and of the built site.
"""

import json
import os
import shutil
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench"))
sys.dont_write_bytecode = True

from rebuild import timed  # noqa: E402  (it stands in bench/)

RUNS = 5


def copied(sources, target):
    """The time that `cp -r` takes for folders."""
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    return timed(["cp", "-r", *sources, target])[0]


def main():
    byline, site, work = sys.argv[1:4]
    built = os.path.join(work, "built")
    runs, copies = [], []
    for _ in range(RUNS):
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        took, memory, output = timed([byline, "build", "--root", site, "--output", built, "--format", "json", "--timings"])
        runs.append((took, memory, json.loads(output.splitlines()[-1])))
        copies.append(copied([os.path.join(site, "content"), built], os.path.join(work, "copy")))
    shutil.rmtree(work)
    for stage in runs[0][2]["timings"]:
        print(f"{stage:<10} {statistics.median(run[2]['timings'][stage] for run in runs) * 1000:9.1f} ms")
    seconds = statistics.median(run[0] for run in runs)
    memory = statistics.median(run[1] for run in runs)
    copy = statistics.median(copies)
    summary = runs[0][2]
    print(f"{summary['articles']} articles, {summary['pages']} pages, {summary['output']['bytes']} bytes in {summary['output']['files']} files")
    print(f"{seconds:.2f} s, {memory / 1e6:.0f} MB at most, {seconds / copy:.2f} times cp -r of content and output ({copy:.2f} s)")


main()
