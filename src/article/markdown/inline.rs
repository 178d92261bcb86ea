//! Single lines that may hold inline Markdown: titles, deks, captions.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::article::Inline;
use crate::article::html::{Scanner, Token};
use crate::config::{MarkdownOptions, RawHtml};

use super::escape;
use super::mask::{Masked, Wanted};

/// The elements of raw HTML that stay in a line.
const KEPT: [&str; 18] = [
    "em", "strong", "code", "b", "i", "sub", "sup", "s", "u", "span", "abbr", "cite", "q", "mark", "small", "br",
    "kbd", "del",
];
/// How deep elements of a line may be nested; deeper ones are left out.
const MAX_DEPTH: usize = 16;
/// What precedes a line so that nothing at its beginning is taken for a block: white space that Markdown keeps.
const GUARD: char = '\u{2003}';

/// Balanced inline HTML that is being written, and its plain text.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) html: String,
    pub(super) text: String,
    /// The names of the open elements, and whether each was left out.
    open: Vec<(&'static str, bool)>,
}

impl Line {
    /// Appends text.
    pub(super) fn text(&mut self, text: &str) {
        escape::text(&mut self.html, text);
        self.text.push_str(text);
    }

    /// Appends code.
    pub(super) fn code(&mut self, code: &str) {
        self.html.push_str("<code>");
        self.text(code);
        self.html.push_str("</code>");
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str) {
        let is_left_out = self.open.len() >= MAX_DEPTH;
        if !is_left_out {
            self.html.push('<');
            self.html.push_str(name);
            self.html.push('>');
        }
        self.open.push((name, is_left_out));
    }

    /// Closes an element and all within it; ignored where it is not open.
    pub(super) fn close(&mut self, name: &str) {
        let Some(index) = self.open.iter().rposition(|(open, _)| *open == name) else { return };
        while self.open.len() > index {
            self.close_innermost();
        }
    }

    fn close_innermost(&mut self) {
        if let Some((name, false)) = self.open.pop() {
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
        }
    }

    /// Appends raw HTML: elements that a line may hold, without their attributes, and the text of others; as text where `mode`
    /// says so.
    pub(super) fn raw(&mut self, html: &str, mode: RawHtml) {
        for token in Scanner::new(html, None) {
            match token {
                Token::Open(tag) | Token::Close(tag) if mode == RawHtml::Escape => self.text(&html[tag.span]),
                Token::Text(range) | Token::RawText(range) => self.text(&escape::decode(&html[range])),
                Token::Open(tag) => match kept(&html[tag.name]) {
                    Some("br") => {
                        self.html.push_str("<br />");
                        self.text.push(' ');
                    }
                    Some(name) => self.open(name),
                    None => {}
                },
                Token::Close(tag) => {
                    if let Some(name) = kept(&html[tag.name]) {
                        self.close(name);
                    }
                }
                Token::Comment(_) | Token::Declaration(_) => {}
            }
        }
    }

    /// The finished line, trimmed, its white space as single spaces.
    pub(super) fn finish(mut self) -> Inline {
        while !self.open.is_empty() {
            self.close_innermost();
        }
        let mut text = String::with_capacity(self.text.len());
        for word in self.text.split_ascii_whitespace() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        Inline::new(trim(&self.html), trim(&text))
    }
}

fn kept(name: &str) -> Option<&'static str> {
    KEPT.into_iter().find(|kept| kept.eq_ignore_ascii_case(name))
}

/// `text` without white space and characters of no width at its ends.
fn trim(text: &str) -> &str {
    let is_nothing = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
    };
    text.trim_matches(is_nothing)
}

/// Reads `text` as one line of inline Markdown.
pub(super) fn inline(text: &str, options: &MarkdownOptions) -> Inline {
    let text = trim(text);
    if is_plain(text, options) {
        return Inline::new(text, text);
    }
    let mut source = String::with_capacity(text.len() + GUARD.len_utf8());
    source.push(GUARD);
    for line in text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()) {
        if source.len() > GUARD.len_utf8() {
            source.push(' ');
        }
        source.push_str(line);
    }
    let mut parser_options = Options::empty();
    parser_options.set(Options::ENABLE_STRIKETHROUGH, options.strikethrough);
    parser_options.set(Options::ENABLE_SMART_PUNCTUATION, options.smart_punctuation);
    let masked = Masked::new(&source, parser_options, Wanted::default());
    let mut line = Line::default();
    for event in Parser::new_ext(&masked.text, parser_options) {
        match event {
            Event::Text(text) => {
                let text = masked.restore(&text);
                line.text(text.strip_prefix(GUARD).filter(|_| line.html.is_empty()).unwrap_or(&text));
            }
            Event::Code(code) => line.code(&masked.restore(&code)),
            Event::InlineHtml(html) | Event::Html(html) => line.raw(&masked.restore(&html), options.html),
            Event::SoftBreak | Event::HardBreak => line.text(" "),
            Event::Start(tag) => {
                if let Some(name) = element(&tag) {
                    line.open(name);
                }
            }
            Event::End(end) => {
                if let Some(name) = end_of(end) {
                    line.close(name);
                }
            }
            _ => {}
        }
    }
    line.finish()
}

/// Whether a line holds nothing that Markdown or HTML could read as anything but text.
fn is_plain(text: &str, options: &MarkdownOptions) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'?');
    let is_sign = |byte: u8| match byte {
        b'"' | b'\'' => !options.smart_punctuation,
        byte => matches!(byte, b'.' | b':' | b';' | b'-' | b'!' | b'(' | b')' | b'/' | b'%' | b'+' | b'=' | b'@'),
    };
    let Some(first) = text.bytes().position(|byte| !is_word(byte)) else { return true };
    // pairs of signs may become one, and two spaces do
    text.bytes().skip(first).all(|byte| is_word(byte) || is_sign(byte))
        && !text.as_bytes().windows(2).any(|pair| matches!(pair, b"  " | b".." | b"--"))
}

/// The element of an inline tag that is nothing but that element.
pub(super) fn element(tag: &Tag) -> Option<&'static str> {
    end_of(tag.to_end())
}

/// See [`element`].
pub(super) fn end_of(end: TagEnd) -> Option<&'static str> {
    match end {
        TagEnd::Emphasis => Some("em"),
        TagEnd::Strong => Some("strong"),
        TagEnd::Strikethrough => Some("del"),
        TagEnd::Superscript => Some("sup"),
        TagEnd::Subscript => Some("sub"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        inline(text, &MarkdownOptions::default()).html.as_ref().into()
    }

    fn plain(text: &str) -> String {
        inline(text, &MarkdownOptions::default()).text.as_ref().into()
    }

    #[test]
    fn markup_and_entities_are_read_once() {
        assert_eq!(html("&ldquo;front *door*&rdquo; &amp; `a<b`"), "“front <em>door</em>” &amp; <code>a&lt;b</code>");
        assert_eq!(plain("&ldquo;front *door*&rdquo; &amp; `a<b`"), "“front door” & a<b");
        assert_eq!(html("&lt;em&gt;"), "&lt;em&gt;");
        assert_eq!(html("It's \"so\""), "It’s “so”");
        assert_eq!(html("\"Quoted\" *start*"), "“Quoted” <em>start</em>");
        assert_eq!(html("_start_ and __more__"), "<em>start</em> and <strong>more</strong>");
    }

    #[test]
    fn literal_signs_survive() {
        for text in ["O*NET", "a < b", "{{ x }}", "{% image \"a\" %}", "2 * 3 * 4", "snake_case_name", "C:\\dir"] {
            assert_eq!(plain(text), text);
        }
        assert_eq!(html("AT&T"), "AT&amp;T");
    }

    #[test]
    fn nothing_at_the_beginning_makes_a_block() {
        for text in
            ["# 1 in sales", "1. First", "- dash", "> quote", "+1", "---", "    four", "```x", "| a |", "<!-- x"]
        {
            assert!(!plain(text).is_empty(), "{text}");
        }
        assert_eq!(plain("# 1 in sales"), "# 1 in sales");
        assert_eq!(plain("1. First"), "1. First");
    }

    #[test]
    fn some_tags_stay_and_others_leave_their_text() {
        assert_eq!(html("<p>a <EM class=x>b</EM></p>"), "a <em>b</em>");
        assert_eq!(html("a <em>b"), "a <em>b</em>");
        assert_eq!(html("a </em>b"), "a b");
        assert_eq!(html("a<br>b"), "a<br />b");
        assert_eq!(plain("a<br>b"), "a b");
        assert_eq!(html("<a href=\"x\">y</a> [z](w) ![v](u)"), "y z v");
        assert_eq!(html("<script>alert(1)</script>"), "alert(1)");
    }

    #[test]
    fn space_and_characters_of_no_width_are_trimmed() {
        assert_eq!(plain("\u{200B} a\nb \u{FEFF}\n"), "a b");
        assert_eq!(html("\u{200B}*a*\n\nb"), "<em>a</em> b");
        assert_eq!(html(""), "");
    }

    #[test]
    fn deep_markup_is_cut() {
        let deep = html(&"<b>".repeat(1000));
        assert!(deep.matches("<b>").count() <= MAX_DEPTH);
        assert_eq!(deep.matches("<b>").count(), deep.matches("</b>").count());
    }
}
