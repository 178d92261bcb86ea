//! Typed reading of a map by the table: names, types and what is left over.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::document::{Source, Step};
use super::tree::{Node, trim};
use super::{Check, Key, Kind, Scope, folded, folds_to, is_same_name, near_miss, row, rows};
use crate::diagnostic::{Code, Diagnostic, Place, nearest};

/// A value that a map holds.
#[derive(Clone, Debug)]
pub struct Found<'n> {
    /// The value.
    pub node: &'n Node,
    /// The row that it belongs to.
    pub key: &'static Key,
    /// The name under which it stands.
    pub written: &'n str,
    /// The way to it from the root of the data.
    pub path: Vec<Step>,
    /// Whether a name of [`Key::also`] that means the opposite held it.
    pub is_negated: bool,
}

/// The names of a map's entries, as they are looked for.
#[derive(Debug, Default)]
struct Names<'n> {
    /// Each as written, without white space around it, and as it is compared with foreign spellings.
    all: Vec<(&'n str, Cow<'n, str>)>,
    /// What the compared ones begin and end with, by [`mark`]: most names that are asked for are seen to be absent by that.
    marks: u64,
}

impl<'n> Names<'n> {
    fn of(entries: &'n [(String, Node)]) -> Self {
        let mut names = Self { all: Vec::with_capacity(entries.len()), marks: 0 };
        for (name, _) in entries {
            let written = trim(name);
            let is_folded = written.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
            let compared = if is_folded { Cow::Borrowed(written) } else { Cow::Owned(folded(written)) };
            names.marks |= mark(&compared).unwrap_or_default();
            names.all.push((written, compared));
        }
        names
    }

    /// Whether a name may be among them; `false` only where none is the same, even in a foreign spelling.
    fn may_hold(&self, name: &str) -> bool {
        mark(name).is_none_or(|mark| self.marks & mark != 0)
    }

    /// The entries of that name, the last one first; where there are none and `is_free` is set, those that have it in a
    /// foreign spelling.
    fn find(&self, name: &str, is_free: bool) -> Vec<usize> {
        if !self.may_hold(name) {
            return Vec::new();
        }
        let all = || self.all.iter().enumerate().rev();
        let found: Vec<usize> = all().filter(|(_, (written, _))| *written == name).map(|(index, _)| index).collect();
        if !found.is_empty() || !is_free {
            return found;
        }
        all().filter(|(_, (_, compared))| folds_to(name, compared)).map(|(index, _)| index).collect()
    }
}

/// A bit for the first and last letter of a name, the same in every foreign spelling of it; some share one. `None` where a
/// letter is not of ASCII, and where there is none.
fn mark(name: &str) -> Option<u64> {
    let is_letter = |byte: &u8| !matches!(byte, b'-' | b'_' | b' ');
    let (first, last) = (name.bytes().find(is_letter)?, name.bytes().rfind(is_letter)?);
    let number = first.to_ascii_lowercase().wrapping_mul(5).wrapping_add(last.to_ascii_lowercase());
    (first.is_ascii() && last.is_ascii()).then_some(1 << (number & 63))
}

/// Reads the keys of one map.
pub struct Reader<'r, 'n> {
    scope: Scope,
    source: &'r Source<'r>,
    path: Vec<Step>,
    entries: &'n [(String, Node)],
    names: Names<'n>,
    /// A collection's own names, by ours.
    fields: Option<&'r BTreeMap<String, Vec<String>>>,
    /// How many of the root's entries stand in the source; what lies beyond has been judged elsewhere.
    own: usize,
    /// Which of the entries a key took.
    used: Vec<bool>,
    /// What is wrong so far.
    pub faults: Vec<Diagnostic>,
}

impl<'r, 'n> Reader<'r, 'n> {
    /// A reader of `entries`, which stand at `path` of `source`.
    pub fn new(scope: Scope, source: &'r Source<'r>, path: Vec<Step>, entries: &'n [(String, Node)]) -> Self {
        let (names, used) = (Names::of(entries), vec![false; entries.len()]);
        let (own, faults) = (usize::MAX, Vec::new());
        let mut reader = Self { scope, source, path, entries, names, fields: None, own, used, faults };
        reader.report_repeated();
        reader
    }

    /// The same, with a collection's own names for keys: ours, and the names in order of precedence.
    pub fn with_fields(mut self, fields: &'r BTreeMap<String, Vec<String>>) -> Self {
        self.fields = Some(fields);
        self
    }

    /// The same, where only the first `own` entries stand in the source: of the others nothing is reported.
    pub fn with_own(mut self, own: usize) -> Self {
        self.own = own;
        self
    }

    /// A reader of the map `found`, with the keys of `scope`; a wrong type is reported and nothing returned.
    pub fn inner(&mut self, scope: Scope, found: &Found<'n>) -> Option<Reader<'r, 'n>> {
        match found.node.entries() {
            Some(entries) => Some(Reader::new(scope, self.source, found.path.clone(), entries).with_own(self.own)),
            None => {
                self.wrong_type(found, "a map");
                None
            }
        }
    }

    /// The value of the key `name`: its own name first unless `fields:` orders otherwise, then the names of
    /// `fields:`, then those that other generators use. Empty values count as absent.
    pub fn find(&mut self, name: &'static str) -> Option<Found<'n>> {
        let key = self.key(name)?;
        let mapped = self.fields.and_then(|fields| fields.get(name)).map_or(&[][..], Vec::as_slice);
        let own = (!mapped.iter().any(|other| other == name)).then_some(name);
        let mut names = own.into_iter().chain(mapped.iter().map(String::as_str));
        if let Some(found) = names.find_map(|written| self.take(key, written, false)) {
            return Some(found);
        }
        if self.scope.keeps_unknown() {
            return key.also.iter().find_map(|written| self.take(key, written, true));
        }
        None
    }

    /// The row of `name`, which this scope must have.
    fn key(&mut self, name: &'static str) -> Option<&'static Key> {
        let key = row(self.scope, name);
        debug_assert!(key.is_some(), "the table of keys lacks `{name}` of {:?}", self.scope);
        #[cfg(test)]
        super::table::note(self.scope, name);
        key
    }

    /// The last entry named `written`, unless it is empty; empty ones are used up. A foreign name counts only
    /// where its value can be what the key holds.
    fn take(&mut self, key: &'static Key, written: &str, is_foreign: bool) -> Option<Found<'n>> {
        let is_negated = is_foreign && written.bytes().next() == Some(b'!');
        let wanted = if is_negated { written.get(1..).unwrap_or_default() } else { written };
        let entries = self.entries;
        let found = self.names.find(wanted, self.scope.keeps_unknown());
        let fit = |node: &Node| !node.is_empty() && (!is_foreign || fits(key.kind, node, is_negated));
        let holds = found.first().copied().filter(|index| entries.get(*index).is_some_and(|(_, node)| fit(node)));
        for index in found {
            let is_empty = entries.get(index).is_some_and(|(_, node)| node.is_empty());
            if let Some(used) = self.used.get_mut(index) {
                *used |= is_empty || holds.is_some_and(|held| held >= index);
            }
        }
        let index = holds?;
        let (written, node) = entries.get(index)?;
        let path = self.path.iter().copied().chain([index]).collect();
        Some(Found { node, key, written: trim(written), path, is_negated })
    }

    /// The value of a key of `inner` that stands beside its map under a foreign name, `image_alt` beside `image`:
    /// those of `fields:` under `outer.name`, then those of the table.
    pub fn find_beside(&mut self, outer: &str, inner: Scope, name: &'static str) -> Option<Found<'n>> {
        let key = row(inner, name)?;
        let fields = self.fields.filter(|fields| !fields.is_empty());
        let mapped = fields.and_then(|fields| fields.get(&format!("{outer}.{name}"))).map_or(&[][..], Vec::as_slice);
        let found = mapped.iter().find_map(|written| self.take(key, written, false));
        found.or_else(|| key.also.iter().find_map(|written| self.take(key, written, true)))
    }

    /// The value under the first of `names` that holds one, read as the key of `row`; foreign names only where the
    /// value is of its kind.
    pub fn find_named(&mut self, row: &'static Key, names: &[&str], is_foreign: bool) -> Option<Found<'n>> {
        #[cfg(test)]
        super::table::note(self.scope, row.name);
        names.iter().find_map(|written| self.take(row, written, is_foreign))
    }

    /// Text as written, trimmed; `None` where it is absent or of another type.
    pub fn text(&mut self, name: &'static str) -> Option<(String, Found<'n>)> {
        let found = self.find(name)?;
        match found.node.text() {
            Some(text) => Some((text.to_owned(), found)),
            None => {
                self.wrong_type(&found, "text");
                None
            }
        }
    }

    /// Text as written, trimmed, without its place.
    pub fn plain(&mut self, name: &'static str) -> Option<String> {
        self.text(name).map(|(text, _)| text)
    }

    /// A list of texts, or a single one; empty items are left out.
    pub fn texts(&mut self, name: &'static str) -> Vec<(String, Vec<Step>)> {
        let Some(found) = self.find(name) else { return Vec::new() };
        self.texts_of(&found)
    }

    /// The texts of a value: of a list, or a single one.
    pub fn texts_of(&mut self, found: &Found<'n>) -> Vec<(String, Vec<Step>)> {
        let items = match found.node {
            Node::List(items) => items.iter().enumerate().map(|(index, item)| (item, Some(index))).collect(),
            single => vec![(single, None)],
        };
        let mut texts = Vec::new();
        for (item, index) in items {
            let path: Vec<Step> = found.path.iter().copied().chain(index).collect();
            match item.text() {
                Some("") => {}
                Some(text) => texts.push((text.to_owned(), path)),
                None => self.wrong_type(&Found { node: item, path, ..found.clone() }, "text, or a list of texts"),
            }
        }
        texts
    }

    /// `true` or `false`; `None` where it is absent or of another type.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        let found = self.find(name)?;
        match found.node.flag() {
            Some(flag) => Some(flag != found.is_negated),
            None => {
                self.wrong_type(&found, "`true` or `false`");
                None
            }
        }
    }

    /// A whole number within the bounds of the row; `None` where it is absent or wrong.
    pub fn integer(&mut self, name: &'static str) -> Option<i64> {
        let found = self.find(name)?;
        let Kind::Integer(least, most) = found.key.kind else { return None };
        match found.node.integer() {
            Some(number) if (least..=most).contains(&number) => Some(number),
            Some(number) => {
                let expected = match (least, most) {
                    (least, i64::MAX) => format!("at least {least}"),
                    _ => format!("{least} to {most}"),
                };
                self.invalid(
                    &found,
                    &format!("`{number}` is out of range for `{}`: expected {expected}", found.written),
                );
                None
            }
            None => {
                self.wrong_type(&found, "a whole number");
                None
            }
        }
    }

    /// One of the words of the row; `None` where it is absent or another.
    pub fn choice(&mut self, name: &'static str) -> Option<&'static str> {
        let (text, found) = self.text(name)?;
        let Kind::Choice(words) = found.key.kind else { return None };
        let lower = text.to_lowercase();
        let chosen = words.iter().copied().find(|word| *word == lower);
        if chosen.is_none() {
            let list = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            let message = format!("`{text}` is not a value of `{}`: expected one of {list}", found.written);
            let near = nearest(&text, words.iter().copied()).map(|word| format!("did you mean `{word}`?"));
            self.fault(Code::InvalidValue, &found, message, near);
        }
        chosen
    }

    /// A map of anything; empty where it is absent or of another type.
    pub fn map(&mut self, name: &'static str) -> Map<String, Value> {
        let Some(found) = self.find(name) else { return Map::new() };
        match found.node.to_value() {
            Value::Object(map) => map,
            _ => {
                self.wrong_type(&found, "a map");
                Map::new()
            }
        }
    }

    /// Reports that a value is not what was expected.
    pub fn wrong_type(&mut self, found: &Found<'n>, expected: &str) {
        let message = format!("`{}` holds {}, expected {expected}", found.written, found.node.describe());
        self.fault(Code::WrongType, found, message, None);
    }

    /// Reports a value that the key cannot have.
    pub fn invalid(&mut self, found: &Found<'n>, message: &str) {
        self.fault(Code::InvalidValue, found, message.to_owned(), None);
    }

    /// Reports a fault at a value.
    pub fn fault(&mut self, code: Code, found: &Found<'n>, message: String, hint: Option<String>) {
        let mut fault = Diagnostic::new(code, message);
        fault.hints.extend(hint);
        self.report(found, fault);
    }

    /// Reports a fault at the key of a map's entry.
    pub fn fault_of_key(&mut self, code: Code, found: &Found<'n>, message: String, hint: Option<String>) {
        let mut fault = Diagnostic::new(code, message).at(self.source.key_place(&found.path, found.written));
        fault.hints.extend(hint);
        self.faults.push(fault);
    }

    /// Reports a diagnostic at a value.
    pub fn report(&mut self, found: &Found<'n>, fault: Diagnostic) {
        if found.path.first().is_some_and(|first| *first < self.own) {
            self.faults.push(fault.at(self.place(found)));
        }
    }

    /// Where a value stands.
    pub fn place(&self, found: &Found<'n>) -> Place {
        self.source.value_place(&found.path, found.node)
    }

    /// The entries that no key took, with their positions.
    pub fn unused(&self) -> Vec<(usize, &'n str, &'n Node)> {
        let rest = self.entries.iter().enumerate().zip(&self.used).filter(|(_, used)| !**used);
        rest.map(|((index, (name, node)), _)| (index, trim(name), node)).collect()
    }

    /// Ends the reading: reports the keys that nothing took, as errors in the configuration and as near misses
    /// in front matter, and returns them.
    pub fn finish(mut self) -> (Vec<(&'n str, &'n Node)>, Vec<Diagnostic>) {
        let unused = self.unused();
        for (index, name, node) in &unused {
            let is_repetition = self.entries.iter().skip(index + 1).any(|(other, _)| trim(other) == *name);
            let path: Vec<Step> = self.path.iter().copied().chain([*index]).collect();
            let is_own = path.first().is_some_and(|first| *first < self.own);
            if is_repetition || !is_own || node.is_empty() && self.scope.keeps_unknown() {
                continue;
            }
            let fault = if self.scope.keeps_unknown() {
                let is_mapped = self.fields.is_some_and(|fields| fields.values().flatten().any(|other| other == name));
                let near = near_miss(self.scope, name).filter(|near| !is_same_name(near, name) && !is_mapped);
                let near = near.map(|near| {
                    Diagnostic::new(
                        Code::NearMissKey,
                        format!("`{name}` is not a key of byline, but looks like `{near}`"),
                    )
                    .hint(format!("write `{near}:`, or put it under `extra:` if it is a key of your own"))
                });
                near.or_else(|| prose_key(name))
            } else {
                Some(self.unknown(name))
            };
            self.faults.extend(fault.map(|fault| fault.at(self.source.key_place(&path, name))));
        }
        (unused.into_iter().map(|(_, name, node)| (name, node)).collect(), self.faults)
    }

    /// Ends the reading without judging the keys that nothing took.
    pub fn finish_quietly(self) -> Vec<Diagnostic> {
        self.faults
    }

    fn unknown(&self, name: &str) -> Diagnostic {
        let fault = Diagnostic::new(Code::UnknownKey, format!("`{name}` is not a key {}", self.scope.place_name()));
        match nearest(name, rows(self.scope).map(|key| key.name)) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None if self.scope == Scope::Config => fault.hint("put values of your own under `extra:`"),
            None => {
                let names = rows(self.scope).map(|key| format!("`{}`", key.name)).collect::<Vec<_>>().join(", ");
                fault.hint(format!("its keys are {names}"))
            }
        }
    }

    /// Warns of keys that stand more than once; the last one that is not empty wins.
    fn report_repeated(&mut self) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, (name, _)) in self.names.all.iter().enumerate() {
            let name = *name;
            let Some(first) = seen.insert(name, index) else { continue };
            if name == "<<" {
                continue;
            }
            let at = |index: usize| {
                let path: Vec<Step> = self.path.iter().copied().chain([index]).collect();
                self.source.key_place(&path, name)
            };
            let fault =
                Diagnostic::new(Code::RepeatedKey, format!("`{name}` stands more than once; the last one wins"))
                    .at(at(index))
                    .also(at(first), "it stood here before")
                    .hint("keep one of them");
            self.faults.push(fault);
        }
    }
}

/// Of how many words a key must be at least to be taken for prose.
const PROSE_WORDS: usize = 8;

/// The warning for a key that is the beginning of a sentence, up to its colon.
fn prose_key(name: &str) -> Option<Diagnostic> {
    if name.split_whitespace().count() < PROSE_WORDS {
        return None;
    }
    let start: Vec<&str> = name.split_whitespace().take(PROSE_WORDS / 2).collect();
    let message = format!("a line of prose was read as a key, since it holds a colon: `{} …`", start.join(" "));
    let hint = "put the text that it belongs to in quotes, or behind `>` with every line indented";
    Some(Diagnostic::new(Code::ProseKey, message).hint(hint))
}

impl Scope {
    /// Where its keys stand, for messages: "of the configuration".
    fn place_name(self) -> &'static str {
        match self {
            Scope::Config => "of the configuration",
            Scope::Theme => "of `theme`",
            Scope::Files => "of an entry of `files`",
            Scope::Navigation => "of an entry of `navigation`",
            Scope::Taxonomy => "of a taxonomy",
            Scope::SectionSettings => "of an entry of `sections`",
            Scope::Redirect => "of an entry of `redirects`",
            Scope::Comments => "of `comments`",
            Scope::Target => "of a target of `publish`",
            Scope::Header => "of an entry of `headers`",
            Scope::ContentSecurity => "of `csp`",
            Scope::Feeds => "of `feeds`",
            Scope::Sitemap => "of `sitemap`",
            Scope::Robots => "of `robots`",
            Scope::Publisher => "of `publisher`",
            Scope::Social => "of `social`",
            Scope::Security => "of `security`",
            Scope::Audio => "of `audio`",
            Scope::Markdown => "of `markdown`",
            Scope::Minify => "of `minify`",
            Scope::Article => "of an article",
            Scope::Picture => "of a picture",
            Scope::Series => "of `series`",
            Scope::Author => "of an author",
            Scope::Agency => "of `source`",
            Scope::Correction => "of a correction",
            Scope::Section => "of a section",
            Scope::Profile => "of a profile",
        }
    }
}

/// Whether a value that stands under a foreign name can be what the key holds.
pub fn fits(kind: Kind, node: &Node, is_negated: bool) -> bool {
    let is_texts = |node: &Node| match node {
        Node::List(items) => items.iter().all(|item| item.text().is_some()),
        single => single.text().is_some(),
    };
    match kind {
        Kind::Bool | Kind::BoolOrObject(_) => node.flag().is_some(),
        Kind::BoolOrDate | Kind::BoolOrText => node.flag().is_some() || !is_negated && node.text().is_some(),
        Kind::BoolOrThread => node.flag().is_some() || !is_negated && node.text().is_some_and(is_thread),
        Kind::Integer(..) => node.integer().is_some(),
        Kind::Date => {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count() >= 4;
            !is_negated && matches!(node, Node::Text(text) if digits(text))
        }
        Kind::Texts => is_texts(node),
        Kind::Choice(words) => node.text().is_some_and(|text| words.contains(&text.to_lowercase().as_str())),
        Kind::Checked(Check::Language) => node.text().is_some_and(is_language),
        Kind::Checked(Check::Pattern) => {
            matches!(node, Node::Text(text) if !text.contains("://") && !text.contains("{{"))
        }
        Kind::Text | Kind::Inline | Kind::Checked(_) => {
            node.text().is_some() && !matches!(node, Node::Scalar(_, Value::Bool(_)))
        }
        Kind::TextOrObject(_) => {
            matches!(node, Node::Text(_) | Node::Map(_)) || matches!(node, Node::List(_)) && is_texts(node)
        }
        Kind::Authors | Kind::Links | Kind::TextsOrObjects(_) => !matches!(node, Node::Scalar(_, Value::Bool(_))),
        _ => node.entries().is_some(),
    }
}

/// Whether text is formed like the address of a status: `https://mastodon.example/@herald/1234`.
pub fn is_thread(text: &str) -> bool {
    let is_odd = |character: char| character.is_whitespace() || matches!(character, '"' | '<' | '>' | '\\' | '?' | '#');
    let Some(rest) = text.strip_prefix("https://").filter(|rest| !rest.contains(is_odd)) else { return false };
    let mut parts = rest.rsplitn(3, '/');
    let (number, account, host) = (parts.next(), parts.next(), parts.next());
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        && account.is_some_and(|account| account.len() > 1 && account.starts_with('@'))
        && host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
}

/// Whether text is formed like a BCP 47 language tag; `_` may stand for `-`.
pub fn is_language(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
