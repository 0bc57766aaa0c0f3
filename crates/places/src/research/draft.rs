//! An experiment as it is being put together, and the file it becomes.

use experiment::Kind;
use page::levers;
use page::state::{Moment, patch};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::compare::plan::named;
use crate::pool::{Job, Stop};

/// The most points that are run here: each is a county of its own in the memory of every worker.
pub const MOST_POINTS: u64 = 512;
/// The most runs, points times replications: more is a matter for the command.
pub const MOST_RUNS: u64 = 200_000;
/// Of factors with two levels, the largest fraction that is offered by its resolution.
pub const RESOLUTIONS: [u32; 3] = [3, 4, 5];

/// Sorts of designs, in the order they are offered.
pub const KINDS: [(Kind, &str); 5] = [
    (Kind::OneWay, "one_way"),
    (Kind::TwoWay, "two_way"),
    (Kind::FullFactorial, "full_factorial"),
    (Kind::FractionalFactorial, "fractional_factorial"),
    (Kind::LatinHypercube, "latin_hypercube"),
];

/// A sort of design as the experiment's file has it.
#[must_use]
pub fn name_of(kind: Kind) -> &'static str {
    KINDS.iter().find(|it| it.0 == kind).map_or("", |it| it.1)
}

/// A factor: a path of the scenario and what was typed as its levels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// The path.
    pub path: String,
    /// Levels apart by commas; of a hypercube the two ends.
    pub levels: String,
}

/// An experiment as it is being put together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What varies.
    pub factors: Vec<Factor>,
    /// How.
    pub kind: Kind,
    /// Points of a hypercube.
    pub points: u32,
    /// Resolution of a fraction.
    pub resolution: u32,
    /// What is measured.
    pub metrics: Vec<String>,
    /// Replications of each point; with a rule the most.
    pub replications: u32,
    /// Years observed.
    pub years: f64,
    /// Stop as soon as half of every interval of the first metric is at most so much, in the metric's unit.
    pub half_width: Option<f64>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            factors: Vec::new(),
            kind: Kind::FullFactorial,
            points: 32,
            resolution: 5,
            metrics: experiment::PRIMARIES.map(str::to_owned).to_vec(),
            replications: 30,
            years: 3.0,
            half_width: None,
        }
    }
}

/// What keeps a draft from being run, and at which place of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// The factor it is about; none where it is about the whole.
    pub factor: Option<usize>,
    /// Key of its sentence.
    pub key: &'static str,
    /// What is put into the sentence.
    pub names: Vec<(&'static str, String)>,
}

fn trouble(factor: Option<usize>, key: &'static str, names: &[(&'static str, String)]) -> Trouble {
    Trouble {
        factor,
        key,
        names: names.to_vec(),
    }
}

impl Factor {
    /// The name it has in the experiment: the last words of its path, which no other factor has.
    fn name(&self, all: &[Factor]) -> String {
        fn last(path: &str, count: usize) -> String {
            let words: Vec<&str> = path.split('.').collect();
            words[words.len().saturating_sub(count)..].join("_")
        }
        let alone = |count: &usize| {
            let name = last(&self.path, *count);
            let other = |it: &&Factor| it.path != self.path && last(&it.path, *count) == name;
            name != "enabled" && !all.iter().any(|it| other(&it))
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

impl Draft {
    /// Its factors' names, in the order they stand.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.factors
            .iter()
            .map(|it| it.name(&self.factors))
            .collect()
    }

    /// Points there will be, however many.
    #[must_use]
    pub fn count(&self) -> u64 {
        let counts = self.factors.iter().map(|it| it.values().len() as u64);
        match self.kind {
            Kind::OneWay => 1 + counts.map(|it| it.saturating_sub(1)).sum::<u64>(),
            Kind::FullFactorial | Kind::TwoWay => counts.fold(1, u64::saturating_mul),
            Kind::LatinHypercube => u64::from(self.points),
            Kind::FractionalFactorial => self.fraction().map_or(0, |it| u64::from(it.runs())),
            // Not put together here.
            _ => 0,
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

    /// All that keeps it from being run, in the scenario as it stands. `rate` is how many county-years are simulated in a second, all cores together.
    #[must_use]
    pub fn troubles(&self, scenario: &Value, rate: f64) -> Vec<Trouble> {
        let mut found = Vec::new();
        if self.factors.is_empty() {
            found.push(trouble(None, "research.no_factor", &[]));
        }
        if self.metrics.is_empty() {
            found.push(trouble(None, "research.no_metric", &[]));
        }
        for (at, it) in self.factors.iter().enumerate() {
            found.extend(self.factor_troubles(at, it, scenario));
        }
        if self.kind == Kind::TwoWay && self.factors.len() != 2 {
            found.push(trouble(None, "research.two_way", &[]));
        }
        let fraction = self.kind == Kind::FractionalFactorial;
        if fraction && !self.factors.is_empty() && self.fraction().is_none() {
            found.push(trouble(
                None,
                "research.no_fraction",
                &[("resolution", self.resolution.to_string())],
            ));
        }
        let points = self.count();
        let runs = points.saturating_mul(u64::from(self.replications));
        if found.is_empty() && (points > MOST_POINTS || runs > MOST_RUNS) {
            let hours = self.seconds(rate) / 3600.0;
            let names = [
                ("points", points.to_string()),
                ("runs", runs.to_string()),
                ("hours", format!("{hours:.1}")),
                ("most_points", MOST_POINTS.to_string()),
                ("most_runs", MOST_RUNS.to_string()),
            ];
            let all_two = self.factors.iter().all(|it| it.values().len() == 2);
            let key = match all_two && self.factors.len() > 3 && points > MOST_POINTS {
                true => "research.too_large_fraction",
                false => "research.too_large",
            };
            found.push(trouble(None, key, &names));
        }
        found
    }

    fn factor_troubles(&self, at: usize, it: &Factor, scenario: &Value) -> Vec<Trouble> {
        let mut found = Vec::new();
        let here = Some(at);
        let path = it.path.clone();
        if it.path.trim().is_empty() {
            return vec![trouble(here, "research.no_path", &[])];
        }
        let value = patch::get(scenario, &it.path);
        if value.is_none() {
            found.push(trouble(here, "research.unknown_path", &[("path", path)]));
        }
        let within = |one: &str, other: &str| {
            let rest = one.strip_prefix(other);
            rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
        };
        if self.factors[..at]
            .iter()
            .any(|other| within(&other.path, &it.path) || within(&it.path, &other.path))
        {
            found.push(trouble(here, "research.path_twice", &[]));
        }
        let values = it.values();
        let mut seen: Vec<&Value> = Vec::new();
        for value in &values {
            if seen.contains(&value) {
                found.push(trouble(
                    here,
                    "research.level_twice",
                    &[("level", value.to_string())],
                ));
                break;
            }
            seen.push(value);
        }
        if values.len() < 2 {
            found.push(trouble(here, "research.few_levels", &[]));
        }
        let of_two = matches!(self.kind, Kind::FractionalFactorial | Kind::LatinHypercube);
        if of_two && values.len() > 2 {
            found.push(trouble(here, "research.two_levels", &[]));
        }
        let unlike = |level: &&Value| match value {
            Some(Value::Number(_)) => !level.is_number(),
            Some(Value::Bool(_)) => !level.is_boolean(),
            Some(Value::String(_)) => !level.is_string(),
            _ => false,
        };
        if let Some(level) = values.iter().find(unlike) {
            found.push(trouble(
                here,
                "research.unlike",
                &[("level", level.to_string())],
            ));
        }
        if self.kind == Kind::LatinHypercube
            && values.iter().any(|it| !it.is_number())
            && found.is_empty()
        {
            found.push(trouble(here, "research.ends", &[]));
        }
        found
    }

    /// Seconds it will take at so many county-years a second: the years observed, and about one more in which the last matters are decided.
    #[must_use]
    pub fn seconds(&self, rate: f64) -> f64 {
        let runs = self.count() as f64 * f64::from(self.replications);
        runs * (self.years + 1.0) / rate
    }

    /// The experiment's file. Of a stopping rule it has the most replications.
    #[must_use]
    pub fn file(&self, now: &Moment, scenario: &Value) -> Value {
        let factors: Map<String, Value> = self
            .names()
            .into_iter()
            .zip(&self.factors)
            .map(|(name, it)| {
                let values = it.values();
                let whole = patch::get(scenario, &it.path)
                    .is_some_and(|it| it.is_i64() || it.is_u64())
                    && values.iter().all(|it| it.is_i64() || it.is_u64());
                let mut factor = json!({"path": it.path});
                if self.kind == Kind::LatinHypercube {
                    let mut ends = values;
                    ends.sort_by(|a, b| {
                        a.as_f64()
                            .unwrap_or(0.0)
                            .total_cmp(&b.as_f64().unwrap_or(0.0))
                    });
                    factor["low"] = ends.first().cloned().unwrap_or_default();
                    factor["high"] = ends.last().cloned().unwrap_or_default();
                    if whole {
                        factor["whole"] = true.into();
                    }
                } else {
                    factor["levels"] = Value::Array(values);
                }
                (name, factor)
            })
            .collect();
        let mut design = json!({"kind": name_of(self.kind)});
        match self.kind {
            Kind::LatinHypercube => design["points"] = self.points.into(),
            Kind::FractionalFactorial => design["resolution"] = self.resolution.into(),
            _ => {}
        }
        json!({
            "tuiyan_experiment": 1,
            "scenario": named(now),
            "seed": now.seed,
            "replications": self.replications,
            "years": levers::from_f64(self.years),
            "factors": factors,
            "design": design,
            "metrics": self.metrics,
        })
    }

    /// What is to be run.
    #[must_use]
    pub fn job(&self, now: &Moment, scenario: &Value) -> Job {
        Job {
            file: self.file(now, scenario).to_string(),
            scenario: now.text(),
            figures: self.metrics.len() * self.count() as usize,
            stop: self.half_width.and_then(|half_width| {
                Some(Stop {
                    metric: self.metrics.first()?.clone(),
                    half_width,
                })
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario() -> Value {
        json!({"meetings": {"executive": {"every_days": 14}, "office": {"every_days": 7}}, "mechanisms": {"stand_in": {"enabled": true}, "emergency": {"enabled": false}},
            "world": {"demand": 1.0, "facts": {"pattern": "hidden"}}})
    }

    fn factor(path: &str, levels: &str) -> Factor {
        Factor {
            path: path.to_owned(),
            levels: levels.to_owned(),
        }
    }

    fn draft(kind: Kind, factors: &[(&str, &str)]) -> Draft {
        Draft {
            kind,
            factors: factors.iter().map(|it| factor(it.0, it.1)).collect(),
            ..Draft::default()
        }
    }

    #[test]
    fn what_is_typed_is_read_as_the_file_has_it() {
        let table = [
            ("7, 14,30", json!([7, 14, 30])),
            ("0.5；1、2.5", json!([0.5, 1, 2.5])),
            ("关, 开", json!([false, true])),
            ("true,false", json!([true, false])),
            ("hidden, open", json!(["hidden", "open"])),
            ("−1, 1", json!([-1, 1])),
            ("", json!([])),
        ];
        for (typed, values) in table {
            assert_eq!(json!(factor("a", typed).values()), values, "{typed}");
        }
    }

    #[test]
    fn factors_have_short_names_of_their_own() {
        let it = draft(
            Kind::FullFactorial,
            &[
                ("meetings.executive.every_days", "7,14"),
                ("meetings.office.every_days", "7,14"),
                ("mechanisms.stand_in.enabled", "false,true"),
                ("world.demand", "1,2"),
            ],
        );
        assert_eq!(
            it.names(),
            [
                "executive_every_days",
                "office_every_days",
                "stand_in_enabled",
                "demand"
            ]
        );
    }

    #[test]
    fn what_keeps_it_from_being_run_is_said_all_at_once_and_where() {
        let many: Vec<(String, &str)> = (0..10).map(|it| (format!("world.x{it}"), "1,2")).collect();
        let mut county = scenario();
        for (path, _) in &many {
            county["world"][&path[6..]] = 1.into();
        }
        let many: Vec<(&str, &str)> = many.iter().map(|it| (it.0.as_str(), it.1)).collect();
        type Said<'a> = &'a [(Option<usize>, &'a str)];
        let table: &[(Draft, Said)] = &[
            (draft(Kind::OneWay, &[("world.demand", "1,2,3")]), &[]),
            (draft(Kind::OneWay, &[]), &[(None, "research.no_factor")]),
            (
                draft(
                    Kind::OneWay,
                    &[("world.demand", "1"), ("moon", "1,2"), ("", "1,2")],
                ),
                &[
                    (Some(0), "research.few_levels"),
                    (Some(1), "research.unknown_path"),
                    (Some(2), "research.no_path"),
                ],
            ),
            (
                draft(
                    Kind::OneWay,
                    &[
                        ("world.demand", "1,2"),
                        ("world", "1,2"),
                        ("world.demand", "2,2,on"),
                    ],
                ),
                &[
                    (Some(1), "research.path_twice"),
                    (Some(2), "research.path_twice"),
                    (Some(2), "research.level_twice"),
                    (Some(2), "research.unlike"),
                ],
            ),
            (
                draft(Kind::TwoWay, &[("world.demand", "1,2")]),
                &[(None, "research.two_way")],
            ),
            (
                draft(Kind::FractionalFactorial, &[("world.demand", "1,2,3")]),
                &[(Some(0), "research.two_levels")],
            ),
            (
                draft(
                    Kind::LatinHypercube,
                    &[("mechanisms.stand_in.enabled", "false,true")],
                ),
                &[(Some(0), "research.ends")],
            ),
            (
                draft(Kind::FullFactorial, &many),
                &[(None, "research.too_large_fraction")],
            ),
            (draft(Kind::FractionalFactorial, &many), &[]),
        ];
        for (draft, expected) in table {
            let found = draft.troubles(&county, 100.0);
            let found: Vec<(Option<usize>, &str)> =
                found.iter().map(|it| (it.factor, it.key)).collect();
            assert_eq!(&found, expected, "{draft:?}");
        }
    }

    #[test]
    fn what_can_be_run_is_an_experiment_with_as_many_points_as_it_says() {
        let four = [
            ("meetings.executive.every_days", "7,30"),
            ("world.demand", "1,1.5"),
            ("mechanisms.participation.comment_days", "30,60"),
            ("world.publics.town.reach_share", "0.1,0.3"),
        ];
        let county: Value = page::worker::engine::presets()[0].value.clone();
        for (kind, factors, points) in [
            (Kind::OneWay, &four[..], 5),
            (Kind::TwoWay, &four[..2], 4),
            (Kind::FullFactorial, &four[..], 16),
            (Kind::FractionalFactorial, &four[..], 16),
            (Kind::LatinHypercube, &four[..3], 32),
        ] {
            let draft = draft(kind, factors);
            assert_eq!(draft.troubles(&county, 100.0), [], "{kind:?}");
            let file = draft.file(&Moment::of("today"), &county).to_string();
            let spec = experiment::read(&file).unwrap_or_else(|it| panic!("{it:?}\n{file}"));
            assert_eq!(draft.count(), points, "{kind:?}");
            let source = experiment::Source::text(Moment::of("today").text(), Vec::new());
            let prepared = experiment::prepare(spec, &source, &experiment::OneCore).unwrap();
            assert_eq!(prepared.outline.points.len() as u64, points, "{kind:?}");
        }
    }
}
