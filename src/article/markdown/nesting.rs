//! How deep HTML is nested, as a browser would nest it: with void elements, and closing tags left out.

/// How deep elements may be nested.
pub(super) const MAX_DEPTH: usize = 256;

/// The elements that are open, from the outermost in.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    open: Vec<Name>,
}

/// A name in lower case, cut at 12 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Name([u8; 12]);

impl Name {
    fn new(name: &str) -> Self {
        let mut bytes = [0; 12];
        for (byte, letter) in bytes.iter_mut().zip(name.bytes()) {
            *byte = letter.to_ascii_lowercase();
        }
        Self(bytes)
    }

    fn is(&self, name: &str) -> bool {
        *self == Self::new(name)
    }

    fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }
}

/// What a tag closes by itself: the elements to look for, and those at which the search ends.
pub(super) fn closed_by(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    const TABLE: &[&str] = &["table"];
    let name = Name::new(name);
    match name {
        name if name.is("li") => (&["li"], &["ul", "ol", "menu"]),
        name if name.is_any(&["dt", "dd"]) => (&["dt", "dd"], &["dl"]),
        name if name.is_any(&["td", "th"]) => (&["td", "th"], &["table", "tr"]),
        name if name.is("tr") => (&["tr"], TABLE),
        name if name.is_any(&["tbody", "thead", "tfoot"]) => (&["tbody", "thead", "tfoot"], TABLE),
        name if name.is("a") => (&["a"], &["td", "th", "table"]),
        name if name.is_any(&["option", "optgroup"]) => (&["option"], &["select"]),
        name if name.is_any(BLOCKS) => (&["p"], &["td", "th", "table", "button", "object"]),
        _ => (&[], &[]),
    }
}

/// The elements that close an open paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "pre",
    "search",
    "section",
    "summary",
    "ul",
];

impl Nesting {
    /// An element within `depth` others.
    pub(super) fn within(depth: usize) -> Self {
        Self { open: vec![Name::new(""); depth] }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether they are nested too deep.
    pub(super) fn is_too_deep(&self) -> bool {
        self.open.len() > MAX_DEPTH
    }

    /// Opens an element of Markdown; it is closed by [`Nesting::close_to`].
    pub(super) fn open(&mut self, name: &str) {
        self.open.push(Name::new(name));
    }

    /// Closes all that was opened since the depth was `depth`.
    pub(super) fn close_to(&mut self, depth: usize) {
        self.open.truncate(depth);
    }

    /// Opens an element of raw HTML, and closes what its tag closes.
    pub(super) fn open_tag(&mut self, name: &str, closes_itself: bool) {
        let (closed, stops) = closed_by(name);
        let name = Name::new(name);
        if !closed.is_empty() {
            let mut candidates = self.open.iter().enumerate().rev().take_while(|(_, open)| !open.is_any(stops));
            if let Some((depth, _)) = candidates.find(|(_, open)| open.is_any(closed)) {
                self.open.truncate(depth);
            }
        }
        let is_foreign = closes_itself && self.open.iter().any(|open| open.is_any(&["svg", "math"]));
        if !is_foreign {
            self.open.push(name);
        }
    }

    /// Closes the innermost element of that name, and all within it; ignored where none is open.
    pub(super) fn close_tag(&mut self, name: &str) {
        let name = Name::new(name);
        if let Some(depth) = self.open.iter().rposition(|open| *open == name) {
            self.open.truncate(depth);
        }
    }
}

/// How many containers a line may open.
const ABSURD: usize = 1000;

/// The offset of the first line that opens so many containers at its beginning (`> > - - >`) that parsing
/// it would be a waste of time.
pub(super) fn absurd_line(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(window) = bytes.get(at..=at + ABSURD) {
        // lines that end in the window are too short for it
        if let Some(newline) = memchr::memrchr(b'\n', window) {
            at += newline + 1;
            continue;
        }
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |newline| at + newline + 1);
        if is_absurd(&text[at..end]) {
            return Some(at);
        }
        at = end;
    }
    None
}

/// Whether a line opens more containers than a line may.
fn is_absurd(line: &str) -> bool {
    let markers = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+'));
    let mut kinds = [0_usize; 3];
    for byte in markers {
        match byte {
            b'>' => kinds[0] += 1,
            b'-' | b'*' | b'+' => kinds[1] += 1,
            _ => kinds[2] += 1,
        }
    }
    let [quotes, bullets, spaces] = kinds;
    // bullets need spaces between them, or they are a rule or text
    let containers = quotes + bullets.min(spaces);
    let is_rule = || quotes == 0 && line.trim_end().bytes().all(|byte| byte == b' ' || byte == line.as_bytes()[0]);
    containers > ABSURD && !is_rule()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_tags_may_be_left_out() {
        let mut nesting = Nesting::default();
        for _ in 0..1000 {
            nesting.open_tag("p", false);
        }
        assert_eq!(nesting.depth(), 1);
        nesting.open_tag("UL", false);
        for _ in 0..1000 {
            nesting.open_tag("li", false);
            nesting.open_tag("b", false);
        }
        assert_eq!(nesting.depth(), 3);
        nesting.close_tag("ul");
        assert_eq!(nesting.depth(), 0);
    }

    #[test]
    fn nested_lists_and_tables_do_nest() {
        let mut nesting = Nesting::default();
        for name in ["ul", "li", "ul", "li", "table", "tr", "td", "table", "tr", "td"] {
            nesting.open_tag(name, false);
        }
        assert_eq!(nesting.depth(), 10);
        nesting.open_tag("td", false);
        assert_eq!(nesting.depth(), 10);
    }

    #[test]
    fn lines_of_containers_without_end_are_found() {
        assert_eq!(absurd_line(&format!("a\n{}", ">".repeat(20_000))), Some(2));
        assert_eq!(absurd_line(&"- ".repeat(20_000)), None, "that is a rule");
        assert_eq!(absurd_line(&format!("{}x", "- ".repeat(20_000))), Some(0));
        assert_eq!(absurd_line(&"*".repeat(50_000)), None);
    }
}
