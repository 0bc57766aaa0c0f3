//! Experiments on any model: replications on common luck, estimates with intervals, paired differences, verdicts.
//!
//! Knows numbers and seeds, not counties. A model says what one replication contributes
//! ([`Measures`](kernel::measure::Measures)); everything here is a pure function of those contributions *in
//! replication order*, so results do not depend on how many workers made them or who finished first:
//!
//! ```text
//! Model ── replication 2 ─┐
//!       ── replication 0 ─┼─▶ Ledger ─▶ [0, 1, 2, …] ─▶ estimates ─▶ Estimate { mean, low, high, n, unit }
//!       ── replication 1 ─┘                          └▶ differences ─▶ Difference (paired), family (Holm)
//!                                                    └▶ look ─▶ Verdict at n = 8, 16, 32, …
//! ```
//!
//! - [`ledger`]: contributions in any order in, the complete prefix in order out;
//! - [`mod@estimate`]: one arm; [`mod@difference`]: two arms on common random numbers; [`holm`]: several claims at once;
//! - [`looks`]: looking at a growing experiment without being deceived; [`comparison`]: all of it at once;
//! - [`mod@figure`]: plain numbers with t intervals, paired and unpaired; [`mod@bootstrap`]: any statistic by resampling;
//! - [`mod@parts`]: a metric as one number a replication, for all that follows;
//! - [`designs`]: which points to run, and effects of two-level designs;
//! - [`sensitivity`]: which inputs matter (Morris, Sobol');
//! - [`selection`]: which of several systems is best, or that it cannot be told (KN);
//! - [`pareto`]: who is not beaten in every metric, and how sure that is;
//! - [`mod@ranks`]: which of many inputs an output goes with;
//! - [`rare`]: rare events: exact intervals of counts, tails, forced events;
//! - [`stopping`]: going on until it is sure enough; [`shadow`]: prices and break-even; [`mod@transient`]: by month since a change;
//! - [`refused`]: why a question has no answer, and what would mend it;
//! - [`student`]: Student's t and the normal law, on one software libm.
//!
//! Nothing undefined leaves as a number: it is `None`, `null` in JSON, never 0 and never NaN.

pub mod bootstrap;
pub mod designs;
pub mod difference;
pub mod estimate;
pub mod figure;
pub mod holm;
pub mod ledger;
pub mod looks;
pub mod pareto;
pub mod parts;
pub mod ranks;
pub mod rare;
pub mod refused;
pub mod selection;
pub mod sensitivity;
mod series;
pub mod shadow;
pub mod stopping;
pub mod student;
pub mod transient;

pub use difference::{Difference, difference, differences};
pub use estimate::{Estimate, estimate, estimates};
pub use figure::{Contrast, Figure};
pub use holm::family;
pub use ledger::{Ledger, Model, replicate};
pub use looks::{Comparison, Look, Verdict, comparison, look};
pub use parts::parts;
pub use refused::Refused;
pub use selection::Goal;

/// Confidence of the intervals printed by the command and shown by the page.
pub const CONFIDENCE: f64 = 0.95;
