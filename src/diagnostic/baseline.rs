//! Faults that are known already: a list that a later run passes over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Diagnostic;

/// What makes two faults the same: code, file and message. Not the line, so that an edit above it makes no old fault new.
type Identity = (String, String, String);

/// Faults that are known, each with how often it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Identity, usize>);

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    code: String,
    #[serde(default)]
    file: String,
    message: String,
    #[serde(default = "once")]
    count: usize,
}

fn once() -> usize {
    1
}

fn identity(diagnostic: &Diagnostic) -> Identity {
    let file = diagnostic.place.as_ref().map(|place| place.file.to_string()).unwrap_or_default();
    (diagnostic.code.to_string(), file, diagnostic.message.clone())
}

impl Baseline {
    /// The faults of a run.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut known = BTreeMap::new();
        for diagnostic in diagnostics {
            *known.entry(identity(diagnostic)).or_default() += 1;
        }
        Self(known)
    }

    /// The list in `text`, an object of JSON a line; the error is the number of a line that is none, from 1, and why.
    pub fn read(text: &str) -> Result<Self, (usize, String)> {
        let mut known: BTreeMap<Identity, usize> = BTreeMap::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).map_err(|error| (index + 1, error.to_string()))?;
            let count = known.entry((line.code, line.file, line.message)).or_default();
            *count = count.saturating_add(line.count);
        }
        Ok(Self(known))
    }

    /// The list as text: an object of JSON a line, sorted by code, file and message.
    pub fn written(&self) -> String {
        let lines = self.0.iter().map(|((code, file, message), count)| {
            let line = Line { code: code.clone(), file: file.clone(), message: message.clone(), count: *count };
            serde_json::to_string(&line).unwrap_or_default() + "\n"
        });
        lines.collect()
    }

    /// How many faults the list holds.
    pub fn len(&self) -> usize {
        self.0.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The list without the faults that were passed over already.
    pub fn without(&self, passed: &[Diagnostic]) -> Self {
        let mut left = self.clone();
        for diagnostic in passed {
            if let Some(count) = left.0.get_mut(&identity(diagnostic)) {
                *count = count.saturating_sub(1);
            }
        }
        left
    }

    /// Takes out of `diagnostics` those that are known and `may_pass`; gives them. Of one that stands there more often than the
    /// list says, the last ones stay.
    pub fn pass_over(
        &self,
        diagnostics: &mut Vec<Diagnostic>,
        may_pass: impl Fn(&Diagnostic) -> bool,
    ) -> Vec<Diagnostic> {
        let mut left = self.0.clone();
        diagnostics
            .extract_if(.., |diagnostic| match left.get_mut(&identity(diagnostic)) {
                Some(count) if *count > 0 && may_pass(diagnostic) => {
                    *count -= 1;
                    true
                }
                _ => false,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Place};
    use super::*;
    use crate::path::SourcePath;

    fn fault(line: u32, message: &str) -> Diagnostic {
        let file = SourcePath::new("content/a.md").unwrap();
        Diagnostic::new(Code::DeadLink, message).at(Place { line, ..Place::file(&file) })
    }

    #[test]
    fn a_known_fault_is_known_on_another_line_too_and_only_as_often_as_it_was() {
        let known = Baseline::of(&[fault(1, "x"), fault(5, "x"), fault(7, "y")]);
        let mut found = vec![fault(2, "x"), fault(6, "x"), fault(9, "x"), fault(9, "z")];
        assert_eq!(known.pass_over(&mut found, |_| true).len(), 2);
        assert_eq!(found, [fault(9, "x"), fault(9, "z")]);
        let mut found = vec![fault(2, "x")];
        assert_eq!(known.without(&[fault(1, "x"), fault(3, "x")]).pass_over(&mut found, |_| true), []);
        assert_eq!(known.pass_over(&mut found, |_| false), []);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let known =
            Baseline::of(&[fault(5, "b \"q\""), fault(1, "a"), fault(2, "a"), Diagnostic::new(Code::Config, "c")]);
        let text = known.written();
        assert_eq!(
            text,
            "{\"code\":\"config\",\"file\":\"\",\"message\":\"c\",\"count\":1}\n\
             {\"code\":\"dead-link\",\"file\":\"content/a.md\",\"message\":\"a\",\"count\":2}\n\
             {\"code\":\"dead-link\",\"file\":\"content/a.md\",\"message\":\"b \\\"q\\\"\",\"count\":1}\n"
        );
        assert_eq!(Baseline::read(&text), Ok(known.clone()));
        assert_eq!(known.len(), 4);
        assert_eq!(Baseline::read("\r\n{\"code\":\"config\",\"message\":\"c\"}\r\n").unwrap().len(), 1);
    }

    #[test]
    fn a_line_that_is_no_object_of_a_fault_is_named() {
        assert_eq!(Baseline::read("{\"code\":\"config\",\"message\":\"c\"}\nconfig").unwrap_err().0, 2);
        assert_eq!(Baseline::read("{\"code\":\"config\"}").unwrap_err().0, 1);
        assert_eq!(Baseline::read("").unwrap().len(), 0);
    }
}
