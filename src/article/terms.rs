//! The terms of an article, for each taxonomy of the configuration.

use super::{AuthorRef, Meta};
use crate::config::{Config, Taxonomy, plural};
use crate::keys::{Found, Key, Node, Reader, Scope, folded, is_same_name, row, trim};

/// Reads the terms of every taxonomy but `author` and `series`, under its key, its name or its name's plural; topics
/// also under the names that other generators have for them, unless a taxonomy claims those. `note` is told of each
/// value that was found.
pub(super) fn read<'n>(
    reader: &mut Reader<'_, 'n>,
    meta: &mut Meta,
    config: &Config,
    note: &mut dyn FnMut(&Found<'n>),
) {
    let Some(topics) = row(Scope::Article, "topics") else { return };
    let grouped = reader.find("taxonomies");
    for taxonomy in config.taxonomies.iter().filter(|taxonomy| !matches!(taxonomy.name.as_str(), "author" | "series")) {
        let mut terms = Vec::new();
        for found in values(reader, taxonomy, topics, config) {
            note(&found);
            add(reader, &found, &mut terms);
        }
        if !terms.is_empty() {
            meta.terms.insert(&taxonomy.name, terms);
        }
    }
    if let Some(found) = grouped {
        add_grouped(reader, &found, meta, config);
    }
    meta.terms.shrink();
}

/// The values that hold an article's terms: the one under the taxonomy's own names, else for topics all those under
/// foreign names that no taxonomy claims.
fn values<'n>(
    reader: &mut Reader<'_, 'n>,
    taxonomy: &Taxonomy,
    topics: &'static Key,
    config: &Config,
) -> Vec<Found<'n>> {
    let plural = plural(&taxonomy.name);
    let mut names: Vec<&str> = vec![&taxonomy.key, &taxonomy.name, &plural];
    let mapped: Vec<&str> = [taxonomy.key.as_str(), taxonomy.name.as_str()]
        .into_iter()
        .filter_map(|name| config.fields.get(name))
        .flatten()
        .map(String::as_str)
        .collect();
    if mapped.contains(&taxonomy.key.as_str()) {
        names = mapped;
    } else {
        names.extend(mapped);
    }
    if let Some(found) = reader.find_named(topics, &names, false) {
        return vec![found];
    }
    if taxonomy.name != "topic" {
        return Vec::new();
    }
    let free = topics.also.iter().filter(|name| !config.taxonomies.iter().any(|taxonomy| claims(taxonomy, name)));
    free.filter_map(|name| reader.find_named(topics, &[name], true)).collect()
}

/// Whether a taxonomy has the key `name` for itself.
pub(super) fn claims(taxonomy: &Taxonomy, name: &str) -> bool {
    is_same_name(&taxonomy.key, name)
        || is_same_name(&taxonomy.name, name)
        || is_same_name(&plural(&taxonomy.name), name)
}

/// Adds the terms of a value: the items of a list, or text divided at commas.
fn add<'n>(reader: &mut Reader<'_, 'n>, found: &Found<'n>, terms: &mut Vec<String>) {
    let is_list = matches!(found.node, Node::List(_));
    for (text, _) in reader.texts_of(found) {
        let parts: Vec<&str> = if is_list { vec![&text] } else { text.split(',').map(trim).collect() };
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !terms.iter().any(|term| term == part) {
                terms.push(part.to_owned());
            }
        }
    }
}

/// Adds what stands in one map by taxonomy, for taxonomies that the article names nowhere else.
fn add_grouped<'n>(reader: &mut Reader<'_, 'n>, found: &Found<'n>, meta: &mut Meta, config: &Config) {
    let Some(entries) = found.node.entries() else { return reader.wrong_type(found, "a map") };
    for (index, (name, node)) in entries.iter().enumerate() {
        let path = found.path.iter().copied().chain([index]).collect();
        let value = Found { node, path, ..found.clone() };
        let mut terms = Vec::new();
        add(reader, &value, &mut terms);
        let claimed = config.taxonomies.iter().find(|taxonomy| claims(taxonomy, name));
        let topic = || config.taxonomies.iter().find(|taxonomy| taxonomy.name == "topic");
        let is_topic = matches!(folded(name).as_str(), "tags" | "tag" | "categories" | "category");
        match claimed.or_else(|| topic().filter(|_| is_topic)) {
            Some(taxonomy) if taxonomy.name == "author" => {
                if meta.authors.is_empty() {
                    let author = |name| AuthorRef { name, role: "writing".to_owned(), may_be_several: false };
                    meta.authors = terms.into_iter().map(author).collect();
                }
            }
            Some(taxonomy) if taxonomy.name == "series" => {
                let named = terms.into_iter().next().map(|name| super::SeriesRef { name, part: None });
                meta.series = meta.series.take().or(named.map(Box::new));
            }
            Some(taxonomy) => {
                let own = meta.terms.of(&taxonomy.name);
                terms.retain(|term| !own.contains(term));
                own.extend(terms);
            }
            None => {
                meta.extra.insert(name.clone(), node.to_value());
            }
        }
    }
}
