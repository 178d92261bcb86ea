//! JSON as untyped data: numbers as written, repeated keys kept.

use serde::de::IgnoredAny;
use serde_json::Value;

use super::document::{Fault, Target};
use super::tree::{DEPTH, Node};

/// Reads `text`.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    check(text)?;
    let mut walk = Walk { text, at: 0 };
    walk.value(DEPTH).ok_or_else(|| {
        let (line, column) = walk.position();
        Fault { message: format!("nested deeper than {DEPTH} levels"), line, column }
    })
}

/// The length of the JSON value that `text` begins with; an error where there is none.
pub(super) fn length(text: &str) -> Result<usize, Fault> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => Ok(values.byte_offset()),
        Some(Err(error)) => Err(fault(text, &error)),
        None => Ok(0),
    }
}

/// The line and column (both from 1) of a key or value of `text`; `path` are the positions in maps and lists.
pub(super) fn locate(text: &str, path: &[usize], target: Target) -> Option<(usize, usize)> {
    check(text).ok()?;
    let mut walk = Walk { text, at: 0 };
    for (depth, index) in path.iter().enumerate() {
        let is_map = walk.next()? == '{';
        walk.at += 1;
        for _ in 0..*index {
            walk.entry(is_map)?;
        }
        walk.next().filter(|character| !matches!(character, '}' | ']'))?;
        if is_map && !(depth + 1 == path.len() && target == Target::Key) {
            walk.string()?;
            walk.expect(':')?;
        }
    }
    walk.next()?;
    Some(walk.position())
}

fn check(text: &str) -> Result<(), Fault> {
    serde_json::from_str::<IgnoredAny>(text).map(|_| ()).map_err(|error| fault(text, &error))
}

/// An error of the parser in `text`, whose columns are in bytes there.
fn fault(text: &str, error: &serde_json::Error) -> Fault {
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    let message = message.get(..end).unwrap_or_default().to_owned();
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let is_before = |(at, _): &(usize, char)| *at < error.column();
    let column = line.char_indices().take_while(is_before).count();
    Fault { message, line: error.line(), column }
}

/// A walk over text that is known to be JSON; each step is `None` where it is not, after all.
struct Walk<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Walk<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character that is no white space; the walk stands before it.
    fn next(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.rest().chars().next()
    }

    fn expect(&mut self, expected: char) -> Option<()> {
        (self.next()? == expected).then(|| self.at += 1)
    }

    fn position(&self) -> (usize, usize) {
        let before = self.text.get(..self.at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    /// A string, decoded.
    fn string(&mut self) -> Option<String> {
        self.next().filter(|character| *character == '"')?;
        let rest = self.rest();
        let mut escaped = false;
        let mut end = None;
        for (index, byte) in rest.bytes().enumerate().skip(1) {
            match byte {
                b'"' if !escaped => {
                    end = Some(index + 1);
                    break;
                }
                _ => escaped = byte == b'\\' && !escaped,
            }
        }
        let written = rest.get(..end?)?;
        self.at += written.len();
        serde_json::from_str(written).ok()
    }

    /// One item of a list or entry of a map, with the comma after it, skipped.
    fn entry(&mut self, is_map: bool) -> Option<()> {
        if is_map {
            self.string()?;
            self.expect(':')?;
        }
        self.value(usize::MAX)?;
        if self.next()? == ',' {
            self.at += 1;
        }
        Some(())
    }

    /// A value; `None` where it is nested deeper than `depth`.
    fn value(&mut self, depth: usize) -> Option<Node> {
        match self.next()? {
            '"' => self.string().map(Node::Text),
            '{' => {
                let mut entries = Vec::new();
                self.at += 1;
                while self.next()? != '}' {
                    let key = self.string()?;
                    self.expect(':')?;
                    entries.push((key, self.value(depth.checked_sub(1)?)?));
                    if self.next()? == ',' {
                        self.at += 1;
                    }
                }
                self.at += 1;
                Some(Node::Map(entries))
            }
            '[' => {
                let mut items = Vec::new();
                self.at += 1;
                while self.next()? != ']' {
                    items.push(self.value(depth.checked_sub(1)?)?);
                    if self.next()? == ',' {
                        self.at += 1;
                    }
                }
                self.at += 1;
                Some(Node::List(items))
            }
            _ => self.scalar(),
        }
    }

    /// A number, `true`, `false` or `null`.
    fn scalar(&mut self) -> Option<Node> {
        let rest = self.rest();
        let end =
            rest.find(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '.' | '+' | '-')));
        let written = rest.get(..end.unwrap_or(rest.len())).filter(|written| !written.is_empty())?;
        self.at += written.len();
        match serde_json::from_str(written).ok()? {
            Value::Null => Some(Node::Null),
            value => Some(Node::Scalar(written.to_owned(), value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\"a\": 1.10, \"b\":\n [true, null, \"x\\\"}\", {\"c\": 1e3}], \"a\": {}}";

    #[test]
    fn values_keep_their_order_and_text() {
        let node = parse(TEXT).unwrap();
        let entries = node.entries().unwrap();
        assert_eq!(entries.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["a", "b", "a"]);
        assert_eq!(entries[0].1.text(), Some("1.10"));
        assert_eq!(entries[1].1.to_value(), serde_json::json!([true, null, "x\"}", {"c": 1000.0}]));
    }

    #[test]
    fn keys_and_values_are_located() {
        assert_eq!(locate(TEXT, &[0], Target::Key), Some((1, 2)));
        assert_eq!(locate(TEXT, &[1, 2], Target::Value), Some((2, 15)));
        assert_eq!(locate(TEXT, &[1, 3, 0], Target::Value), Some((2, 29)));
        assert_eq!(locate(TEXT, &[9], Target::Key), None);
    }

    #[test]
    fn a_value_ends_before_what_follows_it() {
        assert_eq!(length("{\"a\": \"}\"}\nBody {").unwrap(), 10);
        let fault = length("{\"a\": 1,\n x}").unwrap_err();
        assert_eq!((fault.line, fault.message.as_str()), (2, "key must be a string"));
        assert!(parse(&format!("{}{}", "[".repeat(100), "]".repeat(100))).unwrap_err().message.contains("64"));
        assert!(parse(&"[".repeat(20_000)).is_err());
    }

    #[test]
    fn columns_are_in_characters() {
        let fault = parse("{\"a\": \"äöü\" x}").unwrap_err();
        assert_eq!((fault.line, fault.column), (1, 13));
    }
}
