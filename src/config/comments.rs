//! Reading `comments:`: who keeps the comments of readers, and what that provider must be told.

use super::check;
use crate::diagnostic::Code;
use crate::keys::{Found, Reader, Scope, trim};

/// Where readers comment on articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comments {
    /// What keeps the comments.
    pub provider: Provider,
    /// Whether pages ask how many comments there are.
    pub counts: bool,
}

/// What keeps comments. A server is its address without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provider {
    /// An Isso server.
    Isso {
        /// Its address.
        server: String,
    },
    /// The discussions of a repository on GitHub, by giscus.
    Giscus(Discussions),
    /// A Remark42 server.
    Remark42 {
        /// Its address.
        server: String,
        /// The site's id there.
        site_id: String,
    },
    /// The replies to statuses on a Mastodon instance.
    Mastodon {
        /// The address of the instance.
        server: String,
        /// The only account whose statuses are meant, without its `@`.
        account: Option<String>,
    },
    /// Letters.
    Mailto {
        /// Where they go.
        address: String,
    },
}

/// The discussions that giscus shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discussions {
    /// `owner/name`.
    pub repo: String,
    /// The id of the repository.
    pub repo_id: String,
    /// The name of the category.
    pub category: String,
    /// The id of the category.
    pub category_id: String,
    /// By what of a page its discussion is found: `pathname` or `url`.
    pub mapping: &'static str,
    /// The name of a theme of giscus, or the address of a style sheet.
    pub theme: String,
}

impl Provider {
    /// Its name in the configuration.
    pub fn name(&self) -> &'static str {
        match self {
            Provider::Isso { .. } => "isso",
            Provider::Giscus(_) => "giscus",
            Provider::Remark42 { .. } => "remark42",
            Provider::Mastodon { .. } => "mastodon",
            Provider::Mailto { .. } => "mailto",
        }
    }

    /// The address of its server, where the site has named one.
    pub fn server(&self) -> Option<&str> {
        match self {
            Provider::Isso { server } | Provider::Remark42 { server, .. } | Provider::Mastodon { server, .. } => {
                Some(server)
            }
            Provider::Giscus(_) | Provider::Mailto { .. } => None,
        }
    }
}

/// Reads `comments:`; `None` where there is none, and where it cannot work as it is.
pub(super) fn read(reader: &mut Reader<'_, '_>) -> Option<Comments> {
    let found = reader.find("comments")?;
    let mut inner = reader.inner(Scope::Comments, &found)?;
    let comments = comments(&mut inner, &found);
    reader.faults.append(&mut inner.finish().1);
    comments
}

fn comments<'n>(inner: &mut Reader<'_, 'n>, at: &Found<'n>) -> Option<Comments> {
    let is_written = inner.find("provider").is_some();
    let name = inner.choice("provider");
    let keys = Keys::read(inner);
    let Some(name) = name else {
        if !is_written {
            let hint = "name one: `isso`, `giscus`, `remark42`, `mastodon`, `mailto`, or `none`".to_owned();
            inner.fault(Code::Config, at, "`comments` has no `provider`".to_owned(), Some(hint));
        }
        return None;
    };
    report_strange(inner, at, name);
    let counts = inner.find("counts");
    let wants_counts = inner.flag("counts").unwrap_or(false);
    if let Some(found) = counts.filter(|_| wants_counts && matches!(name, "giscus" | "mailto")) {
        let hint = "leave `counts` out; `isso`, `remark42` and `mastodon` can say it".to_owned();
        inner.fault(Code::InvalidValue, &found, format!("`{name}` cannot say how many comments there are"), Some(hint));
    }
    let provider = keys.provider(inner, at, name)?;
    Some(Comments { provider, counts: wants_counts && provider_counts(name) })
}

fn provider_counts(name: &str) -> bool {
    matches!(name, "isso" | "remark42" | "mastodon")
}

/// The keys that a provider has beside `provider` and `counts`, those first that it cannot do without, and how many these are.
fn keys_of(provider: &str) -> (&'static [&'static str], usize) {
    match provider {
        "isso" => (&["server"], 1),
        "giscus" => (&["repo", "repo_id", "category", "category_id", "mapping", "theme"], 4),
        "remark42" => (&["server", "site_id"], 1),
        "mastodon" => (&["server", "account"], 1),
        "mailto" => (&["address"], 1),
        _ => (&[], 0),
    }
}

/// Reports keys that another provider has; one without comments may keep those of its last one.
fn report_strange<'n>(inner: &mut Reader<'_, 'n>, at: &Found<'n>, provider: &'static str) {
    let (own, _) = keys_of(provider);
    let entries = at.node.entries().unwrap_or_default();
    for (index, (written, node)) in entries.iter().enumerate().filter(|_| provider != "none") {
        let written = trim(written);
        let is_key = crate::keys::row(Scope::Comments, written).is_some();
        if !is_key || own.contains(&written) || matches!(written, "provider" | "counts") {
            continue;
        }
        let path = at.path.iter().copied().chain([index]).collect();
        let found = Found { node, path, written, ..at.clone() };
        let names = own.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let message = format!("`{written}` of `comments` is none of the keys of `{provider}`");
        inner.fault_of_key(Code::Config, &found, message, Some(format!("it has {names}")));
    }
}

/// The values of the keys that name a provider's place.
struct Keys {
    server: Option<String>,
    repo: Option<String>,
    repo_id: Option<String>,
    category: Option<String>,
    category_id: Option<String>,
    mapping: &'static str,
    theme: Option<String>,
    site_id: Option<String>,
    account: Option<String>,
    address: Option<String>,
}

impl Keys {
    fn read(inner: &mut Reader<'_, '_>) -> Self {
        Self {
            server: server(inner),
            repo: checked(inner, "repo", "the name of a repository", "write it as `owner/name`", is_repository),
            repo_id: inner.plain("repo_id"),
            category: inner.plain("category"),
            category_id: inner.plain("category_id"),
            mapping: inner.choice("mapping").unwrap_or("pathname"),
            theme: inner.plain("theme"),
            site_id: inner.plain("site_id"),
            account: checked(inner, "account", "the name of an account", "write it as `@herald`", is_account)
                .map(|account| account.trim_start_matches('@').to_owned()),
            address: checked(inner, "address", "a mail address", "write it as `letters@example.org`", is_mail_address),
        }
    }

    /// The provider of that name; a key that it cannot do without is reported.
    fn provider<'n>(self, inner: &mut Reader<'_, 'n>, at: &Found<'n>, name: &'static str) -> Option<Provider> {
        let (own, needed) = keys_of(name);
        let lacking: Vec<&'static str> = own
            .iter()
            .take(needed)
            .copied()
            .filter(|key| inner.find(key).is_none_or(|found| found.node.is_empty()))
            .collect();
        if !lacking.is_empty() {
            let list = lacking.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
            let message = format!("`comments` has no {list}, which `{name}` needs");
            inner.fault(Code::Config, at, message, Some(hint_of(name).to_owned()));
            return None;
        }
        Some(match name {
            "isso" => Provider::Isso { server: self.server? },
            "giscus" => Provider::Giscus(Discussions {
                repo: self.repo?,
                repo_id: self.repo_id?,
                category: self.category?,
                category_id: self.category_id?,
                mapping: self.mapping,
                theme: self.theme.unwrap_or_else(|| "preferred_color_scheme".to_owned()),
            }),
            "remark42" => Provider::Remark42 {
                server: self.server?,
                site_id: self.site_id.unwrap_or_else(|| "remark".to_owned()),
            },
            "mastodon" => Provider::Mastodon { server: self.server?, account: self.account },
            "mailto" => Provider::Mailto { address: self.address? },
            _ => return None,
        })
    }
}

/// How the configuration of a provider is written.
fn hint_of(provider: &str) -> &'static str {
    match provider {
        "giscus" => "giscus.app shows the ids of a repository and of its categories",
        "mastodon" => "write `server: https://mastodon.example`, the instance on which the threads stand",
        "mailto" => "write `address: letters@example.org`",
        _ => "write `server: https://comments.example.org`",
    }
}

/// The address of a server: safe on its way, unless it is on the reader's own machine.
fn server(inner: &mut Reader<'_, '_>) -> Option<String> {
    let (text, found) = inner.text("server").filter(|(text, _)| !text.is_empty())?;
    let hint = "write it as `https://comments.example.org`".to_owned();
    let url = match check::base_url(&text) {
        Ok(url) => url,
        Err(fault) => {
            let message = format!("`{text}` of `server` is no address of a server: {fault}");
            inner.fault(Code::InvalidValue, &found, message, Some(hint));
            return None;
        }
    };
    if !url.origin.starts_with("https://") && !is_of_this_machine(&url.origin) {
        let message = format!("`{text}` of `server` is not safe from those who listen in: it has no `https://`");
        inner.fault(Code::InvalidValue, &found, message, Some(hint));
        return None;
    }
    Some(format!("{}{}", url.origin, url.path))
}

fn is_of_this_machine(origin: &str) -> bool {
    let host = origin.strip_prefix("http://").unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    matches!(name.map_or(host, |(name, _)| name), "localhost" | "127.0.0.1" | "[::1]")
}

/// Text that must be formed in a certain way.
fn checked(
    inner: &mut Reader<'_, '_>,
    name: &'static str,
    expected: &str,
    hint: &str,
    is_right: fn(&str) -> bool,
) -> Option<String> {
    let (text, found) = inner.text(name).filter(|(text, _)| !text.is_empty())?;
    if !is_right(&text) {
        let message = format!("`{text}` of `{name}` is not {expected}");
        inner.fault(Code::InvalidValue, &found, message, Some(hint.to_owned()));
        return None;
    }
    Some(text)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn is_repository(text: &str) -> bool {
    text.split_once('/').is_some_and(|(owner, name)| is_name(owner) && is_name(name))
}

fn is_account(text: &str) -> bool {
    is_name(text.strip_prefix('@').unwrap_or(text))
}

fn is_mail_address(text: &str) -> bool {
    let is_odd = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, '?' | '&' | '#' | '"' | '<' | '>' | '%')
    };
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && is_name(host)) && !text.contains(is_odd)
}
