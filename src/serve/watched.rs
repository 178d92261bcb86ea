//! Which files make a site: those whose changes change it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::source::is_never_published;

/// What is watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Watched {
    /// The site's folder.
    pub(super) root: PathBuf,
    /// The folders that the site is made of, whether they are there or not.
    pub(super) folders: BTreeSet<PathBuf>,
    /// The configuration.
    pub(super) config: PathBuf,
    /// The output, of which nothing is a source.
    pub(super) output: PathBuf,
}

impl Watched {
    /// The folders to watch, and whether with all that lies in them. A folder that one of the site's lies in is watched by itself, to
    /// hear when that comes.
    pub(super) fn parts(&self) -> Vec<(PathBuf, bool)> {
        let is_in_another = |folder: &&PathBuf| !folder.ancestors().skip(1).any(|other| self.folders.contains(other));
        let deep = self.folders.iter().filter(is_in_another);
        let above =
            deep.clone().flat_map(|folder| folder.ancestors().skip(1)).filter(|path| path.starts_with(&self.root));
        let flat: BTreeSet<&Path> = above.chain([self.root.as_path()]).collect();
        let flat = flat.into_iter().filter(|folder| !self.folders.contains(*folder));
        deep.map(|folder| (folder.clone(), true)).chain(flat.map(|folder| (folder.to_owned(), false))).collect()
    }

    /// Whether a change of this file or folder may change the site.
    pub(super) fn wants(&self, path: &Path) -> bool {
        if *path == self.config {
            return true;
        }
        if path.starts_with(&self.output) {
            return false;
        }
        let is_in = |folder: &PathBuf| {
            let rest = path.strip_prefix(folder).ok().and_then(Path::to_str);
            rest.is_some_and(|rest| !is_never_published(&rest.replace('\\', "/")))
        };
        self.folders.iter().any(|folder| is_in(folder) || folder.starts_with(path))
    }

    /// Whether a folder is one of the site, or lies in one.
    pub(super) fn has_folder(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(folders: &[&str]) -> Watched {
        let root = PathBuf::from("/site");
        let folders = folders.iter().map(|folder| root.join(folder)).collect();
        Watched { config: root.join("byline.yaml"), output: root.join("public"), root, folders }
    }

    #[test]
    fn folders_are_watched_and_what_leads_to_them_is_heard_of() {
        let parts = watched(&["content", "content/data", "parts/of/it"]).parts();
        let expected = [
            ("/site/content", true),
            ("/site/parts/of/it", true),
            ("/site", false),
            ("/site/parts", false),
            ("/site/parts/of", false),
        ];
        assert_eq!(parts, expected.map(|(folder, is_deep)| (PathBuf::from(folder), is_deep)));
        assert_eq!(watched(&["", "content"]).parts(), [(PathBuf::from("/site/"), true)]);
    }

    #[test]
    fn only_what_the_site_is_made_of_is_wanted() {
        let watched = watched(&["content", "parts/of/it"]);
        for wanted in ["byline.yaml", "content", "content/a.md", "content/.well-known/x", "parts", "parts/of/it/a.css"]
        {
            assert!(watched.wants(&Path::new("/site").join(wanted)), "{wanted}");
        }
        for other in [
            "README.md",
            "content/a.md~",
            "content/.a.md.swp",
            "parts/of/a.css",
            ".git/index",
            "public/index.html",
            "content-of-old/a.md",
        ] {
            assert!(!watched.wants(&Path::new("/site").join(other)), "{other}");
        }
    }
}
