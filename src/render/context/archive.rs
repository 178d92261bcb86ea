//! The archive: its years, a year, a month.

use tera::{Context, Value};

use super::super::World;
use super::super::value::{map, object};
use super::{About, string};
use crate::path::UrlPath;
use crate::plan::{Page, Subject};

pub(super) fn archive(world: &World, page: &Page, context: &mut Context) -> About {
    let months = world.site.archive();
    let href = |path: String| UrlPath::new(&path).map_or_else(Value::none, |url| Value::from(url.href(world.base())));
    let name =
        |month: i8| world.theme.strings.name(&world.config.language, "months", (month - 1).max(0) as usize).to_owned();
    let month_value = |year: i16, month: i8, count: usize| {
        object([
            ("month", Value::from(i64::from(month))),
            ("name", Value::from(name(month))),
            ("href", href(format!("/archive/{year:04}/{month:02}/"))),
            ("count", Value::from(count)),
        ])
    };
    let months_of = |wanted: i16| -> Vec<Value> {
        let newest_first = months.iter().rev().filter(|((year, _), _)| *year == wanted);
        newest_first.map(|((year, month), articles)| month_value(*year, *month, articles.len())).collect()
    };
    let mut fields = map([
        ("years", Value::none()),
        ("year", Value::none()),
        ("month", Value::none()),
        ("name", Value::none()),
        ("href", Value::from(page.url.href(world.base()))),
        ("year_href", Value::none()),
        ("months", Value::none()),
    ]);
    let word = string(world, "archive");
    let about = match page.subject {
        Subject::Year(year) => {
            fields.insert("year".into(), Value::from(i64::from(year)));
            fields.insert("months".into(), months_of(year).into());
            About::new("archive-year", format!("{word}: {year}"))
        }
        Subject::Month(year, month) => {
            fields.insert("year".into(), Value::from(i64::from(year)));
            fields.insert("month".into(), Value::from(i64::from(month)));
            fields.insert("name".into(), Value::from(name(month)));
            fields.insert("year_href".into(), href(format!("/archive/{year:04}/")));
            About::new("archive-month", format!("{word}: {} {year}", name(month)))
        }
        _ => {
            let mut years: Vec<i16> = months.keys().map(|(year, _)| *year).collect();
            years.dedup();
            let year = |year: i16| {
                let count: usize =
                    months.iter().filter(|((other, _), _)| *other == year).map(|(_, articles)| articles.len()).sum();
                object([
                    ("year", Value::from(i64::from(year))),
                    ("href", href(format!("/archive/{year:04}/"))),
                    ("count", Value::from(count)),
                    ("months", months_of(year).into()),
                ])
            };
            fields.insert("years".into(), years.into_iter().rev().map(year).collect::<Vec<_>>().into());
            About::new("archive", word)
        }
    };
    context.insert_value("archive", Value::from(fields));
    about
}
