//! What becomes of a decision: it is carried out by its owner or in the townships, takes its time, and is followed up.

use kernel::{DAY, Handle, Tick};

use super::{Due, Run, draws, rank};
use crate::event::{Actor, EventKind, Note, Observer};
use crate::plan::{Length, Plan, Sampler, StagePlan, Who};
use crate::scenario::StageKind;

use super::case::Progress;

/// A measure being carried out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carried {
    stage: u16,
    until: Tick,
    handle: Handle,
}

/// Fidelity after so many reminders: φ = 1 − (1 − φ₀)·e^(−k·checks).
pub(crate) fn fidelity(base: f64, per_reminder: f64, reminders: u32) -> f64 {
    // Without reminders exactly φ₀.
    base - (1.0 - base) * libm::expm1(-per_reminder * f64::from(reminders))
}

impl<O: Observer> Run<O> {
    /// Those who carry it out: the townships, or a department (the drafting one unless another is named).
    fn carriers(&self, plan: &Plan, slot: u32, who: Who) -> Vec<u16> {
        let lead = self.case(slot).map_or(0, |it| it.lead);
        let mut all = Vec::new();
        if who == Who::Townships {
            all = plan.townships();
        }
        if all.is_empty() {
            all.push(match who {
                Who::Department(index) => index,
                _ => lead,
            });
        }
        all
    }

    /// Begins to carry it out; over when the slowest is. Each carrier has a draw of its own, scaled by his pace.
    #[expect(clippy::too_many_arguments, reason = "what, where, by whom, how long")]
    pub(super) fn carry(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        laid_out: &StagePlan,
        who: Who,
        lasts: &Sampler,
    ) -> bool {
        let mut until = now;
        for carrier in self.carriers(plan, slot, who) {
            let hash = plan.department_ids.hash(carrier);
            let Some(mut rng) = self.stage_stream(slot, stage, laid_out, hash, draws::LASTS) else {
                return false;
            };
            let days = lasts.sample(&mut rng) * plan.departments[usize::from(carrier)].pace;
            until = until.max(now + libm::round(days * DAY as f64) as Tick);
        }
        if until <= now {
            return false;
        }
        let length = (until - now) as f64;
        let (started, nobody) = (EventKind::WaitStarted, Actor::Nobody);
        self.tell(plan, now, started, slot, stage, nobody, length, Note::None);
        self.carry_until(slot, stage, until);
        true
    }

    fn carry_until(&mut self, slot: u32, stage: u16, until: Tick) {
        let due = Due::WaitDone { case: slot, stage };
        let handle = self.calendar.schedule(until, rank::WAIT, due);
        if let Some(case) = self.case_mut(slot) {
            case.carried.retain(|it| it.stage != stage);
            case.carried.push(Carried {
                stage,
                until,
                handle,
            });
        }
    }

    /// A reminder (督办): what is still to be carried out goes faster, and more faithfully.
    pub(super) fn reminded(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16) {
        let (kind, nobody) = (EventKind::Reminded, Actor::Nobody);
        self.tell(plan, now, kind, slot, stage, nobody, 1.0, Note::None);
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        case.reminders += 1;
        let hastened = plan.carrying.as_ref().map_or(0.0, |it| it.hastened_share);
        let carried = case.carried.clone();
        for it in carried.into_iter().filter(|it| it.until > now) {
            let left = (it.until - now) as f64 * (1.0 - hastened);
            let until = now + libm::round(left) as Tick;
            if until < it.until {
                self.calendar.cancel(it.handle);
                self.carry_until(slot, it.stage, until);
            }
        }
    }

    /// Whether anything of it is still to be carried out; without it there is nobody to remind.
    pub(super) fn is_carried_out(&self, plan: &Plan, slot: u32) -> bool {
        let Some(case) = self.case(slot) else {
            return true;
        };
        let stages = &plan.procedures[usize::from(case.procedure)].stages;
        let mut all = stages.iter().zip(&case.stages);
        all.all(|(laid_out, it)| {
            laid_out.kind != StageKind::Implementation || it.progress == Progress::Done
        })
    }

    /// It has been carried out: how faithfully, by whom, and whether by its deadline.
    pub(super) fn carried_out(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        who: Who,
        deadline: Option<Length>,
    ) {
        let (Some(carrying), Some(case)) = (&plan.carrying, self.case_mut(slot)) else {
            return;
        };
        case.carried.retain(|it| it.stage != stage);
        let (reminders, lead) = (case.reminders, case.lead);
        let ready = case.stages[usize::from(stage)].ready_at;
        let late = deadline
            .is_some_and(|it| now > plan.timetable().period_end(ready, it.length, it.counts));
        let carriers = self.carriers(plan, slot, who);
        let mut sum = 0.0;
        for &carrier in &carriers {
            let base = plan.departments[usize::from(carrier)].fidelity;
            let share = fidelity(base, carrying.per_reminder, reminders);
            sum += share;
            let (kind, actor) = (EventKind::CarriedOut, Actor::Department(carrier));
            self.tell(plan, now, kind, slot, stage, actor, share, Note::None);
        }
        let note = if late { Note::Late } else { Note::None };
        let (kind, owner) = (EventKind::Implemented, Actor::Department(lead));
        let share = sum / carriers.len() as f64;
        self.tell(plan, now, kind, slot, stage, owner, share, note);
    }
}

#[cfg(test)]
mod tests {
    use super::fidelity;

    #[test]
    fn reminders_raise_fidelity_towards_one_by_the_formula() {
        // φ₀ = .75, k = .3: 1 − .25·e^(−.3 c).
        for (reminders, expected) in [
            (0, 0.75),
            (1, 0.814_795_444_829_57),
            (2, 0.862_797_090_976_49),
            (5, 0.944_217_459_962_89),
        ] {
            let got = fidelity(0.75, 0.3, reminders);
            assert!((got - expected).abs() < 1e-13, "{reminders}: {got}");
        }
        assert_eq!(fidelity(0.6, 0.0, 9), 0.6);
        assert_eq!(fidelity(1.0, 0.4, 3), 1.0);
    }
}
