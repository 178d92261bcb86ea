//! An archive as newsrooms have it: hundreds of good articles, a few with every habit of ten years, and thousands of dead links.

mod harness;

use std::collections::BTreeSet;

use harness::{Run, Site, assert_has};

/// How many lines a terminal holds.
const TERMINAL: usize = 40;

fn lines(run: &Run) -> usize {
    run.stdout.lines().count() + run.stderr.lines().count()
}

/// A site with 5,000 links that lead nowhere, `link` of each number.
fn dead_links(link: fn(usize) -> String) -> Site {
    let mut site = Site::plain();
    for file in 0..50 {
        let body: String = (0..100).map(|line| link(100 * file + line) + "\n\n").collect();
        site = site.file(
            &format!("content/news/article-{file}.md"),
            format!("---\ntitle: Article {file}\ndate: 2026-01-02\n---\n{body}"),
        );
    }
    site
}

#[test]
fn thousands_of_dead_links_leave_room_on_a_terminal() {
    let links: [fn(usize) -> String; 3] = [
        |number| format!("[x](gone-{number}.md)"),
        // Each is near to an article, so that each has a hint of its own.
        |number| format!("[x](/news/artcle-{}/?{number})", number % 50),
        |number| format!("![x](picture-{number}.jpg)"),
    ];
    for link in links {
        let site = dead_links(link);
        for command in ["check", "build"] {
            let run = site.run(&[command]).code(0);
            assert!(lines(&run) <= TERMINAL, "{command}: {} lines\n{}{}", lines(&run), run.stderr, run.stdout);
            assert_has(&run.stderr, "… and 4995 more of `");
            assert_has(&run.stdout, "5000 warnings");
        }
    }
}

#[test]
fn all_of_them_are_printed_where_they_are_asked_for() {
    let site = dead_links(|number| format!("[x](gone-{number}.md)"));
    let run = site.run(&["check", "-v"]).code(0);
    assert_eq!(run.stderr.matches("warning[dead-link]").count(), 5_000);
    let lines = site.run(&["check", "--format", "json"]).code(0).json();
    assert_eq!(lines.len(), 5_001);
    let places: BTreeSet<String> = lines.iter().filter_map(|line| Some(line.get("place")?.to_string())).collect();
    assert_eq!(places.len(), 5_000);
    let run = site.run(&["check", "--format", "github"]).code(0);
    assert_eq!(run.stdout.matches("::warning ").count(), 5_000);
}

/// An article for each habit, with the code, line and column of the warning that it earns, if any.
type Habit = (&'static str, &'static str, &'static [(&'static str, u64)]);

const HABITS: &[Habit] = &[
    // 1. Delimiters.
    ("blank-lines-first", "\n\n---\ntitle: Tide tables\ndate: 2026-01-02\n---   \nText.\n\n---\n\nMore\n---\n", &[]),
    ("toml", "+++\ntitle = \"Ferry times\"\ndate = 2026-01-03\n+++\nText.\n", &[]),
    // 2. What YAML readers do not agree on.
    ("tab-behind-an-item", "---\ntitle: Lamps\ndate: 2026-01-02\ntopics:\n- lamps\t\n- streets\n---\nText.\n", &[]),
    ("repeated-key", "---\ntitle: Kiosk\ndate: 2026-01-02\nweight: 1\nweight: 2\n---\nText.\n", &[("repeated-key", 5)]),
    // 3. Dates.
    ("date-with-offset", "---\ntitle: Fair\ndate: 2016-05-09 9:00:00 -0400\n---\nText.\n", &[]),
    ("date-with-short-offset", "---\ntitle: Fair two\ndate: 2016-05-09 10:00:00 -5\n---\nText.\n", &[]),
    ("date-in-quotes", "---\ntitle: Fair three\ndate: \"2016-05-09T10:00:00.000Z\"\n---\nText.\n", &[]),
    // 4. The name's date and another one.
    ("2019-03-04-the-other-day", "---\ntitle: The other day\ndate: 2019-03-05\n---\nText.\n", &[]),
    // 5. Nothing, empty, absent.
    ("empty-keys", "---\ntitle: Empty\ndate: 2026-01-02\nimage:\nsummary: \"\"\nweight:\ndeck: ~\n---\nText.\n", &[]),
    // 6. One for a list; ids that look like numbers; unknown keys.
    (
        "one-for-a-list",
        "---\ntitle: One\ndate: 2026-01-02\nredirect_from: /old/one\nauthors: 18F\nid: 2024\nlayout: post\n---\nText.\n",
        &[],
    ),
    ("near-miss", "---\ntitle: Near\ndate: 2026-01-02\ndesciption: A slip\n---\nText.\n", &[("near-miss-key", 4)]),
    // 7. Titles.
    (
        "marked-up-title",
        "---\ntitle: \"The &#8217;Quay&#8217; is <em>open</em> `now` \u{200b}\"\ndate: 2026-01-02\n---\nText.\n",
        &[],
    ),
    // 8. An excerpt that is unquoted HTML over blank lines.
    (
        "html-excerpt",
        "---\ntitle: Long\ndate: 2026-01-02\nexcerpt: <p>It began early.</p>\n\n  <p>Then it rained.</p>\n---\nText.\n",
        &[],
    ),
    // 9. Names.
    ("2020-04-21-", "---\ntitle: No slug\n---\nText.\n", &[]),
    ("Upper_Case.and-1.87.0", "---\ntitle: Upper\ndate: 2026-01-02\n---\nText.\n", &[]),
    ("2024-12-5-unpadded", "---\ntitle: Unpadded\n---\nText.\n", &[]),
    ("the-mayor\u{2019}s-chain@0", "---\ntitle: Chain\ndate: 2026-01-02\n---\nText.\n", &[]),
    // 10. A slug from a key.
    ("slug-from-a-key", "---\ntitle: Monthly notes\ndate: 2026-01-02\nslug: notes-of-january\n---\nText.\n", &[]),
    // 11. Old addresses.
    (
        "old-addresses",
        "---\ntitle: Moved\ndate: 2026-01-02\naliases: [old/a, /old/b.html]\npermalink: /kept/\n---\nText.\n",
        &[],
    ),
    // 12. Tags of others.
    (
        "tags-of-others",
        "---\ntitle: Tags\ndate: 2026-01-02\n---\nBefore.\n\n{% image \"quay.jpg\" \"The \"old\" quay\" %}\n\n[x]({{ \"/kept/\" | url }})\n",
        &[("foreign-tag", 7)],
    ),
    // 13. The same signs in code.
    (
        "signs-in-code",
        "---\ntitle: Code\ndate: 2026-01-02\n---\n`${{ steps.a.outputs.b }}`\n\n```\n{% raw %}{{ x }}{% endraw %}\n```\n",
        &[],
    ),
    // 14. Links and pictures that lead nowhere.
    (
        "dead-ends",
        "---\ntitle: Dead ends\ndate: 2026-01-02\n---\n[a](gone.md)\n\n![b](gone.jpg)\n\n[c](#nowhere)\n",
        &[("dead-link", 5), ("missing-picture", 7), ("dead-anchor", 9)],
    ),
    // 15. Raw HTML, footnotes, tables, headings of the first level, nothing at all.
    (
        "raw-html",
        "---\ntitle: Raw\ndate: 2026-01-02\n---\n# First level\n\n<figure markdown=\"1\"><img src=\"https://cdn.example/a.jpg\" alt=\"\"></figure>\n\nA note.[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: Here.\n\n<!-- more -->\n\n## Own {#own}\n",
        &[],
    ),
    ("empty-body", "---\ntitle: A link\ndate: 2026-01-02\nlink: https://example.com/\n---\n", &[]),
    // 16. Several persons in one text.
    (
        "several-persons",
        "---\ntitle: Together\ndate: 2026-01-02\nauthor: By Ann Poe, Bob Roe and Kim Lee\n---\nText.\n",
        &[("author-split", 4)],
    ),
];

#[test]
fn five_hundred_articles_and_every_habit_are_built_and_each_warning_has_its_line() {
    let mut site = Site::plain().file("content/authors/ann-poe.md", "---\nname: Ann Poe\n---\n");
    for number in 0..500 {
        let (year, month, day) = (2010 + number / 50, 1 + number % 12, 1 + number % 28);
        let path = format!("content/news/{year}-{month:02}-{day:02}-article-{number}.md");
        let before = if number == 0 { String::new() } else { format!("\n[Before](/news/article-{}/)\n", number - 1) };
        let front = format!("---\ntitle: Article {number}\nauthors: [ann-poe]\ntopics: [Topic {}]\n---\n", number % 20);
        site = site.file(&path, front + &format!("The text of article {number}.\n{before}"));
    }
    for (name, text, _) in HABITS {
        site = site.file(&format!("content/habits/{name}.md"), text);
    }
    let lines = site.run(&["build", "--format", "json"]).code(0).json();
    let (summary, warnings) = lines.split_last().expect("there is a summary");
    assert_eq!(summary["articles"], 500 + HABITS.len(), "{summary}");
    assert_eq!(summary["errors"], 0);
    let mut found: BTreeSet<(String, String, u64)> = BTreeSet::new();
    for warning in warnings {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let line = warning["place"]["line"].as_u64().unwrap_or_default();
        assert!(line > 0, "a warning without a line: {warning}");
        found.insert((text(&warning["place"]["file"]), text(&warning["code"]), line));
    }
    let expected: BTreeSet<(String, String, u64)> = HABITS
        .iter()
        .flat_map(|(name, _, warnings)| {
            let file = format!("content/habits/{name}.md");
            warnings.iter().map(move |(code, line)| (file.clone(), (*code).to_owned(), *line))
        })
        .collect();
    assert_eq!(found, expected);
    let human = site.run(&["build"]).code(0);
    for (file, code, line) in &expected {
        assert!(human.stderr.contains(&format!("--> {file}:{line}")), "{code} at {file}:{line}\n{}", human.stderr);
    }
}
