//! A minified page is the page: a browser makes the same of it, and shows the same; and it is as short as minify-html makes it.

mod harness;
#[path = "minify/judge.rs"]
mod judge;
#[path = "minify/random.rs"]
mod random;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use byline::config::MinifyOptions;
use byline::render::minify::minified;
use harness::Site;

const ALL: MinifyOptions = MinifyOptions { html: true, css: true, js: true };
const HTML: MinifyOptions = MinifyOptions { html: true, css: false, js: false };

/// How many random documents are judged.
const DOCUMENTS: u64 = 8_000;

/// How far a collection, and a page of it, may be longer than what minify-html makes of it.
const LONGER: f64 = 1.01;
const LONGER_PAGE: f64 = 1.03;

/// What minify-html makes of a page.
fn reference(html: &str) -> Vec<u8> {
    let options = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        minify_css: true,
        minify_js: true,
        ..minify_html::Cfg::new()
    };
    minify_html::minify(html.as_bytes(), &options)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("a page is text")
}

/// Every HTML page of a built site.
fn pages(site: &Site) -> BTreeMap<String, String> {
    let pages = site.files().into_iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path, text(&bytes).to_owned())).collect()
}

/// Builds a site with and without minified pages, and judges each pair. `settings` is its `byline.yaml`.
fn judge_site(name: &str, site: &Site, settings: &str, least: usize) {
    let built = |minify: &str| {
        site.write("byline.yaml", format!("{settings}\nminify: {{html: {minify}}}\n"));
        let run = site.run(&["build", "--keep-going"]);
        assert!(site.has("index.html"), "{name}: {}", run.stderr);
        pages(site)
    };
    let (plain, short) = (built("false"), built("true"));
    assert!(plain.len() >= least, "{name} has only {} pages", plain.len());
    assert!(plain.keys().eq(short.keys()), "{name} has other pages when they are minified");
    let (mut before, mut ours, mut theirs, mut worst) = (0, 0, 0, (0.0, ""));
    for ((path, plain), short) in plain.iter().zip(short.values()) {
        judge::assert_same(plain, short, true, path);
        assert_eq!(text(&minified(short, &ALL)).len(), short.len(), "{name}: {path} gets shorter still");
        let reference = reference(plain).len();
        before += plain.len();
        ours += short.len();
        theirs += reference;
        let ratio = short.len() as f64 / reference as f64;
        if ratio > worst.0 {
            worst = (ratio, path);
        }
    }
    let ratio = f64::from(u32::try_from(ours).expect("small")) / f64::from(u32::try_from(theirs).expect("small"));
    println!(
        "{name}: {} pages, {before} bytes, minified {ours}, by minify-html {theirs}: {ratio:.4}, at worst {:.4} ({})",
        plain.len(),
        worst.0,
        worst.1
    );
    assert!(ratio <= LONGER, "{name} is {ratio} times as long as with minify-html");
    assert!(worst.0 <= LONGER_PAGE, "{name}: {} is {} times as long as with minify-html", worst.1, worst.0);
}

/// Copies a folder into a site.
fn copy(site: &Site, folder: &Path, prefix: &str) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let entry = entry.expect("an entry has a name");
        let path = format!("{prefix}/{}", entry.file_name().to_str().expect("names are Unicode"));
        if entry.path().is_dir() {
            copy(site, &entry.path(), &path);
        } else {
            site.write(&path, std::fs::read(entry.path()).expect("a file can be read"));
        }
    }
}

/// A folder of corpora, beside the project or in a folder above it; says so where it is missing.
fn corpus(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os("BYLINE_SHARED").map(PathBuf::from);
    let beside = harness::project().ancestors().skip(1).take(3).map(|folder| folder.join("shared")).collect::<Vec<_>>();
    let found =
        named.into_iter().chain(beside).map(|folder| folder.join("corpora").join(name)).find(|path| path.exists());
    if found.is_none() {
        // `eprintln!` would be kept back by the test harness.
        let line = format!("skipped: shared/corpora/{name} is not beside the project\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
    }
    found
}

#[test]
fn a_generated_collection_is_the_same_and_as_short() {
    let site = Site::new();
    let script = harness::project().join("bench/generate.py");
    let made = Command::new("python3").arg(script).args(["150", "--jobs", "1", "--out"]).arg(site.path("")).status();
    if !made.is_ok_and(|status| status.success()) {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: python3 does not run bench/generate.py\n");
        return;
    }
    judge_site("the generated collection", &site, "title: The Herald\nurl: https://herald.example\n", 150);
}

#[test]
fn the_handbook_is_the_same_and_as_short() {
    let site = Site::new();
    copy(&site, &harness::project().join("content"), "content");
    let settings = std::fs::read_to_string(harness::project().join("byline.yaml")).expect("the settings can be read");
    judge_site("the handbook", &site, &settings, 20);
}

#[test]
fn shortcodes_are_the_same_and_as_short() {
    let site = Site::new();
    copy(&site, &harness::project().join("tests/shortcodes/site"), "");
    let settings = std::fs::read_to_string(site.path("byline.yaml")).expect("the settings can be read");
    let settings: String =
        settings.lines().filter(|line| !line.starts_with("minify")).map(|l| format!("{l}\n")).collect();
    judge_site("the site of shortcodes", &site, &settings, 1);
}

#[test]
fn the_18f_collection_is_the_same_and_as_short() {
    let Some(corpus) = corpus("18f") else { return };
    let site = Site::new();
    for folder in ["content", "assets", "data"] {
        copy(&site, &corpus.join(folder), folder);
    }
    let settings = harness::project().join("tests/18f/byline.yaml");
    let settings = std::fs::read_to_string(settings).expect("the settings can be read");
    judge_site("the 18F collection", &site, &settings, 509);
}

#[test]
fn the_examples_of_commonmark_are_the_same() {
    let Some(corpus) = corpus("commonmark") else { return };
    let text = std::fs::read_to_string(corpus.join("spec-0.31.2.json")).expect("the examples can be read");
    let examples: Vec<serde_json::Value> = serde_json::from_str(&text).expect("the examples are JSON");
    assert!(examples.len() > 600);
    for example in examples {
        let html = example["html"].as_str().unwrap_or_default();
        for page in
            [html.to_owned(), format!("<!doctype html><html><head><title>x</title></head><body>{html}</body></html>")]
        {
            judge::assert_same(&page, self::text(&minified(&page, &HTML)), false, &page);
        }
    }
}

#[test]
fn random_documents_are_the_same() {
    for seed in 1..=DOCUMENTS {
        let page = random::document(seed);
        let short = minified(&page, &HTML);
        let short = self::text(&short);
        assert!(short.len() <= page.len(), "document {seed} gets longer\n{page}\n{short}");
        judge::assert_same(&page, short, false, &format!("document {seed}"));
    }
}

#[test]
fn random_bytes_of_markup_are_the_same() {
    for seed in 1..=DOCUMENTS {
        let page = random::shreds(seed);
        let short = minified(&page, &HTML);
        judge::assert_same(&page, self::text(&short), false, &format!("shreds {seed}"));
    }
}
