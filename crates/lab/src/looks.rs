//! Looking at an experiment while it grows, without being deceived.
//!
//! Whoever looks after every replication and stops at the first interval that excludes 0 will find something nearly
//! always. Verdicts are therefore given only at n = 8, 16, 32, …, the k-th at level 6α/(π²k²): the levels add up to α
//! over all looks there can ever be, so the chance that any of them is a false alarm is at most α.
//!
//! A number of replications fixed in advance is one look at full α: that is [`crate::difference()`].

use kernel::measure::Measures;
use serde::{Deserialize, Serialize};

use crate::difference::{Difference, Pairs, difference};
use crate::estimate::Estimate;

/// The first look, and the unit of the schedule.
const FIRST: u32 = 8;

/// What can be said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Fewer than 8 replications: figures, but no verdict.
    TooEarly,
    /// The metric went down; luck is excluded.
    Less,
    /// The metric went up; luck is excluded.
    More,
    /// Cannot be told from luck.
    NotDistinguishable,
}

/// The latest look at a difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// What can be said.
    pub verdict: Verdict,
    /// Which look, from 1; 0 before the first.
    pub look: u32,
    /// Replications it looked at: 8, 16, 32, …; 0 before the first.
    pub n: u32,
    /// Its level; α before the first.
    pub level: f64,
    /// The difference it saw; `None` when undefined.
    pub difference: Option<f64>,
    /// Lower end of the interval at its level.
    pub low: Option<f64>,
    /// Upper end of the interval at its level.
    pub high: Option<f64>,
}

/// Level of the k-th look, k from 1, so that all looks together have level `alpha`: 6α/(π²k²).
#[must_use]
pub fn level_of_look(k: u32, alpha: f64) -> f64 {
    let k = f64::from(k);
    6.0 * alpha / (std::f64::consts::PI * std::f64::consts::PI * k * k)
}

/// Replications of the k-th look, k from 1: 8, 16, 32, ….
#[must_use]
pub fn replications_of_look(k: u32) -> u32 {
    FIRST.saturating_mul(1u32.checked_shl(k.saturating_sub(1)).unwrap_or(u32::MAX))
}

/// Number of the latest look there has been at n replications; 0 before the first.
#[must_use]
pub fn latest_look(n: u32) -> u32 {
    (n / FIRST).checked_ilog2().map_or(0, |k| k + 1)
}

/// The latest look at one metric's paired difference: it sees the first 8, 16, 32, … replications and no more, so the
/// verdict changes only when a look is due. `None` when neither arm names the metric.
#[must_use]
pub fn look(base: &[Measures], other: &[Measures], name: &str, alpha: f64) -> Option<Look> {
    let pairs = base.len().min(other.len());
    let k = latest_look(u32::try_from(pairs).unwrap_or(u32::MAX));
    if k == 0 {
        return Some(too_early(
            &difference(base, other, name, 1.0 - alpha)?,
            alpha,
        ));
    }
    let (n, level) = (replications_of_look(k), level_of_look(k, alpha));
    let seen = difference(&base[..n as usize], &other[..n as usize], name, 1.0 - level)?;
    Some(seen_at(k, &seen, alpha))
}

/// One metric in two arms: each by itself, their difference, and what can be said of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// The metric under BASE, as [`estimate`](crate::estimate()) gives it.
    pub base: Option<Estimate>,
    /// The metric under OTHER.
    pub other: Option<Estimate>,
    /// Their difference, as [`difference`] gives it.
    pub difference: Difference,
    /// The latest look, as [`look`] gives it at α = 1 − confidence.
    pub look: Look,
}

/// All that is asked of one metric in two arms at once: what [`estimate`](crate::estimate()), [`difference`] and [`look`] give, for a
/// quarter of the work. Arms of unlike length are cut to the shorter. `None` when neither arm names the metric.
#[must_use]
pub fn comparison(
    base: &[Measures],
    other: &[Measures],
    name: &str,
    confidence: f64,
) -> Option<Comparison> {
    let pairs = Pairs::read(base, other, name)?;
    let difference = pairs.difference(confidence);
    let alpha = 1.0 - confidence;
    let look = match latest_look(difference.n) {
        0 => too_early(&difference, alpha),
        k if replications_of_look(k) == difference.n => {
            seen_at(k, &pairs.difference(1.0 - level_of_look(k, alpha)), alpha)
        }
        _ => look(base, other, name, alpha)?,
    };
    let [base, other] = pairs.estimates(confidence);
    Some(Comparison {
        base,
        other,
        difference,
        look,
    })
}

fn too_early(now: &Difference, alpha: f64) -> Look {
    Look {
        verdict: Verdict::TooEarly,
        look: 0,
        n: 0,
        level: alpha,
        difference: now.difference,
        low: None,
        high: None,
    }
}

/// What the k-th look says that saw this.
fn seen_at(k: u32, seen: &Difference, alpha: f64) -> Look {
    let verdict = match seen.difference {
        Some(difference) if seen.distinguishable && difference > 0.0 => Verdict::More,
        Some(_) if seen.distinguishable => Verdict::Less,
        _ => Verdict::NotDistinguishable,
    };
    Look {
        verdict,
        look: k,
        n: replications_of_look(k),
        level: level_of_look(k, alpha),
        difference: seen.difference,
        low: seen.low,
        high: seen.high,
    }
}
