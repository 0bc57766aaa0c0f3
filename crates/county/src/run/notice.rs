//! The public's part: whom a notice reaches and who comments; and other things that happen at once.

use kernel::distributions::{gamma, poisson, standard_normal, uniform};
use kernel::{DAY, KeyedRng, Tick};

use super::{Run, draws};
use crate::event::{Actor, EventKind, Note, Observer};
use crate::plan::{Effect, Plan, StagePlan};

/// Above this many, a number of successes is drawn from the normal law instead of one by one.
pub(super) const ONE_BY_ONE: u64 = 2_000;

impl<O: Observer> Run<O> {
    pub(super) fn take_effect(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        laid_out: &StagePlan,
        effect: Effect,
    ) {
        match effect {
            Effect::Comments => self.comments(plan, now, slot, stage, laid_out),
            Effect::Answers => self.answers(plan, now, slot, stage, laid_out),
            Effect::Hearing(hearing) => self.hearing(plan, now, (slot, stage), laid_out, &hearing),
            Effect::Forum { people } => self.forum(plan, now, (slot, stage), people),
            Effect::Opinion {
                people,
                panel,
                pool,
            } => {
                self.reviewed(plan, now, (slot, stage), laid_out, (people, panel, pool));
                if let Some(case) = self.case_mut(slot) {
                    case.prepared.reviewed = true;
                }
                let actor = Actor::Nobody;
                self.tell(
                    plan,
                    now,
                    EventKind::ExpertOpinion,
                    slot,
                    stage,
                    actor,
                    0.0,
                    Note::None,
                );
            }
            Effect::UnlessCarriedOut => {
                if self.is_carried_out(plan, slot)
                    && let Some(case) = self.case_mut(slot)
                {
                    let last = laid_out.steps.len().saturating_sub(1);
                    case.stages[usize::from(stage)].step = last as u16;
                }
            }
            Effect::Reminded => self.reminded(plan, now, slot, stage),
            Effect::CarriedOut { who, deadline } => {
                self.carried_out(plan, now, slot, stage, who, deadline);
            }
            Effect::Evaluated(evaluation) => {
                self.evaluated(plan, now, (slot, stage), &evaluation);
            }
            Effect::Noticed => self.noticed(plan, now, slot, stage),
            Effect::ReportedUp => self.reported_up(plan, now, slot, stage),
            Effect::Consulted => {
                if let Some(case) = self.case_mut(slot)
                    && !case.others.is_empty()
                {
                    case.prepared.consulted = true;
                }
            }
            Effect::Disclosed => {
                let Some(case) = self.case(slot) else { return };
                let affects = plan.classes[usize::from(case.class)].affects.iter();
                let told = affects.map(|it| it.1 * plan.publics[usize::from(it.0)].told());
                let (kind, told) = (EventKind::Disclosed, told.sum());
                let nobody = Actor::Nobody;
                self.tell(plan, now, kind, slot, stage, nobody, told, Note::None);
            }
            Effect::Document => {
                let actor = Actor::Nobody;
                self.tell(
                    plan,
                    now,
                    EventKind::DocumentIssued,
                    slot,
                    stage,
                    actor,
                    1.0,
                    Note::None,
                );
            }
        }
    }

    /// After a notice of d days a share `reach · (1 − 2^(−d/half))` of a group's affected people knows, and those whom the county's
    /// channels tell. Their comments are
    /// Poisson with a mean that one gamma factor, common to all groups, makes over-dispersed: some matters stir everybody.
    fn comments(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16, laid_out: &StagePlan) {
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        case.prepared.commented = true;
        let class = &plan.classes[usize::from(case.class)];
        let vital = case.attributes.vital_interest;
        let days = case.stages[usize::from(stage)].last as f64 / DAY as f64;
        let response = &plan.response;
        let Some(mut rng) = self.stage_stream(slot, stage, laid_out, 0, draws::STIR) else {
            return;
        };
        let stir = gamma(&mut rng, 1.0, 1.0 / response.clustering_shape.sqrt());
        let interest = if vital { 1.0 } else { response.ordinary_factor };
        let mut total = 0;
        for &(group, people) in &class.affects {
            let it = &plan.publics[usize::from(group)];
            let reached = people * it.reached(days);
            let actor = Actor::Public(group);
            self.tell(
                plan,
                now,
                EventKind::Reached,
                slot,
                stage,
                actor,
                reached,
                Note::None,
            );
            let hash = plan.public_ids.hash(group);
            let Some(mut rng) = self.stage_stream(slot, stage, laid_out, hash, draws::COMMENTS)
            else {
                return;
            };
            let count = poisson(&mut rng, reached * it.comment_rate * interest * stir);
            // Nobody comments twice.
            let count = count.min(reached as u64);
            if count > 0 {
                self.tell(
                    plan,
                    now,
                    EventKind::Commented,
                    slot,
                    stage,
                    actor,
                    count as f64,
                    Note::None,
                );
            }
            total += count;
            self.commented(plan, now, (slot, stage), group, count);
            if let Some(case) = self.case_mut(slot)
                && count > 0
            {
                case.raise(stage, group, count);
            }
        }
        if let Some(case) = self.case_mut(slot) {
            case.stages[usize::from(stage)].comments = total;
        }
    }

    fn answers(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16, laid_out: &StagePlan) {
        let stages = self.case(slot).map(|it| &it.stages);
        let Some(total) = stages.map(|it| it[usize::from(stage)].comments) else {
            return;
        };
        for (kind, share, purpose) in [
            (
                EventKind::CommentsAdopted,
                plan.response.adopted_share,
                draws::ADOPTED,
            ),
            (
                EventKind::CommentsReplied,
                plan.response.replied_share,
                draws::REPLIED,
            ),
        ] {
            let Some(mut rng) = self.stage_stream(slot, stage, laid_out, 0, purpose) else {
                return;
            };
            let count = match self.case_mut(slot) {
                Some(case) if kind == EventKind::CommentsReplied => {
                    case.answer(stage, total, |count| successes(&mut rng, count, share))
                }
                _ => successes(&mut rng, total, share),
            };
            if count > 0 {
                self.tell(
                    plan,
                    now,
                    kind,
                    slot,
                    stage,
                    Actor::Nobody,
                    count as f64,
                    Note::None,
                );
            }
        }
    }
}

/// How many of `n` succeed with probability `p`: one uniform each, so that a changed `p` moves the count one way only; for large `n`
/// the normal approximation, from one draw.
pub(super) fn successes(rng: &mut KeyedRng, n: u64, p: f64) -> u64 {
    if n <= ONE_BY_ONE {
        (0..n).filter(|_| uniform(rng) < p).count() as u64
    } else {
        let mean = n as f64 * p;
        let sd = (mean * (1.0 - p)).sqrt();
        libm::round(mean + sd * standard_normal(rng)).clamp(0.0, n as f64) as u64
    }
}
