//! Open hours: when a place is open, over a whole run, with sums for a quick answer to "how long was it open".

mod table;

use std::fmt;
use std::sync::Arc;

use self::table::Table;
use crate::{DAY, Tick};

/// What says when a place is open, at any time: for hours that are laid out as a run goes, so that a long run takes no more memory.
pub trait Layout: Send + Sync {
    /// From then on it is shut for good.
    fn end(&self) -> Tick;

    /// The open intervals within `[from, to)`, in order, cut at its ends.
    fn within(&self, from: Tick, to: Tick) -> Vec<(Tick, Tick)>;
}

/// Sorted, disjoint, half-open intervals of time. Cloning is cheap: the intervals are shared.
///
/// Either all of them lie here, or those of a stretch of time that moves on with the run ([`OpenHours::continued`]); what lies outside it
/// is asked of the [`Layout`] anew each time, with the same answers.
#[derive(Clone)]
pub struct OpenHours {
    /// What lies here: from the first on, before the second.
    span: (Tick, Tick),
    intervals: Arc<[(Tick, Tick)]>,
    /// Open ticks before each interval; one more at the end for all of them.
    before: Arc<[Tick]>,
    /// For each day of the span up to that on which the last interval begins, the first interval that ends after the day has begun: where a
    /// search starts, and nearly always ends.
    of_day: Arc<[u32]>,
    /// The midnight from which those days are counted.
    origin: Tick,
    layout: Option<Arc<dyn Layout>>,
}

// What they are laid out from is a whole county, mostly: not to be printed, and not to be carried along for it.
impl fmt::Debug for OpenHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OpenHours").field(&self.intervals).finish()
    }
}

/// Equal where they lie here and hold the same.
impl PartialEq for OpenHours {
    fn eq(&self, other: &Self) -> bool {
        (self.span, &self.intervals, &self.before) == (other.span, &other.intervals, &other.before)
    }
}

impl Eq for OpenHours {}

/// Days that are looked up: more than any run has. Beyond them, hours are searched.
const DAYS: usize = 100_000;

/// How much is asked of a layout at once.
const PIECE: Tick = 366 * DAY;

impl OpenHours {
    /// From intervals `[from, to)` in any order; empty ones are dropped, overlapping and touching ones joined.
    #[must_use]
    pub fn from_intervals(intervals: Vec<(Tick, Tick)>) -> Self {
        Table::new(0, 0).with((Tick::MIN, Tick::MAX), intervals, None)
    }

    /// Hours of which those in `[from, to)` lie here; `from` is a midnight.
    #[must_use]
    pub fn laid_out(from: Tick, to: Tick, layout: Arc<dyn Layout>) -> Self {
        let intervals = layout.within(from, to);
        Self::laid_out_as(from, to, intervals, layout)
    }

    /// The same, where it is known what is open in `[from, to)`: several are asked at once.
    #[must_use]
    pub fn laid_out_as(
        from: Tick,
        to: Tick,
        intervals: Vec<(Tick, Tick)>,
        layout: Arc<dyn Layout>,
    ) -> Self {
        let before = layout.within(0, from).iter().map(|it| it.1 - it.0).sum();
        Table::new(from, before).with((from, to), intervals, Some(layout))
    }

    /// Open from tick 0 on for longer than any run.
    #[must_use]
    pub fn always() -> Self {
        Self::from_intervals(vec![(0, Tick::MAX / 4)])
    }

    /// The same hours with those of `[from, to)` lying here; `from` is a midnight, neither lies before what lay here. All are here already
    /// where they were never laid out.
    #[must_use]
    pub fn continued(&self, from: Tick, to: Tick) -> Self {
        let more = |it: &Arc<dyn Layout>| it.within(self.span.1, to);
        let more = self.layout.as_ref().map_or_else(Vec::new, more);
        self.continued_by(from, to, more)
    }

    /// The same, where it is known what is open from the end of what lies here up to `to`.
    #[must_use]
    pub fn continued_by(&self, from: Tick, to: Tick, more: Vec<(Tick, Tick)>) -> Self {
        if self.layout.is_none() {
            return self.clone();
        }
        let first = self.index(from);
        let mut kept = Table {
            intervals: self.intervals[first..].to_vec(),
            before: self.before[first..].to_vec(),
            of_day: Vec::new(),
            origin: from,
        };
        if let (Some(cut), Some(before)) = (kept.intervals.first_mut(), kept.before.first_mut()) {
            *before += (from - cut.0).max(0);
            cut.0 = cut.0.max(from);
        }
        let days = usize::try_from((from - self.origin) / DAY).unwrap_or(usize::MAX);
        let known = self.of_day.get(days..).unwrap_or_default().iter();
        kept.of_day = known.map(|it| it - first as u32).collect();
        kept.with((from, to), more, self.layout.clone())
    }

    /// These hours up to a tick, and others from it on; of both the same stretch of time lies here.
    #[must_use]
    pub fn until(&self, tick: Tick, later: &Self) -> Self {
        let old = self.intervals.iter().filter(|it| it.0 < tick);
        let old = old.map(|&(from, to)| (from, to.min(tick)));
        let new = later.intervals.iter().filter(|it| it.1 > tick);
        let new = new.map(|&(from, to)| (from.max(tick), to));
        let layout = self.layout.clone().zip(later.layout.clone());
        let layout = layout.map(|(before, after)| -> Arc<dyn Layout> {
            Arc::new(Until {
                tick,
                before,
                after,
            })
        });
        let open_before = self.before.first().copied().unwrap_or(0);
        let intervals = old.chain(new).collect();
        Table::new(self.origin, open_before).with(self.span, intervals, layout)
    }

    /// The intervals that lie here, ascending.
    #[must_use]
    pub fn intervals(&self) -> &[(Tick, Tick)] {
        &self.intervals
    }

    /// Whether two are the same intervals in memory.
    #[must_use]
    pub fn shares(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.intervals, &other.intervals)
    }

    fn holds(&self, at: Tick) -> bool {
        at >= self.span.0 && at < self.span.1
    }

    /// The first interval that ends after `at`, of those that lie here.
    // Compiled here, for speed, whatever the model that calls it is compiled for.
    fn index(&self, at: Tick) -> usize {
        let day = usize::try_from((at - self.origin).div_euclid(DAY)).unwrap_or(usize::MAX);
        let after = self
            .of_day
            .last()
            .filter(|_| at >= self.origin && self.of_day.len() < DAYS);
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
        if !self.holds(at) {
            return self.interval_at(at).is_some();
        }
        self.intervals
            .get(self.index(at))
            .is_some_and(|it| it.0 <= at)
    }

    /// The first open tick at or after `at`; `None` when it never opens again.
    #[must_use]
    pub fn next_opening(&self, at: Tick) -> Option<Tick> {
        let from = if self.holds(at) {
            let here = self.intervals.get(self.index(at));
            if let Some(here) = here {
                return Some(here.0.max(at));
            }
            self.span.1
        } else {
            at
        };
        self.elsewhere(from).next().map(|it| it.0)
    }

    /// When the interval that holds `at` ends; `None` when it is shut at `at`.
    #[must_use]
    pub fn closing_after(&self, at: Tick) -> Option<Tick> {
        self.interval_at(at).map(|it| it.1)
    }

    /// The interval that holds `at`; `None` when it is shut at `at`. Where it begins is not looked for outside what lies here.
    #[must_use]
    pub fn interval_at(&self, at: Tick) -> Option<(Tick, Tick)> {
        let here = if self.holds(at) {
            let here = self.intervals.get(self.index(at));
            let here = *here.filter(|it| it.0 <= at)?;
            if here.1 < self.span.1 {
                return Some(here);
            }
            here
        } else {
            (at, at)
        };
        // It may go on.
        let mut whole = here;
        for it in self.elsewhere(here.1) {
            if it.0 > whole.1 {
                break;
            }
            whole.1 = it.1;
        }
        (whole.1 > at).then_some(whole)
    }

    /// Open ticks before `at`, which lies here or at its end.
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
        if !self.holds(from) || to > self.span.1 {
            return self.open_before_any(to) - self.open_before_any(from);
        }
        match self.intervals.get(self.index(from)) {
            // Most spans lie within one interval: no second search then.
            Some(it) if it.0 <= from && to <= it.1 => to - from,
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
        if !self.holds(from) {
            return self.advance_elsewhere(from, work);
        }
        // Most work ends in the interval in which it begins: no second search then.
        let at = self.index(from);
        let Some(&(opens, closes)) = self.intervals.get(at) else {
            return self.advance_elsewhere(self.span.1, work);
        };
        let begin = opens.max(from);
        if work <= closes - begin {
            return Some(begin + work);
        }
        let goal = (self.before[at] + begin - opens).checked_add(work)?;
        // The interval within which the goal is reached: the last with fewer open ticks before it.
        let index = self.before.partition_point(|&it| it < goal);
        if index >= self.before.len() {
            let here = self.before.last().copied().unwrap_or(0);
            return self.advance_elsewhere(self.span.1, goal - here);
        }
        let (begin, _) = *self.intervals.get(index.checked_sub(1)?)?;
        Some(begin + (goal - self.before[index - 1]))
    }

    #[cold]
    #[inline(never)]
    fn advance_elsewhere(&self, from: Tick, mut work: Tick) -> Option<Tick> {
        for (from, to) in self.elsewhere(from) {
            if work <= to - from {
                return Some(from + work);
            }
            work -= to - from;
        }
        None
    }

    /// Open ticks before any tick.
    #[cold]
    #[inline(never)]
    fn open_before_any(&self, at: Tick) -> Tick {
        let Some(layout) = &self.layout else {
            return self.open_before(at);
        };
        let sum = |from, to| {
            layout
                .within(from, to)
                .iter()
                .map(|it| it.1 - it.0)
                .sum::<Tick>()
        };
        let (from, to) = self.span;
        if at >= from && at <= to {
            self.open_before(at)
        } else if at > to {
            self.open_before(to) + sum(to, at.min(layout.end()))
        } else if at < from - at {
            sum(0, at)
        } else {
            self.open_before(from) - sum(at, from)
        }
    }

    /// What is open from a tick on that does not lie here, piece by piece.
    #[cold]
    #[inline(never)]
    fn elsewhere(&self, from: Tick) -> impl Iterator<Item = (Tick, Tick)> {
        let layout = self.layout.clone();
        let to = layout.as_ref().map_or(from, |it| it.end());
        let mut at = from;
        std::iter::from_fn(move || {
            let piece = (at, at.saturating_add(PIECE).min(to));
            at = piece.1;
            let found = layout.as_ref().filter(|_| piece.0 < piece.1)?;
            Some(found.within(piece.0, piece.1))
        })
        .flatten()
    }
}

/// Hours up to a tick, others from it on.
struct Until {
    tick: Tick,
    before: Arc<dyn Layout>,
    after: Arc<dyn Layout>,
}

impl Layout for Until {
    fn end(&self) -> Tick {
        self.after.end()
    }

    fn within(&self, from: Tick, to: Tick) -> Vec<(Tick, Tick)> {
        let mut all = self.before.within(from, to.min(self.tick));
        all.extend(self.after.within(from.max(self.tick), to));
        all
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

    /// Hours that are known whole, asked a piece at a time.
    struct Whole(OpenHours, Tick);

    impl Layout for Whole {
        fn end(&self) -> Tick {
            self.1
        }

        fn within(&self, from: Tick, to: Tick) -> Vec<(Tick, Tick)> {
            let all = self.0.intervals.iter();
            let cut = all.map(|it| (it.0.max(from), it.1.min(to)));
            cut.filter(|it| it.0 < it.1).collect()
        }
    }

    proptest! {
        #[test]
        fn hours_laid_out_as_a_run_goes_are_the_hours(
            intervals in prop::collection::vec((0i64..4_000, 1i64..900), 0..40),
            other in prop::collection::vec((0i64..4_000, 1i64..900), 0..40),
            spans in prop::collection::vec((0i64..300, 1i64..400), 1..5),
            changes in 0usize..5,
            asked in prop::collection::vec((0i64..5_000, 0i64..5_000, 1i64..3_000), 1..30),
        ) {
            // Tens of days in quarters of a day, so that pieces, days and intervals cut one another.
            const UNIT: Tick = DAY / 4;
            let end = 5_000 * UNIT;
            let hours = |of: &[(i64, i64)]| {
                OpenHours::from_intervals(of.iter().map(|it| (it.0 * UNIT, (it.0 + it.1) * UNIT)).collect())
            };
            let (mut whole, later) = (hours(&intervals), hours(&other));
            let mut laid = OpenHours::laid_out(0, 100 * DAY, Arc::new(Whole(whole.clone(), end)));
            let mut span = (0, 100 * DAY);
            for (at, (on, length)) in spans.into_iter().enumerate() {
                span = (span.0 + on * DAY, (span.0 + on * DAY + length * DAY).max(span.1));
                span.0 = span.0.min(span.1);
                laid = laid.continued(span.0, span.1);
                if at == changes {
                    let tick = span.0 + (span.1 - span.0) / 3;
                    whole = whole.until(tick, &later);
                    let later = OpenHours::laid_out(span.0, span.1, Arc::new(Whole(later.clone(), end)));
                    laid = laid.until(tick, &later);
                }
            }
            for (from, to, work) in asked {
                let (from, to, work) = (from * UNIT + 7, to * UNIT + 3, work * UNIT);
                prop_assert_eq!(laid.is_open(from), whole.is_open(from));
                prop_assert_eq!(laid.next_opening(from), whole.next_opening(from));
                prop_assert_eq!(laid.closing_after(from), whole.closing_after(from));
                prop_assert_eq!(laid.open_between(from, to), whole.open_between(from, to));
                prop_assert_eq!(laid.advance(from, work), whole.advance(from, work));
            }
        }

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
