//! Carrying out: fidelity by its formula, reminders, deadlines, townships.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use tuiyan_county::event::{Event, EventKind, Note};
use tuiyan_county::plan::Plan;

use crate::fixture::{bare, changed, constant, events, plan, stage};

const DAY: i64 = 86_400;

/// A decision is published at once, carried out by its department in `lasts` days against a deadline of 100, and followed up.
fn county(lasts: Value, reminders: u32, carrying: Value) -> Value {
    let base = changed(
        bare(),
        json!({
            "procedures": { "plain": { "stages": {
                "draft": { "hours": constant(0.0) },
                "carry": stage("implementation", json!({ "after": ["publish"], "lasts_days": lasts, "days": 100.0 })),
                "watch": stage("follow_up", json!({ "after": ["publish"], "who": "government_office", "hours": constant(0.0),
                    "reminders": reminders, "every_days": 30.0, "remind_hours": constant(0.0) })),
            } } },
            "world": {
                "sources": { "departments": { "per_year": 1_500.0 } },
                "carrying": { "fidelity": 0.75, "township_fidelity": 0.5, "per_reminder": 0.3, "hastened_share": 0.0 },
            },
        }),
    );
    changed(base, json!({ "world": { "carrying": carrying } }))
}

fn run(county: &Value) -> (Arc<Plan>, Vec<Event>) {
    let plan = plan(county);
    let log = events(&plan, 1).0;
    (plan, log)
}

/// For each case: fidelity, and whether it was late.
fn done(log: &[Event]) -> BTreeMap<u64, (f64, bool)> {
    let done = log.iter().filter(|it| it.kind == EventKind::Implemented);
    done.map(|it| (it.case, (it.value, it.note == Note::Late)))
        .collect()
}

#[test]
fn fidelity_follows_from_the_reminders_to_the_digit() {
    // A hundred days have room for three reminders, every thirty.
    for (allowed, given, expected) in [
        (0, 0, 0.75),
        (1, 1, 0.814_795_444_829_57),
        (2, 2, 0.862_797_090_976_49),
        (9, 3, 0.898_357_585_064_9),
    ] {
        let (_, log) = run(&county(constant(100.0), allowed, json!({})));
        let done = done(&log);
        assert!(done.len() > 500, "{}", done.len());
        for (case, (fidelity, late)) in done {
            let reminded = |it: &&Event| it.kind == EventKind::Reminded && it.case == case;
            assert_eq!(log.iter().filter(reminded).count(), given);
            assert!((fidelity - expected).abs() < 1e-12, "{given}: {fidelity}");
            assert!(!late, "done on the last day of its deadline");
        }
    }
}

#[test]
fn fidelity_and_punctuality_meet_their_closed_forms() {
    // Exponential with mean 100 days: c = ⌊T/30⌋ reminders, so E e^(−k c) = (1 − q) / (1 − q e^(−k)), q = e^(−.3); in time with 1 − 1/e.
    let exponential = json!({ "kind": "exponential", "mean": 100.0 });
    let (_, log) = run(&county(exponential, 99, json!({})));
    // Those of the first months: what takes longest is then done too before the run stops, but for one in a million.
    let published = |it: &&Event| it.kind == EventKind::Published && it.tick < 200 * DAY;
    let cases: Vec<u64> = log.iter().filter(published).map(|it| it.case).collect();
    let done = done(&log);
    let (mut sum, mut squares, mut late, mut open) = (0.0, 0.0, 0.0, 0);
    for case in &cases {
        match done.get(case) {
            Some((fidelity, is_late)) => {
                sum += fidelity;
                squares += fidelity * fidelity;
                late += f64::from(u8::from(*is_late));
            }
            // Still under way: at least five reminders, and late. Counted with the least and the most it can be.
            None => open += 1,
        }
    }
    let n = (cases.len() - open) as f64;
    assert!(n > 600.0, "{n}");
    let slack = open as f64 / n;
    let q = libm::exp(-0.3);
    let expected = 1.0 - 0.25 * (1.0 - q) / (1.0 - q * libm::exp(-0.3));
    let mean = sum / n;
    let sd = ((squares / n - mean * mean) / n).sqrt();
    assert!(
        (mean - expected).abs() < 4.5 * sd + 0.25 * slack,
        "{mean} for {expected}"
    );
    let (share, p) = (late / n, libm::exp(-1.0));
    let sd = (p * (1.0 - p) / n).sqrt();
    assert!((share - p).abs() < 4.5 * sd + slack, "{share} for {p}");
}

#[test]
fn a_reminder_saves_its_share_of_the_time_still_to_go() {
    let (plan, log) = run(&county(
        constant(100.0),
        1,
        json!({ "hastened_share": 0.5 }),
    ));
    let mut seen = 0;
    for it in log.iter().filter(|it| it.kind == EventKind::StageDone) {
        if plan.stage(it.procedure, it.stage) == "carry" {
            let published = |of: &&Event| of.kind == EventKind::Published && of.case == it.case;
            let published = log.iter().find(published).unwrap().tick;
            // 30 days, and half of the other 70.
            assert_eq!(it.tick - published, 65 * DAY);
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn more_reminders_never_lower_fidelity_nor_make_anything_later() {
    let gamma = json!({ "kind": "gamma", "mean": 120.0, "cv": 0.6 });
    let by = |reminders| {
        let hastened = json!({ "hastened_share": 0.1 });
        let (_, log) = run(&county(gamma.clone(), reminders, hastened));
        done(&log)
    };
    let mut before = by(0);
    for reminders in [1, 2, 4, 8] {
        let now = by(reminders);
        for (case, (fidelity, late)) in &before {
            let (more, later) = now[case];
            assert!(more >= *fidelity && later <= *late, "{reminders}");
        }
        before = now;
    }
}

#[test]
fn townships_carry_out_each_with_its_own_fidelity_and_draft_nothing() {
    let township = |staff: u32| json!({ "name": { "zh": "乡", "en": "t" }, "staff": staff, "leader": "deputy", "township": true });
    let own = json!({ "fidelities": { "hill": 0.3 }, "paces": { "hill": 2.0 } });
    let base = county(json!({ "kind": "exponential", "mean": 20.0 }), 0, own);
    let county = changed(
        base,
        json!({
            "departments": { "hill": township(4), "plain_town": township(4) },
            "procedures": { "plain": { "stages": { "carry": { "who": "townships", "hours": constant(2.0) } } } },
            "world": { "classes": { "plan": { "other_departments": 5.0 } }, "sources": { "departments": { "per_year": 200.0 } } },
        }),
    );
    let (plan, log) = run(&county);
    let by = |id: &str| -> Vec<f64> {
        let of = log.iter().filter(|it| it.kind == EventKind::CarriedOut);
        let of = of.filter(|it| plan.actor(it.actor) == id);
        of.map(|it| it.value).collect()
    };
    let (hill, other) = (by("hill"), by("plain_town"));
    assert!(hill.len() > 100 && hill.len() == other.len());
    assert!(hill.iter().all(|it| *it == 0.3) && other.iter().all(|it| *it == 0.5));
    assert!(by("planning").is_empty(), "no department carries these out");
    assert!(done(&log).values().all(|it| (it.0 - 0.4).abs() < 1e-12));
    for it in log.iter().filter(|it| it.kind == EventKind::WorkEnded) {
        let is_town = ["hill", "plain_town"].contains(&plan.actor(it.actor));
        assert_eq!(is_town, plan.stage(it.procedure, it.stage) == "carry");
    }
    // The owner is the department that drafted it.
    let mut owners = log.iter().filter(|it| it.kind == EventKind::Implemented);
    assert!(owners.all(|it| plan.actor(it.actor) == "planning"));
}

#[test]
fn without_assumptions_about_carriers_nothing_is_said_of_them() {
    let (_, log) = run(&changed(
        county(constant(10.0), 0, json!({})),
        json!({ "world": { "carrying": null } }),
    ));
    assert!(done(&log).is_empty());
}
