//! Markdown to HTML with holes: CommonMark, its extensions, shortcodes kept apart as nodes.
//!
//! [`body`] reads a text in these steps: line ends are made equal (`place`), tags and formulas are hidden
//! behind words that Markdown takes for text (`mask`, with `tags`, `call` and `formula`), the Markdown parser's
//! events are written in one pass (`writer`, with a file for each kind of thing that it writes), and what is known only at the end, such as
//! ids and levels of headings, is filled in (`out`). Everything that is found carries its place in the file.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::config::MarkdownOptions;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;

use super::html::{Scanner, Token};
use super::{Body, Inline, LinkKind, Piece};
use mask::{Masked, Wanted};
use part::{Part, write_part};
use place::{Indent, Lines};
pub use sanitize::is_harmless;

mod attributes;
mod brackets;
mod call;
mod code;
mod counting;
mod escape;
mod excerpt;
mod formula;
mod headings;
mod highlight;
mod hooks;
mod ids;
mod inline;
mod inlines;
mod links;
mod lists;
mod mask;
mod nesting;
mod nodes;
mod notes;
mod out;
mod part;
mod place;
mod raw;
mod runs;
mod sanitize;
mod tables;
mod tags;
mod writer;

#[cfg(test)]
mod tests;

/// A body and all that is needed to read it.
#[derive(Clone, Debug)]
pub struct BodySource<'a> {
    /// The file.
    pub file: &'a SourcePath,
    /// The whole content of the file, front matter included.
    pub text: &'a str,
    /// The bytes of `text` that are the body.
    pub body: Range<usize>,
    /// How Markdown is read.
    pub options: &'a MarkdownOptions,
    /// Whether a heading with which the body begins is left out, since it became the title.
    pub drop_first_heading: bool,
    /// Whether a summary is made of it, where nothing else describes it.
    pub has_summary: bool,
}

/// Reads a body. With an error of nesting it comes out empty; every other fault leaves it whole.
pub fn body(source: &BodySource) -> (Body, Vec<Diagnostic>) {
    let lines = Lines::new(source.file, source.text);
    let part = Part {
        lines: &lines,
        range: source.body.clone(),
        indent: Indent::default(),
        options: source.options,
        drop_first_heading: source.drop_first_heading,
        has_summary: source.has_summary,
        calls: 0,
        depth: 0,
        ids: ids::Known::default(),
    };
    let (body, mut findings) = write_part(part);
    if let Some(warning) = findings.foreign.warning() {
        findings.diagnostics.push(warning);
    }
    (body, findings.diagnostics)
}

/// Reads a title, dek or caption: inline Markdown, character references and a few inline tags; without links.
pub fn inline(text: &str, options: &MarkdownOptions) -> Inline {
    inline::inline(text, options)
}

/// The heading with which `text` (a body) begins, after nothing but comments.
pub fn first_heading(text: &str, options: &MarkdownOptions) -> Option<Inline> {
    if !may_begin_with_heading(text) {
        return None;
    }
    let (text, _) = place::normalise(text, 0..text.len(), Indent::default());
    let parser_options = parser_options(options);
    let masked = Masked::new(&text, parser_options, Wanted::of(options));
    let mut before: Option<String> = None;
    for (event, range) in Parser::new_ext(&masked.text, parser_options).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => before = Some(String::new()),
            Event::Html(html) | Event::Text(html) => before.as_mut()?.push_str(&html),
            Event::End(_) if before.take().is_some_and(|html| is_comment_or_space(&html)) => {}
            Event::Start(Tag::Heading { .. }) => {
                return Some(headings::heading_line(&masked, options, range)).filter(|line| !line.text.is_empty());
            }
            _ => return None,
        }
    }
    None
}

/// Whether it is worth parsing `text` to look for its first heading.
fn may_begin_with_heading(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some((_, after)) = comment.split_once("-->") else { return false };
        rest = after.trim_start();
    }
    let mut lines = rest.lines();
    if lines.next().is_some_and(|line| line.starts_with('#')) {
        return true;
    }
    // an underlined heading may have several lines, but no blank one
    lines
        .take_while(|line| !line.trim().is_empty())
        .any(|line| line.trim().bytes().all(|byte| byte == b'=') || line.trim().bytes().all(|byte| byte == b'-'))
}

/// Whether a piece of HTML is nothing but comments.
fn is_comment_or_space(html: &str) -> bool {
    Scanner::new(html, None).all(|token| match token {
        Token::Comment(_) => true,
        Token::Text(range) => html[range].trim().is_empty(),
        _ => false,
    })
}

/// The HTML of `body` with addresses as they were written, percent-encoded; calls and sizes are left out.
pub fn to_html(body: &Body) -> String {
    let mut html = String::new();
    for piece in &body.pieces {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Address(index) => match body.links.get(*index) {
                Some(link) if matches!(link.kind, LinkKind::RawLink | LinkKind::RawMedia) => {
                    escape::attribute(&mut html, &link.target);
                }
                Some(link) => escape::address(&mut html, &link.target),
                None => {}
            },
            Piece::Size(_) | Piece::Call(_) => {}
        }
    }
    html
}

/// The text in `html`: no markup, character references read.
pub fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for token in Scanner::new(html, None) {
        if let Token::Text(range) | Token::RawText(range) = token {
            text.push_str(&escape::decode(&html[range]));
        }
    }
    text
}

/// The parser's options for ours. Formulas and attribute lists are not its business.
fn parser_options(options: &MarkdownOptions) -> Options {
    let mut parser = Options::empty();
    parser.set(Options::ENABLE_TABLES, options.tables);
    parser.set(Options::ENABLE_FOOTNOTES, options.footnotes);
    parser.set(Options::ENABLE_STRIKETHROUGH, options.strikethrough);
    parser.set(Options::ENABLE_TASKLISTS, options.task_lists);
    parser.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    parser.set(Options::ENABLE_DEFINITION_LIST, options.definition_lists);
    parser.set(Options::ENABLE_GFM, options.alerts);
    parser.set(Options::ENABLE_WIKILINKS, options.wiki_links);
    parser
}
