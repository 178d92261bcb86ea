//! The strings of a theme by language, and the forms of dates in them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::layers::{Layer, yaml_map};
use crate::diagnostic::Diagnostic;

/// The strings of every language, those of the first layer first.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    by_language: BTreeMap<String, Map<String, Value>>,
}

/// The language that is used where another lacks a string.
const FALLBACK: &str = "en";

impl Strings {
    pub(super) fn load(layers: &[Layer], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut by_language: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
        for layer in layers.iter().rev() {
            for (language, file) in &layer.strings {
                let Some(mut values) = yaml_map(file, diagnostics) else { continue };
                let known = by_language.entry(language.to_lowercase()).or_default();
                let strings = values.remove("strings");
                known.extend(values);
                if let Some(Value::Object(strings)) = strings {
                    let all = known.entry("strings").or_insert_with(|| Value::Object(Map::new()));
                    if let Value::Object(all) = all {
                        all.extend(strings);
                    }
                }
            }
        }
        Self { by_language }
    }

    /// The files that hold the strings of `language`, in the order in which they are asked: `pt-BR`, `pt`, `en`.
    fn chain(&self, language: &str) -> impl Iterator<Item = &Map<String, Value>> {
        let whole = language.to_lowercase();
        let primary = whole.split('-').next().unwrap_or_default().to_owned();
        [whole, primary, FALLBACK.to_owned()].into_iter().filter_map(|name| self.by_language.get(&name))
    }

    /// The string `key` of `language`; with a count, the form that it asks for, and the count in its place.
    pub fn string(&self, language: &str, key: &str, count: Option<i64>) -> Option<String> {
        let value = self.chain(language).find_map(|values| values.get("strings")?.get(key))?;
        match value {
            Value::String(text) => Some(fill_count(text, count)),
            Value::Object(forms) => {
                let form = if count == Some(1) { "one" } else { "other" };
                let text = forms.get(form).or_else(|| forms.get("other"))?.as_str()?;
                Some(fill_count(text, count))
            }
            other => Some(other.to_string()),
        }
    }

    /// The names of all strings.
    pub fn keys(&self) -> Vec<&str> {
        let all = self.by_language.values().filter_map(|values| values.get("strings")?.as_object());
        let mut keys: Vec<&str> = all.flat_map(|strings| strings.keys()).map(String::as_str).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// A form of dates, `date` or `datetime`, of `language`.
    pub fn form(&self, language: &str, name: &str) -> &str {
        self.chain(language).find_map(|values| values.get(name)?.as_str()).unwrap_or("{year}-{month2}-{day2}")
    }

    /// The name number `index` (from 0) in a list of `language`, such as `months`.
    pub fn name(&self, language: &str, list: &str, index: usize) -> &str {
        self.chain(language).find_map(|values| values.get(list)?.get(index)?.as_str()).unwrap_or_default()
    }
}

fn fill_count(text: &str, count: Option<i64>) -> String {
    match count {
        Some(count) => text.replace("{count}", &count.to_string()),
        None => text.to_owned(),
    }
}
