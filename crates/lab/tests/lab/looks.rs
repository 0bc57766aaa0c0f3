//! Looks at n = 8, 16, 32, … and no other.

use crate::lab::looks::{latest_look, level_of_look, replications_of_look};
use crate::lab::{Verdict, look};

use super::{Luck, totals};

#[test]
fn schedule() {
    for (n, k) in [
        (0, 0),
        (1, 0),
        (7, 0),
        (8, 1),
        (15, 1),
        (16, 2),
        (31, 2),
        (32, 3),
        (63, 3),
        (64, 4),
        (1_000, 7),
    ] {
        assert_eq!(latest_look(n), k, "{n}");
    }
    for (k, n, level) in [
        (1, 8, 0.030_396_355),
        (2, 16, 0.007_599_089),
        (3, 32, 0.003_377_373),
        (4, 64, 0.001_899_772),
    ] {
        assert_eq!(replications_of_look(k), n);
        assert!((level_of_look(k, 0.05) - level).abs() < 5e-10, "{k}");
    }
    let all: f64 = (1..100_000).map(|k| level_of_look(k, 0.05)).sum();
    assert!(all < 0.05 && all > 0.049_999, "all looks together: {all}");
}

#[test]
fn verdicts() {
    let base = totals(&[0.0; 16]);
    let noisy = |shift: f64| {
        let mut luck = Luck(1);
        totals(&(0..16).map(|_| shift + luck.normal()).collect::<Vec<_>>())
    };
    let verdict = |n: usize, shift| {
        look(&base[..n], &noisy(shift)[..n], "m", 0.05)
            .unwrap()
            .verdict
    };
    assert_eq!(verdict(7, 9.0), Verdict::TooEarly, "however large");
    assert_eq!(verdict(8, 9.0), Verdict::More);
    assert_eq!(verdict(8, -9.0), Verdict::Less);
    assert_eq!(verdict(16, 0.0), Verdict::NotDistinguishable);
    let undefined = look(&totals(&[f64::NAN; 8]), &base[..8], "m", 0.05).unwrap();
    assert_eq!(
        (undefined.verdict, undefined.difference),
        (Verdict::NotDistinguishable, None)
    );
    assert_eq!(look(&base, &base, "no such metric", 0.05), None);
}

#[test]
fn between_looks_nothing_changes() {
    let mut luck = Luck(2);
    let (base, other): (Vec<f64>, Vec<f64>) = (0..32)
        .map(|_| (luck.normal(), 1.0 + luck.normal()))
        .unzip();
    let at = |n: usize| look(&totals(&base[..n]), &totals(&other[..n]), "m", 0.05).unwrap();
    assert_eq!(at(8), at(15));
    assert_eq!(at(16), at(31));
    assert_ne!(at(15), at(16));
}

#[test]
fn looking_often_does_not_deceive() {
    // 2 000 experiments without any effect, looked at after every replication up to 64: those that ever give a verdict
    // are at most 5 % (here 4.3 % = the levels of the four looks, were they independent). A look at full level after
    // every replication would find something in more than a third of them.
    let mut luck = Luck(3);
    let base = totals(&[0.0; 64]);
    let trials = 2_000;
    let deceived = (0..trials)
        .filter(|_| {
            let other = totals(&(0..64).map(|_| luck.normal()).collect::<Vec<_>>());
            (1..=64).any(|n| {
                let verdict = look(&base[..n], &other[..n], "m", 0.05).unwrap().verdict;
                matches!(verdict, Verdict::Less | Verdict::More)
            })
        })
        .count();
    // Five standard deviations above 5 %: 100 + 5 · 9.75.
    assert!(deceived <= 148, "{deceived} of {trials}");
    assert!(
        deceived >= 30,
        "the levels are being wasted: {deceived} of {trials}"
    );
}
