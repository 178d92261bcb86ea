//! Assets: style sheets with their imports in them, scripts, pictures; minified, and named by their content.

use std::collections::{BTreeMap, BTreeSet};

use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

use super::depth::{DEEPEST_STYLE, is_shallow_script, style_depth};
use super::layers::{Layer, LayerFile};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::path::{SourcePath, UrlPath};
use crate::picture;

/// An asset as it is published.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its address, with the fingerprint of its content in the name.
    pub url: UrlPath,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// How deep style sheets may import one another.
const DEEPEST_IMPORT: usize = 16;

/// The assets of all layers by name; of one name that of the first layer. Style sheets that others import stand in those.
pub(super) fn assets(layers: &[Layer], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Asset> {
    let mut files: BTreeMap<&str, &LayerFile> = BTreeMap::new();
    for layer in layers {
        for (name, file) in &layer.assets {
            files.entry(name).or_insert(file);
        }
    }
    let mut imported = BTreeSet::new();
    let mut sheets: BTreeMap<&str, String> = BTreeMap::new();
    for (name, file) in files.iter().filter(|(name, _)| name.ends_with(".css")) {
        sheets.insert(name, bundle(name, &file.text(), &files, &mut imported, 0));
    }
    imported.extend(parts_of_replaced_sheets(layers, &files));
    let mut assets: BTreeMap<String, Asset> = BTreeMap::new();
    for (name, file) in files.iter().filter(|(name, _)| !name.ends_with(".css")) {
        let bytes = if name.ends_with(".js") { minified_script(&file.bytes) } else { clean(file, diagnostics) };
        assets.insert((*name).to_owned(), asset(name, bytes));
    }
    for (name, text) in sheets.into_iter().filter(|(name, _)| !imported.contains(*name)) {
        let text = with_addresses(name, &text, &assets);
        match minified_sheet(&text) {
            Ok(text) => {
                assets.insert(name.to_owned(), asset(name, text.into_bytes()));
            }
            Err(message) => {
                let source = files.get(name).map_or_else(SourcePath::root, |file| file.source.clone());
                diagnostics.push(
                    Diagnostic::new(Code::Stylesheet, format!("the style sheet `{name}` does not parse: {message}"))
                        .at(Place::file(&source)),
                );
            }
        }
    }
    assets
}

/// The content of a file, a picture without what can betray its source.
fn clean(file: &LayerFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<u8> {
    let Some(format) = picture::format(&file.bytes) else { return file.bytes.clone() };
    match picture::cleaned(format, &file.bytes) {
        Ok(clean) => clean.unwrap_or_else(|| file.bytes.clone()),
        Err(fault) => {
            diagnostics.push(fault.diagnostic(format, &file.source));
            Vec::new()
        }
    }
}

/// The style sheets that only sheets import in whose place others stand: a theme with a `site.css` of its own has no use for the
/// parts of its parent's. A part that a layer further in front has as well is that layer's own affair.
fn parts_of_replaced_sheets(layers: &[Layer], files: &BTreeMap<&str, &LayerFile>) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for (index, layer) in layers.iter().enumerate() {
        let (in_front, _) = layers.split_at(index);
        let has_own = |name: &str| in_front.iter().any(|layer| layer.assets.contains_key(name));
        for (name, file) in layer.assets.iter().filter(|(name, _)| name.ends_with(".css") && has_own(name)) {
            let mut imported = BTreeSet::new();
            bundle(name, &file.text(), files, &mut imported, 0);
            parts.extend(imported.into_iter().filter(|part| !has_own(part)));
        }
    }
    parts
}

/// `site.css` with the content `…` becomes `/assets/site.1f2e3d4c.css`.
fn asset(name: &str, bytes: Vec<u8>) -> Asset {
    let fingerprint = &blake3::hash(&bytes).to_hex()[..10];
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && !ending.contains('/') => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let url = UrlPath::new(&format!("/assets/{stem}.{fingerprint}{ending}")).unwrap_or_else(UrlPath::root);
    Asset { url, bytes }
}

/// The sheet with every `@import` of a file of the theme replaced by that file, in its layer or for its media.
fn bundle(
    name: &str,
    text: &str,
    files: &BTreeMap<&str, &LayerFile>,
    imported: &mut BTreeSet<String>,
    depth: usize,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("@import") {
        let (before, statement) = rest.split_at(at);
        out.push_str(before);
        let end = statement.find(';').map_or(statement.len(), |end| end + 1);
        match import(name, &statement[..end], files).filter(|_| depth < DEEPEST_IMPORT) {
            Some((target, wrapping)) => {
                let inner = files.get(target.as_str()).map(|file| file.text()).unwrap_or_default();
                let inner = bundle(&target, &inner, files, imported, depth + 1);
                imported.insert(target);
                let closing = "}".repeat(wrapping.len());
                wrapping.iter().for_each(|opening| out.push_str(&format!("{opening} {{\n")));
                out.push_str(&inner);
                out.push_str(&closing);
                out.push('\n');
            }
            None => out.push_str(&statement[..end]),
        }
        rest = &statement[end..];
    }
    out.push_str(rest);
    out
}

/// The file that an `@import` statement names, and the rules that it stands in; `None` for other addresses.
fn import(from: &str, statement: &str, files: &BTreeMap<&str, &LayerFile>) -> Option<(String, Vec<String>)> {
    let body = statement.strip_prefix("@import")?.trim().trim_end_matches(';').trim();
    let (quoted, conditions) = match body.strip_prefix("url(") {
        Some(inside) => inside.split_once(')')?,
        None => {
            let quote = body.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            let end = body[1..].find(quote)? + 2;
            body.split_at(end)
        }
    };
    let folder = SourcePath::new(from)?.parent();
    let target = folder.join(quoted.trim().trim_matches(['"', '\'']))?.to_string();
    if !files.contains_key(target.as_str()) {
        return None;
    }
    let mut conditions = conditions.trim();
    let mut wrapping = Vec::new();
    if let Some((layer, rest)) = conditions.strip_prefix("layer(").and_then(|rest| rest.split_once(')')) {
        wrapping.push(format!("@layer {layer}"));
        conditions = rest.trim();
    }
    if !conditions.is_empty() {
        wrapping.insert(0, format!("@media {conditions}"));
    }
    Some((target, wrapping))
}

/// Replaces `url(…)` of other assets by their published names, which stand beside the sheet.
fn with_addresses(name: &str, text: &str, assets: &BTreeMap<String, Asset>) -> String {
    let folder = SourcePath::new(name).map(|path| path.parent()).unwrap_or_default();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("url(") {
        let (before, inside) = rest.split_at(at + 4);
        out.push_str(before);
        let Some(end) = inside.find(')') else {
            rest = inside;
            break;
        };
        let target = folder.join(inside[..end].trim().trim_matches(['"', '\'']));
        match target.and_then(|target| assets.get(target.as_str())) {
            Some(asset) => out.push_str(&format!("\"{}\"", relative(name, &asset.url))),
            None => out.push_str(&inside[..end]),
        }
        rest = &inside[end..];
    }
    out.push_str(rest);
    out
}

/// The address of an asset from a sheet that is published in the same folder of assets.
fn relative(sheet: &str, url: &UrlPath) -> String {
    let up = "../".repeat(sheet.matches('/').count());
    format!("{up}{}", url.as_str().trim_start_matches("/assets/"))
}

fn minified_sheet(text: &str) -> Result<String, String> {
    if style_depth(text) > DEEPEST_STYLE {
        return Err(format!("it is nested deeper than {DEEPEST_STYLE} levels"));
    }
    let mut sheet = StyleSheet::parse(text, ParserOptions::default()).map_err(|error| error.to_string())?;
    sheet.minify(MinifyOptions::default()).map_err(|error| error.to_string())?;
    let options = PrinterOptions { minify: true, ..PrinterOptions::default() };
    sheet.to_css(options).map(|result| result.code).map_err(|error| error.to_string())
}

/// A script by itself goes the way of a script inside a page; one that does not parse stays as it is.
fn minified_script(bytes: &[u8]) -> Vec<u8> {
    let is_shallow = std::str::from_utf8(bytes).is_ok_and(is_shallow_script);
    let is_safe_inside = is_shallow && !bytes.windows(8).any(|window| window.eq_ignore_ascii_case(b"</script"));
    if !is_safe_inside {
        return bytes.to_vec();
    }
    let page = [b"<script>".as_slice(), bytes, b"</script>"].concat();
    let options = minify_html::Cfg { minify_js: true, ..minify_html::Cfg::new() };
    let minified = minify_html::minify(&page, &options);
    minified
        .strip_prefix(b"<script>")
        .and_then(|rest| rest.strip_suffix(b"</script>"))
        .map_or_else(|| bytes.to_vec(), <[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(files: &[(&str, &str)]) -> Layer {
        let assets = files
            .iter()
            .map(|(name, text)| {
                let source = SourcePath::new(&format!("themes/x/assets/{name}")).unwrap();
                ((*name).to_owned(), LayerFile { source, bytes: text.as_bytes().to_vec() })
            })
            .collect();
        Layer { name: "x".to_owned(), assets, ..Layer::default() }
    }

    #[test]
    fn imports_stand_in_their_layer_and_are_not_published_by_themselves() {
        let layer = layer(&[
            ("a.css", "@import \"p/b.css\" layer(b) screen;\nh1 { color: red }"),
            ("p/b.css", "p { color: blue }"),
        ]);
        let mut diagnostics = Vec::new();
        let assets = assets(&[layer], &mut diagnostics);
        assert_eq!(diagnostics, []);
        assert_eq!(assets.keys().collect::<Vec<_>>(), ["a.css"]);
        let text = String::from_utf8(assets["a.css"].bytes.clone()).unwrap();
        assert_eq!(text, "@media screen{@layer b{p{color:#00f}}}h1{color:red}");
    }

    #[test]
    fn parts_of_a_sheet_that_another_stands_for_are_not_published() {
        let parent = layer(&[
            ("a.css", "@import \"p/b.css\";\n@import \"p/c.css\";"),
            ("p/b.css", "p { top: 0 }"),
            ("p/c.css", ""),
        ]);
        let own = layer(&[("a.css", "h1 { top: 0 }"), ("p/c.css", "h2 { top: 0 }")]);
        let published = assets(&[own, parent.clone()], &mut Vec::new());
        assert_eq!(published.keys().collect::<Vec<_>>(), ["a.css", "p/c.css"]);
        let over = layer(&[("a.css", "@import \"p/b.css\";")]);
        let published = assets(&[over, parent], &mut Vec::new());
        assert_eq!(published.keys().collect::<Vec<_>>(), ["a.css"]);
        assert_eq!(published["a.css"].bytes, b"p{top:0}");
    }

    #[test]
    fn the_name_follows_the_content() {
        let one = assets(&[layer(&[("a.svg", "<svg/>")])], &mut Vec::new());
        let two = assets(&[layer(&[("a.svg", "<svg />")])], &mut Vec::new());
        assert_ne!(one["a.svg"].url, two["a.svg"].url);
        assert!(one["a.svg"].url.as_str().starts_with("/assets/a."));
    }

    #[test]
    fn addresses_in_a_sheet_are_those_of_the_published_assets() {
        let assets = assets(&[layer(&[("a.css", "b{background:url(i.svg)}"), ("i.svg", "<svg/>")])], &mut Vec::new());
        let text = String::from_utf8(assets["a.css"].bytes.clone()).unwrap();
        let name = assets["i.svg"].url.as_str().trim_start_matches("/assets/");
        assert!(text.contains(name), "{text}");
    }

    #[test]
    fn a_sheet_that_does_not_parse_is_reported() {
        let mut diagnostics = Vec::new();
        assets(&[layer(&[("a.css", "a { color: red")]), layer(&[("b.css", "} a { }")])], &mut diagnostics);
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.code == "stylesheet"), "{diagnostics:?}");
        assert!(!diagnostics.is_empty());
    }
}
