//! Hiding tags and formulas from the Markdown parser: each becomes a short word of private-use characters,
//! which Markdown takes for text wherever it stands.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag as MarkdownTag};

use crate::config::MarkdownOptions;

use super::brackets;
use super::call::{Fault, Head};
use super::formula;
use super::lists::{self, BlockAttributes};
use super::place::OffsetMap;
use super::tags::{self, Found, Tag};

/// What a word stands for.
#[derive(Clone, Debug)]
pub(super) struct Mask {
    /// Its bytes in the text before masking.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: MaskKind,
}

/// What is hidden.
#[derive(Clone, Debug)]
pub(super) enum MaskKind {
    /// A tag of another generator, or a tag of byline's form that stands between `raw` tags.
    Foreign,
    /// The call of a shortcode, with the bytes of its body.
    Call { head: Head, body: Option<Range<usize>> },
    /// A call that cannot be read.
    Bad(Fault),
    /// A formula: the bytes between its signs.
    Formula { inside: Range<usize>, is_display: bool },
    /// An attribute list on a line of its own, which belongs to a block beside it.
    Attributes(BlockAttributes),
    /// A bracket that is nothing but text, and would make a wiki link of a link of Markdown.
    Bracket,
}

/// Markdown with its tags and formulas hidden.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    /// The text before masking.
    pub(super) plain: &'a str,
    /// What the parser gets.
    pub(super) text: Cow<'a, str>,
    /// Offsets of `text` in `plain`.
    pub(super) map: OffsetMap,
    /// What is hidden, by number.
    pub(super) masks: Vec<Mask>,
    /// The attribute lists that had lines of their own: where in `text` each stood.
    pub(super) lists: Vec<(usize, BlockAttributes)>,
    marker: char,
}

/// What is hidden beside tags.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    /// `$$` blocks.
    pub(super) math: bool,
    /// `$…$` in running text.
    pub(super) inline_math: bool,
    /// Attribute lists on lines of their own.
    pub(super) attributes: bool,
}

impl Wanted {
    /// What the options of a site want.
    pub(super) fn of(options: &MarkdownOptions) -> Self {
        Self { math: options.math, inline_math: options.inline_math, attributes: options.attributes }
    }
}

/// A part of a text with words in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Text as it is.
    Text(&'t str),
    /// The mask of this number.
    Mask(usize),
}

impl<'a> Masked<'a> {
    /// Hides what is to be hidden in `plain`. `options` are those that it will be parsed with.
    pub(super) fn new(plain: &'a str, options: Options, wanted: Wanted) -> Self {
        let unmasked = Self {
            plain,
            text: Cow::Borrowed(plain),
            map: OffsetMap::default(),
            masks: Vec::new(),
            lists: Vec::new(),
            marker: '\u{E000}',
        };
        let Signs { tags: has_tags, dollar, dollars, list, brackets } = Signs::of(plain);
        let has_formulas = wanted.math && (dollars || (wanted.inline_math && dollar));
        let has_lists = wanted.attributes && list;
        let has_brackets = options.contains(Options::ENABLE_WIKILINKS) && brackets;
        if !has_tags && !has_formulas && !has_brackets && !has_lists {
            return unmasked;
        }
        let Some(marker) = free_marker(plain) else { return unmasked };
        let protected = protected_ranges(plain, options);
        let mut masks = if has_tags { tag_masks(plain, tags::scan(plain, &protected)) } else { Vec::new() };
        if has_formulas {
            add_formulas(plain, &protected, wanted.inline_math, &mut masks);
        }
        if has_brackets {
            brackets::add(plain, options, &protected, &mut masks);
        }
        if has_lists {
            lists::add(plain, &protected, &mut masks);
        }
        if masks.is_empty() {
            return unmasked;
        }
        let (text, map, lists) = write(plain, &masks, marker);
        Self { plain, text: Cow::Owned(text), map, masks, lists, marker }
    }

    /// Whether `text` holds a word.
    pub(super) fn has_word(&self, text: &str) -> bool {
        !self.masks.is_empty() && text.contains(self.marker)
    }

    /// `text`, which stands in the masked text, in parts.
    pub(super) fn parts<'t>(&self, text: &'t str) -> Vec<Part<'t>> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find(self.marker) {
            let after = &rest[start + self.marker.len_utf8()..];
            let Some(end) = after.find(self.marker) else { break };
            match after[..end].parse::<usize>() {
                Ok(number) if number < self.masks.len() => {
                    if start > 0 {
                        parts.push(Part::Text(&rest[..start]));
                    }
                    parts.push(Part::Mask(number));
                    rest = &after[end + self.marker.len_utf8()..];
                }
                // a word is never torn apart, so this is not reached; nothing is lost if it is
                _ => break,
            }
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest));
        }
        parts
    }

    /// What the mask of this number hides, as written.
    pub(super) fn literal(&self, number: usize) -> &'a str {
        self.masks.get(number).and_then(|mask| self.plain.get(mask.range.clone())).unwrap_or_default()
    }

    /// `text` without its words.
    pub(super) fn without_words<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.has_word(text) {
            return Cow::Borrowed(text);
        }
        let parts = self.parts(text).into_iter();
        parts.map(|part| if let Part::Text(text) = part { text } else { "" }).collect::<String>().into()
    }

    /// `text` with all its words as written.
    pub(super) fn restore<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.has_word(text) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() * 2);
        for part in self.parts(text) {
            out.push_str(match part {
                Part::Text(text) => text,
                Part::Mask(number) => self.literal(number),
            });
        }
        Cow::Owned(out)
    }
}

/// Which signs stand in a text by which something to be hidden may begin.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    /// `{{` or `{%`.
    tags: bool,
    /// `$`.
    dollar: bool,
    /// `$$`.
    dollars: bool,
    /// `{:`.
    list: bool,
    /// `[[`.
    brackets: bool,
}

impl Signs {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut signs = Self::default();
        for at in memchr::memchr3_iter(b'{', b'$', b'[', bytes) {
            match (bytes.get(at), bytes.get(at + 1)) {
                (Some(b'{'), Some(b'{' | b'%')) => signs.tags = true,
                (Some(b'{'), Some(b':')) => signs.list = true,
                (Some(b'['), Some(b'[')) => signs.brackets = true,
                (Some(b'$'), next) => {
                    signs.dollar = true;
                    signs.dollars |= next == Some(&b'$');
                }
                _ => {}
            }
        }
        signs
    }
}

/// Whether one of `items`, whose ranges are sorted and apart, shares a byte with `whole`.
pub(super) fn meets<T>(items: &[T], range_of: impl Fn(&T) -> &Range<usize>, whole: &Range<usize>) -> bool {
    let next = items.partition_point(|item| range_of(item).end <= whole.start);
    items.get(next).is_some_and(|item| range_of(item).start < whole.end)
}

/// A private-use character that does not stand in `text`.
fn free_marker(text: &str) -> Option<char> {
    let is_private = |character: &char| matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}');
    let used: std::collections::BTreeSet<char> = text.chars().filter(is_private).collect();
    ('\u{E000}'..='\u{F8FF}').chain('\u{F0000}'..='\u{FFFFD}').find(|character| !used.contains(character))
}

/// Code and comments of `text`, sorted: nothing in them is a tag.
fn protected_ranges(text: &str, options: Options) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(MarkdownTag::CodeBlock(_)) | Event::Code(_) => ranges.push(range),
            Event::InlineHtml(html) if html.starts_with("<!--") => ranges.push(range),
            Event::Start(MarkdownTag::HtmlBlock) => protect_html(text, range, &mut ranges),
            _ => {}
        }
    }
    ranges.retain(|range| !range.is_empty());
    ranges
}

/// Adds the comments and the code of a block of HTML.
fn protect_html(text: &str, block: Range<usize>, ranges: &mut Vec<Range<usize>>) {
    const PROTECTED: [(&str, &str); 3] = [("<!--", "-->"), ("<pre", "</pre>"), ("<code", "</code>")];
    let html = text.get(block.clone()).unwrap_or_default().to_ascii_lowercase();
    let mut at = 0;
    // each is looked for again only where what was found has been passed
    let mut next = PROTECTED.map(|(open, _)| html.find(open));
    loop {
        let found = next.iter().enumerate().filter_map(|(kind, start)| Some(((*start)?, kind))).min();
        let Some((start, kind)) = found else { return };
        let (open, close) = PROTECTED[kind];
        let is_other = open != "<!--" && html[start + open.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if start >= at && !is_other {
            let end = html[start..].find(close).map(|end| start + end + close.len());
            let Some(end) = end.or((open == "<!--").then_some(html.len())) else {
                // nor does any that follows end
                next[kind] = None;
                continue;
            };
            ranges.push(block.start + start..block.start + end);
            at = end;
        }
        let from = at.max(start + 1);
        next[kind] = html.get(from..).and_then(|rest| rest.find(PROTECTED[kind].0)).map(|found| from + found);
    }
}

/// The masks of `found`, with calls joined to their bodies.
fn tag_masks(plain: &str, found: Vec<Found>) -> Vec<Mask> {
    let last_end_raw = found.iter().rposition(|found| found.tag == Tag::EndRaw);
    let mut in_raw = false;
    let mut masks: Vec<Mask> = Vec::new();
    // the calls that wait for their closing tags: the number of their mask
    let mut open: Vec<usize> = Vec::new();
    for (index, Found { range, tag }) in found.into_iter().enumerate() {
        let kind = match tag {
            Tag::EndRaw => {
                in_raw = false;
                MaskKind::Foreign
            }
            Tag::Raw => {
                in_raw = in_raw || last_end_raw.is_some_and(|last| last > index);
                MaskKind::Foreign
            }
            _ if in_raw => MaskKind::Foreign,
            Tag::Foreign => MaskKind::Foreign,
            Tag::Bad(fault) => MaskKind::Bad(fault),
            Tag::Call(head) => MaskKind::Call { head, body: None },
            Tag::Open(head) => {
                open.push(masks.len());
                MaskKind::Call { head, body: None }
            }
            Tag::Close(name) => match close(&mut masks, &mut open, &name, &range) {
                true => continue,
                false => MaskKind::Bad(Fault {
                    at: range.start,
                    message: format!("shortcode `{name}` is closed but was not opened"),
                    hint: format!("open it with `{{% <{name}> %}}`, or take the closing tag away"),
                }),
            },
        };
        masks.push(Mask { range, kind });
    }
    for number in open {
        mark_unclosed(&mut masks, number);
    }
    masks.retain(|mask| plain.get(mask.range.clone()).is_some());
    masks
}

/// Joins the closing tag at `range` with its opening one, and takes away the masks between them; `false`
/// where none is open.
fn close(masks: &mut Vec<Mask>, open: &mut Vec<usize>, name: &str, range: &Range<usize>) -> bool {
    let is_named = |number: &usize| {
        masks.get(*number).is_some_and(|mask| matches!(&mask.kind, MaskKind::Call { head, .. } if head.name == name))
    };
    let Some(depth) = open.iter().rposition(is_named) else { return false };
    let number = open[depth];
    if open.len() > depth + 1 {
        // what was opened inside and not closed is found again, and reported, when the body is read
        open.truncate(depth + 1);
    }
    open.pop();
    masks.truncate(number + 1);
    if let Some(Mask { range: whole, kind: MaskKind::Call { body, .. } }) = masks.last_mut() {
        *body = Some(whole.end..range.start);
        whole.end = range.end;
    }
    true
}

fn mark_unclosed(masks: &mut [Mask], number: usize) {
    let Some(mask) = masks.get_mut(number) else { return };
    if let MaskKind::Call { head, .. } = &mask.kind {
        let name = head.name.clone();
        mask.kind = MaskKind::Bad(Fault {
            at: mask.range.start,
            message: format!("shortcode `{name}` is opened but not closed"),
            hint: format!("close it with `{{% </{name}> %}}`, or write it without a body: `{{{{<{name}/>}}}}`"),
        });
    }
}

/// Adds the formulas of `plain` that stand in no tag to `masks`, and keeps these in order.
fn add_formulas(plain: &str, protected: &[Range<usize>], inline: bool, masks: &mut Vec<Mask>) {
    let mut covered: Vec<Range<usize>> = protected.to_vec();
    covered.extend(masks.iter().map(|mask| mask.range.clone()));
    covered.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(covered.len());
    for range in covered {
        match apart.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    for formula in formula::scan(plain, &apart, inline) {
        let kind = MaskKind::Formula { inside: formula.inside(), is_display: formula.is_display };
        masks.push(Mask { range: formula.range, kind });
    }
    masks.sort_by_key(|mask| mask.range.start);
}

fn write(plain: &str, masks: &[Mask], marker: char) -> (String, OffsetMap, Vec<(usize, BlockAttributes)>) {
    let mut lists = Vec::new();
    let mut text = String::with_capacity(plain.len());
    let mut map = OffsetMap::default();
    map.add(0, 0);
    let mut at = 0;
    for (number, mask) in masks.iter().enumerate() {
        text.push_str(&plain[at..mask.range.start]);
        map.add(text.len(), mask.range.start);
        if let MaskKind::Attributes(list) = &mask.kind {
            // An empty line ends the block before it, as such a list does.
            lists.push((text.len(), list.clone()));
        } else {
            text.push(marker);
            text.push_str(&number.to_string());
            text.push(marker);
        }
        at = mask.range.end;
        map.add(text.len(), at);
    }
    text.push_str(&plain[at..]);
    (text, map, lists)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> Masked<'_> {
        Masked::new(text, Options::empty(), Wanted { math: true, ..Wanted::default() })
    }

    fn hidden(text: &str) -> Vec<String> {
        let masked = masked(text);
        (0..masked.masks.len()).map(|number| masked.literal(number).to_owned()).collect()
    }

    #[test]
    fn what_is_hidden_comes_back_as_written() {
        for text in [
            "a {{ b }} c",
            "[x]({{ \"/a\" | url }})",
            "{% <n> %}\n\n{{<a/>}}\n{% </n> %}",
            "\u{E000}0\u{E000} {{ x }}",
            "$$x$$",
        ] {
            let masked = masked(text);
            assert!(!masked.masks.is_empty());
            assert!(!masked.text.contains("{{"));
            assert_eq!(masked.restore(&masked.text), text);
        }
    }

    #[test]
    fn code_and_comments_stay_as_they_are() {
        for text in [
            "`{{ a }}`",
            "```\n{{ a }}\n```",
            "- x\n\n  ~~~\n  {% a %}\n  ~~~\n",
            "> ```\n> {{ a }}\n",
            "    {{ a }}",
            "<!-- {{ a }} -->",
            "x <!-- {% <n> %} --> y",
        ] {
            assert!(hidden(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_call_with_a_body_is_hidden_whole() {
        let text = "a {% <n> %} {% <n> %} x {% </n> %} {% </n> %} b";
        assert_eq!(hidden(text), ["{% <n> %} {% <n> %} x {% </n> %} {% </n> %}"]);
    }

    #[test]
    fn between_raw_tags_nothing_is_a_call() {
        let masked = masked("{% raw %} {{<a/>}} {% endraw %} {{<b/>}}");
        let kinds: Vec<bool> = masked.masks.iter().map(|mask| matches!(mask.kind, MaskKind::Call { .. })).collect();
        assert_eq!(kinds, [false, false, false, true]);
    }

    #[test]
    fn offsets_lead_back_to_the_text() {
        let text = "{{ aaaaaaaaaaaaaa }} b {{ c }} d";
        let masked = masked(text);
        let at = masked.text.find('d').unwrap();
        assert_eq!(masked.map.original(at), text.find('d').unwrap());
        assert_eq!(masked.map.original(0), 0);
    }

    #[test]
    fn code_in_html_is_left_alone() {
        let tags = |text: &str| masked(text).masks.len();
        assert_eq!(tags("<pre class=\"x\">{{ a }}\n<!-- {{ b }} --></pre>\n"), 0);
        assert_eq!(tags("<div><code>{{ a }}</code> {{ b }} <CODE>{{ c }}</CODE> {{ d }}</div>\n"), 2);
        assert_eq!(tags("<div><preview>{{ a }}</preview> <pre>{{ b }}</div>\n"), 2);
        assert_eq!(tags(&format!("<div>{}{{{{ a }}}}</div>", "<pre><code>".repeat(20_000))), 1);
    }
}
