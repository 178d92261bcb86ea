//! What a block is by itself, by its words alone and wherever it stands.

use super::agency::{agency, is_paper};
use super::furniture::{self, furniture};
use super::people::{self, Byline, bare_byline, byline};
use super::stamp::{self, Stamp, is_labelled};
use super::{Reading, lines, notes};

/// What a block is.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// The headline, or the headline again.
    Title,
    /// A line of byline, date and the like.
    Meta(Vec<(String, Segment)>),
    /// A line of names that nothing says to be the authors.
    Names(Byline),
    /// "By" or "Written by", with the name on the next line.
    BylineHead,
    /// No part of an article, and what it is.
    Furniture(&'static str),
    /// The head of a list of other articles.
    ListHead,
    /// Topics; none where they stand below.
    Topics(Vec<String>),
    /// The head of readers' comments.
    CommentsHead,
    /// "About the author".
    BiographyHead,
    /// The biography of an author of this name.
    Biography(String),
    /// Who reported, wrote and edited.
    Credit(String),
    /// What was put right.
    Correction(String),
    /// "Correction", with the text on the next line.
    CorrectionHead,
    /// The caption or credit of a picture.
    Caption,
    /// Anything else: paragraphs, headings, and what is not known.
    Text,
}

/// A part of a line of byline, date and the like.
#[derive(Clone, Debug)]
pub(super) enum Segment {
    /// Authors.
    Byline(Byline),
    /// An agency.
    Agency(&'static str),
    /// When it was published or changed.
    Stamp(Stamp),
    /// What is no part of an article, and what it is.
    Furniture(&'static str),
    /// Not known.
    Unknown,
}

/// The longest line of byline, date and the like, in bytes.
const LONGEST: usize = 220;
/// The longest part of such a line that is not known, in words.
const MOST_UNKNOWN: usize = 6;
/// What stands between the parts of such a line.
const SIGNS: [&str; 9] = [" | ", " • ", " · ", " – ", " — ", " - ", " / ", "|", "•"];

/// What a block is by itself.
pub(super) fn part(text: &str, reading: &Reading) -> Part {
    if let Some(topics) = notes::topics(text) {
        return Part::Topics(topics);
    }
    if furniture::is_list_head(text) {
        return Part::ListHead;
    }
    if furniture::is_comments_head(text) {
        return Part::CommentsHead;
    }
    if people::is_biography_head(text) {
        return Part::BiographyHead;
    }
    if matches!(lines::key(text).as_str(), "by" | "written by" | "words by" | "story by" | "author" | "authors") {
        return Part::BylineHead;
    }
    if let Some(credit) = notes::credit(text) {
        return Part::Credit(credit);
    }
    if notes::is_correction_head(text) {
        return Part::CorrectionHead;
    }
    if let Some(correction) = notes::correction(text) {
        return Part::Correction(correction.to_owned());
    }
    if notes::is_caption(text) {
        return Part::Caption;
    }
    if people::is_contact(text) {
        return Part::Furniture("an address of the author");
    }
    if stamp::is_label(text) {
        return Part::Furniture(DATE_LABEL);
    }
    if let Some(segments) = segments(&stamp::unglued(text), reading) {
        return Part::Meta(segments);
    }
    if let Some(line) = people::name_and_office(text) {
        return Part::Names(line);
    }
    if people::is_office(text) {
        return Part::Furniture("what the author is");
    }
    match furniture(text) {
        Some(what) => Part::Furniture(what),
        None => bare_byline(text).map_or(Part::Text, Part::Names),
    }
}

/// The parts of a line of byline, date and the like.
fn segments(text: &str, reading: &Reading) -> Option<Vec<(String, Segment)>> {
    if text.len() > LONGEST || (lines::is_closed(text) && lines::words(text) > 12) {
        return None;
    }
    if let Some(pair) = names_and_date(text, reading) {
        return Some(pair);
    }
    let whole = segment(text, reading);
    let pieces = pieces(text);
    // What is no date as a whole may be two, and a line of authors may have one behind it.
    let may_be_more = pieces.len() > 1
        && match &whole {
            Segment::Stamp(stamp) => stamp.moment.is_none(),
            Segment::Byline(_) => merged(&pieces, reading).iter().any(|(_, segment)| is_date(segment)),
            _ => false,
        };
    if is_strong(&whole) && !may_be_more {
        return Some(vec![(text.to_owned(), whole)]);
    }
    if pieces.len() < 2 {
        return None;
    }
    let found = merged(&pieces, reading);
    let has_sure =
        found.iter().any(|(_, segment)| matches!(segment, Segment::Byline(line) if line.has_label) || is_date(segment));
    let is_allowed = |(text, segment): &(String, Segment)| {
        !matches!(segment, Segment::Unknown) || (has_sure && lines::words(text) <= MOST_UNKNOWN)
    };
    (found.iter().any(|(_, segment)| is_strong(segment)) && found.iter().all(is_allowed)).then_some(found)
}

fn is_date(segment: &Segment) -> bool {
    matches!(segment, Segment::Stamp(stamp) if stamp.moment.is_some())
}

/// Whether a segment makes a line one of byline, date and the like.
fn is_strong(segment: &Segment) -> bool {
    match segment {
        Segment::Byline(line) => line.has_label,
        Segment::Agency(_) | Segment::Stamp(_) => true,
        Segment::Furniture(what) => *what == RELATIVE,
        Segment::Unknown => false,
    }
}

/// What the name of a paper is called.
const PAPER: &str = "the name of the paper";

/// What "Published" or "Updated" alone is called.
pub(super) const DATE_LABEL: &str = "the word before a date";

/// What a time such as "2 hours ago" is called.
const RELATIVE: &str = "a time that counts from when the page was read";

/// What a piece of a line is.
fn segment(text: &str, reading: &Reading) -> Segment {
    if let Some(stamp) = stamp::stamp(text, reading) {
        return Segment::Stamp(stamp);
    }
    if let Some(line) = byline(text) {
        return Segment::Byline(line);
    }
    if let Some(agency) = agency(text) {
        return Segment::Agency(agency);
    }
    if is_relative(text) {
        return Segment::Furniture(RELATIVE);
    }
    if let Some(what) = furniture(text) {
        return Segment::Furniture(what);
    }
    if is_paper(text) {
        return Segment::Furniture(PAPER);
    }
    bare_byline(text).map_or(Segment::Unknown, Segment::Byline)
}

/// "2 hours ago", "Yesterday".
fn is_relative(text: &str) -> bool {
    let key = lines::key(text);
    let bare = ["published", "updated", "posted", "last updated"]
        .iter()
        .find_map(|label| key.strip_prefix(label))
        .unwrap_or(&key)
        .trim();
    matches!(bare, "yesterday" | "today" | "just now" | "an hour ago")
        || (bare.ends_with(" ago")
            && bare.split(' ').count() <= 4
            && bare.starts_with(|first: char| first.is_ascii_digit()))
}

/// The pieces of a line between signs, and before words such as "Updated".
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = vec![text];
    for sign in SIGNS {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(sign)).collect();
    }
    let pieces = pieces.into_iter().flat_map(|piece| {
        let cut = piece.match_indices(' ').map(|(at, _)| at).find(|at| {
            let rest = piece.get(at + 1..).unwrap_or_default();
            is_labelled(rest)
                && rest.starts_with(char::is_uppercase)
                && !is_labelled_only(piece.get(..*at).unwrap_or_default())
        });
        match cut {
            Some(at) => vec![piece.get(..at).unwrap_or_default(), piece.get(at + 1..).unwrap_or_default()],
            None => vec![piece],
        }
    });
    pieces.map(|piece| piece.trim().trim_end_matches(',')).filter(|piece| !piece.is_empty()).collect()
}

/// Whether a text is no more than the first word of a label: "Last" of "Last Updated".
fn is_labelled_only(text: &str) -> bool {
    matches!(lines::key(text).as_str(), "last" | "first" | "originally" | "date")
}

/// The segments of pieces; a date whose time stands behind a sign is one.
fn merged(pieces: &[&str], reading: &Reading) -> Vec<(String, Segment)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let longest = (2..=3).rev().find_map(|size| {
            let text = pieces.get(at..at + size)?.join(" ");
            // Two dates are not one that cannot be read.
            stamp::stamp(&text, reading).filter(|stamp| stamp.moment.is_some()).map(|stamp| (size, text, stamp))
        });
        if let Some((size, text, stamp)) = longest {
            found.push((text, Segment::Stamp(stamp)));
            at += size;
            continue;
        }
        let piece = pieces.get(at).copied().unwrap_or_default();
        match names_and_date(piece, reading) {
            Some(pair) => found.extend(pair),
            None => found.push((piece.to_owned(), segment(piece, reading))),
        }
        at += 1;
    }
    found
}

/// Names, or an agency, with a date behind or before them and no sign between: "By Ann Poe, Sept. 15, 2023".
fn names_and_date(text: &str, reading: &Reading) -> Option<Vec<(String, Segment)>> {
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).take(24).collect();
    let halves =
        spaces.iter().filter_map(|at| Some((text.get(..*at)?.trim_end_matches([',', ':']), text.get(at + 1..)?)));
    halves.into_iter().find_map(|(first, second)| {
        let first_is_date =
            second.starts_with("By ") || second.starts_with("BY ") || furniture::is_reading_time(second);
        let (names, date) = if first_is_date { (second, first) } else { (first, second) };
        let date = date.strip_prefix("on ").unwrap_or(date);
        let stamp = stamp::stamp(date, reading).filter(|stamp| stamp.moment.is_some())?;
        let names = match segment(names, reading) {
            Segment::Unknown | Segment::Stamp(_) => return None,
            Segment::Furniture(what) if !first_is_date && what != PAPER => return None,
            found => (names.to_owned(), found),
        };
        let date = (date.to_owned(), Segment::Stamp(stamp));
        Some(if first_is_date { vec![date, names] } else { vec![names, date] })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::TimeZone;

    fn kinds(text: &str) -> String {
        let reading = Reading { timezone: TimeZone::utc(), date_order: None };
        match part(text, &reading) {
            Part::Meta(segments) => segments
                .iter()
                .map(|(_, segment)| match segment {
                    Segment::Byline(_) => 'b',
                    Segment::Agency(_) => 'a',
                    Segment::Stamp(_) => 's',
                    Segment::Furniture(_) => 'f',
                    Segment::Unknown => 'u',
                })
                .collect(),
            other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
        }
    }

    #[test]
    fn lines_of_byline_and_date_are_taken_apart() {
        for (text, expected) in [
            ("By Ann Poe | Reuters | Sept. 15, 2023 | 5 min read", "basf"),
            ("Ann Poe and Bob Roe | Reuters", "ba"),
            ("Reuters", "a"),
            ("By Ann Poe, Sept. 15, 2023", "bs"),
            ("September 15, 2023 By Ann Poe", "sb"),
            ("Sept 15, 2023 - 1:51 PM", "s"),
            ("Published 15 September 2023 Updated 16 September 2023", "ss"),
            ("2 hours ago", "f"),
            ("Harbour wall to rise by a metre | Reuters", "Text"),
            ("Ann Poe", "Names"),
            ("By noon, the wall was under water.", "Text"),
        ] {
            assert_eq!(kinds(text), expected, "{text}");
        }
    }
}
