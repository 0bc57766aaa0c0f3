//! How speaking time is shared: the k-th most talkative speaks a constant fraction of the one before (Stephan & Mishler 1952).
//!
//! How unequal shares are is told by [`crate::participation::gini`] too.

use crate::{power, share};

/// Shares of floor time of `n` members by rank, the most talkative first: a·r^(k−1), a = (1 − r)/(1 − rⁿ), for a `ratio` r within
/// \[0, 1\]; at r = 1 all equal, at r = 0 (0⁰ = 1) one speaks. They add up to 1. Nobody: no shares.
#[must_use]
pub fn shares(n: u32, ratio: f64) -> Option<Vec<f64>> {
    let r = share(ratio)?;
    let mut shares: Vec<f64> = (0..n).map(|k| power(r, k)).collect();
    let total: f64 = shares.iter().rev().sum();
    for it in &mut shares {
        *it /= total;
    }
    Some(shares)
}

/// Effective number of speakers: 1/Σ share² (Laakso & Taagepera 1979), from any amounts ≥ 0 (minutes, words), of which shares are
/// made; between 1 and their number. `None` when nobody speaks.
#[must_use]
pub fn effective_speakers(amounts: &[f64]) -> Option<f64> {
    let total = total(amounts)?;
    let squares: f64 = amounts.iter().map(|it| it / total * (it / total)).sum();
    Some(1.0 / squares)
}

/// Share of the `k` who speak most, in any order given; 1 when there are no more than k. `None` when nobody speaks.
#[must_use]
pub fn top(amounts: &[f64], k: usize) -> Option<f64> {
    let total = total(amounts)?;
    let mut sorted = amounts.to_vec();
    kernel::order::sort_short(&mut sorted, |a, b| a > b);
    Some(sorted.iter().take(k).sum::<f64>() / total)
}

/// The sum of amounts ≥ 0, if it is above 0.
pub(crate) fn total(amounts: &[f64]) -> Option<f64> {
    for it in amounts {
        crate::amount(*it)?;
    }
    let total: f64 = amounts.iter().sum();
    (total > 0.0 && total.is_finite()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::participation::gini;
    use crate::tests::table;

    #[test]
    fn the_floor() {
        let nine = shares(9, 0.6).unwrap();
        let equal = shares(9, 1.0).unwrap();
        let one = shares(4, 0.0).unwrap();
        assert_eq!(one, [1.0, 0.0, 0.0, 0.0]);
        assert_eq!(shares(0, 0.5), Some(vec![]));
        table(
            5e-4,
            &[
                ("sum", Some(nine.iter().sum()), 1.0),
                ("top", top(&nine, 1), 0.4041),
                ("top three", top(&nine, 3), 0.7920),
                ("effective", effective_speakers(&nine), 3.920),
                ("Gini", gini(&nine), 0.5759),
                ("equal", effective_speakers(&equal), 9.0),
                ("equal top three", top(&equal, 3), 1.0 / 3.0),
                ("one speaks", effective_speakers(&one), 1.0),
                ("minutes", effective_speakers(&[10.0, 10.0]), 2.0),
                ("more than there are", top(&[1.0, 2.0], 5), 1.0),
            ],
        );
        for got in [
            effective_speakers(&[]),
            effective_speakers(&[0.0]),
            top(&[1.0, -1.0], 1),
        ] {
            assert_eq!(got, None);
        }
        assert_eq!(shares(3, 1.1), None);
    }
}
