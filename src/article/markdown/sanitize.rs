//! Raw HTML that is not trusted: what of it is harmless, and writing no more than that, balanced.
//!
//! An element is known by its name and written anew, attribute by attribute; nothing reaches the page as it was written. Text
//! keeps its character references. An element that is left open ends where the Markdown around it does.

use std::collections::BTreeSet;

use crate::article::LinkKind;
use crate::article::html::{Attribute, Scanner, Tag, Token, is_void, srcset_addresses};
use crate::config::RawHtml;

use super::attributes::is_allowed;
use super::escape;
use super::mask::{MaskKind, Part};
use super::nesting::closed_by;
use super::raw::{Holds, HtmlBlock, has_alt, holds, is_more};
use super::writer::Writer;

/// The elements that are kept.
const KEPT: [&str; 77] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
    "wbr",
];

/// The elements that are left out with all that stands in them. Of any other, what stands in it is kept.
const REMOVED: [&str; 20] = [
    "applet",
    "canvas",
    "embed",
    "frameset",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
    "head",
];

/// The attributes that are kept beside those that attribute lists may set, by element.
const ATTRIBUTES: &[(&[&str], &[&str])] = &[
    (&["a"], &["href", "name"]),
    (&["img", "source"], &["src", "srcset", "alt", "media"]),
    (&["audio", "video"], &["src", "poster", "controls", "loop", "muted", "preload", "playsinline"]),
    (&["table", "tr", "td", "th", "thead", "tbody", "tfoot", "col", "colgroup"], &["align", "valign"]),
    (&["td", "th"], &["colspan", "rowspan", "headers", "scope", "abbr"]),
    (&["col", "colgroup"], &["span"]),
    (&["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "caption"], &["align"]),
    (&["li", "data"], &["value"]),
    (&["del", "ins", "time"], &["datetime"]),
    (&["details"], &["open"]),
];

/// The schemes that an address may have.
const SCHEMES: [&str; 9] = ["http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "geo", "webcal"];

/// What becomes of an element.
enum Fate {
    /// It is written under this name.
    Kept(&'static str),
    /// Its tags are left out.
    Unwrapped,
    /// It is left out with its content.
    Removed,
}

fn fate(name: &str) -> Fate {
    let is = |other: &&&str| other.eq_ignore_ascii_case(name);
    match KEPT.iter().find(is) {
        Some(kept) => Fate::Kept(kept),
        None if REMOVED.iter().any(|other| is(&other)) => Fate::Removed,
        None => Fate::Unwrapped,
    }
}

/// Whether an attribute (in lower case) of a kept element is harmless, but for the address that it may hold.
fn is_kept(element: &str, attribute: &str) -> bool {
    matches!(attribute, "class" | "id")
        || is_allowed(attribute)
        || ATTRIBUTES.iter().any(|(elements, names)| elements.contains(&element) && names.contains(&attribute))
}

/// Whether an address, decoded, can do nothing but lead somewhere, or, as that of a medium, show a picture.
pub fn is_harmless(address: &str, is_media: bool) -> bool {
    // browsers pass over these, also inside of a scheme
    let plain: String = address.chars().filter(|character| !character.is_control() && *character != ' ').collect();
    let plain = plain.trim_start_matches(|character: char| character.is_whitespace());
    let head = plain.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = head.split_once(':') else { return true };
    let scheme = scheme.to_ascii_lowercase();
    SCHEMES.contains(&scheme.as_str()) || is_media && scheme == "data" && rest.eq_ignore_ascii_case("image")
}

/// Raw HTML that is open: where, as the number of Markdown's elements around it, and its name.
pub(super) type OpenRaw = (usize, &'static str);

impl Writer<'_> {
    /// Writes of a block of raw HTML, or of a tag in running text, what is harmless.
    pub(super) fn sanitize(&mut self, block: &HtmlBlock, is_top: bool, is_inline: bool) {
        let html = block.html();
        // the element that is left out, and how many of its name are open
        let mut removed: Option<(&str, usize)> = None;
        for token in Scanner::new(html, None) {
            if let Some((name, open)) = &mut removed {
                match &token {
                    Token::Open(tag) if html[tag.name.clone()].eq_ignore_ascii_case(name) => *open += 1,
                    Token::Close(tag) if html[tag.name.clone()].eq_ignore_ascii_case(name) => *open -= 1,
                    _ => {}
                }
                removed = removed.filter(|(_, open)| *open > 0);
                continue;
            }
            match token {
                Token::Text(range) => self.raw_words(&html[range], true, is_inline),
                Token::Comment(range) if is_top && is_more(&html[range.clone()]) => self.mark_more(),
                Token::Comment(_) | Token::Declaration(_) | Token::RawText(_) => {}
                Token::Close(tag) => self.close_kept(&html[tag.name]),
                Token::Open(tag) => {
                    let written = &html[tag.name.clone()];
                    match fate(written) {
                        Fate::Kept(name) => self.open_kept(block, &tag, name),
                        Fate::Removed if !is_inline && !is_void(written) => removed = Some((written, 1)),
                        Fate::Removed | Fate::Unwrapped => {}
                    }
                    if self.nesting.is_too_deep() {
                        self.too_deep = Some(block.parsed(tag.span).start);
                        return;
                    }
                }
            }
        }
    }

    fn open_kept(&mut self, block: &HtmlBlock, tag: &Tag, name: &'static str) {
        let (closed, stops) = closed_by(name);
        let level = self.marks.len();
        let here = self.open_raw.iter().enumerate().rev();
        let mut candidates = here.take_while(|(_, (at, open))| *at == level && !stops.contains(open));
        if let Some((depth, _)) = candidates.find(|(_, (_, open))| closed.contains(open)) {
            self.close_raw_to(depth);
        }
        self.out.push("<");
        self.out.push(name);
        let mut seen = BTreeSet::new();
        for attribute in &tag.attributes {
            let written = block.html()[attribute.name.clone()].to_ascii_lowercase();
            if is_kept(name, &written) && seen.insert(written.clone()) {
                self.kept_attribute(block, tag, name, &written, attribute);
            }
        }
        if is_void(name) {
            return self.out.push(" />");
        }
        self.out.push(">");
        self.nesting.open_tag(name, false);
        self.open_raw.push((level, name));
    }

    fn kept_attribute(&mut self, block: &HtmlBlock, tag: &Tag, element: &str, name: &str, attribute: &Attribute) {
        let Some(inner) = attribute.inner.clone() else { return self.out.attribute(name, "") };
        let value = &block.html()[inner.clone()];
        let Some(shown) = self.without_calls(value) else { return };
        let decoded = escape::decode(&shown);
        let holds = holds(element, name);
        let is_safe = match holds {
            Holds::Address(kind) => is_harmless(&decoded, kind == LinkKind::RawMedia),
            Holds::SourceSet => srcset_addresses(&decoded).into_iter().all(|range| is_harmless(&decoded[range], true)),
            Holds::Id => true,
            Holds::Other => name != "cite" || is_harmless(&decoded, false),
        };
        if !is_safe {
            return;
        }
        if holds == Holds::Id {
            self.ids.take(&decoded);
        }
        self.out.push(" ");
        self.out.push(name);
        self.out.push("=\"");
        match holds {
            Holds::Address(kind) if !value.trim().is_empty() => {
                let has_alt = element != "img" || has_alt(block.html(), &tag.attributes);
                self.raw_address(block, kind, inner, has_alt);
            }
            Holds::SourceSet => self.raw_source_set(block, inner),
            // its character references stay, and nothing in it can end it
            _ => self.out.push(&shown.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")),
        }
        self.out.push("\"");
    }

    /// A value with what is hidden in it as written; `None` where that is a call, whose result may be anything.
    fn without_calls(&self, value: &str) -> Option<String> {
        let masked = self.masked;
        let is_call = |part: &Part| match part {
            Part::Mask(number) => {
                masked.masks.get(*number).is_some_and(|mask| matches!(mask.kind, MaskKind::Call { .. }))
            }
            Part::Text(_) => false,
        };
        (!masked.has_word(value) || !masked.parts(value).iter().any(is_call))
            .then(|| masked.restore(value).into_owned())
    }

    /// Closes the innermost kept element of this name that was opened beside what stands here, and all within it.
    fn close_kept(&mut self, name: &str) {
        let level = self.marks.len();
        let here = self.open_raw.iter().enumerate().rev().take_while(|(_, (at, _))| *at == level);
        let found = here.into_iter().find(|(_, (_, open))| open.eq_ignore_ascii_case(name)).map(|(depth, _)| depth);
        if let Some(depth) = found {
            self.close_raw_to(depth);
        }
    }

    /// Closes the kept elements that were opened where at least `level` of Markdown's elements were open.
    pub(super) fn close_raw(&mut self, level: usize) {
        let depth = self.open_raw.partition_point(|(at, _)| *at < level);
        self.close_raw_to(depth);
    }

    fn close_raw_to(&mut self, depth: usize) {
        while self.open_raw.len() > depth {
            let Some((_, name)) = self.open_raw.pop() else { return };
            self.nesting.close_tag(name);
            self.out.push("</");
            self.out.push(name);
            self.out.push(">");
        }
    }

    /// Writes a block of raw HTML, or a tag in running text, as text; comments are left out.
    pub(super) fn escape_html(&mut self, block: &HtmlBlock, is_top: bool, is_inline: bool) {
        let html = block.html();
        for token in Scanner::new(html, None) {
            match token {
                Token::Text(range) => self.raw_words(&html[range], true, is_inline),
                Token::Comment(range) if is_top && is_more(&html[range.clone()]) => self.mark_more(),
                Token::Comment(_) => {}
                Token::Declaration(range) | Token::RawText(range) => self.out.text(&self.masked.restore(&html[range])),
                Token::Open(tag) | Token::Close(tag) => self.out.text(&self.masked.restore(&html[tag.span])),
            }
        }
    }

    /// Whether an address that Markdown or raw HTML names may be written.
    pub(super) fn may_lead(&self, target: &str, kind: LinkKind) -> bool {
        if self.part.options.html == RawHtml::Allow {
            return true;
        }
        let masked = self.masked;
        let shown: String = masked
            .parts(target)
            .into_iter()
            .map(|part| match part {
                Part::Text(text) => text,
                Part::Mask(number) => match masked.masks.get(number).map(|mask| &mask.kind) {
                    Some(MaskKind::Call { .. }) | None => "",
                    Some(_) => masked.literal(number),
                },
            })
            .collect();
        is_harmless(&shown, matches!(kind, LinkKind::Picture | LinkKind::RawMedia))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_kept_unwrapped_or_removed() {
        assert!(KEPT.iter().all(|name| !REMOVED.contains(name)));
        for name in ["form", "input", "button", "font", "x-own", "marquee", "base", "link", "meta", "body", "html"] {
            assert!(matches!(fate(name), Fate::Unwrapped), "{name}");
        }
        assert!(matches!(fate("SCRIPT"), Fate::Removed) && matches!(fate("DIV"), Fate::Kept("div")));
    }

    #[test]
    fn attributes_that_run_or_restyle_are_not_kept() {
        for name in ["onclick", "style", "formaction", "srcdoc", "action", "xlink:href", "background", "autofocus"] {
            assert!(!is_kept("a", name) && !is_kept("img", name) && !is_kept("video", name), "{name}");
        }
        assert!(is_kept("a", "href") && !is_kept("div", "href") && is_kept("div", "aria-label"));
    }

    #[test]
    fn addresses_that_run_are_not_harmless() {
        for address in [
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:x",
            "\u{1}javascript:x",
            "vbscript:x",
            "data:text/html,x",
            "data:image/svg+xml,x",
            "blob:x",
            "file:///etc/passwd",
            "view-source:x",
        ] {
            assert!(!is_harmless(address, false), "{address:?}");
        }
        for address in
            ["", "a.html", "/a:b", "?a:b", "#a:b", "https://e.org/", "mailto:a@b.c", "//e.org/x", "tel:1", "./a:b"]
        {
            assert!(is_harmless(address, false), "{address:?}");
        }
        assert!(is_harmless("data:image/png;base64,AA==", true) && !is_harmless("data:text/html,x", true));
    }
}
