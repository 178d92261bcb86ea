//! Whether two pages are the same to a browser: their elements, their attributes, and what they show.
//!
//! Both are read by html5ever, with scripts and without, and written down as a list of tags, words and spaces. By the rules of CSS a space
//! is dropped where it begins or ends a line, or follows another, whatever inline elements begin and end in between; so the lists
//! are equal where nothing changed but whitespace that does not render.

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, ns, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
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
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Elements that stand in a line, and whose content has lines of its own.
const BOXES: &[&str] = &["audio", "button", "canvas", "datalist", "meter", "progress", "select", "svg", "video"];
/// Elements that stand in a line as they are.
const INK: &[&str] = &["br", "embed", "iframe", "img", "input", "object", "textarea", "wbr", "math"];
/// Elements that show nothing and end nothing.
const HIDDEN: &[&str] =
    &["area", "base", "link", "meta", "param", "script", "source", "style", "template", "title", "track"];
/// Elements of SVG whose whitespace is left alone.
const TEXTS: &[&str] = &["a", "desc", "script", "style", "text", "textPath", "title", "tspan"];

#[derive(Debug, PartialEq, Eq, Clone)]
enum Item {
    /// A tag of an element, as far as lines are concerned of no effect.
    Tag(String),
    /// Begins or ends a line.
    Edge,
    /// Text that shows.
    Ink(String),
    /// Something else that shows.
    Picture(String),
    Space,
}

/// What is not compared, since minifying it is another's work.
#[derive(Clone, Copy)]
struct Reader {
    leaves_out_code: bool,
    /// Whether scripts run, which makes the content of `noscript` one text.
    scripting_enabled: bool,
}

/// Fails where two pages are not the same.
#[track_caller]
pub(crate) fn assert_same(plain: &str, short: &str, leaves_out_code: bool, name: &str) {
    if plain == short {
        return;
    }
    for scripting_enabled in [false, true] {
        let reader = Reader { leaves_out_code, scripting_enabled };
        let [before, after] = [plain, short].map(|html| normal(reader.items(html)));
        if before == after {
            continue;
        }
        let at = before
            .iter()
            .zip(&after)
            .position(|(before, after)| before != after)
            .unwrap_or(before.len().min(after.len()));
        let around = |items: &[Item]| format!("{:?}", &items[at.saturating_sub(6)..items.len().min(at + 6)]);
        let start = |html: &str| html.chars().take(1500).collect::<String>();
        panic!(
            "{name} is not the same, scripts {scripting_enabled}\nbefore {}\nafter  {}\n--- before\n{}\n--- after\n{}",
            around(&before),
            around(&after),
            start(plain),
            start(short)
        );
    }
}

impl Reader {
    fn items(self, html: &str) -> Vec<Item> {
        let tree_builder = TreeBuilderOpts { scripting_enabled: self.scripting_enabled, ..TreeBuilderOpts::default() };
        let options = ParseOpts { tree_builder, ..ParseOpts::default() };
        let document = parse_document(RcDom::default(), options).one(html).document.clone();
        let mut items = Vec::new();
        for child in document.children.borrow().iter() {
            self.node(child, false, false, &mut items);
        }
        items
    }

    /// The items of a node; `keeps` where whitespace stays, `drawing` where it never shows.
    fn node(self, node: &Handle, keeps: bool, drawing: bool, items: &mut Vec<Item>) {
        match &node.data {
            NodeData::Text { contents } => text(&contents.borrow(), keeps, drawing, items),
            NodeData::Comment { contents } => {
                let is_read = ["#", "[if", "<![endif", "[endif"].iter().any(|start| contents.starts_with(start));
                if is_read {
                    items.push(Item::Picture(format!("<!--{contents}-->")));
                }
            }
            NodeData::Doctype { name, .. } => items.push(Item::Tag(format!("<!doctype {name}>"))),
            NodeData::Element { .. } => self.element(node, keeps, items),
            _ => {}
        }
    }

    fn element(self, node: &Handle, keeps: bool, items: &mut Vec<Item>) {
        let NodeData::Element { name, attrs, template_contents, .. } = &node.data else { return };
        let is_html = name.ns == ns!(html);
        let local: &str = &name.local;
        let has = |names: &[&str]| is_html && names.contains(&local);
        let mut tag = format!("<{:?} {local}", name.prefix);
        if !is_html {
            tag.push_str(&name.ns);
        }
        let mut keeps = keeps;
        for attribute in attrs.borrow().iter() {
            let of = &*attribute.name.local;
            let value = match of {
                "class" => attribute.value.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
                "style" if self.leaves_out_code => String::new(),
                _ => attribute.value.to_string(),
            };
            keeps |= of == "style" && attribute.value.to_ascii_lowercase().contains("white-space");
            tag.push_str(&format!(" {}:{of}={value:?}", attribute.name.ns));
        }
        tag.push('>');
        let is_svg = name.ns == ns!(svg);
        let is_root = is_svg && local == "svg";
        let keeps = keeps
            || has(&["pre", "textarea", "template", "listing", "xmp", "iframe", "title", "noembed", "noframes"])
            || has(&["noscript"]) && self.scripting_enabled
            || is_svg && TEXTS.contains(&local);
        let is_block = has(BLOCKS) || is_svg && !is_root && !keeps;
        let is_box = has(BOXES) || is_root;
        items.extend(is_block.then_some(Item::Edge));
        items.push(if is_box || has(INK) || has(&["noscript"]) { Item::Picture(tag) } else { Item::Tag(tag) });
        items.extend((is_block || is_box).then_some(Item::Edge));
        if has(&["script", "style"]) {
            self.code(node, items);
        } else {
            let contents = template_contents.borrow();
            let children = contents.as_ref().unwrap_or(node).children.borrow();
            let mut inner = Vec::new();
            for child in children.iter() {
                self.node(child, keeps, is_svg && !keeps && local != "foreignObject", &mut inner);
            }
            if has(HIDDEN) {
                // what does not show is no ink
                let tags = |item| match item {
                    Item::Ink(text) | Item::Picture(text) => Item::Tag(text),
                    Item::Space => Item::Tag(" ".into()),
                    item => item,
                };
                inner = inner.into_iter().filter(|item| *item != Item::Edge).map(tags).collect();
            }
            items.extend(inner);
        }
        items.extend((is_block || is_box).then_some(Item::Edge));
        let end = format!("</{local}>");
        items.push(if is_box { Item::Picture(end) } else { Item::Tag(end) });
        items.extend(is_block.then_some(Item::Edge));
    }

    /// The content of a script or style.
    fn code(self, node: &Handle, items: &mut Vec<Item>) {
        for child in node.children.borrow().iter() {
            if let NodeData::Text { contents } = &child.data
                && !self.leaves_out_code
            {
                items.push(Item::Tag(contents.borrow().trim_ascii().to_owned()));
            }
        }
    }
}

fn text(text: &str, keeps: bool, drawing: bool, items: &mut Vec<Item>) {
    if keeps {
        items.push(Item::Ink(text.to_owned()));
        return;
    }
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_space = |character: char| character.is_ascii_whitespace();
        let length = rest.find(|character| is_space(character) != is_space(first)).unwrap_or(rest.len());
        if !is_space(first) {
            items.push(Item::Ink(rest[..length].to_owned()));
        } else if !drawing {
            items.push(Item::Space);
        }
        rest = &rest[length..];
    }
}

/// The items without spaces that do not show, without edges, and with words that stand together as one.
fn normal(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    // where the space stands in `out` that shows if something follows it in its line
    let mut open: Option<usize> = None;
    let mut is_at_start = true;
    for item in items {
        match item {
            Item::Edge => {
                if let Some(at) = open.take() {
                    out.remove(at);
                }
                is_at_start = true;
            }
            Item::Space if is_at_start || open.is_some() => {}
            Item::Space => {
                open = Some(out.len());
                out.push(Item::Space);
            }
            Item::Ink(text) => {
                open = None;
                is_at_start = false;
                match out.last_mut() {
                    Some(Item::Ink(last)) => last.push_str(&text),
                    _ => out.push(Item::Ink(text)),
                }
            }
            Item::Picture(_) => {
                open = None;
                is_at_start = false;
                out.push(item);
            }
            Item::Tag(_) => out.push(item),
        }
    }
    if let Some(at) = open {
        out.remove(at);
    }
    out
}
