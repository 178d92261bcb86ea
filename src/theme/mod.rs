//! A theme: its templates, assets and strings, with what a site and its parents put in front of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::path::{SourcePath, UrlPath};
use crate::source::Sources;

mod assets;
mod closure;
pub mod components;
mod contrast;
mod depth;
mod ejected;
mod embedded;
mod errors;
mod layers;
mod options;
mod scan;
mod strings;
pub mod variables;

pub use assets::Asset;
pub use closure::{Closure, Closures, OfCards, Words};
pub use components::Component;
pub use depth::is_shallow_page;
pub use ejected::{Ejected, Origin, Original, ejected, original, originals};
pub use errors::{failure, template_place};
pub use layers::{Layer, known_themes, reads_assets};
pub use strings::{DATE_PARTS, Strings};

/// The name of the theme that is embedded in the program.
pub const DEFAULT: &str = "broadsheet";

/// A loaded theme.
pub struct Theme {
    /// Its layers, the one that goes first first: the site's own, the theme's, its parents', the embedded one's.
    pub layers: Vec<Layer>,
    /// The templates, compiled.
    pub tera: tera::Tera,
    /// The assets by the name that templates have for them, `site.css`.
    pub assets: BTreeMap<String, Asset>,
    /// The strings by language.
    pub strings: Strings,
    /// The options: the theme's defaults with what the site sets.
    pub options: Map<String, Value>,
    /// The components by name.
    pub components: BTreeMap<String, Component>,
    /// The text of every template by the name under which it is loaded, `broadsheet/article.html`.
    pub templates: BTreeMap<String, TemplateText>,
    /// What each template and component is made of.
    pub closures: Closures,
    /// What is wrong with it but keeps no page from being made.
    pub warnings: Vec<Diagnostic>,
}

/// A template as it was written.
#[derive(Clone, Debug)]
pub struct TemplateText {
    /// Its file.
    pub source: SourcePath,
    /// Its text.
    pub text: String,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("layers", &self.layers).field("templates", &self.templates.keys()).finish()
    }
}

impl Theme {
    /// The template that makes the pages of this name: that of the first layer that has one.
    pub fn template(&self, name: &str) -> Option<&TemplateText> {
        let of_layer = |layer: &Layer| self.templates.get(&format!("{}/{name}", layer.name));
        self.templates.get(name).or_else(|| self.layers.iter().find_map(of_layer))
    }
}

/// Loads the theme that the configuration names; `prepare` registers functions and filters before the templates come.
///
/// # Errors
/// All that is wrong with its templates, strings and assets.
pub fn load(
    sources: &dyn Sources,
    config: &Config,
    prepare: &dyn Fn(&mut tera::Tera),
) -> Result<Theme, Vec<Diagnostic>> {
    let layers = layers::layers(sources, config)?;
    let templates = gather_templates(&layers);
    let mut tera = tera::Tera::default();
    prepare(&mut tera);
    let mut diagnostics = compile(&mut tera, &layers, &templates);

    let options = options::options(&layers, config, &mut diagnostics);
    let strings = strings::Strings::load(&layers, &options, &mut diagnostics);
    let assets = assets::assets(&layers, &mut diagnostics);
    if diagnostics.is_empty() {
        diagnostics.extend(variables::check(&templates, &options));
    }
    let (components, faults) = components::components(&tera, &templates);
    diagnostics.extend(faults);
    if diagnostics.is_empty() {
        let mut warnings = ejected::check(&layers);
        warnings.extend(contrast::check(&layers, &options, config));
        let closures = Closures::find(&layers, &templates, &components);
        Ok(Theme { layers, tera, assets, strings, options, components, templates, closures, warnings })
    } else {
        Err(diagnostics)
    }
}

/// The layers of the theme that the configuration names, the one that goes first first.
///
/// # Errors
/// Where a theme is not there, or a file of it cannot be read.
pub fn chain(sources: &dyn Sources, config: &Config) -> Result<Vec<Layer>, Vec<Diagnostic>> {
    layers::layers(sources, config)
}

/// A theme by itself.
///
/// # Errors
/// Where it is not there, or a file of it cannot be read.
pub fn layer(sources: &dyn Sources, name: &str) -> Result<Layer, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let layer = layers::theme_layer(sources, name, &mut diagnostics);
    match layer {
        Some(layer) if diagnostics.is_empty() => Ok(layer),
        Some(_) => Err(diagnostics),
        None => Err(vec![unknown_theme(name, &known_themes(sources))]),
    }
}

fn gather_templates(layers: &[Layer]) -> BTreeMap<String, TemplateText> {
    let mut templates = BTreeMap::new();
    for layer in layers {
        for (name, file) in &layer.templates {
            let text = TemplateText { source: file.source.clone(), text: file.text() };
            templates.entry(format!("{}/{name}", layer.name)).or_insert(text);
        }
    }
    templates
}

/// Loads all templates. The engine stops at the first that it cannot parse; so that all mistakes are found, each is then parsed by itself.
fn compile(tera: &mut tera::Tera, layers: &[Layer], templates: &BTreeMap<String, TemplateText>) -> Vec<Diagnostic> {
    let prefixes: Vec<String> = layers.iter().map(|layer| format!("{}/", layer.name)).collect();
    let loaded = tera.set_fallback_prefixes(prefixes).and_then(|()| {
        tera.add_raw_templates(templates.iter().map(|(name, template)| (name.as_str(), template.text.as_str())))
    });
    let Err(error) = loaded else { return Vec::new() };
    let alone = templates.iter().filter_map(|(name, template)| {
        let error = tera::Tera::default().add_raw_template(name, &template.text).err()?;
        matches!(error.kind(), tera::ErrorKind::SyntaxError(_)).then(|| errors::failure(&error, templates))
    });
    let unparsed: Vec<Diagnostic> = alone.collect();
    if unparsed.is_empty() { errors::failures(&error, templates, tera) } else { unparsed }
}

/// What the plan has to know of a theme.
pub trait Templates {
    /// Whether there is a template of this name, `article.html`.
    fn has(&self, name: &str) -> bool;
    /// The names of all templates.
    fn names(&self) -> Vec<&str>;
    /// The components by name; `None` where the theme did not load, so that nothing can be said of calls.
    fn components(&self) -> Option<&BTreeMap<String, Component>>;
}

impl Templates for Theme {
    fn has(&self, name: &str) -> bool {
        self.layers.iter().any(|layer| layer.templates.contains_key(name)) || self.templates.contains_key(name)
    }

    fn names(&self) -> Vec<&str> {
        let names: BTreeSet<&str> =
            self.layers.iter().flat_map(|layer| layer.templates.keys()).map(String::as_str).collect();
        names.into_iter().collect()
    }

    fn components(&self) -> Option<&BTreeMap<String, Component>> {
        Some(&self.components)
    }
}

impl Theme {
    /// The address of an asset, or what is wrong with asking for it.
    pub fn asset(&self, name: &str) -> Result<&UrlPath, String> {
        let name = name.trim_start_matches('/');
        self.assets.get(name).map(|asset| &asset.url).ok_or_else(|| {
            let near = nearest(name, self.assets.keys().map(String::as_str));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("there is no asset `{name}`{hint}")
        })
    }
}

/// Whether a theme is embedded in the program.
pub fn is_embedded(name: &str) -> bool {
    embedded::NAMES.contains(&name)
}

/// The content of a file of an embedded theme, by the path that diagnostics have for it.
pub fn embedded_file(path: &SourcePath) -> Option<Vec<u8>> {
    embedded::file(path).map(<[u8]>::to_vec)
}

/// The error for a theme that is not there.
fn unknown_theme(name: &str, known: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownTheme, format!("there is no theme `{name}`"));
    let diagnostic = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic,
    };
    diagnostic.hint(format!(
        "a theme is a folder `themes/{name}/` of the site, or one of those that are built in: {}",
        embedded::NAMES.map(|name| format!("`{name}`")).join(", ")
    ))
}
