//! Two arms on the same luck: what a change did, and how sure that is.

use std::collections::BTreeMap;

use kernel::measure::{Measures, Unit};
use serde::{Deserialize, Serialize};

use crate::estimate::{ends, half_width, known_unit, n};
use crate::series::{Paired, Series, count, names, unit};
use crate::student;

/// A difference this small beside the figures themselves is the order of summation, not a difference.
const ROUNDING: f64 = 1e-12;

/// One metric in two arms, other − base, paired by replication. What is undefined is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The metric under BASE.
    pub base: Option<f64>,
    /// The metric under OTHER.
    pub other: Option<f64>,
    /// other − base; `None` when either is undefined.
    pub difference: Option<f64>,
    /// Lower end of the difference's interval; `None` when n < 2 or the replications cannot say.
    pub low: Option<f64>,
    /// Upper end of the difference's interval.
    pub high: Option<f64>,
    /// Holm's adjusted p-value, for members of a family ([`crate::holm::family`]) only.
    pub p_adjusted: Option<f64>,
    /// Whether luck is excluded: the interval does not hold 0; in a family, `p_adjusted` is below 1 − confidence.
    pub distinguishable: bool,
    /// Variance the difference would have on independent luck, over its variance on common luck: how many times fewer
    /// replications the pairing needs. `None` when the difference does not vary.
    pub variance_ratio: Option<f64>,
    /// Pairs of replications.
    pub n: u32,
    /// Unit of base, other, difference, low and high.
    #[serde(deserialize_with = "known_unit")]
    pub unit: Unit,
    /// Two-sided p-value of "no difference" before any correction; not part of the contract, needed for the family.
    #[serde(skip)]
    pub p: Option<f64>,
}

/// The paired difference of one metric at a confidence in (0, 1). Replication r of both arms must have used the same
/// luck; what one arm has more replications than the other is left aside. `None` when neither arm names the metric.
#[must_use]
pub fn difference(
    base: &[Measures],
    other: &[Measures],
    name: &str,
    confidence: f64,
) -> Option<Difference> {
    let pairs = base.len().min(other.len());
    let (base, other) = (&base[..pairs], &other[..pairs]);
    let unit = unit(base, name).or_else(|| unit(other, name))?;
    let read = (Series::read(base, name), Series::read(other, name));
    let paired = match &read {
        (Some(base), Some(other)) => base.paired(other),
        _ => None,
    };
    let value_alone = |series: &Option<Series<'_>>| series.as_ref()?.spread().map(|s| s.value);
    let Some(paired) = paired else {
        return Some(Difference {
            base: value_alone(&read.0),
            other: value_alone(&read.1),
            difference: None,
            low: None,
            high: None,
            p_adjusted: None,
            distinguishable: false,
            variance_ratio: None,
            n: n(base),
            unit,
            p: None,
        });
    };
    let difference = paired.other.value - paired.base.value;
    let (low, high) = ends(
        Some(difference),
        half_width(paired.variance, pairs, confidence),
    );
    let same = is_rounding(&paired);
    Some(Difference {
        base: Some(paired.base.value),
        other: Some(paired.other.value),
        difference: Some(difference),
        low,
        high,
        p_adjusted: None,
        distinguishable: !same
            && low
                .zip(high)
                .is_some_and(|(low, high)| low > 0.0 || high < 0.0),
        variance_ratio: variance_ratio(&paired),
        n: n(base),
        unit,
        p: paired.variance.and_then(|v| {
            if same {
                Some(1.0)
            } else {
                p_value(difference, v, pairs)
            }
        }),
    })
}

/// The paired differences of every metric either arm names.
#[must_use]
pub fn differences(
    base: &[Measures],
    other: &[Measures],
    confidence: f64,
) -> BTreeMap<String, Difference> {
    let mut all = names(base);
    all.extend(names(other));
    all.sort_unstable();
    all.dedup();
    all.into_iter()
        .filter_map(|name| Some((name.to_owned(), difference(base, other, name, confidence)?)))
        .collect()
}

fn is_rounding(paired: &Paired) -> bool {
    let scale = paired.base.value.abs().max(paired.other.value.abs());
    (paired.other.value - paired.base.value).abs() <= ROUNDING * scale
}

fn variance_ratio(paired: &Paired) -> Option<f64> {
    let independent = paired.base.variance? + paired.other.variance?;
    let scale = paired.base.value.abs().max(paired.other.value.abs());
    let variance = paired.variance.filter(|v| v.sqrt() > ROUNDING * scale)?;
    Some(independent / variance).filter(|ratio| ratio.is_finite())
}

/// P(|T| ≥ |difference| / standard error). A difference that is the same in every replication has p = 0, none p = 1.
fn p_value(difference: f64, variance: f64, pairs: usize) -> Option<f64> {
    if pairs < 2 {
        return None;
    }
    if difference == 0.0 {
        return Some(1.0);
    }
    if variance == 0.0 {
        return Some(0.0);
    }
    Some(2.0 * student::upper_tail(difference.abs() / variance.sqrt(), count(pairs) - 1.0))
        .filter(|p| p.is_finite())
}
