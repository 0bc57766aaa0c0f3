//! Prices and break-even by hand, and how often Fieller's sets cover.

use crate::lab::shadow::{BreakEven, RatioSet, break_even, central, one_sided};

use super::coverage::covers;
use super::{Luck, prints};

#[test]
fn prices_by_hand() {
    // Two hours more: 10, 12, 14 days become 9, 10, 11.
    let got = one_sided(&[10.0, 12.0, 14.0], &[9.0, 10.0, 11.0], 2.0, 0.95).unwrap();
    assert_eq!(got.value, -1.0);
    prints(got.half_width(), 4.302_653 / 3.0_f64.sqrt() / 2.0, 6);
    // Two hours less instead: the same price.
    let less = one_sided(&[9.0, 10.0, 11.0], &[10.0, 12.0, 14.0], -2.0, 0.95).unwrap();
    assert_eq!(
        (less.value, less.low, less.high),
        (got.value, got.low, got.high)
    );
}

#[test]
fn a_central_price_is_exact_for_a_parabola() {
    // y = 3x² − 5x at 1.5, 2, 2.5: 6·2 − 5 = 7, and bends by 6; luck that is common cancels.
    let y = |x: f64| 3.0 * x * x - 5.0 * x;
    let at = |x: f64| -> Vec<f64> { [0.0, 4.0, -2.0].iter().map(|luck| y(x) + luck).collect() };
    let got = central(&at(1.5), &at(2.0), &at(2.5), 0.5, 0.95).unwrap();
    for (figure, known) in [(got.per_unit, 7.0), (got.bend, 6.0)] {
        assert!(
            (figure.value - known).abs() < 1e-12 && figure.half_width() < 1e-12,
            "{figure:?}"
        );
    }
    // To one side it is off by half the bend times the step.
    let above = one_sided(&at(2.0), &at(2.5), 0.5, 0.95).unwrap();
    assert!((above.value - 8.5).abs() < 1e-12);
}

#[test]
fn prices_cover() {
    covers(0.95, "central", |luck: &mut Luck| {
        let mut arms = [Vec::new(), Vec::new(), Vec::new()];
        for _ in 0..10 {
            let common = 4.0 * luck.normal();
            for (x, arm) in (-1..=1).zip(&mut arms) {
                arm.push(2.0 * f64::from(x) + common + luck.normal());
            }
        }
        let [below, here, above] = arms;
        !central(&below, &here, &above, 1.0, 0.95)
            .unwrap()
            .per_unit
            .excludes(2.0)
    });
}

#[test]
fn fieller_by_hand() {
    // Gain 3, 4, 5 (mean 4, variance of the mean ⅓), cost 8, 7, 9 (mean 8, ⅓, covariance 1/6); t² at 50 % with 2 degrees of freedom is ⅔:
    // a = 16 − 2/9, b = 32 − 1/9, c = 64 − 2/9: θ = (287 ± √(287² − 142·574))/142.
    let got = break_even(&[3.0, 4.0, 5.0], &[8.0, 7.0, 9.0], 0.5).unwrap();
    assert_eq!(got.ratio, Some(2.0));
    let RatioSet::Between { low, high } = got.set else {
        panic!("{got:?}")
    };
    let root = (287.0_f64 * 287.0 - 142.0 * 574.0).sqrt();
    prints(low, (287.0 - root) / 142.0, 12);
    prints(high, (287.0 + root) / 142.0, 12);
    assert!(got.set.holds(2.0) && !got.set.holds(1.0) && got.set.is_bounded());
}

#[test]
fn fieller_without_bounds_says_so() {
    // No gain to speak of: −1, 0, 1.5 of it, against a cost that is sure.
    let set = |gain: &[f64], cost: &[f64]| break_even(gain, cost, 0.95).unwrap().set;
    let all_but = set(&[-1.0, 0.0, 1.5], &[10.0, 10.1, 9.9]);
    let RatioSet::AllBut { low, high } = all_but else {
        panic!("{all_but:?}")
    };
    assert!(
        low < 0.0 && high > 0.0 && !all_but.holds(0.0) && all_but.holds(1e9) && all_but.holds(-1e9)
    );
    assert!(!all_but.is_bounded());
    assert_eq!(
        set(&[-1.0, 0.0, 1.5], &[-10.0, 10.0, 1.0]),
        RatioSet::Everything
    );
    // Nothing gained at all, for sure.
    assert_eq!(
        break_even(&[0.0; 3], &[10.0, 10.1, 9.9], 0.95).unwrap(),
        BreakEven {
            ratio: None,
            set: RatioSet::Everything
        }
    );
    // What does not vary is sure.
    assert_eq!(
        set(&[2.0; 3], &[6.0; 3]),
        RatioSet::Between {
            low: 3.0,
            high: 3.0
        }
    );
    assert_eq!(
        set(&[2.0; 3], &[0.0; 3]),
        RatioSet::Between {
            low: 0.0,
            high: 0.0
        }
    );
    assert!(RatioSet::From(1.0).holds(2.0) && !RatioSet::UpTo(1.0).holds(2.0));
}

#[test]
fn fieller_covers_however_little_is_gained() {
    for gain in [5.0, 1.0, 0.1] {
        covers(0.95, "Fieller", |luck: &mut Luck| {
            let (gains, costs): (Vec<f64>, Vec<f64>) = (0..8)
                .map(|_| {
                    let common = luck.normal();
                    (
                        gain + common + luck.normal(),
                        3.0 * gain - common + 2.0 * luck.normal(),
                    )
                })
                .unzip();
            break_even(&gains, &costs, 0.95).unwrap().set.holds(3.0)
        });
    }
}

#[test]
fn refused() {
    let message =
        |got: Result<crate::lab::Figure, crate::lab::Refused>| got.unwrap_err().to_string();
    assert_eq!(
        message(one_sided(&[1.0, 2.0], &[1.0, 2.0], 0.0, 0.95)),
        "the size of the step is 0; it must be finite and above 0"
    );
    assert!(central(&[1.0; 2], &[1.0; 2], &[1.0; 2], -1.0, 0.95).is_err());
    assert!(central(&[1.0; 2], &[1.0; 3], &[1.0; 2], 1.0, 0.95).is_err());
    assert!(
        break_even(&[1.0], &[1.0], 0.95).is_err()
            && break_even(&[1.0; 2], &[1.0; 3], 0.95).is_err()
    );
    assert!(
        break_even(&[1e200; 2], &[1.0; 2], 0.95).is_err()
            && break_even(&[f64::NAN; 2], &[1.0; 2], 0.95).is_err()
    );
}
