//! What the tests have in common: an experiment of today's county made ready, pieces whose figures are known, and the result as it is read.

use county::scenario::{Change, Problem};
use experiment::{OneCore, Piece, Prepared, Source, outcome, prepare, read, run_batch, share};
use kernel::measure::{Measure, Measures};
use serde_json::Value;

pub const DAYS: &str = "turnaround.lead_time.mean";
pub const HOURS: &str = "burden.hours.total";

/// `PATH=VALUE` each.
pub fn changes(said: &[&str]) -> Vec<Change> {
    let change = |it: &&str| {
        let (path, value) = it.split_once('=').unwrap();
        Change::parse(path, value)
    };
    said.iter().map(change).collect()
}

/// An experiment of today's county with changes.
pub fn prepared(file: &str, said: &[&str]) -> Prepared {
    let source = Source::preset("today", changes(said));
    let spec = read(file).unwrap_or_else(|it| panic!("{it:#?}\n{file}"));
    prepare(spec, &source, &OneCore).unwrap()
}

/// What is wrong with an experiment of today's county, in its file or in what it is of.
pub fn refused(file: &str) -> Vec<Problem> {
    let prepared =
        read(file).and_then(|spec| prepare(spec, &Source::preset("today", Vec::new()), &OneCore));
    prepared.err().unwrap_or_default()
}

/// A piece of every running point in every replication that measures what is known of it.
pub fn known(prepared: &Prepared, measures: impl Fn(u32, u32) -> Measures) -> Vec<Piece> {
    let piece = |(replication, point): (u32, u32)| Piece {
        point,
        replication,
        digest: 0,
        measures: measures(point, replication),
        common: None,
        months: None,
    };
    let all = share(&prepared.outline, None);
    all.into_iter().map(piece).collect()
}

/// Hours a year are so many.
pub fn hours(measures: &mut Measures, total: f64) {
    let total = (Measure::Total(total), "hours_per_year");
    measures.0.insert(HOURS.to_owned(), total);
}

/// All of it run.
pub fn run(prepared: &Prepared) -> Vec<Piece> {
    run_batch(prepared, &share(&prepared.outline, None))
}

/// What pieces come to, as it is read.
pub fn result(prepared: &Prepared, pieces: &[Piece]) -> Value {
    let found = outcome(&prepared.outline, pieces, &OneCore);
    serde_json::from_str(&found.json()).unwrap()
}
