//! The headline among the lines of a page, by several signs that each may fail.

use std::collections::BTreeMap;

use super::agency::{agency, is_paper};
use super::dateline::dateline;
use super::lines::{Block, key, words};
use super::part::Part;

/// The headline of a page.
#[derive(Clone, Debug)]
pub(super) struct Headline {
    /// The block.
    pub(super) at: usize,
    /// Its text without the name of the site.
    pub(super) text: String,
    /// The name of the site behind it, in any of its writings.
    pub(super) site: Option<String>,
    /// Every block that is the headline.
    pub(super) all: Vec<usize>,
    /// What is not certain about it.
    pub(super) doubt: Option<String>,
}

/// How many words most headlines have at least.
const LEAST: usize = 4;
/// How many words a dek has at least.
const LEAST_OF_DEK: usize = 5;
/// How many words a paragraph has, before which the headline must stand.
const LONG: usize = 25;
/// The longest headline, in characters.
const LONGEST: usize = 220;
/// What a headline that nothing contradicts has at least.
const SURE: i32 = 5;

/// Finds the headline.
pub(super) fn find(blocks: &[Block], parts: &[Part]) -> Option<Headline> {
    let end = end_of_head(blocks, parts);
    let writings = writings(blocks, parts);
    let candidates: Vec<usize> = (0..end).filter(|at| is_candidate(&blocks[*at], &parts[*at])).collect();
    let sole = sole_of(&candidates, blocks);
    let first = candidates.iter().copied().find(|at| blocks[*at].words() >= LEAST);
    let mut scores: Vec<(i32, usize)> = candidates
        .iter()
        .map(|at| {
            let place = i32::from(first == Some(*at)) + i32::from(sole == Some(*at));
            (place + score(*at, blocks, parts, &writings), *at)
        })
        .collect();
    scores.sort_by_key(|(score, at)| (-score, *at));
    let (best, at) = scores.first().copied().filter(|(score, _)| *score > 0)?;
    let (text, site) = without_site(&blocks[at].text, writings.is_repeated(at));
    let own = key(text);
    let all: Vec<usize> = (0..blocks.len())
        .filter(|other| is_open(&parts[*other]))
        .filter(|other| writings.keys[*other].0 == own || writings.keys[*other].1 == own)
        .collect();
    // What stands directly below and is longer is the dek.
    let below = candidates.iter().copied().find(|other| *other > at);
    let is_dek = |other: usize| below == Some(other) && blocks[other].words() > blocks[at].words();
    let rival = scores.iter().find(|(score, other)| *score >= best && !all.contains(other) && !is_dek(*other));
    let doubt = match rival {
        Some((_, other)) => Some(format!("taken as the headline, but line {} may be it", blocks[*other].line)),
        None => (best < SURE).then(|| "taken as the headline, though little says so".to_owned()),
    };
    let site = site.or_else(|| all.iter().find_map(|other| without_site(&blocks[*other].text, true).1));
    // The last one before the text is the one that stands above byline and dek.
    let at = all.iter().copied().filter(|other| *other < end).max().unwrap_or(at);
    Some(Headline { at, text: text.to_owned(), site: site.map(str::to_owned), all, doubt })
}

/// Whether nothing says yet what a block is.
fn is_open(part: &Part) -> bool {
    matches!(part, Part::Text | Part::Names(_))
}

fn is_candidate(block: &Block, part: &Part) -> bool {
    is_open(part) && block.text.chars().count() <= LONGEST && block.words() >= 1
}

/// The candidate that alone has as many words as headlines have.
fn sole_of(candidates: &[usize], blocks: &[Block]) -> Option<usize> {
    let mut long = candidates.iter().copied().filter(|at| blocks[*at].words() >= LEAST);
    long.next().filter(|_| long.next().is_none())
}

/// Where the text of the article begins at the latest.
fn end_of_head(blocks: &[Block], parts: &[Part]) -> usize {
    let is_long = |at: &usize| {
        let block = &blocks[*at];
        matches!(parts[*at], Part::Text)
            && (block.words() >= LONG || (dateline(&block.text).is_some() && block.is_closed()))
    };
    let first = (0..blocks.len()).find(is_long);
    let prose = || (0..blocks.len()).filter(|at| matches!(parts[*at], Part::Text) && blocks[*at].is_prose()).nth(1);
    first.or_else(prose).unwrap_or(blocks.len())
}

/// The words of each block, with and without the name of a site behind them, and how often the same ones come.
struct Writings {
    keys: Vec<(String, String)>,
    counts: BTreeMap<String, usize>,
}

impl Writings {
    /// Whether another block has the same words, and more of them than labels have.
    fn is_repeated(&self, at: usize) -> bool {
        let is_common = |key: &String| words(key) > 2 && self.counts.get(key).is_some_and(|count| *count > 1);
        self.keys.get(at).is_some_and(|(whole, base)| is_common(whole) || is_common(base))
    }
}

fn writings(blocks: &[Block], parts: &[Part]) -> Writings {
    let keys: Vec<(String, String)> =
        blocks.iter().map(|block| (key(&block.text), key(without_site(&block.text, true).0))).collect();
    let mut counts = BTreeMap::new();
    for (whole, base) in keys.iter().zip(parts).filter(|(_, part)| is_open(part)).map(|(keys, _)| keys) {
        *counts.entry(whole.clone()).or_default() += 1;
        if base != whole {
            *counts.entry(base.clone()).or_default() += 1;
        }
    }
    Writings { keys, counts }
}

/// How much speaks for a block as the headline.
fn score(at: usize, blocks: &[Block], parts: &[Part], writings: &Writings) -> i32 {
    let text = &blocks[at].text;
    let is_repeated = writings.is_repeated(at);
    let has_site = without_site(text, false).1.is_some();
    let mut score = match words(text) {
        0 => -5,
        1 => -3,
        2 => -1,
        3 => 1,
        4..=20 => 2,
        _ => 0,
    };
    score += 6 * i32::from(is_repeated) + 3 * i32::from(has_site);
    score += if text.ends_with('.') { -3 } else { 1 };
    score += if is_above_meta(at, blocks, parts) { 3 } else { 0 };
    score -= 5 * i32::from(text.starts_with('(') && text.ends_with(')'));
    score -= 2 * i32::from(is_paper(text)) + i32::from(matches!(parts[at], Part::Names(_)));
    score
}

/// Whether byline or date stand below a block, with no more than a dek and a line of names between.
fn is_above_meta(at: usize, blocks: &[Block], parts: &[Part]) -> bool {
    let (mut has_dek, mut has_names) = (false, false);
    for (block, part) in blocks.iter().zip(parts).skip(at + 1) {
        match part {
            Part::Meta(_) | Part::BylineHead => return true,
            Part::Names(_) if !has_names => has_names = true,
            // A kicker stands above the headline and is no longer than it.
            Part::Text if !has_dek && block.words() >= LEAST_OF_DEK => has_dek = true,
            Part::Furniture(_) | Part::Caption => {}
            _ => return false,
        }
    }
    false
}

/// Words before a headline and a stroke that say what kind of article it is.
const LABELS: &[&str] = &[
    "opinion",
    "analysis",
    "editorial",
    "comment",
    "column",
    "review",
    "interview",
    "exclusive",
    "live",
    "letter",
    "letters",
    "explainer",
    "feature",
    "profile",
    "video",
    "podcast",
    "obituary",
    "explained",
    "perspective",
    "guest column",
];

/// The label before a headline and the headline: "Opinion | What the tide owes us".
pub(super) fn label(text: &str) -> Option<(&str, &str)> {
    let (label, title) = text.split_once(" | ")?;
    (LABELS.contains(&label.to_lowercase().as_str()) && words(title) >= 2).then_some((label, title))
}

/// A headline without the name of the site behind it. Where `is_known` is not given, a dash may belong to the headline, so that only the
/// name of a paper or an agency is taken off behind one.
pub(super) fn without_site(text: &str, is_known: bool) -> (&str, Option<&str>) {
    for sign in [" | ", " - ", " – ", " — ", " :: ", " • ", " · "] {
        let Some((base, site)) = text.rsplit_once(sign) else { continue };
        let is_name = is_known || sign == " | " || is_paper(site) || agency(site).is_some();
        if is_name && words(base) >= 2 && words(site) <= 5 && !site.ends_with('.') {
            return (base.trim(), Some(site.trim()));
        }
    }
    (text, None)
}
