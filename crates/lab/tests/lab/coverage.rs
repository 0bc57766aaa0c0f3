//! Intervals that say 95 % hold the truth in 95 % of experiments.
//!
//! The count of hits among N experiments is binomial; the bounds below lie five standard deviations out (false alarm
//! 6e-7 each). N = 4 000 notices a coverage of 93 % or 97 %.

use std::collections::BTreeMap;

use crate::lab::figure::{paired, unpaired};
use crate::lab::{difference, estimate, family};

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

/// A county in small: a replication of some 40 matters, each of which takes its work, `pace` times what is drawn for it, and waits. The seed and the
/// replication name its luck, and the mean per matter is `pace` + 2.
fn county(pace: f64, seed: u64, replication: u32) -> f64 {
    let mut luck = Luck(seed ^ (u64::from(replication) << 20));
    let count = 30 + (luck.uniform() * 21.0) as u32;
    let days = (0..count).map(|_| pace * luck.exponential() + 2.0 * luck.exponential());
    days.sum::<f64>() / f64::from(count)
}

#[test]
fn a_known_difference_paired_and_unpaired() {
    // From 3 + 2 to 2.5 + 2 days: on the same luck, and on luck of its own. Means of 40 are nearly normal.
    let arm = |pace, seed| -> Vec<f64> { (0..20).map(|r| county(pace, seed, r)).collect() };
    let (mut narrow, mut wide) = (0.0, 0.0);
    covers(0.95, "on the same luck", |luck| {
        let seed = luck.uniform().to_bits();
        let got = paired(&arm(3.0, seed), &arm(2.5, seed), 0.95).unwrap();
        narrow += got.difference.half_width();
        !got.difference.excludes(-0.5)
    });
    covers(0.95, "on luck of its own", |luck| {
        let (one, two) = (luck.uniform().to_bits(), luck.uniform().to_bits());
        let got = unpaired(&arm(3.0, one), &arm(2.5, two), 0.95).unwrap();
        wide += got.difference.half_width();
        !got.difference.excludes(-0.5)
    });
    // Standard deviations .5 and √(9 + 4 + 6.25 + 4) of a matter: 9.6 times.
    assert!((8.0..11.0).contains(&(wide / narrow)), "{}", wide / narrow);
}

#[test]
fn a_known_difference_of_quantiles() {
    // Medians of exponentials with mean 1 and 1.5 on the same luck: ln 2 apart by half of it. The bootstrap is approximate, as above.
    let mut luck = Luck(8);
    let trials = 1_000;
    let hits = (0..trials)
        .filter(|_| {
            let base: Vec<Vec<f64>> = (0..30)
                .map(|_| (0..40).map(|_| luck.exponential()).collect())
                .collect();
            let longer = |all: &Vec<f64>| all.iter().map(|it| 1.5 * it).collect::<Vec<f64>>();
            let other: Vec<Vec<f64>> = base.iter().map(longer).collect();
            let got = difference(&quantiles(0.5, &base), &quantiles(0.5, &other), "m", 0.95);
            let got = got.unwrap();
            holds(got.low, 0.5 * std::f64::consts::LN_2, got.high)
        })
        .count();
    assert!((915..=985).contains(&hits), "{hits} of {trials}");
}

#[test]
fn a_family_claims_anything_falsely_one_time_in_twenty_at_most() {
    // Five mechanisms, four primaries each, all against the same base; what has no effect may be called distinguishable in 5 % of 2 000 families,
    // and five standard deviations: 149. With none that has an effect, and with a real one in every mechanism.
    let primaries = ["a", "b", "c", "d"];
    for effect in [0.0, 3.0] {
        let mut luck = Luck(10);
        let mut wrong = 0;
        for _ in 0..2_000 {
            let base: Vec<Vec<f64>> = (0..4)
                .map(|_| (0..12).map(|_| luck.normal()).collect())
                .collect();
            let mut others: Vec<BTreeMap<String, _>> = (0..5)
                .map(|_| {
                    let metric = |(name, base): (&&str, &Vec<f64>)| {
                        let adds = if *name == "a" { effect } else { 0.0 };
                        let other: Vec<f64> =
                            base.iter().map(|it| it + adds + luck.normal()).collect();
                        let got = difference(&totals(base), &totals(&other), "m", 0.95);
                        ((*name).to_owned(), got.unwrap())
                    };
                    primaries.iter().zip(&base).map(metric).collect()
                })
                .collect();
            family(&mut others, &primaries, 0.95);
            let told = |name: &str| others.iter().filter(|it| it[name].distinguishable).count();
            let none = primaries.iter().filter(|it| effect == 0.0 || **it != "a");
            wrong += u32::from(none.map(|it| told(it)).sum::<usize>() > 0);
            assert!(effect == 0.0 || told("a") >= 4);
        }
        assert!(wrong <= 149, "{effect}: {wrong} of 2000");
        assert!(effect > 0.0 || wrong > 40, "the family is too shy: {wrong}");
    }
}
