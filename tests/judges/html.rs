//! Finished HTML: how deep it is nested.

use byline::article::html::{Scanner, Token, is_void};

/// What an opening tag of the first names closes, where the element is open within none of the last.
const CLOSING: &[(&[&str], &[&str], &[&str])] = &[
    (&["li"], &["li"], &["ul", "ol", "menu"]),
    (&["dt", "dd"], &["dt", "dd"], &["dl"]),
    (&["td", "th"], &["td", "th"], &["table", "tr"]),
    (&["tr"], &["tr"], &["table"]),
    (&["tbody", "thead", "tfoot"], &["tbody", "thead", "tfoot"], &["table"]),
    (&["option", "optgroup"], &["option"], &["select"]),
    (&["a"], &["a"], &["td", "th", "table"]),
    (
        &[
            "address",
            "article",
            "aside",
            "blockquote",
            "center",
            "details",
            "dialog",
            "dir",
            "div",
            "dl",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
            "hr",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "pre",
            "search",
            "section",
            "summary",
            "ul",
        ],
        &["p"],
        &["td", "th", "table", "button", "object"],
    ),
];

/// The number of elements that are open where most are.
pub fn depth(html: &str) -> usize {
    let mut open: Vec<String> = Vec::new();
    let mut deepest = 0;
    for token in Scanner::new(html, None) {
        match token {
            Token::Open(tag) => {
                let name = html[tag.name].to_ascii_lowercase();
                if is_void(&name) {
                    continue;
                }
                for (_, closed, stops) in CLOSING.iter().filter(|(names, ..)| names.contains(&name.as_str())) {
                    let within = open.iter().rposition(|open| stops.contains(&open.as_str())).map_or(0, |at| at + 1);
                    if let Some(at) = open[within..].iter().rposition(|open| closed.contains(&open.as_str())) {
                        open.truncate(within + at);
                    }
                }
                let is_foreign = open.iter().any(|open| open == "svg" || open == "math");
                if !(tag.closes_itself && is_foreign) {
                    open.push(name);
                    deepest = deepest.max(open.len());
                }
            }
            Token::Close(tag) => {
                let name = html[tag.name].to_ascii_lowercase();
                if let Some(at) = open.iter().rposition(|open| *open == name) {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    deepest
}
