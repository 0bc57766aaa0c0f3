//! Several claims at once: Holm's correction (S. Holm 1979), which keeps the chance of any false claim in a family
//! at the level of one.

use std::collections::BTreeMap;

use crate::difference::Difference;

/// Holm's adjusted p-values, in the order given.
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]).then(a.cmp(b)));
    let mut adjusted = vec![1.0; p.len()];
    let mut largest = 0.0_f64;
    for (rank, index) in order.into_iter().enumerate() {
        let remaining = crate::series::count(p.len() - rank);
        largest = largest.max((remaining * p[index]).min(1.0));
        adjusted[index] = largest;
    }
    adjusted
}

/// Makes one family of the primary metrics of all OTHERs: fills in `p_adjusted`, and lets it decide `distinguishable`
/// at the confidence given. Primaries that do not exist or have no p-value are not claims and do not count.
pub fn family(others: &mut [BTreeMap<String, Difference>], primaries: &[&str], confidence: f64) {
    let claims: Vec<(usize, &str, f64)> = others
        .iter()
        .enumerate()
        .flat_map(|(arm, metrics)| {
            primaries
                .iter()
                .filter_map(move |name| Some((arm, *name, metrics.get(*name)?.p?)))
        })
        .collect();
    let adjusted = holm(&claims.iter().map(|(_, _, p)| *p).collect::<Vec<_>>());
    for ((arm, name, _), p_adjusted) in claims.into_iter().zip(adjusted) {
        if let Some(difference) = others[arm].get_mut(name) {
            difference.p_adjusted = Some(p_adjusted);
            difference.distinguishable = p_adjusted < 1.0 - confidence;
        }
    }
}
