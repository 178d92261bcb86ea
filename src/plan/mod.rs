//! Which pages there are, under which address, made by which template from which inputs. Pure, and without HTML.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Config, SectionKind};
use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::path::{OutputPath, SourcePath, UrlPath};
use crate::site::{ArticleId, Site};
use crate::source::StaticFile;
use crate::theme::Templates;

mod against;
mod calls;
mod collisions;
mod dead_links;
mod links;
mod listing;
mod redirects;

use redirects::Redirects;

pub use against::{Address, KnownAddresses, lost, read_addresses};
pub use links::{BodyLinks, CallLinks, Destination, Links, Resolved, as_address};
pub use listing::Listing;
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
    pub template: String,
    /// The articles that it lists.
    pub listing: Option<Listing>,
}

impl Page {
    /// The article whose page it is.
    pub fn article(&self) -> Option<ArticleId> {
        match self.subject {
            Subject::Article(id) => Some(id),
            _ => None,
        }
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
    /// The page for addresses that do not exist.
    NotFound,
    /// A page that leads to another.
    Redirect(Resolved),
    /// A page that says that there is nothing any more.
    Gone,
    /// A file of `outputs:`.
    Output,
}

/// A page that is asked for, with what owns it (for diagnostics).
struct Candidate {
    page: Page,
    owner: Owner,
}

/// What a page is made from, as a diagnostic names it.
#[derive(Clone, Debug)]
struct Owner {
    name: String,
    source: Option<SourcePath>,
    /// Where in its file it is asked for.
    place: Option<Place>,
    /// Whether it gives way, unsaid, where an author's own page or file has its address.
    gives_way: bool,
    /// Whether it is an article with a date, which could be part of its address.
    is_dated: bool,
}

impl Owner {
    fn generated(name: impl Into<String>) -> Self {
        Self { name: name.into(), source: None, place: None, gives_way: false, is_dated: false }
    }

    fn of(source: &SourcePath) -> Self {
        Self {
            name: format!("`{source}`"),
            source: Some(source.clone()),
            place: None,
            gives_way: false,
            is_dated: false,
        }
    }

    /// What the configuration asks for at `place`.
    fn configured(name: String, place: &Place) -> Self {
        Self { name, source: None, place: Some(place.clone()), gives_way: false, is_dated: false }
    }

    /// Where to look for it.
    fn shown(&self) -> Option<Place> {
        self.place.clone().or_else(|| self.source.as_ref().map(Place::file))
    }
}

/// Plans the whole output.
pub fn plan(site: &Site, config: &Config, templates: &dyn Templates, loose: bool) -> (Plan, Vec<Diagnostic>) {
    let mut planner = Planner { site, config, templates, candidates: Vec::new(), diagnostics: Vec::new() };
    planner.home();
    planner.sections();
    planner.articles();
    planner.taxonomies();
    planner.archive();
    planner.not_found();
    planner.outputs();
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
    (Plan { pages, files, links, landmarks, redirects: redirects.rules() }, diagnostics)
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
    candidates: Vec<Candidate>,
    diagnostics: Vec<Diagnostic>,
}

impl Planner<'_> {
    fn add(&mut self, url: UrlPath, subject: Subject, template: String, listing: Option<Listing>, owner: Owner) {
        let page = Page { output: url.output(), url, subject, template, listing };
        self.candidates.push(Candidate { page, owner });
    }

    /// A listing at `url` with its archive pages.
    fn add_listing(
        &mut self,
        url: &UrlPath,
        subject: &Subject,
        template: &str,
        items: &[ArticleId],
        size: usize,
        owner: &Owner,
    ) {
        for (url, listing) in listing::pages(url, items, size) {
            self.add(url, subject.clone(), template.to_owned(), Some(listing), owner.clone());
        }
    }

    fn home(&mut self) {
        let Some(root) = self.site.sections.first() else { return };
        let owner = match &root.index {
            Some(index) => Owner::of(&index.source),
            None => Owner { gives_way: true, ..Owner::generated("the front page") },
        };
        let template = self.template(root.settings.template.as_deref(), owner.source.as_ref(), &["home.html"]);
        let items = root.articles.clone();
        let size = root.settings.paginate.unwrap_or(self.config.paginate);
        self.add_listing(&UrlPath::root(), &Subject::Home, &template, &items, size, &owner);
    }

    fn sections(&mut self) {
        for (index, section) in self.site.sections.iter().enumerate().skip(1) {
            let owner = match &section.index {
                Some(index) => Owner::of(&index.source),
                // A page that somebody wrote for the folder says more than the list of what is in it.
                None => Owner { gives_way: true, ..Owner::generated(format!("the section `{}`", section.path)) },
            };
            let wanted = section.settings.template.as_deref();
            let subject = Subject::Section(index);
            match section.kind {
                SectionKind::Pages => {
                    let template = self.template(wanted, owner.source.as_ref(), &["pages.html", "section.html"]);
                    let listing = Listing::whole(section.articles.clone());
                    self.add(section.url.clone(), subject, template, Some(listing), owner);
                }
                SectionKind::Articles => {
                    let template = self.template(wanted, owner.source.as_ref(), &["section.html"]);
                    let size = section.settings.paginate.unwrap_or(self.config.paginate);
                    self.add_listing(&section.url, &subject, &template, &section.articles, size, &owner);
                }
            }
        }
    }

    fn articles(&mut self) {
        for (id, entry) in self.site.articles.iter().enumerate() {
            let section = &self.site.sections[entry.section];
            let wanted = entry.article.meta.template.as_deref().or(section.settings.article_template.as_deref());
            let usual: &[&str] = match entry.kind {
                SectionKind::Pages => &["page.html", "article.html"],
                SectionKind::Articles => &["article.html"],
            };
            let place = entry.article.meta.places.get("template").cloned();
            let source = &entry.article.source;
            let template = self.template_at(wanted, place.or_else(|| Some(Place::file(source))), usual);
            let owner = Owner { is_dated: entry.article.meta.date.is_some(), ..Owner::of(source) };
            self.add(entry.url.clone(), Subject::Article(id), template, None, owner);
        }
    }

    fn taxonomies(&mut self) {
        for (index, terms) in self.site.taxonomies.iter().enumerate().filter(|(_, terms)| !terms.terms.is_empty()) {
            let taxonomy = &terms.taxonomy;
            let own = format!("{}.html", taxonomy.path.trim_matches('/'));
            // A taxonomy whose path is its name, as that of `series`, keeps that template for its terms.
            let own = Some(own).filter(|own| *own != format!("{}.html", taxonomy.name));
            let usual: Vec<String> = own.into_iter().chain(["taxonomy.html".to_owned()]).collect();
            let owner = match &terms.index {
                Some(index) => Owner::of(&index.source),
                None => Owner::generated(format!("the index of the taxonomy `{}`", taxonomy.name)),
            };
            let wanted = terms.index.as_ref().and_then(|index| index.settings.template.clone());
            let usual: Vec<&str> = usual.iter().map(String::as_str).collect();
            let template = self.template(wanted.as_deref(), owner.source.as_ref(), &usual);
            self.add(terms.url.clone(), Subject::Taxonomy(index), template, None, owner);
            for (number, term) in terms.terms.iter().enumerate() {
                let usual = [format!("{}.html", taxonomy.name), "term.html".to_owned()];
                let usual: Vec<&str> = usual.iter().map(String::as_str).collect();
                let owner = Owner::generated(format!("the page of the {} `{}`", taxonomy.name, term.name));
                let wanted = term.index.as_ref().and_then(|index| index.settings.template.clone());
                let source = term.index.as_ref().map(|index| index.source.clone());
                let template = self.template(wanted.as_deref(), source.as_ref(), &usual);
                let size = taxonomy.paginate.unwrap_or(self.config.paginate);
                let subject = Subject::Term(index, number);
                self.add_listing(&term.url, &subject, &template, &term.articles, size, &owner);
            }
        }
    }

    fn archive(&mut self) {
        let months = self.site.archive();
        if months.is_empty() {
            return;
        }
        let gives_way = |name: &str| Owner { gives_way: true, ..Owner::generated(name) };
        let address = |path: String| UrlPath::new(&path).unwrap_or_else(UrlPath::root);
        let template = self.template(None, None, &["archive.html"]);
        self.add(address("/archive/".to_owned()), Subject::Archive, template, None, gives_way("the archive"));
        let mut years: BTreeMap<i16, Vec<ArticleId>> = BTreeMap::new();
        for ((year, month), articles) in &months {
            years.entry(*year).or_default().extend(articles);
            let template = self.template(None, None, &["archive_month.html"]);
            let url = address(format!("/archive/{year:04}/{month:02}/"));
            let owner = gives_way(&format!("the archive of {year:04}-{month:02}"));
            self.add(url, Subject::Month(*year, *month), template, Some(Listing::whole(articles.clone())), owner);
        }
        for (year, mut articles) in years {
            articles.sort_unstable();
            let template = self.template(None, None, &["archive_year.html"]);
            let owner = gives_way(&format!("the archive of {year:04}"));
            let url = address(format!("/archive/{year:04}/"));
            self.add(url, Subject::Year(year), template, Some(Listing::whole(articles)), owner);
        }
    }

    fn not_found(&mut self) {
        let template = self.template(None, None, &["404.html"]);
        let owner = Owner { gives_way: true, ..Owner::generated("the page for addresses that do not exist") };
        if let Some(url) = UrlPath::new("/404.html") {
            self.add(url, Subject::NotFound, template, None, owner);
        }
    }

    /// The files that the configuration asks for by their templates.
    fn outputs(&mut self) {
        for output in &self.config.outputs {
            let template = self.template_at(Some(&output.template), Some(output.place.clone()), &[]);
            let name = format!("the output `{}`", output.path);
            let owner = Owner::configured(name, &output.place);
            let (url, output) = (output.path.url(), output.path.clone());
            let page = Page { output, url, subject: Subject::Output, template, listing: None };
            self.candidates.push(Candidate { page, owner });
        }
    }

    fn template(&mut self, wanted: Option<&str>, source: Option<&SourcePath>, usual: &[&str]) -> String {
        self.template_at(wanted, source.map(Place::file), usual)
    }

    /// The template that is asked for by name (with or without `.html`), else the first usual one that exists.
    fn template_at(&mut self, wanted: Option<&str>, place: Option<Place>, usual: &[&str]) -> String {
        let fallback = || {
            let found = usual.iter().find(|name| self.templates.has(name)).or(usual.last());
            found.map(|name| (*name).to_owned()).unwrap_or_default()
        };
        let Some(wanted) = wanted else { return fallback() };
        let name = if wanted.contains('.') { wanted.to_owned() } else { format!("{wanted}.html") };
        if self.templates.has(&name) {
            return name;
        }
        let mut diagnostic = Diagnostic::new(Code::UnknownTemplate, format!("there is no template `{name}`"));
        if let Some(near) = nearest(&name, self.templates.names()) {
            diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
        }
        diagnostic = diagnostic.hint("templates are looked for in `templates/` of the site, then in the theme");
        diagnostic.place = place;
        let fallback = fallback();
        self.diagnostics.push(diagnostic);
        fallback
    }
}
