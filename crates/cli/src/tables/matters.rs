//! What matters, for people to read: whose hours, and which factors.

use std::collections::BTreeMap;

use experiment::{Matters, Outcome, Price, Priced, Sensitivity};

use crate::figures::{figure, interval, table};

/// A table a metric, a row a holder: what an hour more a week would give.
pub fn prices(all: &Outcome<'_>, prices: &[Priced<'_>]) -> String {
    let row = |it: &Priced<'_>, found: &Price| {
        let (low, high) = (
            found.per_unit.map(|it| it.low),
            found.per_unit.map(|it| it.high),
        );
        let price = found.per_unit.map(|it| figure(Some(it.value), low, high));
        let bends = found.bend.filter(|it| it.excludes(0.0));
        let mut marks = Vec::new();
        if found.distinguishable {
            marks.push("a price".to_owned());
        }
        if let Some(it) = bends {
            let bend = figure(Some(it.value), Some(it.low), Some(it.high));
            marks.push(format!("bends by {bend}"));
        }
        if found.bend.is_none() && found.per_unit.is_some() {
            marks.push("to one side only".to_owned());
        }
        marks.extend(found.refused.clone());
        vec![
            it.holder.holder.clone(),
            format!("{:.0}", it.holder.step),
            price.unwrap_or_else(|| "–".to_owned()),
            interval(low, high),
            marks.join(", "),
        ]
    };
    let mut text = String::new();
    for metric in all.metrics {
        let of = |it: &Priced<'_>| it.metrics.get(metric.as_str()).map(|found| row(it, found));
        let rows: Vec<Vec<String>> = prices.iter().filter_map(of).collect();
        let header = [
            "holder",
            "step, hours",
            "for an hour more a week",
            "interval",
            "of all holders on all metrics (Holm)",
        ];
        let right = [false, true, true, true, false];
        text += &format!(
            "\nprices {metric}\n\n{}",
            table(Some(&header), &right, &rows)
        );
    }
    text
}

/// A table a metric, a row a factor.
pub fn sensitivity(all: &Outcome<'_>, found: &BTreeMap<&str, Sensitivity>) -> String {
    let row = |(name, it): (&String, &Matters)| {
        let (one, other, spread) = match it {
            Matters::Morris(it) => (it.size, it.mean, Some(it.spread)),
            Matters::Sobol { first, total } => (*first, *total, None),
        };
        let mut row = vec![name.clone()];
        for it in [one, other] {
            let (low, high) = (Some(it.low), Some(it.high));
            row.extend([figure(Some(it.value), low, high), interval(low, high)]);
        }
        row.push(spread.map_or_else(String::new, |it| figure(Some(it), None, None)));
        row
    };
    let mut text = String::new();
    for metric in all.metrics {
        let Some(it) = found.get(metric.as_str()) else {
            continue;
        };
        text += &format!("\nsensitivity {metric}\n\n");
        if let Some(why) = &it.refused {
            text += &format!("not told: {why}\n");
            continue;
        }
        let header = if it.variance.is_some() {
            ["factor", "first order", "interval", "total", "interval", ""]
        } else {
            ["factor", "μ*", "interval", "μ", "interval", "σ"]
        };
        let right = [false, true, true, true, true, true];
        let rows: Vec<Vec<String>> = it.factors.iter().map(row).collect();
        text += &table(Some(&header), &right, &rows);
    }
    text
}
