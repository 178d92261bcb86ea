//! What the components of a theme let articles say: their arguments, and what these lead to.

use std::collections::BTreeMap;

use serde_json::Value;
use tera::ComponentArgType;

use super::TemplateText;
use crate::diagnostic::{Code, Diagnostic, Place};

/// A component, as an article may call it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Component {
    /// Its arguments, by name.
    pub arguments: BTreeMap<String, Argument>,
    /// Whether it takes any other argument too.
    pub takes_others: bool,
    /// Whether it has to, may or must not have a body; `None`: it does not say.
    pub body: Option<BodyRule>,
}

/// An argument of a component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Argument {
    /// What it may hold; `None`: anything.
    pub kind: Option<ComponentArgType>,
    /// Whether a call has to give it.
    pub is_required: bool,
    /// What it leads to.
    pub role: Role,
}

/// What an argument leads to, as the component's metadata declares it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing: it is a value.
    #[default]
    Plain,
    /// `{"link": ["NAME"]}`: addresses, resolved and checked like those of Markdown links.
    Link,
    /// `{"picture": ["NAME"]}`: pictures and other media, resolved and checked like those of Markdown.
    Picture,
    /// `{"date": ["NAME"]}`: dates, read like those of front matter; the component is given what `article.date` is.
    Date,
    /// `{"article": ["NAME"]}`: articles of the site, by path below the content or by id.
    Article,
}

/// What a component's metadata says of the body of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyRule {
    /// `{"body": "required"}`.
    Required,
    /// `{"body": "none"}`.
    None,
}

/// The components of the engine, and what is wrong with their metadata.
pub(super) fn components(
    tera: &tera::Tera,
    templates: &BTreeMap<String, TemplateText>,
) -> (BTreeMap<String, Component>, Vec<Diagnostic>) {
    let mut components = BTreeMap::new();
    let mut diagnostics = Vec::new();
    let mut names: Vec<&str> = tera.get_component_names().collect();
    names.sort_unstable();
    for name in names {
        let Some(info) = tera.get_component_definition(name) else { continue };
        let (component, faults) = component(&info);
        diagnostics.extend(faults.into_iter().map(|fault| Diagnostic { place: place(name, templates), ..fault }));
        components.insert(name.to_owned(), component);
    }
    (components, diagnostics)
}

fn component(info: &tera::ComponentInfo) -> (Component, Vec<Diagnostic>) {
    let argument = |argument: &tera::ComponentArg| {
        let kind = argument.arg_type();
        let is_required = argument.is_required();
        (argument.name().to_owned(), Argument { kind, is_required, role: Role::Plain })
    };
    let mut component = Component {
        arguments: info.args().iter().map(argument).collect(),
        takes_others: info.rest_param().is_some(),
        body: None,
    };
    let mut faults = Vec::new();
    let roles = [("link", Role::Link), ("picture", Role::Picture), ("date", Role::Date), ("article", Role::Article)];
    for (key, role) in roles {
        let Some(declared) = info.metadata().get(key) else { continue };
        for name in names_in(declared) {
            match component.arguments.get_mut(&name) {
                Some(argument) => argument.role = role,
                None => faults.push(
                    Diagnostic::new(
                        Code::Template,
                        format!("the component `{}` declares a {key} `{name}`, but has no such argument", info.name()),
                    )
                    .hint(format!("its metadata names arguments, as in `{{\"{key}\": [\"{name}\"]}}`")),
                ),
            }
        }
    }
    if let Some(rule) = info.metadata().get("body") {
        match rule.as_str() {
            Some("required") => component.body = Some(BodyRule::Required),
            Some("none") => component.body = Some(BodyRule::None),
            _ => faults.push(
                Diagnostic::new(
                    Code::Template,
                    format!("the component `{}` declares its body as `{rule}`", info.name()),
                )
                .hint("write `{\"body\": \"required\"}` or `{\"body\": \"none\"}`"),
            ),
        }
    }
    (component, faults)
}

/// One name, or a list of them.
fn names_in(declared: &tera::Value) -> Vec<String> {
    match declared.as_array() {
        Some(names) => names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
        None => declared.as_str().map(str::to_owned).into_iter().collect(),
    }
}

/// Where a component is defined.
fn place(name: &str, templates: &BTreeMap<String, TemplateText>) -> Option<Place> {
    templates.values().find_map(|template| {
        template.text.match_indices(name).find_map(|(at, _)| {
            let is_definition = template.text[..at].trim_end().ends_with("component")
                && template.text[at + name.len()..].trim_start().starts_with('(');
            is_definition.then(|| Place::of(&template.source, &template.text, at..at + name.len()))
        })
    })
}

impl Argument {
    /// What is expected, for messages, where the value is something else.
    pub fn mismatch(&self, value: &Value) -> Option<&'static str> {
        let (fits, expected) = match self.kind? {
            ComponentArgType::String => (value.is_string(), "text"),
            ComponentArgType::Bool => (value.is_boolean(), "`true` or `false`"),
            ComponentArgType::Integer => (value.is_i64() || value.is_u64(), "a whole number"),
            ComponentArgType::Float => (value.is_f64(), "a number with a point"),
            ComponentArgType::Number => (value.is_number(), "a number"),
            ComponentArgType::Array => (value.is_array(), "a list"),
            ComponentArgType::Map => (value.is_object(), "a map"),
            _ => (false, "bytes, which no article can give"),
        };
        (!fits).then_some(expected)
    }
}

/// The addresses in an argument that leads somewhere: of text, of each text of a list, of the `src`, `href` or `path` of each
/// map of a list; none is empty.
pub fn targets(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => Some(text.as_str()).filter(|text| !text.is_empty()).into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(targets).collect(),
        Value::Object(map) => TARGET_KEYS.iter().filter_map(|key| map.get(*key)).flat_map(targets).collect(),
        _ => Vec::new(),
    }
}

/// The same value with other addresses, in the order of [`targets`].
pub fn with_targets(value: &Value, new: &mut dyn Iterator<Item = String>) -> Value {
    match value {
        Value::String(text) if !text.is_empty() => new.next().map_or_else(|| value.clone(), Value::String),
        Value::Array(items) => items.iter().map(|item| with_targets(item, new)).collect(),
        Value::Object(map) => {
            let mut map = map.clone();
            for key in TARGET_KEYS {
                if let Some(inner) = map.get_mut(key) {
                    *inner = with_targets(inner, new);
                }
            }
            Value::Object(map)
        }
        other => other.clone(),
    }
}

/// The keys of a map that hold an address.
const TARGET_KEYS: [&str; 3] = ["src", "href", "path"];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn addresses_are_found_and_replaced_in_the_same_order() {
        let value = json!(["a.png", {"src": "b.png", "alt": "b"}, "", 3, {"href": "c/", "path": ""}]);
        assert_eq!(targets(&value), ["a.png", "b.png", "c/"]);
        let mut new = ["1", "2", "3"].into_iter().map(str::to_owned);
        let replaced = with_targets(&value, &mut new);
        assert_eq!(replaced, json!(["1", {"src": "2", "alt": "b"}, "", 3, {"href": "3", "path": ""}]));
    }

    #[test]
    fn metadata_says_what_arguments_lead_to() {
        let mut tera = tera::Tera::default();
        let text = "{% component a(src: string, to = \"\", n: integer = 1, ...rest) {\"picture\": \"src\", \"link\": [\"to\", \"too\"], \"body\": \"maybe\"} %}{% endcomponent a %}";
        tera.add_raw_template("a.html", text).unwrap();
        let source = crate::path::SourcePath::new("templates/a.html").unwrap();
        let templates = BTreeMap::from([("site/a.html".to_owned(), TemplateText { source, text: text.to_owned() })]);
        let (components, faults) = components(&tera, &templates);
        let component = &components["a"];
        assert!(component.takes_others);
        assert_eq!(component.arguments["src"].role, Role::Picture);
        assert!(component.arguments["src"].is_required && !component.arguments["to"].is_required);
        assert_eq!(component.arguments["to"].role, Role::Link);
        assert_eq!(component.arguments["n"].mismatch(&json!(1.5)), Some("a whole number"));
        assert_eq!(component.arguments["n"].mismatch(&json!(2)), None);
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "the component `a` declares a link `too`, but has no such argument",
                "the component `a` declares its body as `maybe`"
            ]
        );
        assert_eq!(faults[0].place.as_ref().map(|place| place.column), Some(14));
    }
}
