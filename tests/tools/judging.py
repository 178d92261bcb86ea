"""What the judges of a built site share: its files and their addresses, the faults found, and a test with planted faults."""

import os
import re
import tempfile
import urllib.parse

MOST_SHOWN = 60
EVERYWHERE = "everywhere"
# What articles are in the vocabulary of schema.org.
ARTICLES = {"Article", "NewsArticle", "BlogPosting", "LiveBlogPosting", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle",
            "ReviewNewsArticle", "BackgroundNewsArticle", "AskPublicNewsArticle", "SatiricalArticle", "Report"}


class Faults:
    """The faults that a judge found, each with the file, the rule and what is wrong."""

    def __init__(self):
        self.found = []

    def add(self, file, rule, what):
        self.found.append((file, rule, " ".join(str(what).split())))

    def rules(self):
        return {rule for _, rule, _ in self.found}

    def report(self, counts):
        """Prints the faults, then what was counted; gives the exit code."""
        for file, rule, what in self.found[:MOST_SHOWN]:
            print(f"{file}: {rule}: {what[:300]}")
        if len(self.found) > MOST_SHOWN:
            print(f"… and {len(self.found) - MOST_SHOWN} more, of the rules {', '.join(sorted(self.rules()))}")
        print(f"{counts}, {len(self.found)} faults")
        return 1 if self.found else 0


class Site:
    """A built folder, and the address below which it is published."""

    def __init__(self, root, base):
        self.root = os.path.abspath(root)
        self.base = base.rstrip("/") + "/"

    def files(self, *endings):
        """The names of the files with these endings, sorted. What byline keeps for itself is no part of the site."""
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith(".byline"))
            found += [os.path.relpath(os.path.join(folder, name), self.root) for name in names if name.endswith(endings)]
        return sorted(found)

    def path(self, name):
        return os.path.join(self.root, name)

    def bytes(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def address(self, name):
        """The address at which a file is read: a page's is that of its folder."""
        quoted = urllib.parse.quote(name.replace(os.sep, "/"), safe="/~!$&'()*+,;=:@")
        return self.base + re.sub(r"(^|/)index\.html$", r"\1", quoted)

    def is_own(self, address):
        return address == self.base[:-1] or address.startswith(self.base)

    def file_of(self, address):
        """The file that answers an address of this site, without any redirect; none where nothing does."""
        way = urllib.parse.unquote(re.split(r"[?#]", address, maxsplit=1)[0][len(self.base):])
        for name in (way + "index.html",) if way.endswith("/") or not way else (way, way + ".html"):
            if os.path.isfile(self.path(name)):
                return name
        return None


def is_absolute(address):
    """Whether something is an address on the web with a host, with nothing in it that an address must not have."""
    if not isinstance(address, str) or re.search(r"[\s<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})", address):
        return False
    try:
        parts = urllib.parse.urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def self_test(judge, write_good, plants):
    """Asks `judge(folder, rule)` for the faults of a good site, where there must be none, and of that site with each fault planted.

    The rule is that which the plant breaks, none for the good site. A plant is a tuple (name, rule, file, old text, new text), where no new text means that the file is not there; the old text is
    replaced once, or wherever it stands where the tuple ends with EVERYWHERE. Gives the exit code."""
    problems = 0
    with tempfile.TemporaryDirectory() as folder:
        write_good(folder)
        for fault in judge(folder, None).found:
            problems += 1
            print("the good site has a fault:", *fault)
        for name, rule, file, old, new, *places in plants:
            path = os.path.join(folder, file)
            with open(path, encoding="utf-8") as opened:
                text = opened.read()
            if old not in text:
                problems += 1
                print(f"{name}: there is no {old!r} in {file}")
                continue
            if new is None:
                os.remove(path)
            else:
                # A lone surrogate stands for a byte that is no UTF-8.
                with open(path, "w", encoding="utf-8", errors="surrogateescape") as opened:
                    opened.write(text.replace(old, new, -1 if places else 1))
            rules = judge(folder, rule).rules()
            if rule not in rules:
                problems += 1
                print(f"{name}: the rule {rule} did not find it, but {sorted(rules) or 'nothing'}")
            with open(path, "w", encoding="utf-8") as opened:
                opened.write(text)
    print(f"{len(plants)} planted faults, {problems} problems")
    return 1 if problems or not plants else 0
