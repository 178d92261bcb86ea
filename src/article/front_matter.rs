//! Where front matter begins and ends, and what of it is read before any key has a meaning.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::keys::{Format, Node, Source, trim};
use crate::path::SourcePath;

/// A file divided into front matter and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The language and bytes of the front matter; `None` where there is none.
    pub(super) data: Option<(Format, Range<usize>)>,
    /// The bytes of the body.
    pub(super) body: Range<usize>,
}

/// The text of a file; an error that names the line where it is not UTF-8.
pub(super) fn text<'b>(file: &SourcePath, bytes: &'b [u8]) -> Result<&'b str, Diagnostic> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let place = Place { line: line as u32, ..Place::file(file) };
        let found = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        Diagnostic::new(Code::NotUtf8, format!("`{file}` is not encoded as UTF-8: found the byte 0x{found:02X}"))
            .at(place)
            .hint("save it as UTF-8")
    })
}

/// Finds the front matter: between `---` and `---` or `...` (YAML), between `+++` (TOML), in braces (JSON), after
/// nothing but blank lines; only the first closing line counts.
pub(super) fn divide(file: &SourcePath, text: &str) -> Result<Parts, Diagnostic> {
    let none = |start: usize| Parts { data: None, body: start..text.len() };
    let bom = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut lines = lines_from(text, bom);
    let Some((start, line)) = lines.find(|(_, line)| !trim(line).is_empty()) else { return Ok(none(bom)) };
    let (format, closings): (Format, &[&str]) = match trim_end(line) {
        "---" | "---yaml" | "--- yaml" => (Format::Yaml, &["---", "..."]),
        "---toml" | "--- toml" => (Format::Toml, &["---"]),
        "---json" | "--- json" => (Format::Json, &["---"]),
        "+++" => (Format::Toml, &["+++"]),
        _ if is_json(text.get(start..).unwrap_or_default()) => return json(file, text, start),
        _ => return Ok(none(bom)),
    };
    let open = start + line.len();
    for (at, line) in lines_from(text, open) {
        if may_be_one_of(closings, line) && closings.contains(&trim_end(line)) {
            return Ok(Parts { data: Some((format, open..at)), body: at + line.len()..text.len() });
        }
    }
    let closing = closings.first().copied().unwrap_or_default();
    let opening = trim_end(line);
    Err(Diagnostic::new(Code::FrontMatter, format!("the front matter that begins with `{opening}` is never closed"))
        .at(Place::of(file, text, start..start + opening.len()))
        .hint(format!("end it with a line that is `{closing}` alone")))
}

/// The lines of `text` from a byte on, each with where it begins and with its line end.
fn lines_from(text: &str, mut at: usize) -> impl Iterator<Item = (usize, &str)> {
    text.get(at..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

/// Whether the first byte of `line` leaves it possible that the line is one of `fences`.
fn may_be_one_of(fences: &[&str], line: &str) -> bool {
    let first = line.bytes().next().filter(u8::is_ascii_graphic);
    first.is_none_or(|first| fences.iter().any(|fence| fence.bytes().next() == Some(first)))
}

/// A line without white space and invisible characters at its end.
fn trim_end(line: &str) -> &str {
    let trimmed = trim(line);
    if trimmed.len() == line.len() {
        return line;
    }
    let start = line.find(trimmed).unwrap_or_default();
    if line.get(..start).is_some_and(|before| before.contains([' ', '\t'])) { line } else { trimmed }
}

/// Whether text begins with a JSON object, and not with a tag or an attribute in braces.
fn is_json(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
}

fn json(file: &SourcePath, text: &str, start: usize) -> Result<Parts, Diagnostic> {
    let source = Source { file, text, range: start..text.len(), format: Format::Json };
    let length = source.json_length().map_err(|(message, place)| broken(Format::Json, &message, place))?;
    let end = start + length;
    let rest = text.get(end..).unwrap_or_default();
    let line_end = rest.find('\n').filter(|at| rest.get(..*at).is_some_and(|rest| rest.trim().is_empty()));
    Ok(Parts { data: Some((Format::Json, start..end)), body: end + line_end.map_or(0, |at| at + 1)..text.len() })
}

/// The entries of the front matter; an error where it does not parse or is no map.
pub(super) fn entries(source: &Source) -> Result<Vec<(String, Node)>, Diagnostic> {
    match source.parse() {
        Ok(Node::Null) => Ok(Vec::new()),
        Ok(Node::Map(entries)) => Ok(entries),
        Ok(other) => {
            let place = source.value_place(&[], &other);
            Err(Diagnostic::new(
                Code::FrontMatter,
                format!("the front matter is {}, expected keys with values", other.describe()),
            )
            .at(place)
            .hint("write each as `key: value` on a line of its own"))
        }
        Err((message, place)) => {
            let hint = source.mend(&message, &place);
            let mut fault = broken(source.format, &message, place);
            fault.hints.extend(hint);
            Err(fault)
        }
    }
}

fn broken(format: Format, message: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::FrontMatter, format!("the front matter does not parse as {}: {message}", format.name()))
        .at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> SourcePath {
        SourcePath::new("content/a.md").unwrap()
    }

    fn divided(text: &str) -> (Option<(Format, &str)>, &str) {
        let parts = divide(&file(), text).unwrap();
        (parts.data.map(|(format, range)| (format, &text[range])), &text[parts.body])
    }

    #[test]
    fn fences_are_found_as_people_write_them() {
        let yaml = |data| Some((Format::Yaml, data));
        assert_eq!(divided("---\na: 1\n---\nBody\n---\n"), (yaml("a: 1\n"), "Body\n---\n"));
        assert_eq!(divided("\u{feff}\n \n\n--- \na: 1\n---\t \nBody"), (yaml("a: 1\n"), "Body"));
        assert_eq!(divided("---\r\na: 1\r\n---\r\nBody"), (yaml("a: 1\r\n"), "Body"));
        assert_eq!(divided("---\na: 1\n...\nBody"), (yaml("a: 1\n"), "Body"));
        assert_eq!(divided("---\n---"), (yaml(""), ""));
        assert_eq!(divided("---\na: |\n  x\n  ---\n---\u{a0}\nB"), (yaml("a: |\n  x\n  ---\n"), "B"));
        assert_eq!(divided("+++\na = 1\n+++\nBody"), (Some((Format::Toml, "a = 1\n")), "Body"));
        assert_eq!(divided("{\"a\": {\"b\": \"}\"}}\nBody"), (Some((Format::Json, "{\"a\": {\"b\": \"}\"}}")), "Body"));
        assert_eq!(divided("---json\n{}\n---\nB"), (Some((Format::Json, "{}\n")), "B"));
    }

    #[test]
    fn text_without_front_matter_is_all_body() {
        for text in
            ["", "Body", "# Title\n---\n", "----\nx", "{{ tag }}", "{% tag %}", "{.class}\n", " ---\na: 1\n---\n"]
        {
            assert_eq!(divided(text), (None, text), "{text:?}");
        }
    }

    #[test]
    fn an_unclosed_fence_is_said_to_be_one() {
        let fault = divide(&file(), "\n---\ntitle: x\n").unwrap_err();
        assert_eq!(fault.message, "the front matter that begins with `---` is never closed");
        assert_eq!(fault.hints, ["end it with a line that is `---` alone"]);
        let place = fault.place.unwrap();
        assert_eq!((place.line, place.column, place.length), (2, 1, 3));
    }

    #[test]
    fn a_colon_in_a_value_is_an_error_that_says_how_to_quote() {
        let text = "---\ntitle: News: \"it\" is here\n---\n";
        let file = file();
        let source = Source { file: &file, text, range: 4..30, format: Format::Yaml };
        let fault = entries(&source).unwrap_err();
        assert_eq!(fault.code, "front-matter");
        assert_eq!(
            fault.message,
            "the front matter does not parse as YAML: mapping values are not allowed in this context"
        );
        assert_eq!(
            fault.hints,
            ["put the value of `title` in quotes, since it holds a colon: `title: \"News: \\\"it\\\" is here\"`"]
        );
        let place = fault.place.unwrap();
        assert_eq!((place.line, place.column), (2, 12));
    }

    #[test]
    fn front_matter_that_is_no_map_is_refused() {
        let file = file();
        let fault = |text: &str| {
            let range = divide(&file, text).unwrap().data.unwrap();
            entries(&Source { file: &file, text, range: range.1, format: range.0 }).unwrap_err()
        };
        assert_eq!(fault("---\n- a\n---\n").message, "the front matter is a list, expected keys with values");
        assert_eq!(fault("---\ntext\n---\n").message, "the front matter is text, expected keys with values");
        assert_eq!(fault("+++\na = \n+++\n").place.unwrap().line, 2);
        assert_eq!(fault("---\n\ttitle: x\n---\n").hints, ["indent with spaces; YAML refuses tabs there"]);
    }

    #[test]
    fn what_is_not_utf_8_is_told_with_its_line() {
        let fault = text(&file(), b"---\ntitle: caf\xe9\n---\n").unwrap_err();
        assert_eq!(fault.code, "not-utf-8");
        assert_eq!(fault.message, "`content/a.md` is not encoded as UTF-8: found the byte 0xE9");
        assert_eq!(fault.place.unwrap().line, 2);
    }
}
