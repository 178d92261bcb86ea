//! The output folder: what byline owns in it, what has to be written, and the writing.
//!
//! Files are staged while pages are rendered and put in their places only when the whole build has succeeded. Files that
//! byline does not own are never touched; those that already hold the planned bytes are not written again. What a commit will do
//! stands in a journal before it begins, so that one that is stopped is finished by the next build.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, reason};
use crate::fingerprint::Hasher;
use crate::path::OutputPath;
use crate::store::Stamp;

mod commit;
mod decision;
mod journal;
mod manifest;
mod sync;
#[cfg(test)]
mod tests;
mod way;

use commit::{Commit, Outcome};
use journal::{JOURNAL, Journal, Step};
use way::Way;

pub use decision::{Decision, decide};
pub use manifest::{Fingerprint, MANIFEST, Manifest, fingerprint};

/// The folder, inside the output, in which files wait for the commit.
const STAGING: &str = ".byline-staging";

/// When a file goes to its place: what others lead to goes before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// What pages are made with: style sheets, scripts, pictures, files.
    Asset,
    /// An article's page.
    Article,
    /// A page that leads to others.
    Listing,
    /// A feed, or another file for programs.
    Feed,
    /// The front page.
    Front,
}

/// A build's output while it is made. Dropped without a commit, it leaves the folder as it was.
#[derive(Debug)]
pub struct Transaction {
    /// The output folder.
    folder: PathBuf,
    /// Where new files wait.
    staging: PathBuf,
    /// Whether the output folder is not there yet, so that the staged one can take its place.
    is_first: bool,
    /// Whether the journal stands: then what is staged is no longer this run's alone.
    has_begun: bool,
    /// What byline owned before.
    owned: Manifest,
    record: Mutex<Record>,
}

/// A file of the output as it was written or found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// What it holds.
    pub fingerprint: Fingerprint,
    /// What the file system says of it.
    pub stamp: Stamp,
}

/// How much of a file is read at once.
const BUFFER: usize = 1 << 16;

/// What was put so far.
#[derive(Debug, Default)]
struct Record {
    files: Vec<(OutputPath, Fingerprint)>,
    staged: BTreeSet<(Rank, OutputPath)>,
    /// Those of the staged files in whose place something stands that byline did not write.
    foreign: BTreeSet<OutputPath>,
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
    /// Opens the output folder; a commit that an earlier build began is finished, what it left staged otherwise is discarded.
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
        if !is_first {
            finish_earlier(folder, &staging)?;
            clear(&beside(folder))?;
        }
        clear(&staging)?;
        fs::create_dir_all(&staging).map_err(|error| failed("create", &staging, &error))?;
        let owned = if is_first { Manifest::default() } else { Manifest::read(folder)? };
        Ok(Self { folder: folder.to_owned(), staging, is_first, has_begun: false, owned, record: Mutex::default() })
    }

    /// Puts a file: staged where its bytes are not in the output yet. May be called from many threads.
    ///
    /// # Errors
    /// Where the file cannot be staged.
    pub fn put(&self, rank: Rank, path: &OutputPath, bytes: &[u8]) -> Result<Written, Diagnostic> {
        let print = fingerprint(bytes);
        let current = if self.is_first { None } else { self.current(path, bytes) };
        let decision = decide(self.owned.get(path), current.map(|(is_same, _)| is_same));
        let stamp = match (decision, current) {
            (Decision::Keep, Some((_, stamp))) => stamp,
            _ => self.stage(path, |file| file.write_all(bytes))?,
        };
        let written = Written { fingerprint: print, stamp };
        self.note(rank, path, written, decision);
        Ok(written)
    }

    /// Puts a file with the content of another, which is read once. May be called from many threads.
    ///
    /// # Errors
    /// Where the file cannot be staged; the inner one, where the other cannot be read.
    pub fn put_from(
        &self,
        rank: Rank,
        path: &OutputPath,
        source: &mut dyn Read,
    ) -> Result<io::Result<Written>, Diagnostic> {
        let mut hasher = Hasher::new();
        let mut failure = None;
        let stamp = self.stage(path, |file| {
            let mut buffer = vec![0; BUFFER];
            loop {
                let length = match source.read(&mut buffer) {
                    Ok(0) => return Ok(()),
                    Ok(length) => length,
                    Err(error) => {
                        failure = Some(error);
                        return Ok(());
                    }
                };
                hasher.update(&buffer[..length]);
                file.write_all(&buffer[..length])?;
            }
        })?;
        if let Some(error) = failure {
            return Ok(Err(error));
        }
        let written = Written { fingerprint: Fingerprint(hasher.print()), stamp };
        Ok(Ok(self.placed_or_kept(rank, path, written)))
    }

    /// Records a staged file, unless the same bytes stand in its place: then it goes again.
    fn placed_or_kept(&self, rank: Rank, path: &OutputPath, written: Written) -> Written {
        let standing = if self.is_first { None } else { self.standing(path) };
        let current = standing.map(|standing| standing.fingerprint == written.fingerprint);
        let decision = decide(self.owned.get(path), current);
        let kept = standing.filter(|_| decision == Decision::Keep);
        if kept.is_some() {
            let _ = fs::remove_file(system_path(&self.staging, path));
        }
        let written = kept.unwrap_or(written);
        self.note(rank, path, written, decision);
        written
    }

    /// Keeps a file that is known to stand in the output as it shall be.
    pub fn keep(&self, path: &OutputPath, written: Written) {
        self.note(Rank::Asset, path, written, Decision::Keep);
    }

    fn note(&self, rank: Rank, path: &OutputPath, written: Written, decision: Decision) {
        let mut record = self.lock();
        record.bytes += written.stamp.size;
        record.files.push((path.clone(), written.fingerprint));
        if decision != Decision::Keep {
            record.staged.insert((rank, path.clone()));
        }
        if decision == Decision::Foreign {
            record.foreign.insert(path.clone());
        }
    }

    /// What the output folder says of the file at the path without its being read; `None` where there is none.
    pub fn stamp(&self, path: &OutputPath) -> Option<Stamp> {
        if self.is_first {
            return None;
        }
        stamp_of(&system_path(&self.folder, path))
    }

    /// What the file at the path holds; `None` where there is none.
    pub fn standing(&self, path: &OutputPath) -> Option<Written> {
        let stamp = self.stamp(path)?;
        let mut file = fs::File::open(system_path(&self.folder, path)).ok()?;
        Some(Written { fingerprint: fingerprint_of(&mut file).ok()?, stamp })
    }

    /// What byline wrote at the path when it was last there.
    pub fn owned(&self, path: &OutputPath) -> Option<Fingerprint> {
        self.owned.get(path).copied()
    }

    /// What stands at the path: nothing, the same bytes or others, with its stamp.
    fn current(&self, path: &OutputPath, bytes: &[u8]) -> Option<(bool, Stamp)> {
        let system = system_path(&self.folder, path);
        let metadata = fs::symlink_metadata(&system).ok()?;
        let is_same = metadata.is_file()
            && metadata.len() == bytes.len() as u64
            && fs::read(&system).is_ok_and(|current| current == bytes);
        Some((is_same, Stamp::of(&metadata).wherever()))
    }

    fn stage(
        &self,
        path: &OutputPath,
        fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
    ) -> Result<Stamp, Diagnostic> {
        let target = system_path(&self.staging, path);
        let failed = |error: io::Error| failed("write", &system_path(&self.folder, path), &error);
        let mut file = self.create(&target)?;
        fill(&mut file).map_err(failed)?;
        Ok(Stamp::of(&file.metadata().map_err(failed)?).wherever())
    }

    /// Creates a staged file, and the folder that it lies in where that is missing.
    fn create(&self, target: &Path) -> Result<fs::File, Diagnostic> {
        let failed = |error: io::Error| {
            let inside = target.strip_prefix(&self.staging).unwrap_or(target);
            failed("write", &self.folder.join(inside), &error)
        };
        // A page mostly has a folder of its own, which is not there yet: to try without it first would be in vain.
        if target.file_name().is_some_and(|name| name == "index.html") {
            let _ = target.parent().map(fs::create_dir);
        }
        match fs::File::create(target) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.create_folder_of(target)?;
                fs::File::create(target).map_err(failed)
            }
            other => other.map_err(failed),
        }
    }

    fn create_folder_of(&self, target: &Path) -> Result<(), Diagnostic> {
        let Some(folder) = target.parent() else { return Ok(()) };
        fs::create_dir_all(folder).map_err(|error| failed("create", folder, &error))
    }

    /// A thread that panicked while it held the lock has not broken the record: it is only added to.
    fn lock(&self) -> std::sync::MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Puts everything in its place: files by their ranks first, then the removal of what the site has no more, the manifest last.
    ///
    /// # Errors
    /// Files in the way that byline did not write (unless `adopt` takes them over), and failures of the disk.
    pub fn commit(mut self, adopt: bool) -> Result<Committed, Vec<Diagnostic>> {
        let record = std::mem::take(&mut *self.lock());
        let (written, bytes) = (record.staged.len(), record.bytes);
        let committed = Committed { files: record.files.len(), bytes, written, removed: 0 };
        if self.is_first {
            self.move_whole(record).map_err(|diagnostic| vec![diagnostic])?;
            return Ok(committed);
        }
        let journal = self.plan(record, adopt)?;
        self.begin(&journal).map_err(|diagnostic| vec![diagnostic])?;
        let commit = Commit::new(&self.folder, &self.staging, std::mem::take(&mut self.owned), false);
        let Outcome { removed, left } = commit.carry_out(&journal.steps).map_err(|diagnostic| vec![diagnostic])?;
        self.has_begun = false;
        if left.is_empty() {
            return Ok(Committed { removed, ..committed });
        }
        Err(left.iter().map(|path| self.foreign_file(path)).collect())
    }

    /// Makes the staged folder the output folder, with the manifest in it.
    fn move_whole(&self, record: Record) -> Result<(), Diagnostic> {
        let manifest = Manifest::new(record.files.into_iter().collect()).stage(&self.staging);
        manifest
            .and_then(|manifest| sync::sync(&self.staging, &manifest))
            .and_then(|()| fs::rename(&self.staging, &self.folder))
            .map_err(|error| failed("create", &self.folder, &error))
    }

    /// The steps to take.
    fn plan(&self, record: Record, adopt: bool) -> Result<Journal, Vec<Diagnostic>> {
        let manifest = Manifest::new(record.files.into_iter().collect());
        let mut way = Way::new(&self.folder, &self.owned, &manifest);
        let mut steps = Vec::new();
        let mut leaving: BTreeMap<&OutputPath, &Fingerprint> =
            self.owned.files().filter(|(path, _)| manifest.get(path).is_none()).collect();
        let mut found = Vec::new();
        for (_, path) in &record.staged {
            let is_folder = commit::is_folder(&system_path(&self.folder, path));
            let is_foreign = record.foreign.contains(path) && !is_folder;
            match way.of(path, is_folder) {
                Ok(_) if is_foreign && !adopt => found.push(self.foreign_file(path)),
                Ok(obstacles) => {
                    let going = obstacles.iter().filter_map(|obstacle| leaving.remove_entry(obstacle));
                    steps.extend(going.map(|(path, fingerprint)| remove(path, fingerprint)));
                }
                Err(obstacle) => found.push(in_the_way(&obstacle, path)),
            }
            let Some(fingerprint) = manifest.get(path).copied() else { continue };
            let replaces = is_foreign || self.owned.get(path).is_some();
            steps.push(Step::Place { path: path.clone(), fingerprint, replaces });
        }
        if !found.is_empty() {
            return Err(found);
        }
        steps.extend(leaving.into_iter().map(|(path, fingerprint)| remove(path, fingerprint)));
        let placed: BTreeSet<&OutputPath> = record.staged.iter().map(|(_, path)| path).collect();
        let others = manifest.files().filter(|(path, _)| !placed.contains(path));
        let new = others.filter(|&(path, fingerprint)| self.owned.get(path) != Some(fingerprint));
        steps.extend(new.map(|(path, fingerprint)| Step::Own { path: path.clone(), fingerprint: *fingerprint }));
        Ok(Journal { steps })
    }

    /// Writes the journal, and has it and what was staged put on the disk. From here on the steps will be done, by this run
    /// or by a later one.
    fn begin(&mut self, journal: &Journal) -> Result<(), Diagnostic> {
        if journal.is_empty() {
            return Ok(());
        }
        let (path, waiting) = (self.staging.join(JOURNAL), self.staging.join(format!("{JOURNAL}-new")));
        let written = fs::write(&waiting, journal.print()).and_then(|()| fs::rename(&waiting, &path));
        let synced = written.and_then(|()| if journal.places() { sync::sync(&self.staging, &path) } else { Ok(()) });
        synced.map_err(|error| failed("write", &path, &error))?;
        self.has_begun = true;
        Ok(())
    }

    fn foreign_file(&self, path: &OutputPath) -> Diagnostic {
        let shown = system_path(&self.folder, path);
        Diagnostic::new(Code::ForeignOutput, format!("`{}` is in the way: byline did not write it", shown.display()))
            .hint(format!(
                "the site's own `/{path}` would take its place; move the file away, or let `--adopt` overwrite it"
            ))
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.has_begun {
            // What cannot be removed now is removed by the next build.
            let _ = clear(&self.staging);
        }
    }
}

/// The fingerprint of what stands at a path of an output folder.
pub fn print_in(folder: &Path, path: &OutputPath) -> Option<Fingerprint> {
    fingerprint_of(&mut fs::File::open(system_path(folder, path)).ok()?).ok()
}

/// The files that byline owns in an output folder, by its manifest.
pub fn owned_in(folder: &Path) -> BTreeSet<OutputPath> {
    Manifest::read(folder).map(|manifest| manifest.files().map(|(path, _)| path.clone()).collect()).unwrap_or_default()
}

/// The fingerprint of all that can be read.
///
/// # Errors
/// Where reading fails.
pub fn fingerprint_of(source: &mut dyn Read) -> io::Result<Fingerprint> {
    let mut hasher = Hasher::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        match source.read(&mut buffer)? {
            0 => return Ok(Fingerprint(hasher.print())),
            length => hasher.update(&buffer[..length]),
        };
    }
}

/// What the file system says of a file, and of no link or folder.
fn stamp_of(path: &Path) -> Option<Stamp> {
    let metadata = fs::symlink_metadata(path).ok()?;
    metadata.is_file().then(|| Stamp::of(&metadata).wherever())
}

/// The stamp of a folder's manifest.
pub fn manifest_stamp(folder: &Path) -> Option<Stamp> {
    stamp_of(&folder.join(MANIFEST))
}

/// Whether these files, and the manifest, stand in a folder as they were left, by their stamps. Nothing waits in it that an earlier build has begun.
pub fn is_untouched<'a>(folder: &Path, manifest: Stamp, files: impl ParallelIterator<Item = (&'a str, Stamp)>) -> bool {
    let is_there = |path: &Path, stamp: Stamp| stamp_of(path) == Some(stamp);
    manifest_stamp(folder) == Some(manifest)
        && fs::symlink_metadata(folder.join(STAGING)).is_err()
        && files.all(|(path, stamp)| is_there(&folder.join(path), stamp))
}

fn remove(path: &OutputPath, fingerprint: &Fingerprint) -> Step {
    Step::Remove { path: path.clone(), fingerprint: *fingerprint }
}

/// What byline did not write, or the site still has, where a file of the site needs a folder, or a folder where it needs a file.
fn in_the_way(obstacle: &Path, path: &OutputPath) -> Diagnostic {
    Diagnostic::new(Code::ForeignOutput, format!("`{}` is in the way: byline did not write it", obstacle.display()))
        .hint(format!("the site's own `/{path}` cannot stand beside it; move it away"))
}

/// Finishes the commit whose journal stands in the staging folder.
fn finish_earlier(folder: &Path, staging: &Path) -> Result<(), Diagnostic> {
    let Some(journal) = Journal::read(staging) else { return Ok(()) };
    let synced = if journal.places() { sync::sync(staging, &staging.join(JOURNAL)) } else { Ok(()) };
    synced.map_err(|error| failed("write", staging, &error))?;
    Commit::new(folder, staging, Manifest::read(folder)?, true).carry_out(&journal.steps)?;
    Ok(())
}

/// Removes a staging folder: its journal first, since one that stands says that what is staged is whole.
fn clear(staging: &Path) -> Result<(), Diagnostic> {
    let is_there = |result: io::Result<()>| match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(|error| failed("clear", staging, &error)),
    };
    if fs::symlink_metadata(staging).is_err() {
        return Ok(());
    }
    is_there(fs::remove_file(staging.join(JOURNAL)))?;
    is_there(fs::remove_dir_all(staging))
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
