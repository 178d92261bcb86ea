//! Building a site: the stages in their order.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;

use crate::article::{self, Document, Parsed};
use crate::config::{self, Config};
use crate::diagnostic::{Baseline, Code, Diagnostic, Severity, reason};
use crate::output::{Committed, Rank, Transaction};
use crate::path::{SourcePath, UrlPath};
use crate::plan::{self, Page, Plan, Subject};
use crate::render::{self, World};
use crate::site::{self, Materials, Reason, Selection, Site};
use crate::source::{self, Inventory, Sources};
use crate::theme::{self, Theme};

/// What is asked of a build.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The moment, and what is shown besides the published articles.
    pub selection: Selection,
    /// Warnings count as errors.
    pub strict: bool,
    /// Articles with errors are left out, and the rest is built.
    pub keep_going: bool,
    /// Files of others that are in the way are taken over.
    pub adopt: bool,
    /// The output folder in the site, where it lies there: nothing of it is a source.
    pub output_in_site: Option<SourcePath>,
    /// The folder is no site: only its articles and the files that they refer to are built.
    pub loose: bool,
    /// What is already known to be wrong, with the configuration.
    pub known: Vec<Diagnostic>,
    /// Faults that are passed over: only others are reported and count.
    pub baseline: Option<Baseline>,
}

/// Tells how far a build has come.
pub trait Progress: Sync {
    /// A stage begins, with as many steps as are known.
    fn stage(&self, name: &'static str, steps: usize);
    /// A step is done.
    fn step(&self);
}

/// The time since some moment, for timings only.
pub type Clock<'a> = &'a (dyn Fn() -> Duration + Sync);

/// What a build found and did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Everything that is wrong, sorted by file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// How many faults of the baseline were passed over.
    pub passed_over: usize,
    /// What the site holds.
    pub summary: Summary,
    /// What was written; `None` where nothing was.
    pub committed: Option<Committed>,
    /// How long each stage took, in their order.
    pub timings: Vec<(&'static str, Duration)>,
    /// Whether errors kept the site from being built whole.
    pub failed: bool,
}

/// What a site holds, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Published articles, pages of documentation among them.
    pub articles: usize,
    /// Pages of the plan.
    pub pages: usize,
    /// Drafts that are not published.
    pub drafts: usize,
    /// Articles whose date is still to come.
    pub scheduled: usize,
    /// The date of the first of them, in seconds since 1970.
    pub next: Option<i64>,
    /// Articles that have expired.
    pub expired: usize,
    /// Published articles without a date, where they need one.
    pub undated: Vec<SourcePath>,
    /// Articles left out since they have errors (`--keep-going`).
    pub broken: Vec<SourcePath>,
}

/// A site that was read and planned.
pub struct Prepared {
    /// The configuration.
    pub config: Config,
    /// The articles.
    pub site: Site,
    /// The pages.
    pub plan: Plan,
    /// The theme.
    pub theme: Theme,
    /// The data files.
    pub data: BTreeMap<String, serde_json::Value>,
    /// With `keep_going`, every document that parsed: what is assembled again when some have to be left out.
    pub documents: Vec<Document>,
    /// The files beside the documents, published or not.
    pub files: Vec<source::StaticFile>,
}

/// One run over a site's sources.
pub struct Build<'a> {
    sources: &'a dyn Sources,
    request: &'a Request,
    progress: &'a dyn Progress,
    clock: Clock<'a>,
    report: Report,
    /// What was found of the baseline.
    passed_over: Vec<Diagnostic>,
    /// Whether a site is to be written: then a known error counts as long as it keeps that from being done.
    writes: bool,
}

impl<'a> Build<'a> {
    /// A run that has not begun.
    pub fn new(sources: &'a dyn Sources, request: &'a Request, progress: &'a dyn Progress, clock: Clock<'a>) -> Self {
        let report = Report { diagnostics: request.known.clone(), ..Report::default() };
        Self { sources, request, progress, clock, report, passed_over: Vec::new(), writes: true }
    }

    /// Builds the site into `output`.
    pub fn build(mut self, config: Config, output: &Path) -> Report {
        let Some(mut prepared) = self.prepare(config) else { return self.finish() };
        if self.request.strict && self.has_new() {
            return self.finish();
        }
        let mut broken = BTreeSet::from_iter(self.report.summary.broken.clone());
        loop {
            let Prepared { config, site, plan, theme, data, documents, files } = prepared;
            let world = self.world(site, config, plan, theme, data.clone());
            let found = match self.render(&world, output) {
                Ok(committed) => {
                    self.report.committed = Some(committed);
                    return self.finish();
                }
                Err(found) => found,
            };
            let at_fault = self.at_fault(&found, &documents);
            let config = world.config.clone();
            self.add(found, &config);
            if !self.request.keep_going || at_fault.is_subset(&broken) {
                return self.finish();
            }
            broken.extend(at_fault);
            let Some(again) = self.assemble(config, documents, files, &mut broken) else { return self.finish() };
            prepared = Prepared { data, ..again };
        }
    }

    /// Reads and plans the site and every link, and writes nothing.
    pub fn check(mut self, config: Config) -> Report {
        self.writes = false;
        self.prepare(config);
        self.finish()
    }

    /// Reads and plans the site, for what lists it.
    pub fn survey(mut self, config: Config) -> (Option<Prepared>, Report) {
        let prepared = self.prepare(config);
        (prepared, self.finish())
    }

    fn prepare(&mut self, config: Config) -> Option<Prepared> {
        let known = std::mem::take(&mut self.report.diagnostics);
        self.add(known, &config);
        let inventory = self.timed("read", |build| {
            build.progress.stage("reading", 0);
            source::take(build.sources, &config, build.request.output_in_site.as_ref())
        });
        self.add(inventory.diagnostics.clone(), &config);
        let parsed = self.timed("parse", |build| build.parse(&inventory, &config));
        let mut broken = BTreeSet::new();
        let mut documents = Vec::with_capacity(parsed.len());
        let mut found = Vec::new();
        for (source, Parsed { document, diagnostics }) in parsed {
            let settled = self.settle(diagnostics, &config);
            if settled.iter().any(Diagnostic::is_error) {
                broken.insert(source);
            }
            found.extend(settled);
            documents.extend(document);
        }
        self.report.diagnostics.extend(found);
        let mut found = Vec::new();
        documents.extend(profiles_of_data(&inventory, &config, &mut found));
        self.add(found, &config);
        let prepared = self.assemble(config, documents, inventory.files, &mut broken)?;
        Some(Prepared { data: inventory.data, ..prepared })
    }

    fn parse(&self, inventory: &Inventory, config: &Config) -> Vec<(SourcePath, Parsed)> {
        self.progress.stage("parsing", inventory.documents.len());
        let read = |source: &SourcePath| match inventory.too_large.get(source) {
            Some(size) => Err(too_large(*size)),
            None => self.sources.read(source),
        };
        let parse = |source: &SourcePath| {
            let parsed = match read(source) {
                Ok(bytes) => article::parse(source, &bytes, config),
                Err(error) => unreadable(source, &error),
            };
            self.progress.step();
            (source.clone(), parsed)
        };
        inventory.documents.par_iter().map(parse).collect()
    }

    /// Puts the site together and plans it; with `keep_going` again without the articles that have errors, until
    /// there are none.
    fn assemble(
        &mut self,
        config: Config,
        mut documents: Vec<Document>,
        files: Vec<source::StaticFile>,
        broken: &mut BTreeSet<SourcePath>,
    ) -> Option<Prepared> {
        let theme = self.timed("theme", |build| theme::load(build.sources, &config, &render::prepare));
        let theme = match theme {
            Ok(theme) => {
                self.add(theme.warnings.clone(), &config);
                Some(theme)
            }
            Err(found) => {
                self.add(found, &config);
                None
            }
        };
        let no_templates = NoTemplates;
        let mut known: Vec<Diagnostic> = Vec::new();
        loop {
            let is_whole = |document: &&Document| !broken.contains(source_of(document));
            let whole: Vec<Document> = if self.request.keep_going {
                documents.iter().filter(is_whole).cloned().collect()
            } else {
                std::mem::take(&mut documents)
            };
            let (site, mut found) = self.timed("assemble", |build| {
                site::assemble(Materials { documents: whole, files: files.clone() }, &config, &build.request.selection)
            });
            let templates: &dyn theme::Templates = theme.as_ref().map_or(&no_templates, |theme| theme);
            let (plan, more) = self.timed("plan", |build| plan::plan(&site, &config, templates, build.request.loose));
            found.extend(more);
            let found = self.settle(found, &config);
            let at_fault = self.at_fault(&found, &documents);
            let is_new = |diagnostic: &&Diagnostic| !known.contains(diagnostic);
            let new: Vec<Diagnostic> = found.iter().filter(is_new).cloned().collect();
            known.extend(new);
            let errors = found.iter().any(Diagnostic::is_error);
            if errors && self.request.keep_going && !at_fault.is_subset(broken) {
                broken.extend(at_fault);
                continue;
            }
            self.summarise(&site, &plan, broken);
            self.report.diagnostics.append(&mut known);
            let is_buildable = if self.request.keep_going {
                !errors
                    && self.report.diagnostics.iter().filter(|one| one.is_error()).all(|one| is_left_out(one, broken))
            } else {
                !self.report.diagnostics.iter().any(Diagnostic::is_error)
            };
            let theme = theme.filter(|_| is_buildable)?;
            return Some(Prepared { config, site, plan, theme, data: BTreeMap::new(), documents, files });
        }
    }

    /// The documents in which errors stand.
    fn at_fault(&self, found: &[Diagnostic], documents: &[Document]) -> BTreeSet<SourcePath> {
        let known: BTreeSet<&SourcePath> = documents.iter().map(source_of).collect();
        let errors = found.iter().filter(|diagnostic| diagnostic.is_error());
        let places = errors.flat_map(|diagnostic| {
            diagnostic.place.iter().chain(diagnostic.related.iter().map(|(place, _)| place).take(1))
        });
        places.map(|place| &place.file).filter(|file| known.contains(file)).cloned().collect()
    }

    fn world(
        &mut self,
        site: Site,
        config: Config,
        plan: Plan,
        theme: Theme,
        data: BTreeMap<String, serde_json::Value>,
    ) -> Arc<World> {
        let named: BTreeSet<_> =
            plan.links.internal().filter_map(|url| plan.links.files_by_url.get(url)).cloned().collect();
        let named: Vec<SourcePath> = named.into_iter().collect();
        let pictures = self.timed("pictures", |build| source::sizes(build.sources, &named));
        self.timed("cards", |_| Arc::new(World::new(render::Parts { site, config, plan, theme, data, pictures })))
    }

    fn render(&mut self, world: &Arc<World>, output: &Path) -> Result<Committed, Vec<Diagnostic>> {
        let transaction = Transaction::open(output).map_err(|diagnostic| vec![diagnostic])?;
        let failures = self.timed("render", |build| build.render_pages(world, &transaction));
        if !failures.is_empty() {
            return Err(failures);
        }
        let failures = self.timed("files", |build| build.copy_files(world, &transaction));
        if !failures.is_empty() {
            return Err(failures);
        }
        let adopt = self.request.adopt;
        self.timed("commit", |_| transaction.commit(adopt))
    }

    fn render_pages(&self, world: &Arc<World>, transaction: &Transaction) -> Vec<Diagnostic> {
        self.progress.stage("rendering", world.plan.pages.len());
        let render = |page: &Page| {
            let rendered = render::page(world, page)?;
            transaction.put(rank(page), &page.output, &rendered.bytes)?;
            self.progress.step();
            Ok(())
        };
        failures(world.plan.pages.par_iter().map(render))
    }

    fn copy_files(&self, world: &World, transaction: &Transaction) -> Vec<Diagnostic> {
        self.progress.stage("copying", world.plan.files.len());
        let copy = |file: &source::StaticFile| {
            let bytes = self.sources.read(&file.source).map_err(|error| {
                Diagnostic::new(Code::UnreadableFile, format!("`{}` cannot be read: {}", file.source, reason(&error)))
            })?;
            transaction.put(Rank::Asset, &file_output(file), &bytes)?;
            self.progress.step();
            Ok(())
        };
        let mut found = failures(world.plan.files.par_iter().map(copy));
        found.extend(failures(
            world
                .theme
                .assets
                .par_iter()
                .map(|(_, asset)| transaction.put(Rank::Asset, &asset.url.output(), &asset.bytes)),
        ));
        found
    }

    fn summarise(&mut self, site: &Site, plan: &Plan, broken: &BTreeSet<SourcePath>) {
        let count =
            |wanted: fn(&Reason) -> bool| site.left_out.iter().filter(|article| wanted(&article.reason)).count();
        let next = site.left_out.iter().filter_map(|article| match article.reason {
            Reason::Scheduled(date) => Some(date),
            _ => None,
        });
        let is_undated =
            |entry: &&site::Entry| entry.kind == config::SectionKind::Articles && entry.article.meta.date.is_none();
        self.report.summary = Summary {
            articles: site.articles.len(),
            pages: plan.pages.len(),
            drafts: count(|reason| *reason == Reason::Draft),
            scheduled: count(|reason| matches!(reason, Reason::Scheduled(_))),
            next: next.min(),
            expired: count(|reason| matches!(reason, Reason::Expired(_))),
            undated: site.articles.iter().filter(is_undated).map(|entry| entry.article.source.clone()).collect(),
            broken: if self.request.keep_going { broken.iter().cloned().collect() } else { Vec::new() },
        };
    }

    fn add(&mut self, found: Vec<Diagnostic>, config: &Config) {
        let settled = self.settle(found, config);
        self.report.diagnostics.extend(settled);
    }

    /// Applies the severities of `checks:`; of what is known, what keeps no page from being made is passed over.
    fn settle(&mut self, mut found: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
        if let Some(baseline) = &self.request.baseline {
            sort(&mut found);
            let passed = baseline.pass_over(&mut found, |diagnostic| !diagnostic.is_error());
            self.passed_over.extend(settle(passed, config));
        }
        settle(found, config)
    }

    /// Takes known errors out of the report too, and gives them.
    fn known_errors(&mut self) -> Vec<Diagnostic> {
        sort(&mut self.report.diagnostics);
        sort(&mut self.passed_over);
        let left = self.request.baseline.as_ref().map(|baseline| baseline.without(&self.passed_over));
        left.map(|left| left.pass_over(&mut self.report.diagnostics, |_| true)).unwrap_or_default()
    }

    /// Whether something is wrong that is not known.
    fn has_new(&mut self) -> bool {
        let known = self.known_errors();
        let has_new = !self.report.diagnostics.is_empty();
        self.report.diagnostics.extend(known);
        has_new
    }

    fn timed<T>(&mut self, stage: &'static str, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = (self.clock)();
        let result = work(self);
        let took = (self.clock)().saturating_sub(before);
        match self.report.timings.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, total)) => *total += took,
            None => self.report.timings.push((stage, took)),
        }
        result
    }

    fn finish(mut self) -> Report {
        let known = self.known_errors();
        self.report.passed_over = self.passed_over.len();
        if self.report.committed.is_some() || !self.writes {
            self.report.passed_over += known.len();
        } else {
            self.report.diagnostics.extend(known);
            sort(&mut self.report.diagnostics);
        }
        let counts = |diagnostic: &Diagnostic| diagnostic.is_error() || self.request.strict;
        self.report.failed = self.report.diagnostics.iter().any(counts);
        self.report
    }
}

/// Sorts diagnostics by file, line and column, each once.
fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_cached_key(|diagnostic| {
        let place = diagnostic.place.as_ref().map(|place| (place.file.clone(), place.line, place.column));
        (place, diagnostic.code.clone(), diagnostic.message.clone())
    });
    diagnostics.dedup();
}

impl Report {
    /// The report of a build that could not begin.
    pub fn of_failure(mut diagnostics: Vec<Diagnostic>) -> Self {
        sort(&mut diagnostics);
        Self { diagnostics, failed: true, ..Self::default() }
    }
}

/// A theme that did not load: pages are planned all the same, so that all errors are found at once.
struct NoTemplates;

impl theme::Templates for NoTemplates {
    fn has(&self, _: &str) -> bool {
        true
    }

    fn names(&self) -> Vec<&str> {
        Vec::new()
    }

    fn components(&self) -> Option<&BTreeMap<String, theme::Component>> {
        None
    }
}

fn file_output(file: &source::StaticFile) -> crate::path::OutputPath {
    crate::path::OutputPath::new(file.url.as_str()).unwrap_or_else(|| file.url.output())
}

/// When a page goes to its place: behind those that it leads to.
fn rank(page: &Page) -> Rank {
    match page.subject {
        Subject::Article(_) => Rank::Article,
        Subject::Output => Rank::Feed,
        Subject::Home if page.url == UrlPath::root() => Rank::Front,
        _ => Rank::Listing,
    }
}

/// The diagnostics of what failed; of an output that takes nothing more one is enough.
fn failures(results: impl ParallelIterator<Item = Result<(), Diagnostic>>) -> Vec<Diagnostic> {
    let mut failures: Vec<Diagnostic> = results.filter_map(Result::err).collect();
    let mut is_first = true;
    failures.retain(|failure| failure.code != Code::Output.name() || std::mem::take(&mut is_first));
    failures
}

/// Applies the severities of `checks:`.
fn settle(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let settle = |mut diagnostic: Diagnostic| {
        let file = diagnostic.place.as_ref().map(|place| &place.file);
        match config.checks.weight(&diagnostic.code, file) {
            Some(Some(severity)) => {
                diagnostic.severity = severity;
                Some(diagnostic)
            }
            Some(None) if diagnostic.severity == Severity::Warning => None,
            _ => Some(diagnostic),
        }
    };
    diagnostics.into_iter().filter_map(settle).collect()
}

fn source_of(document: &Document) -> &SourcePath {
    match document {
        Document::Article(article) => &article.source,
        Document::Section(index) => &index.source,
        Document::Profile(profile) => &profile.source,
    }
}

/// Whether an error stands in a document that is left out.
fn is_left_out(diagnostic: &Diagnostic, broken: &BTreeSet<SourcePath>) -> bool {
    diagnostic.place.as_ref().is_some_and(|place| broken.contains(&place.file))
}

/// Why a document is not read.
fn too_large(size: u64) -> std::io::Error {
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    let (size, most) = (megabytes(size), megabytes(source::LARGEST_DOCUMENT));
    std::io::Error::other(format!("it holds {size} megabytes, and a document holds {most} at most"))
}

fn unreadable(source: &SourcePath, error: &std::io::Error) -> Parsed {
    let diagnostic = Diagnostic::new(Code::UnreadableFile, format!("`{source}` cannot be read: {}", reason(error)))
        .at(crate::diagnostic::Place::file(source));
    Parsed { document: None, diagnostics: vec![diagnostic] }
}

/// The authors of a data file `authors`, a map of ids, for those who have no profile of their own.
fn profiles_of_data(inventory: &Inventory, config: &Config, found: &mut Vec<Diagnostic>) -> Vec<Document> {
    let Some(data) = inventory.data.get("authors") else { return Vec::new() };
    let own: BTreeSet<String> = inventory.documents.iter().map(|source| source.as_str().to_owned()).collect();
    let (profiles, diagnostics) = article::profiles_of_data(data, config);
    found.extend(diagnostics);
    let has_own = |id: &str| own.contains(&format!("{}/authors/{id}.md", config.content));
    profiles
        .into_iter()
        .filter(|profile| !has_own(&profile.id))
        .map(|profile| Document::Profile(Box::new(profile)))
        .collect()
}
