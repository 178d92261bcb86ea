//! The forms of dates, and what is refused.

use super::*;

fn zone(name: &str) -> TimeZone {
    TimeZone { name: name.to_owned(), zone: TimeZoneDatabase::bundled().get(name).unwrap() }
}

fn iso(text: &str) -> String {
    match parse_date(text, &zone("America/New_York"), None) {
        Ok(moment) => {
            let (year, month, day, hour, minute, second) = moment.civil;
            let offset = f64::from(moment.offset) / 3600.0;
            let time = if moment.has_time { format!("T{hour:02}:{minute:02}:{second:02}") } else { String::new() };
            format!("{year:04}-{month:02}-{day:02}{time}{offset:+}")
        }
        Err(error) if error.is_ambiguous => "ambiguous".to_owned(),
        Err(error) => error.message,
    }
}

#[test]
fn iso_dates_are_read_in_all_their_forms() {
    assert_eq!(iso("2023-09-15"), "2023-09-15-4");
    assert_eq!(iso("2023-12-5"), "2023-12-05-5");
    assert_eq!(iso("2023/09/15"), "2023-09-15-4");
    assert_eq!(iso("20230915T135100Z"), "2023-09-15T13:51:00+0");
    assert_eq!(iso("2023-09-15T01:51:00-04:00"), "2023-09-15T01:51:00-4");
    assert_eq!(iso("2023-09-15 1:51:00 -0400"), "2023-09-15T01:51:00-4");
    assert_eq!(iso("2015-12-30 13:00:00 -5"), "2015-12-30T13:00:00-5");
    assert_eq!(iso("2019-06-20T00:00:00.000Z"), "2019-06-20T00:00:00+0");
    assert_eq!(iso("2023-09-15 1:51"), "2023-09-15T01:51:00-4");
    assert_eq!(iso("2023-09-15t23:59:60+05:30"), "2023-09-15T23:59:59+5.5");
    assert_eq!(iso("2023-09-15T13:51:00+02:00[Europe/Berlin]"), "2023-09-15T13:51:00+2");
    assert_eq!(iso("2023-09-15T13:51:00[Europe/Berlin]"), "2023-09-15T13:51:00+2");
    assert_eq!(iso("2023-09-15 13:51 Asia/Seoul"), "2023-09-15T13:51:00+9");
    assert_eq!(iso("\u{feff}2023-09-15\u{202f}13:51 \u{2212}0400"), "2023-09-15T13:51:00-4");
}

#[test]
fn dates_with_words_are_read() {
    for text in [
        "September 15, 2023",
        "Sept. 15, 2023",
        "Sep 15 2023",
        "15 September 2023",
        "15. September 2023",
        "15-Sep-2023",
        "15th of September, 2023",
        "Friday, September 15th, 2023",
        "friday 15 september 2023",
        "15/09/2023",
        "9/15/2023",
        "15.09.2023",
    ] {
        assert_eq!(iso(text), "2023-09-15-4", "{text}");
    }
    assert_eq!(iso("Sep 15, 2023, 1:51 AM"), "2023-09-15T01:51:00-4");
    assert_eq!(iso("September 15, 2023 at 1:51 p.m. PST"), "2023-09-15T13:51:00-8");
    assert_eq!(iso("Sep 15, 2023, 12:05 AM"), "2023-09-15T00:05:00-4");
    assert_eq!(iso("Sep 15, 2023, 9PM EDT"), "2023-09-15T21:00:00-4");
    assert_eq!(iso("Fri, 15 Sep 2023 13:51:00 -0400 (EDT)"), "2023-09-15T13:51:00-4");
    assert_eq!(iso("Fri, 15 Sep 2023 13:51:00 GMT"), "2023-09-15T13:51:00+0");
    assert_eq!(iso("Fri Sep 15 2023 01:51:00 GMT-0400 (Eastern Daylight Time)"), "2023-09-15T01:51:00-4");
}

#[test]
fn dates_as_unix_programs_print_them_are_read() {
    assert_eq!(iso("Fri Sep  3 11:21:31 UTC 2021"), "2021-09-03T11:21:31+0");
    assert_eq!(iso("Fri Sep  3 11:21:31 CEST 2021"), "2021-09-03T11:21:31+2");
    assert_eq!(iso("Fri Sep 3 11:21:31 2021"), "2021-09-03T11:21:31-4");
    assert_eq!(iso("Sep 3 11:21 2021"), "2021-09-03T11:21:00-4");
    assert_eq!(iso("Fri Sep 31 11:21:31 UTC 2021"), "there is no day 31 in month 9 of 2021");
}

#[test]
fn a_date_of_two_readings_needs_an_order() {
    assert_eq!(iso("03/04/2023"), "ambiguous");
    assert_eq!(iso("Mon, 03/04/2023"), "ambiguous");
    assert_eq!(iso("04/04/2023"), "2023-04-04-4");
    let read = |order| parse_date("03/04/2023", &zone("UTC"), Some(order)).unwrap().day();
    assert_eq!(read(DateOrder::Dmy), (2023, 4, 3));
    assert_eq!(read(DateOrder::Mdy), (2023, 3, 4));
    assert!(parse_date("25/12/2023", &zone("UTC"), Some(DateOrder::Mdy)).is_err());
}

#[test]
fn what_does_not_exist_is_refused() {
    assert_eq!(iso("2023-02-30"), "there is no day 30 in month 2 of 2023");
    assert_eq!(iso("2023-13-01"), "there is no day 1 in month 13 of 2023");
    assert_eq!(iso("0000-01-01"), "there is no day 1 in month 1 of 0");
    assert_eq!(iso("2023-09-15 25:00"), "`25:00` is no time of day");
    assert_eq!(iso("2023-09-15 13:51 PM"), "`13:51 PM` is no time of day");
    assert_eq!(iso("2023-09-15 13"), "`13` is no time of day");
    assert_eq!(iso("2023-09-15 13:51 XYZ"), "`XYZ` is no time zone that is known");
    assert_eq!(iso("2023-09-15 13:51 +99:00"), "`+99:00` is no time zone that is known");
    assert_eq!(iso("15 Smarch 2023"), "`Smarch` is no month");
    assert_eq!(iso("yesterday"), "`yesterday` is no month");
    assert_eq!(iso("2023-09"), "a date needs year, month and day");
    assert_eq!(iso("15/09/23"), "a date needs day, month, and a year of four digits");
    assert_eq!(iso(""), "it has none of the accepted forms");
}

#[test]
fn daylight_saving_neither_loses_nor_doubles_an_hour() {
    let read = |text| parse_date(text, &zone("America/New_York"), None).unwrap();
    assert_eq!(read("2023-03-12 02:30").seconds, read("2023-03-12 03:30").seconds);
    assert_eq!(read("2023-03-12 02:30").civil.3, 2);
    assert_eq!(read("2023-11-05 01:30").offset, -4 * 3600);
}

#[test]
fn the_names_of_files_hold_dates() {
    assert_eq!(date_of_name("2023-09-15-slug"), Some(((2023, 9, 15), "slug")));
    assert_eq!(date_of_name("2024-12-5-18f-project-defaults"), Some(((2024, 12, 5), "18f-project-defaults")));
    assert_eq!(date_of_name("2020-04-21-"), Some(((2020, 4, 21), "")));
    assert_eq!(date_of_name("2020-04-21"), Some(((2020, 4, 21), "")));
    assert_eq!(date_of_name("2020-04-31-x"), None);
    assert_eq!(date_of_name("2020-report"), None);
    assert_eq!(date_of_name("2020.04.21-x"), None);
    assert_eq!(date_of_name("1.87.0"), None);
}

#[test]
fn no_text_makes_it_panic() {
    let seeds = ["2023-09-15T01:51:00-04:00", "Fri, 15 Sep 2023 13:51:00 -0400 (EDT)", "Sept. 15th, 2023, 1:51 a.m."];
    let zone = zone("UTC");
    for seed in seeds {
        for (at, _) in seed.char_indices() {
            for odd in ["", "é", "9999999999999", "-", ":", " ", "\u{0}", "Z", "/"] {
                let _ = parse_date(&format!("{}{odd}{}", &seed[..at], &seed[at..]), &zone, None);
                let _ = parse_date(&format!("{}{odd}{}", &seed[..at], &seed[at + 1..]), &zone, None);
                let _ = date_of_name(&format!("{}{odd}", &seed[..at]));
            }
        }
    }
}

#[test]
fn an_address_may_say_the_date() {
    assert_eq!(date_of_address("/2019/05/15/slug"), Some((2019, 5, 15)));
    assert_eq!(date_of_address("/inside/2024/10/1/slug/"), Some((2024, 10, 1)));
    for none in ["/2019/13/15/slug", "/a/b/c", "/19/05/15/x", "/2019/05/x", "/:year/:month/:day/:slug/", ""] {
        assert_eq!(date_of_address(none), None, "{none}");
    }
}
