//! Helpers of the integration tests: a site in a folder of its own, and runs of the real program in it.

// Each file of tests is a program of its own and uses its part of this.
#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub mod case;
pub mod dom;

/// The moment for which sites are built unless a test says otherwise.
pub const MOMENT: &str = "2026-06-01T12:00:00Z";

/// A time zone in which a program that asks the machine for its zone goes wrong by an odd amount.
const ODD_ZONE: &str = "Asia/Kathmandu";

/// How long a test waits for the clock of the file system at the most.
const LONGEST: Duration = Duration::from_secs(10);
/// How far that clock must be for byline to trust the times of files that were written before.
const SETTLED: Duration = Duration::from_millis(60);

/// A site in a temporary folder, which goes when this is dropped.
pub struct Site {
    folder: TempDir,
    home: TempDir,
}

impl Site {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: temporary(), home: temporary() }
    }

    /// An empty folder in memory where the system has a place for that: what many builds sync is on no disk.
    pub fn in_memory() -> Self {
        let folder = tempfile::Builder::new().prefix("byline-test-").tempdir_in("/dev/shm");
        Self { folder: folder.unwrap_or_else(|_| temporary()), home: temporary() }
    }

    /// A site with a `byline.yaml` that says nothing but title and address.
    pub fn plain() -> Self {
        Self::new().file("byline.yaml", "title: The Herald\nurl: https://herald.example\n")
    }

    /// The same, with a file; folders are made where they are missing.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// The same, with an article of a title and a date and one sentence of text.
    pub fn article(self, path: &str, title: &str, date: &str) -> Self {
        self.file(path, format!("---\ntitle: {title}\ndate: {date}\n---\nThe text of {title}.\n"))
    }

    /// Writes a file over what may be there.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let target = self.path(path);
        fs::create_dir_all(target.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(target, text).expect("the file can be written");
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("the file can be removed");
    }

    /// Where a file of the site stands; the site's folder for "".
    pub fn path(&self, path: &str) -> PathBuf {
        path.split('/').filter(|name| !name.is_empty()).fold(self.root(), |folder, name| folder.join(name))
    }

    /// The site's folder without links in it, as the program sees it.
    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("the folder is there")
    }

    /// Returns when the clock of the file system has gone on so far that what was written before can be told from what is written now.
    pub fn settle(&self) {
        let folder = self.folder.path().parent().expect("a site lies in a folder");
        let file = tempfile::NamedTempFile::new_in(folder).expect("a file can be made");
        let now = || {
            fs::write(file.path(), "").expect("the file can be written");
            fs::metadata(file.path()).and_then(|metadata| metadata.modified()).expect("the file has a time")
        };
        let (start, begun) = (now(), Instant::now());
        while now().duration_since(start).unwrap_or_default() < SETTLED {
            assert!(begun.elapsed() < LONGEST, "the clock of the file system stands still");
            std::thread::yield_now();
        }
    }

    /// Runs the program in the site's folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_in("", arguments)
    }

    /// Runs the program in a folder of the site.
    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Run {
        self.run_under(folder, &[], arguments)
    }

    /// Runs the program in a folder of the site under another one, which gets its path and arguments behind its own.
    pub fn run_under(&self, folder: &str, wrapper: &[&str], arguments: &[&str]) -> Run {
        let output = self.command(folder, wrapper, arguments).output().expect("the program starts");
        self.ran(&output)
    }

    /// The program in a folder of the site, still to be started; see [`Self::run_under`].
    pub fn command(&self, folder: &str, wrapper: &[&str], arguments: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_byline");
        let mut command = Command::new(wrapper.first().unwrap_or(&program));
        command.args(wrapper.iter().skip(1).chain(wrapper.first().map(|_| &program)));
        command.current_dir(self.path(folder)).args(arguments).env_clear();
        command.env("HOME", self.home.path()).env("TZ", ODD_ZONE).env("NO_COLOR", "1").env("LC_ALL", "C");
        if takes_a_moment(arguments) {
            command.args(["--at", MOMENT]);
        }
        command
    }

    /// What a run of a command said.
    pub fn ran(&self, output: &Output) -> Run {
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: self.normal(&output.stdout),
            stderr: self.normal(&output.stderr),
        }
    }

    /// `byline build` without options, which must succeed.
    pub fn build(&self) -> Run {
        self.run(&["build"]).code(0)
    }

    /// A file of the built site, as text.
    pub fn page(&self, path: &str) -> String {
        let file = self.path(&format!("public/{path}"));
        fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{path} was not built ({error}); there are {:#?}", self.names()))
    }

    /// Whether the built site has a file.
    pub fn has(&self, path: &str) -> bool {
        self.path(&format!("public/{path}")).exists()
    }

    /// Every file of the built site with its bytes, without the manifest.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.path("public"), "", &mut files);
        files.remove(".byline-manifest");
        files
    }

    /// The names of every file of the built site.
    pub fn names(&self) -> Vec<String> {
        self.files().into_keys().collect()
    }

    /// What a test reads must not depend on the machine: the root, the version and times are replaced.
    fn normal(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        let text = text.replace(&self.root().display().to_string(), "ROOT");
        let text = text.replace(&format!("byline {}", env!("CARGO_PKG_VERSION")), "byline VERSION");
        without_times(&text)
    }
}

/// What a run of the program said.
pub struct Run {
    /// The exit code; -1 where a signal ended it.
    pub code: i32,
    /// Standard output, normalised.
    pub stdout: String,
    /// Standard error, normalised.
    pub stderr: String,
}

impl Run {
    /// The same, where the exit code is as expected.
    #[track_caller]
    pub fn code(self, expected: i32) -> Self {
        assert_eq!(self.code, expected, "exit code\n--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr);
        self
    }

    /// The same, where standard output holds a text.
    #[track_caller]
    pub fn says(self, expected: &str) -> Self {
        assert_has(&self.stdout, expected);
        self
    }

    /// The same, where standard error holds a text.
    #[track_caller]
    pub fn complains(self, expected: &str) -> Self {
        assert_has(&self.stderr, expected);
        self
    }

    /// The same, where there is nothing wrong: no warning, no error.
    #[track_caller]
    pub fn without_complaint(self) -> Self {
        assert_eq!(self.stderr, "", "nothing was expected on standard error");
        self
    }

    /// The lines of standard output as JSON objects.
    #[track_caller]
    pub fn json(&self) -> Vec<serde_json::Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("no JSON ({error}): {line}"));
        self.stdout.lines().map(parse).collect()
    }
}

/// Fails where `text` does not hold `expected`, and shows both.
#[track_caller]
pub fn assert_has(text: &str, expected: &str) {
    assert!(text.contains(expected), "expected to find\n{expected}\n--- in\n{text}");
}

/// Fails where `text` holds `unexpected`, and shows both.
#[track_caller]
pub fn assert_lacks(text: &str, unexpected: &str) {
    assert!(!text.contains(unexpected), "expected not to find\n{unexpected}\n--- in\n{text}");
}

/// The files that differ between two states of a built site: changed, new or gone, sorted.
pub fn changed(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

/// A PNG of a size, as far as its header goes.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(b"\x08\x02\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82");
    bytes
}

/// The folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn temporary() -> TempDir {
    tempfile::Builder::new().prefix("byline-test-").tempdir().expect("a temporary folder can be made")
}

/// Whether `--at` belongs to the command and was not given.
fn takes_a_moment(arguments: &[&str]) -> bool {
    let takes = match arguments {
        ["build" | "check" | "why" | "list" | "next" | "publish" | "config", ..] => true,
        ["new", what, ..] => *what != "site",
        _ => false,
    };
    takes && !arguments.iter().any(|argument| argument.starts_with("--at") || *argument == "--help")
}

fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("a built file can be read"));
        }
    }
}

/// Replaces durations, `12 ms` and `1.23 s`, by `TIME`, sizes by `SIZE`, and the durations of a JSON summary by zero.
fn without_times(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut line = line.to_owned();
        if let Some(at) = line.find("\"seconds\":").filter(|_| line.starts_with("{\"type\":\"summary\"")) {
            line.truncate(at);
            line.push_str("\"seconds\":0}\n");
        }
        for (unit, name) in [(" ms", "TIME"), (" s", "TIME"), (" kB", "SIZE"), (" MB", "SIZE")] {
            while let Some((start, end)) = quantity(&line, unit) {
                line.replace_range(start..end, name);
            }
        }
        out.push_str(&line);
    }
    out
}

/// The first number with this unit behind it.
fn quantity(line: &str, unit: &str) -> Option<(usize, usize)> {
    line.match_indices(unit).find_map(|(at, _)| {
        let end = at + unit.len();
        let digits = line[..at].bytes().rev().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let ends = !line[end..].starts_with(|next: char| next.is_alphanumeric());
        (digits > 0 && ends).then_some((at - digits, end))
    })
}
