//! What is written: the scenario file (`docs/scenario.md`), its types as a user writes them.
//!
//! A [`Scenario`] is complete: `extends` has been resolved, the mechanisms' patches applied. Reading, merging
//! and checking live in the submodules; what actually runs is a [`Plan`](crate::plan), another type on purpose.
//!
//! Stages, laws of chance and conditions are *flat* structs with a `kind` and optional fields, not tagged enums:
//! a merge patch can then change one field, and every problem is reported with its exact path.

mod afterwards;
mod asking;
mod carrying;
mod check;
mod compare;
mod deliberation;
mod disclosure;
mod json;
mod load;
mod map;
mod mechanisms;
mod organisation;
mod people;
mod presets;
mod procedure;
mod reader;
mod rules;
mod switches;
mod typed;
mod world;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::afterwards::{Accountability, Answerable, Returning, Triggers};
pub(crate) use self::asking::{
    CONSUMERS, CONSUMERS_LEAST, Lottery, classes_of, consumers_share, lottery, proportional,
};
pub use self::asking::{Panel, SeatShare, Selection};
pub use self::carrying::Carrying;
pub use self::check::{check, stage_fields};
pub use self::compare::{Difference, differences, hash, schema};
pub use self::deliberation::{
    Candour, Discussion, ExpertPool, FactPattern, Facts, Floor, HeldBy, Influence, Minds, Rule,
};
pub use self::disclosure::{Channel, Disclosure};
pub use self::json::{LARGEST_FILE, at, json, merge_object, written};
pub use self::load::{
    Change, Draft, Loaded, draft, in_the_world_of, load, load_preset, put_together,
    put_together_with,
};
pub use self::map::Map;
pub use self::mechanisms::ANCHORS;
pub use self::organisation::{Conference, Delegation, Duty, Routing};
pub use self::people::{
    Department, Holidays, Leader, Meeting, Office, OfficeHours, Rank, Speaks, Turns, WorkingTime,
};
pub use self::presets::{Preset, preset, presets};
pub use self::procedure::{
    Authority, Clock, Condition, Counts, Cover, Ending, Judges, Lane, Law, LawKind, LetsGo, Pause,
    Per, Priority, Procedure, Raise, Returns, Stage, StageKind,
};
pub use self::rules::Rules;
pub use self::switches::{
    ApprovalReform, DailyNorms, EmergencyMechanism, HearingScope, Mechanisms, Participation, Scope,
    StandIn,
};
pub use self::world::{
    Absences, CaseKind, Class, Hazard, Initiative, MatterSource, Outcome, PlannedAbsence, Public,
    Reception, Response, World, Worth,
};

/// The version of the file format this build reads and writes: the value of the key `tuiyan`.
pub const FORMAT: u32 = 1;

/// A stable identifier: lower-case ASCII letters, digits and `_`, starting with a letter.
pub type Id = String;

/// Whether a text can be an [`Id`].
#[must_use]
pub fn is_id(text: &str) -> bool {
    let starts = text
        .bytes()
        .next()
        .is_some_and(|it| it.is_ascii_lowercase());
    starts
        && text
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
}

/// Who can be named as working beside offices, departments and leaders; none of them is free as an id.
pub const ROLES: [&str; 5] = [
    "drafting_unit",
    "portfolio_leader",
    "receiving_leader",
    "chair",
    "townships",
];

/// What happens to a case beside its stages, as clocks and what arises name it.
pub const MOMENTS: [&str; 9] = [
    "registered",
    "decided",
    "published",
    "refused",
    "withdrawn",
    "diverted",
    "wrongly_granted",
    "wrongly_refused",
    "answered",
];

/// A name people read, in both languages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A whole county, as written, with everything it inherits already merged in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Version of the file format; see [`FORMAT`].
    pub tuiyan: u32,
    /// The preset this file is a JSON Merge Patch on (RFC 7396). Kept after resolution: it names the common ancestor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<Id>,
    /// The county's name; always of a fictional county.
    pub title: Text,
    /// What a reader should know about this county.
    #[serde(default)]
    pub about: Text,
    /// The rules of law it is held against: what `check` and the page call a breach (default: those of 2024).
    #[serde(default)]
    pub rules: Rules,
    /// When the run starts, warms up, counts and ends.
    pub horizon: Horizon,
    /// When people work.
    pub calendar: WorkingTime,
    /// Magistrate (县长), executive deputy (常务副县长), deputies (副县长).
    pub leaders: Map<Leader>,
    /// Offices shared by all matters: the government office (政府办公室), the justice bureau, the expert pool.
    pub offices: Map<Office>,
    /// Departments (部门) that draft and carry out.
    pub departments: Map<Department>,
    /// Duties (职责) and the departments that claim them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub duties: Map<Duty>,
    /// How cases go astray where duties overlap; left out: none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing: Option<Routing>,
    /// When signing goes to the office because too much waits; left out: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<Delegation>,
    /// How members answer for what they decide; left out: they do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accountability: Option<Accountability>,
    /// County-wide conferences and ceremonies (全县性会议和事务性活动).
    #[serde(default, skip_serializing_if = "is_default")]
    pub conferences: Map<Conference>,
    /// Meetings (会议) that decide.
    pub meetings: Map<Meeting>,
    /// Procedures (程序): how a matter of a kind travels.
    pub procedures: Map<Procedure>,
    /// By which channels the county tells people (政府信息公开渠道); left out: by none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub disclosure: Disclosure,
    /// The five mechanisms (五个机制) as switches.
    pub mechanisms: Mechanisms,
    /// What the county does not choose: the assumptions.
    pub world: World,
    /// For every number, where it comes from; the key is a path in this file or a prefix of one (`leaders.magistrate`).
    #[serde(default)]
    pub sources_of_numbers: Map<NumberSource>,
}

/// When the run starts, warms up, counts and ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Horizon {
    /// Reform day, the first day of the observed window, `YYYY-MM-DD`.
    pub start: String,
    /// Simulated before `start` and not counted, years, 0–20.
    #[schemars(range(min = 0.0, max = 20.0))]
    pub warm_up_years: f64,
    /// Matters registered within this many years from `start` are the cohort, 0.05–100.
    #[schemars(range(min = 0.05, max = 100.0))]
    pub years: f64,
    /// After the window the run goes on at most this many years for the cohort to close, 0–20.
    #[schemars(range(min = 0.0, max = 20.0))]
    pub close_cap_years: f64,
    /// How long adopted measures of the cohort are followed, years, 0–20.
    #[schemars(range(min = 0.0, max = 20.0))]
    pub follow_years: f64,
    /// Whether changes take effect on reform day or have always held.
    pub view: View,
}

/// Whether changes take effect on reform day or have always held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Warm-up under the preset; the changes take effect on `start` with the backlog as it is.
    Transition,
    /// Warm-up under the changed rules too.
    Settled,
}

/// Where a number comes from. Exactly one of `article`, `published`, `assumption` is given.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberSource {
    /// A rule and its article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// A published figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u32>,
    /// An assumption, and why this value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumption: Option<String>,
    /// Smallest value a reasonable person could believe (assumptions of one number; a factor for a prefix).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Largest such value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

/// One thing wrong with the input, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Path in the file, dotted: `meetings.executive.minutes`; empty for the file as a whole.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// Whether a value is what it is when nothing is written.
pub(crate) fn is_default<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}

pub(crate) fn problem(path: &str, message: &str, remedy: &str) -> Problem {
    Problem {
        path: path.to_owned(),
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    }
}
