//! Earlier states of a site, at a place that readers do not reach: what each file held lies under its hash, and each state names its files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::payload::{Payload, Source};
use super::record::{Entry, Record};
use super::remote::Remote;
use super::{fault, unwritable};
use crate::config::Destination;
use crate::diagnostic::Diagnostic;

const BLOBS: &str = "blobs/";
const STATES: &str = "states/";

/// A place that keeps earlier states.
pub struct History {
    place: Remote,
    /// How many states it keeps.
    most: usize,
}

impl History {
    /// A place that keeps `most` states.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn open(place: &Destination, most: usize) -> Result<Self, Diagnostic> {
        Ok(Self { place: Remote::open(place, None)?, most: most.max(2) })
    }

    /// Keeps a state, of which only what is not there yet is sent.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep(&self, record: &Record, payload: &Payload) -> Result<(), Diagnostic> {
        let there = self.place.list(BLOBS)?;
        let mut missing: BTreeMap<String, Source> = BTreeMap::new();
        for (path, entry) in &record.files {
            let blob = format!("{BLOBS}{}", entry.hash);
            if !there.contains_key(&blob) && !missing.contains_key(&blob) {
                payload.make_ready(path)?;
                missing.insert(blob, payload.source(path));
            }
        }
        self.place.send(missing.into_iter().collect())?;
        let states = self.states()?;
        if states.last().is_some_and(|(_, last)| last.files == record.files) {
            return Ok(());
        }
        let number = states.last().map_or(1, |(number, _)| number + 1);
        self.place.write(&name(number), record.ended().bytes())?;
        let kept: Vec<(u64, Record)> = states.into_iter().chain([(number, record.clone())]).collect();
        let (old, kept) = kept.split_at(kept.len().saturating_sub(self.most));
        self.drop_states(old, kept)
    }

    /// The states, oldest first.
    fn states(&self) -> Result<Vec<(u64, Record)>, Diagnostic> {
        let mut states = Vec::new();
        for path in self.place.list(STATES)?.keys() {
            let number = path.trim_start_matches(STATES).trim_end_matches(".json").parse::<u64>();
            if let (Ok(number), Some(bytes)) = (number, self.place.read(path)?) {
                states.push((number, Record::read(&bytes)?));
            }
        }
        states.sort_by_key(|(number, _)| *number);
        Ok(states)
    }

    /// The state before the one that was published at `published`, in seconds since 1970.
    ///
    /// # Errors
    /// Where there is none.
    pub fn before(&self, published: i64) -> Result<Record, Diagnostic> {
        let earlier =
            self.states()?.into_iter().rev().map(|(_, state)| state).find(|state| state.published < published);
        earlier.ok_or_else(|| {
            fault("the history holds no state before the last publication".to_owned())
                .hint("check out the earlier commit and publish that; a history begins with the first publication that has it")
        })
    }

    /// Fetches what some files of a state held into a folder, under their hashes.
    ///
    /// # Errors
    /// Where something of it is not there any more.
    pub fn fetch<'p>(
        &self,
        state: &Record,
        paths: impl Iterator<Item = &'p str>,
        into: &Path,
    ) -> Result<(), Diagnostic> {
        fs::create_dir_all(into).map_err(|error| unwritable(into, &error))?;
        for hash in paths.filter_map(|path| state.files.get(path)).map(|entry| &entry.hash).collect::<BTreeSet<_>>() {
            let Some(bytes) = self.place.read(&format!("{BLOBS}{hash}"))? else {
                return Err(fault(format!("the history does not hold what it names: `{BLOBS}{hash}`")));
            };
            let file = into.join(hash);
            fs::write(&file, bytes).map_err(|error| unwritable(&file, &error))?;
        }
        Ok(())
    }

    /// Forgets the states after one that is live again.
    ///
    /// # Errors
    /// Where they cannot be deleted.
    pub fn forget_after(&self, published: i64) -> Result<(), Diagnostic> {
        let (kept, gone): (Vec<_>, Vec<_>) =
            self.states()?.into_iter().partition(|(_, state)| state.published <= published);
        self.drop_states(&gone, &kept)
    }

    /// Removes the files that `is_meant` names from all states, but for versions that `stays` says are still the site's.
    ///
    /// # Errors
    /// Where something cannot be deleted.
    pub fn purge(&self, is_meant: &dyn Fn(&str) -> bool, stays: &dyn Fn(&str, &str) -> bool) -> Result<(), Diagnostic> {
        let states = self.states()?;
        let mut kept = Vec::new();
        for (number, state) in &states {
            let goes = |(path, entry): &(&String, &Entry)| is_meant(path) && !stays(path, &entry.hash);
            let gone: Vec<String> = state.files.iter().filter(goes).map(|(path, _)| path.clone()).collect();
            let purged = state.clone().without(&gone);
            if !gone.is_empty() {
                self.place.write(&name(*number), purged.bytes())?;
            }
            kept.push((*number, purged));
        }
        let used = hashes(&kept);
        let unused: Vec<String> = self.place.list(BLOBS)?.into_keys().filter(|blob| !used.contains(blob)).collect();
        self.place.delete(&unused)
    }

    /// Deletes states, and what no other names.
    fn drop_states(&self, gone: &[(u64, Record)], kept: &[(u64, Record)]) -> Result<(), Diagnostic> {
        if gone.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = gone.iter().map(|(number, _)| name(*number)).collect();
        self.place.delete(&names)?;
        let used = hashes(kept);
        let unused: Vec<String> = hashes(gone).into_iter().filter(|blob| !used.contains(blob)).collect();
        self.place.delete(&unused)
    }
}

fn name(number: u64) -> String {
    format!("{STATES}{number:06}.json")
}

/// The blobs that states name.
fn hashes(states: &[(u64, Record)]) -> BTreeSet<String> {
    states.iter().flat_map(|(_, state)| state.files.values()).map(|entry| format!("{BLOBS}{}", entry.hash)).collect()
}
