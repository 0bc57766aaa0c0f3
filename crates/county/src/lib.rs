//! The model of a county's decisions.
//!
//! Data flows one way: [`scenario`] (what is written) → [`plan`] (what runs) → [`run`] → [`event`]s → [`metrics`]. The crate
//! `trial` puts them together for those who run experiments: the command and the page.
//!
//! Every part does no I/O, reads no clock and touches no browser type, and builds natively and for wasm32.

pub mod event;
pub mod law;
pub mod metrics;
pub mod organisation;
pub mod plan;
pub mod run;
pub mod scenario;
