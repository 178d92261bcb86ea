//! Attribute lists, `{#id .class key="value"}`, as they follow headings, pictures, links and fences; kramdown's `{: … }` too.

use super::mask::Masked;
use super::out::Out;

/// What an attribute list says; only names that cannot run anything or restyle the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// The last id.
    pub(super) id: Option<String>,
    /// The classes in order.
    pub(super) classes: Vec<String>,
    /// The others in order, each name once.
    pub(super) others: Vec<(String, String)>,
}

/// The names that may be set, beside `data-*` and `aria-*`.
const ALLOWED: [&str; 20] = [
    "title",
    "width",
    "height",
    "loading",
    "rel",
    "target",
    "lang",
    "dir",
    "role",
    "hreflang",
    "download",
    "start",
    "reversed",
    "sizes",
    "decoding",
    "fetchpriority",
    "type",
    "cite",
    "translate",
    "tabindex",
];

/// The names that may stand without a value; any other word in braces is text.
const VALUELESS: [&str; 2] = ["download", "reversed"];

impl Attributes {
    /// Reads the list at the start of `text`; also returns its length. `None` where there is no list.
    pub(super) fn read(text: &str) -> Option<(Self, usize)> {
        let mut rest = text.strip_prefix('{')?;
        rest = rest.strip_prefix(':').unwrap_or(rest);
        let mut attributes = Self::default();
        let mut is_empty = true;
        loop {
            rest = rest.trim_start_matches([' ', '\t']);
            if let Some(after) = rest.strip_prefix('}') {
                return (!is_empty).then_some((attributes, text.len() - after.len()));
            }
            let (item, after) = item(rest)?;
            if item.1.is_none() && !item.0.starts_with(['#', '.']) && !VALUELESS.contains(&item.0.as_str()) {
                return None;
            }
            attributes.add(&item.0, item.1.as_deref())?;
            is_empty = false;
            rest = after;
        }
    }

    /// Adds `#id`, `.class` or a name with its value; `None` where it is neither.
    pub(super) fn add(&mut self, name: &str, value: Option<&str>) -> Option<()> {
        if let Some(id) = name.strip_prefix('#') {
            self.id = Some(id.to_owned()).filter(|id| !id.is_empty());
            return self.id.is_some().then_some(());
        }
        if let Some(class) = name.strip_prefix('.') {
            self.classes.push(class.to_owned());
            return (!class.is_empty()).then_some(());
        }
        let name = name.to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        match name.as_str() {
            "id" => self.id = value.filter(|id| !id.is_empty()).map(str::to_owned),
            "class" => self.classes.extend(value.unwrap_or_default().split_whitespace().map(str::to_owned)),
            _ if is_allowed(&name) => {
                self.others.retain(|(other, _)| *other != name);
                self.others.push((name, value.unwrap_or_default().to_owned()));
            }
            _ => {}
        }
        Some(())
    }

    /// Puts back what is hidden in it.
    pub(super) fn restore(&mut self, masked: &Masked) {
        let values = self.others.iter_mut().map(|(_, value)| value);
        for text in self.id.iter_mut().chain(&mut self.classes).chain(values) {
            if masked.has_word(text) {
                *text = masked.restore(text).into_owned();
            }
        }
    }

    /// The value of `name`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.others.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// These and those of another list, whose values go first.
    pub(super) fn joined(mut self, other: Self) -> Self {
        self.others.retain(|(name, _)| other.get(name).is_none());
        self.others.extend(other.others);
        self.id = other.id.or(self.id);
        self.classes.extend(other.classes);
        self
    }

    /// All of them with a space before each, as they stand in an opening tag.
    pub(super) fn html(&self) -> String {
        let mut out = Out::default();
        if let Some(id) = &self.id {
            out.attribute("id", id);
        }
        self.write(&mut out, "", &[]);
        out.into_html()
    }

    /// Writes all but the id, with the classes after `first_class`, and without what `skip` names.
    pub(super) fn write(&self, out: &mut Out, first_class: &str, skip: &[&str]) {
        let classes: Vec<&str> = std::iter::once(first_class)
            .chain(self.classes.iter().map(String::as_str))
            .filter(|c| !c.is_empty())
            .collect();
        if !classes.is_empty() {
            out.attribute("class", &classes.join(" "));
        }
        for (name, value) in self.others.iter().filter(|(name, _)| !skip.contains(&name.as_str())) {
            out.attribute(name, value);
        }
    }
}

/// Whether an attribute (in lower case) may be set on any element.
pub(super) fn is_allowed(name: &str) -> bool {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_prefixed = ["data-", "aria-"].iter().any(|prefix| name.len() > prefix.len() && name.starts_with(prefix));
    is_plain && (ALLOWED.contains(&name) || is_prefixed)
}

type Item = (String, Option<String>);

/// The first item of `text`, and what follows it.
fn item(text: &str) -> Option<(Item, &str)> {
    let is_name = |c: char| !c.is_whitespace() && !matches!(c, '=' | '}' | '{' | '"' | '\'' | '<' | '>' | '`');
    let end = text.find(|c| !is_name(c)).filter(|end| *end > 0)?;
    let (name, rest) = text.split_at(end);
    let Some(rest) = rest.strip_prefix('=') else {
        let is_parted = rest.starts_with([' ', '\t', '}']);
        return is_parted.then(|| ((name.to_owned(), None), rest));
    };
    if name.starts_with(['#', '.']) {
        return None;
    }
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let close = rest[1..].find([quote, '\n']).filter(|close| !rest[1 + close..].starts_with('\n'))?;
        let after = &rest[close + 2..];
        let is_parted = after.starts_with([' ', '\t', '}']);
        return is_parted.then(|| ((name.to_owned(), Some(rest[1..=close].to_owned())), after));
    }
    let end = rest.find(|c| !is_name(c) && c != '=').filter(|end| *end > 0)?;
    let (value, after) = rest.split_at(end);
    after.starts_with([' ', '\t', '}']).then(|| ((name.to_owned(), Some(value.to_owned())), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_an_id_classes_and_values() {
        let (attributes, length) = Attributes::read("{#a .b .c title=\"x } y\" width=300 data-k='v'} rest").unwrap();
        assert_eq!(attributes.id.as_deref(), Some("a"));
        assert_eq!(attributes.classes, ["b", "c"]);
        assert_eq!(attributes.get("title"), Some("x } y"));
        assert_eq!(attributes.get("width"), Some("300"));
        assert_eq!(attributes.get("data-k"), Some("v"));
        assert_eq!(length, 45);
    }

    #[test]
    fn lists_in_the_form_of_kramdown_are_the_same() {
        assert_eq!(Attributes::read("{: #a .b }"), Some((Attributes::read("{#a .b}").unwrap().0, 10)));
        assert_eq!(Attributes::read("{:.b}").unwrap().0.classes, ["b"]);
        assert!(Attributes::read("{:toc}").is_none() && Attributes::read("{::a}").is_none());
    }

    #[test]
    fn names_that_run_or_restyle_are_left_out() {
        let (attributes, _) = Attributes::read("{onclick=x style=\"color:red\" href=y src=z .a}").unwrap();
        assert_eq!(attributes.others, []);
        assert_eq!(attributes.classes, ["a"]);
    }

    #[test]
    fn other_braces_are_no_lists() {
        for text in ["{}", "{ }", "{a", "{.a\n}", "{\"a\"}", "{#}", "{a=}", "{a=\"b\"c}", "{{a}}", "{1, 2}", "a", "{x}"]
        {
            assert!(Attributes::read(text).is_none(), "{text}");
        }
    }
}
