//! `byline preview`: one article in a folder of its own, for somebody to look at before it is published.

mod harness;

use std::fs;

use harness::dom::{self, Element};
use harness::{Site, assert_has, assert_lacks};

fn site() -> Site {
    Site::new()
        .file("byline.yaml", "title: Herald\nurl: https://herald.example/paper\n")
        .file(
            "content/news/plan/index.md",
            "---\ntitle: The plan\ndate: 2026-07-01\ndraft: true\ntopics: [Port]\nimage: {src: p.svg, alt: A quay}\n---\nSee [the other](../other.md).\n",
        )
        .file("content/news/plan/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>")
        .file("content/news/other.md", "---\ntitle: The other\ndate: 2026-01-01\ntopics: [Port]\n---\nText.\n")
        .file("content/news/secret.md", "---\ntitle: A secret\ndate: 2026-01-02\ndraft: true\ntopics: [Port]\n---\nText.\n")
}

/// The only folder in `out`, the files in it, and its page.
fn bundle(site: &Site) -> (String, Vec<String>, Element) {
    let folders: Vec<_> =
        fs::read_dir(site.path("out")).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    let [name] = &folders[..] else { panic!("{folders:?}") };
    let folder = site.path("out").join(name);
    let files = walkdir::WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|one| one.file_type().is_file());
    let files = files.map(|one| one.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned()).collect();
    let html = fs::read_to_string(folder.join("index.html")).unwrap();
    assert_lacks(&html, "byline-");
    (name.clone(), files, dom::parse(&html))
}

#[test]
fn a_draft_comes_with_what_it_shows_and_leads_to_the_site() {
    let site = site();
    let run = site.run(&["preview", "content/news/plan/index.md", "--output", "out", "--until", "2026-12-01"]).code(0);
    let (name, files, page) = bundle(&site);
    assert!(run.stdout.starts_with(&format!("out/{name}/index.html\n  5 files of ")), "{}", run.stdout);
    assert!(name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    assert!(files.contains(&"news/plan/p.svg".to_owned()) && files.len() == 5, "{files:?}");
    for one in page.elements() {
        let shown = match one.name() {
            "img" | "script" => one.attribute("src"),
            // Others lead to the site, and are not loaded.
            "link" if ["stylesheet", "icon"].contains(&one.attribute("rel").unwrap_or_default().as_str()) => {
                one.attribute("href")
            }
            _ => None,
        };
        assert!(shown.as_ref().is_none_or(|path| files.contains(path)), "{shown:?} of {files:?}");
    }
    assert_eq!(page.only("h1", &[]).text(), "The plan");
    assert_eq!(
        page.all("meta", &[("name", "robots")])[0].attribute("content").as_deref(),
        Some("noindex, nofollow, noarchive")
    );
    let links = page.links();
    assert!(
        links.contains(&("the other".to_owned(), "https://herald.example/paper/news/other/".to_owned())),
        "{links:?}"
    );
    let note = page.all("p", &[("role", "note")]).remove(0);
    assert_eq!(note.text(), "Draft for review: please do not pass it on. It may be read until 2026-12-01.");
    assert!(!site.path("public").exists());
}

#[test]
fn no_other_draft_is_betrayed() {
    let site = site();
    site.run(&["preview", "content/news/plan/index.md", "--output", "out"]).code(0);
    let (_, _, page) = bundle(&site);
    assert_lacks(&page.text(), "A secret");
    assert_has(&page.text(), "The other");
    assert_lacks(&page.text(), "until");
}

#[test]
fn an_article_that_is_not_there_and_one_with_an_error_are_not_bundled() {
    let site = site().file("content/news/broken.md", "---\ntitle: [\n---\nText.\n");
    let run = site.run(&["preview", "content/news/none.md", "--output", "out"]).code(1);
    assert_has(&run.stderr, "error[unknown-article]: `content/news/none.md` is no article of the site\n");
    let run = site.run(&["preview", "content/news/broken.md", "--output", "out"]).code(1);
    assert_has(&run.stderr, "error[front-matter]");
    let run = site.run(&["preview", "content/news/plan/index.md", "--output", "out", "--until", "soon"]).code(1);
    assert_has(&run.stderr, "soon");
    assert!(!site.path("out").exists());
}
