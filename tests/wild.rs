//! What real collections hold: a fixture for each habit in `tests/wild/`, and all that a build must make of it.

mod harness;

use std::fs;
use std::path::Path;

use harness::{Run, Site, assert_has, assert_lacks};

/// The fixture of this name as a site.
fn fixture(name: &str) -> Site {
    let site = Site::new();
    copy(&site, &harness::project().join("tests/wild").join(name), "");
    site
}

fn copy(site: &Site, folder: &Path, prefix: &str) {
    for entry in fs::read_dir(folder).expect("the fixture is there") {
        let entry = entry.expect("an entry has a name");
        let path = format!("{prefix}{}", entry.file_name().to_str().expect("names are Unicode"));
        if entry.path().is_dir() {
            copy(site, &entry.path(), &format!("{path}/"));
        } else {
            site.write(&path, fs::read(entry.path()).expect("a file of the fixture can be read"));
        }
    }
}

/// The fixture built without a complaint.
fn built(name: &str) -> Site {
    let site = fixture(name);
    site.build().without_complaint();
    site
}

/// The `article` element of a page.
fn article(site: &Site, path: &str) -> String {
    let page = site.page(&format!("{path}index.html"));
    let start = page.find("<article").unwrap_or_else(|| panic!("{path} shows no article"));
    page[start..page.rfind("</article>").expect("it ends")].to_owned()
}

/// Fails where an article does not have this headline, or lacks one of the texts.
#[track_caller]
fn assert_article(site: &Site, path: &str, title: &str, texts: &[&str]) {
    let article = article(site, path);
    assert_has(&article, &format!(">{title}</h1>"));
    texts.iter().for_each(|text| assert_has(&article, text));
}

/// The places of what was reported: code, then file, line and column.
fn places(run: &Run) -> Vec<String> {
    let mut places = Vec::new();
    let mut code = "";
    for line in run.stderr.lines() {
        if let Some((start, _)) = line.split_once("]: ").filter(|(start, _)| !start.starts_with(' ')) {
            code = start.split_once('[').map_or("", |(_, code)| code);
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            places.push(format!("{code} {place}"));
        }
    }
    places
}

#[test]
fn front_matter_stands_between_the_first_two_fences_of_any_kind() {
    let site = built("01-delimiters");
    let dashes = ["The first part ends here.", "<hr", "The second part ends here.", "The dashes end here."];
    assert_article(&site, "dashes/", "Dashes", &dashes);
    assert_article(&site, "dashes/", "Dashes", &["An indented line — is part of the value."]);
    assert_article(&site, "dashes/", "Dashes", &[">A line over dashes</h2>", ">title: no front matter</h2>"]);
    assert_article(&site, "pluses/", "Pluses", &["Before the sign.", "<p>+++</p>", "The pluses end here."]);
    assert_article(&site, "one-blank/", "One blank line", &["The one ends here."]);
    assert_article(&site, "two-blanks/", "Two blank lines", &["The two end here."]);
    assert_article(&site, "spaces/", "Trailing spaces", &["The spaces end here."]);
    assert_article(&site, "dots/", "Dots", &[">The dots begin here.</h2>", "The dots end here."]);
    assert_article(&site, "at-once/", "At once", &["<p>The text begins on the very next line.</p>"]);
    assert_article(&site, "rule-first/", "A rule first", &["<hr", "The rule ends here."]);
}

#[test]
fn what_yaml_readers_disagree_about_builds_and_is_named_by_file_line_and_key() {
    let site = fixture("02-yaml");
    let run = site.build();
    assert_eq!(places(&run), ["repeated-key content/twice.md:5:1", "repeated-key content/twice.md:9:3"]);
    assert_has(&run.stderr, "`title` stands more than once; the last one wins");
    assert_has(&run.stderr, "`alt` stands more than once; the last one wins");
    assert_article(&site, "twice/", "The title that wins", &["alt=\"kept\"", "The repetition ends here."]);
    assert_article(&site, "tab/", "A tab behind an item", &["The tab ends here."]);
    assert!(site.has("topics/violin/index.html") && site.has("topics/viola/index.html"), "{:?}", site.names());

    site.write("content/broken.md", "---\ntitle: Broken: \"not\" quoted\ndate: 2020-02-04\n---\nIts text.\n");
    let run = site.run(&["build", "--keep-going"]).code(1);
    assert!(places(&run).contains(&"front-matter content/broken.md:2:14".to_owned()), "{:?}", places(&run));
    assert_has(&run.stderr, "put the value of `title` in quotes");
    assert!(site.has("other/index.html") && site.has("twice/index.html") && !site.has("broken/index.html"));
}

#[test]
fn dates_in_every_form_have_the_written_local_day_in_the_address() {
    let site = built("03-dates");
    let times = [
        ("day", "2021-05-06"),
        ("quoted-day", "2021-05-06"),
        ("four-digits", "2021-05-06T23:30:00-04:00"),
        ("one-digit", "2021-05-06T23:30:00-05:00"),
        ("no-zone", "2021-05-06T23:30:00-04:00"),
        ("short-hour", "2021-05-06T09:00:00-04:00"),
        ("rfc", "2021-05-06T23:30:00-04:00"),
        ("colon", "2021-05-06T23:30:00-04:00"),
        ("milliseconds", "2021-05-06T23:30:00+00:00"),
        ("toml-like", "2021-05-06T23:30:00-04:00"),
        ("toml", "2021-05-06T23:30:00-04:00"),
        ("in-the-name", "2021-05-06"),
    ];
    for (slug, time) in times {
        let article = article(&site, &format!("2021/05/06/{slug}/"));
        assert_has(&article, &format!("datetime=\"{time}\""));
        assert_has(&article, ">May 6, 2021");
        assert_has(&article, "The date ends here.");
    }
    let month = site.page("archive/2021/05/index.html");
    times.iter().for_each(|(slug, _)| assert_has(&month, &format!("/2021/05/06/{slug}/")));
    let undated = article(&site, "undated/");
    assert_has(&undated, "There is none.");
    assert_lacks(&undated, "<time");
}

#[test]
fn the_date_of_the_front_matter_decides_the_address_over_that_of_the_name() {
    let site = fixture("04-two-dates");
    let run = site.build();
    assert_eq!(places(&run), ["dead-link content/2019-04-02-inbound.md:5:22"]);
    assert_has(&run.stderr, "did you mean `/2019/04/01/late-print/`?");
    assert_article(&site, "2019/04/01/late-print/", "Late print", &["datetime=\"2019-04-01\""]);
    assert!(!site.has("2019/03/31/late-print/index.html"));
    let inbound = article(&site, "2019/04/02/inbound/");
    assert_eq!(inbound.matches("href=\"/2019/04/01/late-print/\"").count(), 2, "{inbound}");
}

#[test]
fn nothing_an_empty_string_and_an_absent_key_mean_the_same() {
    let site = built("05-nothing");
    let main = |slug: &str| {
        let page = article(&site, &format!("{slug}/"));
        let id = page.find("data-id=\"").expect("an id") + "data-id=\"".len();
        let page = page.replace(&page[id..id + page[id..].find('"').expect("its end")], "");
        // what is shared of each is its own address
        page.replace(&format!("%2F{slug}%2F"), "")
    };
    let bare = main("bare");
    assert_has(&bare, ">The same three times</h1>");
    assert_has(&bare, "One text.");
    for slug in ["null", "void", "tilde", "list"] {
        assert_eq!(main(slug), bare, "{slug}");
    }
    let pages: Vec<String> = site.names().into_iter().filter(|name| !name.starts_with("archive/")).collect();
    let html: Vec<&String> = pages.iter().filter(|name| name.ends_with(".html")).collect();
    let expected = ["404.html", "bare/index.html", "index.html", "list/index.html", "null/index.html"];
    assert_eq!(html[..5], expected, "no term, author, series or redirect came of nothing");
    assert_eq!(html[5..], ["tilde/index.html", "void/index.html"]);
}

#[test]
fn a_list_may_be_a_single_string_ids_are_text_and_unknown_keys_are_kept() {
    let site = built("06-shapes");
    assert_has(&site.page("bygone/one.html"), "/one-string/");
    assert!(site.has("topics/harbour/index.html") && site.has("topics/tides/index.html"));
    assert_article(&site, "one-string/", "One string", &[">18F</a>", "post|false|7.1|two", "The string ends here."]);
    let ids = article(&site, "ids/");
    for id in ["2024", "18F", "1e3", "0x10", "007", "yes", "null", "No", "1_000", ".5", "12:30", "nil"] {
        assert_has(&ids, &format!("rel=\"author\">{id}</a>"));
    }
    for topic in ["2024", "1.10", "true", "0o17"] {
        assert_has(&site.page("topics/index.html"), &format!(">{topic}<"));
    }
    assert_article(&site, "0042/", "1984", &["rel=\"author\">2024</a>", "The number ends here."]);
    assert!(site.has("topics/007/index.html"));
}

#[test]
fn titles_and_summaries_are_read_once_and_stripped_where_plain_text_is_meant() {
    let site = built("07-lines");
    let check = |slug: &str, html: &str, text: &str, dek: &str| {
        let page = site.page(&format!("{slug}/index.html"));
        assert_has(&page, &format!(">{html}</h1>"));
        assert_has(&page, &format!("<title>{text} | The Fixture</title>"));
        if !dek.is_empty() {
            assert_has(&page, &format!("<p class=\"dek\">{dek}</p>"));
        }
        assert_has(&page, " here.</p>");
    };
    let night = "The baker’s “long” night &amp; day";
    check("entities", night, night, "Flour &amp; water: nothing\u{a0}else");
    let slow = "A <em>slow</em> <code>cargo</code> <strong>train</strong> x";
    check("markup", slow, "A slow cargo train x", "It is <em>not</em> <strong>late</strong>, it is <code>early</code>");
    check("folded", "A title that is folded", "A title that is folded", "Two lines of a dek");
    check("invisible", "Narrow\u{202f}spaces", "Narrow\u{202f}spaces", "A zero\u{200b}width dek");
    check("literal", "O*NET, A&amp;B and x &lt; y", "O*NET, A&amp;B and x &lt; y", "");
    check(
        "slugs-signs-arent-markup",
        "<em>Slugs</em> &amp; <code>signs</code> aren’t markup",
        "Slugs &amp; signs aren’t markup",
        "",
    );
}

#[test]
fn excerpts_of_whole_paragraphs_are_read_and_a_key_made_of_prose_is_named() {
    let site = fixture("08-excerpts");
    let run = site.build();
    assert_eq!(places(&run), ["prose-key content/2020-08-01-pilots.md:9:1"]);
    assert_has(&run.stderr, "a line of prose was read as a key, since it holds a colon: `<p>Those who came by …`");
    let pilots =
        ["The water was low in the year of the short tides. It stayed so until the autumn.", "The pilots end here."];
    assert_article(&site, "pilots/", "Pilots of the lower harbour", &pilots);
    assert_article(
        &site,
        "pilots/",
        "Pilots of the lower harbour",
        &["/authors/mara/", "/topics/harbour/", "Aug. 1, 2020"],
    );
    let quoted = ["The first <em>paragraph</em>. The second: with a colon.", "The paragraphs end here."];
    assert_article(&site, "quoted/", "Whole paragraphs", &quoted);
    let unquoted = ["One paragraph &amp; more. Another one.", "The lines end here."];
    assert_article(&site, "unquoted/", "Over blank lines", &unquoted);
}

#[test]
fn file_names_of_every_kind_become_addresses() {
    let site = built("09-names");
    let long = ["a-very-long-name"; 7].join("-");
    let slugs = [
        "the-rule",
        "plain",
        "unpadded",
        "no-name-but-a-day",
        "Upper-Case",
        "under_score",
        "Release-1.87.0",
        "@0",
        "caf%C3%A9",
        "it’s-late",
        "Mixed_Case-and-1.5",
        &long,
    ];
    for slug in slugs {
        assert_has(&article(&site, &format!("{slug}/")), "The name ends here.");
    }
    assert_has(&article(&site, "unpadded/"), "datetime=\"2024-12-05\"");
    assert_has(&article(&site, "no-name-but-a-day/"), "datetime=\"2020-04-21\"");
    assert_has(&article(&site, "the-rule/"), "datetime=\"2021-09-01\"");
    assert_article(&site, "bundle/", "A bundle", &["/bundle/cover.png", "/bundle/beside.png", "alt=\"A cover\""]);
    assert!(site.has("bundle/cover.png") && site.has("bundle/beside.png"));
    assert_article(
        &site,
        "dated-bundle/",
        "A dated bundle",
        &["datetime=\"2021-09-05\"", "The dated bundle ends here."],
    );
    let links = article(&site, "links/");
    for address in ["/caf%25C3%25A9/", "/it%E2%80%99s-late/", "/bundle/", "/dated-bundle/", "/@0/", "/Release-1.87.0/"]
    {
        assert_has(&links, &format!("href=\"{address}\""));
    }
}

#[test]
fn slugs_and_titles_may_be_equal_in_different_months() {
    let site = built("10-slugs");
    for (month, text) in [("01", "The January"), ("02", "The February"), ("03", "The March")] {
        assert_article(&site, &format!("2022/{month}/update/"), "Monthly update", &[text]);
    }
    assert_article(&site, "2022/01/same-title/", "Monthly update", &["The same month ends here."]);
    assert!(!site.has("2022/01/file-name/index.html"));
}

#[test]
fn old_addresses_under_every_key_lead_on() {
    let site = built("11-old-addresses");
    let redirects = [
        ("old/list/index.html", "/list/"),
        ("old/list.html", "/list/"),
        ("old/list-without-slash/index.html", "/list/"),
        ("old/string/index.html", "/string/"),
        ("before/this.html", "/aliases/"),
        ("before/that/index.html", "/aliases/"),
        ("before/own/index.html", "/aliases/"),
        ("before/path/index.html", "/kept/path/"),
    ];
    for (old, new) in redirects {
        let page = site.page(old);
        assert_has(&page, "http-equiv=\"refresh\"");
        assert_has(&page, &format!("https://fixture.example{new}"));
    }
    assert_article(&site, "kept/for-ever/", "A permalink", &["The permalink ends here."]);
    assert_article(&site, "kept/path/", "A path", &["The path ends here."]);
    assert_has(&site.page("kept/file.html"), "The file ends here.");
    assert_article(&site, "redirectto/", "Gone elsewhere", &["href=\"https://elsewhere.example/story/\""]);
    let canonical = site.page("canonical/index.html");
    assert_has(&canonical, "<link rel=\"canonical\" href=\"https://elsewhere.example/first/\"");
}

#[test]
fn tags_of_other_generators_come_out_whole_with_one_warning_for_each_file() {
    let site = fixture("12-tags");
    let run = site.build();
    assert_eq!(places(&run), ["foreign-tag content/hugo.md:5:1", "foreign-tag content/liquid.md:5:1"]);
    assert_has(&run.stderr, "6 tags of another generator");
    assert_has(&run.stderr, "12 tags of another generator");
    let liquid = [
        "{% image \"assets/quay.jpg\" \"Boats called \"Operations and Hope\" at the quay\" %}",
        "href=\"%7B%7B%20%22/2015/12/30/the_plan/%22%20%7C%20url%20%7D%7D\">the plan</a>",
        "href=\"%7B%7B%20site.base_url%20%7D%7D/b_c/d_e/\">the <em>other</em></a>",
        "href=\"{{ &quot;/about/_us_/&quot; | url }}\"",
        "src=\"{{ site.baseurl }}/img/a_b_c.png\"",
        "Meet {{ \"mara-o\" | team_link }}</h2>",
        "{% include \"linked-figure.html\",\n  image: \"a_b_c.png\",\n  alt: \"Two *boats*\",\n  caption: \"They &lt;em&gt;sail&lt;/em&gt;\" %}",
        "{%include figure.html src=“typographic_quotes” %}",
        "{% youtube a\\_b\\_c %}",
        "<li>{{ \"x\" | embed: \"title_with_underscores\" }}</li>",
        "<td>{{ page.first_thing }}</td>",
        "{% tag \"x_y_z\" %}</td>",
        "The Liquid ends here.",
    ];
    assert_article(&site, "liquid/", "Liquid", &liquid);
    let hugo = [
        "{{&lt; figure src=\"quay.png\" caption=\"A *starred* caption\" &gt;}}",
        "{{% note %}}",
        "Inside <strong>it</strong>.",
        "{{% /note %}}",
        "href=\"%7B%7B%3C%20ref%20%22liquid.md%22%20%3E%7D%7D\">a reference</a>",
        "href=\"%7B%7B%3C%20relref%20%22/posts/a_b.md#c_d%22%20%3E%7D%7D\" title=\"T\">another</a>",
        "{{&lt; tweet\n   user=\"a_b\"\n   id=1234 &gt;}}",
        "The shortcodes end here.",
    ];
    assert_article(&site, "hugo/", "Shortcodes", &hugo);
}

#[test]
fn signs_in_code_are_text_also_between_raw_tags() {
    let site = fixture("13-code");
    let run = site.build();
    assert_eq!(places(&run), ["foreign-tag content/raw.md:5:1"]);
    let code = article(&site, "code/");
    let shown = [
        "${{ steps.auth.outputs.token }}",
        "<code>hook::{{closure}}</code>",
        "<code>{{rust-src-base}}</code>",
        "<code>{{&lt;figure src=\"x\"/&gt;}}</code>",
        "indented {{ code }} and {% tag %}",
        "{{&lt; ref \"a.md\" &gt;}}",
        "{{ page.title }}",
        "{% endraw %}",
        "<pre><code>{{ in_html }}</code></pre>",
        "The code ends here.",
    ];
    shown.iter().for_each(|text| assert_has(&code, text));
    let raw = [
        "{{ shown_as_it_is }} and {{&lt;figure src=\"x\"/&gt;}}",
        "<code>{{ kept }}</code> and {{&lt;figure src=\"y\"/&gt;}}",
    ];
    assert_article(&site, "raw/", "Raw", &raw);
    assert_article(&site, "raw/", "Raw", &["The raw ends here."]);
}

#[test]
fn links_of_every_form_lead_on_and_those_that_lead_nowhere_are_all_named() {
    let site = fixture("14-links");
    let run = site.build();
    let expected = [
        "dead-link content/bad.md:5:8",
        "dead-link content/bad.md:5:30",
        "dead-link content/bad.md:6:7",
        "dead-anchor content/bad.md:6:53",
        "dead-anchor content/bad.md:6:74",
        "missing-picture content/bad.md:7:12",
        "missing-picture content/bad.md:7:42",
        "dead-link content/bad.md:7:75",
        "dead-link content/bad.md:8:8",
        "foreign-tag content/good.md:7:10",
    ];
    assert_eq!(places_of_all(&site), expected);
    assert_has(&run.stderr, "did you mean `/target/`?");
    let good = article(&site, "good/");
    let links = [
        ("/target/", "own"),
        ("/target/#part", "own http"),
        ("/target/", "relative"),
        ("/deep/nested/hidden-piece/#", "deep"),
        ("#here", "fragment"),
        ("/target/", "root"),
        ("/target/#part", "part"),
        ("/deep/nested/hidden-piece/", "hidden-piece"),
        ("https://elsewhere.example/", "https://elsewhere.example/"),
        ("mailto:a@b.example", "mail"),
        ("/target/", "raw"),
        ("/deep/nested/hidden-piece/", "reference"),
        ("%7B%7B%20%22/target/%22%20%7C%20url%20%7D%7D", "filter"),
        ("%7B%7B%3C%20ref%20%22hidden-piece.md%22%20%3E%7D%7D", "ref"),
    ];
    for (address, text) in links {
        assert_has(&good, &format!("<a href=\"{address}\">{text}</a>"));
    }
    site.run(&["build", "--strict"]).code(1);
}

/// What a build with `--verbose` reports, which shows every fault and not only the first of each kind.
fn places_of_all(site: &Site) -> Vec<String> {
    places(&site.run(&["build", "-v"]).code(0))
}

#[test]
fn everything_that_bodies_hold_comes_out() {
    let site = built("15-bodies");
    let html = [
        "<table class=\"plain\"><tr><td>One cell</td></tr></table>",
        "<figcaption>A caption</figcaption>",
        "<iframe src=\"https://videos.example/embed/1\" title=\"A film\"></iframe>",
        "<script>if (1 < 2 && \"a\") { count(\"</p>\"); }</script>",
        "<style>.plain td { color: teal }</style>",
        "<p>Markdown <em>inside</em> a div.</p>",
        "<H1>Shouted</H1>",
        "<Video src=\"https://videos.example/a.mp4\"></Video>",
        "<link rel=\"stylesheet\" href=\"https://styles.example/a.css\">",
        "The HTML ends here.",
    ];
    assert_article(&site, "html/", "Raw HTML", &html);
    let markdown = [
        "<sup class=\"footnote-ref\" id=\"fnref-one\">",
        "The first note.",
        "The second note.",
        "<td style=\"text-align: right\">1</td>",
        "<h2 id=\"own-id\">With an id</h2>",
        "<h3 id=\"with-a-class\" class=\"quiet\">With a class</h3>",
        "<h2 id=\"setext-one\">Setext one</h2>",
        "<h3 id=\"setext-two\">Setext two</h3>",
        "<h2 id=\"level-one\">Level one</h2>",
        "It was :tada: and :smile: at 10:30:15.",
        "The extensions end here.",
    ];
    assert_article(&site, "markdown/", "Extensions", &markdown);
    assert_lacks(&article(&site, "markdown/"), "more -->");
    let index = site.page("index.html");
    assert_lacks(&index, "Shown below.");
    assert_article(&site, "more/", "Without a space", &["Shown above.", "Shown below."]);
    assert_article(&site, "empty/", "A link post", &["href=\"https://elsewhere.example/piece/\""]);
    assert_article(&site, "blank/", "Only blank", &[]);
    assert_article(&site, "heading/", "The first <em>heading</em>", &["The heading ends here."]);
    assert_eq!(article(&site, "heading/").matches("<h1").count(), 1);
}

#[test]
fn authors_are_ids_or_free_text_with_profiles_or_without() {
    let site = fixture("16-authors");
    let run = site.build();
    assert_eq!(places(&run), ["author-split content/free.md:4:9"]);
    assert_has(&run.stderr, "no profile has `Tom Brecht`, `Ines Falk`");
    let eleven = article(&site, "ids/");
    assert_eq!(eleven.matches("rel=\"author\"").count(), 11, "{eleven}");
    assert_has(&eleven, "<a href=\"/authors/ada/\" rel=\"author\">Ada Lindt</a>");
    assert_has(&eleven, "<a href=\"/authors/kit/\" rel=\"author\">kit</a>");
    for (slug, names) in
        [("free", &["Mara Oduya", "Tom Brecht", "Ines Falk"][..]), ("by", &["Mara Oduya", "Tom Brecht"])]
    {
        let article = article(&site, &format!("{slug}/"));
        names.iter().for_each(|name| assert_has(&article, &format!("rel=\"author\">{name}</a>")));
        assert_eq!(article.matches("rel=\"author\"").count(), names.len());
    }
    assert_article(&site, "item/", "One item", &[">Brecht, Tom and Sons</a>", ">Ada Lindt</a>"]);
    let none = article(&site, "none/");
    assert_lacks(&none, "class=\"byline\"");
    for page in ["authors/ada/index.html", "authors/kit/index.html", "authors/tom-brecht/index.html"] {
        assert!(site.has(page), "{page}");
    }
}

#[test]
fn marks_line_ends_and_odd_spaces_change_nothing() {
    let site = built("17-bytes");
    assert_article(&site, "bom/", "A mark", &["datetime=\"2020-04-01\"", "The mark ends here."]);
    let crlf = ["<p>The first line\nand the next.</p>", "code\nmore\n", "Folded over two", "The bytes end here."];
    assert_article(&site, "crlf/", "Two bytes", &crlf);
    assert_lacks(&site.page("crlf/index.html"), "\r");
    assert_article(&site, "both/", "Both", &["datetime=\"2020-04-03\"", "The both end here."]);
    let spaces = ["datetime=\"2020-04-04\"", ">mara</a>", "The spaces\u{a0}end\u{200b} here."];
    assert_article(&site, "nbsp/", "No-break\u{a0}spaces", &spaces);
    assert!(["rain", "snow", "wind"].iter().all(|term| site.has(&format!("topics/{term}/index.html"))));
    assert_article(&site, "separator/", "A separator inside", &["datetime=\"2020-04-05\"", "The separator ends here."]);
    assert_article(&site, "toml/", "TOML too", &["datetime=\"2020-04-06\"", "The TOML ends here."]);
}

#[test]
fn five_hundred_good_articles_build_beside_one_with_each_fault() {
    let site = Site::plain();
    for number in 0..500 {
        let day = format!("20{:02}-{:02}-{:02}", 10 + number % 15, 1 + number % 12, 1 + number % 28);
        site.write(
            &format!("content/news/good-{number}.md"),
            format!("---\ntitle: Good {number}\ndate: {day}\n---\nText {number}.\n"),
        );
    }
    let faults = [
        ("repeated-key", "title: A\ntitle: B\n", "Text.\n", "3:1"),
        ("near-miss-key", "title: A\ndesciption: x\n", "Text.\n", "3:1"),
        (
            "prose-key",
            "title: A\nexcerpt: x\n\nThis is what the editor wrote on a sunday: nothing.\n",
            "Text.\n",
            "5:1",
        ),
        ("dead-link", "title: A\n", "[x](nowhere.md)\n", "4:5"),
        ("dead-anchor", "title: A\n", "[x](#nowhere)\n", "4:5"),
        ("missing-picture", "title: A\n", "![x](nowhere.png)\n", "4:6"),
        ("foreign-tag", "title: A\n", "{% include x.html %}\n", "4:1"),
        ("math-syntax", "title: A\n", "$$\\frac{1}{$$\n", "4:1"),
        ("author-split", "title: A\nauthor: Ada Lindt and Nobody Else\n", "Text.\n", "3:9"),
    ];
    site.write("content/authors/ada.md", "---\nname: Ada Lindt\n---\n");
    for (code, front, body, _) in faults {
        site.write(&format!("content/odd/{code}.md"), format!("---\n{front}---\n{body}"));
    }
    let run = site.run(&["build", "-v"]).code(0);
    let mut expected: Vec<String> =
        faults.iter().map(|(code, _, _, place)| format!("{code} content/odd/{code}.md:{place}")).collect();
    let mut found = places(&run);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    assert_has(&run.stdout, "Built 509 articles");
    assert!(site.has("news/good-499/index.html"));
}
