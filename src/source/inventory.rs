//! What a site's folder holds: documents, files to publish, data.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Found, Sources, StaticFile};
use crate::config::{Config, FileMapping};
use crate::diagnostic::{Code, Diagnostic, Place, reason};
use crate::keys::{Format, Source};
use crate::path::{Globs, SourcePath, UrlPath};

/// The sources of a site.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// The Markdown files of the content, sorted.
    pub documents: Vec<Found>,
    /// Those of them that are larger than a document may be, with their sizes in bytes.
    pub too_large: BTreeMap<SourcePath, u64>,
    /// The other files, with the addresses at which they stand.
    pub files: Vec<StaticFile>,
    /// The data files by name.
    pub data: BTreeMap<String, Value>,
    /// What cannot be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// The largest document that is read, in bytes: reading takes time and many times the memory.
pub const LARGEST_DOCUMENT: u64 = 8_000_000;

/// Folders that belong to tools and never hold a collection, where the whole site's folder is the content.
const TOOLS: [&str; 6] = ["target", "vendor", "themes", "templates", "strings", "archetypes"];

/// Takes stock of the content, of the folders of `files:` and of the data.
///
/// `output` is the output folder, where it lies in the site: nothing of it is a source.
pub fn take(sources: &dyn Sources, config: &Config, output: Option<&SourcePath>) -> Inventory {
    let mut inventory = Inventory::default();
    let mut closed: Vec<SourcePath> = output.cloned().into_iter().collect();
    if config.content == SourcePath::root() {
        closed.extend(TOOLS.iter().filter_map(|name| SourcePath::new(name)));
    }
    inventory.content(sources, config, &closed);
    for mapping in mappings(config) {
        inventory.published(sources, &mapping.from, &mapping.to, &closed);
    }
    inventory.data(sources, config);
    inventory
}

/// The folders that are published as they are: those of `files:`, and `static/` at the site's base unless one of them is it.
fn mappings(config: &Config) -> Vec<FileMapping> {
    let mut mappings = config.files.clone();
    let usual = SourcePath::new("static").unwrap_or_default();
    if config.content != SourcePath::root() && !mappings.iter().any(|mapping| mapping.from == usual) {
        mappings.push(FileMapping { from: usual, to: UrlPath::root() });
    }
    mappings
}

impl Inventory {
    fn content(&mut self, sources: &dyn Sources, config: &Config, closed: &[SourcePath]) {
        let ignored = Globs::new(&config.ignore);
        let walk = sources.walk(&config.content, closed);
        self.report(walk.failures);
        for found in walk.files {
            let Some(path) = found.path.strip(&config.content) else { continue };
            if ignored.matches(path) {
                continue;
            }
            if matches!(found.path.extension(), "md" | "markdown") {
                if found.size > LARGEST_DOCUMENT {
                    self.too_large.insert(found.path.clone(), found.size);
                }
                self.documents.push(found);
            } else if is_foreign_template(sources, &found) {
                self.diagnostics.push(foreign_template(&found.path));
            } else if let Some(url) = UrlPath::new(path) {
                self.files.push(StaticFile { url, source: found.path, size: found.size, stamp: found.stamp });
            }
        }
    }

    /// The files of a folder, or the one file, that `files:` publishes.
    fn published(&mut self, sources: &dyn Sources, from: &SourcePath, to: &UrlPath, closed: &[SourcePath]) {
        let walk = sources.walk(from, closed);
        self.report(walk.failures);
        for found in walk.files {
            let Some(path) = found.path.strip(from) else { continue };
            let address = if path.is_empty() { to.as_str().to_owned() } else { format!("{to}/{path}") };
            if let Some(url) = UrlPath::new(&address) {
                self.files.push(StaticFile { url, source: found.path, size: found.size, stamp: found.stamp });
            }
        }
    }

    fn report(&mut self, failures: Vec<(SourcePath, String)>) {
        self.diagnostics.extend(failures.into_iter().map(|(path, reason)| {
            Diagnostic::new(Code::UnreadableFile, format!("`{path}` cannot be read: {reason}")).at(Place::file(&path))
        }));
    }

    fn data(&mut self, sources: &dyn Sources, config: &Config) {
        for found in sources.walk(&config.data, &[]).files {
            let Some(name) =
                found.path.strip(&config.data).and_then(|path| path.rsplit_once('.')).map(|(stem, _)| stem)
            else {
                continue;
            };
            if !matches!(found.path.extension(), "yaml" | "yml" | "json" | "toml" | "csv") {
                continue;
            }
            match sources
                .read(&found.path)
                .map_err(|error| (reason(&error), 0))
                .and_then(|bytes| data(&found.path, bytes))
            {
                Ok(value) => {
                    self.data.insert(name.to_owned(), value);
                }
                Err((message, line)) => {
                    let place = Place { line, ..Place::file(&found.path) };
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::DataFile,
                            format!("the data file `{}` does not parse: {message}", found.path),
                        )
                        .at(place),
                    );
                }
            }
        }
    }
}

/// Whether a file of the content begins with front matter and is no Markdown: Jekyll's and Eleventy's templates lie among the articles.
fn is_foreign_template(sources: &dyn Sources, found: &Found) -> bool {
    matches!(found.path.extension(), "html" | "htm" | "xml" | "json" | "txt" | "css" | "js")
        && sources
            .read_start(&found.path, b"---\r\n".len())
            .is_ok_and(|start| start.starts_with(b"---\n") || start.starts_with(b"---\r\n"))
}

fn foreign_template(path: &SourcePath) -> Diagnostic {
    let message =
        format!("`{path}` begins with front matter: it is a template of another generator, and is not published");
    let hint = "write an article instead, a `.md` file, or a template in `templates/`; what shall be published as it is belongs in `static/`";
    Diagnostic::new(Code::ForeignTemplate, message).at(Place { line: 1, ..Place::file(path) }).hint(hint)
}

/// What a data file holds; the error is its message and line.
fn data(path: &SourcePath, bytes: Vec<u8>) -> Result<Value, (String, u32)> {
    let text = String::from_utf8(bytes).map_err(|_| ("it is not encoded as UTF-8".to_owned(), 0))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match path.extension() {
        "json" => serde_json::from_str(text).map_err(|error| (error.to_string(), error.line() as u32)),
        "toml" => toml::from_str::<Value>(text).map_err(|error| {
            let line = error.span().map_or(0, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            (error.message().to_owned(), line as u32)
        }),
        "csv" => table(text).map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            (error.to_string(), line as u32)
        }),
        _ => {
            let source = Source { file: path, text, range: 0..text.len(), format: Format::Yaml };
            source.parse().map(|node| node.to_value()).map_err(|(message, place)| (message, place.line))
        }
    }
}

/// A table as a list of rows, each a map by the names in the first line.
fn table(text: &str) -> Result<Value, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers()?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let row: Map<String, Value> = names
            .iter()
            .zip(record.iter())
            .map(|(name, value)| (name.to_owned(), Value::String(value.to_owned())))
            .collect();
        rows.push(Value::Object(row));
    }
    Ok(Value::Array(rows))
}
