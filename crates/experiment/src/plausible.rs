//! Plausible counties: does what a change does hang on what had to be assumed?
//!
//! ```text
//! Source ──▶ assumptions ──▶ cube ──▶ pair ──▶ the county with and without the change, on the same luck ──▶ verdict
//! a change   what is assumed  so many  both under the assumptions of one county                             in how many the sign holds,
//! of a       about the world, counties                                                                      which assumption decides
//! preset     and its range
//! ```

use county::law::review::{Breach, review};
use county::scenario::{
    Change, Loaded, Problem, Scenario, View, at, hash, in_the_world_of, load_preset,
};
use kernel::order::sort_short;
use lab::designs::{latin_hypercube, level, one_hypercube, scale};
use lab::ranks::{Told, decides, deciding};
use lab::{Difference, Refused};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use trial::Setup;

use crate::problem;
use crate::source::Source;

/// Assumptions outside `world` that say how people and things are, not what a county decides; `*` stands for any one name. What says what a
/// mechanism works counts where that mechanism is on.
const HOW_THINGS_ARE: [&str; 9] = [
    "mechanisms.approval_reform.delegated_wrong_share",
    "mechanisms.approval_reform.harm_share",
    "mechanisms.approval_reform.prevented_share",
    "mechanisms.emergency.accountability",
    "meetings.*.discussion.return_margin",
    "procedures.*.stages.*.lets_go.share",
    "procedures.*.stages.*.missed_share",
    "routing.misrouting",
    "routing.unclaimed",
];

/// A number that had to be assumed, and what could be believed in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumption {
    /// Dotted path of the scenario.
    pub path: String,
    /// What the preset assumes.
    pub stated: f64,
    /// The least that could be believed.
    pub low: f64,
    /// The most.
    pub high: f64,
    /// Whether it is a whole number.
    pub whole: bool,
}

impl Assumption {
    /// The value at a coordinate of \[0, 1\]: all between the ends are as likely; of whole numbers each.
    fn between(&self, coordinate: f64) -> f64 {
        if !self.whole {
            return scale(coordinate, self.low, self.high);
        }
        let numbers = (self.high - self.low) as u32;
        self.low + f64::from(level(coordinate, numbers.saturating_add(1)))
    }

    /// The change that assumes a value.
    fn change(&self, value: f64) -> Change {
        let value = match self.whole {
            true => Value::from(value as i64),
            false => Value::from(value),
        };
        let path = self.path.clone();
        Change { path, value }
    }
}

/// What is assumed about the world of a scenario that changes a preset, in order of the paths: every number of its own with a range in
/// `sources_of_numbers`, under `world` or among those that say how people and things are, and which the scenario leaves as the preset
/// has it. A range of a whole group of numbers, a factor on all of them, is none of one number, and stays out.
///
/// # Errors
/// The scenario cannot be loaded, changes no preset, or nothing of it is assumed.
pub fn assumptions(source: &Source) -> Result<Vec<Assumption>, Vec<Problem>> {
    let loaded = source.load(&[])?;
    let theirs = load_preset(preset_of(&loaded)?, &[])?;
    let found = assumed(source, &loaded, &loaded.settled(), &theirs.settled());
    if found.is_empty() {
        return Err(vec![problem(
            "",
            "nothing is assumed about its world that it leaves as it is",
            "give `sources_of_numbers` of its numbers under `world` an assumption with low and high",
        )]);
    }
    Ok(found)
}

/// The same, read from what is written instead of what it was read as: for the page, where what writes a whole scenario would cost more
/// than all else here. Numbers that nobody wrote, because they are what is meant where nothing is said, are left out, and one that may be
/// any number is taken for a whole one where it is written so; the presets write all of theirs as they are. Empty where nothing is assumed.
///
/// # Errors
/// The scenario cannot be loaded, or changes no preset.
pub fn assumptions_as_written(source: &Source) -> Result<Vec<Assumption>, Vec<Problem>> {
    let loaded = source.load(&[])?;
    let theirs = Source::preset(preset_of(&loaded)?, Vec::new()).value()?;
    Ok(assumed(source, &loaded, &source.value()?, &theirs))
}

/// What is assumed in a county (`ours`) and left as its preset has it (`theirs`).
fn assumed(source: &Source, loaded: &Loaded, ours: &Value, theirs: &Value) -> Vec<Assumption> {
    let is_on = |path: &str| {
        let mut names = path.split('.');
        let of_mechanism = names.next() == Some("mechanisms");
        let switch = format!("mechanisms.{}.enabled", names.next().unwrap_or_default());
        !of_mechanism || at(ours, &switch) == Some(&Value::Bool(true))
    };
    let mut found: Vec<Assumption> = Vec::new();
    for (path, it) in &loaded.after.sources_of_numbers {
        let (Some(_), Some(low), Some(high)) = (&it.assumption, it.low, it.high) else {
            continue;
        };
        let number = at(ours, path).filter(|it| it.is_number());
        let Some(number) = number.filter(|it| at(theirs, path) == Some(it)) else {
            continue;
        };
        if !is_about_the_world(path) || !is_on(path) || source.says(path) {
            continue;
        }
        let whole = !number.is_f64();
        let (low, high) = match whole {
            true => (libm::ceil(low), libm::floor(high)),
            false => (low, high),
        };
        if let Some(stated) = number.as_f64().filter(|_| low < high) {
            found.push(Assumption {
                path: path.clone(),
                stated,
                low,
                high,
                whole,
            });
        }
    }
    sort_short(&mut found, |a, b| a.path < b.path);
    found
}

/// The preset that a scenario changes.
fn preset_of(loaded: &Loaded) -> Result<&str, Vec<Problem>> {
    let none = || {
        vec![problem(
            "",
            "changes no preset, so there is no county without the change",
            "write a preset with changes, or a file that extends one",
        )]
    };
    loaded.preset.as_deref().ok_or_else(none)
}

fn is_about_the_world(path: &str) -> bool {
    let fits = |pattern: &str| {
        let (mut names, mut places) = (path.split('.'), pattern.split('.'));
        let each = places.by_ref().zip(names.by_ref());
        let all = each
            .into_iter()
            .all(|(place, name)| place == "*" || place == name);
        all && path.split('.').count() == pattern.split('.').count()
    };
    path.starts_with("world.") || HOW_THINGS_ARE.iter().any(|it| fits(it))
}

/// Counties spread over all that could be believed, `[county][assumption]`: a Latin hypercube of so many points.
///
/// # Errors
/// No points, or more than a design may have.
pub fn cube(assumptions: &[Assumption], points: u32, seed: u64) -> Result<Vec<Vec<f64>>, Refused> {
    let mut cube = latin_hypercube(points, assumptions.len() as u32, 1, seed)?;
    place(assumptions, &mut cube);
    Ok(cube)
}

/// The same, for who knows that there are assumptions and points, and not too many of them.
#[must_use]
pub fn counties(assumptions: &[Assumption], points: u32, seed: u64) -> Vec<Vec<f64>> {
    let mut cube = one_hypercube(points, assumptions.len() as u32, seed);
    place(assumptions, &mut cube);
    cube
}

/// Coordinates of the cube as values.
fn place(assumptions: &[Assumption], cube: &mut [Vec<f64>]) {
    for county in cube {
        for (it, coordinate) in assumptions.iter().zip(county) {
            *coordinate = it.between(*coordinate);
        }
    }
}

/// The changes that make one county of a cube of a scenario.
#[must_use]
pub fn changes(assumptions: &[Assumption], county: &[f64]) -> Vec<Change> {
    let mut changes = Vec::with_capacity(county.len());
    for (it, value) in assumptions.iter().zip(county) {
        changes.push(it.change(*value));
    }
    changes
}

/// One county with and without the change.
#[derive(Debug)]
pub struct Pair {
    /// The preset throughout, under the assumptions of this county.
    pub without: Arm,
    /// The same with the change, from reform day on; throughout if the scenario's view is `settled`.
    pub with: Arm,
}

/// One of the two, ready to run.
#[derive(Debug)]
pub struct Arm {
    /// Ready to run.
    pub setup: Setup,
    /// Its rules.
    pub rules: Scenario,
    /// Their fingerprint.
    pub scenario_hash: String,
    /// Fingerprint of those before reform day: arms that share it share their warm-up.
    pub past: String,
    /// What is unlawful about it; it runs all the same.
    pub breaches: Vec<Breach>,
}

impl Arm {
    fn new(before: &Scenario, after: &Scenario) -> Result<Self, Vec<Problem>> {
        Ok(Self {
            setup: Setup::between(before, after)?,
            rules: after.clone(),
            scenario_hash: hash(after),
            past: hash(before),
            breaches: review(after),
        })
    }
}

/// A scenario that changes a preset, and the preset without that change, both with the `assumed` changes (which hold from the first day, of
/// the world or not) and in the horizon of the scenario, on which `more` is changed last.
///
/// # Errors
/// Either is no possible plan: why.
pub fn pair(source: &Source, assumed: &[Change], more: &[Change]) -> Result<Pair, Vec<Problem>> {
    let mut all = assumed.to_vec();
    all.extend_from_slice(more);
    let with = source.load(&all)?;
    let without = without_change(&with, assumed)?;
    let before = match with.after.horizon.view {
        View::Transition => &without,
        View::Settled => &with.after,
    };
    Ok(Pair {
        with: Arm::new(before, &with.after)?,
        without: Arm::new(&without, &without)?,
    })
}

/// What a scenario is compared with in a [`pair`]: its preset, under the `assumed` changes with which the scenario has been loaded.
///
/// # Errors
/// The scenario changes no preset, or that does not pass its check with what is assumed.
pub fn without_change(with: &Loaded, assumed: &[Change]) -> Result<Scenario, Vec<Problem>> {
    // World, horizon and calendar come from the scenario, where they have been changed.
    let mut of_rules = assumed.to_vec();
    of_rules.retain(|it| !it.path.starts_with("world."));
    let preset = load_preset(preset_of(with)?, &of_rules)?;
    Ok(in_the_world_of(preset.after, &with.after))
}

/// What so many plausible counties say of a change, for one metric. Differences are with − without, in the metric's unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// As the preset assumes: the difference, paired.
    pub stated: Option<Difference>,
    /// That of each county; `null` where it could not run, or has no such metric.
    pub differences: Vec<Option<f64>>,
    /// How many counties have a difference.
    pub counties: u32,
    /// In how many it is above 0.
    pub above: u32,
    /// In how many it is below 0.
    pub below: u32,
    /// In how many it is above 0 and its interval does not hold 0; intervals are each for itself, not corrected.
    pub clearly_above: u32,
    /// In how many it is below 0 and its interval does not hold 0.
    pub clearly_below: u32,
    /// In how many it has the sign that it has as the preset assumes; nothing where that is 0 or undefined.
    pub same_sign: Option<u32>,
    /// Its mean over counties.
    pub mean: Option<f64>,
    /// The assumption that goes with most of how counties differ; nothing where luck explains all of it.
    pub decides: Option<Deciding>,
    /// How each assumption goes with it, in their order; nothing for one that does not vary.
    pub assumptions: Vec<Option<Told>>,
    /// Why nothing can be said of assumptions.
    pub refused: Option<String>,
}

/// An assumption that decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deciding {
    /// Its path.
    pub path: String,
    /// The share of the variance of the differences' ranks that goes with it: its rank correlation squared, \[0, 1\].
    pub share: f64,
    /// Its rank correlation with the differences: above 0, the larger it is, the larger (less negative) they are.
    #[serde(flatten)]
    pub told: Told,
}

/// Concludes for one metric: the difference as the preset assumes, and that of each county of the cube, in order.
#[must_use]
pub fn verdict(
    assumptions: &[Assumption],
    counties: &[Vec<f64>],
    stated: Option<Difference>,
    differences: &[Option<Difference>],
    confidence: f64,
) -> Verdict {
    let number = |it: &Option<Difference>| it.and_then(|it| it.difference);
    let found: Vec<Option<f64>> = differences.iter().map(number).collect();
    let count = |holds: &dyn Fn(&Difference) -> bool| {
        let all = differences
            .iter()
            .flatten()
            .filter(|it| it.difference.is_some());
        all.filter(|it| holds(it)).count() as u32
    };
    let above = count(&|it| it.difference > Some(0.0));
    let below = count(&|it| it.difference < Some(0.0));
    let same_sign = match number(&stated) {
        Some(it) if it > 0.0 => Some(above),
        Some(it) if it < 0.0 => Some(below),
        _ => None,
    };
    let defined: Vec<(&Vec<f64>, f64)> = counties
        .iter()
        .zip(&found)
        .filter_map(|(county, it)| Some((county, (*it)?)))
        .collect();
    let output: Vec<f64> = defined.iter().map(|it| it.1).collect();
    let input = |at: usize| -> Vec<f64> {
        let values = defined.iter().map(|it| it.0.get(at).copied());
        values.map(Option::unwrap_or_default).collect()
    };
    let inputs: Vec<Vec<f64>> = (0..assumptions.len()).map(input).collect();
    let (told, refused) = match deciding(&inputs, &output, confidence) {
        Ok(told) => (told, None),
        Err(why) => (Vec::new(), Some(why.to_string())),
    };
    let sum: f64 = output.iter().sum();
    Verdict {
        stated,
        counties: output.len() as u32,
        above,
        below,
        clearly_above: count(&|it| it.low > Some(0.0)),
        clearly_below: count(&|it| it.high.is_some_and(|it| it < 0.0)),
        same_sign,
        mean: (!output.is_empty()).then(|| sum / output.len() as f64),
        decides: named(assumptions, &told),
        assumptions: told,
        refused,
        differences: found,
    }
}

/// Makes one family of the claims about all assumptions and several metrics: who looks at all of them finds more that luck has made.
pub fn family(assumptions: &[Assumption], verdicts: &mut [Verdict], confidence: f64) {
    let mut told: Vec<_> = verdicts.iter_mut().map(|it| &mut it.assumptions).collect();
    lab::ranks::family(&mut told, confidence);
    for it in verdicts {
        it.decides = named(assumptions, &it.assumptions);
    }
}

/// The assumption that decides, by its name.
fn named(assumptions: &[Assumption], told: &[Option<Told>]) -> Option<Deciding> {
    let at = decides(told)?;
    let told = (*told.get(at)?)?;
    Some(Deciding {
        path: assumptions.get(at)?.path.clone(),
        share: told.correlation.value * told.correlation.value,
        told,
    })
}
