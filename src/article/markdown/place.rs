//! Where things stand: from offsets in the text that is parsed back to lines and columns of the file.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::diagnostic::Place;
use crate::path::SourcePath;

/// Offsets of a changed text, mapped back to those of the text it was made from.
#[derive(Clone, Debug, Default)]
pub(super) struct OffsetMap {
    /// Where a stretch begins in the changed text, and in the original; in order. Offsets run on in parallel
    /// up to the next stretch, but never beyond its original start.
    stretches: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// Says that what follows `changed` in the changed text is what follows `original` in the original.
    pub(super) fn add(&mut self, changed: usize, original: usize) {
        self.stretches.push((changed, original));
    }

    /// The original offset of `at`.
    pub(super) fn original(&self, at: usize) -> usize {
        let index = self.stretches.partition_point(|(changed, _)| *changed <= at);
        let Some((changed, original)) = index.checked_sub(1).and_then(|index| self.stretches.get(index)) else {
            return at;
        };
        let found = original + (at - changed);
        self.stretches.get(index).map_or(found, |(_, next)| found.min(*next))
    }
}

/// The lines of a file, for [`Place`]s; found when the first place is asked for.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    file: &'a SourcePath,
    text: &'a str,
    starts: OnceCell<Vec<usize>>,
}

impl<'a> Lines<'a> {
    /// The lines of `text`, the whole content of `file`.
    pub(super) fn new(file: &'a SourcePath, text: &'a str) -> Self {
        Self { file, text, starts: OnceCell::new() }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    fn starts(&self) -> &[usize] {
        self.starts.get_or_init(|| {
            let bom = if self.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
            let mut starts = vec![bom];
            starts.extend(newlines.map(|at| at + 1));
            starts
        })
    }

    /// The stretch `range` (bytes of the file), cut at the end of its first line.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        let start = floor(self.text, range.start);
        let end = floor(self.text, range.end.max(start));
        let starts = self.starts();
        let index = starts.partition_point(|line| *line <= start).saturating_sub(1);
        let line_start = starts.get(index).copied().unwrap_or_default().min(start);
        let stretch = self.text[start..end].lines().next().unwrap_or_default();
        Place {
            file: self.file.clone(),
            line: index as u32 + 1,
            column: 1 + self.text[line_start..start].chars().count() as u32,
            length: (stretch.chars().count() as u32).max(1),
        }
    }
}

pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What precedes the lines of a text that stands inside other Markdown, and is no part of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Indent {
    /// How many `>` may begin each line.
    pub(super) quotes: usize,
    /// How many columns of white space follow at most.
    pub(super) columns: usize,
}

impl Indent {
    /// The indent of lines that follow the one in which `at` stands: its markers of quotes, and the column of `at`.
    pub(super) fn at(text: &str, at: usize) -> Self {
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let before = &text[line_start..at];
        let mut quotes = 0;
        let mut column = 0;
        for character in before.chars() {
            match character {
                '>' if column < 4 => {
                    quotes += 1;
                    column = 0;
                }
                ' ' | '-' | '*' | '+' | '.' | ')' | '0'..='9' => column += 1,
                '\t' => column += 4 - column % 4,
                _ => break,
            }
        }
        // the space that belongs to a quote's marker is taken away with it
        Self { quotes, columns: column }
    }

    /// How many bytes at the beginning of `line` it covers.
    fn covers(self, line: &str) -> usize {
        let bytes = line.as_bytes();
        let mut at = 0;
        for _ in 0..self.quotes {
            let spaces = bytes[at..].iter().take(3).take_while(|byte| **byte == b' ').count();
            if bytes.get(at + spaces) != Some(&b'>') {
                break;
            }
            at += spaces + 1;
        }
        let mut column = 0;
        while column < self.columns {
            match bytes.get(at) {
                Some(b' ') => column += 1,
                Some(b'\t') => column += 4,
                _ => break,
            }
            at += 1;
        }
        at
    }
}

/// The bytes `range` of `file` with line ends as `\n` and without `indent` on all lines but the first, and the
/// map back to offsets of the file.
pub(super) fn normalise(file: &str, range: Range<usize>, indent: Indent) -> (Cow<'_, str>, OffsetMap) {
    let mut start = floor(file, range.start);
    let end = floor(file, range.end.max(start));
    if start == 0 && file[..end].starts_with('\u{FEFF}') {
        start = '\u{FEFF}'.len_utf8();
    }
    let mut map = OffsetMap::default();
    map.add(0, start);
    let text = &file[start..end];
    if indent.quotes == 0 && indent.columns == 0 && !text.contains('\r') {
        return (Cow::Borrowed(text), map);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if at > 0 {
            let skipped = indent.covers(&text[at..]);
            if skipped > 0 {
                at += skipped;
                map.add(out.len(), start + at);
            }
        }
        let rest = &text[at..];
        match rest.find(['\n', '\r']) {
            Some(length) => {
                out.push_str(&rest[..length]);
                out.push('\n');
                let is_pair = rest[length..].starts_with("\r\n");
                at += length + if is_pair { 2 } else { 1 };
                if is_pair {
                    map.add(out.len(), start + at);
                }
            }
            None => {
                out.push_str(rest);
                at = text.len();
            }
        }
    }
    (Cow::Owned(out), map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_file_with_windows_line_ends() {
        let file = SourcePath::new("a.md").unwrap();
        let text = "---\r\nx: 1\r\n---\r\nä b\r\nc [d](e)";
        let body = text.find('ä').unwrap();
        let (normal, map) = normalise(text, body..text.len(), Indent::default());
        assert_eq!(normal, "ä b\nc [d](e)");
        let at = normal.find("e)").unwrap();
        let place = Lines::new(&file, text).place(map.original(at)..map.original(at + 1));
        assert_eq!((place.line, place.column, place.length), (5, 7, 1));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let file = SourcePath::new("a.md").unwrap();
        let text = "\u{FEFF}abc";
        let (normal, map) = normalise(text, 0..text.len(), Indent::default());
        assert_eq!(normal, "abc");
        assert_eq!(Lines::new(&file, text).place(map.original(1)..map.original(2)).column, 2);
    }

    #[test]
    fn the_indent_of_a_container_is_taken_away() {
        let text = "> - {% x %}\n>   a\n>\n>       b\n";
        let indent = Indent::at(text, text.find('{').unwrap());
        let body = text.find("%}").unwrap() + 2;
        let (normal, _) = normalise(text, body..text.len(), indent);
        assert_eq!(normal, "\na\n\n    b\n");
    }

    #[test]
    fn lone_carriage_returns_end_lines() {
        let (normal, map) = normalise("a\rb", 0..3, Indent::default());
        assert_eq!(normal, "a\nb");
        assert_eq!(map.original(2), 2);
    }
}
