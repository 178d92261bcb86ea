//! What `byline.yaml` may say, and what is said of it.

use serde_json::Value;

use super::*;
use crate::diagnostic::{Diagnostic, Severity};
use crate::keys::{KEYS, Kind, Scope, rows};

fn file() -> SourcePath {
    SourcePath::new("byline.yaml").unwrap()
}

fn loaded(text: &str) -> Loaded {
    load(&file(), Some(text.as_bytes()), &Overrides::default())
}

/// The configuration of text that has no fault.
fn config(text: &str) -> Config {
    let loaded = loaded(text);
    assert!(loaded.diagnostics.is_empty(), "{text}\n{:#?}", loaded.diagnostics);
    loaded.config
}

/// The only fault of a text.
fn fault(text: &str) -> Diagnostic {
    let mut faults = loaded(text).diagnostics;
    assert_eq!(faults.len(), 1, "{text}\n{faults:#?}");
    faults.remove(0)
}

/// Code, place and message of a fault, and its hints.
fn said(text: &str) -> String {
    let fault = fault(text);
    let place = fault.place.as_ref().map(|place| format!("{}:{}+{}", place.line, place.column, place.length));
    format!("{} {} {} [{}]", fault.code, place.unwrap_or_default(), fault.message, fault.hints.join("; "))
}

#[test]
fn without_a_file_the_defaults_hold() {
    let none = load(&file(), None, &Overrides::default());
    assert!(none.diagnostics.is_empty());
    let written = Config { is_written: false, ..config("# nothing\n") };
    assert_eq!(format!("{:?}", none.config), format!("{written:?}"));
    assert!(none.config.url.is_placeholder);
    assert_eq!(none.config.paginate, 20);
    let names: Vec<_> = none.config.taxonomies.iter().map(|taxonomy| taxonomy.path.as_str()).collect();
    assert_eq!(names, ["topics", "series", "authors"]);
}

#[test]
fn the_defaults_of_the_table_are_those_that_hold() {
    let mut text = String::new();
    for key in rows(Scope::Config).filter(|key| !key.default.is_empty() && key.name != "url") {
        match key.kind {
            Kind::Object(scope) => {
                text.push_str(&format!("{}:\n", key.name));
                rows(scope).for_each(|inner| text.push_str(&format!("  {}: {}\n", inner.name, inner.default)));
            }
            _ => text.push_str(&format!("{}: {}\n", key.name, key.default)),
        }
    }
    let without_places = |text: &str| Config { places: BTreeMap::new(), ..config(text) };
    assert_eq!(format!("{:?}", without_places(&text)), format!("{:?}", without_places("")));
    let minify = rows(Scope::Minify).map(|key| format!("  {}: {}\n", key.name, key.default)).collect::<String>();
    assert_eq!(config(&format!("minify:\n{minify}")).minify, config("").minify);
}

#[test]
fn text_is_taken_as_written() {
    let config = config("title: 1.10\nid: 0123\ntheme: 2024\ndescription: yes\n");
    assert_eq!((config.title.as_str(), config.id.as_deref()), ("1.10", Some("0123")));
    assert_eq!((config.theme.as_str(), config.description.as_str()), ("2024", "yes"));
}

#[test]
fn unknown_keys_are_errors_that_offer_the_nearest() {
    assert_eq!(
        said("title: x\nlangage: en\n"),
        "unknown-key 2:1+7 `langage` is not a key of the configuration [did you mean `language`?]"
    );
    assert_eq!(
        said("markdown:\n  table: false\n"),
        "unknown-key 2:3+5 `table` is not a key of `markdown` [did you mean `tables`?]"
    );
    assert_eq!(
        said("qqqqqqqq: 1\n"),
        "unknown-key 1:1+8 `qqqqqqqq` is not a key of the configuration [put values of your own under `extra:`]"
    );
    assert_eq!(
        said("taxonomies: {category: {colour: red}}\n"),
        "unknown-key 1:25+6 `colour` is not a key of a taxonomy [its keys are `path`, `title`, `key`, `paginate`, `hierarchical`]"
    );
    assert_eq!(
        said("checks: {dead-lnk: off}\n"),
        "unknown-key 1:10+8 `dead-lnk` is the code of no fault [did you mean `dead-link`?]"
    );
    assert_eq!(
        said("fields: {autors: [by]}\n"),
        "unknown-key 1:10+6 `autors` of `fields` is not a key of articles [did you mean `authors`?]"
    );
}

#[test]
fn addresses_of_sites_are_taken_apart() {
    let url = |text: &str| config(&format!("url: {text}\n")).url;
    let is = |origin: &str, path: &str| BaseUrl { origin: origin.into(), path: path.into(), is_placeholder: false };
    assert_eq!(url("https://Example.org/"), is("https://example.org", ""));
    assert_eq!(url("http://localhost:8000/a//b/"), is("http://localhost:8000", "/a/b"));
    assert_eq!(
        said("url: example.org\n"),
        "invalid-value 1:6+11 `example.org` is no address of a site: it has no `https://` \
         [write it as `https://example.org` or `https://example.org/news`]"
    );
    for wrong in
        ["ftp://x.org", "https://", "https://x.org/?a", "https://x.org/#a", "https://x.org/a/../b", "'https://x .org'"]
    {
        assert_eq!(fault(&format!("url: {wrong}\n")).code, "invalid-value", "{wrong}");
    }
}

#[test]
fn values_that_cannot_be_are_told_with_what_can() {
    assert_eq!(
        said("timezone: Europe/Berlim\n"),
        "invalid-value 1:11+13 `Europe/Berlim` is no time zone that is known [did you mean `Europe/Berlin`?]"
    );
    assert_eq!(fault("timezone: Seoul\n").hints, ["did you mean `Asia/Seoul`?"]);
    assert_eq!(
        said("paginate: 0\n"),
        "invalid-value 1:11+1 `0` is out of range for `paginate`: expected 1 to 10000 []"
    );
    assert_eq!(said("paginate: many\n"), "wrong-type 1:11+4 `paginate` holds text, expected a whole number []");
    assert_eq!(
        said("date_order: mdv\n"),
        "invalid-value 1:13+3 `mdv` is not a value of `date_order`: expected one of `dmy`, `mdy` [did you mean `mdy`?]"
    );
    assert_eq!(
        said("language: english language\n"),
        "invalid-value 1:11+16 `english language` is no language tag: expected one such as `en` or `pt-BR` []"
    );
    assert_eq!(
        said("content: ../other\n"),
        "invalid-value 1:10+8 `../other` of `content` is no path inside the site []"
    );
    assert_eq!(said("title: [a]\n"), "wrong-type 1:8+3 `title` holds a list, expected text []");
    assert_eq!(said("markdown: true\n"), "wrong-type 1:11+4 `markdown` holds `true` or `false`, expected a map []");
    assert_eq!(said("files: [{to: /a}]\n"), "config 1:9+8 an entry of `files` has no `from` []");
    assert_eq!(said("navigation: [{title: A}]\n"), "config 1:14+10 an entry of `navigation` has no `url` []");
    assert_eq!(
        said("checks: {dead-link: maybe}\n"),
        "invalid-value 1:21+5 the check `dead-link` cannot have this value: expected `error`, `warn` or `off` []"
    );
    assert_eq!(
        said("taxonomies: {topic: {path: series}}\n"),
        "config 1:13+23 the taxonomies `topic` and `series` both have the path `series` [give one of them another `path`]"
    );
}

#[test]
fn address_patterns_hold_known_placeholders_only() {
    let patterns = config("permalinks: {news/: '/:year/:month/:slug.html', '*': /x::y/:id}\n").permalinks;
    assert_eq!(patterns["news"], Pattern("/:year/:month/:slug.html".into()));
    assert_eq!(
        said("permalinks: {news: '/:yaer/:slug/'}\n"),
        "invalid-value 1:20+15 the address pattern `/:yaer/:slug/` holds `:yaer`, expected one of \
         `:year`, `:month`, `:day`, `:slug`, `:section`, `:title`, `:id` [did you mean `:year`?]"
    );
    assert_eq!(
        said("permalinks: {news: ':slug'}\n"),
        "invalid-value 1:20+7 the address pattern `:slug` does not begin with `/` [write `/:slug`]"
    );
    assert_eq!(
        fault("permalinks: {news: '/../:slug'}\n").message,
        "the address pattern `/../:slug` leads out of the site"
    );
}

#[test]
fn taxonomies_are_added_to_the_presets_and_change_them() {
    let found = config(
        "taxonomies:\n  category:\n  topic: {path: /about/, paginate: 5}\n  tag: {title: Labels, key: labels}\n",
    )
    .taxonomies;
    let names: Vec<_> =
        found.iter().map(|taxonomy| (taxonomy.name.as_str(), taxonomy.path.as_str(), taxonomy.key.as_str())).collect();
    assert_eq!(
        names,
        [
            ("topic", "about", "topics"),
            ("series", "series", "series"),
            ("author", "authors", "authors"),
            ("category", "categories", "categories"),
            ("tag", "tags", "labels")
        ]
    );
    assert_eq!((found[0].title.as_str(), found[0].paginate, found[4].title.as_str()), ("About", Some(5), "Labels"));
    assert_eq!(["tags", "class", "box", "day", "story"].map(plural), ["tags", "classes", "boxes", "days", "stories"]);
}

#[test]
fn defaults_are_judged_once_and_ordered_from_the_most_general() {
    let found =
        config("defaults:\n  news/local: {featured: true}\n  '': {topics: [a]}\n  news: {authors: desk, mood: x}\n")
            .defaults;
    assert_eq!(found.iter().map(|defaults| defaults.path.as_str()).collect::<Vec<_>>(), ["", "news", "news/local"]);
    assert_eq!(found[1].values["mood"], "x");
    assert_eq!(fault("defaults: {news: {draft: maybe}}\n").message, "`draft` of `defaults` cannot hold text");
    let near = fault("defaults: {news: {autors: [a]}}\n");
    assert_eq!((near.code.as_ref(), near.severity), ("near-miss-key", Severity::Warning));
}

#[test]
fn what_does_not_parse_is_one_error_with_its_place() {
    assert_eq!(
        said("title: a: b\n"),
        "config 1:9+3 `byline.yaml` does not parse as YAML: mapping values are not allowed in this context \
         [put the value of `title` in quotes, since it holds a colon: `title: \"a: b\"`]"
    );
    assert_eq!(said("- a\n"), "config 1:1+3 `byline.yaml` is a list, expected keys with values []");
    let found = load(&file(), Some(b"# x\ntitle: \xff"), &Overrides::default()).diagnostics.remove(0);
    assert_eq!((found.code.as_ref(), found.place.unwrap().line), ("not-utf-8", 2));
    let twice = fault("title: a\ntitle: b\n");
    assert_eq!((twice.code.as_ref(), twice.related.len()), ("repeated-key", 1));
    assert_eq!(loaded("title: a\ntitle: b\n").config.title, "b");
}

#[test]
fn the_command_line_goes_before_the_file() {
    let overrides = Overrides {
        base_url: Some("http://localhost/sub/".into()),
        output: Some("/tmp/x".into()),
        ..Overrides::default()
    };
    let found = load(&file(), Some(b"url: https://example.org\npaginate: 5\nminify: {css: false}\n"), &overrides);
    assert_eq!((found.config.url.path.as_str(), found.config.output.as_str()), ("/sub", "/tmp/x"));
    let from = |key: &str| {
        found
            .origins
            .iter()
            .find(|origin| origin.key == key)
            .map(|origin| (origin.from.as_str(), origin.value.to_string()))
    };
    assert_eq!(from("url"), Some(("--base-url", "\"http://localhost/sub/\"".into())));
    assert_eq!(from("paginate"), Some(("byline.yaml:2", "5".into())));
    assert_eq!(from("minify.css"), Some(("byline.yaml:3", "false".into())));
    assert_eq!(from("minify.js"), Some(("default", "true".into())));
    assert_eq!(from("markdown.tables"), Some(("default", "true".into())));
    assert_eq!(from("description"), None);
    let wrong = Overrides { base_url: Some("nowhere".into()), ..Overrides::default() };
    let fault = load(&file(), None, &wrong).diagnostics.remove(0);
    assert_eq!(fault.message, "`--base-url nowhere` is no address of a site: it has no `https://`");
}

#[test]
fn the_schema_and_the_parser_agree() {
    let schema = json_schema();
    let mut texts: Vec<&str> = KEYS
        .iter()
        .flat_map(|key| key.example.with)
        .filter(|(path, _)| *path == "byline.yaml")
        .map(|(_, text)| *text)
        .collect();
    let good = texts.len();
    texts.extend([
        "titel: x",
        "title: [x]",
        "paginate: 0",
        "paginate: x",
        "date_order: xyz",
        "minify: 5",
        "minify: {html: 5}",
        "theme: [x]",
        "markdown: {tables: 7}",
        "markdown: {nothing: true}",
        "taxonomies: {a: {b: c}}",
        "files: 7",
        "checks: {dead-link: 7}",
        "checks: {nothing: off}",
        "checks: {\"content/**\": {dead-link: 7}}",
        "checks: {\"content/**\": {nothing: off}}",
        "url: nowhere",
        "language: '!'",
        "navigation: [{titel: x}]",
        "sections: {a: {order: size}}",
        "defaults: {a: 7}",
    ]);
    for (index, text) in texts.into_iter().enumerate() {
        let value: Value = serde_yaml::from_str(text).unwrap();
        let faults = loaded(text).diagnostics;
        assert_eq!(faults.is_empty(), index < good, "{text} {faults:#?}");
        assert_eq!(accepts(&schema, &schema, &value), index < good, "{text}");
    }
}

/// Whether a schema accepts a value, as far as the schema's own words go.
fn accepts(root: &Value, schema: &Value, value: &Value) -> bool {
    if let Some(reference) = schema["$ref"].as_str() {
        return accepts(root, root.pointer(&reference[1..]).unwrap(), value);
    }
    let is = |name: &Value| match name.as_str().unwrap() {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    };
    let typed = match &schema["type"] {
        Value::Array(names) => names.iter().any(is),
        Value::Null => true,
        name => is(name),
    };
    let any =
        schema["anyOf"].as_array().is_none_or(|schemas| schemas.iter().any(|schema| accepts(root, schema, value)));
    let listed = schema["enum"].as_array().is_none_or(|values| values.contains(value));
    let ranged = value.as_i64().is_none_or(|number| {
        schema["minimum"].as_i64().is_none_or(|least| number >= least)
            && schema["maximum"].as_i64().is_none_or(|most| number <= most)
    });
    let formed = match (schema["pattern"].as_str(), value.as_str()) {
        (Some(pattern), Some(text)) if pattern.contains("://") => text.contains("://"),
        (Some(_), Some(text)) => crate::keys::is_language(text),
        _ => true,
    };
    let items = value.as_array().is_none_or(|items| {
        schema["items"].is_null() || items.iter().all(|item| accepts(root, &schema["items"], item))
    });
    let entries = value.as_object().is_none_or(|map| {
        map.iter().all(|(name, value)| match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(allowed)) => *allowed,
            (Value::Null, Value::Null) => true,
            (Value::Null, others) => accepts(root, others, value),
            (own, _) => accepts(root, own, value),
        })
    });
    typed && any && listed && ranged && formed && items && entries
}

#[test]
fn no_text_makes_it_panic() {
    let text = "title: x\nurl: https://x.org\ntaxonomies: {a: {path: b}}\nnavigation:\n - {title: a, url: b, children: [{title: c, url: d}]}\n\
                defaults: {news: {authors: [a]}}\nfiles: [{from: a, to: /b}]\nfields: {title: [t]}\nchecks: {dead-link: off}\nminify: {html: no}\n";
    for (at, _) in text.char_indices() {
        for odd in ["", "é", "\t", "[", "}", ": ", "\n", "&a *a", "\u{0}", "'"] {
            loaded(&format!("{}{odd}{}", &text[..at], &text[at..]));
            loaded(&format!("{}{odd}{}", &text[..at], &text[at + 1..]));
        }
    }
}
