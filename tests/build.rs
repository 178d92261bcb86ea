//! `byline build` as its users meet it: exit codes, what is written and what is not, what is left out, what a second build does.

mod harness;

use std::fs;

use harness::{Site, assert_has, assert_lacks, changed};

/// A site with two articles.
fn two_articles() -> Site {
    Site::plain().article("content/news/first.md", "First", "2026-01-01").article(
        "content/news/second.md",
        "Second",
        "2026-01-02",
    )
}

#[test]
fn a_site_is_built_and_its_summary_says_what() {
    let site = two_articles();
    let run = site.build().without_complaint();
    let names = site.names();
    assert!(
        names.contains(&"index.html".to_owned()) && names.contains(&"news/first/index.html".to_owned()),
        "{names:?}"
    );
    assert_has(&run.stdout, "Built 2 articles as ");
    assert_has(&run.stdout, &format!("{} files of", names.len()));
    assert_has(&run.stdout, &format!("{} written, 0 removed, 0 unchanged", names.len()));
}

#[test]
fn warnings_are_allowed_unless_strict() {
    let site = Site::plain().file("content/a.md", "---\ntitle: A\ndate: 2026-01-01\n---\n[x](nowhere.md)\n");
    site.run(&["build", "--strict"]).code(1).complains("1 warning, which count as errors under --strict");
    assert!(!site.has("index.html"));
    site.run(&["build"]).code(0).complains("warning[dead-link]");
    assert!(site.has("index.html"));
}

#[test]
fn with_errors_nothing_is_written_and_what_stood_there_stays() {
    let site = two_articles();
    site.build();
    let before = site.files();
    site.write("content/news/third.md", "---\ntitle: Third\ndate: 2026-02-30\n---\nText.\n");
    site.write("content/news/first.md", "---\ntitle: Changed\ndate: 2026-01-01\n---\nText.\n");
    site.run(&["build"]).code(1).complains("Nothing was written");
    assert_eq!(changed(&before, &site.files()), Vec::<String>::new());
}

#[test]
fn a_failing_template_writes_nothing() {
    let site = two_articles().file("templates/article.html", "{{ article.title | round }}");
    site.run(&["build"]).code(1).complains("while the page /news/first/ was rendered");
    assert!(!site.path("public").exists());
}

#[test]
fn wrong_usage_has_an_exit_code_of_its_own() {
    let site = two_articles();
    site.run(&["build", "--frobnicate"]).code(2).complains("--frobnicate");
    site.run(&["bild"]).code(2).complains("build");
    site.run(&["build", "--jobs", "0"]).code(2);
    site.run(&["list", "--drafts", "--scheduled"]).code(2);
    site.run(&[]).code(2);
    site.run(&["--version"]).code(0).says("byline VERSION\n");
    site.run(&["--help"]).code(0).says("Usage: byline <COMMAND>");
}

#[test]
fn drafts_scheduled_and_expired_articles_are_left_out_and_counted() {
    let site = two_articles()
        .file("byline.yaml", "title: The Herald\nurl: https://herald.example\ntimezone: America/New_York\n")
        .file("content/news/draft/index.md", "---\ntitle: Draft\ndate: 2026-01-03\ndraft: true\n---\nText.\n")
        .file("content/news/draft/secret.txt", "secret")
        .file("content/news/later.md", "---\ntitle: Later\ndate: 2026-12-01 09:00\n---\nText.\n")
        .file("content/news/over.md", "---\ntitle: Over\ndate: 2026-01-03\nexpires: 2026-05-01\n---\nText.\n");
    let run = site.build();
    assert_has(
        &run.stdout,
        "Left out: 1 draft, 1 scheduled (next 2026-12-01 09:00 EST), 1 expired; `byline list` names them",
    );
    assert!(
        !site.names().iter().any(|name| ["draft", "later", "over"].iter().any(|part| name.contains(part))),
        "{:?}",
        site.names()
    );

    site.run(&["build", "--drafts", "--future", "--expired"]).code(0);
    for name in ["news/draft/index.html", "news/draft/secret.txt", "news/later/index.html", "news/over/index.html"] {
        assert!(site.has(name), "{name}");
    }
    site.run(&["build", "--at", "2026-12-02"]).code(0);
    assert!(site.has("news/later/index.html") && !site.has("news/over/index.html"));
    site.run(&["build", "--at", "2026-04-01"]).code(0);
    assert!(site.has("news/over/index.html") && !site.has("news/draft/secret.txt"));
}

#[test]
fn a_moment_is_of_the_sites_zone_and_not_of_the_machines() {
    let site = Site::new()
        .file("byline.yaml", "title: The Herald\nurl: https://herald.example\ntimezone: America/New_York\n")
        .article("content/a.md", "A", "2026-03-01");
    site.run(&["build", "--at", "2026-02-28T23:59:59"]).code(0).says("1 scheduled");
    site.run(&["build", "--at", "2026-03-01"]).code(0);
    assert!(site.has("a/index.html"));
}

#[test]
fn keep_going_builds_the_rest_and_says_what_is_missing() {
    let site = two_articles().file("content/news/third.md", "---\ntitle: Third\ndate: 2026-02-30\n---\nText.\n");
    let run = site.run(&["build", "--keep-going"]).code(1);
    assert_has(&run.stderr, "error[invalid-date]");
    assert_has(&run.stderr, "Left out for their errors: content/news/third.md");
    assert!(site.has("news/first/index.html") && !site.has("news/third/index.html"));

    let clean = two_articles();
    clean.build();
    assert_eq!(changed(&clean.files(), &site.files()), Vec::<String>::new());
}

#[test]
fn keep_going_leaves_out_what_fails_together_too() {
    let site = two_articles()
        .file("content/news/third.md", "---\ntitle: Third\ndate: 2026-01-03\npermalink: /news/first/\n---\nText.\n")
        .file("content/news/fourth.md", "---\ntitle: Fourth\ndate: 2026-01-04\n---\n{{<nothing_of_this_name/>}}\n");
    site.run(&["build", "--keep-going"]).code(1).complains("content/news/fourth.md");
    assert!(site.has("news/second/index.html") && !site.has("news/fourth/index.html"));
}

#[test]
fn a_file_of_others_is_never_overwritten_unless_adopted() {
    let site = two_articles().file("public/index.html", "mine").file("public/notes/todo.txt", "mine too");
    let run = site.run(&["build"]).code(1);
    assert_has(&run.stderr, "error[foreign-output]");
    assert_has(&run.stderr, "index.html");
    assert_eq!(site.names(), ["index.html", "notes/todo.txt"]);
    assert_eq!(site.page("index.html"), "mine");

    site.run(&["build", "--adopt"]).code(0);
    assert_has(&site.page("index.html"), "First");
    assert_eq!(site.page("notes/todo.txt"), "mine too");
    site.build();
    assert_eq!(site.page("notes/todo.txt"), "mine too");
}

#[test]
fn a_file_that_already_has_the_planned_bytes_is_taken_over_silently() {
    let site = two_articles();
    site.build();
    fs::remove_file(site.path("public/.byline-manifest")).expect("the manifest is there");
    site.build().says("0 written");
}

#[test]
fn a_second_build_writes_nothing() {
    let site = two_articles();
    site.build();
    let stamp = |name: &str| fs::metadata(site.path(name)).and_then(|metadata| metadata.modified()).expect("a time");
    let before: Vec<_> = site.names().into_iter().map(|name| (stamp(&format!("public/{name}")), name)).collect();
    site.build().says("0 written, 0 removed");
    let after: Vec<_> = site.names().into_iter().map(|name| (stamp(&format!("public/{name}")), name)).collect();
    assert_eq!(before, after);
}

#[test]
fn what_the_site_has_no_more_is_removed_with_its_folder() {
    let site = two_articles().file("content/news/first.txt", "a file");
    site.build();
    site.remove("content/news/second.md");
    site.remove("content/news/first.txt");
    site.build();
    assert!(!site.has("news/second") && !site.has("news/first.txt") && site.has("news/first/index.html"));
}

#[test]
fn nothing_is_left_beside_the_output() {
    let site = two_articles();
    site.build();
    site.write("content/bad.md", "---\ndate: never\n---\n");
    site.run(&["build"]).code(1);
    let mut names: Vec<_> =
        fs::read_dir(site.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".byline", "byline.yaml", "content", "public"]);
    assert_eq!(fs::read_to_string(site.path(".byline/.gitignore")).unwrap(), "*\n");
    assert!(!site.has(".byline-staging"));
}

#[test]
fn a_base_path_stands_before_every_address() {
    let site = two_articles().file(
        "content/news/first.md",
        "---\ntitle: First\ndate: 2026-01-01\naliases: [/old/]\n---\n[second](second.md)\n",
    );
    site.run(&["build", "--base-url", "http://localhost:8000/sub/"]).code(0).without_complaint();
    let page = site.page("news/first/index.html");
    assert_has(&page, "href=/sub/news/second/");
    assert_has(&page, "http://localhost:8000/sub/news/first/");
    for (name, bytes) in site.files().into_iter().filter(|(name, _)| name.ends_with(".html")) {
        let text = String::from_utf8(bytes).expect("a page is text");
        for address in
            text.split(['"', '\'', '=', ' ', '>', '(']).filter(|part| part.starts_with('/') && !part.starts_with("//"))
        {
            assert!(
                address.starts_with("/sub/") || address.starts_with("/script") || address == "/",
                "{name}: {address}"
            );
        }
    }
    assert_has(&site.page("old/index.html"), "/sub/news/first/");
    site.run(&["build", "--base-url", "localhost"]).code(1);
}

#[test]
fn an_alias_becomes_a_page_that_leads_on() {
    let site = Site::plain().file(
        "content/a.md",
        "---\ntitle: A\ndate: 2026-01-01\naliases: [old/place, /older.html, /oldest/]\n---\nText.\n",
    );
    site.build().without_complaint();
    for name in ["old/place/index.html", "older.html", "oldest/index.html"] {
        let page = site.page(name);
        assert_has(&page, "http-equiv=refresh");
        assert_has(&page, "https://herald.example/a/");
        assert_has(&page, "noindex");
    }
}

#[test]
fn an_alias_that_differs_from_its_own_page_in_case_only_is_no_error() {
    let site =
        Site::plain().file("content/tock.md", "---\ntitle: Tock\ndate: 2026-01-01\naliases: [/Tock/]\n---\nText.\n");
    site.run(&["build"]).code(0);
    assert!(site.has("tock/index.html"));
}

/// A site with articles 1 to `count`, each a day later, in pages of three.
fn paged(count: u32) -> Site {
    let site = Site::new().file("byline.yaml", "title: The Herald\nurl: https://herald.example\npaginate: 3\n");
    add(&site, 1, count);
    site
}

fn add(site: &Site, from: u32, to: u32) {
    for number in from..=to {
        site.write(
            &format!("content/news/a{number:02}.md"),
            format!("---\ntitle: Article {number}\ndate: 2026-01-{number:02}\ndescription: The {number}th.\n---\nText {number}.\n"),
        );
    }
}

#[test]
fn a_new_article_changes_the_first_pages_and_not_every_one() {
    let site = paged(14);
    site.build();
    let before = site.files();
    assert!(
        before.contains_key("news/page/3/index.html") && !before.contains_key("news/page/4/index.html"),
        "{:?}",
        site.names()
    );
    add(&site, 15, 15);
    site.build();
    let found = changed(&before, &site.files());
    // The new article, its neighbour, what lists the newest, the listing page that has become full, and the one that links to it.
    let expected = [
        "404.html",
        "archive/2026/01/index.html",
        "archive/2026/index.html",
        "archive/index.html",
        "feed.xml",
        "index.html",
        "news/a14/index.html",
        "news/a15/index.html",
        "news/feed.xml",
        "news/index.html",
        "news/page/3/index.html",
        "news/page/4/index.html",
        "page/3/index.html",
        "page/4/index.html",
        "sitemap.xml",
    ];
    let unexpected: Vec<&String> = found.iter().filter(|name| !expected.contains(&name.as_str())).collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    assert!(
        found.contains(&"news/index.html".to_owned()) && found.contains(&"news/a15/index.html".to_owned()),
        "{found:?}"
    );
}

#[test]
fn listing_pages_hold_every_article_once() {
    let site = paged(14);
    site.build();
    let listings: String =
        ["news/index.html", "news/page/1/index.html", "news/page/2/index.html", "news/page/3/index.html"]
            .iter()
            .map(|name| site.page(name))
            .collect();
    for number in 1..=14 {
        let headline = format!(">Article {number}</a>");
        assert_eq!(listings.matches(&headline).count(), 1, "{headline}");
    }
    assert_has(&site.page("news/page/1/index.html"), ">Article 1</a>");
    assert_lacks(&site.page("news/page/1/index.html"), ">Article 4</a>");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let site = paged(20);
    site.run(&["build", "--jobs", "1"]).code(0);
    let one = site.files();
    fs::remove_dir_all(site.path("public")).expect("the site was built");
    site.run(&["build", "--jobs", "8"]).code(0);
    assert_eq!(changed(&one, &site.files()), Vec::<String>::new());
}

#[test]
fn the_nearest_site_upward_is_built_and_named() {
    let site = two_articles();
    site.run_in("content/news", &["build"]).code(0).complains("the site is ROOT");
    assert!(site.has("index.html"));
    site.run(&["build"]).code(0).without_complaint();
}

#[test]
fn a_folder_without_configuration_is_built_with_defaults() {
    let site = Site::new().article("content/a.md", "A", "2026-01-01");
    site.run(&["build"]).code(0);
    assert!(site.has("a/index.html"));
}

#[test]
fn without_a_content_folder_only_articles_and_what_they_name_are_published() {
    let site = Site::new()
        .file("harbour.md", "# The harbour\n\n![Boats](boats.png)\n")
        .file("boats.png", "not really")
        .file("private.key", "-----BEGIN PRIVATE KEY-----")
        .file("main.rs", "fn main() {}")
        .file("target/debug/notes.md", "# Notes\n")
        .file("node_modules/x/readme.md", "# Read me\n");
    site.run(&["build"]).code(0);
    let names = site.names();
    assert!(names.contains(&"harbour/index.html".to_owned()) && names.contains(&"boats.png".to_owned()), "{names:?}");
    for part in ["private", "main.rs", "target", "node_modules", "notes"] {
        assert!(!names.iter().any(|name| name.contains(part)), "{part} in {names:?}");
    }
}

#[test]
fn check_finds_the_same_and_writes_nothing() {
    let site = Site::plain().file("content/a.md", "---\ntitle: A\ndate: 2026-01-01\n---\n[x](nowhere.md)\n");
    let check = site.run(&["check"]).code(0);
    assert_has(&check.stderr, "warning[dead-link]");
    assert_has(&check.stdout, "Checked 1 article");
    assert!(!site.path("public").exists());
    site.run(&["check", "--strict"]).code(1);
    site.write("content/b.md", "---\ntitle: B\ndate: 2026-02-30\n---\n");
    site.run(&["check"]).code(1).complains("error[invalid-date]");
}

#[test]
fn json_has_one_object_a_line_and_the_summary_last() {
    let site = Site::plain()
        .file("content/a.md", "---\ntitle: A\ndate: 2026-01-01\n---\n[x](nowhere.md)\n")
        .file("content/b.md", "---\ntitle: B\ndraft: true\n---\n");
    let lines = site.run(&["build", "--format", "json"]).code(0).json();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["code"], &lines[0]["place"]["line"]), (&"dead-link".into(), &5.into()));
    assert_eq!(
        (&lines[1]["type"], &lines[1]["articles"], &lines[1]["left_out"]["drafts"]),
        (&"summary".into(), &1.into(), &1.into())
    );
}

#[test]
fn quiet_says_only_what_is_wrong_and_timings_what_took_long() {
    let site = two_articles();
    assert_eq!(site.run(&["build", "--quiet"]).code(0).without_complaint().stdout, "");
    let run = site.run(&["build", "--timings", "--fresh"]).code(0);
    for stage in ["read", "parse", "assemble", "plan", "render", "commit"] {
        assert_has(&run.stdout, stage);
    }
}

#[test]
fn dotfiles_backups_and_what_links_lead_to_outside_are_never_published() {
    let site = two_articles()
        .file("content/.env", "SECRET=1")
        .file("content/news/first.md~", "backup")
        .file("content/.well-known/security.txt", "Contact: x")
        .file("static/.git/config", "private")
        .file("static/robots.txt", "User-agent: *");
    #[cfg(unix)]
    {
        let outside = Site::new().file("secret.txt", "secret");
        std::os::unix::fs::symlink(outside.path("secret.txt"), site.path("content/stolen.txt")).expect("a link");
        site.run(&["build"]).code(0);
    }
    site.run(&["build"]).code(0);
    let names = site.names();
    assert!(site.has(".well-known/security.txt") && site.has("robots.txt"), "{names:?}");
    for part in [".env", "~", ".git", "stolen"] {
        assert!(!names.iter().any(|name| name.contains(part)), "{part} in {names:?}");
    }
}

#[test]
fn the_output_may_be_a_link_to_a_folder() {
    #[cfg(unix)]
    {
        let site = two_articles();
        let elsewhere = Site::new().file("mine.txt", "mine");
        std::os::unix::fs::symlink(elsewhere.path(""), site.path("public")).expect("a link");
        site.build();
        assert!(
            site.path("public").is_symlink()
                && elsewhere.path("index.html").exists()
                && elsewhere.path("mine.txt").exists()
        );
    }
}

#[test]
fn a_template_of_another_generator_is_not_published() {
    let site = Site::plain()
        .article("content/a.md", "A", "2026-01-01")
        .file("content/index.html", "---\nlayout: home\n---\n{% include hero.html %}\n")
        .file("content/old.xml", "---\r\n---\r\n<rss></rss>\n")
        .file("content/own.html", "<p>---</p>\n")
        .file("static/kept.txt", "---\nas it is\n");
    let run = site.run(&["build"]).code(0);
    assert_has(
        &run.stderr,
        "warning[foreign-template]: `content/index.html` begins with front matter: it is a template of another generator, and is not published\n--> content/index.html:1",
    );
    assert_has(&run.stderr, "--> content/old.xml:1");
    assert_has(&site.page("index.html"), ">A</a>");
    assert!(!site.has("old.xml") && site.has("own.html") && site.has("kept.txt"));
}
