//! Hours while they are put together: in order, with sums, and where each day begins among them.

use std::sync::Arc;

use super::{DAYS, Layout, OpenHours};
use crate::order::sort_short;
use crate::{DAY, Tick};

/// What [`OpenHours`] holds, still growing; see there.
pub(super) struct Table {
    pub intervals: Vec<(Tick, Tick)>,
    pub before: Vec<Tick>,
    pub of_day: Vec<u32>,
    pub origin: Tick,
}

impl Table {
    pub fn new(origin: Tick, open_before: Tick) -> Self {
        Self {
            intervals: Vec::new(),
            before: vec![open_before],
            of_day: Vec::new(),
            origin,
        }
    }

    /// The hours, with more intervals, none of which begins before those that are here.
    pub fn with(
        mut self,
        span: (Tick, Tick),
        mut more: Vec<(Tick, Tick)>,
        layout: Option<Arc<dyn Layout>>,
    ) -> OpenHours {
        more.retain(|it| it.0 < it.1);
        // They come in order, or nearly.
        sort_short(&mut more, |a, b| a < b);
        self.intervals.reserve(more.len());
        self.before.reserve(more.len());
        let mut sum = self.before.last().copied().unwrap_or(0);
        for (from, to) in more {
            match self.intervals.last_mut() {
                Some(last) if from <= last.1 => {
                    sum += (to - last.1).max(0);
                    last.1 = last.1.max(to);
                    if let Some(before) = self.before.last_mut() {
                        *before = sum;
                    }
                }
                _ => {
                    sum += to - from;
                    self.intervals.push((from, to));
                    self.before.push(sum);
                }
            }
        }
        let last = self.intervals.last();
        let days = last.and_then(|it| usize::try_from((it.0 - self.origin) / DAY + 1).ok());
        let known = self.of_day.len();
        let mut first = self.of_day.last().map_or(0, |&it| it as usize);
        for day in known..days.unwrap_or(0).min(DAYS) {
            let begins = self.origin + day as Tick * DAY;
            while self.intervals.get(first).is_some_and(|it| it.1 <= begins) {
                first += 1;
            }
            self.of_day.push(u32::try_from(first).unwrap_or(u32::MAX));
        }
        OpenHours {
            span,
            of_day: self.of_day.into(),
            intervals: self.intervals.into(),
            before: self.before.into(),
            origin: self.origin,
            layout,
        }
    }
}
