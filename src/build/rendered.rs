//! Holding what is rendered against the rules of those who read it, and finding where in the sources each fault has to be mended.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::article;
use crate::config::{SchemaType, SectionKind};
use crate::diagnostic::{Diagnostic, Place};
use crate::plan::{Page, Program, Subject};
use crate::render::{self, World};
use crate::rendered::{Asked, Culprit, Fault, faults_of_feed, faults_of_page};
use crate::site::ArticleId;
use crate::source::Sources;

/// Of how many pages one is named where a template has a fault.
const MANY: usize = 2;

/// What is wrong with the pages and feeds of a site, rendered in memory.
pub(super) fn faults(sources: &dyn Sources, world: &Arc<World>, moment: i64) -> Vec<Diagnostic> {
    let disallowed = world.config.robots.as_ref().map_or(&[][..], |robots| &robots.disallow);
    let judged: Vec<(&Page, Result<Vec<Fault>, Diagnostic>)> = world
        .plan
        .pages
        .par_iter()
        .filter(|page| is_judged(page))
        .map(|page| (page, judge(world, page, disallowed, moment)))
        .collect();
    let mut places = Places { sources, world, by_address: None };
    let mut found = Vec::new();
    let mut of_templates: BTreeMap<(Fault, Place), Vec<&Page>> = BTreeMap::new();
    for (page, faults) in judged {
        match faults {
            Err(diagnostic) => found.push(diagnostic),
            Ok(faults) => {
                for fault in faults {
                    match places.of(&fault, page) {
                        Some(place) if fault.culprit == Culprit::Template => {
                            of_templates.entry((fault, place)).or_default().push(page);
                        }
                        place => found.push(diagnostic(&fault, place)),
                    }
                }
            }
        }
    }
    found.extend(of_templates.into_iter().map(|((fault, place), pages)| of_template(&fault, place, &pages)));
    found
}

/// Whether anything is asked of a page.
fn is_judged(page: &Page) -> bool {
    match &page.subject {
        Subject::Program(program) => matches!(program, Program::Feed(..)),
        Subject::Redirect(_) | Subject::Gone | Subject::Output => false,
        _ => page.is_html(),
    }
}

fn judge(world: &Arc<World>, page: &Page, disallowed: &[String], moment: i64) -> Result<Vec<Fault>, Diagnostic> {
    let rendered = render::page(world, page, &render::reading(world, page))?;
    if matches!(page.subject, Subject::Program(_)) {
        return Ok(faults_of_feed(&rendered.bytes, page.output.as_str(), moment));
    }
    let entry = page.article().map(|id| &world.site.articles[id]);
    let is_article = entry.is_some_and(|entry| entry.kind == SectionKind::Articles);
    let asked = Asked {
        is_article,
        is_indexable: entry.is_some_and(|entry| entry.is_indexable()) && !world.config.noindex,
        is_news: is_article
            && entry.is_some_and(|entry| entry.schema == SchemaType::NewsArticle)
            && world.config.sitemap.as_ref().is_some_and(|sitemap| sitemap.news.is_some()),
        disallowed,
        origin: &world.config.url.origin,
        moment,
    };
    Ok(faults_of_page(&String::from_utf8_lossy(&rendered.bytes), asked))
}

/// Finds where a fault has to be mended.
struct Places<'a> {
    sources: &'a dyn Sources,
    world: &'a World,
    /// The articles by their addresses, once one is asked for.
    by_address: Option<HashMap<String, ArticleId>>,
}

impl Places<'_> {
    fn of(&mut self, fault: &Fault, page: &Page) -> Option<Place> {
        match &fault.culprit {
            Culprit::Article(keys) => page.article().map(|id| self.in_article(id, keys)),
            Culprit::ArticleAt(address, keys) => self.article_at(address).map(|id| self.in_article(id, keys)),
            Culprit::Template => {
                let template = self.world.theme.template(&page.template);
                template.map(|template| Place::file(&template.source))
            }
            Culprit::Configuration(key) => {
                let config = &self.world.config;
                config.places.get(*key).cloned()
            }
        }
    }

    fn in_article(&self, id: ArticleId, keys: &[&str]) -> Place {
        let source = &self.world.site.articles[id].article.source;
        let bytes = self.sources.read(source).unwrap_or_default();
        article::place_of_key(source, &bytes, keys, &self.world.config)
    }

    fn article_at(&mut self, address: &str) -> Option<ArticleId> {
        let world = self.world;
        let by_address = self.by_address.get_or_insert_with(|| {
            world.site.articles.iter().enumerate().map(|(id, entry)| (world.absolute(&entry.url), id)).collect()
        });
        by_address.get(address).copied()
    }
}

fn diagnostic(fault: &Fault, place: Option<Place>) -> Diagnostic {
    Diagnostic { place, ..Diagnostic::new(fault.code, fault.message.clone()).hint(fault.hint.clone()) }
}

/// A fault of a template, with where it shows.
fn of_template(fault: &Fault, place: Place, pages: &[&Page]) -> Diagnostic {
    let first = pages.first().map_or("", |page| page.url.as_str());
    let shows = match pages.len() {
        0..MANY => format!("it shows at {first}"),
        many => format!("it shows at {first} and on {} other pages", many - 1),
    };
    let found = diagnostic(fault, Some(place));
    Diagnostic { hints: std::iter::once(shows).chain(found.hints.clone()).collect(), ..found }
}
