//! A discrete-event kernel. Knows nothing of counties.

pub mod measure;

/// Simulated time: whole seconds since the run's epoch. All intervals are half-open, `[from, to)`.
pub type Tick = i64;

/// One second.
pub const SECOND: Tick = 1;
/// One minute.
pub const MINUTE: Tick = 60;
/// One hour.
pub const HOUR: Tick = 3_600;
/// One day.
pub const DAY: Tick = 86_400;
