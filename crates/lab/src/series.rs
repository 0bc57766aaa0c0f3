//! One metric over all replications, and how sure it is: the three kinds of estimate of the contract.

pub(crate) mod quantile;
pub(crate) mod ratio;
pub(crate) mod total;

use kernel::measure::{Measure, Measures, Unit};

use self::quantile::{Of, Pool};

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
    Pooled {
        of: Of,
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
            Measure::Quantile { at, .. } => pooled(Of::Quantile(*at), each),
            Measure::Tail { from, .. } => pooled(Of::Tail(*from), each),
        }
    }

    /// The estimate of one arm; `None` when it is undefined.
    pub(crate) fn spread(&self) -> Option<Spread> {
        match self {
            Series::Totals(totals) => total::spread(totals),
            Series::Ratios(ratios) => ratio::spread(ratios),
            Series::Pooled { of, values } => Pool::new(values).spread(*of),
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
                Series::Pooled { of, values: base },
                Series::Pooled {
                    of: same,
                    values: other,
                },
            ) if of == same && base.len() == other.len() => {
                quantile::paired(&Pool::new(base), &Pool::new(other), *of)
            }
            _ => None,
        };
        // Finite numbers can be too far apart for their difference.
        paired.filter(|p| (p.other.value - p.base.value).is_finite())
    }
}

/// Values of every replication, if all of them are of this distribution.
fn pooled<'a>(of: Of, each: impl Iterator<Item = Option<&'a Measure>>) -> Option<Series<'a>> {
    each.map(|measure| {
        let (is, values) = match measure {
            None => return Some(&[][..]),
            Some(Measure::Quantile { at, values }) => (Of::Quantile(*at), values),
            Some(Measure::Tail { from, values }) => (Of::Tail(*from), values),
            Some(_) => return None,
        };
        (is == of && values.iter().all(|it| it.is_finite())).then_some(&values[..])
    })
    .collect::<Option<_>>()
    .filter(|_| of.is_possible())
    .map(|values| Series::Pooled { of, values })
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
