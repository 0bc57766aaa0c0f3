//! Matters come.

use kernel::distributions::{poisson_inverse, uniform};
use kernel::order::sort_short;
use kernel::{Tick, entity};

use super::case::{Case, ClockState, StageState};
use super::outcome::Prepared;
use super::{Due, Phase, Run, draws, outcome, rank};
use crate::event::{Actor, Attributes, EventKind, NONE, Note, Observer};
use crate::plan::{Plan, SourcePlan};

/// How far a source is.
#[derive(Debug, Clone, Default)]
pub(super) struct SourceState {
    batches: u64,
    matters: u64,
}

impl<O: Observer> Run<O> {
    pub(super) fn open_sources(&mut self, plan: &Plan) {
        for source in 0..plan.sources.len() as u16 {
            self.sources.push(SourceState::default());
            self.next_batch(plan, 0, source);
        }
    }

    /// The k-th gap of a source is one standard draw over its rate, so demand scales all of time alike.
    fn next_batch(&mut self, plan: &Plan, now: Tick, source: u16) {
        let index = usize::from(source);
        let rate = plan.sources[index].batch_rate;
        if rate.is_nan() || rate <= 0.0 {
            return;
        }
        let ordinal = self.sources[index].batches;
        let hash = plan.source_ids.hash(source);
        let mut rng = draws::open(&self.streams, entity(hash, ordinal), 0, 0, 0, draws::GAP);
        let gap = kernel::distributions::standard_exponential(&mut rng) / rate;
        // Beyond any horizon is never: the cast saturates, the sum is kept from overflowing.
        let at = now.saturating_add(libm::round(gap) as Tick);
        self.calendar
            .schedule(at, rank::WORLD, Due::Arrival { source });
    }

    pub(super) fn arrive(&mut self, plan: &Plan, now: Tick, source: u16) {
        if matches!(self.phase, Phase::Following { .. }) {
            return;
        }
        let index = usize::from(source);
        let it = &plan.sources[index];
        let hash = plan.source_ids.hash(source);
        let ordinal = self.sources[index].batches;
        self.sources[index].batches += 1;
        let mut rng = draws::open(&self.streams, entity(hash, ordinal), 0, 0, 0, draws::BATCH);
        for _ in 0..batch_size(it, uniform(&mut rng)) {
            self.register(plan, now, source);
        }
        self.next_batch(plan, now, source);
    }

    fn register(&mut self, plan: &Plan, now: Tick, source: u16) {
        let index = usize::from(source);
        let key = entity(plan.source_ids.hash(source), self.sources[index].matters);
        self.sources[index].matters += 1;
        // One uniform for each attribute, always in this order, whatever the shares are.
        let mut rng = draws::open(&self.streams, key, 0, 0, 0, draws::ATTRIBUTES);
        let mut next = || uniform(&mut rng);
        let class = pick(&plan.sources[index].classes, next());
        let it = &plan.classes[usize::from(class)];
        let attributes = Attributes {
            urgent: next() < it.urgent_share,
            vital_interest: next() < it.vital_interest_share,
            technical: next() < it.technical_share,
            risky: next() < it.risky_share,
            mandated: next() < plan.sources[index].mandated_share,
        };
        let lead = pick(&it.departments, next());
        let others = poisson_inverse(it.other_departments, next());
        let others = self.others_touched(plan, key, lead, others);
        let procedure = it.procedure;
        let number = self.registered;
        self.registered += 1;
        let cohort = self.phase == Phase::Window;
        self.cohort_open += u32::from(cohort);
        let laid_out = &plan.procedures[usize::from(procedure)];
        let case = Box::new(Case {
            key,
            number,
            procedure,
            class,
            attributes,
            lead,
            others,
            stages: vec![StageState::default(); laid_out.stages.len()],
            clocks: vec![ClockState::default(); laid_out.clocks.len()],
            active: 0,
            cohort,
            ended: false,
            stopped: false,
            prepared: Prepared::default(),
        });
        let slot = match self.vacant.pop() {
            Some(slot) => {
                self.cases[slot as usize] = Some(case);
                slot
            }
            None => {
                self.cases.push(Some(case));
                (self.cases.len() - 1) as u32
            }
        };
        let bits = f64::from(attributes.bits());
        self.tell(
            plan,
            now,
            EventKind::Registered,
            slot,
            NONE,
            Actor::Source(source),
            bits,
            Note::None,
        );
        let worth = outcome::worth(&self.streams, plan, it, key);
        let to_all = (EventKind::Worth, Actor::Nobody, worth.value);
        let to_groups = worth.groups.into_iter();
        let to_groups =
            to_groups.map(|(group, u)| (EventKind::WorthToGroup, Actor::Public(group), u));
        for (kind, actor, value) in std::iter::once(to_all).chain(to_groups) {
            self.tell(plan, now, kind, slot, NONE, actor, value, Note::None);
        }
        self.signal(plan, now, slot, &laid_out.on_registered);
        for &stage in laid_out.entries.iter().rev() {
            self.make_ready(slot, stage, NONE);
        }
        self.settle(plan, now);
    }

    /// The departments touched besides the drafting one: each has a draw of its own, the lowest are touched, so that adding a
    /// department leaves the draws of the others alone.
    fn others_touched(&self, plan: &Plan, key: u64, lead: u16, wanted: u64) -> Vec<u16> {
        if wanted == 0 {
            return Vec::new();
        }
        let mut ranked: Vec<(u64, u16)> = (0..plan.departments.len() as u16)
            .filter(|&it| it != lead && plan.departments[usize::from(it)].active)
            .map(|it| {
                let hash = plan.department_ids.hash(it);
                let mut rng = draws::open(&self.streams, key, 0, 0, hash, draws::TOUCHES);
                (uniform(&mut rng).to_bits(), it)
            })
            .collect();
        sort_short(&mut ranked, |a, b| a < b);
        let mut others: Vec<u16> = ranked
            .into_iter()
            .take(wanted as usize)
            .map(|it| it.1)
            .collect();
        sort_short(&mut others, |a, b| a < b);
        others
    }
}

fn pick(cumulative: &[(u16, f64)], uniform: f64) -> u16 {
    cumulative
        .iter()
        .find(|it| uniform < it.1)
        .or(cumulative.last())
        .map_or(0, |it| it.0)
}

/// The logarithmic distribution by inversion: P(k) = −p^k / (k ln(1 − p)).
fn batch_size(source: &SourcePlan, uniform: f64) -> u32 {
    let p = source.batch_p;
    if p <= 0.0 {
        return 1;
    }
    let mut probability = -p / libm::log(1.0 - p);
    let mut sum = probability;
    let mut size = 1;
    while uniform >= sum && size < 10_000 {
        probability *= p * f64::from(size) / f64::from(size + 1);
        size += 1;
        sum += probability;
    }
    size
}
