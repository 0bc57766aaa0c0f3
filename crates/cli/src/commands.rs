//! The calls, one module each: load, run, print.

mod check;
mod compare;
mod experiment;
mod log;
mod merge;
mod oracle;
mod play;
mod presets;
mod run;
mod schema;

use crate::args::{Changes, Cli, Command, Runs};
use crate::console::{Console, Failure};

/// Does what was asked for.
///
/// # Errors
/// Why it could not be done; see [`Failure`].
pub fn perform(cli: Cli, console: Console) -> Result<(), Failure> {
    match cli.command {
        Command::Presets => presets::presets(console),
        Command::Run {
            scenario,
            changes,
            runs,
        } => run::run(console, &scenario, &changes_of(&changes, &runs), &runs),
        Command::Compare {
            base,
            others,
            changes,
            runs,
        } => compare::compare(console, &base, &others, &changes_of(&changes, &runs), &runs),
        Command::Check { scenario, changes } => check::check(console, &scenario, &changes.set),
        Command::Play { case, choose, seed } => play::play(console, &case, &choose, seed),
        Command::Schema => schema::schema(console),
        Command::Log {
            scenario,
            changes,
            seed,
            replications,
            years,
            format,
            out,
        } => {
            let runs = Runs {
                seed,
                replications,
                years,
            };
            log::log(
                console,
                &scenario,
                &changes_of(&changes, &runs),
                &runs,
                format,
                &out,
            )
        }
        Command::Experiment {
            file,
            shard,
            out,
            tables,
        } => experiment::experiment(console, &file, shard, out.as_deref(), &tables),
        Command::Merge {
            shards,
            out,
            tables,
        } => merge::merge(console, &shards, out.as_deref(), &tables),
        Command::Oracle { name, markdown } => {
            oracle::oracle(console, name.as_deref().unwrap_or(""), markdown)
        }
    }
}

/// The call's changes, `--years` being one of them and the last.
fn changes_of(changes: &Changes, runs: &Runs) -> Vec<(String, String)> {
    let years = runs
        .years
        .map(|years| ("horizon.years".to_owned(), years.to_string()));
    changes.set.iter().cloned().chain(years).collect()
}
