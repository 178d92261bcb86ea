//! One publication at a time: a file on the host says who is at it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{fault, unwritable};
use crate::diagnostic::Diagnostic;

/// The lock's file on the host.
pub(super) const LOCK: &str = ".byline-lock";
/// A lock that is older, in seconds, is one of a publication that has died.
const EXPIRES: i64 = 15 * 60;

/// Who publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The user and the machine.
    pub who: String,
    /// Since when, in seconds since 1970.
    pub since: i64,
}

/// A lock that goes when it is dropped.
#[derive(Debug)]
pub struct Lock(PathBuf);

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Takes the lock in a folder.
pub(super) fn take(folder: &Path, holder: &Holder, breaks: bool) -> Result<Lock, Diagnostic> {
    let path = folder.join(LOCK);
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    if let Ok(bytes) = fs::read(&path) {
        // What does not parse was written by nobody who still lives.
        let other: Holder = serde_json::from_slice(&bytes).unwrap_or_default();
        let age = holder.since - other.since;
        if !breaks && (0..EXPIRES).contains(&age) {
            return Err(held(&other, age));
        }
        fs::remove_file(&path).map_err(|error| unwritable(&path, &error))?;
    }
    let created = File::options().write(true).create_new(true).open(&path);
    let written = created.and_then(|mut file| file.write_all(&serde_json::to_vec(holder).unwrap_or_default()));
    match written {
        Ok(()) => Ok(Lock(path)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(held(&Holder::default(), 0)),
        Err(error) => Err(unwritable(&path, &error)),
    }
}

fn held(other: &Holder, age: i64) -> Diagnostic {
    let who = if other.who.is_empty() { "somebody else" } else { &other.who };
    let since = match age {
        0..60 => format!("{age} seconds"),
        _ => format!("{} minutes", age / 60),
    };
    fault(format!("{who} has been publishing there for {since}"))
        .hint("wait until that has ended; where it has died, `--break-lock` takes its place, and 15 minutes after its beginning so does any publication")
}
