//! The rules of search engines for pages: Google's for articles ("Article structured data", "Influence your byline dates", "Google Images best
//! practices"), and what every page has to say of itself.

use jiff::Timestamp;
use serde_json::Value;

use super::{Culprit, Fault};
use crate::article::hides;
use crate::article::html::{Scanner, Tag, Token};
use crate::diagnostic::Code;

/// A headline may have so many characters before it is cut off.
const LONGEST_HEADLINE: usize = 110;
/// How many pixels a picture has at least.
const FEWEST_PIXELS: u64 = 50_000;
/// How wide a picture is at least that is shown large.
const LARGE_PREVIEW: u64 = 1200;
/// The pictures that search engines read.
const READ_PICTURES: [&str; 8] = ["avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];
/// The types that articles have at schema.org.
const ARTICLES: [&str; 4] = ["NewsArticle", "Article", "BlogPosting", "LiveBlogPosting"];

/// What is asked of a page.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Whether it is an article, and not a list or a page of documentation.
    pub is_article: bool,
    /// Whether search engines may show it.
    pub is_indexable: bool,
    /// Whether its article is announced to news search, which wants more.
    pub is_news: bool,
    /// The paths that robots do not fetch, and what comes before each in an address.
    pub disallowed: &'a [String],
    /// The site's address, without a slash at its end.
    pub origin: &'a str,
    /// The moment for which the page was made, in seconds since 1970.
    pub moment: i64,
}

/// What of a page its rules ask about.
#[derive(Debug, Default)]
struct Page {
    language: String,
    titles: Vec<String>,
    canonical: Vec<String>,
    robots: Vec<String>,
    properties: Vec<String>,
    headings: usize,
    /// The values of `datetime`.
    times: Vec<String>,
    /// Structured data, and whether each parses.
    data: Vec<Option<Value>>,
}

/// What search engines would hold against a page.
pub fn faults_of_page(html: &str, asked: Asked<'_>) -> Vec<Fault> {
    let page = Page::read(html);
    let mut faults = Vec::new();
    page.say_what_it_is(asked, &mut faults);
    if asked.is_article && asked.is_indexable {
        match page.article() {
            Some(article) => {
                headline(article, &mut faults);
                authors(article, &mut faults);
                dates(article, &page.times, asked, &mut faults);
                picture(article, asked, &mut faults);
            }
            None => {
                let message = "the page holds no structured data of its article".to_owned();
                faults.push(markup(message, "print `{{ page.head }}` in the page's head"));
            }
        }
    }
    faults
}

impl Page {
    fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut open: Option<String> = None;
        let mut depth_of_pictures = 0_usize;
        for token in Scanner::new(html, None) {
            match token {
                Token::Open(tag) => {
                    let name = html[tag.name.clone()].to_ascii_lowercase();
                    depth_of_pictures += usize::from(name == "svg" && !tag.closes_itself);
                    page.tag(&name, html, &tag);
                    let is_data = name == "script"
                        && value(html, &tag, "type")
                            .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
                    // The title of a drawing is not the page's.
                    open = (is_data || name == "title" && depth_of_pictures == 0).then_some(name);
                }
                Token::RawText(range) => match open.take().as_deref() {
                    Some("title") => page.titles.push(html[range].trim().to_owned()),
                    Some(_) => page.data.push(serde_json::from_str(&html[range]).ok()),
                    None => {}
                },
                Token::Close(tag) => {
                    let name = html[tag.name.clone()].to_ascii_lowercase();
                    depth_of_pictures -= usize::from(name == "svg" && depth_of_pictures > 0);
                }
                _ => {}
            }
        }
        page
    }

    fn tag(&mut self, name: &str, html: &str, tag: &Tag) {
        let text = |key: &str| value(html, tag, key).unwrap_or_default();
        match name {
            "html" => self.language = text("lang"),
            "h1" => self.headings += 1,
            "time" => self.times.extend(value(html, tag, "datetime")),
            "link" if text("rel").eq_ignore_ascii_case("canonical") => self.canonical.push(text("href")),
            "meta" if matches!(text("name").to_ascii_lowercase().as_str(), "robots" | "googlebot") => {
                self.robots.push(text("content").to_ascii_lowercase());
            }
            "meta" => self.properties.extend(value(html, tag, "property")),
            _ => {}
        }
    }

    /// The article of its structured data.
    fn article(&self) -> Option<&Value> {
        let is_article = |node: &&Value| node["@type"].as_str().is_some_and(|kind| ARTICLES.contains(&kind));
        self.data.iter().flatten().flat_map(nodes).find(is_article)
    }

    /// What every page says of itself.
    fn say_what_it_is(&self, asked: Asked<'_>, faults: &mut Vec<Fault>) {
        let mut found = |message: &str, hint: &str| faults.push(markup(message.to_owned(), hint));
        if self.titles.iter().all(String::is_empty) {
            found("the page has no title", "write `<title>` in the page's head");
        } else if self.titles.len() > 1 {
            found("the page has more than one title", "write `<title>` once");
        }
        if self.language.is_empty() {
            found("the page does not say its language", "write `<html lang=\"{{ page.language }}\">`");
        }
        if self.data.iter().any(Option::is_none) {
            found(
                "structured data of the page does not parse",
                "write JSON in `<script type=\"application/ld+json\">`",
            );
        }
        if self.canonical.len() > 1 {
            found("the page names more than one canonical address", "write `<link rel=\"canonical\">` once");
        }
        if self.canonical.iter().any(|address| !address.contains("://")) {
            found(
                "the canonical address of the page is not absolute",
                "write `<link rel=\"canonical\" href=\"{{ page.canonical }}\">`",
            );
        }
        let hides = self.robots.iter().any(|words| hides(words));
        if asked.is_indexable && hides {
            found(
                "the page asks not to be found, but the sitemap lists it",
                "take `noindex` out of the template, or write `robots: noindex` in the front matter of what it shows",
            );
        }
        if asked.is_article && self.headings == 0 {
            found("the page has no main heading", "write the headline as `<h1>`");
        }
        if asked.is_article && asked.is_indexable && !self.properties.iter().any(|name| name == "og:title") {
            found("the page has no title for share cards", "print `{{ page.head }}` in the page's head");
        }
        if asked.is_article && self.headings > 1 {
            let message = format!("the page has {} main headings, and search engines want one", self.headings);
            let hint = "begin the headings of the body with `##`".to_owned();
            faults.push(Fault { code: Code::SearchHeadline, message, hint, culprit: Culprit::Article(&["title"]) });
        }
    }
}

fn markup(message: String, hint: &str) -> Fault {
    Fault { code: Code::SearchMarkup, message, hint: hint.to_owned(), culprit: Culprit::Template }
}

/// The objects of a script: it may hold one, several, or a graph of them.
fn nodes(data: &Value) -> Vec<&Value> {
    match data {
        Value::Array(all) => all.iter().flat_map(nodes).collect(),
        Value::Object(one) => std::iter::once(data).chain(one.get("@graph").into_iter().flat_map(nodes)).collect(),
        _ => Vec::new(),
    }
}

/// One value, or each of a list.
fn each(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    }
}

fn headline(article: &Value, faults: &mut Vec<Fault>) {
    let length = article["headline"].as_str().unwrap_or_default().chars().count();
    if length > LONGEST_HEADLINE {
        faults.push(Fault {
            code: Code::SearchHeadline,
            message: format!(
                "the headline has {length} characters, and search engines cut it off after {LONGEST_HEADLINE} or sooner"
            ),
            hint: "write a shorter `title`; the rest may go into `description`".to_owned(),
            culprit: Culprit::Article(&["title"]),
        });
    }
}

fn authors(article: &Value, faults: &mut Vec<Fault>) {
    const KEYS: &[&str] = &["authors", "byline", "title"];
    let fault = |message: String, hint: &str| Fault {
        code: Code::SearchAuthor,
        message,
        hint: hint.to_owned(),
        culprit: Culprit::Article(KEYS),
    };
    let all = each(&article["author"]);
    let publisher = &article["publisher"]["name"];
    if all.is_empty() || all.iter().all(|author| author["name"] == *publisher && author["@type"] != "Person") {
        faults.push(fault(
            "no author is named, and search engines want one".to_owned(),
            "write `authors: [Anna Sze]`; where nobody signs, name the desk and write a profile with `kind: organization` for it",
        ));
    }
    for author in all.into_iter().filter(|author| author["@type"] == "Person") {
        let name = author["name"].as_str().unwrap_or_default();
        if let Some(more) = more_than_a_name(name) {
            faults.push(fault(
                format!("the author `{name}` {more}, and search engines want the name alone"),
                "write each author as an item of `authors`; what they do is `role` in their profile",
            ));
        }
    }
}

/// What the name of a person holds that belongs elsewhere.
fn more_than_a_name(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    // A suffix belongs to the name.
    let lower = [", jr.", ", jr", ", sr.", ", sr", ", ii", ", iii"]
        .iter()
        .find_map(|end| lower.strip_suffix(end))
        .unwrap_or(&lower);
    let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if ["by ", "by: ", "posted by ", "written by "].iter().any(|start| lower.starts_with(start)) {
        Some("begins as a byline does")
    } else if has(&[" and ", " & ", "; ", " / "]) {
        Some("is more than one person")
    } else if has(&["@", "://"]) {
        Some("holds an address")
    } else if has(&[", ", " | ", " – ", " — ", " ("]) {
        Some("holds more than a name")
    } else if lower.contains('<') {
        Some("holds HTML")
    } else {
        None
    }
}

fn dates(article: &Value, times: &[String], asked: Asked<'_>, faults: &mut Vec<Fault>) {
    let mut fault = |message: &str, hint: &str, culprit: Culprit| {
        let (message, hint) = (message.to_owned(), hint.to_owned());
        faults.push(Fault { code: Code::SearchDate, message, hint, culprit });
    };
    let Some(published) = article["datePublished"].as_str() else {
        let message = "the article has no date, and search engines guess one";
        return fault(message, "write `date: 2026-05-01T09:00`", Culprit::Article(&["date", "title"]));
    };
    let Some(moment) = moment(published) else {
        let message = "`datePublished` of the page's structured data is no date with a time and its zone";
        return fault(message, "print `{{ page.head }}` in the page's head", Culprit::Template);
    };
    let shown: Vec<&String> = times.iter().filter(|time| is_same(time, published, moment)).collect();
    match shown.first() {
        None => fault(
            "the page does not show the date that its structured data names",
            "print the date where readers see it, `<time datetime=\"{{ article.date.iso }}\">`",
            Culprit::Template,
        ),
        Some(_) if asked.is_news && shown.iter().all(|time| !time.contains('T')) => fault(
            "the date has no time of day, and news search wants one",
            "write it as `2026-05-01T09:00`, with a zone where it is not the site's",
            Culprit::Article(&["date"]),
        ),
        Some(_) => {}
    }
    for (name, keys) in [("datePublished", &["date"] as &[&str]), ("dateModified", &["updated", "date"])] {
        let later = article[name].as_str().and_then(self::moment).is_some_and(|at| at.as_second() > asked.moment);
        if later {
            let message = format!("`{}` is still to come, and search engines take no such date", keys[0]);
            let hint = "write when it was published or changed; `byline next` lists what is scheduled";
            fault(&message, hint, Culprit::Article(keys));
        }
    }
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// Whether a `datetime` is this moment: the same instant, or its day where it has no time.
fn is_same(time: &str, published: &str, moment: Timestamp) -> bool {
    match time.parse::<Timestamp>() {
        Ok(other) => other == moment,
        Err(_) => time.len() == 10 && published.starts_with(time),
    }
}

fn picture(article: &Value, asked: Asked<'_>, faults: &mut Vec<Fault>) {
    const KEYS: &[&str] = &["image"];
    let mut fault = |message: String, hint: &str, culprit: Culprit| {
        faults.push(Fault { code: Code::SearchPicture, message, hint: hint.to_owned(), culprit });
    };
    let pictures = each(&article["image"]);
    let Some(first) = pictures.first() else {
        let message = "the article has no lead picture, and search engines show none beside it".to_owned();
        return fault(message, "write `image: photo.jpg`", Culprit::Article(&["image", "title"]));
    };
    let address = first.as_str().or_else(|| first["url"].as_str()).unwrap_or_default();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending =
        path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_lowercase());
    if let Some(ending) = ending.filter(|ending| !READ_PICTURES.contains(&ending.as_str())) {
        let message = format!("the lead picture is `.{ending}`, which search engines do not read");
        fault(message, "convert it to JPEG, PNG, WebP or AVIF", Culprit::Article(KEYS));
    }
    if let (Some(width), Some(height)) = (first["width"].as_u64(), first["height"].as_u64()) {
        // A drawing has no pixels of its own.
        if !path.ends_with(".svg") && width * height < FEWEST_PIXELS {
            let message =
                format!("the lead picture has {width} × {height} pixels, and search engines want 50,000 in all");
            fault(message, "take a larger one", Culprit::Article(KEYS));
        } else if !path.ends_with(".svg") && width < LARGE_PREVIEW {
            let message = format!("the lead picture is {width} pixels wide, and a large preview takes {LARGE_PREVIEW}");
            fault(message, "take a larger one", Culprit::Article(KEYS));
        }
    }
    let own = address.strip_prefix(asked.origin).filter(|path| path.starts_with('/'));
    if let Some(rule) = own.and_then(|own| asked.disallowed.iter().find(|rule| is_disallowed(rule, own))) {
        let message = format!("`robots.txt` keeps robots from `{rule}`, where the lead picture of an article lies");
        fault(message, "take the path out of `robots`, or move the picture", Culprit::Configuration("robots"));
    }
}

/// Whether a rule of `robots.txt` covers a path (RFC 9309, section 2.2.2).
fn is_disallowed(rule: &str, path: &str) -> bool {
    let (rule, is_whole) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut ends_open = false;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        ends_open = part.is_empty();
    }
    !is_whole || ends_open || rest.is_empty()
}

/// The value of an attribute, as text.
fn value(html: &str, tag: &Tag, name: &str) -> Option<String> {
    let text = tag.value(html, name)?;
    Some(text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_robots_cover_what_begins_with_them_and_what_their_stars_stand_for() {
        for (rule, path, is) in [
            ("/pictures/", "/pictures/a.jpg", true),
            ("/pictures/", "/news/pictures/", false),
            ("/*.jpg", "/news/a.jpg", true),
            ("/*.jpg$", "/news/a.jpg?x", false),
            ("/news/*", "/news/a", true),
            ("/", "/x", true),
        ] {
            assert_eq!(is_disallowed(rule, path), is, "{rule} {path}");
        }
    }

    #[test]
    fn a_name_alone_is_a_name() {
        for name in [
            "Anna Sze",
            "Andrew Anders",
            "Byron Byrne",
            "José María O'Neill-Díaz",
            "Sammy Davis Jr.",
            "Sammy Davis, Jr.",
        ] {
            assert_eq!(more_than_a_name(name), None, "{name}");
        }
        for name in [
            "By Anna Sze",
            "Anna Sze and Ben Okafor",
            "Anna Sze, Chief Reporter",
            "anna@herald.example",
            "Anna Sze (Reuters)",
        ] {
            assert!(more_than_a_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn the_title_of_a_drawing_is_not_the_pages() {
        let page = Page::read("<html lang=en><title>News</title><svg><title>Menu</title></svg><h1>News</h1>");
        assert_eq!((page.titles.as_slice(), page.headings), (["News".to_owned()].as_slice(), 1));
    }
}
