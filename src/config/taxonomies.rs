//! The ways of grouping articles, as the configuration has them.

use std::collections::BTreeMap;

use super::Taxonomy;
use super::load::{count, named};
use crate::diagnostic::Code;
use crate::keys::{Reader, Scope};
use crate::path::UrlPath;

/// `topic`, `series` and `author`, changed by what the map says of them, and then the others of the map.
pub(super) fn read(reader: &mut Reader<'_, '_>) -> Vec<Taxonomy> {
    let mut taxonomies: Vec<Taxonomy> = ["topic", "series", "author"].into_iter().map(Taxonomy::preset).collect();
    for (name, found) in named(reader, "taxonomies") {
        if !name.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'))
            || name.is_empty()
        {
            reader.invalid(&found, &format!("`{name}` cannot name a taxonomy: expected letters, digits, `-` and `_`"));
            continue;
        }
        let known = taxonomies.iter().position(|taxonomy| taxonomy.name == name);
        let mut taxonomy = known.and_then(|at| taxonomies.get(at).cloned()).unwrap_or_else(|| Taxonomy::preset(name));
        if !found.node.is_empty() {
            let Some(mut inner) = reader.inner(Scope::Taxonomy, &found) else { continue };
            if let Some((path, found)) = inner.text("path") {
                match UrlPath::new(&path).filter(|path| path.as_str() != "/") {
                    Some(path) => {
                        taxonomy.path = path.as_str().trim_matches('/').to_owned();
                        taxonomy.title = title_of_path(&taxonomy.path);
                    }
                    None => inner.invalid(&found, &format!("`{path}` of `path` is no folder of the site")),
                }
            }
            taxonomy.title = inner.plain("title").unwrap_or(taxonomy.title);
            if let Some((key, found)) = inner.text("key") {
                match name {
                    // Their terms are more than text: roles of authors, parts of a series.
                    "author" | "series" => {
                        let own = if name == "author" { "authors" } else { "series" };
                        let message = format!("the taxonomy `{name}` is made of `{own}`, and has no other `key`");
                        let hint = format!("write `fields: {{{own}: [{key}]}}`");
                        inner.fault(Code::InvalidValue, &found, message, Some(hint));
                    }
                    _ => taxonomy.key = key,
                }
            }
            taxonomy.paginate = count(&mut inner, "paginate");
            taxonomy.hierarchical = inner.flag("hierarchical").unwrap_or(false);
            reader.faults.append(&mut inner.finish().1);
        }
        match known.and_then(|at| taxonomies.get_mut(at)) {
            Some(old) => *old = taxonomy,
            None => taxonomies.push(taxonomy),
        }
    }
    report_shared_paths(reader, &taxonomies);
    taxonomies
}

/// Two taxonomies cannot have their pages in one folder.
fn report_shared_paths(reader: &mut Reader<'_, '_>, taxonomies: &[Taxonomy]) {
    let mut by_path: BTreeMap<&str, &str> = BTreeMap::new();
    for taxonomy in taxonomies {
        if let Some(other) = by_path.insert(&taxonomy.path, &taxonomy.name) {
            let message =
                format!("the taxonomies `{other}` and `{}` both have the path `{}`", taxonomy.name, taxonomy.path);
            if let Some(found) = reader.find("taxonomies") {
                reader.fault(Code::Config, &found, message, Some("give one of them another `path`".to_owned()));
            }
        }
    }
}

impl Taxonomy {
    /// A taxonomy of which only the name is said.
    pub fn preset(name: &str) -> Self {
        let key = plural(name);
        Self {
            name: name.to_owned(),
            title: title_of_path(&key),
            path: key.clone(),
            key,
            paginate: None,
            hierarchical: false,
        }
    }
}

fn title_of_path(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path).replace(['-', '_'], " ");
    let mut characters = name.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// The plural of an English noun, as far as its ending tells it; a word that ends in a single `s` is its own.
pub fn plural(name: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&["ss", "sh", "ch", "x"]) {
        format!("{name}es")
    } else if name.ends_with('s') {
        name.to_owned()
    } else if name.ends_with('y') && !ends(&["ay", "ey", "oy", "uy"]) {
        format!("{}ies", name.trim_end_matches('y'))
    } else {
        format!("{name}s")
    }
}
