//! Sitemaps (sitemaps.org/protocol.html), and the one for news search (Google, "News sitemaps").

use super::World;
use super::structured::stamp;
use super::xml::Xml;
use crate::article::Moment;
use crate::path::UrlPath;
use crate::plan::{Page, Program, Sitemap, Subject, part_of_lists};
use crate::site::{ArticleId, Entry};

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// A sitemap, or the index of several.
pub(super) fn bytes(world: &World, sitemap: &Sitemap) -> Vec<u8> {
    let mut xml = Xml::new();
    match sitemap {
        Sitemap::Index(parts) => {
            xml.open("sitemapindex", &[NAMESPACE]);
            for part in parts {
                xml.open("sitemap", &[]);
                xml.text("loc", &[], &world.absolute(part));
                if let Some(changed) = changed(world, part) {
                    xml.text("lastmod", &[], &changed.iso());
                }
                xml.close("sitemap");
            }
            xml.close("sitemapindex");
        }
        Sitemap::Whole => urls(&mut xml, |xml| {
            lists(world, world.plan.indexable_lists(), xml);
            articles(world, 0..world.site.articles.len(), xml);
        }),
        Sitemap::Articles(start, end) => urls(&mut xml, |xml| articles(world, *start..*end, xml)),
        Sitemap::Pages(part) => urls(&mut xml, |xml| lists(world, part_of_lists(&world.plan, *part), xml)),
    }
    xml.finish()
}

/// The latest change of the articles in a part.
fn changed<'a>(world: &'a World, part: &UrlPath) -> Option<&'a Moment> {
    let page = world.plan.pages.iter().find(|page| page.url == *part)?;
    let Subject::Program(Program::Sitemap(Sitemap::Articles(start, end))) = page.subject else { return None };
    let entries = world.site.articles.get(start..end).unwrap_or_default().iter();
    entries.filter(|entry| entry.is_indexable()).filter_map(Entry::changed).max_by_key(|moment| moment.seconds)
}

fn urls(xml: &mut Xml, write: impl FnOnce(&mut Xml)) {
    xml.open("urlset", &[NAMESPACE]);
    write(xml);
    xml.close("urlset");
}

fn url(xml: &mut Xml, address: &str, changed: Option<&Moment>) {
    xml.open("url", &[]);
    xml.text("loc", &[], address);
    if let Some(changed) = changed {
        xml.text("lastmod", &[], &changed.iso());
    }
    xml.close("url");
}

/// Pages that are no articles; the last change of one is that of what it lists.
fn lists<'a>(world: &World, pages: impl Iterator<Item = &'a Page>, xml: &mut Xml) {
    for page in pages {
        let items = page.listing.iter().flat_map(|listing| &listing.items);
        let changed = items.filter_map(|id| world.site.articles[*id].changed()).max_by_key(|moment| moment.seconds);
        url(xml, &world.absolute(&page.url), changed);
    }
}

fn articles(world: &World, range: std::ops::Range<ArticleId>, xml: &mut Xml) {
    let entries = world.site.articles.get(range).unwrap_or_default();
    for entry in entries.iter().filter(|entry| entry.is_indexable()) {
        url(xml, &world.absolute(&entry.url), entry.changed());
    }
}

/// The articles of the last two days.
pub(super) fn news(world: &World) -> Vec<u8> {
    let name = world.config.sitemap.as_ref().and_then(|sitemap| sitemap.news.as_deref()).unwrap_or_default();
    let mut xml = Xml::new();
    xml.open("urlset", &[NAMESPACE, ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9")]);
    for entry in world.site.news.iter().map(|id| &world.site.articles[*id]) {
        let Some(date) = &entry.article.meta.date else { continue };
        xml.open("url", &[]);
        xml.text("loc", &[], &world.absolute(&entry.url));
        xml.open("news:news", &[]);
        xml.open("news:publication", &[]);
        xml.text("news:name", &[], name);
        xml.text("news:language", &[], &news_language(world, entry));
        xml.close("news:publication");
        xml.text("news:publication_date", &[], &stamp(date));
        xml.text("news:title", &[], &entry.article.meta.title.text);
        xml.close("news:news");
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

/// The language as news search names it: by two or three letters, of Chinese with the script's home.
fn news_language(world: &World, entry: &Entry) -> String {
    let tag = entry.article.meta.language.as_deref().unwrap_or(&world.config.language).to_ascii_lowercase();
    let mut parts = tag.split('-');
    match (parts.next().unwrap_or_default(), parts.next()) {
        ("zh", Some("tw" | "hk" | "mo" | "hant")) => "zh-tw".to_owned(),
        ("zh", _) => "zh-cn".to_owned(),
        (language, _) => language.to_owned(),
    }
}
