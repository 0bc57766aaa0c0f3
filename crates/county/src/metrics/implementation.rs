//! What is carried out, how faithfully and when: counted in the window, whoever's decision it was, so that slow measures are not left out.

use super::Out;
use crate::event::{Actor, Event, EventKind, Note};
use crate::plan::Plan;

#[derive(Debug, Clone, Default)]
pub(super) struct Implementation {
    done: u64,
    late: u64,
    fidelity: f64,
    reminders: u64,
    /// For each department and township: fidelity, and how often.
    carriers: Vec<(f64, u64)>,
}

impl Implementation {
    #[inline]
    pub(super) fn fold(&mut self, event: &Event) {
        match (event.kind, event.actor) {
            (EventKind::Implemented, _) => {
                self.done += 1;
                self.late += u64::from(event.note == Note::Late);
                self.fidelity += event.value;
            }
            (EventKind::CarriedOut, Actor::Department(index)) => {
                let index = usize::from(index);
                if self.carriers.len() <= index {
                    self.carriers.resize(index + 1, (0.0, 0));
                }
                self.carriers[index].0 += event.value;
                self.carriers[index].1 += 1;
            }
            (EventKind::Reminded, _) => self.reminders += 1,
            _ => {}
        }
    }

    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        if plan.carrying.is_none() {
            return;
        }
        let done = self.done as f64;
        for name in ["quality.implementation.fidelity", "implementation.fidelity"] {
            out.ratio(name, self.fidelity, done, "share");
        }
        let on_time = (self.done - self.late) as f64;
        out.ratio("implementation.on_time.share", on_time, done, "share");
        out.total("implementation.carried_out", done / years, "per_year");
        let reminders = self.reminders as f64 / years;
        out.total("implementation.reminders", reminders, "per_year");
        for index in 0..plan.departments.len() {
            let (sum, count) = self.carriers.get(index).copied().unwrap_or_default();
            let id = plan.actor(Actor::Department(index as u16));
            let name = format!("implementation.fidelity.{id}");
            out.ratio(&name, sum, count as f64, "share");
        }
    }
}
