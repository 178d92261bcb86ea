//! Makes a host equal to the built site: what differs is found out first, purely (`diff.rs`, `order.rs`), and then carried out by the host.
//!
//! A host keeps a record of what byline has put there (`record.rs`). Files of others are neither overwritten nor deleted.

use std::path::Path;

use crate::config::{Destination, Target};
use crate::diagnostic::{Code, Diagnostic, reason};

mod check;
mod diff;
mod folder;
mod git;
mod headers;
mod history;
mod host;
mod lock;
mod order;
mod payload;
mod policy;
mod record;
mod remote;
mod rules;

pub use check::{Expected, read_back};
pub use diff::{Diff, Item, Listed, Listing, Why, compare};
pub use headers::Headers;
pub use history::History;
pub use host::{Batch, Host, State};
pub use lock::{Holder, Lock};
pub use payload::{Payload, Source};
pub use policy::{Policy, derive};
pub use record::{Entry, RECORD, Record, Superseded};
pub use rules::{Route, add as add_rules};

/// What may not be deleted unseen: more files than this, or than a third of the site.
pub const MOST_DELETED: usize = 256;
/// What a file is called while it is written.
const HALF: &str = ".byline-half";

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
        remote => Box::new(remote::Remote::open(remote, target.concurrency)?),
    })
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
