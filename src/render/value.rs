//! Small constructors of template values.

use tera::{Map, Value};

/// An object of the fields named, in their order.
pub(super) fn object<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    Value::from(map(fields))
}

/// The fields named, in their order, to which more can be added.
pub(super) fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Map {
    let mut map = Map::with_capacity_and_hasher(N, Default::default());
    for (name, value) in fields {
        map.insert(name.into(), value);
    }
    map
}

/// HTML that needs no escaping.
pub(super) fn html(text: &str) -> Value {
    Value::safe_string(text)
}

/// Data of the site's own.
pub(super) fn data<T: serde::Serialize>(data: &T) -> Value {
    Value::try_from_serializable(data).unwrap_or_else(|_| Value::none())
}
