//! Render hooks: components of a theme that write links, pictures, headings, code, tables and quotations their own way.

use tera::{Context, Value};

use super::value::data;
use super::{World, body};
use crate::article::markdown;
use crate::article::{Body, Hook, HookKind};
use crate::diagnostic::Diagnostic;
use crate::plan::{BodyLinks, Resolved};
use crate::theme::failure;

/// What a hook's component makes of it; `inner` is what its markup would enclose.
///
/// # Errors
/// Where the component fails.
pub(super) fn html(
    world: &World,
    hook: &Hook,
    body: &Body,
    links: &BodyLinks,
    inner: &str,
) -> Result<String, Diagnostic> {
    let name = hook.kind.component();
    let mut context = Context::new();
    let component = world.theme.components.get(name);
    for (argument, value) in values(world, hook, body, links, inner) {
        // A component need not take all that is known.
        if component.is_some_and(|component| component.takes_others || component.arguments.contains_key(argument)) {
            context.insert_value(argument, value);
        }
    }
    world
        .theme
        .tera
        .render_component(name, &context, Some(inner), true)
        .map_err(|error| failure(&error, &world.theme.templates))
}

/// The arguments of every hook's component.
fn values(world: &World, hook: &Hook, body: &Body, links: &BodyLinks, inner: &str) -> Vec<(&'static str, Value)> {
    let known = |name: &str| hook.values.get(name).map_or_else(Value::none, data);
    let text = |name: &str| hook.values.get(name).map_or_else(|| Value::from(""), data);
    let link = hook.index.and_then(|index| links.links.get(index));
    let heading = hook.index.filter(|_| hook.kind == HookKind::Heading).and_then(|index| body.headings.get(index));
    let mut values = match hook.kind {
        HookKind::Link => vec![
            ("href", href(world, link)),
            ("title", text("title")),
            ("external", Value::from(link.is_some_and(|link| is_elsewhere(link, world)))),
        ],
        HookKind::Image => {
            let size = link.and_then(|link| body::size(world, link));
            vec![
                ("src", href(world, link)),
                ("alt", text("alt")),
                ("title", text("title")),
                ("width", size.map_or_else(Value::none, |(width, _)| Value::from(width))),
                ("height", size.map_or_else(Value::none, |(_, height)| Value::from(height))),
                ("block", Value::from(hook.values.contains_key("block"))),
            ]
        }
        HookKind::Heading => vec![
            ("level", heading.map_or_else(Value::none, |heading| Value::from(u64::from(heading.level)))),
            ("text", Value::from(heading.map_or("", |heading| heading.text.as_str()))),
        ],
        HookKind::CodeBlock => vec![("language", text("language")), ("code", Value::from(markdown::text_of(inner)))],
        HookKind::Table => Vec::new(),
        HookKind::Blockquote => vec![("kind", known("kind")), ("title", text("title"))],
    };
    values.push(("id", heading.map_or_else(|| text("id"), |heading| Value::from(heading.id.as_str()))));
    values.push(("class", text("class")));
    values.push(("attributes", hook.values.get("attributes").map_or_else(|| Value::from(tera::Map::default()), data)));
    values
}

/// The address of a link, which is already encoded as an attribute wants it but for its signs.
fn href(world: &World, link: Option<&Resolved>) -> Value {
    Value::from(link.map(|link| link.href(world.base())).unwrap_or_default())
}

/// Whether a link leaves the site.
fn is_elsewhere(link: &Resolved, world: &World) -> bool {
    match link {
        Resolved::Internal(..) => false,
        Resolved::AsWritten(address) => {
            let is_web = ["http://", "https://", "//"].iter().any(|start| address.starts_with(start));
            is_web && !address.starts_with(&format!("{}/", world.config.url.origin))
        }
    }
}
