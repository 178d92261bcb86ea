#!/usr/bin/env python3
"""Times how soon an edit is in the page that a server of a live preview answers with: byline's, and Hugo's beside it.

    bench/serve.py --n 1000,10000 --edits 20 [--byline FILE] [--peers DIR]

The same collection, the same edit of a body. Each server is started, then the words of one article are changed, and its page is asked for every two
milliseconds until it has them: from the close of the file to the answer. Prints the medians and their ratio. In each round each server is asked once, so
that what disturbs the machine meets both.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.dont_write_bytecode = True

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(HERE)
LONGEST = 120


def generate(generator, count, folder):
    subprocess.run([sys.executable, os.path.join(HERE, "generate.py"), str(count), "--for", generator, "--out", folder], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def fetched(address):
    try:
        with urllib.request.urlopen(address, timeout=LONGEST) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, OSError):
        return ""


def until(address, words):
    """Seconds until a page holds words."""
    begun = time.monotonic()
    while words not in fetched(address):
        if time.monotonic() - begun > LONGEST:
            raise SystemExit(f"{address} never shows {words}")
        time.sleep(0.002)
    return time.monotonic() - begun


class Server:
    def __init__(self, name, command, site, port):
        self.name, self.times = name, []
        content = os.path.join(site, "content")
        files = (os.path.join(folder, file) for folder, _, files in os.walk(content) for file in files)
        self.article = min(file for file in files if file.endswith(".md") and not os.path.basename(file).startswith("_"))
        self.text = open(self.article, encoding="utf-8").read()
        self.base = f"http://127.0.0.1:{port}/"
        self.address = self.base + os.path.relpath(self.article, content)[: -len(".md")] + "/"
        begun = time.monotonic()
        self.process = subprocess.Popen(command, cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        title = re.search(r'^title: "?(.*?)"?$', self.text, re.M).group(1)
        until(self.address, title)
        self.start = time.monotonic() - begun

    def edit(self, number):
        words = f"edited{number}of{os.getpid()}"
        with open(self.article, "w", encoding="utf-8") as file:
            file.write(f"{self.text}\n{words}\n")
        self.times.append(until(self.address, words))

    def close(self):
        self.process.terminate()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", default="1000")
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--byline", default=os.path.join(PROJECT, "target", "release", "byline"))
    parser.add_argument("--peers", default=os.path.join(PROJECT, "target", "peers"))
    options = parser.parse_args()
    hugo = os.path.join(options.peers, "bin", "hugo")
    for count in (int(one) for one in options.n.split(",")):
        with tempfile.TemporaryDirectory(prefix="byline-serve.") as work:
            servers = []
            try:
                for number, (name, site) in enumerate([("byline", "site"), ("hugo", "peers/hugo")]):
                    if name == "hugo" and not os.path.exists(hugo):
                        print("Hugo is not installed: bench/install-peers.sh hugo", file=sys.stderr)
                        continue
                    folder = os.path.join(work, name)
                    shutil.copytree(os.path.join(HERE, site), folder)
                    generate(name, count, folder)
                    port = 4900 + number
                    command = {
                        "byline": [os.path.abspath(options.byline), "serve", "--port", str(port)],
                        "hugo": [hugo, "server", "--port", str(port), "--baseURL", f"http://127.0.0.1:{port}/", "--renderToMemory"],
                    }[name]
                    servers.append(Server(name, command, folder, port))
                for number in range(options.edits):
                    for server in servers:
                        server.edit(number)
            finally:
                for server in servers:
                    server.close()
            medians = [statistics.median(server.times) for server in servers]
            for server, median in zip(servers, medians):
                print(f"{count} articles, {server.name}: first page after {server.start:.2f} s, an edit after {median * 1000:.0f} ms ({min(server.times) * 1000:.0f} to {max(server.times) * 1000:.0f})")
            if len(medians) == 2:
                print(f"{count} articles: {medians[1] / medians[0]:.0f} times as soon as Hugo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
