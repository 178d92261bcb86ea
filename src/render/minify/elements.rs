//! What minifying must know of each element of HTML: how it is parsed, and which whitespace around it and in it renders.

/// How an element takes part in parsing, as far as that decides where it begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Html,
    Head,
    Body,
    Base,
    /// `link` and `meta`.
    Metadata,
    Script,
    Style,
    Title,
    Template,
    Noscript,
    /// Anything that ends an open `p` and has no rule of its own.
    Block,
    Heading,
    Paragraph,
    ListItem,
    /// `dt` and `dd`.
    Term,
    Preformatted,
    Form,
    Rule,
    Table,
    Caption,
    ColumnGroup,
    Column,
    RowGroup,
    Row,
    Cell,
    Anchor,
    Code,
    Button,
    Object,
    Select,
    Choice,
    ChoiceGroup,
    Ruby,
    RubyText,
    /// An element without content.
    Void,
    /// An element whose content holds no tags, beside `script`, `style` and `title`.
    RawText,
    Svg,
    Math,
    /// Any other element, known or not: it begins and ends where its tags stand.
    Inline,
    /// An old element with rules of its own.
    Odd,
    /// An old element whose content holds no tags.
    OddRawText,
    /// An element that changes how all that follows is read.
    Fatal,
}

/// Which whitespace around an element and in it renders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// All of it, as one space.
    Inline,
    /// That around the element, and none at the ends of its content.
    Box,
    /// None next to its tags, inside or outside.
    Block,
    /// The element itself does not render: whitespace is what it would be without the element.
    Hidden,
}

/// An element, as its name tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub(super) role: Role,
    pub(super) layout: Layout,
}

/// The element of a name, in small letters or not.
pub(super) fn element(name: &[u8]) -> Element {
    let found = known(name);
    if found.is_none() && name.iter().any(u8::is_ascii_uppercase) {
        return known(&name.to_ascii_lowercase()).unwrap_or(OTHER);
    }
    found.unwrap_or(OTHER)
}

/// An element that is not known by name.
const OTHER: Element = Element { role: Role::Inline, layout: Layout::Inline };

/// The element of a name in small letters, where there is anything to say of it.
fn known(name: &[u8]) -> Option<Element> {
    use Layout::{Block, Box, Hidden, Inline};
    let (role, layout) = match name {
        b"a" => (Role::Anchor, Inline),
        b"b" | b"i" | b"em" | b"span" | b"strong" | b"small" | b"time" => return Some(OTHER),
        b"p" => (Role::Paragraph, Block),
        b"li" => (Role::ListItem, Block),
        b"div" | b"ul" | b"ol" | b"article" | b"aside" | b"section" | b"nav" | b"header" | b"footer" | b"main" => {
            (Role::Block, Block)
        }
        b"address" | b"blockquote" | b"center" | b"details" | b"dialog" | b"dir" | b"dl" | b"fieldset"
        | b"figcaption" | b"figure" | b"hgroup" | b"menu" | b"search" | b"summary" => (Role::Block, Block),
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => (Role::Heading, Block),
        b"dt" | b"dd" => (Role::Term, Block),
        b"pre" | b"listing" => (Role::Preformatted, Block),
        b"code" => (Role::Code, Inline),
        b"hr" => (Role::Rule, Block),
        b"form" => (Role::Form, Block),
        b"legend" => (Role::Inline, Block),
        b"table" => (Role::Table, Block),
        b"caption" => (Role::Caption, Block),
        b"colgroup" => (Role::ColumnGroup, Block),
        b"col" => (Role::Column, Block),
        b"thead" | b"tbody" | b"tfoot" => (Role::RowGroup, Block),
        b"tr" => (Role::Row, Block),
        b"td" | b"th" => (Role::Cell, Block),
        b"img" | b"br" | b"wbr" | b"input" | b"embed" => (Role::Void, Inline),
        b"area" | b"param" | b"source" | b"track" => (Role::Void, Hidden),
        b"base" => (Role::Base, Hidden),
        b"link" | b"meta" => (Role::Metadata, Hidden),
        b"script" => (Role::Script, Hidden),
        b"style" => (Role::Style, Hidden),
        b"title" => (Role::Title, Hidden),
        b"template" => (Role::Template, Hidden),
        b"noscript" => (Role::Noscript, Inline),
        b"textarea" | b"iframe" => (Role::RawText, Inline),
        b"button" => (Role::Button, Box),
        b"object" => (Role::Object, Inline),
        b"select" => (Role::Select, Box),
        b"option" => (Role::Choice, Block),
        b"optgroup" => (Role::ChoiceGroup, Block),
        b"audio" | b"video" | b"canvas" | b"meter" | b"progress" | b"datalist" => (Role::Inline, Box),
        b"ruby" => (Role::Ruby, Inline),
        b"rt" | b"rp" => (Role::RubyText, Inline),
        b"svg" => (Role::Svg, Box),
        b"math" => (Role::Math, Inline),
        b"html" => (Role::Html, Block),
        b"head" => (Role::Head, Block),
        b"body" => (Role::Body, Block),
        b"xmp" | b"noembed" | b"noframes" => (Role::OddRawText, Inline),
        b"frameset" | b"frame" | b"plaintext" | b"mglyph" | b"malignmark" => (Role::Fatal, Inline),
        b"applet" | b"basefont" | b"bgsound" | b"command" | b"image" | b"isindex" | b"keygen" | b"marquee"
        | b"menuitem" | b"nobr" | b"rb" | b"rtc" => (Role::Odd, Inline),
        _ => return None,
    };
    Some(Element { role, layout })
}

/// Whether an opening tag of this name ends the drawing or formula that it stands in.
pub(super) fn leaves_foreign_content(name: &[u8]) -> bool {
    const LEAVING: [&[u8]; 17] = [
        b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"span", b"strike", b"strong", b"sub", b"sup",
        b"tt", b"u", b"var", b"b",
    ];
    LEAVING.iter().any(|leaving| leaving.eq_ignore_ascii_case(name)) || {
        let Element { role, layout } = element(name);
        let stays = matches!(role, Role::Anchor | Role::Script | Role::Style | Role::Title | Role::Svg);
        !stays && (role, layout) != (OTHER.role, OTHER.layout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case() {
        assert_eq!(element(b"DIV").role, Role::Block);
        assert_eq!(element(b"textArea").role, Role::RawText);
        assert_eq!(element(b"x-card").role, Role::Inline);
    }

    #[test]
    fn html_leaves_a_drawing_and_its_own_elements_do_not() {
        for name in [&b"p"[..], b"SPAN", b"table", b"img", b"font", b"math"] {
            assert!(leaves_foreign_content(name));
        }
        for name in [&b"g"[..], b"path", b"a", b"title", b"style", b"svg", b"foreignObject", b"mi"] {
            assert!(!leaves_foreign_content(name));
        }
    }
}
