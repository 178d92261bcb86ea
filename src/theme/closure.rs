//! What a template is made of besides its own text: what it extends, includes and calls, and the names that all of it uses.
//!
//! Found in the text of the templates, since the engine does not say. A template that only seems to be used makes a page
//! stale once too often; one that is missed would make it wrong. So every mention of a template's name counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::layers::Layer;
use super::scan;
use super::{Component, TemplateText};

/// A fingerprint: BLAKE3, 128 bits.
pub type Print = [u8; 16];

/// The names that a page's templates use. What none of them names, no page is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    names: BTreeSet<String>,
    /// Whether a value may be read without being named: printed whole, or by a name that is worked out.
    all: bool,
}

/// What every card keeps, so that no two are alike.
const ALWAYS: [&str; 2] = ["id", "href"];

impl Words {
    /// The names that stand in the tags of a template.
    fn of(text: &str) -> Self {
        let (names, all) = scan::words(text);
        Self { names, all }
    }

    /// Words that name everything.
    pub fn every() -> Self {
        Self { names: BTreeSet::new(), all: true }
    }

    /// Whether a field of this name may be read.
    pub fn has(&self, name: &str) -> bool {
        self.all || ALWAYS.contains(&name) || self.names.contains(name)
    }

    fn add(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.all |= other.all;
    }
}

/// A template with all that it may use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closure {
    /// The templates by the names under which they are loaded.
    pub templates: BTreeSet<String>,
    /// The names that they use.
    pub words: Words,
    /// The fingerprint of all their texts.
    pub print: Print,
}

/// The closures of a theme's templates and components.
#[derive(Clone, Debug, Default)]
pub struct Closures {
    /// By the name that pages have for a template, `article.html`.
    templates: BTreeMap<String, Arc<Closure>>,
    /// By the name of a component.
    components: BTreeMap<String, Arc<Closure>>,
}

impl Closures {
    /// Finds the closures of all templates.
    pub(super) fn find(
        layers: &[Layer],
        texts: &BTreeMap<String, TemplateText>,
        components: &BTreeMap<String, Component>,
    ) -> Self {
        let graph = Graph::new(layers, texts, components);
        let templates = graph.by_name.iter().map(|(name, loaded)| ((*name).to_owned(), graph.closure([*loaded])));
        let definers = graph.definers.iter();
        let components =
            definers.map(|(name, loaded)| ((*name).to_owned(), graph.closure(loaded.iter().copied()))).collect();
        Self { templates: templates.collect(), components }
    }

    /// The closure of a template together with those of components.
    pub fn of<'a>(&self, template: &str, components: impl IntoIterator<Item = &'a str>) -> Arc<Closure> {
        let own = self.templates.get(template).cloned().unwrap_or_default();
        let more: BTreeSet<&str> = components.into_iter().collect();
        let more: Vec<&Arc<Closure>> = more.into_iter().filter_map(|name| self.components.get(name)).collect();
        if more.is_empty() {
            return own;
        }
        let mut whole = (*own).clone();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&whole.print);
        for closure in more {
            whole.templates.extend(closure.templates.iter().cloned());
            whole.words.add(&closure.words);
            hasher.update(&closure.print);
        }
        whole.print = print_of(&hasher);
        Arc::new(whole)
    }
}

/// Which template mentions which.
struct Graph<'a> {
    texts: &'a BTreeMap<String, TemplateText>,
    /// The template that a name means: that of the first layer that has it.
    by_name: BTreeMap<&'a str, &'a str>,
    /// The templates in which a component is defined.
    definers: BTreeMap<&'a str, BTreeSet<&'a str>>,
    words: BTreeMap<&'a str, Words>,
}

impl<'a> Graph<'a> {
    fn new(
        layers: &'a [Layer],
        texts: &'a BTreeMap<String, TemplateText>,
        components: &'a BTreeMap<String, Component>,
    ) -> Self {
        let mut by_name = BTreeMap::new();
        for layer in layers {
            for name in layer.templates.keys() {
                if let Some((loaded, _)) = texts.get_key_value(&format!("{}/{name}", layer.name)) {
                    by_name.entry(name.as_str()).or_insert(loaded.as_str());
                }
            }
        }
        by_name.extend(texts.keys().map(|loaded| (loaded.as_str(), loaded.as_str())));
        let defines = |text: &str, name: &str| {
            text.match_indices(name).any(|(at, _)| text[..at].trim_end().ends_with("component"))
        };
        let definers = components.keys().map(|name| {
            let inside = texts.iter().filter(|(_, template)| defines(&template.text, name));
            (name.as_str(), inside.map(|(loaded, _)| loaded.as_str()).collect())
        });
        let words = texts.iter().map(|(loaded, template)| (loaded.as_str(), Words::of(&template.text)));
        Self { texts, by_name, definers: definers.collect(), words: words.collect() }
    }

    /// The templates that a template's text mentions, or whose components it calls.
    fn mentioned(&self, loaded: &str) -> BTreeSet<&'a str> {
        let Some(text) = self.texts.get(loaded).map(|template| template.text.as_str()) else { return BTreeSet::new() };
        let named = self.by_name.iter().filter(|(name, _)| text.contains(**name)).map(|(_, loaded)| *loaded);
        let called = self.definers.iter().filter(|(name, _)| calls(text, name)).flat_map(|(_, loaded)| loaded).copied();
        named.chain(called).collect()
    }

    fn closure(&self, start: impl IntoIterator<Item = &'a str>) -> Arc<Closure> {
        let mut open: Vec<&str> = start.into_iter().collect();
        let mut closure = Closure::default();
        while let Some(loaded) = open.pop() {
            if closure.templates.insert(loaded.to_owned()) {
                open.extend(self.mentioned(loaded));
            }
        }
        let mut hasher = blake3::Hasher::new();
        for loaded in &closure.templates {
            let text = self.texts.get(loaded).map(|template| template.text.as_str()).unwrap_or_default();
            for part in [loaded.as_str(), text] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part.as_bytes());
            }
            if let Some(words) = self.words.get(loaded.as_str()) {
                closure.words.add(words);
            }
        }
        closure.print = print_of(&hasher);
        Arc::new(closure)
    }
}

/// Whether a text calls a component, `<name`.
fn calls(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| text[..at].trim_end().ends_with('<'))
}

/// The fingerprint that a hasher has come to.
fn print_of(hasher: &blake3::Hasher) -> Print {
    let mut print = Print::default();
    hasher.finalize_xof().fill(&mut print);
    print
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;
    use crate::theme::layers::LayerFile;

    fn closures(layers: &[(&str, &[(&str, &str)])]) -> Closures {
        let mut texts = BTreeMap::new();
        let layers: Vec<Layer> = layers
            .iter()
            .map(|(layer, files)| {
                let mut templates = BTreeMap::new();
                for (name, text) in *files {
                    let source = SourcePath::new(&format!("{layer}/{name}")).unwrap();
                    templates.insert(
                        (*name).to_owned(),
                        LayerFile { source: source.clone(), bytes: text.as_bytes().to_vec() },
                    );
                    texts.insert(format!("{layer}/{name}"), TemplateText { source, text: (*text).to_owned() });
                }
                Layer { name: (*layer).to_owned(), templates, ..Layer::default() }
            })
            .collect();
        let components = BTreeMap::from([("card".to_owned(), Component::default())]);
        Closures::find(&layers, &texts, &components)
    }

    fn names(closures: &Closures, template: &str) -> Vec<String> {
        closures.of(template, []).templates.iter().cloned().collect()
    }

    #[test]
    fn a_closure_follows_extends_includes_and_components_through_the_layers() {
        let found = closures(&[
            ("site", &[("article.html", "{% extends \"theme/article.html\" %}"), ("other.html", "x")]),
            (
                "theme",
                &[
                    ("article.html", "{% extends 'base.html' %}{% include \"foot.html\" %}"),
                    ("base.html", "{{< card item={item} />}}"),
                    ("foot.html", "f"),
                    ("cards.html", "{% component card(item) %}{{ item.title }}{% endcomponent card %}"),
                ],
            ),
        ]);
        assert_eq!(
            names(&found, "article.html"),
            ["site/article.html", "theme/article.html", "theme/base.html", "theme/cards.html", "theme/foot.html"]
        );
        assert_eq!(names(&found, "other.html"), ["site/other.html"]);
        let whole = found.of("other.html", ["card"]);
        assert!(whole.templates.contains("theme/cards.html") && whole.words.has("title"));
        assert_ne!(whole.print, found.of("other.html", []).print);
    }

    #[test]
    fn words_are_the_names_in_tags_and_everything_where_a_value_is_read_whole() {
        let words = |text: &str| closures(&[("site", &[("a.html", text)])]).of("a.html", []).words.clone();
        let plain = words("<title>{{ item.dek }}</title>{% if x | sort(attribute=\"date\") %}{% endif %}");
        assert!(plain.has("dek") && plain.has("date") && plain.has("href"));
        assert!(!plain.has("title") && !plain.has("excerpt"));
        for open in ["{{ item | json_encode }}", "{% for k, v in item %}{% endfor %}", "{{ item[name] }}"] {
            assert!(words(open).has("excerpt"), "{open}");
        }
        assert!(!words("{{ item[\"dek\"] }} {{ items[0] }} {% for i in [a, b] %}{% endfor %}").has("excerpt"));
    }
}
