#!/usr/bin/env python3
"""Writes a collection of articles that is the same for everyone who names the same seed.

    bench/generate.py N --out DIR [--for byline] [--seed 1] [--bytes 5200] [--jobs 2]

DIR gets a folder `content` with N articles. Article i follows from the seed and i alone, so the first 1,000 of 10,000 are the
collection of 1,000, and a folder can be added to. Whatever generator it is for, an article has the same body, date, authors,
topics and name; only its front matter differs, and for Blades the folder.
"""

import argparse
import datetime
import functools
import json
import multiprocessing
import os
import random
import sys

AUTHOR_COUNT, TOPIC_COUNT, SERIES_COUNT = 50, 40, 60
FIRST_NAMES = (
    "Ada Bela Cora Dina Emil Finn Gita Hugo Ines Jona Kara Luca Mina Nils Olga Pia Quin Rosa Sven Tara Ugo Vera Wim Xena Yann"
).split()
LAST_NAMES = (
    "Abara Brandt Castell Dvorak Eklund Ferrante Goldberg Hanley Ibarra Janssen Kowalski Lindqvist Moreau Novak Okafor Petrov "
    "Quigley Rossi Sorensen Takeda Urban Vasquez Whitlock Ximenes Yilmaz"
).split()
TOPICS = (
    "Climate Oceans Cities Housing Transit Energy Water Food Farming Forests Health Medicine Genetics Brain Education Labour "
    "Economy Trade Courts Elections Migration Borders War Peace Technology Software Privacy Media Books Film Music Art Theatre "
    "Sport Chess Travel Language History Space Mathematics"
).split()
COMMON_WORDS = (
    "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you "
    "were all her she there would their we him been has when who will no more if out so up said what its about than into them "
    "can only other time new some could these two may first then do any like my now over such our man me even most made after "
    "also did many off before must well back through years where much your way down should because long each just state those "
    "people too little still world own work life government between night never country under last against city report question "
    "water number river public market evidence committee harbour window letter"
).split()
ONSETS = "b br c ch d dr f g gr h k l m n p pr r s st t tr v w".split()
VOWELS = "a e i o u ea ou ai".split()
CODAS = ["", "n", "r", "l", "s", "t", "nd", "st", "m", "rk"]

AUTHORS = [f"{FIRST_NAMES[i % 25]} {LAST_NAMES[(i * 7 + i // 25) % 25]}" for i in range(AUTHOR_COUNT)]
SERIES = [f"The {TOPICS[i % TOPIC_COUNT]} Notebook {i // TOPIC_COUNT + 1}" for i in range(SERIES_COUNT)]
FIRST_DAY, DAYS = datetime.date(2014, 1, 1), 3652

# An article's text beside its body: front matter, first and last paragraph.
AROUND_THE_BODY = 1300


class Meta:
    """What the front matter of an article says, and where it stands."""

    def __init__(self, collection, number):
        draw = random.Random(f"meta-{collection.seed}-{number}")
        rare = collection.rare
        title = " ".join(draw.choice(rare) if draw.random() < 0.5 else draw.choice(COMMON_WORDS) for _ in range(draw.randint(4, 9)))
        self.number = number
        self.title = title[0].upper() + title[1:]
        if draw.random() < 0.1:
            self.title += ": " + draw.choice(collection.spans)
        self.slug = "-".join(self.title.lower().replace(":", "").split()[:6]) + f"-{number}"
        self.description = draw.choice(collection.sentences) + " " + draw.choice(collection.sentences)
        day = FIRST_DAY + datetime.timedelta(days=draw.randrange(DAYS))
        self.date = datetime.datetime(day.year, day.month, day.day, draw.randrange(24), draw.randrange(60), draw.randrange(60))
        self.authors = draw.sample(AUTHORS, draw.choice((1, 1, 1, 2, 2, 3)))
        self.topics = draw.sample(TOPICS, draw.randint(1, 4))
        self.series = draw.choice(SERIES) if draw.random() < 0.1 else None
        self.folder = f"{day.year:04d}/{day.month:02d}"
        self.url = f"/{self.folder}/{self.slug}/"


class Collection:
    """The words and sentences that the articles of a seed are made of."""

    def __init__(self, seed, size):
        self.seed = seed
        self.body_size = max(200, size - AROUND_THE_BODY)
        draw = random.Random(f"vocab-{seed}")
        rare = set()
        while len(rare) < 1500:
            rare.add("".join(draw.choice(ONSETS) + draw.choice(VOWELS) + draw.choice(CODAS) for _ in range(draw.randint(2, 3))))
        self.rare = sorted(rare)
        draw = random.Random(f"sentences-{seed}")
        self.sentences = [self.sentence(draw) for _ in range(6000)]
        self.spans = [self.span(draw) for _ in range(2000)]
        self.meta = functools.lru_cache(maxsize=65536)(lambda number: Meta(self, number))

    def sentence(self, draw):
        count = draw.randint(8, 24)
        words = [draw.choice(self.rare) if draw.random() < 0.28 else draw.choice(COMMON_WORDS) for _ in range(count)]
        if count > 14:
            words[count // 2] += ","
        text = " ".join(words)
        return text[0].upper() + text[1:] + draw.choice([".", ".", ".", ".", "?"])

    def span(self, draw):
        words = (draw.choice(self.rare) if draw.random() < 0.5 else draw.choice(COMMON_WORDS) for _ in range(draw.randint(1, 4)))
        return " ".join(words)

    def body(self, number):
        return Body(self, number).text()


class Body:
    """The body of an article, while it is written."""

    def __init__(self, collection, number):
        self.collection, self.number = collection, number
        self.draw = random.Random(f"body-{collection.seed}-{number}")

    def inline(self):
        """Emphasis, code or a link; one link in three leads to an article with a smaller number."""
        draw, spans, rare = self.draw, self.collection.spans, self.collection.rare
        kind = draw.random()
        if kind < 0.35:
            return f"*{draw.choice(spans)}*"
        if kind < 0.60:
            return f"**{draw.choice(spans)}**"
        if kind < 0.70:
            return f"`{draw.choice(rare)}_{draw.choice(rare)}`"
        if kind < 0.90 or self.number == 0:
            name, host = draw.choice(spans), draw.choice(("org", "net", "com"))
            return f"[{name}](https://example.{host}/{draw.choice(rare)}/{draw.choice(rare)}?p={draw.randrange(9999)})"
        return f"[{draw.choice(spans)}]({self.collection.meta(draw.randrange(self.number)).url})"

    def paragraph(self, count=None):
        draw, parts = self.draw, []
        for _ in range(count or draw.randint(3, 5)):
            parts.append(draw.choice(self.collection.sentences))
            if draw.random() < 0.3:
                word = draw.choice(COMMON_WORDS).capitalize()
                parts.append(f"{word} {self.inline()} {draw.choice(COMMON_WORDS)} {draw.choice(self.collection.spans)}.")
        return " ".join(parts)

    def list(self):
        draw = self.draw
        is_numbered = draw.random() >= 0.6
        items = []
        for place in range(draw.randint(3, 6)):
            more = draw.choice(self.collection.sentences) + (f" {self.inline()}" if draw.random() < 0.3 else "")
            items.append((f"{place + 1}. " if is_numbered else "- ") + more)
        return "\n".join(items)

    def quote(self):
        return f"> {self.paragraph(2)}\n>\n> — {self.draw.choice(AUTHORS)}"

    def code(self):
        draw = self.draw
        name, argument = draw.choice(self.collection.rare), draw.choice(self.collection.rare)
        return (
            f'```python\ndef {name}({argument}, limit={draw.randrange(100)}):\n    """{draw.choice(self.collection.sentences)}"""\n'
            f'    for item in {argument}:\n        if item < limit and item != "{name}":\n'
            f"            yield item * {draw.randrange(100)}  # {draw.choice(self.collection.spans)}\n    return None\n```"
        )

    def table(self):
        draw = self.draw
        rows = (
            f"| {draw.choice(self.collection.spans)} | {draw.randrange(10000)} | {draw.random():.3f} |" for _ in range(draw.randint(4, 9))
        )
        return "| Place | Count | Share |\n| :--- | ---: | ---: |\n" + "\n".join(rows)

    def text(self):
        draw, spans = self.draw, self.collection.spans
        blocks = [self.paragraph(2)]
        size = len(blocks[0])
        quote_at = draw.randrange(1, 4)
        code_at = draw.randrange(1, 4) if draw.random() < 0.2 else None
        table_at = draw.randrange(1, 4) if draw.random() < 0.1 else None
        has_note = draw.random() < 0.1
        section = 0
        while size < self.collection.body_size:
            section += 1
            heading = draw.choice(spans)
            block = [("## " if section % 3 else "### ") + heading[0].upper() + heading[1:], self.paragraph()]
            if has_note and section == 1:
                block[-1] += "[^1]"
            if draw.random() < 0.6:
                block.append(self.paragraph())
            if draw.random() < 0.4:
                block.append(self.list())
            for place, make in ((quote_at, self.quote), (code_at, self.code), (table_at, self.table)):
                if place == section:
                    block.append(make())
            blocks.append("\n\n".join(block))
            size += len(blocks[-1])
        blocks.append(self.paragraph(2))
        if has_note:
            blocks.append(f"[^1]: {draw.choice(self.collection.sentences)} See [{draw.choice(spans)}](https://example.org/notes/{self.number}).")
        return "\n\n".join(blocks) + "\n"


def quoted(text):
    """A text as YAML, TOML and JSON all write it."""
    return json.dumps(text, ensure_ascii=False)


def quoted_list(texts):
    return "[" + ", ".join(map(quoted, texts)) + "]"


def yaml(meta, series="series: {}\n"):
    """Front matter in YAML, with the name of a series in the form `series`."""
    lines = f"---\ntitle: {quoted(meta.title)}\ndescription: {quoted(meta.description)}\ndate: {meta.date.isoformat()}Z\n"
    lines += f"authors: {quoted_list(meta.authors)}\ntopics: {quoted_list(meta.topics)}\n"
    return lines + (series.format(quoted(meta.series)) if meta.series else "") + "---\n\n"


def yaml_with_extra(meta):
    """For `bench/site`: a series is a mere word there, as it is for the peers."""
    return yaml(meta, "extra: {{series: {}}}\n")


def toml(meta, description="description", zone="Z"):
    """Front matter in TOML, as Zola and, without zones, Blades have it."""
    lines = f"+++\ntitle = {quoted(meta.title)}\n{description} = {quoted(meta.description)}\ndate = {meta.date.isoformat()}{zone}\n"
    lines += f"[taxonomies]\nauthors = {quoted_list(meta.authors)}\ntopics = {quoted_list(meta.topics)}\n"
    return lines + (f"[extra]\nseries = {quoted(meta.series)}\n" if meta.series else "") + "+++\n\n"


def toml_of_blades(meta):
    return toml(meta, description="summary", zone="")


FRONT_MATTER = {
    "byline": yaml_with_extra,
    "plain": yaml,
    "hugo": yaml,
    "eleventy": yaml,
    "zola": toml,
    "blades": toml_of_blades,
}


class Writer:
    """Writes articles into a folder for one generator."""

    def __init__(self, collection, generator, content):
        self.collection, self.content = collection, content
        self.front_matter = FRONT_MATTER[generator]
        # Blades makes lists only of what stands in one folder.
        self.is_flat = generator == "blades"
        # A folder is a section of Zola's only with a file in it that says so.
        self.has_indexes = generator == "zola"
        self.folders = set()

    def folder(self, meta):
        path = self.content if self.is_flat else os.path.join(self.content, meta.folder)
        if path not in self.folders:
            os.makedirs(path, exist_ok=True)
            for folder in (path, os.path.dirname(path)) if self.has_indexes else ():
                with open(os.path.join(folder, "_index.md"), "w", encoding="utf-8") as file:
                    file.write("+++\ntransparent = true\nrender = false\n+++\n")
            self.folders.add(path)
        return path

    def write(self, number):
        """Writes an article; gives its size in bytes."""
        meta = self.collection.meta(number)
        data = (self.front_matter(meta) + self.collection.body(number)).encode()
        with open(os.path.join(self.folder(meta), meta.slug + ".md"), "wb") as file:
            file.write(data)
        return len(data)


def write_part(arguments):
    """Writes the articles of a range; gives their size in bytes."""
    seed, size, generator, content, numbers = arguments
    writer = Writer(Collection(seed, size), generator, content)
    return sum(writer.write(number) for number in numbers)


def generate(count, out, generator="byline", seed=1, size=5200, jobs=None):
    """Writes a collection into `content` of a folder; gives its size in bytes."""
    content = os.path.join(out, "content")
    os.makedirs(content, exist_ok=True)
    jobs = max(1, min(jobs or os.cpu_count() or 1, count // 500))
    parts = [(seed, size, generator, content, range(start, count, jobs)) for start in range(jobs)]
    if jobs == 1:
        return write_part(parts[0])
    with multiprocessing.Pool(jobs) as pool:
        return sum(pool.map(write_part, parts))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", metavar="N", type=int, help="how many articles")
    parser.add_argument("--out", metavar="DIR", required=True, help="the site's folder")
    parser.add_argument("--for", dest="generator", choices=sorted(FRONT_MATTER), default="byline")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bytes", type=int, default=5200, help="about how long an article is")
    parser.add_argument("--jobs", type=int, help="how many processes write; one for each processor unless set")
    options = parser.parse_args()
    total = generate(options.count, options.out, options.generator, options.seed, options.bytes, options.jobs)
    print(f"{options.count} articles of {total / max(1, options.count):.0f} bytes for {options.generator}", file=sys.stderr)


if __name__ == "__main__":
    main()
