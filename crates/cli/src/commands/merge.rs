//! `tuiyan merge`

use std::path::{Path, PathBuf};

use super::experiment::{Written, result};
use crate::args::Tables;
use crate::console::{Console, Failure};
use crate::out::Out;
use crate::source;
use crate::work::AllCores;

/// Puts the shards of an experiment together.
pub fn merge(
    console: Console,
    shards: &[PathBuf],
    out: Option<&Path>,
    tables: &Tables,
) -> Result<(), Failure> {
    let read = shards
        .iter()
        .map(|it| (it.display().to_string(), source::shard(it)));
    let merged = experiment::merge(read);
    let (outline, pieces) = merged.map_err(|problems| Failure::Problems {
        scenario: "merge".to_owned(),
        problems,
    })?;
    let out = out.map(Out::begin).transpose()?;
    let tables = Written::begin(tables)?;
    result(
        console,
        &experiment::outcome(&outline, &pieces, &AllCores),
        out,
        tables,
    )
}
