//! Which inputs matter: screening by elementary effects, and shares of variance.
//!
//! - [`morris`]: elementary effects on trajectories (Morris 1991): few runs, many inputs, and a first look at who is linear;
//! - [`sobol`]: first-order and total shares of variance (Sobol' 1993; Saltelli et al. 2010; Jansen 1999).
//!
//! Inputs are coordinates of the unit cube. Every point is a pure function of (design, number), so that pieces of a design can be run
//! anywhere; outputs come back as one list in the order of the numbers. An output that luck moves is best the mean of a few replications on
//! the same luck at every point: what luck adds is then counted as interaction as little as can be.

pub mod morris;
pub mod sobol;

pub use morris::{Morris, Screening};
pub use sobol::{Indices, Sobol};

/// The most runs of a design.
pub const MOST_RUNS: u64 = 10_000_000;
