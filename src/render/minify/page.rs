//! One pass over the bytes of a page: each tag, text and comment is read and written once.
//!
//! The tags stay as many as they are and in their order, so that a browser makes of them what it would have made. What changes is
//! how attributes are written, which references are, which comments are there, and whitespace.

use super::MinifyOptions;
use super::attributes::{Attribute, Part, Parts, tag_name};
use super::elements::{Element, Layout, Role, element};
use super::embedded::{self, Kind};
use super::references;
use super::spacing::{Spacing, write_collapsed};
use super::tree::{Doubt, Opening, Tree};

/// The mark of the order of bytes, which browsers pass over at the start of a page and nowhere else.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A page that is being minified.
struct Page<'a> {
    source: &'a [u8],
    /// How far it is read.
    at: usize,
    out: Vec<u8>,
    spacing: Spacing,
    tree: Tree<'a>,
    options: &'a MinifyOptions,
    /// Whether only tags and runs of whitespace are shortened.
    with_care: bool,
    /// How many `template` are open, whose content stays as it is.
    templates: usize,
    /// Where the open `noscript` ends, whose content stays as it is: it is text where scripts run.
    noscript_end: usize,
}

/// What the attributes of a tag said.
#[derive(Default)]
struct Noted {
    closes_itself: bool,
    ends_bare: bool,
    is_preformatted: bool,
    /// What `type` says of a script.
    script: Option<Kind>,
    is_data: bool,
}

/// The page `source` minified. With care, elements need not nest as they should.
pub(super) fn minified(source: &[u8], options: &MinifyOptions, with_care: bool) -> Result<Vec<u8>, Doubt> {
    // browsers pass over this character, so that what stands around it is one text
    if memchr::memchr(0, source).is_some() {
        return Err(Doubt::Reading);
    }
    let mut page = Page {
        source,
        at: 0,
        out: Vec::with_capacity(source.len()),
        spacing: Spacing::new(),
        tree: Tree::new(with_care),
        options,
        with_care,
        templates: 0,
        noscript_end: 0,
    };
    page.run()?;
    Ok(page.out)
}

impl<'a> Page<'a> {
    fn run(&mut self) -> Result<(), Doubt> {
        if self.source.starts_with(MARK) {
            self.copy(MARK.len());
        }
        while self.at < self.source.len() {
            let end = self.text_end();
            if end > self.at {
                self.text(end)?;
            } else {
                self.markup()?;
            }
            if self.noscript_end > 0 && self.at > self.noscript_end {
                return Err(Doubt::Reading);
            }
        }
        let is_whole = self.templates == 0 && self.noscript_end == 0;
        if is_whole { Ok(()) } else { Err(Doubt::Reading) }
    }

    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.source.get(at).copied().unwrap_or_default()
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// Writes what is read next as it stands, up to `end`.
    #[inline]
    fn copy(&mut self, end: usize) {
        self.out.extend_from_slice(self.source.get(self.at..end).unwrap_or_default());
        self.at = end;
    }

    /// Whether everything stays as it is here.
    fn is_verbatim(&self) -> bool {
        self.templates > 0 || self.noscript_end > 0
    }

    /// Where the text ends that begins here, if any does.
    fn text_end(&self) -> usize {
        // most texts are a line break between two tags, too short for a search that pays only over a distance
        const NEAR: usize = 8;
        let near = self.rest().iter().take(NEAR);
        let mut from = self.at + near.take_while(|byte| **byte != b'<').count();
        while let Some(found) = self.source.get(from..).and_then(next_tag) {
            let next = self.byte(from + found + 1);
            if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?') {
                return from + found;
            }
            from += found + 1;
        }
        self.source.len()
    }

    fn text(&mut self, end: usize) -> Result<(), Doubt> {
        let text = self.source.get(self.at..end).unwrap_or_default();
        if self.is_verbatim() {
            if self.templates == 0 && !text.trim_ascii().is_empty() {
                self.tree.text()?;
            }
            self.copy(end);
            return Ok(());
        }
        self.at = end;
        let is_blank = text.first().is_some_and(u8::is_ascii_whitespace) && text.trim_ascii_start().is_empty();
        if !is_blank {
            self.tree.text()?;
        }
        if self.tree.is_preformatted() {
            references::write(&mut self.out, text);
            self.spacing.after_ink();
        } else if self.with_care {
            write_collapsed(&mut self.out, text);
        } else if self.out.is_empty() && text.trim_ascii_start().starts_with(MARK) {
            return Err(Doubt::Nesting);
        } else {
            self.spacing.write_text(&mut self.out, text);
        }
        Ok(())
    }

    /// Whatever begins with `<` here.
    fn markup(&mut self) -> Result<(), Doubt> {
        match (self.byte(self.at + 1), self.byte(self.at + 2)) {
            (b'/', letter) if letter.is_ascii_alphabetic() => self.closing_tag(),
            (b'/', _) => self.declaration(),
            (b'!', b'-') if self.rest().starts_with(b"<!--") => self.comment(),
            (b'!' | b'?', _) => self.declaration(),
            _ => self.opening_tag(),
        }
    }

    /// A doctype, or a comment that is written as none.
    fn declaration(&mut self) -> Result<(), Doubt> {
        let rest = self.rest();
        let length = memchr::memchr(b'>', rest).ok_or(Doubt::Reading)? + 1;
        let is_doctype = rest.get(2..9).is_some_and(|name| name.eq_ignore_ascii_case(b"doctype"));
        if self.tree.is_foreign() {
            return Err(Doubt::Reading);
        }
        if !(is_doctype && self.out.is_empty() || self.with_care || self.is_verbatim()) {
            return Err(Doubt::Nesting);
        }
        self.copy(self.at + length);
        Ok(())
    }

    fn comment(&mut self) -> Result<(), Doubt> {
        let rest = self.rest();
        let length = comment_length(rest).ok_or(Doubt::Reading)?;
        let inner = rest.get(b"<!--".len()..).unwrap_or_default();
        // read by servers, and by old programs for mail
        let is_read = [&b"#"[..], b"[if", b"<![endif", b"[endif"].iter().any(|start| inner.starts_with(start));
        let stays = is_read || self.with_care || self.is_verbatim() || self.tree.is_preformatted();
        if !stays && !self.joins_markup() {
            self.at += length;
            return Ok(());
        }
        if !self.with_care && !self.is_verbatim() {
            self.spacing.before_tag(&mut self.out, Layout::Inline, false);
            self.spacing.after_ink();
        }
        self.copy(self.at + length);
        Ok(())
    }

    /// Whether what was written last could become markup or a reference with what follows.
    fn joins_markup(&self) -> bool {
        // longer than any name of a reference
        const LONGEST: usize = 40;
        let last = self.out.iter().rev().take(LONGEST).find(|byte| !byte.is_ascii_alphanumeric() && **byte != b'#');
        let is_begun = last.map_or(self.out.len() >= LONGEST, |byte| matches!(byte, b'&' | b'<'));
        is_begun || matches!(self.out.as_slice(), [.., b'<', b'/' | b'!' | b'?'])
    }

    fn opening_tag(&mut self) -> Result<(), Doubt> {
        let start = self.at;
        let name = self.name(start + 1);
        let Element { role, layout } = element(name);
        if self.templates > 0 {
            return self.tag_of_template(name, role);
        }
        let opening = self.tree.opening(name, role, layout)?;
        let verbatim = self.is_verbatim();
        if !self.with_care && !verbatim {
            self.spacing.before_tag(&mut self.out, opening.layout, false);
        }
        let written = self.out.len();
        self.at += 1 + name.len();
        self.out.push(b'<');
        self.out.extend_from_slice(name);
        let noted = self.attributes()?;
        if opening.is_foreign && noted.closes_itself {
            self.out.extend_from_slice(if noted.ends_bare { b" /" } else { b"/" });
        }
        self.out.push(b'>');
        if verbatim {
            self.out.truncate(written);
            self.out.extend_from_slice(self.source.get(start..self.at).unwrap_or_default());
        }
        self.inside(name, &opening, role, &noted)?;
        if !self.with_care && !verbatim {
            self.spacing.after_tag(opening.layout, opening.is_foreign && noted.closes_itself);
        }
        Ok(())
    }

    /// What follows an opening tag: nothing of its own, content that holds no tags, or an open element.
    fn inside(&mut self, name: &[u8], opening: &Opening<'a>, role: Role, noted: &Noted) -> Result<(), Doubt> {
        if opening.is_foreign {
            if !noted.closes_itself {
                self.tree.enter(opening, noted.is_preformatted);
            }
            return Ok(());
        }
        match role {
            Role::Void | Role::Rule | Role::Base | Role::Metadata | Role::Column => Ok(()),
            Role::Script | Role::Style | Role::Title | Role::RawText | Role::OddRawText => {
                self.raw_text(name, role, noted)
            }
            Role::Template => {
                self.templates = 1;
                Ok(())
            }
            Role::Noscript if self.noscript_end > 0 => Err(Doubt::Reading),
            Role::Noscript => {
                let length = end_of_raw_text(self.rest(), name).ok_or(Doubt::Reading)?;
                self.tree.enter(opening, false);
                self.noscript_end = self.at + length;
                Ok(())
            }
            _ => {
                self.tree.enter(opening, noted.is_preformatted);
                Ok(())
            }
        }
    }

    /// The name of a tag, which begins at `start`.
    #[inline]
    fn name(&self, start: usize) -> &'a [u8] {
        tag_name(self.source.get(start..).unwrap_or_default())
    }

    /// Reads and writes attributes up to the end of the tag, without the `>`.
    fn attributes(&mut self) -> Result<Noted, Doubt> {
        let mut parts = Parts::new(self.source, self.at);
        let mut noted = Noted::default();
        loop {
            match parts.next().ok_or(Doubt::Reading)? {
                Part::End { closes_itself } => {
                    noted.closes_itself = closes_itself;
                    self.at = parts.at;
                    return Ok(noted);
                }
                Part::Attribute(attribute) => {
                    noted.ends_bare = match attribute.name.len() {
                        4 if attribute.is(b"type") => {
                            noted.script_type(attribute.value);
                            attribute.write(&mut self.out)
                        }
                        5 if attribute.is(b"style") => self.style(&attribute, &mut noted),
                        _ => attribute.write(&mut self.out),
                    };
                }
            }
        }
    }

    /// Writes a `style` attribute.
    fn style(&mut self, attribute: &Attribute<'_>, noted: &mut Noted) -> bool {
        noted.is_preformatted |= attribute.value.windows(11).any(|word| word.eq_ignore_ascii_case(b"white-space"));
        match embedded::minified(Kind::Declarations, attribute.value, self.options) {
            Some(value) => {
                self.out.push(b' ');
                self.out.extend_from_slice(attribute.name);
                self.out.push(b'=');
                self.out.extend_from_slice(&value);
                !matches!(value.last(), Some(b'"' | b'\''))
            }
            None => attribute.write(&mut self.out),
        }
    }

    /// The content of an element that holds no tags, and its closing tag.
    fn raw_text(&mut self, name: &[u8], role: Role, noted: &Noted) -> Result<(), Doubt> {
        let length = end_of_raw_text(self.rest(), name).ok_or(Doubt::Reading)?;
        let content = self.rest().get(..length).unwrap_or_default();
        if role == Role::Script && hides_its_end(content) {
            return Err(Doubt::Reading);
        }
        let end = self.at + length;
        match role {
            _ if self.is_verbatim() => self.copy(end),
            Role::Script if noted.is_data => self.copy(end),
            Role::Script => self.embedded(noted.script.unwrap_or(Kind::Script), content),
            Role::Style => self.embedded(Kind::Style, content),
            Role::Title => references::write(&mut self.out, content),
            _ => self.copy(end),
        }
        self.at = end;
        self.end_tag(name)
    }

    /// Writes a script or style.
    fn embedded(&mut self, kind: Kind, content: &[u8]) {
        match embedded::minified(kind, content, self.options) {
            Some(minified) => self.out.extend_from_slice(&minified),
            None => self.out.extend_from_slice(content.trim_ascii()),
        }
    }

    fn closing_tag(&mut self) -> Result<(), Doubt> {
        let name = self.name(self.at + 2);
        let Element { role, layout } = element(name);
        if self.templates > 0 {
            if role == Role::Template {
                self.templates -= 1;
            }
            return self.end_tag(name);
        }
        let layout = self.tree.closing(name, role, layout)?;
        let ends_noscript = self.noscript_end > 0 && self.at == self.noscript_end;
        if !self.with_care && !self.is_verbatim() {
            self.spacing.before_tag(&mut self.out, layout, true);
        }
        self.end_tag(name)?;
        if ends_noscript {
            self.noscript_end = 0;
        }
        if !self.with_care && !self.is_verbatim() {
            self.spacing.after_tag(layout, true);
        }
        Ok(())
    }

    /// Writes the closing tag that stands here.
    fn end_tag(&mut self, name: &[u8]) -> Result<(), Doubt> {
        let start = self.at;
        let end = start + 2 + name.len();
        if self.byte(end) == b'>' {
            self.copy(end + 1);
            return Ok(());
        }
        let mut parts = Parts::new(self.source, end);
        while let Part::Attribute(_) = parts.next().ok_or(Doubt::Reading)? {}
        self.at = parts.at;
        if self.is_verbatim() {
            self.out.extend_from_slice(self.source.get(start..self.at).unwrap_or_default());
        } else {
            self.out.extend_from_slice(self.source.get(start..end).unwrap_or_default());
            self.out.push(b'>');
        }
        Ok(())
    }

    /// An opening tag in a `template`, whose elements nest by rules of their own.
    fn tag_of_template(&mut self, name: &[u8], role: Role) -> Result<(), Doubt> {
        let mut parts = Parts::new(self.source, self.at + 1 + name.len());
        while let Part::Attribute(_) = parts.next().ok_or(Doubt::Reading)? {}
        self.copy(parts.at);
        match role {
            Role::Template => self.templates += 1,
            Role::Svg | Role::Math | Role::Select | Role::Fatal | Role::Noscript => return Err(Doubt::Reading),
            Role::Script | Role::Style | Role::Title | Role::RawText | Role::OddRawText => {
                return self.raw_text(name, role, &Noted::default());
            }
            _ => {}
        }
        Ok(())
    }
}

impl Noted {
    /// Notes what the `type` of a script says; the first one counts.
    fn script_type(&mut self, value: &[u8]) {
        const SCRIPTS: [&[u8]; 4] = [b"", b"text/javascript", b"application/javascript", b"text/ecmascript"];
        if self.script.is_some() || self.is_data {
            return;
        }
        if value.eq_ignore_ascii_case(b"module") {
            self.script = Some(Kind::Module);
        } else if SCRIPTS.iter().any(|script| script.eq_ignore_ascii_case(value)) {
            self.script = Some(Kind::Script);
        } else {
            self.is_data = true;
        }
    }
}

/// Where the next `<` stands.
#[inline]
fn next_tag(text: &[u8]) -> Option<usize> {
    if text.first() == Some(&b'<') { Some(0) } else { memchr::memchr(b'<', text) }
}

/// The length of the comment at the start of `text`; `None` where it does not end.
fn comment_length(text: &[u8]) -> Option<usize> {
    // `<!-->` and `<!--->` are whole
    let plain = memchr::memmem::find(text.get(2..)?, b"-->").map(|at| at + 5);
    let odd = memchr::memmem::find(text.get(4..)?.get(..plain.unwrap_or(text.len()).saturating_sub(4))?, b"--!>");
    odd.map(|at| at + 8).or(plain)
}

/// Where the closing tag stands that ends an element without tags.
fn end_of_raw_text(text: &[u8], name: &[u8]) -> Option<usize> {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    memchr::memmem::find_iter(text, b"</").find(|at| {
        let rest = text.get(at + 2..).unwrap_or_default();
        rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && rest.get(name.len()).is_some_and(ends)
    })
}

/// Whether a script holds a comment that may keep its closing tag from ending it.
fn hides_its_end(script: &[u8]) -> bool {
    memchr::memmem::find(script, b"<!--").is_some()
        && script.windows(7).any(|word| word.eq_ignore_ascii_case(b"<script"))
}
