//! What templates may use: the one table from which their names are checked and the handbook's reference is held complete.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::TemplateText;
use super::errors::template_place;
use super::scan::{Reference, references};
use crate::diagnostic::{Code, Diagnostic, nearest};

/// What a variable or field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text, number or truth value.
    Plain,
    /// An object of [`OBJECTS`].
    Object(&'static str),
    /// A list of objects of [`OBJECTS`].
    List(&'static str),
    /// A map or list of the site's own, of which nothing is known.
    Open,
}

use Shape::{List, Object, Open, Plain};

/// A field of an object.
pub type Field = (&'static str, Shape);

/// The variables that every page has; those that do not belong to its kind are null.
pub const VARIABLES: &[Field] = &[
    ("site", Object("site")),
    ("page", Object("page")),
    ("theme", Open),
    ("article", Object("article")),
    ("listing", Object("listing")),
    ("home", Object("home")),
    ("section", Object("section")),
    ("sidebar", List("node")),
    ("taxonomy", Object("taxonomy")),
    ("term", Object("term")),
    ("author", Object("profile")),
    ("parts", List("card")),
    ("archive", Object("archive")),
    ("corrections", List("correction_of_article")),
    ("redirect", Object("redirect")),
];

/// The objects that variables and queries hold, with their fields.
pub const OBJECTS: &[(&str, &[Field])] = &[
    ("size", &[("width", Plain), ("height", Plain)]),
    (
        "site",
        &[
            ("title", Plain),
            ("description", Plain),
            ("url", Plain),
            ("language", Plain),
            ("home", Plain),
            ("navigation", List("node")),
            ("sections", List("place")),
            ("author_index", Plain),
            ("topic_index", Plain),
            ("archive", Plain),
            ("corrections", Plain),
            ("feed", Plain),
            ("comments", Object("comments")),
            ("extra", Open),
        ],
    ),
    (
        "page",
        &[
            ("kind", Plain),
            ("href", Plain),
            ("url", Plain),
            ("title", Plain),
            ("title_tag", Plain),
            ("social_title", Plain),
            ("description", Plain),
            ("canonical", Plain),
            ("robots", Plain),
            ("language", Plain),
            ("head", Plain),
            ("number", Plain),
            ("source", Plain),
        ],
    ),
    ("card", CARD),
    ("article", ARTICLE),
    (
        "moment",
        &[
            ("iso", Plain),
            ("text", Plain),
            ("date", Plain),
            ("month_year", Plain),
            ("year", Plain),
            ("month", Plain),
            ("day", Plain),
            ("has_time", Plain),
        ],
    ),
    ("name", &[("name", Plain), ("href", Plain), ("role", Plain), ("is_organization", Plain)]),
    ("place", &[("title", Plain), ("href", Plain), ("description", Plain)]),
    ("link", &[("name", Plain), ("href", Plain)]),
    ("node", &[("title", Plain), ("href", Plain), ("current", Plain), ("children", List("node"))]),
    ("series_of_card", &[("name", Plain), ("href", Plain), ("part", Plain)]),
    (
        "image",
        &[
            ("src", Plain),
            ("alt", Plain),
            ("caption", Plain),
            ("credit", Plain),
            ("license", Plain),
            ("copyright", Plain),
            ("focus", Plain),
            ("width", Plain),
            ("height", Plain),
        ],
    ),
    (
        "comments",
        &[
            ("provider", Plain),
            ("server", Plain),
            ("counts", Plain),
            ("repo", Plain),
            ("repo_id", Plain),
            ("category", Plain),
            ("category_id", Plain),
            ("mapping", Plain),
            ("theme", Plain),
            ("site_id", Plain),
            ("address", Plain),
        ],
    ),
    ("audio", &[("src", Plain), ("title", Plain), ("seconds", Plain)]),
    ("agency", &[("name", Plain), ("href", Plain)]),
    ("correction", &[("date", Object("moment")), ("text", Plain)]),
    ("correction_of_article", &[("date", Object("moment")), ("text", Plain), ("article", Object("card"))]),
    ("heading", &[("id", Plain), ("html", Plain), ("level", Plain), ("children", List("heading"))]),
    ("role", &[("role", Plain), ("authors", List("name"))]),
    (
        "profile",
        &[
            ("id", Plain),
            ("name", Plain),
            ("href", Plain),
            ("role", Plain),
            ("bio", Plain),
            ("body", Plain),
            ("picture", Object("image")),
            ("links", List("labelled_link")),
            ("is_organization", Plain),
            ("extra", Open),
        ],
    ),
    ("labelled_link", &[("label", Plain), ("href", Plain)]),
    ("listing", &[("items", List("card")), ("older", Plain), ("newer", Plain), ("number", Plain)]),
    ("home", &[("lead", Object("card")), ("featured", List("card")), ("sections", List("block"))]),
    ("block", &[("title", Plain), ("href", Plain), ("description", Plain), ("items", List("card"))]),
    (
        "section",
        &[
            ("title", Plain),
            ("href", Plain),
            ("path", Plain),
            ("kind", Plain),
            ("description", Plain),
            ("body", Plain),
            ("children", List("place")),
            ("breadcrumbs", List("place")),
            ("lead", Object("card")),
            ("featured", List("card")),
            ("extra", Open),
        ],
    ),
    (
        "taxonomy",
        &[("name", Plain), ("title", Plain), ("href", Plain), ("description", Plain), ("terms", List("indexed_term"))],
    ),
    (
        "indexed_term",
        &[
            ("name", Plain),
            ("href", Plain),
            ("count", Plain),
            ("latest", Object("moment")),
            ("children", List("indexed_term")),
            ("role", Plain),
            ("bio", Plain),
            ("picture", Object("image")),
            ("is_organization", Plain),
        ],
    ),
    ("term", &[("name", Plain), ("href", Plain), ("description", Plain), ("body", Plain)]),
    (
        "archive",
        &[
            ("years", List("year")),
            ("year", Plain),
            ("month", Plain),
            ("name", Plain),
            ("href", Plain),
            ("year_href", Plain),
            ("months", List("month")),
        ],
    ),
    ("year", &[("year", Plain), ("href", Plain), ("count", Plain), ("months", List("month"))]),
    ("month", &[("month", Plain), ("name", Plain), ("href", Plain), ("count", Plain)]),
    ("redirect", &[("href", Plain), ("url", Plain)]),
];

const CARD: &[Field] = &[
    ("id", Plain),
    ("title", Plain),
    ("title_text", Plain),
    ("href", Plain),
    ("external", Plain),
    ("kicker", Plain),
    ("labels", Open),
    ("printed_byline", Plain),
    ("dek", Plain),
    ("dek_text", Plain),
    ("date", Object("moment")),
    ("updated", Object("moment")),
    ("expires", Object("moment")),
    ("authors", List("name")),
    ("byline", List("name")),
    ("section", Object("place")),
    ("topics", List("link")),
    ("terms", Open),
    ("series", Object("series_of_card")),
    ("image", Object("image")),
    ("minutes", Plain),
    ("words", Plain),
    ("excerpt", Plain),
    ("is_draft", Plain),
    ("is_scheduled", Plain),
    ("is_expired", Plain),
    ("featured", Plain),
    ("language", Plain),
    ("weight", Plain),
    ("comments", Plain),
    ("thread", Plain),
    ("extra", Open),
];

const ARTICLE: &[Field] = &[
    ("body", Plain),
    ("dateline", Plain),
    ("credit", Plain),
    ("source", Object("agency")),
    ("corrections", List("correction")),
    ("share", Plain),
    ("audio", Object("audio")),
    ("is_live", Plain),
    ("is_free", Plain),
    ("toc", List("heading")),
    ("show_toc", Plain),
    ("breadcrumbs", List("place")),
    ("previous", Object("card")),
    ("next", Object("card")),
    ("related", List("card")),
    ("series_parts", List("part")),
    ("series_previous", Object("card")),
    ("series_next", Object("card")),
    ("roles", List("role")),
    ("profiles", List("profile")),
    ("link", Plain),
    ("canonical", Plain),
];

/// The functions that templates may call, with their arguments and what they answer.
pub const FUNCTIONS: &[(&str, &[&str], Shape)] = &[
    ("articles", &["section", "topic", "author", "series", "featured", "limit"], List("card")),
    ("article", &["path"], Object("card")),
    ("related", &["limit"], List("card")),
    ("picture_size", &["src"], Object("size")),
    ("section", &["path"], Object("place")),
    ("terms", &["taxonomy"], List("indexed_term")),
    ("data", &["name"], Open),
    ("asset", &["path"], Plain),
    ("url", &["path"], Plain),
    ("t", &["key", "count"], Plain),
];

/// Filters of byline's own, beside those of the engine.
pub const FILTERS: &[&str] = &["markdown", "absolute", "group_by", "json_encode", "urlencode"];

/// The filters of the engine (Tera 2.4) but for `group_by`, which byline replaces.
pub const ENGINE_FILTERS: &[&str] = &[
    "safe",
    "default",
    "upper",
    "lower",
    "wordcount",
    "escape",
    "escape_html",
    "escape_xml",
    "newlines_to_br",
    "pluralize",
    "trim",
    "trim_start",
    "trim_end",
    "replace",
    "capitalize",
    "title",
    "truncate",
    "indent",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "split",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "unique",
    "get",
    "values",
    "keys",
    "pairs",
];

/// The tests of the engine.
pub const ENGINE_TESTS: &[&str] = &[
    "string",
    "number",
    "map",
    "bool",
    "array",
    "integer",
    "float",
    "none",
    "iterable",
    "defined",
    "undefined",
    "odd",
    "even",
    "divisible_by",
    "starting_with",
    "ending_with",
    "containing",
];

/// The functions of the engine.
pub const ENGINE_FUNCTIONS: &[&str] = &["range", "throw", "super"];

/// The names of the fields of all objects that an object holds.
pub fn names_below(object: &str) -> BTreeSet<&'static str> {
    let below = |object: &str| {
        fields(object).into_iter().filter_map(|(_, shape)| match shape {
            Object(below) | List(below) => Some(below),
            Plain | Open => None,
        })
    };
    let mut open: Vec<&str> = below(object).collect();
    let mut seen = BTreeSet::new();
    while let Some(object) = open.pop() {
        if seen.insert(object) {
            open.extend(below(object));
        }
    }
    seen.into_iter().flat_map(fields).map(|(name, _)| name).collect()
}

/// The variable of this name.
pub(super) fn variable(name: &str) -> Option<&'static str> {
    VARIABLES.iter().map(|(variable, _)| *variable).find(|variable| *variable == name)
}

/// The names that follow a variable in a path, each with whether it may be read of a card.
pub(super) fn read<'p>(variable: &str, path: impl Iterator<Item = &'p str>) -> Vec<(&'p str, bool)> {
    let mut shape = VARIABLES.iter().find(|(name, _)| *name == variable).map_or(Open, |(_, shape)| *shape);
    // What lies in a list is of no kind that is followed here.
    let mut is_followed = true;
    path.map(|name| {
        let is_of_card = !is_followed || matches!(shape, List(_) | Object("card" | "part"));
        is_followed &= !is_of_card;
        if let Object(object) = shape {
            shape = fields(object).into_iter().find(|(field, _)| *field == name).map_or(Open, |(_, shape)| shape);
        }
        (name, is_of_card)
    })
    .collect()
}

/// The fields of an object: an article has those of its card too, a part of a series also its number.
pub fn fields(object: &str) -> Vec<Field> {
    let own = OBJECTS.iter().find(|(name, _)| *name == object).map(|(_, fields)| *fields).unwrap_or_default();
    let card: &[Field] = if matches!(object, "article" | "part") { CARD } else { &[] };
    let part: &[Field] = if object == "part" { &[("part", Plain), ("current", Plain)] } else { &[] };
    card.iter().chain(own).chain(part).copied().collect()
}

/// Finds names that no page has: they would fail while a page is rendered or, in a condition, be silently false.
pub(super) fn check(templates: &BTreeMap<String, TemplateText>, options: &Map<String, Value>) -> Vec<Diagnostic> {
    let found: Vec<(&String, Vec<Reference>)> =
        templates.iter().map(|(name, template)| (name, references(&template.text))).collect();
    // A template that is included sees the loop variables of the one that includes it.
    let locals: BTreeSet<&str> = found.iter().flat_map(|(_, all)| all).flat_map(|one| one.binds.as_deref()).collect();
    let mut diagnostics = Vec::new();
    for (template, all) in &found {
        for reference in all {
            let Err((message, near)) = resolve(reference, &locals, options) else { continue };
            let mut diagnostic = Diagnostic::new(Code::UnknownName, message);
            diagnostic.place = template_place(templates, template, reference.range.clone());
            diagnostics.push(match near {
                Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
                None => diagnostic.hint("the handbook's reference of templates lists what they may use"),
            });
        }
    }
    diagnostics
}

type Unknown = (String, Option<String>);

/// Follows a path from its variable on; `Err` where a name in it is unknown.
fn resolve(reference: &Reference, locals: &BTreeSet<&str>, options: &Map<String, Value>) -> Result<(), Unknown> {
    let Some((first, rest)) = reference.path.split_first() else { return Ok(()) };
    let shape = match &reference.from {
        Some(base) => follow(base)?,
        None if reference.is_local => return Ok(()),
        None => match VARIABLES.iter().find(|(name, _)| name == first) {
            Some((_, shape)) => *shape,
            None if locals.contains(first.as_str()) => return Ok(()),
            None => {
                let near = nearest(first, VARIABLES.iter().map(|(name, _)| *name)).map(str::to_owned);
                return Err((format!("there is no variable `{first}`"), near));
            }
        },
    };
    if reference.from.is_none() && first == "theme" {
        return option(rest, options);
    }
    walk(shape, first, rest)
}

fn option(path: &[String], options: &Map<String, Value>) -> Result<(), Unknown> {
    match path.first() {
        Some(name) if !options.contains_key(name) => {
            let near = nearest(name, options.keys().map(String::as_str)).map(str::to_owned);
            Err((format!("the theme has no option `{name}`"), near))
        }
        _ => Ok(()),
    }
}

/// The shape of an item of the list at `path`.
fn follow(path: &[String]) -> Result<Shape, Unknown> {
    let Some((first, rest)) = path.split_first() else { return Ok(Open) };
    let mut shape = VARIABLES.iter().find(|(name, _)| name == first).map_or(Open, |(_, shape)| *shape);
    for name in rest {
        shape = match shape {
            Object(object) => {
                fields(object).into_iter().find(|(field, _)| field == name).map_or(Open, |(_, shape)| shape)
            }
            _ => Open,
        };
    }
    Ok(match shape {
        List(object) => Object(object),
        _ => Open,
    })
}

fn walk(mut shape: Shape, first: &str, path: &[String]) -> Result<(), Unknown> {
    let mut holder = first.to_owned();
    for name in path {
        let Object(object) = shape else { return Ok(()) };
        let fields = fields(object);
        match fields.iter().find(|(field, _)| field == name) {
            Some((_, next)) => shape = *next,
            None => {
                let near = nearest(name, fields.iter().map(|(field, _)| *field)).map(str::to_owned);
                return Err((format!("`{holder}` has no field `{name}`"), near));
            }
        }
        holder = format!("{holder}.{name}");
    }
    Ok(())
}

/// The name of every variable and field.
pub fn names() -> impl Iterator<Item = &'static str> {
    VARIABLES.iter().chain(OBJECTS.iter().flat_map(|(_, fields)| fields.iter())).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    fn messages(text: &str) -> Vec<String> {
        let template = TemplateText { source: SourcePath::new("templates/x.html").unwrap(), text: text.to_owned() };
        let templates = BTreeMap::from([("site/x.html".to_owned(), template)]);
        let options = Map::from_iter([("accent".to_owned(), Value::Null)]);
        check(&templates, &options).into_iter().map(|diagnostic| diagnostic.message).collect()
    }

    #[test]
    fn every_object_that_a_shape_names_has_fields() {
        let shapes =
            OBJECTS.iter().flat_map(|(_, fields)| *fields).chain(VARIABLES).chain(ARTICLE).map(|(_, shape)| *shape);
        for shape in shapes.chain(FUNCTIONS.iter().map(|(_, _, shape)| *shape)) {
            if let Object(name) | List(name) = shape {
                assert!(!fields(name).is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn names_that_would_be_silently_false_are_found() {
        assert_eq!(messages("{% if article.tittle %}x{% endif %}"), ["`article` has no field `tittle`"]);
        assert_eq!(messages("{% if artcle %}x{% endif %}"), ["there is no variable `artcle`"]);
        assert_eq!(messages("{% for c in listing.items %}{{ c.datum }}{% endfor %}"), ["`c` has no field `datum`"]);
        assert_eq!(messages("{% if theme.akzent %}x{% endif %}"), ["the theme has no option `akzent`"]);
        assert_eq!(messages("{{ article.date.isso }}"), ["`article.date` has no field `isso`"]);
    }

    #[test]
    fn what_exists_is_not_reported() {
        let texts = [
            "{{ article.date.iso }}{{ site.extra.anything.at_all }}{{ theme.accent }}",
            "{% for c in listing.items %}{% set d = c.date %}{{ d.whatever }}{{ loop.index }}{% endfor %}",
            "{% component card(item, level=2) %}{{ item.anything }}{{ level }}{% endcomponent card %}",
            "{# {{ nothing }} #}{% raw %}{{ nothing }}{% endraw %}{{ \"nothing.at.all\" }}{{ t(key=\"x\", count=article.minutes) }}",
            "{{ article.title | replace(from=\"a\", to=\"b\") }}{% if article.dek is defined and not page.number %}{% endif %}",
            "{{<card item={article} level=3 />}}{% if page.kind == \"home\" %}{% endif %}",
        ];
        for text in texts {
            assert_eq!(messages(text), Vec::<String>::new(), "{text}");
        }
    }
}
