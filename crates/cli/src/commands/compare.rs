//! `tuiyan compare`

use std::collections::BTreeMap;

use experiment::PRIMARIES;
use lab::Difference;
use serde::Serialize;
use trial::Setup;

use crate::args::Runs;
use crate::console::{Console, Failure};
use crate::figures::{figure, in_reading_order, interval, table};
use crate::{source, work};

#[derive(Serialize)]
struct Report {
    base: String,
    seed: u64,
    replications: u32,
    /// The primaries ([`PRIMARIES`]) that exist: claims that are not called exploratory, `p_adjusted` being for them over all OTHERs, each tested for every OTHER.
    family: Vec<&'static str>,
    others: Vec<Other>,
}

#[derive(Serialize)]
struct Other {
    scenario: String,
    metrics: BTreeMap<String, Difference>,
}

/// Simulates BASE and OTHERs on the same luck and estimates what sets each apart from BASE.
pub fn compare(
    console: Console,
    base: &str,
    others: &[String],
    changes: &[(String, String)],
    runs: &Runs,
) -> Result<(), Failure> {
    let base_loaded = source::load(console, base, changes)?;
    let mut setups = vec![source::ready(
        base,
        Setup::against(&base_loaded, &base_loaded),
    )?];
    for other in others {
        let loaded = source::load(console, other, changes)?;
        let (mine, its) = (&base_loaded.after.horizon, &loaded.after.horizon);
        if mine.years.to_bits() != its.years.to_bits() || mine.start != its.start {
            console.note(&format!(
                "warning: {other} observes other years than {base}; --years N sets them equal"
            ));
        }
        setups.push(source::ready(other, Setup::against(&base_loaded, &loaded))?);
    }
    let arms: Vec<&Setup> = setups.iter().collect();
    let replicates = work::replicate(console, &arms, runs);
    let (base_runs, other_runs) = replicates.split_at(1.min(replicates.len()));
    let mut metrics: Vec<BTreeMap<String, Difference>> = other_runs
        .iter()
        .map(|other_runs| {
            let base_runs = base_runs.first().map_or(&[][..], Vec::as_slice);
            let (base, other) = county::metrics::common(base_runs, other_runs);
            lab::differences(&base, &other, lab::CONFIDENCE)
        })
        .collect();
    lab::family(&mut metrics, &PRIMARIES, lab::CONFIDENCE);
    let exists = |name: &&str| {
        metrics
            .iter()
            .any(|it| it.get(*name).is_some_and(|it| it.p_adjusted.is_some()))
    };
    let report = Report {
        base: base.to_owned(),
        seed: runs.seed,
        replications: runs.replications,
        family: PRIMARIES.into_iter().filter(exists).collect(),
        others: others
            .iter()
            .zip(metrics)
            .map(|(scenario, metrics)| Other {
                scenario: scenario.clone(),
                metrics,
            })
            .collect(),
    };
    console.result(&report, text)
}

fn text(report: &Report) -> String {
    let mut text = format!(
        "{}: {} replications, seed {}\n",
        report.base, report.replications, report.seed
    );
    for other in &report.others {
        let row = |(name, it): &(&str, &Difference)| {
            let mark = match (it.difference, it.distinguishable) {
                (None, _) => "",
                (Some(_), true) => "differs",
                (Some(_), false) => "not distinguishable",
            };
            vec![
                (*name).to_owned(),
                figure(it.base, it.low, it.high),
                figure(it.other, it.low, it.high),
                figure(it.difference, it.low, it.high),
                interval(it.low, it.high),
                it.unit.to_owned(),
                mark.to_owned(),
            ]
        };
        let is_primary = |name: &str| report.family.contains(&name);
        let entries = in_reading_order(&other.metrics);
        let (primary, rest): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|it| is_primary(it.0));
        let rows: Vec<Vec<String>> = primary.iter().chain(&rest).map(row).collect();
        let header = [
            "metric",
            "base",
            "other",
            "difference",
            "95 % interval",
            "unit",
            "",
        ];
        text += &format!(
            "\n{}\n\n{}",
            other.scenario,
            table(
                Some(&header),
                &[false, true, true, true, true, false, false],
                &rows
            )
        );
    }
    text += &format!(
        "\nFirst {}: claims, corrected for their number (Holm). All others are exploratory.\n",
        match report.family.len() {
            1 => "row".to_owned(),
            n => format!("{n} rows"),
        }
    );
    text
}
