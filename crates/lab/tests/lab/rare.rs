//! Rare events against print, and how often their intervals cover.

use crate::lab::rare::{
    Rate, clopper_pearson, discordant, forced, forced_difference, garwood, tail_difference,
    tail_mean,
};

use super::coverage::covers;
use super::{Luck, prints};

#[test]
fn clopper_and_pearson() {
    // R. G. Newcombe 1998 (Stat. Med. 17:857), table I, method 5; Fagerland, Lydersen & Laake 2017, ch. 2 (13 of 16).
    for (hits, trials, low, high) in [
        (81, 263, 0.252_7, 0.367_6),
        (15, 148, 0.057_8, 0.161_7),
        (0, 20, 0.000_0, 0.168_4),
        (1, 29, 0.000_9, 0.177_6),
        (13, 16, 0.543_5, 0.959_5),
    ] {
        let got = clopper_pearson(hits, trials, 0.95).unwrap();
        prints(got.low, low, 4);
        prints(got.high, high, 4);
    }
    // None of n: 1 − (α/2)^(1/n).
    for n in [1, 7, 100_000] {
        let got = clopper_pearson(0, n, 0.95).unwrap();
        let closed = -libm::expm1(libm::log(0.025) / f64::from(n));
        assert!((got.high / closed - 1.0).abs() < 1e-9, "{n}");
        let all = clopper_pearson(n, n, 0.95).unwrap();
        assert!((all.low - (1.0 - closed)).abs() < 1e-12 && all.high == 1.0);
    }
}

#[test]
fn garwood_prints() {
    // Garwood 1936: counts 0, 1, 5, 10, 50 at 95 %.
    for (events, low, high) in [
        (0, 0.0, 3.689),
        (1, 0.025_3, 5.572),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (50, 37.111, 65.919),
    ] {
        let got = garwood(events, 1.0, 0.95).unwrap();
        prints(got.low, low, 3);
        prints(got.high, high, 3);
    }
    let got = garwood(10, 4.0, 0.95).unwrap();
    prints(got.high, 18.390 / 4.0, 3);
    assert_eq!(got.value, 2.5);
    let large = garwood(1_000_000, 1.0, 0.95).unwrap();
    assert!(
        (large.low - 998_041.0).abs() < 1.0 && (large.high - 1_001_962.0).abs() < 1.0,
        "{large:?}"
    );
}

#[test]
fn discordant_pairs() {
    // Complete response before and after consolidation (Cavo et al. 2012; Fagerland et al. 2017, table 8.5): 6 only before, 16 only after, of
    // 161. McNemar exact p = .052479; difference −.0621, Tango −.1240 to −.0054 (before − after).
    let got = discordant(16, 6, 161, 0.95).unwrap();
    prints(got.p, 0.052_479, 6);
    prints(got.difference.value, -0.062_1, 4);
    prints(got.difference.low, -0.124_0, 4);
    prints(got.difference.high, -0.005_4, 4);
    assert!(got.guaranteed.low < got.difference.low && got.difference.high < got.guaranteed.high);
    // Each discordant share exact at half the error.
    let (fewer, more) = (
        clopper_pearson(16, 161, 0.975).unwrap(),
        clopper_pearson(6, 161, 0.975).unwrap(),
    );
    assert_eq!(
        (got.guaranteed.low, got.guaranteed.high),
        (more.low - fewer.high, more.high - fewer.low)
    );
    let share = got.share.unwrap();
    prints(share.value, 6.0 / 22.0, 12);
    // Turned round, all turns.
    let turned = discordant(6, 16, 161, 0.95).unwrap();
    prints(turned.difference.low, 0.005_4, 4);
    assert_eq!(turned.p, got.p);
    // 13 of 16 the one way: p = .02127.
    prints(discordant(3, 13, 100, 0.95).unwrap().p, 0.021_27, 5);
}

#[test]
fn nothing_happened() {
    let got = discordant(0, 0, 50, 0.95).unwrap();
    assert_eq!((got.share, got.p, got.difference.value), (None, 1.0, 0.0));
    // Tango's interval of nothing in n pairs: ± z²/(n + z²).
    let z2 = 3.841_458_820_694_124;
    prints(got.difference.high, z2 / (50.0 + z2), 9);
    prints(got.difference.low, -z2 / (50.0 + z2), 9);
    // All pairs one way.
    let all = discordant(0, 5, 5, 0.95).unwrap();
    assert_eq!(all.difference.value, 1.0);
    prints(all.difference.high, 1.0, 12);
    prints(all.p, 0.062_5, 12);
}

/// P(A only, B only) of every outcome of n pairs, and whether the interval holds the difference.
fn coverage(n: u32, base: f64, other: f64, holds: impl Fn(u32, u32) -> bool) -> f64 {
    let log = |k: u32| libm::lgamma(f64::from(k) + 1.0);
    let mut sum = 0.0;
    for b in 0..=n {
        for c in 0..=n - b {
            if holds(b, c) {
                let rest = n - b - c;
                let ways = log(n) - log(b) - log(c) - log(rest);
                let terms = [(b, base), (c, other), (rest, 1.0 - base - other)];
                sum += libm::exp(
                    ways + terms
                        .iter()
                        .map(|(k, p)| f64::from(*k) * libm::log(*p))
                        .sum::<f64>(),
                );
            }
        }
    }
    sum
}

#[test]
fn coverage_summed_over_every_outcome() {
    for (n, base, other) in [
        (30, 0.02, 0.05),
        (30, 0.1, 0.1),
        (60, 0.01, 0.01),
        (60, 0.05, 0.2),
        (100, 0.02, 0.03),
    ] {
        let within = |figure: crate::lab::Figure| !figure.excludes(other - base);
        let guaranteed = coverage(n, base, other, |b, c| {
            within(discordant(b, c, n, 0.95).unwrap().guaranteed)
        });
        assert!(guaranteed >= 0.95, "{n} {base} {other}: {guaranteed}");
        let score = coverage(n, base, other, |b, c| {
            within(discordant(b, c, n, 0.95).unwrap().difference)
        });
        assert!((0.93..1.0).contains(&score), "{n} {base} {other}: {score}");
    }
}

#[test]
fn the_mean_of_the_worst() {
    // The worst fifth of 1…10 is 9.5, in whichever replications they came.
    let values: Vec<Vec<f64>> = [[1.0, 10.0], [3.0, 8.0], [9.0, 2.0], [4.0, 7.0], [6.0, 5.0]]
        .map(Vec::from)
        .to_vec();
    let got = tail_mean(&values, 0.8, 0.95).unwrap();
    assert!((got.value - 9.5).abs() < 1e-12 && got.low < 9.5 && got.high > 9.5);
    // One day more in every value is one day more in the tail, for sure.
    let later: Vec<Vec<f64>> = values
        .iter()
        .map(|it| it.iter().map(|x| x + 1.0).collect())
        .collect();
    let difference = tail_difference(&values, &later, 0.8, 0.95).unwrap();
    for end in [difference.value, difference.low, difference.high] {
        assert!((end - 1.0).abs() < 1e-9, "{difference:?}");
    }
}

#[test]
fn tails_cover() {
    // Of exponentials the mean beyond the q-quantile is 1 + ln 1/(1 − q). The bootstrap is approximate: 95 % less five standard deviations of
    // 1 000 trials (3.4 %) and 1 % for a tail of 40 values, and at most nearly all.
    let mut luck = Luck(5);
    let hits = (0..1_000)
        .filter(|_| {
            let values: Vec<Vec<f64>> = (0..40)
                .map(|_| (0..20).map(|_| luck.exponential()).collect())
                .collect();
            !tail_mean(&values, 0.9, 0.95)
                .unwrap()
                .excludes(1.0 + libm::log(10.0))
        })
        .count();
    assert!((905..=985).contains(&hits), "{hits}");
}

#[test]
fn forced_events() {
    // Losses 2, 4, 6 in three runs, at .5 a year: half of 4 (−.968275 to 8.968275).
    let got = forced(&[2.0, 4.0, 6.0], Rate::Known(0.5), 0.95).unwrap();
    assert_eq!(got.value, 2.0);
    prints(got.low, -0.968_275 / 2.0, 6);
    prints(got.high, 8.968_275 / 2.0, 6);
    assert_eq!(
        forced(&[2.0, 4.0], Rate::Known(0.0), 0.95)
            .unwrap()
            .half_width(),
        0.0
    );
    // 5 events in 10 years, counted: .5 with Garwood's interval at 97.5 %, times Student's at 97.5 %.
    let counted = forced(
        &[2.0, 4.0, 6.0],
        Rate::Counted {
            events: 5,
            time: 10.0,
        },
        0.95,
    )
    .unwrap();
    let rate = garwood(5, 10.0, 0.975).unwrap();
    let each = crate::lab::figure::mean(&[2.0, 4.0, 6.0], 0.975).unwrap();
    assert_eq!(
        (counted.value, counted.low, counted.high),
        (2.0, rate.high * each.low, rate.high * each.high)
    );
    let pair =
        forced_difference(&[2.0, 4.0, 6.0], &[1.0, 3.0, 5.0], Rate::Known(0.5), 0.95).unwrap();
    assert_eq!(
        (pair.difference.value, pair.difference.high, pair.p),
        (-0.5, -0.5, 0.0)
    );
}

#[test]
fn forced_events_cover_and_need_far_fewer_runs() {
    // An event in one run of fifty, costing 10 ± 3: 40 forced runs against 40 plain ones.
    let mut widths = [0.0; 2];
    covers(0.95, "forced", |luck: &mut Luck| {
        let losses: Vec<f64> = (0..40).map(|_| 10.0 + 3.0 * luck.normal()).collect();
        let plain: Vec<f64> = losses
            .iter()
            .map(|it| if luck.uniform() < 0.02 { *it } else { 0.0 })
            .collect();
        let got = forced(&losses, Rate::Known(0.02), 0.95).unwrap();
        widths[0] += got.half_width();
        widths[1] += crate::lab::figure::mean(&plain, 0.95).unwrap().half_width();
        !got.excludes(0.2)
    });
    // Standard deviations a run: .02·3 against 10.4·√.02 = 1.46, of which samples of 40 show less than all.
    assert!(widths[1] > 10.0 * widths[0], "{widths:?}");
    let mut hits = 0;
    let mut luck = Luck(8);
    for _ in 0..1_000 {
        let losses: Vec<f64> = (0..20).map(|_| 10.0 + 3.0 * luck.normal()).collect();
        // Poisson with mean 4: arrivals in a time of 20 at .2.
        let (mut events, mut at) = (0, luck.exponential());
        while at < 4.0 {
            events += 1;
            at += luck.exponential();
        }
        let got = forced(&losses, Rate::Counted { events, time: 20.0 }, 0.95).unwrap();
        hits += u32::from(!got.excludes(2.0));
    }
    assert!(
        hits >= 916,
        "at least 95 %, less five standard deviations: {hits}"
    );
}

#[test]
fn refused() {
    let message =
        |got: Result<crate::lab::Figure, crate::lab::Refused>| got.unwrap_err().to_string();
    assert_eq!(
        message(clopper_pearson(3, 2, 0.95)),
        "2 trials, but at least 3 are needed: add 1"
    );
    assert_eq!(
        message(garwood(3, 0.0, 0.95)),
        "the time observed is 0; it must be finite and above 0"
    );
    assert_eq!(
        message(tail_mean(&[vec![1.0], vec![2.0]], 1.0, 0.95)),
        "the share where the tail begins is 1; it must be at least 0 and below 1"
    );
    assert!(
        message(tail_mean(&[vec![], vec![1.0]], 0.5, 0.95))
            .starts_with("0 replications with values")
    );
    assert_eq!(
        message(forced(&[1.0, 2.0], Rate::Known(-1.0), 0.95)),
        "the rate of the event is -1; it must be finite and at least 0"
    );
    assert!(
        discordant(2, 2, 3, 0.95).is_err()
            && discordant(0, 0, 0, 0.95).is_err()
            && discordant(0, 0, 9, 1.0).is_err()
    );
    assert!(discordant(u32::MAX, u32::MAX, 9, 0.95).is_err());
    assert!(forced_difference(&[1.0, 2.0], &[1.0], Rate::Known(1.0), 0.95).is_err());
}
