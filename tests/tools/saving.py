#!/usr/bin/env python3
"""Saves articles as programs do while the live preview runs: what it then shows is what a build of the same files writes.

    saving.py --byline FILE --root DIR [--poll | --limited]

DIR is a new folder, in which a site is made. Vim, Emacs, sed and git are run where they are installed; where Emacs is not, what it asks of the
system is asked instead. With --limited the system watches no more than five files, in a user namespace of its own (Linux).
"""

import argparse
import contextlib
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

AT = "2026-12-31T00:00:00Z"
LONGEST = 30
# A storm of changes may be taken up in some parts, not in as many as there are files.
MOST_REBUILDS = 25
FILES_OF_A_BRANCH = 2000

faults, done = [], []


def article(title, text, more=""):
    return f"---\ntitle: {title}\ndate: 2026-01-05\n{more}---\n{text}\n"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


LIMIT = ["unshare", "--user", "--map-root-user", "sh", "-c", 'echo 5 >/proc/sys/user/max_inotify_watches && exec "$@"', "sh"]
TOLD_OF_LIMIT = (
    "note: the system watches no more files: raise its limit with `sudo sysctl fs.inotify.max_user_watches=1048576 "
    "fs.inotify.max_user_instances=1024`; until then byline looks for changes every half a second\n"
)


class Preview:
    """A running `byline serve`, and what it tells."""

    def __init__(self, byline, root, arguments, before=()):
        command = [*before, byline, "serve", "--root", root, "--port", "4700", "--at", AT, *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE if before else None, text=True)
        self.address = self.process.stdout.readline().strip()
        self.told = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()
        self.next()

    def listen(self):
        with contextlib.suppress(OSError, ValueError):
            for line in urllib.request.urlopen(f"{self.address}_byline/events?/"):
                if line.startswith(b"data: "):
                    self.told.put(json.loads(line[6:]))

    def next(self, timeout=LONGEST):
        return self.told.get(timeout=timeout)

    def get(self, path):
        try:
            with urllib.request.urlopen(f"{self.address}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def shows(self, path):
        """A page without what the preview adds."""
        page = self.get(path)[1]
        page = re.sub(r'<script src=/_byline/client\.js .*?</script>', "", page)
        return re.sub(r'<div id=byline-ribbon .*?</div>', "", page)

    def until(self, what, is_there):
        """Waits for changes until something is there; returns how many came."""
        rebuilds, last = 0, time.monotonic() + LONGEST
        while not is_there():
            try:
                self.next(max(0.01, last - time.monotonic()))
                rebuilds += 1
            except queue.Empty:
                raise SystemExit(f"not shown: {what}")
        done.append(what)
        return rebuilds

    def close(self):
        self.process.terminate()
        self.process.wait()


class Site:
    def __init__(self, byline, root):
        self.byline, self.root = byline, root
        self.output = os.path.join(os.path.dirname(root), "built")
        write(self.path("byline.yaml"), "title: The Saved Review\nurl: https://saved.example\ntheme: {name: house}\n")
        write(self.path("themes/house/theme.yaml"), "extends: broadsheet\n")
        write(self.path("themes/house/templates/body_end.html"), "<p>A house of its own</p>\n")
        write(self.path("content/data.md"), article("Data", "{{< table_from_data >}}").replace("{{< table_from_data >}}", "Of data."))
        for number in range(20):
            write(self.path(f"content/news/article-{number}.md"), article(f"Article {number}", f"Text {number}."))
        write(self.path("content/news/saved.md"), article("Saved", "A word to change."))
        write(self.path("pool/pooled.md"), article("Pooled", "In a folder that is linked."))
        os.symlink("../pool", self.path("content/linked"))

    def path(self, name):
        return os.path.join(self.root, name)

    def built(self):
        """What a build makes of the site now: the pages by their paths."""
        shutil.rmtree(self.output, ignore_errors=True)
        command = [self.byline, "build", "--quiet", "--root", self.root, "--output", self.output, "--at", AT, "--drafts", "--future", "--expired", "--fresh"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        pages = {}
        for folder, _, names in os.walk(self.output):
            for name in names:
                if name == "index.html":
                    path = os.path.relpath(os.path.join(folder, name), self.output)[: -len("index.html")]
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        pages["" if path == "./" else path] = file.read()
        return pages

    def hold(self, preview, what):
        """The preview shows what a build writes."""
        for path, page in self.built().items():
            if preview.shows(path) != page:
                faults.append(f"after {what}, {path or '/'} is not what a build writes")
                return
        done.append(f"what a build writes, after {what}")


def run(*command, **settings):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, **settings)


VIM = shutil.which("vim") or shutil.which("vim.tiny")


def vim(path, old, new, options):
    run(VIM, "-u", "NONE", "-es", "-c", f"set {options}", "-c", f"%s/{old}/{new}/", "-c", "wq", path)


def emacs(path, old, new):
    program = f'(progn (find-file "{path}") (while (search-forward "{old}" nil t) (replace-match "{new}")) (save-buffer))'
    if shutil.which("emacs"):
        return run("emacs", "--batch", "--eval", program)
    folder, name = os.path.split(path)
    lock = os.path.join(folder, f".#{name}")
    os.symlink("someone@somewhere.1:1", lock)
    text = open(path, encoding="utf-8").read()
    write(os.path.join(folder, f"#{name}#"), text)
    os.rename(path, path + "~")
    write(path, text.replace(old, new))
    os.remove(os.path.join(folder, f"#{name}#"))
    os.remove(lock)


def truncated(path, text):
    with open(path, "w", encoding="utf-8") as file:
        middle = len(text) // 2
        file.write(text[:middle])
        file.flush()
        file.write(text[middle:])


def beside(path, text):
    write(path + ".tmp", text)
    os.replace(path + ".tmp", path)


def jetbrains(path, text):
    write(path + "___jb_tmp___", text)
    os.rename(path, path + "___jb_old___")
    os.rename(path + "___jb_tmp___", path)
    os.remove(path + "___jb_old___")


def save(site, preview):
    """Each way to save one article."""
    saved = site.path("content/news/saved.md")
    words = iter(f"word{number}" for number in range(1000))
    before = "A word to change"

    def step(what, change):
        nonlocal before
        after = next(words)
        change(before, after)
        preview.until(what, lambda: after in preview.shows("news/saved/"))
        before = after

    whole = lambda put: lambda _, new: put(saved, article("Saved", f"{new}."))
    if VIM:
        for options in ["backupcopy=no", "backupcopy=yes", "backup backupcopy=no writebackup"]:
            step(f"vim, {options}", lambda old, new, options=options: vim(saved, old, new, options))
    else:
        print("skipped: vim is not installed")
    step("emacs" if shutil.which("emacs") else "what emacs asks of the system", lambda old, new: emacs(saved, old, new))
    step("sed -i", lambda old, new: run("sed", "-i", f"s/{old}/{new}/", saved))
    step("truncate and write", whole(truncated))
    step("write beside and rename", whole(beside))
    step("the JetBrains editors", whole(jetbrains))

    def twice(_, new):
        write(saved, article("Saved", "Not this."))
        write(saved, article("Saved", f"{new}."))

    step("two saves within a millisecond", twice)
    site.hold(preview, "every way to save")


def storms(site, preview):
    """Many files at a time."""
    for number in range(20):
        write(site.path(f"content/news/article-{number}.md"), article(f"Article {number}", f"Again {number}."))
    preview.until("saves while a rebuild runs", lambda: "Again 19." in preview.shows("news/article-19/") and "Again 0." in preview.shows("news/article-0/"))

    outside = os.path.join(os.path.dirname(site.root), "outside")
    for number in range(30):
        write(os.path.join(outside, "deep", f"moved-{number}.md"), article(f"Moved {number}", "From elsewhere."))
    os.rename(outside, site.path("content/moved"))
    preview.until("a folder moved in", lambda: preview.get("moved/deep/moved-29/")[0] == 200)
    write(site.path("content/moved/deep/moved-3.md"), article("Moved 3", "Edited where it was moved to."))
    preview.until("an article edited in a folder that was moved in", lambda: "Edited where" in preview.shows("moved/deep/moved-3/"))
    os.rename(site.path("content/moved"), outside)
    preview.until("a folder moved out", lambda: preview.get("moved/deep/moved-29/")[0] == 404)

    git = lambda *arguments: run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments, cwd=site.root)
    write(site.path(".gitignore"), ".byline\n")
    git("init", "--quiet", "--initial-branch", "one")
    git("add", "--all")
    git("commit", "--quiet", "--message", "One")
    while not preview.told.empty():
        preview.next()
    git("switch", "--quiet", "--create", "two")
    for number in range(FILES_OF_A_BRANCH):
        write(site.path(f"content/branch/{number % 20}/entry-{number}.md"), article(f"Entry {number}", "Of a branch."))
    last = f"branch/{(FILES_OF_A_BRANCH - 1) % 20}/entry-{FILES_OF_A_BRANCH - 1}/"
    preview.until("thousands of files written one after the other", lambda: preview.get(last)[0] == 200)
    git("add", "--all")
    git("commit", "--quiet", "--message", "Two")
    for branch, status in [("one", 404), ("two", 200)]:
        git("switch", "--quiet", branch)
        rebuilds = preview.until(f"git switch {branch} over {FILES_OF_A_BRANCH} files", lambda: preview.get(last)[0] == status)
        if rebuilds > MOST_REBUILDS:
            faults.append(f"git switch {branch} was followed by {rebuilds} rebuilds")
    git("switch", "--quiet", "one")
    preview.until("git switch back", lambda: preview.get(last)[0] == 404)
    site.hold(preview, "many changes at a time")


def elsewhere(site, preview):
    """What is no article, and what is linked."""
    write(site.path("pool/pooled.md"), article("Pooled", "Edited where the link leads."))
    preview.until("an article behind a link to its folder", lambda: "Edited where the link leads." in preview.shows("linked/pooled/"))
    write(site.path("themes/house/templates/body_end.html"), "<p>Another house</p>\n")
    preview.until("a template of the site's theme", lambda: "Another house" in preview.shows(""))
    write(site.path("data/people.yaml"), "- name: Nobody\n")
    write(site.path("themes/house/templates/article.html"), '<p>{% for one in data(name="people") %}{{ one.name }}{% endfor %}</p>\n')
    preview.until("a new template", lambda: "Nobody" in preview.shows("news/saved/"))
    write(site.path("data/people.yaml"), "- name: Ada Example\n")
    preview.until("a data file", lambda: "Ada Example" in preview.shows("news/saved/"))
    write(site.path("data/people.yaml"), "- name: Ben Example\n")
    preview.until("an edited data file", lambda: "Ben Example" in preview.shows("news/saved/"))
    with open(site.path("byline.yaml"), encoding="utf-8") as file:
        settings = file.read()
    beside(site.path("byline.yaml"), settings.replace("The Saved Review", "The Renamed Review"))
    preview.until("the configuration", lambda: "The Renamed Review" in preview.shows(""))
    os.rename(site.path("content/news/saved.md"), site.path("content/news/renamed.md"))
    preview.until("a renamed article", lambda: preview.get("news/renamed/")[0] == 200 and preview.get("news/saved/")[0] == 404)
    site.hold(preview, "changes of all that is no article")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--byline", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--poll", action="store_true", help="look for changes instead of asking the system")
    parser.add_argument("--limited", action="store_true", help="let the system watch hardly any files")
    options = parser.parse_args()
    site = Site(options.byline, os.path.abspath(options.root))
    preview = Preview(options.byline, site.root, ["--poll", "100"] if options.poll else [], LIMIT if options.limited else [])
    try:
        if options.limited:
            told = preview.process.stderr.readline()
            (done if told == TOLD_OF_LIMIT else faults).append(f"says {told!r}")
        save(site, preview)
        storms(site, preview)
        elsewhere(site, preview)
        addresses = preview.get("_byline/")[1]
        for trace in ["___jb", "~", ".swp", "4913", "#", ".tmp"]:
            if re.search(rf'href="[^"]*{re.escape(trace)}', addresses):
                faults.append(f"a page of `{trace}`")
    finally:
        preview.close()
    for fault in faults:
        print(fault)
    print(f"{len(done)} ways to change a site are shown, {len(faults)} faults")
    return 1 if faults or not done else 0


if __name__ == "__main__":
    sys.exit(main())
