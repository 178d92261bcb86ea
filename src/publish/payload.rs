//! What is published: the files of the built site, and those that the target adds to them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::headers::{self, Headers};
use super::record::{Entry, Record};
use super::{fault, unreadable, unwritable};
use crate::config::{Encoding, HeaderRule};
use crate::diagnostic::{Diagnostic, reason};
use crate::{content_type, output};

/// Smaller files gain nothing by being compressed.
const LEAST_COMPRESSED: u64 = 256;

/// Where a file's bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In a file of this machine.
    At(PathBuf),
    /// Here.
    Bytes(Vec<u8>),
}

impl Source {
    /// The bytes.
    ///
    /// # Errors
    /// Where the file has gone.
    pub fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        match self {
            Source::At(path) => fs::read(path).map_err(|error| unreadable(path, &error)),
            Source::Bytes(bytes) => Ok(bytes.clone()),
        }
    }
}

/// What is to be on a host.
#[derive(Clone, Debug, Default)]
pub struct Payload {
    /// Each file.
    pub files: BTreeMap<String, Entry>,
    folder: PathBuf,
    /// Where the bytes are of what does not lie in the folder.
    elsewhere: BTreeMap<String, Source>,
    /// The headers, for hosts that are told them.
    headers: BTreeMap<String, Headers>,
}

impl Payload {
    /// The files of an output folder that are byline's.
    ///
    /// # Errors
    /// Where there is no output, or a file of it has gone.
    pub fn of(folder: &Path) -> Result<Self, Diagnostic> {
        let manifest = output::Manifest::read(folder)?;
        if manifest.is_empty() {
            let message = format!("the output folder `{}` holds no built site", folder.display());
            return Err(fault(message).hint("build it with `byline build`, or leave out `--no-build`"));
        }
        let entry = |(path, print): (&crate::path::OutputPath, &output::Fingerprint)| {
            let file = folder.join(path.as_str());
            let size = fs::metadata(&file).map_err(|error| unreadable(&file, &error))?.len();
            Ok((path.as_str().to_owned(), Entry { hash: print.to_string(), size, ..Entry::default() }))
        };
        let files = manifest.files().map(entry).collect::<Result<_, _>>()?;
        Ok(Self { files, folder: folder.to_owned(), ..Self::default() })
    }

    /// Files whose bytes lie in a folder under their hashes.
    pub fn kept(files: BTreeMap<String, Entry>, folder: &Path) -> Self {
        let at = |(path, entry): (&String, &Entry)| (path.clone(), Source::At(folder.join(&entry.hash)));
        let elsewhere = files.iter().map(at).collect();
        Self { files, elsewhere, ..Self::default() }
    }

    /// Adds a file, or replaces one.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) {
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.files.insert(path.to_owned(), Entry { hash, size, ..Entry::default() });
        self.elsewhere.insert(path.to_owned(), Source::Bytes(bytes));
    }

    /// The bytes of a file.
    pub fn source(&self, path: &str) -> Source {
        self.elsewhere.get(path).cloned().unwrap_or_else(|| Source::At(self.folder.join(path)))
    }

    /// The headers of a file.
    pub fn headers(&self, path: &str) -> Option<&Headers> {
        self.headers.get(path)
    }

    /// Gives every file its headers.
    pub fn give_headers(&mut self, rules: &[HeaderRule]) {
        for (path, entry) in &mut self.files {
            let mut headers = headers::of(path, rules);
            if let Some(given) = self.headers.remove(path) {
                headers.extend(given);
            }
            entry.headers = headers::print(&headers);
            self.headers.insert(path.clone(), headers);
        }
    }

    /// Gives the files of an earlier state headers as [`Payload::give_headers`] would, and those that were sent compressed what says so.
    pub fn give_headers_as_recorded(&mut self, rules: &[HeaderRule]) {
        for (path, entry) in self.files.iter().filter(|(_, entry)| !entry.headers.is_empty()) {
            let mut headers = headers::of(path, rules);
            if let Some(encoding) = Encoding::of_hash(&entry.hash) {
                headers.insert("content-encoding".to_owned(), encoding.name().to_owned());
            }
            self.headers.insert(path.clone(), headers);
        }
    }

    /// Puts a compressed file beside each that gains by it, such as `index.html.gz`, for servers that look for those.
    ///
    /// # Errors
    /// Where `cache`, the folder of what is compressed, cannot be written.
    pub fn compress_beside(
        &mut self,
        encodings: &[Encoding],
        last: Option<&Record>,
        cache: &Path,
    ) -> Result<(), Diagnostic> {
        for encoding in encodings {
            let suffix = encoding.suffix();
            for (path, entry, source) in self.compressed(*encoding, last, cache)? {
                let beside = format!("{path}.{suffix}");
                self.files.insert(beside.clone(), entry);
                self.elsewhere.insert(beside, source);
            }
        }
        Ok(())
    }

    /// Sends each file that gains by it compressed, and said to be.
    ///
    /// # Errors
    /// Where `cache`, the folder of what is compressed, cannot be written.
    pub fn compress_in_place(
        &mut self,
        encoding: Encoding,
        last: Option<&Record>,
        cache: &Path,
    ) -> Result<(), Diagnostic> {
        for (path, entry, source) in self.compressed(encoding, last, cache)? {
            let said = [("content-encoding".to_owned(), encoding.name().to_owned())];
            self.headers.insert(path.clone(), said.into());
            self.files.insert(path.clone(), entry);
            self.elsewhere.insert(path, source);
        }
        Ok(())
    }

    /// The files that gain by being compressed. What the host has already is not compressed again.
    fn compressed(
        &self,
        encoding: Encoding,
        last: Option<&Record>,
        cache: &Path,
    ) -> Result<Vec<(String, Entry, Source)>, Diagnostic> {
        fs::create_dir_all(cache).map_err(|error| unwritable(cache, &error))?;
        let suffix = encoding.suffix();
        let gains = |(path, entry): &(&String, &Entry)| entry.size >= LEAST_COMPRESSED && is_text(path);
        let files: Vec<(&String, &Entry)> = self.files.iter().filter(gains).collect();
        let one = |(path, entry): (&String, &Entry)| {
            let hash = format!("{}.{suffix}", entry.hash);
            let packed = cache.join(&hash);
            let names = [path.clone(), format!("{path}.{suffix}")];
            let known = names.iter().filter_map(|name| last?.files.get(name)).find(|known| known.hash == hash);
            let size = match (known, fs::metadata(&packed)) {
                (_, Ok(metadata)) => metadata.len(),
                (Some(known), Err(_)) => known.size,
                (None, Err(_)) => {
                    let bytes = encoding.compress(&self.source(path).read()?);
                    write_whole(&packed, &bytes)?;
                    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
                }
            };
            Ok((path.clone(), Entry { hash, size, ..Entry::default() }, Source::At(packed)))
        };
        files.into_par_iter().map(one).collect()
    }

    /// Compresses what is to be sent and, since the host had it, was not compressed before.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn make_ready(&self, path: &str) -> Result<(), Diagnostic> {
        let Source::At(packed) = self.source(path) else { return Ok(()) };
        let Some(encoding) = self.files.get(path).and_then(|entry| Encoding::of_hash(&entry.hash)) else {
            return Ok(());
        };
        if packed.exists() {
            return Ok(());
        }
        let plain = path.strip_suffix(&format!(".{}", encoding.suffix())).unwrap_or(path);
        write_whole(&packed, &encoding.compress(&Source::At(self.folder.join(plain)).read()?))
    }
}

/// Whether a file is a text, which gains by being compressed.
fn is_text(path: &str) -> bool {
    let kind = content_type::of(path);
    kind.starts_with("text/") || kind.contains("xml") || kind.contains("json")
}

fn write_whole(to: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let folder = to.parent().unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder)
        .and_then(|mut file| file.write_all(bytes).map(|()| file))
        .and_then(|file| file.persist(to).map_err(|error| error.error));
    written.map(drop).map_err(|error| unwritable(to, &error))
}

impl Encoding {
    /// How it is named in `content-encoding` (RFC 9110, section 8.4.1).
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Gzip => "gzip",
            Encoding::Brotli => "br",
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Encoding::Gzip => "gz",
            Encoding::Brotli => "br",
        }
    }

    /// The encoding of what has this hash.
    fn of_hash(hash: &str) -> Option<Self> {
        [Encoding::Gzip, Encoding::Brotli]
            .into_iter()
            .find(|encoding| hash.rsplit_once('.').is_some_and(|(_, suffix)| suffix == encoding.suffix()))
    }

    fn compress(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Encoding::Gzip => gzip(bytes),
            Encoding::Brotli => {
                let mut packed = Vec::new();
                let parameters = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
                // Writing to memory cannot fail.
                let _ = brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters);
                packed
            }
        }
    }
}

/// A gzip member (RFC 1952, section 2.3) without a name and a time, so that it is the same every time.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
    packed.extend(miniz_oxide::deflate::compress_to_vec(bytes, 9));
    packed.extend(crc32fast::hash(bytes).to_le_bytes());
    let size = u64::try_from(bytes.len()).unwrap_or_default() & u64::from(u32::MAX);
    packed.extend(u32::try_from(size).unwrap_or_default().to_le_bytes());
    packed
}

/// The text in a gzip member as [`gzip`] writes it, or as a server does; `None` where it is none.
pub(super) fn gunzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let flags = *bytes.get(3).filter(|_| bytes.starts_with(&[0x1f, 0x8b, 8]))?;
    let mut at = 10;
    if flags & 4 != 0 {
        at += 2 + usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    }
    for _ in [8, 16].iter().filter(|flag| flags & **flag != 0) {
        at += 1 + bytes.get(at..)?.iter().position(|byte| *byte == 0)?;
    }
    if flags & 2 != 0 {
        at += 2;
    }
    miniz_oxide::inflate::decompress_to_vec(bytes.get(at..bytes.len().checked_sub(8)?)?).ok()
}

/// What keeps a file of this machine from being copied.
pub(super) fn copied(source: &Source, to: &Path) -> Result<(), Diagnostic> {
    let done = match source {
        Source::At(from) => fs::copy(from, to).map(drop),
        Source::Bytes(bytes) => fs::write(to, bytes),
    };
    done.map_err(|error| match (source, fs::metadata(to)) {
        (Source::At(from), Err(_)) if !from.exists() => {
            fault(format!("`{}` cannot be read: {}", from.display(), reason(&error)))
        }
        _ => unwritable(to, &error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_is_the_same_every_time_and_comes_back_whole() {
        for size in [0, 1, 300, 70_000] {
            let bytes: Vec<u8> = (0..size).map(|number: u32| (number % 97) as u8).collect();
            assert_eq!(gzip(&bytes), gzip(&bytes));
            assert_eq!(gunzip(&gzip(&bytes)).as_deref(), Some(&*bytes));
            let mut plain = Vec::new();
            brotli::BrotliDecompress(&mut &*Encoding::Brotli.compress(&bytes), &mut plain).unwrap();
            assert_eq!(plain, bytes);
        }
        assert_eq!(gunzip(b"<!doctype html>"), None);
    }
}
