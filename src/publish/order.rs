//! In which order files go to a host: nothing is shown before what it leads to.

use std::collections::BTreeSet;

/// What a file is for the order in which files are sent. Deletions come after all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Style sheets, scripts, pictures: what pages show.
    Asset,
    /// Pages that were not there before: nothing leads to them yet.
    NewPage,
    /// Pages that were.
    Page,
    /// Pages that list others, and were there before.
    Listing,
    /// Feeds, sitemaps, and other data.
    Feed,
    /// The first page.
    FrontPage,
}

/// Whether a file is one that pages show, and not a page or a feed.
pub(super) fn is_asset(path: &str) -> bool {
    let name = bare(path).rsplit('/').next().unwrap_or_default();
    !matches!(name.rsplit_once('.').map(|(_, extension)| extension), None | Some("html" | "xml" | "json" | "txt"))
}

/// A path without what says that the file is compressed: that is sent, and goes, with the file itself.
fn bare(path: &str) -> &str {
    path.strip_suffix(".gz").or_else(|| path.strip_suffix(".br")).unwrap_or(path)
}

/// The rank of a file. `listings` are the folders whose pages list others.
pub(super) fn rank(path: &str, is_new: bool, listings: &BTreeSet<String>) -> Rank {
    let path = bare(path);
    if path == "index.html" {
        return Rank::FrontPage;
    }
    if is_asset(path) {
        return Rank::Asset;
    }
    if !path.ends_with(".html") {
        return Rank::Feed;
    }
    match listings.contains(folder(path)) {
        _ if is_new => Rank::NewPage,
        true => Rank::Listing,
        false => Rank::Page,
    }
}

/// The folders whose pages list what stands below them.
pub(super) fn listings<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut listings = BTreeSet::new();
    for path in paths.filter(|path| path.ends_with("/index.html")) {
        let mut inside = folder(path);
        while let Some((outer, _)) = inside.rsplit_once('/') {
            if !listings.insert(outer.to_owned()) {
                break;
            }
            inside = outer;
        }
    }
    listings
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
