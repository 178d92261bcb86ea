//! Writing links and pictures: their addresses as holes, their attribute lists.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::article::{HookKind, Link, LinkKind};
use crate::diagnostic::{Code, Diagnostic, Place};

use super::attributes::Attributes;
use super::mask::{MaskKind, Part as TextPart};
use super::out::{Edge, Slot};
use super::runs::Item;
use super::writer::{Writer, offset_in};

/// A picture that is being read; what stands in it is its alternative text.
#[derive(Debug)]
pub(super) struct Picture {
    link_type: LinkType,
    target: String,
    place: Place,
    title: String,
    alt: String,
    /// How many pictures are open: one, unless the text holds others.
    depth: usize,
}

impl<'a> Writer<'a> {
    /// Writes a target as the address of a link: a hole, or the parts around shortcodes in it.
    pub(super) fn address(&mut self, kind: LinkKind, target: &str, place: Place, has_alt: bool) -> Option<usize> {
        let masked = self.masked;
        let parts = if masked.has_word(target) { masked.parts(target) } else { Vec::new() };
        let is_call = |part: &TextPart| match part {
            TextPart::Mask(number) => {
                masked.masks.get(*number).is_some_and(|mask| matches!(mask.kind, MaskKind::Call { .. }))
            }
            TextPart::Text(_) => false,
        };
        for part in &parts {
            if let TextPart::Mask(number) = part {
                self.report(*number);
            }
        }
        if !self.may_lead(target, kind) {
            return None;
        }
        if !parts.iter().any(is_call) {
            let index = self.links.len();
            let target = masked.restore(target).into_owned();
            self.links.push(Link { kind, target, place, has_alt, is_opaque: !parts.is_empty() });
            self.out.slot(Slot::Address(index));
            return Some(index);
        }
        for part in parts {
            self.value_part(part);
        }
        None
    }

    /// Writes a part of an attribute's value.
    pub(super) fn value_part(&mut self, part: TextPart) {
        match part {
            TextPart::Text(text) => self.out.value(text),
            TextPart::Mask(number) => match self.call(number) {
                Some(index) => self.out.slot(Slot::Call(index)),
                None => self.out.value(self.masked.literal(number)),
            },
        }
    }

    /// The attribute list that follows what ends at `end`, and its bytes.
    fn attributes_after(&self, end: usize) -> Option<(Attributes, Range<usize>)> {
        if !self.part.options.attributes {
            return None;
        }
        let (mut attributes, length) = Attributes::read(self.masked.text.get(end..)?)?;
        attributes.restore(self.masked);
        Some((attributes, end..end + length))
    }

    /// Writes ` id="…"` with an explicit id, and returns its number.
    pub(super) fn id_attribute(&mut self, id: String) -> usize {
        let id = self.ids.wish(clean_id(&id), true);
        self.out.push(" id=\"");
        self.out.slot(Slot::Id(id));
        self.out.push("\"");
        id
    }

    /// The place of a link's target: where it is written, else the whole link.
    fn target_place(&self, target: &CowStr, range: &Range<usize>) -> Place {
        if let Some(at) = offset_in(&self.masked.text, target) {
            return self.place(at..at + target.len());
        }
        let written = self.masked.text.get(range.clone()).unwrap_or_default();
        let Some(at) = written.rfind("](") else { return self.place(range.clone()) };
        let rest = &written[at + 2..];
        let inside = rest.trim_start_matches([' ', '\t', '\n', '<']);
        let start = range.start + written.len() - inside.len();
        let length = inside.find([' ', '\t', '\n', '>']).unwrap_or(inside.len().saturating_sub(1));
        self.place(start..start + length.max(1))
    }

    /// Begins a link.
    pub(super) fn start_link(&mut self, link_type: LinkType, target: CowStr<'a>, title: &str, range: Range<usize>) {
        self.note_in_run(Item::LinkBegin);
        self.marks.push(self.nesting.depth());
        self.nesting.open("a");
        let place = self.target_place(&target, &range);
        let kind = if matches!(link_type, LinkType::WikiLink { .. }) { LinkKind::Wiki } else { LinkKind::Link };
        let hook = self.begin_hook(HookKind::Link);
        self.open_hooks.push(hook);
        self.out.push("<a href=\"");
        let index = if link_type == LinkType::Email {
            self.address(kind, &format!("mailto:{target}"), place, true)
        } else {
            self.address(kind, &target, place, true)
        };
        if let Some(index) = index {
            self.hook_index(hook, index);
        }
        self.out.push("\"");
        let title = self.masked.restore(title);
        if !title.is_empty() {
            self.out.attribute("title", &title);
            self.hook_value(hook, "title", &*title);
        }
        self.link_skip = None;
        if let Some((attributes, list)) = self.attributes_after(range.end) {
            let id = attributes.id.clone().map(|id| self.id_attribute(id));
            self.hook_attributes(hook, &attributes, id);
            attributes.write(&mut self.out, "", if title.is_empty() { &[] } else { &["title"] });
            self.link_skip = Some(list);
        }
        self.out.push(">");
        self.edge(hook, Edge::InnerBegin);
    }

    /// Ends a link.
    pub(super) fn end_link(&mut self) {
        self.note_in_run(Item::LinkEnd);
        if let Some(depth) = self.marks.pop() {
            self.nesting.close_to(depth);
        }
        if let Some(list) = self.link_skip.take() {
            self.skip = list;
        }
        let hook = self.open_hooks.pop();
        if let Some(hook) = hook {
            self.edge(hook, Edge::InnerEnd);
        }
        self.out.push("</a>");
        if let Some(hook) = hook {
            self.edge(hook, Edge::End);
        }
    }

    /// Begins a picture.
    pub(super) fn start_picture(
        &mut self,
        link_type: LinkType,
        target: CowStr<'a>,
        title: CowStr<'a>,
        range: Range<usize>,
    ) {
        let place = self.target_place(&target, &range);
        let title = self.masked.restore(&title).into_owned();
        self.picture =
            Some(Picture { link_type, target: target.into_string(), place, title, alt: String::new(), depth: 1 });
    }

    /// Takes an event that stands in a picture.
    pub(super) fn picture_event(&mut self, event: Event<'a>, range: Range<usize>) {
        let Some(picture) = &mut self.picture else { return };
        match event {
            Event::Start(Tag::Image { .. }) => picture.depth += 1,
            Event::End(TagEnd::Image) => {
                picture.depth -= 1;
                if picture.depth == 0
                    && let Some(picture) = self.picture.take()
                {
                    self.write_picture(picture, range);
                }
            }
            Event::Text(text) | Event::Code(text) => self.alt_text(&text),
            Event::SoftBreak | Event::HardBreak => picture.alt.push(' '),
            _ => {}
        }
    }

    fn alt_text(&mut self, text: &str) {
        let masked = self.masked;
        let restored = masked.restore(text);
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(&restored);
        }
        if !masked.has_word(text) {
            return;
        }
        for part in masked.parts(text) {
            let TextPart::Mask(number) = part else { continue };
            self.report(number);
            let Some(mask) = masked.masks.get(number) else { continue };
            if matches!(mask.kind, MaskKind::Call { .. }) && self.reported.insert(number) {
                let message = "a shortcode cannot stand in the alternative text of a picture";
                let diagnostic = Diagnostic::new(Code::ShortcodeSyntax, message)
                    .at(self.plain_place(mask.range.clone()))
                    .hint("write the text itself, or set the picture with a shortcode of its own");
                self.findings.diagnostics.push(diagnostic);
            }
        }
    }

    fn write_picture(&mut self, picture: Picture, range: Range<usize>) {
        let Picture { link_type, target, place, title, alt, .. } = picture;
        self.note_in_run(Item::Picture);
        let is_wiki = matches!(link_type, LinkType::WikiLink { .. });
        let alt = if matches!(link_type, LinkType::WikiLink { has_pothole: false }) { String::new() } else { alt };
        let kind = if is_wiki { LinkKind::Wiki } else { LinkKind::Picture };
        let hook = self.begin_hook(HookKind::Image);
        self.out.push("<img src=\"");
        let index = self.address(kind, &target, place, !alt.is_empty());
        if let Some(index) = index {
            self.hook_index(hook, index);
        }
        self.out.push("\"");
        self.out.attribute("alt", &alt);
        self.hook_value(hook, "alt", alt.as_str());
        let before = self.out.mark().html;
        if !title.is_empty() {
            self.out.attribute("title", &title);
            self.hook_value(hook, "title", title.as_str());
        }
        let after = self.out.mark().html;
        let (attributes, list) = self.attributes_after(range.end).unwrap_or_default();
        if !list.is_empty() {
            self.skip = list;
        }
        let id = attributes.id.clone().map(|id| self.id_attribute(id));
        self.hook_attributes(hook, &attributes, id);
        attributes.write(&mut self.out, "", if title.is_empty() { &[] } else { &["title"] });
        if self.part.options.figures {
            let is_sized = attributes.get("width").is_some() || attributes.get("height").is_some();
            if let Some(index) = index.filter(|_| !is_sized) {
                self.out.slot(Slot::Size(index));
            }
            for (name, value) in [("loading", "lazy"), ("decoding", "async")] {
                if attributes.get(name).is_none() {
                    self.out.attribute(name, value);
                }
            }
        }
        self.out.push(" />");
        self.edge(hook, Edge::End);
        if let Some(run) = &mut self.run {
            run.hook = Some(hook);
        }
        if let Some(line) = &mut self.line {
            line.text(&alt);
        }
        if let Some(run) = &mut self.run
            && !title.is_empty()
        {
            run.title = Some((title, before..after));
        }
    }
}

/// An id without white space, which it must not have.
pub(super) fn clean_id(id: &str) -> String {
    let id: String = id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    if id.is_empty() { "section".to_owned() } else { id }
}
