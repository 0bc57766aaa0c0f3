//! Who does what: duties that departments claim, and what happens to a case that nobody knows whose it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Id, Law, Map, Text};

/// A duty (职责), claimed by departments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Its name.
    pub name: Text,
    /// Departments that claim it, with their weights: shares, once divided by their sum.
    pub departments: Map<f64>,
}

/// How cases go astray where duties overlap (推诿、扯皮).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Routing {
    /// A case goes to a wrong department first with this probability times the overlap of its duty, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub misrouting: f64,
    /// Of those, the share that nobody claims: the portfolio leader has to say whose it is, \[0, 1\].
    #[schemars(range(min = 0.0, max = 1.0))]
    pub unclaimed: f64,
    /// Hours in which the wrong department looks at it and passes it on.
    pub look_hours: Law,
    /// Hours of the leader who says whose it is.
    pub settle_hours: Law,
}

/// What happens to signatures when too much waits at a leader's desk (积压文件交办公室代办).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    /// With at least this many items waiting at his desk, what comes to be signed goes to the office instead, 1–1000.
    #[schemars(range(min = 1, max = 1000))]
    pub waiting_items: u32,
    /// The office that signs on his behalf.
    pub office: Id,
    /// It looks less closely: hours times this, 0.01–1.
    #[schemars(range(min = 0.01, max = 1.0))]
    pub effort_factor: f64,
}

/// County-wide conferences, ceremonies and the like (全县性会议和事务性活动): hours of leaders and departments that the county can spend or spare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conference {
    /// Their name.
    pub name: Text,
    /// How many a year, 0–250; at most one in a half-day.
    #[schemars(range(min = 0.0, max = 250.0))]
    pub per_year: f64,
    /// How long each is, hours, 0.1–24; it ends with its half-day.
    #[schemars(range(min = 0.1, max = 24.0))]
    pub hours: f64,
    /// Leaders who attend, as far as they are in the county.
    #[serde(default)]
    pub leaders: Vec<Id>,
    /// How many people every department sends, 0–1000; at most those it has.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1000))]
    pub people_per_department: u32,
}
