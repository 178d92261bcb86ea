//! What a publication tells: before it, while files travel, and afterwards.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::config::Target;
use crate::diagnostic::Diagnostic;
use crate::publish::{self, Diff, Payload, Why};

use super::prepare::server_name;
use super::{BUILT, Form, Job, report, say};

/// How many files or addresses of each kind are named.
const MOST_NAMED: usize = 10;
/// How often progress is drawn.
const INTERVAL: Duration = Duration::from_millis(100);

/// How far the files have come: a line on a terminal, drawn over and taken away at the end.
pub(super) struct Progress {
    files: usize,
    bytes: u64,
    sent: AtomicUsize,
    sent_bytes: AtomicU64,
    started: Instant,
    is_shown: bool,
    drawn: Mutex<Option<Instant>>,
}

impl Progress {
    pub(super) fn new(diff: &Diff, is_wanted: bool) -> Self {
        let is_shown = is_wanted && io::stderr().is_terminal();
        let (files, bytes) = (diff.send.len(), diff.bytes());
        let (sent, sent_bytes) = (AtomicUsize::new(0), AtomicU64::new(0));
        Self { files, bytes, sent, sent_bytes, started: Instant::now(), is_shown, drawn: Mutex::new(None) }
    }

    pub(super) fn sent(&self, bytes: u64) {
        let sent = self.sent.fetch_add(1, Ordering::Relaxed) + 1;
        let sent_bytes = self.sent_bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let Ok(mut drawn) = self.drawn.try_lock() else { return };
        if !self.is_shown || drawn.is_some_and(|drawn| drawn.elapsed() < INTERVAL) {
            return;
        }
        *drawn = Some(Instant::now());
        let line = format!(
            "sending {sent} of {} files, {} of {}{}",
            self.files,
            report::bytes(sent_bytes),
            report::bytes(self.bytes),
            left(self.started.elapsed(), sent_bytes, self.bytes)
        );
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        if self.drawn.lock().is_ok_and(|drawn| drawn.is_some()) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// How long the rest will take, once that can be said.
fn left(elapsed: Duration, sent: u64, all: u64) -> String {
    if elapsed < Duration::from_secs(2) || sent == 0 {
        return String::new();
    }
    let seconds = elapsed.as_secs_f64() * all.saturating_sub(sent) as f64 / sent as f64;
    match seconds {
        0.0..90.0 => format!(", {seconds:.0} s left"),
        _ => format!(", {:.0} min left", seconds / 60.0),
    }
}

/// What is done, in a line.
pub(super) fn counts(diff: &Diff) -> String {
    let new = diff.send.iter().filter(|item| item.why == Why::New).count();
    let (changed, deleted) = (diff.send.len() - new, diff.delete.len());
    format!("{new} new, {changed} changed, {deleted} deleted, {}", report::bytes(diff.bytes()))
}

pub(super) fn print_diff(diff: &Diff, job: &Job<'_>) {
    if diff.is_empty() && diff.foreign.is_empty() {
        return;
    }
    let name = |sign: char, all: Vec<String>| {
        all.iter().take(MOST_NAMED).for_each(|line| say!("{sign} {line}"));
        if all.len() > MOST_NAMED {
            say!("{sign} and {} more", all.len() - MOST_NAMED);
        }
    };
    for path in &diff.vanishing {
        say!(
            "! {} vanishes, and nothing leads on from it (`aliases:` or `redirects:` of the page that takes its place, or `status: 410`)",
            job.address(path)
        );
    }
    let of = |is_new: bool| -> Vec<String> {
        let items = diff.send.iter().filter(|item| (item.why == Why::New) == is_new);
        let why = |why: Why| {
            if matches!(why, Why::New | Why::Changed) { String::new() } else { format!(" ({})", why.word()) }
        };
        items.map(|item| format!("{} {}{}", item.path, report::bytes(item.size), why(item.why))).collect()
    };
    name('+', of(true));
    name('~', of(false));
    name('-', diff.delete.clone());
    say!("{} to `{}`", counts(diff), job.target.name);
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

impl Job<'_> {
    pub(super) fn report(&self, diff: &Diff, payload: &Payload, notes: &[String], is_published: bool) {
        match self.arguments.format {
            Form::Json => say!("{}", self.object(diff, payload, notes, is_published)),
            Form::Human if is_published => say!("Published to `{}`: {}", self.target.name, counts(diff)),
            Form::Human if diff.is_empty() => say!("`{}` is as the site is: nothing was sent", self.target.name),
            Form::Human => {}
        }
    }

    fn object(&self, diff: &Diff, payload: &Payload, notes: &[String], is_published: bool) -> serde_json::Value {
        let Target { name, drafts, noindex, releases, history, server, concurrency, after, .. } = &self.target;
        let file = |item: &publish::Item| json!({"path": item.path, "bytes": item.size, "why": item.why.word(), "headers": payload.headers(&item.path)});
        json!({
            "target": name,
            "url": self.site_url(),
            "drafts": drafts,
            "noindex": noindex,
            "releases": releases,
            "history": history.is_some(),
            "server": server.map(server_name),
            "concurrency": concurrency,
            "after": after,
            "notes": notes,
            "published": is_published,
            "files": diff.send.iter().map(file).collect::<Vec<_>>(),
            "bytes": diff.bytes(),
            "deleted": diff.delete,
            "vanishing": diff.vanishing.iter().map(|path| self.address(path)).collect::<Vec<_>>(),
            "superseded": diff.record.superseded.keys().collect::<Vec<_>>(),
        })
    }

    pub(super) fn status(&self) -> Result<u8, Diagnostic> {
        let state = self.host.state()?;
        let last = self.last(state.record.as_deref())?;
        let zone = &self.project.config.timezone;
        let folder = self.project.output(self.building().output.as_deref())?;
        let prepared = self.prepare(&folder, last.as_ref()).ok();
        let site: Option<BTreeMap<_, _>> = prepared.map(|prepared| prepared.payload.files);
        let diff = site.map(|site| publish::compare(&site, last.as_ref(), &state.listing, self.record(), false));
        if self.arguments.format == Form::Json {
            let last = last.map(|last| {
                json!({"at": zone.rfc3339(last.published), "commit": last.commit, "program": last.program, "files": last.files.len()})
            });
            let differs =
                diff.map(|diff| json!({"send": diff.send.len(), "delete": diff.delete.len(), "foreign": diff.foreign}));
            say!("{}", json!({"target": self.target.name, "last": last, "differs": differs}));
            return Ok(BUILT);
        }
        match &last {
            None => say!("`{}` has not been published to", self.target.name),
            Some(last) => {
                let commit =
                    last.commit.as_ref().map(|commit| format!(", from commit {}", commit.get(..12).unwrap_or(commit)));
                say!(
                    "`{}` holds {} of {}{}",
                    self.target.name,
                    plural(last.files.len(), "file"),
                    zone.written(last.published),
                    commit.unwrap_or_default()
                );
                if !last.sending.is_empty() {
                    say!("A publication was cut off: {} were still to be sent", plural(last.sending.len(), "file"));
                }
            }
        }
        match diff {
            None => say!("There is no built site to compare it with: `byline build`"),
            Some(diff) if diff.is_empty() => say!("The built site is the same"),
            Some(diff) => say!("The built site differs: {}", counts(&diff)),
        }
        Ok(BUILT)
    }
}
