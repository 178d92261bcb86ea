//! The sources of a build, with a note of what it looked for in them: nothing else can make the next build a different one.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::fingerprint::{Print, print};
use crate::path::SourcePath;
use crate::source::{Found, Sources, Walk};

/// A folder that was walked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Question {
    folder: SourcePath,
    closed: Vec<SourcePath>,
}

/// Sources that note which folders are walked and what is asked for by name.
pub(super) struct Watched<'a> {
    inner: &'a dyn Sources,
    /// The moment before the first look, by the clock of the file system.
    moment: i64,
    /// Walks that were taken ahead and are still to be asked for.
    ahead: Mutex<BTreeMap<Question, Walk>>,
    seen: Mutex<Seen>,
}

/// What was looked for, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// The fingerprint of each walk: of names, sizes and times. `None` where a file may have changed without its showing.
    walks: BTreeMap<Question, Option<Print>>,
    existing: BTreeMap<SourcePath, bool>,
}

impl<'a> Watched<'a> {
    /// Watches sources from `moment` on.
    pub(super) fn new(inner: &'a dyn Sources, moment: i64) -> Self {
        Self { inner, moment, ahead: Mutex::default(), seen: Mutex::default() }
    }

    /// What was looked for so far.
    pub(super) fn seen(&self) -> Seen {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the same questions are answered as they were then. Walks that are taken for it need not be taken again.
    pub(super) fn is_as_seen(&self, then: &Seen) -> bool {
        let is_same = |(question, before): (&Question, &Option<Print>)| {
            let walk = self.inner.walk(&question.folder, &question.closed);
            let now = print_of(&walk, i64::MAX);
            self.ahead.lock().unwrap_or_else(PoisonError::into_inner).insert(question.clone(), walk);
            before.is_some() && now == *before
        };
        // Every walk is taken, for the build that follows where one of them differs.
        let same = then.walks.iter().filter(|walk| is_same(*walk)).count();
        same == then.walks.len() && then.existing.iter().all(|(path, existed)| self.inner.exists(path) == *existed)
    }
}

/// The fingerprint of a walk, where none of its files can have changed since `moment` without its showing.
fn print_of(walk: &Walk, moment: i64) -> Option<Print> {
    let mut bytes = Vec::with_capacity(walk.files.len() * 96);
    for found in &walk.files {
        let stamp = found.stamp.filter(|stamp| stamp.is_settled(moment))?;
        bytes.extend_from_slice(found.path.as_str().as_bytes());
        bytes.push(0);
        for number in [stamp.size, stamp.modified as u64, stamp.inode, stamp.changed as u64] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
    }
    for (path, reason) in &walk.failures {
        bytes.extend_from_slice(path.as_str().as_bytes());
        bytes.push(1);
        bytes.extend_from_slice(reason.as_bytes());
        bytes.push(2);
    }
    Some(print(&bytes))
}

impl Sources for Watched<'_> {
    fn walk(&self, folder: &SourcePath, closed: &[SourcePath]) -> Walk {
        let question = Question { folder: folder.clone(), closed: closed.to_vec() };
        let ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner).remove(&question);
        let walk = ahead.unwrap_or_else(|| self.inner.walk(folder, closed));
        let print = print_of(&walk, self.moment);
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).walks.insert(question, print);
        walk
    }

    fn read(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.inner.read(path)
    }

    fn read_found(&self, found: &Found) -> io::Result<Vec<u8>> {
        self.inner.read_found(found)
    }

    fn read_start(&self, path: &SourcePath, length: usize) -> io::Result<Vec<u8>> {
        self.inner.read_start(path, length)
    }

    fn open(&self, path: &SourcePath) -> io::Result<Box<dyn Read + '_>> {
        self.inner.open(path)
    }

    fn exists(&self, path: &SourcePath) -> bool {
        let exists = self.inner.exists(path);
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).existing.insert(path.clone(), exists);
        exists
    }
}
