//! A site that is kept in memory while its sources change: what is parsed once stays, and a change makes anew what it reaches.
//!
//! Nothing is written. Where an article has an error, its last good version stands; where a theme or the configuration has one, the last
//! good site does.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use rayon::prelude::*;

use crate::article::{self, Article, Bodies, Body, Call, Document, LinkKind, Meta, Parsed};
use crate::config::{Config, SectionKind};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::{self, Print};
use crate::path::SourcePath;
use crate::plan::{self, Subject};
use crate::render::{self, World};
use crate::site::{self, Materials, Selection};
use crate::source::{self, Found, Inventory, Sources, StaticFile};
use crate::store::{Stamp, Store};
use crate::theme::{self, Theme};

use super::edited;
use super::sources::{Keeping, SourceMemo};
use super::unparsed::Unparsed;
use super::{Clock, profiles_of_data, program, settle, sort, unreadable};

/// What is previewed.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// The moment, and what is shown besides the published articles.
    pub selection: Selection,
    /// An article that is shown whatever keeps it from being published.
    pub anyway: Option<SourcePath>,
    /// The output folder in the site, where it lies there: nothing of it is a source.
    pub output_in_site: Option<SourcePath>,
    /// The folder is no site: only its articles and the files that they refer to are shown.
    pub loose: bool,
}

/// How far a change reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing had changed.
    Nothing,
    /// One article as it is shown: site and plan were kept.
    Shown,
    /// Site and plan were made anew.
    Whole,
    /// An error keeps the last good site standing.
    Kept,
}

/// What became of a change.
#[derive(Clone, Debug)]
pub struct Step {
    /// How far it reached.
    pub scope: Scope,
    /// Why it reached so far.
    pub why: &'static str,
    /// The documents that were parsed.
    pub parsed: Vec<SourcePath>,
    /// The first words of the part of an article that was edited, where a single one was.
    pub edited: Option<String>,
    /// How long each stage took, in their order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// So many documents are not held whole when they change together.
const MANY: usize = 64;

/// A document as it was last read.
#[derive(Default)]
struct Held {
    stamp: Option<Stamp>,
    print: Option<Print>,
    /// Its last good version.
    good: Option<Document>,
    diagnostics: Vec<Diagnostic>,
}

impl Held {
    /// Takes over what parsing gave; where it has an error, the last good version stays.
    fn take(&mut self, parsed: Parsed, config: &Config) {
        self.diagnostics = settle(parsed.diagnostics, config);
        if !self.diagnostics.iter().any(Diagnostic::is_error) {
            self.good = parsed.document;
        }
    }
}

/// How a picture stood when it was looked at, and its width and height in pixels.
type Measured = (Option<Stamp>, Option<(u32, u32)>);

/// The world that is shown. Who renders holds it open; a change waits until they have finished.
#[derive(Default)]
pub struct Stage(RwLock<Option<Arc<World>>>);

impl Stage {
    /// The world; `None` until there has been one without an error.
    pub fn world(&self) -> RwLockReadGuard<'_, Option<Arc<World>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts another world in the place of the last one, which is returned.
    fn set(&self, world: Arc<World>) -> Option<Arc<World>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).replace(world)
    }

    /// Replaces an article; `false` where somebody still holds the world.
    fn replace(&self, source: &SourcePath, article: Arc<Article>) -> bool {
        let mut world = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Some(world) = world.as_mut().and_then(Arc::get_mut) else { return false };
        let Some(id) = world.site.by_source.get(source).copied() else { return false };
        world.replace_article(id, article);
        true
    }
}

/// A site in memory.
pub struct Preview {
    /// What is shown to readers.
    pub stage: Arc<Stage>,
    shown: Shown,
    config: Config,
    /// Where the bodies of the first reading are.
    bodies: Arc<dyn Bodies>,
    documents: BTreeMap<SourcePath, Held>,
    /// What is wrong with the configuration.
    known: Vec<Diagnostic>,
    /// What is wrong elsewhere than in a document by itself.
    others: Vec<Diagnostic>,
    pictures: HashMap<SourcePath, Measured>,
    /// The articles that were read many at a time.
    unparsed: Arc<Unparsed>,
    /// What the last walk found.
    inventory: Inventory,
    /// Whether the documents are as that walk found them: so they are until the site is first made from them.
    is_read: bool,
    /// Whether a body asks for an article by its title.
    has_wiki_links: bool,
    /// The world before the last one.
    spent: Option<Arc<World>>,
}

impl Preview {
    /// Reads a site, with what the last build found out; the world is made with the first [`Preview::renew`].
    ///
    /// # Errors
    /// Where there is no place for the bodies of the articles.
    pub fn open(
        sources: &dyn Sources,
        config: Config,
        known: Vec<Diagnostic>,
        shown: Shown,
        store: Option<&Store>,
    ) -> Result<Self, Diagnostic> {
        let unparsed = Arc::new(Unparsed::new(&config).map_err(|error| super::no_place(&error))?);
        let keeping = Keeping::Files(Arc::clone(&unparsed));
        let memo = SourceMemo::open(store, &config, &program(), 0, false, keeping);
        let memo = memo.map_err(|error| super::no_place(&error))?;
        let inventory = source::take(sources, &config, shown.output_in_site.as_ref());
        let read = |found: &Found| content(sources, &inventory, found);
        let parsed = memo.parse(&inventory.documents, &config, &read, &|| ());
        let held = |(found, (source, parsed)): (&Found, (SourcePath, Parsed))| {
            let mut held = Held { stamp: found.stamp, ..Held::default() };
            held.take(parsed, &config);
            (source, held)
        };
        // As many as were found, in their order.
        let documents = inventory.documents.iter().zip(parsed).map(held).collect();
        Ok(Self {
            stage: Arc::default(),
            shown,
            bodies: memo.bodies(),
            documents,
            known: settle(known, &config),
            config,
            others: Vec::new(),
            pictures: HashMap::new(),
            unparsed,
            inventory,
            is_read: true,
            has_wiki_links: false,
            spent: None,
        })
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Everything that is wrong, sorted by file and line, each once.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let of_documents = self.documents.values().flat_map(|held| &held.diagnostics);
        let mut all: Vec<Diagnostic> = self.known.iter().chain(of_documents).chain(&self.others).cloned().collect();
        sort(&mut all);
        all
    }

    /// Whether a file is one of the articles, sections and profiles that were read.
    pub fn is_document(&self, source: &SourcePath) -> bool {
        self.documents.contains_key(source)
    }

    /// Whether a file of the content is gone that was no part of the site: programs that save make such files and rename them.
    pub fn is_passing(&self, sources: &dyn Sources, file: &SourcePath) -> bool {
        let is_known = || {
            let world = self.stage.world();
            let files = world.as_ref().map(|world| world.plan.files.as_slice()).unwrap_or_default();
            // A folder that has gone takes along what lay in it.
            files.iter().map(|one| &one.source).chain(self.documents.keys()).any(|known| known.is_in(file))
        };
        file.is_in(&self.config.content) && !sources.exists(file) && !is_known()
    }

    /// Takes another configuration, unless it has errors: then the last good one stays.
    pub fn configure(&mut self, config: Config, known: Vec<Diagnostic>) {
        let known = settle(known, &config);
        if !known.iter().any(Diagnostic::is_error) {
            if config.of_reading() != self.config.of_reading() {
                self.documents.values_mut().for_each(|held| (held.stamp, held.print) = (None, None));
                self.unparsed.configure(&config);
            }
            self.config = config;
        }
        self.known = known;
    }

    /// Frees the world before the last one. That takes as long as a large site is large, and is to be done when everybody knows of the new one.
    pub fn rest(&mut self) {
        self.spent = None;
    }

    /// Another moment is shown.
    pub fn set_moment(&mut self, at: i64) {
        self.shown.selection.at = at;
    }

    /// Takes over documents of which it is known that they alone were written.
    ///
    /// Site and plan are kept where the change is one of what is shown of an article. `None` where it is not: then
    /// [`Preview::renew`] is to be called.
    pub fn update(&mut self, sources: &dyn Sources, written: &BTreeSet<SourcePath>, clock: Clock<'_>) -> Option<Step> {
        let started = clock();
        let [source] = written.iter().collect::<Vec<_>>()[..] else { return None };
        let held = self.documents.get(source)?;
        let bytes = sources.read(source).ok()?;
        let print = fingerprint::print(&bytes);
        if held.print == Some(print) {
            let why = "the file holds what it held before";
            return Some(Step { scope: Scope::Nothing, why, parsed: Vec::new(), edited: None, timings: Vec::new() });
        }
        let mut parsed = article::parse(source, &bytes, &self.config);
        parsed.imprint(print);
        let read = clock();
        let diagnostics = settle(std::mem::take(&mut parsed.diagnostics), &self.config);
        let is_shown_otherwise = match (&held.good, &parsed.document) {
            (Some(Document::Article(old)), Some(Document::Article(new))) => {
                let is_told_elsewhere = |diagnostic: &Diagnostic| names(diagnostic, source);
                !diagnostics.iter().any(Diagnostic::is_error)
                    && !self.known.iter().any(Diagnostic::is_error)
                    && !self.others.iter().any(|one| one.is_error() || is_told_elsewhere(one))
                    && self.is_only_shown_otherwise(old, new)
            }
            _ => false,
        };
        if !is_shown_otherwise {
            return None;
        }
        let Some(Document::Article(article)) = parsed.document else { return None };
        let edited = self.edited(held.good.as_ref(), &article);
        if !self.stage.replace(source, Arc::clone(&article)) {
            return None;
        }
        let good = Some(Document::Article(article));
        self.documents.insert(source.clone(), Held { stamp: None, print: Some(print), good, diagnostics });
        let timings = vec![("parse", read.saturating_sub(started)), ("replace", clock().saturating_sub(read))];
        let why = "only what is shown of one article changed: no address, order or link";
        Some(Step { scope: Scope::Shown, why, parsed: vec![source.clone()], edited, timings })
    }

    /// The first words of what differs between an article and its last version.
    fn edited(&self, old: Option<&Document>, new: &Article) -> Option<String> {
        let Some(Document::Article(old)) = old else { return None };
        let old = self.bodies.shown(old).ok()?;
        let new = self.bodies.shown(new).ok()?;
        edited::first_words(&old, &new)
    }

    /// Whether nothing that site and plan are made from differs between two versions of an article.
    fn is_only_shown_otherwise(&self, old: &Article, new: &Article) -> bool {
        let is_same_title = old.meta.title == new.meta.title;
        if !is_same_title && (self.has_wiki_links || !self.titles_are_only_shown(&old.source)) {
            return false;
        }
        meta_print(&old.meta) == meta_print(&new.meta)
            && old.meta.description.is_some() == new.meta.description.is_some()
            && is_linked_alike(&old.body, &new.body)
    }

    /// Whether no address and no order depends on the title of this article.
    fn titles_are_only_shown(&self, source: &SourcePath) -> bool {
        let world = self.stage.world();
        let Some(world) = world.as_ref() else { return false };
        let Some(entry) = world.site.by_source.get(source).and_then(|id| world.site.articles.get(*id)) else {
            return false;
        };
        entry.kind == SectionKind::Articles && !format!("{:?}", self.config).contains(":title")
    }

    /// Looks at everything: reads what changed, and makes site, plan and world anew. What is in `written` is read even where it looks
    /// unchanged.
    pub fn renew(&mut self, sources: &dyn Sources, written: &BTreeSet<SourcePath>, clock: Clock<'_>) -> Step {
        let why = "the site was read";
        let mut step = Step { scope: Scope::Whole, why, parsed: Vec::new(), edited: None, timings: Vec::new() };
        let mut last = clock();
        let mut lap = |step: &mut Step, name| {
            let now = clock();
            step.timings.push((name, now.saturating_sub(last)));
            last = now;
        };
        let is_read = std::mem::take(&mut self.is_read) && written.is_empty();
        let again = self.found_again(sources, written);
        let is_walked = !is_read && again.is_none();
        if is_walked {
            self.inventory = source::take(sources, &self.config, self.shown.output_in_site.as_ref());
        }
        if !is_read {
            step.why = match is_walked {
                true => "files came or went, or what changed is no article",
                false => "what addresses, lists or links are made from changed in an article",
            };
        }
        let mut others = settle(self.inventory.diagnostics.clone(), &self.config);
        lap(&mut step, "read");
        let before = match written.iter().collect::<Vec<_>>()[..] {
            [source] => self.documents.get(source).and_then(|held| held.good.clone()),
            _ => None,
        };
        if is_walked {
            let present: HashSet<&SourcePath> = self.inventory.documents.iter().map(|found| &found.path).collect();
            self.documents.retain(|source, _| present.contains(source));
        }
        if !is_read {
            let changed = again.unwrap_or_else(|| self.changed(written));
            step.parsed = self.read(sources, &changed);
        }
        if let [source] = &step.parsed[..]
            && let Some(Document::Article(new)) = self.documents.get(source).and_then(|held| held.good.as_ref())
        {
            step.edited = self.edited(before.as_ref(), new);
        }
        lap(&mut step, "parse");
        let mut found = Vec::new();
        let mut documents: Vec<Document> = self.documents.values().filter_map(|held| held.good.clone()).collect();
        documents.extend(profiles_of_data(&self.inventory, &self.config, &mut found));
        others.extend(settle(found, &self.config));
        let theme = theme::load(sources, &self.config, &render::prepare);
        lap(&mut step, "theme");
        let theme = match theme {
            Ok(theme) => theme,
            Err(found) => {
                others.extend(settle(found, &self.config));
                self.others = others;
                step.scope = Scope::Kept;
                return step;
            }
        };
        others.extend(settle(theme.warnings.clone(), &self.config));
        let materials = Materials { documents, files: self.inventory.files.clone(), anyway: self.shown.anyway.clone() };
        let (site, found) = site::assemble(materials, &self.config, &self.shown.selection);
        others.extend(settle(found, &self.config));
        lap(&mut step, "assemble");
        let (plan, found) = plan::plan(&site, &self.config, &theme, self.shown.loose);
        others.extend(settle(found, &self.config));
        lap(&mut step, "plan");
        self.others = others;
        self.has_wiki_links = site.articles.iter().any(|entry| has_wiki_link(&entry.article.body));
        let data = self.inventory.data.clone();
        let world = self.world(sources, site, plan, theme, data);
        self.spent = self.stage.set(Arc::new(world));
        lap(&mut step, "world");
        if self.known.iter().any(Diagnostic::is_error) {
            step.scope = Scope::Kept;
        }
        step
    }

    /// The files that were written as they are now, where they are documents that the last walk found and nothing else was written.
    fn found_again(&self, sources: &dyn Sources, written: &BTreeSet<SourcePath>) -> Option<Vec<Found>> {
        let again = |source| {
            let found = sources.found_again(source).filter(|found| found.size <= source::LARGEST_DOCUMENT)?;
            let is_known = self.documents.contains_key(source) && !self.inventory.too_large.contains_key(source);
            is_known.then_some(found)
        };
        let all: Option<Vec<Found>> = written.iter().map(again).collect();
        all.filter(|all| !all.is_empty())
    }

    /// The documents that the last walk found otherwise than they were read.
    fn changed(&self, written: &BTreeSet<SourcePath>) -> Vec<Found> {
        let is_changed = |found: &&Found| {
            let held = self.documents.get(&found.path);
            written.contains(&found.path) || held.is_none_or(|held| held.stamp.is_none() || held.stamp != found.stamp)
        };
        self.inventory.documents.iter().filter(is_changed).cloned().collect()
    }

    /// Reads documents; returns those that hold something else than before.
    fn read(&mut self, sources: &dyn Sources, changed: &[Found]) -> Vec<SourcePath> {
        let are_many = changed.len() > MANY;
        let read = |found: &Found| {
            let bytes = content(sources, &self.inventory, found);
            let print = bytes.as_ref().ok().map(|bytes| fingerprint::print(bytes));
            let known = self.documents.get(&found.path).and_then(|held| held.print);
            let parsed = (print.is_none() || known != print).then(|| match bytes {
                Ok(bytes) if are_many => self.unparsed.parse(&found.path, &bytes, print.unwrap_or_default()),
                Ok(bytes) => {
                    let mut parsed = article::parse(&found.path, &bytes, &self.config);
                    parsed.imprint(print.unwrap_or_default());
                    parsed
                }
                Err(error) => unreadable(&found.path, &error),
            });
            (print, parsed)
        };
        let read: Vec<_> = changed.par_iter().map(read).collect();
        let mut others = Vec::new();
        for (found, (print, parsed)) in changed.iter().zip(read) {
            let held = self.documents.entry(found.path.clone()).or_default();
            (held.stamp, held.print) = (found.stamp, print);
            let Some(parsed) = parsed else { continue };
            held.take(parsed, &self.config);
            others.push(found.path.clone());
        }
        others
    }

    fn world(
        &mut self,
        sources: &dyn Sources,
        site: site::Site,
        plan: plan::Plan,
        theme: Theme,
        data: BTreeMap<String, serde_json::Value>,
    ) -> World {
        let pictures = self.pictures_of(sources, &plan);
        let (config, bodies) = (self.config.clone(), Arc::clone(&self.bodies));
        World::new(render::Parts { site, config, plan, theme, data, pictures, bodies })
    }

    /// Width and height of the pictures that a link or picture names.
    fn pictures_of(&mut self, sources: &dyn Sources, plan: &plan::Plan) -> BTreeMap<SourcePath, (u32, u32)> {
        let named: BTreeSet<&SourcePath> =
            plan.links.internal().filter_map(|url| plan.links.files_by_url.get(url)).collect();
        let is_named = |file: &&StaticFile| source::is_picture(&file.source) && named.contains(&file.source);
        let mut sizes = BTreeMap::new();
        for file in plan.files.iter().filter(is_named) {
            let known = self.pictures.get(&file.source);
            let known = known.filter(|(stamp, _)| stamp.is_some() && *stamp == file.stamp).map(|(_, size)| *size);
            let size = known.unwrap_or_else(|| source::size(sources, &file.source).ok().flatten());
            self.pictures.insert(file.source.clone(), (file.stamp, size));
            sizes.extend(size.map(|size| (file.source.clone(), size)));
        }
        sizes
    }
}

/// What a file holds.
fn content(sources: &dyn Sources, inventory: &Inventory, found: &Found) -> io::Result<Vec<u8>> {
    match inventory.too_large.get(&found.path) {
        Some(size) => Err(super::too_large(*size)),
        None => sources.read_found(found),
    }
}

/// Whether a diagnostic speaks of a file.
fn names(diagnostic: &Diagnostic, source: &SourcePath) -> bool {
    diagnostic.place.as_ref().is_some_and(|place| place.file == *source)
        || diagnostic.related.iter().any(|(place, _)| place.file == *source)
}

/// The fingerprint of a front matter without what is only shown.
fn meta_print(meta: &Meta) -> Print {
    let mut meta = meta.clone();
    meta.title = article::Inline::default();
    meta.description = None;
    (meta.title_tag, meta.kicker, meta.byline, meta.dateline, meta.credit) = (None, None, None, None, None);
    meta.social_title = None;
    meta.places = article::ByName::default();
    let picture = meta.image.as_mut();
    picture.into_iter().for_each(|picture| picture.place = None);
    fingerprint::print(format!("{meta:?}").as_bytes())
}

/// Whether two bodies lead to the same, and can be led to alike.
fn is_linked_alike(old: &Body, new: &Body) -> bool {
    let link = |link: &article::Link| (link.kind, link.target.clone(), link.has_alt, link.is_opaque);
    old.links.iter().map(link).eq(new.links.iter().map(link))
        && old.anchors == new.anchors
        && old.calls.len() == new.calls.len()
        && old.calls.iter().zip(&new.calls).all(|(old, new)| is_called_alike(old, new))
}

fn is_called_alike(old: &Call, new: &Call) -> bool {
    let is_body_alike = match (&old.body, &new.body) {
        (Some(old), Some(new)) => is_linked_alike(old, new),
        (None, None) => true,
        _ => false,
    };
    is_body_alike && old.name == new.name && old.arguments == new.arguments
}

fn has_wiki_link(body: &Body) -> bool {
    body.links.iter().any(|link| link.kind == LinkKind::Wiki)
        || body.calls.iter().filter_map(|call| call.body.as_deref()).any(has_wiki_link)
}

/// The document of which a page is the page, where there is one.
pub fn source_of_page(world: &World, page: &plan::Page) -> Option<SourcePath> {
    let site = &world.site;
    let index = |section: Option<&site::Section>| section?.index.as_ref().map(|index| index.source.clone());
    match page.subject {
        Subject::Article(id) => Some(site.articles.get(id)?.article.source.clone()),
        Subject::Home => index(site.sections.first()),
        Subject::Section(section) => index(site.sections.get(section)),
        Subject::Term(taxonomy, term) => {
            let term = site.taxonomies.get(taxonomy)?.terms.get(term)?;
            let profile = term.profile.as_ref().map(|profile| profile.source.clone());
            profile.or_else(|| term.index.as_ref().map(|index| index.source.clone()))
        }
        _ => None,
    }
}
