//! What fuzzing found and what it began with, judged again: the files of `tests/fuzzed/` and of `fuzz/seeds/`.

mod judges;

use std::fs;
use std::path::{Path, PathBuf};

/// Judges every kept input of a target; there must be at least `least`.
fn judge_all(target: &str, least: usize, judge: fn(&[u8])) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.join("fuzz/seeds").join(target), root.join("tests/fuzzed").join(target)];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an input has a name").path()).collect();
    files.sort();
    assert!(files.len() >= least, "only {} inputs of {target}", files.len());
    for file in files {
        let bytes = fs::read(&file).expect("an input can be read");
        // a failure shows which input it was
        println!("{}", file.display());
        judge(&bytes);
    }
}

#[test]
fn front_matter_that_was_found_is_read() {
    judge_all("front_matter", 17, judges::front_matter::judge);
}

#[test]
fn dates_that_were_found_are_read() {
    judge_all("dates", 20, judges::dates::judge);
}

#[test]
fn bodies_that_were_found_are_read() {
    judge_all("markdown", 14, judges::markdown::judge);
}

#[test]
fn configurations_that_were_found_are_read() {
    judge_all("configuration", 8, judges::configuration::judge);
}
