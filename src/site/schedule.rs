//! What is published at a given moment, in which order, and what is left out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::sections::Indexes;
use super::{ArticleId, Entry, Site};
use crate::article::Article;
use crate::config::{Config, SectionKind};
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
    /// The id that its front matter gives it.
    pub id: Option<String>,
    /// The part of its address that would name it.
    pub slug: String,
    /// Its title as plain text.
    pub title: String,
    /// Why.
    pub reason: Reason,
    /// When it was or will be published, where it has a date: seconds since 1970.
    pub date: Option<i64>,
    /// When it expires, where it does: seconds since 1970.
    pub expires: Option<i64>,
}

/// An article that is published, and what would keep it from that without an option.
pub(super) type Selected = (Arc<Article>, Option<Reason>);

/// Parts the articles into those that are published under `selection` and those that are not, in their order.
pub(super) fn select(
    articles: Vec<Arc<Article>>,
    indexes: &Indexes,
    config: &Config,
    selection: &Selection,
    anyway: Option<&SourcePath>,
) -> (Vec<Selected>, Vec<LeftOut>) {
    let mut published = Vec::with_capacity(articles.len());
    let mut left_out = Vec::new();
    // Nobody has looked at the articles since they were parsed: to fetch them from memory is most of the work.
    let reason = |article: &Arc<Article>| reason(article, indexes.is_draft(&article.source, config), selection.at);
    let reasons: Vec<Option<Reason>> = articles.par_iter().map(reason).collect();
    for (article, reason) in articles.into_iter().zip(reasons) {
        let is_shown = match reason {
            None => true,
            Some(_) if anyway == Some(&article.source) => true,
            Some(Reason::Draft) => selection.drafts,
            Some(Reason::Scheduled(_)) => selection.future,
            Some(Reason::Expired(_)) => selection.expired,
        };
        match reason {
            Some(reason) if !is_shown => {
                let title = article.meta.title.text.to_string();
                let expires = article.meta.expires.as_ref().map(|expires| expires.seconds);
                let date = article.meta.date.as_ref().map(|date| date.seconds);
                let (id, slug) = (article.meta.id.as_deref().map(str::to_owned), article.meta.slug.clone());
                left_out.push(LeftOut { source: article.source.clone(), id, slug, title, reason, date, expires });
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

/// Newest first, the undated last; of one date in the order in which they are, which is that of their source paths.
pub(super) fn newest_first(mut articles: Vec<Selected>) -> Vec<Selected> {
    articles.sort_by_cached_key(|(article, _)| Reverse(article.meta.date.as_ref().map(|date| date.seconds)));
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
    let mut published = files;
    if !closed.is_empty() {
        published.retain(|file| !folders_above(&file.source).any(|folder| closed.contains(&folder)));
    }
    published.sort();
    published
}

/// The folders that hold a file, from the nearest on, without the root.
fn folders_above(source: &SourcePath) -> impl Iterator<Item = SourcePath> {
    let is_folder = |path: &SourcePath| !path.as_str().is_empty();
    std::iter::successors(Some(source.parent()), |folder| Some(folder.parent())).take_while(is_folder)
}

/// How long news search is told of an article, in seconds: two days.
const NEWS_WINDOW: i64 = 2 * 24 * 60 * 60;

/// Of how many articles news search is told at most.
const MOST_NEWS: usize = 1_000;

/// The articles of the last two days before `at`, the newest first: those that news search may be told of
/// (Google News sitemaps: two days, at most 1,000 entries).
pub(super) fn news(site: &Site, at: i64) -> Vec<ArticleId> {
    let is_news = |entry: &Entry| {
        let date = entry.article.meta.date.as_ref().map(|date| date.seconds);
        entry.kind == SectionKind::Articles
            && entry.is_indexable()
            && entry.article.meta.link.is_none()
            && date.is_some_and(|date| date <= at && at < date + NEWS_WINDOW)
    };
    let articles = site.articles.iter().enumerate().filter(|(_, entry)| is_news(entry));
    articles.map(|(id, _)| id).take(MOST_NEWS).collect()
}

impl Site {
    /// The articles that news search is told of, each with the moment from which on it is not.
    pub fn news_ends(&self) -> impl Iterator<Item = (&Entry, i64)> {
        let end = |id: &ArticleId| {
            let entry = &self.articles[*id];
            Some((entry, entry.article.meta.date.as_ref()?.seconds + NEWS_WINDOW))
        };
        self.news.iter().filter_map(end)
    }
}

/// A moment at which the site changes by itself, and the articles that make it change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Seconds since 1970.
    pub at: i64,
    /// The articles that are published then.
    pub published: Vec<Changing>,
    /// The articles that expire then.
    pub expired: Vec<Changing>,
    /// The articles that news search is not told of any more.
    pub no_news: Vec<Changing>,
}

/// An article that comes or goes at a moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Changing {
    /// Its file.
    pub source: SourcePath,
    /// Its title as plain text.
    pub title: String,
}

/// What becomes of an article at a moment.
#[derive(Clone, Copy)]
enum What {
    Published,
    Expired,
    NoNews,
}

/// The moments after `at` at which the site changes by itself, the next one first; articles in the order of their source paths.
///
/// The site must have been assembled for `at`. An article that expires before its date comes is never published: it
/// changes nothing.
pub fn changes(site: &Site, at: i64) -> Vec<Change> {
    let mut moments: BTreeMap<i64, Change> = BTreeMap::new();
    let mut note = |moment: i64, what: What, source: &SourcePath, title: &str| {
        let change = moments.entry(moment).or_insert_with(|| Change { at: moment, ..Change::default() });
        let changing = Changing { source: source.clone(), title: title.to_owned() };
        match what {
            What::Published => change.published.push(changing),
            What::Expired => change.expired.push(changing),
            What::NoNews => change.no_news.push(changing),
        }
    };
    for article in &site.left_out {
        let Reason::Scheduled(date) = article.reason else { continue };
        match article.expires {
            Some(expires) if expires <= date => continue,
            Some(expires) => note(expires, What::Expired, &article.source, &article.title),
            None => {}
        }
        note(date, What::Published, &article.source, &article.title);
    }
    for entry in site.articles.iter().filter(|entry| entry.unpublished.is_none()) {
        let meta = &entry.article.meta;
        if let Some(expires) = meta.expires.as_ref().filter(|expires| expires.seconds > at) {
            note(expires.seconds, What::Expired, &entry.article.source, &meta.title.text);
        }
    }
    for (entry, end) in site.news_ends() {
        let meta = &entry.article.meta;
        if meta.expires.as_ref().is_none_or(|expires| expires.seconds > end) {
            note(end, What::NoNews, &entry.article.source, &meta.title.text);
        }
    }
    let mut changes: Vec<Change> = moments.into_values().collect();
    for change in &mut changes {
        change.published.sort();
        change.expired.sort();
        change.no_news.sort();
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Document, parse};
    use crate::config::{Overrides, load};
    use crate::site::{Materials, assemble};

    /// What changes after `at` on a site of these articles, each a name and lines of front matter.
    fn changes_of(articles: &[(&str, &str)], at: i64) -> Vec<(i64, Vec<String>, Vec<String>)> {
        let file = SourcePath::new("byline.yaml").unwrap();
        let config = load(&file, Some(b"title: x\n"), &Overrides::default()).config;
        let document = |(name, front): &(&str, &str)| -> Document {
            let source = SourcePath::new(&format!("content/{name}.md")).unwrap();
            parse(&source, format!("---\ntitle: {name}\n{front}---\n").as_bytes(), &config).document.unwrap()
        };
        let documents = articles.iter().map(document).collect();
        let selection = Selection { at, ..Selection::default() };
        let (site, _) = assemble(Materials { documents, ..Materials::default() }, &config, &selection);
        let names = |all: &[Changing]| all.iter().map(|one| one.title.clone()).collect();
        changes(&site, at).iter().map(|one| (one.at, names(&one.published), names(&one.expired))).collect()
    }

    const DAY: i64 = 86_400;

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn scheduled_articles_come_and_those_that_expire_go() {
        let articles = [
            ("c", "date: 1970-01-03\n"),
            ("a", "date: 1970-01-03\nexpires: 1970-01-05\n"),
            ("b", "date: 1970-01-01\nexpires: 1970-01-03\n"),
            ("old", "date: 1970-01-01\n"),
        ];
        let expected = [(2 * DAY, names(&["a", "c"]), names(&["b"])), (4 * DAY, Vec::new(), names(&["a"]))];
        assert_eq!(changes_of(&articles, DAY), expected);
    }

    #[test]
    fn drafts_and_what_expires_before_it_comes_change_nothing() {
        let articles = [
            ("draft", "draft: true\ndate: 1970-01-03\nexpires: 1970-01-04\n"),
            ("never", "date: 1970-01-04\nexpires: 1970-01-03\n"),
            ("at once", "date: 1970-01-04\nexpires: 1970-01-04\n"),
            ("gone", "date: 1970-01-01\nexpires: 1970-01-02\n"),
        ];
        assert_eq!(changes_of(&articles, DAY), []);
    }

    #[test]
    fn a_site_built_at_a_moment_of_change_has_changed_and_just_before_it_has_not() {
        let articles = [("a", "date: 1970-01-03\nexpires: 1970-01-05\n")];
        let mut at = 0;
        let mut seen = Vec::new();
        while let Some((next, ..)) = changes_of(&articles, at).first() {
            assert_eq!(changes_of(&articles, next - 1).first().map(|change| change.0), Some(*next));
            at = *next;
            seen.push(at);
        }
        assert_eq!(seen, [2 * DAY, 4 * DAY]);
    }
}
