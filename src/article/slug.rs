//! The dialects of slugs: how a name, a title or a heading becomes a part of an address, as other generators do it.

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::names::slugify;
use crate::config::Slugs;

/// How many digits of a hash tell two slugs apart.
pub const HASH_DIGITS: usize = 6;

/// What the name of an article's file, without its date and ending, makes of the last part of its address.
///
/// Jekyll shortens the names of posts (those with a date) and keeps those of pages as they are, as
/// `Drops::UrlDrop#title` and `Page#basename` do; Hugo's `paths.Sanitize` and Zola's `slugify.paths` change all.
pub fn of_name(slugs: Slugs, name: &str, is_dated: bool) -> String {
    match slugs {
        Slugs::Unicode => name.to_owned(),
        Slugs::Jekyll if is_dated => jekyll_pretty(name.trim_end_matches('.')),
        Slugs::Jekyll => name.to_owned(),
        Slugs::Ascii | Slugs::Hugo | Slugs::Zola => of_text(slugs, name),
    }
}

/// A title or the name of a term as a part of an address; "" where nothing is left. Only Hugo's may hold a `/`.
pub fn of_text(slugs: Slugs, text: &str) -> String {
    match slugs {
        Slugs::Unicode => slugify(text),
        Slugs::Ascii => slugify(&ascii(text)),
        Slugs::Jekyll => jekyll(text),
        Slugs::Hugo => hugo(text),
        Slugs::Zola => zola(text),
    }
}

/// What `:title` stands for in an address pattern: the title, but in Jekyll's patterns the slug.
///
/// Jekyll's `:title` never was the title: `Drops::UrlDrop#title` takes the slug or the file's name and keeps its case.
pub fn of_title(slugs: Slugs, title: &str, slug: &str) -> String {
    match slugs {
        Slugs::Jekyll => jekyll_pretty(slug),
        _ => of_text(slugs, title),
    }
}

/// What `:slug` stands for in an address pattern, where no `slug:` is written: in Jekyll's lower case
/// (`Drops::UrlDrop#slug`), else the slug as it is.
pub fn of_slug(slugs: Slugs, slug: &str) -> String {
    match slugs {
        Slugs::Jekyll => jekyll(slug),
        _ => slug.to_owned(),
    }
}

/// The address of a folder of the content: Hugo brings the whole path into its form, the others leave folders alone.
pub fn of_folder(slugs: Slugs, path: &str) -> String {
    match slugs {
        Slugs::Hugo => hugo(path),
        _ => path.to_owned(),
    }
}

/// The id of a heading, made of its `text` without markup; Hugo makes it of the line as it was `written`. `section`
/// where nothing is left.
pub fn of_heading(slugs: Slugs, text: &str, written: &str) -> String {
    let id = match slugs {
        Slugs::Unicode => unicode_id(text),
        Slugs::Ascii => unicode_id(&ascii(text)),
        Slugs::Jekyll => jekyll_id(text),
        Slugs::Hugo => hugo_id(written),
        Slugs::Zola => zola(text),
    };
    if id.is_empty() { "section".to_owned() } else { id }
}

/// A few digits that stand for a text: always the same for the same one.
pub fn hash(text: &str, digits: usize) -> String {
    let nfc: String = text.nfc().collect();
    blake3::hash(nfc.as_bytes()).to_hex().chars().take(digits).collect()
}

/// byline's own ids: lower case, letters and digits of every script and `_` kept, spaces, dashes, dots and slashes
/// as single hyphens, the rest left out.
fn unicode_id(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        let is_kept = match character {
            _ if character.is_ascii() => character.is_ascii_alphanumeric() || character == '_',
            other => other.is_alphanumeric() || is_combining_mark(other),
        };
        if is_kept {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            match character {
                _ if character.is_ascii() => slug.push(character.to_ascii_lowercase()),
                other => slug.extend(other.to_lowercase()),
            }
        } else if character.is_whitespace() || matches!(character, '-' | '–' | '—' | '/' | '.' | '…') {
            gap = true;
        }
    }
    slug
}

/// Latin letters without their accents, fullwidth forms as plain ones; letters and digits of other scripts go.
/// What is no letter stays, so that it separates words as it does elsewhere.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.nfc() {
        match character {
            _ if character.is_ascii() => out.push(character),
            _ if is_latin(character) => out.push_str(deunicode_char(character).unwrap_or_default()),
            _ if character.is_alphanumeric() || is_combining_mark(character) => {}
            other => out.push(other),
        }
    }
    out
}

/// Whether it is a letter of one of Unicode's Latin blocks, an ordinal sign, or a fullwidth letter or digit.
fn is_latin(character: char) -> bool {
    character.is_alphanumeric()
        && matches!(
            character,
            'ª' | 'º' | 'À'..='\u{024F}' | '\u{0250}'..='\u{02AF}' | '\u{1D00}'..='\u{1DBF}' | '\u{1E00}'..='\u{1EFF}'
            | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB6F}' | 'ﬀ'..='ﬆ' | '０'..='９'
            | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'
        )
}

/// Jekyll's `Utils.slugify` in its default mode: marks, letters and decimal digits (`[\p{M}\p{L}\p{Nd}]`) in lower
/// case, a hyphen for each run of anything else, none at the ends. jekyll-archives makes the addresses of
/// categories and tags by it.
fn jekyll(text: &str) -> String {
    hyphenated(text, is_mark_letter_or_digit).to_lowercase()
}

/// The same in its mode `pretty` with the case kept, in which `._~!$&'()+,;=@` stay too.
fn jekyll_pretty(text: &str) -> String {
    hyphenated(text, |character| is_mark_letter_or_digit(character) || "._~!$&'()+,;=@".contains(character))
}

/// `text` with one hyphen for each run of characters that are not kept, and without those at its ends.
fn hyphenated(text: &str, is_kept: impl Fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars() {
        if is_kept(character) {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The ids of kramdown's GFM parser, which Jekyll uses unless it is set otherwise (`generate_gfm_header_id`): lower
/// case, everything but `\p{Word}`, hyphens, spaces and tabs left out, a hyphen for each space and tab. (kramdown's own
/// parser has `basic_generate_id`, which keeps ASCII only and begins at the first letter.)
fn jekyll_id(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for character in text.to_lowercase().chars() {
        match character {
            ' ' | '\t' | '-' => id.push('-'),
            character if is_word(character) => id.push(character),
            _ => {}
        }
    }
    id
}

/// Hugo's `paths.Sanitize`, in lower case as `MakePathSanitized` has it: letters, digits, marks and `./_#+~-@` stay,
/// and `%` before two hexadecimal digits; spaces become a hyphen where none stands beside them, the rest goes.
fn hugo(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let (mut space, mut hyphen) = (false, false);
    for (at, character) in text.char_indices() {
        if is_mark_letter_or_digit(character) || "./_#+~-@".contains(character) || is_escape(text, at) {
            hyphen = character == '-';
            if std::mem::take(&mut space) && !hyphen {
                slug.push('-');
            }
            slug.push(character);
        } else if character.is_whitespace() && !slug.is_empty() && !hyphen {
            space = true;
        }
    }
    // Segments that would lead elsewhere, or nowhere, are no part of an address.
    let segments = slug.split('/').filter(|segment| !matches!(*segment, "" | "." | ".."));
    segments.collect::<Vec<_>>().join("/").to_lowercase()
}

/// Whether a percent sign with two hexadecimal digits stands at `at`.
fn is_escape(text: &str, at: usize) -> bool {
    let digits = text.as_bytes().get(at..at + 3);
    digits.is_some_and(|bytes| bytes[0] == b'%' && bytes[1..].iter().all(u8::is_ascii_hexdigit))
}

/// Hugo's ids in the manner of GitHub (`sanitizeAnchorName` of its Goldmark with `autoIDType: github`), made of the last
/// line of the heading as written: letters, digits and `_` in lower case, a hyphen for each space and hyphen, the rest
/// (combining marks too) left out.
fn hugo_id(written: &str) -> String {
    let line = written.trim().lines().next_back().unwrap_or_default().trim();
    let mut id = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            ' ' | '-' => id.push('-'),
            '_' => id.push('_'),
            character if is_letter_or_digit(character) => id.extend(character.to_lowercase()),
            _ => {}
        }
    }
    id
}

/// Zola's `slugify` with the strategy `on` for paths, taxonomies and anchors, which is the crate `slug`: everything
/// spelled in ASCII by `deunicode`, letters in lower case and digits kept, a hyphen for each run of anything else.
fn zola(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if character.is_ascii() => spelled.push(character),
            other => spelled.push_str(deunicode_char(other).unwrap_or("-")),
        }
    }
    hyphenated(&spelled, |character| character.is_ascii_alphanumeric()).to_ascii_lowercase()
}

fn is_letter_or_digit(character: char) -> bool {
    let is_letter = character.general_category_group() == GeneralCategoryGroup::Letter;
    is_letter || character.general_category() == GeneralCategory::DecimalNumber
}

fn is_mark_letter_or_digit(character: char) -> bool {
    is_letter_or_digit(character) || is_combining_mark(character)
}

/// Ruby's `\p{Word}`.
fn is_word(character: char) -> bool {
    is_mark_letter_or_digit(character) || character.general_category() == GeneralCategory::ConnectorPunctuation
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each dialect makes of a text in an address, in the order unicode, ascii, jekyll, hugo, zola.
    const TEXTS: &[(&str, [&str; 5])] = &[
        ("Élan à Łódź", ["élan-à-łódź", "elan-a-lodz", "élan-à-łódź", "élan-à-łódź", "elan-a-lodz"]),
        ("Straße & Ærø", ["straße-ærø", "strasse-aero", "straße-ærø", "straße-ærø", "strasse-aero"]),
        ("Don't panic", ["dont-panic", "dont-panic", "don-t-panic", "dont-panic", "don-t-panic"]),
        ("Don’t panic", ["dont-panic", "dont-panic", "don-t-panic", "dont-panic", "don-t-panic"]),
        ("Rust 1.87.0", ["rust-1-87-0", "rust-1-87-0", "rust-1-87-0", "rust-1.87.0", "rust-1-87-0"]),
        (
            "snake_case name",
            ["snake-case-name", "snake-case-name", "snake-case-name", "snake_case-name", "snake-case-name"],
        ),
        ("C++", ["c", "c", "c", "c++", "c"]),
        ("C#", ["c", "c", "c", "c#", "c"]),
        (".NET", ["net", "net", "net", ".net", "net"]),
        ("Party 🎉 time", ["party-time", "party-time", "party-time", "party-time", "party-tada-time"]),
        ("한국어", ["한국어", "", "한국어", "한국어", "hangugeo"]),
        ("日本 2024", ["日本-2024", "2024", "日本-2024", "日本-2024", "ri-ben-2024"]),
        ("Москва today", ["москва-today", "today", "москва-today", "москва-today", "moskva-today"]),
        ("a  --  b", ["a-b", "a-b", "a-b", "a--b", "a-b"]),
        ("2024 in review", ["2024-in-review", "2024-in-review", "2024-in-review", "2024-in-review", "2024-in-review"]),
        ("UPPER Case", ["upper-case", "upper-case", "upper-case", "upper-case", "upper-case"]),
        ("x² and ½", ["x²-and-½", "x-and", "x-and", "x-and", "x2-and-1-2"]),
        ("News/Sport", ["news-sport", "news-sport", "news-sport", "news/sport", "news-sport"]),
        ("../..", ["", "", "", "", ""]),
        ("50% off (now!)", ["50-off-now", "50-off-now", "50-off-now", "50-off-now", "50-off-now"]),
        ("हिन्दी", ["हिन्दी", "", "हिन्दी", "हिन्दी", "hindii"]),
        ("!?", ["", "", "", "", ""]),
    ];

    /// The same for the ids of headings.
    const HEADINGS: &[(&str, [&str; 5])] = &[
        ("Über uns", ["über-uns", "uber-uns", "über-uns", "über-uns", "uber-uns"]),
        ("Don't stop", ["dont-stop", "dont-stop", "dont-stop", "dont-stop", "don-t-stop"]),
        ("Rust 1.87.0", ["rust-1-87-0", "rust-1-87-0", "rust-1870", "rust-1870", "rust-1-87-0"]),
        ("snake_case", ["snake_case", "snake_case", "snake_case", "snake_case", "snake-case"]),
        ("C++ & C#", ["c-c", "c-c", "c--c", "c--c", "c-c"]),
        ("Party 🎉 time", ["party-time", "party-time", "party--time", "party--time", "party-tada-time"]),
        (
            "日本語 の 見出し",
            ["日本語-の-見出し", "section", "日本語-の-見出し", "日本語-の-見出し", "ri-ben-yu-no-jian-chu-si"],
        ),
        ("Many   spaces", ["many-spaces", "many-spaces", "many---spaces", "many---spaces", "many-spaces"]),
        ("One--two", ["one-two", "one-two", "one--two", "one--two", "one-two"]),
        ("1. First things", ["1-first-things", "1-first-things", "1-first-things", "1-first-things", "1-first-things"]),
        ("UPPER", ["upper", "upper", "upper", "upper", "upper"]),
        ("Forward/slash", ["forward-slash", "forward-slash", "forwardslash", "forwardslash", "forward-slash"]),
        ("हिन्दी", ["हिन्दी", "section", "हिन्दी", "हनद", "hindii"]),
        ("!?", ["section", "section", "section", "section", "section"]),
    ];

    const ALL: [Slugs; 5] = [Slugs::Unicode, Slugs::Ascii, Slugs::Jekyll, Slugs::Hugo, Slugs::Zola];

    #[test]
    fn every_dialect_makes_the_addresses_of_its_program() {
        for (text, expected) in TEXTS {
            assert_eq!(ALL.map(|slugs| of_text(slugs, text)), *expected, "{text}");
        }
    }

    #[test]
    fn every_dialect_makes_the_anchors_of_its_program() {
        for (text, expected) in HEADINGS {
            assert_eq!(ALL.map(|slugs| of_heading(slugs, text, text)), *expected, "{text}");
        }
    }

    #[test]
    fn names_of_files_stay_or_are_shortened_as_the_program_did_it() {
        let made = |name: &str| ALL.map(|slugs| of_name(slugs, name, true));
        assert_eq!(made("Hello_World!"), ["Hello_World!", "hello-world", "Hello_World!", "hello_world", "hello-world"]);
        assert_eq!(made("À la carte."), ["À la carte.", "a-la-carte", "À-la-carte", "à-la-carte.", "a-la-carte"]);
        assert_eq!(made("#1 [draft]"), ["#1 [draft]", "1-draft", "1-draft", "#1-draft", "1-draft"]);
        assert_eq!(of_name(Slugs::Jekyll, "About us.v2", false), "About us.v2");
    }

    #[test]
    fn patterns_of_jekyll_mean_the_file_s_name_by_title() {
        assert_eq!(of_title(Slugs::Jekyll, "The title", "Hello_World!"), "Hello_World!");
        assert_eq!(of_slug(Slugs::Jekyll, "Hello_World!"), "hello-world");
        assert_eq!(of_title(Slugs::Hugo, "The title", "Hello_World!"), "the-title");
        assert_eq!(of_slug(Slugs::Hugo, "Hello_World!"), "Hello_World!");
    }

    #[test]
    fn the_ids_of_hugo_are_made_of_the_last_line_as_written() {
        assert_eq!(of_heading(Slugs::Hugo, "See x", "See [x](/a)"), "see-xa");
        assert_eq!(of_heading(Slugs::Hugo, "One two", "One\ntwo"), "two");
        assert_eq!(of_heading(Slugs::Jekyll, "See x", "See [x](/a)"), "see-x");
    }

    #[test]
    fn no_text_leaves_its_place_in_an_address() {
        for text in ["", "..", "../../x", "/", "\\", "a\u{0}b", "%zz", "%41", "é\u{301}", "\u{FEFF}"] {
            for slugs in ALL {
                let slug = of_text(slugs, text);
                assert!(slug.split('/').all(|segment| !matches!(segment, "." | "..")), "{text:?} {slug:?}");
                assert!(!slug.contains(char::is_control) && !slug.contains('\\'), "{text:?} {slug:?}");
            }
        }
    }

    #[test]
    fn a_hash_is_of_the_text_whatever_its_unicode_form() {
        assert_eq!(hash("é", HASH_DIGITS), hash("e\u{301}", HASH_DIGITS));
        assert_eq!(hash("c#", HASH_DIGITS).len(), HASH_DIGITS);
    }
}
