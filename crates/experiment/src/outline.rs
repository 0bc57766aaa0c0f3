//! An experiment with every point loaded and checked: what is known before anything runs.

use std::collections::BTreeMap;

use county::law::review::Breach;
use county::scenario::{self, Change, Loaded, Problem};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use trial::Setup;
use xxhash_rust::xxh3::xxh3_128;

use crate::cores::Cores;
use crate::file::{Kind, Spec};
use crate::pieces::reads_roots;
use crate::plausible::Assumption;
use crate::points::{
    Levels, Loading, at_levels, at_once, counties, of_scenario, side_by_side, with_hours,
};
use crate::prices::{Holder, holders};
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
    /// Of plausible counties: what is assumed, and what of it holds in each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plausible: Option<Cube>,
    /// Of shadow prices: whose hours are varied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holders: Option<Vec<Holder>>,
}

/// Plausible counties. Of county `n` points 2n and 2n + 1 are the county without and with the change; county 0 is the preset as it
/// assumes, and is not of the cube.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cube {
    /// What varies.
    pub assumptions: Vec<Assumption>,
    /// The value of each in every county from 1.
    pub counties: Vec<Vec<f64>>,
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

    /// The point that a point is compared with, on the same luck: the first that runs; of plausible counties the same county without the
    /// change. None for one that others are compared with.
    #[must_use]
    pub fn base_of(&self, point: u32) -> Option<u32> {
        let base = match self.spec.design.kind {
            Kind::PlausibleCounties if point.is_multiple_of(2) => None,
            Kind::PlausibleCounties => Some(point - 1),
            _ => self.first(),
        };
        base.filter(|it| *it != point)
    }

    /// The point that all others are compared with; none where each has its own.
    #[must_use]
    pub fn base(&self) -> Option<u32> {
        self.first()
            .filter(|_| self.spec.design.kind != Kind::PlausibleCounties)
    }

    /// County-years of all runs, warm-up and window; less is simulated where points share their warm-ups. At
    /// [`COUNTY_YEARS_A_SECOND`](crate::COUNTY_YEARS_A_SECOND) a core this says about how long it takes.
    #[must_use]
    pub fn county_years(&self) -> f64 {
        let runs = self.running().len() as f64 * f64::from(self.spec.replications);
        runs * (self.years + self.warm_up_years)
    }

    fn first(&self) -> Option<u32> {
        let runs = |it: &Point| it.scenario_hash.is_some();
        let first = self.points.iter().position(runs)?;
        u32::try_from(first).ok()
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
    let years_of = |it: &Loaded| it.after.horizon.years + it.after.horizon.warm_up_years;
    let stepped = match (&base, spec.design.kind, spec.design.step) {
        (Some(base), Kind::ShadowPrices, Some(step)) => holders(&base.after, step),
        _ => Vec::new(),
    };
    let laid = design::lay(&spec, base.as_ref().map(years_of), stepped.len())
        .map_err(|found| problems.extend(found))
        .ok();
    let (Some(base), Some(laid)) = (base, laid) else {
        return Err(problems);
    };
    let number = laid.points.len().max(2 * stepped.len() + 1);
    problems.extend(too_many_to_choose(&spec, number));
    problems.extend(more_months_than_observed(&spec, base.after.horizon.years));
    let mut plausible = None;
    let (levels, loaded) = match (&spec.design.kind, &spec.design.scenarios) {
        (Kind::PlausibleCounties, _) => match counties(&spec, source, &years, cores) {
            Ok((cube, levels, loaded)) => {
                plausible = Some(cube);
                (levels, loaded)
            }
            Err(found) => {
                problems.extend(found);
                return Err(problems);
            }
        },
        (Kind::ShadowPrices, _) => at_once(with_hours(&stepped, source, &years), &base, cores),
        (_, Some(scenarios)) => at_once(side_by_side(scenarios, source, &years), &base, cores),
        _ => at_once(at_levels(&spec, laid.points, source, &years), &base, cores),
    };
    problems.extend(unknown_paths(&spec, &levels, &loaded));
    if problems.is_empty() && loaded.iter().all(Result::is_err) {
        problems.extend(impossible(&spec, &loaded));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let lists = reads_roots(&spec);
    let (mut points, mut setups) = (Vec::new(), Vec::new());
    for (levels, ready) in levels.into_iter().zip(loaded) {
        let (setup, scenario_hash, problems, breaches) = match ready {
            Ok(it) => (
                Some((it.setup.with_lists(lists), it.past)),
                Some(it.hash),
                Vec::new(),
                it.breaches,
            ),
            Err(problems) => (None, None, problems, Vec::new()),
        };
        setups.push(setup);
        points.push(Point {
            levels,
            scenario_hash,
            problems,
            breaches,
        });
    }
    let is_priced = spec.design.kind == Kind::ShadowPrices;
    let horizon = &base.after.horizon;
    Ok(Prepared {
        outline: Outline {
            scenario_hash: scenario::hash(&base.after),
            years: horizon.years,
            warm_up_years: horizon.warm_up_years,
            spec,
            points,
            plausible,
            holders: is_priced.then(|| stepped.into_iter().map(|it| it.holder).collect()),
        },
        setups,
    })
}

/// Paths that are unknown wherever they are set. One that only some points have (a stage that a mechanism brings) is known; the others
/// are skipped. Of scenarios side by side each has paths of its own.
fn unknown_paths(spec: &Spec, levels: &[Levels], loaded: &[Loading]) -> Vec<Problem> {
    let is_unknown = |it: &Problem| {
        let said = &it.message;
        said.starts_with("there is no such path") || said.starts_with("is not a field")
    };
    let unknown = |it: &Problem, path: &str| it.path == path && is_unknown(it);
    let mut found = Vec::new();
    if spec.design.kind == Kind::Scenarios {
        for (levels, loaded) in levels.iter().zip(loaded) {
            let id = levels.values().next().and_then(Value::as_str);
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
        let at = |point: &Loading| {
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
fn impossible(spec: &Spec, loaded: &[Loading]) -> Vec<Problem> {
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

/// More points than can be held against each other.
fn too_many_to_choose(spec: &Spec, points: usize) -> Vec<Problem> {
    let most = lab::selection::MOST_SYSTEMS.min(lab::pareto::MOST_POINTS);
    let asked = [
        ("best", spec.best.is_some()),
        ("front", spec.front.is_some()),
    ];
    let asked = asked
        .into_iter()
        .filter(|it| it.1 && points > most as usize);
    let said = asked.map(|(key, _)| {
        let message = format!("is asked of {points} points, and {most} are the most");
        problem(key, &message, "leave it out, or take a smaller design")
    });
    said.collect()
}

/// Months that nobody observes.
fn more_months_than_observed(spec: &Spec, years: f64) -> Option<Problem> {
    // A hair more, so that a third of a year is four months.
    let observed = libm::floor(12.0 * years + 1e-9);
    let asked = spec.months.filter(|it| f64::from(*it) > observed)?;
    let message = format!("is {asked}, and {observed} whole months are observed ({years} years)");
    let remedy = "observe more, with \"years\", or take fewer";
    Some(problem("months", &message, remedy))
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
