//! A procedure as it runs: stages in order of their ids, each a short list of steps. How what is written becomes this: `lay_out` its
//! stages, `signals` its clocks and what it gives rise to.

mod lay_out;
mod signals;

pub(super) use self::lay_out::compile;

use kernel::distributions as draw;
use kernel::{Empirical, KeyedRng, Tick};

use crate::event::{Attributes, NONE, Part};
use crate::law::review::owed::{Owed, Sat};
use crate::scenario::{
    self, Counts, Ending, Lane, Law, LawKind, Map, Panel, Priority, Problem, Procedure, Selection,
    Stage, StageKind, Triggers, problem,
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
    #[inline]
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
    /// Until the change that an evaluation proposes has been through the procedure, if it proposes one that must.
    Repeat,
    /// Something happens at once.
    Effect(Effect),
}

/// An evaluation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct EvaluationPlan {
    /// By somebody who neither drafted nor assessed what was decided.
    pub independent: bool,
    /// A change that adds more than this, in units of the class, goes through the procedure again.
    pub major_change: Option<f64>,
}

/// A hearing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct HearingPlan {
    /// Seats.
    pub people: u32,
    pub selection: Selection,
    /// The drafting unit holds it.
    pub by_drafter: bool,
    pub notice_days: f64,
    pub materials_days: f64,
}

/// What happens at once when a step is reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Effect {
    /// Comments received up to now are counted.
    Comments,
    /// Comments are adopted and answered.
    Answers,
    /// The hearing is held.
    Hearing(HearingPlan),
    /// So many deputies and members of the CPPCC have been heard.
    Forum { people: u32 },
    /// The opinion of so many experts is signed; the pool is the office they are of, or [`NONE`].
    Opinion {
        people: u32,
        panel: Panel,
        pool: u16,
    },
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
    /// The decision has been evaluated.
    Evaluated(EvaluationPlan),
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
    #[inline]
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
    /// It is visited where one of these holds.
    pub called_by: Option<Triggers>,
    /// What its ready, started and done set off.
    pub signals: [Vec<Action>; 3],
}

impl StagePlan {
    /// Whether it is a hearing that people sign up for.
    pub(crate) fn asks_to_sign_up(&self) -> bool {
        let of = |it: &Step| matches!(it, Step::Effect(Effect::Hearing(it)) if it.selection != Selection::Appointed);
        self.steps.iter().any(of)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ProcedurePlan {
    pub id: String,
    pub hash: u64,
    pub major: bool,
    /// What is decided under it is evaluated by somebody who neither drafted nor assessed it.
    pub independent_evaluator: bool,
    pub stages: Vec<StagePlan>,
    pub entries: Vec<u16>,
    pub clocks: Vec<ClockPlan>,
    pub raises: Vec<RaisePlan>,
    /// What its matters are owed by law.
    pub owed: Vec<Owed>,
    /// The article on consumers' seats at its hearings.
    pub seated: Option<u16>,
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

/// Ticks in a number of hours, at least one second of work when any is asked.
#[inline]
pub(crate) fn work_ticks(hours: f64) -> Tick {
    if hours <= 0.0 {
        0
    } else {
        (libm::round(hours * 3600.0) as Tick).max(1)
    }
}
