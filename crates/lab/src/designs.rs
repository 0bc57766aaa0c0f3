//! Which points to run, and what two-level designs say of their factors.
//!
//! - [`factorial`]: two levels a factor: all combinations, or a regular fraction of them;
//! - [`mod@effects`]: main effects and interactions of such a design, with intervals from replications on common luck;
//! - [`mod@grid`]: sweeps over levels of one, two or more factors;
//! - [`hypercube`]: Latin hypercubes.
//!
//! Points are indices of levels, or coordinates in the unit cube; [`scale`] takes a coordinate to a range.
//!
//! Five switches in sixteen runs, three replications on common luck:
//!
//! ```
//! use tuiyan_lab::designs::{Factorial, effects};
//!
//! let design = Factorial::fraction(5, 1)?;
//! // Any model of (point, replication): here the second switch gives 3, the others nothing.
//! let model = |point: &[f64], replication: u32| 3.0 * point[1] + f64::from(replication * replication);
//! let responses: Vec<Vec<f64>> =
//!     design.points().iter().map(|point| (0..3).map(|r| model(point, r)).collect()).collect();
//! let found = effects(&design, &responses, 2, 0.95)?;
//! let second = &found.effects[1];
//! assert_eq!((second.word.to_string().as_str(), second.effect.value), ("B", 3.0));
//! assert_eq!(second.aliases[0].to_string(), "ACDE", "not told from an interaction of four");
//! # Ok::<(), tuiyan_lab::Refused>(())
//! ```

pub mod effects;
pub mod factorial;
pub mod grid;
pub mod hypercube;

pub use effects::{Effect, Effects, effects};
pub use factorial::{Factorial, Word};
pub use grid::{grid, one_at_a_time};
pub use hypercube::{latin_hypercube, one_hypercube};

/// The most points a design may have.
pub const MOST_POINTS: u64 = 65_536;

/// A coordinate of the unit cube as a place in a range: 0 is `low`, 1 is `high`, to the last bit.
#[must_use]
pub fn scale(coordinate: f64, low: f64, high: f64) -> f64 {
    if coordinate >= 1.0 {
        return high;
    }
    low + coordinate * (high - low)
}

/// A coordinate of the unit cube as one of so many levels, from 0: each has an equal share of it. `levels` at least 1.
#[must_use]
pub fn level(coordinate: f64, levels: u32) -> u32 {
    // A number that is not in range comes out at an end.
    ((coordinate * f64::from(levels)) as u32).min(levels.saturating_sub(1))
}

/// The place of a level in the unit cube when levels are spread evenly from 0 to 1; of a single level, ½.
#[must_use]
pub fn coordinate(level: u32, levels: u32) -> f64 {
    if levels < 2 {
        return 0.5;
    }
    f64::from(level) / f64::from(levels - 1)
}
