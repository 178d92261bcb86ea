//! Writing the Markdown parser's events as HTML, in one pass: the blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};

use crate::article::{Body, Call, Heading, Hook, HookKind, Link};
use crate::diagnostic::Place;

use super::attributes::Attributes;
use super::code::OpenCode;
use super::counting::{Counter, Summary};
use super::excerpt::Excerpt;
use super::headings::OpenHeading;
use super::hooks::OpenHook;
use super::ids::{Ids, Settled};
use super::inline::Line;
use super::is_comment_or_space;
use super::links::Picture;
use super::mask::Masked;
use super::nesting::Nesting;
use super::notes::Notes;
use super::out::{Edge, Finished, Out, Slot};
use super::part::{Findings, Part};
use super::place::OffsetMap;
use super::raw::HtmlBlock;
use super::runs::{Item, Run};
use super::sanitize::OpenRaw;
use super::tables::Table;

/// Whether the first heading is still to be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FirstHeading {
    Waited,
    Dropped,
    Past,
}

/// The state of writing.
pub(super) struct Writer<'a> {
    pub(super) part: Part<'a>,
    pub(super) masked: &'a Masked<'a>,
    to_file: &'a OffsetMap,
    pub(super) out: Out,
    pub(super) ids: Ids,
    pub(super) nesting: Nesting,
    /// The depth at which each open block or span of Markdown was opened.
    pub(super) marks: Vec<usize>,
    pub(super) counter: Counter,
    summary: Summary,
    any_text: Summary,
    pub(super) in_top_paragraph: bool,
    pub(super) links: Vec<Link>,
    pub(super) calls: Vec<Call>,
    /// The calls that have been written, by the number of their mask.
    pub(super) written_calls: BTreeMap<usize, usize>,
    pub(super) headings: Vec<(Heading, Option<usize>)>,
    pub(super) hooks: Vec<OpenHook>,
    /// The hooks of the blocks and links that are open.
    pub(super) open_hooks: Vec<usize>,
    pub(super) findings: Findings,
    /// The masks whose faults have been reported.
    pub(super) reported: BTreeSet<usize>,
    pub(super) notes: Notes,
    pub(super) heading: Option<OpenHeading>,
    /// The open heading's text, without links and notes.
    pub(super) line: Option<Line>,
    pub(super) code: Option<OpenCode>,
    pub(super) html: Option<HtmlBlock>,
    pub(super) raw_text: Option<&'static str>,
    /// The elements of raw HTML that are open, where it is sanitized.
    pub(super) open_raw: Vec<OpenRaw>,
    pub(super) table: Table,
    pub(super) picture: Option<Picture>,
    pub(super) run: Option<Run>,
    /// How many quotations are open.
    quotes: usize,
    /// The attribute lists on lines of their own that a block has taken, by number.
    taken_lists: BTreeSet<usize>,
    /// Attribute lists that have been read and are not text.
    pub(super) skip: Range<usize>,
    /// The list that follows the open link.
    pub(super) link_skip: Option<Range<usize>>,
    pub(super) excerpt: Excerpt,
    first_heading: FirstHeading,
    /// Where markup was found to be nested too deep, in raw HTML.
    pub(super) too_deep: Option<usize>,
    pub(super) has_math: bool,
    pub(super) has_code: bool,
}

impl<'a> Writer<'a> {
    /// Begins to write `part`, which is `masked` without what is hidden.
    pub(super) fn new(mut part: Part<'a>, masked: &'a Masked<'a>, to_file: &'a OffsetMap) -> Self {
        let first_heading = if part.drop_first_heading { FirstHeading::Waited } else { FirstHeading::Past };
        Self {
            masked,
            to_file,
            out: Out::with_capacity(masked.text.len() + masked.text.len() / 2),
            ids: Ids::within(std::mem::take(&mut part.ids)),
            nesting: Nesting::within(part.depth),
            marks: Vec::new(),
            counter: Counter::default(),
            summary: Summary::default(),
            any_text: Summary::default(),
            in_top_paragraph: false,
            links: Vec::new(),
            calls: Vec::new(),
            written_calls: BTreeMap::new(),
            headings: Vec::new(),
            hooks: Vec::new(),
            open_hooks: Vec::new(),
            findings: Findings::default(),
            reported: BTreeSet::new(),
            notes: Notes::default(),
            heading: None,
            line: None,
            code: None,
            html: None,
            raw_text: None,
            open_raw: Vec::new(),
            table: Table::default(),
            picture: None,
            run: None,
            quotes: 0,
            taken_lists: BTreeSet::new(),
            skip: 0..0,
            link_skip: None,
            excerpt: Excerpt::default(),
            first_heading,
            too_deep: None,
            has_math: false,
            has_code: false,
            part,
        }
    }

    /// The place of a range of the masked text.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        let original = |at| self.to_file.original(self.masked.map.original(at));
        self.part.lines.place(original(range.start)..original(range.end))
    }

    /// The place of a range of the text before masking.
    pub(super) fn plain_place(&self, range: Range<usize>) -> Place {
        self.part.lines.place(self.to_file.original(range.start)..self.to_file.original(range.end))
    }

    /// The bytes of the file for a range of the text before masking.
    pub(super) fn file_range(&self, range: Range<usize>) -> Range<usize> {
        self.to_file.original(range.start)..self.to_file.original(range.end)
    }

    /// Whether nothing of Markdown is open, and nothing of HTML.
    pub(super) fn is_whole(&self) -> bool {
        self.marks.is_empty() && self.nesting.depth() <= self.part.depth
    }

    /// Writes the next event, which stands at `range` of the parsed text.
    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if self.first_heading == FirstHeading::Dropped {
            if matches!(event, Event::End(TagEnd::Heading(_))) {
                self.first_heading = FirstHeading::Past;
            }
            return;
        }
        if range.start >= self.skip.start && range.end <= self.skip.end && !range.is_empty() {
            return;
        }
        if self.picture.is_some() {
            return self.picture_event(event, range);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end),
            Event::Text(text) => match (&mut self.code, &mut self.html) {
                (Some(code), _) => code.text.push_str(&self.masked.restore(&text)),
                (None, Some(block)) => block.push(&text, range.start),
                (None, None) => self.text_event(&text, range),
            },
            Event::Code(code) => self.code_span(&code),
            Event::Html(html) | Event::InlineHtml(html) => match &mut self.html {
                Some(block) => block.push(&html, range.start),
                None => self.inline_html(&html, range.start),
            },
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br />\n"),
            Event::Rule => {
                self.leave_run();
                self.end_automatic_excerpt();
                self.first_heading = FirstHeading::Past;
                self.out.fresh_line();
                self.out.push("<hr />\n");
            }
            Event::FootnoteReference(label) => {
                self.note_in_run(Item::Text);
                let label = self.masked.restore(&label);
                self.notes.reference(&label, &mut self.ids, &mut self.out);
            }
            Event::TaskListMarker(is_checked) => {
                let (checked, label) = if is_checked { (" checked=\"\"", "done") } else { ("", "to do") };
                self.out.push(&format!("<input type=\"checkbox\" disabled=\"\"{checked} aria-label=\"{label}\" /> "));
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text_event(&text, range),
        }
    }

    /// Opens an element that [`Writer::pop`] closes.
    pub(super) fn push(&mut self, names: &[&str]) {
        self.marks.push(self.nesting.depth());
        for name in names {
            self.nesting.open(name);
        }
    }

    /// Closes what [`Writer::push`] opened last.
    pub(super) fn pop(&mut self) {
        if let Some(depth) = self.marks.pop() {
            self.nesting.close_to(depth);
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if self.first_heading == FirstHeading::Waited && !matches!(tag, Tag::HtmlBlock) {
            let is_heading = matches!(tag, Tag::Heading { .. });
            self.first_heading = if is_heading { FirstHeading::Dropped } else { FirstHeading::Past };
            if is_heading {
                return;
            }
        }
        if let Some(name) = super::inline::element(&tag) {
            return self.open_span(name);
        }
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, dest_url, &title, range),
            Tag::Image { link_type, dest_url, title, .. } => self.start_picture(link_type, dest_url, title, range),
            tag => {
                self.counter.space();
                self.any_text.space();
                self.start_block(tag, range);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'a>, range: Range<usize>) {
        let is_prose = matches!(tag, Tag::Paragraph | Tag::HtmlBlock | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_));
        if self.marks.is_empty() && !is_prose {
            self.end_automatic_excerpt();
        }
        if !matches!(tag, Tag::Paragraph) {
            self.leave_run();
        }
        match tag {
            Tag::Paragraph => self.start_paragraph(&range),
            Tag::Heading { level, .. } => self.start_heading(level as u8, range),
            Tag::BlockQuote(kind) => self.start_quote(kind, &range),
            Tag::CodeBlock(kind) => {
                self.push(&["pre", "code", "span"]);
                let info = match kind {
                    CodeBlockKind::Indented => None,
                    CodeBlockKind::Fenced(info) => Some(self.masked.restore(&info).into_owned()),
                };
                let list = self.list_of_block(&range);
                self.code = Some(OpenCode { info, text: String::new(), list });
            }
            Tag::HtmlBlock => self.html = Some(HtmlBlock::default()),
            Tag::List(start) => {
                self.push(&["ul"]);
                self.out.fresh_line();
                match start {
                    None => self.out.push("<ul"),
                    Some(1) => self.out.push("<ol"),
                    Some(start) => self.out.push(&format!("<ol start=\"{start}\"")),
                }
                self.write_list_of_block(&range);
                self.out.push(">\n");
            }
            Tag::Item => {
                self.push(&["li"]);
                self.out.fresh_line();
                self.out.push("<li>");
                self.run = Some(Run::item(self.out.mark(), self.calls.len()));
            }
            Tag::FootnoteDefinition(label) => {
                self.push(&["section", "ol", "li"]);
                let label = self.masked.restore(&label).into_owned();
                self.notes.begin(&label, &mut self.out);
            }
            Tag::DefinitionList => self.open_block("dl", "<dl>\n"),
            Tag::DefinitionListTitle => self.open_block("dt", "<dt>"),
            Tag::DefinitionListDefinition => self.open_block("dd", "<dd>"),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => self.start_of_table(tag, &range),
            // metadata blocks are off, and spans were handled before
            _ => self.push(&[]),
        }
    }

    fn open_block(&mut self, name: &str, html: &str) {
        self.push(&[name]);
        self.out.fresh_line();
        self.out.push(html);
    }

    /// The attribute list that stands on a line of its own beside the block at `range`; each is given to one block, the outermost.
    pub(super) fn list_of_block(&mut self, range: &Range<usize>) -> Option<Attributes> {
        let number =
            self.masked.list_of_block(range, self.quotes).filter(|number| !self.taken_lists.contains(number))?;
        self.taken_lists.insert(number);
        self.masked.lists.get(number).map(|(_, list)| list.attributes.clone())
    }

    /// Writes such a list, where there is one.
    pub(super) fn write_list_of_block(&mut self, range: &Range<usize>) {
        let Some(list) = self.list_of_block(range) else { return };
        if let Some(id) = list.id.clone() {
            self.id_attribute(id);
        }
        list.write(&mut self.out, "", &[]);
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>, range: &Range<usize>) {
        self.out.fresh_line();
        let hook = self.begin_hook(HookKind::Blockquote);
        self.open_hooks.push(hook);
        self.write_start_of_quote(kind, hook, range);
        self.quotes += 1;
        self.edge(hook, Edge::InnerBegin);
    }

    fn write_start_of_quote(&mut self, kind: Option<BlockQuoteKind>, hook: usize, range: &Range<usize>) {
        let (name, title) = match kind {
            None => {
                self.open_block("blockquote", "<blockquote");
                self.write_list_of_block(range);
                return self.out.push(">\n");
            }
            Some(BlockQuoteKind::Note) => ("note", "Note"),
            Some(BlockQuoteKind::Tip) => ("tip", "Tip"),
            Some(BlockQuoteKind::Important) => ("important", "Important"),
            Some(BlockQuoteKind::Warning) => ("warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "Caution"),
        };
        self.hook_value(hook, "kind", name);
        self.hook_value(hook, "title", title);
        let html =
            format!("<aside class=\"alert alert-{name}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n");
        self.open_block("aside", &html);
    }

    fn end(&mut self, end: TagEnd) {
        if !matches!(end, TagEnd::HtmlBlock | TagEnd::Image) {
            self.close_raw(self.marks.len());
        }
        if let Some(name) = super::inline::end_of(end) {
            return self.close_span(name);
        }
        match end {
            TagEnd::Link => return self.end_link(),
            TagEnd::Image => return,
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::Paragraph => {
                self.end_paragraph();
                self.pop();
            }
            TagEnd::Heading(_) => {
                self.end_heading();
                self.pop();
            }
            TagEnd::CodeBlock => {
                self.end_code();
                self.pop();
            }
            TagEnd::Item => {
                self.end_item();
                self.pop();
                self.out.push("</li>\n");
            }
            TagEnd::FootnoteDefinition => {
                self.pop();
                self.notes.end(&mut self.ids, &mut self.out);
            }
            end => {
                self.leave_run();
                self.pop();
                self.quotes -= usize::from(matches!(end, TagEnd::BlockQuote(_)));
                let hook =
                    matches!(end, TagEnd::BlockQuote(_) | TagEnd::Table).then(|| self.open_hooks.pop()).flatten();
                if end == TagEnd::Table {
                    self.end_rows();
                }
                if let Some(hook) = hook {
                    self.edge(hook, Edge::InnerEnd);
                }
                match self.end_of_table(end) {
                    Some(html) => self.out.push(html),
                    None => self.out.push(end_of_block(end)),
                }
                if let Some(hook) = hook {
                    self.edge(hook, Edge::End);
                }
            }
        }
        self.counter.space();
        self.any_text.space();
        if self.marks.is_empty() {
            self.end_top_block(end);
        }
    }

    /// Takes text into the summary.
    pub(super) fn summarise(&mut self, text: &str) {
        if !self.part.has_summary {
            return;
        }
        if self.in_top_paragraph {
            self.summary.text(text);
        }
        // what stands elsewhere is the summary of a text without paragraphs
        if self.line.is_none() && self.summary.is_empty() {
            self.any_text.text(text);
        }
    }

    /// Parts two paragraphs in the summary.
    pub(super) fn part_summary(&mut self) {
        self.summary.space();
    }

    /// Whether a block of HTML leaves the first heading still to come.
    pub(super) fn pass_html(&mut self, html: &str) {
        if self.first_heading == FirstHeading::Waited && !is_comment_or_space(html) {
            self.first_heading = FirstHeading::Past;
        }
    }

    /// Fills in what is known now that all has been seen.
    pub(super) fn finish(mut self) -> (Body, Findings) {
        self.close_raw(0);
        let cut = self.excerpt.more.or(self.excerpt.automatic);
        let notes = std::mem::take(&mut self.notes);
        let before_notes = self.out.mark();
        notes.write(&mut self.out);
        let has_notes = self.out.mark().html > before_notes.html;
        match cut {
            Some(mark) if mark.html < before_notes.html => self.out.cut_at(mark),
            _ if has_notes => self.out.cut_at(before_notes),
            _ => {}
        }
        if self.part.options.shift_headings {
            close_gaps(&mut self.headings);
        }
        let Settled { granted, own: anchors, known } = self.ids.settle();
        self.findings.ids = known;
        let mut headings = Vec::with_capacity(self.headings.len());
        for (mut heading, id) in self.headings {
            heading.id = id.and_then(|id| granted.get(id)).cloned().unwrap_or_default();
            headings.push(heading);
        }
        let Finished { pieces, excerpt, hooks } = self.out.finish(self.hooks.len(), |slot, html| match slot {
            Slot::Level(index) => {
                let level = headings.get(index).map_or(1, |heading| heading.level);
                html.push(char::from(b'0' + level));
            }
            Slot::Id(id) => super::escape::attribute(html, granted.get(id).map_or("", String::as_str)),
            _ => {}
        });
        let edges = self.hooks.into_iter().zip(&hooks);
        self.links.shrink_to_fit();
        let mut hooks: Vec<Hook> = edges.filter_map(|(hook, edges)| hook.finish(edges, &granted)).collect();
        // Footnotes are written at the end, wherever they stand.
        hooks.sort_by_key(|hook| hook.outer.start);
        let summary = self.summary.finish();
        let body = Body {
            pieces,
            excerpt,
            has_more_marker: self.excerpt.more.is_some(),
            summary: if summary.is_empty() { self.any_text.finish() } else { summary }.into(),
            headings,
            links: self.links,
            anchors,
            calls: self.calls,
            hooks,
            words: self.counter.words(),
            minutes: self.counter.minutes(),
            has_math: self.has_math,
            has_code: self.has_code,
            ..Body::default()
        };
        (body, self.findings)
    }
}

/// The offset of `part` in `text`, where it is a slice of it.
pub(super) fn offset_in(text: &str, part: &CowStr) -> Option<usize> {
    let CowStr::Borrowed(part) = part else { return None };
    let at = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    (at + part.len() <= text.len() && !part.is_empty()).then_some(at)
}

/// What closes a block that holds blocks.
fn end_of_block(end: TagEnd) -> &'static str {
    match end {
        TagEnd::BlockQuote(None) => "</blockquote>\n",
        TagEnd::BlockQuote(Some(_)) => "</aside>\n",
        TagEnd::List(true) => "</ol>\n",
        TagEnd::List(false) => "</ul>\n",
        TagEnd::DefinitionList => "</dl>\n",
        TagEnd::DefinitionListTitle => "</dt>\n",
        TagEnd::DefinitionListDefinition => "</dd>\n",
        _ => "",
    }
}

/// Gives headings the levels of an outline below the page's headline, which is the only one of level 1: the first stands on
/// level 2, and none is more than one level below the one that it belongs to.
fn close_gaps<T>(headings: &mut [(Heading, T)]) {
    let mut open: Vec<u8> = Vec::new();
    for (heading, _) in headings {
        while open.last().is_some_and(|level| *level >= heading.level) {
            open.pop();
        }
        open.push(heading.level);
        heading.level = (open.len() as u8 + 1).min(6);
    }
}
