//! Related articles: those that an article names, then more by a score that no other article changes.
//!
//! The candidates are, for each topic and series of an article, the next older articles by (date, source path), so that
//! a new article changes nobody's list and the cost of each article does not grow with the collection.

use std::cmp::Reverse;

use rayon::prelude::*;

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
    let scoring = Scoring {
        site,
        authors,
        series,
        is_candidate: site.articles.iter().map(|entry| entry.kind == SectionKind::Articles).collect(),
    };
    let of_article = |(id, entry): (ArticleId, &Entry)| {
        let (mut related, mut missing) = (Vec::new(), Vec::new());
        if let Some(lookup) = &lookup {
            related = named(site, id, entry, lookup, &mut missing);
        }
        let room = MOST_RELATED.saturating_sub(related.len());
        if room > 0 && !entry.article.meta.hides_related {
            let more = scoring.ranked(id).into_iter().map(|(id, _)| id).take(MOST_RELATED);
            let more: Vec<ArticleId> = more.filter(|id| !related.contains(id)).take(room).collect();
            related.extend(more);
        }
        (related, missing)
    };
    let (related, missing): (Vec<_>, Vec<_>) = site.articles.par_iter().enumerate().map(of_article).unzip();
    diagnostics.extend(missing.into_iter().flatten());
    for (entry, related) in site.articles.iter_mut().zip(related) {
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

/// What articles are scored by.
struct Scoring<'s> {
    site: &'s Site,
    authors: Option<usize>,
    series: Option<usize>,
    /// Whether an article may be related to others, by its number.
    is_candidate: Vec<bool>,
}

impl Scoring<'_> {
    /// The articles on the same subjects with their scores, the nearest first.
    fn ranked(&self, id: ArticleId) -> Vec<(ArticleId, u32)> {
        let mut scores: Vec<(ArticleId, u32)> = Vec::new();
        if !self.is_candidate[id] {
            return scores;
        }
        let terms = &self.site.articles[id].terms;
        for (taxonomy, term) in terms.iter().filter(|(taxonomy, _)| Some(*taxonomy) != self.authors) {
            let weight = if Some(*taxonomy) == self.series { SERIES_WEIGHT } else { 1 };
            for older in self.older_of(*taxonomy, *term, id) {
                match scores.iter().position(|(other, _)| *other == older) {
                    Some(place) => scores[place].1 += weight,
                    None if scores.len() < MOST_CANDIDATES => scores.push((older, weight)),
                    None => {}
                }
            }
        }
        scores.sort_unstable_by_key(|(id, score)| (Reverse(*score), *id));
        scores
    }

    /// The next older articles of a term; its articles are still in the order of their dates.
    fn older_of(&self, taxonomy: usize, term: usize, id: ArticleId) -> impl Iterator<Item = ArticleId> {
        let articles = &self.site.taxonomies[taxonomy].terms[term].articles;
        let start = articles.partition_point(|other| *other <= id);
        let older = articles[start..].iter().copied();
        older.filter(|older| self.is_candidate[*older]).take(CANDIDATES_PER_TERM)
    }
}
