//! What is known, and the simulator held against it.
//!
//! - [`closed`]: closed forms of queueing theory and of finding people; those of deciding together are `deliberation`;
//! - [`ssj`]: the generator of other people's printed digits (MRG32k3a, as SSJ seeds it);
//! - [`queue`], [`meeting`], [`process`]: simulations of what the closed forms describe, on the very calendar, stations,
//!   agendas and keyed streams that the county runs on;
//! - [`cases`]: the named list behind `tuiyan oracle`, the tests and `docs/validation.md`;
//! - [`bench`]: the same models on the kernel and on a bare loop, for the ratio between them.

pub mod bench;
pub mod cases;
pub mod closed;
pub mod meeting;
pub mod process;
pub mod queue;
pub mod ssj;
