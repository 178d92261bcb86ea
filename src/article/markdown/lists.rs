//! Attribute lists on lines of their own, `{: #id .class}`, as kramdown has them: each belongs to the block before it or,
//! after a blank line, to the one behind it.

use std::ops::Range;

use super::attributes::Attributes;
use super::mask::{Mask, MaskKind, Masked, meets};

/// An attribute list that belongs to a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BlockAttributes {
    /// What it says.
    pub(super) attributes: Attributes,
    /// How many quotations it stands in.
    quotes: usize,
    /// Whether it belongs to the block behind it.
    is_ahead: bool,
}

/// Hides the lists of `plain` outside `protected` and other masks, and keeps `masks` in order.
pub(super) fn add(plain: &str, protected: &[Range<usize>], masks: &mut Vec<Mask>) {
    let mut found = Vec::new();
    let mut start = 0;
    let mut after_blank = true;
    for line in plain.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let follows_blank = std::mem::replace(&mut after_blank, line.trim_matches([' ', '>', '\n']).is_empty());
        let Some((at, attributes)) = list_of(line) else { continue };
        let whole = range.start + at..range.start + line.trim_end().len();
        if !meets(protected, |range| range, &whole) && !meets(masks, |mask| &mask.range, &whole) {
            let quotes = line[..at].matches('>').count();
            let is_ahead = follows_blank && !plain[range.end..].starts_with('\n') && range.end < plain.len();
            let list = BlockAttributes { attributes, quotes, is_ahead };
            found.push(Mask { range: whole, kind: MaskKind::Attributes(list) });
        }
    }
    masks.extend(found);
    masks.sort_by_key(|mask| mask.range.start);
}

/// The list that a line holds and nothing else, behind the signs of quotations, and where it begins.
fn list_of(line: &str) -> Option<(usize, Attributes)> {
    let at = line.find(|character| !matches!(character, ' ' | '>' | '\t'))?;
    let text = line[at..].trim_end();
    if !text.starts_with("{:") {
        return None;
    }
    let (attributes, length) = Attributes::read(text)?;
    (length == text.len()).then_some((at, attributes))
}

impl Masked<'_> {
    /// The list of the block at `range` that stands in `quotes` quotations, by its number.
    pub(super) fn list_of_block(&self, range: &Range<usize>, quotes: usize) -> Option<usize> {
        if self.lists.is_empty() {
            return None;
        }
        let is_near = |from: usize, to: usize| {
            let between = self.text.get(from.min(to)..from.max(to)).unwrap_or_default();
            let is_empty = between.bytes().all(|byte| byte.is_ascii_whitespace() || byte == b'>');
            // The parser counts the blank lines behind a list of items to it.
            is_empty && (to < from || between.bytes().filter(|byte| *byte == b'\n').count() <= 1)
        };
        let first = self.lists.partition_point(|(at, _)| *at < range.start.saturating_sub(NEAR));
        let near = self.lists.iter().enumerate().skip(first).take_while(|(_, (at, _))| *at <= range.end + NEAR);
        let mut own = near.filter(|(_, (_, list))| list.quotes <= quotes);
        own.find(
            |(_, (at, list))| {
                if list.is_ahead { *at <= range.start && is_near(*at, range.start) } else { is_near(range.end, *at) }
            },
        )
        .map(|(number, _)| number)
    }
}

/// How far a list may stand from its block, in bytes: white space and the signs of quotations lie between them.
const NEAR: usize = 64;
