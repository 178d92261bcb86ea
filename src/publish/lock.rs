//! One publication at a time: a file on the host says who is at it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{fault, unwritable};
use crate::diagnostic::Diagnostic;

/// The lock's file on the host.
pub(super) const LOCK: &str = ".byline-lock";
/// What is written to learn the time of a host.
pub(super) const PROBE: &str = ".byline-probe";
/// A lock that is older, in seconds by the host's own clock, is one of a publication that has died.
pub(super) const EXPIRES: i64 = 15 * 60;

/// Who publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The user and the machine.
    pub who: String,
    /// What tells this publication from all others.
    #[serde(default)]
    pub token: String,
    /// The process and where it runs, so that on the same machine one that has died is known to have; empty where that cannot be told.
    #[serde(default)]
    pub process: String,
}

impl Holder {
    /// This process. `token` is new for each publication.
    pub fn here(token: String) -> Self {
        let name = |variable: &str| std::env::var(variable).ok();
        let user = name("USER").or_else(|| name("USERNAME")).unwrap_or_else(|| "somebody".to_owned());
        let machine = fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| name("COMPUTERNAME"));
        let machine = machine.unwrap_or_else(|| "another machine".to_owned());
        let process = room().map(|room| format!("{} in {room}", std::process::id())).unwrap_or_default();
        Self { who: format!("{user} on {}", machine.trim()), token, process }
    }

    /// What is written into the lock.
    pub(super) fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Who holds a lock. What does not parse was written by nobody who still lives.
    pub(super) fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    /// Whether it is known to have ended: a process of this very machine that is no more.
    fn is_dead(&self) -> bool {
        let Some((process, theirs)) = self.process.split_once(" in ") else { return false };
        room().is_some_and(|ours| ours == theirs) && !Path::new("/proc").join(process).exists()
    }

    /// Whether it still keeps others off, `age` seconds after its lock was written.
    pub(super) fn holds(&self, age: i64) -> bool {
        age < EXPIRES && !self.is_dead() && !self.who.is_empty()
    }
}

/// Where process numbers mean the same: a start of a machine, and the container on it.
fn room() -> Option<String> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let container = fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{} {}", boot.trim(), container.display()))
}

/// A lock that goes when it is dropped.
pub struct Lock {
    release: Option<Box<dyn FnOnce()>>,
    /// Whether two that begin in the same moment may both believe to hold it.
    pub is_advisory: bool,
}

impl Lock {
    pub(super) fn new(is_advisory: bool, release: impl FnOnce() + 'static) -> Self {
        Self { release: Some(Box::new(release)), is_advisory }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            release();
        }
    }
}

/// Takes the lock in a folder.
pub(super) fn take(folder: &Path, holder: &Holder, breaks: bool) -> Result<Lock, Diagnostic> {
    let path = folder.join(LOCK);
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    if let Ok(bytes) = fs::read(&path) {
        let (other, age) = (Holder::read(&bytes), age(folder).unwrap_or(0));
        if !breaks && other.holds(age) {
            return Err(held(&other, age));
        }
        fs::remove_file(&path).map_err(|error| unwritable(&path, &error))?;
    }
    let created = File::options().write(true).create_new(true).open(&path);
    match created.and_then(|mut file| file.write_all(&holder.bytes())) {
        Ok(()) => Ok(Lock::new(false, move || drop(fs::remove_file(path)))),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let other = fs::read(&path).map(|bytes| Holder::read(&bytes)).unwrap_or_default();
            Err(held(&other, 0))
        }
        Err(error) => Err(unwritable(&path, &error)),
    }
}

/// How old a folder's lock is, by the clock of the machine that holds the folder, which may be another than this one.
fn age(folder: &Path) -> io::Result<i64> {
    let probe = folder.join(PROBE);
    fs::write(&probe, b"")?;
    let now = fs::metadata(&probe)?.modified()?;
    fs::remove_file(&probe)?;
    let since = fs::metadata(folder.join(LOCK))?.modified()?;
    Ok(seconds(since, now))
}

/// From one moment to another, in seconds.
pub(super) fn seconds(since: SystemTime, now: SystemTime) -> i64 {
    now.duration_since(since).map_or(0, |age| i64::try_from(age.as_secs()).unwrap_or(i64::MAX))
}

pub(super) fn held(other: &Holder, age: i64) -> Diagnostic {
    let who = if other.who.is_empty() { "somebody else" } else { &other.who };
    let since = match age {
        0..60 => format!("{age} seconds"),
        _ => format!("{} minutes", age / 60),
    };
    fault(format!("{who} has been publishing there for {since}"))
        .hint("wait until that has ended; where it has died, `--break-lock` takes its place, and 15 minutes after its beginning so does any publication")
}
