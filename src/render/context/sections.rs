//! The front page and sections: their lists, their places in the tree of pages.

use super::super::show::{Part, Show};
use super::site::{node, parent, top_indices};
use super::{About, Variables, index_body};
use crate::config::SectionKind;
use crate::diagnostic::Diagnostic;
use crate::site::{ArticleId, Node, Section, is_on_front_page};

/// How many articles of each section the front page shows.
const FRONT_PAGE_BLOCK: usize = 4;

pub(super) fn home<'a, S: Show>(show: &'a S, variables: &mut Variables<'_, S>) -> Result<About<'a>, Diagnostic> {
    let world = show.world();
    let Some(root) = world.site.sections.first() else { return Ok(About::new("home", &world.config.title)) };
    if show.wants("home") {
        let home = show.object([
            ("lead", show.optional_card(root.lead)),
            ("featured", show.cards(&root.featured)),
            ("sections", show.wanted("sections", || blocks(show))),
        ]);
        variables("home", home);
    }
    if show.wants("section") {
        variables("section", show.part(Part::Section(0), || section_value(show, root))?);
    }
    let description =
        root.description.as_ref().map_or(world.config.description.as_str(), |description| &description.text);
    let source = root.index.as_ref().map(|index| &index.source);
    Ok(About { description: Some(description), source, ..About::new("home", &*root.title.text) })
}

/// The sections at the top, each with its newest articles.
fn blocks<S: Show>(show: &S) -> S::Value {
    let has_articles = |section: &&Section| section.kind == SectionKind::Articles && !section.articles.is_empty();
    let block = |section: &Section| {
        let newest = &section.articles[..section.articles.len().min(FRONT_PAGE_BLOCK)];
        show.object([
            ("title", show.inline(&section.title)),
            ("href", show.href(&section.url)),
            ("description", show.optional_inline(section.description.as_ref())),
            ("items", show.cards(newest)),
        ])
    };
    let world = show.world();
    let is_shown = |index: &usize| is_on_front_page(&world.site.sections, *index);
    let sections = top_indices(world).filter(is_shown).map(|index| &world.site.sections[index]);
    show.list(sections.filter(has_articles).map(block).collect())
}

fn section_value<S: Show>(show: &S, section: &Section) -> Result<S::Value, Diagnostic> {
    let children = section.children.iter().map(|index| show.place(*index)).collect();
    let kind = if section.kind == SectionKind::Pages { "pages" } else { "articles" };
    Ok(show.object([
        ("title", show.inline(&section.title)),
        ("href", show.href(&section.url)),
        ("path", show.text(&section.path)),
        ("kind", show.text(kind)),
        ("description", show.optional_inline(section.description.as_ref())),
        ("body", index_body(show, section.index.as_deref())?),
        ("children", show.list(children)),
        ("breadcrumbs", breadcrumbs(show, section.parent)),
        ("lead", show.optional_card(section.lead)),
        ("featured", show.cards(&section.featured)),
        ("extra", show.data(&section.settings.extra)),
    ]))
}

pub(super) fn section<'a, S: Show>(
    show: &'a S,
    index: usize,
    variables: &mut Variables<'_, S>,
) -> Result<About<'a>, Diagnostic> {
    let section = &show.world().site.sections[index];
    if show.wants("section") {
        variables("section", show.part(Part::Section(index), || section_value(show, section))?);
    }
    if section.kind == SectionKind::Pages && show.wants("sidebar") {
        variables("sidebar", sidebar(show, index, None));
    }
    let description = section.description.as_ref().map(|description| description.text.as_ref());
    let source = section.index.as_ref().map(|index| &index.source);
    Ok(About { description, source, ..About::new("section", &*section.title.text) })
}

pub(super) fn breadcrumbs<S: Show>(show: &S, section: Option<usize>) -> S::Value {
    let site = &show.world().site;
    let chain = section.map(|section| site.ancestry(section)).unwrap_or_default();
    show.list(chain.into_iter().map(|index| show.place(index)).collect())
}

/// The side navigation of a documentation: from the topmost section of pages that holds `section`.
pub(super) fn sidebar<S: Show>(show: &S, section: usize, current: Option<ArticleId>) -> S::Value {
    let site = &show.world().site;
    let top = site.ancestry(section).into_iter().find(|index| site.sections[*index].kind == SectionKind::Pages);
    show.list(nodes(show, top.unwrap_or(section), section, current))
}

fn nodes<S: Show>(show: &S, within: usize, section: usize, current: Option<ArticleId>) -> Vec<S::Value> {
    let site = &show.world().site;
    let nodes = site.nodes(within).into_iter();
    nodes
        .map(|entry| match entry {
            Node::Page(id) => {
                let entry = &site.articles[id];
                node(show, &entry.article.meta.title.text, &entry.url, current == Some(id))
            }
            Node::Section(index) => {
                let child = &site.sections[index];
                let is_current = current.is_none() && index == section;
                let below = nodes_of(show, index, section, current);
                parent(show, &child.title.text, &child.url, is_current, below)
            }
        })
        .collect()
}

fn nodes_of<S: Show>(show: &S, index: usize, section: usize, current: Option<ArticleId>) -> Vec<S::Value> {
    if show.world().site.sections[index].kind == SectionKind::Pages {
        nodes(show, index, section, current)
    } else {
        Vec::new()
    }
}
