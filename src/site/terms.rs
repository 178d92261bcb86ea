//! Topics, authors, series and other taxonomies: which terms there are and which articles have them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::people::{Named, People, SplitNames};
use super::sections::Indexes;
use super::{ArticleId, Credit, Entry, Site, TaxonomyTerms, Term, term_slugs};
use crate::article::{AuthorRef, Meta, Profile};
use crate::config::{Config, Pattern, Taxonomy};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::UrlPath;

/// How many articles are gathered together by one thread.
const AT_A_TIME: usize = 1024;

/// What makes two spellings one term: neither case nor hyphens, underscores and spaces count.
pub(super) fn key_of(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut add = |character: char| {
        let is_gap = matches!(character, '-' | '_') || character.is_whitespace();
        if !is_gap {
            key.push(character);
        } else if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    };
    if name.is_ascii() {
        name.bytes().for_each(|byte| add(char::from(byte.to_ascii_lowercase())));
    } else {
        name.nfc().flat_map(char::to_lowercase).for_each(add);
    }
    key.truncate(key.trim_end().len());
    key
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

/// The terms of a taxonomy with their keys, in the order of these.
pub(super) type Keyed = [(String, Gathered)];

/// Fills [`Site::taxonomies`], and the terms and credits of each article.
pub(super) fn fill(
    site: &mut Site,
    profiles: &[Arc<Profile>],
    indexes: &Indexes,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let author = config.taxonomies.iter().position(|taxonomy| taxonomy.name == "author");
    let people = People::new(profiles);
    let chunks = site.articles.par_chunks(AT_A_TIME).enumerate();
    let chunks: Vec<Chunk<'_>> = chunks
        .map(|(number, articles)| Chunk::new(config, &people, author).gathered(number * AT_A_TIME, articles))
        .collect();
    let mut gathered: Vec<Terms> = config.taxonomies.iter().map(|_| Terms::default()).collect();
    if let Some(author) = author {
        gathered[author].add_profiles(profiles);
    }
    let mut owns = merge(chunks, &mut gathered, diagnostics);

    let mut places: Vec<Vec<usize>> = Vec::with_capacity(gathered.len());
    for (taxonomy, terms) in config.taxonomies.iter().zip(gathered) {
        let (terms, order) = terms.sorted();
        report_similar(taxonomy, &terms, diagnostics);
        let slugs = term_slugs::assign(taxonomy, &terms, &site.articles, config.slugs, diagnostics);
        let (terms, sorted) = finish(taxonomy, terms, slugs, indexes, config);
        places.push(order.into_iter().map(|place| sorted[place]).collect());
        let path = taxonomy.path.trim_matches('/');
        site.taxonomies.push(TaxonomyTerms {
            url: UrlPath::new(&format!("/{path}/")).unwrap_or_else(UrlPath::root),
            index: indexes.get(path).cloned(),
            taxonomy: taxonomy.clone(),
            terms,
        });
    }
    let give = |(entry, own): (&mut Entry, &mut Own)| own.give(entry, &places);
    site.articles.par_iter_mut().zip(&mut owns).for_each(give);
}

/// Brings the terms of all articles together, from the oldest on; gives what each article has, the newest first.
fn merge(chunks: Vec<Chunk<'_>>, gathered: &mut [Terms], diagnostics: &mut Vec<Diagnostic>) -> Vec<Own> {
    let mut reported = FxHashSet::default();
    let mut all: Vec<Own> = Vec::with_capacity(chunks.iter().map(|chunk| chunk.owns.len()).sum());
    for chunk in chunks.into_iter().rev() {
        let Chunk { taxonomies, splits, owns, .. } = chunk;
        diagnostics.extend(splits.into_iter().filter_map(|split| split.report(&mut reported)));
        let numbers: Vec<Vec<usize>> =
            taxonomies.into_iter().zip(&mut *gathered).map(|(own, all)| all.absorb(own.terms)).collect();
        all.extend(owns.into_iter().map(|own| own.renumbered(&numbers)));
    }
    all.reverse();
    all
}

/// The terms of a taxonomy, numbered as they are found.
#[derive(Default)]
struct Terms {
    by_key: FxHashMap<String, usize>,
    all: Vec<Gathered>,
}

impl Terms {
    /// Authors with a profile are terms before any article names them.
    fn add_profiles(&mut self, profiles: &[Arc<Profile>]) {
        for profile in profiles {
            let number = self.number_of(key_of(&profile.id), "");
            let (name, profile) = (profile.name.clone(), Some(Arc::clone(profile)));
            self.all[number] = Gathered { name, profile, ..Gathered::default() };
        }
    }

    /// The number of the term of a key; `name` is what it is called where nothing older calls it anything.
    fn number_of(&mut self, key: String, name: &str) -> usize {
        let number = *self.by_key.entry(key).or_insert(self.all.len());
        if number == self.all.len() {
            self.all.push(Gathered::default());
        }
        let term = &mut self.all[number];
        if term.name.is_empty() {
            term.name = name.to_owned();
        }
        number
    }

    /// Notes that an article has a term; articles come one after the other.
    fn note(&mut self, number: usize, id: ArticleId) {
        let articles = &mut self.all[number].articles;
        if articles.last() != Some(&id) {
            articles.push(id);
        }
    }

    /// Takes over the terms of newer articles; gives the number that each has here.
    fn absorb(&mut self, newer: Self) -> Vec<usize> {
        let Self { by_key, all } = newer;
        let mut numbers = vec![0; all.len()];
        for (key, number) in by_key {
            let term = &all[number];
            numbers[number] = self.number_of(key, &term.name);
            self.all[numbers[number]].articles.extend(&term.articles);
        }
        numbers
    }

    /// The terms in the order of their keys, and the place in it of each number.
    fn sorted(self) -> (Vec<(String, Gathered)>, Vec<usize>) {
        let Self { by_key, mut all } = self;
        let mut order: Vec<(String, usize)> = by_key.into_iter().collect();
        order.sort_unstable();
        let mut places = vec![0; all.len()];
        let mut take = |(place, (key, number)): (usize, (String, usize))| {
            places[number] = place;
            (key, std::mem::take(&mut all[number]))
        };
        let terms = order.into_iter().enumerate().map(&mut take).collect();
        (terms, places)
    }
}

/// Terms by the spellings that articles have for them.
#[derive(Default)]
struct Spelled<'a> {
    /// The number of each spelling; `None` where nothing is left of it.
    by_spelling: FxHashMap<&'a str, Option<usize>>,
    terms: Terms,
}

impl<'a> Spelled<'a> {
    fn number_of(&mut self, name: &'a str) -> Option<usize> {
        let Self { by_spelling, terms } = self;
        *by_spelling.entry(name).or_insert_with(|| {
            let key = key_of(name);
            (!key.is_empty()).then(|| terms.number_of(key, name))
        })
    }
}

/// What an article has: numbers of taxonomies and of terms, first as they were found, in the end those of [`Site::taxonomies`].
#[derive(Default)]
struct Own {
    terms: Vec<(usize, usize)>,
    credits: Vec<Credit>,
}

impl Own {
    fn renumbered(mut self, numbers: &[Vec<usize>]) -> Self {
        let terms = self.terms.iter_mut().chain(self.credits.iter_mut().filter_map(|credit| credit.term.as_mut()));
        terms.for_each(|(taxonomy, term)| *term = numbers[*taxonomy][*term]);
        self
    }

    fn give(&mut self, entry: &mut Entry, places: &[Vec<usize>]) {
        let Self { terms, credits } = std::mem::take(self).renumbered(places);
        (entry.terms, entry.credits) = (terms, credits);
    }
}

/// A person as the front matter names them: the name as printed, and the number of their term.
type Person = (Arc<str>, usize);

/// The terms and people of some articles, which follow each other.
struct Chunk<'a> {
    config: &'a Config,
    people: &'a People<'a>,
    /// The taxonomy of the authors.
    author: Option<usize>,
    taxonomies: Vec<Spelled<'a>>,
    /// The people of each reference, by its text and whether that may hold several names.
    references: FxHashMap<(&'a str, bool), Arc<[Person]>>,
    roles: FxHashMap<&'a str, Arc<str>>,
    /// The references that were read as several names, from the oldest on.
    splits: Vec<SplitNames<'a>>,
    /// What each article has, from the oldest on.
    owns: Vec<Own>,
}

impl<'a> Chunk<'a> {
    fn new(config: &'a Config, people: &'a People<'a>, author: Option<usize>) -> Self {
        Self {
            config,
            people,
            author,
            taxonomies: config.taxonomies.iter().map(|_| Spelled::default()).collect(),
            references: FxHashMap::default(),
            roles: FxHashMap::default(),
            splits: Vec::new(),
            owns: Vec::with_capacity(AT_A_TIME),
        }
    }

    /// Gathers what articles have, of which `first` is the number of the first.
    fn gathered(mut self, first: ArticleId, articles: &'a [Entry]) -> Self {
        // From the oldest article on, so that a new one never changes how a term is spelled.
        for (place, entry) in articles.iter().enumerate().rev() {
            let id = first + place;
            let meta = &entry.article.meta;
            let own = Own { terms: self.terms(id, meta), credits: self.credits(id, meta) };
            self.owns.push(own);
        }
        self
    }

    fn terms(&mut self, id: ArticleId, meta: &'a Meta) -> Vec<(usize, usize)> {
        let mut own = Vec::new();
        for (index, taxonomy) in self.config.taxonomies.iter().enumerate() {
            let spelled = &mut self.taxonomies[index];
            let series = meta.series.as_ref().filter(|_| taxonomy.name == "series").map(|series| &series.name);
            let names = meta.terms.get(&taxonomy.name).into_iter().flatten().chain(series);
            for name in names.flat_map(|name| with_parents(name, taxonomy.hierarchical)) {
                let Some(number) = spelled.number_of(name) else { continue };
                spelled.terms.note(number, id);
                if !own.contains(&(index, number)) {
                    own.push((index, number));
                }
            }
        }
        own
    }

    fn credits(&mut self, id: ArticleId, meta: &'a Meta) -> Vec<Credit> {
        let mut own: Vec<Credit> = Vec::with_capacity(meta.authors.len());
        for reference in &meta.authors {
            let people = self.people_of(reference, meta);
            let Some(author) = self.author else { continue };
            let role = self.roles.entry(&reference.role).or_insert_with(|| reference.role.as_str().into());
            for (name, number) in &*people {
                self.taxonomies[author].terms.note(*number, id);
                if !own.iter().any(|other| other.name == *name && other.role == *role) {
                    own.push(Credit { name: Arc::clone(name), term: Some((author, *number)), role: Arc::clone(role) });
                }
            }
        }
        own
    }

    /// The people that a reference in the front matter names.
    fn people_of(&mut self, reference: &'a AuthorRef, meta: &'a Meta) -> Arc<[Person]> {
        let Self { people, author, taxonomies, references, splits, .. } = self;
        let make = || {
            let (named, unknown) = people.named(reference);
            if !unknown.is_empty() {
                splits.push(SplitNames { text: &reference.name, unknown, place: meta.places.get("authors") });
            }
            let named = named.into_iter().filter(|named| !named.key.is_empty());
            let number = |named: Named| match author {
                Some(author) => (Arc::clone(&named.name), taxonomies[*author].terms.number_of(named.key, &named.name)),
                None => (named.name, 0),
            };
            named.map(number).collect()
        };
        Arc::clone(references.entry((&reference.name, reference.may_be_several)).or_insert_with(make))
    }
}

/// `a/b/c` with `a` and `a/b` before it, in a hierarchical taxonomy.
fn with_parents(name: &str, hierarchical: bool) -> impl Iterator<Item = &str> {
    let name = name.trim_matches(|character: char| character.is_whitespace() || (hierarchical && character == '/'));
    let parents = name.match_indices('/').filter(move |_| hierarchical).map(move |(at, _)| &name[..at]);
    parents.chain([name])
}

/// Warns of terms that differ in accents only: they may be one word misspelled, or two words.
fn report_similar(taxonomy: &Taxonomy, terms: &Keyed, diagnostics: &mut Vec<Diagnostic>) {
    if terms.iter().all(|(key, _)| key.is_ascii()) {
        return;
    }
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

/// The terms with their slugs and addresses, by slug, and where each of them went.
fn finish(
    taxonomy: &Taxonomy,
    gathered: Vec<(String, Gathered)>,
    slugs: Vec<String>,
    indexes: &Indexes,
    config: &Config,
) -> (Vec<Term>, Vec<usize>) {
    let path = taxonomy.path.trim_matches('/');
    let pattern = config.permalinks.get(path).or_else(|| config.permalinks.get(&taxonomy.name));
    let (keys, gathered): (Vec<String>, Vec<Gathered>) = gathered.into_iter().unzip();
    let mut finished: Vec<(usize, Term)> = Vec::with_capacity(gathered.len());
    for (number, (term, slug)) in gathered.into_iter().zip(slugs).enumerate() {
        let url = match pattern {
            Some(Pattern(pattern)) => pattern.replace(":slug", &slug).replace(":title", &slug),
            None => format!("/{path}/{slug}/"),
        };
        let mut articles = term.articles;
        articles.reverse();
        let index = indexes.get(&format!("{path}/{slug}")).cloned();
        let name = match index.as_ref().and_then(|index| index.title.as_ref()) {
            Some(title) => title.text.as_ref().into(),
            None if taxonomy.hierarchical => term.name.rsplit('/').next().unwrap_or_default().to_owned(),
            None => term.name,
        };
        let url = UrlPath::new(&url).unwrap_or_else(UrlPath::root);
        finished.push((number, Term { name, slug, url, parent: None, articles, profile: term.profile, index }));
    }
    finished.sort_by(|(_, a), (_, b)| a.slug.cmp(&b.slug));
    let mut places = vec![0; keys.len()];
    for (place, (number, _)) in finished.iter().enumerate() {
        places[*number] = place;
    }
    let parent = |number: usize| {
        let parent = term_slugs::parent_of(taxonomy, &keys[number])?;
        Some(places[keys.binary_search_by(|key| key.as_str().cmp(parent)).ok()?])
    };
    let terms = finished.into_iter().map(|(number, term)| Term { parent: parent(number), ..term }).collect();
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
        assert_eq!(key_of(" -Open _ Source\t"), "open source");
        assert_eq!(key_of("\u{a0}ÉTÉ\u{3000}- 1 "), "été 1");
        assert_eq!(key_of("- _"), "");
    }

    #[test]
    fn a_term_of_a_hierarchy_brings_its_parents() {
        assert_eq!(with_parents("a/b/c", true).collect::<Vec<_>>(), ["a", "a/b", "a/b/c"]);
        assert_eq!(with_parents("a/b", false).collect::<Vec<_>>(), ["a/b"]);
    }
}
