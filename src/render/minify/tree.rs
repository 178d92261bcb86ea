//! The elements that are open, as a browser would have them, as long as the markup nests as it should.

use super::elements::{Layout, Role, leaves_foreign_content};

/// Why a page is not minified as it was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Where elements begin and end is not what the tags say: only tags and runs of whitespace can be shortened.
    Nesting,
    /// Where tags and text begin and end is not sure: nothing can be done.
    Reading,
}

/// The language that an element's name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Html,
    Svg,
    Math,
}

/// What is so inside of an element, and of those in it.
type Inside = u8;
/// A `p` is open, which the next block would end.
const PARAGRAPH: Inside = 1;
const ANCHOR: Inside = 2;
const BUTTON: Inside = 4;
/// Whitespace stays as it is.
const PREFORMATTED: Inside = 8;
/// A `noscript` in the head.
const HEAD: Inside = 16;
const SELECT: Inside = 32;

/// Among how many open elements the one is looked for that an item ends.
const FARTHEST: usize = 64;

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Open<'a> {
    name: &'a [u8],
    role: Role,
    /// The language of its content.
    language: Language,
    inside: Inside,
}

/// An opening tag whose element is not open yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'a> {
    open: Open<'a>,
    pub(super) layout: Layout,
    /// Whether the element is one of a drawing or a formula, which a slash in its tag closes.
    pub(super) is_foreign: bool,
}

/// The open elements.
///
/// With care, only drawings, formulas and lists of choices are followed, which decide how their content is read.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    open: Vec<Open<'a>>,
    with_care: bool,
    has_html: bool,
    has_head: bool,
    has_body: bool,
    is_after_body: bool,
    has_form: bool,
    /// With care: whitespace stays as it is from here on, since nobody knows where it ends to matter.
    stays: bool,
}

impl<'a> Tree<'a> {
    /// No open elements.
    pub(super) fn new(with_care: bool) -> Self {
        Self {
            open: Vec::with_capacity(32),
            with_care,
            has_html: false,
            has_head: false,
            has_body: false,
            is_after_body: false,
            has_form: false,
            stays: false,
        }
    }

    fn role(&self) -> Option<Role> {
        self.open.last().map(|open| open.role)
    }

    fn inside(&self) -> Inside {
        self.open.last().map_or(0, |open| open.inside)
    }

    fn language(&self) -> Language {
        self.open.last().map_or(Language::Html, |open| open.language)
    }

    /// Whether the elements here are those of a drawing or a formula.
    pub(super) fn is_foreign(&self) -> bool {
        self.language() != Language::Html
    }

    /// Whether whitespace stays as it is here.
    pub(super) fn is_preformatted(&self) -> bool {
        self.stays || self.inside() & PREFORMATTED != 0
    }

    /// Text other than whitespace may stand here.
    pub(super) fn text(&mut self) -> Result<(), Doubt> {
        match self.role() {
            _ if self.is_foreign() || self.with_care && self.open.is_empty() => Ok(()),
            Some(Role::Head | Role::Table | Role::ColumnGroup | Role::RowGroup | Role::Row) => Err(Doubt::Nesting),
            _ if self.is_after_body || self.inside() & HEAD != 0 => Err(Doubt::Nesting),
            None | Some(Role::Html) => {
                self.has_body = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The element of an opening tag, with which it may end others.
    pub(super) fn opening(&mut self, name: &'a [u8], role: Role, layout: Layout) -> Result<Opening<'a>, Doubt> {
        if role == Role::Fatal {
            return Err(Doubt::Reading);
        }
        if self.is_foreign() {
            return self.foreign(name);
        }
        if !self.with_care || !self.open.is_empty() {
            self.html(role)?;
        }
        let above = self.inside();
        let (barred, added) = match role {
            Role::Paragraph => (0, PARAGRAPH),
            Role::Anchor => (0, ANCHOR),
            Role::Preformatted | Role::Code => (0, PREFORMATTED),
            Role::Button => (PARAGRAPH, BUTTON),
            Role::Table => (PARAGRAPH | BUTTON, 0),
            Role::Cell | Role::Caption | Role::Object => (PARAGRAPH | BUTTON | ANCHOR, 0),
            Role::Select => (0, SELECT),
            Role::Noscript if self.is_before_body() => (0, HEAD),
            _ => (0, 0),
        };
        let language = match role {
            Role::Svg => Language::Svg,
            Role::Math => Language::Math,
            _ => Language::Html,
        };
        let open = Open { name, role, language, inside: above & !barred | added };
        Ok(Opening { open, layout, is_foreign: language != Language::Html })
    }

    /// The element is open from here on.
    pub(super) fn enter(&mut self, opening: &Opening<'a>, is_preformatted: bool) {
        let mut open = opening.open;
        if is_preformatted {
            open.inside |= PREFORMATTED;
        }
        let is_followed = matches!(open.role, Role::Svg | Role::Math | Role::Select);
        if self.with_care && self.open.is_empty() && !is_followed {
            self.stays |= open.inside & PREFORMATTED != 0;
            return;
        }
        match open.role {
            Role::Form => self.has_form = true,
            Role::Html => self.has_html = true,
            Role::Head => self.has_head = true,
            Role::Body => self.has_body = true,
            _ => {}
        }
        self.open.push(open);
    }

    fn is_before_body(&self) -> bool {
        !self.has_body && matches!(self.role(), None | Some(Role::Html | Role::Head))
    }

    /// What the opening tag of an element of HTML ends; an error where more happens than that.
    fn html(&mut self, role: Role) -> Result<(), Doubt> {
        if self.is_after_body || self.inside() & HEAD != 0 && !matches!(role, Role::Metadata | Role::Style) {
            return Err(Doubt::Nesting);
        }
        if self.inside() & SELECT != 0 {
            return self.choice(role);
        }
        match role {
            Role::Html | Role::Head | Role::Body => return self.frame(role),
            Role::Caption | Role::ColumnGroup | Role::Column | Role::RowGroup | Role::Row | Role::Cell => {
                return self.table_part(role);
            }
            Role::Base | Role::Metadata | Role::Script | Role::Style | Role::Title | Role::Template => {}
            Role::Noscript if self.is_before_body() => {}
            _ => self.content()?,
        }
        match role {
            Role::Odd | Role::OddRawText => Err(Doubt::Nesting),
            Role::Base | Role::Metadata | Role::Title if self.is_in_table() => Err(Doubt::Nesting),
            Role::Block | Role::Paragraph | Role::Preformatted | Role::Rule | Role::Form | Role::Table => {
                self.block(role)
            }
            Role::Heading if self.role() == Some(Role::Heading) => Err(Doubt::Nesting),
            Role::Heading => self.block(role),
            Role::ListItem | Role::Term => self.item(role),
            Role::Anchor if self.inside() & ANCHOR != 0 => Err(Doubt::Nesting),
            Role::Button if self.inside() & BUTTON != 0 => Err(Doubt::Nesting),
            Role::Choice | Role::ChoiceGroup => {
                self.leave_if(Role::Choice);
                Ok(())
            }
            Role::RubyText => {
                self.leave_if(Role::RubyText);
                if self.role() == Some(Role::Ruby) { Ok(()) } else { Err(Doubt::Nesting) }
            }
            _ => Ok(()),
        }
    }

    fn is_in_table(&self) -> bool {
        matches!(self.role(), Some(Role::Table | Role::ColumnGroup | Role::RowGroup | Role::Row))
    }

    /// `html`, `head` and `body`, each once and in this order.
    fn frame(&mut self, role: Role) -> Result<(), Doubt> {
        if role == Role::Body {
            self.leave_if(Role::Head);
        }
        let is_outermost = matches!(self.role(), None | Some(Role::Html)) && !self.has_body;
        match role {
            Role::Html if self.open.is_empty() && !(self.has_html || self.has_head || self.has_body) => Ok(()),
            Role::Head if is_outermost && !self.has_head => Ok(()),
            Role::Body if is_outermost => Ok(()),
            _ => Err(Doubt::Nesting),
        }
    }

    /// What is neither of a head nor of a table stands only in a body, which begins with it where it has no tag.
    fn content(&mut self) -> Result<(), Doubt> {
        match self.role() {
            Some(Role::Head) => Err(Doubt::Nesting),
            _ if self.is_in_table() => Err(Doubt::Nesting),
            None | Some(Role::Html) => {
                self.has_body = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn leave_if(&mut self, role: Role) {
        if self.role() == Some(role) {
            self.open.pop();
        }
    }

    /// A block ends the open paragraph, if nothing is open in that.
    fn block(&mut self, role: Role) -> Result<(), Doubt> {
        if role == Role::Form && self.has_form {
            return Err(Doubt::Nesting);
        }
        if self.inside() & PARAGRAPH == 0 {
            return Ok(());
        }
        // in pages without a doctype a table does not end it
        if self.role() != Some(Role::Paragraph) || role == Role::Table {
            return Err(Doubt::Nesting);
        }
        self.open.pop();
        Ok(())
    }

    /// An item ends the one before it.
    fn item(&mut self, role: Role) -> Result<(), Doubt> {
        let below = self.open.len().checked_sub(2).and_then(|below| self.open.get(below));
        if self.role() == Some(Role::Paragraph) && below.is_some_and(|below| below.role == role) {
            self.open.pop();
        }
        self.leave_if(role);
        let passed = |open: &&Open<'_>| {
            let is_passed = open.name.eq_ignore_ascii_case(b"div") || open.name.eq_ignore_ascii_case(b"address");
            is_passed
                || matches!(
                    open.role,
                    Role::Paragraph | Role::Inline | Role::Anchor | Role::Code | Role::Ruby | Role::RubyText
                )
        };
        let mut above = self.open.iter().rev().take(FARTHEST);
        match above.find(|open| !passed(open)) {
            Some(open) if open.role == role => Err(Doubt::Nesting),
            None if self.open.len() >= FARTHEST => Err(Doubt::Nesting),
            _ => self.block(role),
        }
    }

    /// A part of a table ends those before it.
    fn table_part(&mut self, role: Role) -> Result<(), Doubt> {
        loop {
            match (role, self.role()) {
                (Role::Caption | Role::ColumnGroup | Role::RowGroup | Role::Row, Some(Role::Table))
                | (Role::Row, Some(Role::RowGroup))
                | (Role::Cell, Some(Role::Row))
                | (Role::Column, Some(Role::ColumnGroup)) => return Ok(()),
                (_, Some(above)) if is_implied(above) || is_table_part(above) => self.open.pop(),
                _ => return Err(Doubt::Nesting),
            };
        }
    }

    /// What may stand in a `select`, and ends what stands before it.
    fn choice(&mut self, role: Role) -> Result<(), Doubt> {
        match role {
            Role::Choice | Role::ChoiceGroup => {
                self.leave_if(Role::Choice);
                if role == Role::ChoiceGroup {
                    self.leave_if(Role::ChoiceGroup);
                }
                Ok(())
            }
            Role::Script if self.role() == Some(Role::Select) => Ok(()),
            _ => Err(Doubt::Reading),
        }
    }

    /// An element of a drawing or a formula.
    fn foreign(&mut self, name: &'a [u8]) -> Result<Opening<'a>, Doubt> {
        let is = |names: &[&str]| names.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name));
        let within = self.language();
        let is_of_other = if within == Language::Svg { is(&["math"]) } else { is(&["svg", "annotation-xml"]) };
        if leaves_foreign_content(name) || is_of_other || is(&["mglyph", "malignmark"]) {
            return Err(Doubt::Reading);
        }
        let holds_html = match within {
            Language::Svg => is(&["foreignobject", "desc", "title"]),
            _ => is(&["mi", "mo", "mn", "ms", "mtext"]),
        };
        let keeps_spaces = is(&["text", "tspan", "textpath", "a", "desc", "title", "style", "script", "annotation"]);
        let layout = match within {
            Language::Svg if keeps_spaces => Layout::Inline,
            Language::Svg => Layout::Block,
            _ => Layout::Inline,
        };
        let mut inside = self.inside();
        if keeps_spaces {
            inside |= PREFORMATTED;
        }
        if holds_html {
            inside &= !(PARAGRAPH | BUTTON);
        }
        let language = if holds_html { Language::Html } else { within };
        Ok(Opening { open: Open { name, role: Role::Object, language, inside }, layout, is_foreign: true })
    }

    /// A closing tag ends its element; gives where whitespace renders around it.
    pub(super) fn closing(&mut self, name: &[u8], role: Role, layout: Layout) -> Result<Layout, Doubt> {
        if self.with_care && self.open.is_empty() {
            return Ok(layout);
        }
        if self.is_after_body {
            return if role == Role::Html { Ok(layout) } else { Err(Doubt::Nesting) };
        }
        let is_open = |tree: &Self| tree.open.last().is_some_and(|open| open.name.eq_ignore_ascii_case(name));
        while !is_open(self) {
            match self.role() {
                Some(Role::Html) | None if role == Role::Body && self.has_body => {
                    self.is_after_body = true;
                    return Ok(layout);
                }
                // whitespace behind the end of a body belongs to what is still open in it
                _ if matches!(role, Role::Body | Role::Html) && self.is_preformatted() => return Err(Doubt::Nesting),
                Some(above) if !self.is_foreign() && ends_with(above, role) => self.open.pop(),
                _ => return Err(Doubt::Nesting),
            };
        }
        let Some(closed) = self.open.pop() else { return Err(Doubt::Nesting) };
        match closed.role {
            Role::Form => self.has_form = false,
            Role::Body | Role::Html => self.is_after_body = true,
            _ => {}
        }
        // what the name means in HTML is not what it means in a drawing
        let is_of_drawing = closed.role == Role::Object && self.language() == Language::Svg;
        let is_of_formula = closed.role == Role::Object && self.language() == Language::Math;
        Ok(match () {
            () if is_of_drawing && closed.inside & PREFORMATTED == 0 => Layout::Block,
            () if is_of_drawing || is_of_formula => Layout::Inline,
            () => layout,
        })
    }
}

/// Whether an element may end without a tag of its own.
fn is_implied(role: Role) -> bool {
    matches!(role, Role::Paragraph | Role::ListItem | Role::Term | Role::Choice | Role::ChoiceGroup | Role::RubyText)
}

fn is_table_part(role: Role) -> bool {
    matches!(role, Role::Caption | Role::ColumnGroup | Role::RowGroup | Role::Row | Role::Cell)
}

/// Whether the closing tag of an element also ends one that is open in it.
fn ends_with(above: Role, closed: Role) -> bool {
    match closed {
        Role::Paragraph
        | Role::Inline
        | Role::Anchor
        | Role::Code
        | Role::Head
        | Role::Noscript
        | Role::Svg
        | Role::Math => false,
        Role::ListItem | Role::Term => is_implied(above) && above != closed,
        Role::Table | Role::RowGroup | Role::Row => is_implied(above) || is_table_part(above),
        Role::Html => is_implied(above) || above == Role::Body,
        _ => is_implied(above),
    }
}
