//! What can be typed after `tuiyan`.

use std::path::PathBuf;

use clap::builder::TypedValueParser;
use clap::{Args, Parser, Subcommand};
use experiment::Shard;
use records::Format;

/// Tuiyan 推演: rehearse the way a county takes its decisions before changing it.
///
/// SCENARIO is a preset's id or a file, and may carry changes:
/// today+mechanisms.stand_in.enabled=true+meetings.executive.every_days=14
///
/// Exit status: 0 done, 1 the input has problems (all printed), 2 bad use.
#[derive(Debug, Parser)]
#[command(name = "tuiyan", version, max_term_width = 100)]
pub struct Cli {
    /// Print exactly one JSON value on standard output; progress and messages go to standard error
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The calls of `tuiyan`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the counties that come with the program
    Presets,
    /// Simulate a county and estimate its metrics
    Run {
        /// Preset or file, with changes
        scenario: String,
        #[command(flatten)]
        changes: Changes,
        #[command(flatten)]
        runs: Runs,
    },
    /// Simulate counties on the same luck and estimate what sets each apart from the first
    Compare {
        /// What the others are compared with
        base: String,
        /// Presets or files, with changes
        #[arg(required = true)]
        others: Vec<String>,
        #[command(flatten)]
        changes: Changes,
        #[command(flatten)]
        runs: Runs,
    },
    /// List everything wrong with a scenario, without running it; or with a case for training, playing each of its options
    Check {
        /// Preset or file, with changes; or the file of a case
        scenario: String,
        #[command(flatten)]
        changes: Changes,
    },
    /// Play a case for training: up to the next decision, or to its end with a report
    Play {
        /// File of the case
        case: PathBuf,
        /// What is chosen at a decision; `reference` takes the reference procedure for all that are not named
        #[arg(long, value_name = "DECISION=OPTION", value_parser = choice)]
        choose: Vec<Choice>,
        /// Seed of the luck [default: the case's]
        #[arg(long)]
        seed: Option<u32>,
    },
    /// Print the JSON Schema of scenario files
    Schema,
    /// Write the event log of a run to a file
    Log {
        /// Preset or file, with changes
        scenario: String,
        #[command(flatten)]
        changes: Changes,
        /// Seed of all luck
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Replications to write, one after the other
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        replications: u32,
        /// Years observed [default: the scenario's]
        #[arg(long, value_parser = years)]
        years: Option<f64>,
        /// How to write it
        #[arg(long, default_value = "csv", value_parser = clap::builder::PossibleValuesParser::new(["csv", "jsonl"])
            .try_map(|it| it.parse::<Format>()))]
        format: Format,
        /// File to write; it is replaced
        #[arg(long)]
        out: PathBuf,
    },
    /// Run a designed experiment on the same luck at all its points, or a share of it
    Experiment {
        /// File that describes it, see docs/experiments.md
        file: PathBuf,
        /// Run the I-th of N shares only and write what `merge` puts together
        #[arg(long, value_name = "I/N", value_parser = shard, conflicts_with = "tables")]
        shard: Option<Shard>,
        /// File to write, whole or not at all [default: standard output]
        #[arg(long)]
        out: Option<PathBuf>,
        #[command(flatten)]
        tables: Tables,
    },
    /// Put the shards of an experiment together: the result is that of the undivided run, byte for byte
    Merge {
        /// All shards, in any order
        #[arg(required = true)]
        shards: Vec<PathBuf>,
        /// File to write, whole or not at all [default: standard output]
        #[arg(long)]
        out: Option<PathBuf>,
        #[command(flatten)]
        tables: Tables,
    },
    /// Check the program against results known from theory and from other simulators
    Oracle {
        /// Only cases whose name begins so
        name: Option<String>,
        /// Print the table of docs/validation.md instead
        #[arg(long, conflicts_with = "json")]
        markdown: bool,
    },
}

/// The result as tables for other tools, beside what is printed.
#[derive(Debug, Args)]
pub struct Tables {
    /// Folder to write tidy tables (CSV) into, made where it is not there: points, effects, best, front, months, prices, sensitivity, assumptions
    #[arg(long, value_name = "FOLDER")]
    pub tables: Option<PathBuf>,
}

/// Changes to every scenario of the call.
#[derive(Debug, Args)]
pub struct Changes {
    /// Change a value of every scenario named, any path of the file (repeatable, in the order given)
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,
}

/// How long and how often to run.
#[derive(Debug, Clone, Args)]
pub struct Runs {
    /// Seed of all luck
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Independent replications
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    pub replications: u32,
    /// Years observed [default: the scenario's]
    #[arg(long, value_parser = years)]
    pub years: Option<f64>,
}

fn shard(text: &str) -> Result<Shard, String> {
    let read = || {
        let (index, of) = text.split_once('/')?;
        let (index, of) = (index.parse().ok()?, of.parse().ok()?);
        (1 <= index && index <= of).then_some(Shard { index, of })
    };
    read().ok_or_else(|| "write I/N, the I-th of N shares, from 1: 2/4".to_owned())
}

fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((path, value)) if !path.is_empty() => Ok((path.to_owned(), value.to_owned())),
        _ => Err("write PATH=VALUE, as in mechanisms.stand_in.enabled=true".to_owned()),
    }
}

fn years(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(years) if years.is_finite() && years > 0.0 => Ok(years),
        _ => Err("years are a number greater than 0".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The exit status clap would leave with, 0 when the call is understood.
    fn status(line: &str) -> i32 {
        Cli::try_parse_from(line.split(' ')).map_or_else(|error| error.exit_code(), |_| 0)
    }

    #[test]
    fn calls_are_understood_or_refused() {
        let table = [
            ("tuiyan presets", 0),
            ("tuiyan presets --json", 0),
            ("tuiyan --json run today", 0),
            (
                "tuiyan run today --seed 7 --replications 100 --years 2.5 --set world.demand=2 --json",
                0,
            ),
            ("tuiyan run today --set a=1 --set b=2", 0),
            ("tuiyan compare a b c", 0),
            ("tuiyan check x.json", 0),
            ("tuiyan schema", 0),
            ("tuiyan log today --out f.csv", 0),
            ("tuiyan log today --seed 3 --format jsonl --out f", 0),
            ("tuiyan oracle", 0),
            ("tuiyan oracle mm1 --json", 0),
            ("tuiyan oracle --markdown", 0),
            ("tuiyan oracle --markdown --json", 2),
            ("tuiyan --help", 0),
            ("tuiyan", 2),
            ("tuiyan fly", 2),
            ("tuiyan run", 2),
            ("tuiyan run a b", 2),
            ("tuiyan compare a", 2),
            ("tuiyan run today --replications 0", 2),
            ("tuiyan run today --replications -1", 2),
            ("tuiyan run today --seed one", 2),
            ("tuiyan run today --years 0", 2),
            ("tuiyan run today --years NaN", 2),
            ("tuiyan run today --years inf", 2),
            ("tuiyan run today --set world.demand", 2),
            ("tuiyan run today --set =2", 2),
            ("tuiyan log today", 2),
            ("tuiyan log today --format xml --out f", 2),
            ("tuiyan check today --replications 3", 2),
            ("tuiyan experiment e.json", 0),
            ("tuiyan experiment e.json --shard 1/1 --out f --json", 0),
            ("tuiyan experiment e.json --shard 4/4", 0),
            ("tuiyan experiment e.json --tables t", 0),
            ("tuiyan merge a b --tables t --out f", 0),
            ("tuiyan experiment e.json --tables t --shard 1/2", 2),
            ("tuiyan experiment", 2),
            ("tuiyan experiment e.json --shard 0/4", 2),
            ("tuiyan experiment e.json --shard 5/4", 2),
            ("tuiyan experiment e.json --shard 1", 2),
            ("tuiyan experiment e.json --shard 1/x", 2),
            ("tuiyan merge a b --out f", 0),
            ("tuiyan merge", 2),
        ];
        for (line, expected) in table {
            assert_eq!(status(line), expected, "{line}");
        }
    }

    #[test]
    fn a_value_may_hold_an_equals_sign() {
        assert_eq!(
            assignment("title.en=a=b"),
            Ok(("title.en".to_owned(), "a=b".to_owned()))
        );
    }
}

/// `--choose` as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// An option of a decision, by their ids.
    Of(String, String),
    /// The reference procedure's, for every decision that is not named.
    Reference,
}

/// Reads what follows `--choose`.
fn choice(text: &str) -> Result<Choice, String> {
    match text.split_once('=') {
        Some((decision, option)) => Ok(Choice::Of(decision.to_owned(), option.to_owned())),
        None if text == "reference" => Ok(Choice::Reference),
        None => Err("write DECISION=OPTION, or reference".to_owned()),
    }
}
