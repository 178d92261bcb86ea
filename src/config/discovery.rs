//! Reading what a site says to readers' programs and to search engines: `feeds:`, `sitemap:`, `robots:`, `publisher:`, `social:`, `icons:`,
//! `llms:`, `security:` and `humans:`.

use std::collections::BTreeMap;

use super::load::{count, named};
use super::{TimeZone, check};
use crate::article::Moment;
use crate::article::date::parse_date;
use crate::diagnostic::{Code, Place};
use crate::keys::{Found, Reader, Scope};
use crate::path::{OutputPath, forbidden_character};

/// How many entries a feed has unless the site says otherwise.
const FEED_ITEMS: usize = 20;

/// The feeds of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feeds {
    /// In which formats each is written.
    pub formats: Vec<FeedFormat>,
    /// Of what there are feeds: `site`, `sections`, or the name of a taxonomy.
    pub of: Vec<String>,
    /// How many entries a feed has, at least 1.
    pub items: usize,
    /// Whether an entry holds the whole article, or its excerpt.
    pub full_text: bool,
    /// Whether older entries stand in documents of their own (RFC 5005, section 4).
    pub archive: bool,
    /// The WebSub hub that tells subscribers of what is new.
    pub hub: Option<String>,
    /// The files' names, where they are not the usual ones.
    pub names: BTreeMap<FeedFormat, String>,
}

/// A format of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedFormat {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// Every format, with its name in the configuration.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Rss, "rss"), (Self::Atom, "atom"), (Self::Json, "json")];

    /// The format of this name.
    fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| *own == name).map(|(format, _)| *format)
    }

    /// The name of a feed's file, unless the site has another.
    pub fn usual_name(self) -> &'static str {
        match self {
            Self::Rss => "feed.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

impl Default for Feeds {
    fn default() -> Self {
        let of = ["site", "sections", "topic", "author", "series"];
        Self {
            formats: vec![FeedFormat::Rss],
            of: of.map(str::to_owned).to_vec(),
            items: FEED_ITEMS,
            full_text: true,
            archive: false,
            hub: None,
            names: BTreeMap::new(),
        }
    }
}

impl Feeds {
    /// The name of a feed's file in a format.
    pub fn name(&self, format: FeedFormat) -> &str {
        self.names.get(&format).map_or(format.usual_name(), String::as_str)
    }
}

/// The sitemaps of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Under which name the articles of the last two days are announced to news search, where they are.
    pub news: Option<String>,
}

/// What `robots.txt` says besides where the sitemaps are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    /// The paths that no robot shall fetch.
    pub disallow: Vec<String>,
    /// The paths that single robots shall not fetch, by their names.
    pub agents: Vec<(String, Vec<String>)>,
}

/// Who publishes the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publisher {
    /// The name; `None`: the site's title.
    pub name: Option<String>,
    /// The address of the site's file with the logo, as written.
    pub logo: Option<String>,
    /// The publisher's own address; `None`: the site's.
    pub url: Option<String>,
    /// The publisher's pages elsewhere.
    pub links: Vec<String>,
    /// Whether it is a news organization, and not any other one.
    pub is_news: bool,
    /// Where the logo stands in the file.
    pub logo_place: Option<Place>,
}

/// What share cards show where a page has nothing of its own for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Social {
    /// The address of the site's file with the picture, as written.
    pub image: Option<String>,
    /// What it shows.
    pub alt: Option<String>,
    /// The site's account at X, with its `@`.
    pub account: Option<String>,
    /// Where the picture stands in the file.
    pub image_place: Option<Place>,
}

/// Whom to tell of holes in the site's security (RFC 9116).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// Addresses, the preferred first: `mailto:`, `https:` or `tel:`.
    pub contact: Vec<String>,
    /// Until when this is to be relied on.
    pub expires: Moment,
    /// Where that date stands in the file.
    pub expires_place: Place,
    /// The other fields, by their names in the file, each with its addresses.
    pub others: Vec<(&'static str, Vec<String>)>,
    /// The languages that reports may be written in.
    pub languages: Vec<String>,
}

/// Which of the types that search engines know articles are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum SchemaType {
    /// News.
    #[default]
    NewsArticle,
    /// Any article.
    Article,
    /// A post of a blog.
    BlogPosting,
}

impl SchemaType {
    /// The type for which `article_type:` has this word.
    pub fn of_word(word: &str) -> Self {
        match word {
            "article" => Self::Article,
            "blog" => Self::BlogPosting,
            _ => Self::NewsArticle,
        }
    }

    /// Its name at schema.org.
    pub fn name(self) -> &'static str {
        match self {
            Self::NewsArticle => "NewsArticle",
            Self::Article => "Article",
            Self::BlogPosting => "BlogPosting",
        }
    }
}

/// `feeds:`; `None`: there are none.
pub(super) fn feeds(reader: &mut Reader<'_, '_>) -> Option<Feeds> {
    let Some(mut inner) = map_or_flag(reader, "feeds", Scope::Feeds) else {
        return flag(reader, "feeds", true).then(Feeds::default);
    };
    let defaults = Feeds::default();
    let formats = formats(&mut inner);
    let of = inner.find("of").map(|found| texts(&mut inner, &found));
    let full_text = inner.choice("text").map(|word| word == "full");
    let feeds = Feeds {
        formats: if formats.is_empty() { defaults.formats } else { formats },
        of: of.unwrap_or(defaults.of),
        items: count(&mut inner, "items").unwrap_or(defaults.items),
        full_text: full_text.unwrap_or(defaults.full_text),
        archive: inner.flag("archive").unwrap_or(defaults.archive),
        hub: address(&mut inner, "hub"),
        names: names(&mut inner),
    };
    reader.faults.append(&mut inner.finish().1);
    Some(feeds)
}

/// Reports feeds of what the site does not have.
pub(super) fn report_unknown(feeds: Option<&Feeds>, taxonomies: &[super::Taxonomy], reader: &mut Reader<'_, '_>) {
    let Some(feeds) = feeds.filter(|feeds| **feeds != Feeds::default()) else { return };
    let usual = Feeds::default().of;
    let known = |name: &String| usual.contains(name) || taxonomies.iter().any(|taxonomy| taxonomy.name == *name);
    let Some(found) = reader.find("feeds") else { return };
    for name in feeds.of.iter().filter(|name| !known(name)) {
        let names = ["site", "sections"].into_iter().chain(taxonomies.iter().map(|taxonomy| taxonomy.name.as_str()));
        let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
        let hint = format!("there are feeds of {}", names.join(", "));
        let message = format!("`{name}` of `of` is nothing that has feeds");
        reader.fault(Code::InvalidValue, &found, message, Some(hint));
    }
}

fn names(inner: &mut Reader<'_, '_>) -> BTreeMap<FeedFormat, String> {
    let mut names = BTreeMap::new();
    for (format, found) in named(inner, "names") {
        let Some(format) = FeedFormat::of_name(format) else {
            inner.invalid(&found, &format!("`{format}` of `names` is no format: expected `rss`, `atom` or `json`"));
            continue;
        };
        let name = found.node.text().unwrap_or_default();
        let is_name = !name.is_empty() && !name.contains(['/', '\\']) && OutputPath::new(name).is_some();
        if is_name && forbidden_character(name).is_none() {
            names.insert(format, name.to_owned());
        } else {
            inner.invalid(&found, &format!("`{name}` of `names` is no name of a file"));
        }
    }
    names
}

/// `sitemap:`; `None`: there is none.
pub(super) fn sitemap(reader: &mut Reader<'_, '_>, title: &str) -> Option<Sitemap> {
    let Some(mut inner) = map_or_flag(reader, "sitemap", Scope::Sitemap) else {
        return flag(reader, "sitemap", true).then(Sitemap::default);
    };
    let news = inner.find("news").and_then(|found| match (found.node.flag(), found.node.text()) {
        (Some(flag), _) => flag.then(|| title.to_owned()),
        (None, Some(name)) => Some(name.to_owned()),
        (None, None) => {
            inner.wrong_type(&found, "`true`, `false` or the name of the publication");
            None
        }
    });
    reader.faults.append(&mut inner.finish().1);
    Some(Sitemap { news })
}

/// `robots:`; `None`: there is no `robots.txt`.
pub(super) fn robots(reader: &mut Reader<'_, '_>) -> Option<Robots> {
    let Some(mut inner) = map_or_flag(reader, "robots", Scope::Robots) else {
        return flag(reader, "robots", true).then(Robots::default);
    };
    let disallow = inner.find("disallow").map(|found| paths(&mut inner, &found)).unwrap_or_default();
    let agents = named(&mut inner, "agents").into_iter();
    let agents = agents.map(|(name, found)| (name.to_owned(), paths(&mut inner, &found))).collect();
    reader.faults.append(&mut inner.finish().1);
    Some(Robots { disallow, agents })
}

/// Paths of the site, each beginning with `/`.
fn paths<'n>(inner: &mut Reader<'_, 'n>, found: &Found<'n>) -> Vec<String> {
    let all = texts(inner, found);
    for path in all.iter().filter(|path| !path.starts_with('/') || path.contains(char::is_whitespace)) {
        inner.invalid(found, &format!("`{path}` is no path of the site: expected one such as `/search/`"));
    }
    all
}

/// `publisher:`.
pub(super) fn publisher(reader: &mut Reader<'_, '_>) -> Publisher {
    let Some(found) = reader.find("publisher") else { return Publisher::default() };
    if let Some(name) = found.node.text() {
        return Publisher { name: Some(name.to_owned()), ..Publisher::default() };
    }
    let Some(mut inner) = reader.inner(Scope::Publisher, &found) else { return Publisher::default() };
    let logo = inner.text("logo");
    let publisher = Publisher {
        name: inner.plain("name"),
        logo_place: logo.as_ref().map(|(_, found)| inner.place(found)),
        logo: logo.map(|(logo, _)| logo),
        url: address(&mut inner, "url"),
        links: addresses(&mut inner, "links", &["https", "http"]),
        is_news: inner.flag("news").unwrap_or(false),
    };
    reader.faults.append(&mut inner.finish().1);
    publisher
}

/// `social:`.
pub(super) fn social(reader: &mut Reader<'_, '_>) -> Social {
    let Some(found) = reader.find("social") else { return Social::default() };
    let Some(mut inner) = reader.inner(Scope::Social, &found) else { return Social::default() };
    let image = inner.text("image");
    let account = inner.plain("account").map(|name| format!("@{}", name.trim_start_matches('@')));
    let social = Social {
        image_place: image.as_ref().map(|(_, found)| inner.place(found)),
        image: image.map(|(image, _)| image),
        alt: inner.plain("alt"),
        account,
    };
    reader.faults.append(&mut inner.finish().1);
    social
}

/// `icons:`, each with where it stands.
pub(super) fn icons(reader: &mut Reader<'_, '_>) -> Vec<(String, Place)> {
    let Some(found) = reader.find("icons") else { return Vec::new() };
    super::mentions(reader, &found).into_iter().map(|icon| (icon.name, icon.place)).collect()
}

/// `security:`; `None` where there is none, and where it cannot be relied on as it is.
pub(super) fn security(reader: &mut Reader<'_, '_>, zone: &TimeZone) -> Option<Security> {
    let found = reader.find("security")?;
    let mut inner = reader.inner(Scope::Security, &found)?;
    let contact = addresses(&mut inner, "contact", &["mailto", "https", "tel"]);
    let others = [
        ("Encryption", addresses(&mut inner, "encryption", &["https", "dns", "openpgp4fpr"])),
        ("Acknowledgments", addresses(&mut inner, "acknowledgments", &["https"])),
        ("Policy", addresses(&mut inner, "policy", &["https"])),
        ("Hiring", addresses(&mut inner, "hiring", &["https"])),
    ];
    let languages = inner.texts("languages").into_iter().map(|(language, _)| language).collect();
    let expires = inner.text("expires");
    let is_written = (!contact.is_empty(), expires.is_some());
    if is_written == (false, false) && others.iter().all(|(_, all)| all.is_empty()) {
        reader.faults.append(&mut inner.finish().1);
        return None;
    }
    if is_written != (true, true) {
        let missing = if is_written.0 { "expires" } else { "contact" };
        let hint = "RFC 9116 asks for both `contact` and `expires`, a date within a year".to_owned();
        inner.fault(Code::Config, &found, format!("`security` has no `{missing}`"), Some(hint));
    }
    let expires = expires.and_then(|(text, found)| match parse_date(&text, zone, None) {
        Ok(moment) => Some((moment, inner.place(&found))),
        Err(error) => {
            inner.report(&found, error.diagnostic("expires", &text));
            None
        }
    });
    reader.faults.append(&mut inner.finish().1);
    let (expires, expires_place) = expires?;
    let others = others.into_iter().filter(|(_, addresses)| !addresses.is_empty()).collect();
    (!contact.is_empty()).then_some(Security { contact, expires, expires_place, others, languages })
}

/// The map of a key that may be a flag instead; `None` where it is none.
fn map_or_flag<'r, 'n>(reader: &mut Reader<'r, 'n>, name: &'static str, scope: Scope) -> Option<Reader<'r, 'n>> {
    let found = reader.find(name)?;
    if found.node.flag().is_some() {
        return None;
    }
    if found.node.entries().is_none() {
        reader.wrong_type(&found, "`true`, `false`, or a map");
        return None;
    }
    reader.inner(scope, &found)
}

/// A flag, where there is one; a fault of its type is reported already.
fn flag(reader: &mut Reader<'_, '_>, name: &'static str, default: bool) -> bool {
    reader.find(name).and_then(|found| found.node.flag()).unwrap_or(default)
}

fn texts<'n>(inner: &mut Reader<'_, 'n>, found: &Found<'n>) -> Vec<String> {
    inner.texts_of(found).into_iter().map(|(text, _)| text).collect()
}

/// The formats that are named; others are reported.
fn formats(inner: &mut Reader<'_, '_>) -> Vec<FeedFormat> {
    let Some(found) = inner.find("formats") else { return Vec::new() };
    let mut all = Vec::new();
    for text in texts(inner, &found) {
        match FeedFormat::of_name(&text) {
            Some(format) => all.push(format),
            None => inner.invalid(&found, &format!("`{text}` of `formats` is none of `rss`, `atom` and `json`")),
        }
    }
    all
}

/// An absolute address of the web.
fn address(inner: &mut Reader<'_, '_>, name: &'static str) -> Option<String> {
    let (text, found) = inner.text(name)?;
    match check::base_url(text.split(['?', '#']).next().unwrap_or_default()) {
        Ok(_) => Some(text),
        Err(message) => {
            inner.invalid(&found, &format!("`{text}` of `{name}` is no address: {message}"));
            None
        }
    }
}

/// Addresses with one of these schemes; others are reported.
fn addresses(inner: &mut Reader<'_, '_>, name: &'static str, schemes: &[&str]) -> Vec<String> {
    let Some(found) = inner.find(name) else { return Vec::new() };
    let (good, bad): (Vec<String>, Vec<String>) = texts(inner, &found).into_iter().partition(|text| {
        let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        scheme.is_some_and(|scheme| schemes.contains(&scheme.as_str())) && !text.contains(char::is_whitespace)
    });
    for text in bad {
        let schemes: Vec<String> = schemes.iter().map(|scheme| format!("`{scheme}:`")).collect();
        inner.invalid(&found, &format!("`{text}` of `{name}` does not begin with {}", schemes.join(" or ")));
    }
    good
}
