//! Sections, documentation, taxonomies, archive: what stands around the articles.

mod harness;

use harness::{Site, assert_has, assert_lacks};

/// Where each text stands in a page; fails where one is missing or they are in another order.
#[track_caller]
fn assert_in_order(page: &str, texts: &[&str]) {
    let main = &page[page.find("<main").expect("the page has a main part")..];
    let places: Vec<_> =
        texts.iter().map(|text| main.find(text).unwrap_or_else(|| panic!("no {text} in\n{main}"))).collect();
    assert!(places.is_sorted(), "{texts:?} at {places:?} in\n{main}");
}

#[test]
fn a_section_lists_its_articles_newest_first() {
    let site = Site::plain()
        .file("content/news/_index.md", "---\ntitle: The *news*\ndescription: What happened.\n---\nAbove the list.\n")
        .article("content/news/old.md", "Old", "2026-01-01")
        .article("content/news/new.md", "New", "2026-01-03")
        .article("content/news/middle.md", "Middle", "2026-01-02");
    site.build().without_complaint();
    let page = site.page("news/index.html");
    assert_in_order(&page, &["The <em>news</em>", "Above the list.", ">New<", ">Middle<", ">Old<"]);
    assert_has(&page, "<title>The news | The Herald");
}

#[test]
fn articles_of_the_same_date_have_one_order() {
    let site = Site::plain().article("content/b.md", "Bee", "2026-01-01").article("content/a.md", "Ay", "2026-01-01");
    site.build();
    let first = site.page("index.html");
    let other = Site::plain().article("content/a.md", "Ay", "2026-01-01").article("content/b.md", "Bee", "2026-01-01");
    other.build();
    assert_eq!(first, other.page("index.html"));
}

#[test]
fn lead_and_featured_come_first() {
    let site = Site::plain()
        .file("content/news/_index.md", "---\ntitle: News\nlead: news/old.md\nfeatured: [news/middle.md]\n---\n")
        .article("content/news/old.md", "Old", "2026-01-01")
        .article("content/news/new.md", "New", "2026-01-03")
        .article("content/news/middle.md", "Middle", "2026-01-02");
    site.build().without_complaint();
    assert_in_order(&site.page("news/index.html"), &[">Old<", ">Middle<", ">New<"]);
    site.write("content/news/_index.md", "---\ntitle: News\nlead: news/gone.md\n---\n");
    site.run(&["build"]).code(1).complains("error[unknown-article]");
}

#[test]
fn sections_lie_in_sections() {
    let site = Site::plain()
        .file("content/news/_index.md", "---\ntitle: News\n---\n")
        .file("content/news/town/_index.md", "---\ntitle: Town\n---\n")
        .article("content/news/town/a.md", "A", "2026-01-01");
    site.build().without_complaint();
    assert_has(&site.page("news/index.html"), "href=/news/town/");
    assert_has(&site.page("news/town/a/index.html"), "href=/news/town/");
}

#[test]
fn an_article_may_belong_to_another_section_than_its_folders() {
    let site = Site::plain()
        .file("content/news/_index.md", "---\ntitle: News\n---\n")
        .file("content/inbox/a.md", "---\ntitle: A\ndate: 2026-01-01\nsection: news\n---\nText.\n");
    site.build().without_complaint();
    assert_has(&site.page("news/index.html"), ">A<");
    site.write("content/inbox/a.md", "---\ntitle: A\ndate: 2026-01-01\nsection: nws\n---\nText.\n");
    site.run(&["build"]).code(1).complains("error[unknown-section]");
}

#[test]
fn documentation_is_ordered_by_weight_and_stays_out_of_archive_and_front_page() {
    let site = Site::plain()
        .file("content/docs/_index.md", "---\ntitle: Docs\nkind: pages\n---\n")
        .file("content/docs/b.md", "---\ntitle: Begin\nweight: 1\n---\nText.\n")
        .file("content/docs/a.md", "---\ntitle: Continue\nweight: 2\n---\nText.\n")
        .article("content/news/a.md", "News of today", "2026-01-01");
    let run = site.build().without_complaint();
    assert_lacks(&run.stdout, "no date");
    assert_in_order(&site.page("docs/index.html"), &[">Begin<", ">Continue<"]);
    assert_has(&site.page("docs/a/index.html"), "href=/docs/b/");
    for page in ["index.html", "archive/index.html", "archive/2026/01/index.html"] {
        let text = site.page(page);
        assert_lacks(&text[text.find("<main").expect("a main part")..], "/docs/b/");
    }
}

#[test]
fn the_archive_has_years_and_months() {
    let site = Site::plain().article("content/a.md", "A", "2025-12-31").article("content/b.md", "B", "2026-01-01");
    site.build();
    assert_has(&site.page("archive/index.html"), "/archive/2025/");
    assert_has(&site.page("archive/2025/index.html"), "/archive/2025/12/");
    assert_has(&site.page("archive/2026/01/index.html"), ">B<");
    assert_lacks(&site.page("archive/2026/01/index.html"), ">A<");
}

#[test]
fn terms_that_differ_in_case_or_hyphens_are_one_and_accents_stay_apart() {
    let topic = |name: &str| format!("---\ntitle: {name}\ndate: 2026-01-01\ntopics: [{name}]\n---\nText.\n");
    let site = Site::plain()
        .file("content/a.md", topic("City Hall"))
        .file("content/b.md", topic("city-hall"))
        .file("content/c.md", topic("cafe"))
        .file("content/d.md", topic("café"));
    site.build().complains("warning[similar-terms]");
    let names: Vec<String> =
        site.names().into_iter().filter(|name| name.starts_with("topics/") && name.ends_with("html")).collect();
    assert_eq!(
        names,
        ["topics/cafe/index.html", "topics/café/index.html", "topics/city-hall/index.html", "topics/index.html"]
    );
    assert_has(&site.page("topics/city-hall/index.html"), "href=/a/");
    assert_has(&site.page("topics/city-hall/index.html"), "href=/b/");
}

#[test]
fn taxonomies_of_the_sites_own_keep_their_terms_apart() {
    let site = Site::new()
        .file("byline.yaml", "title: T\nurl: https://t.example\ntaxonomies:\n  author:\n  category: {path: categories, hierarchical: true}\n  tag:\n")
        .file("content/a.md", "---\ntitle: A\ndate: 2026-01-01\ncategories: [news/town]\ntags: [news]\n---\nText.\n")
        .file("content/b.md", "---\ntitle: B\ndate: 2026-01-02\ncategory: news\n---\nText.\n");
    site.build().without_complaint();
    let names = site.names();
    for name in ["categories/news/index.html", "categories/news/town/index.html"] {
        assert!(names.contains(&name.to_owned()), "{name} in {names:?}");
    }
    let tag = names.iter().find(|name| name.starts_with("tag") && name.contains("/news/")).expect("the tag has a page");
    assert_has(&site.page(tag), "href=/a/");
    assert_lacks(&site.page(tag), "href=/b/");
}

#[test]
fn a_series_shows_its_parts_in_order() {
    let part = |title: &str, part: u32, day: u32| {
        format!("---\ntitle: {title}\ndate: 2026-01-{day:02}\nseries: {{name: The plan, part: {part}}}\n---\nText.\n")
    };
    let site = Site::plain().file("content/b.md", part("Begin", 1, 9)).file("content/a.md", part("Continue", 2, 5));
    site.build().without_complaint();
    assert_in_order(&site.page("series/the-plan/index.html"), &[">Begin<", ">Continue<"]);
    assert_has(&site.page("b/index.html"), "href=/a/");
}

#[test]
fn patterns_of_addresses_hold_for_sections_and_all_others() {
    let site = Site::new()
        .file("byline.yaml", "title: T\nurl: https://t.example\npermalinks:\n  news: /:year/:month/:day/:slug/\n  \"*\": /:section/:slug.html\n")
        .article("content/news/a.md", "A", "2026-01-09T23:30:00-05:00")
        .article("content/sport/b.md", "B", "2026-01-02");
    site.build().without_complaint();
    assert!(site.has("2026/01/09/a/index.html") && site.has("sport/b.html"), "{:?}", site.names());
}

#[test]
fn titles_and_deks_come_out_right_in_each_place() {
    let site = Site::plain().file(
        "content/a.md",
        "---\ntitle: \"The *new* `cup` &amp; <b>saucer\"\ndescription: It's **here** &ldquo;now&rdquo;\ndate: 2026-01-01\n---\nText.\n",
    );
    site.run(&["build"]).code(0);
    let page = site.page("a/index.html");
    assert_has(&page, "<em>new</em> <code>cup</code>");
    let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
    assert!(!title.contains('*') && !title.contains('`') && !title.contains("<em>"), "{title}");
    assert_has(title, "The new cup &");
    assert_has(&page, "<strong>here</strong> “now”");
}

#[test]
fn a_page_that_somebody_wrote_for_a_folder_takes_the_place_of_its_list() {
    let site = Site::plain()
        .file("content/about/index.md", "---\ntitle: All about us\n---\nWritten by hand.\n")
        .article("content/about/history/index.md", "History", "2026-01-01")
        .article("content/news/a.md", "A", "2026-01-02");
    site.build().without_complaint();
    let page = site.page("about/index.html");
    assert_has(&page, "Written by hand.");
    assert_has(&site.page("about/history/index.html"), "The text of History.");
    assert_has(&site.page("news/index.html"), ">A<");
}

#[test]
fn articles_of_jekyll_keep_the_day_in_their_addresses() {
    let site = Site::plain()
        .article("content/en/_posts/2024-05-06-update.md", "May", "2024-05-07")
        .article("content/en/_posts/2024-06-01-update.md", "June", "2024-06-01")
        .file("content/en/_posts/undated.md", "---\ntitle: Never\n---\nText.\n")
        .article("content/news/_posts/2024-05-06-own.md", "Own", "2024-05-06");
    site.write("byline.yaml", "title: The Herald\nurl: https://herald.example\npermalinks: {news: \"/n/:slug/\"}\n");
    site.build().without_complaint();
    assert!(site.has("en/2024/05/07/update/index.html"), "{:#?}", site.names());
    assert!(site.has("en/2024/06/01/update/index.html"));
    assert!(site.has("en/undated/index.html"));
    assert!(site.has("n/own/index.html"));
}
