//! `--baseline` and `--write-baseline`: what is known already is passed over, what is new counts.

mod harness;

use harness::{Site, assert_has, assert_lacks};

const DEAD: &str = "---\ntitle: Plan\n---\nSee [the budget](budget.md).\n";
const BROKEN: &str = "---\ntitle: Harbour: the plan\n---\nThe text.\n";

/// A site with a dead link, whose list of known faults is `known.jsonl`.
fn site() -> Site {
    let site = Site::plain().file("content/news/a.md", DEAD);
    let run = site.run(&["check", "--write-baseline", "known.jsonl"]).code(0);
    assert_eq!(run.stderr, "Wrote 1 known fault to known.jsonl\n");
    assert_has(&run.stdout, "1 known fault passed over");
    site
}

#[test]
fn what_is_known_is_passed_over_and_said_to_be() {
    let site = site();
    let known = std::fs::read_to_string(site.path("known.jsonl")).expect("the list was written");
    assert!(known.starts_with("{\"code\":\"dead-link\",\"file\":\"content/news/a.md\",\"message\":"), "{known}");
    assert!(known.ends_with(",\"count\":1}\n") && !known.contains("line"), "{known}");
    site.run(&["check", "--strict"]).code(1).complains("dead-link");
    for command in ["check", "build"] {
        let run = site.run(&[command, "--strict", "--baseline", "known.jsonl"]).code(0);
        assert_eq!(run.stderr, "");
        assert_has(&run.stdout, "  1 known fault passed over\n");
    }
    let objects = site.run(&["check", "--baseline", "known.jsonl", "--format", "json"]).code(0).json();
    assert_eq!(objects.len(), 1);
    assert_eq!((&objects[0]["passed_over"], &objects[0]["warnings"]), (&1.into(), &0.into()));
}

#[test]
fn an_edit_above_makes_no_old_fault_new_and_a_second_one_of_the_same_kind_is_new() {
    let site = site();
    site.write("content/news/a.md", DEAD.replace("See", "One more line.\n\nSee"));
    site.run(&["build", "--strict", "--baseline", "known.jsonl"]).code(0);
    site.write("content/news/a.md", format!("{DEAD}\nAnd [again](budget.md).\n"));
    let run = site.run(&["build", "--strict", "--baseline", "known.jsonl"]).code(1);
    assert_has(&run.stderr, " --> content/news/a.md:6:");
    assert_lacks(&run.stderr, "content/news/a.md:4:");
    assert_has(&run.stderr, "  1 known fault passed over");
    site.write("content/news/b.md", DEAD);
    site.run(&["check", "--baseline", "known.jsonl"]).code(0).complains("content/news/b.md");
}

#[test]
fn a_warning_that_counts_as_an_error_is_passed_over_too() {
    let site = site().file("byline.yaml", "title: The Herald\nchecks: {dead-link: error}\n");
    site.run(&["build"]).code(1);
    site.run(&["build", "--baseline", "known.jsonl"]).code(0);
    assert!(site.has("news/a/index.html"));
    site.write("content/news/b.md", DEAD);
    let run = site.run(&["build", "--baseline", "known.jsonl"]).code(1);
    assert_has(&run.stderr, "content/news/b.md");
    assert_lacks(&run.stderr, "content/news/a.md");
}

#[test]
fn a_known_error_counts_as_long_as_it_keeps_the_site_from_being_written() {
    let site = Site::plain().file("content/news/a.md", BROKEN).article("content/news/b.md", "Fine", "2026-01-01");
    site.run(&["check", "--write-baseline", "known.jsonl"]).code(0);
    site.run(&["check", "--strict", "--baseline", "known.jsonl"]).code(0);
    let run = site.run(&["build", "--baseline", "known.jsonl"]).code(1);
    assert_has(&run.stderr, "error[front-matter]");
    assert!(!site.has("index.html"));
    let run = site.run(&["build", "--strict", "--keep-going", "--baseline", "known.jsonl"]).code(0);
    assert_has(&run.stdout, "Left out for their errors: content/news/a.md");
    assert_has(&run.stdout, "1 known fault passed over");
    assert!(site.has("news/b/index.html") && !site.has("news/a/index.html"));
    site.write("content/news/c.md", BROKEN);
    let run = site.run(&["build", "--keep-going", "--baseline", "known.jsonl"]).code(1);
    assert_has(&run.stderr, "content/news/c.md");
    assert_lacks(&run.stderr, " --> content/news/a.md");
}

#[test]
fn a_list_that_is_missing_or_no_list_says_how_to_write_one() {
    let site = Site::plain().file("content/news/a.md", DEAD).file("notes.txt", "dead links\n");
    let run = site.run(&["build", "--baseline", "known.jsonl"]).code(1);
    assert_eq!(
        run.stderr,
        "error[baseline]: the list of known faults `known.jsonl` cannot be read: no such file or directory\n = help: write the list with `byline check --write-baseline known.jsonl`\n\n"
    );
    let run = site.run(&["check", "--baseline", "notes.txt"]).code(1);
    assert_has(&run.stderr, "error[baseline]: line 1 of `notes.txt` is no known fault: ");
    site.run(&["check", "--baseline", "a", "--write-baseline", "b"]).code(2);
    let run = site.run(&["check", "--write-baseline", "nowhere/known.jsonl"]).code(1);
    assert_has(&run.stderr, "error[output]: the list of known faults `nowhere/known.jsonl` cannot be written");
}

#[test]
fn with_a_broken_configuration_no_list_is_written() {
    let site = Site::new().file("byline.yaml", "titel: x\n").file("content/news/a.md", DEAD);
    site.run(&["check", "--write-baseline", "known.jsonl"]).code(1).complains("unknown-key");
    assert!(!site.path("known.jsonl").exists());
}
