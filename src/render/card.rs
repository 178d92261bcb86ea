//! The card of an article: the record of it that any page may show.

use rayon::prelude::*;
use tera::{Map, Value};

use super::value::{data, inline, map, object, text};
use super::{World, body, moment};
use crate::article::Picture;
use crate::config::Taxonomy;
use crate::path::SourcePath;
use crate::plan::BodyLinks;
use crate::site::{ArticleId, Credit, Entry, Reason};

/// The role of those whose names stand in the byline.
const WRITING: [&str; 2] = ["writing", "reporting"];

/// Whether the name stands in the byline, and not in a line of its role's.
pub(super) fn is_writing(credit: &Credit) -> bool {
    WRITING.contains(&credit.role.as_str())
}

/// The cards of all articles.
pub(super) fn all(world: &World) -> Vec<Value> {
    (0..world.site.articles.len()).into_par_iter().map(|id| Value::from(card(world, id))).collect()
}

/// The fields of an article's card.
pub(super) fn card(world: &World, id: ArticleId) -> Map {
    let entry = &world.site.articles[id];
    let meta = &entry.article.meta;
    let language = meta.language.as_deref().unwrap_or(&world.config.language);
    let form = moment::Form { strings: &world.theme.strings, zone: &world.config.timezone, language };
    let date = |value: &Option<crate::article::Moment>| {
        value.as_ref().map_or_else(Value::none, |value| moment::moment(value, form))
    };
    let no_links = BodyLinks::default();
    let links = world.plan.links.bodies.get(&entry.article.source).unwrap_or(&no_links);
    let line = |text: &Option<crate::article::Inline>| text.as_ref().map_or_else(Value::none, inline);
    let byline = |credit: &&Credit| is_writing(credit);
    map([
        ("id", Value::from(entry.id.as_str())),
        ("title", inline(&meta.title)),
        ("title_text", Value::from(meta.title.text.as_str())),
        ("href", Value::from(entry.url.href(world.base()))),
        ("external", text(meta.link.as_deref())),
        ("kicker", line(&meta.kicker)),
        ("labels", entry.labels.iter().map(|label| Value::from(label.as_str())).collect::<Vec<_>>().into()),
        ("printed_byline", line(&meta.byline)),
        ("dek", meta.description.as_ref().map_or_else(Value::none, inline)),
        ("dek_text", text(meta.description.as_ref().map(|dek| dek.text.as_str()))),
        ("date", date(&meta.date)),
        ("updated", date(&meta.updated)),
        ("expires", date(&meta.expires)),
        ("authors", entry.credits.iter().map(|credit| name(world, credit)).collect::<Vec<_>>().into()),
        ("byline", entry.credits.iter().filter(byline).map(|credit| name(world, credit)).collect::<Vec<_>>().into()),
        ("section", section(world, entry)),
        ("topics", terms_of(world, entry, &|taxonomy| taxonomy.name == "topic").into()),
        ("terms", terms(world, entry)),
        ("series", series(world, entry)),
        ("image", meta.image.as_ref().map_or_else(Value::none, |image| picture(world, &entry.article.source, image))),
        ("minutes", Value::from(u64::from(entry.article.body.minutes))),
        ("words", Value::from(u64::from(entry.article.body.words))),
        ("excerpt", Value::safe_string(&body::excerpt(world, &entry.article.body, links))),
        ("is_draft", Value::from(entry.unpublished == Some(Reason::Draft))),
        ("is_scheduled", Value::from(matches!(entry.unpublished, Some(Reason::Scheduled(_))))),
        ("is_expired", Value::from(matches!(entry.unpublished, Some(Reason::Expired(_))))),
        ("featured", Value::from(meta.featured)),
        ("language", Value::from(language)),
        ("weight", meta.weight.map_or_else(Value::none, Value::from)),
        ("extra", data(&meta.extra)),
    ])
}

/// A person's name with the way to their page.
pub(super) fn name(world: &World, credit: &Credit) -> Value {
    let term = credit.term.map(|(taxonomy, term)| &world.site.taxonomies[taxonomy].terms[term]);
    let is_organization = term.and_then(|term| term.profile.as_ref()).is_some_and(|profile| profile.is_organization);
    object([
        ("name", Value::from(credit.name.as_str())),
        ("href", term.map_or_else(Value::none, |term| Value::from(term.url.href(world.base())))),
        ("role", Value::from(credit.role.as_str())),
        ("is_organization", Value::from(is_organization)),
    ])
}

fn section(world: &World, entry: &Entry) -> Value {
    let section = &world.site.sections[entry.section];
    if section.path.is_empty() {
        return Value::none();
    }
    super::context::place(world, section)
}

fn terms_of(world: &World, entry: &Entry, wanted: &dyn Fn(&Taxonomy) -> bool) -> Vec<Value> {
    let terms = entry.terms.iter().filter(|(taxonomy, _)| wanted(&world.site.taxonomies[*taxonomy].taxonomy));
    terms
        .map(|(taxonomy, term)| {
            let term = &world.site.taxonomies[*taxonomy].terms[*term];
            object([("name", Value::from(term.name.as_str())), ("href", Value::from(term.url.href(world.base())))])
        })
        .collect()
}

/// The terms of every taxonomy but authors and series, by its name.
fn terms(world: &World, entry: &Entry) -> Value {
    let mut all = Map::default();
    for terms in &world.site.taxonomies {
        let name = &terms.taxonomy.name;
        if name != "author" && name != "series" {
            all.insert(name.clone().into(), terms_of(world, entry, &|taxonomy| taxonomy.name == *name).into());
        }
    }
    Value::from(all)
}

fn series(world: &World, entry: &Entry) -> Value {
    let Some(series) = &entry.article.meta.series else { return Value::none() };
    let taxonomy = world.site.taxonomy("series").map(|(index, _)| index);
    let term = entry.terms.iter().find(|(index, _)| Some(*index) == taxonomy);
    let term = term.map(|(taxonomy, term)| &world.site.taxonomies[*taxonomy].terms[*term]);
    object([
        ("name", Value::from(term.map_or(series.name.as_str(), |term| &term.name))),
        ("href", term.map_or_else(Value::none, |term| Value::from(term.url.href(world.base())))),
        ("part", series.part.map_or_else(Value::none, Value::from)),
    ])
}

/// The picture that the front matter of `source` names.
pub(super) fn picture(world: &World, source: &SourcePath, picture: &Picture) -> Value {
    let Some(link) = world.plan.links.pictures.get(source) else { return Value::none() };
    let size = body::size(world, link);
    object([
        ("src", Value::from(link.href(world.base()))),
        ("alt", Value::from(picture.alt.as_deref().unwrap_or_default())),
        ("caption", picture.caption.as_ref().map_or_else(Value::none, inline)),
        ("credit", picture.credit.as_ref().map_or_else(Value::none, inline)),
        ("license", text(picture.license.as_deref())),
        ("focus", text(picture.focus.as_deref())),
        ("width", size.map_or_else(Value::none, |(width, _)| Value::from(width))),
        ("height", size.map_or_else(Value::none, |(_, height)| Value::from(height))),
    ])
}
