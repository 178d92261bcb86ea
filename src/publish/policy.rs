//! A Content-Security-Policy for what was built (<https://www.w3.org/TR/CSP3/>): pages show pictures, fonts and films of the sites that they name, run
//! the scripts that stand in them as they are, and load scripts and frames of other sites only where the target allows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::unreadable;
use crate::article::html::{Scanner, Tag, Token, srcset_addresses};
use crate::config::ContentSecurity;
use crate::diagnostic::Diagnostic;

/// How many different inline scripts, and how many styles, a policy names; a header has its limits.
const MOST_HASHES: usize = 20;

/// What pages need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Needs {
    /// Sites, by the directive that would allow them.
    sites: BTreeMap<&'static str, BTreeSet<String>>,
    /// Inline scripts by their hash, and how many pages have each.
    scripts: BTreeMap<String, usize>,
    /// The same of style elements.
    styles: BTreeMap<String, usize>,
    has_style_attributes: bool,
    /// What a policy would block, and the first page that has it.
    blocked: BTreeMap<String, String>,
}

/// A policy, and what it blocks of what the pages have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The value of the header.
    pub value: String,
    /// In a line each.
    pub blocked: Vec<String>,
}

/// The policy for the pages of a folder.
///
/// # Errors
/// Where one cannot be read.
pub fn derive<'p>(
    folder: &Path,
    pages: impl Iterator<Item = &'p str>,
    options: &ContentSecurity,
) -> Result<Policy, Diagnostic> {
    let pages: Vec<&str> = pages.collect();
    let one = |page: &&str| {
        let file = folder.join(page);
        let html = fs::read(&file).map_err(|error| unreadable(&file, &error))?;
        Ok(Needs::of(page, &String::from_utf8_lossy(&html), &options.allow))
    };
    let needs =
        pages.into_par_iter().map(|page| one(&page)).try_reduce(Needs::default, |one, other| Ok(one.with(other)))?;
    Ok(needs.policy(&options.allow))
}

impl Needs {
    fn of(page: &str, html: &str, allow: &[String]) -> Self {
        let mut needs = Self::default();
        let mut open: Option<(bool, bool)> = None;
        for token in Scanner::new(html, None) {
            match token {
                Token::Open(tag) => {
                    needs.tag(page, html, &tag, allow);
                    let name = html[tag.name.clone()].to_ascii_lowercase();
                    let is_code = name == "script" && !is_data(html, &tag) && tag.value(html, "src").is_none();
                    open = (is_code || name == "style").then_some((name == "script", true));
                }
                Token::RawText(range) => {
                    if let Some((is_script, _)) = open.take() {
                        let hash = BASE64_STANDARD.encode(Sha256::digest(html[range].as_bytes()));
                        let all = if is_script { &mut needs.scripts } else { &mut needs.styles };
                        all.insert(format!("'sha256-{hash}'"), 1);
                    }
                }
                _ => open = None,
            }
        }
        needs
    }

    fn tag(&mut self, page: &str, html: &str, tag: &Tag, allow: &[String]) {
        let name = html[tag.name.clone()].to_ascii_lowercase();
        for attribute in &tag.attributes {
            let key = html[attribute.name.clone()].to_ascii_lowercase();
            let text = attribute.inner.clone().map(|range| html[range].replace("&amp;", "&")).unwrap_or_default();
            match key.as_str() {
                "style" => self.has_style_attributes = true,
                "srcset" => {
                    for range in srcset_addresses(&text) {
                        self.site("img-src", &text[range]);
                    }
                }
                "href" if name == "link" && is_style(html, tag) => self.site("style-src", &text),
                "href" | "action" | "src" if text.trim().to_ascii_lowercase().starts_with("javascript:") => {
                    self.block(page, format!("the script in `{key}` of <{name}>"));
                }
                "src" | "poster" | "data" => self.source(page, &name, &key, &text, allow),
                key if key.starts_with("on") && key.len() > 2 => {
                    self.block(page, format!("the script in `{key}` of <{name}>"))
                }
                _ => {}
            }
        }
    }

    fn source(&mut self, page: &str, name: &str, key: &str, text: &str, allow: &[String]) {
        let directive = match (name, key) {
            ("img" | "input", "src") | ("video", "poster") => "img-src",
            ("audio" | "video" | "source" | "track", "src") => "media-src",
            ("script", "src") | ("iframe" | "frame" | "embed", "src") | ("object", "data") => {
                if let Some(site) = origin(text)
                    && !allow.iter().any(|allowed| covers(allowed, &site))
                {
                    let what = if name == "script" { "the script of" } else { "the frame of" };
                    self.block(page, format!("{what} {site}"));
                }
                return;
            }
            _ => return,
        };
        self.site(directive, text);
    }

    fn site(&mut self, directive: &'static str, address: &str) {
        let site = if address.starts_with("data:") { Some("data:".to_owned()) } else { origin(address) };
        self.sites.entry(directive).or_default().extend(site);
    }

    fn block(&mut self, page: &str, what: String) {
        self.blocked.entry(what).or_insert_with(|| page.to_owned());
    }

    fn with(mut self, other: Self) -> Self {
        for (directive, sites) in other.sites {
            self.sites.entry(directive).or_default().extend(sites);
        }
        for (own, others) in [(&mut self.scripts, other.scripts), (&mut self.styles, other.styles)] {
            for (hash, count) in others {
                *own.entry(hash).or_default() += count;
            }
        }
        self.has_style_attributes |= other.has_style_attributes;
        for (what, page) in other.blocked {
            let first = self.blocked.entry(what).or_insert_with(|| page.clone());
            if page < *first {
                *first = page;
            }
        }
        self
    }

    fn policy(mut self, allow: &[String]) -> Policy {
        let mut directives: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let own = || vec!["'self'".to_owned()];
        for (directive, sites) in std::mem::take(&mut self.sites) {
            directives.insert(directive, own().into_iter().chain(sites).collect());
        }
        for (directive, hashes) in [("script-src", &self.scripts), ("style-src", &self.styles)] {
            let mut most_used: Vec<(&String, &usize)> = hashes.iter().collect();
            most_used.sort_by_key(|(hash, count)| (std::cmp::Reverse(**count), (*hash).clone()));
            let sources = directives.entry(directive).or_insert_with(own);
            sources.extend(most_used.iter().take(MOST_HASHES).map(|(hash, _)| (*hash).clone()));
            if let Some(more) = most_used.len().checked_sub(MOST_HASHES).filter(|more| *more > 0) {
                let what = if directive == "script-src" { "scripts" } else { "style elements" };
                self.blocked.insert(
                    format!("{more} of the {} different {what} that stand in pages", hashes.len()),
                    String::new(),
                );
            }
        }
        for directive in ["script-src", "connect-src", "img-src"] {
            directives.entry(directive).or_insert_with(own).extend(allow.iter().cloned());
        }
        directives.insert("frame-src", own().into_iter().chain(allow.iter().cloned()).collect());
        if self.has_style_attributes {
            directives.insert("style-src-attr", vec!["'unsafe-inline'".to_owned()]);
        }
        let fixed = "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self'";
        let rest: Vec<String> =
            directives.iter().map(|(name, sources)| format!("{name} {}", sources.join(" "))).collect();
        let shown = |(what, page): (&String, &String)| {
            if page.is_empty() { what.clone() } else { format!("{what}, in `{page}`") }
        };
        Policy { value: format!("{fixed}; {}", rest.join("; ")), blocked: self.blocked.iter().map(shown).collect() }
    }
}

/// Whether a script element holds data, such as JSON-LD, and no script.
fn is_data(html: &str, tag: &Tag) -> bool {
    let kind = tag.value(html, "type").unwrap_or_default().trim().to_ascii_lowercase();
    !(kind.is_empty()
        || kind == "module"
        || kind.contains("javascript")
        || kind == "importmap"
        || kind == "speculationrules")
}

fn is_style(html: &str, tag: &Tag) -> bool {
    tag.value(html, "rel").is_some_and(|rel| rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("stylesheet")))
}

/// The site of an address that leads to another one.
fn origin(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = match address.strip_prefix("//") {
        Some(rest) => ("https", rest),
        None => address.split_once("://")?,
    };
    let host =
        rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty() && !host.contains(['\'', ';', ' ']))?;
    matches!(scheme, "http" | "https").then(|| format!("{scheme}://{}", host.to_ascii_lowercase()))
}

/// Whether an allowed site, which may be written without its scheme, is this one.
fn covers(allowed: &str, site: &str) -> bool {
    let allowed = allowed.trim_end_matches('/');
    allowed == site || site.split_once("://").is_some_and(|(_, host)| host == allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(html: &str, allow: &[&str]) -> Policy {
        let allow: Vec<String> = allow.iter().map(|site| (*site).to_owned()).collect();
        Needs::of("a/index.html", html, &allow).policy(&allow)
    }

    #[test]
    fn a_policy_allows_what_pages_show_and_names_what_it_blocks() {
        let html = "<img src=https://img.example/a.png srcset='https://two.example/b.png 2x'><p style=color:red>\
            <script>let a = 1</script><script type=application/ld+json>{}</script>\
            <iframe src=https://films.example/1></iframe><button onclick='go()'>x</button><a href='javascript:go()'>y</a>";
        let found = policy(html, &[]);
        // The hash as `openssl dgst -sha256 -binary | base64` gives it.
        let expected = "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self'; connect-src 'self'; frame-src 'self'; \
            img-src 'self' https://img.example https://two.example; script-src 'self' 'sha256-LAfYd7pbFUgwfQu8b4q135PeTG2z+/coPEUYCd74eCQ='; \
            style-src 'self'; style-src-attr 'unsafe-inline'";
        assert_eq!(found.value, expected);
        assert_eq!(
            found.blocked,
            [
                "the frame of https://films.example, in `a/index.html`",
                "the script in `href` of <a>, in `a/index.html`",
                "the script in `onclick` of <button>, in `a/index.html`"
            ]
        );
        let allowed = policy(html, &["https://films.example"]);
        assert!(allowed.value.contains("frame-src 'self' https://films.example"), "{}", allowed.value);
        assert_eq!(allowed.blocked.len(), 2);
    }
}
