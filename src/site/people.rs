//! Who is meant by the names in the front matter: profiles, their other spellings, and names without a profile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::terms::key_of;
use crate::article::names::split_names;
use crate::article::{AuthorRef, Profile};
use crate::diagnostic::{Code, Diagnostic, Place};

/// The authors that have a profile, by every spelling of their name.
pub(super) struct People<'a> {
    by_spelling: BTreeMap<String, &'a Arc<Profile>>,
    reported: BTreeSet<String>,
}

/// A person named in an article: the profile, or the name as written.
pub(super) struct Named<'a> {
    /// The profile, where there is one.
    pub(super) profile: Option<&'a Arc<Profile>>,
    /// The name: the profile's, else as written.
    pub(super) name: String,
    /// What they did.
    pub(super) role: String,
}

impl<'a> People<'a> {
    pub(super) fn new(profiles: &'a [Arc<Profile>]) -> Self {
        let mut by_spelling = BTreeMap::new();
        for profile in profiles {
            for spelling in profile.also.iter().chain([&profile.name, &profile.id]) {
                by_spelling.entry(key_of(spelling)).or_insert(profile);
            }
        }
        // An id is the author's own: it goes before another's name.
        for profile in profiles {
            by_spelling.insert(key_of(&profile.id), profile);
        }
        Self { by_spelling, reported: BTreeSet::new() }
    }

    /// The people of a reference: one, or several where the text holds several names.
    ///
    /// A split that yields a name without a profile beside names that have one is reported once.
    pub(super) fn named(
        &mut self,
        reference: &AuthorRef,
        place: Option<&Place>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Named<'a>> {
        if !reference.may_be_several || self.by_spelling.contains_key(&key_of(&reference.name)) {
            return vec![self.one(&reference.name, &reference.role)];
        }
        let split = split_names(&reference.name, &|name| self.by_spelling.contains_key(&key_of(name)));
        if split.names.len() > 1 {
            let unknown: Vec<String> =
                split.unknown.into_iter().filter(|name| self.reported.insert(key_of(name))).collect();
            if !unknown.is_empty() {
                diagnostics.push(split_report(&reference.name, &unknown, place));
            }
        }
        split.names.iter().map(|name| self.one(name, &reference.role)).collect()
    }

    fn one(&self, name: &str, role: &str) -> Named<'a> {
        let profile = self.by_spelling.get(&key_of(name)).copied();
        let name = profile.map_or_else(|| name.to_owned(), |profile| profile.name.clone());
        Named { profile, name, role: role.to_owned() }
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
