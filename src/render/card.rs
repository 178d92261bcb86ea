//! What any page may show of others: the card of an article, which is the record of it, and the names of its terms and authors.

use std::sync::{Arc, OnceLock};

use tera::Value;

use super::body;
use super::context::place;
use super::show::{Fields, Show};
use crate::article::Picture;
use crate::fingerprint::Print;
use crate::path::SourcePath;
use crate::site::{ArticleId, Credit, Entry, Reason, Site, Term};
use crate::theme::Words;

/// The role of those whose names stand in the byline.
const WRITING: [&str; 2] = ["writing", "reporting"];

/// Whether the name stands in the byline, and not in a line of its role's.
pub(super) fn is_writing(credit: &Credit) -> bool {
    WRITING.contains(&&*credit.role)
}

/// What many pages show alike: made when the first page shows it, and not again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shared {
    /// The card of an article.
    Card(ArticleId),
    /// A section as other pages name it.
    Place(usize),
    /// A term with the way to its page: the taxonomy and the term.
    Term(usize, usize),
    /// A writer in a byline, under the name that their page has: the taxonomy and the term.
    Writer(usize, usize),
}

/// All that pages share, for templates that read the same fields of it.
#[derive(Debug)]
pub(super) struct Shelf {
    /// The values, which may have fields that only other templates read.
    made: Arc<Made>,
    prints: Vec<OnceLock<Print>>,
}

/// The values that pages share.
#[derive(Debug)]
pub(super) struct Made {
    /// The names of the fields that they have.
    words: Words,
    values: Vec<OnceLock<Value>>,
    places: Places,
}

impl Made {
    /// Nothing yet of a site.
    pub(super) fn new(site: &Site, words: Words) -> Self {
        let places = Places::of(site);
        let mut values = Vec::new();
        values.resize_with(places.length(), OnceLock::new);
        Self { words, values, places }
    }

    /// Nothing yet, for the same templates.
    pub(super) fn anew(&self, site: &Site) -> Self {
        Self::new(site, self.words.clone())
    }

    /// An article is another one: its card is to be made again. Nothing else that is shared shows it.
    pub(super) fn forget(&mut self, id: ArticleId) {
        let number = self.places.number(Shared::Card(id));
        self.values.get_mut(number).and_then(OnceLock::take);
    }
}

/// Where each thing that is shared stands.
#[derive(Debug)]
struct Places {
    /// How many articles and sections there are.
    articles: usize,
    sections: usize,
    /// How many terms stand in the taxonomies before each, and in all of them.
    terms: Vec<usize>,
}

impl Places {
    fn of(site: &Site) -> Self {
        let mut terms = vec![0];
        terms.extend(site.taxonomies.iter().scan(0, |count, taxonomy| {
            *count += taxonomy.terms.len();
            Some(*count)
        }));
        Self { articles: site.articles.len(), sections: site.sections.len(), terms }
    }

    fn length(&self) -> usize {
        self.articles + self.sections + 2 * self.terms.last().copied().unwrap_or_default()
    }

    fn number(&self, shared: Shared) -> usize {
        let terms = self.articles + self.sections;
        match shared {
            Shared::Card(id) => id,
            Shared::Place(index) => self.articles + index,
            Shared::Term(taxonomy, term) => terms + 2 * (self.terms[taxonomy] + term),
            Shared::Writer(taxonomy, term) => terms + 2 * (self.terms[taxonomy] + term) + 1,
        }
    }
}

impl Shelf {
    /// An empty shelf, with the values that may be there already for other templates.
    pub(super) fn new(made: Arc<Made>) -> Self {
        let mut prints = Vec::new();
        prints.resize_with(made.values.len(), OnceLock::new);
        Self { made, prints }
    }

    pub(super) fn value(&self, shared: Shared, make: impl FnOnce(&Words) -> Value) -> Value {
        self.made.values[self.made.places.number(shared)].get_or_init(|| make(&self.made.words)).clone()
    }

    pub(super) fn print(&self, shared: Shared, make: impl FnOnce() -> Print) -> Print {
        *self.prints[self.made.places.number(shared)].get_or_init(make)
    }
}

/// Makes what pages share.
pub(super) fn shared<S: Show>(show: &S, shared: Shared) -> S::Value {
    let site = &show.world().site;
    match shared {
        Shared::Card(id) => {
            let mut fields = Fields::of_card(show);
            card(&mut fields, id);
            fields.object()
        }
        Shared::Place(index) => place(show, &site.sections[index]),
        Shared::Term(taxonomy, term) => {
            let term = &site.taxonomies[taxonomy].terms[term];
            show.object([("name", show.text(&term.name)), ("href", show.href(&term.url))])
        }
        Shared::Writer(taxonomy, term) => {
            let term = &site.taxonomies[taxonomy].terms[term];
            person(show, &term.name, Some(term), WRITING[0])
        }
    }
}

/// The fields of an article's card.
pub(super) fn card<S: Show>(fields: &mut Fields<'_, S>, id: ArticleId) {
    let show = fields.show;
    let world = show.world();
    let entry = &world.site.articles[id];
    let meta = &entry.article.meta;
    let language = meta.language.as_deref().unwrap_or(&world.config.language);
    let date =
        |value: &Option<crate::article::Moment>| show.optional(value.as_ref(), |value| show.moment(value, language));
    fields.add("id", || show.text(&entry.id.urn().to_string()));
    fields.add("title", || show.inline(&meta.title));
    fields.add("title_text", || show.text(&meta.title.text));
    fields.add("href", || show.href(&entry.url));
    fields.add("external", || show.optional_text(meta.link.as_deref()));
    fields.add("kicker", || show.optional_inline(meta.kicker.as_deref()));
    fields.add("labels", || show.list(entry.labels.iter().map(|label| show.text(label)).collect()));
    fields.add("printed_byline", || show.optional_inline(meta.byline.as_deref()));
    fields.add("dek", || show.optional_inline(meta.description.as_ref()));
    fields.add("dek_text", || show.optional_text(meta.description.as_ref().map(|dek| dek.text.as_ref())));
    fields.add("date", || date(&meta.date));
    fields.add("updated", || date(&meta.updated));
    fields.add("expires", || date(&meta.expires));
    fields.add("authors", || names(show, entry.credits.iter()));
    fields.add("byline", || names(show, entry.credits.iter().filter(|credit| is_writing(credit))));
    fields.add("section", || section(show, entry));
    fields.add("topics", || terms_of(show, entry, "topic"));
    fields.add("terms", || terms(show, entry));
    fields.add("series", || series(show, entry));
    fields.add("image", || show.optional(meta.image.as_deref(), |image| picture(show, &entry.article.source, image)));
    fields.add("minutes", || show.number(entry.article.body.minutes.into()));
    fields.add("words", || show.number(entry.article.body.words.into()));
    fields.add("excerpt", || show.excerpt(id));
    fields.add("is_draft", || show.flag(entry.unpublished == Some(Reason::Draft)));
    fields.add("is_scheduled", || show.flag(matches!(entry.unpublished, Some(Reason::Scheduled(_)))));
    fields.add("is_expired", || show.flag(matches!(entry.unpublished, Some(Reason::Expired(_)))));
    fields.add("featured", || show.flag(meta.featured));
    fields.add("language", || show.text(language));
    fields.add("weight", || show.optional(meta.weight, |weight| show.number(weight)));
    fields.add("comments", || show.flag(entry.comments));
    fields.add("thread", || show.optional_text(meta.thread.as_deref()));
    fields.add("extra", || show.data(&meta.extra));
}

fn names<'a, S: Show>(show: &S, credits: impl Iterator<Item = &'a Credit>) -> S::Value {
    show.list(credits.map(|credit| name(show, credit)).collect())
}

/// A person's name with the way to their page.
pub(super) fn name<S: Show>(show: &S, credit: &Credit) -> S::Value {
    let term = credit.term.map(|(taxonomy, term)| &show.world().site.taxonomies[taxonomy].terms[term]);
    match (credit.term, term) {
        (Some((taxonomy, index)), Some(term)) if *credit.role == *WRITING[0] && *credit.name == *term.name => {
            show.shared(Shared::Writer(taxonomy, index))
        }
        _ => person(show, &credit.name, term, &credit.role),
    }
}

fn person<S: Show>(show: &S, name: &str, term: Option<&Term>, role: &str) -> S::Value {
    let is_organization = term.and_then(|term| term.profile.as_ref()).is_some_and(|profile| profile.is_organization);
    show.object([
        ("name", show.text(name)),
        ("href", show.optional(term, |term| show.href(&term.url))),
        ("role", show.text(role)),
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
    show.list(terms.map(|(taxonomy, term)| show.shared(Shared::Term(*taxonomy, *term))).collect())
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
        ("copyright", show.optional_text(picture.copyright.as_deref())),
        ("focus", show.optional_text(picture.focus.as_deref())),
        ("width", show.optional(size, |(width, _)| show.number(width.into()))),
        ("height", show.optional(size, |(_, height)| show.number(height.into()))),
    ])
}
