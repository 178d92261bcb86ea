//! Writing XML: elements, attributes and text, escaped by the library; characters that no XML document may hold are left out.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};

use crate::article::markdown::text_of;

/// An XML document while it is written, with a line for each element.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// A document that has begun.
    pub(super) fn new() -> Self {
        let mut xml = Self { writer: Writer::new_with_indent(Vec::with_capacity(4096), b' ', 1) };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Writes an event. Into memory that cannot fail.
    fn write(&mut self, event: Event<'_>) {
        let _ = self.writer.write_event(event);
    }

    /// A style sheet for those who look at the document in a browser.
    pub(super) fn style(&mut self, href: &str) {
        let href = href.replace('&', "&amp;").replace('"', "&quot;");
        self.write(Event::PI(BytesPI::new(format!("xml-stylesheet type=\"text/css\" href=\"{href}\""))));
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = element(name, attributes);
        self.write(Event::Start(start));
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = element(name, attributes);
        self.write(Event::Empty(start));
    }

    /// An element that holds text.
    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.write(Event::Text(BytesText::new(&allowed(text))));
        self.close(name);
    }

    /// An element that holds text, in which nothing looks like HTML to those who read it twice (RSS profile, "Character data").
    pub(super) fn plain(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        let text = allowed(text).replace('&', "&#x26;").replace('<', "&#x3C;").replace('>', "&#x3E;");
        self.write(Event::Text(BytesText::from_escaped(text)));
        self.close(name);
    }

    /// An element that holds HTML, as text that is not escaped.
    pub(super) fn html(&mut self, name: &str, attributes: &[(&str, &str)], html: &str) {
        self.open(name, attributes);
        for part in BytesCData::escaped(&allowed(html)) {
            self.write(Event::CData(part));
        }
        self.close(name);
    }

    /// The bytes of the document.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }
}

fn element<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*allowed(value)));
    }
    start
}

/// Text as HTML that shows it.
pub(super) fn as_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether plain text could be taken for HTML: it has something like the end of an element or a reference in it.
pub(super) fn looks_like_html(text: &str) -> bool {
    let is_reference = |rest: &str| {
        let end = rest.find(|one: char| !one.is_alphanumeric() && one != '#').unwrap_or(rest.len());
        let name = &rest[..end];
        let is_known = || text_of(&format!("&{name};")) != format!("&{name};");
        !name.is_empty() && (!name.chars().all(char::is_alphabetic) || is_known())
    };
    text.contains("</") || text.split('&').skip(1).any(is_reference)
}

/// The text without the characters that XML 1.0 forbids or, as controls, discourages (section 2.2), and without the sign for those that could
/// not be read.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_forbidden = |character: char| {
        let is_control = character.is_control() && !matches!(character, '\t' | '\n' | '\r');
        is_control || matches!(character, '\u{FFFD}'..='\u{FFFF}')
    };
    if text.contains(is_forbidden) { Cow::Owned(text.replace(is_forbidden, "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_names_a_reference_or_ends_an_element_could_be_taken_for_html() {
        for (text, is) in [
            ("R&D at Q&A: is 5 < 6 > 4", false),
            ("Tom & Jerry", false),
            ("what `&copy` means", true),
            ("&#65; and so on", true),
            ("the tag </b>", true),
        ] {
            assert_eq!(looks_like_html(text), is, "{text}");
        }
    }

    #[test]
    fn text_is_escaped_and_what_xml_forbids_is_left_out() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "1 < 2 & \"3\"")]);
        xml.text("c", &[], "x\u{B}\u{85} < y & z\u{FFFD}");
        xml.html("d", &[], "<p>]]></p>");
        xml.close("a");
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"1 &lt; 2 &amp; &quot;3&quot;\">\n \
                        <c>x &lt; y &amp; z</c>\n <d><![CDATA[<p>]]]]><![CDATA[></p>]]></d>\n</a>\n";
        assert_eq!(String::from_utf8(xml.finish()).unwrap(), expected);
    }
}
