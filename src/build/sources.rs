//! The memo of reading: what each file of the site held when it was last read, and what parsing it gave.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::article::record::Rest;
use crate::article::{self, Article, Bodies, Body, Kept, Parsed};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::fingerprint::{self, Print};
use crate::path::SourcePath;
use crate::source::Found;
use crate::store::{Pack, Record, Stamp, Store};

use super::unparsed::Unparsed;
use super::unreadable;

/// The table of the files.
const TABLE: &str = "sources";
/// The packs of the records that all builds read, and of those that only pages need.
const PACKS: [&str; 2] = ["heads-", "bodies-"];
/// How many documents are parsed at a time by one thread: their records are written together.
const AT_A_TIME: usize = 32;
/// A pack may hold this many bytes that nothing needs, beside as many as are needed.
const SPARE: u64 = 16 << 20;

/// What is known of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Known {
    /// Its stamp when it was read; `None` where it may have changed since without its showing.
    stamp: Option<Stamp>,
    /// The fingerprint of its content, where it was read.
    print: Option<Print>,
    /// What parsing it gave.
    head: Option<Record>,
    /// How many bytes of its body are kept.
    body: u32,
    /// Width and height in pixels, where it was looked at as a picture.
    picture: Option<Option<(u32, u32)>>,
}

#[derive(Default, Serialize, Deserialize)]
struct Table {
    /// The number in the names of the packs.
    generation: u32,
    /// How long the packs are.
    lengths: [u64; 2],
    /// The fingerprint of what reading depends on besides the file.
    reading: Print,
    files: BTreeMap<SourcePath, Known>,
}

/// What earlier builds found in the files, and what this one finds.
pub(super) struct SourceMemo<'a> {
    store: Option<&'a Store>,
    table: Table,
    /// Where heads are read from and added to; `None` where there is no store.
    heads: Option<Pack>,
    bodies: Arc<Pack>,
    /// What this build needs of the table.
    found: Mutex<BTreeMap<SourcePath, Known>>,
    /// When the build began, by the clock of the file system.
    moment: i64,
    damaged: Arc<AtomicBool>,
    parsed: AtomicUsize,
    keeping: Keeping,
}

/// What is kept of the articles that are parsed, beside what the rest of the site asks of them.
pub(super) enum Keeping {
    /// Nothing: what only looks at the site needs no bodies.
    Nothing,
    /// Their bodies.
    Bodies,
    /// Their files, for those that are shown to be parsed once more.
    Files(Arc<Unparsed>),
}

pub(super) fn lost(article: &Article) -> Diagnostic {
    Diagnostic::new(Code::Output, format!("the text of `{}` cannot be read from the store", article.source))
}

/// Reads bodies from a pack.
pub(super) struct Shelved {
    bodies: Arc<Pack>,
    damaged: Arc<AtomicBool>,
}

impl Bodies for Shelved {
    fn shown<'b>(&self, article: &'b Article) -> Result<Cow<'b, Body>, Diagnostic> {
        let Some(Kept { at, length, sum }) = article.body.kept else {
            return Ok(Cow::Borrowed(&article.body));
        };
        let record = self.bodies.get(Record { at, length, sum });
        let rest = record.ok().and_then(|record| Rest::of_record(&record));
        rest.map(|rest| Cow::Owned(article.shown(rest))).ok_or_else(|| {
            self.damaged.store(true, Ordering::Relaxed);
            lost(article)
        })
    }
}

impl<'a> SourceMemo<'a> {
    /// What a store knows; with `fresh` nothing. Without a store records go to a file that vanishes with the build.
    ///
    /// # Errors
    /// Where not even that can be made.
    pub(super) fn open(
        mut store: Option<&'a Store>,
        config: &Config,
        program: &Print,
        moment: i64,
        fresh: bool,
        keeping: Keeping,
    ) -> io::Result<Self> {
        let reading = reading_print(config, program);
        let read = store.filter(|_| !fresh).and_then(|store| read_table(store, reading));
        let (table, packs) = match read {
            Some((table, packs)) => (table, packs),
            None => {
                let generation = store.map_or(1, next_generation);
                let packs = match new_packs(store, generation) {
                    Err(error) if store.is_some() => {
                        if let Some(store) = store.take() {
                            store.note(&super::unwritable_store(&error));
                        }
                        new_packs(None, generation)?
                    }
                    packs => packs?,
                };
                (Table { generation, reading, ..Table::default() }, packs)
            }
        };
        let [heads, bodies] = packs;
        Ok(Self {
            store,
            table,
            heads: store.is_some().then_some(heads),
            bodies: Arc::new(bodies),
            found: Mutex::default(),
            moment,
            damaged: Arc::default(),
            parsed: AtomicUsize::new(0),
            keeping,
        })
    }

    /// Reads the bodies of what was parsed.
    pub(super) fn bodies(&self) -> Arc<dyn Bodies> {
        let shelved = Shelved { bodies: Arc::clone(&self.bodies), damaged: Arc::clone(&self.damaged) };
        match &self.keeping {
            Keeping::Files(unparsed) => Arc::new(unparsed.bodies(shelved)),
            Keeping::Nothing | Keeping::Bodies => Arc::new(shelved),
        }
    }

    /// Whether something of the store was found damaged that this build cannot do without.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// How many documents were parsed.
    pub(super) fn parsed(&self) -> usize {
        self.parsed.load(Ordering::Relaxed)
    }

    /// Parses documents, those whose parsing is not known; `read` gives the content of a file and `step` hears of each.
    pub(super) fn parse(
        &self,
        documents: &[Found],
        config: &Config,
        read: &(dyn Fn(&Found) -> io::Result<Vec<u8>> + Sync),
        step: &(dyn Fn() + Sync),
    ) -> Vec<(SourcePath, Parsed)> {
        let chunk = |documents: &[Found]| {
            let mut documents: Vec<Reading> = documents
                .iter()
                .map(|found| {
                    let reading = self.read(found, config, read);
                    step();
                    reading
                })
                .collect();
            self.keep(&mut documents);
            let mut known = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            let parsed = documents.into_iter().map(|document| {
                known.insert(document.source.clone(), document.known);
                (document.source, document.parsed)
            });
            parsed.collect::<Vec<_>>()
        };
        documents.par_chunks(AT_A_TIME).map(chunk).collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// What a document is: from its record where its content is known, else parsed.
    fn read(&self, found: &Found, config: &Config, read: &dyn Fn(&Found) -> io::Result<Vec<u8>>) -> Reading {
        let settled = found.stamp.filter(|stamp| stamp.is_settled(self.moment));
        let reading = |known, parsed, rest| Reading { source: found.path.clone(), known, parsed, rest };
        if let Some(known) = self.unchanged(&found.path, found.stamp)
            && let Some(parsed) = self.parsed_before(known)
        {
            return reading(Known { stamp: settled.or(known.stamp), ..known.clone() }, parsed, None);
        }
        let bytes = match read(found) {
            Ok(bytes) => bytes,
            Err(error) => return reading(Known::default(), unreadable(&found.path, &error), None),
        };
        let print = fingerprint::print(&bytes);
        let old = self.table.files.get(&found.path);
        if let Some(known) = old.filter(|known| known.print == Some(print))
            && let Some(parsed) = self.parsed_before(known)
        {
            return reading(Known { stamp: settled, ..known.clone() }, parsed, None);
        }
        self.parsed.fetch_add(1, Ordering::Relaxed);
        let imprint = fingerprint::print(&[&print[..], &self.table.reading, found.path.as_str().as_bytes()].concat());
        if let Keeping::Files(unparsed) = &self.keeping {
            return reading(Known::default(), unparsed.parse(&found.path, &bytes, imprint), None);
        }
        let mut parsed = article::parse(&found.path, &bytes, config);
        parsed.imprint(imprint);
        let rest = parsed.split();
        reading(Known { stamp: settled, print: Some(print), ..Known::default() }, parsed, rest)
    }

    /// What parsing a file of this content gave.
    fn parsed_before(&self, known: &Known) -> Option<Parsed> {
        let bytes = self.heads.as_ref()?.get(known.head?);
        let parsed = bytes.ok().and_then(|bytes| Parsed::of_head(&bytes));
        if parsed.is_none()
            && let Some(store) = self.store
        {
            store.note_damage();
        }
        parsed
    }

    /// Adds what was parsed to the packs.
    fn keep(&self, documents: &mut [Reading]) {
        if !matches!(self.keeping, Keeping::Bodies) {
            return;
        }
        let mut together = Vec::new();
        let records: Vec<Option<Record>> = documents
            .iter()
            .map(|document| {
                let record = document.rest.as_ref()?.record();
                let at = together.len() as u64;
                together.extend_from_slice(&record);
                Some(Record::of(&record, at))
            })
            .collect();
        let added = self.bodies.add(&together);
        for (document, record) in documents.iter_mut().zip(records) {
            let (Some(rest), Some(Record { at, length, sum })) = (document.rest.take(), record) else { continue };
            document.known.body = length;
            match &added {
                Ok(start) => document.parsed.keep(Kept { at: start + at, length, sum }),
                Err(_) => document.parsed.restore(rest),
            }
        }
        let (Some(heads), true) = (self.heads.as_ref(), self.store.is_some_and(Store::is_open) && added.is_ok()) else {
            return;
        };
        let mut together = Vec::new();
        let mut records = Vec::new();
        for document in
            documents.iter_mut().filter(|document| document.known.head.is_none() && document.known.print.is_some())
        {
            let head = document.parsed.head();
            records.push((Record::of(&head, together.len() as u64), &mut document.known.head));
            together.extend(head);
        }
        if records.is_empty() {
            return;
        }
        if let Ok(start) = heads.add(&together) {
            for (record, place) in records {
                *place = Some(Record { at: start + record.at, ..record });
            }
        }
    }

    /// What is known of a file that still has the stamp that it had when it was read.
    fn unchanged(&self, source: &SourcePath, stamp: Option<Stamp>) -> Option<&Known> {
        self.table.files.get(source).filter(|known| known.stamp.is_some() && known.stamp == stamp)
    }

    /// The fingerprint of a file that is not to be read, where it is known.
    pub(super) fn print(&self, source: &SourcePath, stamp: Option<Stamp>) -> Option<Print> {
        self.unchanged(source, stamp)?.print
    }

    /// Notes what a file holds.
    pub(super) fn note_print(&self, source: &SourcePath, stamp: Option<Stamp>, print: Print) {
        self.note(source, stamp, |known| known.print = Some(print));
    }

    /// Width and height of a picture, where they are known without its being read.
    pub(super) fn picture(&self, source: &SourcePath, stamp: Option<Stamp>) -> Option<Option<(u32, u32)>> {
        self.unchanged(source, stamp)?.picture
    }

    /// Notes the size of a picture.
    pub(super) fn note_picture(&self, source: &SourcePath, stamp: Option<Stamp>, size: Option<(u32, u32)>) {
        self.note(source, stamp, |known| known.picture = Some(size));
    }

    fn note(&self, source: &SourcePath, stamp: Option<Stamp>, change: impl FnOnce(&mut Known)) {
        let stamp = stamp.filter(|stamp| stamp.is_settled(self.moment));
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let known = found.entry(source.clone()).or_default();
        known.stamp = stamp;
        change(known);
    }

    /// Writes down what this build has found out.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub(super) fn save(&mut self) -> io::Result<()> {
        let Some(store) = self.store.filter(|store| store.is_open()) else { return Ok(()) };
        let files = std::mem::take(&mut *self.found.lock().unwrap_or_else(PoisonError::into_inner));
        self.bodies.whole()?;
        self.heads.as_ref().map_or(Ok(()), Pack::whole)?;
        let is_new = self.table.lengths != self.lengths();
        if !is_new && files == self.table.files {
            return Ok(());
        }
        self.table.files = files;
        self.table.lengths = self.lengths();
        if self.has_too_much() {
            self.compact(store)?;
        }
        store.put_table(TABLE, &self.table)?;
        let current = PACKS.map(|pack| format!("{pack}{}", self.table.generation));
        let old = PACKS.iter().flat_map(|pack| store.names(pack));
        old.filter(|name| !current.contains(name)).for_each(|name| store.delete(&name));
        Ok(())
    }

    fn lengths(&self) -> [u64; 2] {
        [self.heads.as_ref().map_or(0, Pack::len), self.bodies.len()]
    }

    /// Whether more of the packs is out of use than in use.
    fn has_too_much(&self) -> bool {
        let used = self
            .table
            .files
            .values()
            .map(|known| u64::from(known.head.map_or(0, |head| head.length)) + u64::from(known.body));
        self.table.lengths.iter().sum::<u64>() > 2 * used.sum::<u64>() + SPARE
    }

    /// Copies what is in use into new packs.
    fn compact(&mut self, store: &Store) -> io::Result<()> {
        let generation = self.table.generation + 1;
        let [heads, bodies] = new_packs(Some(store), generation)?;
        let mut files = BTreeMap::new();
        for (source, mut known) in std::mem::take(&mut self.table.files) {
            if known.head.is_some() {
                known.head = self.parsed_before(&known).and_then(|mut parsed| {
                    if let Some(Kept { at, length, sum }) = parsed.kept() {
                        let rest = self.bodies.get(Record { at, length, sum }).ok()?;
                        parsed.keep(Kept { at: bodies.add(&rest).ok()?, length, sum });
                    }
                    let head = parsed.head();
                    Some(Record::of(&head, heads.add(&head).ok()?))
                });
            }
            files.insert(source, known);
        }
        self.table =
            Table { generation, lengths: [heads.len(), bodies.len()], files, ..std::mem::take(&mut self.table) };
        (self.heads, self.bodies) = (Some(heads), Arc::new(bodies));
        Ok(())
    }
}

/// A document while it is read.
struct Reading {
    source: SourcePath,
    known: Known,
    parsed: Parsed,
    /// The part of the body that is kept apart, where it is not yet.
    rest: Option<Rest>,
}

/// The fingerprint of all that reading a document depends on besides its file.
fn reading_print(config: &Config, program: &Print) -> Print {
    fingerprint::print(&[&program[..], config.of_reading().as_bytes()].concat())
}

fn read_table(store: &Store, reading: Print) -> Option<(Table, [Pack; 2])> {
    let bytes = store.table(TABLE)?;
    let Ok(mut table) = postcard::from_bytes::<Table>(&bytes) else {
        store.note_damage();
        return None;
    };
    let open = |index: usize| store.pack(&format!("{}{}", PACKS[index], table.generation), table.lengths[index]);
    let (Ok(heads), Ok(bodies)) = (open(0), open(1)) else {
        store.note_damage();
        return None;
    };
    if table.reading != reading {
        table.reading = reading;
        table.files.values_mut().for_each(|known| known.head = None);
    }
    Some((table, [heads, bodies]))
}

fn next_generation(store: &Store) -> u32 {
    let names =
        PACKS.iter().flat_map(|pack| store.names(pack).into_iter().map(|name| name[pack.len()..].parse().unwrap_or(0)));
    names.max().unwrap_or(0_u32).saturating_add(1)
}

fn new_packs(store: Option<&Store>, generation: u32) -> io::Result<[Pack; 2]> {
    let [heads, bodies] = PACKS.map(|pack| match store.filter(|store| store.is_open()) {
        Some(store) => store.new_pack(&format!("{pack}{generation}")),
        None => Pack::temporary(),
    });
    Ok([heads?, bodies?])
}
