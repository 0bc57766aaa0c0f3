//! How much the kernel's calendar, stations and keyed streams cost: three models, each on the kernel and as a [`bare`] loop.
//!
//! The bare side is what one would write by hand for this one model: the standard library's binary heap, one sequential generator,
//! deques and counters, the same ziggurat. The kernel side draws every number from a keyed stream and folds every event into a
//! digest. No clock is read here, so that the same functions run in a browser; whoever calls them takes the time.
//!
//! - **M/M/1** at ρ = .909: mean service 10⁶ ticks, mean gap 1.1 · 10⁶; every wait is recorded.
//! - **W3**: a county process. Cases arrive one a day (exp); intake by 2 (exp, half a day); then 30 days' delay beside 16 experts
//!   (triangular 5, 8, 20); when both are over 10 lawyers (exp 7); one in five goes back to intake, the others wait for a meeting on
//!   days 14, 28, … that takes up to 18 in order; then 1 leader (exp, half a day). The mean lead time of 10⁶ cases from empty is
//!   62.54 ± 0.03 days.
//! - **hold**: 10 000 pending events; the next is popped and scheduled anew an exponential time ahead.

pub mod bare;
pub mod keyed;

/// The middle one of times or ratios, the upper of two; there must be one.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Mean service of the M/M/1, ticks.
const SERVICE: f64 = 1_000_000.0;
/// Mean gap between its customers, ticks.
const GAP: f64 = 1_100_000.0;
/// Pending events of the hold model.
const PENDING: u32 = 10_000;
/// Mean time ahead in the hold model, ticks.
const AHEAD: f64 = 10_000_000.0;

/// Days between W3's meetings.
const CADENCE: kernel::Tick = 14 * kernel::DAY;
/// Cases a meeting takes.
const SEATS: u32 = 18;
/// W3's delay.
const DELAY: kernel::Tick = 30 * kernel::DAY;

/// What a model did.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// Customers, cases or events dealt with.
    pub count: u64,
    /// Mean wait in services, mean lead time in days, or the last tick.
    pub mean: f64,
    /// XXH3-128 over every event, 16 bytes each; 0 for a bare loop, which keeps none.
    pub digest: u128,
}
