//! A body becomes HTML: its holes are filled with addresses, sizes of pictures, and what its shortcodes make.

use tera::Context;

use super::World;
use crate::article::{Body, Call, Piece};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::plan::{BodyLinks, Resolved};
use crate::theme::failure;

/// The whole body as HTML.
///
/// # Errors
/// A shortcode that no component answers, or whose component fails.
pub(super) fn html(world: &World, body: &Body, links: &BodyLinks) -> Result<String, Diagnostic> {
    let mut out = String::new();
    for piece in &body.pieces {
        match piece {
            Piece::Call(index) => {
                let inner = links.calls.get(*index);
                if let Some(call) = body.calls.get(*index) {
                    out.push_str(&shortcode(world, call, inner.unwrap_or(&BodyLinks::default()))?);
                }
            }
            piece => push(world, piece, links, &mut out),
        }
    }
    Ok(out)
}

/// The excerpt as HTML for listings: without shortcodes, ids and references of footnotes, of which a page has one each.
pub(super) fn excerpt(world: &World, body: &Body, links: &BodyLinks) -> String {
    let mut out = String::new();
    for piece in body.pieces.iter().take(body.excerpt) {
        push(world, piece, links, &mut out);
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
fn escape_into(text: &str, out: &mut String) {
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

/// What the component of a shortcode makes of its arguments and body.
fn shortcode(world: &World, call: &Call, links: &BodyLinks) -> Result<String, Diagnostic> {
    let tera = &world.theme.tera;
    if tera.get_component_definition(&call.name).is_none() {
        let diagnostic = Diagnostic::new(Code::UnknownShortcode, format!("there is no component `{}`", call.name))
            .at(call.place.clone());
        return Err(match nearest(&call.name, tera.get_component_names()) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint("a shortcode is a component of the theme or of the site's `templates/`"),
        });
    }
    let mut context = Context::new();
    for (name, value) in &call.arguments {
        context.insert_value(name.clone(), super::value::data(value));
    }
    let body = call.body.as_ref().map(|body| html(world, body, links)).transpose()?;
    tera.render_component(&call.name, &context, body.as_deref(), true).map_err(|error| {
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
