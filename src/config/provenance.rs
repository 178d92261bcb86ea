//! Where each value of the configuration comes from: a line of the file, the command line, or a default.

use serde_json::Value;

use super::load::Overrides;
use crate::keys::{Format, Key, Kind, Node, Scope, Source, rows, trim};
use crate::path::SourcePath;

/// A value of the configuration and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Its key, with dots between those that stand inside each other: `markdown.tables`.
    pub key: String,
    /// Its value.
    pub value: Value,
    /// `byline.yaml:3`, `default`, or the option of the command line.
    pub from: String,
}

/// Every key of the configuration in the order of the handbook: as it is written, or by default. Keys without a
/// default that are not set are left out.
pub(super) fn origins(source: &Source, entries: &[(String, Node)], overrides: &Overrides) -> Vec<Origin> {
    let mut origins = Vec::new();
    for key in rows(Scope::Config) {
        let option = match key.name {
            "url" => overrides.base_url.as_ref().map(|value| ("--base-url", value)),
            "output" => overrides.output.as_ref().map(|value| ("--output", value)),
            _ => None,
        };
        if let Some((option, value)) = option {
            origins.push(Origin {
                key: key.name.to_owned(),
                value: Value::String(value.clone()),
                from: option.to_owned(),
            });
            continue;
        }
        let set = entries.iter().enumerate().rev().find(|(_, (name, _))| trim(name) == key.name);
        match set.filter(|(_, (_, node))| !node.is_empty()) {
            Some((index, (_, node))) => add_set(source, key, vec![index], node, &mut origins),
            None => add_default(key, "", &mut origins),
        }
    }
    origins
}

/// Adds a value that is set; the keys of an object one by one, with the defaults of those that are not.
fn add_set(source: &Source, key: &Key, path: Vec<usize>, node: &Node, origins: &mut Vec<Origin>) {
    let from = |path: &[usize]| format!("{}:{}", source.file, source.key_place(path, key.name).line);
    let (Some(scope), Some(entries)) = (object(key.kind), node.entries()) else {
        origins.push(Origin { key: key.name.to_owned(), value: written(key.kind, node), from: from(&path) });
        return;
    };
    for (index, (name, node)) in entries.iter().enumerate() {
        let path: Vec<usize> = path.iter().copied().chain([index]).collect();
        origins.push(Origin { key: format!("{}.{}", key.name, trim(name)), value: node.to_value(), from: from(&path) });
    }
    for inner in rows(scope).filter(|inner| !entries.iter().any(|(name, _)| trim(name) == inner.name)) {
        add_default(inner, key.name, origins);
    }
}

/// Adds what holds where a key is not set; of an object, what holds for each of its keys.
fn add_default(key: &Key, outer: &str, origins: &mut Vec<Origin>) {
    if let Kind::Object(scope) = key.kind {
        return rows(scope).for_each(|inner| add_default(inner, key.name, origins));
    }
    let Some(value) = default(key) else { return };
    let name = if outer.is_empty() { key.name.to_owned() } else { format!("{outer}.{}", key.name) };
    origins.push(Origin { key: name, value, from: "default".to_owned() });
}

/// A key's default as a value; `None` where it has none, or one that depends on other things.
pub(super) fn default(key: &Key) -> Option<Value> {
    if key.default.is_empty() || key.default.starts_with('(') {
        return None;
    }
    let file = SourcePath::root();
    let source = Source { file: &file, text: key.default, range: 0..key.default.len(), format: Format::Yaml };
    source.parse().ok().map(|node| written(key.kind, &node))
}

/// A value; text as written where the key holds text.
fn written(kind: Kind, node: &Node) -> Value {
    match (kind, node.text()) {
        (Kind::Text | Kind::Inline | Kind::Checked(_) | Kind::Choice(_), Some(text)) => Value::String(text.to_owned()),
        _ => node.to_value(),
    }
}

/// The scope whose keys a map under a key of this kind has.
fn object(kind: Kind) -> Option<Scope> {
    match kind {
        Kind::Object(scope) | Kind::BoolOrObject(scope) | Kind::TextOrObject(scope) => Some(scope),
        _ => None,
    }
}
