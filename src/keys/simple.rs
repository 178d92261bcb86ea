//! The YAML that most front matter consists of, read without the parser: keys of the root with scalars on their own line and
//! with lists of such scalars.
//!
//! Anything else is left to the parser, which is always right; what is read here, it would read in the same way.

use serde_json::Value;

use super::tree::{Node, is_invisible};

/// Text that is longer is left to the parser, which bounds what it may grow to.
const MAX_LENGTH: usize = 8_000;
/// Words that may be no text where they stand without quotes.
const WORDS: [&str; 7] = ["null", "true", "false", "inf", "infinity", "nan", "~"];
/// The longest number that is read, in digits.
const MAX_DIGITS: usize = 15;

/// The entries of `text`; `None` where it holds anything that only the parser can read.
pub(super) fn entries(text: &str) -> Option<Vec<(String, Node)>> {
    if text.len() > MAX_LENGTH || !is_harmless(text) {
        return None;
    }
    let mut entries = Vec::new();
    let mut lines = text.split('\n').filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        let (key, value) = line.split_once(':')?;
        if !is_key(key) {
            return None;
        }
        let node = match value.trim_end_matches(' ') {
            "" => {
                let mut items = Vec::new();
                let mut indent = None;
                while let Some((spaces, item)) = lines.peek().and_then(|line| item(line)) {
                    if *indent.get_or_insert(spaces) != spaces {
                        return None;
                    }
                    items.push(scalar(item, false)?);
                    lines.next();
                }
                if items.is_empty() { Node::Null } else { Node::List(items) }
            }
            value => value_of(value.strip_prefix(' ')?.trim_start_matches(' '))?,
        };
        entries.push((key.to_owned(), node));
    }
    (!entries.is_empty()).then_some(entries)
}

/// Whether every character is one that stands for itself in YAML, or ends a line.
fn is_harmless(text: &str) -> bool {
    let is_ascii = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    let is_beyond = |character: char| {
        character > '\u{A0}'
            && !character.is_whitespace()
            && !is_invisible(character)
            && !matches!(character, '\u{FFFE}' | '\u{FFFF}')
    };
    if text.is_ascii() {
        return text.bytes().all(is_ascii);
    }
    text.chars().all(|character| u8::try_from(character).is_ok_and(is_ascii) || is_beyond(character))
}

fn is_key(key: &str) -> bool {
    key.len() <= 64
        && key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !is_word(key)
}

fn is_word(text: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// How far an item of a list is indented, and its value.
fn item(line: &str) -> Option<(usize, &str)> {
    let dash = line.trim_start_matches(' ');
    Some((line.len() - dash.len(), dash.strip_prefix("- ")?.trim_matches(' ')))
}

/// The value behind a key: a list in brackets, or a scalar.
fn value_of(value: &str) -> Option<Node> {
    let Some(inside) = value.strip_prefix('[') else { return scalar(value, false) };
    let mut rest = inside.trim_start_matches(' ');
    let mut items = Vec::new();
    if rest == "]" {
        return Some(Node::List(items));
    }
    loop {
        let end = match rest.chars().next()? {
            quote @ ('"' | '\'') => 2 + rest.get(1..)?.find(quote)?,
            _ => rest.find([',', ']'])?,
        };
        let (item, after) = rest.split_at_checked(end)?;
        items.push(scalar(item.trim_end_matches(' '), true)?);
        let after = after.trim_start_matches(' ');
        if after == "]" {
            return Some(Node::List(items));
        }
        rest = after.strip_prefix(',')?.trim_start_matches(' ');
    }
}

/// A scalar: in quotes without escapes, or plain text that can be nothing else.
fn scalar(written: &str, in_brackets: bool) -> Option<Node> {
    let first = written.chars().next()?;
    if let '"' | '\'' = first {
        let inside = written.get(1..)?.strip_suffix(first)?;
        let is_escaped = inside.contains(first) || first == '"' && inside.contains('\\');
        return (!is_escaped).then(|| Node::Text(inside.to_owned()));
    }
    if let Some(value) = number_or_flag(written) {
        return Some(Node::Scalar(written.to_owned(), value));
    }
    let is_text = first.is_alphabetic() && !is_word(written) || begins_with_year(written) || first == '/';
    let is_plain = match in_brackets {
        true => !written.contains(['[', ']', '{', '}', ':', '#', '?', ',', '"', '\'']),
        false => !written.contains(": ") && !written.ends_with(':') && !written.contains(" #"),
    };
    (is_text && is_plain).then(|| Node::Text(written.to_owned()))
}

/// What a short whole number means, `true` or `false`.
fn number_or_flag(written: &str) -> Option<Value> {
    let is_number = written.len() <= MAX_DIGITS
        && written.bytes().all(|byte| byte.is_ascii_digit())
        && (written == "0" || !written.starts_with('0'));
    match written {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ if is_number => written.parse::<u64>().ok().map(Value::from),
        _ => None,
    }
}

/// Whether text begins as a date does, and so is no number.
fn begins_with_year(text: &str) -> bool {
    text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
        && text.get(4..).is_some_and(|rest| rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;

    /// What the parser makes of `text`.
    fn parsed(text: &str) -> Option<Vec<(String, Node)>> {
        match yaml::parse_wholly(text) {
            Ok(Node::Map(entries)) => Some(entries),
            _ => None,
        }
    }

    #[test]
    fn what_is_read_is_what_the_parser_reads() {
        for text in [
            "title: \"A: # b\"\ndate: 2024-01-02T03:04:05Z\nauthors: [\"A, B\", C d, 'e']\ntopics: []\n",
            "a: b\nb: it's 5:30#1 o'clock\nc:\nd: /x/y\n\ne: x   \n",
            "tags:\n- a\n- \"b c\"\nmore:\n  - d e\n  - 2020-01-01\nlast: 'x'",
            "a-b: Ärger – “so” 字\nc_d: yes\nurl: https://example.org/a?b=c&d#e\n",
            "a: [ x , y ]\na: twice\n",
            "a: true\nb: [false, 0, 12]\nc:\n- 999999999999999\n- true story\n",
        ] {
            assert_eq!(entries(text), parsed(text), "{text}");
            assert!(entries(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_only_the_parser_reads_is_left_to_it() {
        for value in [
            "01",
            "-1",
            "1.5",
            "True",
            "1234567890123456",
            "Null",
            "~",
            "1e3",
            "\"a\\n\"",
            "'it''s'",
            "a: b",
            "a:",
            "a #b",
            "|",
            "> x",
            "&a b",
            "*a",
            "!x y",
            "{a: b}",
            "[a, ]",
            "[a: b]",
            "[a",
            "[[a]]",
            "\"a\" b",
            "\"a",
            "'a",
            "@a",
            "`a`",
            "%a",
            "- a",
            "? a",
            "-",
            ".nan",
            "Inf",
            "a\tb",
            "a\r",
            "\u{a0}a",
            "a\u{200b}",
            "[a?]",
            "# a",
            "\"a\" # b",
            "[a] # b",
            "a\n b",
            "\n  b: c",
            "\n  - a\n - b",
            "\n  - a: b",
            "\n- \n",
            "\n- - a",
            "a\n- b",
            "\n- a\n  b",
            "\"a\n  b\"",
            "\u{7f}",
            "a\u{85}b",
        ] {
            let text = format!("key: {value}\n");
            assert_eq!(entries(&text), None, "{text}");
        }
        for text in
            ["", "\n", "# a", "a", "<<: b", "null: a", "1: a", "\"a\": b", "a:b", "a : b", "--- \na: b", "? a\n: b"]
        {
            assert_eq!(entries(text), None, "{text}");
        }
    }

    #[test]
    fn texts_of_any_signs_are_read_as_by_the_parser() {
        const PIECES: [&str; 26] = [
            "a", "b: ", "key: ", "\n", "\n", "- ", "  - ", "\"", "'", "[", "]", ", ", ",", " ", " #", ":", "x y",
            "2020-", "1", "é", "\\", "true", "/", "?", "&", "key:\n",
        ];
        let mut state = 1_u64;
        let mut read = 0;
        for _ in 0..200_000 {
            let mut text = String::from("key: ");
            for _ in 0..8 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(PIECES[(state >> 33) as usize % PIECES.len()]);
            }
            if let Some(found) = entries(&text) {
                assert_eq!(Some(found), parsed(&text), "{text:?}");
                read += 1;
            }
        }
        assert!(read > 5_000, "{read}");
    }
}
