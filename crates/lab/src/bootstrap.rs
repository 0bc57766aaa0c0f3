//! The bootstrap of any statistic: percentile and BCa intervals (Efron 1987; Efron & Tibshirani 1993, ch. 13–14) on keyed luck.
//!
//! What belongs together is drawn together: for a paired comparison the items are pairs, for pooled figures whole replications.
//! Resample b of a seed draws the same places whatever the statistic, so that two statistics of one sample move together.

use kernel::distributions::uniform;
use kernel::{Key, KeyedRng, Streams, id_hash};
use serde::{Deserialize, Serialize};

use crate::figure::Figure;
use crate::refused::{Refused, at_least, at_most, confidence as checked};
use crate::series::count;
use crate::student;

/// The most resamples.
const MOST: u32 = 1_000_000;

/// How the ends of the interval are read from the resamples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    /// Their quantiles as they are: simple, and short in small samples.
    Percentile,
    /// Bias-corrected and accelerated: the quantiles moved for bias and skewness; second-order accurate.
    Bca,
}

/// How to resample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The seed of the resamples; part of what is reported.
    pub seed: u64,
    /// How many, from 100; 2 000 for an interval at 95 %.
    pub resamples: u32,
    /// Confidence, (0, 1).
    pub confidence: f64,
    /// How the ends are read.
    pub method: Method,
}

impl Plan {
    fn checked(&self) -> Result<(), Refused> {
        checked(self.confidence)?;
        at_least("resamples", 100, self.resamples as usize)?;
        at_most(
            "resamples",
            u64::from(MOST),
            u64::from(self.resamples),
            "take fewer: 2 000 are enough at 95 %",
        )
    }
}

/// A statistic of independent items with its interval. For a paired comparison the items are pairs.
///
/// # Errors
/// Fewer than two items or 100 resamples, a confidence outside (0, 1), a statistic that is undefined on the sample, on a resample or on
/// the sample less one item.
pub fn bootstrap<T: Copy>(
    items: &[T],
    statistic: impl Fn(&[T]) -> Option<f64>,
    plan: &Plan,
) -> Result<Figure, Refused> {
    plan.checked()?;
    at_least("items", 2, items.len())?;
    let value = defined(statistic(items), 0)?;
    let mut drawn = Vec::with_capacity(items.len());
    let mut resampled = Vec::with_capacity(plan.resamples as usize);
    for resample in 0..plan.resamples {
        fill(&mut drawn, items, &mut stream(plan.seed, resample, 0));
        resampled.push(defined(statistic(&drawn), resample)?);
    }
    interval(value, resampled, plan, || {
        Ok(skew(&[influence(items, &statistic)?]))
    })
}

/// The difference of a statistic between two independent samples, other − base, each resampled by itself.
///
/// # Errors
/// As [`bootstrap`], of either sample.
pub fn difference<T: Copy>(
    base: &[T],
    other: &[T],
    statistic: impl Fn(&[T]) -> Option<f64>,
    plan: &Plan,
) -> Result<Figure, Refused> {
    plan.checked()?;
    at_least("items in the base sample", 2, base.len())?;
    at_least("items in the other sample", 2, other.len())?;
    let value = defined(statistic(other), 0)? - defined(statistic(base), 0)?;
    let (mut a, mut b) = (Vec::new(), Vec::new());
    let mut resampled = Vec::with_capacity(plan.resamples as usize);
    for resample in 0..plan.resamples {
        fill(&mut a, base, &mut stream(plan.seed, resample, 0));
        fill(&mut b, other, &mut stream(plan.seed, resample, 1));
        resampled.push(defined(statistic(&b), resample)? - defined(statistic(&a), resample)?);
    }
    interval(value, resampled, plan, || {
        let mut base = influence(base, &statistic)?;
        base.iter_mut().for_each(|it| *it = -*it);
        Ok(skew(&[base, influence(other, &statistic)?]))
    })
}

/// The acceleration of a statistic: a sixth of the skewness of its jackknife influences (Efron & Tibshirani 1993, eq. 14.15); 0 when the
/// statistic does not vary.
///
/// # Errors
/// Fewer than two items, a statistic that is undefined without one of them.
pub fn acceleration<T: Copy>(
    items: &[T],
    statistic: impl Fn(&[T]) -> Option<f64>,
) -> Result<f64, Refused> {
    at_least("items", 2, items.len())?;
    Ok(skew(&[influence(items, &statistic)?]))
}

fn defined(statistic: Option<f64>, resample: u32) -> Result<f64, Refused> {
    statistic
        .filter(|it| it.is_finite())
        .ok_or(Refused::NotANumber {
            what: "the statistic of the resamples",
            at: u64::from(resample),
        })
}

/// The luck of a resample of a sample.
pub(crate) fn stream(seed: u64, resample: u32, sample: u32) -> KeyedRng {
    Streams::new(seed, resample).open(Key {
        entity: id_hash("lab.bootstrap"),
        purpose: sample,
        ..Key::default()
    })
}

/// A place out of n, all equally likely.
pub(crate) fn place(luck: &mut KeyedRng, n: usize) -> usize {
    // Below n: a number under 1 times n rounds to n for no n.
    (uniform(luck) * count(n)) as usize
}

fn fill<T: Copy>(drawn: &mut Vec<T>, items: &[T], luck: &mut KeyedRng) {
    drawn.clear();
    drawn.extend(
        items
            .iter()
            .filter_map(|_| items.get(place(luck, items.len()))),
    );
}

/// What each item does to the statistic, over the number of items: mean less leave-one-out.
fn influence<T: Copy>(
    items: &[T],
    statistic: &impl Fn(&[T]) -> Option<f64>,
) -> Result<Vec<f64>, Refused> {
    let mut rest = Vec::with_capacity(items.len());
    let mut without = Vec::with_capacity(items.len());
    for (at, _) in items.iter().enumerate() {
        rest.clear();
        rest.extend(
            items
                .iter()
                .enumerate()
                .filter(|it| it.0 != at)
                .map(|it| *it.1),
        );
        let value = statistic(&rest).filter(|it| it.is_finite());
        without.push(value.ok_or(Refused::NotANumber {
            what: "the statistic without one item",
            at: at as u64,
        })?);
    }
    let mean = without.iter().sum::<f64>() / count(without.len());
    // (n − 1)(mean − leave-one-out)/n: the empirical influence over n, by which samples of unlike size add up.
    let scale = (count(items.len()) - 1.0) / count(items.len());
    Ok(without.iter().map(|it| scale * (mean - it)).collect())
}

/// Σ U³ / (6 (Σ U²)^1.5) over the influences of all samples.
fn skew(samples: &[Vec<f64>]) -> f64 {
    let (mut squares, mut cubes) = (0.0, 0.0);
    for it in samples.iter().flatten() {
        squares += it * it;
        cubes += it * it * it;
    }
    let acceleration = cubes / (6.0 * squares * squares.sqrt());
    if acceleration.is_finite() {
        acceleration
    } else {
        0.0
    }
}

fn interval(
    value: f64,
    mut resampled: Vec<f64>,
    plan: &Plan,
    acceleration: impl FnOnce() -> Result<f64, Refused>,
) -> Result<Figure, Refused> {
    resampled.sort_by(f64::total_cmp);
    let tail = 0.5 * (1.0 - plan.confidence);
    let (low, high) = match plan.method {
        Method::Percentile => (tail, 1.0 - tail),
        Method::Bca => {
            let (a, bias) = (acceleration()?, bias(value, &resampled)?);
            (moved(tail, bias, a)?, moved(1.0 - tail, bias, a)?)
        }
    };
    Ok(Figure {
        value,
        low: quantile(&resampled, low),
        high: quantile(&resampled, high),
    })
}

/// z₀: the normal quantile of the share of resamples below the statistic, ties counted half. Where all lie on one side, as if half a
/// resample lay on the other.
fn bias(value: f64, ascending: &[f64]) -> Result<f64, Refused> {
    let below = count(ascending.partition_point(|it| *it < value));
    let up_to = count(ascending.partition_point(|it| *it <= value));
    let n = count(ascending.len());
    normal((0.5 * (below + up_to)).clamp(0.5, n - 0.5) / n)
}

/// Φ(z₀ + (z₀ + z) / (1 − a(z₀ + z))), z the normal quantile of `share`.
fn moved(share: f64, bias: f64, acceleration: f64) -> Result<f64, Refused> {
    let sum = bias + normal(share)?;
    let below = 1.0 - acceleration * sum;
    // Beyond the pole the transformation has no meaning: the outermost resample.
    if below <= 0.0 {
        return Ok(if sum > 0.0 { 1.0 } else { 0.0 });
    }
    Ok(student::normal_cdf(bias + sum / below))
}

fn normal(share: f64) -> Result<f64, Refused> {
    student::normal_quantile(share).ok_or(Refused::OutOfRange {
        what: "a share of resamples",
        range: "between 0 and 1",
        given: share,
    })
}

/// Of ascending values, type 7 of Hyndman and Fan.
pub(crate) fn quantile(ascending: &[f64], share: f64) -> f64 {
    let last = ascending.len().saturating_sub(1);
    let at = (share * count(last)).clamp(0.0, count(last));
    let k = (at as usize).min(last);
    let next = ascending[(k + 1).min(last)];
    ascending[k] + (at - count(k)) * (next - ascending[k])
}
