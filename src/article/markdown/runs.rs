//! Writing paragraphs: what alone stands in one decides what it becomes.

use std::ops::Range;

use super::attributes::Attributes;
use super::out::{Edge, Mark};
use super::writer::Writer;

/// A paragraph, or the beginning of a list item: what it holds decides what it becomes.
#[derive(Debug)]
pub(super) struct Run {
    is_item: bool,
    start: Mark,
    calls: usize,
    only: Only,
    /// The title of its picture, and the bytes of the attribute that has it.
    pub(super) title: Option<(String, Range<usize>)>,
    /// The hook of its picture.
    pub(super) hook: Option<usize>,
    /// Whether a link stands in it.
    has_link: bool,
    /// The attribute list of the paragraph.
    list: Option<Attributes>,
}

impl Run {
    /// The beginning of a list item.
    pub(super) fn item(start: Mark, calls: usize) -> Self {
        Self { is_item: true, start, calls, only: Only::Nothing, title: None, hook: None, has_link: false, list: None }
    }
}

/// What alone stands in a run so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Only {
    Nothing,
    LinkBegun,
    LinkedPicture,
    Picture,
    Calls,
    Formula,
    Other,
}

/// Something that stands in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// Text, or anything that makes the run a paragraph.
    Text,
    /// A picture.
    Picture,
    /// The beginning of a link.
    LinkBegin,
    /// Its end.
    LinkEnd,
    /// A shortcode.
    Call,
    /// A formula that is set off.
    Formula,
}

impl Writer<'_> {
    /// Notes what stands next in the current run.
    pub(super) fn note_in_run(&mut self, item: Item) {
        if let Some(run) = &mut self.run {
            run.has_link |= item == Item::LinkBegin;
            run.only = match (run.only, item) {
                (Only::Nothing, Item::LinkBegin) => Only::LinkBegun,
                (Only::LinkBegun, Item::Picture) => Only::LinkedPicture,
                (Only::LinkedPicture, Item::LinkEnd) | (Only::Nothing, Item::Picture) => Only::Picture,
                (Only::Nothing | Only::Calls, Item::Call) => Only::Calls,
                (Only::Nothing, Item::Formula) => Only::Formula,
                _ => Only::Other,
            };
        }
    }

    /// Says that the current run is no plain one, since a block stands in it or has ended it.
    pub(super) fn leave_run(&mut self) {
        self.run = None;
    }

    /// Begins a paragraph.
    pub(super) fn start_paragraph(&mut self, range: &Range<usize>) {
        self.in_top_paragraph = self.marks.is_empty();
        self.marks.push(self.nesting.depth());
        self.nesting.open("p");
        self.out.fresh_line();
        let start = self.out.mark();
        self.out.push("<p>");
        let list = self.list_of_block(range);
        if let Some(id) = list.as_ref().and_then(|list| list.id.as_deref()) {
            self.ids.take(id);
        }
        self.run = Some(Run { is_item: false, list, ..Run::item(start, self.calls.len()) });
    }

    /// Ends a paragraph: a picture alone becomes a figure, a formula alone a block, shortcodes alone stand free.
    pub(super) fn end_paragraph(&mut self) {
        if std::mem::take(&mut self.in_top_paragraph) {
            self.part_summary();
        }
        let run = self.run.take().filter(|run| !run.is_item);
        let Some(run) = run else { return self.out.push("</p>\n") };
        let opening = run.start.html..run.start.html + "<p>".len();
        let list = run.list.map(|list| list.html()).unwrap_or_default();
        match run.only {
            Only::Picture if self.part.options.figures => {
                let title = run.title.map(|(title, attribute)| {
                    self.out.replace(attribute, "");
                    title
                });
                self.out.replace(opening, &format!("<figure{list}>"));
                if let Some(title) = title {
                    self.out.push("<figcaption>");
                    self.out.text(&title);
                    self.out.push("</figcaption>");
                }
                self.out.push("</figure>\n");
                // A linked picture is a link around a picture, and the figure around both.
                if let Some(hook) = run.hook.filter(|_| !run.has_link) {
                    self.out.begin_hook_at(run.start, hook);
                    self.hook_value(hook, "block", true);
                    self.edge(hook, Edge::End);
                }
            }
            Only::Calls => {
                self.out.replace(opening, "");
                self.calls.iter_mut().skip(run.calls).for_each(|call| call.is_block = true);
                self.out.push("\n");
            }
            Only::Formula => {
                self.out.replace(opening, "<div class=\"math\">");
                self.out.push("</div>\n");
            }
            _ => {
                self.out.push("</p>\n");
                if !list.is_empty() {
                    self.out.replace(opening, &format!("<p{list}>"));
                }
            }
        }
    }

    /// Ends a list item.
    pub(super) fn end_item(&mut self) {
        if let Some(run) = self.run.take()
            && run.is_item
            && run.only == Only::Calls
        {
            self.calls.iter_mut().skip(run.calls).for_each(|call| call.is_block = true);
        }
    }
}
