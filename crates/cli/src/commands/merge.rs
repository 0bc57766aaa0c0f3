//! `tuiyan merge`

use std::path::{Path, PathBuf};

use super::experiment::result;
use crate::console::{Console, Failure};
use crate::out::Out;
use crate::source;
use crate::work::AllCores;

/// Puts the shards of an experiment together.
pub fn merge(console: Console, shards: &[PathBuf], out: Option<&Path>) -> Result<(), Failure> {
    let read = shards
        .iter()
        .map(|it| (it.display().to_string(), source::shard(it)));
    let merged = experiment::merge(read);
    let (outline, pieces) = merged.map_err(|problems| Failure::Problems {
        scenario: "merge".to_owned(),
        problems,
    })?;
    let out = out.map(Out::begin).transpose()?;
    result(
        console,
        &experiment::outcome(&outline, &pieces, &AllCores),
        out,
    )
}
