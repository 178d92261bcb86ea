//! `byline build` and `byline check`.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::build::{Build, Memory, Report, Request, stands, unwritable_store};
use crate::config::Overrides;
use crate::diagnostic::{Code, Diagnostic, reason};
use crate::plan::{KnownAddresses, read_addresses};
use crate::site::Selection;
use crate::store::Store;

use super::project::{self, Project};
use super::report::{self, Outcome};
use super::terminal::{Line, complain};
use super::{BuildArguments, CheckArguments, ERRORS, baseline};

/// The stack of a thread that parses and renders: what input may nest (256 elements) needs a small part of it.
const STACK: usize = 16 << 20;

/// Builds the site; returns the exit code.
pub(super) fn build(arguments: &BuildArguments) -> u8 {
    run(arguments, true, &CheckArguments::default())
}

/// Reads and plans the site and writes nothing; returns the exit code.
pub(super) fn check(arguments: &CheckArguments) -> u8 {
    run(&arguments.build, false, arguments)
}

fn run(arguments: &BuildArguments, writes: bool, checks: &CheckArguments) -> u8 {
    let started = Instant::now();
    let overrides =
        Overrides { base_url: arguments.base_url.clone(), noindex: arguments.noindex, ..Overrides::default() };
    let prepared = project::open(&arguments.site, &overrides).and_then(|project| {
        let output = project.output(arguments.output.as_deref())?;
        let at = project.moment(arguments.site.at.as_deref())?;
        let baseline = arguments.baseline.as_deref().map(baseline::read).transpose()?;
        let against = checks.against.as_deref().map(|file| addresses(file, &project)).transpose()?;
        Ok((project, output, at, baseline, against))
    });
    let (project, output, at, baseline, against) = match prepared {
        Ok(prepared) => prepared,
        Err(diagnostic) => {
            report::print_diagnostics(&[diagnostic], None, arguments);
            return ERRORS;
        }
    };
    if let Err(diagnostic) = set_threads(arguments.jobs) {
        report::print_diagnostics(&[diagnostic], None, arguments);
        return ERRORS;
    }
    if project.is_elsewhere && !arguments.quiet {
        complain!("the site is {}", project.root.display());
    }
    let line = Line::new(arguments.quiet);
    let request = Request { baseline, against, ends: true, ..request(&project, &output, at, arguments) };
    let waits = || {
        line.clear();
        complain!("another byline is building this site: waiting until it has finished");
    };
    let (store, unwritable) = match writes.then(|| project.open_store(&waits)).transpose() {
        Ok(opened) => (opened.or_else(|| project.store()), None),
        Err(error) => (None, Some(unwritable_store(&error))),
    };
    // The clock of the file system is read by writing a file. What is only looked at is not remembered, and needs no moment.
    let open = store.as_ref().filter(|store| store.is_open());
    let memory = Memory { store: store.as_ref(), moment: open.and_then(|store| store.moment().ok()).unwrap_or(0) };
    let task = match (writes, checks.rendered) {
        (true, _) => Task::Build(&output),
        (false, true) => Task::CheckRendered,
        (false, false) => Task::Check,
    };
    let mut result = work(&project, &request, &task, &line, started, memory);
    result.notices.extend(unwritable);
    line.clear();
    if let Some(file) = &checks.write_baseline {
        result = baseline::write(file, result, &project, arguments.quiet);
    }
    let took = started.elapsed();
    report::print(&Outcome { report: result, project: &project, output: writes.then_some(output), took }, arguments)
}

/// Starts the threads: their stacks are large enough for the deepest input that is let through.
pub(super) fn set_threads(jobs: Option<u16>) -> Result<(), Diagnostic> {
    // A command that does more than build may have started them.
    static ARE_STARTED: AtomicBool = AtomicBool::new(false);
    if ARE_STARTED.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    let builder = rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(jobs.map_or(0, usize::from));
    builder.build_global().map_err(|error| {
        Diagnostic::new(Code::Output, format!("the threads cannot be started: {error}")).hint("try fewer with `--jobs`")
    })
}

/// The addresses that a file lists.
fn addresses(file: &Path, project: &Project) -> Result<KnownAddresses, Diagnostic> {
    let bytes = std::fs::read(file).map_err(|error| {
        let message = format!("the list of addresses `{}` cannot be read: {}", file.display(), reason(&error));
        Diagnostic::new(Code::UnreadableFile, message).hint("it is a text with an address a line, or a sitemap")
    })?;
    let addresses = read_addresses(&String::from_utf8_lossy(&bytes));
    let source = project.source_of(file).filter(|source| project.disk_has(source));
    Ok(KnownAddresses { name: file.display().to_string(), source, addresses })
}

/// What is asked by arguments alone.
fn request(project: &Project, output: &Path, at: i64, arguments: &BuildArguments) -> Request {
    Request {
        selection: Selection { at, drafts: arguments.drafts, future: arguments.future, expired: arguments.expired },
        strict: arguments.strict,
        keep_going: arguments.keep_going,
        adopt: arguments.adopt,
        output_in_site: project.output_in_site(output),
        loose: project.loose,
        known: project.diagnostics.clone(),
        fresh: arguments.fresh,
        verify: arguments.verify,
        target: target(project, output, arguments),
        ..Request::default()
    }
}

/// Whether an output folder is as the last `byline build` without options has left it. The sources may have changed since.
pub(super) fn is_as_built(project: &Project, output: &Path, store: Option<&Store>) -> bool {
    // Whether it still is what would be built does not matter, and so the moment does not.
    let request = request(project, output, 0, &BuildArguments::default());
    store.is_some_and(|store| stands(&request, &project.config, store, output))
}

/// What tells this output, and this way to build it, from others.
pub(super) fn target(project: &Project, output: &Path, arguments: &BuildArguments) -> String {
    let place =
        project.output_in_site(output).map_or_else(|| output.display().to_string(), |inside| inside.to_string());
    let BuildArguments { base_url, noindex, drafts, future, expired, .. } = arguments;
    format!("{:?}", (place, base_url, noindex, drafts, future, expired))
}

/// What is done with a site.
enum Task<'a> {
    /// It is written to a folder.
    Build(&'a Path),
    /// It is read and planned.
    Check,
    /// It is rendered too, in memory.
    CheckRendered,
}

fn work(
    project: &Project,
    request: &Request,
    task: &Task<'_>,
    line: &Line,
    started: Instant,
    memory: Memory<'_>,
) -> Report {
    if project.diagnostics.iter().any(Diagnostic::is_error) {
        return Report::of_failure(project.diagnostics.clone());
    }
    let clock = move || started.elapsed();
    let build = Build::new(&project.disk, request, line, &clock, memory);
    let config = project.config.clone();
    match task {
        Task::Build(output) => build.build(config, output),
        Task::Check => build.check(config),
        Task::CheckRendered => build.check_rendered(config),
    }
}
