//! Whole files of the content, as real collections write them, and what becomes of them.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::config::{Config, Overrides, load};
use crate::diagnostic::Severity;
use crate::keys::{KEYS, Scope};

fn config(text: &str) -> Config {
    let file = SourcePath::new("byline.yaml").unwrap();
    let loaded = load(&file, Some(text.as_bytes()), &Overrides::default());
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    loaded.config
}

fn parsed(path: &str, text: &str, yaml: &str) -> Parsed {
    parse(&SourcePath::new(path).unwrap(), text.as_bytes(), &config(yaml))
}

/// The article of a file without fault.
fn article_at(path: &str, text: &str, yaml: &str) -> Article {
    let parsed = parsed(path, text, yaml);
    assert!(parsed.diagnostics.is_empty(), "{text}\n{:#?}", parsed.diagnostics);
    match parsed.document {
        Some(Document::Article(article)) => Arc::unwrap_or_clone(article),
        other => panic!("{other:?}"),
    }
}

/// The front matter `yaml` of an article without fault.
fn meta(yaml: &str) -> Meta {
    article_at("content/news/a-name.md", &format!("---\n{yaml}\n---\nBody.\n"), "").meta
}

/// The faults of the front matter `yaml` of an article: code, place, message, hints.
fn faults(yaml: &str) -> Vec<String> {
    let found = parsed("content/news/a-name.md", &format!("---\n{yaml}\n---\nBody.\n"), "").diagnostics;
    let said = |fault: Diagnostic| {
        let place =
            fault.place.map(|place| format!("{}:{}+{}", place.line, place.column, place.length)).unwrap_or_default();
        format!("{} {place} {} [{}]", fault.code, fault.message, fault.hints.join("; "))
    };
    found.into_iter().map(said).collect()
}

fn people(meta: &Meta) -> Vec<(&str, &str, bool)> {
    meta.authors.iter().map(|author| (author.name.as_str(), author.role.as_str(), author.may_be_several)).collect()
}

#[test]
fn the_three_languages_of_front_matter_say_the_same() {
    let yaml = "---\ntitle: A *b*\ndate: 2023-09-15 01:51:00 -0400\nauthors: [ada]\ntopics: [x]\nimage: {src: a.png, alt: An A}\nmood: bright\n---\nBody.\n";
    let toml = "+++\ntitle = \"A *b*\"\ndate = 2023-09-15T01:51:00-04:00\nauthors = [\"ada\"]\ntopics = [\"x\"]\nmood = \"bright\"\n[image]\nsrc = \"a.png\"\nalt = \"An A\"\n+++\nBody.\n";
    let json = "{\"title\": \"A *b*\", \"date\": \"2023-09-15T01:51:00-04:00\", \"authors\": [\"ada\"], \"topics\": [\"x\"],\n \"image\": {\"src\": \"a.png\", \"alt\": \"An A\"}, \"mood\": \"bright\"}\nBody.\n";
    let read = |text| {
        let mut article = article_at("content/a.md", text, "");
        assert!(article.meta.places.contains_key("authors"));
        article.meta.places.clear();
        let place = article.meta.image.as_mut().unwrap().place.take().unwrap();
        assert!(place.line > 1 && place.column > 1 && place.length == if text == yaml { 5 } else { 7 }, "{place:?}");
        (format!("{:?}", article.meta), article.body.words)
    };
    assert_eq!(read(yaml), read(toml));
    assert_eq!(read(yaml), read(json));
    assert!(read(yaml).0.contains("A <em>b</em>"));
}

#[test]
fn line_ends_and_marks_of_windows_change_nothing() {
    let text = "---\ntitle: x\ntags:\n- a\n-   b\t\ndescription: >\n  Long\n  text\n---  \nBody.\n";
    let windows = format!("\u{feff}\r\n{}", text.replace('\n', "\r\n"));
    let read = |text: &str| {
        let mut article = article_at("content/a.md", text, "");
        article.meta.places.clear();
        (format!("{:?}", article.meta), article.body.words)
    };
    assert_eq!(read(text), read(&windows));
}

#[test]
fn values_are_text_as_written() {
    let found = meta("id: 1e3\nslug: 0123\ntitle: 2024\nauthors: [18F, 007, yes]\ntopics: 1.10\nseries: 2024");
    assert_eq!((found.id.as_deref(), found.slug.as_str(), found.title.text.as_ref()), (Some("1e3"), "0123", "2024"));
    assert_eq!(people(&found), [("18F", "writing", false), ("007", "writing", false), ("yes", "writing", false)]);
    assert_eq!(found.terms["topic"], ["1.10"]);
    assert_eq!(found.series.as_deref(), Some(&SeriesRef { name: "2024".into(), part: None }));
}

#[test]
fn nothing_empty_and_absent_mean_the_same() {
    let places = |found: &Meta| found.places.is_empty();
    let absent = meta("title: x");
    for empty in ["", " ~", " \"\"", " null", " []", " {}", " # a note", " '\u{a0}'"] {
        for key in [
            "description",
            "date",
            "updated",
            "image",
            "weight",
            "authors",
            "topics",
            "series",
            "draft",
            "toc",
            "slug",
            "aliases",
            "extra",
            "deck",
        ] {
            let mut found = meta(&format!("title: x\n{key}:{empty}"));
            found.places.clear();
            assert!(places(&found));
            let absent = Meta { places: ByName::default(), extra: found.extra.clone(), ..absent.clone() };
            assert_eq!(format!("{found:?}"), format!("{absent:?}"), "{key}:{empty}");
            assert!(found.extra.is_empty(), "{key}:{empty} {:?}", found.extra);
        }
    }
}

#[test]
fn invisible_characters_around_keys_and_values_do_not_count() {
    let found = meta("\u{200b}title\u{a0}: \u{feff}Hello\u{202f}\nslug:\u{a0}x");
    assert_eq!((found.title.text.as_ref(), found.slug.as_str()), ("Hello", "x"));
}

#[test]
fn names_of_other_generators_are_understood() {
    let jekyll = meta(
        "title: x\nexcerpt: The dek\ntags: [a]\ncategories: b\nlast_modified_at: 2023-01-02\nredirect_from: /old/\npublished: false\nlayout: post\nimage: /a.png\nimage_alt: An A\nimage_figcaption: C",
    );
    assert_eq!(&*jekyll.description.unwrap().text, "The dek");
    assert_eq!(jekyll.terms["topic"], ["a", "b"]);
    assert_eq!(
        (jekyll.updated.unwrap().day(), jekyll.draft, jekyll.aliases),
        ((2023, 1, 2), true, vec!["/old/".to_owned()])
    );
    let image = jekyll.image.unwrap();
    assert_eq!(
        (image.src.as_str(), image.alt.as_deref(), image.caption.unwrap().text.as_ref()),
        ("/a.png", Some("An A"), "C")
    );
    assert_eq!(jekyll.extra.keys().collect::<Vec<_>>(), ["layout"]);

    let hugo = meta(
        "title: x\npublishDate: 2023-01-02\nexpirydate: 2024-01-02\nlastmod: 2023-02-03\nurl: /a/b/\ncanonicalURL: https://e.org/\nsummary: S\nLastMod: 2000-01-01",
    );
    assert_eq!((hugo.date.unwrap().day(), hugo.expires.unwrap().day()), ((2023, 1, 2), (2024, 1, 2)));
    assert_eq!((hugo.permalink.as_deref(), hugo.canonical_url.as_deref()), (Some("/a/b/"), Some("https://e.org/")));

    // a folder where these keys come from, a file where `permalink` does
    for (line, address) in [("url: a/b", "/a/b/"), ("url: a/b.html", "/a/b.html"), ("permalink: a/b", "/a/b")] {
        assert_eq!(meta(&format!("title: x\n{line}")).permalink.as_deref(), Some(address), "{line}");
    }

    let zola = article_at("content/a.md", "+++\ntitle = \"x\"\npath = \"old/way\"\n[taxonomies]\ntags = [\"a\"]\nauthors = [\"ada\"]\n[extra]\nmood = \"m\"\n+++\n", "").meta;
    assert_eq!((zola.permalink.as_deref(), &zola.terms["topic"]), (Some("/old/way/"), &vec!["a".to_owned()]));
    assert_eq!((people(&zola), &zola.extra["mood"]), (vec![("ada", "writing", false)], &serde_json::json!("m")));

    let ghost = meta(
        "title: x\nfeature_image: /a.png\nfeature_image_alt: A\nfeature_image_caption: C\nmeta_title: T\ncustom_excerpt: E\nstatus: draft\npublished_at: 2023-01-02T03:04:05.000Z\nlocale: pt_BR",
    );
    assert_eq!((ghost.title_tag.as_deref(), ghost.draft, ghost.language.as_deref()), (Some("T"), true, Some("pt-BR")));
    assert_eq!((ghost.image.unwrap().alt.as_deref(), ghost.date.unwrap().has_time), (Some("A"), true));
}

#[test]
fn a_foreign_name_counts_only_where_its_value_can_be_the_keys() {
    let found = meta("title: x\npublished: 2023-01-02\nurl: https://example.org/\norder: first\ncover: true\nlang: 7");
    assert_eq!((found.draft, found.date.unwrap().day()), (false, (2023, 1, 2)));
    assert_eq!((found.permalink, found.weight, found.image, found.language), (None, None, None, None));
    assert_eq!(found.extra.keys().collect::<Vec<_>>(), ["url", "order", "cover", "lang"]);
}

#[test]
fn our_own_name_wins_and_the_other_is_kept() {
    let found = meta("excerpt: E\ndescription: D\ntags: [a]\ntopics: [b]");
    assert_eq!((found.description.unwrap().text.as_ref(), &found.terms["topic"]), ("D", &vec!["b".to_owned()]));
    assert_eq!(found.extra.keys().collect::<Vec<_>>(), ["excerpt", "tags"]);
}

#[test]
fn fields_map_a_collections_own_names() {
    let yaml = "fields: {description: [dek, teaser, description], authors: [who], image.alt: [picture_says], category: [kind]}\ntaxonomies: {category: {}}\n";
    let read = |front: &str| article_at("content/a.md", &format!("---\ntitle: x\n{front}\n---\n"), yaml).meta;
    assert_eq!(&*read("description: D\nteaser: T\ndek: ''").description.unwrap().text, "T");
    assert_eq!(&*read("description: D").description.unwrap().text, "D");
    assert_eq!(people(&read("who: [ada]\nauthor: grace")), [("ada", "writing", false)]);
    assert_eq!(people(&read("authors: ada\nwho: [grace]")), [("ada", "writing", true)]);
    assert_eq!(read("image: a.png\npicture_says: P").image.unwrap().alt.as_deref(), Some("P"));
    assert_eq!(read("kind: sports").terms["category"], ["sports"]);
}

#[test]
fn taxonomies_claim_their_names() {
    let yaml = "taxonomies: {category: {}, tag: {}}\n";
    let found =
        article_at("content/a.md", "---\ntitle: x\ncategory: news\ntags: [a, 'b, c']\ntopics: x, y ,x\n---\n", yaml)
            .meta;
    assert_eq!(found.terms["category"], ["news"]);
    assert_eq!(found.terms["tag"], ["a", "b, c"]);
    assert_eq!(found.terms["topic"], ["x", "y"]);
}

#[test]
fn authors_come_in_many_forms() {
    assert_eq!(people(&meta("author: By Ada and Grace")), [("Ada and Grace", "writing", true)]);
    assert_eq!(
        people(&meta("authors: [King and Co, {name: B, role: Photographer}, {id: c, name: C}]")),
        [("King and Co", "writing", false), ("B", "photography", false), ("c", "writing", false)]
    );
    assert_eq!(
        people(&meta("authors: {Writing: [a, b], photos: c, additional_reporting: d and e}")),
        [
            ("a", "writing", false),
            ("b", "writing", false),
            ("c", "photography", true),
            ("d and e", "additional reporting", true)
        ]
    );
    assert_eq!(people(&meta("author: {name: A, email: a@e.org}")), [("A", "writing", false)]);
    assert_eq!(
        people(&meta("authors:\n  - photography: A\n  - B")),
        [("A", "photography", true), ("B", "writing", false)]
    );
    assert_eq!(people(&meta("authors: [~, '']")), []);
}

#[test]
fn titles_and_slugs_come_from_where_they_are() {
    let read = |path: &str, text: &str| {
        let found = article_at(path, text, "title: The site\n").meta;
        (found.title.text.to_string(), found.slug, found.title_from_heading, found.date.map(|date| date.day()))
    };
    let is = |title: &str, slug: &str, heading, day| (title.to_owned(), slug.to_owned(), heading, day);
    let day = Some((2023, 9, 15));
    assert_eq!(read("content/2023-09-15-Some_slug.md", "Body"), is("Some slug", "Some_slug", false, day));
    assert_eq!(read("content/a.md", "# From *here*\n\nBody"), is("From here", "a", true, None));
    assert_eq!(read("content/a.md", "---\ntitle: ' '\n---\n# From here\n"), is("From here", "a", true, None));
    assert_eq!(
        read("content/2023-09-15-.md", "---\ntitle: Hello, you\n---\n"),
        is("Hello, you", "hello-you", false, day)
    );
    assert_eq!(read("content/2023-09-15-.md", ""), is("2023-09-15-", "2023-09-15", false, day));
    assert_eq!(read("content/news/2023-09-15-x/index.md", ""), is("X", "x", false, day));
    assert_eq!(read("content/index.md", ""), is("The site", "index", false, None));
    assert_eq!(read("content/Rust-1.87.0.md", ""), is("Rust 1.87.0", "Rust-1.87.0", false, None));
    assert_eq!(read("content/@0.md", "---\nslug: /own/\n---\n"), is("@0", "own", false, None));
}

#[test]
fn the_date_is_the_written_local_day() {
    let found = meta("date: 2023-09-15 23:30:00 -0800");
    let date = found.date.unwrap();
    assert_eq!((date.day(), date.seconds), ((2023, 9, 15), 1_694_849_400));
    let found = article_at("content/2020-01-01-a.md", "---\ndate: 2020-01-02\n---\n", "timezone: Asia/Seoul\n").meta;
    assert_eq!((found.date.as_ref().unwrap().day(), found.date.unwrap().offset), ((2020, 1, 2), 9 * 3600));
}

#[test]
fn faults_say_where_and_what() {
    const FORMS: &str = date::FORMS;
    assert_eq!(
        faults("title: x\ndate: 2023-02-30"),
        [format!(
            "invalid-date 3:7+10 `2023-02-30` of `date` is no date: there is no day 30 in month 2 of 2023 [{FORMS}]"
        )]
    );
    assert_eq!(
        faults("date: 03/04/2023"),
        [format!(
            "ambiguous-date 2:7+10 `03/04/2023` of `date` is no date: it may mean day, month, year or month, day, year [set `date_order: dmy` or `date_order: mdy` in byline.yaml, or write the year first; {FORMS}]"
        )]
    );
    assert_eq!(faults("title: [a, b]"), ["wrong-type 2:8+6 `title` holds a list, expected text []"]);
    assert_eq!(faults("draft: maybe"), ["wrong-type 2:8+5 `draft` holds text, expected `true` or `false` []"]);
    assert_eq!(faults("weight: 1.5"), ["wrong-type 2:9+3 `weight` holds a number, expected a whole number []"]);
    assert_eq!(
        faults("authors:\n  - [a]"),
        ["wrong-type 3:5+3 `authors` holds a list, expected a name or a map of name and role []"]
    );
    assert_eq!(faults("image:\n  alt: [x]\n  src: a"), ["wrong-type 3:8+3 `alt` holds a list, expected text []"]);
    assert_eq!(
        faults("slug: a/b"),
        [
            "invalid-value 2:7+3 `a/b` cannot be a slug: expected a name without `/`, `?`, `#` and control characters [write `a-b`, or the whole address as `permalink`]"
        ]
    );
    assert_eq!(
        faults("permalink: /:yaer/"),
        [
            "invalid-value 2:12+7 the address pattern `/:yaer/` holds `:yaer`, expected one of `:year`, `:month`, `:day`, `:slug`, `:section`, `:title`, `:id` [did you mean `:year`?]"
        ]
    );
    assert_eq!(
        faults("permalink: false"),
        [
            "invalid-value 2:12+5 `false` is no address of the site [write it as `/archive/first/`, or with placeholders, `/:year/:slug/`]"
        ]
    );
    assert_eq!(
        faults("language: x"),
        ["invalid-value 2:11+1 `x` is no language tag: expected one such as `en` or `pt-BR` []"]
    );
    assert_eq!(
        faults("titel: x"),
        [
            "near-miss-key 2:1+5 `titel` is not a key of byline, but looks like `title` [write `title:`, or put it under `extra:` if it is a key of your own]"
        ]
    );
    assert_eq!(
        faults("title: a\nslug: s\ntitle: b"),
        ["repeated-key 4:1+5 `title` stands more than once; the last one wins [keep one of them]"]
    );
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_and_no_document() {
    for (text, code) in [
        ("---\ntitle: x\n", "front-matter"),
        ("---\na: b: c\n---\n", "front-matter"),
        ("+++\n=\n+++\n", "front-matter"),
        ("{\"a\": }\n", "front-matter"),
    ] {
        let found = parsed("content/a.md", text, "");
        assert!(found.document.is_none(), "{text}");
        assert_eq!((found.diagnostics.len(), found.diagnostics[0].code.as_ref()), (1, code));
        assert!(found.diagnostics[0].is_error() && found.diagnostics[0].place.is_some());
    }
    let found = parse(&SourcePath::new("content/a.md").unwrap(), b"\xff\xfe", &config(""));
    assert_eq!(found.diagnostics[0].code, "not-utf-8");
}

#[test]
fn defaults_fill_what_the_file_leaves_open() {
    let yaml = "defaults: {'': {authors: [desk], extra: {a: 1, b: 1}, mood: m}, news: {authors: [newsdesk], featured: true}}\n";
    let found = article_at("content/news/a.md", "---\ntitle: x\nextra: {a: 2}\n---\n", yaml).meta;
    assert_eq!((people(&found), found.featured), (vec![("newsdesk", "writing", false)], true));
    assert_eq!(serde_json::Value::Object(found.extra), serde_json::json!({"mood": "m", "a": 2, "b": 1}));
    let found = article_at("content/news/a.md", "---\nauthor: ada\nfeatured: false\n---\n", yaml).meta;
    assert_eq!((people(&found), found.featured), (vec![("ada", "writing", true)], false));
    assert_eq!(article_at("content/newsroom.md", "", yaml).meta.authors[0].name, "desk");
}

#[test]
fn sections_and_profiles_are_told_by_their_files() {
    let found = parsed(
        "content/news/_index.md",
        "---\ntitle: The *News*\nsort_by: title\nkind: pages\nmood: m\n---\nText.\n",
        "",
    );
    let Some(Document::Section(section)) = found.document else { panic!("{:?}", found.diagnostics) };
    assert_eq!(
        (section.title.unwrap().html.as_ref(), section.settings.extra["mood"].as_str()),
        ("The <em>News</em>", Some("m"))
    );
    assert_eq!(section.settings.order, Some(crate::config::SectionOrder::Title));

    for path in ["content/authors/ada.md", "content/authors/ada/index.md"] {
        let found = parsed(
            path,
            "---\nname: Ada\nlinks: {Blog: https://e.org}\nalso: A. L.\nkind: organization\navatar: a.png\n---\nLong.\n",
            "",
        );
        let Some(Document::Profile(profile)) = found.document else { panic!("{:?}", found.diagnostics) };
        assert_eq!((profile.id.as_str(), profile.name.as_str(), profile.is_organization), ("ada", "Ada", true));
        assert_eq!(
            (profile.links, profile.also),
            (vec![("Blog".into(), "https://e.org".into())], vec!["A. L.".to_owned()])
        );
        assert_eq!(profile.picture.unwrap().src, "a.png");
    }
    let found = parsed("content/authors/_index.md", "", "");
    assert!(matches!(found.document, Some(Document::Section(_))));
}

#[test]
fn profiles_may_stand_in_a_data_file() {
    let data = serde_json::json!({"ada": {"name": "Ada", "links": ["https://www.e.org/x"]}, "18F": null, "g": "Grace", "x": 7, "y": {"kind": "robot"}});
    let (profiles, diagnostics) = profiles_of_data(&data, &config(""));
    let names: Vec<_> = profiles.iter().map(|profile| (profile.id.as_str(), profile.name.as_str())).collect();
    assert_eq!(names, [("ada", "Ada"), ("18F", "18F"), ("g", "Grace"), ("y", "Y")]);
    assert_eq!(profiles[0].links, [("e.org".to_owned(), "https://www.e.org/x".to_owned())]);
    let messages: Vec<_> = diagnostics.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`x` of the authors' data file holds a number, expected a map",
            "`robot` is not a value of `kind`: expected one of `person`, `organization`, for `y` in the authors' data file",
        ]
    );
}

/// All that reading a small site yields, as text.
fn read_site(files: &[(&str, &str)]) -> String {
    let mut all: BTreeMap<&str, &str> = crate::keys::BASE_SITE.iter().copied().collect();
    all.extend(files.iter().copied());
    let loaded =
        load(&SourcePath::new("byline.yaml").unwrap(), Some(all["byline.yaml"].as_bytes()), &Overrides::default());
    let mut out = format!("{:?}{:?}", loaded.config, loaded.diagnostics);
    for (path, text) in all {
        if path.ends_with(".md") {
            let mut found = parse(&SourcePath::new(path).unwrap(), text.as_bytes(), &loaded.config);
            if let Some(Document::Article(article)) = &mut found.document {
                let meta = &mut Arc::make_mut(article).meta;
                meta.places.clear();
                meta.extra.clear();
            }
            out.push_str(&format!("{found:?}"));
        }
    }
    out
}

#[test]
fn every_key_makes_a_difference_to_what_is_read() {
    for key in KEYS.iter().filter(|key| key.name != "extra") {
        assert_ne!(read_site(key.example.with), read_site(key.example.without), "{:?} {}", key.scopes, key.name);
    }
}

#[test]
fn every_row_of_the_table_is_read() {
    for key in KEYS {
        read_site(key.example.with);
    }
    read_site(&[("byline.yaml", "theme: {name: x}\nsections: {news: {title: x}}\n")]);
    let asked = crate::keys::asked();
    for key in KEYS {
        for scope in key.scopes {
            assert!(asked.contains(&(*scope, key.name)), "nothing reads `{}` of {scope:?}", key.name);
        }
    }
}

#[test]
fn foreign_names_are_read_as_the_key_that_has_them() {
    for key in KEYS.iter().filter(|key| key.scopes == [Scope::Article]) {
        for name in key.also.iter().filter(|name| !name.starts_with('!')) {
            let value = key
                .example
                .with
                .iter()
                .find_map(|(_, text)| text.lines().find_map(|line| line.strip_prefix(key.name)?.strip_prefix(':')));
            let Some(value) = value.filter(|_| !matches!(key.name, "title" | "toc" | "draft")) else { continue };
            let read = |name: &str| {
                let mut found = meta(&format!("title: x\n{name}:{value}"));
                found.places.clear();
                if let Some(image) = &mut found.image {
                    image.place = None;
                }
                for mention in &mut found.related {
                    mention.place = Place::file(&mention.place.file);
                }
                format!("{found:?}")
            };
            assert_eq!(read(name), read(key.name), "{name} as {}", key.name);
        }
    }
}

#[test]
fn no_front_matter_makes_it_panic() {
    let seeds = [
        "---\ntitle: \"A: b\"\ndate: 2023-09-15 1:51:00 -0400\nauthors: {writing: [a], photos: b}\nimage: {src: a, alt: |\n  x}\ntags:\n- a\n- b: c\nseries: {name: x, part: 1}\n---\nBody\n",
        "+++\ntitle = \"x\"\ndate = 2023-09-15\n[extra]\na = [1, {b = 2}]\n+++\nBody\n",
        "{\"title\": \"x\", \"authors\": [{\"name\": \"a\"}], \"weight\": 1e3}\nBody\n",
    ];
    let config = config("defaults: {'': {topics: [a]}}\n");
    for seed in seeds {
        for (at, _) in seed.char_indices() {
            for odd in ["", "é", "\t", "[", "}", ": ", "\n", "---\n", "&a *a", "\u{0}", "\"", "\u{feff}", "!x "] {
                for path in ["content/a.md", "content/_index.md", "content/authors/a.md"] {
                    let path = SourcePath::new(path).unwrap();
                    parse(&path, format!("{}{odd}{}", &seed[..at], &seed[at..]).as_bytes(), &config);
                    parse(&path, &[&seed.as_bytes()[..at], &[0xff], &seed.as_bytes()[at..]].concat(), &config);
                }
            }
        }
    }
}

#[test]
fn the_places_of_keys_are_the_same_however_they_are_found() {
    let text = "---\n\"title\": x\n# a note\ndate:   2023-01-02 # when\nauthors:\n- a\ntags: [\n  x]\n'slug' : s\ndeck: >\n  Long\n  text\n---\n";
    let found = parsed("content/a.md", text, "");
    let Some(Document::Article(article)) = found.document else { panic!("{:?}", found.diagnostics) };
    let place = |name: &str| article.meta.places.get(name).map(|place| (place.line, place.column, place.length));
    assert_eq!(place("title"), Some((2, 10, 1)));
    assert_eq!(place("date"), Some((4, 9, 10)));
    assert_eq!(place("authors"), Some((5, 1, 8)));
    assert_eq!(place("topics"), Some((7, 7, 1)));
    assert_eq!(place("slug"), Some((9, 10, 1)));
    assert_eq!(place("description"), Some((10, 1, 7)));
}

#[test]
fn the_18f_blog_is_read_without_an_error() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/18f/content/posts");
    let Ok(files) = std::fs::read_dir(&root) else {
        // `eprintln!` would be kept back by the test harness.
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            format!("skipped: {} is not there\n", root.display()).as_bytes(),
        );
        return;
    };
    let config = config("timezone: America/New_York\n");
    let (mut count, mut without_key) = (0, 0);
    for file in files {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        let bytes = std::fs::read(file.path()).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let found = parse(&SourcePath::new(&format!("content/posts/{name}")).unwrap(), &bytes, &config);
        let own: Vec<_> = found.diagnostics.iter().filter(|fault| fault.code != "foreign-tag").collect();
        assert!(own.iter().all(|fault| fault.severity != Severity::Error && fault.code != "near-miss-key"), "{own:#?}");
        let Some(Document::Article(article)) = found.document else { panic!("{name}") };
        count += 1;
        let meta = &article.meta;
        let written = text
            .lines()
            .skip(1)
            .take_while(|line| line.trim_end() != "---")
            .find_map(|line| line.strip_prefix("date:"));
        without_key += usize::from(written.is_none());
        let day = match written {
            Some(written) => written.trim().trim_matches(['"', '\'']).chars().take(10).collect::<String>(),
            None => name.chars().take(10).collect(),
        };
        let date = meta.date.clone().unwrap().day();
        assert!(
            day == format!("{:04}-{:02}-{:02}", date.0, date.1, date.2) || name.starts_with("2024-12-5-"),
            "{name} {day} {date:?}"
        );
        assert!(!meta.authors.is_empty() && meta.authors.iter().all(|author| !author.may_be_several), "{name}");
        assert!(meta.terms.contains_key("topic") && meta.description.is_some(), "{name}");
        assert!(!meta.slug.is_empty() && name.contains(&meta.slug), "{name} {}", meta.slug);
    }
    assert_eq!((count, without_key), (509, 87));
}
