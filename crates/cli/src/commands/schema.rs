//! `tuiyan schema`

use crate::console::{Console, Failure};

/// Prints the JSON Schema of scenario files.
pub fn schema(console: Console) -> Result<(), Failure> {
    console.text(&format!("{:#}\n", county::scenario::schema()))
}
