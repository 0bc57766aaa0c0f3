//! A replay is the run itself: whichever way one goes through it, and until something is changed.

// Asserting is what a test does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod branching;
mod counties;
mod law;
mod seeking;
