//! Articles by the names that sections and other articles have for them: paths, ids, addresses, slugs.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{ArticleId, LeftOut, Site};
use crate::config::BaseUrl;
use crate::path::decode;

/// The names of all articles, gathered once; of several articles with one name the newest is meant.
pub(super) struct Lookup<'s> {
    base: &'s BaseUrl,
    /// Every end of a source path that begins with a folder's or the file's name, also without its ending.
    by_path: FxHashMap<&'s str, ArticleId>,
    by_id: FxHashMap<&'s str, ArticleId>,
    by_slug: FxHashMap<&'s str, ArticleId>,
    by_url: FxHashMap<&'s str, ArticleId>,
    /// The same names of the articles that are left out.
    left_out: FxHashSet<&'s str>,
}

impl<'s> Lookup<'s> {
    /// Gathers the names.
    pub(super) fn new(site: &'s Site, base: &'s BaseUrl) -> Self {
        let mut lookup = Self {
            base,
            by_path: FxHashMap::default(),
            by_id: FxHashMap::default(),
            by_slug: FxHashMap::default(),
            by_url: FxHashMap::default(),
            left_out: site.left_out.iter().flat_map(names_of_left_out).collect(),
        };
        for (id, entry) in site.articles.iter().enumerate() {
            for name in path_names(entry.article.source.as_str()) {
                lookup.by_path.entry(name).or_insert(id);
            }
            if let Some(name) = &entry.article.meta.id {
                lookup.by_id.entry(name).or_insert(id);
            }
            lookup.by_slug.entry(&entry.article.meta.slug).or_insert(id);
            lookup.by_url.entry(entry.url.as_str().trim_end_matches('/')).or_insert(id);
        }
        lookup
    }

    /// The article that is named in a document of `folder` (below the content).
    pub(super) fn find(&self, name: &str, folder: &str) -> Option<ArticleId> {
        let by_url = self.address(name).and_then(|path| self.by_url.get(path.trim_end_matches('/')).copied());
        let plain = plain(name);
        let by_path = |path: &str| self.by_path.get(path.trim_start_matches('/')).copied();
        by_url
            .or_else(|| by_path(&format!("{folder}/{plain}")))
            .or_else(|| by_path(plain))
            .or_else(|| self.by_id.get(name).or_else(|| self.by_id.get(plain)).copied())
            .or_else(|| self.by_slug.get(plain).copied())
    }

    /// Whether the name is that of an article that is not published; of an address its last part is enough, since
    /// what is left out has none.
    pub(super) fn is_left_out(&self, name: &str) -> bool {
        let address = self.address(name);
        let plain = plain(address.as_deref().unwrap_or(name));
        let last = plain.rsplit('/').next().unwrap_or(plain);
        self.left_out.contains(name)
            || self.left_out.contains(plain)
            || address.is_some() && self.left_out.contains(last)
    }

    /// The path of an address below the site's base; `None` where the name is none of the site's.
    fn address(&self, name: &str) -> Option<String> {
        let path = match name.strip_prefix(self.base.origin.as_str()) {
            Some(rest) if !self.base.origin.is_empty() => rest.strip_prefix(self.base.path.as_str())?,
            _ => name,
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let path = path.strip_suffix("index.html").unwrap_or(path);
        path.starts_with('/').then(|| decode(path).to_string())
    }
}

/// A name without the signs around a path.
fn plain(name: &str) -> &str {
    name.trim_start_matches("@/").trim_matches('/')
}

/// Every end of a path that begins with a segment, as it is and without its ending.
fn path_names(path: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
    starts.filter_map(|start| path.get(start..)).flat_map(|end| {
        let bare = ["/index.md", ".md", ".markdown"].into_iter().find_map(|ending| end.strip_suffix(ending));
        std::iter::once(end).chain(bare)
    })
}

fn names_of_left_out(article: &LeftOut) -> impl Iterator<Item = &str> {
    path_names(article.source.as_str()).chain(article.id.as_deref()).chain([article.slug.as_str()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_names_from_every_folder_on() {
        let names: Vec<_> = path_names("content/news/a.md").collect();
        assert_eq!(names, ["content/news/a.md", "content/news/a", "news/a.md", "news/a", "a.md", "a"]);
        let names: Vec<_> = path_names("a/index.md").collect();
        assert_eq!(names, ["a/index.md", "a", "index.md", "index"]);
    }
}
