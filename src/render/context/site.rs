//! The `site` of every page: name, navigation, the ways to its indexes.

use tera::{Map, Value};

use super::super::World;
use super::super::value::{data, map, object};
use super::place;
use crate::config::NavigationItem;
use crate::path::UrlPath;
use crate::plan::Page;
use crate::site::Section;

/// The `site` of every page, but for which entry of the navigation is the current one.
pub(in crate::render) fn site(world: &World) -> Map {
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

pub(super) fn top_sections(world: &World) -> impl Iterator<Item = &Section> {
    let root = world.site.sections.first();
    root.into_iter().flat_map(|root| &root.children).map(|index| &world.site.sections[*index])
}

pub(super) fn site_of(world: &World, page: &Page) -> Value {
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

pub(super) fn node(title: &str, href: String, current: bool, children: Vec<Value>) -> Value {
    object([
        ("title", Value::from(title)),
        ("href", Value::from(href)),
        ("current", Value::from(current)),
        ("children", children.into()),
    ])
}
