//! Moments as people write them.

/// A day, in seconds.
const DAY: u64 = 86_400;

/// The day of a moment in seconds since 1970, as `YYYY-MM-DD` in UTC.
pub(crate) fn day(seconds: u64) -> String {
    // The civil calendar from days, as Howard Hinnant reckons it: years start in March.
    let days = seconds / DAY + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + next)
}

/// A moment in seconds since 1970, as `YYYY-MM-DDThh:mm:ssZ`.
pub(crate) fn moment(seconds: u64) -> String {
    let time = seconds % DAY;
    format!(
        "{}T{:02}:{:02}:{:02}Z",
        day(seconds),
        time / 3_600,
        time / 60 % 60,
        time % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (1_795_650_612, "2026-11-25T23:50:12Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(moment(seconds), expected);
            assert_eq!(day(seconds), expected[..10]);
        }
        // A record of a broken disk may say anything.
        assert!(moment(u64::MAX).ends_with('Z'));
    }
}
