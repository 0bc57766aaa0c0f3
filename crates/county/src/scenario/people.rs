//! Who there is, and when they work: leaders, offices, departments, meetings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, Map, Text, is_default};

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
    /// Hours a week for reading documents and circulars (公文), which the county can cut, 0–168; as far as the bound ones leave room.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 168.0))]
    pub document_hours_per_week: f64,
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
    /// When its people are there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hours: OfficeHours,
    /// Of a roster round the clock: the share of turns outside office hours (a night, a day without work) that nobody takes, \[0, 1\].
    /// What comes meanwhile waits for the next turn that is taken.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub unmanned_share: f64,
    /// Hours a year that its people, all together, train, drill and stand by whatever comes, 0–1 000 000. Of a roster they are counted only; of
    /// other offices they are half-days when nobody is at the desk.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub standing_hours_per_year: f64,
}

/// When the people of an office are there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfficeHours {
    /// In office hours.
    #[default]
    Office,
    /// Round the clock, in turns (值班): office hours, and nights and days without work.
    RoundTheClock,
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
    /// Leaders with whom the portfolio is shared, and the share of cases in which each has a say too, \[0, 1\]: he signs beside the leader and
    /// is wanted where the leaders concerned come together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shared_with: Map<f64>,
    /// A township (乡镇): it carries out what is decided, and neither drafts nor is asked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub township: bool,
    /// Hours a year that its people, all together, drill whatever comes, 0–1 000 000: half-days when nobody is at the desk.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub standing_hours_per_year: f64,
}

/// A meeting (会议) with members, cadence and agenda.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Its name.
    pub name: Text,
    /// Days from one sitting to the next, 1–366; a sitting on a day not worked moves to the next working day. Left out of a meeting
    /// that is called when it is needed: it then says `notice_days`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1.0, max = 366.0))]
    pub every_days: Option<f64>,
    /// Called when something is on its agenda (不定期召开), with this many days' notice, 0–60: it sits in the first half-day for which
    /// enough members and one of the chairs are free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 60.0))]
    pub notice_days: Option<f64>,
    /// When it begins, `HH:MM`; one that is called when needed begins with the half-day.
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
    /// What an item takes of the minutes its stage says, 0.1–2: short reports, few words (精简会议).
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 0.1, max = 2.0))]
    pub minutes_factor: f64,
    /// Members, by leader id.
    pub members: Vec<Id>,
    /// Who may preside, in order of precedence; none where members take turns.
    #[serde(default)]
    pub chairs: Vec<Id>,
    /// Its members take turns, one at each sitting, in the order they are named (轮流接待), and hear what comes to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turns: Option<Turns>,
    /// More than this share of members must be present, \[0, 1); 0 where they take turns.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub quorum_share: f64,
    /// When whoever presides says what he thinks: after the others (`last`, as the rules ask where major matters are decided, and if left
    /// out) or before them, or at a place drawn by lot.
    #[serde(default, skip_serializing_if = "Speaks::is_last")]
    pub chair_speaks: Speaks,
    /// How it discusses and decides matters whose facts are simulated (`world.facts`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discussion: Option<super::Discussion>,
    /// Without quorum or chair it is put off by this many days, 1–60.
    #[schemars(range(min = 1.0, max = 60.0))]
    pub postponed_days: f64,
    /// Others who sit in (列席) on an item: their hours are counted, 0–100 people an item.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub attendees_per_item: f64,
}

fn one() -> f64 {
    1.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_one(it: &f64) -> bool {
    *it == 1.0
}

/// When whoever presides over a meeting speaks (主要负责人末位发言).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Speaks {
    /// After all others.
    #[default]
    Last,
    /// Before all others.
    First,
    /// At a place drawn by lot for each matter, as everybody does.
    Random,
}

impl Speaks {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    fn is_last(&self) -> bool {
        *self == Self::Last
    }
}

/// Whom a member hears when it is his turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Turns {
    /// Whoever comes.
    Anybody,
    /// Those whose case lies in his portfolio (按分工接待); what lies in nobody's, anybody hears.
    Portfolio,
}

fn two_hundred() -> u32 {
    200
}
