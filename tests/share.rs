//! The links by which readers share an article.

mod harness;

use harness::{Site, assert_has, assert_lacks};

/// A site with one article, which may have more lines of front matter; its configuration may too.
fn site(config: &str, lines: &str) -> Site {
    Site::new()
        .file("byline.yaml", format!("title: The Herald\nurl: https://herald.example/paper/\nminify: false\n{config}"))
        .file(
            "content/news/plan.md",
            format!("---\ntitle: \"Fish & chips: 100%?\"\ndate: 2026-01-02\n{lines}---\nText.\n"),
        )
}

fn page(config: &str, lines: &str) -> String {
    let site = site(config, lines);
    site.build().without_complaint();
    site.page("news/plan/index.html")
}

/// The links of the page that lead to another host or write a letter, in their order.
fn links(page: &str) -> Vec<String> {
    let links = page.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.filter(|link| link.starts_with("mailto:") || link.starts_with("https://"));
    links.map(|link| link.replace("&amp;", "&")).collect()
}

#[test]
fn an_article_is_shared_by_plain_links_with_its_address_and_title() {
    let (title, address) =
        ("Fish%20%26%20chips%3A%20100%25%3F", "https%3A%2F%2Fherald.example%2Fpaper%2Fnews%2Fplan%2F");
    let expected = [
        format!("mailto:?subject={title}&body={address}"),
        format!("https://wa.me/?text={title}%20{address}"),
        format!("https://x.com/intent/post?text={title}&url={address}"),
        format!("https://bsky.app/intent/compose?text={title}%20{address}"),
        format!("https://share.joinmastodon.org/#text={title}%20{address}"),
        format!("https://www.facebook.com/sharer/sharer.php?u={address}"),
        format!("https://www.linkedin.com/sharing/share-offsite/?url={address}"),
        format!("https://www.reddit.com/submit?title={title}&url={address}"),
    ];
    let page = page("", "");
    assert_eq!(links(&page), expected);
    assert_lacks(&page, "<button");
    assert_has(&page, "data-copy=\"Copy link\"");
}

#[test]
fn the_title_for_share_cards_and_the_address_for_search_engines_are_shared() {
    let page = page("theme: {share: [telegram]}\n", "social_title: Ü\ncanonical_url: https://wire.example/a?b=1\n");
    assert_eq!(links(&page), ["https://t.me/share/url?url=https%3A%2F%2Fwire.example%2Fa%3Fb%3D1&text=%C3%9C"]);
    assert_lacks(&page, "<script>");
    assert_lacks(&page, "<script src");
}

#[test]
fn the_site_the_section_and_the_article_may_each_leave_sharing_out() {
    assert_lacks(&page("theme: {share: []}\n", ""), "share");
    assert_lacks(&page("", "share: false\n"), "share");
    let site = site("", "").file("content/news/_index.md", "---\ntitle: News\nshare: false\n---\n");
    site.build().without_complaint();
    assert_lacks(&site.page("news/plan/index.html"), "share");
}

#[test]
fn a_way_that_is_not_known_is_an_error_that_names_those_that_are() {
    let run = site("theme: {share: [mail, myspace]}\n", "").run(&["build"]).code(1);
    assert_has(&run.stderr, "`theme.share` holds `myspace`, which is none of its choices\n --> byline.yaml:4:16\n");
    assert_has(
        &run.stderr,
        "there are `mail`, `whatsapp`, `x`, `bluesky`, `mastodon`, `facebook`, `linkedin`, `reddit`, `telegram`, `copy`, `device`\n",
    );
}
