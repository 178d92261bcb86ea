//! A page as a browser reads it, to be asked for what its parts mean.

use html5ever::parse_document;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element of a page with what is in it, and the page, for a page that goes takes its elements apart.
#[derive(Clone)]
pub struct Element(Handle, Handle);

/// The root of a page.
pub fn parse(html: &str) -> Element {
    let document = parse_document(RcDom::default(), Default::default()).one(html).document;
    Element(document.clone(), document)
}

impl Element {
    /// The elements below that are named so and have all of these attributes; a value is one of the words of the attribute's, and
    /// an empty one stands for any.
    pub fn all(&self, name: &str, attributes: &[(&str, &str)]) -> Vec<Element> {
        let mut found = Vec::new();
        self.gather(&mut |one| {
            if one.name() == name && attributes.iter().all(|(key, value)| one.has(key, value)) {
                found.push(one.clone());
            }
        });
        found
    }

    /// The only one of those.
    #[track_caller]
    pub fn only(&self, name: &str, attributes: &[(&str, &str)]) -> Element {
        let found = self.all(name, attributes);
        assert_eq!(found.len(), 1, "there are {} `{name}` with {attributes:?}", found.len());
        found.into_iter().next().unwrap()
    }

    /// The elements that a heading or another label of this text names by its `aria-labelledby`.
    #[track_caller]
    pub fn labelled(&self, root: &Element, label: &str) -> Element {
        let mut found = Vec::new();
        self.gather(&mut |one| {
            let names =
                one.attribute("aria-labelledby").is_some_and(|id| root.by_id(&id).is_some_and(|of| of.text() == label));
            if names || one.attribute("aria-label").as_deref() == Some(label) {
                found.push(one.clone());
            }
        });
        assert_eq!(found.len(), 1, "{} elements are labelled `{label}`", found.len());
        found.into_iter().next().unwrap()
    }

    /// The element with an id.
    pub fn by_id(&self, id: &str) -> Option<Element> {
        let mut found = None;
        self.gather(&mut |one| {
            if one.attribute("id").as_deref() == Some(id) {
                found = Some(one.clone());
            }
        });
        found
    }

    /// The value of an attribute.
    pub fn attribute(&self, key: &str) -> Option<String> {
        let NodeData::Element { attrs, .. } = &self.0.data else { return None };
        attrs.borrow().iter().find(|one| &*one.name.local == key).map(|one| one.value.to_string())
    }

    /// The text in it, with one space where there are several.
    pub fn text(&self) -> String {
        let mut text = String::new();
        write_text(&self.0, &mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where its links lead, each with its text.
    pub fn links(&self) -> Vec<(String, String)> {
        self.all("a", &[]).iter().map(|link| (link.text(), link.attribute("href").unwrap_or_default())).collect()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match &self.0.data {
            NodeData::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    /// Every element below it, in the order of the page.
    pub fn elements(&self) -> Vec<Element> {
        let mut all = Vec::new();
        self.gather(&mut |one| all.push(one.clone()));
        all
    }

    fn has(&self, key: &str, value: &str) -> bool {
        self.attribute(key)
            .is_some_and(|found| value.is_empty() || found == value || found.split(' ').any(|word| word == value))
    }

    fn gather(&self, visit: &mut dyn FnMut(&Element)) {
        for child in self.0.children.borrow().iter() {
            let child = Element(child.clone(), self.1.clone());
            if matches!(child.0.data, NodeData::Element { .. }) {
                visit(&child);
            }
            child.gather(visit);
        }
    }
}

fn write_text(node: &Handle, text: &mut String) {
    match &node.data {
        NodeData::Text { contents } => text.push_str(&contents.borrow()),
        NodeData::Element { name, .. } if matches!(&*name.local, "script" | "style") => return,
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| write_text(child, text));
}
