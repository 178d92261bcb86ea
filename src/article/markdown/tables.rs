//! Writing tables.

use std::ops::Range;

use pulldown_cmark::{Alignment, Tag, TagEnd};

use crate::article::HookKind;

use super::out::Edge;
use super::writer::Writer;

/// The table that is being written.
#[derive(Debug, Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_rows: bool,
}

impl<'a> Writer<'a> {
    /// Begins a table or a part of it.
    pub(super) fn start_of_table(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Table(alignments) => {
                self.table = Table { alignments, ..Table::default() };
                self.push(&["div", "table"]);
                self.out.fresh_line();
                let hook = self.begin_hook(HookKind::Table);
                self.open_hooks.push(hook);
                self.out.push("<div class=\"table\" tabindex=\"0\"><table");
                self.write_list_of_block(range);
                self.out.push(">");
                self.edge(hook, Edge::InnerBegin);
            }
            Tag::TableHead => {
                self.push(&["thead", "tr"]);
                self.table.in_head = true;
                self.table.column = 0;
                self.out.push("<thead><tr>");
            }
            Tag::TableRow => {
                self.push(&["tbody", "tr"]);
                self.table.column = 0;
                if !std::mem::replace(&mut self.table.has_rows, true) {
                    self.out.push("<tbody>\n");
                }
                self.out.push("<tr>");
            }
            _ => {
                self.push(&["td"]);
                self.out.push(if self.table.in_head { "<th" } else { "<td" });
                self.out.push(match self.table.alignments.get(self.table.column) {
                    Some(Alignment::Left) => " style=\"text-align: left\">",
                    Some(Alignment::Center) => " style=\"text-align: center\">",
                    Some(Alignment::Right) => " style=\"text-align: right\">",
                    _ => ">",
                });
            }
        }
    }

    /// Closes the rows of a table, where it has any.
    pub(super) fn end_rows(&mut self) {
        if self.table.has_rows {
            self.out.push("</tbody>");
        }
    }

    /// What closes a part of a table; `None` where `end` is none.
    pub(super) fn end_of_table(&mut self, end: TagEnd) -> Option<&'static str> {
        Some(match end {
            TagEnd::TableHead => {
                self.table.in_head = false;
                "</tr></thead>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => {
                self.table.column += 1;
                if self.table.in_head { "</th>" } else { "</td>" }
            }
            TagEnd::Table => "</table></div>\n",
            _ => return None,
        })
    }
}
