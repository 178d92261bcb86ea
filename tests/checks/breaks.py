#!/usr/bin/env python3
"""Breaks the engine of incremental builds in one place at a time, and has the law find each.

    breaks.py REPOSITORY WORK [NAME …]

Each break leaves out one thing that a page or a record depends on. The program that is built with it still makes right clean
builds: only what it takes over from earlier ones is wrong. Prints how many builds it took until the law saw a difference.
"""

import os
import re
import shutil
import subprocess
import sys

# What is compared at most, in builds, before a break counts as not found.
STEPS = 6000

# The name of what is left out, the file, the text there, and the text in its place.
BREAKS = [
    ("texts of templates", "src/render/mod.rs", "[&reading.closure.print, &world.settings,", "[&[0; 16], &world.settings,"),
    ("settings and strings", "src/render/mod.rs", "&world.settings, page.template.as_bytes()", "&[0; 16], page.template.as_bytes()"),
    ("answers to questions", "src/build/mod.rs", "    if !made.asks {\n", "    if made.inputs == made.inputs {\n"),
    ("cards of other articles", "src/render/show.rs", "        self.push(b'c', &print);\n", "        let _ = print;\n"),
    ("texts of articles", "src/render/show.rs", "        self.push(b'b', &body.print);\n", ""),
    ("excerpts", "src/render/show.rs", "        self.push(b'e', &entry.article.body.excerpt_print);\n", ""),
    ("the site's own values", "src/render/show.rs", "        self.push(b'g', &self.world.site_print);\n", ""),
    ("where links lead", "src/render/show.rs", "        for link in &links.links {\n", "        for link in links.links.iter().take(0) {\n"),
    ("components that texts call", "src/render/mod.rs", "            gather_calls(&body.calls, &mut called);\n", "            let _ = body;\n"),
    (
        "components that templates call",
        "src/theme/closure.rs",
        "            hasher.update(&node.print);\n",
        "            hasher.update(&node.print[..16 * usize::from(!loaded.contains(\"/components/\"))]);\n",
    ),
    (
        "the configuration of parsing",
        "src/build/sources.rs",
        "    fingerprint::print(&[&program[..], config.of_reading().as_bytes()].concat())\n",
        "    fingerprint::print(&[&program[..], config.of_reading().as_bytes()].concat()[..program.len()])\n",
    ),
    ("the end of a build's time", "src/build/last.rs", " || at >= self.until {\n", " {\n"),
    ("files that were altered in the output", "src/build/mod.rs", "match pages.intact(transaction, &page.output, entry, notice) {", "match Some(entry.written()) {"),
]


def run(command, folder, environment):
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def program_of(source, target):
    """Builds the program from the sources in a folder; fast to build, and fast enough."""
    profile = {
        "CARGO_TARGET_DIR": target,
        "CARGO_PROFILE_RELEASE_LTO": "off",
        "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
        "CARGO_PROFILE_RELEASE_INCREMENTAL": "true",
    }
    code, said = run(["cargo", "build", "--locked", "--release", "--bin", "byline"], source, profile)
    if code:
        sys.exit(f"FAILED the program does not build:\n{said}")
    return os.path.join(target, "release", "byline")


def main():
    repository, work, wanted = sys.argv[1], sys.argv[2], sys.argv[3:]
    source, target = os.path.join(work, "broken"), os.path.join(work, "broken-target")
    os.makedirs(source, exist_ok=True)
    for name in ("Cargo.toml", "Cargo.lock", "build.rs"):
        shutil.copy2(os.path.join(repository, name), source)
    for name in ("src", "themes", "benches"):
        shutil.copytree(os.path.join(repository, name), os.path.join(source, name), dirs_exist_ok=True)
    found = 0
    chosen = [one for one in BREAKS if not wanted or one[0] in wanted]
    for name, file, text, instead in chosen:
        path = os.path.join(source, file)
        with open(path, encoding="utf-8") as opened:
            whole = opened.read()
        if whole.count(text) != 1:
            print(f"FAILED break `{name}`: its text stands {whole.count(text)} times in {file}")
            continue
        with open(path, "w", encoding="utf-8") as opened:
            opened.write(whole.replace(text, instead))
        law = {
            "BYLINE_LAW": program_of(source, target),
            "BYLINE_LAW_STEPS": str(STEPS),
            "BYLINE_LAW_EXPECT_FAILURE": "1",
        }
        code, said = run(["cargo", "test", "--locked", "--test", "law", "--", "--show-output"], repository, law)
        with open(path, "w", encoding="utf-8") as opened:
            opened.write(whole)
        difference = re.search(r"a difference after (\d+) steps in the sequence of seed (\d+): (.*)", said)
        if code == 0 and difference:
            found += 1
            print(f"ok the law finds that {name} are left out, after {difference[1]} builds (seed {difference[2]})", flush=True)
        else:
            print(f"FAILED the law does not find that {name} are left out\n{said[-2000:]}", flush=True)
    print(f"{found} of {len(chosen)} breaks found")


if __name__ == "__main__":
    main()
