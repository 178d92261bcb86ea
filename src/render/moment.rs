//! Dates as a page shows them: in the form and language of the theme, with the zone they were written in.

use jiff::Timestamp;
use tera::Value;

use super::value::object;
use crate::article::Moment;
use crate::article::date::push_two;
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
    let mut fields = Vec::with_capacity(8);
    let mut field = |name: &'static str, make: &dyn Fn() -> Value| {
        if words.has(name) {
            fields.push((name, make()));
        }
    };
    field("iso", &|| Value::from(moment.iso()));
    field("text", &|| in_form(long));
    field("date", &|| in_form("date"));
    field("month_year", &|| in_form("month_year"));
    field("year", &|| Value::from(i64::from(year)));
    field("month", &|| Value::from(i64::from(month)));
    field("day", &|| Value::from(i64::from(day)));
    field("has_time", &|| Value::from(moment.has_time));
    object(fields)
}

/// The date in a form such as `{month_short} {day}, {year}`.
pub(super) fn written(moment: &Moment, pattern: &str, form: Form<'_>) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        push_part(&mut out, &rest[open + 1..close], moment, form);
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    if out.starts_with(char::is_whitespace) || out.ends_with(char::is_whitespace) { out.trim().to_owned() } else { out }
}

fn push_part(out: &mut String, name: &str, moment: &Moment, form: Form<'_>) {
    let (year, month, day, hour, minute, second) = moment.civil;
    let named = |list: &str, index: i8| form.strings.name(form.language, list, index.max(0) as usize);
    match name {
        "year" => out.push_str(&year.to_string()),
        "month" => out.push_str(named("months", month - 1)),
        "month_short" => out.push_str(named("months_short", month - 1)),
        "month2" => push_two(out, month.into()),
        "month1" => push_number(out, month),
        "day" => push_number(out, day),
        "day2" => push_two(out, day.into()),
        "weekday" => {
            if let Ok(date) = jiff::civil::Date::new(year, month, day) {
                out.push_str(named("weekdays", date.weekday().to_monday_zero_offset()));
            }
        }
        "hour12" => push_number(out, if hour % 12 == 0 { 12 } else { hour % 12 }),
        "hour24" => push_two(out, hour.into()),
        "minute" => push_two(out, minute.into()),
        "second" => push_two(out, second.into()),
        "ampm" => out.push_str(form.strings.form(form.language, if hour < 12 { "am" } else { "pm" })),
        "zone" => out.push_str(&zone(moment, form.zone)),
        other => out.extend(["{", other, "}"]),
    }
}

/// Writes a number below 100 with as many digits as it has.
fn push_number(out: &mut String, number: i8) {
    if number >= 10 {
        return push_two(out, number.into());
    }
    out.push(char::from_digit(u32::try_from(number).unwrap_or_default(), 10).unwrap_or('0'));
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
