//! With which headers a host serves what is published: by default for what a file is, and by the rules of `headers:`.

use std::collections::BTreeMap;

use crate::config::HeaderRule;
use crate::content_type;

/// Header names, in lower case, and their values.
pub type Headers = BTreeMap<String, String>;

/// For what is named by its content, and so never changes.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";
/// For pages and feeds: readers see what was published within a minute.
const SHORTLY: &str = "public, max-age=60";
/// For pictures and other files that keep their names.
const HOUR: &str = "public, max-age=3600";
/// How many digits of its content stand in the name of an asset.
const DIGITS: usize = 10;

/// The headers of a file.
pub(super) fn of(path: &str, rules: &[HeaderRule]) -> Headers {
    let cache = if is_named_by_content(path) {
        FOREVER
    } else if super::order::is_asset(path) {
        HOUR
    } else {
        SHORTLY
    };
    let own = [("content-type", with_charset(content_type::of(path))), ("cache-control", cache.to_owned())];
    let mut headers: Headers = own.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    for rule in rules.iter().filter(|rule| rule.files.matches(path)) {
        headers.extend(rule.headers.iter().cloned());
    }
    // An empty value takes a default away.
    headers.retain(|_, value| !value.is_empty());
    headers
}

/// Whether a file's name holds a fingerprint of its content, as those of the theme's assets do.
pub(super) fn is_named_by_content(path: &str) -> bool {
    let Some((_, name)) = path.strip_prefix("assets/").map(|rest| rest.rsplit_once('/').unwrap_or(("", rest))) else {
        return false;
    };
    let digits = name.rsplit('.').nth(1).unwrap_or_default();
    digits.len() == DIGITS && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Texts are UTF-8, and said to be.
fn with_charset(kind: &str) -> String {
    let is_text = kind.starts_with("text/") || kind.ends_with("xml") || kind.ends_with("json");
    if is_text && !kind.contains("charset") { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

/// The fingerprint of headers.
pub(super) fn print(headers: &Headers) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, value) in headers {
        hasher.update(name.as_bytes()).update(b":").update(value.as_bytes()).update(b"\n");
    }
    hasher.finalize().to_hex().chars().take(DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Globs;

    fn rule(pattern: &str, name: &str, value: &str) -> HeaderRule {
        HeaderRule {
            pattern: pattern.to_owned(),
            files: Globs::new(&[pattern.to_owned()]),
            headers: vec![(name.to_owned(), value.to_owned())],
        }
    }

    #[test]
    fn files_have_headers_by_what_they_are_and_by_rules_of_which_the_last_counts() {
        let shown = |path: &str, rules: &[HeaderRule]| {
            let headers = of(path, rules);
            headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(" | ")
        };
        let html = "content-type: text/html; charset=utf-8";
        assert_eq!(shown("a/index.html", &[]), format!("cache-control: public, max-age=60 | {html}"));
        assert_eq!(
            shown("feed.xml", &[]),
            "cache-control: public, max-age=60 | content-type: application/xml; charset=utf-8"
        );
        assert_eq!(
            shown("assets/site.c7bf20794b.css", &[]),
            format!("cache-control: {FOREVER} | content-type: text/css; charset=utf-8")
        );
        assert_eq!(shown("a/b.webp", &[]), "cache-control: public, max-age=3600 | content-type: image/webp");
        let rules = [rule("**", "cache-control", "no-store"), rule("a/**", "cache-control", "max-age=5")];
        assert_eq!(shown("a/index.html", &rules), format!("cache-control: max-age=5 | {html}"));
        assert_eq!(shown("index.html", &rules), format!("cache-control: no-store | {html}"));
        assert_eq!(shown("index.html", &[rule("*.html", "cache-control", "")]), html);
    }
}
