//! What an hour more a week of each person or office would give: [`lab::shadow`].

use std::collections::BTreeMap;

use county::plan::Timetable;
use county::scenario::{Change, OfficeHours, Scenario};
use lab::figure::paired;
use lab::shadow::{central, one_sided};
use lab::{Figure, Refused};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::file::Spec;

/// Hours of a week.
const WEEK: f64 = 168.0;

/// A person or an office whose hours the scenario states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// As the scenario names it: `leaders.magistrate`.
    pub holder: String,
    /// What of it is varied.
    pub path: String,
    /// Hours a week that a step is, up or down.
    pub step: f64,
    /// The point with a step more.
    pub more: u32,
    /// The point with a step less.
    pub less: u32,
}

/// A holder, and what to write for a step more and a step less.
pub(crate) struct Stepped {
    pub(crate) holder: Holder,
    pub(crate) values: [Value; 2],
}

impl Stepped {
    /// The points there are of it: levels' hours, and the change.
    pub(crate) fn points(&self) -> [(f64, Change); 2] {
        let [more, less] = &self.values;
        let change = |value: &Value| Change {
            path: self.holder.path.clone(),
            value: value.clone(),
        };
        [
            (self.holder.step, change(more)),
            (-self.holder.step, change(less)),
        ]
    }
}

/// Everybody whose hours a scenario states: leaders, then offices, then departments, by their ids; point 0 is the scenario as it stands.
pub(crate) fn holders(scenario: &Scenario, step: f64) -> Vec<Stepped> {
    let mut found: Vec<Stepped> = Vec::new();
    let mut add = |holder: String, key: &str, step: f64, values: [Value; 2]| {
        let more = 2 * found.len() as u32 + 1;
        let path = format!("{holder}.{key}");
        let less = more + 1;
        found.push(Stepped {
            holder: Holder {
                holder,
                path,
                step,
                more,
                less,
            },
            values,
        });
    };
    for (id, it) in &scenario.leaders {
        // An hour that others do not bind is one more.
        let bound = it.bound_hours_per_week;
        let values = [bound - step, bound + step].map(Value::from);
        add(
            format!("leaders.{id}"),
            "bound_hours_per_week",
            step,
            values,
        );
    }
    // Of offices whole people come and go.
    let week = Timetable::week_hours_of(scenario);
    let mut people = |holder: String, staff: u32, each: f64| {
        let number = libm::round(step / each).max(1.0);
        let (staff, step) = (i64::from(staff), number as i64);
        let values = [staff + step, staff - step].map(Value::from);
        add(holder, "staff", number * each, values);
    };
    for (id, it) in &scenario.offices {
        let each = match it.hours {
            OfficeHours::Office => week,
            OfficeHours::RoundTheClock => week + (WEEK - week) * (1.0 - it.unmanned_share),
        };
        people(format!("offices.{id}"), it.staff, each);
    }
    for (id, it) in &scenario.departments {
        people(format!("departments.{id}"), it.staff, week);
    }
    found
}

/// What a holder's hour is worth in every metric.
#[derive(Debug, Serialize)]
pub struct Priced<'a> {
    /// Whose.
    #[serde(flatten)]
    pub holder: &'a Holder,
    /// In each metric.
    pub metrics: BTreeMap<&'a str, Price>,
}

/// A price, or why there is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Price {
    /// Change of the metric for an hour more a week.
    pub per_unit: Option<Figure>,
    /// How much that changes itself with each hour more; nothing where only a step to one side is possible.
    pub bend: Option<Figure>,
    /// Of "no price".
    pub p: Option<f64>,
    /// By Holm's method over all holders and metrics.
    pub p_adjusted: Option<f64>,
    /// Whether `p_adjusted` is below 1 − confidence.
    pub distinguishable: bool,
    /// Why there is none.
    pub refused: Option<String>,
}

/// The prices of all holders; `moved` says how much a point moves a metric from the base in every replication, nothing for a point that was skipped.
pub(crate) fn prices<'a>(
    spec: &'a Spec,
    holders: &'a [Holder],
    moved: impl Fn(u32, &str) -> Option<Result<Vec<f64>, Refused>>,
) -> Vec<Priced<'a>> {
    let of = |holder: &'a Holder| {
        let price = |name: &'a String| {
            let sides = (moved(holder.more, name), moved(holder.less, name));
            let found = price(holder.step, sides, spec.confidence);
            let refused = |why: Refused| Price {
                refused: Some(why.to_string()),
                ..Price::default()
            };
            (name.as_str(), found.unwrap_or_else(refused))
        };
        Priced {
            holder,
            metrics: spec.metrics.iter().map(price).collect(),
        }
    };
    let mut all: Vec<Priced<'a>> = holders.iter().map(of).collect();
    // They are looked at together.
    let each = || all.iter().flat_map(|it| it.metrics.values());
    let p: Vec<f64> = each().filter_map(|it| it.p).collect();
    let prices = all.iter_mut().flat_map(|it| it.metrics.values_mut());
    for (price, adjusted) in prices.filter(|it| it.p.is_some()).zip(lab::holm::holm(&p)) {
        price.p_adjusted = Some(adjusted);
        price.distinguishable = adjusted < 1.0 - spec.confidence;
    }
    all
}

type Side = Option<Result<Vec<f64>, Refused>>;

fn price(step: f64, (more, less): (Side, Side), confidence: f64) -> Result<Price, Refused> {
    let (more, less) = (more.transpose()?, less.transpose()?);
    let to_one_side = |moved: &[f64], step: f64| {
        let here = vec![0.0; moved.len()];
        Ok(Price {
            per_unit: Some(one_sided(&here, moved, step, confidence)?),
            p: Some(paired(&here, moved, confidence)?.p),
            ..Price::default()
        })
    };
    match (more, less) {
        (Some(more), Some(less)) => {
            let here = vec![0.0; more.len()];
            let found = central(&less, &here, &more, step, confidence)?;
            Ok(Price {
                per_unit: Some(found.per_unit),
                bend: Some(found.bend),
                p: Some(paired(&less, &more, confidence)?.p),
                ..Price::default()
            })
        }
        (Some(more), None) => to_one_side(&more, step),
        (None, Some(less)) => to_one_side(&less, -step),
        (None, None) => Ok(Price {
            refused: Some("neither a step more nor one less is possible".to_owned()),
            ..Price::default()
        }),
    }
}
