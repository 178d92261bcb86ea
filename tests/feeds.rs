//! Feeds: what they hold, whole, in each format; of what there are some; and what never brings an article back.
//!
//! The whole texts are in `tests/feeds/`; with `BYLINE_UPDATE=1` they are rewritten by what was found. Judges from outside read more of them:
//! `tests/checks/feeds.sh`.

mod harness;

use std::fs;

use harness::{Site, assert_has, assert_lacks, changed};

const FEEDS: &str = "title: The Harbour Herald\ndescription: News of the port\nurl: https://herald.example/paper\nlanguage: en-GB\n\
                     timezone: America/New_York\nid: 3f2c8a54-0a58-4d5e-8a53-6f8d2b9f1c11\n";

/// A site with an article that has everything, and one that has little.
fn site(feeds: &str) -> Site {
    Site::new()
        .file("byline.yaml", format!("{FEEDS}feeds: {feeds}\n"))
        .file("content/authors/ada-finch.md", "---\nname: Ada Finch\nrole: Port reporter\n---\n")
        .file("content/news/_index.md", "---\ntitle: News\ndescription: All of it\n---\n")
        .file(
            "content/news/wall/wall.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"900\"/>\n",
        )
        .file("content/news/wall/read.mp3", "not quite a recording")
        .file(
            "content/news/wall/index.md",
            "---\n\
             title: \"The wall is <raised> & the *ferry* stops\"\n\
             description: Three metres, after nine hours\n\
             date: 2026-03-08T01:30\n\
             updated: 2026-03-09T10:00\n\
             authors: [Ada Finch, Ben Okafor, {name: Cleo Marsh, role: photographs}]\n\
             topics: [Port, \"R&D\"]\n\
             image: {src: wall.svg, alt: A wall, caption: The *old* wall, credit: Cleo Marsh}\n\
             audio: {src: read.mp3, duration: '12:34', title: Read aloud}\n\
             ---\n\
             The wall is **raised**, see [the map](#fn-1) and [the plan](../plan.md).[^1]\n\n\
             <script>alert(1)</script>\n\n\
             ![Plan](wall.svg)\n\n\
             [^1]: So they say.\n",
        )
        .file("content/news/plan.md", "---\ntitle: Plan\ndate: 2026-02-01\n---\nA plan.\n")
        .file("content/news/undated.md", "---\ntitle: Undated\n---\nText.\n")
}

#[track_caller]
fn assert_is(name: &str, found: &str) {
    let path = harness::project().join("tests/feeds").join(name);
    if std::env::var_os("BYLINE_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == found, "{name} (BYLINE_UPDATE=1 rewrites it)\n--- expected\n{expected}\n--- found\n{found}");
}

/// A file without the fingerprint in the name of the style sheet.
fn settled(text: &str) -> String {
    let Some(at) = text.find("/assets/feed.") else { return text.to_owned() };
    let end = at + text[at..].find(".css").unwrap();
    format!("{}/assets/feed{}", &text[..at], &text[end..])
}

#[test]
fn each_format_holds_all_that_is_known_of_an_article() {
    let site = site("{formats: [rss, atom, json]}");
    site.build().without_complaint();
    for name in ["feed.xml", "atom.xml", "feed.json"] {
        assert_is(name, &settled(&site.page(name)));
    }
}

#[test]
fn an_excerpt_is_the_dek_or_the_beginning_and_nothing_more() {
    let site = site("{text: excerpt, formats: [rss, json]}");
    site.build().without_complaint();
    let feed = site.page("feed.xml");
    assert_has(&feed, "<p>Three metres, after nine hours</p>");
    assert_lacks(&feed, "content:encoded>");
    assert_lacks(&feed, "So they say");
}

#[test]
fn there_are_feeds_of_what_the_site_asks_for() {
    let feeds = |settings: &str| -> Vec<String> {
        let site = site(settings);
        site.build().without_complaint();
        site.names()
            .into_iter()
            .filter(|name| name.contains("feed."))
            .filter(|name| !name.starts_with("assets"))
            .collect()
    };
    assert_eq!(
        feeds("true"),
        [
            "authors/ada-finch/feed.xml",
            "authors/ben-okafor/feed.xml",
            "authors/cleo-marsh/feed.xml",
            "feed.xml",
            "news/feed.xml",
            "topics/port/feed.xml",
            "topics/r-d/feed.xml"
        ]
    );
    assert_eq!(
        feeds("{of: [site, topic], formats: [json]}"),
        ["feed.json", "topics/port/feed.json", "topics/r-d/feed.json"]
    );
    assert_eq!(feeds("false"), [""; 0]);
}

#[test]
fn a_page_leads_to_its_own_feed_and_to_the_sites() {
    let site = site("{formats: [rss, json]}");
    site.build().without_complaint();
    let page = harness::dom::parse(&site.page("news/plan/index.html"));
    let links = page.all("link", &[("rel", "alternate")]);
    let links: Vec<(String, String)> = links
        .iter()
        .map(|link| (link.attribute("href").unwrap_or_default(), link.attribute("title").unwrap_or_default()))
        .collect();
    let expected = [
        ("/paper/news/feed.xml", "The Harbour Herald – News (RSS)"),
        ("/paper/news/feed.json", "The Harbour Herald – News (JSON)"),
        ("/paper/feed.xml", "The Harbour Herald (RSS)"),
        ("/paper/feed.json", "The Harbour Herald (JSON)"),
    ];
    assert_eq!(links, expected.map(|(href, title)| (href.to_owned(), title.to_owned())));
}

/// The ids of a feed's entries.
fn ids(feed: &str) -> Vec<String> {
    feed.split("<guid isPermaLink=\"false\">").skip(1).map(|rest| rest[..rest.find('<').unwrap()].to_owned()).collect()
}

#[test]
fn an_article_that_is_renamed_or_moves_is_no_new_entry() {
    let site = site("true");
    site.build();
    let before = ids(&site.page("feed.xml"));
    site.write("content/news/plan.md", "---\ntitle: Another plan\ndate: 2026-02-02\nslug: elsewhere\n---\nA plan.\n");
    site.build();
    assert_has(&site.page("feed.xml"), "<link>https://herald.example/paper/news/elsewhere/</link>");
    assert_eq!(ids(&site.page("feed.xml")), before);
}

#[test]
fn a_feed_changes_with_its_articles_and_not_with_the_clock() {
    let site = site("{formats: [rss, atom, json]}");
    site.run(&["build", "--at", "2026-06-01"]).code(0);
    let before = site.files();
    site.run(&["build", "--at", "2026-08-01", "--fresh"]).code(0);
    assert_eq!(changed(&before, &site.files()), [""; 0]);
    assert_has(&site.page("feed.xml"), "<lastBuildDate>Mon, 09 Mar 2026 10:00:00 -0400</lastBuildDate>");
}

#[test]
fn a_full_document_of_an_archive_never_changes_when_articles_are_added() {
    let site = Site::new().file(
        "byline.yaml",
        "title: The Herald\nurl: https://herald.example\nfeeds: {items: 2, archive: true, formats: [rss, json]}\n",
    );
    let article = |number: u32| {
        let text = format!("---\ntitle: Number {number}\ndate: 2026-01-{number:02}\n---\nText.\n");
        site.write(&format!("content/news/n{number:02}.md"), text);
    };
    (1..=5).for_each(article);
    site.build();
    assert!(!site.has("feed/1.xml"), "there is no oldest document before there are two");
    article(6);
    site.build();
    let before = site.files();
    assert_has(
        &site.page("feed.xml"),
        "<atom:link rel=\"prev-archive\" type=\"application/rss+xml\" href=\"https://herald.example/feed/2.xml\"/>",
    );
    assert_has(&site.page("feed/1.xml"), "<fh:archive/>");
    (7..=9).for_each(article);
    site.build();
    let after = site.files();
    for full in ["feed/1.xml", "feed/2.xml", "news/feed/1.xml", "feed/1.json", "feed/2.json"] {
        assert_eq!(before[full], after[full], "{full}");
    }
    // Every article stands in one document, and each document leads to the one before it.
    let (mut name, mut seen) = ("feed.xml".to_owned(), Vec::new());
    loop {
        let feed = site.page(&name);
        seen.extend(ids(&feed));
        let Some((_, rest)) = feed.split_once("rel=\"prev-archive\"") else { break };
        let href = rest.split("href=\"https://herald.example/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        name = href.to_owned();
    }
    let all: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), all.len()), (9, 9));
}

#[test]
fn a_hub_is_named_and_a_file_of_the_site_goes_before_a_feed() {
    let site = site("{hub: 'https://hub.example/', names: {rss: index.xml}}").file("static/news/index.xml", "mine");
    site.build();
    assert_has(&site.page("index.xml"), "<atom:link rel=\"hub\" href=\"https://hub.example/\"/>");
    assert_eq!(site.page("news/index.xml"), "mine");
}

#[test]
fn an_edit_renders_the_feeds_that_show_it_and_no_others() {
    let site = site("true");
    site.settle();
    site.build();
    site.settle();
    site.build();
    let before = site.files();
    site.write("content/news/plan.md", "---\ntitle: Plan\ndate: 2026-02-01\n---\nA plan, revised.\n");
    site.build();
    let mut found = changed(&before, &site.files());
    found.retain(|name| name.ends_with(".xml"));
    assert_eq!(found, ["feed.xml", "news/feed.xml"]);
    site.run(&["build", "--verify"]).code(0);
}

#[test]
fn settings_that_mean_nothing_are_errors_at_their_place() {
    for (feeds, expected) in [
        (
            "{formats: [rss, podcast]}",
            "error[invalid-value]: `podcast` of `formats` is none of `rss`, `atom` and `json`\n --> byline.yaml:7:18\n",
        ),
        (
            "yes please",
            "error[wrong-type]: `feeds` holds text, expected `true`, `false`, or a map\n --> byline.yaml:7:8\n",
        ),
        (
            "{of: [site, moods]}",
            "error[invalid-value]: `moods` of `of` is nothing that has feeds\n --> byline.yaml:7:8\n",
        ),
        (
            "{names: {rss: a/b.xml}}",
            "error[invalid-value]: `a/b.xml` of `names` is no name of a file\n --> byline.yaml:7:",
        ),
    ] {
        let run = site(feeds).run(&["build"]).code(1);
        assert_has(&run.stderr, expected);
    }
}

#[test]
fn a_feed_says_what_it_is_made_from_and_why_it_was_made_again() {
    let site = site("true");
    site.build();
    site.run(&["why", "/news/feed.xml"])
        .code(0)
        .says("/news/feed.xml is the feed of the section `news`, in news/feed.xml")
        .says("    facts of content/news/plan.md\n")
        .says("    text of content/news/plan.md\n");
    let told = site.run(&["why", "--file", "content/news/plan.md"]).code(0).stdout;
    for line in [
        "/feed.xml  (facts of content/news/plan.md, text of content/news/plan.md)",
        "/news/feed.xml  (facts of content/news/plan.md, text of content/news/plan.md)",
        "/sitemap.xml  (facts of content/news/plan.md)",
    ] {
        assert_has(&told, line);
    }
    assert_lacks(&told, "/topics/port/feed.xml");
    let told = site.run(&["why", "--file", "content/authors/ada-finch.md"]).code(0).stdout;
    assert_has(&told, "/authors/ada-finch/feed.xml  (profile content/authors/ada-finch.md)");
    site.write("content/news/plan.md", "---\ntitle: Plan\ndate: 2026-02-01\n---\nA plan, revised.\n");
    site.build();
    site.run(&["why", "/feed.xml"])
        .code(0)
        .says("last rendered because: changed: facts of content/news/plan.md, text of content/news/plan.md");
}

#[test]
fn readers_find_the_feed_at_the_foot_of_each_page() {
    let footer = |feeds: &str| {
        let site = site(feeds);
        site.build();
        harness::dom::parse(&site.page("news/plan/index.html")).only("footer", &[("class", "colophon")]).links()
    };
    let link = |href: &str| ("RSS feed".to_owned(), href.to_owned());
    assert!(footer("true").contains(&link("/paper/feed.xml")));
    assert!(footer("{formats: [json, atom]}").contains(&link("/paper/feed.json")));
    assert!(!footer("false").iter().any(|(text, _)| text == "RSS feed"));
}
