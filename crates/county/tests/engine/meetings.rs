//! Meetings and what leads to them, conferences, what has its season, and what departments propose of their own.

use std::sync::Arc;

use kernel::measure::Measure;
use kernel::{DAY, HOUR};
use serde_json::{Value, json};
use tuiyan_county::event::{Actor, Event, EventKind, Log, Nothing};
use tuiyan_county::plan::Plan;
use tuiyan_county::run::Run;
use tuiyan_county::scenario::check as problems;

use crate::conservation::check;
use crate::fixture::{bare, busy, changed, constant, events, plan, scenario, stage};
use crate::organisation::{cases, digest, log, measures};

fn total(county: &Value, name: &str) -> f64 {
    match measures(county).0.get(name) {
        Some((Measure::Total(total), _)) => *total,
        other => panic!("{name}: {other:?}"),
    }
}

/// Conferences of three hours: two leaders and two people of either department.
fn conferring(per_year: f64, patch: Value) -> Value {
    let county = changed(
        bare(),
        json!({ "conferences": { "work": { "name": { "zh": "工作会议", "en": "work" }, "per_year": per_year, "hours": 3.0,
            "leaders": ["magistrate", "deputy"], "people_per_department": 2 } } }),
    );
    changed(county, patch)
}

fn ticks(log: &[Event], kind: EventKind) -> Vec<i64> {
    let those = log.iter().filter(|it| it.kind == kind);
    those.map(|it| it.tick).collect()
}

#[test]
fn conferences_are_exactly_their_hours_in_the_burden() {
    let county = conferring(40.0, json!({}));
    let (with, without) = (log(&county), log(&bare()));
    assert_eq!(problems(&scenario(&county)), vec![]);
    let years = plan(&county).timetable().years();
    let held = total(&county, "burden.conferences") * years;
    // A year of 40: five standard deviations are 32.
    assert!((held - 40.0).abs() < 32.0, "{held}");
    let hours = total(&county, "burden.conference_hours") * years;
    assert!((hours - held * 3.0 * (2.0 + 4.0)).abs() < 1e-6, "{hours}");
    let more = total(&county, "burden.hours.total") - total(&bare(), "burden.hours.total");
    assert!((more * years - hours).abs() < 1e-6, "{more}");
    assert!(!with.is_empty() && !without.is_empty());
}

#[test]
fn cutting_conferences_leaves_the_others_where_they_were() {
    let held = |per_year: f64| {
        ticks(
            &log(&conferring(per_year, json!({}))),
            EventKind::Conference,
        )
    };
    let (many, few) = (held(60.0), held(25.0));
    assert!(few.len() < many.len() && few.iter().all(|it| many.contains(it)));
    assert_eq!(digest(&conferring(0.0, json!({}))), digest(&bare()));
    // Cut on reform day, they are held up to it and not after.
    let before = conferring(60.0, json!({ "horizon": { "warm_up_years": 1.0 } }));
    let after = changed(
        before.clone(),
        json!({ "conferences": { "work": { "per_year": 0.0 } } }),
    );
    let before = plan(&before);
    let after = Arc::new(Plan::compile(&scenario(&after), Some(&before)).expect("compiles"));
    let mut run = Run::new(Arc::clone(&before), 7, 0, Log::default());
    run.warm_up(u64::MAX);
    run.open_window(Some(&after));
    run.finish(u64::MAX);
    let log = run.observed_by(Nothing).1.0;
    let (held, start) = (
        ticks(&log, EventKind::Conference),
        before.timetable().start(),
    );
    assert!(held.len() > 20 && held.iter().all(|it| *it < start));
}

#[test]
fn documents_are_hours_beside_the_bound_ones() {
    let with = |bound: f64, documents: f64| {
        changed(
            bare(),
            json!({ "leaders": { "deputy": { "bound_hours_per_week": bound, "document_hours_per_week": documents } },
                "procedures": { "plain": { "stages": {
                    "sign": stage("sign_off", json!({ "after": ["draft"], "who": "portfolio_leader", "hours": constant(1.0) })),
                    "publish": { "after": ["sign"] } } } } }),
        )
    };
    let (split, bound) = (with(60.0, 40.0), with(100.0, 0.0));
    // Hours called one thing or the other keep him from his desk alike.
    let rest = |county: &Value| -> Vec<Event> {
        let log = log(county).into_iter();
        log.filter(|it| it.kind != EventKind::HoursReading)
            .collect()
    };
    assert_eq!(rest(&split), rest(&bound));
    assert_eq!(total(&bound, "burden.document_hours"), 0.0);
    // 40 hours of 168: of 730 half-days of 12 hours 174 on average, and five standard deviations are 58.
    let read = total(&split, "burden.document_hours");
    assert!((read - 2087.0).abs() < 58.0 * 12.0, "{read}");
    let more = total(&split, "burden.hours.deputy") - total(&bound, "burden.hours.deputy");
    assert!((more - read).abs() < 1e-6);
    // Cut, they are hours at the desk: nothing is signed later, much of it earlier.
    let signed = |county: &Value| {
        ticks(&log(county), EventKind::Published)
            .iter()
            .sum::<i64>()
    };
    assert!(signed(&with(60.0, 0.0)) < signed(&split));
}

#[test]
fn what_the_meeting_would_refuse_is_given_up_beforehand() {
    let with = |share: f64| {
        let county = changed(
            bare(),
            json!({
                "horizon": { "years": 10.0 },
                "meetings": { "executive": { "every_days": 3.0 } },
                "procedures": { "plain": { "stages": {
                    "before": stage("task", json!({ "after": ["draft"], "who": "executive", "hours": constant(0.5),
                        "lets_go": { "share": share, "as": "withdrawn", "foreseen": true } })),
                    "meet": stage("meeting", json!({ "after": ["before"], "meeting": "executive", "minutes": constant(10.0) })),
                    "publish": { "after": ["meet"] } } } },
                "world": { "sources": { "departments": { "per_year": 200.0 } }, "classes": { "plan": { "outcome": { "refuse": 0.3 } } } },
            }),
        );
        log(&county)
    };
    let (open, settled) = (with(0.0), with(0.8));
    let refused = cases(&open, EventKind::Refused);
    let (still, given_up) = (
        cases(&settled, EventKind::Refused),
        cases(&settled, EventKind::Withdrawn),
    );
    assert!(refused.len() > 400);
    // Exactly those that would be refused are, one way or the other; what is adopted is the same.
    for it in &refused {
        assert!(still.contains(it) != given_up.contains(it));
    }
    assert_eq!(still.len() + given_up.len(), refused.len());
    // 4.42 standard errors of a share of .8.
    let share = given_up.len() as f64 / refused.len() as f64;
    let error = (0.16 / refused.len() as f64).sqrt();
    assert!((share - 0.8).abs() < 4.42 * error, "{share}");
}

#[test]
fn the_chair_of_a_special_topic_meeting_signs_its_minutes_if_it_took_place() {
    let with = |others: f64| {
        log(&changed(
            bare(),
            json!({
                "procedures": { "plain": { "stages": {
                    "together": stage("coordination", json!({ "after": ["draft"], "minutes": constant(60.0), "hours": constant(0.5) })),
                    "publish": { "after": ["together"] } } } },
                "world": { "classes": { "plan": { "other_departments": others } } },
            }),
        ))
    };
    for (others, any) in [(0.0, false), (30.0, true)] {
        let log = with(others);
        let signed =
            |it: &&Event| it.kind == EventKind::WorkEnded && matches!(it.actor, Actor::Leader(_));
        let signed: Vec<&Event> = log.iter().filter(signed).collect();
        let published = cases(&log, EventKind::Published);
        assert_eq!(!signed.is_empty(), any);
        assert!(
            !any || published
                .iter()
                .all(|case| signed.iter().any(|it| it.case == *case))
        );
        assert!(signed.iter().all(|it| it.value == 0.5 * HOUR as f64));
    }
}

#[test]
fn what_has_its_season_comes_on_its_dates() {
    let county = changed(
        bare(),
        json!({
            "horizon": { "years": 4.0 },
            "world": { "sources": { "year": { "name": { "zh": "年度", "en": "year" }, "per_year": 0.0, "dispersion": 1.0,
                "yearly_on": ["11-15", "11-15", "02-29"], "classes": { "plan": 1.0 } } } },
        }),
    );
    let (log, plan) = (log(&county), plan(&county));
    let came = log
        .iter()
        .filter(|it| it.kind == EventKind::Registered && plan.actor(it.actor) == "year");
    let came: Vec<String> = came.map(|it| plan.timetable().stamp(it.tick)).collect();
    let mut expected = vec!["2024-02-29T09:00:00".to_owned()];
    for year in 2024..2028 {
        expected.extend(vec![format!("{year}-11-15T09:00:00"); 2]);
    }
    assert_eq!(came[..expected.len()], expected);
}

#[test]
fn a_journey_known_beforehand_keeps_a_leader_away_on_its_dates() {
    let county = changed(
        bare(),
        json!({
            "procedures": { "plain": { "stages": {
                "sign": stage("sign_off", json!({ "after": ["draft"], "who": "magistrate", "hours": constant(0.5) })),
                "publish": { "after": ["sign"] } } } },
            "world": {
                "absences": { "planned": { "abroad": { "leader": "magistrate", "from": "05-06", "days": 31.0 } } },
                "sources": { "departments": { "per_year": 0.0, "yearly_on": ["05-02", "05-10", "06-05"] } },
            },
        }),
    );
    let (log, plan) = (log(&county), plan(&county));
    let signed = log
        .iter()
        .filter(|it| it.kind == EventKind::Published)
        .take(3);
    let signed: Vec<String> = signed.map(|it| plan.timetable().stamp(it.tick)).collect();
    // Ten hours of drafting from nine in the morning, half an hour to sign, round the clock; he is back on the 6th of June.
    assert_eq!(
        signed,
        [
            "2024-05-02T19:30:00",
            "2024-06-06T00:30:00",
            "2024-06-06T01:00:00"
        ]
    );
}

#[test]
fn free_hours_become_proposals_as_far_as_the_parameter_says() {
    let with = |free_share: f64| {
        changed(
            bare(),
            json!({
                "horizon": { "years": 20.0 },
                "world": { "sources": { "departments": { "per_year": 0.0 } },
                    "initiative": { "free_share": free_share, "hours_each": 100.0, "every_days": 30.0, "class": "plan" } },
            }),
        )
    };
    let none = changed(with(0.0), json!({ "world": { "initiative": null } }));
    assert_eq!(digest(&with(0.0)), digest(&none));
    let made = log(&with(0.01));
    // Ten people round the clock, hardly ever at work: a hundredth of 87 658 hours a year, a hundred hours each.
    let (number, expected) = (
        cases(&made, EventKind::Registered).len() as f64,
        20.0 * 8.766,
    );
    assert!(
        (number - expected).abs() < 4.42 * expected.sqrt(),
        "{number}, not {expected}"
    );
    // Whoever proposes it drafts it.
    for it in made.iter().filter(|it| it.kind == EventKind::Registered) {
        let drafted = made
            .iter()
            .find(|job| job.kind == EventKind::Queued && job.case == it.case);
        assert!(drafted.is_none_or(|job| job.actor == it.actor));
    }
    // More of it only adds.
    let more = cases(&log(&with(0.02)), EventKind::Registered);
    let kept = cases(&made, EventKind::Registered)
        .into_iter()
        .filter(|it| more.contains(it));
    assert!(kept.count() as f64 > 0.98 * number);
}

#[test]
fn suggestions_are_counted_by_themselves() {
    let county = changed(
        bare(),
        json!({
            "procedures": { "suggestion": { "name": { "zh": "建议", "en": "suggestion" }, "stages": {
                "answer": stage("reply", json!({ "who": "drafting_unit", "hours": constant(2.0) })) } } },
            "world": {
                "sources": { "congress": { "name": { "zh": "代表", "en": "congress" }, "per_year": 30.0, "dispersion": 6.0,
                    "classes": { "suggestion": 1.0 } } },
                "classes": { "suggestion": { "name": { "zh": "建议", "en": "suggestion" }, "kind": "suggestion", "procedure": "suggestion",
                    "weight": 1, "urgent_share": 0.0, "vital_interest_share": 0.0, "technical_share": 0.0, "risky_share": 0.0,
                    "departments": { "planning": 1.0 }, "other_departments": 0.0, "affects": {} } },
            },
        }),
    );
    let answered = cases(&log(&county), EventKind::Answered).len() as f64;
    let years = plan(&county).timetable().years();
    assert!(answered > 0.0);
    assert!((total(&county, "suggestions.received") * years - answered).abs() < 1e-9);
}

#[test]
fn the_busy_county_keeps_its_invariants_with_all_of_it() {
    let county = changed(
        busy(),
        json!({
            "conferences": { "work": { "name": { "zh": "会", "en": "work" }, "per_year": 60.0, "hours": 3.0,
                "leaders": ["magistrate", "executive", "deputy"], "people_per_department": 3 } },
            "procedures": { "plain": { "stages": {
                "draft": { "hours": { "mean": null } },
                "together": { "hours": constant(0.5) },
                "before": stage("task", json!({ "after": ["sign"], "before": ["meet"], "who": "executive", "hours": constant(0.5),
                    "lets_go": { "share": 0.8, "as": "withdrawn", "foreseen": true } })),
            } } },
            "world": {
                "sources": { "departments": { "yearly_on": ["03-01", "10-08"] } },
                "initiative": { "free_share": 0.05, "hours_each": 60.0, "every_days": 45.0, "class": "plan" },
            },
        }),
    );
    assert_eq!(problems(&scenario(&county)), vec![]);
    for seed in 0..20 {
        let (log, _) = events(&plan(&county), seed);
        check(&log);
        let held = ticks(&log, EventKind::Conference);
        assert!(held.iter().all(|it| it % DAY < 18 * HOUR));
    }
}

#[test]
fn an_agenda_is_full_by_what_comes_over_what_it_can_take() {
    // 50 sittings a year of one hour, items of one hour: 50 items a year get through. Where 100 come, 50 are left over each year: full,
    // and as much again; where 25 come, half full. By replication the standard deviation is at most .2.
    for (per_year, expected) in [(100.0, 2.0), (25.0, 0.5)] {
        let county = changed(
            bare(),
            json!({
                "horizon": { "years": 4.0, "close_cap_years": 0.0 },
                "meetings": { "executive": { "every_days": 7.305, "minutes": 60.0 } },
                "procedures": { "plain": { "stages": {
                    "decide": stage("meeting", json!({ "after": ["draft"], "meeting": "executive", "minutes": constant(60.0) })),
                    "publish": { "after": ["decide"] } } } },
                "world": { "sources": { "departments": { "per_year": per_year } } },
            }),
        );
        let plan = plan(&county);
        let (mut asked, mut could) = (0.0, 0.0);
        for replication in 0..16 {
            let fold = tuiyan_county::metrics::Fold::new(Arc::clone(&plan));
            let mut run = Run::new(Arc::clone(&plan), 3, replication, fold);
            run.finish(u64::MAX);
            let measures = run.observer().measures();
            let Some((Measure::Ratio { above, below }, _)) =
                measures.0.get("burden.agenda.executive")
            else {
                panic!("an agenda")
            };
            asked += above;
            could += below;
        }
        let load = asked / could;
        // Four standard deviations of the mean of sixteen.
        assert!((load - expected).abs() < 0.2, "{per_year} a year: {load}");
    }
}
