//! What the county does not choose: where cases come from, of which kinds, whom they touch, and what people do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Carrying, Facts, Id, Law, Map, Minds, Returning, Text, is_default};

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
    /// What departments propose of their own in the hours they have free (主动性、创造性); left out: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiative: Option<Initiative>,
    /// How measures are carried out; left out, nothing is said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrying: Option<Carrying>,
    /// How absences come.
    pub absences: Absences,
    /// What people do with a notice.
    pub response: Response,
    /// Where facts are held and how they come to the table; for classes that name one of its patterns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
    /// How minds form in a meeting; with `facts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minds: Option<Minds>,
    /// Refused matters that come back; left out: none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returning: Option<Returning>,
    /// How decisions are received; without it nobody objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reception: Option<Reception>,
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
    /// Dates of every year on which one case comes, `MM-DD`, beside those of `per_year`: what has its season.
    #[serde(default, skip_serializing_if = "is_default")]
    pub yearly_on: Vec<String>,
    /// Classes with their weights.
    pub classes: Map<f64>,
    /// Share raised by oral request or by superiors' demand (口头、上级要求): cannot be deferred, \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub mandated_share: f64,
    /// Season: weights of the twelve months, January first, 0–1000 each. Left out: the same all year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(inner(range(min = 0.0, max = 1000.0)))]
    pub by_month: Option<Vec<f64>>,
}

/// What departments propose of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Initiative {
    /// Share of their free hours that becomes proposals, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub free_share: f64,
    /// Hours of thought that one proposal takes before it is made, 1–10 000.
    #[schemars(range(min = 1.0, max = 10_000.0))]
    pub hours_each: f64,
    /// They look back on so many days and propose, 1–366.
    #[schemars(range(min = 1.0, max = 366.0))]
    pub every_days: f64,
    /// Class of what they propose.
    pub class: Id,
}

/// What a case is. All run on one engine and one language; what is measured of them differs.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// A matter of decision (决策事项).
    #[default]
    Matter,
    /// A petition (信访).
    Petition,
    /// An application for a permit (行政许可).
    Permit,
    /// A request for information (依申请公开).
    Disclosure,
    /// An emergency (突发事件).
    Emergency,
    /// A suggestion of deputies or a proposal of CPPCC members (建议、提案), to be answered.
    Suggestion,
    /// Supervision of what is no longer approved beforehand, and harm that comes to light (事中事后监管).
    Supervision,
    /// Information to be disclosed on the county's own initiative (主动公开).
    DisclosureItem,
    /// A call or a visit to the duty office that asks for something (来电来人).
    Call,
}

impl CaseKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Matter,
        Self::Petition,
        Self::Permit,
        Self::Disclosure,
        Self::Emergency,
        Self::Suggestion,
        Self::Supervision,
        Self::DisclosureItem,
        Self::Call,
    ];
}

/// A class of cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its name.
    pub name: Text,
    /// What its cases are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: CaseKind,
    /// Further traits and the share that has each, \[0, 1\]: what stages ask for in `when.traits`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub traits: Map<f64>,
    /// Procedure it travels under.
    pub procedure: Id,
    /// The duty its cases fall under; where departments' claims on it overlap, some go astray.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duty: Option<Id>,
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
    /// Drafting departments with their weights; none: the departments of the case it arises from.
    pub departments: Map<f64>,
    /// Mean number of other departments touched, 0–30 (Poisson, cut at the number there are).
    #[schemars(range(min = 0.0, max = 30.0))]
    pub other_departments: f64,
    /// Share of each public group affected, \[0, 1\].
    pub affects: Map<f64>,
    /// What its matters are worth, to the county and to groups of the public; matters of decision have it, and only they.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth: Option<Worth>,
    /// What is at stake in its emergencies; only they have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hazard: Option<Hazard>,
    /// Where its facts are held: one of `world.facts.patterns`. What a meeting decides then follows from the facts on its table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Id>,
    /// What a meeting does with it, as labelled probabilities, where nothing is said of facts. Matters of decision have the one or the
    /// other; without both a meeting hears a case and decides nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// What is at stake when a hazard strikes, how serious that is, and how fast it is lost (`docs/model.md`, Emergencies).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    /// Mean of what is at stake, yuan, 0–1 000 000 000 000.
    #[schemars(range(min = 0.0, max = 1e12))]
    pub stake_yuan: f64,
    /// Its standard deviation over its mean, 0–100 (log-normal): the larger, the heavier the tail.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub stake_cv: f64,
    /// From this stake on an emergency is of level 3 (较大), yuan, 0–1 000 000 000 000; below it is of level 4 (一般).
    #[schemars(range(min = 0.0, max = 1e12))]
    pub level_3_yuan: f64,
    /// From this stake on of level 2 (重大), yuan, 0–1 000 000 000 000.
    #[schemars(range(min = 0.0, max = 1e12))]
    pub level_2_yuan: f64,
    /// From this stake on of level 1 (特别重大), yuan, 0–1 000 000 000 000.
    #[schemars(range(min = 0.0, max = 1e12))]
    pub level_1_yuan: f64,
    /// Share of the stake that is lost even if help is there when it breaks out, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub least_share: f64,
    /// Share that is lost if help never comes, \[0, 1\], not below `least_share`.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub most_share: f64,
    /// Hours without help in which all but 1/e of the difference is lost, 0.01–10 000.
    #[schemars(range(min = 0.01, max = 10_000.0))]
    pub grows_hours: f64,
    /// Hours from the first sign that could be read, which is when the case is registered, until it breaks out (left out: none).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signs_hours: Option<Law>,
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
    /// Share of those with a seat at a hearing who come, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub attendance_share: f64,
    /// Of those whom the notice of a hearing on a matter of vital interest reaches, how many sign up for it, a person, 0–1.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub sign_up_rate: f64,
    /// They are consumers (消费者): the price hearing rules give them two fifths of the seats.
    #[serde(default, skip_serializing_if = "is_default")]
    pub consumers: bool,
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
    /// Journeys and leave known beforehand, every year on the same date, beside what luck brings.
    #[serde(default, skip_serializing_if = "is_default")]
    pub planned: Map<PlannedAbsence>,
}

/// A leader's journey or leave that is known beforehand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedAbsence {
    /// Who is away.
    pub leader: Id,
    /// The first day of it, `MM-DD`, from midnight on.
    pub from: String,
    /// How long, calendar days, 1–366.
    #[schemars(range(min = 1.0, max = 366.0))]
    pub days: f64,
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

/// How decisions are received (`docs/model.md`, Reception): of n people of a group to each of whom a decision is worth u, a Poisson number
/// with mean `n · logistic(a − b·u − c·listened)` object, `listened` being the share of the group's comments that were answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reception {
    /// Log-odds that one objects who neither gains nor loses and was not listened to, −30 to 0 (−9: 1.2 in 10 000).
    #[schemars(range(min = -30.0, max = 0.0))]
    pub a: f64,
    /// By how much a gain of one unit of the class lowers them, 0–20.
    #[schemars(range(min = 0.0, max = 20.0))]
    pub b: f64,
    /// By how much having been listened to lowers them, 0–20: the fair-process effect (程序公正).
    #[schemars(range(min = 0.0, max = 20.0))]
    pub c: f64,
    /// Share of objections that become petitions where a procedure says so (`raises.<cause>.per`), \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub petition_share: f64,
    /// How long after publication, days.
    pub petition_days: Law,
}
