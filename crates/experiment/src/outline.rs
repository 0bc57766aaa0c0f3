//! An experiment with every point loaded and checked: what is known before anything runs.

use std::collections::BTreeMap;

use county::law::review::{Breach, review};
use county::scenario::{self, Change, Problem};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use trial::Setup;
use xxhash_rust::xxh3::xxh3_128;

use crate::cores::Cores;
use crate::file::{Kind, Spec};
use crate::source::Source;
use crate::{design, names, problem};

/// All that a result says besides figures; carried by every shard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// As it was written.
    pub spec: Spec,
    /// Fingerprint of the scenario before any factor.
    pub scenario_hash: String,
    /// Years observed, of the scenario before any factor.
    pub years: f64,
    /// Years of warm-up, likewise.
    pub warm_up_years: f64,
    /// In the design's order.
    pub points: Vec<Point>,
}

/// One county of an experiment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The value of every factor.
    pub levels: BTreeMap<String, Value>,
    /// Fingerprint of its scenario; none when it cannot run.
    pub scenario_hash: Option<String>,
    /// Why it cannot run, and is skipped.
    pub problems: Vec<Problem>,
    /// What is unlawful about it; it runs all the same.
    pub breaches: Vec<Breach>,
}

impl Outline {
    /// Fingerprint of everything that decides what the experiment gives, the contents of scenario files included.
    pub fn hash(&self) -> String {
        hash(self)
    }

    /// The points that run, in order.
    pub fn running(&self) -> Vec<u32> {
        let runs = |it: &(u32, &Point)| it.1.scenario_hash.is_some();
        (0..)
            .zip(&self.points)
            .filter(runs)
            .map(|it| it.0)
            .collect()
    }
}

/// Fingerprint of what is written as JSON (XXH3, 128 bit), as 32 hexadecimal digits.
pub fn hash<T: Serialize>(it: &T) -> String {
    let text = serde_json::to_string(it).unwrap_or_default();
    format!("{:032x}", xxh3_128(text.as_bytes()))
}

/// An experiment ready to run.
#[derive(Debug)]
pub struct Prepared {
    /// What is known before.
    pub outline: Outline,
    /// For every point that runs its county and the fingerprint of its rules before reform day: points that share them share their
    /// warm-ups.
    pub(crate) setups: Vec<Option<(Setup, String)>>,
}

/// Loads every point of an experiment, `source` being what its file names as `scenario`.
///
/// # Errors
/// Everything wrong: with the scenario, the design, paths that no point has, metrics there are not, or all points impossible.
pub fn prepare(spec: Spec, source: &Source, cores: &impl Cores) -> Result<Prepared, Vec<Problem>> {
    let mut problems = unknown_metrics(&spec);
    let years = spec.years.map(|it| Change {
        path: "horizon.years".to_owned(),
        value: Value::from(it),
    });
    let years: Vec<Change> = years.into_iter().collect();
    let base = source
        .load(&years)
        .map_err(|found| problems.extend(found.iter().map(of_scenario)))
        .ok();
    let laid = design::lay(&spec)
        .map_err(|found| problems.extend(found))
        .ok();
    let (Some(base), Some(laid)) = (base, laid) else {
        return Err(problems);
    };
    let counties = match &spec.design.scenarios {
        Some(scenarios) => side_by_side(scenarios, source, &years),
        None => at_levels(&spec, laid.points, source, &years),
    };
    let loaded = cores.map(&counties, |it| ready(&it.source, &it.changes));
    problems.extend(unknown_paths(&spec, &counties, &loaded));
    if problems.is_empty() && loaded.iter().all(Result::is_err) {
        problems.extend(impossible(&spec, &loaded));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let (mut points, mut setups) = (Vec::new(), Vec::new());
    for (county, ready) in counties.into_iter().zip(loaded) {
        let (setup, scenario_hash, problems, breaches) = match ready {
            Ok(it) => (
                Some((it.setup, it.past)),
                Some(it.hash),
                Vec::new(),
                it.breaches,
            ),
            Err(problems) => (None, None, problems, Vec::new()),
        };
        setups.push(setup);
        points.push(Point {
            levels: county.levels,
            scenario_hash,
            problems,
            breaches,
        });
    }
    let horizon = &base.after.horizon;
    Ok(Prepared {
        outline: Outline {
            scenario_hash: scenario::hash(&base.after),
            years: horizon.years,
            warm_up_years: horizon.warm_up_years,
            spec,
            points,
        },
        setups,
    })
}

/// A point before it is loaded.
struct County {
    levels: BTreeMap<String, Value>,
    source: Source,
    changes: Vec<Change>,
}

/// The scenario with its factors at levels.
fn at_levels(
    spec: &Spec,
    points: Vec<Vec<Value>>,
    source: &Source,
    years: &[Change],
) -> Vec<County> {
    let county = |values: Vec<Value>| {
        let factors = spec.factors.values().zip(&values);
        let factors = factors.map(|(factor, value)| Change {
            path: factor.path.clone(),
            value: value.clone(),
        });
        County {
            changes: years.iter().cloned().chain(factors).collect(),
            source: source.clone(),
            levels: spec.factors.keys().cloned().zip(values).collect(),
        }
    };
    points.into_iter().map(county).collect()
}

/// The scenario as it stands, and patches of it.
fn side_by_side(
    scenarios: &BTreeMap<String, Value>,
    source: &Source,
    years: &[Change],
) -> Vec<County> {
    let county = |id: Value, source: Source| County {
        levels: [("scenario".to_owned(), id)].into(),
        source,
        changes: years.to_vec(),
    };
    let patched = scenarios.iter().map(|(id, patch)| {
        // What cannot be put together cannot be loaded either, and says why then.
        let source = source.patched(patch).unwrap_or_else(|_| source.clone());
        county(Value::from(id.as_str()), source)
    });
    let base = county(Value::Null, source.clone());
    [base].into_iter().chain(patched).collect()
}

/// A point that can run.
struct Ready {
    setup: Setup,
    past: String,
    hash: String,
    breaches: Vec<Breach>,
}

fn ready(source: &Source, changes: &[Change]) -> Result<Ready, Vec<Problem>> {
    let loaded = source.load(changes)?;
    Ok(Ready {
        setup: Setup::new(&loaded)?,
        past: scenario::hash(&loaded.before),
        hash: scenario::hash(&loaded.after),
        breaches: review(&loaded.after),
    })
}

/// A problem of the scenario as one of the experiment's file, which names it.
fn of_scenario(it: &Problem) -> Problem {
    let place = match it.path.as_str() {
        "" => String::new(),
        path => format!("`{path}` "),
    };
    problem("scenario", &format!("{place}{}", it.message), &it.remedy)
}

/// Paths that are unknown wherever they are set. One that only some points have (a stage that a mechanism brings) is known; the others
/// are skipped. Of scenarios side by side each has paths of its own.
fn unknown_paths(
    spec: &Spec,
    counties: &[County],
    loaded: &[Result<Ready, Vec<Problem>>],
) -> Vec<Problem> {
    let is_unknown = |it: &Problem| {
        let said = &it.message;
        said.starts_with("there is no such path") || said.starts_with("is not a field")
    };
    let unknown = |it: &Problem, path: &str| it.path == path && is_unknown(it);
    let mut found = Vec::new();
    if spec.design.kind == Kind::Scenarios {
        for (county, loaded) in counties.iter().zip(loaded) {
            let id = county.levels.values().next().and_then(Value::as_str);
            let at = format!("design.scenarios.{}", id.unwrap_or_default());
            let problems = loaded.as_ref().err().into_iter().flatten();
            found.extend(
                problems
                    .filter(|it| is_unknown(it))
                    .map(|it| problem(&at, &format!("`{}`: {}", it.path, it.message), &it.remedy)),
            );
        }
    }
    for (name, factor) in &spec.factors {
        let at = |point: &Result<Ready, Vec<Problem>>| {
            let problems = point.as_ref().err()?;
            problems
                .iter()
                .find(|it| unknown(it, &factor.path))
                .cloned()
        };
        let first = loaded.first().and_then(at);
        if let Some(first) = first.filter(|_| loaded.iter().all(|it| at(it).is_some())) {
            found.push(problem(
                &format!("factors.{name}.path"),
                &format!("`{}`: {}", factor.path, first.message),
                &first.remedy,
            ));
        }
    }
    found
}

/// No point can run: why, each reason once.
fn impossible(spec: &Spec, loaded: &[Result<Ready, Vec<Problem>>]) -> Vec<Problem> {
    let mut all = vec![problem(
        if spec.design.kind.has_factors() {
            "factors"
        } else {
            "design"
        },
        "every point is an impossible plan, nothing is left to run",
        "mend levels or scenario by what follows",
    )];
    for it in loaded.iter().filter_map(|it| it.as_ref().err()).flatten() {
        if !all.contains(it) {
            all.push(it.clone());
        }
    }
    all
}

/// Metrics that no county can have. One that only these points lack is undefined there, and no mistake.
fn unknown_metrics(spec: &Spec) -> Vec<Problem> {
    let unknown = |(n, name): (usize, &String)| {
        let remedy = names::instead_of(name)?;
        let message = format!("there is no metric `{name}`");
        Some(problem(&format!("metrics.{n}"), &message, &remedy))
    };
    spec.metrics
        .iter()
        .enumerate()
        .filter_map(unknown)
        .collect()
}
