//! What a page is shown: the variables of its template.

use std::borrow::Cow;

use tera::{Context, Value};

use super::head::{self, Said};
use super::show::{ArticleBody, Fields, Part, Prints, Show, Values};
use crate::article::SectionIndex;
use crate::diagnostic::Diagnostic;
use crate::path::{SourcePath, UrlPath};
use crate::plan::{Listing, Page, Resolved, Subject};
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

pub(super) use article::with_dateline;
pub(super) use site::site;
pub(super) use terms::{indexed_terms, top_terms};

/// The variables of a page with their values; those that do not belong to its kind are null.
///
/// # Errors
/// Where a body cannot be written.
pub(super) fn values(show: &Values<'_>, page: &Page) -> Result<Context, Diagnostic> {
    let mut context = Context::new();
    for (name, _) in VARIABLES {
        context.insert_value(*name, Value::none());
    }
    of(show, page, &mut |name, value| context.insert_value(name, value))?;
    Ok(context)
}

/// Hashes the variables of a page.
///
/// # Errors
/// None: no body is written.
pub(super) fn prints(show: &Prints<'_>, page: &Page) -> Result<(), Diagnostic> {
    let mut start = show.position();
    of(show, page, &mut |name, ()| {
        show.text(name);
        show.note_from(Part::Variable(name), start);
        start = show.position();
    })
}

/// Takes the variables of a page, by name.
type Variables<'v, S> = dyn FnMut(&'static str, <S as Show>::Value) + 'v;

/// The variables of a page that belong to its kind and may be read.
fn of<S: Show>(show: &S, page: &Page, variables: &mut Variables<'_, S>) -> Result<(), Diagnostic> {
    let mut wanted = |name: &'static str, value: S::Value| {
        if show.wants(name) {
            variables(name, value);
        }
    };
    if show.wants("site") {
        wanted("site", site_of(show, page));
    }
    wanted("theme", show.options());
    if let Some(items) = &page.listing
        && show.wants("listing")
    {
        wanted("listing", listing(show, items));
    }
    let variables: &mut Variables<'_, S> = &mut wanted;
    let about = match &page.subject {
        Subject::Home => home(show, variables)?,
        Subject::Article(id) => article(show, *id, variables)?,
        Subject::Section(index) => section(show, *index, variables)?,
        Subject::Taxonomy(index) => taxonomy(show, *index, variables),
        Subject::Term(taxonomy, index) => term(show, *taxonomy, *index, variables)?,
        Subject::Archive | Subject::Year(_) | Subject::Month(..) => archive(show, page, variables),
        Subject::Corrections(corrections) => {
            if show.wants("corrections") {
                variables("corrections", article::corrections_of_all(show, corrections));
            }
            About::new("corrections", string(show, "corrections_page"))
        }
        Subject::NotFound => About { robots: Some("noindex"), ..About::new("404", string(show, "not_found")) },
        Subject::Redirect(target) => {
            variables("redirect", redirect(show, target));
            About::new("redirect", string(show, "moved"))
        }
        Subject::Gone => About { robots: Some("noindex"), ..About::new("gone", string(show, "gone")) },
        Subject::Program(_) => return Ok(()),
        Subject::Output => About::new("output", &show.world().config.title),
    };
    if show.wants("page") {
        variables("page", page_value(show, page, &about));
    }
    Ok(())
}

/// What a page says of itself.
struct About<'a> {
    kind: &'static str,
    title: Cow<'a, str>,
    title_tag: Option<&'a str>,
    description: Option<&'a str>,
    canonical: Option<&'a str>,
    robots: Option<&'a str>,
    language: Option<&'a str>,
    source: Option<&'a SourcePath>,
    social_title: Option<&'a str>,
}

impl<'a> About<'a> {
    fn new(kind: &'static str, title: impl Into<Cow<'a, str>>) -> Self {
        let (title_tag, description, canonical, robots, language, source) = (None, None, None, None, None, None);
        let (title, social_title) = (title.into(), None);
        Self { kind, title, title_tag, description, canonical, robots, language, source, social_title }
    }
}

fn string<S: Show>(show: &S, key: &str) -> String {
    let world = show.world();
    world.theme.strings.string(&world.config.language, key, None).unwrap_or_else(|| key.to_owned())
}

fn page_value<S: Show>(show: &S, page: &Page, about: &About<'_>) -> S::Value {
    let world = show.world();
    let config = &world.config;
    let language = about.language.unwrap_or(&config.language);
    let url = || format!("{}{}", config.url.origin, page.url.href(&config.url.path));
    let number = page.listing.as_ref().and_then(|listing| listing.number);
    let description = about.description.filter(|description| !description.is_empty());
    let mut fields = Fields::new(show);
    fields.add("kind", || show.text(about.kind));
    fields.add("canonical", || about.canonical.map_or_else(|| show.text(&url()), |canonical| show.text(canonical)));
    fields.add("href", || show.href(&page.url));
    fields.add("url", || show.text(&url()));
    fields.add("title", || show.text(&about.title));
    fields.add("title_tag", || show.text(&title_tag(about, &config.title)));
    fields.add("social_title", || show.optional_text(about.social_title));
    fields.add("description", || show.optional_text(description));
    let robots = if config.noindex { Some("noindex") } else { about.robots };
    fields.add("robots", || show.text(&head::robots(robots)));
    fields.add("language", || show.text(language));
    fields.add("head", || {
        let said = Said {
            title: &about.title,
            social_title: about.social_title,
            description,
            language,
            canonical: about.canonical,
        };
        show.written(|| head::head_print(world, page, said), || head::html(world, page, said))
    });
    fields.add("number", || show.optional(number, |number| show.count(number)));
    fields.add("source", || show.optional_text(about.source.map(SourcePath::as_str)));
    fields.object()
}

/// The title of a page for search engines and tabs: its own, else with the site's behind it.
fn title_tag<'a>(about: &'a About<'_>, site: &'a str) -> Cow<'a, str> {
    match (about.title_tag, &*about.title) {
        (Some(own), _) => own.into(),
        (None, title) if title == site || title.is_empty() => site.into(),
        (None, title) if site.is_empty() => title.into(),
        (None, title) => format!("{title} | {site}").into(),
    }
}

/// A section as other pages name it.
pub(super) fn place<S: Show>(show: &S, section: &Section) -> S::Value {
    show.object([
        ("title", show.inline(&section.title)),
        ("href", show.href(&section.url)),
        ("description", show.wanted("description", || show.optional_inline(section.description.as_ref()))),
    ])
}

fn listing<S: Show>(show: &S, listing: &Listing) -> S::Value {
    let href = |url: &Option<UrlPath>| show.optional(url.as_ref(), |url| show.href(url));
    show.object([
        ("items", show.wanted("items", || show.cards(&listing.items))),
        ("older", href(&listing.older)),
        ("newer", href(&listing.newer)),
        ("number", show.optional(listing.number, |number| show.count(number))),
    ])
}

/// The HTML of a section's own text.
fn index_body<S: Show>(show: &S, index: Option<&SectionIndex>) -> Result<S::Value, Diagnostic> {
    match index {
        Some(index) if show.wants("body") => {
            show.body(&index.source, &index.body, show.world().links_of(&index.source))
        }
        _ => Ok(show.none()),
    }
}

/// The body of an article as its page shows it.
///
/// # Errors
/// Where it cannot be read, or a shortcode or hook in it fails.
pub(super) fn article_body(show: &Values<'_>, id: ArticleId) -> Result<ArticleBody<Value>, Diagnostic> {
    article::body(show, id)
}

fn redirect<S: Show>(show: &S, target: &Resolved) -> S::Value {
    let config = &show.world().config;
    let href = target.href(&config.url.path);
    let url = match target {
        Resolved::Internal(..) => format!("{}{href}", config.url.origin),
        Resolved::AsWritten(_) => href,
    };
    show.object([("href", show.address(target)), ("url", show.text(&url))])
}
