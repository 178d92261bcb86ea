//! `byline explain`: every fault is what its example provokes.

mod harness;

use std::thread;

use byline::diagnostic::{CODES, Code};
use harness::{Site, assert_has};

/// What a build of the example of a code says, where the code is not in it.
fn fault(code: Code) -> Option<String> {
    let explanation = code.explanation();
    // An example is a site, though it shows only the files that matter.
    let is_elsewhere = explanation.files.iter().any(|(path, _)| path.contains("byline.yaml"));
    let site = if is_elsewhere { Site::new() } else { Site::new().file("byline.yaml", "") };
    for (path, text) in explanation.files {
        site.write(path, explanation.bytes(text));
    }
    let arguments: Vec<&str> = explanation.run.iter().copied().chain(["--format", "json"]).collect();
    let found = site.run(&arguments);
    let objects: Vec<serde_json::Value> =
        found.stdout.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let own = objects.iter().find(|object| object["code"] == code.name());
    let severity = serde_json::to_value(code.severity()).expect("a severity is text");
    let is_right = own.is_some_and(|own| own["severity"] == severity);
    let others: Vec<&serde_json::Value> =
        objects.iter().filter(|object| object["type"] == "diagnostic" && object["code"] != code.name()).collect();
    (!is_right || !others.is_empty())
        .then(|| format!("`{}` is not what its example provokes:\n{}{}", code.name(), found.stdout, found.stderr))
}

#[test]
fn every_fault_is_what_its_example_provokes_and_nothing_else() {
    let workers: Vec<_> = CODES
        .chunks(CODES.len().div_ceil(4))
        .map(|part| thread::spawn(move || part.iter().filter_map(|code| fault(*code)).collect::<Vec<_>>()))
        .collect();
    let faults: Vec<String> = workers.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn without_a_code_every_fault_is_listed() {
    let found = Site::new().run(&["explain"]).code(0);
    assert_eq!(found.stderr, "");
    assert_eq!(found.stdout.lines().count(), CODES.len());
    assert_has(&found.stdout, "dead-link");
    assert_has(&found.stdout, "  warning  A link leads to no page or file of the site.\n");
}

#[test]
fn a_fault_is_explained_by_its_code_as_it_stands_in_a_report() {
    for name in ["dead-link", "[dead-link]", "warning[dead-link]:"] {
        let found = Site::new().run(&["explain", name]).code(0);
        assert_has(&found.stdout, "A link leads to no page or file of the site.");
        assert_has(&found.stdout, "  | It is part of [the budget](budget.md).\n");
        assert_has(&found.stdout, "Mend: Correct the link");
    }
}

#[test]
fn an_unknown_code_is_wrong_usage_with_the_nearest_one() {
    let found = Site::new().run(&["explain", "dead-lnk"]).code(2);
    assert_eq!(found.stderr, "error: `dead-lnk` is the code of no fault\n  did you mean `dead-link`?\n");
    Site::new().run(&["explain", "weather"]).code(2).complains("`byline explain` lists all codes");
}
