use super::*;

fn kind(pool: u32, features: &[usize]) -> Kind {
    Kind {
        pool,
        features: features.to_vec(),
    }
}

fn quota(lower: u32, upper: u32) -> Quota {
    Quota { lower, upper }
}

/// The lottery, after checking that it is one: whole panels that meet all quotas, probabilities that add up to 1 and to what is
/// reported.
fn drawn(kinds: &[Kind], quotas: &[Quota], size: u32) -> Vec<f64> {
    let lottery = leximin(kinds, quotas, size).unwrap();
    let call = Call {
        kinds,
        quotas,
        size,
    };
    let total: f64 = lottery.panels.iter().map(|it| it.probability).sum();
    assert!((total - 1.0).abs() < 1e-14, "{total}");
    for panel in &lottery.panels {
        assert!(
            panel.probability > 0.0 && call.meets(&panel.members),
            "{panel:?}"
        );
    }
    let seats: f64 = lottery
        .member
        .iter()
        .zip(kinds)
        .map(|(probability, kind)| probability * f64::from(kind.pool))
        .sum();
    assert!((seats - f64::from(size)).abs() < 1e-12, "{seats}");
    lottery.member
}

fn near(got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len());
    for (a, b) in got.iter().zip(expected) {
        assert!((a - b).abs() < 1e-12, "{got:?}, not {expected:?}");
    }
}

#[test]
fn without_quotas_everybody_is_as_likely() {
    near(
        &drawn(&[kind(6, &[]), kind(3, &[])], &[], 3),
        &[1.0 / 3.0; 2],
    );
    near(&drawn(&[kind(7, &[])], &[], 7), &[1.0]);
    near(
        &drawn(
            &[kind(5, &[]), kind(1, &[]), kind(11, &[]), kind(0, &[])],
            &[],
            4,
        ),
        &[4.0 / 17.0, 4.0 / 17.0, 4.0 / 17.0, 0.0],
    );
    near(&drawn(&[kind(5, &[])], &[], 0), &[0.0]);
}

#[test]
fn a_quota_that_says_what_chance_gives_changes_nothing() {
    let kinds = [kind(60, &[0]), kind(40, &[1])];
    near(&drawn(&kinds, &[quota(5, 7), quota(3, 5)], 10), &[0.1; 2]);
}

#[test]
fn a_quota_forces_the_minority() {
    // 2 to 4 of 10 minority members on a panel of 10, where chance would give 1: 2/10, and 8/90 for the others.
    let kinds = [kind(90, &[]), kind(10, &[0])];
    near(&drawn(&kinds, &[quota(2, 4)], 10), &[8.0 / 90.0, 0.2]);
    // Both of two.
    let kinds = [kind(8, &[]), kind(2, &[0])];
    near(&drawn(&kinds, &[quota(2, 2)], 4), &[0.25, 1.0]);
}

#[test]
fn the_second_level_is_as_even_as_the_first_allows() {
    // At most 1 of the first ten: .1. The other four seats go to eight people: .5 each, not 1 and ⅓.
    let kinds = [kind(10, &[0]), kind(2, &[]), kind(6, &[])];
    near(&drawn(&kinds, &[quota(0, 1)], 5), &[0.1, 0.5, 0.5]);
    // Three levels: at most 1 of ten, at most 2 of the next five, four seats left to eight.
    let kinds = [kind(10, &[0]), kind(5, &[1]), kind(2, &[]), kind(6, &[])];
    near(
        &drawn(&kinds, &[quota(0, 1), quota(0, 2)], 7),
        &[0.1, 0.4, 0.5, 0.5],
    );
    // A kind that cannot be drawn at all does not make the others unequal.
    let kinds = [kind(3, &[0]), kind(2, &[]), kind(6, &[])];
    near(&drawn(&kinds, &[quota(0, 0)], 4), &[0.0, 0.5, 0.5]);
}

#[test]
fn features_that_cross() {
    // Women and men in equal numbers, young and old too, two of each on a panel of four. Three young women, one young man, one old
    // woman, three old men: a panel has a young women and 2 − a young men, 2 − a old women, a old men; a is 1 or 2, for there is one young
    // man. a = 1 with probability x gives the young man and the old woman x each, the others (2 − x)/3: equal at x = ½.
    let kinds = [
        kind(3, &[0, 2]),
        kind(1, &[1, 2]),
        kind(1, &[0, 3]),
        kind(3, &[1, 3]),
    ];
    near(&drawn(&kinds, &[quota(2, 2); 4], 4), &[0.5; 4]);
    // Six young women and six old men: (2 − x)/6 is less than x at x = ½, and is greatest at x = 0: equal at 2/7.
    let kinds = [
        kind(6, &[0, 2]),
        kind(1, &[1, 2]),
        kind(1, &[0, 3]),
        kind(6, &[1, 3]),
    ];
    near(&drawn(&kinds, &[quota(2, 2); 4], 4), &[2.0 / 7.0; 4]);
    // A second young man: the same seats for two. a = 0, 1, 2; all alike again, 2/8 and 2/7: not all at once.
    let kinds = [
        kind(6, &[0, 2]),
        kind(2, &[1, 2]),
        kind(1, &[0, 3]),
        kind(6, &[1, 3]),
    ];
    // y young men and y old women on average: y/2, y, (2 − y)/6 twice. y/2 = (2 − y)/6 at y = ½: ¼ and, for the old woman, ½.
    near(
        &drawn(&kinds, &[quota(2, 2); 4], 4),
        &[0.25, 0.25, 0.5, 0.25],
    );
}

#[test]
fn quotas_that_cannot_be_met_are_named() {
    let kinds = [kind(5, &[0]), kind(5, &[1]), kind(5, &[2])];
    let of = |quotas: &[Quota], size| leximin(&kinds, quotas, size).unwrap_err();
    let any = quota(0, 99);
    // More than there are of it.
    assert_eq!(of(&[any, quota(6, 9), any], 8), Unmet::Quotas(vec![1]));
    // Bounds the wrong way round.
    assert_eq!(of(&[any, any, quota(3, 2)], 8), Unmet::Quotas(vec![2]));
    // Each can be met, but not these two; the third has nothing to do with it.
    assert_eq!(
        of(&[quota(3, 5), any, quota(4, 5)], 6),
        Unmet::Quotas(vec![0, 2])
    );
    // Too few seats for anybody else.
    assert_eq!(
        of(&[quota(0, 1), quota(0, 1), quota(0, 1)], 6),
        Unmet::Quotas(vec![0, 1, 2])
    );
    assert_eq!(
        of(&[any; 3], 16),
        Unmet::PoolTooSmall { pool: 15, size: 16 }
    );
    assert_eq!(
        of(&[any; 2], 3),
        Unmet::UnknownFeature {
            kind: 2,
            feature: 2
        }
    );
}

/// All compositions that meet the quotas.
fn all_panels(call: Call) -> Vec<Vec<u32>> {
    let mut panels = vec![vec![]];
    for kind in call.kinds {
        panels = panels
            .into_iter()
            .flat_map(|panel: Vec<u32>| {
                (0..=kind.pool.min(call.size)).map(move |n| [&panel[..], &[n]].concat())
            })
            .collect();
    }
    panels.retain(|panel| call.meets(panel));
    panels
}

/// Made-up pools, small enough to list all panels: the lottery is feasible exactly when there is a panel, and no lottery whatever makes
/// the least likely better off, nor, among those as good, the next.
#[test]
fn no_lottery_over_all_panels_does_better() {
    let mut state = 1u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below) as u32
    };
    let (mut met, mut unmet) = (0, 0);
    for _ in 0..120 {
        let kinds: Vec<Kind> = (0..2 + next(4))
            .map(|_| {
                let features: Vec<usize> = (0..3).filter(|_| next(2) == 0).collect();
                kind(1 + next(5), &features)
            })
            .collect();
        let pool: u32 = kinds.iter().map(|it| it.pool).sum();
        let size = 1 + next(u64::from(pool.min(6)));
        let quotas: Vec<Quota> = (0..3)
            .map(|_| {
                let lower = next(3);
                quota(lower, lower + next(4))
            })
            .collect();
        let call = Call {
            kinds: &kinds,
            quotas: &quotas,
            size,
        };
        let all = all_panels(call);
        let got = leximin(&kinds, &quotas, size);
        if all.is_empty() {
            assert!(
                matches!(got, Err(Unmet::Quotas(_))),
                "{kinds:?} {quotas:?} {size}: {got:?}"
            );
            unmet += 1;
            continue;
        }
        met += 1;
        let got = drawn(&kinds, &quotas, size);
        // Level by level over all panels: what is settled below a level stays, the level itself is the greatest possible.
        let mut levels = got.clone();
        levels.sort_unstable_by(f64::total_cmp);
        levels.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
        for level in levels {
            let settled: Vec<Option<f64>> = got
                .iter()
                .map(|it| (*it < level - 1e-9).then_some(*it))
                .collect();
            let best = prices(&kinds, &all, &settled).unwrap().panel;
            assert!(
                (best - level).abs() < 1e-9,
                "{kinds:?} {quotas:?} {size}: {got:?}, {best}"
            );
        }
    }
    assert!(met > 30 && unmet > 10, "{met} {unmet}");
}

#[test]
fn a_county_sized_pool() {
    // Two sexes, three ages, three places: 18 kinds, a pool of 600 in which the old and the villages are few, a panel of 30.
    let mut kinds = Vec::new();
    for sex in 0..2 {
        for age in 0..3u32 {
            for place in 0..3u32 {
                let pool = 60 / (1 + age) / (1 + place) + 5 * sex;
                kinds.push(kind(
                    pool,
                    &[sex as usize, 2 + age as usize, 5 + place as usize],
                ));
            }
        }
    }
    let even = quota(14, 16);
    let third = quota(9, 11);
    let quotas = [even, even, third, third, third, third, third, third];
    let got = drawn(&kinds, &quotas, 30);
    assert_eq!(leximin(&kinds, &quotas, 30), leximin(&kinds, &quotas, 30));
    let least = got.iter().copied().fold(1.0, f64::min);
    // All 18 kinds have somebody with a chance; the best-off are the old of the villages.
    assert!(least > 0.04, "{got:?}");
}
