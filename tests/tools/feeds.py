"""Judges every feed of a built site: RSS 2.0, Atom 1.0 and JSON Feed 1.1, each alone and all against each other.

feeds.py SITE BASE_URL [--checkers DIR] [--articles N]
feeds.py --self-test [--checkers DIR]

Feeds are found by what is in the files, not by their names. The rules are those that the W3C's feed validator has as errors and as
warnings, and those of RFC 4287, RFC 5005 and JSON Feed; what only that validator can know (whether a host is there) is left out, and
so are its warnings that no honest feed of a newspaper can heed: of two entries changed at the same second, and of dates to come.
Here a rule may be stricter than there, for what a reader shows is the article itself: no forms, no style attribute.

DIR holds the grammar of Atom, atom.rnc, and the schemas of JSON Feed, jsonfeed.json and jsonfeed-1.json; without them, and without
jing, that part is skipped, aloud. Without --articles nothing says how many articles the feeds of the whole site must hold.

Prints a line for each fault, `FILE: rule: what`, and at the end how much was judged. Exits with 1 where there is a fault or no feed.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import datetime
import email.utils
import functools
import html
import json
import os
import re
import shutil
import subprocess
import unicodedata
import urllib.parse

import feedparser
import html5lib
import jsonschema
import lxml.etree
import referencing
import referencing.jsonschema
from judging import Faults, Site, is_absolute, self_test

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
MEDIA = "http://search.yahoo.com/mrss/"
HISTORY = "http://purl.org/syndication/history/1.0"

# The namespaces that readers and validators know, with their usual prefixes. Another prefix, or another namespace for the prefix,
# confuses readers that look for `media:content` as a text.
PREFIXES = {
    "atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA, "fh": HISTORY, "xml": XML, "xhtml": XHTML,
    "dcterms": DCTERMS,
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}

# What stands in an RSS feed, by element: children that come at most once, and children that may come again.
RSS_CHILDREN = {
    "rss": ("channel", ""),
    "channel": (
        "title link description language copyright managingEditor webMaster pubDate lastBuildDate generator docs cloud ttl image rating "
        "textInput skipHours skipDays", "category item"),
    "item": ("title link description author comments enclosure guid pubDate source", "category"),
    "image": ("url title link width height description", ""),
    "skipHours": ("", "hour"),
    "skipDays": ("", "day"),
    "textInput": ("title description name link", ""),
}
RSS_ATTRIBUTES = {
    "rss": {"version"}, "guid": {"isPermaLink"}, "category": {"domain"}, "enclosure": {"url", "length", "type"}, "source": {"url"},
    "cloud": {"domain", "port", "path", "registerProcedure", "protocol"},
}
# The elements of the extensions, each with its attributes; those of EXTENSION_ONCE stand at most once in their parent.
EXTENSIONS = {
    DC: dict.fromkeys(
        "title creator subject description publisher contributor date type format identifier source language relation coverage rights".split(), ""),
    CONTENT: {"encoded": ""},
    HISTORY: {"archive": "", "complete": ""},
    ATOM: {
        "link": "href rel type hreflang title length", "author": "", "contributor": "", "name": "", "uri": "", "email": "", "id": "",
        "updated": "", "published": "", "title": "type", "subtitle": "type", "summary": "type", "content": "type src", "rights": "type",
        "category": "term scheme label", "generator": "uri version", "icon": "", "logo": "",
    },
    MEDIA: {
        "content": "url fileSize type medium isDefault expression bitrate framerate samplingrate channels duration height width lang",
        "group": "", "thumbnail": "url width height time", "title": "type", "description": "type", "keywords": "", "credit": "role scheme",
        "copyright": "url", "category": "scheme label", "rating": "scheme", "player": "url width height", "text": "type lang start end",
        "hash": "algo", "restriction": "relationship type",
    },
    PREFIXES["sy"]: {"updatePeriod": "", "updateFrequency": "", "updateBase": ""},
    PREFIXES["slash"]: {"comments": "", "section": "", "department": "", "hit_parade": ""},
    PREFIXES["wfw"]: {"comment": "", "commentRss": ""},
}
EXTENSION_ONCE = {
    (CONTENT, "encoded"), (DC, "date"), (MEDIA, "title"), (MEDIA, "description"), (MEDIA, "copyright"), (HISTORY, "archive"),
    (HISTORY, "complete"), (ATOM, "id"), (ATOM, "updated"), (ATOM, "published"), (ATOM, "title"), (ATOM, "summary"),
}
# An extension that says again what an element of RSS has said.
SAME_MEANING = {
    "author": (DC, "creator"), "category": (DC, "subject"), "pubDate": (DC, "date"), "source": (DC, "source"), "guid": (ATOM, "id"),
    "managingEditor": (DC, "creator"), "webMaster": (DC, "publisher"), "language": (DC, "language"), "copyright": (DC, "rights"),
}
# The roles of media:credit that the European Broadcasting Union's list has, as far as a newspaper needs them.
CREDITS = {"author", "artist", "photographer", "producer", "director", "editor", "camera operator", "illustrator", "publishing company",
           "reporter", "correspondent", "composer", "interviewer", "graphic designer"}

# Kinds of link that IANA has registered and readers of feeds know.
RELATIONS = set(
    "alternate current describedby edit edit-media enclosure first hub last license next next-archive payment prev-archive previous related "
    "replies search self service up via".split())
HISTORY_RELATIONS = set("current first last next next-archive prev-archive previous".split())

# The elements of HTML that may stand in an article as a reader shows it.
CONTENT_ELEMENTS = set(
    "a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p picture pre q rp rt ruby s samp section "
    "small source span strong sub summary sup table tbody td tfoot th thead time tr track u ul var video wbr".split())
REFERENCES = ("href", "src", "srcset", "poster", "cite", "data", "longdesc", "background", "action", "formaction")
# Where a text may well speak of entities and tags.
VERBATIM = {"code", "pre", "kbd", "samp", "var"}
TAG_NAMES = "a|b|blockquote|br|code|div|em|figure|h[1-6]|i|img|li|ol|p|pre|span|strong|table|td|tr|ul"

ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|mdash|ndash|hellip|rsquo|lsquo|rdquo|ldquo|#\d+|#[xX][0-9a-fA-F]+);")
MIME = re.compile(r"[\w.+!#$&^-]+/[\w.+!#$&^-]+(\s*;\s*[\w-]+=(\"[^\"]*\"|[\w.+-]+))*")
LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Za-z0-9]{1,8})*", re.IGNORECASE)
LANGUAGES = set(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj "
    "fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la "
    "lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa "
    "sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split())
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MAIL_DATE = re.compile(
    r"(?:(\w{3}), )?(\d{1,2}) (\w{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-]\d\d(?:00|15|30|45)|UT|GMT|Z|[ECMP][SD]T)")
INTERNET_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
PERSON = re.compile(r"[\w.+!#$%&'*/=?^`{|}~-]+@(?:[\w-]+\.)+[A-Za-z][\w-]* \([^()]+\)")


def mail_date(text):
    """The moment of a date as RFC 822 and RSS have it; a text that says what is wrong, where it is none."""
    match = MAIL_DATE.fullmatch(text or "")
    if not match:
        return f"{text!r} is no RFC 822 date"
    weekday, day, month, year, hour, minute, second, _ = match.groups()
    try:
        date = datetime.date(int(year), MONTHS.index(month) + 1, int(day))
        datetime.time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return f"{text!r} is on no calendar"
    if weekday and weekday != DAYS[date.weekday()]:
        return f"{text!r} was a {DAYS[date.weekday()]}"
    return plausible(text, email.utils.parsedate_to_datetime(text.replace(" Z", " GMT").replace(" UT", " GMT") if text[-1] in "ZT" else text))


def internet_date(text):
    """The moment of a date as RFC 3339 has it; a text that says what is wrong, where it is none."""
    if not isinstance(text, str) or not INTERNET_DATE.fullmatch(text):
        return f"{text!r} is no RFC 3339 date"
    try:
        return plausible(text, datetime.datetime.fromisoformat(text.replace("Z", "+00:00")))
    except ValueError:
        return f"{text!r} is on no calendar"


def plausible(text, moment):
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return moment if moment.year >= 1990 else f"{text!r} is before there were feeds"


def is_language(text):
    match = LANGUAGE.fullmatch(text or "")
    return bool(match) and (len(match.group(1)) == 3 or match.group(1).lower() in LANGUAGES)


def is_iri(text):
    return isinstance(text, str) and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text) is not None


def not_canonical(iri):
    """What keeps an identifier from being compared letter by letter; none where it is in its canonical form."""
    scheme, rest = iri.split(":", 1)
    if scheme != scheme.lower():
        return "a scheme in capitals"
    if iri != unicodedata.normalize("NFC", iri):
        return "letters that are not composed"
    if re.search(r"%(?:[0-9A-F]?[a-f]|[a-f])", iri):
        return "a percent-encoding in small letters"
    if any(chr(int(code, 16)).isalnum() and int(code, 16) < 128 or chr(int(code, 16)) in "-._~" for code in re.findall(r"%([0-9A-F]{2})", iri)):
        return "a percent-encoding that is not needed"
    if scheme in ("http", "https"):
        parts = urllib.parse.urlsplit(iri)
        if parts.netloc != parts.netloc.lower() or re.search(r":(80|443)?$", parts.netloc):
            return "a host in capitals, or its usual port"
        if not parts.path or re.search(r"/\.{1,2}(/|$)", parts.path):
            return "an empty path, or dots in it"
    if iri.lower().startswith("urn:uuid:") and not re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", iri):
        return "no UUID in small letters"
    if scheme == "tag" and not re.fullmatch(r"tag:([a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[^\s]*", iri):
        return "no authority and date"
    return None


@functools.lru_cache(maxsize=None)
def content(text):
    """The faults of HTML that a reader shall show, as pairs of a rule and what is wrong, and the addresses that it names.

    The same article stands in many feeds, so it is parsed once."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(text)
    faults, addresses = [], []
    for place, code, details in parser.errors[:3]:
        faults.append(("content.html", f"{code} {details or ''} at {place}"))

    def visit(element, is_verbatim):
        if isinstance(element.tag, str):
            name = element.tag
            is_verbatim = is_verbatim or name in VERBATIM
            if name != "DOCUMENT_FRAGMENT" and name not in CONTENT_ELEMENTS:
                faults.append(("content.element", f"<{name}>"))
            for attribute, value in element.attrib.items():
                attribute = str(attribute).lower()
                if attribute.startswith("on") or attribute == "srcdoc":
                    faults.append(("content.script", f"{attribute}={value!r}"))
                elif attribute == "style":
                    faults.append(("content.style", f"style={value!r}"))
                elif attribute in REFERENCES:
                    for address in [part.split()[0] for part in value.split(", ") if part.split()] if attribute == "srcset" else [value]:
                        judge_address(name, attribute, address.strip())
        texts = [element.text] if isinstance(element.tag, str) else []
        for child in element:
            visit(child, is_verbatim)
            texts.append(child.tail)
        if not is_verbatim:
            for part in filter(None, texts):
                if found := ENTITY.search(part) or re.search(rf"</?(?:{TAG_NAMES})(?: [^<>]*=[^<>]*)?/?>", part):
                    faults.append(("content.escaped-twice", f"{found.group()!r} is shown to readers"))

    def judge_address(name, attribute, address):
        where = f"<{name} {attribute}={address!r}>"
        scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)", address)
        if scheme and scheme.group().lower() in ("javascript", "vbscript"):
            faults.append(("content.script", where))
        elif not scheme:
            faults.append(("content.relative", where))
        elif scheme.group().lower() in ("http", "https"):
            if is_absolute(address):
                addresses.append(address)
            else:
                faults.append(("content.address", where))

    visit(tree, False)
    return tuple(faults), tuple(addresses)


class Feed:
    """A feed that was read: what is compared with others, and where its history goes on."""

    def __init__(self, name, kind):
        self.name, self.kind, self.entries, self.is_archive, self.before, self.current = name, kind, [], False, None, None


class Judge:
    """Judges the feeds of one folder."""

    def __init__(self, site, checkers=None, articles=None):
        self.site, self.checkers, self.articles = site, checkers, articles
        self.faults, self.feeds, self.skipped = Faults(), {}, []

    def judge(self):
        for name in self.site.files(".xml"):
            self.xml(name)
        for name in self.site.files(".json"):
            self.json(name)
        self.grammar([feed.name for feed in self.feeds.values() if feed.kind == "atom"])
        self.schema([feed.name for feed in self.feeds.values() if feed.kind == "json"])
        for feed in self.feeds.values():
            if feed.kind != "json":
                self.reader(feed)
        self.histories()
        if not self.feeds:
            self.faults.add(".", "feeds.none", "there is no feed")
        return self.faults

    # What RSS and Atom share.

    def xml(self, name):
        data = self.site.bytes(name)
        say = functools.partial(self.faults.add, name)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            return say("xml.utf-8", error)
        try:
            root = lxml.etree.fromstring(data, lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except lxml.etree.XMLSyntaxError as error:
            return say("xml.well-formed", error)
        kind = "atom" if root.tag == f"{{{ATOM}}}feed" else "rss" if root.tag == "rss" else None
        if kind is None:
            if lxml.etree.QName(root).localname in ("feed", "rss", "RDF", "channel"):
                say("xml.root", f"{root.tag} is neither RSS 2.0 nor Atom 1.0")
            return None
        if not re.match(r"<\?xml version=[\"']1\.0[\"'] encoding=[\"']utf-8[\"']", text, re.IGNORECASE):
            say("xml.declaration", "does not begin by saying that it is in UTF-8")
        if root.getroottree().docinfo.doctype:
            say("xml.doctype", root.getroottree().docinfo.doctype)
        if found := re.search("[\u0080-\u009f\ufffd]|[\u00c2\u00c3][\u00a0-\u00bf]", text):
            say("xml.characters", f"{found.group()!r} in {text[max(0, found.start() - 20):found.end() + 20]!r}")
        feed = self.feeds[name] = Feed(name, kind)
        # A line where a reference to a character stands is taken to know what it does.
        self.careful = ["&#x" in line for line in text.split("\n")]
        self.namespaces(say, root)
        if kind == "rss":
            self.rss(feed, say, root)
        else:
            self.atom(feed, say, root)
        return None

    def namespaces(self, say, root):
        seen = set()
        for element in root.iter(lxml.etree.Element):
            for prefix, namespace in element.nsmap.items():
                if (prefix, namespace) in seen:
                    continue
                seen.add((prefix, namespace))
                if namespace not in PREFIX_OF:
                    say("xml.namespace", f"readers do not know the namespace {namespace}")
                elif prefix and PREFIX_OF[namespace] != prefix:
                    say("xml.namespace", f"the usual prefix of {namespace} is {PREFIX_OF[namespace]}, not {prefix}")
            if ":" in lxml.etree.QName(element).localname:
                say("xml.namespace", f"<{element.tag}> has a prefix that is not declared")

    def plain(self, say, element, what, is_rss=True):
        """A text that is no HTML, and not empty. In RSS a bare `<` or `&` of it must be written so that no reader takes it for a tag."""
        text = element if isinstance(element, str) else element.text or ""
        if not text.strip():
            return say("text.empty", what)
        if not isinstance(element, str) and len(element):
            return say("text.elements", f"{what} has elements in it")
        careful = False
        if not isinstance(element, str) and is_rss:
            first = (element.sourceline or 1) - 1
            careful = any(self.careful[first:first + text.count("\n") + 1])
        if found := re.search(rf"</(?:{TAG_NAMES})>", text) or (not careful and ENTITY.search(text)):
            say("text.html", f"{what}: {found.group()!r} in {text[:80]!r}")
        elif is_rss and not careful and (found := re.search(r"&#[x0-9]|<[/A-Za-z]", text)):
            say("text.markup", f"{what}: {found.group()!r} in {text[:80]!r} is taken for a tag")
        return None

    def html(self, say, text, what):
        if not (text or "").strip():
            return say("text.empty", what)
        faults, addresses = content(text)
        for rule, fault in faults:
            say(rule, f"{what}: {fault}")
        for address in addresses:
            self.own(say, address, f"{what} names")
        return None

    def address(self, say, address, what, rule="address.absolute"):
        """An absolute address, at which something is where it is one of this site."""
        if not is_absolute(address):
            say(rule, f"{what}: {address!r}")
            return False
        self.own(say, address, what)
        return True

    def own(self, say, address, what):
        if self.site.is_own(address) and not self.site.file_of(address):
            say("address.nothing-there", f"{what} {address}")

    def file(self, say, address, length, kind, what):
        """A file of this site that a feed names with its length and its type."""
        name = self.site.file_of(address) if is_absolute(address) and self.site.is_own(address) else None
        if name and length is not None and str(length).isdigit() and int(length) and int(length) != os.path.getsize(self.site.path(name)):
            say("file.length", f"{what} {address} has {os.path.getsize(self.site.path(name))} bytes, not {length}")
        endings = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
                   "svg": "image/svg+xml", "mp3": "audio/mpeg", "m4a": "audio/mp4", "mp4": "video/mp4", "webm": "video/webm", "ogg": "audio/ogg"}
        right = endings.get(urllib.parse.urlsplit(address or "").path.rsplit(".", 1)[-1].lower())
        if kind and right and kind.split("/")[0] != right.split("/")[0]:
            say("file.type", f"{what} {address} is {right}, not {kind}")

    def link(self, say, element, kind, is_in_entry=False):
        """A link of Atom, in either; gives its kind and its address."""
        relation, href = element.get("rel", "alternate"), element.get("href")
        if href is None:
            say("link.href", "a link leads nowhere")
            return relation, ""
        if (element.text or "").strip() or len(element):
            say("link.text", f"the link {relation} is not empty")
        if relation not in RELATIONS and not is_iri(relation):
            say("link.relation", f"{relation!r} is not registered")
        if relation in HISTORY_RELATIONS and is_in_entry:
            say("link.relation", f"{relation} belongs to the feed, not to an entry")
        if element.get("type") is not None and not MIME.fullmatch(element.get("type")):
            say("link.type", f"{element.get('type')!r}")
        if relation == "self" and element.get("type", "application/atom+xml").split(";")[0] != f"application/{kind}+xml" and not is_in_entry:
            say("link.type", f"the link to itself is {element.get('type')}, not application/{kind}+xml")
        if element.get("hreflang") is not None and not is_language(element.get("hreflang")):
            say("link.language", element.get("hreflang"))
        if element.get("length") is not None and not element.get("length").isdigit():
            say("link.length", element.get("length"))
        if element.get("title") is not None:
            self.plain(say, element.get("title"), "the title of a link", is_rss=False)
        if is_absolute(href) or relation in HISTORY_RELATIONS or relation in ("self", "alternate", "enclosure", "hub"):
            self.address(say, href, f"the link {relation}", "link.absolute")
        if relation == "enclosure":
            if not element.get("type"):
                say("enclosure.type", f"of {href} is not said")
            self.file(say, href, element.get("length"), element.get("type"), "the enclosure")
        return relation, href

    def links(self, feed, say, parent, is_in_entry=False):
        """The links of a feed or an entry, by kind; of alternates there is one for each type and language."""
        found, seen = {}, set()
        for element in parent.findall(f"{{{ATOM}}}link"):
            relation, href = self.link(say, element, feed.kind, is_in_entry)
            key = (relation, element.get("type"), element.get("hreflang"), None if relation in ("alternate", "self") else href)
            if key in seen:
                say("link.twice", f"{relation} {element.get('type')} {href}")
            seen.add(key)
            found.setdefault(relation, []).append(href)
        return found

    def history(self, feed, say, links, parent):
        own = self.site.address(feed.name)
        if "self" not in links:
            say("link.self", "is missing")
        elif links["self"] != [own]:
            say("link.self", f"{links['self']} is not {own}")
        feed.is_archive = parent.find(f"{{{HISTORY}}}archive") is not None
        feed.before = (links.get("prev-archive") or [None])[0]
        feed.current = (links.get("current") or [None])[0]
        if len(links.get("prev-archive", [])) > 1 or len(links.get("current", [])) > 1:
            say("archive.links", "more than one link to an earlier document, or to the current one")
        if feed.is_archive and parent.find(f"{{{HISTORY}}}complete") is not None:
            say("archive.complete", "an archive is no complete feed")
        if feed.is_archive and feed.current is None:
            say("archive.current", "the archive does not name the feed that it belongs to")

    # RSS

    def rss(self, feed, say, root):
        if root.get("version") != "2.0":
            say("rss.version", root.get("version"))
        channels = root.findall("channel")
        if len(channels) != 1:
            return say("rss.channel", f"{len(channels)} of them")
        for element in root.iter(lxml.etree.Element):
            self.rss_element(say, element)
        channel = channels[0]
        self.rss_channel(feed, say, channel)
        seen = set()
        for item in channel.findall("item"):
            self.rss_item(feed, say, item, seen)
        return None

    def rss_element(self, say, element):
        """What may stand in an element of RSS, and how often."""
        name, namespace = lxml.etree.QName(element).localname, lxml.etree.QName(element).namespace
        parent = element.getparent()
        in_media = parent is not None and lxml.etree.QName(parent).namespace == MEDIA
        if namespace is None:
            once, again = RSS_CHILDREN.get(parent.tag, ("", "")) if parent is not None else ("rss", "")
            if element.tag not in once.split() + again.split():
                say("rss.element", f"<{element.tag}> in <{parent.tag}>")
            known = RSS_ATTRIBUTES.get(element.tag, set())
        else:
            known = EXTENSIONS.get(namespace, {}).get(name)
            if namespace in EXTENSIONS and known is None:
                say("rss.element", f"<{PREFIX_OF[namespace]}:{name}> is not known")
            known = set((known or "").split())
            if parent is not None and parent.tag in ("channel", "item") or in_media:
                pass
            elif lxml.etree.QName(parent).namespace == ATOM:
                pass
            else:
                say("rss.element", f"<{name}> of {namespace} in <{parent.tag}>")
        for attribute in element.attrib:
            if namespace in (None, *EXTENSIONS) and attribute not in known and not attribute.startswith(f"{{{XML}}}"):
                say("rss.attribute", f"{attribute} of <{name}>")
        if element.tag in RSS_CHILDREN and ((element.text or "").strip() or any((child.tail or "").strip() for child in element)):
            say("rss.text", f"bare text in <{element.tag}>")
        children = [child.tag for child in element if isinstance(child.tag, str)]
        for child in set(children):
            once = child in RSS_CHILDREN.get(element.tag, ("",))[0].split() if not child.startswith("{") else tuple(child[1:].split("}")) in EXTENSION_ONCE
            if once and children.count(child) > 1:
                say("rss.twice", f"<{child}> {children.count(child)} times in <{element.tag}>")
        for core, (other, local) in SAME_MEANING.items():
            if element.tag in ("channel", "item") and core in children and f"{{{other}}}{local}" in children:
                say("rss.same-meaning", f"both <{core}> and <{PREFIX_OF[other]}:{local}> in <{element.tag}>")

    def rss_channel(self, feed, say, channel):
        texts = {child.tag: (child.text or "").strip() for child in channel if isinstance(child.tag, str) and child.tag != "item"}
        for name in ("title", "link", "description"):
            if name not in texts:
                say("rss.missing", f"<{name}> of the channel")
        for child in channel:
            if child.tag in ("title", "description", "category", "copyright", "generator"):
                self.plain(say, child, f"<{child.tag}> of the channel")
            elif child.tag in ("pubDate", "lastBuildDate"):
                self.date(say, mail_date, child.text, "rss.date")
            elif child.tag in ("managingEditor", "webMaster"):
                self.person(say, child)
        if "link" in texts:
            self.address(say, texts["link"], "<link> of the channel")
        if "docs" in texts:
            self.address(say, texts["docs"], "<docs>")
        if "language" not in texts and channel.find(f"{{{DC}}}language") is None:
            say("rss.language", "is not said")
        elif "language" in texts and not is_language(texts["language"]):
            say("rss.language", repr(texts["language"]))
        if "ttl" in texts and not re.fullmatch(r"[1-9]\d*", texts["ttl"]):
            say("rss.number", f"<ttl> {texts['ttl']!r}")
        if channel.find("image") is not None:
            self.rss_image(say, channel.find("image"), texts)
        tags = [child.tag for child in channel if isinstance(child.tag, str)]
        if "item" in tags and any(tag != "item" for tag in tags[tags.index("item"):]):
            say("rss.order", "the channel says something of itself behind an item")
        self.history(feed, say, self.links(feed, say, channel), channel)

    def rss_image(self, say, image, texts):
        """The picture of a channel, which repeats what the channel says of itself."""
        own = {child.tag: (child.text or "").strip() for child in image if isinstance(child.tag, str)}
        for name in ("url", "title", "link"):
            if not own.get(name):
                say("rss.missing", f"<{name}> of the image")
        for name in ("title", "link"):
            if own.get(name) and own[name] != texts.get(name):
                say("rss.image", f"its <{name}> is {own[name]!r}, that of the channel {texts.get(name)!r}")
        if own.get("url"):
            self.address(say, own["url"], "<url> of the image")
            ending = own["url"].rsplit(".", 1)[-1].lower()
            if re.fullmatch(r"\w+", ending) and ending not in ("jpg", "jpeg", "gif", "png"):
                say("rss.image", f"{own['url']} is no JPEG, GIF or PNG")
        for name, most in (("width", 144), ("height", 400)):
            if name in own and not (own[name].isdigit() and 0 < int(own[name]) <= most):
                say("rss.image", f"<{name}> {own[name]!r}, at most {most}")

    def date(self, say, reads, text, rule):
        """The moment of a date; none, aloud, where it is no date."""
        moment = reads(text)
        if isinstance(moment, str):
            say(rule, moment)
            return None
        return moment

    def person(self, say, element):
        if not PERSON.fullmatch((element.text or "").strip()):
            say("rss.person", f"<{element.tag}> {element.text!r} is not of the form `address@host (Name)`")

    def rss_item(self, feed, say, item, seen):
        texts = {child.tag: (child.text or "").strip() for child in item if isinstance(child.tag, str)}
        name = texts.get("guid") or texts.get("link") or "an item without guid"
        def say_of(rule, what):
            say(rule, f"{name}: {what}")
        if not texts.get("title") and not texts.get("description"):
            say_of("rss.missing", "neither title nor description")
        date = None
        tags = [child.tag for child in item if isinstance(child.tag, str)]
        for child in item:
            if child.tag in ("title", "category"):
                self.plain(say_of, child, f"<{child.tag}>")
            elif child.tag in (f"{{{DC}}}creator", f"{{{DC}}}subject"):
                self.plain(say_of, child, child.tag)
            elif child.tag in ("link", "comments"):
                self.address(say_of, (child.text or "").strip(), f"<{child.tag}>")
            elif child.tag in ("description", f"{{{CONTENT}}}encoded"):
                if len(child):
                    say_of("text.elements", f"<{child.tag}> has elements in it")
                self.html(say_of, child.text, "<description>" if child.tag == "description" else "<content:encoded>")
            elif child.tag == "pubDate":
                date = self.date(say_of, mail_date, child.text, "rss.date")
            elif child.tag in (f"{{{DC}}}date", f"{{{DCTERMS}}}modified", f"{{{ATOM}}}updated", f"{{{ATOM}}}published"):
                self.date(say_of, internet_date, child.text, "rss.date")
            elif child.tag == "author":
                self.person(say_of, child)
            elif child.tag == "enclosure":
                self.rss_enclosure(say_of, child)
            elif child.tag == "source":
                self.address(say_of, child.get("url"), "<source>")
        if f"{{{CONTENT}}}encoded" in tags and "description" not in tags[:tags.index(f"{{{CONTENT}}}encoded")]:
            say_of("rss.order", "<content:encoded> without a description before it")
        for rule, missing in (("rss.guid", "guid"), ("rss.missing", "pubDate"), ("rss.missing", "link")):
            if missing not in texts:
                say_of(rule, f"no <{missing}>")
        authors = [(child.text or "").strip() for child in item.findall(f"{{{DC}}}creator") + item.findall("author")]
        if not authors:
            say_of("rss.missing", "neither dc:creator nor author")
        if item.find("guid") is not None:
            self.rss_guid(say_of, item.find("guid"), seen)
        self.media(say_of, item)
        self.links(feed, say_of, item, is_in_entry=True)
        feed.entries.append((texts.get("guid", ""), texts.get("title", ""), texts.get("link", ""), date))

    def rss_guid(self, say, guid, seen):
        value, permanent = (guid.text or "").strip(), guid.get("isPermaLink", "true")
        if permanent not in ("true", "false"):
            say("rss.guid", f"isPermaLink is {permanent!r}")
        if not value:
            say("rss.guid", "is empty")
        if permanent == "true" and not is_absolute(value):
            say("rss.guid", f"{value!r} is no address, but said to be one")
        if permanent == "false" and re.fullmatch(r"\d{0,8}", value):
            say("rss.guid", f"{value!r} is a number that others have too")
        if value in seen:
            say("id.twice", value)
        seen.add(value)

    def rss_enclosure(self, say, element):
        url, length, kind = element.get("url"), element.get("length"), element.get("type")
        self.address(say, url, "the enclosure", "enclosure.url")
        if not re.fullmatch(r"\d+", length or ""):
            say("enclosure.length", repr(length))
        if not MIME.fullmatch(kind or ""):
            say("enclosure.type", repr(kind))
        self.file(say, url, length, kind, "the enclosure")

    def media(self, say, parent):
        """What Media RSS says of pictures, films and sounds."""
        for element in parent.iter(*(f"{{{MEDIA}}}{name}" for name in EXTENSIONS[MEDIA])):
            name = lxml.etree.QName(element).localname
            if name in ("content", "thumbnail"):
                if name == "thumbnail" or element.get("url") is not None or element.find(f"{{{MEDIA}}}player") is None:
                    self.address(say, element.get("url"), f"media:{name}", "media.url")
                self.file(say, element.get("url") or "", element.get("fileSize"), element.get("type"), f"media:{name}")
            for attribute in ("width", "height", "fileSize"):
                if element.get(attribute) is not None and not re.fullmatch(r"[1-9]\d*", element.get(attribute)):
                    say("media.number", f"{attribute} of media:{name} is {element.get(attribute)!r}")
            if element.get("type") is not None:
                kinds = ("plain", "html") if name in ("title", "description", "text") else None
                if kinds and element.get("type") not in kinds or not kinds and not MIME.fullmatch(element.get("type")):
                    say("media.type", f"media:{name} {element.get('type')!r}")
            if element.get("medium") not in (None, "image", "audio", "video", "document", "executable"):
                say("media.medium", element.get("medium"))
            if element.get("isDefault") not in (None, "true", "false"):
                say("media.type", f"isDefault {element.get('isDefault')!r}")
            if name in ("title", "description", "credit", "copyright", "keywords") and element.get("type") != "html":
                self.plain(say, element, f"media:{name}")
            elif element.get("type") == "html":
                self.html(say, element.text, f"media:{name}")
            if name == "credit" and element.get("scheme", "urn:ebu") == "urn:ebu" and element.get("role") not in (None, *CREDITS):
                say("media.credit", f"the role {element.get('role')!r}")
            if name == "group" and len(element.findall(f"{{{MEDIA}}}content")) < 2:
                say("media.group", "a group of one")

    # Atom

    def atom(self, feed, say, root):
        for name in ("title", "id", "updated"):
            if root.find(f"{{{ATOM}}}{name}") is None:
                say("atom.missing", f"<{name}> of the feed")
        self.atom_once(say, root, "title id updated subtitle rights generator icon logo", "the feed")
        if not root.get(f"{{{XML}}}lang"):
            say("atom.language", "the feed has no xml:lang")
        elif not is_language(root.get(f"{{{XML}}}lang")):
            say("atom.language", root.get(f"{{{XML}}}lang"))
        for element in root.iter(lxml.etree.Element):
            if element.get(f"{{{XML}}}base") is not None and not is_absolute(element.get(f"{{{XML}}}base")):
                say("atom.base", element.get(f"{{{XML}}}base"))
        tags = [child.tag for child in root if isinstance(child.tag, str)]
        entry = f"{{{ATOM}}}entry"
        if entry in tags and any(tag != entry for tag in tags[tags.index(entry):]):
            say("atom.order", "the feed says something of itself behind an entry")
        self.atom_id(say, root)
        updated = self.date(say, internet_date, root.findtext(f"{{{ATOM}}}updated"), "atom.date")
        links = self.links(feed, say, root)
        if "alternate" not in links:
            say("link.alternate", "the feed names no page")
        self.history(feed, say, links, root)
        self.atom_parts(say, root, "the feed")
        for name in ("icon", "logo"):
            if root.find(f"{{{ATOM}}}{name}") is not None:
                self.address(say, root.findtext(f"{{{ATOM}}}{name}"), f"<{name}>")
        has_authors = root.find(f"{{{ATOM}}}author") is not None
        seen = set()
        for element in root.findall(entry):
            self.atom_entry(feed, say, element, has_authors, seen, updated)

    def atom_once(self, say, parent, names, what):
        for name in names.split():
            if len(parent.findall(f"{{{ATOM}}}{name}")) > 1:
                say("atom.twice", f"<{name}> of {what}")

    def atom_id(self, say, parent):
        value = parent.findtext(f"{{{ATOM}}}id") or ""
        if value != value.strip():
            say("atom.id", f"white space around {value!r}")
        if not is_iri(value.strip()):
            say("atom.id", f"{value!r} is no IRI")
        elif problem := not_canonical(value.strip()):
            say("atom.id", f"{value!r} has {problem}")

    def atom_parts(self, say, parent, what):
        """The people, the categories and the texts of a feed or an entry."""
        for child in parent:
            name = lxml.etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name in ("author", "contributor"):
                if not (child.findtext(f"{{{ATOM}}}name") or "").strip():
                    say("atom.person", f"{name} of {what} without a name")
                uri, address = child.findtext(f"{{{ATOM}}}uri"), child.findtext(f"{{{ATOM}}}email")
                if uri is not None:
                    self.address(say, uri, f"uri of the {name}")
                if address is not None and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", address):
                    say("atom.person", f"the mail address {address!r}")
            elif name == "category":
                if not (child.get("term") or "").strip():
                    say("atom.category", f"without a term, of {what}")
                if child.get("scheme") is not None and not is_iri(child.get("scheme")):
                    say("atom.category", f"the scheme {child.get('scheme')!r}")
                if child.get("label") is not None:
                    self.plain(say, child.get("label"), "the label of a category", is_rss=False)
            elif name in ("title", "subtitle", "rights", "summary"):
                self.atom_text(say, child, name)

    def atom_text(self, say, element, name):
        kind = element.get("type", "text")
        if kind == "html":
            self.html(say, element.text, f"<{name}>")
        elif kind == "text":
            self.plain(say, element, f"<{name}>", is_rss=False)
        elif kind == "xhtml":
            self.atom_xhtml(say, element, name)
        else:
            say("atom.type", f"<{name}> is {kind!r}")

    def atom_xhtml(self, say, element, name):
        if [child.tag for child in element] != [f"{{{XHTML}}}div"]:
            return say("atom.type", f"<{name}> of XHTML does not hold one <div>")
        return self.html(say, lxml.etree.tostring(element[0], method="html", encoding="unicode", with_tail=False), f"<{name}>")

    def atom_entry(self, feed, say, entry, has_authors, seen, feed_updated):
        def text(name):
            return entry.findtext(f"{{{ATOM}}}{name}")
        identifier = (text("id") or "").strip()
        def say_of(rule, what):
            say(rule, f"{identifier or 'an entry without id'}: {what}")
        for name in ("title", "id", "updated"):
            if text(name) is None:
                say_of("atom.missing", f"<{name}>")
        self.atom_once(say_of, entry, "title id updated published summary content rights source", "the entry")
        self.atom_id(say_of, entry)
        if identifier in seen:
            say_of("id.twice", identifier)
        seen.add(identifier)
        updated = self.date(say_of, internet_date, text("updated"), "atom.date")
        published = self.date(say_of, internet_date, text("published"), "atom.date") if text("published") is not None else None
        if published and updated and published > updated:
            say_of("atom.dates", f"updated {updated} before it was published {published}")
        if updated and feed_updated and updated > feed_updated:
            say_of("atom.dates", f"updated {updated}, behind the feed, {feed_updated}")
        if entry.find(f"{{{ATOM}}}author") is None and not has_authors and entry.find(f"{{{ATOM}}}source/{{{ATOM}}}author") is None:
            say_of("atom.author", "neither the entry nor the feed has one")
        self.atom_parts(say_of, entry, "the entry")
        links = self.links(feed, say_of, entry, is_in_entry=True)
        self.atom_content(say_of, entry, links)
        self.media(say_of, entry)
        feed.entries.append((identifier, (text("title") or "").strip(), (links.get("alternate") or [""])[0], published or updated))

    def atom_content(self, say, entry, links):
        element, summary = entry.find(f"{{{ATOM}}}content"), entry.find(f"{{{ATOM}}}summary")
        if element is None:
            if "alternate" not in links:
                say("atom.content", "neither content nor a link to it")
            if summary is None:
                say("atom.content", "neither content nor a summary")
            return
        kind, source = element.get("type", "text"), element.get("src")
        if source is not None:
            self.address(say, source, "<content>")
            if summary is None or "type" not in element.attrib:
                say("atom.content", "content elsewhere, without a summary or a type")
        elif kind in ("text", "html", "xhtml"):
            self.atom_text(say, element, "content")
        elif not MIME.fullmatch(kind) or kind.startswith("multipart/"):
            say("atom.type", f"<content> is {kind!r}")
        elif summary is None and not re.search(r"^text/|[+/]xml$", kind):
            say("atom.content", f"content of the type {kind} without a summary")

    # JSON Feed

    def json(self, name):
        data = self.site.bytes(name)
        say = functools.partial(self.faults.add, name)
        def pairs(found):
            keys = [key for key, _ in found]
            for key in {key for key in keys if keys.count(key) > 1}:
                say("json.twice", key)
            return dict(found)
        try:
            document = json.loads(data.decode("utf-8"), object_pairs_hook=pairs)
        except ValueError as error:
            return say("json.syntax", error)
        if not isinstance(document, dict) or not ("jsonfeed" in str(document.get("version")) or "feed_url" in document):
            return None
        feed = self.feeds[name] = Feed(name, "json")
        if document.get("version") != "https://jsonfeed.org/version/1.1":
            say("json.version", document.get("version"))
        if not isinstance(document.get("items"), list):
            return say("json.items", "is no list")
        if document.get("feed_url") != self.site.address(name):
            say("json.feed_url", f"{document.get('feed_url')!r} is not {self.site.address(name)}")
        self.json_text(say, document.get("title"), "title")
        self.json_addresses(say, document, ("home_page_url",), ("icon", "favicon", "next_url", "feed_url"))
        self.json_people(say, document, is_needed=False)
        if "language" in document and not is_language(document["language"]):
            say("json.language", document["language"])
        for hub in document.get("hubs", []):
            if not isinstance(hub, dict) or not hub.get("type") or not is_absolute(hub.get("url")):
                say("json.hub", hub)
        if document.get("next_url") == self.site.address(name):
            say("json.next_url", "is its own address")
        feed.before = document.get("next_url")
        seen = set()
        has_authors = bool(document.get("authors"))
        for item in document["items"]:
            self.json_item(feed, say, item, seen, has_authors)
        return None

    def json_text(self, say, value, what):
        if not isinstance(value, str) or not value.strip():
            say("json.text", f"{what} is {value!r}")
        elif found := ENTITY.search(value):
            say("text.html", f"{what}: {found.group()!r} in {value[:80]!r}")

    def json_addresses(self, say, document, needed, others):
        for key in (*needed, *others):
            if key in document or key in needed:
                self.address(say, document.get(key), key, "json.address")

    def json_people(self, say, document, is_needed):
        if "author" in document:
            say("json.author", "`author` is that of version 1: `authors`")
        authors = document.get("authors")
        if authors is None and not is_needed:
            return
        if not isinstance(authors, list) or not authors:
            say("json.authors", f"{authors!r}")
            return
        for author in authors:
            if not isinstance(author, dict) or not str(author.get("name") or "").strip():
                say("json.authors", f"{author!r} has no name")
            else:
                self.json_addresses(say, author, (), [key for key in ("url", "avatar") if not str(author.get(key)).startswith("mailto:")])

    def json_item(self, feed, say, item, seen, has_authors):
        if not isinstance(item, dict) or not isinstance(item.get("id"), str) or not item["id"].strip():
            say("json.id", f"an item without one that is a text: {str(item)[:80]}")
            return
        identifier = item["id"]
        def say_of(rule, what):
            say(rule, f"{identifier}: {what}")
        if identifier in seen:
            say_of("id.twice", identifier)
        seen.add(identifier)
        self.json_addresses(say_of, item, ("url",), ("external_url", "image", "banner_image"))
        if "content_html" not in item and "content_text" not in item:
            say_of("json.content", "neither content_html nor content_text")
        if "content_html" in item:
            self.html(say_of, item["content_html"], "content_html")
        for key in ("title", "summary"):
            if key in item:
                self.json_text(say_of, item[key], key)
        published = self.date(say_of, internet_date, item.get("date_published"), "json.date")
        if "date_modified" in item:
            modified = self.date(say_of, internet_date, item["date_modified"], "json.date")
            if published and modified and modified < published:
                say_of("json.dates", f"modified {modified} before it was published {published}")
        self.json_people(say_of, item, is_needed=not has_authors)
        if "language" in item and not is_language(item["language"]):
            say_of("json.language", item["language"])
        if not all(isinstance(tag, str) and tag.strip() for tag in item.get("tags", [])):
            say_of("json.tags", item["tags"])
        for attachment in item.get("attachments", []):
            url, kind, size = attachment.get("url"), attachment.get("mime_type"), attachment.get("size_in_bytes")
            self.address(say_of, url, "an attachment", "json.attachment")
            if not MIME.fullmatch(str(kind)) or size is not None and not (isinstance(size, int) and size > 0):
                say_of("json.attachment", f"{kind!r} of {size!r} bytes")
            self.file(say_of, url, size, kind, "the attachment")
        feed.entries.append((identifier, str(item.get("title", "")).strip(), item.get("url"), published))

    # Judges that others wrote.

    def grammar(self, names):
        """The grammar of RFC 4287, by jing."""
        grammar = os.path.join(self.checkers or "", "atom.rnc")
        if not self.checkers or not os.path.isfile(grammar) or not shutil.which("jing"):
            self.skipped.append("the grammar of Atom: jing or atom.rnc is not there")
            return
        for start in range(0, len(names), 200):
            paths = [self.site.path(name) for name in names[start:start + 200]]
            run = subprocess.run(["jing", "-c", grammar, *paths], capture_output=True, text=True, check=False)
            for line in run.stdout.splitlines():
                match = re.match(r"(.*?):(\d+):\d+: (.*)", line)
                self.faults.add(os.path.relpath(match.group(1), self.site.root) if match else "jing", "atom.grammar", match.group(3) if match else line)
            if run.returncode not in (0, 1) or run.returncode and not run.stdout.strip():
                self.faults.add("jing", "atom.grammar", f"exit code {run.returncode}: {run.stderr}")

    def schema(self, names):
        """The schemas of JSON Feed at SchemaStore."""
        paths = [os.path.join(self.checkers or "", name) for name in ("jsonfeed.json", "jsonfeed-1.json")]
        if not self.checkers or not all(map(os.path.isfile, paths)):
            self.skipped.append("the schemas of JSON Feed are not there")
            return
        of_feed, of_version_1 = (json.loads(open(path, encoding="utf-8").read()) for path in paths)
        # The schema refers to its predecessor by a name beside its own, but does not say its own.
        of_feed["id"] = urllib.parse.urljoin(of_version_1["id"], "feed.json")
        specification = referencing.jsonschema.DRAFT4
        resources = [(urllib.parse.urljoin(of_version_1["id"], "feed-1"), of_version_1), (of_version_1["id"], of_version_1)]
        registry = referencing.Registry().with_resources(
            (address, referencing.Resource.from_contents(schema, default_specification=specification)) for address, schema in resources)
        validator = jsonschema.Draft4Validator(of_feed, registry=registry, format_checker=jsonschema.FormatChecker())
        for name in names:
            for error in list(validator.iter_errors(json.loads(self.site.bytes(name))))[:5]:
                self.faults.add(name, "json.schema", f"{'/'.join(map(str, error.absolute_path))}: {error.message[:160]}")

    def reader(self, feed):
        """What a reader makes of a feed. It is one that does not read JSON."""
        headers = {"content-type": f"application/{feed.kind}+xml; charset=utf-8"}
        read = feedparser.parse(self.site.bytes(feed.name), resolve_relative_uris=False, sanitize_html=False, response_headers=headers)
        def say(what):
            self.faults.add(feed.name, "reader", what)
        if read.bozo:
            say(f"bozo: {read.get('bozo_exception')}")
        if not read.feed.get("title") or not read.feed.get("link"):
            say("the feed has no title or no link")
        if len(read.entries) != len(feed.entries):
            say(f"it sees {len(read.entries)} entries of {len(feed.entries)}")
        for number, entry in enumerate(read.entries):
            lacks = [key for key in ("id", "link") if not entry.get(key)]
            lacks += [] if entry.get("title") or entry.get("content") or entry.get("summary") else ["title and content"]
            lacks += [] if entry.get("published_parsed") or entry.get("updated_parsed") else ["a date"]
            lacks += [] if any(author.get("name") for author in entry.get("authors", [])) or read.feed.get("authors") else ["authors"]
            if lacks:
                say(f"entry {number + 1} {entry.get('id')} has no {', no '.join(lacks)}")

    # What must agree.

    def histories(self):
        """Each feed with the archives behind it: of one kind, and then of the three kinds of one folder."""
        targets = {feed.before for feed in self.feeds.values() if feed.kind == "json" and feed.before}
        heads = [feed for feed in self.feeds.values() if not feed.is_archive and not (feed.kind == "json" and self.site.address(feed.name) in targets)]
        reached, folders = set(), {}
        for head in heads:
            chain = self.chain(head)
            reached.update(feed.name for feed in chain)
            folders.setdefault(os.path.dirname(head.name), {}).setdefault(head.kind, []).append(chain)
        for name in self.feeds:
            if name not in reached:
                self.faults.add(name, "archive.unreached", "no feed leads to it")
        for folder, kinds in sorted(folders.items()):
            self.agree(folder, kinds)
        self.whole(folders)

    def chain(self, head):
        """A feed and the archives behind it, from the newest to the oldest."""
        chain, feed = [head], head
        while feed.before:
            name = self.site.file_of(feed.before) if self.site.is_own(feed.before) else None
            before = self.feeds.get(name)
            if before is None or before in chain or before.kind != head.kind:
                self.faults.add(feed.name, "archive.chain", f"{feed.before} is no earlier feed of this kind")
                break
            if head.kind != "json":
                if not before.is_archive:
                    self.faults.add(before.name, "archive.mark", "is an archive, but does not say so")
                if before.current and before.current != self.site.address(head.name):
                    self.faults.add(before.name, "archive.current", f"{before.current} is not {self.site.address(head.name)}")
            chain.append(before)
            feed = before
        seen = {}
        for feed in chain:
            for identifier, *_ in feed.entries:
                if identifier in seen and seen[identifier] != feed.name:
                    self.faults.add(feed.name, "archive.twice", f"{identifier} is in {seen[identifier]} too")
                seen[identifier] = feed.name
        return chain

    def agree(self, folder, kinds):
        """The feeds of one folder tell the same of the same articles in the same order, archive for archive."""
        for kind, chains in kinds.items():
            if len(chains) > 1:
                self.faults.add(folder or ".", "agree.kinds", f"{len(chains)} feeds of the kind {kind}")
        first, *others = [chains[0] for chains in kinds.values()]
        for other in others:
            if len(first) != len(other):
                self.faults.add(other[0].name, "agree.archives", f"{len(other) - 1} archives, but {len(first) - 1} of {first[0].name}")
            for one, two in zip(first, other):
                ids = [[entry[0] for entry in feed.entries] for feed in (one, two)]
                if ids[0] != ids[1]:
                    self.faults.add(two.name, "agree.ids", f"not those of {one.name}: {set(ids[0]) ^ set(ids[1]) or 'another order'}")
                    continue
                for mine, theirs in zip(one.entries, two.entries):
                    for what, a, b in zip(("title", "link", "date"), mine[1:], theirs[1:]):
                        if what == "title":
                            a, b = (" ".join(html.unescape(text).split()) for text in (a, b))
                        if a != b:
                            self.faults.add(two.name, f"agree.{what}", f"{mine[0]}: {b!r}, but {a!r} in {one.name}")

    def whole(self, folders):
        """With archives, the feeds of the whole site hold every article of every other feed."""
        everything = {entry[0] for feed in self.feeds.values() for entry in feed.entries}
        for chains in folders.get("", {}).values():
            held = {entry[0] for feed in chains[0] for entry in feed.entries}
            if len(chains[0]) > 1 and (missing := everything - held):
                self.faults.add(chains[0][0].name, "archive.missing", f"{len(missing)} articles of other feeds are in no archive, as {min(missing)}")
            if self.articles is not None and len(held) != self.articles:
                self.faults.add(chains[0][0].name, "archive.count", f"{len(held)} articles of {self.articles}")


# The test with planted faults.

BASE = "https://herald.example/"


def good_site(folder):
    """Two articles in the feeds, one in the archive of each."""
    def write(name, text):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    for page in ("", "a/", "b/", "c/", "news/", "authors/ada/"):
        write(f"{page}index.html", "<!doctype html><title>x</title>")
    write("a/cover.png", "twelve bytes")
    write("logo.png", "a picture")
    write("data.json", '{"version": "2"}')
    def rss_item(letter, day, more=""):
        return f"""<item><title>Tom, R&#x26;D {letter}</title><link>{BASE}{letter}/</link><guid isPermaLink="false">urn:uuid:00000000-0000-4000-8000-00000000000{letter}</guid>
<pubDate>{day} Dec 2026 08:30:00 +0100</pubDate><dc:creator>Ada Lovelace</dc:creator><category>Oceans</category>{more}<description>Short {letter}.</description>
<content:encoded>&lt;p&gt;Text &amp;amp; more, &lt;a href="{BASE}b/"&gt;there&lt;/a&gt;.&lt;/p&gt;</content:encoded></item>"""
    media = f"""<enclosure url="{BASE}a/cover.png" length="12" type="image/png"/>
<media:content url="{BASE}a/cover.png" type="image/png" medium="image" width="1200" height="800"><media:credit role="photographer">Grace</media:credit><media:description type="plain">A sea</media:description></media:content>"""
    def rss(name, more, items):
        return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="{ATOM}" xmlns:dc="{DC}" xmlns:content="{CONTENT}" xmlns:media="{MEDIA}" xmlns:fh="{HISTORY}"><channel>
<title>The Herald</title>
<link>{BASE}</link>
<description>News</description>
<language>en-gb</language><lastBuildDate>Wed, 02 Dec 2026 08:30:00 +0100</lastBuildDate><ttl>60</ttl>
<image><url>{BASE}logo.png</url><title>The Herald</title><link>{BASE}</link></image>
<atom:link rel="self" type="application/rss+xml" href="{BASE}{name}"/>
{more}
{items}
</channel></rss>"""
    write("feed.xml", rss("feed.xml", f'<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="prev-archive" href="{BASE}feed/1.xml"/>',
                          rss_item("a", "Wed, 02", media) + rss_item("b", "Tue, 01")))
    write("feed/1.xml", rss("feed/1.xml", f'<fh:archive/><atom:link rel="current" href="{BASE}feed.xml"/>', rss_item("c", "Mon, 30").replace("30 Dec", "30 Nov")))
    def atom_entry(letter, day):
        return f"""<entry><title>Tom, R&amp;D {letter}</title><id>urn:uuid:00000000-0000-4000-8000-00000000000{letter}</id><link rel="alternate" type="text/html" href="{BASE}{letter}/"/>
<published>{day}T08:30:00+01:00</published><updated>{day}T08:30:00+01:00</updated><author><name>Ada Lovelace</name><uri>{BASE}authors/ada/</uri></author>
<category term="oceans" label="Oceans"/><summary>Short.</summary><content type="html">&lt;p&gt;Text &amp;amp; more.&lt;/p&gt;</content></entry>"""
    def atom(name, more, entries):
        return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="{ATOM}" xmlns:fh="{HISTORY}" xml:lang="en"><title>The Herald</title><id>{BASE}</id><updated>2026-12-02T08:30:00+01:00</updated>
<link rel="self" type="application/atom+xml" href="{BASE}{name}"/><link rel="alternate" type="text/html" href="{BASE}"/>{more}
{entries}</feed>"""
    write("atom.xml", atom("atom.xml", f'<link rel="prev-archive" href="{BASE}atom/1.xml"/>', atom_entry("a", "2026-12-02") + atom_entry("b", "2026-12-01")))
    write("atom/1.xml", atom("atom/1.xml", f'<fh:archive/><link rel="current" href="{BASE}atom.xml"/>', atom_entry("c", "2026-11-30")))
    def json_feed(name, more, items):
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "The Herald", "home_page_url": BASE, "feed_url": BASE + name, "language": "en",
                           **more, "items": items})
    def json_item(letter, day, **more):
        return {"id": f"urn:uuid:00000000-0000-4000-8000-00000000000{letter}", "url": f"{BASE}{letter}/", "title": f"Tom, R&D {letter}",
                "content_html": "<p>Text &amp; more.</p>", "date_published": f"{day}T08:30:00+01:00", "authors": [{"name": "Ada Lovelace", "url": f"{BASE}authors/ada/"}],
                "tags": ["Oceans"], **more}
    attachments = [{"url": f"{BASE}a/cover.png", "mime_type": "image/png", "size_in_bytes": 12}]
    write("feed.json", json_feed("feed.json", {"next_url": f"{BASE}feed/1.json"},
                                 [json_item("a", "2026-12-02", attachments=attachments), json_item("b", "2026-12-01")]))
    write("feed/1.json", json_feed("feed/1.json", {}, [json_item("c", "2026-11-30")]))


GUID = "urn:uuid:00000000-0000-4000-8000-00000000000"
PLANTS = [
    ("no feed to begin with", "archive.chain", "feed/1.xml", "", None),
    ("a byte that is no UTF-8", "xml.utf-8", "feed.xml", "Short a", "Short \udcff"),
    ("an open element", "xml.well-formed", "feed.xml", "</item>", ""),
    ("an encoding that is not declared", "xml.declaration", "feed.xml", ' encoding="utf-8"', ""),
    ("a document type", "xml.doctype", "atom.xml", "<feed", "<!DOCTYPE feed><feed"),
    ("letters of an older Windows", "xml.characters", "feed.xml", "Short a", "Short \u0093"),
    ("UTF-8 read as Latin", "xml.characters", "atom.xml", "Short.", "CafÃ©."),
    ("an unknown namespace", "xml.namespace", "feed.xml", '<rss version="2.0"', '<rss version="2.0" xmlns:w="https://words.example/"'),
    ("an unusual prefix", "xml.namespace", "feed.xml", "xmlns:fh=", 'xmlns:m="http://search.yahoo.com/mrss/" xmlns:fh='),
    ("another namespace for a prefix", "xml.namespace", "feed.xml", "http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss"),
    ("an undeclared prefix", "xml.well-formed", "feed.xml", "<ttl>", "<geo:lat>1</geo:lat><ttl>"),
    ("Atom of another time", "xml.root", "atom.xml", ATOM, "http://purl.org/atom/ns#"),
    ("RSS of another version", "rss.version", "feed.xml", 'version="2.0"', 'version="2.1"'),
    ("two channels", "rss.channel", "feed.xml", "</channel>", "</channel><channel></channel>"),
    ("no description", "rss.missing", "feed.xml", "<description>News</description>", ""),
    ("an empty title", "text.empty", "feed.xml", "<title>The Herald</title>\n", "<title> </title>\n"),
    ("no language", "rss.language", "feed.xml", "<language>en-gb</language>", ""),
    ("no such language", "rss.language", "feed.xml", "en-gb", "english"),
    ("a channel dated in figures", "rss.date", "feed.xml", "Wed, 02 Dec 2026 08:30:00 +0100</last", "2026-12-02</last"),
    ("a wrong weekday", "rss.date", "feed.xml", "<pubDate>Wed", "<pubDate>Fri"),
    ("no such day", "rss.date", "feed.xml", "<pubDate>Wed, 02 Dec", "<pubDate>32 Dec"),
    ("a date without zone", "rss.date", "feed.xml", "08:30:00 +0100</pub", "08:30:00</pub"),
    ("a change on no day", "rss.date", "feed.xml", "<pubDate>", '<dcterms:modified xmlns:dcterms="http://purl.org/dc/terms/">Wed, 02 Dec 2026</dcterms:modified><pubDate>'),
    ("a date before feeds", "rss.date", "feed.xml", "<pubDate>Wed, 02 Dec 2026", "<pubDate>02 Dec 1926"),
    ("ttl of nothing", "rss.number", "feed.xml", "<ttl>60", "<ttl>0"),
    ("ttl twice", "rss.twice", "feed.xml", "<ttl>60</ttl>", "<ttl>60</ttl><ttl>60</ttl>"),
    ("a title twice", "rss.twice", "feed.xml", "<pubDate>", "<title>x</title><pubDate>"),
    ("two enclosures", "rss.twice", "feed.xml", "<enclosure", f'<enclosure url="{BASE}b/" length="0" type="a/b"/><enclosure'),
    ("content twice", "rss.twice", "feed.xml", "<content:encoded>", "<content:encoded>x</content:encoded><content:encoded>"),
    ("an unknown element", "rss.element", "feed.xml", "<pubDate>", "<subtitle>x</subtitle><pubDate>"),
    ("an unknown element of Dublin Core", "rss.element", "feed.xml", "<pubDate>", "<dc:author>x</dc:author><pubDate>"),
    ("an unknown attribute", "rss.attribute", "feed.xml", "<pubDate>", '<pubDate zone="x">'),
    ("bare text", "rss.text", "feed.xml", "<item>", "<item>bare"),
    ("author and creator", "rss.same-meaning", "feed.xml", "<pubDate>", "<author>a@b.example (A B)</author><pubDate>"),
    ("an author without address", "rss.person", "feed.xml", "<pubDate>", "<author>Ada</author><pubDate>"),
    ("an author without name", "rss.person", "feed.xml", "<ttl>", "<managingEditor>a@b.example</managingEditor><ttl>"),
    ("nobody wrote it", "rss.missing", "feed.xml", "<dc:creator>Ada Lovelace</dc:creator>", ""),
    ("a channel that goes on behind its items", "rss.order", "feed.xml", "</channel>", "<copyright>x</copyright></channel>"),
    ("content before the description", "rss.order", "feed.xml", "<description>Short a.</description>", ""),
    ("an image with another title", "rss.image", "feed.xml", "</url><title>The Herald", "</url><title>The Times"),
    ("an image that is too wide", "rss.image", "feed.xml", "</url>", "</url><width>512</width>"),
    ("an image without link", "rss.missing", "feed.xml", f"<link>{BASE}</link></image>", "</image>"),
    ("no guid", "rss.guid", "feed.xml", f'<guid isPermaLink="false">{GUID}a</guid>', ""),
    ("a guid taken for an address", "rss.guid", "feed.xml", ' isPermaLink="false"', ""),
    ("a guid that is a number", "rss.guid", "feed.xml", f"{GUID}a", "4711"),
    ("isPermaLink in words", "rss.guid", "feed.xml", '"false"', '"no"'),
    ("a guid twice", "id.twice", "feed.xml", f"{GUID}b", f"{GUID}a"),
    ("a relative link", "address.absolute", "feed.xml", f"<link>{BASE}a/", "<link>/a/"),
    ("a link with a blank", "address.absolute", "feed.xml", f"<link>{BASE}a/", f"<link>{BASE}a b/"),
    ("a link to nowhere", "address.nothing-there", "feed.xml", f"<link>{BASE}a/", f"<link>{BASE}z/"),
    ("an enclosure without length", "enclosure.length", "feed.xml", ' length="12"', ""),
    ("an enclosure of minus one", "enclosure.length", "feed.xml", ' length="12"', ' length="-1"'),
    ("a wrong length", "file.length", "feed.xml", 'length="12"', 'length="13"'),
    ("an enclosure without type", "enclosure.type", "feed.xml", ' length="12" type="image/png"', ' length="12"'),
    ("a type that is none", "enclosure.type", "feed.xml", ' length="12" type="image/png"', ' length="12" type="image"'),
    ("a wrong type", "file.type", "feed.xml", ' length="12" type="image/png"', ' length="12" type="audio/mpeg"'),
    ("a relative enclosure", "enclosure.url", "feed.xml", f'<enclosure url="{BASE}', '<enclosure url="/'),
    ("a relative picture", "media.url", "feed.xml", f'<media:content url="{BASE}', '<media:content url="'),
    ("a picture without width", "media.number", "feed.xml", 'width="1200"', 'width="0"'),
    ("a medium that is none", "media.medium", "feed.xml", 'medium="image"', 'medium="picture"'),
    ("an unknown role", "media.credit", "feed.xml", 'role="photographer"', 'role="snapper"'),
    ("a group of one", "media.group", "feed.xml", "<dc:creator>", f'<media:group><media:content url="{BASE}a/cover.png"/></media:group><dc:creator>'),
    ("no link to itself", "link.self", "feed.xml", f'<atom:link rel="self" type="application/rss+xml" href="{BASE}feed.xml"/>', ""),
    ("a link to another self", "link.self", "feed.xml", f'href="{BASE}feed.xml"', f'href="{BASE}atom.xml"'),
    ("a self of another type", "link.type", "feed.xml", "application/rss+xml", "application/atom+xml"),
    ("an unknown kind of link", "link.relation", "feed.xml", 'rel="hub"', 'rel="pubsub"'),
    ("a link without address", "link.href", "feed.xml", ' href="https://hub.example/"', ""),
    ("a relative hub", "link.absolute", "feed.xml", "https://hub.example/", "/hub"),
    ("HTML in a title", "text.html", "feed.xml", "Tom, R&#x26;D a", "&lt;em&gt;Tom&lt;/em&gt;, R&#x26;D a"),
    ("a title escaped twice", "text.html", "feed.xml", "<title>Tom, R&#x26;D a", "<title>Tom, R&amp;amp;D a"),
    ("a title like a tag", "text.markup", "feed.xml", "<title>Tom, R&#x26;D a", "<title>Tom &lt;b a"),
    ("a script", "content.element", "feed.xml", "&lt;p&gt;Text", "&lt;script&gt;1&lt;/script&gt;&lt;p&gt;Text"),
    ("a frame", "content.element", "atom.xml", "&lt;p&gt;Text", '&lt;iframe src="https://a.example/"&gt;&lt;/iframe&gt;&lt;p&gt;Text'),
    ("a form", "content.element", "feed.json", "<p>Text", "<form><input></form><p>Text"),
    ("a handler", "content.script", "feed.xml", "&lt;p&gt;Text", '&lt;p onclick="x()"&gt;Text'),
    ("an address of script", "content.script", "feed.json", "<p>Text", "<p><a href='javascript:x()'>x</a>Text"),
    ("a style", "content.style", "atom.xml", "&lt;p&gt;Text", '&lt;p style="color: red"&gt;Text'),
    ("a relative link in content", "content.relative", "feed.xml", f'href="{BASE}b/"', 'href="/b/"'),
    ("a link within the page", "content.relative", "feed.xml", f'href="{BASE}b/"', 'href="#note"'),
    ("relative pictures", "content.relative", "feed.json", "<p>Text", "<img alt='' src='https://a.example/a.png' srcset='https://a.example/a.png 1x, b.png 2x'><p>Text"),
    ("a relative poster", "content.relative", "feed.json", "<p>Text", "<video src='https://a.example/a.mp4' poster='a.png'></video><p>Text"),
    ("a dead link in content", "address.nothing-there", "feed.xml", f'href="{BASE}b/"', f'href="{BASE}gone/"'),
    ("HTML that is not closed", "content.html", "feed.xml", "&lt;/a&gt;", ""),
    ("content escaped twice", "content.escaped-twice", "feed.xml", "&amp;amp;", "&amp;amp;amp;"),
    ("tags escaped twice", "content.escaped-twice", "feed.json", "<p>Text", "&lt;p&gt;Text"),
    ("Atom without id", "atom.missing", "atom.xml", f"<id>{BASE}</id>", ""),
    ("Atom without updated", "atom.missing", "atom.xml", "<updated>2026-12-02T08:30:00+01:00</updated><author>", "<author>"),
    ("Atom with two titles", "atom.twice", "atom.xml", "<summary>", "<title>x</title><summary>"),
    ("Atom without language", "atom.language", "atom.xml", ' xml:lang="en"', ""),
    ("an id that is no IRI", "atom.id", "atom.xml", f"<id>{GUID}a", "<id>article-a"),
    ("an id that is not canonical", "atom.id", "atom.xml", f"<id>{BASE}", "<id>https://Herald.example/"),
    ("an id with white space", "atom.id", "atom.xml", f"<id>{GUID}a", f"<id> {GUID}a"),
    ("an id twice", "id.twice", "atom.xml", f"{GUID}b", f"{GUID}a"),
    ("a date of RSS in Atom", "atom.date", "atom.xml", "<published>2026-12-02T08:30:00+01:00", "<published>Wed, 02 Dec 2026 08:30:00 +0100"),
    ("a date without zone in Atom", "atom.date", "atom.xml", "<published>2026-12-02T08:30:00+01:00", "<published>2026-12-02T08:30:00"),
    ("a feed before its entry", "atom.dates", "atom.xml", "<updated>2026-12-02", "<updated>2026-11-02"),
    ("an entry of nobody", "atom.author", "atom.xml", f"<author><name>Ada Lovelace</name><uri>{BASE}authors/ada/</uri></author>", ""),
    ("an author without a name", "atom.person", "atom.xml", "<name>Ada Lovelace</name>", "<name></name>"),
    ("a category without term", "atom.category", "atom.xml", ' term="oceans"', ' term=""'),
    ("two alternates", "link.twice", "atom.xml", "<published>", f'<link rel="alternate" type="text/html" href="{BASE}b/"/><published>'),
    ("neither content nor summary", "atom.content", "atom.xml", '<summary>Short.</summary><content type="html">&lt;p&gt;Text &amp;amp; more.&lt;/p&gt;</content>', ""),
    ("content of an unknown type", "atom.type", "atom.xml", 'content type="html"', 'content type="HTML"'),
    ("HTML called text", "text.html", "atom.xml", "<content type=\"html\">", "<content>"),
    ("Atom that goes on behind its entries", "atom.order", "atom.xml", "</feed>", "<rights>x</rights></feed>"),
    ("a relative base", "atom.base", "atom.xml", "<entry>", '<entry xml:base="/a/">'),
    ("history in an entry", "link.relation", "atom.xml", "<published>", f'<link rel="current" href="{BASE}atom.xml"/><published>'),
    ("against the grammar", "atom.grammar", "atom.xml", "<summary>", '<subtitle>x</subtitle><summary>'),
    ("JSON that is none", "json.syntax", "feed.json", "{", "{,"),
    ("a key twice", "json.twice", "feed.json", '"title": "The Herald"', '"title": "The Herald", "title": "x"'),
    ("another version", "json.version", "feed.json", "version/1.1", "version/1"),
    ("against the schema", "json.schema", "feed.json", '"tags"', '"keywords"'),
    ("JSON of another address", "json.feed_url", "feed.json", f'"feed_url": "{BASE}feed.json"', f'"feed_url": "{BASE}"'),
    ("a number for an id", "json.id", "feed.json", f'"id": "{GUID}a"', '"id": 1'),
    ("an id twice in JSON", "id.twice", "feed.json", f"{GUID}b", f"{GUID}a"),
    ("a relative address in JSON", "json.address", "feed.json", f'"url": "{BASE}a/"', '"url": "/a/"'),
    ("no content in JSON", "json.content", "feed.json", '"content_html"', '"_content"'),
    ("a day in JSON", "json.date", "feed.json", "2026-12-02T08:30:00+01:00", "2026-12-02"),
    ("authors that are none", "json.authors", "feed.json", f'"authors": [{{"name": "Ada Lovelace", "url": "{BASE}authors/ada/"}}]', '"authors": []'),
    ("the author of version 1", "json.author", "feed.json", '"tags"', '"author": {"name": "x"}, "tags"'),
    ("an attachment without type", "json.attachment", "feed.json", '"mime_type": "image/png", ', ""),
    ("a title escaped in JSON", "text.html", "feed.json", "Tom, R&D a", "Tom, R&amp;D a"),
    ("an entry no reader can date", "reader", "atom.xml", "<published>2026-12-02T08:30:00+01:00</published><updated>2026-12-02T08:30:00+01:00</updated>", ""),
    ("an archive that does not say so", "archive.mark", "feed/1.xml", "<fh:archive/>", ""),
    ("an archive of nothing", "archive.current", "atom/1.xml", f'<link rel="current" href="{BASE}atom.xml"/>', ""),
    ("an archive of another feed", "archive.current", "feed/1.xml", f'rel="current" href="{BASE}feed.xml"', f'rel="current" href="{BASE}atom.xml"'),
    ("an archive that nothing leads to", "archive.unreached", "feed.xml", f'<atom:link rel="prev-archive" href="{BASE}feed/1.xml"/>', ""),
    ("an article in two archives", "archive.twice", "feed/1.json", f"{GUID}c", f"{GUID}a"),
    ("an archive less", "agree.archives", "feed.json", f'"next_url": "{BASE}feed/1.json", ', ""),
    ("an archive that is not there", "archive.chain", "feed.json", "feed/1.json", "feed/2.json"),
    ("other ids in Atom", "agree.ids", "atom.xml", f"{GUID}b", f"{GUID}d"),
    ("another title in JSON", "agree.title", "feed.json", "Tom, R&D b", "Tim, R&D b"),
    ("another date in Atom", "agree.date", "atom.xml", "<published>2026-12-01T08", "<published>2026-12-01T07"),
    ("another address in JSON", "agree.link", "feed.json", f'"url": "{BASE}b/"', f'"url": "{BASE}c/"'),
    ("an article less than there are", "archive.count", "feed/1.xml", f"{GUID}c", f"{GUID}a"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", help="the built folder")
    parser.add_argument("base", nargs="?", help="the address below which it is published")
    parser.add_argument("--checkers", help="the folder of atom.rnc and the schemas of JSON Feed")
    parser.add_argument("--articles", type=int, help="how many articles the feeds of the whole site hold, archives included")
    parser.add_argument("--self-test", action="store_true", help="whether planted faults are found")
    options = parser.parse_args()
    if options.self_test:
        def judge(folder, rule):
            # Java starts slowly, so the grammar is asked only where it shall answer.
            checkers = options.checkers if rule in (None, "atom.grammar", "json.schema") else None
            return Judge(Site(folder, BASE), checkers, articles=3).judge()
        first = Judge(Site(os.devnull, BASE), options.checkers)
        first.grammar([])
        first.schema([])
        for reason in first.skipped:
            print(f"skipped: {reason}")
        plants = [plant for plant in PLANTS if not first.skipped or plant[1] not in ("atom.grammar", "json.schema")]
        return self_test(judge, good_site, plants)
    if not options.site or not options.base:
        parser.error("SITE and BASE_URL, or --self-test")
    judge = Judge(Site(options.site, options.base), options.checkers, options.articles)
    judge.judge()
    for reason in judge.skipped:
        print(f"skipped: {reason}")
    return judge.faults.report(f"{len(judge.feeds)} feeds, {sum(len(feed.entries) for feed in judge.feeds.values())} entries")


if __name__ == "__main__":
    sys.exit(main())
