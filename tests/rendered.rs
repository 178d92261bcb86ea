//! `byline check --rendered`: what search engines and readers' programs would hold against pages and feeds, at the line that has to change.

mod harness;

use harness::{Site, assert_has, png};

const AT: &str = "--at=2026-06-01T12:00:00Z";

fn site(more: &str) -> Site {
    Site::new()
        .file("byline.yaml", format!("title: The Herald\nurl: https://herald.example\nlanguage: en-GB\n{more}"))
        .file("static/wall.png", png(1600, 900))
        .file("static/small.png", png(120, 90))
        .file("static/narrow.png", png(800, 600))
        .file("static/wall.tiff", "no picture")
}

/// Front matter of which nobody complains, without what `changed` replaces; a replacement may be empty.
fn article(changed: &[(&str, &str)]) -> String {
    let mut lines = vec![
        ("title", "title: The harbour plan is put to a vote"),
        ("date", "date: 2026-05-01T09:00"),
        ("authors", "authors: [Anna Sze]"),
        ("image", "image: /wall.png"),
    ];
    for (key, line) in changed {
        lines.retain(|(own, _)| own != key);
        lines.push((key, line));
    }
    let lines: Vec<&str> = lines.into_iter().map(|(_, line)| line).filter(|line| !line.is_empty()).collect();
    format!("---\n{}\n---\nThe text.\n", lines.join("\n"))
}

/// What the check says of an article, as `code line message`.
fn found(site: &Site) -> Vec<String> {
    let run = site.run(&["check", "--rendered", "--format", "json", AT]).code(0);
    let told = run.json().into_iter().filter(|line| line["type"] == "diagnostic");
    told.map(|line| {
        let place = &line["place"];
        format!(
            "{} {}:{} {}",
            line["code"].as_str().unwrap(),
            place["file"].as_str().unwrap_or_default(),
            place["line"],
            line["message"].as_str().unwrap()
        )
    })
    .collect()
}

#[test]
fn of_an_article_that_is_as_it_should_be_nothing_is_said() {
    let site =
        site("feeds: {formats: [rss, atom, json]}\nsitemap: {news: true}\n").file("content/news/a.md", article(&[]));
    assert_eq!(found(&site), [""; 0]);
    assert!(!site.path("public").exists(), "nothing is written");
}

#[test]
fn each_rule_names_the_line_that_has_to_change() {
    let long = "title: The council of the harbour town has decided after nine hours of debate that the old wall will be raised by three metres";
    for (changed, expected) in [
        (
            &[("authors", "")][..],
            &["search-author content/news/a.md:2 no author is named, and search engines want one"][..],
        ),
        (
            &[("authors", "authors: [By Anna Sze]")],
            &[
                "search-author content/news/a.md:5 the author `By Anna Sze` begins as a byline does, and search engines want the name alone",
            ],
        ),
        (
            &[("authors", "authors: [{name: 'Anna Sze, chief reporter'}]")],
            &[
                "search-author content/news/a.md:5 the author `Anna Sze, chief reporter` holds more than a name, and search engines want the name alone",
            ],
        ),
        (&[("date", "")], &["search-date content/news/a.md:2 the article has no date, and search engines guess one"]),
        (
            &[("date", "date: 2026-05-01")],
            &["search-date content/news/a.md:5 the date has no time of day, and news search wants one"],
        ),
        (
            &[("updated", "updated: 2026-07-01")],
            &[
                "feed-format content/news/a.md:6 `updated` is still to come: readers' programs take the entry for new until then",
                "search-date content/news/a.md:6 `updated` is still to come, and search engines take no such date",
            ],
        ),
        (
            &[("image", "")],
            &[
                "search-picture content/news/a.md:2 the article has no lead picture, and search engines show none beside it",
            ],
        ),
        (
            &[("image", "image: /small.png")],
            &[
                "search-picture content/news/a.md:5 the lead picture has 120 × 90 pixels, and search engines want 50,000 in all",
            ],
        ),
        (
            &[("image", "image: /narrow.png")],
            &["search-picture content/news/a.md:5 the lead picture is 800 pixels wide, and a large preview takes 1200"],
        ),
        (
            &[("audio", "audio: 'https://sound.example/a.mp3'")],
            &[
                "feed-format content/news/a.md:6 the size of `https://sound.example/a.mp3` is not known, and RSS wants it",
            ],
        ),
        (
            &[("title", "title: A plan")],
            &["apple-news content/news/a.md:5 the title has 6 characters, and Apple News wants 15 to 60"],
        ),
        (
            &[("title", long)],
            &[
                "apple-news content/news/a.md:5 the title has 119 characters, and Apple News wants 15 to 60",
                "search-headline content/news/a.md:5 the headline has 119 characters, and search engines cut it off after 110 or sooner",
            ],
        ),
    ] {
        let site = site("sitemap: {news: true}\nfeeds: {formats: [rss, atom, json]}\n")
            .file("content/news/a.md", article(changed));
        assert_eq!(found(&site), expected, "{changed:?}");
    }
}

#[test]
fn a_page_with_two_main_headings_is_reported_at_its_title() {
    let site = site("").file("content/news/a.md", article(&[]) + "\n<h1>Again</h1>\n");
    assert_eq!(
        found(&site),
        ["search-headline content/news/a.md:2 the page has 2 main headings, and search engines want one"]
    );
}

#[test]
fn the_configuration_is_named_where_it_is_at_fault() {
    let site = Site::new()
        .file(
            "byline.yaml",
            "title: The Herald\nurl: http://herald.example\nlanguage: en\nrobots: {disallow: [/pictures/]}\n",
        )
        .file("static/pictures/wall.png", png(1600, 900))
        .file("content/news/a.md", article(&[("image", "image: /pictures/wall.png")]));
    assert_eq!(
        found(&site),
        [
            "apple-news byline.yaml:2 feeds stand at an address without TLS, and Apple News wants one that begins with `https`",
            "apple-news byline.yaml:3 the language of feeds, `en`, has no region, and Apple News wants one",
            "search-picture byline.yaml:4 `robots.txt` keeps robots from `/pictures/`, where the lead picture of an article lies",
        ]
    );
}

#[test]
fn a_template_that_forgets_the_head_is_named_once_with_a_page_on_which_it_shows() {
    let site = site("")
        .file(
            "templates/article.html",
            "<html><title>{{ page.title }}</title><link rel=canonical href=/a/>{{ article.body }}</html>\n",
        )
        .file("content/news/a.md", article(&[]))
        .file("content/news/b.md", article(&[]));
    let run = site.run(&["check", "--rendered", AT]).code(0);
    assert_eq!(
        run.stderr,
        "warning[search-markup]: the canonical address of the page is not absolute\n\
         --> templates/article.html\n = help: it shows at /news/a/ and on 1 other pages\n \
         = help: write `<link rel=\"canonical\" href=\"{{ page.canonical }}\">`\n\n\
         warning[search-markup]: the page does not say its language\n\
         --> templates/article.html\n = help: it shows at /news/a/ and on 1 other pages\n \
         = help: write `<html lang=\"{{ page.language }}\">`\n\n\
         warning[search-markup]: the page has no main heading\n\
         --> templates/article.html\n = help: it shows at /news/a/ and on 1 other pages\n \
         = help: write the headline as `<h1>`\n\n\
         warning[search-markup]: the page has no title for share cards\n\
         --> templates/article.html\n = help: it shows at /news/a/ and on 1 other pages\n \
         = help: print `{{ page.head }}` in the page's head\n\n\
         warning[search-markup]: the page holds no structured data of its article\n\
         --> templates/article.html\n = help: it shows at /news/a/ and on 1 other pages\n \
         = help: print `{{ page.head }}` in the page's head\n\n"
    );
}

#[test]
fn the_codes_are_silenced_and_made_errors_like_all_others() {
    let site = site("checks: {search-picture: off, search-author: error}\n")
        .file("content/news/a.md", article(&[("image", ""), ("authors", "")]));
    let run = site.run(&["check", "--rendered", AT]).code(1);
    assert_has(
        &run.stderr,
        "error[search-author]: no author is named, and search engines want one\n --> content/news/a.md:2:8\n",
    );
    assert!(!run.stderr.contains("search-picture"), "{}", run.stderr);
    site.run(&["check", AT]).code(0).without_complaint();
}

#[test]
fn a_page_that_does_not_render_is_an_error_as_in_a_build() {
    let site = site("")
        .file("templates/article.html", "{{ article.title | replace(from=1, to=2) }}\n")
        .file("content/news/a.md", article(&[]));
    let run = site.run(&["check", "--rendered", AT]).code(1);
    assert_has(&run.stderr, "error[template]");
}
