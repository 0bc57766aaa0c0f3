//! What follows a decision: what brings an evaluation about, who answers for it, what of it comes back (`docs/model.md`, Afterwards).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Law, is_default};

/// What brings a post-decision evaluation about (State Council Decree 713, art. 36): any of those given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Triggers {
    /// What has come to light of it makes it look worth less than when it was adopted, by this much in units of `sigma`, 0–10
    /// (实施效果明显未达预期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub below_promise: Option<f64>,
    /// At least so many people object to it, 1–1 000 000 (意见较多).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1.0, max = 1e6))]
    pub objections: Option<f64>,
    /// Share of decisions that whoever decided wishes to have evaluated anyway, \[0, 1\] (决策机关认为有必要).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub wish_share: Option<f64>,
}

/// How members answer for what they decide (决策责任).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accountability {
    /// Who was for a measure that is ended for what it does answers for it, if it was adopted no longer ago than this, years, 0–50
    /// (责任倒查).
    #[schemars(range(min = 0.0, max = 50.0))]
    pub looks_back_years: f64,
    /// Who was against it and has that on record does not (不同意见的，减免责任).
    #[serde(default, skip_serializing_if = "is_default")]
    pub dissent_mitigates: bool,
    /// The leader of a department answers for its matters that overrun a clock of law before they are decided (久拖不决).
    #[serde(default, skip_serializing_if = "is_default")]
    pub overdue_counts: bool,
}

/// What answering for decisions does to how members decide, in a county that holds them to it. No figure of it is known: each is neutral at 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answerable {
    /// By how much `caution` rises, in units of `sigma`, −10 to 10.
    #[serde(default)]
    #[schemars(range(min = -10.0, max = 10.0))]
    pub caution: f64,
    /// What of that goes again where not deciding counts too, \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub overdue_spurs: f64,
    /// By how much less members bend where dissent on record mitigates, as a share of `bends`, \[0, 1\].
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub outspoken: f64,
    /// By how much more is concealed, as a share of `concealment`, −1 (nothing is) to 1.
    #[serde(default)]
    #[schemars(range(min = -1.0, max = 1.0))]
    pub conceals: f64,
}

/// Refused matters that come back: those that would have been worth adopting, their need still there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Returning {
    /// Share of them, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// After how many days.
    pub after_days: Law,
}
