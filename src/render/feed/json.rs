//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde::Serialize;

use super::super::metadata::Person;
use super::super::structured::stamp;
use super::{Entry, Feed};

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<&'a str>,
    authors: Vec<Author<'a>>,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Hub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    /// In the place of the text, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    tags: &'a [&'a str],
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u32>,
}

pub(super) fn bytes(feed: &Feed<'_>) -> Vec<u8> {
    let (name, home) = &feed.publisher;
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.home,
        feed_url: &feed.own,
        description: &feed.description,
        next_url: feed.older.as_deref(),
        favicon: feed.icon.as_deref(),
        authors: vec![Author { name, url: Some(home) }],
        language: feed.language,
        hubs: feed.hub.map(|url| Hub { kind: "WebSub", url }).into_iter().collect(),
        items: feed.entries.iter().map(item).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn item<'a>(entry: &'a Entry<'a>) -> Item<'a> {
    let about = &entry.about;
    let has_text = !entry.html.trim().is_empty();
    let author = |person: &'a Person<'a>| Author { name: person.name, url: person.url.as_deref() };
    Item {
        id: &about.id,
        url: &about.url,
        external_url: about.link,
        title: about.title,
        content_html: has_text.then_some(&*entry.html),
        content_text: (!has_text).then_some(about.title),
        summary: about.description,
        image: about.image.as_ref().map(|image| image.url.as_str()),
        date_published: about.published.map(stamp),
        date_modified: about.updated.map(|_| stamp(&entry.changed)),
        authors: about.authors.iter().map(author).collect(),
        tags: &about.topics,
        language: about.language,
        attachments: about
            .audio
            .iter()
            .map(|audio| Attachment {
                url: &audio.url,
                mime_type: audio.media_type,
                title: audio.title,
                size_in_bytes: audio.bytes,
                duration_in_seconds: audio.duration,
            })
            .collect(),
    }
}
