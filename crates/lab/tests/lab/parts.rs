//! Parts of a metric say what the metric says.

use std::sync::Arc;

use crate::lab::figure::{mean, paired};
use crate::lab::{difference, estimate, parts};
use kernel::measure::Measure;
use proptest::prelude::*;

use super::{quantiles, ratios, replications, totals};

#[test]
fn by_hand() {
    assert_eq!(
        parts(&totals(&[2.0, 4.0, 6.0]), "m").unwrap(),
        [2.0, 4.0, 6.0]
    );
    // 2/1, 6/2, 4/1: pooled 3; left out 10/3, 3, 8/3: 3 + 2·(−1/3), 3, 3 + 2/3.
    let got = parts(&ratios(&[(2.0, 1.0), (6.0, 2.0), (4.0, 1.0)]), "m").unwrap();
    for (got, known) in got.iter().zip([7.0 / 3.0, 3.0, 11.0 / 3.0]) {
        assert!((got - known).abs() < 1e-12, "{got}");
    }
}

#[test]
fn the_mean_of_the_parts_of_a_tail_is_the_tail() {
    let tails = replications(
        [[1.0, 8.0, 9.0], [2.0, 3.0, 10.0], [4.0, 5.0, 6.0]].map(|values| Measure::Tail {
            from: 0.75,
            values: Arc::from(values),
        }),
    );
    let got = parts(&tails, "m").unwrap();
    // The worst quarter of nine: 10, 9 and a quarter of 8, mean 28/3. Without each: (10 + 6/2)/1.5 = 26/3, (9 + 8/2)/1.5 = 26/3, (10 + 9/2)/1.5 = 29/3,
    // mean 9: parts 28/3 + 2/3, the same, 28/3 − 4/3.
    for (got, known) in got.iter().zip([10.0, 10.0, 8.0]) {
        assert!((got - known).abs() < 1e-12, "{got}");
    }
}

#[test]
fn refused() {
    let message = |got: Result<Vec<f64>, crate::lab::Refused>| got.unwrap_err().to_string();
    assert_eq!(
        message(parts(&totals(&[1.0]), "x")),
        "x is not made of one number a replication: it is named nowhere or undefined; choose a metric that is defined here"
    );
    assert_eq!(
        message(parts(&quantiles(0.9, &[vec![1.0], vec![2.0]]), "m")),
        "m is not made of one number a replication: it is a quantile; take the mean beyond it, or its interval by the bootstrap \
         (estimate, difference)"
    );
    assert!(message(parts(&ratios(&[(1.0, 1.0), (0.0, 0.0)]), "m")).ends_with("run more of them"));
    assert!(
        parts(&ratios(&[(1.0, 1.0)]), "m").is_err()
            && parts(&ratios(&[(0.0, 0.0); 3]), "m").is_err()
    );
}

proptest! {
    #[test]
    fn intervals_of_parts_are_those_of_the_metric(
        pairs in prop::collection::vec(((-50.0..50.0f64, 1.0..9.0f64), (-50.0..50.0f64, 1.0..9.0f64)), 2..12),
    ) {
        let (base, other): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let (base, other) = (ratios(&base), ratios(&other));
        let close = |a: f64, b: Option<f64>| b.is_some_and(|b| (a - b).abs() < 1e-6 * (1.0 + a.abs()));
        let (a, b) = (parts(&base, "m").unwrap(), parts(&other, "m").unwrap());
        let (got, known) = (mean(&a, 0.95).unwrap(), estimate(&base, "m", 0.95).unwrap());
        prop_assert!(close(got.value, known.mean) && close(got.low, known.low) && close(got.high, known.high), "{got:?} {known:?}");
        let (got, known) = (paired(&a, &b, 0.95).unwrap(), difference(&base, &other, "m", 0.95).unwrap());
        prop_assert!(close(got.difference.low, known.low) && close(got.difference.high, known.high), "{got:?} {known:?}");
    }
}
