//! An experiment's result as it is read: what `tuiyan experiment --json` prints, and no other numbers.

use std::collections::BTreeMap;
use std::rc::Rc;

use county::law::review::Breach;
use county::scenario::Problem;
use experiment::plausible::Verdict;
use experiment::{Chosen, Effect, Found, Front, Price, Sensitivity, Since};
use lab::shadow::BreakEven;
use lab::{Difference, Estimate};
use page::charts::numbers;
use page::worker::protocol::{self, Compared, Figures, Span};
use serde::Deserialize;
use serde_json::Value;

/// The metric that carries the days every matter took.
pub const DAYS: &str = "turnaround.lead_time.p90";
/// The most days of matters that a picture is drawn from.
pub const MOST_DAYS: usize = 600;

/// A result.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Outcome {
    /// Version of the program.
    pub version: String,
    /// Fingerprint of the experiment.
    pub experiment_hash: String,
    /// As it was named.
    pub scenario: String,
    /// Fingerprint of the scenario before any factor.
    pub scenario_hash: String,
    /// Seed of all luck.
    pub seed: u64,
    /// Replications of every point.
    pub replications: u32,
    /// Years observed.
    pub years: f64,
    /// Years of warm-up.
    pub warm_up_years: f64,
    /// Of all intervals.
    pub confidence: f64,
    /// The design as it was written, and what its points confound.
    pub design: Value,
    /// What was measured.
    pub metrics: Vec<String>,
    /// The metrics whose differences are claims; nothing where all are.
    #[serde(default)]
    pub family: Option<Vec<String>>,
    /// The point others are compared with.
    pub base: Option<u32>,
    /// Points that could not run.
    pub skipped: Vec<u32>,
    /// Points that break the law.
    pub flagged: Vec<u32>,
    /// Fingerprint of all events of all points.
    pub digest: String,
    /// Every point.
    pub points: Vec<Point>,
    /// Of two-level designs, for every metric.
    pub effects: Option<BTreeMap<String, Found>>,
    /// Which point is best, where that was asked.
    #[serde(default)]
    pub best: Option<Chosen>,
    /// Who is not beaten in everything, where that was asked.
    #[serde(default)]
    pub front: Option<Front>,
    /// What an hour more a week of each person or office gives, where that was asked.
    #[serde(default)]
    pub prices: Vec<Priced>,
    /// Of plausible counties, for every metric.
    #[serde(default)]
    pub plausible: Option<Plausible>,
    /// Which factors matter to every metric, where that was asked.
    #[serde(default)]
    pub sensitivity: Option<BTreeMap<String, Sensitivity>>,
}

/// What an hour more a week of somebody gives.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Priced {
    /// Whose.
    pub holder: String,
    /// The path of the hours.
    pub path: String,
    /// By metric.
    pub metrics: BTreeMap<String, Price>,
}

/// What plausible counties say.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Plausible {
    /// What varies.
    pub assumptions: Vec<experiment::plausible::Assumption>,
    /// The value of each in every county.
    pub counties: Vec<Vec<f64>>,
    /// For every metric.
    pub metrics: BTreeMap<String, Verdict>,
}

/// A point.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Point {
    /// Its number.
    pub point: u32,
    /// The value of every factor.
    pub levels: BTreeMap<String, Value>,
    /// Fingerprint of its scenario; none when it cannot run.
    pub scenario_hash: Option<String>,
    /// Why it cannot run.
    pub problems: Vec<Problem>,
    /// What is unlawful about it.
    pub breaches: Vec<Breach>,
    /// Fingerprint of its events.
    pub digest: Option<String>,
    /// Its figures.
    pub metrics: BTreeMap<String, Option<Estimate>>,
    /// What a unit of value a year must be worth for it to pay, by the metric of the cost.
    #[serde(default)]
    pub break_even: BTreeMap<String, BreakEven>,
    /// It less the base by month of registration since reform day, where that was asked.
    #[serde(default)]
    pub months: BTreeMap<String, Since>,
    /// It less the base, paired.
    pub differences: Option<BTreeMap<String, Option<Difference>>>,
}

/// How much the figure rises from the low to the high level; of two factors, how much more it does so where the other is at its high level
/// instead of its low one, which is twice what statistics calls the interaction.
#[must_use]
pub fn rises(effect: &Effect) -> numbers::Estimate {
    let times = if effect.factors.len() > 1 { 2.0 } else { 1.0 };
    of_figure(effect.figure.times(times))
}

/// A figure as the page writes it.
#[must_use]
pub fn of_figure(it: lab::Figure) -> numbers::Estimate {
    numbers::Estimate::new(it.value, it.low, it.high)
}

/// A difference as the page writes it.
#[must_use]
pub fn of_difference(it: &Difference) -> numbers::Estimate {
    numbers::Estimate {
        value: it.difference,
        low: it.low,
        high: it.high,
    }
}

/// A result with the days that matters took at every point.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The result.
    pub outcome: Outcome,
    /// As it came, byte for byte what the command prints on one line.
    pub json: Rc<str>,
    /// The same as tables with something in them, by their names (RFC 4180).
    pub tables: Rc<[(String, String)]>,
    /// Days of matters by point, ascending.
    pub days: Vec<Vec<f64>>,
    /// Whether all replications are in it.
    pub whole: bool,
}

/// Those of all tables in which anything stands.
fn filled(tables: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = serde_json::from_str(tables).unwrap_or_default();
    all.retain(|it| !experiment::is_empty(&it.1));
    all
}

impl Told {
    /// Reads what a worker told; none when it is not that.
    #[must_use]
    pub fn read([json, days, tables]: [&str; 3], whole: bool) -> Option<Self> {
        Some(Self {
            outcome: serde_json::from_str(json).ok()?,
            json: json.into(),
            tables: filled(tables).into(),
            days: serde_json::from_str(days).ok()?,
            whole,
        })
    }

    /// Whether half of every interval of a metric's effects is at most so much; in a design without effects, of its differences from the base.
    #[must_use]
    pub fn is_enough(&self, metric: &str, half_width: f64) -> bool {
        let narrow = |low: f64, high: f64| (high - low) / 2.0 <= half_width;
        let effects = self.outcome.effects.as_ref().and_then(|it| it.get(metric));
        if let Some(found) = effects {
            return found.refused.is_none()
                && found
                    .effects
                    .iter()
                    .all(|it| narrow(it.figure.low, it.figure.high));
        }
        let differences = self
            .outcome
            .points
            .iter()
            .filter_map(|it| it.differences.as_ref());
        let mut found = differences
            .map(|it| it.get(metric).copied().flatten())
            .peekable();
        found.peek().is_some()
            && found.all(|it| {
                it.is_some_and(|it| {
                    it.low
                        .zip(it.high)
                        .is_some_and(|(low, high)| narrow(low, high))
                })
            })
    }

    /// A point against the base, as the page's sentences and pictures take it. Of the base itself there is no difference.
    #[must_use]
    pub fn figures(&self, point: u32) -> Figures {
        let days = |point: Option<u32>| {
            let found = point.and_then(|it| self.days.get(it as usize));
            found.cloned().unwrap_or_default()
        };
        let base = self.outcome.base;
        let mut figures = Figures {
            n: self.outcome.replications,
            of: self.outcome.replications,
            looked: if self.whole {
                self.outcome.replications
            } else {
                0
            },
            years: self.outcome.years,
            reform: base != Some(point),
            preset_days: days(base),
            now_days: days(Some(point)),
            ..Figures::default()
        };
        for name in &self.outcome.metrics {
            if let Some(compared) = self.compared(point, name) {
                figures.metrics.insert(name.clone(), compared);
            }
        }
        figures
    }

    /// A metric of a point and of the base; none when neither has it.
    #[must_use]
    pub fn compared(&self, point: u32, name: &str) -> Option<Compared> {
        let estimate = |point: u32| {
            let point = self.outcome.points.get(point as usize)?;
            point.metrics.get(name).copied().flatten()
        };
        let base = self.outcome.base.and_then(estimate);
        let now = estimate(point);
        if base.is_none() && now.is_none() {
            return None;
        }
        let here = self.outcome.points.get(point as usize)?;
        let difference = |name: &str| {
            let all = here.differences.as_ref()?;
            all.get(name).copied().flatten()
        };
        let found = difference(name);
        let common = difference(&format!("{name}.all_roots")).is_some();
        let mut compared = Compared {
            preset: span(base),
            now: span(now),
            common,
            ..Compared::default()
        };
        let Some(found) = found else {
            compared.verdict = protocol::Verdict::Undefined;
            return Some(compared);
        };
        // Over common matters both arms are of those, or the difference would not be theirs.
        if common {
            compared.preset.value = found.base;
            compared.now.value = found.other;
        }
        compared.difference = Span {
            value: found.difference,
            low: found.low,
            high: found.high,
        };
        compared.verdict = match found.difference {
            None => protocol::Verdict::Undefined,
            Some(_) if !self.whole => protocol::Verdict::Early,
            Some(_) if found.distinguishable => protocol::Verdict::Told,
            Some(_) => protocol::Verdict::Luck,
        };
        Some(compared)
    }
}

fn span(estimate: Option<Estimate>) -> Span {
    estimate.map_or_else(Span::default, |it| Span {
        value: it.mean,
        low: it.low,
        high: it.high,
    })
}
