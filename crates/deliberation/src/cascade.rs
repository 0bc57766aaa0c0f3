//! Votes cast one after the other in the open: who sees two agree follows them, whatever he knows himself
//! (Bikhchandani, Hirshleifer & Welch 1992).
//!
//! Each has a private signal that is right with probability p. He weighs it against the votes before him; who is torn tosses a coin.
//! The state is the difference of what the votes so far tell: at 0 one votes his signal; one ahead, who holds the other signal is torn;
//! two ahead, everybody follows: a cascade.

use crate::{power, share};

/// Probability that no cascade has begun after `n` votes: (p − p²)^⌊n/2⌋. After an odd number the last vote has not settled anything.
#[must_use]
pub fn none_yet(n: u32, p: f64) -> Option<f64> {
    let p = share(p)?;
    Some(power(p - p * p, n / 2))
}

/// Probability that the cascade which comes in the end is right: p(p + 1)/(2(1 − p + p²)).
#[must_use]
pub fn right_in_the_end(p: f64) -> Option<f64> {
    let p = share(p)?;
    Some(p * (p + 1.0) / (2.0 * (1.0 - p + p * p)))
}

/// The most voters [`open_majority`] recurses over.
pub const MOST_VOTERS: u32 = 4_096;

/// Probability that the majority of `n` ≤ [`MOST_VOTERS`] open votes in sequence is right; ties count half.
///
/// Recursion over voters and the difference: before a cascade right and wrong votes differ by the difference, and in a cascade all
/// that follow are alike, so that the votes need not be counted.
#[must_use]
pub fn open_majority(n: u32, p: f64) -> Option<f64> {
    let p = share(p)?;
    if n > MOST_VOTERS {
        return None;
    }
    // Probabilities of a difference of −1, 0 and 1 without a cascade; of a right cascade begun, which makes the
    // majority right.
    let (mut behind, mut even, mut ahead) = (0.0, 1.0, 0.0);
    let mut by_cascade = 0.0;
    for _ in 0..n {
        let torn = 0.5;
        // One ahead: a right signal, or a wrong one and the coin, makes it two, and the majority right for good.
        by_cascade += ahead * (p + (1.0 - p) * torn);
        (behind, even, ahead) = (
            even * (1.0 - p),
            ahead * (1.0 - p) * torn + behind * p * torn,
            even * p,
        );
    }
    // No cascade: the majority is the last vote, if their number is odd, else a tie.
    Some(by_cascade + ahead + even / 2.0)
}

/// One who votes in the open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voter {
    /// What he would vote by himself.
    pub signal: bool,
    /// Torn, he goes with those before him: how his coin falls.
    pub coin: bool,
    /// His vote is seen by those after him.
    pub seen: bool,
}

/// How they vote, one after the other.
#[must_use]
pub fn open_votes(voters: &[Voter]) -> Vec<bool> {
    let mut ahead = 0_i32;
    let vote = |it: &Voter| {
        let before = ahead > 0;
        let goes_along = match ahead.abs() {
            0 => false,
            1 => it.coin,
            _ => true,
        };
        let vote = if goes_along { before } else { it.signal };
        // In a cascade votes say nothing: the difference stays as it is.
        if it.seen && ahead.abs() < 2 {
            ahead += if vote { 1 } else { -1 };
        }
        vote
    };
    voters.iter().map(vote).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;

    #[test]
    fn votes_one_by_one_are_the_recursion() {
        // All signals and coins of n voters, each with its probability.
        for (n, p) in [(1, 0.7), (4, 0.7), (5, 0.6), (6, 0.9)] {
            let mut right = 0.0;
            for luck in 0..1_u32 << (2 * n) {
                let voter = |k: u32| Voter {
                    signal: luck >> (2 * k) & 1 == 1,
                    coin: luck >> (2 * k + 1) & 1 == 1,
                    seen: true,
                };
                let voters: Vec<Voter> = (0..n).map(voter).collect();
                let each = |it: &Voter| if it.signal { p } else { 1.0 - p };
                let probability: f64 = voters.iter().map(|it| each(it) / 2.0).product();
                let votes = open_votes(&voters).iter().filter(|it| **it).count() as u32;
                right += probability
                    * match (2 * votes).cmp(&n) {
                        std::cmp::Ordering::Less => 0.0,
                        std::cmp::Ordering::Equal => 0.5,
                        std::cmp::Ordering::Greater => 1.0,
                    };
            }
            let expected = open_majority(n, p).unwrap();
            assert!(
                (right - expected).abs() < 1e-12,
                "{n} {p}: {right} {expected}"
            );
        }
    }

    #[test]
    fn who_is_not_seen_follows_and_leads_nobody() {
        let voter = |signal, seen| Voter {
            signal,
            coin: true,
            seen,
        };
        let (aye, no, unseen) = (voter(true, true), voter(false, true), voter(false, false));
        assert_eq!(open_votes(&[unseen, unseen, aye]), [false, false, true]);
        assert_eq!(
            open_votes(&[aye, aye, unseen, no]),
            [true, true, true, true]
        );
    }

    #[test]
    fn cascades() {
        table(
            5e-7,
            &[
                ("none after two", none_yet(2, 0.7), 0.21),
                ("none after three", none_yet(3, 0.7), 0.21),
                ("none at first", none_yet(0, 0.7), 1.0),
                ("right in the end, .6", right_in_the_end(0.6), 0.631_579),
                ("right in the end, .7", right_in_the_end(0.7), 0.753_165),
                ("signals of no worth", right_in_the_end(0.5), 0.5),
                ("nine", open_majority(9, 0.7), 0.753_061),
                ("five", open_majority(5, 0.7), 0.750_820),
                ("one", open_majority(1, 0.7), 0.7),
                ("two", open_majority(2, 0.7), 0.7),
                ("very many", open_majority(999, 0.7), 0.753_165),
                ("certain", open_majority(9, 1.0), 1.0),
            ],
        );
        for got in [
            none_yet(2, 1.2),
            right_in_the_end(-0.1),
            open_majority(MOST_VOTERS + 1, 0.5),
        ] {
            assert_eq!(got, None);
        }
    }

    #[test]
    fn the_recursion_is_the_enumeration() {
        // All ways of signals and coins, voter by voter, counting votes.
        fn right(left: u32, difference: i32, votes: i32, p: f64) -> f64 {
            if left == 0 {
                return [0.0, 0.5, 1.0][(votes.signum() + 1) as usize];
            }
            let up = match difference {
                2.. => 1.0,
                1 => p + (1.0 - p) / 2.0,
                0 => p,
                -1 => p / 2.0,
                _ => 0.0,
            };
            let step = |by: i32| match difference {
                -1..=1 => difference + by,
                _ => difference,
            };
            up * right(left - 1, step(1), votes + 1, p)
                + (1.0 - up) * right(left - 1, step(-1), votes - 1, p)
        }
        for n in 0..=12 {
            for p in [0.3, 0.5, 0.7, 0.95] {
                let (got, by_hand) = (open_majority(n, p).unwrap(), right(n, 0, 0, p));
                assert!((got - by_hand).abs() < 1e-14, "{n} {p}: {got} {by_hand}");
            }
        }
    }
}
