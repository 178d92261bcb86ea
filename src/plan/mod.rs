//! Which pages there are, under which address, made by which template from which inputs. Pure, and without HTML.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::{Config, SectionKind};
use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::path::{OutputPath, PathPattern, SourcePath, UrlPath};
use crate::site::{ArticleId, Entry, Site};
use crate::source::StaticFile;
use crate::theme::Templates;

mod against;
mod calls;
mod collisions;
mod dead_links;
mod links;
mod listing;
mod programs;
mod redirects;

use redirects::Redirects;

pub use against::{Address, KnownAddresses, lost, read_addresses};
pub use links::{BodyLinks, CallLinks, Destination, Links, Resolved, as_address};
pub use listing::Listing;
pub use programs::{FeedAddresses, FeedOf, Program, Sitemap, markdown_address, part_of_lists};
pub use redirects::Rule;

/// Every page and file of the output, and where each link leads.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The pages, in the order in which they are found: front page, sections, articles, taxonomies, archive, the rest.
    pub pages: Vec<Page>,
    /// The files that are copied.
    pub files: Vec<StaticFile>,
    /// The resolved links of every body and picture.
    pub links: Links,
    /// The address of the archive's first page, of each taxonomy's index, where they exist.
    pub landmarks: BTreeMap<String, UrlPath>,
    /// The feeds, by what they are of.
    pub feeds: FeedAddresses,
    /// What `redirects:` says, for hosts that answer with it themselves: the first rule that matches decides.
    pub redirects: Vec<Rule>,
}

/// A page: all that decides its bytes, but for what its template asks for while it is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub url: UrlPath,
    /// Its file.
    pub output: OutputPath,
    /// What it shows.
    pub subject: Subject,
    /// The template that makes it.
    pub template: Arc<str>,
    /// The articles that it lists.
    pub listing: Option<Box<Listing>>,
}

impl Page {
    /// The article whose page it is.
    pub fn article(&self) -> Option<ArticleId> {
        match self.subject {
            Subject::Article(id) => Some(id),
            _ => None,
        }
    }

    /// Whether its file is HTML, by its ending.
    pub fn is_html(&self) -> bool {
        [".html", ".htm"].iter().any(|ending| self.output.as_str().ends_with(ending))
    }
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The front page.
    Home,
    /// An article or page of documentation.
    Article(ArticleId),
    /// A section.
    Section(usize),
    /// The index of a taxonomy.
    Taxonomy(usize),
    /// A term of a taxonomy.
    Term(usize, usize),
    /// The years of the archive.
    Archive,
    /// A year of the archive.
    Year(i16),
    /// A month of the archive.
    Month(i16, i8),
    /// The corrections of all articles: each as its article and its place among those of the article.
    Corrections(Vec<(ArticleId, usize)>),
    /// The page for addresses that do not exist.
    NotFound,
    /// A page that leads to another.
    Redirect(Resolved),
    /// A page that says that there is nothing any more.
    Gone,
    /// A file of `outputs:`.
    Output,
    /// A file for programs, which no template makes.
    Program(Program),
}

/// A page that is asked for, with what owns it (for diagnostics).
struct Candidate<'a> {
    page: Page,
    owner: Owner<'a>,
}

/// What a page is made from, as a diagnostic names it.
#[derive(Clone, Copy)]
struct Owner<'a> {
    name: Name<'a>,
    source: Option<&'a SourcePath>,
    /// Where in its file it is asked for.
    place: Option<&'a Place>,
    /// Whether it gives way, unsaid, where an author's own page or file has its address.
    gives_way: bool,
    /// Whether it is an article with a date, which could be part of its address.
    is_dated: bool,
}

/// What an owner is called, put into words where a diagnostic needs them.
#[derive(Clone, Copy)]
enum Name<'a> {
    FrontPage,
    Section(&'a str),
    Source(&'a SourcePath),
    Taxonomy(&'a str),
    /// A term of a taxonomy.
    Term(&'a str, &'a str),
    Archive,
    Year(i16),
    Month(i16, i8),
    Corrections,
    NotFound,
    Output(&'a OutputPath),
    /// A file for programs, which always gives way.
    Program,
    Redirect(&'a PathPattern),
    AliasOf(&'a SourcePath),
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FrontPage => f.write_str("the front page"),
            Self::Section(path) => write!(f, "the section `{path}`"),
            Self::Source(source) => write!(f, "`{source}`"),
            Self::Taxonomy(name) => write!(f, "the index of the taxonomy `{name}`"),
            Self::Term(taxonomy, term) => write!(f, "the page of the {taxonomy} `{term}`"),
            Self::Archive => f.write_str("the archive"),
            Self::Year(year) => write!(f, "the archive of {year:04}"),
            Self::Month(year, month) => write!(f, "the archive of {year:04}-{month:02}"),
            Self::Corrections => f.write_str("the page of corrections"),
            Self::NotFound => f.write_str("the page for addresses that do not exist"),
            Self::Output(path) => write!(f, "the output `{path}`"),
            Self::Program => f.write_str("a file for programs"),
            Self::Redirect(from) => write!(f, "the redirect from `{}`", redirects::shown(from)),
            Self::AliasOf(source) => write!(f, "an alias of `{source}`"),
        }
    }
}

impl<'a> Owner<'a> {
    fn generated(name: Name<'a>) -> Self {
        Self { name, source: None, place: None, gives_way: false, is_dated: false }
    }

    /// What is made from nothing that an author wrote for it alone.
    fn giving_way(name: Name<'a>) -> Self {
        Self { gives_way: true, ..Self::generated(name) }
    }

    fn of(source: &'a SourcePath) -> Self {
        Self { source: Some(source), ..Self::generated(Name::Source(source)) }
    }

    /// What the configuration asks for at `place`.
    fn configured(name: Name<'a>, place: &'a Place) -> Self {
        Self { place: Some(place), ..Self::generated(name) }
    }

    /// Where to look for it.
    fn shown(&self) -> Option<Place> {
        self.place.cloned().or_else(|| self.source.map(Place::file))
    }
}

/// Plans the whole output.
pub fn plan(site: &Site, config: &Config, templates: &dyn Templates, loose: bool) -> (Plan, Vec<Diagnostic>) {
    let mut planner = Planner {
        site,
        config,
        templates,
        known: FxHashMap::default(),
        candidates: Vec::with_capacity(site.articles.len()),
        diagnostics: Vec::new(),
    };
    planner.home();
    planner.sections();
    planner.articles();
    planner.taxonomies();
    planner.archive();
    planner.corrections();
    planner.not_found();
    planner.outputs();
    planner.programs();
    let Planner { mut candidates, mut diagnostics, .. } = planner;

    let redirects = Redirects::new(site, config, &candidates, &site.files);
    let (old, found) = redirects.pages(site, config, &candidates);
    candidates.extend(old);
    diagnostics.extend(found);
    let (pages, files) = collisions::settle(candidates, &site.files, &mut diagnostics);
    let (links, found) =
        links::resolve(site, config, templates, links::Planned { pages: &pages, files: &files, redirects: &redirects });
    diagnostics.extend(found);
    diagnostics.extend(redirects.dead(&pages, &files));
    let files = if loose { referenced(files, &links) } else { files };
    let landmarks = landmarks(site, &pages);
    let feeds = programs::feed_addresses(&pages);
    (Plan { pages, files, links, landmarks, feeds, redirects: redirects.rules() }, diagnostics)
}

/// The files that a link or picture names.
fn referenced(files: Vec<StaticFile>, links: &Links) -> Vec<StaticFile> {
    let named: BTreeSet<&UrlPath> = links.internal().collect();
    files.into_iter().filter(|file| named.contains(&file.url)).collect()
}

fn landmarks(site: &Site, pages: &[Page]) -> BTreeMap<String, UrlPath> {
    pages
        .iter()
        .filter_map(|page| match page.subject {
            Subject::Archive => Some(("archive".to_owned(), page.url.clone())),
            Subject::Corrections(_) if page.output.as_str() == "corrections/index.html" => {
                Some(("corrections".to_owned(), page.url.clone()))
            }
            Subject::Taxonomy(index) => Some((site.taxonomies[index].taxonomy.name.clone(), page.url.clone())),
            _ => None,
        })
        .collect()
}

/// Gathers the pages that the site asks for.
struct Planner<'a> {
    site: &'a Site,
    config: &'a Config,
    templates: &'a dyn Templates,
    /// The templates that were looked for; `None` where there is none of the name.
    known: FxHashMap<Box<str>, Option<Arc<str>>>,
    candidates: Vec<Candidate<'a>>,
    diagnostics: Vec<Diagnostic>,
}

/// A page at an address.
fn page(url: UrlPath, subject: Subject, template: Arc<str>, listing: Option<Listing>) -> Page {
    Page { output: url.output(), url, subject, template, listing: listing.map(Box::new) }
}

impl<'a> Planner<'a> {
    fn add(&mut self, url: UrlPath, subject: Subject, template: Arc<str>, listing: Option<Listing>, owner: Owner<'a>) {
        self.candidates.push(Candidate { page: page(url, subject, template, listing), owner });
    }

    /// A listing at `url` with its archive pages.
    fn add_listing(
        &mut self,
        url: &UrlPath,
        subject: &Subject,
        template: &Arc<str>,
        items: &[ArticleId],
        size: usize,
        owner: Owner<'a>,
    ) {
        for (url, listing) in listing::pages(url, items, size) {
            self.add(url, subject.clone(), Arc::clone(template), Some(listing), owner);
        }
    }

    fn home(&mut self) {
        let Some(root) = self.site.sections.first() else { return };
        let owner = match &root.index {
            Some(index) => Owner::of(&index.source),
            None => Owner::giving_way(Name::FrontPage),
        };
        let template = self.template(root.settings.template.as_deref(), owner.source, &["home.html"]);
        let size = root.settings.paginate.unwrap_or(self.config.paginate);
        self.add_listing(&UrlPath::root(), &Subject::Home, &template, &root.articles, size, owner);
    }

    fn sections(&mut self) {
        for (index, section) in self.site.sections.iter().enumerate().skip(1) {
            let owner = match &section.index {
                Some(index) => Owner::of(&index.source),
                // A page that somebody wrote for the folder says more than the list of what is in it.
                None => Owner::giving_way(Name::Section(&section.path)),
            };
            let wanted = section.settings.template.as_deref();
            let subject = Subject::Section(index);
            match section.kind {
                SectionKind::Pages => {
                    let template = self.template(wanted, owner.source, &["pages.html", "section.html"]);
                    let listing = Listing::whole(section.articles.clone());
                    self.add(section.url.clone(), subject, template, Some(listing), owner);
                }
                SectionKind::Articles => {
                    let template = self.template(wanted, owner.source, &["section.html"]);
                    let size = section.settings.paginate.unwrap_or(self.config.paginate);
                    self.add_listing(&section.url, &subject, &template, &section.articles, size, owner);
                }
            }
        }
    }

    fn articles(&mut self) {
        let templates: Vec<Arc<str>> = self.site.articles.iter().map(|entry| self.template_of(entry)).collect();
        let candidate = |(id, (entry, template)): (ArticleId, (&'a Entry, Arc<str>))| {
            let article = &entry.article;
            let owner = Owner { is_dated: article.meta.date.is_some(), ..Owner::of(&article.source) };
            Candidate { page: page(entry.url.clone(), Subject::Article(id), template, None), owner }
        };
        let articles = self.site.articles.par_iter().zip(templates).enumerate();
        self.candidates.par_extend(articles.map(candidate));
    }

    /// The template of an article.
    fn template_of(&mut self, entry: &Entry) -> Arc<str> {
        let article = &entry.article;
        let section = &self.site.sections[entry.section];
        let wanted = article.meta.template.as_deref().or(section.settings.article_template.as_deref());
        let usual: &[&str] = match entry.kind {
            SectionKind::Pages => &["page.html", "article.html"],
            SectionKind::Articles => &["article.html"],
        };
        let place = || article.meta.places.get("template").cloned().or_else(|| Some(Place::file(&article.source)));
        self.template_at(wanted, place, usual)
    }

    fn taxonomies(&mut self) {
        for (index, terms) in self.site.taxonomies.iter().enumerate().filter(|(_, terms)| !terms.terms.is_empty()) {
            let taxonomy = &terms.taxonomy;
            let own = format!("{}.html", taxonomy.path.trim_matches('/'));
            let of_terms = format!("{}.html", taxonomy.name);
            // A taxonomy whose path is its name, as that of `series`, keeps that template for its terms.
            let usual: &[&str] = if own == of_terms { &["taxonomy.html"] } else { &[&own, "taxonomy.html"] };
            let owner = match &terms.index {
                Some(index) => Owner::of(&index.source),
                None => Owner::generated(Name::Taxonomy(&taxonomy.name)),
            };
            let wanted = terms.index.as_ref().and_then(|index| index.settings.template.as_deref());
            let template = self.template(wanted, owner.source, usual);
            self.add(terms.url.clone(), Subject::Taxonomy(index), template, None, owner);
            for (number, term) in terms.terms.iter().enumerate() {
                let owner = Owner::generated(Name::Term(&taxonomy.name, &term.name));
                let wanted = term.index.as_ref().and_then(|index| index.settings.template.as_deref());
                let source = term.index.as_ref().map(|index| &index.source);
                let template = self.template(wanted, source, &[&of_terms, "term.html"]);
                let size = taxonomy.paginate.unwrap_or(self.config.paginate);
                let subject = Subject::Term(index, number);
                self.add_listing(&term.url, &subject, &template, &term.articles, size, owner);
            }
        }
    }

    fn archive(&mut self) {
        let months = self.site.archive();
        if months.is_empty() {
            return;
        }
        let address = |path: String| UrlPath::new(&path).unwrap_or_else(UrlPath::root);
        let template = self.template(None, None, &["archive.html"]);
        let owner = Owner::giving_way(Name::Archive);
        self.add(address("/archive/".to_owned()), Subject::Archive, template, None, owner);
        let mut years: BTreeMap<i16, Vec<ArticleId>> = BTreeMap::new();
        for ((year, month), articles) in months {
            years.entry(year).or_default().extend(&articles);
            let template = self.template(None, None, &["archive_month.html"]);
            let url = address(format!("/archive/{year:04}/{month:02}/"));
            let owner = Owner::giving_way(Name::Month(year, month));
            self.add(url, Subject::Month(year, month), template, Some(Listing::whole(articles)), owner);
        }
        for (year, mut articles) in years {
            articles.sort_unstable();
            let template = self.template(None, None, &["archive_year.html"]);
            let owner = Owner::giving_way(Name::Year(year));
            let url = address(format!("/archive/{year:04}/"));
            self.add(url, Subject::Year(year), template, Some(Listing::whole(articles)), owner);
        }
    }

    /// What was put right in all articles, the newest first.
    fn corrections(&mut self) {
        let all = self.site.corrections();
        let Some(url) = UrlPath::new("/corrections/").filter(|_| !all.is_empty()) else { return };
        let template = self.template(None, None, &["corrections.html"]);
        let articles: Vec<ArticleId> = all.iter().map(|(article, _)| *article).collect();
        let mut rest = all.as_slice();
        // The pages of a listing share its items out in their order.
        for (url, listing) in listing::pages(&url, &articles, self.config.paginate) {
            let (own, others) = rest.split_at(listing.items.len());
            rest = others;
            let owner = Owner::giving_way(Name::Corrections);
            self.add(url, Subject::Corrections(own.to_vec()), Arc::clone(&template), Some(listing), owner);
        }
    }

    fn not_found(&mut self) {
        let template = self.template(None, None, &["404.html"]);
        if let Some(url) = UrlPath::new("/404.html") {
            self.add(url, Subject::NotFound, template, None, Owner::giving_way(Name::NotFound));
        }
    }

    /// The files that the configuration asks for by their templates.
    fn outputs(&mut self) {
        for output in &self.config.outputs {
            let template = self.template_at(Some(&output.template), || Some(output.place.clone()), &[]);
            let owner = Owner::configured(Name::Output(&output.path), &output.place);
            let (url, output) = (output.path.url(), output.path.clone());
            let page = Page { output, url, subject: Subject::Output, template, listing: None };
            self.candidates.push(Candidate { page, owner });
        }
    }

    fn template(&mut self, wanted: Option<&str>, source: Option<&SourcePath>, usual: &[&str]) -> Arc<str> {
        self.template_at(wanted, || source.map(Place::file), usual)
    }

    /// The template that is asked for by name (with or without `.html`), else the first usual one that exists.
    fn template_at(&mut self, wanted: Option<&str>, place: impl FnOnce() -> Option<Place>, usual: &[&str]) -> Arc<str> {
        let Some(wanted) = wanted else { return self.usual_template(usual) };
        let name = if wanted.contains('.') { wanted.to_owned() } else { format!("{wanted}.html") };
        if let Some(name) = self.known_template(&name) {
            return name;
        }
        let mut diagnostic = Diagnostic::new(Code::UnknownTemplate, format!("there is no template `{name}`"));
        if let Some(near) = nearest(&name, self.templates.names()) {
            diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
        }
        diagnostic = diagnostic.hint("templates are looked for in `templates/` of the site, then in the theme");
        diagnostic.place = place();
        self.diagnostics.push(diagnostic);
        self.usual_template(usual)
    }

    /// The first of these templates that exists, else the last of them.
    fn usual_template(&mut self, usual: &[&str]) -> Arc<str> {
        let found = usual.iter().find_map(|name| self.known_template(name));
        found.unwrap_or_else(|| usual.last().copied().unwrap_or_default().into())
    }

    /// The name of a template, shared by all pages that have it; `None` where there is no such template.
    fn known_template(&mut self, name: &str) -> Option<Arc<str>> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let known = self.templates.has(name).then(|| Arc::from(name));
        self.known.insert(name.into(), known.clone());
        known
    }
}
