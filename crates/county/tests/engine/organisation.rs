//! Who does what: overlapping duties, cases that go astray, shared portfolios, desks that overflow.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::HOUR;
use kernel::measure::Measure;
use serde_json::{Value, json};
use tuiyan_county::event::{Event, EventKind, Nothing};
use tuiyan_county::metrics::Fold;
use tuiyan_county::organisation::{index, overlap};
use tuiyan_county::run::Run;
use tuiyan_county::scenario::check as problems;

use crate::conservation::check;
use crate::fixture::{bare, busy, changed, constant, events, plan, scenario, stage};

/// Planning claims seven tenths of the duty, water three: overlap .42.
fn overlapping(misrouting: f64, patch: Value) -> Value {
    let county = changed(
        bare(),
        json!({
            "duties": { "land": { "name": { "zh": "用地", "en": "land" }, "departments": { "planning": 0.7, "water": 0.3 } } },
            "routing": { "misrouting": misrouting, "unclaimed": 0.25, "look_hours": constant(2.0), "settle_hours": constant(3.0) },
            "world": { "classes": { "plan": { "duty": "land" } } },
        }),
    );
    changed(county, patch)
}

pub fn log(county: &Value) -> Vec<Event> {
    assert_eq!(problems(&scenario(county)), vec![]);
    let (log, _) = events(&plan(county), 7);
    check(&log);
    log
}

pub fn digest(county: &Value) -> u128 {
    events(&plan(county), 7).1
}

pub fn cases(log: &[Event], kind: EventKind) -> Vec<u64> {
    let those = log.iter().filter(|it| it.kind == kind);
    those.map(|it| it.case).collect()
}

pub fn measures(county: &Value) -> kernel::measure::Measures {
    let plan = plan(county);
    let mut run = Run::new(Arc::clone(&plan), 7, 0, Fold::new(plan));
    run.finish(u64::MAX);
    run.observed_by(Nothing).1.measures()
}

fn ratio(county: &Value, name: &str) -> f64 {
    match measures(county).0.get(name) {
        Some((Measure::Ratio { above, below }, _)) => above / below,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn overlap_is_one_less_the_sum_of_squared_shares() {
    for (claims, expected) in [
        (vec![1.0], 0.0),
        (vec![0.5, 0.5], 0.5),
        (vec![0.7, 0.3], 0.42),
        (vec![7.0, 3.0], 0.42),
        (vec![0.5, 0.3, 0.2], 0.62),
        (vec![1.0; 4], 0.75),
        (vec![1.0, 0.0], 0.0),
    ] {
        let got = overlap(claims.clone()).unwrap();
        assert!((got - expected).abs() < 1e-12, "{claims:?}: {got}");
    }
    assert_eq!(overlap([]), None);
    assert_eq!(overlap([0.0]), None);
    assert!((index([0.42, 0.0, 0.62]).unwrap() - 0.346_666_666_667).abs() < 1e-12);
    assert_eq!(index([]), None);
    let two = json!({ "duties": { "tax": { "name": { "zh": "税", "en": "tax" }, "departments": { "water": 1.0 } } } });
    let got = ratio(&overlapping(0.5, two), "organisation.overlap");
    assert!((got - 0.21).abs() < 1e-12, "{got}");
}

#[test]
fn a_case_goes_astray_with_misrouting_times_overlap() {
    let county = overlapping(
        0.5,
        json!({ "horizon": { "years": 20.0 }, "departments": { "planning": { "staff": 50 }, "water": { "staff": 50 } },
            "world": { "sources": { "departments": { "per_year": 500.0 } } } }),
    );
    let log = log(&county);
    let all = cases(&log, EventKind::Registered).len() as f64;
    let astray = cases(&log, EventKind::Bounced);
    let unclaimed = cases(&log, EventKind::Orphaned);
    // False alarms once in 100 000: 4.42 standard errors.
    let agrees = |count: usize, of: f64, p: f64| {
        let (got, error) = (count as f64 / of, (p * (1.0 - p) / of).sqrt());
        assert!(
            error < 0.012 && (got - p).abs() < 4.42 * error,
            "{got}, not {p} ± {error}"
        );
    };
    agrees(astray.len(), all, 0.5 * 0.42);
    agrees(unclaimed.len(), astray.len() as f64, 0.25);
    assert!(unclaimed.iter().all(|it| astray.contains(it)));
    // More of it sends more astray, and leaves none of these where they were.
    let more = changed(county, json!({ "routing": { "misrouting": 0.8 } }));
    let (more, _) = events(&plan(&more), 7);
    let now = cases(&more, EventKind::Bounced);
    assert!(now.len() > astray.len() && astray.iter().all(|it| now.contains(it)));
}

#[test]
fn a_bounce_costs_its_look_and_an_orphan_the_leaders_word_too() {
    // Nobody waits for anybody: ten hours of drafting, two of a wrong department's look, three until the deputy has said whose it is.
    let (straight, log) = (
        log(&overlapping(0.0, json!({}))),
        log(&overlapping(1.0, json!({}))),
    );
    let published = |log: &[Event]| -> BTreeMap<u64, i64> {
        let ends = log.iter().filter(|it| it.kind == EventKind::Published);
        ends.map(|it| (it.case, it.tick)).collect()
    };
    let (was, is) = (published(&straight), published(&log));
    let (bounced, orphaned) = (
        cases(&log, EventKind::Bounced),
        cases(&log, EventKind::Orphaned),
    );
    assert!(bounced.len() > 10 && orphaned.len() > 2);
    for (case, before) in was {
        let hours =
            2 * i64::from(bounced.contains(&case)) + 3 * i64::from(orphaned.contains(&case));
        assert_eq!(is[&case] - before, hours * HOUR);
    }
    // The hours are really spent, by whom the log says.
    let plan = plan(&overlapping(1.0, json!({})));
    let worked = |who: &str| -> i64 {
        let work = log
            .iter()
            .filter(|it| it.kind == EventKind::WorkEnded && plan.actor(it.actor) == who);
        work.map(|it| it.value as i64).sum()
    };
    assert_eq!(worked("water"), 2 * HOUR * bounced.len() as i64);
    assert_eq!(worked("deputy"), 3 * HOUR * orphaned.len() as i64);
    assert!(
        (ratio(&overlapping(1.0, json!({})), "organisation.bounced.days") - 2.0 / 24.0).abs()
            < 1e-12
    );
}

#[test]
fn where_nothing_overlaps_or_nobody_misroutes_nothing_changes() {
    let nothing = overlapping(0.0, json!({}));
    let alone = json!({ "duties": { "land": { "departments": { "water": 0.0 } } } });
    for county in [
        bare(),
        overlapping(0.0, json!({ "routing": null })),
        overlapping(1.0, alone),
        overlapping(
            1.0,
            json!({ "world": { "classes": { "plan": { "duty": null } } } }),
        ),
        changed(
            bare(),
            json!({ "departments": { "planning": { "shared_with": { "magistrate": 0.0 } } } }),
        ),
        changed(
            bare(),
            json!({ "delegation": { "waiting_items": 1, "office": "government_office", "effort_factor": 0.5 } }),
        ),
    ] {
        assert_eq!(problems(&scenario(&county)), vec![]);
        assert_eq!(digest(&county), digest(&nothing));
    }
}

#[test]
fn a_shared_portfolio_takes_more_signatures_and_brings_more_leaders_together() {
    let with = |share: f64| {
        let county = changed(
            bare(),
            json!({
                "departments": { "planning": { "shared_with": { "magistrate": share } } },
                "procedures": { "plain": { "stages": {
                    "sign": stage("sign_off", json!({ "after": ["draft"], "who": "portfolio_leader", "hours": constant(1.0) })),
                    "together": stage("coordination", json!({ "after": ["sign"], "minutes": constant(60.0) })),
                    "publish": { "after": ["together"] } } } },
                "world": { "classes": { "plan": { "other_departments": 0.0 } }, "sources": { "departments": { "per_year": 200.0 } } },
            }),
        );
        if share > 0.0 {
            assert_eq!(ratio(&county, "organisation.leaders_together"), 2.0);
        }
        (log(&county), plan(&county))
    };
    let signed = |log: &[Event], plan: &tuiyan_county::plan::Plan, who: &str| -> Vec<u64> {
        let work = log
            .iter()
            .filter(|it| it.kind == EventKind::WorkEnded && plan.actor(it.actor) == who);
        work.map(|it| it.case).collect()
    };
    let mut before: Vec<u64> = Vec::new();
    for share in [0.0, 0.4, 0.7, 1.0] {
        let (log, plan) = with(share);
        let all = cases(&log, EventKind::Published);
        let of = |who: &str| -> Vec<u64> {
            let signed = signed(&log, &plan, who);
            all.iter()
                .copied()
                .filter(|it| signed.contains(it))
                .collect()
        };
        let both = of("magistrate");
        assert_eq!(of("deputy"), all, "the one who leads always signs");
        let got = both.len() as f64 / all.len() as f64;
        assert!((got - share).abs() < 0.2, "{got}, not {share}");
        assert!(before.iter().all(|it| both.contains(it)));
        // One leader alone has nothing to coordinate.
        let sat = cases(&log, EventKind::Sitting);
        assert!(all.iter().all(|it| sat.contains(it) == both.contains(it)));
        before = both;
    }
}

#[test]
fn beyond_a_backlog_the_office_signs_and_the_desk_stays_bounded_but_known_to_be_overloaded() {
    let with = |delegation: Value| {
        changed(
            bare(),
            json!({
                "delegation": delegation,
                "procedures": { "plain": { "stages": {
                    "draft": null,
                    "sign": stage("sign_off", json!({ "who": "portfolio_leader", "hours": constant(30.0) })),
                    "publish": { "after": ["sign"] } } } },
                "world": { "sources": { "departments": { "per_year": 400.0 } } },
            }),
        )
    };
    let rule = json!({ "waiting_items": 4, "office": "government_office", "effort_factor": 0.2 });
    let (stuck, helped) = (with(Value::Null), with(rule));
    let most = |log: &[Event]| {
        let (mut level, mut most) = (0_i64, 0);
        for it in log {
            level += match (it.kind, it.actor) {
                (EventKind::Queued, tuiyan_county::event::Actor::Leader(_)) => 1,
                (EventKind::WorkStarted, tuiyan_county::event::Actor::Leader(_)) => -1,
                _ => 0,
            };
            most = most.max(level);
        }
        most
    };
    assert!(most(&log(&stuck)) > 50);
    let log = log(&helped);
    assert_eq!(most(&log), 4);
    // Six hours instead of thirty.
    let delegated = cases(&log, EventKind::Delegated);
    let queued = |it: &&Event| {
        it.kind == EventKind::Queued
            && delegated.contains(&it.case)
            && it.value == 6.0 * HOUR as f64
    };
    assert_eq!(log.iter().filter(queued).count(), delegated.len());
    // 400 × 30 hours of 8766: both ways 1.37 of what he has, give or take the luck of a year.
    for county in [&stuck, &helped] {
        let load = ratio(county, "burden.load.deputy");
        assert!((1.0..1.8).contains(&load), "{load}");
    }
    let never =
        with(json!({ "waiting_items": 1000, "office": "government_office", "effort_factor": 0.2 }));
    assert_eq!(digest(&never), digest(&stuck));
}

#[test]
fn the_busy_county_keeps_its_invariants_with_all_of_it() {
    let county = changed(
        busy(),
        json!({
            "duties": { "land": { "name": { "zh": "用地", "en": "land" }, "departments": { "planning": 0.5, "water": 0.5 } } },
            "routing": { "misrouting": 1.0, "unclaimed": 0.5, "look_hours": { "kind": "exponential", "mean": 6.0 },
                "settle_hours": { "kind": "exponential", "mean": 2.0 } },
            "delegation": { "waiting_items": 2, "office": "government_office", "effort_factor": 0.5 },
            "departments": { "planning": { "shared_with": { "magistrate": 0.5, "executive": 0.2 } } },
            "procedures": { "plain": { "stages": { "draft": { "hours": { "mean": null } } } } },
            "mechanisms": { "stand_in": { "enabled": true } },
            "world": { "classes": { "plan": { "duty": "land" } } },
        }),
    );
    for seed in 0..20 {
        let (log, _) = events(&plan(&county), seed);
        check(&log);
        assert!(cases(&log, EventKind::Bounced).len() > 10);
    }
}
