//! Desks: opened at the beginning, changed with the rules, counted at both ends of the window.

use std::cell::LazyCell;
use std::sync::Arc;

use kernel::distributions::uniform;
use kernel::{DAY, Discipline, Layout, OpenHours, Streams, Tick};

use super::leaders::{Drawn, LeaderState};
use super::people::{Desk, is_active};
use super::{DeskId, Due, Run, draws, rank};
use crate::event::{EventKind, NONE32, Note, Observer};
use crate::law::days::Date;
use crate::plan::{HalfDay, OfficePlan, Plan, Timetable};

impl<O: Observer> Run<O> {
    pub(super) fn open_desks(&mut self, plan: &Arc<Plan>) {
        let halves = plan.timetable().half_days_within(self.lies.0, self.lies.1);
        for leader in 0..plan.leaders.len() as u16 {
            self.open_leader(plan, leader, &halves);
        }
        self.office_desks = (0..plan.offices.len() as u16)
            .map(|it| self.open_office(plan, it))
            .collect();
        self.department_desks = (0..plan.departments.len() as u16)
            .map(|it| self.open_department(plan, it))
            .collect();
    }

    fn open_office(&self, plan: &Plan, office: u16) -> Desk {
        let hours = self.hours_of(plan, office);
        let staff = plan.offices[usize::from(office)].staff;
        Desk::new(staff, hours, Discipline::NonPreemptive)
    }

    fn open_department(&self, plan: &Plan, department: u16) -> Desk {
        let hours = self.hours_of_department(plan, department);
        let staff = plan.departments[usize::from(department)].staff;
        Desk::new(staff, hours, Discipline::NonPreemptive)
    }

    fn hours_of_department(&self, plan: &Plan, department: u16) -> OpenHours {
        let it = &plan.departments[usize::from(department)];
        let hash = plan.department_ids.hash(department);
        self.at_the_desk(plan, hash, it.staff, it.standing_hours)
    }

    /// When an office is there.
    fn hours_of(&self, plan: &Plan, office: u16) -> OpenHours {
        let it = &plan.offices[usize::from(office)];
        let hash = plan.office_ids.hash(office);
        let Some(unmanned) = it.round_the_clock else {
            return self.at_the_desk(plan, hash, it.staff, it.standing_hours);
        };
        let roster = Roster {
            timetable: Arc::clone(&plan.timetable),
            streams: self.streams,
            hash,
            unmanned,
        };
        OpenHours::laid_out(self.lies.0, self.lies.1, Arc::new(roster))
    }

    fn drawn(&self, plan: &Arc<Plan>, leader: u16) -> Drawn {
        Drawn {
            plan: Arc::clone(plan),
            streams: self.streams,
            leader,
        }
    }

    fn open_leader(&mut self, plan: &Arc<Plan>, leader: u16, halves: &[HalfDay]) {
        let state = LeaderState::new(&self.drawn(plan, leader), self.lies, halves);
        let desk = Desk::new(1, state.free.clone(), Discipline::PreemptiveResume);
        self.leaders.push(state);
        self.leader_desks.push(desk);
        self.foresee_absences(leader, self.calendar.now());
    }

    /// Schedules a leader's absences that begin from a tick on, as far as his calendar lies in memory.
    fn foresee_absences(&mut self, leader: u16, from: Tick) {
        let away = &self.leaders[usize::from(leader)].away;
        for &(begins, _) in away.intervals().iter().filter(|it| it.0 >= from) {
            if let Some(until) = away.closing_after(begins) {
                let due = Due::Absence { leader, until };
                self.calendar.schedule(begins, rank::WORLD, due);
            }
        }
    }

    /// What of all calendars lies in memory moves on: a long run takes no more of it than a short one. It holds the same hours before and
    /// after.
    #[cold]
    pub(super) fn move_on(&mut self, plan: &Arc<Plan>, now: Tick) {
        let lay = self.lies.1;
        self.lies = Timetable::lies(now);
        let (from, to) = self.lies;
        let halves = plan.timetable().half_days_within(lay, to);
        let before = self.office_hours.clone();
        self.office_hours = before.continued(from, to);
        for leader in 0..self.leaders.len() as u16 {
            let drawn = self.drawn(plan, leader);
            let state = &mut self.leaders[usize::from(leader)];
            state.move_on(&drawn, lay, self.lies, &halves);
            let free = state.free.clone();
            self.desk(DeskId::Leader(leader))
                .station
                .continue_hours(free);
            // One that goes on over the end of what was known has begun already.
            self.foresee_absences(leader, lay);
        }
        for desk in self
            .office_desks
            .iter_mut()
            .chain(&mut self.department_desks)
        {
            let hours = desk.station.hours();
            let hours = match hours.shares(&before) {
                true => self.office_hours.clone(),
                false => hours.continued(from, to),
            };
            desk.station.continue_hours(hours);
        }
        self.foresee_conferences(plan, lay);
    }

    /// The rules change, on reform day or later: staff and hours change at once; what deleted offices and departments held goes to the office.
    pub(super) fn change_desks(
        &mut self,
        before: &Plan,
        plan: &Arc<Plan>,
        now: Tick,
        on_reform_day: bool,
    ) {
        self.settle_desks(before, now);
        // Most changes of rules leave leaders' hours alone.
        let (from, to) = self.lies;
        let halves = LazyCell::new(|| plan.timetable().half_days_within(from, to));
        for leader in 0..before.leaders.len() as u16 {
            let (old, new) = (
                &before.leaders[usize::from(leader)],
                &plan.leaders[usize::from(leader)],
            );
            let same = |old: f64, new: f64| old.to_bits() == new.to_bits();
            if same(old.bound_share, new.bound_share)
                && same(old.document_share, new.document_share)
            {
                continue;
            }
            let later = LeaderState::new(&self.drawn(plan, leader), self.lies, &halves);
            let state = &mut self.leaders[usize::from(leader)];
            state.change_at(now, &later);
            let hours = state.free.clone();
            self.change_hours(now, DeskId::Leader(leader), hours);
        }
        for leader in before.leaders.len()..plan.leaders.len() {
            self.open_leader(plan, leader as u16, &halves);
        }
        for (index, office) in plan.offices.iter().enumerate() {
            let (id, known) = (index as u16, before.offices.get(index));
            let other = |it: &OfficePlan| {
                it.round_the_clock != office.round_the_clock
                    || it.standing_hours.to_bits() != office.standing_hours.to_bits()
            };
            if known.is_some_and(other) {
                let hours = self.hours_of(plan, id);
                self.change_hours(now, DeskId::Office(id), hours);
            }
            match self.office_desks.get_mut(index) {
                Some(desk) => desk.station.set_servers(now, office.staff),
                None => {
                    let desk = self.open_office(plan, id);
                    self.office_desks.push(desk);
                }
            }
        }
        for (index, department) in plan.departments.iter().enumerate() {
            let (id, known) = (index as u16, before.departments.get(index));
            let standing = department.standing_hours.to_bits();
            if known.is_some_and(|it| it.standing_hours.to_bits() != standing) {
                let hours = self.hours_of_department(plan, id);
                self.change_hours(now, DeskId::Department(id), hours);
            }
            match self.department_desks.get_mut(index) {
                Some(desk) => desk.station.set_servers(now, department.staff),
                None => {
                    let desk = self.open_department(plan, id);
                    self.department_desks.push(desk);
                }
            }
        }
        for desk in self.desks() {
            // What is due at this very tick happens in its own order: a desk that stays as it was is left alone.
            if !on_reform_day && is_same(before, plan, desk) {
                continue;
            }
            if !is_active(plan, desk) {
                let heir = match desk {
                    DeskId::Leader(_) => DeskId::Leader(plan.magistrate),
                    _ => DeskId::Office(plan.fallback_office),
                };
                self.pass_on(plan, now, desk, heir);
            }
            self.dispatch(plan, now, desk);
        }
    }

    /// Books what offices and departments have had of hours in the window so far, under the rules that held.
    fn settle_desks(&mut self, before: &Plan, now: Tick) {
        let start = before.timetable.start();
        for id in self.desks() {
            if matches!(id, DeskId::Leader(_)) {
                continue;
            }
            let (had, stood) = self.had(before, id, start, now);
            self.desk(id).booked = (now, had, stood);
        }
    }

    /// What an office or a department has had of hours since `start`, and what of them it stood by or drilled: ticks of its people.
    fn had(&self, plan: &Plan, id: DeskId, start: Tick, now: Tick) -> (Tick, f64) {
        let (station, (since, had, stood)) = (self.station(id), self.booked(id));
        let from = since.max(start).min(now);
        let since_then = station.hours().open_between(from, now) * Tick::from(station.servers());
        (had + since_then, stood + self.stood_by(plan, id, from, now))
    }

    /// From now on a desk has other hours; what is in hand ends accordingly.
    fn change_hours(&mut self, now: Tick, id: DeskId, hours: OpenHours) {
        let changed = self.desk(id).station.set_hours(now, hours);
        for (slot, ends) in changed {
            let running = &mut self.desk(id).running;
            let Some(place) = running.iter().position(|it| it.0 == slot) else {
                continue;
            };
            let (_, handle, started) = running.swap_remove(place);
            self.calendar.cancel(handle);
            if let Some(ends) = ends {
                let due = Due::JobDone { desk: id, slot };
                let handle = self.calendar.schedule(ends, rank::DONE, due);
                self.desk(id).running.push((slot, handle, started));
            }
        }
    }

    /// Hands the whole waiting line of a desk to another.
    fn pass_on(&mut self, plan: &Plan, now: Tick, from: DeskId, to: DeskId) {
        for waiting in self.desk(from).station.drain_waiting(now) {
            let mut job = waiting.job;
            if job.case == NONE32 {
                continue;
            }
            self.bring(now, from, &mut job);
            self.join(plan, now, to, job, waiting.order);
        }
        self.dispatch(plan, now, to);
    }

    /// Hours of a department's people in `[from, now)` in which none had work in hand; `worked_before` is what all had worked up to `from`, and
    /// becomes what they have up to now.
    pub(super) fn free_of(
        &self,
        department: u16,
        from: Tick,
        now: Tick,
        worked_before: &mut Tick,
    ) -> Tick {
        let station = self.station(DeskId::Department(department));
        let worked = station.usage(now).busy_ticks;
        let there = station.hours().open_between(from, now) * Tick::from(station.servers());
        let before = std::mem::replace(worked_before, worked);
        (there - (worked - before)).max(0)
    }

    /// Says what each desk has in line and, when the window closes, what it had and used.
    pub(super) fn report_desks(&mut self, plan: &Plan, now: Tick, opening: bool) {
        let start = plan.timetable.start();
        for id in self.desks() {
            let (available, standing) = match id {
                DeskId::Leader(index) => {
                    let free = &self.leaders[usize::from(index)].free;
                    (free.open_between(start, now), 0.0)
                }
                _ => self.had(plan, id, start, now),
            };
            let desk = self.desk(id);
            let used = desk.station.usage(now).busy_ticks;
            let waiting: Tick = desk.station.waiting().map(|it| it.work).sum();
            let used_before = std::mem::replace(&mut desk.used_before, used);
            let actor = id.actor();
            self.say(
                plan,
                now,
                EventKind::HoursWaiting,
                actor,
                waiting as f64,
                Note::None,
            );
            if !opening {
                self.say(
                    plan,
                    now,
                    EventKind::HoursAvailable,
                    actor,
                    available as f64,
                    Note::None,
                );
                let used = (used - used_before) as f64;
                self.say(plan, now, EventKind::HoursUsed, actor, used, Note::None);
                if let DeskId::Leader(index) = id {
                    let reading = &self.leaders[usize::from(index)].reading;
                    let read = reading.open_between(start, now) as f64;
                    if read > 0.0 {
                        self.say(plan, now, EventKind::HoursReading, actor, read, Note::None);
                    }
                }
                if standing > 0.0 {
                    let kind = EventKind::HoursStanding;
                    self.say(plan, now, kind, actor, standing, Note::None);
                }
            }
        }
    }
}

/// An office with a roster round the clock: every date is a turn (每天安排一人值班) that is taken or not outside office hours, by one uniform
/// of the date.
struct Roster {
    timetable: Arc<Timetable>,
    streams: Streams,
    hash: u64,
    unmanned: f64,
}

impl Layout for Roster {
    /// The last half-day's whole date is a turn.
    fn end(&self) -> Tick {
        let end = self.timetable.end();
        end + DAY - end.rem_euclid(DAY)
    }

    fn within(&self, from: Tick, to: Tick) -> Vec<(Tick, Tick)> {
        let to = to.min(self.end());
        let origin = Date::new(1970, 1, 1).map_or(0, |it| self.timetable.date(0).days_since(it));
        let halves = self.timetable.half_days_within(from, to);
        let mut halves = halves.into_iter().peekable();
        // In order of time: half-days of the turns that nobody takes, whole days of the others.
        let mut open = Vec::new();
        for day in from.div_euclid(DAY)..=(to - 1).div_euclid(DAY) {
            let date = (origin + day) as u64;
            let visit = (date & 0xffff) as u16;
            let mut rng = draws::open(&self.streams, self.hash, date >> 16, visit, 0, draws::TURN);
            let manned = uniform(&mut rng) >= self.unmanned;
            if manned {
                open.push((day * DAY, (day + 1) * DAY));
            }
            while let Some(half) = halves.next_if(|it| it.from < (day + 1) * DAY) {
                if !manned {
                    open.push((half.from, half.to));
                }
            }
        }
        let cut = open.into_iter().map(|it| (it.0.max(from), it.1.min(to)));
        cut.filter(|it| it.0 < it.1).collect()
    }
}

/// Whether a desk has the same people, the same hours and the same say under both plans.
fn is_same(before: &Plan, plan: &Plan, desk: DeskId) -> bool {
    match desk {
        DeskId::Leader(index) => {
            let index = usize::from(index);
            before.leaders.get(index) == plan.leaders.get(index)
        }
        DeskId::Office(index) => {
            let index = usize::from(index);
            before.offices.get(index) == plan.offices.get(index)
        }
        DeskId::Department(index) => {
            let index = usize::from(index);
            before.departments.get(index) == plan.departments.get(index)
        }
    }
}
