//! Reading an experiment's file key by key, on after a problem.

use std::collections::BTreeMap;

use county::scenario::Problem;
use serde_json::{Map, Value};

use super::{COUNTIES, Design, Factor, KINDS, Kind, MORRIS, MOST_SCENARIOS, PRIMARIES, Spec};
use crate::problem;

/// Reads on after a problem.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn say<T>(&mut self, path: &str, message: &str, remedy: &str) -> Option<T> {
        self.problems.push(problem(path, message, remedy));
        None
    }

    pub(super) fn keys(&mut self, within: &str, object: &Map<String, Value>, known: &[&str]) {
        let mut unknown: Vec<&String> = object
            .keys()
            .filter(|it| !known.contains(&it.as_str()))
            .collect();
        unknown.sort_unstable();
        for key in unknown {
            let remedy = format!("the keys here are {}", known.join(", "));
            self.say::<()>(&format!("{within}{key}"), "is not a key", &remedy);
        }
    }

    /// What is written, as far as it can be read.
    pub(super) fn spec(&mut self, object: &Map<String, Value>) -> Option<Spec> {
        let known = [
            "tuiyan_experiment",
            "scenario",
            "seed",
            "replications",
            "years",
            "factors",
            "design",
            "metrics",
            "confidence",
            "family",
            "best",
            "front",
            "months",
        ];
        self.keys("", object, &known);
        let scenario = match object.get("scenario") {
            Some(Value::String(it)) if !it.is_empty() => Some(it.clone()),
            Some(_) => self.say("scenario", "is not a text", SCENARIO),
            None => self.say("scenario", "is missing", SCENARIO),
        };
        let seed = match object.get("seed").map(Value::as_u64) {
            None => Some(1),
            Some(Some(it)) => Some(it),
            Some(None) => self.say("seed", "is not a whole number from 0", "write \"seed\": 1"),
        };
        let replications = self.count(object, "", "replications", 1);
        let replications = replications.map(|it| it.unwrap_or(30));
        let years = match object.get("years").map(Value::as_f64) {
            None => Some(None),
            Some(Some(it)) if it > 0.0 => Some(Some(it)),
            Some(_) => self.say("years", "is not a number above 0", "write \"years\": 3"),
        };
        let confidence = match object.get("confidence").map(Value::as_f64) {
            None => Some(lab::CONFIDENCE),
            Some(Some(it)) if it > 0.0 && it < 1.0 => Some(it),
            Some(_) => self.say(
                "confidence",
                "is not a number between 0 and 1",
                "write \"confidence\": 0.95",
            ),
        };
        let kind = object.get("design").and_then(|it| it.get("kind"));
        let kind = kind.and_then(Value::as_str);
        let kind = KINDS.iter().find(|it| Some(it.0) == kind);
        let factors = match kind {
            Some((name, kind, _)) if !kind.has_factors() => match object.get("factors") {
                None => Some(BTreeMap::new()),
                Some(_) => self.say(
                    "factors",
                    &format!("have no place in the design `{name}`"),
                    "leave them out",
                ),
            },
            _ => self.factors(object.get("factors")),
        };
        if let (Some((name, kind, _)), Some(factors)) = (kind, &factors) {
            self.ends(name, *kind, factors);
        }
        let design = self.design(object.get("design"));
        let metrics = self.metrics(object.get("metrics"));
        let family = self.family(object.get("family"), metrics.as_deref());
        let measured = metrics.as_deref();
        let best = self.best(object, kind.map(|it| it.1), replications, measured);
        let months = self.months(object, replications);
        let front = self.front(object, kind.map(|it| it.1), replications, measured);
        Some(Spec {
            scenario: scenario?,
            seed: seed?,
            replications: replications?,
            years: years?,
            factors: factors?,
            design: design?,
            metrics: metrics?,
            confidence: confidence?,
            family: family?,
            best: best?,
            front: front?,
            months: months?,
        })
    }

    /// A whole number of at least `least`, if there is one.
    fn count(
        &mut self,
        object: &Map<String, Value>,
        within: &str,
        key: &str,
        least: u32,
    ) -> Option<Option<u32>> {
        let Some(value) = object.get(key) else {
            return Some(None);
        };
        match value.as_u64().and_then(|it| u32::try_from(it).ok()) {
            Some(it) if it >= least => Some(Some(it)),
            _ => self.say(
                &format!("{within}{key}"),
                &format!("is not a whole number from {least} to {}", u32::MAX),
                &format!("write \"{key}\": {}", least.max(16)),
            ),
        }
    }

    fn factors(&mut self, value: Option<&Value>) -> Option<BTreeMap<String, Factor>> {
        let object = match value {
            Some(Value::Object(object)) if !object.is_empty() => object,
            Some(Value::Object(_)) => return self.say("factors", "is empty", FACTORS),
            Some(_) => return self.say("factors", "is not an object", FACTORS),
            None => return self.say("factors", "is missing", FACTORS),
        };
        let mut names: Vec<&String> = object.keys().collect();
        names.sort_unstable();
        let mut factors: BTreeMap<String, Factor> = BTreeMap::new();
        for name in names {
            let at = format!("factors.{name}");
            let Some(factor) = object.get(name).and_then(|it| self.factor(&at, it)) else {
                continue;
            };
            let within = |one: &str, other: &str| {
                let rest = one.strip_prefix(other);
                rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
            };
            let clash = factors
                .iter()
                .find(|it| within(&it.1.path, &factor.path) || within(&factor.path, &it.1.path));
            if let Some((other, _)) = clash {
                self.say::<()>(
                    &format!("{at}.path"),
                    &format!("changes what factor `{other}` changes: `{}`", factor.path),
                    "let each factor have a path of its own, none within another's",
                );
            }
            factors.insert(name.clone(), factor);
        }
        Some(factors)
    }

    /// Some designs move between ends.
    fn ends(&mut self, name: &str, kind: Kind, factors: &BTreeMap<String, Factor>) {
        let without = factors.iter().filter(|it| it.1.levels.is_some());
        for (factor, _) in without.filter(|_| kind.needs_ends()) {
            self.say::<()>(
                &format!("factors.{factor}.levels"),
                &format!("have no place in the design `{name}`: it moves between two ends"),
                "write two numbers as low and high, with \"whole\": true where only whole ones make sense",
            );
        }
    }

    fn factor(&mut self, at: &str, value: &Value) -> Option<Factor> {
        let Value::Object(object) = value else {
            return self.say(at, "is not an object", FACTORS);
        };
        let within = format!("{at}.");
        self.keys(&within, object, &["path", "levels", "low", "high", "whole"]);
        let path = match object.get("path") {
            Some(Value::String(it)) if !it.trim().is_empty() => Some(it.trim().to_owned()),
            Some(_) => self.say(&format!("{at}.path"), "is not a path", FACTORS),
            None => self.say(&format!("{at}.path"), "is missing", FACTORS),
        };
        let whole = match object.get("whole") {
            None => Some(false),
            Some(Value::Bool(it)) => Some(*it),
            Some(_) => self.say(
                &format!("{at}.whole"),
                "is neither true nor false",
                "write true where only whole numbers make sense, or leave it out",
            ),
        };
        let ends = ["low", "high"].map(|key| object.get(key));
        match (object.get("levels"), ends) {
            (Some(Value::Array(levels)), [None, None]) => {
                let levels = self.levels(at, levels)?;
                if whole? {
                    let remedy = "leave it out: levels are what they are";
                    return self.say(&format!("{at}.whole"), "goes with low and high", remedy);
                }
                Some(Factor {
                    path: path?,
                    levels: Some(levels),
                    low: None,
                    high: None,
                    whole: false,
                })
            }
            (None, [Some(low), Some(high)]) => {
                let (low, high) = self.range(at, low, high, whole?)?;
                Some(Factor {
                    path: path?,
                    levels: None,
                    low: Some(low),
                    high: Some(high),
                    whole: whole?,
                })
            }
            (Some(_), [None, None]) => self.say(&format!("{at}.levels"), "is not a list", FACTORS),
            (Some(_), _) => self.say(at, "has both levels and ends", FACTORS),
            (None, _) => self.say(at, "has neither levels nor both ends", FACTORS),
        }
    }

    fn levels(&mut self, at: &str, levels: &[Value]) -> Option<Vec<Value>> {
        if levels.len() < 2 {
            return self.say(
                &format!("{at}.levels"),
                "has fewer than two levels: nothing varies",
                "give two or more, or write the value into `scenario`: today+PATH=VALUE",
            );
        }
        let levels: Vec<Value> = levels.iter().map(in_order).collect();
        for (n, level) in levels.iter().enumerate() {
            if levels[..n].contains(level) {
                let remedy = "let each level stand once";
                return self.say(&format!("{at}.levels.{n}"), "stands twice", remedy);
            }
        }
        Some(levels)
    }

    fn range(
        &mut self,
        at: &str,
        low: &Value,
        high: &Value,
        whole: bool,
    ) -> Option<(Value, Value)> {
        let remedy = "write two numbers, the lower one as low; levels may be of any sort";
        let (Some(from), Some(to)) = (low.as_f64(), high.as_f64()) else {
            return self.say(at, "has an end that is not a number", remedy);
        };
        if from >= to {
            return self.say(at, "has no room between low and high", remedy);
        }
        let is_whole = |it: &Value| it.as_i64().is_some_and(|it| i32::try_from(it).is_ok());
        if whole && !(is_whole(low) && is_whole(high)) {
            let remedy = "write whole numbers as ends, or leave out `whole`";
            return self.say(at, "has an end that is not a whole number", remedy);
        }
        Some((low.clone(), high.clone()))
    }

    fn design(&mut self, value: Option<&Value>) -> Option<Design> {
        let names: Vec<&str> = KINDS.iter().map(|it| it.0).collect();
        let kinds = format!(
            "write {{\"kind\": \"full_factorial\"}}; kinds are {}",
            names.join(", ")
        );
        let object = match value {
            Some(Value::Object(object)) => object,
            Some(_) => return self.say("design", "is not an object", &kinds),
            None => return self.say("design", "is missing", &kinds),
        };
        let kind = object.get("kind").and_then(Value::as_str);
        let Some((_, kind, keys)) = KINDS.iter().find(|it| Some(it.0) == kind) else {
            return self.say("design.kind", "is not a kind of design", &kinds);
        };
        self.keys("design.", object, keys);
        // A key that does not belong here has been named; it is not read.
        let mut count = |key: &str, least: u32| match keys.contains(&key) {
            true => self.count(object, "design.", key, least),
            false => Some(None),
        };
        let (runs, resolution) = (count("runs", 2), count("resolution", 3));
        let points = count("points", 2);
        let (trajectories, levels) = (count("trajectories", 2), count("levels", 2));
        if let Some(Some(levels)) = levels.filter(|it| it.is_some_and(|it| it % 2 == 1)) {
            self.say::<()>(
                "design.levels",
                &format!("is {levels}, which is odd: moves up and down would not visit all levels equally"),
                "write \"levels\": 4",
            );
        }
        let step = match (kind, object.get("step").map(Value::as_f64)) {
            (Kind::ShadowPrices, None) => Some(Some(1.0)),
            (Kind::ShadowPrices, Some(Some(it))) if it > 0.0 && it <= 168.0 => Some(Some(it)),
            (Kind::ShadowPrices, _) => self.say(
                "design.step",
                "is not a number of hours a week, above 0 and at most 168",
                "write \"step\": 1, or leave it out",
            ),
            _ => Some(None),
        };
        let scenarios = match kind {
            Kind::Scenarios => self.scenarios(object.get("scenarios")).map(Some),
            _ => Some(None),
        };
        let is_morris = *kind == Kind::Morris;
        let design = Design {
            kind: *kind,
            runs: runs?,
            resolution: resolution?,
            points: match kind {
                Kind::PlausibleCounties | Kind::Sobol => points?.or(Some(COUNTIES)),
                _ => points?,
            },
            scenarios: scenarios?,
            step: step?,
            trajectories: trajectories?.or(is_morris.then_some(MORRIS.0)),
            levels: levels?.or(is_morris.then_some(MORRIS.1)),
        };
        match kind {
            Kind::FractionalFactorial if design.runs.is_some() == design.resolution.is_some() => {
                self.say(
                    "design",
                    "a fraction is of so many runs or of a resolution",
                    "write one of \"runs\": 16 and \"resolution\": 5",
                )
            }
            Kind::LatinHypercube if design.points.is_none() => self.say(
                "design.points",
                "is missing",
                "write how many points, ten or more a factor: \"points\": 64",
            ),
            _ => Some(design),
        }
    }

    fn scenarios(&mut self, value: Option<&Value>) -> Option<BTreeMap<String, Value>> {
        let path = "design.scenarios";
        let object = match value {
            Some(Value::Object(object)) if !object.is_empty() => object,
            Some(Value::Object(_)) => return self.say(path, "is empty", SCENARIOS),
            Some(_) => return self.say(path, "is not an object", SCENARIOS),
            None => return self.say(path, "is missing", SCENARIOS),
        };
        if object.len() > MOST_SCENARIOS {
            let message = format!("has {} scenarios", object.len());
            let remedy = format!(
                "{MOST_SCENARIOS} are the most; take a design of factors, or several files"
            );
            return self.say(path, &message, &remedy);
        }
        let sorted: BTreeMap<&String, &Value> = object.iter().collect();
        let mut scenarios = BTreeMap::new();
        for (id, patch) in sorted {
            let at = format!("{path}.{id}");
            let changes_something = match patch {
                Value::Object(patch) => !patch.is_empty(),
                Value::Array(changes) => !changes.is_empty(),
                _ => false,
            };
            if id.trim().is_empty() {
                self.say::<()>(&at, "has no name", SCENARIOS);
            } else if !changes_something {
                self.say::<()>(&at, "is no patch: nothing would be changed", SCENARIOS);
            }
            if let Some(version) = patch.get("tuiyan").filter(|it| it.as_u64() != Some(1)) {
                let message = format!("`{version}` is not a version of the scenario format");
                self.say::<()>(&format!("{at}.tuiyan"), &message, "leave it out");
            }
            for (n, change) in patch.as_array().into_iter().flatten().enumerate() {
                let change = change.as_str().and_then(|it| it.split_once('='));
                if change.is_none_or(|it| it.0.trim().is_empty()) {
                    let remedy = "write \"PATH=VALUE\", as in \"world.demand=1.2\"";
                    self.say::<()>(&format!("{at}.{n}"), "is not a change", remedy);
                }
            }
            scenarios.insert(id.clone(), in_order(patch));
        }
        Some(scenarios)
    }

    fn family(
        &mut self,
        value: Option<&Value>,
        metrics: Option<&[String]>,
    ) -> Option<Option<Vec<String>>> {
        let remedy = "write a list of some of the metrics that are measured, or leave it out";
        let list = match value {
            None => return Some(None),
            Some(Value::Array(list)) => list,
            Some(_) => return self.say("family", "is not a list of metrics", remedy),
        };
        let mut family: Vec<String> = Vec::new();
        for (n, name) in list.iter().enumerate() {
            let at = format!("family.{n}");
            let Some(name) = name.as_str() else {
                self.say::<()>(&at, "is not a name", remedy);
                continue;
            };
            if family.iter().any(|it| it == name) {
                self.say::<()>(&at, "stands twice", "let each metric stand once");
            }
            // Metrics that cannot be read are said above.
            if metrics.is_some_and(|it| !it.iter().any(|it| it == name)) {
                self.say::<()>(&at, &format!("`{name}` is not measured"), remedy);
            }
            family.push(name.to_owned());
        }
        Some(Some(family))
    }

    fn metrics(&mut self, value: Option<&Value>) -> Option<Vec<String>> {
        let remedy = "write a list of names as `tuiyan run` prints them, or leave it out for the four primary ones";
        let list = match value {
            None => return Some(PRIMARIES.map(str::to_owned).to_vec()),
            Some(Value::Array(list)) if !list.is_empty() => list,
            Some(_) => return self.say("metrics", "is not a list of metrics", remedy),
        };
        let mut metrics: Vec<String> = Vec::new();
        for (n, metric) in list.iter().enumerate() {
            match metric {
                Value::String(name) if metrics.contains(name) => self.say(
                    &format!("metrics.{n}"),
                    "stands twice",
                    "let each metric stand once",
                ),
                Value::String(name) => {
                    metrics.push(name.clone());
                    Some(())
                }
                _ => self.say(&format!("metrics.{n}"), "is not a name", remedy),
            };
        }
        Some(metrics)
    }
}

const SCENARIO: &str =
    "write a preset's id or a file, with changes if need be: \"today+world.demand=1.2\"";
const FACTORS: &str = "write { \"NAME\": { \"path\": \"world.demand\", \"levels\": [1, 1.5] } }, or \"low\" and \"high\" in place of levels";

const SCENARIOS: &str = "write { \"NAME\": {\"world\": {\"demand\": 1.2}} }, a merge patch for each, or a list of changes: [\"world.demand=1.2\"]";

/// The same value with the keys of its objects in order: how they stood in the file means nothing, and must not show.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let sorted: BTreeMap<&String, &Value> = object.iter().collect();
            let sorted = sorted
                .into_iter()
                .map(|(key, value)| (key.clone(), in_order(value)));
            Value::Object(sorted.collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(in_order).collect()),
        other => other.clone(),
    }
}
