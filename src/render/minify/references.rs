//! Character references, where the character itself is shorter.

/// The characters whose references are written out. None is whitespace, or an ASCII letter or digit, `#`, `;` or `=`, which could
/// become part of a reference that stands before it, or make it none.
const NAMED: [(&[u8], char); 40] = [
    (b"amp", '&'),
    (b"lt", '<'),
    (b"gt", '>'),
    (b"quot", '"'),
    (b"apos", '\''),
    (b"nbsp", '\u{a0}'),
    (b"mdash", '—'),
    (b"ndash", '–'),
    (b"hellip", '…'),
    (b"lsquo", '‘'),
    (b"rsquo", '’'),
    (b"ldquo", '“'),
    (b"rdquo", '”'),
    (b"laquo", '«'),
    (b"raquo", '»'),
    (b"copy", '©'),
    (b"reg", '®'),
    (b"trade", '™'),
    (b"middot", '·'),
    (b"bull", '•'),
    (b"times", '×'),
    (b"minus", '−'),
    (b"deg", '°'),
    (b"euro", '€'),
    (b"pound", '£'),
    (b"sect", '§'),
    (b"larr", '←'),
    (b"rarr", '→'),
    (b"uarr", '↑'),
    (b"darr", '↓'),
    (b"auml", 'ä'),
    (b"ouml", 'ö'),
    (b"uuml", 'ü'),
    (b"szlig", 'ß'),
    (b"eacute", 'é'),
    (b"egrave", 'è'),
    (b"agrave", 'à'),
    (b"ccedil", 'ç'),
    (b"ntilde", 'ñ'),
    (b"thinsp", '\u{2009}'),
];

/// The names that are references without a semicolon too.
const WITHOUT_SEMICOLON: &str = "AElig AMP Aacute Acirc Agrave Aring Atilde Auml COPY Ccedil ETH Eacute Ecirc Egrave Euml GT \
    Iacute Icirc Igrave Iuml LT Ntilde Oacute Ocirc Ograve Oslash Otilde Ouml QUOT REG THORN Uacute Ucirc Ugrave Uuml Yacute \
    aacute acirc acute aelig agrave amp aring atilde auml brvbar ccedil cedil cent copy curren deg divide eacute ecirc egrave \
    eth euml frac12 frac14 frac34 gt iacute icirc iexcl igrave iquest iuml laquo lt macr micro middot nbsp not ntilde oacute \
    ocirc ograve ordf ordm oslash otilde ouml para plusmn pound quot raquo reg sect shy sup1 sup2 sup3 szlig thorn times \
    uacute ucirc ugrave uml uuml yacute yen yuml";

/// The character that a reference at the start of `text` stands for, and the length of the reference; `None` where it is better
/// left as it is written.
pub(super) fn decoded(text: &[u8]) -> Option<(char, usize)> {
    let rest = text.strip_prefix(b"&")?;
    let length = rest.iter().take(10).position(|byte| *byte == b';')?;
    let name = rest.get(..length)?;
    let character = match name.strip_prefix(b"#") {
        Some(number) => numbered(number)?,
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((character, length + 2))
}

/// The character of a number, decimal or hexadecimal.
fn numbered(number: &[u8]) -> Option<char> {
    let (digits, radix) = match number {
        [b'x' | b'X', digits @ ..] => (digits, 16),
        digits => (digits, 10),
    };
    if !digits.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let code = u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()?;
    let is_sign = matches!(code, 0x22 | 0x26 | 0x27 | 0x2f | 0x3c | 0x3e);
    let is_noncharacter = (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe;
    let is_plain = is_sign || code >= 0xa0 && code != 0xfeff && !is_noncharacter;
    char::from_u32(code).filter(|_| is_plain)
}

/// Whether an `&` before `next` is just that, for parsers and for validators.
pub(super) fn is_plain_ampersand(next: &[u8]) -> bool {
    let length = next.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    match next.get(length) {
        Some(b'#') if length == 0 => false,
        Some(b';') if length > 0 => false,
        _ => length == 0 || !WITHOUT_SEMICOLON.split(' ').any(|name| next.starts_with(name.as_bytes())),
    }
}

/// Writes `text`, in which no markup stands, with its references shortened.
pub(super) fn write(out: &mut Vec<u8>, mut text: &[u8]) {
    while let Some(at) = memchr::memchr(b'&', text) {
        let (before, rest) = text.split_at(at);
        out.extend_from_slice(before);
        text = rest.get(write_first(out, rest)..).unwrap_or_default();
    }
    out.extend_from_slice(text);
}

/// Writes the reference, or the plain `&`, at the start of `text`; gives how much of `text` that was.
pub(super) fn write_first(out: &mut Vec<u8>, text: &[u8]) -> usize {
    let Some((character, length)) = decoded(text) else {
        out.push(b'&');
        return 1;
    };
    match character {
        '<' => out.extend_from_slice(b"&lt;"),
        '&' if !is_plain_ampersand(text.get(length..).unwrap_or_default()) => out.extend_from_slice(b"&amp;"),
        // a tag must not come of it
        '/' if out.last() == Some(&b'<') => out.extend_from_slice(text.get(..length).unwrap_or_default()),
        character => out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write(&mut out, text.as_bytes());
        String::from_utf8(out).expect("text stays text")
    }

    #[test]
    fn references_become_characters_where_they_may() {
        assert_eq!(written("&quot;a&#39; &#x27;b&#X2F; &gt; &nbsp;&#8212;"), "\"a' 'b/ > \u{a0}—");
        assert_eq!(written("&lt;b&gt; &#60;i &#x3C;"), "&lt;b> &lt;i &lt;");
    }

    #[test]
    fn an_ampersand_is_plain_where_it_is_no_reference() {
        assert_eq!(written("a &amp; b, R&amp;D &amp;&amp; x&amp;"), "a & b, R&D && x&");
        assert_eq!(
            written("&amp;lt; &amp;copy &amp;#38; &amp;x; &amp;notit"),
            "&amp;lt; &amp;copy &amp;#38; &amp;x; &amp;notit"
        );
    }

    #[test]
    fn what_could_become_something_else_stays() {
        for text in [
            "&#32;",
            "&#10;",
            "&#97;",
            "&#0;",
            "&#x80;",
            "&#xd800;",
            "&#59;",
            "&#61;",
            "&#35;",
            "&#x110000;",
            "&bogus;",
            "&",
            "&#;",
            "<&#47;b",
        ] {
            assert_eq!(written(text), text);
        }
    }
}
