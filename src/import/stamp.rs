//! The lines in which pages say when they were published and changed.

use std::borrow::Cow;

use super::Reading;
use crate::article::Moment;
use crate::article::date::parse_date;

/// What a date on a page is the date of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The publication.
    Published,
    /// The last change.
    Updated,
}

/// A date that a page names.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    /// Of what it is the date.
    pub(super) event: Event,
    /// When; `None` where it looks like a date but cannot be read as one.
    pub(super) moment: Option<Moment>,
    /// What is not certain about it.
    pub(super) doubt: Option<String>,
}

/// The words before a date, the longer ones first.
const LABELS: &[(&str, Event)] = &[
    ("first published", Event::Published),
    ("originally published", Event::Published),
    ("date published", Event::Published),
    ("published", Event::Published),
    ("posted", Event::Published),
    ("date", Event::Published),
    ("last updated", Event::Updated),
    ("last modified", Event::Updated),
    ("updated", Event::Updated),
    ("modified", Event::Updated),
];

/// Zones that say only half of which one is meant, as pages of their countries write them.
const ZONES: &[(&str, &str)] = &[
    ("ET", "America/New_York"),
    ("CT", "America/Chicago"),
    ("MT", "America/Denver"),
    ("PT", "America/Los_Angeles"),
    ("BST", "Europe/London"),
];

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Whether a word, in small letters, begins as the name of a month does.
pub(super) fn begins_as_month(word: &str) -> bool {
    MONTHS.iter().any(|month| word.starts_with(month))
}

/// The longest text that is read as a date.
const LONGEST: usize = 80;

/// The date that a text is, and nothing else, with the word before it.
pub(super) fn stamp(text: &str, reading: &Reading) -> Option<Stamp> {
    if text.len() > LONGEST {
        return None;
    }
    let (label, rest) = labelled(text);
    let event = label.unwrap_or(Event::Published);
    if let Some((moment, doubt)) = moment(rest, reading) {
        return Some(Stamp { event, moment: Some(moment), doubt });
    }
    let looks_like_one =
        if label.is_some() { rest.chars().any(|one| one.is_ascii_digit()) } else { has_date_form(rest) };
    let is_short = rest.split_whitespace().count() <= 8 && !rest.to_lowercase().contains(" ago");
    (looks_like_one && is_short).then(|| {
        let why = parse_date(rest, &reading.timezone, reading.date_order).err().map(|error| error.message);
        let doubt = format!("this looks like a date but cannot be read as one: {}", why.unwrap_or_default());
        Stamp { event, moment: None, doubt: Some(doubt) }
    })
}

/// Whether a line is a word such as "Updated", with the date on the next one.
pub(super) fn is_label(text: &str) -> bool {
    let key = text.trim_end_matches(':').to_lowercase();
    let bare = key.strip_suffix(" on").unwrap_or(&key);
    LABELS.iter().any(|(label, _)| *label == bare && *label != "date")
}

/// Of what a word such as "Updated" alone says that the date is.
pub(super) fn event_of(text: &str) -> Option<Event> {
    labelled(text).0
}

/// Labels that stand within lines whose spaces were lost.
const GLUED: [&str; 4] = ["Updated", "UPDATED", "Published", "PUBLISHED"];

/// What stands before a label in a word, the label, and what follows it.
fn split_at_label(word: &str) -> (&str, &str, &str) {
    let found = GLUED.iter().find_map(|label| word.find(label).map(|at| (at, at + label.len())));
    let (start, end) = found.unwrap_or((word.len(), word.len()));
    let part = |range: std::ops::Range<usize>| word.get(range).unwrap_or_default();
    (part(0..start), part(start..end), part(end..word.len()))
}

/// A line of dates with the spaces that were lost in copying: "Sept 4, 20233:18 PM GMT+2Updated Sept 5".
pub(super) fn unglued(text: &str) -> Cow<'_, str> {
    let is_glued = |word: &str| text.contains(word) && !text.starts_with(word);
    let has_word = GLUED.iter().copied().any(is_glued);
    let is_year =
        |word: &str| word.len() > 5 && word.bytes().take(5).all(|byte| byte.is_ascii_digit()) && word.contains(':');
    if text.len() > 2 * LONGEST || !(has_word || text.split(' ').any(is_year)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 4);
    for word in text.split(' ') {
        let (year, time) = if is_year(word) { word.split_at(4) } else { ("", word) };
        let (before, label, after) = split_at_label(time);
        for part in [year, before, label, after].into_iter().filter(|part| !part.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(part);
        }
    }
    Cow::Owned(out)
}

/// Whether a line begins with a word such as "Updated".
pub(super) fn is_labelled(text: &str) -> bool {
    labelled(text).0.is_some()
}

/// What stands before a date, and the date.
fn labelled(text: &str) -> (Option<Event>, &str) {
    for (label, event) in LABELS {
        let Some(start) = text.get(..label.len()).filter(|start| start.eq_ignore_ascii_case(label)) else { continue };
        let rest = text.get(start.len()..).unwrap_or_default();
        if rest.starts_with(|next: char| next.is_alphanumeric()) {
            continue;
        }
        let rest = rest.trim_start_matches([':', ' ', ',']);
        let rest = ["on ", "at "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        return (Some(*event), rest);
    }
    (None, text)
}

/// A moment, and what is not certain about it.
fn moment(text: &str, reading: &Reading) -> Option<(Moment, Option<String>)> {
    let text = arranged(text);
    let parse = |text: &str| parse_date(text, &reading.timezone, reading.date_order).ok();
    if let Some(moment) = parse(&text) {
        return Some((moment, None));
    }
    let (before, zone) = text.rsplit_once(' ')?;
    let is_zone = (2..=5).contains(&zone.len()) && zone.chars().all(|one| one.is_ascii_uppercase());
    let doubt = format!("the time zone `{zone}` is not known: the time was taken as one of the site's zone");
    parse(before).filter(|moment| is_zone && moment.has_time).map(|moment| (moment, Some(doubt)))
}

/// A date as pages write it in the order and with the signs of [`parse_date`].
fn arranged(text: &str) -> String {
    let plain = text.replace([',', '|', '•', '·'], " ").replace(" at ", " ").replace(" - ", " ").replace(" / ", " ");
    let plain = plain.replace(" – ", " ").replace("(local time)", "").replace(" local time", "");
    let words: Vec<Cow<'_, str>> = plain.split_whitespace().map(with_colon).collect();
    let has_time = words.iter().filter(|word| is_time(word)).count() == 1;
    let mut words: Vec<&str> = words.iter().map(|word| zone(word)).collect();
    if has_time && words.first().is_some_and(|word| is_time(word)) {
        let is_of_time = |word: &&&str| {
            let lower = word.to_lowercase();
            matches!(lower.as_str(), "am" | "pm" | "a.m." | "p.m.")
                || word.contains('/') && word.contains('_')
                || (2..=5).contains(&word.len()) && word.chars().all(|one| one.is_ascii_uppercase() || one == '+')
        };
        let time = 1 + words.iter().skip(1).take_while(is_of_time).count();
        words.rotate_left(time);
    }
    words.join(" ")
}

/// `06.51` as `06:51`.
fn with_colon(word: &str) -> Cow<'_, str> {
    let half = |text: &str| text.trim_end_matches(|one: char| one.is_ascii_alphabetic()).to_owned();
    match word.split_once('.') {
        Some((hour, minute))
            if (1..=2).contains(&hour.len())
                && half(minute).len() == 2
                && [hour, &half(minute)].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) =>
        {
            Cow::Owned(format!("{hour}:{minute}"))
        }
        _ => Cow::Borrowed(word),
    }
}

fn is_time(word: &str) -> bool {
    let lower = word.to_lowercase();
    let bare = lower.trim_end_matches("am").trim_end_matches("pm").trim_end_matches("a.m.").trim_end_matches("p.m.");
    let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    match bare.split_once(':') {
        Some((hour, rest)) => is_number(hour) && rest.split(':').all(is_number),
        None => bare.len() < lower.len() && is_number(bare),
    }
}

fn zone(word: &str) -> &str {
    ZONES.iter().find(|(short, _)| *short == word).map_or(word, |(_, name)| name)
}

/// Whether a text without a label has the form of a date: a month and a year, or numbers between strokes.
fn has_date_form(text: &str) -> bool {
    let numbers = text.split_whitespace().next().unwrap_or_default().split(['/', '.', '-']);
    let is_numeric = numbers.clone().count() == 3
        && numbers.clone().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let words: Vec<String> = text.split(|one: char| !one.is_alphanumeric()).map(str::to_lowercase).collect();
    let has_month = words.iter().any(|word| begins_as_month(word));
    let has_year = words.iter().any(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()));
    let has_day =
        words.iter().any(|word| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty());
    is_numeric || (has_month && has_year && has_day && words.len() <= 7)
}

/// The first date that stands somewhere in a text.
pub(super) fn date_within(text: &str, reading: &Reading) -> Option<Moment> {
    let words: Vec<&str> = text.split_whitespace().take(40).collect();
    let trim = |text: &str| text.trim_matches([',', '.', ':', ';', '(', ')']).to_owned();
    [3, 1].into_iter().flat_map(|size| words.windows(size)).find_map(|window| {
        let text = trim(&window.join(" "));
        parse_date(&text, &reading.timezone, reading.date_order).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> Reading {
        Reading { timezone: TimeZone::utc(), date_order: None }
    }
    use crate::config::TimeZone;

    fn seconds(text: &str) -> Option<i64> {
        stamp(text, &reading()).and_then(|stamp| stamp.moment).map(|moment| moment.seconds)
    }

    #[test]
    fn the_forms_that_pages_have_are_read() {
        let night = seconds("2023-09-15T05:51:00Z");
        assert!(night.is_some());
        for text in [
            "Updated Sept. 15, 2023 1:51 a.m. EDT",
            "Published: September 15, 2023 at 1:51 AM ET",
            "1:51 a.m. ET, Sept. 15, 2023",
            "Fri 15 Sep 2023 06.51 BST",
            "15 September 2023 • 05:51 GMT",
            "05:51, 15 Sep 2023",
        ] {
            assert_eq!(seconds(text), night, "{text}");
        }
        assert_eq!(seconds("Published 15 September 2023"), seconds("2023-09-15"));
    }

    #[test]
    fn what_cannot_be_read_is_doubted_and_prose_is_none() {
        let found = stamp("03/04/2023", &reading()).expect("a date");
        assert!(found.moment.is_none() && found.doubt.is_some());
        assert!(stamp("Published by the council", &reading()).is_none());
        assert!(stamp("The vote of May 2023 is void", &reading()).is_none());
    }

    #[test]
    fn a_date_is_found_in_a_sentence() {
        let found = date_within("This article was amended on 16 September 2023 to say three.", &reading());
        assert_eq!(found.map(|moment| moment.day()), Some((2023, 9, 16)));
    }
}
