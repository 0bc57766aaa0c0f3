//! How measures are carried out: the assumptions about those who do (`docs/model.md`, Carrying out).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Map, is_default};

/// How faithfully and how fast measures are carried out (有令不行、上有政策下有对策).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Carrying {
    /// Fidelity of a department that nobody supervises: the share of what was decided that is carried out, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub fidelity: f64,
    /// The same of a township.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub township_fidelity: f64,
    /// The same for particular departments and townships, where it differs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fidelities: Map<f64>,
    /// How long particular ones take, relative to `lasts_days` of the stage, 0.01–100.
    #[serde(default, skip_serializing_if = "is_default")]
    pub paces: Map<f64>,
    /// What a reminder does: with c of them what is not carried out shrinks by e^(−c · this), 0–10.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub per_reminder: f64,
    /// Share of the time still to go that a reminder saves, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub hastened_share: f64,
}
