//! `byline new`: a site, articles and authors that build as they stand.

mod harness;

use harness::{Site, assert_has};

#[test]
fn a_new_site_builds_without_a_warning() {
    let site = Site::new();
    site.run(&["new", "site", "the-herald"]).code(0).says("cd the-herald && byline build");
    let run = site.run_in("the-herald", &["build", "--strict"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let front = std::fs::read_to_string(site.path("the-herald/public/index.html")).expect("a front page");
    assert_has(&front, "the herald");
    let config = std::fs::read_to_string(site.path("the-herald/byline.yaml")).expect("a configuration");
    assert!(config.lines().any(|line| line.starts_with("id: ") && line.len() == "id: ".len() + 36), "{config}");
}

#[test]
fn a_new_site_takes_no_folder_that_holds_something() {
    let site = Site::new().file("here/mine.txt", "mine");
    site.run(&["new", "site", "here"]).code(1).complains("`here` exists and is not empty");
    assert!(!site.path("here/byline.yaml").exists());
}

#[test]
fn a_new_article_is_a_draft_that_builds() {
    let site = Site::plain().file("content/news/_index.md", "---\ntitle: News\n---\n");
    site.run(&[
        "new",
        "article",
        "Council votes: \"yes\"",
        "--section",
        "news",
        "--author",
        "Ann Poe",
        "--topic",
        "city hall",
    ])
    .code(0)
    .says("content/news/council-votes-yes.md");
    let text = std::fs::read_to_string(site.path("content/news/council-votes-yes.md")).expect("the article");
    assert_has(&text, "title: \"Council votes: \\\"yes\\\"\"");
    assert_has(&text, "date: 2026-06-01T12:00:00");
    assert_has(&text, "draft: true");
    site.build().without_complaint().says("Left out: 1 draft");
    site.run(&["build", "--drafts"]).code(0).without_complaint();
    assert_has(&site.page("news/council-votes-yes/index.html"), "Ann Poe");
}

#[test]
fn a_new_article_never_overwrites_one() {
    let site = Site::plain().article("content/first.md", "First", "2026-01-01");
    site.run(&["new", "article", "First"]).code(1).complains("exists already");
    site.run(&["new", "article", "First", "--section", "../../elsewhere"]).code(1);
    site.run(&["new", "article", "!!!"]).code(1).complains("holds no letter or digit");
}

#[test]
fn the_sites_own_archetypes_come_first() {
    let site = Site::plain()
        .file("archetypes/article.md", "---\ntitle: {{ title }}\nmood: calm\n---\n{{ slug }} in {{ section }}\n");
    site.run(&["new", "article", "The cup", "--section", "sport"]).code(0);
    let text = std::fs::read_to_string(site.path("content/sport/the-cup.md")).expect("the article");
    assert_eq!(text, "---\ntitle: \"The cup\"\nmood: calm\n---\nthe-cup in \"sport\"\n");
}

#[test]
fn a_new_author_is_a_profile_that_builds() {
    let site = Site::plain().file("content/a.md", "---\ntitle: A\ndate: 2026-01-01\nauthors: [ann-poe]\n---\nText.\n");
    site.run(&["new", "author", "Ann Poe"]).code(0).says("content/authors/ann-poe.md");
    site.build().without_complaint();
    assert_has(&site.page("a/index.html"), ">Ann Poe</a>");
}
