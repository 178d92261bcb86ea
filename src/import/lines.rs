//! The lines of a text as blocks: white space made plain, and paragraphs that were wrapped put together again.

/// The shortest line that can be one of a wrapped paragraph which goes on.
const LEAST_FULL: usize = 30;
/// The longest line of a text whose lines were wrapped.
const WIDEST: usize = 110;
/// How far below the width of a wrapped text its full lines may end.
const TOLERANCE: usize = 2;

/// A paragraph, a headline, a button: what stands on a line of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// The line where it begins, from 1.
    pub(super) line: usize,
    /// Its text, with single spaces.
    pub(super) text: String,
    /// Whether an empty line stands above it.
    pub(super) has_gap: bool,
    /// Whether the line was indented.
    pub(super) is_indented: bool,
}

impl Block {
    /// How many words it has.
    pub(super) fn words(&self) -> usize {
        words(&self.text)
    }

    /// Whether it ends as a sentence does.
    pub(super) fn is_closed(&self) -> bool {
        is_closed(&self.text)
    }

    /// Whether it is a paragraph of sentences, and no headline and no label.
    pub(super) fn is_prose(&self) -> bool {
        let words = self.words();
        let is_quoted = self.text.starts_with(['"', '“']) && self.text.ends_with(['"', '”']);
        words >= 25
            || (self.is_closed() && (words >= 8 || self.text.chars().count() >= 60 || is_quoted))
            || (self.text.ends_with(':') && words >= 8)
    }
}

/// How many words a text has.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Whether a text ends as a sentence does.
pub(super) fn is_closed(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

/// Whether most words of a text have a capital, as in American headlines.
pub(super) fn is_in_title_case(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    words.len() >= 4 && capitals * 10 >= words.len() * 7
}

/// The text in lower case, with its letters and digits only: what two writings of the same line have in common.
pub(super) fn key(text: &str) -> String {
    let spaced: String = text
        .to_lowercase()
        .chars()
        .map(|character| if character.is_alphanumeric() { character } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines = plain_lines(text);
    match width(&lines) {
        Some(width) => joined(lines, width),
        None => lines,
    }
}

/// The lines that hold something.
fn plain_lines(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut has_gap = false;
    for (index, raw) in text.lines().enumerate() {
        let text = plain(raw);
        if text.is_empty() {
            has_gap = true;
            continue;
        }
        let is_indented = raw.trim_start_matches('\u{feff}').starts_with([' ', '\t', '\u{3000}']);
        blocks.push(Block { line: index + 1, text, has_gap, is_indented });
        has_gap = false;
    }
    blocks
}

/// A line with single plain spaces, without what is not seen.
fn plain(line: &str) -> String {
    let is_seen = |character: &char| {
        character.is_whitespace()
            || !(character.is_control()
                || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'))
    };
    let seen: String = line.chars().filter(is_seen).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The width to which the lines were wrapped; `None` where a line is a paragraph.
fn width(lines: &[Block]) -> Option<usize> {
    let lengths = || lines.iter().map(|line| line.text.chars().count());
    let width = lengths().max().filter(|width| (LEAST_FULL..=WIDEST).contains(width))?;
    let is_broken = |pair: &&[Block]| match pair {
        [line, next] => is_full(line, next, width) && !line.is_closed() && !next.has_gap,
        _ => false,
    };
    let broken = lines.windows(2).filter(is_broken).count();
    let long = lengths().filter(|length| *length >= width / 2).count();
    (broken >= 3 && broken * 5 >= long * 2).then_some(width)
}

/// Whether the first word of the next line did not fit on the line.
fn is_full(line: &Block, next: &Block, width: usize) -> bool {
    let first = next.text.split(' ').next().unwrap_or_default().chars().count();
    let length = line.text.chars().count();
    length >= LEAST_FULL && length + 1 + first + TOLERANCE > width
}

/// The lines with those of one paragraph as one block.
fn joined(lines: Vec<Block>, width: usize) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut last: Option<Block> = None;
    for line in lines {
        let goes_on = last.as_ref().is_some_and(|last| goes_on(last, &line, width));
        match blocks.last_mut().filter(|_| goes_on) {
            Some(block) => {
                let is_hyphenated = block.text.ends_with('-') && line.text.starts_with(char::is_alphabetic);
                if !is_hyphenated {
                    block.text.push(' ');
                }
                block.text.push_str(&line.text);
            }
            None => blocks.push(line.clone()),
        }
        last = Some(line);
    }
    blocks
}

/// Whether the paragraph of a line goes on in the next one.
fn goes_on(line: &Block, next: &Block, width: usize) -> bool {
    if next.has_gap || (next.is_indented && !line.is_indented) {
        return false;
    }
    let is_ragged =
        !line.is_closed() && line.text.chars().count() >= LEAST_FULL && next.text.starts_with(char::is_lowercase);
    is_full(line, next, width) || is_ragged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        blocks(text).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_where_lines_end_as_sentences_do() {
        assert_eq!(texts("One.\nTwo \u{a0} words.\r\n\n\u{200b}\nThree."), ["One.", "Two words.", "Three."]);
    }

    #[test]
    fn wrapped_lines_are_put_together() {
        let text = "The quay would rise by a metre, the council said in\nits report, and the boats that now lie there would\nhave to move to the mill for as long as the work on\nit lasts.\nNobody was asked.\n";
        assert_eq!(texts(text).len(), 2);
        assert_eq!(texts(text)[1], "Nobody was asked.");
        assert_eq!(blocks(text)[1].line, 5);
    }

    #[test]
    fn the_same_line_in_two_writings_has_one_key() {
        assert_eq!(key("Quay  “to rise”!"), key("QUAY to-rise"));
    }
}
