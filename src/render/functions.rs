//! What templates may ask of the site while they are rendered, and the record of it.
//!
//! A function of the template engine is told neither the page nor the site, and inside components not even the page's
//! variables. So the site, the page's language and the record lie in a scope of the thread that renders the page: the
//! one exception to "no globals", entered and left by [`recorded`] alone.

use std::cell::RefCell;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::World;
use super::query::{Query, Wanted, answer};
use super::show::{Reading, Values};
use crate::diagnostic::nearest;
use crate::fingerprint::Print;
use crate::path::{UrlPath, decode};
use crate::plan::Page;
use crate::site::ArticleId;
use crate::theme::Theme;

/// A question that a template asked of the site, with the fingerprint of the answer.
pub type Asked = (Query, Print);

struct Scope {
    world: Arc<World>,
    language: String,
    /// The article whose page it is.
    article: Option<ArticleId>,
    reading: Arc<Reading>,
    asked: Vec<Asked>,
}

impl Scope {
    fn values(&self) -> Values<'_> {
        Values { world: &self.world, words: &self.reading.closure.words, shelf: &self.reading.shelf }
    }
}

thread_local! {
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

/// Runs `render` for a page and returns the queries that were asked meanwhile, sorted, each once.
pub(super) fn recorded<T>(
    world: &Arc<World>,
    page: &Page,
    reading: &Arc<Reading>,
    render: impl FnOnce() -> T,
) -> (T, Vec<Asked>) {
    let article = page.article();
    let language = article.and_then(|id| world.site.articles[id].article.meta.language.clone());
    let language = language.map_or_else(|| world.config.language.clone(), String::from);
    let scope = Scope { world: Arc::clone(world), language, article, reading: Arc::clone(reading), asked: Vec::new() };
    let before = SCOPE.with(|current| current.borrow_mut().replace(scope));
    let result = render();
    let scope = SCOPE.with(|current| std::mem::replace(&mut *current.borrow_mut(), before));
    let mut asked = scope.map(|scope| scope.asked).unwrap_or_default();
    asked.sort();
    asked.dedup();
    (result, asked)
}

/// Calls `ask` with what is known of the page that is being rendered.
fn in_scope<T>(ask: impl FnOnce(&Scope) -> TeraResult<T>) -> TeraResult<T> {
    SCOPE.with(|current| match &*current.borrow() {
        Some(scope) => ask(scope),
        None => Err(tera::Error::message("this function may be called only while a page is rendered")),
    })
}

/// Answers a query and records it.
fn ask(query: Query) -> TeraResult<Value> {
    let (value, print) = in_scope(|scope| {
        let value = answer(&scope.values(), scope.article, &query).map_err(tera::Error::message)?;
        let print = scope.world.answer_print(&scope.reading, scope.article, &query).map_err(tera::Error::message)?;
        Ok((value, print))
    })?;
    SCOPE.with(|current| {
        if let Some(scope) = &mut *current.borrow_mut() {
            scope.asked.push((query, print));
        }
    });
    Ok(value)
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
    tera.register_function("terms", |arguments: Kwargs, _: &State<'_>| terms(&arguments));
    tera.register_function("data", |arguments: Kwargs, _: &State<'_>| data_file(&arguments));
    tera.register_filter("markdown", |text: &str, _: Kwargs, _: &State<'_>| markdown(text));
    tera.register_filter("group_by", |items: Vec<Value>, arguments: Kwargs, _: &State<'_>| {
        group_by(&items, &arguments)
    });
    tera.register_filter("json_encode", |value: Value, arguments: Kwargs, _: &State<'_>| json(&value, &arguments));
    tera.register_filter("urlencode", |text: &str, _: Kwargs, _: &State<'_>| urlencoded(text));
    tera.register_filter("absolute", |href: &str, _: Kwargs, _: &State<'_>| absolute(href));
}

/// Text as a value in the query of an address: all but the unreserved characters of RFC 3986, section 2.3, is percent-encoded.
fn urlencoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
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

fn articles(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["section", "topic", "author", "series", "featured", "limit"])?;
    let text = |name: &'static str| arguments.get::<&str>(name).map(|text| text.map(str::to_owned));
    ask(Query::Articles(Wanted {
        section: text("section")?,
        topic: text("topic")?,
        author: text("author")?,
        series: text("series")?,
        featured: arguments.get("featured")?,
        limit: arguments.get("limit")?,
    }))
}

fn article(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["path"])?;
    ask(Query::Article(arguments.must_get::<&str>("path")?.to_owned()))
}

/// The related articles of the page's article: none on other pages.
fn related(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["limit"])?;
    ask(Query::Related(arguments.get("limit")?))
}

/// Width and height of a picture of the site by its address: null where they are not known.
fn picture_size(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["src"])?;
    ask(Query::PictureSize(arguments.must_get::<&str>("src")?.to_owned()))
}

fn section(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["path"])?;
    ask(Query::Section(arguments.must_get::<&str>("path")?.to_owned()))
}

fn terms(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["taxonomy"])?;
    ask(Query::Terms(arguments.must_get::<&str>("taxonomy")?.to_owned()))
}

fn data_file(arguments: &Kwargs) -> TeraResult<Value> {
    known(arguments, &["name"])?;
    ask(Query::Data(arguments.must_get::<&str>("name")?.to_owned()))
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
