//! `byline list` and `byline config`: what a site holds and how it is set up, for people and programs.

mod harness;

use harness::{Site, assert_has};

fn herald() -> Site {
    Site::plain()
        .file("content/news/_index.md", "---\ntitle: News\n---\n")
        .file(
            "content/news/first.md",
            "---\ntitle: First, and \"more\"\ndate: 2026-01-01\nauthors: [Ann Poe]\ndescription: Dek.\n---\nText.\n",
        )
        .file("content/news/draft.md", "---\ntitle: Draft\ndate: 2026-01-02\ndraft: true\n---\nText.\n")
        .file("content/news/later.md", "---\ntitle: Later\ndate: 2026-12-01\n---\nText.\n")
        .file("content/sport/over.md", "---\ntitle: Over\ndate: 2026-01-03\nexpires: 2026-02-01\n---\nText.\n")
        .file("content/sport/undated.md", "---\ntitle: Undated\n---\nText.\n")
}

/// The sources that a list names.
fn sources(arguments: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = ["list", "--format", "json"].iter().chain(arguments).copied().collect();
    let run = herald().run(&arguments).code(0);
    let mut found: Vec<String> =
        run.json().iter().filter_map(|row| row["source"].as_str().map(str::to_owned)).collect();
    found.sort();
    found
}

#[test]
fn a_list_has_every_article_or_those_that_are_asked_for() {
    assert_eq!(sources(&[]).len(), 5);
    assert_eq!(sources(&["--drafts"]), ["content/news/draft.md"]);
    assert_eq!(sources(&["--scheduled"]), ["content/news/later.md"]);
    assert_eq!(sources(&["--expired"]), ["content/sport/over.md"]);
    assert_eq!(sources(&["--undated"]), ["content/sport/undated.md"]);
    assert_eq!(sources(&["--author", "Ann Poe"]), ["content/news/first.md"]);
    assert_eq!(sources(&["--author", "ann-poe"]), ["content/news/first.md"]);
    assert_eq!(sources(&["--section", "sport"]), ["content/sport/over.md", "content/sport/undated.md"]);
    assert_eq!(
        sources(&["--section", "news", "--missing", "description"]),
        ["content/news/draft.md", "content/news/later.md"]
    );
}

#[test]
fn csv_has_a_heading_and_quotes_what_needs_it() {
    let run = herald().run(&["list", "--format", "csv", "--author", "Ann Poe"]).code(0);
    assert_eq!(
        run.stdout,
        "source,title,date,status,section,authors,url\n\
         content/news/first.md,\"First, and “more”\",2026-01-01T00:00:00+00:00,published,news,Ann Poe,/news/first/\n"
    );
}

#[test]
fn for_people_it_is_a_table_with_a_count() {
    let run = herald().run(&["list", "--drafts"]).code(0);
    assert_has(&run.stdout, "draft      2026-01-02");
    assert_has(&run.stdout, "Draft  (content/news/draft.md)");
    assert_eq!(run.stderr, "1 article\n");
}

#[test]
fn the_configuration_in_effect_says_where_each_value_comes_from() {
    let run = herald().run(&["config"]).code(0);
    assert_has(&run.stdout, "title: \"The Herald\"  # byline.yaml");
    assert_has(&run.stdout, "timezone: \"UTC\"  # ");
    let run = herald().run(&["config", "--base-url", "https://other.example"]).code(0);
    assert_has(&run.stdout, "url: \"https://other.example\"  # ");
    assert!(herald().run(&["config", "--format", "json"]).code(0).json().len() > 10);
}

#[test]
fn the_schema_is_json_and_knows_every_key_at_the_top() {
    let run = herald().run(&["config", "--schema"]).code(0);
    let schema: serde_json::Value = serde_json::from_str(&run.stdout).expect("the schema is JSON");
    for key in [
        "id",
        "title",
        "url",
        "timezone",
        "theme",
        "navigation",
        "permalinks",
        "taxonomies",
        "fields",
        "checks",
        "extra",
    ] {
        assert!(schema["properties"][key].is_object(), "{key}");
    }
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        herald().run(&["completions", shell]).code(0).says("byline");
    }
    herald().run(&["completions", "abacus"]).code(2);
}
