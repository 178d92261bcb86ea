//! What a target adds to the site: what its server is told, a policy, compressed files, a history; and what it takes away for good.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use harness::{Run, Site};

mod harness;

const URL: &str = "title: The Herald\nurl: https://herald.example\n";

/// A site with three articles, old addresses and one that is gone, which is published to `www`; `target` are the keys beside `to`.
fn site(target: &str) -> Site {
    let site = Site::new();
    let to = format!("file://{}", site.path("www").display());
    let redirects = "redirects:\n  - {from: /old/, to: /news/one/}\n  - {from: /shut/, status: 410}\n  - {from: \"/blog/:year/*\", to: \"/archive/:year/:splat\", status: 302}\n  - {from: \"/news/*\", to: \"https://other.example/:splat\"}\n";
    let site = site
        .file("byline.yaml", format!("{URL}{redirects}publish: {{live: {{to: '{to}', releases: 0{target}}}}}\n"))
        .file(
            "content/news/one.md",
            "---\ntitle: One\ndate: 2026-01-01\naliases: [/first/]\n---\nText.\n\n![A map](https://maps.example/a.png)\n",
        );
    ["two", "three"]
        .into_iter()
        .fold(site, |site, name| site.article(&format!("content/news/{name}.md"), name, "2026-01-01"))
}

fn publish(site: &Site, more: &[&str]) -> Run {
    site.run(&[&["publish"], more].concat())
}

fn text(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path("www").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files below a folder, without those of byline itself.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let path = |entry: &walkdir::DirEntry| entry.path().strip_prefix(folder).unwrap().display().to_string();
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (path(&entry), fs::read(entry.path()).unwrap()))
        .filter(|(path, _)| !path.starts_with(".byline"))
        .collect()
}

#[test]
fn netlify_is_told_of_redirects_and_headers() {
    let site = site(
        ", server: netlify, headers: [{match: 'feeds/*.xml', cache-control: max-age=300, X-Robots-Tag: noarchive}]",
    );
    publish(&site, &[]).code(0);
    assert_eq!(
        text(&site, "_redirects"),
        "/first/ /news/one/ 301!\n/blog/2026/01/ /archive/2026/01/ 302!\n/blog/2026/ /archive/2026/ 302!\n/old/ /news/one/ 301!\n/shut/ /shut/index.html 404!\n/blog/:year/* /archive/:year/:splat 302\n/news/* https://other.example/:splat 301\n"
    );
    assert_eq!(
        text(&site, "_headers"),
        "/*\n  x-content-type-options: nosniff\n  referrer-policy: strict-origin-when-cross-origin\n/feeds/*.xml\n  cache-control: max-age=300\n  x-robots-tag: noarchive\n"
    );
    publish(&site, &[]).code(0).says("nothing was sent");
}

#[test]
fn cloudflare_is_told_of_what_it_can_do_and_its_user_of_what_not() {
    let site = site(", server: cloudflare");
    let run = publish(&site, &[]).code(0);
    assert_eq!(
        text(&site, "_redirects"),
        "/first/ /news/one/ 301\n/blog/2026/01/ /archive/2026/01/ 302\n/blog/2026/ /archive/2026/ 302\n/old/ /news/one/ 301\n/blog/:year/* /archive/:year/:splat 302\n"
    );
    assert_eq!(
        run.stderr,
        "note: the redirect from `/news/*` is left out: it would stand before a page of the site\nnote: Cloudflare Pages cannot answer that a page is gone (410): its page says so\n"
    );
    assert_eq!(
        text(&site, "_headers"),
        "/*\n  x-content-type-options: nosniff\n  referrer-policy: strict-origin-when-cross-origin\n/assets/*\n  cache-control: public, max-age=31536000, immutable\n"
    );
}

#[test]
fn vercel_is_told_in_its_own_form() {
    let site = site(", server: vercel");
    publish(&site, &[]).code(0).complains("note: Vercel cannot answer that a page is gone (410): its page says so");
    let told: serde_json::Value = serde_json::from_str(&text(&site, "vercel.json")).unwrap();
    assert_eq!(
        told["redirects"],
        serde_json::json!([
            {"source": "/first/", "destination": "/news/one/", "statusCode": 301},
            {"source": "/blog/2026/01/", "destination": "/archive/2026/01/", "statusCode": 302},
            {"source": "/blog/2026/", "destination": "/archive/2026/", "statusCode": 302},
            {"source": "/old/", "destination": "/news/one/", "statusCode": 301},
            {"source": "/blog/:year/:splat*", "destination": "/archive/:year/:splat*", "statusCode": 302},
        ])
    );
    assert_eq!(
        told["headers"],
        serde_json::json!([
            {"source": "/(.*)", "headers": [
                {"key": "x-content-type-options", "value": "nosniff"},
                {"key": "referrer-policy", "value": "strict-origin-when-cross-origin"},
            ]},
            {"source": "/(assets/.*)", "headers": [
                {"key": "cache-control", "value": "public, max-age=31536000, immutable"},
            ]},
        ])
    );
}

#[test]
fn a_policy_is_made_of_what_pages_show_and_says_what_it_blocks() {
    let site = site(", server: netlify, csp: {allow: ['https://films.example']}");
    site.write(
        "content/news/two.md",
        "---\ntitle: two\ndate: 2026-01-01\n---\n<iframe src=\"https://films.example/1\"></iframe>\n<iframe src=\"https://tracking.example/1\"></iframe>\n",
    );
    let run = publish(&site, &[]).code(0);
    assert_eq!(
        run.stderr,
        "note: the Content-Security-Policy blocks the frame of https://tracking.example, in `news/two/index.html`\n"
    );
    let headers = text(&site, "_headers");
    harness::assert_has(
        &headers,
        "/*\n  content-security-policy: default-src 'self'; base-uri 'self'; object-src 'none'",
    );
    harness::assert_has(&headers, "; frame-src 'self' https://films.example; img-src 'self' https://maps.example");
}

#[test]
fn texts_are_compressed_beside_themselves_and_go_with_them() {
    let site = site(", compress: [gzip, brotli]");
    publish(&site, &[]).code(0);
    let gunzip = |path: &str| {
        let mut command = std::process::Command::new("gzip");
        let output = command.args(["--decompress", "--stdout", path]).current_dir(site.path("www")).output().unwrap();
        assert!(output.status.success(), "{path}");
        output.stdout
    };
    assert_eq!(gunzip("news/one/index.html.gz"), site.page("news/one/index.html").into_bytes());
    assert!(site.path("www/news/one/index.html.br").exists());
    fs::remove_dir_all(site.path(".byline")).unwrap();
    publish(&site, &[]).code(0).says("nothing was sent");
    site.remove("content/news/three.md");
    publish(&site, &["--max-deletes", "9"]).code(0);
    assert!(!site.path("www/news/three/index.html.gz").exists(), "nothing is left of what was taken back");
    site.write("content/news/two.md", "---\ntitle: two\ndate: 2026-01-01\n---\nAnother text.\n");
    publish(&site, &[]).code(0);
    assert_eq!(gunzip("news/two/index.html.gz"), site.page("news/two/index.html").into_bytes());
}

#[test]
fn a_target_that_is_not_to_be_found_says_so_on_every_page() {
    let site = site(", noindex: true, server: netlify");
    publish(&site, &[]).code(0);
    for path in ["index.html", "news/index.html", "news/one/index.html"] {
        harness::assert_has(&text(&site, path), "<meta name=robots content=noindex>");
    }
    harness::assert_has(&text(&site, "_headers"), "  x-robots-tag: noindex\n");
    assert!(!site.path("public").exists(), "the site's own output is not touched");
}

/// A site whose states are kept beside `www`, in `states`.
fn with_history() -> Site {
    let site = site("");
    let settings = fs::read_to_string(site.path("byline.yaml")).unwrap();
    let history = format!("releases: 0, history: 'file://{}'", site.path("states").display());
    site.write("byline.yaml", settings.replace("releases: 0", &history));
    site
}

fn publish_at(site: &Site, moment: &str, more: &[&str]) -> Run {
    let arguments = [&["publish", "--yes", "--at", moment], more].concat();
    let run = site.command("", &[], &arguments).output().unwrap();
    site.ran(&run)
}

#[test]
fn a_history_brings_the_bytes_of_an_earlier_state_back() {
    let site = with_history();
    publish_at(&site, "2026-06-01T12:00:00Z", &[]).code(0);
    let first = site.files();
    site.article_again("one", "A second text.");
    site.remove("content/news/two.md");
    publish_at(&site, "2026-06-02T12:00:00Z", &[]).code(0);
    site.article_again("one", "A third text.");
    publish_at(&site, "2026-06-03T12:00:00Z", &[]).code(0);
    fs::remove_dir_all(site.path("public")).unwrap();
    fs::remove_dir_all(site.path(".byline")).unwrap();
    publish_at(&site, "2026-06-04T12:00:00Z", &["--rollback"])
        .code(0)
        .says("is back at the state of 2026-06-02 12:00 UTC");
    harness::assert_has(&text(&site, "news/one/index.html"), "A second text.");
    publish_at(&site, "2026-06-04T12:00:00Z", &["--rollback"])
        .code(0)
        .says("is back at the state of 2026-06-01 12:00 UTC");
    assert_eq!(files(&site.path("www")), first);
    let run = publish_at(&site, "2026-06-04T12:00:00Z", &["--rollback"]).code(1);
    assert_eq!(
        run.stderr,
        "error[publish]: the history holds no state before the last publication\n = help: check out the earlier commit and publish that; a history begins with the first publication that has it\n\n"
    );
    publish_at(&site, "2026-06-05T12:00:00Z", &[]).code(0);
    harness::assert_has(&text(&site, "news/one/index.html"), "A third text.");
}

#[test]
fn what_is_removed_for_good_is_in_no_state_any_more() {
    let secret = "The name of the witness";
    let holds = |folder: &Path| files(folder).values().any(|bytes| String::from_utf8_lossy(bytes).contains(secret));
    for target in ["releases: 0", "releases: 3"] {
        let site = with_history();
        let settings = fs::read_to_string(site.path("byline.yaml")).unwrap();
        if target == "releases: 3" {
            let own = &settings[settings.find(", history").unwrap()..settings.find("}}").unwrap()];
            site.write("byline.yaml", settings.replace(own, "").replace("releases: 0", target));
        }
        site.article_again("two", secret);
        publish_at(&site, "2026-06-01T12:00:00Z", &[]).code(0);
        let url = "https://herald.example/news/two/";
        let run = publish_at(&site, "2026-06-01T13:00:00Z", &["--purge", url]).code(1);
        assert_eq!(
            run.stderr,
            format!(
                "error[publish]: the site still has `news/two/index.html`, which stands at {url}\n = help: take it out of the site first, or say that it is gone (`status: 410`), and publish; then remove it for good\n\n"
            )
        );
        site.remove("content/news/two.md");
        publish_at(&site, "2026-06-02T12:00:00Z", &[]).code(0);
        let kept = if target == "releases: 0" { site.path("states") } else { site.path("www/releases") };
        assert!(holds(&kept), "{target}");
        publish_at(&site, "2026-06-02T13:00:00Z", &["--purge", url])
            .code(0)
            .says("Removed from `live` for good: https://herald.example/news/two/");
        assert!(!holds(&kept) && !holds(&site.path("www")), "{target}");
        publish_at(&site, "2026-06-02T14:00:00Z", &["--rollback"]).code(0);
        assert!(!holds(&site.path("www")), "{target}");
    }
    let site = site("");
    publish(&site, &[]).code(0);
    let run = publish(&site, &["--purge", "https://elsewhere.example/a/"]).code(1);
    assert_eq!(
        run.stderr,
        "error[publish]: `https://elsewhere.example/a/` is no page or file of https://herald.example/\n = help: write it like this: https://herald.example/news/a-story/\n\n"
    );
}

#[test]
fn a_page_that_is_gone_is_purged_from_earlier_states_and_says_so_still() {
    let site = with_history();
    site.article_again("two", "The name of the witness");
    publish_at(&site, "2026-06-01T12:00:00Z", &[]).code(0);
    site.remove("content/news/two.md");
    let settings = fs::read_to_string(site.path("byline.yaml")).unwrap();
    site.write("byline.yaml", settings.replace("redirects:\n", "redirects:\n  - {from: /news/two/, status: 410}\n"));
    publish_at(&site, "2026-06-02T12:00:00Z", &[]).code(0);
    publish_at(&site, "2026-06-02T13:00:00Z", &["--purge", "/news/two/"]).code(0);
    assert!(site.path("www/news/two/index.html").exists());
    publish_at(&site, "2026-06-02T14:00:00Z", &["--rollback"]).code(0);
    assert!(!site.path("www/news/two/index.html").exists());
}

#[test]
fn what_is_wrong_with_a_target_is_said_with_the_way_to_mend_it() {
    let error = |target: &str| {
        let site = Site::plain().article("content/one.md", "One", "2026-01-01");
        site.write("byline.yaml", format!("{URL}publish: {{live: {{{target}}}}}\n"));
        let told = publish(&site, &[]).code(1).stderr;
        let lines = told.lines().filter(|line| {
            line.starts_with(['e', ' ']) && !line.contains(" | ") && !line.contains("-->") && line.trim() != "|"
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    for (target, expected) in [
        (
            "to: 's3:///site'",
            "error[invalid-value]: `s3:///site` of `to` names no bucket\n = help: name it like this: `s3://bucket`, or `s3://bucket/folder`",
        ),
        (
            "to: 's3://site?endpiont=https://s3.example'",
            "error[invalid-value]: a bucket has no `endpiont`\n = help: did you mean `endpoint`?",
        ),
        (
            "to: 's3://site?secret_access_key=abc'",
            "error[invalid-value]: `to` of the target `live` holds credentials, in `secret_access_key`\n = help: take it out and give it by `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` or a profile of the AWS tools; a file under version control is read by many",
        ),
        (
            "to: 'webdav+https://me:pass@dav.example/site'",
            "error[invalid-value]: `to` of the target `live` holds a password\n = help: take it out and give it by `WEBDAV_PASSWORD` or `~/.netrc`; a file under version control is read by many",
        ),
        (
            "to: 'sftp://me:pass@host.example/site'",
            "error[invalid-value]: `to` of the target `live` holds a password\n = help: take it out and let an SSH key or agent give it; a file under version control is read by many",
        ),
        ("to: 'sftp:///srv/www'", "error[invalid-value]: `sftp:///srv/www` of `to` names no host"),
        (
            "to: 's3://site', headers: [{match: '**', referrer-policy: no-referrer}]",
            "error[config]: this host cannot be told the header `referrer-policy`\n = help: it takes `cache-control`, `content-type`, `content-disposition`, `content-encoding`",
        ),
        (
            "to: 'file:///srv/www', headers: [{match: '**', cache-control: max-age=5}]",
            "error[config]: this host cannot be told the header `cache-control`\n = help: let the web server send it, or name one that reads a file about headers with `server`",
        ),
        (
            "to: 's3://site', headers: [{cache-control: max-age=5}]",
            "error[config]: an entry of `headers` has no `match`\n = help: say for which files it is: `match: \"assets/**\"`",
        ),
        (
            "to: 's3://site', headers: [{match: '**', 'cache control': max-age=5}]",
            "error[invalid-value]: `cache control` of an entry of `headers` is no header with a value",
        ),
        (
            "to: 's3://site', csp: true",
            "error[config]: this host cannot be told a Content-Security-Policy\n = help: say what serves it with `server`, or let the web server send the policy",
        ),
        (
            "to: 's3://site', compress: [zip]",
            "error[invalid-value]: `zip` of `compress` is no encoding: expected `gzip` or `brotli`",
        ),
        (
            "to: 's3://site/www', history: 's3://site/www/old'",
            "error[config]: `history` lies where the site is published: readers would find there what was retracted",
        ),
        (
            "to: 'file:///srv/www', history: 'file:///srv/old'",
            "error[config]: this target keeps its earlier states itself, and needs no `history`",
        ),
        (
            "to: 's3://site', history: 'git+ssh://git@host/me/site.git#old'",
            "error[config]: `history` is no branch of a repository: it is a folder, a bucket, or a place of SFTP or WebDAV",
        ),
    ] {
        assert_eq!(error(target), expected, "{target}");
    }
}

#[test]
fn a_host_that_is_not_there_is_told_of_without_a_secret() {
    let site = Site::plain().article("content/one.md", "One", "2026-01-01");
    site.write("byline.yaml", format!("{URL}publish: {{live: {{to: 's3://site?endpoint=http://127.0.0.1:9'}}}}\n"));
    let mut command = site.command("", &[], &["publish"]);
    command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env("AWS_SECRET_ACCESS_KEY", "canary-of-the-secret");
    let run = site.ran(&command.output().unwrap()).code(1);
    assert_eq!(
        run.stderr,
        "error[publish]: the bucket `site` at http://127.0.0.1:9 cannot be reached: Connection refused (os error 111)\n = help: see that the address is right and the host is up\n\n"
    );
    let mut command = site.command("", &[], &["publish"]);
    command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY").env("HOME", site.path(""));
    let run = site.ran(&command.output().unwrap()).code(1);
    assert_eq!(
        run.stderr,
        "error[publish]: there are no credentials for the bucket `site` at http://127.0.0.1:9\n = help: give them by `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or by a profile of the AWS tools (`?profile=NAME`)\n\n"
    );
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
