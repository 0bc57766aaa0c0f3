//! Who takes part, and who is drawn.

use deliberation::participation::{self, Heard, Part};
use deliberation::selection::{Kind, Quota, leximin};
use kernel::distributions::uniform;

use super::luck::{share, trials};
use super::{Case, Sample, exact, known, simulated};

const DRAWN: &str = "1 − (1 − g)ⁿ, a minority of 10 %";
const BETHLEHEM: &str =
    "bias Cov(r, x)/r̄ (Bethlehem 1988): 80 % respond at .001 and support at .5, 20 % at .01 and .1";
const MENG: &str = "f/(1 − f)/ρ², f = .01, ρ = .005 (Meng 2018)";
const LEXIMIN: &str =
    "LEXIMIN (Flanigan et al. 2021), by hand: five of 10, 2 and 6, at most one of the ten";
const CROSSED: &str =
    "LEXIMIN (Flanigan et al. 2021), by hand: four of 6, 1, 1 and 6 under two halves that cross";

pub(super) const CASES: &[Case] = &[
    exact("participation.minority.n6", DRAWN, 0.468_559, 6, || {
        known(participation::at_least_one(0.1, 6))
    }),
    exact("participation.minority.n12", DRAWN, 0.717_570, 6, || {
        known(participation::at_least_one(0.1, 12))
    }),
    exact("participation.minority.n30", DRAWN, 0.957_609, 6, || {
        known(participation::at_least_one(0.1, 30))
    }),
    simulated(
        "participation.minority.n12.simulated",
        DRAWN,
        0.717_570,
        minority,
    ),
    exact(
        "participation.self_selection.true",
        BETHLEHEM,
        0.42,
        6,
        || known(heard().map(|it| it.true_mean)),
    ),
    exact(
        "participation.self_selection.observed",
        BETHLEHEM,
        0.214_286,
        6,
        || known(heard().map(|it| it.observed)),
    ),
    exact(
        "participation.self_selection.by_bias",
        BETHLEHEM,
        0.214_286,
        6,
        || known(heard().map(|it| it.true_mean + it.bias)),
    ),
    exact("participation.effective_size", MENG, 404.04, 2, || {
        known(participation::effective_size(0.01, 0.005))
    }),
    exact(
        "participation.leximin.levels.kind_1",
        LEXIMIN,
        0.100_000,
        6,
        || known(levels(0)),
    ),
    exact(
        "participation.leximin.levels.kind_2",
        LEXIMIN,
        0.500_000,
        6,
        || known(levels(1)),
    ),
    exact(
        "participation.leximin.levels.kind_3",
        LEXIMIN,
        0.500_000,
        6,
        || known(levels(2)),
    ),
    exact(
        "participation.leximin.crossed.kind_1",
        CROSSED,
        0.285_714,
        6,
        || known(crossed(0)),
    ),
    exact(
        "participation.leximin.crossed.kind_2",
        CROSSED,
        0.285_714,
        6,
        || known(crossed(1)),
    ),
];

/// Twelve drawn, each of the minority with one chance in ten.
fn minority() -> Sample {
    trials(717, 1_000, |rng| share((0..12).any(|_| uniform(rng) < 0.1)))
}

fn heard() -> Option<Heard> {
    let part = |people, responds, says| Part {
        people,
        responds,
        says,
    };
    participation::self_selection(&[part(0.8, 0.001, 0.5), part(0.2, 0.01, 0.1)])
}

fn drawn(kinds: &[(u32, &[usize])], quotas: &[(u32, u32)], size: u32, kind: usize) -> Option<f64> {
    let kinds: Vec<Kind> = kinds
        .iter()
        .map(|(pool, features)| Kind {
            pool: *pool,
            features: features.to_vec(),
        })
        .collect();
    let quotas: Vec<Quota> = quotas
        .iter()
        .map(|(lower, upper)| Quota {
            lower: *lower,
            upper: *upper,
        })
        .collect();
    let lottery = leximin(&kinds, &quotas, size).ok()?;
    lottery.member.get(kind).copied()
}

/// The ten share one seat, the eight others four.
fn levels(kind: usize) -> Option<f64> {
    drawn(&[(10, &[0]), (2, &[]), (6, &[])], &[(0, 1)], 5, kind)
}

/// Two women and two men, two young and two old: 6 young women, a young man, an old woman, 6 old men.
fn crossed(kind: usize) -> Option<f64> {
    let kinds: [(u32, &[usize]); 4] = [(6, &[0, 2]), (1, &[1, 2]), (1, &[0, 3]), (6, &[1, 3])];
    drawn(&kinds, &[(2, 2); 4], 4, kind)
}
