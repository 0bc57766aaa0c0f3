//! People who work: servers with a waiting line, priorities and open hours.

use std::collections::VecDeque;

use crate::{OpenHours, Tick};

/// What happens when urgent work comes and all hands are busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discipline {
    /// It waits until somebody has finished.
    NonPreemptive,
    /// Less urgent work may be interrupted ([`Station::preempt`]); what is left of it is done later.
    PreemptiveResume,
}

/// A piece of work in service. Stale once it is finished or interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slot {
    index: u32,
    generation: u32,
}

/// A piece of work in line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting<J> {
    /// What it is.
    pub job: J,
    /// 0 first.
    pub priority: u8,
    /// Within a priority the smallest first.
    pub order: u64,
    /// Open ticks of work left.
    pub work: Tick,
    /// When it joined the line, or was put back into it.
    pub since: Tick,
}

/// Work that begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start<J> {
    /// For [`Station::finish`].
    pub slot: Slot,
    /// What it is.
    pub job: J,
    /// Ticks since it joined the line, or was put back into it.
    pub waited: Tick,
    /// When it will be done if nothing interrupts it; `None` when the hours run out before.
    pub ends_at: Option<Tick>,
}

/// Work that was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preempted<J> {
    /// The slot it had; its completion will not come.
    pub slot: Slot,
    /// What it is.
    pub job: J,
}

/// What the servers have done so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Open ticks worked, summed over servers, work in progress included.
    pub busy_ticks: Tick,
    /// Pieces of work begun (again after an interruption).
    pub started: u64,
}

/// Those who wait in one priority, by place. Almost everybody joins at the end and is served from the front.
type Line<J> = VecDeque<Queued<J>>;

#[derive(Debug, Clone, Copy)]
struct Queued<J> {
    waiting: Waiting<J>,
    /// How many had joined the station before, plus [`FRESH`] unless it was interrupted.
    joined: u64,
}

/// Set in [`Queued::joined`] until a job is interrupted.
const FRESH: u64 = 1 << 63;

impl<J> Queued<J> {
    /// Where it stands within its priority: interrupted jobs before all others, then by order, then by when they joined.
    #[inline]
    fn place(&self) -> (bool, u64, u64) {
        (self.joined >= FRESH, self.waiting.order, self.joined)
    }
}

#[derive(Debug, Clone)]
struct Serving<J> {
    queued: Queued<J>,
    started: Tick,
}

#[derive(Debug, Clone)]
struct Seat<J> {
    generation: u32,
    serving: Option<Serving<J>>,
}

/// Servers of one kind with a waiting line. Work counts in open ticks: what is begun before closing time goes on when the place
/// opens again. Nothing begins while it is shut.
#[derive(Debug, Clone)]
pub struct Station<J> {
    servers: u32,
    hours: OpenHours,
    /// The open interval looked up last: most events fall into the same one as the event before.
    shift: (Tick, Tick),
    /// A stretch of time in which it is shut.
    shut: (Tick, Tick),
    discipline: Discipline,
    /// One line per priority seen so far, by priority.
    lines: Vec<(u8, Line<J>)>,
    waiting: usize,
    seats: Vec<Seat<J>>,
    vacant: Vec<u32>,
    busy: u32,
    joined: u64,
    worked: Tick,
    started: u64,
}

impl<J: Copy> Station<J> {
    /// A station with nobody in line.
    #[must_use]
    pub fn new(servers: u32, hours: OpenHours, discipline: Discipline) -> Self {
        Self {
            servers,
            hours,
            shift: (0, 0),
            shut: (0, 0),
            discipline,
            lines: Vec::new(),
            waiting: 0,
            seats: Vec::new(),
            vacant: Vec::new(),
            busy: 0,
            joined: 0,
            worked: 0,
            started: 0,
        }
    }

    /// Joins the line, behind all others of the same priority. `work`: open ticks it will take.
    #[inline]
    pub fn submit(&mut self, now: Tick, job: J, priority: u8, work: Tick) {
        self.submit_ordered(now, job, priority, self.joined, work);
    }

    /// Joins the line in a place of its own: within a priority the smallest `order` is served first. For work that is handed over
    /// and keeps its place. Use either this or [`Station::submit`] for one priority, not both.
    #[inline]
    pub fn submit_ordered(&mut self, now: Tick, job: J, priority: u8, order: u64, work: Tick) {
        let joined = self.joined | FRESH;
        self.joined += 1;
        self.join(Queued {
            waiting: Waiting {
                job,
                priority,
                order,
                work: work.max(0),
                since: now,
            },
            joined,
        });
    }

    #[inline]
    fn join(&mut self, queued: Queued<J>) {
        let priority = queued.waiting.priority;
        let index = self.lines.iter().position(|it| it.0 >= priority);
        let index = index.unwrap_or(self.lines.len());
        if self.lines.get(index).is_none_or(|it| it.0 != priority) {
            self.lines.insert(index, (priority, Line::new()));
        }
        let line = &mut self.lines[index].1;
        let place = queued.place();
        if line.back().is_some_and(|last| last.place() > place) {
            let before = line.partition_point(|it| it.place() < place);
            line.insert(before, queued);
        } else {
            line.push_back(queued);
        }
        self.waiting += 1;
    }

    /// When the place closes; `None` when it is shut.
    #[inline]
    fn closing_after(&mut self, now: Tick) -> Option<Tick> {
        if now < self.shift.0 || now >= self.shift.1 {
            // Those who wait at night are asked for often.
            if now >= self.shut.0 && now < self.shut.1 {
                return None;
            }
            let Some(shift) = self.hours.interval_at(now) else {
                self.shut = (now, self.hours.next_opening(now).unwrap_or(Tick::MAX));
                return None;
            };
            self.shift = shift;
        }
        Some(self.shift.1)
    }

    /// Begins the next piece of work: when a server is free, the place is open and somebody waits.
    #[inline]
    pub fn start_next(&mut self, now: Tick) -> Option<Start<J>> {
        if self.busy >= self.servers || self.waiting == 0 {
            return None;
        }
        let closes = self.closing_after(now)?;
        let queued = self.lines.iter_mut().find_map(|it| it.1.pop_front())?;
        self.waiting -= 1;
        let index = match self.vacant.pop() {
            Some(index) => index as usize,
            None => {
                self.seats.push(Seat {
                    generation: 0,
                    serving: None,
                });
                self.seats.len() - 1
            }
        };
        let seat = &mut self.seats[index];
        seat.serving = Some(Serving {
            queued,
            started: now,
        });
        let waiting = queued.waiting;
        self.busy += 1;
        self.started += 1;
        Some(Start {
            slot: Slot {
                index: index as u32,
                generation: seat.generation,
            },
            job: waiting.job,
            waited: now - waiting.since,
            ends_at: if waiting.work <= closes - now {
                Some(now + waiting.work)
            } else {
                self.hours.advance(now, waiting.work)
            },
        })
    }

    /// Interrupts the least urgent work in service (of equals, what began last) if the first in line is more urgent and no server
    /// is free. What is left of it goes to the head of its priority.
    pub fn preempt(&mut self, now: Tick) -> Option<Preempted<J>> {
        if self.discipline == Discipline::NonPreemptive || self.busy < self.servers {
            return None;
        }
        let first = self.lines.iter().find(|it| !it.1.is_empty())?.0;
        let (index, _) = self
            .seats
            .iter()
            .enumerate()
            .filter_map(|(index, it)| Some((index, it.serving.as_ref()?)))
            .filter(|(_, it)| it.queued.waiting.priority > first)
            .max_by_key(|(_, it)| (it.queued.waiting.priority, it.started, it.queued.place()))?;
        let slot = Slot {
            index: index as u32,
            generation: self.seats[index].generation,
        };
        let serving = self.vacate(now, slot)?;
        let mut queued = serving.queued;
        let waiting = &mut queued.waiting;
        waiting.work -= self.hours.open_between(serving.started, now);
        waiting.since = now;
        queued.joined &= !FRESH;
        let job = waiting.job;
        self.join(queued);
        Some(Preempted { slot, job })
    }

    /// Ends a piece of work; `None` when the slot is stale.
    #[inline]
    pub fn finish(&mut self, now: Tick, slot: Slot) -> Option<J> {
        self.vacate(now, slot).map(|it| it.queued.waiting.job)
    }

    #[inline]
    fn vacate(&mut self, now: Tick, slot: Slot) -> Option<Serving<J>> {
        let seat = self
            .seats
            .get_mut(slot.index as usize)
            .filter(|it| it.generation == slot.generation)?;
        let serving = seat.serving.take()?;
        seat.generation = seat.generation.wrapping_add(1);
        self.vacant.push(slot.index);
        self.busy -= 1;
        self.worked += if serving.started >= self.shift.0 && now <= self.shift.1 {
            now - serving.started
        } else {
            self.hours.open_between(serving.started, now)
        };
        Some(serving)
    }

    /// When to look again: somebody waits, a server is free, and it is shut. `None` otherwise, or when it never opens again.
    #[must_use]
    pub fn next_opening(&self, now: Tick) -> Option<Tick> {
        if self.waiting == 0 || self.busy >= self.servers || self.hours.is_open(now) {
            return None;
        }
        self.hours.next_opening(now)
    }

    /// Changes the number of servers. Those in service finish: nobody is thrown out.
    pub fn set_servers(&mut self, _now: Tick, servers: u32) {
        self.servers = servers;
    }

    /// Changes the open hours. What is left of the work in service is kept; its new ends are returned.
    pub fn set_hours(&mut self, now: Tick, hours: OpenHours) -> Vec<(Slot, Option<Tick>)> {
        let mut ends = Vec::new();
        for (index, seat) in self.seats.iter_mut().enumerate() {
            if let Some(serving) = &mut seat.serving {
                let done = self.hours.open_between(serving.started, now);
                self.worked += done;
                serving.queued.waiting.work -= done;
                serving.started = now;
                let slot = Slot {
                    index: index as u32,
                    generation: seat.generation,
                };
                ends.push((slot, hours.advance(now, serving.queued.waiting.work)));
            }
        }
        self.hours = hours;
        (self.shift, self.shut) = ((0, 0), (0, 0));
        ends
    }

    /// The same hours, of which others lie in memory now ([`OpenHours::continued`]): nothing that goes on ends otherwise.
    pub fn continue_hours(&mut self, hours: OpenHours) {
        self.hours = hours;
    }

    /// Empties the line, in its order.
    pub fn drain_waiting(&mut self, _now: Tick) -> Vec<Waiting<J>> {
        self.waiting = 0;
        let lines = self.lines.iter_mut();
        lines
            .flat_map(|it| it.1.drain(..).map(|it| it.waiting))
            .collect()
    }

    /// Takes from the line, in its order, what a test picks.
    pub fn remove_waiting(
        &mut self,
        _now: Tick,
        mut picks: impl FnMut(&J) -> bool,
    ) -> Vec<Waiting<J>> {
        let mut picked = Vec::new();
        for (_, line) in &mut self.lines {
            line.retain(|Queued { waiting, .. }| {
                let pick = picks(&waiting.job);
                if pick {
                    picked.push(*waiting);
                }
                !pick
            });
        }
        self.waiting -= picked.len();
        picked
    }

    /// Servers, busy or not.
    #[must_use]
    pub fn servers(&self) -> u32 {
        self.servers
    }

    /// Servers at work.
    #[must_use]
    pub fn busy(&self) -> u32 {
        self.busy
    }

    /// How many wait.
    #[must_use]
    pub fn queue_len(&self) -> usize {
        self.waiting
    }

    /// The open hours.
    #[must_use]
    pub fn hours(&self) -> &OpenHours {
        &self.hours
    }

    /// What waits, in the order it will be served.
    pub fn waiting(&self) -> impl Iterator<Item = &Waiting<J>> {
        self.lines
            .iter()
            .flat_map(|it| it.1.iter().map(|it| &it.waiting))
    }

    /// What is in service.
    pub fn in_service(&self) -> impl Iterator<Item = (Slot, &J)> {
        self.seats.iter().enumerate().filter_map(|(index, it)| {
            let slot = Slot {
                index: index as u32,
                generation: it.generation,
            };
            Some((slot, &it.serving.as_ref()?.queued.waiting.job))
        })
    }

    /// What the servers have done up to `now`.
    #[must_use]
    pub fn usage(&self, now: Tick) -> Usage {
        let in_progress: Tick = self
            .seats
            .iter()
            .filter_map(|it| it.serving.as_ref())
            .map(|it| self.hours.open_between(it.started, now))
            .sum();
        Usage {
            busy_ticks: self.worked + in_progress,
            started: self.started,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day() -> OpenHours {
        OpenHours::from_intervals(vec![(0, 10), (20, 30), (40, 50)])
    }

    #[test]
    fn first_come_first_served_within_a_priority() {
        let mut desk = Station::new(1, OpenHours::always(), Discipline::NonPreemptive);
        desk.submit(0, "a", 1, 5);
        desk.submit(0, "b", 1, 5);
        desk.submit(0, "c", 0, 5);
        let start = desk.start_next(0).unwrap();
        assert_eq!((start.job, start.waited, start.ends_at), ("c", 0, Some(5)));
        assert_eq!(desk.start_next(0), None);
        desk.submit(1, "d", 0, 5);
        assert_eq!(desk.preempt(1), None, "non-preemptive");
        assert_eq!(desk.finish(5, start.slot), Some("c"));
        assert_eq!(desk.finish(5, start.slot), None, "stale");
        let order: Vec<_> = std::iter::from_fn(|| {
            let start = desk.start_next(5)?;
            desk.finish(5, start.slot)
        })
        .collect();
        assert_eq!(order, ["d", "a", "b"]);
    }

    #[test]
    fn work_stops_at_closing_time_and_nothing_begins_while_shut() {
        let mut desk = Station::new(1, day(), Discipline::NonPreemptive);
        desk.submit(8, "long", 0, 5);
        let start = desk.start_next(8).unwrap();
        assert_eq!(start.ends_at, Some(23));
        assert_eq!(desk.usage(15).busy_ticks, 2);
        desk.submit(12, "next", 0, 1);
        assert_eq!(desk.next_opening(12), None, "nobody is free");
        desk.finish(23, start.slot);
        desk.submit(30, "late", 0, 100);
        let start = desk.start_next(29);
        assert_eq!(start.map(|it| it.job), Some("next"));
        desk.finish(30, start.unwrap().slot);
        assert_eq!(desk.start_next(30), None);
        assert_eq!(desk.next_opening(30), Some(40));
        assert_eq!(
            desk.start_next(40).unwrap().ends_at,
            None,
            "the hours run out first"
        );
    }

    #[test]
    fn interrupted_work_is_resumed_before_its_like() {
        let mut desk = Station::new(1, OpenHours::always(), Discipline::PreemptiveResume);
        desk.submit(0, "paper", 2, 10);
        let paper = desk.start_next(0).unwrap();
        desk.submit(1, "other", 2, 10);
        assert_eq!(desk.preempt(1), None, "its like does not interrupt");
        desk.submit(4, "meeting", 0, 6);
        assert_eq!(
            desk.preempt(4).map(|it| (it.slot, it.job)),
            Some((paper.slot, "paper"))
        );
        let meeting = desk.start_next(4).unwrap();
        assert_eq!((meeting.job, meeting.ends_at), ("meeting", Some(10)));
        assert_eq!(
            desk.finish(10, paper.slot),
            None,
            "its old completion is stale"
        );
        desk.finish(10, meeting.slot);
        let again = desk.start_next(10).unwrap();
        assert_eq!(
            (again.job, again.ends_at, again.waited),
            ("paper", Some(16), 6)
        );
        assert_eq!(desk.usage(16).busy_ticks, 16);
    }

    #[test]
    fn hours_and_servers_change_under_way() {
        let mut desk = Station::new(2, OpenHours::always(), Discipline::NonPreemptive);
        desk.submit(0, 1, 0, 10);
        desk.submit(0, 2, 0, 10);
        let (one, two) = (desk.start_next(0).unwrap(), desk.start_next(0).unwrap());
        desk.set_servers(3, 1);
        assert_eq!(desk.busy(), 2, "nobody is thrown out");
        let shut = OpenHours::from_intervals(vec![(0, 4), (100, 200)]);
        assert_eq!(
            desk.set_hours(4, shut),
            [(one.slot, Some(106)), (two.slot, Some(106))]
        );
        desk.finish(106, one.slot);
        desk.submit(106, 3, 0, 1);
        assert_eq!(
            desk.start_next(106),
            None,
            "only one server is left, and it is busy"
        );
        assert_eq!(desk.usage(106).busy_ticks, 20);
    }

    proptest! {
        #[test]
        fn nobody_works_more_than_there_is_time_and_nothing_is_lost(
            servers in 1u32..4,
            preemptive: bool,
            jobs in prop::collection::vec((0i64..60, 1i64..15, 0u8..3), 1..30),
        ) {
            let discipline = if preemptive { Discipline::PreemptiveResume } else { Discipline::NonPreemptive };
            let hours = OpenHours::from_intervals((0..100).map(|n| (n * 20, n * 20 + 10)).collect());
            let mut desk = Station::new(servers, hours.clone(), discipline);
            let mut calendar = crate::EventCalendar::new();
            for (job, it) in jobs.iter().enumerate() {
                calendar.schedule(it.0, 0, Some(job));
            }
            let mut ends: Vec<(Slot, Tick)> = Vec::new();
            let mut done = Vec::new();
            while let Some((now, due)) = calendar.pop() {
                if let Some(job) = due {
                    desk.submit(now, job, jobs[job].2, jobs[job].1);
                    if let Some(gone) = desk.preempt(now) {
                        ends.retain(|it| it.0 != gone.slot);
                    }
                }
                for (slot, _) in ends.extract_if(.., |it| it.1 == now) {
                    done.extend(desk.finish(now, slot));
                }
                while let Some(start) = desk.start_next(now) {
                    let end = start.ends_at.unwrap();
                    ends.push((start.slot, end));
                    calendar.schedule(end, 1, None);
                }
                if let Some(opening) = desk.next_opening(now) {
                    calendar.schedule(opening, 2, None);
                }
                prop_assert!(desk.busy() <= servers);
                prop_assert!(desk.usage(now).busy_ticks <= hours.open_between(0, now) * i64::from(servers));
            }
            done.sort_unstable();
            prop_assert_eq!(done, (0..jobs.len()).collect::<Vec<_>>());
            prop_assert_eq!(desk.usage(calendar.now()).busy_ticks, jobs.iter().map(|it| it.1).sum::<i64>());
        }
    }
}
