//! What is published at a given moment, in which order, and what is left out.

use std::collections::BTreeSet;

use super::sections::Indexes;
use crate::article::Article;
use crate::config::Config;
use crate::path::SourcePath;
use crate::source::StaticFile;

/// The moment that the site is built for, and what is to be shown besides the published articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Drafts too.
    pub drafts: bool,
    /// Articles whose date has not come yet too.
    pub future: bool,
    /// Articles that have expired too.
    pub expired: bool,
}

/// Why an article is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It says `draft: true`, or its section does.
    Draft,
    /// Its date is still to come: seconds since 1970.
    Scheduled(i64),
    /// It expired then: seconds since 1970.
    Expired(i64),
}

/// An article that is not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its file.
    pub source: SourcePath,
    /// Its title as plain text.
    pub title: String,
    /// Why.
    pub reason: Reason,
}

/// An article that is published, and what would keep it from that without an option.
pub(super) type Selected = (Article, Option<Reason>);

/// Parts the articles into those that are published under `selection` and those that are not.
pub(super) fn select(
    articles: Vec<Article>,
    indexes: &Indexes,
    config: &Config,
    selection: &Selection,
) -> (Vec<Selected>, Vec<LeftOut>) {
    let mut published = Vec::with_capacity(articles.len());
    let mut left_out = Vec::new();
    for article in articles {
        let reason = reason(&article, indexes.is_draft(&article.source, config), selection.at);
        let is_shown = match reason {
            None => true,
            Some(Reason::Draft) => selection.drafts,
            Some(Reason::Scheduled(_)) => selection.future,
            Some(Reason::Expired(_)) => selection.expired,
        };
        match reason {
            Some(reason) if !is_shown => {
                let title = article.meta.title.text.clone();
                left_out.push(LeftOut { source: article.source, title, reason });
            }
            _ => published.push((article, reason)),
        }
    }
    (published, left_out)
}

fn reason(article: &Article, in_draft_section: bool, at: i64) -> Option<Reason> {
    let meta = &article.meta;
    if meta.draft || in_draft_section {
        return Some(Reason::Draft);
    }
    if let Some(expires) = meta.expires.as_ref().filter(|expires| expires.seconds <= at) {
        return Some(Reason::Expired(expires.seconds));
    }
    meta.date.as_ref().filter(|date| date.seconds > at).map(|date| Reason::Scheduled(date.seconds))
}

/// Newest first, the undated last; of one date in the order of their source paths.
pub(super) fn newest_first(mut articles: Vec<Selected>) -> Vec<Selected> {
    articles.sort_by(|(a, _), (b, _)| {
        let date = |article: &Article| article.meta.date.as_ref().map(|date| date.seconds);
        date(b).cmp(&date(a)).then_with(|| a.source.cmp(&b.source))
    });
    articles
}

/// The files without those that lie in the folder of an `index.md` that is not published.
pub(super) fn published_files(files: Vec<StaticFile>, left_out: &[LeftOut], config: &Config) -> Vec<StaticFile> {
    let closed: BTreeSet<SourcePath> = left_out
        .iter()
        .filter(|article| article.source.stem() == "index")
        .map(|article| article.source.parent())
        .filter(|folder| *folder != config.content)
        .collect();
    let mut published: Vec<StaticFile> = files
        .into_iter()
        .filter(|file| {
            let mut folder = file.source.parent();
            while !folder.as_str().is_empty() {
                if closed.contains(&folder) {
                    return false;
                }
                folder = folder.parent();
            }
            true
        })
        .collect();
    published.sort();
    published
}
