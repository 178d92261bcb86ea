//! The calls of shortcodes, now that the theme's components are known: whether each may be called so, and where it leads.

use std::collections::BTreeMap;

use serde_json::Value;

use super::links::{CallLinks, From, Resolved, Resolver};
use crate::article::date::parse_date;
use crate::article::markdown::is_harmless;
use crate::article::{Call, Link, LinkKind};
use crate::config::RawHtml;
use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::theme::Component;
use crate::theme::components::{BodyRule, Role, targets};

impl Resolver<'_> {
    /// Checks a call, and resolves what its arguments and its body lead to.
    pub(super) fn call(&self, from: &From<'_>, call: &Call, diagnostics: &mut Vec<Diagnostic>) -> CallLinks {
        let body = call.body.as_ref().map(|body| self.body_links(from, body, diagnostics)).unwrap_or_default();
        let Some(components) = self.components else { return CallLinks { arguments: Vec::new(), body } };
        let Some(component) = components.get(&call.name) else {
            diagnostics.push(unknown(call, components));
            return CallLinks { arguments: Vec::new(), body };
        };
        diagnostics.extend(faults(call, component));
        let is_trusted = self.config.markdown.html == RawHtml::Allow;
        let mut arguments = Vec::new();
        for ((name, value), place) in call.arguments.iter().zip(&call.argument_places) {
            let role = component.arguments.get(name).map_or(Role::Plain, |argument| argument.role);
            let kind = match role {
                Role::Plain => continue,
                Role::Date => {
                    diagnostics.extend(self.date_fault(name, value, place));
                    continue;
                }
                Role::Article => {
                    diagnostics.extend(targets(value).into_iter().filter_map(|name| self.article(name, place)));
                    continue;
                }
                Role::Link => LinkKind::Link,
                Role::Picture => LinkKind::Picture,
            };
            for target in targets(value) {
                if !is_trusted && !is_harmless(target, kind == LinkKind::Picture) {
                    arguments.push(Resolved::AsWritten(String::new()));
                    continue;
                }
                let link = Link {
                    kind,
                    target: target.to_owned(),
                    place: place.clone(),
                    has_alt: has_alt(call, component, value),
                    is_opaque: target.contains("{{") || target.contains("{%"),
                };
                if kind == LinkKind::Picture && !link.has_alt && self.asks_for_alt(&link) {
                    diagnostics.push(self.missing_alt(&link));
                }
                let (resolved, found) = self.link(from, &link);
                diagnostics.extend(found);
                arguments.push(resolved);
            }
        }
        CallLinks { arguments, body }
    }

    /// What is wrong with a date in an argument.
    fn date_fault(&self, name: &str, value: &Value, place: &Place) -> Option<Diagnostic> {
        let text = value.as_str().filter(|text| !text.is_empty())?;
        let error = parse_date(text, &self.config.timezone, self.config.date_order).err()?;
        Some(error.diagnostic(name, text).at(place.clone()))
    }

    /// What is wrong with naming this article.
    fn article(&self, name: &str, place: &Place) -> Option<Diagnostic> {
        if self.site.article(name, &self.config.content).is_some() {
            return None;
        }
        if self.unpublished_below(std::slice::from_ref(&self.config.content), name).is_some() {
            let message = format!("the article `{name}` is not published");
            let hint = "it is left out here until it is";
            return Some(Diagnostic::new(Code::LinkToDraft, message).at(place.clone()).hint(hint));
        }
        let paths = self.site.by_source.keys().filter_map(|source| source.strip(&self.config.content));
        let diagnostic =
            Diagnostic::new(Code::UnknownArticle, format!("there is no article `{name}`")).at(place.clone());
        Some(match nearest(name, paths) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint("an article is named by its path below the content, or by its `id`"),
        })
    }
}

/// Whether a picture has an alternative text: where its component has no argument for one, that is its own affair.
fn has_alt(call: &Call, component: &Component, value: &Value) -> bool {
    let is_written = |value: Option<&Value>| value.and_then(Value::as_str).is_some_and(|alt| !alt.trim().is_empty());
    match value {
        Value::String(_) => !component.arguments.contains_key("alt") || is_written(call.arguments.get("alt")),
        _ => true,
    }
}

/// The error for a call of a component that is not there.
fn unknown(call: &Call, components: &BTreeMap<String, Component>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownShortcode, format!("there is no component `{}`", call.name))
        .at(call.place.clone());
    match nearest(&call.name, components.keys().map(String::as_str)) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint("a shortcode is a component of the theme or of the site's `templates/`"),
    }
}

/// What is wrong with the arguments of a call, and with its having a body or none.
fn faults(call: &Call, component: &Component) -> Vec<Diagnostic> {
    let fault = |message: String, place: &Place| Diagnostic::new(Code::ShortcodeArgument, message).at(place.clone());
    let name = &call.name;
    let mut faults = Vec::new();
    for ((key, value), place) in call.arguments.iter().zip(&call.argument_places) {
        let Some(argument) = component.arguments.get(key) else {
            if !component.takes_others {
                let message = format!("the shortcode `{name}` has no argument `{key}`");
                faults.push(fault(message, place).hint(known_arguments(key, component)));
            }
            continue;
        };
        if let Some(expected) = argument.mismatch(value) {
            let message = format!(
                "the argument `{key}` of the shortcode `{name}` holds {}, expected {expected}",
                describe(value)
            );
            let hint = mended(key, value, expected);
            faults.push(Diagnostic { hints: hint.into_iter().collect(), ..fault(message, place) });
        }
    }
    for (key, _) in component.arguments.iter().filter(|(_, argument)| argument.is_required) {
        if !call.arguments.contains_key(key) {
            let message = format!("the shortcode `{name}` needs the argument `{key}`");
            faults.push(fault(message, &call.place).hint(format!("write `{key}=…` behind its name")));
        }
    }
    match (component.body, &call.body) {
        (Some(BodyRule::Required), None) => faults.push(
            fault(format!("the shortcode `{name}` needs a body"), &call.place)
                .hint(format!("write `{{% <{name}> %}}…{{% </{name}> %}}`")),
        ),
        (Some(BodyRule::None), Some(_)) => faults.push(
            fault(format!("the shortcode `{name}` takes no body, which would be lost"), &call.place)
                .hint(format!("write `{{{{<{name} …/>}}}}`, and the text before or behind it")),
        ),
        _ => {}
    }
    faults
}

/// The hint for an argument that is not known.
fn known_arguments(key: &str, component: &Component) -> String {
    let names = || component.arguments.keys().map(String::as_str);
    match nearest(key, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if component.arguments.is_empty() => "it has no arguments".to_owned(),
        None => format!("it has {}", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    }
}

fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(text) => format!("the text `{text}`"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a map".to_owned(),
    }
}

/// How the argument would be written with the type that is expected, where that is plain.
fn mended(key: &str, value: &Value, expected: &str) -> Option<String> {
    let written = match (value, expected) {
        (Value::Number(_) | Value::Bool(_), "text") => format!("\"{value}\""),
        (Value::String(text), "a whole number") => text.trim().parse::<i64>().ok()?.to_string(),
        (Value::String(text), "a number") => text.trim().parse::<f64>().ok().map(|_| text.trim().to_owned())?,
        (Value::String(text), "`true` or `false`") if ["true", "false"].contains(&text.as_str()) => {
            format!("{{{text}}}")
        }
        (Value::Number(_), "a number with a point") => format!("{value}.0"),
        (Value::String(_), "a list") => format!("[{value}]"),
        _ => return None,
    };
    Some(format!("write `{key}={written}`"))
}
