//! `tuiyan merge`

use std::path::{Path, PathBuf};

use super::experiment::result;
use crate::console::{Console, Failure};
use crate::experiment::result::outcome;
use crate::experiment::shard;
use crate::out::Out;

/// Puts the shards of an experiment together.
pub fn merge(console: Console, shards: &[PathBuf], out: Option<&Path>) -> Result<(), Failure> {
    let merged = shard::merge(shards);
    let (outline, pieces) = merged.map_err(|problems| Failure::Problems {
        scenario: "merge".to_owned(),
        problems,
    })?;
    let out = out.map(Out::begin).transpose()?;
    result(console, &outcome(&outline, &pieces), out)
}
