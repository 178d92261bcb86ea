#!/usr/bin/env python3
"""Measures how soon an edit is shown by byline's preview and by the servers of other generators, in turn.

    bench/serve.py --n 1000,10000 [--edits 20] [--byline FILE] [--peers DIR] [--at-least RATIO] [--dir DIR] [--json FILE]

All serve the same collection at the same time. In each round a word is added to the same article for everybody in turn: from the close of the
saved file to the page that has the word, which is asked for every 2 ms. The next edit waits until nobody works any more. Prints medians, and
the ratio of each to byline's. Where one is less than `--at-least`, the exit code is 1.
"""

import argparse
import glob
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import compare  # noqa: E402  (nothing is to be left beside it)
import generate  # noqa: E402

# Between two questions for the page that changes, in seconds.
PAUSE = 0.002
# Who works as little as a clock tick in this time, in seconds, is at rest.
REST = 0.1
# How long a page is waited for at the most, in seconds.
LONGEST = 600


class Server:
    """A server with its site and, after each edit, the time that it took."""

    def __init__(self, name, folder, command, environment=None):
        self.name, self.folder = name, folder
        self.port = free_port()
        command = [word.replace("PORT", str(self.port)) for word in command]
        self.times = []
        self.articles = sorted(glob.glob(os.path.join(folder, "content", "2*", "**", "*.md"), recursive=True))
        self.started = time.monotonic()
        variables = {**os.environ, **(environment or {})}
        self.process = subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)

    def page(self, path):
        """The bytes of a page; nothing where there is no answer."""
        try:
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            body = answer.read()
            return body if answer.status == 200 else b""
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return b""

    def until(self, path, word):
        """Asks for a page until it has a word."""
        deadline = time.monotonic() + LONGEST
        while word not in self.page(path):
            if self.process.poll() is not None:
                sys.exit(f"{self.name} ended with exit code {self.process.returncode}")
            if time.monotonic() > deadline:
                sys.exit(f"{self.name} never shows {word.decode()} at {path}")
            time.sleep(PAUSE)

    def path_of(self, article):
        return "/" + os.path.relpath(article, os.path.join(self.folder, "content"))[: -len(".md")] + "/"

    def begin(self):
        """Waits until the first page is there; gives how long that took."""
        self.until(self.path_of(self.articles[0]), b"</html>")
        return time.monotonic() - self.started

    def rest(self):
        """Waits until the server does nothing."""
        before = None
        while before != (before := work_of(self.process.pid)):
            time.sleep(REST)

    def edit(self, number):
        """Adds a word to an article; gives how long it took until it was shown."""
        article = self.articles[len(self.articles) // 3 + number]
        word = f"edited{number}word{os.getpid()}"
        with open(article, encoding="utf-8") as file:
            text = file.read()
        path = self.path_of(article)
        self.until(path, b"</html>")
        self.rest()
        with open(article, "w", encoding="utf-8") as file:
            file.write(f"{text}\nAn end with {word}.\n")
        closed = time.monotonic()
        self.until(path, word.encode())
        self.times.append(time.monotonic() - closed)

    def end(self):
        self.process.terminate()
        self.process.wait()


def work_of(process):
    """The time of the processor that a process has had, in clock ticks; without that, moments are as good as a pause."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])
    except OSError:
        return 0


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def servers(options, count, work):
    """Everybody who serves: the name, the site, its dialect, the command and its environment."""
    peers = lambda name: os.path.join(compare.HERE, "peers", name)
    found = [("byline", os.path.join(compare.HERE, "site"), "byline", [options.byline, "serve", "--port", "PORT"], {})]
    if hugo := compare.program(options.peers, "hugo"):
        command = [hugo, "server", "--quiet", "--bind", "127.0.0.1", "--port", "PORT"]
        found.append(("hugo", peers("hugo"), "hugo", command, {}))
    if zola := compare.program(options.peers, "zola"):
        command = [zola, "serve", "--interface", "127.0.0.1", "--port", "PORT"]
        found.append(("zola", peers("zola"), "zola", command, {}))
        found.append(("zola-fast", peers("zola"), "zola", [*command, "--fast"], {}))
    for name, site, dialect, command, environment in found:
        folder = os.path.join(work, name)
        shutil.copytree(site, folder)
        generate.generate(count, folder, dialect, 1, 5200)
        yield Server(name, folder, command, environment)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", default="10000", help="how many articles, divided by commas: one run for each")
    parser.add_argument("--edits", type=int, default=20, help="how many rounds")
    parser.add_argument("--byline", default=os.path.join(compare.PROJECT, "target", "release", "byline"), help="the program")
    parser.add_argument("--peers", default=os.path.join(compare.PROJECT, "target", "peers"), help="where install-peers.sh put them")
    parser.add_argument("--at-least", type=float, default=0, help="how many times sooner byline has to be than each")
    parser.add_argument("--dir", help="where the sites are made")
    parser.add_argument("--json", help="a file to which the medians are added, one JSON object a line")
    options = parser.parse_args()
    options.byline, options.peers = os.path.abspath(options.byline), os.path.abspath(options.peers)
    return options


def report(options, count, running, first_pages):
    """Prints the table; gives whether byline is as much sooner as it has to be."""
    own = statistics.median(running[0].times)
    print(f"{count} articles, {options.edits} edits of a text {'first page s':>15} {'median ms':>10} {'least':>7} {'most':>7} {'÷ byline':>9}")
    is_sooner = True
    for server, first in zip(running, first_pages):
        median = statistics.median(server.times)
        row = {"n": count, "server": server.name, "first": first, "median": median, "least": min(server.times), "most": max(server.times), "to_byline": median / own}
        numbers = f"{first:14.2f} {median * 1000:10.1f} {row['least'] * 1000:7.1f} {row['most'] * 1000:7.1f} {row['to_byline']:9.1f}"
        print(f"{server.name:38} {numbers}")
        is_sooner = is_sooner and (server is running[0] or row["to_byline"] >= options.at_least)
        if options.json:
            with open(options.json, "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
    return is_sooner


def measured(options, count):
    """Has everybody serve so many articles and edits them; gives the servers, and when each had its first page."""
    running, first_pages = [], []
    with tempfile.TemporaryDirectory(prefix="byline-serve.", dir=options.dir) as work:
        try:
            for server in servers(options, count, work):
                running.append(server)
                first_pages.append(server.begin())
                server.rest()
            for number in range(options.edits):
                for server in running:
                    server.edit(number)
                    server.rest()
        finally:
            for server in running:
                server.end()
    return running, first_pages


def main():
    options = arguments()
    is_sooner = True
    for count in (int(count) for count in options.n.split(",")):
        running, first_pages = measured(options, count)
        if len(running) < 2:
            print("no other generator is installed: bench/install-peers.sh", file=sys.stderr)
        is_sooner = report(options, count, running, first_pages) and is_sooner
    return 0 if is_sooner else 1


if __name__ == "__main__":
    sys.exit(main())
