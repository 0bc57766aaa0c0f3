//! The county at work (事情走到哪了): lanes are who holds a matter, boxes are stages, dots are matters.

pub mod clock;

pub mod curve;
pub mod dates;
mod decision;
pub mod graph;
pub mod lanes;
pub mod layout;
pub mod leaders;
pub mod life;
pub mod matters;
pub mod names;
pub mod playback;
pub mod player;
pub mod scene;
pub mod scenery;
pub mod theatre;
pub mod view;

#[cfg(test)]
mod testing;

pub use layout::Layout;
pub use playback::Playback;
pub use view::AtWork;
