//! What newspapers and wire services add to an article: who supplied it, what was put right, what it is labelled,
//! which articles go with it, and what readers may do with it.

use std::cmp::Reverse;

use serde_json::Value;

use super::date::parse_date;
use super::profile::host;
use super::{Agency, Correction, Meta, markdown, terms};
use crate::config::{Config, mentions};
use crate::keys::{Found, Node, Reader, Scope, is_thread};

/// Reads the keys; `note` is told of each value that was found. A key that a taxonomy of the site has is left to it.
pub(super) fn read<'n>(
    reader: &mut Reader<'_, 'n>,
    meta: &mut Meta,
    config: &Config,
    note: &mut dyn FnMut(&Found<'n>),
) {
    let mut find = |reader: &mut Reader<'_, 'n>, name| {
        let is_claimed = || config.taxonomies.iter().any(|taxonomy| terms::claims(taxonomy, name));
        let found = reader.find(name).filter(|_| !is_claimed())?;
        note(&found);
        Some(found)
    };
    if let Some(found) = find(reader, "source") {
        meta.agency = agency(reader, &found).map(Box::new);
    }
    if let Some(found) = find(reader, "corrections") {
        meta.corrections = corrections(reader, &found, config);
    }
    if let Some(found) = find(reader, "comments") {
        match found.node.text().filter(|text| is_thread(text)) {
            Some(thread) => (meta.comments, meta.thread) = (Some(true), Some(thread.into())),
            None if found.node.flag().is_some() => meta.comments = reader.flag("comments"),
            None => {
                reader.wrong_type(&found, "`true`, `false` or an address such as `https://mastodon.example/@who/1234`")
            }
        }
    }
    if find(reader, "share").is_some() {
        meta.share = reader.flag("share");
    }
    if let Some(found) = find(reader, "labels") {
        meta.labels = distinct(reader.texts_of(&found).into_iter().map(|(text, _)| text));
    }
    if let Some(found) = find(reader, "related") {
        match found.node.flag() {
            Some(flag) => meta.hides_related = !flag,
            None => meta.related = mentions(reader, &found),
        }
    }
}

/// The texts, each once.
pub(super) fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut all = Vec::new();
    for text in texts {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

/// Who supplied the article: a name, an address, or a map of both; the address may stand beside the name.
fn agency<'n>(reader: &mut Reader<'_, 'n>, found: &Found<'n>) -> Option<Agency> {
    let (name, url) = if let Node::Map(_) = found.node {
        let mut inner = reader.inner(Scope::Agency, found)?;
        let (name, url) = (inner.plain("name"), inner.text("url"));
        reader.faults.append(&mut inner.finish().1);
        (name.unwrap_or_default(), url)
    } else {
        if is_flag(found.node) {
            reader.wrong_type(found, "the name of an agency, or a map of name and address");
            return None;
        }
        let names: Vec<String> = reader.texts_of(found).into_iter().map(|(text, _)| text).collect();
        let beside = reader.find_beside("source", Scope::Agency, "url");
        (names.join(", "), beside.and_then(|beside| Some((beside.node.text()?.to_owned(), beside))))
    };
    let url = match url {
        Some((url, at)) if !is_web_address(&url) => {
            let message =
                format!("`{url}` of `{}` is no address: expected one that begins with `https://`", at.written);
            reader.invalid(&at, &message);
            None
        }
        url => url.map(|(url, _)| url),
    };
    match (name.is_empty(), url) {
        (true, Some(url)) => Some(Agency { name: host(&url).to_owned(), url: Some(url) }),
        (true, None) => None,
        (false, None) if is_web_address(&name) => Some(Agency { name: host(&name).to_owned(), url: Some(name) }),
        (false, url) => Some(Agency { name, url }),
    }
}

/// Whether text is an absolute `http` or `https` address.
pub(super) fn is_web_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}

fn is_flag(node: &Node) -> bool {
    matches!(node, Node::Scalar(_, Value::Bool(_)))
}

/// The corrections, newest first, the undated last.
fn corrections<'n>(reader: &mut Reader<'_, 'n>, found: &Found<'n>, config: &Config) -> Vec<Correction> {
    let items: Vec<Found<'n>> = match found.node {
        Node::List(items) => {
            let item = |(index, node): (usize, &'n Node)| {
                let path = found.path.iter().copied().chain([index]).collect();
                Found { node, path, ..found.clone() }
            };
            items.iter().enumerate().map(item).collect()
        }
        _ => vec![found.clone()],
    };
    let full = items.iter().filter(|item| !item.node.is_empty() || item.node.entries().is_some());
    let mut all: Vec<Correction> = full.filter_map(|item| correction(reader, item, config)).collect();
    all.sort_by_key(|correction| Reverse(correction.date.as_ref().map(|date| date.seconds)));
    all
}

/// A correction: a map of date and text, or the text alone.
fn correction<'n>(reader: &mut Reader<'_, 'n>, item: &Found<'n>, config: &Config) -> Option<Correction> {
    let mut date = None;
    let text = match item.node {
        Node::Map(_) => {
            let mut inner = reader.inner(Scope::Correction, item)?;
            let text = inner.plain("text");
            if let Some((written, found)) = inner.text("date") {
                match parse_date(&written, &config.timezone, config.date_order) {
                    Ok(moment) => date = Some(moment),
                    Err(error) => inner.report(&found, error.diagnostic(found.written, &written)),
                }
            }
            reader.faults.append(&mut inner.finish().1);
            text
        }
        node if matches!(node, Node::List(_)) || is_flag(node) => {
            reader.wrong_type(item, "text, or a map of `date` and `text`");
            return None;
        }
        scalar => scalar.text().map(str::to_owned),
    };
    let text = text.map(|text| markdown::inline(&text, &config.markdown)).filter(|line| !line.text.is_empty());
    if text.is_none() {
        reader.invalid(item, "a correction has no `text`: expected what was wrong, and what is right");
    }
    Some(Correction { date, text: text? })
}
