//! What newspapers and wire services say of an article: agency, corrections, labels, related articles, comments and sharing.

mod harness;

use harness::{Site, assert_has, assert_lacks};

/// A site whose pages are not minified, so that what stands in them is read as it was written.
fn site() -> Site {
    Site::new().file("byline.yaml", "title: The Herald\nurl: https://herald.example\nminify: false\n")
}

/// An article with more lines of front matter.
fn with(lines: &str) -> String {
    format!("---\ntitle: Harbour plan\ndate: 2026-01-02\n{lines}---\nThe text.\n")
}

/// The page of the one article with these lines.
fn page(lines: &str) -> String {
    let site = site().file("content/news/plan.md", with(lines));
    site.build().without_complaint();
    site.page("news/plan/index.html")
}

/// Where each of `parts` stands, which must be in this order.
#[track_caller]
fn assert_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let Some(at) = rest.find(part) else { panic!("{part} is missing, or not behind those before it\n{text}") };
        rest = &rest[at..];
    }
}

#[test]
fn an_article_without_wire_fields_shows_nothing_of_them() {
    let page = page("");
    for part in ["source-line", "corrections", "class=\"labels\"", "object-position"] {
        assert_lacks(&page, part);
    }
}

#[test]
fn a_social_title_is_for_share_cards_only() {
    let page = page("social_title: What the \"plan\" means\n");
    assert_has(&page, "<meta property=\"og:title\" content=\"What the &quot;plan&quot; means\">");
    assert_has(&page, "<title>Harbour plan | The Herald</title>");
}

#[test]
fn an_agency_is_named_below_the_text_with_its_address_where_it_has_one() {
    assert_has(&page("source: Reuters\n"), "Source:</span> Reuters</p>");
    for lines in [
        "source: {name: Reuters, url: 'https://www.reuters.example/a?b=1&c=2'}\n",
        "source: Reuters\nsource_url: https://www.reuters.example/a?b=1&c=2\n",
        "agency: {name: Reuters, url: 'https://www.reuters.example/a?b=1&c=2'}\n",
    ] {
        let page = page(lines);
        assert_has(&page, ">Reuters</a></p>");
        assert_has(&page, "https://www.reuters.example/a?b=1&amp;c=2");
    }
    assert_has(&page("source: https://www.reuters.example/a\n"), ">reuters.example</a></p>");
    assert_has(&page("source: {url: https://www.reuters.example/a}\n"), ">reuters.example</a></p>");
    assert_has(&page("source: [Reuters, AP]\n"), "Source:</span> Reuters, AP</p>");
}

#[test]
fn corrections_stand_below_the_text_newest_first() {
    let page = page(
        "corrections:\n  - {date: 2026-01-03, text: 'The **first** one & more.'}\n  - A text without a date.\n  \
         - {date: 2026-02-04, text: The second one.}\n",
    );
    assert_order(
        &page,
        &[
            "The text.",
            ">Corrections</h2>",
            "Feb. 4, 2026",
            "The second one.",
            "Jan. 3, 2026",
            "<strong>first</strong> one &amp; more.",
            "A text without a date.",
        ],
    );
    for alone in ["corrections: It was the east quay.\n", "corrections: {text: It was the east quay.}\n"] {
        let page = self::page(alone);
        assert_order(&page, &[">Correction</h2>", "It was the east quay."]);
        assert_lacks(&page, ">Corrections</h2>");
    }
}

#[test]
fn labels_stand_over_the_headline_and_in_cards() {
    let site = site().file("content/news/plan.md", with("labels: [Opinion, Sponsored, Opinion]\n"));
    site.build().without_complaint();
    for path in ["news/plan/index.html", "news/index.html", "index.html"] {
        assert_order(&site.page(path), &[">Opinion</span>", ">Sponsored</span>", "Harbour plan</"]);
        assert_eq!(site.page(path).matches(">Opinion<").count(), 1, "{path}");
    }
}

/// A template that prints what the default theme has no place for.
const SHOWN: &str = "<!doctype html><title>x</title>{{ article.comments }} {{ article.share }} {% for one in article.labels %}{{ one }},{% endfor %}";

#[test]
fn what_a_section_says_holds_for_its_articles_unless_they_say_it_themselves() {
    let site = Site::new()
        .file("byline.yaml", "title: H\nurl: https://h.example\nsections:\n  news: {share: no, labels: News}\n  news/world: {comments: on}\n")
        .file("templates/article.html", SHOWN)
        .file("content/news/_index.md", "---\ncomments: false\nlabels: [Report]\n---\n")
        .file("content/news/plain.md", with(""))
        .file("content/news/own.md", with("comments: true\nshare: true\nlabels: Analysis\n"))
        .file("content/news/world/deep.md", with(""))
        .file("content/sport/far.md", with(""));
    site.build().without_complaint();
    let said = |path: &str| site.page(path).rsplit("</title>").next().unwrap_or_default().trim().to_owned();
    assert_eq!(said("news/plain/index.html"), "false false Report,");
    assert_eq!(said("news/own/index.html"), "true true Analysis,");
    assert_eq!(said("news/world/deep/index.html"), "true false Report,");
    assert_eq!(said("sport/far/index.html"), "false true");
}

/// A site whose article `a` names related ones, beside two that share its topic.
fn related(named: &str) -> Site {
    let article =
        |title: &str, day: u8, more: &str| format!("---\ntitle: {title}\ndate: 2026-01-0{day}\n{more}---\nx\n");
    site()
        .file("content/news/a.md", article("Alpha", 9, &format!("topics: [boats]\n{named}")))
        .file("content/news/b.md", article("Beta", 8, "topics: [boats]\n"))
        .file("content/news/c.md", article("Gamma", 7, "topics: [boats]\n"))
        .file("content/sport/d.md", article("Delta", 1, "id: the-delta\n"))
        .file("content/sport/e/index.md", article("Epsilon", 2, "permalink: /elsewhere/\n"))
        .file("content/sport/2026-01-03-f.md", article("Zeta", 3, "draft: true\nid: the-draft\n"))
}

/// The titles below "Related articles".
fn titles(site: &Site) -> Vec<String> {
    let page = site.page("news/a/index.html");
    let Some((_, rest)) = page.split_once("related-title\">") else { return Vec::new() };
    ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"]
        .iter()
        .filter_map(|title| Some((rest.find(&format!(">{title}</a>"))?, (*title).to_owned())))
        .collect::<std::collections::BTreeMap<_, _>>()
        .into_values()
        .collect()
}

#[test]
fn related_articles_that_are_named_come_before_those_that_are_found() {
    for named in [
        "sport/d.md",
        "d",
        "content/sport/d.md",
        "'@/sport/d.md'",
        "the-delta",
        "/sport/d/",
        "https://herald.example/sport/d/",
    ] {
        let site = related(&format!("related: [{named}]\n"));
        site.build().without_complaint();
        assert_eq!(titles(&site), ["Delta", "Beta", "Gamma"], "{named}");
    }
    let site = related("related: [c, /elsewhere/, sport/e, news/a.md, c.md]\n");
    site.build().without_complaint();
    assert_eq!(titles(&site), ["Gamma", "Epsilon", "Beta"]);
    let site = related("related: false\n");
    site.build().without_complaint();
    assert_eq!(titles(&site), Vec::<String>::new());
    let site = related("related: true\n");
    site.build().without_complaint();
    assert_eq!(titles(&site), ["Beta", "Gamma"]);
}

#[test]
fn a_related_article_that_is_not_published_is_left_out_and_one_that_does_not_exist_is_an_error() {
    for named in ["sport/2026-01-03-f.md", "the-draft", "/sport/2026-01-03-f/", "/sport/f/"] {
        let site = related(&format!("related: [{named}]\n"));
        site.build().without_complaint();
        assert_eq!(titles(&site), ["Beta", "Gamma"], "{named}");
    }
    let site = related("related:\n  - d\n  - the-detla\n");
    let run = site.run(&["build"]).code(1);
    assert_has(
        &run.stderr,
        "error[unknown-article]: there is no published article `the-detla`\n --> content/news/a.md:7:5",
    );
}

#[test]
fn the_focus_of_a_picture_is_where_its_thumbnails_are_cropped() {
    let built = |lines: &str| {
        let site = site().file("content/news/plan.md", with(lines)).file("content/news/quay.jpg", "no picture");
        site.build().without_complaint();
        site
    };
    let site = built("image: {src: quay.jpg, focus: top right}\n");
    assert_has(&site.page("news/index.html"), "style=\"object-position: 100% 0%\"");
    assert_lacks(&site.page("news/plan/index.html"), "object-position");
    let site = built("image: quay.jpg\nimage_focus: 20% 30%\n");
    assert_has(&site.page("news/index.html"), "style=\"object-position: 20% 30%\"");
}

#[test]
fn the_license_of_a_picture_is_a_name_or_leads_to_its_text() {
    let built = |license: &str| {
        let site = site()
            .file("content/news/plan.md", with(&format!("image: {{src: quay.jpg, license: '{license}'}}\n")))
            .file("content/news/quay.jpg", "no picture");
        site.build().without_complaint();
        site.page("news/plan/index.html")
    };
    assert_has(&built("CC BY 4.0"), ">CC BY 4.0</span></figcaption>");
    assert_has(&built("https://creativecommons.org/licenses/by/4.0/"), ">License</a></span></figcaption>");
    assert_lacks(&built("javascript:alert(1)"), "href=\"javascript");
}

#[test]
fn a_taxonomy_of_the_site_keeps_its_key() {
    let site = Site::new()
        .file(
            "byline.yaml",
            "title: H\nurl: https://h.example\nminify: false\ntaxonomies:\n  label: {key: labels}\n  topic:\n",
        )
        .file("content/news/plan.md", with("labels: [Boats]\n"));
    site.build().without_complaint();
    assert!(site.has("labels/boats/index.html") || site.has("label/boats/index.html"), "{:?}", site.names());
    assert_lacks(&site.page("news/plan/index.html"), "class=\"labels\"");
}

#[test]
fn undated_articles_stand_in_their_section_and_are_named_but_are_not_in_the_archive() {
    let site = site()
        .article("content/news/dated.md", "Dated", "2026-01-02")
        .file("content/news/undated.md", "---\ntitle: Undated\n---\nThe text.\n")
        .file("content/about.md", "---\ntitle: About\n---\nA page, which needs no date.\n");
    let run = site.build().without_complaint();
    assert_has(&run.stdout, "1 article has no date, and so no place in the archive: content/news/undated.md\n");
    assert!(site.has("news/undated/index.html"));
    assert_has(&site.page("news/index.html"), ">Undated</a>");
    for (path, bytes) in site.files().iter().filter(|(path, _)| path.starts_with("archive/")) {
        assert_lacks(&String::from_utf8_lossy(bytes), ">Undated</a>");
        assert!(path.ends_with(".html"));
    }
    assert!(site.has("archive/2026/01/index.html"));
    let list = site.run(&["list", "--undated"]).code(0);
    assert_has(&list.stdout, "content/news/undated.md");
    assert_eq!(list.stdout.lines().count(), 1, "{}", list.stdout);
}
