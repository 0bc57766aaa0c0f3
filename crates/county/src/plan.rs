//! What runs: a scenario checked, resolved and laid out for speed.
//!
//! A [`Plan`] holds everything a run needs and nothing it does not. Entities are numbered; the numbers are private to a plan
//! (and to the plans grown from it, see [`Plan::compile`]), while digests, draws and records use hashes of the stable ids.

mod compile;
mod feedback;
mod organisation;
mod procedure;
mod time;

use std::sync::Arc;

use kernel::{OpenHours, Tick};

pub(crate) use self::organisation::{DelegationPlan, DutyPlan, RoutingPlan};
pub use self::procedure::Sampler;
pub(crate) use self::procedure::{
    Action, Effect, HowMany, Moment, ProcedurePlan, Signal, StagePlan, Step, Who, work_ticks,
};
pub(crate) use self::time::HalfDay;
pub use self::time::Timetable;
use crate::event::{Actor, NONE};
use crate::scenario::{CaseKind, Lane, Rank, StageKind, Turns};

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
    /// Share of time on leave or out of the county.
    pub absent_share: f64,
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
    pub active: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DepartmentPlan {
    pub staff: u32,
    pub leader: u16,
    /// Leaders who have a say too, each in this share of cases.
    pub shared: Vec<(u16, f64)>,
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
    pub items: u32,
    pub closes_before: Tick,
    pub members: Vec<u16>,
    pub chairs: Vec<u16>,
    pub quorum_share: f64,
    pub postponed_days: i64,
    pub attendees_per_item: f64,
    /// Its members take turns.
    pub turns: Option<Turns>,
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
    pub mandated_share: f64,
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
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PublicPlan {
    pub reach_share: f64,
    pub reach_half_days: f64,
    pub comment_rate: f64,
    pub attendance_share: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StandInPlan {
    pub after: Tick,
    pub urgent_only: bool,
    pub effort_factor: f64,
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
    pub(crate) leaders: Vec<LeaderPlan>,
    pub(crate) offices: Vec<OfficePlan>,
    pub(crate) departments: Vec<DepartmentPlan>,
    pub(crate) meetings: Vec<MeetingPlan>,
    pub(crate) procedures: Vec<Arc<ProcedurePlan>>,
    pub(crate) classes: Vec<ClassPlan>,
    pub(crate) publics: Vec<PublicPlan>,
    pub(crate) sources: Vec<SourcePlan>,
    pub(crate) stand_in: Option<StandInPlan>,
    pub(crate) routing: Option<RoutingPlan>,
    pub(crate) delegation: Option<DelegationPlan>,
    /// Overlap of each duty that somebody claims.
    pub(crate) overlaps: Vec<f64>,
    pub(crate) absence_spell: Tick,
    pub(crate) absence_copy_share: f64,
    pub(crate) response: ResponsePlan,
    pub(crate) reception: Option<ReceptionPlan>,
    pub(crate) magistrate: u16,
    /// Who takes what a deleted office or department held.
    pub(crate) fallback_office: u16,
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

    /// Id of a trait of cases; empty when there is none.
    #[must_use]
    pub fn trait_of_cases(&self, index: u16) -> &str {
        self.trait_ids.name(index)
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

    pub(crate) fn class_hash(&self, class: u16) -> u64 {
        if class == NONE {
            0
        } else {
            self.class_ids.hash(class)
        }
    }

    pub(crate) fn procedure_hash(&self, procedure: u16) -> u64 {
        self.procedures
            .get(usize::from(procedure))
            .map_or(0, |it| it.hash)
    }

    pub(crate) fn stage_hash(&self, procedure: u16, stage: u16) -> u64 {
        self.procedures
            .get(usize::from(procedure))
            .and_then(|it| it.stages.get(usize::from(stage)))
            .map_or(0, |it| it.hash)
    }

    /// Working hours of offices and departments.
    pub(crate) fn office_hours(&self) -> &OpenHours {
        &self.timetable.office_hours
    }
}
