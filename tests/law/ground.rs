//! Two folders with the same sources: one is built over and over, the other from nothing each time.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::{Value, json};

use super::edit::{Batch, Change};
use super::files::{Files, flipped, gather};

/// The folders into which a site is built.
const OUTPUTS: [&str; 2] = ["public", "other"];
/// Where byline keeps what it found out.
const STORE: &str = ".byline";
/// What stands in an output and is not byline's.
const FOREIGN: (&str, &str) = ("mine.txt", "mine\n");
/// What the summary says of the site, which depends on nothing but the sources and the options.
const SUMMARY: [&str; 8] = ["ok", "articles", "pages", "left_out", "undated", "errors", "warnings", "passed_over"];
/// The same of its `output`.
const SUMMARY_OF_OUTPUT: [&str; 2] = ["files", "bytes"];
/// Lets a build have one thread: a clean one is only there to be compared with, and two of them share the processors.
const ONE_THREAD: [(&str, &str); 1] = [("RAYON_NUM_THREADS", "1")];
/// How many characters are shown around the first difference of two files.
const AROUND: usize = 200;

/// A site that stands in two folders.
pub(crate) struct Ground {
    folder: tempfile::TempDir,
    program: PathBuf,
    /// The sources, which are the same in both.
    pub(crate) files: Files,
    /// The clean builds so far: many edits lead back to sources that were built already.
    clean_builds: Vec<CleanBuild>,
}

/// A build from nothing, and what it was made of.
struct CleanBuild {
    sources: Files,
    at: &'static str,
    options: Vec<&'static str>,
    said: Said,
    /// What was written.
    output: Files,
}

/// What a build said.
struct Said {
    code: Option<i32>,
    diagnostics: Vec<String>,
    summary: Value,
    everything: String,
}

impl Said {
    /// Whether the site was written.
    fn has_written(&self) -> bool {
        !self.summary["output"].is_null()
    }
}

impl Ground {
    /// One without any sources.
    pub(crate) fn new(program: &Path) -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder can be made");
        let ground = Self { folder, program: program.to_owned(), files: Files::new(), clean_builds: Vec::new() };
        for root in ground.roots() {
            fs::create_dir_all(root).expect("the folder can be made");
        }
        ground
    }

    /// The folder that is built over and over. Both have the same name, for a site without a title has that of its folder.
    fn kept(&self) -> PathBuf {
        self.folder.path().join("kept/site")
    }

    /// The folder that is built from nothing.
    fn clean(&self) -> PathBuf {
        self.folder.path().join("clean/site")
    }

    fn roots(&self) -> [PathBuf; 2] {
        [self.kept(), self.clean()]
    }

    /// Does to the folders what a change says.
    pub(crate) fn apply(&mut self, change: &Change) {
        if let Some((path, bytes)) = change.written(&self.files) {
            let keeps_time = matches!(change, Change::Append { keeps_time: true, .. });
            for root in self.roots() {
                write(&root.join(path), &bytes, keeps_time);
            }
            self.files.insert(path.to_owned(), bytes);
            return;
        }
        match change {
            Change::Remove { path } => self.remove(path),
            Change::Move { from, to } => self.rename(from, to),
            Change::Swap { one, other } => self.swap(one, other),
            Change::Touch { path } => self.touch(path),
            Change::RemoveOutput => OUTPUTS.iter().for_each(|output| remove_folder(&self.kept().join(output))),
            Change::RemoveStore => remove_folder(&self.kept().join(STORE)),
            Change::RemoveOutputFile { pick } => {
                if let Some(file) = self.built_file(*pick) {
                    fs::remove_file(file).expect("a built file can be removed");
                }
            }
            Change::AlterOutputFile { pick, is_longer } => {
                if let Some(file) = self.built_file(*pick) {
                    alter(&file, *is_longer);
                }
            }
            Change::Write { .. } | Change::Key { .. } | Change::Append { .. } | Change::Flip { .. } => {}
        }
    }

    fn remove(&mut self, path: &str) {
        if self.files.remove(path).is_some() {
            for root in self.roots() {
                fs::remove_file(root.join(path)).expect("a source can be removed");
            }
        }
    }

    fn rename(&mut self, from: &str, to: &str) {
        if let Some(bytes) = self.files.remove(from) {
            for root in self.roots() {
                make_folder_of(&root.join(to));
                fs::rename(root.join(from), root.join(to)).expect("a source can be moved");
            }
            self.files.insert(to.to_owned(), bytes);
        }
    }

    fn swap(&mut self, one: &str, other: &str) {
        if one != other && self.files.contains_key(one) && self.files.contains_key(other) {
            for (from, to) in [(one, ".swapped"), (other, one), (".swapped", other)] {
                self.rename(from, to);
            }
        }
    }

    fn touch(&self, path: &str) {
        if self.files.contains_key(path) {
            set_time(&self.kept().join(path), SystemTime::now());
        }
    }

    /// One of the files that byline has built.
    fn built_file(&self, pick: usize) -> Option<PathBuf> {
        let mut files: Vec<PathBuf> = Vec::new();
        for output in OUTPUTS {
            let folder = self.kept().join(output);
            let names = published(&folder).into_keys().filter(|name| !name.starts_with(".byline-"));
            files.extend(names.map(|name| folder.join(name)));
        }
        (!files.is_empty()).then(|| files.swap_remove(pick % files.len()))
    }

    /// Builds in the folder that is kept, without looking at what comes out.
    pub(crate) fn build(&self, batch: &Batch) {
        self.run(&self.kept(), batch, &[]);
        self.put_foreign();
    }

    /// Builds in both folders and returns whether a site was written, or in what they differ.
    pub(crate) fn compare(&mut self, batch: &Batch) -> Result<bool, String> {
        let number = self.build_cleanly(batch);
        let clean = &self.clean_builds[number];
        let foreign = self.kept().join(OUTPUTS[0]).join(FOREIGN.0);
        let had_foreign = foreign.exists();
        let output = self.kept().join(batch.output());
        let (what, expected) = if clean.said.has_written() {
            ("of the clean build", Cow::Borrowed(&clean.output))
        } else {
            ("from before the build, which wrote nothing", Cow::Owned(published(&output)))
        };
        let kept = self.run(&self.kept(), batch, &[]);
        compare_said(&kept, &clean.said)?;
        compare_files(what, &published(&output), &expected)?;
        // Behind the files, which tell more where both differ.
        compare_summaries(&kept.summary, &clean.said.summary)?;
        if had_foreign && fs::read(&foreign).ok().as_deref() != Some(FOREIGN.1.as_bytes()) {
            return Err("the file that is not byline's is not as it was".to_owned());
        }
        let sources = gather(&self.kept(), &[STORE, OUTPUTS[0], OUTPUTS[1]]);
        compare_files("of the sources, which nobody but their owner may touch", &sources, &self.files)?;
        self.put_foreign();
        Ok(clean.said.has_written())
    }

    /// The number of the clean build of a batch, which is done where there was none of the same sources, moment and options.
    fn build_cleanly(&mut self, batch: &Batch) -> usize {
        let is_same =
            |build: &CleanBuild| build.at == batch.at && build.options == batch.options && build.sources == self.files;
        if let Some(number) = self.clean_builds.iter().position(is_same) {
            return number;
        }
        for name in [STORE, OUTPUTS[0], OUTPUTS[1]] {
            remove_folder(&self.clean().join(name));
        }
        let said = self.run(&self.clean(), batch, &ONE_THREAD);
        let output = published(&self.clean().join(batch.output()));
        let (sources, options) = (self.files.clone(), batch.options.clone());
        self.clean_builds.push(CleanBuild { sources, at: batch.at, options, said, output });
        self.clean_builds.len() - 1
    }

    /// Puts back what is not byline's where the output was removed with it.
    fn put_foreign(&self) {
        let file = self.kept().join(OUTPUTS[0]).join(FOREIGN.0);
        if !file.exists() {
            write(&file, FOREIGN.1.as_bytes(), false);
        }
    }

    fn run(&self, root: &Path, batch: &Batch, environment: &[(&str, &str)]) -> Said {
        let mut command = Command::new(&self.program);
        command.current_dir(root).env_clear().env("HOME", self.folder.path()).env("TZ", "Asia/Kathmandu");
        command.envs(environment.iter().copied());
        command.args(["build", "--format", "json", "--at", batch.at]).args(&batch.options);
        let output = command.output().expect("the program starts");
        let stdout = String::from_utf8_lossy(&output.stdout).replace(&root.display().to_string(), "ROOT");
        let mut said = Said {
            code: output.status.code(),
            diagnostics: Vec::new(),
            summary: Value::Null,
            everything: format!("{stdout}{}", String::from_utf8_lossy(&output.stderr)),
        };
        for line in stdout.lines() {
            let value: Value = serde_json::from_str(line).unwrap_or_default();
            match value["type"].as_str() {
                Some("summary") => said.summary = of_the_site(&value),
                Some("notice") => {}
                _ => said.diagnostics.push(line.to_owned()),
            }
        }
        said
    }
}

/// What a summary says of the site.
fn of_the_site(summary: &Value) -> Value {
    let mut site = json!({"output": null});
    for key in SUMMARY {
        site[key] = summary[key].clone();
    }
    for key in SUMMARY_OF_OUTPUT.iter().filter(|_| !summary["output"].is_null()) {
        site["output"][key] = summary["output"][key].clone();
    }
    site
}

/// The files of an output without what is not byline's.
fn published(folder: &Path) -> Files {
    gather(folder, &[FOREIGN.0])
}

/// Says in what two builds differ, and where one of them did not come to its end.
fn compare_said(kept: &Said, clean: &Said) -> Result<(), String> {
    for (name, said) in [("the incremental build", kept), ("the clean build", clean)] {
        if !matches!(said.code, Some(0 | 1)) || said.summary["ok"].is_null() {
            return Err(format!("{name} ended with {:?}:\n{}", said.code, said.everything));
        }
    }
    if kept.code != clean.code {
        let (kept, clean) = (&kept.everything, &clean.everything);
        return Err(format!("the exit codes differ\n--- incremental\n{kept}\n--- clean\n{clean}"));
    }
    if kept.diagnostics != clean.diagnostics {
        return Err(format!("the diagnostics differ\n{}", lines_that_differ(&kept.diagnostics, &clean.diagnostics)));
    }
    Ok(())
}

/// Says in what the summaries of two builds differ.
fn compare_summaries(kept: &Value, clean: &Value) -> Result<(), String> {
    if kept == clean {
        return Ok(());
    }
    Err(format!("the summaries differ\n--- incremental\n{kept}\n--- clean\n{clean}"))
}

fn lines_that_differ(kept: &[String], clean: &[String]) -> String {
    let mut text = String::new();
    for (name, lines, others) in [("incremental", kept, clean), ("clean", clean, kept)] {
        for line in lines.iter().filter(|line| !others.contains(line)) {
            let _ = writeln!(text, "--- only {name}\n{line}");
        }
    }
    if text.is_empty() {
        let _ =
            writeln!(text, "in order or number\n--- incremental\n{}\n--- clean\n{}", kept.join("\n"), clean.join("\n"));
    }
    text
}

/// Says in what files differ from those that are expected.
fn compare_files(what: &str, found: &Files, expected: &Files) -> Result<(), String> {
    let names: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let wrong: Vec<&String> = names.into_iter().filter(|name| found.get(*name) != expected.get(*name)).collect();
    // The manifest differs wherever another file does.
    let Some(first) = wrong.iter().find(|name| !name.starts_with(".byline-")).or(wrong.first()) else { return Ok(()) };
    let difference = match (found.get(*first), expected.get(*first)) {
        (Some(_), None) => "is left over".to_owned(),
        (None, _) => "is missing".to_owned(),
        (Some(found), Some(expected)) => {
            let (found, expected) = snippets(found, expected);
            format!("differs\n--- found\n{found}\n--- expected\n{expected}")
        }
    };
    Err(format!("{} of the files are not those {what}: {wrong:?}\n{first} {difference}", wrong.len()))
}

/// What stands in two files around their first difference.
fn snippets(one: &[u8], other: &[u8]) -> (String, String) {
    let at = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let around = |bytes: &[u8]| {
        let (start, end) = (at.saturating_sub(AROUND / 2), (at + AROUND).min(bytes.len()));
        format!("…{}…", String::from_utf8_lossy(&bytes[start.min(end)..end]))
    };
    (around(one), around(other))
}

/// Writes a file over what may be there; every other length takes its place as a new file, as some editors do it.
fn write(file: &Path, bytes: &[u8], keeps_time: bool) {
    make_folder_of(file);
    let time = fs::metadata(file).and_then(|metadata| metadata.modified()).ok().filter(|_| keeps_time);
    if bytes.len().is_multiple_of(2) {
        fs::write(file, bytes).expect("the file can be written");
    } else {
        let new = file.with_file_name(".new");
        fs::write(&new, bytes).expect("the file can be written");
        fs::rename(&new, file).expect("the file can be moved");
    }
    if let Some(time) = time {
        set_time(file, time);
    }
}

fn set_time(file: &Path, time: SystemTime) {
    File::options().write(true).open(file).and_then(|file| file.set_modified(time)).expect("the time can be set");
}

fn make_folder_of(file: &Path) {
    fs::create_dir_all(file.parent().expect("a file has a folder")).expect("the folder can be made");
}

fn remove_folder(folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the folder can be removed");
    }
}

/// Changes a built file as somebody else might.
fn alter(file: &Path, is_longer: bool) {
    let bytes = fs::read(file).expect("a built file can be read");
    let altered = if is_longer { [&bytes[..], b"more"].concat() } else { flipped(&bytes) };
    fs::write(file, altered).expect("a built file can be written");
}
