//! Cases come: from outside, and from one another.

use kernel::distributions::{poisson_inverse, uniform};
use kernel::order::sort_short;
use kernel::{DAY, HOUR, Tick, child, entity};

use super::case::{Case, ClockState, Partial, StageState};
use super::emergency::HazardState;
use super::facts::{Concerns, Fact, bits_of, mend};
use super::outcome::{Prepared, Worth};
use super::{Due, Phase, Run, draws, outcome, petitions, rank};
use crate::event::{Actor, Attributes, EventKind, NONE, Note, Observer};
use crate::law::days::Date;
use crate::plan::{ClassPlan, HowMany, Moment, Plan, SourcePlan};

/// How far a source is.
#[derive(Debug, Clone, Default)]
pub(super) struct SourceState {
    batches: u64,
    matters: u64,
}

/// Chains of cases that arise from one another are cut here: a county that feeds its own petitions would otherwise never end. The
/// spectral radius says whether it does (`docs/model.md`, Petitions).
pub(super) const LAST_GENERATION: u8 = 20;

/// How a case comes to be.
#[derive(Debug, Clone)]
pub(super) struct Birth {
    pub key: u64,
    /// Key of what it is by nature, where that is another matter's.
    pub luck: Option<u64>,
    /// The measure in force that it would change, and the evaluation that found so.
    pub amends: Option<(u32, u16)>,
    pub actor: Actor,
    pub note: Note,
    /// Its class, or the source that has yet to say which.
    pub class: Result<u16, u16>,
    /// Departments of the case it arises from, for a class that has none of its own.
    pub departments: Option<(u16, Vec<u16>)>,
    /// The department that proposes it, and drafts it.
    pub proposed_by: Option<u16>,
    pub generation: u8,
}

impl<O: Observer> Run<O> {
    pub(super) fn open_sources(&mut self, plan: &Plan) {
        for source in 0..plan.sources.len() as u16 {
            self.sources.push(SourceState::default());
            self.next_batch(plan, 0, source);
            let dates = plan.sources[usize::from(source)].yearly.len();
            for date in 0..dates as u16 {
                self.next_year(plan, 0, source, date);
            }
        }
    }

    /// The next time the date comes round, at nine in the morning.
    fn next_year(&mut self, plan: &Plan, now: Tick, source: u16, date: u16) {
        let (month, day) = plan.sources[usize::from(source)].yearly[usize::from(date)];
        let timetable = plan.timetable();
        let (epoch, year) = (timetable.date(0), timetable.date(now).year());
        let comes = |year: i16| {
            let date = Date::new(year, month, day)?;
            Some(date.days_since(epoch) * DAY + 9 * HOUR)
        };
        // A leap day comes round in eight years at the latest.
        let at = (year..year.saturating_add(9)).filter_map(comes);
        if let Some(at) = at.into_iter().find(|&at| at > now) {
            let due = Due::Yearly { source, date };
            self.calendar.schedule(at, rank::WORLD, due);
        }
    }

    pub(super) fn yearly(&mut self, plan: &Plan, now: Tick, source: u16, date: u16) {
        if !matches!(self.phase, Phase::Following { .. }) {
            self.register(plan, now, source);
            self.next_year(plan, now, source, date);
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
        let at = match &plan.sources[index].by_month {
            Some(weights) => plan.timetable().seasonal(now, gap, weights),
            // Beyond any horizon is never: the cast saturates, the sum is kept from overflowing.
            None => now.saturating_add(libm::round(gap) as Tick),
        };
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
        let birth = Birth {
            key,
            luck: None,
            amends: None,
            actor: Actor::Source(source),
            note: Note::None,
            class: Err(source),
            departments: None,
            proposed_by: None,
            generation: 0,
        };
        self.open_case(plan, now, birth);
    }

    /// What an event of a case gives rise to: how many, and when. How many is one uniform by inversion, keyed by the case, the cause and
    /// which time it is, so that a lever that changes the mean moves old and new together.
    pub(super) fn give_rise(&mut self, plan: &Plan, now: Tick, slot: u32, raise: u16) {
        let Some(case) = self.case(slot) else { return };
        let it = &plan.procedures[usize::from(case.procedure)].raises[usize::from(raise)];
        let holds = self.meets(case, it.when.as_ref());
        let overrun = it
            .overrun
            .is_none_or(|clock| case.clocks[usize::from(clock)].overrun);
        if !holds || !overrun || case.generation >= LAST_GENERATION {
            return;
        }
        let (parent, class, fired) = (case.key, case.class, case.raised[usize::from(raise)].0);
        let mut rng = draws::open(&self.streams, parent, it.hash, fired, 0, draws::ARISE);
        let mut after_days = &it.after_days;
        let number = match it.how_many {
            HowMany::Share(share) => u64::from(uniform(&mut rng) < share),
            HowMany::Mean(mean) => poisson_inverse(mean, uniform(&mut rng)),
            HowMany::OfObjections => {
                let Some(reception) = &plan.reception else {
                    return;
                };
                after_days = &reception.petition_days;
                petitions::thinned(&mut rng, case.objections, reception.petition_share)
            }
        };
        let (lead, others, generation) = (case.lead, case.others.clone(), case.generation + 1);
        let born = case.raised[usize::from(raise)].1;
        if let Some(case) = self.case_mut(slot) {
            let state = &mut case.raised[usize::from(raise)];
            *state = (state.0.saturating_add(1), state.1 + number as u32);
        }
        for ordinal in u64::from(born)..u64::from(born) + number {
            let key = child(parent, it.hash, ordinal);
            let mut rng = draws::open(&self.streams, key, 0, 0, 0, draws::ARISES_AFTER);
            let days = after_days.sample(&mut rng);
            let at = now.saturating_add(libm::round(days * DAY as f64) as Tick);
            let birth = Birth {
                key,
                luck: None,
                amends: None,
                actor: Actor::Nobody,
                note: Note::Parent { key: parent, class },
                class: Ok(it.class),
                departments: Some((lead, others.clone())),
                proposed_by: None,
                generation,
            };
            self.arises_at(at, birth);
        }
    }

    pub(super) fn arises(&mut self, plan: &Plan, now: Tick, place: u32) {
        let place = self.arising.get_mut(place as usize);
        if let Some(birth) = place.and_then(Option::take) {
            self.open_case(plan, now, birth);
        }
    }

    pub(super) fn open_case(&mut self, plan: &Plan, now: Tick, birth: Birth) {
        let key = birth.key;
        let luck = birth.luck.unwrap_or(key);
        // One uniform for each attribute, always in this order, whatever the shares are.
        let mut rng = draws::open(&self.streams, luck, 0, 0, 0, draws::ATTRIBUTES);
        let mut next = || uniform(&mut rng);
        let which = next();
        let (class, mandated_share) = match birth.class {
            Ok(class) => (class, 0.0),
            Err(source) => {
                let source = &plan.sources[usize::from(source)];
                (pick(&source.classes, which), source.mandated_share)
            }
        };
        let it = &plan.classes[usize::from(class)];
        let attributes = Attributes {
            urgent: next() < it.urgent_share,
            vital_interest: next() < it.vital_interest_share,
            technical: next() < it.technical_share,
            risky: next() < it.risky_share,
            mandated: next() < mandated_share,
        };
        let (lead, number) = (next(), next());
        let (lead, others) = match birth.departments {
            Some(departments) if it.departments.is_empty() => departments,
            _ => {
                let drawn = || pick(&it.departments, lead);
                let lead = birth.proposed_by.unwrap_or_else(drawn);
                let wanted = poisson_inverse(it.other_departments, number);
                (lead, self.others_touched(plan, luck, lead, wanted))
            }
        };
        let mut traits = 0;
        for &(index, hash, share) in &it.traits {
            let mut rng = draws::open(&self.streams, luck, 0, 0, hash, draws::TRAIT);
            traits |= u64::from(uniform(&mut rng) < share) << index;
        }
        let hazard = (it.hazard.as_ref()).map(|it| HazardState::draw(&self.streams, it, key, now));
        let procedure = it.procedure;
        let number = self.registered;
        self.registered += 1;
        let cohort = self.phase == Phase::Window;
        self.cohort_open += u32::from(cohort);
        let laid_out = &plan.procedures[usize::from(procedure)];
        let measure = birth.amends.and_then(|it| self.case(it.0));
        let (facts, worth) = match measure {
            Some(measure) => changed(measure, it),
            None => {
                let facts = self.facts_of(plan, it, luck, lead, &others);
                let worth = outcome::worth(&self.streams, plan, it, luck, &facts);
                (facts, worth)
            }
        };
        let known = facts.len();
        let (mut stages, mut clocks) = self.rows.pop().unwrap_or_default();
        stages.resize(laid_out.stages.len(), StageState::default());
        clocks.resize(laid_out.clocks.len(), ClockState::default());
        let case = Box::new(Case {
            key,
            luck,
            amends: birth.amends,
            number,
            procedure,
            class,
            attributes,
            traits,
            generation: birth.generation,
            raised: vec![(0, 0); laid_out.raises.len()],
            lead,
            others,
            stages,
            clocks,
            active: 0,
            routed: false,
            cohort,
            ended: false,
            stopped: false,
            prepared: Prepared::default(),
            owed_said: 0,
            without_chief: false,
            without_half: false,
            carried: Vec::new(),
            reminders: 0,
            hazard,
            worth: worth.clone(),
            facts,
            partial: Partial::default(),
            concealing: match (&plan.facts, laid_out.independent_evaluator) {
                (Some(law), true) => 1.0 - law.candour.independent_evaluator,
                _ => 1.0,
            },
            decided: false,
            votes: [0; 2],
            promised: 0.0,
            published: 0,
            changing: false,
            over: false,
            voices: Vec::new(),
            objections: 0,
            received_by: [NONE; 2],
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
        if known > 0 {
            self.undecided.push(slot);
        }
        let bits = f64::from(attributes.bits());
        let registered = EventKind::Registered;
        self.tell(
            plan,
            now,
            registered,
            slot,
            NONE,
            birth.actor,
            bits,
            birth.note,
        );
        for &(index, ..) in it.traits.iter().filter(|it| traits >> it.0 & 1 == 1) {
            let (has, note) = (EventKind::HasTrait, Note::Trait(index));
            self.tell(plan, now, has, slot, NONE, Actor::Nobody, 0.0, note);
        }
        if let Some(hazard) = hazard {
            let onset = (hazard.onset - now) as f64;
            for (kind, value, note) in [
                (EventKind::Stake, hazard.stake, Note::Level(hazard.level)),
                (EventKind::Onset, onset, Note::None),
            ] {
                self.tell(plan, now, kind, slot, NONE, Actor::Nobody, value, note);
            }
        }
        if let Some(worth) = worth {
            let to_all = (EventKind::Worth, Actor::Nobody, worth.value);
            let to_groups = worth.groups.into_iter();
            let to_groups =
                to_groups.map(|(group, u)| (EventKind::WorthToGroup, Actor::Public(group), u));
            for (kind, actor, value) in std::iter::once(to_all).chain(to_groups) {
                self.tell(plan, now, kind, slot, NONE, actor, value, Note::None);
            }
        }
        for at in 0..known {
            let fact = self.case(slot).and_then(|it| it.facts.get(at));
            let Some((actor, holder, value)) = fact.map(|it| (it.actor, it.holder, it.value))
            else {
                break;
            };
            let (fact, note) = (EventKind::Fact, Note::Holder(holder));
            self.tell(plan, now, fact, slot, NONE, actor, value, note);
        }
        self.signal(plan, now, slot, &laid_out.on[Moment::Registered as usize]);
        for &stage in laid_out.entries.iter().rev() {
            self.make_ready(slot, stage, NONE);
        }
        self.settle(plan, now);
    }

    /// The facts of a matter that touches these departments.
    fn facts_of(
        &self,
        plan: &Plan,
        class: &ClassPlan,
        key: u64,
        lead: u16,
        others: &[u16],
    ) -> Vec<Fact> {
        if class.facts.is_none() {
            return Vec::new();
        }
        let departments: Vec<u16> = std::iter::once(lead)
            .chain(others.iter().copied())
            .collect();
        let leaders = departments
            .iter()
            .flat_map(|&it| self.leaders_sharing(plan, key, it));
        let concerns = Concerns {
            departments: &departments,
            leaders: bits_of(leaders),
        };
        self.draw_facts(plan, class, key, &concerns)
    }

    /// The departments touched besides the drafting one: each has a draw of its own, the lowest are touched, so that adding a
    /// department leaves the draws of the others alone.
    fn others_touched(&self, plan: &Plan, key: u64, lead: u16, wanted: u64) -> Vec<u16> {
        if wanted == 0 {
            return Vec::new();
        }
        let mut ranked: Vec<(u64, u16)> = (0..plan.departments.len() as u16)
            .filter(|&it| {
                let department = &plan.departments[usize::from(it)];
                it != lead && department.active && !department.township
            })
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

/// A measure in force as it would be, changed for all that is known of it.
fn changed(measure: &Case, class: &ClassPlan) -> (Vec<Fact>, Option<Worth>) {
    let (mut facts, mut worth) = (measure.facts.clone(), measure.worth.clone());
    let cost = class.facts.as_ref().map_or(0.0, |it| it.mending_cost);
    let gain = mend(&mut facts, cost);
    if let Some(worth) = &mut worth {
        worth.add(gain);
    }
    (facts, worth)
}

#[inline]
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
