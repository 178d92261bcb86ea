//! The slugs of a taxonomy's terms: each its own, and none that moves when another term comes along.
//!
//! Names of which the dialect of `slugs:` makes the same text, such as `C`, `C++` and `C#`, cannot all have it. It stays with the
//! term that was there first: the one whose oldest article is the oldest (by date, then source path; undated ones
//! last). Every other has a hash of its own name behind it, and so has a name of which nothing is left. So a new
//! article takes no address from a term that has one, and neither the order of files nor what other terms there are
//! makes a difference to a term with a hash.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::terms::Gathered;
use super::{ArticleId, Entry};
use crate::article::slug;
use crate::config::{Slugs, Taxonomy};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;

/// Which of two terms was there first: those with a profile, then by oldest article, then by what the slug loses.
type Seniority<'a> = (usize, bool, Option<(bool, i64, &'a SourcePath)>, bool, &'a str);

/// Gives every term (by its key) a slug that no other has, and warns of those that get a hash.
pub(super) fn assign(
    taxonomy: &Taxonomy,
    gathered: &BTreeMap<String, Gathered>,
    articles: &[Entry],
    slugs: Slugs,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut order: Vec<(Seniority<'_>, &String, &Gathered)> =
        gathered.iter().map(|(key, term)| (seniority(taxonomy, key, term, articles, slugs), key, term)).collect();
    order.sort_by_key(|(seniority, ..)| *seniority);
    let mut assigned: BTreeMap<String, String> = BTreeMap::new();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for (_, key, term) in order {
        let parent = parent_of(taxonomy, key).and_then(|parent| assigned.get(parent));
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
        assigned.insert(key.clone(), slug);
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
    (depth, term.profile.is_none(), oldest(term, articles).map(|(age, _)| age), loses, key)
}

/// The oldest article of a term, with its place among others.
fn oldest<'a>(term: &Gathered, articles: &'a [Entry]) -> Option<((bool, i64, &'a SourcePath), ArticleId)> {
    let age = |id: &ArticleId| {
        let article = &articles.get(*id)?.article;
        let date = article.meta.date.as_ref().map(|date| date.seconds);
        Some(((date.is_none(), date.unwrap_or_default(), &article.source), *id))
    };
    term.articles.iter().filter_map(age).min_by_key(|(age, id)| (*age, Reverse(*id)))
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
fn with_hash(stem: &str, key: &str, taken: &BTreeMap<String, &str>) -> String {
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
        .and_then(|(_, id)| articles.get(id))
        .and_then(|entry| entry.article.meta.places.get(&taxonomy.key).cloned());
    Diagnostic { place, ..diagnostic }
}
