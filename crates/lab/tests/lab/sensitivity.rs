//! Screening and shares of variance on functions whose answers are known.

use crate::lab::sensitivity::{MOST_RUNS, Morris, Sobol};
use std::f64::consts::PI;

use super::{Luck, prints};

/// sin x₁ + a sin² x₂ + b x₃⁴ sin x₁ on (−π, π)³, a = 7, b = .1 (Ishigami & Homma 1990).
fn ishigami(point: &[f64]) -> f64 {
    let x: Vec<f64> = point.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    let (one, two) = (libm::sin(x[0]), libm::sin(x[1]));
    one + 7.0 * two * two + 0.1 * x[2] * x[2] * x[2] * x[2] * one
}

/// First-order and total shares of the same in closed form, and the variance.
fn ishigami_known() -> ([f64; 3], [f64; 3], f64) {
    let (a, b) = (7.0, 0.1);
    let fourth = PI * PI * PI * PI;
    let one = 0.5 * (1.0 + b * fourth / 5.0) * (1.0 + b * fourth / 5.0);
    let two = a * a / 8.0;
    let both = 8.0 * b * b * fourth * fourth / 225.0;
    let all = one + two + both;
    (
        [one / all, two / all, 0.0],
        [(one + both) / all, two / all, both / all],
        all,
    )
}

fn run(design: &Sobol, of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    (0..design.runs())
        .map(|run| of(&design.point(run)))
        .collect()
}

#[test]
fn the_closed_form_prints_as_published() {
    let (first, total, variance) = ishigami_known();
    for (got, printed) in first
        .into_iter()
        .zip([0.3139, 0.4424, 0.0])
        .chain(total.into_iter().zip([0.5576, 0.4424, 0.2437]))
    {
        prints(got, printed, 4);
    }
    prints(variance, 13.8446, 4);
}

#[test]
fn ishigami_within_its_intervals() {
    let (first, total, variance) = ishigami_known();
    let design = Sobol::new(3, 40_000, 1).unwrap();
    assert_eq!(design.runs(), 200_000);
    // Six intervals at 1 − 1e−5 each: one false alarm in 16 000, and half-widths that would notice a hundredth.
    let got = design.indices(&run(&design, ishigami), 1.0 - 1e-5).unwrap();
    for (got, known) in got
        .first
        .iter()
        .zip(first)
        .chain(got.total.iter().zip(total))
    {
        assert!(!got.excludes(known), "{got:?} does not hold {known}");
        assert!(got.half_width() < 0.05, "{got:?}");
    }
    let (alone, _) = design.shares(&run(&design, ishigami)).unwrap();
    assert_eq!(
        alone,
        got.first.iter().map(|it| it.value).collect::<Vec<_>>()
    );
    assert!(
        (got.variance / variance - 1.0).abs() < 0.03,
        "{}",
        got.variance
    );
}

#[test]
fn intervals_cover() {
    // The bootstrap is approximate: 95 % less five standard deviations of 400 trials (5.4 %), and at most nearly all.
    let (first, total, _) = ishigami_known();
    let mut hits = [0u32; 6];
    for seed in 0..400 {
        let design = Sobol::new(3, 200, seed).unwrap();
        let got = design.indices(&run(&design, ishigami), 0.95).unwrap();
        let all = got
            .first
            .iter()
            .zip(first)
            .chain(got.total.iter().zip(total));
        for (hit, (got, known)) in hits.iter_mut().zip(all) {
            *hit += u32::from(!got.excludes(known));
        }
    }
    assert!(
        hits.iter().all(|hit| (358..=397).contains(hit)),
        "{hits:?} of 400"
    );
}

#[test]
fn a_sum_has_no_interactions_and_a_product_has() {
    // 3u₁ + 4u₂: 9/25, 16/25, 0; first-order and total alike.
    let design = Sobol::new(3, 20_000, 3).unwrap();
    let got = design
        .indices(&run(&design, |u| 3.0 * u[0] + 4.0 * u[1]), 0.9999)
        .unwrap();
    for (at, known) in [0.36, 0.64, 0.0].into_iter().enumerate() {
        assert!(
            !got.first[at].excludes(known) && !got.total[at].excludes(known),
            "{at}: {got:?}"
        );
    }
    assert_eq!(
        (got.total[2].value, got.total[2].high),
        (0.0, 0.0),
        "an input that nothing reads"
    );
    // (u₁ − ½)(u₂ − ½): nothing alone, everything together.
    let got = design
        .indices(&run(&design, |u| (u[0] - 0.5) * (u[1] - 0.5)), 0.9999)
        .unwrap();
    assert!(
        !got.first[0].excludes(0.0) && !got.total[0].excludes(1.0),
        "{got:?}"
    );
}

#[test]
fn a_shift_of_the_output_changes_nothing() {
    let design = Sobol::new(3, 500, 5).unwrap();
    let outputs = run(&design, ishigami);
    let shifted: Vec<f64> = outputs.iter().map(|it| it + 1e6).collect();
    let (plain, moved) = (
        design.indices(&outputs, 0.95).unwrap(),
        design.indices(&shifted, 0.95).unwrap(),
    );
    for (a, b) in plain.first.iter().zip(&moved.first) {
        assert!((a.value - b.value).abs() < 1e-6, "{a:?} {b:?}");
    }
}

#[test]
fn a_further_factor_leaves_the_others_where_they_were() {
    let (three, four) = (Sobol::new(3, 10, 1).unwrap(), Sobol::new(4, 10, 1).unwrap());
    assert!((0..40).all(|run| three.point(run)[..] == four.point(run)[..3]));
}

#[test]
fn sobol_refused() {
    assert_eq!(
        Sobol::new(20, 1_000_000, 1).unwrap_err().to_string(),
        format!(
            "it would take 22000000 runs, and {MOST_RUNS} are the most: take fewer rows, or screen the factors first (sensitivity::morris)"
        )
    );
    assert!(Sobol::new(0, 10, 1).is_err() && Sobol::new(1, 1, 1).is_err());
    let design = Sobol::new(2, 10, 1).unwrap();
    assert_eq!(
        design.indices(&[5.0; 40], 0.95).unwrap_err().to_string(),
        "the outputs are all the same, so there is nothing to divide among causes; choose another figure or wider ranges"
    );
    assert!(
        design.indices(&[5.0; 39], 0.95).is_err() && design.indices(&[f64::NAN; 40], 0.95).is_err()
    );
}

/// Morris's test function of 1991 with the small random coefficients at 0.
fn morris_1991(point: &[f64]) -> f64 {
    let w: Vec<f64> = point
        .iter()
        .enumerate()
        .map(|(at, u)| match at {
            2 | 4 | 6 => 2.0 * (1.1 * u / (u + 0.1) - 0.5),
            _ => 2.0 * (u - 0.5),
        })
        .collect();
    let mut y: f64 = w[..10].iter().map(|w| 20.0 * w).sum();
    for i in 0..6 {
        for j in i + 1..6 {
            y -= 15.0 * w[i] * w[j];
            for l in (j + 1..5).filter(|_| i < 5) {
                y -= 10.0 * w[i] * w[j] * w[l];
                for s in (l + 1..4).filter(|_| i < 4) {
                    y += 5.0 * w[i] * w[j] * w[l] * w[s];
                }
            }
        }
    }
    y
}

#[test]
fn morris_finds_what_his_function_hides() {
    let design = Morris::new(20, 30, 4, 1).unwrap();
    assert_eq!(design.runs(), 630);
    let outputs: Vec<f64> = (0..630)
        .map(|run| morris_1991(&design.point(run)))
        .collect();
    let got = design.screen(&outputs, 0.95).unwrap();
    for (at, it) in got.iter().enumerate() {
        match at {
            // Curved or interacting: large spread.
            0..=6 => assert!(it.size.value > 20.0 && it.spread > 10.0, "{at}: {it:?}"),
            // Linear with coefficient 20 in 2(u − ½): 40 through the whole range.
            7..=9 => assert!(
                (it.mean.value - 40.0).abs() < 1e-9 && it.spread < 1e-9,
                "{at}: {it:?}"
            ),
            _ => assert_eq!((it.size.value, it.spread), (0.0, 0.0), "{at}"),
        }
    }
}

#[test]
fn elementary_effects_of_a_square() {
    // u² on levels 0, ⅓, ⅔, 1 with Δ = ⅔: effects 2·0 + ⅔ and 2·⅓ + ⅔, each half the time: μ = μ* = 1, σ = ⅓.
    let (mut hits, mut spreads) = (0, 0.0);
    let trials = 2_000u32;
    for seed in 0..u64::from(trials) {
        let design = Morris::new(2, 20, 4, seed).unwrap();
        let outputs: Vec<f64> = (0..design.runs())
            .map(|run| design.point(run))
            .map(|u| u[0] * u[0] - u[1])
            .collect();
        let got = design.screen(&outputs, 0.95).unwrap();
        assert!((got[1].mean.value + 1.0).abs() < 1e-12 && (got[1].size.value - 1.0).abs() < 1e-12);
        hits += u32::from(!got[0].mean.excludes(1.0));
        spreads += got[0].spread * got[0].spread;
    }
    // With b of 20 at the lower level the interval holds 1 where 6 ≤ b ≤ 14: P(Bin(20, ½)) = .958611. Five standard deviations: 44.
    assert!(hits.abs_diff(1_917) < 45, "{hits} of {trials}");
    // E s² = 1/9, with standard deviation √(2/(20·19))/9 in a trial: five of them over √2 000 are .0009.
    assert!(
        (spreads / f64::from(trials) - 1.0 / 9.0).abs() < 0.0009,
        "{spreads}"
    );
}

#[test]
fn a_trajectory_moves_every_input_once() {
    let design = Morris::new(5, 8, 6, 9).unwrap();
    let step = 6.0 / (2.0 * 5.0);
    for trajectory in 0..8 {
        let points: Vec<Vec<f64>> = (0..6).map(|at| design.point(6 * trajectory + at)).collect();
        let mut moved = [0u32; 5];
        for pair in points.windows(2) {
            let changed: Vec<usize> = (0..5).filter(|at| pair[0][*at] != pair[1][*at]).collect();
            assert_eq!(changed.len(), 1);
            assert!(((pair[0][changed[0]] - pair[1][changed[0]]).abs() - step).abs() < 1e-12);
            moved[changed[0]] += 1;
        }
        assert_eq!(moved, [1; 5]);
        assert!(points.iter().flatten().all(|u| (0.0..=1.0).contains(u)));
    }
}

#[test]
fn morris_refused() {
    assert_eq!(
        Morris::new(3, 10, 5, 1).unwrap_err().to_string(),
        "the number of levels is 5; it must be even, so that moves up and down visit all levels equally"
    );
    for bad in [
        Morris::new(0, 10, 4, 1),
        Morris::new(3, 1, 4, 1),
        Morris::new(3, 10, 0, 1),
        Morris::new(u32::MAX, u32::MAX, 4, 1),
    ] {
        assert!(bad.is_err());
    }
    let design = Morris::new(1, 2, 4, 1).unwrap();
    let mut luck = Luck(1);
    assert!(design.screen(&[luck.uniform(); 3], 0.95).is_err());
}
