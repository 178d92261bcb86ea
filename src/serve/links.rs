//! Symbolic links in a site's folder: a file that two paths lead to changes by both.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Through how many links a path is followed: links may lead in circles.
const DEEPEST: usize = 4;

/// Where the links of a site lead.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    root: PathBuf,
    /// The root without links.
    canonical: PathBuf,
    /// Each link, and where it leads in the site; both without links before their last names.
    all: BTreeSet<(PathBuf, PathBuf)>,
}

impl Links {
    /// No links as yet, in the site in `root`.
    pub(super) fn new(root: &Path) -> Self {
        let canonical = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Self { root: root.to_owned(), canonical, all: BTreeSet::new() }
    }

    /// Finds what links there are in a folder, or that it is one. What leads out of the site is no part of it.
    pub(super) fn find(&mut self, folder: &Path) {
        let target = |path: &Path| path.canonicalize().ok().and_then(|target| self.in_site(&target));
        let entries = WalkDir::new(folder).follow_links(true).into_iter();
        let entries = entries.filter_entry(|entry| !entry.path_is_symlink() || target(entry.path()).is_some());
        let links = entries.flatten().filter(walkdir::DirEntry::path_is_symlink);
        let found = links.filter_map(|link| Some((self.plain(link.path())?, target(link.path())?)));
        let found: Vec<_> = found.collect();
        self.all.extend(found);
    }

    /// Forgets a link that has gone.
    pub(super) fn forget(&mut self, path: &Path) {
        if let Some(plain) = self.plain(path).filter(|_| !self.all.is_empty()) {
            self.all.retain(|(link, _)| *link != plain);
        }
    }

    /// The folders that links lead to, with all that lies in them, and those of files that they lead to, without it.
    pub(super) fn targets(&self) -> BTreeSet<(PathBuf, bool)> {
        let part = |target: &PathBuf| {
            if target.is_dir() { Some((target.clone(), true)) } else { Some((target.parent()?.to_owned(), false)) }
        };
        self.all.iter().filter_map(|(_, target)| part(target)).collect()
    }

    /// All paths of the site that lead to what `path` does.
    pub(super) fn names(&self, path: &Path) -> BTreeSet<PathBuf> {
        if self.all.is_empty() {
            return BTreeSet::from([path.to_owned()]);
        }
        let mut names = BTreeSet::new();
        let plain = self.plain(path).into_iter().chain([path.to_owned()]);
        let mut ahead: Vec<(PathBuf, usize)> = plain.map(|plain| (plain, 0)).collect();
        while let Some((name, depth)) = ahead.pop() {
            if depth < DEEPEST {
                let others = self.all.iter().filter_map(|(link, target)| moved(&name, target, link));
                ahead.extend(others.filter(|other| !names.contains(other)).map(|other| (other, depth + 1)));
            }
            names.insert(name);
        }
        names
    }

    /// A path without links before its last name; `None` where there is no such folder, or not in the site.
    fn plain(&self, path: &Path) -> Option<PathBuf> {
        self.in_site(&path.parent()?.canonicalize().ok()?.join(path.file_name()?))
    }

    /// A path without links as one below the site's root as it was named.
    fn in_site(&self, canonical: &Path) -> Option<PathBuf> {
        moved(canonical, &self.canonical, &self.root)
    }
}

/// A path in one folder as it is in another.
fn moved(path: &Path, from: &Path, to: &Path) -> Option<PathBuf> {
    let rest = path.strip_prefix(from).ok()?;
    // Joined with nothing, a path would end in a slash.
    Some(if rest.as_os_str().is_empty() { to.to_owned() } else { to.join(rest) })
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn names(links: &Links, root: &Path, path: &str) -> Vec<String> {
        let names = links.names(&root.join(path));
        names.iter().map(|name| name.strip_prefix(root).unwrap().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_has_the_names_of_all_links_that_lead_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for made in ["content/news", "pool"] {
            std::fs::create_dir_all(root.join(made)).unwrap();
        }
        std::fs::write(root.join("pool/one.md"), "").unwrap();
        symlink("news", root.join("content/alias")).unwrap();
        symlink("../../pool", root.join("content/news/deep")).unwrap();
        symlink("../pool/one.md", root.join("content/alone.md")).unwrap();
        let mut links = Links::new(root);
        links.find(&root.join("content"));

        let all = ["content/alias/deep/one.md", "content/alone.md", "content/news/deep/one.md", "pool/one.md"];
        for name in all {
            assert_eq!(
                names(&links, root, name),
                if name == "content/alone.md" { &all[1..2] } else { &all[..] },
                "{name}"
            );
        }
        let targets = [("content/news", true), ("pool", false), ("pool", true)];
        assert_eq!(links.targets(), BTreeSet::from(targets.map(|(target, is_deep)| (root.join(target), is_deep))));
        links.forget(&root.join("content/alias"));
        assert_eq!(names(&links, root, "pool/one.md"), &all[1..]);
    }

    #[test]
    fn what_lies_outside_the_site_is_not_looked_at() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        symlink(elsewhere.path(), folder.path().join("out")).unwrap();
        symlink(folder.path(), elsewhere.path().join("back")).unwrap();
        let mut links = Links::new(folder.path());
        links.find(folder.path());
        assert_eq!(links.targets(), BTreeSet::new());
    }

    #[test]
    fn links_in_circles_end() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("content")).unwrap();
        symlink(".", root.join("content/again")).unwrap();
        let mut links = Links::new(root);
        links.find(&root.join("content"));
        assert!(names(&links, root, "content/one.md").contains(&"content/one.md".to_owned()));
    }
}
