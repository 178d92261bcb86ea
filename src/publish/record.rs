//! What byline has put on a host, as it is written there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fault;
use crate::diagnostic::Diagnostic;

/// The record's file on the host. It holds nothing that the site does not show: names, sizes and fingerprints of public files.
pub const RECORD: &str = ".byline-published.json";
/// The form of the record.
const FORM: u32 = 1;

/// A file that was put on a host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The fingerprint of its bytes, in hexadecimal.
    pub hash: String,
    /// How many bytes it has.
    pub size: u64,
    /// The fingerprint of the headers with which the host serves it; empty where the host is told none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub headers: String,
    /// How the host itself tells this version from another, such as by an ETag; empty where it does not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stamp: String,
}

/// An asset that the site has no more, and that pages which readers hold may still ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Superseded {
    /// What it holds.
    #[serde(flatten)]
    pub entry: Entry,
    /// When the site was published without it first, in seconds since 1970.
    pub since: i64,
    /// How many publications it has outlived since.
    pub outlived: u32,
}

/// What was put on a host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The form of this record.
    pub form: u32,
    /// The byline that wrote it.
    pub program: String,
    /// When, in seconds since 1970.
    pub published: i64,
    /// The commit of the sources, where they are under git.
    pub commit: Option<String>,
    /// The files of the site.
    pub files: BTreeMap<String, Entry>,
    /// Assets that stay for a while.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub superseded: BTreeMap<String, Superseded>,
    /// Files that a publication was about to send when this was written: each may be there, or be what it was before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sending: BTreeMap<String, Entry>,
    /// Files that were still to be deleted when this was written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub leaving: BTreeMap<String, Entry>,
}

impl Record {
    /// The record of a publication.
    pub fn new(published: i64, commit: Option<String>) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self { form: FORM, program, published, commit, ..Self::default() }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Where it is none, or one of a later byline.
    pub fn read(bytes: &[u8]) -> Result<Self, Diagnostic> {
        let record: Self = serde_json::from_slice(bytes).map_err(|error| {
            fault(format!("the host's record `{RECORD}` does not parse: {error}"))
                .hint("`byline publish --all` sends everything and writes it anew")
        })?;
        if record.form != FORM {
            let message =
                format!("the host's record `{RECORD}` has the form {}, which this byline does not know", record.form);
            return Err(fault(message).hint("publish with the byline that wrote it, or a newer one"));
        }
        Ok(record)
    }

    /// The record while a publication sends files: what was there, and what may be.
    pub fn begun(self, sending: impl Iterator<Item = (String, Entry)>) -> Self {
        let mut begun = self;
        begun.sending.extend(sending);
        begun
    }

    /// The record when everything has been done.
    pub fn ended(&self) -> Self {
        Self { sending: BTreeMap::new(), leaving: BTreeMap::new(), ..self.clone() }
    }

    /// The record after some of what was about to be sent has been.
    pub fn note_sent(&mut self, path: &str, entry: Entry) {
        self.sending.remove(path);
        self.files.insert(path.to_owned(), entry);
    }

    /// It without some files.
    pub fn without(mut self, paths: &[String]) -> Self {
        for path in paths {
            self.files.remove(path);
            self.superseded.remove(path);
            self.sending.remove(path);
            self.leaving.remove(path);
        }
        self
    }

    /// It as bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}
