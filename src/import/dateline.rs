//! The beginning of an agency's first paragraph: where and when it was filed, and by whom.

use super::agency::agency;

/// What may stand between a dateline and the text.
const DASHES: [&str; 6] = [" — ", " – ", " - ", " -- ", "— ", "—"];
/// How far into a paragraph a dateline may reach, in bytes.
const LONGEST: usize = 90;
/// Words in capitals before a dash that are no places.
const LABELS: &[&str] = &[
    "UPDATE",
    "BREAKING",
    "WATCH",
    "EXCLUSIVE",
    "LIVE",
    "ANALYSIS",
    "OPINION",
    "VIDEO",
    "READ",
    "MORE",
    "CORRECTED",
    "NEW",
];

/// A paragraph with its dateline taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filed<'t> {
    /// Place, day and agency as they are written; `None` where there is an agency only.
    pub(super) dateline: Option<&'t str>,
    /// The agency.
    pub(super) agency: Option<&'static str>,
    /// The paragraph.
    pub(super) rest: &'t str,
}

/// The dateline of a paragraph.
pub(super) fn dateline(text: &str) -> Option<Filed<'_>> {
    let (at, dash) =
        DASHES.iter().filter_map(|dash| text.find(dash).map(|at| (at, *dash))).min_by_key(|(at, _)| *at)?;
    let head = text.get(..at).filter(|head| head.len() <= LONGEST)?.trim();
    let rest = text.get(at + dash.len()..)?.trim();
    if rest.is_empty() {
        return None;
    }
    let (place, agency) = match head.strip_suffix(')').and_then(|head| head.rsplit_once('(')) {
        Some((place, name)) => (place.trim(), Some(agency(name)?)),
        None => (head, None),
    };
    if place.is_empty() {
        return agency.map(|_| Filed { dateline: None, agency, rest });
    }
    is_place(place, agency.is_some()).then_some(Filed { dateline: Some(head), agency, rest })
}

/// Whether text is a place, and perhaps a day: the first word in capitals, or, before an agency, with one.
fn is_place(text: &str, has_agency: bool) -> bool {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches([',', '.'])).collect();
    let is_capitals = |word: &str| word.chars().count() >= 2 && word.chars().all(|one| !one.is_lowercase());
    let Some(first) = words.first().filter(|word| !LABELS.contains(word)) else { return false };
    let begins = if has_agency {
        first.starts_with(char::is_uppercase)
    } else {
        is_capitals(first) && first.chars().count() >= 3
    };
    let is_of_name = |word: &&&str| {
        word.starts_with(|one: char| one.is_uppercase() || one.is_ascii_digit())
            || matches!(**word, "de" | "of" | "la" | "and")
    };
    begins
        && first.chars().all(|one| one.is_alphabetic() || "-.'’".contains(one))
        && words.len() <= 7
        && words.iter().skip(1).all(|word| is_of_name(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_told_from_sentences() {
        let found = dateline("SEOUL, Sept 15 (Reuters) - The quay rises.").expect("a dateline");
        assert_eq!(
            (found.dateline, found.agency, found.rest),
            (Some("SEOUL, Sept 15 (Reuters)"), Some("Reuters"), "The quay rises.")
        );
        let found = dateline("WASHINGTON (AP) — The quay rises.").expect("a dateline");
        assert_eq!(found.agency, Some("Associated Press"));
        assert_eq!(
            dateline("PORT ELLIS, Norland — It rains.").and_then(|found| found.dateline),
            Some("PORT ELLIS, Norland")
        );
        assert_eq!(dateline("(Reuters) - It rains.").map(|found| found.dateline), Some(None));
        for text in
            ["The quay - it rises - is old.", "BREAKING — The quay rises.", "He said (twice) - and left.", "A - b"]
        {
            assert_eq!(dateline(text), None, "{text}");
        }
    }
}
