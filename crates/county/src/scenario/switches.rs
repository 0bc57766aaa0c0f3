//! The five mechanisms of the seed (五个机制) as switches with parameters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_default;
use super::{Accountability, Id, Law, LawKind, Map, Selection, Triggers};

/// The five mechanisms of the seed (五个机制) as switches with parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mechanisms {
    /// M1 宏观指导与审批改革.
    #[serde(default)]
    pub approval_reform: ApprovalReform,
    /// M2 突发事件应急.
    #[serde(default)]
    pub emergency: EmergencyMechanism,
    /// M3 领导补位.
    pub stand_in: StandIn,
    /// M4 参与·论证·集体决策.
    pub participation: Participation,
    /// M5 日常工作规范.
    #[serde(default)]
    pub daily_norms: DailyNorms,
}

/// M1: what the county no longer approves or decides, what it lets departments decide, and what comes of it. It acts on the
/// procedures `permit`, `major` and `ordinary`, as far as the county has them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalReform {
    /// On or off.
    pub enabled: bool,
    /// Share of applications for permits whose item is taken out of the catalogue (取消审批事项), \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub removed_share: f64,
    /// Of the permits a county leader signs, the share left to the department (下放), \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub delegated_share: f64,
    /// Share of those that the department, which knows less, judges wrongly, \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub delegated_wrong_share: f64,
    /// Several departments examine side by side and not one after another (联合办理).
    #[serde(default)]
    pub joint: bool,
    /// Classes of matters some of which are handed to firms, the market and associations (交给企业、市场、社会组织).
    #[serde(default)]
    pub handed_over: Vec<Id>,
    /// Share of the matters of those classes that is handed over, \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub handed_over_share: f64,
    /// Of what is no longer approved or decided, the share that is inspected afterwards (事中事后监管), \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub supervised_share: f64,
    /// Of what is no longer approved or decided, the share that would do harm if nobody looked, \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub harm_share: f64,
    /// Of the harm that what is inspected would do, the share that the inspection prevents, \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub prevented_share: f64,
}

/// M2: the emergency mechanism (突发事件应急机制): warning, a shorter relay, rehearsed plans, a reserve team, drills, insurance and donations,
/// accountability.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmergencyMechanism {
    /// On or off.
    pub enabled: bool,
    /// Share of foreseeable hazards of which warning is given (预警), \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub warning_share: f64,
    /// How long before they break out, hours, 0–8760; at the first sign, if that comes later.
    #[schemars(range(min = 0.0, max = 8760.0))]
    pub warning_lead_hours: f64,
    /// Time it takes to tell the leader of the turn, times this, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub relay_factor: f64,
    /// Time until help is at the scene under rehearsed plans (预案), times this, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub plan_factor: f64,
    /// People of the county's own reserve team (应急预备队), 0–1000.
    #[schemars(range(min = 0, max = 1000))]
    pub reserve_staff: u32,
    /// Hours from the call until it is at the scene, 0–240.
    #[schemars(range(min = 0.0, max = 240.0))]
    pub reserve_within_hours: f64,
    /// Hours a year each of them trains and stands by, 0–8760.
    #[schemars(range(min = 0.0, max = 8760.0))]
    pub reserve_hours_each: f64,
    /// Hours of drills a year, all people of the departments in charge together (演练), 0–100 000.
    #[schemars(range(min = 0.0, max = 100_000.0))]
    pub drill_hours_per_year: f64,
    /// Share of losses that insurance pays, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub insured_share: f64,
    /// Share of losses that donations make good, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub donated_share: f64,
    /// By how much being held to account shortens the time a report takes, share, \[0, 1\] (0: not at all; nobody has measured it).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub accountability: f64,
}

/// M5: norms of daily work (日常工作规范): deadlines for papers, minutes and follow-up, reminders, and short meetings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DailyNorms {
    /// On or off.
    pub enabled: bool,
    /// Papers are in this many days before a sitting, 0–60; those that come later wait for the next.
    #[schemars(range(min = 0.0, max = 60.0))]
    pub papers_days: f64,
    /// Minutes are signed within so many working days of the sitting, 1–250; they are drafted and signed before other work.
    #[schemars(range(min = 1.0, max = 250.0))]
    pub minutes_days: f64,
    /// Follow-up supervision takes a resolution up within so many working days of its issue, 1–250.
    #[schemars(range(min = 1.0, max = 250.0))]
    pub taken_up_days: f64,
    /// Reminders while a resolution is carried out, at most, 0–100.
    #[schemars(range(min = 0, max = 100))]
    pub reminders: u32,
    /// Days from one reminder to the next, 1–3660.
    #[schemars(range(min = 1.0, max = 3660.0))]
    pub remind_every_days: f64,
    /// Hours of work of a reminder: the price of supervision.
    pub remind_hours: Law,
    /// What an item takes of the minutes it took, 0.1–1 (精简会议).
    #[schemars(range(min = 0.1, max = 1.0))]
    pub minutes_factor: f64,
    /// What is left of county-wide conferences and ceremonies, \[0, 1\] (精简会议活动).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub conferences_share: f64,
    /// What is left of the hours that leaders read documents, \[0, 1\] (精简文件).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub documents_share: f64,
}

impl Default for DailyNorms {
    fn default() -> Self {
        Self {
            enabled: false,
            papers_days: 5.0,
            minutes_days: 5.0,
            taken_up_days: 5.0,
            reminders: 4,
            remind_every_days: 30.0,
            remind_hours: Law {
                kind: LawKind::Triangular,
                low: Some(0.5),
                mode: Some(1.0),
                high: Some(2.0),
                ..Law::default()
            },
            minutes_factor: 0.85,
            conferences_share: 0.65,
            documents_share: 0.65,
        }
    }
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
    /// How the participants of a hearing are chosen.
    #[serde(default)]
    pub hearing_selection: Selection,
    /// They have its materials so many days before it, 0–120 (default: as long as notice is given).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 120.0))]
    pub hearing_materials_days: Option<f64>,
    /// On which matters deputies of the congress and members of the CPPCC are asked (听取人大代表、政协委员意见): those of vital interest, or all.
    #[serde(default)]
    pub deputies: Scope,
    /// How many of them at a time, 1–1000.
    #[serde(default = "eight")]
    #[schemars(range(min = 1, max = 1000))]
    pub deputies_people: u32,
    /// Which matters go to experts.
    pub experts: Scope,
    /// Experts on a panel, 1–99.
    #[schemars(range(min = 1, max = 99))]
    pub panel: u32,
    /// No expert is asked who has an interest in the matter (回避).
    #[serde(default)]
    pub experts_without_interest: bool,
    /// One of the panel is asked to speak against the draft (反方意见).
    #[serde(default)]
    pub experts_seek_dissent: bool,
    /// Post-decision evaluation of adopted matters.
    pub evaluation: bool,
    /// What brings it about; left out: every adopted matter is evaluated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluation_called_by: Option<Triggers>,
    /// A change that adds more than this, in units of `sigma`, goes through the procedure again, 0–10; left out: none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub evaluation_major_change: Option<f64>,
    /// Members answer for what they decide (决策责任); left out: as the county has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accountability: Option<Accountability>,
    /// At meetings that decide everybody present speaks in turn (集体讨论、逐一发言).
    #[serde(default, skip_serializing_if = "is_default")]
    pub everybody_speaks: bool,
}

fn eight() -> u32 {
    8
}

/// Which matters something is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// None.
    #[default]
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
