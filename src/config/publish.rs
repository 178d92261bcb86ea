//! Reading `publish:`: where the site goes, and how.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::load::{items, named};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::keys::{Found, Reader, Scope};
use crate::path::{Globs, decode};

/// How many releases a folder keeps, and states a history, where nothing else is said.
const RELEASES: usize = 5;

/// A place that the site is published to.
#[derive(Clone, Debug)]
pub struct Target {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub to: Destination,
    /// The address at which readers find it, where that is another than the site's.
    pub url: Option<String>,
    /// Whether drafts, scheduled and expired articles are published there.
    pub drafts: bool,
    /// Whether its pages ask search engines to leave them out.
    pub noindex: bool,
    /// How many releases a folder keeps; with 0 its files are replaced in place. Of a history: how many states.
    pub releases: usize,
    /// Where earlier states are kept.
    pub history: Option<Destination>,
    /// With which headers files are served.
    pub headers: Vec<HeaderRule>,
    /// What serves the files, where it reads a file of its own about redirects and headers.
    pub server: Option<Server>,
    /// Whether a Content-Security-Policy is served, and what it allows beside what the pages show.
    pub csp: Option<ContentSecurity>,
    /// How files that gain by it are compressed.
    pub compress: Vec<Encoding>,
    /// How many files travel side by side; `None` leaves that to the kind of host.
    pub concurrency: Option<usize>,
    /// Commands that run after a publication, with the addresses that changed on their standard input.
    pub after: Vec<String>,
}

/// Where a site goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A branch of a git repository.
    Git {
        /// The address as git knows it.
        address: String,
        /// The branch.
        branch: String,
    },
    /// A bucket of S3, or of what speaks its protocol.
    S3 {
        /// The bucket.
        bucket: String,
        /// Under which prefix its files stand; "" at its root.
        prefix: String,
        /// The address of the service, where it is not Amazon's.
        endpoint: Option<String>,
        /// Its region.
        region: Option<String>,
        /// Under which name the credentials stand in the files of the AWS tools.
        profile: Option<String>,
    },
    /// A folder that is reached by SFTP.
    Sftp {
        /// The user, where it is not the one of the SSH configuration.
        user: Option<String>,
        /// The host, with its port where that is another than 22.
        host: String,
        /// The folder.
        path: String,
    },
    /// A folder that is reached by WebDAV.
    WebDav {
        /// The user.
        user: Option<String>,
        /// `https://host` with its port.
        origin: String,
        /// The folder.
        path: String,
    },
}

/// Headers for some of the files.
#[derive(Clone, Debug)]
pub struct HeaderRule {
    /// Which, as written.
    pub pattern: String,
    /// Which.
    pub files: Globs,
    /// Names in lower case, and values; an empty one takes a default away.
    pub headers: Vec<(String, String)>,
}

/// What serves the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// Netlify, which reads `_redirects` and `_headers`.
    Netlify,
    /// Cloudflare Pages, which reads `_redirects` and `_headers`.
    Cloudflare,
    /// Vercel, which reads `vercel.json`.
    Vercel,
    /// Apache, which reads `.htaccess`.
    Apache,
}

/// What a Content-Security-Policy allows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentSecurity {
    /// Sites whose scripts and frames may run in pages.
    pub allow: Vec<String>,
    /// Whether browsers only report what it would block.
    pub report_only: bool,
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// gzip (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
}

impl Target {
    /// How many states its history keeps.
    pub fn states(&self) -> usize {
        if self.releases == 0 { RELEASES } else { self.releases }
    }
}

impl Destination {
    /// The headers that the host itself can be told; empty where it takes none.
    fn header_names(&self) -> &'static [&'static str] {
        match self {
            Destination::S3 { .. } => &["cache-control", "content-type", "content-disposition", "content-encoding"],
            _ => &[],
        }
    }

    /// Whether it keeps earlier states by itself, given how many releases are asked for.
    fn keeps_states(&self, releases: usize) -> bool {
        match self {
            Destination::Folder(_) => releases > 0,
            Destination::Git { .. } => true,
            _ => false,
        }
    }
}

/// The targets in the order of the file; one with a fault is left out.
pub(super) fn read(reader: &mut Reader<'_, '_>) -> Vec<Target> {
    let mut targets = Vec::new();
    for (name, found) in named(reader, "publish") {
        let is_name = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
        if name.is_empty() || !name.chars().all(is_name) {
            reader.invalid(&found, &format!("`{name}` cannot name a target: expected letters, digits, `-` and `_`"));
            continue;
        }
        let Some(mut inner) = reader.inner(Scope::Target, &found) else { continue };
        targets.extend(target(&mut inner, name, &found));
        reader.faults.append(&mut inner.finish().1);
    }
    targets
}

fn target<'n>(inner: &mut Reader<'_, 'n>, name: &str, at: &Found<'n>) -> Option<Target> {
    let number = |number: Option<i64>| number.and_then(|number| usize::try_from(number).ok());
    let to = inner.text("to");
    let releases = number(inner.integer("releases")).unwrap_or(RELEASES);
    let url = inner.text("url").map(|(url, _)| url);
    let drafts = inner.flag("drafts").unwrap_or(false);
    let noindex = inner.flag("noindex").unwrap_or(false);
    let concurrency = number(inner.integer("concurrency"));
    let after = inner.texts("after").into_iter().map(|(command, _)| command).collect();
    let (history, server) = (inner.text("history"), inner.choice("server").and_then(server));
    let headers = header_rules(inner);
    let csp = content_security(inner);
    let compress = encodings(inner);
    let Some((to, found)) = to else {
        let hint = Some(
            "say where it goes: `to: file:///srv/www/site`, or `to: git+ssh://git@host/me/site.git#pages`".to_owned(),
        );
        inner.fault(Code::Config, at, format!("the target `{name}` has no `to`"), hint);
        return None;
    };
    let to = destination(inner, name, "to", &to, &found)?;
    let history = match history {
        Some((text, found)) => Some(history_of(inner, name, &text, &found, (&to, releases))?),
        None => None,
    };
    let has_server = server.is_some();
    refuse_headers(inner, &to, has_server, &headers);
    if let Some((_, found)) = csp.as_ref().filter(|_| !has_server) {
        let hint = Some("say what serves it with `server`, or let the web server send the policy".to_owned());
        inner.fault(Code::Config, found, "this host cannot be told a Content-Security-Policy".to_owned(), hint);
        return None;
    }
    let headers = headers.into_iter().map(|(rule, _)| rule).collect();
    let csp = csp.map(|(csp, _)| csp);
    let name = name.to_owned();
    Some(Target {
        name,
        to,
        url,
        drafts,
        noindex,
        releases,
        history,
        headers,
        server,
        csp,
        compress,
        concurrency,
        after,
    })
}

fn server(name: &str) -> Option<Server> {
    match name {
        "netlify" => Some(Server::Netlify),
        "cloudflare" => Some(Server::Cloudflare),
        "vercel" => Some(Server::Vercel),
        "apache" => Some(Server::Apache),
        _ => None,
    }
}

/// The entries of `headers:`, each with where it stands.
fn header_rules<'n>(inner: &mut Reader<'_, 'n>) -> Vec<(HeaderRule, Found<'n>)> {
    let Some(found) = inner.find("headers") else { return Vec::new() };
    let mut rules = Vec::new();
    for item in items(inner, &found) {
        let Some(mut entry) = inner.inner(Scope::Header, &item) else { continue };
        let pattern = entry.plain("match");
        let cache = entry.find("cache-control").map(|found| (found.written, found.node));
        let others: Vec<(&str, &crate::keys::Node)> =
            entry.unused().into_iter().map(|(_, name, node)| (name, node)).collect();
        inner.faults.append(&mut entry.finish().1);
        let mut headers = Vec::new();
        for (name, node) in cache.into_iter().chain(others) {
            let value = if node.is_empty() { Some("") } else { node.text() };
            match value.filter(|value| is_token(name) && value.chars().all(|character| !character.is_control())) {
                Some(value) => headers.push((name.to_ascii_lowercase(), value.trim().to_owned())),
                None => inner.invalid(&item, &format!("`{name}` of an entry of `headers` is no header with a value")),
            }
        }
        match pattern {
            Some(pattern) => {
                let files = Globs::new(std::slice::from_ref(&pattern));
                rules.push((HeaderRule { pattern, files, headers }, item));
            }
            None => {
                let hint = Some("say for which files it is: `match: \"assets/**\"`".to_owned());
                inner.fault(Code::Config, &item, "an entry of `headers` has no `match`".to_owned(), hint);
            }
        }
    }
    rules
}

/// Whether a name can be that of a header (RFC 9110, section 5.6.2).
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Says of headers that the host cannot be told that it cannot.
fn refuse_headers<'n>(
    inner: &mut Reader<'_, 'n>,
    to: &Destination,
    has_server: bool,
    rules: &[(HeaderRule, Found<'n>)],
) {
    let taken = to.header_names();
    for (rule, found) in rules.iter().filter(|_| !has_server) {
        for (name, _) in rule.headers.iter().filter(|(name, _)| !taken.contains(&name.as_str())) {
            let hint = match taken {
                [] => {
                    "let the web server send it, or name one that reads a file about headers with `server`".to_owned()
                }
                taken => format!("it takes `{}`", taken.join("`, `")),
            };
            inner.fault(Code::Config, found, format!("this host cannot be told the header `{name}`"), Some(hint));
        }
    }
}

/// `csp:`, with where it stands.
fn content_security<'n>(inner: &mut Reader<'_, 'n>) -> Option<(ContentSecurity, Found<'n>)> {
    let found = inner.find("csp")?;
    if let Some(flag) = found.node.flag() {
        return flag.then(|| (ContentSecurity::default(), found));
    }
    let mut entry = inner.inner(Scope::ContentSecurity, &found)?;
    let allow = entry.texts("allow").into_iter().map(|(site, _)| site).collect();
    let report_only = entry.flag("report_only").unwrap_or(false);
    inner.faults.append(&mut entry.finish().1);
    Some((ContentSecurity { allow, report_only }, found))
}

fn encodings(inner: &mut Reader<'_, '_>) -> Vec<Encoding> {
    let Some(found) = inner.find("compress") else { return Vec::new() };
    let mut encodings = Vec::new();
    for (text, _) in inner.texts_of(&found) {
        match text.as_str() {
            "gzip" => encodings.push(Encoding::Gzip),
            "brotli" => encodings.push(Encoding::Brotli),
            _ => inner.invalid(&found, &format!("`{text}` of `compress` is no encoding: expected `gzip` or `brotli`")),
        }
    }
    encodings
}

fn history_of<'n>(
    inner: &mut Reader<'_, 'n>,
    name: &str,
    text: &str,
    found: &Found<'n>,
    (to, releases): (&Destination, usize),
) -> Option<Destination> {
    let history = destination(inner, name, "history", text, found)?;
    let message = match (&history, to) {
        (_, to) if to.keeps_states(releases) => "this target keeps its earlier states itself, and needs no `history`",
        (Destination::Git { .. }, _) => {
            "`history` is no branch of a repository: it is a folder, a bucket, or a place of SFTP or WebDAV"
        }
        (history, to) if is_inside(history, to) => {
            "`history` lies where the site is published: readers would find there what was retracted"
        }
        _ => return Some(history),
    };
    inner.fault(Code::Config, found, message.to_owned(), None);
    None
}

/// Whether one place lies in another.
fn is_inside(inner: &Destination, outer: &Destination) -> bool {
    let below = |inner: &str, outer: &str| {
        let (inner, outer) = (inner.trim_matches('/'), outer.trim_matches('/'));
        outer.is_empty() || inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
    };
    match (inner, outer) {
        (Destination::Folder(inner), Destination::Folder(outer)) => inner.starts_with(outer),
        (
            Destination::S3 { bucket, prefix, endpoint, .. },
            Destination::S3 { bucket: bucket_of_site, prefix: outer, endpoint: other, .. },
        ) => bucket == bucket_of_site && endpoint == other && below(prefix, outer),
        (Destination::Sftp { host, path, .. }, Destination::Sftp { host: other, path: outer, .. }) => {
            host == other && below(path, outer)
        }
        (Destination::WebDav { origin, path, .. }, Destination::WebDav { origin: other, path: outer, .. }) => {
            origin == other && below(path, outer)
        }
        _ => false,
    }
}

fn destination<'n>(
    inner: &mut Reader<'_, 'n>,
    name: &str,
    key: &str,
    text: &str,
    found: &Found<'n>,
) -> Option<Destination> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    if rest.split('/').next().unwrap_or_default().rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) {
        // Without its place: what is shown of the file would hold the password.
        inner.faults.push(
            Diagnostic::new(Code::InvalidValue, format!("`{key}` of the target `{name}` holds a password"))
                .hint(where_secrets_go(scheme)),
        );
        return None;
    }
    match scheme {
        "file" if rest.starts_with('/') => Some(Destination::Folder(PathBuf::from(decode(rest)))),
        "git+ssh" | "git+https" | "git+file" => branch(inner, scheme, rest, (key, text), found),
        "s3" => bucket(inner, name, rest, (key, text), found),
        "sftp" => {
            place(inner, rest, (key, text), found).map(|(user, host, path)| Destination::Sftp { user, host, path })
        }
        "webdav+https" | "webdav+http" => place(inner, rest, (key, text), found).map(|(user, host, path)| {
            Destination::WebDav { user, origin: format!("{}://{host}", scheme.trim_start_matches("webdav+")), path }
        }),
        _ => {
            let schemes =
                "`file:///`, `git+ssh://`, `git+https://`, `git+file:///`, `s3://`, `sftp://` or `webdav+https://`";
            inner.fault(
                Code::InvalidValue,
                found,
                format!("`{text}` of `{key}` is no place that byline publishes to"),
                Some(format!("it begins with {schemes}")),
            );
            None
        }
    }
}

fn branch<'n>(
    inner: &mut Reader<'_, 'n>,
    scheme: &str,
    rest: &str,
    (key, text): (&str, &str),
    found: &Found<'n>,
) -> Option<Destination> {
    let (address, branch) = rest.split_once('#').unwrap_or((rest, ""));
    let is_branch = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '/' | '.');
    if branch.is_empty() || !branch.chars().all(is_branch) || branch.starts_with(['-', '/']) {
        let hint = Some(format!("name the branch behind a `#`, such as `{scheme}://{address}#pages`"));
        inner.fault(Code::InvalidValue, found, format!("`{text}` of `{key}` names no branch"), hint);
        return None;
    }
    let address = format!("{}://{address}", scheme.trim_start_matches("git+"));
    Some(Destination::Git { address, branch: branch.to_owned() })
}

/// `bucket/prefix?endpoint=…&region=…&profile=…`
fn bucket<'n>(
    inner: &mut Reader<'_, 'n>,
    name: &str,
    rest: &str,
    (key, text): (&str, &str),
    found: &Found<'n>,
) -> Option<Destination> {
    const OPTIONS: [&str; 3] = ["endpoint", "region", "profile"];
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
    if bucket.is_empty() {
        let hint = Some("name it like this: `s3://bucket`, or `s3://bucket/folder`".to_owned());
        inner.fault(Code::InvalidValue, found, format!("`{text}` of `{key}` names no bucket"), hint);
        return None;
    }
    let mut options: BTreeMap<&str, String> = BTreeMap::new();
    for (option, value) in
        query.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, "")))
    {
        let is_secret = ["key", "secret", "token", "password"].iter().any(|word| option.to_lowercase().contains(word));
        if is_secret {
            // Without its place, as for a password.
            inner.faults.push(
                Diagnostic::new(
                    Code::InvalidValue,
                    format!("`{key}` of the target `{name}` holds credentials, in `{option}`"),
                )
                .hint(where_secrets_go("s3")),
            );
            return None;
        }
        if !OPTIONS.contains(&option) {
            let near = nearest(option, OPTIONS.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let hint = near.unwrap_or_else(|| "there are `endpoint`, `region` and `profile`".to_owned());
            inner.fault(Code::InvalidValue, found, format!("a bucket has no `{option}`"), Some(hint));
            return None;
        }
        options.insert(option, decode(value));
    }
    Some(Destination::S3 {
        bucket: bucket.to_owned(),
        prefix: decode(prefix.trim_matches('/')),
        endpoint: options.remove("endpoint"),
        region: options.remove("region"),
        profile: options.remove("profile"),
    })
}

/// `user@host:port/path`
fn place<'n>(
    inner: &mut Reader<'_, 'n>,
    rest: &str,
    (key, text): (&str, &str),
    found: &Found<'n>,
) -> Option<(Option<String>, String, String)> {
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let is_whole = |part: &str| !part.is_empty() && !part.starts_with('-') && !part.contains(char::is_whitespace);
    if !is_whole(host) || user.is_some_and(|user| !is_whole(user)) {
        inner.fault(Code::InvalidValue, found, format!("`{text}` of `{key}` names no host"), None);
        return None;
    }
    Some((user.map(decode), host.to_owned(), format!("/{}", decode(path.trim_end_matches('/')))))
}

fn where_secrets_go(scheme: &str) -> &'static str {
    match scheme {
        "s3" => {
            "take it out and give it by `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` or a profile of the AWS tools; a file under version control is read by many"
        }
        "webdav+https" | "webdav+http" => {
            "take it out and give it by `WEBDAV_PASSWORD` or `~/.netrc`; a file under version control is read by many"
        }
        "sftp" => "take it out and let an SSH key or agent give it; a file under version control is read by many",
        _ => {
            "take it out and let git's credential helper or an SSH key give it; a file under version control is read by many"
        }
    }
}
