//! The county at work (事情走到哪了): lanes are who holds a matter, boxes are stages, dots are matters.

pub mod dates;
pub mod playback;

pub use playback::Playback;
