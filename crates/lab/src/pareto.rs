//! Several metrics at once, none of them worth a stated amount of another: who is not beaten in everything.
//!
//! A point dominates another when it is at least as good in every metric and better in one. The front is what nobody dominates.

use serde::{Deserialize, Serialize};

use crate::bootstrap::{place, stream};
use crate::difference::{ROUNDING, p_value};
use crate::figure::moments;
use crate::holm::holm;
use crate::refused::{Refused, at_least, at_most, confidence as checked, finite, length};
use crate::selection::Goal;
use crate::series::count;

/// The most points: every two are compared.
pub const MOST_POINTS: u32 = 1_000;

/// Whether each point is on the front, from `points[point][metric]`; of equal points all are.
///
/// # Errors
/// No points, no metrics, a point that has not one figure a metric, a figure that is undefined.
pub fn front(points: &[Vec<f64>], goals: &[Goal]) -> Result<Vec<bool>, Refused> {
    size(points.len(), goals)?;
    let mut turned = Vec::with_capacity(points.len());
    for point in points {
        length("figures of a point", goals.len(), point.len())?;
        finite("figures of a point", point)?;
        let figures = point.iter().zip(goals);
        turned.push(figures.map(|(figure, goal)| goal.turned(*figure)).collect());
    }
    Ok(unbeaten(&turned))
}

/// What replications say of one point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Whether its means are on the front.
    pub on_front: bool,
    /// How often they are over bootstrap resamples of replications, 0 to 1. Not a probability that it belongs there: a measure of how firmly.
    pub share: f64,
    /// Who is told to dominate it, the surest; `None` where nobody is: then it cannot be told that it does not belong on the front.
    pub dominated_by: Option<u32>,
    /// The p-value of that sentence, corrected by Holm's method for all pairs of points; 1 where nobody could be.
    pub p_adjusted: f64,
}

/// The front with its uncertainty, from `points[point][metric][replication]`; replication r of all points had the same luck.
///
/// That j dominates i is told when, of the paired differences, every metric's one-sided t test says "j is better": the largest of its p-values counts
/// (intersection-union; Berger 1982), Holm's correction being over all ordered pairs of points. Metrics in which the two never differ are left out, and somebody must be better in one. Resamples draw whole replications, the same for all points.
///
/// # Errors
/// No points, no metrics, a point without one list a metric, lists of unlike length, fewer than two replications, an undefined figure, fewer than 100 resamples or
/// more than 100 000, a confidence outside (0, 1).
pub fn uncertain(
    points: &[Vec<Vec<f64>>],
    goals: &[Goal],
    confidence: f64,
    resamples: u32,
    seed: u64,
) -> Result<Vec<Member>, Refused> {
    let alpha = 1.0 - checked(confidence)?;
    size(points.len(), goals)?;
    at_least("resamples", 100, resamples as usize)?;
    at_most(
        "resamples",
        100_000,
        u64::from(resamples),
        "1 000 are enough",
    )?;
    let replications = points.first().and_then(|it| it.first()).map_or(0, Vec::len);
    at_least("replications", 2, replications)?;
    let mut turned: Vec<Vec<Vec<f64>>> = Vec::with_capacity(points.len());
    for point in points {
        length("metrics of a point", goals.len(), point.len())?;
        let mut metrics = Vec::with_capacity(goals.len());
        for (values, goal) in point.iter().zip(goals) {
            length("replications of a metric", replications, values.len())?;
            finite("replications of a metric", values)?;
            metrics.push(values.iter().map(|it| goal.turned(*it)).collect());
        }
        turned.push(metrics);
    }
    let shares = shares(&turned, replications, resamples, seed);
    let beaten = dominated(&turned)?;
    let on_front = unbeaten(&means(&turned, &vec![1; replications]));
    Ok(on_front
        .into_iter()
        .zip(shares)
        .zip(beaten)
        .map(|((on_front, share), (by, p_adjusted))| Member {
            on_front,
            share,
            dominated_by: by.filter(|_| p_adjusted < alpha),
            p_adjusted,
        })
        .collect())
}

fn size(points: usize, goals: &[Goal]) -> Result<(), Refused> {
    at_least("points", 1, points)?;
    at_least("metrics", 1, goals.len())?;
    at_most(
        "points",
        u64::from(MOST_POINTS),
        points as u64,
        "leave out those that are far from the front",
    )
}

/// Of figures of which more is better.
fn unbeaten(points: &[Vec<f64>]) -> Vec<bool> {
    let beats = |one: &[f64], other: &[f64]| {
        let mut pairs = one.iter().zip(other);
        pairs.clone().all(|(a, b)| a >= b) && pairs.any(|(a, b)| a > b)
    };
    points
        .iter()
        .map(|point| !points.iter().any(|other| beats(other, point)))
        .collect()
}

/// Means when replication r counts `weights[r]` times.
fn means(points: &[Vec<Vec<f64>>], weights: &[u32]) -> Vec<Vec<f64>> {
    let mean = |values: &Vec<f64>| {
        let weighed = values.iter().zip(weights);
        weighed
            .map(|(value, weight)| value * f64::from(*weight))
            .sum::<f64>()
            / count(values.len())
    };
    points
        .iter()
        .map(|it| it.iter().map(mean).collect())
        .collect()
}

fn shares(points: &[Vec<Vec<f64>>], replications: usize, resamples: u32, seed: u64) -> Vec<f64> {
    let mut times = vec![0u32; points.len()];
    for resample in 0..resamples {
        let mut luck = stream(seed, resample, 0);
        let mut weights = vec![0; replications];
        for _ in 0..replications {
            weights[place(&mut luck, replications)] += 1;
        }
        for (times, on) in times.iter_mut().zip(unbeaten(&means(points, &weights))) {
            *times += u32::from(on);
        }
    }
    times
        .into_iter()
        .map(|it| f64::from(it) / f64::from(resamples))
        .collect()
}

/// Of each point, who most surely dominates it, and Holm's p-value of that.
fn dominated(points: &[Vec<Vec<f64>>]) -> Result<Vec<(Option<u32>, f64)>, Refused> {
    let mut pairs = Vec::new();
    for i in 0..points.len() {
        for j in (0..points.len()).filter(|j| *j != i) {
            pairs.push((i, j as u32, dominates(&points[j], &points[i])?));
        }
    }
    let adjusted = holm(&pairs.iter().map(|it| it.2).collect::<Vec<_>>());
    let mut found = vec![(None, 1.0); points.len()];
    for ((i, j, _), p) in pairs.into_iter().zip(adjusted) {
        if p < found[i].1 {
            found[i] = (Some(j), p);
        }
    }
    Ok(found)
}

/// The p-value of "one dominates other".
fn dominates(one: &[Vec<f64>], other: &[Vec<f64>]) -> Result<f64, Refused> {
    let mut largest: Option<f64> = None;
    for (a, b) in one.iter().zip(other) {
        let same = |(a, b): (&f64, &f64)| (a - b).abs() <= ROUNDING * a.abs().max(b.abs());
        if a.iter().zip(b).all(same) {
            continue;
        }
        let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
        let (mean, variance) = moments("replications", &differences)?;
        let both = p_value(mean, variance, count(differences.len()) - 1.0).unwrap_or(1.0);
        let better = if mean > 0.0 { 0.5 * both } else { 1.0 };
        largest = Some(largest.map_or(better, |p| p.max(better)));
    }
    Ok(largest.unwrap_or(1.0))
}
