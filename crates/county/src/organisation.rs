//! Who does what: how far departments' claims on one duty overlap (职责交叉), an index that a person can check by hand.

/// The overlap of a duty claimed by departments with these weights: 1 − Σs² over their shares s (Herfindahl's index from one). One
/// department alone: 0; n with equal shares: 1 − 1/n. `None` when nobody claims it.
#[must_use]
pub fn overlap(claims: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut squares) = (0.0, 0.0);
    for claim in claims {
        sum += claim;
        squares += claim * claim;
    }
    (sum > 0.0).then(|| 1.0 - squares / (sum * sum))
}

/// The county's index: the mean over its duties; those that nobody claims have no overlap and are left out. `None` without any.
#[must_use]
pub fn index(overlaps: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut duties) = (0.0, 0.0);
    for overlap in overlaps {
        sum += overlap;
        duties += 1.0;
    }
    (duties > 0.0).then(|| sum / duties)
}
