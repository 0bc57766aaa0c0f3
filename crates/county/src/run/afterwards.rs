//! After a decision: what brings an evaluation about, what it finds and leads to, who answers for it, what comes back
//! (`docs/model.md`, Afterwards).

use kernel::distributions::{standard_exponential, uniform};
use kernel::{DAY, Tick, child};

use super::case::Case;
use super::facts::{Fact, bits_of, estimate, is_among};
use super::sources::{Birth, LAST_GENERATION};
use super::{Due, Run, draws, rank};
use crate::event::{Actor, Channel, EventKind, NONE, Note, Observer, Trigger};
use crate::plan::{EvaluationPlan, Plan, StagePlan, YEAR_DAYS};
use crate::scenario::{CaseKind, Triggers};

const YEAR: f64 = YEAR_DAYS * DAY as f64;

impl<O: Observer> Run<O> {
    /// Which facts of a measure in force have come to light by now: one time for each, the same whenever somebody looks, so that what is
    /// known early is known later.
    fn light(&self, plan: &Plan, now: Tick, slot: u32) -> Vec<bool> {
        let (Some(law), Some(case)) = (&plan.facts, self.case(slot)) else {
            return Vec::new();
        };
        let years = (now - case.published) as f64 / YEAR;
        let mut rng = draws::open(&self.streams, case.luck, 0, 0, 0, draws::LIGHT);
        let late = case.facts.iter().map(|_| standard_exponential(&mut rng));
        late.map(|it| it <= law.light_per_year * years).collect()
    }

    /// What brings an evaluation about at this stage, if anything does that it asks for.
    pub(super) fn called_for(
        &self,
        plan: &Plan,
        now: Tick,
        (slot, stage): (u32, u16),
        laid_out: &StagePlan,
        triggers: &Triggers,
    ) -> Option<Trigger> {
        let case = self.case(slot)?;
        let worth = plan.classes[usize::from(case.class)].worth;
        let light = self.light(plan, now, slot);
        let falls_short = |by: f64| {
            let Some(worth) = worth.filter(|_| !case.facts.is_empty()) else {
                return false;
            };
            let seen = case.facts.iter().zip(&light);
            let seen = seen.filter(|(fact, late)| fact.is_known() || **late);
            let sum: f64 = seen.map(|it| it.0.value).sum();
            worth.mean + sum < case.promised - by * worth.sigma
        };
        let many = |least: f64| case.objections as f64 >= least;
        let wishes = |share: f64| {
            let stream = self.stage_stream(slot, stage, laid_out, 0, draws::WISH);
            stream.is_some_and(|mut rng| uniform(&mut rng) < share)
        };
        if triggers.below_promise.is_some_and(falls_short) {
            Some(Trigger::Results)
        } else if triggers.objections.is_some_and(many) {
            Some(Trigger::Objections)
        } else if triggers.wish_share.is_some_and(wishes) {
            Some(Trigger::Wish)
        } else {
            None
        }
    }

    /// A measure in force has been evaluated: what has come to light by then is known, and what the evaluator finds; where it then speaks
    /// against the measure it is ended, else changed for what can be mended: at once, or, where that is a major change, once the change has
    /// been through the procedure.
    pub(super) fn evaluated(
        &mut self,
        plan: &Plan,
        now: Tick,
        at: (u32, u16),
        evaluation: &EvaluationPlan,
    ) {
        let (slot, stage) = at;
        let Some(law) = &plan.facts else { return };
        let Some(case) = self.case(slot) else { return };
        if case.facts.is_empty() || case.over {
            return;
        }
        let class = &plan.classes[usize::from(case.class)];
        let Some(worth) = class.worth else { return };
        let late = self.light(plan, now, slot);
        let unknown = |it: &Fact| !it.is_known();
        let mut number = 0;
        self.surface(plan, now, at, 0, Channel::Time, |fact| {
            let comes = late.get(number).copied().unwrap_or(false);
            number += 1;
            f64::from(u8::from(comes && unknown(fact)))
        });
        let finds = match evaluation.independent {
            true => law.evaluation_finds,
            false => law.evaluation_finds * law.partial_evaluator,
        };
        self.surface(plan, now, at, 1, Channel::Evaluation, |fact| {
            if unknown(fact) { finds } else { 0.0 }
        });
        let Some(case) = self.case(slot) else { return };
        let known = estimate(worth.mean, &case.facts, Fact::is_known);
        let tell = |run: &mut Self, kind, value| {
            let nobody = Actor::Nobody;
            run.tell(plan, now, kind, slot, stage, nobody, value, Note::None);
        };
        tell(self, EventKind::Evaluated, known);
        if known < 0.0 {
            if let Some(case) = self.case_mut(slot) {
                case.over = true;
            }
            tell(self, EventKind::Ended, law.ending_cost * worth.sigma);
            self.hold_responsible(plan, now, at);
            return;
        }
        let gain = self.could_gain(plan, slot);
        let again = evaluation.major_change.filter(|&least| {
            let few = |it: &Case| it.generation < LAST_GENERATION;
            gain > least * worth.sigma && self.case(slot).is_some_and(few)
        });
        if again.is_some() {
            tell(self, EventKind::MajorChange, gain);
            self.propose_change(plan, now, at);
        } else {
            self.change(plan, now, at);
        }
    }

    /// A major change goes through the procedure as a matter of its own; the evaluation is over once that is decided.
    fn propose_change(&mut self, plan: &Plan, now: Tick, (slot, stage): (u32, u16)) {
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        case.changing = true;
        let procedure = &plan.procedures[usize::from(case.procedure)];
        let cause = procedure.stages[usize::from(stage)].hash;
        let visit = case.stages[usize::from(stage)].visit;
        let birth = Birth {
            amends: Some((slot, stage)),
            ..again(case, cause, u64::from(visit))
        };
        self.arises_at(now, birth);
    }

    /// The turnaround of a change has ended: published it takes effect on the measure; either way that no longer waits for it.
    pub(super) fn change_decided(
        &mut self,
        plan: &Plan,
        now: Tick,
        (measure, stage): (u32, u16),
        kind: EventKind,
    ) {
        if kind == EventKind::Published {
            self.change(plan, now, (measure, stage));
        }
        if let Some(case) = self.case_mut(measure) {
            case.changing = false;
            self.wait_done(plan, now, measure, stage);
        }
    }

    /// A refused matter that would have been worth adopting may come back after a while: the same matter, with the same luck, of which nothing
    /// is known any more.
    pub(super) fn may_return_later(&mut self, plan: &Plan, now: Tick, slot: u32) {
        let (Some(returning), Some(case)) = (&plan.returning, self.case(slot)) else {
            return;
        };
        let good = case.worth.as_ref().is_some_and(|it| it.value > 0.0);
        if !good || case.facts.is_empty() || case.generation >= LAST_GENERATION {
            return;
        }
        let mut rng = draws::open(&self.streams, case.key, 0, 0, 0, draws::COMES_BACK);
        let comes = uniform(&mut rng) < returning.share;
        let days = returning.after_days.sample(&mut rng);
        if !comes {
            return;
        }
        let birth = again(case, kernel::id_hash("refused"), 0);
        let after = libm::round(days * DAY as f64) as Tick;
        let (kind, nobody) = (EventKind::ComesBack, Actor::Nobody);
        let ticks = after as f64;
        self.tell(plan, now, kind, slot, NONE, nobody, ticks, Note::None);
        self.arises_at(now.saturating_add(after), birth);
    }

    /// Something arises at this time.
    pub(super) fn arises_at(&mut self, at: Tick, birth: Birth) {
        let place = match self.arising.iter().position(Option::is_none) {
            Some(place) => {
                self.arising[place] = Some(birth);
                place
            }
            None => {
                self.arising.push(Some(birth));
                self.arising.len() - 1
            }
        };
        let place = place as u32;
        self.calendar
            .schedule(at, rank::WORLD, Due::Arises { place });
    }

    /// A measure was ended for what it does: who was for it answers for it, as far as the county looks back; whose dissent is on record does
    /// not.
    fn hold_responsible(&mut self, plan: &Plan, now: Tick, (slot, stage): (u32, u16)) {
        let (Some(rules), Some(case)) = (&plan.accountability, self.case(slot)) else {
            return;
        };
        if (now - case.published) as f64 > rules.looks_back_years * YEAR {
            return;
        }
        let [favoured, opposed] = case.votes;
        for leader in 0..plan.leaders.len().min(64) as u16 {
            let is_in = |votes: u64| is_among(votes, leader);
            let kind = match (is_in(favoured), is_in(opposed)) {
                (true, _) => EventKind::HeldResponsible,
                (_, true) if rules.dissent_mitigates => EventKind::Mitigated,
                (_, true) => EventKind::HeldResponsible,
                _ => continue,
            };
            let actor = Actor::Leader(leader);
            self.tell(plan, now, kind, slot, stage, actor, 1.0, Note::None);
        }
    }

    /// A clock of law has run out on a matter that nobody has decided: the leader of its department answers for that, where not deciding counts.
    pub(super) fn overdue(&mut self, plan: &Plan, now: Tick, slot: u32) {
        let counts = plan.accountability.is_some_and(|it| it.overdue_counts);
        let Some(case) = self.case(slot).filter(|_| counts) else {
            return;
        };
        if case.decided || case.ended || plan.kind(case.class) != CaseKind::Matter {
            return;
        }
        let leader = plan.departments[usize::from(case.lead)].leader;
        let (kind, actor) = (EventKind::HeldResponsible, Actor::Leader(leader));
        self.tell(plan, now, kind, slot, NONE, actor, 1.0, Note::Late);
    }

    /// A meeting has decided: what is known of the matter is what it promises.
    pub(super) fn promises(&mut self, plan: &Plan, slot: u32) {
        if let Some(case) = self.case_mut(slot)
            && let Some(worth) = plan.classes[usize::from(case.class)].worth
        {
            case.promised = estimate(worth.mean, &case.facts, Fact::is_known);
        }
    }

    /// Who was for a matter and who against it, when it was last discussed.
    pub(super) fn remember_votes(
        &mut self,
        slot: u32,
        votes: impl Iterator<Item = (u16, bool)> + Clone,
    ) {
        let of = |wanted: bool| {
            let of = votes.clone().filter(|it| it.1 == wanted);
            bits_of(of.map(|it| it.0))
        };
        if let Some(case) = self.case_mut(slot) {
            case.votes = [of(true), of(false)];
        }
    }
}

/// A matter that comes once more, by this cause and with this number among those of that cause: the same by nature, under its department.
fn again(case: &Case, cause: u64, ordinal: u64) -> Birth {
    let (parent, class) = (case.key, case.class);
    Birth {
        key: child(parent, cause, ordinal),
        luck: Some(case.luck),
        amends: None,
        actor: Actor::Nobody,
        note: Note::Parent { key: parent, class },
        class: Ok(class),
        departments: None,
        proposed_by: Some(case.lead),
        generation: case.generation + 1,
    }
}
