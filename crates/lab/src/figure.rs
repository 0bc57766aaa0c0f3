//! Plain numbers, one a replication, and the intervals of Student (1908) and Welch (1947).
//!
//! What a metric contributes is read by [`mod@crate::estimate`]; here are numbers that are already one a replication: contrasts of a
//! design, effects, prices.

use serde::{Deserialize, Serialize};

use crate::difference::{apart, p_value};
use crate::refused::{Refused, at_least, confidence as checked, finite, length};
use crate::series::{count, total};
use crate::student;

/// A number with the interval it was found with, in the unit of what it was made from. All three are finite.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Figure {
    /// Whether the interval does not hold a number.
    #[must_use]
    pub fn excludes(&self, number: f64) -> bool {
        number < self.low || self.high < number
    }

    /// Half of the interval's width, in its unit.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// The figure in another unit: times a number; a negative one turns the interval round.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let (a, b) = (self.low * factor, self.high * factor);
        Self {
            value: self.value * factor,
            low: a.min(b),
            high: a.max(b),
        }
    }
}

/// What one group of numbers differs from another by, other − base.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// The difference of the means.
    pub difference: Figure,
    /// Two-sided p-value of "no difference".
    pub p: f64,
    /// Degrees of freedom of the interval.
    pub degrees: f64,
    /// Variance the difference would have on independent luck, over its variance on common luck: how many times fewer replications the
    /// pairing needs. `None` unpaired, and where the difference does not vary.
    pub variance_ratio: Option<f64>,
}

/// The mean of independent numbers, with Student's interval. At least two.
///
/// # Errors
/// Fewer than two numbers, one that is not finite, a confidence outside (0, 1).
pub fn mean(values: &[f64], confidence: f64) -> Result<Figure, Refused> {
    let confidence = checked(confidence)?;
    let (value, variance) = moments("values", values)?;
    figure(value, variance, count(values.len()) - 1.0, confidence)
}

/// The difference of two groups paired number by number, by Student's interval of the differences: the i-th of both had the same luck.
///
/// # Errors
/// Groups of unlike length, fewer than two pairs, a number that is not finite, a confidence outside (0, 1).
pub fn paired(base: &[f64], other: &[f64], confidence: f64) -> Result<Contrast, Refused> {
    let confidence = checked(confidence)?;
    length("the other group", base.len(), other.len())?;
    let base_variance = moments("the base group", base)?.1;
    let other_variance = moments("the other group", other)?.1;
    let differences: Vec<f64> = base.iter().zip(other).map(|(b, o)| apart(*b, *o)).collect();
    let (value, variance) = moments("differences", &differences)?;
    let degrees = count(base.len()) - 1.0;
    let ratio = (base_variance + other_variance) / variance;
    Ok(Contrast {
        difference: figure(value, variance, degrees, confidence)?,
        p: p_value(value, variance, degrees).unwrap_or(1.0),
        degrees,
        variance_ratio: Some(ratio).filter(|it| it.is_finite()),
    })
}

/// The difference of two independent groups, which may be of unlike length and spread (B. L. Welch 1947; degrees of freedom by
/// Satterthwaite 1946).
///
/// # Errors
/// A group of fewer than two, a number that is not finite, a confidence outside (0, 1).
pub fn unpaired(base: &[f64], other: &[f64], confidence: f64) -> Result<Contrast, Refused> {
    let confidence = checked(confidence)?;
    let (base_mean, a) = moments("the base group", base)?;
    let (other_mean, b) = moments("the other group", other)?;
    let (n, m) = (count(base.len()) - 1.0, count(other.len()) - 1.0);
    let degrees = if a + b > 0.0 {
        // By shares, so that nothing overflows.
        let (a, b) = (a / (a + b), b / (a + b));
        1.0 / (a * a / n + b * b / m)
    } else {
        n + m
    };
    let value = apart(base_mean, other_mean);
    Ok(Contrast {
        difference: figure(value, a + b, degrees, confidence)?,
        p: p_value(value, a + b, degrees).unwrap_or(1.0),
        degrees,
        variance_ratio: None,
    })
}

/// Mean, and variance of the mean.
pub(crate) fn moments(what: &'static str, values: &[f64]) -> Result<(f64, f64), Refused> {
    at_least(what, 2, values.len())?;
    finite(what, values)?;
    let spread = total::spread(values);
    spread
        .and_then(|it| Some((it.value, it.variance?)))
        .ok_or(Refused::NotANumber { what, at: 0 })
}

/// A figure from its variance.
pub(crate) fn figure(
    value: f64,
    variance: f64,
    degrees: f64,
    confidence: f64,
) -> Result<Figure, Refused> {
    let half = student::two_sided(confidence, degrees).map(|t| t * variance.sqrt());
    let ends = half.map(|half| (value - half, value + half));
    match ends.filter(|(low, high)| low.is_finite() && high.is_finite()) {
        Some((low, high)) => Ok(Figure { value, low, high }),
        None => Err(Refused::NotANumber {
            what: "the ends of the interval",
            at: 0,
        }),
    }
}
