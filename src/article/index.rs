//! The description of a section, its `_index.md`.

use super::parse::{File, body};
use super::{SectionIndex, markdown};
use crate::config::{Config, section_settings};
use crate::diagnostic::Diagnostic;
use crate::keys::{Reader, Scope};

/// Reads a section's `_index.md`.
pub(super) fn read(file: &File<'_>, config: &Config) -> (SectionIndex, Vec<Diagnostic>) {
    let mut reader = Reader::new(Scope::Section, &file.source, Vec::new(), &file.entries);
    let mut settings = section_settings(&mut reader);
    let aliases = reader.texts("aliases").into_iter().map(|(text, _)| text).collect();
    let draft = reader.flag("draft").unwrap_or(false);
    let inline = |text: &Option<String>| text.as_ref().map(|text| markdown::inline(text, &config.markdown));
    let (title, description) = (inline(&settings.title), inline(&settings.description));
    let (unknown, mut diagnostics) = reader.finish();
    for (name, node) in unknown {
        settings.extra.entry(name).or_insert_with(|| node.to_value());
    }
    let (body, found) = body(file, config, None);
    diagnostics.extend(found);
    (SectionIndex { source: file.path.clone(), settings, title, description, aliases, draft, body }, diagnostics)
}
