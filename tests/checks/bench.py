"""Judges the pages that bench/site makes of a small collection: `bench.py BYLINE FOLDER`. The last line is the summary."""

import email.utils
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(PROJECT, "bench"))
sys.dont_write_bytecode = True

import generate  # noqa: E402  (it stands in bench/)

ARTICLES = 50
SITE = "https://bench.example"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def made(folder):
    """Makes the site's sources; gives what its articles say of themselves."""
    shutil.copytree(os.path.join(PROJECT, "bench", "site"), folder)
    generate.generate(ARTICLES, folder)
    collection = generate.Collection(seed=1, size=5200)
    return [collection.meta(number) for number in range(ARTICLES)]


def same_articles_in_fewer(folder):
    """The articles of a smaller collection are those of the larger one."""
    generate.generate(ARTICLES // 5, folder)
    names = 0
    for path, _, files in os.walk(folder):
        for name in files:
            smaller = os.path.join(path, name)
            larger = smaller.replace(folder, folder.removesuffix("-fewer"), 1)
            assert open(smaller, "rb").read() == open(larger, "rb").read(), f"{smaller} differs"
            names += 1
    assert names == ARTICLES // 5, names


def page(folder, url):
    """The text of the page at an address of the site."""
    path = os.path.join(folder, "public", url.removeprefix(SITE).lstrip("/"))
    with open(os.path.join(path, "index.html") if url.endswith("/") else path, encoding="utf-8") as file:
        return file.read()


def judge_feed(folder, newest_first):
    items = xml.fromstring(page(folder, "/rss.xml")).findall("./channel/item")
    links = [item.findtext("link") for item in items]
    assert links == [SITE + meta.url for meta in newest_first[:20]], links
    for item, meta in zip(items, newest_first):
        assert item.findtext("title") == meta.title, item.findtext("title")
        assert item.findtext("description") == meta.description, item.findtext("description")
        date = email.utils.parsedate_to_datetime(item.findtext("pubDate"))
        assert date.replace(tzinfo=None) == meta.date and date.utcoffset().total_seconds() == 0, item.findtext("pubDate")


def judge_sitemap(folder, metas):
    found = {entry.findtext(SITEMAP + "loc"): entry.findtext(SITEMAP + "lastmod") for entry in xml.fromstring(page(folder, "/sitemap.xml"))}
    for meta in metas:
        assert found[SITE + meta.url].startswith(meta.date.isoformat()), meta.url
    topics = {topic for meta in metas for topic in meta.topics}
    authors = {author for meta in metas for author in meta.authors}
    # The front page, two indexes, and a page for each article, topic and author.
    assert len(found) == 3 + len(metas) + len(topics) + len(authors), len(found)
    for url in found:
        page(folder, url)


def judge_pages(folder, newest_first):
    for place, meta in enumerate(newest_first):
        text = page(folder, meta.url)
        for part in (meta.title, meta.description, *meta.authors, *meta.topics, meta.series or ""):
            assert part in text, f"{meta.url} lacks {part}"
        for neighbour in newest_first[max(0, place - 1) : place] + newest_first[place + 1 : place + 2]:
            assert neighbour.url in text, f"{meta.url} does not lead to {neighbour.url}"
    # 50 articles in pages of 20, the oldest 20 on the first page that is full.
    for url, part in (("/", newest_first[:30]), ("/page/1/", newest_first[30:])):
        text = page(folder, url)
        assert text.count("<li>") == len(part) and all(meta.url in text for meta in part), url
    for index in ("/topics/", "/authors/"):
        assert text_lists(page(folder, index), index), index
    assert not os.path.exists(os.path.join(folder, "public", "series")), "a series has a page, which no peer makes"


def text_lists(text, index):
    """Whether an index leads to terms below it."""
    return f"href={index}" in text.replace('"', "") and "<li>" in text


def main():
    byline, folder = sys.argv[1:3]
    metas = made(folder)
    same_articles_in_fewer(folder + "-fewer")
    subprocess.run([byline, "build", "--strict", "--quiet", "--root", folder, "--at", "2026-01-01"], check=True)
    newest_first = sorted(metas, key=lambda meta: meta.date, reverse=True)
    judge_feed(folder, newest_first)
    judge_sitemap(folder, metas)
    judge_pages(folder, newest_first)
    print(f"{len(metas)} articles, a feed of 20, a sitemap with all of them")


main()
