//! The index of a taxonomy, and the page of a term.

use super::super::card;
use super::super::show::{Part, Show};
use super::people::profile_value;
use super::series::{MOST_PARTS, parts};
use super::{About, Variables, index_body};
use crate::article::Inline;
use crate::diagnostic::Diagnostic;
use crate::site::TaxonomyTerms;

pub(super) fn taxonomy<'a, S: Show>(show: &'a S, index: usize, variables: &mut Variables<'_, S>) -> About<'a> {
    let terms = &show.world().site.taxonomies[index];
    let title = taxonomy_title(show, terms);
    let description = terms.index.as_ref().and_then(|index| index.description.as_ref());
    if show.wants("taxonomy") {
        let value = show.object([
            ("name", show.text(&terms.taxonomy.name)),
            ("title", show.inline(&title)),
            ("href", show.href(&terms.url)),
            ("description", show.optional_inline(description)),
            ("terms", show.wanted("terms", || indexed_terms(show, index, top_terms(terms)))),
        ]);
        variables("taxonomy", value);
    }
    let kind = if terms.taxonomy.name == "author" { "authors" } else { "taxonomy" };
    About {
        description: description.map(|description| description.text.as_ref()),
        ..About::new(kind, title.text.to_string())
    }
}

/// The title of a taxonomy: of its `_index.md`, of the configuration, or the theme's word for one of the presets.
fn taxonomy_title<S: Show>(show: &S, terms: &TaxonomyTerms) -> Inline {
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
    let world = show.world();
    let title =
        world.theme.strings.string(&world.config.language, word, None).unwrap_or_else(|| taxonomy.title.clone());
    Inline::new(&title.replace('&', "&amp;").replace('<', "&lt;"), &title)
}

/// The terms that stand below no other.
pub(in crate::render) fn top_terms(terms: &TaxonomyTerms) -> Vec<usize> {
    (0..terms.terms.len()).filter(|term| terms.terms[*term].parent.is_none()).collect()
}

/// The terms of an index, by their names; a term of a hierarchy holds those below it.
pub(in crate::render) fn indexed_terms<S: Show>(show: &S, taxonomy: usize, mut terms: Vec<usize>) -> S::Value {
    let all = &show.world().site.taxonomies[taxonomy].terms;
    terms.sort_by_cached_key(|term| (all[*term].name.to_lowercase(), all[*term].slug.clone()));
    let value = |index| show.part(Part::Profile(taxonomy, index), || indexed_term(show, taxonomy, index));
    show.list(terms.into_iter().map(value).collect())
}

fn indexed_term<S: Show>(show: &S, taxonomy: usize, index: usize) -> S::Value {
    let world = show.world();
    let all = &world.site.taxonomies[taxonomy].terms;
    let term = &all[index];
    let profile = term.profile.as_deref();
    let below = || (0..all.len()).filter(|other| all[*other].parent == Some(index)).collect();
    let newest = || term.articles.iter().min().and_then(|id| world.site.articles[*id].article.meta.date.as_ref());
    let picture = profile.and_then(|profile| Some((profile, profile.picture.as_ref()?)));
    let bio = profile.and_then(|profile| profile.bio.as_ref());
    show.object([
        ("name", show.text(&term.name)),
        ("href", show.href(&term.url)),
        ("count", show.wanted("count", || show.count(term.articles.len()))),
        ("latest", show.wanted("latest", || show.optional(newest(), |date| show.moment(date, &world.config.language)))),
        ("children", show.wanted("children", || indexed_terms(show, taxonomy, below()))),
        ("role", show.optional_text(profile.and_then(|profile| profile.role.as_deref()))),
        ("bio", show.wanted("bio", || show.optional_inline(bio))),
        ("picture", show.optional(picture, |(profile, picture)| card::picture(show, &profile.source, picture))),
        ("is_organization", show.flag(profile.is_some_and(|profile| profile.is_organization))),
    ])
}

pub(super) fn term<'a, S: Show>(
    show: &'a S,
    taxonomy: usize,
    index: usize,
    variables: &mut Variables<'_, S>,
) -> Result<About<'a>, Diagnostic> {
    let terms = &show.world().site.taxonomies[taxonomy];
    let term = &terms.terms[index];
    let name = terms.taxonomy.name.as_str();
    let description = term.index.as_ref().and_then(|index| index.description.as_ref());
    if show.wants("term") {
        let value = show.object([
            ("name", show.text(&term.name)),
            ("href", show.href(&term.url)),
            ("description", show.optional_inline(description)),
            ("body", index_body(show, term.index.as_deref())?),
        ]);
        variables("term", value);
    }
    if show.wants("taxonomy") {
        let value = show.object([
            ("name", show.text(name)),
            ("title", show.inline(&taxonomy_title(show, terms))),
            ("href", show.href(&terms.url)),
            ("description", show.none()),
            ("terms", show.none()),
        ]);
        variables("taxonomy", value);
    }
    let mut about = About::new("term", &term.name);
    about.description = description.map(|description| description.text.as_ref());
    if name == "author" {
        if show.wants("author") {
            variables("author", profile_value(show, taxonomy, index, true)?);
        }
        let bio = term.profile.as_ref().and_then(|profile| profile.bio.as_ref());
        about = About {
            description: about.description.or_else(|| bio.map(|bio| bio.text.as_ref())),
            kind: "author",
            ..about
        };
    }
    if name == "series" {
        let few = if term.articles.len() <= MOST_PARTS { term.articles.as_slice() } else { &[] };
        if show.wants("parts") {
            variables("parts", parts(show, few, None));
        }
        about.kind = "series";
    }
    Ok(about)
}
