//! Dates as a page shows them: in the form and language of the theme, with the zone they were written in.

use jiff::Timestamp;
use tera::{Map, Value};

use crate::article::Moment;
use crate::config::TimeZone;
use crate::theme::{Strings, Words};

/// What writing a date down depends on.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    pub(super) strings: &'a Strings,
    pub(super) zone: &'a TimeZone,
    pub(super) language: &'a str,
}

/// The object that templates have for a date, without the forms that none of them reads.
pub(super) fn moment(words: &Words, moment: &Moment, form: Form<'_>) -> Value {
    let (year, month, day, ..) = moment.civil;
    let long = if moment.has_time { "datetime" } else { "date" };
    let in_form = |pattern: &str| Value::from(written(moment, form.strings.form(form.language, pattern), form));
    let mut map = Map::with_capacity_and_hasher(8, Default::default());
    let mut field = |name: &'static str, make: &dyn Fn() -> Value| {
        if words.has(name) {
            map.insert(name.into(), make());
        }
    };
    field("iso", &|| Value::from(iso(moment)));
    field("text", &|| in_form(long));
    field("date", &|| in_form("date"));
    field("month_year", &|| in_form("month_year"));
    field("year", &|| Value::from(i64::from(year)));
    field("month", &|| Value::from(i64::from(month)));
    field("day", &|| Value::from(i64::from(day)));
    field("has_time", &|| Value::from(moment.has_time));
    Value::from(map)
}

/// RFC 3339 with the written offset, or the date alone where no time was written.
pub(super) fn iso(moment: &Moment) -> String {
    let (year, month, day, hour, minute, second) = moment.civil;
    let date = format!("{year:04}-{month:02}-{day:02}");
    if !moment.has_time {
        return date;
    }
    let minutes = moment.offset.abs() / 60;
    let sign = if moment.offset < 0 { '-' } else { '+' };
    format!("{date}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The date in a form such as `{month_short} {day}, {year}`.
pub(super) fn written(moment: &Moment, pattern: &str, form: Form<'_>) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        out.push_str(&part(&rest[open + 1..close], moment, form));
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out.trim().to_owned()
}

fn part(name: &str, moment: &Moment, form: Form<'_>) -> String {
    let (year, month, day, hour, minute, second) = moment.civil;
    let named = |list: &str, index: i8| form.strings.name(form.language, list, index.max(0) as usize).to_owned();
    match name {
        "year" => year.to_string(),
        "month" => named("months", month - 1),
        "month_short" => named("months_short", month - 1),
        "month2" => format!("{month:02}"),
        "month1" => month.to_string(),
        "day" => day.to_string(),
        "day2" => format!("{day:02}"),
        "weekday" => jiff::civil::Date::new(year, month, day)
            .map_or_else(|_| String::new(), |date| named("weekdays", date.weekday().to_monday_zero_offset())),
        "hour12" => (if hour % 12 == 0 { 12 } else { hour % 12 }).to_string(),
        "hour24" => format!("{hour:02}"),
        "minute" => format!("{minute:02}"),
        "second" => format!("{second:02}"),
        "ampm" => form.strings.form(form.language, if hour < 12 { "am" } else { "pm" }).to_owned(),
        "zone" => zone(moment, form.zone),
        other => format!("{{{other}}}"),
    }
}

/// The name of the zone where the date was written in the site's, else the distance to UTC.
fn zone(moment: &Moment, zone: &TimeZone) -> String {
    let at = Timestamp::from_second(moment.seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    let info = zone.zone.to_offset_info(at);
    let name = info.abbreviation();
    if info.offset().seconds() == moment.offset && name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return name.to_owned();
    }
    let minutes = moment.offset.abs() / 60;
    match (moment.offset, minutes % 60) {
        (0, _) => "UTC".to_owned(),
        (offset, 0) => format!("UTC{}{}", if offset < 0 { '−' } else { '+' }, minutes / 60),
        (offset, rest) => format!("UTC{}{}:{rest:02}", if offset < 0 { '−' } else { '+' }, minutes / 60),
    }
}
