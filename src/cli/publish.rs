//! `byline publish`: the site on its host.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde_json::json;
use uuid::Uuid;

use crate::config::{BaseUrl, Destination, Target};
use crate::diagnostic::{Diagnostic, reason};
use crate::publish::{self, Batch, Diff, Holder, Host, MOST_DELETED, Payload, Record, State, fault};
use crate::site::{self, Selection};

use self::prepare::Prepared;
use super::build::{is_as_built, set_threads};
use super::project::{self, Project};
use super::report;
use super::terminal::{complain, say};
use super::{BUILT, BuildArguments, ERRORS, Form, Format, SiteArguments};

mod after;
mod prepare;
mod told;
mod undo;

/// The arguments of `publish`.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct PublishArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Which target of `publish` in byline.yaml [default: the first]
    target: Option<String>,
    /// Say what would be sent and deleted, and change nothing on the host
    #[arg(long)]
    dry_run: bool,
    /// Ask nothing
    #[arg(long, short)]
    yes: bool,
    /// Refuse to delete more files than this [default: 256, or a third of the site where that is less]
    #[arg(long, value_name = "N")]
    max_deletes: Option<usize>,
    /// Send every file, and take over files of others that stand where the site has one
    #[arg(long)]
    all: bool,
    /// Publish the output as the last `byline build` has left it
    #[arg(long)]
    no_build: bool,
    /// Do nothing unless the time of an article has come since the last publication
    #[arg(long)]
    due: bool,
    /// Take the place of a publication that has died
    #[arg(long)]
    break_lock: bool,
    /// Afterwards ask for everything that was sent by its public address, and compare
    #[arg(long)]
    check: bool,
    /// Say what is there, since when, from which commit, and what differs
    #[arg(long, conflicts_with_all = ["rollback", "dry_run", "due", "all", "check"])]
    status: bool,
    /// Go back to the state before the last publication
    #[arg(long, conflicts_with_all = ["dry_run", "due", "all", "no_build"])]
    rollback: bool,
    /// Remove what stands at these addresses, and below them, for good: from the host and from all earlier states
    #[arg(long, value_name = "URL", num_args = 1.., conflicts_with_all = ["rollback", "status", "dry_run", "due", "all", "check"])]
    purge: Vec<String>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// Publishes the site; returns the exit code.
pub(super) fn publish(arguments: &PublishArguments) -> u8 {
    match published(arguments) {
        Ok(code) => code,
        Err(diagnostics) => {
            let format = if arguments.format == Form::Json { Format::Json } else { Format::Human };
            report::print_diagnostics(&diagnostics, None, &BuildArguments { format, ..BuildArguments::default() });
            ERRORS
        }
    }
}

/// What is published, and where.
struct Job<'a> {
    arguments: &'a PublishArguments,
    project: Project,
    target: Target,
    host: Box<dyn Host>,
    /// The moment of the publication, in seconds since 1970.
    now: i64,
}

fn published(arguments: &PublishArguments) -> Result<u8, Vec<Diagnostic>> {
    let one = |diagnostic| vec![diagnostic];
    set_threads(None).map_err(one)?;
    let (project, now) = project::open_at(&arguments.site).map_err(one)?;
    if project.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(project.diagnostics);
    }
    let target = chosen(&project, arguments.target.as_deref()).map_err(one)?.clone();
    let (to, history) = (absolute(&target.to), target.history.as_ref().map(absolute));
    let target = Target { to, history, ..target };
    let host = publish::host(&target, &project.root.join(".byline/publish")).map_err(one)?;
    let job = Job { arguments, project, target, host, now };
    if arguments.rollback {
        return job.roll_back().map_err(one);
    }
    if arguments.status {
        return job.status().map_err(one);
    }
    job.refuse_placeholder().map_err(one)?;
    if arguments.due && !job.is_due().map_err(one)? {
        job.tell_nothing_due();
        return Ok(BUILT);
    }
    if !arguments.purge.is_empty() {
        return job.purge().map_err(one);
    }
    // The host is looked at while the site is built.
    let (folder, state) = std::thread::scope(|scope| {
        let state = scope.spawn(|| job.host.state());
        (job.built(), state.join())
    });
    let Some(folder) = folder.map_err(one)? else { return Ok(ERRORS) };
    let state = state.unwrap_or_else(|_| Err(fault("the host could not be looked at".to_owned()))).map_err(one)?;
    job.make_equal(&folder, &state).map_err(one)
}

/// The target that is named, or the first.
pub(super) fn chosen<'a>(project: &'a Project, name: Option<&str>) -> Result<&'a Target, Diagnostic> {
    let targets = &project.config.publish;
    let names = || targets.iter().map(|target| format!("`{}`", target.name)).collect::<Vec<_>>().join(", ");
    match name {
        _ if targets.is_empty() => Err(fault("`publish` of byline.yaml names no target".to_owned())
            .hint("write `publish: {live: {to: 'file:///srv/www/site'}}`, or another place that the handbook's page on publishing names")),
        None => targets.first().ok_or_else(|| fault("there is no target".to_owned())),
        Some(name) => targets
            .iter()
            .find(|target| target.name == name)
            .ok_or_else(|| fault(format!("there is no target `{name}`")).hint(format!("there are: {}", names()))),
    }
}

fn absolute(to: &Destination) -> Destination {
    match to {
        Destination::Folder(path) => Destination::Folder(std::path::absolute(path).unwrap_or_else(|_| path.clone())),
        other => other.clone(),
    }
}

impl Job<'_> {
    fn refuse_placeholder(&self) -> Result<(), Diagnostic> {
        let BaseUrl { is_placeholder, .. } = self.project.config.url;
        if is_placeholder && self.target.url.is_none() {
            return Err(fault(
                "byline.yaml says no `url`: links, feeds and the sitemap would lead to this machine".to_owned(),
            )
            .hint("write `url: https://…`, the address at which readers will find the site"));
        }
        Ok(())
    }

    /// How the site is built for this target.
    fn building(&self) -> BuildArguments {
        let Target { url, drafts, noindex, .. } = &self.target;
        let own = url.is_some() || *drafts || *noindex;
        let output = own.then(|| self.own_folder());
        let (drafts, future, expired) = (*drafts, *drafts, *drafts);
        let site = SiteArguments { root: Some(self.project.root.clone()), at: self.arguments.site.at.clone() };
        BuildArguments {
            site,
            output,
            base_url: url.clone(),
            noindex: *noindex,
            drafts,
            future,
            expired,
            quiet: true,
            ..BuildArguments::default()
        }
    }

    /// A folder of the site's own for what belongs to this target.
    fn own_folder(&self) -> PathBuf {
        self.project.root.join(".byline/publish").join(&self.target.name)
    }

    /// The folder of the built site; `None` where it does not build, of which everything has been said.
    fn built(&self) -> Result<Option<PathBuf>, Diagnostic> {
        let building = self.building();
        let folder = self.project.output(building.output.as_deref())?;
        if !self.arguments.no_build {
            let is_built = super::build::build(&building) == BUILT;
            if !is_built {
                complain!("nothing was published: the site has errors");
            }
            return Ok(is_built.then_some(folder));
        }
        if building.output.is_none() && !is_as_built(&self.project, &folder, self.project.store().as_ref()) {
            let message = format!("`{}` is not what the last `byline build` has left there", folder.display());
            return Err(fault(message)
                .hint("build it again, without `--drafts`, `--future` and `--expired`, or leave out `--no-build`"));
        }
        Ok(Some(folder))
    }

    /// The host's record, which may be of another program's making.
    fn last(&self, bytes: Option<&[u8]>) -> Result<Option<Record>, Diagnostic> {
        match bytes.map(Record::read).transpose() {
            Err(_) if self.arguments.all => Ok(None),
            read => read,
        }
    }

    fn is_due(&self) -> Result<bool, Diagnostic> {
        let Some(last) = self.last(self.host.record()?.as_deref())? else { return Ok(true) };
        let (prepared, errors) = self.project.survey(Selection { at: last.published, ..Selection::default() });
        if let Some(error) = errors.into_iter().next() {
            return Err(error);
        }
        let changes = prepared.map(|prepared| site::changes(&prepared.site, last.published)).unwrap_or_default();
        Ok(changes.iter().any(|change| change.at <= self.now))
    }

    fn tell_nothing_due(&self) {
        match self.arguments.format {
            Form::Json => say!("{}", json!({"target": self.target.name, "due": false})),
            Form::Human => say!("No article's time has come since the last publication."),
        }
    }

    fn make_equal(&self, folder: &Path, state: &State) -> Result<u8, Diagnostic> {
        let last = self.last(state.record.as_deref())?;
        let Prepared { payload, notes, routes } = self.prepare(folder, last.as_ref())?;
        let all = self.arguments.all;
        let mut diff = publish::compare(&payload.files, last.as_ref(), &state.listing, self.record(), all);
        diff.vanishing.retain(|path| !self.leads_on(&routes, path));
        if self.arguments.format == Form::Human {
            notes.iter().for_each(|note| complain!("note: {note}"));
            told::print_diff(&diff, self);
        }
        self.refuse(&diff, last.as_ref())?;
        if diff.is_empty() || self.arguments.dry_run {
            self.report(&diff, &payload, &notes, false);
            if diff.is_empty() && !self.arguments.dry_run && self.has_history_without(&diff) {
                self.keep(&diff.record, &payload)?;
            }
            return Ok(BUILT);
        }
        if !self.arguments.yes && !is_agreed_to("Publish this?")? {
            complain!("nothing was published");
            return Ok(ERRORS);
        }
        {
            let _lock = self.locked(last.is_none())?;
            if self.host.record()? != state.record {
                return Err(fault("somebody else has published meanwhile".to_owned())
                    .hint("publish again: then what they published is compared with too"));
            }
            self.carry_out(&payload, last, &diff)?;
            self.keep(&diff.record, &payload)?;
        }
        self.report(&diff, &payload, &notes, true);
        let code = self.run_after(&diff)?;
        let checked = if self.arguments.check { self.check(&diff, &payload, &routes)? } else { BUILT };
        Ok(code.max(checked))
    }

    /// Keeps others from publishing there. Where that is not certain the first publication, `is_first`, says so.
    fn locked(&self, is_first: bool) -> Result<Option<publish::Lock>, Diagnostic> {
        let holder = Holder::here(Uuid::new_v4().simple().to_string());
        let lock = self.host.lock(&holder, self.arguments.break_lock)?;
        if lock.as_ref().is_some_and(|lock| lock.is_advisory) && is_first && self.arguments.format == Form::Human {
            complain!(
                "note: this host cannot refuse the second of two who begin in the same moment; let one place publish there"
            );
        }
        Ok(lock)
    }

    fn record(&self) -> Record {
        let output = Command::new("git").current_dir(&self.project.root).args(["rev-parse", "HEAD"]).output();
        let commit = output.ok().filter(|output| output.status.success());
        Record::new(self.now, commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
    }

    /// What keeps a difference from being carried out.
    fn refuse(&self, diff: &Diff, last: Option<&Record>) -> Result<(), Diagnostic> {
        if let [first, rest @ ..] = diff.foreign.as_slice() {
            let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
            let message =
                format!("`{first}`{more}: on the host stands a file of this name that byline did not put there");
            return Err(fault(message).hint("move it away, or take it over with `--all`"));
        }
        let third = last.map_or(0, |last| last.files.len() / 3);
        let most = self.arguments.max_deletes.unwrap_or_else(|| MOST_DELETED.min(third.max(1)));
        if diff.delete.len() > most {
            let message = format!("{} files would be deleted, more than {most}", diff.delete.len());
            let hint = format!("see which with `--dry-run`; `--max-deletes {}` deletes them", diff.delete.len());
            if self.arguments.dry_run {
                complain!("{message}: a publication would be refused without `--max-deletes {}`", diff.delete.len());
                return Ok(());
            }
            return Err(fault(message).hint(hint));
        }
        Ok(())
    }

    fn carry_out(&self, payload: &Payload, last: Option<Record>, diff: &Diff) -> Result<(), Diagnostic> {
        for item in &diff.send {
            payload.make_ready(&item.path)?;
        }
        let entry = |path: &String| Some((path.clone(), diff.record.files.get(path)?.clone()));
        let last = last.unwrap_or_else(|| Record::new(self.now, None));
        let begun = last.begun(diff.send.iter().filter_map(|item| entry(&item.path)));
        let message = format!("Publish: {}", told::counts(diff));
        let progress = told::Progress::new(diff, self.arguments.format == Form::Human);
        let delete: Vec<String> = diff.delete.iter().chain(&diff.unfinished).cloned().collect();
        let batch = Batch {
            payload,
            send: &diff.send,
            delete: &delete,
            begun: &begun,
            record: &diff.record,
            message: &message,
            progress: &|bytes| progress.sent(bytes),
        };
        let done = self.host.carry_out(&batch);
        progress.clear();
        done
    }

    /// The address of the site there, with a slash at its end.
    fn site_url(&self) -> String {
        if let Some(url) = &self.target.url {
            return format!("{}/", url.trim_end_matches('/'));
        }
        let BaseUrl { origin, path, .. } = &self.project.config.url;
        format!("{origin}{path}/")
    }

    /// The address at which readers find a file.
    fn address(&self, path: &str) -> String {
        format!("{}{}", self.site_url(), path.strip_suffix("index.html").unwrap_or(path))
    }
}

/// Asks on a terminal; where there is none, nobody can be asked.
fn is_agreed_to(question: &str) -> Result<bool, Diagnostic> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(true);
    }
    let _ = write!(io::stderr(), "{question} [y/N] ");
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(|error| fault(format!("no answer can be read: {}", reason(&error))))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
