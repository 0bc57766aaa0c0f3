//! Charts: drawn by plotters through a back end of our own that makes SVG nodes, so that they are sharp, styled by the
//! page's style sheet, focusable and printable.
//!
//! Every chart takes plain values and draws them in two steps: a pure function from its properties and a width to a
//! [`Picture`] (tested natively), and a component that shows it with its finding above and its table behind one key.

pub mod axis;
pub mod backend;
pub mod days;
pub mod density;
pub mod difference;
pub mod distribution;
pub mod figure;
pub mod funnel;
pub mod ink;
pub mod node;
pub mod numbers;
pub mod trade;
pub mod utilisation;
pub mod wrap;

pub use backend::Picture;
pub use days::{PartDays, WhereDaysGo};
pub use difference::DifferenceBar;
pub use distribution::Distribution;
pub use funnel::{Funnel, Step};
pub use numbers::{Estimate, Lang, Unit};
pub use trade::{Moved, Trade};
pub use utilisation::{Load, Utilisation};
