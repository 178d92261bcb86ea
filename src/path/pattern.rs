//! Patterns of addresses: `/category/:x/`, `/old/*`.

use std::collections::BTreeMap;

/// What the placeholders of a pattern stand for; what `*` stands for is under [`REST`].
pub type Bindings = BTreeMap<String, String>;

/// The name of what `*` stands for.
pub const REST: &str = "splat";

/// A path in whose place of a segment `:name` may stand, and at whose end the rest of an address may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathPattern {
    segments: Vec<Segment>,
    closes: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    One(String),
    Rest,
}

impl PathPattern {
    /// Reads a path that begins with `/`, in which `rest` (`*` or `:splat`) as the last segment is all that follows.
    ///
    /// # Errors
    /// What is wrong with a placeholder.
    pub fn read(path: &str, rest: &str) -> Result<Self, String> {
        let inner = path.strip_prefix('/').unwrap_or(path);
        let closes = inner.ends_with('/') || inner.is_empty();
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let mut pattern = Self { segments: Vec::new(), closes };
        for segment in inner.split('/').filter(|_| !inner.is_empty()) {
            if matches!(pattern.segments.last(), Some(Segment::Rest)) {
                return Err(format!("`{rest}` stands for all that follows, and can only be the last"));
            }
            pattern.segments.push(match segment.strip_prefix(':') {
                _ if segment == rest => Segment::Rest,
                Some(name) if name == REST => return Err(format!("`:{REST}` is the name of what `*` stands for")),
                Some(name) if is_name(name) => Segment::One(name.to_owned()),
                Some(_) => return Err(format!("`{segment}` is no placeholder: one is a whole segment, as `:name`")),
                None if segment.contains('*') => {
                    return Err(format!(
                        "`{segment}` holds `*`, which can only be the whole of the last segment of `from`"
                    ));
                }
                None => Segment::Literal(segment.to_owned()),
            });
        }
        Ok(pattern)
    }

    /// The names of its placeholders, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Literal(_) => None,
            Segment::One(name) => Some(name.as_str()),
            Segment::Rest => Some(REST),
        })
    }

    /// Whether it has no placeholders.
    pub fn is_literal(&self) -> bool {
        self.names().next().is_none()
    }

    /// What its placeholders stand for in an address; `None` where it does not match. A closing slash of either
    /// makes no difference.
    pub fn bind(&self, path: &str) -> Option<Bindings> {
        let mut rest: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).rev().collect();
        let mut bindings = Bindings::new();
        for segment in &self.segments {
            match segment {
                Segment::Literal(text) => (rest.pop()? == text).then_some(())?,
                Segment::One(name) => {
                    bindings.insert(name.clone(), rest.pop()?.to_owned());
                }
                Segment::Rest => {
                    let slash = if path.ends_with('/') && !rest.is_empty() { "/" } else { "" };
                    rest.reverse();
                    bindings.insert(REST.to_owned(), rest.join("/") + slash);
                    rest.clear();
                }
            }
        }
        rest.is_empty().then_some(bindings)
    }

    /// The path with what its placeholders stand for; where a name has no value it stands for itself.
    pub fn fill(&self, bindings: &Bindings) -> String {
        let mut path = String::new();
        for segment in &self.segments {
            path.push('/');
            match segment {
                Segment::Literal(text) => path.push_str(text),
                Segment::One(name) => match bindings.get(name) {
                    Some(value) => path.push_str(value),
                    None => path.push_str(&format!(":{name}")),
                },
                Segment::Rest => path.push_str(bindings.get(REST).map_or(":splat", String::as_str)),
            }
        }
        if self.closes && !path.ends_with('/') {
            path.push('/');
        }
        path
    }

    /// The pattern with names that say nothing: two that match the same addresses have one shape.
    pub fn shape(&self) -> String {
        let shown = self.segments.iter().map(|segment| match segment {
            Segment::Literal(text) => text.as_str(),
            Segment::One(_) => ":",
            Segment::Rest => "*",
        });
        shown.collect::<Vec<_>>().join("/")
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led(from: &str, to: &str, path: &str) -> Option<String> {
        let (from, to) = (PathPattern::read(from, "*").unwrap(), PathPattern::read(to, ":splat").unwrap());
        Some(to.fill(&from.bind(path)?))
    }

    #[test]
    fn what_a_placeholder_stands_for_is_put_in_its_place() {
        assert_eq!(led("/category/:x/", "/topics/:x/", "/category/energy/").unwrap(), "/topics/energy/");
        assert_eq!(led("/category/:x/", "/topics/:x/", "/category/energy").unwrap(), "/topics/energy/");
        assert_eq!(led("/:year/:slug", "/:slug/:year", "/2024/a/").unwrap(), "/a/2024");
        assert_eq!(led("/old/*", "/new/:splat", "/old/a/b/").unwrap(), "/new/a/b/");
        assert_eq!(led("/old/*", "/new/:splat", "/old/a.html").unwrap(), "/new/a.html");
        assert_eq!(led("/old/*", "/new/:splat", "/old/").unwrap(), "/new/");
        assert_eq!(led("/*", "/", "/a/b").unwrap(), "/");
    }

    #[test]
    fn other_addresses_do_not_match() {
        for path in ["/category/", "/category/a/b/", "/topics/a/", "/"] {
            assert_eq!(led("/category/:x/", "/topics/:x/", path), None, "{path}");
        }
    }

    #[test]
    fn placeholders_are_whole_segments() {
        for path in ["/a*/", "/*/a", "/:", "/:1", "/:x.html", "/:splat/"] {
            assert!(PathPattern::read(path, "*").is_err(), "{path}");
        }
        assert!(PathPattern::read("/a:b/", "*").unwrap().is_literal());
        assert_eq!(PathPattern::read("/:a/x/*", "*").unwrap().names().collect::<Vec<_>>(), ["a", "splat"]);
        assert_eq!(PathPattern::read("/:a/", "*").unwrap().shape(), PathPattern::read("/:b", "*").unwrap().shape());
    }
}
