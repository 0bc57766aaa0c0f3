//! `tuiyan check`

use std::path::Path;

use county::law::articles;
use county::law::review::{Breach, review};
use county::scenario::Problem;
use serde::Serialize;
use trial::Setup;

use crate::console::{Console, Failure, entry, listed};
use crate::source;

#[derive(Serialize)]
struct Report {
    scenario: String,
    /// What keeps it from running.
    errors: Vec<Problem>,
    /// What runs, but not by the law.
    breaches: Vec<Breach>,
    /// What should be known.
    warnings: Vec<Problem>,
}

/// Lists everything wrong with a scenario.
pub fn check(
    console: Console,
    scenario: &str,
    changes: &[(String, String)],
) -> Result<(), Failure> {
    if let Some(case) = source::case(Path::new(scenario)) {
        if let Some((path, _)) = changes.first() {
            return Err(Failure::Use(format!(
                "{scenario} is a case for training, which `--set {path}=…` does not change: leave it out, or change the file"
            )));
        }
        return check_case(console, scenario, &case);
    }
    let loaded = source::attempt(scenario, changes);
    let (errors, breaches, warnings) = match loaded {
        // The plan is laid out too: what it lacks is as wrong as what the file says.
        Ok(loaded) => (
            Setup::new(&loaded).err().unwrap_or_default(),
            review(&loaded.after),
            loaded.warnings,
        ),
        Err(problems) => (problems, Vec::new(), Vec::new()),
    };
    let report = Report {
        scenario: scenario.to_owned(),
        errors,
        breaches,
        warnings,
    };
    console.result(&report, text)?;
    if report.errors.is_empty() && report.breaches.is_empty() {
        Ok(())
    } else {
        Err(Failure::Found)
    }
}

/// Lists everything wrong with a case for training.
fn check_case(console: Console, name: &str, text: &str) -> Result<(), Failure> {
    let checked = training::check(text);
    console.result(&checked, |it| {
        let mut text = match it.errors.len() {
            0 => format!("{name}: no problems"),
            _ => listed(name, &it.errors),
        };
        for warning in &it.warnings {
            text += &format!("\nwarning{}", entry(warning));
        }
        text
    })?;
    if checked.errors.is_empty() {
        Ok(())
    } else {
        Err(Failure::Found)
    }
}

fn text(report: &Report) -> String {
    let mut text = if report.errors.is_empty() {
        match report.breaches.len() {
            0 => format!("{}: no problems", report.scenario),
            1 => format!("{}: runs, with 1 breach of law", report.scenario),
            n => format!("{}: runs, with {n} breaches of law", report.scenario),
        }
    } else {
        listed(&report.scenario, &report.errors)
    };
    for breach in &report.breaches {
        let cited = articles::find(&breach.article);
        let cited = cited.map_or_else(|| breach.article.clone(), |it| it.cited_en());
        text += &format!("{}\n      {cited}", entry(&breach.as_problem()));
    }
    for warning in &report.warnings {
        text += &format!("\nwarning{}", entry(warning));
    }
    text
}
