//! Who takes part, and what that does to what is heard.

use crate::floor::total;
use crate::{amount, finite, power, share};

/// Probability that a draw of `n` has at least one of a minority with share `minority`: 1 − (1 − g)ⁿ, from a public much larger than n.
#[must_use]
pub fn at_least_one(minority: f64, n: u32) -> Option<f64> {
    Some(1.0 - power(1.0 - share(minority)?, n))
}

/// A part of the public.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Its people, or their share; any amount ≥ 0.
    pub people: f64,
    /// Probability that one of them responds.
    pub responds: f64,
    /// What they say: mean of the variable asked for, in any unit.
    pub says: f64,
}

/// What the public thinks and what is heard of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heard {
    /// Mean over all people.
    pub true_mean: f64,
    /// Expected mean over those who respond, in a large public.
    pub observed: f64,
    /// Observed less true: Cov(r, x)/r̄ (Bethlehem 1988).
    pub bias: f64,
}

/// What self-selection does. `None` when there is nobody, or nobody responds.
#[must_use]
pub fn self_selection(parts: &[Part]) -> Option<Heard> {
    let (mut people, mut responses, mut all, mut heard) = (0.0, 0.0, 0.0, 0.0);
    for it in parts {
        let (number, says) = (amount(it.people)?, finite(it.says)?);
        let responding = number * share(it.responds)?;
        people += number;
        responses += responding;
        all += number * says;
        heard += responding * says;
    }
    if !(people > 0.0 && responses > 0.0) {
        return None;
    }
    let (true_mean, rate) = (all / people, responses / people);
    // The covariance about the means, so that nothing large is subtracted.
    let covariance: f64 = parts
        .iter()
        .map(|it| it.people / people * (it.responds - rate) * (it.says - true_mean))
        .sum();
    Some(Heard {
        true_mean,
        observed: heard / responses,
        bias: covariance / rate,
    })
}

/// Error of a mean over a share `sampled` of the people, strictly within (0, 1), whose responding correlates with what they say by
/// `rho` within \[−1, 1\]: ρ√((1 − f)/f)σ (Meng 2018). In the unit of `sigma` ≥ 0.
#[must_use]
pub fn error_of_the_many(sampled: f64, rho: f64, sigma: f64) -> Option<f64> {
    let open = sampled > 0.0 && sampled < 1.0 && (-1.0..=1.0).contains(&rho);
    let sigma = amount(sigma)?;
    open.then(|| rho * ((1.0 - sampled) / sampled).sqrt() * sigma)
}

/// How many drawn at random tell as much: f/(1 − f)/ρ² (Meng 2018), for a correlation other than 0.
#[must_use]
pub fn effective_size(sampled: f64, rho: f64) -> Option<f64> {
    let open = sampled > 0.0 && sampled < 1.0 && (-1.0..=1.0).contains(&rho) && rho != 0.0;
    open.then(|| sampled / (1.0 - sampled) / (rho * rho))
}

/// Representativeness: 1 − total variation distance between those who took part and those affected, 1 − ½Σ|p − q| over groups;
/// 1 when shares agree, 0 when nobody who took part is of a group affected. Any amounts ≥ 0, of which shares are made. `None` when
/// the groups are not the same number, or nobody took part or is affected.
#[must_use]
pub fn representativeness(took_part: &[f64], affected: &[f64]) -> Option<f64> {
    let (all, those) = (total(affected)?, total(took_part)?);
    (took_part.len() == affected.len()).then_some(())?;
    // The overlap of the shares: the same, and never beyond 0 and 1 by more than rounding.
    let groups = took_part.iter().zip(affected);
    Some(
        groups
            .map(|(p, q)| (p / those).min(q / all))
            .sum::<f64>()
            .min(1.0),
    )
}

/// Gini's coefficient of amounts ≥ 0 (1912), here of how often people took part or how long they spoke: 0 when all are equal,
/// 1 − 1/n when one of n has all. Those who have nothing must be among them. `None` when nobody has anything.
#[must_use]
pub fn gini(amounts: &[f64]) -> Option<f64> {
    let total = total(amounts)?;
    let n = amounts.len() as f64;
    let mut sorted = amounts.to_vec();
    kernel::order::sort_short(&mut sorted, |a, b| a < b);
    // Σ(2i − n − 1)x_i/(nΣx), i from 1.
    let sum: f64 = sorted
        .iter()
        .enumerate()
        .map(|(i, it)| (2.0 * i as f64 + 1.0 - n) * it)
        .sum();
    Some((sum / (n * total)).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;

    #[test]
    fn taking_part() {
        let part = |people, responds, says| Part {
            people,
            responds,
            says,
        };
        let loud = [part(0.8, 0.001, 0.5), part(0.2, 0.01, 0.1)];
        let of = |parts: &[Part]| self_selection(parts);
        table(
            5e-7,
            &[
                ("minority, 6", at_least_one(0.1, 6), 0.468_559),
                ("minority, 12", at_least_one(0.1, 12), 0.717_570),
                ("minority, nobody drawn", at_least_one(0.1, 0), 0.0),
                ("true", of(&loud).map(|it| it.true_mean), 0.42),
                ("observed", of(&loud).map(|it| it.observed), 0.214_286),
                ("bias", of(&loud).map(|it| it.bias), -0.205_714),
                (
                    "alike",
                    of(&[part(3.0, 0.2, 7.0), part(5.0, 0.2, 1.0)]).map(|it| it.bias),
                    0.0,
                ),
                (
                    "effective size",
                    effective_size(0.01, 0.005).map(|it| it / 100.0),
                    4.040_404,
                ),
                ("error", error_of_the_many(0.01, 0.005, 1.0), 0.049_749),
                (
                    "the same shares",
                    representativeness(&[3.0, 1.0], &[75.0, 25.0]),
                    1.0,
                ),
                (
                    "nobody affected",
                    representativeness(&[1.0, 0.0], &[0.0, 5.0]),
                    0.0,
                ),
                (
                    "half of them",
                    representativeness(&[1.0, 0.0], &[0.5, 0.5]),
                    0.5,
                ),
                ("all equal", gini(&[2.0; 7]), 0.0),
                ("one has all", gini(&[0.0, 5.0, 0.0, 0.0]), 0.75),
                ("1, 2, 3", gini(&[3.0, 1.0, 2.0]), 2.0 / 9.0),
            ],
        );
    }

    #[test]
    fn an_error_as_large_as_that_of_so_many_drawn() {
        let error = error_of_the_many(0.03, 0.02, 1.0).unwrap();
        let size = effective_size(0.03, 0.02).unwrap();
        assert!((error * error * size - 1.0).abs() < 1e-14);
    }

    #[test]
    fn out_of_range() {
        for got in [
            at_least_one(1.1, 2),
            effective_size(0.5, 0.0),
            effective_size(1.0, 0.1),
            error_of_the_many(0.0, 0.1, 1.0),
            representativeness(&[1.0], &[1.0, 2.0]),
            representativeness(&[0.0], &[1.0]),
            gini(&[]),
            gini(&[-1.0, 2.0]),
        ] {
            assert_eq!(got, None);
        }
        assert_eq!(self_selection(&[]), None);
    }
}
