//! A date: whatever is read is a day that exists, and says the same when it is written and read again.

use byline::article::Moment;
use byline::article::date::parse_date;
use byline::config::{DateOrder, TimeZone};

/// Zones with summer time on either side of the equator, with half hours, with days left out, and far from UTC.
const ZONES: [&str; 6] =
    ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati"];

/// Judges `bytes` as a date, in every order and zone.
pub fn judge(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for name in ZONES {
        let zone = TimeZone::named(name).unwrap_or_else(|_| panic!("there is no zone {name}"));
        for order in [None, Some(DateOrder::Dmy), Some(DateOrder::Mdy)] {
            match parse_date(text, &zone, order) {
                Ok(moment) => {
                    judge_moment(&moment);
                    judge_again(&moment, &zone, order);
                }
                Err(error) => {
                    assert!(!error.message.is_empty(), "nothing said of {text:?}");
                    assert!(!error.is_ambiguous || order.is_none(), "ambiguous though the order is known: {text:?}");
                }
            }
        }
    }
}

/// Fails where a moment is no date and time of day that a calendar has, or is far from what was written.
pub fn judge_moment(moment: &Moment) {
    let (year, month, day, hour, minute, second) = moment.civil;
    assert!((1..=9999).contains(&year) && (1..=12).contains(&month), "{moment:?}");
    assert!((1..=days(year, month)).contains(&day), "there is no such day: {moment:?}");
    assert!((0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second), "{moment:?}");
    assert!(moment.has_time || (hour, minute, second) == (0, 0, 0), "a time that was not written: {moment:?}");
    // summer time, or a day that a country left out, lies between at most
    let gap = (moment.seconds + i64::from(moment.offset) - local_seconds(moment)).abs();
    assert!(gap <= 86_400, "{gap} seconds from what was written: {moment:?}");
}

/// Fails where a moment that is written in a form of byline's own is read as another one.
fn judge_again(moment: &Moment, zone: &TimeZone, order: Option<DateOrder>) {
    let (year, month, day, hour, minute, second) = moment.civil;
    let read = |text: &str| parse_date(text, zone, order).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    if !moment.has_time {
        let again = read(&format!("{year:04}-{month:02}-{day:02}"));
        assert_eq!(&again, moment, "the day is another one");
        return;
    }
    // what stands in a gap of summer time, or had an odd offset, has no form with its offset
    let is_exact = local_seconds(moment) - i64::from(moment.offset) == moment.seconds;
    if is_exact && moment.offset % 60 == 0 && moment.offset.abs() <= 18 * 3_600 {
        let sign = if moment.offset < 0 { '-' } else { '+' };
        let minutes = moment.offset.abs() / 60;
        let (hours, minutes) = (minutes / 60, minutes % 60);
        let text =
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{hours:02}:{minutes:02}");
        assert_eq!(&read(&text), moment, "{text} is another moment");
    }
}

/// The seconds of the written local time, as if it were UTC.
fn local_seconds(moment: &Moment) -> i64 {
    let (year, month, day, hour, minute, second) = moment.civil;
    let before = i64::from(year) - 1;
    let mut days_before = before * 365 + before / 4 - before / 100 + before / 400 - 719_162;
    days_before += (1..month).map(|month| i64::from(days(year, month))).sum::<i64>() + i64::from(day) - 1;
    days_before * 86_400 + i64::from(hour) * 3_600 + i64::from(minute) * 60 + i64::from(second)
}

/// How many days a month has.
fn days(year: i16, month: i8) -> i8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}
