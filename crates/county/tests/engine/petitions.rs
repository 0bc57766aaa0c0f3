//! Petitions, reception days, and what decisions and petitions give rise to (`docs/model.md`, 7.15 to 7.17).
//!
//! Intervals are five standard errors wide: a right model leaves one once in 1.7 million tries.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::measure::Measure;
use serde_json::{Value, json};
use tuiyan_county::event::{Event, EventKind, Log, Note, Nothing};
use tuiyan_county::metrics::Fold;
use tuiyan_county::plan::Plan;
use tuiyan_county::run::Run;
use tuiyan_county::scenario::check as problems;

use crate::conservation::check;
use crate::fixture::{bare, busy, changed, constant, events, plan, scenario, stage};

const DAY: f64 = 86_400.0;

fn name(text: &str) -> Value {
    json!({ "zh": text, "en": text })
}

fn petition_class(more: Value) -> Value {
    changed(
        json!({ "name": name("petition"), "kind": "petition", "procedure": "petition", "weight": 1, "urgent_share": 0.0,
            "vital_interest_share": 0.0, "technical_share": 0.0, "risky_share": 0.0, "departments": {},
            "other_departments": 0.0, "affects": {} }),
        more,
    )
}

/// The bare county with a reception day every seven days at noon, on which three leaders with one department each take turns.
fn reception(turns: &str, per_year: f64, patch: Value) -> Value {
    let three = json!({ "planning": 1.0, "water": 1.0, "roads": 1.0 });
    let county = changed(
        bare(),
        json!({
            "departments": { "roads": { "name": name("roads"), "staff": 5, "leader": "magistrate" } },
            "meetings": { "reception": { "name": name("reception"), "every_days": 7.0, "at": "12:00", "minutes": 1440.0,
                "agenda_closes_days": 0.0, "members": ["magistrate", "executive", "deputy"], "turns": turns, "quorum_share": 0.0,
                "postponed_days": 1.0 } },
            "procedures": { "petition": { "name": name("petition"), "stages": {
                "receive": stage("meeting", json!({ "meeting": "reception", "minutes": constant(0.0) })),
                "answer": stage("reply", json!({ "after": ["receive"], "who": "receiving_leader", "hours": constant(0.0) })),
            } } },
            "world": {
                "sources": {
                    "departments": { "per_year": 0.0 },
                    "people": { "name": name("people"), "per_year": per_year, "dispersion": 1.0, "classes": { "visit": 1.0 } },
                },
                "classes": { "visit": petition_class(json!({ "departments": three })) },
            },
        }),
    );
    changed(county, patch)
}

fn log_of(county: &Value, seed: u64) -> (Arc<Plan>, Vec<Event>) {
    assert_eq!(problems(&scenario(county)), vec![]);
    let plan = plan(county);
    let (log, _) = events(&plan, seed);
    check(&log);
    (plan, log)
}

/// Days from registration to being heard, one for each case heard.
fn until_heard(log: &[Event]) -> Vec<f64> {
    let mut came = BTreeMap::new();
    let mut waits = Vec::new();
    for it in log {
        match it.kind {
            EventKind::Registered => {
                came.insert(it.case, it.tick);
            }
            EventKind::Heard => waits.push((it.tick - came[&it.case]) as f64 / DAY),
            _ => {}
        }
    }
    waits
}

/// Mean and standard error of means of replications.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values
        .iter()
        .map(|it| (it - mean) * (it - mean))
        .sum::<f64>();
    (mean, (squares / (n - 1.0) / n).sqrt())
}

fn agrees(what: &str, values: &[f64], expected: f64, weakest: f64) {
    let (got, error) = mean(values);
    assert!(
        error < expected.abs() * weakest,
        "{what}: too weak, ± {error} of {expected}"
    );
    assert!(
        (got - expected).abs() < 5.0 * error,
        "{what}: {got} ± {error}, expected {expected}"
    );
}

fn mean_waits(county: &Value, replications: u64) -> Vec<f64> {
    let wait = |seed| mean(&until_heard(&log_of(county, seed).1)).0;
    (0..replications).map(wait).collect()
}

#[test]
fn waiting_for_one_s_own_leader_takes_as_many_times_longer_as_there_are_leaders() {
    // Everybody is always there, days are equally long and nobody is left over: a visitor waits for half a period, 3.5 days, to be seen by
    // whoever is on, and for half of three, 10.5, for the leader in whose portfolio his case lies.
    for (turns, expected) in [("anybody", 3.5), ("portfolio", 10.5)] {
        let long = json!({ "horizon": { "years": 20.0, "close_cap_years": 1.0 } });
        let waits = mean_waits(&reception(turns, 120.0, long), 24);
        agrees(turns, &waits, expected, 0.004);
    }
}

#[test]
fn an_agenda_too_short_for_all_carries_over_as_the_closed_form_says() {
    // science B10: T = 30 days, five visitors at most, ρ = .7: 19.07 days where anybody is heard. By portfolio each leader holds a reception
    // of his own with three times the period and a third of the visitors: three times as long.
    for (turns, per_period, expected) in [("anybody", 3.5, 19.07), ("portfolio", 3.5, 57.21)] {
        let patch = json!({
            "horizon": { "warm_up_years": 10.0, "years": 100.0, "close_cap_years": 3.0 },
            "meetings": { "reception": { "every_days": 30.0, "items": 5 } },
        });
        let county = reception(turns, 365.2425 / 30.0 * per_period, patch);
        let waits = mean_waits(&county, 32);
        agrees(turns, &waits, expected, 0.02);
    }
}

#[test]
fn whoever_is_away_is_stood_in_for_or_the_next_in_turn_receives() {
    // The deputy is never there. Without stand-ins those of his portfolio are never heard, and others are heard in his turn.
    let away = |turns: &str, stand_in: bool| {
        let patch = json!({
            "world": { "absences": { "shares": { "deputy": 1.0 } } },
            "mechanisms": { "stand_in": { "enabled": stand_in } },
        });
        let (plan, log) = log_of(&reception(turns, 200.0, patch), 3);
        let mut heard: BTreeMap<(String, String), u32> = BTreeMap::new();
        for it in log.iter().filter(|it| it.kind == EventKind::Heard) {
            let whose = match it.note {
                Note::InsteadOf(leader) => plan.actor(tuiyan_county::event::Actor::Leader(leader)),
                _ => plan.actor(it.actor),
            };
            let key = (plan.actor(it.actor).to_owned(), whose.to_owned());
            *heard.entry(key).or_insert(0) += 1;
        }
        let open = log
            .iter()
            .filter(|it| it.kind == EventKind::Censored)
            .count();
        (heard.into_keys().collect::<Vec<_>>(), open)
    };
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|it| (it.0.to_owned(), it.1.to_owned()))
            .collect()
    };
    let alone = ("executive", "executive");
    let chief = ("magistrate", "magistrate");
    // Members take turns as they are named: after the deputy it is the magistrate's turn again.
    assert_eq!(
        away("anybody", false),
        (pairs(&[alone, ("magistrate", "deputy"), chief]), 0)
    );
    assert_eq!(
        away("anybody", true),
        (pairs(&[("executive", "deputy"), alone, chief]), 0)
    );
    let (heard, open) = away("portfolio", false);
    assert_eq!(heard, pairs(&[alone, ("magistrate", "deputy"), chief]));
    assert!(
        open > 40,
        "a third of two hundred wait for the deputy: {open}"
    );
    assert_eq!(
        away("portfolio", true),
        (pairs(&[("executive", "deputy"), alone, chief]), 0)
    );
}

#[test]
fn who_received_it_hears_what_came_of_it() {
    let patch = json!({ "procedures": { "petition": { "stages": {
        "report": stage("sign_off", json!({ "after": ["receive"], "who": "receiving_leader", "hours": constant(0.5) })),
        "answer": { "after": ["report"] },
    } } } });
    let (plan, log) = log_of(&reception("anybody", 300.0, patch), 5);
    let mut heard = BTreeMap::new();
    let mut elsewhere = 0;
    for it in &log {
        match it.kind {
            EventKind::Heard => {
                heard.insert(it.case, it.actor);
            }
            EventKind::Queued => {
                assert_eq!(it.actor, heard[&it.case], "{}", plan.actor(it.actor));
                elsewhere += 1;
            }
            _ => {}
        }
    }
    assert!(elsewhere > 200);
}

/// The busy county as the check has it.
fn base() -> Value {
    let patch = json!({ "procedures": { "plain": { "stages": { "draft": { "hours": { "mean": null } } } } } });
    changed(busy(), patch)
}

/// The busy county with all of it: objections, petitions by letter and in person, repeats, matters that petitions raise. `letters`, `visits`
/// a year, and the share of objections that become petitions.
fn whole(letters: f64, visits: f64, petition_share: f64) -> Value {
    changed(
        base(),
        json!({
            "offices": { "bureau": { "name": name("bureau"), "staff": 1 } },
            "meetings": { "reception": { "name": name("reception"), "every_days": 14.0, "at": "14:30", "minutes": 120.0, "items": 4,
                "agenda_closes_days": 0.0, "members": ["executive", "deputy"], "turns": "portfolio", "quorum_share": 0.0,
                "postponed_days": 2.0, "attendees_per_item": 1.0 } },
            "procedures": {
                "plain": { "raises": { "objections": { "on": "published", "class": "letter", "per": "objections" } } },
                "petition": { "name": name("petition"), "stages": {
                    "receive": stage("meeting", json!({ "meeting": "reception", "minutes": constant(20.0), "when": { "classes": ["visit"] } })),
                    "route": stage("task", json!({ "after": ["receive"], "who": "bureau", "hours": { "kind": "exponential", "mean": 1.0 } })),
                    "together": stage("coordination", json!({ "after": ["route"], "minutes": constant(40.0),
                        "when": { "other_departments_at_least": 1 } })),
                    "handle": stage("task", json!({ "after": ["together"], "who": "drafting_unit", "hours": { "kind": "exponential", "mean": 6.0 } })),
                    "report": stage("sign_off", json!({ "after": ["handle"], "who": "receiving_leader", "hours": constant(0.3),
                        "returns": { "to": "handle", "share": 0.2, "at_most": 2 } })),
                    "answer": stage("reply", json!({ "after": ["report"], "who": "bureau", "hours": constant(0.5) })),
                }, "clocks": { "closed": { "article": "test-30", "counts": "calendar_days", "length": 30.0, "starts_on": "registered",
                    "stops_on": "answered" } },
                "raises": {
                    "again": { "on": "answered", "class": "letter", "share": 0.5, "overrun": "closed", "after_days": constant(5.0) },
                    "matter": { "on": "answered", "class": "civic", "share": 0.1, "after_days": { "kind": "exponential", "mean": 9.0 } },
                } },
            },
            "world": {
                "sources": {
                    "letters": { "name": name("letters"), "per_year": letters, "dispersion": 2.0, "classes": { "post": 1.0 } },
                    "visits": { "name": name("visits"), "per_year": visits, "dispersion": 1.0, "classes": { "visit": 1.0 } },
                },
                "classes": {
                    "letter": petition_class(json!({})),
                    "post": petition_class(json!({ "departments": { "planning": 1.0, "water": 1.0 }, "other_departments": 0.3 })),
                    "visit": petition_class(json!({ "departments": { "planning": 1.0, "water": 1.0 }, "other_departments": 0.3 })),
                    "civic": changed(busy()["world"]["classes"]["plan"].clone(), json!({ "departments": {}, "other_departments": 0.0 })),
                },
                "reception": { "a": -7.0, "b": 1.0, "c": 0.7, "petition_share": petition_share,
                    "petition_days": { "kind": "exponential", "mean": 30.0 } },
            },
        }),
    )
}

/// What happened, in names that mean the same in every county.
fn told(plan: &Plan, log: &[Event]) -> Vec<(i64, EventKind, u64, String, String, u64)> {
    let told = log.iter().map(|it| {
        let names = [plan.stage(it.procedure, it.stage), plan.actor(it.actor)];
        let [stage, actor] = names.map(str::to_owned);
        (it.tick, it.kind, it.case, stage, actor, it.value.to_bits())
    });
    told.collect()
}

#[test]
fn the_whole_keeps_its_invariants() {
    for seed in 0..10 {
        let (_, log) = log_of(&whole(60.0, 40.0, 0.3), seed);
        let count = |kind| log.iter().filter(|it| it.kind == kind).count();
        assert!(count(EventKind::Heard) > 20 && count(EventKind::Objected) > 20);
    }
}

#[test]
fn a_county_without_petitions_is_left_exactly_as_it_was() {
    for seed in 0..4 {
        let (before_plan, before) = log_of(&base(), seed);
        let (plan, mut log) = log_of(&whole(0.0, 0.0, 0.0), seed);
        let objections = log
            .iter()
            .filter(|it| it.kind == EventKind::Objected)
            .count();
        assert!(objections > 0, "people object; that is all they do");
        log.retain(|it| it.kind != EventKind::Objected);
        // The bureau is there, and idle.
        let hours = |it: &Event| {
            let says = [
                EventKind::HoursAvailable,
                EventKind::HoursUsed,
                EventKind::HoursWaiting,
            ];
            says.contains(&it.kind) && plan.actor(it.actor) == "bureau"
        };
        log.retain(|it| !hours(it));
        let (was, is) = (told(&before_plan, &before), told(&plan, &log));
        let other = was.iter().zip(&is).find(|(was, is)| was != is);
        assert_eq!((other, was.len()), (None, is.len()));
    }
}

/// Objections by case and group.
fn objections(plan: &Plan, log: &[Event]) -> BTreeMap<(u64, String), u64> {
    let objected = log.iter().filter(|it| it.kind == EventKind::Objected);
    objected
        .map(|it| ((it.case, plan.actor(it.actor).to_owned()), it.value as u64))
        .collect()
}

#[test]
fn being_listened_to_only_ever_lowers_objections_on_the_same_luck() {
    let with = |c: f64| {
        let patch = json!({ "world": { "reception": { "a": -6.0, "c": c },
            "publics": { "villagers": { "name": name("villagers"), "people": 30_000.0, "reach_share": 0.3, "reach_half_days": 10.0,
                "comment_rate": 0.001, "attendance_share": 0.5 } },
            "classes": { "plan": { "affects": { "villagers": 0.4 } } } } });
        let (plan, log) = log_of(&changed(whole(0.0, 0.0, 0.0), patch), 9);
        let heard: Vec<u64> = log
            .iter()
            .filter(|it| it.kind == EventKind::CommentsReplied)
            .map(|it| it.case)
            .collect();
        let rest: Vec<Event> = log
            .iter()
            .filter(|it| it.kind != EventKind::Objected)
            .copied()
            .collect();
        (objections(&plan, &log), heard, told(&plan, &rest))
    };
    let mut before = with(0.0);
    for c in [0.5, 2.0, 20.0] {
        let after = with(c);
        assert!(before.2 == after.2, "nothing else happens otherwise");
        let mut fewer = 0;
        for (key, was) in &before.0 {
            let is = after.0.get(key).copied().unwrap_or(0);
            assert!(is <= *was, "{key:?}: {was} became {is} when c rose to {c}");
            // Whoever was not listened to is not touched by it.
            assert!(is == *was || before.1.contains(&key.0), "{key:?}");
            fewer += was - is;
        }
        assert!(fewer > 0, "c = {c} did nothing");
        assert!(
            after.0.keys().all(|it| before.0.contains_key(it)),
            "nobody new objects"
        );
        before = after;
    }
}

#[test]
fn objections_are_as_many_as_the_formula_says() {
    // One group, so that it was listened to as far as the log's answers go. The sum over all matters is Poisson with the sum of the means.
    let patch = json!({ "horizon": { "years": 30.0 }, "world": { "reception": { "a": -6.0, "b": 1.3, "c": 1.1 } } });
    let (_, log) = log_of(&changed(whole(0.0, 0.0, 0.0), patch), 4);
    let (mut worth, mut affected) = (BTreeMap::new(), BTreeMap::new());
    let mut answered: BTreeMap<u64, [f64; 2]> = BTreeMap::new();
    let (mut expected, mut unlistened, mut found) = (0.0, 0.0, 0.0);
    for it in &log {
        match it.kind {
            EventKind::WorthToGroup => drop(worth.insert(it.case, it.value)),
            EventKind::Affected => drop(affected.insert(it.case, it.value)),
            EventKind::Commented => answered.entry(it.case).or_default()[0] += it.value,
            EventKind::CommentsReplied => answered.entry(it.case).or_default()[1] += it.value,
            EventKind::Published => {
                let listened = answered.get(&it.case).map_or(0.0, |it| it[1] / it[0]);
                let logistic = |x: f64| 1.0 / (1.0 + libm::exp(-x));
                let at = -6.0 - 1.3 * worth[&it.case];
                expected += affected[&it.case] * logistic(at - 1.1 * listened);
                unlistened += affected[&it.case] * logistic(at);
            }
            EventKind::Objected => found += it.value,
            _ => {}
        }
    }
    assert!(expected > 2_000.0 && unlistened - expected > 10.0 * expected.sqrt());
    assert!(
        (found - expected).abs() < 5.0 * expected.sqrt(),
        "{found}, not {expected}"
    );
}

#[test]
fn a_share_of_objections_becomes_petitions_and_a_larger_share_keeps_those_of_a_smaller() {
    let with = |share: f64| {
        let patch = json!({ "world": { "reception": { "a": -6.0, "petition_share": share } },
            "procedures": { "petition": { "stages": { "together": null, "report": null,
                "handle": { "after": ["route"], "who": "bureau" }, "answer": { "after": ["handle"] } },
                "raises": { "again": null, "matter": null } } } });
        let (plan, log) = log_of(&changed(whole(0.0, 0.0, 0.0), patch), 2);
        let mut by_parent: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for it in log.iter().filter(|it| it.kind == EventKind::Registered) {
            if let Note::Parent { key, class } = it.note {
                assert_eq!(
                    (plan.class(class), plan.class(it.class)),
                    ("plan", "letter")
                );
                by_parent.entry(key).or_default().push(it.case);
            }
        }
        let mut objected: BTreeMap<u64, u64> = BTreeMap::new();
        for ((case, _), count) in objections(&plan, &log) {
            *objected.entry(case).or_default() += count;
        }
        for (parent, children) in &by_parent {
            assert!(children.len() as u64 <= objected[parent]);
        }
        let petitions: usize = by_parent.values().map(Vec::len).sum();
        (
            by_parent,
            petitions as f64,
            objected.values().sum::<u64>() as f64,
        )
    };
    let (few, petitions, of) = with(0.2);
    // Petitions of the last months of the run are still to come.
    let (expected, error) = (of * 0.2, (of * 0.2 * 0.8).sqrt());
    assert!(
        petitions < expected + 5.0 * error && petitions > 0.7 * expected - 5.0 * error,
        "{petitions} of {of}"
    );
    let (many, more, _) = with(0.6);
    assert!(more > petitions);
    for (parent, children) in &few {
        for child in children {
            assert!(
                many[parent].contains(child),
                "{child} of {parent} no longer petitions"
            );
        }
    }
}

/// Measures of a run.
fn measures(county: &Value, seed: u64) -> BTreeMap<String, f64> {
    let plan = plan(county);
    let mut run = Run::new(Arc::clone(&plan), seed, 0, Nothing);
    run.warm_up(u64::MAX);
    let (mut run, _) = run.observed_by(Fold::new(Arc::clone(&plan)));
    run.open_window(None);
    run.finish(u64::MAX);
    let measures = run.observed_by(Nothing).1.measures();
    let value = |it: &Measure| match it {
        Measure::Total(value) => *value,
        Measure::Ratio { above, below } => above / below,
        Measure::Quantile { .. } | Measure::Tail { .. } => f64::NAN,
    };
    measures
        .0
        .iter()
        .map(|(name, it)| (name.clone(), value(&it.0)))
        .collect()
}

#[test]
fn a_petition_bureau_alone_is_an_m_m_c_queue() {
    // science B10: Erlang C(1.6, 2) = .711111, so a wait of .711111 / (2 − 1.6) = 1.777778 mean services, of a day each. Decisions nobody
    // objects to, petitions that nothing comes of: what goes on beside them does not touch the bureau.
    let county = changed(
        whole(365.2425 * 1.6, 0.0, 0.0),
        json!({
            "horizon": { "warm_up_years": 1.0, "years": 25.0, "close_cap_years": 1.0 },
            "calendar": { "holidays": "none", "morning_from": "00:00", "morning_to": "12:00", "afternoon_from": "12:00", "afternoon_to": "24:00" },
            "offices": { "bureau": { "staff": 2 } },
            "leaders": { "magistrate": { "bound_hours_per_week": 0.0 }, "executive": { "bound_hours_per_week": 0.0 }, "deputy": { "bound_hours_per_week": 0.0 } },
            "procedures": { "petition": { "stages": { "receive": null, "together": null, "handle": null, "report": null,
                "route": { "after": [], "hours": { "kind": "exponential", "mean": 24.0 } },
                "answer": { "after": ["route"], "hours": constant(0.0) } }, "raises": { "again": null, "matter": null } } },
            "world": { "sources": { "letters": { "dispersion": 1.0 }, "departments": { "per_year": 10.0 } } },
        }),
    );
    let wait = |seed| {
        let (plan, log) = log_of(&county, seed);
        let mut came = BTreeMap::new();
        let mut waits = Vec::new();
        for it in log.iter().filter(|it| plan.actor(it.actor) == "bureau") {
            match it.kind {
                EventKind::Queued => drop(came.insert(it.case, it.tick)),
                EventKind::WorkStarted => waits.push((it.tick - came[&it.case]) as f64 / DAY),
                _ => {}
            }
        }
        mean(&waits).0
    };
    let waits: Vec<f64> = (0..12).map(wait).collect();
    agrees("M/M/2", &waits, 1.777_778, 0.04);
}

#[test]
fn a_county_that_feeds_its_own_petitions_has_as_many_as_the_radius_says() {
    // One class: each petition is asked again with .6 once answered. R = .6, and a petitions from outside become a/(1 − R) in all.
    let county = reception(
        "anybody",
        400.0,
        json!({
            "horizon": { "warm_up_years": 2.0, "years": 4.0, "close_cap_years": 2.0 },
            "procedures": { "petition": { "raises": { "again": { "on": "answered", "class": "visit", "share": 0.6, "after_days": constant(3.0) } } } },
        }),
    );
    let runs: Vec<_> = (0..40).map(|seed| measures(&county, seed)).collect();
    for it in &runs {
        assert!((it["petitions.spectral_radius"] - 0.6).abs() < 1e-9);
        assert_eq!(it["petitions.from_decisions"], 0.0);
        assert!(
            (it["petitions.repeat.share"] - it["petitions.arose"] / it["petitions.received"]).abs()
                < 1e-12
        );
    }
    let all: Vec<f64> = runs.iter().map(|it| it["petitions.received"]).collect();
    agrees("a/(1 − R)", &all, 400.0 / 0.4, 0.02);
}

#[test]
fn the_radius_of_two_classes_that_raise_each_other_is_the_root_of_the_product() {
    // Each decision raises petitions of all who object, each petition a decision with .1: R = √(.1 · n·E logistic(a − b·u)). All gain or lose
    // alike, and what a matter is worth hardly varies: u = 0, so that e⁻⁶/(1 + e⁻⁶) of 5000 object: 12.363.
    let patch = json!({
        "procedures": { "petition": { "raises": { "again": null } } },
        "world": { "reception": { "a": -6.0 }, "classes": {
            "plan": { "outcome": { "refuse": 0.0 } },
            "civic": { "outcome": { "refuse": 0.0 }, "worth": { "sigma": 1e-6, "adopted_share": 0.5, "spread": 0.0 } } } },
    });
    let found = measures(&changed(whole(0.0, 0.0, 1.0), patch), 1);
    let expected = (0.1 * 5_000.0 / (1.0 + libm::exp(6.0))).sqrt();
    assert!(
        (found["petitions.spectral_radius"] - expected).abs() < 1e-5,
        "{found:?} {expected}"
    );
    assert!(
        expected > 1.0,
        "such a county feeds its own petitions: {expected}"
    );
}

#[test]
fn figures_of_petitions_are_what_the_log_says() {
    let patch = json!({
        "procedures": { "petition": {
            "stages": {
                "at_once": stage("task", json!({ "after": ["receive"], "who": "drafting_unit", "hours": constant(3.0), "when": { "traits": { "hard": true } } })),
                "answer": { "after": ["at_once"] },
            },
            "raises": { "again": { "on": "answered", "class": "visit", "share": 0.5, "after_days": constant(3.0), "when": { "traits": { "hard": true } } } },
        } },
        "world": { "classes": { "visit": { "traits": { "hard": 0.3 } } } },
    });
    let county = reception("portfolio", 2_000.0, patch);
    let found = measures(&county, 6);
    let near = |name: &str, expected: f64, error: f64| {
        let got = found[name];
        assert!(
            (got - expected).abs() < 5.0 * error,
            "{name}: {got}, expected {expected}"
        );
    };
    // 2000 a year and .15 of all again: 2353; seven in ten are answered as they are heard.
    let all = 2_000.0 / 0.85;
    near("petitions.received", all, 60.0);
    near("petitions.heard", all, 60.0);
    near("petitions.on_the_spot.share", 0.7, (0.21f64 / all).sqrt());
    near("petitions.repeat.share", 0.15, (0.1275f64 / all).sqrt());
    near(
        "petitions.heard.days",
        10.5,
        21.0 / 12f64.sqrt() / all.sqrt(),
    );
    near("petitions.spectral_radius", 0.15, 1e-9);
    near("burden.reception_days", 52.0, 1.0);
    assert_eq!(found["burden.meetings"], 0.0);
    assert_eq!(found["petitions.started"], 0.0);
}

#[test]
fn a_log_is_all_there_is_to_see() {
    // Objections belong to matters that were published, in the second they were; nobody is heard who was not on the agenda.
    let plan = plan(&whole(60.0, 40.0, 0.3));
    let mut run = Run::new(Arc::clone(&plan), 8, 0, Log::default());
    run.finish(u64::MAX);
    let log = run.observed_by(Nothing).1.0;
    let mut published = BTreeMap::new();
    let mut on_agenda = Vec::new();
    for it in &log {
        match it.kind {
            EventKind::Published => drop(published.insert(it.case, it.tick)),
            EventKind::Objected => assert_eq!(published.get(&it.case), Some(&it.tick)),
            EventKind::AgendaEntered => on_agenda.push(it.case),
            EventKind::Heard => assert!(on_agenda.contains(&it.case)),
            _ => {}
        }
    }
}
