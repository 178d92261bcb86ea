//! The articles of a site together: what is published, in which order, and how it belongs together.
//!
//! Assembling is pure: documents, configuration and the moment go in, a [`Site`] comes out. It knows no
//! template and makes no HTML.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::article::{Article, Document, Inline, Moment, Profile, SectionIndex, hides};
use crate::config::{Config, SchemaType, SectionKind, SectionSettings, Taxonomy};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::{SourcePath, UrlPath};
use crate::source::StaticFile;

mod address;
mod id;
mod lookup;
mod people;
mod related;
mod schedule;
mod sections;
mod term_slugs;
mod terms;

pub use id::feed_id;
pub use schedule::{Change, Changing, LeftOut, Reason, Selection, changes};
pub use sections::{Node, is_on_front_page};

/// The number of an article in [`Site::articles`]: the smaller, the newer.
pub type ArticleId = usize;

/// Everything that is published, and how it belongs together.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The published articles, newest first, the undated last; of one date in the order of their source paths.
    pub articles: Vec<Entry>,
    /// The sections in the order of their paths; the first is the root, with the path "".
    pub sections: Vec<Section>,
    /// The taxonomies in the order of the configuration.
    pub taxonomies: Vec<TaxonomyTerms>,
    /// Files beside the articles that are published: source, size in bytes, address.
    pub files: Vec<StaticFile>,
    /// What is not published, and why.
    pub left_out: Vec<LeftOut>,
    /// The articles by source path.
    pub by_source: FxHashMap<SourcePath, ArticleId>,
    /// The moment that it was put together for, in seconds since 1970.
    pub moment: i64,
    /// The articles that news search is told of, the newest first.
    pub news: Vec<ArticleId>,
}

/// A published article and its relations.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What its file says.
    pub article: Arc<Article>,
    /// Its address.
    pub url: UrlPath,
    /// Its permanent id, which feeds show as a `urn:uuid:`: it survives a change of title, date and address.
    pub id: Uuid,
    /// Its section, an index of [`Site::sections`].
    pub section: usize,
    /// Whether it is an article or a page of documentation.
    pub kind: SectionKind,
    /// Why it would not be published without an option that asks for it.
    pub unpublished: Option<Reason>,
    /// What kind of article it is: what it says itself, else its section.
    pub labels: Arc<[String]>,
    /// Whether readers may comment on it.
    pub comments: bool,
    /// Whether it is offered for sharing.
    pub share: bool,
    /// What it is to search engines.
    pub schema: SchemaType,
    /// Who made it.
    pub credits: Vec<Credit>,
    /// Its terms: indices of [`Site::taxonomies`] and of its terms, in the order of the front matter.
    pub terms: Vec<(usize, usize)>,
    /// The next older article of its section; of pages, the one before it.
    pub previous: Option<ArticleId>,
    /// The next newer article of its section; of pages, the one after it.
    pub next: Option<ArticleId>,
    /// Articles that go with it: those that it names, then those on the same subjects, the nearest first.
    pub related: Vec<ArticleId>,
}

impl Entry {
    /// Whether search engines may show its page, and under its own address.
    pub fn is_indexable(&self) -> bool {
        let meta = &self.article.meta;
        self.unpublished.is_none() && meta.canonical_url.is_none() && !meta.robots.as_deref().is_some_and(hides)
    }

    /// When it was last changed in substance: the later one of its dates.
    pub fn changed(&self) -> Option<&Moment> {
        let meta = &self.article.meta;
        meta.updated.iter().chain(&meta.date).max_by_key(|moment| moment.seconds)
    }
}

/// A person's or organization's part in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The name as printed.
    pub name: Arc<str>,
    /// The term of the author taxonomy: indices of [`Site::taxonomies`] and of its terms.
    pub term: Option<(usize, usize)>,
    /// What they did.
    pub role: Arc<str>,
}

/// A section of the site.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its folder below the content; "" for the root.
    pub path: String,
    /// Its address.
    pub url: UrlPath,
    /// Its name.
    pub title: Inline,
    /// What it holds.
    pub description: Option<Inline>,
    /// Its `_index.md`.
    pub index: Option<Arc<SectionIndex>>,
    /// What configuration and `_index.md` say of it together.
    pub settings: SectionSettings,
    /// Whether it holds articles or pages, inherited from its parent.
    pub kind: SectionKind,
    /// The section that it lies in; `None` for the root.
    pub parent: Option<usize>,
    /// The sections that lie in it, in order.
    pub children: Vec<usize>,
    /// Its articles in the order of its listing: of a section of articles with those of the sections in it, of
    /// pages its own only.
    pub articles: Vec<ArticleId>,
    /// The article that leads its page.
    pub lead: Option<ArticleId>,
    /// The articles that its page shows first.
    pub featured: Vec<ArticleId>,
}

/// A taxonomy with its terms.
#[derive(Clone, Debug)]
pub struct TaxonomyTerms {
    /// What the configuration says of it.
    pub taxonomy: Taxonomy,
    /// The address of its index.
    pub url: UrlPath,
    /// Its `_index.md`, at its path in the content.
    pub index: Option<Arc<SectionIndex>>,
    /// Its terms, by slug.
    pub terms: Vec<Term>,
}

/// A term of a taxonomy: a topic, an author, a series.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its name as shown.
    pub name: String,
    /// Its place in addresses below the taxonomy's; of a hierarchical one with its parents'.
    pub slug: String,
    /// The address of its page.
    pub url: UrlPath,
    /// The term above it, in a hierarchical taxonomy.
    pub parent: Option<usize>,
    /// Its articles, newest first; of a series in the order of its parts.
    pub articles: Vec<ArticleId>,
    /// What is known of it, where it is an author with a profile.
    pub profile: Option<Arc<Profile>>,
    /// The `_index.md` at its path in the content.
    pub index: Option<Arc<SectionIndex>>,
}

/// What is assembled.
#[derive(Default)]
pub struct Materials {
    /// The documents that parsed, in any order.
    pub documents: Vec<Document>,
    /// The files of the content that are no documents, and those of `files:`, with the addresses they stand at.
    pub files: Vec<StaticFile>,
    /// An article that is there whatever keeps it from being published.
    pub anyway: Option<SourcePath>,
}

/// Puts the site together.
pub fn assemble(materials: Materials, config: &Config, selection: &Selection) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let documents = Documents::sort(materials.documents);
    let indexes = sections::Indexes::new(documents.indexes, config);
    let (published, left_out) =
        schedule::select(documents.articles, &indexes, config, selection, materials.anyway.as_ref());
    let mut site =
        Site { files: schedule::published_files(materials.files, &left_out, config), left_out, ..Site::default() };
    site.moment = selection.at;

    let ordered = schedule::newest_first(published);
    site.sections = sections::sections(&ordered, &indexes, config);
    site.articles = sections::entries(ordered, &site.sections, config, &mut diagnostics);
    site.by_source = site.articles.iter().enumerate().map(|(id, entry)| (entry.article.source.clone(), id)).collect();
    sections::fill(&mut site, config, &mut diagnostics);
    let profiles: Vec<Arc<Profile>> = documents.profiles.into_iter().map(Arc::new).collect();
    terms::fill(&mut site, &profiles, &indexes, config, &mut diagnostics);
    sections::neighbours(&mut site);
    related::fill(&mut site, config, &mut diagnostics);
    if config.sitemap.as_ref().is_some_and(|sitemap| sitemap.news.is_some()) {
        site.news = schedule::news(&site, selection.at);
    }
    report_missing_descriptions(&site, config, &mut diagnostics);
    terms::order_series(&mut site);
    (site, diagnostics)
}

/// Reports articles without a description, where `checks:` asks for it.
fn report_missing_descriptions(site: &Site, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for entry in site.articles.iter().filter(|entry| entry.article.meta.description.is_none()) {
        let source = &entry.article.source;
        if !config.checks.asks_for(Code::MissingDescription, source) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(Code::MissingDescription, format!("`{source}` has no description"))
                .at(Place::file(source))
                .hint("`description:` is the sentence under the headline; listings and search engines show it"),
        );
    }
}

/// The documents by what they are.
#[derive(Default)]
struct Documents {
    articles: Vec<Arc<Article>>,
    indexes: Vec<SectionIndex>,
    profiles: Vec<Profile>,
}

impl Documents {
    fn sort(documents: Vec<Document>) -> Self {
        let mut sorted = Self::default();
        for document in documents {
            match document {
                Document::Article(article) => sorted.articles.push(article),
                Document::Section(index) => sorted.indexes.push(*index),
                Document::Profile(profile) => sorted.profiles.push(*profile),
            }
        }
        sorted.articles.sort_by(|a, b| a.source.cmp(&b.source));
        sorted.indexes.sort_by(|a, b| a.source.cmp(&b.source));
        sorted.profiles.sort_by(|a, b| a.source.cmp(&b.source));
        sorted
    }
}

impl Site {
    /// The section at `path` below the content, or the one whose last folder or title that is.
    pub fn section(&self, path: &str) -> Option<usize> {
        let path = path.trim_matches('/');
        self.sections.iter().position(|section| section.path == path).or_else(|| {
            let wanted = path.to_lowercase();
            self.sections.iter().position(|section| {
                section.path.rsplit('/').next().is_some_and(|name| name.to_lowercase() == wanted)
                    || section.title.text.to_lowercase() == wanted
            })
        })
    }

    /// The article named by a path below the content or from the root (with or without ending), by id or by slug.
    pub fn article(&self, name: &str, content: &SourcePath) -> Option<ArticleId> {
        let name = name.trim_start_matches("@/").trim_matches('/');
        let bases = [content.clone(), SourcePath::root()];
        let endings = ["", ".md", "/index.md", ".markdown"];
        let by_path = bases
            .iter()
            .flat_map(|base| endings.iter().map(move |ending| (base, ending)))
            .find_map(|(base, ending)| self.by_source.get(&base.join(&format!("{name}{ending}"))?).copied());
        by_path
            .or_else(|| self.articles.iter().position(|entry| entry.article.meta.id.as_deref() == Some(name)))
            .or_else(|| self.articles.iter().position(|entry| entry.article.meta.slug == name))
    }

    /// The taxonomy with this name.
    pub fn taxonomy(&self, name: &str) -> Option<(usize, &TaxonomyTerms)> {
        self.taxonomies.iter().enumerate().find(|(_, terms)| terms.taxonomy.name == name)
    }

    /// The years and months in which articles of the archive were published, newest first, each with its
    /// articles.
    pub fn archive(&self) -> BTreeMap<(i16, i8), Vec<ArticleId>> {
        let mut months: BTreeMap<(i16, i8), Vec<ArticleId>> = BTreeMap::new();
        for (id, entry) in self.articles.iter().enumerate() {
            if let (SectionKind::Articles, Some(date)) = (entry.kind, &entry.article.meta.date) {
                months.entry((date.civil.0, date.civil.1)).or_default().push(id);
            }
        }
        months
    }

    /// How many articles of the archive were published in each month.
    pub fn months(&self) -> BTreeMap<(i16, i8), usize> {
        self.archive().into_iter().map(|(month, articles)| (month, articles.len())).collect()
    }

    /// The corrections of all articles, the newest first: each as its article and its place among those of the article. One
    /// without a date has that of its article.
    pub fn corrections(&self) -> Vec<(ArticleId, usize)> {
        let of = |(id, entry): (ArticleId, &Entry)| {
            let meta = &entry.article.meta;
            let date = |at: usize| meta.corrections[at].date.as_ref().or(meta.date.as_ref()).map(|date| date.seconds);
            (0..meta.corrections.len()).map(move |at| (Reverse(date(at)), id, at)).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = self.articles.iter().enumerate().flat_map(of).collect();
        all.sort_unstable();
        all.into_iter().map(|(_, id, at)| (id, at)).collect()
    }

    /// The sections from the root's child down to `section`.
    pub fn ancestry(&self, section: usize) -> Vec<usize> {
        let mut chain = Vec::new();
        let mut seen = BTreeSet::new();
        let mut at = Some(section);
        while let Some(index) = at.filter(|index| seen.insert(*index)) {
            if !self.sections[index].path.is_empty() {
                chain.push(index);
            }
            at = self.sections[index].parent;
        }
        chain.reverse();
        chain
    }
}
