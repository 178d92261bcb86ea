//! The last good versions of the pages that somebody looks at.

use std::collections::HashMap;

/// How many pages are kept: many more than anybody has open, and few enough that who reads a whole site in the preview does not fill the
/// memory with it.
const MOST: usize = 200;

/// The last good bytes of pages by their output files; the pages that were made last are kept.
#[derive(Debug, Default)]
pub(super) struct Good {
    pages: HashMap<String, (u64, Vec<u8>)>,
    /// Counts what was kept.
    made: u64,
}

impl Good {
    /// Keeps a page.
    pub(super) fn keep(&mut self, output: &str, bytes: &[u8]) {
        self.made += 1;
        self.pages.insert(output.to_owned(), (self.made, bytes.to_vec()));
        if self.pages.len() > MOST {
            let oldest = self.pages.iter().min_by_key(|(_, (made, _))| *made).map(|(output, _)| output.clone());
            oldest.map(|output| self.pages.remove(&output));
        }
    }

    /// The last good version of a page; nothing where it was not made, or long ago.
    pub(super) fn page(&self, output: &str) -> Vec<u8> {
        self.pages.get(output).map(|(_, bytes)| bytes.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_were_made_last_are_kept() {
        let mut good = Good::default();
        good.keep("open.html", b"open");
        for number in 0..3 * MOST {
            good.keep(&format!("{number}.html"), b"read");
            good.keep("open.html", format!("open {number}").as_bytes());
        }
        assert_eq!(good.pages.len(), MOST);
        assert_eq!(good.page("open.html"), format!("open {}", 3 * MOST - 1).as_bytes());
        assert_eq!(good.page("0.html"), b"");
    }
}
