//! Facts held back by those whom they do not suit.
//!
//! Each of m equal facts, N(0, σ²/m), surfaces with probability q if it is good and q(1 − c) if it is bad: c is concealment. What is
//! left unsaid then says something too.

use super::{MIDDLE, normal};
use crate::counts::binomial;
use crate::{amount, share};

/// By how much an estimate is too rosy that takes what surfaced at face value: σ√m·q·c/√(2π), for `facts` m, `each` q and
/// `concealment` c. In the unit of `sigma` ≥ 0.
#[must_use]
pub fn rosy_bias(sigma: f64, facts: u32, each: f64, concealment: f64) -> Option<f64> {
    let hidden = share(each)? * share(concealment)?;
    Some(amount(sigma)? * f64::from(facts).sqrt() * hidden * MIDDLE)
}

/// What silence about a fact is worth: −E\[x | silent\] = q·c/√(2π)/(1 − q + q·c/2) of its standard deviation, for `each` q and
/// `concealment` c. Nothing where everything surfaces: there is no silence.
#[must_use]
pub fn silence_discount(each: f64, concealment: f64) -> Option<f64> {
    let (good, bad) = (share(each)?, share(each)? * (1.0 - share(concealment)?));
    // E[x; x > 0] = 1/√(2π), and what stays silent of it is 1 − q.
    let unsaid = 1.0 - (good + bad) / 2.0;
    Some(if unsaid > 0.0 {
        MIDDLE * (good - bad) / unsaid
    } else {
        0.0
    })
}

/// What a judge makes of a fact that did not surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Nothing: he counts it as 0.
    Ignored,
    /// He puts E\[x | silent\] in its place, which is below 0 when bad news is concealed.
    Discounted,
}

/// The most facts [`concealed_agreement`] sums over.
pub const MOST_FACTS: u32 = 32;

/// Probability that a lone judge decides as with full information, μ = 0, who adopts when what surfaced (and what he reads into
/// silence) adds up to more than 0, and refuses otherwise, also when nothing surfaced. For 1 ≤ `facts` ≤ [`MOST_FACTS`].
///
/// By convolution of the laws of one surfaced and of one silent fact, in cells of a twentieth of a fact's deviation: to about 1e-5,
/// which is all the digits known of it.
#[must_use]
pub fn concealed_agreement(
    facts: u32,
    each: f64,
    concealment: f64,
    silence: Silence,
) -> Option<f64> {
    let (good, bad) = (share(each)?, share(each)? * (1.0 - share(concealment)?));
    if facts == 0 || facts > MOST_FACTS {
        return None;
    }
    let surfaced = Law::of_one(|x| if x > 0.0 { good } else { bad });
    let silent = Law::of_one(|x| if x > 0.0 { 1.0 - good } else { 1.0 - bad });
    let unsaid = 1.0 - (good + bad) / 2.0;
    let in_place = match silence {
        Silence::Discounted => -silence_discount(each, concealment)?,
        Silence::Ignored => 0.0,
    };
    // Laws of sums of 0 … m facts, and how often so many surface.
    let (said, left) = (surfaced.sums(facts), silent.sums(facts));
    let numbers = binomial(facts, 1.0 - unsaid)?;
    let mut agreement = 0.0;
    for (k, (probability, said)) in numbers.iter().zip(&said).enumerate() {
        let rest = facts as usize - k;
        let needed = -in_place * rest as f64;
        agreement += probability * said.agreement(left.get(rest)?, needed, k == 0);
    }
    Some(agreement)
}

/// Width of a cell, in deviations of one fact.
const CELL: f64 = 0.05;
/// Cells on either side of 0 for one fact: eight deviations.
const SIDE: i32 = 160;

/// A law on a lattice of [`CELL`], symmetric about 0: masses of cells, the middle one or the middle two around 0. Empty when it has no
/// mass at all.
struct Law(Vec<f64>);

impl Law {
    /// One normal fact, each value let through with a probability, and the whole made 1 again.
    fn of_one(through: impl Fn(f64) -> f64) -> Self {
        let edge = |j: i32| normal(f64::from(j) * CELL);
        let mut cells: Vec<f64> = (-SIDE..SIDE)
            .map(|j| (edge(j + 1) - edge(j)) * through(f64::from(j) + 0.5))
            .collect();
        let total: f64 = cells.iter().sum();
        if total > 0.0 {
            for cell in &mut cells {
                *cell /= total;
            }
        } else {
            cells.clear();
        }
        Self(cells)
    }

    /// Laws of the sums of 0, 1, … `n` such facts; empty ones, when a fact has no mass, are never asked with any probability.
    fn sums(&self, n: u32) -> Vec<Self> {
        let mut sums = vec![Self(vec![1.0])];
        for _ in 0..n {
            let next = sums.last().map(|sum| self.plus(sum));
            sums.extend(next);
        }
        sums
    }

    fn plus(&self, other: &Self) -> Self {
        let size = (self.0.len() + other.0.len()).saturating_sub(1);
        let mut cells = vec![0.0; size];
        for (i, a) in other.0.iter().enumerate() {
            for (cell, b) in cells.iter_mut().skip(i).zip(&self.0) {
                *cell += a * b;
            }
        }
        Self(cells)
    }

    /// Where the cell lies, counted in half cells from 0.
    fn half_cells(&self, index: usize) -> i64 {
        2 * index as i64 + 1 - self.0.len() as i64
    }

    /// P(sign of what is said, above `needed`, is that of all). The mass of a cell is spread over it; what is said of nothing is
    /// exactly 0.
    fn agreement(&self, left: &Self, needed: f64, exactly: bool) -> f64 {
        let above_from = left.above();
        let mut sum = 0.0;
        for (index, mass) in self.0.iter().enumerate() {
            let at = self.half_cells(index);
            let adopts = if exactly {
                f64::from(u8::from(needed < 0.0))
            } else {
                ((at as f64 + 1.0) / 2.0 - needed / CELL).clamp(0.0, 1.0)
            };
            let good = left.more_than(-at, &above_from);
            sum += mass * (adopts * good + (1.0 - adopts) * (1.0 - good));
        }
        sum
    }

    /// Sums of the masses from each cell on.
    fn above(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.0.len() + 1];
        let mut sum = 0.0;
        for (index, mass) in self.0.iter().enumerate().rev() {
            sum += mass;
            if let Some(it) = sums.get_mut(index) {
                *it = sum;
            }
        }
        sums
    }

    /// P(law > x), x in half cells; of a cell around x, half.
    fn more_than(&self, x: i64, above: &[f64]) -> f64 {
        // Cells with 2·index + 1 − len > x, and a half of one with equality.
        let twice = x + self.0.len() as i64 - 1;
        let from = |index: i64| {
            let index = usize::try_from(index).unwrap_or(0);
            above.get(index).copied().unwrap_or(0.0)
        };
        let (first_above, first_at) = (
            twice.div_euclid(2) + 1,
            twice.div_euclid(2) + twice.rem_euclid(2),
        );
        (from(first_above) + from(first_at)) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::surfacing;
    use super::*;
    use crate::tests::table;

    #[test]
    fn concealment() {
        let of = |c, silence| concealed_agreement(12, 0.3, c, silence);
        table(
            1e-5,
            &[
                ("rosy", rosy_bias(1.0, 12, 0.3, 0.5), 0.207_296),
                // Nothing concealed: the judge of `surfacing`, by another way.
                (
                    "none",
                    of(0.0, Silence::Ignored),
                    surfacing(12, 0.3).unwrap().agreement,
                ),
                (
                    "none, discounted",
                    of(0.0, Silence::Discounted),
                    surfacing(12, 0.3).unwrap().agreement,
                ),
                ("ignored", of(0.5, Silence::Ignored), 0.636_64),
                ("discounted", of(0.5, Silence::Discounted), 0.655_69),
                // .3 · .5 · .398942/.775.
                ("discount", silence_discount(0.3, 0.5), 0.077_214_66),
                ("nothing held back", silence_discount(0.3, 0.0), 0.0),
                ("all is said", silence_discount(1.0, 0.0), 0.0),
                // Only bad news is silent: E[x | x < 0] = √(2/π).
                (
                    "silence is bad news",
                    silence_discount(1.0, 1.0),
                    0.797_884_56,
                ),
                // One fact, all bad news concealed: silence is bad news, and he hears it as such.
                (
                    "one fact",
                    concealed_agreement(1, 1.0, 1.0, Silence::Ignored),
                    1.0,
                ),
                // Two facts, both good always surface, bad ones never: adopts unless both are bad (¼), wrongly when the bad one
                // outweighs the good one (¼).
                (
                    "two facts",
                    concealed_agreement(2, 1.0, 1.0, Silence::Ignored),
                    0.75,
                ),
                (
                    "nothing surfaces",
                    concealed_agreement(5, 0.0, 0.0, Silence::Discounted),
                    0.5,
                ),
                (
                    "all surfaces",
                    concealed_agreement(5, 1.0, 0.0, Silence::Ignored),
                    1.0,
                ),
            ],
        );
    }

    #[test]
    fn the_most_facts_agree_with_the_binomial_too() {
        let got = concealed_agreement(MOST_FACTS, 0.3, 0.0, Silence::Ignored).unwrap();
        let known = surfacing(MOST_FACTS, 0.3).unwrap().agreement;
        assert!((got - known).abs() < 1e-5, "{got}, not {known}");
    }

    #[test]
    fn out_of_range() {
        for got in [
            rosy_bias(-1.0, 1, 0.5, 0.5),
            rosy_bias(1.0, 1, 1.5, 0.5),
            concealed_agreement(0, 0.5, 0.5, Silence::Ignored),
            concealed_agreement(MOST_FACTS + 1, 0.5, 0.5, Silence::Ignored),
            concealed_agreement(3, 0.5, 1.5, Silence::Ignored),
        ] {
            assert_eq!(got, None);
        }
    }
}
