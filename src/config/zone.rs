//! Moments in the site's own time zone, as text.

use jiff::{Timestamp, ZonedDateTime};

use super::TimeZone;

impl TimeZone {
    /// A moment (seconds since 1970) for people: `2026-12-01 09:00 EST`.
    pub fn written(&self, seconds: i64) -> String {
        self.at(seconds).strftime("%Y-%m-%d %H:%M %Z").to_string()
    }

    /// A moment (seconds since 1970) for programs: `2026-12-01T09:00:00-05:00`.
    pub fn rfc3339(&self, seconds: i64) -> String {
        self.at(seconds).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    fn at(&self, seconds: i64) -> ZonedDateTime {
        Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned_datetime(self.zone.clone())
    }
}
