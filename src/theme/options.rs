//! The options of a theme: what it offers, what a site sets, and whether that can be meant.

use serde_json::{Map, Value};

use super::layers::Layer;
use super::strings;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Place, nearest};

/// Where the site sets an option.
pub(super) fn place_of(option: &str, config: &Config) -> Option<Place> {
    config.places.get(&format!("theme.{option}")).or_else(|| config.places.get("theme")).cloned()
}

/// The theme's options: the defaults of the chain, with what the site sets. An option that no theme has is an error, and so is a
/// value of another kind than the default, or one that is none of the option's choices.
pub(super) fn options(layers: &[Layer], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Map<String, Value> {
    let (mut options, mut choices) = (Map::new(), Map::new());
    for layer in layers.iter().rev() {
        options.extend(layer.manifest.options.clone());
        choices.extend(layer.manifest.choices.clone());
    }
    for (name, value) in &config.theme_options {
        let fault = match options.get(name) {
            None => Some(unknown(name, &options, config)),
            Some(default) => wrong(name, value, default, choices.get(name)),
        };
        if let Some(mut fault) = fault {
            fault.place = place_of(name, config);
            diagnostics.push(fault);
        }
        options.insert(name.clone(), value.clone());
    }
    options
}

fn unknown(name: &str, options: &Map<String, Value>, config: &Config) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownKey, format!("the theme `{}` has no option `{name}`", config.theme));
    match nearest(name, options.keys().map(String::as_str)) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint("its options are listed in its `theme.yaml`"),
    }
}

/// What is wrong with a value, if anything is.
fn wrong(name: &str, value: &Value, default: &Value, choices: Option<&Value>) -> Option<Diagnostic> {
    let (found, expected) = (kind(value), kind(default));
    // A number may stand where text is the default: `measure: 60` beside `measure: 60ch`, a footer that is a year.
    let fits = found == expected || expected == NOTHING || (expected == TEXT && found == NUMBER);
    if !fits {
        let message = format!("`theme.{name}` is {found}, expected {expected}");
        return Some(Diagnostic::new(Code::WrongType, message));
    }
    if let (true, Some(form)) = (strings::FORMS.contains(&name), value.as_str()) {
        return wrong_form(name, form);
    }
    let choices: Vec<&str> = choices?.as_array()?.iter().filter_map(Value::as_str).collect();
    let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let item = items.iter().find(|item| !item.as_str().is_some_and(|item| choices.contains(&item)))?;
    let written = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
    let message = if value.is_array() {
        format!("`theme.{name}` holds `{written}`, which is none of its choices")
    } else {
        format!("`theme.{name}` is `{written}`, which is none of its choices")
    };
    let diagnostic = Diagnostic::new(Code::InvalidValue, message);
    let diagnostic = match nearest(&written, choices.iter().copied()) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic,
    };
    let all: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
    Some(diagnostic.hint(format!("there are {}", all.join(", "))))
}

/// What is wrong with a form of dates, such as `{day} {month} {year}`.
fn wrong_form(name: &str, form: &str) -> Option<Diagnostic> {
    let parts = form.split('{').skip(1).map(|part| part.split_once('}').map_or(part, |(part, _)| part));
    let part = parts.into_iter().find(|part| !strings::DATE_PARTS.contains(part))?;
    let message = format!("`theme.{name}` names `{{{part}}}`, which is no part of a date");
    let diagnostic = Diagnostic::new(Code::InvalidValue, message);
    let diagnostic = match nearest(part, strings::DATE_PARTS) {
        Some(near) => diagnostic.hint(format!("did you mean `{{{near}}}`?")),
        None => diagnostic,
    };
    let all: Vec<String> = strings::DATE_PARTS.iter().map(|part| format!("`{{{part}}}`")).collect();
    Some(diagnostic.hint(format!("there are {}", all.join(", "))))
}

const NOTHING: &str = "nothing";
const TEXT: &str = "text";
const NUMBER: &str = "a number";

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => NOTHING,
        Value::Bool(_) => "true or false",
        Value::Number(_) => NUMBER,
        Value::String(_) => TEXT,
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}
