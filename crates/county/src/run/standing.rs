//! Hours that drills and standing by take, whatever comes.

use std::sync::Arc;

use kernel::distributions::uniform;
use kernel::{HOUR, Layout, OpenHours, Streams, Tick};

use super::{DeskId, Run, draws};
use crate::plan::{Plan, Timetable};

impl<O> Run<O> {
    /// Office hours less the half-days in which nobody is at the desk: each with the share that makes up the standing hours, by one uniform of
    /// the half-day, as a leader's half-days are bound.
    pub(super) fn at_the_desk(
        &self,
        plan: &Plan,
        hash: u64,
        staff: u32,
        standing_hours: f64,
    ) -> OpenHours {
        let all = plan.timetable().work_hours_per_year() * f64::from(staff);
        if standing_hours <= 0.0 || all <= 0.0 {
            return self.office_hours.clone();
        }
        let standing = Standing {
            timetable: Arc::clone(&plan.timetable),
            streams: self.streams,
            hash,
            share: standing_hours / all,
        };
        OpenHours::laid_out(self.lies.0, self.lies.1, Arc::new(standing))
    }

    /// Ticks of its people that a desk stood by or drilled in `[from, to)`.
    pub(super) fn stood_by(&self, plan: &Plan, desk: DeskId, from: Tick, to: Tick) -> f64 {
        let (staff, standing, roster) = match desk {
            DeskId::Leader(_) => return 0.0,
            DeskId::Office(index) => {
                let it = &plan.offices[usize::from(index)];
                (it.staff, it.standing_hours, it.round_the_clock.is_some())
            }
            DeskId::Department(index) => {
                let it = &plan.departments[usize::from(index)];
                (it.staff, it.standing_hours, false)
            }
        };
        if standing <= 0.0 {
            return 0.0;
        }
        if roster {
            let timetable = plan.timetable();
            let window = (timetable.window_end() - timetable.start()).max(1) as f64;
            let share = (to - from) as f64 / window;
            return libm::round(standing * timetable.years() * HOUR as f64 * share);
        }
        let there = self.station(desk).hours().open_between(from, to);
        let gone = self.office_hours.open_between(from, to) - there;
        (gone * Tick::from(staff)) as f64
    }
}

/// Office hours less the half-days in which nobody is at the desk.
struct Standing {
    timetable: Arc<Timetable>,
    streams: Streams,
    hash: u64,
    share: f64,
}

impl Layout for Standing {
    fn end(&self) -> Tick {
        self.timetable.end()
    }

    fn within(&self, from: Tick, to: Tick) -> Vec<(Tick, Tick)> {
        let halves = self.timetable.half_days_within(from, to).into_iter();
        let at_the_desk = halves.filter(|half| {
            let (stage, visit) = ((half.ordinal >> 16) as u64, (half.ordinal & 0xffff) as u16);
            let mut rng = draws::open(&self.streams, self.hash, stage, visit, 0, draws::STANDING);
            uniform(&mut rng) >= self.share
        });
        at_the_desk
            .map(|it| (it.from.max(from), it.to.min(to)))
            .collect()
    }
}
