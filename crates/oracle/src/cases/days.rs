//! Working days of mainland China: dates to count by, and how long a period of law really is.

use county::law::days::{Date, WorkingDays};

use super::{Case, Check};

/// The announcements that set holidays and make-up days of 2024.
const ANNOUNCED: &str = "国务院办公厅关于2024年部分节假日安排的通知 (国办发明电〔2023〕7号)";

const fn date(name: &'static str, expected: f64, got: fn() -> f64) -> Case {
    Case {
        name,
        source: ANNOUNCED,
        expected,
        check: Check::Exact { digits: 0, got },
    }
}

const fn mean(name: &'static str, expected: f64, got: fn() -> f64) -> Case {
    Case {
        name,
        source: ANNOUNCED,
        expected,
        check: Check::Exact { digits: 2, got },
    }
}

/// Dates are written as one number, 20240220 for 20 February 2024.
pub(super) const CASES: &[Case] = &[
    date("working_days.2024_02_05_plus_7", 20_240_220.0, || {
        due((2024, 2, 5), 7)
    }),
    date("working_days.2024_04_29_plus_7", 20_240_511.0, || {
        due((2024, 4, 29), 7)
    }),
    date("working_days.2024_09_26_plus_7", 20_241_011.0, || {
        due((2024, 9, 26), 7)
    }),
    date("working_days.2024_07_01_plus_20", 20_240_729.0, || {
        due((2024, 7, 1), 20)
    }),
    date("working_days.in_2024", 251.0, || {
        working_2024().count() as f64
    }),
    mean(
        "working_days.mean_length_7_from_working_days",
        10.22,
        || mean_length(working_2024(), 7),
    ),
    mean(
        "working_days.mean_length_20_from_working_days",
        29.25,
        || mean_length(working_2024(), 20),
    ),
    mean("working_days.mean_length_7_from_any_day", 10.14, || {
        mean_length(all_2024(), 7)
    }),
    mean("working_days.mean_length_20_from_any_day", 28.97, || {
        mean_length(all_2024(), 20)
    }),
];

/// The day a period of working days ends, as one number; NaN for a date that does not exist.
fn due((year, month, day): (i32, u8, u8), working_days: u32) -> f64 {
    let Some(start) = civil(year, month, day) else {
        return f64::NAN;
    };
    let end = WorkingDays::mainland().add_working_days(start, working_days);
    end.to_string().replace('-', "").parse().unwrap_or(f64::NAN)
}

fn all_2024() -> impl Iterator<Item = Date> {
    civil(2024, 1, 1)
        .into_iter()
        .flat_map(|first| (0..366).map(move |day| first.plus_days(day)))
}

fn working_2024() -> impl Iterator<Item = Date> {
    all_2024().filter(|date| WorkingDays::mainland().is_working(*date))
}

/// Mean number of calendar days that a period of working days takes.
fn mean_length(starts: impl Iterator<Item = Date>, working_days: u32) -> f64 {
    let calendar = WorkingDays::mainland();
    let (count, days) = starts.fold((0u32, 0i64), |(count, days), start| {
        (
            count + 1,
            days + calendar
                .add_working_days(start, working_days)
                .days_since(start),
        )
    });
    days as f64 / f64::from(count)
}

fn civil(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::parse(&format!("{year:04}-{month:02}-{day:02}")).ok()
}
