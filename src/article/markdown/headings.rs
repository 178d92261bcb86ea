//! Writing headings: their ids, levels and attribute lists.

use std::ops::Range;

use crate::article::{Heading, HookKind, Inline, slug};
use crate::config::{MarkdownOptions, Slugs};

use super::attributes::Attributes;
use super::inline::Line;
use super::links::clean_id;
use super::mask::Masked;
use super::out::{Edge, Mark, Slot};
use super::writer::Writer;

/// A heading that is being written.
#[derive(Debug)]
pub(super) struct OpenHeading {
    level: u8,
    attributes: Attributes,
    mark: Mark,
    /// The text as written, where ids are made of it.
    written: String,
}

/// The heading at `range` of the masked text as a line.
pub(super) fn heading_line(masked: &Masked, options: &MarkdownOptions, range: Range<usize>) -> Inline {
    let tail = options.attributes.then(|| heading_attributes(&masked.text, range.clone())).flatten();
    let end = tail.map_or(range.end, |(_, tail)| tail.start);
    super::inline(&written(masked, range.start..end), options)
}

/// The heading at `range` of the masked text as written, without the signs that make it one.
fn written(masked: &Masked, range: Range<usize>) -> String {
    let written = masked.text.get(range).unwrap_or_default();
    let written = match written.trim_start().strip_prefix('#') {
        Some(heading) => heading.trim_start_matches('#').trim().trim_end_matches('#'),
        None => written.trim_end().trim_end_matches(['=', '-']),
    };
    masked.restore(written).into_owned()
}

/// The attribute list at the end of the heading at `range`, and where it stands.
fn heading_attributes(text: &str, range: Range<usize>) -> Option<(Attributes, Range<usize>)> {
    let heading = text.get(range.clone())?.trim_end();
    let title = if heading.starts_with('#') {
        heading.trim_end_matches('#').trim_end()
    } else {
        heading.rsplit_once('\n').map_or(heading, |(title, _)| title).trim_end()
    };
    let start = title.ends_with('}').then(|| title.rfind('{')).flatten()?;
    let (attributes, length) = Attributes::read(&title[start..])?;
    (start + length == title.len()).then(|| (attributes, range.start + start..range.start + title.len()))
}

impl Writer<'_> {
    /// Begins a heading.
    pub(super) fn start_heading(&mut self, level: u8, range: Range<usize>) {
        self.push(&["h1"]);
        let mut attributes = Attributes::default();
        let mut end = range.end;
        if self.part.options.attributes
            && let Some((found, tail)) = heading_attributes(&self.masked.text, range.clone())
        {
            attributes = found;
            attributes.restore(self.masked);
            end = tail.start;
            self.skip = tail;
        }
        if let Some(list) = self.list_of_block(&range) {
            attributes = attributes.joined(list);
        }
        self.out.fresh_line();
        let is_needed = self.part.options.slugs == Slugs::Hugo;
        let written = if is_needed { written(self.masked, range.start..end) } else { String::new() };
        self.heading = Some(OpenHeading { level, attributes, mark: self.out.mark(), written });
        self.line = Some(Line::default());
    }

    /// Ends it and writes it.
    pub(super) fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        while self.out.mark().html > heading.mark.html && self.out.strip_suffix(" ") {}
        let content = self.out.split_off(heading.mark);
        let line = self.line.take().unwrap_or_default().finish();
        let id = match &heading.attributes.id {
            Some(id) => Some(self.ids.wish(clean_id(id), true)),
            None if self.part.options.heading_ids => {
                let id = slug::of_heading(self.part.options.slugs, &line.text, &heading.written);
                Some(self.ids.wish(id, false))
            }
            None => None,
        };
        let index = self.headings.len();
        let hook = self.begin_hook(HookKind::Heading);
        self.hook_index(hook, index);
        self.hook_attributes(hook, &heading.attributes, None);
        self.out.push("<h");
        self.out.slot(Slot::Level(index));
        if let Some(id) = id {
            self.out.push(" id=\"");
            self.out.slot(Slot::Id(id));
            self.out.push("\"");
        }
        heading.attributes.write(&mut self.out, "", &[]);
        self.out.push(">");
        self.edge(hook, Edge::InnerBegin);
        self.out.append(content);
        self.edge(hook, Edge::InnerEnd);
        self.out.push("</h");
        self.out.slot(Slot::Level(index));
        self.out.push(">\n");
        self.edge(hook, Edge::End);
        let heading = Heading {
            level: heading.level,
            id: String::new(),
            html: line.html.as_ref().into(),
            text: line.text.as_ref().into(),
        };
        self.headings.push((heading, id));
    }
}
