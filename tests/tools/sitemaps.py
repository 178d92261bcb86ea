"""Judges the sitemaps and robots.txt of a built site, against the protocol, against Google's rules for news, and against the pages.

sitemaps.py SITE BASE_URL [--xsd FILE] [--at MOMENT]
sitemaps.py --self-test [--xsd FILE]

FILE is the protocol's sitemap.xsd; without it, and without xmllint, that part is skipped, aloud. MOMENT is that for which the site was
built: what is in the news sitemap must be of the two days before it, and what is of those days must be there.

Prints a line for each fault, `FILE: rule: what`, and at the end how much was judged. Exits with 1 where there is a fault or no sitemap.
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
import subprocess
import tempfile
import urllib.robotparser

import lxml.etree
import lxml.html
from judging import ARTICLES, EVERYWHERE, Faults, Site, is_absolute, self_test

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
VIDEO = "http://www.google.com/schemas/sitemap-video/1.1"
XHTML = "http://www.w3.org/1999/xhtml"
PREFIXES = {NEWS: "news", IMAGE: "image", VIDEO: "video", XHTML: "xhtml"}

MOST_URLS, MOST_BYTES, MOST_NEWS, MOST_IMAGES, LONGEST = 50_000, 50 * 1024 * 1024, 1_000, 1_000, 2_048
NEWS_DAYS = datetime.timedelta(days=2)
W3C_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
FIELDS = {"user-agent", "allow", "disallow", "sitemap", "crawl-delay", "host", "content-signal"}


def moment_of(text):
    """The moment that a W3C date names, the first one of a day; none where it names none."""
    if not W3C_DATE.fullmatch(text or ""):
        return None
    parts = text.split("T")
    day = "-".join((parts[0].split("-") + ["01", "01"])[:3])
    time = parts[1].replace("Z", "+00:00") if len(parts) > 1 else "00:00+00:00"
    try:
        return datetime.datetime.fromisoformat(f"{day}T{time}")
    except ValueError:
        # Python 3.10 and older read fractions only of three or six figures.
        try:
            return datetime.datetime.fromisoformat(re.sub(r"\.\d+", "", f"{day}T{time}"))
        except ValueError:
            return None


class Page:
    """What a page says of itself to search engines."""

    def __init__(self, site, name):
        tree = lxml.html.fromstring(site.bytes(name) or b"<p>", parser=lxml.html.HTMLParser(encoding="utf-8"))
        robots = " ".join(meta.get("content", "") for meta in tree.iter("meta") if meta.get("name", "").lower() in ("robots", "googlebot"))
        self.is_hidden = bool(re.search(r"\b(noindex|none)\b", robots.lower()))
        self.is_redirect = any(meta.get("http-equiv", "").lower() == "refresh" for meta in tree.iter("meta"))
        self.canonicals = [link.get("href") for link in tree.iter("link") if "canonical" in link.get("rel", "").lower().split()]
        headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
        self.heading = headings[0] if headings else None
        self.published = None
        for script in tree.iter("script"):
            if script.get("type") == "application/ld+json":
                self.published = self.published or published(script.text)


def published(text):
    """When the article of some structured data was published; none where there is none."""
    try:
        data = json.loads(text or "")
    except ValueError:
        return None
    for thing in data.get("@graph", [data]) if isinstance(data, dict) else data:
        if isinstance(thing, dict) and ARTICLES & set([thing.get("@type")] if isinstance(thing.get("@type"), str) else thing.get("@type") or []):
            # What only points to another site's article is no news of this one.
            return None if thing.get("citation") else moment_of(thing.get("datePublished"))
    return None


class Judge:
    """Judges the sitemaps of one folder."""

    def __init__(self, site, xsd=None, at=None):
        self.site, self.xsd, self.at = site, xsd, at
        self.faults, self.skipped, self.sitemaps, self.urls = Faults(), [], [], {}
        if not xsd or not os.path.isfile(xsd) or not shutil.which("xmllint"):
            self.xsd = None
            self.skipped.append("the schema of sitemaps: xmllint or sitemap.xsd is not there")

    def judge(self):
        self.pages = {name: Page(self.site, name) for name in self.site.files(".html")}
        if not os.path.isfile(self.site.path("sitemap.xml")):
            self.faults.add("sitemap.xml", "sitemap.none", "is not there")
            return self.faults
        self.sitemap("sitemap.xml", may_be_index=True)
        self.whole()
        if os.path.isfile(self.site.path("news-sitemap.xml")):
            self.news("news-sitemap.xml")
        self.robots()
        return self.faults

    def read(self, name, say):
        """The root of a sitemap; none where it is not even XML."""
        data = self.site.bytes(name)
        if len(data) > MOST_BYTES:
            say("sitemap.size", f"{len(data)} bytes")
        try:
            data.decode("utf-8")
            root = lxml.etree.fromstring(data, lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except (UnicodeDecodeError, lxml.etree.XMLSyntaxError) as error:
            say("sitemap.xml", error)
            return None
        declared = (root.getroottree().docinfo.encoding or "utf-8").lower()
        if declared != "utf-8":
            say("sitemap.xml", f"is said to be in {declared}")
        for element in root.iter(lxml.etree.Element):
            namespace = lxml.etree.QName(element).namespace
            if namespace != SITEMAP and namespace not in PREFIXES:
                say("sitemap.namespace", f"<{element.tag}> is of no namespace that is known")
                break
            if namespace in PREFIXES and element.prefix != PREFIXES[namespace]:
                say("sitemap.namespace", f"the prefix of {namespace} is {PREFIXES[namespace]}, not {element.prefix}")
                break
        return root

    def sitemap(self, name, may_be_index=False):
        say = functools.partial(self.faults.add, name)
        self.sitemaps.append(name)
        root = self.read(name, say)
        if root is None:
            return
        if root.tag == f"{{{SITEMAP}}}sitemapindex":
            if may_be_index:
                self.index(say, root)
            else:
                say("index.index", "an index of an index")
            return
        if root.tag != f"{{{SITEMAP}}}urlset":
            say("sitemap.root", root.tag)
            return
        self.schema(name, say, root)
        urls = root.findall(f"{{{SITEMAP}}}url")
        if not urls:
            say("sitemap.empty", "names no page")
        if len(urls) > MOST_URLS:
            say("sitemap.size", f"{len(urls)} pages")
        for url in urls:
            self.url(name, say, url)

    def index(self, say, root):
        parts = []
        for element in root:
            children = [child.tag.split("}")[-1] for child in element if isinstance(child.tag, str)]
            if element.tag != f"{{{SITEMAP}}}sitemap" or sorted(children) not in (["loc"], ["lastmod", "loc"]):
                say("index.element", f"<{element.tag}> with {children}")
                continue
            address = (element.findtext(f"{{{SITEMAP}}}loc") or "").strip()
            if element.find(f"{{{SITEMAP}}}lastmod") is not None and moment_of(element.findtext(f"{{{SITEMAP}}}lastmod")) is None:
                say("sitemap.lastmod", element.findtext(f"{{{SITEMAP}}}lastmod"))
            name = self.site.file_of(address) if is_absolute(address) and self.site.is_own(address) else None
            if name is None or name in parts:
                say("index.part", f"{address!r} is not there, or there twice")
                continue
            parts.append(name)
        if len(parts) > MOST_URLS or not parts:
            say("sitemap.size", f"{len(parts)} sitemaps")
        for name in parts:
            self.sitemap(name)

    def schema(self, name, say, root):
        """The schema of the protocol, which has no place for extensions: they are taken out, and judged by hand."""
        if self.xsd is None:
            return
        bare = lxml.etree.fromstring(lxml.etree.tostring(root))
        for element in list(bare.iter(lxml.etree.Element)):
            if lxml.etree.QName(element).namespace != SITEMAP and element.getparent() is not None:
                element.getparent().remove(element)
        with tempfile.NamedTemporaryFile(suffix=".xml") as file:
            file.write(lxml.etree.tostring(bare))
            file.flush()
            run = subprocess.run(["xmllint", "--noout", "--nonet", "--huge", "--schema", self.xsd, file.name], capture_output=True, text=True, check=False)
        if run.returncode:
            for line in run.stderr.replace(file.name, name).splitlines()[:5] or [f"exit code {run.returncode}"]:
                say("sitemap.schema", line)

    def url(self, name, say, url):
        """One page of a sitemap."""
        address = (url.findtext(f"{{{SITEMAP}}}loc") or "").strip()
        if self.location(say, address):
            if address in self.urls:
                say("url.twice", f"{address}, in {self.urls[address]} too")
            self.urls[address] = name
            self.page(say, address)
        lastmod = url.findtext(f"{{{SITEMAP}}}lastmod")
        if lastmod is not None:
            moment = moment_of(lastmod.strip())
            if moment is None:
                say("sitemap.lastmod", f"{lastmod!r} of {address}")
            elif self.at and moment > self.at:
                say("sitemap.lastmod", f"{lastmod} of {address} is to come")
        images = url.findall(f"{{{IMAGE}}}image")
        if len(images) > MOST_IMAGES:
            say("image.many", f"{len(images)} of {address}")
        for image in images:
            children = [child.tag for child in image]
            loc = (image.findtext(f"{{{IMAGE}}}loc") or "").strip()
            if children != [f"{{{IMAGE}}}loc"]:
                say("image.element", f"{[child.split('}')[-1] for child in children]} of {address}: only `loc` has a meaning")
            if not is_absolute(loc) or self.site.is_own(loc) and not self.site.file_of(loc):
                say("image.loc", f"{loc!r} of {address}")
        for link in url.findall(f"{{{XHTML}}}link"):
            if link.get("rel") != "alternate" or not link.get("hreflang") or not is_absolute(link.get("href")):
                say("alternate", f"{dict(link.attrib)} of {address}")

    def location(self, say, address):
        """Whether something is an address of this site as a sitemap has it."""
        if not is_absolute(address) or not address.isascii():
            say("url.absolute", repr(address))
        elif len(address) >= LONGEST:
            say("url.long", address)
        elif not self.site.is_own(address) or "#" in address:
            say("url.elsewhere", f"{address} is not below {self.site.base}")
        else:
            return True
        return False

    def page(self, say, address):
        """What answers an address is a page that shall be found at that address."""
        name = self.site.file_of(address)
        if name is None:
            say("url.nothing-there", address)
            return None
        page = self.pages.get(name)
        if page is None:
            return None
        if page.is_hidden:
            say("url.noindex", f"{address} asks not to be found")
        if page.is_redirect:
            say("url.redirect", f"{address} leads elsewhere")
        elif page.canonicals != [address]:
            say("url.canonical", f"{address} says that it is {page.canonicals}")
        return page

    def whole(self):
        """Every page that shall be found is in a sitemap, but for the later pages of lists."""
        for name, page in self.pages.items():
            address = self.site.address(name)
            if page.is_hidden or page.is_redirect or not page.canonicals or page.canonicals != [address]:
                continue
            if address not in self.urls and not re.search(r"/page/\d+/$", address):
                self.faults.add(name, "page.missing", f"{address} is in no sitemap")

    def news(self, name):
        """Google's sitemap for news."""
        say = functools.partial(self.faults.add, name)
        self.sitemaps.append(name)
        root = self.read(name, say)
        if root is None:
            return
        if root.tag != f"{{{SITEMAP}}}urlset":
            say("sitemap.root", root.tag)
            return
        urls = root.findall(f"{{{SITEMAP}}}url")
        # Nothing new for two days is no fault; the schema only knows sitemaps with a page.
        if urls:
            self.schema(name, say, root)
        if len(urls) > MOST_NEWS:
            say("news.many", f"{len(urls)} articles")
        seen = set()
        for url in urls:
            address = (url.findtext(f"{{{SITEMAP}}}loc") or "").strip()
            if not self.location(say, address):
                continue
            if address in seen:
                say("url.twice", address)
            seen.add(address)
            self.article(functools.partial(say), address, self.page(say, address), url)
        if self.at:
            new = [self.site.address(page_name) for page_name, page in self.pages.items()
                   if page.published and self.at - NEWS_DAYS < page.published <= self.at and not page.is_hidden and not page.is_redirect
                   # What stands elsewhere first is for the other site to announce.
                   and page.canonicals in ([], [self.site.address(page_name)])]
            missing = sorted(set(new) - seen)
            if missing and len(seen) < MOST_NEWS:
                say("news.missing", f"{len(missing)} articles of the last two days, as {missing[0]}")

    def article(self, say, address, page, url):
        """What the sitemap for news says of an article."""
        found = url.findall(f"{{{NEWS}}}news")
        if len(found) != 1:
            say("news.news", f"{len(found)} of {address}")
            return
        texts = {}
        for element in found[0].iter(lxml.etree.Element):
            local = lxml.etree.QName(element).localname
            if local not in ("news", "publication", "name", "language", "publication_date", "title"):
                say("news.element", f"<{local}> of {address}")
            if local in texts:
                say("news.twice", f"<{local}> of {address}")
            texts[local] = " ".join((element.text or "").split())
        if found[0].find(f"{{{NEWS}}}publication/{{{NEWS}}}name") is None or not texts.get("name"):
            say("news.name", f"the publication of {address} has none")
        elif "(" in texts["name"]:
            say("news.name", f"{texts['name']}: nothing in brackets")
        language = texts.get("language", "")
        if not re.fullmatch(r"[a-z]{2,3}|zh-cn|zh-tw", language) or language == "zh":
            say("news.language", f"{language!r} of {address}")
        date = texts.get("publication_date", "")
        moment = moment_of(date)
        if moment is None:
            say("news.date", f"{date!r} of {address}")
        elif self.at and not self.at - NEWS_DAYS - (datetime.timedelta(days=1) if "T" not in date else datetime.timedelta()) <= moment <= self.at:
            say("news.old", f"{date} of {address}")
        elif page and page.published and "T" in date and page.published != moment:
            say("news.date", f"{date} of {address}, which says {page.published}")
        if not texts.get("title"):
            say("news.title", f"{address} has none")
        elif page and page.heading and page.heading != texts["title"]:
            say("news.title", f"{texts['title']!r}, but {page.heading!r} on {address}")

    def robots(self):
        """robots.txt names the sitemaps, and forbids nothing that they name."""
        say = functools.partial(self.faults.add, "robots.txt")
        if not os.path.isfile(self.site.path("robots.txt")):
            # It is read only at the root of a host.
            if not re.fullmatch(r"https?://[^/]+/.+", self.site.base):
                say("robots.none", "is not there")
            return
        lines = self.site.bytes("robots.txt").decode("utf-8", "replace").splitlines()
        named, in_group = [], False
        for number, line in enumerate(lines, 1):
            line = line.split("#", 1)[0].strip()
            if not line:
                continue
            field, colon, value = (part.strip() for part in line.partition(":"))
            if not colon or field.lower() not in FIELDS:
                say("robots.field", f"line {number}: {line!r}")
            elif field.lower() == "sitemap":
                named.append(value)
                if not is_absolute(value) or self.site.is_own(value) and not self.site.file_of(value):
                    say("robots.sitemap", f"{value!r} is not there")
            elif field.lower() == "user-agent":
                in_group = True
            elif not in_group and field.lower() in ("allow", "disallow"):
                say("robots.field", f"line {number}: {line!r} is for nobody")
            elif field.lower() in ("allow", "disallow") and value and not re.match(r"[/*]", value):
                say("robots.field", f"line {number}: {value!r} does not begin with a slash")
        for name in ("sitemap.xml", "news-sitemap.xml"):
            if os.path.isfile(self.site.path(name)) and self.site.address(name) not in named:
                say("robots.sitemap", f"{self.site.address(name)} is not named")
        rules = urllib.robotparser.RobotFileParser()
        rules.parse(lines)
        for address in self.urls:
            if not rules.can_fetch("Googlebot", address):
                say("robots.forbidden", f"{address} is in a sitemap, but must not be read")


# The test with planted faults.

BASE = "https://herald.example/"
AT = "2026-12-03T00:00:00Z"


def good_site(folder):
    def write(name, text):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    def page(address, more="", date=None):
        data = {"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": date}
        script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if date else ""
        return f'<!doctype html><title>x</title><link rel="canonical" href="{BASE}{address}">{more}{script}<h1>News &amp; <em>more</em></h1>'
    write("index.html", page(""))
    write("page/2/index.html", page("page/2/"))
    write("a/index.html", page("a/", date="2026-12-02T08:30:00+01:00"))
    write("b/index.html", page("b/", date="2026-11-01T08:30:00+01:00"))
    write("404.html", page("404.html", '<meta name="robots" content="noindex">'))
    write("old/index.html", f'<meta http-equiv="refresh" content="0; url={BASE}a/"><link rel="canonical" href="{BASE}a/">')
    write("a/cover.png", "picture")
    def url(address, more=""):
        return f"<url><loc>{BASE}{address}</loc><lastmod>2026-12-02T08:30:00+01:00</lastmod>{more}</url>"
    write("sitemap.xml", f"""<?xml version="1.0" encoding="utf-8"?>
<sitemapindex xmlns="{SITEMAP}"><sitemap><loc>{BASE}sitemap-1.xml</loc></sitemap><sitemap><loc>{BASE}sitemap-2.xml</loc><lastmod>2026-12-02</lastmod></sitemap></sitemapindex>""")
    write("sitemap-1.xml", f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="{SITEMAP}" xmlns:image="{IMAGE}">{url("")}{url("a/", f"<image:image><image:loc>{BASE}a/cover.png</image:loc></image:image>")}</urlset>""")
    write("sitemap-2.xml", f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="{SITEMAP}">{url("b/")}</urlset>""")
    write("news-sitemap.xml", f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}"><url><loc>{BASE}a/</loc><news:news><news:publication><news:name>The Herald</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-12-02T08:30:00+01:00</news:publication_date><news:title>News &amp; more</news:title></news:news></url></urlset>""")
    write("robots.txt", f"# Read all.\nUser-agent: *\nDisallow: /private/\n\nSitemap: {BASE}sitemap.xml\nSitemap: {BASE}news-sitemap.xml\n")


PLANTS = [
    ("no sitemap", "sitemap.none", "sitemap.xml", "", None),
    ("a sitemap that is no XML", "sitemap.xml", "sitemap-1.xml", "</url>", ""),
    ("a byte that is no UTF-8", "sitemap.xml", "sitemap-1.xml", "a/cover", "\udcff/cover"),
    ("Latin", "sitemap.xml", "sitemap-1.xml", "utf-8", "iso-8859-1"),
    ("another root", "sitemap.root", "sitemap-2.xml", "urlset", "urls", EVERYWHERE),
    ("no namespace", "sitemap.namespace", "sitemap-2.xml", f' xmlns="{SITEMAP}"', ""),
    ("another prefix", "sitemap.namespace", "sitemap-1.xml", f'xmlns:image="{IMAGE}"', f'xmlns:image="{IMAGE}" xmlns:i="{IMAGE}"><url><loc>{BASE}</loc><i:image><i:loc>{BASE}a/cover.png</i:loc></i:image></url'),
    ("a sitemap of nothing", "sitemap.empty", "sitemap-2.xml", f"<url><loc>{BASE}b/</loc><lastmod>2026-12-02T08:30:00+01:00</lastmod></url>", ""),
    ("priority of two", "sitemap.schema", "sitemap-2.xml", "</lastmod>", "</lastmod><priority>2</priority>"),
    ("an unknown element", "sitemap.schema", "sitemap-2.xml", "</lastmod>", "</lastmod><author>x</author>"),
    ("a date without zone", "sitemap.lastmod", "sitemap-2.xml", "08:30:00+01:00", "08:30:00"),
    ("a date that is none", "sitemap.lastmod", "sitemap-2.xml", "2026-12-02T08:30:00+01:00", "2026-13-02"),
    ("a date to come", "sitemap.lastmod", "sitemap-2.xml", "2026-12-02", "2027-12-02"),
    ("a part that is not there", "index.part", "sitemap-2.xml", "", None),
    ("an index of an index", "index.index", "sitemap-2.xml", "urlset", "sitemapindex", EVERYWHERE),
    ("a page in an index", "index.element", "sitemap.xml", "<sitemap><loc>", "<url><loc>x</loc></url><sitemap><loc>"),
    ("a relative address", "url.absolute", "sitemap-2.xml", f"<loc>{BASE}b/", "<loc>/b/"),
    ("an address that is not encoded", "url.absolute", "sitemap-2.xml", f"<loc>{BASE}b/", f"<loc>{BASE}é/"),
    ("an address elsewhere", "url.elsewhere", "sitemap-2.xml", f"<loc>{BASE}b/", "<loc>https://times.example/b/"),
    ("an address that is too long", "url.long", "sitemap-2.xml", f"<loc>{BASE}b/", f"<loc>{BASE}{'b' * 2048}/"),
    ("an address twice", "url.twice", "sitemap-2.xml", f"<loc>{BASE}b/", f"<loc>{BASE}a/"),
    ("a page that is not there", "url.nothing-there", "sitemap-2.xml", f"<loc>{BASE}b/", f"<loc>{BASE}c/"),
    ("a page without its slash", "url.nothing-there", "sitemap-2.xml", f"<loc>{BASE}b/", f"<loc>{BASE}b"),
    ("a page that hides", "url.noindex", "b/index.html", "<h1>", '<meta name="robots" content="noindex, follow"><h1>'),
    ("a page that hides from Google", "url.noindex", "b/index.html", "<h1>", '<meta name="googlebot" content="none"><h1>'),
    ("a page that leads elsewhere", "url.redirect", "sitemap-2.xml", f"<loc>{BASE}b/", f"<loc>{BASE}old/"),
    ("a page that is another", "url.canonical", "b/index.html", f'href="{BASE}b/"', f'href="{BASE}a/"'),
    ("a page that does not say what it is", "url.canonical", "b/index.html", "canonical", "icon"),
    ("a page that was left out", "page.missing", "sitemap-2.xml", f"<loc>{BASE}b/", f"<loc>{BASE}"),
    ("a hidden page that is not", "page.missing", "404.html", "noindex", "index"),
    ("a picture that is not there", "image.loc", "sitemap-1.xml", "cover.png", "gone.png"),
    ("a picture with a title", "image.element", "sitemap-1.xml", "</image:loc>", "</image:loc><image:title>x</image:title>"),
    ("no news of it", "news.news", "news-sitemap.xml", "</loc><news:news>", f"</loc></url><url><loc>{BASE}b/</loc><news:news>"),
    ("no name", "news.name", "news-sitemap.xml", "<news:name>The Herald</news:name>", ""),
    ("a language with its country", "news.language", "news-sitemap.xml", "<news:language>en", "<news:language>en-gb"),
    ("Chinese of no script", "news.language", "news-sitemap.xml", "<news:language>en", "<news:language>zh"),
    ("news without zone", "news.date", "news-sitemap.xml", "08:30:00+01:00", "08:30:00"),
    ("another moment than the page", "news.date", "news-sitemap.xml", "08:30:00+01:00", "08:30:00+00:00"),
    ("old news", "news.old", "news-sitemap.xml", "2026-12-02", "2026-11-02"),
    ("news to come", "news.old", "news-sitemap.xml", "2026-12-02", "2026-12-04"),
    ("news without title", "news.title", "news-sitemap.xml", "<news:title>News &amp; more</news:title>", ""),
    ("news with another title", "news.title", "news-sitemap.xml", "News &amp; more", "News"),
    ("a title twice", "news.twice", "news-sitemap.xml", "<news:title>", "<news:title>x</news:title><news:title>"),
    ("what Google has given up", "news.element", "news-sitemap.xml", "<news:title>", "<news:keywords>x</news:keywords><news:title>"),
    ("news that is not there", "news.missing", "news-sitemap.xml", f"<loc>{BASE}a/", f"<loc>{BASE}b/"),
    ("news in the wrong order of the protocol", "sitemap.schema", "news-sitemap.xml", "<loc>", "<priority>2</priority><loc>"),
    ("no robots.txt", "robots.none", "robots.txt", "", None),
    ("a sitemap that is not named", "robots.sitemap", "robots.txt", f"Sitemap: {BASE}news-sitemap.xml", ""),
    ("a sitemap that is named, but not there", "robots.sitemap", "robots.txt", "news-sitemap.xml", "sitemaps.xml"),
    ("a relative sitemap", "robots.sitemap", "robots.txt", f"{BASE}sitemap.xml", "/sitemap.xml"),
    ("an unknown field", "robots.field", "robots.txt", "Disallow", "Dissallow"),
    ("a rule for nobody", "robots.field", "robots.txt", "User-agent: *", ""),
    ("a path without slash", "robots.field", "robots.txt", "/private/", "private/"),
    ("a page that must not be read", "robots.forbidden", "robots.txt", "/private/", "/b/"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", help="the built folder")
    parser.add_argument("base", nargs="?", help="the address below which it is published")
    parser.add_argument("--xsd", help="sitemap.xsd")
    parser.add_argument("--at", help="the moment for which the site was built")
    parser.add_argument("--self-test", action="store_true", help="whether planted faults are found")
    options = parser.parse_args()
    if options.self_test:
        first = Judge(Site(os.devnull, BASE), options.xsd)
        for reason in first.skipped:
            print(f"skipped: {reason}")
        plants = [plant for plant in PLANTS if first.xsd or plant[1] != "sitemap.schema"]
        return self_test(lambda folder, _: Judge(Site(folder, BASE), options.xsd, moment_of(AT)).judge(), good_site, plants)
    if not options.site or not options.base:
        parser.error("SITE and BASE_URL, or --self-test")
    judge = Judge(Site(options.site, options.base), options.xsd, moment_of(options.at))
    judge.judge()
    for reason in judge.skipped:
        print(f"skipped: {reason}")
    return judge.faults.report(f"{len(judge.sitemaps)} sitemaps, {len(judge.urls)} addresses, {len(judge.pages)} pages")


if __name__ == "__main__":
    sys.exit(main())
