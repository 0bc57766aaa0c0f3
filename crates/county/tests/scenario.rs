//! Scenario files held against their contract: what loads, what is refused, and that nothing panics.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]

#[path = "scenario/helpers.rs"]
mod helpers;

#[path = "scenario/bad_input.rs"]
mod bad_input;
#[path = "scenario/lawful.rs"]
mod lawful;
#[path = "scenario/loading.rs"]
mod loading;
#[path = "scenario/numbers.rs"]
mod numbers;
#[path = "scenario/properties.rs"]
mod properties;
#[path = "scenario/schema.rs"]
mod schema;
