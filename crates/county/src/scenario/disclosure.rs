//! How the county tells people what it does: channels, whom they reach and how late.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Map, Text};

/// How the county tells people what it does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Its channels: website, television, bulletin.
    #[serde(default)]
    pub channels: Map<Channel>,
}

/// A channel that carries notices, and what is to be disclosed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Its name.
    pub name: Text,
    /// Days until it carries what it is given, 0–365.
    #[schemars(range(min = 0.0, max = 365.0))]
    pub delay_days: f64,
    /// Share of each group of the public whom it reaches in the long run, \[0, 1\], whatever reaches them otherwise.
    pub reach: Map<f64>,
}
