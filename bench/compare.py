#!/usr/bin/env python3
"""Builds one collection with byline, with other generators and with `cp -r`, in turn, and prints how they compare.

    bench/compare.py --n 10000 --runs 5 [--byline FILE] [--peers DIR] [--only hugo,blades] [--disk DIR] [--json FILE]

In each round everybody builds once, from nothing: what the last build left is deleted first, which is not timed. So whatever
disturbs the machine for a while meets all of them alike, and a ratio is that of two builds of one round. Prints medians of wall
time, of user and system time, and of peak memory, and the median ratios to byline, not minified and minified.
"""

import argparse
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
PROJECT = os.path.dirname(HERE)
PROCESSORS = os.cpu_count() or 1
# Those to which all others are compared. The second one's output is also what `cp -r` copies.
PLAIN, MINIFIED = "byline", "byline-minified"
# A run that takes longer than this many seconds is the last of its contender.
LONG = 300


class Contender:
    """A generator with its site and its command.

    `files` are written into the site before each build: contenders that differ by a setting share a site.
    """

    def __init__(self, name, site, dialect, command, files=None, environment=None, on_request=False):
        self.name, self.site, self.dialect, self.command = name, site, dialect, command
        self.files, self.environment = files or {}, environment or {}
        self.on_request = on_request
        self.folder = ""


def program(peers, name):
    """The path of a peer's program, or nothing."""
    path = os.path.join(peers, "bin", name)
    return path if os.access(path, os.X_OK) else shutil.which(name)


def text_of(*path):
    with open(os.path.join(HERE, *path), encoding="utf-8") as file:
        return file.read()


def contenders_of_byline(byline):
    build = [byline, "build", "--quiet"]
    site = os.path.join(HERE, "site")
    settings = text_of("site", "byline.yaml")
    default_theme = "title: The Bench Review\ndescription: Articles generated to measure site generators.\nurl: https://bench.example\n"
    return [
        Contender(PLAIN, site, "byline", build, {"byline.yaml": settings + "minify: false\n"}),
        Contender(MINIFIED, site, "byline", build, {"byline.yaml": settings}),
        Contender("byline-broadsheet", None, "plain", build, {"byline.yaml": default_theme}),
    ]


def contenders_of_peers(peers):
    """The peers that are installed."""
    found = []

    def add(name, *rest, **options):
        site = os.path.join(HERE, "peers", name.split("-")[0])
        found.append(Contender(name, site, name.split("-")[0], *rest, **options))

    hugo, zola, blades, node = (program(peers, name) for name in ("hugo", "zola", "blades", "node"))
    eleventy = os.path.join(peers, "npm", "node_modules", "@11ty", "eleventy", "cmd.cjs")
    if hugo:
        add("hugo", [hugo, "--quiet"])
        add("hugo-minified", [hugo, "--quiet", "--minify"])
        related = {"HUGO_PARAMS_RELATED": "true"}
        add("hugo-related", [hugo, "--quiet", "--minify"], environment=related, on_request=True)
    if zola:
        settings = text_of("peers", "zola", "config.toml")
        add("zola", [zola, "build"], {"config.toml": settings})
        add("zola-minified", [zola, "build"], {"config.toml": settings.replace("minify_html = false", "minify_html = true")})
    if blades:
        add("blades", [blades, "all"])
    if node and os.path.exists(eleventy):
        command = [node, "--max-old-space-size=16000", eleventy, "--quiet"]
        add("eleventy", command)
        add("eleventy-minified", command, environment={"MINIFY": "1"})
    return found


class Bench:
    """One comparison: the folders in which it works, and what it has measured."""

    def __init__(self, options, work):
        self.options, self.work = options, work
        self.copied = os.path.join(work, "copied")
        self.reference = os.path.join(work, "reference")
        self.runs = {}

    def prepare(self, contender):
        """Makes the site of a contender, unless one before it has the same."""
        contender.folder = os.path.join(self.work, contender.site and os.path.basename(contender.site) or contender.dialect)
        if os.path.exists(contender.folder):
            return
        os.makedirs(contender.folder)
        if contender.site:
            shutil.copytree(contender.site, contender.folder, dirs_exist_ok=True)
        options = self.options
        generate.generate(options.n, contender.folder, contender.dialect, options.seed, options.bytes)
        if contender.dialect == "eleventy":
            os.symlink(os.path.join(options.peers, "npm", "node_modules"), os.path.join(contender.folder, "node_modules"))

    def clear(self, contender):
        """Deletes what a build left, also the store that the next one would read."""
        for name in ("public", ".byline"):
            shutil.rmtree(os.path.join(contender.folder, name), ignore_errors=True)
        for name, text in contender.files.items():
            with open(os.path.join(contender.folder, name), "w", encoding="utf-8") as file:
                file.write(text)

    def build(self, contender):
        self.clear(contender)
        return self.timed(contender.command, contender.folder, contender.environment)

    def copy(self, contender):
        """Copies the content and the output of a build."""
        shutil.rmtree(self.copied, ignore_errors=True)
        os.makedirs(self.copied)
        content = os.path.join(contender.folder, "content")
        row = self.timed(["cp", "-r", content, self.reference, self.copied], self.work)
        shutil.rmtree(self.copied)
        return row

    def timed(self, command, folder, environment=None):
        """Runs a program to its end; on a disk, until all is written down."""
        if self.options.disk:
            os.sync()
        before, started = busy(), time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.stderr.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}\nended with exit code {process.returncode}\n{complaint.decode(errors='replace')}")
        if self.options.disk:
            subprocess.run(["sync", "-f", self.work], check=True)
        wall = time.monotonic() - started
        processor = usage.ru_utime + usage.ru_stime
        others = max(0.0, busy() - before - processor) / (wall * PROCESSORS) if before else 0.0
        memory = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        return {"wall": wall, "user": usage.ru_utime, "system": usage.ru_stime, "memory": memory, "others": others}

    def measure(self, name, run):
        row = run()
        self.runs.setdefault(name, []).append(row)
        return row

    def round(self, contenders):
        """Everybody builds once."""
        for contender in contenders:
            earlier = self.runs.get(contender.name, [])
            if earlier and earlier[-1]["wall"] > LONG:
                continue
            row = self.measure(contender.name, lambda contender=contender: self.build(contender))
            public = os.path.join(contender.folder, "public")
            row["files"], row["bytes"] = extent(public)
            if contender.name == MINIFIED:
                shutil.rmtree(self.reference, ignore_errors=True)
                os.rename(public, self.reference)
                self.measure("cp -r", lambda contender=contender: self.copy(contender))
            self.clear(contender)


def busy():
    """The seconds that all processors were busy since the machine started; 0 where the system does not say."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            ticks = [int(field) for field in file.readline().split()[1:9]]
    except OSError:
        return 0.0
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def extent(folder):
    """How many files a folder holds, and of how many bytes."""
    files = size = 0
    for path, _, names in os.walk(folder):
        files += len(names)
        size += sum(os.path.getsize(os.path.join(path, name)) for name in names)
    return files, size


def summary(bench, name):
    """The medians of a contender, and of its ratios to byline in the same rounds."""
    rows = bench.runs[name]
    row = {key: statistics.median(run[key] for run in rows) for key in ("wall", "user", "system", "memory", "others")}
    row.update({key: rows[-1][key] for key in ("files", "bytes") if key in rows[-1]})
    for key, other in (("to_byline", PLAIN), ("to_minified", MINIFIED)):
        ratios = [mine["wall"] / theirs["wall"] for mine, theirs in zip(rows, bench.runs.get(other, []))]
        if ratios:
            row[key] = statistics.median(ratios)
            row[key + "_range"] = [min(ratios), max(ratios)]
    return {"contender": name, "runs": len(rows), **row}


def report(bench):
    """Prints the table; gives its rows."""
    print(f"{'':20} {'wall s':>8} {'user+sys':>9} {'peak MiB':>9} {'÷ byline':>9} {'÷ minified':>10}  {'range':13} {'others':>6} {'files':>7} {'MB':>7}")
    rows = [summary(bench, name) for name in bench.runs]
    for row in rows:
        numbers = f"{row['wall']:8.2f} {row['user'] + row['system']:9.2f} {row['memory']:9.0f}"
        ratios = "".join(f" {row[key]:{width}.2f}" if key in row else " " * (width + 1) for key, width in (("to_byline", 9), ("to_minified", 10)))
        spread = "{:.2f} to {:.2f}".format(*row["to_minified_range"]) if "to_minified_range" in row else ""
        size = f"{row['files']:7} {row['bytes'] / 1e6:7.1f}" if "files" in row else ""
        print(f"{row['contender']:20} {numbers}{ratios}  {spread:13} {row['others']:6.0%} {size}")
    return rows


def chosen(options):
    """The contenders that take part, and those that were named and are not there."""
    known = contenders_of_byline(options.byline) + contenders_of_peers(options.peers)
    if options.only is None:
        return [contender for contender in known if not contender.on_request]
    names = {contender.name for contender in known}
    missing = [name for name in options.only if name not in names]
    if missing:
        sys.exit(f"not known or not installed: {', '.join(missing)}; there are {', '.join(sorted(names))}")
    return [contender for contender in known if contender.name in {PLAIN, MINIFIED, *options.only}]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=10000, help="how many articles")
    parser.add_argument("--runs", type=int, default=5, help="how many rounds")
    parser.add_argument("--bytes", type=int, default=5200, help="about how long an article is")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--byline", default=os.path.join(PROJECT, "target", "release", "byline"), help="the program")
    parser.add_argument("--peers", default=os.path.join(PROJECT, "target", "peers"), help="where install-peers.sh put them")
    parser.add_argument("--only", type=lambda names: re.split(r"[,\s]+", names.strip()), help="names, divided by commas; byline is always there")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--memory", default="/dev/shm", help="a folder of a memory file system")
    place.add_argument("--disk", help="a folder of a disk instead; each build then ends with `sync -f`")
    parser.add_argument("--json", help="a file to which every run and every median is added, one JSON object a line")
    options = parser.parse_args()
    options.byline, options.peers = os.path.abspath(options.byline), os.path.abspath(options.peers)
    place = options.disk or options.memory
    if not os.path.isdir(place):
        sys.exit(f"there is no folder {place}: name one of a memory file system with --memory, or one of a disk with --disk")
    if not os.access(options.byline, os.X_OK):
        sys.exit(f"there is no {options.byline}: build it with `cargo build --release`, or name another with --byline")
    return options


def main():
    options = arguments()
    contenders = chosen(options)
    with tempfile.TemporaryDirectory(prefix="byline-bench.", dir=options.disk or options.memory) as work:
        bench = Bench(options, work)
        for contender in contenders:
            bench.prepare(contender)
        for number in range(options.runs):
            print(f"round {number + 1} of {options.runs}", file=sys.stderr)
            bench.round(contenders)
        rows = report(bench)
    if options.json:
        where = {"n": options.n, "on": "disk" if options.disk else "memory"}
        with open(options.json, "a", encoding="utf-8") as file:
            for name, runs in bench.runs.items():
                for run in runs:
                    file.write(json.dumps({"type": "run", **where, "contender": name, **run}) + "\n")
            for row in rows:
                file.write(json.dumps({"type": "median", **where, **row}) + "\n")


if __name__ == "__main__":
    main()
