//! What a publication has to do: pure, from the site, the host's record and the host's listing.

use std::collections::{BTreeMap, BTreeSet};

use super::HALF;
use super::order::{Rank, is_asset, listings, rank};
use super::record::{Entry, Record, Superseded};

/// Assets that the site has no more stay at least so long, in seconds: readers hold pages that show them.
const STAY: i64 = 24 * 60 * 60;

/// Why a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The host does not have it yet.
    New,
    /// The site has another one.
    Changed,
    /// It is to be served with other headers.
    Headers,
    /// It has gone from the host.
    Missing,
    /// Somebody else has changed it on the host.
    Overwritten,
    /// A publication that was cut off may have sent another one.
    Begun,
    /// Everything is to be sent.
    Asked,
}

impl Why {
    /// The reason in a word.
    pub fn word(self) -> &'static str {
        match self {
            Why::New => "new",
            Why::Changed => "changed",
            Why::Headers => "headers changed",
            Why::Missing => "missing on the host",
            Why::Overwritten => "changed on the host",
            Why::Begun => "sent by a publication that was cut off",
            Why::Asked => "asked for",
        }
    }
}

/// A file that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its path.
    pub path: String,
    /// How many bytes it has.
    pub size: u64,
    /// Why it is sent.
    pub why: Why,
    /// When it is sent: those of a rank may go side by side, after all of the ranks before.
    pub rank: Rank,
}

/// A file as a host lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// How many bytes it has.
    pub size: u64,
    /// See [`Entry::stamp`].
    pub stamp: String,
}

/// The files of a host, without those of byline itself, but with what it has half sent.
pub type Listing = BTreeMap<String, Listed>;

/// What is to be done, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// What is sent.
    pub send: Vec<Item>,
    /// What is deleted after everything was sent.
    pub delete: Vec<String>,
    /// Pages that readers know and that vanish: nothing leads on from them, and nothing says that they are gone.
    pub vanishing: Vec<String>,
    /// What a publication that was cut off has half sent: it goes at the end, and nobody is told.
    pub unfinished: Vec<String>,
    /// Files of others that stand where the site has one.
    pub foreign: Vec<String>,
    /// The host's record afterwards.
    pub record: Record,
}

impl Diff {
    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.send.is_empty() && self.delete.is_empty() && self.unfinished.is_empty()
    }

    /// How many bytes are sent.
    pub fn bytes(&self) -> u64 {
        self.send.iter().map(|item| item.size).sum()
    }
}

/// Compares a site with a host. `listing` has all files of the host; with `all`, its record counts for deletions only, and
/// everything is sent. `record` becomes the one of this publication.
pub fn compare(
    site: &BTreeMap<String, Entry>,
    last: Option<&Record>,
    listing: &Listing,
    record: Record,
    all: bool,
) -> Diff {
    let nothing = Record::default();
    let last = last.unwrap_or(&nothing);
    let mut diff = Diff { record, ..Diff::default() };
    let folders = listings(site.keys().map(String::as_str));
    for (path, entry) in site {
        let mut entry = entry.clone();
        match reason(path, &entry, last, listing, all) {
            Ok(Some(why)) => {
                let rank = rank(path, !listing.contains_key(path), &folders);
                diff.send.push(Item { path: path.clone(), size: entry.size, why, rank });
            }
            Ok(None) => entry.stamp = known(path, last).map(|known| known.stamp.clone()).unwrap_or_default(),
            Err(Foreign) => diff.foreign.push(path.clone()),
        }
        diff.record.files.insert(path.clone(), entry);
    }
    diff.send.sort_by_key(|item| item.rank);
    diff.unfinished = listing.keys().filter(|path| path.ends_with(HALF)).cloned().collect();
    diff.leave(site, last, listing);
    diff
}

/// A file of others stands in the way.
struct Foreign;

/// What a record knows of a file.
fn known<'a>(path: &str, last: &'a Record) -> Option<&'a Entry> {
    let superseded = last.superseded.get(path).map(|superseded| &superseded.entry);
    last.files.get(path).or(superseded).or_else(|| last.leaving.get(path))
}

fn reason(path: &str, entry: &Entry, last: &Record, listing: &Listing, all: bool) -> Result<Option<Why>, Foreign> {
    Ok(match (known(path, last), listing.get(path)) {
        _ if all => Some(Why::Asked),
        _ if last.sending.contains_key(path) => Some(Why::Begun),
        (None, Some(_)) => return Err(Foreign),
        (None, None) => Some(Why::New),
        (Some(known), _) if known.hash != entry.hash => Some(Why::Changed),
        (Some(_), None) => Some(Why::Missing),
        (Some(known), Some(there)) if differs(known, there) => Some(Why::Overwritten),
        (Some(known), Some(_)) => (known.headers != entry.headers).then_some(Why::Headers),
    })
}

/// Whether a host has another file than was put there, as far as it tells.
fn differs(known: &Entry, there: &Listed) -> bool {
    let has_stamps = !known.stamp.is_empty() && !there.stamp.is_empty();
    there.size != known.size || has_stamps && there.stamp != known.stamp
}

impl Diff {
    /// What the site has no more.
    fn leave(&mut self, site: &BTreeMap<String, Entry>, last: &Record, listing: &Listing) {
        let published = self.record.published;
        let mut leaving: BTreeMap<&String, &Entry> = last.leaving.iter().collect();
        // What a publication that was cut off may have sent counts as published.
        let begun = last.sending.iter().filter(|(path, _)| !last.files.contains_key(*path));
        for (path, entry) in last.files.iter().chain(begun).filter(|(path, _)| !site.contains_key(*path)) {
            if is_asset(path) {
                let superseded = Superseded { entry: entry.clone(), since: published, outlived: 0 };
                self.record.superseded.insert(path.clone(), superseded);
            } else {
                if path.ends_with(".html") && last.files.contains_key(path) {
                    self.vanishing.push(path.clone());
                }
                leaving.insert(path, entry);
            }
        }
        for (path, superseded) in last.superseded.iter().filter(|(path, _)| !site.contains_key(*path)) {
            if superseded.outlived > 0 && published - superseded.since >= STAY {
                leaving.insert(path, &superseded.entry);
            } else {
                let outlived = superseded.outlived + 1;
                self.record.superseded.insert(path.clone(), Superseded { outlived, ..superseded.clone() });
            }
        }
        let there = leaving.into_iter().filter(|(path, _)| listing.contains_key(*path) && !site.contains_key(*path));
        self.record.leaving = there.map(|(path, entry)| (path.clone(), entry.clone())).collect();
        self.delete = self.record.leaving.keys().cloned().collect();
        // A page whose folder has another file of that name, and so the address lives on, is not gone.
        let pages: BTreeSet<&str> = site.keys().map(|path| address(path)).collect();
        self.vanishing.retain(|path| !pages.contains(address(path)));
    }
}

/// The address at which hosts serve a page.
fn address(path: &str) -> &str {
    let path = path.strip_suffix("index.html").unwrap_or(path);
    let path = path.strip_suffix(".html").unwrap_or(path);
    path.trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A host as a map, as the hosts in this folder carry a difference out.
    fn carry_out(host: &mut BTreeMap<String, Entry>, site: &BTreeMap<String, Entry>, diff: &Diff) {
        for item in &diff.send {
            host.insert(item.path.clone(), site[&item.path].clone());
        }
        diff.delete.iter().for_each(|path| {
            host.remove(path);
        });
    }

    fn listing(host: &BTreeMap<String, Entry>) -> Listing {
        let listed = |entry: &Entry| Listed { size: entry.size, stamp: entry.stamp.clone() };
        host.iter().map(|(path, entry)| (path.clone(), listed(entry))).collect()
    }

    fn sites() -> impl Strategy<Value = BTreeMap<String, Entry>> {
        let path = prop::sample::select(vec![
            "index.html",
            "news/index.html",
            "news/a/index.html",
            "news/b/index.html",
            "feed.xml",
            "assets/site.1.css",
            "assets/site.2.css",
            "news/a/picture.webp",
            "404.html",
        ]);
        let entry = (0..4_u64).prop_map(|number| Entry { hash: number.to_string(), size: number, ..Entry::default() });
        prop::collection::btree_map(path.prop_map(str::to_owned), entry, 0..9)
    }

    proptest! {
        #[test]
        fn after_any_publications_the_host_has_the_site_and_what_stays_for_a_while_and_what_is_another_s(
            versions in prop::collection::vec((sites(), 0..50_i64, any::<bool>(), prop::option::of(0..9_usize)), 1..8),
        ) {
            let mut host = BTreeMap::from([("CNAME".to_owned(), Entry { hash: "other".to_owned(), size: 9, ..Entry::default() })]);
            let mut record: Option<Record> = None;
            let mut now = 0;
            for (site, hours, all, cut_off) in versions {
                now += hours * 3600;
                let diff = compare(&site, record.as_ref(), &listing(&host), Record::new(now, None), all);
                prop_assert!(diff.foreign.is_empty());
                if let Some(sent) = cut_off {
                    let sending = diff.send.iter().map(|item| (item.path.clone(), site[&item.path].clone()));
                    record = Some(record.unwrap_or_default().begun(sending));
                    for item in diff.send.iter().take(sent) {
                        host.insert(item.path.clone(), site[&item.path].clone());
                    }
                    continue;
                }
                carry_out(&mut host, &site, &diff);
                for (path, entry) in &site {
                    prop_assert_eq!(host.get(path), Some(entry));
                }
                for path in host.keys().filter(|path| !site.contains_key(*path)) {
                    prop_assert!(path == "CNAME" || diff.record.superseded.contains_key(path), "{} is left", path);
                }
                for (path, superseded) in &diff.record.superseded {
                    prop_assert!(is_asset(path) && host.contains_key(path) || !host.contains_key(path));
                    prop_assert!(superseded.since <= now);
                }
                let ranks: Vec<_> = diff.send.iter().map(|item| is_asset(&item.path)).collect();
                prop_assert!(ranks.is_sorted_by(|a, b| a >= b), "assets go first");
                let again = compare(&site, Some(&diff.record.ended()), &listing(&host), Record::new(now, None), false);
                prop_assert!(again.send.is_empty());
                record = Some(diff.record.ended());
            }
        }
    }

    fn entry(hash: &str) -> Entry {
        Entry { hash: hash.to_owned(), size: 1, ..Entry::default() }
    }

    fn stamped(hash: &str, stamp: &str) -> Entry {
        Entry { stamp: stamp.to_owned(), ..entry(hash) }
    }

    fn site(paths: &[(&str, &str)]) -> BTreeMap<String, Entry> {
        paths.iter().map(|(path, hash)| ((*path).to_owned(), entry(hash))).collect()
    }

    #[test]
    fn assets_go_first_then_new_pages_changed_pages_listings_feeds_and_the_front_page() {
        let old =
            site(&[("index.html", "1"), ("news/index.html", "1"), ("news/old/index.html", "1"), ("feed.xml", "1")]);
        let new = site(&[
            ("assets/a.css", "2"),
            ("feed.xml", "2"),
            ("index.html", "2"),
            ("news/index.html", "2"),
            ("news/new/index.html", "2"),
            ("news/old/index.html", "2"),
        ]);
        let record = Record { files: old.clone(), ..Record::new(0, None) };
        let diff = compare(&new, Some(&record), &listing(&old), Record::new(1, None), false);
        let order: Vec<&str> = diff.send.iter().map(|item| item.path.as_str()).collect();
        assert_eq!(
            order,
            ["assets/a.css", "news/new/index.html", "news/old/index.html", "news/index.html", "feed.xml", "index.html"]
        );
    }

    #[test]
    fn a_list_that_is_new_goes_before_the_pages_that_may_lead_to_it() {
        let old = site(&[("index.html", "1"), ("news/a/index.html", "1")]);
        let new = site(&[
            ("index.html", "2"),
            ("news/a/index.html", "2"),
            ("topics/index.html", "1"),
            ("topics/sea/index.html", "1"),
        ]);
        let record = Record { files: old.clone(), ..Record::new(0, None) };
        let diff = compare(&new, Some(&record), &listing(&old), Record::new(1, None), false);
        let order: Vec<&str> = diff.send.iter().map(|item| item.path.as_str()).collect();
        assert_eq!(order, ["topics/index.html", "topics/sea/index.html", "news/a/index.html", "index.html"]);
    }

    #[test]
    fn each_file_is_sent_for_its_reason() {
        let before = ["a", "b", "c", "d", "g", "h"].map(|name| (format!("{name}.html"), stamped("1", "s")));
        let last = Record { files: before.into_iter().collect(), ..Record::new(0, None) };
        let now = site(&[
            ("a.html", "1"),
            ("b.html", "2"),
            ("c.html", "1"),
            ("d.html", "1"),
            ("e.html", "1"),
            ("f.html", "1"),
            ("g.html", "1"),
            ("h.html", "1"),
        ]);
        let now = now.into_iter().map(|(path, entry)| match path.as_str() {
            "h.html" => (path, Entry { headers: "other".to_owned(), ..entry }),
            _ => (path, entry),
        });
        let now: BTreeMap<String, Entry> = now.collect();
        let there = [("a", 1, "s"), ("b", 1, "s"), ("d", 7, "s"), ("f", 1, "s"), ("g", 1, "t"), ("h", 1, "s")];
        let listed = |size: u64, stamp: &str| Listed { size, stamp: stamp.to_owned() };
        let there = there.iter().map(|(name, size, stamp)| (format!("{name}.html"), listed(*size, stamp))).collect();
        let diff = compare(&now, Some(&last), &there, Record::new(1, None), false);
        let why: Vec<(&str, &str)> = diff.send.iter().map(|item| (item.path.as_str(), item.why.word())).collect();
        assert_eq!(
            why,
            [
                ("c.html", "missing on the host"),
                ("e.html", "new"),
                ("b.html", "changed"),
                ("d.html", "changed on the host"),
                ("g.html", "changed on the host"),
                ("h.html", "headers changed")
            ]
        );
        assert_eq!(diff.foreign, ["f.html"]);
        assert_eq!(diff.record.files["a.html"].stamp, "s", "what stays keeps its stamp");
    }

    #[test]
    fn a_page_that_moves_to_another_file_at_its_address_does_not_vanish() {
        let last = Record { files: site(&[("a.html", "1"), ("b.html", "1")]), ..Record::new(0, None) };
        let diff =
            compare(&site(&[("a/index.html", "1")]), Some(&last), &listing(&last.files), Record::new(1, None), false);
        assert_eq!(diff.vanishing, ["b.html"]);
    }
}
