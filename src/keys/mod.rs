//! The one table of every key of the configuration and of front matter, and the typed reading of untyped data by it.
//!
//! Parser, JSON Schema, hints and the handbook's reference derive from [`KEYS`]. A key that the table lacks cannot
//! be read (a debug assertion says so), and a test fails for a row that nothing reads.

/// The configuration of the base site, with more lines.
macro_rules! config {
    ($yaml:expr) => {
        concat!("title: Base\nurl: https://example.org\n", $yaml)
    };
}

/// The first article of the base site, with more lines of front matter.
macro_rules! first {
    ($yaml:expr) => {
        concat!("---\ntitle: First\ndate: 2024-01-01\n", $yaml, "---\nThe first body.\n")
    };
}

/// The section of the base site, with more lines of front matter.
macro_rules! section {
    ($yaml:expr) => {
        concat!("---\ntitle: News\n", $yaml, "---\n")
    };
}

/// The profile of the base site, with more lines of front matter.
macro_rules! profile {
    ($yaml:expr) => {
        concat!("---\nname: Ada Lovelace\n", $yaml, "---\n")
    };
}

use std::sync::LazyLock;

mod document;
mod example;
mod json;
mod mend;
mod reader;
mod reference;
mod simple;
mod table;
mod toml;
mod tree;
mod yaml;

pub use document::{Format, Source, Step};
pub use example::{BASE_SITE, Example};
pub use reader::{Found, Reader, fits, is_language, is_thread};
pub use reference::reference;
#[cfg(test)]
pub(crate) use table::asked;
pub use table::{HARMLESS, KEYS};
pub use tree::{Node, trim};

/// A kind of mapping that has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// `byline.yaml`.
    Config,
    /// `theme:` of the configuration, written as a map.
    Theme,
    /// One of `files:` in the configuration.
    Files,
    /// One of `navigation:` in the configuration.
    Navigation,
    /// One of `taxonomies:` in the configuration.
    Taxonomy,
    /// One of `sections:` in the configuration.
    SectionSettings,
    /// One of `redirects:` in the configuration.
    Redirect,
    /// `comments:` of the configuration.
    Comments,
    /// One of `publish:` in the configuration.
    Target,
    /// One of `headers:` of a target.
    Header,
    /// `csp:` of a target, written as a map.
    ContentSecurity,
    /// `feeds:` of the configuration, written as a map.
    Feeds,
    /// `sitemap:` of the configuration, written as a map.
    Sitemap,
    /// `robots:` of the configuration, written as a map.
    Robots,
    /// `publisher:` of the configuration, written as a map.
    Publisher,
    /// `social:` of the configuration.
    Social,
    /// `security:` of the configuration.
    Security,
    /// `markdown:` of the configuration.
    Markdown,
    /// `minify:` of the configuration, written as a map.
    Minify,
    /// The front matter of an article.
    Article,
    /// `image:` of an article, or `picture:` of a profile, written as a map.
    Picture,
    /// `audio:` of an article, written as a map.
    Audio,
    /// `series:` of an article, written as a map.
    Series,
    /// One of `authors:` of an article, written as a map.
    Author,
    /// `source:` of an article, written as a map.
    Agency,
    /// One of `corrections:` of an article, written as a map.
    Correction,
    /// The front matter of a section's `_index.md`.
    Section,
    /// The front matter of an author's profile.
    Profile,
}

impl Scope {
    /// Every scope, in the order of the handbook.
    pub const ALL: &[Scope] = &[
        Scope::Config,
        Scope::Theme,
        Scope::Files,
        Scope::Navigation,
        Scope::Taxonomy,
        Scope::SectionSettings,
        Scope::Redirect,
        Scope::Comments,
        Scope::Target,
        Scope::Header,
        Scope::ContentSecurity,
        Scope::Feeds,
        Scope::Sitemap,
        Scope::Robots,
        Scope::Publisher,
        Scope::Social,
        Scope::Security,
        Scope::Markdown,
        Scope::Minify,
        Scope::Article,
        Scope::Picture,
        Scope::Audio,
        Scope::Series,
        Scope::Author,
        Scope::Agency,
        Scope::Correction,
        Scope::Section,
        Scope::Profile,
    ];

    /// Whether keys that are not known are kept for templates (front matter), or errors (configuration).
    pub fn keeps_unknown(self) -> bool {
        matches!(self, Scope::Article | Scope::Section | Scope::Profile | Scope::Theme | Scope::Header)
    }
}

/// What a key may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text; numbers and the like are taken as written.
    Text,
    /// A line of text with inline Markdown and entities.
    Inline,
    /// `true` or `false`.
    Bool,
    /// A whole number between the two, both included.
    Integer(i64, i64),
    /// A date, with or without a time.
    Date,
    /// A list of texts, or a single one.
    Texts,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A date order, a time zone, a language or an address: text that is checked further.
    Checked(Check),
    /// A map with the keys of the scope.
    Object(Scope),
    /// `true`, `false`, or a map with the keys of the scope.
    BoolOrObject(Scope),
    /// `true`, `false`, or the address of a thread.
    BoolOrThread,
    /// `true`, `false`, or a date.
    BoolOrDate,
    /// `true`, `false`, or text.
    BoolOrText,
    /// Text, or a map with the keys of the scope.
    TextOrObject(Scope),
    /// A map from names to maps with the keys of the scope; a name may stand without a map.
    MapOf(Scope),
    /// A list of maps with the keys of the scope.
    ListOf(Scope),
    /// Texts or maps with the keys of the scope; one or a list of them.
    TextsOrObjects(Scope),
    /// A map from names to one text each.
    MapOfTexts,
    /// A map from names to a list of texts (or one) each.
    MapOfLists,
    /// A map from fault codes to `error`, `warn` or `off`, or from patterns of paths to such maps.
    Checks,
    /// A map from paths to front matter.
    Defaults,
    /// A map of anything.
    Map,
    /// Names, maps with the keys of [`Scope::Author`], or a map from roles to names; one or a list of them.
    Authors,
    /// A map from labels to addresses, or a list of addresses.
    Links,
}

/// What text is checked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// An absolute `http` or `https` address.
    Address,
    /// A BCP 47 language tag.
    Language,
    /// The IANA name of a time zone.
    TimeZone,
    /// A path inside the site.
    Path,
    /// An address pattern.
    Pattern,
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Where it may stand.
    pub scopes: &'static [Scope],
    /// What it may hold.
    pub kind: Kind,
    /// What holds where it is absent: YAML for keys of the configuration that have a fixed default, else words
    /// in parentheses; "" is nothing.
    pub default: &'static str,
    /// What it does, in one sentence.
    pub doc: &'static str,
    /// Names that other generators' collections have for it, understood without `fields:`. One that begins with
    /// `!` means the opposite. Those of [`Scope::Picture`], [`Scope::Series`] and [`Scope::Agency`] stand beside `image`, `series`
    /// and `source`.
    pub also: &'static [&'static str],
    /// A small site on which it makes a difference.
    pub example: Example,
}

/// The rows of each scope in the order of [`Scope::ALL`]: a reader asks for every key of its scope, in every file.
static ROWS: LazyLock<Vec<Vec<&'static Key>>> = LazyLock::new(|| {
    let rows_of = |scope| KEYS.iter().filter(|key| key.scopes.contains(scope)).collect();
    Scope::ALL.iter().map(rows_of).collect()
});

/// The row of the key `name` of `scope`.
pub fn row(scope: Scope, name: &str) -> Option<&'static Key> {
    rows(scope).find(|key| key.name == name)
}

/// The rows of `scope`, in the order of the handbook.
pub fn rows(scope: Scope) -> impl Iterator<Item = &'static Key> {
    ROWS.get(scope as usize).into_iter().flatten().copied()
}

/// `name` as it is compared with foreign spellings: without case, `-`, `_` and spaces (`publishDate`, `publish_date`).
pub fn folded(name: &str) -> String {
    fold(name).collect()
}

/// The characters of [`folded`].
fn fold(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|character| !matches!(character, '-' | '_' | ' ')).flat_map(char::to_lowercase)
}

/// The bytes of [`folded`], of a name in ASCII.
fn fold_ascii(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b' ')).map(|byte| byte.to_ascii_lowercase())
}

/// Whether [`folded`] makes `folded` of `name`.
fn folds_to(name: &str, folded: &str) -> bool {
    if name.is_ascii() { fold_ascii(name).eq(folded.bytes()) } else { fold(name).eq(folded.chars()) }
}

/// Whether two names are one as they are compared with foreign spellings.
pub fn is_same_name(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() { fold_ascii(one).eq(fold_ascii(other)) } else { fold(one).eq(fold(other)) }
}

/// The key of `scope` that `name` is probably a slip of. Stricter than what is offered for errors, since it
/// becomes a warning: one slip in names up to seven letters, two in longer ones, none in very short ones.
pub fn near_miss(scope: Scope, name: &str) -> Option<&'static str> {
    let folded_name = folded(name);
    let length = folded_name.chars().count();
    let is_word = name.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | ' '));
    if !(4..=24).contains(&length) || !is_word || HARMLESS.iter().any(|harmless| folds_to(harmless, &folded_name)) {
        return None;
    }
    let is_foreign = |key: &Key| key.also.iter().any(|also| folds_to(also.trim_start_matches('!'), &folded_name));
    if rows(scope).any(is_foreign) {
        return None;
    }
    let limit = if length < 8 { 1 } else { 2 };
    rows(scope)
        // each letter too many or too few is a slip by itself
        .filter(|key| fold(key.name).count().abs_diff(length) <= limit)
        .map(|key| (strsim::osa_distance(&folded_name, &folded(key.name)), key.name))
        .filter(|(distance, candidate)| *distance <= limit && candidate.len() >= 4)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_has_its_own_rows() {
        for (index, scope) in Scope::ALL.iter().enumerate() {
            assert_eq!(*scope as usize, index);
            assert!(rows(*scope).count() > 0 && rows(*scope).all(|key| key.scopes.contains(scope)));
        }
    }

    #[test]
    fn names_are_compared_without_case_and_signs_between_words() {
        for (one, other, is_same) in [
            ("publishDate", "publish_date", true),
            ("publish date", "PUBLISH-DATE", true),
            ("date", "data", false),
            ("date", "dates", false),
            ("\u{212A}ey", "key", true),
            ("É_a", "éA", true),
            ("-", "", true),
        ] {
            assert_eq!(is_same_name(one, other), is_same, "{one} {other}");
            assert_eq!(folds_to(one, &folded(other)), is_same, "{one} {other}");
        }
    }
}
