//! What a page tells search engines, social networks and browsers, in its head.

mod harness;

use harness::dom::{self, Element};
use harness::{Site, assert_has, assert_lacks, png};
use serde_json::{Value, json};

const CONFIGURATION: &str = "title: The Harbour Herald\ndescription: News of the port\nurl: https://herald.example\nlanguage: en-GB\n\
                             timezone: America/New_York\n\
                             publisher: {name: Herald Press, logo: /logo.png, news: true, links: ['https://social.example/@herald']}\n\
                             social: {image: /card.png, alt: The harbour, account: herald}\n\
                             icons: [/icon.svg, /icon-180.png, /icon-192.png]\n";

const ARTICLE: &str = "---\n\
title: The wall is raised\n\
description: Three metres, after nine hours\n\
date: 2026-03-08T01:30\n\
updated: 2026-03-09T10:00\n\
authors: [Ada Finch, Ben Okafor, Town Wire, {name: Cleo Marsh, role: photographs}]\n\
topics: [Port, Walls]\n\
labels: [Analysis]\n\
dateline: LONDON\n\
source: {name: Wire, url: 'https://wire.example/'}\n\
series: {name: The wall, part: 2}\n\
image: {src: wall.png, alt: A wall, caption: The *old* wall, credit: Cleo Marsh, license: 'https://licence.example/', copyright: © Herald}\n\
corrections: [{date: 2026-03-09, text: The sum was wrong.}]\n\
audio: {src: 'https://sound.example/a.mp3', duration: 90, bytes: 1000}\n\
free: false\n\
---\n\
The wall is **raised** </script><script>alert(1)</script>.\n";

fn site() -> Site {
    Site::new()
        .file("byline.yaml", CONFIGURATION)
        .file("static/logo.png", png(200, 60))
        .file("static/card.png", png(1200, 630))
        .file("static/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("static/icon-180.png", png(180, 180))
        .file("static/icon-192.png", png(192, 192))
        .file(
            "content/authors/ada-finch.md",
            "---\nname: Ada Finch\nrole: Port reporter\nbio: She writes of ports.\nlinks: {site: 'https://ada.example/'}\n---\n",
        )
        .file("content/authors/town-wire.md", "---\nname: Town Wire\nkind: organization\n---\n")
        .file("content/news/_index.md", "---\ntitle: News\n---\n")
        .file("content/news/port/_index.md", "---\ntitle: The port\n---\n")
        .file("content/news/port/wall/wall.png", png(1600, 900))
        .file("content/news/port/wall/index.md", ARTICLE)
        .file("content/news/plain.md", "---\ntitle: Plain\ndate: 2026-02-01\n---\nText.\n")
        .file("content/help/_index.md", "---\ntitle: Help\nkind: pages\n---\n")
        .file("content/help/how.md", "---\ntitle: How\n---\nText.\n")
}

fn page(path: &str) -> String {
    let site = site();
    site.build();
    site.page(path)
}

/// The structured data of a page, of one type.
#[track_caller]
fn data(page: &str, kind: &str) -> Value {
    let scripts =
        page.split("<script type=application/ld+json>").skip(1).map(|rest| rest.split("</script>").next().unwrap());
    let all: Vec<Value> = scripts.map(|one| serde_json::from_str(one).expect("it is JSON")).collect();
    all.iter().find(|one| one["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {all:?}")).clone()
}

/// What the head says under a name or property.
fn said(page: &Element, key: &str, name: &str) -> Vec<String> {
    page.all("meta", &[(key, name)]).iter().filter_map(|meta| meta.attribute("content")).collect()
}

const WALL: &str = "news/port/wall/index.html";

#[test]
fn structured_data_of_an_article_holds_all_that_is_known_of_it() {
    let page = page(WALL);
    let found = data(&page, "NewsArticle");
    let expected = json!({
        "headline": "The wall is raised",
        "description": "Three metres, after nine hours",
        "url": "https://herald.example/news/port/wall/",
        "datePublished": "2026-03-08T01:30:00-05:00",
        "dateModified": "2026-03-09T10:00:00-04:00",
        "articleSection": "The port",
        "keywords": ["Port", "Walls"],
        "genre": ["Analysis"],
        "dateline": "LONDON",
        "inLanguage": "en-GB",
        "isAccessibleForFree": false,
        "isPartOf": {"@type": "CreativeWorkSeries", "name": "The wall"},
        "position": 2,
        "mainEntityOfPage": {"@type": "WebPage", "@id": "https://herald.example/news/port/wall/"},
        "sourceOrganization": {"@type": "Organization", "name": "Wire", "url": "https://wire.example/"},
        "image": [{
            "@type": "ImageObject",
            "url": "https://herald.example/news/port/wall/wall.png",
            "width": 1600,
            "height": 900,
            "caption": "The old wall",
            "creditText": "Cleo Marsh",
            "license": "https://licence.example/",
            "copyrightNotice": "© Herald",
        }],
        "audio": {"@type": "AudioObject", "contentUrl": "https://sound.example/a.mp3", "encodingFormat": "audio/mpeg", "duration": "PT90S"},
        "correction": [{"@type": "CorrectionComment", "text": "The sum was wrong.", "datePublished": "2026-03-09T00:00:00-04:00"}],
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(found[key], *value, "{key}");
    }
    let authors: Vec<(&str, &str, &str)> = found["author"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["@type"].as_str().unwrap(), one["name"].as_str().unwrap(), one["url"].as_str().unwrap()))
        .collect();
    assert_eq!(
        authors,
        [
            ("Person", "Ada Finch", "https://herald.example/authors/ada-finch/"),
            ("Person", "Ben Okafor", "https://herald.example/authors/ben-okafor/"),
            ("Organization", "Town Wire", "https://herald.example/authors/town-wire/"),
        ]
    );
    assert_eq!(found["contributor"][0]["name"], "Cleo Marsh");
    let publisher = &found["publisher"];
    assert_eq!((&publisher["@type"], &publisher["name"]), (&json!("NewsMediaOrganization"), &json!("Herald Press")));
    assert_eq!(publisher["logo"]["url"], "https://herald.example/logo.png");
    let places = data(&page, "BreadcrumbList")["itemListElement"].clone();
    let names: Vec<&str> = places.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["The Harbour Herald", "News", "The port", "The wall is raised"]);
}

#[test]
fn an_article_without_anything_has_the_publisher_as_author_and_no_empty_field() {
    let found = data(&page("news/plain/index.html"), "NewsArticle");
    assert_eq!(found["author"][0]["name"], "Herald Press");
    for key in
        ["image", "correction", "contributor", "editor", "audio", "genre", "dateline", "isPartOf", "liveBlogUpdate"]
    {
        assert!(found.get(key).is_none(), "{key}: {found}");
    }
    assert!(!found.to_string().contains("null"), "{found}");
}

#[test]
fn every_kind_of_page_says_what_it_is() {
    let site = site();
    site.build();
    for (path, kind) in [
        ("index.html", "WebSite"),
        ("news/index.html", "CollectionPage"),
        ("topics/port/index.html", "CollectionPage"),
        ("archive/index.html", "CollectionPage"),
        ("authors/ada-finch/index.html", "ProfilePage"),
        ("help/how/index.html", "WebPage"),
    ] {
        data(&site.page(path), kind);
    }
    let profile = data(&site.page("authors/ada-finch/index.html"), "ProfilePage");
    let person = &profile["mainEntity"];
    assert_eq!((&person["name"], &person["jobTitle"]), (&json!("Ada Finch"), &json!("Port reporter")));
    assert_eq!(person["sameAs"], json!(["https://ada.example/"]));
    assert_lacks(&site.page("404.html"), "ld+json");
}

#[test]
fn the_site_the_section_and_the_article_say_of_which_type_articles_are() {
    let site = site();
    site.write("content/news/_index.md", "---\ntitle: News\narticle_type: blog\n---\n");
    site.write("content/news/plain.md", "---\ntitle: Plain\ndate: 2026-02-01\narticle_type: article\n---\nText.\n");
    site.build();
    data(&site.page(WALL), "BlogPosting");
    data(&site.page("news/plain/index.html"), "Article");
    site.write("content/news/plain.md", "---\ntitle: Plain\ndate: 2026-02-01\n---\nText.\n");
    site.write("content/news/_index.md", "---\ntitle: News\n---\n");
    site.write("byline.yaml", format!("{CONFIGURATION}article_type: article\n"));
    site.build();
    data(&site.page("news/plain/index.html"), "Article");
}

#[test]
fn entries_of_a_live_article_stand_in_its_data_and_under_their_addresses() {
    let site = site();
    site.write(
        "content/news/plain.md",
        "---\ntitle: The vote\ndate: 2026-02-01T18:00\nlive: 2026-02-01T23:00\n---\nIt begins.\n\n\
         {% <entry time=\"2026-02-01T20:15\" title=\"Put off\"> %}\nThe council meets **tomorrow**.\n{% </entry> %}\n\n\
         {% <entry time=\"2026-02-01T19:00\"> %}\nThe doors open.\n{% </entry> %}\n",
    );
    site.build();
    let html = site.page("news/plain/index.html");
    let page = dom::parse(&html);
    let found = data(&html, "LiveBlogPosting");
    assert_eq!(found["coverageStartTime"], "2026-02-01T18:00:00-05:00");
    assert_eq!(found["coverageEndTime"], "2026-02-01T23:00:00-05:00");
    let updates = found["liveBlogUpdate"].as_array().unwrap();
    let told: Vec<(&str, &str, &str)> = updates
        .iter()
        .map(|one| {
            (
                one["headline"].as_str().unwrap(),
                one["datePublished"].as_str().unwrap(),
                one["articleBody"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Put off", "2026-02-01T20:15:00-05:00", "The council meets tomorrow."),
            ("The vote", "2026-02-01T19:00:00-05:00", "The doors open."),
        ]
    );
    for update in updates {
        let url = update["url"].as_str().unwrap();
        let (_, id) = url.split_once('#').unwrap();
        assert!(page.by_id(id).is_some(), "{url} leads to no part of the page");
    }
    site.write(
        "content/news/plain.md",
        "---\ntitle: The vote\ndate: 2026-02-01\nlive: true\n---\n{% <entry time=\"soon\"> %}\nx\n{% </entry> %}\n",
    );
    let run = site.run(&["build"]).code(1);
    assert_eq!(
        run.stderr.split("\n\n").next().unwrap(),
        "error[invalid-date]: `soon` of `time` is no date: `soon` is no month\n \
         --> content/news/plain.md:6:11\n  |\n6 | {% <entry time=\"soon\"> %}\n  |           ^^^^^^^^^^^\n  |\n  \
         = help: accepted are `2023-09-15`, `2023-09-15 13:51`, `2023-09-15T13:51:00-04:00`, `Sep 15, 2023, 1:51 PM`, \
         `15 September 2023` and `Fri, 15 Sep 2023 13:51:00 -0400`"
    );
}

#[test]
fn share_cards_show_the_article_or_else_the_site() {
    let site = site();
    site.build();
    let page = dom::parse(&site.page(WALL));
    for (name, expected) in [
        ("og:site_name", "The Harbour Herald"),
        ("og:type", "article"),
        ("og:title", "The wall is raised"),
        ("og:description", "Three metres, after nine hours"),
        ("og:url", "https://herald.example/news/port/wall/"),
        ("og:locale", "en_GB"),
        ("og:image", "https://herald.example/news/port/wall/wall.png"),
        ("og:image:width", "1600"),
        ("og:image:height", "900"),
        ("og:image:alt", "A wall"),
        ("article:published_time", "2026-03-08T01:30:00-05:00"),
        ("article:modified_time", "2026-03-09T10:00:00-04:00"),
        ("article:section", "The port"),
    ] {
        assert_eq!(said(&page, "property", name), [expected], "{name}");
    }
    assert_eq!(said(&page, "property", "article:tag"), ["Port", "Walls"]);
    assert_eq!(said(&page, "name", "twitter:card"), ["summary_large_image"]);
    assert_eq!(said(&page, "name", "twitter:site"), ["@herald"]);
    let plain = dom::parse(&site.page("news/plain/index.html"));
    assert_eq!(said(&plain, "property", "og:image"), ["https://herald.example/card.png"]);
    assert_eq!(said(&plain, "property", "og:image:alt"), ["The harbour"]);
}

#[test]
fn robots_may_show_large_pictures_unless_a_page_is_not_to_be_found() {
    let site = site()
        .file("content/news/hidden.md", "---\ntitle: Hidden\ndate: 2026-02-01\nrobots: noindex\n---\nText.\n")
        .file("content/news/still.md", "---\ntitle: Still\ndate: 2026-02-01\nrobots: nofollow\n---\nText.\n");
    site.build();
    for (path, expected) in [
        (WALL, "max-image-preview:large"),
        ("index.html", "max-image-preview:large"),
        ("news/hidden/index.html", "noindex"),
        ("news/still/index.html", "nofollow, max-image-preview:large"),
    ] {
        assert_eq!(said(&dom::parse(&site.page(path)), "name", "robots"), [expected], "{path}");
    }
}

#[test]
fn icons_stand_in_each_page_and_in_the_manifest() {
    let site = site();
    site.build();
    let page = dom::parse(&site.page("index.html"));
    let icons = |rel: &str| -> Vec<String> {
        page.all("link", &[("rel", rel)]).iter().filter_map(|link| link.attribute("href")).collect()
    };
    assert_eq!(icons("icon"), ["/icon.svg", "/icon-192.png"]);
    assert_eq!(icons("apple-touch-icon"), ["/icon-180.png"]);
    assert_eq!(icons("manifest"), ["/site.webmanifest"]);
    let manifest: Value = serde_json::from_str(&site.page("site.webmanifest")).unwrap();
    assert_eq!(manifest["name"], "The Harbour Herald");
    assert_eq!(manifest["icons"][2], json!({"src": "/icon-192.png", "sizes": "192x192", "type": "image/png"}));
}

#[test]
fn files_that_are_not_there_are_reported_where_they_are_named() {
    let site = Site::new()
        .file(
            "byline.yaml",
            "title: The Herald\nurl: https://herald.example\npublisher: {logo: /gone.png}\nicons: [/lost.svg]\nsocial: {image: /left.png}\n",
        )
        .file(
            "content/news/a.md",
            "---\ntitle: A\ndate: 2026-01-01\nimage: away.png\naudio: {src: away.mp3}\n---\nText.\n",
        );
    let run = site.run(&["build"]).code(0);
    assert_has(&run.stderr, "warning[missing-picture]");
    assert_has(&run.stderr, "--> byline.yaml:3:19");
    // Programs are not told of them.
    let page = site.page("news/a/index.html");
    let told = &page[..page.find("<body").unwrap()];
    for (name, text) in [
        ("news/a/index.html", told),
        ("feed.xml", &site.page("feed.xml")),
        ("site.webmanifest", &site.page("site.webmanifest")),
    ] {
        for gone in ["gone.png", "lost.svg", "left.png", "away."] {
            assert!(!text.contains(gone), "{gone} in {name}: {text}");
        }
    }
}
