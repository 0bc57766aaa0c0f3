//! The classical models of opinions that move, as alternatives to compare with.

mod exact;
mod hegselmann_krause;
mod linear;

pub use self::hegselmann_krause::{Cluster, Clusters, MOST_AGENTS, hegselmann_krause};

use crate::{finite, share};

/// Rows of a square matrix with shares within \[0, 1\] that add up to 1 (to 1e-9); else `None`.
fn stochastic(weights: &[Vec<f64>]) -> Option<()> {
    for row in weights {
        let mut sum = 0.0;
        for it in row {
            sum += share(*it)?;
        }
        (row.len() == weights.len() && (sum - 1.0_f64).abs() < 1e-9).then_some(())?;
    }
    (!weights.is_empty()).then_some(())
}

/// How much each member's first opinion weighs in the consensus of DeGroot's model (1974), in which everybody takes, again and again,
/// the mean of all opinions by his row of `weights` (each row adds up to 1).
///
/// By squaring the matrix until its rows agree to 1e-13. `None` when they do not after 2⁶⁴ rounds: opinions go in circles, or
/// groups do not listen to each other.
#[must_use]
pub fn social_influence(weights: &[Vec<f64>]) -> Option<Vec<f64>> {
    stochastic(weights)?;
    let mut power = weights.to_vec();
    for _ in 0..=64 {
        let (first, others) = power.split_first()?;
        let alike = |row: &Vec<f64>| row.iter().zip(first).all(|(a, b)| (a - b).abs() < 1e-13);
        if others.iter().all(alike) {
            // What rounding has done to the sum of a row over many squarings is undone.
            let total: f64 = first.iter().sum();
            return Some(first.iter().map(|it| it / total).collect());
        }
        power = squared(&power);
    }
    None
}

/// The consensus of DeGroot's model from first opinions `start`, one for each member, in any unit; see [`social_influence`].
#[must_use]
pub fn consensus(weights: &[Vec<f64>], start: &[f64]) -> Option<f64> {
    let influence = social_influence(weights)?;
    (start.len() == influence.len()).then_some(())?;
    let mut sum = 0.0;
    for (weight, opinion) in influence.iter().zip(start) {
        sum += weight * finite(*opinion)?;
    }
    Some(sum)
}

fn squared(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let row_times = |row: &Vec<f64>| {
        let mut product = vec![0.0; matrix.len()];
        for (factor, other) in row.iter().zip(matrix) {
            for (sum, it) in product.iter_mut().zip(other) {
                *sum += factor * it;
            }
        }
        product
    };
    matrix.iter().map(row_times).collect()
}

/// Where opinions come to rest that yield to others only in part (Friedkin & Johnsen 1990): y* = (I − AW)⁻¹(I − A)y₀, with rows of
/// `weights` W that add up to 1, `yielding` the diagonal of A within \[0, 1\], and first opinions `start` in any unit.
///
/// `None` where that is not defined: when some yield wholly (a = 1) and listen only to each other.
#[must_use]
pub fn friedkin_johnsen(weights: &[Vec<f64>], yielding: &[f64], start: &[f64]) -> Option<Vec<f64>> {
    stochastic(weights)?;
    if yielding.len() != weights.len() || start.len() != weights.len() {
        return None;
    }
    let mut rows = Vec::with_capacity(weights.len());
    for (i, (row, (a, opinion))) in weights.iter().zip(yielding.iter().zip(start)).enumerate() {
        let a = share(*a)?;
        let mut equation: Vec<f64> = row.iter().map(|w| -a * w).collect();
        *equation.get_mut(i)? += 1.0;
        equation.push((1.0 - a) * finite(*opinion)?);
        rows.push(equation);
    }
    linear::solve(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: Option<Vec<f64>>, expected: &[f64], within: f64) {
        let got = got.unwrap();
        assert_eq!(got.len(), expected.len());
        for (a, b) in got.iter().zip(expected) {
            assert!((a - b).abs() <= within, "{got:?}, not {expected:?}");
        }
    }

    #[test]
    fn degroot() {
        let two = [vec![0.5, 0.5], vec![0.25, 0.75]];
        near(social_influence(&two), &[1.0 / 3.0, 2.0 / 3.0], 1e-12);
        let met = consensus(&two, &[3.0, 0.0]).unwrap();
        assert!((met - 1.0).abs() < 1e-12);
        // Whom all hear and who hears nobody decides.
        near(
            social_influence(&[vec![1.0, 0.0], vec![0.01, 0.99]]),
            &[1.0, 0.0],
            1e-12,
        );
        near(social_influence(&[vec![1.0]]), &[1.0], 0.0);
        let circle = [vec![0.0, 1.0], vec![1.0, 0.0]];
        let apart = [vec![1.0, 0.0], vec![0.0, 1.0]];
        let not_one = [vec![0.5, 0.4], vec![0.5, 0.5]];
        let not_square = [vec![0.5, 0.5]];
        for none in [&circle[..], &apart, &not_one, &not_square, &[]] {
            assert_eq!(social_influence(none), None);
        }
        assert_eq!(consensus(&two, &[1.0]), None);
    }

    #[test]
    fn friedkin_and_johnsens_example() {
        let weights = [
            vec![0.220, 0.120, 0.360, 0.300],
            vec![0.147, 0.215, 0.344, 0.294],
            vec![0.0, 0.0, 1.0, 0.0],
            vec![0.090, 0.178, 0.446, 0.286],
        ];
        let yielding = [0.780, 0.785, 0.0, 0.714];
        let start = [25.0, 25.0, 75.0, 85.0];
        near(
            friedkin_johnsen(&weights, &yielding, &start),
            &[60.0208, 59.9840, 75.0, 74.9862],
            5e-5,
        );
        // Who yields nothing stays.
        near(friedkin_johnsen(&weights, &[0.0; 4], &start), &start, 0.0);
        assert_eq!(
            friedkin_johnsen(&[vec![1.0]], &[1.0], &[2.0]),
            None,
            "listens only to himself and yields wholly"
        );
        assert_eq!(friedkin_johnsen(&weights, &[0.5; 3], &start), None);
        assert_eq!(friedkin_johnsen(&weights, &[1.5; 4], &start), None);
    }
}
