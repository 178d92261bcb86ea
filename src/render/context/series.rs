//! The series of an article, and the parts of one.

use tera::{Map, Value};

use super::super::World;
use super::super::value::map;
use super::card_or_null;
use crate::site::ArticleId;

/// A series with more parts shows them in pages, and its articles do not list them.
pub(super) const MOST_PARTS: usize = 24;

/// What an article says of its series: its parts where they are few, and the parts before and after.
pub(super) fn series(world: &World, id: ArticleId) -> Map {
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

pub(super) fn parts(world: &World, articles: &[ArticleId], current: Option<ArticleId>) -> Vec<Value> {
    let part = |id: &ArticleId| {
        let mut value = world.cards[*id].as_map().cloned().unwrap_or_default();
        let number = world.site.articles[*id].article.meta.series.as_ref().and_then(|series| series.part);
        value.insert("part".into(), number.map_or_else(Value::none, Value::from));
        value.insert("current".into(), Value::from(current == Some(*id)));
        Value::from(value)
    };
    articles.iter().map(part).collect()
}
