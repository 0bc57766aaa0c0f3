//! What designs conclude that do not compare points with a base: prices, which factors matter, which assumptions decide.

use super::{Table, yes};
use crate::result::Outcome;
use crate::sensitive::Matters;

/// A row for each holder and metric.
pub(super) fn prices(outcome: &Outcome<'_>) -> String {
    let mut table = Table::of(&[
        "holder",
        "path",
        "step",
        "more",
        "less",
        "metric",
        "per_unit",
        "low",
        "high",
        "bend",
        "bend_low",
        "bend_high",
        "p",
        "p_adjusted",
        "distinguishable",
        "refused",
    ]);
    for priced in outcome.prices.iter().flatten() {
        for (metric, it) in &priced.metrics {
            let holder = priced.holder;
            table.field(&holder.holder);
            table.field(&holder.path);
            table.number(Some(holder.step));
            table.number(Some(f64::from(holder.more)));
            table.number(Some(f64::from(holder.less)));
            table.field(metric);
            if let Some(why) = &it.refused {
                table.refused(why);
                continue;
            }
            table.figure(it.per_unit);
            table.figure(it.bend);
            table.number(it.p);
            table.number(it.p_adjusted);
            table.field(yes(it.distinguishable));
            table.field("");
            table.end();
        }
    }
    table.text
}

/// A row for each figure of each factor on each metric: of Morris's design `mean`, `size`, `spread` (which has no interval), of Sobol's `first` and `total`.
pub(super) fn sensitivity(outcome: &Outcome<'_>) -> String {
    let mut table = Table::of(&[
        "metric", "variance", "factor", "figure", "value", "low", "high", "refused",
    ]);
    for (metric, found) in outcome.sensitivity.iter().flatten() {
        if let Some(why) = &found.refused {
            table.field(metric);
            table.refused(why);
        }
        for (factor, matters) in &found.factors {
            let figures = match matters {
                Matters::Morris(it) => {
                    let spread = lab::Figure {
                        value: it.spread,
                        low: f64::NAN,
                        high: f64::NAN,
                    };
                    vec![("mean", it.mean), ("size", it.size), ("spread", spread)]
                }
                Matters::Sobol { first, total } => vec![("first", *first), ("total", *total)],
            };
            for (name, figure) in figures {
                table.field(metric);
                table.number(found.variance);
                table.field(factor);
                table.field(name);
                for it in [figure.value, figure.low, figure.high] {
                    table.number(Some(it).filter(|it| it.is_finite()));
                }
                table.field("");
                table.end();
            }
        }
    }
    table.text
}

/// Of plausible counties, a row for each assumption that varies on each metric: how it goes with the difference that the change makes.
pub(super) fn assumptions(outcome: &Outcome<'_>) -> String {
    let mut table = Table::of(&[
        "metric",
        "assumption",
        "correlation",
        "low",
        "high",
        "p",
        "p_adjusted",
        "distinguishable",
        "decides",
        "refused",
    ]);
    let Some(plausible) = &outcome.plausible else {
        return table.text;
    };
    for (metric, verdict) in &plausible.metrics {
        if let Some(why) = &verdict.refused {
            table.field(metric);
            table.refused(why);
        }
        for (assumption, told) in plausible.assumptions.iter().zip(&verdict.assumptions) {
            let Some(told) = told else {
                continue;
            };
            table.field(metric);
            table.field(&assumption.path);
            let it = told.correlation;
            for number in [it.value, it.low, it.high] {
                table.number(Some(number));
            }
            table.number(Some(told.correlation.p));
            table.number(Some(told.p_adjusted));
            table.field(yes(told.distinguishable));
            let decides = verdict.decides.as_ref();
            table.field(yes(decides.is_some_and(|it| it.path == assumption.path)));
            table.field("");
            table.end();
        }
    }
    table.text
}
