//! Points loaded: what each design makes of a scenario.

use std::collections::BTreeMap;

use county::law::review::{Breach, review};
use county::scenario::{self, Change, Loaded, Problem, Scenario};
use serde_json::Value;
use trial::Setup;

use crate::cores::Cores;
use crate::file::Spec;
use crate::outline::Cube;
use crate::plausible::{self, Arm};
use crate::prices::Stepped;
use crate::problem;
use crate::source::Source;

/// What a point is.
pub(crate) type Levels = BTreeMap<String, Value>;
/// It loaded, or why it cannot run.
pub(crate) type Loading = Result<Ready, Vec<Problem>>;

/// Loads points, each by itself; most have the past of the scenario before any factor.
pub(crate) fn at_once(
    counties: Vec<County>,
    base: &Loaded,
    cores: &impl Cores,
) -> (Vec<Levels>, Vec<Loading>) {
    let past = Past::new(base);
    let loaded = cores.map(&counties, |it| {
        ready(&it.source, &it.changes, past.as_ref().ok())
    });
    (counties.into_iter().map(|it| it.levels).collect(), loaded)
}

/// The county as its preset assumes and those of a cube, each without and with the change.
pub(crate) fn counties(
    spec: &Spec,
    source: &Source,
    years: &[Change],
    cores: &impl Cores,
) -> Result<(Cube, Vec<Levels>, Vec<Loading>), Vec<Problem>> {
    let of_scenario = |found: Vec<Problem>| found.iter().map(of_scenario).collect::<Vec<_>>();
    let assumptions = plausible::assumptions(source).map_err(of_scenario)?;
    let points = spec.design.points.unwrap_or(1);
    let counties = plausible::cube(&assumptions, points, spec.seed).map_err(|why| {
        let remedy = "see docs/experiments.md for the kinds of design";
        vec![problem("design", &why.to_string(), remedy)]
    })?;
    let stated = plausible::pair(source, &[], years).map_err(of_scenario)?;
    if !Setup::between(&stated.without.rules, &stated.with.rules)?.is_reform() {
        return Err(vec![problem(
            "scenario",
            "changes nothing of its preset but the world, so there is no change to try in other worlds",
            "write the change too: \"today+mechanisms.stand_in.enabled=true\"",
        )]);
    }
    let pairs = cores.map(&counties, |county| {
        plausible::pair(source, &plausible::changes(&assumptions, county), years)
    });
    let (mut levels, mut loaded) = (Vec::new(), Vec::new());
    for (number, pair) in [Ok(stated)].into_iter().chain(pairs).enumerate() {
        let both = match pair {
            Ok(it) => [it.without.into(), it.with.into()].map(Ok),
            // Without the other neither says anything.
            Err(why) => [Err(why.clone()), Err(why)],
        };
        for (change, it) in [false, true].into_iter().zip(both) {
            let level = [
                ("county", Value::from(number)),
                ("change", Value::from(change)),
            ];
            levels.push(level.map(|(name, it)| (name.to_owned(), it)).into());
            loaded.push(it);
        }
    }
    let cube = Cube {
        assumptions,
        counties,
    };
    Ok((cube, levels, loaded))
}

/// A point before it is loaded.
pub(crate) struct County {
    levels: BTreeMap<String, Value>,
    source: Source,
    changes: Vec<Change>,
}

/// The scenario with its factors at levels.
pub(crate) fn at_levels(
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
pub(crate) fn side_by_side(
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

/// The scenario as it stands, and with everybody's hours a step up and a step down in turn.
pub(crate) fn with_hours(holders: &[Stepped], source: &Source, years: &[Change]) -> Vec<County> {
    let county = |holder: Value, hours: f64, change: Option<Change>| {
        let levels = [("holder", holder), ("hours", Value::from(hours))];
        County {
            levels: levels.map(|(name, it)| (name.to_owned(), it)).into(),
            source: source.clone(),
            changes: years.iter().cloned().chain(change).collect(),
        }
    };
    let stepped = holders.iter().flat_map(|it| {
        let points = it.points();
        points.map(|(hours, change)| {
            county(Value::from(it.holder.holder.as_str()), hours, Some(change))
        })
    });
    let base = county(Value::Null, 0.0, None);
    [base].into_iter().chain(stepped).collect()
}

/// A point that can run.
pub(crate) struct Ready {
    pub(crate) setup: Setup,
    pub(crate) past: String,
    pub(crate) hash: String,
    pub(crate) breaches: Vec<Breach>,
}

impl From<Arm> for Ready {
    fn from(it: Arm) -> Self {
        Self {
            setup: it.setup,
            past: it.past,
            hash: it.scenario_hash,
            breaches: it.breaches,
        }
    }
}

/// The rules before reform day, worked out once for all points that share them.
struct Past<'a> {
    before: &'a Scenario,
    setup: Setup,
    hash: String,
}

impl<'a> Past<'a> {
    fn new(base: &'a Loaded) -> Result<Self, Vec<Problem>> {
        Ok(Self {
            before: &base.before,
            setup: Setup::between(&base.before, &base.before)?,
            hash: scenario::hash(&base.before),
        })
    }
}

fn ready(
    source: &Source,
    changes: &[Change],
    past: Option<&Past<'_>>,
) -> Result<Ready, Vec<Problem>> {
    let loaded = source.load(changes)?;
    let (setup, past) = match past.filter(|it| *it.before == loaded.before) {
        Some(past) => (past.setup.beside(&loaded)?, past.hash.clone()),
        None => (Setup::new(&loaded)?, scenario::hash(&loaded.before)),
    };
    Ok(Ready {
        setup,
        past,
        hash: scenario::hash(&loaded.after),
        breaches: review(&loaded.after),
    })
}

/// A problem of the scenario as one of the experiment's file, which names it.
pub(crate) fn of_scenario(it: &Problem) -> Problem {
    let place = match it.path.as_str() {
        "" => String::new(),
        path => format!("`{path}` "),
    };
    problem("scenario", &format!("{place}{}", it.message), &it.remedy)
}
