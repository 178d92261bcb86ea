//! TOML as untyped data: numbers and dates as written.

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::document::{Fault, Target};
use super::tree::Node;

/// Reads `text`.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    let table = DeTable::parse(text).map_err(|error| {
        let (line, column) = position(text, error.span().map_or(0, |span| span.start));
        Fault { message: error.message().to_owned(), line, column }
    })?;
    Ok(map(table.get_ref()))
}

/// The line and column (both from 1) of a key or value of `text`; `path` are the positions in maps and lists.
pub(super) fn locate(text: &str, path: &[usize], target: Target) -> Option<(usize, usize)> {
    let table = DeTable::parse(text).ok()?;
    let (first, rest) = path.split_first()?;
    let mut entry = entries(table.get_ref()).nth(*first)?;
    let mut item = None;
    for index in rest {
        let value = item.unwrap_or(entry.1).get_ref();
        match value {
            DeValue::Array(items) => item = Some(items.get(*index)?),
            DeValue::Table(table) => {
                entry = entries(table).nth(*index)?;
                item = None;
            }
            _ => return None,
        }
    }
    let span = match (item, target) {
        (Some(item), _) => item.span(),
        (None, Target::Value) => entry.1.span(),
        (None, Target::Key) => entry.0.span(),
    };
    Some(position(text, span.start))
}

/// The lines and columns of the root's values, in the order of the source.
pub(super) fn outline(text: &str) -> Vec<(usize, usize)> {
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    entries(table.get_ref()).map(|(_, value)| position(text, value.span().start)).collect()
}

/// A key and its value.
type Entry<'t, 'i> = (&'t toml::Spanned<std::borrow::Cow<'i, str>>, &'t toml::Spanned<DeValue<'i>>);

/// The entries of a table in the order of the source.
fn entries<'t, 'i>(table: &'t DeTable<'i>) -> impl Iterator<Item = Entry<'t, 'i>> {
    let mut entries: Vec<Entry<'t, 'i>> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries.into_iter()
}

fn map(table: &DeTable<'_>) -> Node {
    Node::Map(entries(table).map(|(key, value)| (key.get_ref().to_string(), node(value.get_ref()))).collect())
}

fn node(value: &DeValue<'_>) -> Node {
    match value {
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(integer) => Node::Scalar(number.to_string(), integer.into()),
            Err(_) => Node::Text(number.to_string()),
        },
        DeValue::Float(number) => match number.as_str().parse() {
            Ok(float) => Node::float(number.to_string(), float),
            Err(_) => Node::Text(number.to_string()),
        },
        DeValue::Boolean(flag) => Node::Scalar(flag.to_string(), Value::Bool(*flag)),
        DeValue::Datetime(moment) => Node::Text(moment.to_string()),
        DeValue::Array(items) => Node::List(items.iter().map(|item| node(item.get_ref())).collect()),
        DeValue::Table(table) => map(table),
    }
}

/// The line and column of a byte.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count();
    (before.matches('\n').count() + 1, column + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "title = \"x\"\ndate = 2023-09-15T01:51:00-04:00\nversion = 1.10\n[extra]\nb = [1, 2]\na = true\n";

    #[test]
    fn values_keep_their_order_and_text() {
        let node = parse(TEXT).unwrap();
        let entries = node.entries().unwrap();
        let keys: Vec<_> = entries.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["title", "date", "version", "extra"]);
        assert_eq!(entries[1].1, Node::Text("2023-09-15T01:51:00-04:00".into()));
        assert_eq!(entries[2].1.text(), Some("1.10"));
        assert_eq!(entries[3].1.entries().unwrap()[0].0, "b");
    }

    #[test]
    fn keys_and_values_are_located() {
        assert_eq!(locate(TEXT, &[1], Target::Value), Some((2, 8)));
        assert_eq!(locate(TEXT, &[3, 0, 1], Target::Value), Some((5, 9)));
        assert_eq!(locate(TEXT, &[3, 1], Target::Key), Some((6, 1)));
        assert_eq!(locate(TEXT, &[3, 1, 0], Target::Key), None);
    }

    #[test]
    fn errors_have_a_place() {
        let fault = parse("a = 1\nb = = 2\n").unwrap_err();
        assert_eq!((fault.line, fault.column), (2, 5));
        assert!(parse(&format!("a = {}", "[".repeat(20_000))).is_err());
        assert!(parse(&format!("{} = 1", ["a"; 20_000].join("."))).is_err());
    }
}
