//! The result of an experiment for people to read.

mod choice;
mod matters;

use experiment::plausible::Verdict;
use experiment::{Effect, Outcome, Plausible, Told};

use crate::figures::{figure, interval, table};

/// Points, differences and effects as tables.
pub fn text(it: &Outcome<'_>) -> String {
    let mut text = format!(
        "{}: {} points, {} replications, seed {} · experiment {}\n",
        it.scenario,
        it.points.len(),
        it.replications,
        it.seed,
        it.experiment_hash
    );
    if let Some(counties) = &it.plausible {
        return text + &plausible(it, counties);
    }
    if let Some(prices) = &it.prices {
        return text + &matters::prices(it, prices) + &choice::text(it);
    }
    if let Some(all) = &it.sensitivity {
        return text + &matters::sensitivity(it, all) + &choice::text(it);
    }
    for metric in it.metrics {
        text += &format!("\n{metric}\n\n");
        let rows: Vec<Vec<String>> = it
            .points
            .iter()
            .map(|point| row(it, point, metric))
            .collect();
        let header = [
            "point",
            "levels",
            "mean",
            "difference",
            "interval of it",
            "unit",
            "",
        ];
        let right = [true, false, true, true, true, false, false];
        text += &table(Some(&header), &right, &rows);
        text += &effects(it, metric);
    }
    text + &choice::text(it)
}

/// What plausible counties say: a row a metric.
fn plausible(all: &Outcome<'_>, counties: &Plausible<'_>) -> String {
    let mut text = format!(
        "{} assumptions vary over {} counties, {} of which cannot run\n\n",
        counties.assumptions.len(),
        counties.counties.len(),
        all.skipped.len() / 2
    );
    let row = |(name, it): (&&str, &Verdict)| {
        let stated = it.stated;
        let (low, high) = (stated.and_then(|it| it.low), stated.and_then(|it| it.high));
        let decides = match &it.decides {
            Some(it) => format!("{} ({:.0} %)", it.path, 100.0 * it.share),
            None => "none can be told".to_owned(),
        };
        vec![
            (*name).to_owned(),
            stated.map_or_else(|| "–".to_owned(), |it| figure(it.difference, low, high)),
            interval(low, high),
            stated.map_or_else(String::new, |it| it.unit.to_owned()),
            format!("{} ({})", it.above, it.clearly_above),
            format!("{} ({})", it.below, it.clearly_below),
            it.counties.to_string(),
            decides,
        ]
    };
    let rows: Vec<Vec<String>> = counties.metrics.iter().map(row).collect();
    let header = [
        "metric",
        "as assumed",
        "interval of it",
        "unit",
        "above 0 (clearly)",
        "below 0 (clearly)",
        "of",
        "decided by (of how counties rank)",
    ];
    let right = [false, true, true, false, true, true, true, false];
    text += &table(Some(&header), &right, &rows);
    text
}

fn row(all: &Outcome<'_>, point: &Told<'_>, metric: &str) -> Vec<String> {
    let levels: Vec<String> = point
        .levels
        .iter()
        .map(|(name, it)| format!("{name}={it}"))
        .collect();
    let found = point.metrics.get(metric).copied().flatten();
    let difference = point
        .differences
        .as_ref()
        .and_then(|it| it.get(metric).copied().flatten());
    let mut marks = Vec::new();
    if all.base == Some(point.point) {
        marks.push("base");
    }
    if all.skipped.contains(&point.point) {
        marks.push("skipped");
    }
    if all.flagged.contains(&point.point) {
        marks.push("unlawful");
    }
    if difference.is_some_and(|it| it.distinguishable) {
        marks.push("differs");
    }
    vec![
        point.point.to_string(),
        levels.join(" "),
        found.map_or_else(|| "–".to_owned(), |it| figure(it.mean, it.low, it.high)),
        difference.map_or_else(String::new, |it| figure(it.difference, it.low, it.high)),
        difference.map_or_else(String::new, |it| interval(it.low, it.high)),
        found.map_or_else(String::new, |it| it.unit.to_owned()),
        marks.join(", "),
    ]
}

fn effects(all: &Outcome<'_>, metric: &str) -> String {
    let Some(found) = all.effects.as_ref().and_then(|it| it.get(metric)) else {
        return String::new();
    };
    let row = |it: &Effect| {
        let (low, high) = (Some(it.figure.low), Some(it.figure.high));
        vec![
            it.factors.join(" × "),
            figure(Some(it.figure.value), low, high),
            interval(low, high),
            if it.distinguishable {
                "an effect"
            } else {
                "not distinguishable"
            }
            .to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = found.effects.iter().map(row).collect();
    match &found.refused {
        Some(why) => format!("\nno effects: {why}\n"),
        None => {
            let header = [
                "factors",
                "effect",
                "interval",
                "of all effects on all metrics (Holm)",
            ];
            format!(
                "\n{}",
                table(Some(&header), &[false, true, true, false], &rows)
            )
        }
    }
}
