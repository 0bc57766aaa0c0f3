//! Laws of counts, as lists of probabilities of 0 … n.
//!
//! Both are found by the ratio of neighbouring probabilities, outwards from the mean, and divided by their sum: no factorial
//! overflows, nothing is subtracted, and what underflows is smaller than the last digit of what does not.

use crate::share;

/// The largest n for which a law is listed.
pub const MOST: u32 = 1_000_000;

/// Probabilities of 0 … n successes in `n` independent trials of probability `p` within \[0, 1\]; n up to [`MOST`].
#[must_use]
pub fn binomial(n: u32, p: f64) -> Option<Vec<f64>> {
    share(p)?;
    if p == 0.0 || p == 1.0 {
        return certain(n, if p == 0.0 { 0 } else { n });
    }
    let odds = p / (1.0 - p);
    outwards(n, p, |k| (f64::from(n) - k) / (k + 1.0) * odds)
}

/// Probabilities of 0 … n successes when the probability of success is itself drawn, once for all n, from a beta law of mean `p`
/// within \[0, 1\] such that two trials correlate with `rho` within \[0, 1\]: α = p(1 − ρ)/ρ, β = (1 − p)(1 − ρ)/ρ (Skellam 1948).
/// ρ = 0 is [`binomial`]; at ρ = 1 all n are the same.
#[must_use]
pub fn beta_binomial(n: u32, p: f64, rho: f64) -> Option<Vec<f64>> {
    share(p)?;
    share(rho)?;
    if rho == 0.0 || p == 0.0 || p == 1.0 {
        return binomial(n, p);
    }
    if rho == 1.0 {
        let mut law = certain(n, 0)?;
        *law.first_mut()? = 1.0 - p;
        *law.last_mut()? += p;
        return Some(law);
    }
    let (alpha, beta) = beta_of(p, rho);
    let n_ = f64::from(n);
    outwards(n, p, |k| {
        (n_ - k) / (k + 1.0) * (alpha + k) / (beta + n_ - k - 1.0)
    })
}

/// α and β of the beta law of mean `p` whose trials correlate with `rho`, both strictly within (0, 1).
pub(crate) fn beta_of(p: f64, rho: f64) -> (f64, f64) {
    let both = (1.0 - rho) / rho;
    (p * both, (1.0 - p) * both)
}

/// P(count ≥ k): the probabilities from the `k`-th on, the shorter side summed.
#[must_use]
pub fn at_least(law: &[f64], k: usize) -> f64 {
    let k = k.min(law.len());
    let (below, above) = law.split_at(k);
    if above.len() <= below.len() {
        above.iter().rev().sum()
    } else {
        1.0 - below.iter().sum::<f64>()
    }
}

/// P(more than half) + ½ P(exactly half): a majority whose ties are settled by a coin.
#[must_use]
pub fn majority(law: &[f64]) -> f64 {
    let n = law.len().saturating_sub(1);
    let more = at_least(law, n / 2 + 1);
    match (n % 2, law.get(n / 2)) {
        (0, Some(half)) => more + half / 2.0,
        _ => more,
    }
}

fn certain(n: u32, count: u32) -> Option<Vec<f64>> {
    let mut law = vec![0.0; (n.min(MOST) as usize) + 1];
    *law.get_mut(count as usize)? = 1.0;
    (n <= MOST).then_some(law)
}

/// `ratio(k)` is P(k + 1)/P(k).
fn outwards(n: u32, p: f64, ratio: impl Fn(f64) -> f64) -> Option<Vec<f64>> {
    let mut law = certain(n, 0)?;
    let middle = libm::round(f64::from(n) * p) as usize;
    let mut weight = 1.0;
    *law.get_mut(middle)? = weight;
    for (k, it) in law.iter_mut().enumerate().skip(middle + 1) {
        weight *= ratio((k - 1) as f64);
        *it = weight;
    }
    weight = 1.0;
    for (k, it) in law.iter_mut().enumerate().take(middle).rev() {
        weight /= ratio(k as f64);
        *it = weight;
    }
    let total: f64 = law.iter().sum();
    for it in &mut law {
        *it /= total;
    }
    Some(law)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;

    #[test]
    fn small_laws_by_hand() {
        let of = |law: Option<Vec<f64>>, k: usize| law.map(|it| it[k]);
        table(
            1e-15,
            &[
                ("4 fair coins, 2 heads", of(binomial(4, 0.5), 2), 0.375),
                ("3 of .2, none", of(binomial(3, 0.2), 0), 0.512),
                ("nobody", of(binomial(0, 0.3), 0), 1.0),
                ("certain", of(binomial(5, 1.0), 5), 1.0),
                // α = β = 1: every count is as likely.
                ("uniform", of(beta_binomial(4, 0.5, 1.0 / 3.0), 1), 0.2),
                ("all alike", of(beta_binomial(7, 0.3, 1.0), 7), 0.3),
                (
                    "all alike, one alone",
                    of(beta_binomial(1, 0.3, 1.0), 1),
                    0.3,
                ),
                (
                    "at least 1 of 2",
                    binomial(2, 0.5).map(|it| at_least(&it, 1)),
                    0.75,
                ),
                (
                    "at least 0",
                    binomial(2, 0.5).map(|it| at_least(&it, 0)),
                    1.0,
                ),
                (
                    "at least 3 of 2",
                    binomial(2, 0.5).map(|it| at_least(&it, 3)),
                    0.0,
                ),
                (
                    "a tie is half",
                    binomial(2, 0.7).map(|it| majority(&it)),
                    0.7,
                ),
            ],
        );
    }

    #[test]
    fn large_laws_neither_overflow_nor_lose_digits() {
        for (n, p, rho) in [(100_000, 0.3, 0.0), (5_000, 0.7, 0.001), (3_000, 0.5, 0.9)] {
            let law = beta_binomial(n, p, rho).unwrap();
            let mean: f64 = law.iter().enumerate().map(|(k, it)| k as f64 * it).sum();
            assert!((law.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(
                (mean / f64::from(n) - p).abs() < 1e-12,
                "{n} {p} {rho}: {mean}"
            );
        }
    }

    #[test]
    fn out_of_range() {
        for law in [
            binomial(3, -0.1),
            binomial(3, f64::NAN),
            binomial(MOST + 1, 0.5),
            beta_binomial(3, 0.5, 1.1),
            beta_binomial(3, 1.5, 0.1),
        ] {
            assert_eq!(law, None);
        }
    }
}
