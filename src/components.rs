//! Controls shared by all places: native ones, each with its label.

pub mod explain;
pub mod switch;

pub use explain::Explain;
pub use switch::Switch;
