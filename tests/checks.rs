//! `checks:` of `byline.yaml`: how grave a fault is, everywhere and for some files.

mod harness;

use harness::{Run, Site, assert_has, assert_lacks};

/// A site with a dead link and a picture without alternative text in the news and in the archive.
fn site(checks: &str) -> Site {
    let text = "---\ntitle: Plan\n---\nSee [the budget](budget.md).\n\n![](/harbour.svg)\n";
    Site::new()
        .file("byline.yaml", format!("title: The Herald\n{checks}"))
        .file("content/news/a.md", text)
        .file("content/archive/2019/b.md", text)
        .file("static/harbour.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n")
}

/// Severity, code and file of each diagnostic, in a line.
fn found(run: &Run) -> Vec<String> {
    let objects = run.json().into_iter().filter(|object| object["type"] == "diagnostic");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    objects
        .map(|object| {
            format!("{} {} {}", text(&object["severity"]), text(&object["code"]), text(&object["place"]["file"]))
        })
        .collect()
}

#[test]
fn a_pattern_gives_a_fault_another_weight_in_some_files() {
    let site = site("checks: {dead-link: error, \"content/archive/**\": {dead-link: off, missing-alt: warn}}\n");
    assert_eq!(
        found(&site.run(&["check", "--format", "json"]).code(1)),
        ["warning missing-alt content/archive/2019/b.md", "error dead-link content/news/a.md"]
    );
}

#[test]
fn a_later_pattern_goes_before_an_earlier_one() {
    let site = site(
        "checks:\n  content: {dead-link: off}\n  content/archive: {dead-link: error}\n  content/archive/2019: {dead-link: warn}\n",
    );
    assert_eq!(
        found(&site.run(&["check", "--format", "json"]).code(0)),
        ["warning dead-link content/archive/2019/b.md"]
    );
}

#[test]
fn faults_of_the_configuration_have_the_weight_that_it_gives_them() {
    let site = site("timezone: UTC\ntimezone: UTC\nchecks: {repeated-key: off, dead-link: off}\n");
    assert_lacks(&site.run(&["check"]).code(0).stderr, "repeated-key");
}

#[test]
fn a_path_without_a_map_says_what_belongs_below_it() {
    let run = site("checks: {\"content/archive/**\": off}\n").run(&["check"]).code(1);
    assert_has(&run.stderr, "error[unknown-key]: `content/archive/**` is the code of no fault");
    assert_has(
        &run.stderr,
        "= help: below a path stand codes with their weights: `\"content/archive/**\": {dead-link: off}`",
    );
}
