//! Addresses that the site is known to have had: each still answers, leads on, or is said to be gone.

use std::collections::HashSet;

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
    for (line, text) in (1..).zip(text.lines()) {
        let mut add = |text: &str| {
            let text = text.trim();
            if !text.is_empty() {
                addresses.push(Address { text: text.replace("&amp;", "&"), line });
            }
        };
        if is_sitemap {
            let locations = text.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next());
            locations.for_each(add);
        } else if !text.trim_start().starts_with('#') {
            add(text.trim_start_matches('\u{feff}'));
        }
    }
    addresses
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
    let Address { text, line } = address;
    let message = format!("`{text}` in line {line} of `{}` answers no more", known.name);
    let mut diagnostic = Diagnostic::new(Code::LostAddress, message);
    diagnostic.place = known.source.as_ref().map(|source| Place { line: *line, ..Place::file(source) });
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

    fn texts(text: &str) -> Vec<(String, u32)> {
        read_addresses(text).into_iter().map(|address| (address.text, address.line)).collect()
    }

    #[test]
    fn a_list_has_an_address_a_line_and_a_sitemap_those_of_its_locations() {
        assert_eq!(
            texts("# old\n/a/\n\n  https://x.org/b \n"),
            [("/a/".to_owned(), 2), ("https://x.org/b".to_owned(), 4)]
        );
        let sitemap = "<urlset><url><loc>https://x.org/a?b=1&amp;c</loc></url>\n<url><loc>/b/</loc></url></urlset>";
        assert_eq!(texts(sitemap), [("https://x.org/a?b=1&c".to_owned(), 1), ("/b/".to_owned(), 2)]);
    }
}
