//! How the outcome of a build is printed: for people, as JSON, as annotations.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::build::{Report, Summary};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, github, human, json as diagnostic_json};
use crate::path::SourcePath;
use crate::source::Sources;

use super::project::Project;
use super::terminal::{complain, has_colour, say};
use super::{BUILT, BuildArguments, ERRORS, Format};

/// How many diagnostics of one code a person is shown, unless all are asked for.
const MOST_PER_CODE: usize = 5;

/// A run that is over.
pub(super) struct Outcome<'a> {
    /// What it found and did.
    pub(super) report: Report,
    /// The site.
    pub(super) project: &'a Project,
    /// Where it was to be written; `None` where nothing was to be.
    pub(super) output: Option<PathBuf>,
    /// How long it took.
    pub(super) took: Duration,
}

/// Prints an outcome and returns the exit code.
pub(super) fn print(outcome: &Outcome<'_>, arguments: &BuildArguments) -> u8 {
    print_diagnostics(&outcome.report.diagnostics, Some(outcome.project), arguments);
    print_notices(&outcome.report, arguments);
    match arguments.format {
        Format::Json => say!("{}", summary_object(outcome)),
        _ if !arguments.quiet => print_summary(outcome, arguments),
        _ => {}
    }
    if outcome.report.failed { ERRORS } else { BUILT }
}

/// Prints diagnostics in the form that is asked for.
pub(super) fn print_diagnostics(diagnostics: &[Diagnostic], project: Option<&Project>, arguments: &BuildArguments) {
    match arguments.format {
        Format::Json => diagnostics.iter().for_each(|diagnostic| say!("{}", diagnostic_json::value(diagnostic))),
        Format::Github => diagnostics.iter().for_each(|diagnostic| say!("{}", github::command(diagnostic))),
        Format::Human => {
            let most_per_code = if arguments.verbose { usize::MAX } else { MOST_PER_CODE };
            let style = human::Style { colour: has_colour(), most_per_code };
            let text = human::render_all(diagnostics, &|file| text_of(project?, file), style);
            let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
        }
    }
}

/// Prints what is worth knowing of this run, and with `--verbose` which pages were rendered, and why.
fn print_notices(report: &Report, arguments: &BuildArguments) {
    let is_json = arguments.format == Format::Json;
    for notice in &report.notices {
        if is_json {
            say!("{}", json!({"type": "notice", "message": notice}));
        } else {
            complain!("note: {notice}");
        }
    }
    for (url, why) in report.work.rendered.iter().filter(|_| arguments.verbose) {
        if is_json {
            say!("{}", json!({"type": "rendered", "url": url, "why": why.to_string()}));
        } else if !arguments.quiet {
            complain!("rendered {url}: {why}");
        }
    }
}

/// The text of a source: of the site, else of the theme that is embedded in the program.
fn text_of(project: &Project, file: &SourcePath) -> Option<String> {
    let bytes = project.disk.read(file).ok().or_else(|| crate::theme::embedded_file(file))?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn print_summary(outcome: &Outcome<'_>, arguments: &BuildArguments) {
    let Report { summary, diagnostics, passed_over, committed, timings, failed, verified, work, .. } = &outcome.report;
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let mut lines = Vec::new();
    match (committed, &outcome.output) {
        (Some(done), Some(output)) => {
            lines.push(format!(
                "Built {} as {}, {} of {} in {} ({})",
                count(summary.articles, "article", "articles"),
                count(summary.pages, "page", "pages"),
                count(done.files, "file", "files"),
                bytes(done.bytes),
                shown(output),
                seconds(outcome.took)
            ));
            lines.push(format!(
                "  {} rendered, {} written, {} removed, {} unchanged",
                work.rendered.len(),
                done.written,
                done.removed,
                done.files - done.written
            ));
        }
        (None, Some(_)) => lines.push(format!("Nothing was written ({})", seconds(outcome.took))),
        _ => lines.push(format!(
            "Checked {} and {} ({})",
            count(summary.articles, "article", "articles"),
            count(summary.pages, "page", "pages"),
            seconds(outcome.took)
        )),
    }
    // What an article with an error would be is not known.
    if errors == 0 || committed.is_some() {
        lines.extend(left_out(summary, &outcome.project.config));
    }
    if errors + warnings > 0 {
        let strict = if errors == 0 && *failed { ", which count as errors under --strict" } else { "" };
        lines.push(format!(
            "  {}, {}{strict}",
            count(errors, "error", "errors"),
            count(warnings, "warning", "warnings")
        ));
    }
    if *passed_over > 0 {
        lines.push(format!("  {} passed over", count(*passed_over, "known fault", "known faults")));
    }
    match verified.as_deref() {
        Some([]) => lines.push("  A clean build makes the same, byte for byte".to_owned()),
        Some(differences) => {
            lines.push("  A clean build makes another site:".to_owned());
            lines.extend(differences.iter().map(|difference| format!("    {difference}")));
            lines.push(
                "  `byline build --fresh` makes it right. This is a fault of byline: please report it".to_owned(),
            );
        }
        None => {}
    }
    if let (Some(_), Some(output)) = (committed, &outcome.output) {
        let at = if outcome.project.config.url.path.is_empty() {
            String::new()
        } else {
            format!(", which must serve it at {}/", outcome.project.config.url.path)
        };
        lines.push(format!("  See it with any web server{at}: python3 -m http.server --directory {}", shown(output)));
    }
    if arguments.timings {
        let stage = |(name, took): &(&str, Duration)| format!("  {name:<10} {:>9.1} ms", took.as_secs_f64() * 1000.0);
        lines.extend(timings.iter().map(stage));
    }
    let text = lines.join("\n");
    if *failed || arguments.format == Format::Github { complain!("{text}") } else { say!("{text}") }
}

/// What is not in the site, and why: nothing disappears silently.
fn left_out(summary: &Summary, config: &Config) -> Vec<String> {
    let mut parts = Vec::new();
    if summary.drafts > 0 {
        parts.push(count(summary.drafts, "draft", "drafts"));
    }
    if summary.scheduled > 0 {
        let next = summary.next.map(|next| format!(" (next {})", config.timezone.written(next))).unwrap_or_default();
        parts.push(format!("{} scheduled{next}", summary.scheduled));
    }
    if summary.expired > 0 {
        parts.push(format!("{} expired", summary.expired));
    }
    let mut lines = Vec::new();
    if !parts.is_empty() {
        lines.push(format!("  Left out: {}; `byline list` names them", parts.join(", ")));
    }
    if !summary.broken.is_empty() {
        lines.push(format!("  Left out for their errors: {}", named(&summary.broken)));
    }
    if !summary.undated.is_empty() {
        let undated = count(summary.undated.len(), "article has", "articles have");
        lines.push(format!("  {undated} no date, and so no place in the archive: {}", named(&summary.undated)));
        if summary.undated.len() > MOST_NAMED {
            lines.push("  `byline list --undated` names them all".to_owned());
        }
    }
    lines
}

/// How many articles a line of the summary names.
const MOST_NAMED: usize = 5;

/// The first of some articles by name, and how many there are besides.
fn named(articles: &[SourcePath]) -> String {
    let names = articles.iter().take(MOST_NAMED).map(SourcePath::to_string).collect::<Vec<_>>().join(", ");
    match articles.len().saturating_sub(MOST_NAMED) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}

fn summary_object(outcome: &Outcome<'_>) -> Value {
    let Report { summary, diagnostics, passed_over, committed, timings, failed, verified, work, .. } = &outcome.report;
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let timings: Map<String, Value> =
        timings.iter().map(|(name, took)| ((*name).to_owned(), json!(took.as_secs_f64()))).collect();
    let mut summary = json!({
        "type": "summary",
        "ok": !failed,
        "articles": summary.articles,
        "pages": summary.pages,
        "left_out": {
            "drafts": summary.drafts,
            "scheduled": summary.scheduled,
            "next": summary.next.map(|next| outcome.project.config.timezone.rfc3339(next)),
            "expired": summary.expired,
            "errors": summary.broken,
        },
        "undated": summary.undated,
        "errors": errors,
        "warnings": diagnostics.len() - errors,
        "passed_over": passed_over,
        "output": committed.map(|done| json!({
            "folder": outcome.output.as_deref().map(shown),
            "files": done.files,
            "bytes": done.bytes,
            "parsed": work.parsed,
            "rendered": work.rendered.len(),
            "written": done.written,
            "removed": done.removed,
        })),

        "seconds": outcome.took.as_secs_f64(),
        "timings": timings,
    });
    if let Some(differences) = verified {
        summary["verified"] = json!(differences.is_empty());
        summary["differs"] = json!(differences);
    }
    summary
}

/// A path as the user would write it: from the current folder where it lies there.
fn shown(path: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(current).unwrap_or(path).display().to_string()
}

fn seconds(took: Duration) -> String {
    if took < Duration::from_secs(1) {
        format!("{} ms", took.as_millis())
    } else {
        format!("{:.2} s", took.as_secs_f64())
    }
}

/// A size in bytes, as people say it.
pub(super) fn bytes(number: u64) -> String {
    match number {
        0..1_000 => format!("{number} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", number as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", number as f64 / 1e6),
        _ => format!("{:.2} GB", number as f64 / 1e9),
    }
}
