//! What the target adds to the built site: what its server is told, a policy, compressed files, headers.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::{ContentSecurity, Destination, Encoding, HeaderRule, Overrides, Server};
use crate::diagnostic::Diagnostic;
use crate::path::Globs;
use crate::plan::{Plan, Resolved, Subject};
use crate::publish::{self, Payload, Record, Route};
use crate::site::Selection;

use super::Job;
use crate::cli::project;

/// What is published, whole.
pub(super) struct Prepared {
    pub(super) payload: Payload,
    /// What the user should know of it, in a line each.
    pub(super) notes: Vec<String>,
    /// Where the host leads old addresses on, as far as it is told.
    pub(super) routes: Vec<Route>,
}

impl Job<'_> {
    /// The files of a built site, with those that the target adds. What the host has is not compressed again.
    pub(super) fn prepare(&self, folder: &Path, last: Option<&Record>) -> Result<Prepared, Diagnostic> {
        let mut payload = Payload::of(folder)?;
        let (mut notes, mut rules) = (Vec::new(), self.target.headers.clone());
        let leading = self.leading()?;
        if let Some(csp) = &self.target.csp {
            let policy = publish::derive(
                folder,
                payload.files.keys().map(String::as_str).filter(|path| path.ends_with(".html")),
                csp,
            )?;
            notes.extend(policy.blocked.iter().map(|blocked| format!("the Content-Security-Policy blocks {blocked}")));
            rules.push(policy_rule(csp, policy.value));
        }
        if self.target.noindex && self.target.server.is_some() {
            rules.push(rule("**", "x-robots-tag", "noindex".to_owned()));
        }
        if let Some(server) = self.target.server {
            let base = self.base();
            let in_the_way = |route: &&Route| leading.has_in_the_way(route, &payload, &base);
            let shadowing: Vec<Route> = leading.routes.iter().filter(in_the_way).cloned().collect();
            notes.extend(publish::add_rules(&mut payload, server, &leading.routes, &rules, &base, &shadowing));
        }
        let is_bucket = matches!(self.target.to, Destination::S3 { .. });
        let cache = self.own_folder().with_extension("compressed");
        if is_bucket && self.target.compress.contains(&Encoding::Gzip) {
            payload.compress_in_place(Encoding::Gzip, last, &cache)?;
        } else if !is_bucket && !self.target.compress.is_empty() {
            payload.compress_beside(&self.target.compress, last, &cache)?;
        }
        if is_bucket {
            payload.give_headers(&rules);
        }
        Ok(Prepared { payload, notes, routes: leading.routes })
    }

    /// The path of the site on its host, `""` at its root.
    fn base(&self) -> String {
        let url = self.site_url();
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let path = path.trim_matches('/');
        if path.is_empty() { String::new() } else { format!("/{path}") }
    }

    /// What the site leads on, and what it says is gone, for a host that can be told. Nothing is looked at for others.
    fn leading(&self) -> Result<Leading, Diagnostic> {
        if self.target.server.is_none() {
            return Ok(Leading::default());
        }
        let building = self.building();
        let overrides = Overrides { base_url: building.base_url.clone(), ..Overrides::default() };
        let project = project::open(&building.site, &overrides)?;
        let (drafts, future, expired) = (building.drafts, building.future, building.expired);
        let (prepared, _) = project.survey(Selection { at: self.now, drafts, future, expired });
        Ok(prepared.map(|prepared| Leading::of(&prepared.plan, &self.base())).unwrap_or_default())
    }

    /// Whether the host leads on from a page that vanishes, or says that it is gone.
    pub(super) fn leads_on(&self, routes: &[Route], path: &str) -> bool {
        let address = format!("{}/{}", self.base(), path.strip_suffix("index.html").unwrap_or(path));
        routes.iter().any(|route| matches(route, &address))
    }
}

/// Where old addresses lead, and which files only say so.
#[derive(Default)]
struct Leading {
    routes: Vec<Route>,
    pages: BTreeSet<String>,
}

impl Leading {
    /// What the pages of a plan lead on from, and then the rules of the configuration.
    fn of(plan: &Plan, base: &str) -> Self {
        let with_base = |path: &str| if path.starts_with('/') { format!("{base}{path}") } else { path.to_owned() };
        let ruled = plan.redirects.iter().map(|rule| Route {
            from: with_base(&rule.from),
            to: rule.to.as_deref().map(with_base),
            status: rule.status,
        });
        let ruled: Vec<Route> = ruled.collect();
        let mut leading = Self::default();
        for page in &plan.pages {
            let (to, status) = match &page.subject {
                Subject::Redirect(Resolved::Internal(to, suffix)) => (Some(format!("{}{suffix}", to.href(base))), 301),
                Subject::Redirect(Resolved::AsWritten(address)) => (Some(address.clone()), 301),
                Subject::Gone => (None, 410),
                _ => continue,
            };
            leading.pages.insert(page.url.output().as_str().to_owned());
            let from = page.url.href(base);
            // A rule without placeholders speaks for itself. Of others some servers let the page that leads on go first.
            let rule = ruled.iter().find(|rule| matches(rule, &from));
            if rule.is_none_or(|rule| rule.from.trim_end_matches('/') != from.trim_end_matches('/')) {
                leading.routes.push(Route { from, to, status: rule.map_or(status, |rule| rule.status) });
            }
        }
        leading.routes.extend(ruled);
        leading
    }

    /// Whether a page or file of the site has an address that a route with placeholders takes.
    fn has_in_the_way(&self, route: &Route, payload: &Payload, base: &str) -> bool {
        let is_open = route.from.contains('*') || route.from.contains("/:");
        let address = |path: &str| format!("{base}/{}", path.strip_suffix("index.html").unwrap_or(path));
        let standing = payload.files.keys().filter(|path| !self.pages.contains(*path));
        is_open && standing.into_iter().any(|path| matches(route, &address(path)))
    }
}

fn matches(route: &Route, address: &str) -> bool {
    let mut pattern = route.from.trim_matches('/').split('/');
    let mut segments = address.trim_matches('/').split('/');
    loop {
        match (pattern.next(), segments.next()) {
            (Some("*"), _) | (None, None) => return true,
            (Some(name), Some(segment)) if name.starts_with(':') && !segment.is_empty() => {}
            (Some(own), Some(segment)) if own == segment => {}
            _ => return false,
        }
    }
}

fn rule(pattern: &str, name: &str, value: String) -> HeaderRule {
    let pattern = pattern.to_owned();
    HeaderRule { files: Globs::new(std::slice::from_ref(&pattern)), pattern, headers: vec![(name.to_owned(), value)] }
}

fn policy_rule(csp: &ContentSecurity, value: String) -> HeaderRule {
    let name = if csp.report_only { "content-security-policy-report-only" } else { "content-security-policy" };
    rule("**", name, value)
}

/// How a server is called by people.
pub(super) fn server_name(server: Server) -> &'static str {
    match server {
        Server::Netlify => "netlify",
        Server::Cloudflare => "cloudflare",
        Server::Vercel => "vercel",
        Server::Apache => "apache",
    }
}
