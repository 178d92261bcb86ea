//! What must never be published is not: secrets, leftovers of editors and tools, and whatever lies outside the site.

mod harness;

use harness::Site;

/// What every canary holds; a byte of it in the output is a leak.
const SECRET: &str = "canary-3f9b-do-not-publish";

/// Files that are never published, wherever they lie.
const EVERYWHERE: [&str; 16] = [
    ".env",
    "id_rsa",
    "id_rsa.pub",
    "id_ed25519",
    "server.pem",
    "server.key",
    ".git/config",
    ".DS_Store",
    "a.md~",
    "#a.md#",
    ".a.md.swp",
    "a.bak",
    "node_modules/x/y.md",
    ".hidden/page.md",
    ".htpasswd",
    "deep/er/.env",
];

/// Files that are not published where a folder without a configuration is the collection.
const IN_A_FOLDER: [&str; 6] =
    ["target/x", "target/doc/y.md", "vendor/z.md", "notes.txt", "main.rs", "templates/z.html"];

fn article(title: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-01-02\n---\nThe text of {title}.\n")
}

/// Fails where the output holds the secret in a file or a name that no article has made.
#[track_caller]
fn assert_nothing_leaks(site: &Site, expected: &[&str]) {
    let files = site.files();
    let found = |bytes: &[u8]| bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
    let leaks: Vec<&String> = files.iter().filter(|(_, bytes)| found(bytes)).map(|(name, _)| name).collect();
    assert!(leaks.is_empty(), "{leaks:?} hold the secret");
    let made = [
        "index.html",
        "404.html",
        "feed.xml",
        "sitemap.xml",
        "robots.txt",
        "site.webmanifest",
        "archive/",
        "assets/",
        "news/",
        "authors/",
        "topics/",
    ];
    let strange = files
        .keys()
        .filter(|name| !made.iter().any(|start| name.starts_with(start)) && !expected.contains(&name.as_str()));
    let strange: Vec<&String> = strange.collect();
    assert!(strange.is_empty(), "{strange:?} stand in the output");
    for part in
        ["env", "id_rsa", "pem", "git", "DS_Store", "~", "#", "swp", "node_modules", "target", "hidden", "stolen"]
    {
        assert!(!files.keys().any(|name| name.contains(part)), "{part}: {:?}", files.keys());
    }
    for path in expected {
        assert!(files.contains_key(*path), "{path} is missing: {:?}", files.keys());
    }
}

/// Links from `folder` to what lies outside of the site.
#[cfg(unix)]
fn link_outside(site: &Site, outside: &Site, folder: &str) {
    use std::os::unix::fs::symlink;
    let link = |target: &str, name: &str| symlink(outside.path(target), site.path(folder).join(name)).expect("a link");
    link("secret.md", "stolen.md");
    link("secret.txt", "stolen.txt");
    link("folder", "stolen");
}

#[cfg(not(unix))]
fn link_outside(_: &Site, _: &Site, _: &str) {}

fn outside() -> Site {
    let secret = |title: &str| format!("---\ntitle: {title}\n---\n{SECRET}\n");
    Site::new().file("secret.md", secret("Stolen")).file("secret.txt", SECRET).file("folder/inner.md", secret("Inner"))
}

#[test]
fn a_folder_without_a_configuration_publishes_no_canary() {
    let mut site = Site::new().file("first.md", article("First")).file("news/second.md", article("Second"));
    for path in EVERYWHERE.iter().chain(&IN_A_FOLDER) {
        site = site.file(path, format!("# {SECRET}\n"));
    }
    let outside = outside();
    link_outside(&site, &outside, "");
    link_outside(&site, &outside, "news");
    site = site.file(".well-known/security.txt", "Contact: x");
    site.run(&["build"]).code(0);
    assert_nothing_leaks(&site, &["first/index.html", "news/second/index.html"]);
}

#[test]
fn a_site_publishes_no_canary_of_its_content_and_of_its_static_files() {
    let mut site = Site::plain()
        .file("content/news/first.md", article("First"))
        .file("content/news/plan/index.md", article("Plan"))
        .file("content/.well-known/security.txt", "Contact: x")
        .file("static/.well-known/change-password", "x")
        .file("static/robots.txt", "User-agent: *");
    for path in EVERYWHERE {
        for folder in ["content", "content/news", "content/news/plan", "static", "static/deep"] {
            site = site.file(&format!("{folder}/{path}"), format!("# {SECRET}\n"));
        }
        site = site.file(path, format!("# {SECRET}\n"));
    }
    let outside = outside();
    for folder in ["content", "content/news", "static"] {
        link_outside(&site, &outside, folder);
    }
    site.run(&["build"]).code(0);
    let expected = [".well-known/security.txt", ".well-known/change-password", "robots.txt", "news/first/index.html"];
    assert_nothing_leaks(&site, &expected);
}

#[test]
fn what_is_not_published_by_name_is_not_published_by_a_picture_or_link_either() {
    let body = "![a](.env) [b](id_rsa) [c](/.git/config) ![d](../../secret.txt)\n";
    let site = Site::plain()
        .file("secret.txt", SECRET)
        .file("content/.git/config", SECRET)
        .file("content/news/.env", SECRET)
        .file("content/news/id_rsa", SECRET)
        .file("content/news/first.md", article("First") + body);
    site.run(&["build"]).code(0);
    assert_nothing_leaks(&site, &["news/first/index.html"]);
}
