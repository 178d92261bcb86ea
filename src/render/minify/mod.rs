//! Minifying a page.
//!
//! One pass over its bytes does it, without a tree of its elements: `page` reads and writes, `tree` knows which elements are open,
//! `elements` which whitespace renders around them, and `embedded` hands scripts and styles to minify-html.
//!
//! A page of which it is not sure where its elements begin and end is minified with care: its tags are shortened, and runs
//! of whitespace, but no whitespace goes. A page of which it is not even sure where its tags do stays as it is.

use crate::config::MinifyOptions;

mod attributes;
mod elements;
mod embedded;
mod page;
mod references;
mod spacing;
mod tree;

use tree::Doubt;

/// The page `html` without what it does not need, and without leaving the standard: what validates before validates after, and
/// a browser makes the same of both. Scripts and styles that are nested too deep for who minifies them stay as they are.
pub fn minified(html: &str, options: &MinifyOptions) -> Vec<u8> {
    let source = html.as_bytes();
    if !options.html {
        return source.to_vec();
    }
    page::minified(source, options, false)
        .or_else(|doubt| if doubt == Doubt::Nesting { page::minified(source, options, true) } else { Err(doubt) })
        .unwrap_or_else(|_| source.to_vec())
}

#[cfg(test)]
mod tests;
