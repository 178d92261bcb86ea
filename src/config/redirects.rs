//! Reading `redirects:`: what leads where, with what is wrong with a rule by itself.

use std::collections::BTreeMap;

use super::load::items;
use super::{Redirect, RedirectTarget};
use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::keys::{Found, Reader, Scope};
use crate::path::{PathPattern, REST, UrlPath, decode, forbidden_character};

/// What a host may answer with; the last one is that of an address that is gone.
const STATUSES: [i64; 5] = [301, 302, 307, 308, GONE];
/// The status of an address that is gone.
const GONE: i64 = 410;

/// The rules of the file, in its order; one with a fault is left out.
pub(super) fn read(reader: &mut Reader<'_, '_>) -> Vec<Redirect> {
    let Some(found) = reader.find("redirects") else { return Vec::new() };
    let mut rules: Vec<Redirect> = Vec::new();
    let mut known: BTreeMap<String, Place> = BTreeMap::new();
    for item in items(reader, &found) {
        let Some(mut inner) = reader.inner(Scope::Redirect, &item) else { continue };
        if let Some((rule, from)) = rule(&mut inner, &item) {
            match known.get(&rule.from.shape()) {
                Some(first) => {
                    let message = format!("two redirects lead away from `{}`", from.0);
                    let fault = Diagnostic::new(Code::Config, message).also(first.clone(), "the other one");
                    inner.report(&from.1, fault.hint("take one of them out"));
                }
                None => {
                    known.insert(rule.from.shape(), rule.place.clone());
                    rules.push(rule);
                }
            }
        }
        reader.faults.append(&mut inner.finish().1);
    }
    rules
}

/// One rule, and its `from` as written.
fn rule<'n>(inner: &mut Reader<'_, 'n>, item: &Found<'n>) -> Option<(Redirect, (String, Found<'n>))> {
    let (from, to) = (inner.text("from"), inner.text("to"));
    let status = status(inner)?;
    let Some((text, found)) = from else {
        inner.fault(Code::Config, item, "an entry of `redirects` has no `from`".to_owned(), None);
        return None;
    };
    let from = pattern(inner, &text, &found, "from", "*")?;
    let mut names: Vec<&str> = from.names().collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    if names.len() < count {
        inner.invalid(&found, &format!("`{text}` of `from` has two placeholders of one name"));
        return None;
    }
    let to = match to {
        Some((to, at)) if status == GONE => {
            let hint = Some("leave `to` out, or write another status".to_owned());
            inner.fault(Code::Config, &at, format!("`{to}` of `to`: what is gone (status 410) leads nowhere"), hint);
            return None;
        }
        Some((to, at)) => Some(target(inner, &to, &at, &names)?),
        None if status == GONE => None,
        None => {
            let hint = Some("say where it leads, or write `status: 410` where it is gone".to_owned());
            inner.fault(Code::Config, item, "an entry of `redirects` has no `to`".to_owned(), hint);
            return None;
        }
    };
    let place = inner.place(&found);
    Some((Redirect { from, to, status: u16::try_from(status).unwrap_or_default(), place }, (text, found)))
}

fn status(inner: &mut Reader<'_, '_>) -> Option<i64> {
    let found = inner.find("status");
    let status = match (inner.integer("status"), &found) {
        (Some(status), _) => status,
        (None, None) => STATUSES[0],
        (None, Some(_)) => return None,
    };
    if let Some(found) = found.filter(|_| !STATUSES.contains(&status)) {
        let list = STATUSES.map(|status| format!("`{status}`")).join(", ");
        inner.invalid(&found, &format!("`{status}` is not a value of `status`: expected one of {list}"));
        return None;
    }
    Some(status)
}

/// A path of the site as a pattern.
fn pattern<'n>(
    inner: &mut Reader<'_, 'n>,
    text: &str,
    found: &Found<'n>,
    key: &str,
    rest: &str,
) -> Option<PathPattern> {
    let odd = forbidden_character(text);
    let path = UrlPath::new(&decode(text));
    let fault = match (&path, odd) {
        _ if !text.starts_with('/') || text.starts_with("//") => "it does not begin with one `/`".to_owned(),
        (_, Some(odd)) => format!("it holds `{}`", odd.escape_default()),
        (None, _) => "it leads out of the site".to_owned(),
        (Some(path), None) => match PathPattern::read(path.as_str(), rest) {
            Ok(pattern) => return Some(pattern),
            Err(fault) => fault,
        },
    };
    let hint = "write it as `/old/`, `/category/:name/` or `/old/*`".to_owned();
    let message = format!("`{text}` of `{key}` is no address of the site: {fault}");
    inner.fault(Code::InvalidValue, found, message, Some(hint));
    None
}

/// Where a rule leads, whose `from` has the placeholders `names`.
fn target<'n>(inner: &mut Reader<'_, 'n>, text: &str, found: &Found<'n>, names: &[&str]) -> Option<RedirectTarget> {
    let (path, suffix) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
    let place = inner.place(found);
    let odd = |character: char| character.is_control() || matches!(character, ' ' | '"' | '<' | '>' | '\\');
    let external = ["http://", "https://"].iter().find(|scheme| path.to_ascii_lowercase().starts_with(**scheme));
    let (origin, path) = match external {
        Some(scheme) => {
            let end = path[scheme.len()..].find('/').map_or(path.len(), |at| scheme.len() + at);
            let (origin, path) = path.split_at(end);
            let read = PathPattern::read(path, &format!(":{REST}"));
            match read {
                Ok(path) if end > scheme.len() && !text.contains(odd) => (origin.to_owned(), path),
                Ok(_) => {
                    inner.invalid(found, &format!("`{text}` of `to` is no address"));
                    return None;
                }
                Err(fault) => {
                    inner.invalid(found, &format!("`{text}` of `to` is no address: {fault}"));
                    return None;
                }
            }
        }
        None if !path.starts_with('/') || path.starts_with("//") => {
            let message = format!("`{text}` of `to` is neither a path of the site nor an absolute address");
            let hint = "write it as `/news/` or `https://example.org/news/`".to_owned();
            inner.fault(Code::InvalidValue, found, message, Some(hint));
            return None;
        }
        None => (String::new(), pattern(inner, path, found, "to", &format!(":{REST}"))?),
    };
    if let Some(unknown) = path.names().find(|name| !names.contains(name)) {
        let message = format!("`{text}` of `to` holds `:{unknown}`, for which `from` has no placeholder");
        let hint = match nearest(unknown, names.iter().copied()) {
            Some(near) => format!("did you mean `:{near}`?"),
            None if unknown == REST => "`:splat` is what `*` at the end of `from` stands for".to_owned(),
            None => format!("write `:{unknown}` in `from`, in the place of the segment that it stands for"),
        };
        inner.fault(Code::InvalidValue, found, message, Some(hint));
        return None;
    }
    Some(RedirectTarget { origin, path, suffix: suffix.to_owned(), place })
}
