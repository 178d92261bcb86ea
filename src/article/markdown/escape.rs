//! Writing text into HTML, and reading HTML's character references.

use pulldown_cmark::{Event, Parser};

/// Appends `text` as HTML text: `&`, `<` and `>` escaped, NUL replaced.
pub(super) fn text(out: &mut String, text: &str) {
    escape(out, text, is_sign);
}

/// Appends `text` as the value of an attribute in double quotes.
pub(super) fn attribute(out: &mut String, text: &str) {
    escape(out, text, |byte| is_sign(byte) | (byte == b'"'));
}

/// Whether a byte has to be escaped wherever it stands. Compares without branches, for [`position`].
#[inline]
fn is_sign(byte: u8) -> bool {
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == 0)
}

fn escape(out: &mut String, text: &str, is_escaped: impl Fn(u8) -> bool) {
    let mut rest = text;
    while let Some(at) = position(rest.as_bytes(), &is_escaped) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "\u{FFFD}",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Where the first byte stands that `is_sought`. Looks at many bytes at once: most text has none.
#[inline]
pub(super) fn position(bytes: &[u8], is_sought: impl Fn(u8) -> bool) -> Option<usize> {
    const AT_ONCE: usize = 32;
    let (chunks, rest) = bytes.as_chunks::<AT_ONCE>();
    for (index, chunk) in chunks.iter().enumerate() {
        // without a way out the loop is compiled to a few instructions for all bytes together
        if chunk.iter().fold(false, |found, byte| found | is_sought(*byte)) {
            let at = chunk.iter().position(|byte| is_sought(*byte))?;
            return Some(index * AT_ONCE + at);
        }
    }
    let at = rest.iter().position(|byte| is_sought(*byte))?;
    Some(chunks.len() * AT_ONCE + at)
}

/// Appends `target` as the address of a link, percent-encoded as CommonMark's reference renderer does it.
pub(super) fn address(out: &mut String, target: &str) {
    for byte in target.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'!' | b'#' | b'$' | b'%' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b'-' | b'.' | b'/' | b':' | b';'
            | b'=' | b'?' | b'@' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                out.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
}

/// `text` with its character references (`&amp;`, `&#8217;`) replaced by what they stand for.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(40).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, character_reference(&rest[..=end])?))) {
            Some((end, decoded)) => {
                out.push_str(&decoded);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What one reference, from `&` to `;`, stands for. The table of names is the Markdown parser's own.
fn character_reference(reference: &str) -> Option<String> {
    match reference {
        "&amp;" => return Some("&".to_owned()),
        "&quot;" => return Some("\"".to_owned()),
        "&lt;" => return Some("<".to_owned()),
        "&gt;" => return Some(">".to_owned()),
        _ => {}
    }
    let inside = &reference[1..reference.len() - 1];
    if !inside.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#') {
        return None;
    }
    let mut decoded = String::new();
    for event in Parser::new(reference) {
        if let Event::Text(text) = event {
            decoded.push_str(&text);
        }
    }
    (decoded != reference).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_and_stray_ampersands_kept() {
        assert_eq!(decode("a&amp;b &eacute;&#8217; &#x41; &nope; &a=1&b; &"), "a&b é’ A &nope; &a=1&b; &");
    }

    #[test]
    fn addresses_are_encoded_as_the_reference_renderer_does() {
        let mut out = String::new();
        address(&mut out, "/ä b?a=1&b=%20\"[x]\\");
        assert_eq!(out, "/%C3%A4%20b?a=1&amp;b=%20%22%5Bx%5D%5C");
    }

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut out = String::new();
        text(&mut out, "a<b>&\"\0");
        attribute(&mut out, "\"<");
        assert_eq!(out, "a&lt;b&gt;&amp;\"\u{FFFD}&quot;&lt;");
    }
}
