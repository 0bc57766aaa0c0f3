//! `tuiyan run`

use std::collections::BTreeMap;
use std::time::Instant;

use lab::Estimate;
use serde::Serialize;
use trial::{Setup, combine};

use crate::args::Runs;
use crate::console::{Console, Failure};
use crate::figures::{figure, in_reading_order, interval, table};
use crate::{source, work};

#[derive(Serialize)]
struct Report {
    version: &'static str,
    scenario: String,
    scenario_hash: String,
    seed: u64,
    replications: u32,
    years: f64,
    warm_up_years: f64,
    events: u64,
    /// Events of all replications over the years they simulated, warm-up and window.
    events_per_county_year: f64,
    wall_seconds: f64,
    digest: String,
    metrics: BTreeMap<String, Estimate>,
}

/// Simulates a county and estimates its metrics.
pub fn run(
    console: Console,
    scenario: &str,
    changes: &[(String, String)],
    runs: &Runs,
) -> Result<(), Failure> {
    let loaded = source::load(console, scenario, changes)?;
    let setup = source::ready(scenario, Setup::new(&loaded))?.with_lists(false);
    let began = Instant::now();
    let replicates = work::replicate(console, &[&setup], runs)
        .into_iter()
        .next()
        .unwrap_or_default();
    let wall_seconds = began.elapsed().as_secs_f64();

    let horizon = &loaded.after.horizon;
    let events: u64 = replicates.iter().map(|it| it.events).sum();
    let digests: Vec<u128> = replicates.iter().map(|it| it.digest).collect();
    let measures: Vec<_> = replicates.into_iter().map(|it| it.measures).collect();
    let county_years = f64::from(runs.replications) * (horizon.years + horizon.warm_up_years);
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        scenario: scenario.to_owned(),
        scenario_hash: county::scenario::hash(&loaded.after),
        seed: runs.seed,
        replications: runs.replications,
        years: horizon.years,
        warm_up_years: horizon.warm_up_years,
        events,
        events_per_county_year: events as f64 / county_years,
        wall_seconds,
        digest: format!("{:032x}", combine(&digests)),
        metrics: lab::estimates(&measures, lab::CONFIDENCE),
    };
    console.result(&report, text)
}

fn text(report: &Report) -> String {
    let rows: Vec<Vec<String>> = in_reading_order(&report.metrics)
        .into_iter()
        .map(|(name, it)| {
            vec![
                name.to_owned(),
                figure(it.mean, it.low, it.high),
                interval(it.low, it.high),
                it.unit.to_owned(),
            ]
        })
        .collect();
    format!(
        "{}: {} replications of {} observed years after {} of warm-up, seed {}\n\n{}\n\
         {} events in {:.1} s · digest {}\n",
        report.scenario,
        report.replications,
        report.years,
        report.warm_up_years,
        report.seed,
        table(
            Some(&["metric", "mean", "95 % interval", "unit"]),
            &[false, true, true, false],
            &rows
        ),
        report.events,
        report.wall_seconds,
        report.digest,
    )
}
