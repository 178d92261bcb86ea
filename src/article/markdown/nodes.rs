//! Writing what was hidden from the Markdown parser: shortcodes, formulas, tags of other generators.

use std::ops::Range;

use crate::article::Call;
use crate::diagnostic::{Code, Diagnostic};

use super::formula;
use super::mask::MaskKind;
use super::out::Slot;
use super::part::{Part, write_part};
use super::place::Indent;
use super::runs::Item;
use super::tags;
use super::writer::Writer;

/// How many calls may stand in each other.
const MAX_CALLS: usize = 32;

impl Writer<'_> {
    /// Writes what a mask hides, where text stands.
    pub(super) fn mask(&mut self, number: usize) {
        let masked = self.masked;
        let Some(mask) = masked.masks.get(number) else { return };
        match &mask.kind {
            MaskKind::Call { .. } => {
                if let Some(index) = self.call(number) {
                    self.note_in_run(Item::Call);
                    self.out.slot(Slot::Call(index));
                    return;
                }
                self.literal(number);
            }
            MaskKind::Formula { inside, is_display } => self.formula(number, inside.clone(), *is_display),
            MaskKind::Bracket => self.literal(number),
            MaskKind::Attributes(_) => {}
            MaskKind::Foreign | MaskKind::Bad(_) => {
                self.report(number);
                self.literal(number);
            }
        }
    }

    fn literal(&mut self, number: usize) {
        let literal = self.masked.literal(number);
        self.note_in_run(Item::Text);
        self.out.text(literal);
        if let Some(line) = &mut self.line {
            line.text(literal);
        }
    }

    /// Reports the mask of this number, where it is one to be reported: a foreign tag each time it is written,
    /// a fault once.
    pub(super) fn report(&mut self, number: usize) {
        let masked = self.masked;
        let Some(mask) = masked.masks.get(number) else { return };
        match &mask.kind {
            MaskKind::Foreign => {
                let place = self.plain_place(mask.range.clone());
                self.findings.foreign.add(tags::kind(masked.literal(number)), place);
            }
            MaskKind::Bad(fault) if self.reported.insert(number) => {
                let at = fault.at.min(mask.range.end);
                let range = if at == mask.range.start { mask.range.clone() } else { at..at + 1 };
                let diagnostic = Diagnostic::new(Code::ShortcodeSyntax, fault.message.clone())
                    .at(self.plain_place(range))
                    .hint(fault.hint.clone());
                self.findings.diagnostics.push(diagnostic);
            }
            _ => {}
        }
    }

    fn formula(&mut self, number: usize, inside: Range<usize>, is_display: bool) {
        let masked = self.masked;
        let Some(mask) = masked.masks.get(number) else { return };
        let quotes = Indent::at(masked.plain, mask.range.start).quotes;
        let latex = without_quotes(&masked.plain[inside.clone()], quotes);
        match formula::mathml(&latex, is_display) {
            Ok(html) => {
                self.has_math = true;
                self.note_in_run(if is_display { Item::Formula } else { Item::Text });
                self.out.push(&html);
                if let Some(line) = &mut self.line {
                    line.text(latex.trim());
                }
            }
            Err(reason) => {
                self.note_in_run(Item::Text);
                self.out.push("<code class=\"math\">");
                self.out.text(masked.literal(number));
                self.out.push("</code>");
                if let Some(line) = &mut self.line {
                    line.code(masked.literal(number));
                }
                let diagnostic = Diagnostic::new(Code::MathSyntax, format!("a formula cannot be read: {reason}"))
                    .at(self.plain_place(mask.range.clone()))
                    .hint("mend the formula, or write `\\$` where a dollar sign is meant");
                self.findings.diagnostics.push(diagnostic);
            }
        }
    }

    /// The call that the mask of this number hides, read when it is first written; `None` where it cannot stand.
    pub(super) fn call(&mut self, number: usize) -> Option<usize> {
        if let Some(index) = self.written_calls.get(&number) {
            return Some(*index);
        }
        let masked = self.masked;
        let mask = masked.masks.get(number)?;
        let MaskKind::Call { head, body } = &mask.kind else { return None };
        let place = self.plain_place(mask.range.clone());
        if self.part.calls >= MAX_CALLS {
            let message = format!("shortcodes are nested deeper than {MAX_CALLS} levels");
            let diagnostic = Diagnostic::new(Code::DeepNesting, message).at(place).hint("nest them less deep");
            self.findings.diagnostics.push(diagnostic);
            return None;
        }
        let argument_places = head.ranges.iter().map(|range| self.plain_place(range.clone())).collect();
        let body = body.clone().map(|body| {
            let start = self.file_range(mask.range.clone()).start;
            let (body, findings) = write_part(Part {
                range: self.file_range(body),
                indent: Indent::at(self.part.lines.text(), start),
                drop_first_heading: false,
                has_summary: false,
                calls: self.part.calls + 1,
                depth: self.nesting.depth() + 1,
                ids: self.ids.lend(),
                ..self.part.clone()
            });
            self.ids.give_back(findings.ids);
            body.anchors.iter().for_each(|id| self.ids.take(id));
            self.has_code |= body.has_code;
            self.has_math |= body.has_math;
            self.findings.diagnostics.extend(findings.diagnostics);
            self.findings.foreign.merge(findings.foreign);
            Box::new(body)
        });
        let index = self.calls.len();
        self.calls.push(Call {
            name: head.name.clone(),
            arguments: head.arguments.clone(),
            body,
            place,
            argument_places,
            is_block: false,
        });
        self.written_calls.insert(number, index);
        Some(index)
    }
}

/// The lines of a formula without the markers of the quotes in which it stands.
fn without_quotes(latex: &str, quotes: usize) -> String {
    if quotes == 0 {
        return latex.to_owned();
    }
    let strip = |line: &str| {
        let mut line = line.to_owned();
        for _ in 0..quotes {
            match line.trim_start().strip_prefix('>') {
                Some(rest) => line = rest.to_owned(),
                None => break,
            }
        }
        line
    };
    let mut lines = latex.split('\n');
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |joined, line| joined + "\n" + &strip(line))
}
