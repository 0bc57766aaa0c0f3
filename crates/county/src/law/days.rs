//! Civil dates and working days.
//!
//! A clock that counts working days never counts the day it starts on; intervals between dates are half-open on the
//! left, `(from, to]`, so that adding and counting are inverses. Nothing here reads a clock.
//!
//! ```
//! use tuiyan_county::law::days::{Date, WorkingDays};
//!
//! // Seven working days before the Spring Festival of 2024 end well after it.
//! let accepted = Date::parse("2024-02-05")?;
//! let due = WorkingDays::mainland().add_working_days(accepted, 7);
//! assert_eq!(due.to_string(), "2024-02-20");
//! # Ok::<(), String>(())
//! ```

use std::fmt;
use std::sync::OnceLock;

use jiff::SignedDuration;
use jiff::civil;

/// A civil date: a day of the proleptic Gregorian calendar, without time or zone.
///
/// Years run from 0001 to 9999. Arithmetic that would leave them stops at their first or last day.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Date(
    /// Days since 1970-01-01, always within `FIRST..=LAST`.
    i32,
);

const EPOCH: civil::Date = civil::date(1970, 1, 1);
/// 0001-01-01.
const FIRST: i32 = -719_162;
/// 9999-12-31.
const LAST: i32 = 2_932_896;

impl Date {
    /// The date of this year, month (1–12) and day (from 1); `None` if there is no such day in the years 1–9999.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = civil::Date::new(year, month, day).ok()?;
        let number = i32::try_from(date.duration_since(EPOCH).as_hours() / 24).ok()?;
        (FIRST..=LAST).contains(&number).then_some(Self(number))
    }

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// If the text is written differently or the calendar has no such day; the message says which.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return Err(format!("“{text}” is not a date written YYYY-MM-DD"));
        }
        let number = |from: usize, to: usize| text[from..to].parse::<i16>().unwrap_or(0);
        let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
        i8::try_from(month)
            .ok()
            .zip(i8::try_from(day).ok())
            .and_then(|(month, day)| Self::new(year, month, day))
            .ok_or_else(|| format!("the calendar has no day {text}"))
    }

    /// Year, 1–9999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.civil().year()
    }

    /// Month, 1–12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.civil().month()
    }

    /// Day of the month, from 1.
    #[must_use]
    pub fn day(self) -> i8 {
        self.civil().day()
    }

    /// Day of the week, 0 for Monday to 6 for Sunday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        weekday(self.0)
    }

    /// The date so many days later (earlier, if negative); stops at the first and last day of the years 1–9999.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        clamped(i64::from(self.0).saturating_add(days))
    }

    /// Days from `earlier` to this date; negative if this one comes first.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        i64::from(self.0) - i64::from(earlier.0)
    }

    fn civil(self) -> civil::Date {
        EPOCH.saturating_add(SignedDuration::from_hours(24 * i64::from(self.0)))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.civil();
        write!(
            f,
            "{:04}-{:02}-{:02}",
            date.year(),
            date.month(),
            date.day()
        )
    }
}

fn clamped(number: i64) -> Date {
    let inside = number.clamp(i64::from(FIRST), i64::from(LAST));
    Date(i32::try_from(inside).unwrap_or(LAST))
}

/// 1970-01-01 was a Thursday.
const fn weekday(number: i32) -> u8 {
    (number + 3).rem_euclid(7) as u8
}

/// Which days are worked.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct WorkingDays(Kind);

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Kind {
    Mainland,
    Weekends,
    Every,
}

impl WorkingDays {
    /// Mainland China: the holidays and make-up days as announced for 2007–2026. In other years Saturdays, Sundays and
    /// the holidays whose date the rule fixes, without make-up days, since those are announced year by year:
    ///
    /// | years | fixed-date holidays | 全国年节及纪念日放假办法 as revised |
    /// |---|---|---|
    /// | to 1999 | 1 January, 1 May, 1–2 October | 1949 |
    /// | 2000–2006 | 1 January, 1–3 May, 1–3 October | 1999 |
    /// | from 2027 | 1 January, 1–2 May, 1–3 October | 2024 |
    ///
    /// Holidays of the lunar calendar are not among them, so a year outside the table has about a week of working
    /// days too many. [`WorkingDays::covers`] tells.
    #[must_use]
    pub const fn mainland() -> Self {
        Self(Kind::Mainland)
    }

    /// Monday to Friday, all year.
    #[must_use]
    pub const fn weekends_only() -> Self {
        Self(Kind::Weekends)
    }

    /// Every day is worked.
    #[must_use]
    pub const fn every_day() -> Self {
        Self(Kind::Every)
    }

    /// Whether this day is worked.
    #[must_use]
    pub fn is_working(self, date: Date) -> bool {
        self.works(date.0)
    }

    /// The `n`-th working day after `start`, which is not counted itself; `start` if `n` is 0.
    #[must_use]
    pub fn add_working_days(self, start: Date, n: u32) -> Date {
        // Beyond the calendar's last day no working day is left to find.
        let (mut day, mut left) = (start.0, n);
        while left > 0 && day < LAST {
            day += 1;
            left -= u32::from(self.works(day));
        }
        Date(day)
    }

    /// Working days after `from` up to and including `to`; 0 if `to` does not come later.
    #[must_use]
    pub fn working_days_between(self, from: Date, to: Date) -> u32 {
        (from.0 + 1..=to.0)
            .map(|day| u32::from(self.works(day)))
            .sum()
    }

    /// Whether the days of this date's year are known as they were announced (2007–2026), rather than by rule only.
    /// Always true of calendars that need no announcement.
    #[must_use]
    pub fn covers(self, date: Date) -> bool {
        self.0 != Kind::Mainland || COVERED.contains(&date.0)
    }

    fn works(self, number: i32) -> bool {
        let weekend = weekday(number) >= 5;
        match self.0 {
            Kind::Every => true,
            Kind::Weekends => !weekend,
            Kind::Mainland => announced().get(number).unwrap_or_else(|| {
                !weekend && (COVERED.contains(&number) || !is_fixed_holiday(Date(number)))
            }),
        }
    }
}

/// The years whose announcement the table holds: 2007-01-01 to 2026-12-31.
const COVERED: std::ops::RangeInclusive<i32> = 13_514..=20_818;

/// Holidays of all citizens on a date of the solar calendar, by the rule in force that year.
fn is_fixed_holiday(date: Date) -> bool {
    let (may, october) = match date.year() {
        ..=1999 => (1, 2),
        2000..=2026 => (3, 3),
        2027.. => (2, 3),
    };
    match date.month() {
        1 => date.day() == 1,
        5 => date.day() <= may,
        10 => date.day() <= october,
        _ => false,
    }
}

/// Days that differ from the plain week: for each from `first` on, 0 as the week has it, 1 off, 2 worked.
struct Announced {
    first: i32,
    days: Vec<u8>,
}

impl Announced {
    /// Whether the day is worked, if an announcement names it.
    fn get(&self, number: i32) -> Option<bool> {
        let at = usize::try_from(number - self.first).ok()?;
        match self.days.get(at) {
            Some(1) => Some(false),
            Some(2) => Some(true),
            _ => None,
        }
    }
}

/// The announcements, one line a year and kind; `MM-DD/N` is a run of N days.
const TABLE: &str = include_str!("holidays.txt");

fn announced() -> &'static Announced {
    static ANNOUNCED: OnceLock<Announced> = OnceLock::new();
    ANNOUNCED.get_or_init(|| {
        // A line that cannot be read would be left out here; a test reads them all.
        let rows: Vec<(i32, u8)> = TABLE
            .lines()
            .filter_map(|line| read_line(line).ok())
            .flatten()
            .collect();
        let first = rows.iter().map(|row| row.0).min().unwrap_or(0);
        let last = rows.iter().map(|row| row.0).max().unwrap_or(0);
        let mut days = vec![0; usize::try_from(last - first).unwrap_or(0) + 1];
        for (number, mark) in rows {
            if let Some(day) = usize::try_from(number - first)
                .ok()
                .and_then(|at| days.get_mut(at))
            {
                *day = mark;
            }
        }
        Announced { first, days }
    })
}

/// The days a line of the table names, with their mark; none for a comment.
fn read_line(line: &str) -> Result<Vec<(i32, u8)>, String> {
    let mut words = line.split_whitespace();
    let year = match words.next() {
        None => return Ok(Vec::new()),
        Some(word) if word.starts_with('#') => return Ok(Vec::new()),
        Some(word) => word,
    };
    let mark = match words.next().unwrap_or_default() {
        "off" => 1,
        "work" => 2,
        other => return Err(format!("{year}: `{other}` is neither off nor work")),
    };
    let mut days = Vec::new();
    for word in words {
        let (day, length) = word.split_once('/').unwrap_or((word, "1"));
        let from = Date::parse(&format!("{year}-{day}"))?;
        let length: i32 = length
            .parse()
            .map_err(|error| format!("{year}-{word}: {error}"))?;
        days.extend((from.0..from.0 + length).map(|number| (number, mark)));
    }
    Ok(days)
}

#[cfg(test)]
mod tests;
