//! The card of an article: the record of it that any page may show.

use std::sync::OnceLock;

use tera::Value;

use super::body;
use super::show::Show;
use crate::article::Picture;
use crate::path::SourcePath;
use crate::site::{ArticleId, Credit, Entry, Reason};
use crate::theme::Print;

/// The role of those whose names stand in the byline.
const WRITING: [&str; 2] = ["writing", "reporting"];

/// Whether the name stands in the byline, and not in a line of its role's.
pub(super) fn is_writing(credit: &Credit) -> bool {
    WRITING.contains(&credit.role.as_str())
}

/// The cards of all articles with the fields that some templates read, each made when the first page shows it.
#[derive(Debug)]
pub(super) struct Shelf {
    values: Vec<OnceLock<Value>>,
    prints: Vec<OnceLock<Print>>,
}

impl Shelf {
    /// A shelf for so many articles.
    pub(super) fn new(articles: usize) -> Self {
        let mut shelf = Self { values: Vec::new(), prints: Vec::new() };
        shelf.values.resize_with(articles, OnceLock::new);
        shelf.prints.resize_with(articles, OnceLock::new);
        shelf
    }

    pub(super) fn value(&self, id: ArticleId, make: impl FnOnce() -> Value) -> Value {
        self.values[id].get_or_init(make).clone()
    }

    pub(super) fn print(&self, id: ArticleId, make: impl FnOnce() -> Print) -> Print {
        *self.prints[id].get_or_init(make)
    }
}

/// An article's card: of its fields those that may be read.
pub(super) fn card<S: Show>(show: &S, id: ArticleId) -> S::Value {
    let fields = fields(show, id);
    show.fields(fields)
}

/// The fields of an article's card that may be read.
pub(super) fn fields<S: Show>(show: &S, id: ArticleId) -> Vec<(&'static str, S::Value)> {
    let world = show.world();
    let entry = &world.site.articles[id];
    let meta = &entry.article.meta;
    let language = meta.language.as_deref().unwrap_or(&world.config.language);
    let date =
        |value: &Option<crate::article::Moment>| show.optional(value.as_ref(), |value| show.moment(value, language));
    let mut fields = Vec::with_capacity(24);
    let mut field = |name: &'static str, make: &dyn Fn() -> S::Value| {
        if show.wants(name) {
            fields.push((name, make()));
        }
    };
    field("id", &|| show.text(&entry.id));
    field("title", &|| show.inline(&meta.title));
    field("title_text", &|| show.text(&meta.title.text));
    field("href", &|| show.href(&entry.url));
    field("external", &|| show.optional_text(meta.link.as_deref()));
    field("kicker", &|| show.optional_inline(meta.kicker.as_ref()));
    field("labels", &|| show.list(entry.labels.iter().map(|label| show.text(label)).collect()));
    field("printed_byline", &|| show.optional_inline(meta.byline.as_ref()));
    field("dek", &|| show.optional_inline(meta.description.as_ref()));
    field("dek_text", &|| show.optional_text(meta.description.as_ref().map(|dek| dek.text.as_str())));
    field("date", &|| date(&meta.date));
    field("updated", &|| date(&meta.updated));
    field("expires", &|| date(&meta.expires));
    field("authors", &|| names(show, entry.credits.iter()));
    field("byline", &|| names(show, entry.credits.iter().filter(|credit| is_writing(credit))));
    field("section", &|| section(show, entry));
    field("topics", &|| terms_of(show, entry, "topic"));
    field("terms", &|| terms(show, entry));
    field("series", &|| series(show, entry));
    field("image", &|| show.optional(meta.image.as_ref(), |image| picture(show, &entry.article.source, image)));
    field("minutes", &|| show.number(entry.article.body.minutes.into()));
    field("words", &|| show.number(entry.article.body.words.into()));
    field("excerpt", &|| show.excerpt(id));
    field("is_draft", &|| show.flag(entry.unpublished == Some(Reason::Draft)));
    field("is_scheduled", &|| show.flag(matches!(entry.unpublished, Some(Reason::Scheduled(_)))));
    field("is_expired", &|| show.flag(matches!(entry.unpublished, Some(Reason::Expired(_)))));
    field("featured", &|| show.flag(meta.featured));
    field("language", &|| show.text(language));
    field("weight", &|| show.optional(meta.weight, |weight| show.number(weight)));
    field("extra", &|| show.data(&meta.extra));
    fields
}

fn names<'a, S: Show>(show: &S, credits: impl Iterator<Item = &'a Credit>) -> S::Value {
    show.list(credits.map(|credit| name(show, credit)).collect())
}

/// A person's name with the way to their page.
pub(super) fn name<S: Show>(show: &S, credit: &Credit) -> S::Value {
    let term = credit.term.map(|(taxonomy, term)| &show.world().site.taxonomies[taxonomy].terms[term]);
    let is_organization = term.and_then(|term| term.profile.as_ref()).is_some_and(|profile| profile.is_organization);
    show.object([
        ("name", show.text(&credit.name)),
        ("href", show.optional(term, |term| show.href(&term.url))),
        ("role", show.text(&credit.role)),
        ("is_organization", show.flag(is_organization)),
    ])
}

fn section<S: Show>(show: &S, entry: &Entry) -> S::Value {
    let section = &show.world().site.sections[entry.section];
    if section.path.is_empty() { show.none() } else { show.place(entry.section) }
}

fn terms_of<S: Show>(show: &S, entry: &Entry, wanted: &str) -> S::Value {
    let taxonomies = &show.world().site.taxonomies;
    let terms = entry.terms.iter().filter(|(taxonomy, _)| taxonomies[*taxonomy].taxonomy.name == wanted);
    let terms = terms.map(|(taxonomy, term)| {
        let term = &taxonomies[*taxonomy].terms[*term];
        show.object([("name", show.text(&term.name)), ("href", show.href(&term.url))])
    });
    show.list(terms.collect())
}

/// The terms of every taxonomy but authors and series, by its name.
fn terms<S: Show>(show: &S, entry: &Entry) -> S::Value {
    let mut all = Vec::new();
    for terms in &show.world().site.taxonomies {
        let name = terms.taxonomy.name.as_str();
        if name != "author" && name != "series" {
            all.push((name, terms_of(show, entry, name)));
        }
    }
    show.map(all)
}

fn series<S: Show>(show: &S, entry: &Entry) -> S::Value {
    let Some(series) = &entry.article.meta.series else { return show.none() };
    let site = &show.world().site;
    let taxonomy = site.taxonomy("series").map(|(index, _)| index);
    let term = entry.terms.iter().find(|(index, _)| Some(*index) == taxonomy);
    let term = term.map(|(taxonomy, term)| &site.taxonomies[*taxonomy].terms[*term]);
    show.object([
        ("name", show.text(term.map_or(series.name.as_str(), |term| &term.name))),
        ("href", show.optional(term, |term| show.href(&term.url))),
        ("part", show.optional(series.part, |part| show.number(part.into()))),
    ])
}

/// The picture that the front matter of `source` names.
pub(super) fn picture<S: Show>(show: &S, source: &SourcePath, picture: &Picture) -> S::Value {
    let Some(link) = show.world().plan.links.pictures.get(source) else { return show.none() };
    let size = body::size(show.world(), link);
    show.object([
        ("src", show.address(link)),
        ("alt", show.text(picture.alt.as_deref().unwrap_or_default())),
        ("caption", show.optional_inline(picture.caption.as_ref())),
        ("credit", show.optional_inline(picture.credit.as_ref())),
        ("license", show.optional_text(picture.license.as_deref())),
        ("focus", show.optional_text(picture.focus.as_deref())),
        ("width", show.optional(size, |(width, _)| show.number(width.into()))),
        ("height", show.optional(size, |(_, height)| show.number(height.into()))),
    ])
}
