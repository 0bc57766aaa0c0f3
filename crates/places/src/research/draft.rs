//! An experiment as it is being put together, and the file it becomes.

use experiment::{Kind, Named};
use page::levers;
use page::state::{Moment, patch};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::compare::plan::named;
use crate::pool::{County, Job, Stop};

mod check;
mod opened;

pub use check::{At, Trouble};
pub use opened::{Opened, open};

/// The most points that are run here: each is a county of its own in the memory of every worker.
pub const MOST_POINTS: u64 = 512;
/// The most runs, points times replications: more is a matter for the command.
pub const MOST_RUNS: u64 = 200_000;
/// Of factors with two levels, the largest fraction that is offered by its resolution.
pub const RESOLUTIONS: [u32; 3] = [3, 4, 5];
/// Levels of the grid that are offered for Morris's design.
pub const GRIDS: [u32; 3] = [4, 6, 8];
/// The most plans beside the county as it stands.
pub const MOST_PLANS: usize = 12;

/// Sorts of designs, in the order they are offered.
pub const KINDS: [(Kind, &str); 9] = [
    (Kind::OneWay, "one_way"),
    (Kind::TwoWay, "two_way"),
    (Kind::FullFactorial, "full_factorial"),
    (Kind::FractionalFactorial, "fractional_factorial"),
    (Kind::LatinHypercube, "latin_hypercube"),
    (Kind::Morris, "morris"),
    (Kind::Sobol, "sobol"),
    (Kind::ShadowPrices, "shadow_prices"),
    (Kind::Scenarios, "scenarios"),
];

/// A sort of design as the experiment's file has it.
#[must_use]
pub fn name_of(kind: Kind) -> &'static str {
    let offered = KINDS.iter().find(|it| it.0 == kind);
    offered.map_or("plausible_counties", |it| it.1)
}

/// Whether its factors go from one number to another.
#[must_use]
pub fn has_ends(kind: Kind) -> bool {
    matches!(kind, Kind::LatinHypercube | Kind::Morris | Kind::Sobol)
}

/// A factor: a path of the scenario and what was typed as its levels.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Factor {
    /// The path.
    pub path: String,
    /// Levels apart by commas; where it goes from one number to another, the two.
    pub levels: String,
    /// Its name in the file it was opened from.
    pub name: Option<String>,
    /// What that file says of whole numbers.
    pub whole: Option<bool>,
}

/// A plan to be set beside the county as it stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// Its name, and its id in the experiment.
    pub name: String,
    /// What it changes: `path=value`, one a line; or a merge patch of the scenario's file.
    pub changes: String,
}

/// An experiment as it is being put together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// What varies.
    pub factors: Vec<Factor>,
    /// How.
    pub kind: Kind,
    /// Points of a hypercube.
    pub points: u32,
    /// Resolution of a fraction.
    pub resolution: u32,
    /// Points of a fraction, where a file says so in place of a resolution.
    pub runs: Option<u32>,
    /// Of Morris's design.
    pub trajectories: u32,
    /// Levels of its grid.
    pub grid: u32,
    /// Rows of Sobol's samples.
    pub rows: u32,
    /// Of shadow prices, hours a week.
    pub step: f64,
    /// Of scenarios side by side.
    pub plans: Vec<Plan>,
    /// What is measured.
    pub metrics: Vec<String>,
    /// Replications of each point; with a rule the most.
    pub replications: u32,
    /// Years observed; those of the scenario where nothing is said.
    pub years: Option<f64>,
    /// Stop as soon as half of every interval of the first metric is at most so much, in the metric's unit.
    pub half_width: Option<f64>,
    /// What it brings along from a file.
    pub opened: Option<Opened>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            factors: Vec::new(),
            kind: Kind::FullFactorial,
            points: 32,
            resolution: 5,
            runs: None,
            trajectories: 10,
            grid: 4,
            rows: 64,
            step: 1.0,
            plans: Vec::new(),
            metrics: experiment::PRIMARIES.map(str::to_owned).to_vec(),
            replications: 30,
            years: Some(3.0),
            half_width: None,
            opened: None,
        }
    }
}

impl Factor {
    /// The name it has in the experiment: that of its file, or the last words of its path, which no other factor has.
    fn name(&self, all: &[Factor]) -> String {
        fn last(path: &str, count: usize) -> String {
            let words: Vec<&str> = path.split('.').collect();
            words[words.len().saturating_sub(count)..].join("_")
        }
        if let Some(name) = &self.name {
            return name.clone();
        }
        let taken = |name: &str| all.iter().any(|it| it.name.as_deref() == Some(name));
        let alone = |count: &usize| {
            let name = last(&self.path, *count);
            let other = |it: &&Factor| it.path != self.path && last(&it.path, *count) == name;
            name != "enabled" && !all.iter().any(|it| other(&it)) && !taken(&name)
        };
        let words = self.path.split('.').count();
        let count = (1..words).find(alone).unwrap_or(words);
        last(&self.path, count)
    }

    /// The levels as they were typed, read as the file has them: numbers, true and false, words.
    #[must_use]
    pub fn values(&self) -> Vec<Value> {
        let apart = |it: char| matches!(it, ',' | '，' | '、' | ';' | '；');
        let value = |it: &str| match it {
            "true" | "开" | "开启" | "on" => json!(true),
            "false" | "关" | "关闭" | "off" => json!(false),
            it => levels_number(it).unwrap_or_else(|| json!(it)),
        };
        self.levels
            .split(apart)
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(value)
            .collect()
    }
}

fn levels_number(text: &str) -> Option<Value> {
    let number: f64 = text.replace(['\u{2212}', '－'], "-").parse().ok()?;
    levers::from_f64(number)
}

impl Plan {
    /// What it changes, as the file has it: a merge patch, or a list of changes.
    ///
    /// # Errors
    /// The first line that is neither.
    pub fn patch(&self) -> Result<Value, String> {
        let text = self.changes.trim();
        if text.starts_with('{') {
            let patch = county::scenario::json(text).ok().filter(Value::is_object);
            return patch.ok_or_else(|| text.chars().take(24).collect());
        }
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .collect();
        let is_change =
            |it: &&str| matches!(it.split_once('='), Some((path, _)) if !path.trim().is_empty());
        match lines.iter().find(|it| !is_change(it)) {
            Some(wrong) => Err((*wrong).to_owned()),
            None => Ok(json!(lines)),
        }
    }
}

impl Draft {
    /// Its factors' names, in the order they stand; none in a design without factors.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let varied = self.varied();
        varied.iter().map(|it| it.name(&self.factors)).collect()
    }

    /// The factors that this design varies; others are kept for designs that do.
    #[must_use]
    pub fn varied(&self) -> &[Factor] {
        if self.kind.has_factors() {
            &self.factors
        } else {
            &[]
        }
    }

    /// Points there will be of a scenario, however many.
    #[must_use]
    pub fn count(&self, scenario: &Value) -> u64 {
        let counts = self.factors.iter().map(|it| it.values().len() as u64);
        let factors = self.factors.len() as u64;
        match self.kind {
            Kind::OneWay => 1 + counts.map(|it| it.saturating_sub(1)).sum::<u64>(),
            Kind::FullFactorial | Kind::TwoWay => counts.fold(1, u64::saturating_mul),
            Kind::LatinHypercube => u64::from(self.points),
            Kind::FractionalFactorial => match self.runs {
                Some(runs) => u64::from(runs),
                None => self.fraction().map_or(0, |it| u64::from(it.runs())),
            },
            Kind::Morris => u64::from(self.trajectories) * (factors + 1),
            Kind::Sobol => u64::from(self.rows) * (factors + 2),
            Kind::ShadowPrices => {
                let of = |group: &str| scenario.get(group).and_then(Value::as_object);
                let groups = ["leaders", "offices", "departments"].map(of);
                1 + 2 * groups.into_iter().flatten().map(Map::len).sum::<usize>() as u64
            }
            Kind::Scenarios => 1 + self.plans.len() as u64,
            Kind::PlausibleCounties => 2 * (1 + u64::from(self.points)),
        }
    }

    /// The smallest fraction of the resolution asked for.
    #[must_use]
    pub fn fraction(&self) -> Option<lab::designs::Factorial> {
        let factors = self.factors.len() as u32;
        let there_are: Vec<_> = (0..factors)
            .filter_map(|halvings| lab::designs::Factorial::fraction(factors, halvings).ok())
            .collect();
        let enough =
            |it: &lab::designs::Factorial| it.resolution().unwrap_or(u32::MAX) >= self.resolution;
        there_are.into_iter().rfind(enough)
    }

    /// Whether it can be stopped before all replications: where points are compared, and nothing else was asked for that needs all.
    #[must_use]
    pub fn may_stop(&self) -> bool {
        let more = self.opened.as_ref().is_some_and(|it| !it.also.is_empty());
        self.kind.compares() && !more && !self.is_as_written()
    }

    /// Whether it is run as its file has it, because the form cannot show all of that.
    #[must_use]
    pub fn is_as_written(&self) -> bool {
        self.opened.as_ref().is_some_and(|it| it.as_written)
    }

    /// Seconds it will take at so many county-years a second: the years observed, and about one more in which the last matters are decided.
    #[must_use]
    pub fn seconds(&self, scenario: &Value, rate: f64) -> f64 {
        let runs = self.count(scenario) as f64 * f64::from(self.replications);
        let own = || patch::get(scenario, "horizon.years").and_then(Value::as_f64);
        let years = self.years.or_else(own).unwrap_or(3.0);
        runs * (years + 1.0) / rate
    }

    fn factors_of_file(&self, scenario: &Value) -> Map<String, Value> {
        let names = self.names().into_iter().zip(self.varied());
        let factor = |(name, it): (String, &Factor)| {
            let values = it.values();
            let is_whole = |it: &Value| it.is_i64() || it.is_u64();
            let whole = it.whole.unwrap_or_else(|| {
                patch::get(scenario, &it.path).is_some_and(is_whole) && values.iter().all(is_whole)
            });
            let mut factor = json!({"path": it.path});
            if has_ends(self.kind) {
                let mut ends = values;
                let number = |it: &Value| it.as_f64().unwrap_or(0.0);
                ends.sort_by(|a, b| number(a).total_cmp(&number(b)));
                factor["low"] = ends.first().cloned().unwrap_or_default();
                factor["high"] = ends.last().cloned().unwrap_or_default();
                if whole {
                    factor["whole"] = true.into();
                }
            } else {
                factor["levels"] = Value::Array(values);
            }
            (name, factor)
        };
        names.map(factor).collect()
    }

    fn design(&self) -> Value {
        let mut design = json!({"kind": name_of(self.kind)});
        match self.kind {
            Kind::LatinHypercube | Kind::PlausibleCounties => design["points"] = self.points.into(),
            Kind::FractionalFactorial => match self.runs {
                Some(runs) => design["runs"] = runs.into(),
                None => design["resolution"] = self.resolution.into(),
            },
            Kind::Morris => {
                design["trajectories"] = self.trajectories.into();
                design["levels"] = self.grid.into();
            }
            Kind::Sobol => design["points"] = self.rows.into(),
            Kind::ShadowPrices => {
                design["step"] = levers::from_f64(self.step).unwrap_or_default();
            }
            Kind::Scenarios => {
                let plan = |it: &Plan| (it.name.trim().to_owned(), it.patch().unwrap_or_default());
                let plans: Map<String, Value> = self.plans.iter().map(plan).collect();
                design["scenarios"] = Value::Object(plans);
            }
            _ => {}
        }
        design
    }

    /// The experiment's file. Of a stopping rule it has the most replications.
    #[must_use]
    pub fn file(&self, now: &Moment, scenario: &Value) -> Value {
        let county = self.county();
        let (name, seed) = match county {
            Some(it) => (it.name.clone(), it.seed),
            None => (named(now), now.seed),
        };
        let Value::Object(mut file) = json!({
            "tuiyan_experiment": 1,
            "scenario": name,
            "seed": seed,
            "replications": self.replications,
        }) else {
            return Value::Null;
        };
        if let Some(years) = self.years.and_then(levers::from_f64) {
            file.insert("years".to_owned(), years);
        }
        if self.kind.has_factors() {
            let factors = self.factors_of_file(scenario);
            file.insert("factors".to_owned(), Value::Object(factors));
        }
        file.insert("design".to_owned(), self.design());
        file.insert("metrics".to_owned(), json!(self.metrics));
        let also = self.opened.iter().flat_map(|it| &it.also);
        file.extend(also.map(|(key, value)| (key.clone(), value.clone())));
        Value::Object(file)
    }

    /// The county that the experiment is of, where that is not the one that stands.
    #[must_use]
    pub fn county(&self) -> Option<&opened::Of> {
        self.opened.as_ref()?.county.as_ref()
    }

    /// The scenario that the experiment is of, put together; the one that stands, unless a file has brought another.
    #[must_use]
    pub fn scenario(&self, now: &Value) -> Value {
        let Some(it) = self.county() else {
            return now.clone();
        };
        let source = Named::parse(&it.name, |_| false).source(|_| Ok(it.text.clone()));
        let found = source
            .ok()
            .and_then(|source| source.value().ok())
            .unwrap_or_default();
        patch::plain_numbers(found)
    }

    /// What is to be run.
    #[must_use]
    pub fn job(&self, now: &Moment, scenario: &Value) -> Job {
        let written = self.opened.as_ref().filter(|it| it.as_written);
        Job {
            file: written.map_or_else(
                || self.file(now, scenario).to_string(),
                |it| it.text.clone(),
            ),
            county: match self.county() {
                Some(it) => County::Named(it.text.clone()),
                None => County::Text(now.text()),
            },
            figures: self.metrics.len() * self.count(scenario) as usize,
            stop: self
                .half_width
                .filter(|_| self.may_stop())
                .and_then(|half_width| {
                    let metric = self.metrics.first()?.clone();
                    Some(Stop { metric, half_width })
                }),
            only_read: false,
        }
    }
}

#[cfg(test)]
mod tests;
