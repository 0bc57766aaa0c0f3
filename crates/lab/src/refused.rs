//! Why a question about an experiment has no answer, and what would mend it.

use std::fmt;

/// What is wrong with what was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused {
    /// There are too few of something.
    TooFew {
        /// Of what.
        what: &'static str,
        /// How many there must be.
        needed: u64,
        /// How many there are.
        given: u64,
    },
    /// There would be too many of something.
    TooMany {
        /// Of what.
        what: &'static str,
        /// The most there may be.
        most: u64,
        /// How many there would be.
        given: u64,
        /// What to do instead.
        remedy: &'static str,
    },
    /// Two lists that belong together differ in length.
    Length {
        /// Which list.
        what: &'static str,
        /// How long it must be.
        needed: u64,
        /// How long it is.
        given: u64,
    },
    /// A figure is undefined or not finite.
    NotANumber {
        /// Which figures.
        what: &'static str,
        /// Which of them, from 0.
        at: u64,
    },
    /// A number is outside its range.
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// Its range, in words.
        range: &'static str,
        /// What it is.
        given: f64,
    },
    /// What should vary does not.
    Constant(&'static str),
    /// Of the runs that were made, an effect cannot be told from those before it; its factors as letters.
    Confounded(String),
    /// A figure cannot be made one number a replication.
    Whole {
        /// The metric.
        name: String,
        /// What to do instead.
        remedy: &'static str,
    },
    /// A generator of a fraction cannot be used.
    Generator {
        /// The generator, as letters.
        word: String,
        /// What is wrong with it.
        wrong: &'static str,
    },
    /// No generators are known for a fraction of this size.
    NoFraction {
        /// Factors.
        factors: u32,
        /// How many times the full design was to be halved.
        halvings: u32,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew {
                what,
                needed,
                given,
            } => write!(
                f,
                "{given} {what}, but at least {needed} are needed: add {}",
                needed.saturating_sub(*given)
            ),
            Self::TooMany {
                what,
                most,
                given,
                remedy,
            } => write!(
                f,
                "it would take {given} {what}, and {most} are the most: {remedy}"
            ),
            Self::Length {
                what,
                needed,
                given,
            } => write!(
                f,
                "{what}: {given} given where {needed} belong; give exactly {needed}"
            ),
            Self::NotANumber { what, at } => write!(
                f,
                "{what}: number {at} (from 0) is undefined or not finite; leave it out on both sides, or choose a figure \
                 that is defined everywhere"
            ),
            Self::OutOfRange { what, range, given } => {
                write!(f, "{what} is {given}; it must be {range}")
            }
            Self::Constant(what) => write!(
                f,
                "{what} are all the same, so there is nothing to divide among causes; choose another figure or wider ranges"
            ),
            Self::Confounded(word) => write!(
                f,
                "with these runs left out the effect {word} cannot be told from others: ask for effects of lower order, or mend the runs"
            ),
            Self::Whole { name, remedy } => {
                write!(
                    f,
                    "{name} is not made of one number a replication: {remedy}"
                )
            }
            Self::Generator { word, wrong } => write!(f, "generator {word}: {wrong}"),
            Self::NoFraction { factors, halvings } => write!(
                f,
                "no generators are known for {factors} factors halved {halvings} times; halve it less often, or give \
                 generators"
            ),
        }
    }
}

impl std::error::Error for Refused {}

/// The confidence, if it is one.
pub(crate) fn confidence(given: f64) -> Result<f64, Refused> {
    if given > 0.0 && given < 1.0 {
        return Ok(given);
    }
    Err(Refused::OutOfRange {
        what: "the confidence",
        range: "between 0 and 1, both excluded",
        given,
    })
}

/// All of them finite.
pub(crate) fn finite(what: &'static str, values: &[f64]) -> Result<(), Refused> {
    match values.iter().position(|it| !it.is_finite()) {
        Some(at) => Err(Refused::NotANumber {
            what,
            at: at as u64,
        }),
        None => Ok(()),
    }
}

/// At least so many.
pub(crate) fn at_least(what: &'static str, needed: usize, given: usize) -> Result<(), Refused> {
    if given >= needed {
        return Ok(());
    }
    Err(Refused::TooFew {
        what,
        needed: needed as u64,
        given: given as u64,
    })
}

/// At most so many.
pub(crate) fn at_most(
    what: &'static str,
    most: u64,
    given: u64,
    remedy: &'static str,
) -> Result<(), Refused> {
    if given <= most {
        return Ok(());
    }
    Err(Refused::TooMany {
        what,
        most,
        given,
        remedy,
    })
}

/// Exactly so many.
pub(crate) fn length(what: &'static str, needed: usize, given: usize) -> Result<(), Refused> {
    if given == needed {
        return Ok(());
    }
    Err(Refused::Length {
        what,
        needed: needed as u64,
        given: given as u64,
    })
}

/// A number above 0.
pub(crate) fn positive(what: &'static str, given: f64) -> Result<f64, Refused> {
    if given > 0.0 && given.is_finite() {
        return Ok(given);
    }
    Err(Refused::OutOfRange {
        what,
        range: "finite and above 0",
        given,
    })
}
