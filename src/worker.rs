//! The pool that simulates and the clerk that reckons, off the main thread.
//!
//! Every worker runs this same program. The page orders; simulators answer the clerk directly, through a port of their own, so
//! that a busy page delays nothing; the clerk reckons intervals and tells the page finished figures.

pub mod protocol;
