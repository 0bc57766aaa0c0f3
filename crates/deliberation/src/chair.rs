//! The chair speaks first: a group whose votes lean on its leader's (Boland 1989).

use crate::counts::{at_least, binomial};
use crate::share;

/// Probability that a majority of an odd number `n` of members is right, each right with probability `p` on his own, of whom the
/// chair votes first and each other one takes over his vote with probability `lean` (r): right with p + r(1 − p) after a right chair,
/// p(1 − r) after a wrong one.
///
/// P = p·T(n − 1, m; p + r(1 − p)) + (1 − p)·T(n − 1, m + 1; p(1 − r)), n = 2m + 1, T(N, k; x) = P(Bin(N, x) ≥ k). `None` for even n.
#[must_use]
pub fn majority_after(n: u32, p: f64, lean: f64) -> Option<f64> {
    let (p, r) = (share(p)?, share(lean)?);
    if n.is_multiple_of(2) {
        return None;
    }
    let needed = (n / 2) as usize;
    let after_right = at_least(&binomial(n - 1, p + r * (1.0 - p))?, needed);
    let after_wrong = at_least(&binomial(n - 1, p * (1.0 - r))?, needed + 1);
    Some(p * after_right + (1.0 - p) * after_wrong)
}

/// The same with a chair, as good as the others, who overrides with probability `overriding` (o): o·p + (1 − o)P.
#[must_use]
pub fn overriding(n: u32, p: f64, lean: f64, overriding: f64) -> Option<f64> {
    let o = share(overriding)?;
    Some(o * p + (1.0 - o) * majority_after(n, p, lean)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;
    use crate::votes::majority;

    #[test]
    fn leaning_on_the_chair() {
        table(
            5e-6,
            &[
                (
                    "not at all",
                    majority_after(9, 0.7, 0.0),
                    majority(9, 0.7).unwrap(),
                ),
                ("a little", majority_after(9, 0.7, 0.3), 0.793_47),
                ("wholly", majority_after(9, 0.7, 1.0), 0.7),
                ("alone", majority_after(1, 0.7, 0.4), 0.7),
                ("overriding", overriding(9, 0.7, 0.0, 0.3), 0.840_83),
                ("always overriding", overriding(9, 0.7, 0.2, 1.0), 0.7),
            ],
        );
        for got in [
            majority_after(8, 0.7, 0.3),
            majority_after(9, 0.7, 1.3),
            overriding(9, 0.7, 0.3, -0.1),
        ] {
            assert_eq!(got, None);
        }
    }
}
