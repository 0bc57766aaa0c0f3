//! The bootstrap against Efron and Tibshirani's printed figures, and its coverage.

use std::cell::RefCell;

use statrs::distribution::{ContinuousCDF, Normal};

use crate::lab::bootstrap::{Method, Plan, acceleration, bootstrap, difference};

use super::coverage::covers;
use super::{Luck, prints};

/// Spatial ability of 26 children (Efron & Tibshirani 1993, table 14.1).
const SPATIAL: [f64; 26] = [
    48.0, 36.0, 20.0, 29.0, 42.0, 42.0, 20.0, 42.0, 22.0, 41.0, 45.0, 14.0, 6.0, 0.0, 33.0, 28.0,
    34.0, 4.0, 32.0, 24.0, 47.0, 41.0, 24.0, 26.0, 30.0, 41.0,
];

fn mean(values: &[f64]) -> Option<f64> {
    Some(values.iter().sum::<f64>() / values.len() as f64)
}

/// Over n, as in the book.
fn variance(values: &[f64]) -> Option<f64> {
    let m = mean(values)?;
    mean(
        &values
            .iter()
            .map(|it| (it - m) * (it - m))
            .collect::<Vec<_>>(),
    )
}

fn plan(method: Method, resamples: u32, confidence: f64) -> Plan {
    Plan {
        seed: 1,
        resamples,
        confidence,
        method,
    }
}

#[test]
fn spatial_ability() {
    // Their variance is 171.5, the acceleration .061; 90 % intervals from 2 000 resamples: percentile (100.8, 233.9), BCa (115.8, 259.6).
    prints(variance(&SPATIAL).unwrap(), 171.5, 1);
    prints(acceleration(&SPATIAL, variance).unwrap(), 0.061, 3);
    for (method, low, high) in [
        (Method::Percentile, 100.8, 233.9),
        (Method::Bca, 115.8, 259.6),
    ] {
        let got = bootstrap(&SPATIAL, variance, &plan(method, 20_000, 0.9)).unwrap();
        // A 5 % quantile of 2 000 values with standard deviation 42 is known to about 2; the BCa ends, whose z₀ is estimated too, to about 3.
        assert!(
            (got.low - low).abs() < 10.0 && (got.high - high).abs() < 15.0,
            "{method:?}: {got:?}"
        );
        prints(got.value, 171.5, 1);
    }
}

#[test]
fn the_acceleration_of_a_mean_is_its_skewness_over_six_roots() {
    // 0, 0, 0, 4: mean 1, third moment (−1 −1 −1 + 27)/4 = 6, second 3: skewness 6/3^1.5, over 6·√4.
    let expected = 6.0 / (3.0 * 3.0_f64.sqrt()) / 12.0;
    let got = acceleration(&[0.0, 0.0, 0.0, 4.0], mean).unwrap();
    assert!((got - expected).abs() < 1e-14, "{got}");
    assert_eq!(acceleration(&[5.0; 4], mean).unwrap(), 0.0);
}

#[test]
fn bca_by_its_formula() {
    // Efron & Tibshirani 1993, eq. 14.9 to 14.14, from the resamples themselves: the statistic writes down what it is asked.
    let asked = RefCell::new(Vec::new());
    let noting = |values: &[f64]| {
        asked.borrow_mut().push(variance(values)?);
        variance(values)
    };
    let got = bootstrap(&SPATIAL, noting, &plan(Method::Bca, 999, 0.9)).unwrap();
    // First the sample, then the resamples, then the jackknife.
    let all = asked.into_inner();
    let (value, mut resampled) = (all[0], all[1..1_000].to_vec());
    resampled.sort_by(f64::total_cmp);
    let below = resampled.iter().filter(|it| **it < value).count();
    let normal = Normal::new(0.0, 1.0).unwrap();
    let bias = normal.inverse_cdf(below as f64 / 999.0);
    let a = acceleration(&SPATIAL, variance).unwrap();
    for (end, z) in [(got.low, -1.644_853_626_951), (got.high, 1.644_853_626_951)] {
        let share = normal.cdf(bias + (bias + z) / (1.0 - a * (bias + z)));
        let place = 998.0 * share;
        let at = place as usize;
        let known = resampled[at] + (place - at as f64) * (resampled[at + 1] - resampled[at]);
        assert!((end - known).abs() < 1e-6, "{end} is not {known}");
    }
    assert!((0.05..0.25).contains(&bias), "theirs is .146 ± .03: {bias}");
}

#[test]
fn pairs_are_drawn_together() {
    // The difference of the means of pairs that differ by 1 is 1 in every resample.
    let pairs: Vec<(f64, f64)> = (0..20)
        .map(|k| (f64::from(k * k), f64::from(k * k) + 1.0))
        .collect();
    let of = |items: &[(f64, f64)]| mean(&items.iter().map(|it| it.1 - it.0).collect::<Vec<_>>());
    for method in [Method::Percentile, Method::Bca] {
        let got = bootstrap(&pairs, of, &plan(method, 200, 0.95)).unwrap();
        assert_eq!((got.value, got.low, got.high), (1.0, 1.0, 1.0));
    }
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_others() {
    let with = |seed| {
        bootstrap(
            &SPATIAL,
            mean,
            &Plan {
                seed,
                ..plan(Method::Bca, 500, 0.95)
            },
        )
        .unwrap()
    };
    assert_eq!(with(1), with(1));
    assert_ne!(with(1), with(2));
}

#[test]
fn refused() {
    let sparse = |resamples, confidence| {
        bootstrap(&SPATIAL, mean, &plan(Method::Bca, resamples, confidence))
    };
    assert_eq!(
        sparse(99, 0.95).unwrap_err().to_string(),
        "99 resamples, but at least 100 are needed: add 1"
    );
    assert!(sparse(200, 1.0).is_err());
    assert!(bootstrap(&[1.0], mean, &plan(Method::Bca, 200, 0.95)).is_err());
    let undefined = |values: &[f64]| (values[0] != values[1]).then_some(1.0);
    let got = bootstrap(&[1.0, 2.0], undefined, &plan(Method::Bca, 200, 0.95))
        .unwrap_err()
        .to_string();
    assert!(
        got.starts_with("the statistic of the resamples: number 0 (from 0) is undefined"),
        "{got}"
    );
}

#[test]
fn coverage() {
    // Of a normal mean the percentile interval is ±1.96 s√((n − 1)/n)/√n: with 40 it covers P(|T₃₉| < 1.935) = .9398.
    covers(0.9398, "percentile, mean of 40", |luck: &mut Luck| {
        let values: Vec<f64> = (0..40).map(|_| luck.normal()).collect();
        let plan = Plan {
            seed: luck.uniform().to_bits(),
            ..plan(Method::Percentile, 400, 0.95)
        };
        !bootstrap(&values, mean, &plan).unwrap().excludes(0.0)
    });
    // BCa of the difference of two normal means, likewise with n + m = 80 values.
    covers(0.944, "BCa, two samples", |luck: &mut Luck| {
        let base: Vec<f64> = (0..40).map(|_| luck.normal()).collect();
        let other: Vec<f64> = (0..40).map(|_| 3.0 + luck.normal()).collect();
        let plan = Plan {
            seed: luck.uniform().to_bits(),
            ..plan(Method::Bca, 400, 0.95)
        };
        !difference(&base, &other, mean, &plan)
            .unwrap()
            .excludes(3.0)
    });
}

#[test]
fn bca_is_better_where_it_matters() {
    // The variance of 40 exponentials, 1: both intervals fall short, BCa by much less.
    let mut luck = Luck(11);
    let (mut percentile, mut bca) = (0, 0);
    for _ in 0..500 {
        let values: Vec<f64> = (0..40).map(|_| luck.exponential()).collect();
        let seed = luck.uniform().to_bits();
        let covers = |method| {
            let plan = Plan {
                seed,
                ..plan(method, 400, 0.95)
            };
            u32::from(!bootstrap(&values, variance, &plan).unwrap().excludes(1.0))
        };
        percentile += covers(Method::Percentile);
        bca += covers(Method::Bca);
    }
    assert!(bca > percentile + 15, "{bca} and {percentile} of 500");
}
