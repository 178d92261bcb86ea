//! A Markdown file of the content as what it is: an article, the description of a section, or a profile.

use std::borrow::Cow;
use std::sync::Arc;

use super::front_matter::{self, Parts};
use super::markdown::{self, BodySource};
use super::{Article, Body, Document, Meta, Parsed, index, meta, profile};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::keys::{Format, Node, Scope, Source, is_same_name, rows, trim};
use crate::path::SourcePath;

/// The folder of the content that holds the profiles of authors.
const PROFILES: &str = "authors";

/// A file while it is read: its text, where its parts stand, and what the front matter holds.
pub(super) struct File<'f> {
    /// Its path.
    pub(super) path: &'f SourcePath,
    /// Its text and where the front matter stands in it.
    pub(super) source: Source<'f>,
    /// Its text and where the body stands in it.
    pub(super) parts: Parts,
    /// What the front matter holds, then what `defaults:` adds to it.
    pub(super) entries: Vec<(String, Node)>,
    /// How many of the entries stand in the file.
    pub(super) own: usize,
}

/// Reads a file of the content. Whatever is wrong with it is among the diagnostics; where nothing can be made of
/// it there is no document.
pub fn parse(source: &SourcePath, bytes: &[u8], config: &Config) -> Parsed {
    match open(source, bytes) {
        Ok(file) => document(file, config),
        Err(fault) => Parsed { document: None, diagnostics: vec![fault] },
    }
}

/// Divides the file and reads its front matter.
fn open<'f>(path: &'f SourcePath, bytes: &'f [u8]) -> Result<File<'f>, Diagnostic> {
    let text = front_matter::text(path, bytes)?;
    let parts = front_matter::divide(path, text)?;
    let (format, range) = parts.data.clone().unwrap_or((Format::Yaml, 0..0));
    let source = Source { file: path, text, range, format };
    let entries = front_matter::entries(&source)?;
    let own = entries.len();
    Ok(File { path, source, parts, entries, own })
}

fn document(mut file: File<'_>, config: &Config) -> Parsed {
    let (document, diagnostics) = match role(file.path, config) {
        Role::Article => {
            add_defaults(&mut file, config);
            let (meta, mut diagnostics) = meta::read(&file, config);
            let (body, found) = body(&file, config, Some(&meta));
            diagnostics.extend(found);
            (Document::Article(Arc::new(Article { source: file.path.clone(), meta, body })), diagnostics)
        }
        Role::Section => {
            let (section, diagnostics) = index::read(&file, config);
            (Document::Section(Box::new(section)), diagnostics)
        }
        Role::Profile(id) => {
            let (profile, diagnostics) = profile::read(&file, id, config);
            (Document::Profile(Box::new(profile)), diagnostics)
        }
    };
    Parsed { document: Some(document), diagnostics }
}

/// The body of a file; of an article, as its front matter asks for it.
pub(super) fn body(file: &File<'_>, config: &Config, article: Option<&Meta>) -> (Body, Vec<Diagnostic>) {
    markdown::body(&BodySource {
        file: file.path,
        text: file.source.text,
        body: file.parts.body.clone(),
        options: &config.markdown,
        drop_first_heading: article.is_some_and(|meta| meta.title_from_heading),
        has_summary: article.is_some_and(|meta| meta.description.is_none()),
    })
}

/// What a file is.
enum Role<'p> {
    Article,
    Section,
    /// The profile of the author with the id.
    Profile(Cow<'p, str>),
}

fn role<'p>(path: &'p SourcePath, config: &Config) -> Role<'p> {
    if path.stem() == "_index" {
        return Role::Section;
    }
    let inside = path.strip(&config.content).unwrap_or_default();
    match inside.strip_prefix(PROFILES).and_then(|rest| rest.strip_prefix('/')) {
        Some(name) if !name.contains('/') && path.stem() != "index" => Role::Profile(Cow::Borrowed(path.stem())),
        Some(name) if name.matches('/').count() == 1 && path.stem() == "index" => {
            Role::Profile(Cow::Owned(path.parent().file_name().to_owned()))
        }
        _ => Role::Article,
    }
}

/// Adds the values that `defaults:` gives to the file's folders, the most particular first, for keys that neither
/// the file nor a more particular default sets.
fn add_defaults(file: &mut File<'_>, config: &Config) {
    let Some(path) = file.path.strip(&config.content).and_then(SourcePath::new) else { return };
    for defaults in config.defaults.iter().rev() {
        if !SourcePath::new(&defaults.path).is_some_and(|folder| path.is_in(&folder)) {
            continue;
        }
        for (name, value) in &defaults.values {
            let value = Node::of_value(value);
            let key = canonical(name, config);
            let set =
                file.entries.iter_mut().rev().find(|(own, node)| !node.is_empty() && canonical(own, config) == key);
            match (set, value) {
                (Some((_, Node::Map(own))), Node::Map(more)) if key == "extra" => {
                    let new: Vec<_> =
                        more.into_iter().filter(|(name, _)| !own.iter().any(|(own, _)| own == name)).collect();
                    own.extend(new);
                }
                (Some(_), _) => {}
                (None, value) => file.entries.push((name.clone(), value)),
            }
        }
    }
}

/// Our name for a key of an article under whatever name it stands, else the name itself.
fn canonical(name: &str, config: &Config) -> String {
    let name = trim(name);
    let mapped = config.fields.iter().find(|(_, names)| names.iter().any(|other| other == name));
    if let Some((key, _)) = mapped {
        return key.clone();
    }
    let is_it = |other: &str| is_same_name(other, name);
    let row = rows(Scope::Article)
        .find(|key| is_it(key.name) || key.also.iter().any(|other| is_it(other.trim_start_matches('!'))));
    row.map_or_else(|| name.to_owned(), |row| row.name.to_owned())
}

/// Where the front matter of a file has the first of these keys that stands in it; its first line where it has none.
pub fn place_of_key(source: &SourcePath, bytes: &[u8], keys: &[&str], config: &Config) -> Place {
    let found = open(source, bytes).ok().and_then(|file| {
        let position = |key: &&str| file.entries.iter().rposition(|(name, _)| canonical(name, config) == **key);
        let at = keys.iter().find_map(position)?;
        Some(file.source.value_place(&[at], &file.entries[at].1))
    });
    found.unwrap_or_else(|| Place { line: 1, ..Place::file(source) })
}
