//! The series of an article, and the parts of one.

use super::super::show::{Fields, Show};
use crate::site::ArticleId;

/// A series with more parts shows them in pages, and its articles do not list them.
pub(super) const MOST_PARTS: usize = 24;

/// What an article says of its series: its parts where they are few, and the parts before and after.
pub(super) fn series<S: Show>(fields: &mut Fields<'_, S>, id: ArticleId) {
    let show = fields.show;
    let site = &show.world().site;
    let entry = &site.articles[id];
    let taxonomy = site.taxonomy("series").map(|(index, _)| index);
    let term = entry.terms.iter().find(|(index, _)| Some(*index) == taxonomy);
    let articles = term.map(|(taxonomy, term)| site.taxonomies[*taxonomy].terms[*term].articles.as_slice());
    let articles = articles.unwrap_or_default();
    let position = || articles.iter().position(|other| *other == id);
    let previous = || position().and_then(|position| articles.get(position.checked_sub(1)?)).copied();
    let next = || position().and_then(|position| articles.get(position + 1)).copied();
    let few = if articles.len() <= MOST_PARTS { articles } else { &[] };
    fields.add("series_parts", || parts(show, few, Some(id)));
    fields.add("series_previous", || show.optional_card(previous()));
    fields.add("series_next", || show.optional_card(next()));
}

pub(super) fn parts<S: Show>(show: &S, articles: &[ArticleId], current: Option<ArticleId>) -> S::Value {
    let part = |id: &ArticleId| {
        let number = show.world().site.articles[*id].article.meta.series.as_ref().and_then(|series| series.part);
        let fields = vec![
            ("part", show.optional(number, |number| show.number(number.into()))),
            ("current", show.flag(current == Some(*id))),
        ];
        show.extended(show.card(*id), fields)
    };
    show.list(articles.iter().map(part).collect())
}
