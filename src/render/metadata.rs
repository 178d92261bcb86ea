//! Who, when and what of an article: the one record from which its page's head, its structured data, feeds and sitemaps are made.

use serde::Serialize;

use super::{World, body, card};
use crate::article::{Moment, Picture};
use crate::config::{SchemaType, SectionKind};
use crate::fingerprint::{Print, print};
use crate::path::{SourcePath, UrlPath};
use crate::plan::Resolved;
use crate::site::{ArticleId, Credit};

/// What programs are told of an article. All addresses are absolute.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Metadata<'a> {
    /// Its page.
    pub(super) url: String,
    /// The address that search engines shall name.
    pub(super) canonical: Option<&'a str>,
    /// Its permanent id, a `urn:uuid:`.
    pub(super) id: String,
    /// The headline, as plain text and as inline HTML.
    pub(super) title: &'a str,
    pub(super) title_html: &'a str,
    /// The headline for share cards, where it is another.
    pub(super) social_title: Option<&'a str>,
    /// The dek.
    pub(super) dek: Option<&'a str>,
    /// The dek, else the beginning of the text.
    pub(super) description: &'a str,
    /// When it was published.
    pub(super) published: Option<&'a Moment>,
    /// When it was changed in substance.
    pub(super) updated: Option<&'a Moment>,
    /// Those whose names stand in the byline.
    pub(super) authors: Vec<Person<'a>>,
    /// The others who made it, each with what they did.
    pub(super) contributors: Vec<(&'a str, Person<'a>)>,
    /// Whether it is an article, and not a page of documentation.
    pub(super) is_article: bool,
    /// What it is to search engines.
    pub(super) schema: SchemaType,
    /// The sections that it lies in, the outermost first: name and address.
    pub(super) sections: Vec<(&'a str, String)>,
    /// Its topics, with the names of other taxonomies' terms behind them.
    pub(super) topics: Vec<&'a str>,
    /// The series that it is part of, with its number.
    pub(super) series: Option<(&'a str, Option<u32>)>,
    /// What kind of article it is.
    pub(super) labels: &'a [String],
    /// The lead picture.
    pub(super) image: Option<Image<'a>>,
    /// The recording.
    pub(super) audio: Option<Recording<'a>>,
    /// Its language.
    pub(super) language: &'a str,
    /// What was put right, with when.
    pub(super) corrections: Vec<(Option<&'a Moment>, &'a str)>,
    /// Who supplied it: name and address.
    pub(super) agency: Option<(&'a str, Option<&'a str>)>,
    /// Where it was filed.
    pub(super) dateline: Option<&'a str>,
    /// Whether everyone may read all of it.
    pub(super) is_free: bool,
    /// Whether it is written while something happens, and when that was over.
    pub(super) live: Option<Option<&'a Moment>>,
    /// The other site's article that it points to.
    pub(super) link: Option<&'a str>,
    /// How many words it has.
    pub(super) words: u32,
    /// Whether search engines may show it under its own address.
    pub(super) is_indexable: bool,
}

/// Who made something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Person<'a> {
    /// The name alone.
    pub(super) name: &'a str,
    /// Their page on the site.
    pub(super) url: Option<String>,
    /// Their pages elsewhere.
    pub(super) links: Vec<&'a str>,
    /// Whether it is an organization.
    pub(super) is_organization: bool,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Image<'a> {
    /// Its address.
    pub(super) url: String,
    /// Its width and height in pixels, where they are known.
    pub(super) size: Option<(u32, u32)>,
    /// What it shows.
    pub(super) alt: Option<&'a str>,
    /// What is printed below it, as plain text and as inline HTML.
    pub(super) caption: Option<(&'a str, &'a str)>,
    /// Who made it.
    pub(super) credit: Option<&'a str>,
    /// Under which terms it may be used.
    pub(super) license: Option<&'a str>,
    /// Whose it is.
    pub(super) copyright: Option<&'a str>,
}

/// A recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Recording<'a> {
    /// Its address.
    pub(super) url: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// How many bytes it has, where that is known.
    pub(super) bytes: Option<u64>,
    /// How long it is, in seconds.
    pub(super) duration: Option<u32>,
    /// What it is called.
    pub(super) title: Option<&'a str>,
}

impl World {
    /// The name of who publishes the site.
    pub(super) fn publisher_name(&self) -> &str {
        self.config.publisher.name.as_deref().unwrap_or(&self.config.title)
    }

    /// The absolute address of something on the site.
    pub fn absolute(&self, url: &UrlPath) -> String {
        format!("{}{}", self.config.url.origin, url.href(self.base()))
    }

    /// Where a link leads, as an absolute address; `None` where it leads nowhere by itself.
    pub(super) fn absolute_link(&self, link: &Resolved) -> Option<String> {
        match link {
            Resolved::Internal(url, suffix) => Some(self.absolute(url) + suffix),
            Resolved::AsWritten(address) if address.starts_with("//") => Some(format!("https:{address}")),
            Resolved::AsWritten(address) => address.contains("://").then(|| address.clone()),
        }
    }

    /// Where a picture or recording stands, as an absolute address; `None` where the site has no such file.
    fn absolute_file(&self, link: &Resolved) -> Option<String> {
        let is_there = |url: &UrlPath| self.plan.links.files_by_url.contains_key(url);
        self.absolute_link(link).filter(|_| link.internal().is_none_or(is_there))
    }

    /// The fingerprint of what programs are told of an article.
    pub(super) fn metadata_print(&self, id: ArticleId) -> Print {
        let make = || print(&postcard::to_stdvec(&metadata(self, id)).unwrap_or_default());
        self.metadata_prints.get(id).map_or_else(make, |known| *known.get_or_init(make))
    }
}

/// What programs are told of an article.
pub(super) fn metadata(world: &World, id: ArticleId) -> Metadata<'_> {
    let entry = &world.site.articles[id];
    let article = &entry.article;
    let meta = &article.meta;
    let (writing, others): (Vec<&Credit>, Vec<&Credit>) = entry.credits.iter().partition(|one| card::is_writing(one));
    let taxonomies = &world.site.taxonomies;
    let is_subject = |taxonomy: usize| !matches!(taxonomies[taxonomy].taxonomy.name.as_str(), "author" | "series");
    let topics = entry.terms.iter().filter(|(taxonomy, _)| is_subject(*taxonomy));
    let sections = world.site.ancestry(entry.section).into_iter().map(|index| &world.site.sections[index]);
    Metadata {
        url: world.absolute(&entry.url),
        canonical: meta.canonical_url.as_deref(),
        id: entry.id.urn().to_string(),
        title: &meta.title.text,
        title_html: &meta.title.html,
        social_title: meta.social_title.as_deref(),
        dek: meta.description.as_ref().map(|dek| dek.text.as_ref()),
        description: meta.description.as_ref().map_or(article.body.summary.as_ref(), |dek| dek.text.as_ref()),
        published: meta.date.as_ref(),
        // A date of change before that of publication says nothing.
        updated: meta.updated.as_ref().filter(|_| entry.changed() == meta.updated.as_ref()),
        authors: writing.into_iter().map(|credit| person(world, credit)).collect(),
        contributors: others.into_iter().map(|credit| (&*credit.role, person(world, credit))).collect(),
        is_article: entry.kind == SectionKind::Articles,
        schema: entry.schema,
        sections: sections.map(|section| (section.title.text.as_ref(), world.absolute(&section.url))).collect(),
        topics: topics.map(|(taxonomy, term)| taxonomies[*taxonomy].terms[*term].name.as_str()).collect(),
        series: meta.series.as_ref().map(|series| (series.name.as_str(), series.part)),
        labels: &entry.labels,
        image: meta.image.as_deref().and_then(|image| picture(world, &article.source, image)),
        audio: recording(world, id),
        language: meta.language.as_deref().unwrap_or(&world.config.language),
        corrections: meta.corrections.iter().map(|one| (one.date.as_ref(), one.text.text.as_ref())).collect(),
        agency: meta.agency.as_ref().map(|agency| (agency.name.as_str(), agency.url.as_deref())),
        dateline: meta.dateline.as_deref().map(|line| line.text.as_ref()),
        is_free: !meta.is_closed,
        live: meta.live.as_ref().map(|live| live.until.as_ref()),
        link: meta.link.as_deref(),
        words: article.body.words,
        is_indexable: entry.is_indexable() && !world.config.noindex,
    }
}

/// Who is credited.
fn person<'a>(world: &'a World, credit: &'a Credit) -> Person<'a> {
    let term = credit.term.map(|(taxonomy, term)| &world.site.taxonomies[taxonomy].terms[term]);
    let profile = term.and_then(|term| term.profile.as_deref());
    let links = profile.map(|profile| profile.links.as_slice()).unwrap_or_default();
    Person {
        name: &credit.name,
        url: term.map(|term| world.absolute(&term.url)),
        links: links.iter().map(|(_, href)| href.as_str()).filter(|href| href.starts_with("http")).collect(),
        is_organization: profile.is_some_and(|profile| profile.is_organization),
    }
}

/// The picture that the front matter of `source` names.
pub(super) fn picture<'a>(world: &'a World, source: &SourcePath, picture: &'a Picture) -> Option<Image<'a>> {
    let link = world.plan.links.pictures.get(source)?;
    Some(Image {
        url: world.absolute_file(link)?,
        size: body::size(world, link),
        alt: picture.alt.as_deref().filter(|alt| !alt.is_empty()),
        caption: picture.caption.as_ref().map(|caption| (caption.text.as_ref(), caption.html.as_ref())),
        credit: picture.credit.as_ref().map(|credit| credit.text.as_ref()),
        license: picture.license.as_deref(),
        copyright: picture.copyright.as_deref(),
    })
}

/// A file of the site that the configuration names, as a picture.
pub(super) fn configured<'a>(world: &'a World, written: &str, alt: Option<&'a str>) -> Option<Image<'a>> {
    let link = world.plan.links.configured.get(written)?;
    let (caption, credit, license, copyright) = (None, None, None, None);
    let (url, size) = (world.absolute_file(link)?, body::size(world, link));
    Some(Image { url, size, alt, caption, credit, license, copyright })
}

fn recording(world: &World, id: ArticleId) -> Option<Recording<'_>> {
    let article = &world.site.articles[id].article;
    let audio = article.meta.audio.as_ref()?;
    let (link, size) = world.plan.links.recordings.get(&article.source)?;
    let url = world.absolute_file(link)?;
    let path = url.split(['?', '#']).next().unwrap_or_default();
    Some(Recording {
        media_type: media_type(path),
        bytes: size.or(audio.bytes),
        duration: audio.duration,
        title: audio.title.as_deref(),
        url,
    })
}

/// The media type of a recording; one without a known ending is the most common kind.
fn media_type(path: &str) -> &'static str {
    match crate::content_type::of(path) {
        found if found.starts_with("audio/") || found.starts_with("video/") => found,
        _ => "audio/mpeg",
    }
}
