//! What a site sets under `theme:` changes its pages as the handbook says, and is told where it cannot.

mod harness;

use harness::{Site, assert_has, assert_lacks};

const ARTICLE: &str = "---
title: The plan
kicker: Harbour
dek: What it costs
date: 2023-09-15T05:51:00Z
authors: [Ada Finch]
topics: [Port]
credit: Reporting by Ada Finch
source: {name: The Wire, url: https://wire.example/plan}
corrections: [{date: 2023-09-16, text: The sum was wrong.}]
---
The text begins here.
";

/// A site with an article, another on the same subject, and these lines under `theme:`.
fn site(theme: &str) -> Site {
    Site::new()
        .file("byline.yaml", format!("title: Herald\ndescription: News of the port\nurl: https://herald.example/\ntheme:\n  name: broadsheet\n{theme}"))
        .file("content/authors/ada-finch.md", "---\nname: Ada Finch\nbio: She writes of ports.\n---\n")
        .file("content/news/plan.md", ARTICLE)
        .file("content/news/other.md", "---\ntitle: The other\ndate: 2023-09-14\ntopics: [Port]\n---\nMore.\n")
}

/// The article's page with a line under `theme:`.
fn page(line: &str) -> String {
    let site = site(&format!("  {line}\n"));
    site.build().without_complaint();
    site.page("news/plan/index.html")
}

/// Where parts of a page begin, in their order.
#[track_caller]
fn assert_order(page: &str, parts: &[&str]) {
    // What programs are told of it stands in the head.
    let page = &page[page.find("<body").unwrap_or_default()..];
    let places: Vec<Option<usize>> = parts.iter().map(|part| page.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{parts:?} stand at {places:?} in\n{page}");
}

#[test]
fn colours_fonts_and_the_measure_are_properties_of_the_page() {
    for (line, expected) in [
        ("accent: \"#014487\"", "#014487"),
        ("accent_dark: \"#99cafe\"", "#99cafe"),
        ("paper: \"#fefef1\"", "#fefef1"),
        ("paper_dark: \"#0a0b0c\"", "#0a0b0c"),
        ("ink: \"#101112\"", "#101112"),
        ("ink_dark: \"#fafbfc\"", "#fafbfc"),
        ("headline_font: Literata, serif", "Literata"),
        ("text_font: Gelasio, serif", "Gelasio"),
        ("interface_font: Inter, sans-serif", "Inter"),
        ("measure: 72", ":72ch"),
    ] {
        let root = page(line);
        let root = &root[..root.find("<body").unwrap()];
        assert_has(root, expected);
        assert_lacks(&page("motto: true")[..root.len()], expected);
    }
}

#[test]
fn a_font_of_the_site_is_served_by_it_and_loaded_early_where_that_is_wanted() {
    let own = site("  font_files: [{family: Literata, src: /fonts/literata.woff2, weight: 700, preload: true}]\n")
        .file("content/fonts/literata.woff2", "a font");
    own.build().without_complaint();
    let page = own.page("news/plan/index.html");
    assert_has(&page, "@font-face");
    assert_has(&page, "/fonts/literata.woff2");
    assert_has(&page, "preload");
    assert_has(&page, "700");
}

#[test]
fn dates_have_the_form_that_the_site_wants() {
    assert_has(&page("motto: true"), "Sept. 15, 2023, 5:51 a.m. UTC");
    assert_has(&page("datetime: \"{day2}.{month2}.{year}, {hour24}:{minute} {zone}\""), ">15.09.2023, 05:51 UTC<");
    assert_has(&page("date: \"{weekday}, {day} {month} {year}\""), ">Thursday, 14 September 2023<");
}

#[test]
fn density_and_the_place_of_the_nameplate_are_classes_of_the_style_sheet() {
    assert_has(&page("density: compact"), "kind-article compact");
    assert_has(&page("density: airy"), "kind-article airy");
    assert_lacks(&page("density: normal"), "compact");
    assert_has(&page("masthead: centre"), "masthead-centre");
    assert_lacks(&page("masthead: left"), "masthead-centre");
}

#[test]
fn a_logo_stands_for_the_title_and_another_one_on_the_dark_ground() {
    let own = site("  logo: /logo.svg\n  logo_dark: /dark.svg\n")
        .file("content/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\"/>")
        .file("content/dark.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\"/>");
    own.build().without_complaint();
    let page = own.page("news/plan/index.html");
    assert_has(&page, "/logo.svg");
    assert_has(&page, "/dark.svg");
    assert_has(&page, "prefers-color-scheme");
    assert_has(&page, "alt=Herald");
}

#[test]
fn furniture_is_there_or_not() {
    for (line, part) in [("motto: false", "News of the port</p>"), ("reading_time: false", "1-minute read")] {
        assert_lacks(&page(line), part);
        assert_has(&page("drop_cap: true"), part);
    }
    for (breadcrumbs, count) in [(true, 1), (false, 0)] {
        let deep = site(&format!("  breadcrumbs: {breadcrumbs}\n"))
            .file("content/news/port/_index.md", "---\ntitle: Port\n---\n")
            .file("content/news/port/deep.md", "---\ntitle: Deep\n---\nText.\n");
        deep.build().without_complaint();
        assert_eq!(deep.page("news/port/deep/index.html").matches("aria-label=Breadcrumbs").count(), count);
    }
    assert_has(&page("drop_cap: true"), "drop-cap");
    assert_lacks(&page("drop_cap: false"), "drop-cap");
}

#[test]
fn parts_of_an_article_stand_in_the_order_of_the_site() {
    let (text, credit, source) = ("The text begins here", "Reporting by Ada Finch", "https://wire.example/plan");
    let (correction, bio, other) = ("The sum was wrong", "She writes of ports", "The other");
    assert_order(&page("motto: true"), &[text, credit, source, correction, "share-title", bio, other]);
    assert_order(&page("article_start: [corrections]"), &[correction, text, credit, source, bio]);
    let whole = page("article_start: [corrections]");
    assert_eq!(whole[whole.find("<body").unwrap()..].matches(correction).count(), 1);
    assert_order(&page("article_end: [authors, credit]"), &[text, bio, credit]);
    for part in [source, correction, "share-title"] {
        let whole = page("article_end: [authors, credit]");
        assert_lacks(&whole[whole.find("<body").unwrap()..], part);
    }
    assert_order(&page("after_article: [credit, related]"), &[text, other]);
    assert_lacks(&page("after_article: []"), other);
}

#[test]
fn the_foot_has_the_site_s_line_and_links() {
    assert_has(&page("footer: The Harbour Press"), "The Harbour Press");
    assert_has(&page("footer_links: [{label: Imprint, href: /imprint/}]"), "Imprint");
    assert_has(
        &page("social: [{label: Mastodon, href: https://social.example/@herald}]"),
        "https://social.example/@herald",
    );
}

#[test]
fn the_handbook_names_every_option_of_the_theme() {
    let theme = std::fs::read_to_string("themes/broadsheet/theme.yaml").unwrap();
    let options = theme.split("\noptions:\n").nth(1).unwrap().split("\nchoices:").next().unwrap();
    let handbook = std::fs::read_to_string("content/handbook/themes.md").unwrap();
    let names: Vec<&str> = options
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   ") && !line.trim_start().starts_with('#'))
        .filter_map(|line| line.trim().split(':').next())
        .collect();
    assert!(names.len() > 20, "{names:?}");
    let missing: Vec<&&str> = names.iter().filter(|name| !handbook.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "the handbook does not name {missing:?}");
}

#[test]
fn an_option_of_another_kind_or_without_such_a_choice_is_an_error() {
    for (line, message) in [
        (
            "density: tight",
            "error[invalid-value]: `theme.density` is `tight`, which is none of its choices
 --> byline.yaml:6:12
  |
6 |   density: tight
  |            ^^^^^
  |
  = help: there are `compact`, `normal`, `airy`
",
        ),
        (
            "measure: wide",
            "error[wrong-type]: `theme.measure` is text, expected a number
 --> byline.yaml:6:12
  |
6 |   measure: wide
  |            ^^^^
",
        ),
        (
            "date: \"{dya} {month}\"",
            "error[invalid-value]: `theme.date` names `{dya}`, which is no part of a date
 --> byline.yaml:6:9
  |
6 |   date: \"{dya} {month}\"
  |         ^^^^^^^^^^^^^^^
  |
  = help: did you mean `{day}`?
  = help: there are `{year}`, `{month}`, `{month_short}`, `{month2}`, `{month1}`, `{day}`, `{day2}`, `{weekday}`, `{hour12}`, `{hour24}`, `{minute}`, `{second}`, `{ampm}`, `{zone}`
",
        ),
    ] {
        let run = site(&format!("  {line}\n")).run(&["build"]).code(1);
        assert_has(&run.stderr, message);
    }
}
