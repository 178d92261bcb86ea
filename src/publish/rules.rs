//! What hosts are told in files of their own: redirects as real ones, what is gone as gone, and headers.
//!
//! Netlify: <https://docs.netlify.com/manage/routing/redirects/overview/>, <https://docs.netlify.com/manage/routing/headers/>.
//! Cloudflare Pages: <https://developers.cloudflare.com/pages/configuration/redirects/>, `…/headers/`.
//! Vercel: <https://vercel.com/docs/project-configuration>. Apache: mod_alias, mod_headers, mod_setenvif.

use std::fmt::Write as _;

use serde_json::json;

use super::headers::FOREVER;
use super::payload::Payload;
use crate::config::{HeaderRule, Server};

/// How many redirects Cloudflare Pages takes without and with placeholders, and how many rules of headers.
const MOST_OF_CLOUDFLARE: (usize, usize, usize) = (2_000, 100, 100);
/// How many redirects Vercel takes.
const MOST_OF_VERCEL: usize = 2_048;

/// An old address, and what becomes of a request for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The address, with the site's base path: `:name` stands for a segment, `*` at the end for all that follows.
    pub from: String,
    /// Where it leads, with `:name` and `:splat`; `None` where it is gone.
    pub to: Option<String>,
    /// 301, 302, 307, 308 or 410.
    pub status: u16,
}

impl Route {
    fn has_placeholders(&self) -> bool {
        self.from.split('/').any(|segment| segment.starts_with(':') || segment == "*")
    }
}

/// Writes what a server is told into what is published. `base` is the path of the site on its host, `""` at its root; of the routes, those in
/// `shadowing` would take the addresses of pages. Returns what it cannot be told, in a line each.
pub fn add(
    payload: &mut Payload,
    server: Server,
    routes: &[Route],
    rules: &[HeaderRule],
    base: &str,
    shadowing: &[Route],
) -> Vec<String> {
    let mut notes = Vec::new();
    let rules = with_defaults(rules);
    // Some hosts look at redirects first: such pages would be out of reach.
    let shadows = |route: &&Route| shadowing.contains(route);
    match server {
        Server::Netlify => {
            payload.add("_redirects", netlify_redirects(routes).into_bytes());
            payload.add("_headers", line_headers(&rules, base).into_bytes());
        }
        Server::Cloudflare => {
            let (shadowing, routes): (Vec<&Route>, Vec<&Route>) = routes.iter().partition(shadows);
            notes.extend(shadowing.iter().map(|route| shadowed(route)));
            let (text, more) = cloudflare_redirects(&routes);
            notes.extend(more);
            payload.add("_redirects", text.into_bytes());
            payload.add("_headers", line_headers(&rules, base).into_bytes());
            if rules.len() > MOST_OF_CLOUDFLARE.2 {
                notes.push(format!(
                    "Cloudflare Pages takes {} rules of headers, of these {}",
                    MOST_OF_CLOUDFLARE.2,
                    rules.len()
                ));
            }
        }
        Server::Vercel => {
            let (shadowing, routes): (Vec<&Route>, Vec<&Route>) = routes.iter().partition(shadows);
            notes.extend(shadowing.iter().map(|route| shadowed(route)));
            let (text, more) = vercel(&routes, &rules, base);
            notes.extend(more);
            payload.add("vercel.json", text.into_bytes());
        }
        Server::Apache => payload.add(".htaccess", apache(routes, &rules, base).into_bytes()),
    }
    notes
}

fn shadowed(route: &Route) -> String {
    format!("the redirect from `{}` is left out: it would stand before a page of the site", route.from)
}

/// The rules of the target, and what holds where they say nothing.
fn with_defaults(rules: &[HeaderRule]) -> Vec<HeaderRule> {
    let says = |name: &str| rules.iter().any(|rule| rule.headers.iter().any(|(own, _)| own == name));
    let one = |pattern: &str, headers: &[(&str, &str)]| HeaderRule {
        pattern: pattern.to_owned(),
        files: crate::path::Globs::new(&[pattern.to_owned()]),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    };
    let all = [("x-content-type-options", "nosniff"), ("referrer-policy", "strict-origin-when-cross-origin")];
    let all: Vec<(&str, &str)> = all.into_iter().filter(|(name, _)| !says(name)).collect();
    let mut defaults = vec![one("**", &all)];
    if !says("cache-control") {
        defaults.push(one("assets/**", &[("cache-control", FOREVER)]));
    }
    defaults.into_iter().chain(rules.iter().cloned()).filter(|rule| !rule.headers.is_empty()).collect()
}

fn netlify_redirects(routes: &[Route]) -> String {
    let mut text = String::new();
    for route in routes {
        // Without the mark, the page that stands at an old address for other hosts would be served. Placeholders give way to pages.
        let force = if route.has_placeholders() { "" } else { "!" };
        let _ = match &route.to {
            Some(to) => writeln!(text, "{} {to} {}{force}", route.from, route.status),
            // Netlify knows no 410: the page that says so is served as one that is not found.
            None => writeln!(text, "{} {} 404{force}", route.from, page_of(&route.from)),
        };
    }
    text
}

/// The file of the page at an address.
fn page_of(from: &str) -> String {
    if from.ends_with('/') { format!("{from}index.html") } else { "/404.html".to_owned() }
}

fn cloudflare_redirects(routes: &[&Route]) -> (String, Vec<String>) {
    let (mut text, mut notes) = (String::new(), Vec::new());
    let (mut fixed, mut moving) = (0, 0);
    for route in routes.iter().filter(|route| route.to.is_some()) {
        let count = if route.has_placeholders() { &mut moving } else { &mut fixed };
        *count += 1;
        let most = if route.has_placeholders() { MOST_OF_CLOUDFLARE.1 } else { MOST_OF_CLOUDFLARE.0 };
        if *count <= most
            && let Some(to) = &route.to
        {
            let _ = writeln!(text, "{} {to} {}", route.from, route.status);
        }
    }
    for (count, most, what) in
        [(fixed, MOST_OF_CLOUDFLARE.0, "redirects"), (moving, MOST_OF_CLOUDFLARE.1, "redirects with placeholders")]
    {
        if count > most {
            notes.push(format!(
                "Cloudflare Pages takes {most} {what}, and there are {count}: the others stay pages that lead on"
            ));
        }
    }
    if routes.iter().any(|route| route.to.is_none()) {
        notes.push("Cloudflare Pages cannot answer that a page is gone (410): its page says so".to_owned());
    }
    (text, notes)
}

/// `_headers`, as Netlify and Cloudflare Pages read it.
fn line_headers(rules: &[HeaderRule], base: &str) -> String {
    let mut text = String::new();
    for rule in rules {
        let _ = writeln!(text, "{}", star(&rule.pattern, base));
        for (name, value) in &rule.headers {
            // Of a header without a value what a rule before has set is taken away.
            let _ = if value.is_empty() { writeln!(text, "  ! {name}") } else { writeln!(text, "  {name}: {value}") };
        }
    }
    text
}

/// A pattern as these hosts have it: `*` for whatever is there.
fn star(pattern: &str, base: &str) -> String {
    let pattern = pattern.trim_matches('/');
    let whole = if pattern.contains('/') || pattern == "**" { pattern.to_owned() } else { format!("**/{pattern}") };
    format!("{base}/{}", whole.replace("**/", "*").replace("**", "*").replace("**", "*"))
}

fn vercel(routes: &[&Route], rules: &[HeaderRule], base: &str) -> (String, Vec<String>) {
    let mut notes = Vec::new();
    let leading: Vec<(&&Route, &String)> =
        routes.iter().filter_map(|route| Some((route, route.to.as_ref()?))).collect();
    if leading.len() > MOST_OF_VERCEL {
        notes.push(format!(
            "Vercel takes {MOST_OF_VERCEL} redirects, and there are {}: the others stay pages that lead on",
            leading.len()
        ));
    }
    if leading.len() < routes.len() {
        notes.push("Vercel cannot answer that a page is gone (410): its page says so".to_owned());
    }
    let redirect = |(route, to): &(&&Route, &String)| {
        let source = match route.from.strip_suffix('*') {
            Some(start) => format!("{start}:splat*"),
            None => route.from.clone(),
        };
        let to = match to.strip_suffix(":splat") {
            Some(start) => format!("{start}:splat*"),
            None => (*to).clone(),
        };
        json!({"source": source, "destination": to, "statusCode": route.status})
    };
    let redirects: Vec<_> = leading.iter().take(MOST_OF_VERCEL).map(redirect).collect();
    let headers: Vec<_> = rules
        .iter()
        .map(|rule| {
            let each = rule.headers.iter().filter(|(_, value)| !value.is_empty());
            let headers: Vec<_> = each.map(|(name, value)| json!({"key": name, "value": value})).collect();
            json!({"source": format!("{base}/({})", regex(&rule.pattern)), "headers": headers})
        })
        .collect();
    let text =
        serde_json::to_string_pretty(&json!({"trailingSlash": null, "redirects": redirects, "headers": headers}));
    (text.unwrap_or_default().replace("  \"trailingSlash\": null,\n", "") + "\n", notes)
}

fn apache(routes: &[Route], rules: &[HeaderRule], base: &str) -> String {
    let mut text = String::from("DirectoryIndex index.html\nOptions -Indexes\nAddDefaultCharset utf-8\n");
    let _ = writeln!(text, "ErrorDocument 404 {base}/404.html");
    text.push_str("<FilesMatch \"^\\.byline\">\n  Require all denied\n</FilesMatch>\n");
    text.push_str("<IfModule mod_rewrite.c>\n  RewriteEngine On\n");
    for route in routes {
        let from = escaped(route.from.strip_prefix(base).unwrap_or(&route.from).trim_matches('/'));
        let mut number = 0;
        let mut to = route.to.clone().unwrap_or_default();
        let segments: Vec<String> = from
            .split('/')
            .map(|segment| {
                let name = if segment == r"\*" { Some("splat") } else { segment.strip_prefix(':') };
                let Some(name) = name else { return segment.to_owned() };
                number += 1;
                to = to.replace(&format!(":{name}"), &format!("${number}"));
                if segment == r"\*" { "(.*)".to_owned() } else { "([^/]+)".to_owned() }
            })
            .collect();
        let pattern = format!("^{}/?$", segments.join("/"));
        if route.has_placeholders() {
            text.push_str("  RewriteCond %{REQUEST_FILENAME} !-f\n  RewriteCond %{REQUEST_FILENAME} !-d\n");
        }
        let _ = match &route.to {
            Some(_) => writeln!(text, "  RewriteRule \"{pattern}\" \"{to}\" [R={},L,NE]", route.status),
            None => writeln!(text, "  RewriteRule \"{pattern}\" - [G,L]"),
        };
    }
    text.push_str("</IfModule>\n<IfModule mod_headers.c>\n");
    for rule in rules {
        let condition = format!("expr=%{{REQUEST_URI}} =~ m#^{base}/(?:{})$#", regex(&rule.pattern));
        for (name, value) in &rule.headers {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%");
            let _ = if value.is_empty() {
                writeln!(text, "  Header always unset {name} \"{condition}\"")
            } else {
                writeln!(text, "  Header set {name} \"{value}\" \"{condition}\"")
            };
        }
    }
    text.push_str("</IfModule>\n");
    text
}

/// A pattern of paths as a regular expression, without groups that are counted.
fn regex(pattern: &str) -> String {
    let pattern = pattern.trim_matches('/');
    let mut text = String::from(if pattern.contains('/') || pattern == "**" { "" } else { "(?:.*/)?" });
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            _ if rest.starts_with("**/") => ("(?:.*/)?".to_owned(), 3),
            _ if rest.starts_with("**") => (".*".to_owned(), 2),
            '*' => ("[^/]*".to_owned(), 1),
            '?' => ("[^/]".to_owned(), 1),
            other => (escaped(&other.to_string()), other.len_utf8()),
        };
        text.push_str(&token);
        rest = &rest[length..];
    }
    text
}

/// A text as a regular expression that matches it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        if r"\.+*?()|[]{}^$#".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
