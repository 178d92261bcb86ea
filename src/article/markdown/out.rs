//! The growing HTML of a body, with slots for what is known only later.

use std::ops::Range;

use crate::article::{Piece, Spot};

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
    /// An edge of the hook of this number.
    Hook(usize, Edge),
}

/// An edge of a hook. Where one is set twice, the outermost holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// Before its markup.
    Begin,
    /// Before what its markup encloses.
    InnerBegin,
    /// Behind what its markup encloses.
    InnerEnd,
    /// Behind its markup.
    End,
}

/// Where a hook lies; an edge that was never written is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    begin: Option<Spot>,
    inner_begin: Option<Spot>,
    inner_end: Option<Spot>,
    end: Option<Spot>,
}

impl Edges {
    fn set(&mut self, edge: Edge, spot: Spot) {
        match edge {
            Edge::Begin => self.begin = self.begin.or(Some(spot)),
            Edge::InnerBegin => self.inner_begin = Some(spot),
            Edge::InnerEnd => self.inner_end = Some(spot),
            Edge::End => self.end = Some(spot),
        }
    }

    /// What lies between the outer and what between the inner edges; without inner ones, nothing at the end.
    pub(super) fn ranges(&self) -> Option<(Range<Spot>, Range<Spot>)> {
        let (begin, end) = (self.begin?, self.end?);
        Some((begin..end, self.inner_begin.unwrap_or(end)..self.inner_end.unwrap_or(end)))
    }
}

/// What the HTML of a body has become.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Finished {
    /// The pieces.
    pub(super) pieces: Vec<Piece>,
    /// How many of them make the excerpt.
    pub(super) excerpt: usize,
    /// Where each hook lies, by its number.
    pub(super) hooks: Vec<Edges>,
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
        Self { html: String::with_capacity(capacity), slots: Vec::with_capacity(capacity / 128) }
    }

    /// The HTML of one that has no slots.
    pub(super) fn into_html(self) -> String {
        self.html
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
        let mut at_end = self.slots.iter().rev().take_while(|(at, _)| *at == self.html.len());
        let slot_at_end = at_end.any(|(_, slot)| !matches!(slot, Slot::Hook(..)));
        if slot_at_end || self.html.bytes().next_back().is_some_and(|last| last != b'\n') {
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

    /// Puts the beginning of a hook at `mark`, before one that was set later.
    pub(super) fn begin_hook_at(&mut self, mark: Mark, hook: usize) {
        self.slots.insert(mark.slots.min(self.slots.len()), (mark.html, Slot::Hook(hook, Edge::Begin)));
    }

    /// The finished pieces, with `hooks` hooks. `fill` says what level and id slots hold.
    pub(super) fn finish(self, hooks: usize, fill: impl Fn(Slot, &mut String)) -> Finished {
        let mut pieces = Vec::new();
        let mut excerpt = None;
        let mut hooks = vec![Edges::default(); hooks];
        let mut current = String::with_capacity(self.room_for_piece(0, 0));
        let mut written = 0;
        for (index, (at, slot)) in self.slots.iter().copied().enumerate() {
            if let Slot::Hook(hook, edge) = slot {
                if let Some(edges) = hooks.get_mut(hook) {
                    edges.set(edge, Spot { piece: pieces.len(), byte: current.len() + (at - written) });
                }
                continue;
            }
            current.push_str(&self.html[written..at]);
            written = at;
            let hole = match slot {
                Slot::Level(_) | Slot::Id(_) | Slot::Hook(..) => {
                    fill(slot, &mut current);
                    continue;
                }
                Slot::Address(index) => Some(Piece::Address(index)),
                Slot::Size(index) => Some(Piece::Size(index)),
                Slot::Call(index) => Some(Piece::Call(index)),
                Slot::Cut => None,
            };
            if !current.is_empty() {
                let next = String::with_capacity(self.room_for_piece(index + 1, at));
                pieces.push(Piece::Html(std::mem::replace(&mut current, next)));
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
        Finished { pieces, excerpt, hooks }
    }

    /// How many bytes the piece from `start` on takes, whose first slot has the number `slot`. Pieces are kept as long as
    /// the site, so that they had better have no room to spare.
    fn room_for_piece(&self, slot: usize, start: usize) -> usize {
        const ID: usize = 24;
        let mut filled = 0;
        for (at, slot) in self.slots.iter().skip(slot) {
            match slot {
                Slot::Hook(..) => {}
                Slot::Level(_) => filled += 1,
                Slot::Id(_) => filled += ID,
                Slot::Address(_) | Slot::Size(_) | Slot::Call(_) | Slot::Cut => return at - start + filled,
            }
        }
        self.html.len() - start + filled
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
        let Finished { pieces, excerpt, .. } = out.finish(0, |_, _| {});
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
        assert_eq!(out.finish(0, |_, _| {}).pieces, [Piece::Html("acb".to_owned()), Piece::Call(0)]);
    }
}
