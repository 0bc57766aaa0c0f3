//! Stopping: at which looks, and that the interval left at the end covers.

use crate::lab::figure::mean;
use crate::lab::looks::level_of_look;
use crate::lab::stopping::{Next, Rule, Target, looks_of_budget, standing, standing_of};
use crate::lab::{Figure, difference};

use super::{Luck, totals};

fn rule(half_width: f64, budget: u32) -> Rule {
    Rule {
        target: Target::HalfWidth(half_width),
        budget,
        confidence: 0.95,
    }
}

/// A figure of which the half-width falls as 8/√n.
fn falling(n: u32, _: f64) -> Option<Figure> {
    let half = 8.0 / f64::from(n).sqrt();
    Some(Figure {
        value: 10.0,
        low: 10.0 - half,
        high: 10.0 + half,
    })
}

#[test]
fn at_which_look() {
    // 8/√n at 8, 16, 32, 64: 2.828, 2, 1.414, 1.
    for (target, budget, available, next, look, n) in [
        (
            1.0,
            1_000,
            0,
            Next::GoOn {
                until: 8,
                expected: 1_000,
            },
            0,
            0,
        ),
        (
            1.0,
            1_000,
            7,
            Next::GoOn {
                until: 8,
                expected: 1_000,
            },
            0,
            0,
        ),
        (
            1.0,
            1_000,
            8,
            Next::GoOn {
                until: 16,
                expected: 64,
            },
            1,
            8,
        ),
        (
            1.0,
            1_000,
            63,
            Next::GoOn {
                until: 64,
                expected: 64,
            },
            3,
            32,
        ),
        (1.0, 1_000, 64, Next::Reached, 4, 64),
        (1.0, 1_000, 999, Next::Reached, 4, 64),
        (3.0, 1_000, 8, Next::Reached, 1, 8),
        (
            1.0,
            50,
            49,
            Next::GoOn {
                until: 50,
                expected: 50,
            },
            3,
            32,
        ),
        (1.0, 50, 50, Next::Spent, 4, 50),
        (1.0, 64, 64, Next::Reached, 4, 64),
        (1.2, 50, 50, Next::Reached, 4, 50),
        (1.0, 5, 5, Next::Spent, 1, 5),
        (
            1e-9,
            u32::MAX,
            8,
            Next::GoOn {
                until: 16,
                expected: u32::MAX,
            },
            1,
            8,
        ),
    ] {
        let got = standing_of(available, &rule(target, budget), falling).unwrap();
        assert_eq!(
            (got.next, got.look, got.n),
            (next, look, n),
            "{target} {budget} {available}"
        );
        let level = if look == 0 {
            0.05
        } else {
            level_of_look(look, 0.05)
        };
        assert!((got.level - level).abs() < 1e-15);
    }
    // A tenth of 10 is 1.
    let share = Rule {
        target: Target::Share(0.1),
        ..rule(1.0, 1_000)
    };
    assert_eq!(
        standing_of(64, &share, falling).unwrap().next,
        Next::Reached
    );
    assert_eq!(standing_of(32, &share, falling).unwrap().n, 32);
    for (budget, looks) in [(2, 1), (7, 1), (8, 1), (9, 2), (16, 2), (1_000, 8)] {
        assert_eq!(looks_of_budget(budget), looks, "{budget}");
    }
}

#[test]
fn what_comes_after_the_end_is_not_read() {
    let mut luck = Luck(4);
    let values: Vec<f64> = (0..200).map(|_| luck.normal()).collect();
    let end = standing(&values, &rule(0.9, 200)).unwrap();
    assert_eq!(end.next, Next::Reached);
    let mut other = values.clone();
    other[end.n as usize..].fill(1e9);
    assert_eq!(standing(&other, &rule(0.9, 200)).unwrap(), end);
    assert_eq!(
        end.figure,
        mean(&values[..end.n as usize], 1.0 - end.level).ok()
    );
}

#[test]
fn an_undefined_figure_goes_on() {
    let got = standing_of(16, &rule(1.0, 100), |_, _| None).unwrap();
    assert_eq!(
        (got.next, got.figure),
        (
            Next::GoOn {
                until: 32,
                expected: 100
            },
            None
        )
    );
    assert_eq!(
        standing_of(100, &rule(1.0, 100), |_, _| None).unwrap().next,
        Next::Spent
    );
}

#[test]
fn metrics_stop_too() {
    let base = totals(&[1.0; 8]);
    let other = totals(&[1.0, 2.0, 1.5, 1.2, 1.4, 1.6, 1.1, 1.9]);
    let got = standing_of(8, &rule(0.5, 100), |n, confidence| {
        let it = difference(&base[..n as usize], &other[..n as usize], "m", confidence)?;
        Some(Figure {
            value: it.difference?,
            low: it.low?,
            high: it.high?,
        })
    });
    assert_eq!(got.unwrap().next, Next::Reached);
}

#[test]
fn the_interval_that_is_left_covers() {
    // Normal numbers, stopped at .7 of their spread: some at the first look, which saw little spread. At least 95 % of 4 000, less five standard
    // deviations: 3 731.
    let mut luck = Luck(9);
    let mut normal = 0;
    for _ in 0..4_000 {
        let values: Vec<f64> = (0..256).map(|_| luck.normal()).collect();
        let end = standing(&values, &rule(0.7, 256)).unwrap();
        assert!(!matches!(end.next, Next::GoOn { .. }));
        normal += u32::from(end.figure.is_some_and(|it| !it.excludes(0.0)));
    }
    assert!(normal >= 3_731, "{normal}");
    // Whoever looks at 95 % after every replication, and stops at the first short interval, is wrong far more often than one time in twenty.
    let naive = (0..2_000)
        .filter(|_| {
            let values: Vec<f64> = (0..256).map(|_| luck.normal()).collect();
            let first = (2..=256)
                .filter_map(|n| mean(&values[..n], 0.95).ok())
                .find(|it| it.half_width() <= 0.7);
            first.is_some_and(|it| it.excludes(0.0))
        })
        .count();
    assert!(naive > 200, "{naive} of 2000");
}

#[test]
fn refused() {
    for bad in [
        rule(0.0, 10),
        rule(f64::NAN, 10),
        rule(1.0, 1),
        Rule {
            confidence: 1.0,
            ..rule(1.0, 10)
        },
    ] {
        assert!(standing(&[1.0; 10], &bad).is_err(), "{bad:?}");
    }
    assert_eq!(
        standing(&[], &rule(-1.0, 10)).unwrap_err().to_string(),
        "the half-width aimed at is -1; it must be finite and above 0"
    );
}
