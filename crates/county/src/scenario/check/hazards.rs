//! What is at stake in emergencies, seasons, who bears losses, and holes in the duty roster.

use super::Checker;
use super::stages::check_law;
use crate::scenario::{
    CaseKind, EmergencyMechanism, Hazard, OfficeHours, Problem, Scenario, StageKind, problem,
};

pub(super) fn check(out: &mut Checker, scenario: &Scenario) {
    for (id, it) in &scenario.world.sources {
        let at = &format!("world.sources.{id}");
        let Some(months) = &it.by_month else { continue };
        for (n, weight) in months.iter().enumerate() {
            out.range(at, &format!("by_month.{n}"), *weight, 0.0, 1000.0);
        }
        let sum: f64 = months.iter().sum();
        if months.len() != 12 || sum.is_nan() || sum <= 0.0 {
            out.say_of(
                at,
                "by_month",
                "is not twelve weights, one of them above 0",
                "write one weight for each month, January first",
            );
        }
    }
    for (id, it) in &scenario.world.classes {
        let Some(hazard) = &it.hazard else { continue };
        let at = &format!("world.classes.{id}");
        if it.kind != CaseKind::Emergency {
            out.say_of(
                at,
                "hazard",
                "has no meaning for a class that is not of emergencies",
                "take it out, or write kind: emergency",
            );
        }
        check_hazard(out, &format!("{at}.hazard"), hazard);
    }
    for (id, it) in &scenario.procedures {
        let Some(cover) = &it.cover else { continue };
        let at = &format!("procedures.{id}.cover");
        out.share(at, "insured_share", cover.insured_share);
        out.share(at, "donated_share", cover.donated_share);
        if cover.insured_share + cover.donated_share > 1.0 {
            out.say(
                at,
                "insurance and donations add up to more than the loss",
                "lower one of them",
            );
        }
    }
}

fn check_hazard(out: &mut Checker, at: &str, it: &Hazard) {
    const MOST: f64 = 1e12;
    out.range(at, "stake_yuan", it.stake_yuan, 0.0, MOST);
    out.range(at, "stake_cv", it.stake_cv, 0.0, 100.0);
    out.range(at, "level_3_yuan", it.level_3_yuan, 0.0, MOST);
    out.range(at, "level_2_yuan", it.level_2_yuan, 0.0, MOST);
    out.range(at, "level_1_yuan", it.level_1_yuan, 0.0, MOST);
    out.share(at, "least_share", it.least_share);
    out.share(at, "most_share", it.most_share);
    out.range(at, "grows_hours", it.grows_hours, 0.01, 10_000.0);
    if let Some(law) = &it.signs_hours {
        check_law(out, &format!("{at}.signs_hours"), law, 8_760.0);
    }
    if it.level_3_yuan > it.level_2_yuan || it.level_2_yuan > it.level_1_yuan {
        out.say_of(
            at,
            "level_2_yuan",
            "the levels are not in order",
            "level_3_yuan ≤ level_2_yuan ≤ level_1_yuan",
        );
    }
    if it.least_share > it.most_share {
        out.say_of(
            at,
            "least_share",
            "less is lost without help than with it",
            "least_share ≤ most_share",
        );
    }
}

pub(super) fn mechanism(out: &mut Checker, it: &EmergencyMechanism) {
    let at = "mechanisms.emergency";
    for (key, share) in [
        ("warning_share", it.warning_share),
        ("relay_factor", it.relay_factor),
        ("plan_factor", it.plan_factor),
        ("insured_share", it.insured_share),
        ("donated_share", it.donated_share),
        ("accountability", it.accountability),
    ] {
        out.share(at, key, share);
    }
    let staff = f64::from(it.reserve_staff);
    for (key, value, most) in [
        ("warning_lead_hours", it.warning_lead_hours, 8760.0),
        ("reserve_staff", staff, 1000.0),
        ("reserve_within_hours", it.reserve_within_hours, 240.0),
        ("reserve_hours_each", it.reserve_hours_each, 8760.0),
        ("drill_hours_per_year", it.drill_hours_per_year, 100_000.0),
    ] {
        out.range(at, key, value, 0.0, most);
    }
}

/// A hole in the roster is no error: the county runs, and is named.
pub(super) fn warn(warnings: &mut Vec<Problem>, scenario: &Scenario) {
    for (id, it) in &scenario.offices {
        let path = format!("offices.{id}.unmanned_share");
        if it.unmanned_share > 0.0 {
            let message = format!(
                "a share {} of nights and days without work has nobody on duty: calls go unanswered until the next turn",
                it.unmanned_share
            );
            let remedy = "fill the roster (0), or leave it to see what it costs";
            warnings.push(problem(&path, &message, remedy));
        }
    }
    for (id, procedure) in &scenario.procedures {
        for (stage, it) in &procedure.stages {
            let office = it.who.as_ref().and_then(|it| scenario.offices.get(it));
            if it.kind == StageKind::Call
                && office.is_some_and(|it| it.hours == OfficeHours::Office)
            {
                warnings.push(problem(
                    &format!("procedures.{id}.stages.{stage}.who"),
                    "whom people call is there in office hours only: at night calls go unanswered",
                    "write hours: round_the_clock for that office",
                ));
            }
        }
    }
}
