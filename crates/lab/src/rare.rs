//! Rare events: few of them in any run, so that normal intervals deceive.
//!
//! - [`clopper_pearson`]: an exact interval of a probability; [`garwood`]: of a rate;
//! - [`discordant`]: an event that happens or not in each pair of runs on common luck: which way it went, and by how much;
//! - [`tail_mean`], [`tail_difference`]: the mean of the worst (expected shortfall);
//! - [`forced`]: runs with the event forced, times its rate.

use serde::{Deserialize, Serialize};

use crate::figure::{Contrast, Figure, mean, paired};
use crate::refused::{Refused, at_least, confidence as checked, finite, length};
use crate::series::quantile::{Of, Pool};
use crate::series::{count, quantile};
use crate::student;

mod counts;

pub use counts::{clopper_pearson, garwood};

/// Pairs in which an event happened in one run and not in the other, and what they say.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Discordant {
    /// Share of the discordant pairs in which it happened under the other arm, with the exact interval of Clopper and Pearson; `None` when there are no such
    /// pairs.
    pub share: Option<Figure>,
    /// Exact two-sided p-value of "as often the one way as the other" (McNemar 1947; twice the smaller binomial tail, at most 1).
    pub p: f64,
    /// Probability under the other arm less that under the base, with the score interval of T. Tango (1998, Stat. Med. 17): about the nominal
    /// coverage, also where nothing happened at all.
    pub difference: Figure,
    /// The same with an interval that covers at least as often as it says in samples of any size: the two discordant shares, each exact at half
    /// the error. Wider.
    pub guaranteed: Figure,
}

/// What `pairs` pairs of runs say of an event that happened only under the base in `only_base` of them, and only under the other arm in `only_other`.
///
/// # Errors
/// No pairs, more discordant pairs than pairs, a confidence outside (0, 1).
pub fn discordant(
    only_base: u32,
    only_other: u32,
    pairs: u32,
    confidence: f64,
) -> Result<Discordant, Refused> {
    let confidence = checked(confidence)?;
    at_least("pairs", 1, pairs as usize)?;
    let both = u64::from(only_base) + u64::from(only_other);
    at_least(
        "pairs",
        usize::try_from(both).unwrap_or(usize::MAX),
        pairs as usize,
    )?;
    let both = both as u32;
    let share = match both {
        0 => None,
        _ => Some(clopper_pearson(only_other, both, confidence)?),
    };
    let half = 1.0 - 0.5 * (1.0 - confidence);
    let fewer = clopper_pearson(only_base, pairs, half)?;
    let more = clopper_pearson(only_other, pairs, half)?;
    let value = (f64::from(only_other) - f64::from(only_base)) / f64::from(pairs);
    Ok(Discordant {
        share,
        p: counts::sign_test(only_base.min(only_other), both),
        difference: tango(only_base, only_other, pairs, confidence)?,
        guaranteed: Figure {
            value,
            low: more.low - fewer.high,
            high: more.high - fewer.low,
        },
    })
}

/// All differences Δ whose score statistic is within the normal quantile: its ends by bisection, for it falls in Δ.
fn tango(base: u32, other: u32, pairs: u32, confidence: f64) -> Result<Figure, Refused> {
    let z = student::normal_quantile(0.5 * (1.0 + confidence)).ok_or(Refused::OutOfRange {
        what: "the confidence",
        range: "so far below 1 that it differs from 1",
        given: confidence,
    })?;
    let (b, c, n) = (f64::from(other), f64::from(base), f64::from(pairs));
    let value = (b - c) / n;
    // (b − c − nΔ) − ± z·√(n(2q + Δ(1 − Δ))), q the likeliest share of "only base" if the difference is Δ.
    let beyond = |delta: f64, z: f64| {
        let linear = -b - c + (2.0 * n - b + c) * delta;
        let constant = -c * delta * (1.0 - delta);
        let root = (linear * linear - 8.0 * n * constant).max(0.0).sqrt();
        let q = (root - linear) / (4.0 * n);
        let variance = (n * (2.0 * q + delta * (1.0 - delta))).max(0.0);
        (b - c) - n * delta - z * variance.sqrt()
    };
    let end = |mut inside: f64, mut outside: f64, z: f64| {
        for _ in 0..200 {
            let middle = 0.5 * (inside + outside);
            // Below the estimate the statistic must stay under z, above it over −z.
            let within = if z > 0.0 {
                beyond(middle, z) <= 0.0
            } else {
                beyond(middle, z) >= 0.0
            };
            if within {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        inside
    };
    Ok(Figure {
        value,
        low: end(value, -1.0, z),
        high: end(value, 1.0, -z),
    })
}

/// The mean of the worst (largest) values beyond a share, pooled over replications: `from` = .95 is the worst twentieth (Acerbi & Tasche 2002).
/// Interval by the bootstrap over whole replications, as [`Measure::Tail`](kernel::measure::Measure::Tail) has it.
///
/// # Errors
/// Fewer than two replications, a share outside [0, 1), a value that is not finite, too few replications with values for an interval, a
/// confidence outside (0, 1).
pub fn tail_mean(replications: &[Vec<f64>], from: f64, confidence: f64) -> Result<Figure, Refused> {
    let confidence = checked(confidence)?;
    let values = sorted("the values", replications)?;
    let slices: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
    let spread = Pool::new(&slices).spread(tail(from)?);
    spread
        .and_then(|it| Some((it.value, it.variance?)))
        .ok_or(empty())
        .and_then(|(value, variance)| {
            crate::figure::figure(value, variance, count(values.len()) - 1.0, confidence)
        })
}

/// The difference of tail means of two arms on common luck, other − base: the same replications are drawn in both.
///
/// # Errors
/// As [`tail_mean`]; arms of unlike length.
pub fn tail_difference(
    base: &[Vec<f64>],
    other: &[Vec<f64>],
    from: f64,
    confidence: f64,
) -> Result<Figure, Refused> {
    let confidence = checked(confidence)?;
    length("replications of the other arm", base.len(), other.len())?;
    let (base, other) = (
        sorted("the base values", base)?,
        sorted("the other values", other)?,
    );
    let pool =
        |values: &[Vec<f64>]| Pool::new(&values.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let paired = quantile::paired(&pool(&base), &pool(&other), tail(from)?).ok_or(empty())?;
    crate::figure::figure(
        paired.other.value - paired.base.value,
        paired.variance.ok_or(empty())?,
        count(base.len()) - 1.0,
        confidence,
    )
}

fn sorted(what: &'static str, replications: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Refused> {
    at_least("replications", 2, replications.len())?;
    replications
        .iter()
        .map(|values| {
            finite(what, values)?;
            let mut values = values.clone();
            values.sort_by(f64::total_cmp);
            Ok(values)
        })
        .collect()
}

fn tail(from: f64) -> Result<Of, Refused> {
    let of = Of::Tail(from);
    if of.is_possible() {
        return Ok(of);
    }
    Err(Refused::OutOfRange {
        what: "the share where the tail begins",
        range: "at least 0 and below 1",
        given: from,
    })
}

fn empty() -> Refused {
    Refused::TooFew {
        what: "replications with values, for some resample draws none of them",
        needed: 2,
        given: 0,
    }
}

/// How often an event happens.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Rate {
    /// Known: an assumption of the scenario, events per unit of time; at least 0.
    Known(f64),
    /// Counted: so many in so much time.
    Counted {
        /// How many.
        events: u32,
        /// In how much time, in the unit of time of the rate; above 0.
        time: f64,
    },
}

/// What an event costs per unit of time: its rate times the mean over runs in which it was forced to happen (one value a run).
///
/// With a known rate the interval is Student's times the rate. With a counted one, rate ([`garwood`]) and mean each have an interval at half the error, and the
/// product is between the extremes of both: it covers at least as often as it says.
///
/// # Errors
/// Fewer than two runs, a value that is not finite, a rate below 0, no time, a confidence outside (0, 1).
pub fn forced(values: &[f64], rate: Rate, confidence: f64) -> Result<Figure, Refused> {
    let confidence = checked(confidence)?;
    let (rate, each) = known(rate, confidence)?;
    Ok(product(rate, mean(values, each)?))
}

/// The difference that a change makes to it, other − base: the same event forced in both arms on common luck. Of the [`Contrast`] of the runs themselves, with its
/// p-value, only the figure is multiplied by the rate.
///
/// # Errors
/// As [`forced`]; arms of unlike length.
pub fn forced_difference(
    base: &[f64],
    other: &[f64],
    rate: Rate,
    confidence: f64,
) -> Result<Contrast, Refused> {
    let confidence = checked(confidence)?;
    let (rate, each) = known(rate, confidence)?;
    let contrast = paired(base, other, each)?;
    Ok(Contrast {
        difference: product(rate, contrast.difference),
        ..contrast
    })
}

/// The rate with its interval, and the confidence left for what it multiplies.
fn known(rate: Rate, confidence: f64) -> Result<(Figure, f64), Refused> {
    match rate {
        Rate::Known(value) if value >= 0.0 && value.is_finite() => Ok((certain(value), confidence)),
        Rate::Known(given) => Err(Refused::OutOfRange {
            what: "the rate of the event",
            range: "finite and at least 0",
            given,
        }),
        Rate::Counted { events, time } => {
            let half = 1.0 - 0.5 * (1.0 - confidence);
            Ok((garwood(events, time, half)?, half))
        }
    }
}

fn certain(value: f64) -> Figure {
    Figure {
        value,
        low: value,
        high: value,
    }
}

/// Of a rate, which is not below 0, and any figure.
fn product(rate: Figure, figure: Figure) -> Figure {
    Figure {
        value: rate.value * figure.value,
        low: (rate.low * figure.low).min(rate.high * figure.low),
        high: (rate.low * figure.high).max(rate.high * figure.high),
    }
}
