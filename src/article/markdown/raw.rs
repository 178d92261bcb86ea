//! Writing raw HTML: as it is, but with its links as holes, its ids noted, and its nesting counted; where it is not trusted,
//! by `sanitize`.

use std::ops::Range;

use crate::article::LinkKind;
use crate::article::html::{Attribute, Scanner, Tag, Token, is_void, srcset_addresses};
use crate::config::RawHtml;

use super::escape;
use super::is_comment_or_space;
use super::mask::{MaskKind, Part};
use super::out::Slot;
use super::runs::Item;
use super::writer::Writer;

/// A block of raw HTML, gathered from its lines.
#[derive(Debug, Default)]
pub(super) struct HtmlBlock {
    html: String,
    /// Where its lines begin: in `html`, and in the text that is parsed.
    lines: Vec<(usize, usize)>,
}

impl HtmlBlock {
    /// Appends a line that stands at `start` of the parsed text.
    pub(super) fn push(&mut self, html: &str, start: usize) {
        self.lines.push((self.html.len(), start));
        self.html.push_str(html);
    }

    /// All of it.
    pub(super) fn html(&self) -> &str {
        &self.html
    }

    /// The range of the parsed text for one of `html`.
    pub(super) fn parsed(&self, range: Range<usize>) -> Range<usize> {
        let line = self.lines.partition_point(|(at, _)| *at <= range.start).saturating_sub(1);
        let (at, start) = self.lines.get(line).copied().unwrap_or_default();
        let begin = start + range.start.saturating_sub(at);
        begin..begin + range.len()
    }
}

/// What an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// One address.
    Address(LinkKind),
    /// Addresses of pictures with descriptors.
    SourceSet,
    /// An id.
    Id,
    /// Anything else.
    Other,
}

/// What an attribute of an element holds.
pub(super) fn holds(tag: &str, attribute: &str) -> Holds {
    let is = |name: &str, other: &str| name.eq_ignore_ascii_case(other);
    let is_tag = |names: &[&str]| names.iter().any(|name| is(tag, name));
    match attribute.len() {
        2 if is(attribute, "id") => Holds::Id,
        3 if is(attribute, "src") => {
            if is_tag(&["img", "source", "video", "audio", "track", "embed", "input"]) {
                Holds::Address(LinkKind::RawMedia)
            } else {
                Holds::Address(LinkKind::RawLink)
            }
        }
        4 if is(attribute, "href") && is_tag(&["a", "area", "link"]) => Holds::Address(LinkKind::RawLink),
        4 if is(attribute, "name") && is(tag, "a") => Holds::Id,
        4 if is(attribute, "data") && is(tag, "object") => Holds::Address(LinkKind::RawMedia),
        6 if is(attribute, "poster") && is(tag, "video") => Holds::Address(LinkKind::RawMedia),
        6 if is(attribute, "srcset") && is_tag(&["img", "source"]) => Holds::SourceSet,
        _ => Holds::Other,
    }
}

/// Whether a comment marks the end of the excerpt.
pub(super) fn is_more(comment: &str) -> bool {
    let inside = comment.strip_prefix("<!--").and_then(|inside| inside.strip_suffix("-->"));
    inside.is_some_and(|inside| inside.trim().eq_ignore_ascii_case("more"))
}

impl Writer<'_> {
    /// Ends a block of raw HTML and writes it.
    pub(super) fn end_html(&mut self) {
        let Some(block) = self.html.take() else { return };
        self.pass_html(&block.html);
        self.out.fresh_line();
        let is_top = self.marks.is_empty();
        match self.part.options.html {
            RawHtml::Allow => self.raw(&block, is_top, false),
            RawHtml::Sanitize => self.sanitize(&block, is_top, false),
            RawHtml::Escape if is_comment_or_space(&block.html) => self.escape_html(&block, is_top, false),
            RawHtml::Escape => {
                self.out.push("<p>");
                self.escape_html(&block, is_top, false);
                self.out.push("</p>\n");
            }
        }
    }

    /// Writes a tag or comment in running text, which stands at `start` of the parsed text.
    pub(super) fn inline_html(&mut self, html: &str, start: usize) {
        let mut block = HtmlBlock::default();
        block.push(html, start);
        if is_more(html) && self.in_top_paragraph && self.marks.len() == 1 {
            self.excerpt.is_pending = true;
            return;
        }
        if !html.starts_with("<!--") {
            self.note_in_run(Item::Text);
        }
        let masked = self.masked;
        let mode = self.part.options.html;
        if let Some(line) = &mut self.line {
            line.raw(&masked.restore(html), mode);
        }
        match mode {
            RawHtml::Allow => self.raw(&block, false, true),
            RawHtml::Sanitize => self.sanitize(&block, false, true),
            RawHtml::Escape => self.escape_html(&block, false, true),
        }
    }

    fn raw(&mut self, block: &HtmlBlock, is_top: bool, is_inline: bool) {
        let html = block.html.as_str();
        let mut scanner = Scanner::new(html, self.raw_text);
        for token in scanner.by_ref() {
            match token {
                Token::Text(range) => self.raw_words(&html[range], true, is_inline),
                Token::RawText(range) => self.raw_words(&html[range], false, true),
                Token::Comment(range) if is_top && is_more(&html[range.clone()]) && self.excerpt.more.is_none() => {
                    self.mark_more();
                }
                Token::Comment(range) => {
                    let restored = self.masked.restore(&html[range]);
                    self.out.push(&restored);
                }
                Token::Declaration(range) => self.raw_words(&html[range], false, true),
                Token::Close(tag) => {
                    self.nesting.close_tag(&html[tag.name.clone()]);
                    self.raw_words(&html[tag.span], false, true);
                }
                Token::Open(tag) => {
                    self.raw_tag(block, &tag);
                    let name = &html[tag.name.clone()];
                    if !is_void(name) {
                        self.nesting.open_tag(name, tag.closes_itself);
                    }
                    if self.nesting.is_too_deep() {
                        self.too_deep = Some(block.parsed(tag.span).start);
                        return;
                    }
                }
            }
        }
        self.raw_text = scanner.open_raw_text();
    }

    /// Ends the excerpt where a marker stands, unless an earlier one has.
    pub(super) fn mark_more(&mut self) {
        if self.excerpt.more.is_none() {
            let whole = if self.is_whole() { Some(self.out.mark()) } else { self.excerpt.last_whole };
            self.excerpt.more = whole;
        }
    }

    /// Writes a piece of raw HTML that holds no link; as text, what is hidden in it is escaped, and it is counted.
    pub(super) fn raw_words(&mut self, html: &str, is_text: bool, is_uncounted: bool) {
        let masked = self.masked;
        if is_text && !is_uncounted {
            self.counter.text(html);
            if html.bytes().any(|byte| !byte.is_ascii_whitespace()) {
                let text = escape::decode(&masked.without_words(html));
                self.summarise(&text);
                self.summarise(" ");
            }
        }
        if !masked.has_word(html) {
            return self.push_raw(html);
        }
        for part in masked.parts(html) {
            match part {
                Part::Text(text) => self.push_raw(text),
                Part::Mask(number) => self.raw_mask(number, is_text),
            }
        }
    }

    /// Writes raw HTML as it is where it is trusted; else it is text, in which nothing can begin a tag.
    fn push_raw(&mut self, html: &str) {
        match self.part.options.html {
            RawHtml::Allow => self.out.push(html),
            RawHtml::Sanitize => self.out.push(&html.replace('<', "&lt;").replace('>', "&gt;")),
            RawHtml::Escape => self.out.text(html),
        }
    }

    fn raw_mask(&mut self, number: usize, is_text: bool) {
        let masked = self.masked;
        self.report(number);
        let is_call = masked.masks.get(number).is_some_and(|mask| matches!(mask.kind, MaskKind::Call { .. }));
        if is_call && let Some(index) = self.call(number) {
            return self.out.slot(Slot::Call(index));
        }
        let literal = masked.literal(number);
        if is_text { self.out.text(literal) } else { self.out.push(literal) }
    }

    /// Writes an opening tag.
    fn raw_tag(&mut self, block: &HtmlBlock, tag: &Tag) {
        let html = block.html.as_str();
        let name = &html[tag.name.clone()];
        let mut written = tag.span.start;
        for attribute in &tag.attributes {
            let (Some(outer), Some(inner)) = (&attribute.outer, &attribute.inner) else { continue };
            let value = &html[inner.clone()];
            match holds(name, &html[attribute.name.clone()]) {
                Holds::Id => {
                    let id = escape::decode(&self.masked.restore(value));
                    self.ids.take(&id);
                }
                Holds::Address(kind) if !value.trim().is_empty() => {
                    self.raw_words(&html[written..outer.start], false, true);
                    let has_alt = !name.eq_ignore_ascii_case("img") || has_alt(html, &tag.attributes);
                    self.out.push("\"");
                    self.raw_address(block, kind, inner.clone(), has_alt);
                    self.out.push("\"");
                    written = outer.end;
                }
                Holds::SourceSet => {
                    self.raw_words(&html[written..outer.start], false, true);
                    self.out.push("\"");
                    self.raw_source_set(block, inner.clone());
                    self.out.push("\"");
                    written = outer.end;
                }
                _ if self.masked.has_word(value) => {
                    self.raw_words(&html[written..outer.start], false, true);
                    self.out.push("\"");
                    self.raw_value(value);
                    self.out.push("\"");
                    written = outer.end;
                }
                _ => {}
            }
        }
        self.raw_words(&html[written..tag.span.end], false, true);
    }

    pub(super) fn raw_address(&mut self, block: &HtmlBlock, kind: LinkKind, range: Range<usize>, has_alt: bool) {
        let value = &block.html[range.clone()];
        let target = if value.contains('&') { escape::decode(value) } else { value.to_owned() };
        let place = self.place(block.parsed(range));
        self.address(kind, target.trim(), place, has_alt);
    }

    pub(super) fn raw_source_set(&mut self, block: &HtmlBlock, range: Range<usize>) {
        let value = &block.html[range.clone()];
        let mut written = 0;
        for address in srcset_addresses(value) {
            self.raw_value(&value[written..address.start]);
            written = address.end;
            let address = range.start + address.start..range.start + address.end;
            self.raw_address(block, LinkKind::RawMedia, address, true);
        }
        self.raw_value(&value[written..]);
    }

    /// Writes a value, with what is hidden in it escaped.
    fn raw_value(&mut self, value: &str) {
        let masked = self.masked;
        for part in masked.parts(value) {
            match part {
                // written in double quotes, whatever it had
                Part::Text(text) => self.out.push(&text.replace('"', "&quot;")),
                Part::Mask(number) => {
                    self.report(number);
                    self.value_part(part);
                }
            }
        }
    }
}

/// Whether a picture says what it shows.
pub(super) fn has_alt(html: &str, attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| html[attribute.name.clone()].eq_ignore_ascii_case("alt"))
}
