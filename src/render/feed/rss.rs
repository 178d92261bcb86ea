//! RSS 2.0 (rssboard.org/rss-specification), by the profile of good practice (rssboard.org/rss-profile).

use super::super::structured::stamp;
use super::super::xml::{Xml, as_html, looks_like_html};
use super::{Entry, Feed, rfc822};

const NAMESPACES: [(&str, &str); 7] = [
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:dcterms", "http://purl.org/dc/terms/"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
    ("xmlns:fh", "http://purl.org/syndication/history/1.0"),
];

pub(super) fn bytes(feed: &Feed<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    if let Some(style) = &feed.style {
        xml.style(style);
    }
    xml.open("rss", &NAMESPACES);
    xml.open("channel", &[]);
    channel(feed, &mut xml);
    for entry in &feed.entries {
        item(feed, entry, &mut xml);
    }
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn channel(feed: &Feed<'_>, xml: &mut Xml) {
    xml.plain("title", &feed.title);
    xml.text("link", &[], &feed.home);
    xml.plain("description", &feed.description);
    xml.text("language", &[], feed.language);
    if let Some(changed) = &feed.changed {
        xml.text("lastBuildDate", &[], &rfc822(changed));
    }
    xml.text("generator", &[], "byline");
    links(feed, xml);
}

/// The feed's own address, its archive and its hub (RFC 5005, sections 3 and 4; WebSub, section 4).
fn links(feed: &Feed<'_>, xml: &mut Xml) {
    xml.empty("atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &feed.own)]);
    for (rel, address) in [("current", &feed.current), ("prev-archive", &feed.older), ("next-archive", &feed.newer)] {
        if let Some(address) = address {
            xml.empty("atom:link", &[("rel", rel), ("type", "application/rss+xml"), ("href", address)]);
        }
    }
    if let Some(hub) = feed.hub {
        xml.empty("atom:link", &[("rel", "hub"), ("href", hub)]);
    }
    if feed.is_archived {
        xml.empty("fh:archive", &[]);
    }
}

fn item(feed: &Feed<'_>, entry: &Entry<'_>, xml: &mut Xml) {
    let about = &entry.about;
    xml.open("item", &[]);
    xml.plain("title", about.title);
    xml.text("link", &[], &about.url);
    xml.text("guid", &[("isPermaLink", "false")], &about.id);
    if let Some(published) = about.published {
        xml.text("pubDate", &[], &rfc822(published));
    }
    if about.updated.is_some() {
        xml.text("dcterms:modified", &[], &stamp(&entry.changed));
    }
    for author in &about.authors {
        xml.plain("dc:creator", author.name);
    }
    if about.authors.is_empty() {
        xml.plain("dc:creator", feed.publisher.0);
    }
    for topic in &about.topics {
        xml.plain("category", topic);
    }
    // A description is HTML, and stands before the whole text where there are both.
    let has_both = entry.is_whole && !about.description.is_empty();
    if has_both {
        xml.text("description", &[], &as_html(about.description));
    }
    if !entry.html.trim().is_empty() {
        xml.html(if has_both { "content:encoded" } else { "description" }, &[], &entry.html);
    }
    if let Some(audio) = &about.audio {
        let bytes = audio.bytes.unwrap_or_default().to_string();
        xml.empty("enclosure", &[("url", &audio.url), ("length", &bytes), ("type", audio.media_type)]);
    }
    media(entry, xml);
    xml.close("item");
}

/// The lead picture (Media RSS, "media:content").
pub(super) fn media(entry: &Entry<'_>, xml: &mut Xml) {
    let Some(image) = &entry.about.image else { return };
    let kind = crate::content_type::of(image.url.split(['?', '#']).next().unwrap_or_default());
    let size = image.size.map(|(width, height)| (width.to_string(), height.to_string()));
    let mut attributes = vec![("url", image.url.as_str()), ("medium", "image")];
    if kind.starts_with("image/") {
        attributes.push(("type", kind));
    }
    if let Some((width, height)) = &size {
        attributes.extend([("width", width.as_str()), ("height", height.as_str())]);
    }
    xml.open("media:content", &attributes);
    if let Some(text) = image.caption.map(|(text, _)| text).or(image.alt) {
        if looks_like_html(text) {
            xml.html("media:description", &[("type", "html")], &as_html(text));
        } else {
            xml.text("media:description", &[("type", "plain")], text);
        }
    }
    if let Some(credit) = image.credit {
        xml.text("media:credit", &[], credit);
    }
    xml.close("media:content");
}
