//! Listings in pages, so that a new article changes the first pages only.
//!
//! Archive page k holds the items (k−1)·n+1 … k·n counted from the oldest, and exists once there are (k+1)·n items.
//! The listing itself shows the rest, the newest n to 2n−1 (all, while there are fewer than 2n), and links to the
//! highest k. No page says how many there are.

use crate::path::UrlPath;
use crate::site::ArticleId;

/// The articles of one listing page, and the pages beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Its articles, in order.
    pub items: Vec<ArticleId>,
    /// The page of the next older articles.
    pub older: Option<UrlPath>,
    /// The page of the next newer articles.
    pub newer: Option<UrlPath>,
    /// The number k of an archive page; `None` for the listing itself.
    pub number: Option<usize>,
}

impl Listing {
    /// A listing on one page.
    pub fn whole(items: Vec<ArticleId>) -> Self {
        Self { items, ..Self::default() }
    }
}

/// The listing at `url` and its archive pages, with their addresses; `items` are the newest first, `size` is at least 1.
pub(super) fn pages(url: &UrlPath, items: &[ArticleId], size: usize) -> Vec<(UrlPath, Listing)> {
    let size = size.max(1);
    let archived = (items.len() / size).saturating_sub(1);
    let address = |number: usize| match number {
        0 => None,
        number if number > archived => Some(url.clone()),
        number => UrlPath::new(&format!("{}page/{number}/", folder(url))),
    };
    let newest = items.len() - archived * size;
    let first = Listing { items: items[..newest].to_vec(), older: address(archived), newer: None, number: None };
    let mut pages = vec![(url.clone(), first)];
    for number in (1..=archived).rev() {
        let end = items.len() - (number - 1) * size;
        let listing = Listing {
            items: items[end - size..end].to_vec(),
            older: address(number - 1),
            newer: address(number + 1),
            number: Some(number),
        };
        if let Some(url) = address(number) {
            pages.push((url, listing));
        }
    }
    pages
}

/// A feed's document at `url` and those of its archive (RFC 5005, section 4), which stand below its name without its ending: of `/feed.xml`
/// `/feed/1.xml`. They share the items out as the pages of a listing do, so that one that is full never changes.
///
/// The oldest one leads to the next, as each of the others leads to the one before it: so there is none before there are two.
pub(super) fn documents(url: &UrlPath, items: &[ArticleId], size: usize) -> Vec<(UrlPath, Listing)> {
    let (stem, ending) = url.as_str().rsplit_once('.').unwrap_or((url.as_str(), ""));
    let address = |number: usize| UrlPath::new(&format!("{stem}/{number}.{ending}"));
    let of_page = |page: &UrlPath| {
        let number = page.as_str().trim_end_matches('/').rsplit('/').next()?.parse().ok()?;
        address(number)
    };
    let document = |(own, listing): (UrlPath, Listing)| {
        let older = listing.older.as_ref().and_then(of_page);
        // Which documents are newer changes, but for the one after the oldest.
        let newer = listing.number.filter(|number| *number == 1).and_then(|_| address(2));
        let own = if listing.number.is_some() { of_page(&own)? } else { own };
        Some((own, Listing { older, newer, ..listing }))
    };
    match pages(url, items, size) {
        pages if pages.len() == 2 => vec![(url.clone(), Listing::whole(items.to_vec()))],
        pages => pages.into_iter().filter_map(document).collect(),
    }
}

/// The folder below which archive pages stand: of `/a/` itself, of `/a.html` `/a/`.
fn folder(url: &UrlPath) -> String {
    let path = url.as_str();
    match path.strip_suffix('/') {
        Some(_) => path.to_owned(),
        None => format!("{}/", path.strip_suffix(".html").unwrap_or(path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn by_address(count: usize, size: usize) -> BTreeMap<String, Listing> {
        let items: Vec<ArticleId> = (0..count).collect();
        pages(&UrlPath::root(), &items, size).into_iter().map(|(url, listing)| (url.to_string(), listing)).collect()
    }

    #[test]
    fn all_items_stand_on_exactly_one_page() {
        for size in 1..6 {
            for count in 0..40 {
                let mut items: Vec<ArticleId> =
                    by_address(count, size).into_values().flat_map(|page| page.items).collect();
                items.sort_unstable();
                assert_eq!(items, (0..count).collect::<Vec<_>>(), "{count} in pages of {size}");
            }
        }
    }

    #[test]
    fn the_listing_shows_all_while_there_are_fewer_than_two_pages_full() {
        assert_eq!(by_address(19, 10).len(), 1);
        assert_eq!(by_address(20, 10).len(), 2);
        assert_eq!(by_address(29, 10)["/"].items.len(), 19);
        assert_eq!(by_address(30, 10)["/"].items.len(), 10);
    }

    #[test]
    fn a_new_article_changes_the_listing_and_at_most_the_newest_archive_pages() {
        for count in 20..60 {
            let shift = |mut listing: Listing| {
                listing.items.iter_mut().for_each(|item| *item += 1);
                listing
            };
            let before = by_address(count, 10);
            let after = by_address(count + 1, 10);
            let changed: Vec<&String> = before
                .iter()
                .filter(|(url, page)| after.get(*url) != Some(&shift((*page).clone())))
                .map(|(url, _)| url)
                .collect();
            assert!(changed.len() <= 2, "{count}: {changed:?}");
        }
    }

    #[test]
    fn older_and_newer_lead_through_all_pages() {
        let pages = by_address(45, 10);
        let mut at = "/".to_owned();
        let mut seen = vec![at.clone()];
        while let Some(older) = &pages[&at].older {
            assert_eq!(pages[older.as_str()].newer.as_ref().map(UrlPath::as_str), Some(at.as_str()));
            at = older.to_string();
            seen.push(at.clone());
        }
        assert_eq!(seen, ["/", "/page/3/", "/page/2/", "/page/1/"]);
    }
}
