//! A folder: the root of a web server, or a mounted share. Either releases stand side by side and a link leads to the one that is live, or the files
//! are replaced one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::diff::{Listed, Listing};
use super::host::{Batch, Host, State};
use super::lock::{Holder, LOCK, Lock, PROBE, take};
use super::payload::{Source, copied};
use super::record::{RECORD, Record};
use super::{HALF, fault, unreadable, unwritable};
use crate::diagnostic::Diagnostic;

/// The folder of the releases.
const RELEASES: &str = "releases";
/// The link to the live one.
const CURRENT: &str = "current";
/// What a release is called while it is made.
const MAKING: &str = ".making";

/// A folder.
pub(super) struct Folder {
    root: PathBuf,
    /// How many releases are kept; with 0 there are none.
    releases: usize,
}

impl Folder {
    pub(super) fn new(root: &Path, releases: usize) -> Self {
        Self { root: root.to_owned(), releases }
    }

    /// Where the site is read from.
    fn live(&self) -> PathBuf {
        if self.releases == 0 { self.root.clone() } else { self.root.join(CURRENT) }
    }

    /// The names of the releases, oldest first.
    fn names(&self) -> Vec<String> {
        let folders = fs::read_dir(self.root.join(RELEASES)).into_iter().flatten().flatten();
        let names = folders.filter_map(|entry| entry.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
        names.sort_unstable();
        names
    }

    fn current(&self) -> Option<String> {
        let target = fs::read_link(self.root.join(CURRENT)).ok()?;
        Some(target.file_name()?.to_str()?.to_owned())
    }

    /// Makes a release the live one, in one step.
    fn switch(&self, name: &str) -> Result<(), Diagnostic> {
        let (link, half) = (self.root.join(CURRENT), self.root.join(format!("{CURRENT}{HALF}")));
        let _ = fs::remove_file(&half);
        let linked = link_to(&Path::new(RELEASES).join(name), &half).and_then(|()| fs::rename(&half, &link));
        linked.map_err(|error| unwritable(&link, &error))
    }

    /// Replaces files one by one.
    fn in_place(&self, batch: &Batch<'_>) -> Result<(), Diagnostic> {
        let leaving: BTreeSet<&str> = batch.delete.iter().map(String::as_str).collect();
        let record = self.root.join(RECORD);
        write(&record, &batch.begun.bytes())?;
        for item in batch.send {
            self.make_way(&item.path, &leaving)?;
            put(&batch.payload.source(&item.path), &self.root.join(&item.path))?;
            (batch.progress)(item.size);
        }
        write(&record, &batch.record.bytes())?;
        for path in batch.delete {
            let file = self.root.join(path);
            match fs::remove_file(&file) {
                Err(error) if !is_gone(&error) => return Err(unwritable(&file, &error)),
                _ => remove_empty(&self.root, &file),
            }
        }
        write(&record, &batch.record.ended().bytes())
    }

    /// A file that leaves may stand where a folder has to be.
    fn make_way(&self, path: &str, leaving: &BTreeSet<&str>) -> Result<(), Diagnostic> {
        let mut outer = path;
        while let Some((folder, _)) = outer.rsplit_once('/') {
            let file = self.root.join(folder);
            if leaving.contains(folder) && file.is_file() {
                fs::remove_file(&file).map_err(|error| unwritable(&file, &error))?;
            }
            outer = folder;
        }
        Ok(())
    }

    /// Makes a new release, of what has changed and of links to what has not, and switches to it.
    fn release(&self, batch: &Batch<'_>) -> Result<(), Diagnostic> {
        let folder = self.root.join(RELEASES);
        let making = folder.join(MAKING);
        clear(&making)?;
        fs::create_dir_all(&making).map_err(|error| unwritable(&making, &error))?;
        let sent: BTreeSet<&str> = batch.send.iter().map(|item| item.path.as_str()).collect();
        let leaving: BTreeSet<&str> = batch.delete.iter().map(String::as_str).collect();
        let live = self.live();
        for path in listing(&live)?.keys() {
            if !sent.contains(path.as_str()) && !leaving.contains(path.as_str()) {
                keep(&live.join(path), &making.join(path))?;
            }
        }
        for item in batch.send {
            put(&batch.payload.source(&item.path), &making.join(&item.path))?;
            (batch.progress)(item.size);
        }
        write(&making.join(RECORD), &batch.record.ended().bytes())?;
        let name = self.next_name();
        fs::rename(&making, folder.join(&name)).map_err(|error| unwritable(&folder.join(&name), &error))?;
        self.switch(&name)?;
        let names = self.names();
        for old in names.iter().take(names.len().saturating_sub(self.releases)).filter(|old| **old != name) {
            clear(&folder.join(old))?;
        }
        Ok(())
    }

    /// A name behind all others, so that the order of names is that of releases.
    fn next_name(&self) -> String {
        let last = self.names().iter().filter_map(|name| name.parse::<u64>().ok()).max().unwrap_or(0);
        format!("{:06}", last + 1)
    }
}

impl Host for Folder {
    fn record(&self) -> Result<Option<Vec<u8>>, Diagnostic> {
        let file = self.live().join(RECORD);
        match fs::read(&file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(unreadable(&file, &error)),
        }
    }

    fn state(&self) -> Result<State, Diagnostic> {
        if self.releases > 0 && self.current().is_none() && self.root.join(CURRENT).exists() {
            let message =
                format!("`{}` is in the way of the link to the live release", self.root.join(CURRENT).display());
            return Err(fault(message).hint("move it away, or write `releases: 0` to replace files in place"));
        }
        Ok(State { record: self.record()?, listing: listing(&self.live())? })
    }

    fn lock(&self, holder: &Holder, breaks: bool) -> Result<Option<Lock>, Diagnostic> {
        take(&self.root, holder, breaks).map(Some)
    }

    fn carry_out(&self, batch: &Batch<'_>) -> Result<(), Diagnostic> {
        if self.releases == 0 { self.in_place(batch) } else { self.release(batch) }
    }

    fn roll_back(&self) -> Result<String, Diagnostic> {
        if self.releases == 0 {
            let message = "this target keeps no earlier states: its files are replaced in place".to_owned();
            return Err(fault(message)
                .hint("check out the earlier commit and publish that; `releases: 5` keeps the last five states, and `history` keeps them elsewhere"));
        }
        let names = self.names();
        let current = self.current();
        let before = names.iter().rev().find(|name| current.as_ref().is_some_and(|current| *name < current));
        let Some(before) = before else {
            return Err(fault("there is no earlier release to go back to".to_owned()));
        };
        self.switch(before)?;
        Ok(format!("release {before}"))
    }

    fn purge(&self, now: &[String], ever: &dyn Fn(&str) -> bool) -> Result<Option<String>, Diagnostic> {
        purge_in(&self.live(), now)?;
        let current = self.current();
        for name in self.names().iter().filter(|name| Some(*name) != current.as_ref()) {
            let release = self.root.join(RELEASES).join(name);
            let paths: Vec<String> = listing(&release)?.into_keys().filter(|path| ever(path)).collect();
            purge_in(&release, &paths)?;
        }
        Ok(None)
    }
}

/// Removes files from a folder, and from its record.
fn purge_in(folder: &Path, paths: &[String]) -> Result<(), Diagnostic> {
    let Ok(folder) = fs::canonicalize(folder) else { return Ok(()) };
    let record = folder.join(RECORD);
    let known = fs::read(&record).ok().and_then(|bytes| Record::read(&bytes).ok());
    for path in paths {
        let file = folder.join(path);
        match fs::remove_file(&file) {
            Err(error) if !is_gone(&error) => return Err(unwritable(&file, &error)),
            _ => remove_empty(&folder, &file),
        }
    }
    match known {
        Some(known) => write(&record, &known.without(paths).bytes()),
        None => Ok(()),
    }
}

/// The files below a folder, without those that byline keeps for itself.
fn listing(folder: &Path) -> Result<Listing, Diagnostic> {
    let mut files = BTreeMap::new();
    if !folder.exists() {
        return Ok(files);
    }
    // The link to the live release is followed, those in it are not.
    let folder = fs::canonicalize(folder).map_err(|error| unreadable(folder, &error))?;
    for entry in WalkDir::new(&folder) {
        let entry = entry.map_err(|error| fault(format!("`{}` cannot be read: {error}", folder.display())))?;
        let Ok(inside) = entry.path().strip_prefix(&folder) else { continue };
        let Some(path) = inside.to_str().map(|path| path.replace('\\', "/")) else { continue };
        if entry.file_type().is_dir() || path == RECORD || path == LOCK || path == PROBE {
            continue;
        }
        let size = entry.metadata().map(|metadata| metadata.len()).unwrap_or(0);
        files.insert(path, Listed { size, ..Listed::default() });
    }
    Ok(files)
}

/// Copies a file beside its place and moves it there, so that nobody reads a half.
fn put(from: &Source, to: &Path) -> Result<(), Diagnostic> {
    let half = half(to)?;
    copied(from, &half)?;
    fs::rename(&half, to).map_err(|error| unwritable(to, &error))
}

fn write(to: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let half = half(to)?;
    fs::write(&half, bytes).map_err(|error| unwritable(&half, &error))?;
    fs::rename(&half, to).map_err(|error| unwritable(to, &error))
}

fn half(to: &Path) -> Result<PathBuf, Diagnostic> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    }
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(HALF);
    Ok(to.with_file_name(name))
}

/// The same file in another release: a second name for its bytes, which nobody writes to, where the file system has that.
fn keep(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    }
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to).map(|_| ()).map_err(|error| unwritable(to, &error))
}

fn clear(folder: &Path) -> Result<(), Diagnostic> {
    match fs::remove_dir_all(folder) {
        Err(error) if !is_gone(&error) => Err(unwritable(folder, &error)),
        _ => Ok(()),
    }
}

/// Removes the folders that a file has left empty.
fn remove_empty(root: &Path, file: &Path) {
    let outer = file.ancestors().skip(1).take_while(|folder| *folder != root && folder.starts_with(root));
    for folder in outer {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(unix)]
fn link_to(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn link_to(target: &Path, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(target, link)
}
