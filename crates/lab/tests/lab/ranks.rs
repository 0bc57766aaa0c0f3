//! Rank correlations against print, closed forms and their promises.

use crate::lab::Refused;
use crate::lab::ranks::{decides, deciding, ranks, spearman};

use super::coverage::covers;
use super::{Luck, prints};

#[test]
fn equals_share_their_ranks() {
    let table: [(&[f64], &[f64]); 4] = [
        (&[], &[]),
        (&[3.0, 1.0, 2.0], &[3.0, 1.0, 2.0]),
        (&[5.0, 1.0, 5.0, 5.0], &[3.0, 1.0, 3.0, 3.0]),
        (&[0.0, -0.0, 1.0, -1.0], &[2.5, 2.5, 4.0, 1.0]),
    ];
    for (values, expected) in table {
        assert_eq!(ranks(values).unwrap(), expected);
    }
    assert!(ranks(&[1.0, f64::NAN]).is_err());
}

/// Hours of television a week by IQ, as Wikipedia's article on Spearman's coefficient works it out: ρ = −29/165, p = 0.627188.
#[test]
fn hours_of_television() {
    let iq = [
        86.0, 97.0, 99.0, 100.0, 101.0, 103.0, 106.0, 110.0, 112.0, 113.0,
    ];
    let hours = [2.0, 20.0, 28.0, 27.0, 50.0, 29.0, 7.0, 17.0, 6.0, 12.0];
    let got = spearman(&iq, &hours, 0.95).unwrap();
    prints(got.value, -29.0 / 165.0, 12);
    prints(got.p, 0.627188, 6);
    assert!(got.low < got.value && got.value < got.high);
}

#[test]
fn what_rises_with_it_in_any_way_is_one_and_certain() {
    let input: Vec<f64> = (0..9).map(|it| f64::from(it) - 4.0).collect();
    let cubes: Vec<f64> = input.iter().map(|it| it * it * it).collect();
    let falling: Vec<f64> = cubes.iter().map(|it| -it).collect();
    for (other, value) in [(&cubes, 1.0), (&falling, -1.0)] {
        let got = spearman(&input, other, 0.95).unwrap();
        assert_eq!(
            (got.value, got.low, got.high, got.p),
            (value, value, value, 0.0)
        );
    }
    // A parabola rises and falls: ranks do not see it, and say so.
    let squares: Vec<f64> = input.iter().map(|it| it * it).collect();
    assert_eq!(spearman(&input, &squares, 0.95).unwrap().value, 0.0);
}

/// Of a bivariate normal law with correlation r, ρ is 6/π asin(r/2) (Pearson 1907).
#[test]
fn the_interval_covers_what_it_says() {
    for (n, r) in [(20, 0.0), (64, 0.0), (64, 0.5)] {
        let truth = 6.0 / std::f64::consts::PI * libm::asin(0.5 * r);
        covers(0.95, "rank correlation", |luck| {
            let one: Vec<f64> = (0..n).map(|_| luck.normal()).collect();
            let rest = libm::sqrt(1.0 - r * r);
            let other: Vec<f64> = one.iter().map(|it| r * it + rest * luck.normal()).collect();
            let got = spearman(&one, &other, 0.95).unwrap();
            got.low <= truth && truth <= got.high
        });
    }
}

#[test]
fn without_any_connection_p_is_below_a_twentieth_in_a_twentieth() {
    covers(0.05, "p", |luck| {
        let mut list = || -> Vec<f64> { (0..64).map(|_| luck.uniform()).collect() };
        let (one, other) = (list(), list());
        spearman(&one, &other, 0.95).unwrap().p < 0.05
    });
}

/// Sixty inputs that do nothing, over 600 experiments: that one of them is named is luck in at most one of twenty, 5 σ allowed.
#[test]
fn of_many_inputs_that_do_nothing_none_is_named() {
    let mut luck = Luck(7);
    let experiments = 600;
    let named = (0..experiments)
        .filter(|_| {
            let inputs: Vec<Vec<f64>> = (0..60)
                .map(|_| (0..64).map(|_| luck.uniform()).collect())
                .collect();
            let output: Vec<f64> = (0..64).map(|_| luck.normal()).collect();
            decides(&deciding(&inputs, &output, 0.95).unwrap()).is_some()
        })
        .count() as f64;
    let (n, p) = (f64::from(experiments), 0.05);
    assert!(
        named < n * p + 5.0 * (n * p * (1.0 - p)).sqrt(),
        "{named} of {n}"
    );
    assert!(named > 0.0, "at exactly nought it would be no test");
}

#[test]
fn the_one_that_decides_is_named_and_what_does_not_vary_is_no_claim() {
    let mut luck = Luck(3);
    let mut list = || -> Vec<f64> { (0..64).map(|_| luck.uniform()).collect() };
    let inputs = vec![list(), vec![2.0; 64], list(), list()];
    let output: Vec<f64> = (0..64)
        .map(|it| libm::exp(3.0 * inputs[2][it]) + inputs[0][it])
        .collect();
    let told = deciding(&inputs, &output, 0.95).unwrap();
    assert_eq!(decides(&told), Some(2));
    assert_eq!(told[1], None);
    let largest = told[2].unwrap();
    assert!(largest.distinguishable && largest.correlation.value > 0.9);
    assert!(
        (largest.p_adjusted - 3.0 * largest.correlation.p).abs()
            < 1e-12 * largest.p_adjusted.max(1e-300)
    );
}

#[test]
fn what_cannot_be_answered_is_refused() {
    let rising = [1.0, 2.0, 3.0, 4.0];
    assert!(matches!(
        spearman(&rising[..3], &rising[..3], 0.95),
        Err(Refused::TooFew { .. })
    ));
    assert!(matches!(
        spearman(&rising, &rising[..3], 0.95),
        Err(Refused::Length { .. })
    ));
    assert!(matches!(
        spearman(&rising, &[1.0; 4], 0.95),
        Err(Refused::Constant(_))
    ));
    assert!(matches!(
        spearman(&rising, &rising, 1.0),
        Err(Refused::OutOfRange { .. })
    ));
    assert!(matches!(
        deciding(&[rising.to_vec()], &[2.0; 4], 0.95),
        Err(Refused::Constant(_))
    ));
    assert!(matches!(
        deciding(&[rising.to_vec()], &[1.0, 2.0, f64::NAN, 3.0], 0.95),
        Err(Refused::NotANumber { .. })
    ));
}
