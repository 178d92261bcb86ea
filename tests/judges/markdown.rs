//! A body of Markdown: its pieces, hooks, ids and nesting, how long it takes, that it can be minified, and that nothing of its raw
//! HTML does harm where it is not trusted.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use byline::article::markdown::{BodySource, body, first_heading, inline, to_html};
use byline::article::{Body, Piece, Spot};
use byline::config::{MarkdownOptions, MinifyOptions, RawHtml};
use byline::path::SourcePath;
use byline::render::minify::minified;

use super::{html, judge_places, sanitized};

/// How deep elements may be nested where no error says that they are too deep.
const MAX_DEPTH: usize = 256;

/// How long an input may take at most, on a slow and busy machine.
const MAX_TIME: Duration = Duration::from_secs(30);

/// Judges `bytes` as a body, with the options of a site that sets none, with all that there are, and with raw HTML that is not trusted.
pub fn judge(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let began = Instant::now();
    let default = MarkdownOptions::default();
    let all = MarkdownOptions { inline_math: true, ..MarkdownOptions::default() };
    judge_with(text, &default, false);
    judge_with(text, &all, true);
    for mode in [RawHtml::Sanitize, RawHtml::Escape] {
        let options = MarkdownOptions { html: mode, ..default.clone() };
        sanitized::judge(&judge_with(text, &options, false));
        sanitized::judge(&inline(text, &options).html);
    }
    let line = inline(text, &default);
    assert!(html::depth(&line.html) <= MAX_DEPTH, "a line is nested too deep");
    if let Some(title) = first_heading(text, &default) {
        assert!(!title.text.is_empty(), "an empty heading is a title");
    }
    assert!(began.elapsed() < MAX_TIME, "it took {:?}", began.elapsed());
}

/// Judges a body under `options`, and returns its HTML.
fn judge_with(text: &str, options: &MarkdownOptions, drop_first_heading: bool) -> String {
    let file = SourcePath::new("content/a.md").expect("the name is a path");
    let source = BodySource { file: &file, text, body: 0..text.len(), options, drop_first_heading, has_summary: true };
    let (body, diagnostics) = body(&source);
    judge_places(&diagnostics, text.as_bytes(), false);
    judge_body(&body);
    let written = whole(&body);
    if !diagnostics.iter().any(|diagnostic| diagnostic.code == "deep-nesting") {
        let depth = html::depth(&written);
        assert!(depth <= MAX_DEPTH, "{depth} levels, and no error says so");
        judge_minified(&written);
    }
    written
}

/// Fails where a piece names what is not there, or an id stands twice.
pub fn judge_body(body: &Body) {
    assert!(body.excerpt <= body.pieces.len(), "an excerpt of {} of {} pieces", body.excerpt, body.pieces.len());
    for piece in &body.pieces {
        match piece {
            Piece::Html(html) => assert!(!html.is_empty(), "an empty piece"),
            Piece::Address(index) | Piece::Size(index) => assert!(*index < body.links.len(), "a link too far"),
            Piece::Call(index) => assert!(*index < body.calls.len(), "a call too far"),
        }
    }
    assert!(body.anchors.iter().is_sorted_by(|a, b| a < b), "ids are not in order, or stand twice: {:?}", body.anchors);
    let ids: Vec<&String> = body.headings.iter().map(|heading| &heading.id).filter(|id| !id.is_empty()).collect();
    let unique: BTreeSet<&&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "two headings have one id: {ids:?}");
    for heading in &body.headings {
        assert!((1..=6).contains(&heading.level), "{heading:?}");
        assert!(heading.id.is_empty() || body.anchors.contains(&heading.id), "an id that is no anchor: {heading:?}");
    }
    assert!(body.summary.chars().count() <= 301, "a summary of {} characters", body.summary.chars().count());
    judge_hooks(body);
    body.calls.iter().filter_map(|call| call.body.as_deref()).for_each(judge_body);
}

/// Fails where a hook does not lie in the pieces, or not wholly in or beside another one.
fn judge_hooks(body: &Body) {
    let mut open: Vec<Spot> = Vec::new();
    for hook in &body.hooks {
        let (outer, inner) = (&hook.outer, &hook.inner);
        let in_order = outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;
        assert!(in_order, "edges are not in order: {hook:?}");
        for spot in [outer.start, inner.start, inner.end, outer.end] {
            let is_there = match body.pieces.get(spot.piece) {
                Some(Piece::Html(html)) => html.is_char_boundary(spot.byte),
                Some(_) => spot.byte == 0,
                None => spot.piece == body.pieces.len() && spot.byte == 0,
            };
            assert!(is_there, "an edge that is nowhere: {hook:?}");
        }
        open.retain(|end| *end > outer.start);
        assert!(open.last().is_none_or(|end| outer.end <= *end), "hooks overlap: {:?}", body.hooks);
        open.push(outer.end);
    }
}

/// The HTML of a body with the bodies of its calls in their places.
pub fn whole(body: &Body) -> String {
    let mut out = String::new();
    let mut left: usize = 1 << 20;
    write(body, &mut out, &mut left);
    out
}

/// Appends a body; `left` bounds what bodies that are called from many places may add up to.
fn write(body: &Body, out: &mut String, left: &mut usize) {
    let mut stretch = Body { links: body.links.clone(), ..Body::default() };
    let flush = |stretch: &mut Body, out: &mut String| {
        out.push_str(&to_html(stretch));
        stretch.pieces.clear();
    };
    for piece in &body.pieces {
        let Piece::Call(index) = piece else {
            stretch.pieces.push(piece.clone());
            continue;
        };
        flush(&mut stretch, out);
        if let Some(inner) = body.calls.get(*index).and_then(|call| call.body.as_deref()) {
            let before = out.len();
            if *left > 0 {
                write(inner, out, left);
            }
            *left = left.saturating_sub(out.len() - before + 1);
        }
    }
    flush(&mut stretch, out);
}

/// Fails where a page with this text could not be minified.
fn judge_minified(html: &str) {
    let page = format!("<!doctype html><html lang=en><body><main>{html}</main></body></html>");
    let bytes = minified(&page, &MinifyOptions { html: true, css: true, js: true });
    assert!(!bytes.is_empty(), "nothing is left of the page");
}
