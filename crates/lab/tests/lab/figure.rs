//! Intervals of plain numbers, against R's printed output.

use crate::lab::figure::{mean, paired, unpaired};
use crate::lab::{Figure, Refused};

use super::coverage::covers;
use super::{Luck, prints};

/// Hours of sleep gained under two drugs (Student 1908, after Cushny & Peebles; R's `sleep`).
const FIRST: [f64; 10] = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const SECOND: [f64; 10] = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

#[test]
fn sleep_paired() {
    // R: t.test(extra ~ group, sleep, paired = TRUE): t = −4.0621, df = 9, p = .002833, −2.4598858 to −.7001142 (first − second).
    let got = paired(&SECOND, &FIRST, 0.95).unwrap();
    prints(got.difference.value, -1.58, 2);
    prints(got.difference.low, -2.459_885_8, 7);
    prints(got.difference.high, -0.700_114_2, 7);
    prints(got.p, 0.002_833, 6);
    assert_eq!(got.degrees, 9.0);
    // Variances 3.200556 and 4.009; of the difference 1.512889: (3.200556 + 4.009)/1.512889.
    prints(got.variance_ratio.unwrap(), 4.765_4, 4);
}

#[test]
fn sleep_unpaired() {
    // R: t.test(extra ~ group, sleep): t = −1.8608, df = 17.776, p = .07939, −3.3654832 to .2054832.
    let got = unpaired(&SECOND, &FIRST, 0.95).unwrap();
    prints(got.difference.low, -3.365_483_2, 7);
    prints(got.difference.high, 0.205_483_2, 7);
    prints(got.p, 0.079_39, 5);
    prints(got.degrees, 17.776, 3);
    assert_eq!(got.variance_ratio, None);
}

#[test]
fn a_mean_by_hand() {
    // 2, 4, 6: mean 4, s/√3 = 1.154701, t(.975; 2) = 4.302653.
    let got = mean(&[2.0, 4.0, 6.0], 0.95).unwrap();
    prints(got.low, -0.968_275, 6);
    prints(got.half_width(), 4.968_275, 6);
    assert!(got.excludes(9.0) && !got.excludes(0.0));
    let turned = got.times(-2.0);
    assert_eq!(
        (turned.value, turned.low, turned.high),
        (-8.0, -2.0 * got.high, -2.0 * got.low)
    );
}

#[test]
fn what_does_not_vary_is_certain() {
    let got = paired(&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0], 0.95).unwrap();
    assert_eq!(
        got.difference,
        Figure {
            value: 1.0,
            low: 1.0,
            high: 1.0
        }
    );
    assert_eq!((got.p, got.variance_ratio), (0.0, None));
    let same = unpaired(&[1.0; 3], &[1.0; 4], 0.95).unwrap();
    assert_eq!((same.p, same.degrees), (1.0, 5.0));
}

#[test]
fn the_order_of_a_sum_is_no_difference() {
    let base = [0.1 + 0.2, 0.7, 1.1];
    let other = [0.3, 0.7, 1.1];
    assert_ne!(base[0], other[0]);
    let got = paired(&base, &other, 0.95).unwrap();
    assert_eq!(
        (got.difference.value, got.difference.half_width(), got.p),
        (0.0, 0.0, 1.0)
    );
}

#[test]
fn refused() {
    for (got, message) in [
        (
            mean(&[1.0], 0.95).err(),
            "1 values, but at least 2 are needed: add 1",
        ),
        (
            mean(&[1.0, 2.0], 95.0).err(),
            "the confidence is 95; it must be between 0 and 1, both excluded",
        ),
        (
            paired(&[1.0, 2.0], &[1.0], 0.95)
                .map(|it| it.difference)
                .err(),
            "the other group: 1 given where 2 belong; give exactly 2",
        ),
        (
            mean(&[1.0, f64::NAN], 0.95).err(),
            "values: number 1 (from 0) is undefined or not finite; leave it out on both sides, or choose a figure that is defined \
             everywhere",
        ),
    ] {
        assert_eq!(
            got.as_ref().map(Refused::to_string).as_deref(),
            Some(message)
        );
    }
    assert!(
        mean(&[1e308, -1e308], 0.95).is_err(),
        "an interval that overflows"
    );
}

#[test]
fn welch_covers() {
    covers(
        0.95,
        "Welch, unlike spreads and sizes",
        |luck: &mut Luck| {
            let base: Vec<f64> = (0..12).map(|_| luck.normal()).collect();
            let other: Vec<f64> = (0..20).map(|_| 1.0 + 4.0 * luck.normal()).collect();
            !unpaired(&base, &other, 0.95)
                .unwrap()
                .difference
                .excludes(1.0)
        },
    );
}
