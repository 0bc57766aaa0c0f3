//! The rules of law the model stands on: which days count, and which article says what.
//!
//! [`days`] knows civil dates, public holidays and working days; [`articles`] names the articles that clocks and
//! checks refer to; [`review`] holds a scenario against them. Tables of facts with pure functions over them.

pub mod articles;
pub mod days;
pub mod review;
