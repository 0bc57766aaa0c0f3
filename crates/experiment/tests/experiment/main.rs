//! Experiments as whoever calls the crate sees them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod break_even;
mod choice;
mod fixture;
mod months;
mod pieces;
mod plausible;
mod prices;
mod sensitivity;
mod tables;
