//! The front page and sections: their lists, their places in the tree of pages.

use tera::{Context, Value};

use super::super::World;
use super::super::value::{data, inline, object};
use super::site::{node, top_sections};
use super::{About, card_or_null, cards, index_body, place};
use crate::config::SectionKind;
use crate::diagnostic::Diagnostic;
use crate::site::{ArticleId, Node, Section};

/// How many articles of each section the front page shows.
const FRONT_PAGE_BLOCK: usize = 4;

pub(super) fn home(world: &World, context: &mut Context) -> Result<About, Diagnostic> {
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

pub(super) fn section(world: &World, index: usize, context: &mut Context) -> Result<About, Diagnostic> {
    let section = &world.site.sections[index];
    context.insert_value("section", section_value(world, section)?);
    if section.kind == SectionKind::Pages {
        context.insert_value("sidebar", sidebar(world, index, None));
    }
    let description = section.description.as_ref().map(|description| description.text.clone());
    let source = section.index.as_ref().map(|index| index.source.clone());
    Ok(About { description, source, ..About::new("section", section.title.text.clone()) })
}

pub(super) fn breadcrumbs(world: &World, section: Option<usize>) -> Value {
    let chain = section.map(|section| world.site.ancestry(section)).unwrap_or_default();
    chain.into_iter().map(|index| place(world, &world.site.sections[index])).collect::<Vec<_>>().into()
}

/// The side navigation of a documentation: from the topmost section of pages that holds `section`.
pub(super) fn sidebar(world: &World, section: usize, current: Option<ArticleId>) -> Value {
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
