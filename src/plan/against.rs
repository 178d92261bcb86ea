//! Addresses that the site is known to have had: each still answers, leads on, or is said to be gone.

use std::collections::HashSet;
use std::ops::Range;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Place, nearest};
use crate::path::{OutputPath, SourcePath, UrlPath, decode};

use super::Plan;

/// An address of the list, as it is written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address: whole, or from the site's base.
    pub text: String,
    /// The line of the list, from 1.
    pub line: u32,
    /// Where it begins in the line, in characters from 1.
    pub column: u32,
    /// Its length as it is written there, in characters.
    pub length: u32,
}

/// A list of addresses, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAddresses {
    /// Its name as the user wrote it.
    pub name: String,
    /// The list as a file of the site, where it is one: then its lines can be shown.
    pub source: Option<SourcePath>,
    /// The addresses, in their order.
    pub addresses: Vec<Address>,
}

/// The addresses that a text holds: those in `<loc>` of a sitemap, else one a line; `#` begins a comment.
pub fn read_addresses(text: &str) -> Vec<Address> {
    let is_sitemap = text.contains("<urlset") || text.contains("<sitemapindex");
    let mut addresses = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if is_sitemap {
            addresses.extend(locations(line).filter_map(|stretch| Address::of(line, number, stretch)));
        } else if !line.trim_start().starts_with('#') {
            let start = line.len() - line.trim_start_matches('\u{feff}').len();
            addresses.extend(Address::of(line, number, start..line.len()));
        }
    }
    addresses
}

/// The stretches of a line between `<loc>` and `</loc>`.
fn locations(line: &str) -> impl Iterator<Item = Range<usize>> {
    line.match_indices("<loc>").map(|(at, opening)| {
        let start = at + opening.len();
        let length = line[start..].find('<').unwrap_or(line.len() - start);
        start..start + length
    })
}

impl Address {
    /// The address in a stretch of a line; `None` where there is nothing but white space.
    fn of(line: &str, number: u32, stretch: Range<usize>) -> Option<Self> {
        let inside = &line[stretch.clone()];
        let text = inside.trim();
        let start = stretch.start + inside.len() - inside.trim_start().len();
        let characters = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        (!text.is_empty()).then(|| Self {
            text: text.replace("&amp;", "&"),
            line: number,
            column: characters(&line[..start]).saturating_add(1),
            length: characters(text),
        })
    }
}

/// The addresses of a list to which the site has no answer, each as an error.
pub fn lost(plan: &Plan, config: &Config, known: &KnownAddresses) -> Vec<Diagnostic> {
    let pages = plan.pages.iter().map(|page| page.output.clone());
    let files = plan.files.iter().filter_map(|file| OutputPath::new(file.url.as_str()));
    let standing: HashSet<OutputPath> = pages.chain(files).collect();
    let answers = |url: &UrlPath| {
        standing.contains(&url.output()) || config.redirects.iter().any(|rule| rule.from.bind(url.as_str()).is_some())
    };
    let lost = known.addresses.iter().filter(|address| path_of(&address.text, config).is_none_or(|url| !answers(&url)));
    lost.map(|address| report(address, known, plan)).collect()
}

/// The path of an address below the site's base, whatever host it names.
fn path_of(address: &str, config: &Config) -> Option<UrlPath> {
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => address,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let base = config.url.path.as_str();
    let below = path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path);
    UrlPath::new(&decode(below))
}

fn report(address: &Address, known: &KnownAddresses, plan: &Plan) -> Diagnostic {
    let Address { text, line, column, length } = address;
    let message = format!("`{text}` in line {line} of `{}` answers no more", known.name);
    let mut diagnostic = Diagnostic::new(Code::LostAddress, message);
    diagnostic.place = known.source.as_ref().map(|source| Place {
        file: source.clone(),
        line: *line,
        column: *column,
        length: *length,
    });
    if let Some(near) = nearest(text, plan.pages.iter().map(|page| page.url.as_str())) {
        diagnostic = diagnostic.hint(format!("a page that is much like it is `{near}`"));
    }
    diagnostic.hint(
        "lead it on with `aliases` of an article or with `redirects:`, or declare it gone there with `status: 410`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, [u32; 3])> {
        let found = |Address { text, line, column, length }| (text, [line, column, length]);
        read_addresses(text).into_iter().map(found).collect()
    }

    #[test]
    fn a_list_has_an_address_a_line_and_a_sitemap_those_of_its_locations() {
        assert_eq!(
            found("\u{feff}/é/ \n# old\n\n  https://x.org/b \n"),
            [("/é/".to_owned(), [1, 2, 3]), ("https://x.org/b".to_owned(), [4, 3, 15])]
        );
        let sitemap = "<urlset><url><loc>https://x.org/a?b=1&amp;c</loc></url>\n<loc> /b/ </loc><loc>/c/</loc><loc></loc></urlset>";
        assert_eq!(
            found(sitemap),
            [
                ("https://x.org/a?b=1&c".to_owned(), [1, 19, 25]),
                ("/b/".to_owned(), [2, 7, 3]),
                ("/c/".to_owned(), [2, 22, 3])
            ]
        );
    }
}
