//! Addresses and anchors as other generators make them, and the addresses of terms that would share one.

mod harness;

use harness::{Site, assert_has};

/// A site whose addresses are made in a dialect.
fn site(slugs: &str) -> Site {
    Site::new().file("byline.yaml", format!("title: The Herald\nurl: https://herald.example\nslugs: {slugs}\n"))
}

/// An article with topics.
fn about(topics: &str, date: &str) -> String {
    format!("---\ntitle: Of {}\ndate: {date}\ntopics: [{topics}]\n---\nText.\n", date.replace('-', " "))
}

/// The addresses of the topics' pages.
fn topics(site: &Site) -> Vec<String> {
    let names = site.names().into_iter().filter_map(|name| {
        Some(name.strip_prefix("topics/")?.strip_suffix("/index.html")?.to_owned()).filter(|name| !name.is_empty())
    });
    names.collect()
}

#[test]
fn each_dialect_makes_the_addresses_of_files_terms_and_headings() {
    let article = "---\ntitle: The Élan of 2024\ndate: 2024-05-06\ntopics: [Été & C#]\n---\n## Don't _stop_ at 1.5!\n\nText.\n\n## Don't stop at 1.5!\n";
    for (slugs, page, topic, anchors) in [
        ("unicode", "news/L'Élan_vital", "été-c", ["dont-stop-at-1-5", "dont-stop-at-1-5-1"]),
        ("ascii", "news/lelan-vital", "ete-c", ["dont-stop-at-1-5", "dont-stop-at-1-5-1"]),
        ("jekyll", "news/L'Élan_vital", "été-c", ["dont-stop-at-15", "dont-stop-at-15-1"]),
        ("hugo", "news/2024-05-06-lélan_vital", "été-c#", ["dont-_stop_-at-15", "dont-stop-at-15"]),
        ("zola", "news/l-elan-vital", "ete-c", ["don-t-stop-at-1-5", "don-t-stop-at-1-5-1"]),
    ] {
        let site = site(slugs).file("content/news/2024-05-06-L'Élan_vital.md", article);
        site.build();
        let html = site.page(&format!("{page}/index.html"));
        for anchor in anchors {
            assert_has(&html, &format!("id={anchor}"));
        }
        assert_eq!(topics(&site), [topic], "{slugs}");
    }
}

#[test]
fn what_is_written_explicitly_stays_as_it_is_written() {
    for slugs in ["unicode", "ascii", "jekyll", "hugo", "zola"] {
        let site = site(slugs)
            .file("content/news/a.md", "---\ntitle: A\nslug: Été_1\n---\n## One {#Là_1}\n")
            .file("content/news/b.md", "---\ntitle: B\npermalink: /Été/b.html\n---\nText.\n");
        site.build();
        assert_has(&site.page("news/Été_1/index.html"), "id=Là_1");
        assert!(site.has("Été/b.html"), "{slugs}");
    }
}

#[test]
fn patterns_of_jekyll_keep_their_meaning() {
    let site = Site::new()
        .file(
            "byline.yaml",
            "title: T\nurl: https://t.example\nslugs: jekyll\ncontent: _posts\npermalinks: {'*': '/:year/:title.html', notes: '/n/:slug/'}\n",
        )
        .file("_posts/2024-05-06-Hello_World!.md", "---\ntitle: Another title\n---\nText.\n")
        .file("_posts/notes/2024-05-06-Hello_World!.md", "---\ntitle: Another title\n---\nText.\n");
    site.build();
    assert!(site.has("2024/Hello_World!.html") && site.has("n/hello-world/index.html"), "{:?}", site.names());
}

#[test]
fn folders_are_in_hugo_s_form_where_the_site_was_hugo_s() {
    let site = site("hugo").article("content/Local News/My Post.md", "A", "2024-01-01");
    site.build();
    assert!(site.has("local-news/my-post/index.html") && site.has("local-news/index.html"), "{:?}", site.names());
}

#[test]
fn a_name_of_which_nothing_is_left_has_the_title_s_address_or_a_hash() {
    let site = site("ascii")
        .file("content/news/한국어.md", "---\ntitle: Hello\n---\nText.\n")
        .file("content/news/제목.md", "---\ntitle: 제목\n---\nText.\n");
    site.build();
    let names: Vec<String> = site.names().into_iter().filter(|name| name.starts_with("news/")).collect();
    assert!(names.contains(&"news/hello/index.html".to_owned()), "{names:?}");
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.iter().all(|name| name.is_ascii()), "{names:?}");
}

#[test]
fn a_term_of_which_nothing_is_left_has_a_stable_address_and_a_warning() {
    let site = site("ascii").file("content/news/a.md", about("한국어, harbour", "2024-01-01"));
    site.build().complains("warning[term-slug]: nothing of the topic `한국어` can stand in an address");
    let before = topics(&site);
    assert_eq!(before.len(), 2);
    assert!(before.iter().all(|slug| slug.is_ascii()) && before[1].starts_with("topic-"), "{before:?}");
    site.write("content/news/b.md", about("日本, 中国", "2023-01-01"));
    site.build();
    let after = topics(&site);
    assert_eq!(after.len(), 4);
    assert!(before.iter().all(|slug| after.contains(slug)), "{before:?} {after:?}");
}

#[test]
fn a_term_that_comes_along_moves_no_address() {
    let site = site("unicode").file("content/news/a.md", about("C++", "2024-01-01"));
    site.build().without_complaint();
    assert_eq!(topics(&site), ["c"]);
    assert_has(&site.page("topics/c/index.html"), "C++");
    let mut known = topics(&site);
    for (number, topic) in ["C#", "C", "C!", "c--"].into_iter().enumerate() {
        site.write(&format!("content/news/0{number}.md"), about(topic, &format!("2024-02-0{}", number + 1)));
        site.build().complains("of `C++`; its own is `/topics/c-");
        let now = topics(&site);
        assert!(known.iter().all(|slug| now.contains(slug)), "{known:?} {now:?}");
        known = now;
    }
    // `c--` is `C` in another spelling.
    assert_eq!(known.len(), 4);
    assert_has(&site.page("topics/c/index.html"), "C++");
}

#[test]
fn the_names_of_files_make_no_difference_to_addresses_of_terms() {
    let articles = [("C", "2024-01-03"), ("C#", "2024-01-01"), ("C++", "2024-01-02")];
    let mut found: Vec<(Vec<String>, bool)> = Vec::new();
    for names in [["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"]] {
        let site = site("unicode");
        for ((topic, date), name) in articles.into_iter().zip(names) {
            site.write(&format!("content/news/{name}.md"), about(topic, date));
        }
        site.build();
        found.push((topics(&site), site.page("topics/c/index.html").contains("C#")));
    }
    assert!(found.iter().all(|one| *one == found[0] && one.1), "{found:?}");
}

#[test]
fn a_term_below_another_stands_below_its_address() {
    let site = Site::new()
        .file("byline.yaml", "title: T\nurl: https://t.example\ntaxonomies: {topic: {hierarchical: true}}\n")
        .file("content/news/a.md", about("C/Compilers", "2024-01-01"))
        .file("content/news/b.md", about("C++/Compilers", "2024-02-01"));
    site.build().complains("warning[term-slug]: `C++` would have the address `/topics/c/` of `C`");
    let found = topics(&site);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.contains(&"c/compilers".to_owned()));
    assert!(found.iter().any(|slug| slug.starts_with("c-") && slug.ends_with("/compilers")), "{found:?}");
}
