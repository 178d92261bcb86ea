//! The slugs of a taxonomy's terms: each its own, and none that moves when another term comes along.
//!
//! Names of which the dialect of `slugs:` makes the same text, such as `C`, `C++` and `C#`, cannot all have it. It stays with the
//! term that was there first: the one whose oldest article is the oldest (by date, then source path; undated ones
//! last). Every other has a hash of its own name behind it, and so has a name of which nothing is left. So a new
//! article takes no address from a term that has one, and neither the order of files nor what other terms there are
//! makes a difference to a term with a hash.

use rustc_hash::FxHashMap;

use super::terms::{Gathered, Keyed};
use super::{ArticleId, Entry};
use crate::article::slug;
use crate::config::{Slugs, Taxonomy};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;

/// Which of two terms was there first: those with a profile, then by oldest article, then by what the slug loses.
type Seniority<'a> = (usize, bool, Option<(bool, i64, &'a SourcePath)>, bool, &'a str);

/// Gives every term, in the order of their keys, a slug that no other has, and warns of those that get a hash.
pub(super) fn assign(
    taxonomy: &Taxonomy,
    gathered: &Keyed,
    articles: &[Entry],
    slugs: Slugs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut order: Vec<(Seniority<'_>, usize)> = gathered
        .iter()
        .enumerate()
        .map(|(number, (key, term))| (seniority(taxonomy, key, term, articles, slugs), number))
        .collect();
    order.sort_by_key(|(seniority, ..)| *seniority);
    let mut assigned: Vec<String> = vec![String::new(); gathered.len()];
    let mut taken: FxHashMap<String, &str> = FxHashMap::default();
    for (_, number) in order {
        let (key, term) = &gathered[number];
        // What has a parent comes after it, and no slug is empty.
        let parent = parent_of(taxonomy, key)
            .and_then(|parent| gathered.binary_search_by(|(key, _)| key.as_str().cmp(parent)).ok())
            .map(|parent| assigned[parent].as_str())
            .filter(|parent| !parent.is_empty());
        let below = parent.map(|parent| format!("{parent}/")).unwrap_or_default();
        let own = own_text(taxonomy, term, slugs);
        let wanted = (!own.is_empty()).then(|| format!("{below}{own}"));
        let slug = match &wanted {
            Some(wanted) if !taken.contains_key(wanted) => wanted.clone(),
            _ => {
                let stem = if own.is_empty() { &taxonomy.name } else { &own };
                let hashed = with_hash(&format!("{below}{stem}"), key, &taken);
                let other = wanted.and_then(|wanted| Some((taken.get(&wanted).copied()?, wanted)));
                diagnostics.push(report(taxonomy, term, other, &hashed, articles));
                hashed
            }
        };
        taken.insert(slug.clone(), &term.name);
        assigned[number] = slug;
    }
    assigned
}

/// The key of the term above `key`, in a hierarchical taxonomy.
pub(super) fn parent_of<'k>(taxonomy: &Taxonomy, key: &'k str) -> Option<&'k str> {
    key.rsplit_once('/').filter(|_| taxonomy.hierarchical).map(|(parent, _)| parent.trim_end())
}

fn seniority<'a>(
    taxonomy: &Taxonomy,
    key: &'a str,
    term: &Gathered,
    articles: &'a [Entry],
    slugs: Slugs,
) -> Seniority<'a> {
    let depth = if taxonomy.hierarchical { key.matches('/').count() } else { 0 };
    let loses = key.replace(' ', "-") != own_text(taxonomy, term, slugs);
    let oldest = oldest(term, articles).and_then(|id| articles.get(id));
    let age = oldest.map(|Entry { article, .. }| {
        let date = article.meta.date.as_ref().map(|date| date.seconds);
        (date.is_none(), date.unwrap_or_default(), &article.source)
    });
    (depth, term.profile.is_none(), age, loses, key)
}

/// The oldest article of a term: by date, then by source path, the undated last.
///
/// Its articles are in the opposite of the site's order: the undated before the dated, and of one date those with later paths
/// before the others.
fn oldest(term: &Gathered, articles: &[Entry]) -> Option<ArticleId> {
    let date = |id: &ArticleId| articles.get(*id)?.article.meta.date.as_ref().map(|date| date.seconds);
    let dated = &term.articles[term.articles.partition_point(|id| date(id).is_none())..];
    let Some(first) = dated.first().map(date) else { return term.articles.last().copied() };
    dated.iter().take_while(|id| date(id) == first).last().copied()
}

/// What the dialect makes of the name of a term; of one in a hierarchy, of its last part.
fn own_text(taxonomy: &Taxonomy, term: &Gathered, slugs: Slugs) -> String {
    let name = match &term.profile {
        Some(profile) => profile.id.as_str(),
        None if taxonomy.hierarchical => term.name.rsplit('/').next().unwrap_or_default(),
        None => &term.name,
    };
    slug::of_text(slugs, name)
}

/// `stem` with as many digits of a hash of the term behind it as make it free.
fn with_hash(stem: &str, key: &str, taken: &FxHashMap<String, &str>) -> String {
    let mut slugs = (slug::HASH_DIGITS..=64).map(|digits| format!("{stem}-{}", slug::hash(key, digits)));
    slugs.find(|slug| !taken.contains_key(slug)).unwrap_or_else(|| format!("{stem}-{key}"))
}

/// Says which term got a hash and why, at the oldest article that has it: a new one does not move the report.
fn report(
    taxonomy: &Taxonomy,
    term: &Gathered,
    other: Option<(&str, String)>,
    slug: &str,
    articles: &[Entry],
) -> Diagnostic {
    let (path, name) = (taxonomy.path.trim_matches('/'), &term.name);
    let diagnostic = match other {
        Some((other, wanted)) => Diagnostic::new(
            Code::TermSlug,
            format!("`{name}` would have the address `/{path}/{wanted}/` of `{other}`; its own is `/{path}/{slug}/`"),
        )
        .hint("write the terms alike where they are one; where they are two, nothing need be done: the address stays"),
        None => Diagnostic::new(
            Code::TermSlug,
            format!("nothing of the {} `{name}` can stand in an address; its own is `/{path}/{slug}/`", taxonomy.name),
        )
        .hint("rename it, or choose `slugs: unicode`, which keeps letters of every script"),
    };
    let place = oldest(term, articles)
        .and_then(|id| articles.get(id))
        .and_then(|entry| entry.article.meta.places.get(&taxonomy.key).cloned());
    Diagnostic { place, ..diagnostic }
}
