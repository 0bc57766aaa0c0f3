//! Designed experiments of scenarios: many points on the same luck, whole or in pieces.
//!
//! ```text
//! read ──▶ Spec ──▶ prepare ──▶ Outline ──▶ share ──▶ batches ──▶ run_batch ──▶ Piece ──▶ outcome ──▶ Outcome
//! a file   what is  every point known       (replication, point),  one replication         estimates, differences,
//! as text  written  loaded      before      cut for cores          of one point            effects
//!                                  └──────────── written ◀───────────────┘
//!                                 a shard: the outline and some of the pieces ──▶ merge
//! ```
//!
//! Points are levels of factors ([`Kind`]), scenarios side by side ([`Source::patched`]), counties that could be believed ([`plausible`]), or everybody's hours a step up and down ([`Priced`]). What may be
//! asked of any of them beside is in [`Best`] and [`Front`]. For other tools an outcome is tables ([`tables`]).
//!
//! An outcome is a function of outline and pieces alone, and a shard carries both exactly: so what shards merge to is what one run gives, byte
//! for byte; and so is what the page gives, whose workers send each other pieces as text ([`pieces_text`]).
//!
//! Nothing here reads a file or starts a thread: the command and the page give [`Source`] and [`Cores`].

mod best;
mod cores;
mod csv;
mod design;
mod file;
mod front;
mod months;
mod named;
mod names;
mod outline;
mod pieces;
pub mod plausible;
mod points;
mod prices;
mod result;
mod scenarios;
mod sensitive;
mod shard;
mod source;

pub use best::{Chosen, Said};
pub use cores::{Cores, OneCore};
pub use csv::{TABLES, is_empty, tables};
pub use design::COUNTY_YEARS_A_SECOND;
pub use file::{Aim, Best, Design, Factor, Goal, Kind, PRIMARIES, Spec, read};
pub use front::{Front, Member};
pub use months::Since;
pub use named::Named;
pub use outline::{Cube, Outline, Point, Prepared, prepare};
pub use pieces::{ByMonth, Common, Piece, Shard, batches, run_batch, share};
pub use prices::{Holder, Price, Priced};
pub use result::{Effect, Found, Outcome, Plausible, Told, outcome};
pub use sensitive::{Matters, Sensitivity};
pub use shard::{merge, pieces_text, read_pieces, written};
pub use source::Source;

use county::scenario::Problem;

fn problem(path: &str, message: &str, remedy: &str) -> Problem {
    Problem {
        path: path.to_owned(),
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    }
}
