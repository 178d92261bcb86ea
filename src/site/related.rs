//! Related articles, by a score that no other article changes.
//!
//! The candidates are, for each topic and series of an article, the next older articles by (date, source path), so that
//! a new article changes nobody's list and the cost of each article does not grow with the collection.

use std::collections::BTreeMap;

use super::{ArticleId, Site};
use crate::config::SectionKind;

/// How many older articles of each topic or series are looked at.
const CANDIDATES_PER_TERM: usize = 16;
/// How many candidates an article has in all.
const MOST_CANDIDATES: usize = 64;
/// How many related articles are kept.
const MOST_RELATED: usize = 4;
/// A series binds closer than a topic.
const SERIES_WEIGHT: u32 = 3;

/// Fills [`super::Entry::related`] of every article.
pub(super) fn fill(site: &mut Site) {
    let authors = site.taxonomy("author").map(|(index, _)| index);
    let series = site.taxonomy("series").map(|(index, _)| index);
    let related: Vec<Vec<ArticleId>> = (0..site.articles.len()).map(|id| related(site, id, authors, series)).collect();
    for (entry, related) in site.articles.iter_mut().zip(related) {
        entry.related = related;
    }
}

fn related(site: &Site, id: ArticleId, authors: Option<usize>, series: Option<usize>) -> Vec<ArticleId> {
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
