//! Sources that are hostile or broken, made by the test: byline says what is wrong, word for word, within seconds, and leaves the
//! site that stands there as it is.
//!
//! What it must say is in `tests/faults/`; with `BYLINE_UPDATE=1` it is rewritten by what was found.

mod harness;

use std::fs;
use std::time::{Duration, Instant};

use harness::{Run, Site, assert_has};

/// No fault may take longer, in a build without optimisation.
const LONGEST: Duration = Duration::from_secs(10);
/// How deep things are nested that nobody nests.
const DEEP: usize = 20_000;

const CONFIGURATION: &str = "title: The Herald\nurl: https://herald.example\n";
const HEAD: &str = "---\ntitle: First\ndate: 2026-01-01\n---\n";

/// A site that was built when it was still whole.
fn built() -> Site {
    let site = Site::plain().article("content/news/good.md", "Good", "2026-01-02");
    site.build();
    site
}

/// Fails where a run did not say what `tests/faults/NAME.txt` holds.
#[track_caller]
fn assert_said(name: &str, run: &Run) {
    let file = harness::project().join("tests/faults").join(format!("{name}.txt"));
    let said = format!("-- code --\n{}\n-- stdout --\n{}-- stderr --\n{}", run.code, run.stdout, run.stderr);
    if std::env::var_os("BYLINE_UPDATE").is_some() {
        fs::write(&file, &said).expect("what was said can be written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(expected == said, "{name} (BYLINE_UPDATE=1 rewrites it)\n--- expected\n{expected}\n--- found\n{said}");
}

/// Builds a site that was whole until `path` got this content: an error, said as expected, in time, and `public/` as it was.
#[track_caller]
fn refused(name: &str, path: &str, content: impl AsRef<[u8]>) {
    let site = built();
    site.write(path, content);
    refused_in(name, &site, |site| site.run(&["build"]));
}

#[track_caller]
fn refused_in(name: &str, site: &Site, run: impl Fn(&Site) -> Run) {
    let before = site.files();
    let start = Instant::now();
    let run = run(site);
    let took = start.elapsed();
    assert_said(name, &run);
    assert_eq!(run.code, 1, "{name}\n{}", run.stderr);
    assert!(took < LONGEST, "{name} took {took:?}");
    assert!(before == site.files(), "{name} changed the output");
    let left: Vec<_> = fs::read_dir(site.path("")).expect("the site is there").flatten().collect();
    assert!(left.iter().all(|entry| !entry.file_name().to_string_lossy().contains("staging")), "{name}: {left:?}");
}

/// Builds a site with an article of this body, which is strange but no error.
#[track_caller]
fn builds(name: &str, body: &str) {
    let site = Site::plain().file("content/news/a.md", format!("{HEAD}{body}"));
    let start = Instant::now();
    let run = site.run(&["build"]).code(0);
    let took = start.elapsed();
    assert!(took < LONGEST, "{name} took {took:?}");
    assert!(site.has("news/a/index.html"), "{name}\n{}", run.stderr);
}

#[test]
fn front_matter_nested_without_end_is_an_error() {
    let path = "content/news/a.md";
    let brackets = |open: &str, close: &str| format!("{}{}", open.repeat(DEEP), close.repeat(DEEP));
    refused("yaml-lists", path, format!("---\ntitle: First\ndeep: {}\n---\n", brackets("[", "]")));
    refused("yaml-maps", path, format!("---\ntitle: First\ndeep: {}1{}\n---\n", "{a: ".repeat(DEEP), "}".repeat(DEEP)));
    refused("yaml-open-brackets", path, format!("---\ntitle: First\ndeep: {}\n---\n", "[".repeat(50_000)));
    refused("yaml-dashes", path, format!("---\ntitle: First\ndeep:\n  {}x\n---\n", "- ".repeat(DEEP)));
    let lines: String = (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    refused("yaml-lines", path, format!("---\n{lines}---\n"));
    refused("toml-lists", path, format!("+++\ntitle = \"First\"\ndeep = {}\n+++\n", brackets("[", "]")));
    refused("json-lists", path, format!("{{\"title\": \"First\",\n\"deep\": {}}}\n", brackets("[", "]")));
}

#[test]
fn configuration_data_and_theme_nested_without_end_are_errors() {
    let deep = format!("deep: {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP));
    refused("deep-configuration", "byline.yaml", format!("{CONFIGURATION}extra:\n  {deep}"));
    refused("deep-data-yaml", "data/deep.yaml", &deep);
    refused("deep-data-json", "data/deep.json", format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP)));
    refused("deep-data-toml", "data/deep.toml", format!("deep = {}{}", "[".repeat(DEEP), "]".repeat(DEEP)));
    refused("deep-strings", "strings/en.yaml", format!("strings:\n  {deep}"));
    refused("deep-style-sheet", "assets/site.css", "a{".repeat(DEEP));
    refused("deep-template", "templates/article.html", "{% if true %}".repeat(DEEP));
    refused(
        "deep-expression",
        "templates/article.html",
        format!("{{{{ {}1{} }}}}", "(".repeat(DEEP), ")".repeat(DEEP)),
    );
}

#[test]
fn markdown_nested_without_end_is_an_error() {
    let path = "content/news/a.md";
    refused("quotes", path, format!("{HEAD}{} text\n", ">".repeat(DEEP)));
    refused("lists", path, format!("{HEAD}{}text\n", "- ".repeat(DEEP)));
    let lines: String = (0..1_000).map(|level| format!("{}- text\n", "  ".repeat(level))).collect();
    refused("lists-by-lines", path, format!("{HEAD}{lines}"));
    refused("elements", path, format!("{HEAD}{}\n", "<div>".repeat(DEEP)));
    refused("emphasis", path, format!("{HEAD}{}text{}\n", "*".repeat(DEEP), "*".repeat(DEEP)));
    refused("shortcodes", path, format!("{HEAD}{}", "{% <note> %}\n".repeat(5_000)));
}

#[test]
fn markdown_full_of_brackets_is_built_in_time() {
    builds("brackets", &"[".repeat(50_000));
    builds("pairs", &"[]".repeat(50_000));
    builds("links", &format!("{}text{}", "[".repeat(DEEP), "](x)".repeat(DEEP)));
    builds("pictures", &format!("{}text{}", "![".repeat(DEEP), "](x)".repeat(DEEP)));
    builds("less-than", &"<".repeat(50_000));
    builds("comments", &"<!--".repeat(DEEP));
    builds("entities", &"&#x".repeat(DEEP));
    builds("stars", &"*a **b ".repeat(DEEP));
    builds("ticks", &(1..1_000).map(|count| "`".repeat(count) + " ").collect::<String>());
    builds("formulas", &format!("$${}{}$$", "\\frac{".repeat(DEEP), "}".repeat(DEEP)));
}

#[test]
fn scripts_and_styles_nested_without_end_stay_as_they_are() {
    let many = |part: &str| part.repeat(50_000);
    builds("script of brackets", &format!("<script>\n{}\n</script>\n", many("(")));
    builds("script of members", &format!("<script>\nx{}\n</script>\n", many(".a")));
    builds("script of functions", &format!("<script>\nx={}1\n</script>\n", many("a=>")));
    builds("style", &format!("<style>\n{}\n</style>\n", many("a{")));
    builds("attribute", &format!("<p style='width:calc{}'>x</p>\n", many("(")));
}

#[test]
fn an_article_of_fifty_megabytes_is_refused_at_once() {
    let line = "The harbour plan was read a second time, and once more after that.\n\n";
    refused("fifty-megabytes", "content/news/a.md", format!("{HEAD}{}", line.repeat(50_000_000 / line.len())));
}

#[test]
fn files_that_are_no_utf_8_are_errors() {
    refused("latin-article", "content/news/a.md", b"---\ntitle: First\n---\nThe caf\xe9.\n");
    refused("latin-configuration", "byline.yaml", b"title: The Herald\ndescription: caf\xe9\n");
    refused("latin-template", "templates/article.html", b"<!doctype html>\n<title>caf\xe9</title>\n");
    refused("latin-data", "data/menu.yaml", b"- caf\xe9\n");
    refused("latin-strings", "strings/en.yaml", b"strings:\n  by: caf\xe9\n");
}

#[test]
fn an_output_folder_that_the_site_is_made_of_is_refused() {
    let site = built();
    for folder in ["static", "templates", "themes", "data", "content"] {
        site.write(&format!("{folder}/kept.txt"), "kept");
        site.run(&["build", "--output", folder]).code(1).complains("error[output]: the output folder");
        assert_eq!(
            fs::read_dir(site.path(folder)).expect("the folder is there").count(),
            if folder == "content" { 2 } else { 1 }
        );
    }
    refused_in("output-is-a-source", &site, |site| site.run(&["build", "--output", "static"]));
    refused_in("output-is-the-parent", &site, |site| site.run_in("content", &["build", "--output", "../.."]));
}

#[test]
fn an_output_folder_that_cannot_be_made_is_an_error() {
    let site = built();
    site.write("file", "mine");
    refused_in("output-is-a-file", &site, |site| site.run(&["build", "--output", "file"]));
    refused_in("output-below-a-file", &site, |site| site.run(&["build", "--output", "file/public"]));
    assert_eq!(fs::read(site.path("file")).expect("the file is there"), b"mine");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_that_go_round_or_nowhere_neither_hang_nor_hide() {
        let site = built();
        symlink("../content", site.path("content/again")).expect("a link");
        symlink(".", site.path("content/news/here")).expect("a link");
        symlink("nowhere.md", site.path("content/news/.#lock.md")).expect("a link");
        symlink("nowhere.png", site.path("content/news/gone.png")).expect("a link");
        site.build().without_complaint();
        symlink("b.md", site.path("content/news/a.md")).expect("a link");
        symlink("a.md", site.path("content/news/b.md")).expect("a link");
        refused_in("links-in-a-ring", &site, |site| site.run(&["build"]));
        site.remove("content/news/a.md");
        site.remove("content/news/b.md");
        symlink("nowhere.md", site.path("content/news/c.md")).expect("a link");
        refused_in("link-to-nowhere", &site, |site| site.run(&["build"]));
    }

    #[test]
    fn a_file_that_may_not_be_read_is_an_error() {
        use std::os::unix::fs::PermissionsExt as _;
        let site = built();
        site.write("content/news/a.md", format!("{HEAD}Text.\n"));
        let closed = fs::Permissions::from_mode(0o000);
        fs::set_permissions(site.path("content/news/a.md"), closed).expect("the rights can be taken");
        if fs::read(site.path("content/news/a.md")).is_ok() {
            eprintln!("skipped: this user may read everything");
            return;
        }
        refused_in("unreadable", &site, |site| site.run(&["build"]));
    }

    #[test]
    fn a_pipe_and_a_folder_with_an_article_s_name_do_not_hang() {
        let site = built();
        let made = Command::new("mkfifo").arg(site.path("content/news/a.md")).status();
        assert!(made.is_ok_and(|status| status.success()));
        site.write("content/news/b.md/c.md", format!("{HEAD}Text.\n"));
        site.build();
        assert!(!site.has("news/a/index.html"));
    }

    /// Builds after a change under a shell that does `before`, and expects `public/` to be as it was.
    fn under(name: &str, site: &Site, before: &str) {
        site.write("content/news/more.md", format!("{HEAD}{}", "A long line of text.\n\n".repeat(5_000)));
        let shell = format!("{before}; exec \"$0\" \"$@\"");
        refused_in(name, site, |site| site.run_under("", &["/bin/sh", "-c", &shell], &["build"]));
        site.build();
        assert!(site.has("news/more/index.html"));
    }

    #[test]
    fn a_disk_that_takes_no_more_leaves_the_output_as_it_was() {
        under("no-room-in-a-file", &built(), "trap '' XFSZ; ulimit -f 40");
    }

    /// Runs a build with a small file system over the output, where this machine and user can make one.
    fn mounted(name: &str, options: &str, outcome: fn(&str, &Run)) {
        let can = Command::new("/bin/sh").args(["-c", "unshare -m mount -t tmpfs tmpfs /mnt"]).output();
        if !can.is_ok_and(|output| output.status.success()) {
            eprintln!("skipped: {name} needs a user who may mount");
            return;
        }
        let site = Site::plain().file("content/news/a.md", format!("{HEAD}{}", "Text.\n\n".repeat(50_000)));
        fs::create_dir_all(site.path("small/public")).expect("a folder can be made");
        let shell = format!(
            "mount -t tmpfs -o {options} tmpfs small && mkdir -p small/public && echo mine > small/public/mine.txt && {}\"$0\" \"$@\"; code=$?; ls -A small small/public; exit $code",
            if options.contains("nr_inodes") || !name.contains("read-only") {
                ""
            } else {
                "mount -o remount,ro small && "
            }
        );
        let run = site.run_under(
            "",
            &["/usr/bin/unshare", "-m", "/bin/sh", "-c", &shell],
            &["build", "--jobs", "1", "--output", "small/public"],
        );
        outcome(name, &run);
    }

    fn only_what_stood_there(name: &str, run: &Run) {
        assert_said(name, run);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert_has(&run.stdout, "small:\npublic\n\nsmall/public:\nmine.txt\n");
    }

    #[test]
    fn a_full_disk_leaves_the_output_as_it_was() {
        mounted("full-disk", "size=100k", only_what_stood_there);
        mounted("no-more-names", "size=10m,nr_inodes=4", only_what_stood_there);
    }

    #[test]
    fn an_output_that_is_read_only_is_an_error() {
        mounted("read-only-output", "size=10m", only_what_stood_there);
    }
}
