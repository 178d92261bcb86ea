//! What a build renders and writes again after a change, and what it leaves alone: by name, and as counts of its summary.
//!
//! That the bytes are those of a clean build is held by `tests/law.rs`; here each kind of change has its price.

mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use harness::{Run, Site, assert_lacks, changed};

/// The fault of a store that cannot be trusted.
const DAMAGED: &str = "the store in `.byline` is damaged: what is wrong in it is made anew";

/// What a build did.
#[derive(Debug)]
struct Did {
    parsed: u64,
    /// The pages that were rendered, each with why.
    rendered: BTreeMap<String, String>,
    written: u64,
    removed: u64,
    notices: Vec<String>,
}

impl Did {
    /// The addresses of the pages that were rendered.
    fn urls(&self) -> Vec<&str> {
        self.rendered.keys().map(String::as_str).collect()
    }

    /// Parsed, rendered, written and removed.
    fn counts(&self) -> (u64, usize, u64, u64) {
        (self.parsed, self.rendered.len(), self.written, self.removed)
    }

    /// Fails unless nothing at all was done.
    #[track_caller]
    fn is_nothing(&self) {
        assert_eq!(self.counts(), (0, 0, 0, 0), "{self:?}");
        assert!(self.notices.is_empty(), "{self:?}");
    }
}

/// Builds with further options, and reads what was done; the counts must be those of the pages that were named.
#[track_caller]
fn build_with(site: &Site, options: &[&str]) -> Did {
    let run = site.run(&[&["build", "-v", "--format", "json"], options].concat()).code(0);
    let mut did = Did { parsed: 0, rendered: BTreeMap::new(), written: 0, removed: 0, notices: Vec::new() };
    let mut count = 0;
    for line in run.json() {
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| line["output"][key].as_u64().expect("the summary has a number");
        match text("type").as_str() {
            "rendered" => {
                did.rendered.insert(text("url"), text("why"));
            }
            "notice" => did.notices.push(text("message")),
            "summary" => {
                (did.parsed, did.written, did.removed) = (number("parsed"), number("written"), number("removed"));
                count = number("rendered");
            }
            _ => {}
        }
    }
    assert_eq!(did.rendered.len() as u64, count, "{did:?}");
    did
}

#[track_caller]
fn build(site: &Site) -> Did {
    build_with(site, &[])
}

/// A site without files for programs, which show every article: what they cost is asked by name.
fn plain() -> Site {
    Site::new().file("byline.yaml", "title: The Herald\nurl: https://herald.example\nfeeds: false\nsitemap: false\n")
}

/// A site that was built twice: then nothing is unsettled, and nothing left to do.
fn warm(site: Site) -> Site {
    site.settle();
    build(&site);
    site.settle();
    build(&site).is_nothing();
    site
}

/// The bytes of the output as a clean build of a copy of the sources makes them.
fn clean(site: &Site, options: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let copy = Site::new();
    copy_sources(&site.path(""), &copy.path(""));
    copy.run(&[&["build"], options].concat()).code(0);
    copy.files()
}

fn copy_sources(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let (name, target) = (entry.file_name(), to.join(entry.file_name()));
        if entry.path().is_dir() {
            if name != ".byline" && name != "public" {
                copy_sources(&entry.path(), &target);
            }
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

/// Builds after a change to a warm site and fails unless exactly these pages were rendered, and the output is that of a clean build.
#[track_caller]
fn renders(site: &Site, expected: &[&str]) -> Did {
    let did = build(site);
    let expected: BTreeSet<&str> = expected.iter().copied().collect();
    assert_eq!(did.rendered.keys().map(String::as_str).collect::<BTreeSet<_>>(), expected, "{did:?}");
    assert!(did.notices.is_empty(), "{did:?}");
    assert_eq!(changed(&clean(site, &[]), &site.files()), Vec::<String>::new());
    site.settle();
    build(site).is_nothing();
    did
}

/// Replaces a text in a file by another one.
#[track_caller]
fn edit(site: &Site, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(site.path(path)).expect("the file is there");
    assert!(text.contains(from), "{path} has no {from}");
    site.write(path, text.replace(from, to));
}

/// A page of a template: its own title, and a text that shows something.
fn page(shown: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=en><head><title>{{{{ page.title_tag }}}}</title></head><body>{shown}</body></html>\n"
    )
}

const LINKS: &str = "{% for item in listing.items %}<a href=\"{{ item.href }}\">*</a>{% endfor %}";
const TITLES: &str = "{% for item in listing.items %}<a href=\"{{ item.href }}\">{{ item.title }}</a>{% endfor %}";

/// Six articles of two topics, with templates that show few things: lists only lead to their articles, articles show their own text.
fn sparse() -> Site {
    let mut site = plain();
    for name in
        ["home", "section", "taxonomy", "term", "archive", "archive_year", "archive_month", "404", "authors", "series"]
    {
        site = site.file(&format!("templates/{name}.html"), page("{{ page.kind }}"));
    }
    site = site.file("templates/author.html", page(LINKS));
    site = site.file("templates/section.html", page(LINKS));
    site = site.file("templates/term.html", page(LINKS));
    site = site.file("templates/article.html", page("{{ article.body }}"));
    for number in 1..=6 {
        let topic = if number % 2 == 0 { "even" } else { "odd" };
        let head = format!("---\ntitle: Title {number}\ndate: 2026-01-0{number}\ntopics: [{topic}]\n---\n");
        site = site.file(
            &format!("content/news/a{number}.md"),
            format!("{head}The first words of {number}.\n\n<!--more-->\n\nThe others of {number}.\n"),
        );
    }
    site
}

#[test]
fn nothing_is_done_where_nothing_has_changed() {
    let site = warm(sparse().file("static/notes.txt", "notes"));
    let (before, stamps) = (site.files(), stamps(&site));
    for options in [&[][..], &["--jobs", "1"], &["--strict"], &["--keep-going"]] {
        build_with(&site, options).is_nothing();
    }
    site.run(&["build"]).code(0).says("  0 rendered, 0 written, 0 removed, ").without_complaint();
    assert!(before == site.files() && stamps == self::stamps(&site));
}

/// Number in the file system, and time, of each file of the output, with the manifest.
#[cfg(unix)]
fn stamps(site: &Site) -> BTreeMap<String, (u64, SystemTime)> {
    use std::os::unix::fs::MetadataExt as _;
    let names = site.names().into_iter().chain([".byline-manifest".to_owned()]);
    let stamp = |name: String| {
        let metadata = fs::metadata(site.path(&format!("public/{name}"))).expect("the file is there");
        let modified = metadata.modified().expect("a file has a time");
        (name, (metadata.ino(), modified))
    };
    names.map(stamp).collect()
}

#[cfg(not(unix))]
fn stamps(site: &Site) -> BTreeMap<String, (u64, SystemTime)> {
    let names = site.names().into_iter().chain([".byline-manifest".to_owned()]);
    let time = |name: &str| fs::metadata(site.path(&format!("public/{name}"))).and_then(|metadata| metadata.modified());
    names.map(|name| (name.clone(), (0, time(&name).expect("a file has a time")))).collect()
}

#[test]
fn an_edited_text_renders_its_page_and_the_lists_that_show_it() {
    let site = warm(sparse());
    edit(&site, "content/news/a3.md", "others", "rest");
    let did = renders(&site, &["/news/a3/"]);
    assert_eq!((did.parsed, did.written, did.removed), (1, 1, 0));
    assert_eq!(did.rendered["/news/a3/"], "changed: text of content/news/a3.md");

    site.write("templates/section.html", page("{% for item in listing.items %}{{ item.excerpt }}{% endfor %}"));
    renders(&site, &["/news/"]);
    edit(&site, "content/news/a3.md", "rest", "last words");
    renders(&site, &["/news/a3/"]);
    edit(&site, "content/news/a3.md", "first words", "beginning");
    let did = renders(&site, &["/news/", "/news/a3/"]);
    assert_eq!(did.rendered["/news/"], "changed: card of content/news/a3.md");
}

#[test]
fn an_edited_title_renders_the_pages_that_show_it() {
    let site = warm(sparse());
    edit(&site, "content/news/a3.md", "Title 3", "Another");
    renders(&site, &["/news/a3/"]);

    site.write("templates/article.html", page("{% if article.previous %}{{ article.previous.title }}{% endif %}"));
    site.write("templates/term.html", page(TITLES));
    build(&site);
    site.settle();
    edit(&site, "content/news/a3.md", "Another", "A third");
    let did = renders(&site, &["/news/a3/", "/news/a4/", "/topics/odd/"]);
    assert_eq!(did.rendered["/news/a4/"], "changed: card of content/news/a3.md");
    edit(&site, "content/news/a3.md", "others", "rest");
    assert_eq!(renders(&site, &["/news/a3/"]).counts(), (1, 1, 0, 0), "no list shows the text");
}

#[test]
fn a_new_article_renders_its_page_its_neighbours_and_its_lists() {
    let site =
        warm(sparse().file("templates/article.html", page("{% if article.next %}{{ article.next.href }}{% endif %}")));
    site.write("content/news/b.md", "---\ntitle: New\ndate: 2026-01-03T12:00:00Z\ntopics: [odd]\n---\nNew.\n");
    let did = renders(&site, &["/news/", "/news/a3/", "/news/b/", "/topics/odd/"]);
    assert_eq!(did.counts(), (1, 4, 4, 0));
    assert_eq!(did.rendered["/news/b/"], "nothing was known of it");
    site.remove("content/news/b.md");
    assert_eq!(renders(&site, &["/news/", "/news/a3/", "/topics/odd/"]).counts(), (0, 3, 3, 1));
}

#[test]
fn the_last_article_of_a_topic_takes_the_page_of_the_topic_with_it() {
    let site =
        warm(sparse().file("templates/taxonomy.html", page("{% for t in taxonomy.terms %}{{ t.name }}{% endfor %}")));
    edit(&site, "content/news/a1.md", "[odd]", "[rare]");
    renders(&site, &["/news/a1/", "/topics/", "/topics/odd/", "/topics/rare/"]);
    edit(&site, "content/news/a1.md", "[rare]", "[odd]");
    let did = renders(&site, &["/news/a1/", "/topics/", "/topics/odd/"]);
    assert_eq!(did.removed, 1);
    assert!(!site.has("topics/rare"));
}

#[test]
fn a_renamed_article_is_another_page() {
    let site = warm(sparse());
    fs::rename(site.path("content/news/a2.md"), site.path("content/news/b2.md")).expect("it can be renamed");
    let did = renders(&site, &["/news/", "/news/b2/", "/topics/even/"]);
    assert_eq!((did.written, did.removed), (3, 1));
    assert!(!site.has("news/a2/index.html"));
}

#[test]
fn an_edited_profile_renders_the_pages_that_show_it() {
    let profile = |bio: &str| format!("---\nname: Ann Poe\nbio: {bio}\n---\n");
    let site = sparse().file("content/authors/ann-poe.md", profile("She writes."));
    for number in [1, 2] {
        edit(&site, &format!("content/news/a{number}.md"), "topics:", "authors: [ann-poe]\ntopics:");
    }
    let site = warm(site.file("templates/author.html", page("{{ author.bio }}")));
    site.write("content/authors/ann-poe.md", profile("She writes much."));
    renders(&site, &["/authors/ann-poe/"]);
    site.write("templates/article.html", page("{% for who in article.profiles %}{{ who.bio }}{% endfor %}"));
    build(&site);
    site.settle();
    site.write("content/authors/ann-poe.md", profile("She writes little."));
    renders(&site, &["/authors/ann-poe/", "/news/a1/", "/news/a2/"]);
}

#[test]
fn an_edited_template_renders_the_pages_that_use_it() {
    let site = warm(
        sparse()
            .file("templates/partials/foot.html", "<p>Foot</p>\n")
            .file("templates/term.html", page("{% include \"partials/foot.html\" %}"))
            .file("templates/frame.html", "<title>{{ page.title }}</title>{% block main %}{% endblock main %}\n")
            .file("templates/home.html", "{% extends \"frame.html\" %}{% block main %}Home{% endblock main %}\n"),
    );
    site.write("templates/partials/foot.html", "<p>Another</p>\n");
    let did = renders(&site, &["/topics/even/", "/topics/odd/"]);
    assert_eq!((did.parsed, did.written), (0, 2));
    assert_eq!(did.rendered["/topics/odd/"], "changed: template templates/partials/foot.html");
    site.write("templates/frame.html", "<title>{{ page.title }}</title><b>{% block main %}{% endblock main %}</b>\n");
    renders(&site, &["/"]);
    site.write("templates/term.html", page("Term"));
    renders(&site, &["/topics/even/", "/topics/odd/"]);
    site.write("templates/partials/foot.html", "<p>Nobody's</p>\n");
    renders(&site, &[]);
}

#[test]
fn an_edited_component_renders_the_pages_that_call_it() {
    let component = |text: &str| format!("{{% component stamp() %}}<i>{text}</i>{{% endcomponent stamp %}}\n");
    let site = sparse()
        .file("templates/components/stamp.html", component("one"))
        .file("templates/term.html", page("{{ <stamp /> }}"));
    edit(&site, "content/news/a5.md", "The others", "{{<stamp/>}} The others");
    let site = warm(site);
    site.write("templates/components/stamp.html", component("two"));
    renders(&site, &["/news/a5/", "/topics/even/", "/topics/odd/"]);
}

#[test]
fn a_component_in_the_place_of_own_markup_changes_the_pages_with_that_markup() {
    let site = sparse();
    edit(&site, "content/news/a2.md", "The others", "> A quotation.\n\nThe others");
    let site = warm(site);
    let hook = |text: &str| {
        let body = format!("<div class={text}>{{{{ body }}}}</div>");
        format!("{{% component blockquote(kind, title) %}}{body}{{% endcomponent blockquote %}}\n")
    };
    for text in [Some("one"), Some("two"), None] {
        match text {
            Some(text) => site.write("templates/components/blockquote.html", hook(text)),
            None => site.remove("templates/components/blockquote.html"),
        }
        let before = site.files();
        let did = build(&site);
        assert_eq!((did.parsed, did.written), (0, 1), "{did:?}");
        assert_eq!(changed(&before, &site.files()), ["news/a2/index.html"]);
        assert_eq!(changed(&clean(&site, &[]), &site.files()), Vec::<String>::new());
        site.settle();
    }
}

#[test]
fn an_edited_style_sheet_renders_the_pages_that_link_it() {
    let link = "<link rel=stylesheet href=\"{{ asset(path=\"site.css\") }}\">";
    let site = warm(sparse().file("templates/term.html", page(link)).file("assets/site.css", "p { color: red }\n"));
    site.write("assets/site.css", "p { color: blue }\n");
    let did = build(&site);
    assert!(did.urls().contains(&"/topics/even/") && did.urls().contains(&"/topics/odd/"), "{did:?}");
    assert_eq!((did.written, did.removed), (3, 1), "two pages and the sheet under its new name");
    assert_eq!(changed(&clean(&site, &[]), &site.files()), Vec::<String>::new());

    let site =
        warm(plain().article("content/news/a.md", "A", "2026-01-01").file("assets/site.css", "p { color: red }\n"));
    site.write("assets/site.css", "p { color: blue }\n");
    let did = build(&site);
    let pages = site.names().iter().filter(|name| name.ends_with(".html")).count();
    let rendered = did.urls().iter().filter(|url| url.ends_with('/') || url.ends_with(".html")).count();
    assert_eq!(rendered, pages, "the default theme's pages all link it");
}

#[test]
fn an_edited_data_file_renders_the_pages_that_asked_for_it() {
    let site = warm(
        sparse()
            .file("data/facts.yaml", "motto: one\n")
            .file("data/other.yaml", "motto: one\n")
            .file("templates/home.html", page("{% set facts = data(name=\"facts\") %}{{ facts.motto }}"))
            .file("templates/term.html", page("{% set other = data(name=\"other\") %}{{ other.motto }}")),
    );
    site.write("data/facts.yaml", "motto: two\n");
    let did = renders(&site, &["/"]);
    assert_eq!(did.rendered["/"], "another answer to data(name=\"facts\")");
    site.write("data/other.yaml", "motto: two\n# and a comment\n");
    renders(&site, &["/topics/even/", "/topics/odd/"]);
    site.write("data/other.yaml", "motto: two\n");
    renders(&site, &[]);
}

#[test]
fn a_page_that_lists_terms_is_rendered_for_what_it_shows_of_them() {
    let list =
        |field: &str| page(&format!("{{% for term in terms(taxonomy=\"topic\") %}}{{{{ {field} }}}}{{% endfor %}}"));
    let site =
        sparse().file("templates/home.html", list("term.name")).file("templates/archive.html", list("term.count"));
    let site = warm(site);
    assert!(site.page("archive/index.html").contains("33"), "{}", site.page("archive/index.html"));
    edit(&site, "content/news/a2.md", "topics: [even]", "topics: [even, odd]");
    let did = build(&site);
    assert_eq!(did.rendered.get("/archive/").map(String::as_str), Some("another answer to terms(taxonomy=\"topic\")"));
    assert!(!did.rendered.contains_key("/"), "{did:?}");
    assert!(site.page("archive/index.html").contains("34"), "{}", site.page("archive/index.html"));
    edit(&site, "content/news/a2.md", "topics: [even, odd]", "topics: [even, rare]");
    let did = build(&site);
    assert_eq!(did.rendered.get("/").map(String::as_str), Some("another answer to terms(taxonomy=\"topic\")"));
}

/// As much of a picture as tells its size.
fn png(width: u8, height: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0".to_vec();
    bytes.extend([width, 0, 0, 0, height, 8, 0, 0, 0, 0, 1, 2, 3, 4]);
    bytes.extend(b"\0\0\0\0IEND\xaeB`\x82");
    bytes
}

#[test]
fn a_picture_of_another_size_renders_the_pages_that_show_its_size() {
    let site = sparse().file("content/news/quay.png", png(10, 20)).file("content/news/pier.png", png(30, 40));
    edit(&site, "content/news/a1.md", "The others", "![The quay](quay.png)\n\nThe others");
    edit(&site, "content/news/a2.md", "The others", "![The pier](pier.png)\n\nThe others");
    let home = page("{% set size = picture_size(src=\"/news/pier.png\") %}{{ size.width }}");
    let site = warm(site.file("templates/home.html", home));
    assert!(site.page("news/a1/index.html").contains("width=10 height=20"), "{}", site.page("news/a1/index.html"));
    site.write("content/news/quay.png", png(11, 20));
    renders(&site, &["/news/a1/"]);
    // Another depth of its colours.
    let mut deeper = png(11, 20);
    deeper[24] = 16;
    site.write("content/news/quay.png", deeper);
    assert_eq!(renders(&site, &[]).counts(), (0, 0, 1, 0));
    site.write("content/news/pier.png", png(31, 40));
    let did = renders(&site, &["/", "/news/a2/"]);
    assert_eq!(did.rendered["/"], "another answer to picture_size(src=\"/news/pier.png\")");
}

#[test]
fn time_that_passes_brings_what_is_scheduled_and_takes_what_expires() {
    let site = sparse();
    edit(&site, "content/news/a6.md", "date: 2026-01-06", "date: 2026-08-01");
    edit(&site, "content/news/a5.md", "topics:", "expires: 2026-07-01\ntopics:");
    let site = warm(site);
    assert!(!site.has("news/a6/index.html") && site.has("news/a5/index.html"));
    let at = |moment| {
        let did = build_with(&site, &["--at", moment]);
        assert_eq!(changed(&clean(&site, &["--at", moment]), &site.files()), Vec::<String>::new());
        did
    };
    at("2026-06-30").is_nothing();
    let did = at("2026-07-02");
    assert_eq!((did.urls(), did.removed), (vec!["/news/", "/topics/odd/"], 1));
    at("2026-07-31").is_nothing();
    let did = at("2026-08-02");
    assert!(did.urls().contains(&"/news/a6/") && did.urls().contains(&"/topics/even/"), "{did:?}");
    assert!(!did.urls().contains(&"/news/a1/"), "{did:?}");
    // And back.
    at("2026-06-30");
    assert!(!site.has("news/a6/index.html") && site.has("news/a5/index.html"));
}

#[test]
fn a_build_with_other_options_in_between_spoils_nothing() {
    let site =
        warm(sparse().file("content/news/d.md", "---\ntitle: Draft\ndate: 2026-01-08\ndraft: true\n---\nDraft.\n"));
    let before = (site.files(), stamps(&site));
    let preview = ["--drafts", "--output", "preview"];
    let did = build_with(&site, &preview);
    assert_eq!(did.parsed, 0, "what was parsed is shared");
    assert!(did.urls().contains(&"/news/d/") && site.path("preview/news/d/index.html").exists(), "{did:?}");
    build(&site).is_nothing();
    assert!(before == (site.files(), stamps(&site)));
    build_with(&site, &preview).is_nothing();
    // The same folder in turn.
    build_with(&site, &["--base-url", "https://elsewhere.example/below/"]);
    let did = build(&site);
    assert!(did.notices.is_empty(), "{did:?}");
    assert_eq!(changed(&clean(&site, &[]), &site.files()), Vec::<String>::new());
}

#[test]
fn an_output_that_was_removed_is_made_again() {
    let site = warm(sparse().file("static/notes.txt", "notes"));
    let before = site.files();
    fs::remove_dir_all(site.path("public")).expect("the output can be removed");
    let did = build(&site);
    assert_eq!((did.parsed, did.written, did.notices.len()), (0, before.len() as u64, 0), "{did:?}");
    assert_eq!(did.rendered["/news/"], "its file was missing or altered");
    assert_eq!(changed(&before, &site.files()), Vec::<String>::new());
    build(&site).is_nothing();
}

#[test]
fn a_file_of_the_output_that_is_missing_or_altered_is_written_again() {
    let site = warm(sparse().file("static/notes.txt", "notes"));
    let before = site.files();
    for (path, rendered) in [("news/a1/index.html", 1), ("notes.txt", 0), ("news/index.html", 1)] {
        fs::remove_file(site.path(&format!("public/{path}"))).expect("it can be removed");
        let did = build(&site);
        assert_eq!((did.counts(), did.notices.len()), ((0, rendered, 1, 0), 0), "{path}: {did:?}");
        let mut altered = before[path].clone();
        altered[2] ^= 1;
        fs::write(site.path(&format!("public/{path}")), altered).expect("it can be written");
        let did = build(&site);
        assert_eq!(did.counts(), (0, rendered, 1, 0), "{path}: {did:?}");
        assert_eq!(did.notices, [format!("`{path}` was altered in the output, and is written again")]);
        assert_eq!(changed(&before, &site.files()), Vec::<String>::new());
        build(&site).is_nothing();
    }
    let manifest = fs::read(site.path("public/.byline-manifest")).expect("it is there");
    fs::remove_file(site.path("public/.byline-manifest")).expect("it can be removed");
    assert_eq!(build(&site).counts(), (0, 0, 0, 0));
    assert_eq!(fs::read(site.path("public/.byline-manifest")).expect("it is there again"), manifest);
    // For people.
    fs::write(site.path("public/notes.txt"), "NOTES").expect("it can be written");
    let said = site.run(&["build"]).code(0).stderr;
    assert_eq!(said, "note: `notes.txt` was altered in the output, and is written again\n");
}

/// Gives a file the present time as the one of its last change.
fn touch(path: &Path) {
    set_time(path, SystemTime::now());
}

fn set_time(path: &Path, time: SystemTime) {
    fs::File::options().append(true).open(path).and_then(|file| file.set_modified(time)).expect("a time can be set");
}

/// Every file below a folder.
fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        if entry.path().is_dir() { files.extend(all_files(&entry.path())) } else { files.push(entry.path()) }
    }
    files
}

#[test]
fn files_that_were_only_touched_are_read_and_no_more() {
    let site = warm(sparse().file("static/notes.txt", "notes").file("data/facts.yaml", "motto: one\n"));
    for folder in ["public/news", "public/topics"] {
        all_files(&site.path(folder)).iter().for_each(|file| touch(file));
    }
    let (before, stamps) = (site.files(), stamps(&site));
    build(&site).is_nothing();
    for folder in ["content", "templates", "static", "data"] {
        all_files(&site.path(folder)).iter().for_each(|file| touch(file));
    }
    touch(&site.path("byline.yaml"));
    build(&site).is_nothing();
    site.settle();
    build(&site).is_nothing();
    assert!(before == site.files() && stamps == self::stamps(&site));
}

#[test]
fn an_edit_of_the_same_size_right_after_a_build_is_seen() {
    let site = sparse();
    for round in 10..40 {
        site.write("content/news/a1.md", format!("---\ntitle: One\ndate: 2026-01-01\n---\nRound {round}.\n"));
        site.write("static/notes.txt", round.to_string());
        site.write("templates/home.html", page(&format!("Round {round}")));
        build(&site);
        assert_eq!(site.page("notes.txt"), round.to_string());
        for name in ["index.html", "news/a1/index.html"] {
            harness::assert_has(&site.page(name), &format!("Round {round}"));
        }
    }
}

#[cfg(unix)]
#[test]
fn an_edit_whose_time_was_set_back_is_seen() {
    let site = warm(
        sparse()
            .file("static/notes.txt", "notes")
            .file("data/facts.yaml", "motto: one\n")
            .file("templates/home.html", page("{% set facts = data(name=\"facts\") %}{{ facts.motto }}")),
    );
    let edits = [
        ("content/news/a1.md", "others", "OTHERS"),
        ("static/notes.txt", "notes", "NOTES"),
        ("data/facts.yaml", "one", "two"),
        ("templates/term.html", "*", "+"),
        ("byline.yaml", "Herald", "Mirror"),
    ];
    for (path, from, to) in edits {
        let time = fs::metadata(site.path(path)).and_then(|metadata| metadata.modified()).expect("it has a time");
        edit(&site, path, from, to);
        set_time(&site.path(path), time);
        build(&site);
        assert_eq!(changed(&clean(&site, &[]), &site.files()), Vec::<String>::new(), "{path}");
        site.settle();
        build(&site).is_nothing();
    }
}

/// A site with a file of every kind that a site is made of.
fn every_kind() -> Site {
    plain()
        .file(
            "byline.yaml",
            "title: The Herald\nurl: https://herald.example\ntheme: {name: mine}\noutputs: {all.json: all.json}\n",
        )
        .file("content/_index.md", "---\ntitle: Home\n---\nHome.\n")
        .file("content/news/_index.md", "---\ntitle: News\n---\nNews.\n")
        .file(
            "content/news/a.md",
            "---\ntitle: A\ndate: 2026-01-01\nauthors: [ann]\ntopics: [t]\n---\n![Q](q.png) {{<stamp/>}}\n",
        )
        .file("content/news/q.png", png(1, 2))
        .file("content/about.md", "---\ntitle: About\n---\nAbout.\n")
        .file("content/authors/ann.md", "---\nname: Ann\n---\nAnn.\n")
        .file("static/notes.txt", "notes\n")
        .file("data/facts.yaml", "motto: one\n")
        .file("strings/en.yaml", "strings:\n  by: by\n")
        .file("assets/site.css", "@import \"part.css\";\n")
        .file("assets/part.css", "p { color: red }\n")
        .file("templates/all.json", "{{ data(name=\"facts\") | json_encode }}\n")
        .file("templates/body_end.html", "<i>{{ t(key=\"by\") }}</i>\n")
        .file("templates/components/stamp.html", "{% component stamp() %}<i>1</i>{% endcomponent stamp %}\n")
        .file("themes/mine/theme.yaml", "name: mine\n")
        .file("themes/mine/templates/article.html", page("{{ article.body }}{{ theme | json_encode }}"))
}

#[test]
fn a_change_to_any_file_is_seen_by_the_build_after_one_that_had_nothing_to_do() {
    let site = every_kind();
    build(&site);
    let root = site.path("");
    let mut files = Vec::new();
    for folder in ["content", "static", "data", "strings", "assets", "templates", "themes"] {
        files.extend(all_files(&site.path(folder)));
    }
    files.push(site.path("byline.yaml"));
    for file in files {
        let name = file.strip_prefix(&root).expect("it lies in the site").display().to_string();
        let bytes = fs::read(&file).expect("it can be read");
        let mut longer = bytes.clone();
        longer.extend(match name.rsplit('.').next().unwrap_or_default() {
            "yaml" if name == "byline.yaml" => &b"description: another\n"[..],
            "yaml" if name == "data/facts.yaml" => b"another: 1\n",
            "yaml" if name == "strings/en.yaml" => b"  about: on\n",
            "yaml" => b"description: another\n",
            "css" => b"p { margin: 0 }\n",
            "png" => b"more",
            _ => b"More.\n",
        });
        for content in [Some(longer), None, Some(bytes)] {
            site.settle();
            build(&site);
            build(&site).is_nothing();
            match &content {
                Some(bytes) => fs::write(&file, bytes).expect("it can be written"),
                None if [
                    "byline.yaml",
                    "data/facts.yaml",
                    "templates/all.json",
                    "themes/mine/theme.yaml",
                    "templates/components/stamp.html",
                    "assets/part.css",
                    "content/news/q.png",
                ]
                .contains(&name.as_str()) =>
                {
                    continue;
                }
                None => fs::remove_file(&file).expect("it can be removed"),
            }
            build(&site);
            assert_eq!(changed(&clean(&site, &[]), &site.files()), Vec::<String>::new(), "{name}: {content:?}");
        }
    }
}

#[test]
fn without_its_store_a_build_rewrites_nothing() {
    let site = warm(sparse().file("static/notes.txt", "notes"));
    let (before, stamps) = (site.files(), stamps(&site));
    fs::remove_dir_all(site.path(".byline")).expect("it can be removed");
    let did = build(&site);
    assert_eq!((did.parsed, did.rendered.is_empty(), did.written, did.removed), (6, false, 0, 0), "{did:?}");
    assert!(did.notices.is_empty() && did.rendered.values().all(|why| why == "nothing was known of it"), "{did:?}");
    assert!(before == site.files() && stamps == self::stamps(&site));
    build(&site).is_nothing();
}

#[cfg(unix)]
#[test]
fn a_site_that_was_copied_with_its_store_and_output_needs_nothing_again() {
    let site = warm(sparse().file("static/notes.txt", "notes").file("content/news/quay.png", png(1, 2)));
    let copy = Site::new();
    let from = format!("{}/.", site.path("").display());
    let done = Command::new("cp").args(["-r", &from]).arg(copy.path("")).status();
    assert!(done.is_ok_and(|status| status.success()));
    let stamps = stamps(&copy);
    build(&copy).is_nothing();
    copy.settle();
    build(&copy).is_nothing();
    assert!(stamps == self::stamps(&copy));
    edit(&copy, "content/news/a1.md", "others", "OTHERS");
    renders(&copy, &["/news/a1/"]);
    // The store alone.
    let copy = Site::new();
    Command::new("cp").args(["-r", &from]).arg(copy.path("")).status().expect("cp runs");
    fs::remove_dir_all(copy.path("public")).expect("it can be removed");
    assert_eq!(build(&copy).parsed, 0);
    assert_eq!(changed(&site.files(), &copy.files()), Vec::<String>::new());
}

#[test]
fn a_fresh_build_renders_everything_and_writes_nothing_that_stands_there() {
    let site = warm(sparse().file("static/notes.txt", "notes"));
    let (before, stamps) = (site.files(), stamps(&site));
    let did = build_with(&site, &["--fresh"]);
    let is_page =
        |name: &&String| name.ends_with(".html") || ["robots.txt", "site.webmanifest"].contains(&name.as_str());
    assert_eq!(did.counts(), (6, before.keys().filter(is_page).count(), 0, 0), "{did:?}");
    assert!(before == site.files() && stamps == self::stamps(&site));
    build(&site).is_nothing();
}

/// Alters one byte of a file and gives it the time that it had.
fn alter_secretly(path: &Path) {
    let time = fs::metadata(path).and_then(|metadata| metadata.modified()).expect("it has a time");
    let mut bytes = fs::read(path).expect("it can be read");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(path, bytes).expect("it can be written");
    set_time(path, time);
}

#[test]
fn verifying_finds_what_no_time_tells() {
    let site = warm(sparse().file("static/notes.txt", "notes"));
    let equal = site.run(&["build", "--verify"]).code(0).without_complaint();
    assert_eq!(
        equal.stdout,
        "Built 6 articles as 17 pages, 21 files of SIZE in public (TIME)\n\
         \x20 0 rendered, 0 written, 0 removed, 21 unchanged\n\
         \x20 A clean build makes the same, byte for byte\n\
         \x20 See it with any web server: python3 -m http.server --directory public\n"
    );
    site.write("content/news/b.md", "---\ntitle: New\ndate: 2026-01-20\n---\nNew.\n");
    site.run(&["build", "--verify"]).code(0).says("  A clean build makes the same, byte for byte\n");
    site.remove("content/news/b.md");
    site.settle();
    site.build();
    let before = site.files();
    alter_secretly(&site.path("public/notes.txt"));
    alter_secretly(&site.path("public/news/a1/index.html"));
    build(&site).is_nothing();
    let differs = site.run(&["build", "--verify"]).code(1);
    assert_eq!(differs.stdout, "");
    assert_eq!(
        differs.stderr,
        "Built 6 articles as 17 pages, 21 files of SIZE in public (TIME)\n\
         \x20 0 rendered, 0 written, 0 removed, 21 unchanged\n\
         \x20 A clean build makes another site:\n\
         \x20   `news/a1/index.html` holds other bytes\n\
         \x20   `notes.txt` holds other bytes\n\
         \x20 `byline build --fresh` makes it right. This is a fault of byline: please report it\n\
         \x20 See it with any web server: python3 -m http.server --directory public\n"
    );
    let lines = site.run(&["build", "--verify", "--format", "json"]).code(1).stdout;
    assert!(lines.contains("\"ok\":false"), "{lines}");
    site.run(&["build", "--fresh", "--verify"]).code(0).says("  A clean build makes the same, byte for byte\n");
    assert_eq!(changed(&before, &site.files()), Vec::<String>::new());
}

#[test]
fn verifying_leaves_out_what_the_build_has_left_out() {
    let site = sparse()
        .file(
            "templates/components/number.html",
            "{% component number(text) %}{{ text | int }}{% endcomponent number %}\n",
        )
        .file("content/news/b.md", "---\ntitle: B\ndate: 2026-01-09\n---\n{{<number text=\"no\"/>}}\n")
        .file("content/news/c.md", "---\ntitle: C\ndate: never\n---\nC.\n");
    let run = site.run(&["build", "--keep-going", "--verify"]).code(1);
    assert_lacks(&run.stderr, "A clean build makes another site");
    harness::assert_has(&run.stderr, "  Left out for their errors: content/news/b.md, content/news/c.md\n");
    harness::assert_has(&run.stderr, "  A clean build makes the same, byte for byte\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_file_is_not_read_again() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("skipped: strace is not installed");
        return;
    }
    let site = sparse().file("static/film.mp4", vec![7; 20 << 20]).file("content/news/quay.png", png(1, 2));
    edit(&site, "content/news/a1.md", "The others", "![The quay](quay.png)\n\nThe others");
    let site = warm(site);
    let opened = |what: &str| {
        let log = tempfile::NamedTempFile::new().expect("a file can be made");
        let name = log.path().display().to_string();
        let strace = ["/usr/bin/strace", "-f", "-qqq", "-e", "trace=open,openat", "-o", &name];
        site.run_under("", &strace, &["build"]).code(0);
        let log = fs::read_to_string(log.path()).expect("strace has written");
        assert!(log.contains("byline.yaml"), "{log}");
        log.contains(what)
    };
    assert!(!opened("film.mp4"));
    site.write("content/news/b.md", "---\ntitle: New\ndate: 2026-01-20\n---\nNew.\n");
    assert!(!opened("film.mp4"));
    edit(&site, "content/news/a1.md", "others", "OTHERS");
    assert!(!opened("film.mp4") && site.has("news/b/index.html"));
    edit(&site, "content/news/a1.md", "OTHERS", "others");
    assert!(!opened("quay.png"));
    touch(&site.path("static/film.mp4"));
    assert!(opened("film.mp4"), "its time is another");
}

/// What `byline why` says.
fn why(site: &Site, arguments: &[&str]) -> Run {
    site.run(&[&["why"], arguments].concat())
}

#[test]
fn why_tells_what_a_page_is_made_from() {
    let site = warm(
        sparse().file("templates/home.html", page("{% for item in articles(limit=1) %}{{ item.title }}{% endfor %}")),
    );
    let made = "/news/a1/ is the article content/news/a1.md, in news/a1/index.html\n\
                \x20 made from\n\
                \x20   template templates/article.html\n\
                \x20   settings of the site and its theme\n\
                \x20   text of content/news/a1.md\n\
                \x20   variable article\n\
                \x20   variable page\n";
    let kept = "  last rendered because: nothing was known of it\n  the next build keeps it as it is\n";
    for address in ["/news/a1/", "https://herald.example/news/a1/?x#y", "news/a1/index.html"] {
        assert_eq!(why(&site, &[address]).code(0).without_complaint().stdout, format!("{made}{kept}"));
    }
    assert_eq!(
        why(&site, &["/"]).code(0).stdout,
        "/ is the front page, in index.html\n\
         \x20 made from\n\
         \x20   template templates/home.html\n\
         \x20   settings of the site and its theme\n\
         \x20   variable page\n\
         \x20 its templates asked\n\
         \x20   articles(limit=1)\n\
         \x20 last rendered because: nothing was known of it\n\
         \x20 the next build keeps it as it is\n"
    );
    edit(&site, "content/news/a1.md", "others", "OTHERS");
    let stale = "  the next build renders it: changed: text of content/news/a1.md\n";
    why(&site, &["/news/a1/"]).code(0).says(stale);
    build(&site);
    let rendered = "  last rendered because: changed: text of content/news/a1.md\n  the next build keeps it as it is\n";
    assert_eq!(why(&site, &["/news/a1/"]).code(0).stdout, format!("{made}{rendered}"));
    fs::remove_dir_all(site.path(".byline")).expect("it can be removed");
    let unknown = "  not rendered yet, as far as is known\n  the next build renders it: nothing was known of it\n";
    assert_eq!(why(&site, &["/news/a1/"]).code(0).stdout, format!("{made}{unknown}"));
    assert!(!site.path(".byline").exists(), "to ask writes nothing");
    let unknown = why(&site, &["/news/a7/"]).code(1);
    assert_eq!(unknown.stdout, "");
    assert_eq!(
        unknown.stderr,
        "error: no page of the site has the address `/news/a7/`\n  help: did you mean `/news/a1/`?\n"
    );
}

#[test]
fn why_calls_a_term_by_its_taxonomy_and_an_author_by_the_profile() {
    let terms = "{% for term in taxonomy.terms %}{{ term.name }}{% endfor %}";
    let site = sparse()
        .file("templates/topics.html", page(terms))
        .file("templates/authors.html", page(terms))
        .file("content/authors/ann-poe.md", "---\nname: Ann Poe\n---\n");
    for (number, author) in [(1, "Ann Poe"), (2, "Bob Roe")] {
        edit(&site, &format!("content/news/a{number}.md"), "topics:", &format!("authors: [{author}]\ntopics:"));
    }
    let says = |url: &str, terms: &str| {
        let told = why(&site, &[url]).code(0).stdout;
        assert!(told.contains(terms), "{told}");
    };
    says("/topics/", "    topic even\n    topic odd\n");
    says("/authors/", "    profile content/authors/ann-poe.md\n    author bob-roe\n");
}

#[test]
fn why_tells_what_a_file_reaches_or_what_keeps_it_from_the_site() {
    let head = |rest: &str| format!("---\ntitle: T\n{rest}\n---\nText.\n");
    let site = warm(
        sparse()
            .file("byline.yaml", "title: The Herald\nurl: https://herald.example\nignore: [\"attic/**\"]\nfeeds: false\nsitemap: false\n")
            .file("templates/home.html", page("{% set facts = data(name=\"facts\") %}{{ facts.motto }}"))
            .file("data/facts.yaml", "motto: one\n")
            .file("content/news/draft.md", head("date: 2026-01-08\ndraft: true"))
            .file("content/news/scheduled.md", head("date: 2027-01-01"))
            .file("content/news/expired.md", head("date: 2026-01-08\nexpires: 2026-02-01"))
            .file("content/attic/old.md", head("date: 2026-01-08"))
            .file("content/news/.hidden.md", head("date: 2026-01-08")),
    );
    let says = |file: &str, code: i32, expected: &str| {
        let run = why(&site, &["--file", file]).code(code).without_complaint();
        assert_eq!(run.stdout, expected);
    };
    says(
        "content/news/a1.md",
        0,
        "A change to content/news/a1.md may reach 3 pages:\n\
         \x20 /news/  (card of content/news/a1.md)\n\
         \x20 /news/a1/  (text of content/news/a1.md)\n\
         \x20 /topics/odd/  (card of content/news/a1.md)\n",
    );
    says(
        "templates/term.html",
        0,
        "A change to templates/term.html may reach 2 pages:\n\
         \x20 /topics/even/  (template templates/term.html)\n\
         \x20 /topics/odd/  (template templates/term.html)\n",
    );
    let absent =
        |file: &str, code: i32, reason: &str| says(file, code, &format!("{file} is not on the site: {reason}\n"));
    absent("content/news/draft.md", 0, "it is a draft (line 4)");
    absent("content/news/scheduled.md", 0, "it is scheduled for 2027-01-01 00:00 UTC (line 3)");
    absent("content/news/expired.md", 0, "it expired on 2026-02-01 00:00 UTC (line 4)");
    absent("content/attic/old.md", 0, "`ignore:` of byline.yaml names it: `attic/**`");
    let private = "a name such as this is never published: dotfiles, backups, keys, folders of packages";
    absent("content/news/.hidden.md", 0, private);
    absent("content/news/nowhere.md", 1, "there is no such file");
    says("byline.yaml", 0, "byline.yaml: a page is rendered again where a value that it reads is another\n");
    let outside = why(&site, &["--file", "/etc/hosts"]).code(1);
    assert_eq!(
        (outside.stdout.as_str(), outside.stderr.as_str()),
        ("", "error: `/etc/hosts` is no file of the site in ROOT\n")
    );
    let json = &why(&site, &["--file", "content/news/draft.md", "--format", "json"]).code(0).json()[0];
    assert_eq!(json["absent"], "it is a draft (line 4)");
}

#[test]
fn a_list_of_known_addresses_is_held_against_the_site() {
    let site = sparse()
        .file(
            "byline.yaml",
            "title: The Herald\nurl: https://herald.example/paper/\nredirects:\n  - {from: /old/, to: /news/a1/}\n  \
             - {from: \"/o/:name/\", to: \"/news/:name/\"}\n  - {from: /gone/, status: 410}\n",
        )
        .file("static/notes.txt", "notes");
    edit(&site, "content/news/a2.md", "topics:", "aliases: [/second/]\ntopics:");
    let known = "# what there was\n/news/a1/\nhttps://old.example/paper/news/a1/?page=2\n/old/\n/o/a2/\n/gone/\n/second/\n\
                 /notes.txt\n\n/paper/topics/odd/\n";
    site.write("known.txt", known);
    site.run(&["check", "--against", "known.txt"]).code(0).without_complaint();

    site.write("known.txt", format!("{known}/news/a77/\n/entirely-elsewhere/\n"));
    let run = site.run(&["check", "--against", "known.txt"]).code(1);
    let mend = " = help: lead it on with `aliases` of an article or with `redirects:`, or declare it gone there with `status: 410`\n";
    assert_eq!(
        run.stderr,
        format!(
            "error[lost-address]: `/news/a77/` in line 11 of `known.txt` answers no more\n  --> known.txt:11:1\n   |\n\
             11 | /news/a77/\n   | ^^^^^^^^^^\n   |\n   = help: a page that is much like it is `/news/a1/`\n  {mend}\n\
             error[lost-address]: `/entirely-elsewhere/` in line 12 of `known.txt` answers no more\n  --> known.txt:12:1\n   |\n\
             12 | /entirely-elsewhere/\n   | ^^^^^^^^^^^^^^^^^^^^\n   |\n  {mend}\n\
             Checked 6 articles and 30 pages (TIME)\n  2 errors, 0 warnings\n"
        )
    );
    let sitemap = |addresses: &[&str]| {
        let urls: String = addresses.iter().map(|address| format!("<url><loc>{address}</loc></url>\n")).collect();
        format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{urls}</urlset>\n")
    };
    site.write("sitemap.xml", sitemap(&["https://herald.example/paper/news/a1/", "https://herald.example/paper/old/"]));
    site.run(&["check", "--against", "sitemap.xml"]).code(0).without_complaint();
    site.write(
        "sitemap.xml",
        sitemap(&["https://herald.example/paper/news/a1/", "https://herald.example/paper/lost/"]),
    );
    site.run(&["check", "--against", "sitemap.xml"]).code(1).complains(
        "error[lost-address]: `https://herald.example/paper/lost/` in line 3 of `sitemap.xml` answers no more\n \
         --> sitemap.xml:3:11\n  |\n3 | <url><loc>https://herald.example/paper/lost/</loc></url>\n  |           ^^^^^^^",
    );
    let missing = site.run(&["check", "--against", "none.txt"]).code(1);
    assert_eq!(
        missing.stderr,
        "error[unreadable-file]: the list of addresses `none.txt` cannot be read: no such file or directory\n \
         = help: it is a text with an address a line, or a sitemap\n\n"
    );
    assert!(!site.path("public").exists() && !site.path(".byline").exists(), "to check writes nothing");
}

#[test]
fn to_check_writes_nothing_into_the_store() {
    let site = warm(sparse());
    let of_store = || -> Vec<(PathBuf, SystemTime, Vec<u8>)> {
        let stamp = |path: PathBuf| {
            let time = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a file has a time");
            let bytes = fs::read(&path).expect("a file can be read");
            (path, time, bytes)
        };
        all_files(&site.path(".byline")).into_iter().map(stamp).collect()
    };
    let before = of_store();
    edit(&site, "content/news/a1.md", "others", "OTHERS");
    site.settle();
    site.run(&["check"]).code(0).without_complaint();
    assert_eq!(of_store(), before);
}

#[test]
fn what_is_kept_of_outputs_that_no_table_names_is_deleted() {
    let kept = |site: &Site| -> BTreeSet<String> {
        let entries = fs::read_dir(site.path(".byline")).expect("the store is there").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let kinds = ["pages-", "details-", "last-"];
        names.filter(|name| kinds.iter().any(|kind| name.starts_with(kind))).collect()
    };
    for loses in [true, false] {
        let site = warm(sparse());
        let own = kept(&site);
        assert_eq!(own.len(), 3, "{own:?}");
        build_with(&site, &["--output", "other"]);
        build_with(&site, &["--drafts"]);
        assert_eq!(kept(&site).len(), 9);
        edit(&site, "content/news/a1.md", "others", "OTHERS");
        build(&site);
        assert_eq!(kept(&site).len(), 9, "what is known stays");
        let targets = site.path(".byline/targets");
        if loses {
            fs::remove_file(&targets).expect("it can be removed");
        } else {
            fs::write(&targets, "no table").expect("it can be written");
        }
        edit(&site, "content/news/a1.md", "OTHERS", "others");
        site.build().code(0);
        assert_eq!(kept(&site), own);
        assert!(!build_with(&site, &["--drafts"]).rendered.is_empty());
        assert_eq!(kept(&site).len(), 6);
    }
}

#[test]
fn a_store_that_is_damaged_or_another_version_s_is_said_once_and_made_anew() {
    let site = warm(sparse());
    let before = site.files();
    let tables = ["sources", "pages-", "last-", "targets"];
    let paths: Vec<PathBuf> = all_files(&site.path(".byline"))
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            tables.iter().any(|table| name.starts_with(table))
        })
        .collect();
    assert_eq!(paths.len(), 4, "{paths:?}");
    let spoil = |change: fn(&mut Vec<u8>)| {
        for path in &paths {
            let mut bytes = fs::read(path).expect("it can be read");
            change(&mut bytes);
            fs::write(path, bytes).expect("it can be written");
        }
    };
    spoil(|bytes| *bytes.last_mut().expect("a table is not empty") ^= 1);
    assert_eq!(site.build().stderr, format!("note: {DAMAGED}\n"));
    site.build().without_complaint();
    // Behind the sixteen bytes of the form stand the program and the sum of program and content.
    spoil(|bytes| {
        bytes[16] ^= 1;
        let sum = byline::fingerprint::print(&[&bytes[16..32], &bytes[48..]].concat());
        bytes[32..48].copy_from_slice(&sum);
    });
    let run = site.build();
    assert_eq!(run.stderr, "note: the store in `.byline` was written by another version of byline: it is made anew\n");
    run.says(" 0 written, 0 removed, ");
    site.build().without_complaint();
    assert_eq!(changed(&before, &site.files()), Vec::<String>::new());
}
