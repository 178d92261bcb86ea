//! Topics, authors, series and other taxonomies: which terms there are and which articles have them.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::people::People;
use super::sections::Indexes;
use super::{ArticleId, Credit, Entry, Site, TaxonomyTerms, Term, term_slugs};
use crate::article::Profile;
use crate::config::{Config, Pattern, Taxonomy};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::UrlPath;

/// What makes two spellings one term: neither case nor hyphens, underscores and spaces count.
pub(super) fn key_of(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for character in name.nfc().flat_map(char::to_lowercase) {
        let character = if matches!(character, '-' | '_') || character.is_whitespace() { ' ' } else { character };
        if character != ' ' || !key.ends_with(' ') {
            key.push(character);
        }
    }
    key.trim().to_owned()
}

/// A term while its articles are gathered.
#[derive(Default)]
pub(super) struct Gathered {
    /// Its name as the oldest article has it, or the profile's.
    pub(super) name: String,
    /// Its articles, oldest first.
    pub(super) articles: Vec<ArticleId>,
    /// What is known of it, where it is an author with a profile.
    pub(super) profile: Option<Arc<Profile>>,
}

/// Fills [`Site::taxonomies`], and the terms and credits of each article.
pub(super) fn fill(
    site: &mut Site,
    profiles: &[Arc<Profile>],
    indexes: &Indexes,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut gathered: Vec<BTreeMap<String, Gathered>> = config.taxonomies.iter().map(|_| BTreeMap::new()).collect();
    let mut people = People::new(profiles);
    let author = config.taxonomies.iter().position(|taxonomy| taxonomy.name == "author");
    if let Some(author) = author {
        for profile in profiles {
            let term =
                Gathered { name: profile.name.clone(), profile: Some(Arc::clone(profile)), ..Gathered::default() };
            gathered[author].insert(key_of(&profile.id), term);
        }
    }
    // From the oldest article on, so that a new one never changes how a term is spelled.
    let mut keys: Vec<ArticleKeys> = Vec::with_capacity(site.articles.len());
    for (id, entry) in site.articles.iter().enumerate().rev() {
        let mut own = ArticleKeys::default();
        gather_terms(id, entry, config, &mut gathered, &mut own);
        gather_people(id, entry, author, &mut people, &mut gathered, &mut own, diagnostics);
        keys.push(own);
    }
    keys.reverse();
    for (taxonomy, terms) in config.taxonomies.iter().zip(gathered) {
        report_similar(taxonomy, &terms, diagnostics);
        let slugs = term_slugs::assign(taxonomy, &terms, &site.articles, config.slugs, diagnostics);
        let (terms, slugs) = finish(taxonomy, terms, slugs, indexes, config);
        let index = site.taxonomies.len();
        for (entry, own) in site.articles.iter_mut().zip(&keys) {
            entry.terms.extend(own.terms_of(index).filter_map(|key| Some((index, *slugs.get(key)?))));
            for (credit, key) in entry.credits_from(own, author == Some(index)) {
                entry.credits.push(Credit { term: slugs.get(&key).map(|term| (index, *term)), ..credit });
            }
        }
        let path = taxonomy.path.trim_matches('/');
        site.taxonomies.push(TaxonomyTerms {
            url: UrlPath::new(&format!("/{path}/")).unwrap_or_else(UrlPath::root),
            index: indexes.get(path).cloned(),
            taxonomy: taxonomy.clone(),
            terms,
        });
    }
}

/// The keys of an article's terms and people, before terms have their places.
#[derive(Default)]
struct ArticleKeys {
    terms: Vec<(usize, String)>,
    people: Vec<(Credit, String)>,
}

impl ArticleKeys {
    fn terms_of(&self, taxonomy: usize) -> impl Iterator<Item = &String> {
        self.terms.iter().filter(move |(index, _)| *index == taxonomy).map(|(_, key)| key)
    }
}

impl Entry {
    fn credits_from(&self, keys: &ArticleKeys, is_author: bool) -> Vec<(Credit, String)> {
        if is_author { keys.people.clone() } else { Vec::new() }
    }
}

fn gather_terms(
    id: ArticleId,
    entry: &Entry,
    config: &Config,
    gathered: &mut [BTreeMap<String, Gathered>],
    own: &mut ArticleKeys,
) {
    let meta = &entry.article.meta;
    for (index, taxonomy) in config.taxonomies.iter().enumerate() {
        let series = (taxonomy.name == "series").then(|| meta.series.as_ref().map(|series| &series.name)).flatten();
        let names = meta.terms.get(&taxonomy.name).into_iter().flatten().chain(series);
        for name in names {
            for name in with_parents(name, taxonomy.hierarchical) {
                let key = key_of(name);
                if key.is_empty() {
                    continue;
                }
                let term = gathered[index].entry(key.clone()).or_default();
                if term.name.is_empty() {
                    term.name = name.to_owned();
                }
                if term.articles.last() != Some(&id) {
                    term.articles.push(id);
                }
                if !own.terms.contains(&(index, key.clone())) {
                    own.terms.push((index, key));
                }
            }
        }
    }
}

/// `a/b/c` with `a` and `a/b` before it, in a hierarchical taxonomy.
fn with_parents(name: &str, hierarchical: bool) -> impl Iterator<Item = &str> {
    let name = name.trim_matches(|character: char| character.is_whitespace() || (hierarchical && character == '/'));
    let parents = name.match_indices('/').filter(move |_| hierarchical).map(move |(at, _)| &name[..at]);
    parents.chain([name])
}

fn gather_people(
    id: ArticleId,
    entry: &Entry,
    author: Option<usize>,
    people: &mut People<'_>,
    gathered: &mut [BTreeMap<String, Gathered>],
    own: &mut ArticleKeys,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let meta = &entry.article.meta;
    for reference in &meta.authors {
        for named in people.named(reference, meta.places.get("authors"), diagnostics) {
            let key = named.profile.map_or_else(|| key_of(&named.name), |profile| key_of(&profile.id));
            if key.is_empty() {
                continue;
            }
            if let Some(author) = author {
                let term = gathered[author].entry(key.clone()).or_default();
                if term.name.is_empty() {
                    term.name = named.name.clone();
                }
                if term.articles.last() != Some(&id) {
                    term.articles.push(id);
                }
            }
            let credit = Credit { name: named.name, term: None, role: named.role };
            if !own.people.iter().any(|(other, _)| *other == credit) {
                own.people.push((credit, key));
            }
        }
    }
}

/// Warns of terms that differ in accents only: they may be one word misspelled, or two words.
fn report_similar(taxonomy: &Taxonomy, terms: &BTreeMap<String, Gathered>, diagnostics: &mut Vec<Diagnostic>) {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (key, term) in terms {
        let bare: String = key.nfd().filter(|character| !is_combining_mark(*character)).collect();
        groups.entry(bare).or_default().push(&term.name);
    }
    for names in groups.values().filter(|names| names.len() > 1) {
        let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
        diagnostics.push(
            Diagnostic::new(
                Code::SimilarTerms,
                format!(
                    "{list} of the taxonomy `{}` differ in accents only; each has a page of its own",
                    taxonomy.name
                ),
            )
            .hint("write them alike where they are one"),
        );
    }
}

/// The terms with their slugs and addresses, by slug, and where each key went.
fn finish(
    taxonomy: &Taxonomy,
    gathered: BTreeMap<String, Gathered>,
    mut slugs: BTreeMap<String, String>,
    indexes: &Indexes,
    config: &Config,
) -> (Vec<Term>, BTreeMap<String, usize>) {
    let path = taxonomy.path.trim_matches('/');
    let pattern = config.permalinks.get(path).or_else(|| config.permalinks.get(&taxonomy.name));
    let mut finished: Vec<(String, Term)> = Vec::with_capacity(gathered.len());
    for (key, term) in gathered {
        let slug = slugs.remove(&key).unwrap_or_default();
        let url = match pattern {
            Some(Pattern(pattern)) => pattern.replace(":slug", &slug).replace(":title", &slug),
            None => format!("/{path}/{slug}/"),
        };
        let mut articles = term.articles;
        articles.reverse();
        let index = indexes.get(&format!("{path}/{slug}")).cloned();
        let name = match index.as_ref().and_then(|index| index.title.as_ref()) {
            Some(title) => title.text.clone(),
            None if taxonomy.hierarchical => term.name.rsplit('/').next().unwrap_or_default().to_owned(),
            None => term.name,
        };
        let url = UrlPath::new(&url).unwrap_or_else(UrlPath::root);
        finished.push((key, Term { name, slug, url, parent: None, articles, profile: term.profile, index }));
    }
    finished.sort_by(|(_, a), (_, b)| a.slug.cmp(&b.slug));
    let places: BTreeMap<String, usize> =
        finished.iter().enumerate().map(|(place, (key, _))| (key.clone(), place)).collect();
    let parents: Vec<Option<usize>> = finished
        .iter()
        .map(|(key, _)| term_slugs::parent_of(taxonomy, key).and_then(|parent| places.get(parent)).copied())
        .collect();
    let terms = finished.into_iter().zip(parents).map(|((_, term), parent)| Term { parent, ..term }).collect();
    (terms, places)
}

/// A series is read in the order of its parts; those without a number follow by date.
pub(super) fn order_series(site: &mut Site) {
    let articles = &site.articles;
    for taxonomy in site.taxonomies.iter_mut().filter(|terms| terms.taxonomy.name == "series") {
        for term in &mut taxonomy.terms {
            term.articles.sort_by_key(|id| {
                let part = articles[*id].article.meta.series.as_ref().and_then(|series| series.part);
                (part.unwrap_or(u32::MAX), std::cmp::Reverse(*id))
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_hyphens_do_not_make_a_new_term() {
        assert_eq!(key_of("Open-Source"), key_of("open source"));
        assert_ne!(key_of("Résumé"), key_of("Resume"));
        assert_eq!(key_of("Re\u{301}sume\u{301}"), key_of("Résumé"));
    }

    #[test]
    fn a_term_of_a_hierarchy_brings_its_parents() {
        assert_eq!(with_parents("a/b/c", true).collect::<Vec<_>>(), ["a", "a/b", "a/b/c"]);
        assert_eq!(with_parents("a/b", false).collect::<Vec<_>>(), ["a/b"]);
    }
}
