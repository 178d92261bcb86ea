#!/usr/bin/env python3
"""Measures what builds after the first one cost: nothing changed, and one edit of each kind.

    bench/rebuild.py --n 10000 [--runs 5] [--byline FILE] [--dir DIR] [--theme bench|broadsheet]

Builds the collection once, then makes one edit at a time and builds again: time of the wall (median of the runs, each with another
article), pages rendered, files written. Nothing changed is compared with a bare walk and stat of sources and output (`find -printf`).
"""

import argparse
import glob
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import generate  # noqa: E402  (nothing is to be left beside it)

HERE = os.path.dirname(os.path.abspath(__file__))
PLAIN = "title: The Bench Review\nurl: https://bench.example\n"


def timed(arguments):
    """Runs a program; gives its time in seconds, its peak memory in bytes and its standard output."""
    started = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{arguments[0]} ended with exit code {process.returncode}\n{output}")
    return took, usage.ru_maxrss * 1024, output


class Site:
    def __init__(self, options, folder):
        self.byline, self.folder = options.byline, folder
        self.theme = os.path.join(folder, "themes", "bench")
        if options.theme == "bench":
            shutil.copytree(os.path.join(HERE, "site"), folder, dirs_exist_ok=True)
        else:
            self.write("byline.yaml", PLAIN)
        generate.generate(options.n, folder, "byline" if options.theme == "bench" else "plain", 1, 5200)
        for author in generate.AUTHORS:
            self.write(f"content/authors/{author.lower().replace(' ', '-')}.md", f"---\nname: {author}\nbio: Writes.\n---\n")
        self.articles = sorted(glob.glob(os.path.join(folder, "content", "2*", "**", "*.md"), recursive=True))

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def build(self):
        """One build: its time in seconds, its peak memory in MB and what it says."""
        took, memory, said = timed([self.byline, "build", "--root", self.folder, "--format", "json"])
        return took, memory / 1024**2, json.loads(said.splitlines()[-1])["output"]

    def walk(self):
        """A bare walk and stat of sources and output: its time in seconds."""
        started = time.perf_counter()
        folders = [os.path.join(self.folder, name) for name in ("content", "public")]
        subprocess.run(["find", *folders, "-printf", "%s %T@ %i\n"], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - started


def replaced(path, pattern, text):
    with open(path, encoding="utf-8") as file:
        old = file.read()
    new = re.sub(pattern, text, old, count=1, flags=re.MULTILINE)
    if new == old:
        sys.exit(f"nothing to replace in {path}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(new)


def edits(site, options):
    """Each kind of edit: its name, and what it does in the run of a number."""
    articles = site.articles
    article = lambda number: articles[(number * 7919 + 4321) % len(articles)]
    yield "one body", lambda run: replaced(article(run), r"\Z", f"\nOne more paragraph, number {run}.\n")
    yield "one title", lambda run: replaced(article(run), r'^title: "', f'title: "Edited {run} ')
    yield "one article added", lambda run: site.write(
        f"content/2024/01/added-{run}.md",
        f"---\ntitle: Added {run}\ndescription: New.\ndate: 2024-01-02T0{run % 10}:00:00Z\nauthors: [Luca Castell]\ntopics: [Chess]\n---\nText.\n",
    )
    profile = os.path.join(site.folder, "content", "authors", "luca-castell.md")
    yield "one biography", lambda run: replaced(profile, r"^bio: .*", f"bio: Writes of {run}.")
    if options.theme == "bench":
        yield "the base template", lambda run: replaced(os.path.join(site.theme, "templates", "frame.html"), r"</main>", f"</main><p>Edition {run}</p>")
        yield "the stylesheet", lambda run: replaced(os.path.join(site.theme, "assets", "site.css"), r"\Z", f"\n.run-{run} {{ color: red }}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=10000, help="how many articles")
    parser.add_argument("--runs", type=int, default=5, help="how often each edit is made")
    parser.add_argument("--byline", default=os.path.join(HERE, "..", "target", "release", "byline"))
    parser.add_argument("--dir", default="/dev/shm", help="where the site is built: a memory file system, or a disk")
    parser.add_argument("--theme", choices=["bench", "broadsheet"], default="bench")
    options = parser.parse_args()
    options.byline = os.path.abspath(options.byline)
    work = tempfile.mkdtemp(prefix="byline-rebuild.", dir=options.dir)
    try:
        site = Site(options, work)
        took, memory, summary = site.build()
        print(f"{'first build':<20} {took:8.3f} s  {summary['rendered']:>7} rendered {summary['written']:>7} written  {memory:6.0f} MB")
        runs = [(site.build(), site.walk()) for _ in range(2 * options.runs)]
        took = statistics.median(run[0][0] for run in runs)
        ratio = statistics.median(run[0][0] / run[1] for run in runs)
        last = runs[-1][0][2]
        print(f"{'nothing changed':<20} {took:8.3f} s  {last['rendered']:>7} rendered {last['written']:>7} written  {ratio:.2f} x walk and stat")
        for name, edit in edits(site, options):
            rows = []
            for run in range(options.runs):
                edit(run)
                rows.append(site.build())
            took = statistics.median(row[0] for row in rows)
            rendered, written = ("–".join(str(f(row[2][key] for row in rows)) for f in (min, max)) for key in ("rendered", "written"))
            print(f"{name:<20} {took:8.3f} s  {rendered:>7} rendered {written:>7} written", flush=True)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
