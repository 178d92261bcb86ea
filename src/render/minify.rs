//! Minifying a page, where the minifier can be trusted with it.

use crate::article::html::{Scanner, Token, is_void};
use crate::config::MinifyOptions;
use crate::theme::is_shallow_page;

/// How deep a page may be nested, as the minifier sees it, which calls itself for every level.
const MAX_DEPTH: usize = 512;

/// The elements that the minifier ends at the first `</` and their name, whatever follows the name.
const RAW_TEXT: [&str; 4] = ["script", "style", "textarea", "title"];

/// The page `html` without what it does not need, and without leaving the standard: what validates before validates after. A page
/// that the minifier would misread, or that would exhaust its stack, stays as it is; so do its scripts and styles where they are
/// nested too deep.
pub fn minified(html: &str, options: &MinifyOptions) -> Vec<u8> {
    if !options.html || has_false_end(html) || is_deep(html) {
        return html.as_bytes().to_vec();
    }
    let is_shallow = (options.css || options.js) && is_shallow_page(html);
    let options = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        minify_css: options.css && is_shallow,
        minify_js: options.js && is_shallow,
        ..minify_html::Cfg::new()
    };
    minify_html::minify(html.as_bytes(), &options)
}

/// Whether a script or the like holds what looks like its end but is none, `</scripted`.
fn has_false_end(html: &str) -> bool {
    html.match_indices("</").any(|(at, _)| {
        let rest = &html.as_bytes()[at + 2..];
        RAW_TEXT.iter().any(|name| {
            let is_named = rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()));
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
            is_named && !rest.get(name.len()).is_some_and(ends)
        })
    })
}

/// Whether elements may be nested too deep for the minifier. A closing tag ends nothing for it but the innermost element, so
/// that `<i><b></i>` leaves two open for ever.
fn is_deep(html: &str) -> bool {
    if html.bytes().filter(|byte| *byte == b'<').count() <= MAX_DEPTH {
        return false;
    }
    let mut open: Vec<&str> = Vec::new();
    for token in Scanner::new(html, None) {
        match token {
            Token::Open(tag) => {
                let name = &html[tag.name];
                if !is_void(name) {
                    open.push(name);
                }
            }
            Token::Close(tag) if open.last().is_some_and(|name| name.eq_ignore_ascii_case(&html[tag.name.clone()])) => {
                open.pop();
            }
            _ => {}
        }
        if open.len() > MAX_DEPTH {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: MinifyOptions = MinifyOptions { html: true, css: true, js: true };

    fn kept(html: &str) -> bool {
        minified(html, &ALL) == html.as_bytes()
    }

    #[test]
    fn a_page_loses_what_it_does_not_need() {
        assert_eq!(minified("<p>a  b</p>\n<!-- c -->", &ALL), b"<p>a b</p>");
        assert_eq!(minified("<p>a  b</p>", &MinifyOptions { html: false, ..ALL }), b"<p>a  b</p>");
    }

    #[test]
    fn a_page_that_would_exhaust_the_stack_stays_as_it_is() {
        for part in ["<div>", "<div><b></div>", "<i><b>  </i>", "<p><b></p>"] {
            assert!(kept(&part.repeat(20_000)), "{part}");
        }
        assert!(!kept(&"<div>  <b></b></div>".repeat(2_000)));
        assert!(!kept(&"<br>  x".repeat(2_000)));
    }

    #[test]
    fn scripts_and_styles_that_would_exhaust_the_stack_stay_as_they_are() {
        let deep = "(".repeat(50_000);
        for page in [
            format!("<script>x =  {deep}</script>"),
            format!("<script>x{}</script>", " .a".repeat(50_000)),
            format!("<script>x =  {}1</script>", "a => ".repeat(50_000)),
            format!("<style>a  {{width: {deep}</style>"),
        ] {
            assert!(kept(&page), "{}", &page[..40]);
        }
        let attribute = minified(&format!("<p style=\"width: {deep}\">x</p>"), &ALL);
        assert!(attribute.len() > deep.len());
        assert_eq!(minified("<style>a  { color: red }</style>", &ALL), b"<style>a{color:red}</style>");
        assert_eq!(minified("<script>var a  =  1;</script>", &ALL), b"<script>var a=1;</script>");
    }

    #[test]
    fn a_page_that_would_be_misread_stays_as_it_is() {
        for part in ["<style>a  {}</styles></style>", "<script>x()  //</scripted\n</script>", "<title>a</TITLE"] {
            assert!(kept(part), "{part}");
        }
    }
}
