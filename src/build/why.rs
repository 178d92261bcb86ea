//! What a page was made from and why, and what a change to a file would make anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::path::{SourcePath, UrlPath, decode};
use crate::plan::{FeedOf, Page, Program, Subject};
use crate::render::{self, World};
use crate::site::Site;

use super::pages::{Cause, PageMemo};
use super::sources::Keeping;
use super::{Build, Memory, Prepared, SourceMemo, changed, program};

/// A site that can be asked about its pages.
pub struct Why {
    world: Arc<World>,
    pages: PageMemo<'static>,
    /// The documents that were found.
    documents: BTreeSet<SourcePath>,
    /// What is wrong with the site, without which it was planned.
    errors: Vec<Diagnostic>,
}

/// What is known of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFacts {
    /// Its address.
    pub url: UrlPath,
    /// Its file in the output.
    pub output: String,
    /// What it is, in words.
    pub subject: String,
    /// What it is made from: templates, texts, cards, variables.
    pub parts: Vec<String>,
    /// What its template asked of the site when it was last rendered.
    pub asked: Vec<String>,
    /// Why it was last rendered; `None` where it never was, as far as is known.
    pub rendered: Option<Cause>,
    /// Why the next build would render it; `None` where it would not.
    pub stale: Option<Cause>,
}

/// A page that a change to a file would make anew, and by which of its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reached {
    /// Its address.
    pub url: UrlPath,
    /// What it has of the file.
    pub by: Vec<String>,
}

impl Build<'_> {
    /// Reads and plans the site, for what asks about its pages.
    ///
    /// # Errors
    /// What is wrong with the site, where it cannot be planned.
    pub fn why(mut self, config: Config) -> Result<Why, Vec<Diagnostic>> {
        self.writes = false;
        let Memory { store, moment } = self.memory;
        let target = self.request.target_name();
        let memo = SourceMemo::open(store, &config, &program(), moment, false, Keeping::Nothing);
        let prepared = memo.ok().and_then(|memo| Some((self.prepare(config, &memo)?, memo)));
        let Some((prepared, memo)) = prepared else { return Err(self.finish().diagnostics) };
        let Prepared { config, site, plan, theme, data, documents, .. } = prepared;
        let documents = documents.iter().map(|document| super::source_of(document).clone()).collect();
        let world = self.world(site, config, plan, theme, data, &memo);
        let errors = self.finish().diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        Ok(Why { world, pages: PageMemo::open(store, &target, false).detached(), documents, errors })
    }
}

impl Why {
    /// The articles.
    pub fn site(&self) -> &Site {
        &self.world.site
    }

    /// What is wrong with the site.
    pub fn errors(&self) -> &[Diagnostic] {
        &self.errors
    }

    /// Whether a file is one of the site's documents.
    pub fn has_document(&self, source: &SourcePath) -> bool {
        self.documents.contains(source)
    }

    /// The addresses of all pages.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.world.plan.pages.iter().map(|page| page.url.as_str())
    }

    /// What is known of the page at an address: whole, from the site's base, or that of its file in the output.
    pub fn page(&self, address: &str) -> Option<PageFacts> {
        let page = self.find(address)?;
        let entry = self.pages.get(&page.output).and_then(|entry| entry.page);
        let details = entry.as_ref().and_then(|made| self.pages.details(made));
        let mut parts: Vec<String> = Vec::new();
        for (_, name) in render::named(&self.world, page) {
            if !parts.contains(&name) {
                parts.push(name);
            }
        }
        Some(PageFacts {
            url: page.url.clone(),
            output: page.output.to_string(),
            subject: self.subject(page),
            parts,
            asked: details.iter().flat_map(|details| &details.asked).map(|(query, _)| query.to_string()).collect(),
            stale: match &entry {
                Some(made) => {
                    let reading = render::reading(&self.world, page);
                    changed(&self.world, page, &reading, made, &self.pages).map(|stale| stale.why)
                }
                None => Some(Cause::New),
            },
            rendered: details.map(|details| details.why),
        })
    }

    fn find(&self, address: &str) -> Option<&Page> {
        let config = &self.world.config;
        let own = address.strip_prefix(config.url.origin.as_str()).unwrap_or(address);
        let below = own.strip_prefix(config.url.path.as_str()).unwrap_or(own);
        let bare = decode(below.split(['?', '#']).next().unwrap_or_default());
        let url = UrlPath::new(&bare)?;
        let output = url.output();
        let named = bare.trim_start_matches('/');
        self.world
            .plan
            .pages
            .iter()
            .find(|page| page.url == url || page.output == output || page.output.as_str() == named)
    }

    /// What a page is, in words.
    fn subject(&self, page: &Page) -> String {
        let site = &self.world.site;
        match &page.subject {
            Subject::Home => "the front page".to_owned(),
            Subject::Article(id) => format!("the article {}", site.articles[*id].article.source),
            Subject::Section(index) => format!("the section `{}`", site.sections[*index].path),
            Subject::Taxonomy(index) => {
                format!("the index of the taxonomy `{}`", site.taxonomies[*index].taxonomy.name)
            }
            Subject::Term(taxonomy, term) => {
                let terms = &site.taxonomies[*taxonomy];
                format!("the {} `{}`", terms.taxonomy.name, terms.terms[*term].name)
            }
            Subject::Archive => "the archive".to_owned(),
            Subject::Year(year) => format!("the archive of {year}"),
            Subject::Month(year, month) => format!("the archive of {year:04}-{month:02}"),
            Subject::Corrections(_) => "the corrections of all articles".to_owned(),
            Subject::NotFound => "the page for addresses that do not exist".to_owned(),
            Subject::Redirect(target) => format!("a redirect to {}", target.href("")),
            Subject::Gone => "a page that says that there is nothing any more".to_owned(),
            Subject::Program(program) => self.program(program),
            Subject::Output => "a file of `outputs:`".to_owned(),
        }
    }

    /// What a file for programs is, in words.
    fn program(&self, program: &Program) -> String {
        let site = &self.world.site;
        match program {
            Program::Feed(FeedOf::Site, _) => "the feed of the site".to_owned(),
            Program::Feed(FeedOf::Section(index), _) => {
                format!("the feed of the section `{}`", site.sections[*index].path)
            }
            Program::Feed(FeedOf::Term(taxonomy, term), _) => {
                let terms = &site.taxonomies[*taxonomy];
                format!("the feed of the {} `{}`", terms.taxonomy.name, terms.terms[*term].name)
            }
            Program::Sitemap(_) => "the sitemap, or a part of it".to_owned(),
            Program::NewsSitemap => "the sitemap for news search".to_owned(),
            Program::Robots => "what robots are asked".to_owned(),
            Program::Manifest => "the web manifest".to_owned(),
            Program::Security => "whom to tell of holes in the site's security".to_owned(),
            Program::Humans => "who made the site".to_owned(),
            Program::Guide => "the guide for language models".to_owned(),
            Program::Markdown(id) => format!("the article {} as Markdown", site.articles[*id].article.source),
        }
    }

    /// The pages that have something of a file, so that a change to it may make them anew.
    pub fn reached(&self, source: &SourcePath) -> Vec<Reached> {
        let wanted = format!(" {source}");
        let reached = |page: &Page| {
            let mut by: Vec<String> = render::named(&self.world, page).into_iter().map(|(_, name)| name).collect();
            by.extend(self.answers(page));
            by.extend(render::told(&self.world, page));
            by.retain(|name| name.ends_with(&wanted));
            by.sort();
            by.dedup();
            (!by.is_empty()).then(|| Reached { url: page.url.clone(), by })
        };
        let mut all: Vec<Reached> = self.world.plan.pages.par_iter().filter_map(reached).collect();
        all.sort();
        all
    }

    /// What the answers to a page's questions hold.
    fn answers(&self, page: &Page) -> Vec<String> {
        let made = self.pages.get(&page.output).and_then(|entry| entry.page).filter(|made| made.asks);
        let details = made.and_then(|made| self.pages.details(&made)).unwrap_or_default();
        details.asked.iter().flat_map(|(query, _)| render::answered_with(&self.world, page, query)).collect()
    }
}
