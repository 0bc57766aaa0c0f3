//! Whether a condition holds of a case, and what is judged of it at a stage.

use kernel::Tick;
use kernel::distributions::uniform;

use super::case::Case;
use super::{Run, draws};
use crate::event::{Actor, EventKind, Note, Observer, Verdict};
use crate::plan::{Condition, Moment, Plan, StagePlan};

impl<O> Run<O> {
    /// Whether a case meets a condition; none is met by all. A number asked for by name is one uniform of the case, the same wherever it is
    /// asked for: a share that grows only adds to those it holds.
    pub(super) fn meets(&self, case: &Case, when: Option<&Condition>) -> bool {
        let Some(when) = when else { return true };
        let (others, level) = (
            case.others.len() as u32,
            case.hazard.map_or(0, |it| it.level),
        );
        let went = |stage: u16| case.stages[usize::from(stage)].visit > 0;
        when.suits(case.class, case.attributes, case.traits, others, level)
            && when.passed.iter().all(|&(stage, is)| went(stage) == is)
            && when.chance.iter().all(|&(name, [from, to])| {
                let mut rng = draws::open(&self.streams, case.key, 0, 0, name, draws::CHANCE);
                (from..to).contains(&uniform(&mut rng))
            })
    }
}

impl<O: Observer> Run<O> {
    /// A stage that judges grants or refuses: rightly, or wrongly in a stated share, by one uniform of the case, the same at every
    /// stage: whoever errs more errs in the cases in which the other does, and in more. `Some` when refused.
    pub(super) fn judge(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        laid_out: &StagePlan,
    ) -> Option<Verdict> {
        let it = laid_out.judges?;
        let case = self.case(slot)?;
        let (procedure, has) = (case.procedure, case.traits >> it.named & 1 == 1);
        let mut rng = draws::open(&self.streams, case.key, 0, 0, it.hash, draws::JUDGES);
        let wrong = uniform(&mut rng) < it.wrong_share;
        let refused = has != wrong;
        let verdict = if refused {
            Verdict::Refuse
        } else {
            Verdict::Adopt
        };
        let tell = |run: &mut Self, kind, value, note| {
            run.tell(plan, now, kind, slot, stage, Actor::Nobody, value, note);
        };
        tell(self, EventKind::Decided, 0.0, Note::Verdict(verdict));
        let on = &plan.procedures[usize::from(procedure)].on;
        self.signal(plan, now, slot, &on[Moment::Decided as usize]);
        if wrong {
            let granted = f64::from(u8::from(!refused));
            tell(self, EventKind::Misjudged, granted, Note::Trait(it.named));
            let moment = if refused {
                Moment::WronglyRefused
            } else {
                Moment::WronglyGranted
            };
            self.signal(plan, now, slot, &on[moment as usize]);
        }
        refused.then_some(verdict)
    }
}
