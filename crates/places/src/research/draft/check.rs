//! What keeps a draft from being run, all of it at once, each at its place of the form.

use county::scenario::Problem;
use experiment::Kind;
use page::state::{Moment, patch};
use serde_json::Value;

use super::{Draft, Factor, MOST_PLANS, MOST_POINTS, MOST_RUNS, Plan, has_ends};

/// A place of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The whole.
    Whole,
    /// A factor.
    Factor(usize),
    /// A plan.
    Plan(usize),
}

/// What keeps a draft from being run, and at which place of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// Where.
    pub at: At,
    /// Key of its sentence.
    pub key: &'static str,
    /// What is put into the sentence.
    pub names: Vec<(&'static str, String)>,
    /// What the reader of files says of it, in place of a sentence.
    pub problem: Option<Problem>,
}

fn trouble(at: At, key: &'static str, names: &[(&'static str, String)]) -> Trouble {
    Trouble {
        at,
        key,
        names: names.to_vec(),
        problem: None,
    }
}

impl Draft {
    /// All that keeps it from being run, in its scenario. `rate` is how many county-years are simulated in a second, all cores together.
    #[must_use]
    pub fn troubles(&self, now: &Moment, scenario: &Value, rate: f64) -> Vec<Trouble> {
        let mut found = Vec::new();
        if !self.is_as_written() {
            self.own_troubles(scenario, &mut found);
        }
        let points = self.count(scenario);
        let runs = points.saturating_mul(u64::from(self.replications));
        if found.is_empty() && (points > MOST_POINTS || runs > MOST_RUNS) {
            let hours = self.seconds(scenario, rate) / 3600.0;
            let names = [
                ("points", points.to_string()),
                ("runs", runs.to_string()),
                ("hours", format!("{hours:.1}")),
                ("most_points", MOST_POINTS.to_string()),
                ("most_runs", MOST_RUNS.to_string()),
            ];
            let all_two = self.factors.iter().all(|it| it.values().len() == 2);
            let full = self.kind == Kind::FullFactorial && !self.is_as_written();
            let key = match full && all_two && self.factors.len() > 3 && points > MOST_POINTS {
                true => "research.too_large_fraction",
                false => "research.too_large",
            };
            found.push(trouble(At::Whole, key, &names));
        }
        // What came along from a file has to go with what the form has become.
        let also = self.opened.as_ref().is_some_and(|it| !it.also.is_empty());
        if found.is_empty() && also && !self.is_as_written() {
            let read = experiment::read(&self.file(now, scenario).to_string());
            let problems = read.err().unwrap_or_default().into_iter();
            found.extend(problems.map(|it| self.placed(it)));
        }
        found
    }

    /// A problem of the experiment's file at its place of the form.
    #[must_use]
    pub fn placed(&self, problem: Problem) -> Trouble {
        let within = |path: &str| {
            let rest = problem.path.strip_prefix(path);
            rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
        };
        let names = self.names();
        let factor = names.iter().position(|it| within(&format!("factors.{it}")));
        let plan = |it: &Plan| within(&format!("design.scenarios.{}", it.name.trim()));
        let plan = self.plans.iter().position(plan);
        let at = match (factor, plan) {
            (Some(at), _) => At::Factor(at),
            (None, Some(at)) => At::Plan(at),
            (None, None) => At::Whole,
        };
        Trouble {
            problem: Some(problem),
            ..trouble(at, "", &[])
        }
    }

    fn own_troubles(&self, scenario: &Value, found: &mut Vec<Trouble>) {
        if self.kind.has_factors() && self.factors.is_empty() {
            found.push(trouble(At::Whole, "research.no_factor", &[]));
        }
        if self.metrics.is_empty() {
            found.push(trouble(At::Whole, "research.no_metric", &[]));
        }
        for (at, it) in self.varied().iter().enumerate() {
            found.extend(self.factor_troubles(at, it, scenario));
        }
        if self.kind == Kind::TwoWay && self.factors.len() != 2 {
            found.push(trouble(At::Whole, "research.two_way", &[]));
        }
        let fraction = self.kind == Kind::FractionalFactorial && self.runs.is_none();
        if fraction && !self.factors.is_empty() && self.fraction().is_none() {
            let resolution = self.resolution.to_string();
            let names = [("resolution", resolution)];
            found.push(trouble(At::Whole, "research.no_fraction", &names));
        }
        if self.kind == Kind::Scenarios {
            self.plan_troubles(found);
        }
    }

    fn plan_troubles(&self, found: &mut Vec<Trouble>) {
        if self.plans.is_empty() {
            found.push(trouble(At::Whole, "research.no_plan", &[]));
        }
        if self.plans.len() > MOST_PLANS {
            let names = [("most", MOST_PLANS.to_string())];
            found.push(trouble(At::Whole, "research.many_plans", &names));
        }
        for (at, it) in self.plans.iter().enumerate() {
            let here = At::Plan(at);
            let same = |other: &Plan| other.name.trim() == it.name.trim();
            if it.name.trim().is_empty() {
                found.push(trouble(here, "research.plan_no_name", &[]));
            } else if self.plans[..at].iter().any(same) {
                found.push(trouble(here, "research.plan_twice", &[]));
            }
            match it.patch() {
                Err(line) => {
                    let names = [("line", line)];
                    found.push(trouble(here, "research.no_change", &names));
                }
                Ok(patch) if it.changes.trim().is_empty() || patch == serde_json::json!({}) => {
                    found.push(trouble(here, "research.plan_empty", &[]));
                }
                Ok(_) => {}
            }
        }
    }

    fn factor_troubles(&self, at: usize, it: &Factor, scenario: &Value) -> Vec<Trouble> {
        let mut found = Vec::new();
        let here = At::Factor(at);
        let path = it.path.clone();
        if it.path.trim().is_empty() {
            return vec![trouble(here, "research.no_path", &[])];
        }
        let value = patch::get(scenario, &it.path);
        // What a file varies may be there only where a mechanism brings it; the check of its points says so if it is nowhere.
        if value.is_none() && it.name.is_none() {
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
        let of_two = self.kind == Kind::FractionalFactorial || has_ends(self.kind);
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
        if has_ends(self.kind) && values.iter().any(|it| !it.is_number()) && found.is_empty() {
            found.push(trouble(here, "research.ends", &[]));
        }
        found
    }
}
