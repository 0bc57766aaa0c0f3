//! `tuiyan experiment`

use std::path::{Path, PathBuf};

use county::law::review::Breach;
use county::scenario::Problem;
use experiment::{Outcome, Outline, Prepared, Shard, Source};
use serde::Serialize;

use crate::args::Tables;
use crate::console::{Console, Failure, entry, to_json};
use crate::out::Out;
use crate::source;
use crate::tables::text;
use crate::work::{self, AllCores};

/// Runs an experiment or one of its shards.
pub fn experiment(
    console: Console,
    file: &Path,
    share: Option<Shard>,
    out: Option<&Path>,
    tables: &Tables,
) -> Result<(), Failure> {
    let prepared = prepared(file).map_err(|problems| Failure::Problems {
        scenario: file.display().to_string(),
        problems,
    })?;
    let out = out.map(Out::begin).transpose()?;
    let tables = Written::begin(tables)?;
    notes(console, &prepared.outline);
    let due = experiment::share(&prepared.outline, share);
    let pieces = work::pieces(console, &prepared, &due);
    match share {
        None => result(
            console,
            &experiment::outcome(&prepared.outline, &pieces, &AllCores),
            out,
            tables,
        ),
        Some(share) => {
            let json = to_json(&experiment::written(&prepared.outline, share, &pieces))? + "\n";
            let Some(out) = out else {
                return console.text(&json);
            };
            let place = out.place().to_owned();
            out.finish(&json)?;
            let report = ShardReport {
                experiment_hash: prepared.outline.hash(),
                shard: share.index,
                shards: share.of,
                runs: pieces.len(),
                out: place,
            };
            console.result(&report, |it| {
                format!(
                    "shard {}/{}: {} runs in {}",
                    it.shard,
                    it.shards,
                    it.runs,
                    it.out.display()
                )
            })
        }
    }
}

fn prepared(file: &Path) -> Result<Prepared, Vec<Problem>> {
    let text = source::experiment(file).map_err(|it| vec![it])?;
    let spec = experiment::read(&text)?;
    let source = source::open(&spec.scenario).unwrap_or_else(Source::unreadable);
    experiment::prepare(spec, &source, &AllCores)
}

/// Which points are skipped or unlawful, before hours are spent on the others. Points of which the same is to be said are named together.
fn notes(console: Console, outline: &Outline) {
    let mut said: Vec<(String, Vec<usize>)> = Vec::new();
    for (number, point) in outline.points.iter().enumerate() {
        let breaches: Vec<Problem> = point.breaches.iter().map(Breach::as_problem).collect();
        let notes = [
            ("impossible and skipped", &point.problems),
            ("unlawful, to be run all the same", &breaches),
        ];
        for (what, problems) in notes.iter().filter(|it| !it.1.is_empty()) {
            let listed: String = problems.iter().map(entry).collect();
            let note = format!("{what}{listed}");
            match said.iter_mut().find(|it| it.0 == note) {
                Some((_, points)) => points.push(number),
                None => said.push((note, vec![number])),
            }
        }
    }
    for (note, points) in said {
        let are = if points.len() == 1 { "point" } else { "points" };
        console.note(&format!("{are} {}: {note}", stretches(&points)));
    }
}

/// Ascending numbers, with those that follow each other as stretches: `0–3, 7`.
fn stretches(numbers: &[usize]) -> String {
    let stretch = |it: &[usize]| match it {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}–{last}"),
        [] => String::new(),
    };
    let all: Vec<String> = numbers.chunk_by(|a, b| a + 1 == *b).map(stretch).collect();
    all.join(", ")
}

/// Tables to be written, each beside its place.
pub struct Written(Vec<(&'static str, Out)>);

impl Written {
    /// Makes folder and files, before the work.
    ///
    /// # Errors
    /// [`Failure::Use`]: they cannot be made there.
    pub fn begin(tables: &Tables) -> Result<Self, Failure> {
        let Some(folder) = &tables.tables else {
            return Ok(Self(Vec::new()));
        };
        std::fs::create_dir_all(folder).map_err(|error| {
            Failure::Use(format!("{} cannot be made: {error}", folder.display()))
        })?;
        let begin = |name: &&'static str| {
            let out = Out::begin(&folder.join(format!("{name}.csv")))?;
            Ok((*name, out))
        };
        let all: Result<_, Failure> = experiment::TABLES.iter().map(begin).collect();
        Ok(Self(all?))
    }

    fn finish(self, outcome: &Outcome<'_>) -> Result<(), Failure> {
        if self.0.is_empty() {
            return Ok(());
        }
        let tables = experiment::tables(outcome);
        for (name, out) in self.0 {
            if let Some((_, text)) = tables.iter().find(|it| it.0 == name) {
                out.finish(text)?;
            }
        }
        Ok(())
    }
}

/// Writes tables, and prints a result or writes it where it is to go.
pub fn result(
    console: Console,
    outcome: &Outcome<'_>,
    out: Option<Out>,
    tables: Written,
) -> Result<(), Failure> {
    tables.finish(outcome)?;
    let Some(out) = out else {
        return console.result(outcome, text);
    };
    let place = out.place().to_owned();
    out.finish(&outcome.json())?;
    let report = Report {
        experiment_hash: outcome.experiment_hash.clone(),
        points: outcome.points.len(),
        skipped: outcome.skipped.clone(),
        flagged: outcome.flagged.clone(),
        out: place,
    };
    console.result(&report, |it| {
        format!(
            "{} points, {} skipped, in {}",
            it.points,
            it.skipped.len(),
            it.out.display()
        )
    })
}

#[derive(Serialize)]
struct Report {
    experiment_hash: String,
    points: usize,
    skipped: Vec<u32>,
    flagged: Vec<u32>,
    out: PathBuf,
}

#[derive(Serialize)]
struct ShardReport {
    experiment_hash: String,
    shard: u32,
    shards: u32,
    runs: usize,
    out: PathBuf,
}
