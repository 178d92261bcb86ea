//! Edits: what happens to a site between two builds. Each stands for itself, so that a sequence stays one when some are dropped:
//! an edit of a file that is not there does nothing.

use std::fmt;

use super::files::{Files, flipped, with_key};

/// How much of a file's text is shown.
const SHOWN: usize = 1_500;

/// Something that happens to a site.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    /// What kind of edit it is, for the table of how often each was drawn.
    pub(crate) kind: String,
    /// What it does.
    pub(crate) change: Change,
}

/// What an edit does.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// Writes a file, over what may be there.
    Write { path: String, bytes: Vec<u8> },
    /// Sets or takes out the line of a key in front matter or YAML.
    Key { path: String, key: String, value: Option<String> },
    /// Adds text at the end of a file, whose time may stay what it was.
    Append { path: String, text: String, keeps_time: bool },
    /// Changes a letter.
    Flip { path: String },
    /// Removes a file.
    Remove { path: String },
    /// Moves a file, over what may be there.
    Move { from: String, to: String },
    /// Lets two files change places; each takes its time with it.
    Swap { one: String, other: String },
    /// Gives a file a new time.
    Touch { path: String },
    /// Removes the outputs, and with them what others have put there.
    RemoveOutput,
    /// Removes one file of an output.
    RemoveOutputFile { pick: usize },
    /// Changes one file of an output, its length too or not.
    AlterOutputFile { pick: usize, is_longer: bool },
    /// Removes what earlier builds found out.
    RemoveStore,
}

impl Change {
    /// Which file a change writes, and with which bytes; nothing where it writes none.
    pub(crate) fn written(&self, files: &Files) -> Option<(&str, Vec<u8>)> {
        match self {
            Self::Write { path, bytes } => Some((path, bytes.clone())),
            Self::Key { path, key, value } => {
                let text = String::from_utf8_lossy(files.get(path)?);
                Some((path, with_key(&text, key, value.as_deref()).into_bytes()))
            }
            Self::Append { path, text, .. } => Some((path, [files.get(path)?, text.as_bytes()].concat())),
            Self::Flip { path } => Some((path, flipped(files.get(path)?))),
            _ => None,
        }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.change {
            Change::Write { path, bytes } => write!(formatter, "write {path}{}", shown(bytes)),
            Change::Key { path, key, value: Some(value) } => write!(formatter, "in {path} set {key}: {value}"),
            Change::Key { path, key, value: None } => write!(formatter, "in {path} take out {key}"),
            Change::Append { path, text, keeps_time } => {
                let time = if *keeps_time { ", and set its time back" } else { "" };
                write!(formatter, "append to {path}{time}{}", shown(text.as_bytes()))
            }
            Change::Flip { path } => write!(formatter, "change the last small letter of {path}"),
            Change::Remove { path } => write!(formatter, "remove {path}"),
            Change::Move { from, to } => write!(formatter, "move {from} to {to}"),
            Change::Swap { one, other } => write!(formatter, "let {one} and {other} change places"),
            Change::Touch { path } => write!(formatter, "touch {path}"),
            Change::RemoveOutput => write!(formatter, "remove the outputs"),
            Change::RemoveOutputFile { pick } => write!(formatter, "remove file {pick} of the outputs"),
            Change::AlterOutputFile { pick, is_longer: true } => {
                write!(formatter, "make file {pick} of the outputs longer")
            }
            Change::AlterOutputFile { pick, .. } => write!(formatter, "change a byte of file {pick} of the outputs"),
            Change::RemoveStore => write!(formatter, "remove .byline"),
        }
    }
}

/// The text of a file, set in; of a picture the length.
fn shown(bytes: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else { return format!(": {} bytes", bytes.len()) };
    let end = (0..=SHOWN.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    let more = if end < text.len() { "\n        | …" } else { "" };
    let lines: String = text[..end].lines().map(|line| format!("\n        | {line}")).collect();
    format!("{lines}{more}")
}

/// The edits between two builds, and the options of the build behind them.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// What happens before the build.
    pub(crate) edits: Vec<Edit>,
    /// Its moment.
    pub(crate) at: &'static str,
    /// Its other options.
    pub(crate) options: Vec<&'static str>,
}

impl Batch {
    /// The folder of the site into which it is built.
    pub(crate) fn output(&self) -> &'static str {
        if self.options.contains(&"--output=other") { "other" } else { "public" }
    }
}

impl fmt::Display for Batch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for edit in &self.edits {
            writeln!(formatter, "    {edit}")?;
        }
        writeln!(formatter, "  byline build --at {} {}", self.at, self.options.join(" "))
    }
}
