//! Answers requests: addresses in, pages and files out.

use std::convert::Infallible;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use serde_json::json;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::{IntervalStream, WatchStream};

use super::desk::{Desk, Made, Standing};
use super::host::Hosts;
use super::page::{OWN, escaped, injected, print};
use super::{editor, files};
use crate::content_type;
use crate::path::{OutputPath, SourcePath, decode};
use crate::source::Sources as _;

const CLIENT: &str = concat!(include_str!("client/idiomorph.min.js"), "\n", include_str!("client/client.js"));

/// Where the preview is asked to open the editor.
const OPEN: &str = "/_byline/open";
/// How long the site is waited for that is still being read, before a page of the last build is shown in the place of its own.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often something is sent to a browser that has nothing to hear.
const BEAT: Duration = Duration::from_secs(10);
/// How long what is asked there may be, in bytes.
const MOST_ASKED: usize = 64 << 10;

/// All that answers.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) desk: Arc<Desk>,
    pub(super) hosts: Arc<Hosts>,
    /// The folder that is served as it is.
    pub(super) folder: Option<PathBuf>,
}

/// Answers until the program is interrupted.
pub(super) async fn run(listener: TcpListener, server: Server) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let app = axum::Router::new().fallback(answer).with_state(server);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    tokio::select! {
        ended = axum::serve(listener, app).into_future() => ended,
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

async fn answer(State(server): State<Server>, asked: Request) -> Response<Body> {
    if !server.hosts.allows(asked.headers()) {
        return text(
            StatusCode::FORBIDDEN,
            "This name is not the preview's. Where it is one of yours, allow it with --allow-host NAME.\n",
        );
    }
    if asked.method() == Method::POST && asked.uri().path() == OPEN && server.folder.is_none() {
        return server.open(asked).await;
    }
    if asked.method() != Method::GET && asked.method() != Method::HEAD {
        return text(StatusCode::METHOD_NOT_ALLOWED, "The preview is only read.\n");
    }
    let path = asked.uri().path().to_owned();
    if let (Some(own), None) = (path.strip_prefix(OWN), &server.folder) {
        return server.own(own, asked.uri().query().unwrap_or_default(), asked.headers()).await;
    }
    let base = &server.desk.base;
    let Some(inside) = path.strip_prefix(base.as_str()).filter(|inside| inside.starts_with('/')) else {
        return leads(&format!("{base}/"), StatusCode::FOUND);
    };
    let Some(place) = placed(inside) else { return text(StatusCode::BAD_REQUEST, "This is no address.\n") };
    match &server.folder {
        Some(folder) => standing_in(folder, &path, &place, asked.headers()).await,
        None => server.page(&path, &place, asked.headers()).await,
    }
}

/// The output path of an address: a folder has its `index.html`. `None` where it would leave the site.
fn placed(inside: &str) -> Option<String> {
    let decoded = decode(inside.trim_start_matches('/'));
    if decoded.contains(['\0', '\\']) || decoded.split('/').any(|segment| segment == ".." || segment == ".") {
        return None;
    }
    let whole = if decoded.is_empty() || decoded.ends_with('/') { format!("{decoded}index.html") } else { decoded };
    OutputPath::new(&whole).map(|path| path.as_str().to_owned())
}

impl Server {
    /// Waits until the site has been read.
    async fn read(&self) {
        let _ = self.desk.revision.subscribe().wait_for(|revision| *revision > 0).await;
    }

    async fn standing(&self, place: &str) -> Option<Standing> {
        if tokio::time::timeout(PATIENCE, self.read()).await.is_err() {
            let (desk, early) = (Arc::clone(&self.desk), place.to_owned());
            if let Ok(Some(early)) = tokio::task::spawn_blocking(move || desk.early(&early)).await {
                return Some(early);
            }
            self.read().await;
        }
        let (desk, place) = (Arc::clone(&self.desk), place.to_owned());
        tokio::task::spawn_blocking(move || desk.standing(&place)).await.ok().flatten()
    }

    async fn page(&self, path: &str, place: &str, asked: &HeaderMap) -> Response<Body> {
        let folder = format!("{place}/index.html");
        let found = match self.standing(place).await {
            None if !place.ends_with("index.html") && self.desk.has(&folder) => {
                return leads(&format!("{path}/"), StatusCode::MOVED_PERMANENTLY);
            }
            None => self.standing(&format!("{place}.html")).await,
            found => found,
        };
        match found {
            Some(Standing::Page(made)) => shown(&made, place, StatusCode::OK, asked),
            Some(Standing::File(file)) => {
                let file = files::file(&file, content_type::of(place), asked).await;
                file.unwrap_or_else(|| text(StatusCode::NOT_FOUND, "The file has gone.\n"))
            }
            Some(Standing::Asset(bytes)) => {
                files::bytes(StatusCode::OK, content_type::of(place), &print(&[&bytes]), bytes, asked)
            }
            None => self.not_found(asked).await,
        }
    }

    async fn not_found(&self, asked: &HeaderMap) -> Response<Body> {
        match self.standing("404.html").await {
            Some(Standing::Page(made)) => shown(&made, "404.html", StatusCode::NOT_FOUND, asked),
            _ => {
                let status =
                    if self.desk.has_world() { StatusCode::NOT_FOUND } else { StatusCode::INTERNAL_SERVER_ERROR };
                shown(&Made::default(), "404.html", status, asked)
            }
        }
    }

    async fn own(&self, own: &str, query: &str, asked: &HeaderMap) -> Response<Body> {
        match own {
            "client.js" => {
                let kind = content_type::of(own);
                files::bytes(StatusCode::OK, kind, &print(&[CLIENT.as_bytes()]), CLIENT.into(), asked)
            }
            "events" => self.events(&decode(query)),
            "" => {
                self.read().await;
                files::bytes(StatusCode::OK, content_type::of("x.html"), "", self.dashboard().into(), &HeaderMap::new())
            }
            _ => text(StatusCode::NOT_FOUND, "There is no such page of the preview.\n"),
        }
    }

    /// Opens a file of the site in the author's editor: for who sits at this machine, and for pages of this server only.
    async fn open(&self, asked: Request) -> Response<Body> {
        let peer = asked.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        if !peer.is_some_and(|peer| peer.to_canonical().is_loopback()) || !is_own_page(asked.headers()) {
            return text(StatusCode::FORBIDDEN, "Only a page of the preview on this machine may open the editor.\n");
        }
        let Ok(bytes) = axum::body::to_bytes(asked.into_body(), MOST_ASKED).await else {
            return text(StatusCode::PAYLOAD_TOO_LARGE, "This is too long.\n");
        };
        let wanted: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let source = wanted["file"].as_str().and_then(SourcePath::new).filter(|source| !source.as_str().is_empty());
        let Some(content) = source.as_ref().and_then(|source| self.desk.disk.read(source).ok()) else {
            return text(StatusCode::NOT_FOUND, "There is no such file in the site's folder.\n");
        };
        let line = match wanted["words"].as_str() {
            Some(words) => editor::line_of(&String::from_utf8_lossy(&content), words),
            None => wanted["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(1).max(1),
        };
        let file = self.desk.disk.system_path(&source.unwrap_or_default());
        match editor::open(&file, line) {
            Ok(address) => {
                let told = json!({"line": line, "url": address}).to_string();
                files::bytes(StatusCode::OK, content_type::of("x.json"), "", told.into(), &HeaderMap::new())
            }
            Err(reason) => {
                let answer = Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR);
                answer.body(Body::from(reason)).unwrap_or_default()
            }
        }
    }

    /// A stream of what there is to know for the page at a path: now, and after each change.
    fn events(&self, path: &str) -> Response<Body> {
        let place = path.strip_prefix(self.desk.base.as_str()).and_then(placed).unwrap_or_default();
        let server = self.clone();
        // Before the first there is nothing to tell.
        let revisions = WatchStream::new(self.desk.revision.subscribe()).filter(|revision| *revision > 0);
        let stream = revisions.then(move |revision| {
            let (server, place) = (server.clone(), place.clone());
            async move {
                let found = match server.standing(&place).await {
                    None => server.standing(&format!("{place}.html")).await,
                    found => found,
                };
                let mut told = json!({"revision": revision, "site": server.desk.status(), "print": null});
                if let Some(Standing::Page(made)) = found {
                    told["print"] = json!(made.print);
                    told["source"] = json!(made.source);
                    told["fault"] = made.fault.as_ref().map(|fault| server.desk.told_of(fault)).into();
                }
                Ok::<_, Infallible>(format!("data: {told}\n\n"))
            }
        });
        // By these a browser knows that the connection lives, and the preview that the browser does: neither is told of a network that is gone.
        let beats = IntervalStream::new(tokio::time::interval(BEAT)).skip(1);
        let stream = stream.merge(beats.map(|_| Ok("event: beat\ndata:\n\n".to_owned())));
        let answer = Response::builder()
            .header(header::CONTENT_TYPE, "text/event-stream")
            .header(header::CACHE_CONTROL, "no-store");
        answer.body(Body::from_stream(stream)).unwrap_or_default()
    }

    /// What there is to know of the site, for people.
    fn dashboard(&self) -> String {
        let status = self.desk.status();
        let text = |value: &serde_json::Value| escaped(value.as_str().unwrap_or_default());
        let rows = |list: &serde_json::Value, row: &dyn Fn(&serde_json::Value) -> String| {
            list.as_array().into_iter().flatten().map(row).collect::<String>()
        };
        let unpublished = rows(&status["unpublished"], &|one| {
            let (state, href, title) = (text(&one["state"]), text(&one["href"]), text(&one["title"]));
            format!("<li>{state}: <a href=\"{href}\">{title}</a> ({})", text(&one["source"]))
        });
        let diagnostics = rows(&status["diagnostics"], &|one| format!("<pre>{}</pre>", text(&one["text"])));
        let timings = rows(&status["timings"], &|one| {
            format!("<li>{}: {:.1} ms", text(&one[0]), one[1].as_f64().unwrap_or_default())
        });
        let written = rows(&status["written"], &|one| format!("<li>{}", text(one)));
        let plan = self.desk.plan().into_iter().map(|(url, source, template)| {
            let (url, source, template) = (escaped(&url), escaped(&source), escaped(&template));
            format!("<tr><td><a href=\"{url}\">{url}</a><td>{source}<td>{template}")
        });
        format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>The preview of this site</title><h1>The preview of this site</h1>\
             <h2>Not published</h2><ul>{unpublished}</ul><h2>Diagnostics</h2>{diagnostics}\
             <h2>The last change</h2><p>{}: {}<ul>{written}</ul><ul>{timings}</ul>\
             <h2>The plan</h2><table><tr><th>URL<th>Source<th>Template{}</table>",
            text(&status["scope"]),
            text(&status["why"]),
            plan.collect::<String>()
        )
    }
}

/// Whether a request comes from a page of this server, as browsers say it.
fn is_own_page(headers: &HeaderMap) -> bool {
    let value = |name: &header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = value(&header::ORIGIN).and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    origin.is_some() && origin == value(&header::HOST)
}

/// A page with what the preview adds, where it is HTML and leads nowhere else.
fn shown(made: &Made, place: &str, status: StatusCode, asked: &HeaderMap) -> Response<Body> {
    match &made.redirect {
        Some(Some(to)) => return leads(to, StatusCode::MOVED_PERMANENTLY),
        Some(None) => return files::bytes(StatusCode::GONE, content_type::of("x.html"), "", made.bytes.clone(), asked),
        None => {}
    }
    let is_empty = made.fault.is_some() && made.bytes.is_empty();
    let status = if is_empty { StatusCode::INTERNAL_SERVER_ERROR } else { status };
    let is_html = place.ends_with(".html") || !place.rsplit('/').next().unwrap_or_default().contains('.');
    if !is_html {
        return files::bytes(status, content_type::of(place), &made.print, made.bytes.clone(), asked);
    }
    files::bytes(status, content_type::of("x.html"), &made.print, injected(made, status.as_u16()), asked)
}

/// Answers from a folder as a static host would.
async fn standing_in(folder: &Path, path: &str, place: &str, asked: &HeaderMap) -> Response<Body> {
    if !files::is_hidden(place) {
        for candidate in [place.to_owned(), format!("{place}.html")] {
            if let Some(found) = files::file(&folder.join(&candidate), content_type::of(&candidate), asked).await {
                return found;
            }
        }
        if folder.join(place).join("index.html").is_file() {
            return leads(&format!("{path}/"), StatusCode::MOVED_PERMANENTLY);
        }
    }
    let page = tokio::fs::read(folder.join("404.html")).await.unwrap_or_default();
    files::bytes(StatusCode::NOT_FOUND, content_type::of("404.html"), "", page, asked)
}

fn leads(to: &str, status: StatusCode) -> Response<Body> {
    Response::builder().status(status).header(header::LOCATION, to).body(Body::empty()).unwrap_or_default()
}

fn text(status: StatusCode, text: &'static str) -> Response<Body> {
    let answer = Response::builder().status(status).header(header::CONTENT_TYPE, "text/plain; charset=utf-8");
    answer.body(Body::from(text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Disk;

    fn asked(server: &Server, path: &str) -> (StatusCode, String) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let answer = server.page(path, &placed(path).unwrap(), &HeaderMap::new()).await;
            let status = answer.status();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            (status, String::from_utf8_lossy(&body).into_owned())
        })
    }

    #[test]
    fn pages_of_the_last_build_stand_in_while_the_site_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let built = folder.path().join("public");
        std::fs::create_dir_all(built.join("news")).unwrap();
        std::fs::write(built.join("news/index.html"), "<body><p>As built</body>").unwrap();
        std::fs::write(built.join("site.css"), "p { color: red }").unwrap();
        std::fs::write(built.join(".byline-manifest"), "a secret").unwrap();
        let desk = Arc::new(Desk::new(String::new(), Disk::new(folder.path()).unwrap(), Some(built)));
        let hosts = Hosts { bound: [127, 0, 0, 1].into(), name: "localhost".to_owned(), allowed: Vec::new() };
        let server = Server { desk: Arc::clone(&desk), hosts: Arc::new(hosts), folder: None };

        let (status, page) = asked(&server, "/news/");
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("As built") && page.contains("&quot;early&quot;:true"), "{page}");
        assert_eq!(asked(&server, "/site.css"), (StatusCode::OK, "p { color: red }".to_owned()));

        // What the last build has not written is waited for.
        let read = std::thread::spawn(move || {
            std::thread::sleep(2 * PATIENCE);
            desk.revision.send_modify(|revision| *revision += 1);
        });
        let begun = std::time::Instant::now();
        assert!(!asked(&server, "/.byline-manifest").1.contains("secret"));
        assert!(begun.elapsed() >= 2 * PATIENCE);
        read.join().unwrap();
        assert!(!asked(&server, "/news/").1.contains("As built"));
    }
}
