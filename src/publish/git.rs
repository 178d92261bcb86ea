//! A branch of a git repository, from which a host such as GitHub, GitLab or Codeberg Pages serves. git itself writes the commit
//! (`git fast-import`) and pushes it; there is no work tree.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::host::{Batch, Host, State};
use super::lock::{Holder, Lock};
use super::record::RECORD;
use super::{fault, unreadable, unwritable};
use crate::diagnostic::{Diagnostic, reason};

/// Where the branch is kept in the bare repository of this target.
const THERE: &str = "refs/byline/there";
/// The new commit in it.
const NEXT: &str = "refs/byline/next";
/// Keeps GitHub from leaving out folders that begin with an underscore.
const NO_JEKYLL: &str = ".nojekyll";

/// A branch.
pub(super) struct Git {
    address: String,
    branch: String,
    /// A bare repository with what was last seen of the branch.
    bare: PathBuf,
}

impl Git {
    /// Opens a branch.
    pub(super) fn open(address: &str, branch: &str, bare: &Path) -> Result<Self, Diagnostic> {
        let git = Self { address: address.to_owned(), branch: branch.to_owned(), bare: bare.to_owned() };
        if !bare.join("HEAD").is_file() {
            fs::create_dir_all(bare).map_err(|error| unwritable(bare, &error))?;
            git.run(&["init", "--quiet", "--bare", "."])?;
        }
        Ok(git)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.bare).args(arguments);
        // A question would wait for an answer that nobody sees.
        command.env("GIT_TERMINAL_PROMPT", "0").env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
        command
    }

    /// Runs git and gives what it prints.
    fn run(&self, arguments: &[&str]) -> Result<String, Diagnostic> {
        let output = self.command(arguments).stdin(Stdio::null()).output().map_err(|error| no_git(&error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(self.failed(arguments.first().copied().unwrap_or_default(), &output.stderr))
    }

    fn failed(&self, what: &str, told: &[u8]) -> Diagnostic {
        let told = String::from_utf8_lossy(told);
        // The address may hold a password.
        let told = told.trim().replace(&self.address, "the repository");
        fault(format!("`git {what}` failed for the branch `{}`: {told}", self.branch))
    }

    /// The commit of the branch; `None` where it does not exist yet.
    fn fetch(&self) -> Result<Option<String>, Diagnostic> {
        let name = format!("refs/heads/{}", self.branch);
        let listed = self.run(&["ls-remote", "--", &self.address, &name])?;
        let Some(commit) = listed.split_ascii_whitespace().next().map(str::to_owned) else { return Ok(None) };
        // The commit before it is what a rollback goes to.
        self.run(&["fetch", "--quiet", "--no-tags", "--depth", "2", "--", &self.address, &format!("+{name}:{THERE}")])?;
        Ok(Some(commit))
    }

    /// The record in the commit that was fetched.
    fn fetched_record(&self) -> Result<Option<Vec<u8>>, Diagnostic> {
        let shown = self.command(&["cat-file", "blob", &format!("{THERE}:{RECORD}")]).stdin(Stdio::null()).output();
        let shown = shown.map_err(|error| no_git(&error))?;
        Ok(shown.status.success().then_some(shown.stdout))
    }

    fn push(&self, commit: &str, there: Option<&str>) -> Result<(), Diagnostic> {
        let name = format!("refs/heads/{}", self.branch);
        let lease = format!("--force-with-lease={name}:{}", there.unwrap_or_default());
        self.run(&["push", "--quiet", &lease, "--", &self.address, &format!("{commit}:{name}")]).map(|_| ()).map_err(
            |error| match error.message.contains("stale info") || error.message.contains("rejected") {
                true => fault(format!("somebody else has published to the branch `{}` meanwhile", self.branch))
                    .hint("publish again: then what they published is compared with too"),
                false => error,
            },
        )
    }

    /// Who commits: whom git knows here, else byline.
    fn author(&self) -> String {
        let known = self.run(&["var", "GIT_COMMITTER_IDENT"]);
        known.map_or_else(|_| "byline <byline@localhost> 0 +0000".to_owned(), |ident| ident.trim().to_owned())
    }
}

impl Host for Git {
    fn record(&self) -> Result<Option<Vec<u8>>, Diagnostic> {
        if self.fetch()?.is_some() { self.fetched_record() } else { Ok(None) }
    }

    fn state(&self) -> Result<State, Diagnostic> {
        if self.fetch()?.is_none() {
            return Ok(State::default());
        }
        let mut listing = BTreeMap::new();
        for line in self.run(&["ls-tree", "-r", "-l", "-z", THERE])?.split('\0') {
            // mode, kind, object and size, a tabulator, and the path
            let Some((about, path)) = line.split_once('\t') else { continue };
            let size = about.split_ascii_whitespace().nth(3).and_then(|size| size.parse().ok()).unwrap_or(0);
            if path != RECORD && path != NO_JEKYLL {
                listing.insert(path.to_owned(), size);
            }
        }
        Ok(State { record: self.fetched_record()?, listing })
    }

    fn lock(&self, _: &Holder, _: bool) -> Result<Option<Lock>, Diagnostic> {
        // A push is refused where the branch has moved.
        Ok(None)
    }

    fn carry_out(&self, batch: &Batch<'_>) -> Result<(), Diagnostic> {
        let there = self.fetch()?;
        let mut import = self
            .command(&["fast-import", "--quiet", "--force", "--date-format=raw"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| no_git(&error))?;
        let mut stream = import.stdin.take().ok_or_else(|| fault("`git fast-import` takes nothing".to_owned()))?;
        let written = write_commit(&mut stream, batch, &self.author(), there.is_some());
        drop(stream);
        let ended = import.wait_with_output().map_err(|error| no_git(&error))?;
        if !ended.status.success() {
            return Err(self.failed("fast-import", &ended.stderr));
        }
        written?;
        let commit = self.run(&["rev-parse", NEXT])?;
        self.push(commit.trim(), there.as_deref())
    }

    fn roll_back(&self) -> Result<String, Diagnostic> {
        let there = self.fetch()?;
        let Some(current) = &there else {
            return Err(fault(format!("there is no branch `{}` yet", self.branch)));
        };
        let Ok(before) = self.run(&["rev-parse", "--verify", "--quiet", &format!("{THERE}~1")]) else {
            return Err(fault(format!("the branch `{}` has no state before the last", self.branch)));
        };
        let before = before.trim();
        let message = format!("Back to {before}");
        let tree = format!("{before}^{{tree}}");
        let author = self.author();
        let (name, rest) = author.split_once(" <").unwrap_or(("byline", "byline@localhost> 0 +0000"));
        let email = rest.split('>').next().unwrap_or_default();
        let output = self
            .command(&["commit-tree", &tree, "-p", current, "-m", &message])
            .env("GIT_AUTHOR_NAME", name)
            .env("GIT_AUTHOR_EMAIL", email)
            .env("GIT_COMMITTER_NAME", name)
            .env("GIT_COMMITTER_EMAIL", email)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| no_git(&error))?;
        if !output.status.success() {
            return Err(self.failed("commit-tree", &output.stderr));
        }
        self.push(String::from_utf8_lossy(&output.stdout).trim(), Some(current))?;
        Ok(format!("commit {}", before.get(..12).unwrap_or(before)))
    }
}

/// Writes a commit in the form of `git fast-import` (git-fast-import(1), "Input Format").
fn write_commit(
    stream: &mut impl std::io::Write,
    batch: &Batch<'_>,
    author: &str,
    has_parent: bool,
) -> Result<(), Diagnostic> {
    let mut stream = std::io::BufWriter::new(stream);
    let mut write = |bytes: &[u8]| {
        stream.write_all(bytes).map_err(|error| fault(format!("`git fast-import` takes no more: {}", reason(&error))))
    };
    let data = |bytes: &[u8]| [format!("data {}\n", bytes.len()).as_bytes(), bytes, b"\n"].concat();
    write(format!("commit {NEXT}\ncommitter {author}\n").as_bytes())?;
    write(&data(batch.message.as_bytes()))?;
    if has_parent {
        write(format!("from {THERE}^0\n").as_bytes())?;
    }
    for path in batch.delete {
        write(format!("D {}\n", quoted(path)).as_bytes())?;
    }
    for item in batch.send {
        let file = batch.folder.join(&item.path);
        let bytes = fs::read(&file).map_err(|error| unreadable(&file, &error))?;
        write(format!("M 100644 inline {}\n", quoted(&item.path)).as_bytes())?;
        write(&data(&bytes))?;
    }
    for (path, bytes) in [(RECORD, batch.last_record), (NO_JEKYLL, &b""[..])] {
        write(format!("M 100644 inline {path}\n").as_bytes())?;
        write(&data(bytes))?;
    }
    write(b"done\n")?;
    stream.flush().map_err(|error| fault(format!("`git fast-import` takes no more: {}", reason(&error))))
}

/// A path in quotation marks, as C writes it.
fn quoted(path: &str) -> String {
    let path = path.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
    format!("\"{path}\"")
}

fn no_git(error: &std::io::Error) -> Diagnostic {
    fault(format!("git cannot be run: {}", reason(error))).hint("publishing to a branch needs git; install it")
}
