//! Open hours: when a place is open, over a whole run, with sums for a quick answer to "how long was it open".

use crate::order::sort_short;
use std::sync::Arc;

use crate::{DAY, Tick};

/// Sorted, disjoint, half-open intervals of time. Cloning is cheap: the intervals are shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenHours {
    intervals: Arc<[(Tick, Tick)]>,
    /// Open ticks before each interval; one more at the end for all of them.
    before: Arc<[Tick]>,
    /// For each day up to that on which the last interval begins, the first interval that ends after the day has begun: where a search
    /// starts, and nearly always ends.
    of_day: Arc<[u32]>,
}

/// Days that are looked up: more than any run has. Beyond them, hours are searched.
const DAYS: usize = 100_000;

impl OpenHours {
    /// From intervals `[from, to)` in any order; empty ones are dropped, overlapping and touching ones joined.
    #[must_use]
    pub fn from_intervals(mut intervals: Vec<(Tick, Tick)>) -> Self {
        intervals.retain(|it| it.0 < it.1);
        // They come in order, or nearly.
        sort_short(&mut intervals, |a, b| a < b);
        let mut joined: Vec<(Tick, Tick)> = Vec::with_capacity(intervals.len());
        for (from, to) in intervals {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        let mut before = Vec::with_capacity(joined.len() + 1);
        let mut sum = 0;
        before.push(0);
        for (from, to) in &joined {
            sum += to - from;
            before.push(sum);
        }
        let days = joined
            .last()
            .and_then(|it| usize::try_from(it.0 / DAY + 1).ok())
            .unwrap_or(0);
        let mut first = 0;
        let of_day = (0..days.min(DAYS)).map(|day| {
            while joined
                .get(first)
                .is_some_and(|it| it.1 <= day as Tick * DAY)
            {
                first += 1;
            }
            u32::try_from(first).unwrap_or(u32::MAX)
        });
        Self {
            of_day: of_day.collect(),
            intervals: joined.into(),
            before: before.into(),
        }
    }

    /// Open from tick 0 on for longer than any run.
    #[must_use]
    pub fn always() -> Self {
        Self::from_intervals(vec![(0, Tick::MAX / 4)])
    }

    /// The intervals, ascending.
    #[must_use]
    pub fn intervals(&self) -> &[(Tick, Tick)] {
        &self.intervals
    }

    /// The first interval that ends after `at`.
    // Compiled here, for speed, whatever the model that calls it is compiled for.
    fn index(&self, at: Tick) -> usize {
        let day = usize::try_from(at.div_euclid(DAY)).unwrap_or(usize::MAX);
        let after = self
            .of_day
            .last()
            .filter(|_| at >= 0 && self.of_day.len() < DAYS);
        let Some(&first) = self.of_day.get(day).or(after) else {
            return self.intervals.partition_point(|it| it.1 <= at);
        };
        let mut index = first as usize;
        while self.intervals.get(index).is_some_and(|it| it.1 <= at) {
            index += 1;
        }
        index
    }

    /// Whether it is open at a tick.
    #[must_use]
    pub fn is_open(&self, at: Tick) -> bool {
        self.intervals
            .get(self.index(at))
            .is_some_and(|it| it.0 <= at)
    }

    /// The first open tick at or after `at`; `None` when it never opens again.
    #[must_use]
    pub fn next_opening(&self, at: Tick) -> Option<Tick> {
        self.intervals.get(self.index(at)).map(|it| it.0.max(at))
    }

    /// When the interval that holds `at` ends; `None` when it is shut at `at`.
    #[must_use]
    pub fn closing_after(&self, at: Tick) -> Option<Tick> {
        self.interval_at(at).map(|it| it.1)
    }

    /// The interval that holds `at`; `None` when it is shut at `at`.
    #[must_use]
    pub fn interval_at(&self, at: Tick) -> Option<(Tick, Tick)> {
        self.intervals
            .get(self.index(at))
            .filter(|it| it.0 <= at)
            .copied()
    }

    /// Open ticks before `at`.
    fn open_before(&self, at: Tick) -> Tick {
        let index = self.index(at);
        self.before[index] + self.intervals.get(index).map_or(0, |it| (at - it.0).max(0))
    }

    /// Open ticks within `[from, to)`; 0 when `to` is not after `from`.
    #[must_use]
    pub fn open_between(&self, from: Tick, to: Tick) -> Tick {
        if to <= from {
            return 0;
        }
        match self.closing_after(from) {
            // Most spans lie within one interval: no second search then.
            Some(closes) if to <= closes => to - from,
            _ => self.open_before(to) - self.open_before(from),
        }
    }

    /// The earliest tick by which `work` open ticks have passed since `from`; `None` when the hours run out. No work takes no
    /// time.
    #[must_use]
    pub fn advance(&self, from: Tick, work: Tick) -> Option<Tick> {
        if work <= 0 {
            return Some(from);
        }
        // Most work ends in the interval in which it begins: no second search then.
        let at = self.index(from);
        let &(opens, closes) = self.intervals.get(at)?;
        let begin = opens.max(from);
        if work <= closes - begin {
            return Some(begin + work);
        }
        let goal = (self.before[at] + begin - opens).checked_add(work)?;
        // The interval within which the goal is reached: the last with fewer open ticks before it.
        let index = self.before.partition_point(|&it| it < goal);
        let (begin, _) = *self.intervals.get(index.checked_sub(1)?)?;
        (index < self.before.len()).then(|| begin + (goal - self.before[index - 1]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_office_day() {
        let hours = OpenHours::from_intervals(vec![(20, 30), (10, 15), (15, 18), (5, 5)]);
        assert_eq!(hours.intervals(), [(10, 18), (20, 30)]);
        assert_eq!(
            [9, 10, 17, 18, 19, 20, 29, 30].map(|at| hours.is_open(at)),
            [false, true, true, false, false, true, true, false]
        );
        assert_eq!(hours.next_opening(0), Some(10));
        assert_eq!(hours.next_opening(12), Some(12));
        assert_eq!(hours.next_opening(18), Some(20));
        assert_eq!(hours.next_opening(30), None);
        assert_eq!(hours.closing_after(12), Some(18));
        assert_eq!(hours.closing_after(18), None);
        assert_eq!(hours.open_between(0, 100), 18);
        assert_eq!(hours.open_between(12, 25), 11);
        assert_eq!(hours.advance(0, 1), Some(11));
        assert_eq!(hours.advance(12, 6), Some(18));
        assert_eq!(hours.advance(12, 7), Some(21));
        assert_eq!(hours.advance(19, 0), Some(19));
        assert_eq!(hours.advance(0, 18), Some(30));
        assert_eq!(hours.advance(0, 19), None);
        assert_eq!(OpenHours::from_intervals(Vec::new()).advance(0, 1), None);
    }

    #[test]
    fn years_of_office_days_and_a_shop_that_never_shuts() {
        let day = |d: Tick| (d * DAY + 9 * 3_600, d * DAY + 17 * 3_600);
        // Office days, but for one long leave.
        let days = (0..4_000).filter(|d| d % 7 < 5 && !(700..1_100).contains(d));
        let hours = OpenHours::from_intervals(days.map(day).collect());
        for at in [
            0,
            9 * 3_600,
            17 * 3_600,
            699 * DAY,
            800 * DAY,
            1_099 * DAY,
            3_999 * DAY,
            9_999 * DAY,
        ] {
            for at in [at - 1, at, at + 1] {
                let searched = hours.intervals.partition_point(|it| it.1 <= at);
                assert_eq!(hours.index(at), searched, "{at}");
            }
        }
        let always = OpenHours::always();
        assert_eq!(always.closing_after(50_000 * DAY), Some(Tick::MAX / 4));
        assert!(!always.is_open(Tick::MAX / 4));
        // Further than days are looked up.
        let far = OpenHours::from_intervals(vec![day(0), day(150_000), day(300_000)]);
        assert_eq!(far.next_opening(DAY), Some(day(150_000).0));
        assert_eq!(far.next_opening(200_000 * DAY), Some(day(300_000).0));
        assert_eq!(far.next_opening(300_001 * DAY), None);
    }

    proptest! {
        #[test]
        fn advancing_and_measuring_are_inverse(
            intervals in prop::collection::vec((0i64..1000, 0i64..50), 0..20),
            from in 0i64..1100,
            work in 1i64..400,
        ) {
            let hours = OpenHours::from_intervals(intervals.iter().map(|it| (it.0, it.0 + it.1)).collect());
            match hours.advance(from, work) {
                Some(end) => {
                    prop_assert_eq!(hours.open_between(from, end), work);
                    prop_assert_eq!(hours.open_between(from, end - 1), work - 1);
                }
                None => prop_assert!(hours.open_between(from, 10_000) < work),
            }
        }

        #[test]
        fn open_time_is_what_counting_says(
            intervals in prop::collection::vec((0i64..200, 0i64..30), 0..10), from in 0i64..250, length in 0i64..250,
        ) {
            let hours = OpenHours::from_intervals(intervals.iter().map(|it| (it.0, it.0 + it.1)).collect());
            let counted = (from..from + length).filter(|at| intervals.iter().any(|it| it.0 <= *at && *at < it.0 + it.1)).count();
            prop_assert_eq!(hours.open_between(from, from + length), counted as i64);
        }
    }
}
