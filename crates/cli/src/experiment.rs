//! Designed experiments: many points of one scenario on the same luck, whole or in shards.
//!
//! ```text
//! file ──▶ design ──▶ outline ──▶ pieces ──▶ result
//! what is  levels of  points      (point,      estimates,
//! written  points     loaded      replication) differences, effects
//!                          └──▶ shard: outline and some of the pieces ──▶ merge
//! ```
//!
//! A result is a function of outline and pieces alone, and a shard carries both exactly: so what shards merge to is what one run
//! prints, byte for byte.

pub mod design;
pub mod file;
pub mod names;
pub mod outline;
pub mod pieces;
pub mod result;
pub mod shard;
pub mod text;

use county::scenario::Problem;

fn problem(path: &str, message: &str, remedy: &str) -> Problem {
    Problem {
        path: path.to_owned(),
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    }
}
