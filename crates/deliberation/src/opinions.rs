//! The classical models of opinions that move, as alternatives to compare with.

mod exact;
mod hegselmann_krause;
mod linear;

pub use self::hegselmann_krause::{Cluster, Clusters, MOST_AGENTS, hegselmann_krause};

use crate::{amount, finite, share};

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
    product(matrix, matrix)
}

/// Of two square matrices of one size.
fn product(matrix: &[Vec<f64>], by: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let row_times = |row: &Vec<f64>| {
        let mut product = vec![0.0; by.len()];
        for (factor, other) in row.iter().zip(by) {
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

/// The same for any rows and yielding within \[0, 1\]: where opinions come to rest, y(t + 1) = AWy(t) + (I − A)y₀.
///
/// Where [`friedkin_johnsen`] is defined it is that, and where everybody yields wholly it is DeGroot's model: the consensus, or, of groups
/// that do not listen to each other, one of each. Opinions that go in circles are taken at the mean that they circle around.
///
/// Half of each step is taken at a time, which ends at the same place and never goes in circles; by squaring, until nothing changes by
/// more than 1e-13, 64 times at most: steps that would take longer than 2⁶⁴ rounds are not taken.
#[must_use]
pub fn settled(weights: &[Vec<f64>], yielding: &[f64], start: &[f64]) -> Option<Vec<f64>> {
    stochastic(weights)?;
    if yielding.len() != weights.len() || start.len() != weights.len() {
        return None;
    }
    let n = weights.len();
    // Of each opinion: what it takes of those of all, and what of those that they began with.
    let mut now = Vec::with_capacity(n);
    let mut first = vec![vec![0.0; n]; n];
    for (i, (row, a)) in weights.iter().zip(yielding).enumerate() {
        let a = share(*a)?;
        let mut half: Vec<f64> = row.iter().map(|w| a * w / 2.0).collect();
        *half.get_mut(i)? += 0.5;
        now.push(half);
        *first.get_mut(i)?.get_mut(i)? = (1.0 - a) / 2.0;
    }
    for _ in 0..64 {
        let mut twice = squared(&now);
        let mut held = product(&now, &first);
        for ((held, first), twice) in held.iter_mut().zip(&first).zip(&mut twice) {
            for (held, first) in held.iter_mut().zip(first) {
                *held += first;
            }
            // What rounding does to the sum of a row doubles with each squaring: it is undone.
            let total: f64 = held.iter().chain(twice.iter()).sum();
            held.iter_mut().chain(twice).for_each(|it| *it /= total);
        }
        let differ = |a: &[Vec<f64>], b: &[Vec<f64>]| {
            let mut pairs = a.iter().flatten().zip(b.iter().flatten());
            pairs.any(|(a, b)| (a - b).abs() > 1e-13)
        };
        let moves = differ(&now, &twice) || differ(&first, &held);
        (now, first) = (twice, held);
        if !moves {
            break;
        }
    }
    let mut rest = Vec::with_capacity(n);
    for (now, first) in now.iter().zip(&first) {
        let mut sum = 0.0;
        for ((now, first), opinion) in now.iter().zip(first).zip(start) {
            sum += (now + first) * finite(*opinion)?;
        }
        rest.push(sum);
    }
    Some(rest)
}

/// The most rounds of [`bounded_confidence`].
const MOST_ROUNDS: u32 = 10_000;

/// Bounded confidence (Hegselmann & Krause 2002) from any first opinions `start`: everybody takes the mean of his own and of those opinions
/// of others who `speak` that lie no further than `confidence` ≥ 0 from it, all at once, until nobody moves by more than 1e-12 of the first
/// range. Who does not speak hears, and is not heard. In any unit.
///
/// In rounded arithmetic: of opinions that lie exactly `confidence` apart rounding decides; on a grid use [`hegselmann_krause`].
#[must_use]
pub fn bounded_confidence(start: &[f64], speak: &[bool], confidence: f64) -> Option<Vec<f64>> {
    let within = amount(confidence)?;
    if start.len() != speak.len() {
        return None;
    }
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for opinion in start {
        (least, most) = (least.min(finite(*opinion)?), most.max(*opinion));
    }
    let at_rest = 1e-12 * (most - least);
    let mut opinions = start.to_vec();
    for _ in 0..MOST_ROUNDS {
        let moved = |(i, own): (usize, &f64)| {
            let (mut sum, mut heard) = (0.0, 0.0);
            for (j, (other, speaks)) in opinions.iter().zip(speak).enumerate() {
                if i == j || *speaks && (own - other).abs() <= within {
                    sum += other;
                    heard += 1.0;
                }
            }
            sum / heard
        };
        let next: Vec<f64> = opinions.iter().enumerate().map(moved).collect();
        let rests = |(a, b): (&f64, &f64)| (a - b).abs() <= at_rest;
        let rest = opinions.iter().zip(&next).all(rests);
        opinions = next;
        if rest {
            break;
        }
    }
    Some(opinions)
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

    #[test]
    fn where_opinions_settle() {
        let weights = [
            vec![0.220, 0.120, 0.360, 0.300],
            vec![0.147, 0.215, 0.344, 0.294],
            vec![0.0, 0.0, 1.0, 0.0],
            vec![0.090, 0.178, 0.446, 0.286],
        ];
        let start = [25.0, 25.0, 75.0, 85.0];
        for yielding in [[0.780, 0.785, 0.0, 0.714], [0.0; 4], [1.0, 0.3, 1.0, 0.9]] {
            let solved = friedkin_johnsen(&weights, &yielding, &start).unwrap_or_else(|| {
                assert_eq!(
                    yielding[2], 1.0,
                    "listens only to himself and yields wholly"
                );
                // He then stays, as one who yields nothing does.
                friedkin_johnsen(&weights, &[1.0, 0.3, 0.0, 0.9], &start).unwrap()
            });
            near(settled(&weights, &yielding, &start), &solved, 1e-10);
        }
        let two = [vec![0.5, 0.5], vec![0.25, 0.75]];
        near(settled(&two, &[1.0; 2], &[3.0, 0.0]), &[1.0; 2], 1e-12);
        // Slow: a thousand million rounds.
        let slow = [vec![1.0 - 1e-9, 1e-9], vec![2e-9, 1.0 - 2e-9]];
        near(settled(&slow, &[1.0; 2], &[3.0, 0.0]), &[2.0; 2], 1e-6);
        // Two groups, each with its own consensus; two who exchange opinions for ever, around the mean.
        let apart = [
            vec![0.5, 0.5, 0.0, 0.0],
            vec![0.5, 0.5, 0.0, 0.0],
            vec![0.0, 0.0, 0.0, 1.0],
            vec![0.0, 0.0, 1.0, 0.0],
        ];
        near(
            settled(&apart, &[1.0; 4], &[0.0, 2.0, 4.0, 8.0]),
            &[1.0, 1.0, 6.0, 6.0],
            1e-12,
        );
        assert_eq!(settled(&two, &[1.0], &[3.0, 0.0]), None);
        assert_eq!(settled(&two, &[1.5; 2], &[3.0, 0.0]), None);
        assert_eq!(settled(&[vec![0.5]], &[1.0], &[1.0]), None);
        assert_eq!(settled(&[vec![1.0]], &[1.0], &[f64::NAN]), None);
    }

    #[test]
    fn bounded_confidence_by_hand_and_by_exact_arithmetic() {
        let of = |start: &[f64], speak: &[bool], confidence| {
            bounded_confidence(start, speak, confidence)
        };
        let all = [true; 3];
        near(of(&[0.0, 0.5, 1.0], &all, 0.6), &[0.5; 3], 1e-12);
        near(of(&[0.0, 0.5, 1.0], &all, 0.4), &[0.0, 0.5, 1.0], 0.0);
        // Who keeps silent goes to those he hears, and moves nobody.
        near(
            of(&[0.0, 1.0, 0.8], &[true, true, false], 0.5),
            &[0.0, 1.0, 1.0],
            1e-11,
        );
        near(of(&[0.0, 1.0], &[false; 2], 5.0), &[0.0, 1.0], 0.0);
        near(of(&[], &[], 1.0), &[], 0.0);
        for (n, confidence) in [(21, (13, 100)), (21, (6, 100)), (51, (47, 1000))] {
            let exact = hegselmann_krause(n, confidence).unwrap();
            let expected: Vec<f64> = exact
                .clusters
                .iter()
                .flat_map(|it| vec![it.opinion; it.members as usize])
                .collect();
            let start: Vec<f64> = (0..n).map(|k| f64::from(k) / f64::from(n - 1)).collect();
            let within = f64::from(confidence.0) / f64::from(confidence.1);
            near(
                of(&start, &vec![true; n as usize], within),
                &expected,
                1e-11,
            );
        }
        assert_eq!(of(&[1.0], &[], 1.0), None);
        assert_eq!(of(&[1.0], &[true], -1.0), None);
        assert_eq!(of(&[f64::NAN], &[true], 1.0), None);
    }
}
