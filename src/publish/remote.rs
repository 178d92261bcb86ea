//! Hosts that are reached over the network: S3 and what speaks its protocol, SFTP, WebDAV; and places of that kind that keep earlier states.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::options::WriteOptions;
use opendal::{Buffer, EntryMode, Error, ErrorKind, Metadata, Operator};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::diff::{Item, Listed, Listing};
use super::headers::Headers;
use super::host::{Batch, Host, State};
use super::lock::{EXPIRES, Holder, LOCK, Lock, PROBE, held, seconds};
use super::payload::Source;
use super::record::RECORD;
use super::{HALF, fault};
use crate::config::Destination;
use crate::diagnostic::Diagnostic;

mod operator;
mod trouble;

use trouble::trouble;

/// An HTTP client that trusts what the system trusts.
///
/// # Errors
/// Where there can be none.
pub(super) fn client() -> Result<reqwest::Client, Diagnostic> {
    operator::client().map_err(|error| trouble("the web", "open", "", &error))
}

/// How often a request is tried again, at most, while files travel.
const MOST_TRIES: usize = 6;
/// The same for the first one, which says whether the host can be reached at all.
const FIRST_TRIES: usize = 2;
/// How long the first pause between two tries is; each is twice the one before, and a part of each is left to chance.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How long a host may keep silent.
const PATIENCE: Duration = Duration::from_secs(60);
/// The same while it takes a part of a file.
const PATIENCE_WITH_FILES: Duration = Duration::from_secs(300);
/// How long connections may take to be closed.
const CLOSING: Duration = Duration::from_secs(3);
/// Files from this size on travel in parts of it, in bytes.
const PART: usize = 8 << 20;
/// How much is in memory at a time, in mebibytes.
const MEMORY: u32 = 64;
/// How often the record tells of what was sent since.
const CHECKPOINT: Duration = Duration::from_secs(10);
/// The lock is written anew when it is so old.
const RENEWED: Duration = Duration::from_secs(EXPIRES.unsigned_abs() / 3);

/// What kind of host it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    S3,
    Sftp,
    WebDav,
    /// A folder of this machine, for earlier states.
    Folder,
}

/// A host.
pub(super) struct Remote {
    runtime: Arc<Runtime>,
    /// Tries again and again.
    operator: Operator,
    /// Gives up soon.
    asking: Operator,
    kind: Kind,
    /// What it is called in messages.
    place: String,
    /// How many files travel side by side.
    concurrency: usize,
    /// The lock as it was written last.
    lock: std::sync::Mutex<Option<(Vec<u8>, Instant)>>,
}

impl Remote {
    /// A host of this kind. Nothing is asked of it yet.
    pub(super) fn open(to: &Destination, concurrency: Option<usize>) -> Result<Self, Diagnostic> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| fault(format!("the threads cannot be started: {error}")))?;
        let place = operator::place(to);
        let kind = Kind::of(to);
        let operator = {
            // Some of what is opened asks for the runtime that it is to run on.
            let _entered = runtime.enter();
            operator::open(to).map_err(|error| trouble(&place, "open", "", &error))?
        };
        let timeout = TimeoutLayer::new().with_timeout(PATIENCE).with_io_timeout(PATIENCE_WITH_FILES);
        let retry = |times| {
            let layer = RetryLayer::new().with_jitter().with_max_times(times);
            layer.with_min_delay(FIRST_PAUSE).with_max_delay(LONGEST_PAUSE).with_factor(2.0)
        };
        let patient = operator.layer(timeout);
        Ok(Self {
            runtime: Arc::new(runtime),
            operator: patient.clone().layer(retry(MOST_TRIES)),
            asking: patient.layer(retry(FIRST_TRIES)),
            kind,
            place,
            concurrency: concurrency.unwrap_or(kind.side_by_side()).max(1),
            lock: std::sync::Mutex::default(),
        })
    }

    /// The bytes of a file; `None` where there is none.
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        self.runtime.block_on(self.read_by(&self.operator, path))
    }

    async fn read_by(&self, operator: &Operator, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        match operator.read(path).await {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.trouble("read", path, &error)),
        }
    }

    /// The files below a folder, without those of byline itself and what it has half sent.
    pub(super) fn list(&self, folder: &str) -> Result<Listing, Diagnostic> {
        let mut listing = self.runtime.block_on(self.listing(folder))?;
        listing.retain(|path, _| !path.ends_with(HALF));
        Ok(listing)
    }

    async fn listing(&self, folder: &str) -> Result<Listing, Diagnostic> {
        let mut listing = Listing::new();
        let whole = self.kind == Kind::S3;
        let mut tasks = JoinSet::new();
        let mut waiting = vec![folder.to_owned()];
        loop {
            while tasks.len() < self.concurrency
                && let Some(folder) = waiting.pop()
            {
                let operator = self.operator.clone();
                tasks.spawn(async move {
                    let listed = operator.list_with(&folder).recursive(whole).await;
                    (folder, listed)
                });
            }
            let Some(done) = tasks.join_next().await else { break };
            let (folder, listed) = done.map_err(|error| self.died(&error))?;
            let entries = match listed {
                Ok(entries) => entries,
                // Nothing stands there yet.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(self.trouble("list", &folder, &error)),
            };
            for entry in entries {
                let (path, metadata) = entry.into_parts();
                match metadata.mode() {
                    EntryMode::DIR if !whole && path.trim_matches('/') != folder.trim_matches('/') => {
                        waiting.push(path);
                    }
                    EntryMode::FILE if !is_own(&path) => {
                        listing.insert(
                            path,
                            Listed { size: metadata.content_length(), stamp: stamp(self.kind, &metadata) },
                        );
                    }
                    _ => {}
                }
            }
        }
        Ok(listing)
    }

    /// Sends files side by side; `done` hears of each.
    pub(super) fn send(&self, files: Vec<(String, Source)>) -> Result<(), Diagnostic> {
        let files: Vec<Outgoing> =
            files.into_iter().map(|(path, source)| Outgoing { path, source, headers: Headers::new() }).collect();
        self.runtime.block_on(async {
            self.make_folders(files.iter().map(|file| file.path.as_str())).await?;
            let mut courier = Courier::new(self);
            for file in files {
                courier.send(file).await?;
            }
            courier.finish().await.map(drop)
        })
    }

    /// Deletes files side by side.
    pub(super) fn delete(&self, paths: &[String]) -> Result<(), Diagnostic> {
        self.runtime.block_on(self.delete_all(paths))
    }

    async fn delete_all(&self, paths: &[String]) -> Result<(), Diagnostic> {
        let mut tasks = JoinSet::new();
        let mut waiting = paths.iter();
        loop {
            while tasks.len() < self.concurrency
                && let Some(path) = waiting.next().cloned()
            {
                let operator = self.operator.clone();
                tasks.spawn(async move { (operator.delete(&path).await, path) });
            }
            let Some(done) = tasks.join_next().await else { break };
            let (deleted, path) = done.map_err(|error| self.died(&error))?;
            deleted.map_err(|error| self.trouble("delete", &path, &error))?;
        }
        self.remove_empty(paths).await;
        Ok(())
    }

    /// Removes the folders that files have left empty. One that stays does no harm.
    async fn remove_empty(&self, paths: &[String]) {
        if self.kind == Kind::S3 {
            return;
        }
        let mut folders: BTreeSet<(std::cmp::Reverse<usize>, String)> = BTreeSet::new();
        for path in paths {
            folders.extend(folders_of(path).map(|folder| (std::cmp::Reverse(folder.len()), folder.to_owned())));
        }
        for (_, folder) in folders {
            let there = self.operator.list(&folder).await;
            // A listing may name the folder itself.
            let is_empty = there.is_ok_and(|there| {
                there.iter().all(|entry| entry.path().trim_matches('/') == folder.trim_matches('/'))
            });
            if is_empty {
                let _ = self.operator.delete(&folder).await;
            }
        }
    }

    /// Makes the folders that WebDAV needs before the files in them.
    async fn make_folders(&self, paths: impl Iterator<Item = &str>) -> Result<(), Diagnostic> {
        if self.kind != Kind::WebDav {
            return Ok(());
        }
        let all: Vec<&str> = paths.collect();
        let folders: BTreeSet<&str> = all.iter().flat_map(|path| folders_of(path)).collect();
        // Of a chain of folders the innermost is asked for: its makers make the others.
        let inner = folders.iter().filter(|folder| {
            let mut behind = folders.range::<str, _>((std::ops::Bound::Excluded(**folder), std::ops::Bound::Unbounded));
            !behind.next().is_some_and(|next| next.starts_with(**folder))
        });
        self.operator.create_dir("/").await.map_err(|error| self.trouble("write", "", &error))?;
        for folder in inner {
            self.operator.create_dir(folder).await.map_err(|error| self.trouble("write", folder, &error))?;
        }
        Ok(())
    }

    /// Writes a file of byline's own, which nobody keeps a copy of.
    pub(super) fn write(&self, path: &str, bytes: Vec<u8>) -> Result<(), Diagnostic> {
        self.runtime.block_on(async {
            self.make_folders(std::iter::once(path)).await?;
            self.put(path, bytes).await
        })
    }

    async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), Diagnostic> {
        let own = [("content-type", "application/json; charset=utf-8"), ("cache-control", "no-store")];
        let headers = own.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let outgoing = Outgoing { path: path.to_owned(), source: Source::Bytes(bytes), headers };
        let sent = carry(&self.operator, self.kind, &outgoing).await;
        sent.map(drop).map_err(|failed| failed.told(self, path))
    }

    fn trouble(&self, doing: &str, path: &str, error: &Error) -> Diagnostic {
        trouble(&self.place, doing, path, error)
    }

    fn died(&self, error: &tokio::task::JoinError) -> Diagnostic {
        fault(format!("sending to {} broke off: {error}", self.place))
    }

    /// How old the lock is, by the host's own clock.
    async fn age_of_lock(&self) -> Option<i64> {
        self.put(PROBE, Vec::new()).await.ok()?;
        let probe = self.operator.stat(PROBE).await.ok()?.last_modified()?;
        let lock = self.operator.stat(LOCK).await.ok()?.last_modified()?;
        let _ = self.operator.delete(PROBE).await;
        Some(seconds(lock.into(), probe.into()))
    }

    /// Takes the lock; says whether two that begin in the same moment may both believe to hold it.
    async fn take_lock(&self, holder: &Holder, breaks: bool) -> Result<bool, Diagnostic> {
        self.make_folders(std::iter::once(LOCK)).await?;
        if let Some(bytes) = self.read_by(&self.operator, LOCK).await? {
            let (other, age) = (Holder::read(&bytes), self.age_of_lock().await.unwrap_or(0));
            if !breaks && other.holds(age) {
                return Err(held(&other, age));
            }
            self.operator.delete(LOCK).await.map_err(|error| self.trouble("delete", LOCK, &error))?;
        }
        let keeps_second_off = self.write_lock_once(holder).await?;
        let there = self.read_by(&self.operator, LOCK).await?.map(|bytes| Holder::read(&bytes)).unwrap_or_default();
        if there.token != holder.token {
            return Err(held(&there, 0));
        }
        if let Ok(mut lock) = self.lock.lock() {
            *lock = Some((holder.bytes(), Instant::now()));
        }
        Ok(!keeps_second_off)
    }

    /// Writes the lock where there is none; says whether the host would have refused a second one.
    async fn write_lock_once(&self, holder: &Holder) -> Result<bool, Diagnostic> {
        if !self.operator.info().capability().write_with_if_not_exists {
            return self.put(LOCK, holder.bytes()).await.map(|()| false);
        }
        let write = || async { self.operator.write_with(LOCK, holder.bytes()).if_not_exists(true).await };
        let is_refused = |error: &Error| {
            matches!(error.kind(), ErrorKind::ConditionNotMatch | ErrorKind::AlreadyExists)
                // SFTP knows no reason for it but "failure".
                || self.kind == Kind::Sftp && error.kind() == ErrorKind::Unexpected
        };
        match write().await {
            // Some hosts pass over the condition.
            Ok(_) if self.kind == Kind::S3 => Ok(write().await.is_err_and(|error| is_refused(&error))),
            Ok(_) => Ok(true),
            // Ours may have come through though its answer did not: who holds it is read next.
            Err(error) if is_refused(&error) => Ok(true),
            Err(error) if error.kind() == ErrorKind::Unsupported => {
                self.put(LOCK, holder.bytes()).await.map(|()| false)
            }
            Err(error) => Err(self.trouble("write", LOCK, &error)),
        }
    }

    /// Writes the lock anew before it counts as that of a publication that has died.
    async fn renew_lock(&self) {
        let due = self.lock.lock().ok().and_then(|lock| lock.clone().filter(|(_, since)| since.elapsed() > RENEWED));
        if let Some((bytes, _)) = due
            && self.put(LOCK, bytes.clone()).await.is_ok()
            && let Ok(mut lock) = self.lock.lock()
        {
            *lock = Some((bytes, Instant::now()));
        }
    }

    async fn carry_out_all(&self, batch: &Batch<'_>) -> Result<(), Diagnostic> {
        self.make_folders(batch.send.iter().map(|item| item.path.as_str()).chain([RECORD])).await?;
        let mut begun = batch.begun.clone();
        if !batch.send.is_empty() {
            self.put(RECORD, begun.bytes()).await?;
        }
        let in_the_way = in_the_way(batch);
        self.delete_all(&in_the_way).await?;
        let mut record = batch.record.clone();
        let mut noted = Instant::now();
        for group in batch.send.chunk_by(|one, other| one.rank == other.rank) {
            let mut courier = Courier::new(self);
            let mut left = group.iter();
            loop {
                while courier.has_room()
                    && let Some(item) = left.next()
                {
                    courier.start(outgoing(batch, item));
                }
                let sent = match courier.next().await {
                    Some(Ok(sent)) => sent,
                    None => break,
                    Some(Err(failed)) => {
                        let _ = self.put(RECORD, begun.bytes()).await;
                        return Err(failed);
                    }
                };
                if let Some(entry) = record.files.get_mut(&sent.0) {
                    entry.stamp = sent.1;
                    (batch.progress)(entry.size);
                    begun.note_sent(&sent.0, entry.clone());
                }
                if noted.elapsed() > CHECKPOINT {
                    self.put(RECORD, begun.bytes()).await?;
                    self.renew_lock().await;
                    noted = Instant::now();
                }
            }
        }
        if batch.delete.is_empty() {
            return self.put(RECORD, record.ended().bytes()).await;
        }
        self.put(RECORD, record.bytes()).await?;
        self.delete_all(batch.delete).await?;
        self.put(RECORD, record.ended().bytes()).await
    }
}

impl Drop for Remote {
    /// Lets connections be closed by the tasks that hold them: an `ssh` that is left behind would live on.
    fn drop(&mut self) {
        if self.kind != Kind::Sftp {
            return;
        }
        let _entered = self.runtime.enter();
        if let Ok(nothing) = Operator::new(opendal::services::Memory::default()) {
            self.operator = nothing.clone();
            self.asking = nothing;
        }
        let runtime = &self.runtime;
        runtime.block_on(async {
            let deadline = Instant::now() + CLOSING;
            while runtime.metrics().num_alive_tasks() > 0 && Instant::now() < deadline {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
    }
}

impl Kind {
    fn of(to: &Destination) -> Self {
        match to {
            Destination::S3 { .. } => Kind::S3,
            Destination::Sftp { .. } => Kind::Sftp,
            Destination::WebDav { .. } => Kind::WebDav,
            Destination::Folder(_) | Destination::Git { .. } => Kind::Folder,
        }
    }

    /// How many files travel side by side where nothing else is said.
    fn side_by_side(self) -> usize {
        match self {
            Kind::S3 => 32,
            Kind::WebDav | Kind::Folder => 8,
            // Each has a connection of its own.
            Kind::Sftp => 4,
        }
    }
}

/// A file on its way.
struct Outgoing {
    path: String,
    source: Source,
    headers: Headers,
}

fn outgoing(batch: &Batch<'_>, item: &Item) -> Outgoing {
    let headers = batch.payload.headers(&item.path).cloned().unwrap_or_default();
    Outgoing { path: item.path.clone(), source: batch.payload.source(&item.path), headers }
}

/// What kept a file from being sent.
enum Failed {
    Here(Diagnostic),
    There(Error),
    /// So many bytes have arrived, of so many.
    Short(u64, u64),
}

impl Failed {
    fn told(self, remote: &Remote, path: &str) -> Diagnostic {
        match self {
            Failed::Here(diagnostic) => diagnostic,
            Failed::There(error) => remote.trouble("write", path, &error),
            Failed::Short(there, sent) => {
                fault(format!("{} holds {there} of {sent} bytes of `{path}`, and said nothing", remote.place))
                    .hint("it may be full: make room there; then publish again, which goes on from here")
            }
        }
    }
}

/// Carries files side by side, a few at a time and with little of them in memory.
struct Courier<'a> {
    remote: &'a Remote,
    tasks: JoinSet<(String, Result<String, Failed>)>,
    memory: Arc<Semaphore>,
}

impl<'a> Courier<'a> {
    fn new(remote: &'a Remote) -> Self {
        Self { remote, tasks: JoinSet::new(), memory: Arc::new(Semaphore::new(MEMORY as usize)) }
    }

    fn has_room(&self) -> bool {
        self.tasks.len() < self.remote.concurrency
    }

    fn start(&mut self, file: Outgoing) {
        let (operator, kind) = (self.remote.operator.clone(), self.remote.kind);
        let memory = Arc::clone(&self.memory);
        self.tasks.spawn(async move {
            let size = match &file.source {
                Source::At(path) => tokio::fs::metadata(path).await.map_or(0, |metadata| metadata.len()),
                Source::Bytes(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            };
            let weight = u32::try_from(size >> 20).unwrap_or(MEMORY).clamp(1, MEMORY);
            let _room = memory.acquire_many(weight).await;
            let sent = carry(&operator, kind, &file).await;
            (file.path, sent)
        });
    }

    /// The next file that has arrived, and its stamp.
    async fn next(&mut self) -> Option<Result<(String, String), Diagnostic>> {
        let done = self.tasks.join_next().await?;
        Some(match done {
            Ok((path, Ok(stamp))) => Ok((path, stamp)),
            Ok((path, Err(failed))) => Err(failed.told(self.remote, &path)),
            Err(error) => Err(self.remote.died(&error)),
        })
    }

    /// Starts a file, when there is room for it.
    async fn send(&mut self, file: Outgoing) -> Result<(), Diagnostic> {
        while !self.has_room() {
            self.next().await.transpose()?;
        }
        self.start(file);
        Ok(())
    }

    async fn finish(&mut self) -> Result<(), Diagnostic> {
        while let Some(done) = self.next().await {
            done?;
        }
        Ok(())
    }
}

/// Sends a file; returns its stamp. What has arrived is looked at before it takes its place: a server may have no room for all of it and not say so.
async fn carry(operator: &Operator, kind: Kind, file: &Outgoing) -> Result<String, Failed> {
    let to = if matches!(kind, Kind::Sftp | Kind::Folder) { format!("{}{HALF}", file.path) } else { file.path.clone() };
    let (written, size) = match &file.source {
        Source::At(path) => {
            let size = tokio::fs::metadata(path).await.map_or(0, |metadata| metadata.len());
            let is_long = size > PART as u64 && operator.info().capability().write_can_multi;
            let written = match is_long {
                true => in_parts(operator, &to, path, &file.headers).await?,
                false => whole(operator, &to, path, &file.headers).await?,
            };
            (written, size)
        }
        Source::Bytes(bytes) => {
            let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            (put_whole(operator, &to, bytes.clone().into(), &file.headers).await?, size)
        }
    };
    if kind == Kind::S3 {
        return Ok(stamp(kind, &written));
    }
    let there = operator.stat(&to).await.map_err(Failed::There)?;
    if there.content_length() != size {
        let _ = operator.delete(&to).await;
        return Err(Failed::Short(there.content_length(), size));
    }
    if to != file.path {
        operator.rename(&to, &file.path).await.map_err(Failed::There)?;
    }
    Ok(stamp(kind, &there))
}

async fn whole(operator: &Operator, to: &str, from: &std::path::Path, headers: &Headers) -> Result<Metadata, Failed> {
    let bytes = tokio::fs::read(from).await.map_err(|error| Failed::Here(super::unreadable(from, &error)))?;
    put_whole(operator, to, bytes.into(), headers).await
}

async fn put_whole(operator: &Operator, to: &str, bytes: Buffer, headers: &Headers) -> Result<Metadata, Failed> {
    operator.write_options(to, bytes, options(headers)).await.map_err(Failed::There)
}

/// Headers as the host is told them.
fn options(headers: &Headers) -> WriteOptions {
    let value = |name: &str| headers.get(name).cloned();
    WriteOptions {
        content_type: value("content-type"),
        cache_control: value("cache-control"),
        content_encoding: value("content-encoding"),
        content_disposition: value("content-disposition"),
        ..WriteOptions::default()
    }
}

/// Sends a large file part by part.
async fn in_parts(
    operator: &Operator,
    to: &str,
    from: &std::path::Path,
    headers: &Headers,
) -> Result<Metadata, Failed> {
    use tokio::io::AsyncReadExt as _;
    let gone = |error: std::io::Error| Failed::Here(super::unreadable(from, &error));
    let mut file = tokio::fs::File::open(from).await.map_err(gone)?;
    let options = WriteOptions { chunk: Some(PART), ..options(headers) };
    let mut writer = operator.writer_options(to, options).await.map_err(Failed::There)?;
    loop {
        let mut part = Vec::with_capacity(PART);
        (&mut file).take(PART as u64).read_to_end(&mut part).await.map_err(gone)?;
        if part.is_empty() {
            return writer.close().await.map_err(Failed::There);
        }
        if let Err(error) = writer.write(part).await {
            let _ = writer.abort().await;
            return Err(Failed::There(error));
        }
    }
}

/// What leaves and stands where a folder has to be.
fn in_the_way(batch: &Batch<'_>) -> Vec<String> {
    let folders: BTreeSet<&str> = batch.send.iter().flat_map(|item| folders_of(&item.path)).collect();
    let is_folder = |path: &&String| folders.contains(format!("{path}/").as_str());
    batch.delete.iter().filter(is_folder).cloned().collect()
}

/// The folders that a file lies in, innermost first, each with its slash.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.char_indices().rev().filter(|(at, character)| *character == '/' && *at > 0);
    ends.map(|(at, _)| &path[..=at])
}

/// How the host tells this version of a file from another. A bucket does so by the ETag alone: what it answers to a file that it was sent holds
/// no time, and some services list no ETags.
fn stamp(kind: Kind, metadata: &Metadata) -> String {
    let etag = metadata.etag().map(|etag| etag.trim_start_matches("W/").trim_matches('"').to_owned());
    let time = metadata.last_modified().filter(|_| kind != Kind::S3).map(|moment| moment.to_string());
    etag.or(time).unwrap_or_default()
}

fn is_own(path: &str) -> bool {
    path == RECORD || path == LOCK || path == PROBE
}

impl Host for Remote {
    fn record(&self) -> Result<Option<Vec<u8>>, Diagnostic> {
        self.read(RECORD)
    }

    fn state(&self) -> Result<State, Diagnostic> {
        self.runtime.block_on(async {
            // A host that cannot be reached is known to be by the first answer.
            let record = self.read_by(&self.asking, RECORD);
            let (record, listing) = tokio::try_join!(record, self.listing("/"))?;
            Ok(State { record, listing })
        })
    }

    fn lock(&self, holder: &Holder, breaks: bool) -> Result<Option<Lock>, Diagnostic> {
        let is_advisory = self.runtime.block_on(self.take_lock(holder, breaks))?;
        let (runtime, operator) = (Arc::clone(&self.runtime), self.operator.clone());
        Ok(Some(Lock::new(is_advisory, move || {
            let _ = runtime.block_on(operator.delete(LOCK));
        })))
    }

    fn carry_out(&self, batch: &Batch<'_>) -> Result<(), Diagnostic> {
        self.runtime.block_on(async {
            tokio::select! {
                done = self.carry_out_all(batch) => done,
                _ = tokio::signal::ctrl_c() => {
                    Err(fault("the publication was interrupted, and nothing was deleted".to_owned())
                        .hint("publish again: it goes on from there"))
                }
            }
        })
    }

    fn roll_back(&self) -> Result<String, Diagnostic> {
        let message = "this target keeps no earlier states: its files are replaced in place".to_owned();
        Err(fault(message).hint(
            "check out the earlier commit and publish that; `history` keeps the last five states at a place that readers do not reach",
        ))
    }

    fn purge(&self, now: &[String], _: &dyn Fn(&str) -> bool) -> Result<Option<String>, Diagnostic> {
        self.delete(now)?;
        if let Some(bytes) = self.record()? {
            let record = super::Record::read(&bytes)?.without(now);
            self.write(RECORD, record.bytes())?;
        }
        Ok(None)
    }
}
