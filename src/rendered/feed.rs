//! The rules for feeds: of RSS 2.0 and its profile (rssboard.org/rss-profile), Atom (RFC 4287), JSON Feed 1.1, and Apple's for news
//! ("RSS guidelines for Apple News").

use std::collections::BTreeSet;

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use super::{Culprit, Fault};
use crate::article::html::{Scanner, Token, srcset_addresses};
use crate::diagnostic::Code;

/// How long a title is at Apple News, in characters.
const SHORTEST_TITLE: usize = 15;
const LONGEST_TITLE: usize = 60;

/// A feed as its readers find it, whatever its format.
#[derive(Debug, Default)]
struct Feed {
    is_rss: bool,
    title: String,
    link: String,
    own: String,
    description: String,
    language: String,
    /// Those that its entries have where they name none.
    authors: usize,
    entries: Vec<Entry>,
}

#[derive(Debug, Default)]
struct Entry {
    id: String,
    title: String,
    link: String,
    published: String,
    updated: String,
    summary: String,
    content: String,
    authors: usize,
    enclosures: Vec<Enclosure>,
}

#[derive(Debug, Default)]
struct Enclosure {
    url: String,
    kind: String,
    length: String,
}

/// What readers' programs would hold against a feed, as its path names its format; `moment` is that for which it was made, in seconds since 1970.
pub fn faults_of_feed(bytes: &[u8], path: &str, moment: i64) -> Vec<Fault> {
    let read = if path.ends_with(".json") { Feed::of_json(bytes) } else { Feed::of_xml(bytes) };
    match read {
        Ok(feed) => feed.faults(moment),
        Err(message) => {
            let hint = "report it: byline wrote it".to_owned();
            vec![Fault { code: Code::FeedFormat, message, hint, culprit: Culprit::Configuration("feeds") }]
        }
    }
}

impl Feed {
    fn of_json(bytes: &[u8]) -> Result<Self, String> {
        let data: Value = serde_json::from_slice(bytes).map_err(|error| format!("a feed is no JSON: {error}"))?;
        let text = |node: &Value, key: &str| node[key].as_str().unwrap_or_default().to_owned();
        let attachment = |one: &Value| Enclosure {
            url: text(one, "url"),
            kind: text(one, "mime_type"),
            length: one["size_in_bytes"].as_u64().map(|bytes| bytes.to_string()).unwrap_or_default(),
        };
        let entry = |item: &Value| Entry {
            id: text(item, "id"),
            title: text(item, "title"),
            link: text(item, "url"),
            published: text(item, "date_published"),
            updated: text(item, "date_modified"),
            summary: text(item, "summary"),
            content: text(item, "content_html"),
            authors: item["authors"].as_array().map_or(0, Vec::len),
            enclosures: item["attachments"].as_array().into_iter().flatten().map(attachment).collect(),
        };
        Ok(Self {
            is_rss: false,
            title: text(&data, "title"),
            link: text(&data, "home_page_url"),
            own: text(&data, "feed_url"),
            description: text(&data, "description"),
            language: text(&data, "language"),
            authors: data["authors"].as_array().map_or(0, Vec::len),
            entries: data["items"].as_array().into_iter().flatten().map(entry).collect(),
        })
    }

    fn of_xml(bytes: &[u8]) -> Result<Self, String> {
        let wrong = |error: &dyn std::fmt::Display| format!("a feed is no XML: {error}");
        let text = std::str::from_utf8(bytes).map_err(|error| wrong(&error))?;
        let mut reader = Reader::from_str(text);
        let (mut feed, mut path, mut held) = (Self::default(), Vec::<String>::new(), String::new());
        loop {
            match reader.read_event().map_err(|error| wrong(&error))? {
                Event::Start(start) => {
                    path.push(start.name().as_ref().to_owned());
                    feed.open(&path, &start);
                    held.clear();
                }
                Event::Empty(start) => {
                    path.push(start.name().as_ref().to_owned());
                    feed.open(&path, &start);
                    path.pop();
                }
                Event::Text(part) => held.push_str(&part),
                Event::CData(part) => held.push_str(&part),
                Event::GeneralRef(name) => held.push_str(&reference(&name)),
                Event::End(_) => {
                    feed.close(&path, held.trim());
                    path.pop();
                    held.clear();
                }
                Event::Eof => return Ok(feed),
                _ => {}
            }
        }
    }

    /// What the attributes of an element say.
    fn open(&mut self, path: &[String], start: &BytesStart<'_>) {
        let attribute = |name: &str| {
            let found = start.try_get_attribute(name).ok().flatten();
            found
                .and_then(|found| found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok())
                .map(|value| value.into_owned())
                .unwrap_or_default()
        };
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["rss"] => self.is_rss = true,
            ["feed"] => self.language = attribute("xml:lang"),
            ["rss", "channel", "item"] | ["feed", "entry"] => self.entries.push(Entry::default()),
            ["rss", "channel", "atom:link"] | ["feed", "link"] => match attribute("rel").as_str() {
                "self" => self.own = attribute("href"),
                "alternate" => self.link = attribute("href"),
                _ => {}
            },
            ["rss", "channel", "item", "enclosure"] => {
                self.enclose(Enclosure { url: attribute("url"), kind: attribute("type"), length: attribute("length") })
            }
            ["feed", "entry", "link"] => match attribute("rel").as_str() {
                "enclosure" => self.enclose(Enclosure {
                    url: attribute("href"),
                    kind: attribute("type"),
                    length: attribute("length"),
                }),
                "alternate" | "" => self.entry(|entry| entry.link = attribute("href")),
                _ => {}
            },
            _ => {}
        }
    }

    /// What an element holds.
    fn close(&mut self, path: &[String], text: &str) {
        let text = text.to_owned();
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["rss", "channel", "title"] | ["feed", "title"] => self.title = text,
            ["rss", "channel", "link"] => self.link = text,
            ["rss", "channel", "description"] | ["feed", "subtitle"] => self.description = text,
            ["rss", "channel", "language"] => self.language = text,
            ["feed", "author"] => self.authors += 1,
            ["rss", "channel", "item", name] | ["feed", "entry", name] => match *name {
                "guid" | "id" => self.entry(|entry| entry.id = text),
                "title" => self.entry(|entry| entry.title = text),
                "link" if !text.is_empty() => self.entry(|entry| entry.link = text),
                "pubDate" | "published" => self.entry(|entry| entry.published = text),
                "updated" | "dcterms:modified" => self.entry(|entry| entry.updated = text),
                "description" | "summary" => self.entry(|entry| entry.summary = text),
                "content" | "content:encoded" => self.entry(|entry| entry.content = text),
                "dc:creator" | "author" => self.entry(|entry| entry.authors += 1),
                _ => {}
            },
            _ => {}
        }
    }

    fn entry(&mut self, set: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.entries.last_mut() {
            set(entry);
        }
    }

    fn enclose(&mut self, enclosure: Enclosure) {
        self.entry(|entry| entry.enclosures.push(enclosure));
    }

    fn faults(&self, moment: i64) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut found = |code: Code, message: &str, hint: &str, key: &'static str| {
            let (message, hint) = (message.to_owned(), hint.to_owned());
            faults.push(Fault { code, message, hint, culprit: Culprit::Configuration(key) });
        };
        if self.title.is_empty() {
            found(Code::FeedFormat, "a feed has no title", "write `title` in byline.yaml", "title");
        }
        if self.is_rss && self.description.is_empty() {
            found(Code::FeedFormat, "a feed has no description", "write `description` in byline.yaml", "description");
        }
        if [&self.link, &self.own].iter().any(|address| !is_absolute(address)) {
            let message = "a feed does not name its address, or that of its page";
            found(Code::FeedFormat, message, "write `url` in byline.yaml", "url");
        }
        // The zone of the language, `GB` of `en-GB`.
        if !self.language.contains('-') {
            let message =
                format!("the language of feeds, `{}`, has no region, and Apple News wants one", self.language);
            found(Code::AppleNews, &message, "write it with the country, such as `language: en-GB`", "language");
        }
        if self.own.starts_with("http://") {
            let message = "feeds stand at an address without TLS, and Apple News wants one that begins with `https`";
            found(Code::AppleNews, message, "write `url: https://…`, and let the host answer there", "url");
        }
        let mut ids = BTreeSet::new();
        for entry in &self.entries {
            if !ids.insert(&entry.id) {
                let message = format!("the id `{}` stands twice in a feed", entry.id);
                let hint = "give one of the articles another `id`".to_owned();
                let culprit = Culprit::ArticleAt(entry.link.clone(), &["id", "title"]);
                faults.push(Fault { code: Code::FeedFormat, message, hint, culprit });
            }
            entry.faults(self, moment, &mut faults);
        }
        faults
    }
}

impl Entry {
    fn faults(&self, feed: &Feed, moment: i64, faults: &mut Vec<Fault>) {
        let mut found = |code: Code, message: String, hint: &str, keys: &'static [&'static str]| {
            let culprit = Culprit::ArticleAt(self.link.clone(), keys);
            faults.push(Fault { code, message, hint: hint.to_owned(), culprit });
        };
        let lacking = [
            ("id", self.id.is_empty()),
            ("title", self.title.is_empty()),
            ("address", !is_absolute(&self.link)),
            ("date", self.published.is_empty()),
            ("author", self.authors + feed.authors == 0),
        ];
        for (what, _) in lacking.iter().filter(|(_, lacks)| *lacks) {
            let message = format!("the entry in feeds has no {what}");
            found(Code::FeedFormat, message, "write it in the front matter", &["title"]);
        }
        let is_later = |text: &str| self::moment(text).is_some_and(|at| at.as_second() > moment);
        if is_later(&self.published) {
            let message =
                "`date` is still to come: readers' programs hide such entries or show them for good".to_owned();
            found(Code::FeedFormat, message, "publish without `--future`", &["date"]);
        }
        if is_later(&self.updated) {
            let message = "`updated` is still to come: readers' programs take the entry for new until then".to_owned();
            found(Code::FeedFormat, message, "write when it was changed", &["updated"]);
        }
        for enclosure in &self.enclosures {
            if feed.is_rss && enclosure.length.parse::<u64>().unwrap_or(0) == 0 {
                let message = format!("the size of `{}` is not known, and RSS wants it", enclosure.url);
                found(Code::FeedFormat, message, "write `bytes` beside `src` of `audio`", &["audio"]);
            }
            if enclosure.kind.is_empty() || !is_absolute(&enclosure.url) {
                let message = format!("the recording `{}` has no type, or no whole address", enclosure.url);
                found(Code::FeedFormat, message, "write a whole address with a usual ending", &["audio"]);
            }
        }
        for address in relative(&self.content).into_iter().chain(relative(&self.summary)) {
            let message =
                format!("`{address}` in the text is not absolute in feeds: readers' programs cannot follow it");
            found(Code::FeedFormat, message, "write it as a link in Markdown, or with the site's address", &["title"]);
        }
        let length = self.title.chars().count();
        if !(SHORTEST_TITLE..=LONGEST_TITLE).contains(&length) {
            let message =
                format!("the title has {length} characters, and Apple News wants {SHORTEST_TITLE} to {LONGEST_TITLE}");
            found(Code::AppleNews, message, "write a longer or shorter `title`", &["title"]);
        }
        if has_tag(&self.title) {
            let message = "the title holds HTML, which Apple News leaves out".to_owned();
            found(Code::AppleNews, message, "write the title without tags", &["title"]);
        }
        if self.summary.is_empty() && self.content.is_empty() {
            let message = "the entry in feeds has no text, and Apple News wants a description".to_owned();
            found(Code::AppleNews, message, "write `description`, or a body", &["description", "title"]);
        }
        if self.content.is_empty() && ends_with_link(&self.summary) {
            let message = "the excerpt ends with a link, which Apple News leaves out".to_owned();
            found(Code::AppleNews, message, "end the `description` without one", &["description", "title"]);
        }
    }
}

/// What `&name;` stands for.
fn reference(name: &str) -> String {
    match quick_xml::escape::unescape(&format!("&{name};")) {
        Ok(text) => text.into_owned(),
        Err(_) => String::new(),
    }
}

fn is_absolute(address: &str) -> bool {
    address.split_once("://").is_some_and(|(scheme, rest)| matches!(scheme, "http" | "https") && !rest.is_empty())
}

/// A moment as RSS or RFC 3339 writes it.
fn moment(text: &str) -> Option<Timestamp> {
    let of_mail = || jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    text.parse().ok().or_else(of_mail)
}

/// The addresses of a piece of HTML that lead nowhere from outside of their page.
fn relative(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let leads_on = |address: &str| {
        let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
        !scheme.is_empty() && scheme.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '+' | '-' | '.'))
    };
    for token in Scanner::new(html, None) {
        let Token::Open(tag) = token else { continue };
        for attribute in &tag.attributes {
            let Some(range) = attribute.inner.clone() else { continue };
            let value = &html[range];
            match html[attribute.name.clone()].to_ascii_lowercase().as_str() {
                "href" | "src" | "poster" if !leads_on(value) => found.push(value),
                "srcset" => {
                    found.extend(srcset_addresses(value).into_iter().map(|at| &value[at]).filter(|one| !leads_on(one)));
                }
                _ => {}
            }
        }
    }
    found
}

fn has_tag(title: &str) -> bool {
    Scanner::new(title, None).any(|token| matches!(token, Token::Open(_) | Token::Close(_)))
}

/// Whether the last words of a piece of HTML are a link.
fn ends_with_link(html: &str) -> bool {
    let trimmed = html.trim_end().trim_end_matches(['.', '…']).trim_end();
    let without_blocks = ["</p>", "</div>"].iter().fold(trimmed, |text, end| text.trim_end_matches(end).trim_end());
    without_blocks.trim_end_matches(['.', '…']).trim_end().ends_with("</a>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(xml: &str) -> Vec<String> {
        let mut found: Vec<String> =
            faults_of_feed(xml.as_bytes(), "feed.xml", 0).into_iter().map(|fault| fault.message).collect();
        found.sort();
        found
    }

    #[test]
    fn a_feed_that_is_right_has_no_faults() {
        let xml = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Herald &amp; Post</title><link>https://herald.example/</link>\
            <description>News.</description><language>en-GB</language><atom:link rel=\"self\" href=\"https://herald.example/feed.xml\"/>\
            <item><title>The harbour floods again</title><link>https://herald.example/a/</link><guid>1</guid>\
            <pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate><dc:creator>Anna Sze</dc:creator>\
            <content:encoded><![CDATA[<p><a href=\"https://herald.example/b/\">x</a></p>]]></content:encoded></item></channel></rss>";
        assert_eq!(messages(xml), [""; 0]);
    }

    #[test]
    fn an_excerpt_that_ends_with_a_link_is_found_and_one_that_holds_a_link_is_not() {
        assert!(ends_with_link("<p>It rose. <a href=\"x\">Read more</a>…</p>\n"));
        assert!(!ends_with_link("<p>It rose, <a href=\"x\">they say</a>, again.</p>"));
    }
}
