//! Builds killed at any moment: after each kill every file of the output is whole, old or new, and the next build makes of it what a
//! clean one makes.
//!
//! `BYLINE_KILLS` is how many builds are killed, `BYLINE_KILLED` the program where it shall be another than the one under test.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The files of a folder with their bytes, by their paths.
type Files = BTreeMap<String, Vec<u8>>;

/// Kills in `cargo test`.
const KILLS: u32 = 30;
/// Where byline waits with what is not in its place yet.
const STAGING: &str = ".byline-staging";
/// The journal in it.
const JOURNAL: &str = ".byline-journal";
/// What stands in the output and is not byline's.
const FOREIGN: [(&str, &str); 3] =
    [("mine.txt", "mine"), ("news/mine.txt", "mine too"), ("files/swap.d/mine.txt", "mine")];

/// What a killed build left, by which it is known when it was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// Nothing was staged yet.
    Before,
    /// Files were being staged.
    Rendering,
    /// The journal stood.
    Commit,
    /// The new site stood.
    After,
}

/// Two versions of a site, and the folder into which they are built in turn.
struct Ground {
    folder: tempfile::TempDir,
    program: PathBuf,
    /// What a clean build of each version makes, among the files of others.
    clean: [Files; 2],
}

/// Numbers that look random, the same ones each time.
struct Random(u64);

impl Random {
    /// Between 0 and 1.
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).expect("32 bits")) / f64::from(u32::MAX)
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

/// Writes a version of the site: a third of its files is the same in both, a third differs, the rest is in one of them only.
fn write_site(folder: &Path, version: usize) {
    write(
        &folder.join("byline.yaml"),
        "title: The Herald\nurl: https://herald.example\nfeeds: {formats: [rss, atom, json], items: 5, archive: true}\nsitemap: {news: true}\nllms: true\n",
    );
    for number in (0..60).filter(|number| number % 6 != version) {
        let text = if number % 3 == 0 { version } else { 7 };
        let day = number % 28 + 1;
        let head = format!("---\ntitle: Article {number}\ndate: 2026-01-{day:02}\ntopics: [t{}]\n---\n", number % 5);
        write(
            &folder.join(format!("content/news/a{number}.md")),
            &format!("{head}Text {text}. {}\n", "Word. ".repeat(300)),
        );
    }
    for number in (0..220).filter(|number| number % 6 != version) {
        let text = if number % 3 == 0 { version } else { 7 };
        write(&folder.join(format!("static/files/f{number}.txt")), &format!("{number} {text}\n").repeat(2_000));
    }
    // Files in the one version are folders in the other.
    for number in 0..10 {
        let below = if number % 2 == version { "/inner/more.txt" } else { "" };
        write(&folder.join(format!("static/swap/s{number}{below}")), "swapped");
    }
}

/// Every file of a folder. Folders that are empty have no place in it.
fn files(folder: &Path) -> Files {
    fn gather(folder: &Path, prefix: &str, files: &mut Files) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                gather(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(entry.path()).expect("a file can be read"));
            }
        }
    }
    let mut found = Files::new();
    gather(folder, "", &mut found);
    found
}

/// The files of an output without what byline keeps there for itself.
fn published(folder: &Path) -> Files {
    files(folder).into_iter().filter(|(name, _)| !name.starts_with(".byline-")).collect()
}

impl Ground {
    fn new() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder can be made");
        let program = std::env::var_os("BYLINE_KILLED").map_or(env!("CARGO_BIN_EXE_byline").into(), PathBuf::from);
        let mut ground = Self { folder, program, clean: [Files::new(), Files::new()] };
        for version in 0..2 {
            write_site(&ground.folder.path().join(format!("site{version}")), version);
            let output = ground.folder.path().join(format!("clean{version}"));
            ground.put_foreign(&output);
            ground.run(version, &output);
            ground.clean[version] = files(&output);
        }
        ground
    }

    fn put_foreign(&self, output: &Path) {
        for (name, text) in FOREIGN {
            write(&output.join(name), text);
        }
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    fn command(&self, version: usize, output: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["build", "--quiet", "--at", "2026-06-01T12:00:00Z", "--root"]);
        command.arg(self.folder.path().join(format!("site{version}"))).arg("--output").arg(output);
        command.stdout(Stdio::null());
        command
    }

    /// Builds a version undisturbed.
    fn run(&self, version: usize, output: &Path) {
        let status = self.command(version, output).status().expect("the program starts");
        assert!(status.success(), "version {version} was not built");
    }

    /// Builds a version and kills the build.
    fn kill(&self, version: usize, moment: Moment) {
        let mut child = self.command(version, &self.output()).spawn().expect("the program starts");
        let delay = match moment {
            Moment::Start(delay) => delay,
            Moment::Commit(delay) => {
                self.watch_commit(&mut child);
                delay
            }
        };
        if !delay.is_zero() {
            std::thread::sleep(delay);
        }
        child.kill().expect("a child can be killed");
        child.wait().expect("a child that is killed ends");
    }

    fn journal(&self) -> PathBuf {
        self.output().join(STAGING).join(JOURNAL)
    }

    /// Returns when the journal is there, or the build has ended.
    fn watch_commit(&self, child: &mut Child) {
        while !self.journal().exists() && child.try_wait().expect("a child can be asked").is_none() {
            std::thread::yield_now();
        }
    }

    /// How long a build of a version takes that is not disturbed, and its commit.
    fn measure(&self, version: usize) -> (Duration, Duration) {
        let start = Instant::now();
        let mut child = self.command(version, &self.output()).spawn().expect("the program starts");
        self.watch_commit(&mut child);
        let begun = Instant::now();
        while self.journal().exists() {
            std::thread::yield_now();
        }
        let commit = begun.elapsed();
        assert!(child.wait().expect("the build ends").success(), "version {version} was not built");
        (start.elapsed(), commit)
    }

    /// The phase in which a build of a version was stopped.
    fn phase(&self, version: usize) -> Phase {
        let (output, manifest) = (self.output(), ".byline-manifest");
        let staged = [output.join(STAGING), self.folder.path().join(format!(".public{STAGING}"))];
        if self.journal().exists() {
            Phase::Commit
        } else if fs::read(output.join(manifest)).is_ok_and(|bytes| bytes == self.clean[version][manifest]) {
            Phase::After
        } else if staged.iter().any(|folder| folder.exists()) {
            Phase::Rendering
        } else {
            Phase::Before
        }
    }

    /// Fails where a file of the output is neither as it was nor as it shall be, or where one is missing.
    fn assert_whole(&self, old: usize, new: usize, is_first: bool, phase: Phase, what: &str) {
        let (found, clean) = (published(&self.output()), &self.clean);
        if is_first && found.is_empty() {
            return;
        }
        for (name, bytes) in &found {
            let is_old = !is_first && clean[old].get(name) == Some(bytes);
            let is_new = clean[new].get(name) == Some(bytes);
            let fits = match phase {
                Phase::Before | Phase::Rendering => is_old,
                Phase::Commit => is_old || is_new,
                Phase::After => is_new,
            };
            assert!(fits, "{what}: {name} is not whole");
        }
        let was = |name: &&String| is_first || clean[old].contains_key(*name);
        let is_missing = |name: &&String| !name.starts_with(".byline-") && !found.contains_key(*name);
        let foreign = |name: &&String| FOREIGN.iter().any(|(foreign, _)| foreign == name);
        let missing: Vec<_> =
            clean[new].keys().filter(was).filter(is_missing).filter(|name| !(is_first && foreign(name))).collect();
        assert!(missing.is_empty(), "{what}: {missing:?} are missing");
    }

    /// Whether these files are neither the one version nor the other.
    fn is_mixed(&self, found: &Files) -> bool {
        self.clean.iter().all(|clean| {
            clean.iter().any(|(name, bytes)| !name.starts_with(".byline-") && found.get(name) != Some(bytes))
        })
    }

    /// Fails where the output is not what a clean build of a version makes, or something is left beside it.
    fn assert_clean(&self, version: usize, what: &str) {
        let found = files(&self.output());
        let names = found.keys().chain(self.clean[version].keys());
        let wrong: Vec<_> = names.filter(|name| found.get(*name) != self.clean[version].get(*name)).collect();
        assert!(wrong.is_empty(), "{what}: after the next build {wrong:?} differ from a clean one");
        assert!(!self.output().join(STAGING).exists(), "{what}: something staged is left");
        let mut left: Vec<_> = fs::read_dir(self.folder.path())
            .expect("the folder is there")
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        assert_eq!(left, ["clean0", "clean1", "public", "site0", "site1"], "{what}");
    }

    /// Inode and time of the files that are the same in both versions.
    fn stamps(&self) -> BTreeMap<&String, (u64, i64, i64)> {
        let same = self.clean[0].iter().filter(|(name, bytes)| self.clean[1].get(*name) == Some(*bytes));
        let stamp = |name: &String| {
            let metadata = fs::metadata(self.output().join(name)).expect("the file is there");
            (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
        };
        same.map(|(name, _)| (name, stamp(name))).collect()
    }
}

/// When a build is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So long after its start.
    Start(Duration),
    /// So long after its commit began.
    Commit(Duration),
}

/// The moments of the kills: every other one goes through the whole build, the rest lies in the commit.
struct Moments {
    /// How long a build takes that is not disturbed.
    whole: Duration,
    /// How long its commit takes.
    commit: Duration,
    random: Random,
}

impl Moments {
    fn next(&mut self, round: u32, rounds: u32) -> Moment {
        if round.is_multiple_of(2) {
            Moment::Start(self.whole.mul_f64(1.1 * f64::from(round) / f64::from(rounds)))
        } else {
            // What the test needs to see it and to kill comes on top.
            Moment::Commit(self.commit.mul_f64(self.random.next() * self.random.next()))
        }
    }

    /// Takes the time of the commit for shorter after a kill that came too late for it, for longer after one that hit.
    fn learn(&mut self, moment: Moment, phase: Phase) {
        match (moment, phase) {
            (Moment::Commit(_), Phase::After) => self.commit = self.commit.mul_f64(0.8),
            (Moment::Commit(_), Phase::Commit) => self.commit = self.commit.mul_f64(1.1),
            _ => {}
        }
    }
}

#[test]
fn a_build_killed_at_any_moment_leaves_whole_files_and_is_made_good_by_the_next() {
    let kills = std::env::var("BYLINE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let ground = Ground::new();
    assert!(ground.clean[0].len() > 250, "the site has only {} files", ground.clean[0].len());
    ground.put_foreign(&ground.output());
    let times = [0, 1, 0, 1, 0, 1].map(|version| ground.measure(version));
    let middle = |mut times: [Duration; 6]| {
        times.sort();
        times[2]
    };
    let (whole, commit) = (middle(times.map(|time| time.0)), middle(times.map(|time| time.1)));
    let mut moments = Moments { whole, commit, random: Random(0x2545_F491_4F6C_DD1D) };
    let (mut mixed, mut again) = (0, 0);
    let mut hits: BTreeMap<Phase, u32> = BTreeMap::new();
    let mut old = 1;
    for round in 0..kills {
        let new = 1 - old;
        let is_first = round % 15 == 14;
        if is_first {
            fs::remove_dir_all(ground.output()).expect("the output can be removed");
        }
        let stamps = if is_first { BTreeMap::new() } else { ground.stamps() };
        let moment = moments.next(round, kills);
        ground.kill(new, moment);
        let phase = ground.phase(new);
        let what = format!("kill {round} at {moment:?}, {phase:?}, from version {old} to {new}");
        ground.assert_whole(old, new, is_first, phase, &what);
        if is_first {
            ground.put_foreign(&ground.output());
        }
        let found = published(&ground.output());
        mixed += u32::from(phase == Phase::Commit && ground.is_mixed(&found));
        moments.learn(moment, phase);
        *hits.entry(phase).or_default() += 1;
        // The next build is of either version.
        let next = if moments.random.next() < 0.5 { old } else { new };
        if phase == Phase::Commit && moments.random.next() < 0.3 {
            // What finishes the commit may be killed too.
            let moment = Moment::Start(moments.whole.mul_f64(moments.random.next()));
            ground.kill(next, moment);
            let what = format!("{what}, then one of version {next} at {moment:?}");
            ground.assert_whole(old, new, false, Phase::Commit, &what);
            again += 1;
        }
        ground.run(next, &ground.output());
        ground.assert_clean(next, &what);
        assert!(is_first || stamps == ground.stamps(), "{what}: a file that is the same in both was written again");
        old = next;
    }
    let mut said = format!("{kills} kills over builds of {whole:?} with commits of {commit:?}:");
    for (phase, count) in &hits {
        let _ = write!(said, " {phase:?} {count}");
    }
    let _ = write!(said, "; in {mixed} a part was in its place; {again} were killed again");
    println!("{said}");
    assert!(hits.keys().any(|phase| *phase != Phase::After), "{said}: no build was killed before its end");
    if kills >= 500 {
        let in_commit = hits.get(&Phase::Commit).copied().unwrap_or_default();
        assert!(in_commit >= 100, "{said}: too few in the commit");
    }
}
