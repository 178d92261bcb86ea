//! What parsing a document gave, as bytes, so that it need not be parsed again: a small record of what the rest of the site asks of it, and,
//! of an article, a large one of what only its own page and its excerpt show.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Article, Body, Document, Heading, Hook, Kept, Parsed, Piece};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Hasher;

/// The part of an article's body that is kept apart.
#[derive(Serialize, Deserialize)]
pub struct Rest {
    pieces: Vec<Piece>,
    headings: Vec<Heading>,
    hooks: Vec<Hook>,
}

/// The small record of a document.
#[derive(Serialize)]
struct HeadOf<'a> {
    document: &'a Option<Document>,
    diagnostics: &'a [Diagnostic],
}

/// See [`HeadOf`].
#[derive(Deserialize)]
struct Head {
    document: Option<Document>,
    diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Gives the document its fingerprints; `print` is that of its file and of what reading it depends on.
    pub fn imprint(&mut self, print: [u8; 16]) {
        let body = match &mut self.document {
            Some(Document::Article(article)) => &mut Arc::make_mut(article).body,
            Some(Document::Section(index)) => &mut index.body,
            Some(Document::Profile(profile)) => &mut profile.body,
            None => return,
        };
        body.print = print;
        body.excerpt_print = print_of_excerpt(body);
    }

    /// Takes out of an article's body what is kept apart; `None` for other documents.
    pub fn split(&mut self) -> Option<Rest> {
        let Some(Document::Article(article)) = &mut self.document else { return None };
        let body = &mut Arc::make_mut(article).body;
        Some(Rest {
            pieces: std::mem::take(&mut body.pieces),
            headings: std::mem::take(&mut body.headings),
            hooks: std::mem::take(&mut body.hooks),
        })
    }

    /// Says where what was split off is kept.
    pub fn keep(&mut self, kept: Kept) {
        if let Some(Document::Article(article)) = &mut self.document {
            Arc::make_mut(article).body.kept = Some(kept);
        }
    }

    /// Puts back what was split off.
    pub fn restore(&mut self, rest: Rest) {
        if let Some(Document::Article(article)) = &mut self.document {
            let body = &mut Arc::make_mut(article).body;
            (body.pieces, body.headings, body.hooks) = (rest.pieces, rest.headings, rest.hooks);
        }
    }

    /// Where what was split off is kept.
    pub fn kept(&self) -> Option<Kept> {
        match &self.document {
            Some(Document::Article(article)) => article.body.kept,
            _ => None,
        }
    }

    /// The small record.
    pub fn head(&self) -> Vec<u8> {
        postcard::to_stdvec(&HeadOf { document: &self.document, diagnostics: &self.diagnostics }).unwrap_or_default()
    }

    /// What a small record holds; `None` where it is none.
    pub fn of_head(bytes: &[u8]) -> Option<Self> {
        let Head { document, diagnostics } = postcard::from_bytes(bytes).ok()?;
        Some(Self { document, diagnostics })
    }
}

impl Rest {
    /// It as bytes.
    pub fn record(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// What a record holds; `None` where it is none.
    pub fn of_record(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

impl Article {
    /// The body as its page and its excerpt show it: with what was kept apart, without what only the rest of the site asks of it.
    pub fn shown(&self, rest: Rest) -> Body {
        let Rest { pieces, headings, hooks } = rest;
        let Body { excerpt, has_more_marker, words, minutes, has_math, has_code, .. } = self.body;
        let calls = self.body.calls.clone();
        let shown = Body { pieces, headings, hooks, calls, excerpt, has_more_marker, ..Body::default() };
        Body { words, minutes, has_math, has_code, ..shown }
    }
}

fn print_of_excerpt(body: &Body) -> [u8; 16] {
    let mut hasher = Hasher::new();
    for piece in body.pieces.iter().take(body.excerpt) {
        let (kind, number, html) = match piece {
            Piece::Html(html) => (b'h', html.len(), html.as_str()),
            Piece::Address(index) => (b'a', *index, ""),
            Piece::Size(index) => (b's', *index, ""),
            Piece::Call(index) => (b'c', *index, ""),
        };
        hasher.update(&[kind]).update(&(number as u64).to_le_bytes()).update(html.as_bytes());
    }
    hasher.print()
}

/// A value that is shared, as any other.
pub mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes it.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<T: Serialize, S: Serializer>(value: &Arc<T>, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(value, serializer)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<T>, D::Error> {
        T::deserialize(deserializer).map(Arc::new)
    }
}

/// Maps of anything, as text in JSON: they say themselves what they hold, which records do not.
pub mod as_json {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::{Map, Value};

    /// Writes the map; of an empty one nothing.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(map: &Map<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
        let text = if map.is_empty() { String::new() } else { Value::Object(map.clone()).to_string() };
        text.serialize(serializer)
    }

    /// Reads the map.
    ///
    /// # Errors
    /// Where the text is no map.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(Map::new());
        }
        serde_json::from_str(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parse;
    use crate::config::{Overrides, load};
    use crate::path::SourcePath;

    #[test]
    fn a_document_is_read_from_its_records_as_it_was_parsed() {
        let file = SourcePath::new("byline.yaml").unwrap();
        let config = load(&file, Some(b"title: x\n"), &Overrides::default()).config;
        let text = "---\ntitle: A & b\nauthors: [Ada, {name: Bo, role: photography}]\ndate: 2024-03-01T10:00:00+02:00\nseries: {name: S, part: 2}\n\
                    image: {src: a.png, alt: x}\ncorrections: [{date: 2024-03-02, text: no}]\nodd: {deep: [1, 2.5, 0.1, null, true, \"t\"]}\ntitel: slip\n---\n\
                    First *paragraph* with [a link](b.md).\n\n## Heading {#own}\n\n{{<figure src=\"p.png\" caption=\"c\"/>}}\n\n![alt](p.png)\n";
        for path in ["content/news/a.md", "content/news/_index.md", "content/authors/ada.md"] {
            let source = SourcePath::new(path).unwrap();
            let mut parsed = parse(&source, text.as_bytes(), &config);
            parsed.imprint([7; 16]);
            let whole = format!("{parsed:?}");
            let rest = parsed.split();
            let mut read = Parsed::of_head(&parsed.head()).unwrap();
            if let (Some(rest), Some(Document::Article(article))) = (&rest, &read.document) {
                assert!(article.body.pieces.is_empty());
                read.restore(Rest::of_record(&rest.record()).unwrap());
            }
            assert_eq!(format!("{read:?}"), whole, "{path}");
            assert_eq!(rest.is_some(), path == "content/news/a.md");
        }
        assert!(Parsed::of_head(b"\x01\x09nonsense").is_none());
    }
}
