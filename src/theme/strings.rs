//! The strings of a theme by language, and the forms of dates in them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use serde_json::{Map, Value};
use unic_langid::LanguageIdentifier;

use super::embedded;
use super::layers::{Layer, LayerFile, yaml_map};
use crate::diagnostic::Diagnostic;

/// The strings of every language.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    by_language: BTreeMap<String, Language>,
    /// Forms of dates that the site sets as options of the theme; they go before those of every language.
    forms: BTreeMap<String, String>,
}

/// The forms of dates that are options, where a theme has them: `date`, `datetime`, `month_year`.
pub(super) const FORMS: [&str; 3] = ["date", "datetime", "month_year"];

/// What may stand between braces in the form of a date.
pub const DATE_PARTS: [&str; 14] = [
    "year",
    "month",
    "month_short",
    "month2",
    "month1",
    "day",
    "day2",
    "weekday",
    "hour12",
    "hour24",
    "minute",
    "second",
    "ampm",
    "zone",
];

/// The strings of a language, put together when one of them is asked for.
#[derive(Clone, Debug, Default)]
struct Language {
    /// What each layer has of it, that of the last layer first.
    parts: Vec<Part>,
    /// All of it.
    values: OnceLock<Map<String, Value>>,
}

/// What a layer has of a language.
#[derive(Clone, Debug)]
enum Part {
    Read(Map<String, Value>),
    /// A file of the embedded theme, which parses: it is read only where a site has the language.
    Embedded(LayerFile),
}

/// The language that is used where another lacks a string.
const FALLBACK: &str = "en";

impl Language {
    fn values(&self) -> &Map<String, Value> {
        self.values.get_or_init(|| {
            let mut all = Map::new();
            for part in &self.parts {
                let read = match part {
                    Part::Read(values) => Some(values.clone()),
                    Part::Embedded(file) => yaml_map(file, &mut Vec::new()),
                };
                lay_over(&mut all, read.unwrap_or_default());
            }
            all
        })
    }
}

/// Puts what a layer has in front of what the layers behind it have; of `strings` each by itself.
fn lay_over(all: &mut Map<String, Value>, mut values: Map<String, Value>) {
    let strings = values.remove("strings");
    all.extend(values);
    if let Some(Value::Object(strings)) = strings {
        let known = all.entry("strings").or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(known) = known {
            known.extend(strings);
        }
    }
}

/// Whether a file is one of the embedded theme, unchanged.
fn is_embedded(file: &LayerFile) -> bool {
    embedded::file(&file.source).is_some_and(|bytes| bytes == file.bytes)
}

impl Strings {
    pub(super) fn load(layers: &[Layer], options: &Map<String, Value>, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut by_language: BTreeMap<String, Language> = BTreeMap::new();
        for (language, file) in layers.iter().rev().flat_map(|layer| &layer.strings) {
            let part = if is_embedded(file) {
                Some(Part::Embedded(file.clone()))
            } else {
                yaml_map(file, diagnostics).map(Part::Read)
            };
            if let Some(part) = part {
                by_language.entry(language.to_lowercase()).or_default().parts.push(part);
            }
        }
        let set = |name: &str| options.get(name)?.as_str().filter(|form| !form.is_empty()).map(str::to_owned);
        let forms = FORMS.iter().filter_map(|name| Some(((*name).to_owned(), set(name)?))).collect();
        Self { by_language, forms }
    }

    /// The files that hold the strings of `language`, in the order in which they are asked: `pt-BR`, `pt`, `en`.
    fn chain(&self, language: &str) -> impl Iterator<Item = &Map<String, Value>> {
        let whole = language.to_lowercase();
        let primary = whole.split('-').next().unwrap_or_default().to_owned();
        [whole, primary, FALLBACK.to_owned()]
            .into_iter()
            .filter_map(|name| self.by_language.get(&name))
            .map(Language::values)
    }

    /// The string `key` of `language`; with a count, the form that it asks for, and the count in its place.
    pub fn string(&self, language: &str, key: &str, count: Option<i64>) -> Option<String> {
        let value = self.chain(language).find_map(|values| values.get("strings")?.get(key))?;
        match value {
            Value::String(text) => Some(fill_count(text, count)),
            Value::Object(forms) => {
                let form = count.map_or("other", |count| plural(language, count));
                let text = forms.get(form).or_else(|| forms.get("other"))?.as_str()?;
                Some(fill_count(text, count))
            }
            other => Some(other.to_string()),
        }
    }

    /// The names of all strings.
    pub fn keys(&self) -> Vec<&str> {
        let all = self.by_language.values().filter_map(|language| language.values().get("strings")?.as_object());
        let mut keys: Vec<&str> = all.flat_map(|strings| strings.keys()).map(String::as_str).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// A form of dates, `date` or `datetime`, of `language`.
    pub fn form(&self, language: &str, name: &str) -> &str {
        let own = || self.chain(language).find_map(|values| values.get(name)?.as_str());
        self.forms.get(name).map(String::as_str).or_else(own).unwrap_or("{year}-{month2}-{day2}")
    }

    /// The name number `index` (from 0) in a list of `language`, such as `months`.
    pub fn name(&self, language: &str, list: &str, index: usize) -> &str {
        self.chain(language).find_map(|values| values.get(list)?.get(index)?.as_str()).unwrap_or_default()
    }
}

/// The form of words that a number asks for in a language, by the names of the Unicode CLDR's plural rules.
fn plural(language: &str, count: i64) -> &'static str {
    let plain = if count == 1 { "one" } else { "other" };
    let primary = language.split('-').next().and_then(|primary| primary.parse::<LanguageIdentifier>().ok());
    let rules = primary.and_then(|language| PluralRules::create(language, PluralRuleType::CARDINAL).ok());
    match rules.and_then(|rules| rules.select(count).ok()) {
        Some(PluralCategory::ZERO) => "zero",
        Some(PluralCategory::ONE) => "one",
        Some(PluralCategory::TWO) => "two",
        Some(PluralCategory::FEW) => "few",
        Some(PluralCategory::MANY) => "many",
        Some(PluralCategory::OTHER) => "other",
        None => plain,
    }
}

fn fill_count(text: &str, count: Option<i64>) -> String {
    match count {
        Some(count) => text.replace("{count}", &count.to_string()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn a_number_asks_for_the_form_that_its_language_has_for_it() {
        let of = |language: &str| [0, 1, 2, 3, 5, 11, 21].map(|count| plural(language, count));
        assert_eq!(of("en-GB"), ["other", "one", "other", "other", "other", "other", "other"]);
        assert_eq!(of("fr"), ["one", "one", "other", "other", "other", "other", "other"]);
        assert_eq!(of("ru"), ["many", "one", "few", "few", "many", "many", "one"]);
        assert_eq!(of("ar"), ["zero", "one", "two", "few", "few", "many", "many"]);
        assert_eq!(of("ko"), ["other"; 7]);
        assert_eq!(of("tlh"), ["other", "one", "other", "other", "other", "other", "other"]);
    }
}
