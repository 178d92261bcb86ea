//! What a file system says of a file without its being read. It only ever saves reading: nothing is right because of it.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// Size, time and number of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written: nanoseconds since 1970.
    pub modified: i64,
    /// The number that its file system has for it; 0 where there is none.
    pub inode: u64,
    /// When anything of it was last changed, also its name: nanoseconds since 1970; 0 where that is not known or must not count.
    pub changed: i64,
}

/// How far apart two moments must be for a file system to tell them apart, in nanoseconds: the clock of Linux moves in steps of
/// up to ten milliseconds, and some file systems keep whole or every other second only.
const FINE: i64 = 50_000_000;

/// See [`FINE`].
const COARSE: i64 = 2_000_000_000;

impl Stamp {
    /// The stamp of a file.
    pub fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().map(|time| match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
        });
        let modified = modified.unwrap_or_default();
        Self { size: metadata.len(), modified, inode: inode(metadata), changed: changed(metadata) }
    }

    /// The same stamp for a file that may be moved: a new name is a change to file systems.
    pub fn wherever(self) -> Self {
        Self { changed: 0, ..self }
    }

    /// Whether a file that still has this stamp still holds what it held at `moment`, when it was read: a file that was written
    /// shortly before, or in what is then the future, may have been written again with the same time (git calls it racy).
    pub fn is_settled(&self, moment: i64) -> bool {
        let step = if self.modified % 1_000_000_000 == 0 { COARSE } else { FINE };
        self.modified < moment.saturating_sub(step) && self.changed < moment.saturating_sub(FINE)
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> i64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_written_just_before_it_was_read_is_not_settled() {
        let stamp = |modified| Stamp { size: 1, modified, inode: 1, changed: 0 };
        let second = 1_000_000_000;
        assert!(stamp(10 * second + 1).is_settled(11 * second));
        assert!(!stamp(10 * second + 1).is_settled(10 * second + 2));
        assert!(!stamp(12 * second + 1).is_settled(11 * second));
        assert!(!stamp(10 * second).is_settled(11 * second));
        assert!(stamp(10 * second).is_settled(13 * second));
    }
}
