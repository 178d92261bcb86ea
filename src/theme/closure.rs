//! What a template is made of besides its own text: what it extends, includes and calls, and the names that all of it uses.
//!
//! Found in the text of the templates, since the engine does not say. A template that only seems to be used makes a page
//! stale once too often; one that is missed would make it wrong. So every text in quotes that is a template's name counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::layers::Layer;
use super::scan;
use super::variables::VARIABLES;
use super::{Component, TemplateText};
use crate::fingerprint::{Hasher, Print, print};

/// The names that a page's templates use. What none of them names, no page is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Those that byline itself gives to something.
    known: Names,
    /// Those of them that may be read of a card, whatever the templates beside do.
    loose: Names,
    /// Those that are read of each of byline's variables and cannot be of a card, as long as no template gives its name to something else.
    rooted: [Names; VARIABLES.len()],
    /// The variables whose names a template gives to something else, a bit each.
    bound: u32,
    /// Those that may be read of a card.
    cards: Names,
    /// Whether a value may be read without being named: printed whole, or by a name that is worked out.
    all: bool,
}

/// Names that byline gives to something, a bit for the number of each.
type Names = [u64; 4];

/// What every card keeps, so that no two are alike.
const ALWAYS: [&str; 1] = ["href"];

impl Words {
    /// The names that stand in the tags of a template.
    fn of(found: &scan::Mentions<'_>) -> Self {
        let always = || ALWAYS.into_iter();
        let mut words = Self {
            known: numbers::set(found.words.iter().copied().chain(always())),
            loose: numbers::set(found.loose.iter().copied().chain(always())),
            all: found.reads_all,
            ..Self::default()
        };
        for (number, (variable, _)) in VARIABLES.iter().enumerate() {
            let rooted = found.rooted.get(variable);
            words.rooted[number] = numbers::set(rooted.into_iter().flatten().copied());
            words.bound |= u32::from(found.bound.contains(variable)) << number;
        }
        words.sort();
        words
    }

    /// Finds out what is read of cards.
    fn sort(&mut self) {
        self.cards = self.loose;
        for (number, rooted) in self.rooted.iter().enumerate() {
            if self.bound >> number & 1 == 1 {
                join(&mut self.cards, rooted);
            }
        }
    }

    /// Words that name everything.
    pub fn every() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// Whether a field of this name may be read.
    pub fn has(&self, name: &str) -> bool {
        debug_assert!(numbers::of(name).is_some(), "`{name}` is missing from the table of variables");
        self.all || numbers::of(name).is_none_or(|number| is_in(&self.known, number))
    }

    /// Whether a card's field of this name may be read.
    pub fn has_of_card(&self, name: &str) -> bool {
        self.all || numbers::of(name).is_none_or(|number| is_in(&self.cards, number))
    }

    /// The fields that are read of cards and of what they hold.
    pub fn of_cards(&self) -> OfCards {
        let mut read = OfCards { all: self.all, ..OfCards::default() };
        for at in 0..4 {
            read.fields[at] = self.cards[at] & numbers::OF_CARDS[at];
            read.below[at] = self.known[at] & numbers::BELOW_CARDS[at];
        }
        read
    }

    /// What is read of cards, and of what they hold, by either.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let mut joined = Self { known: self.known, loose: self.cards, all: self.all || other.all, ..Self::default() };
        join(&mut joined.known, &other.known);
        join(&mut joined.loose, &other.cards);
        joined.sort();
        joined
    }

    fn add(&mut self, other: &Self) {
        join(&mut self.known, &other.known);
        join(&mut self.loose, &other.loose);
        self.rooted.iter_mut().zip(&other.rooted).for_each(|(own, other)| join(own, other));
        self.bound |= other.bound;
        self.all |= other.all;
        self.sort();
    }
}

/// Which fields are read of cards, and of all that cards hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfCards {
    fields: Names,
    below: Names,
    all: bool,
}

/// What takes so long to make that no card has it for templates that do not read it.
const COSTLY: [&str; 2] = ["excerpt", "extra"];

impl OfCards {
    /// Whether cards with these fields will do where `other` is read.
    pub fn serve(&self, other: &Self) -> bool {
        let includes = |own: &Names, others: &Names| own.iter().zip(others).all(|(own, other)| other & !own == 0);
        self.may_share(other) && includes(&self.fields, &other.fields) && includes(&self.below, &other.below)
    }

    /// Whether cards with the fields of both will do for either: none of them has to be made with what takes long for the other alone.
    pub fn may_share(&self, other: &Self) -> bool {
        let is_costly =
            |read: &Self| COSTLY.map(|name| numbers::of(name).is_some_and(|number| is_in(&read.fields, number)));
        self.all == other.all && is_costly(self) == is_costly(other)
    }
}

fn is_in(names: &Names, number: usize) -> bool {
    names[number / 64] >> (number % 64) & 1 == 1
}

fn join(names: &mut Names, others: &Names) {
    names.iter_mut().zip(others).for_each(|(own, other)| *own |= other);
}

/// The numbers of the names that byline gives to variables and fields: they are asked for so often that a look into a set of texts shows.
mod numbers {
    use std::sync::LazyLock;

    use super::Names;
    use crate::theme::variables;

    /// More than twice as many places as there are names.
    const PLACES: usize = 512;

    /// The fields of cards.
    pub(super) static OF_CARDS: LazyLock<Names> =
        LazyLock::new(|| set(variables::fields("card").iter().map(|(name, _)| *name)));

    /// The fields of all that cards hold.
    pub(super) static BELOW_CARDS: LazyLock<Names> = LazyLock::new(|| set(variables::names_below("card").into_iter()));

    /// The numbers of these names, a bit each.
    pub(super) fn set<'a>(names: impl Iterator<Item = &'a str>) -> Names {
        let mut known = [0; 4];
        for number in names.filter_map(of) {
            known[number / 64] |= 1 << (number % 64);
        }
        known
    }

    type Table = Box<[Option<(&'static str, u8)>; PLACES]>;

    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let mut table: Table = Box::new([None; PLACES]);
        let names: std::collections::BTreeSet<&str> = variables::names().collect();
        for (number, name) in (0..=u8::MAX).zip(names) {
            let mut place = place_of(name);
            while table[place].is_some() {
                place = (place + 1) % PLACES;
            }
            table[place] = Some((name, number));
        }
        table
    });

    fn place_of(name: &str) -> usize {
        let bytes = name.as_bytes();
        let at = |index: usize| bytes.get(index).copied().map_or(0, usize::from);
        (bytes.len() * 61 + at(0) * 7 + at(bytes.len() / 2) * 37 + at(bytes.len().wrapping_sub(1)) * 131) % PLACES
    }

    /// The number of a name, where byline gives it to something.
    pub(super) fn of(name: &str) -> Option<usize> {
        let mut place = place_of(name);
        while let Some((other, number)) = TABLE[place] {
            if other == name {
                return Some(usize::from(number));
            }
            place = (place + 1) % PLACES;
        }
        None
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
        let mut hasher = Hasher::new();
        hasher.update(&whole.print);
        for closure in more {
            whole.templates.extend(closure.templates.iter().cloned());
            whole.words.add(&closure.words);
            hasher.update(&closure.print);
        }
        whole.print = hasher.print();
        Arc::new(whole)
    }
}

/// Which template uses which.
struct Graph<'a> {
    /// The template that a name means: that of the first layer that has it.
    by_name: BTreeMap<&'a str, &'a str>,
    /// The templates in which a component is defined.
    definers: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The templates by the names under which they are loaded.
    nodes: BTreeMap<&'a str, Node<'a>>,
}

/// What is known of a template: found once, though it goes into many closures.
struct Node<'a> {
    /// The templates that it names, or whose components it calls.
    uses: BTreeSet<&'a str>,
    words: Words,
    /// The fingerprint of its text.
    print: Print,
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
        let mentions: Vec<(&str, &str, scan::Mentions<'_>)> = texts
            .iter()
            .map(|(loaded, template)| (loaded.as_str(), template.text.as_str(), scan::mentions(&template.text)))
            .collect();
        let mut definers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (loaded, _, found) in &mentions {
            for name in components.keys().filter(|name| found.defined.contains(name.as_str())) {
                definers.entry(name).or_default().insert(loaded);
            }
        }
        let node = |(loaded, text, found): (&'a str, &str, scan::Mentions<'_>)| {
            let named = found.strings.iter().filter_map(|name| by_name.get(name).copied());
            let called = found.called.iter().filter_map(|name| definers.get(&**name));
            let uses = named.chain(called.flatten().copied()).collect();
            let words = Words::of(&found);
            (loaded, Node { uses, words, print: print(text.as_bytes()) })
        };
        let nodes = mentions.into_iter().map(node).collect();
        Self { by_name, definers, nodes }
    }

    fn closure(&self, start: impl IntoIterator<Item = &'a str>) -> Arc<Closure> {
        let mut open: Vec<&str> = start.into_iter().collect();
        let mut found: BTreeMap<&str, &Node<'_>> = BTreeMap::new();
        while let Some(loaded) = open.pop() {
            if let Some(node) = self.nodes.get(loaded)
                && found.insert(loaded, node).is_none()
            {
                open.extend(&node.uses);
            }
        }
        let mut closure = Closure::default();
        let mut hasher = Hasher::new();
        for (loaded, node) in found {
            hasher.update(&(loaded.len() as u64).to_le_bytes());
            hasher.update(loaded.as_bytes());
            hasher.update(&node.print);
            closure.words.add(&node.words);
            closure.templates.insert(loaded.to_owned());
        }
        closure.print = hasher.print();
        Arc::new(closure)
    }
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
    fn what_is_read_of_byline_s_variables_is_not_read_of_cards() {
        let words = |files: &[(&str, &str)]| closures(&[("site", files)]).of("a.html", []).words.clone();
        let of_card = |text: &str, name: &str| words(&[("a.html", text)]).has_of_card(name);
        for text in [
            "{{ page.title }}",
            "{{ article.title }}{{ article.date.title }}",
            "{{ site.extra.title }}",
            "{% for x in listing.items %}{{ x.dek }}{% endfor %}{{ article?.title }}",
            "{{ item.href | title() }}{% for x in title(a=1) %}{% endfor %}",
            "{{ x.href ~ 'the title' }}{% for href in [\"/title/\"] %}{% endfor %}",
        ] {
            assert!(!of_card(text, "title"), "{text}");
        }
        for text in [
            "{{ article.previous.title }}",
            "{{ home.lead.title }}",
            "{{ listing.items[0].title }}",
            "{{ listing.items.0.title }}",
            "{{ article.related.[0].title }}",
            "{{ item.title }}",
            "{{ (listing.items | first).title }}",
            "{{ article(path=\"a.md\").title }}",
            "{{ listing.items | sort(attribute=\"title\") }}",
            "{{ item[\"title\"] }}{{ map(attribute='x.title') }}",
            r#"{{ "a \" b" ~ item.title ~ "c d" }}"#,
            "{% for article in listing.items %}{{ article.title }}{% endfor %}",
            "{% set page = listing.items[0] %}{{ page.title }}",
            "{% set a = [article.title for article in listing.items] %}",
            "{% component card(article) %}{{ article.title }}{% endcomponent card %}",
            "{{ item | json_encode }}",
        ] {
            assert!(of_card(text, "title"), "{text}");
        }
        // The loop around an include gives its variable to what is included.
        let files = [
            ("a.html", "{% for article in listing.items %}{% include \"b.html\" %}{% endfor %}"),
            ("b.html", "{{ article.title }}"),
        ];
        assert!(words(&files).has_of_card("title"));
        assert!(of_card("", "href") && !of_card("{{ article.title }}", "date"));
    }

    #[test]
    fn cards_serve_templates_that_read_less_and_nothing_costly_more() {
        let read = |text: &str| closures(&[("site", &[("a.html", text)])]).of("a.html", []).words.of_cards();
        let list = read("{{ item.title }}{{ item.date.iso }}{{ item.dek }}");
        assert!(list.serve(&list) && list.serve(&read("{{ item.title }}")) && list.serve(&read("")));
        assert!(!read("{{ item.title }}").serve(&list));
        assert!(!list.serve(&read("{{ item.date.year }}")) && !list.serve(&read("{{ item | json_encode }}")));
        let feed = read("{{ item.title }}{{ item.excerpt }}");
        assert!(!feed.serve(&read("{{ item.title }}")) && feed.serve(&read("{{ item.excerpt }}")));
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
