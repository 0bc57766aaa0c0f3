//! From a design to the levels of its points.

use county::scenario::Problem;
use lab::Refused;
use lab::designs::{Factorial, Word, grid, latin_hypercube, level, one_at_a_time, scale};
use serde_json::Value;

use crate::file::{Factor, Kind, Spec};
use crate::problem;
use crate::sensitive::Screen;

/// What a core of a machine of today simulates of a county of the presets' size, county-years a second, warm-up included: about so much
/// (`tuiyan run today --json` has the figures for this one). Natively; in a browser some two thirds of it.
pub const COUNTY_YEARS_A_SECOND: f64 = 100.0;
/// The most points: each is a county of its own in memory.
const MOST_POINTS: u64 = 4_096;
/// The most runs, points times replications: more is a slip of the pen.
const MOST_RUNS: u64 = 10_000_000;

/// Points, and the two-level design they are of, if they are.
#[derive(Debug)]
pub struct Laid {
    /// One value a factor, in order of the factors.
    pub points: Vec<Vec<Value>>,
    /// What tells effects apart.
    pub factorial: Option<Factorial>,
}

/// Lays out a design; of shadow prices it only counts the points of so many `holders`.
///
/// # Errors
/// It does not go with the factors, or is too large: how many runs it would be, how long they would take if the `years` of one are known,
/// warm-up included, and what to take instead.
pub fn lay(spec: &Spec, years: Option<f64>, holders: usize) -> Result<Laid, Vec<Problem>> {
    let factors: Vec<&Factor> = spec.factors.values().collect();
    let counts: Vec<u32> = factors.iter().map(|it| count(it)).collect();
    let number = number(spec, &counts, holders);
    let runs = number.saturating_mul(u64::from(spec.replications));
    if number > MOST_POINTS || runs > MOST_RUNS {
        let at_least = if number == u64::MAX { "more than " } else { "" };
        let message = format!(
            "it would be {at_least}{number} points × {} replications = {runs} runs; {MOST_POINTS} points and {MOST_RUNS} runs are the most",
            spec.replications
        );
        let takes = years.map_or_else(String::new, |it| {
            let county_years = runs as f64 * it;
            format!(
                "; at about {COUNTY_YEARS_A_SECOND} county-years a second on each core ({it} a run, warm-up included) that takes {at_least}{} on one core",
                time(county_years / COUNTY_YEARS_A_SECOND)
            )
        });
        return Err(vec![problem(
            "design",
            &(message + &takes),
            &smaller(spec.design.kind, &counts, number > MOST_POINTS),
        )]);
    }
    if spec.design.kind == Kind::TwoWay && factors.len() != 2 {
        return Err(vec![problem(
            "design.kind",
            &format!(
                "a two-way sweep is of two factors, and there are {}",
                factors.len()
            ),
            "leave two factors, or take full_factorial",
        )]);
    }
    let refused = |why: Refused| {
        vec![problem(
            "design",
            &why.to_string(),
            "see docs/experiments.md for the kinds of design",
        )]
    };
    let of_levels = |points: Vec<Vec<u32>>, factorial| Laid {
        points: points
            .into_iter()
            .map(|point| {
                let values = point.into_iter().zip(&factors);
                values.map(|(level, factor)| value(factor, level)).collect()
            })
            .collect(),
        factorial,
    };
    let place = |point: Vec<f64>| {
        let values = point.into_iter().zip(&factors);
        values.map(|(at, factor)| between(factor, at)).collect()
    };
    match spec.design.kind {
        Kind::OneWay => {
            let base = vec![0; counts.len()];
            let points = one_at_a_time(&counts, &base).map_err(refused)?;
            Ok(of_levels(points, None))
        }
        Kind::TwoWay | Kind::FullFactorial => {
            let points = grid(&counts).map_err(refused)?;
            // The same points in the same order, if all factors have two levels.
            let two = counts.iter().all(|it| *it == 2);
            let factorial = two.then(|| Factorial::full(counts.len() as u32));
            Ok(of_levels(points, factorial.transpose().map_err(refused)?))
        }
        Kind::FractionalFactorial => {
            let factorial = fraction(spec, &counts)?;
            let levels = |run: u32| {
                let bits = factorial.levels(run);
                (0..factorial.factors()).map(|it| bits >> it & 1).collect()
            };
            let points = (0..factorial.runs()).map(levels).collect();
            Ok(of_levels(points, Some(factorial)))
        }
        // Their points are no levels of factors.
        Kind::Scenarios | Kind::PlausibleCounties | Kind::ShadowPrices => {
            Ok(of_levels(Vec::new(), None))
        }
        Kind::Morris | Kind::Sobol => {
            let points = match Screen::of(spec) {
                Some(screen) => screen.map_err(refused)?.points(),
                None => Vec::new(),
            };
            Ok(Laid {
                points: points.into_iter().map(place).collect(),
                factorial: None,
            })
        }
        Kind::LatinHypercube => {
            let points = spec.design.points.unwrap_or(1);
            let cube =
                latin_hypercube(points, counts.len() as u32, 1, spec.seed).map_err(refused)?;
            Ok(Laid {
                points: cube.into_iter().map(place).collect(),
                factorial: None,
            })
        }
    }
}

/// The two-level design of an experiment that has been laid out before; nothing for one of another kind.
pub fn factorial(spec: &Spec) -> Option<Factorial> {
    lay(spec, None, 0).ok()?.factorial
}

/// Seconds in the unit that people would take, rounded.
fn time(seconds: f64) -> String {
    const UNITS: [(&str, &str, f64); 5] = [
        ("year", "years", 365.0 * 86_400.0),
        ("day", "days", 86_400.0),
        ("hour", "hours", 3_600.0),
        ("minute", "minutes", 60.0),
        ("second", "seconds", 1.0),
    ];
    let found = UNITS.iter().find(|it| seconds >= 0.95 * it.2);
    let (one, many, length) = found.unwrap_or(&UNITS[4]);
    let number = libm::round(seconds / length);
    let unit = if number == 1.0 { one } else { many };
    format!("{number} {unit}")
}

/// The names of a word's factors, in their order.
pub fn named(spec: &Spec, word: Word) -> Vec<String> {
    let names: Vec<&String> = spec.factors.keys().collect();
    let name = |it: u32| names.get(it as usize).map(|it| (*it).clone());
    word.factors().filter_map(name).collect()
}

/// How many points there would be.
fn number(spec: &Spec, counts: &[u32], holders: usize) -> u64 {
    match spec.design.kind {
        Kind::FullFactorial | Kind::TwoWay => counts
            .iter()
            .fold(1u64, |points, it| points.saturating_mul(u64::from(*it))),
        Kind::OneWay => 1 + counts.iter().map(|it| u64::from(*it) - 1).sum::<u64>(),
        Kind::FractionalFactorial => spec.design.runs.map_or(1, u64::from),
        Kind::LatinHypercube => spec.design.points.map_or(1, u64::from),
        Kind::Morris => spec
            .design
            .trajectories
            .map_or(1, |it| u64::from(it) * (counts.len() as u64 + 1)),
        Kind::Sobol => spec
            .design
            .points
            .map_or(1, |it| u64::from(it) * (counts.len() as u64 + 2)),
        Kind::ShadowPrices => 1 + 2 * holders as u64,
        Kind::PlausibleCounties => 2 * (1 + spec.design.points.map_or(0, u64::from)),
        Kind::Scenarios => {
            1 + spec
                .design
                .scenarios
                .as_ref()
                .map_or(0, |it| it.len() as u64)
        }
    }
}

/// What to take instead of a design that is too large.
fn smaller(kind: Kind, counts: &[u32], points: bool) -> String {
    if !points {
        return "take fewer replications: 30 are many".to_owned();
    }
    if kind == Kind::PlausibleCounties {
        return "take fewer counties: 64 are many".to_owned();
    }
    if kind == Kind::ShadowPrices {
        return "take a scenario of fewer leaders, offices and departments".to_owned();
    }
    if let Kind::Morris | Kind::Sobol = kind {
        return "take fewer trajectories or points, or fewer factors: screen them first with {\"kind\": \"morris\"}".to_owned();
    }
    let factors = counts.len() as u32;
    let mut fractions = (1..factors)
        .filter(|_| counts.iter().all(|it| *it == 2))
        .filter_map(|halvings| Factorial::fraction(factors, halvings).ok());
    match fractions.find(|it| u64::from(it.runs()) <= MOST_POINTS) {
        Some(it) => format!(
            "take a fraction: {{\"kind\": \"fractional_factorial\", \"runs\": {}}}, of resolution {}",
            it.runs(),
            it.resolution().unwrap_or(0)
        ),
        None => format!(
            "take {{\"kind\": \"latin_hypercube\", \"points\": {}}}, or one_way",
            (10 * factors).clamp(16, MOST_POINTS as u32)
        ),
    }
}

/// The fraction asked for.
fn fraction(spec: &Spec, counts: &[u32]) -> Result<Factorial, Vec<Problem>> {
    let names = spec.factors.keys().zip(counts);
    let wrong: Vec<Problem> = names
        .filter(|it| *it.1 != 2)
        .map(|(name, count)| {
            problem(
                &format!("factors.{name}.levels"),
                &format!("has {count} levels; a fraction is of factors with two"),
                "give two levels, or low and high",
            )
        })
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let factors = counts.len() as u32;
    // Those there are, the largest first; the full design among them.
    let there_are: Vec<Factorial> = (0..factors)
        .filter_map(|halvings| Factorial::fraction(factors, halvings).ok())
        .filter(|it| u64::from(it.runs()) <= MOST_POINTS)
        .collect();
    let resolution = |it: &Factorial| it.resolution().unwrap_or(u32::MAX);
    let found = match (spec.design.runs, spec.design.resolution) {
        (Some(runs), _) => there_are.iter().find(|it| it.runs() == runs),
        (None, Some(least)) => there_are.iter().rev().find(|it| resolution(it) >= least),
        (None, None) => None,
    };
    found.cloned().ok_or_else(|| {
        let list: Vec<String> = there_are
            .iter()
            .map(|it| match it.resolution() {
                Some(resolution) => format!("{} runs (resolution {resolution})", it.runs()),
                None => format!("{} runs (all)", it.runs()),
            })
            .collect();
        let remedy = if list.is_empty() {
            "take a latin_hypercube".to_owned()
        } else {
            format!("there are {}", list.join(", "))
        };
        let key = if spec.design.runs.is_some() {
            "runs"
        } else {
            "resolution"
        };
        vec![problem(
            &format!("design.{key}"),
            &format!("there is no such fraction of {factors} factors"),
            &remedy,
        )]
    })
}

/// Levels of a factor; the ends of a range are two.
fn count(factor: &Factor) -> u32 {
    factor.levels.as_ref().map_or(2, |it| it.len() as u32)
}

fn value(factor: &Factor, level: u32) -> Value {
    let ends = [&factor.low, &factor.high];
    let end = || ends.get(level as usize).and_then(|it| (*it).clone());
    match &factor.levels {
        Some(levels) => levels.get(level as usize).cloned().unwrap_or_default(),
        None => end().unwrap_or_default(),
    }
}

/// The value at a coordinate of the unit cube.
fn between(factor: &Factor, coordinate: f64) -> Value {
    if let Some(levels) = &factor.levels {
        return value(factor, level(coordinate, levels.len() as u32));
    }
    let end = |it: &Option<Value>| it.as_ref().and_then(Value::as_f64).unwrap_or(0.0);
    let (low, high) = (end(&factor.low), end(&factor.high));
    if factor.whole {
        // Each whole number has an equal share; the ends are within 32 bits, so all of this is exact.
        let numbers = ((high - low) as u32).saturating_add(1);
        return Value::from(low as i64 + i64::from(level(coordinate, numbers)));
    }
    Value::from(scale(coordinate, low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_said_in_the_unit_that_people_would_take() {
        let table = [
            (0.2, "0 seconds"),
            (1.0, "1 second"),
            (50.0, "50 seconds"),
            (58.0, "1 minute"),
            (3_000.0, "50 minutes"),
            (12_288.0, "3 hours"),
            (86_400.0, "1 day"),
            (30.0 * 86_400.0, "30 days"),
            (1e9, "32 years"),
        ];
        for (seconds, said) in table {
            assert_eq!(time(seconds), said);
        }
    }
}
