//! Talk: which facts come up, who has the floor, how opinions move.

use deliberation::participation::gini;
use deliberation::pooling::{Meeting, Pooled};
use deliberation::{facts, floor, opinions};

use super::luck::{chance, trials};
use super::{Case, Sample, exact, known, simulated};

const STASSER: &str = "1 − (1 − p)^k, p = .3 (Stasser & Titus 1985; Stasser 1988)";
const POOLED: &str = "nine members, 6 shared and 18 unique facts, p = .3 (Stasser 1988)";
const STEPHAN: &str = "share_k = a·r^(k−1), n = 9 (Stephan & Mishler 1952)";
const DEGROOT: &str = "[[½, ½], [¼, ¾]] (DeGroot 1974)";
const FRIEDKIN: &str = "four members, y* = (I − AW)⁻¹(I − A)y₀ (Friedkin & Johnsen 1990)";
const HEGSELMANN: &str = "equidistant start, exact fractions (Hegselmann & Krause 2002)";

pub(super) const CASES: &[Case] = &[
    exact("pooling.surfaces.k3", STASSER, 0.657, 3, || {
        known(facts::holders(3, 0.3))
    }),
    exact("pooling.surfaces.k6", STASSER, 0.882_351, 6, || {
        known(facts::holders(6, 0.3))
    }),
    exact("pooling.surfaces.k9", STASSER, 0.959_646, 6, || {
        known(facts::holders(9, 0.3))
    }),
    exact("pooling.nine_speak.shared", POOLED, 5.758, 3, || {
        known(pooled(9).map(|it| it.shared))
    }),
    exact("pooling.nine_speak.unique", POOLED, 5.400, 3, || {
        known(pooled(9).map(|it| it.unique))
    }),
    exact("pooling.three_speak.shared", POOLED, 3.942, 3, || {
        known(pooled(3).map(|it| it.shared))
    }),
    exact("pooling.three_speak.unique", POOLED, 1.800, 3, || {
        known(pooled(3).map(|it| it.unique))
    }),
    simulated(
        "pooling.nine_speak.shared.simulated",
        POOLED,
        5.757_879,
        || meetings(6, 9, 200),
    ),
    simulated("pooling.nine_speak.unique.simulated", POOLED, 5.4, || {
        meetings(18, 1, 400)
    }),
    exact("floor.r60.top", STEPHAN, 0.404_1, 4, || {
        known(nine(0.60, |it| floor::top(it, 1)))
    }),
    exact("floor.r60.top_three", STEPHAN, 0.792_0, 4, || {
        known(nine(0.60, |it| floor::top(it, 3)))
    }),
    exact("floor.r60.effective", STEPHAN, 3.920, 3, || {
        known(nine(0.60, floor::effective_speakers))
    }),
    exact("floor.r60.gini", STEPHAN, 0.575_9, 4, || {
        known(nine(0.60, gini))
    }),
    exact("floor.r80.top", STEPHAN, 0.231_0, 4, || {
        known(nine(0.80, |it| floor::top(it, 1)))
    }),
    exact("floor.r80.top_three", STEPHAN, 0.563_7, 4, || {
        known(nine(0.80, |it| floor::top(it, 3)))
    }),
    exact("floor.r80.effective", STEPHAN, 6.870, 3, || {
        known(nine(0.80, floor::effective_speakers))
    }),
    exact("floor.r80.gini", STEPHAN, 0.310_0, 4, || {
        known(nine(0.80, gini))
    }),
    exact("opinions.degroot.first", DEGROOT, 0.333_333, 6, || {
        known(degroot(0))
    }),
    exact("opinions.degroot.second", DEGROOT, 0.666_667, 6, || {
        known(degroot(1))
    }),
    exact(
        "opinions.friedkin_johnsen.member_1",
        FRIEDKIN,
        60.020_8,
        4,
        || known(friedkin(0)),
    ),
    exact(
        "opinions.friedkin_johnsen.member_2",
        FRIEDKIN,
        59.984_0,
        4,
        || known(friedkin(1)),
    ),
    exact(
        "opinions.friedkin_johnsen.member_3",
        FRIEDKIN,
        75.000_0,
        4,
        || known(friedkin(2)),
    ),
    exact(
        "opinions.friedkin_johnsen.member_4",
        FRIEDKIN,
        74.986_2,
        4,
        || known(friedkin(3)),
    ),
    exact("opinions.hk.n21.e3_40.clusters", HEGSELMANN, 5.0, 0, || {
        known(clusters(21, (3, 40)))
    }),
    exact("opinions.hk.n21.e3_40.steps", HEGSELMANN, 14.0, 0, || {
        known(steps(21, (3, 40)))
    }),
    exact("opinions.hk.n21.e1_8.clusters", HEGSELMANN, 3.0, 0, || {
        known(clusters(21, (1, 8)))
    }),
    exact("opinions.hk.n21.e1_8.steps", HEGSELMANN, 9.0, 0, || {
        known(steps(21, (1, 8)))
    }),
    exact("opinions.hk.n21.e9_40.clusters", HEGSELMANN, 1.0, 0, || {
        known(clusters(21, (9, 40)))
    }),
    exact("opinions.hk.n21.e9_40.steps", HEGSELMANN, 12.0, 0, || {
        known(steps(21, (9, 40)))
    }),
    exact("opinions.hk.n51.e1_20.clusters", HEGSELMANN, 7.0, 0, || {
        known(clusters(51, (1, 20)))
    }),
    exact("opinions.hk.n51.e1_20.steps", HEGSELMANN, 29.0, 0, || {
        known(steps(51, (1, 20)))
    }),
    exact(
        "opinions.hk.n51.e11_100.clusters",
        HEGSELMANN,
        3.0,
        0,
        || known(clusters(51, (11, 100))),
    ),
    exact("opinions.hk.n51.e11_100.steps", HEGSELMANN, 16.0, 0, || {
        known(steps(51, (11, 100)))
    }),
    exact("opinions.hk.n51.e1_4.clusters", HEGSELMANN, 1.0, 0, || {
        known(clusters(51, (1, 4)))
    }),
    exact("opinions.hk.n51.e1_4.steps", HEGSELMANN, 13.0, 0, || {
        known(steps(51, (1, 4)))
    }),
    exact("opinions.hk.n21.e1_8.low", HEGSELMANN, 0.168_31, 5, || {
        known(cluster(0).map(|it| it.opinion))
    }),
    exact(
        "opinions.hk.n21.e1_8.low.members",
        HEGSELMANN,
        6.0,
        0,
        || known(cluster(0).map(|it| f64::from(it.members))),
    ),
    exact("opinions.hk.n21.e1_8.middle", HEGSELMANN, 0.5, 5, || {
        known(cluster(1).map(|it| it.opinion))
    }),
    exact(
        "opinions.hk.n21.e1_8.middle.members",
        HEGSELMANN,
        9.0,
        0,
        || known(cluster(1).map(|it| f64::from(it.members))),
    ),
    exact("opinions.hk.n21.e1_8.high", HEGSELMANN, 0.831_69, 5, || {
        known(cluster(2).map(|it| it.opinion))
    }),
    exact(
        "opinions.hk.n21.e1_8.high.members",
        HEGSELMANN,
        6.0,
        0,
        || known(cluster(2).map(|it| f64::from(it.members))),
    ),
];

fn pooled(speakers: u32) -> Option<Pooled> {
    let meeting = Meeting {
        members: 9,
        shared: 6,
        unique: 18,
        mention: 0.3,
    };
    meeting.pooled(speakers)
}

/// Facts that come up, each held by so many who speak.
fn meetings(facts: u32, holders: u32, n: u32) -> Sample {
    trials(5_758, n, |rng| {
        (0..facts)
            .map(|_| (0..holders).fold(0.0_f64, |said, _| said.max(chance(rng, 0.3))))
            .sum()
    })
}

fn nine(ratio: f64, of: impl FnOnce(&[f64]) -> Option<f64>) -> Option<f64> {
    of(&floor::shares(9, ratio)?)
}

fn degroot(member: usize) -> Option<f64> {
    let weights = [vec![0.5, 0.5], vec![0.25, 0.75]];
    opinions::social_influence(&weights)?.get(member).copied()
}

fn friedkin(member: usize) -> Option<f64> {
    let weights = [
        vec![0.220, 0.120, 0.360, 0.300],
        vec![0.147, 0.215, 0.344, 0.294],
        vec![0.0, 0.0, 1.0, 0.0],
        vec![0.090, 0.178, 0.446, 0.286],
    ];
    // Everybody yields as far as he listens to others: A = I − diag W.
    let yielding = [0.780, 0.785, 0.0, 0.714];
    let start = [25.0, 25.0, 75.0, 85.0];
    let rest = opinions::friedkin_johnsen(&weights, &yielding, &start)?;
    rest.get(member).copied()
}

fn clusters(n: u32, confidence: (u32, u32)) -> Option<f64> {
    opinions::hegselmann_krause(n, confidence).map(|it| it.clusters.len() as f64)
}

fn steps(n: u32, confidence: (u32, u32)) -> Option<f64> {
    opinions::hegselmann_krause(n, confidence).map(|it| f64::from(it.steps))
}

fn cluster(index: usize) -> Option<opinions::Cluster> {
    let got = opinions::hegselmann_krause(21, (1, 8))?;
    got.clusters.get(index).copied()
}
