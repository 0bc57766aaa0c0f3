//! Means per matter and shares: the ratio of sums pooled over replications, variance by the jackknife over replications.
//!
//! Pooling keeps replications with few matters, or none, from weighing as much as the others or from being selected
//! away. The interval is centred on the pooled ratio.

use super::{Paired, Spread, count};

pub(crate) fn spread(ratios: &[(f64, f64)]) -> Option<Spread> {
    let value = pooled(sums(ratios))?;
    Some(Spread {
        value,
        variance: left_out(ratios).and_then(|parts| jackknife(&parts)),
    })
}

pub(crate) fn paired(base: &[(f64, f64)], other: &[(f64, f64)]) -> Option<Paired> {
    let differences = left_out(base)
        .zip(left_out(other))
        .map(|(base, other)| -> Vec<f64> {
            // One replication is left out of both arms at once: that is the pairing.
            other
                .iter()
                .zip(&base)
                .map(|(other, base)| other - base)
                .collect()
        });
    Some(Paired {
        base: spread(base)?,
        other: spread(other)?,
        variance: differences.and_then(|parts| jackknife(&parts)),
    })
}

fn sums(ratios: &[(f64, f64)]) -> (f64, f64) {
    ratios
        .iter()
        .fold((0.0, 0.0), |(above, below), (a, b)| (above + a, below + b))
}

fn pooled((above, below): (f64, f64)) -> Option<f64> {
    // Written so that an overflow to infinity is undefined too.
    (below != 0.0)
        .then(|| above / below)
        .filter(|ratio| ratio.is_finite())
}

/// The pooled ratio without each replication in turn. `None` when there are fewer than two, or one of them carries all
/// there is below the line: the data cannot say how much another such replication would have moved it.
pub(crate) fn left_out(ratios: &[(f64, f64)]) -> Option<Vec<f64>> {
    if ratios.len() < 2 {
        return None;
    }
    // Sums from both ends rather than total minus one: nothing cancels, and what is left of zeros is exactly 0.
    let mut after = vec![(0.0, 0.0)];
    for (above, below) in ratios.iter().rev() {
        let (a, b) = after[after.len() - 1];
        after.push((a + above, b + below));
    }
    let mut before = (0.0, 0.0);
    let mut parts = Vec::with_capacity(ratios.len());
    for (i, (above, below)) in ratios.iter().enumerate() {
        let rest = after[ratios.len() - 1 - i];
        parts.push(pooled((before.0 + rest.0, before.1 + rest.1))?);
        before = (before.0 + above, before.1 + below);
    }
    Some(parts)
}

/// (n − 1)/n · Σ (θ₍ᵢ₎ − θ̄)²
fn jackknife(parts: &[f64]) -> Option<f64> {
    let n = count(parts.len());
    let mean = parts.iter().sum::<f64>() / n;
    let squares: f64 = parts.iter().map(|part| (part - mean) * (part - mean)).sum();
    Some((n - 1.0) / n * squares).filter(|variance| variance.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // 2/1, 6/2, 4/1: pooled 12/4 = 3. Left out: 10/3, 6/2, 8/3; mean 3; squares 1/9 + 0 + 1/9 = 2/9.
        // Variance 2/3 · 2/9 = 4/27.
        let got = spread(&[(2.0, 1.0), (6.0, 2.0), (4.0, 1.0)]).unwrap();
        assert_eq!(got.value, 3.0);
        assert!((got.variance.unwrap() - 4.0 / 27.0).abs() < 1e-15);
    }

    #[test]
    fn with_equal_weights_it_is_the_t_interval() {
        let values = [3.0, 1.0, 4.0, 1.0, 5.0];
        let ratios = values.map(|v| (7.0 * v, 7.0));
        let (ratio, total) = (
            spread(&ratios).unwrap(),
            super::super::total::spread(&values).unwrap(),
        );
        assert!((ratio.value - total.value).abs() < 1e-15);
        assert!((ratio.variance.unwrap() - total.variance.unwrap()).abs() < 1e-15);
    }

    #[test]
    fn undefined() {
        assert_eq!(spread(&[]), None, "no replication");
        assert_eq!(
            spread(&[(0.0, 0.0), (0.0, 0.0)]),
            None,
            "nothing below the line"
        );
        let one = spread(&[(3.0, 4.0)]).unwrap();
        assert_eq!(
            (one.value, one.variance),
            (0.75, None),
            "one replication: no interval"
        );
        let alone = spread(&[(0.0, 0.0), (3.0, 4.0), (0.0, 0.0)]).unwrap();
        assert_eq!(
            (alone.value, alone.variance),
            (0.75, None),
            "one replication carries all"
        );
        assert_eq!(
            paired(&[(1.0, 1.0)], &[(0.0, 0.0)]),
            None,
            "one arm undefined"
        );
    }

    #[test]
    fn a_replication_without_matters_does_not_select() {
        let with = spread(&[(2.0, 1.0), (0.0, 0.0), (6.0, 2.0), (4.0, 1.0)]).unwrap();
        assert_eq!(with.value, 3.0);
        assert!(with.variance.unwrap() > 0.0);
    }
}
