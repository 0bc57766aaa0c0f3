//! A procedure as it runs: stages in order of their ids, each a short list of steps.

use kernel::distributions as draw;
use kernel::{Empirical, KeyedRng, Tick};

use crate::event::{Attributes, Part};
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
    PortfolioLeader,
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
    /// An outside authority has it, for a random number of days.
    Latency { days: Sampler },
    /// On to the agenda of a meeting, until it has decided.
    Agenda { meeting: u16, minutes: Sampler },
    /// The leaders concerned come together.
    JointSlot { minutes: Sampler },
    /// A leader is called away from whatever he does, for hours of the clock.
    Called { who: Who, hours: Sampler },
    /// Something happens at once.
    Effect(Effect),
}

/// What happens at once when a step is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Traits asked for, as bits of [`Names::traits`]: which must be there, and which must not.
    pub(super) with: u64,
    pub(super) without: u64,
}

impl Condition {
    fn new(when: &scenario::Condition, names: &Names<'_>) -> Self {
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
            with: traits(true),
            without: traits(false),
        }
    }

    pub(crate) fn holds(&self, class: u16, it: Attributes, traits: u64, others: u32) -> bool {
        let agrees = |wanted: Option<bool>, is: bool| wanted.is_none_or(|wanted| wanted == is);
        self.classes
            .as_ref()
            .is_none_or(|classes| classes.contains(&class))
            && agrees(self.urgent, it.urgent)
            && agrees(self.vital_interest, it.vital_interest)
            && agrees(self.technical, it.technical)
            && agrees(self.risky, it.risky)
            && others >= self.others_at_least
            && traits & self.with == self.with
            && traits & self.without == 0
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
    Answered,
}

impl Moment {
    pub(crate) const ALL: [Self; 7] = [
        Self::Registered,
        Self::Decided,
        Self::Published,
        Self::Refused,
        Self::Withdrawn,
        Self::Diverted,
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
        let when = stage.when.as_ref().map(|it| Condition::new(it, names));
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
            priority: stage.priority,
            signals: Default::default(),
        });
    }
    for index in 0..stages.len() {
        for before in stages[index].after.clone() {
            stages[usize::from(before)].next.push(index as u16);
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
        on: Default::default(),
    };
    add_clocks(&mut plan, id, written, problems);
    add_raises(&mut plan, id, written, names, problems);
    plan
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
        | StageKind::Reply
        | StageKind::Evaluation => Lane::DraftingUnit,
        StageKind::LegalityReview | StageKind::Triage | StageKind::FollowUp => Lane::Office,
        StageKind::SignOff | StageKind::Response => Lane::Leaders,
        StageKind::Meeting | StageKind::Coordination => Lane::Meetings,
        StageKind::OutsideGate => Lane::Outside,
    }
}

fn who(text: &str, names: &Names<'_>) -> Option<Who> {
    Some(match text {
        "drafting_unit" => Who::DraftingUnit,
        "portfolio_leader" => Who::PortfolioLeader,
        "receiving_leader" => Who::ReceivingLeader,
        "chair" => Who::Chair,
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
        | StageKind::Evaluation => {
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
            steps.push(Step::Work {
                who,
                people,
                hours,
                per_comment: 0.0,
                at_least,
            });
            if matches!(
                stage.kind,
                StageKind::SignOff | StageKind::Publication | StageKind::Reply
            ) {
                steps.push(Step::Effect(Effect::Document));
            }
        }
        StageKind::Wait | StageKind::Implementation => {
            let part = if stage.kind == StageKind::Wait {
                Part::Statutory
            } else {
                Part::Work
            };
            match length {
                Some(length) => steps.push(Step::Wait { length, part }),
                None => missing("days"),
            }
        }
        StageKind::Consultation => {
            let hours = law(&stage.hours, "hours");
            steps.push(Step::Work {
                who: Who::OtherDepartments,
                people,
                hours,
                per_comment: 0.0,
                at_least: None,
            });
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
        StageKind::Coordination => steps.push(Step::JointSlot {
            minutes: law(&stage.minutes, "minutes"),
        }),
        StageKind::OutsideGate => steps.push(Step::Latency {
            days: law(&stage.latency_days, "latency_days"),
        }),
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
const EVENTS: &str = "write registered, decided, published, refused, withdrawn, diverted, answered, or <stage>.ready, <stage>.started, <stage>.done";

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
            when: raise.when.as_ref().map(|it| Condition::new(it, names)),
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
