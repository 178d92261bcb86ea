//! Noting where a theme may put markup of its own: links, pictures, headings, code, tables, quotations.

use serde_json::{Map, Value};

use crate::article::{Hook, HookKind};

use super::attributes::Attributes;
use super::out::{Edge, Edges, Slot};
use super::writer::Writer;

/// A hook whose edges are being written.
#[derive(Debug)]
pub(super) struct OpenHook {
    kind: HookKind,
    index: Option<usize>,
    /// The number of its explicit id.
    id: Option<usize>,
    values: Map<String, Value>,
}

impl OpenHook {
    /// The finished hook; `None` where what it stood for was left out.
    pub(super) fn finish(mut self, edges: &Edges, granted: &[String]) -> Option<Hook> {
        let (outer, inner) = edges.ranges()?;
        if let Some(id) = self.id.and_then(|id| granted.get(id)) {
            self.values.insert("id".to_owned(), id.as_str().into());
        }
        Some(Hook { kind: self.kind, outer, inner, index: self.index, values: self.values })
    }
}

impl Writer<'_> {
    /// Begins a hook here, and returns its number.
    pub(super) fn begin_hook(&mut self, kind: HookKind) -> usize {
        let hook = self.hooks.len();
        self.hooks.push(OpenHook { kind, index: None, id: None, values: Map::new() });
        self.edge(hook, Edge::Begin);
        hook
    }

    /// Sets an edge of a hook here.
    pub(super) fn edge(&mut self, hook: usize, edge: Edge) {
        self.out.slot(Slot::Hook(hook, edge));
    }

    /// Says which link or heading a hook stands for.
    pub(super) fn hook_index(&mut self, hook: usize, index: usize) {
        if let Some(hook) = self.hooks.get_mut(hook) {
            hook.index = Some(index);
        }
    }

    /// Says more of a hook.
    pub(super) fn hook_value(&mut self, hook: usize, name: &str, value: impl Into<Value>) {
        if let Some(hook) = self.hooks.get_mut(hook) {
            hook.values.insert(name.to_owned(), value.into());
        }
    }

    /// Says what the attribute list of a hook holds, and the number of its id.
    pub(super) fn hook_attributes(&mut self, hook: usize, attributes: &Attributes, id: Option<usize>) {
        let Some(hook) = self.hooks.get_mut(hook) else { return };
        hook.id = id;
        if !attributes.classes.is_empty() {
            hook.values.insert("class".to_owned(), attributes.classes.join(" ").into());
        }
        if !attributes.others.is_empty() {
            let others = attributes.others.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
            hook.values.insert("attributes".to_owned(), Value::Object(others.collect()));
        }
    }
}
