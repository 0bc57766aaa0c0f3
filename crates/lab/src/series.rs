//! One metric over all replications, and how sure it is: the three kinds of estimate of the contract.

pub(crate) mod quantile;
pub(crate) mod ratio;
pub(crate) mod total;

use kernel::measure::{Measure, Measures, Unit};

use self::quantile::Pool;

/// A value and the variance of its estimate. The variance is `None` when it cannot be told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub value: f64,
    pub variance: Option<f64>,
}

/// Two arms on the same luck.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Paired {
    pub base: Spread,
    pub other: Spread,
    /// Variance of other − base, the pairing taken into account.
    pub variance: Option<f64>,
}

/// One metric over the replications, in order.
pub(crate) enum Series<'a> {
    Totals(Vec<f64>),
    /// (above, below)
    Ratios(Vec<(f64, f64)>),
    Quantiles {
        at: f64,
        values: Vec<&'a [f64]>,
    },
}

impl<'a> Series<'a> {
    /// Reads a metric out of the replications. `None` when it is undefined: no replication names it, they disagree on its
    /// kind, a total is missing from one of them, or a number is not finite. A ratio or a distribution that is missing
    /// from a replication contributes nothing there.
    pub(crate) fn read(replications: &'a [Measures], name: &str) -> Option<Self> {
        let first = replications.iter().find_map(|r| r.0.get(name))?;
        let each = replications
            .iter()
            .map(|r| r.0.get(name).map(|(measure, _)| measure));
        match &first.0 {
            Measure::Total(_) => each
                .map(|measure| match measure {
                    Some(Measure::Total(total)) if total.is_finite() => Some(*total),
                    _ => None,
                })
                .collect::<Option<_>>()
                .map(Series::Totals),
            Measure::Ratio { .. } => each
                .map(|measure| match measure {
                    Some(Measure::Ratio { above, below })
                        if above.is_finite() && below.is_finite() =>
                    {
                        Some((*above, *below))
                    }
                    None => Some((0.0, 0.0)),
                    _ => None,
                })
                .collect::<Option<_>>()
                .map(Series::Ratios),
            Measure::Quantile { at, .. } => each
                .map(|measure| match measure {
                    Some(Measure::Quantile { at: same, values })
                        if same == at && values.iter().all(|v| v.is_finite()) =>
                    {
                        Some(&values[..])
                    }
                    None => Some(&[][..]),
                    _ => None,
                })
                .collect::<Option<_>>()
                .filter(|_| (0.0..=1.0).contains(at))
                .map(|values| Series::Quantiles { at: *at, values }),
        }
    }

    /// The estimate of one arm; `None` when it is undefined.
    pub(crate) fn spread(&self) -> Option<Spread> {
        match self {
            Series::Totals(totals) => total::spread(totals),
            Series::Ratios(ratios) => ratio::spread(ratios),
            Series::Quantiles { at, values } => Pool::new(values).spread(*at),
        }
    }

    /// The estimate of two arms on the same luck; `None` when either is undefined, their kinds differ, or their
    /// replications are not the same number.
    pub(crate) fn paired(&self, other: &Self) -> Option<Paired> {
        let paired = match (self, other) {
            (Series::Totals(base), Series::Totals(other)) if base.len() == other.len() => {
                total::paired(base, other)
            }
            (Series::Ratios(base), Series::Ratios(other)) if base.len() == other.len() => {
                ratio::paired(base, other)
            }
            (
                Series::Quantiles { at, values: base },
                Series::Quantiles {
                    at: same,
                    values: other,
                },
            ) if at == same && base.len() == other.len() => {
                quantile::paired(&Pool::new(base), &Pool::new(other), *at)
            }
            _ => None,
        };
        // Finite numbers can be too far apart for their difference.
        paired.filter(|p| (p.other.value - p.base.value).is_finite())
    }
}

/// The unit of a metric: that of the first replication that names it.
pub(crate) fn unit(replications: &[Measures], name: &str) -> Option<Unit> {
    replications
        .iter()
        .find_map(|r| r.0.get(name))
        .map(|(_, unit)| *unit)
}

/// Every name any replication uses, in order.
pub(crate) fn names(replications: &[Measures]) -> Vec<&str> {
    let mut names: Vec<&str> = replications
        .iter()
        .flat_map(|r| r.0.keys().map(String::as_str))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A count as a number; replications and values stay far below 2⁵³.
pub(crate) fn count(n: usize) -> f64 {
    n as f64
}
