//! Raw HTML that was sanitized: read by the rules of browsers, it runs nothing, leads nowhere bad, and ends where it began.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements that must not be there; of `input`, only what task lists have.
const FORBIDDEN: [&str; 26] = [
    "applet",
    "base",
    "button",
    "dialog",
    "embed",
    "font",
    "form",
    "frame",
    "frameset",
    "iframe",
    "input",
    "label",
    "link",
    "marquee",
    "meta",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Attributes that must not be there, beside those that begin with `on`.
const RUNNING: [&str; 7] = ["style", "srcdoc", "action", "formaction", "background", "ping", "xlink:href"];

/// The schemes that run or read what they lead to.
const DANGEROUS: [&str; 7] =
    ["javascript:", "vbscript:", "livescript:", "data:text", "data:application", "blob:", "file:"];

/// Judges the HTML of a body.
pub fn judge(html: &str) {
    let page = format!("<!doctype html><html><head></head><body><main>{html}<hr></main></body></html>");
    let document = parse_document(RcDom::default(), ParseOpts::default()).one(page).document;
    let body = child(&child(&document, "html"), "body");
    let main = child(&body, "main");
    let is_last = |node: &Handle, wanted: &str| node.children.borrow().last().and_then(name).as_deref() == Some(wanted);
    // what stands behind the text is still its sibling, and nothing has left the element around it
    let ends_well = body.children.borrow().len() == 1 && is_last(&body, "main") && is_last(&main, "hr");
    assert!(ends_well, "it does not end where it began: {html}");
    // recursion is for the stack; what waits is not
    let mut waiting = vec![main];
    while let Some(node) = waiting.pop() {
        judge_node(&node, html);
        waiting.extend(node.children.borrow().iter().cloned());
    }
    // the tree is taken apart by hand, since dropping it recurses as deep as it is
    let mut waiting = vec![document];
    while let Some(node) = waiting.pop() {
        waiting.append(&mut node.children.borrow_mut());
    }
}

fn name(node: &Handle) -> Option<String> {
    match &node.data {
        NodeData::Element { name, .. } => Some(name.local.to_string()),
        _ => None,
    }
}

fn child(node: &Handle, wanted: &str) -> Handle {
    let children = node.children.borrow();
    let found = children.iter().find(|child| name(child).as_deref() == Some(wanted));
    found.unwrap_or_else(|| panic!("there is no {wanted}")).clone()
}

fn judge_node(node: &Handle, html: &str) {
    match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let is_formula = name.ns.ends_with("/MathML");
            let name = name.local.to_string();
            let attributes: Vec<(String, String)> = attrs
                .borrow()
                .iter()
                .map(|attribute| (attribute.name.local.to_ascii_lowercase().to_string(), attribute.value.to_string()))
                .collect();
            let is_task = name == "input" && attributes.iter().any(|(name, _)| name == "disabled");
            assert!(is_task || !FORBIDDEN.contains(&name.as_str()), "`{name}` is there: {html}");
            for (attribute, value) in &attributes {
                // tables and formulas have some
                let is_own = attribute == "style" && (is_formula || value.starts_with("text-align: "));
                let is_own = is_own && !value.contains("url");
                let runs = attribute.starts_with("on") || RUNNING.contains(&attribute.as_str());
                assert!(!runs || is_own, "`{attribute}` of `{name}` is there: {html}");
                let plain: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
                let plain = plain.to_lowercase();
                let is_address = matches!(attribute.as_str(), "href" | "src" | "srcset" | "poster" | "cite" | "data");
                let leads = DANGEROUS.iter().any(|scheme| plain.starts_with(scheme) && is_address);
                assert!(!leads, "`{attribute}={value}` is there: {html}");
            }
        }
        NodeData::Comment { contents } => panic!("a comment is there: {contents}"),
        NodeData::ProcessingInstruction { .. } => panic!("an instruction is there: {html}"),
        _ => {}
    }
}
