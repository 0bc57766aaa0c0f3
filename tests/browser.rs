//! The page in a real browser. `cargo xtask test` builds the page, finds a browser and runs these.

// Asserting is what a test does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "browser/about.rs"]
mod about;
#[path = "browser/axe.rs"]
mod axe;
#[path = "browser/bits.rs"]
mod bits;
#[path = "browser/compare.rs"]
mod compare;
#[path = "browser/decision.rs"]
mod decision;
#[path = "browser/edit.rs"]
mod edit;
#[path = "browser/files.rs"]
mod files;
#[path = "browser/harness.rs"]
mod harness;
#[path = "browser/keep.rs"]
mod keep;
#[path = "browser/looks.rs"]
mod looks;
#[path = "browser/moves.rs"]
mod moves;
#[path = "browser/paper.rs"]
mod paper;
#[path = "browser/plausible.rs"]
mod plausible;
#[path = "browser/reach.rs"]
mod reach;
#[path = "browser/replay.rs"]
mod replay;
#[path = "browser/shots.rs"]
mod shots;
#[path = "browser/speed.rs"]
mod speed;
#[path = "browser/trade.rs"]
mod trade;
#[path = "browser/train.rs"]
mod train;
#[path = "browser/walk.rs"]
mod walk;
#[path = "browser/ways.rs"]
mod ways;
