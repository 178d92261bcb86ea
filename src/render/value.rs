//! Small constructors of template values.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use tera::Value;
use tera::value::Key;

/// The name of a field, which sorts by its number in the object.
struct Field(usize, &'static str);

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Field {}

impl PartialOrd for Field {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Field {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl From<Field> for Key<'static> {
    fn from(field: Field) -> Self {
        Key::Str(field.1)
    }
}

/// An object of the fields named, in their order.
///
/// The engine copies every map that it is given into one of its own. So it is given one that is cheap to make: making the
/// engine's kind would hash each name twice.
pub(super) fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let fields = fields.into_iter().enumerate().map(|(number, (name, value))| (Field(number, name), value));
    Value::from(fields.collect::<BTreeMap<Field, Value>>())
}

/// HTML that needs no escaping.
pub(super) fn html(text: &str) -> Value {
    Value::safe_string(text)
}

/// Data of the site's own.
pub(super) fn data<T: serde::Serialize>(data: &T) -> Value {
    Value::try_from_serializable(data).unwrap_or_else(|_| Value::none())
}
