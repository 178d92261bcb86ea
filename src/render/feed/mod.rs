//! Feeds: what readers' programs are told of a list of articles, in the formats that they read.

use std::sync::Arc;

use uuid::Uuid;

use super::metadata::{Metadata, metadata};
use super::show::{Part, Prints, Reading, Show};
use super::{World, body};
use crate::article::Moment;
use crate::config::FeedFormat;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Print;
use crate::plan::{FeedOf, Listing, Page};
use crate::site::{ArticleId, feed_id};

mod atom;
mod content;
mod json;
mod rss;

/// A feed, or a document of its archive.
struct Feed<'a> {
    /// What it is called.
    title: String,
    /// What it holds.
    description: String,
    /// Its permanent id.
    id: String,
    /// The page of which it is the feed.
    home: String,
    /// Its own address.
    own: String,
    /// The document with the newest entries, where this one belongs to an archive.
    current: Option<String>,
    /// The document with the next older entries.
    older: Option<String>,
    /// The document with the next newer entries, of the oldest one.
    newer: Option<String>,
    /// Whether it is a document of an archive, which does not change.
    is_archived: bool,
    /// The hub that tells of what is new.
    hub: Option<&'a str>,
    /// The site's language.
    language: &'a str,
    /// The address of a style sheet for those who look at it in a browser.
    style: Option<String>,
    /// The site's icon.
    icon: Option<String>,
    /// Who publishes it, and where.
    publisher: (&'a str, String),
    /// The latest date of a change among its entries.
    changed: Option<Moment>,
    /// Its entries, the newest first.
    entries: Vec<Entry<'a>>,
}

/// An article in a feed.
struct Entry<'a> {
    about: Metadata<'a>,
    /// The later one of its dates.
    changed: Moment,
    /// The whole text as HTML, or the excerpt, with absolute addresses and without what readers' programs do not run.
    html: Arc<str>,
    /// Whether that is the whole text.
    is_whole: bool,
}

/// The fingerprint of a feed: of everything that is in it; and its parts where they are asked for.
pub(super) fn feed_print(
    world: &World,
    page: &Page,
    of: FeedOf,
    reading: &Reading,
    parts: bool,
) -> (Print, Vec<(Part, Print)>) {
    let show = Prints::new(world, &reading.closure.words, &reading.shelf, parts);
    show.text(&world.feed_title(of));
    show.text(&description(world, of));
    show.text(&home(world, of));
    show.text(&format!("{:?}{:?}", world.config.feeds, world.config.id));
    for url in
        listing(page).older.iter().chain(&listing(page).newer).chain(world.plan.feeds_of(of).iter().map(|(_, url)| url))
    {
        show.href(url);
    }
    let is_whole = is_whole(world);
    for id in &listing(page).items {
        show.part(Part::Facts(*id), || show.text(&hex(&world.metadata_print(*id))));
        if is_whole {
            let _ = show.article_body(*id);
        } else {
            show.excerpt(*id);
        }
    }
    show.finish()
}

fn hex(print: &Print) -> String {
    print.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a feed.
///
/// # Errors
/// Where the body of an article cannot be written.
pub(super) fn bytes(world: &World, page: &Page, of: FeedOf, format: FeedFormat) -> Result<Vec<u8>, Diagnostic> {
    let feed = feed(world, page, of, format)?;
    Ok(match format {
        FeedFormat::Rss => rss::bytes(&feed),
        FeedFormat::Atom => atom::bytes(&feed),
        FeedFormat::Json => json::bytes(&feed),
    })
}

/// Whether entries hold the whole text.
fn is_whole(world: &World) -> bool {
    world.config.feeds.as_ref().is_none_or(|feeds| feeds.full_text)
}

/// The articles of a feed, and the documents beside it.
fn listing(page: &Page) -> &Listing {
    static NONE: Listing = Listing { items: Vec::new(), older: None, newer: None, number: None };
    page.listing.as_deref().unwrap_or(&NONE)
}

fn feed<'a>(world: &'a World, page: &Page, of: FeedOf, format: FeedFormat) -> Result<Feed<'a>, Diagnostic> {
    let listing = listing(page);
    let entries: Result<Vec<Entry<'a>>, Diagnostic> =
        listing.items.iter().filter_map(|id| entry(world, *id, is_whole(world)).transpose()).collect();
    let entries = entries?;
    let current =
        world.plan.feeds_of(of).iter().find(|(other, _)| *other == format).map(|(_, url)| world.absolute(url));
    let is_archived = listing.number.is_some();
    let icon = world.config.icons.first().and_then(|(icon, _)| world.plan.links.configured.get(icon));
    Ok(Feed {
        title: world.feed_title(of),
        description: description(world, of),
        id: format!("urn:uuid:{}", feed_id(&world.config, &name(world, of))),
        home: home(world, of),
        own: world.absolute(&page.url),
        current: current.filter(|_| is_archived),
        older: listing.older.as_ref().map(|url| world.absolute(url)),
        newer: listing.newer.as_ref().map(|url| world.absolute(url)),
        is_archived,
        hub: world.config.feeds.as_ref().and_then(|feeds| feeds.hub.as_deref()).filter(|_| !is_archived),
        language: &world.config.language,
        style: world.theme.assets.get("feed.css").map(|asset| asset.url.href(world.base())),
        icon: icon.and_then(|icon| world.absolute_link(icon)),
        publisher: (world.publisher_name(), world.home()),
        changed: entries.iter().map(|entry| &entry.changed).max_by_key(|moment| moment.seconds).cloned(),
        entries,
    })
}

/// An article as an entry; one without a date is none.
fn entry(world: &World, id: ArticleId, is_whole: bool) -> Result<Option<Entry<'_>>, Diagnostic> {
    let entry = &world.site.articles[id];
    let Some(changed) = entry.changed().map(|moment| at_a_time(moment, entry.id)) else { return Ok(None) };
    let about = metadata(world, id);
    let html = if is_whole { content::whole(world, id, &about)? } else { content::excerpt(world, id, &about) };
    Ok(Some(Entry { about, changed, html, is_whole }))
}

/// A date of a day as a moment of its first hour, which follows from the entry's id: readers tell entries apart by when they were changed, and
/// take two that were changed in the same second for one (W3C feed validator, "DuplicateUpdated").
fn at_a_time(moment: &Moment, id: Uuid) -> Moment {
    if moment.has_time {
        return moment.clone();
    }
    let [.., high, low] = *id.as_bytes();
    let seconds = u16::from_be_bytes([high, low]) % 3600;
    let (year, month, day, hour, _, _) = moment.civil;
    let part = |number: u16| i8::try_from(number).unwrap_or(0);
    let civil = (year, month, day, hour, part(seconds / 60), part(seconds % 60));
    Moment { has_time: true, civil, seconds: moment.seconds + i64::from(seconds), ..moment.clone() }
}

/// The name by which a feed is known for good, whatever becomes of its title and address.
fn name(world: &World, of: FeedOf) -> String {
    match of {
        FeedOf::Site => "feed".to_owned(),
        FeedOf::Section(index) => format!("feed of section {}", world.site.sections[index].path),
        FeedOf::Term(taxonomy, term) => {
            let terms = &world.site.taxonomies[taxonomy];
            format!("feed of {} {}", terms.taxonomy.name, terms.terms[term].slug)
        }
    }
}

/// The page of which it is the feed.
fn home(world: &World, of: FeedOf) -> String {
    match of {
        FeedOf::Site => world.home(),
        FeedOf::Section(index) => world.absolute(&world.site.sections[index].url),
        FeedOf::Term(taxonomy, term) => world.absolute(&world.site.taxonomies[taxonomy].terms[term].url),
    }
}

/// What it holds, in a sentence: a feed has one, so its title is taken where nothing else is said.
fn description(world: &World, of: FeedOf) -> String {
    let text = |line: Option<&crate::article::Inline>| line.map(|line| line.text.to_string()).unwrap_or_default();
    let own = match of {
        FeedOf::Site => world.config.description.clone(),
        FeedOf::Section(index) => text(world.site.sections[index].description.as_ref()),
        FeedOf::Term(taxonomy, term) => {
            let term = &world.site.taxonomies[taxonomy].terms[term];
            let bio = term.profile.as_ref().and_then(|profile| profile.bio.as_ref());
            text(term.index.as_ref().and_then(|index| index.description.as_ref()).or(bio))
        }
    };
    if own.is_empty() { world.feed_title(of) } else { own }
}

/// A moment as RFC 822 writes it, with the four digits of a year (RSS 2.0, "pubDate"): `Fri, 15 Sep 2023 13:51:00 -0400`.
fn rfc822(moment: &Moment) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day, hour, minute, second) = moment.civil;
    let weekday = jiff::civil::Date::new(year, month, day).map_or(0, |date| date.weekday().to_monday_zero_offset());
    let named = |names: &[&'static str], index: i8| usize::try_from(index).ok().and_then(|at| names.get(at).copied());
    let minutes = moment.offset.abs() / 60;
    format!(
        "{}, {day:02} {} {year:04} {hour:02}:{minute:02}:{second:02} {}{:02}{:02}",
        named(&DAYS, weekday).unwrap_or_default(),
        named(&MONTHS, month - 1).unwrap_or_default(),
        if moment.offset < 0 { '-' } else { '+' },
        minutes / 60,
        minutes % 60,
    )
}

/// The fingerprint of an article's text and of what is known of it; and of each by itself, where that is asked for.
pub(super) fn text_print(world: &World, id: ArticleId, reading: &Reading, parts: bool) -> (Print, Vec<(Part, Print)>) {
    let show = Prints::new(world, &reading.closure.words, &reading.shelf, parts);
    show.part(Part::Facts(id), || show.text(&hex(&world.metadata_print(id))));
    let _ = show.article_body(id);
    show.finish()
}

/// The text of an article as HTML that stands by itself.
///
/// # Errors
/// Where its body cannot be written.
pub(super) fn text_of(world: &World, id: ArticleId) -> Result<Arc<str>, Diagnostic> {
    content::text(world, id)
}

/// The body of an article as its page shows it, with what it asks of the site recorded.
fn body_html(world: &World, id: ArticleId) -> Result<String, Diagnostic> {
    let article = &world.site.articles[id].article;
    let whole = world.bodies.shown(article)?;
    let html = body::html(world, &whole, world.links_of(&article.source))?;
    Ok(super::context::with_dateline(html, article.meta.dateline.as_deref()))
}
