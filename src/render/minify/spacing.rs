//! Whitespace: what renders stays as one character, what cannot render goes.

use super::elements::Layout;
use super::references;

/// How many bytes of text are looked at together.
const CHUNK: usize = 16;

/// What was written last, as far as it decides whether whitespace that follows renders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// The start or the end of a block, and nothing that renders since.
    Edge,
    /// Whitespace, and nothing that renders since.
    Space,
    /// Something that renders.
    Ink,
}

/// The whitespace at the place where the page is being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spacing {
    before: Before,
    /// Whitespace that has been read and renders, unless a block follows.
    pending: Option<u8>,
    /// Whether the last character of text is none of ASCII.
    is_behind_wide: bool,
}

impl Spacing {
    /// The start of a page.
    pub(super) const fn new() -> Self {
        Self { before: Before::Edge, pending: None, is_behind_wide: false }
    }

    /// Writes text that stands between two tags.
    pub(super) fn write_text(&mut self, out: &mut Vec<u8>, text: &[u8]) {
        let inner = text.trim_ascii_start();
        if inner.len() < text.len() {
            self.space(&text[..text.len() - inner.len()]);
        }
        if inner.is_empty() {
            return;
        }
        self.settle(out);
        let kept = inner.trim_ascii_end();
        write_collapsed(out, kept);
        self.before = Before::Ink;
        self.is_behind_wide = kept.last().is_some_and(|byte| !byte.is_ascii());
        if kept.len() < inner.len() {
            self.space(&inner[kept.len()..]);
        }
    }

    fn space(&mut self, run: &[u8]) {
        if self.before == Before::Ink && self.pending.is_none() {
            self.pending = Some(collapsed(run, self.is_behind_wide));
        }
    }

    /// Writes the whitespace that is pending.
    fn settle(&mut self, out: &mut Vec<u8>) {
        if let Some(byte) = self.pending.take() {
            out.push(byte);
            self.before = Before::Space;
        }
    }

    /// What stands before the tag of an element settles.
    pub(super) fn before_tag(&mut self, out: &mut Vec<u8>, layout: Layout, is_closing: bool) {
        match layout {
            Layout::Block => self.pending = None,
            Layout::Box if is_closing => self.pending = None,
            _ => self.settle(out),
        }
    }

    /// The tag of an element was written.
    pub(super) fn after_tag(&mut self, layout: Layout, is_closing: bool) {
        match layout {
            Layout::Block => self.before = Before::Edge,
            Layout::Box if !is_closing => self.before = Before::Edge,
            Layout::Box | Layout::Inline => self.before = Before::Ink,
            Layout::Hidden => {}
        }
    }

    /// Something was written as it stands, which may render.
    pub(super) fn after_ink(&mut self) {
        self.before = Before::Ink;
    }
}

/// What a run of whitespace becomes. A line break stays one behind characters of scripts between which it does not render as a space.
fn collapsed(run: &[u8], is_behind_wide: bool) -> u8 {
    if is_behind_wide && memchr::memchr(b'\n', run).is_some() { b'\n' } else { b' ' }
}

/// Writes text, each run of whitespace as one character, with its references shortened.
pub(super) fn write_collapsed(out: &mut Vec<u8>, mut text: &[u8]) {
    loop {
        let plain = plain_length(text);
        let (before, rest) = text.split_at(plain);
        out.extend_from_slice(before);
        let length = match rest.first() {
            None => return,
            Some(b'&') => references::write_first(out, rest),
            Some(_) => {
                let length = rest.len() - rest.trim_ascii_start().len();
                // what stands before a tag is not known here
                let is_behind_wide = out.last().is_some_and(|byte| !byte.is_ascii() || *byte == b'>');
                out.push(collapsed(&rest[..length], is_behind_wide));
                length
            }
        };
        text = &rest[length..];
    }
}

/// How much of `text` is neither a reference nor a run of two or more whitespace characters.
fn plain_length(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(chunk) = text.get(at..at + CHUNK + 1) {
        // without branches, so that it is done for all bytes at once
        let stops = chunk.windows(2).fold(0, |stops, pair| {
            stops | u8::from(pair[0] == b'&') | (u8::from(pair[0] <= b' ') & u8::from(pair[1] <= b' '))
        });
        if stops != 0 {
            break;
        }
        at += CHUNK;
    }
    let rest = &text[at..];
    let is_space = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
    let stop = (0..rest.len())
        .find(|at| rest[*at] == b'&' || is_space(rest.get(*at)) && is_space(rest.get(*at + 1)))
        .unwrap_or(rest.len());
    at + stop
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collapsed_text(text: &str) -> String {
        let mut out = Vec::new();
        write_collapsed(&mut out, text.as_bytes());
        String::from_utf8(out).expect("text stays text")
    }

    #[test]
    fn runs_become_one_character_wherever_they_stand() {
        for before in 0..40 {
            let word = "x".repeat(before);
            assert_eq!(collapsed_text(&format!("{word}  y \n z\t\u{c}w")), format!("{word} y z w"));
            assert_eq!(collapsed_text(&format!("{word}&quot;{word} &amp; ")), format!("{word}\"{word} & "));
        }
    }

    #[test]
    fn a_line_break_stays_one_behind_other_scripts() {
        assert_eq!(collapsed_text("漢字 \n 漢字  x"), "漢字\n漢字 x");
    }

    #[test]
    fn characters_that_are_no_whitespace_of_html_stay() {
        assert_eq!(collapsed_text("a \u{b}\u{b} b\u{a0}\u{a0}c \u{1} d"), "a \u{b}\u{b} b\u{a0}\u{a0}c \u{1} d");
    }
}
