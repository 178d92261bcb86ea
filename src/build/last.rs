//! What the last build of an output found out in all, so that one that would find out the same need not be made.

use std::io;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Print;
use crate::output;
use crate::site::{Selection, Site};
use crate::store::{Stamp, Store};

use super::watched::{Seen, Watched};
use super::{Report, Summary, pages};

/// What the tables are called, before the name of the output.
pub(super) const TABLE: &str = "last-";

/// A build that succeeded.
#[derive(Serialize, Deserialize)]
pub(super) struct Last {
    /// The fingerprint of everything that was asked of it.
    pub(super) asked: Print,
    /// The moment that it was made for.
    pub(super) at: i64,
    /// The next moment at which the site may be another.
    pub(super) until: i64,
    /// What it looked for in the sources.
    pub(super) seen: Seen,
    /// How it left the manifest.
    pub(super) manifest: Stamp,
    /// What it reported.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// See [`Report::passed_over`].
    pub(super) passed_over: usize,
    /// See [`Report::summary`].
    pub(super) summary: Summary,
    /// How many files the site has, and how many bytes.
    pub(super) files: (usize, u64),
    /// See [`Report::failed`].
    pub(super) failed: bool,
}

impl Last {
    /// The last build of a target.
    pub(super) fn read(store: &Store, target: &str) -> Option<Self> {
        let bytes = store.table(&format!("{TABLE}{target}"))?;
        let last = postcard::from_bytes(&bytes).ok();
        if last.is_none() {
            store.note_damage();
        }
        last
    }

    /// Keeps this as the last build of a target.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub(super) fn save(&self, store: &Store, target: &str) -> io::Result<()> {
        store.put_table(&format!("{TABLE}{target}"), self)
    }

    /// Whether a build for `at` with the same questions would find and write the same.
    pub(super) fn holds(
        &self,
        asked: &Print,
        at: i64,
        store: &Store,
        target: &str,
        sources: &Watched<'_>,
        folder: &Path,
    ) -> bool {
        if self.asked != *asked || at < self.at || at >= self.until {
            // What is walked for it is of use to the build that follows.
            return false;
        }
        let is_untouched = || {
            pages::stamps(store, target).is_some_and(|files| {
                let files = files.par_iter().map(|(path, stamp)| (path.as_str(), *stamp));
                output::is_untouched(folder, self.manifest, files)
            })
        };
        let (is_untouched, is_as_seen) = rayon::join(is_untouched, || sources.is_as_seen(&self.seen));
        is_untouched && is_as_seen
    }

    /// Whether the output is as this build has left it, by its manifest, for the same questions, and is whole.
    pub(super) fn stands(&self, asked: &Print, folder: &Path) -> bool {
        self.asked == *asked && !self.failed && output::manifest_stamp(folder) == Some(self.manifest)
    }

    /// The report of a build that finds the same and has nothing to write.
    pub(super) fn report(self) -> Report {
        let (files, bytes) = self.files;
        Report {
            diagnostics: self.diagnostics,
            passed_over: self.passed_over,
            summary: self.summary,
            committed: Some(output::Committed { files, bytes, ..output::Committed::default() }),
            failed: self.failed,
            ..Report::default()
        }
    }
}

/// The first moment after that of the selection at which an article may come, go, or be shown as another.
pub(super) fn until(site: &Site, config: &Config, selection: &Selection) -> i64 {
    let published = site.articles.iter().map(|entry| &entry.article.meta);
    let moments = published.flat_map(|meta| [&meta.date, &meta.expires]).flatten().map(|moment| moment.seconds);
    let left_out = site.left_out.iter().flat_map(|article| [article.date, article.expires]).flatten();
    moments
        .chain(site.news_ends().map(|(_, end)| end))
        .chain(left_out)
        .chain(config.security.iter().map(|security| security.expires.seconds))
        .filter(|moment| *moment > selection.at)
        .min()
        .unwrap_or(i64::MAX)
}
