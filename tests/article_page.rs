//! The pages of the demonstration: each part of a news article is there by its meaning, and none where an article lacks what it shows.

mod harness;

use std::fs;
use std::sync::LazyLock;

use harness::dom::{self, Element};
use harness::{Site, assert_lacks};

/// The project's own site, built once.
static SITE: LazyLock<Site> = LazyLock::new(|| {
    let site = Site::new();
    for entry in walkdir::WalkDir::new(harness::project().join("content")).into_iter().flatten() {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(harness::project()).expect("a path of the project");
            site.write(path.to_str().expect("a path of text"), fs::read(entry.path()).expect("the file is there"));
        }
    }
    site.write("byline.yaml", fs::read(harness::project().join("byline.yaml")).expect("the file is there"));
    site.run(&["build", "--at", "2026-12-31T00:00:00Z"]).code(0);
    site
});

fn page(path: &str) -> Element {
    dom::parse(&SITE.page(&format!("{path}index.html")))
}

/// The article itself: what stands around it belongs to others.
fn article(page: &Element) -> Element {
    page.only("main", &[]).all("article", &[]).remove(0)
}

/// A link as a text and where it leads.
fn link(text: &str, href: &str) -> (String, String) {
    (text.to_owned(), href.to_owned())
}

/// Where a text stands in the article's.
#[track_caller]
fn place(text: &str, of: &Element) -> usize {
    let all = of.text();
    all.find(text).unwrap_or_else(|| panic!("`{text}` is not in\n{all}"))
}

#[test]
fn headline_dek_kicker_and_label_stand_above_the_byline() {
    let page = page("demo/floating-harbour/");
    let article = article(&page);
    assert_eq!(page.only("h1", &[]).text(), "Port Aldwin votes to let its harbour float");
    assert_eq!(page.only("h1", &[]).only("em", &[]).text(), "float");
    let order =
        ["The drowned quarter", "Analysis", "Port Aldwin votes", "The council chose pontoons", "By Ines Calloway"];
    let places: Vec<usize> = order.iter().map(|text| place(text, &article)).collect();
    assert!(places.is_sorted(), "{places:?}");
    let crumbs = page.labelled(&page, "Breadcrumbs").links();
    assert_eq!(crumbs, [link("The Aldwin Courier", "/demo/")]);
}

#[test]
fn each_author_is_linked_and_other_roles_have_a_line_of_their_own() {
    let page = page("demo/floating-harbour/");
    let head = article(&page).all("header", &[]).remove(0);
    let line = |start: &str| {
        let found = head.all("p", &[]).into_iter().find(|line| line.text().starts_with(start));
        found.unwrap_or_else(|| panic!("no line begins with `{start}`"))
    };
    assert_eq!(line("By ").text(), "By Ines Calloway, Tomas Abara and Ruth Vandermeer");
    assert_eq!(line("Photographs ").text(), "Photographs by Odile Marsh");
    assert_eq!(line("Illustrations ").text(), "Illustrations by Kit Osei");
    let authors: Vec<_> =
        head.all("a", &[("rel", "author")]).iter().map(|one| one.attribute("href").unwrap_or_default()).collect();
    let names = ["ines-calloway", "tomas-abara", "ruth-vandermeer", "odile-marsh", "kit-osei"];
    assert_eq!(authors, names.map(|name| format!("/authors/{name}/")));
    authors.iter().for_each(|href| assert!(SITE.has(&format!("{}index.html", &href[1..])), "{href}"));
}

#[test]
fn dates_have_their_zone_for_readers_and_machines() {
    let head = article(&page("demo/floating-harbour/")).all("header", &[]).remove(0);
    let times: Vec<_> =
        head.all("time", &[]).iter().map(|one| (one.text(), one.attribute("datetime").unwrap_or_default())).collect();
    assert_eq!(
        times,
        [
            link("Sept. 15, 2026, 1:51 a.m. EDT", "2026-09-15T01:51:00-04:00"),
            link("Sept. 16, 2026, 9:30 a.m. EDT", "2026-09-16T09:30:00-04:00"),
        ]
    );
    assert!(head.text().ends_with("-minute read"), "{}", head.text());
}

#[test]
fn the_lead_picture_has_its_size_its_text_its_caption_and_its_credit() {
    let figure = article(&page("demo/floating-harbour/")).all("figure", &[]).remove(0);
    let image = figure.only("img", &[("fetchpriority", "high")]);
    assert_eq!(image.attribute("src").as_deref(), Some("/demo/floating-harbour/harbour.webp"));
    assert!(image.attribute("alt").is_some_and(|alt| alt.starts_with("A freighter lies")));
    assert_eq!((image.attribute("width"), image.attribute("height")), (Some("1500".into()), Some("1000".into())));
    assert_eq!(image.attribute("loading"), None);
    let caption = figure.only("figcaption", &[]);
    assert!(caption.text().starts_with("The freighter Ardent"));
    assert!(caption.text().contains("Credit: Odile Marsh"));
    let license = caption.only("a", &[("rel", "license")]);
    assert_eq!(license.attribute("href").as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
}

#[test]
fn pictures_of_the_text_have_their_sizes_and_wait_until_they_are_near() {
    let article = article(&page("demo/floating-harbour/"));
    let images: Vec<_> = article.all("img", &[]).into_iter().skip(1).collect();
    assert!(images.len() > 4);
    for image in images {
        assert_eq!(image.attribute("loading").as_deref(), Some("lazy"), "{:?}", image.attribute("src"));
        assert!(image.attribute("width").is_some() && image.attribute("height").is_some());
        assert!(image.attribute("alt").is_some_and(|alt| !alt.is_empty()));
    }
}

#[test]
fn the_body_has_its_dateline_contents_quotes_figures_tables_notes_and_code() {
    let page = page("demo/floating-harbour/");
    let article = article(&page);
    let first = article.all("p", &[]).into_iter().find(|one| one.text().contains("After eleven hours")).unwrap();
    assert!(first.text().starts_with("PORT ALDWIN (Northern Wire) — After eleven hours"), "{}", first.text());
    let contents = article.labelled(&page, "On this page");
    assert_eq!(contents.name(), "nav");
    for (text, href) in contents.links() {
        let heading = page.by_id(&href[1..]).expect("a heading of this id");
        assert!(["h2", "h3"].contains(&heading.name()) && heading.text() == text, "{text}");
    }
    assert!(article.all("blockquote", &[]).len() + article.all("figure", &[]).len() > 3);
    assert!(place("Mara Lindqvist, harbour master", &article) > 0);
    // A table scrolls by itself, and can be scrolled by keyboard.
    let scroller = article.all("div", &[("tabindex", "0")]).into_iter().find(|one| !one.all("table", &[]).is_empty());
    assert!(scroller.is_some(), "no table scrolls by itself");
    assert_eq!(
        article.only("pre", &[]).only("code", &[]).text().split(':').next(),
        Some("def draught(load, length, width, water=1.025)")
    );
    let note = article.all("a", &[("role", "doc-noteref")]).remove(0);
    let target = page.by_id(note.attribute("href").unwrap().trim_start_matches('#')).expect("the note");
    assert!(target.text().starts_with("The town counts a flood"));
    target.only("a", &[("role", "doc-backlink")]);
}

#[test]
fn an_embed_loads_nothing_until_it_is_asked_for() {
    let page = page("demo/floating-harbour/");
    // A lazy frame in closed details is not loaded: tests/tools/embeds.mjs looks on.
    let closed = page.all("details", &[]).into_iter().filter(|one| one.attribute("open").is_none());
    let waiting: usize = closed.map(|one| one.all("iframe", &[("loading", "lazy")]).len()).sum();
    assert_eq!((waiting, page.all("iframe", &[]).len()), (1, 1));
    let links = article(&page).links();
    assert!(links.iter().any(|(_, href)| href == "https://harbour.aldwin.example/model"), "{links:?}");
    for one in page.elements() {
        let loads = match one.name() {
            "script" | "img" | "video" | "audio" | "source" | "embed" => one.attribute("src"),
            "link" if one.attribute("rel").is_some_and(|rel| rel != "canonical") => one.attribute("href"),
            _ => None,
        };
        assert!(loads.as_ref().is_none_or(|url| !url.contains("//")), "{loads:?} is loaded from elsewhere");
    }
}

#[test]
fn the_series_names_its_parts_and_leads_to_those_before_and_after() {
    let page = page("demo/floating-harbour/");
    let series = article(&page).all("aside", &[]).into_iter().find(|one| one.text().starts_with("Series")).unwrap();
    assert!(series.text().contains("Part 2 of 3"), "{}", series.text());
    assert!(series.links().contains(&link("The drowned quarter", "/series/the-drowned-quarter/")));
    assert_eq!(series.only("a", &[("rel", "prev")]).attribute("href").as_deref(), Some("/demo/drowned-quarter/"));
    assert_eq!(series.only("a", &[("rel", "next")]).attribute("href").as_deref(), Some("/demo/after-the-wall/"));
    assert_eq!(series.only("span", &[("aria-current", "page")]).text(), page.only("h1", &[]).text());
}

#[test]
fn corrections_credit_and_source_stand_behind_the_text() {
    let page = page("demo/floating-harbour/");
    let article = article(&page);
    let corrections = article.labelled(&page, "Corrections");
    let days: Vec<_> = corrections.all("time", &[]).iter().map(|day| day.attribute("datetime").unwrap()).collect();
    assert_eq!(days, ["2026-09-16", "2026-09-15"]);
    let end = place("Thank you, you may sit down now", &article);
    let credit = place("Reporting by Ines Calloway and Tomas Abara; Editing by Ruth Vandermeer", &article);
    let source = place("Source: Northern Wire", &article);
    assert!(end < credit && credit < source && source < place("Corrections", &article));
    assert!(article.links().contains(&link("Northern Wire", "https://northern-wire.example/aldwin/floating-harbour")));
}

#[test]
fn topics_sharing_and_authors_close_the_article() {
    let page = page("demo/floating-harbour/");
    let article = article(&page);
    let tags: Vec<_> =
        article.all("a", &[("rel", "tag")]).iter().map(|one| (one.text(), one.attribute("href").unwrap())).collect();
    let expected = [("Harbour", "harbour"), ("City budget", "city-budget"), ("Climate", "climate")];
    assert_eq!(tags, expected.map(|(name, slug)| link(name, &format!("/topics/{slug}/"))));

    let share = article.labelled(&page, "Share");
    let hosts: Vec<_> =
        share.links().iter().map(|(_, href)| href.split(['?', '#']).next().unwrap().to_owned()).collect();
    assert_eq!(
        hosts,
        [
            "mailto:",
            "https://wa.me/",
            "https://x.com/intent/post",
            "https://bsky.app/intent/compose",
            "https://share.joinmastodon.org/",
            "https://www.facebook.com/sharer/sharer.php",
            "https://www.linkedin.com/sharing/share-offsite/",
            "https://www.reddit.com/submit",
        ]
    );

    let authors = article.labelled(&page, "About the authors");
    let portrait = authors.all("img", &[]).remove(0);
    assert_eq!(portrait.attribute("alt").as_deref(), Some("Ines Calloway"));
    assert!(authors.text().contains("Ines has written about the harbour"));
    assert!(authors.links().contains(&link("Ines Calloway", "/authors/ines-calloway/")));
    assert_eq!(authors.all("a", &[("rel", "me")]).len(), 2);
}

#[test]
fn readers_may_comment() {
    let page = page("demo/floating-harbour/");
    let comments = page.labelled(&page, "Comments");
    let (text, href) = comments.links().remove(0);
    assert_eq!(text, "Write to us about this article");
    assert!(href.starts_with("mailto:letters@byline.example?subject=Port%20Aldwin"), "{href}");
}

#[test]
fn neighbours_and_related_articles_stand_below_it() {
    let page = page("demo/floating-harbour/");
    let neighbours = page.labelled(&page, "More articles in this section");
    assert_eq!(neighbours.only("a", &[("rel", "prev")]).attribute("href").as_deref(), Some("/demo/the-night-ferry/"));
    assert_eq!(neighbours.only("a", &[("rel", "next")]).attribute("href").as_deref(), Some("/demo/let-it-sink/"));
    let related = page.labelled(&page, "Related articles");
    // The one that the article names stands first.
    assert_eq!(related.all("h3", &[])[0].text(), "The last night ferry keeps its light");
    assert!(!related.links().iter().any(|(_, href)| href == "/demo/floating-harbour/"));
}

#[test]
fn a_wire_article_has_the_wire_s_byline_its_source_and_its_own_address() {
    let page = page("demo/the-night-ferry/");
    let article = article(&page);
    assert!(place("By our correspondent at the Skerry light", &article) > 0);
    assert_eq!(
        page.only("link", &[("rel", "canonical")]).attribute("href").as_deref(),
        Some("https://coast-press.example/2026/night-ferry")
    );
    assert!(article.links().contains(&link("Coast Press", "https://coast-press.example/")));
    assert!(place("SKERRY LIGHT — The 00.40", &article) > 0);
}

#[test]
fn a_link_post_leads_elsewhere_and_says_so() {
    let page = page("demo/a-map-of-old-shorelines/");
    let out = ("Read it there".to_owned(), "https://survey.aldwin.example/shorelines".to_owned());
    let links = article(&page).links();
    assert!(links.iter().any(|(_, href)| *href == out.1), "{links:?}");
    let listing = dom::parse(&SITE.page("demo/index.html"));
    assert!(listing.links().contains(&link("A map of where the shore used to be", &out.1)));
    assert!(listing.links().contains(&link("About this link", "/demo/a-map-of-old-shorelines/")));
}

#[test]
fn all_corrections_of_the_site_stand_on_a_page_newest_first() {
    let page = page("corrections/");
    let main = page.only("main", &[]);
    let days: Vec<_> = main.all("time", &[]).iter().map(|day| day.attribute("datetime").unwrap()).collect();
    assert!(days.len() >= 2 && days.is_sorted_by(|a, b| a >= b), "{days:?}");
    assert!(main.links().iter().any(|(_, href)| href == "/demo/floating-harbour/"));
    assert!(page.only("footer", &[]).links().contains(&link("Corrections", "/corrections/")));
}

#[test]
fn an_article_without_optional_data_has_no_part_that_is_empty() {
    let html = SITE.page("demo/tide-tables/index.html");
    let page = dom::parse(&html);
    let article = article(&page);
    for name in ["figure", "time", "aside", "img", "blockquote", "table", "nav"] {
        assert!(article.all(name, &[]).is_empty(), "it has `{name}`");
    }
    assert!(page.all("a", &[("rel", "author")]).is_empty() && page.all("a", &[("rel", "tag")]).is_empty());
    for word in
        ["Published", "Updated", "Source", "Credit", "Correction", "Series", "About the author", "Related articles"]
    {
        assert_lacks(&page.only("main", &[]).text(), word);
    }
    for one in page.elements() {
        let holds = one.elements().iter().any(|inner| ["img", "svg", "input", "br", "script"].contains(&inner.name()));
        let is_box = [
            "p", "div", "section", "nav", "header", "footer", "ul", "ol", "li", "h1", "h2", "h3", "span", "a", "aside",
            "figure",
        ];
        assert!(!is_box.contains(&one.name()) || holds || !one.text().is_empty(), "an empty `{}`", one.name());
    }
}

#[test]
fn an_article_in_another_language_says_so_and_runs_in_its_direction() {
    let page = page("demo/al-mina/");
    let root = page.only("html", &[]);
    assert_eq!((root.attribute("lang").as_deref(), root.attribute("dir").as_deref()), (Some("ar"), Some("rtl")));
    let listing = dom::parse(&SITE.page("demo/index.html"));
    assert_eq!(listing.all("article", &[("lang", "ar")]).len(), 1);
}
