//! `byline publish`: the site on its host.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use serde_json::json;

use crate::config::{BaseUrl, Destination, Target};
use crate::diagnostic::{Diagnostic, reason};
use crate::publish::{self, Batch, Diff, Entry, Holder, Host, MOST_DELETED, Record, Why, fault};
use crate::site::{self, Selection};

use super::build::{is_as_built, set_threads};
use super::project::{self, Project};
use super::report;
use super::terminal::{complain, say};
use super::{BUILT, BuildArguments, ERRORS, Form, Format, SiteArguments};

/// How many files or addresses of each kind are named.
const MOST_NAMED: usize = 10;

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
    /// Say what is there, since when, from which commit, and what differs
    #[arg(long, conflicts_with_all = ["rollback", "dry_run", "due", "all"])]
    status: bool,
    /// Go back to the state before the last publication
    #[arg(long, conflicts_with_all = ["dry_run", "due", "all", "no_build"])]
    rollback: bool,
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
    let target = Target { to: absolute(&target.to), ..target };
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
    let Some(folder) = job.built().map_err(one)? else { return Ok(ERRORS) };
    job.make_equal(&folder).map_err(one)
}

/// The target that is named, or the first.
fn chosen<'a>(project: &'a Project, name: Option<&str>) -> Result<&'a Target, Diagnostic> {
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
        git @ Destination::Git { .. } => git.clone(),
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
        let Target { url, drafts, .. } = &self.target;
        let own = url.is_some() || *drafts;
        let output = own.then(|| self.project.root.join(".byline/publish").join(&self.target.name));
        let (drafts, future, expired) = (*drafts, *drafts, *drafts);
        let site = SiteArguments { root: Some(self.project.root.clone()), at: self.arguments.site.at.clone() };
        BuildArguments {
            site,
            output,
            base_url: url.clone(),
            drafts,
            future,
            expired,
            quiet: true,
            ..BuildArguments::default()
        }
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

    fn make_equal(&self, folder: &Path) -> Result<u8, Diagnostic> {
        let site = publish::files_of(folder)?;
        let state = self.host.state()?;
        let last = self.last(state.record.as_deref())?;
        let diff = publish::compare(&site, last.as_ref(), &state.listing, self.record(), self.arguments.all);
        if self.arguments.format == Form::Human {
            print_diff(&diff, self);
        }
        self.refuse(&diff, last.as_ref())?;
        if diff.is_empty() || self.arguments.dry_run {
            self.report(&diff, false);
            return Ok(BUILT);
        }
        if !self.arguments.yes && !is_agreed_to("Publish this?")? {
            complain!("nothing was published");
            return Ok(ERRORS);
        }
        let _lock = self.host.lock(&self.holder()?, self.arguments.break_lock)?;
        if self.host.record()? != state.record {
            return Err(fault("somebody else has published meanwhile".to_owned())
                .hint("publish again: then what they published is compared with too"));
        }
        self.carry_out(folder, last, &diff)?;
        self.report(&diff, true);
        self.run_after(&diff)
    }

    fn record(&self) -> Record {
        let output = Command::new("git").current_dir(&self.project.root).args(["rev-parse", "HEAD"]).output();
        let commit = output.ok().filter(|output| output.status.success());
        Record::new(self.now, commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
    }

    fn holder(&self) -> Result<Holder, Diagnostic> {
        let name = |variable: &str| std::env::var(variable).ok();
        let user = name("USER").or_else(|| name("USERNAME")).unwrap_or_else(|| "somebody".to_owned());
        let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| name("COMPUTERNAME"));
        let machine = machine.unwrap_or_else(|| "another machine".to_owned());
        Ok(Holder { who: format!("{user} on {}", machine.trim()), since: self.project.moment(None)? })
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

    fn carry_out(&self, folder: &Path, last: Option<Record>, diff: &Diff) -> Result<(), Diagnostic> {
        let entry = |path: &String| Some((path.clone(), diff.record.files.get(path)?.clone()));
        let last = last.unwrap_or_else(|| Record::new(self.now, None));
        let begun = last.begun(diff.send.iter().filter_map(|item| entry(&item.path)));
        let message = format!("Publish: {}", counts(diff));
        let batch = Batch {
            folder,
            send: &diff.send,
            delete: &diff.delete,
            begun_record: &begun.bytes(),
            record: &diff.record.bytes(),
            last_record: &diff.record.ended().bytes(),
            message: &message,
        };
        self.host.carry_out(&batch)
    }

    fn report(&self, diff: &Diff, is_published: bool) {
        match self.arguments.format {
            Form::Json => say!("{}", self.object(diff, is_published)),
            Form::Human if is_published => say!("Published to `{}`: {}", self.target.name, counts(diff)),
            Form::Human if diff.is_empty() => say!("`{}` is as the site is: nothing was sent", self.target.name),
            Form::Human => {}
        }
    }

    fn object(&self, diff: &Diff, is_published: bool) -> serde_json::Value {
        let Target { name, url, drafts, releases, after, .. } = &self.target;
        let files: Vec<_> = diff
            .send
            .iter()
            .map(|item| json!({"path": item.path, "bytes": item.size, "why": item.why.word()}))
            .collect();
        json!({
            "target": name,
            "url": url.as_deref().map_or_else(|| self.site_url(), str::to_owned),
            "drafts": drafts,
            "releases": releases,
            "after": after,
            "published": is_published,
            "files": files,
            "bytes": diff.bytes(),
            "deleted": diff.delete,
            "vanishing": diff.vanishing.iter().map(|path| self.address(path)).collect::<Vec<_>>(),
            "superseded": diff.record.superseded.keys().collect::<Vec<_>>(),
        })
    }

    fn site_url(&self) -> String {
        let BaseUrl { origin, path, .. } = &self.project.config.url;
        format!("{origin}{path}/")
    }

    /// The address at which readers find a file.
    fn address(&self, path: &str) -> String {
        let base =
            self.target.url.as_ref().map_or_else(|| self.site_url(), |url| format!("{}/", url.trim_end_matches('/')));
        format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path))
    }

    /// Runs the commands that follow a publication.
    fn run_after(&self, diff: &Diff) -> Result<u8, Diagnostic> {
        let sent = diff.send.iter().map(|item| &item.path);
        let addresses: String = sent.chain(&diff.delete).map(|path| self.address(path) + "\n").collect();
        let mut code = BUILT;
        for command in &self.target.after {
            let failed = |error: &io::Error| fault(format!("`{command}` of `after` cannot be run: {}", reason(error)));
            let mut shell = Command::new(if cfg!(windows) { "cmd" } else { "sh" });
            shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command).current_dir(&self.project.root);
            let mut child = shell.stdin(Stdio::piped()).spawn().map_err(|error| failed(&error))?;
            if let Some(mut input) = child.stdin.take() {
                // A command may not care for the addresses, and end without reading them.
                let _ = input.write_all(addresses.as_bytes());
            }
            let status = child.wait().map_err(|error| failed(&error))?;
            if !status.success() {
                complain!("the site is published, but `{command}` of `after` failed ({status})");
                code = ERRORS;
            }
        }
        Ok(code)
    }

    fn roll_back(&self) -> Result<u8, Diagnostic> {
        if !self.arguments.yes
            && !is_agreed_to(&format!("Go back to the state before the last publication to `{}`?", self.target.name))?
        {
            complain!("nothing was changed");
            return Ok(ERRORS);
        }
        let _lock = self.host.lock(&self.holder()?, self.arguments.break_lock)?;
        let name = self.host.roll_back()?;
        match self.arguments.format {
            Form::Json => say!("{}", json!({"target": self.target.name, "rolled_back_to": name})),
            Form::Human => say!("`{}` is back at {name}", self.target.name),
        }
        Ok(BUILT)
    }

    fn status(&self) -> Result<u8, Diagnostic> {
        let state = self.host.state()?;
        let last = self.last(state.record.as_deref())?;
        let zone = &self.project.config.timezone;
        let folder = self.project.output(self.building().output.as_deref())?;
        let site: Option<BTreeMap<String, Entry>> = publish::files_of(&folder).ok();
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

/// What is done, in a line.
fn counts(diff: &Diff) -> String {
    let new = diff.send.iter().filter(|item| item.why == Why::New).count();
    let (changed, deleted) = (diff.send.len() - new, diff.delete.len());
    format!("{new} new, {changed} changed, {deleted} deleted, {}", report::bytes(diff.bytes()))
}

fn print_diff(diff: &Diff, job: &Job<'_>) {
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
