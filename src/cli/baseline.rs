//! The file of faults that are known already: read for `--baseline`, written by `--write-baseline`.

use std::fs;
use std::path::Path;

use crate::build::Report;
use crate::diagnostic::{Baseline, Code, Diagnostic, reason};

use super::project::Project;
use super::terminal::complain;

/// Reads the list of known faults.
pub(super) fn read(file: &Path) -> Result<Baseline, Diagnostic> {
    let fault = |message: String| {
        let hint = format!("write the list with `byline check --write-baseline {}`", file.display());
        Diagnostic::new(Code::Baseline, message).hint(hint)
    };
    let text = fs::read_to_string(file).map_err(|error| {
        fault(format!("the list of known faults `{}` cannot be read: {}", file.display(), reason(&error)))
    })?;
    Baseline::read(&text)
        .map_err(|(line, message)| fault(format!("line {line} of `{}` is no known fault: {message}", file.display())))
}

/// Writes what a run found to the list: it is known from now on, and nothing of it counts any more. Without a configuration that
/// can be read, nothing was found out that is worth keeping.
pub(super) fn write(file: &Path, mut report: Report, project: &Project, quiet: bool) -> Report {
    if project.diagnostics.iter().any(Diagnostic::is_error) {
        return report;
    }
    let baseline = Baseline::of(&report.diagnostics);
    if let Err(error) = fs::write(file, baseline.written()) {
        let message = format!("the list of known faults `{}` cannot be written: {}", file.display(), reason(&error));
        report.diagnostics = vec![Diagnostic::new(Code::Output, message).hint("name a file in a folder that is there")];
        report.failed = true;
        return report;
    }
    if !quiet {
        let faults = if baseline.len() == 1 { "fault" } else { "faults" };
        complain!("Wrote {} known {faults} to {}", baseline.len(), file.display());
    }
    Report { passed_over: baseline.len(), diagnostics: Vec::new(), failed: false, ..report }
}
