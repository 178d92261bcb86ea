//! The front matter of an article: every key of the table, typed, and what is made up where one is absent.

use super::date::{date_of_address, date_of_name, parse_date};
use super::names::{slugify, title_of_name};
use super::parse::File;
use super::{
    Audio, ByName, Inline, Live, Meta, Moment, Picture, SeriesRef, authors, focus, markdown, slug, terms, wire,
};
use crate::config::{self, Config, Slugs};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::keys::{Found, Node, Reader, Scope};
use crate::path::{SourcePath, UrlPath, forbidden_character};

/// Reads the front matter of an article; of the body only the first heading is looked at, for a title.
pub(super) fn read(file: &File<'_>, config: &Config) -> (Meta, Vec<Diagnostic>) {
    let mut reader = Reader::new(Scope::Article, &file.source, Vec::new(), &file.entries)
        .with_own(file.own)
        .with_fields(&config.fields);
    let mut meta = Meta::default();
    let mut places =
        Places { all: file.source.outline(&file.entries[..file.own.min(file.entries.len())]), meta: ByName::default() };
    read_address(&mut reader, &mut places, &mut meta);
    read_times(&mut reader, &mut places, &mut meta, config);
    read_people(&mut reader, &mut places, &mut meta, config);
    read_listing(&mut reader, &mut places, &mut meta);
    read_page(&mut reader, &mut places, &mut meta);
    read_lines(&mut reader, &mut places, &mut meta, config);
    wire::read(&mut reader, &mut meta, config, &mut |found| {
        places.note(found);
    });
    let name = Name::of(file.path, config);
    read_title(file, &name, config, &mut reader, &mut places, &mut meta);
    read_image(&mut reader, &mut places, &mut meta, config);
    read_audio(&mut reader, &mut places, &mut meta);
    read_kind(&mut reader, &mut places, &mut meta, config);
    if meta.date.is_none() && !places.meta.contains_key("date") {
        let day = name.day.or_else(|| date_of_address(meta.permalink.as_deref()?));
        meta.date =
            day.and_then(|(year, month, day)| Moment::in_zone((year, month, day, 0, 0, 0), false, &config.timezone));
    }
    if meta.slug.is_empty() {
        meta.slug = name.slug(&meta, config.slugs);
    }
    meta.places = places.meta;
    meta.places.shrink();
    let extra = reader.map("extra");
    let (unknown, faults) = reader.finish();
    for (name, node) in unknown {
        if name == "status" && is_unpublished(node) {
            meta.draft = true;
        }
        meta.extra.insert(name.to_owned(), node.to_value());
    }
    meta.extra.extend(extra);
    (meta, faults)
}

/// Whether the `status` of an exported article keeps it back.
fn is_unpublished(status: &Node) -> bool {
    status.text().is_some_and(|text| matches!(text.to_lowercase().as_str(), "draft" | "pending" | "private"))
}

/// Where the keys of a file stand.
struct Places {
    /// The places of the file's entries, in order.
    all: Vec<Place>,
    /// Those of the keys that were found, by our name.
    meta: ByName<Place>,
}

impl Places {
    /// Notes where a key was found, and gives the place.
    fn note(&mut self, found: &Found<'_>) -> Option<Place> {
        let place = found.path.first().and_then(|index| self.all.get(*index)).cloned();
        if let Some(place) = &place {
            self.meta.insert(found.key.name, place.clone());
        }
        place
    }
}

type Of<'a, 'r, 'n> = &'a mut Reader<'r, 'n>;

/// Text whose place is noted.
fn text<'n>(reader: Of<'_, '_, 'n>, places: &mut Places, name: &'static str) -> Option<(String, Found<'n>)> {
    let (text, found) = reader.text(name)?;
    places.note(&found);
    Some((text, found))
}

/// What the address is made of.
fn read_address(reader: Of<'_, '_, '_>, places: &mut Places, meta: &mut Meta) {
    if let Some((slug, found)) = text(reader, places, "slug") {
        let trimmed = slug.trim_matches('/');
        if is_slug(trimmed) {
            meta.slug = trimmed.to_owned();
        } else {
            let message =
                format!("`{slug}` cannot be a slug: expected a name without `/`, `?`, `#` and control characters");
            let hint = match slugify(&slug) {
                slug if slug.is_empty() => "leave it out, and the file's name is taken".to_owned(),
                slug => format!("write `{slug}`, or the whole address as `permalink`"),
            };
            reader.fault(Code::InvalidValue, &found, message, Some(hint));
        }
    }
    if let Some((permalink, found)) = text(reader, places, "permalink") {
        match permalink_fault(&permalink, found.node) {
            Some(fault) => reader.fault(Code::InvalidValue, &found, fault.0, Some(fault.1)),
            None => {
                // where these keys come from, an address without an ending is a folder
                let names_file = UrlPath::new(&permalink).is_some_and(|url| url.names_file());
                let is_folder = matches!(found.written, "url" | "path") && !permalink.ends_with('/') && !names_file;
                let end = if is_folder { "/" } else { "" };
                meta.permalink = Some(format!("/{}{end}", permalink.trim_start_matches('/')).into());
            }
        }
    }
    meta.id = text(reader, places, "id").map(|(id, _)| id.into());
    if let Some(found) = reader.find("aliases") {
        places.note(&found);
        meta.aliases = reader.texts_of(&found).into_iter().map(|(text, _)| text).collect();
    }
}

fn is_slug(slug: &str) -> bool {
    !slug.is_empty()
        && !matches!(slug, "." | "..")
        && !slug.contains(|character: char| matches!(character, '/' | '\\' | '?' | '#') || character.is_control())
}

/// What keeps text from being an address of the site, and what to write instead.
fn permalink_fault(permalink: &str, node: &Node) -> Option<(String, String)> {
    let hint = "write it as `/archive/first/`, or with placeholders, `/:year/:slug/`".to_owned();
    if node.flag().is_some() || permalink.contains("://") || permalink.contains("{{") {
        return Some((format!("`{permalink}` is no address of the site"), hint));
    }
    if let Some(odd) = forbidden_character(permalink) {
        return Some((format!("the address `{permalink}` holds `{}`", odd.escape_default()), hint));
    }
    config::pattern_fault(permalink)
}

/// When it is published, was changed, and leaves.
fn read_times(reader: Of<'_, '_, '_>, places: &mut Places, meta: &mut Meta, config: &Config) {
    meta.date = date(reader, places, "date", config);
    meta.updated = date(reader, places, "updated", config);
    meta.expires = date(reader, places, "expires", config);
    meta.draft = flag(reader, places, "draft").unwrap_or(false);
}

fn date(reader: Of<'_, '_, '_>, places: &mut Places, name: &'static str, config: &Config) -> Option<Moment> {
    let (text, found) = text(reader, places, name)?;
    match parse_date(&text, &config.timezone, config.date_order) {
        Ok(moment) => Some(moment),
        Err(error) => {
            reader.report(&found, error.diagnostic(found.written, &text));
            None
        }
    }
}

fn flag(reader: Of<'_, '_, '_>, places: &mut Places, name: &'static str) -> Option<bool> {
    let found = reader.find(name)?;
    places.note(&found);
    reader.flag(name)
}

/// Who made it, and what it is grouped by.
fn read_people(reader: Of<'_, '_, '_>, places: &mut Places, meta: &mut Meta, config: &Config) {
    if let Some(found) = reader.find("authors") {
        places.note(&found);
        meta.authors = authors::read(reader, &found);
    }
    if let Some(found) = reader.find("series") {
        places.note(&found);
        meta.series = series(reader, &found).map(Box::new);
    }
    terms::read(reader, meta, config, &mut |found| {
        places.note(found);
    });
}

fn series<'n>(reader: Of<'_, '_, 'n>, found: &Found<'n>) -> Option<SeriesRef> {
    let part_of = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
    if let Node::Map(_) = found.node {
        let mut inner = reader.inner(Scope::Series, found)?;
        let name = inner.plain("name");
        let part = part_of(inner.integer("part"));
        reader.faults.append(&mut inner.finish().1);
        return name.map(|name| SeriesRef { name, part });
    }
    let name = reader.texts_of(found).into_iter().next().map(|(text, _)| text)?;
    let part = reader.find_beside("series", Scope::Series, "part");
    Some(SeriesRef { name, part: part_of(part.and_then(|found| found.node.integer())) })
}

/// Where listings have it.
fn read_listing(reader: Of<'_, '_, '_>, places: &mut Places, meta: &mut Meta) {
    meta.section = text(reader, places, "section").map(|(section, _)| section.trim_matches('/').into());
    if let Some(found) = reader.find("weight") {
        places.note(&found);
        meta.weight = reader.integer("weight");
    }
    meta.featured = flag(reader, places, "featured").unwrap_or(false);
}

/// What its page is like.
fn read_page(reader: Of<'_, '_, '_>, places: &mut Places, meta: &mut Meta) {
    meta.title_tag = text(reader, places, "title_tag").map(|(text, _)| text.into());
    meta.social_title = text(reader, places, "social_title").map(|(text, _)| text.into());
    meta.link = text(reader, places, "link").map(|(text, _)| text.into());
    meta.template = text(reader, places, "template").map(|(text, _)| text.into());
    meta.toc = flag(reader, places, "toc");
    meta.canonical_url = text(reader, places, "canonical_url").map(|(text, _)| text.into());
    meta.robots = text(reader, places, "robots").map(|(text, _)| text.into());
    if let Some((language, found)) = text(reader, places, "language") {
        if crate::keys::is_language(&language) {
            meta.language = Some(language.replace('_', "-").into());
        } else {
            let message = format!("`{language}` is no language tag: expected one such as `en` or `pt-BR`");
            reader.fault(Code::InvalidValue, &found, message, None);
        }
    }
}

/// The lines that a newspaper prints around an article.
fn read_lines(reader: Of<'_, '_, '_>, places: &mut Places, meta: &mut Meta, config: &Config) {
    let mut line = |name| {
        let (text, _) = text(reader, places, name)?;
        Some(markdown::inline(&text, &config.markdown)).filter(|line| !line.text.is_empty())
    };
    meta.kicker = line("kicker").map(Box::new);
    meta.byline = line("byline").map(Box::new);
    meta.dateline = line("dateline").map(Box::new);
    meta.credit = line("credit").map(Box::new);
}

/// The headline and the dek.
fn read_title(
    file: &File<'_>,
    name: &Name<'_>,
    config: &Config,
    reader: Of<'_, '_, '_>,
    places: &mut Places,
    meta: &mut Meta,
) {
    let inline = |text: &str| markdown::inline(text, &config.markdown);
    meta.description =
        text(reader, places, "description").map(|(text, _)| inline(&text)).filter(|dek| !dek.text.is_empty());
    let written = text(reader, places, "title").map(|(text, _)| inline(&text)).filter(|title| !title.text.is_empty());
    if let Some(title) = written {
        meta.title = title;
        return;
    }
    let body = file.source.text.get(file.parts.body.clone()).unwrap_or_default();
    match markdown::first_heading(body, &config.markdown) {
        Some(title) => {
            meta.title = title;
            meta.title_from_heading = true;
        }
        None => {
            meta.title = Inline::plain(&name.title(config));
        }
    }
}

/// The lead picture.
fn read_image(reader: Of<'_, '_, '_>, places: &mut Places, meta: &mut Meta, config: &Config) {
    let Some(found) = reader.find("image") else { return };
    if found.node.flag() == Some(false) {
        return;
    }
    let place = places.note(&found);
    meta.image = picture(reader, "image", &found, place, config).map(Box::new);
}

/// The recording: an address, beside which other keys may say more of it, or a map.
fn read_audio(reader: Of<'_, '_, '_>, places: &mut Places, meta: &mut Meta) {
    let Some(found) = reader.find("audio") else { return };
    let mut audio = Audio { place: places.note(&found), ..Audio::default() };
    let mut duration = None;
    match found.node {
        Node::Map(_) => {
            let Some(mut inner) = reader.inner(Scope::Audio, &found) else { return };
            if let Some((src, found)) = inner.text("src") {
                audio.src = src;
                audio.place = Some(inner.place(&found));
            }
            audio.title = inner.plain("title");
            audio.bytes = inner.integer("bytes").and_then(|bytes| u64::try_from(bytes).ok());
            duration = inner.text("duration").and_then(|(text, found)| {
                let seconds = seconds_of(&text);
                if seconds.is_none() {
                    inner.invalid(
                        &found,
                        &format!("`{text}` of `duration` is no length of time: expected `12:34`, `1:02:03` or seconds"),
                    );
                }
                seconds
            });
            reader.faults.append(&mut inner.finish().1);
        }
        _ => audio.src = found.node.text().unwrap_or_default().to_owned(),
    }
    let mut beside = |name| Some(reader.find_beside("audio", Scope::Audio, name)?.node.text()?.to_owned());
    audio.title = audio.title.or_else(|| beside("title"));
    audio.duration = duration.or_else(|| seconds_of(&beside("duration")?));
    audio.bytes = audio.bytes.or_else(|| beside("bytes")?.parse().ok());
    meta.audio = (!audio.src.is_empty()).then(|| Box::new(audio));
}

/// A length of time in seconds: `12:34`, `1:02:03`, or seconds alone.
fn seconds_of(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.split(':').collect();
    let is_part = |(number, part): (usize, &&str)| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        digits && !part.is_empty() && (number == 0 || part.len() == 2 && **part < *"60")
    };
    if parts.len() > 3 || !parts.iter().enumerate().all(is_part) {
        return None;
    }
    parts.iter().try_fold(0u32, |seconds, part| seconds.checked_mul(60)?.checked_add(part.parse().ok()?))
}

/// What it is to those who list articles: live, for all to read, news or something else.
fn read_kind(reader: Of<'_, '_, '_>, places: &mut Places, meta: &mut Meta, config: &Config) {
    if let Some(found) = reader.find("live") {
        places.note(&found);
        meta.live = match found.node.flag() {
            Some(flag) => flag.then_some(Live { until: None }),
            None => {
                let text = found.node.text().unwrap_or_default();
                match parse_date(text, &config.timezone, config.date_order) {
                    Ok(until) => Some(Live { until: Some(until) }),
                    Err(error) => {
                        reader.report(&found, error.diagnostic(found.written, text));
                        None
                    }
                }
            }
        };
    }
    meta.is_closed = flag(reader, places, "free") == Some(false);
    meta.schema = reader.choice("article_type").map(config::SchemaType::of_word);
}

/// A picture: an address, beside which other keys may say more of it, or a map.
pub(super) fn picture<'n>(
    reader: &mut Reader<'_, 'n>,
    outer: &str,
    found: &Found<'n>,
    place: Option<Place>,
    config: &Config,
) -> Option<Picture> {
    let inline = |text: String| Some(markdown::inline(&text, &config.markdown)).filter(|line| !line.text.is_empty());
    let mut picture = Picture { place, ..Picture::default() };
    match found.node {
        Node::Map(_) => {
            let mut inner = reader.inner(Scope::Picture, found)?;
            let src = inner.text("src").or_else(|| {
                let other = inner.find_beside("", Scope::Picture, "src")?;
                Some((other.node.text()?.to_owned(), other))
            });
            if let Some((src, found)) = src {
                picture.src = src;
                picture.place = Some(inner.place(&found));
            }
            picture.alt = inner.plain("alt");
            picture.caption = inner.plain("caption").and_then(inline);
            picture.credit = inner.plain("credit").and_then(inline);
            picture.license = inner.plain("license");
            picture.copyright = inner.plain("copyright");
            picture.focus = inner.text("focus").and_then(|(text, found)| focus_of(&mut inner, &text, &found));
            reader.faults.append(&mut inner.finish_quietly());
        }
        _ => picture.src = reader.texts_of(found).into_iter().next().map(|(text, _)| text)?,
    }
    let mut beside = |name| Some(reader.find_beside(outer, Scope::Picture, name)?.node.text()?.to_owned());
    picture.alt = picture.alt.or_else(|| beside("alt"));
    picture.caption = picture.caption.or_else(|| beside("caption").and_then(inline));
    picture.credit = picture.credit.or_else(|| beside("credit").and_then(inline));
    picture.license = picture.license.or_else(|| beside("license"));
    picture.copyright = picture.copyright.or_else(|| beside("copyright"));
    if let Some(found) = reader.find_beside(outer, Scope::Picture, "focus") {
        let own = found.node.text().and_then(|text| focus_of(reader, text, &found));
        picture.focus = picture.focus.or(own);
    }
    (!picture.src.is_empty()).then_some(picture)
}

/// What must stay of a picture where it is cropped; anything else is reported.
fn focus_of<'n>(reader: &mut Reader<'_, 'n>, text: &str, found: &Found<'n>) -> Option<String> {
    let focus = focus::parse(text);
    if focus.is_none() {
        let message = format!(
            "`{text}` of `{}` is no place in a picture: expected `50% 30%`, or one or two of `left`, `right`, `top`, `bottom`, `center`",
            found.written
        );
        reader.invalid(found, &message);
    }
    focus
}

/// What the name of an article's file says: of an `index.md`, that of its folder.
struct Name<'p> {
    /// The name without its extension.
    whole: &'p str,
    /// What follows the date.
    rest: &'p str,
    day: Option<(i16, i8, i8)>,
    /// Whether it is the `index.md` of the content itself.
    is_root: bool,
}

impl<'p> Name<'p> {
    fn of(path: &'p SourcePath, config: &Config) -> Self {
        let is_index = path.stem() == "index";
        let folder = path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_root = is_index && folder == config.content.as_str();
        let folder = folder.rsplit('/').next().unwrap_or_default();
        let whole = if is_index && !is_root && !folder.is_empty() { folder } else { path.stem() };
        let (day, rest) = date_of_name(whole).map_or((None, whole), |(day, rest)| (Some(day), rest));
        Self { whole, rest, day, is_root }
    }

    /// The slug: what the name makes; where nothing follows its date, what the title makes, and where neither
    /// makes anything, a hash of the name.
    fn slug(&self, meta: &Meta, slugs: Slugs) -> String {
        // Hugo leaves the date of a name in the address.
        let name = if slugs == Slugs::Hugo { self.whole } else { self.rest };
        let kept: String = name.chars().filter(|character| !character.is_control()).collect();
        let text = |text: &str| slug::of_text(slugs, text).replace('/', "-");
        let made = [slug::of_name(slugs, &kept, self.day.is_some())];
        let others = [&meta.title.text, self.whole].into_iter().map(text);
        let found = made.into_iter().chain(others).find(|made| is_slug(made));
        found.unwrap_or_else(|| slug::hash(self.whole, slug::HASH_DIGITS))
    }

    fn title(&self, config: &Config) -> String {
        match self.rest {
            _ if self.is_root => config.title.clone(),
            "" => self.whole.to_owned(),
            rest => title_of_name(rest),
        }
    }
}
