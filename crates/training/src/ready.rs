//! A case ready to be played: the county before anybody has chosen, and the counties that choices make.

use county::law::review::{Breach, review};
use county::scenario::{Loaded, Problem, Scenario, View, load, written};
use trial::{Setup, Snapshot};

use crate::case::Case;
use crate::play::Choices;
use crate::{layer, problem};

/// A case whose scenario has been read and checked.
#[derive(Debug, Clone)]
pub struct Ready {
    /// What is written.
    pub case: Case,
    /// The county before anybody has chosen.
    base: Loaded,
    setup: Setup,
    /// What is unlawful in it before anybody has chosen.
    of_base: Vec<Breach>,
}

/// The county that some choices make.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// As written.
    pub scenario: Scenario,
    /// As it runs from reform day.
    pub setup: Setup,
}

/// What options may change nothing of: the world, and what keeps a play comparable with another.
const FIXED: [&str; 5] = ["world", "horizon", "calendar", "rules", "extends"];

impl Ready {
    /// Reads the case's scenario.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its path in the case file.
    pub fn new(case: Case) -> Result<Self, Vec<Problem>> {
        let base =
            load(&written(&case.scenario, false), &[]).map_err(|it| within("scenario", it))?;
        let mut problems = Vec::new();
        if base.preset.is_none() {
            problems.push(problem(
                "scenario.extends",
                "is missing",
                "a case changes a preset: write \"extends\": \"today\"",
            ));
        }
        if base.after.horizon.view != View::Transition {
            problems.push(problem(
                "scenario.horizon.view",
                "is not `transition`",
                "choices take effect on the first day of the window: leave `view` out",
            ));
        }
        if !base.after.world.classes.contains_key(&case.follows) {
            let known: Vec<&str> = base
                .after
                .world
                .classes
                .keys()
                .map(String::as_str)
                .collect();
            let remedy = format!("name one of: {}", known.join(", "));
            problems.push(problem(
                "follows.class",
                &format!("there is no class `{}`", case.follows),
                &remedy,
            ));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let setup = Setup::against(&base, &base).map_err(|it| within("scenario", it))?;
        let of_base = review(&base.after);
        Ok(Self {
            case,
            base,
            setup,
            of_base,
        })
    }

    /// The county before anybody has chosen.
    #[must_use]
    pub fn base(&self) -> &Scenario {
        &self.base.after
    }

    /// Id of the procedure of the case of the story.
    #[must_use]
    pub fn procedure(&self) -> &str {
        let class = self.base.after.world.classes.get(&self.case.follows);
        class.map_or("", |it| &it.procedure)
    }

    /// The past that all choices share, under this luck.
    #[must_use]
    pub fn past(&self, seed: u64, replication: u32) -> Snapshot {
        self.setup.until_reform(seed, replication)
    }

    /// Breaches that a county's procedures have in writing, as far as they are about the case of the story, or new under its choices.
    #[must_use]
    pub fn breaches(&self, scenario: &Scenario) -> Vec<Breach> {
        let own = format!("procedures.{}.", self.procedure());
        let concerns = |it: &Breach| it.path.starts_with(&own) || !self.of_base.contains(it);
        review(scenario).into_iter().filter(concerns).collect()
    }

    /// The county that these choices make.
    ///
    /// # Errors
    /// What is wrong with it, each with its path in the case file: the last option that names the place, as far as one does.
    pub fn chosen(&self, choices: &Choices) -> Result<Chosen, Vec<Problem>> {
        let mut file = self.case.scenario.clone();
        let mut last = "scenario".to_owned();
        for (n, decision) in self.case.decisions.iter().enumerate() {
            let Some(which) = choices.of(n) else { continue };
            let Some(option) = decision.options.get(which) else {
                continue;
            };
            let path = format!("decisions.{n}.options.{which}.patch");
            for key in FIXED {
                if option.patch.get(key).is_some() {
                    return Err(vec![problem(
                        &format!("{path}.{key}"),
                        "is not for anybody in the county to choose",
                        "options change procedures, meetings, mechanisms, people: all but the world, the horizon, the calendar and the rules",
                    )]);
                }
            }
            if option.patch.as_object().is_some_and(|it| !it.is_empty()) {
                last = path;
            }
            layer(&mut file, &option.patch);
        }
        let chosen = load(&written(&file, false), &[]).map_err(|it| within(&last, it))?;
        let setup = Setup::against(&self.base, &chosen).map_err(|it| within(&last, it))?;
        Ok(Chosen {
            scenario: chosen.after,
            setup,
        })
    }
}

fn within(path: &str, problems: Vec<Problem>) -> Vec<Problem> {
    let at = |it: Problem| {
        let path = match it.path.as_str() {
            "" => path.to_owned(),
            inner => format!("{path}.{inner}"),
        };
        Problem { path, ..it }
    };
    problems.into_iter().map(at).collect()
}
