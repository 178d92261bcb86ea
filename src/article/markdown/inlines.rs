//! Writing the Markdown parser's events as HTML: running text.

use std::ops::Range;

use super::mask::Part as TextPart;
use super::runs::Item;
use super::writer::Writer;

impl Writer<'_> {
    /// Opens an element that is nothing but its name.
    pub(super) fn open_span(&mut self, name: &'static str) {
        self.note_in_run(Item::Text);
        self.marks.push(self.nesting.depth());
        self.nesting.open(name);
        self.out.push("<");
        self.out.push(name);
        self.out.push(">");
        if let Some(line) = &mut self.line {
            line.open(name);
        }
    }

    /// Closes it.
    pub(super) fn close_span(&mut self, name: &'static str) {
        if let Some(depth) = self.marks.pop() {
            self.nesting.close_to(depth);
        }
        self.out.push("</");
        self.out.push(name);
        self.out.push(">");
        if let Some(line) = &mut self.line {
            line.close(name);
        }
    }

    /// Writes the text of an event, but for attribute lists in it.
    pub(super) fn text_event(&mut self, text: &str, range: Range<usize>) {
        let mut text = text;
        if range.start < self.skip.end && range.end > self.skip.start && text.len() == range.len() {
            let before = self.skip.start.saturating_sub(range.start);
            let after = self.skip.end.saturating_sub(range.start).min(text.len());
            let rest = text.get(after..).unwrap_or_default();
            self.text(text.get(..before).unwrap_or_default());
            text = rest;
        }
        self.text(text);
    }

    fn text(&mut self, text: &str) {
        if !self.masked.has_word(text) {
            return self.plain_text(text);
        }
        for part in self.masked.parts(text) {
            match part {
                TextPart::Text(text) => self.plain_text(text),
                TextPart::Mask(number) => self.mask(number),
            }
        }
    }

    fn plain_text(&mut self, text: &str) {
        if text.bytes().any(|byte| !byte.is_ascii_whitespace()) {
            self.note_in_run(Item::Text);
        }
        self.out.text(text);
        if let Some(line) = &mut self.line {
            line.text(text);
        }
        self.counter.text(text);
        self.summarise(text);
    }

    /// Writes code in running text.
    pub(super) fn code_span(&mut self, code: &str) {
        let masked = self.masked;
        let code = masked.restore(code);
        self.note_in_run(Item::Text);
        self.out.push("<code>");
        self.out.text(&code);
        self.out.push("</code>");
        if let Some(line) = &mut self.line {
            line.code(&code);
        }
        self.counter.text(&code);
        self.summarise(&code);
    }

    /// Writes the end of a line.
    pub(super) fn line_break(&mut self, html: &str) {
        self.out.push(html);
        if let Some(line) = &mut self.line {
            line.text(" ");
        }
        self.counter.space();
        self.summarise(" ");
    }
}
