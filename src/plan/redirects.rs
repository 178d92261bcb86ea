//! Pages at old addresses that lead to the new ones.

use super::{Candidate, Owner, Page, Subject};
use crate::config::Config;
use crate::path::{UrlPath, decode};
use crate::site::Site;

/// A page for each alias of an article or section; aliases that lead to themselves are left out.
pub(super) fn redirects(site: &Site, config: &Config) -> Vec<Candidate> {
    let articles = site.articles.iter().map(|entry| (&entry.article.source, &entry.article.meta.aliases, &entry.url));
    let sections = site.sections.iter().filter_map(|section| {
        let index = section.index.as_ref()?;
        Some((&index.source, &index.aliases, &section.url))
    });
    let mut candidates = Vec::new();
    for (source, aliases, target) in articles.chain(sections) {
        let mut own: Vec<UrlPath> = aliases.iter().filter_map(|alias| address(alias, config)).collect();
        own.sort();
        own.dedup_by(|a, b| a.output() == b.output());
        for url in own.into_iter().filter(|url| url.output() != target.output()) {
            let page = Page {
                output: url.output(),
                url,
                subject: Subject::Redirect(target.clone()),
                template: "redirect.html".to_owned(),
                listing: None,
            };
            let name = format!("an alias of `{source}`");
            candidates.push(Candidate { page, owner: Owner { name, ..Owner::of(source) } });
        }
    }
    candidates
}

/// The address that an alias names: from the site's base, with or without a leading slash, or of the site's own host.
///
/// An alias without an ending stands for its folder, so that both `/a` and `/a/` lead on.
fn address(alias: &str, config: &Config) -> Option<UrlPath> {
    let alias = alias.split(['?', '#']).next().unwrap_or_default();
    let alias = alias.strip_prefix(&config.url.origin).filter(|_| !config.url.origin.is_empty()).unwrap_or(alias);
    let url = UrlPath::new(&decode(alias))?;
    if url.as_str().ends_with('/') || !url.output().as_str().ends_with(".html") || url.as_str().ends_with(".html") {
        return Some(url);
    }
    UrlPath::new(&format!("{url}/"))
}
