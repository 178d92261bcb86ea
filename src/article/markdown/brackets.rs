//! Brackets in brackets that are links of Markdown, `[[text]](address)`, and no wiki links.

use std::ops::Range;

use pulldown_cmark::{Options, Parser};

use super::mask::{Mask, MaskKind, meets};
use super::place::floor;

/// How long a label may be, in bytes: CommonMark allows 999 characters.
const LONGEST: usize = 999;

/// Hides the brackets that would make wiki links of what Markdown reads as links, references and footnotes, and keeps `masks`
/// in order. Nothing in `protected` or in a mask is looked at.
pub(super) fn add(plain: &str, options: Options, protected: &[Range<usize>], masks: &mut Vec<Mask>) {
    let parser = Parser::new_ext(plain, options.difference(Options::ENABLE_WIKILINKS));
    let definitions = parser.reference_definitions();
    let is_defined = |label: &str| definitions.get(label).is_some();
    let mut found = Vec::new();
    for (at, inside) in candidates(plain) {
        let whole = at..inside.end + 2;
        if meets(protected, |range| range, &whole) || meets(masks, |mask| &mask.range, &whole) {
            continue;
        }
        let text = &plain[inside.clone()];
        let hidden = if is_address(&plain[whole.end..]) || label_of(&plain[whole.end..]).is_some_and(is_defined) {
            [at + 1..at + 2, inside.end..inside.end + 1]
        } else if text.starts_with('^') || is_defined(text) {
            [at..at + 1, inside.end + 1..inside.end + 2]
        } else {
            continue;
        };
        found.extend(hidden.map(|range| Mask { range, kind: MaskKind::Bracket }));
    }
    masks.extend(found);
    masks.sort_by_key(|mask| mask.range.start);
}

/// Each `[[`, and what stands between it and the next `]]` on its line; none holds another.
fn candidates(plain: &str) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = plain[at..].find("[[").map(|found| at + found) {
        at = open + 2;
        let line = &plain[at..at + floor(&plain[at..], LONGEST)];
        let line = line.lines().next().unwrap_or_default();
        let Some(end) = line.find("]]").filter(|end| *end > 0) else { continue };
        let is_escaped = plain[..open].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        if is_escaped || line[..end].contains("[[") {
            continue;
        }
        found.push((open, at..at + end));
        at += end + 2;
    }
    found
}

/// Whether `rest` begins with the address of a link, `(address)` or `(address "title")`.
fn is_address(rest: &str) -> bool {
    let Some(inside) = rest.strip_prefix('(') else { return false };
    let line = inside.lines().next().unwrap_or_default();
    let Some(end) = line.find(')') else { return false };
    let address = line[..end].trim_start();
    match address.split_once(' ') {
        None => !address.is_empty(),
        Some((address, title)) => !address.is_empty() && title.trim_start().starts_with(['"', '\'']),
    }
}

/// The label of a reference, `[label]`, with which `rest` begins; `[[` begins something else.
fn label_of(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('[').filter(|inside| !inside.starts_with('['))?;
    inside.lines().next()?.split_once(']').map(|(label, _)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_pairs_on_one_line_are_looked_at() {
        let texts = |plain: &'static str| -> Vec<&str> {
            candidates(plain).into_iter().map(|(_, inside)| &plain[inside]).collect()
        };
        assert_eq!(texts("[[a]] [[b]][[c]] \\[[d]] [[e\n]] [[]]"), ["a", "b", "c"]);
        assert_eq!(texts("[[é"), Vec::<&str>::new());
    }

    #[test]
    fn an_address_has_no_space_but_before_its_title() {
        assert!(is_address("(a/b)") && is_address("(a \"t\") x") && is_address("( a)"));
        assert!(!is_address("(see below)") && !is_address("()") && !is_address("(a") && !is_address(" (a)"));
    }
}
