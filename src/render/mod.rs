//! A page becomes bytes: its context is put together, its template rendered, the result minified.
//!
//! A page is a function of what it is shown: its inputs, which the plan names, and the answers to the queries that its
//! template asks, which are recorded while it is rendered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value as Data;
use tera::Value;

use crate::article::HookKind;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::SourcePath;
use crate::plan::{Page, Plan, Subject};
use crate::site::Site;
use crate::theme::{Theme, failure};

mod body;
mod card;
mod context;
mod functions;
mod hook;
pub mod minify;
mod moment;
mod value;

pub use functions::{Query, prepare};

/// All that pages are made of, put together once for all of them.
pub struct World {
    /// The articles.
    pub site: Site,
    /// The configuration.
    pub config: Config,
    /// The pages.
    pub plan: Plan,
    /// The theme.
    pub theme: Theme,
    /// The data files by name, `people` or `people/staff`.
    pub data: BTreeMap<String, Data>,
    /// Width and height in pixels of the pictures that are known.
    pub pictures: BTreeMap<SourcePath, (u32, u32)>,
    /// What components of the theme write instead of byline.
    hooks: BTreeSet<HookKind>,
    /// Every article's card: made once and shared by all pages that show it.
    cards: Vec<Value>,
    /// What is the same in every page's `site`.
    site_value: tera::Map,
}

/// What a world is made of, apart from what it derives.
pub struct Parts {
    /// See [`World::site`].
    pub site: Site,
    /// See [`World::config`].
    pub config: Config,
    /// See [`World::plan`].
    pub plan: Plan,
    /// See [`World::theme`].
    pub theme: Theme,
    /// See [`World::data`].
    pub data: BTreeMap<String, Data>,
    /// See [`World::pictures`].
    pub pictures: BTreeMap<SourcePath, (u32, u32)>,
}

/// A rendered page.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What its template asked of the site, and what it was answered.
    pub queries: Vec<Query>,
}

impl World {
    /// Puts the world together.
    pub fn new(parts: Parts) -> Self {
        let Parts { site, config, plan, theme, data, pictures } = parts;
        let hooks = HookKind::ALL.into_iter().filter(|kind| theme.components.contains_key(kind.component())).collect();
        let (cards, site_value) = (Vec::new(), tera::Map::default());
        let mut world = Self { site, config, plan, theme, data, pictures, hooks, cards, site_value };
        world.cards = card::all(&world);
        world.site_value = context::site(&world);
        world
    }

    /// The path below which the site stands, "" at the root of its host.
    fn base(&self) -> &str {
        &self.config.url.path
    }
}

/// Renders one page.
///
/// # Errors
/// What the template engine reports, at its place in the template, with the page that was being rendered.
pub fn page(world: &Arc<World>, page: &Page) -> Result<Rendered, Diagnostic> {
    let (result, queries) = functions::recorded(world, page, || {
        let context = context::of(world, page).map_err(|diagnostic| in_page(diagnostic, world, page))?;
        let rendered = world.theme.tera.render(&page.template, &context);
        rendered.map_err(|error| while_rendering(failure(&error, &world.theme.templates), world, page))
    });
    let is_html = [".html", ".htm"].iter().any(|ending| page.output.as_str().ends_with(ending));
    let bytes = if is_html { minify::minified(&result?, &world.config.minify) } else { result?.into_bytes() };
    Ok(Rendered { bytes, queries })
}

/// The same diagnostic; where it does not stand in the page's own article, with the page that failed.
fn in_page(diagnostic: Diagnostic, world: &World, page: &Page) -> Diagnostic {
    match (&page.subject, &diagnostic.place) {
        (Subject::Article(id), Some(place)) if place.file == world.site.articles[*id].article.source => diagnostic,
        _ => while_rendering(diagnostic, world, page),
    }
}

/// The same diagnostic with the page that failed.
fn while_rendering(diagnostic: Diagnostic, world: &World, page: &Page) -> Diagnostic {
    let url = page.url.as_str();
    let diagnostic = match page.subject {
        Subject::Article(id) => {
            let source = &world.site.articles[id].article.source;
            diagnostic.also(Place::file(source), format!("while the page {url} was rendered"))
        }
        _ => diagnostic.hint(format!("it happened while the page {url} was rendered")),
    };
    if diagnostic.code.is_empty() {
        Diagnostic { code: Code::Template.name().into(), ..diagnostic }
    } else {
        diagnostic
    }
}
