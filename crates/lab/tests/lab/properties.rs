//! What holds of any numbers.

use std::sync::Arc;

use crate::lab::{Ledger, comparison, differences, estimate, estimates, look};
use kernel::measure::{Measure, Measures};
use proptest::prelude::*;

/// Any number a model could get wrong, and the ones it gets right.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -1e6..1e6f64,
        2 => Just(0.0),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(1e308), Just(-1e308), Just(5e-324)],
    ]
}

fn measures() -> impl Strategy<Value = Measures> {
    let values = prop::collection::vec(number(), 0..6);
    (number(), number(), number(), values, prop::bool::ANY).prop_map(
        |(total, above, below, mut values, named)| {
            values.sort_by(f64::total_cmp);
            let worst = values.clone();
            let mut measures = Measures::default();
            measures
                .0
                .insert("total".into(), (Measure::Total(total), "h"));
            measures
                .0
                .insert("ratio".into(), (Measure::Ratio { above, below }, "d"));
            measures.0.insert(
                "p90".into(),
                (
                    Measure::Quantile {
                        at: 0.9,
                        values: Arc::from(values),
                    },
                    "d",
                ),
            );
            measures.0.insert(
                "worst".into(),
                (
                    Measure::Tail {
                        from: 0.95,
                        values: Arc::from(worst),
                    },
                    "d",
                ),
            );
            if named {
                measures.0.insert(
                    "sometimes".into(),
                    (Measure::Ratio { above, below: 1.0 }, "share"),
                );
            }
            measures
        },
    )
}

fn finite(values: &[Option<f64>]) -> bool {
    values.iter().flatten().all(|v| v.is_finite())
}

proptest! {
    #[test]
    fn nothing_but_finite_numbers_leaves(
        base in prop::collection::vec(measures(), 0..9),
        other in prop::collection::vec(measures(), 0..9),
    ) {
        for (name, e) in estimates(&base, 0.95) {
            prop_assert!(finite(&[e.mean, e.low, e.high]), "{name}: {e:?}");
            prop_assert_eq!(e.low.is_some(), e.high.is_some());
            prop_assert!(e.low.is_none() || e.mean.is_some() && e.n >= 2, "{name}: {e:?}");
            prop_assert!(e.low <= e.mean || e.low.is_none());
        }
        for (name, d) in differences(&base, &other, 0.95) {
            prop_assert!(finite(&[d.base, d.other, d.difference, d.low, d.high, d.variance_ratio, d.p]), "{name}: {d:?}");
            prop_assert_eq!(d.n as usize, base.len().min(other.len()));
            prop_assert!(!d.distinguishable || d.low.is_some_and(|l| l > 0.0) || d.high.is_some_and(|h| h < 0.0));
            prop_assert!(d.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
        }
    }

    #[test]
    fn a_comparison_says_what_is_said_one_by_one(
        base in prop::collection::vec(measures(), 0..18),
        other in prop::collection::vec(measures(), 0..18),
    ) {
        let pairs = base.len().min(other.len());
        let (base, other) = (&base[..pairs], &other[..pairs]);
        for (name, difference) in differences(base, other, 0.95) {
            let all = comparison(base, other, &name, 0.95).unwrap();
            prop_assert_eq!(all.base, estimate(base, &name, 0.95), "{}", name);
            prop_assert_eq!(all.other, estimate(other, &name, 0.95), "{}", name);
            prop_assert_eq!(all.difference, difference, "{}", name);
            prop_assert_eq!(Some(all.look), look(base, other, &name, 1.0 - 0.95), "{}", name);
        }
        prop_assert_eq!(comparison(base, other, "no such metric", 0.95), None);
    }

    #[test]
    fn identical_arms_differ_by_exactly_nothing(arm in prop::collection::vec(measures(), 2..9)) {
        for (name, d) in differences(&arm, &arm, 0.95) {
            prop_assert!(d.difference.is_none_or(|x| x == 0.0), "{name}: {d:?}");
            prop_assert!(d.low.is_none_or(|x| x == 0.0) && d.high.is_none_or(|x| x == 0.0), "{name}: {d:?}");
            prop_assert!(!d.distinguishable);
        }
    }

    #[test]
    fn swapping_the_arms_turns_the_sign(
        pairs in prop::collection::vec((measures(), measures()), 2..9),
    ) {
        let (base, other): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let (there, back) = (differences(&base, &other, 0.95), differences(&other, &base, 0.95));
        for (name, d) in there {
            let b = back[&name];
            prop_assert_eq!(d.difference, b.difference.map(|x| -x));
            prop_assert_eq!((d.low, d.high), (b.high.map(|x| -x), b.low.map(|x| -x)), "{}", name);
            prop_assert_eq!((d.p, d.distinguishable), (b.p, b.distinguishable));
        }
    }

    #[test]
    fn estimates_do_not_depend_on_the_order_of_arrival(
        (kept, arriving) in prop::collection::vec(measures(), 1..12).prop_flat_map(|all| {
            let numbered: Vec<(u32, Measures)> = (0..).zip(all.clone()).collect();
            (Just(all), Just(numbered).prop_shuffle())
        }),
    ) {
        let mut ledger = Ledger::new();
        for (replication, measures) in arriving {
            ledger.enter(replication, measures);
        }
        let bits = |replications: &[Measures]| -> Vec<(String, [Option<u64>; 3])> {
            estimates(replications, 0.95)
                .into_iter()
                .map(|(name, e)| (name, [e.mean, e.low, e.high].map(|x| x.map(f64::to_bits))))
                .collect()
        };
        prop_assert_eq!(bits(ledger.complete()), bits(&kept));
    }
}
