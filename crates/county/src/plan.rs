//! What runs: a scenario checked, resolved and laid out for speed.
//!
//! A [`Plan`] holds everything a run needs and nothing it does not. Entities are numbered; the numbers are private to a plan
//! (and to the plans grown from it, see [`Plan::compile`]), while digests, draws and records use hashes of the stable ids.

mod answerable;
mod compile;
mod feedback;
mod lotteries;
mod organisation;
mod procedure;
mod time;

use std::sync::Arc;

use kernel::{DAY, Tick};

pub(crate) use self::lotteries::LotteryPlan;
pub(crate) use self::organisation::{
    ConferencePlan, DelegationPlan, DutyPlan, InitiativePlan, RoutingPlan,
};
pub use self::procedure::Sampler;
pub(crate) use self::procedure::{
    Action, Condition, Effect, EvaluationPlan, HearingPlan, HowMany, Length, Moment, ProcedurePlan,
    Signal, StagePlan, Step, Who, work_ticks,
};
pub use self::time::Timetable;
pub(crate) use self::time::{HalfDay, YEAR_DAYS};
use crate::event::{Actor, Event, EventKind, NONE};
use crate::scenario::{
    Accountability, CaseKind, Discussion, FactPattern, Facts, Lane, Lottery, Minds, Rank, Speaks,
    StageKind, Turns,
};

/// Names of one kind of entity: dense numbers to stable ids.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Ids {
    ids: Vec<String>,
    hashes: Vec<u64>,
}

impl Ids {
    fn add(&mut self, id: &str) -> u16 {
        if let Some(index) = self.find(id) {
            return index;
        }
        self.ids.push(id.to_owned());
        self.hashes.push(kernel::id_hash(id));
        (self.ids.len() - 1) as u16
    }

    pub(crate) fn find(&self, id: &str) -> Option<u16> {
        self.ids
            .iter()
            .position(|known| known == id)
            .map(|index| index as u16)
    }

    pub(crate) fn name(&self, index: u16) -> &str {
        self.ids.get(usize::from(index)).map_or("", String::as_str)
    }

    pub(crate) fn hash(&self, index: u16) -> u64 {
        self.hashes.get(usize::from(index)).copied().unwrap_or(0)
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }
}

/// What a leader is in a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LeaderPlan {
    pub rank: Rank,
    /// Share of half-days bound by others.
    pub bound_share: f64,
    /// Share of half-days for reading documents.
    pub document_share: f64,
    /// Share of time on leave or out of the county.
    pub absent_share: f64,
    /// Journeys known beforehand: month and day of the first day, and how long.
    pub journeys: Vec<(i8, i8, Tick)>,
    /// Who stands in, when the mechanism is on.
    pub stand_in: Option<u16>,
    /// Deleted by a reform: holds no office any more.
    pub active: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OfficePlan {
    pub staff: u32,
    pub counts_as_burden: bool,
    /// A roster round the clock, and the share of turns outside office hours that nobody takes.
    pub round_the_clock: Option<f64>,
    /// Person-hours a year that drills and standing by take.
    pub standing_hours: f64,
    pub active: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DepartmentPlan {
    pub staff: u32,
    pub leader: u16,
    /// Leaders who have a say too, each in this share of cases.
    pub shared: Vec<(u16, f64)>,
    pub township: bool,
    /// Fidelity without supervision, and the time it takes as a multiple.
    pub fidelity: f64,
    pub pace: f64,
    /// Person-hours a year that drills take.
    pub standing_hours: f64,
    pub active: bool,
}

/// How a meeting comes to sit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Convened {
    /// On a grid of so many days.
    Every(f64),
    /// When something is on its agenda, with this much notice.
    Called { notice: Tick },
}

/// A meeting.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MeetingPlan {
    pub when: Convened,
    /// Seconds after midnight.
    pub at: Tick,
    pub minutes: f64,
    /// What an item takes of the minutes its stage says.
    pub minutes_factor: f64,
    pub items: u32,
    pub closes_before: Tick,
    pub members: Vec<u16>,
    pub chairs: Vec<u16>,
    pub quorum_share: f64,
    pub postponed_days: i64,
    pub attendees_per_item: f64,
    /// Its members take turns.
    pub turns: Option<Turns>,
    pub chair_speaks: Speaks,
    pub discussion: Discussion,
    /// Who listens to whom, by members and shares: `discussion.listens` in the plan's numbers.
    pub listens: Vec<(u16, Vec<(u16, f64)>)>,
    pub active: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SourcePlan {
    /// Batches a second.
    pub batch_rate: f64,
    /// Parameter of the logarithmic batch size; 0: always one.
    pub batch_p: f64,
    /// Class and cumulative weight, last 1.
    pub classes: Vec<(u16, f64)>,
    /// Dates of every year on which one comes: month and day.
    pub yearly: Vec<(i8, i8)>,
    pub mandated_share: f64,
    /// Season: the rate in each month over its mean.
    pub by_month: Option<[f64; 12]>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ClassPlan {
    pub kind: CaseKind,
    /// Trait (bit and hash of its id) and the share that has it.
    pub traits: Vec<(u16, u64, f64)>,
    pub procedure: u16,
    pub weight: u32,
    pub utility: bool,
    pub urgent_share: f64,
    pub vital_interest_share: f64,
    pub technical_share: f64,
    pub risky_share: f64,
    /// Department and cumulative weight, last 1.
    pub departments: Vec<(u16, f64)>,
    pub other_departments: f64,
    pub duty: Option<DutyPlan>,
    /// Group, people affected.
    pub affects: Vec<(u16, f64)>,
    pub worth: Option<WorthPlan>,
    pub outcome: Option<OutcomePlan>,
    pub facts: Option<PatternPlan>,
    pub hazard: Option<HazardPlan>,
}

/// What is at stake in emergencies of a class, yuan, and how fast it is lost.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HazardPlan {
    pub stake: f64,
    pub stake_cv: f64,
    /// Levels 1, 2 and 3 begin here.
    pub levels: [f64; 3],
    pub least_share: f64,
    pub most_share: f64,
    pub grows_hours: f64,
    pub signs_hours: Sampler,
}

impl HazardPlan {
    /// The level of a stake: 1 the most serious, 4 the least.
    pub(crate) fn level(&self, stake: f64) -> u8 {
        self.levels
            .iter()
            .position(|&from| stake >= from)
            .map_or(4, |it| it as u8 + 1)
    }

    /// Share of the stake lost when help is there so many hours after it broke out: from `least_share`, at once the most, towards `most_share`,
    /// all but 1/e of the difference after `grows_hours`.
    pub(crate) fn lost_share(&self, hours: f64) -> f64 {
        let grown = 1.0 - libm::exp(-hours.max(0.0) / self.grows_hours);
        self.least_share + (self.most_share - self.least_share) * grown
    }
}

/// The facts of matters of a class.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PatternPlan {
    /// Standard deviation of each, as a multiple of the class's: squares add up to 1.
    pub deviations: Vec<f64>,
    /// Cumulative shares of departments, experts, the public, members; the rest nobody holds.
    pub held_by: [f64; 4],
    pub members_each: u32,
    /// In units of the class.
    pub mending_cost: f64,
    pub need: Tick,
}

impl PatternPlan {
    pub(crate) fn new(it: &FactPattern, sigma: f64) -> Self {
        let weights = (1..=it.number).map(|rank| libm::pow(f64::from(rank), -it.falls));
        let all: f64 = weights.clone().sum();
        let by = it.held_by;
        let shares = [by.departments, by.experts, by.public, by.members];
        let held: f64 = shares.iter().sum::<f64>() + by.nobody;
        let mut sum = 0.0;
        Self {
            deviations: weights.map(|weight| (weight / all).sqrt()).collect(),
            held_by: shares.map(|share| {
                sum += share;
                if held > 0.0 { sum / held } else { 0.0 }
            }),
            members_each: it.members_each,
            mending_cost: it.mending_cost * sigma,
            need: libm::round(it.need_years * YEAR_DAYS * DAY as f64) as Tick,
        }
    }
}

/// What a meeting does with cases of a class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OutcomePlan {
    pub refuse: f64,
    pub return_for_revision: f64,
    pub prevented_by_each_channel: f64,
}

/// What matters of a class are worth, in units of the class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WorthPlan {
    /// μ, derived here and nowhere else: no lever of procedure moves it.
    pub mean: f64,
    /// Standard deviation from matter to matter.
    pub sigma: f64,
    /// Standard deviation between groups of the public, before their weighted mean is taken out.
    pub spread: f64,
    /// Standard deviation of what is taken to be known of it when μ was derived.
    pub known: f64,
}

impl ClassPlan {
    /// Share of what comes to a meeting that it refuses: as the class says, or, where facts decide, about what lies below the line when as much is
    /// known as μ was derived with.
    pub(crate) fn refused_share(&self) -> Option<f64> {
        let by_facts = || Some(self.worth.filter(|_| self.facts.is_some())?.below(0.0));
        self.outcome.map(|it| it.refuse).or_else(by_facts)
    }

    /// Share that it returns, where whoever decides returns what lies within this of the line; in units of `sigma`.
    pub(crate) fn returned_share(&self, margin: f64) -> Option<f64> {
        let by_facts = || {
            let worth = self.worth.filter(|_| self.facts.is_some())?;
            let margin = margin * worth.sigma;
            Some(worth.below(margin) - worth.below(-margin))
        };
        self.outcome
            .map(|it| it.return_for_revision)
            .or_else(by_facts)
    }
}

impl WorthPlan {
    /// Probability that what is known of a matter lies below this.
    fn below(&self, value: f64) -> f64 {
        let apart = (value - self.mean) / self.known.max(f64::MIN_POSITIVE);
        libm::erfc(-apart / std::f64::consts::SQRT_2) / 2.0
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PublicPlan {
    /// The county's channels that reach it: days until each carries something, and the share it reaches in the long run.
    pub channels: Vec<(f64, f64)>,
    pub reach_share: f64,
    pub reach_half_days: f64,
    pub comment_rate: f64,
    pub attendance_share: f64,
    pub sign_up_rate: f64,
    pub consumers: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StandInPlan {
    pub after: Tick,
    pub urgent_only: bool,
    pub effort_factor: f64,
}

/// What a reminder does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CarryingPlan {
    pub per_reminder: f64,
    pub hastened_share: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ResponsePlan {
    pub ordinary_factor: f64,
    pub clustering_shape: f64,
    pub adopted_share: f64,
    pub replied_share: f64,
}

/// How decisions are received; letters as in the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReceptionPlan {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub petition_share: f64,
    pub petition_days: Sampler,
}

/// A county ready to run: see the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub(crate) timetable: Arc<Timetable>,
    pub(crate) leader_ids: Ids,
    pub(crate) office_ids: Ids,
    pub(crate) department_ids: Ids,
    pub(crate) meeting_ids: Ids,
    pub(crate) class_ids: Ids,
    pub(crate) public_ids: Ids,
    pub(crate) source_ids: Ids,
    pub(crate) trait_ids: Ids,
    pub(crate) conference_ids: Ids,
    pub(crate) leaders: Vec<LeaderPlan>,
    pub(crate) offices: Vec<OfficePlan>,
    pub(crate) departments: Vec<DepartmentPlan>,
    pub(crate) meetings: Vec<MeetingPlan>,
    pub(crate) procedures: Vec<Arc<ProcedurePlan>>,
    pub(crate) classes: Vec<ClassPlan>,
    pub(crate) publics: Vec<PublicPlan>,
    pub(crate) sources: Vec<SourcePlan>,
    pub(crate) stand_in: Option<StandInPlan>,
    pub(crate) conferences: Vec<ConferencePlan>,
    pub(crate) initiative: Option<InitiativePlan>,
    pub(crate) routing: Option<RoutingPlan>,
    pub(crate) delegation: Option<DelegationPlan>,
    /// Overlap of each duty that somebody claims.
    pub(crate) overlaps: Vec<f64>,
    pub(crate) absence_spell: Tick,
    pub(crate) absence_copy_share: f64,
    pub(crate) response: ResponsePlan,
    pub(crate) carrying: Option<CarryingPlan>,
    pub(crate) reception: Option<ReceptionPlan>,
    pub(crate) facts: Option<Facts>,
    pub(crate) minds: Option<Minds>,
    pub(crate) accountability: Option<Accountability>,
    pub(crate) returning: Option<ReturningPlan>,
    /// Lotteries of hearings under quotas.
    pub(crate) lotteries: Vec<LotteryPlan>,
    pub(crate) magistrate: u16,
    /// Who takes what a deleted office or department held.
    pub(crate) fallback_office: u16,
}

/// Refused matters worth adopting that come back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReturningPlan {
    pub share: f64,
    pub after_days: Sampler,
}

/// What a reader needs to know of a stage to draw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageInfo<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its kind.
    pub kind: StageKind,
    /// Its lane.
    pub lane: Lane,
}

impl PublicPlan {
    /// Share of those affected whom a notice has reached after so many days, \\[0, 1\\]: by itself, or by one of the channels.
    pub(crate) fn reached(&self, days: f64) -> f64 {
        let after = |delay: f64| 1.0 - libm::exp2(-(days - delay).max(0.0) / self.reach_half_days);
        if self.channels.is_empty() {
            return self.reach_share * after(0.0);
        }
        let mut missed = 1.0 - self.reach_share * after(0.0);
        for &(delay, share) in &self.channels {
            missed *= 1.0 - share * after(delay);
        }
        1.0 - missed
    }

    /// Share whom the channels reach in the long run.
    pub(crate) fn told(&self) -> f64 {
        let missed = |missed: f64, it: &(f64, f64)| missed * (1.0 - it.1);
        1.0 - self.channels.iter().fold(1.0, missed)
    }
}

impl Plan {
    /// The calendar dates, working hours and window of the run.
    #[must_use]
    pub fn timetable(&self) -> &Timetable {
        &self.timetable
    }

    /// Id of a procedure; empty when there is none of that number.
    #[must_use]
    pub fn procedure(&self, procedure: u16) -> &str {
        self.procedures
            .get(usize::from(procedure))
            .map_or("", |it| it.id.as_str())
    }

    /// The lottery of a hearing under quotas; `None` where it has none, or nobody was expected to sign up.
    pub(crate) fn lottery(&self, procedure: u16, stage: u16, class: u16) -> Option<&Lottery> {
        let asked = (procedure, stage, class);
        let mut lotteries = self.lotteries.iter();
        let of = |it: &&LotteryPlan| (it.procedure, it.stage, it.class) == asked;
        lotteries.find(of)?.lottery.as_ref()
    }

    /// How many procedures there are, those kept for matters begun under them included.
    #[must_use]
    pub fn procedure_count(&self) -> u16 {
        self.procedures.len() as u16
    }

    /// Id of a class; empty when there is none.
    #[must_use]
    pub fn class(&self, class: u16) -> &str {
        self.class_ids.name(class)
    }

    /// What cases of a class are; matters when there is no such class.
    #[must_use]
    pub fn kind(&self, class: u16) -> CaseKind {
        self.classes
            .get(usize::from(class))
            .map_or_else(CaseKind::default, |it| it.kind)
    }

    /// Id of a stage of a procedure; empty when there is none.
    #[must_use]
    pub fn stage(&self, procedure: u16, stage: u16) -> &str {
        self.stage_info(procedure, stage).map_or("", |it| it.id)
    }

    /// What a reader needs to know of a stage; `None` when there is none.
    #[must_use]
    #[inline]
    pub fn stage_info(&self, procedure: u16, stage: u16) -> Option<StageInfo<'_>> {
        let stage = self
            .procedures
            .get(usize::from(procedure))?
            .stages
            .get(usize::from(stage))?;
        Some(StageInfo {
            id: &stage.id,
            kind: stage.kind,
            lane: stage.lane,
        })
    }

    /// How many stages a procedure has.
    #[must_use]
    pub fn stage_count(&self, procedure: u16) -> u16 {
        self.procedures
            .get(usize::from(procedure))
            .map_or(0, |it| it.stages.len() as u16)
    }

    /// The article a clock of a procedure stands for; empty when there is none.
    #[must_use]
    pub fn clock_article(&self, procedure: u16, clock: u16) -> &str {
        self.procedures
            .get(usize::from(procedure))
            .and_then(|it| it.clocks.get(usize::from(clock)))
            .map_or("", |it| it.article.as_str())
    }

    /// Whether an event is the one that clocks call by a name: `registered`, `published`, `<stage>.ready`, `<stage>.started`, `<stage>.done`, ….
    #[must_use]
    pub fn is_called(&self, event: &Event, name: &str) -> bool {
        let Some((stage, moment)) = name.split_once('.') else {
            return event.kind.name() == name;
        };
        let is_it = match event.kind {
            EventKind::StageReady => moment == "ready",
            EventKind::WorkStarted => moment == "started",
            EventKind::StageDone => moment == "done",
            _ => false,
        };
        is_it && self.stage(event.procedure, event.stage) == stage
    }

    /// Whether a clock of a procedure stops with a report to the authorities above.
    #[must_use]
    pub fn clock_is_report(&self, procedure: u16, clock: u16) -> bool {
        self.procedures
            .get(usize::from(procedure))
            .and_then(|it| it.clocks.get(usize::from(clock)))
            .is_some_and(|it| it.is_report)
    }

    /// Id of a trait of cases; empty when there is none.
    #[must_use]
    pub fn trait_of_cases(&self, index: u16) -> &str {
        self.trait_ids.name(index)
    }

    /// Id of a kind of conference; empty when there is none.
    #[must_use]
    pub fn conference(&self, index: u16) -> &str {
        self.conference_ids.name(index)
    }

    /// Stable id of an actor; empty for nobody.
    #[must_use]
    pub fn actor(&self, actor: Actor) -> &str {
        match actor {
            Actor::Nobody => "",
            Actor::Leader(index) => self.leader_ids.name(index),
            Actor::Office(index) => self.office_ids.name(index),
            Actor::Department(index) => self.department_ids.name(index),
            Actor::Meeting(index) => self.meeting_ids.name(index),
            Actor::Public(index) => self.public_ids.name(index),
            Actor::Source(index) => self.source_ids.name(index),
        }
    }

    /// Whether cases of a class fall under a duty that somebody claims.
    #[must_use]
    pub fn has_duty(&self, class: u16) -> bool {
        let class = self.classes.get(usize::from(class));
        class.is_some_and(|it| it.duty.is_some())
    }

    /// Number of leaders.
    #[must_use]
    pub fn leader_count(&self) -> u16 {
        self.leaders.len() as u16
    }

    /// The townships there are.
    pub(crate) fn townships(&self) -> Vec<u16> {
        let all = self.departments.iter().enumerate();
        let is = all.filter(|it| it.1.township && it.1.active);
        is.map(|it| it.0 as u16).collect()
    }

    /// Whether the hours of an actor are the county's own burden: leaders, departments, and offices said to count.
    #[must_use]
    pub fn is_burden(&self, actor: Actor) -> bool {
        match actor {
            Actor::Leader(_) | Actor::Department(_) => true,
            Actor::Office(index) => self
                .offices
                .get(usize::from(index))
                .is_some_and(|office| office.counts_as_burden),
            _ => false,
        }
    }

    pub(crate) fn clock_hash(&self, procedure: u16, clock: u16) -> u64 {
        let procedure = self.procedures.get(usize::from(procedure));
        procedure
            .and_then(|it| it.clocks.get(usize::from(clock)))
            .map_or(0, |it| it.hash)
    }

    #[inline]
    pub(crate) fn actor_hash(&self, actor: Actor) -> u64 {
        match actor {
            Actor::Nobody => 0,
            Actor::Leader(index) => self.leader_ids.hash(index),
            Actor::Office(index) => self.office_ids.hash(index),
            Actor::Department(index) => self.department_ids.hash(index),
            Actor::Meeting(index) => self.meeting_ids.hash(index),
            Actor::Public(index) => self.public_ids.hash(index),
            Actor::Source(index) => self.source_ids.hash(index),
        }
    }

    #[inline]
    pub(crate) fn class_hash(&self, class: u16) -> u64 {
        if class == NONE {
            0
        } else {
            self.class_ids.hash(class)
        }
    }

    #[inline]
    pub(crate) fn procedure_hash(&self, procedure: u16) -> u64 {
        self.procedures
            .get(usize::from(procedure))
            .map_or(0, |it| it.hash)
    }

    #[inline]
    pub(crate) fn stage_hash(&self, procedure: u16, stage: u16) -> u64 {
        self.procedures
            .get(usize::from(procedure))
            .and_then(|it| it.stages.get(usize::from(stage)))
            .map_or(0, |it| it.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_grow_from_the_least_towards_the_most() {
        let it = HazardPlan {
            stake: 1.0,
            stake_cv: 0.0,
            levels: [100.0, 50.0, 10.0],
            least_share: 0.2,
            most_share: 0.8,
            grows_hours: 10.0,
            signs_hours: Sampler::Constant(0.0),
        };
        // .2 + .6 (1 − e^(−t/10))
        for (hours, expected) in [
            (-3.0, 0.2),
            (0.0, 0.2),
            (1.0, 0.257_097_549_178_424),
            (10.0, 0.579_272_335_297_135),
            (24.0, 0.745_569_228_026_353),
            (1e6, 0.8),
        ] {
            assert!((it.lost_share(hours) - expected).abs() < 1e-14, "{hours}");
        }
        let levels = [9.0, 10.0, 49.0, 50.0, 99.0, 100.0].map(|it_is| it.level(it_is));
        assert_eq!(levels, [4, 3, 3, 2, 2, 1]);
    }
}
