//! The JSON Schema of `byline.yaml`, for editors that complete and check it.

use serde_json::{Map, Value, json};

use super::provenance::default;
use crate::diagnostic::CODES;
use crate::keys::{Check, Key, Kind, Scope, rows};

/// The schema, in the draft of 2020-12.
pub fn json_schema() -> Value {
    let mut schema = object(Scope::Config);
    if let Value::Object(map) = &mut schema {
        map.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("title".to_owned(), json!("byline.yaml"));
        map.insert("description".to_owned(), json!("The configuration of a site built by byline."));
        map.insert(
            "$defs".to_owned(),
            json!({"navigation": object(Scope::Navigation), "article": object(Scope::Article)}),
        );
    }
    schema
}

/// The schema of a map with the keys of `scope`.
fn object(scope: Scope) -> Value {
    let mut properties = Map::new();
    for key in rows(scope) {
        properties.insert(key.name.to_owned(), property(key));
    }
    json!({"type": "object", "properties": properties, "additionalProperties": scope.keeps_unknown()})
}

/// The schema of a key; nothing at all is as good as its absence.
fn property(key: &Key) -> Value {
    let kind = kind(key.kind);
    let mut schema = Map::new();
    schema.insert("description".to_owned(), json!(key.doc));
    match kind {
        Value::Object(one) if one.get("type").is_some_and(Value::is_string) && !one.contains_key("enum") => {
            schema.extend(one);
            if let Some(name) = schema.get("type").cloned() {
                schema.insert("type".to_owned(), json!([name, "null"]));
            }
        }
        other => {
            schema.insert("anyOf".to_owned(), json!([other, {"type": "null"}]));
        }
    }
    if let Some(default) = default(key) {
        schema.insert("default".to_owned(), default);
    }
    Value::Object(schema)
}

/// Text; numbers and the like are taken as written.
fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

fn texts() -> Value {
    json!({"anyOf": [text(), {"type": "array", "items": {"type": ["string", "number", "boolean", "null"]}}]})
}

/// The schema of what a kind of key holds.
fn kind(kind: Kind) -> Value {
    match kind {
        Kind::Text | Kind::Inline => text(),
        Kind::Bool => json!({"enum": [true, false, "yes", "no", "on", "off"]}),
        Kind::Integer(i64::MIN, i64::MAX) => json!({"type": "integer"}),
        Kind::Integer(least, i64::MAX) => json!({"type": "integer", "minimum": least}),
        Kind::Integer(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Kind::Date => json!({"type": "string"}),
        Kind::Texts => texts(),
        Kind::Choice(words) => json!({"enum": words}),
        Kind::Checked(Check::Address) => json!({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^?#\\s]+$"}),
        Kind::Checked(Check::Language) => {
            json!({"type": "string", "pattern": "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$"})
        }
        Kind::Checked(Check::TimeZone | Check::Path) => json!({"type": "string"}),
        Kind::Checked(Check::Pattern) => json!({"type": "string"}),
        Kind::Object(scope) => object(scope),
        Kind::BoolOrObject(scope) => json!({"anyOf": [{"type": "boolean"}, object(scope)]}),
        Kind::BoolOrDate | Kind::BoolOrText | Kind::BoolOrThread => {
            json!({"anyOf": [{"type": "boolean"}, {"type": "string"}]})
        }
        Kind::TextOrObject(scope) => json!({"anyOf": [{"type": "string"}, object(scope)]}),
        Kind::MapOf(scope) => {
            json!({"type": "object", "additionalProperties": {"anyOf": [object(scope), {"type": "null"}]}})
        }
        Kind::ListOf(Scope::Navigation) => json!({"type": "array", "items": {"$ref": "#/$defs/navigation"}}),
        Kind::ListOf(scope) => json!({"type": "array", "items": object(scope)}),
        Kind::TextsOrObjects(scope) => {
            let one = json!({"anyOf": [text(), object(scope)]});
            json!({"anyOf": [one, {"type": "array", "items": one}]})
        }
        Kind::MapOfTexts => json!({"type": "object", "additionalProperties": {"type": "string"}}),
        Kind::MapOfLists => json!({"type": "object", "additionalProperties": texts()}),
        Kind::Checks => {
            let severity = json!({"enum": ["error", "warn", "warning", "off", false]});
            let properties: Map<String, Value> = CODES
                .iter()
                .map(|code| (code.name().to_owned(), json!({"description": code.meaning(), "enum": severity["enum"]})))
                .collect();
            let of_path = json!({"type": "object", "properties": properties, "additionalProperties": false});
            json!({"type": "object", "properties": properties, "additionalProperties": of_path})
        }
        Kind::Defaults => {
            json!({"type": "object", "additionalProperties": {"anyOf": [{"$ref": "#/$defs/article"}, {"type": "null"}]}})
        }
        Kind::Map => json!({"type": "object"}),
        Kind::Authors | Kind::Links => json!({"type": ["string", "number", "array", "object"]}),
    }
}
