//! Builds whose store is damaged, held by another, on a disk that is full or fails, or left by a run that was killed: the site is built all
//! the same, and it is that of a clean build.
#![cfg(unix)]

mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use harness::{Run, Site, changed};

/// The files of an output with their bytes, by their paths.
type Files = BTreeMap<String, Vec<u8>>;

/// How many builds find a store that was damaged at random.
const DAMAGES: usize = 240;
/// On how many sites at once.
const SITES: usize = 4;
/// How many builds are killed at random moments.
const KILLS: u32 = 24;
/// What waits for the output while it is written.
const STAGING: [&str; 2] = ["public/.byline-staging", ".public.byline-staging"];
/// What is said of a store that cannot be trusted, each once at the most.
const NOTICES: [&str; 2] = [
    "note: the store in `.byline` is damaged: what is wrong in it is made anew",
    "note: the store in `.byline` was written by another version of byline: it is made anew",
];

/// Numbers that look random, the same ones each time.
struct Random(u64);

impl Random {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 33) % (end.max(1) as u64)).expect("it is below a usize")
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| u8::try_from(self.below(256)).expect("it is a byte")).collect()
    }
}

/// A page that shows some of what there is, so that building the site is quick.
fn page(shown: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=en><head><title>{{{{ page.title_tag }}}}</title></head><body>{shown}</body></html>\n"
    )
}

/// Puts a version of the site in the place of the other one: an article has another text, one another title, one is new, one has another name.
fn put(site: &Site, version: usize) {
    let head = |number: usize, title: &str| {
        format!("---\ntitle: {title}\ndate: 2026-01-{number:02}\ntopics: [t{}]\n---\n", number % 3)
    };
    let word = ["one", "two"][version];
    site.write("content/news/a1.md", format!("{}The text {word}.\n", head(1, "First")));
    site.write("content/news/a2.md", format!("{}The text.\n", head(2, word)));
    let _ = fs::remove_file(site.path(&format!("content/news/{}.md", ["two", "one"][version])));
    site.write(&format!("content/news/{word}.md"), format!("{}The text.\n", head(3, "Renamed")));
    site.write("static/notes.txt", word);
    site.write("data/facts.yaml", format!("motto: {word}\n"));
    if version == 0 {
        let _ = fs::remove_file(site.path("content/news/new.md"));
    } else {
        site.write("content/news/new.md", format!("{}The text.\n", head(20, "New")));
    }
}

/// A site in one of its two versions.
fn site(version: usize) -> Site {
    let list =
        "{% for item in listing.items %}<a href=\"{{ item.href }}\">{{ item.title }}</a>{{ item.excerpt }}{% endfor %}";
    let mut site = Site::in_memory()
        .file("byline.yaml", "title: The Herald\nurl: https://herald.example\n")
        .file(
            "templates/article.html",
            page("{{ article.body }}{% if article.next %}{{ article.next.title }}{% endif %}"),
        )
        .file("templates/home.html", page("{% set facts = data(name=\"facts\") %}{{ facts.motto }}"))
        .file("static/more/kept.txt", "kept");
    for name in ["section", "term", "archive_year"] {
        site = site.file(&format!("templates/{name}.html"), page(list));
    }
    for name in ["taxonomy", "archive", "archive_month", "404"] {
        site = site.file(&format!("templates/{name}.html"), page("{{ page.kind }}"));
    }
    for number in 4..14 {
        let head = format!("---\ntitle: Article {number}\ndate: 2026-01-{number:02}\ntopics: [t{}]\n---\n", number % 3);
        site = site.file(&format!("content/news/a{number}.md"), format!("{head}The text of {number}.\n"));
    }
    put(&site, version);
    site
}

/// What a clean build makes of a version.
fn clean(version: usize) -> &'static Files {
    static CLEAN: [OnceLock<Files>; 2] = [OnceLock::new(), OnceLock::new()];
    CLEAN[version].get_or_init(|| {
        let site = site(version);
        site.build().without_complaint();
        site.files()
    })
}

/// Fails where the output is not that of a clean build, or something is left beside it.
#[track_caller]
fn assert_clean(site: &Site, version: usize, what: &str) {
    let differs = changed(clean(version), &site.files());
    assert!(differs.is_empty(), "{what}: {differs:?} differ from a clean build");
    for staging in STAGING {
        assert!(!site.path(staging).exists(), "{what}: {staging} is left");
    }
}

/// Builds a version, which must succeed with nothing said but `NOTICES`, each once.
#[track_caller]
fn builds(site: &Site, version: usize, what: &str) -> Run {
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{what}\n{}", run.stderr);
    let lines: Vec<&str> = run.stderr.lines().collect();
    let known = lines.iter().all(|line| NOTICES.contains(line));
    let once = lines.iter().collect::<BTreeSet<_>>().len() == lines.len();
    assert!(known && once, "{what}\n{}", run.stderr);
    assert_clean(site, version, what);
    run
}

/// The files of the store.
fn store(site: &Site) -> Vec<PathBuf> {
    let entries = fs::read_dir(site.path(".byline")).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// Damages a file, and says how. `older` has files as earlier builds left them.
fn damage(random: &mut Random, file: &Path, older: &BTreeMap<PathBuf, Vec<u8>>, others: &[PathBuf]) -> String {
    let bytes = fs::read(file).unwrap_or_default();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let at = random.below(bytes.len());
    let kind = random.below(10);
    let (how, content) = match kind {
        0 | 1 if !bytes.is_empty() => {
            let mut bytes = bytes;
            bytes[at] ^= 1 << random.below(8);
            (format!("a bit of byte {at} flipped"), Some(bytes))
        }
        2 => (format!("cut off at {at}"), Some(bytes[..at].to_vec())),
        3 => ("emptied".to_owned(), Some(Vec::new())),
        4 => ("replaced by noise of its size".to_owned(), Some(random.bytes(bytes.len()))),
        5 => {
            let length = random.below(5_000);
            ("replaced by noise".to_owned(), Some(random.bytes(length)))
        }
        6 => ("with noise behind it".to_owned(), Some([bytes, random.bytes(50)].concat())),
        7 if older.contains_key(file) => ("as an earlier build left it".to_owned(), Some(older[file].clone())),
        8 => {
            let other = &others[random.below(others.len())];
            (format!("replaced by {}", other.display()), Some(fs::read(other).unwrap_or_default()))
        }
        _ => ("removed".to_owned(), None),
    };
    match content {
        Some(content) => fs::write(file, content).expect("it can be written"),
        None => fs::remove_file(file).expect("it can be removed"),
    }
    format!("{name} {how}")
}

/// Builds a site again and again after damage to its store: in one file, now and then in several.
fn damage_at_random(seed: u64, rounds: usize) -> usize {
    let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ (seed << 20));
    let site = site(0);
    builds(&site, 0, "the first build");
    let (mut version, mut noticed) = (0, 0);
    let mut older = BTreeMap::new();
    for round in 0..rounds {
        let files = store(&site);
        if random.below(3) == 0 {
            older.extend(files.iter().map(|file| (file.clone(), fs::read(file).unwrap_or_default())));
        }
        let mut what = format!("site {seed}, damage {round}:");
        for _ in 0..[1, 1, 1, 3][random.below(4)] {
            let file = files[random.below(files.len())].clone();
            if file.exists() {
                what += &format!(" {};", damage(&mut random, &file, &older, &files));
            }
        }
        if random.below(3) > 0 {
            version = 1 - version;
            put(&site, version);
            what += " edited";
        }
        noticed += usize::from(!builds(&site, version, &what).stderr.is_empty());
    }
    builds(&site, version, "the last build").without_complaint();
    noticed
}

#[test]
fn a_store_that_is_damaged_anywhere_is_made_good() {
    let noticed: usize = thread::scope(|scope| {
        let sites: Vec<_> =
            (0..SITES).map(|seed| scope.spawn(move || damage_at_random(seed as u64, DAMAGES / SITES))).collect();
        sites.into_iter().map(|site| site.join().expect("no build went wrong")).sum()
    });
    assert!(noticed > DAMAGES / 6, "only {noticed} of {DAMAGES} damages were noticed");
}

/// What a build says that waits.
const WAITS: &str = "another byline is building this site: waiting until it has finished\n";

#[test]
fn a_build_waits_for_another_one_of_its_site_and_says_so() {
    use std::io::{BufRead as _, BufReader};
    let site = site(0);
    builds(&site, 0, "the first build");
    put(&site, 1);
    let lock = fs::File::options().write(true).open(site.path(".byline/lock")).expect("the lock is there");
    lock.lock().expect("it can be held");
    let mut build = site.command("", &[], &["build"]);
    let mut build = build.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut said = String::new();
    BufReader::new(build.stderr.as_mut().expect("it is piped")).read_line(&mut said).expect("it can be read");
    assert_eq!(said, WAITS);
    assert!(build.try_wait().expect("a child can be asked").is_none());
    assert!(changed(clean(0), &site.files()).is_empty(), "it has not waited");
    // What is not written is read by anybody.
    assert_eq!(site.run(&["check"]).code, 0);
    lock.unlock().expect("it can be let go");
    assert!(build.wait().expect("the build ends").success());
    assert_clean(&site, 1, "after it has waited");
}

#[test]
fn two_builds_of_a_site_at_once_end_well() {
    let site = site(0);
    for round in 0..5 {
        put(&site, round % 2);
        let start = || {
            let mut command = site.command("", &[], &["build"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
        };
        let both = [start(), start()];
        for build in both {
            let run = site.ran(&build.wait_with_output().expect("the build ends"));
            assert_eq!(run.code, 0, "{}", run.stderr);
            assert!(["", WAITS].contains(&run.stderr.as_str()), "{}", run.stderr);
        }
        assert_clean(&site, round % 2, "after both");
        builds(&site, round % 2, "the next build").without_complaint();
    }
}

/// Whether a tool that this test needs is there; if not, that is said.
fn has(tool: &str) -> bool {
    let there = Path::new(tool).exists();
    if !there {
        eprintln!("skipped: {tool} is not installed");
    }
    there
}

const FAKETIME: &str = "/usr/bin/faketime";

#[test]
fn a_clock_that_was_set_back_or_stands_still_does_no_harm() {
    if !has(FAKETIME) {
        return;
    }
    let site = site(0);
    let clocks: [&[&str]; 5] = [
        &[],
        &[FAKETIME, "2020-01-01 00:00:00"],
        &[FAKETIME, "-f", "2020-01-01 00:00:00"],
        &[FAKETIME, "-f", "2040-01-01 00:00:00"],
        &[],
    ];
    let mut version = 0;
    for clock in clocks {
        for _ in 0..2 {
            for _ in 0..2 {
                let run = site.run_under("", clock, &["build"]).code(0).without_complaint();
                assert_clean(&site, version, &format!("{clock:?}\n{}", run.stdout));
            }
            version = 1 - version;
            put(&site, version);
        }
    }
}

#[test]
fn files_from_the_future_are_seen_to_change() {
    let site = site(0);
    let future = SystemTime::now() + Duration::from_secs(400 * 24 * 60 * 60);
    let put_in_the_future = |version| {
        put(&site, version);
        for name in ["content/news/a1.md", "content/news/a2.md", "static/notes.txt", "data/facts.yaml"] {
            let file = fs::File::options().append(true).open(site.path(name)).expect("it is there");
            file.set_modified(future).expect("it can be given a time");
        }
    };
    for round in 0..4 {
        put_in_the_future(round % 2);
        builds(&site, round % 2, "files from the future").without_complaint();
        let again = builds(&site, round % 2, "the same files").without_complaint();
        again.says("  0 rendered, 0 written, 0 removed, ");
    }
}

/// Whether this user may mount; if not, that is said.
fn may_mount() -> bool {
    let can = Command::new("/bin/sh").args(["-c", "unshare -m mount -t tmpfs tmpfs /mnt"]).output();
    let may = can.is_ok_and(|output| output.status.success());
    if !may {
        eprintln!("skipped: this user may not mount");
    }
    may
}

/// Runs `byline build` in a shell of its own mounts, in which `"$@"` is the build.
fn mounted(site: &Site, script: &str) -> Run {
    let script = format!("set -- \"$0\" \"$@\"; {script}");
    site.run_under("", &["/usr/bin/unshare", "-m", "/bin/sh", "-c", &script], &["build", "--quiet"])
}

#[test]
fn a_store_on_a_full_disk_only_makes_builds_slower() {
    if !may_mount() {
        return;
    }
    let notice = "note: the store in `.byline` cannot be written: no space left on device\n";
    let sizes: [&str; 10] = [
        "size=4k",
        "size=8k",
        "size=12k",
        "size=16k",
        "size=24k",
        "nr_inodes=2",
        "nr_inodes=3",
        "nr_inodes=4",
        "nr_inodes=6",
        "nr_inodes=9",
    ];
    thread::scope(|scope| {
        for size in sizes {
            scope.spawn(move || {
                let site = site(0);
                fs::create_dir(site.path(".byline")).expect("a folder can be made");
                let run = mounted(&site, &format!("mount -t tmpfs -o {size} tmpfs .byline && \"$@\""));
                assert_eq!((run.code, run.stderr.as_str()), (0, notice), "{size}");
                assert_clean(&site, 0, size);
                put(&site, 1);
                // The same disk for two builds, of which the first leaves as much as there is room for.
                let edit = "printf -- '---\\ntitle: Late\\ndate: 2026-01-25\\n---\\nLate.\\n' > content/news/late.md";
                let run = mounted(&site, &format!("mount -t tmpfs -o {size} tmpfs .byline && \"$@\"; {edit}; \"$@\"; code=$?; rm content/news/late.md; \"$@\" && exit $code"));
                assert_eq!(run.code, 0, "{size}: {}", run.stderr);
                let strange = run.stderr.lines().find(|line| notice.trim_end() != *line && NOTICES[0] != *line);
                assert_eq!(strange, None, "{size}");
                assert_clean(&site, 1, size);
            });
        }
    });
}

#[test]
fn a_store_that_cannot_be_written_only_makes_builds_slower() {
    let site = site(0).file(".byline", "a file");
    let run = site.run(&["build"]).code(0);
    assert_eq!(run.stderr, "note: the store in `.byline` cannot be written: file exists\n");
    run.says(" written, 0 removed, 0 unchanged\n");
    assert_clean(&site, 0, "the store is a file");
    put(&site, 1);
    site.run(&["build"]).code(0);
    assert_clean(&site, 1, "the store is a file");
    assert_eq!(fs::read(site.path(".byline")).expect("it is there"), b"a file");
    site.remove(".byline");
    builds(&site, 1, "the store can be made").without_complaint();

    if !may_mount() {
        return;
    }
    let read_only = |version: usize, options: &str| {
        put(&site, version);
        let run = mounted(
            &site,
            &format!("mount --bind .byline .byline && mount -o remount,ro,bind .byline && \"$@\" {options}"),
        );
        assert_eq!(run.stderr, "note: the store in `.byline` cannot be written: read-only file system\n");
        assert_eq!(run.code, 0);
        assert_clean(&site, version, "the store is read-only");
    };
    read_only(0, "");
    read_only(1, "--fresh");
    builds(&site, 1, "the store can be written again").without_complaint();
}

#[test]
fn a_full_disk_leaves_the_site_as_it_was_also_with_a_store() {
    if !may_mount() {
        return;
    }
    let site = site(0).file("static/large.bin", vec![1; 60_000]);
    fs::create_dir(site.path("small")).expect("a folder can be made");
    let large = "head -c 400000 /dev/zero";
    let script = format!(
        "mount -t tmpfs -o size=300k tmpfs small && \"$@\" --output small/public || exit 10
         cp -r small/public before; {large} > static/large.bin; echo More. >> content/news/a1.md
         \"$@\" --output small/public; code=$?
         ls -A small/public | grep staging; diff -r before small/public || exit 11
         mount -o remount,size=10m small && \"$@\" --output small/public --verify || exit 12
         cp -r small/public after; exit $code"
    );
    let run = mounted(&site, &script);
    assert_eq!(
        run.stderr,
        "error[output]: cannot write `small/public/large.bin`: no space left on device\n \
         = help: the disk is full; the site that stood there is unchanged\n\n"
    );
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let grown = site_with_growth();
    for (name, bytes) in &grown {
        assert!(fs::read(site.path(&format!("after/{name}"))).is_ok_and(|after| after == *bytes), "{name}");
    }
}

/// What a clean build makes of what the disk has become full of.
fn site_with_growth() -> Files {
    let grown = site(0).file("static/large.bin", vec![0; 400_000]);
    let text = fs::read_to_string(grown.path("content/news/a1.md")).expect("it is there");
    grown.write("content/news/a1.md", text + "More.\n");
    grown.build();
    grown.files()
}

const STRACE: &str = "/usr/bin/strace";

/// Builds a version of a site that stands in the other one under an injected fault, and then undisturbed. `false` where the fault did not occur.
fn with_fault(site: &Site, version: usize, calls: &str, fault: &str, number: usize) -> bool {
    put(site, version);
    let log = tempfile::NamedTempFile::new().expect("a file can be made");
    let (name, inject) = (log.path().display().to_string(), format!("inject={calls}:{fault}:when={number}"));
    let strace = [STRACE, "-f", "-qqq", "-e", "signal=none", "-o", &name, "-e", &inject];
    let run = site.run_under("", &strace, &["build", "--quiet", "--jobs", "1"]);
    let what = format!("{calls}:{fault}:when={number}, exit code {}\n{}", run.code, run.stderr);
    let is_killed = fault.contains("SIGKILL") && [-1, 137].contains(&run.code);
    assert!(is_killed || [0, 1].contains(&run.code), "{what}");
    let (old, new) = (clean(1 - version), clean(version));
    let found: Files = site.files().into_iter().filter(|(name, _)| !name.starts_with(".byline-staging")).collect();
    for (name, bytes) in &found {
        assert!([old, new].iter().any(|whole| whole.get(name) == Some(bytes)), "{what}: {name} is not whole");
    }
    let missing = new.keys().find(|name| old.contains_key(*name) && !found.contains_key(*name));
    assert_eq!(missing, None, "{what}");
    if run.code == 0 {
        assert_eq!(changed(new, &found), Vec::<String>::new(), "{what}");
    }
    builds(site, version, &what);
    builds(site, version, &what).without_complaint();
    let log = fs::read_to_string(log.path()).unwrap_or_default();
    log.contains("INJECTED") || is_killed
}

/// Injects a fault at the first, second, … of some calls until it does not occur any more; returns how often it did.
fn at_each(calls: &str, fault: &str, most: usize) -> usize {
    let site = site(0);
    builds(&site, 0, "the first build");
    let fails = |number: &usize| with_fault(&site, number % 2, calls, fault, *number);
    (1..=most).take_while(fails).count()
}

/// Injects faults of several kinds in parallel; each must have occurred.
fn inject(faults: &[(&str, &str, usize)]) {
    if !has(STRACE) {
        return;
    }
    thread::scope(|scope| {
        for &(calls, fault, most) in faults {
            scope.spawn(move || assert!(at_each(calls, fault, most) > 0, "{calls} did not occur"));
        }
    });
}

#[test]
fn a_disk_that_fails_leaves_whole_files_and_is_made_good_by_the_next_build() {
    inject(&[
        ("write,pwrite64", "error=ENOSPC", 30),
        ("write,pwrite64", "error=EIO", 30),
        ("rename,renameat,renameat2", "error=EIO", 20),
        ("fsync,fdatasync,syncfs", "error=EIO", 3),
        ("ftruncate", "error=EIO", 6),
        ("mkdir,mkdirat", "error=ENOSPC", 10),
        ("unlink,unlinkat", "error=EIO", 10),
    ]);
}

#[test]
fn a_build_that_could_not_remember_its_files_is_not_taken_for_the_last_one() {
    if !has(STRACE) {
        return;
    }
    let site = site(0);
    builds(&site, 0, "the first build");
    let (mut forgotten, mut number) = (0, 0);
    loop {
        number += 1;
        let (source, output) = (format!("static/n{number}.txt"), format!("public/n{number}.txt"));
        site.write(&source, "new");
        // Only files whose times tell of changes are not read again.
        site.settle();
        let inject = format!("inject=write,pwrite64:error=ENOSPC:when={number}");
        let strace = [STRACE, "-f", "-qqq", "-e", "signal=none", "-o", "/dev/null", "-e", &inject];
        let run = site.run_under("", &strace, &["build", "--quiet", "--jobs", "1"]);
        let is_forgotten = run.stderr == "note: the store in `.byline` cannot be written: no space left on device\n";
        if run.code == 0 {
            site.remove(&output);
        }
        site.build();
        assert!(site.path(&output).exists(), "nobody missed a file that was removed: {inject}\n{}", run.stderr);
        forgotten += usize::from(is_forgotten);
        if run.code == 0 && run.stderr.is_empty() && (forgotten > 0 || number > 30) {
            break;
        }
    }
    assert!(forgotten > 0, "no build could not remember");
}

#[test]
fn a_build_killed_at_any_call_that_writes_is_made_good_by_the_next() {
    inject(&[
        ("write,pwrite64", "signal=SIGKILL", 30),
        ("rename,renameat,renameat2", "signal=SIGKILL", 20),
        ("fsync,fdatasync,syncfs", "signal=SIGKILL", 3),
        ("ftruncate", "signal=SIGKILL", 6),
        ("unlink,unlinkat", "signal=SIGKILL", 10),
    ]);
}

#[test]
fn a_build_killed_at_any_moment_is_made_good_by_the_next_with_the_store_as_it_is() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let site = site(0);
    builds(&site, 0, "the first build");
    let (mut version, mut whole) = (0, Duration::ZERO);
    for kill in 0..KILLS {
        version = 1 - version;
        put(&site, version);
        let begun = Instant::now();
        let mut child = site.command("", &[], &["build", "--quiet"]).spawn().expect("the program starts");
        if kill < 2 {
            child.wait().expect("the build ends");
            whole = begun.elapsed();
        }
        let moment = whole.mul_f64(random.below(1_100) as f64 / 1_000.0);
        while begun.elapsed() < moment && child.try_wait().expect("a child can be asked").is_none() {
            thread::yield_now();
        }
        let _ = child.kill();
        child.wait().expect("a child that is killed ends");
        // The next build is of either version.
        if random.below(2) == 0 {
            version = 1 - version;
            put(&site, version);
        }
        builds(&site, version, &format!("kill {kill} after {moment:?} of {whole:?}")).without_complaint();
    }
}
