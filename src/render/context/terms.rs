//! The index of a taxonomy, and the page of a term.

use tera::{Context, Value};

use super::super::value::{inline, object, text};
use super::super::{World, card, moment};
use super::people::profile_value;
use super::series::{MOST_PARTS, parts};
use super::{About, index_body};
use crate::article::Inline;
use crate::diagnostic::Diagnostic;

pub(super) fn taxonomy(world: &World, index: usize, context: &mut Context) -> About {
    let terms = &world.site.taxonomies[index];
    let title = taxonomy_title(world, index);
    let description = terms.index.as_ref().and_then(|index| index.description.as_ref());
    let top: Vec<usize> = (0..terms.terms.len()).filter(|term| terms.terms[*term].parent.is_none()).collect();
    context.insert_value(
        "taxonomy",
        object([
            ("name", Value::from(terms.taxonomy.name.as_str())),
            ("title", inline(&title)),
            ("href", Value::from(terms.url.href(world.base()))),
            ("description", description.map_or_else(Value::none, inline)),
            ("terms", indexed_terms(world, index, &top).into()),
        ]),
    );
    let kind = if terms.taxonomy.name == "author" { "authors" } else { "taxonomy" };
    About { description: description.map(|description| description.text.clone()), ..About::new(kind, title.text) }
}

/// The title of a taxonomy: of its `_index.md`, of the configuration, or the theme's word for one of the presets.
fn taxonomy_title(world: &World, index: usize) -> Inline {
    let terms = &world.site.taxonomies[index];
    if let Some(title) = terms.index.as_ref().and_then(|index| index.title.clone()) {
        return title;
    }
    let taxonomy = &terms.taxonomy;
    let word = match taxonomy.name.as_str() {
        "topic" if taxonomy.title == "Topics" => "topics",
        "author" if taxonomy.title == "Authors" => "authors",
        "series" if taxonomy.title == "Series" => "series",
        _ => "",
    };
    let title =
        world.theme.strings.string(&world.config.language, word, None).unwrap_or_else(|| taxonomy.title.clone());
    Inline { html: title.replace('&', "&amp;").replace('<', "&lt;"), text: title }
}

/// The terms of an index, by their names; a term of a hierarchy holds those below it.
fn indexed_terms(world: &World, taxonomy: usize, terms: &[usize]) -> Vec<Value> {
    let all = &world.site.taxonomies[taxonomy].terms;
    let mut ordered: Vec<usize> = terms.to_vec();
    ordered.sort_by_cached_key(|term| (all[*term].name.to_lowercase(), all[*term].slug.clone()));
    let form =
        moment::Form { strings: &world.theme.strings, zone: &world.config.timezone, language: &world.config.language };
    let value = |index: usize| {
        let term = &all[index];
        let profile = term.profile.as_deref();
        let below: Vec<usize> = (0..all.len()).filter(|other| all[*other].parent == Some(index)).collect();
        let newest = term.articles.iter().min().and_then(|id| world.site.articles[*id].article.meta.date.as_ref());
        let picture =
            profile.and_then(|profile| Some(card::picture(world, &profile.source, profile.picture.as_ref()?)));
        object([
            ("name", Value::from(term.name.as_str())),
            ("href", Value::from(term.url.href(world.base()))),
            ("count", Value::from(term.articles.len())),
            ("latest", newest.map_or_else(Value::none, |date| moment::moment(date, form))),
            ("children", indexed_terms(world, taxonomy, &below).into()),
            ("role", text(profile.and_then(|profile| profile.role.as_deref()))),
            ("bio", profile.and_then(|profile| profile.bio.as_ref()).map_or_else(Value::none, inline)),
            ("picture", picture.unwrap_or_else(Value::none)),
            ("is_organization", Value::from(profile.is_some_and(|profile| profile.is_organization))),
        ])
    };
    ordered.into_iter().map(value).collect()
}

pub(super) fn term(world: &World, taxonomy: usize, index: usize, context: &mut Context) -> Result<About, Diagnostic> {
    let terms = &world.site.taxonomies[taxonomy];
    let term = &terms.terms[index];
    let name = terms.taxonomy.name.as_str();
    let description = term.index.as_ref().and_then(|index| index.description.as_ref());
    context.insert_value(
        "term",
        object([
            ("name", Value::from(term.name.as_str())),
            ("href", Value::from(term.url.href(world.base()))),
            ("description", description.map_or_else(Value::none, inline)),
            ("body", index_body(world, term.index.as_deref())?),
        ]),
    );
    let title = taxonomy_title(world, taxonomy);
    context.insert_value(
        "taxonomy",
        object([
            ("name", Value::from(name)),
            ("title", inline(&title)),
            ("href", Value::from(terms.url.href(world.base()))),
            ("description", Value::none()),
            ("terms", Value::none()),
        ]),
    );
    let mut about = About::new("term", term.name.clone());
    about.description = description.map(|description| description.text.clone());
    if name == "author" {
        context.insert_value("author", profile_value(world, term, term.profile.as_deref(), true)?);
        let bio = term.profile.as_ref().and_then(|profile| profile.bio.as_ref());
        about = About {
            description: about.description.or_else(|| bio.map(|bio| bio.text.clone())),
            kind: "author",
            ..about
        };
    }
    if name == "series" {
        let few = if term.articles.len() <= MOST_PARTS { parts(world, &term.articles, None) } else { Vec::new() };
        context.insert_value("parts", few.into());
        about.kind = "series";
    }
    Ok(about)
}
