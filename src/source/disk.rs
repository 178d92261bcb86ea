//! The files of a site on a disk.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{Found, Sources, Walk, is_never_published};
use crate::path::SourcePath;
use crate::store::Stamp;

/// How much of a file is read in one go at the most, in bytes.
const LARGEST_AT_ONCE: usize = 1 << 20;

/// A folder of the file system.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
    /// The root without symbolic links: what a link reaches must lie in it.
    canonical: PathBuf,
}

impl Disk {
    /// The site in the folder `root`.
    ///
    /// # Errors
    /// Where there is no such folder.
    pub fn new(root: &Path) -> io::Result<Self> {
        Ok(Self { root: root.to_owned(), canonical: root.canonicalize()? })
    }

    /// The name of the site's folder.
    pub fn name(&self) -> Option<String> {
        Some(self.canonical.file_name()?.to_string_lossy().into_owned())
    }

    /// The path that the operating system has for `path`.
    pub fn system_path(&self, path: &SourcePath) -> PathBuf {
        let mut system = self.root.clone();
        system.extend(path.as_str().split('/').filter(|segment| !segment.is_empty()));
        system
    }

    /// Whether `path` lies in the site's folder when its symbolic links are followed.
    fn is_inside(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|target| target.starts_with(&self.canonical))
    }

    /// The path of `path` as a source; the error is that name as well as it can be shown.
    fn source_path(&self, path: &Path) -> Result<SourcePath, String> {
        let lossy = || path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().into_owned();
        let mut text = String::new();
        for component in path.strip_prefix(&self.root).map_err(|_| lossy())?.components() {
            let name = component.as_os_str().to_str().ok_or_else(lossy)?;
            if !text.is_empty() {
                text.push('/');
            }
            text.push_str(name);
        }
        SourcePath::new(&text).ok_or_else(lossy)
    }
}

impl Sources for Disk {
    fn walk(&self, folder: &SourcePath, closed: &[SourcePath]) -> Walk {
        let mut walk = Walk::default();
        let start = self.system_path(folder);
        if !start.exists() || !self.is_inside(&start) {
            return walk;
        }
        let entries = WalkDir::new(&start).follow_links(true).into_iter().filter_entry(|entry| {
            let relative =
                entry.path().strip_prefix(&start).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            // A folder of packages is not even looked into.
            let is_closed_folder = entry.file_type().is_dir() && is_never_published(&format!("{relative}/"));
            let hidden = !relative.is_empty()
                && (is_closed_folder || relative != ".well-known" && is_never_published(&relative));
            let is_closed =
                entry.file_type().is_dir() && closed.iter().any(|closed| self.system_path(closed) == entry.path());
            !hidden && !is_closed && (!entry.path_is_symlink() || self.is_inside(entry.path()))
        });
        let is_wanted = |entry: &Result<DirEntry, _>| entry.as_ref().map_or(true, |entry| entry.file_type().is_file());
        let entries: Vec<Result<DirEntry, walkdir::Error>> = entries.filter(is_wanted).collect();
        let found: Vec<_> = entries.into_par_iter().map(|entry| entry.map(|entry| self.found(&entry))).collect();
        for found in found {
            match found {
                Ok(Ok(found)) => walk.files.push(found),
                Ok(Err(name)) => {
                    walk.failures.push((folder.clone(), format!("the name of `{name}` is not valid Unicode")));
                }
                Err(error) => self.report(error, folder, &mut walk),
            }
        }
        walk.files.par_sort_unstable();
        walk
    }

    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        // What a walk found lies in the site; asking again would cost as much as reading.
        fs::read(self.system_path(path))
    }

    fn read_found(&self, found: &Found) -> io::Result<Vec<u8>> {
        let mut file = fs::File::open(self.system_path(&found.path))?;
        // With room for one byte more, a file that has not grown since it was found is read at once.
        let mut bytes = vec![0; usize::try_from(found.size).unwrap_or_default().saturating_add(1).min(LARGEST_AT_ONCE)];
        let length = file.read(&mut bytes)?;
        bytes.truncate(length);
        if length as u64 != found.size {
            file.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }

    fn read_start(&self, path: &SourcePath, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(length);
        fs::File::open(self.system_path(path))?.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn open(&self, path: &SourcePath) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(fs::File::open(self.system_path(path))?))
    }

    fn found_again(&self, path: &SourcePath) -> Option<Found> {
        // Where a link leads is for the walk to say.
        let metadata = fs::symlink_metadata(self.system_path(path)).ok().filter(fs::Metadata::is_file)?;
        Some(Found { path: path.clone(), size: metadata.len(), stamp: Some(Stamp::of(&metadata)) })
    }

    fn exists(&self, path: &SourcePath) -> bool {
        self.system_path(path).exists()
    }
}

impl Disk {
    /// A file that a walk met; the error is its name where that is no path.
    fn found(&self, entry: &DirEntry) -> Result<Found, String> {
        let path = self.source_path(entry.path())?;
        let stamp = entry.metadata().ok().map(|metadata| Stamp::of(&metadata));
        Ok(Found { path, size: stamp.map_or(0, |stamp| stamp.size), stamp })
    }

    /// A loop of links is passed over: everything in it is reached without it, too. So is a link that leads nowhere, unless an
    /// article should be there.
    fn report(&self, error: walkdir::Error, folder: &SourcePath, walk: &mut Walk) {
        if error.loop_ancestor().is_some() {
            return;
        }
        let path = error.path().and_then(|path| self.source_path(path).ok()).unwrap_or_else(|| folder.clone());
        let is_dangling = error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
        let is_document = matches!(path.extension(), "md" | "markdown") && !is_never_published(path.as_str());
        if !is_dangling || is_document {
            let reason = error.io_error().map_or_else(|| "it cannot be read".to_owned(), crate::diagnostic::reason);
            walk.failures.push((path, reason));
        }
    }
}
