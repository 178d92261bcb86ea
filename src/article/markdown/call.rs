//! The opening of a shortcode's call, `name key="value" …`, read as Tera reads it, with literal values only.

use std::ops::Range;

use serde_json::{Map, Number, Value};

/// How deep arrays and maps of an argument may be nested.
const MAX_DEPTH: usize = 32;

/// A call's name and arguments.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Head {
    /// The component, parts joined by dots, `_` for each `-`.
    pub(super) name: String,
    /// The arguments in order.
    pub(super) arguments: Map<String, Value>,
    /// Where each of them stands, from its name to the end of its value.
    pub(super) ranges: Vec<Range<usize>>,
}

impl Head {
    /// The same head in a text in which it stands `offset` bytes further on.
    pub(super) fn shifted(mut self, offset: usize) -> Self {
        for range in &mut self.ranges {
            *range = range.start + offset..range.end + offset;
        }
        self
    }
}

/// Why a call cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where, in bytes of the text that was read.
    pub(super) at: usize,
    /// What was found and what was expected.
    pub(super) message: String,
    /// What to do.
    pub(super) hint: String,
}

/// Reads a head that begins at the start of `text`; also returns where it ends (before `/>` or `>`).
pub(super) fn head(text: &str) -> Result<(Head, usize), Fault> {
    let mut reader = Reader { text, at: 0 };
    let mut head = Head { name: reader.name()?, ..Head::default() };
    loop {
        reader.space();
        match reader.peek() {
            Some(byte) if is_name_start(byte) => {
                let start = reader.at;
                let key = reader.identifier().to_owned();
                let value = reader.argument(start, &key)?;
                if head.arguments.insert(key.clone(), value).is_some() {
                    let hint = format!("keep one `{key}`");
                    return Err(reader.fault_at(start, format!("argument `{key}` is given twice"), hint));
                }
                head.ranges.push(start..reader.at);
            }
            Some(b'{') => {
                return Err(reader.fault(
                    "found `{` where the name of an argument or the end of the call was expected",
                    "an article has no variables to spread: write each argument as `key=\"value\"`",
                ));
            }
            _ => return Ok((head, reader.at)),
        }
    }
}

/// The name at the start of `text` (of a closing tag), and where it ends.
pub(super) fn name(text: &str) -> Result<(String, usize), Fault> {
    let mut reader = Reader { text, at: 0 };
    let name = reader.name()?;
    Ok((name, reader.at))
}

/// Whether a name may begin with `byte`.
pub(super) fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn fault(&self, message: impl Into<String>, hint: impl Into<String>) -> Fault {
        self.fault_at(self.at, message, hint)
    }

    fn fault_at(&self, at: usize, message: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault { at, message: message.into(), hint: hint.into() }
    }

    /// What stands here, for messages.
    fn found(&self) -> String {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let word: String =
            rest.chars().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '}' | ']' | ',')).take(20).collect();
        match (word.is_empty(), rest.chars().next()) {
            (false, _) => format!("`{word}`"),
            (true, Some(character)) if !character.is_whitespace() => format!("`{character}`"),
            _ => "nothing".to_owned(),
        }
    }

    fn identifier(&mut self) -> &str {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn name(&mut self) -> Result<String, Fault> {
        let start = self.at;
        loop {
            if !self.peek().is_some_and(is_name_start) {
                let message = format!("found {} where the name of a shortcode was expected", self.found());
                return Err(self.fault(message, "names are made of letters, digits and `_`, parted by dots"));
            }
            self.identifier();
            // `table-from-data` reads better than `table_from_data`, which is the name that a component can have
            while self.peek() == Some(b'-')
                && self.text.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_alphanumeric)
            {
                self.at += 1;
                self.identifier();
            }
            if self.peek() != Some(b'.') {
                return Ok(self.text.get(start..self.at).unwrap_or_default().replace('-', "_"));
            }
            self.at += 1;
        }
    }

    fn argument(&mut self, start: usize, key: &str) -> Result<Value, Fault> {
        self.space();
        if self.peek() != Some(b'=') {
            let message = format!("argument `{key}` has no value");
            return Err(self.fault_at(start, message, format!("write `{key}={{true}}` or `{key}=\"…\"`")));
        }
        self.at += 1;
        self.space();
        if self.peek() == Some(b'{') {
            return self.braces(key);
        }
        self.literal(key, 0)
    }

    /// `{literal}`, or a map.
    fn braces(&mut self, key: &str) -> Result<Value, Fault> {
        let start = self.at;
        self.at += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.at = start;
            return self.map(key, 0);
        }
        let value = self.literal(key, 0)?;
        self.space();
        match self.peek() {
            Some(b'}') => {
                self.at += 1;
                Ok(value)
            }
            Some(b':') if value.is_string() => {
                self.at = start;
                self.map(key, 0)
            }
            _ => Err(self.no_literal(key)),
        }
    }

    fn no_literal(&self, key: &str) -> Fault {
        let message = format!("argument `{key}` has {} where a literal value was expected", self.found());
        self.fault(message, "values are strings in quotes, numbers, `true`, `false`, `[…]` and `{\"key\": …}`")
    }

    fn literal(&mut self, key: &str, depth: usize) -> Result<Value, Fault> {
        if depth > MAX_DEPTH {
            let message = format!("argument `{key}` is nested deeper than {MAX_DEPTH} levels");
            return Err(self.fault(message, "nest it less"));
        }
        match self.peek() {
            Some(quote @ (b'"' | b'\'' | b'`')) => self.string(quote).map(Value::String),
            Some(b'[') => self.array(key, depth),
            Some(b'{') => self.map(key, depth),
            Some(b'-' | b'0'..=b'9') => self.number(key),
            Some(byte) if is_name_start(byte) => {
                let start = self.at;
                let value = match self.identifier() {
                    "true" | "True" => Value::Bool(true),
                    "false" | "False" => Value::Bool(false),
                    "none" | "None" | "null" => Value::Null,
                    _ => {
                        self.at = start;
                        return Err(self.no_literal(key));
                    }
                };
                Ok(value)
            }
            _ => Err(self.no_literal(key)),
        }
    }

    fn string(&mut self, quote: u8) -> Result<String, Fault> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(special) = rest.bytes().position(|byte| byte == quote || byte == b'\\') else {
                let message = format!("a string opened with `{0}` has no closing `{0}`", char::from(quote));
                return Err(self.fault_at(
                    start,
                    message,
                    "close it, and write quotes inside it with a `\\` before them",
                ));
            };
            out.push_str(&rest[..special]);
            self.at += special + 1;
            if rest.as_bytes().get(special) == Some(&quote) {
                return Ok(out);
            }
            out.push(match self.peek() {
                Some(byte @ (b'"' | b'\'' | b'`' | b'/' | b'\\')) => char::from(byte),
                Some(b'n') => '\n',
                Some(b't') => '\t',
                Some(b'r') => '\r',
                _ => {
                    let message = "a string has a `\\` that begins no escape";
                    let hint = "write `\\\\` for a backslash; there are also `\\\"`, `\\'`, `\\n`, `\\r` and `\\t`";
                    return Err(self.fault_at(self.at - 1, message, hint));
                }
            });
            self.at += 1;
        }
    }

    fn number(&mut self, key: &str) -> Result<Value, Fault> {
        let start = self.at;
        self.at += 1;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_')) {
            self.at += 1;
        }
        let written = self.text.get(start..self.at).unwrap_or_default().replace('_', "");
        let number = written.parse::<i64>().ok().map(Number::from);
        let number = number.or_else(|| {
            let fraction = written.contains('.').then(|| written.parse::<f64>().ok()).flatten()?;
            Number::from_f64(fraction)
        });
        number.map(Value::Number).ok_or_else(|| {
            let message = format!("argument `{key}` has `{written}`, which is no number that byline can hold");
            self.fault_at(start, message, "write it as a string in quotes")
        })
    }

    fn array(&mut self, key: &str, depth: usize) -> Result<Value, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            if self.peek() == Some(b']') {
                self.at += 1;
                return Ok(Value::Array(items));
            }
            items.push(self.literal(key, depth + 1)?);
            self.comma(key, b']')?;
        }
    }

    fn map(&mut self, key: &str, depth: usize) -> Result<Value, Fault> {
        self.at += 1;
        let mut entries = Map::new();
        loop {
            self.space();
            let name = match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Value::Object(entries));
                }
                Some(quote @ (b'"' | b'\'' | b'`')) => self.string(quote)?,
                _ => return Err(self.no_literal(key)),
            };
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.no_literal(key));
            }
            self.at += 1;
            self.space();
            let value = self.literal(key, depth + 1)?;
            entries.insert(name, value);
            self.comma(key, b'}')?;
        }
    }

    /// Passes a comma, or stays before `end`.
    fn comma(&mut self, key: &str, end: u8) -> Result<(), Fault> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(())
            }
            Some(byte) if byte == end => Ok(()),
            _ => Err(self.no_literal(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn arguments(text: &str) -> Value {
        Value::Object(head(text).unwrap().0.arguments)
    }

    #[test]
    fn literals_of_every_kind_are_read() {
        let text =
            r#"x a="1" b='2' c=`3` n=3 f={-1.5} t=true u={false} l=[1, "b", [2],] m={"k": 1} o={{"k": [1]}} e={}"#;
        assert_eq!(
            arguments(text),
            json!({"a": "1", "b": "2", "c": "3", "n": 3, "f": -1.5, "t": true, "u": false,
                   "l": [1, "b", [2]], "m": {"k": 1}, "o": {"k": [1]}, "e": {}})
        );
        assert_eq!(arguments("x\n  a = \"1\"\n"), json!({"a": "1"}));
    }

    #[test]
    fn escapes_of_strings_are_those_of_tera() {
        assert_eq!(arguments(r#"x a="\"\'\/\\\n\t""#), json!({"a": "\"'/\\\n\t"}));
    }

    #[test]
    fn dotted_names_are_one_name() {
        let (head, end) = head("media.video src=\"a\" />").unwrap();
        assert_eq!(head.name, "media.video");
        assert_eq!(end, 20);
    }

    #[test]
    fn hyphens_of_a_name_are_those_of_its_component() {
        let (head, end) = head("table-from-data name=\"a\" n=1/>").unwrap();
        assert_eq!(head.name, "table_from_data");
        assert_eq!(end, 28);
        assert_eq!(head.ranges, [16..24, 25..28]);
        assert_eq!(name("a-b>").unwrap(), ("a_b".to_owned(), 3));
        assert_eq!(name("a->").unwrap(), ("a".to_owned(), 1));
    }

    #[test]
    fn what_is_no_literal_is_a_fault_that_says_where() {
        let fault = |text: &str| {
            let fault = head(text).unwrap_err();
            (fault.at, fault.message)
        };
        assert_eq!(
            fault("x a=page.title"),
            (4, "argument `a` has `page.title` where a literal value was expected".to_owned())
        );
        assert_eq!(fault("x a={1 + 2}"), (7, "argument `a` has `+` where a literal value was expected".to_owned()));
        assert_eq!(fault("x controls"), (2, "argument `controls` has no value".to_owned()));
        assert_eq!(fault("x a=\"b"), (4, "a string opened with `\"` has no closing `\"`".to_owned()));
        assert_eq!(fault("x a=1 a=2"), (6, "argument `a` is given twice".to_owned()));
        assert_eq!(fault(r#"x a="\q""#), (5, "a string has a `\\` that begins no escape".to_owned()));
        assert_eq!(
            fault("x {...y}"),
            (2, "found `{` where the name of an argument or the end of the call was expected".to_owned())
        );
        assert!(fault("x a=99999999999999999999").1.contains("no number"));
        assert!(fault(&format!("x a={}", "[".repeat(20_000))).1.contains("nested deeper"));
    }
}
