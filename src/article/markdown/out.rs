//! The growing HTML of a body, with slots for what is known only later.

use crate::article::Piece;

use super::escape;

/// Something that stands in the HTML but is not known while it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A hole of the finished body: the address of a link.
    Address(usize),
    /// A hole of the finished body: the size of a picture.
    Size(usize),
    /// A hole of the finished body: a shortcode.
    Call(usize),
    /// The level of a heading, known when all headings have been seen.
    Level(usize),
    /// An id made by byline, known when all explicit ids have been seen.
    Id(usize),
    /// The end of the excerpt.
    Cut,
}

/// A position in [`Out`] that everything after it can be cut off at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Bytes of HTML before it.
    pub(super) html: usize,
    /// Slots before it.
    pub(super) slots: usize,
}

/// HTML and its slots, in order of their positions.
#[derive(Debug, Default)]
pub(super) struct Out {
    html: String,
    slots: Vec<(usize, Slot)>,
}

impl Out {
    /// An empty one with room for `capacity` bytes.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { html: String::with_capacity(capacity), slots: Vec::new() }
    }

    /// Appends HTML.
    pub(super) fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Appends text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        escape::text(&mut self.html, text);
    }

    /// Appends ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        escape::attribute(&mut self.html, value);
        self.html.push('"');
    }

    /// Appends a part of an attribute's value, escaped.
    pub(super) fn value(&mut self, value: &str) {
        escape::attribute(&mut self.html, value);
    }

    /// Appends a slot.
    pub(super) fn slot(&mut self, slot: Slot) {
        self.slots.push((self.html.len(), slot));
    }

    /// Begins a new line unless one has just begun.
    pub(super) fn fresh_line(&mut self) {
        let slot_at_end = self.slots.last().is_some_and(|(at, _)| *at == self.html.len());
        if slot_at_end || !(self.html.is_empty() || self.html.ends_with('\n')) {
            self.html.push('\n');
        }
    }

    /// The position after all that has been written.
    pub(super) fn mark(&self) -> Mark {
        Mark { html: self.html.len(), slots: self.slots.len() }
    }

    /// Takes away what has been written since `mark`.
    pub(super) fn split_off(&mut self, mark: Mark) -> Self {
        let slots = self.slots.split_off(mark.slots.min(self.slots.len()));
        let html = self.html.split_off(mark.html.min(self.html.len()));
        Self { html, slots: slots.into_iter().map(|(at, slot)| (at - mark.html, slot)).collect() }
    }

    /// Takes `end` away from the end, where the HTML ends with it and no slot follows it.
    pub(super) fn strip_suffix(&mut self, end: &str) -> bool {
        let Some(length) = self.html.strip_suffix(end).map(str::len) else { return false };
        if self.slots.last().is_some_and(|(at, _)| *at > length) {
            return false;
        }
        self.html.truncate(length);
        true
    }

    /// Appends another one.
    pub(super) fn append(&mut self, other: Self) {
        let base = self.html.len();
        self.html.push_str(&other.html);
        self.slots.extend(other.slots.into_iter().map(|(at, slot)| (at + base, slot)));
    }

    /// Replaces the bytes `range`, which hold no slot.
    pub(super) fn replace(&mut self, range: std::ops::Range<usize>, html: &str) {
        for (at, _) in self.slots.iter_mut().rev().take_while(|(at, _)| *at >= range.end) {
            *at = *at - range.len() + html.len();
        }
        self.html.replace_range(range, html);
    }

    /// Puts the end of the excerpt at `mark`.
    pub(super) fn cut_at(&mut self, mark: Mark) {
        self.slots.insert(mark.slots.min(self.slots.len()), (mark.html, Slot::Cut));
    }

    /// The finished pieces, and how many of them make the excerpt. `fill` says what level and id slots hold.
    pub(super) fn into_pieces(self, fill: impl Fn(Slot, &mut String)) -> (Vec<Piece>, usize) {
        let mut pieces = Vec::new();
        let mut excerpt = None;
        let mut current = String::new();
        let mut written = 0;
        for (at, slot) in self.slots {
            current.push_str(&self.html[written..at]);
            written = at;
            let hole = match slot {
                Slot::Level(_) | Slot::Id(_) => {
                    fill(slot, &mut current);
                    continue;
                }
                Slot::Address(index) => Some(Piece::Address(index)),
                Slot::Size(index) => Some(Piece::Size(index)),
                Slot::Call(index) => Some(Piece::Call(index)),
                Slot::Cut => None,
            };
            if !current.is_empty() {
                pieces.push(Piece::Html(std::mem::take(&mut current)));
            }
            match hole {
                Some(hole) => pieces.push(hole),
                None => excerpt = Some(pieces.len()),
            }
        }
        current.push_str(&self.html[written..]);
        if !current.is_empty() {
            pieces.push(Piece::Html(current));
        }
        let excerpt = excerpt.unwrap_or(pieces.len());
        (pieces, excerpt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_keep_their_places_when_earlier_text_is_replaced() {
        let mut out = Out::default();
        out.push("<p>");
        out.push("<img src=\"");
        out.slot(Slot::Address(0));
        out.push("\"></p>");
        out.replace(0..3, "<figure>");
        let (pieces, excerpt) = out.into_pieces(|_, _| {});
        assert_eq!(
            pieces,
            [Piece::Html("<figure><img src=\"".to_owned()), Piece::Address(0), Piece::Html("\"></p>".to_owned())]
        );
        assert_eq!(excerpt, 3);
    }

    #[test]
    fn what_is_split_off_can_be_appended_elsewhere() {
        let mut out = Out::default();
        out.push("a");
        let mark = out.mark();
        out.push("b");
        out.slot(Slot::Call(0));
        let part = out.split_off(mark);
        out.push("c");
        out.append(part);
        let (pieces, _) = out.into_pieces(|_, _| {});
        assert_eq!(pieces, [Piece::Html("acb".to_owned()), Piece::Call(0)]);
    }
}
