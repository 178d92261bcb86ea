//! The three kinds of path: of a source, of a URL, of an output file.
//!
//! All three are `/`-separated text, normalised when made, and unable to leave their root, on every
//! system. What the operating system calls a path exists only in the edges (`source`, `output`, `cli`).

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

mod glob;
mod pattern;

pub use glob::Globs;
pub use pattern::{Bindings, PathPattern, REST};

/// A file or folder of the site, relative to the site's root: `content/news/a.md`. The root is "".
///
/// Its text is shared: every place in a file names the file, and a body has a place for each of its links.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(#[serde(with = "shared_text")] Arc<str>);

/// The address of a page or file, relative to the site's base, decoded: `/news/a/`, `/feed.xml`.
///
/// Its text is shared: the same address stands in an article, in its page and in the links that lead to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UrlPath(#[serde(with = "shared_text")] Arc<str>);

/// A file of the output folder, relative to it: `news/a/index.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OutputPath(#[serde(with = "shared_text")] Arc<str>);

/// Shared text as any other text.
mod shared_text {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes it.
    pub(super) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    /// Reads it.
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(deserializer).map(Arc::from)
    }
}

/// Whether a path has no segment that normalising it would take out.
fn is_normal(path: &str) -> bool {
    path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
}

/// Joins `path` to the segments of `base`; `None` where a `..` would leave the root.
fn normalise(base: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in base.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

impl SourcePath {
    /// The path with `.`, `..` and doubled slashes resolved; `None` where it would leave the root.
    pub fn new(path: &str) -> Option<Self> {
        if is_normal(path) {
            return Some(Self(path.into()));
        }
        normalise("", path).map(Self::of)
    }

    /// The path of normalised text.
    fn of(path: String) -> Self {
        Self(path.into())
    }

    /// The site's own root folder.
    pub fn root() -> Self {
        Self::default()
    }

    /// `path` seen from this folder; a leading `/` starts again from the root. `None` where it leaves the root.
    pub fn join(&self, path: &str) -> Option<Self> {
        let base = if path.starts_with('/') { "" } else { &self.0 };
        normalise(base, path).map(Self::of)
    }

    /// The folder that holds this file; the root's is the root.
    pub fn parent(&self) -> Self {
        Self(self.folder().into())
    }

    /// The last segment, with its extension.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The last segment without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// The last extension, without its dot; "" where there is none.
    pub fn extension(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// This path seen from `folder`; `None` where it is not inside it.
    pub fn strip(&self, folder: &SourcePath) -> Option<&str> {
        folder.below(&self.0)
    }

    /// A path, as text, seen from this folder; `None` where it is not inside it.
    pub fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.0.is_empty() {
            return Some(path);
        }
        let rest = path.strip_prefix(self.as_str())?;
        if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
    }

    /// Whether this is `folder` or lies in it.
    pub fn is_in(&self, folder: &SourcePath) -> bool {
        self.strip(folder).is_some()
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds this file, as text.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl UrlPath {
    /// The site's base itself: the address of its front page.
    pub fn root() -> Self {
        Self("/".into())
    }

    /// The address of `path` from the site's base, beginning with `/`; a closing `/` is kept.
    /// `None` where it would leave the base.
    pub fn new(path: &str) -> Option<Self> {
        let inner = path.strip_prefix('/').map(|inner| inner.strip_suffix('/').unwrap_or(inner));
        if inner.is_some_and(is_normal) {
            return Some(Self(path.into()));
        }
        let joined = normalise("", path)?;
        let slash = if path.ends_with('/') && !joined.is_empty() { "/" } else { "" };
        Some(Self(format!("/{joined}{slash}").into()))
    }

    /// `path` as a browser would resolve it on the page at this address. `None` where it leaves the base.
    pub fn join(&self, path: &str) -> Option<Self> {
        if path.starts_with('/') {
            return Self::new(path);
        }
        let folder = self.0.rsplit_once('/').map_or("", |(folder, _)| folder);
        if path.is_empty() {
            return Some(self.clone());
        }
        let closes =
            path.ends_with('/') || path == "." || path == ".." || path.ends_with("/.") || path.ends_with("/..");
        let joined = normalise(folder, path)?;
        let slash = if closes && !joined.is_empty() { "/" } else { "" };
        Some(Self(format!("/{joined}{slash}").into()))
    }

    /// The file that a static host serves for this address: `/a/` is `a/index.html`, `/a` is `a.html`
    /// unless its last segment has an extension.
    pub fn output(&self) -> OutputPath {
        let path = self.0.trim_start_matches('/');
        if path.is_empty() || path.ends_with('/') {
            return OutputPath(format!("{path}index.html").into());
        }
        OutputPath(if self.names_file() { path.into() } else { format!("{path}.html").into() })
    }

    /// Whether its last segment has the extension of a file, as in `/feed.xml`.
    pub fn names_file(&self) -> bool {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').is_some_and(|(stem, extension)| !stem.is_empty() && is_file_extension(extension))
    }

    /// The address as it stands in an attribute, under `base` (a path such as `/sub`, or ""), percent-encoded.
    pub fn href(&self, base: &str) -> String {
        let mut out = String::with_capacity(base.len() + self.0.len());
        out.push_str(base);
        encode_into(&self.0, &mut out);
        out
    }

    /// The address as decoded text, beginning with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether what follows the last dot of an address's name says that it names a file (`feed.xml`), and is no
/// part of a slug (`rust-1.87.0`, `u.s.`).
fn is_file_extension(extension: &str) -> bool {
    (1..=11).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Percent-encodes all that RFC 3986 does not allow in a path.
fn encode_into(path: &str, out: &mut String) {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$()*+,;=:@".contains(&byte);
    let mut rest = path;
    while let Some(at) = rest.bytes().position(|byte| !is_allowed(byte)) {
        out.push_str(&rest[..at]);
        // A character beyond ASCII is encoded byte by byte.
        let length = rest[at..].chars().next().map_or(1, char::len_utf8);
        rest[at..at + length].bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        rest = &rest[at + length..];
    }
    out.push_str(rest);
}

/// The first character of a written path that no path of the site may hold: one that begins a query or fragment, a backslash, a
/// control character.
pub fn forbidden_character(path: &str) -> Option<char> {
    path.chars().find(|character| matches!(character, '?' | '#' | '\\') || character.is_control())
}

/// Turns percent-encoded bytes of an address back into text; what is not valid stays as written.
pub fn decode(address: &str) -> String {
    decoded(address).into_owned()
}

/// The same, of what has nothing to decode without a copy.
pub fn decoded(address: &str) -> Cow<'_, str> {
    if !address.contains('%') {
        return Cow::Borrowed(address);
    }
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let decoded = (bytes[at] == b'%')
            .then(|| address.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match decoded {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(address), Cow::Owned)
}

impl OutputPath {
    /// The path with `.`, `..` and doubled slashes resolved; `None` where it is empty or would leave the root.
    pub fn new(path: &str) -> Option<Self> {
        if is_normal(path) {
            return Some(Self(path.into()));
        }
        normalise("", path).filter(|path| !path.is_empty()).map(|path| Self(path.into()))
    }

    /// The address under which a static host serves this file.
    pub fn url(&self) -> UrlPath {
        let path = match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        };
        UrlPath(format!("/{path}").into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! display_as_text {
    ($($kind:ty),*) => {
        $(impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        })*
    };
}
display_as_text!(SourcePath, UrlPath, OutputPath);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_its_root() {
        assert_eq!(SourcePath::new("a/../../b"), None);
        assert_eq!(SourcePath::new("a/./b//c/../d").unwrap().as_str(), "a/b/d");
        assert_eq!(UrlPath::new("/../x"), None);
        assert_eq!(UrlPath::new("a//./b//").unwrap().as_str(), "/a/b/");
        assert_eq!(UrlPath::new("/a/../").unwrap(), UrlPath::root());
        assert_eq!(OutputPath::new("../x"), None);
    }

    #[test]
    fn an_address_names_the_file_that_a_host_serves() {
        let output = |url: &str| UrlPath::new(url).unwrap().output().to_string();
        assert_eq!(output("/"), "index.html");
        assert_eq!(output("/a/"), "a/index.html");
        assert_eq!(output("/a"), "a.html");
        assert_eq!(output("/feed.xml"), "feed.xml");
        assert_eq!(output("/rust-1.87.0"), "rust-1.87.0.html");
    }

    #[test]
    fn addresses_resolve_as_browsers_resolve_them() {
        let page = UrlPath::new("/a/b/").unwrap();
        assert_eq!(page.join("c.png").unwrap().as_str(), "/a/b/c.png");
        assert_eq!(page.join("../c/").unwrap().as_str(), "/a/c/");
        assert_eq!(page.join("..").unwrap().as_str(), "/a/");
        assert_eq!(page.join("/x").unwrap().as_str(), "/x");
    }

    #[test]
    fn encoding_and_decoding_are_inverse() {
        let url = UrlPath::new("/한국어/a b%/").unwrap();
        assert_eq!(url.href("/sub"), "/sub/%ED%95%9C%EA%B5%AD%EC%96%B4/a%20b%25/");
        assert_eq!(decode("/%ED%95%9C%EA%B5%AD%EC%96%B4/a%20b%25/"), "/한국어/a b%/");
    }
}
