//! Who is meant by the names in the front matter: profiles, their other spellings, and names without a profile.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::terms::key_of;
use crate::article::names::{Split, split_names};
use crate::article::{AuthorRef, Profile};
use crate::diagnostic::{Code, Diagnostic, Place};

/// The authors that have a profile, by every spelling of their name.
pub(super) struct People<'a> {
    by_spelling: FxHashMap<String, &'a Arc<Profile>>,
}

/// A person named in an article.
pub(super) struct Named {
    /// The key of their term: of the profile's id, else of the name as written.
    pub(super) key: String,
    /// The name: the profile's, else as written.
    pub(super) name: Arc<str>,
}

impl<'a> People<'a> {
    pub(super) fn new(profiles: &'a [Arc<Profile>]) -> Self {
        let mut by_spelling = FxHashMap::default();
        for profile in profiles {
            for spelling in profile.also.iter().chain([&profile.name, &profile.id]) {
                by_spelling.entry(key_of(spelling)).or_insert(profile);
            }
        }
        // An id is the author's own: it goes before another's name.
        for profile in profiles {
            by_spelling.insert(key_of(&profile.id), profile);
        }
        Self { by_spelling }
    }

    /// The people of a reference: one, or several where the text holds several names; then also those of the names that
    /// no profile has.
    pub(super) fn named(&self, reference: &AuthorRef) -> (Vec<Named>, Vec<String>) {
        let is_known = |name: &str| self.by_spelling.contains_key(&key_of(name));
        if !reference.may_be_several || is_known(&reference.name) {
            return (vec![self.one(&reference.name)], Vec::new());
        }
        let Split { names, unknown } = split_names(&reference.name, &is_known);
        let unknown = if names.len() > 1 { unknown } else { Vec::new() };
        (names.iter().map(|name| self.one(name)).collect(), unknown)
    }

    fn one(&self, name: &str) -> Named {
        let key = key_of(name);
        let profile = self.by_spelling.get(&key).copied();
        Named {
            key: profile.map_or(key, |profile| key_of(&profile.id)),
            name: profile.map_or(name, |profile| profile.name.as_str()).into(),
        }
    }
}

/// A text that was read as several names, of which some have no profile.
pub(super) struct SplitNames<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// The names without a profile.
    pub(super) unknown: Vec<String>,
    /// Where it stands.
    pub(super) place: Option<&'a Place>,
}

impl SplitNames<'_> {
    /// The report of the names that are in no earlier one; `reported` holds the keys of those.
    pub(super) fn report(self, reported: &mut FxHashSet<String>) -> Option<Diagnostic> {
        let Self { text, mut unknown, place } = self;
        unknown.retain(|name| reported.insert(key_of(name)));
        (!unknown.is_empty()).then(|| split_report(text, &unknown, place))
    }
}

fn split_report(text: &str, unknown: &[String], place: Option<&Place>) -> Diagnostic {
    let names = unknown.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let diagnostic =
        Diagnostic::new(Code::AuthorSplit, format!("`{text}` was read as several authors; no profile has {names}"))
            .hint("write the authors as a list, `authors: [A, B]`, whose items are never split")
            .hint("or add the whole as a spelling, `also: […]`, to an author's profile");
    match place {
        Some(place) => diagnostic.at(place.clone()),
        None => diagnostic,
    }
}
