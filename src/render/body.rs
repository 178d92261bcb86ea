//! A body becomes HTML: its holes are filled with addresses, sizes of pictures, and what its shortcodes make.

use std::ops::Range;

use tera::Context;

use super::{World, moment};
use crate::article::date::parse_date;
use crate::article::{Body, Call, Hook, HookKind, Piece, Spot};
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::{BodyLinks, CallLinks, Resolved};
use crate::site::ArticleId;
use crate::theme::components::{Role, with_targets};
use crate::theme::{Words, failure};

/// The whole body as HTML.
///
/// # Errors
/// A shortcode that no component answers, or whose component fails; a render hook that fails.
pub(super) fn html(world: &World, body: &Body, links: &BodyLinks) -> Result<String, Diagnostic> {
    let written = |piece: &Piece| if let Piece::Html(html) = piece { html.len() } else { 64 };
    let mut out = String::with_capacity(body.pieces.iter().map(written).sum());
    let writer = Writer { world, body, links };
    let hooks: Vec<&Hook> = body.hooks.iter().filter(|hook| writer.takes_over(hook)).collect();
    writer.stretch(Spot::default()..Spot { piece: body.pieces.len(), byte: 0 }, &mut hooks.as_slice(), &mut out)?;
    Ok(out)
}

/// Writes a body piece by piece.
struct Writer<'a> {
    world: &'a World,
    body: &'a Body,
    links: &'a BodyLinks,
}

impl Writer<'_> {
    /// Whether a component writes the markup of a hook. A link or picture whose address holds a shortcode keeps byline's.
    fn takes_over(&self, hook: &Hook) -> bool {
        let needs_address = matches!(hook.kind, HookKind::Link | HookKind::Image);
        self.world.hooks.contains(&hook.kind) && (hook.index.is_some() || !needs_address)
    }

    /// Writes what lies in `range`; `hooks` are those that are still to come.
    fn stretch(&self, range: Range<Spot>, hooks: &mut &[&Hook], out: &mut String) -> Result<(), Diagnostic> {
        let mut at = range.start;
        while let Some((hook, rest)) = hooks.split_first().filter(|(hook, _)| hook.outer.start < range.end) {
            *hooks = rest;
            self.pieces(at..hook.outer.start, out)?;
            let mut inner = String::new();
            self.stretch(hook.inner.clone(), hooks, &mut inner)?;
            out.push_str(&super::hook::html(self.world, hook, self.body, self.links, &inner)?);
            at = hook.outer.end;
        }
        self.pieces(at..range.end, out)
    }

    /// Writes the pieces in `range` with byline's own markup.
    fn pieces(&self, range: Range<Spot>, out: &mut String) -> Result<(), Diagnostic> {
        let Range { start, end } = range;
        let whole = self.body.pieces.get(start.piece..).unwrap_or_default();
        for (number, piece) in whole.iter().enumerate().map(|(offset, piece)| (start.piece + offset, piece)) {
            if number > end.piece || (number == end.piece && end.byte == 0) {
                break;
            }
            match piece {
                Piece::Html(html) => {
                    let from = if number == start.piece { start.byte } else { 0 };
                    let to = if number == end.piece { end.byte } else { html.len() };
                    out.push_str(html.get(from..to).unwrap_or_default());
                }
                Piece::Call(index) => {
                    if let Some(call) = self.body.calls.get(*index) {
                        let inner = self.links.calls.get(*index);
                        out.push_str(&shortcode(self.world, call, inner.unwrap_or(&CallLinks::default()))?);
                    }
                }
                piece => push(self.world, piece, self.links, out),
            }
        }
        Ok(())
    }
}

/// The excerpt as HTML for listings: without shortcodes, ids and references of footnotes, of which a page has one each.
///
/// A body that cannot be read has none; its own page says so.
pub(super) fn excerpt(world: &World, id: ArticleId) -> String {
    let article = &world.site.articles[id].article;
    let links = world.links_of(&article.source);
    let mut out = String::new();
    if let Ok(body) = world.bodies.shown(article) {
        for piece in body.pieces.iter().take(body.excerpt) {
            push(world, piece, links, &mut out);
        }
    }
    without_ids(&out)
}

fn push(world: &World, piece: &Piece, links: &BodyLinks, out: &mut String) {
    match piece {
        Piece::Html(html) => out.push_str(html),
        Piece::Address(index) => {
            if let Some(link) = links.links.get(*index) {
                escape_into(&link.href(world.base()), out);
            }
        }
        Piece::Size(index) => {
            if let Some((width, height)) = links.links.get(*index).and_then(|link| size(world, link)) {
                out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
            }
        }
        Piece::Call(_) => {}
    }
}

/// Width and height of the picture that an address leads to, where it is one of the site's.
pub(super) fn size(world: &World, link: &Resolved) -> Option<(u32, u32)> {
    let source = world.plan.links.files_by_url.get(link.internal()?)?;
    world.pictures.get(source).copied()
}

/// Text for an attribute in double quotes.
pub(super) fn escape_into(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            character => out.push(character),
        }
    }
}

fn without_ids(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if rest.starts_with("<sup class=\"footnote-ref\"") {
            rest = rest.find("</sup>").map_or("", |end| &rest[end + "</sup>".len()..]);
            continue;
        }
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let tag = &rest[..end];
        match tag.find(" id=\"").and_then(|at| Some((at, at + 5 + tag[at + 5..].find('"')? + 1))) {
            Some((from, to)) => {
                out.push_str(&tag[..from]);
                out.push_str(&tag[to..]);
            }
            None => out.push_str(tag),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// A date in an argument as templates are given dates; one that is none is reported before anything is rendered.
fn date(world: &World, value: &serde_json::Value) -> tera::Value {
    let (strings, zone, language) = (&world.theme.strings, &world.config.timezone, world.config.language.as_str());
    let moment = value.as_str().and_then(|text| parse_date(text, zone, world.config.date_order).ok());
    let form = moment::Form { strings, zone, language };
    moment.map_or_else(tera::Value::none, |moment| moment::moment(&Words::every(), &moment, form))
}

/// What the component of a shortcode makes of its arguments and body.
fn shortcode(world: &World, call: &Call, links: &CallLinks) -> Result<String, Diagnostic> {
    let Some(component) = world.theme.components.get(&call.name) else {
        let message = format!("there is no component `{}`", call.name);
        return Err(Diagnostic::new(Code::UnknownShortcode, message).at(call.place.clone()));
    };
    let mut addresses = links.arguments.iter().map(|link| link.href(world.base()));
    let mut context = Context::new();
    for (name, value) in &call.arguments {
        let role = component.arguments.get(name).map_or(Role::Plain, |argument| argument.role);
        let value = match role {
            Role::Plain | Role::Article => super::value::data(value),
            Role::Date => date(world, value),
            Role::Link | Role::Picture => super::value::data(&with_targets(value, &mut addresses)),
        };
        context.insert_value(name.clone(), value);
    }
    let body = call.body.as_ref().map(|body| html(world, body, &links.body)).transpose()?;
    world.theme.tera.render_component(&call.name, &context, body.as_deref(), true).map_err(|error| {
        let found = failure(&error, &world.theme.templates);
        let diagnostic = Diagnostic { place: Some(call.place.clone()), ..found.clone() };
        match found.place {
            Some(place) => diagnostic.also(place, format!("in the component `{}`", call.name)),
            None => diagnostic,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_has_no_ids_and_no_footnotes() {
        let html = "<p id=\"a\" class=\"b\">x<sup class=\"footnote-ref\" id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup>, y > z</p>";
        assert_eq!(without_ids(html), "<p class=\"b\">x, y > z</p>");
    }
}
