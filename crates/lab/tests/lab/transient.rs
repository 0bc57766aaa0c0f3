//! Months since a change: by hand, and how often a month is wrongly called better.

use crate::lab::Goal::{Largest, Smallest};
use crate::lab::transient::{repaid, transient};
use kernel::measure::Measures;

use super::{Luck, prints, totals};

/// `[month][replication]`: figures of a month, one a replication.
fn months(each: &[[f64; 3]]) -> Vec<Vec<Measures>> {
    each.iter().map(|values| totals(values)).collect()
}

#[test]
fn from_the_month_on_which_all_are_better() {
    let old = months(&[[10.0, 11.0, 12.0]; 5]);
    let worse = [13.0, 14.1, 14.9];
    let better = [7.0, 8.1, 8.9];
    let same = [10.0, 12.0, 11.0];
    for (new, from) in [
        ([worse, same, better, better, better], Some(3)),
        ([better, worse, better, better, better], Some(3)),
        ([better, better, better, better, better], Some(1)),
        ([worse, same, same, same, better], Some(5)),
        ([better, better, better, better, same], None),
        ([worse; 5], None),
    ] {
        let got = transient(&old, &months(&new), "m", Smallest, 0.95).unwrap();
        assert_eq!(got.better_from, from, "{new:?}");
    }
    let got = transient(&old, &months(&[worse; 5]), "m", Largest, 0.95).unwrap();
    assert_eq!(got.better_from, Some(1), "where more is better");
    // Differences 3, 3.1, 2.9: p of one month, times five.
    let month = got.months[0].unwrap();
    prints(month.p_adjusted.unwrap(), 5.0 * month.p.unwrap(), 12);
    assert!(month.distinguishable);
}

#[test]
fn what_is_undefined_is_not_better() {
    let old = months(&[[10.0, 11.0, 12.0]; 3]);
    let mut new = months(&[[7.0, 8.1, 8.9]; 3]);
    new[1] = totals(&[f64::NAN; 3]);
    let got = transient(&old, &new, "m", Smallest, 0.95).unwrap();
    assert_eq!(
        (got.better_from, got.months[1].unwrap().p_adjusted),
        (Some(3), None)
    );
    // Two claims are left: twice, not three times.
    let month = got.months[0].unwrap();
    prints(month.p_adjusted.unwrap(), 2.0 * month.p.unwrap(), 12);
    let nothing = transient(&old, &new, "no such metric", Smallest, 0.95).unwrap();
    assert_eq!((nothing.better_from, nothing.months), (None, vec![None; 3]));
}

#[test]
fn a_beginning_that_costs_is_earned_back() {
    // 20 hours more in the first month, then 8 fewer in each: after 1, 2, 3, 4 months +20, +12, +4, −4.
    let old = vec![vec![100.0, 110.0, 90.0]; 5];
    let new: Vec<Vec<f64>> = (0..5)
        .map(|month| {
            old[0]
                .iter()
                .map(|it| it + if month == 0 { 20.0 } else { -8.0 })
                .collect()
        })
        .collect();
    let got = repaid(&old, &new, Smallest, 0.95).unwrap();
    assert_eq!(
        got.totals.iter().map(|it| it.value).collect::<Vec<_>>(),
        [20.0, 12.0, 4.0, -4.0, -12.0]
    );
    assert_eq!(got.repaid_from, Some(4));
    assert_eq!(
        repaid(&old, &new, Largest, 0.95).unwrap().repaid_from,
        None,
        "better at first is not better in the end"
    );
}

#[test]
fn a_month_is_wrongly_called_better_no_more_often_than_one_test_errs() {
    // Nothing better before month 7 of 12. At most 2.5 % (one side of 5 %) of 2 000 trials name an earlier one; five standard deviations: 85.
    let mut luck = Luck(6);
    let (mut early, mut right, mut naive) = (0, 0, 0);
    for _ in 0..2_000 {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for month in 0..12 {
            let effect = if month < 6 { 0.0 } else { -3.0 };
            let (a, b): (Vec<f64>, Vec<f64>) = (0..15)
                .map(|_| {
                    let common = 3.0 * luck.normal();
                    (common + luck.normal(), common + effect + luck.normal())
                })
                .unzip();
            old.push(totals(&a));
            new.push(totals(&b));
        }
        let got = transient(&old, &new, "m", Smallest, 0.95).unwrap();
        early += u32::from(got.better_from.is_some_and(|month| month < 7));
        right += u32::from(got.better_from == Some(7));
        let first = got
            .months
            .iter()
            .flatten()
            .position(|it| it.p.is_some_and(|p| p < 0.05) && it.difference < Some(0.0));
        naive += u32::from(first.is_some_and(|month| month < 6));
    }
    assert!(early <= 85, "{early}");
    assert!(right > 1_900, "{right}");
    assert!(
        naive > 200,
        "the first month that stands out is often luck: {naive}"
    );
}

#[test]
fn refused() {
    let one = months(&[[1.0, 2.0, 3.0]]);
    assert!(transient(&[], &[], "m", Largest, 0.95).is_err());
    assert_eq!(
        transient(&one, &months(&[[1.0; 3]; 2]), "m", Largest, 0.95)
            .unwrap_err()
            .to_string(),
        "months of the new: 2 given where 1 belong; give exactly 1"
    );
    assert!(transient(&one, &one, "m", Largest, 0.0).is_err());
    assert!(transient(&[totals(&[1.0])], &[totals(&[1.0])], "m", Largest, 0.95).is_err());
    assert!(repaid(&[vec![1.0, f64::NAN]], &[vec![1.0, 2.0]], Largest, 0.95).is_err());
    assert!(
        repaid(
            &[vec![1.0, 2.0], vec![1.0; 3]],
            &[vec![1.0, 2.0], vec![1.0; 3]],
            Largest,
            0.95
        )
        .is_err()
    );
}
