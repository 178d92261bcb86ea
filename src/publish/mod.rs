//! Makes a host equal to the built site: what differs is found out first, purely (`diff.rs`, `order.rs`), and then carried out by the host.
//!
//! A host keeps a record of what byline has put there (`record.rs`). Files of others are neither overwritten nor deleted.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::config::{Destination, Target};
use crate::diagnostic::{Code, Diagnostic, reason};
use crate::output;

mod diff;
mod folder;
mod git;
mod host;
mod lock;
mod order;
mod record;

pub use diff::{Diff, Item, Why, compare};
pub use host::{Batch, Host, State};
pub use lock::{Holder, Lock};
pub use record::{Entry, RECORD, Record, Superseded};

/// What may not be deleted unseen: more files than this, or than a third of the site.
pub const MOST_DELETED: usize = 256;

/// The host of a target. `cache` is a folder of the site's own that hosts may keep things in.
///
/// # Errors
/// Where the host cannot be reached at all.
pub fn host(target: &Target, cache: &Path) -> Result<Box<dyn Host>, Diagnostic> {
    Ok(match &target.to {
        Destination::Folder(path) => Box::new(folder::Folder::new(path, target.releases)),
        Destination::Git { address, branch } => {
            Box::new(git::Git::open(address, branch, &cache.join(format!("{}.git", target.name)))?)
        }
    })
}

/// The files of an output folder that are byline's, each with its fingerprint and size.
///
/// # Errors
/// Where there is no output, or a file of it has gone.
pub fn files_of(folder: &Path) -> Result<BTreeMap<String, Entry>, Diagnostic> {
    let manifest = output::Manifest::read(folder)?;
    if manifest.is_empty() {
        let message = format!("the output folder `{}` holds no built site", folder.display());
        return Err(fault(message).hint("build it with `byline build`, or leave out `--no-build`"));
    }
    let entry = |(path, print): (&crate::path::OutputPath, &output::Fingerprint)| {
        let file = folder.join(path.as_str());
        let size = fs::metadata(&file).map_err(|error| unreadable(&file, &error))?.len();
        Ok((path.as_str().to_owned(), Entry { hash: print.to_string(), size }))
    };
    manifest.files().map(entry).collect()
}

/// Says what keeps a site from being published.
pub fn fault(message: String) -> Diagnostic {
    Diagnostic::new(Code::Publish, message)
}

fn unreadable(file: &Path, error: &std::io::Error) -> Diagnostic {
    fault(format!("`{}` cannot be read: {}", file.display(), reason(error)))
}

fn unwritable(file: &Path, error: &std::io::Error) -> Diagnostic {
    fault(format!("`{}` cannot be written: {}", file.display(), reason(error)))
}
