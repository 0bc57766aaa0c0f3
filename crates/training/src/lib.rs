//! Cases in which somebody decides, and learns what comes of it.
//!
//! A [`Case`] is a scenario with a story. It stops at points of one matter's way, and at each somebody chooses; a [`Play`] is what has been
//! chosen and what has happened until now. Luck is keyed, so what is chosen about later stages cannot change what happened before: a play is
//! run from reform day under the patches of all options chosen so far, and shown up to the next point. [`Report`] says what is to be
//! learned of it, told apart from luck; [`Score`] rests on process and knowledge alone. [`Token`] is a play in thirty-two letters, [`Room`] a
//! class without a server.
//!
//! No I/O, clock, thread or browser type.

mod case;
mod check;
mod class;
mod code;
mod now;
mod play;
mod ready;
mod replays;
mod report;
mod score;
mod story;

pub use case::{At, Case, Decision, Guide, Opt, Person, Slot};
pub use check::{Checked, check, is_case};
pub use class::{Entry, LinkError, Parting, Room, Settings, csv, read_codes, table};
pub use code::{CodeError, Token};
pub use now::{Clock, Happening, Now};
pub use play::{Choices, Play, Point, play};
pub use ready::{Chosen, Ready};
pub use replays::{MANY, Place, Replay, Replays, SEEDED_FROM, place};
pub use report::{Held, Other, Outcome, Report, outcome_of, report};
pub use score::{Measured, Score, Weights, score};
pub use story::{Story, follow};

use county::scenario::Problem;
use serde_json::Value;

pub(crate) fn problem(path: &str, message: &str, remedy: &str) -> Problem {
    Problem {
        path: path.to_owned(),
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// One merge patch after another, as one: what deletes stays in it. Where the second puts something back that the first deleted, it is laid
/// on what the preset has there.
pub(crate) fn layer(ground: &mut Value, patch: &Value) {
    match (ground, patch) {
        (Value::Object(ground), Value::Object(patch)) => {
            for (key, value) in patch {
                match ground.get_mut(key) {
                    Some(place) if place.is_object() && value.is_object() => layer(place, value),
                    _ => {
                        ground.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (ground, patch) => *ground = patch.clone(),
    }
}
