#!/usr/bin/env python3
"""Saves the sources of a site as programs do while its live preview runs, and holds what that shows to clean builds.

    saving.py --byline FILE --root DIR [--poll | --limited] [--only WORDS]

DIR is a new folder, in which sites are made. Each way to save is a change that must be seen in a page. Behind it another article is edited:
its event says that all news of the change before it has been heard, and how many times the site was made anew for it. Then every page and
file is compared with a clean build. Vim, Emacs, sed and git are run where they are installed; what Emacs asks of the system is asked in any
case. With --poll the preview looks for changes; with --limited the system watches hardly any files, in a user namespace of its own (Linux).
"""

import argparse
import os
import queue
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True

from preview import Preview, article, write  # noqa: E402

# How many articles differ between the two branches that are switched.
SWITCHED = 2000
# How often the site may be made anew while git switches branches.
MOST_SWITCHED = 25


class Site:
    """A site in a folder, and the preview of it."""

    def __init__(self, byline, work, options=(), around=()):
        self.byline, self.work, self.root = byline, work, os.path.join(work, "site")
        self.options, self.around = options, around
        self.looks = bool(options or around)
        self.count = 0
        self.preview = None

    def serve(self):
        """Serves the site; a preview that is there ends."""
        if self.preview:
            self.preview.end()
        self.preview = Preview(self.byline, self.root, self.options, self.around)
        return self.preview

    def path(self, name):
        return os.path.join(self.root, name)

    def write(self, name, text):
        write(self.path(name), text)

    def text(self, name):
        with open(self.path(name)) as file:
            return file.read()

    def word(self):
        """A word that stands nowhere yet."""
        self.count += 1
        return f"word{self.count}word"

    def make(self):
        self.write("byline.yaml", "title: The Herald\nurl: https://herald.example\ntheme: plain\n")
        self.write("themes/plain/templates/partials/footer.html", "<footer><p>A footer of {% set house = data(name=\"house\") %}{{ house.name }}</p></footer>\n")
        self.write("data/house.yaml", "name: the house\n")
        self.write("content/news/first.md", article("First", "2026-01-02", "The first body."))
        self.write("content/news/fence.md", article("Fence", "2026-01-01", "A fence."))
        for number in range(12):
            self.write(f"content/reports/report-{number}.md", article(f"Report {number}", f"2025-03-{number + 1:02}", "See [the first](../news/first.md)."))
        self.write("outside/notes/note.md", article("Note", "2025-01-02", "A note."))
        os.symlink("../outside/notes", self.path("content/notes"))
        os.symlink("news", self.path("content/alias"))
        os.symlink("../outside/alone.md", self.path("content/alone.md"))
        self.write("outside/alone.md", article("Alone", "2025-01-01", "Alone."))


def edited(site, name, word):
    """The text of an article with a new word at its end."""
    return f"{site.text(name).rstrip()}\n\nAn end with {word}.\n"


def run(*command, cwd=None, **variables):
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env={**os.environ, **variables})
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")


FIRST = "content/news/first.md"


def vim(options):
    """Saves with Vim, with a swap file and a backup beside."""

    def save(site, word):
        run(vim_program(), "-u", "NONE", "-N", "-i", "NONE", "-es", "-c", f"set swapfile directory=. backup backupdir=. backupskip= {options}",
            "-c", f"$put ='An end with {word}.'", "-c", "wq", os.path.basename(FIRST), cwd=site.path("content/news"), TERM="dumb")
        # Vim keeps no swap file of what it has written out.
        assert not [name for name in os.listdir(site.path("content/news")) if name.endswith(".swp")]

    return save


def vim_program():
    return shutil.which("vim") or shutil.which("vim.tiny")


def emacs(site, word):
    """Saves with Emacs: a lock beside the file, an auto-save file, the old version renamed to a backup, the new one written in its place."""
    script = (
        f'(progn (setq create-lockfiles t make-backup-files t) (find-file "{site.path(FIRST)}") (goto-char (point-max)) '
        f'(insert "\\nAn end with {word}.\\n") (auto-save-mode 1) (do-auto-save) (save-buffer) (insert "\\nMore.\\n") (save-buffer))'
    )
    run("emacs", "--batch", "-Q", "--eval", script)


def as_emacs(site, word):
    """What Emacs does to files, as strace shows it: a lock, an auto-save file, a backup by renaming, a new file."""
    text, folder = edited(site, FIRST, word), site.path("content/news")
    lock, auto_save = os.path.join(folder, ".#first.md"), os.path.join(folder, "#first.md#")
    os.symlink("author@desk.4711:1790000000", lock)
    write(auto_save, text)
    os.replace(site.path(FIRST), site.path(f"{FIRST}~"))
    file = os.open(site.path(FIRST), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    os.write(file, text.encode())
    os.fsync(file)
    os.close(file)
    os.unlink(auto_save)
    os.unlink(lock)


def sed(site, word):
    run("sed", "-i", f"$ s/$/ An end with {word}./", site.path(FIRST))


def truncate(site, word):
    """Truncates, and writes in two pieces."""
    text = edited(site, FIRST, word)
    with open(site.path(FIRST), "w") as file:
        file.write(text[:20])
        file.flush()
        file.write(text[20:])


def beside(site, word):
    write(site.path(f"{FIRST}.tmp"), edited(site, FIRST, word))
    os.replace(site.path(f"{FIRST}.tmp"), site.path(FIRST))


def as_jetbrains(site, word):
    """The safe write of JetBrains' programs: a new file beside, the old one renamed away, the new one in its place, the old one removed."""
    path = site.path(FIRST)
    write(f"{path}___jb_tmp___", edited(site, FIRST, word))
    os.rename(path, f"{path}___jb_old___")
    os.rename(f"{path}___jb_tmp___", path)
    os.unlink(f"{path}___jb_old___")


def twice(site, word):
    """Two saves within a millisecond, of one length."""
    last = edited(site, FIRST, word)
    before = last.replace(word, "x" * len(word))
    for text in (before, last):
        site.write(FIRST, text)


def during(site, word):
    """A template is saved, for which everything is made anew; the article is saved in the midst of that, again and again."""
    footer = "themes/plain/templates/partials/footer.html"
    site.write(footer, site.text(footer).replace("footer of", "footer, once more, of"))
    text = edited(site, FIRST, word)
    for number in range(20):
        site.write(FIRST, text.replace(word, f"before{number}"))
    site.write(FIRST, text)


def folder_in(site, word):
    """A folder with articles and a picture is moved in from outside the site."""
    outside = os.path.join(site.work, "outside", "moved")
    for number in range(5):
        write(os.path.join(outside, "deep", f"moved-{number}.md"), article(f"Moved {number}", f"2025-04-0{number + 1}", f"Moved with {word}."))
    write(os.path.join(outside, "deep", "square.svg"), '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')
    os.rename(outside, site.path("content/moved"))


def in_moved(site, word):
    name = "content/moved/deep/moved-3.md"
    site.write(name, edited(site, name, word))


def folder_out(site, _word):
    os.rename(site.path("content/moved"), os.path.join(site.work, "outside", "moved"))


def folder_again(site, _word):
    os.rename(os.path.join(site.work, "outside", "moved"), site.path("content/moved"))


def folders_made(site, word):
    """Folders in folders are made and written into at once."""
    for number in range(30):
        site.write(f"content/made/a{number}/b/c/made-{number}.md", article(f"Made {number}", "2025-05-01", f"Made with {word}."))


def in_made(site, word):
    name = "content/made/a29/b/c/made-29.md"
    site.write(name, edited(site, name, word))


def through_target(site, word):
    name = "outside/notes/note.md"
    site.write(name, edited(site, name, word))


def through_link(site, word):
    site.write("content/notes/note.md", edited(site, "outside/notes/note.md", word))


def through_other(site, word):
    site.write("content/alias/first.md", edited(site, FIRST, word))


def linked_file(site, word):
    site.write("outside/alone.md", edited(site, "outside/alone.md", word))


def data(site, word):
    site.write("data/house.yaml", f"name: {word}\n")


def template(site, word):
    footer = "themes/plain/templates/partials/footer.html"
    site.write(footer, f"<footer><p>{word}</p></footer>\n")


def own_template(site, word):
    """A folder of templates comes into being beside the theme's."""
    site.write("templates/partials/footer.html", f"<footer><p>Own {word}</p></footer>\n")


def own_template_edited(site, word):
    site.write("templates/partials/footer.html", f"<footer><p>Edited {word}</p></footer>\n")


def own_template_anew(site, word):
    """The folder goes, and is there again at once."""
    shutil.rmtree(site.path("templates"))
    site.write("templates/partials/footer.html", f"<footer><p>Anew {word}</p></footer>\n")


def style(site, word):
    """The site's own assets come into being."""
    site.write("assets/site.css", f".{word} {{ color: red }}\n")
    truncate(site, word)


def style_edited(site, word):
    site.write("assets/site.css", f".{word}-again {{ color: red }}\n")


def renamed(site, word):
    os.rename(site.path("content/reports/report-1.md"), site.path(f"content/reports/{word}.md"))


def link_made(site, word):
    """A link to a folder and one to a file come into being."""
    os.symlink("../outside/notes", site.path("content/later"))
    site.write("outside/later/one.md", article("Later", "2025-07-01", "Later."))
    os.symlink("../outside/later/one.md", site.path("content/later-one.md"))
    site.write("outside/notes/note.md", edited(site, "outside/notes/note.md", word))


def behind_made(site, word):
    site.write("outside/later/one.md", edited(site, "outside/later/one.md", word))


def link_removed(site, _word):
    os.unlink(site.path("content/alias"))


def config(site, word):
    site.write("byline.yaml", site.text("byline.yaml").replace("title: The Herald", f"title: The Herald {word}"))


def config_by_vim(site, word):
    run(vim_program(), "-u", "NONE", "-N", "-i", "NONE", "-es", "-c", "set backupcopy=no backup backupskip=", "-c", f"%s/^title: .*/title: The Post {word}/", "-c", "wq",
        "byline.yaml", cwd=site.root, TERM="dumb")


def beside_the_site(site, word):
    """Files that are no source are written; then the article."""
    for number in range(20):
        site.write(f"README-{number}.md", "Not of the site.\n")
    truncate(site, word)


def burst(site, word):
    """More happens than the system keeps in mind, while the server is stopped; a folder comes among it."""
    os.kill(site.preview.process.pid, 19)
    path = site.path("content/news/noise.txt")
    with open("/proc/sys/fs/inotify/max_queued_events") as file:
        queue = int(file.read())
    for number in range(queue // 2):
        # Each of two names in turn, since the system keeps only one of several like events in a row.
        os.close(os.open(f"{path}{number % 2}", os.O_WRONLY | os.O_CREAT, 0o644))
    site.write("content/unheard/deep/unheard.md", article("Unheard", "2025-06-01", f"Unheard with {word}."))
    for number in range(2):
        os.unlink(f"{path}{number}")
    os.kill(site.preview.process.pid, 18)


def in_unheard(site, word):
    name = "content/unheard/deep/unheard.md"
    site.write(name, edited(site, name, word))


# Each way to save: what it is called, what is done, the page where the new word is seen (`None`: where a page has gone), and how often
# the site may be made anew for it: once would do, if nothing else kept the machine busy in the midst of a save.
WAYS = [
    ("vim, backupcopy=no", vim("backupcopy=no"), "/news/first/", 2),
    ("vim, backupcopy=yes", vim("backupcopy=yes"), "/news/first/", 2),
    ("emacs", emacs, "/news/first/", 3),
    ("what emacs does", as_emacs, "/news/first/", 2),
    ("sed -i", sed, "/news/first/", 2),
    ("truncate and write", truncate, "/news/first/", 2),
    ("write beside and rename", beside, "/news/first/", 2),
    ("what JetBrains' programs do", as_jetbrains, "/news/first/", 2),
    ("twice within a millisecond", twice, "/news/first/", 2),
    ("while everything is made anew", during, "/news/first/", 4),
    ("a folder moved in", folder_in, "/moved/deep/moved-3/", 2),
    ("an article in the folder moved in", in_moved, "/moved/deep/moved-3/", 2),
    ("a folder moved out", folder_out, None, 2),
    ("the folder moved in again", folder_again, None, 2),
    ("an article in it", in_moved, "/moved/deep/moved-3/", 2),
    ("folders made and written into", folders_made, "/made/a29/b/c/made-29/", 6),
    ("an article in the last of them", in_made, "/made/a29/b/c/made-29/", 2),
    ("an article behind a linked folder", through_target, "/notes/note/", 2),
    ("the same through the link", through_link, "/notes/note/", 2),
    ("an article with two paths", through_other, "/news/first/", 2),
    ("the same by its other path", truncate, "/alias/first/", 2),
    ("an article behind a linked file", linked_file, "/alone/", 2),
    ("a data file", data, "/news/first/", 2),
    ("a template of a theme", template, "/news/first/", 2),
    ("a folder of templates that came", own_template, "/news/first/", 3),
    ("a template in it", own_template_edited, "/news/first/", 2),
    ("the folder removed and made anew", own_template_anew, "/news/first/", 3),
    ("a template in it, again", own_template_edited, "/news/first/", 2),
    ("assets that came, and an article", style, "/news/first/", 3),
    ("a style sheet in them", style_edited, None, 2),
    ("a renamed article", renamed, None, 2),
    ("links that came", link_made, "/later/note/", 4),
    ("an article behind a link that came", behind_made, "/later-one/", 2),
    ("a link removed", link_removed, None, 2),
    ("an article where it led", truncate, "/news/first/", 2),
    ("the configuration", config, "/", 2),
    ("the configuration, with vim", config_by_vim, "/", 2),
    ("files that are no source, and an article", beside_the_site, "/news/first/", 2),
    ("more than the system keeps in mind", burst, "/unheard/deep/unheard/", 3),
    ("an article in a folder of which it told nothing", in_unheard, "/unheard/deep/unheard/", 2),
]


def fence(site):
    """Edits an article of its own, and waits until that is heard; all that happened before it has then been heard too.

    Who looks at one file after the other may see this change before an earlier one, and the rest when it looks again."""
    name = "content/news/fence.md"
    for _ in range(3 if site.looks else 1):
        word = site.word()
        site.write(name, edited(site, name, word))
        site.preview.until(lambda: name in site.preview.told["site"]["parsed"] and word.encode() in site.preview.page("/news/fence/"))


def saved(site, name, way, page, most):
    """Saves in one way; gives the faults."""
    preview, word, before, faults = site.preview, site.word(), site.preview.revision, []
    way(site, word)
    is_seen = (lambda: word.encode() in preview.page(page)) if page else (lambda: preview.revision > before)
    try:
        preview.next()
        preview.until(is_seen)
    except queue.Empty:
        faults = [f"not seen; wrong: {[one['text'] for one in preview.told['site']['diagnostics']]}"]
        preview = site.serve()
    fence(site)
    # The fence is the last revision.
    times = preview.revision - before - 1
    if times > most and not site.looks:
        faults.append(f"made anew {times} times, not {most} at most")
    faults.extend(preview.differences(site.work))
    print(f"{name}: made anew {times} times")
    for fault in faults[:5]:
        print(f"  FAULT: {fault}")
    return faults


def git(site, *command):
    run("git", "-c", "user.name=A", "-c", "user.email=a@herald.example", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", *command, cwd=site.root)


def make_branches(site):
    """Two branches: a part of the articles differs, a part is in one of them only."""
    def fill(kind, numbers):
        for number in numbers:
            site.write(f"content/{kind}/{number % 20}/{kind}-{number}.md", article(f"{kind} {number}", "2024-01-01", f"Text of the branch, {site.word()}."))
    quarter = SWITCHED // 4
    git(site, "init", "-q", "-b", "main")
    fill("both", range(2 * quarter))
    fill("old", range(quarter))
    git(site, "add", ".")
    git(site, "commit", "-q", "-m", "Main")
    git(site, "switch", "-q", "-c", "other")
    fill("both", range(2 * quarter))
    shutil.rmtree(site.path("content/old"))
    fill("new", range(quarter))
    site.write("content/new/switched.md", article("Switched", "2024-02-01", "Switched."))
    git(site, "add", ".")
    git(site, "commit", "-q", "-m", "Other")
    git(site, "switch", "-q", "main")


def switch_ways():
    last = {}
    def to_other(site, word):
        last["word"] = word
        git(site, "switch", "-q", "other")
    def edit_there(site, word):
        name = "content/new/switched.md"
        site.write(name, edited(site, name, word))
    def to_main(site, _word):
        git(site, "checkout", "-q", "-f", "main")
    return [
        ("git switch over 2,000 files", to_other, None, MOST_SWITCHED),
        ("an article that came with it", edit_there, "/new/switched/", 2),
        ("git checkout back", to_main, None, MOST_SWITCHED),
    ]


def editors_files(site):
    """The files that editors left are no pages, and there are some."""
    left = [name for name in os.listdir(site.path("content/news")) if name.endswith("~")]
    pages = [address for address in site.preview.plan() if any(mark in address for mark in ("~", "#", ".swp", "4913", "___jb"))]
    is_right = left and not pages
    if not is_right:
        print(f"  FAULT: files of editors: {left}, and pages of them: {pages}")
    return [] if is_right else ["files of editors"]


# What the preview says where the system watches no more files.
TOLD_OF_LIMIT = (
    "note: the system watches no more files: raise its limit with `sudo sysctl fs.inotify.max_user_watches=1048576 "
    "fs.inotify.max_user_instances=1024`; until then byline looks for changes every half a second\n"
)
# The ways that are tried where it does: looking takes long.
LIMITED_WAYS = ["truncate and write", "a folder moved in", "an article in the folder moved in", "a data file", "the configuration"]
# How many watches are enough for a site, and not for one with the folders that come.
ENOUGH = 40


def limited(watches):
    """What runs a program for which the system watches so many files."""
    script = f'echo {watches} >/proc/sys/user/max_inotify_watches && exec "$@"'
    return ["unshare", "--user", "--map-root-user", "sh", "-c", script, "sh"]


# What cannot be tried here, and why.
skipped = []


def missing_program(name):
    """The program that a way needs and that is not installed."""
    program = "vim" if "vim" in name else "emacs" if name == "emacs" else None
    is_there = {"vim": vim_program(), "emacs": shutil.which("emacs"), None: True}[program]
    return None if is_there else program


def all_ways(site, ways):
    """Serves the site and tries ways to save; gives how many, and the faults. What cannot be tried is noted in `skipped`."""
    faults, count = [], 0
    with site.serve():
        for name, way, page, most in ways:
            if program := missing_program(name):
                skipped.append(f"{name} for want of {program}")
                continue
            faults += saved(site, name, way, page, most)
            count += 1
        faults += editors_files(site) if ways is WAYS else []
        site.preview.end()
    return count, faults


def under_limits(byline, work):
    """The limit is reached from the beginning, and later."""
    site = Site(byline, work, around=limited(3))
    site.make()
    count, faults = all_ways(site, [way for way in WAYS if way[0] in LIMITED_WAYS])
    later = Site(byline, os.path.join(work, "later"), around=limited(ENOUGH))
    later.make()
    with later.serve():
        said_before = later.preview.said()
        faults += [] if said_before == "" else [f"says {said_before!r} within the limit"]
        faults += saved(later, "more folders than are watched", folders_made, "/made/a29/b/c/made-29/", 0)
        faults += saved(later, "an article in the last of them", in_made, "/made/a29/b/c/made-29/", 0)
        later.preview.end()
    for preview in (site.preview, later.preview):
        faults += [] if preview.said() == TOLD_OF_LIMIT else [f"says {preview.said()!r}"]
    return count + 2, faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--byline", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--only", help="only the ways whose names have these words")
    parser.add_argument("--poll", action="store_true", help="look for changes instead of asking the system")
    parser.add_argument("--limited", action="store_true", help="let the system watch hardly any files")
    given = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    work = os.path.abspath(given.root)
    if given.limited:
        count, faults = under_limits(given.byline, work)
    else:
        options = ["--poll", "50"] if given.poll else []
        ways = [way for way in WAYS if given.only in way[0]] if given.only else WAYS
        site = Site(given.byline, work, options)
        site.make()
        count, faults = all_ways(site, ways)
        if not given.only or "git" in given.only:
            switched = Site(given.byline, os.path.join(work, "git"), options)
            switched.make()
            make_branches(switched)
            of_git, found = all_ways(switched, switch_ways())
            count, faults = count + of_git, faults + found
    for fault in faults:
        print(fault)
    left_out = f"; left out: {', '.join(skipped)}" if skipped else ""
    print(f"{count} ways to change a site are shown as a build writes them, {len(faults)} faults{left_out}")
    return bool(faults)


sys.exit(main())
