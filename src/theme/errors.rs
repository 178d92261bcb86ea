//! What the template engine reports, as diagnostics with places.

use std::collections::BTreeMap;

use super::TemplateText;
use super::variables::{ENGINE_FILTERS, ENGINE_FUNCTIONS, ENGINE_TESTS, FILTERS, FUNCTIONS};
use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::path::SourcePath;

/// The place of a stretch of a template.
pub fn template_place(
    templates: &BTreeMap<String, TemplateText>,
    name: &str,
    range: std::ops::Range<usize>,
) -> Option<Place> {
    let template = templates.get(name)?;
    Some(Place::of(&template.source, &template.text, range))
}

/// One failure of the engine, while loading or rendering.
pub fn failure(error: &tera::Error, templates: &BTreeMap<String, TemplateText>) -> Diagnostic {
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let mut diagnostic = Diagnostic::new(Code::Template, sentence(report.message()));
            diagnostic.place = template_place(templates, report.filename(), report.span().range.clone());
            diagnostic
        }
        tera::ErrorKind::MissingParent { current, parent } => {
            let message = format!("the template `{current}` extends `{parent}`, which does not exist");
            let diagnostic = Diagnostic::new(Code::UnknownTemplate, message);
            at_text(diagnostic, templates, current, parent)
        }
        tera::ErrorKind::CircularExtend { tpl, .. } => {
            let message = format!("the template `{tpl}` extends itself");
            let name = tpl.rsplit('/').next().unwrap_or(tpl);
            let diagnostic = Diagnostic::new(Code::Template, message).hint(format!(
                "a template that overrides the theme's extends it by its full name, `{}/{name}`",
                super::DEFAULT
            ));
            at_text(diagnostic, templates, tpl, "extends")
        }
        tera::ErrorKind::CircularInclude { tpl, .. } => at_text(
            Diagnostic::new(Code::Template, format!("the template `{tpl}` includes itself")),
            templates,
            tpl,
            "include",
        ),
        other => Diagnostic::new(Code::Template, sentence(&other.to_string())),
    }
}

fn at_text(diagnostic: Diagnostic, templates: &BTreeMap<String, TemplateText>, name: &str, text: &str) -> Diagnostic {
    let found = templates.get(name).and_then(|template| Some((template, template.text.find(text)?)));
    match found {
        Some((template, at)) => diagnostic.at(Place::of(&template.source, &template.text, at..at + text.len())),
        None => diagnostic,
    }
}

/// All failures of loading: unknown filters, tests, functions, components and templates come joined in one message, each
/// with its place in a line `--> NAME:LINE:COLUMN`.
pub(super) fn failures(
    error: &tera::Error,
    templates: &BTreeMap<String, TemplateText>,
    tera: &tera::Tera,
) -> Vec<Diagnostic> {
    let tera::ErrorKind::Msg(message) = error.kind() else { return vec![failure(error, templates)] };
    let reports: Vec<Diagnostic> = message
        .split("\n\n")
        .filter(|report| report.starts_with("error: "))
        .map(|report| unknown(report, templates, tera))
        .collect();
    if reports.is_empty() { vec![failure(error, templates)] } else { reports }
}

fn unknown(report: &str, templates: &BTreeMap<String, TemplateText>, tera: &tera::Tera) -> Diagnostic {
    let first = report.lines().next().unwrap_or_default().trim_start_matches("error: ");
    let name = first.split('`').nth(1).unwrap_or_default();
    let code = if first.starts_with("Unknown template") { Code::UnknownTemplate } else { Code::UnknownName };
    let mut diagnostic = Diagnostic::new(code, sentence(first));
    let mut position =
        report.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap_or_default().rsplitn(3, ':');
    let column: Option<u32> =
        position.next().and_then(|number| number.trim().trim_matches(|c: char| !c.is_ascii_digit()).parse().ok());
    let line: Option<u32> = position.next().and_then(|number| number.parse().ok());
    let template = position.next().and_then(|name| templates.get(name.trim_start_matches('[')));
    if let (Some(template), Some(line), Some(column)) = (template, line, column) {
        diagnostic.place = Some(place_of_name(&template.source, &template.text, line, column, name));
    }
    let near = match code {
        Code::UnknownTemplate => {
            let names: Vec<&str> = templates.keys().filter_map(|name| Some(name.split_once('/')?.1)).collect();
            nearest(name, names).map(str::to_owned)
        }
        _ if first.contains("component") => nearest(name, tera.get_component_names()).map(str::to_owned),
        _ => nearest(name, known_names(first)).map(str::to_owned),
    };
    match near {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint("the handbook's reference of templates lists what they may use"),
    }
}

/// The names of the kind that a report `Unknown KIND …` is about.
fn known_names(report: &str) -> Vec<&'static str> {
    if report.contains("filter") {
        FILTERS.iter().chain(ENGINE_FILTERS).copied().collect()
    } else if report.contains("test") {
        ENGINE_TESTS.to_vec()
    } else {
        FUNCTIONS.iter().map(|(name, ..)| *name).chain(ENGINE_FUNCTIONS.iter().copied()).collect()
    }
}

/// The engine's span may cover a whole call; the name in it is what is unknown.
fn place_of_name(source: &SourcePath, text: &str, line: u32, column: u32, name: &str) -> Place {
    let written = text.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
    let skipped = column.saturating_sub(1) as usize;
    let start = written.char_indices().nth(skipped).map_or(written.len(), |(at, _)| at);
    let (column, length) = match written[start..].find(name).filter(|_| !name.is_empty()) {
        Some(at) => (1 + written[..start + at].chars().count() as u32, name.chars().count() as u32),
        None => (column.max(1), 1),
    };
    Place { file: source.clone(), line, column, length }
}

/// The engine's message in the form of byline's: lower case, no full stop.
fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut characters = message.chars();
    let Some(first) = characters.next() else { return String::new() };
    let starts_a_name = characters.clone().next().is_some_and(char::is_uppercase);
    if starts_a_name { message.to_owned() } else { first.to_lowercase().chain(characters).collect() }
}
