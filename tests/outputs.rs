//! Files of any type that templates make: `outputs:` of the configuration.

mod harness;

use harness::{Site, assert_has};

/// The template of the handbook's example.
const LATEST: &str = r#"{
  "site": {{ site.title | json_encode }},
  "articles": [
    {% for item in articles(limit=10) -%}
    {
      "title": {{ item.title_text | json_encode }},
      "dek": {{ item.dek_text | json_encode }},
      "url": {{ item.href | absolute | json_encode }},
      "date": {{ item.date.iso | json_encode }},
      "topics": {{ item.topics | json_encode }}
    }{% if not loop.last %},{% endif %}
    {% endfor -%}
  ]
}
"#;

fn site(outputs: &str) -> Site {
    Site::new()
        .file("byline.yaml", format!("title: \"The \\\"Herald\\\" & Sons\"\nurl: https://herald.example/sub\n{outputs}"))
        .file(
            "content/news/a.md",
            "---\ntitle: \"Fish & <b>chips</b> \\\\ \\\"now\\\" </script>\"\ndate: 2026-01-01\ntopics: [R&D]\n---\nText.\n",
        )
        .file("content/news/b.md", "---\ntitle: Second\ndescription: A dek\ndate: 2026-01-02\n---\nText.\n")
        .file("templates/latest.json", LATEST)
        .file("templates/humans.txt", "Made by {{ site.title }} & friends <https://herald.example>\n\n  {{ page.kind }} {{ page.href }}\n")
}

#[test]
fn a_template_makes_json_that_parses() {
    let site = site("outputs: {api/latest.json: latest.json}\n");
    site.build().without_complaint();
    let text = site.page("api/latest.json");
    let found: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(found["site"], "The \"Herald\" & Sons");
    assert_eq!(found["articles"].as_array().map(Vec::len), Some(2));
    assert_eq!(found["articles"][0]["title"], "Second");
    assert_eq!(found["articles"][0]["dek"], "A dek");
    assert_eq!(found["articles"][0]["url"], "https://herald.example/sub/news/b/");
    let title = found["articles"][1]["title"].as_str().expect("a title");
    assert!(title.contains("Fish & ") && title.contains("\\ ") && !title.contains("&amp;"), "{title}");
    assert_eq!(found["articles"][1]["dek"], serde_json::Value::Null);
    assert_eq!(found["articles"][1]["topics"][0]["name"], "R&D");
    assert!(!text.contains('<'), "{text}");
}

#[test]
fn plain_text_is_neither_escaped_nor_minified_and_html_is_both() {
    let site = site("outputs: {humans.txt: humans.txt, about/index.html: about.html, feed.xml: feed.xml}\n")
        .file("templates/about.html", "<!doctype html>\n<title>x</title>\n<p>   {{ site.title }}   </p>\n")
        .file("templates/feed.xml", "<a>\n  <b>{{ site.title }}</b>\n</a>\n")
        .file(
            "content/news/c.md",
            "---\ntitle: C\ndate: 2026-01-03\n---\n[x](/humans.txt) [y](/about/) [z](/feed.xml)\n",
        );
    site.build().without_complaint();
    assert_eq!(
        site.page("humans.txt"),
        "Made by The \"Herald\" & Sons & friends <https://herald.example>\n\n  output /sub/humans.txt\n"
    );
    assert_eq!(site.page("about/index.html"), "<!doctype html><title>x</title><p>The \"Herald\" & Sons</p>");
    assert_has(&site.page("feed.xml"), "<a>\n  <b>The &quot;Herald&quot; &amp; Sons</b>\n</a>\n");
}

#[test]
fn a_template_of_the_theme_can_be_an_output() {
    let site = site("theme: plain\noutputs: {robots.txt: robots.txt}\n")
        .file("themes/plain/templates/robots.txt", "User-agent: *\n");
    site.build().without_complaint();
    assert_eq!(site.page("robots.txt"), "User-agent: *\n");
}

#[test]
fn an_output_in_the_place_of_a_page_or_file_is_an_error() {
    for (outputs, other) in [
        ("{news/a/index.html: humans.txt}", "`content/news/a.md`"),
        ("{logo.svg: humans.txt}", "`static/logo.svg`"),
        ("{humans.txt: humans.txt, Humans.txt: humans.txt}", "the output `humans.txt`"),
    ] {
        let site = site(&format!("outputs: {outputs}\n")).file("static/logo.svg", "<svg/>");
        let run = site.run(&["build"]).code(1);
        assert_has(&run.stderr, "error[duplicate-url]");
        assert_has(&run.stderr, other);
        assert_has(&run.stderr, "byline.yaml:3:");
    }
}

#[test]
fn odd_paths_are_refused() {
    for path in ["../x", "''", "a/", "'a?b'", ".byline-manifest"] {
        let run = site(&format!("outputs: {{{path}: humans.txt}}\n")).run(&["build"]);
        assert_eq!(run.code, 1, "{path}\n{}", run.stderr);
        assert_has(&run.stderr, "is no path of a file in the output");
    }
}
