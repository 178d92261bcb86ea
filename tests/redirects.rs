//! Old addresses: what `redirects:` of the configuration makes of them.

mod harness;

use harness::{Site, assert_has, assert_lacks};

/// A site with two articles, a topic and these lines of configuration.
fn site(rules: &str) -> Site {
    Site::new()
        .file("byline.yaml", format!("title: The Herald\nurl: https://herald.example/sub\nredirects:\n{rules}"))
        .file("content/news/a.md", "---\ntitle: First\ndate: 2026-01-01\ntopics: [energy, sea]\n---\nText.\n")
        .file("content/news/b.md", "---\ntitle: Second\ndate: 2026-01-02\naliases: [/second/]\n---\nText.\n")
}

/// Where the page at a path leads.
#[track_caller]
fn target(site: &Site, path: &str) -> String {
    let page = site.page(path);
    let (_, rest) = page.split_once("content=\"0; url=").unwrap_or_else(|| panic!("{path} leads nowhere:\n{page}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn a_rule_without_placeholders_is_a_page_that_leads_on() {
    let site = site(
        "  - {from: /old/, to: /news/a/}\n  - {from: /old.html, to: '/news/?x=1#y'}\n  - {from: no-slash/x, to: /news/}\n",
    );
    site.run(&["build"]).code(1).complains("it does not begin with one `/`");
    site.write(
        "byline.yaml",
        "title: T\nurl: https://herald.example/sub\nredirects:\n  - {from: /old, to: /news/a/}\n  - {from: /old.html, to: '/news/?x=1#y', status: 302}\n  - {from: /out/, to: 'https://example.com/a?b=c'}\n",
    );
    site.build().without_complaint();
    assert_eq!(target(&site, "old/index.html"), "/sub/news/a/");
    assert_eq!(target(&site, "old.html"), "/sub/news/?x=1#y");
    assert_eq!(target(&site, "out/index.html"), "https://example.com/a?b=c");
    assert_has(&site.page("out/index.html"), "rel=canonical");
}

#[test]
fn a_rule_with_placeholders_has_a_page_for_every_page_that_it_leads_to() {
    let site = site("  - {from: '/category/:x/', to: '/topics/:x/'}\n  - {from: /blog/*, to: '/news/:splat'}\n");
    site.build().without_complaint();
    assert_eq!(target(&site, "category/energy/index.html"), "/sub/topics/energy/");
    assert_eq!(target(&site, "category/sea/index.html"), "/sub/topics/sea/");
    assert_eq!(target(&site, "blog/a/index.html"), "/sub/news/a/");
    assert_eq!(target(&site, "blog/index.html"), "/sub/news/");
    assert!(!site.has("category/index.html"), "{:?}", site.names());
}

#[test]
fn a_rule_that_cannot_be_expanded_makes_no_page_and_is_no_fault() {
    let site = site(
        "  - {from: '/tag/:x/', to: /topics/}\n  - {from: /shop/*, to: 'https://shop.example/:splat'}\n  - {from: '/:year/:month/:slug/', to: '/news/:slug/'}\n  - {from: /gone/*, status: 410}\n  - {from: /feed.rss, to: /news/}\n",
    );
    site.write(
        "content/news/c.md",
        "---\ntitle: Third\ndate: 2026-01-03\n---\n[1](/tag/any/) [2](/shop/a/b) [3](/2020/01/a/) [4](/feed.rss)\n",
    );
    site.build().without_complaint();
    let names = site.names();
    for start in ["tag/", "shop/", "20", "gone/", "feed.rss"] {
        assert!(!names.iter().any(|name| name.starts_with(start)), "{start} {names:?}");
    }
}

#[test]
fn what_is_gone_says_so_and_links_to_it_are_dead() {
    let site = site("  - {from: /old/, status: 410}\n");
    site.write("content/news/c.md", "---\ntitle: Third\ndate: 2026-01-03\n---\n[x](/old/) [y](/second/)\n");
    let run = site.build().complains("warning[dead-link]: the link `/old/` leads nowhere");
    assert_has(&run.stderr, "`redirects` of `byline.yaml` says that it is gone");
    assert_eq!(run.stderr.matches("warning[").count(), 1, "{}", run.stderr);
    let page = site.page("old/index.html");
    assert_has(&page, "This page is gone");
    assert_has(&page, "content=noindex");
    assert_lacks(&page, "refresh");
}

#[test]
fn a_redirect_to_a_redirect_leads_straight_to_the_end() {
    let site = site(
        "  - {from: /1/, to: /2/}\n  - {from: /2/, to: '/3/#part'}\n  - {from: /3/, to: /second/}\n  - {from: /x/, to: /category/sea/}\n  - {from: '/c/:x/', to: '/category/:x/'}\n  - {from: '/category/:y/', to: '/topics/:y/'}\n",
    );
    site.build().without_complaint();
    for page in ["1/index.html", "2/index.html"] {
        assert_eq!(target(&site, page), "/sub/news/b/#part");
    }
    assert_eq!(target(&site, "3/index.html"), "/sub/news/b/");
    assert_eq!(target(&site, "x/index.html"), "/sub/topics/sea/");
    assert_eq!(target(&site, "c/energy/index.html"), "/sub/topics/energy/");
}

#[test]
fn every_loop_is_one_error() {
    for rules in [
        "  - {from: /a/, to: /a}\n",
        "  - {from: /a/, to: /b/}\n  - {from: /b/, to: /c/}\n  - {from: /c/, to: /a/}\n  - {from: /d/, to: /a/}\n",
        "  - {from: /news/b/, to: /second/}\n",
        "  - {from: '/a/*', to: '/b/:splat'}\n  - {from: '/b/*', to: '/a/:splat'}\n",
        "  - {from: '/a/*', to: '/a/b/:splat'}\n",
        "  - {from: '/p/:x/', to: '/q/:x/'}\n  - {from: /q/z/, to: /p/z/}\n",
        "  - {from: '/*', to: '/new/:splat'}\n",
    ] {
        let run = site(rules).run(&["build"]).code(1);
        assert_eq!(run.stderr.matches("error[").count(), 1, "{rules}\n{}", run.stderr);
        assert_has(&run.stderr, "error[redirect-loop]");
        assert_has(&run.stderr, "--> byline.yaml:");
    }
}

#[test]
fn a_redirect_cannot_stand_where_a_page_or_file_stands() {
    for rules in [
        "  - {from: /news/a/, to: /news/}\n",
        "  - {from: '/:x/', to: '/topics/:x/'}\n",
        "  - {from: /second/, to: /news/}\n",
    ] {
        let site = site(rules).article("content/sea/c.md", "C", "2026-01-03");
        let run = site.run(&["build"]).code(1);
        assert_eq!(run.stderr.matches("error[redirect-shadowed]").count(), 1, "{rules}\n{}", run.stderr);
        assert_has(&run.stderr, "byline.yaml:4:");
    }
    let site = site("  - {from: /doc.html, to: /news/}\n").file("static/doc.html", "<p>x");
    site.run(&["build"]).code(1).complains("error[redirect-shadowed]");
}

#[test]
fn where_nothing_answers_is_a_dead_link_in_the_configuration() {
    for (rules, to) in [
        ("  - {from: /feed/, to: /atom.xml}\n", "/atom.xml"),
        ("  - {from: '/c/:x/', to: '/categories/:x/'}\n", "/categories/:x/"),
        ("  - {from: '/c/:x/', to: /nothing/}\n", "/nothing/"),
    ] {
        let run = site(rules).build();
        assert_has(&run.stderr, &format!("warning[dead-link]: the redirect leads to `{to}`, where nothing stands"));
        assert_has(&run.stderr, "--> byline.yaml:4:");
        assert_eq!(run.stderr.matches("warning[").count(), 1, "{}", run.stderr);
    }
    site("  - {from: /a/, to: /b/}\n  - {from: /b/, status: 410}\n")
        .build()
        .complains("warning[dead-link]: the redirect leads to `/b/`, which is gone");
}

#[test]
fn odd_rules_are_no_panic() {
    for rule in [
        "x",
        "{from: /}",
        "{from: '/*', to: '/'}",
        "{from: '/:a/:a/', to: /}",
        "{from: '/a*', to: /}",
        "{from: /../a/, to: /}",
        "{from: '//x', to: /}",
        "{from: /a/, to: ../x}",
        "{from: /a/, to: 'https://'}",
        "{from: /a/, to: 'mailto:a@b.c'}",
        "{from: /a/, to: /b/, status: 303}",
        "{from: /a/, to: /b/, status: [301]}",
        "{from: /a/, to: /b/, status: 410}",
        "{from: '/a/*', to: 'https://é.example/:splat/:x'}",
        "{from: \"/\\0\", to: /}",
    ] {
        let run = site(&format!("  - {rule}\n")).run(&["build"]);
        assert!((0..=1).contains(&run.code), "{rule}\n{}", run.stderr);
        assert_eq!(run.code == 0, rule == "{from: '/*', to: '/'}", "{rule}\n{}", run.stderr);
    }
}
