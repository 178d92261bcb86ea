//! `byline publish`: a host becomes equal to the site, whatever stood there and whenever it is interrupted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use harness::{Run, Site};

mod harness;

const URL: &str = "title: The Herald\nurl: https://herald.example\n";

/// A site with three articles, which is published to `www` beside its folder's files; `target` are the keys of the target beside `to`.
fn site(target: &str) -> Site {
    let site = Site::new();
    let to = format!("file://{}", site.path("www").display());
    let site = site.file("byline.yaml", format!("{URL}publish: {{live: {{to: '{to}'{target}}}}}\n"));
    ["one", "two", "three"]
        .into_iter()
        .fold(site, |site, name| site.article(&format!("content/news/{name}.md"), name, "2026-01-01"))
}

fn in_place() -> Site {
    site(", releases: 0")
}

/// All files below a folder, without those of byline itself.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = fs::canonicalize(folder).expect("there is a folder");
    let entries = walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            (entry.path().strip_prefix(&folder).unwrap().display().to_string(), fs::read(entry.path()).unwrap())
        })
        .filter(|(path, _)| !path.starts_with(".byline"))
        .collect()
}

fn publish(site: &Site, more: &[&str]) -> Run {
    site.run(&[&["publish"], more].concat())
}

/// How the files of a folder stand: by number, size and time.
#[cfg(unix)]
fn stamps(folder: &Path) -> BTreeMap<PathBuf, (u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt as _;
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let stamp = |entry: &walkdir::DirEntry| {
        let metadata = entry.metadata().unwrap();
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
    };
    entries.filter(|entry| !entry.file_type().is_dir()).map(|entry| (entry.path().to_owned(), stamp(&entry))).collect()
}

#[cfg(unix)]
#[test]
fn a_release_holds_the_site_and_only_what_changed_is_new_in_the_next() {
    let site = site("");
    publish(&site, &[]).code(0).says("Published to `live`: 17 new, 0 changed, 0 deleted");
    let live = site.path("www/current");
    assert_eq!(files(&live), site.files());
    let before = stamps(&site.path("www"));
    publish(&site, &[]).code(0).says("`live` is as the site is: nothing was sent");
    assert_eq!(stamps(&site.path("www")), before, "nothing is written");

    site.article_again("one", "Another text.");
    publish(&site, &[]).code(0).says("0 new, 4 changed, 0 deleted");
    assert_eq!(files(&live), site.files());
    let numbers = |release: &str| -> BTreeMap<PathBuf, u64> {
        let folder = site.path(&format!("www/releases/{release}"));
        let all = stamps(&folder).into_iter();
        all.map(|(path, (number, ..))| (path.strip_prefix(&folder).unwrap().to_owned(), number)).collect()
    };
    let (first, second) = (numbers("000001"), numbers("000002"));
    let differ: Vec<String> = first
        .iter()
        .filter(|(path, number)| second.get(*path) != Some(number))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert_eq!(differ, [".byline-published.json", "feed.xml", "index.html", "news/feed.xml", "news/one/index.html"]);
}

#[test]
fn files_in_place_come_change_move_and_go_and_those_of_others_stay() {
    let site = in_place().file("www/CNAME", "herald.example\n").file("www/old/page.html", "By hand.\n");
    publish(&site, &[]).code(0);
    site.article_again("one", "Another text.");
    site.remove("content/news/two.md");
    fs::rename(site.path("content/news/three.md"), site.path("content/news/third.md")).unwrap();
    let run =
        publish(&site, &[]).code(0).says("! https://herald.example/news/two/ vanishes, and nothing leads on from it");
    harness::assert_has(&run.stdout, "+ news/third/index.html");
    harness::assert_has(&run.stdout, "- news/three/index.html");
    let mut expected = site.files();
    expected.insert("CNAME".to_owned(), b"herald.example\n".to_vec());
    expected.insert("old/page.html".to_owned(), b"By hand.\n".to_vec());
    assert_eq!(files(&site.path("www")), expected);
    assert!(!site.path("www/news/two").exists(), "a folder that is left empty goes");
}

#[test]
fn a_file_of_others_in_the_way_is_not_overwritten_unless_that_is_asked_for() {
    let site = in_place().file("www/index.html", "By hand.\n");
    let run = publish(&site, &[]).code(1);
    assert_eq!(
        run.stderr,
        "error[publish]: `index.html`: on the host stands a file of this name that byline did not put there\n = help: move it away, or take it over with `--all`\n\n"
    );
    assert_eq!(files(&site.path("www")).len(), 1, "nothing was sent");
    publish(&site, &["--all"]).code(0);
    assert_eq!(files(&site.path("www")), site.files());
}

#[test]
fn what_others_change_on_the_host_is_noticed_and_mended() {
    let site = in_place();
    publish(&site, &[]).code(0);
    site.write("www/index.html", "Somebody was here.\n");
    site.remove("www/news/one/index.html");
    publish(&site, &[])
        .code(0)
        .says("~ index.html")
        .says("(changed on the host)")
        .says("~ news/one/index.html")
        .says("(missing on the host)");
    assert_eq!(files(&site.path("www")), site.files());
}

#[test]
fn what_a_publication_that_was_cut_off_has_half_sent_goes_with_the_next_one_though_the_site_has_no_such_page() {
    let site = in_place().file("www/news/gone/index.html.byline-half", "<p>He");
    publish(&site, &[]).code(0).says("0 deleted");
    assert_eq!(files(&site.path("www")), site.files());
    assert!(!site.path("www/news/gone").exists(), "a folder that is left empty goes");
    site.write("www/index.html.byline-half", "<p>He");
    publish(&site, &[]).code(0);
    assert_eq!(files(&site.path("www")), site.files(), "also where nothing else is to be done");
    publish(&site, &[]).code(0).says("nothing was sent");
}

#[test]
fn a_style_sheet_that_was_replaced_stays_for_a_publication_and_a_day() {
    let site = in_place();
    let sheets = || -> usize { files(&site.path("www")).keys().filter(|path| path.ends_with(".css")).count() };
    publish(&site, &[]).code(0);
    let publish_at = |at: &str, text: &str| {
        site.write("assets/site.css", text);
        let run = site.command("", &[], &["publish", "--yes", "--at", at]).output().unwrap();
        site.ran(&run).code(0);
    };
    publish_at("2026-06-02T12:00:00Z", "h1 { color: red }\n");
    assert_eq!(sheets(), 3);
    publish_at("2026-06-04T12:00:00Z", "h1 { color: green }\n");
    assert_eq!(sheets(), 4, "the first has outlived a day, but no further publication");
    publish_at("2026-06-04T13:00:00Z", "h1 { color: blue }\n");
    assert_eq!(sheets(), 4, "the first is gone, the second has not outlived a day");
}

#[test]
fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let site = in_place();
    let run = publish(&site, &["--dry-run"]).code(0).says("+ assets/").says("17 new, 0 changed, 0 deleted");
    assert!(!site.path("www").exists(), "{}", run.stdout);
    let told = &publish(&site, &["--dry-run", "--format", "json"]).code(0).json()[0];
    assert_eq!(told["published"], false);
    assert_eq!(told["files"].as_array().unwrap().len(), 17);
}

#[test]
fn a_rollback_brings_the_bytes_of_the_last_state_back() {
    let site = site("");
    publish(&site, &[]).code(0);
    let first = site.files();
    site.article_again("one", "Another text.");
    publish(&site, &[]).code(0);
    fs::remove_dir_all(site.path("public")).unwrap();
    fs::remove_dir_all(site.path(".byline")).unwrap();
    publish(&site, &["--rollback"]).code(0).says("`live` is back at release 000001");
    assert_eq!(files(&site.path("www/current")), first);
    let run = publish(&site, &["--rollback"]).code(1);
    assert_eq!(run.stderr, "error[publish]: there is no earlier release to go back to\n\n");
    publish(&site, &[]).code(0).says("0 new, 4 changed");
    assert_eq!(files(&site.path("www/current")), site.files());

    let site = in_place();
    publish(&site, &[]).code(0);
    let run = publish(&site, &["--rollback"]).code(1);
    assert_eq!(
        run.stderr,
        "error[publish]: this target keeps no earlier states: its files are replaced in place\n = help: check out the earlier commit and publish that; `releases: 5` keeps the last five states, and `history` keeps them elsewhere\n\n"
    );
}

#[test]
fn so_many_releases_are_kept() {
    let site = site(", releases: 2");
    for text in ["a", "b", "c", "d"] {
        site.article_again("one", text);
        publish(&site, &[]).code(0);
    }
    let kept: BTreeSet<String> = fs::read_dir(site.path("www/releases"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(kept.into_iter().collect::<Vec<_>>(), ["000003", "000004"]);
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").current_dir(folder).args(arguments).output().expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The files of a branch, without the record.
fn branch(repository: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = git(repository, &["ls-tree", "-r", "--name-only", "pages"]);
    let names = names.lines().filter(|name| !name.starts_with(".byline"));
    let bytes = |name: &str| {
        Command::new("git")
            .current_dir(repository)
            .args(["cat-file", "blob", &format!("pages:{name}")])
            .output()
            .unwrap()
            .stdout
    };
    names.map(|name| (name.to_owned(), bytes(name))).collect()
}

/// A site that is published to the branch `pages` of the repository that is returned with it.
fn with_branch() -> (Site, PathBuf) {
    let site = Site::new();
    let repository = site.path("pages.git");
    fs::create_dir_all(&repository).unwrap();
    git(&repository, &["init", "--quiet", "--bare", "."]);
    let to = format!("git+file://{}#pages", repository.display());
    let site = site.file("byline.yaml", format!("{URL}publish: {{pages: {{to: '{to}'}}}}\n"));
    (site, repository)
}

#[test]
fn a_branch_gets_a_commit_of_what_changed_and_can_be_taken_back() {
    let (site, repository) = with_branch();
    let site =
        site.article("content/news/one.md", "One", "2026-01-01").article("content/news/two.md", "Two", "2026-01-02");
    publish(&site, &[]).code(0).says("Published to `pages`");
    let expected = || {
        let mut files = site.files();
        files.insert(".nojekyll".to_owned(), Vec::new());
        files
    };
    assert_eq!(branch(&repository), expected());
    let first = expected();
    publish(&site, &[]).code(0).says("nothing was sent");
    assert_eq!(git(&repository, &["rev-list", "--count", "pages"]).trim(), "1");

    // Somebody sets the domain, by a commit of their own.
    let clone = site.path("clone");
    git(&site.path(""), &["clone", "--quiet", "--branch", "pages", &repository.display().to_string(), "clone"]);
    fs::write(clone.join("CNAME"), "herald.example\n").unwrap();
    git(&clone, &["add", "CNAME"]);
    git(&clone, &["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "Domain"]);
    git(&clone, &["push", "--quiet"]);
    site.remove("content/news/two.md");
    publish(&site, &[]).code(0).says("1 deleted");
    let changed = git(&repository, &["diff", "--name-status", "pages~1", "pages"]);
    harness::assert_has(&changed, "D\tnews/two/index.html");
    harness::assert_lacks(&changed, "assets/");
    assert_eq!(branch(&repository).get("CNAME"), Some(&b"herald.example\n".to_vec()));

    publish(&site, &["--rollback"]).code(0).says("`pages` is back at commit ");
    let mut first = first;
    first.insert("CNAME".to_owned(), b"herald.example\n".to_vec());
    assert_eq!(branch(&repository), first);
}

#[cfg(unix)]
#[test]
fn a_branch_that_moves_while_it_is_published_to_is_left_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let (site, repository) = with_branch();
    let site = site.article("content/news/one.md", "one", "2026-01-01");
    publish(&site, &[]).code(0);
    // Another publication comes between the comparison and the push.
    let hook = site.path(".byline/publish/pages.git/hooks/pre-push");
    let moved = format!(
        "#!/bin/sh\ncd '{}'\nexport GIT_DIR=.\ngit update-ref refs/heads/pages $(git -c user.name=A -c user.email=a@example.org commit-tree -m Meanwhile -p pages 'pages^{{tree}}')\n",
        repository.display()
    );
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, moved).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    site.article_again("one", "Another text.");
    let run = publish(&site, &[]).code(1);
    assert_eq!(
        run.stderr,
        "error[publish]: somebody else has published to the branch `pages` meanwhile\n = help: publish again: then what they published is compared with too\n\n"
    );
    assert_eq!(git(&repository, &["log", "-1", "--format=%s", "pages"]).trim(), "Meanwhile");
    fs::remove_file(&hook).unwrap();
    publish(&site, &[]).code(0).says("0 new, 4 changed");
}

#[test]
fn wrong_targets_are_errors_with_the_way_to_mend_them() {
    let error = |target: &str| {
        let site = Site::plain().article("content/one.md", "One", "2026-01-01");
        site.write("byline.yaml", format!("{URL}publish: {target}\n"));
        publish(&site, &[])
            .code(1)
            .stderr
            .lines()
            .filter(|line| {
                line.starts_with(['e', ' ']) && !line.contains(" | ") && !line.contains("-->") && line.trim() != "|"
            })
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(
        error("{live: {releases: 2}}"),
        "error[config]: the target `live` has no `to`\n = help: say where it goes: `to: file:///srv/www/site`, or `to: git+ssh://git@host/me/site.git#pages`"
    );
    assert_eq!(
        error("{live: {to: 'ftp://host/site'}}"),
        "error[invalid-value]: `ftp://host/site` of `to` is no place that byline publishes to\n = help: it begins with `file:///`, `git+ssh://`, `git+https://`, `git+file:///`, `s3://`, `sftp://` or `webdav+https://`"
    );
    assert_eq!(
        error("{live: {to: 'git+ssh://git@host/site.git'}}"),
        "error[invalid-value]: `git+ssh://git@host/site.git` of `to` names no branch\n = help: name the branch behind a `#`, such as `git+ssh://git@host/site.git#pages`"
    );
    let password = error("{live: {to: 'git+https://me:secret@host/site.git#pages'}}");
    assert_eq!(
        password,
        "error[invalid-value]: `to` of the target `live` holds a password\n = help: take it out and let git's credential helper or an SSH key give it; a file under version control is read by many"
    );
    assert_eq!(
        error("{'my live': {to: 'file:///srv'}}"),
        "error[invalid-value]: `my live` cannot name a target: expected letters, digits, `-` and `_`"
    );
}

#[test]
fn nothing_is_published_where_something_is_wrong() {
    let errors = |site: &Site, arguments: &[&str]| publish(site, arguments).code(1).stderr;
    let none = Site::plain().article("content/one.md", "One", "2026-01-01");
    assert_eq!(
        errors(&none, &[]),
        "error[publish]: `publish` of byline.yaml names no target\n = help: write `publish: {live: {to: 'file:///srv/www/site'}}`, or another place that the handbook's page on publishing names\n\n"
    );
    let site = in_place();
    assert_eq!(errors(&site, &["lvie"]), "error[publish]: there is no target `lvie`\n = help: there are: `live`\n\n");
    assert_eq!(
        errors(&site, &["--no-build"]),
        "error[publish]: `ROOT/public` is not what the last `byline build` has left there\n = help: build it again, without `--drafts`, `--future` and `--expired`, or leave out `--no-build`\n\n"
    );
    site.run(&["build", "--drafts"]).code(0);
    assert_eq!(
        errors(&site, &["--no-build"]),
        "error[publish]: `ROOT/public` is not what the last `byline build` has left there\n = help: build it again, without `--drafts`, `--future` and `--expired`, or leave out `--no-build`\n\n"
    );
    site.build();
    publish(&site, &["--no-build"]).code(0);

    site.write("www/.byline-published.json", "{");
    assert_eq!(
        errors(&site, &[]),
        "error[publish]: the host's record `.byline-published.json` does not parse: EOF while parsing an object at line 1 column 1\n = help: `byline publish --all` sends everything and writes it anew\n\n"
    );
    publish(&site, &["--all"]).code(0);
    site.write("content/news/one.md", "---\ntitle: [\n---\n");
    harness::assert_has(&errors(&site, &[]), "nothing was published: the site has errors\n");

    let nameless = in_place();
    let settings =
        fs::read_to_string(nameless.path("byline.yaml")).unwrap().replace("url: https://herald.example\n", "");
    nameless.write("byline.yaml", settings);
    assert_eq!(
        errors(&nameless, &[]),
        "error[publish]: byline.yaml says no `url`: links, feeds and the sitemap would lead to this machine\n = help: write `url: https://…`, the address at which readers will find the site\n\n"
    );
    assert!(!nameless.path("www").exists());
}

#[test]
fn more_deletions_than_a_third_of_the_site_are_refused() {
    let site = in_place();
    for number in 0..20 {
        site.write(
            &format!("content/news/more-{number}.md"),
            format!("---\ntitle: More {number}\ndate: 2026-02-01\n---\nText.\n"),
        );
    }
    publish(&site, &[]).code(0);
    (0..20).for_each(|number| site.remove(&format!("content/news/more-{number}.md")));
    let run = publish(&site, &[]).code(1);
    assert_eq!(
        run.stderr,
        "error[publish]: 21 files would be deleted, more than 12\n = help: see which with `--dry-run`; `--max-deletes 21` deletes them\n\n"
    );
    publish(&site, &["--max-deletes", "21"]).code(0).says("21 deleted");
    assert_eq!(files(&site.path("www")), site.files());
}

#[test]
fn two_at_once_the_second_is_told_who_is_at_it() {
    let site = in_place();
    let lock = |age: u64| {
        site.write("www/.byline-lock", "{\"who\": \"ruth on press\", \"token\": \"t\"}");
        let then = std::time::SystemTime::now() - Duration::from_secs(age);
        fs::File::options().write(true).open(site.path("www/.byline-lock")).unwrap().set_modified(then).unwrap();
    };
    lock(185);
    let run = publish(&site, &[]).code(1);
    assert_eq!(
        run.stderr,
        "error[publish]: ruth on press has been publishing there for 3 minutes\n = help: wait until that has ended; where it has died, `--break-lock` takes its place, and 15 minutes after its beginning so does any publication\n\n"
    );
    publish(&site, &["--break-lock"]).code(0);
    assert!(!site.path("www/.byline-lock").exists());
    site.article_again("one", "Another text.");
    lock(1000);
    publish(&site, &[]).code(0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_publication_of_this_machine_that_died_keeps_nobody_off() {
    let site = in_place();
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
    let container = fs::read_link("/proc/self/ns/pid").unwrap();
    let lock = |process: u32, boot: &str| {
        let process = format!("{process} in {} {}", boot.trim(), container.display());
        site.write("www/.byline-lock", format!("{{\"who\": \"me\", \"token\": \"t\", \"process\": \"{process}\"}}"));
    };
    lock(std::process::id(), &boot);
    publish(&site, &[]).code(1).complains("me has been publishing there for 0 seconds");
    let gone = {
        let mut child = Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        child.id()
    };
    lock(gone, "another start of the machine");
    publish(&site, &[]).code(1).complains("me has been publishing there");
    lock(gone, &boot);
    publish(&site, &[]).code(0);
}

#[test]
fn a_publication_that_is_due_waits_for_the_time_of_an_article() {
    let site = in_place().article("content/news/later.md", "Later", "2026-07-01T08:00:00Z");
    publish(&site, &["--due"]).code(0).says("Published to `live`");
    let at = |moment: &str| {
        let run = site.command("", &[], &["publish", "--due", "--at", moment]).output().unwrap();
        site.ran(&run).code(0)
    };
    site.article_again("one", "Not due.");
    at("2026-07-01T07:59:00Z").says("No article's time has come since the last publication.");
    at("2026-07-01T08:01:00Z").says("Published to `live`");
    assert!(site.path("www/news/later/index.html").exists());
    at("2026-07-01T08:02:00Z").says("No article's time has come");
}

#[test]
fn commands_that_follow_get_the_addresses_that_changed() {
    let site = in_place();
    let settings = fs::read_to_string(site.path("byline.yaml"))
        .unwrap()
        .replace("releases: 0", "releases: 0, after: ['cat > changed.txt', 'exit 3']");
    site.write("byline.yaml", settings);
    publish(&site, &[]).code(1).complains("the site is published, but `exit 3` of `after` failed");
    site.article_again("one", "Another text.");
    publish(&site, &[]).code(1);
    assert_eq!(
        fs::read_to_string(site.path("changed.txt")).unwrap(),
        "https://herald.example/news/one/\nhttps://herald.example/feed.xml\nhttps://herald.example/news/feed.xml\nhttps://herald.example/\n"
    );
}

#[test]
fn drafts_go_only_where_the_target_wants_them() {
    let site = site(", drafts: true, url: 'https://staging.herald.example'");
    site.write("content/news/plan.md", "---\ntitle: Plan\ndate: 2026-01-01\ndraft: true\n---\nSecret.\n");
    publish(&site, &[]).code(0);
    assert!(site.path("www/current/news/plan/index.html").exists());
    let page = fs::read_to_string(site.path("www/current/news/one/index.html")).unwrap();
    harness::assert_has(&page, "https://staging.herald.example/news/one/");
    assert!(!site.path("public").exists(), "the site's own output is not touched");
}

#[test]
fn a_status_says_what_is_there_and_what_differs() {
    let site = in_place();
    publish(&site, &["--status"]).code(0).says("`live` has not been published to");
    publish(&site, &[]).code(0);
    publish(&site, &["--status"])
        .code(0)
        .says("`live` holds 17 files of 2026-06-01 12:00 UTC")
        .says("The built site is the same");
    site.article_again("one", "Another text.");
    site.build();
    publish(&site, &["--status"]).code(0).says("The built site differs: 0 new, 4 changed, 0 deleted");
}

/// The files of the site that a page leads to.
fn led_to(page: &str) -> BTreeSet<String> {
    let attribute = |rest: &str| -> Option<String> {
        let value = rest.trim_start_matches('"');
        let end = value.find(['"', ' ', '>'])?;
        let path = value.get(..end)?.split(['#', '?']).next()?.strip_prefix('/')?.to_owned();
        Some(if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path })
    };
    ["href=", "src="].iter().flat_map(|name| page.split(name).skip(1)).filter_map(attribute).collect()
}

/// Reads pages again and again, and what they lead to, until told to stop; returns what was broken.
fn read_on(www: &Path, ends: &AtomicBool, read: &AtomicUsize) -> Vec<String> {
    let mut broken = Vec::new();
    while !ends.load(Ordering::Relaxed) {
        for path in ["index.html", "news/index.html", "news/one/index.html"] {
            // Before the first publication there is nothing to read.
            let Ok(page) = fs::read_to_string(www.join(path)) else { continue };
            thread::sleep(Duration::from_millis(2));
            read.fetch_add(1, Ordering::Relaxed);
            let missing = led_to(&page)
                .into_iter()
                .filter(|target| !target.contains("come-and-go") && !www.join(target).exists());
            broken.extend(missing.map(|target| format!("{path} leads to {target}, which is not there")));
        }
    }
    broken
}

#[test]
fn a_publication_that_is_killed_at_any_moment_leaves_a_site_without_a_broken_link() {
    let kills: u64 = std::env::var("BYLINE_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(10);
    for target in [", releases: 0", ", releases: 3"] {
        let site = site(target);
        for number in 0..40 {
            site.write(
                &format!("content/news/n{number}.md"),
                format!("---\ntitle: Number {number}\ndate: 2026-02-01\n---\nText.\n"),
            );
        }
        publish(&site, &[]).code(0);
        let www = if target.ends_with('0') { site.path("www") } else { site.path("www/current") };
        let (ends, read) = (AtomicBool::new(false), AtomicUsize::new(0));
        let broken = thread::scope(|scope| {
            let reader = scope.spawn(|| read_on(&www, &ends, &read));
            let mut died = 0;
            for round in 0..kills {
                let colour = ["red", "green", "blue"][usize::try_from(round % 3).unwrap()];
                site.write("assets/site.css", format!("h1 {{ color: {colour} }}\n"));
                site.article_again("one", &format!("Round {round}."));
                match site.path("content/news/come-and-go.md").exists() {
                    true => site.remove("content/news/come-and-go.md"),
                    false => site.write(
                        "content/news/come-and-go.md",
                        "---\ntitle: Now and then\ndate: 2026-03-01\n---\nText.\n",
                    ),
                }
                site.build();
                let mut child = site
                    .command("", &[], &["publish", "--no-build", "--break-lock", "--yes"])
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                thread::sleep(Duration::from_millis(round * 37 % 60));
                died += usize::from(child.try_wait().unwrap().is_none());
                let _ = child.kill();
                child.wait().unwrap();
            }
            let run = publish(&site, &["--break-lock"]);
            ends.store(true, Ordering::Relaxed);
            run.code(0);
            assert!(died > 0, "no publication was killed");
            reader.join().unwrap()
        });
        assert_eq!(broken, Vec::<String>::new(), "{target}");
        assert!(read.load(Ordering::Relaxed) > 20, "somebody read");
        let there = files(&www);
        for (path, bytes) in site.files() {
            assert!(there.get(&path) == Some(&bytes), "{path} after {target}");
        }
        let left: Vec<&String> = there.keys().filter(|path| !site.has(path) && !path.ends_with(".css")).collect();
        assert_eq!(left, Vec::<&String>::new(), "{target}");
    }
}

/// What these tests change in a site.
trait Edited {
    fn article_again(&self, name: &str, text: &str);
}

impl Edited for Site {
    fn article_again(&self, name: &str, text: &str) {
        self.write(&format!("content/news/{name}.md"), format!("---\ntitle: {name}\ndate: 2026-01-01\n---\n{text}\n"));
    }
}
