//! The files of a site: found, filtered and read, from a disk or from memory.
//!
//! This is the only place that knows what is never published: dotfiles (but `.well-known/`), editors' backup
//! files, private keys, and whatever a symbolic link reaches outside the site's folder.

use std::collections::BTreeMap;
use std::io::{self, Read};

use crate::path::{SourcePath, UrlPath};
use crate::store::Stamp;

mod disk;
mod ignore;
mod inventory;
mod pictures;

pub use disk::Disk;
pub use ignore::is_never_published;
pub use inventory::{Inventory, LARGEST_DOCUMENT, take};
pub use pictures::{is_picture, size};

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its path.
    pub path: SourcePath,
    /// Its size in bytes.
    pub size: u64,
    /// By which it is known not to have changed, where that can be told without reading it.
    pub stamp: Option<Stamp>,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StaticFile {
    /// Where it is published.
    pub url: UrlPath,
    /// Where it is.
    pub source: SourcePath,
    /// How long it is, in bytes.
    pub size: u64,
    /// By which it is known not to have changed, where that can be told without reading it.
    pub stamp: Option<Stamp>,
}

/// What a walk met: the files in order of their paths, and what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// The files, sorted by path.
    pub files: Vec<Found>,
    /// Files and folders that could not be read, with the reason, and names that are not Unicode.
    pub failures: Vec<(SourcePath, String)>,
}

/// Where the files of a site come from.
pub trait Sources: Sync {
    /// All files below `folder` that may be published or read, without those that never are and what lies in the folders
    /// `closed`; nothing where there is no such folder.
    fn walk(&self, folder: &SourcePath, closed: &[SourcePath]) -> Walk;

    /// The bytes of a file.
    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>>;

    /// The bytes of a file that a walk has found.
    fn read_found(&self, found: &Found) -> io::Result<Vec<u8>> {
        self.read(&found.path)
    }

    /// The first bytes of a file, at most `length`.
    fn read_start(&self, path: &SourcePath, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = self.read(path)?;
        bytes.truncate(length);
        Ok(bytes)
    }

    /// A file, to be read from its beginning.
    fn open(&self, path: &SourcePath) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }

    /// What a walk would find of a file that one has found before; `None` where only a walk can tell.
    fn found_again(&self, _path: &SourcePath) -> Option<Found> {
        None
    }

    /// Whether there is such a file or folder.
    fn exists(&self, path: &SourcePath) -> bool;
}

/// Files that exist in memory only, for tests.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<SourcePath, Vec<u8>>,
}

impl Memory {
    /// The files named, each with its content; a path that would leave the root is left out.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files = files
            .into_iter()
            .filter_map(|(path, text)| Some((SourcePath::new(path)?, text.as_bytes().to_vec())))
            .collect();
        Self { files }
    }
}

impl Sources for Memory {
    fn walk(&self, folder: &SourcePath, closed: &[SourcePath]) -> Walk {
        let files = self
            .files
            .iter()
            .filter(|(path, _)| !closed.iter().any(|closed| path.is_in(closed)))
            .filter(|(path, _)| path.strip(folder).is_some_and(|rest| !is_never_published(rest)))
            .map(|(path, bytes)| Found { path: path.clone(), size: bytes.len() as u64, stamp: None })
            .collect();
        Walk { files, failures: Vec::new() }
    }

    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn exists(&self, path: &SourcePath) -> bool {
        self.files.keys().any(|file| file.is_in(path))
    }
}
