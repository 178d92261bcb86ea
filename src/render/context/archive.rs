//! The archive: its years, a year, a month.

use super::super::show::Show;
use super::{About, Variables, string};
use crate::path::UrlPath;
use crate::plan::{Page, Subject};

pub(super) fn archive<'a, S: Show>(show: &'a S, page: &Page, variables: &mut Variables<'_, S>) -> About<'a> {
    if show.wants("archive") {
        variables("archive", value(show, page));
    }
    let word = string(show, "archive");
    match page.subject {
        Subject::Year(year) => About::new("archive-year", format!("{word}: {year}")),
        Subject::Month(year, month) => About::new("archive-month", format!("{word}: {} {year}", name_of(show, month))),
        _ => About::new("archive", word),
    }
}

fn value<S: Show>(show: &S, page: &Page) -> S::Value {
    let none = || show.none();
    let [years, year, month, name, year_href, months] = match page.subject {
        Subject::Year(year) => {
            [none(), show.number(year.into()), none(), none(), none(), show.wanted("months", || months_of(show, year))]
        }
        Subject::Month(year, month) => [
            none(),
            show.number(year.into()),
            show.number(month.into()),
            show.text(&name_of(show, month)),
            address(show, format!("/archive/{year:04}/")),
            none(),
        ],
        _ => [show.wanted("years", || years(show)), none(), none(), none(), none(), none()],
    };
    show.object([
        ("years", years),
        ("year", year),
        ("month", month),
        ("name", name),
        ("href", show.href(&page.url)),
        ("year_href", year_href),
        ("months", months),
    ])
}

fn address<S: Show>(show: &S, path: String) -> S::Value {
    show.optional(UrlPath::new(&path), |url| show.href(&url))
}

fn name_of<S: Show>(show: &S, month: i8) -> String {
    let world = show.world();
    world.theme.strings.name(&world.config.language, "months", (month - 1).max(0) as usize).to_owned()
}

/// The years, newest first, each with its months.
fn years<S: Show>(show: &S) -> S::Value {
    let months = show.world().months();
    let mut years: Vec<i16> = months.keys().map(|(year, _)| *year).collect();
    years.dedup();
    let year = |year: i16| {
        let own = months.iter().filter(|((other, _), _)| *other == year);
        show.object([
            ("year", show.number(year.into())),
            ("href", address(show, format!("/archive/{year:04}/"))),
            ("count", show.wanted("count", || show.count(own.map(|(_, count)| count).sum()))),
            ("months", show.wanted("months", || months_of(show, year))),
        ])
    };
    show.list(years.into_iter().rev().map(year).collect())
}

/// The months of a year, newest first.
fn months_of<S: Show>(show: &S, wanted: i16) -> S::Value {
    let newest_first = show.world().months().iter().rev().filter(|((year, _), _)| *year == wanted);
    let month = |((year, month), count): (&(i16, i8), &usize)| {
        show.object([
            ("month", show.number((*month).into())),
            ("name", show.text(&name_of(show, *month))),
            ("href", address(show, format!("/archive/{year:04}/{month:02}/"))),
            ("count", show.wanted("count", || show.count(*count))),
        ])
    };
    show.list(newest_first.map(month).collect())
}
