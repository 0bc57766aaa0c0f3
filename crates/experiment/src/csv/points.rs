//! Every metric of every point, and the effects of two-level designs.

use std::collections::BTreeSet;

use lab::{Difference, Estimate};

use super::{Table, yes};
use crate::result::{Outcome, Told};

/// Columns after a point's number and levels.
const MEASURED: [&str; 12] = [
    "metric",
    "value",
    "low",
    "high",
    "n",
    "unit",
    "difference",
    "difference_low",
    "difference_high",
    "variance_ratio",
    "p_adjusted",
    "distinguishable",
];

/// A row for each metric of each point: number, levels (of plausible counties with the value of each assumption), the metric with its
/// interval, and how it differs from the point's base. What is undefined is an empty field. Metrics over all roots, which are differences
/// only, stand under their own names, as do points that were skipped: without values.
pub(super) fn points(outcome: &Outcome<'_>) -> String {
    let mut names: Vec<&str> = Vec::new();
    let levels = outcome.points.iter().flat_map(|it| it.levels.keys());
    let levels: BTreeSet<&String> = levels.collect();
    names.extend(levels.iter().map(|it| it.as_str()));
    let assumptions = outcome.plausible.as_ref().map(|it| it.assumptions);
    names.extend(assumptions.into_iter().flatten().map(|it| it.path.as_str()));
    let mut table = Table::default();
    table.field("point");
    for name in &names {
        // A factor may be called anything; columns have to be told apart.
        let taken = *name == "point" || MEASURED.contains(name);
        let mark = if taken { "level." } else { "" };
        table.field(&format!("{mark}{name}"));
    }
    for name in MEASURED {
        table.field(name);
    }
    table.end();
    for point in &outcome.points {
        let known = outcome.metrics.iter().map(String::as_str);
        let more = point.differences.iter().flat_map(|it| it.keys());
        let more = more.map(String::as_str);
        let more = more.filter(|it| !outcome.metrics.iter().any(|known| known == it));
        for metric in known.clone().chain(more) {
            table.number(Some(f64::from(point.point)));
            for level in &levels {
                table.value(point.levels.get(*level));
            }
            assumed(&mut table, outcome, point);
            let found = point.metrics.get(metric).copied().flatten();
            let differs = point.differences.as_ref();
            let differs = differs.and_then(|it| it.get(metric).copied().flatten());
            measured(&mut table, metric, found, differs);
            table.end();
        }
    }
    table.text
}

fn assumed(table: &mut Table, outcome: &Outcome<'_>, point: &Told<'_>) {
    let Some(plausible) = &outcome.plausible else {
        return;
    };
    // Two points a county; the first is not of the cube and is as assumed.
    let county = (point.point / 2).checked_sub(1);
    let values = county.and_then(|it| plausible.counties.get(it as usize));
    for (n, it) in plausible.assumptions.iter().enumerate() {
        let value = match values {
            Some(values) => values.get(n).copied(),
            None => Some(it.stated),
        };
        table.number(value);
    }
}

fn measured(table: &mut Table, metric: &str, found: Option<Estimate>, differs: Option<Difference>) {
    table.field(metric);
    table.number(found.and_then(|it| it.mean));
    table.number(found.and_then(|it| it.low));
    table.number(found.and_then(|it| it.high));
    let n = found.map(|it| it.n).or(differs.map(|it| it.n));
    table.number(n.map(f64::from));
    let unit = found.map(|it| it.unit).or(differs.map(|it| it.unit));
    table.field(unit.unwrap_or_default());
    table.number(differs.and_then(|it| it.difference));
    table.number(differs.and_then(|it| it.low));
    table.number(differs.and_then(|it| it.high));
    table.number(differs.and_then(|it| it.variance_ratio));
    table.number(differs.and_then(|it| it.p_adjusted));
    let told = differs.filter(|it| it.difference.is_some());
    table.field(told.map_or("", |it| yes(it.distinguishable)));
}

/// A row for each effect of a two-level design on each metric; for a metric of which none can be told, one that says why. Nothing but names of
/// columns for other designs. Factors of an interaction are joined by `:`.
pub(super) fn effects(outcome: &Outcome<'_>) -> String {
    let mut table = Table::default();
    for name in [
        "metric",
        "factors",
        "effect",
        "low",
        "high",
        "p",
        "p_adjusted",
        "distinguishable",
        "aliases",
        "refused",
    ] {
        table.field(name);
    }
    table.end();
    for (metric, found) in outcome.effects.iter().flatten() {
        for it in &found.effects {
            table.field(metric);
            table.field(&it.factors.join(":"));
            let figure = it.figure;
            for number in [figure.value, figure.low, figure.high, it.p, it.p_adjusted] {
                table.number(Some(number));
            }
            table.field(yes(it.distinguishable));
            let aliases: Vec<String> = it.aliases.iter().map(|it| it.join(":")).collect();
            table.field(&aliases.join(" "));
            table.field("");
            table.end();
        }
        if let Some(why) = &found.refused {
            table.field(metric);
            for _ in 0..8 {
                table.field("");
            }
            table.field(why);
            table.end();
        }
    }
    table.text
}
