//! The result of an experiment for people to read.

use experiment::{Effect, Outcome, Told};

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
