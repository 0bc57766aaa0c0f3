//! Clocks of law: data over the events of a procedure. An overrun is a breach; it flags a run and never stops it.

use kernel::Tick;

use super::{Due, Run, rank};
use crate::event::{Actor, EventKind, NONE, Note, Observer};
use crate::plan::{Action, Plan, Signal};

impl<O: Observer> Run<O> {
    /// Does what an event of a case sets off: to its clocks, and to what arises from it.
    pub(super) fn signal(&mut self, plan: &Plan, now: Tick, slot: u32, actions: &[Action]) {
        for &action in actions {
            let (clock, signal) = match action {
                Action::Clock { clock, signal } => (clock, signal),
                Action::Raise { raise } => {
                    self.give_rise(plan, now, slot, raise);
                    continue;
                }
            };
            let index = usize::from(clock);
            let Some(case) = self.case(slot) else {
                return;
            };
            let it = &plan.procedures[usize::from(case.procedure)].clocks[index];
            let starts = matches!(signal, Signal::Start | Signal::Restart);
            if starts && !self.meets(case, it.when.as_ref()) {
                continue;
            }
            let length = it.length;
            let Some(case) = self
                .cases
                .get_mut(slot as usize)
                .and_then(Option::as_deref_mut)
            else {
                return;
            };
            let state = &mut case.clocks[index];
            match signal {
                Signal::Start | Signal::Restart => {
                    if signal == Signal::Start && (state.due.is_some() || state.left.is_some()) {
                        continue; // already running: the first start counts
                    }
                    if let Some((_, handle)) = state.due.take() {
                        self.calendar.cancel(handle);
                    }
                    state.left = None;
                    let at = plan.timetable.period_end(now, length.length, length.counts);
                    let due = Due::ClockOut { case: slot, clock };
                    state.due = Some((at, self.calendar.schedule(at, rank::CLOCK, due)));
                }
                Signal::Stop => {
                    if let Some((_, handle)) = state.due.take() {
                        self.calendar.cancel(handle);
                    }
                    state.left = None;
                }
                Signal::Pause => {
                    if let Some((at, handle)) = state.due.take() {
                        self.calendar.cancel(handle);
                        let timetable = &plan.timetable;
                        state.left = Some(timetable.left_of_period(now, at, length.counts));
                    }
                }
                Signal::Resume => {
                    if let Some(left) = state.left.take() {
                        let timetable = &plan.timetable;
                        let at = timetable.resumed_period_end(now, left, length.counts);
                        let due = Due::ClockOut { case: slot, clock };
                        state.due = Some((at, self.calendar.schedule(at, rank::CLOCK, due)));
                    }
                }
            }
        }
    }

    pub(super) fn clock_out(&mut self, plan: &Plan, now: Tick, slot: u32, clock: u16) {
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        let state = &mut case.clocks[usize::from(clock)];
        state.due = None;
        if !std::mem::replace(&mut state.overrun, true) {
            self.tell(
                plan,
                now,
                EventKind::Breach,
                slot,
                NONE,
                Actor::Nobody,
                0.0,
                Note::Clock(clock),
            );
            self.overdue(plan, now, slot);
        }
    }

    /// Stops all clocks of a matter that is over.
    pub(super) fn stop_clocks(&mut self, slot: u32) {
        let Some(case) = self
            .cases
            .get_mut(slot as usize)
            .and_then(Option::as_deref_mut)
        else {
            return;
        };
        for state in &mut case.clocks {
            if let Some((_, handle)) = state.due.take() {
                self.calendar.cancel(handle);
            }
            state.left = None;
        }
    }
}
