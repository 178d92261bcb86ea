//! What a page is shown: the variables of its template.

use tera::{Context, Map, Value};

use super::value::{data, html, inline, map, object, text};
use super::{World, body, card, moment};
use crate::article::{Agency, Body, Correction, Heading, Inline, Profile, SectionIndex};
use crate::config::{NavigationItem, SectionKind};
use crate::diagnostic::Diagnostic;
use crate::path::{SourcePath, UrlPath};
use crate::plan::{BodyLinks, Listing, Page, Resolved, Subject};
use crate::site::{ArticleId, Node, Section, Term};
use crate::theme::variables::VARIABLES;

/// A series with more parts shows them in pages, and its articles do not list them.
const MOST_PARTS: usize = 24;
/// How many articles of each section the front page shows.
const FRONT_PAGE_BLOCK: usize = 4;
/// An article with this many words and [`LONG_HEADINGS`] headings has a table of contents unless it says otherwise.
const LONG_WORDS: u32 = 1000;
/// See [`LONG_WORDS`].
const LONG_HEADINGS: usize = 3;

/// The variables of a page; those that do not belong to its kind are null.
pub(super) fn of(world: &World, page: &Page) -> Result<Context, Diagnostic> {
    let mut context = Context::new();
    for (name, _) in VARIABLES {
        context.insert_value(*name, Value::none());
    }
    context.insert_value("site", site_of(world, page));
    context.insert_value("theme", data(&world.theme.options));
    if let Some(items) = &page.listing {
        context.insert_value("listing", listing(world, items));
    }
    let about = match &page.subject {
        Subject::Home => home(world, &mut context)?,
        Subject::Article(id) => article(world, *id, &mut context)?,
        Subject::Section(index) => section(world, *index, &mut context)?,
        Subject::Taxonomy(index) => taxonomy(world, *index, &mut context),
        Subject::Term(taxonomy, index) => term(world, *taxonomy, *index, &mut context)?,
        Subject::Archive | Subject::Year(_) | Subject::Month(..) => archive(world, page, &mut context),
        Subject::NotFound => {
            About { robots: Some("noindex".to_owned()), ..About::new("404", string(world, "not_found")) }
        }
        Subject::Redirect(target) => {
            context.insert_value("redirect", redirect(world, target));
            About::new("redirect", string(world, "moved"))
        }
        Subject::Gone => About { robots: Some("noindex".to_owned()), ..About::new("gone", string(world, "gone")) },
        Subject::Output => About::new("output", world.config.title.clone()),
    };
    context.insert_value("page", page_value(world, page, about));
    Ok(context)
}

/// What a page says of itself.
struct About {
    kind: &'static str,
    title: String,
    title_tag: Option<String>,
    description: Option<String>,
    canonical: Option<String>,
    robots: Option<String>,
    language: Option<String>,
    source: Option<SourcePath>,
    social_title: Option<String>,
}

impl About {
    fn new(kind: &'static str, title: String) -> Self {
        let (title_tag, description, canonical, robots, language, source) = (None, None, None, None, None, None);
        let social_title = None;
        Self { kind, title, title_tag, description, canonical, robots, language, source, social_title }
    }
}

fn string(world: &World, key: &str) -> String {
    world.theme.strings.string(&world.config.language, key, None).unwrap_or_else(|| key.to_owned())
}

fn page_value(world: &World, page: &Page, about: About) -> Value {
    let site_title = &world.config.title;
    let href = page.url.href(world.base());
    let url = format!("{}{href}", world.config.url.origin);
    let number = page.listing.as_ref().and_then(|listing| listing.number);
    let whole_title = match (about.title_tag, about.title.as_str()) {
        (Some(own), _) => own,
        (None, title) if title == site_title || title.is_empty() => site_title.clone(),
        (None, title) if site_title.is_empty() => title.to_owned(),
        (None, title) => format!("{title} | {site_title}"),
    };
    object([
        ("kind", Value::from(about.kind)),
        ("canonical", Value::from(about.canonical.unwrap_or_else(|| url.clone()))),
        ("href", Value::from(href)),
        ("url", Value::from(url)),
        ("title", Value::from(about.title)),
        ("title_tag", Value::from(whole_title)),
        ("social_title", text(about.social_title.as_deref())),
        ("description", text(about.description.as_deref().filter(|description| !description.is_empty()))),
        ("robots", text(about.robots.as_deref())),
        ("language", Value::from(about.language.unwrap_or_else(|| world.config.language.clone()))),
        ("number", number.map_or_else(Value::none, Value::from)),
        ("source", text(about.source.as_ref().map(SourcePath::as_str))),
    ])
}

/// The `site` of every page, but for which entry of the navigation is the current one.
pub(super) fn site(world: &World) -> Map {
    let config = &world.config;
    let landmark =
        |name: &str| world.plan.landmarks.get(name).map_or_else(Value::none, |url| Value::from(url.href(world.base())));
    let sections = top_sections(world).map(|section| place(world, section)).collect::<Vec<_>>();
    map([
        ("title", Value::from(config.title.as_str())),
        ("description", Value::from(config.description.as_str())),
        ("url", Value::from(format!("{}{}/", config.url.origin, config.url.path))),
        ("language", Value::from(config.language.as_str())),
        ("home", Value::from(UrlPath::root().href(world.base()))),
        ("navigation", Value::none()),
        ("sections", sections.into()),
        ("author_index", landmark("author")),
        ("topic_index", landmark("topic")),
        ("archive", landmark("archive")),
        ("extra", data(&config.extra)),
    ])
}

fn top_sections(world: &World) -> impl Iterator<Item = &Section> {
    let root = world.site.sections.first();
    root.into_iter().flat_map(|root| &root.children).map(|index| &world.site.sections[*index])
}

fn site_of(world: &World, page: &Page) -> Value {
    let mut site = world.site_value.clone();
    let navigation: Vec<Value> = if world.config.navigation.is_empty() {
        let entry = |section: &Section| {
            node(&section.title.text, section.url.href(world.base()), is_below(page, &section.url), Vec::new())
        };
        top_sections(world).map(entry).collect()
    } else {
        world.config.navigation.iter().map(|item| navigation_item(world, page, item)).collect()
    };
    site.insert("navigation".into(), navigation.into());
    Value::from(site)
}

fn navigation_item(world: &World, page: &Page, item: &NavigationItem) -> Value {
    let children = item.children.iter().map(|child| navigation_item(world, page, child)).collect();
    match UrlPath::new(&crate::path::decode(&item.url)).filter(|_| item.url.starts_with('/')) {
        Some(url) => node(&item.title, url.href(world.base()), is_below(page, &url), children),
        None => node(&item.title, crate::plan::as_address(&item.url), false, children),
    }
}

/// Whether the page stands at `url` or below it; nothing stands below the front page.
fn is_below(page: &Page, url: &UrlPath) -> bool {
    page.url == *url
        || (*url != UrlPath::root() && url.as_str().ends_with('/') && page.url.as_str().starts_with(url.as_str()))
}

fn node(title: &str, href: String, current: bool, children: Vec<Value>) -> Value {
    object([
        ("title", Value::from(title)),
        ("href", Value::from(href)),
        ("current", Value::from(current)),
        ("children", children.into()),
    ])
}

/// A section as other pages name it.
pub(super) fn place(world: &World, section: &Section) -> Value {
    object([
        ("title", inline(&section.title)),
        ("href", Value::from(section.url.href(world.base()))),
        ("description", section.description.as_ref().map_or_else(Value::none, inline)),
    ])
}

fn cards(world: &World, ids: &[ArticleId]) -> Value {
    ids.iter().map(|id| world.cards[*id].clone()).collect::<Vec<_>>().into()
}

fn card_or_null(world: &World, id: Option<ArticleId>) -> Value {
    id.map_or_else(Value::none, |id| world.cards[id].clone())
}

fn listing(world: &World, listing: &Listing) -> Value {
    let href = |url: &Option<UrlPath>| url.as_ref().map_or_else(Value::none, |url| Value::from(url.href(world.base())));
    object([
        ("items", cards(world, &listing.items)),
        ("older", href(&listing.older)),
        ("newer", href(&listing.newer)),
        ("number", listing.number.map_or_else(Value::none, Value::from)),
    ])
}

/// The HTML of a body, null where there is none.
fn body_value(world: &World, source: &SourcePath, content: &Body) -> Result<Value, Diagnostic> {
    if content.pieces.is_empty() {
        return Ok(Value::none());
    }
    let no_links = BodyLinks::default();
    let links = world.plan.links.bodies.get(source).unwrap_or(&no_links);
    Ok(html(&body::html(world, content, links)?))
}

fn index_body(world: &World, index: Option<&SectionIndex>) -> Result<Value, Diagnostic> {
    index.map_or(Ok(Value::none()), |index| body_value(world, &index.source, &index.body))
}

fn home(world: &World, context: &mut Context) -> Result<About, Diagnostic> {
    let Some(root) = world.site.sections.first() else { return Ok(About::new("home", world.config.title.clone())) };
    let blocks: Vec<Value> = top_sections(world)
        .filter(|section| section.kind == SectionKind::Articles && !section.articles.is_empty())
        .map(|section| {
            let newest = &section.articles[..section.articles.len().min(FRONT_PAGE_BLOCK)];
            object([
                ("title", inline(&section.title)),
                ("href", Value::from(section.url.href(world.base()))),
                ("description", section.description.as_ref().map_or_else(Value::none, inline)),
                ("items", cards(world, newest)),
            ])
        })
        .collect();
    let home = object([
        ("lead", card_or_null(world, root.lead)),
        ("featured", cards(world, &root.featured)),
        ("sections", blocks.into()),
    ]);
    context.insert_value("home", home);
    context.insert_value("section", section_value(world, root)?);
    let description = root.description.as_ref().map_or(&world.config.description, |description| &description.text);
    let source = root.index.as_ref().map(|index| index.source.clone());
    Ok(About { description: Some(description.clone()), source, ..About::new("home", root.title.text.clone()) })
}

fn section_value(world: &World, section: &Section) -> Result<Value, Diagnostic> {
    let children: Vec<Value> =
        section.children.iter().map(|index| place(world, &world.site.sections[*index])).collect();
    let kind = if section.kind == SectionKind::Pages { "pages" } else { "articles" };
    Ok(object([
        ("title", inline(&section.title)),
        ("href", Value::from(section.url.href(world.base()))),
        ("path", Value::from(section.path.as_str())),
        ("kind", Value::from(kind)),
        ("description", section.description.as_ref().map_or_else(Value::none, inline)),
        ("body", index_body(world, section.index.as_deref())?),
        ("children", children.into()),
        ("breadcrumbs", breadcrumbs(world, section.parent)),
        ("lead", card_or_null(world, section.lead)),
        ("featured", cards(world, &section.featured)),
        ("extra", data(&section.settings.extra)),
    ]))
}

fn section(world: &World, index: usize, context: &mut Context) -> Result<About, Diagnostic> {
    let section = &world.site.sections[index];
    context.insert_value("section", section_value(world, section)?);
    if section.kind == SectionKind::Pages {
        context.insert_value("sidebar", sidebar(world, index, None));
    }
    let description = section.description.as_ref().map(|description| description.text.clone());
    let source = section.index.as_ref().map(|index| index.source.clone());
    Ok(About { description, source, ..About::new("section", section.title.text.clone()) })
}

fn breadcrumbs(world: &World, section: Option<usize>) -> Value {
    let chain = section.map(|section| world.site.ancestry(section)).unwrap_or_default();
    chain.into_iter().map(|index| place(world, &world.site.sections[index])).collect::<Vec<_>>().into()
}

/// The side navigation of a documentation: from the topmost section of pages that holds `section`.
fn sidebar(world: &World, section: usize, current: Option<ArticleId>) -> Value {
    let top =
        world.site.ancestry(section).into_iter().find(|index| world.site.sections[*index].kind == SectionKind::Pages);
    let top = top.unwrap_or(section);
    nodes(world, top, section, current).into()
}

fn nodes(world: &World, within: usize, section: usize, current: Option<ArticleId>) -> Vec<Value> {
    let nodes = world.site.nodes(within).into_iter();
    nodes
        .map(|entry| match entry {
            Node::Page(id) => {
                let entry = &world.site.articles[id];
                node(&entry.article.meta.title.text, entry.url.href(world.base()), current == Some(id), Vec::new())
            }
            Node::Section(index) => {
                let child = &world.site.sections[index];
                let is_current = current.is_none() && index == section;
                node(
                    &child.title.text,
                    child.url.href(world.base()),
                    is_current,
                    nodes_of(world, index, section, current),
                )
            }
        })
        .collect()
}

fn nodes_of(world: &World, index: usize, section: usize, current: Option<ArticleId>) -> Vec<Value> {
    if world.site.sections[index].kind == SectionKind::Pages {
        nodes(world, index, section, current)
    } else {
        Vec::new()
    }
}

fn article(world: &World, id: ArticleId, context: &mut Context) -> Result<About, Diagnostic> {
    let entry = &world.site.articles[id];
    let article = &entry.article;
    let meta = &article.meta;
    let mut value = world.cards[id].as_map().cloned().unwrap_or_default();
    let canonical = meta.canonical_url.clone();
    let headings = article.body.headings.iter().filter(|heading| heading.level <= 3 && !heading.id.is_empty()).count();
    let show_toc = meta.toc.unwrap_or(article.body.words >= LONG_WORDS && headings >= LONG_HEADINGS);
    let body = body_value(world, &article.source, &article.body)?;
    let line = |text: &Option<Inline>| text.as_ref().map_or_else(Value::none, inline);
    let more = map([
        ("body", with_dateline(body, meta.dateline.as_ref())),
        ("dateline", line(&meta.dateline)),
        ("credit", line(&meta.credit)),
        ("source", meta.agency.as_ref().map_or_else(Value::none, agency)),
        ("corrections", corrections(world, &meta.corrections, meta.language.as_deref())),
        ("comments", Value::from(entry.comments)),
        ("share", Value::from(entry.share)),
        ("toc", toc(&article.body.headings).into()),
        ("show_toc", Value::from(show_toc && headings > 0)),
        ("breadcrumbs", breadcrumbs(world, Some(entry.section))),
        ("previous", card_or_null(world, entry.previous)),
        ("next", card_or_null(world, entry.next)),
        ("related", cards(world, &entry.related)),
        ("roles", roles(world, id)),
        ("profiles", profiles(world, id)?),
        ("link", text(meta.link.as_deref())),
        ("canonical", text(canonical.as_deref())),
    ]);
    value.extend(more);
    value.extend(series(world, id));
    context.insert_value("article", Value::from(value));
    if world.site.sections[entry.section].kind == SectionKind::Pages {
        context.insert_value("sidebar", sidebar(world, entry.section, Some(id)));
    }
    let kind = if entry.kind == SectionKind::Pages { "page" } else { "article" };
    let summary = article.body.summary.as_str();
    let robots = meta.robots.clone().or_else(|| entry.unpublished.map(|_| "noindex".to_owned()));
    Ok(About {
        title_tag: meta.title_tag.clone(),
        description: Some(meta.description.as_ref().map_or(summary, |dek| &dek.text).to_owned()),
        canonical,
        robots,
        language: meta.language.clone(),
        source: Some(article.source.clone()),
        social_title: meta.social_title.clone(),
        ..About::new(kind, meta.title.text.clone())
    })
}

/// Who supplied an article.
fn agency(agency: &Agency) -> Value {
    object([("name", Value::from(agency.name.as_str())), ("href", text(agency.url.as_deref()))])
}

fn corrections(world: &World, corrections: &[Correction], language: Option<&str>) -> Value {
    let language = language.unwrap_or(&world.config.language);
    let form = moment::Form { strings: &world.theme.strings, zone: &world.config.timezone, language };
    let value = |correction: &Correction| {
        let date = correction.date.as_ref().map_or_else(Value::none, |date| moment::moment(date, form));
        object([("date", date), ("text", inline(&correction.text))])
    };
    corrections.iter().map(value).collect::<Vec<_>>().into()
}

/// The body with the dateline run into its first paragraph; before it, where it begins with something else.
fn with_dateline(body: Value, dateline: Option<&Inline>) -> Value {
    let body = if body.is_none() { html("") } else { body };
    let Some(dateline) = dateline else { return body };
    let text = dateline.html.trim_end_matches(['—', '–', '-', ' ']);
    let dateline = format!("<span class=\"dateline\">{text} —</span>");
    let body = body.as_str().unwrap_or_default();
    html(&match body.strip_prefix("<p>") {
        Some(rest) => format!("<p>{dateline} {rest}"),
        None => format!("<p>{dateline}</p>\n{body}"),
    })
}

/// The headings as a tree.
fn toc(headings: &[Heading]) -> Vec<Value> {
    let mut tree = Vec::new();
    let mut rest = headings;
    while let Some((first, below)) = rest.split_first() {
        let length = below.iter().take_while(|heading| heading.level > first.level).count();
        if !first.id.is_empty() {
            tree.push(object([
                ("id", Value::from(first.id.as_str())),
                ("html", html(&first.html)),
                ("level", Value::from(i64::from(first.level))),
                ("children", toc(&below[..length]).into()),
            ]));
        }
        rest = &below[length..];
    }
    tree
}

/// What an article says of its series: its parts where they are few, and the parts before and after.
fn series(world: &World, id: ArticleId) -> Map {
    let entry = &world.site.articles[id];
    let taxonomy = world.site.taxonomy("series").map(|(index, _)| index);
    let term = entry.terms.iter().find(|(index, _)| Some(*index) == taxonomy);
    let articles = term.map(|(taxonomy, term)| world.site.taxonomies[*taxonomy].terms[*term].articles.as_slice());
    let articles = articles.unwrap_or_default();
    let position = articles.iter().position(|other| *other == id);
    let previous = position.and_then(|position| articles.get(position.checked_sub(1)?)).copied();
    let next = position.and_then(|position| articles.get(position + 1)).copied();
    let parts = if articles.len() <= MOST_PARTS { parts(world, articles, Some(id)) } else { Vec::new() };
    map([
        ("series_parts", parts.into()),
        ("series_previous", card_or_null(world, previous)),
        ("series_next", card_or_null(world, next)),
    ])
}

fn parts(world: &World, articles: &[ArticleId], current: Option<ArticleId>) -> Vec<Value> {
    let part = |id: &ArticleId| {
        let mut value = world.cards[*id].as_map().cloned().unwrap_or_default();
        let number = world.site.articles[*id].article.meta.series.as_ref().and_then(|series| series.part);
        value.insert("part".into(), number.map_or_else(Value::none, Value::from));
        value.insert("current".into(), Value::from(current == Some(*id)));
        Value::from(value)
    };
    articles.iter().map(part).collect()
}

/// The roles other than writing, each with those who had it, in the order of the front matter.
fn roles(world: &World, id: ArticleId) -> Value {
    let credits = &world.site.articles[id].credits;
    let mut roles: Vec<(&str, Vec<Value>)> = Vec::new();
    for credit in credits.iter().filter(|credit| !card::is_writing(credit)) {
        let name = card::name(world, credit);
        match roles.iter_mut().find(|(role, _)| *role == credit.role) {
            Some((_, names)) => names.push(name),
            None => roles.push((&credit.role, vec![name])),
        }
    }
    let role = |(role, names): (&str, Vec<Value>)| object([("role", Value::from(role)), ("authors", names.into())]);
    roles.into_iter().map(role).collect::<Vec<_>>().into()
}

/// The profiles of those who wrote the article.
fn profiles(world: &World, id: ArticleId) -> Result<Value, Diagnostic> {
    let credits = world.site.articles[id].credits.iter().filter(|credit| card::is_writing(credit));
    let terms =
        credits.filter_map(|credit| credit.term).map(|(taxonomy, term)| &world.site.taxonomies[taxonomy].terms[term]);
    let known = terms.filter_map(|term| Some((term, term.profile.as_deref()?)));
    let values: Result<Vec<Value>, Diagnostic> =
        known.map(|(term, profile)| profile_value(world, term, Some(profile), false)).collect();
    Ok(values?.into())
}

fn profile_value(world: &World, term: &Term, profile: Option<&Profile>, with_body: bool) -> Result<Value, Diagnostic> {
    let links = profile.map(|profile| profile.links.as_slice()).unwrap_or_default().iter();
    let links = links
        .map(|(label, href)| object([("label", Value::from(label.as_str())), ("href", Value::from(href.as_str()))]));
    let picture = profile.and_then(|profile| Some(card::picture(world, &profile.source, profile.picture.as_ref()?)));
    let bio = profile.and_then(|profile| profile.bio.as_ref());
    let body = match profile.filter(|_| with_body) {
        Some(profile) => body_value(world, &profile.source, &profile.body)?,
        None => Value::none(),
    };
    Ok(object([
        ("id", Value::from(profile.map_or(term.slug.as_str(), |profile| &profile.id))),
        ("name", Value::from(term.name.as_str())),
        ("href", Value::from(term.url.href(world.base()))),
        ("role", text(profile.and_then(|profile| profile.role.as_deref()))),
        ("bio", bio.map_or_else(Value::none, inline)),
        ("body", body),
        ("picture", picture.unwrap_or_else(Value::none)),
        ("links", links.collect::<Vec<_>>().into()),
        ("is_organization", Value::from(profile.is_some_and(|profile| profile.is_organization))),
        ("extra", profile.map_or_else(Value::none, |profile| data(&profile.extra))),
    ]))
}

fn taxonomy(world: &World, index: usize, context: &mut Context) -> About {
    let terms = &world.site.taxonomies[index];
    let title = taxonomy_title(world, index);
    let description = terms.index.as_ref().and_then(|index| index.description.as_ref());
    let top: Vec<usize> = (0..terms.terms.len()).filter(|term| terms.terms[*term].parent.is_none()).collect();
    context.insert_value(
        "taxonomy",
        object([
            ("name", Value::from(terms.taxonomy.name.as_str())),
            ("title", inline(&title)),
            ("href", Value::from(terms.url.href(world.base()))),
            ("description", description.map_or_else(Value::none, inline)),
            ("terms", indexed_terms(world, index, &top).into()),
        ]),
    );
    let kind = if terms.taxonomy.name == "author" { "authors" } else { "taxonomy" };
    About { description: description.map(|description| description.text.clone()), ..About::new(kind, title.text) }
}

/// The title of a taxonomy: of its `_index.md`, of the configuration, or the theme's word for one of the presets.
fn taxonomy_title(world: &World, index: usize) -> Inline {
    let terms = &world.site.taxonomies[index];
    if let Some(title) = terms.index.as_ref().and_then(|index| index.title.clone()) {
        return title;
    }
    let taxonomy = &terms.taxonomy;
    let word = match taxonomy.name.as_str() {
        "topic" if taxonomy.title == "Topics" => "topics",
        "author" if taxonomy.title == "Authors" => "authors",
        "series" if taxonomy.title == "Series" => "series",
        _ => "",
    };
    let title =
        world.theme.strings.string(&world.config.language, word, None).unwrap_or_else(|| taxonomy.title.clone());
    Inline { html: title.replace('&', "&amp;").replace('<', "&lt;"), text: title }
}

/// The terms of an index, by their names; a term of a hierarchy holds those below it.
fn indexed_terms(world: &World, taxonomy: usize, terms: &[usize]) -> Vec<Value> {
    let all = &world.site.taxonomies[taxonomy].terms;
    let mut ordered: Vec<usize> = terms.to_vec();
    ordered.sort_by_cached_key(|term| (all[*term].name.to_lowercase(), all[*term].slug.clone()));
    let form =
        moment::Form { strings: &world.theme.strings, zone: &world.config.timezone, language: &world.config.language };
    let value = |index: usize| {
        let term = &all[index];
        let profile = term.profile.as_deref();
        let below: Vec<usize> = (0..all.len()).filter(|other| all[*other].parent == Some(index)).collect();
        let newest = term.articles.iter().min().and_then(|id| world.site.articles[*id].article.meta.date.as_ref());
        let picture =
            profile.and_then(|profile| Some(card::picture(world, &profile.source, profile.picture.as_ref()?)));
        object([
            ("name", Value::from(term.name.as_str())),
            ("href", Value::from(term.url.href(world.base()))),
            ("count", Value::from(term.articles.len())),
            ("latest", newest.map_or_else(Value::none, |date| moment::moment(date, form))),
            ("children", indexed_terms(world, taxonomy, &below).into()),
            ("role", text(profile.and_then(|profile| profile.role.as_deref()))),
            ("bio", profile.and_then(|profile| profile.bio.as_ref()).map_or_else(Value::none, inline)),
            ("picture", picture.unwrap_or_else(Value::none)),
            ("is_organization", Value::from(profile.is_some_and(|profile| profile.is_organization))),
        ])
    };
    ordered.into_iter().map(value).collect()
}

fn term(world: &World, taxonomy: usize, index: usize, context: &mut Context) -> Result<About, Diagnostic> {
    let terms = &world.site.taxonomies[taxonomy];
    let term = &terms.terms[index];
    let name = terms.taxonomy.name.as_str();
    let description = term.index.as_ref().and_then(|index| index.description.as_ref());
    context.insert_value(
        "term",
        object([
            ("name", Value::from(term.name.as_str())),
            ("href", Value::from(term.url.href(world.base()))),
            ("description", description.map_or_else(Value::none, inline)),
            ("body", index_body(world, term.index.as_deref())?),
        ]),
    );
    let title = taxonomy_title(world, taxonomy);
    context.insert_value(
        "taxonomy",
        object([
            ("name", Value::from(name)),
            ("title", inline(&title)),
            ("href", Value::from(terms.url.href(world.base()))),
            ("description", Value::none()),
            ("terms", Value::none()),
        ]),
    );
    let mut about = About::new("term", term.name.clone());
    about.description = description.map(|description| description.text.clone());
    if name == "author" {
        context.insert_value("author", profile_value(world, term, term.profile.as_deref(), true)?);
        let bio = term.profile.as_ref().and_then(|profile| profile.bio.as_ref());
        about = About {
            description: about.description.or_else(|| bio.map(|bio| bio.text.clone())),
            kind: "author",
            ..about
        };
    }
    if name == "series" {
        let few = if term.articles.len() <= MOST_PARTS { parts(world, &term.articles, None) } else { Vec::new() };
        context.insert_value("parts", few.into());
        about.kind = "series";
    }
    Ok(about)
}

fn archive(world: &World, page: &Page, context: &mut Context) -> About {
    let months = world.site.archive();
    let href = |path: String| UrlPath::new(&path).map_or_else(Value::none, |url| Value::from(url.href(world.base())));
    let name =
        |month: i8| world.theme.strings.name(&world.config.language, "months", (month - 1).max(0) as usize).to_owned();
    let month_value = |year: i16, month: i8, count: usize| {
        object([
            ("month", Value::from(i64::from(month))),
            ("name", Value::from(name(month))),
            ("href", href(format!("/archive/{year:04}/{month:02}/"))),
            ("count", Value::from(count)),
        ])
    };
    let months_of = |wanted: i16| -> Vec<Value> {
        let newest_first = months.iter().rev().filter(|((year, _), _)| *year == wanted);
        newest_first.map(|((year, month), articles)| month_value(*year, *month, articles.len())).collect()
    };
    let mut fields = map([
        ("years", Value::none()),
        ("year", Value::none()),
        ("month", Value::none()),
        ("name", Value::none()),
        ("href", Value::from(page.url.href(world.base()))),
        ("year_href", Value::none()),
        ("months", Value::none()),
    ]);
    let word = string(world, "archive");
    let about = match page.subject {
        Subject::Year(year) => {
            fields.insert("year".into(), Value::from(i64::from(year)));
            fields.insert("months".into(), months_of(year).into());
            About::new("archive-year", format!("{word}: {year}"))
        }
        Subject::Month(year, month) => {
            fields.insert("year".into(), Value::from(i64::from(year)));
            fields.insert("month".into(), Value::from(i64::from(month)));
            fields.insert("name".into(), Value::from(name(month)));
            fields.insert("year_href".into(), href(format!("/archive/{year:04}/")));
            About::new("archive-month", format!("{word}: {} {year}", name(month)))
        }
        _ => {
            let mut years: Vec<i16> = months.keys().map(|(year, _)| *year).collect();
            years.dedup();
            let year = |year: i16| {
                let count: usize =
                    months.iter().filter(|((other, _), _)| *other == year).map(|(_, articles)| articles.len()).sum();
                object([
                    ("year", Value::from(i64::from(year))),
                    ("href", href(format!("/archive/{year:04}/"))),
                    ("count", Value::from(count)),
                    ("months", months_of(year).into()),
                ])
            };
            fields.insert("years".into(), years.into_iter().rev().map(year).collect::<Vec<_>>().into());
            About::new("archive", word)
        }
    };
    context.insert_value("archive", Value::from(fields));
    about
}

fn redirect(world: &World, target: &Resolved) -> Value {
    let href = target.href(world.base());
    let url = match target {
        Resolved::Internal(..) => format!("{}{href}", world.config.url.origin),
        Resolved::AsWritten(_) => href.clone(),
    };
    object([("href", Value::from(href)), ("url", Value::from(url))])
}
