//! The arrows between the rooms of `src/`: which may import which, and that only the edges touch the world outside.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may import. A stage knows only those before it; nothing knows `cli`.
const ARROWS: &[(&str, &[&str])] = &[
    ("fingerprint", &[]),
    ("path", &[]),
    ("content_type", &[]),
    ("diagnostic", &["path"]),
    ("picture", &["path", "diagnostic"]),
    ("store", &["fingerprint", "path", "diagnostic"]),
    ("keys", &["path", "diagnostic"]),
    ("config", &["path", "diagnostic", "keys", "article"]),
    ("source", &["path", "diagnostic", "picture", "store", "keys", "config"]),
    ("article", &["fingerprint", "path", "diagnostic", "keys", "config"]),
    ("import", &["config", "article"]),
    ("site", &["path", "diagnostic", "config", "source", "article"]),
    ("theme", &["fingerprint", "path", "diagnostic", "picture", "keys", "config", "source"]),
    ("plan", &["path", "diagnostic", "config", "source", "article", "site", "theme"]),
    (
        "render",
        &["fingerprint", "path", "content_type", "diagnostic", "config", "source", "article", "site", "theme", "plan"],
    ),
    ("rendered", &["diagnostic", "article"]),
    ("output", &["fingerprint", "path", "diagnostic", "store"]),
    (
        "build",
        &[
            "fingerprint",
            "path",
            "diagnostic",
            "picture",
            "config",
            "source",
            "article",
            "site",
            "theme",
            "plan",
            "render",
            "rendered",
            "output",
            "store",
        ],
    ),
    (
        "serve",
        &[
            "path",
            "content_type",
            "diagnostic",
            "config",
            "source",
            "article",
            "site",
            "theme",
            "plan",
            "render",
            "output",
            "store",
            "build",
        ],
    ),
    ("publish", &["path", "content_type", "diagnostic", "config", "article", "output", "build"]),
    (
        "cli",
        &[
            "path",
            "diagnostic",
            "keys",
            "config",
            "source",
            "article",
            "import",
            "site",
            "theme",
            "plan",
            "render",
            "output",
            "store",
            "build",
            "serve",
            "publish",
        ],
    ),
];

/// The rooms that may touch disk, network, clock and environment.
const EDGES: &[&str] = &["source", "output", "store", "serve", "publish", "cli"];

/// What only edges may name.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::time::SystemTime",
    "std::time::Instant",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
];

/// Calls that read the clock or are random, by any path.
const UNREPEATABLE: &[&str] =
    &["Timestamp::now", "Zoned::now", "SystemTime::now", "Instant::now", "Uuid::new_v4", "TimeZone::system"];

/// A source file, with what stands in it outside of tests and comments.
struct File {
    path: PathBuf,
    room: String,
    /// How many modules lie between it and the crate.
    depth: usize,
    code: String,
}

#[test]
fn each_room_imports_only_the_rooms_before_it() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let files = files();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files.iter().filter(|file| !file.room.is_empty()) {
        let Some(allowed) = arrows.get(file.room.as_str()) else {
            wrong.push(format!("{}: the room `{}` is not in the table of this test", file.path.display(), file.room));
            continue;
        };
        for room in rooms_named(file) {
            seen += 1;
            if room != file.room && !allowed.contains(&room.as_str()) {
                wrong.push(format!("{}: `{}` imports `{room}`", file.path.display(), file.room));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 50, "only {seen} imports were found: this test does not see the code");
}

#[test]
fn only_the_edges_touch_disk_network_clock_and_environment() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files().iter().filter(|file| !file.room.is_empty()) {
        let paths = paths(&file.code);
        let named = OUTSIDE.iter().filter(|outside| paths.iter().any(|path| is_or_is_in(path, outside)));
        let called = UNREPEATABLE.iter().filter(|call| file.code.contains(**call));
        for what in named.chain(called) {
            seen += 1;
            if !EDGES.contains(&file.room.as_str()) {
                wrong.push(format!("{}: `{what}` outside of the edges", file.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 5, "only {seen} uses in the edges were found: this test does not see the code");
}

#[test]
fn the_table_has_no_circle_but_the_types_that_an_article_and_a_configuration_share() {
    let place: BTreeMap<&str, usize> = ARROWS.iter().enumerate().map(|(place, (room, _))| (*room, place)).collect();
    let backward = ARROWS.iter().flat_map(|(room, allowed)| allowed.iter().map(move |other| (*room, *other)));
    let backward: Vec<_> = backward.filter(|(room, other)| place[other] > place[room]).collect();
    assert_eq!(backward, [("config", "article")]);
}

#[test]
fn the_reader_of_this_test_sees_groups_comments_and_tests() {
    let text = "use std::{fs, io::{self, Read}};\n// std::env\nfn f() { crate::site::x(); }\n#[cfg(test)]\nmod tests {\n  use std::net;\n}\n";
    let paths = paths(&without_tests(text));
    assert!(paths.contains("std::fs") && paths.contains("std::io::Read") && paths.contains("crate::site::x"));
    assert!(!paths.contains("std::env") && !paths.contains("std::net"));
}

/// Every file of the library, sorted.
fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    gather(&root, &mut paths);
    paths.sort();
    paths.into_iter().filter_map(|path| read(&root, path)).collect()
}

fn gather(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the sources can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            gather(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Reads a file; `None` for one that holds tests only. The crate's own files have the room "".
fn read(root: &Path, path: PathBuf) -> Option<File> {
    let inside = path.strip_prefix(root).expect("the file is below the sources").with_extension("");
    let names: Vec<String> = inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    if names.iter().any(|name| name == "tests") {
        return None;
    }
    let is_crate = names == ["lib"] || names == ["main"];
    let room = if is_crate { String::new() } else { names[0].clone() };
    let depth = names.iter().filter(|name| *name != "mod").count();
    let code = without_tests(&fs::read_to_string(&path).expect("a source can be read"));
    Some(File { path, room, depth, code })
}

/// The code without comments and without what is compiled for tests only.
fn without_tests(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            skip_item(&mut lines);
            continue;
        }
        let code = line.find("//").filter(|at| !line[..*at].ends_with(':')).map_or(line, |at| &line[..at]);
        out.push_str(code);
        out.push('\n');
    }
    out
}

/// Skips an item: up to its semicolon, or to the line that closes it at the indentation of its head.
fn skip_item<'a>(lines: &mut impl Iterator<Item = &'a str>) {
    let Some(head) = lines.find(|line| !line.trim_start().starts_with("#[")) else { return };
    if head.trim_end().ends_with([';', '}']) {
        return;
    }
    let indentation = &head[..head.len() - head.trim_start().len()];
    let close = format!("{indentation}}}");
    for line in lines {
        if line.trim_end() == close {
            return;
        }
    }
}

/// The rooms that a file names by `crate::…`, or by enough `super::`.
fn rooms_named(file: &File) -> BTreeSet<String> {
    let up = "super::".repeat(file.depth);
    let rest = |path: &str| {
        let rest = path.strip_prefix("crate::").or_else(|| path.strip_prefix(&up))?;
        rest.split("::").next().map(str::to_owned)
    };
    let rooms = paths(&file.code).iter().filter_map(|path| rest(path)).collect::<BTreeSet<_>>();
    rooms.into_iter().filter(|room| ARROWS.iter().any(|(name, _)| name == room)).collect()
}

/// Every path of the code that begins with `std`, `crate` or `super`, groups of a `use` taken apart.
fn paths(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for start in ["std::", "crate::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|character| character.is_alphanumeric() || character == '_' || character == ':') {
                expand("", &code[at..], &mut found);
            }
        }
    }
    found
}

/// Adds the paths of the tree at the beginning of `text`, each behind `prefix`; gives what follows the tree.
fn expand<'a>(prefix: &str, text: &'a str, found: &mut BTreeSet<String>) -> &'a str {
    let end =
        text.find(|character: char| !(character.is_alphanumeric() || "_:*".contains(character))).unwrap_or(text.len());
    let (path, rest) = text.split_at(end);
    let whole = format!("{prefix}{path}");
    if !rest.starts_with('{') || !path.ends_with("::") {
        found.insert(whole.trim_end_matches("::self").to_owned());
        return rest;
    }
    let mut rest = &rest[1..];
    loop {
        rest = expand(&whole, rest.trim_start(), found).trim_start();
        if let Some(alias) = rest.strip_prefix("as ") {
            rest = alias
                .trim_start()
                .trim_start_matches(|character: char| character.is_alphanumeric() || character == '_')
                .trim_start();
        }
        match rest.strip_prefix(',') {
            Some(next) if !next.trim_start().starts_with('}') => rest = next,
            Some(next) => return next.trim_start().strip_prefix('}').unwrap_or(next),
            None => return rest.strip_prefix('}').unwrap_or(rest),
        }
    }
}

fn is_or_is_in(path: &str, outside: &str) -> bool {
    path.strip_prefix(outside).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
