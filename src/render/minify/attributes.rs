//! The attributes of a tag, each as short as the standard lets it be written.

use super::references;

/// Marks of bytes in a value: it needs quotes; it holds a double quote, a single one, a reference.
const QUOTED: u8 = 1;
const DOUBLE: u8 = 2;
const SINGLE: u8 = 4;
const REFERENCE: u8 = 8;
/// Marks of bytes that end a name, and of whitespace.
const ENDS_NAME: u8 = 16;
const SPACE: u8 = 32;
/// Marks bytes that end the name of a tag.
const ENDS_TAG: u8 = 64;

/// The marks of each byte.
const MARKS: [u8; 256] = {
    let mut marks = [0; 256];
    let spaces = b" \n\t\r\x0c";
    let mut at = 0;
    while at < spaces.len() {
        marks[spaces[at] as usize] = QUOTED | ENDS_NAME | SPACE | ENDS_TAG;
        at += 1;
    }
    marks[b'"' as usize] = QUOTED | DOUBLE;
    marks[b'\'' as usize] = QUOTED | SINGLE;
    marks[b'=' as usize] = QUOTED | ENDS_NAME;
    marks[b'<' as usize] = QUOTED;
    marks[b'>' as usize] = QUOTED | ENDS_NAME | ENDS_TAG;
    marks[b'`' as usize] = QUOTED;
    marks[b'&' as usize] = REFERENCE;
    marks[b'/' as usize] = ENDS_NAME | ENDS_TAG;
    marks
};

#[inline]
fn marks(byte: u8) -> u8 {
    MARKS[byte as usize]
}

/// The name of a tag that stands at the start of `text`.
#[inline]
pub(super) fn tag_name(text: &[u8]) -> &[u8] {
    let length = text.iter().position(|byte| marks(*byte) & ENDS_TAG != 0).unwrap_or(text.len());
    text.get(..length).unwrap_or_default()
}

/// An attribute as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a [u8],
    /// The value without its quotes; empty where there is none.
    pub(super) value: &'a [u8],
    /// What kinds of bytes the value has.
    marks: u8,
}

/// What follows in a tag.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    Attribute(Attribute<'a>),
    /// The tag ends, with a slash or without one.
    End {
        closes_itself: bool,
    },
}

/// Reads the parts of a tag behind its name.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    source: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Parts<'a> {
    /// Reads from behind the name of a tag.
    pub(super) fn new(source: &'a [u8], at: usize) -> Self {
        Self { source, at }
    }

    /// How many bytes from here on have none of these marks, and the marks that they have.
    #[inline]
    fn run(&self, stop: impl Fn(u8) -> bool) -> Option<(usize, u8)> {
        let mut found = 0;
        for (length, byte) in self.source.get(self.at..)?.iter().enumerate() {
            if stop(*byte) {
                return Some((length, found));
            }
            found |= marks(*byte);
        }
        None
    }

    #[inline]
    fn skip_spaces(&mut self) -> Option<()> {
        self.at += self.run(|byte| marks(byte) & SPACE == 0)?.0;
        Some(())
    }

    /// The next part; `None` where the tag does not end, or where an attribute cannot be written elsewhere than it stands.
    pub(super) fn next(&mut self) -> Option<Part<'a>> {
        loop {
            self.skip_spaces()?;
            match self.source.get(self.at)? {
                b'>' => {
                    self.at += 1;
                    return Some(Part::End { closes_itself: false });
                }
                b'/' if self.source.get(self.at + 1) == Some(&b'>') => {
                    self.at += 2;
                    return Some(Part::End { closes_itself: true });
                }
                b'/' => self.at += 1,
                b'=' => return None,
                _ => return self.attribute().map(Part::Attribute),
            }
        }
    }

    fn attribute(&mut self) -> Option<Attribute<'a>> {
        let start = self.at;
        self.at += self.run(|byte| marks(byte) & ENDS_NAME != 0)?.0;
        let name = self.source.get(start..self.at)?;
        self.skip_spaces()?;
        if self.source.get(self.at) != Some(&b'=') {
            return Some(Attribute { name, value: b"", marks: 0 });
        }
        self.at += 1;
        self.skip_spaces()?;
        let quote = *self.source.get(self.at)?;
        let is_quoted = matches!(quote, b'"' | b'\'');
        self.at += usize::from(is_quoted);
        let (length, marks) = match quote {
            b'"' => self.run(|byte| byte == b'"')?,
            b'\'' => self.run(|byte| byte == b'\'')?,
            _ => self.run(|byte| byte == b'>' || marks(byte) & SPACE != 0)?,
        };
        let value = self.source.get(self.at..self.at + length)?;
        self.at += length + usize::from(is_quoted);
        Some(Attribute { name, value, marks })
    }
}

impl Attribute<'_> {
    /// Whether the attribute has this name, which is in small letters.
    pub(super) fn is(&self, name: &[u8]) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Writes the attribute behind a space; says whether it ends with a value without quotes.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> bool {
        out.push(b' ');
        out.extend_from_slice(self.name);
        if self.is(b"class") && self.marks & (QUOTED | REFERENCE) == QUOTED {
            return write_value(out, &classes(self.value));
        }
        match self.marks {
            marks if marks & (QUOTED | REFERENCE) == 0 => write_bare(out, self.value),
            marks if marks & (DOUBLE | REFERENCE) == 0 => write_quoted(out, self.value, b'"'),
            marks if marks & (SINGLE | REFERENCE) == 0 => write_quoted(out, self.value, b'\''),
            _ => write_value(out, &decoded(self.value)),
        }
    }
}

/// Names of classes with one space between them.
fn classes(value: &[u8]) -> Vec<u8> {
    let is_space = |byte: &u8| byte.is_ascii_whitespace();
    value.split(is_space).filter(|class| !class.is_empty()).collect::<Vec<_>>().join(&b' ')
}

/// A value with its references written out, but for ampersands that would begin one.
fn decoded(mut value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    while let Some(at) = memchr::memchr(b'&', value) {
        let (before, rest) = value.split_at(at);
        out.extend_from_slice(before);
        let length = if rest.starts_with(b"&lt;") {
            out.push(b'<');
            b"&lt;".len()
        } else {
            references::write_first(&mut out, rest)
        };
        value = rest.get(length..).unwrap_or_default();
    }
    out.extend_from_slice(value);
    out
}

/// Writes a value in the way that is shortest for it.
fn write_value(out: &mut Vec<u8>, value: &[u8]) -> bool {
    if value.iter().all(|byte| marks(*byte) & QUOTED == 0) {
        return write_bare(out, value);
    }
    let count = |quote| memchr::memchr_iter(quote, value).count();
    let (quote, reference): (u8, &[u8]) =
        if count(b'"') <= count(b'\'') { (b'"', b"&#34;") } else { (b'\'', b"&#39;") };
    out.extend_from_slice(&[b'=', quote]);
    for (number, part) in value.split(|byte| *byte == quote).enumerate() {
        if number > 0 {
            out.extend_from_slice(reference);
        }
        out.extend_from_slice(part);
    }
    out.push(quote);
    false
}

fn write_bare(out: &mut Vec<u8>, value: &[u8]) -> bool {
    if value.is_empty() {
        return false;
    }
    out.push(b'=');
    out.extend_from_slice(value);
    true
}

fn write_quoted(out: &mut Vec<u8>, value: &[u8], quote: u8) -> bool {
    out.extend_from_slice(&[b'=', quote]);
    out.extend_from_slice(value);
    out.push(quote);
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The attributes as they are written, `None` for a tag that cannot be.
    fn written(tag: &str) -> Option<String> {
        let mut parts = Parts::new(tag.as_bytes(), 0);
        let mut out = Vec::new();
        loop {
            match parts.next()? {
                Part::Attribute(attribute) => _ = attribute.write(&mut out),
                Part::End { .. } => return Some(String::from_utf8(out).expect("text stays text")),
            }
        }
    }

    #[test]
    fn a_value_has_quotes_where_it_needs_them() {
        for (tag, expected) in [
            (" a=\"b\" c='d-e/' f = g>", " a=b c=d-e/ f=g"),
            (" a=\"b c\" d='e=f' g=\"h'i\" j='k\"l'>", " a=\"b c\" d=\"e=f\" g=\"h'i\" j='k\"l'"),
            (" a=\"\" b='' c d = ''>", " a b c d"),
            (" hidden=\"\" b/c />", " hidden b c"),
            ("a='`'b=\"<\">", " a=\"`\" b=\"<\""),
        ] {
            assert_eq!(written(tag).as_deref(), Some(expected), "{tag}");
        }
    }

    #[test]
    fn references_are_shortened_and_quotes_chosen_by_length() {
        for (tag, expected) in [
            (" a=\"&quot;b&quot;\">", " a='\"b\"'"),
            (" a='&quot;&#39;&quot;'>", " a='\"&#39;\"'"),
            (" a=\"?b=1&amp;c=2&amp;copy=3\">", " a=\"?b=1&c=2&amp;copy=3\""),
            (" a=\"&#x2F;b&#x2F;\">", " a=/b/"),
            (" a='&lt;b&gt;'>", " a=\"<b>\""),
            (" a='&amp;lt;'>", " a=&amp;lt;"),
        ] {
            assert_eq!(written(tag).as_deref(), Some(expected), "{tag}");
        }
    }

    #[test]
    fn classes_have_one_space_between_them() {
        assert_eq!(written(" class=\" a \n b \">").as_deref(), Some(" class=\"a b\""));
        assert_eq!(written(" class=\" a \" class=' '>").as_deref(), Some(" class=a class"));
    }

    #[test]
    fn a_tag_that_does_not_end_or_has_a_stray_sign_is_none() {
        for tag in [" a", " a=\"", " a=\"b\"", " a='>", " a=b", "", " /", " a ==b", " =a>", " a b/=c>"] {
            assert_eq!(written(tag), None, "{tag}");
        }
    }
}
