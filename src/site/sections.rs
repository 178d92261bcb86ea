//! Sections: which folders are one, what they hold, and in which order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::id::Ids;
use super::lookup::Lookup;
use super::schedule::Selected;
use super::{ArticleId, Entry, Reason, Section, Site, address};
use crate::article::{Article, Inline, SectionIndex, slug};
use crate::config::{Config, Mention, Provider, SchemaType, SectionKind, SectionOrder, SectionSettings};
use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::path::{SourcePath, UrlPath};

/// The `_index.md` files by folder below the content, and those that describe a taxonomy or term instead.
pub(super) struct Indexes {
    by_folder: BTreeMap<String, Arc<SectionIndex>>,
    taxonomy_folders: BTreeSet<String>,
    has_drafts: bool,
}

impl Indexes {
    pub(super) fn new(indexes: Vec<SectionIndex>, config: &Config) -> Self {
        let has_drafts = indexes.iter().any(|index| index.draft);
        let by_folder = indexes
            .into_iter()
            .filter_map(|index| {
                let folder = config.content.below(index.source.folder())?.to_owned();
                Some((folder, Arc::new(index)))
            })
            .collect();
        let taxonomy_folders =
            config.taxonomies.iter().map(|taxonomy| taxonomy.path.trim_matches('/').to_owned()).collect();
        Self { by_folder, taxonomy_folders, has_drafts }
    }

    pub(super) fn get(&self, folder: &str) -> Option<&Arc<SectionIndex>> {
        self.by_folder.get(folder)
    }

    /// Whether a section that the file lies in is a draft.
    pub(super) fn is_draft(&self, source: &SourcePath, config: &Config) -> bool {
        let Some(path) = source.strip(&config.content).filter(|_| self.has_drafts) else { return false };
        folders_of(path).any(|folder| self.get(folder).is_some_and(|index| index.draft))
    }

    /// Whether the folder belongs to a taxonomy: its `_index.md` describes the taxonomy or a term.
    fn is_of_taxonomy(&self, folder: &str) -> bool {
        folders_of(folder).chain([folder]).any(|folder| !folder.is_empty() && self.taxonomy_folders.contains(folder))
    }
}

/// The folders that hold `path`, from the nearest to the root, "".
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(
        path.rsplit_once('/').map_or((!path.is_empty()).then_some(""), |(folder, _)| Some(folder)),
        |folder| folder.rsplit_once('/').map_or((!folder.is_empty()).then_some(""), |(parent, _)| Some(parent)),
    )
}

/// The folder below the content that an article lies in; of an `index.md` the one that its own folder lies in.
pub(super) fn folder_of<'s>(source: &'s SourcePath, config: &Config) -> &'s str {
    let folder = source.folder();
    let is_bundle = source.stem() == "index" && folder != config.content.as_str();
    let folder = if is_bundle { folder.rsplit_once('/').map_or("", |(parent, _)| parent) } else { folder };
    config.content.below(folder).unwrap_or_default()
}

/// A folder is a section where it has an `_index.md` or settings, or stands at the top and is no mere year.
fn is_section(folder: &str, indexes: &Indexes, config: &Config) -> bool {
    // Zola's word for folders that only keep files apart.
    let is_transparent = |index: &Arc<SectionIndex>| index.settings.extra.get("transparent") == Some(&true.into());
    if !folder.is_empty() && indexes.get(folder).is_some_and(is_transparent) {
        return false;
    }
    let is_year = folder.len() == 4 && folder.bytes().all(|byte| byte.is_ascii_digit());
    folder.is_empty()
        || indexes.get(folder).is_some()
        || config.sections.contains_key(folder)
        || (!folder.contains('/') && !is_year && folder != "_posts")
}

/// The sections that the articles and the `_index.md` files make, still without articles.
pub(super) fn sections(articles: &[Selected], indexes: &Indexes, config: &Config) -> Vec<Section> {
    let mut paths: BTreeSet<String> = BTreeSet::from([String::new()]);
    let folders: FxHashSet<&str> = articles.iter().map(|(article, _)| folder_of(&article.source, config)).collect();
    for folder in folders {
        let all = std::iter::once(folder).chain(folders_of(folder));
        paths.extend(all.filter(|folder| is_section(folder, indexes, config)).map(str::to_owned));
    }
    let described = indexes.by_folder.iter().filter(|(folder, index)| !index.draft && !indexes.is_of_taxonomy(folder));
    paths.extend(described.map(|(folder, _)| folder.clone()).filter(|folder| is_section(folder, indexes, config)));

    let paths: Vec<String> = paths.into_iter().collect();
    let mut sections: Vec<Section> = Vec::with_capacity(paths.len());
    for path in &paths {
        let parent = folders_of(path).find_map(|folder| paths.binary_search_by(|path| path.as_str().cmp(folder)).ok());
        let inherited = parent.map(|parent| sections[parent].kind).unwrap_or_default();
        sections.push(section(path, parent, inherited, indexes, config));
    }
    for index in 1..sections.len() {
        if let Some(parent) = sections[index].parent {
            sections[parent].children.push(index);
        }
    }
    order_children(&mut sections);
    sections
}

fn section(path: &str, parent: Option<usize>, inherited: SectionKind, indexes: &Indexes, config: &Config) -> Section {
    let index = indexes.get(path).cloned();
    let settings = merge(index.as_ref().map(|index| &index.settings), config.sections.get(path));
    let title = index
        .as_ref()
        .and_then(|index| index.title.clone())
        .or_else(|| settings.title.as_deref().map(Inline::plain))
        .unwrap_or_else(|| {
            if path.is_empty() { Inline::plain(&config.title) } else { Inline::plain(&title_of_folder(path)) }
        });
    let description = index
        .as_ref()
        .and_then(|index| index.description.clone())
        .or_else(|| settings.description.as_deref().map(Inline::plain));
    Section {
        url: UrlPath::new(&format!("/{}/", slug::of_folder(config.slugs, path))).unwrap_or_else(UrlPath::root),
        path: path.to_owned(),
        title,
        description,
        index,
        kind: settings.kind.unwrap_or(inherited),
        settings,
        parent,
        children: Vec::new(),
        articles: Vec::new(),
        lead: None,
        featured: Vec::new(),
    }
}

fn title_of_folder(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path).replace(['-', '_'], " ");
    let mut characters = name.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// What the `_index.md` says goes before what the configuration says.
fn merge(index: Option<&SectionSettings>, config: Option<&SectionSettings>) -> SectionSettings {
    let own = index.cloned().unwrap_or_default();
    let Some(config) = config.cloned() else { return own };
    let mut extra = config.extra;
    extra.extend(own.extra);
    SectionSettings {
        title: own.title.or(config.title),
        description: own.description.or(config.description),
        weight: own.weight.or(config.weight),
        kind: own.kind.or(config.kind),
        order: own.order.or(config.order),
        paginate: own.paginate.or(config.paginate),
        template: own.template.or(config.template),
        article_template: own.article_template.or(config.article_template),
        lead: own.lead.or(config.lead),
        featured: if own.featured.is_empty() { config.featured } else { own.featured },
        labels: if own.labels.is_empty() { config.labels } else { own.labels },
        comments: own.comments.or(config.comments),
        share: own.share.or(config.share),
        front_page: own.front_page.or(config.front_page),
        schema: own.schema.or(config.schema),
        extra,
    }
}

fn order_children(sections: &mut [Section]) {
    let keys: Vec<(i64, String)> =
        sections.iter().map(|section| (section.settings.weight.unwrap_or(i64::MAX), section.path.clone())).collect();
    for section in sections {
        section.children.sort_by(|a, b| keys[*a].cmp(&keys[*b]));
    }
}

/// What a section gives each of its articles.
struct Given<'c> {
    pattern: Option<&'c str>,
    labels: Arc<[String]>,
    comments: Option<bool>,
    share: bool,
    schema: SchemaType,
}

impl<'c> Given<'c> {
    fn of(sections: &[Section], section: usize, config: &'c Config) -> Self {
        let labels = |own: &SectionSettings| Some(own.labels.clone()).filter(|labels| !labels.is_empty());
        Self {
            pattern: address::pattern_in(&sections[section], config),
            labels: nearest_saying(sections, section, labels).unwrap_or_default().into(),
            comments: nearest_saying(sections, section, |own| own.comments),
            share: nearest_saying(sections, section, |own| own.share).unwrap_or(true),
            schema: nearest_saying(sections, section, |own| own.schema).unwrap_or(config.schema),
        }
    }
}

/// What is needed to find the place of an article, the same for all of them.
struct Placing<'a> {
    config: &'a Config,
    sections: &'a [Section],
    by_path: FxHashMap<&'a str, usize>,
    names: SectionNames,
    given: Vec<Given<'a>>,
    ids: Ids,
    pages_stand_alone: bool,
}

/// An article in its place, with what is wrong with the section that it names, with its address and with its thread.
type Placed = (Entry, [Option<Box<Diagnostic>>; 3]);

/// The articles as entries, each in its section and at its address; a named section that does not exist is an error.
pub(super) fn entries(
    articles: Vec<Selected>,
    sections: &[Section],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let any_dated = articles.iter().any(|(article, _)| article.meta.date.is_some());
    let placing = Placing {
        config,
        sections,
        by_path: sections.iter().enumerate().map(|(index, section)| (section.path.as_str(), index)).collect(),
        names: SectionNames::new(sections),
        given: (0..sections.len()).map(|section| Given::of(sections, section, config)).collect(),
        ids: Ids::new(config),
        pages_stand_alone: any_dated && config.content != SourcePath::root(),
    };
    let (entries, found): (Vec<Entry>, Vec<_>) =
        articles.into_par_iter().map(|(article, unpublished)| placing.place(article, unpublished)).unzip();
    let mut by_kind: [Vec<_>; 3] = Default::default();
    for article in found {
        by_kind.iter_mut().zip(article).for_each(|(all, one)| all.extend(one));
    }
    diagnostics.extend(by_kind.into_iter().flatten().map(|found| *found));
    entries
}

impl Placing<'_> {
    fn place(&self, article: Arc<Article>, unpublished: Option<Reason>) -> Placed {
        let folder = folder_of(&article.source, self.config);
        let own = || std::iter::once(folder).chain(folders_of(folder)).find_map(|folder| self.by_path.get(folder));
        let (named, no_section) = match self.named_section(&article) {
            Ok(named) => (named, None),
            Err(diagnostic) => (None, Some(Box::new(diagnostic))),
        };
        let index = named.or_else(|| own().copied()).unwrap_or(0);
        let (section, given, meta) = (&self.sections[index], &self.given[index], &article.meta);
        let (url, no_address) = match address::of(&article, section, given.pattern, self.config) {
            Ok(url) => (url, None),
            Err(diagnostic) => (UrlPath::root(), Some(Box::new(diagnostic))),
        };
        let kind = kind(&article, section, self.pages_stand_alone);
        let no_thread = meta.thread.as_deref().and_then(|thread| self.strange_thread(&article, thread)).map(Box::new);
        let entry = Entry {
            url,
            id: self.ids.of(&article),
            kind,
            labels: if meta.labels.is_empty() { Arc::clone(&given.labels) } else { meta.labels.as_slice().into() },
            comments: meta
                .comments
                .or(given.comments)
                .unwrap_or(kind == SectionKind::Articles && self.config.comments.is_some()),
            share: meta.share.unwrap_or(given.share),
            schema: meta.schema.unwrap_or(given.schema),
            section: index,
            unpublished,
            credits: Vec::new(),
            terms: Vec::new(),
            previous: None,
            next: None,
            related: Vec::new(),
            article,
        };
        (entry, [no_section, no_address, no_thread])
    }

    /// What is wrong with a thread that the site's instance and account, where they are set, do not have.
    fn strange_thread(&self, article: &Article, thread: &str) -> Option<Diagnostic> {
        let Some(Provider::Mastodon { server, account }) = self.config.comments.as_ref().map(|one| &one.provider)
        else {
            return None;
        };
        let own = match account {
            Some(account) => format!("{server}/@{account}/"),
            None => format!("{server}/@"),
        };
        if thread.starts_with(&own) {
            return None;
        }
        let place = article.meta.places.get("comments").cloned().unwrap_or_else(|| Place::file(&article.source));
        let number = thread.rsplit('/').next().unwrap_or_default();
        let hint = match account {
            Some(_) => format!("write it as `{own}{number}`"),
            None => format!("write it as `{own}who/{number}`, or set another `server` under `comments:`"),
        };
        let message = format!("the thread `{thread}` is none of `{}`", own.trim_end_matches(['/', '@']));
        Some(Diagnostic::new(Code::InvalidValue, message).at(place).hint(hint))
    }

    /// The section that an article names.
    fn named_section(&self, article: &Article) -> Result<Option<usize>, Diagnostic> {
        let Some(name) = article.meta.section.as_deref() else { return Ok(None) };
        let wanted = name.trim_matches('/').to_lowercase();
        let found = self.names.by_path.get(&wanted).or_else(|| self.names.by_title.get(&wanted));
        if found.is_some() {
            return Ok(found.copied());
        }
        let names = || self.sections.iter().map(|section| section.path.as_str()).filter(|path| !path.is_empty());
        let place = article.meta.places.get("section").cloned().unwrap_or_else(|| Place::file(&article.source));
        let diagnostic = Diagnostic::new(Code::UnknownSection, format!("there is no section `{name}`")).at(place);
        Err(match nearest(name, names()) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint(format!(
                "a section is a folder of the content, named by its path; there are: {}",
                names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            )),
        })
    }
}

/// The names by which articles may call sections, in lower case; of several sections with one name the first is meant.
struct SectionNames {
    by_path: FxHashMap<String, usize>,
    by_title: FxHashMap<String, usize>,
}

impl SectionNames {
    fn new(sections: &[Section]) -> Self {
        let first = |name: fn(&Section) -> &str| {
            let names = sections.iter().enumerate().rev();
            names.map(|(index, section)| (name(section).to_lowercase(), index)).collect()
        };
        Self { by_path: first(|section| &section.path), by_title: first(|section| &section.title.text) }
    }
}

/// What a section says, else the nearest one above it that says anything.
fn nearest_saying<T>(sections: &[Section], section: usize, what: impl Fn(&SectionSettings) -> Option<T>) -> Option<T> {
    let above = std::iter::successors(Some(section), |section| sections.get(*section)?.parent);
    above.filter_map(|section| sections.get(section)).find_map(|section| what(&section.settings))
}

/// A page is what stands in a section of pages or has the template `page`; and what stands undated beside the sections, such
/// as `about.md`, unless nothing of the collection is dated or the folder is no site.
fn kind(article: &Article, section: &Section, pages_stand_alone: bool) -> SectionKind {
    let stands_alone = section.path.is_empty() && article.meta.date.is_none() && pages_stand_alone;
    let has_template = matches!(article.meta.template.as_deref(), Some("page" | "page.html"));
    if stands_alone || has_template { SectionKind::Pages } else { section.kind }
}

/// Whether the articles of a section stand on the front page.
pub fn is_on_front_page(sections: &[Section], section: usize) -> bool {
    nearest_saying(sections, section, |own| own.front_page).unwrap_or(true)
}

/// Gives each section its articles, lead and featured articles.
pub(super) fn fill(site: &mut Site, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let fronts: Vec<bool> = (0..site.sections.len()).map(|section| is_on_front_page(&site.sections, section)).collect();
    for id in 0..site.articles.len() {
        let own = site.articles[id].section;
        if site.articles[id].kind == site.sections[own].kind {
            site.sections[own].articles.push(id);
        }
        if site.articles[id].kind == SectionKind::Articles {
            let mut at = site.sections[own].parent;
            while let Some(section) = at {
                let is_front_page = site.sections[section].path.is_empty();
                if site.sections[section].kind == SectionKind::Articles && (!is_front_page || fronts[own]) {
                    site.sections[section].articles.push(id);
                }
                at = site.sections[section].parent;
            }
        }
    }
    for index in 0..site.sections.len() {
        order_articles(site, index);
    }
    let names_any = |section: &Section| section.settings.lead.is_some() || !section.settings.featured.is_empty();
    let lookup = site.sections.iter().any(names_any).then(|| Lookup::new(site, &config.url));
    let picked: Vec<Picked> =
        site.sections.iter().map(|section| pick(site, section, lookup.as_ref(), diagnostics)).collect();
    for (section, (lead, featured)) in site.sections.iter_mut().zip(picked) {
        section.lead = lead;
        section.featured = featured;
    }
}

fn order_articles(site: &mut Site, index: usize) {
    let section = &site.sections[index];
    let order = section.settings.order.unwrap_or(match section.kind {
        SectionKind::Articles => SectionOrder::Date,
        SectionKind::Pages => SectionOrder::Weight,
    });
    let mut articles = std::mem::take(&mut site.sections[index].articles);
    let meta = |id: &ArticleId| &site.articles[*id].article.meta;
    let source = |id: &ArticleId| &site.articles[*id].article.source;
    match order {
        SectionOrder::Date => articles.sort_unstable(),
        SectionOrder::Weight => articles.sort_by(|a, b| {
            let weight = |id: &ArticleId| meta(id).weight.unwrap_or(i64::MAX);
            weight(a).cmp(&weight(b)).then_with(|| source(a).cmp(source(b)))
        }),
        SectionOrder::Title => {
            articles.sort_by_cached_key(|id| (meta(id).title.text.to_lowercase(), source(id).clone()))
        }
    }
    site.sections[index].articles = articles;
}

/// The lead and the featured articles of a section.
type Picked = (Option<ArticleId>, Vec<ArticleId>);

/// Finds the articles that a section names as its lead and as featured; without any, those that say
/// `featured: true`, the newest first, at most six.
fn pick(site: &Site, section: &Section, lookup: Option<&Lookup<'_>>, diagnostics: &mut Vec<Diagnostic>) -> Picked {
    const MOST_FEATURED: usize = 6;
    let mut find = |mention: &Mention| {
        let found = lookup.and_then(|lookup| lookup.find(&mention.name, &section.path));
        if found.is_none() {
            diagnostics.push(unknown_article(mention));
        }
        found
    };
    let lead = section.settings.lead.as_ref().and_then(&mut find);
    let mut featured: Vec<ArticleId> = section.settings.featured.iter().filter_map(&mut find).collect();
    if section.settings.featured.is_empty() {
        let is_featured = |id: &ArticleId| site.articles[*id].article.meta.featured;
        featured = section.articles.iter().copied().filter(is_featured).take(MOST_FEATURED).collect();
    }
    featured.retain(|id| Some(*id) != lead);
    (lead, featured)
}

/// The diagnostic for an article that is named and not there.
pub(super) fn unknown_article(mention: &Mention) -> Diagnostic {
    Diagnostic::new(Code::UnknownArticle, format!("there is no published article `{}`", mention.name))
        .at(mention.place.clone())
        .hint("name an article by its path below the content, `news/a.md`, by its id or by its address")
}

/// Sets each article's neighbours: in its own section by date, in documentation by the order of the side navigation.
pub(super) fn neighbours(site: &mut Site) {
    let mut own: Vec<Vec<ArticleId>> = vec![Vec::new(); site.sections.len()];
    for (id, entry) in site.articles.iter().enumerate().filter(|(_, entry)| entry.kind == SectionKind::Articles) {
        if entry.article.meta.date.is_some() {
            own[entry.section].push(id);
        }
    }
    for newest_first in own {
        link(site, newest_first.iter().rev());
    }
    for index in 0..site.sections.len() {
        let section = &site.sections[index];
        let is_top = section.parent.is_none_or(|parent| site.sections[parent].kind == SectionKind::Articles);
        if section.kind == SectionKind::Pages && is_top {
            let order = site.reading_order(index);
            link(site, order.iter());
        }
    }
}

fn link<'a>(site: &mut Site, order: impl Iterator<Item = &'a ArticleId>) {
    let mut before: Option<ArticleId> = None;
    for id in order {
        site.articles[*id].previous = before;
        if let Some(before) = before {
            site.articles[before].next = Some(*id);
        }
        before = Some(*id);
    }
}

/// An item of a documentation's side navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// A page.
    Page(ArticleId),
    /// A section with what is in it.
    Section(usize),
}

impl Site {
    /// The pages and sections directly in a section of documentation, lightest first, then by path.
    pub fn nodes(&self, section: usize) -> Vec<Node> {
        let section = &self.sections[section];
        let pages = section.articles.iter().map(|id| Node::Page(*id));
        let mut nodes: Vec<Node> = pages.chain(section.children.iter().map(|child| Node::Section(*child))).collect();
        if section.settings.order.is_none() {
            nodes.sort_by_key(|node| match node {
                Node::Page(id) => {
                    let article = &self.articles[*id].article;
                    (article.meta.weight.unwrap_or(i64::MAX), article.source.to_string())
                }
                Node::Section(index) => {
                    let section = &self.sections[*index];
                    (section.settings.weight.unwrap_or(i64::MAX), section.path.clone())
                }
            });
        }
        nodes
    }

    /// The pages of a documentation in the order in which they are read.
    pub fn reading_order(&self, section: usize) -> Vec<ArticleId> {
        let mut order = Vec::new();
        let mut open: Vec<Node> = self.nodes(section);
        open.reverse();
        while let Some(node) = open.pop() {
            match node {
                Node::Page(id) => order.push(id),
                Node::Section(index) => open.extend(self.nodes(index).into_iter().rev()),
            }
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_of_a_path_go_up_to_the_root() {
        assert_eq!(folders_of("a/b/c").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(folders_of("a").collect::<Vec<_>>(), [""]);
        assert_eq!(folders_of("").count(), 0);
    }

    #[test]
    fn a_folder_s_name_becomes_a_title() {
        assert_eq!(title_of_folder("a/world-news"), "World news");
    }
}
