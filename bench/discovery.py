#!/usr/bin/env python3
"""Measures what feeds, sitemaps and structured data add to a first build.

    bench/discovery.py --n 10000 [--runs 5] [--byline FILE] [--before FILE] [--dir DIR]

Builds the collection with the default theme from nothing, in turn: without feeds, sitemap and robots.txt; as a site is without being
configured; with all formats of feeds and the sitemap for news; and with the Markdown text of each article too. `--before` names another byline,
which builds the plain site as well: one without structured data, for example. Prints medians of the wall and of processor time.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import generate  # noqa: E402  (nothing is to be left beside it)

HERE = os.path.dirname(os.path.abspath(__file__))
PLAIN = "title: The Bench Review\ndescription: Articles that were generated.\nurl: https://bench.example\nmarkdown: {highlight: false}\n"
ALL = "feeds: {formats: [rss, atom, json]}\nsitemap: {news: true}\n"
CASES = {
    "without": "feeds: false\nsitemap: false\nrobots: false\n",
    "as it is": "",
    "all formats, news": ALL,
    "Markdown too": ALL + "llms: true\n",
}


def built(byline, folder, settings):
    """A build from nothing: its time, and that of the processors, in seconds."""
    with open(os.path.join(folder, "byline.yaml"), "w", encoding="utf-8") as file:
        file.write(PLAIN + settings)
    for made in ("public", ".byline"):
        shutil.rmtree(os.path.join(folder, made), ignore_errors=True)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([byline, "build", "--quiet", "--root", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    took, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=10000, help="how many articles")
    parser.add_argument("--runs", type=int, default=5, help="how often each is built")
    parser.add_argument("--byline", default=os.path.join(HERE, "..", "target", "release", "byline"))
    parser.add_argument("--before", help="another byline, which builds the plain site")
    parser.add_argument("--dir", default="/dev/shm", help="where the site is built: a memory file system, or a disk")
    options = parser.parse_args()
    cases = [(name, os.path.abspath(options.byline), settings) for name, settings in CASES.items()]
    if options.before:
        cases.insert(0, ("before", os.path.abspath(options.before), ""))
    work = tempfile.mkdtemp(prefix="byline-discovery.", dir=options.dir)
    try:
        generate.generate(options.n, work, "plain", 1, 5200)
        runs = {name: [] for name, _, _ in cases}
        for _ in range(options.runs):
            for name, byline, settings in cases:
                runs[name].append(built(byline, work, settings))
    finally:
        shutil.rmtree(work)
    first = None
    for name, times in runs.items():
        wall, processors = (statistics.median(run[part] for run in times) for part in (0, 1))
        first = first or (wall, processors)
        print(f"{name:<20} {wall:7.2f} s {processors:7.2f} s of processors  {wall / first[0]:.2f} and {processors / first[1]:.2f} of the first")


if __name__ == "__main__":
    main()
