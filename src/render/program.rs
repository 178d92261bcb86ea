//! The files for programs: each is made here from what is known of the site, without a template.

use std::fmt::Write as _;

use serde::Serialize;

use super::metadata::metadata;
use super::show::{Part, Reading};
use super::{World, feed, sitemap};
use crate::config::Robots;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::fingerprint::{Print, print};
use crate::path::UrlPath;
use crate::plan::{Page, Program, Sitemap, markdown_address};
use crate::site::ArticleId;

/// How many articles of each section the guide names.
const GUIDE_ARTICLES: usize = 20;

/// The fingerprint of what a file is made from; and its parts where they are asked for.
pub(super) fn program_print(
    world: &World,
    page: &Page,
    program: &Program,
    reading: &Reading,
    parts: bool,
) -> (Print, Vec<(Part, Print)>) {
    match program {
        Program::Feed(of, _) => feed::feed_print(world, page, *of, reading, parts),
        Program::Markdown(id) => feed::text_print(world, *id, reading, parts),
        // The others are made of little, or of a line for each article.
        other => (print(&plain(world, other)), Vec::new()),
    }
}

/// What a file has of the sources, by the names of parts.
pub(super) fn told(world: &World, page: &Page, program: &Program) -> Vec<String> {
    let all = 0..world.site.articles.len();
    match program {
        Program::Feed(..) => {
            page.listing.iter().flat_map(|listing| &listing.items).flat_map(|id| whole(world, *id)).collect()
        }
        Program::Markdown(id) => whole(world, *id),
        Program::Sitemap(Sitemap::Articles(start, end)) => (*start..*end).map(|id| facts(world, id)).collect(),
        Program::Sitemap(Sitemap::Whole) | Program::Guide => all.map(|id| facts(world, id)).collect(),
        Program::NewsSitemap => world.site.news.iter().map(|id| facts(world, *id)).collect(),
        _ => Vec::new(),
    }
}

fn facts(world: &World, id: ArticleId) -> String {
    format!("facts of {}", world.site.articles[id].article.source)
}

/// What an article is told with: itself, the profiles of those who made it, the sections that it lies in.
fn whole(world: &World, id: ArticleId) -> Vec<String> {
    let entry = &world.site.articles[id];
    let terms = entry.credits.iter().filter_map(|credit| credit.term);
    let profiles = terms.filter_map(|(taxonomy, term)| world.site.taxonomies[taxonomy].terms[term].profile.as_ref());
    let sections =
        world.site.ancestry(entry.section).into_iter().filter_map(|index| world.site.sections[index].index.as_ref());
    std::iter::once(facts(world, id))
        .chain(profiles.map(|profile| format!("profile {}", profile.source)))
        .chain(sections.map(|index| format!("section {}", index.source)))
        .collect()
}

/// The bytes of a file.
///
/// # Errors
/// Where the body of an article cannot be written.
pub(super) fn bytes(world: &World, page: &Page, program: &Program) -> Result<Vec<u8>, Diagnostic> {
    match program {
        Program::Feed(of, format) => feed::bytes(world, page, *of, *format),
        Program::Markdown(id) => markdown(world, *id),
        other => Ok(plain(world, other)),
    }
}

/// The bytes of a file that shows no article's text.
fn plain(world: &World, program: &Program) -> Vec<u8> {
    match program {
        Program::Sitemap(part) => sitemap::bytes(world, part),
        Program::NewsSitemap => sitemap::news(world),
        Program::Robots => robots(world).into_bytes(),
        Program::Manifest => manifest(world),
        Program::Security => security(world).into_bytes(),
        Program::Humans => format!("{}\n", world.config.humans.as_deref().unwrap_or_default().trim_end()).into_bytes(),
        Program::Guide => guide(world).into_bytes(),
        Program::Feed(..) | Program::Markdown(_) => Vec::new(),
    }
}

/// What robots are asked (RFC 9309).
fn robots(world: &World) -> String {
    let nothing = Robots::default();
    let Robots { disallow, agents } = world.config.robots.as_ref().unwrap_or(&nothing);
    let mut out = String::new();
    let mut group = |agent: &str, paths: &[String]| {
        out.push_str(&format!("User-agent: {agent}\n"));
        if paths.is_empty() {
            out.push_str("Disallow:\n");
        }
        paths.iter().for_each(|path| out.push_str(&format!("Disallow: {path}\n")));
        out.push('\n');
    };
    for (agent, paths) in agents {
        group(agent, paths);
    }
    group("*", disallow);
    // A site that is not to be found has no use for a map.
    if !world.config.noindex {
        for name in ["/sitemap.xml", "/news-sitemap.xml"] {
            if let Some(page) = world.plan.pages.iter().find(|page| page.url.as_str() == name) {
                out.push_str(&format!("Sitemap: {}\n", world.absolute(&page.url)));
            }
        }
    }
    out.trim_end().to_owned() + "\n"
}

/// The web manifest (W3C, "Web Application Manifest").
#[derive(Serialize)]
struct Manifest<'a> {
    name: &'a str,
    short_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    lang: &'a str,
    start_url: String,
    scope: String,
    display: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    background_color: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme_color: Option<&'a str>,
    icons: Vec<Icon>,
}

#[derive(Serialize)]
struct Icon {
    src: String,
    sizes: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

fn manifest(world: &World) -> Vec<u8> {
    let config = &world.config;
    let base = world.base();
    let icon = |(written, _): &(String, Place)| {
        let link = world.plan.links.configured.get(written)?;
        let kind = crate::content_type::of(written);
        let size = super::body::size(world, link).filter(|_| kind != "image/svg+xml");
        let sizes = size.map_or_else(|| "any".to_owned(), |(width, height)| format!("{width}x{height}"));
        Some(Icon { src: link.href(base), sizes, kind })
    };
    let mut icons: Vec<Icon> = config.icons.iter().filter_map(icon).collect();
    if icons.is_empty() {
        let own = world.theme.assets.get("icon.svg").map(|asset| asset.url.href(base));
        icons.extend(own.map(|src| Icon { src, sizes: "any".to_owned(), kind: "image/svg+xml" }));
    }
    let colour = |name: &str| world.theme.options.get(name).and_then(serde_json::Value::as_str);
    let manifest = Manifest {
        name: &config.title,
        short_name: &config.title,
        description: &config.description,
        lang: &config.language,
        start_url: UrlPath::root().href(base),
        scope: UrlPath::root().href(base),
        display: "browser",
        background_color: colour("paper"),
        theme_color: colour("paper"),
        icons,
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Whom to tell of holes in the site's security (RFC 9116, section 2.5).
fn security(world: &World) -> String {
    let Some(security) = &world.config.security else { return String::new() };
    let mut out = String::new();
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(out, "{name}: {value}");
    };
    security.contact.iter().for_each(|contact| field("Contact", contact));
    field("Expires", &super::structured::stamp(&security.expires));
    for (name, addresses) in &security.others {
        addresses.iter().for_each(|address| field(name, address));
    }
    if !security.languages.is_empty() {
        field("Preferred-Languages", &security.languages.join(", "));
    }
    if let Some(url) = UrlPath::new("/.well-known/security.txt") {
        field("Canonical", &world.absolute(&url));
    }
    out
}

/// The guide to the site for language models (llmstxt.org).
fn guide(world: &World) -> String {
    let config = &world.config;
    let mut out = format!("# {}\n", one_line(&config.title));
    if !config.description.is_empty() {
        let _ = write!(out, "\n> {}\n", one_line(&config.description));
    }
    let of_root = world.site.sections.first().into_iter();
    let sections = of_root.clone().flat_map(|root| root.children.iter().map(|index| &world.site.sections[*index]));
    for section in sections {
        let _ = write!(out, "\n## {}\n\n", one_line(&section.title.text));
        if let Some(description) = &section.description {
            let _ = write!(out, "{}\n\n", one_line(&description.text));
        }
        section.articles.iter().take(GUIDE_ARTICLES).for_each(|id| line(world, *id, &mut out));
    }
    let alone = world.site.articles.iter().enumerate().filter(|(_, entry)| entry.section == 0);
    let alone: Vec<ArticleId> = alone.map(|(id, _)| id).take(GUIDE_ARTICLES).collect();
    if !alone.is_empty() {
        out.push_str("\n## Articles\n\n");
        alone.into_iter().for_each(|id| line(world, id, &mut out));
    }
    out
}

/// An article in the guide; one that is not to be found is not named.
fn line(world: &World, id: ArticleId, out: &mut String) {
    let entry = &world.site.articles[id];
    let Some(url) = markdown_address(&entry.url).filter(|_| entry.is_indexable()) else { return };
    let title = one_line(&entry.article.meta.title.text).replace(['[', ']'], "");
    let _ = write!(out, "- [{title}]({})", world.absolute(&url));
    if let Some(dek) = &entry.article.meta.description {
        let _ = write!(out, ": {}", one_line(&dek.text));
    }
    out.push('\n');
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of an article as Markdown, below what is known of it.
fn markdown(world: &World, id: ArticleId) -> Result<Vec<u8>, Diagnostic> {
    let about = metadata(world, id);
    let mut out = format!("# {}\n", one_line(about.title));
    if let Some(dek) = about.dek {
        let _ = write!(out, "\n> {}\n", one_line(dek));
    }
    out.push('\n');
    let names: Vec<&str> = about.authors.iter().map(|person| person.name).collect();
    if !names.is_empty() {
        let _ = writeln!(out, "- By: {}", names.join(", "));
    }
    for (word, moment) in [("Published", about.published), ("Updated", about.updated)] {
        if let Some(moment) = moment {
            let _ = writeln!(out, "- {word}: {}", moment.iso());
        }
    }
    let _ = writeln!(out, "- Address: {}\n", about.url);
    let html = feed::text_of(world, id)?;
    let text = htmd::HtmlToMarkdown::new().convert(&html).map_err(|error| {
        let source = &world.site.articles[id].article.source;
        Diagnostic::new(Code::Template, format!("the text of `{source}` cannot be written as Markdown: {error}"))
            .at(Place::file(source))
    })?;
    out.push_str(text.trim());
    out.push('\n');
    Ok(out.into_bytes())
}
