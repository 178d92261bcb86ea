//! Diagnostics for programs: one JSON object each.

use serde_json::{Value, json};

use super::{Diagnostic, Place};

/// The object of a diagnostic.
pub fn value(diagnostic: &Diagnostic) -> Value {
    let place = |place: &Place| json!({"file": place.file.as_str(), "line": place.line, "column": place.column, "length": place.length});
    json!({
        "type": "diagnostic",
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "place": diagnostic.place.as_ref().map(place),
        "related": diagnostic.related.iter().map(|(at, what)| json!({"place": place(at), "message": what})).collect::<Vec<_>>(),
        "hints": diagnostic.hints,
    })
}
