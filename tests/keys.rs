//! Every key of the table makes the difference that its example promises.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use byline::keys::{BASE_SITE, KEYS, Key};

type Files = &'static [(&'static str, &'static str)];

/// What a build of the base site with `changed` files gives: every file of the output, and what was printed.
fn outcome(folder: &Path, changed: Files) -> BTreeMap<String, Vec<u8>> {
    let files: BTreeMap<&str, &str> = BASE_SITE.iter().chain(changed).copied().collect();
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_byline"))
        .args(["build", "--at", "2026-06-01T12:00:00Z", "--jobs", "1", "--format", "json"])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    // The last line holds times; what it counts shows in the files.
    let diagnostics: String = text.lines().filter(|line| !line.contains("\"type\":\"summary\"")).collect();
    let mut found = BTreeMap::from([("(exit code)".to_owned(), vec![output.status.code().unwrap_or(-1) as u8])]);
    found.insert("(diagnostics)".to_owned(), diagnostics.into_bytes());
    if changed.iter().any(|(_, text)| text.contains("publish:")) {
        // What publishing would do; the commit is none, for the folder is under no version control.
        let output = Command::new(env!("CARGO_BIN_EXE_byline"))
            .args(["publish", "--dry-run", "--format", "json", "--at", "2026-06-01T12:00:00Z"])
            .current_dir(folder)
            .output()
            .unwrap();
        found.insert("(publication)".to_owned(), output.stdout);
    }
    for entry in
        walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        let is_source = BASE_SITE.iter().chain(changed).any(|(source, _)| *source == path);
        if !is_source && !path.ends_with(".byline-manifest") {
            found.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// What is wrong with a key's example; `None` where it shows a difference.
fn fault(key: &Key) -> Option<String> {
    let build = |changed| {
        let folder = tempfile::tempdir().unwrap();
        outcome(folder.path(), changed)
    };
    let with = build(key.example.with);
    let without = build(key.example.without);
    let name = format!("{:?} `{}`", key.scopes, key.name);
    let text = |found: &BTreeMap<String, Vec<u8>>| String::from_utf8_lossy(&found["(diagnostics)"]).into_owned();
    if without["(exit code)"] != [0] && !key.example.difference.contains("error") {
        return Some(format!("{name}: the site without it does not build: {}", text(&without)));
    }
    if with["(exit code)"] != [0] && !key.example.difference.contains("error") {
        return Some(format!("{name}: the site with it does not build: {}", text(&with)));
    }
    (with == without).then(|| format!("{name}: nothing differs, though: {}", key.example.difference))
}

#[test]
fn every_key_makes_the_difference_that_its_example_promises() {
    let rows: Vec<&Key> = KEYS.iter().collect();
    let half = rows.len().div_ceil(2);
    let faults: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = rows
            .chunks(half)
            .map(|part| scope.spawn(move || part.iter().filter_map(|key| fault(key)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(rows.len() > 80, "only {} keys", rows.len());
    assert!(faults.is_empty(), "{} of {} keys:\n{}", faults.len(), rows.len(), faults.join("\n"));
}
