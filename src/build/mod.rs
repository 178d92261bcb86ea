//! Building a site: the stages in their order.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::article::{self, Document, Parsed};
use crate::config::{self, Config};
use crate::diagnostic::{Baseline, Code, Diagnostic, Severity, reason};
use crate::fingerprint::{self, Print};
use crate::output::{Committed, Rank, Transaction};
use crate::path::{SourcePath, UrlPath};
use crate::plan::{self, Page, Plan, Subject};
use crate::render::{self, World};
use crate::site::{self, Materials, Reason, Selection, Site};
use crate::source::{self, Inventory, Sources};
use crate::store::{Stamp, Store};
use crate::theme::{self, Theme};

pub mod bundle;
pub mod edited;
mod files;
mod last;
mod pages;
pub mod preview;
mod rendered;
mod sources;
mod unparsed;
mod verify;
mod watched;
mod why;

use last::Last;
use pages::{Details, Entry, Fresh, PageMemo};
use sources::{Keeping, SourceMemo};
use watched::Watched;

pub use pages::Cause;
pub use why::{PageFacts, Reached, Why};

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
    /// Addresses that the site has to answer to.
    pub against: Option<plan::KnownAddresses>,
    /// What earlier builds found out is not used.
    pub fresh: bool,
    /// What is written is compared with what a build in memory makes that uses nothing of earlier ones.
    pub verify: bool,
    /// The process ends with this run. What it holds in memory is then left to the system: to free a large site piece by piece takes
    /// longer than to write some of its pages.
    pub ends: bool,
    /// What tells one output, and one way to build it, from others: the folder as seen from the site's, the base address, what is shown besides
    /// the published articles.
    pub target: String,
}

impl Request {
    /// The name that the store has for the target.
    fn target_name(&self) -> String {
        let print = fingerprint::print(self.target.as_bytes());
        print.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The fingerprint of everything that is asked, but for the moment.
    fn print(&self, config: &Config) -> Print {
        let Selection { at: _, drafts, future, expired } = self.selection;
        let switches = (drafts, future, expired, self.strict, self.keep_going, self.loose);
        fingerprint::print(
            format!("{:?}", (switches, &self.output_in_site, &self.known, &self.baseline, config)).as_bytes(),
        )
    }
}

/// What a build keeps between its runs, and what it must know of itself for that.
#[derive(Clone, Copy)]
pub struct Memory<'a> {
    /// Where it is kept; `None`: nothing is.
    pub store: Option<&'a Store>,
    /// The moment at which the build begins, by the clock of the file system, in nanoseconds since 1970.
    pub moment: i64,
}

/// The fingerprint of this program: what another one has found out is not used.
pub fn program() -> Print {
    let mut print = Print::default();
    let digits = env!("BYLINE_PRINT").as_bytes().chunks_exact(2);
    for (byte, digits) in print.iter_mut().zip(digits) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).unwrap_or_default(), 16).unwrap_or_default();
    }
    print
}

/// Whether an output folder is as the last build has left it that was asked the same and succeeded. Its sources may have changed since.
pub fn stands(request: &Request, config: &Config, store: &Store, folder: &Path) -> bool {
    Last::read(store, &request.target_name()).is_some_and(|last| last.stands(&request.print(config), folder))
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
    /// What is worth knowing of this run, and says nothing of the site.
    pub notices: Vec<String>,
    /// What was done for it.
    pub work: Work,
    /// What a clean build makes another, where that was asked.
    pub verified: Option<Vec<String>>,
}

/// How much of a build was new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// How many documents were parsed.
    pub parsed: usize,
    /// The addresses of the pages that were rendered, sorted, each with why.
    pub rendered: Vec<(UrlPath, Cause)>,
}

/// What a site holds, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    memory: Memory<'a>,
    report: Report,
    /// What was found of the baseline.
    passed_over: Vec<Diagnostic>,
    /// Whether a site is to be written: then a known error counts as long as it keeps that from being done.
    writes: bool,
    /// Articles that are known to have errors, and are left out from the beginning.
    broken: BTreeSet<SourcePath>,
}

impl<'a> Build<'a> {
    /// A run that has not begun.
    pub fn new(
        sources: &'a dyn Sources,
        request: &'a Request,
        progress: &'a dyn Progress,
        clock: Clock<'a>,
        memory: Memory<'a>,
    ) -> Self {
        let report = Report { diagnostics: request.known.clone(), ..Report::default() };
        let (passed_over, broken) = (Vec::new(), BTreeSet::new());
        Self { sources, request, progress, clock, memory, report, passed_over, writes: true, broken }
    }

    /// Builds the site into `output`.
    pub fn build(self, config: Config, output: &Path) -> Report {
        let Self { sources, request, progress, clock, memory, .. } = self;
        let watched = Watched::new(sources, memory.moment);
        let target = request.target_name();
        let asked = request.print(&config);
        let usable = memory.store.filter(|_| !request.fresh);
        let unchanged = usable.and_then(|store| {
            let last = Last::read(store, &target)?;
            last.holds(&asked, request.selection.at, store, &target, &watched, output).then_some(last)
        });
        let again = |fresh: bool| {
            let build = Build::new(&watched, request, progress, clock, memory);
            build.made(config.clone(), output, &target, &asked, &watched, fresh)
        };
        let mut report = match unchanged {
            Some(last) => last.report(),
            // What cannot be read from the store is found out while pages are rendered: then nothing of it is used.
            None => again(request.fresh).unwrap_or_else(|| again(true).unwrap_or_default()),
        };
        report.notices.extend(memory.store.map(Store::notices).unwrap_or_default());
        if request.verify && report.committed.is_some() {
            verify::verify(
                &mut report,
                &config,
                output,
                Build::new(sources, request, progress, clock, Memory { store: None, ..memory }),
            );
        }
        report
    }

    /// Makes the site; `None` where the store turns out to be damaged.
    fn made(
        mut self,
        config: Config,
        output: &Path,
        target: &str,
        asked: &Print,
        watched: &Watched<'_>,
        fresh: bool,
    ) -> Option<Report> {
        let memo = SourceMemo::open(self.memory.store, &config, &program(), self.memory.moment, fresh, Keeping::Bodies);
        let mut memo = match memo {
            Ok(memo) => memo,
            Err(error) => return Some(Report::of_failure(vec![no_place(&error)])),
        };
        let mut pages = PageMemo::open(self.memory.store, target, fresh);
        let Some(mut prepared) = self.prepare(config, &memo) else {
            self.save(&mut memo, None);
            return Some(self.finish());
        };
        if self.request.strict && self.has_new() {
            self.save(&mut memo, None);
            return Some(self.finish());
        }
        let mut broken = BTreeSet::from_iter(self.report.summary.broken.clone());
        loop {
            let Prepared { config, site, plan, theme, data, documents, files } = prepared;
            let world = self.world(site, config, plan, theme, data.clone(), &memo);
            let result = self.render(&world, output, &memo, &pages);
            if memo.is_damaged() {
                return None;
            }
            let found = match result {
                Ok(committed) => {
                    self.report.committed = Some(committed);
                    self.report.work.parsed = memo.parsed();
                    self.report.work.rendered.sort_by(|(a, _), (b, _)| a.cmp(b));
                    let until = last::until(&world.site, &world.config, &self.request.selection);
                    let seen = watched.seen();
                    // The last build is told by the table of its pages: an older one tells nothing of it.
                    let is_saved = self.save(&mut memo, Some(&mut pages));
                    let (store, at) = (self.memory.store, self.request.selection.at);
                    leave(world, self.request);
                    let report = self.finish();
                    // What is left out for its errors is not known to the site, so such a build is always made again.
                    if is_saved
                        && broken.is_empty()
                        && let Some(store) = store.filter(|store| store.is_open())
                    {
                        remember(&report, output, store, target, Moments { asked: *asked, at, until, seen });
                    }
                    return Some(report);
                }
                Err(found) => found,
            };
            let at_fault = self.at_fault(&found, &documents);
            let config = world.config.clone();
            self.add(found, &config);
            if !self.request.keep_going || at_fault.is_subset(&broken) {
                self.save(&mut memo, None);
                return Some(self.finish());
            }
            broken.extend(at_fault);
            let Some(again) = self.assemble(config, documents, files, &mut broken, &memo) else {
                self.save(&mut memo, None);
                return Some(self.finish());
            };
            prepared = Prepared { data, ..again };
        }
    }

    /// Writes down what was found out; a store that cannot be written makes the next build slower, and nothing else.
    /// `false` where not all of it is written.
    fn save(&mut self, memo: &mut SourceMemo<'_>, pages: Option<&mut PageMemo<'_>>) -> bool {
        let saved = self.timed("store", |_| memo.save().and_then(|()| pages.map_or(Ok(()), PageMemo::save)));
        if let (Err(error), Some(store)) = (&saved, self.memory.store) {
            store.note(&unwritable_store(error));
        }
        saved.is_ok()
    }

    /// Reads and plans the site and every link, and writes nothing.
    pub fn check(self, config: Config) -> Report {
        let request = self.request;
        let (prepared, report) = self.survey(config);
        leave(prepared, request);
        report
    }

    /// The same, and renders it in memory to hold it against the rules of those who read it.
    pub fn check_rendered(mut self, config: Config) -> Report {
        self.writes = false;
        let Memory { store, moment } = self.memory;
        let memo = SourceMemo::open(store, &config, &program(), moment, self.request.fresh, Keeping::Bodies);
        let memo = match memo {
            Ok(memo) => memo,
            Err(error) => return Report::of_failure(vec![no_place(&error)]),
        };
        if let Some(Prepared { config, site, plan, theme, data, .. }) = self.prepare(config, &memo) {
            let world = self.world(site, config, plan, theme, data, &memo);
            let found =
                self.timed("render", |build| rendered::faults(build.sources, &world, build.request.selection.at));
            self.add(found, &world.config);
            sort(&mut self.report.diagnostics);
            leave(world, self.request);
        }
        self.finish()
    }

    /// Reads and plans the site, for what lists it.
    pub fn survey(mut self, config: Config) -> (Option<Prepared>, Report) {
        self.writes = false;
        let Memory { store, moment } = self.memory;
        match SourceMemo::open(store, &config, &program(), moment, self.request.fresh, Keeping::Nothing) {
            Ok(memo) => {
                let prepared = self.prepare(config, &memo);
                (prepared, self.finish())
            }
            Err(error) => (None, Report::of_failure(vec![no_place(&error)])),
        }
    }

    fn prepare(&mut self, config: Config, memo: &SourceMemo<'_>) -> Option<Prepared> {
        let known = std::mem::take(&mut self.report.diagnostics);
        self.add(known, &config);
        let mut inventory = self.timed("read", |build| {
            build.progress.stage("reading", 0);
            source::take(build.sources, &config, build.request.output_in_site.as_ref())
        });
        self.add(std::mem::take(&mut inventory.diagnostics), &config);
        let parsed = self.timed("parse", |build| build.parse(&inventory, &config, memo));
        let mut broken = std::mem::take(&mut self.broken);
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
        let Inventory { documents: walked, files, data, .. } = inventory;
        drop(walked);
        let prepared = self.assemble(config, documents, files, &mut broken, memo)?;
        Some(Prepared { data, ..prepared })
    }

    fn parse(&self, inventory: &Inventory, config: &Config, memo: &SourceMemo<'_>) -> Vec<(SourcePath, Parsed)> {
        self.progress.stage("parsing", inventory.documents.len());
        let read = |found: &source::Found| match inventory.too_large.get(&found.path) {
            Some(size) => Err(too_large(*size)),
            None => self.sources.read_found(found),
        };
        memo.parse(&inventory.documents, config, &read, &|| self.progress.step())
    }

    /// Puts the site together and plans it; with `keep_going` again without the articles that have errors, until
    /// there are none.
    fn assemble(
        &mut self,
        config: Config,
        mut documents: Vec<Document>,
        files: Vec<source::StaticFile>,
        broken: &mut BTreeSet<SourcePath>,
        memo: &SourceMemo<'_>,
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
        let mut seen: FxHashSet<Diagnostic> = FxHashSet::default();
        loop {
            let is_whole = |document: &&Document| !broken.contains(source_of(document));
            let whole: Vec<Document> = if self.request.keep_going {
                documents.iter().filter(is_whole).cloned().collect()
            } else {
                std::mem::take(&mut documents)
            };
            let (site, mut found) = self.timed("assemble", |build| {
                site::assemble(
                    Materials { documents: whole, files: files.clone(), anyway: None },
                    &config,
                    &build.request.selection,
                )
            });
            let templates: &dyn theme::Templates = theme.as_ref().map_or(&no_templates, |theme| theme);
            let (plan, more) = self.timed("plan", |build| plan::plan(&site, &config, templates, build.request.loose));
            found.extend(more);
            found.extend(self.timed("pictures", |build| files::faults(build.sources, &plan, memo)));
            found.extend(self.request.against.iter().flat_map(|known| plan::lost(&plan, &config, known)));
            let found = self.settle(found, &config);
            let at_fault = self.at_fault(&found, &documents);
            // Of one round all are kept, however often.
            known.extend(found.iter().filter(|diagnostic| !seen.contains(diagnostic)).cloned());
            if self.request.keep_going {
                seen.extend(found.iter().cloned());
            }
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
        let mut errors = found.iter().filter(|diagnostic| diagnostic.is_error()).peekable();
        if errors.peek().is_none() {
            return BTreeSet::new();
        }
        let known: BTreeSet<&SourcePath> = documents.iter().map(source_of).collect();
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
        memo: &SourceMemo<'_>,
    ) -> Arc<World> {
        let pictures = self.timed("pictures", |build| build.pictures(&plan, memo));
        let parts = render::Parts { site, config, plan, theme, data, pictures, bodies: memo.bodies() };
        self.timed("cards", |_| Arc::new(World::new(parts)))
    }

    /// Width and height of the pictures that a link or picture names.
    fn pictures(&self, plan: &Plan, memo: &SourceMemo<'_>) -> BTreeMap<SourcePath, (u32, u32)> {
        if plan.files.is_empty() {
            return BTreeMap::new();
        }
        let named: BTreeSet<&SourcePath> =
            plan.links.internal().filter_map(|url| plan.links.files_by_url.get(url)).collect();
        let size = |file: &&source::StaticFile| {
            let known = memo.picture(&file.source, file.stamp);
            let size = known.or_else(|| source::size(self.sources, &file.source).ok())?;
            memo.note_picture(&file.source, file.stamp, size);
            Some((file.source.clone(), size?))
        };
        let is_named = |file: &&source::StaticFile| source::is_picture(&file.source) && named.contains(&file.source);
        plan.files.par_iter().filter(is_named).filter_map(|file| size(&file)).collect()
    }

    fn render(
        &mut self,
        world: &Arc<World>,
        output: &Path,
        memo: &SourceMemo<'_>,
        pages: &PageMemo<'_>,
    ) -> Result<Committed, Vec<Diagnostic>> {
        let transaction = Transaction::open(output).map_err(|diagnostic| vec![diagnostic])?;
        let (failures, rendered) = self.timed("render", |build| build.render_pages(world, &transaction, pages));
        if !failures.is_empty() {
            return Err(failures);
        }
        self.report.work.rendered = rendered;
        let failures = self.timed("files", |build| build.copy_files(world, &transaction, memo, pages));
        if !failures.is_empty() {
            return Err(failures);
        }
        let adopt = self.request.adopt;
        self.timed("commit", |_| transaction.commit(adopt))
    }

    /// Renders the pages that are not fresh.
    fn render_pages(
        &mut self,
        world: &Arc<World>,
        transaction: &Transaction,
        pages: &PageMemo<'_>,
    ) -> (Vec<Diagnostic>, Vec<(UrlPath, Cause)>) {
        self.progress.stage("rendering", world.plan.pages.len());
        let notices = Notices::default();
        let notice = |text: String| notices.add(text);
        let chunk = |chunk: &[&Page]| {
            let mut fresh = Vec::new();
            let mut failures = Vec::new();
            for page in chunk {
                match render_page(world, page, transaction, pages, &notice) {
                    Ok(made) => fresh.extend(made.map(|made| (page.url.clone(), made))),
                    Err(failure) => failures.push(failure),
                }
                self.progress.step();
            }
            let rendered: Vec<_> = fresh.iter().map(|(url, made)| (url.clone(), made.details.why.clone())).collect();
            pages.note_rendered(fresh.into_iter().map(|(_, made)| made).collect());
            (failures, rendered)
        };
        let in_order = longest_first(&world.plan.pages);
        let (failures, rendered): (Vec<_>, Vec<_>) = in_order.par_chunks(PAGES_AT_A_TIME).map(chunk).unzip();
        self.report.notices.extend(notices.sorted());
        (first_of_output(failures.into_iter().flatten().collect()), rendered.into_iter().flatten().collect())
    }

    /// Copies the files that are not in the output as they shall be.
    fn copy_files(
        &mut self,
        world: &World,
        transaction: &Transaction,
        memo: &SourceMemo<'_>,
        pages: &PageMemo<'_>,
    ) -> Vec<Diagnostic> {
        self.progress.stage("copying", world.plan.files.len());
        let notices = Notices::default();
        let notice = |text: String| notices.add(text);
        let copy = |file: &source::StaticFile| {
            let copied = self.copy_file(file, transaction, memo, pages, &notice);
            self.progress.step();
            copied.err()
        };
        let mut failures: Vec<Diagnostic> = world.plan.files.par_iter().filter_map(copy).collect();
        let put = |asset: &theme::Asset| {
            let path = asset.url.output();
            let written = transaction.put(Rank::Asset, &path, &asset.bytes)?;
            pages.note(&path, Entry { print: written.fingerprint.0, stamp: written.stamp, page: None });
            Ok(())
        };
        failures.extend(world.theme.assets.par_iter().filter_map(|(_, asset)| put(asset).err()).collect::<Vec<_>>());
        self.report.notices.extend(notices.sorted());
        first_of_output(failures)
    }

    fn copy_file(
        &self,
        file: &source::StaticFile,
        transaction: &Transaction,
        memo: &SourceMemo<'_>,
        pages: &PageMemo<'_>,
        notice: &dyn Fn(String),
    ) -> Result<(), Diagnostic> {
        let path = file_output(file);
        let known = memo.print(&file.source, file.stamp);
        let done = |written: crate::output::Written| {
            memo.note_print(&file.source, file.stamp, written.fingerprint.0);
            pages.note(&path, Entry { print: written.fingerprint.0, stamp: written.stamp, page: None });
        };
        if let Some(entry) = pages.get(&path) {
            let print = known.or_else(|| self.print_where_of_same_size(file, entry.stamp));
            if print == Some(entry.print)
                && let Some(written) = pages.intact(transaction, &path, entry, notice)
            {
                transaction.keep(&path, written);
                done(written);
                return Ok(());
            }
        }
        let written = match files::content(self.sources, file)? {
            files::Content::Picture(bytes) => transaction.put(Rank::Asset, &path, &bytes)?,
            files::Content::Other(mut source) => transaction
                .put_from(Rank::Asset, &path, &mut *source)?
                .map_err(|error| files::unreadable(&file.source, &error))?,
        };
        done(written);
        Ok(())
    }

    /// The fingerprint of a file, where it may be what stands in the output: of a picture that held more than is published it is another.
    fn print_where_of_same_size(&self, file: &source::StaticFile, output: Stamp) -> Option<Print> {
        if file.size != output.size {
            return None;
        }
        let mut source = self.sources.open(&file.source).ok()?;
        Some(crate::output::fingerprint_of(&mut *source).ok()?.0)
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

/// Frees what a run has made, unless the process ends with it.
fn leave<T>(made: T, request: &Request) {
    if request.ends {
        std::mem::forget(made);
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
        Subject::Output | Subject::Program(_) => Rank::Feed,
        Subject::Home if page.url == UrlPath::root() => Rank::Front,
        _ => Rank::Listing,
    }
}

/// What many threads find worth knowing.
#[derive(Default)]
struct Notices(Mutex<Vec<String>>);

impl Notices {
    fn add(&self, text: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    /// All of it, in an order that no thread has made.
    fn sorted(self) -> Vec<String> {
        let mut texts = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        texts.sort();
        texts
    }
}

/// The pages in the order in which they are rendered: files such as a sitemap may hold the whole site, and while one is
/// made at the end, all other threads would wait.
fn longest_first(pages: &[Page]) -> Vec<&Page> {
    let (mut outputs, others): (Vec<&Page>, Vec<&Page>) =
        pages.iter().partition(|page| matches!(page.subject, Subject::Output | Subject::Program(_)));
    outputs.extend(others);
    outputs
}

/// How many pages are rendered at a time by one thread: their details are written together.
const PAGES_AT_A_TIME: usize = 16;

/// Renders a page, unless it is fresh: then its file is kept, and there is nothing new to remember.
fn render_page(
    world: &Arc<World>,
    page: &Page,
    transaction: &Transaction,
    pages: &PageMemo<'_>,
    notice: &dyn Fn(String),
) -> Result<Option<Fresh>, Diagnostic> {
    let reading = render::reading(world, page);
    let known = pages.get(&page.output).and_then(|entry| Some((entry, entry.page?)));
    let (mut why, mut described) = (Cause::New, None);
    if let Some((entry, made)) = known {
        why = match changed(world, page, &reading, &made, pages) {
            Some(Stale { why, parts }) => {
                described = parts;
                why
            }
            None => match pages.intact(transaction, &page.output, entry, notice) {
                Some(written) => {
                    transaction.keep(&page.output, written);
                    pages.note(&page.output, Entry { stamp: written.stamp, ..*entry });
                    return Ok(None);
                }
                None => Cause::File,
            },
        };
    }
    let (inputs, parts) = described.unwrap_or_else(|| render::described(world, page, &reading));
    let rendered = render::page(world, page, &reading)?;
    let written = transaction.put(rank(page), &page.output, &rendered.bytes)?;
    let details = Details { asked: rendered.asked, parts, why };
    Ok(Some(Fresh { output: page.output.clone(), written, inputs, details }))
}

/// How many changed parts are named at the most.
const MOST_NAMED: usize = 5;

/// A page that is not fresh.
struct Stale {
    why: Cause,
    /// What it would be made from today, where that was found out.
    parts: Option<(render::Inputs, Vec<render::Ingredient>)>,
}

/// What makes a page stale; `None` where it is fresh.
fn changed(
    world: &World,
    page: &Page,
    reading: &render::Reading,
    made: &pages::Made,
    pages: &PageMemo<'_>,
) -> Option<Stale> {
    if render::inputs(world, page, reading) != made.inputs {
        let described = render::described(world, page, reading);
        let details = pages.details(made);
        let why = details.map_or(Cause::New, |details| changed_parts(world, page, &details, &described.1));
        return Some(Stale { why, parts: Some(described) });
    }
    if !made.asks {
        return None;
    }
    let why = match pages.details(made) {
        Some(details) => Cause::Answer(render::changed_answer(world, page, reading, &details.asked)?.to_string()),
        None => Cause::New,
    };
    Some(Stale { why, parts: None })
}

/// Which of the parts that a page is made from changed.
fn changed_parts(world: &World, page: &Page, details: &Details, parts: &[render::Ingredient]) -> Cause {
    let differs: BTreeSet<u64> =
        parts.iter().filter(|part| !details.parts.contains(part)).map(|(name, _)| *name).collect();
    let names = if differs.is_empty() { Vec::new() } else { render::named(world, page) };
    let mut names: Vec<String> =
        names.into_iter().filter(|(print, _)| differs.contains(print)).map(|(_, name)| name).collect();
    // What holds another part has changed with it.
    if names.iter().any(|name| !name.starts_with("variable ")) {
        names.retain(|name| !name.starts_with("variable "));
    }
    names.dedup();
    names.truncate(MOST_NAMED);
    Cause::Changed(names)
}

/// For which moments and questions a build holds.
struct Moments {
    asked: Print,
    at: i64,
    until: i64,
    seen: watched::Seen,
}

/// Keeps a build that succeeded as the last one; what cannot be written is done without.
fn remember(report: &Report, output: &Path, store: &Store, target: &str, moments: Moments) {
    let (Some(committed), Some(manifest)) = (report.committed, crate::output::manifest_stamp(output)) else { return };
    let Moments { asked, at, until, seen } = moments;
    let last = Last {
        asked,
        at,
        until,
        seen,
        manifest,
        diagnostics: report.diagnostics.clone(),
        passed_over: report.passed_over,
        summary: report.summary.clone(),
        files: (committed.files, committed.bytes),
        failed: report.failed,
    };
    let _ = last.save(store, target);
}

/// What is worth knowing where a store cannot be written.
pub fn unwritable_store(error: &std::io::Error) -> String {
    format!("the store in `.byline` cannot be written: {}", reason(error))
}

/// The fault of a build that has no place for the bodies of articles.
fn no_place(error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::Output, format!("no temporary file can be made: {}", reason(error))).hint(
        "byline keeps the texts of articles in `.byline` of the site, or in the system's folder for temporary files",
    )
}

/// The diagnostics of what failed; of an output that takes nothing more one is enough.
fn first_of_output(mut failures: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut is_first = true;
    failures.retain(|failure| failure.code != Code::Output.name() || std::mem::take(&mut is_first));
    failures
}

/// Applies the severities of `checks:`. That a picture would betray where it was taken stays an error.
fn settle(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let settle = |mut diagnostic: Diagnostic| {
        let file = diagnostic.place.as_ref().map(|place| &place.file);
        let weight = config.checks.weight(&diagnostic.code, file);
        match weight.filter(|_| diagnostic.code != Code::PicturePosition.name()) {
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
    let own: BTreeSet<String> = inventory.documents.iter().map(|found| found.path.as_str().to_owned()).collect();
    let (profiles, diagnostics) = article::profiles_of_data(data, config);
    found.extend(diagnostics);
    let has_own = |id: &str| own.contains(&format!("{}/authors/{id}.md", config.content));
    profiles
        .into_iter()
        .filter(|profile| !has_own(&profile.id))
        .map(|profile| Document::Profile(Box::new(profile)))
        .collect()
}
