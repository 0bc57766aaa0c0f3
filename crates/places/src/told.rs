//! An experiment's result as it is read: what `tuiyan experiment --json` prints, and no other numbers.

use std::collections::BTreeMap;
use std::rc::Rc;

use county::law::review::Breach;
use county::scenario::Problem;
use lab::shadow::BreakEven;
use lab::{Difference, Estimate};
use page::charts::numbers;
use page::worker::protocol::{Compared, Figures, Span, Verdict};
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
    pub best: Option<Best>,
    /// Who is not beaten in everything, where that was asked.
    #[serde(default)]
    pub front: Option<Front>,
    /// What an hour more a week of each person or office gives, where that was asked.
    #[serde(default)]
    pub prices: Vec<Priced>,
    /// Of plausible counties, for every metric.
    #[serde(default)]
    pub plausible: Option<Plausible>,
}

/// A metric by month since reform day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Months {
    /// The difference of each month.
    #[serde(default)]
    pub months: Vec<Option<Difference>>,
    /// The month from which on every month is better.
    #[serde(default)]
    pub better_from: Option<u32>,
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

/// A price.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Price {
    /// Change of the metric for an hour more a week.
    pub per_unit: Option<lab::Figure>,
    /// Whether it is told from luck, of all holders and metrics.
    pub distinguishable: bool,
}

/// Which point is best by one metric.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Best {
    /// The metric.
    pub metric: String,
    /// From which difference on anybody cares, in its unit.
    pub zone: f64,
    /// `best`, `alike`, `open`, or none where it is refused.
    pub answer: Option<String>,
    /// The best, or the one that seems so.
    pub point: Option<u32>,
    /// Those within the zone of it.
    pub alike: Vec<u32>,
    /// Those not yet told from it, or still in.
    pub open: Vec<u32>,
    /// About so many replications more would be needed.
    pub more: Option<u32>,
    /// Why nothing can be said.
    pub refused: Option<String>,
}

/// Who is not beaten in everything.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Front {
    /// Each point's place.
    pub members: Vec<Option<Member>>,
    /// Why nothing can be said.
    pub refused: Option<String>,
}

/// A point's place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Member {
    /// Which point.
    pub point: u32,
    /// Whether nobody's means beat its means in everything.
    pub on_front: bool,
    /// Who is told to beat it in everything.
    pub dominated_by: Option<u32>,
}

/// What plausible counties say.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Plausible {
    /// What varies.
    pub assumptions: Vec<experiment::plausible::Assumption>,
    /// The value of each in every county.
    pub counties: Vec<Vec<f64>>,
    /// For every metric.
    pub metrics: BTreeMap<String, Held>,
}

/// What they say of one metric.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Held {
    /// The difference as the preset assumes.
    pub stated: Option<Difference>,
    /// That of each county.
    pub differences: Vec<Option<f64>>,
    /// How many counties have one.
    pub counties: u32,
    /// In how many it is above 0.
    pub above: u32,
    /// In how many it is below 0.
    pub below: u32,
    /// The assumption that decides.
    pub decides: Option<Deciding>,
}

/// An assumption that decides.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Deciding {
    /// Its path.
    pub path: String,
    /// The share of how counties differ that goes with it.
    pub share: f64,
    /// Its rank correlation with the differences.
    pub value: f64,
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
    pub months: BTreeMap<String, Months>,
    /// It less the base, paired.
    pub differences: Option<BTreeMap<String, Option<Difference>>>,
}

/// The effects on a metric.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Found {
    /// Why there are none.
    pub refused: Option<String>,
    /// Points without the metric.
    pub left_out: Vec<u32>,
    /// Main effects, then interactions of two.
    pub effects: Vec<Effect>,
}

/// One effect.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Effect {
    /// Its factors.
    pub factors: Vec<String>,
    /// What it cannot be told from.
    pub aliases: Vec<Vec<String>>,
    /// The estimate.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// By Holm's method over all effects on all metrics.
    pub p_adjusted: f64,
    /// Whether it is told from luck.
    pub distinguishable: bool,
}

impl Effect {
    /// How much the figure rises from the low to the high level; of two factors, how much more it does so where the other is at its high level
    /// instead of its low one, which is twice what statistics calls the interaction.
    #[must_use]
    pub fn estimate(&self) -> numbers::Estimate {
        let times = if self.factors.len() > 1 { 2.0 } else { 1.0 };
        let [value, low, high] = [self.value, self.low, self.high].map(|it| it * times);
        numbers::Estimate::new(value, low, high)
    }
}

/// A result with the days that matters took at every point.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The result.
    pub outcome: Outcome,
    /// As it came, byte for byte what the command prints on one line.
    pub json: Rc<str>,
    /// The same as a table, every point and metric on a line (RFC 4180).
    pub csv: Rc<str>,
    /// Days of matters by point, ascending.
    pub days: Vec<Vec<f64>>,
    /// Whether all replications are in it.
    pub whole: bool,
}

impl Told {
    /// Reads what a worker told; none when it is not that.
    #[must_use]
    pub fn read([json, days, csv]: [&str; 3], whole: bool) -> Option<Self> {
        Some(Self {
            outcome: serde_json::from_str(json).ok()?,
            json: json.into(),
            csv: csv.into(),
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
                && found.effects.iter().all(|it| narrow(it.low, it.high));
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
            compared.verdict = Verdict::Undefined;
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
            None => Verdict::Undefined,
            Some(_) if !self.whole => Verdict::Early,
            Some(_) if found.distinguishable => Verdict::Told,
            Some(_) => Verdict::Luck,
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
