//! What is wrong with a site, where, and how to mend it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::path::SourcePath;

mod baseline;
mod code;
mod explanation;
pub mod github;
pub mod human;
pub mod json;

pub use baseline::Baseline;
pub use code::{CODES, Code};
pub use explanation::Explanation;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site is built all the same; exit code 0 (1 under `--strict`).
    Warning,
    /// Nothing is written; exit code 1.
    Error,
}

/// A stretch of one line of a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub file: SourcePath,
    /// The line, from 1; 0 means the file as a whole.
    pub line: u32,
    /// The column in characters, from 1; 0 means the line as a whole.
    pub column: u32,
    /// How many characters the stretch holds; at least 1 where there is a column.
    pub length: u32,
}

impl Place {
    /// The file as a whole.
    pub fn file(file: &SourcePath) -> Self {
        Self { file: file.clone(), line: 0, column: 0, length: 0 }
    }

    /// The stretch `range` (in bytes) of `text`, the whole content of `file`; cut at the end of its first line.
    pub fn of(file: &SourcePath, text: &str, range: std::ops::Range<usize>) -> Self {
        let start = floor_boundary(text, range.start.min(text.len()));
        let end = floor_boundary(text, range.end.clamp(start, text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line = 1 + text[..start].bytes().filter(|byte| *byte == b'\n').count();
        let stretch = text[start..end].lines().next().unwrap_or_default();
        Self {
            file: file.clone(),
            line: line as u32,
            column: 1 + text[line_start..start].chars().count() as u32,
            length: (stretch.chars().count() as u32).max(1),
        }
    }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One thing that is wrong, or worth knowing.
///
/// The message is lower case without a full stop, names the thing in backticks, and says what was found and
/// what was expected; each hint says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The stable name of the fault.
    pub code: Cow<'static, str>,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found, and what was expected.
    pub message: String,
    /// Where; `None` where the fault is in no file.
    pub place: Option<Place>,
    /// Other places that belong to it, each with what it is.
    pub related: Vec<(Place, String)>,
    /// What to do.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A diagnostic of `code`, with the severity that its row of [`CODES`] gives it.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(code.name()),
            severity: code.severity(),
            message: message.into(),
            place: None,
            related: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// The same, at `place`.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same, with one more hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same, with another place that belongs to it.
    pub fn also(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }

    /// Whether it keeps the site from being written.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Why an operation failed, in words: without the number that the operating system has for it.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut characters = text.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

/// The candidate nearest to `name`, where one is near enough to be what was meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let limit = match length {
        0..=3 => 1,
        4..=8 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        // So many letters more or fewer are so many slips: no need to look further.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::osa_distance(&name.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}
