//! Names: of people in one line of text, of articles in the names of files, of anything in an address.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The names in a line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The names, in order.
    pub names: Vec<String>,
    /// Those of them that are not known.
    pub unknown: Vec<String>,
}

/// Words that stand between two names.
const CONJUNCTIONS: [&str; 6] = ["and", "&", "und", "et", "y", "and/or"];
/// What follows a comma and is still the same name, in lower case without dots.
const SUFFIXES: [&str; 16] =
    ["jr", "sr", "ii", "iii", "iv", "phd", "md", "ma", "mba", "jd", "esq", "dds", "rn", "cpa", "mph", "obe"];
/// How many parts of a line one known name may hold.
const LONGEST: usize = 8;

/// Splits "A, B and C" into names, so that as few as possible of them are unknown.
///
/// Text that is known as a whole is one name; so is, within it, any stretch that is known, whatever commas and
/// conjunctions it holds. Suffixes such as "Jr." are no names of their own.
pub fn split_names(text: &str, is_known: &dyn Fn(&str) -> bool) -> Split {
    let text = text.trim();
    if is_known(text) {
        return Split { names: vec![text.to_owned()], unknown: Vec::new() };
    }
    let parts = parts(text);
    // best[n]: of the first n parts, how many names are unknown, how many there are, where the last one begins
    let mut best: Vec<(usize, usize, usize)> = vec![(0, 0, 0)];
    for end in 1..=parts.len() {
        let candidates = (end.saturating_sub(LONGEST)..end).filter_map(|start| {
            let (unknown, names, _) = *best.get(start)?;
            let known = is_known(stretch(text, &parts, start, end));
            (known || end - start == 1).then_some((unknown + usize::from(!known), names + 1, start))
        });
        best.push(candidates.min().unwrap_or((usize::MAX, usize::MAX, end - 1)));
    }
    let mut split = Split::default();
    let mut end = parts.len();
    while end > 0 {
        let start = best.get(end).map_or(0, |(_, _, start)| *start);
        let name = stretch(text, &parts, start, end);
        if !is_known(name) {
            split.unknown.push(name.to_owned());
        }
        split.names.push(name.to_owned());
        end = start;
    }
    split.names.reverse();
    split.unknown.reverse();
    split
}

/// The text from part `start` to before part `end`.
fn stretch<'t>(text: &'t str, parts: &[std::ops::Range<usize>], start: usize, end: usize) -> &'t str {
    let from = parts.get(start).map_or(0, |part| part.start);
    let to = end.checked_sub(1).and_then(|last| parts.get(last)).map_or(from, |part| part.end);
    text.get(from..to).unwrap_or_default()
}

/// The stretches of `text` between commas, semicolons and conjunctions, with suffixes on the name that they follow.
fn parts(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut parts: Vec<std::ops::Range<usize>> = Vec::new();
    let mut after_comma = false;
    let mut current: Option<std::ops::Range<usize>> = None;
    let mut close = |current: &mut Option<std::ops::Range<usize>>, after_comma: bool| {
        let Some(part) = current.take() else { return };
        let is_suffix = after_comma && text.get(part.clone()).is_some_and(is_suffix);
        match parts.last_mut().filter(|_| is_suffix) {
            Some(last) => last.end = part.end,
            None => parts.push(part),
        }
    };
    for word in words(text) {
        let written = text.get(word.clone()).unwrap_or_default();
        if CONJUNCTIONS.contains(&written.to_lowercase().as_str()) {
            close(&mut current, after_comma);
            after_comma = false;
            continue;
        }
        let name = written.trim_end_matches([',', ';']);
        if !name.is_empty() {
            let start = current.as_ref().map_or(word.start, |part| part.start);
            current = Some(start..word.start + name.len());
        }
        if name.len() < written.len() {
            close(&mut current, after_comma);
            after_comma = true;
        }
    }
    close(&mut current, after_comma);
    parts
}

/// The words of `text`; a word ends after a comma or semicolon too.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        if character.is_whitespace() {
            words.extend(start.take().map(|start| start..at));
        } else {
            let from = *start.get_or_insert(at);
            if matches!(character, ',' | ';') {
                words.push(from..at + 1);
                start = None;
            }
        }
    }
    words.extend(start.map(|start| start..text.len()));
    words
}

fn is_suffix(name: &str) -> bool {
    let bare: String = name.chars().filter(|character| *character != '.').flat_map(char::to_lowercase).collect();
    SUFFIXES.contains(&bare.trim())
}

/// `text` as a part of an address: lower case, letters and digits of any script, `-` for all else, none doubled.
/// Apostrophes vanish. "" where nothing is left.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.nfc().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() || is_combining_mark(character) {
            slug.push(character);
        } else if !matches!(character, '\'' | '’' | '‘' | 'ʼ' | '\u{00AD}' | '\u{200B}'..='\u{200F}')
            && !slug.is_empty()
            && !slug.ends_with('-')
        {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A title out of a file's name: spaces for `-` and `_`, the first letter a capital.
pub fn title_of_name(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let words = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, known: &[&str]) -> Vec<String> {
        split_names(text, &|name| known.contains(&name)).names
    }

    #[test]
    fn a_line_of_names_is_split() {
        assert_eq!(split("Ada Lovelace", &[]), ["Ada Lovelace"]);
        assert_eq!(split("A, B and C", &[]), ["A", "B", "C"]);
        assert_eq!(split("A, B, and C", &[]), ["A", "B", "C"]);
        assert_eq!(split("A & B; C und D", &[]), ["A", "B", "C", "D"]);
        assert_eq!(split("A,B", &[]), ["A", "B"]);
        assert_eq!(split(" , and ", &[]), Vec::<String>::new());
        assert_eq!(split("Andy Sandford", &[]), ["Andy Sandford"]);
    }

    #[test]
    fn what_is_known_stays_whole() {
        assert_eq!(split("Ministry of Health and Welfare", &["Ministry of Health and Welfare"]).len(), 1);
        assert_eq!(
            split(
                "Smith, John, A and Ministry of Health and Welfare",
                &["Smith, John", "Ministry of Health and Welfare"]
            ),
            ["Smith, John", "A", "Ministry of Health and Welfare"]
        );
        assert_eq!(split("Smith, John and Doe, Jane", &["Smith, John", "Doe, Jane"]), ["Smith, John", "Doe, Jane"]);
        let found = split_names("A and B", &|name| name == "A");
        assert_eq!(found.unknown, ["B"]);
    }

    #[test]
    fn suffixes_belong_to_the_name_before_them() {
        assert_eq!(split("Martin Luther King, Jr.", &[]), ["Martin Luther King, Jr."]);
        assert_eq!(split("King, Jr., B. Roe, Ph.D. and C", &[]), ["King, Jr.", "B. Roe, Ph.D.", "C"]);
        assert_eq!(split("Jr. and A", &[]), ["Jr.", "A"]);
    }

    #[test]
    fn a_very_long_line_is_split_in_time() {
        assert_eq!(split(&"A, ".repeat(20_000), &[]).len(), 20_000);
    }

    #[test]
    fn slugs_keep_letters_of_any_script() {
        assert_eq!(slugify("Don’t panic: it’s 50% off!"), "dont-panic-its-50-off");
        assert_eq!(slugify("한국어 제목"), "한국어-제목");
        assert_eq!(slugify("  C++ & C#  "), "c-c");
        assert_eq!(slugify("login.gov"), "login-gov");
        assert_eq!(slugify("ÉTÉ_2024"), "été-2024");
        assert_eq!(slugify("!?"), "");
    }

    #[test]
    fn titles_are_made_of_file_names() {
        assert_eq!(title_of_name("my-first_post"), "My first post");
        assert_eq!(title_of_name("éclair"), "Éclair");
        assert_eq!(title_of_name("--"), "--");
    }
}
