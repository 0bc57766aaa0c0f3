//! Controls shared by all places: native ones, each with its label.

use std::rc::Rc;

pub mod explain;
pub mod switch;

pub use explain::Explain;
pub use switch::Switch;

/// Something as it is, equal to itself only: held, so that nothing else comes to lie where it lies and passes for it.
#[derive(Debug)]
pub struct Same<T>(pub Rc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
