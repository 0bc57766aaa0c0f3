//! What replications say about one metric of one arm.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use kernel::measure::{Measures, Unit};
use serde::{Deserialize, Deserializer, Serialize};

use crate::series::{Series, Spread, count, names, unit};
use crate::student;

/// A metric with its interval. What is undefined is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The estimate: a mean, a pooled ratio or a pooled quantile.
    pub mean: Option<f64>,
    /// Lower end of the interval; `None` when n < 2 or the replications cannot say.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Replications.
    pub n: u32,
    /// Unit of mean, low and high.
    #[serde(deserialize_with = "known_unit")]
    pub unit: Unit,
}

/// The estimate of one metric from the replications in order, at a confidence in (0, 1). `None` when no replication
/// names the metric; an `Estimate` without a mean when it is named but undefined.
#[must_use]
pub fn estimate(replications: &[Measures], name: &str, confidence: f64) -> Option<Estimate> {
    let unit = unit(replications, name)?;
    let spread = Series::read(replications, name).and_then(|series| series.spread());
    Some(Estimate::of(spread, n(replications), confidence, unit))
}

impl Estimate {
    pub(crate) fn of(spread: Option<Spread>, n: u32, confidence: f64, unit: Unit) -> Self {
        let variance = spread.and_then(|s| s.variance);
        let mean = spread.map(|s| s.value);
        let (low, high) = ends(mean, half_width(variance, n as usize, confidence));
        Self {
            mean,
            low,
            high,
            n,
            unit,
        }
    }
}

/// The estimates of every metric any replication names.
#[must_use]
pub fn estimates(replications: &[Measures], confidence: f64) -> BTreeMap<String, Estimate> {
    names(replications)
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), estimate(replications, name, confidence)?)))
        .collect()
}

/// Half-width of a two-sided interval from the variance of the estimate.
pub(crate) fn half_width(
    variance: Option<f64>,
    replications: usize,
    confidence: f64,
) -> Option<f64> {
    let t = standard_errors(confidence, replications)?;
    variance
        .map(|v| t * v.sqrt())
        .filter(|half| half.is_finite())
}

/// Half-width of an interval in standard errors, as [`student::two_sided`]. Hundreds of metrics of one experiment ask for the same two
/// or three, each found by many steps: the last few asked for are remembered.
fn standard_errors(confidence: f64, replications: usize) -> Option<f64> {
    type Known = (f64, usize, Option<f64>);
    thread_local! {
        static KNOWN: Cell<[Known; 4]> = const { Cell::new([(0.0, 0, None); 4]) };
    }
    let known = KNOWN.get();
    let asked = |it: &&Known| it.0.to_bits() == confidence.to_bits() && it.1 == replications;
    if let Some((_, _, half)) = known.iter().find(asked) {
        return *half;
    }
    let half = student::two_sided(confidence, count(replications) - 1.0);
    let [first, second, third, _] = known;
    KNOWN.set([(confidence, replications, half), first, second, third]);
    half
}

pub(crate) fn ends(centre: Option<f64>, half: Option<f64>) -> (Option<f64>, Option<f64>) {
    let Some((centre, half)) = centre.zip(half) else {
        return (None, None);
    };
    let (low, high) = (centre - half, centre + half);
    if low.is_finite() && high.is_finite() {
        (Some(low), Some(high))
    } else {
        (None, None)
    }
}

pub(crate) fn n(replications: &[Measures]) -> u32 {
    u32::try_from(replications.len()).unwrap_or(u32::MAX)
}

/// Reads a unit, for `#[serde(deserialize_with)]`: units are static names; one read back from a message is looked up among those seen, or kept for good.
///
/// # Errors
/// What stands there is not a text.
pub fn known_unit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Unit, D::Error> {
    static SEEN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let name = String::deserialize(deserializer)?;
    let mut seen = SEEN
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(unit) = seen.get(name.as_str()) {
        return Ok(unit);
    }
    let unit: Unit = Box::leak(name.into_boxed_str());
    seen.insert(unit);
    Ok(unit)
}
