//! Who made an article: names, ids, roles, profiles, and lines of several authors.

mod harness;

use harness::{Site, assert_has, assert_lacks};

/// A site with two profiles and an organization.
fn herald() -> Site {
    Site::plain()
        .file(
            "content/authors/ann-poe.md",
            "---\nname: Ann Poe\nrole: Reporter\nbio: Ann covers the *harbour*.\nalso: [A. Poe]\n---\nAt length.\n",
        )
        .file("content/authors/ministry.md", "---\nname: Ministry of Health and Welfare\nkind: organization\n---\n")
        .file("content/authors/king.md", "---\nname: Martin King, Jr.\n---\n")
}

fn article(authors: &str) -> String {
    format!("---\ntitle: A\ndate: 2026-01-01\n{authors}\n---\nText.\n")
}

/// The names of the byline of the article, in their order.
fn names(site: &Site) -> Vec<String> {
    let page = site.page("a/index.html");
    let byline = page.split("class=byline>").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap_or_default();
    byline.split("rel=author>").skip(1).filter_map(|rest| rest.split("</a>").next()).map(str::to_owned).collect()
}

#[test]
fn ids_names_and_other_spellings_are_one_author() {
    for written in
        ["ann-poe", "Ann Poe", "A. Poe", "[ann-poe]", "{name: ann-poe}", "[{name: Ann Poe, role: reporting}]"]
    {
        let site = herald().file("content/a.md", article(&format!("authors: {written}")));
        site.build().without_complaint();
        assert_eq!(names(&site), ["Ann Poe"], "{written}");
        assert_has(&site.page("a/index.html"), "href=/authors/ann-poe/");
    }
}

#[test]
fn a_line_of_several_authors_is_split_where_that_is_meant() {
    for (written, expected) in [
        ("Ann Poe and Ministry of Health and Welfare", vec!["Ann Poe", "Ministry of Health and Welfare"]),
        ("\"Ministry of Health and Welfare\"", vec!["Ministry of Health and Welfare"]),
        ("Ann Poe, Martin King, Jr.", vec!["Ann Poe", "Martin King, Jr."]),
        ("[\"Smith, John\", \"Poe, and Sons\"]", vec!["Smith, John", "Poe, and Sons"]),
    ] {
        let site = herald().file("content/a.md", article(&format!("authors: {written}")));
        site.build().without_complaint();
        assert_eq!(names(&site), expected, "{written}");
    }
}

#[test]
fn a_split_that_yields_a_name_without_a_profile_is_reported_once() {
    let site = herald()
        .file("content/a.md", article("authors: Ann Poe, Bob Roe and Kim Lee"))
        .file("content/b.md", article("authors: Ann Poe and Bob Roe"));
    let run = site.build();
    assert_eq!(names(&site), ["Ann Poe", "Bob Roe", "Kim Lee"]);
    assert_has(&run.stderr, "warning[author-split]");
    assert_eq!(run.stderr.matches("`Bob Roe`").count(), 1, "{}", run.stderr);
}

#[test]
fn an_author_without_a_profile_has_a_page_too() {
    let site = herald().file("content/a.md", article("authors: [Zoë Ångström]"));
    site.build().without_complaint();
    let page = site.page("a/index.html");
    let href = page
        .split("href=/authors/")
        .nth(2)
        .or_else(|| page.split("href=/authors/").nth(1))
        .expect("a link to the author");
    let folder = href.split('/').next().expect("a folder");
    assert!(site.names().iter().any(|name| name.starts_with("authors/zo")), "{folder} {:?}", site.names());
}

#[test]
fn roles_but_writing_and_reporting_have_a_line_of_their_own() {
    let site = herald().file(
        "content/a.md",
        article("authors:\n  - ann-poe\n  - {name: Dee Doe, role: photography}\n  - {name: Kim Lee, role: data work}"),
    );
    site.build();
    assert_eq!(names(&site), ["Ann Poe"]);
    let page = site.page("a/index.html");
    assert_has(&page, "Photographs by <");
    assert_has(&page.to_lowercase(), "data work: <");
}

#[test]
fn an_authors_page_shows_the_profile_and_the_articles() {
    let site = herald().file("content/a.md", article("authors: ann-poe"));
    site.build();
    let page = site.page("authors/ann-poe/index.html");
    for part in ["Ann Poe", "Reporter", "Ann covers the <em>harbour</em>.", "At length.", "href=/a/"] {
        assert_has(&page, part);
    }
    assert_lacks(&site.page("authors/king/index.html"), "href=/a/");
}

#[test]
fn profiles_may_stand_in_a_data_file() {
    let site = Site::plain()
        .file("data/authors.yaml", "ann-poe: {name: Ann Poe, role: Reporter}\n")
        .file("content/a.md", article("authors: ann-poe"));
    site.build().without_complaint();
    assert_eq!(names(&site), ["Ann Poe"]);
}
