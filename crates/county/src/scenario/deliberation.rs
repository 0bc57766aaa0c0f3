//! Facts and minds: what makes a decision good (`docs/model.md`, Facts; Minds and rules).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answerable, Map, is_default};

/// Where the facts of matters are held, and what brings them to the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Kinds of matters by where their facts are held; classes name one.
    pub patterns: Map<FactPattern>,
    /// Rate at which an hour's work of a department brings out a fact that it holds itself, per hour, 0–10: after h hours with
    /// probability `1 − e^(−rate·h)`.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub own_per_hour: f64,
    /// The same for a fact that lies with others, as the drafting unit's investigation meets it, per hour, 0–10.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub elsewhere_per_hour: f64,
    /// Probability that a comment names a given fact that its group holds, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub comment_names: f64,
    /// Minutes of the floor that one at a hearing needs to bring out a fact, 0.1–1000: in t minutes with probability `1 − e^(−t/minutes)`.
    #[schemars(range(min = 0.1, max = 1000.0))]
    pub witness_minutes: f64,
    /// Probability that one expert finds a given fact of his field, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub expert_finds: f64,
    /// Probability that the whole panel is blind to it together, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub experts_blind: f64,
    /// Fields of expertise, 1–20: each fact that experts hold lies in one of them, all alike, and a panel has as many of each as of any other.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 1, max = 20))]
    pub expert_fields: u32,
    /// Share of experts who have an interest in a matter, and let out what speaks against it as seldom as its drafting unit, \[0, 1\].
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub interested_experts: f64,
    /// Offices whose experts are better or worse, or freer, than that: those of a university, of the city (借用上级专家).
    #[serde(default)]
    pub expert_pools: Map<ExpertPool>,
    /// By how much it opens a panel's eyes that somebody is asked to speak against the draft: what lowers `experts_blind`, \[0, 1\].
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub dissent_opens: f64,
    /// Probability that a deputy or a member of the CPPCC knows a given fact that a group of the public holds, \[0, 1\].
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub deputies_know: f64,
    /// Days with the materials after which half of what a hearing's participant could bring out is within his reach, 0–60 (0: at once).
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 60.0))]
    pub reading_half_days: f64,
    /// Probability that a petitioner, when he is received, names a given fact of a matter of his department that his group holds, \[0, 1\].
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub petitioner_names: f64,
    /// What lowers concealment on a matter, as far as anybody believes it does.
    #[serde(default)]
    pub candour: Candour,
    /// By how much a department, or a member in whose portfolio a matter lies, lets a fact that speaks against it out less often, \[0, 1\] (0: not at all).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub concealment: f64,
    /// Rate at which a fact that is not known comes to light once a measure is in force, per year, 0–100.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub light_per_year: f64,
    /// Probability that post-decision evaluation finds a given fact that has not, \[0, 1\].
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub evaluation_finds: f64,
    /// The same of an evaluator who drafted the decision or assessed it beforehand, to 1 of one who did not, \[0, 1\].
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub partial_evaluator: f64,
    /// What it costs to end a measure that is in force, in units of `sigma`, 0–100.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub ending_cost: f64,
}

/// The experts of one office, where they differ from others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpertPool {
    /// In place of `expert_finds`, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub finds: f64,
    /// In place of `experts_blind`, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub blind: f64,
    /// In place of `interested_experts`, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub interested: f64,
}

impl Facts {
    /// What the experts of an office are like.
    #[must_use]
    pub fn pool(&self, office: &str) -> ExpertPool {
        let own = self.expert_pools.get(office).copied();
        own.unwrap_or(ExpertPool {
            finds: self.expert_finds,
            blind: self.experts_blind,
            interested: self.interested_experts,
        })
    }
}

/// What makes those who hold a fact that speaks against a matter let it out: by how much each lowers `concealment`, as a share of it, each 0–1
/// (0: not at all). Together what they leave is multiplied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Candour {
    /// Somebody on the expert panel was asked to speak against it.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub dissenting_experts: f64,
    /// A hearing was held.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub hearing: f64,
    /// It will be evaluated by somebody who neither drafted nor assessed it.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub independent_evaluator: f64,
    /// Members of the meeting know that what they say is recorded.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub recorded_dissent: f64,
}

/// A kind of matter, by its facts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactPattern {
    /// How many facts there are, 1–64.
    #[schemars(range(min = 1, max = 64))]
    pub number: u32,
    /// How fast their weights fall: the k-th in rank has `k^(−falls)`, 0–5 (0: all alike).
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 5.0))]
    pub falls: f64,
    /// Who holds them: weights of the kinds of holders.
    pub held_by: HeldBy,
    /// How many members of the leadership hold a fact that members hold, 1–30.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 1, max = 30))]
    pub members_each: u32,
    /// What it costs to change the draft so that a fact that speaks against it no longer does, in units of `sigma`, 0–100.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub mending_cost: f64,
    /// How long the need lives from registration, years, 0.1–100.
    #[schemars(range(min = 0.1, max = 100.0))]
    pub need_years: f64,
}

/// Weights of those who may hold a fact, each 0–1000, not all 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldBy {
    /// Departments the matter touches, the drafting one included, all alike.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub departments: f64,
    /// Experts.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub experts: f64,
    /// Groups of the public, by the people affected.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub public: f64,
    /// Leaders.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub members: f64,
    /// Nobody yet: only time will tell.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub nobody: f64,
}

/// How minds form in a meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Minds {
    /// Noise in what a member makes of what he knows: standard deviation as a multiple of `sigma`, 0–10.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub noise: f64,
    /// Share of its variance that all members have in common, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub common_noise_share: f64,
    /// By how much the leader of the drafting department's portfolio leans to adopting it, in units of `sigma`, −10 to 10.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub interest: f64,
    /// How far a member bends to what was said before him, \[0, 1\] (0: not at all).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub bends: f64,
    /// The same for whoever presides, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub chair_bends: f64,
    /// What the word of whoever presides weighs, to 1 of any other member's, 0–1000.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub chair_weight: f64,
    /// A member favours adopting what he thinks worth more than this, in units of `sigma`, −10 to 10: caution (避责) raises it.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub caution: f64,
    /// What members take a fact of a department that has not come to the table to be worth: less than nothing by this many of its standard
    /// deviations, 0–10 (0: nothing, silence is taken at face value).
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub discounts_silence: f64,
    /// How likely a leader whom a matter does not concern is to hold a fact of it, to 1 of one whom it concerns, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub outside_knowledge: f64,
    /// Share of an item's minutes in which members speak, the report taking the rest, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub discussion_share: f64,
    /// The floor falls from one speaker to the next by this ratio (Stephan and Mishler 1952), 0.01–1.
    #[schemars(range(min = 0.01, max = 1.0))]
    pub floor_ratio: f64,
    /// What answering for decisions does to all this, in a county that says so (`accountability`).
    #[serde(default)]
    pub answerable: Answerable,
    /// Minutes of the floor that a member needs to bring out a fact, 0.1–1000: in t minutes with probability `1 − e^(−t/minutes)`.
    #[schemars(range(min = 0.1, max = 1000.0))]
    pub minutes_to_say: f64,
}

/// How a meeting discusses and decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discussion {
    /// Who speaks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub floor: Floor,
    /// How many others whoever presides asks to speak where the floor is `invited`, 0–60.
    #[serde(default = "two", skip_serializing_if = "is_two")]
    #[schemars(range(min = 0, max = 60))]
    pub invites: u32,
    /// What makes a decision of what members think.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rule: Rule,
    /// Of a qualified majority: the share of those present that has to be for it, 0.5–1.
    #[serde(default = "two_thirds", skip_serializing_if = "is_two_thirds")]
    #[schemars(range(min = 0.5, max = 1.0))]
    pub qualified_share: f64,
    /// Members vote as they think, whatever was said (无记名).
    #[serde(default, skip_serializing_if = "is_default")]
    pub secret: bool,
    /// What each says is recorded (会议记录如实载明意见).
    #[serde(default, skip_serializing_if = "is_default")]
    pub records: bool,
    /// What each speaker beyond the third adds to an item, minutes, 0–60.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 60.0))]
    pub minutes_per_speaker: f64,
    /// A matter goes back for revision where what decides lies no further than this from the line, in units of `sigma`, 0–10, and it
    /// may still be returned.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub return_margin: f64,
    /// How what is said moves minds.
    #[serde(default, skip_serializing_if = "is_default")]
    pub influence: Influence,
    /// Of DeGroot's and of Friedkin and Johnsen's influence: by member, whose opinions he takes and with which share, \[0, 1\], his own
    /// included; the shares of each member add up to 1. Left out, they follow from `bends` and `chair_weight`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub listens: Map<Map<f64>>,
    /// Of Hegselmann and Krause's influence: how far another's opinion may lie from one's own and still be heard, in units of `sigma`, 0–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub confidence: Option<f64>,
}

impl Default for Discussion {
    fn default() -> Self {
        Self {
            floor: Floor::default(),
            invites: two(),
            rule: Rule::default(),
            qualified_share: two_thirds(),
            secret: false,
            records: false,
            minutes_per_speaker: 0.0,
            return_margin: 0.0,
            influence: Influence::default(),
            listens: Map::default(),
            confidence: None,
        }
    }
}

/// How what is said moves the minds of those present: the engine of the model, or one of the classical models in its place, never on top
/// of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Influence {
    /// Each bends, by `bends`, to what was said before him.
    #[default]
    Sequential,
    /// Each takes over the verdict of whoever presides with probability `bends`, and else keeps his own (Boland 1989).
    Boland,
    /// Open votes in the order of speaking: who sees two more on one side follows them, whatever he thinks; who is torn tosses a coin
    /// (Bikhchandani, Hirshleifer and Welch 1992).
    Cascade,
    /// Everybody takes the weighted mean of all opinions again and again, until they agree (DeGroot 1974).
    #[serde(rename = "degroot")]
    DeGroot,
    /// The same, but each holds on to what he thought first with what he does not bend (Friedkin and Johnsen 1990).
    FriedkinJohnsen,
    /// Everybody takes the mean of the opinions that lie within `confidence` of his own, again and again, until nobody moves (Hegselmann
    /// and Krause 2002).
    HegselmannKrause,
}

impl Influence {
    /// Whether it goes by weights of who listens to whom.
    pub(crate) fn is_linear(self) -> bool {
        matches!(self, Self::DeGroot | Self::FriedkinJohnsen)
    }
}

/// Who speaks at a meeting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Floor {
    /// As habit has it: on a matter of one portfolio its leader, the executive deputy and whoever presides; on others, those whose
    /// portfolios it touches as well.
    #[default]
    Habit,
    /// Everybody present, in turn (逐一发言).
    RoundTable,
    /// Whoever presides, the leaders whose portfolios it touches, and `invites` others whom he asks, by lot.
    Invited,
    /// Nobody but whoever presides.
    ChairAlone,
}

/// How what members think becomes a decision. Where votes are even, whoever presides decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Whoever presides decides after the discussion (行政首长负责制), and gives reasons when he leaves the majority.
    #[default]
    Chief,
    /// More than half of those present.
    Majority,
    /// At least `qualified_share` of those present.
    Qualified,
    /// Everybody present.
    Consensus,
    /// Votes count by weight: whoever presides `chair_weight`, everybody else 1.
    Weighted,
    /// Each approves in turn, the first who does not ends it (串联审批; a hierarchy, Sah and Stiglitz 1986).
    Serial,
    /// Anybody's approval is enough (a polyarchy).
    AnyOne,
    /// The majority of three: whoever presides, the executive deputy and the portfolio's leader.
    Inner,
}

fn one() -> u32 {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_one(it: &u32) -> bool {
    *it == 1
}

fn two() -> u32 {
    2
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_two(it: &u32) -> bool {
    *it == two()
}

fn two_thirds() -> f64 {
    2.0 / 3.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_two_thirds(it: &f64) -> bool {
    *it == two_thirds()
}
