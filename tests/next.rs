//! `byline next`: the moments at which a site changes by itself.

mod harness;

use harness::{Site, assert_has};

const AT: &str = "--at=2026-06-01T12:00:00Z";

fn site() -> Site {
    Site::new()
        .file("byline.yaml", "title: The Herald\ntimezone: America/New_York\n")
        .article("content/news/past.md", "Past", "2026-01-01")
        .file("content/news/sale.md", "---\ntitle: Sale\ndate: 2026-05-01\nexpires: 2026-07-01 00:00:30\n---\nText.\n")
        .file("content/news/plan.md", "---\ntitle: Plan\ndate: 2026-12-01 09:00\n---\nText.\n")
        .file("content/news/vote.md", "---\ntitle: Vote\ndate: 2026-12-01 09:00\nexpires: 2027-01-01\n---\nText.\n")
        .file("content/news/draft.md", "---\ntitle: Draft\ndate: 2026-12-01\ndraft: true\n---\nText.\n")
}

#[test]
fn each_moment_names_the_articles_that_come_and_go() {
    let run = site().run(&["next", AT]).code(0);
    assert_eq!(
        run.stdout,
        "2026-07-01 00:00 EDT\n  expires    Sale  (content/news/sale.md)\n\
         2026-12-01 09:00 EST\n  published  Plan  (content/news/plan.md)\n  published  Vote  (content/news/vote.md)\n\
         2027-01-01 00:00 EST\n  expires    Vote  (content/news/vote.md)\n"
    );
    assert_eq!(run.stderr, "");
}

#[test]
fn a_limit_says_how_many_moments_follow() {
    let run = site().run(&["next", AT, "--limit", "1"]).code(0);
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(run.stderr, "2 later moments: `--limit 3` shows all\n");
    site().run(&["next", AT, "--limit", "0"]).code(2);
}

#[test]
fn json_has_one_object_for_each_moment() {
    let objects = site().run(&["next", AT, "--format", "json"]).code(0).json();
    assert_eq!(objects.len(), 3);
    assert_eq!(objects[1]["at"], "2026-12-01T09:00:00-05:00");
    assert_eq!(objects[1]["seconds"], 1_796_133_600);
    assert_eq!(objects[1]["published"][0]["source"], "content/news/plan.md");
    assert_eq!(objects[0]["expired"][0]["title"], "Sale");
}

#[test]
fn a_crontab_line_builds_at_the_next_moment_and_not_before_it() {
    let run = site().run(&["next", AT, "--format", "cron"]).code(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.stdout);
    assert_has(lines[0], "# Times are in UTC");
    assert_eq!(lines[2], "# 2026-07-01 00:00 EDT: 1 article");
    assert_eq!(lines[3], "1 4 1 7 * byline build --root ROOT");
    let run = site().run(&["next", AT, "--format", "cron", "--limit", "2"]).code(0);
    assert_has(&run.stdout, "\n0 14 1 12 * byline build --root ROOT\n");
}

#[test]
fn where_nothing_will_change_that_is_said() {
    let site = Site::plain().article("content/a.md", "A", "2026-01-01");
    assert_has(&site.run(&["next", AT]).code(0).stdout, "Nothing is scheduled and nothing expires");
    assert_eq!(site.run(&["next", AT, "--format", "json"]).code(0).stdout, "");
    assert_eq!(
        site.run(&["next", AT, "--format", "cron"]).code(0).stdout,
        "# Nothing is scheduled and nothing expires.\n"
    );
}

#[test]
fn an_article_with_an_error_is_named_and_the_others_are_listed() {
    let site = site().file("content/news/broken.md", "---\ntitle: Broken\ndate: 2026-02-30\n---\n");
    let run = site.run(&["next", AT]).code(1);
    assert_has(&run.stderr, "error[invalid-date]");
    assert_has(&run.stdout, "published  Plan");
}
