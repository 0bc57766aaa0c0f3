//! Chances of finding people: stand-ins, a quorum, a slot that suits everybody.

use deliberation::votes;

use super::luck::{replications, uniform};
use super::{Case, Check, Sample, known};
use crate::closed;

pub(super) const CASES: &[Case] = &[
    Case {
        name: "availability.stand_in.independent",
        source: "1 − u², u = .2",
        expected: 0.96,
        check: Check::Exact {
            digits: 2,
            got: || closed::stand_in(0.2, 0.0),
        },
    },
    Case {
        name: "availability.stand_in.correlated",
        source: "1 − u(u + ρ(1 − u)), u = .2, ρ = .3",
        expected: 0.912,
        check: Check::Exact {
            digits: 3,
            got: || closed::stand_in(0.2, 0.3),
        },
    },
    Case {
        name: "availability.stand_in.simulated",
        source: "1 − u(u + ρ(1 − u)), u = .2, ρ = .3: absences that copy a common one with probability √ρ",
        expected: 0.912,
        check: Check::Interval {
            reference_error: 0.0,
            got: stand_in_simulated,
        },
    },
    Case {
        name: "availability.quorum_5_of_9",
        source: "binomial: at least 5 of 9 present, each with probability .8",
        expected: 0.980_419,
        check: Check::Exact {
            digits: 6,
            got: || known(votes::k_of(5, 9, 0.8)),
        },
    },
    Case {
        name: "common_slot.n3.mean",
        source: "geometric: 1/fⁿ, f = .6, n = 3",
        expected: 4.629_630,
        check: Check::Exact {
            digits: 6,
            got: || closed::common_slot(0.6, 3),
        },
    },
    Case {
        name: "common_slot.n3.simulated",
        source: "geometric: 1/fⁿ, f = .6, n = 3",
        expected: 1.0 / 0.216,
        check: Check::Interval {
            reference_error: 0.0,
            got: common_slot,
        },
    },
];

/// Each leader's absence is a common one with probability √ρ, his own otherwise: the correlation of two is ρ.
fn stand_in_simulated() -> Sample {
    const DAYS: u32 = 2_000;
    let copies = 0.3_f64.sqrt();
    replications(96, |luck| {
        let absent = |day: u64, leader: u64| {
            let whose = if uniform(luck, day, leader, 1) < copies {
                0
            } else {
                leader
            };
            uniform(luck, day, whose, 2) < 0.2
        };
        let served = (0..u64::from(DAYS))
            .filter(|day| !(absent(*day, 1) && absent(*day, 2)))
            .count();
        served as f64 / f64::from(DAYS)
    })
}

/// Number of the first slot in which three leaders are free at once.
fn common_slot() -> Sample {
    const MEETINGS: u32 = 4_000;
    replications(463, |luck| {
        let mut slots = 0u64;
        for meeting in 0..u64::from(MEETINGS) {
            let free = |slot: u32, leader: u64| uniform(luck, meeting, leader, slot) < 0.6;
            slots += 1
                + (0..u32::MAX)
                    .take_while(|slot| !(1..=3).all(|leader| free(*slot, leader)))
                    .count() as u64;
        }
        slots as f64 / f64::from(MEETINGS)
    })
}
