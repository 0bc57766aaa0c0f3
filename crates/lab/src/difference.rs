//! Two arms on the same luck: what a change did, and how sure that is.

use std::collections::BTreeMap;

use kernel::measure::{Measures, Unit};
use serde::{Deserialize, Serialize};

use crate::estimate::{Estimate, ends, half_width, known_unit, n};
use crate::series::{Paired, Series, Spread, count, names, unit};
use crate::student;

/// A difference this small beside the figures themselves is the order of summation, not a difference.
pub(crate) const ROUNDING: f64 = 1e-12;

/// other − base, and 0 where that is but the order of summation.
pub(crate) fn apart(base: f64, other: f64) -> f64 {
    let difference = other - base;
    if difference.abs() <= ROUNDING * base.abs().max(other.abs()) {
        0.0
    } else {
        difference
    }
}

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
    Some(Pairs::read(base, other, name)?.difference(confidence))
}

/// One metric in two arms, read once for whatever is asked of it.
pub(crate) struct Pairs<'a> {
    base: Option<Series<'a>>,
    other: Option<Series<'a>>,
    paired: Option<Paired>,
    /// Pairs of replications.
    n: u32,
    /// The metric's unit, in each arm that names it.
    units: [Option<Unit>; 2],
    unit: Unit,
}

impl<'a> Pairs<'a> {
    /// Of the replications that both arms have; `None` when neither arm names the metric.
    pub(crate) fn read(base: &'a [Measures], other: &'a [Measures], name: &str) -> Option<Self> {
        let pairs = base.len().min(other.len());
        let (base, other) = (&base[..pairs], &other[..pairs]);
        let units = [unit(base, name), unit(other, name)];
        let unit = units[0].or(units[1])?;
        let read = (Series::read(base, name), Series::read(other, name));
        let paired = match &read {
            (Some(base), Some(other)) => base.paired(other),
            _ => None,
        };
        Some(Self {
            base: read.0,
            other: read.1,
            paired,
            n: n(base),
            units,
            unit,
        })
    }

    /// The estimates of the two arms, each by itself: what [`estimate`](crate::estimate()) gives.
    pub(crate) fn estimates(&self, confidence: f64) -> [Option<Estimate>; 2] {
        let arm = |series: &Option<Series<'_>>, known: Option<Spread>, unit: Option<Unit>| {
            // What pairing could not tell of the variance of one arm, that arm may tell by itself.
            let spread = match known.filter(|it| it.variance.is_some()) {
                Some(known) => Some(known),
                None => series.as_ref().and_then(Series::spread),
            };
            unit.map(|unit| Estimate::of(spread, self.n, confidence, unit))
        };
        let paired = self.paired.as_ref();
        [
            arm(&self.base, paired.map(|it| it.base), self.units[0]),
            arm(&self.other, paired.map(|it| it.other), self.units[1]),
        ]
    }

    /// The difference at a confidence.
    pub(crate) fn difference(&self, confidence: f64) -> Difference {
        let alone = |series: &Option<Series<'_>>| series.as_ref()?.spread().map(|s| s.value);
        let Some(paired) = self.paired else {
            return Difference {
                base: alone(&self.base),
                other: alone(&self.other),
                difference: None,
                low: None,
                high: None,
                p_adjusted: None,
                distinguishable: false,
                variance_ratio: None,
                n: self.n,
                unit: self.unit,
                p: None,
            };
        };
        let pairs = self.n as usize;
        let difference = paired.other.value - paired.base.value;
        let (low, high) = ends(
            Some(difference),
            half_width(paired.variance, pairs, confidence),
        );
        let same = is_rounding(&paired);
        Difference {
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
            n: self.n,
            unit: self.unit,
            p: paired.variance.and_then(|v| {
                if same {
                    Some(1.0)
                } else {
                    p_value(difference, v, count(pairs) - 1.0)
                }
            }),
        }
    }
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
pub(crate) fn p_value(difference: f64, variance: f64, degrees: f64) -> Option<f64> {
    if degrees <= 0.0 {
        return None;
    }
    if difference == 0.0 {
        return Some(1.0);
    }
    if variance == 0.0 {
        return Some(0.0);
    }
    Some(2.0 * student::upper_tail(difference.abs() / variance.sqrt(), degrees))
        .filter(|p| p.is_finite())
}
