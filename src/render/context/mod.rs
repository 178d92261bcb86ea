//! What a page is shown: the variables of its template.

use tera::{Context, Value};

use super::value::{data, html, inline, object, text};
use super::{World, body};
use crate::article::{Body, SectionIndex};
use crate::diagnostic::Diagnostic;
use crate::path::{SourcePath, UrlPath};
use crate::plan::{BodyLinks, Listing, Page, Resolved, Subject};
use crate::site::{ArticleId, Section};
use crate::theme::variables::VARIABLES;
use archive::archive;
use article::article;
use sections::{home, section};
use site::site_of;
use terms::{taxonomy, term};

mod archive;
mod article;
mod people;
mod sections;
mod series;
mod site;
mod terms;

pub(super) use site::site;

/// The variables of a page; those that do not belong to its kind are null.
pub(super) fn of(world: &World, page: &Page) -> Result<Context, Diagnostic> {
    let mut context = Context::new();
    for (name, _) in VARIABLES {
        context.insert_value(*name, Value::none());
    }
    context.insert_value("site", site_of(world, page));
    context.insert_value("theme", data(&world.theme.options));
    if let Some(items) = &page.listing {
        context.insert_value("listing", listing(world, items));
    }
    let about = match &page.subject {
        Subject::Home => home(world, &mut context)?,
        Subject::Article(id) => article(world, *id, &mut context)?,
        Subject::Section(index) => section(world, *index, &mut context)?,
        Subject::Taxonomy(index) => taxonomy(world, *index, &mut context),
        Subject::Term(taxonomy, index) => term(world, *taxonomy, *index, &mut context)?,
        Subject::Archive | Subject::Year(_) | Subject::Month(..) => archive(world, page, &mut context),
        Subject::NotFound => {
            About { robots: Some("noindex".to_owned()), ..About::new("404", string(world, "not_found")) }
        }
        Subject::Redirect(target) => {
            context.insert_value("redirect", redirect(world, target));
            About::new("redirect", string(world, "moved"))
        }
        Subject::Gone => About { robots: Some("noindex".to_owned()), ..About::new("gone", string(world, "gone")) },
        Subject::Output => About::new("output", world.config.title.clone()),
    };
    context.insert_value("page", page_value(world, page, about));
    Ok(context)
}

/// What a page says of itself.
struct About {
    kind: &'static str,
    title: String,
    title_tag: Option<String>,
    description: Option<String>,
    canonical: Option<String>,
    robots: Option<String>,
    language: Option<String>,
    source: Option<SourcePath>,
    social_title: Option<String>,
}

impl About {
    fn new(kind: &'static str, title: String) -> Self {
        let (title_tag, description, canonical, robots, language, source) = (None, None, None, None, None, None);
        let social_title = None;
        Self { kind, title, title_tag, description, canonical, robots, language, source, social_title }
    }
}

fn string(world: &World, key: &str) -> String {
    world.theme.strings.string(&world.config.language, key, None).unwrap_or_else(|| key.to_owned())
}

fn page_value(world: &World, page: &Page, about: About) -> Value {
    let site_title = &world.config.title;
    let href = page.url.href(world.base());
    let url = format!("{}{href}", world.config.url.origin);
    let number = page.listing.as_ref().and_then(|listing| listing.number);
    let whole_title = match (about.title_tag, about.title.as_str()) {
        (Some(own), _) => own,
        (None, title) if title == site_title || title.is_empty() => site_title.clone(),
        (None, title) if site_title.is_empty() => title.to_owned(),
        (None, title) => format!("{title} | {site_title}"),
    };
    object([
        ("kind", Value::from(about.kind)),
        ("canonical", Value::from(about.canonical.unwrap_or_else(|| url.clone()))),
        ("href", Value::from(href)),
        ("url", Value::from(url)),
        ("title", Value::from(about.title)),
        ("title_tag", Value::from(whole_title)),
        ("social_title", text(about.social_title.as_deref())),
        ("description", text(about.description.as_deref().filter(|description| !description.is_empty()))),
        ("robots", text(about.robots.as_deref())),
        ("language", Value::from(about.language.unwrap_or_else(|| world.config.language.clone()))),
        ("number", number.map_or_else(Value::none, Value::from)),
        ("source", text(about.source.as_ref().map(SourcePath::as_str))),
    ])
}

/// A section as other pages name it.
pub(super) fn place(world: &World, section: &Section) -> Value {
    object([
        ("title", inline(&section.title)),
        ("href", Value::from(section.url.href(world.base()))),
        ("description", section.description.as_ref().map_or_else(Value::none, inline)),
    ])
}

fn cards(world: &World, ids: &[ArticleId]) -> Value {
    ids.iter().map(|id| world.cards[*id].clone()).collect::<Vec<_>>().into()
}

fn card_or_null(world: &World, id: Option<ArticleId>) -> Value {
    id.map_or_else(Value::none, |id| world.cards[id].clone())
}

fn listing(world: &World, listing: &Listing) -> Value {
    let href = |url: &Option<UrlPath>| url.as_ref().map_or_else(Value::none, |url| Value::from(url.href(world.base())));
    object([
        ("items", cards(world, &listing.items)),
        ("older", href(&listing.older)),
        ("newer", href(&listing.newer)),
        ("number", listing.number.map_or_else(Value::none, Value::from)),
    ])
}

/// The HTML of a body, null where there is none.
fn body_value(world: &World, source: &SourcePath, content: &Body) -> Result<Value, Diagnostic> {
    if content.pieces.is_empty() {
        return Ok(Value::none());
    }
    let no_links = BodyLinks::default();
    let links = world.plan.links.bodies.get(source).unwrap_or(&no_links);
    Ok(html(&body::html(world, content, links)?))
}

fn index_body(world: &World, index: Option<&SectionIndex>) -> Result<Value, Diagnostic> {
    index.map_or(Ok(Value::none()), |index| body_value(world, &index.source, &index.body))
}

fn redirect(world: &World, target: &Resolved) -> Value {
    let href = target.href(world.base());
    let url = match target {
        Resolved::Internal(..) => format!("{}{href}", world.config.url.origin),
        Resolved::AsWritten(_) => href.clone(),
    };
    object([("href", Value::from(href)), ("url", Value::from(url))])
}
