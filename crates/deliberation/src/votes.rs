//! How often a group is right that votes at once, between a right and a wrong answer.
//!
//! Ties are settled by a coin: they count half.

use crate::counts::{at_least, beta_binomial, beta_of, binomial, majority as more_than_half};
use crate::facts::{density, normal};
use crate::{amount, power, share};

/// A majority of `n` independent members, each right with probability `p` (Condorcet 1785). A group of none tosses a coin.
#[must_use]
pub fn majority(n: u32, p: f64) -> Option<f64> {
    binomial(n, p).map(|law| more_than_half(&law))
}

/// The same when votes correlate with `rho`: a beta-binomial law of right votes, α = p(1 − ρ)/ρ.
#[must_use]
pub fn correlated_majority(n: u32, p: f64, rho: f64) -> Option<f64> {
    beta_binomial(n, p, rho).map(|law| more_than_half(&law))
}

/// What [`correlated_majority`] tends to with ever more members: P(beta(α, β) > ½). More voices do not make up for what they share.
///
/// `rho` strictly within (0, 1): without correlation the limit is a step at p = ½. `p` strictly within (0, 1).
#[must_use]
pub fn correlated_majority_limit(p: f64, rho: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0 && rho > 0.0 && rho < 1.0) {
        return None;
    }
    let (alpha, beta) = beta_of(p, rho);
    // The side of ½ with the smaller probability, so that a sum of positive terms is exact in its own digits.
    Some(if alpha >= beta {
        1.0 - beta_below_half(alpha, beta)
    } else {
        beta_below_half(beta, alpha)
    })
}

/// I_½(a, b) = 2^(−a−b)/(aB(a, b)) Σ (a + b)_n/(a + 1)_n 2^(−n) (DLMF 8.17.8), for a ≥ b: terms fall by a half at least.
fn beta_below_half(a: f64, b: f64) -> f64 {
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let front = libm::exp(-(a + b) * std::f64::consts::LN_2 - log_beta) / a;
    let (mut term, mut sum, mut n) = (1.0, 1.0, 0.0);
    while term > 1e-17 * sum {
        term *= (a + b + n) / (a + 1.0 + n) / 2.0;
        sum += term;
        n += 1.0;
    }
    front * sum
}

/// A majority of `n` members who read the same known facts, a share `known` of the variance, each with noise of his own of variance
/// `noise` > 0 in units of σ²; right is what full information would say, μ = 0. Their votes agree because they know the same: no
/// number of members gets beyond ½ + arcsin(√s)/π.
///
/// Integrated over what is known by the trapezoidal rule, which for a smooth integrand that dies out is exact to the last digits.
#[must_use]
pub fn noisy_majority(n: u32, known: f64, noise: f64) -> Option<f64> {
    let (known, noise) = (share(known)?, amount(noise)?);
    if noise == 0.0 || known == 1.0 {
        return None;
    }
    const STEPS: i32 = 1_800;
    const STEP: f64 = 0.01;
    let mut sum = 0.0;
    for k in -STEPS / 2..=STEPS / 2 {
        let z = f64::from(k) * STEP;
        let facts = z * known.sqrt();
        let adopt = majority(n, normal(facts / noise.sqrt()))?;
        let good = normal(facts / (1.0 - known).sqrt());
        sum += density(z) * (adopt * good + (1.0 - adopt) * (1.0 - good));
    }
    Some(sum * STEP)
}

/// The weight a member of competence `p` deserves, ln(p/(1 − p)) (Nitzan & Paroush 1982; Shapley & Grofman 1984): negative below ½.
/// `p` strictly within (0, 1).
#[must_use]
pub fn weight(p: f64) -> Option<f64> {
    (p > 0.0 && p < 1.0).then(|| libm::log(p / (1.0 - p)))
}

/// The most members [`weighted`] enumerates.
pub const MOST_MEMBERS: usize = 20;

/// A weighted majority of independent members, given as (competence, weight): all 2ⁿ ways of being right are summed, for up to
/// [`MOST_MEMBERS`] members. Margins within a billionth of the sum of weights are ties. Any finite weights; when all are 0 everything
/// is a tie.
#[must_use]
pub fn weighted(members: &[(f64, f64)]) -> Option<f64> {
    if members.len() > MOST_MEMBERS {
        return None;
    }
    let mut total = 0.0;
    for (p, weight) in members {
        share(*p)?;
        total += crate::finite(*weight)?.abs();
    }
    let tie = 1e-9 * total;
    Some(right(members, 1.0, 0.0, tie))
}

/// Probability of the votes so far, times that of a right majority given their margin.
fn right(members: &[(f64, f64)], probability: f64, margin: f64, tie: f64) -> f64 {
    let Some(((p, weight), others)) = members.split_first() else {
        let won = if margin.abs() <= tie {
            0.5
        } else {
            f64::from(u8::from(margin > 0.0))
        };
        return probability * won;
    };
    right(others, probability * p, margin + weight, tie)
        + right(others, probability * (1.0 - p), margin - weight, tie)
}

/// A hierarchy: a proposal passes when all `n` levels say yes, each with probability `yes`: fⁿ (Sah & Stiglitz 1986).
#[must_use]
pub fn all_of(n: u32, yes: f64) -> Option<f64> {
    Some(power(share(yes)?, n))
}

/// A polyarchy: it passes when any of `n` says yes: 1 − (1 − f)ⁿ (Sah & Stiglitz 1986).
#[must_use]
pub fn any_of(n: u32, yes: f64) -> Option<f64> {
    Some(1.0 - power(1.0 - share(yes)?, n))
}

/// A committee: it passes when at least `k` of `n` say yes (Sah & Stiglitz 1988).
#[must_use]
pub fn k_of(k: u32, n: u32, yes: f64) -> Option<f64> {
    binomial(n, yes).map(|law| at_least(&law, k as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{agreement, noisy_agreement};
    use crate::tests::table;

    fn by_log_odds(competences: &[f64]) -> Vec<(f64, f64)> {
        let of = |p: &f64| (*p, weight(*p).unwrap());
        competences.iter().map(of).collect()
    }

    #[test]
    fn majorities() {
        table(
            5e-6,
            &[
                ("nobody", majority(0, 0.9), 0.5),
                ("one", majority(1, 0.6), 0.6),
                ("two, ties by a coin", majority(2, 0.6), 0.6),
                ("three", majority(3, 0.6), 0.648),
                ("nine of .7", majority(9, 0.7), 0.901_191),
                (
                    "without correlation",
                    correlated_majority(9, 0.7, 0.0),
                    0.901_191,
                ),
                ("nine", correlated_majority(9, 0.7, 0.1), 0.827_45),
                ("wholly correlated", correlated_majority(9, 0.7, 1.0), 0.7),
                ("without end", correlated_majority_limit(0.7, 0.1), 0.899_60),
                ("by symmetry", correlated_majority_limit(0.3, 0.1), 0.100_40),
            ],
        );
    }

    #[test]
    fn ever_more_members_tend_to_the_limit() {
        for (p, rho) in [(0.7, 0.1), (0.7, 0.3), (0.4, 0.5), (0.9, 0.9)] {
            let limit = correlated_majority_limit(p, rho).unwrap();
            let many = correlated_majority(100_001, p, rho).unwrap();
            assert!((limit - many).abs() < 1e-5, "{p} {rho}: {many}, {limit}");
        }
    }

    #[test]
    fn common_knowledge_bounds_a_majority() {
        table(
            1e-12,
            &[
                (
                    "one",
                    noisy_majority(1, 0.5, 0.5),
                    noisy_agreement(0.5, 0.5).unwrap(),
                ),
                (
                    "one, else",
                    noisy_majority(1, 0.2, 3.0),
                    noisy_agreement(0.2, 3.0).unwrap(),
                ),
                ("nothing known", noisy_majority(9, 0.0, 0.5), 0.5),
                ("hardly any noise", noisy_majority(9, 0.5, 1e-2), 0.75),
            ]
            .map(|(name, got, expected)| {
                // The last one only nearly: noise remains.
                let close =
                    name.starts_with("hardly") && got.is_some_and(|it| (it - 0.75).abs() < 2e-3);
                (name, if close { Some(expected) } else { got }, expected)
            }),
        );
        let ceiling = agreement(0.5).unwrap();
        let many = noisy_majority(401, 0.5, 0.5).unwrap();
        assert!(many < ceiling && ceiling - many < 2e-3, "{many}");
    }

    #[test]
    fn weights() {
        let inner = [0.9, 0.9, 0.6, 0.6, 0.6];
        let equal = inner.map(|p| (p, 1.0));
        table(
            5e-6,
            &[
                ("even chances weigh nothing", weight(0.5), 0.0),
                ("equal", weighted(&equal), 0.876_96),
                ("by competence", weighted(&by_log_odds(&inner)), 0.926_64),
                (
                    "one decides",
                    weighted(&[(0.9, 3.0), (0.6, 1.0), (0.6, 1.0)]),
                    0.9,
                ),
                ("ties", weighted(&[(0.9, 1.0), (0.6, 1.0)]), 0.75),
                ("no weights", weighted(&[(0.9, 0.0)]), 0.5),
                ("nobody", weighted(&[]), 0.5),
                ("equal is a majority", weighted(&[(0.7, 0.1); 9]), 0.901_191),
            ],
        );
    }

    #[test]
    fn chains() {
        table(
            5e-7,
            &[
                ("two in series", all_of(2, 0.3), 0.09),
                ("either", any_of(2, 0.3), 0.51),
                ("five of nine", k_of(5, 9, 0.3), 0.098_809),
                ("none in series", all_of(0, 0.3), 1.0),
                ("any of none", any_of(0, 0.3), 0.0),
                ("more than there are", k_of(3, 2, 0.9), 0.0),
            ],
        );
    }

    #[test]
    fn out_of_range() {
        for got in [
            majority(3, 1.1),
            correlated_majority_limit(0.7, 0.0),
            correlated_majority_limit(1.0, 0.5),
            noisy_majority(3, 0.5, 0.0),
            weight(1.0),
            weighted(&[(0.5, 1.0); MOST_MEMBERS + 1]),
            weighted(&[(0.5, f64::NAN)]),
            all_of(2, -0.1),
            any_of(2, f64::NAN),
        ] {
            assert_eq!(got, None);
        }
    }
}
