//! The output folder as the program leaves it: what is rewritten, what changes its kind, what is left of a build that was stopped.

mod harness;

use std::fs;

use harness::{Site, changed};

fn site() -> Site {
    Site::plain().article("content/news/first.md", "First", "2026-01-01").file("static/old/inner.txt", "inner")
}

#[test]
fn a_folder_becomes_a_file_and_a_file_a_folder() {
    let site = site().file("public/old/notes.txt", "mine").file("static/plan", "a file");
    site.build();
    site.remove("static/plan");
    site.write("static/plan/more/inner.txt", "inner");
    site.build().says("1 written, 1 removed");
    assert_eq!(site.page("plan/more/inner.txt"), "inner");

    site.remove("static/plan/more/inner.txt");
    fs::remove_dir_all(site.path("static/plan")).expect("the folder can be removed");
    site.write("static/plan", "a file");
    site.build().says("1 written, 1 removed");
    assert_eq!(site.page("plan"), "a file");
}

#[test]
fn a_folder_with_a_file_of_others_does_not_become_a_file() {
    let site = site().file("public/old/notes.txt", "mine");
    site.build();
    fs::remove_dir_all(site.path("static/old")).expect("the folder can be removed");
    site.write("static/old", "a file");
    let before = site.files();
    for arguments in [&["build"][..], &["build", "--adopt"]] {
        site.run(arguments)
            .code(1)
            .complains("error[foreign-output]: `ROOT/public/old/notes.txt` is in the way: byline did not write it")
            .complains(" = help: the site's own `/old` cannot stand beside it; move it away");
        assert_eq!(changed(&before, &site.files()), Vec::<String>::new());
    }
}

#[test]
fn what_a_stopped_build_left_without_a_journal_is_discarded() {
    let site = site();
    site.build();
    let clean = site.files();
    site.write("public/.byline-staging/index.html", "half of a pa");
    site.write("public/.byline-staging/.byline-journal", "byline journal 1\nnew 00 index.html\n");
    site.write(".public.byline-staging/index.html", "half of a pa");
    site.build().says("0 written, 0 removed");
    assert!(!site.path("public/.byline-staging").exists() && !site.path(".public.byline-staging").exists());
    assert_eq!(changed(&clean, &site.files()), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_build_after_a_change_writes_what_changed_and_nothing_else() {
    use std::os::unix::fs::MetadataExt as _;
    let site = site();
    site.build();
    let before = site.files();
    let stamp = |name: &str| {
        let metadata = fs::metadata(site.path(&format!("public/{name}"))).expect("the file is there");
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
    };
    let stamps: Vec<_> = before.keys().map(|name| (name, stamp(name))).collect();
    site.write("static/old/inner.txt", "another");
    site.build().says("1 written, 0 removed");
    for (name, old) in stamps {
        assert_eq!(stamp(name) == old, name != "old/inner.txt", "{name}");
    }
}
