//! Comments of readers: the way to them stands where the site wants it, and loads nothing before it is asked to.

mod harness;

use harness::dom::{self, Element};
use harness::{Site, assert_has, assert_lacks};

fn site(comments: &str) -> Site {
    Site::new()
        .file("byline.yaml", format!("title: Herald\nurl: https://herald.example/sub/\ncomments: {comments}\n"))
        .article("content/news/plan.md", "The plan", "2026-01-02")
        .file("content/news/silent.md", "---\ntitle: Silent\ndate: 2026-01-01\ncomments: false\n---\nText.\n")
        .file("content/about.md", "---\ntitle: About\ntemplate: page\n---\nText.\n")
}

fn page(comments: &str, path: &str) -> Element {
    let site = site(comments);
    site.build().without_complaint();
    dom::parse(&site.page(path))
}

const PLAN: &str = "news/plan/index.html";

/// The comments of a page, under their heading.
fn comments(page: &Element) -> Option<Element> {
    page.all("section", &[("aria-labelledby", "comments-title")]).into_iter().next()
}

/// Addresses on other hosts that the page loads by itself.
fn loaded(page: &Element) -> Vec<String> {
    let loads = |one: &Element| match one.name() {
        "script" | "img" | "iframe" | "video" | "audio" | "embed" => one.attribute("src"),
        "link" if one.attribute("rel").as_deref() != Some("canonical") => one.attribute("href"),
        _ => None,
    };
    page.elements().iter().filter_map(loads).filter(|url| url.contains("//")).collect()
}

/// Every provider, with what must stand in its page's script or links.
const PROVIDERS: [(&str, &str); 5] = [
    ("{provider: isso, server: \"https://c.example/isso/\"}", "isso-thread"),
    ("{provider: remark42, server: \"https://c.example\", site_id: herald}", "remark_config"),
    (
        "{provider: giscus, repo: herald/talk, repo_id: R_1, category: Letters, category_id: C_1}",
        "https://giscus.app/client.js",
    ),
    ("{provider: mastodon, server: \"https://social.example\"}", "/api/v1/statuses/"),
    ("{provider: mailto, address: letters@herald.example}", "mailto:letters@herald.example"),
];

#[test]
fn no_provider_is_asked_for_anything_by_a_page_that_is_only_read() {
    for (provider, sign) in PROVIDERS {
        let site = site(provider).file(
            "content/news/plan.md",
            format!(
                "---\ntitle: The plan\ndate: 2026-01-02\ncomments: {}\n---\nText.\n",
                if provider.contains("mastodon") { "https://social.example/@herald/42" } else { "true" }
            ),
        );
        site.build().without_complaint();
        let html = site.page(PLAN);
        assert_has(&html, sign);
        let page = dom::parse(&html);
        assert!(comments(&page).is_some(), "{provider}");
        assert_eq!(loaded(&page), [""; 0], "{provider}");
        assert_lacks(&html, "/count");
        assert_eq!(loaded(&dom::parse(&site.page("index.html"))), [""; 0], "{provider}");
    }
}

#[test]
fn a_letter_begins_with_the_headline_and_the_address_of_the_article() {
    let links = comments(&page(PROVIDERS[4].0, PLAN)).unwrap().links();
    let expected =
        "mailto:letters@herald.example?subject=The%20plan&body=https%3A%2F%2Fherald.example%2Fsub%2Fnews%2Fplan%2F";
    assert_eq!(links, [("Write to us about this article".to_owned(), expected.to_owned())]);
}

#[test]
fn without_script_there_is_a_link_where_a_provider_has_a_page_and_no_empty_box_elsewhere() {
    for (provider, _) in &PROVIDERS[..2] {
        assert!(comments(&page(provider, PLAN)).unwrap().attribute("hidden").is_some(), "{provider}");
    }
    let giscus = comments(&page(PROVIDERS[2].0, PLAN)).unwrap();
    assert_eq!(giscus.links()[0].1, "https://github.com/herald/talk/discussions");
    assert!(giscus.attribute("hidden").is_none());
}

#[test]
fn with_mastodon_an_article_has_the_thread_that_it_names_and_none_without() {
    let mastodon = PROVIDERS[3].0;
    assert!(comments(&page(mastodon, PLAN)).is_none());
    let thread = "https://social.example/@herald/42";
    let site = site(mastodon).file(
        "content/news/plan.md",
        format!("---\ntitle: The plan\ndate: 2026-01-02\ncomments: {thread}\n---\nText.\n"),
    );
    site.build().without_complaint();
    let links = comments(&dom::parse(&site.page(PLAN))).unwrap().links();
    assert_eq!(links, [("Read the replies on Mastodon, or write one".to_owned(), thread.to_owned())]);
}

#[test]
fn articles_sections_and_pages_say_whether_they_have_comments() {
    let isso = PROVIDERS[0].0;
    assert!(comments(&page(isso, PLAN)).is_some());
    assert!(comments(&page(isso, "news/silent/index.html")).is_none());
    assert!(comments(&page(isso, "about/index.html")).is_none());
    let site = site(isso)
        .file("content/news/_index.md", "---\ntitle: News\ncomments: false\n---\n")
        .file("content/news/loud.md", "---\ntitle: Loud\ndate: 2026-01-03\ncomments: true\n---\nText.\n")
        .file("content/about.md", "---\ntitle: About\ntemplate: page\ncomments: true\n---\nText.\n");
    site.build().without_complaint();
    let has = |path: &str| comments(&dom::parse(&site.page(path))).is_some();
    assert_eq!([PLAN, "news/loud/index.html", "about/index.html"].map(has), [false, true, true]);
    for off in ["{provider: none, server: \"https://c.example\"}", "{provider: none}"] {
        assert!(comments(&page(off, PLAN)).is_none());
    }
}

#[test]
fn counts_are_asked_for_once_a_page_and_only_where_the_site_wants_them() {
    let counting = [
        ("{provider: isso, server: \"https://c.example\", counts: true}", "/count"),
        ("{provider: remark42, server: \"https://c.example\", counts: true}", "/api/v1/counts?site="),
    ];
    for (provider, path) in counting {
        let site = site(provider);
        site.build().without_complaint();
        let front = site.page("index.html");
        assert_has(&front, path);
        let marked: Vec<_> = dom::parse(&front).all("article", &[("data-comments", "")]);
        let ids: Vec<_> = marked.iter().filter_map(|one| one.attribute("data-comments")).collect();
        assert_eq!(ids, ["/sub/news/plan/"]);
        assert_has(&site.page(PLAN), path);
    }
}

#[test]
fn what_a_site_writes_cannot_leave_the_script() {
    let site = site(PROVIDERS[0].0)
        .file("content/news/plan.md", "---\ntitle: \"</script><b>x\"\ndate: 2026-01-02\n---\nText.\n");
    site.build().without_complaint();
    let page = dom::parse(&site.page(PLAN));
    assert!(comments(&page).unwrap().all("b", &[]).is_empty());
}
