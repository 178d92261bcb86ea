//! YAML as untyped data: scalars as written, repeated keys kept, nesting and the growth by aliases bounded.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Unexpected};
use serde::de::{Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::Value;

use super::document::{Fault, Target};
use super::simple;
use super::tree::{DEPTH, Node, is_invisible};

/// What a document may hold beyond what it has bytes for, in pieces of data; aliases use it up.
const SPARE_PIECES: usize = 10_000;
/// How many brackets may be open at once before the parser is asked; its time grows with their square.
const OPEN_BRACKETS: usize = 1_000;

/// Reads `text`.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    simple::entries(text).map_or_else(|| parse_wholly(text), |entries| Ok(Node::Map(entries)))
}

/// Reads `text`, whatever it holds.
pub(super) fn parse_wholly(text: &str) -> Result<Node, Fault> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Node::Null);
    }
    refuse_deep_brackets(text)?;
    let text = plain_spaces(text);
    let budget = Cell::new(SPARE_PIECES + text.len());
    let read = Read { depth: DEPTH, budget: &budget };
    let fault = |error| fault(&text, error);
    let mut node = read.deserialize(serde_yaml::Deserializer::from_str(&text)).map_err(fault)?;
    if has_scalars(&node) {
        AsWritten(&mut node).deserialize(serde_yaml::Deserializer::from_str(&text)).map_err(fault)?;
    }
    merge(&mut node, DEPTH);
    Ok(node)
}

/// The line and column (both from 1) of a key or value of `text`; `path` are the positions in maps and lists.
pub(super) fn locate(text: &str, path: &[usize], target: Target) -> Option<(usize, usize)> {
    let text = plain_spaces(text);
    let seek = Seek { path, target };
    let found = seek.deserialize(serde_yaml::Deserializer::from_str(&text)).err()?;
    let location = found.location()?;
    found.to_string().contains(FOUND).then(|| position(&text, location.line(), location.column()))
}

/// A line and column of the parser as ours. To it, other characters than a line feed end lines too, and what is missing at the
/// end of `text` stands on a line below.
fn position(text: &str, line: usize, column: usize) -> (usize, usize) {
    let (mut yaml_line, mut yaml_column) = (1, 1);
    let (mut own_line, mut own_column) = (1, 1);
    let mut characters = text.chars().peekable();
    while (yaml_line, yaml_column) < (line, column) {
        let Some(character) = characters.next() else { break };
        own_column += 1;
        yaml_column += 1;
        let is_crlf = character == '\r' && characters.peek() == Some(&'\n');
        if matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') && !is_crlf {
            (yaml_line, yaml_column) = (yaml_line + 1, 1);
        }
        if character == '\n' {
            (own_line, own_column) = (own_line + 1, 1);
        }
    }
    (own_line, own_column)
}

/// The lines and columns of the values of a map in block style, found line by line; fewer than there are entries
/// where the text is written in another way. A value that begins on a later line has its key's place.
pub(super) fn outline(text: &str, entries: &[(String, Node)]) -> Vec<(usize, usize)> {
    let mut positions = Vec::with_capacity(entries.len());
    let mut lines = text.lines().enumerate();
    'entries: for (key, _) in entries {
        for (index, line) in lines.by_ref() {
            let Some(after) = after_key(line, key) else { continue };
            let value = after.trim_start();
            let is_below = value.is_empty() || value.starts_with(['#', '&', '!', '|', '>']);
            let start = if is_below { 0 } else { line.len() - value.len() };
            let column = line.get(..start).unwrap_or_default().chars().count() + 1;
            positions.push((index + 1, column));
            continue 'entries;
        }
        break;
    }
    positions
}

/// What follows the colon of the line that has `key`, plain or in quotes.
fn after_key<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let rest = match line.chars().next()? {
        quote @ ('"' | '\'') => line.get(1..)?.strip_prefix(key)?.strip_prefix(quote)?,
        _ => line.strip_prefix(key)?,
    };
    rest.trim_start().strip_prefix(':')
}

/// An error of the parser in `text`: its message without the place, and the place.
fn fault(text: &str, error: serde_yaml::Error) -> Fault {
    let message = error.to_string();
    let (line, column) = error.location().map_or((0, 0), |location| position(text, location.line(), location.column()));
    if let Some(own) = [too_deep(), GROWTH.to_owned()].into_iter().find(|own| message.contains(own.as_str())) {
        return Fault { message: own, line, column };
    }
    let end = message.find(" at line ").unwrap_or(message.len());
    let message = message.get(..end).unwrap_or_default().to_owned();
    Fault { message, line, column }
}

/// Refuses text with more open brackets than any document needs.
fn refuse_deep_brackets(text: &str) -> Result<(), Fault> {
    if text.len() < OPEN_BRACKETS {
        return Ok(());
    }
    let mut open = 0_usize;
    for (index, line) in text.lines().enumerate() {
        let mut deepest = open;
        for byte in line.bytes() {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(open);
        }
        let dashes = line.split(' ').take_while(|word| word.is_empty() || *word == "-" || *word == "?").count();
        if deepest > OPEN_BRACKETS || dashes > OPEN_BRACKETS {
            return Err(Fault { message: too_deep(), line: index + 1, column: 0 });
        }
    }
    Ok(())
}

/// What is said of aliases that use up the budget.
const GROWTH: &str = "its aliases make it many times larger than it is written";

fn too_deep() -> String {
    format!("nested deeper than {DEPTH} levels")
}

/// `text` with plain spaces where no-break or invisible ones stand around a key or behind a list's dash, and for the separators
/// that only YAML takes for ends of lines; character by character, so that the places of values stay.
fn plain_spaces(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let text = text.replace(['\u{85}', '\u{2028}', '\u{2029}'], " ");
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        let (head, rest) = line.split_at(indent);
        // before a key of the root only: elsewhere it would be a part of running text
        let key = if indent == 0 { rest.trim_start_matches(is_odd) } else { rest };
        let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
        let (name, after) = key.split_at(key.find(|character| !is_name(character)).unwrap_or(key.len()));
        let (key, value) = match after.trim_start_matches(is_odd).strip_prefix(':') {
            Some(value) if !name.is_empty() => (format!("{name}:"), value),
            _ if head.ends_with('-') => (String::new(), rest),
            _ => {
                out.push_str(line);
                continue;
            }
        };
        let plain = value.trim_start_matches(|character| character == ' ' || is_odd(character));
        let spaces = rest.chars().count() - key.chars().count() - plain.chars().count();
        out.push_str(head);
        out.push_str(&key);
        out.extend(std::iter::repeat_n(' ', spaces));
        out.push_str(plain);
    }
    Cow::Owned(out)
}

/// Whether a character is white space beyond ASCII, or takes no room.
fn is_odd(character: char) -> bool {
    !character.is_ascii() && (character.is_whitespace() || is_invisible(character))
}

/// Whether any scalar is a number, `true` or `false`, so that its text has to be recovered.
fn has_scalars(node: &Node) -> bool {
    match node {
        Node::Scalar(..) => true,
        Node::Null | Node::Text(_) => false,
        Node::List(items) => items.iter().any(has_scalars),
        Node::Map(entries) => entries.iter().any(|(_, node)| has_scalars(node)),
    }
}

/// Puts what `<<:` names below a map's own entries.
fn merge(node: &mut Node, depth: usize) {
    match node {
        Node::List(items) if depth > 0 => items.iter_mut().for_each(|item| merge(item, depth - 1)),
        Node::Map(entries) if depth > 0 => {
            let merged: Vec<Node> =
                entries.iter().filter(|(key, _)| key == "<<").map(|(_, value)| value.clone()).collect();
            for source in merged {
                let sources = if let Node::List(sources) = source { sources } else { vec![source] };
                for (key, value) in sources.into_iter().filter_map(into_entries).flatten() {
                    if !entries.iter().any(|(own, _)| *own == key) {
                        entries.push((key, value));
                    }
                }
            }
            entries.iter_mut().for_each(|(_, value)| merge(value, depth - 1));
        }
        _ => {}
    }
}

fn into_entries(node: Node) -> Option<Vec<(String, Node)>> {
    match node {
        Node::Map(entries) => Some(entries),
        _ => None,
    }
}

/// Reads the structure, with numbers as numbers.
#[derive(Clone, Copy)]
struct Read<'b> {
    depth: usize,
    budget: &'b Cell<usize>,
}

impl Read<'_> {
    /// The reader of what lies one level deeper; an error where the budget or the depth is used up.
    fn inner<E: serde::de::Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| E::custom(too_deep()))?;
        Ok(Self { depth, ..self })
    }

    /// Takes `pieces` off the budget.
    fn spend<E: serde::de::Error>(self, pieces: usize) -> Result<(), E> {
        let left = self.budget.get().checked_sub(pieces);
        self.budget.set(left.ok_or_else(|| E::custom(GROWTH))?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Read<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Read<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string(), Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string(), value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string(), value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::float(value.to_string(), value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::float(value.to_string(), value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::float(value.to_string(), value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Node, E> {
        self.spend(1 + value.len())?;
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Node, A::Error> {
        let inner = self.inner()?;
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element_seed(inner)? {
            self.spend(1)?;
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let inner = self.inner()?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(Text)? {
            self.spend(1 + key.len())?;
            entries.push((key, map.next_value_seed(inner)?));
        }
        Ok(Node::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node, A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self.inner()?)
    }
}

/// A scalar's text, whatever it would mean.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text as a key")
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }
}

/// Walks the same text once more along the structure, and replaces the text of scalars by the written one.
struct AsWritten<'n>(&'n mut Node);

impl<'de> DeserializeSeed<'de> for AsWritten<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0 {
            Node::Scalar(text, _) => {
                *text = Text.deserialize(deserializer)?;
                Ok(())
            }
            Node::List(_) => deserializer.deserialize_seq(self),
            Node::Map(_) => deserializer.deserialize_map(self),
            Node::Null | Node::Text(_) => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ()),
        }
    }
}

impl<'de> Visitor<'de> for AsWritten<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the structure that was read before")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        if let Node::List(items) = self.0 {
            for item in items {
                sequence.next_element_seed(AsWritten(item))?;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Node::Map(entries) = self.0 {
            for (_, value) in entries {
                if map.next_key_seed(Text)?.is_some() {
                    map.next_value_seed(AsWritten(value))?;
                }
            }
        }
        Ok(())
    }
}

/// The message by which a place that was sought is told from an error.
const FOUND: &str = "the place that was sought";

/// Walks along a path and stops with an error where it ends, since only errors tell their place.
#[derive(Clone, Copy)]
struct Seek<'p> {
    path: &'p [usize],
    target: Target,
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(FOUND)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        Err(E::invalid_type(Unexpected::Option, &self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        let Some((index, rest)) = self.path.split_first() else { return Err(A::Error::custom(FOUND)) };
        for _ in 0..*index {
            sequence.next_element::<IgnoredAny>()?;
        }
        sequence.next_element_seed(Seek { path: rest, ..self }).map(|_| ())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((index, rest)) = self.path.split_first() else { return Err(A::Error::custom(FOUND)) };
        for _ in 0..*index {
            map.next_entry::<IgnoredAny, IgnoredAny>()?;
        }
        if rest.is_empty() && self.target == Target::Key {
            return map.next_key_seed(Seek { path: rest, ..self }).map(|_| ());
        }
        if map.next_key::<IgnoredAny>()?.is_some() {
            map.next_value_seed(Seek { path: rest, ..self })?;
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (_, value) = tagged.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(text: &str, value: Value) -> Node {
        Node::Scalar(text.into(), value)
    }

    #[test]
    fn scalars_keep_the_text_that_was_written() {
        let node = parse("a: 1.10\nb: [1e3, 0x1F, true, True]\nc: 0123\nd: yes\ne: '5'\nf: !x 1_0\n2024: ~\n").unwrap();
        let entries = node.entries().unwrap();
        assert_eq!(entries[0].1, scalar("1.10", serde_json::json!(1.1)));
        let Node::List(items) = &entries[1].1 else { panic!("{:?}", entries[1]) };
        assert_eq!(items.iter().map(|item| item.text().unwrap()).collect::<Vec<_>>(), ["1e3", "0x1F", "true", "True"]);
        assert_eq!(entries[2].1, Node::Text("0123".into()));
        assert_eq!(entries[3].1, Node::Text("yes".into()));
        assert_eq!(entries[4].1, Node::Text("5".into()));
        assert_eq!(entries[5].1.text(), Some("1_0"));
        assert_eq!(entries[6], ("2024".into(), Node::Null));
    }

    #[test]
    fn repeated_keys_are_both_seen_and_merged_ones_come_last() {
        let node = parse("base: &b {x: 1, y: 2}\na: 1\na: 2\nc: {<<: *b, x: 3}\n").unwrap();
        let keys: Vec<_> = node.entries().unwrap().iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["base", "a", "a", "c"]);
        assert_eq!(node.entries().unwrap()[3].1.to_value()["x"], 3);
        assert_eq!(node.entries().unwrap()[3].1.to_value()["y"], 2);
    }

    #[test]
    fn keys_and_values_are_located() {
        let text = "title: x\nimage:\n  src: {a: [b,  cd]}\n'q k': \"v\"\n";
        assert_eq!(locate(text, &[0], Target::Key), Some((1, 1)));
        assert_eq!(locate(text, &[0], Target::Value), Some((1, 8)));
        assert_eq!(locate(text, &[1, 0, 0, 1], Target::Value), Some((3, 17)));
        assert_eq!(locate(text, &[1, 0, 0], Target::Key), Some((3, 9)));
        assert_eq!(locate(text, &[2], Target::Value), Some((4, 8)));
        assert_eq!(locate(text, &[7], Target::Value), None);
    }

    #[test]
    fn bombs_and_towers_are_errors() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let below = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", [below.as_str(); 9].join(",")));
        }
        assert!(parse(&bomb).unwrap_err().message.contains("aliases"), "{:?}", parse(&bomb));
        let flow = format!("a: {}{}", "[".repeat(20_000), "]".repeat(20_000));
        assert_eq!(parse(&flow).unwrap_err().message, "nested deeper than 64 levels");
        let flow = format!("a: {}{}", "[".repeat(100), "]".repeat(100));
        assert!(parse(&flow).unwrap_err().message.contains("nested deeper than 64 levels"), "{:?}", parse(&flow));
        assert!(parse(&"- ".repeat(20_000)).is_err());
        let tower: String = (0..3_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        assert!(parse(&tower).is_err());
        assert!(parse(&format!("{}1", "&a ".repeat(10_000))).is_err());
    }

    #[test]
    fn odd_spaces_after_a_colon_are_spaces() {
        let node = parse("title:\u{a0}\u{200b}Hello\ntags:\n-\u{a0}x\ntext: a:\u{a0}b\n").unwrap();
        assert_eq!(node.entries().unwrap()[0].1, Node::Text("Hello".into()));
        assert_eq!(node.entries().unwrap()[1].1, Node::List(vec![Node::Text("x".into())]));
        assert_eq!(node.entries().unwrap()[2].1, Node::Text("a:\u{a0}b".into()));
    }

    #[test]
    fn places_count_line_feeds_and_stay_inside_the_text() {
        let place = |text: &str| {
            let fault = parse(text).unwrap_err();
            (fault.line, fault.column)
        };
        // to the parser, the second line is the third
        assert_eq!(place("a: x\rb: y\nc: d: e\n"), (2, 5));
        assert_eq!(locate("a: x\rb: y\r\nc: d\n", &[2], Target::Value), Some((2, 4)));
        // what is missing at the end is sought one line below it
        assert_eq!(place("title: x\nurl"), (2, 4));
    }

    #[test]
    fn odd_spaces_around_keys_and_separators_in_values_are_plain_spaces() {
        let node =
            parse("\u{a0}title:\u{a0}A\u{2028}b\u{200b}\ndate\u{200b}: 2020\n\u{feff}c\u{a0}:\n- \u{a0}d\n").unwrap();
        let entries = node.entries().unwrap();
        assert_eq!(entries.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["title", "date", "c"]);
        assert_eq!(entries[0].1.text(), Some("A b"));
        assert_eq!(entries[1].1.text(), Some("2020"));
        // what is no key of the root keeps its characters
        assert_eq!(parse("a: |\n  \u{a0}b: c\n").unwrap().entries().unwrap()[0].1.text(), Some("b: c"));
        assert_eq!(locate("\u{a0}title:\u{a0}A\n", &[0], Target::Value), Some((1, 9)));
    }
}
