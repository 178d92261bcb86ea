//! The manifest of ownership: which files of the output are byline's, and what they hold.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::failed;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::{self, Print};
use crate::path::OutputPath;

/// The manifest's file in the output folder; hosts do not serve it, and it is never published.
pub const MANIFEST: &str = ".byline-manifest";

/// The first line of a manifest: its form.
const FORM: &str = "byline manifest 2";

/// The fingerprint of a file's content: see [`crate::fingerprint`]. It is written in hexadecimal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint(pub Print);

/// The fingerprint of bytes.
pub fn fingerprint(bytes: &[u8]) -> Fingerprint {
    Fingerprint(fingerprint::print(bytes))
}

impl Fingerprint {
    /// The fingerprint that is written like this.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut print = [0; 16];
        let is_written =
            text.len() == 2 * print.len() && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let value = |byte: u8| if byte.is_ascii_digit() { byte - b'0' } else { byte - b'a' + 10 };
        for (byte, digits) in print.iter_mut().zip(text.as_bytes().chunks_exact(2)).filter(|_| is_written) {
            *byte = value(digits[0]) << 4 | value(digits[1]);
        }
        is_written.then_some(Self(print))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 32];
        for (digits, byte) in text.chunks_exact_mut(2).zip(self.0) {
            digits[0] = DIGITS[usize::from(byte >> 4)];
            digits[1] = DIGITS[usize::from(byte & 15)];
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

/// A path as it stands in a line: what would end the line is written with a backslash.
pub(super) fn escaped(path: &OutputPath) -> Cow<'_, str> {
    let path = path.as_str();
    if !path.contains(['\\', '\n', '\r']) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r"))
}

/// The path that stands in a line.
pub(super) fn unescaped(text: &str) -> Option<OutputPath> {
    if !text.contains('\\') {
        return OutputPath::new(text);
    }
    let mut path = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        path.push(match character {
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                other => other,
            },
            other => other,
        });
    }
    OutputPath::new(&path)
}

/// The files that byline owns in an output folder, each with the fingerprint of what it wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<OutputPath, Fingerprint>);

impl Manifest {
    /// The manifest of these files.
    pub fn new(files: BTreeMap<OutputPath, Fingerprint>) -> Self {
        Self(files)
    }

    /// Reads the manifest of a folder; a folder without one is not byline's yet. Lines that do not parse are left out: their
    /// files are then treated as another's, the safe side.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Diagnostic> {
        let path = folder.join(MANIFEST);
        match fs::read(&path) {
            Ok(bytes) => Ok(Self::parse(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(failed("read", &path, &error)),
        }
    }

    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        if lines.next() != Some(FORM) {
            return Self::default();
        }
        let entry = |line: &str| {
            let (fingerprint, path) = line.split_once("  ")?;
            Some((unescaped(path)?, Fingerprint::parse(fingerprint)?))
        };
        Self(lines.filter_map(entry).collect())
    }

    /// Writes the manifest into a folder by way of another on the same file system, so that it is never half there.
    pub(super) fn write(&self, folder: &Path, staging: &Path) -> io::Result<()> {
        fs::rename(self.stage(staging)?, folder.join(MANIFEST))
    }

    /// Writes the manifest into the staging folder.
    pub(super) fn stage(&self, staging: &Path) -> io::Result<PathBuf> {
        let mut text = String::with_capacity(self.0.len() * 96);
        let _ = writeln!(text, "{FORM}");
        for (path, fingerprint) in &self.0 {
            let _ = writeln!(text, "{fingerprint}  {}", escaped(path));
        }
        let waiting = staging.join(MANIFEST);
        fs::write(&waiting, text)?;
        Ok(waiting)
    }

    /// Byline owns this file now, with this content.
    pub(super) fn own(&mut self, path: &OutputPath, fingerprint: &Fingerprint) {
        self.0.insert(path.clone(), *fingerprint);
    }

    /// Byline owns this file no more.
    pub(super) fn disown(&mut self, path: &OutputPath) {
        self.0.remove(path);
    }

    /// The fingerprint of a file that byline owns.
    pub fn get(&self, path: &OutputPath) -> Option<&Fingerprint> {
        self.0.get(path)
    }

    /// The files, each with its fingerprint.
    pub fn files(&self) -> impl Iterator<Item = (&OutputPath, &Fingerprint)> {
        self.0.iter()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_what_it_writes() {
        let folder = std::env::temp_dir().join(format!("byline-manifest-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let names = ["a  b/index.html", "two\nlines\r", "back\\slash\\n", "ü"];
        let files = names.map(|name| (OutputPath::new(name).unwrap(), fingerprint(b"x")));
        let manifest = Manifest::new(BTreeMap::from(files));
        fs::create_dir_all(folder.join("staging")).unwrap();
        manifest.write(&folder, &folder.join("staging")).unwrap();
        assert_eq!(Manifest::read(&folder).unwrap(), manifest);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_foreign_manifest_owns_nothing() {
        assert!(Manifest::parse("something else\n00112233445566778899aabbccddeeff  index.html\n").is_empty());
        assert!(
            Manifest::parse("byline manifest 2\nnonsense\nabc  x\n00112233445566778899aabbccddeeff  ../x\n").is_empty()
        );
    }
}
