//! One stretch of Markdown from its bytes to its body: preparing, parsing, writing; and what was found on the way.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::Parser;

use crate::article::Body;
use crate::config::MarkdownOptions;
use crate::diagnostic::{Code, Diagnostic, Place};

use super::ids::Known;
use super::mask::{Masked, Wanted};
use super::nesting::{MAX_DEPTH, absurd_line};
use super::parser_options;
use super::place::{Indent, Lines, normalise};
use super::writer::Writer;

/// A stretch of a file that is Markdown by itself: a body, or the body of a call in it.
#[derive(Clone, Debug)]
pub(super) struct Part<'a> {
    /// The file.
    pub(super) lines: &'a Lines<'a>,
    /// The bytes of the file.
    pub(super) range: Range<usize>,
    /// What precedes its lines.
    pub(super) indent: Indent,
    /// How Markdown is read.
    pub(super) options: &'a MarkdownOptions,
    /// Whether a heading at its beginning is left out.
    pub(super) drop_first_heading: bool,
    /// Whether a summary is made of it.
    pub(super) has_summary: bool,
    /// How many calls it stands in.
    pub(super) calls: usize,
    /// How many elements it stands in.
    pub(super) depth: usize,
    /// The ids that are taken around it.
    pub(super) ids: Known,
}

/// What was found while reading, beside the body itself.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The tags of other generators.
    pub(super) foreign: Foreign,
    /// The ids that are taken in it and around it.
    pub(super) ids: Known,
}

/// The tags of other generators, by kind.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    kinds: BTreeMap<String, usize>,
    first: Option<Place>,
}

impl Foreign {
    /// Notes a tag.
    pub(super) fn add(&mut self, kind: String, place: Place) {
        *self.kinds.entry(kind).or_default() += 1;
        if self.first.as_ref().is_none_or(|first| place < *first) {
            self.first = Some(place);
        }
    }

    /// Notes all that `other` holds.
    pub(super) fn merge(&mut self, other: Self) {
        for (kind, count) in other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
        if let Some(place) = other.first
            && self.first.as_ref().is_none_or(|first| place < *first)
        {
            self.first = Some(place);
        }
    }

    /// One warning for all of them, which says how many and which.
    pub(super) fn warning(self) -> Option<Diagnostic> {
        const SHOWN: usize = 6;
        let place = self.first?;
        let total: usize = self.kinds.values().sum();
        let mut kinds: Vec<(String, usize)> = self.kinds.into_iter().collect();
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut list: Vec<String> =
            kinds.iter().take(SHOWN).map(|(kind, count)| format!("`{}` {count}×", kind.replace('`', "'"))).collect();
        if kinds.len() > SHOWN {
            list.push(format!("{} other kinds", kinds.len() - SHOWN));
        }
        let noun = if total == 1 { "tag" } else { "tags" };
        let hint = "they come out as written: replace them with Markdown or shortcodes, or set them as code";
        Some(
            Diagnostic::new(Code::ForeignTag, format!("{total} {noun} of another generator: {}", list.join(", ")))
                .at(place)
                .hint(hint),
        )
    }
}

/// Reads and writes one stretch of Markdown.
pub(super) fn write_part(part: Part) -> (Body, Findings) {
    let (normal, to_file) = normalise(part.lines.text(), part.range.clone(), part.indent);
    if let Some(at) = absurd_line(&normal) {
        let place = part.lines.place(to_file.original(at)..to_file.original(at) + 1);
        return (Body::default(), Findings { diagnostics: vec![too_deep(place)], ..Findings::default() });
    }
    let parser_options = parser_options(part.options);
    let masked = Masked::new(&normal, parser_options, Wanted::of(part.options));
    let mut writer = Writer::new(part, &masked, &to_file);
    for (event, range) in Parser::new_ext(&masked.text, parser_options).into_offset_iter() {
        writer.event(event, range.clone());
        if writer.nesting.is_too_deep() {
            let at = writer.too_deep.unwrap_or(range.start);
            let diagnostics = vec![too_deep(writer.place(at..at + 1))];
            return (Body::default(), Findings { diagnostics, ..Findings::default() });
        }
    }
    writer.finish()
}

fn too_deep(place: Place) -> Diagnostic {
    Diagnostic::new(Code::DeepNesting, format!("markup is nested deeper than {MAX_DEPTH} elements"))
        .at(place)
        .hint("close the elements that were opened before, or nest quotes and lists less deep")
}
