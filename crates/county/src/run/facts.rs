//! Facts: what a matter is worth is their sum, each is held by somebody, and only those count that come to the table
//! (`docs/model.md`, Facts).

use deliberation::facts::investigation;
use kernel::distributions::{standard_exponential, standard_normal, uniform};
use kernel::{HOUR, KeyedRng, Tick};

use super::{DeskId, Run, draws};
use crate::event::{Actor, Channel, EventKind, HolderKind, Note, Observer};
use crate::plan::{ClassPlan, PatternPlan, Plan};
use crate::scenario::StageKind;

/// One fact of a matter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact {
    /// What it adds to the worth of the matter as the draft stands.
    pub value: f64,
    pub holder: HolderKind,
    /// Who holds it: department, group, or the first of its leaders.
    pub actor: Actor,
    /// All leaders who hold it, as bits by the plan's numbers.
    pub leaders: u64,
    /// Of what experts hold: the field it lies in, from 0.
    pub field: u8,
    /// By which channels it has come to the table, as bits.
    pub known: u16,
}

impl Fact {
    pub(super) fn is_known(&self) -> bool {
        self.known != 0
    }

    /// What changing the draft for it would add, at this cost: nothing where it is not known, or does not speak against it by more.
    fn gain(&self, cost: f64) -> f64 {
        match self.is_known() {
            true => (-cost - self.value).max(0.0),
            false => 0.0,
        }
    }
}

/// What a matter is taken to be worth on the facts that this lets through, the others being as likely to help as to harm: μ and their sum.
pub(super) fn estimate(mean: f64, facts: &[Fact], known: impl Fn(&Fact) -> bool) -> f64 {
    let values = facts.iter().filter(|it| known(it)).map(|it| it.value);
    mean + values.sum::<f64>()
}

/// What silence says to those who discount it by so many standard deviations: at most 0, for each fact of a department that this does
/// not let through. In units of the class.
pub(super) fn silence(
    discount: f64,
    (pattern, sigma): (&PatternPlan, f64),
    facts: &[Fact],
    known: impl Fn(&Fact) -> bool,
) -> f64 {
    if discount == 0.0 {
        return 0.0;
    }
    let facts = facts.iter().zip(&pattern.deviations);
    let silent = facts.filter(|(it, _)| it.holder == HolderKind::Department && !known(it));
    -discount * sigma * silent.map(|it| it.1).sum::<f64>()
}

/// A bit of [`Fact::known`].
pub(super) const fn bit(channel: Channel) -> u16 {
    1 << channel as u8
}

/// Whom a matter concerns, when its facts are laid out.
pub(super) struct Concerns<'a> {
    /// Drafting department and the others touched.
    pub departments: &'a [u16],
    /// Leaders in whose portfolios it lies, as bits.
    pub leaders: u64,
}

impl<O: Observer> Run<O> {
    /// The facts of the matter with this key: a pure function of luck and world.
    pub(super) fn draw_facts(
        &self,
        plan: &Plan,
        class: &ClassPlan,
        key: u64,
        concerns: &Concerns<'_>,
    ) -> Vec<Fact> {
        let (Some(pattern), Some(worth)) = (&class.facts, &class.worth) else {
            return Vec::new();
        };
        let mut rng = draws::open(&self.streams, key, 0, 0, 0, draws::FACTS);
        let fields = plan.facts.as_ref().map_or(1, |it| it.expert_fields);
        let fields = f64::from(fields);
        let draw = |(number, deviation): (usize, &f64)| {
            // Always as many draws for each, in this order, whoever holds it.
            let value = worth.sigma * deviation * standard_normal(&mut rng);
            let (kind, which) = (uniform(&mut rng), uniform(&mut rng));
            let place = pattern.held_by.iter().position(|&until| kind < until);
            let holder = place.map_or(HolderKind::Nobody, |it| HolderKind::ALL[it]);
            let mut leaders = 0;
            let actor = match holder {
                HolderKind::Department => {
                    let hash = |it: u16| plan.department_ids.hash(it);
                    match self.first_of(key, number, concerns.departments, hash, |_| 1.0) {
                        Some(department) => Actor::Department(department),
                        None => Actor::Nobody,
                    }
                }
                HolderKind::Public => group_at(class, which),
                HolderKind::Member => {
                    leaders = self.knowing(plan, key, number, pattern.members_each, concerns);
                    match leaders {
                        0 => Actor::Nobody,
                        _ => Actor::Leader(leaders.trailing_zeros() as u16),
                    }
                }
                HolderKind::Experts | HolderKind::Nobody => Actor::Nobody,
            };
            Fact {
                value,
                holder,
                actor,
                leaders,
                field: (which * fields) as u8,
                known: 0,
            }
        };
        pattern.deviations.iter().enumerate().map(draw).collect()
    }

    /// Who of them is first when each takes an exponential time at his rate: in proportion to the rates, and whoever else may come or go.
    fn first_of(
        &self,
        key: u64,
        fact: usize,
        of: &[u16],
        hash: impl Fn(u16) -> u64,
        rate: impl Fn(u16) -> f64,
    ) -> Option<u16> {
        let time = |it: u16| {
            let mut rng = draws::open(&self.streams, key, fact as u64, 0, hash(it), draws::KNOWS);
            standard_exponential(&mut rng) / rate(it)
        };
        let times = of.iter().map(|&it| (time(it), it));
        let first = times.min_by(|a, b| a.0.total_cmp(&b.0).then(hash(a.1).cmp(&hash(b.1))));
        first.map(|it| it.1)
    }

    /// The leaders who hold a fact: so many, those whom the matter concerns before others.
    fn knowing(
        &self,
        plan: &Plan,
        key: u64,
        fact: usize,
        many: u32,
        concerns: &Concerns<'_>,
    ) -> u64 {
        let outside = plan.minds.as_ref().map_or(0.0, |it| it.outside_knowledge);
        let rate = |it: u16| match is_among(concerns.leaders, it) {
            true => 1.0,
            false => outside,
        };
        let leaders = 0..plan.leaders.len().min(64) as u16;
        let may = |it: &u16| plan.leaders[usize::from(*it)].active && rate(*it) > 0.0;
        let mut left: Vec<u16> = leaders.filter(may).collect();
        let mut holding = 0;
        for _ in 0..many {
            let hash = |it: u16| plan.leader_ids.hash(it);
            let Some(first) = self.first_of(key, fact, &left, hash, rate) else {
                break;
            };
            left.retain(|&it| it != first);
            holding |= 1 << first;
        }
        holding
    }
}

/// A group of the public, in proportion to the people affected.
pub(super) fn group_at(class: &ClassPlan, which: f64) -> Actor {
    let all: f64 = class.affects.iter().map(|it| it.1).sum();
    let mut sum = 0.0;
    let found = class.affects.iter().find(|it| {
        sum += it.1;
        which * all < sum
    });
    found.map_or(Actor::Nobody, |it| Actor::Public(it.0))
}

/// Whether a leader is among these. Numbers of a plan that grew from another may go beyond the bits: those are not.
pub(super) fn is_among(leaders: u64, leader: u16) -> bool {
    leaders.checked_shr(u32::from(leader)).unwrap_or(0) & 1 == 1
}

/// Leaders as bits.
pub(super) fn bits_of(leaders: impl IntoIterator<Item = u16>) -> u64 {
    let bit = |it: u16| 1u64.checked_shl(u32::from(it)).unwrap_or(0);
    leaders.into_iter().fold(0, |bits, it| bits | bit(it))
}

impl<O: Observer> Run<O> {
    /// Each fact comes to the table with the probability that `chance` gives it, by one uniform of each, drawn for all of them.
    pub(super) fn surface(
        &mut self,
        plan: &Plan,
        now: Tick,
        (slot, stage): (u32, u16),
        actor: u64,
        channel: Channel,
        chance: impl FnMut(&Fact) -> f64,
    ) {
        let Some(case) = self.case(slot) else { return };
        if case.facts.is_empty() {
            return;
        }
        let procedure = &plan.procedures[usize::from(case.procedure)];
        let laid_out = &procedure.stages[usize::from(stage)];
        if let Some(mut rng) = self.stage_stream(slot, stage, laid_out, actor, draws::SURFACES) {
            self.surface_by(plan, now, (slot, stage), &mut rng, channel, chance);
        }
    }

    /// As [`Self::surface`], by the numbers of this stream.
    pub(super) fn surface_by(
        &mut self,
        plan: &Plan,
        now: Tick,
        (slot, stage): (u32, u16),
        rng: &mut KeyedRng,
        channel: Channel,
        mut chance: impl FnMut(&Fact) -> f64,
    ) {
        let mut brought = Vec::new();
        if let Some(case) = self.case_mut(slot) {
            for (number, fact) in (0u8..).zip(&mut case.facts) {
                let comes = uniform(rng) < chance(fact);
                if comes && fact.known & bit(channel) == 0 {
                    let kind = match fact.is_known() {
                        false => EventKind::FactSurfaced,
                        true => EventKind::FactRepeated,
                    };
                    fact.known |= bit(channel);
                    brought.push((kind, fact.actor, fact.value, number));
                }
            }
        }
        for (kind, actor, value, number) in brought {
            let note = Note::Channel(channel, number);
            self.tell(plan, now, kind, slot, stage, actor, value, note);
        }
    }

    /// A department has worked on a matter: it brings out what it knows, and, if it drafts, some of what others know; then it mends the
    /// draft for what speaks against it.
    pub(super) fn investigated(
        &mut self,
        plan: &Plan,
        now: Tick,
        (slot, stage): (u32, u16),
        desk: DeskId,
        worked: Tick,
    ) {
        let (DeskId::Department(department), Some(law)) = (desk, &plan.facts) else {
            return;
        };
        let Some(case) = self.case(slot).filter(|it| !it.facts.is_empty()) else {
            return;
        };
        let drafts = case.lead == department;
        let state = &case.stages[usize::from(stage)];
        let kind = plan.procedures[usize::from(case.procedure)].stages[usize::from(stage)].kind;
        let hours = worked as f64 / HOUR as f64;
        let investigates = matches!(
            kind,
            StageKind::Task | StageKind::Consultation | StageKind::RiskAssessment
        );
        if investigates {
            let found = |rate: f64| investigation(rate, hours).unwrap_or(0.0);
            let (own, elsewhere) = (found(law.own_per_hour), found(law.elsewhere_per_hour));
            let conceals = self.conceals(plan, slot);
            let candour = |value: f64| match value < 0.0 {
                true => 1.0 - conceals,
                false => 1.0,
            };
            // People at work side by side look each for himself.
            let actor = plan.department_ids.hash(department) ^ u64::from(state.jobs_left);
            let channel = Channel::Investigation;
            self.surface(
                plan,
                now,
                (slot, stage),
                actor,
                channel,
                |fact| match fact.holder {
                    HolderKind::Nobody => 0.0,
                    HolderKind::Department if fact.actor == Actor::Department(department) => {
                        own * candour(fact.value)
                    }
                    _ if drafts => elsewhere,
                    _ => 0.0,
                },
            );
        }
        let drafting = matches!(kind, StageKind::Task | StageKind::PublicComment);
        if drafts && drafting && !self.case(slot).is_some_and(|it| it.decided) {
            self.change(plan, now, (slot, stage));
        }
    }

    /// What changing a matter for what is known to speak against it, by more than that costs, would add to its worth.
    pub(super) fn could_gain(&self, plan: &Plan, slot: u32) -> f64 {
        let Some(case) = self.case(slot) else {
            return 0.0;
        };
        let pattern = plan.classes[usize::from(case.class)].facts.as_ref();
        pattern.map_or(0.0, |it| {
            let gains = case.facts.iter().map(|fact| fact.gain(it.mending_cost));
            gains.sum()
        })
    }

    /// What is known to speak against a matter by more than it costs to change it, is changed.
    pub(super) fn change(&mut self, plan: &Plan, now: Tick, (slot, stage): (u32, u16)) {
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        let Some(pattern) = &plan.classes[usize::from(case.class)].facts else {
            return;
        };
        let gain = mend(&mut case.facts, pattern.mending_cost);
        if gain > 0.0 {
            if let Some(worth) = &mut case.worth {
                worth.add(gain);
            }
            let (kind, nobody) = (EventKind::Mended, Actor::Nobody);
            self.tell(plan, now, kind, slot, stage, nobody, gain, Note::None);
        }
    }
}

/// Known facts that speak against a matter by more than this no longer do; by how much that raises its worth.
pub(super) fn mend(facts: &mut [Fact], cost: f64) -> f64 {
    let mut all = 0.0;
    for fact in facts {
        let gain = fact.gain(cost);
        if gain > 0.0 {
            all += gain;
            fact.value = -cost;
        }
    }
    all
}
