//! What an entry says: the text of an article as HTML that stands by itself.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError};

use ammonia::{Builder, Url, UrlRelative};

use super::super::metadata::{Image, Metadata};
use super::super::{World, body};
use super::body_html;
use crate::article::markdown::text_of;
use crate::diagnostic::Diagnostic;
use crate::site::ArticleId;

/// The elements that an entry has beside those that the library lets through.
const MEDIA: [&str; 5] = ["picture", "source", "video", "audio", "track"];

/// What the library lets through and readers' programs do not.
const UNKNOWN: [&str; 2] = ["bdo", "rtc"];

/// The elements that do nothing outside of their page, left out with all that is in them.
const LEFT_OUT: [&str; 8] = ["script", "style", "template", "button", "form", "dialog", "noscript", "object"];

/// How many texts are remembered: those of the newest articles stand in the feeds of the site, of sections, topics and authors, in each format.
const REMEMBERED: usize = 4096;

/// The whole text, with the lead picture above it.
pub(super) fn whole(world: &World, id: ArticleId, about: &Metadata<'_>) -> Result<Arc<str>, Diagnostic> {
    // What a component asks of the site while it writes is noted for the page that is made.
    if !world.site.articles[id].article.body.calls.is_empty() || !world.hooks.is_empty() {
        return written(world, id, about);
    }
    if let Some(known) = world.entries.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return Ok(Arc::clone(known));
    }
    let html = written(world, id, about)?;
    let mut known = world.entries.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(id, Arc::clone(&html));
    Ok(html)
}

fn written(world: &World, id: ArticleId, about: &Metadata<'_>) -> Result<Arc<str>, Diagnostic> {
    let mut html = about.image.as_ref().map(figure).unwrap_or_default();
    html.push_str(&body_html(world, id)?);
    Ok(standing_alone(&html, &about.url).into())
}

/// The dek or the excerpt, with the lead picture above it and the way to the rest below.
pub(super) fn excerpt(world: &World, id: ArticleId, about: &Metadata<'_>) -> Arc<str> {
    let mut html = about.image.as_ref().map(figure).unwrap_or_default();
    match about.dek {
        Some(dek) => {
            html.push_str("<p>");
            body::escape_into(dek, &mut html);
            html.push_str("</p>");
        }
        None => html.push_str(&body::excerpt(world, id)),
    }
    standing_alone(&html, &about.url).into()
}

/// The text alone.
pub(super) fn text(world: &World, id: ArticleId) -> Result<Arc<str>, Diagnostic> {
    let url = world.absolute(&world.site.articles[id].url);
    Ok(standing_alone(&body_html(world, id)?, &url).into())
}

/// The lead picture with its caption and credit.
fn figure(image: &Image<'_>) -> String {
    let mut out = "<figure><img src=\"".to_owned();
    body::escape_into(&image.url, &mut out);
    out.push_str("\" alt=\"");
    body::escape_into(image.alt.unwrap_or_default(), &mut out);
    out.push('"');
    if let Some((width, height)) = image.size {
        out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    out.push('>');
    if image.caption.is_some() || image.credit.is_some() {
        out.push_str("<figcaption>");
        let caption = image.caption.map(|(_, html)| html.to_owned());
        let credit = image.credit.map(|credit| {
            let mut text = String::new();
            body::escape_into(credit, &mut text);
            text
        });
        let parts: Vec<String> = caption.into_iter().chain(credit).collect();
        out.push_str(&parts.join(" "));
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>\n");
    out
}

/// HTML without what needs its page, with addresses as seen from `url`.
fn standing_alone(html: &str, url: &str) -> String {
    let Ok(base) = Url::parse(url) else { return String::new() };
    let media: HashSet<&str> = HashSet::from(["src", "poster", "width", "height", "controls", "type", "title"]);
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for element in ["video", "audio", "source", "track"] {
        attributes.insert(element, media.clone());
    }
    let mut builder = Builder::default();
    builder
        .add_tags(MEDIA)
        .rm_tags(LEFT_OUT)
        .rm_tags(UNKNOWN)
        .add_clean_content_tags(LEFT_OUT)
        .link_rel(None)
        .url_relative(UrlRelative::RewriteWithBase(base));
    for (element, names) in &attributes {
        builder.add_tag_attributes(*element, names.iter().copied());
    }
    builder.clean(&with_formulas_as_written(html)).to_string()
}

/// Formulas as they were written, in TeX: no reader's program shows MathML, and some show its letters in a row.
fn with_formulas_as_written(html: &str) -> Cow<'_, str> {
    if !html.contains("<math") {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, formula, after)) = first_formula(rest) {
        out.push_str(before);
        let tex = formula.split_once("<annotation").and_then(|(_, annotation)| annotation.split_once('>'));
        match tex.and_then(|(_, tex)| tex.split_once("</annotation>")) {
            Some((tex, _)) => {
                out.push_str("<code>");
                out.push_str(tex);
                out.push_str("</code>");
            }
            None => body::escape_into(&text_of(formula), &mut out),
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What stands before the first formula, the formula, and what stands behind it.
fn first_formula(html: &str) -> Option<(&str, &str, &str)> {
    const END: &str = "</math>";
    let start = html.find("<math")?;
    let end = start + html[start..].find(END)? + END.len();
    Some((&html[..start], &html[start..end], &html[end..]))
}

#[cfg(test)]
mod tests {
    use super::standing_alone;

    const PAGE: &str = "https://herald.example/news/a/";

    #[test]
    fn addresses_are_absolute_and_what_needs_the_page_is_left_out() {
        let html = "<p id=\"x\" class=\"y\" style=\"color: red\" onclick=\"z()\"><a href=\"../b/?q=1&amp;r\">B</a> <a href=\"#fn\">1</a></p>\
                    <img src=\"c.png\" srcset=\"d.png 2x\" alt=\"C\" width=\"4\" height=\"3\" loading=\"lazy\"><script>f()</script>\
                    <iframe src=\"https://video.example/\"></iframe><button>Load</button><audio src=\"/e.mp3\" controls></audio>";
        let expected = "<p><a href=\"https://herald.example/news/b/?q=1&amp;r\">B</a> <a href=\"https://herald.example/news/a/#fn\">1</a></p>\
                        <img src=\"https://herald.example/news/a/c.png\" alt=\"C\" width=\"4\" height=\"3\">\
                        <audio src=\"https://herald.example/e.mp3\" controls=\"\"></audio>";
        assert_eq!(standing_alone(html, PAGE), expected);
    }

    #[test]
    fn formulas_are_as_they_were_written() {
        let html = "<p>If <math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding=\"application/x-tex\">x^2 &lt; y</annotation></semantics></math>, \
                    and <math><mi>z</mi></math></p>";
        assert_eq!(standing_alone(html, PAGE), "<p>If <code>x^2 &lt; y</code>, and z</p>");
    }

    #[test]
    fn an_address_that_runs_something_is_left_out() {
        assert_eq!(standing_alone("<a href=\"javascript:f()\">x</a>", PAGE), "<a>x</a>");
    }
}
