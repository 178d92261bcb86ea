//! The manifest of ownership: which files of the output are byline's, and what they hold.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::failed;
use crate::diagnostic::Diagnostic;
use crate::path::OutputPath;

/// The manifest's file in the output folder; hosts do not serve it, and it is never published.
pub const MANIFEST: &str = ".byline-manifest";

/// The first line of a manifest: its form.
const FORM: &str = "byline manifest 1";

/// The fingerprint of a file's content.
pub type Fingerprint = String;

/// The fingerprint of bytes: BLAKE3, 128 bits in hexadecimal.
pub fn fingerprint(bytes: &[u8]) -> Fingerprint {
    blake3::hash(bytes).to_hex()[..32].to_owned()
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
    pub(super) fn read(folder: &Path) -> Result<Self, Diagnostic> {
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
            Some((OutputPath::new(path)?, fingerprint.to_owned()))
        };
        Self(lines.filter_map(entry).collect())
    }

    /// Writes the manifest into a folder, beside its place first.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Diagnostic> {
        let mut text = format!("{FORM}\n");
        for (path, fingerprint) in &self.0 {
            text.push_str(&format!("{fingerprint}  {path}\n"));
        }
        let path = folder.join(MANIFEST);
        let waiting = folder.join(format!("{MANIFEST}-new"));
        fs::write(&waiting, text)
            .and_then(|()| fs::rename(&waiting, &path))
            .map_err(|error| failed("write", &path, &error))
    }

    /// The fingerprint of a file that byline owns.
    pub fn get(&self, path: &OutputPath) -> Option<&Fingerprint> {
        self.0.get(path)
    }

    /// The files.
    pub fn paths(&self) -> impl Iterator<Item = &OutputPath> {
        self.0.keys()
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
        let path = OutputPath::new("a  b/index.html").unwrap();
        let manifest = Manifest::new(BTreeMap::from([(path, fingerprint(b"x"))]));
        manifest.write(&folder).unwrap();
        assert_eq!(Manifest::read(&folder).unwrap(), manifest);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_foreign_manifest_owns_nothing() {
        assert!(Manifest::parse("something else\nabc  index.html\n").is_empty());
        assert!(Manifest::parse("byline manifest 1\nnonsense\nabc  ../x\n").is_empty());
    }
}
