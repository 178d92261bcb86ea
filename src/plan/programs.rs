//! The files for programs: feeds, sitemaps, and what robots and browsers ask a site for. No template makes them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::listing::{self, Listing};
use super::{Candidate, Name, Owner, Page, Plan, Planner, Subject};
use crate::config::{FeedFormat, Feeds, SectionKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{OutputPath, UrlPath};
use crate::site::{ArticleId, Site};

/// How many addresses a sitemap holds at most (sitemaps.org, "Using Sitemap index files").
const MOST_ADDRESSES: usize = 50_000;

/// A file for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// A feed, or a document of its archive: the entries are the page's listing.
    Feed(FeedOf, FeedFormat),
    /// The sitemap of what an address of the site belongs to.
    Sitemap(Sitemap),
    /// The sitemap for news search.
    NewsSitemap,
    /// `robots.txt`.
    Robots,
    /// The web manifest.
    Manifest,
    /// `security.txt`.
    Security,
    /// `humans.txt`.
    Humans,
    /// The guide for language models.
    Guide,
    /// The text of an article as Markdown.
    Markdown(ArticleId),
}

/// What a feed is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedOf {
    /// The whole site.
    Site,
    /// A section with those below it.
    Section(usize),
    /// A term: the taxonomy and the term.
    Term(usize, usize),
}

/// A sitemap, or a part of one that would be too large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sitemap {
    /// All pages.
    Whole,
    /// The sitemaps with these addresses.
    Index(Vec<UrlPath>),
    /// The articles from one number on up to before another; the oldest articles are in the first sitemap, so that a new article changes
    /// the last one only.
    Articles(ArticleId, ArticleId),
    /// The other pages: the number of the part.
    Pages(usize),
}

/// The feeds of the plan, by what they are of.
pub type FeedAddresses = BTreeMap<FeedOf, Vec<(FeedFormat, UrlPath)>>;

impl Plan {
    /// The feeds of something.
    pub fn feeds_of(&self, of: FeedOf) -> &[(FeedFormat, UrlPath)] {
        self.feeds.get(&of).map_or(&[], Vec::as_slice)
    }

    /// The pages that are no articles and that search engines may show.
    pub fn indexable_lists(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(|page| is_indexable_list(page))
    }
}

/// Whether a page is no article, and may be shown by search engines; of a listing in pages only the first is.
fn is_indexable_list(page: &Page) -> bool {
    let is_first = page.listing.as_ref().is_none_or(|listing| listing.number.is_none());
    match page.subject {
        Subject::Article(_)
        | Subject::NotFound
        | Subject::Redirect(_)
        | Subject::Gone
        | Subject::Output
        | Subject::Program(_) => false,
        _ => is_first,
    }
}

/// The addresses of the feeds that are planned.
pub(super) fn feed_addresses(pages: &[Page]) -> FeedAddresses {
    let mut feeds = FeedAddresses::new();
    for page in pages {
        let is_current = page.listing.as_ref().is_some_and(|listing| listing.number.is_none());
        if let (Subject::Program(Program::Feed(of, format)), true) = (&page.subject, is_current) {
            feeds.entry(*of).or_default().push((*format, page.url.clone()));
        }
    }
    feeds
}

/// The articles of a list that have a place in a feed: those with a date, of sections of articles, the newest first.
fn fed(site: &Site, mut articles: Vec<ArticleId>) -> Vec<ArticleId> {
    articles.retain(|id| {
        let entry = &site.articles[*id];
        entry.kind == SectionKind::Articles && entry.article.meta.date.is_some()
    });
    articles.sort_unstable();
    articles.dedup();
    articles
}

impl<'a> Planner<'a> {
    /// All files for programs.
    pub(super) fn programs(&mut self) {
        if let Some(feeds) = &self.config.feeds {
            self.feeds(feeds);
        }
        let is_at_root = self.config.url.path.is_empty();
        if self.config.robots.is_some() && is_at_root {
            self.program("/robots.txt", Program::Robots);
        }
        self.program("/site.webmanifest", Program::Manifest);
        if let Some(security) = &self.config.security {
            self.program("/.well-known/security.txt", Program::Security);
            if security.expires.seconds <= self.site.moment {
                self.diagnostics.push(
                    Diagnostic::new(Code::SecurityExpired, "`security.txt` has expired, and is not to be relied on")
                        .at(security.expires_place.clone())
                        .hint("see that its addresses are still right, and set `expires` to a date within a year"),
                );
            }
        }
        if self.config.humans.is_some() {
            self.program("/humans.txt", Program::Humans);
        }
        if self.config.llms {
            self.program("/llms.txt", Program::Guide);
            self.markdown();
        }
        if let Some(sitemap) = &self.config.sitemap {
            self.sitemaps(MOST_ADDRESSES);
            if sitemap.news.is_some() {
                self.program("/news-sitemap.xml", Program::NewsSitemap);
            }
        }
    }

    fn program(&mut self, address: &str, program: Program) {
        if let Some(url) = UrlPath::new(address) {
            self.add_program(url, program, None);
        }
    }

    /// Adds a file, which gives way where the site has one of its own there.
    fn add_program(&mut self, url: UrlPath, program: Program, listing: Option<Listing>) {
        let Some(output) = OutputPath::new(url.as_str()) else { return };
        let (subject, template, listing) = (Subject::Program(program), Arc::from(""), listing.map(Box::new));
        let page = Page { url, output, subject, template, listing };
        self.candidates.push(Candidate { page, owner: Owner::giving_way(Name::Program) });
    }

    fn feeds(&mut self, feeds: &'a Feeds) {
        let wants = |name: &str| feeds.of.iter().any(|of| of == name);
        let site = self.site;
        if wants("site") {
            let all = fed(site, (0..site.articles.len()).collect());
            self.feed(feeds, FeedOf::Site, &UrlPath::root(), &all);
        }
        if wants("sections") {
            for (index, section) in site.sections.iter().enumerate().skip(1) {
                self.feed(feeds, FeedOf::Section(index), &section.url, &fed(site, section.articles.clone()));
            }
        }
        for (index, terms) in site.taxonomies.iter().enumerate().filter(|(_, terms)| wants(&terms.taxonomy.name)) {
            for (number, term) in terms.terms.iter().enumerate() {
                self.feed(feeds, FeedOf::Term(index, number), &term.url, &fed(site, term.articles.clone()));
            }
        }
    }

    /// The documents of one feed in all formats; of nothing there is none.
    fn feed(&mut self, feeds: &Feeds, of: FeedOf, beside: &UrlPath, articles: &[ArticleId]) {
        if articles.is_empty() {
            return;
        }
        for format in &feeds.formats {
            let Some(url) = beside.join(feeds.name(*format)) else { continue };
            if feeds.archive {
                for (url, listing) in listing::documents(&url, articles, feeds.items) {
                    self.add_program(url, Program::Feed(of, *format), Some(listing));
                }
            } else {
                let newest = articles[..articles.len().min(feeds.items)].to_vec();
                self.add_program(url, Program::Feed(of, *format), Some(Listing::whole(newest)));
            }
        }
    }

    /// The sitemap of all pages; of more than `most` in parts of as many.
    fn sitemaps(&mut self, most: usize) {
        let articles = self.site.articles.len();
        let others = self.candidates.iter().filter(|candidate| is_indexable_list(&candidate.page)).count();
        if articles + others <= most {
            return self.program("/sitemap.xml", Program::Sitemap(Sitemap::Whole));
        }
        let mut parts = Vec::new();
        let ends = (0..articles.div_ceil(most)).map(|part| articles - part * most);
        parts.extend(ends.map(|end| Sitemap::Articles(end.saturating_sub(most), end)));
        parts.extend((0..others.div_ceil(most)).map(Sitemap::Pages));
        let mut addresses = Vec::new();
        for (number, part) in parts.into_iter().enumerate() {
            let Some(url) = UrlPath::new(&format!("/sitemap-{}.xml", number + 1)) else { continue };
            addresses.push(url.clone());
            self.add_program(url, Program::Sitemap(part), None);
        }
        self.program("/sitemap.xml", Program::Sitemap(Sitemap::Index(addresses)));
    }

    /// The text of each article beside its page: `index.md` in its folder, or its own name with another ending.
    fn markdown(&mut self) {
        let site = self.site;
        for (id, entry) in site.articles.iter().enumerate().filter(|(_, entry)| entry.is_indexable()) {
            if let Some(url) = markdown_address(&entry.url) {
                self.add_program(url, Program::Markdown(id), None);
            }
        }
    }
}

/// Where the text of the article at an address stands.
pub fn markdown_address(url: &UrlPath) -> Option<UrlPath> {
    let path = url.as_str();
    match path.strip_suffix('/') {
        Some(_) => UrlPath::new(&format!("{path}index.md")),
        None => UrlPath::new(&format!("{}.md", path.strip_suffix(".html").unwrap_or(path))),
    }
}

/// How many parts of the sitemap the other pages fill, and which of them stand in one.
pub fn part_of_lists(plan: &Plan, part: usize) -> impl Iterator<Item = &Page> {
    plan.indexable_lists().skip(part * MOST_ADDRESSES).take(MOST_ADDRESSES)
}
