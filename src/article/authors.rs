//! Who made an article, in the many forms that front matter has for it.

use super::AuthorRef;
use crate::keys::{Found, Node, Reader, Scope, is_same_name};

/// The role of those of whom nothing else is said.
const WRITING: &str = "writing";

/// Other words for the roles that themes have texts for.
const SYNONYMS: &[(&str, &str)] = &[
    ("author", WRITING),
    ("authors", WRITING),
    ("writer", WRITING),
    ("writers", WRITING),
    ("text", WRITING),
    ("words", WRITING),
    ("by", WRITING),
    ("reporter", "reporting"),
    ("reporters", "reporting"),
    ("photographer", "photography"),
    ("photographers", "photography"),
    ("photo", "photography"),
    ("photos", "photography"),
    ("editor", "editing"),
    ("editors", "editing"),
    ("translator", "translation"),
    ("translators", "translation"),
    ("translated by", "translation"),
    ("illustrator", "illustration"),
    ("illustrators", "illustration"),
    ("contributor", "additional reporting"),
    ("contributors", "additional reporting"),
];

/// The people of a value: one string that may hold several names, a list of names and maps, a map of name and
/// role, or a map from roles to names.
pub(super) fn read<'n>(reader: &mut Reader<'_, 'n>, found: &Found<'n>) -> Vec<AuthorRef> {
    let mut authors = Vec::new();
    match found.node {
        Node::List(items) => {
            for (index, node) in items.iter().enumerate() {
                let path = found.path.iter().copied().chain([index]).collect();
                let item = Found { node, path, ..found.clone() };
                match node {
                    Node::Map(_) => of_map(reader, &item, &mut authors),
                    Node::List(_) => reader.wrong_type(&item, "a name or a map of name and role"),
                    scalar => authors.extend(scalar.text().and_then(|name| named(name, WRITING, false))),
                }
            }
        }
        Node::Map(_) => of_map(reader, found, &mut authors),
        scalar => authors.extend(scalar.text().and_then(|text| named(without_by(text), WRITING, true))),
    }
    authors.shrink_to_fit();
    authors
}

/// A map of name and role, or from roles to names.
fn of_map<'n>(reader: &mut Reader<'_, 'n>, found: &Found<'n>, authors: &mut Vec<AuthorRef>) {
    let Some(mut inner) = reader.inner(Scope::Author, found) else { return };
    let (id, name, role) = (inner.plain("id"), inner.plain("name"), inner.plain("role"));
    reader.faults.append(&mut inner.finish_quietly());
    if let Some(name) = id.or(name) {
        authors.extend(named(&name, &role.unwrap_or_default(), false));
        return;
    }
    for (index, (role, node)) in found.node.entries().unwrap_or_default().iter().enumerate() {
        let path: Vec<usize> = found.path.iter().copied().chain([index]).collect();
        match node {
            Node::List(items) => {
                for (index, node) in items.iter().enumerate() {
                    match node.text() {
                        Some(name) => authors.extend(named(name, role, false)),
                        None => {
                            let path = path.iter().copied().chain([index]).collect();
                            reader.wrong_type(&Found { node, path, ..found.clone() }, "a name");
                        }
                    }
                }
            }
            Node::Map(_) => {
                reader.wrong_type(&Found { node, path, ..found.clone() }, "a name or a list of names for each role")
            }
            scalar => authors.extend(scalar.text().and_then(|text| named(text, role, true))),
        }
    }
}

fn named(name: &str, role: &str, may_be_several: bool) -> Option<AuthorRef> {
    (!name.is_empty()).then(|| AuthorRef { name: name.to_owned(), role: normalised(role), may_be_several })
}

/// A role in lower case with plain spaces, and by the word that themes know; `writing` where nothing is said.
fn normalised(role: &str) -> String {
    if role == WRITING {
        return role.to_owned();
    }
    let words: String = role.to_lowercase().replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    match SYNONYMS.iter().find(|(word, _)| is_same_name(word, &words)) {
        Some((_, role)) => (*role).to_owned(),
        None if words.is_empty() => WRITING.to_owned(),
        None => words,
    }
}

/// A line of names without the word "By" before it.
fn without_by(text: &str) -> &str {
    match text.split_once(char::is_whitespace) {
        Some((first, rest)) if first.eq_ignore_ascii_case("by") => rest.trim_start(),
        _ => text,
    }
}
