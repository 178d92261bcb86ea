//! Hears of changed files: from the operating system, or by looking again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use walkdir::WalkDir;

/// How long a file that is being written, or that has gone, is waited for before it is taken as it stands: programs that save truncate
/// and write, or rename, and say so when they have finished.
const PATIENCE: Duration = Duration::from_millis(25);
/// How often is looked where the system tells nothing.
pub(super) const POLL: Duration = Duration::from_millis(500);

/// What is watched.
#[derive(Clone, Debug, Default)]
pub(super) struct Watched {
    /// Folders with all that lies in them.
    pub(super) folders: Vec<PathBuf>,
    /// Folders with what lies directly in them.
    pub(super) flat: Vec<PathBuf>,
}

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// The files.
    pub(super) paths: BTreeSet<PathBuf>,
    /// Whether more may have changed than was told.
    pub(super) is_unsure: bool,
}

/// A stretch of news.
enum News {
    /// A file has been written whole, moved here, or a folder has come.
    Done(PathBuf),
    /// A file is being written, or has gone: more may follow.
    Begun(PathBuf),
    /// Something was missed.
    Unsure,
}

/// Hears of changes.
pub(super) struct Watcher {
    news: Receiver<News>,
    /// Kept, since what it watches ends with it.
    system: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
}

impl Watcher {
    /// Watches; `poll`: looks in this interval, and does not ask the system. The text says why the system is not used after all.
    pub(super) fn new(watched: &Watched, poll: Option<Duration>) -> (Self, Option<String>) {
        let (sender, news) = channel();
        let Some(interval) = poll else {
            return match system(watched, sender) {
                Ok((system, watched)) => (Self { news, system: Some(system), watched }, None),
                Err(reason) => {
                    let (watcher, _) = Self::new(watched, Some(POLL));
                    (watcher, Some(reason))
                }
            };
        };
        let folders = watched.clone();
        thread::spawn(move || look(&folders, interval, &sender));
        (Self { news, system: None, watched: BTreeSet::new() }, None)
    }

    /// Watches folders that have come since.
    pub(super) fn widen(&mut self, watched: &Watched) {
        let Some(system) = &mut self.system else { return };
        for folder in &watched.folders {
            if folder.is_dir() && self.watched.insert(folder.clone()) {
                let _ = system.watch(folder, RecursiveMode::Recursive);
            }
        }
    }

    /// Waits for a change, and gives all that have come; `None` where nothing watches any more.
    pub(super) fn next(&self) -> Option<Changes> {
        let mut changes = Changes::default();
        let mut begun: BTreeMap<PathBuf, Instant> = BTreeMap::new();
        let mut news = Some(self.news.recv().ok()?);
        loop {
            while let Some(one) = news.take() {
                match one {
                    News::Done(path) => {
                        begun.remove(&path);
                        changes.paths.insert(path);
                    }
                    News::Begun(path) => {
                        changes.paths.remove(&path);
                        begun.insert(path, Instant::now());
                    }
                    News::Unsure => changes.is_unsure = true,
                }
                news = self.news.try_recv().ok();
            }
            let now = Instant::now();
            let ripe = |since: &Instant| now.duration_since(*since) >= PATIENCE;
            changes.paths.extend(begun.iter().filter(|(_, since)| ripe(since)).map(|(path, _)| path.clone()));
            begun.retain(|_, since| !ripe(since));
            if begun.is_empty() {
                return Some(changes);
            }
            let oldest = begun.values().min().copied().unwrap_or(now);
            match self.news.recv_timeout(PATIENCE.saturating_sub(now.duration_since(oldest))) {
                Ok(one) => news = Some(one),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Some(changes),
            }
        }
    }
}

type System = (RecommendedWatcher, BTreeSet<PathBuf>);

/// Lets the operating system tell; the error says why it does not.
fn system(watched: &Watched, sender: Sender<News>) -> Result<System, String> {
    let hear = move |event: notify::Result<notify::Event>| {
        for one in event.map_or_else(|_| vec![News::Unsure], news) {
            let _ = sender.send(one);
        }
    };
    let mut system = notify::recommended_watcher(hear).map_err(|error| told(&error))?;
    let mut seen = BTreeSet::new();
    for (folder, mode) in watched
        .folders
        .iter()
        .map(|folder| (folder, RecursiveMode::Recursive))
        .chain(watched.flat.iter().map(|folder| (folder, RecursiveMode::NonRecursive)))
        .filter(|(folder, _)| folder.is_dir())
    {
        system.watch(folder, mode).map_err(|error| told(&error))?;
        if mode == RecursiveMode::Recursive {
            seen.insert(folder.clone());
        }
    }
    Ok((system, seen))
}

/// Why files are not watched, and what to do about it.
fn told(error: &notify::Error) -> String {
    let is_limit = matches!(error.kind, notify::ErrorKind::MaxFilesWatch)
        || matches!(&error.kind, notify::ErrorKind::Io(error) if matches!(error.raw_os_error(), Some(24 | 28)));
    if is_limit {
        "the system watches no more files: raise its limit with `sudo sysctl fs.inotify.max_user_watches=1048576 \
         fs.inotify.max_user_instances=1024`; until then byline looks for changes every half a second"
            .to_owned()
    } else {
        format!("the system does not tell of changes ({error}): byline looks for them every half a second")
    }
}

/// What an event of the system says.
fn news(event: notify::Event) -> Vec<News> {
    if event.need_rescan() {
        return vec![News::Unsure];
    }
    let make: fn(PathBuf) -> News = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => News::Done,
        EventKind::Access(_) => return Vec::new(),
        EventKind::Modify(ModifyKind::Name(_)) => |path: PathBuf| {
            if path.exists() { News::Done(path) } else { News::Begun(path) }
        },
        EventKind::Create(_) => |path: PathBuf| if path.is_dir() { News::Done(path) } else { News::Begun(path) },
        EventKind::Modify(ModifyKind::Metadata(_)) => return Vec::new(),
        _ => News::Begun,
    };
    event.paths.into_iter().map(make).collect()
}

/// What is known of a file that is only looked at: its size, and when it was written, in nanoseconds since 1970.
type Look = BTreeMap<PathBuf, (u64, u128)>;

/// Looks until nobody listens.
fn look(watched: &Watched, interval: Duration, sender: &Sender<News>) {
    let mut before = looked(watched);
    loop {
        thread::sleep(interval);
        let now = looked(watched);
        let differs = |path: &&PathBuf| before.get(*path) != now.get(*path);
        let changed: BTreeSet<&PathBuf> = before.keys().chain(now.keys()).filter(differs).collect();
        for path in changed {
            if sender.send(News::Done(path.clone())).is_err() {
                return;
            }
        }
        before = now;
    }
}

fn looked(watched: &Watched) -> Look {
    let mut look = Look::new();
    let walks =
        watched.folders.iter().map(|folder| (folder, usize::MAX)).chain(watched.flat.iter().map(|one| (one, 1)));
    for (folder, depth) in walks {
        for entry in WalkDir::new(folder).max_depth(depth).follow_links(true).into_iter().flatten() {
            let Some(metadata) = entry.metadata().ok().filter(std::fs::Metadata::is_file) else { continue };
            let modified = metadata.modified().unwrap_or(UNIX_EPOCH).duration_since(UNIX_EPOCH).unwrap_or_default();
            look.insert(entry.into_path(), (metadata.len(), modified.as_nanos()));
        }
    }
    look
}

/// A path that lies in `root`, as seen from there.
pub(super) fn inside(root: &Path, path: &Path) -> Option<String> {
    Some(path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/"))
}
