//! The steps of a commit, done: by the run that planned them, or by a later one that found its journal.

use std::fs;
use std::io;
use std::path::Path;

use super::journal::Step;
use super::manifest::{Fingerprint, MANIFEST, Manifest, fingerprint};
use super::{failed, system_path};
use crate::diagnostic::Diagnostic;
use crate::path::OutputPath;

/// Where a commit stands.
pub(super) struct Commit<'a> {
    folder: &'a Path,
    staging: &'a Path,
    /// Whether another run began it: then some steps are done, and time has passed in which anything may have happened.
    is_recovery: bool,
    /// What byline owns after the steps done so far.
    owned: Manifest,
    /// Whether the manifest in the folder says something else.
    differs: bool,
    /// How many files were removed.
    removed: usize,
    /// The files that were not placed, since another's has come in their way.
    left: Vec<OutputPath>,
}

/// What a commit did besides placing files.
pub(super) struct Outcome {
    /// How many files were removed.
    pub(super) removed: usize,
    /// The files that were not placed, since another's has come in their way.
    pub(super) left: Vec<OutputPath>,
}

/// A failure in the midst of the steps.
fn halted(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let mut diagnostic = failed(what, path, error);
    diagnostic.hints =
        vec!["a part of the site is in its place already; the next build finishes what was begun".into()];
    diagnostic
}

impl<'a> Commit<'a> {
    /// A commit of what waits in `staging` into a folder of which byline owns these files.
    pub(super) fn new(folder: &'a Path, staging: &'a Path, owned: Manifest, is_recovery: bool) -> Self {
        Self { folder, staging, is_recovery, owned, differs: false, removed: 0, left: Vec::new() }
    }

    /// Does all steps, and writes the manifest.
    ///
    /// # Errors
    /// Where the disk fails: what is done is done, and the rest can be done later.
    pub(super) fn carry_out(mut self, steps: &[Step]) -> Result<Outcome, Diagnostic> {
        for step in steps {
            self.step(step)?;
        }
        if self.differs {
            let written = self.owned.write(self.folder, self.staging);
            written.map_err(|error| halted("write", &self.folder.join(MANIFEST), &error))?;
        }
        Ok(Outcome { removed: self.removed, left: self.left })
    }

    /// Does one step.
    pub(super) fn step(&mut self, step: &Step) -> Result<(), Diagnostic> {
        match step {
            Step::Place { path, fingerprint, replaces } => {
                if self.place(path, fingerprint, *replaces)? {
                    self.own(path, fingerprint);
                } else {
                    self.left.push(path.clone());
                }
            }
            Step::Remove { path, fingerprint } => {
                self.remove(path, fingerprint)?;
                self.differs |= self.owned.get(path).is_some();
                self.owned.disown(path);
            }
            Step::Own { path, fingerprint } => self.own(path, fingerprint),
        }
        Ok(())
    }

    fn own(&mut self, path: &OutputPath, fingerprint: &Fingerprint) {
        if self.owned.get(path) != Some(fingerprint) {
            self.owned.own(path, fingerprint);
            self.differs = true;
        }
    }

    /// Moves a staged file to its place. `false` where it stays: what is not byline's is not touched.
    fn place(&self, path: &OutputPath, expected: &Fingerprint, replaces: bool) -> Result<bool, Diagnostic> {
        let (staged, target) = (system_path(self.staging, path), system_path(self.folder, path));
        if self.is_recovery {
            match fs::read(&staged) {
                Ok(bytes) if fingerprint(&bytes) != *expected => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
                Err(error) => return Err(halted("read", &staged, &error)),
                Ok(_) => {}
            }
        }
        match fs::symlink_metadata(&target) {
            // Only folders that have become empty may go: what else is in them is not byline's.
            Ok(metadata) if metadata.is_dir() => {
                remove_empty(&target);
                if is_folder(&target) {
                    return Ok(false);
                }
            }
            Ok(_) if !replaces && !holds(&target, expected) => return Ok(false),
            _ => {}
        }
        match move_to(&staged, &target) {
            Ok(()) => Ok(true),
            // A file has come where a folder is needed.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists) => {
                Ok(false)
            }
            Err(error) => Err(halted("write", &target, &error)),
        }
    }

    /// Removes a file of an earlier build, and the folders that it leaves empty.
    fn remove(&mut self, path: &OutputPath, written: &Fingerprint) -> Result<(), Diagnostic> {
        let target = system_path(self.folder, path);
        // What was put there after the other run was stopped is not byline's.
        let may_go = !self.is_recovery || self.owned.get(path).is_some() && holds(&target, written);
        if may_go && !is_folder(&target) {
            match fs::remove_file(&target) {
                Ok(()) => self.removed += 1,
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                Err(error) => return Err(halted("remove", &target, &error)),
            }
        }
        let mut folder = target;
        while folder.pop() && folder != self.folder && fs::remove_dir(&folder).is_ok() {}
        Ok(())
    }
}

/// Moves a file; the folder that it goes to is made where it is missing.
fn move_to(staged: &Path, target: &Path) -> io::Result<()> {
    match fs::rename(staged, target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(staged, target)
        }
        other => other,
    }
}

/// Whether a file, and no link, holds bytes of this fingerprint.
fn holds(path: &Path, expected: &Fingerprint) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
        && fs::read(path).is_ok_and(|bytes| fingerprint(&bytes) == *expected)
}

/// Whether a folder, and no link to one, stands there.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
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
