//! Footnotes: numbered in the order of their references, gathered at the end.

use std::collections::BTreeMap;

use crate::article::slug;
use crate::config::Slugs;

use super::ids::Ids;
use super::out::{Mark, Out, Slot};

/// The footnotes of a body.
#[derive(Debug, Default)]
pub(super) struct Notes {
    notes: BTreeMap<String, Note>,
    /// The labels in the order of their numbers.
    order: Vec<String>,
    /// The definitions that are being written: label, and where each began.
    open: Vec<(String, Mark)>,
}

#[derive(Debug, Default)]
struct Note {
    /// From 1, in the order of first references; 0 where nothing refers to it.
    number: usize,
    id: usize,
    references: Vec<usize>,
    content: Option<Out>,
}

impl Notes {
    /// The note of `label`, and what its ids are made of.
    fn note(&mut self, key: &str, ids: &mut Ids) -> (&mut Note, String) {
        let name = slug::of_heading(Slugs::Unicode, key, key);
        let new = || Note { id: ids.wish(format!("fn-{name}"), false), ..Note::default() };
        (self.notes.entry(key.to_owned()).or_insert_with(new), name)
    }

    /// Writes a reference to `label`.
    pub(super) fn reference(&mut self, label: &str, ids: &mut Ids, out: &mut Out) {
        let key = label.to_lowercase();
        let next = self.order.len() + 1;
        let (note, name) = self.note(&key, ids);
        if note.number == 0 {
            note.number = next;
        }
        let number = note.number;
        let wish = match note.references.len() {
            0 => format!("fnref-{name}"),
            count => format!("fnref-{name}-{}", count + 1),
        };
        let reference = ids.wish(wish, false);
        note.references.push(reference);
        out.push("<sup class=\"footnote-ref\" id=\"");
        out.slot(Slot::Id(reference));
        out.push("\"><a href=\"#");
        out.slot(Slot::Id(note.id));
        out.push("\" role=\"doc-noteref\">");
        out.push(&number.to_string());
        out.push("</a></sup>");
        if number == next {
            self.order.push(key);
        }
    }

    /// Begins the definition of `label` at the end of `out`.
    pub(super) fn begin(&mut self, label: &str, out: &mut Out) {
        out.fresh_line();
        self.open.push((label.to_owned(), out.mark()));
    }

    /// Ends the innermost definition and takes it out of `out`.
    pub(super) fn end(&mut self, ids: &mut Ids, out: &mut Out) {
        let Some((label, mark)) = self.open.pop() else { return };
        let content = out.split_off(mark);
        let (note, _) = self.note(&label.to_lowercase(), ids);
        match &mut note.content {
            // a second definition of one label is kept, below the first
            Some(first) => first.append(content),
            empty => *empty = Some(content),
        }
    }

    /// Writes all notes that have a definition: those without a reference last.
    pub(super) fn write(self, out: &mut Out) {
        let Self { mut notes, order, .. } = self;
        let referenced: Vec<Note> = order.iter().filter_map(|key| notes.remove(key)).collect();
        let mut all =
            referenced.into_iter().chain(notes.into_values()).filter(|note| note.content.is_some()).peekable();
        if all.peek().is_none() {
            return;
        }
        out.fresh_line();
        out.push("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for note in all {
            out.push("<li id=\"");
            out.slot(Slot::Id(note.id));
            out.push("\">\n");
            let mut content = note.content.unwrap_or_default();
            let in_paragraph = content.strip_suffix("</p>\n");
            out.append(content);
            for (index, reference) in note.references.iter().enumerate() {
                out.push(" <a class=\"footnote-back\" href=\"#");
                out.slot(Slot::Id(*reference));
                out.push("\" role=\"doc-backlink\">↩\u{FE0E}");
                if index > 0 {
                    out.push(&format!("<sup>{}</sup>", index + 1));
                }
                out.push("</a>");
            }
            if in_paragraph {
                out.push("</p>");
            }
            out.push("\n</li>\n");
        }
        out.push("</ol>\n</section>\n");
    }
}
