//! Atom 1.0 (RFC 4287).

use super::super::metadata::Person;
use super::super::structured::stamp;
use super::super::xml::{Xml, as_html, looks_like_html};
use super::rss::media;
use super::{Entry, Feed};

pub(super) fn bytes(feed: &Feed<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    if let Some(style) = &feed.style {
        xml.style(style);
    }
    xml.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xmlns:media", "http://search.yahoo.com/mrss/"),
            ("xmlns:fh", "http://purl.org/syndication/history/1.0"),
            ("xml:lang", feed.language),
        ],
    );
    head(feed, &mut xml);
    for entry in &feed.entries {
        write(entry, &mut xml);
    }
    xml.close("feed");
    xml.finish()
}

fn head(feed: &Feed<'_>, xml: &mut Xml) {
    xml.text("id", &[], &feed.id);
    line("title", &feed.title, xml);
    if feed.description != feed.title {
        line("subtitle", &feed.description, xml);
    }
    if let Some(changed) = &feed.changed {
        xml.text("updated", &[], &stamp(changed));
    }
    let (name, home) = &feed.publisher;
    author(name, Some(home), xml);
    xml.text("generator", &[], "byline");
    if let Some(icon) = &feed.icon {
        xml.text("icon", &[], icon);
    }
    xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.home)]);
    for (rel, address) in [("current", &feed.current), ("prev-archive", &feed.older), ("next-archive", &feed.newer)] {
        if let Some(address) = address {
            xml.empty("link", &[("rel", rel), ("type", "application/atom+xml"), ("href", address)]);
        }
    }
    if let Some(hub) = feed.hub {
        xml.empty("link", &[("rel", "hub"), ("href", hub)]);
    }
    if feed.is_archived {
        xml.empty("fh:archive", &[]);
    }
}

fn author(name: &str, uri: Option<&str>, xml: &mut Xml) {
    person("author", name, uri, xml);
}

fn person(element: &str, name: &str, uri: Option<&str>, xml: &mut Xml) {
    xml.open(element, &[]);
    xml.text("name", &[], name);
    if let Some(uri) = uri {
        xml.text("uri", &[], uri);
    }
    xml.close(element);
}

/// A line of plain text, which is the same in all readers; where it could be taken for HTML, as HTML that shows it.
fn line(element: &str, text: &str, xml: &mut Xml) {
    if looks_like_html(text) {
        xml.html(element, &[("type", "html")], &as_html(text));
    } else {
        xml.text(element, &[], text);
    }
}

fn write(entry: &Entry<'_>, xml: &mut Xml) {
    let about = &entry.about;
    xml.open("entry", &[("xml:lang", about.language)]);
    xml.text("id", &[], &about.id);
    line("title", about.title, xml);
    xml.text("updated", &[], &stamp(&entry.changed));
    if let Some(published) = about.published {
        xml.text("published", &[], &stamp(published));
    }
    for Person { name, url, .. } in &about.authors {
        author(name, url.as_deref(), xml);
    }
    for (_, Person { name, url, .. }) in &about.contributors {
        person("contributor", name, url.as_deref(), xml);
    }
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &about.url)]);
    if let Some(link) = about.link {
        xml.empty("link", &[("rel", "related"), ("href", link)]);
    }
    if let Some(audio) = &about.audio {
        let bytes = audio.bytes.map(|bytes| bytes.to_string());
        let mut attributes = vec![("rel", "enclosure"), ("type", audio.media_type), ("href", audio.url.as_str())];
        attributes.extend(bytes.as_deref().map(|bytes| ("length", bytes)));
        attributes.extend(audio.title.map(|title| ("title", title)));
        xml.empty("link", &attributes);
    }
    for topic in &about.topics {
        xml.empty("category", &[("term", topic)]);
    }
    let has_text = !entry.html.trim().is_empty();
    if entry.is_whole || !has_text {
        // An entry says something, if only its title again.
        let said = if about.description.is_empty() && !has_text { about.title } else { about.description };
        if !said.is_empty() {
            line("summary", said, xml);
        }
    }
    if has_text {
        xml.html(if entry.is_whole { "content" } else { "summary" }, &[("type", "html")], &entry.html);
    }
    media(entry, xml);
    xml.close("entry");
}
