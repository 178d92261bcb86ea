//! What values of the configuration must be, beyond their types.

use std::collections::BTreeMap;

use jiff::tz::TimeZoneDatabase;

use super::{BaseUrl, TimeZone};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::keys::{Found, Node, Reader, Scope, fits, folded, near_miss, rows, trim};

/// The placeholders of address patterns.
const PLACEHOLDERS: [&str; 7] = ["year", "month", "day", "slug", "section", "title", "id"];

/// An absolute `http` or `https` address without query and fragment; the error says what is wrong.
pub(super) fn base_url(address: &str) -> Result<BaseUrl, String> {
    let (scheme, rest) = address.split_once("://").ok_or("it has no `https://`")?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        return Err(format!("`{scheme}` is neither `http` nor `https`"));
    }
    if rest.contains(['?', '#']) {
        return Err("it holds a query or a fragment".to_owned());
    }
    if let Some(odd) = rest.chars().find(|character| {
        character.is_whitespace() || character.is_control() || matches!(character, '"' | '<' | '>' | '\\')
    }) {
        return Err(format!("it holds `{}`", odd.escape_default()));
    }
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    if name.is_empty() || host.contains('@') {
        return Err("it has no host".to_owned());
    }
    if path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err("its path holds `..`".to_owned());
    }
    let path: String =
        path.split('/').filter(|segment| !segment.is_empty()).map(|segment| format!("/{segment}")).collect();
    Ok(BaseUrl { origin: format!("{scheme}://{}", host.to_lowercase()), path, is_placeholder: false })
}

/// What is wrong with an address pattern, and what to do; `None` where all its placeholders are known. A colon
/// that is meant is doubled.
pub fn pattern_fault(pattern: &str) -> Option<(String, String)> {
    let mut rest = pattern;
    while let Some(colon) = rest.find(':') {
        rest = rest.get(colon + 1..).unwrap_or_default();
        if let Some(after) = rest.strip_prefix(':') {
            rest = after;
            continue;
        }
        let length =
            rest.find(|character: char| !(character.is_ascii_alphanumeric() || character == '_')).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        if !PLACEHOLDERS.contains(&name) {
            let hint = match nearest(name, PLACEHOLDERS) {
                Some(near) => format!("did you mean `:{near}`?"),
                None => "write `::` for a colon that is no placeholder".to_owned(),
            };
            let list = PLACEHOLDERS.map(|name| format!("`:{name}`")).join(", ");
            return Some((format!("the address pattern `{pattern}` holds `:{name}`, expected one of {list}"), hint));
        }
        rest = after;
    }
    let leaves = pattern.split('/').any(|segment| segment == "..");
    let hint = "an address begins with `/` and has no `..` in it".to_owned();
    leaves.then(|| (format!("the address pattern `{pattern}` leads out of the site"), hint))
}

impl TimeZone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: jiff::tz::TimeZone::UTC }
    }

    /// The zone of an IANA name; where there is none, the nearest name.
    pub fn named(name: &str) -> Result<Self, Option<String>> {
        let zones = TimeZoneDatabase::bundled();
        if let Ok(zone) = zones.get(name) {
            let name = zone.iana_name().unwrap_or(name).to_owned();
            return Ok(Self { name, zone });
        }
        let names: Vec<String> = zones.available().map(|name| name.as_str().to_owned()).collect();
        let city = |name: &str| folded(name.rsplit('/').next().unwrap_or(name));
        let by_city = names.iter().find(|known| known.contains('/') && city(known) == city(name)).map(String::as_str);
        Err(by_city.or_else(|| nearest(name, names.iter().map(String::as_str))).map(str::to_owned))
    }
}

/// Judges front matter that stands in the configuration: types of known keys, and near misses of them.
pub(super) fn front_matter<'n>(reader: &mut Reader<'_, 'n>, at: &Found<'n>, entries: &'n [(String, Node)]) {
    for (index, (name, node)) in entries.iter().enumerate() {
        let name = trim(name);
        let path = at.path.iter().copied().chain([index]).collect();
        let found = Found { node, path, written: name, ..at.clone() };
        let own = rows(Scope::Article).find(|key| folded(key.name) == folded(name));
        let is_known =
            own.is_some() || rows(Scope::Article).any(|key| key.also.iter().any(|also| folded(also) == folded(name)));
        match own {
            Some(key) if !node.is_empty() && !fits(key.kind, node, false) => {
                let message = format!("`{name}` of `defaults` cannot hold {}", node.describe());
                reader.fault(Code::WrongType, &found, message, Some(format!("{}: {}", key.name, key.doc)));
            }
            None if !is_known => {
                if let Some(near) = near_miss(Scope::Article, name) {
                    let message = format!("`{name}` is not a key of byline, but looks like `{near}`");
                    reader.report(&found, Diagnostic::new(Code::NearMissKey, message).hint(format!("write `{near}:`")));
                }
            }
            _ => {}
        }
    }
}

/// Reports names of `fields:` that are no keys of articles.
pub(super) fn field_names(reader: &mut Reader<'_, '_>, fields: &BTreeMap<String, Vec<String>>) {
    let Some(found) = reader.find("fields") else { return };
    let taxonomies: Vec<String> = reader
        .find("taxonomies")
        .and_then(|found| found.node.entries())
        .map(|entries| entries.iter().flat_map(|(name, _)| [name.clone(), super::plural(name)]).collect())
        .unwrap_or_default();
    let picture = |name: &str| {
        let (outer, inner) = name.split_once('.').unwrap_or_default();
        let scope = match outer {
            "image" => Scope::Picture,
            "series" => Scope::Series,
            "source" => Scope::Agency,
            _ => return false,
        };
        rows(scope).any(|key| key.name == inner)
    };
    for (index, name) in found.node.entries().unwrap_or_default().iter().map(|(name, _)| trim(name)).enumerate() {
        let is_known = rows(Scope::Article).any(|key| key.name == name)
            || picture(name)
            || name == "topic"
            || taxonomies.iter().any(|taxonomy| taxonomy == name);
        if is_known || !fields.contains_key(name) {
            continue;
        }
        let path = found.path.iter().copied().chain([index]).collect();
        let at = Found { path, written: name, ..found.clone() };
        let near = nearest(name, rows(Scope::Article).map(|key| key.name));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write byline's key first, then the collection's: `description: [teaser]`".to_owned(),
        };
        reader.fault_of_key(
            Code::UnknownKey,
            &at,
            format!("`{name}` of `fields` is not a key of articles"),
            Some(hint),
        );
    }
}
