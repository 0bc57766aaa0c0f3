//! LEXIMIN where quotas are nested: each group has one, some groups have one together, and all fill the panel.
//!
//! Such quotas are a laminar family, and the panels that meet them are the whole-number points of a polytope whose corners are whole
//! numbers. LEXIMIN then needs no linear programme: seats are filled like connected vessels, every member's probability rising alike until
//! his group is full, and a group that must have more has what it must. And one number draws a panel, because rounding running sums rounds
//! each group, those together, and all of them up or down by less than a seat. The general case is [`leximin`](super::leximin); a test holds the two
//! against each other.

use super::{Quota, Unmet};

/// A group that seats may go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vessel {
    /// People in the pool.
    pub pool: u32,
    /// Seats of the group; without a quota of its own `0..=u32::MAX`.
    pub quota: Quota,
    /// It is one of those that have a quota together.
    pub together: bool,
}

/// Seats of each group as LEXIMIN has them on average: its probability times the people in its pool.
///
/// # Errors
///
/// [`Unmet::PoolTooSmall`]; or [`Unmet::Quotas`], which names groups by index, and the quota together by the number of groups.
pub fn seats(groups: &[Vessel], together: Quota, size: u32) -> Result<Vec<f64>, Unmet> {
    let pool = groups.iter().map(|it| u64::from(it.pool)).sum();
    if pool < u64::from(size) {
        return Err(Unmet::PoolTooSmall { pool, size });
    }
    if !is_met(groups, together, size) {
        return Err(Unmet::Quotas(contradiction(groups, together, size)));
    }
    let all = |_: &Vessel| true;
    let mut seats = fill(groups, all, f64::from(size));
    let sum = |seats: &[f64]| -> f64 {
        let of = groups.iter().zip(seats).filter(|it| it.0.together);
        of.map(|it| it.1).sum()
    };
    let (have, may) = (
        sum(&seats),
        (f64::from(together.lower), f64::from(together.upper)),
    );
    let wanted = have.max(may.0).min(may.1);
    if groups.iter().any(|it| it.together) && wanted != have {
        // They have what they must, no more, and no less: on either side the vessels are connected.
        let these = fill(groups, |it| it.together, wanted);
        let others = fill(groups, |it| !it.together, f64::from(size) - wanted);
        for (it, (a, b)) in seats.iter_mut().zip(these.iter().zip(&others)) {
            *it = a + b;
        }
    }
    Ok(seats)
}

/// The panel that a number within \[0, 1) draws, with these seats on average: for each group the one or the other of the whole numbers beside
/// them, and so for those together.
#[must_use]
pub fn drawn(groups: &[Vessel], seats: &[f64], number: f64) -> Vec<u32> {
    let mut panel = vec![0; groups.len()];
    let mut running = 0.0;
    let mut before = 0.0;
    for together in [true, false] {
        for (at, it) in groups.iter().enumerate() {
            if it.together != together {
                continue;
            }
            running += seats.get(at).copied().unwrap_or(0.0);
            // A whole number but for rounding is one.
            let whole = libm::round(running);
            if libm::fabs(running - whole) < 1e-9 {
                running = whole;
            }
            let until = libm::floor(running + number);
            if let Some(seats) = panel.get_mut(at) {
                *seats = (until - before) as u32;
            }
            before = until;
        }
    }
    panel
}

/// Least and most seats of a group, its pool considered.
fn bounds(it: &Vessel) -> (u32, u32) {
    (it.quota.lower, it.quota.upper.min(it.pool))
}

fn is_met(groups: &[Vessel], together: Quota, size: u32) -> bool {
    let within = |it: &Vessel| bounds(it).0 <= bounds(it).1;
    let sums = |of: bool| {
        let of = groups.iter().filter(move |it| it.together == of);
        of.map(bounds).fold((0_u64, 0_u64), |sum, it| {
            (sum.0 + u64::from(it.0), sum.1 + u64::from(it.1))
        })
    };
    let ((least, most), others, size) = (sums(true), sums(false), u64::from(size));
    // What those together may have, by their own quotas, by that they have together, and by what the others must leave and may take.
    let least = least
        .max(u64::from(together.lower))
        .max(size.saturating_sub(others.1));
    let most = most
        .min(u64::from(together.upper))
        .min(size.saturating_sub(others.0));
    groups.iter().all(within) && others.0 <= size && least <= most
}

/// Quotas that contradict each other: each is dropped without which the rest still do.
fn contradiction(groups: &[Vessel], together: Quota, size: u32) -> Vec<usize> {
    const FREE: Quota = Quota {
        lower: 0,
        upper: u32::MAX,
    };
    let (mut groups, mut together) = (groups.to_vec(), together);
    let mut needed = Vec::new();
    for at in 0..groups.len() {
        let kept = std::mem::replace(&mut groups[at].quota, FREE);
        if kept != FREE && is_met(&groups, together, size) {
            groups[at].quota = kept;
            needed.push(at);
        }
    }
    let kept = std::mem::replace(&mut together, FREE);
    if kept != FREE && is_met(&groups, together, size) {
        needed.push(groups.len());
    }
    needed
}

/// Fills groups with so many seats: each has a share of its pool up to one level that all have in common, or its least or most. Others have none.
fn fill(groups: &[Vessel], of: impl Fn(&Vessel) -> bool, total: f64) -> Vec<f64> {
    let at = |level: f64, it: &Vessel| {
        let (least, most) = bounds(it);
        if of(it) {
            (level * f64::from(it.pool)).clamp(f64::from(least), f64::from(most.max(least)))
        } else {
            0.0
        }
    };
    let sum = |level: f64| -> f64 { groups.iter().map(|it| at(level, it)).sum() };
    // Between two neighbouring levels at which a group begins to rise or is full, the sum is a straight line.
    let pooled = groups.iter().filter(|it| of(it) && it.pool > 0);
    let turns = pooled.flat_map(|it| {
        let (least, most) = bounds(it);
        [least, most].map(|seats| f64::from(seats) / f64::from(it.pool))
    });
    let mut turns: Vec<f64> = turns.chain([0.0, 1.0]).collect();
    kernel::order::sort_short(&mut turns, |a, b| a < b);
    let above = turns.iter().position(|&level| sum(level) >= total);
    let level = match above {
        None => turns.last().copied().unwrap_or(0.0),
        Some(0) => turns[0],
        Some(above) => {
            let (from, to) = (turns[above - 1], turns[above]);
            let (low, high) = (sum(from), sum(to));
            from + (to - from) * ((total - low) / (high - low))
        }
    };
    groups.iter().map(|it| at(level, it)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Kind, leximin};
    use super::*;

    fn quota(lower: u32, upper: u32) -> Quota {
        Quota { lower, upper }
    }

    fn vessel(pool: u32, quota: Quota, together: bool) -> Vessel {
        Vessel {
            pool,
            quota,
            together,
        }
    }

    const FREE: Quota = Quota {
        lower: 0,
        upper: u32::MAX,
    };

    #[test]
    fn vessels_by_hand() {
        let of = |groups: &[Vessel], together, size| -> Vec<f64> {
            let seats = seats(groups, together, size).unwrap();
            seats
                .iter()
                .map(|it| libm::round(it * 1e12) / 1e12)
                .collect()
        };
        // Without quotas everybody is as likely: five of twenty.
        let three = [
            vessel(10, FREE, true),
            vessel(4, FREE, true),
            vessel(6, FREE, false),
        ];
        assert_eq!(of(&three, FREE, 5), [2.5, 1.0, 1.5]);
        // Those together must have four of the five: 4/14 each, and 1/6.
        assert_eq!(
            of(&three, quota(4, 5), 5),
            [2.857_142_857_143, 1.142_857_142_857, 1.0]
        );
        // One group must have three of its four, another no more than one: what is left is the first's.
        let bound = [
            vessel(10, FREE, true),
            vessel(4, quota(3, 4), true),
            vessel(6, quota(0, 1), false),
        ];
        assert_eq!(of(&bound, FREE, 5), [1.25, 3.0, 0.75]);
        assert_eq!(of(&bound, FREE, 9), [5.0, 3.0, 1.0]);
        assert_eq!(of(&[], FREE, 0), []);
    }

    #[test]
    fn what_contradicts_is_named() {
        let groups = [
            vessel(10, quota(4, 10), true),
            vessel(5, quota(0, 5), false),
        ];
        for (groups, together, size, expected) in [
            (groups, FREE, 16, Unmet::PoolTooSmall { pool: 15, size: 16 }),
            (groups, FREE, 3, Unmet::Quotas(vec![0])),
            (groups, quota(0, 3), 6, Unmet::Quotas(vec![0, 2])),
            (groups, quota(11, 15), 12, Unmet::Quotas(vec![2])),
            (
                [vessel(3, quota(4, 9), true), groups[1]],
                FREE,
                5,
                Unmet::Quotas(vec![0]),
            ),
        ] {
            assert_eq!(seats(&groups, together, size), Err(expected));
        }
    }

    #[test]
    fn every_number_draws_a_panel_and_all_of_them_the_seats() {
        let groups = [
            vessel(9, FREE, false),
            vessel(7, FREE, true),
            vessel(5, FREE, true),
        ];
        let shares = seats(&groups, FREE, 5).unwrap();
        let mut sums = [0.0; 3];
        let runs = 21_000;
        for run in 0..runs {
            let panel = drawn(&groups, &shares, (f64::from(run) + 0.5) / f64::from(runs));
            assert_eq!(panel.iter().sum::<u32>(), 5);
            let together = f64::from(panel[1] + panel[2]);
            assert!((together - shares[1] - shares[2]).abs() < 1.0);
            for (sum, (seats, share)) in sums.iter_mut().zip(panel.iter().zip(&shares)) {
                assert!((f64::from(*seats) - share).abs() < 1.0);
                *sum += f64::from(*seats) / f64::from(runs);
            }
        }
        for (sum, share) in sums.iter().zip(&shares) {
            assert!((sum - share).abs() < 1e-3, "{sum} {share}");
        }
    }

    fn group() -> impl Strategy<Value = Vessel> {
        (0_u32..30, 0_u32..6, 0_u32..12, any::<bool>(), any::<bool>()).prop_map(
            |(pool, lower, more, free, together)| {
                let own = if free {
                    FREE
                } else {
                    quota(lower, lower + more)
                };
                vessel(pool, own, together)
            },
        )
    }

    proptest! {
        #[test]
        fn vessels_are_leximin(groups in prop::collection::vec(group(), 1..6), size in 1_u32..20, least in 0_u32..8, more in 0_u32..20) {
            let together = quota(least, least + more);
            let own = groups.iter().map(|it| quota(it.quota.lower, it.quota.upper.min(1_000)));
            let quotas: Vec<Quota> = own.chain([together]).collect();
            let kind = |(at, it): (usize, &Vessel)| Kind {
                pool: it.pool,
                features: std::iter::once(at).chain(it.together.then_some(groups.len())).collect(),
            };
            let kinds: Vec<Kind> = groups.iter().enumerate().map(kind).collect();
            match (seats(&groups, together, size), leximin(&kinds, &quotas, size)) {
                (Ok(seats), Ok(lottery)) => {
                    for ((seats, member), it) in seats.iter().zip(&lottery.member).zip(&groups) {
                        prop_assert!((seats - member * f64::from(it.pool)).abs() < 1e-5, "{seats} {member} {groups:?}");
                    }
                    for number in [0.0, 0.3, 0.999] {
                        let panel = drawn(&groups, &seats, number);
                        prop_assert_eq!(panel.iter().sum::<u32>(), size);
                        let sum: u32 = groups.iter().zip(&panel).filter(|it| it.0.together).map(|it| it.1).sum();
                        prop_assert!((together.lower..=together.upper).contains(&sum));
                        for (it, seats) in groups.iter().zip(&panel) {
                            prop_assert!((it.quota.lower..=it.quota.upper.min(it.pool)).contains(seats));
                        }
                    }
                }
                (Err(ours), Err(theirs)) => match (&ours, &theirs) {
                    (Unmet::PoolTooSmall { .. }, _) => prop_assert_eq!(ours, theirs),
                    (Unmet::Quotas(which), Unmet::Quotas(_)) => prop_assert!(!which.is_empty()),
                    _ => prop_assert!(false, "{ours:?} {theirs:?}"),
                },
                (ours, theirs) => prop_assert!(false, "{ours:?} {theirs:?}"),
            }
        }
    }
}
