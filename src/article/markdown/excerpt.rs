//! Finding the end of the excerpt, at which no element is open.

use pulldown_cmark::TagEnd;

use super::out::Mark;
use super::writer::Writer;

/// How many words make an excerpt where nothing marks its end.
const EXCERPT_WORDS: u32 = 50;

/// What is known of the excerpt's end.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    /// The end that a marker sets.
    pub(super) more: Option<Mark>,
    /// Whether a marker stands in the current paragraph.
    pub(super) is_pending: bool,
    /// The end where there is no marker.
    pub(super) automatic: Option<Mark>,
    /// The last end of a block at which no element is open.
    pub(super) last_whole: Option<Mark>,
}

impl Writer<'_> {
    /// Notes the end of a block that stands in no other.
    pub(super) fn end_top_block(&mut self, end: TagEnd) {
        if !self.is_whole() {
            if self.excerpt.automatic.is_none() {
                self.end_automatic_excerpt();
            }
            return;
        }
        let mark = self.out.mark();
        self.excerpt.last_whole = Some(mark);
        if end == TagEnd::Paragraph {
            if std::mem::take(&mut self.excerpt.is_pending) && self.excerpt.more.is_none() {
                self.excerpt.more = Some(mark);
            }
            if self.counter.prose() >= EXCERPT_WORDS && self.excerpt.automatic.is_none() {
                self.excerpt.automatic = Some(mark);
            }
        }
    }

    /// Ends the excerpt before the current block, where no marker will say otherwise.
    pub(super) fn end_automatic_excerpt(&mut self) {
        if self.excerpt.automatic.is_none() {
            self.excerpt.automatic = Some(self.excerpt.last_whole.unwrap_or(Mark { html: 0, slots: 0 }));
        }
    }
}
