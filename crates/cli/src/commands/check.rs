//! `tuiyan check`

use county::scenario::Problem;
use county::setup::Setup;
use serde::Serialize;

use crate::console::{Console, Failure, entry, listed};
use crate::source;

#[derive(Serialize)]
struct Report {
    scenario: String,
    /// What keeps it from running.
    errors: Vec<Problem>,
    /// What runs, but not by the law. Procedures are not held against the rules yet: in a run, clocks are.
    breaches: [Problem; 0],
    /// What should be known.
    warnings: Vec<Problem>,
}

/// Lists everything wrong with a scenario.
pub fn check(
    console: Console,
    scenario: &str,
    changes: &[(String, String)],
) -> Result<(), Failure> {
    let loaded = source::attempt(scenario, changes);
    let (errors, warnings) = match loaded {
        // The plan is laid out too: what it lacks is as wrong as what the file says.
        Ok(loaded) => (
            Setup::new(&loaded).err().unwrap_or_default(),
            loaded.warnings,
        ),
        Err(problems) => (problems, Vec::new()),
    };
    let report = Report {
        scenario: scenario.to_owned(),
        errors,
        breaches: [],
        warnings,
    };
    console.result(&report, text)?;
    if report.errors.is_empty() {
        Ok(())
    } else {
        Err(Failure::Found)
    }
}

fn text(report: &Report) -> String {
    let mut text = if report.errors.is_empty() {
        format!("{}: no problems", report.scenario)
    } else {
        listed(&report.scenario, &report.errors)
    };
    for warning in &report.warnings {
        text += &format!("\nwarning{}", entry(warning));
    }
    text
}
