//! The ids of a body.

use serde::{Deserialize, Serialize};

/// Behind each id: what none can hold.
const END: char = '\0';

/// The ids of a body, sorted: of headings, footnotes, raw HTML. Few articles are ever asked for them, so they are held as one text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchors(Box<str>);

impl Anchors {
    /// Whether there is such an id.
    pub fn contains(&self, anchor: &str) -> bool {
        self.iter().any(|known| known == anchor)
    }

    /// The ids in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator(END)
    }
}

impl<'a> FromIterator<&'a str> for Anchors {
    fn from_iter<I: IntoIterator<Item = &'a str>>(anchors: I) -> Self {
        let mut all = String::new();
        for anchor in anchors {
            all.extend(anchor.chars().filter(|character| *character != END));
            all.push(END);
        }
        Self(all.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_whole() {
        let anchors = Anchors::from_iter(["a", "a-b", "", "c\0d"]);
        assert_eq!(anchors.iter().collect::<Vec<_>>(), ["a", "a-b", "", "cd"]);
        assert!(
            anchors.contains("a-b") && anchors.contains("") && !anchors.contains("b") && !anchors.contains("a\0a-b")
        );
        assert!(!Anchors::default().contains("") && Anchors::default().iter().next().is_none());
    }
}
