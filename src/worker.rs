//! The pool that simulates and the clerk that reckons, off the main thread.
//!
//! ```text
//!        Order                      Told (a port of their own)            Report
//! page ────────▶ simulator 0 … N−1 ───────────────────────────▶ clerk ────────────▶ page
//!   └───────────────────────────── Order ────────────────────────▲
//! ```
//!
//! Every worker runs this same program. Simulators answer the clerk directly, so that a busy page delays nothing; the clerk
//! reckons intervals and tells the page finished figures. Nothing here blocks longer than a slice.

#[cfg(target_arch = "wasm32")]
pub mod agent;
pub mod clerk;
pub mod counties;
pub mod engine;
pub mod pool;
pub mod protocol;
pub mod simulator;
