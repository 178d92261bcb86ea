//! A small tolerant scanner of HTML: tags, attributes, comments and text, as ranges of the input, in one pass.

use std::ops::Range;

/// A stretch of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Text, or anything that is no whole tag.
    Text(Range<usize>),
    /// An opening tag.
    Open(Tag),
    /// A closing tag.
    Close(Tag),
    /// A comment, with its `<!--` and `-->`.
    Comment(Range<usize>),
    /// A declaration, processing instruction or CDATA section.
    Declaration(Range<usize>),
    /// The content of `script`, `style`, `textarea` or `title`.
    RawText(Range<usize>),
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// All of it, from `<` to `>`.
    pub span: Range<usize>,
    /// Its name as written.
    pub name: Range<usize>,
    /// Its attributes in order.
    pub attributes: Vec<Attribute>,
    /// Whether it ends with `/>`.
    pub closes_itself: bool,
}

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name as written.
    pub name: Range<usize>,
    /// Its value with its quotes, where it has one.
    pub outer: Option<Range<usize>>,
    /// Its value without quotes.
    pub inner: Option<Range<usize>>,
}

impl Tag {
    /// The value of an attribute as it stands in `html`; "" where it has none.
    pub fn value<'h>(&self, html: &'h str, name: &str) -> Option<&'h str> {
        let is_it = |attribute: &&Attribute| html[attribute.name.clone()].eq_ignore_ascii_case(name);
        let attribute = self.attributes.iter().find(is_it)?;
        Some(attribute.inner.clone().map_or("", |range| &html[range]))
    }
}

/// The elements whose content holds no tags.
const RAW_TEXT: [&str; 4] = ["script", "style", "textarea", "title"];

/// The stretches of a piece of HTML, which may begin or end anywhere.
#[derive(Clone, Debug)]
pub struct Scanner<'a> {
    html: &'a str,
    at: usize,
    raw: Option<&'static str>,
}

impl<'a> Scanner<'a> {
    /// The stretches of `html`; `raw` names the element of raw text that an earlier piece has opened.
    pub fn new(html: &'a str, raw: Option<&'static str>) -> Self {
        Self { html, at: 0, raw }
    }

    /// The element of raw text that is still open where the scanner stands.
    pub fn open_raw_text(&self) -> Option<&'static str> {
        self.raw
    }

    fn bytes(&self) -> &'a [u8] {
        self.html.as_bytes()
    }

    fn position_of(&self, needle: &str, from: usize) -> Option<usize> {
        self.html.get(from..)?.find(needle).map(|at| from + at)
    }

    fn raw_text(&mut self, name: &'static str) -> Option<Token> {
        let start = self.at;
        let mut from = start;
        let end = loop {
            let Some(at) = self.position_of("</", from) else { break self.html.len() };
            let after = &self.bytes()[at + 2..];
            let is_name = after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
            if is_name && !after.get(name.len()).is_some_and(u8::is_ascii_alphanumeric) {
                self.raw = None;
                break at;
            }
            from = at + 2;
        };
        self.at = end;
        (end > start).then_some(Token::RawText(start..end))
    }

    /// The token that begins with the `<` at `start`; `None` where that is text.
    fn markup(&mut self, start: usize) -> Option<Token> {
        let rest = &self.bytes()[start..];
        match rest.get(1)? {
            b'!' if rest.starts_with(b"<!--") => {
                let end = if rest.starts_with(b"<!-->") {
                    start + 5
                } else if rest.starts_with(b"<!--->") {
                    start + 6
                } else {
                    self.position_of("-->", start + 4).map_or(self.html.len(), |at| at + 3)
                };
                Some(Token::Comment(start..end))
            }
            b'!' if rest.starts_with(b"<![CDATA[") => {
                let end = self.position_of("]]>", start).map_or(self.html.len(), |at| at + 3);
                Some(Token::Declaration(start..end))
            }
            b'!' | b'?' => {
                let end = self.position_of(">", start).map_or(self.html.len(), |at| at + 1);
                Some(Token::Declaration(start..end))
            }
            b'/' if rest.get(2).is_some_and(u8::is_ascii_alphabetic) => self.tag(start, start + 2).map(Token::Close),
            byte if byte.is_ascii_alphabetic() => self.tag(start, start + 1).map(Token::Open),
            _ => None,
        }
    }

    /// The tag whose name begins at `name`; `None` where it does not end.
    fn tag(&self, start: usize, name: usize) -> Option<Tag> {
        let bytes = self.bytes();
        let is_name = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'<');
        let length = bytes[name..].iter().take_while(|byte| is_name(byte)).count();
        let mut tag =
            Tag { span: start..start, name: name..name + length, attributes: Vec::new(), closes_itself: false };
        let mut at = name + length;
        loop {
            at += bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            match bytes.get(at)? {
                b'>' => {
                    tag.span.end = at + 1;
                    return Some(tag);
                }
                b'/' => {
                    tag.closes_itself = bytes.get(at + 1) == Some(&b'>');
                    at += 1;
                }
                _ => {
                    let attribute = self.attribute(at)?;
                    at = attribute.outer.as_ref().unwrap_or(&attribute.name).end;
                    tag.attributes.push(attribute);
                }
            }
        }
    }

    fn attribute(&self, start: usize) -> Option<Attribute> {
        let bytes = self.bytes();
        let is_name = |byte: &u8| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/');
        // a stray `=` is part of a name, so that something is always passed
        let end = start + 1 + bytes.get(start + 1..)?.iter().take_while(|byte| is_name(byte)).count();
        let mut at = end + bytes.get(end..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if bytes.get(at) != Some(&b'=') {
            return Some(Attribute { name: start..end, outer: None, inner: None });
        }
        at += 1;
        at += bytes.get(at..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let (outer, inner) = match bytes.get(at)? {
            quote @ (b'"' | b'\'') => {
                let close = at + 1 + bytes[at + 1..].iter().position(|byte| byte == quote)?;
                (at..close + 1, at + 1..close)
            }
            _ => {
                let length = bytes[at..].iter().take_while(|b| !b.is_ascii_whitespace() && **b != b'>').count();
                (at..at + length, at..at + length)
            }
        };
        Some(Attribute { name: start..end, outer: Some(outer), inner: Some(inner) })
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if self.at >= self.html.len() {
            return None;
        }
        if let Some(name) = self.raw
            && let Some(token) = self.raw_text(name)
        {
            return Some(token);
        }
        let start = self.at;
        let mut from = start;
        loop {
            let Some(at) = self.position_of("<", from) else {
                self.at = self.html.len();
                return Some(Token::Text(start..self.at));
            };
            let is_markup = match self.bytes().get(at + 1) {
                Some(b'/') => self.bytes().get(at + 2).is_some_and(u8::is_ascii_alphabetic),
                Some(byte) => byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?'),
                None => false,
            };
            if !is_markup {
                from = at + 1;
                continue;
            }
            if at > start {
                self.at = at;
                return Some(Token::Text(start..at));
            }
            let Some(token) = self.markup(at) else {
                // no tag can end in what is left, so all of it is text
                self.at = self.html.len();
                return Some(Token::Text(start..self.at));
            };
            self.at = match &token {
                Token::Open(tag) | Token::Close(tag) => tag.span.end,
                Token::Comment(range) | Token::Declaration(range) => range.end,
                Token::Text(range) | Token::RawText(range) => range.end,
            };
            if let Token::Open(tag) = &token {
                let name = &self.html[tag.name.clone()];
                self.raw = RAW_TEXT.into_iter().find(|raw| raw.eq_ignore_ascii_case(name));
            }
            return Some(token);
        }
    }
}

/// Whether an element never has content.
pub fn is_void(name: &str) -> bool {
    const VOID: [&str; 16] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "frame", "keygen",
    ];
    VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
}

/// The addresses of a `srcset`, as ranges of its value.
pub fn srcset_addresses(value: &str) -> Vec<Range<usize>> {
    let bytes = value.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
        let start = at;
        at += bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        let address = value[start..at].trim_end_matches(',');
        if address.is_empty() {
            break;
        }
        found.push(start..start + address.len());
        if address.len() == at - start {
            // a descriptor follows, up to the next comma
            at += bytes[at..].iter().take_while(|byte| **byte != b',').count();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(html: &str) -> Vec<String> {
        Scanner::new(html, None)
            .map(|token| match token {
                Token::Text(range) => format!("text {}", &html[range]),
                Token::Open(tag) => format!("open {} {}", &html[tag.name], tag.attributes.len()),
                Token::Close(tag) => format!("close {}", &html[tag.name]),
                Token::Comment(range) => format!("comment {}", &html[range]),
                Token::Declaration(range) => format!("declaration {}", &html[range]),
                Token::RawText(range) => format!("raw {}", &html[range]),
            })
            .collect()
    }

    #[test]
    fn tags_comments_and_text_are_told_apart() {
        assert_eq!(
            shapes("a <b class='x' id=y hidden>c</b><!-- <i> --> 1 < 2"),
            ["text a ", "open b 3", "text c", "close b", "comment <!-- <i> -->", "text  1 < 2"]
        );
        assert_eq!(shapes("<!DOCTYPE html><?php x ?>"), ["declaration <!DOCTYPE html>", "declaration <?php x ?>"]);
    }

    #[test]
    fn raw_text_holds_no_tags() {
        assert_eq!(
            shapes("<script>a<b></script><STYLE>x</style >"),
            ["open script 0", "raw a<b>", "close script", "open STYLE 0", "raw x", "close style"]
        );
        let mut scanner = Scanner::new("<script>", None);
        scanner.next();
        assert_eq!(scanner.open_raw_text(), Some("script"));
    }

    #[test]
    fn attributes_may_span_lines_and_have_either_quote_or_none() {
        let html = "<a\n href = \"x y\"\n title='\"' data-a=b/c =d>";
        let Some(Token::Open(tag)) = Scanner::new(html, None).next() else { panic!("no tag") };
        let values: Vec<_> = tag
            .attributes
            .iter()
            .map(|attribute| (&html[attribute.name.clone()], attribute.inner.clone().map(|range| &html[range])))
            .collect();
        assert_eq!(values, [("href", Some("x y")), ("title", Some("\"")), ("data-a", Some("b/c")), ("=d", None)]);
    }

    #[test]
    fn every_byte_is_in_exactly_one_token() {
        for html in ["<a <b", "</", "<", "<!--", "<!-->", "<a b=\"", "<script>", "x<y>z</y", "<a/b/>", "<é>", "<a é=ü>"]
        {
            let mut at = 0;
            for token in Scanner::new(html, None) {
                let range = match token {
                    Token::Open(tag) | Token::Close(tag) => tag.span,
                    Token::Text(range) | Token::Comment(range) | Token::Declaration(range) | Token::RawText(range) => {
                        range
                    }
                };
                assert_eq!(range.start, at, "{html}");
                assert!(range.end > at, "{html}");
                at = range.end;
            }
            assert_eq!(at, html.len(), "{html}");
        }
    }

    #[test]
    fn broken_markup_is_scanned_in_linear_time() {
        for html in ["<a ", "<a b=\"", "<!--", "<", "</a", "<script>", "<a b='", "<![CDATA["] {
            assert!(Scanner::new(&html.repeat(50_000), None).count() > 0);
        }
    }

    #[test]
    fn a_source_set_holds_several_addresses() {
        let value = "a.jpg 1x, b,c.jpg 2x,d.jpg, e.jpg";
        let addresses: Vec<&str> = srcset_addresses(value).into_iter().map(|range| &value[range]).collect();
        assert_eq!(addresses, ["a.jpg", "b,c.jpg", "d.jpg", "e.jpg"]);
    }
}
