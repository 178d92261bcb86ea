//! What templates may ask of the site while they are rendered, and the record of it.
//!
//! A function of the template engine is told neither the page nor the site, and inside components not even the page's
//! variables. So the site, the page's language and the record lie in a scope of the thread that renders the page: the
//! one exception to "no globals", entered and left by [`recorded`] alone.

use std::cell::RefCell;
use std::sync::Arc;

use serde::Serialize;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::value::{data, object};
use super::{World, context};
use crate::config::SectionKind;
use crate::diagnostic::nearest;
use crate::path::{UrlPath, decode};
use crate::plan::{Page, Subject};
use crate::site::ArticleId;
use crate::theme::Theme;

/// A question that a template asked of the site, with the fingerprint of the answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Query {
    /// The function.
    pub function: &'static str,
    /// Its arguments, in a fixed order.
    pub arguments: String,
    /// The fingerprint of what it answered.
    pub answer: String,
}

struct Scope {
    world: Arc<World>,
    language: String,
    /// The article whose page it is.
    article: Option<ArticleId>,
    queries: Vec<Query>,
}

thread_local! {
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

/// Runs `render` for a page and returns the queries that were asked meanwhile, sorted, each once.
pub(super) fn recorded<T>(world: &Arc<World>, page: &Page, render: impl FnOnce() -> T) -> (T, Vec<Query>) {
    let article = match page.subject {
        Subject::Article(id) => Some(id),
        _ => None,
    };
    let language = article.and_then(|id| world.site.articles[id].article.meta.language.clone());
    let language = language.unwrap_or_else(|| world.config.language.clone());
    let scope = Scope { world: Arc::clone(world), language, article, queries: Vec::new() };
    let before = SCOPE.with(|current| current.borrow_mut().replace(scope));
    let result = render();
    let scope = SCOPE.with(|current| std::mem::replace(&mut *current.borrow_mut(), before));
    let mut queries = scope.map(|scope| scope.queries).unwrap_or_default();
    queries.sort();
    queries.dedup();
    (result, queries)
}

/// Calls `ask` with what is known of the page that is being rendered.
fn in_scope<T>(ask: impl FnOnce(&Scope) -> TeraResult<T>) -> TeraResult<T> {
    SCOPE.with(|current| match &*current.borrow() {
        Some(scope) => ask(scope),
        None => Err(tera::Error::message("this function may be called only while a page is rendered")),
    })
}

/// Answers a query and records it.
fn query(
    function: &'static str,
    arguments: String,
    ask: impl FnOnce(&Scope) -> TeraResult<Value>,
) -> TeraResult<Value> {
    let answer = in_scope(ask)?;
    let fingerprint = blake3::hash(answer.to_string().as_bytes()).to_hex()[..32].to_owned();
    SCOPE.with(|current| {
        if let Some(scope) = &mut *current.borrow_mut() {
            scope.queries.push(Query { function, arguments, answer: fingerprint });
        }
    });
    Ok(answer)
}

/// Registers the functions and filters that templates have beside the engine's own.
pub fn prepare(tera: &mut Tera) {
    tera.register_function("t", |arguments: Kwargs, _: &State<'_>| string(&arguments));
    tera.register_function("asset", |arguments: Kwargs, _: &State<'_>| asset(&arguments));
    tera.register_function("url", |arguments: Kwargs, _: &State<'_>| url(&arguments));
    tera.register_function("articles", |arguments: Kwargs, _: &State<'_>| articles(&arguments));
    tera.register_function("article", |arguments: Kwargs, _: &State<'_>| article(&arguments));
    tera.register_function("related", |arguments: Kwargs, _: &State<'_>| related(&arguments));
    tera.register_function("picture_size", |arguments: Kwargs, _: &State<'_>| picture_size(&arguments));
    tera.register_function("section", |arguments: Kwargs, _: &State<'_>| section(&arguments));
    tera.register_function("data", |arguments: Kwargs, _: &State<'_>| data_file(&arguments));
    tera.register_filter("markdown", |text: &str, _: Kwargs, _: &State<'_>| markdown(text));
    tera.register_filter("group_by", |items: Vec<Value>, arguments: Kwargs, _: &State<'_>| {
        group_by(&items, &arguments)
    });
    tera.register_filter("json_encode", |value: Value, arguments: Kwargs, _: &State<'_>| json(&value, &arguments));
    tera.register_filter("absolute", |href: &str, _: Kwargs, _: &State<'_>| absolute(href));
}

/// A value as JSON, on one line or, with `pretty=true`, indented. `<` is written as `\u003c`, so that the text may stand
/// in a script element.
fn json(value: &Value, arguments: &Kwargs) -> TeraResult<String> {
    known(arguments, &["pretty"])?;
    let text = match arguments.get::<bool>("pretty")? {
        Some(true) => serde_json::to_string_pretty(value),
        _ => serde_json::to_string(value),
    };
    text.map(|text| text.replace('<', "\\u003c")).map_err(|error| tera::Error::message(error.to_string()))
}

fn known(arguments: &Kwargs, names: &[&str]) -> TeraResult<()> {
    for (key, _) in arguments.iter() {
        let key = key.to_string();
        if !names.contains(&key.as_str()) {
            let hint = nearest(&key, names.iter().copied())
                .map(|near| format!("; did you mean `{near}`?"))
                .unwrap_or_default();
            return Err(tera::Error::message(format!("there is no argument `{key}`{hint}")));
        }
    }
    Ok(())
}

fn string(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["key", "count"])?;
    let key: &str = arguments.must_get("key")?;
    let count: Option<i64> = arguments.get("count")?;
    in_scope(|Scope { world, language, .. }| {
        let found = world.theme.strings.string(language, key, count);
        found.map(Value::from).ok_or_else(|| missing_string(&world.theme, key))
    })
}

fn missing_string(theme: &Theme, key: &str) -> tera::Error {
    let near = nearest(key, theme.strings.keys()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    tera::Error::message(format!("no language of the theme has the string `{key}`{near}"))
}

fn asset(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["path"])?;
    let path: &str = arguments.must_get("path")?;
    in_scope(|Scope { world, .. }| match world.theme.asset(path) {
        Ok(url) => Ok(Value::from(url.href(world.base()))),
        Err(message) => Err(tera::Error::message(message)),
    })
}

fn url(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["path"])?;
    let path: &str = arguments.must_get("path")?;
    in_scope(|Scope { world, .. }| match UrlPath::new(&decode(path)) {
        Some(url) => Ok(Value::from(url.href(world.base()))),
        None => Err(tera::Error::message(format!("the address `{path}` leads out of the site"))),
    })
}

/// What `articles(…)` selects by.
#[derive(Default)]
struct Wanted<'a> {
    section: Option<&'a str>,
    topic: Option<&'a str>,
    author: Option<&'a str>,
    series: Option<&'a str>,
    featured: Option<bool>,
    limit: Option<usize>,
}

fn articles(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["section", "topic", "author", "series", "featured", "limit"])?;
    let wanted = Wanted {
        section: arguments.get("section")?,
        topic: arguments.get("topic")?,
        author: arguments.get("author")?,
        series: arguments.get("series")?,
        featured: arguments.get("featured")?,
        limit: arguments.get("limit")?,
    };
    let asked = format!(
        "section={:?} topic={:?} author={:?} series={:?} featured={:?} limit={:?}",
        wanted.section, wanted.topic, wanted.author, wanted.series, wanted.featured, wanted.limit
    );
    query("articles", asked, |Scope { world, .. }| {
        let ids = select(world, &wanted)?;
        Ok(ids.into_iter().map(|id| world.cards[id].clone()).collect::<Vec<_>>().into())
    })
}

/// The articles that are wanted, newest first; without a section named, none of documentation.
fn select(world: &World, wanted: &Wanted<'_>) -> TeraResult<Vec<ArticleId>> {
    let mut pools: Vec<&[ArticleId]> = Vec::new();
    if let Some(name) = wanted.section {
        let index = world.site.section(name).ok_or_else(|| unknown_section(world, name))?;
        pools.push(&world.site.sections[index].articles);
    }
    for (taxonomy, name) in [("topic", wanted.topic), ("author", wanted.author), ("series", wanted.series)] {
        let Some(name) = name else { continue };
        pools.push(term(world, taxonomy, name).unwrap_or_default());
    }
    let is_wanted = |id: &ArticleId| {
        let entry = &world.site.articles[*id];
        wanted.featured.is_none_or(|featured| entry.article.meta.featured == featured)
            && (wanted.section.is_some() || entry.kind == SectionKind::Articles)
    };
    let limit = wanted.limit.unwrap_or(usize::MAX);
    let Some((first, others)) = pools.split_first() else {
        return Ok((0..world.site.articles.len()).filter(is_wanted).take(limit).collect());
    };
    let others: Vec<std::collections::BTreeSet<ArticleId>> =
        others.iter().map(|pool| pool.iter().copied().collect()).collect();
    let in_all = |id: &ArticleId| others.iter().all(|pool| pool.contains(id));
    Ok(first.iter().copied().filter(is_wanted).filter(in_all).take(limit).collect())
}

fn term<'a>(world: &'a World, taxonomy: &str, name: &str) -> Option<&'a [ArticleId]> {
    let (_, terms) = world.site.taxonomy(taxonomy)?;
    let wanted = name.to_lowercase();
    let found = terms.terms.iter().find(|term| term.slug == wanted || term.name.to_lowercase() == wanted)?;
    Some(&found.articles)
}

fn unknown_section(world: &World, name: &str) -> tera::Error {
    let near = nearest(name, world.site.sections.iter().map(|section| section.path.as_str()));
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    tera::Error::message(format!("there is no section `{name}`{hint}"))
}

fn article(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["path"])?;
    let path: &str = arguments.must_get("path")?;
    query("article", path.to_owned(), |Scope { world, .. }| {
        let id = world.site.article(path, &world.config.content);
        Ok(id.map_or_else(Value::none, |id| world.cards[id].clone()))
    })
}

/// The related articles of the page's article: none on other pages.
fn related(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["limit"])?;
    let limit: Option<usize> = arguments.get("limit")?;
    query("related", format!("limit={limit:?}"), |Scope { world, article, .. }| {
        let related = article.map(|id| world.site.articles[id].related.as_slice()).unwrap_or_default();
        let related = related.iter().take(limit.unwrap_or(usize::MAX));
        Ok(related.map(|id| world.cards[*id].clone()).collect::<Vec<_>>().into())
    })
}

/// Width and height of a picture of the site by its address: null where they are not known.
fn picture_size(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["src"])?;
    let src: &str = arguments.must_get("src")?;
    query("picture_size", src.to_owned(), |Scope { world, .. }| {
        let path = src.split(['?', '#']).next().unwrap_or_default();
        let url = path.strip_prefix(world.base()).and_then(|path| UrlPath::new(&decode(path)));
        let source = url.and_then(|url| world.plan.links.files_by_url.get(&url));
        let size = source.and_then(|source| world.pictures.get(source));
        Ok(size.map_or_else(Value::none, |(width, height)| {
            object([("width", Value::from(*width)), ("height", Value::from(*height))])
        }))
    })
}

fn section(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["path"])?;
    let path: &str = arguments.must_get("path")?;
    query("section", path.to_owned(), |Scope { world, .. }| {
        let index = world.site.section(path).ok_or_else(|| unknown_section(world, path))?;
        Ok(context::place(world, &world.site.sections[index]))
    })
}

fn data_file(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["name"])?;
    let name: &str = arguments.must_get("name")?;
    query("data", name.to_owned(), |Scope { world, .. }| {
        let bare = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        match world.data.get(name).or_else(|| world.data.get(bare)) {
            Some(value) => Ok(data(value)),
            None => {
                let near = nearest(name, world.data.keys().map(String::as_str));
                let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                Err(tera::Error::message(format!("there is no data file `{name}` in `{}`{hint}", world.config.data)))
            }
        }
    })
}

fn markdown(text: &str) -> TeraResult<Value> {
    in_scope(|Scope { world, .. }| {
        Ok(Value::safe_string(&crate::article::markdown::inline(text, &world.config.markdown).html))
    })
}

/// A map from each value of an attribute to the items that have it, in the order in which the values come; the engine's own
/// filter has a random order.
fn group_by(items: &[Value], arguments: &Kwargs) -> TeraResult<Value> {
    let attribute: &str = arguments.must_get("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for item in items {
        let Some(value) = item.get_from_path(attribute).filter(|value| !value.is_none() && !value.is_undefined())
        else {
            continue;
        };
        let name = value.to_string();
        match groups.iter_mut().find(|(other, _)| *other == name) {
            Some((_, group)) => group.push(item.clone()),
            None => groups.push((name, vec![item.clone()])),
        }
    }
    let mut map = tera::Map::default();
    for (name, group) in groups {
        map.insert(name.into(), group.into());
    }
    Ok(Value::from(map))
}

fn absolute(href: &str) -> TeraResult<Value> {
    in_scope(|Scope { world, .. }| {
        let is_own = href.starts_with('/') && !href.starts_with("//");
        Ok(Value::from(if is_own { format!("{}{href}", world.config.url.origin) } else { href.to_owned() }))
    })
}
