//! What programs find in the head of a page, besides what its template writes: share cards, feeds, icons, structured data.

use super::World;
use super::metadata::{Image, Metadata, configured, metadata};
use super::structured::{self, Named, stamp};
use crate::article::hides;
use crate::config::FeedFormat;
use crate::fingerprint::{Print, print};
use crate::path::UrlPath;
use crate::plan::{FeedOf, Page, Subject, markdown_address};

/// What robots may do with a page, unless its author says otherwise: show its pictures as large as they like
/// (Google, "Robots meta tag").
const ROBOTS: &str = "max-image-preview:large";

/// What a page says of itself.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// The title for share cards.
    pub(super) social_title: Option<&'a str>,
    /// What it holds.
    pub(super) description: Option<&'a str>,
    /// Its language.
    pub(super) language: &'a str,
    /// The address that search engines shall name.
    pub(super) canonical: Option<&'a str>,
}

/// What robots may do with a page that says `own` of it; nothing where it is not to be found anyway.
pub(super) fn robots(own: Option<&str>) -> String {
    let Some(own) = own else { return ROBOTS.to_owned() };
    if hides(own) || own.contains("max-image-preview") {
        return own.to_owned();
    }
    format!("{own}, {ROBOTS}")
}

/// The fingerprint of what [`html`] makes.
pub(super) fn head_print(world: &World, page: &Page, said: Said<'_>) -> Print {
    let Subject::Article(id) = page.subject else { return print(html(world, page, said).as_bytes()) };
    // Of an article it is a function of what is known of it, and of the feeds of its section.
    let mut parts = world.metadata_print(id).to_vec();
    for (_, url) in feeds(world, page) {
        parts.extend_from_slice(url.as_str().as_bytes());
        parts.push(0);
    }
    print(&parts)
}

/// The tags of a page's head.
pub(super) fn html(world: &World, page: &Page, said: Said<'_>) -> String {
    if matches!(page.subject, Subject::Redirect(_) | Subject::Gone) {
        return String::new();
    }
    let mut tags = Tags::default();
    for (number, (format, url)) in feeds(world, page).into_iter().enumerate() {
        let title = feed_title(world, page, number, format);
        tags.link(&[
            ("rel", "alternate"),
            ("type", format.media_type()),
            ("title", &title),
            ("href", &url.href(world.base())),
        ]);
    }
    icons(world, &mut tags);
    let article = match page.subject {
        Subject::Article(id) => Some(metadata(world, id)),
        _ => None,
    };
    if let (Subject::Article(id), true) = (&page.subject, world.config.llms) {
        let entry = &world.site.articles[*id];
        if let Some(url) = markdown_address(&entry.url).filter(|_| entry.is_indexable()) {
            tags.link(&[("rel", "alternate"), ("type", "text/markdown"), ("href", &url.href(world.base()))]);
        }
    }
    if !matches!(page.subject, Subject::NotFound | Subject::Output) {
        let url = world.absolute(&page.url);
        share_card(world, &mut tags, page, said, article.as_ref(), &url);
        let named = Named { title: said.title, url: &url, description: said.description, language: said.language };
        tags.out.push_str(&structured::scripts(world, page, named, article.as_ref()));
    }
    tags.out
}

/// The feeds that a page leads to: its own, then the whole site's.
fn feeds<'a>(world: &'a World, page: &Page) -> Vec<(FeedFormat, &'a UrlPath)> {
    let own = own_feed(world, page).map(|of| world.plan.feeds_of(of)).unwrap_or_default();
    own.iter().chain(world.plan.feeds_of(FeedOf::Site)).map(|(format, url)| (*format, url)).collect()
}

/// The feed of a page: that of the list that it is, or of the section of an article.
fn own_feed(world: &World, page: &Page) -> Option<FeedOf> {
    match &page.subject {
        Subject::Article(id) => Some(FeedOf::Section(world.site.articles[*id].section)),
        Subject::Section(index) => Some(FeedOf::Section(*index)),
        Subject::Term(taxonomy, term) => Some(FeedOf::Term(*taxonomy, *term)),
        _ => None,
    }
}

/// What a feed is called among those of a page: by what it is of, and by its format where there are several.
fn feed_title(world: &World, page: &Page, number: usize, format: FeedFormat) -> String {
    let own = own_feed(world, page).filter(|of| number < world.plan.feeds_of(*of).len());
    let title = world.feed_title(own.unwrap_or(FeedOf::Site));
    let formats = world.config.feeds.as_ref().map_or(0, |feeds| feeds.formats.len());
    if formats < 2 {
        return title;
    }
    let name = match format {
        FeedFormat::Rss => "RSS",
        FeedFormat::Atom => "Atom",
        FeedFormat::Json => "JSON",
    };
    format!("{title} ({name})")
}

impl World {
    /// What a feed is called.
    pub(super) fn feed_title(&self, of: FeedOf) -> String {
        let site = &self.config.title;
        match of {
            FeedOf::Site => site.clone(),
            FeedOf::Section(index) => format!("{site} – {}", self.site.sections[index].title.text),
            FeedOf::Term(taxonomy, term) => format!("{site} – {}", self.site.taxonomies[taxonomy].terms[term].name),
        }
    }

    /// The absolute address of the front page.
    pub(super) fn home(&self) -> String {
        self.absolute(&UrlPath::root())
    }
}

/// The site's icons, else the theme's, and the web manifest.
fn icons(world: &World, tags: &mut Tags) {
    let base = world.base();
    if let Some(icon) = world.theme.assets.get("icon.svg").filter(|_| world.config.icons.is_empty()) {
        tags.link(&[("rel", "icon"), ("href", &icon.url.href(base)), ("type", "image/svg+xml")]);
    }
    for (written, _) in &world.config.icons {
        let Some(link) = world.plan.links.configured.get(written) else { continue };
        let (href, kind) = (link.href(base), crate::content_type::of(written));
        match super::body::size(world, link) {
            Some((180, 180)) => tags.link(&[("rel", "apple-touch-icon"), ("href", &href)]),
            Some((width, height)) if kind != "image/svg+xml" => {
                let sizes = format!("{width}x{height}");
                tags.link(&[("rel", "icon"), ("href", &href), ("type", kind), ("sizes", &sizes)]);
            }
            _ => tags.link(&[("rel", "icon"), ("href", &href), ("type", kind)]),
        }
    }
    let manifest = UrlPath::new("/site.webmanifest").map(|url| url.href(base)).unwrap_or_default();
    tags.link(&[("rel", "manifest"), ("href", &manifest)]);
}

/// What social networks show of a page that is shared (ogp.me; X, "Cards markup").
fn share_card(world: &World, tags: &mut Tags, page: &Page, said: Said<'_>, article: Option<&Metadata<'_>>, url: &str) {
    let config = &world.config;
    let is_news = article.is_some_and(|article| article.is_article);
    let kind = match &page.subject {
        Subject::Term(taxonomy, _) if world.site.taxonomies[*taxonomy].taxonomy.name == "author" => "profile",
        _ if is_news => "article",
        _ => "website",
    };
    tags.property("og:site_name", &config.title);
    tags.property("og:type", kind);
    tags.property("og:title", said.social_title.unwrap_or(said.title));
    if let Some(description) = said.description.filter(|text| !text.is_empty()) {
        tags.property("og:description", description);
    }
    tags.property("og:url", said.canonical.unwrap_or(url));
    if let Some((language, region)) = said.language.split_once('-').filter(|(_, region)| region.len() == 2) {
        tags.property("og:locale", &format!("{language}_{}", region.to_uppercase()));
    }
    let social = &config.social;
    let own = article.and_then(|article| article.image.clone());
    let image = own.or_else(|| configured(world, social.image.as_deref()?, social.alt.as_deref()));
    if let Some(image) = &image {
        picture(tags, image);
    }
    if let Some(article) = article.filter(|_| is_news) {
        article_tags(tags, article);
    }
    tags.name("twitter:card", if image.is_some() { "summary_large_image" } else { "summary" });
    if let Some(account) = &social.account {
        tags.name("twitter:site", account);
    }
}

fn picture(tags: &mut Tags, image: &Image<'_>) {
    tags.property("og:image", &image.url);
    if let Some((width, height)) = image.size {
        tags.property("og:image:width", &width.to_string());
        tags.property("og:image:height", &height.to_string());
    }
    if let Some(alt) = image.alt.or(image.caption.map(|(text, _)| text)) {
        tags.property("og:image:alt", alt);
    }
}

/// What the vocabulary of share cards has for articles.
fn article_tags(tags: &mut Tags, article: &Metadata<'_>) {
    if let Some(moment) = article.published {
        tags.property("article:published_time", &stamp(moment));
    }
    if let Some(moment) = article.updated {
        tags.property("article:modified_time", &stamp(moment));
    }
    for url in article.authors.iter().filter_map(|person| person.url.as_deref()) {
        tags.property("article:author", url);
    }
    if let Some((section, _)) = article.sections.last() {
        tags.property("article:section", section);
    }
    for topic in &article.topics {
        tags.property("article:tag", topic);
    }
}

/// Tags, a line each.
#[derive(Default)]
struct Tags {
    out: String,
}

impl Tags {
    fn property(&mut self, name: &str, content: &str) {
        self.tag("meta", &[("property", name), ("content", content)]);
    }

    fn name(&mut self, name: &str, content: &str) {
        self.tag("meta", &[("name", name), ("content", content)]);
    }

    fn link(&mut self, attributes: &[(&str, &str)]) {
        self.tag("link", attributes);
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            super::body::escape_into(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push_str(">\n");
    }
}
