//! Prices: what one more unit of something would give, and how much of one thing another must be worth for a change to pay.
//!
//! Everything is paired: the arms have the same luck, replication by replication.

use serde::{Deserialize, Serialize};

use crate::difference::apart;
use crate::figure::{Figure, mean, paired};
use crate::refused::{Refused, at_least, confidence as checked, finite, length, positive};
use crate::series::count;
use crate::student;

/// A shadow price from steps to both sides.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Price {
    /// Change of the figure per unit more, from the central difference (y₊ − y₋)/2h.
    pub per_unit: Figure,
    /// How fast the price itself changes, per unit, from (y₊ − 2y + y₋)/h². Where its interval does not hold 0 the price is one thing for a unit more and
    /// another for a unit less: give both.
    pub bend: Figure,
}

/// Change of a figure per unit, from a step of `step` units to one side: (stepped − here)/step. A negative step is one downwards.
///
/// # Errors
/// Lists of unlike length, fewer than two replications, an undefined figure, a step of 0, a confidence outside (0, 1).
pub fn one_sided(
    here: &[f64],
    stepped: &[f64],
    step: f64,
    confidence: f64,
) -> Result<Figure, Refused> {
    positive("the size of the step", step.abs())?;
    Ok(paired(here, stepped, confidence)?
        .difference
        .times(1.0 / step))
}

/// The same from steps of `step` > 0 units to both sides, with its error of the order step² instead of step, and whether one price will do.
///
/// # Errors
/// As [`one_sided`].
pub fn central(
    below: &[f64],
    here: &[f64],
    above: &[f64],
    step: f64,
    confidence: f64,
) -> Result<Price, Refused> {
    positive("the size of the step", step)?;
    length("replications here", below.len(), here.len())?;
    length("replications above", below.len(), above.len())?;
    let bends: Vec<f64> = (0..here.len())
        .map(|r| apart(apart(below[r], here[r]), apart(here[r], above[r])))
        .collect();
    Ok(Price {
        per_unit: paired(below, above, confidence)?
            .difference
            .times(0.5 / step),
        bend: mean(&bends, confidence)?.times(1.0 / (step * step)),
    })
}

/// How much a unit of gain must be worth, in units of cost, for a change to pay: cost over gain.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BreakEven {
    /// The ratio of the means; `None` when the mean gain is 0.
    pub ratio: Option<f64>,
    /// The ratios that cannot be excluded.
    pub set: RatioSet,
}

/// Fieller's confidence set of a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum RatioSet {
    /// From `low` to `high`: what is below the line is told from 0.
    Between {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Everything but what lies strictly between `low` and `high`: what is below the line cannot be told from 0, so ratios of any size, of both signs,
    /// are possible.
    AllBut {
        /// Lower end of what is excluded.
        low: f64,
        /// Upper end of what is excluded.
        high: f64,
    },
    /// Everything from a number on.
    From(f64),
    /// Everything up to a number.
    UpTo(f64),
    /// Nothing is excluded: neither can be told from 0 well enough.
    Everything,
}

impl RatioSet {
    /// Whether a ratio cannot be excluded.
    #[must_use]
    pub fn holds(&self, ratio: f64) -> bool {
        match *self {
            Self::Between { low, high } => low <= ratio && ratio <= high,
            Self::AllBut { low, high } => ratio <= low || high <= ratio,
            Self::From(low) => low <= ratio,
            Self::UpTo(high) => ratio <= high,
            Self::Everything => true,
        }
    }

    /// Whether it has two finite ends.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        matches!(self, Self::Between { .. })
    }
}

/// Cost over gain of a change, replication by replication, by E. C. Fieller's method (1954, J. R. Stat. Soc. B 16): all ratios θ for which the mean of cost − θ·gain
/// cannot be told from 0 by Student's t. It covers exactly for normal figures, and may be unbounded: then it says so.
///
/// # Errors
/// Lists of unlike length, fewer than two replications, an undefined figure, a confidence outside (0, 1).
pub fn break_even(gain: &[f64], cost: &[f64], confidence: f64) -> Result<BreakEven, Refused> {
    let confidence = checked(confidence)?;
    at_least("replications", 2, gain.len())?;
    length("replications of the cost", gain.len(), cost.len())?;
    finite("the gain", gain)?;
    finite("the cost", cost)?;
    let n = count(gain.len());
    let (x, y) = (gain.iter().sum::<f64>() / n, cost.iter().sum::<f64>() / n);
    let moment = |a: &[f64], a_mean: f64, b: &[f64], b_mean: f64| {
        let products = a.iter().zip(b).map(|(a, b)| (a - a_mean) * (b - b_mean));
        products.sum::<f64>() / (n * (n - 1.0))
    };
    let t = student::two_sided(confidence, n - 1.0).unwrap_or(f64::INFINITY);
    let t2 = t * t;
    let below = x * x - t2 * moment(gain, x, gain, x);
    let middle = x * y - t2 * moment(gain, x, cost, y);
    let above = y * y - t2 * moment(cost, y, cost, y);
    let set = fieller(below, middle, above);
    if ![below, middle, above].iter().all(|it| it.is_finite()) {
        return Err(Refused::NotANumber {
            what: "squares of the figures",
            at: 0,
        });
    }
    Ok(BreakEven {
        ratio: Some(y / x).filter(|it| it.is_finite()),
        set,
    })
}

/// All θ with aθ² − 2bθ + c ≤ 0.
fn fieller(a: f64, b: f64, c: f64) -> RatioSet {
    let square = b * b - a * c;
    if a == 0.0 {
        return match b {
            b if b > 0.0 => RatioSet::From(0.5 * c / b),
            b if b < 0.0 => RatioSet::UpTo(0.5 * c / b),
            _ => RatioSet::Everything,
        };
    }
    if square < 0.0 {
        // With a > 0 it is 0 or more but for rounding: the estimate itself is in the set.
        return if a > 0.0 {
            RatioSet::Between {
                low: b / a,
                high: b / a,
            }
        } else {
            RatioSet::Everything
        };
    }
    // The root that does not cancel, and the other from the product of both.
    let far = b + if b < 0.0 {
        -square.sqrt()
    } else {
        square.sqrt()
    };
    let (one, other) = if far == 0.0 {
        (0.0, 0.0)
    } else {
        (far / a, c / far)
    };
    let (low, high) = (one.min(other), one.max(other));
    if a > 0.0 {
        RatioSet::Between { low, high }
    } else {
        RatioSet::AllBut { low, high }
    }
}
