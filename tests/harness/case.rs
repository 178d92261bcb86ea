//! Cases: a whole site, a command and what it must say, in one text file.
//!
//! A case is a list of parts, each headed by a line `-- NAME --`. What stands above the first says what the case shows. `run` is the
//! command's arguments, a line each; `code`, `stdout` and `stderr` are what is expected of it; every other part is a file of the site.
//! With `BYLINE_UPDATE=1` the expectations are rewritten by what was found.

use std::fs;
use std::path::{Path, PathBuf};

use super::Site;

/// The parts that are expectations, in the order in which they are written.
const EXPECTED: [&str; 3] = ["code", "stdout", "stderr"];

/// Runs every case of a folder of `tests/`; fails where one is not as expected, or where there are fewer than `least`.
pub fn run_all(folder: &str, least: usize) {
    let mut files: Vec<PathBuf> = fs::read_dir(super::project().join("tests").join(folder))
        .expect("the folder of the cases is there")
        .map(|entry| entry.expect("a case can be listed").path())
        .collect();
    files.sort();
    let failures: Vec<String> = files.iter().filter_map(|file| run(file)).collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases fail (BYLINE_UPDATE=1 rewrites them)\n{}",
        failures.len(),
        files.len(),
        failures.join("\n")
    );
    assert!(files.len() >= least, "only {} cases in {folder}", files.len());
}

/// Runs a case; gives what is not as expected.
fn run(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).expect("a case can be read");
    let (about, parts) = parts(&text);
    let part = |name: &str| parts.iter().find(|(part, _)| part == name).map_or("", |(_, text)| text.as_str());
    let mut site = Site::new();
    for (name, text) in parts.iter().filter(|(name, _)| name != "run" && !EXPECTED.contains(&name.as_str())) {
        site = site.file(name, text);
    }
    let arguments: Vec<&str> = part("run").lines().collect();
    let found = site.run(&arguments);
    let actual = [found.code.to_string() + "\n", found.stdout, found.stderr];
    let is_as_expected = EXPECTED.iter().zip(&actual).all(|(name, actual)| part(name) == actual);
    if is_as_expected {
        return None;
    }
    if std::env::var_os("BYLINE_UPDATE").is_some() {
        let kept = parts.iter().filter(|(name, _)| !EXPECTED.contains(&name.as_str()));
        let kept: String = kept.map(|(name, text)| format!("-- {name} --\n{text}")).collect();
        let new = EXPECTED.iter().zip(&actual).filter(|(_, text)| !text.is_empty());
        let new: String = new.map(|(name, text)| format!("-- {name} --\n{text}")).collect();
        fs::write(file, format!("{about}{kept}{new}")).expect("a case can be written");
        return None;
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let differences = EXPECTED.iter().zip(&actual).filter(|(part_name, actual)| part(part_name) != *actual);
    let differences: String = differences
        .map(|(name, actual)| format!("--- {name}, expected\n{}--- {name}, found\n{actual}", part(name)))
        .collect();
    Some(format!("===== {name}\n{differences}"))
}

/// What stands above the first part, and the parts with their names.
fn parts(text: &str) -> (String, Vec<(String, String)>) {
    let mut about = String::new();
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let head = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (head, parts.last_mut()) {
            (Some(name), _) => parts.push((name.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => about.push_str(line),
        }
    }
    (about, parts)
}
