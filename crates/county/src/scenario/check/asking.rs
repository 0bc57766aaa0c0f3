//! Who is asked: hearings, expert panels, deputies.

use deliberation::selection::Unmet;

use super::Checker;
use crate::scenario::{CONSUMERS, Scenario, Selection, Stage, StageKind, classes_of, lottery};

pub(super) fn check(
    out: &mut Checker,
    scenario: &Scenario,
    procedure: &str,
    at: &str,
    stage: &Stage,
) {
    if let Some(days) = stage.materials_days {
        out.range(at, "materials_days", days, 0.0, 120.0);
        let notice = stage.days.unwrap_or(0.0);
        if days > notice {
            let message = "materials cannot come before the notice";
            let remedy = "write no more than `days`, or give longer notice";
            out.say_of(at, "materials_days", message, remedy);
        }
    }
    if stage.kind == StageKind::Hearing {
        hearing(out, scenario, procedure, at, stage);
    }
    let pooled = matches!(stage.kind, StageKind::ExpertReview | StageKind::Forum);
    let office = stage.who.as_ref().and_then(|it| scenario.offices.get(it));
    if let (true, Some(office)) = (pooled, office) {
        let interested = match (&stage.experts, &scenario.world.facts) {
            (Some(panel), Some(facts)) if panel.without_interest => {
                facts
                    .pool(stage.who.as_deref().unwrap_or_default())
                    .interested
            }
            _ => 0.0,
        };
        let pool = libm::floor(f64::from(office.staff) * (1.0 - interested) + 1e-9);
        let people = stage.people.unwrap_or(1);
        if f64::from(people) > pool {
            let (message, remedy) = if interested > 0.0 {
                let staff = office.staff;
                let message = format!(
                    "{people} experts are asked, and of the {staff} in the pool about {pool} have no interest in a matter"
                );
                (
                    message,
                    "ask fewer, make the pool larger, or ask those with an interest too",
                )
            } else {
                let message =
                    format!("the panel is larger than the pool it comes from: {people} of {pool}");
                (message, "ask fewer, or make the pool larger")
            };
            out.say_of(at, "people", &message, remedy);
        }
    }
}

fn hearing(out: &mut Checker, scenario: &Scenario, procedure: &str, at: &str, stage: &Stage) {
    let publics = &scenario.world.publics;
    for (id, it) in stage.quotas.iter().flatten() {
        let key = format!("quotas.{id}");
        if id != CONSUMERS {
            out.refers(at, &key, id, publics, "group of the public");
        }
        out.share(at, &format!("{key}.least_share"), it.least_share);
        out.share(at, &format!("{key}.most_share"), it.most_share);
        if it.least_share > it.most_share {
            let (message, remedy) = ("asks for more than it lets in", "least_share ≤ most_share");
            out.say_of(at, &key, message, remedy);
        }
    }
    if stage.quotas.is_some() && stage.selection != Some(Selection::Leximin) {
        let message = "only a lottery under quotas keeps to them";
        out.say_of(
            at,
            "quotas",
            message,
            "write selection: leximin, or take it out",
        );
    }
    if out.problems_at(at) {
        return;
    }
    let mut said: Vec<(String, String)> = Vec::new();
    for (id, class) in classes_of(scenario, procedure, stage) {
        let affected: f64 = class
            .affects
            .iter()
            .filter_map(|(group, share)| Some(publics.get(group)?.people * share))
            .sum();
        let seats = stage.people.unwrap_or(1);
        if affected > 0.0 && f64::from(seats) > affected {
            let message = format!("has more seats than matters of `{id}` affect people");
            said.push(("people".to_owned(), message));
        } else if stage.selection == Some(Selection::Leximin)
            && let Err((unmet, names)) = lottery(scenario, stage, class)
        {
            said.push(unmet_by(id, &unmet, &names));
        }
    }
    for (key, message) in said {
        let remedy = match key.as_str() {
            "people" => "write fewer people, or let more know of it",
            _ => "ask for less of what cannot be met, or let more know of it",
        };
        out.say_of(at, &key, &message, remedy);
    }
}

/// Where it is, and what those who sign up cannot meet.
fn unmet_by(class: &str, unmet: &Unmet, names: &[String]) -> (String, String) {
    match unmet {
        Unmet::PoolTooSmall { pool, size } => {
            let message = format!(
                "the panel is larger than the pool: on matters of `{class}` about {pool} sign up for {size} seats"
            );
            ("people".to_owned(), message)
        }
        Unmet::Quotas(which) => {
            let which: Vec<&str> = which
                .iter()
                .filter_map(|&it| names.get(it).map(String::as_str))
                .collect();
            let message = format!(
                "those who sign up on matters of `{class}` cannot fill the seats asked for: {}",
                which.join(", ")
            );
            ("quotas".to_owned(), message)
        }
        Unmet::UnknownFeature { .. } | Unmet::Unsolved(_) => {
            let message = format!("no lottery was found for matters of `{class}`");
            ("quotas".to_owned(), message)
        }
    }
}
