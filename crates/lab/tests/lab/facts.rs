//! Numbers worked out by hand.

use std::collections::BTreeMap;

use crate::lab::holm::holm;
use crate::lab::{Difference, Estimate, difference, estimate, estimates, family};

use super::{quantiles, ratios, replications, totals};
use kernel::measure::{Measure, Measures};

fn close(got: Option<f64>, expected: f64) {
    assert!(
        got.is_some_and(|got| (got - expected).abs() < 5e-7),
        "{got:?} is not {expected}"
    );
}

#[test]
fn total_is_a_t_interval() {
    // 2, 4, 6: mean 4, s = 2, s/√3 = 1.154701; t(.975; 2) = 4.302653.
    let got = estimate(&totals(&[2.0, 4.0, 6.0]), "m", 0.95).unwrap();
    assert_eq!((got.mean, got.n, got.unit), (Some(4.0), 3, "d"));
    close(got.low, -0.968_275);
    close(got.high, 8.968_275);
}

#[test]
fn ratio_is_pooled_with_a_jackknife_interval() {
    // 2/1, 6/2, 4/1: 12/4; jackknife variance 4/27, standard error .384900.
    let got = estimate(&ratios(&[(2.0, 1.0), (6.0, 2.0), (4.0, 1.0)]), "m", 0.95).unwrap();
    assert_eq!(got.mean, Some(3.0));
    close(got.low, 3.0 - 4.302_652_73 * 0.384_900_18);
    close(got.high, 3.0 + 4.302_652_73 * 0.384_900_18);
}

#[test]
fn quantile_is_pooled() {
    let got = estimate(
        &quantiles(0.5, &[vec![4.0, 1.0], vec![3.0, 2.0], vec![5.0]]),
        "m",
        0.95,
    )
    .unwrap();
    assert_eq!(got.mean, Some(3.0));
    assert!(got.low < got.mean && got.mean < got.high, "{got:?}");
}

#[test]
fn paired_total() {
    // Differences 1, 1, 4: mean 2, standard error 1. Variances of the means: base 4/3, other (9 + 1 + 16)/… = 13/3.
    let got = difference(
        &totals(&[2.0, 4.0, 6.0]),
        &totals(&[3.0, 5.0, 10.0]),
        "m",
        0.95,
    )
    .unwrap();
    assert_eq!(
        (got.base, got.other, got.difference),
        (Some(4.0), Some(6.0), Some(2.0))
    );
    close(got.low, 2.0 - 4.302_653);
    close(got.high, 2.0 + 4.302_653);
    close(got.variance_ratio, 4.0 / 3.0 + 13.0 / 3.0);
    // P(|T₂| > 2) = 1 − 2/√6 = .183503
    close(got.p, 0.183_503_4);
    assert!(!got.distinguishable);
    assert_eq!(got.p_adjusted, None);
}

#[test]
fn paired_ratio() {
    // 2/1, 6/2, 4/1 → 12/4 = 3 against 3/1, 6/2, 6/1 → 15/4.
    // Left out: 10/3, 3, 8/3 against 4, 4.5, 3: differences 2/3, 3/2, 1/3, mean 5/6, squares 1/36 + 16/36 + 9/36 = 13/18.
    // Variance 2/3 · 13/18 = 13/27. Arms: 4/27, and 2/3 · (1/36 + 4/9 + 25/36) = 2/3 · 7/6 = 7/9.
    let base = ratios(&[(2.0, 1.0), (6.0, 2.0), (4.0, 1.0)]);
    let other = ratios(&[(3.0, 1.0), (6.0, 2.0), (6.0, 1.0)]);
    let got = difference(&base, &other, "m", 0.95).unwrap();
    assert_eq!(got.difference, Some(0.75));
    close(
        got.high.zip(got.low).map(|(h, l)| (h - l) / 2.0),
        4.302_652_73 * (13.0_f64 / 27.0).sqrt(),
    );
    close(got.variance_ratio, (4.0 / 27.0 + 7.0 / 9.0) / (13.0 / 27.0));
}

#[test]
fn a_constant_difference_is_certain() {
    let got = difference(
        &totals(&[12.0, 12.0, 12.0]),
        &totals(&[24.0, 24.0, 24.0]),
        "m",
        0.95,
    )
    .unwrap();
    assert_eq!(
        (got.difference, got.low, got.high, got.p),
        (Some(12.0), Some(12.0), Some(12.0), Some(0.0))
    );
    assert!(got.distinguishable);
    assert_eq!(got.variance_ratio, None, "nothing varies");
}

#[test]
fn no_difference_at_all_is_not_distinguishable() {
    for arm in [
        totals(&[0.1, 0.7, 0.2, 0.3]),
        ratios(&[(0.1, 3.0), (0.7, 1.0), (0.2, 9.0)]),
        quantiles(0.9, &[vec![0.1, 5.5], vec![0.3, 0.2], vec![7.7, 1.0]]),
    ] {
        let got = difference(&arm, &arm, "m", 0.95).unwrap();
        assert_eq!(
            (got.difference, got.low, got.high, got.p),
            (Some(0.0), Some(0.0), Some(0.0), Some(1.0))
        );
        assert!(!got.distinguishable);
        assert_eq!(got.variance_ratio, None);
    }
}

#[test]
fn the_order_of_a_sum_is_no_difference() {
    // The same hours added up in another order: 1e-16 apart in every replication, and certain of it.
    let base = totals(&[0.1 + 0.2 + 0.3; 4]);
    let other = totals(&[0.3 + 0.2 + 0.1; 4]);
    assert_ne!(base, other);
    let got = difference(&base, &other, "m", 0.95).unwrap();
    assert!(!got.distinguishable && got.p == Some(1.0), "{got:?}");
}

#[test]
fn undefined_is_none() {
    let nothing_below = ratios(&[(0.0, 0.0), (0.0, 0.0), (0.0, 0.0)]);
    let no_values = quantiles(0.5, &[vec![], vec![]]);
    let not_a_number = totals(&[1.0, f64::NAN, 3.0]);
    let infinite = ratios(&[(1.0, 1.0), (f64::INFINITY, 1.0)]);
    for arm in [nothing_below, no_values, not_a_number, infinite] {
        let got = estimate(&arm, "m", 0.95).unwrap();
        assert_eq!((got.mean, got.low, got.high), (None, None, None));
        assert_eq!(got.n as usize, arm.len());
        let got = difference(&arm, &totals(&[1.0, 2.0, 3.0]), "m", 0.95).unwrap();
        assert_eq!(
            (got.difference, got.low, got.high, got.p),
            (None, None, None, None)
        );
        assert!(!got.distinguishable);
    }
    assert_eq!(
        estimate(&totals(&[1.0]), "another", 0.95),
        None,
        "a name nobody knows"
    );
    assert_eq!(estimate(&[], "m", 0.95), None);
}

#[test]
fn one_replication_has_no_interval() {
    for arm in [
        totals(&[3.0]),
        ratios(&[(3.0, 1.0)]),
        quantiles(0.5, &[vec![3.0]]),
    ] {
        let got = estimate(&arm, "m", 0.95).unwrap();
        assert_eq!(
            (got.mean, got.low, got.high, got.n),
            (Some(3.0), None, None, 1)
        );
        let got = difference(&arm, &arm, "m", 0.95).unwrap();
        assert_eq!(
            (got.difference, got.low, got.high, got.p),
            (Some(0.0), None, None, None)
        );
        assert!(!got.distinguishable);
    }
}

#[test]
fn what_is_missing_from_a_replication() {
    let some = |measure: Option<Measure>| {
        Measures(
            measure
                .map(|m| ("m".to_owned(), (m, "d")))
                .into_iter()
                .collect(),
        )
    };
    let total = [
        some(Some(Measure::Total(3.0))),
        some(None),
        some(Some(Measure::Total(5.0))),
    ];
    assert_eq!(
        estimate(&total, "m", 0.95).unwrap().mean,
        None,
        "a total is never left out silently"
    );
    let ratio = |above, below| Measure::Ratio { above, below };
    let ratios = [
        some(Some(ratio(2.0, 1.0))),
        some(None),
        some(Some(ratio(6.0, 3.0))),
    ];
    assert_eq!(
        estimate(&ratios, "m", 0.95).unwrap().mean,
        Some(2.0),
        "no matters there: nothing above or below"
    );
    let kinds = replications([Measure::Total(1.0), ratio(1.0, 1.0)]);
    assert_eq!(
        estimate(&kinds, "m", 0.95).unwrap().mean,
        None,
        "kinds do not mix"
    );
}

#[test]
fn as_json() {
    let one = estimates(&totals(&[3.0]), 0.95);
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(
        json,
        r#"{"m":{"mean":3.0,"low":null,"high":null,"n":1,"unit":"d"}}"#
    );
    assert_eq!(
        serde_json::from_str::<BTreeMap<String, Estimate>>(&json).unwrap(),
        one
    );
    let pair = difference(&totals(&[1.0, 2.0]), &totals(&[1.0, 2.0]), "m", 0.95).unwrap();
    let json = serde_json::to_string(&pair).unwrap();
    assert_eq!(
        json,
        r#"{"base":1.5,"other":1.5,"difference":0.0,"low":0.0,"high":0.0,"p_adjusted":null,"distinguishable":false,"variance_ratio":null,"n":2,"unit":"d"}"#
    );
    let back: Difference = serde_json::from_str(&json).unwrap();
    assert_eq!(back, Difference { p: None, ..pair });
}

#[test]
fn holm_by_hand() {
    // Ordered .01, .02, .03, .5 with factors 4, 3, 2, 1, never falling.
    assert_eq!(holm(&[0.5, 0.01, 0.03, 0.02]), [0.5, 0.04, 0.06, 0.06]);
    assert_eq!(holm(&[0.6, 0.7]), [1.0, 1.0]);
    assert_eq!(holm(&[]), [0.0; 0]);
}

#[test]
fn a_family_decides_for_its_members_only() {
    let base = totals(&[0.0, 0.0, 0.0, 0.0]);
    let with = |values: &[f64]| difference(&base, &totals(values), "m", 0.95).unwrap();
    // t = 3.873 with 3 degrees of freedom: p = .0305, alone distinguishable, among three claims not.
    let doubtful = with(&[1.0, 2.0, 1.0, 3.0]);
    assert!(doubtful.distinguishable && doubtful.p.unwrap() > 0.05 / 3.0);
    let sure = with(&[1.0, 1.01, 0.99, 1.0]);
    let arm = || {
        BTreeMap::from([
            ("a".to_owned(), doubtful),
            ("b".to_owned(), sure),
            ("rest".to_owned(), doubtful),
        ])
    };
    let mut others = [arm(), arm()];
    family(&mut others, &["a", "b", "not_built_yet"], 0.95);
    for other in &others {
        assert!(!other["a"].distinguishable && other["b"].distinguishable);
        assert_eq!(other["a"].p_adjusted, Some(2.0 * doubtful.p.unwrap()));
        assert_eq!(other["b"].p_adjusted, Some(4.0 * sure.p.unwrap()));
        assert_eq!(other["rest"], doubtful, "exploratory: untouched");
    }
}
