//! Files of a theme that a site has made its own: where they come from, and whether their originals have changed since.

use super::layers::{Layer, LayerFile};
use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::path::SourcePath;

/// What the first line of an ejected file says of its original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The theme.
    pub theme: String,
    /// The file in it: `article.html`, `assets/site.css`, `strings/fr.yaml`.
    pub name: String,
    /// The theme's version then.
    pub version: String,
    /// The fingerprint of the original then.
    pub fingerprint: String,
}

/// A file of a theme that a site may make its own.
#[derive(Clone, Debug)]
pub struct Original {
    /// Where it comes from, as it is now.
    pub origin: Origin,
    /// The file of the site that takes its place.
    pub target: SourcePath,
    /// The file.
    pub file: LayerFile,
}

/// An ejected file of the site beside its original.
#[derive(Clone, Debug)]
pub struct Ejected {
    /// The site's file.
    pub source: SourcePath,
    /// Its text without the line that says where it comes from.
    pub text: String,
    /// What that line says.
    pub origin: Origin,
    /// The original as it is now; `None` where it is gone.
    pub original: Option<Original>,
    /// Where that line stands.
    place: Place,
}

impl Origin {
    /// The comment for the first line of `file`; `None` for a kind of file that has no comments.
    fn comment(&self, file: &SourcePath, text: &str) -> Option<String> {
        let note = self.note();
        let is_template = file.is_in(&SourcePath::new("templates")?);
        match file.extension() {
            // Without the line break behind the comment, the template's output stays the same.
            _ if is_template => Some(format!("{{# {note} -#}}\n")),
            "yaml" | "yml" => Some(format!("# {note}\n")),
            "css" | "js" => Some(format!("/* {note} */\n")),
            // Nothing may stand before an XML declaration.
            "svg" | "html" if !text.trim_start().starts_with("<?") => Some(format!("<!-- {note} -->\n")),
            _ => None,
        }
    }

    /// What the comment says.
    pub fn note(&self) -> String {
        format!("byline: from {}/{}, theme {}, {}", self.theme, self.name, self.version, self.fingerprint)
    }

    /// What the first line of an ejected file says; `None` where it is none.
    fn read(text: &str) -> Option<Self> {
        let line = text.strip_prefix('\u{feff}').unwrap_or(text).lines().next()?.trim();
        let body = ["{#-", "{#", "/*", "<!--", "#"].into_iter().find_map(|sign| line.strip_prefix(sign))?;
        let body = ["-#}", "#}", "*/", "-->"].into_iter().find_map(|sign| body.strip_suffix(sign)).unwrap_or(body);
        let mut parts = body.trim().strip_prefix("byline: from ")?.rsplitn(3, ", ");
        let fingerprint = parts.next()?.to_owned();
        let version = parts.next()?.strip_prefix("theme ")?.to_owned();
        let (theme, name) = parts.next()?.split_once('/')?;
        Some(Self { theme: theme.to_owned(), name: name.to_owned(), version, fingerprint })
    }
}

impl Original {
    /// The content of the site's file, and whether it says where it comes from.
    pub fn ejected(&self) -> (Vec<u8>, bool) {
        let text = self.file.text();
        match self.origin.comment(&self.target, &text) {
            Some(comment) => ((comment + &text).into_bytes(), true),
            None => (self.file.bytes.clone(), false),
        }
    }
}

/// The files of a theme that a site may make its own.
pub fn originals(layer: &Layer) -> Vec<Original> {
    let version = layer.manifest.version.clone().unwrap_or_else(|| "0".to_owned()).replace([',', '\n'], " ");
    let folders = [("templates", &layer.templates), ("assets", &layer.assets), ("strings", &layer.strings)];
    let mut found = Vec::new();
    for (folder, files) in folders {
        for (name, file) in files {
            // Strings are known by their language.
            let name = if folder == "strings" { file.source.file_name() } else { name.as_str() };
            let own = if folder == "templates" { name.to_owned() } else { format!("{folder}/{name}") };
            let Some(target) = SourcePath::new(&format!("{folder}/{name}")) else { continue };
            let fingerprint = fingerprint(file);
            let origin = Origin { theme: layer.name.clone(), name: own, version: version.clone(), fingerprint };
            found.push(Original { origin, target, file: file.clone() });
        }
    }
    found
}

fn fingerprint(file: &LayerFile) -> String {
    // The form of line breaks is no change.
    blake3::hash(file.text().as_bytes()).to_hex()[..12].to_owned()
}

/// The file of the themes behind the site that `name` means: `article.html`, `broadsheet/article.html`, `assets/site.css` or `site.css`;
/// of the first theme that has it.
///
/// # Errors
/// Where no theme has one.
pub fn original(layers: &[Layer], name: &str) -> Result<Original, Diagnostic> {
    let all: Vec<Original> = layers.iter().skip(1).flat_map(originals).collect();
    let is_meant = |original: &&Original| {
        let target = original.target.as_str();
        let short = target.split_once('/').map_or(target, |(_, short)| short);
        let own = name.strip_prefix(&format!("{}/", original.origin.theme));
        [Some(name), own]
            .into_iter()
            .flatten()
            .any(|name| [target, short].contains(&name) || original.origin.name == name)
    };
    all.iter().find(is_meant).cloned().ok_or_else(|| {
        let names = all.iter().map(|original| original.origin.name.as_str());
        let diagnostic = Diagnostic::new(Code::UnknownTemplate, format!("the theme has no file `{name}`"));
        match nearest(name, names) {
            Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
            None => diagnostic.hint("`byline theme show` lists its templates, assets and strings"),
        }
    })
}

/// The ejected files of the site, which is the first of `layers`, each with its original.
pub fn ejected(layers: &[Layer]) -> Vec<Ejected> {
    let Some((site, themes)) = layers.split_first() else { return Vec::new() };
    let all: Vec<Original> = themes.iter().flat_map(originals).collect();
    let files = site.templates.values().chain(site.assets.values()).chain(site.strings.values());
    let mut found = Vec::new();
    for file in files {
        let text = file.text();
        let Some(origin) = Origin::read(&text) else { continue };
        let (line, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let original = all.iter().find(|one| one.origin.theme == origin.theme && one.origin.name == origin.name);
        found.push(Ejected {
            source: file.source.clone(),
            text: rest.to_owned(),
            place: Place::of(&file.source, &text, 0..line.len()),
            original: original.cloned(),
            origin,
        });
    }
    found.sort_by(|a, b| a.source.cmp(&b.source));
    found
}

impl Ejected {
    /// Whether the original is another one than it was.
    pub fn has_changed(&self) -> bool {
        self.original.as_ref().is_none_or(|original| original.origin.fingerprint != self.origin.fingerprint)
    }
}

/// Warns of ejected files whose originals have changed since.
pub(super) fn check(layers: &[Layer]) -> Vec<Diagnostic> {
    ejected(layers).iter().filter(|ejected| ejected.has_changed()).map(warning).collect()
}

fn warning(ejected: &Ejected) -> Diagnostic {
    let Origin { theme, name, version, .. } = &ejected.origin;
    let what = match &ejected.original {
        Some(original) if original.origin.version == *version => "which has changed since".to_owned(),
        Some(original) => format!("which has changed since: the theme is {} now", original.origin.version),
        None => "which the theme in use does not have".to_owned(),
    };
    let message = format!("`{}` was ejected from `{theme}/{name}` of theme {version}, {what}", ejected.source);
    let diagnostic = Diagnostic::new(Code::EjectedChanged, message).at(ejected.place.clone());
    match &ejected.original {
        Some(original) => diagnostic
            .hint("`byline theme diff` shows how the two differ")
            .hint(format!("when it is up to date, let its first line say `{}`", original.origin.note())),
        None => diagnostic
            .hint("take out the first line where the file is the site's own, or the file where it is of no use"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn file(path: &str, text: &str) -> LayerFile {
        LayerFile { source: SourcePath::new(path).unwrap(), bytes: text.as_bytes().to_vec() }
    }

    fn files(folder: &str, all: &[(&str, &str)]) -> BTreeMap<String, LayerFile> {
        let named = |(name, text): &(&str, &str)| ((*name).to_owned(), file(&format!("{folder}/{name}"), text));
        all.iter().map(named).collect()
    }

    fn theme(template: &str) -> Layer {
        Layer {
            name: "herald".to_owned(),
            templates: files("themes/herald/templates", &[("a/b.html", template)]),
            assets: files("themes/herald/assets", &[("site.css", "a{}"), ("x.svg", "<?xml?><svg/>")]),
            strings: BTreeMap::from([("fr".to_owned(), file("themes/herald/strings/fr.yml", "a: b\n"))]),
            manifest: super::super::layers::Manifest { version: Some("1.2".to_owned()), ..Default::default() },
        }
    }

    #[test]
    fn an_ejected_file_says_where_it_comes_from_and_is_read_again() {
        let layers = [Layer::default(), theme("<p>")];
        for (name, first_line) in [
            ("a/b.html", "{# byline: from herald/a/b.html, theme 1.2, "),
            ("herald/a/b.html", "{# byline: from herald/a/b.html, theme 1.2, "),
            ("site.css", "/* byline: from herald/assets/site.css, theme 1.2, "),
            ("strings/fr.yml", "# byline: from herald/strings/fr.yml, theme 1.2, "),
        ] {
            let original = original(&layers, name).unwrap();
            let (bytes, is_marked) = original.ejected();
            let text = String::from_utf8(bytes).unwrap();
            assert!(is_marked && text.starts_with(first_line), "{text}");
            assert_eq!(Origin::read(&text).as_ref(), Some(&original.origin));
            assert_eq!(text.split_once('\n').unwrap().1, original.file.text());
        }
        assert_eq!(original(&layers, "x.svg").unwrap().ejected(), (b"<?xml?><svg/>".to_vec(), false));
        let fault = original(&layers, "a/c.html").unwrap_err();
        assert_eq!((fault.message.as_str(), fault.hints.len()), ("the theme has no file `a/c.html`", 1));
    }

    #[test]
    fn only_a_change_of_the_original_is_reported() {
        let (bytes, _) = original(&[Layer::default(), theme("<p>")], "a/b.html").unwrap().ejected();
        let own = String::from_utf8(bytes).unwrap() + "<b>";
        let site = || Layer { templates: files("templates", &[("a/b.html", &own)]), ..Layer::default() };
        assert_eq!(check(&[site(), theme("<p>")]), []);
        let found = check(&[site(), theme("<q>")]);
        assert_eq!(
            found[0].message,
            "`templates/a/b.html` was ejected from `herald/a/b.html` of theme 1.2, which has changed since"
        );
        assert_eq!(found[0].place.as_ref().map(|place| place.line), Some(1));
        assert!(found[0].hints[1].contains("`byline: from herald/a/b.html, theme 1.2, "), "{found:?}");
        let other = Layer { name: "other".to_owned(), ..theme("<p>") };
        assert!(check(&[site(), other])[0].message.ends_with("which the theme in use does not have"));
    }

    #[test]
    fn other_first_lines_are_those_of_no_ejected_file() {
        for text in [
            "",
            "{# a comment #}",
            "{# byline: from a #}",
            "byline: from a/b, theme 1, 0",
            "# byline: from a, theme 1, 0",
        ] {
            assert_eq!(Origin::read(text), None, "{text}");
        }
    }
}
