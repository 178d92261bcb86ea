//! Behaviour of bodies as a whole.

use crate::article::{Body, Piece};
use crate::config::MarkdownOptions;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

use super::{BodySource, body, to_html};

mod adversarial;
mod blocks;
mod code;
mod links;
mod shortcodes;
mod text;

/// The body of `text` with the options of a site that sets none.
fn read(text: &str) -> (Body, Vec<Diagnostic>) {
    read_with(text, &MarkdownOptions::default())
}

fn read_with(text: &str, options: &MarkdownOptions) -> (Body, Vec<Diagnostic>) {
    let file = SourcePath::new("content/a.md").unwrap();
    body(&BodySource { file: &file, text, body: 0..text.len(), options, drop_first_heading: false, has_summary: true })
}

/// Its HTML; calls and sizes are shown as `[call 0]` and `[size 0]`.
fn html(text: &str) -> String {
    html_with(text, &MarkdownOptions::default())
}

fn html_with(text: &str, options: &MarkdownOptions) -> String {
    show(&read_with(text, options).0)
}

fn show(body: &Body) -> String {
    let shown = Body {
        pieces: body
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Size(index) => Piece::Html(format!("[size {index}]")),
                Piece::Call(index) => Piece::Html(format!("[call {index}]")),
                other => other.clone(),
            })
            .collect(),
        ..body.clone()
    };
    to_html(&shown)
}

/// The HTML of the excerpt.
fn excerpt(body: &Body) -> String {
    show(&Body { pieces: body.pieces[..body.excerpt].to_vec(), ..body.clone() })
}

/// The code, line and column of each diagnostic, and its message.
fn faults(diagnostics: &[Diagnostic]) -> Vec<(String, u32, u32, String)> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.place.clone().unwrap();
            (diagnostic.code.to_string(), place.line, place.column, diagnostic.message.clone())
        })
        .collect()
}
