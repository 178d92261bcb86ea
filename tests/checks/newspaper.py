"""Writes the made-up newspaper whose feeds, sitemaps and structured data are judged: `newspaper.py FOLDER [COUNT]`.

Beside COUNT articles of the bench's collection, which are all alike, there are some by hand of the last two days before the moment for
which the checks build, with what is hard to put into a feed. Prints how many articles are published.
"""

import argparse
import os
import struct
import sys
import zlib

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(PROJECT, "bench"))
sys.dont_write_bytecode = True

import generate  # noqa: E402  (it stands in bench/)

CONFIGURATION = """\
id: 2f6d1f0a-5a0e-4b52-9a53-0a7f1c8e52b6
title: The Herald
description: News & views that were made up
url: https://herald.example
language: en
timezone: Europe/London
feeds: {formats: [rss, atom, json], of: [site, sections, topic, author, series], items: 20, text: full, archive: true, hub: 'https://hub.example/'}
sitemap: {news: true}
llms: true
security: {contact: ['mailto:security@herald.example'], expires: 2027-06-01}
humans: "Editor: Ada Lovelace"
publisher: {name: The Herald, logo: /logo.png}
"""

# Articles by hand, by file: what they are a trap for is what they are called.
ARTICLES = {
    "news/signs.md": """\
---
title: "R&D at *Q&A*: is 5 < 6 > 4, or is `<b>` \\"bold\\"?"
description: "Tom & Jerry say: \\"<i>no</i>\\", &amp; mean it"
date: 2026-12-30 21:15
authors: {writing: Ada Lovelace, photography: "Grace O'Hopper"}
topics: [R&D, "C++", "Arts & Letters"]
image: {src: cover.png, alt: "A \\"sea\\" & <sky>", caption: "The *sea* & the sky", credit: Grace Hopper, license: CC BY 4.0}
series: {name: "Signs & wonders", part: 1}
---
Text & more, with `&amp;` and `<script>` in code, and an entity: &lt;. See [the other one](audio.md), [a section](#a-section),
[the front page](/), and a note.[^1]

## A section

![A *map*](cover.png "Of the coast")

<div style="color: red" onclick="alert(1)">Raw <b>HTML</b></div>
<form action="/"><input name="q"><button>Go</button></form>
<script>document.write("x")</script>
<iframe src="https://maps.example/embed" title="A map"></iframe>

{{<youtube id="aqz-KE-bpKQ" title="A film"/>}}

| Place | Count |
| :--- | ---: |
| North | 5 |

- [ ] to do
- [x] done

```html
<p onclick="x()">&amp;amp;</p>
```

[^1]: The note.
""",
    "news/audio.md": """\
---
title: Read aloud
description: With a recording.
date: 2026-12-30 09:00
updated: 2026-12-30 18:30
authors: [Ada Lovelace, {name: The Herald, role: editing}]
topics: [Music]
audio: {src: reading.mp3, title: Read by the author, duration: '12:34'}
image: {src: cover.png, alt: A sea}
series: {name: "Signs & wonders", part: 2}
corrections: [{date: 2026-12-30, text: "The year is *1815*, not 1816."}]
---
Heard, not read. {{<audio src="reading.mp3" title="The same again"/>}}
""",
    "news/nobody.md": """\
---
title: From the wires
date: 2026-12-29T23:30:00+09:00
dateline: SEOUL (Reuters)
source: {name: Reuters, url: 'https://reuters.example/1'}
---
Nobody's name stands over it.
""",
    "news/café-crème.md": """\
---
title: "Café crème: ein Gruß — an 日本 & 🎈"
date: 2026-12-30
authors: [Zoë Müller]
topics: [Café]
language: fr
---
Une journée entière, sans heure. « Bonjour », dit-il : « ça va ? »
""",
    "news/elsewhere.md": """\
---
title: First printed elsewhere
date: 2026-12-30 08:00
authors: [Ada Lovelace]
canonical_url: https://times.example/first/
---
The other paper had it first.
""",
    "news/pointer.md": """\
---
title: What others write
date: 2026-12-30 07:00
authors: [Ada Lovelace]
link: https://times.example/second/
---
Worth a look.
""",
    "news/hidden.md": """\
---
title: Not to be found
date: 2026-12-30 06:00
authors: [Ada Lovelace]
robots: noindex
---
Only for those who know where it is.
""",
    "news/closed.md": """\
---
title: For subscribers
date: 2026-12-30 05:00
authors: [Ada Lovelace]
free: false
article_type: blog
aliases: [/old/closed/]
---
Members read on.
""",
    "news/live.md": """\
---
title: "As it happens: the count"
date: 2026-12-30 10:00
updated: 2026-12-30 11:30
live: 2026-12-30 12:00
authors: [Ada Lovelace]
---
The count has begun.

{% <entry time="2026-12-30 11:30" title="Half is counted"> %}
Half of the *votes* are counted.
{% </entry> %}

{% <entry time="2026-12-30 10:05" title="It begins"> %}
The boxes are open.
{% </entry> %}
""",
}
# These are not published, and so in nothing that is judged.
KEPT_BACK = {
    "news/draft.md": "---\ntitle: A draft\ndate: 2026-12-30\ndraft: true\n---\nNot yet.\n",
    "news/future.md": "---\ntitle: The future\ndate: 2027-01-02\n---\nNot yet.\n",
    "news/expired.md": "---\ntitle: Over\ndate: 2026-12-01\nexpires: 2026-12-30\n---\nNot any more.\n",
}


def png(width, height):
    """A picture with a slope of grey from left to right."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    row = b"\0" + bytes(255 * x // width for x in range(width))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", metavar="FOLDER")
    parser.add_argument("count", metavar="COUNT", nargs="?", type=int, default=300)
    options = parser.parse_args()
    root, count = options.root, options.count
    # A second of silence, which is enough of a recording.
    silence = (b"\xff\xfb\x90\x00" + bytes(413)) * 38
    generate.generate(count, root, "plain", jobs=1)
    files = {
        "byline.yaml": CONFIGURATION.encode(), "content/_index.md": b"---\ntitle: The Herald\n---\n", "content/news/_index.md": b"---\ntitle: News & views\n---\n",
        "content/news/cover.png": png(1600, 1000), "content/news/reading.mp3": silence, "static/logo.png": png(512, 512),
    }
    files |= {f"content/{name}": text.encode() for name, text in (ARTICLES | KEPT_BACK).items()}
    for name, data in files.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
    print(count + len(ARTICLES))


if __name__ == "__main__":
    main()
