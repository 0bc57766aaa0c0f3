//! Fronts by hand, and how often a point is wrongly told to be beaten.

use crate::lab::Goal::{Largest, Smallest};
use crate::lab::pareto::{front, uncertain};
use proptest::prelude::*;

use super::Luck;

#[test]
fn fronts_by_hand() {
    // Days (fewer is better) and quality (more is better).
    let points = [
        [30.0, 0.8],
        [40.0, 0.9],
        [40.0, 0.8],
        [25.0, 0.7],
        [30.0, 0.8],
        [60.0, 0.9],
    ]
    .map(Vec::from);
    assert_eq!(
        front(&points, &[Smallest, Largest]).unwrap(),
        [true, true, false, true, true, false]
    );
    // By days alone, and the other way round.
    let days = points.clone().map(|it| vec![it[0]]);
    assert_eq!(
        front(&days, &[Smallest]).unwrap(),
        [false, false, false, true, false, false]
    );
    assert_eq!(
        front(&days, &[Largest]).unwrap(),
        [false, false, false, false, false, true]
    );
}

/// Points of two metrics: means, each replication with luck in common and one's own.
fn replicated(means: &[[f64; 2]], n: usize, own: f64, luck: &mut Luck) -> Vec<Vec<Vec<f64>>> {
    let mut points = vec![vec![Vec::new(); 2]; means.len()];
    for _ in 0..n {
        let common = [3.0 * luck.normal(), 3.0 * luck.normal()];
        for (point, means) in points.iter_mut().zip(means) {
            for ((values, mean), common) in point.iter_mut().zip(means).zip(common) {
                values.push(mean + common + own * luck.normal());
            }
        }
    }
    points
}

#[test]
fn what_luck_leaves_open() {
    let mut luck = Luck(1);
    let means = [[0.0, 0.0], [1.0, 1.0], [1.0, -1.0], [0.98, 1.02]];
    let got = uncertain(
        &replicated(&means, 40, 0.3, &mut luck),
        &[Largest; 2],
        0.95,
        500,
        1,
    )
    .unwrap();
    // 0 is beaten by 1 and 3, 2 by 1 or 3 in one metric only by chance; 1 and 3 cannot be told apart.
    assert!(
        got[0].dominated_by.is_some_and(|by| by == 1 || by == 3) && got[0].share == 0.0,
        "{got:?}"
    );
    assert_eq!(
        [
            got[1].dominated_by,
            got[2].dominated_by,
            got[3].dominated_by
        ],
        [None; 3]
    );
    assert!(
        got[1].share > 0.2 && got[3].share > 0.2 && got[2].share < 1.0,
        "{got:?}"
    );
    assert!(!got[0].on_front && got.iter().any(|it| it.on_front));
}

#[test]
fn the_p_value_by_hand() {
    // Differences 1, 2, 3: t = 2√3 with 2 degrees of freedom, one-sided ½(1 − t/√(2 + t²)); two ordered pairs.
    let points = [vec![vec![0.0, 0.0, 0.0]], vec![vec![1.0, 2.0, 3.0]]];
    let got = uncertain(&points, &[Largest], 0.9, 100, 1).unwrap();
    let expected = 1.0 - (12.0_f64 / 14.0).sqrt();
    assert!(
        (got[0].p_adjusted - expected).abs() < 1e-12 && got[0].dominated_by == Some(1),
        "{got:?}"
    );
    assert_eq!((got[1].p_adjusted, got[1].dominated_by), (1.0, None));
}

#[test]
fn metrics_in_which_two_never_differ_do_not_count() {
    let mut luck = Luck(2);
    let mut points = replicated(&[[0.0, 0.0], [1.0, 0.0]], 20, 0.1, &mut luck);
    points[1][1] = points[0][1].clone();
    let got = uncertain(&points, &[Largest; 2], 0.95, 200, 1).unwrap();
    assert_eq!((got[0].dominated_by, got[1].dominated_by), (Some(1), None));
    assert_eq!((got[0].share, got[1].share), (0.0, 1.0));
    // Less is better: turned round.
    let got = uncertain(&points, &[Smallest; 2], 0.95, 200, 1).unwrap();
    assert_eq!((got[0].dominated_by, got[1].dominated_by), (None, Some(0)));
    let same = uncertain(
        &[points[0].clone(), points[0].clone()],
        &[Largest; 2],
        0.95,
        200,
        1,
    )
    .unwrap();
    assert!(
        same.iter()
            .all(|it| it.dominated_by.is_none() && it.share == 1.0 && it.p_adjusted == 1.0)
    );
}

#[test]
fn a_point_on_the_front_is_seldom_told_to_be_beaten() {
    // As near to being beaten as can be: better ones in one metric, equal ones in the other; three such points. At most 5 % of 1 000 trials, five standard deviations: 84.
    let mut luck = Luck(3);
    let means = [[0.0, 0.0], [5.0, 0.0], [10.0, 0.0]];
    let wrong = (0..1_000)
        .filter(|_| {
            let points = replicated(&means, 12, 1.0, &mut luck);
            let got = uncertain(&points, &[Largest; 2], 0.95, 100, 1).unwrap();
            got.iter().any(|it| it.dominated_by.is_some())
        })
        .count();
    assert!(wrong <= 84, "{wrong}");
}

#[test]
fn refused() {
    let one = vec![vec![vec![1.0, 2.0]]];
    assert!(front(&[], &[Largest]).is_err() && front(&[vec![1.0]], &[]).is_err());
    assert!(
        front(&[vec![1.0, 2.0]], &[Largest]).is_err()
            && front(&[vec![f64::NAN]], &[Largest]).is_err()
    );
    assert!(uncertain(&one, &[Largest], 0.95, 100, 1).is_ok());
    assert!(
        uncertain(&one, &[Largest], 0.95, 99, 1).is_err()
            && uncertain(&one, &[Largest; 2], 0.95, 100, 1).is_err()
    );
    assert!(uncertain(&[vec![vec![1.0]]], &[Largest], 0.95, 100, 1).is_err());
    assert!(
        uncertain(
            &[vec![vec![1.0, 2.0]], vec![vec![1.0]]],
            &[Largest],
            0.95,
            100,
            1
        )
        .is_err()
    );
}

proptest! {
    #[test]
    fn somebody_is_on_the_front_and_whoever_is_not_is_beaten_by_one_who_is(
        points in prop::collection::vec(prop::collection::vec(-3i32..4, 3), 1..20),
    ) {
        let points: Vec<Vec<f64>> = points.iter().map(|it| it.iter().map(|x| f64::from(*x)).collect()).collect();
        let on = front(&points, &[Largest; 3]).unwrap();
        prop_assert!(on.iter().any(|it| *it));
        for (point, _) in points.iter().zip(&on).filter(|it| !it.1) {
            let beaten = points.iter().zip(&on).any(|(other, on)| *on && other != point && other.iter().zip(point).all(|(a, b)| a >= b));
            prop_assert!(beaten);
        }
    }
}
