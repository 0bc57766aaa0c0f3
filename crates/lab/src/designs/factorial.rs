//! Two levels a factor: full 2^k designs and regular fractions 2^(k − p) (Box & Hunter 1961), by minimum aberration (Fries & Hunter
//! 1980; tables in Wu & Hamada 2009).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::MOST_POINTS;
use crate::refused::{Refused, at_least, at_most};

/// The most factors: as many as there are letters for.
pub const MOST_FACTORS: u32 = 25;
/// The most times a design is halved.
const MOST_HALVINGS: u32 = 15;
/// Letters of factors; I is the identity.
const LETTERS: &[u8; 25] = b"ABCDEFGHJKLMNOPQRSTUVWXYZ";

/// A product of factors, as a set: bit i is factor i. A main effect, an interaction, or a word of the defining relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Word(pub u32);

impl Word {
    /// How many factors: 1 for a main effect, 2 for an interaction of two.
    #[must_use]
    pub const fn order(self) -> u32 {
        self.0.count_ones()
    }

    /// The factors, ascending, from 0.
    pub fn factors(self) -> impl Iterator<Item = u32> {
        (0..u32::BITS).filter(move |factor| self.0 >> factor & 1 == 1)
    }

    /// Short words first, then by letter.
    pub(super) fn rank(self) -> (u32, u32) {
        (self.order(), self.0.reverse_bits() ^ u32::MAX)
    }
}

impl fmt::Display for Word {
    /// As letters: `AC` is the interaction of the first and the third factor, `I` the empty word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("I");
        }
        for factor in self.factors() {
            match LETTERS.get(factor as usize) {
                Some(letter) => write!(f, "{}", char::from(*letter))?,
                None => write!(f, "?")?,
            }
        }
        Ok(())
    }
}

/// A two-level design in standard order: bit i of a run's number is the level of the i-th free factor, 0 low and 1 high; each of the
/// other factors is the product of some free ones (levels as −1 and +1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factorial {
    factors: u32,
    /// For each factor that is not free, the free ones whose product it is.
    generators: Vec<u32>,
}

impl Factorial {
    /// All 2^k combinations.
    ///
    /// # Errors
    /// No factor; more runs than [`MOST_POINTS`] (the message says how many it would be).
    pub fn full(factors: u32) -> Result<Self, Refused> {
        Self::generated(factors, &[])
    }

    /// 2^(k − p) of the combinations with minimum aberration: no other choice of generators confounds fewer effects of low order. Known for 3
    /// to 11 factors in 4 to 128 runs, and the halves of any full design.
    ///
    /// # Errors
    /// No generators known: halve it less often, or give generators.
    pub fn fraction(factors: u32, halvings: u32) -> Result<Self, Refused> {
        let unknown = Refused::NoFraction { factors, halvings };
        if halvings == 0 {
            return Self::full(factors);
        }
        let free = factors.checked_sub(halvings).ok_or(unknown.clone())?;
        if halvings == 1 && (2..=MOST_FACTORS).contains(&free) {
            return Self::generated(factors, &[Word((1 << free) - 1)]);
        }
        let known = MINIMUM_ABERRATION
            .iter()
            .find(|it| (it.0, it.1) == (factors, free))
            .ok_or(unknown)?;
        let words: Vec<Word> = known.2.iter().map(|word| Word(*word)).collect();
        Self::generated(factors, &words)
    }

    /// A fraction with generators of one's own: the last factors, one a generator, are the products of free factors that the words name. So
    /// `[ABC]` with four factors says D = ABC.
    ///
    /// # Errors
    /// A generator of fewer than two free factors, of one that is not free, or given twice; more factors or runs than can be.
    pub fn generated(factors: u32, generators: &[Word]) -> Result<Self, Refused> {
        at_least("factors", 1, factors as usize)?;
        at_most(
            "factors",
            u64::from(MOST_FACTORS),
            u64::from(factors),
            "screen them first (sensitivity::morris)",
        )?;
        at_most(
            "generators",
            u64::from(MOST_HALVINGS),
            generators.len() as u64,
            "halve the design less often",
        )?;
        let halvings = generators.len() as u32;
        at_least("free factors", 1, factors.saturating_sub(halvings) as usize)?;
        let free = factors - halvings;
        at_most(
            "runs",
            MOST_POINTS,
            1u64 << free,
            "take a fraction (Factorial::fraction) or a Latin hypercube",
        )?;
        for (at, word) in generators.iter().enumerate() {
            let wrong = if word.0 >> free != 0 {
                "it names a factor that is not free; name only the first ones"
            } else if word.order() < 2 {
                "it needs at least two factors: else one factor is another"
            } else if generators[..at].contains(word) {
                "it is there twice: two factors would be one"
            } else {
                continue;
            };
            return Err(Refused::Generator {
                word: word.to_string(),
                wrong,
            });
        }
        Ok(Self {
            factors,
            generators: generators.iter().map(|word| word.0).collect(),
        })
    }

    /// Number of factors.
    #[must_use]
    pub fn factors(&self) -> u32 {
        self.factors
    }

    /// Factors that are free, the first ones.
    #[must_use]
    pub fn free(&self) -> u32 {
        self.factors - self.generators.len() as u32
    }

    /// Number of runs, at most [`MOST_POINTS`].
    #[must_use]
    pub fn runs(&self) -> u32 {
        1 << self.free()
    }

    /// Levels of a run as bits, bit i the i-th factor, 1 high.
    #[must_use]
    pub fn levels(&self, run: u32) -> u32 {
        let mut levels = run;
        for (generator, at) in self.generators.iter().zip(self.free()..) {
            // A product of m signs is +1 when an even number of them is −1.
            let low = (generator & !run).count_ones();
            levels |= u32::from(low.is_multiple_of(2)) << at;
        }
        levels
    }

    /// All runs as points of the unit cube: 0 low, 1 high.
    #[must_use]
    pub fn points(&self) -> Vec<Vec<f64>> {
        (0..self.runs())
            .map(|run| {
                let levels = self.levels(run);
                (0..self.factors)
                    .map(|factor| f64::from(levels >> factor & 1))
                    .collect()
            })
            .collect()
    }

    /// The defining relation: every product of factors that is the same in all runs, short ones first; empty for a full design.
    #[must_use]
    pub fn defining(&self) -> Vec<Word> {
        let mut words = self.group();
        words.remove(0);
        words.sort_unstable_by_key(|word| word.rank());
        words
    }

    /// Resolution: the length of the shortest word of the defining relation, III or more; `None` for a full design. At III main effects are
    /// confounded with interactions of two, at IV those with each other, at V with interactions of three.
    #[must_use]
    pub fn resolution(&self) -> Option<u32> {
        self.defining().first().map(|word| word.order())
    }

    /// How many words of the defining relation have 3, 4, … factors: what aberration compares.
    #[must_use]
    pub fn word_lengths(&self) -> Vec<u32> {
        let words = self.defining();
        (3..=self.factors)
            .map(|length| words.iter().filter(|word| word.order() == length).count() as u32)
            .collect()
    }

    /// The effects that cannot be told from an effect in this design, short ones first: its own word is not among them.
    #[must_use]
    pub fn aliases(&self, effect: Word) -> Vec<Word> {
        let mut words: Vec<Word> = self
            .defining()
            .iter()
            .map(|word| Word(word.0 ^ effect.0))
            .collect();
        words.sort_unstable_by_key(|word| word.rank());
        words
    }

    /// The defining relation with the empty word first.
    pub(super) fn group(&self) -> Vec<Word> {
        let mut words = vec![Word(0)];
        for (generator, at) in self.generators.iter().zip(self.free()..) {
            let word = generator | 1 << at;
            words.extend_from_within(..);
            let half = words.len() / 2;
            words[half..].iter_mut().for_each(|it| it.0 ^= word);
        }
        words
    }
}

/// The effect of lowest order, then first by letter.
pub(super) fn simplest(words: impl Iterator<Item = Word>) -> Option<Word> {
    words.min_by_key(|word| word.rank())
}

/// Factors, free factors, generators: found by trying all choices; a test tries again, and holds the word lengths against print.
const MINIMUM_ABERRATION: &[(u32, u32, &[u32])] = &[
    (5, 3, &[0b111, 0b011]),
    (6, 3, &[0b111, 0b011, 0b101]),
    (6, 4, &[0b0111, 0b1011]),
    (7, 3, &[0b111, 0b011, 0b101, 0b110]),
    (7, 4, &[0b0111, 0b1011, 0b1101]),
    (7, 5, &[0b01111, 0b10111]),
    (8, 4, &[0b0111, 0b1011, 0b1101, 0b1110]),
    (8, 5, &[0b01111, 0b10111, 0b11011]),
    (8, 6, &[0b011111, 0b100111]),
    (9, 4, &[0b1111, 0b0111, 0b1011, 0b1101, 0b1110]),
    (9, 5, &[0b01111, 0b10111, 0b11011, 0b11101]),
    (9, 6, &[0b011111, 0b101111, 0b110011]),
    (9, 7, &[0b0011111, 0b1100111]),
    (10, 4, &[0b1111, 0b0111, 0b1011, 0b1101, 0b1110, 0b0011]),
    (10, 5, &[0b01111, 0b10111, 0b11011, 0b11101, 0b11110]),
    (10, 6, &[0b011111, 0b101111, 0b110011, 0b110101]),
    (10, 7, &[0b0111111, 0b1001111, 0b1110011]),
    (
        11,
        4,
        &[0b1111, 0b0111, 0b1011, 0b1101, 0b1110, 0b0011, 0b0101],
    ),
    (
        11,
        5,
        &[0b11111, 0b00111, 0b01011, 0b01101, 0b10011, 0b10101],
    ),
    (11, 6, &[0b011111, 0b101111, 0b110111, 0b111001, 0b111010]),
    (11, 7, &[0b1111111, 0b0001111, 0b0110011, 0b1010101]),
];
