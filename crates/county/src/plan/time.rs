//! Dates, working hours, half-days and the window of a run.

use std::sync::Arc;

use kernel::{DAY, Layout, OpenHours, Tick};

use crate::law::days::{Date, WorkingDays};
use crate::scenario::{Counts, Holidays, Problem, Scenario, WorkingTime, problem};

/// Days in a mean Gregorian year: what "per year" and `years` count.
pub(crate) const YEAR_DAYS: f64 = 365.2425;

/// How much of a calendar lies in memory: so many days behind, and from so many to so many ahead. Most of what is asked lies there.
const LIES_BEHIND: Tick = 4 * 366 * DAY;
const LIES_AHEAD: [Tick; 2] = [366 * DAY, 5 * 366 * DAY];

/// Room left after the cap, so that a period begun before it still has a calendar to run on.
const MARGIN_DAYS: i64 = 400;

/// When everything is: the run's epoch, window and cap, and the working calendar over all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Timetable {
    epoch: Date,
    /// Reform day.
    start: Tick,
    window_end: Tick,
    cap: Tick,
    follow: Tick,
    /// Length of the window in years.
    years: f64,
    holidays: Holidays,
    worked: Arc<Worked>,
    /// Hours of a full working week.
    pub(crate) week_hours: f64,
}

/// Half a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HalfDay {
    pub from: Tick,
    pub to: Tick,
    /// Its number since 1970: the same in every run.
    pub ordinal: i64,
}

/// The working days of a run, and the two halves of each.
#[derive(Debug, PartialEq)]
struct Worked {
    /// Working days before any midnight, counted from the epoch: index = day.
    before: Vec<u32>,
    /// The working days, by number.
    days: Vec<u32>,
    halves: [(Tick, Tick); 2],
    /// The epoch's number since 1970.
    epoch: i64,
}

impl Worked {
    #[inline]
    fn half_day(&self, index: usize) -> Option<HalfDay> {
        let day = *self.days.get(index / 2)?;
        Some(self.half_of(day, index % 2))
    }

    #[inline]
    fn half_of(&self, day: u32, half: usize) -> HalfDay {
        let day = Tick::from(day);
        let (from, to) = self.halves[half];
        HalfDay {
            from: day * DAY + from,
            to: day * DAY + to,
            ordinal: (self.epoch + day) * 2 + half as i64,
        }
    }

    /// The first half-day that begins at or after `from`, as an index into the half-days.
    #[inline]
    fn half_day_from(&self, from: Tick) -> usize {
        let day = from.div_euclid(DAY).clamp(0, self.before.len() as i64 - 1);
        let mut index = self.before[day as usize] as usize * 2;
        while self.half_day(index).is_some_and(|it| it.from < from) {
            index += 1;
        }
        index
    }

    #[inline]
    fn half_days_from(&self, first: usize) -> impl Iterator<Item = (usize, HalfDay)> {
        (first..).map_while(|index| Some((index, self.half_day(index)?)))
    }

    /// The half-days that lie within `[from, to)` or reach into it.
    fn half_days_within(&self, from: Tick, to: Tick) -> Vec<HalfDay> {
        let mut all = Vec::new();
        // Plain loops: years of them are gone through, day by day, whenever a calendar is laid out.
        let last = self.before.len() as i64 - 1;
        let first = self.before[from.div_euclid(DAY).clamp(0, last) as usize];
        let days = self.days.get(first as usize..).unwrap_or_default();
        for &day in days {
            if Tick::from(day) * DAY >= to {
                break;
            }
            for half in [self.half_of(day, 0), self.half_of(day, 1)] {
                if half.to > from && half.from < to {
                    all.push(half);
                }
            }
        }
        all
    }
}

/// Office hours: every half-day that is worked.
impl Layout for Worked {
    fn end(&self) -> Tick {
        self.days
            .last()
            .map_or(0, |&day| Tick::from(day) * DAY + self.halves[1].1)
    }

    fn within(&self, from: Tick, to: Tick) -> Vec<(Tick, Tick)> {
        let all = self.half_days_within(from, to).into_iter();
        all.map(|it| (it.from.max(from), it.to.min(to))).collect()
    }
}

impl Timetable {
    /// Lays out the calendar of a scenario.
    ///
    /// # Errors
    /// Dates or times that cannot be read, each with its path.
    pub fn new(scenario: &Scenario) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let horizon = &scenario.horizon;
        let start_date = Date::parse(&horizon.start).map_err(|message| {
            vec![problem(
                "horizon.start",
                &message,
                "write a date as YYYY-MM-DD",
            )]
        })?;
        let days = |years: f64| libm::round(years * YEAR_DAYS) as i64;
        let warm_up = days(horizon.warm_up_years);
        let epoch = start_date.plus_days(-warm_up);
        let start = warm_up * DAY;
        let window_end = start + days(horizon.years).max(1) * DAY;
        let cap = window_end + days(horizon.close_cap_years) * DAY;
        let follow = days(horizon.follow_years) * DAY;
        let total_days = (cap + follow) / DAY + MARGIN_DAYS;
        let halves = half_day_times(&scenario.calendar, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let calendar = match scenario.calendar.holidays {
            Holidays::Mainland => WorkingDays::mainland(),
            Holidays::Weekends => WorkingDays::weekends_only(),
            Holidays::None => WorkingDays::every_day(),
        };
        let origin = Date::new(1970, 1, 1).unwrap_or(epoch);
        let mut worked = Worked {
            before: Vec::with_capacity(total_days as usize + 1),
            days: Vec::new(),
            halves,
            epoch: epoch.days_since(origin),
        };
        for day in 0..total_days {
            worked.before.push(worked.days.len() as u32);
            if calendar.is_working(epoch.plus_days(day)) {
                worked.days.push(day as u32);
            }
        }
        worked.before.push(worked.days.len() as u32);
        let week_hours = week_hours(&halves, scenario.calendar.holidays);
        Ok(Self {
            epoch,
            start,
            window_end,
            cap,
            follow,
            years: (window_end - start) as f64 / (YEAR_DAYS * DAY as f64),
            holidays: scenario.calendar.holidays,
            worked: Arc::new(worked),
            week_hours,
        })
    }

    /// Whether the working day of a scenario can be read.
    pub(crate) fn new_checked(scenario: &Scenario) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        half_day_times(&scenario.calendar, &mut problems);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// Hours of a full working week of a scenario.
    #[must_use]
    pub fn week_hours_of(scenario: &Scenario) -> f64 {
        let halves = half_day_times(&scenario.calendar, &mut Vec::new());
        week_hours(&halves, scenario.calendar.holidays)
    }

    /// Seconds after midnight of `HH:MM`, `None` when it is not a time of day.
    pub(crate) fn time_of_day(text: &str) -> Option<Tick> {
        time_of_day(text)
    }

    /// Reform day: the window opens at this tick.
    #[must_use]
    pub fn start(&self) -> Tick {
        self.start
    }

    /// The window closes at this tick.
    #[must_use]
    pub fn window_end(&self) -> Tick {
        self.window_end
    }

    /// The run stops at this tick whatever is still open.
    #[must_use]
    pub fn cap(&self) -> Tick {
        self.cap
    }

    /// How long adopted measures are followed after the cohort has closed, ticks.
    #[must_use]
    pub fn follow(&self) -> Tick {
        self.follow
    }

    /// Length of the window, years.
    #[must_use]
    pub fn years(&self) -> f64 {
        self.years
    }

    /// The date of a tick's day.
    #[must_use]
    pub fn date(&self, tick: Tick) -> Date {
        self.epoch.plus_days(tick.div_euclid(DAY))
    }

    /// Local date and time of a tick, `YYYY-MM-DDTHH:MM:SS`.
    #[must_use]
    pub fn stamp(&self, tick: Tick) -> String {
        let second = tick.rem_euclid(DAY);
        format!(
            "{}T{:02}:{:02}:{:02}",
            self.date(tick),
            second / 3600,
            second / 60 % 60,
            second % 60
        )
    }

    /// Which days are worked.
    #[must_use]
    pub fn holidays(&self) -> Holidays {
        self.holidays
    }

    /// The end of a period of law of `length` that begins at `from`: calendar days and hours run round the clock to the second;
    /// working days end with the last of them (midnight after it), the day it begins on not counted.
    #[must_use]
    #[inline]
    pub fn period_end(&self, from: Tick, length: f64, counts: Counts) -> Tick {
        match counts {
            Counts::CalendarDays => from + libm::round(length * DAY as f64) as Tick,
            Counts::Hours => from + libm::round(length * 3600.0) as Tick,
            Counts::WorkingDays => {
                let wanted = libm::ceil(length) as u32;
                if wanted == 0 {
                    return from;
                }
                let worked = &self.worked.before;
                let last = worked.len() - 1;
                let first = (from.div_euclid(DAY) + 1).clamp(0, last as i64) as usize;
                let goal = worked[first] + wanted;
                // Working days before midnight of a day: the first day with the goal reached. It is at least as many days from the first.
                let from = first.saturating_add(wanted as usize);
                let from = from.min(worked.len());
                let later = worked[from..].iter();
                let more = later.take_while(|&&count| count < goal).count();
                (from + more) as Tick * DAY
            }
        }
    }

    /// What is left at `now` of a period that ends at `end`: ticks, or working days. The day on which a period of working days is
    /// interrupted counts as used.
    pub(crate) fn left_of_period(&self, now: Tick, end: Tick, counts: Counts) -> Tick {
        match counts {
            Counts::CalendarDays | Counts::Hours => end - now,
            Counts::WorkingDays => {
                let worked = self.worked_before(end.div_euclid(DAY));
                Tick::from(worked.saturating_sub(self.worked_before(now.div_euclid(DAY) + 1)))
            }
        }
    }

    /// The end of a period that goes on at `now` with what [`left_of_period`](Self::left_of_period) said; the day on which it goes
    /// on is not counted. Interrupted and resumed on one day, a period ends when it would have.
    pub(crate) fn resumed_period_end(&self, now: Tick, left: Tick, counts: Counts) -> Tick {
        match counts {
            Counts::CalendarDays | Counts::Hours => now + left,
            // Interrupted on its last day: that day has a midnight still.
            Counts::WorkingDays if left == 0 => (now.div_euclid(DAY) + 1) * DAY,
            Counts::WorkingDays => self.period_end(now, left as f64, counts),
        }
    }

    /// Working hours in a mean year, holidays left out.
    pub(crate) fn work_hours_per_year(&self) -> f64 {
        let worked = &self.worked;
        let days = worked.before.len().saturating_sub(1).max(1) as f64;
        let day: Tick = worked.halves.iter().map(|it| it.1 - it.0).sum();
        let ticks = worked.days.len() as Tick * day;
        ticks as f64 / kernel::HOUR as f64 * YEAR_DAYS / days
    }

    /// When `gap` seconds at the mean rate have passed since `now`, where the rate in each month is this many times the mean. Beyond the run
    /// is never.
    pub(crate) fn seasonal(&self, now: Tick, gap: f64, by_month: &[f64; 12]) -> Tick {
        let end = self.cap + self.follow;
        let (mut at, mut left) = (now, gap);
        while at <= end {
            let date = self.date(at);
            let month = date.month();
            let weight = by_month[usize::from(month.unsigned_abs()).clamp(1, 12) - 1];
            let (year, next) = if month == 12 {
                (date.year() + 1, 1)
            } else {
                (date.year(), month + 1)
            };
            let Some(next) = Date::new(year, next, 1) else {
                break;
            };
            let month_ends = next.days_since(self.epoch) * kernel::DAY;
            let here = weight * (month_ends - at) as f64;
            if left < here {
                return at + libm::round(left / weight) as Tick;
            }
            left -= here;
            at = month_ends;
        }
        Tick::MAX / 4
    }

    /// Working days before midnight of day number `day` of the run.
    fn worked_before(&self, day: i64) -> u32 {
        let last = self.worked.before.len() - 1;
        self.worked.before[day.clamp(0, last as i64) as usize]
    }

    /// Half-days worked in a year, on average over the run.
    pub(crate) fn half_days_a_year(&self) -> f64 {
        let days = (self.worked.before.len() - 1) as f64;
        (self.worked.days.len() * 2) as f64 / days * YEAR_DAYS
    }

    /// The first half-day that begins at or after `from`, as an index into the half-days.
    #[inline]
    pub(crate) fn half_day_from(&self, from: Tick) -> usize {
        self.worked.half_day_from(from)
    }

    /// A half-day that is worked.
    #[inline]
    pub(crate) fn half_day(&self, index: usize) -> Option<HalfDay> {
        self.worked.half_day(index)
    }

    /// The half-days worked from one on, each with its index, in order.
    #[inline]
    pub(crate) fn half_days_from(&self, first: usize) -> impl Iterator<Item = (usize, HalfDay)> {
        self.worked.half_days_from(first)
    }

    /// The half-days worked that lie within `[from, to)` or reach into it.
    pub(crate) fn half_days_within(&self, from: Tick, to: Tick) -> Vec<HalfDay> {
        self.worked.half_days_within(from, to)
    }

    /// When the last half-day ends.
    pub(crate) fn end(&self) -> Tick {
        self.worked.end()
    }

    /// Working hours of offices and departments, laid out as a run goes.
    pub(crate) fn office_hours(&self) -> OpenHours {
        let (from, to) = Self::lies(0);
        OpenHours::laid_out(from, to, Arc::clone(&self.worked) as Arc<dyn Layout>)
    }

    /// What of calendars lies in memory from `now` on, until it [moves on](Self::moves_on).
    pub(crate) fn lies(now: Tick) -> (Tick, Tick) {
        let day = now - now.rem_euclid(DAY);
        ((day - LIES_BEHIND).max(0), day + LIES_AHEAD[1])
    }

    /// When what lies in memory moves on.
    pub(crate) fn moves_on(lies: (Tick, Tick)) -> Tick {
        lies.1 - LIES_AHEAD[0]
    }

    /// The sitting that the cadence puts on or after `from`: the grid of `every` days is anchored on reform day, each date moved
    /// to the next working day. Returns the tick of its beginning.
    pub(crate) fn sitting_from(&self, from: Tick, every: f64, at: Tick) -> Tick {
        let mut k = libm::floor((from - self.start) as f64 / (every * DAY as f64)) as i64 - 1;
        loop {
            let day = self.start / DAY + libm::floor(k as f64 * every) as i64;
            let tick = self.working_day_from(day) * DAY + at;
            if tick >= from {
                return tick;
            }
            k += 1;
        }
    }

    /// Which sitting of a cadence the latest one at or before `now` is, counted from reform day: 0 is the first on or after it.
    pub(crate) fn sitting_number(&self, now: Tick, every: f64, at: Tick) -> i64 {
        let mut k = libm::floor((now - self.start) as f64 / (every * DAY as f64)) as i64 + 1;
        loop {
            let day = self.start / DAY + libm::floor(k as f64 * every) as i64;
            if self.working_day_from(day) * DAY + at <= now || k < -1_000_000 {
                return k;
            }
            k -= 1;
        }
    }

    /// The first working day on or after day number `day`; beyond the calendar, `day` itself.
    pub(crate) fn working_day_from(&self, day: i64) -> i64 {
        let last = self.worked.before.len() as i64 - 1;
        let worked = &self.worked.before;
        let mut candidate = day.max(0);
        while candidate < last {
            let index = candidate as usize;
            if worked[index + 1] > worked[index] {
                return candidate;
            }
            candidate += 1;
        }
        day
    }
}

/// Seconds after midnight of `HH:MM`; `24:00` is the end of the day.
pub(crate) fn time_of_day(text: &str) -> Option<Tick> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |part: &str| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<Tick>().ok())?
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 24 * 60).then_some(hours * 3600 + minutes * 60)
}

fn half_day_times(written: &WorkingTime, problems: &mut Vec<Problem>) -> [(Tick, Tick); 2] {
    let mut read = |key: &str, text: &str| {
        time_of_day(text).unwrap_or_else(|| {
            problems.push(problem(
                &format!("calendar.{key}"),
                &format!("`{text}` is not a time of day"),
                "write HH:MM, from 00:00 to 24:00",
            ));
            0
        })
    };
    let halves = [
        (
            read("morning_from", &written.morning_from),
            read("morning_to", &written.morning_to),
        ),
        (
            read("afternoon_from", &written.afternoon_from),
            read("afternoon_to", &written.afternoon_to),
        ),
    ];
    let in_order =
        halves[0].0 < halves[0].1 && halves[0].1 <= halves[1].0 && halves[1].0 < halves[1].1;
    if problems.is_empty() && !in_order {
        problems.push(problem(
            "calendar",
            "the working day's four times are not in order",
            "morning_from < morning_to ≤ afternoon_from < afternoon_to",
        ));
    }
    halves
}

fn week_hours(halves: &[(Tick, Tick); 2], holidays: Holidays) -> f64 {
    let day = halves
        .iter()
        .map(|(from, to)| (to - from) as f64)
        .sum::<f64>()
        / 3600.0;
    day * if holidays == Holidays::None { 7.0 } else { 5.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scenario::load_preset;

    fn timetable() -> Timetable {
        Timetable::new(&load_preset("today", &[]).unwrap().after).unwrap()
    }

    fn tick(timetable: &Timetable, date: &str, hour: Tick) -> Tick {
        Date::parse(date).unwrap().days_since(timetable.epoch) * DAY + hour * 3600
    }

    /// 2025: 27 April, a Sunday, is worked, 1–5 May are off. Five working days from Thursday 24 April are 25, 27, 28, 29, 30 April.
    #[test]
    fn an_interrupted_period_of_working_days_goes_on_in_working_days() {
        let it = timetable();
        let at = |date, hour| tick(&it, date, hour);
        let end = it.period_end(at("2025-04-24", 10), 5.0, Counts::WorkingDays);
        assert_eq!(end, at("2025-05-01", 0));
        for (paused, left, resumed, ends) in [
            ("2025-04-24", 5, "2025-04-24", "2025-05-01"),
            ("2025-04-25", 4, "2025-04-26", "2025-05-01"),
            ("2025-04-28", 2, "2025-04-30", "2025-05-08"),
            ("2025-04-28", 2, "2025-05-01", "2025-05-08"),
            ("2025-04-28", 2, "2025-05-09", "2025-05-14"),
            ("2025-04-30", 0, "2025-04-30", "2025-05-01"),
            ("2025-04-30", 0, "2025-05-06", "2025-05-07"),
        ] {
            let (paused, resumed) = (at(paused, 15), at(resumed, 16));
            assert_eq!(it.left_of_period(paused, end, Counts::WorkingDays), left);
            let resumed = it.resumed_period_end(resumed, left, Counts::WorkingDays);
            assert_eq!(it.stamp(resumed), it.stamp(at(ends, 0)));
        }
    }

    #[test]
    fn an_interrupted_period_of_days_or_hours_goes_on_to_the_second() {
        let it = timetable();
        for counts in [Counts::CalendarDays, Counts::Hours] {
            assert_eq!(it.left_of_period(1_000, 5_000, counts), 4_000);
            assert_eq!(it.resumed_period_end(9_999, 4_000, counts), 13_999);
        }
    }

    proptest! {
        #[test]
        fn an_interruption_of_no_day_changes_nothing(from in 0..1_500 * DAY, length in 1..90u8, later in 0..DAY) {
            let it = timetable();
            let end = it.period_end(from, f64::from(length), Counts::WorkingDays);
            let paused = (from + later).min(end - 1);
            let left = it.left_of_period(paused, end, Counts::WorkingDays);
            prop_assert_eq!(it.resumed_period_end(paused, left, Counts::WorkingDays), end);
        }
    }
}
