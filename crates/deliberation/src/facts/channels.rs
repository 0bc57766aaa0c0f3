//! How a fact reaches the table: the probability that one surfaces which the channel can hold.

use crate::{amount, power, share};

/// Investigation of `hours` ≥ 0 at a rate of `per_hour` ≥ 0: 1 − e^(−λh).
#[must_use]
pub fn investigation(per_hour: f64, hours: f64) -> Option<f64> {
    share(-libm::expm1(-amount(per_hour)? * amount(hours)?))
}

/// Public comment: `mean` ≥ 0 comments expected from the group that holds the fact, each naming it with probability `each`.
///
/// Poisson numbers of comments (`shape` `None`): 1 − e^(−νp). Clustered ones, negative binomial with a shape k > 0, that is, variance
/// ν + ν²/k: 1 − (1 + νp/k)^(−k). Clusters surface less: many say the same.
#[must_use]
pub fn comments(mean: f64, each: f64, shape: Option<f64>) -> Option<f64> {
    let named = amount(mean)? * share(each)?;
    let silent = match shape {
        None => -named,
        Some(k) if k > 0.0 && k.is_finite() => -k * libm::log1p(named / k),
        Some(_) => return None,
    };
    share(-libm::expm1(silent))
}

/// A hearing or meeting with `present` holders, each of whom mentions the fact with probability `each`: 1 − (1 − p)^k
/// (Stasser & Titus 1985).
#[must_use]
pub fn holders(present: u32, each: f64) -> Option<f64> {
    share(1.0 - power(1.0 - share(each)?, present))
}

/// Probability that a speaker mentions a fact he holds in `floor_time` ≥ 0 of speaking, `tau` > 0 of which he needs for one:
/// 1 − e^(−t/τ). Both in the same unit.
#[must_use]
pub fn said_in(floor_time: f64, tau: f64) -> Option<f64> {
    (tau > 0.0).then_some(())?;
    investigation(1.0 / tau, floor_time)
}

/// An expert panel of `experts`, each naming the fact with probability `each`, all blind to it together with probability `blind`:
/// (1 − ρ)(1 − (1 − p)^k). However many are asked, no more than 1 − ρ.
#[must_use]
pub fn common_blindness(experts: u32, each: f64, blind: f64) -> Option<f64> {
    Some((1.0 - share(blind)?) * holders(experts, each)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;

    #[test]
    fn channels() {
        table(
            5e-7,
            &[
                ("no hours", investigation(0.2, 0.0), 0.0),
                ("half-life", investigation(std::f64::consts::LN_2, 1.0), 0.5),
                ("comments", comments(18.0, 0.05, None), 0.593_430),
                ("clustered", comments(18.0, 0.05, Some(0.5)), 0.402_386),
                (
                    "hardly clustered",
                    comments(18.0, 0.05, Some(1e9)),
                    0.593_430,
                ),
                ("three holders", holders(3, 0.3), 0.657),
                ("nobody", holders(0, 0.3), 0.0),
                ("as long as it takes", said_in(5.0, 5.0), 0.632_121),
                ("experts", common_blindness(5, 0.4, 0.2), 0.737_792),
                (
                    "experts without end",
                    common_blindness(10_000, 0.4, 0.2),
                    0.8,
                ),
            ],
        );
    }

    #[test]
    fn out_of_range() {
        for got in [
            investigation(-1.0, 1.0),
            investigation(1.0, f64::NAN),
            comments(1.0, 1.1, None),
            comments(1.0, 0.1, Some(0.0)),
            said_in(1.0, 0.0),
            holders(3, -0.1),
            common_blindness(3, 0.1, 2.0),
        ] {
            assert_eq!(got, None);
        }
    }
}
