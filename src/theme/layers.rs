//! The chain of a theme: the site's own templates, the theme, its parents, the embedded one.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{DEFAULT, embedded, unknown_theme};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Place, reason};
use crate::keys::{Format, Source};
use crate::path::SourcePath;
use crate::source::Sources;

/// The name of the layer that holds a site's own templates.
pub(super) const SITE: &str = "site";

/// A file of a layer.
#[derive(Clone, Debug)]
pub struct LayerFile {
    /// Where it is; of an embedded one where it was.
    pub source: SourcePath,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl LayerFile {
    /// The content as text; what is no UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).replace("\r\n", "\n")
    }
}

/// One theme of the chain, or the site's own files before it.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The theme's name; `site` for the site's own files.
    pub name: String,
    /// Templates by name, `partials/footer.html`.
    pub templates: BTreeMap<String, LayerFile>,
    /// Assets by name, `site.css`.
    pub assets: BTreeMap<String, LayerFile>,
    /// Files of strings by language.
    pub strings: BTreeMap<String, LayerFile>,
    /// What `theme.yaml` says.
    pub manifest: Manifest,
}

/// What a theme says of itself in its `theme.yaml`.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// The theme that stands behind it.
    pub extends: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Options with their defaults.
    pub options: Map<String, Value>,
    /// Which options are colours of text, and which is the ground that each stands on.
    pub contrast: Vec<(String, String)>,
    /// The values that an option, or each item of one that is a list, may have.
    pub choices: Map<String, Value>,
}

/// The layers of the configured theme, the one that goes first first.
pub(super) fn layers(sources: &dyn Sources, config: &Config) -> Result<Vec<Layer>, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let mut layers = vec![site_layer(sources, config, &mut diagnostics)];
    let mut next = Some(config.theme.clone());
    while let Some(name) = next {
        if layers.iter().any(|layer| layer.name == name) {
            let message = format!("the theme `{name}` stands behind itself");
            diagnostics.push(Diagnostic::new(Code::UnknownTheme, message).hint("mend `extends` in its `theme.yaml`"));
            break;
        }
        match theme_layer(sources, &name, &mut diagnostics) {
            Some(layer) => {
                let parent = layer.manifest.extends.clone();
                next = parent.or_else(|| (name != DEFAULT).then(|| DEFAULT.to_owned()));
                layers.push(layer);
            }
            None => {
                let place = config.places.get("theme").filter(|_| name == config.theme).cloned();
                diagnostics.push(Diagnostic { place, ..unknown_theme(&name, &known_themes(sources)) });
                break;
            }
        }
    }
    if diagnostics.is_empty() { Ok(layers) } else { Err(diagnostics) }
}

/// The names of the themes that there are: those of the site, and the embedded ones.
pub fn known_themes(sources: &dyn Sources) -> Vec<String> {
    let folder = SourcePath::new("themes").unwrap_or_default();
    let mut names: Vec<String> = sources
        .walk(&folder, &[])
        .files
        .iter()
        .filter_map(|found| Some(found.path.strip(&folder)?.split_once('/')?.0.to_owned()))
        .chain(embedded::NAMES.map(str::to_owned))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The site's own templates, and its `assets/` unless `files:` publishes them as they are.
fn site_layer(sources: &dyn Sources, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Layer {
    let mut layer = Layer { name: SITE.to_owned(), ..Layer::default() };
    if !config.is_written {
        return layer;
    }
    let folder = |name: &str| SourcePath::new(name).unwrap_or_default();
    layer.templates = read_all(sources, &folder("templates"), diagnostics);
    layer.strings = strings_of(read_all(sources, &folder("strings"), diagnostics));
    if reads_assets(config) {
        layer.assets = read_all(sources, &folder("assets"), diagnostics);
    }
    layer
}

/// Whether files in `assets/` of the site take the place of the theme's: not where the folder is published as it is.
pub fn reads_assets(config: &Config) -> bool {
    let assets = SourcePath::new("assets").unwrap_or_default();
    let is_published = config.files.iter().any(|mapping| mapping.from == assets || mapping.from.is_in(&assets));
    !is_published && config.content != SourcePath::root()
}

pub(super) fn theme_layer(sources: &dyn Sources, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Layer> {
    let folder = SourcePath::new(&format!("themes/{name}")).filter(|_| !name.is_empty() && !name.contains('/'))?;
    let mut files = read_all(sources, &folder, diagnostics);
    for (path, bytes) in embedded::files(name) {
        let source = folder.join(&path)?;
        files.entry(path).or_insert_with(|| LayerFile { source, bytes: bytes.to_vec() });
    }
    if files.is_empty() {
        return None;
    }
    let part = |folder: &str| -> BTreeMap<String, LayerFile> {
        let inside =
            files.iter().filter_map(|(path, file)| Some((path.strip_prefix(folder)?.to_owned(), file.clone())));
        inside.collect()
    };
    Some(Layer {
        name: name.to_owned(),
        templates: part("templates/"),
        assets: part("assets/"),
        strings: strings_of(part("strings/")),
        manifest: files.get("theme.yaml").map(|file| manifest(file, diagnostics)).unwrap_or_default(),
    })
}

/// The diagnostic for a text of a theme that is not encoded as UTF-8.
fn not_utf8(path: &SourcePath, bytes: &[u8]) -> Option<Diagnostic> {
    if !matches!(path.extension(), "html" | "yaml" | "yml" | "css" | "xml" | "json" | "txt") {
        return None;
    }
    let error = std::str::from_utf8(bytes).err()?;
    let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let place = Place { line: line as u32, ..Place::file(path) };
    let message = format!("`{path}` is not encoded as UTF-8");
    Some(Diagnostic::new(Code::NotUtf8, message).at(place).hint("save it as UTF-8"))
}

fn read_all(
    sources: &dyn Sources,
    folder: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, LayerFile> {
    let mut files = BTreeMap::new();
    for found in sources.walk(folder, &[]).files {
        let Some(name) = found.path.strip(folder) else { continue };
        match sources.read(&found.path) {
            Ok(bytes) => {
                diagnostics.extend(not_utf8(&found.path, &bytes));
                files.insert(name.to_owned(), LayerFile { source: found.path.clone(), bytes });
            }
            Err(error) => diagnostics.push(
                Diagnostic::new(Code::UnreadableFile, format!("`{}` cannot be read: {}", found.path, reason(&error)))
                    .at(Place::file(&found.path)),
            ),
        }
    }
    files
}

fn strings_of(files: BTreeMap<String, LayerFile>) -> BTreeMap<String, LayerFile> {
    files
        .into_iter()
        .filter_map(|(name, file)| {
            Some((name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?.to_owned(), file))
        })
        .collect()
}

fn manifest(file: &LayerFile, diagnostics: &mut Vec<Diagnostic>) -> Manifest {
    let Some(values) = yaml_map(file, diagnostics) else { return Manifest::default() };
    let text = |key: &str| values.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let map = |key: &str| values.get(key).and_then(Value::as_object);
    let contrast = map("contrast").into_iter().flatten();
    Manifest {
        extends: text("extends"),
        version: text("version"),
        options: map("options").cloned().unwrap_or_default(),
        choices: map("choices").cloned().unwrap_or_default(),
        contrast: contrast.filter_map(|(name, ground)| Some((name.clone(), ground.as_str()?.to_owned()))).collect(),
    }
}

/// The map that a YAML file of a theme holds.
pub(super) fn yaml_map(file: &LayerFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Map<String, Value>> {
    let text = file.text();
    let source = Source { file: &file.source, text: &text, range: 0..text.len(), format: Format::Yaml };
    let (message, place) = match source.parse().map(|node| (node.describe(), node.to_value())) {
        Ok((_, Value::Object(values))) => return Some(values),
        Ok((_, Value::Null)) => return Some(Map::new()),
        Ok((found, _)) => (format!("it holds {found}, expected a map"), Place::file(&file.source)),
        Err(fault) => fault,
    };
    diagnostics.push(Diagnostic::new(Code::Config, format!("`{}` does not parse: {message}", file.source)).at(place));
    None
}
