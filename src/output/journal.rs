//! The journal of a commit: everything that it will do, in its order, so that another run can finish it.

use std::fs;
use std::path::Path;

use super::manifest::{Fingerprint, escaped, fingerprint, unescaped};
use crate::path::OutputPath;

/// The journal's file in the staging folder. While it is there, whole, a commit is under way.
pub(super) const JOURNAL: &str = ".byline-journal";

/// The first line of a journal: its form.
const FORM: &str = "byline journal 2";

/// What the last line of a journal begins with; the fingerprint of all lines before it follows.
const END: &str = "end ";

/// One step of a commit. Each can be done again without harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A staged file with these bytes goes to its place.
    Place {
        /// Its place.
        path: OutputPath,
        /// What it holds.
        fingerprint: Fingerprint,
        /// Whether something may stand there: a file that byline owned before, or that it was told to take over.
        replaces: bool,
    },
    /// A file that the site has no more, and that byline wrote with these bytes, is removed.
    Remove {
        /// Its place.
        path: OutputPath,
        /// What byline wrote there.
        fingerprint: Fingerprint,
    },
    /// A file that stands there with these bytes already is byline's from now on.
    Own {
        /// Its place.
        path: OutputPath,
        /// What it holds.
        fingerprint: Fingerprint,
    },
}

/// The steps of a commit. The manifest that they lead to is written behind the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// In their order.
    pub(super) steps: Vec<Step>,
}

impl Step {
    fn print(&self) -> String {
        let (word, fingerprint, path) = match self {
            Self::Place { path, fingerprint, replaces: false } => ("new", fingerprint, path),
            Self::Place { path, fingerprint, replaces: true } => ("replace", fingerprint, path),
            Self::Remove { path, fingerprint } => ("remove", fingerprint, path),
            Self::Own { path, fingerprint } => ("own", fingerprint, path),
        };
        format!("{word} {fingerprint} {}\n", escaped(path))
    }

    fn parse(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(' ')?;
        let (fingerprint, path) = rest.split_once(' ')?;
        let (fingerprint, path) = (Fingerprint::parse(fingerprint)?, unescaped(path)?);
        match word {
            "new" => Some(Self::Place { path, fingerprint, replaces: false }),
            "replace" => Some(Self::Place { path, fingerprint, replaces: true }),
            "remove" => Some(Self::Remove { path, fingerprint }),
            "own" => Some(Self::Own { path, fingerprint }),
            _ => None,
        }
    }
}

impl Journal {
    /// The journal that stands in a staging folder; `None` where there is none that is whole.
    pub(super) fn read(staging: &Path) -> Option<Self> {
        Self::parse(&fs::read(staging.join(JOURNAL)).ok()?)
    }

    /// The journal as it stands in its file.
    pub(super) fn print(&self) -> String {
        let mut text = format!("{FORM}\n");
        text.extend(self.steps.iter().map(Step::print));
        let sum = fingerprint(text.as_bytes());
        format!("{text}{END}{sum}\n")
    }

    /// `None` where a byte is missing, damaged or too many, or where the form is another's.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
        let (lines, end) = text.split_at_checked(text.rfind('\n')? + 1)?;
        if Fingerprint::parse(end.strip_prefix(END)?)? != fingerprint(lines.as_bytes()) {
            return None;
        }
        let steps = lines.strip_prefix(FORM)?.strip_prefix('\n')?.lines().map(Step::parse).collect::<Option<_>>()?;
        Some(Self { steps })
    }

    /// Whether there is anything to do.
    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether a staged file goes to its place.
    pub(super) fn places(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Place { .. }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OutputPath {
        OutputPath::new(text).unwrap()
    }

    fn journal() -> Journal {
        let fingerprint = || fingerprint(b"x");
        Journal {
            steps: vec![
                Step::Remove { path: path("a/index.html"), fingerprint: fingerprint() },
                Step::Place { path: path("a"), fingerprint: fingerprint(), replaces: false },
                Step::Place { path: path("end of the \\n line\n\r"), fingerprint: fingerprint(), replaces: true },
                Step::Own { path: path("ü/  ø.html"), fingerprint: fingerprint() },
            ],
        }
    }

    #[test]
    fn a_journal_reads_what_it_prints() {
        assert_eq!(Journal::parse(journal().print().as_bytes()), Some(journal()));
        assert_eq!(Journal::parse(Journal::default().print().as_bytes()), Some(Journal::default()));
    }

    #[test]
    fn a_journal_that_is_cut_off_anywhere_is_none() {
        let text = journal().print().into_bytes();
        for length in 0..text.len() {
            assert_eq!(Journal::parse(&text[..length]), None, "cut off after {length} bytes");
        }
    }

    #[test]
    fn a_journal_with_a_damaged_byte_is_none() {
        let text = journal().print().into_bytes();
        for at in 0..text.len() {
            for damage in [1, 0x20, 0x80, 0xff] {
                let mut damaged = text.clone();
                damaged[at] ^= damage;
                assert_eq!(Journal::parse(&damaged), None, "byte {at} damaged by {damage:#x}");
            }
        }
        assert_eq!(Journal::parse(&[text.as_slice(), b"\n"].concat()), None);
        assert_eq!(Journal::parse(&text.repeat(2)), None);
    }

    #[test]
    fn a_journal_of_another_form_is_none() {
        let lines = "byline journal 3\n";
        assert_eq!(Journal::parse(format!("{lines}end {}\n", fingerprint(lines.as_bytes())).as_bytes()), None);
        let lines = "byline journal 3\nmove 00 a\n";
        assert_eq!(Journal::parse(format!("{lines}end {}\n", fingerprint(lines.as_bytes())).as_bytes()), None);
    }
}
