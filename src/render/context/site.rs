//! The `site` of every page: name, navigation, the ways to its indexes.

use super::super::World;
use super::super::show::Show;
use crate::config::{Comments, NavigationItem, Provider};
use crate::path::UrlPath;
use crate::plan::{FeedOf, Page};
use crate::site::Section;

/// The `site` of every page, but for which entry of the navigation is the current one.
pub(in crate::render) fn site<S: Show>(show: &S) -> S::Value {
    let world = show.world();
    let config = &world.config;
    let landmark = |name: &str| show.optional(world.plan.landmarks.get(name), |url| show.href(url));
    let sections = top_indices(world).map(|index| show.place(index)).collect();
    show.object([
        ("title", show.text(&config.title)),
        ("description", show.text(&config.description)),
        ("url", show.text(&format!("{}{}/", config.url.origin, config.url.path))),
        ("language", show.text(&config.language)),
        ("home", show.href(&UrlPath::root())),
        ("navigation", show.none()),
        ("sections", show.list(sections)),
        ("author_index", landmark("author")),
        ("topic_index", landmark("topic")),
        ("archive", landmark("archive")),
        ("corrections", landmark("corrections")),
        ("feed", show.optional(world.plan.feeds_of(FeedOf::Site).first(), |(_, url)| show.href(url))),
        ("comments", show.optional(config.comments.as_ref(), |comments| comments_value(show, comments))),
        ("extra", show.data(&config.extra)),
    ])
}

/// Where readers comment; what the provider does not have is absent.
fn comments_value<S: Show>(show: &S, comments: &Comments) -> S::Value {
    let mut fields = vec![
        ("provider", show.text(comments.provider.name())),
        ("server", show.optional_text(comments.provider.server())),
        ("counts", show.flag(comments.counts)),
    ];
    match &comments.provider {
        Provider::Isso { .. } | Provider::Mastodon { .. } => {}
        Provider::Giscus(discussions) => fields.extend([
            ("repo", show.text(&discussions.repo)),
            ("repo_id", show.text(&discussions.repo_id)),
            ("category", show.text(&discussions.category)),
            ("category_id", show.text(&discussions.category_id)),
            ("mapping", show.text(discussions.mapping)),
            ("theme", show.text(&discussions.theme)),
        ]),
        Provider::Remark42 { site_id, .. } => fields.push(("site_id", show.text(site_id))),
        Provider::Mailto { address } => fields.push(("address", show.text(address))),
    }
    show.fields(fields)
}

/// The sections at the top.
pub(super) fn top_sections(world: &World) -> impl Iterator<Item = &Section> {
    top_indices(world).map(|index| &world.site.sections[index])
}

pub(super) fn top_indices(world: &World) -> impl Iterator<Item = usize> {
    world.site.sections.first().into_iter().flat_map(|root| root.children.iter().copied())
}

pub(super) fn site_of<S: Show>(show: &S, page: &Page) -> S::Value {
    let world = show.world();
    if !show.wants("navigation") {
        return show.site();
    }
    let items: Vec<S::Value> = if world.config.navigation.is_empty() {
        let entry = |section: &Section| node(show, &section.title.text, &section.url, is_below(page, &section.url));
        top_sections(world).map(entry).collect()
    } else {
        world.config.navigation.iter().map(|item| navigation_item(show, page, item)).collect()
    };
    show.extended(show.site(), vec![("navigation", show.list(items))])
}

fn navigation_item<S: Show>(show: &S, page: &Page, item: &NavigationItem) -> S::Value {
    let children = item.children.iter().map(|child| navigation_item(show, page, child)).collect();
    let own = UrlPath::new(&crate::path::decode(&item.url)).filter(|_| item.url.starts_with('/'));
    let (href, current) = match &own {
        Some(url) => (show.href(url), is_below(page, url)),
        None => (show.text(&crate::plan::as_address(&item.url)), false),
    };
    show.object([
        ("title", show.text(&item.title)),
        ("href", href),
        ("current", show.flag(current)),
        ("children", show.list(children)),
    ])
}

/// Whether the page stands at `url` or below it; nothing stands below the front page.
fn is_below(page: &Page, url: &UrlPath) -> bool {
    page.url == *url
        || (*url != UrlPath::root() && url.as_str().ends_with('/') && page.url.as_str().starts_with(url.as_str()))
}

/// An entry of a navigation with none below it.
pub(super) fn node<S: Show>(show: &S, title: &str, url: &UrlPath, current: bool) -> S::Value {
    parent(show, title, url, current, Vec::new())
}

/// An entry of a navigation with those below it.
pub(super) fn parent<S: Show>(
    show: &S,
    title: &str,
    url: &UrlPath,
    current: bool,
    children: Vec<S::Value>,
) -> S::Value {
    show.object([
        ("title", show.text(title)),
        ("href", show.href(url)),
        ("current", show.flag(current)),
        ("children", show.list(children)),
    ])
}
