//! `byline serve`: the site in memory, as browsers and other programs meet it.

mod harness;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use harness::{Site, assert_has, assert_lacks};
use serde_json::{Value, json};

/// How long an answer or an event is waited for at the most.
const LONGEST: Duration = Duration::from_secs(60);

/// A running server, which ends with this.
struct Server {
    child: Child,
    port: u16,
    output: BufReader<std::process::ChildStdout>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(site: &Site, arguments: &[&str]) -> Server {
    serve_with(site, arguments, &[])
}

/// The same with variables of the environment.
fn serve_with(site: &Site, arguments: &[&str], variables: &[(&str, &str)]) -> Server {
    let all = [&["serve", "--at", harness::MOMENT], arguments].concat();
    let mut command = site.command("", &[], &all);
    command.env_remove("BYLINE_EDITOR").env_remove("VISUAL").envs(variables.iter().copied());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the server starts");
    let mut output = BufReader::new(child.stdout.take().expect("it has an output"));
    let mut line = String::new();
    output.read_line(&mut line).expect("it says its address");
    let port = line.trim().trim_start_matches("http://").split([':', '/']).nth(1).and_then(|port| port.parse().ok());
    Server { child, port: port.unwrap_or_else(|| panic!("no port in {line:?}")), output }
}

fn start(site: &Site) -> Server {
    serve(site, &["--port", "0"])
}

/// An answer: status, head in lower case, body.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

fn read_answer(mut connection: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    connection.read_to_end(&mut bytes).expect("it answers");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("an answer has a status");
    Answer { status, head: head.to_lowercase(), body: body.to_owned() }
}

impl Server {
    fn ask(&self, path: &str, headers: &[&str]) -> Answer {
        let host = format!("Host: localhost:{}", self.port);
        let own = if headers.iter().any(|header| header.starts_with("Host:")) { "" } else { &host };
        let mut connection = self.connect();
        let lines: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let own = if own.is_empty() { String::new() } else { format!("{own}\r\n") };
        write!(connection, "GET {path} HTTP/1.1\r\n{own}{lines}Connection: close\r\n\r\n").expect("it can be asked");
        read_answer(connection)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(path, &[])
    }

    /// Asks to open the editor, as a page of this origin would.
    fn open(&self, origin: &str, place: &Value) -> Answer {
        let (port, body) = (self.port, place.to_string());
        let mut connection = self.connect();
        let head = format!("POST /_byline/open HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: {origin}\r\n");
        write!(connection, "{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
            .expect("it can be asked");
        read_answer(connection)
    }

    fn connect(&self) -> TcpStream {
        let connection = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        connection.set_read_timeout(Some(LONGEST)).expect("a time can be set");
        connection
    }

    /// Hears what there is to know for the page at `path`.
    fn events(&self, path: &str) -> Events {
        let mut connection = self.connect();
        write!(connection, "GET /_byline/events?{path} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it can be asked");
        let mut events = Events(BufReader::new(connection));
        events.next();
        events
    }

    /// Every page, by its address.
    fn pages(&self) -> Vec<(String, String)> {
        let plan = self.get("/_byline/").body;
        let plan = plan.split("<h2>The plan</h2>").nth(1).expect("the plan is listed").to_owned();
        let urls = plan.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        urls.map(|url| (url.to_owned(), self.get(url).body)).collect()
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    fn next(&mut self) -> Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.0.read_line(&mut line).expect("an event comes") > 0, "the stream ended");
            if let Some(told) = line.strip_prefix("data: ") {
                return serde_json::from_str(told).expect("an event is JSON");
            }
        }
    }

    /// The first event for which `is_wanted`.
    fn until(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let told = self.next();
            if is_wanted(&told) {
                return told;
            }
        }
    }

    /// The first event after a change that parsed this file.
    fn parsed(&mut self, file: &str) -> Value {
        self.until(|told| told["site"]["parsed"].as_array().is_some_and(|all| all.iter().any(|one| one == file)))
    }
}

fn site() -> Site {
    Site::plain()
        .article("content/news/one.md", "One", "2026-01-01")
        .article("content/news/two.md", "Two", "2026-01-02")
        .file(
            "content/news/plan.md",
            "---\ntitle: Plan\ndate: 2026-01-03\ndraft: true\naliases: [/old/]\n---\nSecret.\n",
        )
        .file("content/film.mp4", "0123456789")
        .file("content/style.css", "body { color: red }")
}

#[test]
fn pages_files_and_assets_are_served_with_their_types() {
    let site = site();
    let server = start(&site);
    let page = server.get("/news/one/");
    assert_eq!(page.status, 200);
    assert_has(&page.head, "content-type: text/html; charset=utf-8");
    assert_has(&page.body, "The text of One.");
    assert_has(&page.body, "src=/_byline/client.js");
    for (path, kind) in [("/film.mp4", "video/mp4"), ("/style.css", "text/css; charset=utf-8")] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_has(&answer.head, "content-type: ");
        assert_has(&answer.head, kind);
        assert_lacks(&answer.body, "_byline");
    }
    let start = page.body.find("rel=stylesheet").expect("the page has a style sheet");
    let tag = &page.body[page.body[..start].rfind('<').unwrap_or(0)..];
    let sheet = tag.split("href=").nth(1).and_then(|rest| rest.split([' ', '>']).next()).expect("it has an address");
    assert_has(&server.get(sheet).head, "content-type: text/css");
}

#[test]
fn ranges_and_conditions_are_kept() {
    let site = site();
    let server = start(&site);
    let part = server.ask("/film.mp4", &["Range: bytes=2-4"]);
    assert_eq!((part.status, part.body.as_str()), (206, "234"));
    assert_has(&part.head, "content-range: bytes 2-4/10");
    assert_eq!(server.ask("/film.mp4", &["Range: bytes=-3"]).body, "789");
    assert_eq!(server.ask("/film.mp4", &["Range: bytes=99-"]).status, 416);
    for path in ["/film.mp4", "/news/one/"] {
        let whole = server.get(path);
        let tag = whole.head.split("etag: ").nth(1).and_then(|rest| rest.lines().next()).expect("it has a tag");
        let again = server.ask(path, &[&format!("If-None-Match: {tag}")]);
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(server.ask(path, &["If-None-Match: \"other\""]).status, 200, "{path}");
    }
}

#[test]
fn addresses_lead_as_on_a_static_host() {
    let site = site();
    let server = start(&site);
    let folder = server.get("/news/one");
    assert_eq!(folder.status, 301);
    assert_has(&folder.head, "location: /news/one/");
    let old = server.get("/old/");
    assert_eq!(old.status, 301);
    assert_has(&old.head, "location: /news/plan/");
    let missing = server.get("/nothing/");
    assert_eq!(missing.status, 404);
    assert_has(&missing.body, "The Herald");
    for path in ["/../byline.yaml", "/%2e%2e/byline.yaml", "/..%2fbyline.yaml", "/news/..%5c..%5cbyline.yaml"] {
        let answer = server.get(path);
        assert!(answer.status >= 400, "{path}: {}", answer.status);
        assert_lacks(&answer.body, "herald.example\n");
    }
    assert_eq!(server.get("/byline.yaml").status, 404);
}

#[test]
fn the_site_stands_below_its_own_path() {
    let site = site().file("byline.yaml", "title: The Herald\nurl: https://herald.example/paper\n");
    let server = start(&site);
    assert_has(&server.get("/").head, "location: /paper/");
    assert_eq!(server.get("/paper/news/one/").status, 200);
    assert_has(&server.get("/paper/old/").head, "location: /paper/news/plan/");
}

#[test]
fn a_foreign_name_is_refused_unless_it_is_allowed() {
    let site = site();
    let server = serve(&site, &["--port", "0", "--allow-host", "desk.example"]);
    assert_eq!(server.ask("/", &["Host: evil.example"]).status, 403);
    assert_eq!(server.ask("/_byline/", &["Host: evil.example"]).status, 403);
    assert_eq!(server.ask("/", &["Host: desk.example:80"]).status, 200);
}

#[test]
fn a_port_that_is_taken_is_passed_over() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("it has an address").port();
    let site = site();
    let mut server = serve(&site, &["--port", &port.to_string()]);
    assert!(server.port > port);
    assert_eq!(server.get("/").status, 200);
    server.child.kill().expect("it can be ended");
    let mut said = String::new();
    server.child.stderr.take().expect("it has an error output").read_to_string(&mut said).expect("it can be read");
    assert_has(&said, &format!("port {port} is taken: the site is at port {}", server.port));
    let mut rest = String::new();
    server.output.read_to_string(&mut rest).expect("it can be read");
    assert_eq!(rest, "");
}

#[test]
fn drafts_are_shown_with_a_ribbon_unless_they_are_not_wanted_and_nothing_is_written() {
    let site = site();
    let server = start(&site);
    assert_has(&server.get("/news/plan/").body, ">Draft</div>");
    assert_lacks(&server.get("/news/one/").body, "byline-ribbon");
    assert_has(&server.get("/_byline/").body, "Draft: <a href=\"/news/plan/\">Plan</a>");
    assert!(!site.has("public") && !site.path("public").exists());
    assert!(!site.path(".byline").exists());
    let server = serve(&site, &["--port", "0", "--no-drafts"]);
    assert_eq!(server.get("/news/plan/").status, 404);
}

#[test]
fn an_edited_preview_shows_what_one_made_from_scratch_does() {
    let site = site();
    let server = start(&site);
    let mut events = server.events("/news/one/");
    let article = |title: &str, date: &str, text: &str| format!("---\ntitle: {title}\ndate: {date}\n---\n{text}\n");
    let edits = [
        (article("One", "2026-01-01", "Another text."), "shown"),
        (article("A new title", "2026-01-01", "Another text."), "shown"),
        (article("A new title", "2026-01-01", "## A heading\n\n[Two](two.md)"), "whole"),
        (article("A new title", "2026-01-09", "## A heading\n\n[Two](two.md)"), "whole"),
        (article("A new title", "2026-01-09", "## A heading\n\nMore of [it](two.md)"), "shown"),
    ];
    for (text, scope) in edits {
        site.write("content/news/one.md", &text);
        let told = events.parsed("content/news/one.md");
        assert_eq!(told["site"]["scope"], *scope, "{text}");
        assert_eq!(server.pages(), start(&site).pages(), "{text}");
    }
}

#[test]
fn a_browser_that_has_nothing_to_hear_is_sent_a_beat() {
    let site = site();
    let server = start(&site);
    let Events(mut lines) = server.events("/");
    let mut line = String::new();
    while line != "event: beat\n" {
        line.clear();
        assert!(lines.read_line(&mut line).expect("a beat comes") > 0, "the stream ended");
    }
}

#[test]
fn articles_come_and_go() {
    let site = site();
    let server = start(&site);
    let mut events = server.events("/");
    site.write("content/news/three.md", "---\ntitle: Three\ndate: 2026-02-01\n---\nNew.\n");
    events.parsed("content/news/three.md");
    assert_eq!(server.get("/news/three/").status, 200);
    site.remove("content/news/three.md");
    events.next();
    assert_eq!(server.get("/news/three/").status, 404);
    assert_eq!(server.pages(), start(&site).pages());
}

#[test]
fn a_broken_article_keeps_its_last_good_version_and_is_told() {
    let site = site();
    let server = start(&site);
    let mut events = server.events("/news/one/");
    site.write("content/news/one.md", "---\ntitle: [\n---\nBroken.\n");
    let told = events.parsed("content/news/one.md");
    assert_eq!(told["site"]["errors"], 1);
    let fault = &told["site"]["diagnostics"][0];
    assert_eq!((&fault["file"], &fault["everywhere"]), (&Value::from("content/news/one.md"), &Value::from(false)));
    assert_has(fault["text"].as_str().unwrap_or_default(), "the front matter does not parse as YAML");
    assert_has(&server.get("/news/one/").body, "The text of One.");
    site.write("content/news/one.md", "---\ntitle: One\ndate: 2026-01-01\n---\nMended.\n");
    assert_eq!(events.parsed("content/news/one.md")["site"]["errors"], 0);
    assert_has(&server.get("/news/one/").body, "Mended.");
}

#[test]
fn a_broken_template_or_configuration_keeps_the_last_good_site() {
    let site = site().file("templates/404.html", "<p>Nothing here</p>");
    let server = start(&site);
    let mut events = server.events("/");
    let good = ("templates/404.html", "<p>Nothing at all</p>");
    for (broken, mended) in [
        (("templates/404.html", "{% if %}"), good),
        (("byline.yaml", "title: [\n"), ("byline.yaml", "title: The Herald\nurl: https://herald.example\n")),
    ] {
        site.write(broken.0, broken.1);
        let told = events.until(|told| told["site"]["errors"] != 0);
        assert_eq!(told["site"]["scope"], "kept", "{}", broken.0);
        assert_eq!(told["site"]["diagnostics"][0]["everywhere"], true, "{}", broken.0);
        assert_has(&server.get("/news/one/").body, "The text of One.");
        site.write(mended.0, mended.1);
        events.until(|told| told["site"]["errors"] == 0 && told["site"]["scope"] == "whole");
    }
    assert_has(&server.get("/nothing/").body, "Nothing at all");
}

#[test]
fn looking_for_changes_finds_them_too() {
    let site = site();
    let server = serve(&site, &["--port", "0", "--poll", "20"]);
    let mut events = server.events("/news/one/");
    site.write("content/news/one.md", "---\ntitle: One\ndate: 2026-01-01\n---\nPolled for, and found.\n");
    events.parsed("content/news/one.md");
    assert_has(&server.get("/news/one/").body, "Polled for, and found.");
}

#[test]
fn a_folder_that_is_made_anew_is_watched_again() {
    for (file, before, after) in [
        ("templates/partials/footer.html", "<p>Footer one</p>", "<p>Footer two</p>"),
        ("content/other/three.md", "---\ntitle: Footer one\n---\n", "---\ntitle: Footer two\n---\n"),
        ("assets/site.css", "h1 { top: 1px }", "h1 { top: 2px }"),
    ] {
        let site = site().file(file, "<p>Not this</p>");
        let server = start(&site);
        let mut events = server.events("/");
        std::fs::remove_dir_all(site.path(file).parent().expect("it is in a folder")).expect("it can be removed");
        for text in [before, after] {
            site.write(file, text);
            events
                .until(|told| told["site"]["written"].as_array().is_some_and(|all| all.iter().any(|one| one == file)));
        }
        assert_eq!(server.pages(), start(&site).pages(), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_is_edited_by_all_paths_that_lead_to_it() {
    let site =
        site().article("pool/three.md", "Three", "2026-01-03").file("content/b/index.md", "---\ntitle: B\n---\n");
    for (target, link) in
        [("news", "content/alias"), ("../pool/three.md", "content/alone.md"), ("../../pool", "content/b/pool")]
    {
        std::os::unix::fs::symlink(target, site.path(link)).expect("a link can be made");
    }
    let server = start(&site);
    let mut events = server.events("/");
    for (file, pages) in [
        ("content/news/one.md", ["/news/one/", "/alias/one/"]),
        ("content/alias/two.md", ["/news/two/", "/alias/two/"]),
        ("pool/three.md", ["/alone/", "/b/pool/three/"]),
    ] {
        site.write(file, "---\ntitle: Edited\ndate: 2026-01-01\n---\nEdited once for all.\n");
        events.next();
        pages.iter().for_each(|page| assert_has(&server.get(page).body, "Edited once for all."));
    }
}

#[test]
fn what_is_no_source_makes_nothing_anew() {
    let site = site();
    let server = start(&site);
    let mut events = server.events("/");
    for file in ["README.md", "notes/one.md", "public/index.html", "content/news/one.md~", "content/news/.one.md.swp"] {
        site.write(file, "Nothing of the site.\n");
    }
    site.write("content/news/one.md", "---\ntitle: One\ndate: 2026-01-01\n---\nEdited.\n");
    let told = events.next();
    assert_eq!((&told["revision"], &told["site"]["written"]), (&json!(2), &json!(["content/news/one.md"])));
}

#[test]
fn the_output_is_served_as_it_is() {
    let site = site();
    site.build();
    let server = serve(&site, &["--port", "0", "--static"]);
    assert_eq!(server.get("/news/one/").body, site.page("news/one/index.html"));
    assert_has(&server.get("/news/one").head, "location: /news/one/");
    let missing = server.get("/nothing");
    assert_eq!((missing.status, missing.body), (404, site.page("404.html")));
    assert_eq!(server.get("/.byline-manifest").status, 404);
    assert_eq!(server.get("/_byline/").status, 404);
}

#[test]
fn the_editor_opens_a_file_at_the_line_that_a_page_shows() {
    let site = site()
        .file("content/news/one.md", "---\ntitle: One\ndate: 2026-01-01\n---\nFirst part.\n\nThe *second* part.\n");
    let server = start(&site);
    let own = format!("http://localhost:{}", server.port);
    let place = json!({"file": "content/news/one.md", "words": "The second part."});
    let answer = server.open(&own, &place);
    assert_eq!(answer.status, 200);
    let told: Value = serde_json::from_str(&answer.body).expect("the answer is JSON");
    assert_eq!(told["line"], 7);
    let url = told["url"].as_str().expect("without an editor there is an address");
    assert!(url.starts_with("vscode://file/") && url.ends_with("/content/news/one.md:7"), "{url}");
}

#[test]
#[cfg(unix)]
fn the_author_s_own_editor_goes_first() {
    let site = site();
    let fifo = site.path("opened");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo is there").success());
    let fifo = fifo.to_str().expect("a path of text");
    let editor = site.path("editor");
    std::fs::write(&editor, format!("#!/bin/sh\necho \"$@\" > {fifo}\n")).expect("it can be written");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&editor, mode).expect("it can be made a program");
    let command = format!("{} at {{line}} of {{file}}", editor.display());
    let server = serve_with(&site, &["--port", "0"], &[("BYLINE_EDITOR", &command), ("VISUAL", "false")]);
    let own = format!("http://localhost:{}", server.port);
    let answer = server.open(&own, &json!({"file": "byline.yaml", "line": 2}));
    assert_eq!((answer.status, answer.body.as_str()), (200, "{\"line\":2,\"url\":null}"));
    let opened = std::fs::read_to_string(fifo).expect("the editor was started");
    assert!(opened.starts_with("at 2 of /") && opened.ends_with("/byline.yaml\n"), "{opened}");
}

#[test]
fn only_a_page_of_the_preview_opens_the_editor_and_only_files_of_the_site() {
    let site = site();
    let server = start(&site);
    let place = json!({"file": "byline.yaml", "line": 1});
    for origin in ["https://evil.example", "null", "http://localhost", "http://127.0.0.1:1"] {
        assert_eq!(server.open(origin, &place).status, 403, "{origin}");
    }
    assert_eq!(server.get("/_byline/open").status, 404);
    let own = format!("http://localhost:{}", server.port);
    for file in ["../outside", "/etc/passwd", "content/none.md", ""] {
        assert_eq!(server.open(&own, &json!({"file": file, "line": 1})).status, 404, "{file}");
    }
}

#[test]
fn a_change_says_which_article_and_which_part_of_it() {
    let site = site();
    let server = start(&site);
    let mut events = server.events("/");
    let text = |body: &str| format!("---\ntitle: One\ndate: 2026-01-01\n---\n{body}\n");
    site.write("content/news/one.md", text("The text of One.\n\nA part that is new."));
    let told = events.parsed("content/news/one.md");
    let expected = json!([{"title": "One", "href": "/news/one/", "source": "content/news/one.md"}]);
    assert_eq!((&told["site"]["changed"], &told["site"]["edited"]), (&expected, &json!("A part that is new.")));
    site.write("content/news/one.md", text("The text of One.\n\n## A heading comes\n\nA part that is new."));
    assert_eq!(events.parsed("content/news/one.md")["site"]["edited"], "A heading comes");
}
