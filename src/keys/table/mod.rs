//! The rows of the table of keys, by where they stand.

mod article;
mod config;
mod people;
mod section;

use super::{Example, Key, Kind, Scope};

/// Every key that byline knows, in the order of the handbook.
pub const KEYS: &[Key] = &ALL;

const TABLES: [&[Key]; 4] = [config::KEYS, article::KEYS, section::KEYS, people::KEYS];
const COUNT: usize = TABLES[0].len() + TABLES[1].len() + TABLES[2].len() + TABLES[3].len();
static ALL: [Key; COUNT] = {
    let mut all = [config::KEYS[0]; COUNT];
    let mut next = 0;
    let mut table = 0;
    while table < TABLES.len() {
        let mut row = 0;
        while row < TABLES[table].len() {
            all[next] = TABLES[table][row];
            next += 1;
            row += 1;
        }
        table += 1;
    }
    all
};

/// Keys of other generators and themes that are no slip of a key of byline, though some look like one.
pub const HARMLESS: &[&str] = &[
    "layout",
    "type",
    "hero",
    "name",
    "data",
    "links",
    "index",
    "menu",
    "text",
    "code",
    "class",
    "style",
    "styles",
    "script",
    "scripts",
    "icon",
    "info",
    "note",
    "notes",
    "tool",
    "tools",
    "rating",
    "review",
    "footer",
    "header",
    "resources",
    "cascade",
    "outputs",
    "build",
    "headless",
    "markup",
    "sitemap",
    "search",
    "math",
    "mermaid",
    "eleventyNavigation",
    "eleventyExcludeFromCollections",
    "pagination",
    "collection",
    "collections",
    "visibility",
    "email",
    "tiers",
    "codeinjection_head",
    "feed",
    "place",
    "places",
    "event",
    "events",
    "start_date",
    "end_date",
    "update",
    "timeline",
    "robot",
    "lists",
    "sources",
    "tables",
    "shape",
    "spare",
    "update_date",
    "like",
    "likes",
];

impl Key {
    /// A row without foreign names.
    const fn new(
        scopes: &'static [Scope],
        name: &'static str,
        kind: Kind,
        default: &'static str,
        doc: &'static str,
        example: Example,
    ) -> Self {
        Self { name, scopes, kind, default, doc, also: &[], example }
    }

    /// The same row, with names that other generators use.
    const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}

/// An example: what differs, the files with the key, and those without it.
const fn example(
    difference: &'static str,
    with: &'static [(&'static str, &'static str)],
    without: &'static [(&'static str, &'static str)],
) -> Example {
    Example { difference, with, without }
}

#[cfg(test)]
thread_local! {
    /// The rows that this thread's readers asked for.
    static ASKED: std::cell::RefCell<std::collections::BTreeSet<(Scope, &'static str)>> = const {
        std::cell::RefCell::new(std::collections::BTreeSet::new())
    };
}

/// Notes that a reader asked for a row.
#[cfg(test)]
pub(super) fn note(scope: Scope, name: &'static str) {
    ASKED.with_borrow_mut(|asked| asked.insert((scope, name)));
}

/// The rows that this thread's readers have asked for so far.
#[cfg(test)]
pub(crate) fn asked() -> std::collections::BTreeSet<(Scope, &'static str)> {
    ASKED.with_borrow(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::super::{folded, near_miss, rows};
    use super::*;

    #[test]
    fn every_row_is_whole_and_every_name_is_of_one_row() {
        for scope in Scope::ALL {
            let mut names: Vec<String> = Vec::new();
            for key in rows(*scope) {
                names.push(folded(key.name));
                if scope.keeps_unknown() {
                    names.extend(key.also.iter().map(|name| folded(name.trim_start_matches('!'))));
                }
                let what = format!("{scope:?} {}", key.name);
                assert!(key.doc.ends_with('.') && key.example.difference.ends_with('.'), "{what}");
                assert!(!key.example.with.is_empty() && key.example.with != key.example.without, "{what}");
            }
            let count = names.len();
            names.sort();
            let before = names.clone();
            names.dedup();
            let is_published = |name: &String| name == "published";
            assert!(count - names.len() <= usize::from(before.iter().any(is_published)), "{scope:?}: {before:?}");
        }
    }

    #[test]
    fn slips_are_told_from_keys_of_others() {
        let near = |name| near_miss(Scope::Article, name);
        assert_eq!(near("titel"), Some("title"));
        assert_eq!(near("autors"), Some("authors"));
        assert_eq!(near("desciption"), Some("description"));
        assert_eq!(near("canonicl_url"), Some("canonical_url"));
        for name in ["layout", "type", "hero", "tumblr_url", "github", "lang2", "x", "data", "<p>In the movies", "like"]
        {
            assert_eq!(near(name), None, "{name}");
        }
        assert_eq!(near(&"title".repeat(1000)), None);
    }
}
