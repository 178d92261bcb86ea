//! A line of text in the two forms that pages need.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A line of text that may hold inline Markdown and entities, in the two forms that pages need.
///
/// Most lines are alike in both, and are then held once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Inline HTML, without links.
    pub html: Arc<str>,
    /// Plain text, with entities decoded and markup left out.
    pub text: Arc<str>,
}

impl Inline {
    /// A line in its two forms.
    pub fn new(html: &str, text: &str) -> Self {
        let html: Arc<str> = html.into();
        let text = if *html == *text { Arc::clone(&html) } else { text.into() };
        Self { html, text }
    }

    /// The line that plain text is.
    pub fn plain(text: &str) -> Self {
        Self::new(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"), text)
    }
}

impl Default for Inline {
    fn default() -> Self {
        Self::new("", "")
    }
}

impl Serialize for Inline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&*self.html, (self.html != self.text).then_some(&*self.text)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Inline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (html, text) = <(&str, Option<&str>)>::deserialize(deserializer)?;
        Ok(Self::new(html, text.unwrap_or(html)))
    }
}
