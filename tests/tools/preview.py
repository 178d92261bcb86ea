"""The live preview as a program that is driven: started, asked, listened to, and held to clean builds of the same sources."""

import contextlib
import http.client
import json
import os
import queue
import re
import shutil
import socket
import subprocess
import threading

# The moment for which sites are shown and built, behind the date of every article here.
MOMENT = "2026-12-31T00:00:00Z"
# How long an event is waited for at the most, in seconds.
LONGEST = 60

# What the preview adds to a page.
INJECTED = re.compile(
    rb'(?:<div id=byline-ribbon style="[^"]*">[^<]*</div>)?<script src=/_byline/client\.js id=byline-client data-page="[^"]*" defer></script>'
)


class Preview:
    """A running `byline serve`, and the stream of events for its front page."""

    def __init__(self, byline, root, options=(), around=(), environment=None):
        self.byline, self.root = byline, root
        command = [*around, byline, "serve", "--root", root, "--port", "0", "--at", MOMENT, *options]
        self.errors = open(f"{root}.serve-errors", "w+")
        variables = {**os.environ, **(environment or {})}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, text=True, env=variables)
        line = self.process.stdout.readline().strip()
        if not line:
            raise RuntimeError(f"byline serve ended: {self.said()}")
        self.port = int(line.rsplit(":", 1)[1].split("/")[0])
        self.asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        self.events = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()
        self.told = None
        self.next()

    def listen(self):
        """Hears events until the server ends."""
        with socket.create_connection(("127.0.0.1", self.port)) as listening, contextlib.suppress(OSError):
            listening.sendall(b"GET /_byline/events?/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
            for line in listening.makefile("rb"):
                if line.startswith(b"data: "):
                    self.events.put(json.loads(line[6:]))

    def said(self):
        """What it has said on its error output."""
        with open(self.errors.name) as errors:
            return errors.read()

    def next(self, longest=LONGEST):
        """Waits for the next event and gives what it tells; `queue.Empty` where none comes."""
        self.told = self.events.get(timeout=longest)
        return self.told

    @property
    def revision(self):
        return self.told["revision"]

    def get(self, path):
        """Status, headers and body of the answer for a path."""
        self.asking.request("GET", path)
        answer = self.asking.getresponse()
        return answer.status, answer.headers, answer.read()

    def page(self, path):
        """A page as readers would get it; empty where there is none."""
        status, _, body = self.get(path)
        return INJECTED.sub(b"", body) if status == 200 else b""

    def until(self, is_wanted):
        """Waits for events until something holds."""
        while not is_wanted():
            self.next()

    def end(self):
        self.process.kill()
        self.process.wait()
        self.errors.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def plan(self):
        """The addresses of all pages."""
        body = self.get("/_byline/")[2].decode().split("<h2>The plan</h2>")[1]
        return {url.replace("&amp;", "&").replace("&lt;", "<") for url in re.findall(r'<a href="([^"]*)"', body)}

    def differences(self, work):
        """What differs between the site as it is served and a clean build of a copy of its sources; `work` is a folder to build in."""
        built = built_clean(self.byline, self.root, work)
        found, addresses = [], set()
        for file, expected in built.items():
            address = address_of(file)
            addresses.add(address)
            status, headers, body = self.get(address)
            if status in (301, 410):
                same = status == 410 or headers["location"].encode() in expected
            else:
                body = INJECTED.sub(b"", body)
                same = status in (200, 404 if file == "404.html" else 200) and body == expected
            if not same:
                found.append(f"{address} ({status}): {first_difference(body, expected)}")
        found.extend(f"{address}: served, not built" for address in self.plan() - addresses)
        return found


def address_of(file):
    """The address under which an output file stands."""
    return "/" + re.sub(r"(^|/)index\.html$", r"\1", file)


def first_difference(one, other):
    """Where two texts part, for people."""
    at = next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    return f"at byte {at}: served {one[max(at - 30, 0):at + 60]!r}, built {other[max(at - 30, 0):at + 60]!r}"


def built_clean(byline, root, work):
    """The files of a clean build of a copy of a site, by their path."""
    copy, output = os.path.join(work, "copy"), os.path.join(work, "built")
    for folder in (copy, output):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", ".byline"))
    command = [byline, "build", "--root", copy, "--output", output, "--at", MOMENT, "--drafts", "--future", "--expired"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the clean build fails: {done.stdout}{done.stderr}")
    files = {}
    for folder, _, names in os.walk(output):
        for name in names:
            path = os.path.join(folder, name)
            inside = os.path.relpath(path, output)
            if not inside.startswith(".byline"):
                with open(path, "rb") as file:
                    files[inside] = file.read()
    return files


def write(path, text):
    """Writes a file; folders are made."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def article(title, date, body, more=""):
    """An article's text."""
    return f"---\ntitle: {title}\ndate: {date}\n{more}---\n{body}\n"
