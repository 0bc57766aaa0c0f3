//! Intervals that say 95 % hold the truth in 95 % of experiments.
//!
//! The count of hits among N experiments is binomial; the bounds below lie five standard deviations out (false alarm
//! 6e-7 each). N = 4 000 notices a coverage of 93 % or 97 %.

use crate::lab::{difference, estimate};

use super::{Luck, quantiles, ratios, totals};

const EXPERIMENTS: u32 = 4_000;

/// Asserts that `hit` holds in `expected` of the experiments.
pub(super) fn covers(expected: f64, what: &str, mut hit: impl FnMut(&mut Luck) -> bool) {
    let mut luck = Luck(20_240_101);
    let hits = (0..EXPERIMENTS).filter(|_| hit(&mut luck)).count() as f64;
    let n = f64::from(EXPERIMENTS);
    let five = 5.0 * (n * expected * (1.0 - expected)).sqrt();
    assert!(
        (hits - n * expected).abs() < five,
        "{what}: {:.2} % of {n}",
        100.0 * hits / n
    );
}

fn holds(low: Option<f64>, truth: f64, high: Option<f64>) -> bool {
    low.is_some_and(|low| low <= truth) && high.is_some_and(|high| truth <= high)
}

#[test]
fn t_interval() {
    for (n, confidence) in [(2, 0.95), (5, 0.95), (30, 0.95), (8, 0.8)] {
        covers(confidence, "total", |luck| {
            let got = estimate(
                &totals(&(0..n).map(|_| 10.0 + luck.normal()).collect::<Vec<_>>()),
                "m",
                confidence,
            );
            let got = got.unwrap();
            holds(got.low, 10.0, got.high)
        });
    }
}

/// A replication of some 40 matters whose mean is 2: their number and their sum go together.
fn matters(luck: &mut Luck) -> (f64, f64) {
    let count = 30 + (luck.uniform() * 21.0) as u32;
    let common = 0.5 * luck.normal();
    let sum: f64 = (0..count).map(|_| 1.0 + luck.exponential() + common).sum();
    (sum, f64::from(count))
}

#[test]
fn jackknife_of_a_ratio() {
    covers(0.95, "ratio", |luck| {
        let got = estimate(
            &ratios(&(0..30).map(|_| matters(luck)).collect::<Vec<_>>()),
            "m",
            0.95,
        )
        .unwrap();
        holds(got.low, 2.0, got.high)
    });
}

#[test]
fn paired_totals_and_ratios() {
    covers(0.95, "paired total", |luck| {
        let (base, other): (Vec<f64>, Vec<f64>) = (0..8)
            .map(|_| {
                let common = 3.0 * luck.normal();
                (common + luck.normal(), common + 1.0 + luck.normal())
            })
            .unzip();
        let got = difference(&totals(&base), &totals(&other), "m", 0.95).unwrap();
        holds(got.low, 1.0, got.high)
    });
    covers(0.95, "paired ratio", |luck| {
        let (base, other): (Vec<_>, Vec<_>) = (0..30)
            .map(|_| {
                let (sum, count) = matters(luck);
                // The other arm: the same matters, each one day longer, and noise of its own.
                ((sum, count), (sum + count + 2.0 * luck.normal(), count))
            })
            .unzip();
        let got = difference(&ratios(&base), &ratios(&other), "m", 0.95).unwrap();
        assert!(
            got.variance_ratio.unwrap() > 10.0,
            "common luck pays: {got:?}"
        );
        holds(got.low, 1.0, got.high)
    });
}

#[test]
fn bootstrap_of_a_quantile() {
    // The bootstrap is approximate; 30 replications of 40 exponentials, of which the median is ln 2.
    let mut luck = Luck(7);
    let trials = 1_000;
    let mut replication = || {
        (0..30)
            .map(|_| (0..40).map(|_| luck.exponential()).collect::<Vec<f64>>())
            .collect::<Vec<_>>()
    };
    for (at, truth) in [
        (0.5, std::f64::consts::LN_2),
        (0.9, std::f64::consts::LN_10),
    ] {
        let hits = (0..trials)
            .filter(|_| {
                let got = estimate(&quantiles(at, &replication()), "m", 0.95).unwrap();
                holds(got.low, truth, got.high)
            })
            .count();
        // 95 % less five standard deviations (3.4 %), and at most all of them but a few.
        assert!((915..=985).contains(&hits), "p = {at}: {hits} of {trials}");
    }
}

#[test]
fn no_effect_is_called_distinguishable_one_time_in_twenty() {
    covers(0.05, "false alarm", |luck| {
        let (base, other): (Vec<f64>, Vec<f64>) =
            (0..30).map(|_| (luck.normal(), luck.normal())).unzip();
        difference(&totals(&base), &totals(&other), "m", 0.95)
            .unwrap()
            .distinguishable
    });
}
