//! What matters, for people to read: whose hours.

use experiment::{Outcome, Price, Priced};

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
