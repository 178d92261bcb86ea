//! `byline import text`: pages as they are copied from a browser become articles, and no line is lost without a word.
//!
//! Each `tests/import/NN-name.txt` is a page. Beside it stands what it becomes, `NN-name.md`: the article, the profiles, and what byline was not
//! sure of. `BYLINE_UPDATE=1 cargo test --test import` writes these anew.

mod harness;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use harness::{Run, Site};

/// Words that only say what stands behind them, join names, or belong to a longer name of an agency.
const LABELS: &[&str] = &[
    "by",
    "and",
    "from",
    "words",
    "photographs",
    "portraits",
    "thomson",
    "written",
    "published",
    "updated",
    "posted",
    "last",
    "modified",
    "on",
    "at",
    "first",
    "date",
    "title",
    "author",
    "tags",
    "topics",
    "filed",
    "under",
    "correction",
    "source",
];

/// The pages, sorted.
fn pages() -> Vec<PathBuf> {
    let folder = harness::project().join("tests/import");
    let entries = fs::read_dir(folder).expect("the folder of the pages is there");
    let mut pages: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    pages.sort();
    pages
}

fn text_of(page: &PathBuf) -> String {
    fs::read_to_string(page).expect("a page can be read")
}

fn site_with(page: &PathBuf) -> Site {
    Site::plain().file("page.txt", text_of(page))
}

/// What was written, each file below its name.
fn written(site: &Site, run: &Run) -> String {
    let report = run.json().into_iter().find(|object| object["type"] == "import").expect("a report");
    let paths = report["written"].as_array().expect("a list of files").clone();
    let files = paths.iter().map(|path| {
        let path = path.as_str().expect("a path");
        let text = fs::read_to_string(site.path(path)).expect("a file that was written can be read");
        format!("==> {path} <==\n{text}")
    });
    files.collect::<Vec<_>>().join("\n")
}

/// What byline was not sure of.
fn doubts(run: &Run) -> String {
    let lines = run.json().into_iter().filter(|object| object["type"] == "diagnostic").map(|object| {
        assert_eq!(object["code"], "import-doubt");
        let message = object["message"].as_str().expect("a message").to_owned();
        format!("line {}: {message}\n", object["place"]["line"])
    });
    lines.collect()
}

#[test]
fn pages_become_the_articles_that_stand_beside_them() {
    let mut failures = Vec::new();
    let pages = pages();
    assert!(pages.len() >= 20, "only {} pages", pages.len());
    for page in &pages {
        let site = site_with(page);
        let run = site.run(&["import", "text", "page.txt", "--to", "news", "--format", "json"]).code(0);
        let found = format!("{}\n==> doubts <==\n{}", written(&site, &run), doubts(&run));
        let beside = page.with_extension("md");
        if std::env::var_os("BYLINE_UPDATE").is_some() {
            fs::write(&beside, &found).expect("the article can be written");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if expected != found {
            failures.push(format!("===== {}\n--- expected\n{expected}\n--- found\n{found}", beside.display()));
        }
    }
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn what_is_written_builds_without_an_error() {
    let site = Site::plain().file("content/news/_index.md", "---\ntitle: News\n---\n");
    let pages = pages();
    let names: Vec<String> = pages.iter().map(|page| page.display().to_string()).collect();
    let files: Vec<&str> =
        ["import", "text", "--to", "content/news"].into_iter().chain(names.iter().map(String::as_str)).collect();
    site.run(&files).code(0);
    let run = site.build().without_complaint();
    run.says(&format!("Built {} articles", pages.len()));
}

#[test]
fn signs_of_markdown_are_text_on_the_page() {
    let page = pages().into_iter().find(|page| page.ends_with("12-signs-of-markdown.txt")).expect("the page");
    let site = site_with(&page);
    site.run(&["import", "text", "page.txt"]).code(0);
    site.build();
    let html = site.page("why-and-became-the-loudest-keys-in-town/index.html");
    for text in [
        ">Why # and * became the loudest keys in town</h1>",
        "<p># is what",
        "<p>1. That is",
        "<p>- Press",
        "<p>> An arrow",
        "wrote _never_ and *twice* on a note, with `quotes` and [brackets], and paid $20 & some pence for &lt;nothing>",
        "ends in braces {: .wide}</p>",
        "writes {{&lt;gate/>}} or {% star %} gets a tone, AT&amp;amp;T said in 2021, and a bill of $$30.",
    ] {
        harness::assert_has(&html, text);
    }
}

/// The words of a text, in lower case and without signs.
fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    lower.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words of a text that are in no file that was written, though their line was neither left out nor doubted.
fn lost_words(text: &str) -> Vec<String> {
    let site = Site::plain().file("page.txt", text);
    let run = site.run(&["import", "text", "page.txt", "--format", "json"]);
    if run.stdout.contains("import-empty") {
        return Vec::new();
    }
    let run = run.code(0);
    let kept = words(&written(&site, &run));
    let mut said: BTreeSet<u64> = BTreeSet::new();
    let mut dated: BTreeSet<u64> = BTreeSet::new();
    for object in run.json() {
        said.extend(object["place"]["line"].as_u64());
        let left_out = object["left_out"].as_array().into_iter().flatten();
        said.extend(left_out.filter_map(|remark| remark["line"].as_u64()));
        let found = object["found"].as_array().into_iter().flatten();
        let times = found.filter(|remark| ["date", "updated"].iter().any(|field| remark["field"] == *field));
        dated.extend(times.filter_map(|remark| remark["line"].as_u64()));
    }
    // A date is written in another form, and no longer than a dozen words.
    let is_date = |line: &u64, text: &str| dated.contains(line) && text.split_whitespace().count() <= 12;
    let lines = (1..).zip(text.lines()).filter(|(line, text)| !said.contains(line) && !is_date(line, text));
    let lost = lines.flat_map(|(line, text)| words(text).into_iter().map(move |word| (line, word)));
    let lost = lost.filter(|(_, word)| !kept.contains(word) && !LABELS.contains(&word.as_str()));
    lost.map(|(line, word)| format!("line {line}: {word}")).collect()
}

#[test]
fn no_word_is_lost_without_a_word() {
    for page in pages() {
        assert_eq!(lost_words(&text_of(&page)), Vec::<String>::new(), "{}", page.display());
    }
}

#[test]
fn no_word_is_lost_from_pages_whose_lines_stand_in_another_order() {
    let mut seed = 20_230_915_u64;
    let mut next = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("a number of 31 bits") % below.max(1)
    };
    let texts: Vec<String> = pages().iter().map(text_of).collect();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty()).collect();
    let mut failures = Vec::new();
    for round in 0..60 {
        let drawn: Vec<&str> = (0..4 + next(24)).map(|_| lines[next(lines.len())]).collect();
        let text = drawn.join(if round % 2 == 0 { "\n\n" } else { "\n" });
        let lost = lost_words(&text);
        if !lost.is_empty() {
            failures.push(format!("===== round {round}: {lost:?}\n{text}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn standard_input_is_a_text_and_the_summary_says_what_was_found() {
    use std::io::Write;
    use std::process::Stdio;
    let site = Site::plain();
    let mut command = site.command("", &[], &["import", "text", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let text = "Share\nHarbour wall to rise by a metre\nBy Ann Poe\nPublished 15 September 2023\nThe wall on the harbour will be a metre higher by the spring.\n";
    child.stdin.take().expect("an input").write_all(text.as_bytes()).expect("the text can be handed in");
    let run = site.ran(&child.wait_with_output().expect("the program ends")).code(0).without_complaint();
    assert_eq!(
        run.stdout,
        "-\n  title        Harbour wall to rise by a metre  (line 2)\n  authors      By Ann Poe  (line 3)\n  date         Published 15 September 2023  (line 4)\n  \
         body         1 paragraph\n  left out     Share  (line 1: sharing)\n  written: content/harbour-wall-to-rise-by-a-metre.md\n"
    );
}

#[test]
fn a_profile_that_is_there_stays_and_the_article_names_its_id() {
    let page = pages().into_iter().find(|page| page.ends_with("06-about-the-author.txt")).expect("the page");
    let profile = "---\nname: Henrike Sol\nbio: As she wrote it herself.\n---\n";
    let site = site_with(&page).file("content/authors/henrike-sol.md", profile);
    let run = site.run(&["import", "text", "page.txt"]).code(0);
    run.complains("left out: `content/authors/henrike-sol.md` exists and was not changed");
    assert_eq!(fs::read_to_string(site.path("content/authors/henrike-sol.md")).expect("the profile"), profile);
    let article =
        fs::read_to_string(site.path("content/we-should-stop-naming-storms-after-poets.md")).expect("the article");
    harness::assert_has(&article, "authors: [\"henrike-sol\"]");
}

#[test]
fn errors_say_what_is_wrong_and_the_other_texts_are_imported_all_the_same() {
    let good = "Harbour wall to rise by a metre\nBy Ann Poe\n2023-09-15\nThe wall on the harbour will be a metre higher by the spring.\n";
    let site = Site::plain()
        .file("empty.txt", "")
        .file("share.txt", "Share\nAdvertisement\n")
        .file("good.txt", good)
        .file("latin.txt", [b'c', b'a', b'f', 0xe9]);
    let run = site
        .run(&["import", "text", "none.txt", "empty.txt", "share.txt", "latin.txt", "good.txt", "good.txt"])
        .code(1);
    assert_eq!(
        run.stderr,
        "error[unreadable-file]: `none.txt` cannot be read: no such file or directory\n = help: name the file with the text of a page, or `-` for standard input\n\n\
         error[import-empty]: `empty.txt` holds no headline and no paragraph\n = help: see that the text of the article is in the file, not only what stands around it\n\n\
         error[import-empty]: `share.txt` holds no headline and no paragraph\n = help: see that the text of the article is in the file, not only what stands around it\n\n\
         error[not-utf-8]: `latin.txt` is not encoded as UTF-8\n = help: save it as UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`\n\n\
         error[output]: `ROOT/content/harbour-wall-to-rise-by-a-metre.md` exists already\n = help: move it away, or name another folder with `--to`\n\n"
    );
    run.says("written: content/harbour-wall-to-rise-by-a-metre.md");
    site.run(&["import", "text", "good.txt", "--to", "../../elsewhere"]).code(1).complains("leads out of the content");
}

/// What stands in the first fence of a kind behind a text.
fn fenced<'t>(page: &'t str, before: &str, kind: &str) -> &'t str {
    let (_, rest) = page.split_once(before).expect("the page has the text");
    let (_, rest) = rest.split_once(&format!("```{kind}\n")).expect("a fence follows");
    rest.split_once("```").expect("the fence ends").0
}

#[test]
fn the_example_of_the_handbook_is_what_comes_of_it() {
    let page = fs::read_to_string(harness::project().join("content/handbook/importing.md")).expect("the page");
    let site = Site::plain().file("wall.txt", fenced(&page, "This is `wall.txt`", "text"));
    let run = site.run(&["import", "text", "wall.txt", "--to", "news"]).code(0);
    assert_eq!(run.stderr.trim_end(), fenced(&page, "## Doubts", "text").trim_end());
    let article = site.path("content/news/harbour-wall-to-rise-by-a-metre.md");
    assert_eq!(fs::read_to_string(article).expect("the article"), fenced(&page, "It becomes", "markdown"));
    assert!(site.path("content/authors/ann-poe.md").exists());
}

#[test]
fn a_doubt_shows_its_line() {
    let text = "Harbour wall to rise by a metre\nBy Ann Poe\n  Updated 15 September 2023\nThe wall on the harbour will be a metre higher by the spring.\n";
    let run = Site::plain().file("page.txt", text).run(&["import", "text", "page.txt"]).code(0);
    assert_eq!(
        run.stderr,
        "warning[import-doubt]: taken as the date of publication too: the page names no other\n --> page.txt:3:3\n  |\n3 |   Updated 15 September 2023\n  |   ^^^^^^^^^^^^^^^^^^^^^^^^^\n\n"
    );
}
