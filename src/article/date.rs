//! Dates as people write them: read strictly enough that none is guessed, and kept as they were written.

use std::borrow::Cow;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZoneDatabase};

use super::Moment;
use crate::config::{DateOrder, TimeZone};
use crate::diagnostic::{Code, Diagnostic};

/// The forms that are read, for hints.
pub const FORMS: &str = "accepted are `2023-09-15`, `2023-09-15 13:51`, `2023-09-15T13:51:00-04:00`, \
     `Sep 15, 2023, 1:51 PM`, `15 September 2023` and `Fri, 15 Sep 2023 13:51:00 -0400`";

/// Why text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// Whether it could be read in two ways.
    pub is_ambiguous: bool,
    /// What is wrong, for a message.
    pub message: String,
}

impl DateError {
    fn invalid(message: impl Into<String>) -> Self {
        Self { is_ambiguous: false, message: message.into() }
    }

    /// The diagnostic for a date under `key`, without a place.
    pub fn diagnostic(&self, key: &str, text: &str) -> Diagnostic {
        let code = if self.is_ambiguous { Code::AmbiguousDate } else { Code::InvalidDate };
        let fault = Diagnostic::new(code, format!("`{text}` of `{key}` is no date: {}", self.message));
        let fault = if self.is_ambiguous {
            fault.hint("set `date_order: dmy` or `date_order: mdy` in byline.yaml, or write the year first")
        } else {
            fault
        };
        fault.hint(FORMS)
    }
}

impl Moment {
    /// RFC 3339 with the written offset, or the date alone where no time was written.
    pub fn iso(&self) -> String {
        let (year, month, day, hour, minute, second) = self.civil;
        let mut out = String::with_capacity(25);
        if (0..=9999).contains(&year) {
            push_two(&mut out, i64::from(year / 100));
            push_two(&mut out, i64::from(year % 100));
        } else {
            out.push_str(&format!("{year:04}"));
        }
        for (before, number) in [('-', month), ('-', day)] {
            out.push(before);
            push_two(&mut out, number.into());
        }
        if !self.has_time {
            return out;
        }
        for (before, number) in [('T', hour), (':', minute), (':', second)] {
            out.push(before);
            push_two(&mut out, number.into());
        }
        let minutes = self.offset.abs() / 60;
        for (before, number) in [(if self.offset < 0 { '-' } else { '+' }, minutes / 60), (':', minutes % 60)] {
            out.push(before);
            push_two(&mut out, number.into());
        }
        out
    }

    /// The moment at which `zone` shows the local time `civil`. A time that daylight saving leaves out is moved
    /// forward by the gap; of one that comes twice the first is meant. `None` where there is no such date.
    pub fn in_zone(civil: (i16, i8, i8, i8, i8, i8), has_time: bool, zone: &TimeZone) -> Option<Self> {
        let zoned = zone.zone.to_zoned_datetime(datetime(civil)?).ok()?;
        let offset = zoned.offset().seconds();
        Some(Self { seconds: zoned.timestamp().as_second(), civil, offset, has_time })
    }

    /// The moment at which a clock `offset` seconds east of UTC shows `civil`. `None` where there is no such date.
    pub fn at_offset(civil: (i16, i8, i8, i8, i8, i8), offset: i32) -> Option<Self> {
        let moment = Offset::from_seconds(offset).ok()?.to_timestamp(datetime(civil)?).ok()?;
        Some(Self { seconds: moment.as_second(), civil, offset, has_time: true })
    }

    /// The written local year, month and day.
    pub fn day(&self) -> (i16, i8, i8) {
        (self.civil.0, self.civil.1, self.civil.2)
    }
}

/// Writes a number below 100 with two digits.
pub fn push_two(out: &mut String, number: i64) {
    let digit = |digit: i64| char::from_digit(u32::try_from(digit % 10).unwrap_or_default(), 10).unwrap_or('0');
    out.push(digit(number / 10));
    out.push(digit(number));
}

fn datetime((year, month, day, hour, minute, second): (i16, i8, i8, i8, i8, i8)) -> Option<DateTime> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

/// Reads a date with or without a time and a zone. Without a zone, `zone` is meant; `order` says how dates such as
/// 03/04/2023 are read, which are ambiguous otherwise.
pub fn parse_date(text: &str, zone: &TimeZone, order: Option<DateOrder>) -> Result<Moment, DateError> {
    let text = &*plain(text);
    if text.len() > 100 {
        return Err(DateError::invalid("it is too long for a date"));
    }
    let text = year_before_time(text).map_or(Cow::Borrowed(text), Cow::Owned);
    let mut cursor = Cursor { rest: text.trim() };
    let (year, month, day) = cursor.date(order)?;
    if DateTime::new(year, month, day, 0, 0, 0, 0).is_err() || year < 1 {
        return Err(DateError::invalid(format!("there is no day {day} in month {month} of {year}")));
    }
    cursor.skip_between();
    if cursor.rest.is_empty() {
        return Moment::in_zone((year, month, day, 0, 0, 0), false, zone).ok_or_else(out_of_range);
    }
    let (hour, minute, second) = cursor.time()?;
    let civil = (year, month, day, hour, minute, second);
    match cursor.zone()? {
        Zone::None => Moment::in_zone(civil, true, zone).ok_or_else(out_of_range),
        Zone::Offset(offset) => Moment::at_offset(civil, offset).ok_or_else(out_of_range),
        Zone::Named(zone) => Moment::in_zone(civil, true, &zone).ok_or_else(out_of_range),
    }
}

fn out_of_range() -> DateError {
    DateError::invalid("it is out of the range of dates, the years 1 to 9999")
}

/// `text` with plain spaces for all kinds of white space, and a plain minus.
fn plain(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return Cow::Borrowed(text);
    }
    let invisible = |character: &char| !matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    let plain = |character: char| match character {
        '\u{2212}' => '-',
        space if space.is_whitespace() => ' ',
        other => other,
    };
    text.chars().filter(invisible).map(plain).collect()
}

/// `Fri Sep  3 11:21:31 CEST 2021`, as Unix programs print dates, with the year where other forms have it.
fn year_before_time(text: &str) -> Option<String> {
    if !text.contains(char::is_whitespace) {
        return None;
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let time = words.iter().position(|word| word.contains(':'))?;
    let is_day = |word: &&str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let day = time.checked_sub(1).and_then(|before| words.get(before));
    if !day.is_some_and(is_day)
        || words.len() > time + 3
        || words.len() == time + 1
        || !words.last().is_some_and(is_year)
    {
        return None;
    }
    let year = words.pop()?;
    words.insert(time, year);
    Some(words.join(" "))
}

/// The zone that was written.
enum Zone {
    None,
    Offset(i32),
    Named(TimeZone),
}

/// What is left of the text.
struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    /// Goes past a number of `least` to `most` digits; `None` (and no step) where there are fewer or more.
    fn number(&mut self, least: usize, most: usize) -> Option<i32> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(least..=most).contains(&length) {
            return None;
        }
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        digits.parse().ok()
    }

    /// Goes past a word of letters.
    fn word(&mut self) -> Option<&'t str> {
        let length = self.rest.find(|character: char| !character.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(length);
        if word.is_empty() {
            return None;
        }
        self.rest = rest;
        Some(word)
    }

    fn skip(&mut self, characters: &[char]) {
        self.rest = self.rest.trim_start_matches(characters);
    }

    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Goes past what may stand between a date and a time.
    fn skip_between(&mut self) {
        if self.rest.starts_with(['T', 't'])
            && self.rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            self.rest = self.rest.get(1..).unwrap_or_default();
            return;
        }
        self.skip(&[' ', ',']);
        if self.rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("at ")) {
            self.rest = self.rest.get(3..).unwrap_or_default();
        }
        self.skip(&[' ']);
    }

    /// Year, month and day in any of the forms.
    fn date(&mut self, order: Option<DateOrder>) -> Result<(i16, i8, i8), DateError> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = self.rest.get(digits..).unwrap_or_default();
        match (digits, after.chars().next()) {
            (4, Some('-' | '/' | '.')) => self.year_first(),
            (8, None | Some('T' | 't' | ' ')) => self.compact(),
            (1 | 2, Some('/')) => self.numbers('/', order),
            (1 | 2, Some('.')) if after.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) => {
                self.numbers('.', order)
            }
            (1 | 2, Some('-')) if after.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) => {
                self.numbers('-', order)
            }
            (1 | 2, Some(_)) => self.day_and_word(),
            (0, Some(_)) => self.word_first(order),
            _ => Err(DateError::invalid("it has none of the accepted forms")),
        }
    }

    /// `2023-09-15`, with one-digit numbers too.
    fn year_first(&mut self) -> Result<(i16, i8, i8), DateError> {
        let year = self.number(4, 4);
        let separator = self.rest.get(..1).unwrap_or_default();
        let month = self.take(separator).then(|| self.number(1, 2)).flatten();
        let day = self.take(separator).then(|| self.number(1, 2)).flatten();
        match (year, month, day) {
            (Some(year), Some(month), Some(day)) => Ok(triple(year, month, day)),
            _ => Err(DateError::invalid("a date needs year, month and day")),
        }
    }

    /// `20230915`.
    fn compact(&mut self) -> Result<(i16, i8, i8), DateError> {
        let number = self.number(8, 8).unwrap_or_default();
        Ok(triple(number / 10_000, number / 100 % 100, number % 100))
    }

    /// `15/09/2023`, where it is clear which is the day.
    fn numbers(&mut self, separator: char, order: Option<DateOrder>) -> Result<(i16, i8, i8), DateError> {
        let separator = separator.to_string();
        let first = self.number(1, 2);
        let second = self.take(&separator).then(|| self.number(1, 2)).flatten();
        let year = self.take(&separator).then(|| self.number(4, 4)).flatten();
        let (Some(first), Some(second), Some(year)) = (first, second, year) else {
            return Err(DateError::invalid("a date needs day, month, and a year of four digits"));
        };
        match order {
            Some(DateOrder::Dmy) => Ok(triple(year, second, first)),
            Some(DateOrder::Mdy) => Ok(triple(year, first, second)),
            None if first > 12 => Ok(triple(year, second, first)),
            None if second > 12 || first == second => Ok(triple(year, first, second)),
            None => Err(DateError {
                is_ambiguous: true,
                message: "it may mean day, month, year or month, day, year".to_owned(),
            }),
        }
    }

    /// `15 September 2023`, `15. Sep. 2023`, `15th of September, 2023`, `15-Sep-2023`.
    fn day_and_word(&mut self) -> Result<(i16, i8, i8), DateError> {
        let day = self.number(1, 2).unwrap_or_default();
        self.skip_ordinal();
        self.skip(&[' ', '.', '-']);
        let mut word = self.word().unwrap_or_default();
        if word.eq_ignore_ascii_case("of") {
            self.skip(&[' ']);
            word = self.word().unwrap_or_default();
        }
        let month = month(word).ok_or_else(|| no_month(word))?;
        self.skip(&[' ', '.', ',', '-']);
        let year = self.number(4, 4).ok_or_else(|| DateError::invalid("a date needs a year of four digits"))?;
        Ok(triple(year, month, day))
    }

    /// `Fri, 15 Sep 2023`, `Friday, September 15, 2023`, `Sept. 15th, 2023`, `Fri Sep 15 2023`.
    fn word_first(&mut self, order: Option<DateOrder>) -> Result<(i16, i8, i8), DateError> {
        let mut word = self.word().ok_or_else(|| DateError::invalid("it has none of the accepted forms"))?;
        if is_weekday(word) {
            self.skip(&[' ', ',', '.']);
            if self.rest.starts_with(|character: char| character.is_ascii_digit()) {
                return self.date(order);
            }
            word = self.word().unwrap_or_default();
        }
        let month = month(word).ok_or_else(|| no_month(word))?;
        self.skip(&[' ', '.']);
        let day = self.number(1, 2).ok_or_else(|| DateError::invalid("a date needs a day"))?;
        self.skip_ordinal();
        self.skip(&[' ', ',']);
        let year = self.number(4, 4).ok_or_else(|| DateError::invalid("a date needs a year of four digits"))?;
        Ok(triple(year, month, day))
    }

    fn skip_ordinal(&mut self) {
        if let Some(ending) = ["st", "nd", "rd", "th"].into_iter().find(|ending| self.rest.starts_with(ending)) {
            self.take(ending);
        }
    }

    /// `1:51`, `01:51:00.123`, `1:51 PM`, `9 a.m.`, `0151`.
    fn time(&mut self) -> Result<(i8, i8, i8), DateError> {
        let wrong = || DateError::invalid(format!("`{}` is no time of day", self.rest));
        let wrong = wrong();
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (mut hour, minute, second) = match digits {
            4 | 6 => {
                let number = self.number(digits, digits).ok_or(wrong.clone())?;
                let number = if digits == 4 { number * 100 } else { number };
                (number / 10_000, number / 100 % 100, number % 100)
            }
            _ => {
                let hour = self.number(1, 2).ok_or(wrong.clone())?;
                let minute = if self.take(":") { self.number(2, 2).ok_or(wrong.clone())? } else { -1 };
                let second = if minute >= 0 && self.take(":") { self.number(2, 2).ok_or(wrong.clone())? } else { 0 };
                (hour, minute, second)
            }
        };
        if self.rest.starts_with(['.', ','])
            && self.rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            self.rest = self.rest.get(1..).unwrap_or_default().trim_start_matches(|c: char| c.is_ascii_digit());
        }
        let half = self.half_of_day();
        match half {
            Some(is_afternoon) if (1..=12).contains(&hour) => hour = hour % 12 + if is_afternoon { 12 } else { 0 },
            Some(_) => return Err(wrong),
            None if minute < 0 => return Err(wrong),
            None => {}
        }
        let minute = minute.max(0);
        // a leap second is told as the last one before it
        let second = if second == 60 { 59 } else { second };
        if hour > 23 || minute > 59 || second > 59 {
            return Err(wrong);
        }
        Ok((hour as i8, minute as i8, second as i8))
    }

    /// `AM` (false) or `PM` (true), in their spellings.
    fn half_of_day(&mut self) -> Option<bool> {
        let trimmed = self.rest.trim_start();
        let spellings = [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)];
        let (spelling, is_afternoon) = spellings.into_iter().find(|(spelling, _)| {
            trimmed.get(..spelling.len()).is_some_and(|start| start.eq_ignore_ascii_case(spelling))
                && !trimmed.get(spelling.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
        })?;
        self.rest = trimmed.get(spelling.len()..).unwrap_or_default();
        Some(is_afternoon)
    }

    /// The zone, to the end of the text.
    fn zone(&mut self) -> Result<Zone, DateError> {
        self.rest = self.rest.trim();
        // what stands in brackets repeats what an offset says
        if let Some((before, _)) = self.rest.split_once([' ', '[', '(']).filter(|(before, _)| !before.is_empty()) {
            let (offset, rest) = (before, self.rest.get(before.len()..).unwrap_or_default().trim());
            if offset_of(offset).is_some() && closes(rest) {
                self.rest = offset;
            }
        }
        let name = self.rest.trim_matches(['[', ']', '(', ')']);
        if name.is_empty() {
            return Ok(Zone::None);
        }
        if let Some(offset) = offset_of(name).or_else(|| abbreviation(name)) {
            return Ok(Zone::Offset(offset));
        }
        let known = name.contains('/').then(|| TimeZoneDatabase::bundled().get(name).ok()).flatten();
        match known {
            Some(zone) => Ok(Zone::Named(TimeZone { name: name.to_owned(), zone })),
            None => Err(DateError::invalid(format!("`{name}` is no time zone that is known"))),
        }
    }
}

/// Whether text is a note in brackets, such as `(EDT)`.
fn closes(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')') || text.starts_with('[') && text.ends_with(']')
}

/// Numbers of a date in the types of a [`Moment`]; what does not fit becomes a day that does not exist.
fn triple(year: i32, month: i32, day: i32) -> (i16, i8, i8) {
    (i16::try_from(year).unwrap_or(0), i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0))
}

fn no_month(word: &str) -> DateError {
    DateError::invalid(match word {
        "" => "a date needs a month".to_owned(),
        word => format!("`{word}` is no month"),
    })
}

/// The number of an English month, also shortened to three letters or more.
fn month(word: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let number = MONTHS.iter().position(|month| month.starts_with(&word)).filter(|_| word.len() >= 3)?;
    i32::try_from(number + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_lowercase();
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word))
}

/// Seconds east of UTC: `Z`, `-0400`, `-04:00`, `-5`, `UTC+2`, `GMT-0400`.
fn offset_of(text: &str) -> Option<i32> {
    let upper = text.to_ascii_uppercase();
    let text = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT")).unwrap_or(&upper);
    if matches!(text, "" | "Z") {
        return (!upper.is_empty()).then_some(0);
    }
    let (sign, digits) = match text.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, text.strip_prefix('-')?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    if !(hours.bytes().chain(minutes.bytes())).all(|byte| byte.is_ascii_digit()) || hours.len() > 2 || minutes.len() > 2
    {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 18 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}

/// Seconds east of UTC of the abbreviations that mean one zone only.
fn abbreviation(name: &str) -> Option<i32> {
    const MINUTES: &[(&str, i32)] = &[
        ("EST", -300),
        ("EDT", -240),
        ("CST", -360),
        ("CDT", -300),
        ("MST", -420),
        ("MDT", -360),
        ("PST", -480),
        ("PDT", -420),
        ("AKST", -540),
        ("AKDT", -480),
        ("HST", -600),
        ("WET", 0),
        ("WEST", 60),
        ("CET", 60),
        ("CEST", 120),
        ("EET", 120),
        ("EEST", 180),
        ("MSK", 180),
        ("JST", 540),
        ("KST", 540),
        ("AWST", 480),
        ("ACST", 570),
        ("AEST", 600),
        ("AEDT", 660),
        ("NZST", 720),
        ("NZDT", 780),
    ];
    let name = name.to_ascii_uppercase();
    MINUTES.iter().find(|(known, _)| *known == name).map(|(_, minutes)| minutes * 60)
}

/// The date with which a file's or folder's name begins, and the rest of the name: `2023-09-15-slug`, `2024-12-5-slug`.
/// `None` where it begins with none, or with one that does not exist.
pub fn date_of_name(name: &str) -> Option<((i16, i8, i8), &str)> {
    let mut cursor = Cursor { rest: name };
    cursor.rest.get(..5).filter(|start| start.ends_with('-'))?;
    let (year, month, day) = cursor.year_first().ok()?;
    datetime((year, month, day, 0, 0, 0))?;
    match cursor.rest.chars().next() {
        None => Some(((year, month, day), "")),
        Some('-' | '_' | ' ') => Some(((year, month, day), cursor.rest.get(1..).unwrap_or_default())),
        Some(_) => None,
    }
}

/// The date in an address that has one, `2019/05/15/slug`, where nothing else says when an article was published. `None` where
/// there is none, or one that does not exist.
pub fn date_of_address(address: &str) -> Option<(i16, i8, i8)> {
    let segments: Vec<&str> = address.split('/').collect();
    segments.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        let is_number = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if year.len() != 4 || !is_number(year, 4) || !is_number(month, 2) || !is_number(day, 2) {
            return None;
        }
        let date = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        datetime((date.0, date.1, date.2, 0, 0, 0)).map(|_| date)
    })
}

#[cfg(test)]
mod tests;
