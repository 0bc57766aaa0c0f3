//! The experiment's file: read by hand, so that everything wrong with it is said at once.

mod asked;
mod reader;

use std::collections::BTreeMap;

use county::scenario::{Problem, json};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(crate) use self::asked::FIRST;
use self::reader::Reader;
use crate::problem;

/// The metrics that are measured where a file names none: the claims that may be made of a comparison without calling them exploratory.
pub const PRIMARIES: [&str; 4] = [
    "turnaround.lead_time.mean",
    "participation.responded.share",
    "quality.agreement.share",
    "burden.hours.total",
];

/// The version of the format this build reads: the value of the key `tuiyan_experiment`.
const FORMAT: u64 = 1;

/// An experiment as it was written, with what it leaves out filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// As on the command line: a preset or a file, with changes.
    pub scenario: String,
    /// Seed of all luck.
    pub seed: u64,
    /// Replications of every point.
    pub replications: u32,
    /// Years observed; the scenario's where nothing is said.
    pub years: Option<f64>,
    /// What varies, by name. The order of the names is the order of the factors.
    pub factors: BTreeMap<String, Factor>,
    /// Which points are made of them.
    pub design: Design,
    /// What is measured, in this order.
    pub metrics: Vec<String>,
    /// Of all intervals, (0, 1).
    pub confidence: f64,
    /// The metrics whose differences are claims, corrected for their number (Holm); what is left to the design where nothing is said:
    /// see [`Spec::claims`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Vec<String>>,
    /// Which point is to be chosen, and by what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<Best>,
    /// What is wanted at once, none of it worth a stated amount of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front: Option<Vec<Aim>>,
    /// How many months from reform day on are looked at one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
}

/// What is wanted of a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aim {
    /// The metric.
    pub metric: String,
    /// Which end is better.
    pub goal: Goal,
}

/// Which end is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Less is better.
    Least,
    /// More is better.
    Most,
}

impl Goal {
    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Least => "least",
            Self::Most => "most",
        }
    }
}

impl From<Goal> for lab::Goal {
    fn from(it: Goal) -> Self {
        match it {
            Goal::Least => Self::Smallest,
            Goal::Most => Self::Largest,
        }
    }
}

/// Which point is to be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Best {
    /// The metric.
    pub metric: String,
    /// Which end is better.
    pub goal: Goal,
    /// The smallest difference worth knowing of, in the metric's own unit; above 0.
    pub zone: f64,
}

impl Spec {
    /// The metrics whose differences are one family of claims. Where the file does not say: of scenarios side by side, for which any number
    /// of metrics may be asked, those of [`PRIMARIES`] that are; of designs from which another thing is concluded none: see [`Kind::compares`]; of all other designs every metric.
    #[must_use]
    pub fn claims(&self) -> Vec<&str> {
        let asked = self.metrics.iter().map(String::as_str);
        match (&self.family, self.design.kind) {
            (Some(family), _) => family.iter().map(String::as_str).collect(),
            (None, kind) if !kind.compares() => Vec::new(),
            (None, Kind::Scenarios) => asked.filter(|it| PRIMARIES.contains(it)).collect(),
            (None, _) => asked.collect(),
        }
    }
}

/// Something that varies: values of a path, one by one or between two ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Dotted path of the scenario.
    pub path: String,
    /// Its values, any JSON; `null` takes away what stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<Value>>,
    /// The lower end, a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Value>,
    /// The upper end, a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Value>,
    /// Between the ends only whole numbers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
}

/// Which points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// The sort of design.
    pub kind: Kind,
    /// Of a fraction: how many runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs: Option<u32>,
    /// Of a fraction: the least resolution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<u32>,
    /// Of a Latin hypercube: how many points; of plausible counties: how many counties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u32>,
    /// Of scenarios side by side: what each changes, by its id: a merge patch (an object) or changes (a list of texts). The order of the ids
    /// is the order of the points, after the experiment's own scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenarios: Option<BTreeMap<String, Value>>,
    /// Of shadow prices: how many hours a week a step is; what is made of whole people takes one at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
    /// Of Morris's design: how many trajectories.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trajectories: Option<u32>,
    /// Of Morris's design: levels of its grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<u32>,
}

/// Sorts of designs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// All combinations of levels.
    FullFactorial,
    /// Some of the combinations of two levels each.
    FractionalFactorial,
    /// The first levels, then each factor in turn at its others.
    OneWay,
    /// All combinations of two factors.
    TwoWay,
    /// Points spread evenly over every factor.
    LatinHypercube,
    /// The scenario as it stands and patches of it, side by side.
    Scenarios,
    /// The scenario with and without what it changes of its preset, in counties that could be believed.
    PlausibleCounties,
    /// The scenario as it stands, and with some hours more or less of everybody in turn.
    ShadowPrices,
    /// Trajectories that move one factor at a time: which factors matter.
    Morris,
    /// Two samples and their mixtures: which share of the variance comes from which factor.
    Sobol,
}

impl Kind {
    /// Whether its points are made of factors.
    #[must_use]
    pub fn has_factors(self) -> bool {
        !matches!(
            self,
            Self::Scenarios | Self::PlausibleCounties | Self::ShadowPrices
        )
    }

    /// Whether what is concluded of it is how points differ from the base, and not another thing.
    #[must_use]
    pub fn compares(self) -> bool {
        !matches!(
            self,
            Self::PlausibleCounties | Self::ShadowPrices | Self::Morris | Self::Sobol
        )
    }

    /// Whether its factors need two ends.
    fn needs_ends(self) -> bool {
        matches!(self, Self::Morris | Self::Sobol)
    }
}

/// Trajectories, if nothing is said, and levels.
const MORRIS: (u32, u32) = (10, 4);
/// Plausible counties, or rows of Sobol's samples, if nothing is said.
const COUNTIES: u32 = 64;
/// The most scenarios beside the experiment's own.
const MOST_SCENARIOS: usize = 12;

/// Each sort, by its name, with the keys that belong to it.
const KINDS: [(&str, Kind, &[&str]); 10] = [
    ("full_factorial", Kind::FullFactorial, &["kind"]),
    (
        "fractional_factorial",
        Kind::FractionalFactorial,
        &["kind", "runs", "resolution"],
    ),
    ("one_way", Kind::OneWay, &["kind"]),
    ("two_way", Kind::TwoWay, &["kind"]),
    ("latin_hypercube", Kind::LatinHypercube, &["kind", "points"]),
    ("scenarios", Kind::Scenarios, &["kind", "scenarios"]),
    (
        "plausible_counties",
        Kind::PlausibleCounties,
        &["kind", "points"],
    ),
    ("shadow_prices", Kind::ShadowPrices, &["kind", "step"]),
    ("morris", Kind::Morris, &["kind", "trajectories", "levels"]),
    ("sobol", Kind::Sobol, &["kind", "points"]),
];

/// What is written by this program, too, and is easily taken for an experiment's file.
fn another_file(object: &Map<String, Value>) -> Option<Problem> {
    if object.contains_key("tuiyan_experiment") {
        return None;
    }
    let (message, remedy) = if object.contains_key("experiment_hash") {
        (
            "this is the result of an experiment, not an experiment",
            "take the file that the experiment is written in; it begins with \"tuiyan_experiment\"",
        )
    } else if object.contains_key("tuiyan_shard") {
        (
            "this is a shard of an experiment, not an experiment",
            "put it together with the others: tuiyan merge",
        )
    } else if object.contains_key("tuiyan") {
        (
            "this is a scenario, not an experiment",
            "open it as a scenario, or name it in an experiment: \"scenario\": \"FILE\"",
        )
    } else {
        return None;
    };
    Some(problem("", message, remedy))
}

/// Reads the text of an experiment's file.
///
/// # Errors
/// Everything wrong with it, each with its path and a remedy.
pub fn read(text: &str) -> Result<Spec, Vec<Problem>> {
    let value = json(text).map_err(|error| {
        vec![problem(
            "",
            &format!("not readable as JSON: {error}"),
            "mend the text at that line and column; a JSON editor shows the place",
        )]
    })?;
    let Value::Object(object) = value else {
        return Err(vec![problem(
            "",
            "is not an experiment: it should be one JSON object",
            "begin with { \"tuiyan_experiment\": 1, \"scenario\": \"today\" }",
        )]);
    };
    if let Some(it) = another_file(&object) {
        return Err(vec![it]);
    }
    match object.get("tuiyan_experiment").map(Value::as_u64) {
        Some(Some(FORMAT)) => {}
        found => {
            let message = match found {
                None => "is missing: this is not an experiment",
                Some(Some(version)) if version > FORMAT => "is newer than this build reads",
                Some(_) => "is not a version of the experiment's format",
            };
            let remedy = "write \"tuiyan_experiment\": 1";
            return Err(vec![problem("tuiyan_experiment", message, remedy)]);
        }
    }
    let mut reader = Reader::default();
    let spec = reader.spec(&object);
    match spec {
        Some(spec) if reader.problems.is_empty() => Ok(spec),
        _ => Err(reader.problems),
    }
}
