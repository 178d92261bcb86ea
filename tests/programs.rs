//! The files for programs: sitemaps, `robots.txt`, the guide for language models, `security.txt` and `humans.txt`.

mod harness;

use harness::{Site, assert_has, assert_lacks, changed};

const AT: &str = "--at=2026-06-03T12:00:00Z";

fn site(more: &str) -> Site {
    Site::new()
        .file("byline.yaml", format!("title: The Herald\nurl: https://herald.example\nlanguage: en-GB\n{more}"))
        .file("content/news/_index.md", "---\ntitle: News\n---\n")
        .file("content/news/old.md", "---\ntitle: Old\ndate: 2026-01-01\nupdated: 2026-02-03T04:05\n---\nText.\n")
        .file(
            "content/news/new.md",
            "---\ntitle: New & bold\ndate: 2026-06-02T12:00:00Z\n---\nThe *text* of [Old](old.md).\n",
        )
        .file("content/news/hidden.md", "---\ntitle: Hidden\ndate: 2026-06-02T12:00:00Z\nrobots: noindex\n---\nText.\n")
        .file(
            "content/news/copy.md",
            "---\ntitle: Copy\ndate: 2026-06-02\ncanonical_url: https://wire.example/a\n---\nText.\n",
        )
        .file("content/news/draft.md", "---\ntitle: Draft\ndate: 2026-06-02\ndraft: true\n---\nText.\n")
}

#[test]
fn a_sitemap_lists_what_may_be_found_with_its_true_last_change() {
    let site = site("redirects: [{from: /a/, to: /news/}]\n");
    site.run(&["build", AT]).code(0);
    assert_eq!(
        site.page("sitemap.xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
            .to_owned()
            + &[
                ("/news/", "2026-06-02T12:00:00+00:00"),
                ("/", "2026-06-02T12:00:00+00:00"),
                ("/archive/", ""),
                ("/archive/2026/01/", "2026-02-03T04:05:00+00:00"),
                ("/archive/2026/06/", "2026-06-02T12:00:00+00:00"),
                ("/archive/2026/", "2026-06-02T12:00:00+00:00"),
                ("/news/new/", "2026-06-02T12:00:00+00:00"),
                ("/news/old/", "2026-02-03T04:05:00+00:00"),
            ]
            .map(|(path, time)| {
                let time = if time.is_empty() { String::new() } else { format!("  <lastmod>{time}</lastmod>\n") };
                format!(" <url>\n  <loc>https://herald.example{path}</loc>\n{time} </url>\n")
            })
            .concat()
            + "</urlset>\n"
    );
    let site = self::site("sitemap: false\n");
    site.run(&["build", AT]).code(0);
    assert!(!site.has("sitemap.xml"));
    assert_eq!(site.page("robots.txt"), "User-agent: *\nDisallow:\n");
}

#[test]
fn news_search_is_told_of_two_days_and_the_end_of_them_is_a_moment_of_the_site() {
    let site = site("sitemap: {news: Herald Online}\n");
    site.run(&["build", AT]).code(0);
    assert_eq!(
        site.page("news-sitemap.xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n \
         <url>\n  <loc>https://herald.example/news/new/</loc>\n  <news:news>\n   <news:publication>\n    \
         <news:name>Herald Online</news:name>\n    <news:language>en</news:language>\n   </news:publication>\n   \
         <news:publication_date>2026-06-02T12:00:00+00:00</news:publication_date>\n   <news:title>New &amp; bold</news:title>\n  \
         </news:news>\n </url>\n</urlset>\n"
    );
    assert_has(&site.page("robots.txt"), "Sitemap: https://herald.example/news-sitemap.xml\n");
    let next = site.run(&["next", AT]).code(0);
    assert_eq!(next.stdout, "2026-06-04 12:00 UTC\n  leaves the news sitemap  New & bold  (content/news/new.md)\n");
    let json = &site.run(&["next", AT, "--format", "json"]).code(0).json()[0];
    assert_eq!(json["leaves_news"][0]["source"], "content/news/new.md");

    // A second before nothing changes; then the article is gone, and nothing else is rendered for it.
    site.settle();
    site.run(&["build", "--at=2026-06-04T11:59:59Z"]).code(0).says("0 rendered");
    let before = site.files();
    site.run(&["build", "--at=2026-06-04T12:00:00Z"]).code(0);
    assert_eq!(changed(&before, &site.files()), ["news-sitemap.xml"]);
    assert_lacks(&site.page("news-sitemap.xml"), "<url>");
    site.run(&["build", "--at=2026-06-04T12:00:00Z", "--verify"]).code(0);
}

#[test]
fn robots_are_asked_what_the_site_says() {
    let site = site("robots:\n  disallow: [/search/, /print/]\n  agents: {ExampleTrainer: [/], Slow: []}\n");
    site.run(&["build", AT]).code(0);
    assert_eq!(
        site.page("robots.txt"),
        "User-agent: ExampleTrainer\nDisallow: /\n\nUser-agent: Slow\nDisallow:\n\n\
         User-agent: *\nDisallow: /search/\nDisallow: /print/\n\nSitemap: https://herald.example/sitemap.xml\n"
    );
    let below = self::site("");
    below.run(&["build", AT, "--base-url", "https://herald.example/paper"]).code(0);
    assert!(!below.has("robots.txt"), "robots look for it at the root of a host only");
    let own = self::site("").file("static/robots.txt", "mine");
    own.run(&["build", AT]).code(0);
    assert_eq!(own.page("robots.txt"), "mine");
    let run = self::site("robots: {disallow: [search]}\n").run(&["build", AT]).code(1);
    assert_eq!(
        run.stderr.split("\n\n").next().unwrap(),
        "error[invalid-value]: `search` is no path of the site: expected one such as `/search/`\n --> byline.yaml:4:20\n  \
         |\n4 | robots: {disallow: [search]}\n  |                    ^^^^^^^^"
    );
}

#[test]
fn language_models_get_a_guide_and_the_text_beside_each_page() {
    let site = site("description: News of the port\nllms: true\n");
    site.run(&["build", AT]).code(0);
    assert_eq!(
        site.page("llms.txt"),
        "# The Herald\n\n> News of the port\n\n## News\n\n- [New & bold](https://herald.example/news/new/index.md)\n\
         - [Old](https://herald.example/news/old/index.md)\n"
    );
    assert_eq!(
        site.page("news/new/index.md"),
        "# New & bold\n\n- Published: 2026-06-02T12:00:00+00:00\n- Address: https://herald.example/news/new/\n\n\
         The *text* of [Old](https://herald.example/news/old/).\n"
    );
    assert_has(&site.page("news/new/index.html"), "<link rel=alternate type=text/markdown href=/news/new/index.md>");
    assert!(!site.has("news/hidden/index.md") && !site.has("news/copy/index.md"));
}

#[test]
fn security_says_whom_to_tell_until_its_date() {
    let security = "security:\n  contact: ['mailto:desk@herald.example', 'https://herald.example/report/']\n  expires: 2026-12-31\n  languages: [en, fr]\n  policy: https://herald.example/policy/\n";
    let site = site(security);
    site.run(&["build", AT]).code(0).without_complaint();
    assert_eq!(
        site.page(".well-known/security.txt"),
        "Contact: mailto:desk@herald.example\nContact: https://herald.example/report/\nExpires: 2026-12-31T00:00:00+00:00\n\
         Policy: https://herald.example/policy/\nPreferred-Languages: en, fr\n\
         Canonical: https://herald.example/.well-known/security.txt\n"
    );
    // The warning comes with the day, though nothing has changed.
    let run = site.run(&["build", "--at=2026-12-31T00:00:00Z"]).code(0);
    assert_eq!(
        run.stderr,
        "warning[security-expired]: `security.txt` has expired, and is not to be relied on\n --> byline.yaml:6:12\n  |\n\
         6 |   expires: 2026-12-31\n  |            ^^^^^^^^^^\n  |\n  \
         = help: see that its addresses are still right, and set `expires` to a date within a year\n\n"
    );
}

#[test]
fn security_that_nobody_could_use_is_an_error() {
    for (security, expected) in [
        (
            "{contact: 'mailto:desk@herald.example'}",
            "error[config]: `security` has no `expires`\n --> byline.yaml:4:11\n",
        ),
        ("{expires: 2026-12-31}", "error[config]: `security` has no `contact`\n --> byline.yaml:4:11\n"),
        (
            "{contact: desk@herald.example, expires: 2026-12-31}",
            "error[invalid-value]: `desk@herald.example` of `contact` does not begin with `mailto:` or `https:` or `tel:`\n --> byline.yaml:4:21\n",
        ),
    ] {
        let run = site(&format!("security: {security}\n")).run(&["build", AT]).code(1);
        assert_has(&run.stderr, expected);
    }
    let run = site("security: {contact: 'mailto:a@b.example'}\n").run(&["build", AT]).code(1);
    assert_has(&run.stderr, "= help: RFC 9116 asks for both `contact` and `expires`, a date within a year\n");
}

#[test]
fn humans_are_thanked() {
    let site = site("humans: |\n  Editor: Ada Finch\n  Ink: Ben\n");
    site.run(&["build", AT]).code(0);
    assert_eq!(site.page("humans.txt"), "Editor: Ada Finch\nInk: Ben\n");
}
