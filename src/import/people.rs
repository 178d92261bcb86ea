//! Bylines and biographies: who made an article.

use super::agency::{agency, is_paper};
use super::lines::{key, words};
use super::{Person, furniture};
use crate::article::names::split_names;

/// A line of authors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Byline {
    /// The people, in order.
    pub(super) people: Vec<Person>,
    /// The agency that stands beside them.
    pub(super) agency: Option<&'static str>,
    /// Whether it says more than names and agency.
    pub(super) says_more: bool,
    /// Whether a word such as "By" stands before it.
    pub(super) has_label: bool,
    /// What is not certain about it.
    pub(super) doubt: Option<&'static str>,
}

/// What stands before the names, with the role that it gives them, the longer ones first.
const LABELS: &[(&str, Option<&str>)] = &[
    ("photographs and text by ", None),
    ("words and photographs by ", None),
    ("reported by ", Some("reporting")),
    ("story by ", None),
    ("written by ", None),
    ("words by ", None),
    ("text by ", None),
    ("from ", None),
    ("photographs by ", Some("photography")),
    ("photography by ", Some("photography")),
    ("photos by ", Some("photography")),
    ("portraits by ", Some("photography")),
    ("pictures by ", Some("photography")),
    ("illustrations by ", Some("illustration")),
    ("illustration by ", Some("illustration")),
    ("translated by ", Some("translation")),
    ("edited by ", Some("editing")),
    ("author: ", None),
    ("authors: ", None),
    ("by: ", None),
    ("by ", None),
];

/// Words of offices in newspapers.
const OFFICES: &[&str] = &[
    "reporter",
    "correspondent",
    "editor",
    "writer",
    "staff",
    "columnist",
    "journalist",
    "photographer",
    "contributor",
    "bureau",
    "chief",
    "desk",
    "team",
    "newsroom",
    "agencies",
    "agency",
    "producer",
    "critic",
    "freelance",
    "special",
];

/// Particles that stand in names in lower case.
const PARTICLES: &[&str] = &[
    "de", "van", "von", "der", "den", "al", "bin", "bint", "da", "del", "della", "di", "dos", "du", "la", "le", "ten",
    "ter", "el", "y", "zu",
];

/// Verbs of the first sentence of a biography.
const VERBS: &[&str] =
    &["is", "was", "covers", "writes", "reports", "has", "joined", "edits", "works", "lives", "photographs"];

/// Words by which a biography is known.
const TRADES: &[&str] = &[
    "reporter",
    "correspondent",
    "editor",
    "journalist",
    "columnist",
    "writer",
    "photographer",
    "covers",
    "covering",
    "bureau",
    "freelance",
    "author",
    "reports",
    "reporting",
    "writes",
    "newsroom",
    "critic",
];

/// The longest line of authors.
const LONGEST: usize = 160;

/// The byline that a text is, with "By" or another such word before it.
pub(super) fn byline(text: &str) -> Option<Byline> {
    if text.len() > LONGEST {
        return None;
    }
    let begins = |label: &str| text.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label));
    let Some((label, role)) = LABELS.iter().find(|(label, _)| begins(label)) else {
        return contribution(text).or_else(|| agency_with_place(text));
    };
    let rest = text.get(label.len()..)?.trim();
    let names_someone =
        rest.starts_with(|first: char| first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()));
    let is_office = words(rest) <= 6 && !rest.ends_with('.') && *label == "by " && has_office(rest);
    if *label == "from " && !is_line_of_names(without_more(rest).0) || !(names_someone || is_office) {
        return None;
    }
    // A sentence may begin with "By" too.
    let line = Byline { has_label: true, ..named(rest, *role) };
    (!line.people.is_empty() || line.agency.is_some() || is_office).then_some(line)
}

/// A line such as "Interview by Ann Poe", which gives her no role that is known.
fn contribution(text: &str) -> Option<Byline> {
    let (what, names) = text.split_once(" by ")?;
    let is_noun = what.starts_with(char::is_uppercase) && what.chars().all(char::is_alphabetic);
    (is_noun && is_line_of_names(names)).then(|| Byline { has_label: true, says_more: true, ..named(names, None) })
}

/// An agency with the place of its office: "Agence France-Presse in Seoul".
fn agency_with_place(text: &str) -> Option<Byline> {
    let (name, place) = text.split_once(" in ")?;
    let agency = agency(name).filter(|_| is_name(place))?;
    Some(Byline { agency: Some(agency), has_label: true, says_more: true, ..Byline::default() })
}

/// The byline that a text without "By" is: names, and nothing else.
pub(super) fn bare_byline(text: &str) -> Option<Byline> {
    (text.len() <= LONGEST && is_line_of_names(text)).then(|| {
        let doubt = Some("taken as the author, though no word such as `By` says so");
        Byline { doubt, ..named(text, None) }
    })
}

/// A name with an office behind it and no comma between: "Ann Poe Harbour correspondent".
pub(super) fn name_and_office(text: &str) -> Option<Byline> {
    let words: Vec<&str> = text.split(' ').collect();
    let last = words.last().map(|word| word.to_lowercase()).filter(|_| (3..=7).contains(&words.len()))?;
    let name = words.get(..2)?.join(" ");
    let is_one = OFFICES.contains(&last.as_str()) && is_name(&name) && !has_office(&name) && !is_paper(&name);
    is_one.then(|| Byline {
        people: vec![Person { name, role: None }],
        says_more: true,
        doubt: Some("taken as the author: the first two words as the name, the others as what they are"),
        ..Byline::default()
    })
}

fn named(text: &str, role: Option<&'static str>) -> Byline {
    let mut line = Byline::default();
    let pieces = text.split(['|', '•', '·']).map(|piece| piece.trim().trim_end_matches([',', ';']));
    for part in pieces.flat_map(|piece| split_names(piece, &|_| false).names) {
        if let Some(agency) = agency(&part) {
            line.agency = Some(agency);
            continue;
        }
        let (name, more) = without_more(&part);
        line.says_more |= more;
        if has_office(name) || is_paper(name) || !is_name(name) {
            line.says_more = true;
            continue;
        }
        let name = match in_mixed_case(name) {
            Some(mixed) => {
                line.doubt = Some("the name was in capitals: check how it is spelled");
                mixed
            }
            None => name.to_owned(),
        };
        if !line.people.iter().any(|person| person.name == name) {
            line.people.push(Person { name, role });
        }
    }
    line
}

/// A name without the place or the paper behind it, and whether there was one: "Ann Poe in Seoul", "Ann Poe for the Post".
fn without_more(text: &str) -> (&str, bool) {
    let cut = [" in ", " for ", " at ", " of ", " from ", " (", " @"].iter().filter_map(|word| text.find(word)).min();
    match cut {
        Some(at) => (text.get(..at).unwrap_or_default().trim(), true),
        None => (text.trim(), false),
    }
}

fn has_office(text: &str) -> bool {
    key(text).split(' ').any(|word| OFFICES.contains(&word))
}

/// Whether a line says what an author is and no more: "Staff Writer", "Gant Bureau Chief".
pub(super) fn is_office(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_chief = lower.ends_with("chief") && !lower.ends_with("bureau chief") && !lower.ends_with("in chief");
    let last = lower.split(' ').next_back().unwrap_or_default();
    let is_role = OFFICES.contains(&last) && !matches!(last, "team" | "agencies" | "special" | "agency");
    let is_professor = lower.starts_with("professor of") || lower.starts_with("lecturer in");
    let is_title = text.starts_with(char::is_uppercase) && words(text) <= 5 && !text.ends_with('.');
    is_title && ((is_role && !is_chief && furniture::furniture(text).is_none()) || is_professor)
        || (is_professor && words(text) <= 12)
}

/// Whether a text is names, joined by commas and "and".
fn is_line_of_names(text: &str) -> bool {
    let names = split_names(text, &|_| false).names;
    let is_long = |name: &str| words(name) >= 2 || is_short_name(name);
    let is_one = |name: &String| is_name(name) && !has_office(name) && is_long(name) && !is_paper(name);
    !names.is_empty() && names.len() <= 8 && names.iter().all(is_one) && furniture::furniture(text).is_none()
}

/// Whether a text may be a whole name without a space, in a script that has none in names and no capitals.
fn is_short_name(text: &str) -> bool {
    let is_letter = |one: char| one.is_alphabetic() && !one.is_lowercase() && !one.is_uppercase();
    (2..=4).contains(&text.chars().count()) && text.chars().all(is_letter)
}

/// Whether a text has the form of a person's name.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |word: &&str| {
        let mut letters = word.chars().filter(|one| one.is_alphabetic());
        let is_plain = word.chars().all(|one| one.is_alphabetic() || ".-'’,".contains(one));
        is_plain && (letters.next().is_some_and(|first| !first.is_lowercase()) || PARTICLES.contains(word))
    };
    (1..=5).contains(&words.len())
        && words.iter().all(is_word)
        && words.first().is_some_and(|word| !PARTICLES.contains(word))
        && !matches!(words.first(), Some(&"The" | &"A" | &"An" | &"No" | &"How" | &"Why" | &"What"))
        && text.chars().filter(|one| one.is_alphabetic()).count() >= 2
}

/// A name in capitals as others are written; `None` where it is not in capitals.
fn in_mixed_case(name: &str) -> Option<String> {
    let has_case = name.chars().any(char::is_uppercase);
    let is_long = name.split_whitespace().all(|word| word.chars().filter(|one| one.is_alphabetic()).count() > 2);
    if !has_case || !is_long || name.chars().any(char::is_lowercase) {
        return None;
    }
    let mut begins = true;
    let lower = |one: char| {
        let cased: String = if begins { one.to_string() } else { one.to_lowercase().collect() };
        begins = !one.is_alphabetic();
        cased
    };
    Some(name.chars().map(lower).collect())
}

/// Whether a line heads what is said of the authors.
pub(super) fn is_biography_head(text: &str) -> bool {
    matches!(
        key(text).as_str(),
        "about the author"
            | "about the authors"
            | "about the writer"
            | "about the reporter"
            | "about the writers"
            | "the author"
            | "author bio"
            | "about author"
            | "meet the author"
    )
}

/// The author of whom a paragraph is the biography, though no head says so.
pub(super) fn subject<'p>(text: &str, people: &'p [Person]) -> Option<&'p str> {
    let Some(person) = people.iter().find(|person| text.starts_with(person.name.as_str())) else {
        return subject_by_surname(text, people);
    };
    let rest = text.get(person.name.len()..)?;
    // "Ann Poe, a retired captain, lives in Seoul."
    let is_apposition = [", a ", ", an ", ", the "].iter().any(|start| rest.starts_with(start));
    let has_verb = rest.split(' ').take(20).any(|word| VERBS.contains(&word));
    if is_apposition && has_verb && text.ends_with('.') {
        return Some(&person.name);
    }
    let rest = rest.trim_start_matches([',', ' ']);
    let verb = rest.split(' ').next().unwrap_or_default();
    let key = key(rest);
    let has_trade = key.split(' ').take(30).any(|word| TRADES.contains(&word));
    (VERBS.contains(&verb) && has_trade).then_some(person.name.as_str())
}

/// The author whose surname a biography begins with: "Poe covers the harbour".
fn subject_by_surname<'p>(text: &str, people: &'p [Person]) -> Option<&'p str> {
    let mut words = text.split(' ');
    let (surname, verb) = (words.next()?, words.next()?);
    let person = people.iter().find(|person| person.name.rsplit(' ').next() == Some(surname))?;
    let has_trade = TRADES.contains(&verb) || words.take(10).any(|word| TRADES.contains(&word));
    (VERBS.contains(&verb) && has_trade).then_some(person.name.as_str())
}

/// The author of whom a paragraph below "About the author" speaks: one of the article's, or a name before a verb.
pub(super) fn subject_below_head(text: &str, people: &[Person]) -> Option<String> {
    let named = people.iter().find(|person| text.contains(person.name.as_str()));
    let of_part = || {
        let first = text.split(' ').next().unwrap_or_default();
        let is_part = |person: &&Person| {
            person.name.split(' ').any(|part| part == first) || matches!(first, "She" | "He" | "They")
        };
        people.iter().find(is_part)
    };
    let of_verb = || {
        let words: Vec<&str> = text.split(' ').take(6).collect();
        let verb = words.iter().position(|word| VERBS.contains(word))?;
        let name = words.get(..verb)?.join(" ");
        let name = name.trim_end_matches(',');
        (is_name(name) && words.len() > verb && verb >= 2).then(|| name.to_owned())
    };
    named.map(|person| person.name.clone()).or_else(of_verb).or_else(|| of_part().map(|person| person.name.clone()))
}

/// Whether a line is an address at which an author can be reached.
pub(super) fn is_contact(text: &str) -> bool {
    let count = text.split_whitespace().count();
    let has_address = text.split_whitespace().any(|word| {
        let word = word.trim_matches([',', '.', ';', '(', ')', ':']);
        word.starts_with('@') && word.len() > 2
            || word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    });
    let lower = text.to_lowercase();
    has_address
        && (count <= 3
            || (count <= 16
                && ["email", "e-mail", "contact", "follow", "reach", "on x", "on twitter"]
                    .iter()
                    .any(|word| lower.contains(word))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        byline(text).map(|line| line.people.into_iter().map(|person| person.name).collect()).unwrap_or_default()
    }

    #[test]
    fn bylines_are_taken_apart() {
        assert_eq!(names("By Ann Poe, Bob Roe and Kim Lee"), ["Ann Poe", "Bob Roe", "Kim Lee"]);
        assert_eq!(names("BY ANN POE"), ["Ann Poe"]);
        let line = byline("By Ann Poe, Associated Press").expect("a byline");
        assert_eq!((line.agency, line.says_more), (Some("Associated Press"), false));
        let line = byline("By Ann Poe in Seoul, Harbour Reporter").expect("a byline");
        assert_eq!((line.people.len(), line.says_more), (1, true));
        assert_eq!(byline("By noon the quay was under water."), None);
        assert_eq!(byline("By then it was over"), None);
        assert!(byline("By our correspondent in Seoul").is_some_and(|line| line.people.is_empty() && line.says_more));
        assert_eq!(
            byline("Photographs by Kim Lee").map(|line| line.people),
            Some(vec![Person { name: "Kim Lee".to_owned(), role: Some("photography") }])
        );
    }

    #[test]
    fn names_alone_are_a_byline_with_a_doubt() {
        assert!(
            bare_byline("Ann Poe and Bob van der Roe")
                .is_some_and(|line| line.people.len() == 2 && line.doubt.is_some())
        );
        assert_eq!(bare_byline("Council weighs plan"), None);
        assert_eq!(bare_byline("Harbour Reporter"), None);
    }

    #[test]
    fn biographies_are_known_by_their_first_sentence() {
        let people = [Person { name: "Ann Poe".to_owned(), role: None }];
        assert_eq!(subject("Ann Poe is a reporter at the Post.", &people), Some("Ann Poe"));
        assert_eq!(subject("Ann Poe is tall.", &people), None);
        assert_eq!(subject_below_head("Bob Roe writes of ships.", &people).as_deref(), Some("Bob Roe"));
        assert_eq!(subject_below_head("She covers the sea.", &people).as_deref(), Some("Ann Poe"));
    }
}
