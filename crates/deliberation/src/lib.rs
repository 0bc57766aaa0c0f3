//! What is known of deciding together, as pure functions: social choice, research on small groups, statistics of taking part.
//!
//! - [`facts`]: what a matter is worth to one judge, how facts reach the table, what hides them, what a later look is worth;
//! - [`pooling`]: which of the facts that members hold come up in a meeting;
//! - [`floor`]: how speaking time is shared;
//! - [`influence`]: how statements move towards those before them, and which channel a decision owes how much;
//! - [`opinions`]: the classical models of opinions that move, to compare with;
//! - [`votes`], [`chair`], [`cascade`]: how often a group is right that votes at once, after its chair, one after the other;
//! - [`participation`]: who takes part, and what that does to what is heard;
//! - [`selection`]: drawing a panel under quotas as evenly as they allow;
//! - [`counts`]: laws of counts, which the others sum over.
//!
//! Nothing here knows a county, an event or a stream of luck: numbers in, numbers out, with the same bits on every platform (`libm`
//! for transcendental functions, square roots by IEEE 754).
//!
//! **One rule for what is out of range.** A function whose parameter is not in the range it names, or is not a number, answers `None`
//! (or an error, where there is something to name). Values are in units of the matter's σ unless a function takes σ; shares and
//! probabilities are within \[0, 1\].

pub mod cascade;
pub mod chair;
pub mod counts;
pub mod facts;
pub mod floor;
pub mod influence;
pub mod opinions;
pub mod participation;
pub mod pooling;
pub mod selection;
pub mod votes;

/// The number itself where it is a share or a probability, within \[0, 1\].
fn share(x: f64) -> Option<f64> {
    (0.0..=1.0).contains(&x).then_some(x)
}

/// The number itself where it is finite and at least 0.
fn amount(x: f64) -> Option<f64> {
    (x.is_finite() && x >= 0.0).then_some(x)
}

/// The number itself where it is finite.
fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

/// x to a whole power.
fn power(x: f64, n: u32) -> f64 {
    libm::pow(x, f64::from(n))
}

#[cfg(test)]
mod tests {
    /// A table of facts: what came out agrees with what is known to within `within`.
    pub(crate) fn table(within: f64, facts: &[(&str, Option<f64>, f64)]) {
        for (name, got, expected) in facts {
            let got = got.unwrap_or(f64::NAN);
            assert!(
                (got - expected).abs() <= within,
                "{name}: {got}, not {expected}"
            );
        }
    }
}
