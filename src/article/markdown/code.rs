//! Writing code blocks.

use crate::article::HookKind;

use super::attributes::Attributes;
use super::highlight::highlight;
use super::out::Edge;
use super::writer::Writer;

/// A code block that is being read.
#[derive(Debug)]
pub(super) struct OpenCode {
    /// What stands behind the fence; `None` where the code is indented.
    pub(super) info: Option<String>,
    /// The code so far.
    pub(super) text: String,
    /// The attribute list on a line of its own.
    pub(super) list: Option<Attributes>,
}

impl Writer<'_> {
    /// Ends a code block and writes it.
    pub(super) fn end_code(&mut self) {
        let Some(OpenCode { info, text, list }) = self.code.take() else { return };
        self.has_code = true;
        self.counter.code(&text);
        let (mut language, mut attributes) = self.fence(info.as_deref().unwrap_or_default());
        if let Some(list) = list {
            attributes = attributes.joined(list);
            // Jekyll's way to name the language of a block.
            if let Some(at) = attributes.classes.iter().position(|class| class.starts_with("language-")) {
                let named = attributes.classes.remove(at);
                language = if language.is_empty() { named["language-".len()..].to_owned() } else { language };
            }
        }
        self.out.fresh_line();
        let hook = self.begin_hook(HookKind::CodeBlock);
        if !language.is_empty() {
            self.hook_value(hook, "language", language.as_str());
        }
        self.out.push("<pre");
        let id = attributes.id.clone().map(|id| self.id_attribute(id));
        self.hook_attributes(hook, &attributes, id);
        if !self.part.options.highlight {
            attributes.write(&mut self.out, "", &[]);
            self.out.push("><code");
            if !language.is_empty() {
                self.out.attribute("class", &format!("language-{language}"));
            }
            self.out.push(">");
            self.edge(hook, Edge::InnerBegin);
            self.out.text(&text);
        } else {
            attributes.write(&mut self.out, "code", &["data-language"]);
            if !language.is_empty() {
                self.out.attribute("data-language", &language);
            }
            // A block that scrolls sideways must be within reach of the keyboard.
            self.out.push(" tabindex=\"0\"><code>");
            self.edge(hook, Edge::InnerBegin);
            match highlight(&text, &language) {
                Some(html) => self.out.push(&html),
                None => self.out.text(&text),
            }
        }
        self.edge(hook, Edge::InnerEnd);
        self.out.push("</code></pre>\n");
        self.edge(hook, Edge::End);
    }

    /// The language of a fence, and its attribute list.
    fn fence(&self, info: &str) -> (String, Attributes) {
        let list = self.part.options.attributes.then(|| info.find('{')).flatten();
        let read = list.and_then(|at| Some((at, Attributes::read(info.get(at..)?)?.0)));
        let (named, mut attributes) = match read {
            Some((at, attributes)) => (&info[..at], attributes),
            None => (info, Attributes::default()),
        };
        let word = named.split_ascii_whitespace().next().unwrap_or_default();
        let word = if self.part.options.highlight { word.split(',').next().unwrap_or_default() } else { word };
        if word.is_empty() && !attributes.classes.is_empty() {
            return (attributes.classes.remove(0), attributes);
        }
        (word.to_owned(), attributes)
    }
}
