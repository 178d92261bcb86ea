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

    /// When cron, in a zone of UTC, reaches a moment (seconds since 1970): `0 14 1 12 *`, the minute after it where it has seconds.
    pub fn cron(seconds: i64) -> String {
        let minute = seconds.saturating_add(59).div_euclid(60).saturating_mul(60);
        Self::utc().at(minute).strftime("%-M %-H %-d %-m *").to_string()
    }

    fn at(&self, seconds: i64) -> ZonedDateTime {
        Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned_datetime(self.zone.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cron_has_the_minute_that_does_not_come_too_early() {
        assert_eq!(TimeZone::cron(0), "0 0 1 1 *");
        assert_eq!(TimeZone::cron(1), "1 0 1 1 *");
        assert_eq!(TimeZone::cron(59), "1 0 1 1 *");
        assert_eq!(TimeZone::cron(86_400 + 3_600 * 14), "0 14 2 1 *");
        assert_eq!(TimeZone::cron(i64::MAX), "0 0 1 1 *");
    }
}
