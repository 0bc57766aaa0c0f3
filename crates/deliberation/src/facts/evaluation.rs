//! What a second look is worth, once a matter runs.

use super::MIDDLE;
use crate::{amount, share};

/// Expected worth with μ = 0 when a share `known` of the variance is known at the decision and `later` ≥ `known` at an evaluation
/// that ends what then looks worth less than nothing; what was refused is not revived: σ(√s + √s′)/(2√(2π)). In the unit of
/// `sigma` ≥ 0. The worth is that of the rest of the matter's life, after the evaluation.
///
/// For a bivariate normal pair with standard deviations √s and √s′ and correlation √(s/s′), `E[b; a > 0, b > 0]` is that.
#[must_use]
pub fn evaluated(sigma: f64, known: f64, later: f64) -> Option<f64> {
    let (before, after) = (share(known)?.sqrt(), share(later)?.sqrt());
    (before <= after).then_some(amount(sigma)? * (before + after) * MIDDLE / 2.0)
}

/// Share of its life that a bad matter lives before it is ended at first light, when light comes at `rate` ≥ 0 a year and its life is
/// `years` ≥ 0: (1 − e^(−rL))/(rL), 1 without light.
#[must_use]
pub fn share_lived(rate: f64, years: f64) -> Option<f64> {
    let expected = amount(rate)? * amount(years)?;
    Some(if expected == 0.0 {
        1.0
    } else {
        -libm::expm1(-expected) / expected
    })
}

#[cfg(test)]
mod tests {
    use super::super::value;
    use super::*;
    use crate::tests::table;

    #[test]
    fn evaluation() {
        table(
            5e-7,
            &[
                (".25, then .75", evaluated(1.0, 0.25, 0.75), 0.272_483),
                (
                    "nothing new",
                    evaluated(1.0, 0.4, 0.4),
                    value(0.0, 1.0, 0.4).unwrap(),
                ),
                ("in other units", evaluated(10.0, 0.25, 0.75), 2.724_826),
                ("light", share_lived(0.5, 5.0), 0.367_166),
                ("dark", share_lived(0.0, 5.0), 1.0),
                ("hardly any light", share_lived(1e-12, 1.0), 1.0),
            ],
        );
        for got in [
            evaluated(1.0, 0.5, 0.4),
            evaluated(-1.0, 0.1, 0.4),
            share_lived(f64::INFINITY, 1.0),
        ] {
            assert_eq!(got, None);
        }
    }
}
