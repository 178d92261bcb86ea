//! `byline build` and `byline check`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::build::{Build, Report, Request};
use crate::config::Overrides;
use crate::diagnostic::{Code, Diagnostic};
use crate::site::Selection;

use super::project::{self, Project};
use super::report::{self, Outcome};
use super::terminal::{Line, complain};
use super::{BuildArguments, CheckArguments, ERRORS, baseline};

/// The stack of a thread that parses and renders: what input may nest (256 elements) needs a small part of it.
const STACK: usize = 16 << 20;

/// Builds the site; returns the exit code.
pub(super) fn build(arguments: &BuildArguments) -> u8 {
    run(arguments, true, None)
}

/// Reads and plans the site and writes nothing; returns the exit code.
pub(super) fn check(arguments: &CheckArguments) -> u8 {
    run(&arguments.build, false, arguments.write_baseline.as_deref())
}

fn run(arguments: &BuildArguments, writes: bool, new_baseline: Option<&Path>) -> u8 {
    let started = Instant::now();
    let overrides = Overrides { base_url: arguments.base_url.clone(), ..Overrides::default() };
    let prepared = project::open(&arguments.site, &overrides).and_then(|project| {
        let output = project.output(arguments.output.as_deref())?;
        let at = project.moment(arguments.site.at.as_deref())?;
        let baseline = arguments.baseline.as_deref().map(baseline::read).transpose()?;
        Ok((project, output, at, baseline))
    });
    let (project, output, at, baseline) = match prepared {
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
    let request = Request {
        selection: Selection { at, drafts: arguments.drafts, future: arguments.future, expired: arguments.expired },
        strict: arguments.strict,
        keep_going: arguments.keep_going,
        adopt: arguments.adopt,
        output_in_site: project.output_in_site(&output),
        loose: project.loose,
        known: project.diagnostics.clone(),
        baseline,
    };
    let mut result = work(&project, &request, writes.then_some(&output), &line, started);
    line.clear();
    if let Some(file) = new_baseline {
        result = baseline::write(file, result, &project, arguments.quiet);
    }
    let took = started.elapsed();
    report::print(&Outcome { report: result, project: &project, output: writes.then_some(output), took }, arguments)
}

/// Starts the threads: their stacks are large enough for the deepest input that is let through.
pub(super) fn set_threads(jobs: Option<u16>) -> Result<(), Diagnostic> {
    let builder = rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(jobs.map_or(0, usize::from));
    builder.build_global().map_err(|error| {
        Diagnostic::new(Code::Output, format!("the threads cannot be started: {error}")).hint("try fewer with `--jobs`")
    })
}

fn work(project: &Project, request: &Request, output: Option<&PathBuf>, line: &Line, started: Instant) -> Report {
    if project.diagnostics.iter().any(Diagnostic::is_error) {
        return Report::of_failure(project.diagnostics.clone());
    }
    let clock = move || started.elapsed();
    let build = Build::new(&project.disk, request, line, &clock);
    let config = project.config.clone();
    match output {
        Some(output) => build.build(config, output),
        None => build.check(config),
    }
}
