//! Exact intervals of counts.

use crate::figure::Figure;
use crate::refused::{Refused, at_least, confidence as checked, positive};

/// Steps of bisection: more than a double has digits.
const STEPS: u32 = 1_100;

/// The probability of an event seen `hits` times in `trials`, with the exact interval of C. J. Clopper & E. S. Pearson (1934): it covers at least as often as
/// it says, in samples of any size.
///
/// # Errors
/// No trials, more hits than trials, a confidence outside (0, 1).
pub fn clopper_pearson(hits: u32, trials: u32, confidence: f64) -> Result<Figure, Refused> {
    let tail = 0.5 * (1.0 - checked(confidence)?);
    at_least("trials", 1, trials as usize)?;
    at_least("trials", hits as usize, trials as usize)?;
    let low = match hits {
        0 => 0.0,
        _ => rising(1.0, |p| binomial_upper(hits, trials, p), tail),
    };
    let high = match trials - hits {
        0 => 1.0,
        misses => 1.0 - rising(1.0, |p| binomial_upper(misses, trials, p), tail),
    };
    Ok(Figure {
        value: f64::from(hits) / f64::from(trials),
        low,
        high,
    })
}

/// The rate of events seen `events` times in `time`, per its unit, with F. Garwood's exact Poisson interval (1936).
///
/// # Errors
/// Time that is not above 0, a confidence outside (0, 1).
pub fn garwood(events: u32, time: f64, confidence: f64) -> Result<Figure, Refused> {
    let tail = 0.5 * (1.0 - checked(confidence)?);
    positive("the time observed", time)?;
    // No tail that a double can say is reached beyond.
    let most = 2.0 * f64::from(events) + 2_000.0;
    let low = match events {
        0 => 0.0,
        _ => rising(most, |mean| poisson_upper(events, mean), tail),
    };
    let high = rising(most, |mean| poisson_upper(events + 1, mean), 1.0 - tail);
    Ok(Figure {
        value: f64::from(events) / time,
        low: low / time,
        high: high / time,
    })
}

/// Twice the smaller tail of Bin(n, ½), at most 1; 1 for none.
pub(super) fn sign_test(fewer: u32, n: u32) -> f64 {
    if n == 0 {
        return 1.0;
    }
    // P(X ≤ fewer) = P(X ≥ n − fewer).
    (2.0 * binomial_upper(n - fewer, n, 0.5)).min(1.0)
}

/// Where a function that rises from 0 at 0 reaches a value, below `most`.
fn rising(most: f64, function: impl Fn(f64) -> f64, value: f64) -> f64 {
    let (mut low, mut high) = (0.0, most);
    for _ in 0..STEPS {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if function(middle) < value {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// P(X ≥ k) for X binomial, 1 ≤ k ≤ n, 0 < p < 1: the shorter side summed from its largest term, until terms no longer count.
fn binomial_upper(k: u32, n: u32, p: f64) -> f64 {
    let (n, odds) = (f64::from(n), p / (1.0 - p));
    let term = |k: f64| {
        let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
        libm::exp(ways + k * libm::log(p) + (n - k) * libm::log1p(-p))
    };
    let k = f64::from(k);
    if k > n * p {
        sum(term(k), k, n, |k| (n - k) / (k + 1.0) * odds)
    } else {
        1.0 - sum(term(k - 1.0), 0.0, k - 1.0, |down| {
            let k = k - 1.0 - down;
            k / (n - k + 1.0) / odds
        })
    }
}

/// P(X ≥ k) for X Poisson, k ≥ 1.
fn poisson_upper(k: u32, mean: f64) -> f64 {
    let k = f64::from(k);
    let term = |k: f64| libm::exp(k * libm::log(mean) - mean - libm::lgamma(k + 1.0));
    if k > mean {
        sum(term(k), k, f64::INFINITY, |k| mean / (k + 1.0))
    } else {
        1.0 - sum(term(k - 1.0), 0.0, k - 1.0, |down| (k - 1.0 - down) / mean)
    }
}

/// first·(1 + r(at) + r(at)r(at + 1) + …) up to `last`, of ratios that fall.
fn sum(first: f64, mut at: f64, last: f64, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut term, mut sum) = (first, first);
    while at < last && term > sum * 1e-18 {
        term *= ratio(at);
        sum += term;
        at += 1.0;
    }
    sum
}
