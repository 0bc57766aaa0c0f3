//! Civil dates of ticks: days counted in the proleptic Gregorian calendar, words from `locales/`.

use crate::i18n::say;
use kernel::{DAY, HOUR, MINUTE, Tick};

use crate::charts::Lang;

/// A moment as people write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Year.
    pub year: i64,
    /// Month, 1–12.
    pub month: u32,
    /// Day of the month, 1–31.
    pub day: u32,
    /// Day of the week, 0 = Monday.
    pub weekday: u32,
    /// Hour, 0–23.
    pub hour: u32,
    /// Minute, 0–59.
    pub minute: u32,
}

/// Days from 1970-01-01 to a date `YYYY-MM-DD`; `None` for anything else.
#[must_use]
pub fn days_from_date(date: &str) -> Option<i64> {
    let mut fields = date.split('-');
    let year: i64 = fields.next()?.parse().ok()?;
    let month: i64 = fields.next()?.parse().ok()?;
    let day: i64 = fields.next()?.parse().ok()?;
    let sound = fields.next().is_none() && (1..=12).contains(&month) && (1..=31).contains(&day);
    sound.then(|| {
        // H. Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so the leap day comes last.
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    })
}

/// The moment `tick` seconds after midnight of the day `epoch` (days from 1970-01-01).
#[must_use]
pub fn moment(epoch: i64, tick: Tick) -> Moment {
    let days = epoch + tick.div_euclid(DAY);
    let second = tick.rem_euclid(DAY);
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    let small = |x: i64| u32::try_from(x).unwrap_or(0);
    Moment {
        year,
        month: small(month),
        day: small(doy - (153 * mp + 2) / 5 + 1),
        weekday: small((days + 3).rem_euclid(7)),
        hour: small(second / HOUR),
        minute: small(second % HOUR / MINUTE),
    }
}

impl Moment {
    /// Day and time: "2024 年 5 月 21 日周二 10:20", "Tue 21 May 2024, 10:20".
    #[must_use]
    pub fn long(self, lang: Lang) -> String {
        let time = format!("{:02}:{:02}", self.hour, self.minute);
        say(
            lang,
            "date.long",
            &[
                ("year", &self.year.to_string()),
                ("month", &self.month_word(lang)),
                ("day", &self.day.to_string()),
                (
                    "weekday",
                    &crate::i18n::word(lang, &format!("date.weekday.{}", self.weekday + 1)),
                ),
                ("time", &time),
            ],
        )
    }

    /// The day: "2024 年 5 月 21 日", "21 May 2024".
    #[must_use]
    pub fn date(self, lang: Lang) -> String {
        say(
            lang,
            "date.day",
            &[
                ("year", &self.year.to_string()),
                ("month", &self.month_word(lang)),
                ("day", &self.day.to_string()),
            ],
        )
    }

    /// Day and month for an axis: "5 月 21 日", "21 May".
    #[must_use]
    pub fn short(self, lang: Lang) -> String {
        say(
            lang,
            "date.short",
            &[
                ("month", &self.month_word(lang)),
                ("day", &self.day.to_string()),
            ],
        )
    }

    /// The month for an axis: "2024 年 5 月", "May 2024".
    #[must_use]
    pub fn month_of_year(self, lang: Lang) -> String {
        say(
            lang,
            "date.month_of_year",
            &[
                ("year", &self.year.to_string()),
                ("month", &self.month_word(lang)),
            ],
        )
    }

    fn month_word(self, lang: Lang) -> String {
        crate::i18n::word(lang, &format!("date.month.{}", self.month))
    }
}

/// Days between the ticks of an axis, as far as they are not months.
const STEPS: [i64; 4] = [1, 2, 7, 14];

/// Months between the ticks of a longer axis.
const MONTHS: [u32; 5] = [1, 2, 3, 6, 12];

/// Dates for an axis from `from` to `to`: days, Mondays or first days of months, at most `most` of them (but at least one step of a
/// year), each with its words.
#[must_use]
pub fn axis(epoch: i64, from: Tick, to: Tick, most: usize, lang: Lang) -> Vec<(Tick, String)> {
    let first = -(-from).div_euclid(DAY);
    let days = || (first..=to.div_euclid(DAY)).map(|day| (day * DAY, moment(epoch, day * DAY)));
    for step in STEPS {
        // Weeks begin on Mondays; 1970-01-05 was one.
        let on = |t: Tick| (epoch + t.div_euclid(DAY) - 4).rem_euclid(step) == 0;
        let ticks: Vec<_> = days().filter(|(t, _)| on(*t)).collect();
        if ticks.len() <= most {
            return ticks.iter().map(|(t, m)| (*t, m.short(lang))).collect();
        }
    }
    let months = |step: u32| days().filter(move |(_, m)| m.day == 1 && (m.month - 1) % step == 0);
    let fits = |step: &u32| months(*step).count() <= most;
    let step = MONTHS.into_iter().find(fits).unwrap_or(12);
    months(step)
        .map(|(t, m)| (t, m.month_of_year(lang)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_few_dates_and_says_where_it_stands() {
        let epoch = days_from_date("2024-01-01").unwrap();
        let table: [(Tick, Tick, usize, &[&str]); 5] = [
            (0, 3 * DAY, 5, &["1 Jan", "2 Jan", "3 Jan", "4 Jan"]),
            (DAY / 2, 20 * DAY, 4, &["8 Jan", "15 Jan"]),
            (
                0,
                100 * DAY,
                5,
                &["Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024"],
            ),
            (
                20 * DAY,
                400 * DAY,
                4,
                &["Apr 2024", "Jul 2024", "Oct 2024", "Jan 2025"],
            ),
            (40 * DAY, 40 * DAY + 1, 3, &["10 Feb"]),
        ];
        for (from, to, most, words) in table {
            let ticks = axis(epoch, from, to, most, Lang::En);
            assert!(ticks.iter().all(|(t, _)| (from..=to).contains(t)));
            let said: Vec<&str> = ticks.iter().map(|(_, w)| w.as_str()).collect();
            assert_eq!(said, words, "{from} to {to}");
        }
    }

    #[test]
    fn dates_go_there_and_back() {
        for (date, days) in [
            ("1970-01-01", 0),
            ("2024-02-29", 19_782),
            ("2000-03-01", 11_017),
            ("1969-12-31", -1),
        ] {
            assert_eq!(days_from_date(date), Some(days), "{date}");
            let m = moment(days, 0);
            assert_eq!(format!("{:04}-{:02}-{:02}", m.year, m.month, m.day), date);
        }
        for bad in ["", "2024", "2024-13-01", "2024-1-1-1", "x-y-z"] {
            assert_eq!(days_from_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn moments_are_written_in_both_languages() {
        let epoch = days_from_date("2024-05-20").unwrap();
        let m = moment(epoch, DAY + 10 * HOUR + 20 * MINUTE);
        assert_eq!(m.long(Lang::Zh), "2024 年 5 月 21 日周二 10:20");
        assert_eq!(m.long(Lang::En), "Tue 21 May 2024, 10:20");
        assert_eq!(m.short(Lang::En), "21 May");
        assert_eq!(m.date(Lang::Zh), "2024 年 5 月 21 日");
        assert_eq!(moment(epoch, -1).long(Lang::En), "Sun 19 May 2024, 23:59");
    }
}
