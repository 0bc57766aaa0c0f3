//! Charts: drawn by plotters through a back end of our own that makes SVG nodes, so that they are sharp, styled by the
//! page's style sheet, focusable and printable.

pub mod numbers;

pub use numbers::{Estimate, Lang, Unit};
