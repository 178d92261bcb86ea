//! The memo of rendering: what each file of an output was made from, and how it stood there when it was written.

use std::collections::HashMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::output::{Fingerprint, Transaction, Written};
use crate::path::OutputPath;
use crate::render::{Asked, Inputs};
use crate::store::{Pack, Record, Stamp, Store};

/// What the tables and packs of outputs are called, before the name of the output.
const TABLE: &str = "pages-";
const PACK: &str = "details-";
/// The table that names the outputs, the one that was built last first.
const TARGETS: &str = "targets";
/// Of how many outputs, or ways to build one, the pages are remembered.
const MOST_TARGETS: usize = 8;
/// A pack may hold this many bytes that nothing needs, beside as many as are needed.
const SPARE: u64 = 4 << 20;

/// A file of an output.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// What it holds.
    pub(super) print: [u8; 16],
    /// How it stood there.
    pub(super) stamp: Stamp,
    /// What it was made from, where it is a page.
    pub(super) page: Option<Made>,
}

/// How a page was made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Made {
    /// What it was made from.
    pub(super) inputs: Inputs,
    /// Whether its template asked anything of the site.
    pub(super) asks: bool,
    /// Its [`Details`].
    details: Record,
}

/// Why a page was rendered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// Nothing was known of it.
    #[default]
    New,
    /// These parts of what it is made from had changed, come or gone; empty where they have no name any more.
    Changed(Vec<String>),
    /// The site was asked something, and the answer had changed.
    Answer(String),
    /// Its file was missing or altered.
    File,
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::New => f.write_str("nothing was known of it"),
            Self::Changed(parts) if parts.is_empty() => f.write_str("something that it showed is gone"),
            Self::Changed(parts) => write!(f, "changed: {}", parts.join(", ")),
            Self::Answer(query) => write!(f, "another answer to {query}"),
            Self::File => f.write_str("its file was missing or altered"),
        }
    }
}

/// What is only looked at where it is needed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Details {
    /// What its template asked, and the fingerprints of the answers.
    pub(super) asked: Vec<Asked>,
    /// What it was made from, each part by a fingerprint of its name.
    pub(super) parts: Vec<(u64, u64)>,
    /// Why it was rendered.
    pub(super) why: Cause,
}

#[derive(Default, Serialize, Deserialize)]
struct Table {
    generation: u32,
    length: u64,
    files: Vec<(OutputPath, Entry)>,
}

/// What earlier builds wrote into an output, and what this one writes.
pub(super) struct PageMemo<'a> {
    store: Option<&'a Store>,
    /// The name of the output and of the options that it is built with.
    target: String,
    generation: u32,
    known: HashMap<OutputPath, Entry>,
    /// Where the details are; the failure, where they could be nowhere.
    details: io::Result<Pack>,
    found: Mutex<Vec<(OutputPath, Entry)>>,
}

/// A page as it was rendered, before its details are kept.
pub(super) struct Fresh {
    pub(super) output: OutputPath,
    pub(super) written: Written,
    pub(super) inputs: Inputs,
    pub(super) details: Details,
}

impl Entry {
    /// The file as it was written.
    pub(super) fn written(&self) -> Written {
        Written { fingerprint: Fingerprint(self.print), stamp: self.stamp }
    }
}

impl<'a> PageMemo<'a> {
    /// What a store knows of a target; with `fresh` nothing.
    pub(super) fn open(store: Option<&'a Store>, target: &str, fresh: bool) -> Self {
        let read = store.filter(|_| !fresh).and_then(|store| read(store, target));
        let (table, details) = match read {
            Some((table, pack)) => (table, Ok(pack)),
            None => {
                let open = store.filter(|store| store.is_open());
                let generation = open.map_or(1, |store| next_generation(store, target));
                let new = |store: &Store| store.new_pack(&format!("{PACK}{target}-{generation}"));
                let pack = open.map_or_else(|| Err(nowhere()), new);
                (Table { generation, ..Table::default() }, pack)
            }
        };
        Self {
            store,
            target: target.to_owned(),
            generation: table.generation,
            known: table.files.into_iter().collect(),
            details,
            found: Mutex::default(),
        }
    }

    /// The same knowledge without the store, to which nothing more is written.
    pub(super) fn detached(self) -> PageMemo<'static> {
        PageMemo { store: None, ..self }
    }

    /// What is known of a file.
    pub(super) fn get(&self, path: &OutputPath) -> Option<&Entry> {
        self.known.get(path)
    }

    /// The details of a page.
    pub(super) fn details(&self, made: &Made) -> Option<Details> {
        let bytes = self.details.as_ref().ok()?.get(made.details).ok();
        let details = bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok());
        if details.is_none()
            && let Some(store) = self.store
        {
            store.note_damage();
        }
        details
    }

    /// Remembers a file.
    pub(super) fn note(&self, path: &OutputPath, entry: Entry) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).push((path.clone(), entry));
    }

    /// Remembers pages that were rendered.
    pub(super) fn note_rendered(&self, pages: Vec<Fresh>) {
        let Ok(pack) = &self.details else { return };
        let mut together = Vec::new();
        let mut entries = Vec::with_capacity(pages.len());
        for Fresh { output, written, inputs, details } in pages {
            let bytes = postcard::to_stdvec(&details).unwrap_or_default();
            let record = Record::of(&bytes, together.len() as u64);
            together.extend(bytes);
            let made = Made { inputs, asks: !details.asked.is_empty(), details: record };
            entries.push((output, Entry { print: written.fingerprint.0, stamp: written.stamp, page: Some(made) }));
        }
        let Ok(start) = pack.add(&together) else { return };
        for (_, entry) in &mut entries {
            if let Some(made) = &mut entry.page {
                made.details.at += start;
            }
        }
        self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(entries);
    }

    /// Writes down what the output holds now, and forgets outputs that were not built for long.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub(super) fn save(&mut self) -> io::Result<()> {
        let Some(store) = self.store.filter(|store| store.is_open()) else { return Ok(()) };
        let mut pack = std::mem::replace(&mut self.details, Err(nowhere()))?;
        pack.whole()?;
        let mut files = std::mem::take(&mut *self.found.lock().unwrap_or_else(PoisonError::into_inner));
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        let used: u64 = files.iter().filter_map(|(_, entry)| Some(u64::from(entry.page?.details.length))).sum();
        if pack.len() > 2 * used + SPARE {
            pack = self.compact(store, &pack, &mut files)?;
        }
        let table = Table { generation: self.generation, length: pack.len(), files };
        store.put_table(&format!("{TABLE}{}", self.target), &table)?;
        let current = format!("{PACK}{}-{}", self.target, self.generation);
        let packs = store.names(&format!("{PACK}{}-", self.target));
        packs.iter().filter(|name| **name != current).for_each(|name| store.delete(name));
        self.details = Ok(pack);
        remember(store, &self.target)
    }

    /// Copies the details that are in use into a new pack.
    fn compact(&mut self, store: &Store, pack: &Pack, files: &mut [(OutputPath, Entry)]) -> io::Result<Pack> {
        self.generation += 1;
        let new = store.new_pack(&format!("{PACK}{}-{}", self.target, self.generation))?;
        for made in files.iter_mut().filter_map(|(_, entry)| entry.page.as_mut()) {
            let Record { at, length, sum } = made.details;
            let bytes = pack.stretch(at, length as usize)?;
            made.details = Record { at: new.add(&bytes)?, length, sum };
        }
        Ok(new)
    }

    /// How the file at a path stands there today, where it is as it was written; `None` where it is missing or altered, which `notice` is told.
    pub(super) fn intact(
        &self,
        transaction: &Transaction,
        path: &OutputPath,
        entry: &Entry,
        notice: &dyn Fn(String),
    ) -> Option<Written> {
        let stamp = transaction.stamp(path)?;
        if stamp == entry.stamp {
            return Some(entry.written());
        }
        let standing = transaction.standing(path)?;
        if standing.fingerprint.0 == entry.print {
            return Some(standing);
        }
        // What byline itself has written there since, built in another way, is not altered.
        if transaction.owned(path) != Some(standing.fingerprint) {
            notice(format!("`{path}` was altered in the output, and is written again"));
        }
        None
    }
}

/// The failure of details that are kept in no store.
fn nowhere() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

/// Puts a target before the others, and forgets the last ones.
fn remember(store: &Store, target: &str) -> io::Result<()> {
    let old =
        store.table(TARGETS).and_then(|bytes| postcard::from_bytes::<Vec<String>>(&bytes).ok()).unwrap_or_default();
    let mut targets: Vec<String> = vec![target.to_owned()];
    targets.extend(old.iter().filter(|other| *other != target).cloned());
    targets.truncate(MOST_TARGETS);
    forget_others(store, &targets);
    if targets == old {
        return Ok(());
    }
    store.put_table(TARGETS, &targets)
}

/// Deletes what is kept of targets that no one knows: those that were forgotten, and all others where the table of targets was lost.
fn forget_others(store: &Store, targets: &[String]) {
    for name in store.names("") {
        if target_of(&name).is_some_and(|target| targets.iter().all(|known| known != target)) {
            store.delete(&name);
        }
    }
}

/// The target to which a file of the store belongs; `None` where it belongs to all.
fn target_of(name: &str) -> Option<&str> {
    let of_pack = || name.strip_prefix(PACK).and_then(|rest| Some(rest.rsplit_once('-')?.0));
    name.strip_prefix(TABLE).or_else(|| name.strip_prefix(super::last::TABLE)).or_else(of_pack)
}

fn next_generation(store: &Store, target: &str) -> u32 {
    let beginning = format!("{PACK}{target}-");
    let numbers = store.names(&beginning).into_iter().filter_map(|name| name[beginning.len()..].parse::<u32>().ok());
    numbers.max().unwrap_or(0).saturating_add(1)
}

fn read(store: &Store, target: &str) -> Option<(Table, Pack)> {
    let table = table(store, target)?;
    match store.pack(&format!("{PACK}{target}-{}", table.generation), table.length) {
        Ok(pack) => Some((table, pack)),
        Err(_) => {
            store.note_damage();
            None
        }
    }
}

fn table(store: &Store, target: &str) -> Option<Table> {
    let bytes = store.table(&format!("{TABLE}{target}"))?;
    let table = postcard::from_bytes(&bytes).ok();
    if table.is_none() {
        store.note_damage();
    }
    table
}

/// Every file of an output with its stamp.
pub(super) fn stamps(store: &Store, target: &str) -> Option<Vec<(OutputPath, Stamp)>> {
    Some(table(store, target)?.files.into_iter().map(|(path, entry)| (path, entry.stamp)).collect())
}
