//! Finding tags in Markdown: byline's own calls, and what looks like a tag of another generator.

use std::ops::Range;

use super::call::{Fault, Head, head, is_name_start, name};
use super::place::floor;

/// How long a tag of another generator may be, in bytes; what is longer is text with stray braces.
const MAX_TAG: usize = 4096;

/// A tag and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The bytes of the tag, with its braces.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) tag: Tag,
}

/// What a tag is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tag {
    /// `{{<name …/>}}`.
    Call(Head),
    /// `{% <name …> %}`.
    Open(Head),
    /// `{% </name> %}`.
    Close(String),
    /// A tag of byline's form that cannot be read.
    Bad(Fault),
    /// `{% raw %}`.
    Raw,
    /// `{% endraw %}`.
    EndRaw,
    /// Anything else between `{{` and `}}` or `{%` and `%}`.
    Foreign,
}

/// Every tag of `text` outside `protected` (sorted, apart), in order and not overlapping.
pub(super) fn scan(text: &str, protected: &[Range<usize>]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    let mut next_protected = 0;
    while let Some(start) = next_opening(text, at) {
        while protected.get(next_protected).is_some_and(|range| range.end <= start) {
            next_protected += 1;
        }
        let barrier = protected.get(next_protected);
        if let Some(range) = barrier.filter(|range| range.start <= start) {
            at = range.end;
            continue;
        }
        let tag = tag_at(text, start);
        // a tag may hold code, but not end in the midst of it
        let is_cut = tag.as_ref().is_some_and(|found| {
            protected[next_protected..]
                .iter()
                .take_while(|range| range.start < found.range.end)
                .any(|range| range.end > found.range.end)
        });
        match tag {
            Some(tag) if !is_cut => {
                at = tag.range.end;
                found.push(tag);
            }
            _ => at = start + 2,
        }
    }
    found
}

/// The next `{{` or `{%` from `at` on.
fn next_opening(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = at;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'{')?;
        if matches!(bytes.get(at + 1), Some(b'{' | b'%')) {
            return Some(at);
        }
        at += 1;
    }
}

fn tag_at(text: &str, start: usize) -> Option<Found> {
    let rest = &text[start..];
    if let Some(inside) = rest.strip_prefix("{{<") {
        if inside.bytes().next().is_some_and(is_name_start)
            && let Some(found) = inline_call(start, rest, inside)
        {
            return Some(found);
        }
    } else if let Some(inside) = rest.strip_prefix("{%") {
        let trimmed = inside.strip_prefix('-').unwrap_or(inside).trim_ascii_start();
        if let Some(after) = trimmed.strip_prefix('<') {
            let is_name = after.strip_prefix('/').unwrap_or(after).bytes().next().is_some_and(is_name_start);
            if is_name {
                return Some(block_tag(start, rest, rest.len() - after.len()));
            }
        }
    }
    foreign(start, rest)
}

/// `{{<name …/>}}`, whole or bad; `None` where it has not the form of a call.
fn inline_call(start: usize, rest: &str, inside: &str) -> Option<Found> {
    let offset = rest.len() - inside.len();
    let fault = match head(inside) {
        Ok((head, end)) => {
            let after = &inside[end..];
            if let Some(closed) = after.strip_prefix("/>").map(str::trim_ascii_start)
                && let Some(rest_after) = closed.strip_prefix("}}")
            {
                let end = start + rest.len() - rest_after.len();
                return Some(Found { range: start..end, tag: Tag::Call(head.shifted(start + offset)) });
            }
            // Hugo's values may stand without a name
            if after.starts_with(|first: char| matches!(first, '"' | '\'' | '`') || first.is_ascii_digit()) {
                return None;
            }
            Fault {
                at: end,
                message: format!("the call of shortcode `{}` does not end where `/>}}}}` was expected", head.name),
                hint: "write values as `key=\"value\"`, and end the call with `/>}}`".to_owned(),
            }
        }
        Err(fault) => fault,
    };
    // only what ends as a call does was meant as one: others write `{{<name …>}}`
    let end = rest.get(..floor(rest, MAX_TAG)).unwrap_or(rest).find("}}")?;
    if !rest[..end].trim_ascii_end().ends_with("/>") {
        return None;
    }
    let fault = Fault { at: start + offset + fault.at, ..fault };
    Some(Found { range: start..start + end + 2, tag: Tag::Bad(fault) })
}

/// `{% <name …> %}` or `{% </name> %}`, whole or bad; `offset` is where what follows `<` begins.
fn block_tag(start: usize, rest: &str, offset: usize) -> Found {
    let inside = &rest[offset..];
    let (read, offset) = match inside.strip_prefix('/') {
        Some(closing) => (name(closing).map(|(name, end)| (Tag::Close(name), end)), offset + 1),
        None => (head(inside).map(|(head, end)| (Tag::Open(head.shifted(start + offset)), end)), offset),
    };
    let fault = match read {
        Ok((tag, end)) => {
            let after = rest[offset + end..].trim_ascii_start();
            let closed = after.strip_prefix('>').map(str::trim_ascii_start);
            let closed = closed.map(|closed| closed.strip_prefix('-').unwrap_or(closed));
            if let Some(rest_after) = closed.and_then(|closed| closed.strip_prefix("%}")) {
                return Found { range: start..start + rest.len() - rest_after.len(), tag };
            }
            let is_inline = after.starts_with("/>");
            let what = if is_inline { "`/>`" } else { "something else" };
            let hint = if is_inline {
                "a call without a body is written `{{<name …/>}}`"
            } else {
                "write values as `key=\"value\"`, and end the tag with `> %}`"
            };
            Fault {
                at: end,
                message: format!("the tag of a shortcode has {what} where `> %}}` was expected"),
                hint: hint.to_owned(),
            }
        }
        Err(fault) => fault,
    };
    let line_end = rest.find('\n').unwrap_or(rest.len());
    let end = rest[..floor(rest, MAX_TAG)].find("%}").map_or(line_end, |end| end + 2);
    let fault = Fault { at: start + offset + fault.at, ..fault };
    Found { range: start..start + end, tag: Tag::Bad(fault) }
}

/// A tag that is not byline's: up to its first closing braces, without a blank line and without another
/// opening of its kind in between (then the first one is stray text).
fn foreign(start: usize, rest: &str) -> Option<Found> {
    let (opening, closing) = if rest.starts_with("{%") { ("{%", "%}") } else { ("{{", "}}") };
    let window = &rest[..floor(rest, MAX_TAG)];
    let mut end = window.get(2..)?.find(closing)? + 2;
    let inside = &window[2..end];
    if inside.contains(opening) || has_blank_line(inside) {
        return None;
    }
    end += 2;
    // `{{ {a} }}}` and the like
    if closing == "}}" && window[end..].starts_with('}') {
        end += 1;
    }
    let word = inside.trim_matches(|character: char| character == '-' || character.is_ascii_whitespace());
    let tag = match (opening, word) {
        ("{%", "raw") => Tag::Raw,
        ("{%", "endraw") => Tag::EndRaw,
        _ => Tag::Foreign,
    };
    Some(Found { range: start..start + end, tag })
}

fn has_blank_line(text: &str) -> bool {
    let middle = text.split_once('\n').and_then(|(_, rest)| rest.rsplit_once('\n')).map(|(middle, _)| middle);
    middle.is_some_and(|middle| middle.split('\n').any(|line| line.trim_matches([' ', '\t', '\r', '>']).is_empty()))
}

/// What a foreign tag is called in messages: `image`, `… | url`, `site.baseurl`.
pub(super) fn kind(tag: &str) -> String {
    let inside = tag.trim_matches(|c: char| matches!(c, '{' | '}' | '%' | '<' | '>' | '-') || c.is_whitespace());
    let is_quoted = inside.starts_with(['"', '\'', '`', '“', '‘']);
    if is_quoted || (tag.starts_with("{{") && inside.contains('|')) {
        let filter = inside.rsplit('|').next().filter(|_| inside.contains('|')).unwrap_or_default().trim();
        let filter: String = filter.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).collect();
        return if filter.is_empty() { "…".to_owned() } else { format!("… | {filter}") };
    }
    let name: String = inside.chars().take_while(|c| !c.is_whitespace() && *c != '(').take(40).collect();
    if name.is_empty() { "…".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Vec<(String, &'static str)> {
        scan(text, &[])
            .into_iter()
            .map(|found| {
                let kind = match found.tag {
                    Tag::Call(_) => "call",
                    Tag::Open(_) => "open",
                    Tag::Close(_) => "close",
                    Tag::Bad(_) => "bad",
                    Tag::Raw => "raw",
                    Tag::EndRaw => "endraw",
                    Tag::Foreign => "foreign",
                };
                (text[found.range].to_owned(), kind)
            })
            .collect()
    }

    fn kinds(text: &str) -> Vec<&'static str> {
        tags(text).into_iter().map(|(_, kind)| kind).collect()
    }

    #[test]
    fn own_calls_are_known_by_their_form() {
        assert_eq!(
            kinds(r#"{{<a/>}} {{<a b="}}" />}} {% <n t="x"> %}b{% </n> %} {%-<n>-%}"#),
            ["call", "call", "open", "close", "open"]
        );
        assert_eq!(
            kinds(r#"{{< a >}} {{<a b="c">}} {{% a %}} {% image "a" %} {{ x }} {%raw%} {%- endraw -%}"#),
            ["foreign", "foreign", "foreign", "foreign", "foreign", "raw", "endraw"]
        );
    }

    #[test]
    fn a_bad_own_call_is_told_from_a_foreign_tag() {
        assert_eq!(kinds("{{<a b=c/>}}"), ["bad"]);
        assert_eq!(kinds("{{<a b=\"c/>}}"), ["bad"]);
        assert_eq!(kinds("{% <a b=c> %}"), ["bad"]);
        assert_eq!(kinds("{% <a/> %}"), ["bad"]);
        assert_eq!(kinds("{% <a b="), ["bad"]);
        assert_eq!(kinds("{{<a b=c>}}"), ["foreign"]);
    }

    #[test]
    fn values_without_names_are_those_of_another_generator() {
        for text in ["{{<deprecated-in 0.158.0 />}}", "{{<figure \"a.png\"/>}}", "{{<figure 'a.png' alt=\"b\" />}}"] {
            assert_eq!(
                scan(text, &[]).into_iter().map(|found| found.tag).collect::<Vec<_>>(),
                [Tag::Foreign],
                "{text}"
            );
        }
    }

    #[test]
    fn foreign_tags_may_span_lines_and_have_bad_quotes() {
        let tag = "{% include \"a.html\",\n  alt: \"an \"odd\" one\",\n  caption: “x” %}";
        assert_eq!(tags(&format!("a {tag} b")), [(tag.to_owned(), "foreign")]);
    }

    #[test]
    fn stray_braces_are_text() {
        assert!(tags("a {{ b").is_empty());
        assert!(tags("a {{ b\n\nc }}").is_empty());
        assert_eq!(tags("a {{ b {{ c }}"), [("{{ c }}".to_owned(), "foreign")]);
        assert!(tags("a {b} {c").is_empty());
    }

    #[test]
    fn protected_ranges_hold_no_tags_and_no_tag_ends_in_them() {
        let count = |text: &str, code: Range<usize>| scan(text, std::slice::from_ref(&code)).len();
        assert_eq!(count("`{{ a }}`", 0..9), 0);
        assert_eq!(count("{{ `}}`", 3..7), 0);
        assert_eq!(count("{{ `a` }}", 3..6), 1);
    }

    #[test]
    fn foreign_tags_have_short_names() {
        assert_eq!(kind("{% image \"a\" %}"), "image");
        assert_eq!(kind("{{ \"/a/\" | url }}"), "… | url");
        assert_eq!(kind("{{ image | embed: \"x\" }}"), "… | embed");
        assert_eq!(kind("{{ site.baseurl }}"), "site.baseurl");
        assert_eq!(kind("{{< figure src=\"x\" >}}"), "figure");
        assert_eq!(kind("{{% /note %}}"), "/note");
        assert_eq!(kind("{{}}"), "…");
    }

    #[test]
    fn thousands_of_openings_are_scanned_in_linear_time() {
        for text in ["{{", "{%", "{% <a ", "{{<a ", "{{<a b=\"", "{% <a b=\""] {
            scan(&text.repeat(50_000), &[]);
        }
    }
}
