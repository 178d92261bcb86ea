//! Links and pictures of articles, from how they are written to where they lead.

mod harness;

use harness::{Site, assert_has, assert_lacks};

/// The body's links of an article with this text, in a site with a few others.
fn built(text: &str) -> (Site, harness::Run) {
    let site = Site::plain()
        .file("content/news/_index.md", "---\ntitle: News\n---\n")
        .file(
            "content/news/plan.md",
            "---\ntitle: The plan\ndate: 2026-01-01\npermalink: /harbour/plan.html\n---\n## The quay\n\nText.\n",
        )
        .file("content/news/quay/index.md", "---\ntitle: The quay\ndate: 2026-01-02\n---\nText.\n")
        .file("content/news/quay/boats.png", "no picture")
        .file("content/sport/cup.md", "---\ntitle: The cup\ndate: 2026-01-03\n---\nText.\n")
        .file("static/files/budget.pdf", "no document")
        .file("content/news/budget.md", format!("---\ntitle: The budget\ndate: 2026-01-04\n---\n{text}\n"));
    let run = site.run(&["build"]).code(0);
    (site, run)
}

#[test]
fn every_way_to_write_a_link_leads_to_the_final_address() {
    for (written, address) in [
        ("[x](plan.md)", "/harbour/plan.html"),
        ("[x](./plan.md#the-quay)", "/harbour/plan.html#the-quay"),
        ("[x](quay/index.md)", "/news/quay/"),
        ("[x](quay/)", "/news/quay/"),
        ("[x](../sport/cup.md)", "/sport/cup/"),
        ("[x](@/sport/cup.md)", "/sport/cup/"),
        ("[x](/sport/cup/)", "/sport/cup/"),
        ("[x](https://herald.example/sport/cup/)", "/sport/cup/"),
        ("[x](/files/budget.pdf)", "/files/budget.pdf"),
        ("[[The cup]]", "/sport/cup/"),
        ("[x][ref]\n\n[ref]: plan.md", "/harbour/plan.html"),
        ("<a href=\"plan.md\">x</a>", "/harbour/plan.html"),
    ] {
        let (site, run) = built(written);
        assert_eq!(run.stderr, "", "{written}");
        let page = site.page("news/budget/index.html");
        let body = &page[page.find("class=prose").expect("the body")..];
        assert!(body.contains(&format!("href={address}")), "{written} should lead to {address}\n{body}");
    }
}

#[test]
fn links_elsewhere_stay_as_they_are() {
    for written in ["https://example.org/a?b=c#d", "mailto:a@example.org", "tel:+123", "//example.org/x"] {
        let (site, run) = built(&format!("[x]({written})"));
        assert_eq!(run.stderr, "", "{written}");
        assert_has(&site.page("news/budget/index.html"), written.trim_start_matches("https:"));
    }
}

#[test]
fn every_way_to_lead_nowhere_is_reported_with_its_place() {
    for (written, code) in [
        ("[x](gone.md)", "dead-link"),
        ("[x](/gone/)", "dead-link"),
        ("[x](../../../../etc/passwd)", "dead-link"),
        ("[x](https://herald.example/gone/)", "dead-link"),
        ("[[No such article]]", "dead-link"),
        ("[x](plan.md#gone)", "dead-anchor"),
        ("[x](#gone)", "dead-anchor"),
        ("![x](gone.png)", "missing-picture"),
        ("<img src=\"gone.png\" alt=\"x\">", "missing-picture"),
    ] {
        let (_, run) = built(written);
        assert_has(&run.stderr, &format!("warning[{code}]"));
        assert_has(&run.stderr, "--> content/news/budget.md:5:");
        assert_eq!(run.stderr.matches("warning[").count(), 1, "{written}\n{}", run.stderr);
    }
}

#[test]
fn a_picture_beside_the_article_is_published_with_it() {
    let site = Site::plain()
        .file(
            "content/news/quay/index.md",
            "---\ntitle: The quay\ndate: 2026-01-02\n---\n![Boats at the quay](boats.png \"The quay at dawn\")\n",
        )
        .file("content/news/quay/boats.png", "no picture");
    site.build().without_complaint();
    let page = site.page("news/quay/index.html");
    assert_has(&page, "src=/news/quay/boats.png");
    assert_has(&page, "<figcaption>The quay at dawn</figcaption>");
    assert!(site.has("news/quay/boats.png"));
}

#[test]
fn links_in_code_are_text() {
    let (site, run) = built("`[x](gone.md)`\n\n```\n[x](gone.md)\n```\n");
    assert_eq!(run.stderr, "");
    assert_has(&site.page("news/budget/index.html"), "[x](gone.md)");
}

#[test]
fn a_check_can_be_an_error_or_off() {
    let site = Site::new()
        .file("byline.yaml", "title: T\nurl: https://t.example\nchecks: {dead-link: error}\n")
        .file("content/a.md", "---\ntitle: A\ndate: 2026-01-01\n---\n[x](gone.md)\n");
    site.run(&["build"]).code(1).complains("error[dead-link]");
    site.write("byline.yaml", "title: T\nurl: https://t.example\nchecks: {dead-link: off}\n");
    site.build().without_complaint();
    assert_lacks(&site.page("a/index.html"), ".md\"");
}

#[test]
fn tags_of_other_generators_come_out_as_written_and_are_reported_once() {
    let (site, run) = built("See [the cup]({{ \"/sport/cup/\" | url }}) and {% image \"a.png\" %}.");
    assert_eq!(run.stderr.matches("warning[").count(), 1, "{}", run.stderr);
    assert_has(&run.stderr, "warning[foreign-tag]");
    let page = site.page("news/budget/index.html");
    assert_has(&page, "{% image");
    assert_lacks(&page, "href=\"{{");
    assert_lacks(&page, "href='{{");
}

#[test]
fn a_link_that_forgot_its_scheme_is_told_so() {
    let site = Site::plain()
        .file("content/a.md", "---\ntitle: A\ndate: 2026-01-01\n---\n[x](github.com/example) [y](notes.txt)\n");
    let run = site.run(&["check"]).code(0);
    assert_has(&run.stderr, "help: did you mean `https://github.com/example`?");
    assert_has(&run.stderr, "help: no page or file of the site has this address");
}

#[test]
fn an_address_of_zola_with_dots_in_it_is_a_folder() {
    let site = Site::plain()
        .file("content/a.md", "+++\ntitle = \"A\"\npath = \"2021/05/06/Tool-1.52.0\"\n+++\nText.\n")
        .file("content/b.md", "---\ntitle: B\nurl: /b/feed.xml\n---\n[a](/2021/05/06/Tool-1.52.0/)\n");
    site.build().without_complaint();
    assert!(site.has("2021/05/06/Tool-1.52.0/index.html") && site.has("b/feed.xml"), "{:#?}", site.names());
}

#[test]
fn a_link_to_a_neighbour_by_its_bare_name_finds_it_where_addresses_have_changed() {
    let site = Site::plain()
        .file(
            "content/guide/index.md",
            "---\ntitle: Guide\npermalink: /docs/guide/\n---\n[a](first-steps/) [b](second) [c](third/)\n",
        )
        .file("content/guide/first-steps.md", "---\ntitle: First steps\n---\nText.\n")
        .file("content/guide/second.md", "---\ntitle: Second\n---\nText.\n");
    let run = site.run(&["build"]).code(0);
    assert_has(&run.stderr, "the link `third/` leads nowhere");
    let page = site.page("docs/guide/index.html");
    assert_has(&page, "/guide/first-steps/");
    assert_has(&page, "/guide/second/");
}
