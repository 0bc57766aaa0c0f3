//! Civil dates of ticks: days counted in the proleptic Gregorian calendar, words from `locales/`.

use kernel::{DAY, HOUR, MINUTE, Tick};
use rust_i18n::t;

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
    /// Day and time: "2024 年 5 月 21 日 周二 10:20", "Tue 21 May 2024, 10:20".
    #[must_use]
    pub fn long(self, lang: Lang) -> String {
        let code = lang.code();
        let time = format!("{:02}:{:02}", self.hour, self.minute);
        t!(
            "date.long",
            locale = code,
            year = self.year,
            month = self.month_word(lang),
            day = self.day,
            weekday = t!(format!("date.weekday.{}", self.weekday + 1), locale = code),
            time = time
        )
        .into_owned()
    }

    /// The day: "2024 年 5 月 21 日", "21 May 2024".
    #[must_use]
    pub fn date(self, lang: Lang) -> String {
        t!(
            "date.day",
            locale = lang.code(),
            year = self.year,
            month = self.month_word(lang),
            day = self.day
        )
        .into_owned()
    }

    /// Day and month for an axis: "5 月 21 日", "21 May".
    #[must_use]
    pub fn short(self, lang: Lang) -> String {
        t!(
            "date.short",
            locale = lang.code(),
            month = self.month_word(lang),
            day = self.day
        )
        .into_owned()
    }

    fn month_word(self, lang: Lang) -> String {
        t!(format!("date.month.{}", self.month), locale = lang.code()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(m.long(Lang::Zh), "2024 年 5 月 21 日 周二 10:20");
        assert_eq!(m.long(Lang::En), "Tue 21 May 2024, 10:20");
        assert_eq!(m.short(Lang::En), "21 May");
        assert_eq!(m.date(Lang::Zh), "2024 年 5 月 21 日");
        assert_eq!(moment(epoch, -1).long(Lang::En), "Sun 19 May 2024, 23:59");
    }
}
