//! Sentences made from numbers: pure functions from a scenario's changes, differences and intervals to text.
//!
//! They speak of a cause only where it was varied, give a verdict only where a look has given one, and never turn "undefined"
//! into a number.

pub mod changes;
pub mod problem;
pub mod sentence;

pub use sentence::{Case, Holder, Piece, Sentence, sentence};
