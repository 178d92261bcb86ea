//! The output folder: what byline owns in it, what has to be written, and the writing.
//!
//! Files are staged while pages are rendered and put in their places only when the whole build has succeeded. Files that
//! byline does not own are never touched; those that already hold the planned bytes are not written again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::diagnostic::{Code, Diagnostic, reason};
use crate::path::OutputPath;

mod decision;
mod manifest;

pub use decision::{Decision, decide};
pub use manifest::{Fingerprint, MANIFEST, Manifest, fingerprint};

/// The folder, inside the output, in which files wait for the commit.
const STAGING: &str = ".byline-staging";

/// A build's output while it is made. Dropped without a commit, it leaves the folder as it was.
#[derive(Debug)]
pub struct Transaction {
    /// The output folder.
    folder: PathBuf,
    /// Where new files wait.
    staging: PathBuf,
    /// Whether the output folder is not there yet, so that the staged one can take its place.
    is_first: bool,
    /// What byline owned before.
    owned: Manifest,
    record: Mutex<Record>,
}

/// What was put so far.
#[derive(Debug, Default)]
struct Record {
    files: BTreeMap<OutputPath, Fingerprint>,
    staged: BTreeSet<OutputPath>,
    foreign: BTreeSet<OutputPath>,
    folders: BTreeSet<PathBuf>,
    bytes: u64,
}

/// What a commit did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Files of the site.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were written.
    pub written: usize,
    /// Files that were removed, since the site has them no more.
    pub removed: usize,
}

/// An I/O failure at a path of the output, as a diagnostic.
fn failed(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "the folder cannot be written to; choose another with `--output`"
        }
        io::ErrorKind::StorageFull => "the disk is full; the site that stood there is unchanged",
        _ => "the site that stood there is unchanged",
    };
    Diagnostic::new(Code::Output, format!("cannot {what} `{}`: {}", path.display(), reason(error))).hint(hint)
}

impl Transaction {
    /// Opens the output folder; what an earlier build left staged is discarded.
    ///
    /// # Errors
    /// Where the folder, or the one that shall hold it, cannot be read or written.
    pub fn open(folder: &Path) -> Result<Self, Diagnostic> {
        let is_first = fs::symlink_metadata(folder).is_err();
        if !is_first && !folder.is_dir() {
            return Err(Diagnostic::new(Code::Output, format!("the output folder `{}` is a file", folder.display()))
                .hint("move it away, or choose another folder with `--output`"));
        }
        let staging = if is_first { beside(folder) } else { folder.join(STAGING) };
        if staging.exists() {
            fs::remove_dir_all(&staging).map_err(|error| failed("clear", &staging, &error))?;
        }
        fs::create_dir_all(&staging).map_err(|error| failed("create", &staging, &error))?;
        let owned = if is_first { Manifest::default() } else { Manifest::read(folder)? };
        Ok(Self { folder: folder.to_owned(), staging, is_first, owned, record: Mutex::default() })
    }

    /// Puts a file: staged where its bytes are not in the output yet. May be called from many threads.
    ///
    /// # Errors
    /// Where the file cannot be staged.
    pub fn put(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), Diagnostic> {
        let new = fingerprint(bytes);
        let current = if self.is_first { None } else { self.current(path, bytes) };
        let decision = decide(self.owned.get(path), current);
        if matches!(decision, Decision::Write | Decision::Foreign) {
            self.stage(path, bytes)?;
        }
        let mut record = self.lock();
        record.bytes += bytes.len() as u64;
        record.files.insert(path.clone(), new);
        match decision {
            Decision::Keep => {}
            Decision::Write => {
                record.staged.insert(path.clone());
            }
            Decision::Foreign => {
                record.foreign.insert(path.clone());
            }
        }
        Ok(())
    }

    /// What stands at the path: nothing, the same bytes, or others.
    fn current(&self, path: &OutputPath, bytes: &[u8]) -> Option<bool> {
        let system = system_path(&self.folder, path);
        let metadata = fs::symlink_metadata(&system).ok()?;
        let is_same = metadata.is_file()
            && metadata.len() == bytes.len() as u64
            && fs::read(&system).is_ok_and(|current| current == bytes);
        Some(is_same)
    }

    fn stage(&self, path: &OutputPath, bytes: &[u8]) -> Result<(), Diagnostic> {
        let target = system_path(&self.staging, path);
        self.create_folder_of(&target)?;
        fs::write(&target, bytes).map_err(|error| failed("write", &system_path(&self.folder, path), &error))
    }

    /// Creates the folder of a staged file, once.
    fn create_folder_of(&self, target: &Path) -> Result<(), Diagnostic> {
        let Some(folder) = target.parent() else { return Ok(()) };
        if self.lock().folders.contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(|error| failed("create", folder, &error))?;
        self.lock().folders.insert(folder.to_owned());
        Ok(())
    }

    /// A thread that panicked while it held the lock has not broken the record: it is only added to.
    fn lock(&self) -> std::sync::MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Puts everything in its place: files first, then the removal of what the site has no more, the manifest last.
    ///
    /// # Errors
    /// Files in the way that byline did not write (unless `adopt` takes them over), and failures of the disk.
    pub fn commit(self, adopt: bool) -> Result<Committed, Vec<Diagnostic>> {
        let record = std::mem::take(&mut *self.lock());
        if !adopt && !record.foreign.is_empty() {
            return Err(self.foreign_files(&record));
        }
        let manifest = Manifest::new(record.files);
        let written: Vec<&OutputPath> = record.staged.iter().chain(&record.foreign).collect();
        let mut committed =
            Committed { files: manifest.len(), bytes: record.bytes, written: written.len(), removed: 0 };
        if self.is_first {
            manifest.write(&self.staging).map_err(|diagnostic| vec![diagnostic])?;
            let moved = fs::rename(&self.staging, &self.folder);
            moved.map_err(|error| vec![failed("create", &self.folder, &error)])?;
            return Ok(committed);
        }
        for path in written {
            self.place(path).map_err(|diagnostic| vec![diagnostic])?;
        }
        committed.removed = self.remove_all_but(&manifest).map_err(|diagnostic| vec![diagnostic])?;
        if manifest != self.owned {
            manifest.write(&self.folder).map_err(|diagnostic| vec![diagnostic])?;
        }
        Ok(committed)
    }

    fn foreign_files(&self, record: &Record) -> Vec<Diagnostic> {
        let report = |path: &OutputPath| {
            let shown = system_path(&self.folder, path);
            Diagnostic::new(
                Code::ForeignOutput,
                format!("`{}` is in the way: byline did not write it", shown.display()),
            )
            .hint(format!(
                "the site's own `/{path}` would take its place; move the file away, or let `--adopt` overwrite it"
            ))
        };
        record.foreign.iter().map(report).collect()
    }

    /// Moves a staged file to its place; a file or folder of an earlier build that is in its way goes first.
    fn place(&self, path: &OutputPath) -> Result<(), Diagnostic> {
        let target = system_path(&self.folder, path);
        if let Some(folder) = target.parent()
            && fs::create_dir_all(folder).is_err()
        {
            self.clear_way(folder)?;
            fs::create_dir_all(folder).map_err(|error| failed("create", folder, &error))?;
        }
        if target.is_dir() {
            // Only folders that have become empty may go: what else is in them is not byline's.
            remove_empty(&target);
        }
        fs::rename(system_path(&self.staging, path), &target).map_err(|error| failed("write", &target, &error))
    }

    /// Removes a file of an earlier build whose name a folder needs now.
    fn clear_way(&self, folder: &Path) -> Result<(), Diagnostic> {
        let mut at = folder.to_owned();
        while at != self.folder {
            if at.is_file() {
                return fs::remove_file(&at).map_err(|error| failed("remove", &at, &error));
            }
            if !at.pop() {
                break;
            }
        }
        Ok(())
    }

    fn remove_all_but(&self, manifest: &Manifest) -> Result<usize, Diagnostic> {
        let mut removed = 0;
        for path in self.owned.paths().filter(|path| manifest.get(path).is_none()) {
            let system = system_path(&self.folder, path);
            match fs::remove_file(&system) {
                Ok(()) => removed += 1,
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
                    ) => {}
                Err(error) => return Err(failed("remove", &system, &error)),
            }
            let mut folder = system;
            while folder.pop() && folder != self.folder && fs::remove_dir(&folder).is_ok() {}
        }
        Ok(removed)
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// Removes a folder and the folders in it, where there is no file in any.
fn remove_empty(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_empty(&entry.path());
        }
    }
    let _ = fs::remove_dir(folder);
}

/// The staging folder of an output folder that is not there yet: beside it, so that a rename can put it in place.
fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    folder.with_file_name(format!(".{name}{STAGING}"))
}

fn system_path(folder: &Path, path: &OutputPath) -> PathBuf {
    let mut system = folder.to_owned();
    system.extend(path.as_str().split('/'));
    system
}
