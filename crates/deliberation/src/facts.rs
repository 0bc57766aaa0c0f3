//! What a matter is worth, and what is known of it.
//!
//! A matter is worth V = μ + Σ xᵢ, its facts xᵢ normal with mean 0 and variances that add up to σ²; doing nothing is worth 0. A
//! judge who knows facts with a share s of the variance adopts when what he knows adds up to more than nothing. With τ = σ√s, his
//! estimate is N(μ, τ²), and by Bayes the best there is.

mod channels;
mod concealment;
mod evaluation;

pub use self::channels::{comments, common_blindness, holders, investigation, said_in};
pub use self::concealment::{
    MOST_FACTS, Silence, concealed_agreement, rosy_bias, silence_discount,
};
pub use self::evaluation::{evaluated, share_lived};

use crate::counts::binomial;
use crate::{amount, finite, share};

/// 1/√(2π): the standard normal density at 0.
const MIDDLE: f64 = 0.398_942_280_401_432_7;

/// Φ, the standard normal law.
pub(crate) fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// φ, its density.
pub(crate) fn density(z: f64) -> f64 {
    MIDDLE * libm::exp(-z * z / 2.0)
}

/// Probability that the signs of two centred normal numbers agree whose correlation is `r`: ½ + arcsin(r)/π (Sheppard 1899).
/// `r` within \[−1, 1\].
#[must_use]
pub fn signs_agree(r: f64) -> Option<f64> {
    ((-1.0..=1.0).contains(&r)).then(|| 0.5 + libm::asin(r) / std::f64::consts::PI)
}

/// Probability that a judge who knows a share `known` of the variance decides as with full information, μ = 0: ½ + arcsin(√s)/π.
/// The correlation of what he knows with V is √s.
#[must_use]
pub fn agreement(known: f64) -> Option<f64> {
    signs_agree(share(known)?.sqrt())
}

/// The same for a judge who reads what is known with noise of variance `noise` ≥ 0, in units of σ²: ½ + arcsin(s/√(s + η²))/π.
/// With neither knowledge nor noise he tosses a coin: ½.
#[must_use]
pub fn noisy_agreement(known: f64, noise: f64) -> Option<f64> {
    let spread = (share(known)? + amount(noise)?).sqrt();
    signs_agree(if spread > 0.0 { known / spread } else { 0.0 })
}

/// Probability that full information would decide the same as was decided, where what is known of a matter says that it is worth `estimate`
/// and the rest is N(0, `unknown`²), `unknown` ≥ 0, and had no part in the decision: Φ(±estimate/unknown), + for what was adopted. Where
/// nothing is unknown it is 1 or 0; a matter worth exactly nothing may be decided either way. In one unit.
#[must_use]
pub fn same_verdict(adopted: bool, estimate: f64, unknown: f64) -> Option<f64> {
    let speaks_for = finite(if adopted { estimate } else { -estimate })?;
    Some(match amount(unknown)? {
        0.0 => f64::from(u8::from(speaks_for >= 0.0)),
        unknown => normal(speaks_for / unknown),
    })
}

/// Expected worth of what a judge adopts: μΦ(μ/τ) + τφ(μ/τ), τ = σ√s; for μ = 0 that is σ√s/√(2π). In the unit of `mean` (any)
/// and `sigma` ≥ 0. With nothing known he goes by μ: max(μ, 0).
#[must_use]
pub fn value(mean: f64, sigma: f64, known: f64) -> Option<f64> {
    let tau = amount(sigma)? * share(known)?.sqrt();
    let mean = finite(mean)?;
    if tau == 0.0 {
        return Some(mean.max(0.0));
    }
    let z = mean / tau;
    Some(mean * normal(z) + tau * density(z))
}

/// What knowing the facts is worth over not knowing them: [`value`] − max(μ, 0), never negative.
#[must_use]
pub fn worth_of_knowing(mean: f64, sigma: f64, known: f64) -> Option<f64> {
    // For μ > 0, μΦ + τφ − μ = τφ − μΦ(−μ/τ), the value at −μ: no cancellation.
    value(-mean.abs(), sigma, known)
}

/// The mean μ of a county that adopts a share `adopted`, strictly within (0, 1), of what it discusses and knows a share `known` of
/// the variance: μ = τΦ⁻¹(α), τ = σ√s. In the unit of `sigma` ≥ 0.
#[must_use]
pub fn mean_of_adopted(adopted: f64, sigma: f64, known: f64) -> Option<f64> {
    let open = adopted > 0.0 && adopted < 1.0;
    let tau = amount(sigma)? * share(known)?.sqrt();
    open.then(|| tau * kernel::distributions::normal_quantile(adopted))
}

/// What one judge makes of a matter with μ = 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Probability that he decides as with full information.
    pub agreement: f64,
    /// Expected worth of what he adopts, in σ.
    pub value: f64,
}

/// The judge when each of `facts` ≥ 1 equal facts is known with probability `each`, independently: means over the binomial number
/// of known ones. When none is known his decision is right half the time and worth nothing.
#[must_use]
pub fn surfacing(facts: u32, each: f64) -> Option<Judged> {
    if facts == 0 {
        return None;
    }
    let law = binomial(facts, each)?;
    let mut sum = Judged {
        agreement: 0.0,
        value: 0.0,
    };
    for (k, probability) in law.iter().enumerate() {
        let known = k as f64 / f64::from(facts);
        sum.agreement += probability * agreement(known)?;
        sum.value += probability * value(0.0, 1.0, known)?;
    }
    Some(sum)
}

/// What being able to mend a surfaced fact is worth: x ~ N(0, `variance`), and a bad one can be made 0 at a cost ≥ 0, which pays when
/// x < −c: E max(x, −c) = √v φ(c/√v) − cΦ(−c/√v). In the unit of `cost`; with no variance nothing.
#[must_use]
pub fn amendment(variance: f64, cost: f64) -> Option<f64> {
    value(-amount(cost)?, amount(variance)?.sqrt(), 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;

    #[test]
    fn one_judge() {
        table(
            5e-7,
            &[
                ("knows nothing", agreement(0.0), 0.5),
                ("adopted", same_verdict(true, 1.0, 2.0), 0.691_462),
                ("refused", same_verdict(false, 1.0, 2.0), 0.308_538),
                ("nothing unknown", same_verdict(true, 0.1, 0.0), 1.0),
                ("against all", same_verdict(false, 0.1, 0.0), 0.0),
                ("worth nothing", same_verdict(false, 0.0, 0.0), 1.0),
                ("knows half", agreement(0.5), 0.75),
                ("knows all", agreement(1.0), 1.0),
                ("with as much noise", noisy_agreement(0.5, 0.5), 0.666_667),
                ("no noise", noisy_agreement(0.25, 0.0), 0.666_667),
                ("neither", noisy_agreement(0.0, 0.0), 0.5),
                ("value", value(0.0, 1.0, 0.5), 0.282_095),
                ("value doubles with σ", value(0.0, 2.0, 0.5), 0.564_190),
                ("bad on average", value(-0.5, 1.0, 0.25), 0.041_658),
                ("nothing known, good", value(0.5, 1.0, 0.0), 0.5),
                ("nothing known, bad", value(-0.5, 1.0, 0.0), 0.0),
                (
                    "surfacing",
                    surfacing(12, 0.3).map(|it| it.agreement),
                    0.680_537,
                ),
                ("one fact", surfacing(1, 0.5).map(|it| it.agreement), 0.75),
            ],
        );
    }

    #[test]
    fn the_share_adopted_comes_back_from_the_mean() {
        for adopted in [0.001, 0.2, 0.5, 0.95, 0.999_999] {
            let (sigma, known) = (3.0, 0.4);
            let mean = mean_of_adopted(adopted, sigma, known).unwrap();
            let back = normal(mean / (sigma * known.sqrt()));
            assert!((back - adopted).abs() < 1e-14, "{adopted}: {back}");
        }
    }

    #[test]
    fn knowing_is_never_worth_less_than_nothing_and_more_is_better() {
        for mean in [-8.0, -1.0, 0.0, 0.3, 2.0, 40.0] {
            let mut before = 0.0;
            for step in 0..=20 {
                let worth = worth_of_knowing(mean, 1.0, f64::from(step) / 20.0).unwrap();
                let direct = value(mean, 1.0, f64::from(step) / 20.0).unwrap() - mean.max(0.0);
                assert!(
                    worth >= before && (worth - direct).abs() < 1e-13,
                    "{mean}: {worth}"
                );
                before = worth;
            }
        }
    }

    #[test]
    fn out_of_range() {
        for got in [
            agreement(1.1),
            agreement(f64::NAN),
            noisy_agreement(0.5, -1.0),
            value(f64::INFINITY, 1.0, 0.5),
            value(0.0, -1.0, 0.5),
            mean_of_adopted(1.0, 1.0, 0.5),
            mean_of_adopted(0.0, 1.0, 0.5),
            amendment(1.0, -0.1),
            signs_agree(1.5),
            same_verdict(true, f64::NAN, 1.0),
            same_verdict(true, 1.0, -1.0),
        ] {
            assert_eq!(got, None);
        }
        assert_eq!(surfacing(0, 0.5), None);
    }
}
