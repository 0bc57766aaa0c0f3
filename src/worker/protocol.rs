//! What page and workers say to each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::charts::numbers::Estimate;

/// What can be said of a difference.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Too early: no look has been taken yet.
    #[default]
    Early,
    /// It cannot be told from luck.
    Luck,
    /// It is not luck.
    Told,
    /// One of the arms has no value: there is nothing to compare.
    Undefined,
}

/// A value with its interval, as it travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// The value.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

impl From<Span> for Estimate {
    fn from(span: Span) -> Self {
        Estimate { value: span.value, low: span.low, high: span.high }
    }
}

impl Span {
    /// The same in another unit: per month instead of per year, say.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let by = |x: Option<f64>| x.map(|x| x * factor);
        Self { value: by(self.value), low: by(self.low), high: by(self.high) }
    }
}

/// A metric in both arms.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Under the preset.
    pub preset: Span,
    /// As the county stands now.
    pub now: Span,
    /// Now less preset, on the same luck.
    pub difference: Span,
    /// What can be said of the difference.
    pub verdict: Verdict,
}

impl Compared {
    /// The same in another unit.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self {
            preset: self.preset.times(factor),
            now: self.now.times(factor),
            difference: self.difference.times(factor),
            verdict: self.verdict,
        }
    }
}

/// Figures after some of the replications.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Paired replications that are in them.
    pub n: u32,
    /// Replications there will be.
    pub of: u32,
    /// Replications at the last look at the verdicts; 0: none yet.
    pub looked: u32,
    /// Observed years of each replication.
    pub years: f64,
    /// Whether anything differs between the arms.
    pub reform: bool,
    /// By name.
    pub metrics: BTreeMap<String, Compared>,
    /// Lead times of all matters of all replications under the preset, days, ascending.
    pub preset_days: Vec<f64>,
    /// Lead times now, days, ascending.
    pub now_days: Vec<f64>,
}

impl Figures {
    /// A metric; all undefined when the run has none of that name.
    #[must_use]
    pub fn metric(&self, name: &str) -> Compared {
        self.metrics.get(name).cloned().unwrap_or(Compared { verdict: Verdict::Undefined, ..Compared::default() })
    }
}

/// One observed year, for the diagram.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Day {}
