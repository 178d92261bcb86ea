//! Looks at files again and again, where the system does not tell of changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use walkdir::WalkDir;

use super::watched::Watched;

/// What is known of each file that is only looked at: its size, and when it was written, in nanoseconds since 1970.
#[derive(Clone, Debug, Default)]
pub(super) struct Look(BTreeMap<PathBuf, (u64, u128)>);

impl Look {
    /// How the files are now.
    pub(super) fn now(watched: &Watched) -> Self {
        let mut look = BTreeMap::new();
        for (folder, is_deep) in watched.parts() {
            let depth = if is_deep { usize::MAX } else { 1 };
            for entry in WalkDir::new(folder).max_depth(depth).follow_links(true).into_iter().flatten() {
                let Some(metadata) = entry.metadata().ok().filter(std::fs::Metadata::is_file) else { continue };
                let modified = metadata.modified().unwrap_or(UNIX_EPOCH).duration_since(UNIX_EPOCH).unwrap_or_default();
                look.insert(entry.into_path(), (metadata.len(), modified.as_nanos()));
            }
        }
        Self(look)
    }

    /// The files that came, went or changed until another look.
    pub(super) fn differing(&self, later: &Self) -> BTreeSet<PathBuf> {
        let all = self.0.keys().chain(later.0.keys());
        all.filter(|path| self.0.get(*path) != later.0.get(*path)).cloned().collect()
    }
}
