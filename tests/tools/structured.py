"""Judges what the pages of a built site say of themselves to programs: JSON-LD, Open Graph, Twitter cards, canonical addresses, links.

structured.py SITE BASE_URL [--tools DIR] [PAGE …]
structured.py --self-test [--tools DIR]

JSON-LD is held to what Google asks of articles, breadcrumbs, profiles and sites, to the page itself, and to the vocabulary of
schema.org as the TypeScript of schema-dts has it. DIR holds `node_modules` with schema-dts and typescript; without it, and without
node, that part is skipped, aloud. Pages are files of SITE; without any they are all judged.

Prints a line for each fault, `FILE: rule: what`, and at the end how much was judged. Exits with 1 where there is a fault or no data.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import datetime
import functools
import json
import os
import re
import shutil
import struct
import subprocess
import tempfile
import urllib.parse

import extruct
import lxml.html
from judging import ARTICLES, EVERYWHERE, Faults, Site, is_absolute, self_test

ORGANIZATIONS = {"Organization", "NewsMediaOrganization", "Corporation", "NGO", "EducationalOrganization", "GovernmentOrganization"}
DATES = {"datePublished", "dateModified", "dateCreated", "uploadDate", "coverageStartTime", "coverageEndTime"}
ADDRESSES = {"url", "contentUrl", "thumbnailUrl", "@id", "item", "sameAs"}
FEEDS = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
# What Google asks to keep out of an author's name: words before it, titles, several names.
NOT_A_NAME = re.compile(
    r"^(by|posted by|written by|text|von|par|por)\b|[,;:|]|^(mr|mrs|ms|dr|prof|sir|dame|rev)\b\.?|\b(editor|correspondent|reporter|columnist|"
    r"staff writer|contributor|photographer)\b", re.IGNORECASE)
MOST_SHAPES = 60


def moment_of(text):
    """The moment of a date with time and zone; none where it is none."""
    if not isinstance(text, str) or not MOMENT.fullmatch(text):
        return None
    try:
        return datetime.datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00"))
    except ValueError:
        return None


def picture_size(data):
    """Width and height of a PNG, GIF, JPEG or WebP; none where it is none of them."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return struct.unpack(">II", data[16:24])
    if data[:4] == b"GIF8":
        return struct.unpack("<HH", data[6:10])
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        if data[12:16] == b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
        if data[12:16] == b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        return tuple(size & 0x3FFF for size in struct.unpack("<HH", data[26:30]))
    if data[:2] == b"\xff\xd8":
        place = 2
        while place + 9 < len(data):
            if data[place] != 0xFF:
                return None
            marker, length = data[place + 1], int.from_bytes(data[place + 2:place + 4], "big")
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">HH", data[place + 5:place + 9])
                return width, height
            place += 2 + length
    return None


def types_of(thing):
    found = thing.get("@type") if isinstance(thing, dict) else None
    return set(found if isinstance(found, list) else [found] if found else [])


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def shape_of(value):
    """What is the same for all data of one form."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{value[key] if key == '@type' else shape_of(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + "|".join(sorted({shape_of(one) for one in value})) + "]"
    return type(value).__name__


def of_the_vocabulary(value):
    """The same data, where a picture's sides are no plain numbers: Google and everyone else has them so, schema.org does not."""
    if isinstance(value, list):
        return [of_the_vocabulary(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: str(one) if key in ("width", "height") and isinstance(one, int) else of_the_vocabulary(one) for key, one in value.items()}


class Page:
    """A page as its own markup has it."""

    def __init__(self, site, name):
        self.name, self.address = name, site.address(name)
        self.text = site.bytes(name).decode("utf-8")
        self.tree = tree = lxml.html.fromstring(self.text.encode() or b"<p>", parser=lxml.html.HTMLParser(encoding="utf-8"))
        self.metas = {}
        for meta in tree.iter("meta"):
            key = (meta.get("property") or meta.get("name") or "").lower()
            self.metas.setdefault(key, []).append(meta.get("content", ""))
        self.is_redirect = any(meta.get("http-equiv", "").lower() == "refresh" for meta in tree.iter("meta"))
        self.robots = ",".join(self.metas.get("robots", [])).lower()
        self.is_hidden = bool(re.search(r"\b(noindex|none)\b", self.robots))
        self.links = [(link.get("rel", "").lower().split(), link) for link in tree.iter("link")]
        self.canonicals = [link.get("href") for relations, link in self.links if "canonical" in relations]
        headings = [heading for heading in tree.iter("h1")]
        self.heading = " ".join(headings[0].text_content().split()) if headings else None
        # What looks like HTML may be meant so: then readers see it.
        self.shown = {" ".join(heading.text_content().split()) for heading in headings}
        self.times = [time.get("datetime", "") for time in tree.iter("time")]
        self.scripts = [script.text or "" for script in tree.iter("script") if script.get("type") == "application/ld+json"]
        self.things = []

    def meta(self, name):
        return (self.metas.get(name) or [None])[0]


class Judge:
    """Judges the pages of one folder."""

    def __init__(self, site, tools=None):
        self.site, self.tools, self.faults, self.skipped = site, tools, Faults(), []
        self.pages, self.shapes, self.seen, self.count, self.articles = [], {}, {}, 0, 0
        self.publishers = {}

    def judge(self, names=()):
        for name in names or self.site.files(".html"):
            page = Page(self.site, name)
            if not page.is_redirect:
                self.pages.append(page)
        # A picture that pages which are no article have too says nothing of an article.
        self.usual_pictures = {page.meta("og:image") for page in self.pages if page.meta("og:type") != "article"}
        for page in self.pages:
            self.page(page, functools.partial(self.faults.add, page.name))
        if len(self.publishers) > 1:
            for publisher, name in self.publishers.items():
                self.faults.add(name, "publisher.differs", publisher)
        if not self.count:
            self.faults.add(".", "json-ld.none", "no page has structured data")
        self.vocabulary()
        return self.faults

    def page(self, page, say):
        self.read(page, say)
        self.head(page, say)
        for thing in page.things:
            self.count += 1
            self.shapes.setdefault(shape_of(thing), (page.name, thing))
            self.walk(page, say, thing, "")
        if page.is_hidden:
            return
        self.cards(page, say)
        articles = [thing for thing in page.things if types_of(thing) & ARTICLES]
        for article in articles:
            self.articles += 1
            self.article(page, say, article)
        if page.meta("og:type") == "article" and not articles:
            say("article.none", "its og:type is article, but it describes none")
        if len(articles) > 1:
            say("article.many", f"{len(articles)} articles")
        for thing in page.things:
            for kind, judge in (("BreadcrumbList", self.breadcrumbs), ("ProfilePage", self.profile), ("WebSite", self.website)):
                if kind in types_of(thing):
                    judge(page, say, thing)
        if page.name == "index.html" and not any("WebSite" in types_of(thing) for thing in page.things):
            say("website.none", "the front page does not name the site")

    def read(self, page, say):
        """The structured data of a page, as a parser of JSON and as another reader have it."""
        for script in page.scripts:
            try:
                data = json.loads(script)
            except ValueError as error:
                say("json-ld.syntax", error)
                continue
            for thing in data if isinstance(data, list) else [data]:
                if not isinstance(thing, dict):
                    say("json-ld.thing", f"{thing!r}")
                    continue
                if not re.fullmatch(r"https?://schema\.org/?", str(thing.get("@context"))):
                    say("json-ld.context", f"{thing.get('@context')!r}")
                for one in thing.get("@graph", [thing]):
                    if not types_of(one):
                        say("json-ld.type", f"of {str(one)[:80]} is not said")
                    page.things.append({"@context": "https://schema.org", **one})
        try:
            read = extruct.extract(page.text, base_url=page.address, syntaxes=["json-ld", "opengraph"], uniform=False)
        except Exception as error:  # Whatever it stumbles over, others will too.
            say("reader", f"{type(error).__name__}: {error}")
            return
        if len(read["json-ld"]) != len(page.scripts):
            say("reader", f"it sees {len(read['json-ld'])} of {len(page.scripts)} scripts")
        seen = dict(pair for part in read["opengraph"] for pair in part["properties"])
        for name in ("og:title", "og:url", "og:type"):
            if page.meta(name) and name not in seen:
                say("reader", f"it does not see {name}")

    # What holds for all structured data.

    def walk(self, page, say, value, key):
        if isinstance(value, list):
            for one in value:
                self.walk(page, say, one, key)
        elif isinstance(value, dict):
            if "ImageObject" in types_of(value):
                self.picture(say, value, key)
            for name, one in value.items():
                self.walk(page, say, one, name)
        elif value is None or value == "":
            say("json-ld.empty", key)
        elif key in ADDRESSES:
            self.address(say, value, key)
        elif key in DATES and moment_of(value) is None:
            say("json-ld.date", f"{key} {value!r} is no date with time and zone")
        elif isinstance(value, str) and key in ("headline", "name", "description", "caption") and (
                found := re.search(r"</?(?:a|em|strong|b|i|code|span|p|br)(?: [^<>]*)?>|&(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);", value)) and " ".join(value.split()) not in page.shown:
            say("json-ld.html", f"{found.group()!r} in {key} {value[:80]!r}")

    def address(self, say, address, what, rule="address.absolute"):
        """An absolute address, at which something is where it is one of this site; gives the file."""
        if not is_absolute(address):
            say(rule, f"{what}: {address!r}")
            return None
        if not self.site.is_own(address):
            return None
        if address not in self.seen:
            self.seen[address] = self.site.file_of(address)
        if self.seen[address] is None:
            say("address.nothing-there", f"{what} {address}")
        return self.seen[address]

    def picture(self, say, picture, what):
        name = self.address(say, picture.get("url") or picture.get("contentUrl"), what, "image.url")
        size = picture.get("width"), picture.get("height")
        if not all(isinstance(side, int) and side > 0 for side in size):
            # Of a picture elsewhere nobody here knows the size, and of a drawing it has none.
            if name and not name.endswith(".svg"):
                say("image.size", f"{what} {picture.get('url')}: {size}")
        elif name:
            self.size(say, name, size, what)

    def size(self, say, name, size, what):
        with open(self.site.path(name), "rb") as file:
            real = picture_size(file.read(1 << 20))
        if real and tuple(real) != tuple(size):
            say("image.size", f"{what} {name} is {real}, not {size}")

    # What Google asks of single things.

    def article(self, page, say, article):
        for name in ("headline", "datePublished", "author", "publisher", "mainEntityOfPage"):
            # An article that shows no date to readers has none.
            if not article.get(name) and not (name == "datePublished" and not page.times):
                say("article.lacks", name)
        if article.get("headline") and page.heading and " ".join(article["headline"].split()) != page.heading:
            say("article.headline", f"{article['headline']!r}, but {page.heading!r} on the page")
        canonical = page.canonicals[0] if page.canonicals else page.address
        main = article.get("mainEntityOfPage")
        main = main.get("@id") or main.get("url") if isinstance(main, dict) else main
        if main is not None and main != canonical:
            say("article.address", f"mainEntityOfPage {main} is not {canonical}")
        if "url" in article and article["url"] != canonical:
            say("article.address", f"url {article['url']} is not {canonical}")
        self.dates(page, say, article)
        for author in as_list(article.get("author")):
            self.author(say, author)
        names = [author.get("name") for author in as_list(article.get("author")) if isinstance(author, dict)]
        if len(names) != len(set(names)):
            say("author.twice", names)
        for image in as_list(article.get("image")):
            if "ImageObject" not in types_of(image):
                say("image.object", image)
        own = page.meta("og:image")
        if own and own not in self.usual_pictures and not article.get("image"):
            say("article.image", f"has none, but its og:image is {own}")
        if article.get("image") and not own:
            say("og.image", "is missing, but the article has a picture")
        self.publisher(page, say, article.get("publisher"))
        if page.meta("og:type") != "article":
            say("og.type", f"of an article is {page.meta('og:type')!r}")
        if "max-image-preview:large" not in page.robots.replace(" ", ""):
            say("robots.preview", f"{page.robots!r}")
        for update in as_list(article.get("liveBlogUpdate")):
            if not types_of(update) & ARTICLES or not update.get("headline") or not update.get("datePublished"):
                say("article.update", str(update)[:100])
        if "LiveBlogPosting" in types_of(article) and not article.get("coverageStartTime"):
            say("article.lacks", "coverageStartTime")

    def dates(self, page, say, article):
        """The dates of an article are those that its readers see."""
        published, modified = (moment_of(article.get(name)) for name in ("datePublished", "dateModified"))
        if published and modified and modified < published:
            say("article.dates", f"modified {modified} before it was published {published}")
        for name, moment, meta in (("datePublished", published, "article:published_time"), ("dateModified", modified, "article:modified_time")):
            if moment is None:
                continue
            told = page.meta(meta)
            if told is not None and moment_of(told) != moment:
                say("article.dates", f"{meta} {told} is not {article[name]}")
            if name == "dateModified" and moment == published:
                continue
            shown = any(moment_of(time) == moment if "T" in time else time == article[name][:10] for time in page.times)
            if not shown:
                say("article.dates", f"{name} {article[name]} is in no <time> of the page")

    def author(self, say, author):
        if not isinstance(author, dict) or not types_of(author) & ({"Person"} | ORGANIZATIONS):
            say("author.type", f"{author!r}")
            return
        name = author.get("name")
        if not isinstance(name, str) or not name.strip():
            say("author.name", f"{author!r} has none")
            return
        is_person = "Person" in types_of(author)
        if found := NOT_A_NAME.search(name) if is_person else re.search(r"^by\b", name, re.IGNORECASE):
            say("author.name", f"{found.group()!r} in {name!r}")
        elif is_person and re.search(r"\s(and|&|und|et|y)\s|\s/\s", name):
            say("author.name", f"{name!r} is more than one")
        if not author.get("url") and not author.get("sameAs"):
            say("author.url", f"{name!r} has neither url nor sameAs")

    def publisher(self, page, say, publisher):
        if not isinstance(publisher, dict):
            return
        if not types_of(publisher) & (ORGANIZATIONS | {"Person"}) or not str(publisher.get("name") or "").strip():
            say("publisher.name", f"{publisher}")
        logo = publisher.get("logo")
        if logo is not None:
            self.address(say, logo.get("url") if isinstance(logo, dict) else logo, "the logo", "image.url")
            if isinstance(logo, dict) and isinstance(logo.get("width"), int) and min(logo["width"], logo.get("height") or 0) < 112:
                say("publisher.logo", f"{logo} is smaller than 112 by 112 pixels")
        self.publishers.setdefault(json.dumps(publisher, sort_keys=True), page.name)

    def breadcrumbs(self, page, say, crumbs):
        items = as_list(crumbs.get("itemListElement"))
        if not items:
            say("breadcrumbs.empty", "no items")
        for number, item in enumerate(items, 1):
            if not isinstance(item, dict) or "ListItem" not in types_of(item):
                say("breadcrumbs.item", f"{item}")
                continue
            if item.get("position") != number:
                say("breadcrumbs.position", f"{item.get('position')!r}, not {number}")
            target = item.get("item")
            if not (item.get("name") or isinstance(target, dict) and target.get("name")):
                say("breadcrumbs.name", f"item {number} has none")
            address = target.get("@id") or target.get("url") if isinstance(target, dict) else target
            # Of the last one Google takes the page itself.
            if address is not None or number < len(items):
                self.address(say, address, f"breadcrumb {number}", "breadcrumbs.address")

    def profile(self, page, say, profile):
        main = profile.get("mainEntity")
        if not isinstance(main, dict) or not types_of(main) & ({"Person"} | ORGANIZATIONS):
            say("profile.entity", f"{main!r}")
        elif not str(main.get("name") or "").strip():
            say("profile.name", f"{main!r}")
        elif page.heading and main["name"] != page.heading:
            say("profile.name", f"{main['name']!r}, but {page.heading!r} on the page")

    def website(self, page, say, website):
        if not str(website.get("name") or "").strip():
            say("website.name", "is missing")
        if website.get("url") not in (self.site.base, self.site.base[:-1]):
            say("website.url", f"{website.get('url')!r} is not {self.site.base}")

    # The head of a page.

    def head(self, page, say):
        if len(page.canonicals) > 1 or not page.canonicals and not page.is_hidden:
            say("canonical.one", f"{len(page.canonicals)} of them")
        for canonical in page.canonicals:
            self.address(say, canonical, "the canonical address", "canonical.absolute")
        for relations, link in page.links:
            href = urllib.parse.urljoin(page.address, link.get("href") or "")
            if "alternate" in relations and link.get("type") in FEEDS | {"text/markdown"} or {"icon", "apple-touch-icon", "manifest"} & set(relations):
                if href.startswith("data:"):
                    continue
                name = self.address(say, href, f"the link {' '.join(relations)}", "link.absolute")
                if name and link.get("type") in FEEDS:
                    self.feed(say, name, link.get("type"))
                if name and "manifest" in relations:
                    self.manifest(say, name)

    @functools.cache
    def feed_kind(self, name):
        beginning = self.site.bytes(name)[:2000]
        if beginning.lstrip()[:1] == b"{":
            return "application/feed+json"
        return "application/rss+xml" if b"<rss" in beginning else "application/atom+xml" if b"<feed" in beginning else None

    def feed(self, say, name, kind):
        if self.feed_kind(name) != kind:
            say("link.feed", f"{name} is no {kind}, but {self.feed_kind(name)}")

    @functools.cache
    def manifest_problems(self, name):
        """What is wrong with a web app manifest."""
        try:
            manifest = json.loads(self.site.bytes(name).decode("utf-8"))
        except ValueError as error:
            return [str(error)]
        if not isinstance(manifest, dict) or not (manifest.get("name") or manifest.get("short_name")):
            return ["it has no name"]
        problems = []
        for icon in manifest.get("icons", []):
            address = urllib.parse.urljoin(self.site.address(name), str(icon.get("src")))
            file = self.site.file_of(address) if self.site.is_own(address) else None
            if file is None:
                problems.append(f"the icon {icon.get('src')!r} is not there")
                continue
            real = picture_size(self.site.bytes(file))
            if real and f"{real[0]}x{real[1]}" not in str(icon.get("sizes", "")).split():
                problems.append(f"the icon {file} is {real}, not {icon.get('sizes')!r}")
        return problems

    def manifest(self, say, name):
        for problem in self.manifest_problems(name):
            say("link.manifest", f"{name}: {problem}")

    def cards(self, page, say):
        """Open Graph and the card of Twitter."""
        for name in ("og:title", "og:type", "og:url", "og:site_name", "twitter:card"):
            if not (page.meta(name) or "").strip():
                say("og.lacks", name)
        for name in ("og:title", "og:type", "og:url", "og:site_name", "og:description", "twitter:card", "description"):
            if len(page.metas.get(name, [])) > 1:
                say("og.twice", name)
        if page.meta("og:url") and page.canonicals and page.meta("og:url") != page.canonicals[0]:
            say("og.url", f"{page.meta('og:url')} is not {page.canonicals[0]}")
        if page.meta("description") is not None and not page.meta("og:description"):
            say("og.description", "is missing beside a description")
        if page.meta("og:type") not in (None, "article", "website", "profile"):
            say("og.type", page.meta("og:type"))
        if page.meta("twitter:card") not in (None, "", "summary", "summary_large_image"):
            say("og.card", page.meta("twitter:card"))
        if page.meta("og:title") and (found := re.search(r"</?\w+>|&(?:amp|lt|gt|quot|#\d+);", page.meta("og:title"))) and " ".join(page.meta("og:title").split()) not in page.shown:
            say("og.html", f"{found.group()!r} in og:title")
        image = page.meta("og:image")
        if image is None:
            return
        name = self.address(say, image, "og:image", "og.image")
        if not page.meta("og:image:alt"):
            say("og.image", "has no og:image:alt")
        size = page.meta("og:image:width"), page.meta("og:image:height")
        if all(re.fullmatch(r"[1-9]\d*", side or "") for side in size):
            if name:
                self.size(say, name, tuple(map(int, size)), "og:image")
        elif name and not name.endswith(".svg"):
            say("og.image", f"of the size {size}")

    # The vocabulary.

    def vocabulary(self):
        """Holds a sample of the data, of every form one, to the types of schema-dts, by one run of TypeScript."""
        compiler = os.path.join(self.tools or "", "node_modules/typescript/bin/tsc")
        types = os.path.join(self.tools or "", "node_modules/schema-dts")
        if not self.tools or not os.path.isfile(compiler) or not os.path.isdir(types) or not shutil.which("node"):
            self.skipped.append("the vocabulary of schema.org: node, typescript or schema-dts is not there")
            return
        # One of each kind of thing first, then the other forms of them.
        first, others, kinds = [], [], set()
        for shape, (name, thing) in self.shapes.items():
            kind = "".join(sorted(types_of(thing)))
            (others if kind in kinds else first).append((name, thing))
            kinds.add(kind)
        sample = (first + others)[:MOST_SHAPES]
        imported = sorted({kind for _, thing in sample for kind in types_of(thing) if re.fullmatch(r"\w+", str(kind))})
        lines = [f"import type {{ WithContext, {', '.join(imported)} }} from 'schema-dts';"]
        for number, (_, thing) in enumerate(sample):
            kind = " | ".join(f"WithContext<{kind}>" for kind in sorted(types_of(thing)) if kind in imported) or "never"
            lines.append(f"export const x{number}: {kind} = {json.dumps(of_the_vocabulary(thing))};")
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(os.path.abspath(os.path.join(self.tools, "node_modules")), os.path.join(folder, "node_modules"))
            with open(os.path.join(folder, "data.ts"), "w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
            options = "--noEmit --strict --skipLibCheck --moduleResolution bundler --module esnext --target es2022 --pretty false data.ts".split()
            run = subprocess.run(["node", os.path.abspath(compiler), *options], cwd=folder, capture_output=True, text=True, check=False)
        for line in run.stdout.splitlines():
            match = re.match(r"data\.ts\((\d+),\d+\): error (TS\d+: .*)", line)
            if match:
                number = int(match.group(1)) - 2
                self.faults.add(sample[number][0] if number >= 0 else ".", "vocabulary", match.group(2))
        if run.returncode and not self.faults.rules() & {"vocabulary"}:
            self.faults.add(".", "vocabulary", f"exit code {run.returncode}: {(run.stdout + run.stderr)[-300:]}")
        self.sampled = len(sample)


# The test with planted faults.

BASE = "https://herald.example/"


def png(width, height):
    """The beginning of a picture: as much as says how large it is."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


def good_site(folder):
    def write(name, data):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
    def page(address, kind, things, more="", body=""):
        scripts = "\n".join(f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **thing})}</script>' for thing in things)
        return f"""<!doctype html><html><head><title>x</title><meta name="description" content="News">
<link rel="canonical" href="{BASE}{address}"><meta name="robots" content="max-image-preview:large">
<link rel="alternate" type="application/rss+xml" href="{BASE}feed.xml"><link rel="icon" href="/icon.png"><link rel="manifest" href="/site.webmanifest">
<meta property="og:title" content="News"><meta property="og:type" content="{kind}"><meta property="og:url" content="{BASE}{address}">
<meta property="og:site_name" content="The Herald"><meta property="og:description" content="News"><meta name="twitter:card" content="summary">
{more}
{scripts}</head><body>{body}</body></html>"""
    write("icon.png", png(512, 512))
    write("logo.png", png(200, 112))
    write("a/cover.png", png(1200, 800))
    write("feed.xml", '<?xml version="1.0"?><rss version="2.0"></rss>')
    write("site.webmanifest", '{"name": "The Herald", "icons": [{"src": "/icon.png", "sizes": "512x512", "type": "image/png"}]}')
    publisher = {"@type": "NewsMediaOrganization", "name": "The Herald", "url": BASE, "logo": {"@type": "ImageObject", "url": f"{BASE}logo.png", "width": 200, "height": 112}}
    article = {
        "@type": "NewsArticle", "headline": "Tom & Jerry", "mainEntityOfPage": {"@type": "WebPage", "@id": f"{BASE}a/"}, "url": f"{BASE}a/",
        "datePublished": "2026-12-02T08:30:00+01:00", "dateModified": "2026-12-03T10:00:00+01:00",
        "author": [{"@type": "Person", "name": "Ada Lovelace", "url": f"{BASE}authors/ada/"}, {"@type": "Organization", "name": "Smith & Sons", "url": BASE}],
        "image": [{"@type": "ImageObject", "url": f"{BASE}a/cover.png", "width": 1200, "height": 800}], "publisher": publisher,
    }
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": 1, "name": "The Herald", "item": BASE}, {"@type": "ListItem", "position": 2, "name": "Tom & Jerry"}]}
    picture = f"""<meta property="og:image" content="{BASE}a/cover.png"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="800">
<meta property="og:image:alt" content="A cat"><meta property="article:published_time" content="2026-12-02T08:30:00+01:00">"""
    write("a/index.html", page("a/", "article", [article, crumbs], picture,
                               '<h1>Tom &amp; <em>Jerry</em></h1><time datetime="2026-12-02T08:30:00+01:00">x</time><time datetime="2026-12-03">x</time>'))
    profile = {"@type": "ProfilePage", "name": "Ada Lovelace", "mainEntity": {"@type": "Person", "name": "Ada Lovelace", "url": f"{BASE}authors/ada/"}}
    write("authors/ada/index.html", page("authors/ada/", "profile", [profile], body="<h1>Ada Lovelace</h1>"))
    write("index.html", page("", "website", [{"@type": "WebSite", "name": "The Herald", "url": BASE}]))
    write("404.html", '<!doctype html><meta name="robots" content="noindex"><h1>Not here</h1>')
    write("old/index.html", f'<!doctype html><meta http-equiv="refresh" content="0; url={BASE}a/">')


ADA = '"name": "Ada Lovelace", "url"'
PLANTS = [
    ("data that is no JSON", "json-ld.syntax", "a/index.html", '"headline"', "'headline'"),
    ("data of another vocabulary", "json-ld.context", "a/index.html", "https://schema.org", "https://scheme.org"),
    ("data of no kind", "json-ld.type", "a/index.html", '"@type": "BreadcrumbList", ', ""),
    ("data that ends the script", "json-ld.syntax", "a/index.html", "Tom & Jerry", "Tom </script> Jerry"),
    ("an empty text", "json-ld.empty", "a/index.html", '"headline": "Tom & Jerry"', '"headline": "Tom & Jerry", "description": ""'),
    ("a date without zone", "json-ld.date", "a/index.html", '"datePublished": "2026-12-02T08:30:00+01:00"', '"datePublished": "2026-12-02T08:30:00"'),
    ("a day", "json-ld.date", "a/index.html", '"dateModified": "2026-12-03T10:00:00+01:00"', '"dateModified": "2026-12-03"'),
    ("HTML in a headline", "json-ld.html", "a/index.html", '"headline": "Tom & Jerry"', '"headline": "Tom & <em>Jerry<em>"'),
    ("no headline", "article.lacks", "a/index.html", '"headline": "Tom & Jerry", ', ""),
    ("no date", "article.lacks", "a/index.html", '"datePublished": "2026-12-02T08:30:00+01:00", ', ""),
    ("no publisher", "article.lacks", "a/index.html", '"publisher"', '"provider"'),
    ("no page of its own", "article.lacks", "a/index.html", '"mainEntityOfPage"', '"about"'),
    ("another headline", "article.headline", "a/index.html", '"headline": "Tom & Jerry"', '"headline": "Tim & Jerry"'),
    ("another page", "article.address", "a/index.html", f'"@id": "{BASE}a/"', f'"@id": "{BASE}"'),
    ("another address", "article.address", "a/index.html", f'"url": "{BASE}a/"', f'"url": "{BASE}"'),
    ("changed before it was there", "article.dates", "a/index.html", '"dateModified": "2026-12-03', '"dateModified": "2026-11-03'),
    ("a date that is not shown", "article.dates", "a/index.html", '<time datetime="2026-12-02T08', '<time datetime="2026-12-02T09'),
    ("a change that is not shown", "article.dates", "a/index.html", '<time datetime="2026-12-03', '<time datetime="2026-12-04'),
    ("another date in the head", "article.dates", "a/index.html", 'published_time" content="2026-12-02', 'published_time" content="2026-12-01'),
    ("an author that is a text", "author.type", "a/index.html", f'{{"@type": "Person", {ADA}: "{BASE}authors/ada/"}}', '"Ada Lovelace"'),
    ("an author of another kind", "author.type", "a/index.html", '"@type": "Person"', '"@type": "Thing"'),
    ("an author without name", "author.name", "a/index.html", '"name": "Ada Lovelace", ', ""),
    ("by", "author.name", "a/index.html", ADA, '"name": "By Ada Lovelace", "url"'),
    ("two authors in one", "author.name", "a/index.html", ADA, '"name": "Ada Lovelace, Grace Hopper", "url"'),
    ("two authors and one", "author.name", "a/index.html", ADA, '"name": "Ada Lovelace and Grace Hopper", "url"'),
    ("an author with title", "author.name", "a/index.html", ADA, '"name": "Dr. Ada Lovelace", "url"'),
    ("an author with role", "author.name", "a/index.html", ADA, '"name": "Ada Lovelace Senior Editor", "url"'),
    ("an author twice", "author.twice", "a/index.html", "Smith & Sons", "Ada Lovelace"),
    ("an author without page", "author.url", "a/index.html", f'"name": "Ada Lovelace", "url": "{BASE}authors/ada/"', '"name": "Ada Lovelace"'),
    ("a page that is not there", "address.nothing-there", "a/index.html", f"{BASE}authors/ada/", f"{BASE}authors/eve/"),
    ("a relative page", "address.absolute", "a/index.html", f'"url": "{BASE}authors/ada/"', '"url": "/authors/ada/"'),
    ("a picture that is an address", "image.object", "a/index.html", f'"image": [{{"@type": "ImageObject", "url": "{BASE}a/cover.png", "width": 1200, "height": 800}}]', f'"image": "{BASE}a/cover.png"'),
    ("a picture of no size", "image.size", "a/index.html", ', "width": 1200', ""),
    ("a picture of another size", "image.size", "a/index.html", '"width": 1200', '"width": 1280'),
    ("a relative picture", "image.url", "a/index.html", f'"url": "{BASE}a/cover.png"', '"url": "cover.png"'),
    ("no picture", "article.image", "a/index.html", '"image"', '"thumbnail"'),
    ("a publisher without name", "publisher.name", "a/index.html", '"name": "The Herald", "url"', '"url"'),
    ("a small logo", "publisher.logo", "a/index.html", '"width": 200', '"width": 60'),
    ("an article that is not described", "article.none", "a/index.html", "NewsArticle", "CreativeWork"),
    ("an article that is a site", "og.type", "a/index.html", 'content="article"', 'content="website"'),
    ("an article of a kind that is none", "og.type", "a/index.html", 'content="article"', 'content="news"'),
    ("small previews", "robots.preview", "a/index.html", "max-image-preview:large", "index"),
    ("breadcrumbs from zero", "breadcrumbs.position", "a/index.html", '"position": 1', '"position": 0'),
    ("breadcrumbs in words", "breadcrumbs.position", "a/index.html", '"position": 2', '"position": "2"'),
    ("a relative breadcrumb", "breadcrumbs.address", "a/index.html", f'"item": "{BASE}"', '"item": "/"'),
    ("a breadcrumb without name", "breadcrumbs.name", "a/index.html", '"position": 1, "name": "The Herald"', '"position": 1'),
    ("no breadcrumbs", "breadcrumbs.empty", "a/index.html", '"itemListElement"', '"about"'),
    ("a profile of nobody", "profile.entity", "authors/ada/index.html", '"mainEntity"', '"about"'),
    ("a profile of another", "profile.name", "authors/ada/index.html", '"Person", "name": "Ada', '"Person", "name": "Eve'),
    ("a site without name", "website.name", "index.html", '"name": "The Herald"', '"name": ""'),
    ("a site elsewhere", "website.url", "index.html", f'"url": "{BASE}"', f'"url": "{BASE}a/"'),
    ("no site", "website.none", "index.html", '"WebSite"', '"WebPage"'),
    ("no canonical address", "canonical.one", "a/index.html", 'rel="canonical"', 'rel="next"'),
    ("two canonical addresses", "canonical.one", "a/index.html", 'rel="alternate"', 'rel="canonical"'),
    ("a relative canonical address", "canonical.absolute", "a/index.html", f'rel="canonical" href="{BASE}a/"', 'rel="canonical" href="/a/"'),
    ("a canonical address of nothing", "address.nothing-there", "a/index.html", f"{BASE}a/\"", f"{BASE}b/\"", EVERYWHERE),
    ("a feed that is not there", "address.nothing-there", "a/index.html", "feed.xml", "rss.xml"),
    ("a feed of another kind", "link.feed", "a/index.html", "application/rss+xml", "application/atom+xml"),
    ("an icon that is not there", "address.nothing-there", "a/index.html", "/icon.png", "/favicon.ico"),
    ("a manifest without name", "link.manifest", "site.webmanifest", '"name"', '"title"'),
    ("a manifest without its icon", "link.manifest", "site.webmanifest", "/icon.png", "/icon-2.png"),
    ("an icon of another size", "link.manifest", "site.webmanifest", "512x512", "192x192"),
    ("no og:title", "og.lacks", "a/index.html", "og:title", "og:name"),
    ("no card", "og.lacks", "a/index.html", "twitter:card", "twitter:cards"),
    ("og:title twice", "og.twice", "a/index.html", "og:site_name", "og:title"),
    ("another og:url", "og.url", "a/index.html", f'"og:url" content="{BASE}a/"', f'"og:url" content="{BASE}"'),
    ("no og:description", "og.description", "a/index.html", "og:description", "og:summary"),
    ("an unknown card", "og.card", "a/index.html", 'content="summary"', 'content="large"'),
    ("HTML in og:title", "og.html", "a/index.html", 'og:title" content="News"', 'og:title" content="&lt;em&gt;News&lt;/em&gt;"'),
    ("a relative og:image", "og.image", "a/index.html", f'og:image" content="{BASE}', 'og:image" content="/'),
    ("an og:image that is not there", "address.nothing-there", "a/index.html", f'og:image" content="{BASE}a/', f'og:image" content="{BASE}b/'),
    ("an og:image without text", "og.image", "a/index.html", "og:image:alt", "og:image:text"),
    ("an og:image of no size", "og.image", "a/index.html", "og:image:width", "og:image:size"),
    ("an og:image of another size", "image.size", "a/index.html", 'height" content="800"', 'height" content="630"'),
    ("an article's picture that no card has", "og.image", "a/index.html", '"og:image"', '"og:picture"'),
    ("a kind of thing that is none", "vocabulary", "a/index.html", '"@type": "ListItem", "position": 1', '"@type": "ListThing", "position": 1'),
    ("a property that is none", "vocabulary", "a/index.html", '"headline"', '"headLine"'),
    ("a number for a name", "vocabulary", "authors/ada/index.html", '"ProfilePage", "name": "Ada Lovelace"', '"ProfilePage", "name": 1'),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", help="the built folder")
    parser.add_argument("base", nargs="?", help="the address below which it is published")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="a page, as a file of SITE")
    parser.add_argument("--tools", help="the folder with node_modules")
    parser.add_argument("--self-test", action="store_true", help="whether planted faults are found")
    options = parser.parse_args()
    if options.self_test:
        first = Judge(Site(os.devnull, BASE), options.tools)
        first.vocabulary()
        for reason in first.skipped:
            print(f"skipped: {reason}")
        plants = [plant for plant in PLANTS if not first.skipped or plant[1] != "vocabulary"]
        def judge(folder, rule):
            # TypeScript starts slowly, so it is asked only where it shall answer.
            return Judge(Site(folder, BASE), options.tools if rule in (None, "vocabulary") else None).judge()
        return self_test(judge, good_site, plants)
    if not options.site or not options.base:
        parser.error("SITE and BASE_URL, or --self-test")
    judge = Judge(Site(options.site, options.base), options.tools)
    judge.judge(options.pages)
    for reason in judge.skipped:
        print(f"skipped: {reason}")
    return judge.faults.report(f"{len(judge.pages)} pages, {judge.articles} articles, {judge.count} things of {len(judge.shapes)} forms")


if __name__ == "__main__":
    sys.exit(main())
