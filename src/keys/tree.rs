//! The untyped data of front matter or of the configuration: ordered, with repeated keys, scalars as written.

use serde_json::{Map, Number, Value};

/// The deepest nesting that is read.
pub(super) const DEPTH: usize = 64;

/// A piece of untyped data.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Nothing: `~`, `null`, or no value at all.
    Null,
    /// Text that cannot be anything else.
    Text(String),
    /// A number, `true` or `false`: as written, and what it means.
    Scalar(String, Value),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the source; a key may stand more than once.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A scalar's text as written, without space and invisible characters around it; `None` for lists and maps.
    pub fn text(&self) -> Option<&str> {
        match self {
            Node::Null => Some(""),
            Node::Text(text) | Node::Scalar(text, _) => Some(trim(text)),
            Node::List(_) | Node::Map(_) => None,
        }
    }

    /// Whether it means the same as an absent key: nothing, empty text, an empty list or map.
    pub fn is_empty(&self) -> bool {
        match self {
            Node::List(items) => items.iter().all(Node::is_empty),
            Node::Map(entries) => entries.is_empty(),
            scalar => scalar.text() == Some(""),
        }
    }

    /// The entries of a map.
    pub fn entries(&self) -> Option<&[(String, Node)]> {
        match self {
            Node::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub fn describe(&self) -> &'static str {
        match self {
            Node::Null => "nothing",
            Node::Text(_) => "text",
            Node::Scalar(_, Value::Bool(_)) => "`true` or `false`",
            Node::Scalar(..) => "a number",
            Node::List(_) => "a list",
            Node::Map(_) => "a map",
        }
    }

    /// Whether it is `true` or `false`, also in the words `yes`, `no`, `on`, `off`.
    pub fn flag(&self) -> Option<bool> {
        match self.text()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        }
    }

    /// The whole number that it is, also where it stands in quotes.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Node::Scalar(_, Value::Number(number)) => number.as_i64(),
            Node::Text(text) => trim(text).parse().ok(),
            _ => None,
        }
    }

    /// The same as a value for templates; of repeated keys the last one.
    pub fn to_value(&self) -> Value {
        match self {
            Node::Null => Value::Null,
            Node::Text(text) => Value::String(text.clone()),
            Node::Scalar(_, value) => value.clone(),
            Node::List(items) => Value::Array(items.iter().map(Node::to_value).collect()),
            Node::Map(entries) => Value::Object(to_map(entries)),
        }
    }

    /// The data of a value.
    pub fn of_value(value: &Value) -> Node {
        match value {
            Value::Null => Node::Null,
            Value::String(text) => Node::Text(text.clone()),
            Value::Bool(flag) => Node::Scalar(flag.to_string(), value.clone()),
            Value::Number(number) => Node::Scalar(number.to_string(), value.clone()),
            Value::Array(items) => Node::List(items.iter().map(Node::of_value).collect()),
            Value::Object(map) => {
                Node::Map(map.iter().map(|(key, item)| (key.clone(), Node::of_value(item))).collect())
            }
        }
    }

    /// A scalar of a floating point number; text where JSON has no such number.
    pub(super) fn float(text: String, number: f64) -> Node {
        match Number::from_f64(number) {
            Some(number) => Node::Scalar(text, Value::Number(number)),
            None => Node::Text(text),
        }
    }
}

/// The entries of a map as a value for templates; of repeated keys the last one.
pub(super) fn to_map(entries: &[(String, Node)]) -> Map<String, Value> {
    entries.iter().map(|(key, node)| (trim(key).to_owned(), node.to_value())).collect()
}

/// `text` without white space (also no-break) and invisible characters at its edges.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_whitespace() || is_invisible(character))
}

/// Whether a character takes no room: zero-width spaces and joiners, byte order marks, soft hyphens.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_at_the_edges_are_left_out() {
        assert_eq!(trim("\u{FEFF}\u{a0} a\u{200b}b \u{202f}\u{200b}\n"), "a\u{200b}b");
    }

    #[test]
    fn nothing_and_empty_mean_the_same() {
        for node in [Node::Null, Node::Text(" \u{a0}".into()), Node::List(vec![Node::Null]), Node::Map(vec![])] {
            assert!(node.is_empty(), "{node:?}");
        }
        assert!(!Node::Scalar("0".into(), 0.into()).is_empty());
    }

    #[test]
    fn a_value_survives_the_way_there_and_back() {
        let value = serde_json::json!({"a": [1, 1.5, true, null, "x"], "b": {"c": -3}});
        assert_eq!(Node::of_value(&value).to_value(), value);
    }
}
