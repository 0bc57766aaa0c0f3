//! The model of a county's decisions.
//!
//! Data flows one way: [`scenario`] (what is written) → [`plan`] (what runs) → [`run`] → [`event`]s → [`metrics`].
//! Every part does no I/O, reads no clock and touches no browser type.

pub mod event;
pub mod law;
pub mod scenario;
