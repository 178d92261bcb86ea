//! A branch of a git repository, from which a host such as GitHub, GitLab or Codeberg Pages serves. git itself writes the commit
//! (`git fast-import`) and pushes it; there is no work tree.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::diff::Listed;
use super::host::{Batch, Host, State};
use super::lock::{Holder, Lock};
use super::record::{RECORD, Record};
use super::{fault, unwritable};
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
                listing.insert(path.to_owned(), Listed { size, ..Listed::default() });
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
        let commit = self.commit_tree(&format!("{before}^{{tree}}"), Some(current), &format!("Back to {before}"))?;
        self.push(&commit, Some(current))?;
        Ok(format!("commit {}", before.get(..12).unwrap_or(before)))
    }

    fn purge(&self, now: &[String], _: &dyn Fn(&str) -> bool) -> Result<Option<String>, Diagnostic> {
        let Some(current) = self.fetch()? else { return Ok(None) };
        let record = self.fetched_record()?.as_deref().map(Record::read).transpose()?.unwrap_or_default();
        // The tree without the files, in an index of its own.
        let index = self.bare.join("purge-index");
        let _ = fs::remove_file(&index);
        let with_index = |arguments: &[&str], input: &[u8]| {
            let mut command = self.command(arguments);
            command.env("GIT_INDEX_FILE", &index);
            self.feed(command, arguments, input)
        };
        with_index(&["read-tree", THERE], b"")?;
        let paths: Vec<&str> = now.iter().map(String::as_str).collect();
        with_index(&["update-index", "-z", "--force-remove", "--stdin"], paths.join("\0").as_bytes())?;
        let blob = with_index(&["hash-object", "-w", "--stdin"], &record.without(now).bytes())?;
        with_index(&["update-index", "--add", "--cacheinfo", &format!("100644,{},{RECORD}", blob.trim())], b"")?;
        let tree = with_index(&["write-tree"], b"")?;
        // A first commit: nothing leads from it to what the branch held before.
        let commit = self.commit_tree(tree.trim(), None, "Publish: without what was removed for good")?;
        self.push(&commit, Some(&current))?;
        fs::remove_dir_all(&self.bare).map_err(|error| unwritable(&self.bare, &error))?;
        Ok(Some(format!(
            "the history of the branch `{}` begins anew; a host may keep the old commits for some time, under their names: ask it to remove them",
            self.branch
        )))
    }
}

impl Git {
    /// Makes a commit of a tree; returns its name.
    fn commit_tree(&self, tree: &str, parent: Option<&str>, message: &str) -> Result<String, Diagnostic> {
        let author = self.author();
        let (name, rest) = author.split_once(" <").unwrap_or(("byline", "byline@localhost> 0 +0000"));
        let email = rest.split('>').next().unwrap_or_default();
        let parents = parent.map(|parent| ["-p", parent]).into_iter().flatten();
        let arguments: Vec<&str> = ["commit-tree", tree, "-m", message].into_iter().chain(parents).collect();
        let mut command = self.command(&arguments);
        command.env("GIT_AUTHOR_NAME", name).env("GIT_AUTHOR_EMAIL", email);
        command.env("GIT_COMMITTER_NAME", name).env("GIT_COMMITTER_EMAIL", email);
        Ok(self.feed(command, &arguments, b"")?.trim().to_owned())
    }

    /// Runs git with something on its standard input, and gives what it prints.
    fn feed(&self, mut command: Command, arguments: &[&str], input: &[u8]) -> Result<String, Diagnostic> {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().map_err(|error| no_git(&error))?;
        if let Some(mut stream) = child.stdin.take() {
            // What git does not read it says itself.
            let _ = stream.write_all(input);
        }
        let output = child.wait_with_output().map_err(|error| no_git(&error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(self.failed(arguments.first().copied().unwrap_or_default(), &output.stderr))
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
        let bytes = batch.payload.source(&item.path).read()?;
        write(format!("M 100644 inline {}\n", quoted(&item.path)).as_bytes())?;
        write(&data(&bytes))?;
        (batch.progress)(item.size);
    }
    for (path, bytes) in [(RECORD, batch.record.ended().bytes()), (NO_JEKYLL, Vec::new())] {
        write(format!("M 100644 inline {path}\n").as_bytes())?;
        write(&data(&bytes))?;
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
