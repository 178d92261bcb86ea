//! Structured data: what a page is, in the vocabulary of schema.org as JSON-LD, with what Google asks of articles, breadcrumbs, profiles and
//! sites (developers.google.com/search/docs/appearance/structured-data).

use std::borrow::Cow;

use serde::Serialize;

use super::metadata::{Image, Metadata, Person, configured};
use super::{World, metadata};
use crate::article::date::parse_date;
use crate::article::markdown::text_of;
use crate::article::{Body, Call, Moment, Piece};
use crate::config::SchemaType;
use crate::plan::{Page, Subject};
use crate::site::ArticleId;

/// Something, with the vocabulary in which it is described.
#[derive(Serialize)]
struct InContext<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    what: T,
}

/// An article of any kind.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    main_entity_of_page: Reference<'a>,
    identifier: &'a str,
    url: &'a str,
    headline: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    image: Vec<ImageObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage_start_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage_end_time: Option<String>,
    author: Vec<Agent<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributor: Vec<Agent<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<Agent<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translator: Vec<Agent<'a>>,
    publisher: Organization<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_organization: Option<Organization<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dateline: Option<&'a str>,
    in_language: &'a str,
    word_count: u32,
    is_accessible_for_free: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_part: Option<Closed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_part_of: Option<Series<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correction: Vec<Correction<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audio: Option<AudioObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    live_blog_update: Vec<Update<'a>>,
}

/// An object that is described elsewhere.
#[derive(Serialize)]
struct Reference<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageObject<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copyright_notice: Option<&'a str>,
}

/// A person or an organization that made something.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Agent<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<ImageObject<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Organization<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<ImageObject<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    same_as: &'a [String],
}

/// What not everyone may read.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Closed {
    #[serde(rename = "@type")]
    kind: &'static str,
    is_accessible_for_free: bool,
    css_selector: &'static str,
}

#[derive(Serialize)]
struct Series<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Correction<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AudioObject<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    content_url: &'a str,
    encoding_format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

/// An entry of an article that is written while something happens.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Update<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    headline: &'a str,
    date_published: String,
    url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    article_body: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Breadcrumbs<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// A page that is no article.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebPage<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    in_language: &'a str,
    is_part_of: WebSite<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_entity: Option<Main<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
}

/// What a page is about.
#[derive(Serialize)]
#[serde(untagged)]
enum Main<'a> {
    Agent(Box<Agent<'a>>),
    List(ItemList<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemList<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebSite<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Organization<'a>>,
}

/// What a page says of itself besides what it shows.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) description: Option<&'a str>,
    pub(super) language: &'a str,
}

/// The vocabulary.
const SCHEMA: &str = "https://schema.org";

/// The name of the shortcode whose calls are the entries of a live article.
const ENTRY: &str = "entry";

/// The scripts with what a page is: of an article, of a list, of a person, of the site itself.
pub(super) fn scripts(world: &World, page: &Page, named: Named<'_>, metadata: Option<&Metadata<'_>>) -> String {
    let mut out = String::new();
    match (&page.subject, metadata) {
        (Subject::Article(id), Some(metadata)) => {
            if metadata.is_article {
                script(article(world, *id, metadata), &mut out);
            } else {
                script(web_page(world, "WebPage", named, None), &mut out);
            }
            breadcrumbs(world, &metadata.sections, named, &mut out);
        }
        (Subject::Home, _) => script(web_site(world, true), &mut out),
        (Subject::Section(index), _) => {
            script(web_page(world, "CollectionPage", named, list(world, page)), &mut out);
            let above = world.site.ancestry(*index);
            let (_, above) = above.split_last().unwrap_or((&0, &[]));
            let above = above.iter().map(|index| &world.site.sections[*index]);
            let above: Vec<(&str, String)> =
                above.map(|section| (section.title.text.as_ref(), world.absolute(&section.url))).collect();
            breadcrumbs(world, &above, named, &mut out);
        }
        (Subject::Term(taxonomy, term), _) => {
            let terms = &world.site.taxonomies[*taxonomy];
            match terms.taxonomy.name.as_str() {
                "author" => script(profile_page(world, *taxonomy, *term, named), &mut out),
                _ => script(web_page(world, "CollectionPage", named, list(world, page)), &mut out),
            }
        }
        (
            Subject::Taxonomy(_) | Subject::Archive | Subject::Year(_) | Subject::Month(..) | Subject::Corrections(_),
            _,
        ) => {
            script(web_page(world, "CollectionPage", named, list(world, page)), &mut out);
        }
        _ => {}
    }
    out
}

/// A script that holds what is described; nothing in it can end the script.
fn script(what: impl Serialize, out: &mut String) {
    let json = serde_json::to_string(&InContext { context: SCHEMA, what }).unwrap_or_default();
    out.push_str("<script type=\"application/ld+json\">");
    out.push_str(&json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"));
    out.push_str("</script>\n");
}

fn article<'a>(world: &'a World, id: ArticleId, metadata: &'a Metadata<'a>) -> Article<'a> {
    let by_role = |wanted: &[&str]| -> Vec<Agent<'a>> {
        let of = metadata.contributors.iter().filter(|(role, _)| wanted.contains(role));
        of.map(|(_, person)| agent(person)).collect()
    };
    let (editing, translating) = (["editing", "editor"], ["translation", "translator", "translating"]);
    let others =
        metadata.contributors.iter().filter(|(role, _)| !editing.contains(role) && !translating.contains(role));
    let page = metadata.canonical.unwrap_or(&metadata.url);
    // Without a name in the byline it is the publisher's own.
    let publisher = organization_agent(world);
    let authors: Vec<Agent<'a>> = metadata.authors.iter().map(agent).collect();
    let published = metadata.published.map(stamp);
    Article {
        kind: match (metadata.live, metadata.schema) {
            (Some(_), _) => "LiveBlogPosting",
            (None, SchemaType::NewsArticle) => "NewsArticle",
            (None, SchemaType::Article) => "Article",
            (None, SchemaType::BlogPosting) => "BlogPosting",
        },
        id: format!("{}#article", metadata.url),
        main_entity_of_page: Reference { kind: "WebPage", id: page },
        identifier: &metadata.id,
        url: page,
        headline: metadata.title,
        description: metadata.description,
        image: metadata.image.iter().map(|one| image(Cow::Borrowed(one))).collect(),
        date_modified: metadata.updated.map(stamp).or_else(|| published.clone()),
        coverage_start_time: metadata.live.and(published.clone()),
        coverage_end_time: metadata.live.flatten().map(stamp),
        date_published: published,
        author: if authors.is_empty() { vec![publisher] } else { authors },
        contributor: others.map(|(_, person)| agent(person)).collect(),
        editor: by_role(&editing),
        translator: by_role(&translating),
        publisher: organization(world),
        source_organization: metadata.agency.map(|(name, url)| Organization {
            kind: "Organization",
            name,
            url: url.map(str::to_owned),
            logo: None,
            same_as: &[],
        }),
        article_section: metadata.sections.last().map(|(name, _)| *name),
        keywords: metadata.topics.clone(),
        genre: Some(metadata.labels).filter(|labels| !labels.is_empty()),
        dateline: metadata.dateline.filter(|_| metadata.live.is_none() && metadata.schema == SchemaType::NewsArticle),
        in_language: metadata.language,
        word_count: metadata.words,
        is_accessible_for_free: metadata.is_free,
        has_part: (!metadata.is_free).then_some(Closed {
            kind: "WebPageElement",
            is_accessible_for_free: false,
            css_selector: ".prose",
        }),
        is_part_of: metadata.series.map(|(name, _)| Series { kind: "CreativeWorkSeries", name }),
        position: metadata.series.and_then(|(_, part)| part),
        correction: metadata.corrections.iter().map(|(date, text)| correction(*date, text)).collect(),
        audio: metadata.audio.as_ref().map(|audio| AudioObject {
            kind: "AudioObject",
            content_url: &audio.url,
            encoding_format: audio.media_type,
            duration: audio.duration.map(|seconds| format!("PT{seconds}S")),
            name: audio.title,
        }),
        citation: metadata.link,
        live_blog_update: if metadata.live.is_some() { updates(world, id, metadata) } else { Vec::new() },
    }
}

fn correction<'a>(date: Option<&Moment>, text: &'a str) -> Correction<'a> {
    Correction { kind: "CorrectionComment", text, date_published: date.map(stamp) }
}

/// A date with its zone: of a day without a time its beginning there.
pub(super) fn stamp(moment: &Moment) -> String {
    Moment { has_time: true, ..moment.clone() }.iso()
}

/// The entries of a live article, as they stand in its text.
fn updates<'a>(world: &'a World, id: ArticleId, metadata: &'a Metadata<'a>) -> Vec<Update<'a>> {
    let calls = &world.site.articles[id].article.body.calls;
    let update = |call: &'a Call| {
        let text = |name: &str| call.arguments.get(name).and_then(serde_json::Value::as_str);
        let time = parse_date(text("time")?, &world.config.timezone, world.config.date_order).ok()?;
        let body = call.body.as_deref().map(plain).unwrap_or_default();
        let headline = text("title").filter(|title| !title.is_empty()).unwrap_or(metadata.title);
        Some(Update {
            kind: "BlogPosting",
            headline,
            date_published: stamp(&time),
            url: format!("{}#{}", metadata.url, entry_id(&time)),
            article_body: body,
        })
    };
    calls.iter().filter(|call| call.name == ENTRY).filter_map(update).collect()
}

/// The words of a body, in a line.
fn plain(body: &Body) -> String {
    let html = |piece: &Piece| match piece {
        Piece::Html(html) => html.clone(),
        Piece::Address(_) | Piece::Size(_) | Piece::Call(_) => String::new(),
    };
    let text = text_of(&body.pieces.iter().map(html).collect::<String>());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The id of an entry of a live article in its page.
fn entry_id(time: &Moment) -> String {
    format!("at-{}", time.iso().replace([':', '+'], ""))
}

fn image<'a>(image: Cow<'a, Image<'a>>) -> ImageObject<'a> {
    let is_address = |license: &&str| license.starts_with("https://") || license.starts_with("http://");
    ImageObject {
        kind: "ImageObject",
        width: image.size.map(|(width, _)| width),
        height: image.size.map(|(_, height)| height),
        caption: image.caption.map(|(text, _)| text).or(image.alt),
        credit_text: image.credit,
        // The vocabulary knows terms by their address.
        license: image.license.filter(is_address),
        copyright_notice: image.copyright,
        url: match image {
            Cow::Borrowed(image) => Cow::Borrowed(&image.url),
            Cow::Owned(image) => Cow::Owned(image.url),
        },
    }
}

fn named_agent<'a>(name: &'a str, url: Option<&'a str>) -> Agent<'a> {
    let (same_as, description, job_title, image) = (Vec::new(), None, None, None);
    Agent { kind: "Person", name, url: url.map(Cow::Borrowed), same_as, description, job_title, image }
}

fn agent<'a>(person: &'a Person<'a>) -> Agent<'a> {
    let kind = if person.is_organization { "Organization" } else { "Person" };
    Agent { kind, same_as: person.links.clone(), ..named_agent(person.name, person.url.as_deref()) }
}

/// The publisher, as the author of what no one signed.
fn organization_agent(world: &World) -> Agent<'_> {
    let url = world.config.publisher.url.clone().unwrap_or_else(|| world.home());
    Agent { kind: organization_kind(world), url: Some(Cow::Owned(url)), ..named_agent(world.publisher_name(), None) }
}

fn organization_kind(world: &World) -> &'static str {
    if world.config.publisher.is_news { "NewsMediaOrganization" } else { "Organization" }
}

/// Who publishes the site.
fn organization(world: &World) -> Organization<'_> {
    let publisher = &world.config.publisher;
    // The vocabulary's readers want a picture of pixels.
    let icons = || world.config.icons.iter().map(|(icon, _)| icon).find(|icon| !icon.ends_with(".svg"));
    let logo = publisher.logo.as_ref().or_else(icons).and_then(|logo| configured(world, logo, None));
    Organization {
        kind: organization_kind(world),
        name: world.publisher_name(),
        url: Some(publisher.url.clone().unwrap_or_else(|| world.home())),
        logo: logo.map(|logo| image(Cow::Owned(logo))),
        same_as: &publisher.links,
    }
}

fn breadcrumbs(world: &World, above: &[(&str, String)], named: Named<'_>, out: &mut String) {
    if above.is_empty() {
        return;
    }
    let home = world.home();
    let mut items = vec![(world.config.title.as_str(), Some(home.as_str()))];
    items.extend(above.iter().map(|(name, url)| (*name, Some(url.as_str()))));
    // The page itself needs no address (Google, "Breadcrumb").
    items.push((named.title, None));
    let item = |(number, (name, item))| ListItem { kind: "ListItem", position: number + 1, name, item, url: None };
    let items = items.into_iter().enumerate().map(item).collect();
    script(Breadcrumbs { kind: "BreadcrumbList", item_list_element: items }, out);
}

fn web_site(world: &World, with_publisher: bool) -> WebSite<'_> {
    WebSite {
        kind: "WebSite",
        name: &world.config.title,
        url: world.home(),
        description: Some(world.config.description.as_str()).filter(|text| with_publisher && !text.is_empty()),
        in_language: with_publisher.then_some(&world.config.language),
        publisher: with_publisher.then(|| organization(world)),
    }
}

fn web_page<'a>(world: &'a World, kind: &'static str, named: Named<'a>, main_entity: Option<Main<'a>>) -> WebPage<'a> {
    WebPage {
        kind,
        name: named.title,
        url: named.url,
        description: named.description,
        in_language: named.language,
        is_part_of: web_site(world, false),
        main_entity,
        date_modified: None,
    }
}

/// The articles of a list, by their addresses.
fn list<'a>(world: &World, page: &Page) -> Option<Main<'a>> {
    let listing = page.listing.as_ref().filter(|listing| !listing.items.is_empty())?;
    let url = |id: &ArticleId| Some(world.absolute(&world.site.articles[*id].url));
    let item = |(number, id)| ListItem { kind: "ListItem", position: number + 1, name: "", item: None, url: url(id) };
    let items = listing.items.iter().enumerate().map(item).collect();
    Some(Main::List(ItemList { kind: "ItemList", item_list_element: items }))
}

fn profile_page<'a>(world: &'a World, taxonomy: usize, index: usize, named: Named<'a>) -> WebPage<'a> {
    let term = &world.site.taxonomies[taxonomy].terms[index];
    let profile = term.profile.as_deref();
    let links = profile.map(|profile| profile.links.as_slice()).unwrap_or_default().iter();
    let picture = profile.and_then(|profile| metadata::picture(world, &profile.source, profile.picture.as_ref()?));
    let is_organization = profile.is_some_and(|profile| profile.is_organization);
    let main = Agent {
        kind: if is_organization { "Organization" } else { "Person" },
        name: &term.name,
        url: Some(Cow::Borrowed(named.url)),
        same_as: links.map(|(_, href)| href.as_str()).filter(|href| href.starts_with("http")).collect(),
        description: profile.and_then(|profile| profile.bio.as_ref()).map(|bio| bio.text.as_ref()),
        job_title: profile.and_then(|profile| profile.role.as_deref()).filter(|_| !is_organization),
        image: picture.map(|picture| image(Cow::Owned(picture))),
    };
    web_page(world, "ProfilePage", named, Some(Main::Agent(Box::new(main))))
}
