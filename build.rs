//! Links the program at a fixed address on Linux, and gives it a fingerprint of what it is made of.
//!
//! A position-independent program moves some ten megabytes of tables to where it was loaded each time it starts, which takes
//! longer than answering `--version`. The fingerprint keeps one program from taking over what another has found out.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

/// What a program is made of.
const SOURCES: [&str; 4] = ["src", "themes", "build.rs", "Cargo.lock"];

fn main() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    let mut files = BTreeSet::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        gather(Path::new(source), &mut files);
    }
    println!("cargo::rustc-env=BYLINE_PRINT={:016x}{:016x}", print(&files, 1), print(&files, 2));
}

fn gather(path: &Path, files: &mut BTreeSet<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| gather(&entry.path(), files)),
        Err(_) => {
            files.insert(path.to_owned());
        }
    }
}

/// A fingerprint of the names and contents of files.
fn print(files: &BTreeSet<PathBuf>, seed: u8) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_u8(seed);
    for file in files {
        let content = fs::read(file).unwrap_or_default();
        hasher.write(file.to_string_lossy().replace('\\', "/").as_bytes());
        hasher.write_usize(content.len());
        hasher.write(&content);
    }
    hasher.finish()
}
