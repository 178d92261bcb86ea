//! A piece of YAML, TOML or JSON inside a file: read as untyped data, with the places of its keys and values.

use std::ops::Range;

use super::tree::Node;
use super::{json, toml, yaml};
use crate::diagnostic::Place;
use crate::path::SourcePath;

/// A language of untyped data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML, as front matter between `---`.
    Yaml,
    /// TOML, as front matter between `+++`.
    Toml,
    /// JSON, as front matter in braces.
    Json,
}

/// Where data stands: the range of a file's text that holds it.
#[derive(Clone, Debug)]
pub struct Source<'t> {
    /// The file.
    pub file: &'t SourcePath,
    /// The whole text of the file.
    pub text: &'t str,
    /// The bytes of the text that are the data.
    pub range: Range<usize>,
    /// Its language.
    pub format: Format,
}

/// A step from a map or list to what it holds: the position among its entries or items.
pub type Step = usize;

/// What is located: the key of a map's entry, or its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The key.
    Key,
    /// The value, also of a list's item.
    Value,
}

/// An error of a parser; line and column are from 1 and count from the beginning of the data, 0 where unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// What is wrong.
    pub(super) message: String,
    /// The line.
    pub(super) line: usize,
    /// The column in characters.
    pub(super) column: usize,
}

impl Format {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Format::Yaml => "YAML",
            Format::Toml => "TOML",
            Format::Json => "JSON",
        }
    }
}

impl<'t> Source<'t> {
    /// The data; where it does not parse, what is wrong (without a place) and where.
    pub fn parse(&self) -> Result<Node, (String, Place)> {
        let parsed = match self.format {
            Format::Yaml => yaml::parse(self.data()),
            Format::Toml => toml::parse(self.data()),
            Format::Json => json::parse(self.data()),
        };
        parsed.map_err(|fault| (fault.message, self.stretch(fault.line, fault.column, None)))
    }

    /// Where the value at `path` stands; the data as a whole where it cannot be found.
    pub fn value_place(&self, path: &[Step], node: &Node) -> Place {
        self.place(path, Target::Value, node.text())
    }

    /// Where the key of the entry at `path` stands; the data as a whole where it cannot be found.
    pub fn key_place(&self, path: &[Step], key: &str) -> Place {
        self.place(path, Target::Key, Some(key))
    }

    /// Where the values of the root's entries stand, in one pass: cheaper than asking for each.
    pub fn outline(&self, entries: &[(String, Node)]) -> Vec<Place> {
        let positions = match self.format {
            Format::Yaml => yaml::outline(self.data(), entries),
            Format::Toml => toml::outline(self.data()),
            Format::Json => Vec::new(),
        };
        let known = positions.len() == entries.len();
        let place = |(index, (_, node)): (usize, &(String, Node))| match positions.get(index) {
            Some((line, column)) if known => self.stretch(*line, *column, node.text()),
            _ => self.value_place(&[index], node),
        };
        entries.iter().enumerate().map(place).collect()
    }

    /// The length of the JSON value that the data begins with.
    pub fn json_length(&self) -> Result<usize, (String, Place)> {
        json::length(self.data()).map_err(|fault| (fault.message, self.stretch(fault.line, fault.column, None)))
    }

    fn data(&self) -> &'t str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    fn place(&self, path: &[Step], target: Target, written: Option<&str>) -> Place {
        let found = match self.format {
            Format::Yaml => yaml::locate(self.data(), path, target),
            Format::Toml => toml::locate(self.data(), path, target),
            Format::Json => json::locate(self.data(), path, target),
        };
        match (found, path.split_last()) {
            (Some((line, column)), _) => self.stretch(line, column, written),
            (None, Some((_, parent))) if !parent.is_empty() => self.place(parent, Target::Key, None),
            (None, _) => self.stretch(0, 0, None),
        }
    }

    /// The place of a line and column of the data; `written` is the text that is expected there.
    fn stretch(&self, line: usize, column: usize, written: Option<&str>) -> Place {
        let before = self.text.get(..self.range.start).unwrap_or_default();
        let lines_before = before.matches('\n').count();
        if line == 0 {
            let line = if self.range.start == 0 && self.format != Format::Json { 0 } else { lines_before.max(1) };
            return Place { file: self.file.clone(), line: line as u32, column: 0, length: 0 };
        }
        let number = (lines_before + line) as u32;
        if column == 0 {
            return Place { file: self.file.clone(), line: number, column: 0, length: 0 };
        }
        let indent = if line == 1 { before.rsplit('\n').next().unwrap_or_default().chars().count() } else { 0 };
        let line = self.data().lines().nth(line - 1).unwrap_or_default();
        let rest = line.char_indices().nth(column - 1).and_then(|(at, _)| line.get(at..)).unwrap_or_default();
        let length = extent(rest, written).max(1) as u32;
        Place { file: self.file.clone(), line: number, column: (indent + column) as u32, length }
    }
}

/// How many characters of `rest`, the remainder of a line, belong to the key or value that begins there.
fn extent(rest: &str, written: Option<&str>) -> usize {
    if let Some(quote) = rest.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let inside = rest.get(1..).unwrap_or_default();
        let within = |end: usize| inside.get(..end).unwrap_or_default().chars().count() + 2;
        return inside.find(quote).map_or_else(|| rest.trim_end().chars().count(), within);
    }
    if rest.starts_with(['[', '{']) {
        let mut open = 0_usize;
        for (count, character) in rest.chars().enumerate() {
            match character {
                '[' | '{' => open += 1,
                ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                return count + 1;
            }
        }
    }
    match written {
        Some(written) if !written.is_empty() && rest.starts_with(written) => written.chars().count(),
        _ => rest.split(" #").next().unwrap_or_default().trim_end().chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_the_lines_above_the_data() {
        let file = SourcePath::new("content/a.md").unwrap();
        let text = "\n---\ntitle: \"A: b\" # note\ndate:  2023 # c\n---\nx";
        let source = Source { file: &file, text, range: 5..text.len() - 5, format: Format::Yaml };
        let node = source.parse().unwrap();
        let entries = node.entries().unwrap();
        let place = source.value_place(&[0], &entries[0].1);
        assert_eq!((place.line, place.column, place.length), (3, 8, 6));
        let place = source.value_place(&[1], &entries[1].1);
        assert_eq!((place.line, place.column, place.length), (4, 8, 4));
        let place = source.key_place(&[1], "date");
        assert_eq!((place.line, place.column, place.length), (4, 1, 4));
        assert_eq!(source.value_place(&[9], &Node::Null).line, 2);
    }
}
