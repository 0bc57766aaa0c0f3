//! Cases that go astray: a wrong department has them first, and some are claimed by nobody.
//!
//! It happens when a case first comes to its drafting department, within whatever stage asks for it, so that the time it takes is
//! part of that stage: it stands in the wrong department's line, is looked at, and is passed on; what nobody claims stands in the portfolio
//! leader's line until he has said whose it is. Then the stage goes on as if nothing had happened, later.

use kernel::Tick;
use kernel::distributions::uniform;

use super::people::Job;
use super::{DeskId, Run, draws};
use crate::event::{EventKind, Note, Observer};
use crate::plan::{Plan, Sampler, StagePlan, Who, work_ticks};

/// Where a case is that has not found its department yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Astray {
    /// With a department whose business it is not; nobody else will claim it.
    Wrong { unclaimed: bool },
    /// With the leader who has to say whose it is.
    Unclaimed,
}

/// What is drawn of a case that goes astray: the same whenever it is asked.
const WHETHER: u64 = 0;
const LOOK: u64 = 1;
const SETTLE: u64 = 2;

impl<O: Observer> Run<O> {
    /// The first time a case comes to its drafting department: whether it goes to a wrong one instead. One uniform, by inversion: more
    /// overlap sends more of them astray, and none of those that went before elsewhere.
    pub(super) fn goes_astray(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        laid_out: &StagePlan,
    ) -> bool {
        let Some(case) = self.case_mut(slot) else {
            return false;
        };
        if std::mem::replace(&mut case.routed, true) {
            return false;
        }
        let (key, lead) = (case.key, case.lead);
        let duty = plan.classes[usize::from(case.class)].duty.as_ref();
        let (Some(duty), Some(routing)) = (duty, &plan.routing) else {
            return false;
        };
        let astray = routing.misrouting * duty.overlap;
        if astray <= 0.0 {
            return false;
        }
        let mut rng = draws::open(&self.streams, key, 0, 0, WHETHER, draws::ROUTE);
        let (drawn, which) = (uniform(&mut rng), uniform(&mut rng));
        if drawn >= astray {
            return false;
        }
        let others = || {
            let claims = duty.claims.iter();
            claims.filter(|it| it.0 != lead && plan.departments[usize::from(it.0)].active)
        };
        let all: f64 = others().map(|it| it.1).sum();
        let mut below = 0.0;
        let wrong = others().find(|it| {
            below += it.1;
            which * all < below
        });
        let Some(&(wrong, _)) = wrong else {
            return false;
        };
        let unclaimed = drawn < astray * routing.unclaimed;
        let desk = self.resolve(plan, now, Who::Department(wrong), lead);
        let to = (Astray::Wrong { unclaimed }, desk);
        self.lead_astray(plan, now, slot, stage, laid_out, to, &routing.look_hours)
    }

    /// Puts it into a line where it does not belong; false when no time is spent on it there.
    #[expect(
        clippy::too_many_arguments,
        reason = "what of a stage, where to, and how long"
    )]
    fn lead_astray(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        laid_out: &StagePlan,
        (astray, desk): (Astray, DeskId),
        hours: &Sampler,
    ) -> bool {
        let Some(case) = self.case_mut(slot) else {
            return false;
        };
        let key = case.key;
        let state = &mut case.stages[usize::from(stage)];
        state.since = now;
        state.statutory_until = now;
        state.jobs_left = 1;
        state.astray = Some(astray);
        let actor = match astray {
            Astray::Wrong { .. } => LOOK,
            Astray::Unclaimed => SETTLE,
        };
        let mut rng = draws::open(&self.streams, key, 0, 0, actor, draws::ROUTE);
        // A look takes a second at least.
        let work = work_ticks(hours.sample(&mut rng)).max(1);
        self.submit(plan, now, desk, slot, stage, laid_out.priority, work);
        true
    }

    /// It is passed on: to whom it belongs, or to the leader who has to say so.
    pub(super) fn passed_on(&mut self, plan: &Plan, now: Tick, from: DeskId, job: &Job) {
        let (slot, stage) = (job.case, job.stage);
        self.account(now, from, job, job.work);
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        let lead = case.lead;
        let laid_out = &plan.procedures[usize::from(case.procedure)].stages[usize::from(stage)];
        let state = &mut case.stages[usize::from(stage)];
        let astray = state.astray.take();
        let lost = (now - state.since) as f64;
        let kind = match astray {
            Some(Astray::Wrong { .. }) => EventKind::Bounced,
            _ => EventKind::Orphaned,
        };
        self.tell(plan, now, kind, slot, stage, from.actor(), lost, Note::None);
        if astray == Some(Astray::Wrong { unclaimed: true })
            && let Some(routing) = &plan.routing
        {
            let leader = self.resolve(plan, now, Who::PortfolioLeader, lead);
            let to = (Astray::Unclaimed, leader);
            self.lead_astray(plan, now, slot, stage, laid_out, to, &routing.settle_hours);
            return;
        }
        self.run_steps(plan, now, slot, stage);
    }

    /// Leaders in whose portfolios a department lies: the one who leads it, and those who share it and have a say in this case, each with his
    /// share as probability (one uniform for each, so that a larger share only adds cases).
    pub(super) fn leaders_of(&self, plan: &Plan, slot: u32, department: u16) -> Vec<u16> {
        let key = self.case(slot).map_or(0, |it| it.key);
        self.leaders_sharing(plan, key, department)
    }

    /// The same of a case by its key.
    pub(super) fn leaders_sharing(&self, plan: &Plan, key: u64, department: u16) -> Vec<u16> {
        let it = &plan.departments[usize::from(department)];
        let of = plan.department_ids.hash(department);
        let sharing = it.shared.iter().filter(|(leader, share)| {
            let hash = plan.leader_ids.hash(*leader);
            let mut rng = draws::open(&self.streams, key, of, 0, hash, draws::SHARED);
            plan.leaders[usize::from(*leader)].active && uniform(&mut rng) < *share
        });
        std::iter::once(it.leader)
            .chain(sharing.map(|it| it.0))
            .collect()
    }
}
