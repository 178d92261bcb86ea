//! What templates may ask of the site, and the answers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::World;
use super::context::{indexed_terms, top_terms};
use super::show::Show;
use crate::config::SectionKind;
use crate::diagnostic::nearest;
use crate::path::{UrlPath, decode};
use crate::site::ArticleId;

/// A question that a template asks of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Query {
    /// `articles(…)`.
    Articles(Wanted),
    /// `article(path=…)`.
    Article(String),
    /// `related(limit=…)`.
    Related(Option<usize>),
    /// `picture_size(src=…)`.
    PictureSize(String),
    /// `section(path=…)`.
    Section(String),
    /// `data(name=…)`.
    Data(String),
    /// `terms(taxonomy=…)`.
    Terms(String),
}

/// What `articles(…)` selects by.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Wanted {
    /// A section.
    pub section: Option<String>,
    /// A topic, by name or slug.
    pub topic: Option<String>,
    /// An author, by name or slug.
    pub author: Option<String>,
    /// A series, by name or slug.
    pub series: Option<String>,
    /// Whether it says `featured`.
    pub featured: Option<bool>,
    /// How many at most.
    pub limit: Option<usize>,
}

impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Articles(wanted) => {
                let texts = [
                    ("section", &wanted.section),
                    ("topic", &wanted.topic),
                    ("author", &wanted.author),
                    ("series", &wanted.series),
                ];
                let texts = texts.iter().filter_map(|(name, value)| Some(format!("{name}={:?}", value.as_ref()?)));
                let featured = wanted.featured.map(|featured| format!("featured={featured}"));
                let limit = wanted.limit.map(|limit| format!("limit={limit}"));
                write!(f, "articles({})", texts.chain(featured).chain(limit).collect::<Vec<_>>().join(", "))
            }
            Self::Article(path) => write!(f, "article(path={path:?})"),
            Self::Related(None) => f.write_str("related()"),
            Self::Related(Some(limit)) => write!(f, "related(limit={limit})"),
            Self::PictureSize(src) => write!(f, "picture_size(src={src:?})"),
            Self::Section(path) => write!(f, "section(path={path:?})"),
            Self::Data(name) => write!(f, "data(name={name:?})"),
            Self::Terms(taxonomy) => write!(f, "terms(taxonomy={taxonomy:?})"),
        }
    }
}

/// The answer to a query on the page of `article`, where it is one.
///
/// # Errors
/// Where it names what is not there: why.
pub(super) fn answer<S: Show>(show: &S, article: Option<ArticleId>, query: &Query) -> Result<S::Value, String> {
    let world = show.world();
    match query {
        Query::Articles(wanted) => Ok(show.cards(&select(world, wanted)?)),
        Query::Article(path) => Ok(show.optional_card(world.site.article(path, &world.config.content))),
        Query::Related(limit) => {
            let related = article.map(|id| world.site.articles[id].related.as_slice()).unwrap_or_default();
            Ok(show.cards(&related[..limit.unwrap_or(usize::MAX).min(related.len())]))
        }
        Query::PictureSize(src) => Ok(show.optional(picture_size(world, src), |(width, height)| {
            show.object([("width", show.number(width.into())), ("height", show.number(height.into()))])
        })),
        Query::Section(path) => {
            let index = world.site.section(path).ok_or_else(|| unknown_section(world, path))?;
            Ok(show.place(index))
        }
        Query::Terms(taxonomy) => {
            let (index, terms) = world.site.taxonomy(taxonomy).ok_or_else(|| unknown_taxonomy(world, taxonomy))?;
            Ok(indexed_terms(show, index, top_terms(terms)))
        }
        Query::Data(name) => {
            let bare = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            match world.data.get(name).or_else(|| world.data.get(bare)) {
                Some(value) => Ok(show.data(value)),
                None => {
                    let near = nearest(name, world.data.keys().map(String::as_str));
                    Err(format!("there is no data file `{name}` in `{}`{}", world.config.data, offer(near)))
                }
            }
        }
    }
}

fn offer(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// The articles that are wanted, newest first; without a section named, none of documentation.
fn select(world: &World, wanted: &Wanted) -> Result<Vec<ArticleId>, String> {
    let mut pools: Vec<&[ArticleId]> = Vec::new();
    if let Some(name) = &wanted.section {
        let index = world.site.section(name).ok_or_else(|| unknown_section(world, name))?;
        pools.push(&world.site.sections[index].articles);
    }
    for (taxonomy, name) in [("topic", &wanted.topic), ("author", &wanted.author), ("series", &wanted.series)] {
        let Some(name) = name else { continue };
        pools.push(term(world, taxonomy, name).unwrap_or_default());
    }
    let is_wanted = |id: &ArticleId| {
        let entry = &world.site.articles[*id];
        wanted.featured.is_none_or(|featured| entry.article.meta.featured == featured)
            && (wanted.section.is_some() || entry.kind == SectionKind::Articles)
    };
    let limit = wanted.limit.unwrap_or(usize::MAX);
    let Some((first, others)) = pools.split_first() else {
        return Ok((0..world.site.articles.len()).filter(is_wanted).take(limit).collect());
    };
    let others: Vec<BTreeSet<ArticleId>> = others.iter().map(|pool| pool.iter().copied().collect()).collect();
    let in_all = |id: &ArticleId| others.iter().all(|pool| pool.contains(id));
    Ok(first.iter().copied().filter(is_wanted).filter(in_all).take(limit).collect())
}

fn term<'a>(world: &'a World, taxonomy: &str, name: &str) -> Option<&'a [ArticleId]> {
    let (_, terms) = world.site.taxonomy(taxonomy)?;
    let wanted = name.to_lowercase();
    let found = terms.terms.iter().find(|term| term.slug == wanted || term.name.to_lowercase() == wanted)?;
    Some(&found.articles)
}

fn unknown_section(world: &World, name: &str) -> String {
    let near = nearest(name, world.site.sections.iter().map(|section| section.path.as_str()));
    format!("there is no section `{name}`{}", offer(near))
}

fn unknown_taxonomy(world: &World, name: &str) -> String {
    let near = nearest(name, world.site.taxonomies.iter().map(|terms| terms.taxonomy.name.as_str()));
    format!("there is no taxonomy `{name}`{}", offer(near))
}

fn picture_size(world: &World, src: &str) -> Option<(u32, u32)> {
    let path = src.split(['?', '#']).next().unwrap_or_default();
    let url = path.strip_prefix(world.base()).and_then(|path| UrlPath::new(&decode(path)))?;
    world.pictures.get(world.plan.links.files_by_url.get(&url)?).copied()
}
