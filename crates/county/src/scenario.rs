//! What is written: the scenario file (`docs/scenario.md`), its types as a user writes them.
//!
//! A [`Scenario`] is complete: `extends` has been resolved, the mechanisms' patches applied. Reading, merging
//! and checking live in the submodules; what actually runs is a [`Plan`](crate::plan), another type on purpose.
//!
//! Stages, laws of chance and conditions are *flat* structs with a `kind` and optional fields, not tagged enums:
//! a merge patch can then change one field, and every problem is reported with its exact path.

mod check;
mod compare;
mod json;
mod load;
mod map;
mod mechanisms;
mod presets;
mod reader;
mod typed;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::check::check;
pub use self::compare::{Difference, differences, hash, schema};
pub use self::json::{LARGEST_FILE, json, written};
pub(crate) use self::load::in_the_world_of;
pub use self::load::{Change, Loaded, load, load_preset};
pub use self::map::Map;
pub use self::presets::{Preset, preset, presets};

/// The version of the file format this build reads and writes: the value of the key `tuiyan`.
pub const FORMAT: u32 = 1;

/// A stable identifier: lower-case ASCII letters, digits and `_`, starting with a letter.
pub type Id = String;

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
    /// Meetings (会议) that decide.
    pub meetings: Map<Meeting>,
    /// Procedures (程序): how a matter of a kind travels.
    pub procedures: Map<Procedure>,
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

/// When people work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkingTime {
    /// Real public holidays and make-up days of mainland China, or plain weekends.
    pub holidays: Holidays,
    /// Start of the morning, `HH:MM`.
    pub morning_from: String,
    /// End of the morning, `HH:MM`.
    pub morning_to: String,
    /// Start of the afternoon, `HH:MM`.
    pub afternoon_from: String,
    /// End of the afternoon, `HH:MM`.
    pub afternoon_to: String,
}

/// Which days are worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holidays {
    /// The announced holidays and make-up days (2007–2026); outside that span fixed-date holidays and weekends.
    Mainland,
    /// Saturdays and Sundays only.
    Weekends,
    /// Every day is worked: for teaching and checks.
    None,
}

/// A member of the county government's leadership.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leader {
    /// Office held.
    pub name: Text,
    /// Rank; exactly one magistrate.
    pub rank: Rank,
    /// Hours a week bound by others (congress, upper-level meetings, ceremonies, inspection), 0 to the working week.
    #[schemars(range(min = 0.0, max = 168.0))]
    pub bound_hours_per_week: f64,
}

/// Rank of a leader.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// 县长
    Magistrate,
    /// 常务副县长
    ExecutiveDeputy,
    /// 副县长
    Deputy,
}

/// An office or pool of people shared by all matters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its name.
    pub name: Text,
    /// People in it, 1–10 000.
    #[schemars(range(min = 1, max = 10_000))]
    pub staff: u32,
    /// Whether its hours count as the county's own burden (experts and outsiders do not).
    #[serde(default = "yes")]
    pub counts_as_burden: bool,
}

fn yes() -> bool {
    true
}

/// A department (部门).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// Its name.
    pub name: Text,
    /// People who draft and carry out matters of decision, 1–10 000.
    #[schemars(range(min = 1, max = 10_000))]
    pub staff: u32,
    /// The leader whose portfolio (分管) it belongs to.
    pub leader: Id,
}

/// A meeting (会议) with members, cadence and agenda.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Its name.
    pub name: Text,
    /// Days from one sitting to the next, 1–366; a sitting on a day not worked moves to the next working day.
    #[schemars(range(min = 1.0, max = 366.0))]
    pub every_days: f64,
    /// When it begins, `HH:MM`.
    pub at: String,
    /// Agenda capacity, minutes, 10–1440.
    #[schemars(range(min = 10.0, max = 1440.0))]
    pub minutes: f64,
    /// At most this many items, 1–200.
    #[serde(default = "two_hundred")]
    #[schemars(range(min = 1, max = 200))]
    pub items: u32,
    /// The agenda closes this many days before the sitting, 0–60; what is ready later waits for the next.
    #[schemars(range(min = 0.0, max = 60.0))]
    pub agenda_closes_days: f64,
    /// Members, by leader id.
    pub members: Vec<Id>,
    /// Who may preside, in order of precedence.
    pub chairs: Vec<Id>,
    /// More than this share of members must be present, \[0, 1).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub quorum_share: f64,
    /// Without quorum or chair it is put off by this many days, 1–60.
    #[schemars(range(min = 1.0, max = 60.0))]
    pub postponed_days: f64,
    /// Others who sit in (列席) on an item: their hours are counted, 0–100 people an item.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub attendees_per_item: f64,
}

fn two_hundred() -> u32 {
    200
}

/// A procedure: a graph of stages and its clocks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Its name.
    pub name: Text,
    /// The rule the page and `check` hold it against, if any: matters under it are *major* administrative decisions.
    #[serde(default)]
    pub major: bool,
    /// Stages; order is given by `after` and `before`.
    pub stages: Map<Stage>,
    /// Clocks of law that run over its events.
    #[serde(default)]
    pub clocks: Map<Clock>,
}

/// What a stage is. Fields of [`Stage`] a kind does not use are an error.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    /// People work: `who`, `people`, `hours`.
    Task,
    /// A prescribed period runs: `days`, `counts`.
    Wait,
    /// Opinions of other departments asked: each touched department works `hours` (in parallel).
    Consultation,
    /// Public comment (公开征求意见): `organise_hours`, then `days`, then `sort_hours` and `hours_per_comment` by the drafting unit.
    PublicComment,
    /// Expert review (专家论证): `organise_hours` by the drafting unit, then `people` experts of `who`, each `hours`.
    ExpertReview,
    /// Hearing (听证): `organise_hours`, notice of `days`, then a sitting of `hours` with `people` participants.
    Hearing,
    /// Risk assessment (风险评估): `who`, `hours`.
    RiskAssessment,
    /// Legality review (合法性审查): `who`, `hours`, and the prescribed least `days`.
    LegalityReview,
    /// Triage of agenda requests by urgency and weight (轻重缓急): `who`, `hours`.
    Triage,
    /// A meeting decides (集体讨论): `meeting`, `minutes`.
    Meeting,
    /// All leaders concerned come together (专题会议): the first common slot; `minutes`.
    Coordination,
    /// A leader signs (签批): `who`, `hours`.
    SignOff,
    /// Another authority has it: `latency_days`.
    OutsideGate,
    /// Published: ends the turnaround. `who`, `hours`.
    Publication,
    /// Carried out by the drafting department, after publication: `days`.
    Implementation,
    /// Follow-up supervision (督查): `who`, `hours`.
    FollowUp,
    /// Post-decision evaluation (决策后评估): `who`, `hours`.
    Evaluation,
}

/// Who holds a matter at a stage: the rows of the diagram.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// 公众
    Public,
    /// 专家
    Experts,
    /// 承办单位
    DraftingUnit,
    /// 办公室·司法局
    Office,
    /// 县领导签批
    Leaders,
    /// 县政府会议
    Meetings,
    /// 县委·人大·上级
    Outside,
}

/// One step of a procedure. Which fields a stage needs depends on its [`StageKind`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// What it is.
    pub kind: StageKind,
    /// Its name.
    pub name: Text,
    /// Stages that must be done (or skipped) first; none: it starts at registration.
    #[serde(default)]
    pub after: Vec<Id>,
    /// Stages that must wait for this one too, as if they named it in `after`.
    #[serde(default)]
    pub before: Vec<Id>,
    /// Only matters of this kind pass here; others skip the stage at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Row of the diagram, when not the kind's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Lane>,
    /// Who works: `drafting_unit`, `portfolio_leader` (the leader of the drafting unit), `chair` (the magistrate, or the
    /// executive deputy when the magistrate is absent), an office id, a department id or a leader id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// How many people work at it side by side, or sit at the hearing, 1–1000 (default 1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000))]
    pub people: Option<u32>,
    /// Hours of work of each person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Law>,
    /// Hours by the drafting unit to organise it beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organise_hours: Option<Law>,
    /// Hours by the drafting unit to sort what came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_hours: Option<Law>,
    /// Hours by the drafting unit to sort and answer one comment, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub hours_per_comment: Option<f64>,
    /// Length of a prescribed period (or of implementation), days, 0–3660.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 3660.0))]
    pub days: Option<f64>,
    /// What `days` counts (default calendar days).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// Why the period is shorter than the rule's, when it is; stating a reason makes it lawful where the rule says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// Which meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Id>,
    /// Minutes of agenda one matter takes (report and discussion).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Law>,
    /// How long the other authority takes, days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_days: Option<Law>,
    /// Sent back from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns: Option<Returns>,
}

/// What a period counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Every day.
    CalendarDays,
    /// Working days of the calendar; the day it starts on is not counted.
    WorkingDays,
    /// Hours round the clock.
    Hours,
}

/// A return for revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    /// Stage the matter goes back to; it and all that follows it up to here are done again.
    pub to: Id,
    /// Share sent back at each visit, \[0, 1\]. For a meeting leave it out: the class's outcome decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: Option<f64>,
    /// At most this many returns from here, 0–50.
    #[schemars(range(min = 0, max = 50))]
    pub at_most: u32,
}

/// A law of chance. `kind` says which of the fields are needed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Its shape.
    pub kind: LawKind,
    /// Mean (constant, exponential, log-normal, gamma).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10_000.0))]
    pub mean: Option<f64>,
    /// Coefficient of variation, standard deviation over mean (log-normal, gamma).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub cv: Option<f64>,
    /// Smallest value (triangular).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10_000.0))]
    pub low: Option<f64>,
    /// Most likely value (triangular).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10_000.0))]
    pub mode: Option<f64>,
    /// Largest value (triangular).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10_000.0))]
    pub high: Option<f64>,
    /// Values with their weights (empirical).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Vec<[f64; 2]>>,
}

/// Shape of a law of chance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LawKind {
    /// Always `mean`.
    #[default]
    Constant,
    /// Exponential with `mean`.
    Exponential,
    /// Triangular with `low`, `mode`, `high`.
    Triangular,
    /// Log-normal with `mean` and `cv`.
    LogNormal,
    /// Gamma with `mean` and `cv`.
    Gamma,
    /// One of `points`: pairs of value and weight.
    Empirical,
}

/// Which matters a stage is for: every field given must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The class is one of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classes: Option<Vec<Id>>,
    /// Urgent, or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<bool>,
    /// Touches vital interests of the public (切身利益), or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vital_interest: Option<bool>,
    /// Technically demanding (专业性、技术性较强), or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technical: Option<bool>,
    /// Risk to stability or safety, or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risky: Option<bool>,
    /// At least this many departments besides the drafting unit are touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1000))]
    pub other_departments_at_least: Option<u32>,
}

/// A clock of law over a procedure's events (clocks are data).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// The article it comes from; overrunning it is a breach under this name.
    pub article: String,
    /// What it counts.
    pub counts: Counts,
    /// Its length, > 0.
    #[schemars(range(min = 0.000_01, max = 36_600.0))]
    pub length: f64,
    /// Event that starts it: `registered`, `published`, `decided`, `<stage>.ready`, `<stage>.started` or `<stage>.done`.
    pub starts_on: String,
    /// Event that stops it.
    pub stops_on: String,
    /// Spells during which it does not run.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// Event on which it starts again from nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restarts_on: Option<String>,
    /// Extension that may be added once, same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 36_600.0))]
    pub extension: Option<f64>,
}

/// A spell during which a clock does not run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Event that begins it.
    pub from: String,
    /// Event that ends it.
    pub to: String,
}

/// The five mechanisms of the seed (五个机制) as switches with parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mechanisms {
    /// M1 宏观指导与审批改革. Not built in this version: enabling it is an error.
    #[serde(default)]
    pub approval_reform: Switch,
    /// M2 突发事件应急. Not built in this version: enabling it is an error.
    #[serde(default)]
    pub emergency: Switch,
    /// M3 领导补位.
    pub stand_in: StandIn,
    /// M4 参与·论证·集体决策.
    pub participation: Participation,
    /// M5 日常工作规范. Not built in this version: enabling it is an error.
    #[serde(default)]
    pub daily_norms: Switch,
}

/// A switch without parameters yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Switch {
    /// On or off.
    pub enabled: bool,
}

/// M3: fixed substitutes for absent leaders (补位).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandIn {
    /// On or off.
    pub enabled: bool,
    /// Who stands in for whom: absent leader → substitute.
    pub pairs: Map<Id>,
    /// Hand over only what would wait at least this many days for the leader's return, 0–60.
    #[schemars(range(min = 0.0, max = 60.0))]
    pub after_days: f64,
    /// Only urgent matters are handed over (the seed: 临时性或紧急性的工作), or all.
    pub urgent_only: bool,
    /// A substitute is slower on another's portfolio: hours times this, 1–5.
    #[schemars(range(min = 1.0, max = 5.0))]
    pub effort_factor: f64,
}

/// M4: participation + experts + collective decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Participation {
    /// On or off.
    pub enabled: bool,
    /// Public comment is asked on matters of vital interest only, or on all.
    pub comment: Scope,
    /// Length of public comment, calendar days, 1–365.
    #[schemars(range(min = 1.0, max = 365.0))]
    pub comment_days: f64,
    /// Which matters get a hearing.
    pub hearing: HearingScope,
    /// Notice before the hearing, calendar days, 0–120.
    #[schemars(range(min = 0.0, max = 120.0))]
    pub hearing_notice_days: f64,
    /// Participants invited to a hearing, 1–1000.
    #[schemars(range(min = 1, max = 1000))]
    pub hearing_people: u32,
    /// Which matters go to experts.
    pub experts: Scope,
    /// Experts on a panel, 1–99.
    #[schemars(range(min = 1, max = 99))]
    pub panel: u32,
    /// Post-decision evaluation of adopted matters.
    pub evaluation: bool,
}

/// Which matters something is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// None.
    Off,
    /// Those the rule has in mind: vital interest for comment, technical ones for experts.
    Concerned,
    /// All under the procedure.
    All,
}

/// Which matters get a hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HearingScope {
    /// None.
    Off,
    /// Public utilities (公用事业) only, as the seed has it.
    Utilities,
    /// All of vital interest.
    VitalInterest,
}

/// What the county does not choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// All sources' rates times this, 0–100.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub demand: f64,
    /// Where matters come from.
    pub sources: Map<MatterSource>,
    /// Classes of matters.
    pub classes: Map<Class>,
    /// Groups of the public.
    pub publics: Map<Public>,
    /// How absences come.
    pub absences: Absences,
    /// What people do with a notice.
    pub response: Response,
}

/// A source of matters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatterSource {
    /// Its name.
    pub name: Text,
    /// Matters a year, 0–100 000.
    #[schemars(range(min = 0.0, max = 100_000.0))]
    pub per_year: f64,
    /// Variance of the count over its mean, ≥ 1 (1: Poisson; more: matters come in batches).
    #[schemars(range(min = 1.0, max = 1000.0))]
    pub dispersion: f64,
    /// Classes with their weights.
    pub classes: Map<f64>,
    /// Share raised by oral request or by superiors' demand (口头、上级要求): cannot be deferred, \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub mandated_share: f64,
}

/// A class of matters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its name.
    pub name: Text,
    /// Procedure it travels under.
    pub procedure: Id,
    /// Agenda weight: heavier first among equally urgent, 0–100.
    #[schemars(range(min = 0, max = 100))]
    pub weight: u32,
    /// A public utility (公用事业: water, gas, transport).
    #[serde(default)]
    pub utility: bool,
    /// Share that is urgent, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub urgent_share: f64,
    /// Share touching vital interests, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub vital_interest_share: f64,
    /// Share technically demanding, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub technical_share: f64,
    /// Share with a risk to stability or safety, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub risky_share: f64,
    /// Drafting departments with their weights.
    pub departments: Map<f64>,
    /// Mean number of other departments touched, 0–30 (Poisson, cut at the number there are).
    #[schemars(range(min = 0.0, max = 30.0))]
    pub other_departments: f64,
    /// Share of each public group affected, \[0, 1\].
    pub affects: Map<f64>,
    /// What its matters are worth, to the county and to groups of the public.
    pub worth: Worth,
    /// What a meeting does with it: labelled probabilities, until deliberation takes their place.
    pub outcome: Outcome,
}

/// What a meeting does with a matter of a class; adopting takes what is left to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Share refused, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub refuse: f64,
    /// Share returned for revision, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub return_for_revision: f64,
    /// Of returns, the share that consultation, comment or expert review would have prevented, each, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub prevented_by_each_channel: f64,
}

/// How the worth of matters of a class is spread (`docs/model.md`, Worth).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Worth {
    /// Standard deviation from matter to matter, in units of the class, 0.000 001–1 000 000.
    #[schemars(range(min = 1e-6, max = 1e6))]
    pub sigma: f64,
    /// Share of what is discussed that is adopted, 0.001–0.999: with `known_share` it says what a matter is worth on average.
    #[schemars(range(min = 0.001, max = 0.999))]
    pub adopted_share: f64,
    /// Share of the variance that is known when the meeting decides, 0.001–1.
    #[schemars(range(min = 0.001, max = 1.0))]
    pub known_share: f64,
    /// How far groups of the public stand apart, standard deviation as a multiple of `sigma`, 0–100 (0: all gain or lose alike).
    #[schemars(range(min = 0.0, max = 100.0))]
    pub spread: f64,
}

/// A group of the public.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Public {
    /// Its name.
    pub name: Text,
    /// People, 1–100 000 000.
    #[schemars(range(min = 1.0, max = 1e8))]
    pub people: f64,
    /// Share of those affected whom a notice reaches in the long run, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub reach_share: f64,
    /// Days of notice until half of those have been reached, > 0.
    #[schemars(range(min = 0.01, max = 3650.0))]
    pub reach_half_days: f64,
    /// Comments per reached person on a matter of vital interest, 0–1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub comment_rate: f64,
    /// Share of those invited to a hearing who come, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub attendance_share: f64,
}

/// How leaders' absences come (`docs/model.md`, Absence).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Absences {
    /// Share of time a leader is on leave or out of the county, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// The same for particular leaders, where it differs.
    #[serde(default)]
    pub shares: Map<f64>,
    /// Length of a spell, calendar days, 1–60.
    #[schemars(range(min = 1.0, max = 60.0))]
    pub spell_days: f64,
    /// Correlation of two leaders' absences, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub correlation: f64,
}

/// What people do with a notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Comments on a matter not of vital interest, relative to one that is, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub ordinary_factor: f64,
    /// Shape of the over-dispersed number of comments (negative binomial), > 0; small = a few matters draw most.
    #[schemars(range(min = 0.01, max = 1000.0))]
    pub clustering_shape: f64,
    /// Share of comments adopted (采纳), \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub adopted_share: f64,
    /// Share of comments answered, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub replied_share: f64,
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

pub(crate) fn problem(path: &str, message: &str, remedy: &str) -> Problem {
    Problem {
        path: path.to_owned(),
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    }
}
