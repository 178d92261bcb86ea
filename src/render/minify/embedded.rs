//! The scripts and styles in a page, which minify-html minifies. Most are the same on every page of a site, so the last ones are
//! remembered, by each thread for itself.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::MinifyOptions;
use crate::theme::is_shallow_page;

/// How many scripts and styles a thread remembers.
const REMEMBERED: usize = 32;
/// The longest that is remembered.
const LONGEST: usize = 64 << 10;

/// What a piece of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Script,
    Module,
    Style,
    /// The value of a `style` attribute.
    Declarations,
}

/// A piece, and what became of it; `None` where it stays as it is.
#[derive(Clone, Debug)]
struct Memory {
    kind: Kind,
    source: Box<[u8]>,
    minified: Option<Rc<[u8]>>,
}

thread_local! {
    static MEMORY: RefCell<VecDeque<Memory>> = const { RefCell::new(VecDeque::new()) };
}

/// A script or style, minified where `options` ask for it and it gets shorter; `None` where it stays as it is.
pub(super) fn minified(kind: Kind, source: &[u8], options: &MinifyOptions) -> Option<Rc<[u8]>> {
    let is_wanted = match kind {
        Kind::Script | Kind::Module => options.js,
        Kind::Style | Kind::Declarations => options.css,
    };
    if !is_wanted || source.is_empty() {
        return None;
    }
    if source.len() > LONGEST {
        return made(kind, source);
    }
    let remembered = MEMORY.with_borrow(|memory| {
        memory.iter().find(|known| known.kind == kind && *known.source == *source).map(|known| known.minified.clone())
    });
    remembered.unwrap_or_else(|| {
        let minified = made(kind, source);
        MEMORY.with_borrow_mut(|memory| {
            memory.truncate(REMEMBERED - 1);
            memory.push_front(Memory { kind, source: source.into(), minified: minified.clone() });
        });
        minified
    })
}

/// Minifies a script or style.
fn made(kind: Kind, source: &[u8]) -> Option<Rc<[u8]>> {
    let (start, end): (&[u8], &[u8]) = match kind {
        Kind::Script => (b"<script>", b"</script>"),
        Kind::Module => (b"<script type=module>", b"</script>"),
        Kind::Style => (b"<style>", b"</style>"),
        Kind::Declarations if !source.contains(&b'"') => (b"<p style=\"", b"\">"),
        Kind::Declarations if !source.contains(&b'\'') => (b"<p style='", b"'>"),
        Kind::Declarations => return None,
    };
    // minify-html takes `</styles` for the end of a style
    let name = end.strip_suffix(b">").unwrap_or(end);
    if kind != Kind::Declarations && source.windows(name.len()).any(|word| word.eq_ignore_ascii_case(name)) {
        return None;
    }
    let page = [start, source, end].concat();
    if !std::str::from_utf8(&page).is_ok_and(is_shallow_page) {
        return None;
    }
    let options =
        minify_html::Cfg { keep_closing_tags: true, minify_css: true, minify_js: true, ..minify_html::Cfg::new() };
    let page = minify_html::minify(&page, &options);
    let inner = if kind == Kind::Declarations {
        page.strip_prefix(b"<p style=")?.strip_suffix(b">")?
    } else {
        page.strip_prefix(start)?.strip_suffix(end)?
    };
    // what ends a script early, or keeps its end from being seen, must not come of it
    let is_safe = kind == Kind::Declarations || !inner.windows(2).any(|pair| matches!(pair, b"</" | b"<!"));
    (is_safe && inner.len() < source.len() + 2).then(|| inner.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: MinifyOptions = MinifyOptions { html: true, css: true, js: true };

    fn text(kind: Kind, source: &str) -> Option<String> {
        minified(kind, source.as_bytes(), &ALL).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn each_kind_is_minified_and_remembered() {
        for _ in 0..2 {
            assert_eq!(text(Kind::Script, "var a  =  1;").as_deref(), Some("var a=1;"));
            assert_eq!(text(Kind::Module, "export  let a  =  1;").as_deref(), Some("export let a=1;"));
            assert_eq!(text(Kind::Style, "a  { color: red }").as_deref(), Some("a{color:red}"));
            assert_eq!(text(Kind::Declarations, " color: red; ").as_deref(), Some("color:red"));
            assert_eq!(text(Kind::Declarations, "font: 1em &quot;a b&quot;;").as_deref(), Some("\"font:1em a b\""));
        }
    }

    #[test]
    fn no_more_is_remembered_than_there_is_room_for() {
        for number in 0..3 * REMEMBERED {
            assert!(text(Kind::Script, &format!("f( {number} );")).is_some());
        }
        MEMORY.with_borrow(|memory| assert_eq!(memory.len(), REMEMBERED));
    }

    #[test]
    fn what_is_nested_too_deep_or_not_wanted_stays() {
        let deep = "(".repeat(50_000);
        for kind in [Kind::Script, Kind::Module, Kind::Style, Kind::Declarations] {
            assert_eq!(text(kind, &format!("a:  {deep}")), None);
        }
        assert_eq!(minified(Kind::Script, b"a  ( )", &MinifyOptions { js: false, ..ALL }), None);
        assert_eq!(minified(Kind::Style, b"a  { }", &MinifyOptions { css: false, ..ALL }), None);
    }
}
