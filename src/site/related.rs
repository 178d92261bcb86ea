//! Related articles: those that an article names, then more by a score that no other article changes.
//!
//! The candidates are, for each topic and series of an article, the next older articles by (date, source path), so that
//! a new article changes nobody's list and the cost of each article does not grow with the collection.

use std::collections::BTreeMap;

use super::lookup::Lookup;
use super::sections::unknown_article;
use super::{ArticleId, Entry, Site};
use crate::config::{Config, SectionKind};
use crate::diagnostic::Diagnostic;

/// How many older articles of each topic or series are looked at.
const CANDIDATES_PER_TERM: usize = 16;
/// How many candidates an article has in all.
const MOST_CANDIDATES: usize = 64;
/// How many related articles are kept.
const MOST_RELATED: usize = 4;
/// A series binds closer than a topic.
const SERIES_WEIGHT: u32 = 3;

/// Fills [`super::Entry::related`] of every article; an article that is named and not there is an error.
pub(super) fn fill(site: &mut Site, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let authors = site.taxonomy("author").map(|(index, _)| index);
    let series = site.taxonomy("series").map(|(index, _)| index);
    let any_named = site.articles.iter().any(|entry| !entry.article.meta.related.is_empty());
    let lookup = any_named.then(|| Lookup::new(site, &config.url));
    let mut all = Vec::with_capacity(site.articles.len());
    for (id, entry) in site.articles.iter().enumerate() {
        let mut found = match &lookup {
            Some(lookup) => named(site, id, entry, lookup, diagnostics),
            None => Vec::new(),
        };
        let more = if entry.article.meta.hides_related { Vec::new() } else { scored(site, id, authors, series) };
        let room = MOST_RELATED.saturating_sub(found.len());
        let new: Vec<ArticleId> = more.into_iter().filter(|id| !found.contains(id)).take(room).collect();
        found.extend(new);
        all.push(found);
    }
    for (entry, related) in site.articles.iter_mut().zip(all) {
        entry.related = related;
    }
}

/// The articles that the front matter names, each once; one that is not published is left out.
fn named(
    site: &Site,
    id: ArticleId,
    entry: &Entry,
    lookup: &Lookup<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ArticleId> {
    let folder = &site.sections[entry.section].path;
    let mut found = Vec::new();
    for mention in &entry.article.meta.related {
        match lookup.find(&mention.name, folder) {
            Some(other) if other != id && !found.contains(&other) => found.push(other),
            Some(_) => {}
            None if lookup.is_left_out(&mention.name) => {}
            None => diagnostics.push(unknown_article(mention)),
        }
    }
    found
}

/// The articles on the same subjects, the nearest first.
fn scored(site: &Site, id: ArticleId, authors: Option<usize>, series: Option<usize>) -> Vec<ArticleId> {
    let entry = &site.articles[id];
    if entry.kind == SectionKind::Pages {
        return Vec::new();
    }
    let mut scores: BTreeMap<ArticleId, u32> = BTreeMap::new();
    for (taxonomy, term) in entry.terms.iter().filter(|(taxonomy, _)| Some(*taxonomy) != authors) {
        let weight = if Some(*taxonomy) == series { SERIES_WEIGHT } else { 1 };
        for older in older_of(site, *taxonomy, *term, id) {
            if scores.len() < MOST_CANDIDATES || scores.contains_key(&older) {
                *scores.entry(older).or_default() += weight;
            }
        }
    }
    let mut ranked: Vec<(ArticleId, u32)> = scores.into_iter().collect();
    ranked.sort_by(|(a, score_a), (b, score_b)| score_b.cmp(score_a).then(a.cmp(b)));
    ranked.into_iter().map(|(id, _)| id).take(MOST_RELATED).collect()
}

/// The next older articles of a term; its articles are still in the order of their dates.
fn older_of(site: &Site, taxonomy: usize, term: usize, id: ArticleId) -> impl Iterator<Item = ArticleId> {
    let articles = &site.taxonomies[taxonomy].terms[term].articles;
    let start = articles.partition_point(|other| *other <= id);
    let older = articles[start..].iter().copied();
    older.filter(|older| site.articles[*older].kind == SectionKind::Articles).take(CANDIDATES_PER_TERM)
}
