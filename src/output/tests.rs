//! Commits that are stopped after each of their steps, and what the next run makes of them.

use super::*;

/// The files of a folder with their bytes, by their paths.
type Files = BTreeMap<String, Vec<u8>>;

/// What stands in the output folder and is not byline's.
const FOREIGN: &[(&str, &str)] = &[("notes/todo.txt", "mine"), ("kept/mine.txt", "mine too"), ("mine.txt", "mine")];

/// The site before: unchanged, changed and removed files, a file that becomes a folder, folders that become files.
const BEFORE: &[(Rank, &str, &str)] = &[
    (Rank::Asset, "site.css", "the same"),
    (Rank::Asset, "picture.png", "a picture"),
    (Rank::Article, "changed/index.html", "before"),
    (Rank::Article, "removed/index.html", "before"),
    (Rank::Article, "kept/removed.html", "before"),
    (Rank::Article, "deep/down/below/index.html", "before"),
    (Rank::Article, "deep/down/index.html", "before"),
    (Rank::Article, "file", "before"),
    (Rank::Article, "ä folder/index.html", "before"),
    (Rank::Feed, "feed.xml", "before"),
    (Rank::Front, "index.html", "before"),
];

/// The site after.
const AFTER: &[(Rank, &str, &str)] = &[
    (Rank::Front, "index.html", "after"),
    (Rank::Feed, "feed.xml", "after"),
    (Rank::Listing, "list/index.html", "after"),
    (Rank::Article, "deep/down", "after"),
    (Rank::Article, "file/index.html", "after"),
    (Rank::Article, "file/more/index.html", "after"),
    (Rank::Article, "ä folder", "after"),
    (Rank::Article, "new/index.html", "after"),
    (Rank::Article, "changed/index.html", "after"),
    (Rank::Asset, "site.css", "the same"),
    (Rank::Asset, "picture.png", "another"),
];

/// A folder; in memory where that can be had, since each commit waits for the disk.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn write(folder: &Path, name: &str, text: &str) {
    let target = folder.join(name);
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::write(target, text).unwrap();
}

fn put(folder: &Path, files: &[(Rank, &str, &str)]) -> Transaction {
    let transaction = Transaction::open(folder).unwrap();
    for (rank, path, text) in files {
        transaction.put(*rank, &OutputPath::new(path).unwrap(), text.as_bytes()).unwrap();
    }
    transaction
}

fn build(folder: &Path, files: &[(Rank, &str, &str)]) -> Committed {
    put(folder, files).commit(false).unwrap()
}

/// The site before in its folder, among files of others.
fn before() -> tempfile::TempDir {
    let folder = folder();
    for (name, text) in FOREIGN {
        write(folder.path(), name, text);
    }
    build(folder.path(), BEFORE);
    folder
}

/// Every file of a folder, and `name/` for each that is empty.
fn files(folder: &Path) -> Files {
    fn gather(folder: &Path, prefix: &str, files: &mut Files) {
        let mut is_empty = true;
        for entry in fs::read_dir(folder).unwrap() {
            is_empty = false;
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().into_string().unwrap());
            if entry.path().is_dir() {
                gather(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
        if is_empty {
            files.insert(prefix.to_owned(), Vec::new());
        }
    }
    let mut found = Files::new();
    gather(folder, "", &mut found);
    found
}

/// What a clean build of these files, among those of others, has in its folder.
fn clean(site: &[(Rank, &str, &str)]) -> Files {
    let folder = folder();
    for (name, text) in FOREIGN {
        write(folder.path(), name, text);
    }
    build(folder.path(), site);
    files(folder.path())
}

/// Begins the commit of the site after, and is stopped after some steps. How many steps there are.
fn stop_after(folder: &Path, count: usize) -> usize {
    let mut transaction = put(folder, AFTER);
    let record = std::mem::take(&mut *transaction.lock());
    let journal = transaction.plan(record, false).unwrap();
    transaction.begin(&journal).unwrap();
    let owned = std::mem::take(&mut transaction.owned);
    let mut commit = Commit::new(folder, &transaction.staging, owned, false);
    for step in journal.steps.iter().take(count) {
        commit.step(step).unwrap();
    }
    journal.steps.len()
}

/// The number of steps from the site before to the one after.
fn steps() -> usize {
    stop_after(before().path(), 0)
}

#[test]
fn a_commit_stopped_after_any_step_is_finished_by_the_next_build() {
    let expected = clean(AFTER);
    for count in 0..=steps() {
        let folder = before();
        stop_after(folder.path(), count);
        assert!(folder.path().join(STAGING).join(JOURNAL).exists());
        drop(Transaction::open(folder.path()).unwrap());
        assert_eq!(files(folder.path()), expected, "finished after {count} steps");
        let committed = build(folder.path(), AFTER);
        assert_eq!((committed.written, committed.removed), (0, 0), "nothing was left to do after {count} steps");
        assert_eq!(files(folder.path()), expected, "built after {count} steps");
    }
}

#[test]
fn a_commit_stopped_after_any_step_does_not_hinder_a_build_of_another_site() {
    let other = [(Rank::Front, "index.html", "other"), (Rank::Article, "deep/index.html", "other")];
    let expected = clean(&other);
    for count in 0..=steps() {
        let folder = before();
        stop_after(folder.path(), count);
        build(folder.path(), &other);
        assert_eq!(files(folder.path()), expected, "after {count} steps");
    }
}

#[test]
fn finishing_may_be_stopped_too() {
    let expected = clean(AFTER);
    let count = steps();
    for first in 0..=count {
        for second in 0..=count {
            let folder = before();
            stop_after(folder.path(), first);
            let staging = folder.path().join(STAGING);
            let journal = Journal::read(&staging).unwrap();
            let mut commit = Commit::new(folder.path(), &staging, Manifest::read(folder.path()).unwrap(), true);
            for step in journal.steps.iter().take(second) {
                commit.step(step).unwrap();
            }
            drop(Transaction::open(folder.path()).unwrap());
            assert_eq!(files(folder.path()), expected, "after {first} steps, then {second}");
        }
    }
}

#[test]
fn a_commit_whose_manifest_is_written_already_does_nothing_again() {
    let folder = before();
    stop_after(folder.path(), 0);
    let staging = folder.path().join(STAGING);
    let journal = Journal::read(&staging).unwrap();
    let owned = Manifest::read(folder.path()).unwrap();
    Commit::new(folder.path(), &staging, owned, false).carry_out(&journal.steps).ok().unwrap();
    // Another puts a file where byline has just removed one with the same bytes.
    write(folder.path(), "removed/index.html", "before");
    drop(Transaction::open(folder.path()).unwrap());
    let mut expected = clean(AFTER);
    expected.insert("removed/index.html".to_owned(), b"before".to_vec());
    assert_eq!(files(folder.path()), expected);
}

#[test]
fn what_others_put_there_in_between_is_not_touched() {
    for count in 0..=steps() {
        let folder = before();
        stop_after(folder.path(), count);
        // In the place of a new file, as a folder in that of another, and in that of one that goes.
        let theirs =
            [("new/index.html", "theirs"), ("list/index.html/theirs.txt", "theirs"), ("removed/index.html", "theirs")];
        for (name, text) in theirs {
            if !folder.path().join(name).parent().unwrap().is_file() {
                write(folder.path(), name, text);
            }
        }
        let placed = |name: &str| !folder.path().join(STAGING).join(name).exists();
        let theirs_stand = [!placed("new/index.html"), !placed("list/index.html"), true];
        drop(Transaction::open(folder.path()).unwrap());
        let found = files(folder.path());
        let owned = Manifest::read(folder.path()).unwrap();
        for ((name, text), stands) in theirs.into_iter().zip(theirs_stand) {
            if stands {
                assert_eq!(found.get(name).map(Vec::as_slice), Some(text.as_bytes()), "{name} after {count} steps");
                assert!(owned.get(&OutputPath::new(name).unwrap()).is_none(), "{name} is owned after {count} steps");
            }
        }
        for (name, text) in FOREIGN {
            assert_eq!(found[*name], text.as_bytes());
        }
    }
}

#[test]
fn a_commit_without_a_whole_journal_is_discarded() {
    let expected = clean(BEFORE);
    for damage in ["", "byline journal 2\n", "something else\n"] {
        let folder = before();
        stop_after(folder.path(), 0);
        fs::write(folder.path().join(STAGING).join(JOURNAL), damage).unwrap();
        drop(Transaction::open(folder.path()).unwrap());
        assert_eq!(files(folder.path()), expected);
        build(folder.path(), AFTER);
        assert_eq!(files(folder.path()), clean(AFTER));
    }
}

#[test]
fn a_staged_file_that_is_damaged_is_not_placed() {
    let folder = before();
    stop_after(folder.path(), 0);
    write(&folder.path().join(STAGING), "index.html", "aft");
    drop(Transaction::open(folder.path()).unwrap());
    assert_eq!(fs::read(folder.path().join("index.html")).unwrap(), b"before");
    build(folder.path(), AFTER);
    assert_eq!(files(folder.path()), clean(AFTER));
}

#[test]
fn a_stopped_first_build_is_discarded() {
    let parent = folder();
    let folder = parent.path().join("public");
    std::mem::forget(put(&folder, BEFORE));
    assert!(beside(&folder).exists() && !folder.exists());
    fs::create_dir(&folder).unwrap();
    build(&folder, AFTER);
    let mut expected = clean(AFTER);
    expected.retain(|name, _| FOREIGN.iter().all(|(foreign, _)| foreign != name));
    let expected: Files = expected.into_iter().map(|(name, bytes)| (format!("public/{name}"), bytes)).collect();
    assert_eq!(files(parent.path()), expected);
}

#[test]
fn files_go_to_their_places_by_rank_and_removals_come_last() {
    let folder = before();
    let transaction = put(folder.path(), AFTER);
    let record = std::mem::take(&mut *transaction.lock());
    let journal = transaction.plan(record, false).unwrap();
    let shown = |step: &Step| match step {
        Step::Place { path, replaces, .. } => format!("{} {path}", if *replaces { "replace" } else { "new" }),
        Step::Remove { path, .. } => format!("remove {path}"),
        Step::Own { path, .. } => format!("own {path}"),
    };
    assert_eq!(
        journal.steps.iter().map(shown).collect::<Vec<_>>(),
        [
            "replace picture.png",
            "replace changed/index.html",
            "remove deep/down/below/index.html",
            "remove deep/down/index.html",
            "new deep/down",
            "remove file",
            "new file/index.html",
            "new file/more/index.html",
            "new new/index.html",
            "remove ä folder/index.html",
            "new ä folder",
            "new list/index.html",
            "replace feed.xml",
            "replace index.html",
            "remove kept/removed.html",
            "remove removed/index.html",
        ]
    );
}

#[test]
fn a_build_without_a_change_writes_no_journal() {
    let folder = before();
    let mut transaction = put(folder.path(), BEFORE);
    let record = std::mem::take(&mut *transaction.lock());
    let journal = transaction.plan(record, false).unwrap();
    transaction.begin(&journal).unwrap();
    assert!(journal.is_empty() && !transaction.staging.join(JOURNAL).exists());
}

#[test]
fn a_foreign_file_is_never_removed_for_a_folder_nor_a_foreign_folder_for_a_file() {
    let folder = before();
    let expected = files(folder.path());
    let cases = [("notes", "notes/todo.txt"), ("mine.txt/index.html", "mine.txt"), ("kept", "kept/mine.txt")];
    for adopt in [false, true] {
        for (name, obstacle) in cases {
            let found = put(folder.path(), &[(Rank::Article, name, "after")]).commit(adopt).unwrap_err();
            assert_eq!(found.len(), 1);
            let obstacle = folder.path().join(obstacle);
            assert_eq!(found[0].message, format!("`{}` is in the way: byline did not write it", obstacle.display()));
            assert_eq!(found[0].hints, [format!("the site's own `/{name}` cannot stand beside it; move it away")]);
            assert_eq!(files(folder.path()), expected);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_commit_that_the_disk_stops_is_finished_when_it_can_be() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = before();
    let closed = folder.path().join("removed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(closed.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let found = put(folder.path(), AFTER).commit(false).unwrap_err();
    let file = closed.join("index.html");
    assert_eq!(found[0].message, format!("cannot remove `{}`: permission denied", file.display()));
    assert_eq!(found[0].hints, ["a part of the site is in its place already; the next build finishes what was begun"]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    drop(Transaction::open(folder.path()).unwrap());
    assert_eq!(files(folder.path()), clean(AFTER));
}
