//! Breaches as they happen: a matter is discussed or issued without what the law owes it. A breach flags a run and never stops it.

use kernel::Tick;

use super::Run;
use crate::event::{Actor, EventKind, Note, Observer};
use crate::plan::Plan;

impl<O: Observer> Run<O> {
    /// Looks at what a matter is owed when it has been decided or, `at_issue`, is published: each breach is said once.
    pub(super) fn see_what_is_owed(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        at_issue: bool,
    ) {
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        let procedure = &plan.procedures[usize::from(case.procedure)];
        let bits = case.attributes.bits();
        let mut breached = Vec::new();
        for (n, it) in procedure.owed.iter().enumerate() {
            let passed = |&stage: &u16| case.stages[usize::from(stage)].visit > 0;
            let kept = it.stages.iter().any(passed) == it.wanted;
            // What was never discussed is seen when it is issued.
            let is_time = at_issue || !it.at_issue;
            let is_new = case.owed_said >> n & 1 == 0;
            if !kept && is_time && is_new && bits & it.of == it.of {
                case.owed_said |= 1 << n;
                breached.push(it.article);
            }
        }
        if let Some(sat) = procedure.sat.filter(|_| !at_issue) {
            breached.extend(sat.without_chief.filter(|_| case.without_chief));
            breached.extend(case.without_half.then_some(sat.without_half));
        }
        for article in breached {
            let note = Note::Article(article);
            let nobody = Actor::Nobody;
            self.tell(plan, now, EventKind::Breach, slot, stage, nobody, 0.0, note);
        }
    }
}
