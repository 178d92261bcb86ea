//! Hears of changed files: from the operating system, or by looking again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::links::Links;
use super::look::Look;
use super::watched::Watched;

/// How long a file that is being written, that is new or has gone is waited for before it is taken as it stands: programs that save
/// truncate and write, or write beside and rename, and say so when they have finished.
const PATIENCE: Duration = Duration::from_millis(25);
/// How long what is finished waits for what is not.
const MOST_PATIENCE: Duration = Duration::from_millis(100);
/// How often is looked where the system tells nothing.
const POLL: Duration = Duration::from_millis(500);
/// How often a folder is tried that changes while it is being watched.
const TRIES: usize = 5;

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// The files.
    pub(super) paths: BTreeSet<PathBuf>,
    /// Whether more may have changed than was told.
    pub(super) is_unsure: bool,
    /// Why is looked for changes from now on, and not told of them.
    pub(super) notice: Option<String>,
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.is_unsure
    }
}

/// A stretch of news.
enum News {
    /// A file or folder has come into being.
    Came(PathBuf),
    /// A file is being written.
    Begun(PathBuf),
    /// A file has been written whole.
    Written(PathBuf),
    /// A file or folder was moved here.
    Arrived(PathBuf),
    /// A file or folder has gone, or was moved away.
    Gone(PathBuf),
    /// Something was missed.
    Unsure,
    /// The system tells no more of some folders.
    Blind(String),
}

/// A file of which more may be heard.
struct Begun {
    /// When it was last heard of.
    last: Instant,
    /// Whether it was not there before: where it goes again soon, there was nothing but a program that saves.
    is_new: bool,
}

/// Hears of changes.
pub(super) struct Watcher {
    news: Receiver<News>,
    sender: Sender<News>,
    watched: Arc<Mutex<Watched>>,
    /// What tells; `None` where is looked.
    system: Option<RecommendedWatcher>,
    links: Links,
    begun: BTreeMap<PathBuf, Begun>,
}

impl Watcher {
    /// Watches; `poll`: looks in this interval, and does not ask the system. The text says why the system is not used after all.
    pub(super) fn new(watched: Watched, poll: Option<Duration>) -> (Self, Option<String>) {
        let (sender, news) = channel();
        let links = Links::new(&watched.root);
        let watched = Arc::new(Mutex::new(watched));
        let mut watcher = Self { news, sender, watched, system: None, links, begun: BTreeMap::new() };
        if let Some(interval) = poll {
            watcher.look(interval);
            return (watcher, None);
        }
        let notice = match system(watcher.sender.clone()).map_err(|error| told(&error)) {
            Ok(system) => {
                watcher.system = Some(system);
                let parts = watcher.parts();
                watcher.watch(&parts).err()
            }
            Err(reason) => Some(reason),
        };
        if notice.is_some() {
            watcher.system = None;
            watcher.look(POLL);
        }
        (watcher, notice)
    }

    /// Watches what the site is made of now; whether that is something else than before.
    pub(super) fn widen(&mut self, watched: Watched) -> bool {
        if *lock(&self.watched) == watched {
            return false;
        }
        *lock(&self.watched) = watched;
        self.watch_all();
        true
    }

    /// Waits for a change, and gives all that have come.
    pub(super) fn next(&mut self) -> Changes {
        let mut changes = Changes::default();
        let mut first: Option<Instant> = None;
        loop {
            let oldest = self.begun.values().map(|begun| begun.last).min();
            let heard = match oldest {
                Some(oldest) => self.news.recv_timeout(PATIENCE.saturating_sub(oldest.elapsed())),
                None => self.news.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            first = first.or_else(|| Some(Instant::now()));
            heard.into_iter().for_each(|one| self.hear(one, &mut changes));
            while let Ok(one) = self.news.try_recv() {
                self.hear(one, &mut changes);
            }
            self.ripen(&mut changes);
            let is_late = first.is_some_and(|first| first.elapsed() >= MOST_PATIENCE);
            if !changes.is_empty() && (self.begun.is_empty() || is_late) {
                return changes;
            }
            if self.begun.is_empty() {
                first = None;
            }
        }
    }

    /// What has been waited for long enough is taken as it stands.
    fn ripen(&mut self, changes: &mut Changes) {
        let is_ripe = |begun: &Begun| begun.last.elapsed() >= PATIENCE;
        let ripe: Vec<PathBuf> =
            self.begun.iter().filter(|(_, begun)| is_ripe(begun)).map(|(path, _)| path.clone()).collect();
        for path in ripe {
            self.begun.remove(&path);
            changes.paths.insert(path);
        }
    }

    fn hear(&mut self, news: News, changes: &mut Changes) {
        match news {
            News::Came(path) => {
                self.enter(&path, changes);
                self.begin(&path, true, changes);
            }
            News::Begun(path) => self.begin(&path, false, changes),
            News::Written(path) => self.end(&path, changes),
            News::Arrived(path) => {
                self.enter(&path, changes);
                self.begun.retain(|begun, _| *begun != path);
                changes.paths.extend(self.wanted(&path));
            }
            News::Gone(path) => self.go(&path, changes),
            News::Unsure => {
                self.watch_all();
                changes.is_unsure = true;
            }
            News::Blind(reason) => self.go_blind(reason, changes),
        }
    }

    /// Waits for more of a file. One that is there again after it had gone is not new.
    fn begin(&mut self, path: &Path, is_new: bool, changes: &mut Changes) {
        for path in self.wanted(path) {
            let is_known = changes.paths.remove(&path);
            let begun = Begun { last: Instant::now(), is_new: is_new && !is_known };
            self.begun.entry(path).and_modify(|known| known.last = begun.last).or_insert(begun);
        }
    }

    /// A file is whole; of one that is new is waited whether it stays.
    fn end(&mut self, path: &Path, changes: &mut Changes) {
        for path in self.wanted(path) {
            match self.begun.get_mut(&path) {
                Some(begun) if begun.is_new => begun.last = Instant::now(),
                _ => {
                    self.begun.remove(&path);
                    changes.paths.insert(path);
                }
            }
        }
    }

    fn go(&mut self, path: &Path, changes: &mut Changes) {
        self.links.forget(path);
        for path in self.wanted(path) {
            if self.begun.get(&path).is_some_and(|begun| begun.is_new) {
                self.begun.remove(&path);
            } else {
                changes.paths.remove(&path);
                self.begun.insert(path, Begun { last: Instant::now(), is_new: false });
            }
        }
    }

    /// Watches a folder or link that has come, before anybody looks what is in it: what comes later is told.
    fn enter(&mut self, path: &Path, changes: &mut Changes) {
        let is_link = path.is_symlink();
        if self.system.is_none() || !is_link && !path.is_dir() {
            return;
        }
        let parts = match lock(&self.watched) {
            watched if watched.has_folder(path) => vec![(path.to_owned(), true)],
            watched => watched.parts().into_iter().filter(|(folder, _)| folder.starts_with(path)).collect(),
        };
        if let Err(reason) = self.watch(&parts) {
            self.go_blind(reason, changes);
        }
    }

    /// The paths of the site that lead to a file, without those that do not matter.
    fn wanted(&self, path: &Path) -> Vec<PathBuf> {
        let watched = lock(&self.watched);
        self.links.names(path).into_iter().filter(|name| watched.wants(name)).collect()
    }

    fn parts(&self) -> Vec<(PathBuf, bool)> {
        lock(&self.watched).parts()
    }

    fn watch_all(&mut self) {
        let parts = self.parts();
        if let Err(reason) = self.watch(&parts) {
            let _ = self.sender.send(News::Blind(reason));
        }
    }

    /// Has the system tell of folders, where they are there, and of what links in them lead to; the error says why it does not.
    fn watch(&mut self, parts: &[(PathBuf, bool)]) -> Result<(), String> {
        let Some(system) = &mut self.system else { return Ok(()) };
        for (folder, is_deep) in parts {
            tell_of(system, folder, *is_deep)?;
            if *is_deep {
                self.links.find(folder);
            }
        }
        for (folder, is_deep) in self.links.targets() {
            if !lock(&self.watched).has_folder(&folder) {
                tell_of(system, &folder, is_deep)?;
            }
        }
        Ok(())
    }

    /// Looks for changes from now on.
    fn go_blind(&mut self, reason: String, changes: &mut Changes) {
        if self.system.take().is_some() {
            self.look(POLL);
            changes.notice = Some(reason);
            changes.is_unsure = true;
        }
    }

    fn look(&self, interval: Duration) {
        let (watched, sender) = (Arc::clone(&self.watched), self.sender.clone());
        let seen = lock(&watched).clone();
        let before = Look::now(&seen);
        thread::spawn(move || look(&watched, interval, before, &sender));
    }
}

fn lock(watched: &Mutex<Watched>) -> MutexGuard<'_, Watched> {
    watched.lock().unwrap_or_else(PoisonError::into_inner)
}

fn system(sender: Sender<News>) -> notify::Result<RecommendedWatcher> {
    let hear = move |event: notify::Result<notify::Event>| {
        let news = event.map_or_else(|error| vec![missed(&error)], news);
        news.into_iter().for_each(|one| drop(sender.send(one)));
    };
    // Of what two paths lead to, the system would tell by one of them; and links may lead anywhere.
    RecommendedWatcher::new(hear, notify::Config::default().with_follow_symlinks(false))
}

/// Watches one folder. Where one in it goes at that moment, the rest must be watched all the same.
fn tell_of(system: &mut RecommendedWatcher, folder: &Path, is_deep: bool) -> Result<(), String> {
    let mode = if is_deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
    let mut last = Ok(());
    for _ in 0..TRIES {
        if !folder.exists() {
            return Ok(());
        }
        last = system.watch(folder, mode);
        if last.is_ok() {
            break;
        }
    }
    last.map_err(|error| told(&error))
}

fn is_limit(error: &notify::Error) -> bool {
    matches!(error.kind, notify::ErrorKind::MaxFilesWatch)
        || matches!(&error.kind, notify::ErrorKind::Io(error) if matches!(error.raw_os_error(), Some(24 | 28)))
}

fn missed(error: &notify::Error) -> News {
    if is_limit(error) { News::Blind(told(error)) } else { News::Unsure }
}

/// Why files are not watched, and what to do about it.
fn told(error: &notify::Error) -> String {
    if is_limit(error) {
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
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => News::Written,
        // Both ends of a renaming are told by themselves, too.
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_) | ModifyKind::Name(RenameMode::Both)) => {
            return Vec::new();
        }
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => News::Gone,
        EventKind::Modify(ModifyKind::Name(_)) => {
            |path: PathBuf| if path.exists() { News::Arrived(path) } else { News::Gone(path) }
        }
        EventKind::Create(_) => News::Came,
        _ => News::Begun,
    };
    event.paths.into_iter().map(make).collect()
}

/// Looks until nobody listens.
fn look(watched: &Mutex<Watched>, interval: Duration, mut before: Look, sender: &Sender<News>) {
    loop {
        thread::sleep(interval);
        let seen = lock(watched).clone();
        let now = Look::now(&seen);
        for path in before.differing(&now) {
            if sender.send(News::Written(path)).is_err() {
                return;
            }
        }
        before = now;
    }
}
