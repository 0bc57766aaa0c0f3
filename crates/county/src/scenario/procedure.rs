//! The procedure language: a graph of stages with conditions, returns, clocks and what it gives rise to. Matters, petitions,
//! permits, requests and emergencies are all written in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, Map, Panel, SeatShare, Selection, Text, Triggers, is_default};

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
    /// What its events give rise to: petitions against a decision, a second petition, a measure to be disclosed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub raises: Map<Raise>,
    /// Who bears a part of the losses of its emergencies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<Cover>,
}

/// Parts of the loss of an emergency that do not fall on the people: together at most all of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// Share that insurance pays (保险), \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub insured_share: f64,
    /// Share that donations make good (社会捐助), \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub donated_share: f64,
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
    /// Expert review (专家论证): `organise_hours` by the drafting unit, then `people` experts of `who`, each `hours`, chosen by `experts`.
    ExpertReview,
    /// Hearing (听证): `organise_hours`, notice of `days`, then a sitting of `hours` with `people` participants, chosen by `selection`; held by
    /// `who` (the drafting unit, if left out).
    Hearing,
    /// Deputies of the people's congress and members of the CPPCC are asked (听取人大代表、政协委员意见): `organise_hours` by the drafting
    /// unit, then a sitting of `hours` with `people` of `who`.
    Forum,
    /// Risk assessment (风险评估): `who`, `hours`.
    RiskAssessment,
    /// Legality review (合法性审查): `who`, `hours`, and the prescribed least `days`.
    LegalityReview,
    /// Triage of agenda requests by urgency and weight (轻重缓急): `who`, `hours`.
    Triage,
    /// A meeting decides (集体讨论): `meeting`, `minutes`.
    Meeting,
    /// All leaders concerned come together (专题会议): the first common slot; `minutes`, and `hours` of its chair, who signs the minutes.
    Coordination,
    /// A leader signs (签批): `who`, `hours`.
    SignOff,
    /// Another authority, or the applicant, has it: `latency_days`; with `days` no longer than that, silence being consent.
    OutsideGate,
    /// Published: ends the turnaround. `who`, `hours`.
    Publication,
    /// Carried out after publication, by `who` (`drafting_unit` if left out, `townships`, or a department): `hours` of their work, then
    /// `lasts_days` until it is done; `days` is the deadline. Without `lasts_days` it takes exactly `days`.
    Implementation,
    /// Follow-up supervision (督查): `who`, `hours`; then `reminders`, one every `every_days`, each of `remind_hours`.
    FollowUp,
    /// Post-decision evaluation (决策后评估): `who`, `hours`.
    Evaluation,
    /// Answered (答复): ends the turnaround of a petition, a permit, a request, an emergency. `who`, `hours`.
    Reply,
    /// Whoever leads is called away at once, at any hour, from desk, sitting or bound hours, for `hours` of the clock (应急处置): `who`
    /// is a leader.
    Response,
    /// Harm comes to light (损害显现), of something that was let through: `ten_thousand_yuan`.
    Harm,
    /// Published in the county's channels (主动公开): ends the turnaround of what is to be disclosed. `who`, `hours`.
    Disclose,
    /// A hazard breaks out (突发): the case waits until then, or until so many hours before it, `lead_hours`, where warning is given
    /// (预警): the county then knows.
    Onset,
    /// Somebody calls an office (来电来人): after `latency_days`, and again after `again_hours` where the first call is missed
    /// (`missed_share`); `who` asks and records, `hours`. An emergency is noticed when the call is answered.
    Call,
    /// Told on within the county, to whoever leads the turn (报告带班领导): `who`, `hours`.
    Relay,
    /// Reported to the authorities above (信息上报): `who`, `hours`.
    Report,
    /// Help at the scene (救援处置): `who` is there after `latency_days`, `people`, `hours`. When the first hands are laid on, losses stop growing.
    Relief,
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
    /// Who works: `drafting_unit`, `portfolio_leader` (the leader of the drafting unit), `receiving_leader` (who received it at a meeting
    /// whose members take turns; before that the portfolio leader), `chair` (the magistrate, or the executive deputy when the
    /// magistrate is absent), an office id, a department id or a leader id.
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
    /// Which authority has it at an outside gate, where a rule asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
    /// How long the other authority takes, days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_days: Option<Law>,
    /// How long carrying it out takes, days, each carrier by his pace; `days` is then the deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lasts_days: Option<Law>,
    /// At most so many reminders while it is carried out, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100))]
    pub reminders: Option<u32>,
    /// Days from one reminder to the next, 1–3660.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1.0, max = 3660.0))]
    pub every_days: Option<f64>,
    /// Hours of work of a reminder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_hours: Option<Law>,
    /// Warning is given this many hours before a hazard breaks out, 0–8760, or at the first sign of it, if that comes later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 8760.0))]
    pub lead_hours: Option<f64>,
    /// Share of the leaders concerned who must be free together for a coordination meeting, \[0, 1\] (default 1: all of them). Those of
    /// the drafting department always must, and never fewer than two; who cannot come is told afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub present_share: Option<f64>,
    /// Share of calls that are missed at first, \[0, 1\].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub missed_share: Option<f64>,
    /// Whoever was not heard calls again after so many hours, 0–8760.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 8760.0))]
    pub again_hours: Option<f64>,
    /// Sent back from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns: Option<Returns>,
    /// Some cases end here without a decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lets_go: Option<LetsGo>,
    /// Where its work stands in a line (default: urgent cases before the others).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Whether the case has a trait that speaks against it is judged here; where it seems to, it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judges: Option<Judges>,
    /// Departments are asked one after another (串联) and not side by side (并联, the default).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_after_another: Option<bool>,
    /// How great the harm is, in 10 000 yuan (万元).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ten_thousand_yuan: Option<Law>,
    /// How a hearing's participants are chosen (default: `appointed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// Seats of a hearing chosen by `leximin`: by group of the public, and of `consumers` all together; groups that a matter does not
    /// affect are passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotas: Option<Map<SeatShare>>,
    /// The participants of a hearing have its materials so many days before it, 0–120 (default: as long as notice is given).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 120.0))]
    pub materials_days: Option<f64>,
    /// What brings an evaluation about: any of these; without it every case that comes here is evaluated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_by: Option<Triggers>,
    /// Of an evaluation: a change that adds more than this to what a measure is worth, in units of `sigma`, 0–10, goes through the procedure
    /// again (重大调整，重新履行程序) and takes effect when it is published; left out: all take effect at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub major_change: Option<f64>,
    /// How experts are chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experts: Option<Panel>,
}

/// What is judged at a stage, and how well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judges {
    /// The trait that speaks against a case, one of those its class has: cases with it should be refused, all others should not.
    #[serde(rename = "trait")]
    pub named: Id,
    /// Share of cases judged wrongly, of those with the trait and of those without, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub wrong_share: f64,
}

/// Which authority has a case at an outside gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// The party committee of the county (县委).
    PartyCommittee,
    /// The government of the city, or one above it (上级政府).
    Superior,
    /// Anybody else: another authority, the applicant.
    Other,
}

/// Where the work of a stage stands in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Behind what is urgent, even if its case is.
    Normal,
    /// With what is urgent, whatever its case is.
    Urgent,
    /// Before all else.
    Emergency,
}

/// Cases that end at a stage without a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LetsGo {
    /// Share of visits at which the case ends here, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// As what it ends.
    #[serde(rename = "as")]
    pub ending: Ending,
    /// Only of cases that the next meeting ahead would refuse (会前酝酿): what would fail is settled or given up beforehand.
    #[serde(default, skip_serializing_if = "is_default")]
    pub foreseen: bool,
}

/// How a case may end at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Withdrawn (撤回): settled beforehand, or given up.
    Withdrawn,
    /// Handed to those whose business it is (交由企业、市场、社会组织): no longer the county's.
    Diverted,
}

/// What an event of a procedure gives rise to: cases of another class. Exactly one of `share`, `mean` and `per` is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Raise {
    /// The event, as in clocks.
    pub on: String,
    /// Class of what arises. A class without departments of its own stays with those of the case it comes from.
    pub class: Id,
    /// Share of events that give rise to one, \[0, 1\].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: Option<f64>,
    /// Mean number that arise at each event (Poisson), 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub mean: Option<f64>,
    /// As many as something else says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// How long after the event, days (default: at once).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_days: Option<Law>,
    /// Only of such cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Only of cases that have overrun this clock of the procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overrun: Option<Id>,
}

/// What says how many cases arise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Objections to what was published: each becomes one with `world.reception.petition_share`, after `petition_days`.
    Objections,
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
    /// At most this many departments besides the drafting unit are touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1000))]
    pub other_departments_at_most: Option<u32>,
    /// Has, or has not, these traits of its class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traits: Option<Map<bool>>,
    /// By chance: each case has one uniform number of each name, and it lies in `[from, to)`, 0–1. Conditions of one name share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<Map<[f64; 2]>>,
    /// An emergency of this level or a more serious one, 1–4: 1 is the most serious, and `level_at_most: 2` means levels 1 and 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 4))]
    pub level_at_most: Option<u32>,
    /// An emergency of this level or a less serious one, 1–4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 4))]
    pub level_at_least: Option<u32>,
    /// Has, or has not, been through these stages of its procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<Map<bool>>,
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
    /// Event that starts it: `registered`, `published`, `decided`, `answered`, …, `<stage>.ready`, `<stage>.started` or `<stage>.done`.
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
    /// It runs for such cases only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
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
