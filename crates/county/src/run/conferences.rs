//! County-wide conferences and ceremonies: whether a half-day has one is one uniform of the half-day, so that fewer of them leave those
//! that are left where they were, and what they took from people's days comes free.

use std::collections::VecDeque;

use kernel::distributions::uniform;
use kernel::{Handle, Tick};

use super::{DeskId, Due, Run, draws, rank};
use crate::event::{Actor, EventKind, Note, Observer};
use crate::plan::Plan;

/// Conferences of one kind that are still to come.
#[derive(Debug, Clone, Default)]
pub(super) struct ConferenceState {
    /// Half-days that have one, by index, ascending.
    to_come: VecDeque<usize>,
    next: Option<Handle>,
}

impl<O: Observer> Run<O> {
    /// Fixes all conferences from `now` on, on the first day of a run or anew when the rules change.
    pub(super) fn fix_conferences(&mut self, plan: &Plan, now: Tick) {
        for state in &mut self.conferences {
            if let Some(handle) = state.next.take() {
                self.calendar.cancel(handle);
            }
        }
        let first = plan.timetable().half_day_from(now);
        for state in &mut self.leaders {
            // One that has begun goes on.
            state.conferences.retain(|half| *half < first);
        }
        self.conferences.clear();
        let kinds = plan.conferences.len();
        self.conferences
            .resize_with(kinds, ConferenceState::default);
        self.foresee_conferences(plan, now);
    }

    /// Fixes all conferences from a tick on, as far as calendars lie in memory.
    pub(super) fn foresee_conferences(&mut self, plan: &Plan, from: Tick) {
        let timetable = plan.timetable();
        let halves = timetable.half_days_from(timetable.half_day_from(from));
        for (half, times) in halves.take_while(|it| it.1.from < self.lies.1) {
            let (stage, visit) = (
                (times.ordinal >> 16) as u64,
                (times.ordinal & 0xffff) as u16,
            );
            for (index, it) in plan.conferences.iter().enumerate() {
                if it.share <= 0.0 {
                    continue;
                }
                let hash = plan.conference_ids.hash(index as u16);
                let mut rng = draws::open(&self.streams, hash, stage, visit, 0, draws::CONFERENCE);
                if uniform(&mut rng) >= it.share {
                    continue;
                }
                self.conferences[index].to_come.push_back(half);
                for &leader in &it.leaders {
                    let booked = &mut self.leaders[usize::from(leader)].conferences;
                    if booked.last() != Some(&half) {
                        booked.push(half);
                    }
                }
            }
        }
        for conference in 0..self.conferences.len() as u16 {
            if self.conferences[usize::from(conference)].next.is_none() {
                self.call_conference(plan, conference);
            }
        }
    }

    fn call_conference(&mut self, plan: &Plan, conference: u16) {
        let state = &mut self.conferences[usize::from(conference)];
        let next = state.to_come.pop_front();
        let half = next.and_then(|it| plan.timetable().half_day(it));
        state.next = half.map(|half| {
            let due = Due::Conference { conference };
            self.calendar.schedule(half.from, rank::WAIT, due)
        });
    }

    pub(super) fn confer(&mut self, plan: &Plan, now: Tick, conference: u16) {
        self.call_conference(plan, conference);
        let it = &plan.conferences[usize::from(conference)];
        let half = plan.timetable().half_day_from(now);
        let end = plan.timetable().half_day(half).map_or(now, |it| it.to);
        let until = (now + it.length).min(end);
        let (length, note) = ((until - now) as f64, Note::Conference(conference));
        self.say(
            plan,
            now,
            EventKind::Conference,
            Actor::Nobody,
            length,
            note,
        );
        for &leader in &it.leaders {
            let state = &self.leaders[usize::from(leader)];
            if !plan.leaders[usize::from(leader)].active || !state.is_here(now) {
                continue;
            }
            let actor = Actor::Leader(leader);
            self.say(plan, now, EventKind::Conferred, actor, length, note);
            self.occupy(plan, now, leader, until);
        }
        for department in 0..plan.departments.len() as u16 {
            let its = &plan.departments[usize::from(department)];
            let people = it.people_per_department.min(its.staff);
            if people == 0 || !its.active {
                continue;
            }
            let spent = length * f64::from(people);
            let actor = Actor::Department(department);
            self.say(plan, now, EventKind::Conferred, actor, spent, note);
            self.send(
                plan,
                now,
                DeskId::Department(department),
                people,
                until - now,
            );
        }
    }
}
