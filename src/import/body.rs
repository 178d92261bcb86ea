//! The text of an article: paragraphs, headings between them, and what stands among them without belonging there.

use super::Piece;
use super::lines::{Block, key};
use super::part::Part;

/// How many blocks before and after one a pull quote is looked for.
const REACH: usize = 20;

/// What a block of the body is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A piece, and what is not certain about it.
    Piece(Piece, Option<&'static str>),
    /// What another paragraph says too, which begins on this line.
    PullQuote(usize),
}

/// What the block at `at` is, of which it is known that it stands in the body. `texts` are the blocks of the body in order.
pub(super) fn place(at: usize, texts: &[usize], blocks: &[Block], parts: &[Part]) -> Place {
    let block = &blocks[at];
    let text = block.text.clone();
    if let Some(line) = quoted_from(at, texts, blocks) {
        return Place::PullQuote(line);
    }
    let is_item = is_list_item(&text);
    if block.is_prose() || is_item || (block.is_closed() && !text.ends_with('?')) {
        return Place::Piece(Piece::Paragraph(text), None);
    }
    // A line of names in capitals is a heading as they were set for wires; the others may be names.
    let may_be_names = matches!(parts[at], Part::Names(_)) && text.chars().any(char::is_lowercase);
    if is_between_prose(at, texts, blocks) && is_like_heading(block) && !may_be_names {
        return Place::Piece(Piece::Heading(text), None);
    }
    let doubt = match text.ends_with('?') {
        true => None,
        false => Some("kept as a paragraph: it is not clear whether it is a heading or no part of the article"),
    };
    Place::Piece(Piece::Paragraph(text), doubt)
}

/// Whether a line is an item of a list.
pub(super) fn is_list_item(text: &str) -> bool {
    let after = ["- ", "• ", "* ", "– ", "+ ", "▪ "].iter().any(|sign| text.starts_with(sign));
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = (1..=2).contains(&digits)
        && text.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") "));
    after || is_numbered
}

/// The line of the paragraph from which a short block is quoted.
fn quoted_from(at: usize, texts: &[usize], blocks: &[Block]) -> Option<usize> {
    let own = key(&blocks[at].text);
    if own.split(' ').count() < 4 || blocks[at].words() > 60 {
        return None;
    }
    let position = texts.binary_search(&at).ok()?;
    let near = texts.get(position.saturating_sub(REACH)..(position + REACH).min(texts.len())).unwrap_or_default();
    let holds = |other: &&usize| {
        **other != at && blocks[**other].text.len() > blocks[at].text.len() && key(&blocks[**other].text).contains(&own)
    };
    near.iter().find(holds).map(|other| blocks[*other].line)
}

/// Whether the blocks before and after one are paragraphs.
fn is_between_prose(at: usize, texts: &[usize], blocks: &[Block]) -> bool {
    let Ok(position) = texts.binary_search(&at) else { return false };
    let is_prose =
        |index: Option<usize>| index.and_then(|index| texts.get(index)).is_some_and(|other| blocks[*other].is_prose());
    is_prose(position.checked_sub(1)) && is_prose(position.checked_add(1))
}

/// Whether a block has the form of a heading.
fn is_like_heading(block: &Block) -> bool {
    let text = block.text.trim_matches(['\'', '"', '“', '”', '‘', '’']);
    // "Q: …" is a turn of an interview.
    let is_turn = text.split(' ').next().is_some_and(|first| first.ends_with(':'));
    let is_first = |first: char| {
        first.is_uppercase() || first.is_ascii_digit() || (first.is_alphabetic() && !first.is_lowercase())
    };
    (1..=10).contains(&block.words())
        && !is_turn
        && text.chars().count() <= 70
        && text.starts_with(is_first)
        && text.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '?' | '!' | ')'))
}
