//! A procedure as it runs: stages in order of their ids, each a short list of steps.

use kernel::distributions as draw;
use kernel::{Empirical, KeyedRng, Tick};

use crate::event::{Attributes, Part};
use crate::law::review::owed::{Owed, Sat};
use crate::scenario::{
    self, Counts, Ending, Lane, Law, LawKind, Map, Priority, Problem, Procedure, Stage, StageKind,
    problem,
};

/// A law of chance ready to be sampled: one standard draw, scaled, or one uniform by inversion.
#[derive(Debug, Clone, PartialEq)]
pub enum Sampler {
    /// Always the same.
    Constant(f64),
    /// Exponential, by mean.
    Exponential(f64),
    /// Triangular: low, mode, high.
    Triangular(f64, f64, f64),
    /// Log-normal: mean, coefficient of variation.
    LogNormal(f64, f64),
    /// Gamma: mean, coefficient of variation.
    Gamma(f64, f64),
    /// Weighted points.
    Empirical(Empirical),
}

impl Sampler {
    /// Reads a law; `None` where a field it needs is missing or impossible (the scenario's check says which).
    #[must_use]
    pub fn new(law: &Law) -> Option<Self> {
        let finite = |value: Option<f64>| value.filter(|it| it.is_finite() && *it >= 0.0);
        Some(match law.kind {
            LawKind::Constant => Self::Constant(finite(law.mean)?),
            LawKind::Exponential => Self::Exponential(finite(law.mean)?),
            LawKind::Triangular => {
                Self::Triangular(finite(law.low)?, finite(law.mode)?, finite(law.high)?)
            }
            LawKind::LogNormal => Self::LogNormal(finite(law.mean)?, finite(law.cv)?),
            LawKind::Gamma => Self::Gamma(finite(law.mean)?, finite(law.cv)?),
            LawKind::Empirical => {
                let points: Vec<(f64, f64)> = law
                    .points
                    .as_ref()?
                    .iter()
                    .map(|it| (it[0], it[1]))
                    .collect();
                if points.is_empty()
                    || points
                        .iter()
                        .any(|it| !(it.0.is_finite() && it.0 >= 0.0 && it.1 >= 0.0))
                {
                    return None;
                }
                Self::Empirical(Empirical::new(&points))
            }
        })
    }

    /// Draws one value.
    pub fn sample(&self, rng: &mut KeyedRng) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Exponential(mean) => mean * draw::standard_exponential(rng),
            Self::Triangular(low, mode, high) => draw::triangular(rng, *low, *mode, *high),
            Self::LogNormal(mean, cv) => draw::log_normal(rng, *mean, *cv),
            Self::Gamma(mean, cv) => draw::gamma(rng, *mean, *cv),
            Self::Empirical(points) => points.sample(rng),
        }
    }

    /// Always 0: no work is asked at all.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self, Self::Constant(0.0))
    }
}

/// Who works at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    DraftingUnit,
    /// Every other department the matter touches, each one job.
    OtherDepartments,
    /// Every township, each one job.
    Townships,
    /// Of the other departments the matter touches, the one of this number, if there are so many.
    OtherDepartment(u16),
    PortfolioLeader,
    /// Who leads the drafting department's portfolio, and nobody beside him.
    Convenor,
    /// The leader who received it, or else that of its portfolio.
    ReceivingLeader,
    Chair,
    Office(u16),
    Department(u16),
    Leader(u16),
}

/// Length of a prescribed period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Length {
    pub length: f64,
    pub counts: Counts,
}

/// One step of a stage. Steps run one after another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// People work, side by side. `at_least`: the stage takes no less than this prescribed period.
    Work {
        who: Who,
        people: u32,
        hours: Sampler,
        per_comment: f64,
        at_least: Option<Length>,
    },
    /// A period runs.
    Wait { length: Length, part: Part },
    /// An outside authority has it, or people are on their way, for a random number of days.
    Latency {
        days: Sampler,
        part: Part,
        /// No longer than this: silence is consent.
        at_most: Option<Length>,
    },
    /// Until the hazard breaks out, or so long before it.
    Onset { lead: Tick },
    /// Somebody calls an office; the first call may be missed.
    Ring {
        office: u16,
        missed_share: f64,
        again: Tick,
    },
    /// On to the agenda of a meeting, until it has decided.
    Agenda { meeting: u16, minutes: Sampler },
    /// The leaders concerned come together, or this share of them.
    JointSlot { minutes: Sampler, present: f64 },
    /// It is carried out, for a random number of days.
    Carry { who: Who, lasts: Sampler },
    /// A leader is called away from whatever he does, for hours of the clock.
    Called { who: Who, hours: Sampler },
    /// Harm comes to light, so much of it.
    Harm { amount: Sampler },
    /// Something happens at once.
    Effect(Effect),
}

/// What happens at once when a step is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Effect {
    /// Comments received up to now are counted.
    Comments,
    /// Comments are adopted and answered.
    Answers,
    /// The hearing is held.
    Hearing { people: u32 },
    /// The experts' opinion is signed.
    Opinion,
    /// Departments have been heard.
    Consulted,
    /// A document leaves.
    Document,
    /// When all has been carried out nothing more of the stage is to be done.
    UnlessCarriedOut,
    /// Those who carry it out are reminded.
    Reminded,
    /// It has been carried out, by these, with this deadline.
    CarriedOut { who: Who, deadline: Option<Length> },
    /// The county's channels carry it.
    Disclosed,
    /// The county knows of the emergency.
    Noticed,
    /// The authorities above know of it.
    ReportedUp,
}

/// The bit of a trait that no class has; a plan has at most 63 traits.
const NOBODY_HAS: u16 = 63;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    pub(super) classes: Option<Vec<u16>>,
    pub(super) urgent: Option<bool>,
    pub(super) vital_interest: Option<bool>,
    pub(super) technical: Option<bool>,
    pub(super) risky: Option<bool>,
    pub(super) others_at_least: u32,
    pub(super) others_at_most: u32,
    /// Traits asked for, as bits of [`Names::traits`]: which must be there, and which must not.
    pub(super) with: u64,
    pub(super) without: u64,
    /// Numbers drawn for each case, by hash of their names, and where each must lie.
    pub chance: Vec<(u64, [f64; 2])>,
    /// Levels of emergencies, the most serious (1) first; `None`: any case.
    levels: Option<(u8, u8)>,
    /// Stages that have, or have not, been passed.
    pub(crate) passed: Vec<(u16, bool)>,
}

impl Condition {
    fn new(when: &scenario::Condition, names: &Names<'_>, stages: &Map<Stage>) -> Self {
        let traits = |wanted: bool| {
            let named = when.traits.iter().flat_map(|it| it.iter());
            named
                .filter(|it| *it.1 == wanted)
                .map(|it| (names.traits)(it.0).unwrap_or(NOBODY_HAS))
                .fold(0, |bits, it| bits | 1 << it)
        };
        let classes = when.classes.as_ref().map(|classes| {
            classes
                .iter()
                .filter_map(|class| (names.class)(class))
                .collect()
        });
        Self {
            classes,
            urgent: when.urgent,
            vital_interest: when.vital_interest,
            technical: when.technical,
            risky: when.risky,
            others_at_least: when.other_departments_at_least.unwrap_or(0),
            others_at_most: when.other_departments_at_most.unwrap_or(u32::MAX),
            with: traits(true),
            without: traits(false),
            chance: when
                .chance
                .iter()
                .flat_map(|it| it.iter())
                .map(|(name, within)| (kernel::id_hash(name), *within))
                .collect(),
            levels: (when.level_at_most.is_some() || when.level_at_least.is_some()).then(|| {
                let level = |it: Option<u32>, else_: u8| it.map_or(else_, |it| it as u8);
                (level(when.level_at_least, 1), level(when.level_at_most, 4))
            }),
            passed: when
                .passed
                .iter()
                .flatten()
                .filter_map(|(id, &wanted)| {
                    let index = stages.keys().position(|it| it == id)?;
                    Some((index as u16, wanted))
                })
                .collect(),
        }
    }

    /// Whether what a case was registered with agrees; what it went through, and where its chances lie, the run knows.
    pub(crate) fn suits(
        &self,
        class: u16,
        it: Attributes,
        traits: u64,
        others: u32,
        level: u8,
    ) -> bool {
        let agrees = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
        self.classes
            .as_ref()
            .is_none_or(|classes| classes.contains(&class))
            && agrees(self.urgent, it.urgent)
            && agrees(self.vital_interest, it.vital_interest)
            && agrees(self.technical, it.technical)
            && agrees(self.risky, it.risky)
            && (self.others_at_least..=self.others_at_most).contains(&others)
            && traits & self.with == self.with
            && traits & self.without == 0
            && self
                .levels
                .is_none_or(|(from, to)| (from..=to).contains(&level))
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReturnsPlan {
    pub to: u16,
    pub share: Option<f64>,
    pub at_most: u32,
    /// Stages done again: those between `to` and the returning stage, both included.
    pub again: Vec<u16>,
}

/// What is judged at a stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct JudgesPlan {
    /// The trait that speaks against a case: its number and the hash of its id.
    pub named: u16,
    pub hash: u64,
    pub wrong_share: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StagePlan {
    pub id: String,
    pub hash: u64,
    pub kind: StageKind,
    pub lane: Lane,
    /// Predecessors, ascending.
    pub after: Vec<u16>,
    pub next: Vec<u16>,
    pub when: Option<Condition>,
    pub steps: Vec<Step>,
    pub returns: Option<ReturnsPlan>,
    /// Share of visits at which the case ends here, and as what.
    pub lets_go: Option<(f64, Ending)>,
    /// It lets go only what a meeting ahead would refuse: the meetings ahead, the nearest first.
    pub foresees: Option<Vec<u16>>,
    pub judges: Option<JudgesPlan>,
    pub priority: Option<Priority>,
    /// What its ready, started and done set off.
    pub signals: [Vec<Action>; 3],
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ProcedurePlan {
    pub id: String,
    pub hash: u64,
    pub major: bool,
    pub stages: Vec<StagePlan>,
    pub entries: Vec<u16>,
    pub clocks: Vec<ClockPlan>,
    pub raises: Vec<RaisePlan>,
    /// What its matters are owed by law.
    pub owed: Vec<Owed>,
    /// What is asked of the sittings that decide them.
    pub sat: Option<Sat>,
    /// Share of a loss that falls on the people.
    pub left_share: f64,
    /// What the moments of a case's life set off, by [`Moment`].
    pub on: [Vec<Action>; Moment::ALL.len()],
}

/// A moment of a case's life that no stage of its own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Registered,
    Decided,
    Published,
    Refused,
    Withdrawn,
    Diverted,
    WronglyGranted,
    WronglyRefused,
    Answered,
}

impl Moment {
    pub(crate) const ALL: [Self; 9] = [
        Self::Registered,
        Self::Decided,
        Self::Published,
        Self::Refused,
        Self::Withdrawn,
        Self::Diverted,
        Self::WronglyGranted,
        Self::WronglyRefused,
        Self::Answered,
    ];

    /// Its name in the file.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Decided => "decided",
            Self::Published => "published",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Diverted => "diverted",
            Self::WronglyGranted => "wrongly_granted",
            Self::WronglyRefused => "wrongly_refused",
            Self::Answered => "answered",
        }
    }
}

/// How many cases arise at an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum HowMany {
    /// One, with this probability.
    Share(f64),
    /// Poisson, with this mean.
    Mean(f64),
    /// A share of the objections to what was decided: see [`ReceptionPlan`](super::ReceptionPlan).
    OfObjections,
}

/// What an event gives rise to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RaisePlan {
    pub hash: u64,
    pub class: u16,
    pub how_many: HowMany,
    pub after_days: Sampler,
    pub when: Option<Condition>,
    /// Only cases that have overrun this clock.
    pub overrun: Option<u16>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ClockPlan {
    pub article: String,
    pub hash: u64,
    pub length: Length,
    /// It runs for such cases only.
    pub when: Option<Condition>,
    /// It stops with a report to the authorities above: overrun, the report is late.
    pub is_report: bool,
}

/// What an event sets off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Does something to a clock.
    Clock { clock: u16, signal: Signal },
    /// Gives rise to other cases.
    Raise { raise: u16 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    Start,
    Stop,
    Pause,
    Resume,
    Restart,
}

/// Numbers of the entities a procedure may name.
pub(crate) struct Names<'a> {
    pub office: &'a dyn Fn(&str) -> Option<u16>,
    pub department: &'a dyn Fn(&str) -> Option<u16>,
    pub leader: &'a dyn Fn(&str) -> Option<u16>,
    pub meeting: &'a dyn Fn(&str) -> Option<u16>,
    pub class: &'a dyn Fn(&str) -> Option<u16>,
    pub traits: &'a dyn Fn(&str) -> Option<u16>,
    /// How many departments there are.
    pub departments: u16,
    /// Days until the quickest of the county's channels carries what it is given.
    pub first_channel_days: f64,
}

/// Lays out one procedure. Problems found here are those the scenario's check lets through; they are reported, never ignored.
pub(super) fn compile(
    id: &str,
    written: &Procedure,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) -> ProcedurePlan {
    let ids: Vec<&String> = written.stages.keys().collect();
    let number = |stage: &str| {
        ids.iter()
            .position(|id| *id == stage)
            .map(|index| index as u16)
    };
    let at = |stage: &str, key: &str| format!("procedures.{id}.stages.{stage}.{key}");
    let mut stages: Vec<StagePlan> = Vec::with_capacity(ids.len());
    for (stage_id, stage) in &written.stages {
        let mut after: Vec<u16> = Vec::new();
        for name in &stage.after {
            match number(name) {
                Some(index) => after.push(index),
                None => problems.push(problem(
                    &at(stage_id, "after"),
                    &format!("there is no stage `{name}`"),
                    "name a stage of this procedure, or take the name out",
                )),
            }
        }
        for (other_id, other) in &written.stages {
            if other.before.contains(stage_id)
                && let Some(index) = number(other_id)
            {
                after.push(index);
            }
        }
        kernel::order::sort_short(&mut after, |a, b| a < b);
        after.dedup();
        let when = stage
            .when
            .as_ref()
            .map(|it| Condition::new(it, names, &written.stages));
        let mut missing = |key: &str| {
            problems.push(problem(
                &at(stage_id, key),
                "is missing, or is not what this kind of stage needs",
                "see the table of stage kinds in docs/scenario.md",
            ));
        };
        let steps = steps_of(stage, names, &mut missing);
        stages.push(StagePlan {
            id: stage_id.clone(),
            hash: kernel::id_hash(stage_id),
            kind: stage.kind,
            lane: stage.lane.unwrap_or_else(|| lane_of(stage.kind)),
            after,
            next: Vec::new(),
            when,
            steps,
            returns: None,
            lets_go: stage.lets_go.as_ref().map(|it| (it.share, it.ending)),
            foresees: None,
            judges: stage.judges.as_ref().map(|it| JudgesPlan {
                named: (names.traits)(&it.named).unwrap_or(NOBODY_HAS),
                hash: kernel::id_hash(&it.named),
                wrong_share: it.wrong_share,
            }),
            priority: stage.priority,
            signals: Default::default(),
        });
    }
    for index in 0..stages.len() {
        for before in stages[index].after.clone() {
            stages[usize::from(before)].next.push(index as u16);
        }
    }
    for (index, stage) in written.stages.values().enumerate() {
        if stage.lets_go.as_ref().is_some_and(|it| it.foreseen) {
            stages[index].foresees = Some(meetings_ahead(&stages, index as u16));
        }
    }
    for (index, (stage_id, stage)) in written.stages.iter().enumerate() {
        let Some(returns) = &stage.returns else {
            continue;
        };
        let Some(to) = number(&returns.to) else {
            problems.push(problem(
                &at(stage_id, "returns.to"),
                &format!("there is no stage `{}`", returns.to),
                "name a stage of this procedure",
            ));
            continue;
        };
        let again = between(&stages, to, index as u16);
        stages[index].returns = Some(ReturnsPlan {
            to,
            share: returns.share,
            at_most: returns.at_most,
            again,
        });
    }
    let entries = (0..stages.len() as u16)
        .filter(|&it| stages[usize::from(it)].after.is_empty())
        .collect();
    let mut plan = ProcedurePlan {
        id: id.to_owned(),
        hash: kernel::id_hash(id),
        major: written.major,
        stages,
        entries,
        clocks: Vec::new(),
        raises: Vec::new(),
        owed: Vec::new(),
        sat: None,
        left_share: written.cover.as_ref().map_or(1.0, |it| {
            (1.0 - it.insured_share - it.donated_share).max(0.0)
        }),
        on: Default::default(),
    };
    add_clocks(&mut plan, id, written, names, problems);
    add_raises(&mut plan, id, written, names, problems);
    plan
}

/// Meetings behind a stage, the nearest first (of equals the lowest id).
fn meetings_ahead(stages: &[StagePlan], from: u16) -> Vec<u16> {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(&stage) = seen.get(next) {
        next += 1;
        for &behind in &stages[usize::from(stage)].next {
            if !seen.contains(&behind) {
                seen.push(behind);
            }
        }
    }
    seen.retain(|&it| it != from && stages[usize::from(it)].kind == StageKind::Meeting);
    seen
}

/// Stages that lie on a path from `to` to `from`, both included.
fn between(stages: &[StagePlan], to: u16, from: u16) -> Vec<u16> {
    let reach = |start: u16, edges: &dyn Fn(u16) -> Vec<u16>| {
        let mut seen = vec![false; stages.len()];
        let mut open = vec![start];
        while let Some(stage) = open.pop() {
            if !std::mem::replace(&mut seen[usize::from(stage)], true) {
                open.extend(edges(stage));
            }
        }
        seen
    };
    let down = reach(to, &|stage| stages[usize::from(stage)].next.clone());
    let up = reach(from, &|stage| stages[usize::from(stage)].after.clone());
    (0..stages.len() as u16)
        .filter(|&it| down[usize::from(it)] && up[usize::from(it)])
        .collect()
}

fn lane_of(kind: StageKind) -> Lane {
    match kind {
        StageKind::PublicComment | StageKind::Hearing => Lane::Public,
        StageKind::ExpertReview => Lane::Experts,
        StageKind::Task
        | StageKind::Wait
        | StageKind::Consultation
        | StageKind::RiskAssessment
        | StageKind::Publication
        | StageKind::Implementation
        | StageKind::Disclose
        | StageKind::Reply
        | StageKind::Relief
        | StageKind::Evaluation => Lane::DraftingUnit,
        StageKind::LegalityReview
        | StageKind::Triage
        | StageKind::FollowUp
        | StageKind::Call
        | StageKind::Relay
        | StageKind::Report => Lane::Office,
        StageKind::SignOff | StageKind::Response => Lane::Leaders,
        StageKind::Harm => Lane::Public,
        StageKind::Meeting | StageKind::Coordination => Lane::Meetings,
        StageKind::OutsideGate | StageKind::Onset => Lane::Outside,
    }
}

fn who(text: &str, names: &Names<'_>) -> Option<Who> {
    Some(match text {
        "drafting_unit" => Who::DraftingUnit,
        "portfolio_leader" => Who::PortfolioLeader,
        "receiving_leader" => Who::ReceivingLeader,
        "chair" => Who::Chair,
        "townships" => Who::Townships,
        _ => (names.office)(text)
            .map(Who::Office)
            .or_else(|| (names.department)(text).map(Who::Department))
            .or_else(|| (names.leader)(text).map(Who::Leader))?,
    })
}

fn steps_of(stage: &Stage, names: &Names<'_>, missing: &mut dyn FnMut(&str)) -> Vec<Step> {
    let people = stage.people.unwrap_or(1);
    let length = stage.days.map(|length| Length {
        length,
        counts: stage.counts.unwrap_or(Counts::CalendarDays),
    });
    let mut steps = Vec::new();
    let mut law = |law: &Option<Law>, key: &str| match law.as_ref().and_then(Sampler::new) {
        Some(sampler) => sampler,
        None => {
            missing(key);
            Sampler::Constant(0.0)
        }
    };
    let drafting = |hours: Sampler, per_comment: f64| Step::Work {
        who: Who::DraftingUnit,
        people: 1,
        hours,
        per_comment,
        at_least: None,
    };
    match stage.kind {
        StageKind::Task
        | StageKind::RiskAssessment
        | StageKind::LegalityReview
        | StageKind::Triage
        | StageKind::SignOff
        | StageKind::Publication
        | StageKind::FollowUp
        | StageKind::Reply
        | StageKind::Disclose
        | StageKind::Call
        | StageKind::Relay
        | StageKind::Report
        | StageKind::Relief
        | StageKind::Evaluation => {
            if let (StageKind::Call | StageKind::Relief, Some(_)) =
                (stage.kind, &stage.latency_days)
            {
                let part = match stage.kind {
                    StageKind::Call => Part::OutsideGate,
                    _ => Part::Work,
                };
                let days = law(&stage.latency_days, "latency_days");
                steps.push(Step::Latency {
                    days,
                    part,
                    at_most: None,
                });
            }
            let hours = law(&stage.hours, "hours");
            let who = match stage.who.as_deref().and_then(|it| who(it, names)) {
                Some(who) => who,
                None => {
                    missing("who");
                    Who::DraftingUnit
                }
            };
            let at_least = if stage.kind == StageKind::LegalityReview {
                length
            } else {
                None
            };
            if let (StageKind::Call, Who::Office(office)) = (stage.kind, who) {
                steps.push(Step::Ring {
                    office,
                    missed_share: stage.missed_share.unwrap_or(0.0),
                    again: work_ticks(stage.again_hours.unwrap_or(0.0)),
                });
            }
            steps.push(Step::Work {
                who,
                people,
                hours,
                per_comment: 0.0,
                at_least,
            });
            if stage.kind == StageKind::FollowUp {
                let hours = stage.remind_hours.as_ref().and_then(Sampler::new);
                let hours = hours.unwrap_or(Sampler::Constant(0.0));
                let every = Length {
                    length: stage.every_days.unwrap_or(30.0),
                    counts: Counts::CalendarDays,
                };
                for _ in 0..stage.reminders.unwrap_or(0) {
                    steps.push(Step::Effect(Effect::UnlessCarriedOut));
                    steps.push(Step::Wait {
                        length: every,
                        part: Part::Statutory,
                    });
                    steps.push(Step::Effect(Effect::UnlessCarriedOut));
                    steps.push(Step::Work {
                        who,
                        people: 1,
                        hours: hours.clone(),
                        per_comment: 0.0,
                        at_least: None,
                    });
                    steps.push(Step::Effect(Effect::Reminded));
                }
            }
            match stage.kind {
                StageKind::SignOff | StageKind::Publication | StageKind::Reply => {
                    steps.push(Step::Effect(Effect::Document));
                }
                StageKind::Report => {
                    steps.push(Step::Effect(Effect::Document));
                    steps.push(Step::Effect(Effect::ReportedUp));
                }
                StageKind::Call => steps.push(Step::Effect(Effect::Noticed)),
                _ => {}
            }
            if stage.kind == StageKind::Disclose {
                steps.push(Step::Wait {
                    length: Length {
                        length: names.first_channel_days,
                        counts: Counts::CalendarDays,
                    },
                    part: Part::OutsideGate,
                });
                steps.push(Step::Effect(Effect::Disclosed));
            }
        }
        StageKind::Wait => match length {
            Some(length) => steps.push(Step::Wait {
                length,
                part: Part::Statutory,
            }),
            None => missing("days"),
        },
        StageKind::Implementation => {
            let who = stage.who.as_deref().and_then(|it| who(it, names));
            let who = who.unwrap_or(Who::DraftingUnit);
            let lasts = stage.lasts_days.as_ref().and_then(Sampler::new);
            if stage.hours.is_some() {
                steps.push(Step::Work {
                    who,
                    people,
                    hours: law(&stage.hours, "hours"),
                    per_comment: 0.0,
                    at_least: None,
                });
            }
            let deadline = length.filter(|_| lasts.is_some());
            match (lasts, length) {
                (Some(lasts), _) => steps.push(Step::Carry { who, lasts }),
                (None, Some(length)) => steps.push(Step::Wait {
                    length,
                    part: Part::Work,
                }),
                (None, None) => missing("days"),
            }
            steps.push(Step::Effect(Effect::CarriedOut { who, deadline }));
        }
        StageKind::Consultation => {
            let hours = law(&stage.hours, "hours");
            let ask = |who| Step::Work {
                who,
                people,
                hours: hours.clone(),
                per_comment: 0.0,
                at_least: None,
            };
            if stage.one_after_another == Some(true) {
                let each = (0..names.departments).map(Who::OtherDepartment);
                steps.extend(each.map(ask));
            } else {
                steps.push(ask(Who::OtherDepartments));
            }
            steps.push(Step::Effect(Effect::Consulted));
        }
        StageKind::PublicComment => {
            if stage.organise_hours.is_some() {
                steps.push(drafting(law(&stage.organise_hours, "organise_hours"), 0.0));
            }
            match length {
                Some(length) => steps.push(Step::Wait {
                    length,
                    part: Part::Statutory,
                }),
                None => missing("days"),
            }
            steps.push(Step::Effect(Effect::Comments));
            let sort = stage
                .sort_hours
                .as_ref()
                .and_then(Sampler::new)
                .unwrap_or(Sampler::Constant(0.0));
            steps.push(drafting(sort, stage.hours_per_comment.unwrap_or(0.0)));
            steps.push(Step::Effect(Effect::Answers));
        }
        StageKind::ExpertReview => {
            if stage.organise_hours.is_some() {
                steps.push(drafting(law(&stage.organise_hours, "organise_hours"), 0.0));
            }
            let hours = law(&stage.hours, "hours");
            match stage.who.as_deref().and_then(|it| who(it, names)) {
                Some(who) => steps.push(Step::Work {
                    who,
                    people,
                    hours,
                    per_comment: 0.0,
                    at_least: None,
                }),
                None => missing("who"),
            }
            steps.push(Step::Effect(Effect::Opinion));
        }
        StageKind::Hearing => {
            if stage.organise_hours.is_some() {
                steps.push(drafting(law(&stage.organise_hours, "organise_hours"), 0.0));
            }
            if let Some(length) = length {
                steps.push(Step::Wait {
                    length,
                    part: Part::Statutory,
                });
            }
            steps.push(drafting(law(&stage.hours, "hours"), 0.0));
            steps.push(Step::Effect(Effect::Hearing { people }));
        }
        StageKind::Meeting => {
            let minutes = law(&stage.minutes, "minutes");
            match stage.meeting.as_deref().and_then(names.meeting) {
                Some(meeting) => steps.push(Step::Agenda { meeting, minutes }),
                None => missing("meeting"),
            }
        }
        StageKind::Coordination => {
            steps.push(Step::JointSlot {
                minutes: law(&stage.minutes, "minutes"),
                present: stage.present_share.unwrap_or(1.0),
            });
            if stage.hours.is_some() {
                steps.push(Step::Work {
                    who: Who::Convenor,
                    people: 1,
                    hours: law(&stage.hours, "hours"),
                    per_comment: 0.0,
                    at_least: None,
                });
                steps.push(Step::Effect(Effect::Document));
            }
        }
        StageKind::OutsideGate => steps.push(Step::Latency {
            days: law(&stage.latency_days, "latency_days"),
            part: Part::OutsideGate,
            at_most: length,
        }),
        StageKind::Harm => steps.push(Step::Harm {
            amount: law(&stage.ten_thousand_yuan, "ten_thousand_yuan"),
        }),
        StageKind::Onset => {
            steps.push(Step::Onset {
                lead: work_ticks(stage.lead_hours.unwrap_or(0.0)),
            });
            if stage.lead_hours.is_some() {
                steps.push(Step::Effect(Effect::Noticed));
            }
        }
        StageKind::Response => {
            let hours = law(&stage.hours, "hours");
            match stage.who.as_deref().and_then(|it| who(it, names)) {
                Some(who) => steps.push(Step::Called { who, hours }),
                None => missing("who"),
            }
        }
    }
    steps
}

fn add_clocks(
    plan: &mut ProcedurePlan,
    id: &str,
    written: &Procedure,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) {
    for (index, (clock_id, clock)) in written.clocks.iter().enumerate() {
        plan.clocks.push(ClockPlan {
            article: clock.article.clone(),
            hash: kernel::id_hash(&clock.article),
            length: Length {
                length: clock.length + clock.extension.unwrap_or(0.0),
                counts: clock.counts,
            },
            when: clock
                .when
                .as_ref()
                .map(|it| Condition::new(it, names, &written.stages)),
            is_report: clock.stops_on.rsplit_once('.').is_some_and(|it| {
                let stage = written.stages.get(it.0);
                stage.is_some_and(|it| it.kind == StageKind::Report)
            }),
        });
        let mut set = |event: &str, key: &str, signal: Signal| {
            let action = Action::Clock {
                clock: index as u16,
                signal,
            };
            if let Some(actions) = signal_slot(plan, &written.stages, event) {
                actions.push(action);
            } else {
                problems.push(problem(
                    &format!("procedures.{id}.clocks.{clock_id}.{key}"),
                    &format!("`{event}` is not an event of this procedure"),
                    EVENTS,
                ));
            }
        };
        set(&clock.starts_on, "starts_on", Signal::Start);
        set(&clock.stops_on, "stops_on", Signal::Stop);
        for (n, pause) in clock.pauses.iter().enumerate() {
            set(&pause.from, &format!("pauses.{n}.from"), Signal::Pause);
            set(&pause.to, &format!("pauses.{n}.to"), Signal::Resume);
        }
        if let Some(event) = &clock.restarts_on {
            set(event, "restarts_on", Signal::Restart);
        }
    }
}

/// Which events a procedure has, as a remedy.
const EVENTS: &str = "write registered, decided, published, refused, withdrawn, diverted, wrongly_granted, wrongly_refused, answered, or <stage>.ready, <stage>.started, <stage>.done";

fn add_raises(
    plan: &mut ProcedurePlan,
    id: &str,
    written: &Procedure,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) {
    for (raise_id, raise) in &written.raises {
        let mut wrong = |key: &str, message: &str, remedy: &str| {
            let path = format!("procedures.{id}.raises.{raise_id}.{key}");
            problems.push(problem(&path, message, remedy));
        };
        let class = (names.class)(&raise.class);
        let how_many = match (raise.share, raise.mean, raise.per) {
            (Some(share), None, None) => Some(HowMany::Share(share)),
            (None, Some(mean), None) => Some(HowMany::Mean(mean)),
            (None, None, Some(scenario::Per::Objections)) => Some(HowMany::OfObjections),
            _ => None,
        };
        let (Some(class), Some(how_many)) = (class, how_many) else {
            wrong(
                "class",
                "names no class, or not how many arise",
                "name a class of world.classes, and share, mean or per",
            );
            continue;
        };
        let overrun = raise.overrun.as_ref().and_then(|clock| {
            let found = written.clocks.keys().position(|it| it == clock);
            found.map(|it| it as u16)
        });
        if raise.overrun.is_some() && overrun.is_none() {
            wrong(
                "overrun",
                "names no clock of this procedure",
                "name one of its clocks, or take it out",
            );
            continue;
        }
        let raised = RaisePlan {
            hash: kernel::id_hash(raise_id),
            class,
            how_many,
            after_days: raise
                .after_days
                .as_ref()
                .and_then(Sampler::new)
                .unwrap_or(Sampler::Constant(0.0)),
            when: raise
                .when
                .as_ref()
                .map(|it| Condition::new(it, names, &written.stages)),
            overrun,
        };
        let action = Action::Raise {
            raise: plan.raises.len() as u16,
        };
        match signal_slot(plan, &written.stages, &raise.on) {
            Some(actions) => {
                actions.push(action);
                plan.raises.push(raised);
            }
            None => {
                let message = format!("`{}` is not an event of this procedure", raise.on);
                wrong("on", &message, EVENTS);
            }
        }
    }
}

fn signal_slot<'a>(
    plan: &'a mut ProcedurePlan,
    stages: &Map<Stage>,
    event: &str,
) -> Option<&'a mut Vec<Action>> {
    if let Some(moment) = Moment::ALL.into_iter().find(|it| it.name() == event) {
        return Some(&mut plan.on[moment as usize]);
    }
    let (stage, moment) = event.rsplit_once('.')?;
    let index = stages.keys().position(|id| id == stage)?;
    let moment = match moment {
        "ready" => 0,
        "started" => 1,
        "done" => 2,
        _ => return None,
    };
    Some(&mut plan.stages[index].signals[moment])
}

/// Ticks in a number of hours, at least one second of work when any is asked.
pub(crate) fn work_ticks(hours: f64) -> Tick {
    if hours <= 0.0 {
        0
    } else {
        (libm::round(hours * 3600.0) as Tick).max(1)
    }
}
