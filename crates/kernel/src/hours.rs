//! Open hours: when a place is open, over a whole run, with sums for a quick answer to "how long was it open".

use crate::order::sort_short;
use std::sync::Arc;

use crate::Tick;

/// Sorted, disjoint, half-open intervals of time. Cloning is cheap: the intervals are shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenHours {
    intervals: Arc<[(Tick, Tick)]>,
    /// Open ticks before each interval; one more at the end for all of them.
    before: Arc<[Tick]>,
}

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
        Self {
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
    #[inline]
    fn index(&self, at: Tick) -> usize {
        self.intervals.partition_point(|it| it.1 <= at)
    }

    /// Whether it is open at a tick.
    #[inline]
    #[must_use]
    pub fn is_open(&self, at: Tick) -> bool {
        self.intervals
            .get(self.index(at))
            .is_some_and(|it| it.0 <= at)
    }

    /// The first open tick at or after `at`; `None` when it never opens again.
    #[inline]
    #[must_use]
    pub fn next_opening(&self, at: Tick) -> Option<Tick> {
        self.intervals.get(self.index(at)).map(|it| it.0.max(at))
    }

    /// When the interval that holds `at` ends; `None` when it is shut at `at`.
    #[inline]
    #[must_use]
    pub fn closing_after(&self, at: Tick) -> Option<Tick> {
        self.interval_at(at).map(|it| it.1)
    }

    /// The interval that holds `at`; `None` when it is shut at `at`.
    #[inline]
    #[must_use]
    pub fn interval_at(&self, at: Tick) -> Option<(Tick, Tick)> {
        self.intervals
            .get(self.index(at))
            .filter(|it| it.0 <= at)
            .copied()
    }

    /// Open ticks before `at`.
    #[inline]
    fn open_before(&self, at: Tick) -> Tick {
        let index = self.index(at);
        self.before[index] + self.intervals.get(index).map_or(0, |it| (at - it.0).max(0))
    }

    /// Open ticks within `[from, to)`; 0 when `to` is not after `from`.
    #[inline]
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
    #[inline]
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
