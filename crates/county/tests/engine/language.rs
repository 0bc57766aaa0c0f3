//! What the procedure language says beyond the path of a matter: traits, what arises, endings without a decision, replies, meetings
//! called as needed, rosters round the clock, leaders called away.

use serde_json::{Value, json};
use tuiyan_county::event::{Actor, Event, EventKind, Note};
use tuiyan_county::plan::Plan;
use tuiyan_county::scenario::check as problems;

use crate::conservation::check;
use crate::fixture::{bare, busy, changed, constant, events, plan, scenario, stage};

const DAY: i64 = 86_400;

/// The bare county with petitions beside its matters: answered by the planning department in two hours.
fn petitions(per_year: f64, patch: Value) -> Value {
    let county = changed(
        bare(),
        json!({
            "procedures": { "petition": { "name": { "zh": "信访", "en": "petition" }, "stages": {
                "answer": stage("reply", json!({ "who": "drafting_unit", "hours": constant(2.0) })),
            } } },
            "world": {
                "sources": { "people": { "name": { "zh": "群众", "en": "people" }, "per_year": per_year, "dispersion": 1.0,
                    "classes": { "complaint": 1.0 } } },
                "classes": { "complaint": { "name": { "zh": "投诉", "en": "complaint" }, "kind": "petition", "procedure": "petition",
                    "weight": 1, "urgent_share": 0.0, "vital_interest_share": 0.0, "technical_share": 0.0, "risky_share": 0.0,
                    "departments": { "planning": 1.0 }, "other_departments": 0.0, "affects": {} } },
            },
        }),
    );
    changed(county, patch)
}

fn run(county: &Value) -> (std::sync::Arc<Plan>, Vec<Event>) {
    assert_eq!(problems(&scenario(county)), vec![]);
    let plan = plan(county);
    let (log, _) = events(&plan, 7);
    check(&log);
    (plan, log)
}

fn of<'a>(
    plan: &'a Plan,
    log: &'a [Event],
    kind: EventKind,
    class: &'a str,
) -> impl Iterator<Item = &'a Event> {
    log.iter()
        .filter(move |it| it.kind == kind && plan.class(it.class) == class)
}

#[test]
fn petitions_run_beside_matters_and_are_answered() {
    let (plan, log) = run(&petitions(200.0, json!({})));
    let received = of(&plan, &log, EventKind::Registered, "complaint").count();
    let answered = of(&plan, &log, EventKind::Answered, "complaint").count();
    assert!((140..260).contains(&received), "{received}");
    assert_eq!(received, answered);
    // Petitions are no matters: they have no worth, and nothing of them is published.
    for kind in [
        EventKind::Worth,
        EventKind::Published,
        EventKind::Decided,
        EventKind::Affected,
    ] {
        assert_eq!(of(&plan, &log, kind, "complaint").count(), 0, "{kind:?}");
    }
    // Matters come when they came before, and are worth what they were.
    let (_, before) = run(&bare());
    let births = |log: &[Event]| -> Vec<(i64, u64, f64)> {
        let births = log
            .iter()
            .filter(|it| matches!(it.kind, EventKind::Registered | EventKind::Worth));
        births.map(|it| (it.tick, it.case, it.value)).collect()
    };
    let matters: Vec<Event> = log
        .iter()
        .filter(|it| plan.class(it.class) == "plan")
        .copied()
        .collect();
    assert_eq!(births(&before), births(&matters));
}

#[test]
fn a_trait_is_drawn_once_and_leads_to_one_branch() {
    let branches = json!({
        "procedures": { "petition": { "stages": {
            "at_once": stage("task", json!({ "who": "government_office", "hours": constant(0.5), "when": { "traits": { "easy": true } } })),
            "later": stage("task", json!({ "who": "drafting_unit", "hours": constant(8.0), "when": { "traits": { "easy": false } } })),
            "answer": { "after": ["at_once", "later"] },
        } } },
        "world": { "classes": { "complaint": { "traits": { "easy": 0.4, "group": 0.1 } } } },
    });
    let (plan, log) = run(&petitions(2_000.0, branches.clone()));
    let with = |wanted: &str, log: &[Event], plan: &Plan| -> Vec<u64> {
        let named = |it: &&Event| matches!(it.note, Note::Trait(index) if plan.trait_of_cases(index) == wanted);
        let having = log.iter().filter(|it| it.kind == EventKind::HasTrait);
        having.filter(named).map(|it| it.case).collect()
    };
    let easy = with("easy", &log, &plan);
    let all = of(&plan, &log, EventKind::Registered, "complaint").count();
    // 2000 draws of .4: five standard deviations are .055.
    let share = easy.len() as f64 / all as f64;
    assert!((share - 0.4).abs() < 0.055, "{share}");
    for it in log
        .iter()
        .filter(|it| it.kind == EventKind::WorkStarted && plan.class(it.class) == "complaint")
    {
        let stage = plan.stage(it.procedure, it.stage);
        assert!(
            stage == "answer" || (stage == "at_once") == easy.contains(&it.case),
            "{stage}"
        );
    }
    // Another share of one trait leaves the other alone, and only adds to the first.
    let more = changed(
        petitions(2_000.0, branches),
        json!({ "world": { "classes": { "complaint": { "traits": { "easy": 0.6 } } } } }),
    );
    let (other_plan, other) = run(&more);
    assert_eq!(
        with("group", &log, &plan),
        with("group", &other, &other_plan)
    );
    let now = with("easy", &other, &other_plan);
    assert!(easy.iter().all(|it| now.contains(it)));
}

#[test]
fn what_arises_is_keyed_by_its_parent_and_comes_after_its_delay() {
    let raises = json!({
        "procedures": { "plain": { "raises": { "objection": { "on": "published", "class": "complaint", "mean": 2.0,
            "after_days": constant(10.0) } } } },
        "world": { "classes": { "complaint": { "departments": { "planning": null } } } },
    });
    let (plan, log) = run(&petitions(0.0, no_source(raises.clone())));
    let published: std::collections::BTreeMap<u64, i64> =
        of(&plan, &log, EventKind::Published, "plan")
            .map(|it| (it.case, it.tick))
            .collect();
    let children: Vec<&Event> = of(&plan, &log, EventKind::Registered, "complaint").collect();
    // Poisson with mean 2 for each of some 50 decisions.
    let mean = children.len() as f64 / published.len() as f64;
    assert!(
        (mean - 2.0).abs() < 5.0 * (2.0 / published.len() as f64).sqrt(),
        "{mean}"
    );
    for child in &children {
        let Note::Parent { key: parent, .. } = child.note else {
            panic!("{child:?} has no parent");
        };
        assert_eq!(child.tick, published[&parent] + 10 * DAY);
        assert_eq!(child.actor, Actor::Nobody);
    }
    // A second cause leaves the children of the first what they were.
    let two = changed(
        petitions(0.0, no_source(raises)),
        json!({ "procedures": { "plain": { "raises": { "another": { "on": "registered", "class": "complaint", "share": 1.0,
            "after_days": constant(1.0) } } } } }),
    );
    let (other_plan, other) = run(&two);
    let keys = |log: &[Event], plan: &Plan| -> Vec<u64> {
        of(plan, log, EventKind::Registered, "complaint")
            .map(|it| it.case)
            .collect()
    };
    let (was, is) = (keys(&log, &plan), keys(&other, &other_plan));
    assert!(was.iter().all(|it| is.contains(it)));
    let matters = of(&other_plan, &other, EventKind::Registered, "plan").count();
    assert_eq!(is.len(), was.len() + matters);
}

/// Complaints come from matters only.
fn no_source(patch: Value) -> Value {
    changed(
        patch,
        json!({ "world": { "sources": { "people": { "classes": { "complaint": null, "plan": 1.0 } } } } }),
    )
}

#[test]
fn a_county_that_feeds_its_own_petitions_ends_all_the_same() {
    let raises = json!({ "procedures": { "petition": { "raises": { "again": { "on": "answer.done", "class": "complaint", "mean": 1.1,
        "after_days": constant(5.0) } } } } });
    let (plan, log) = run(&petitions(2.0, raises));
    assert!(of(&plan, &log, EventKind::Registered, "complaint").count() > 2);
}

#[test]
fn some_cases_end_without_a_decision() {
    let patch = json!({ "procedures": { "plain": { "stages": {
        "screen": stage("task", json!({ "who": "government_office", "hours": constant(1.0),
            "lets_go": { "share": 0.3, "as": "diverted" } })),
        "draft": { "after": ["screen"] },
    } } } });
    let (plan, log) = run(&changed(
        bare(),
        json!({ "horizon": { "years": 20.0 }, "procedures": patch["procedures"] }),
    ));
    let count = |kind| of(&plan, &log, kind, "plan").count() as f64;
    let all = count(EventKind::Registered);
    assert_eq!(
        all,
        count(EventKind::Diverted) + count(EventKind::Published) + count(EventKind::Censored)
    );
    // Some thousand draws of .3: five standard deviations are .073.
    let share = count(EventKind::Diverted) / all;
    assert!((share - 0.3).abs() < 0.073, "{share}");
}

#[test]
fn a_meeting_called_as_needed_sits_in_the_first_half_day_its_quorum_is_free() {
    let patch = json!({
        "meetings": { "executive": { "every_days": null, "notice_days": 2.0, "agenda_closes_days": 0.0 } },
        "procedures": { "plain": { "stages": {
            "meet": stage("meeting", json!({ "after": ["draft"], "meeting": "executive", "minutes": constant(30.0) })),
            "publish": { "after": ["meet"] },
        } } },
    });
    let (_, log) = run(&changed(bare(), patch));
    let mut waited = Vec::new();
    let mut entered = std::collections::BTreeMap::new();
    for it in &log {
        match it.kind {
            EventKind::AgendaEntered => {
                entered.insert(it.case, it.tick);
            }
            EventKind::Decided => waited.push(it.tick - entered[&it.case]),
            _ => {}
        }
    }
    assert!(!waited.is_empty());
    // Everybody is always free: at least the notice, unless somebody else's matter had called it already, at most half a day more.
    for ticks in &waited {
        assert!(*ticks <= 2 * DAY + DAY / 2 + 3_600, "{ticks}");
    }
    assert!(waited.iter().any(|it| *it >= 2 * DAY));
}

#[test]
fn a_roster_round_the_clock_answers_at_night_except_for_turns_that_nobody_takes() {
    let with = |unmanned: f64| {
        let county = petitions(
            1_500.0,
            json!({
                "calendar": { "holidays": "mainland", "morning_from": "08:30", "morning_to": "12:00", "afternoon_from": "14:30", "afternoon_to": "18:00" },
                "offices": { "duty": { "name": { "zh": "值班室", "en": "duty" }, "staff": 5, "hours": "round_the_clock", "unmanned_share": unmanned } },
                "procedures": { "petition": { "stages": { "answer": { "who": "duty", "hours": constant(0.01) } } } },
            }),
        );
        let (plan, log) = run(&county);
        let mut came = std::collections::BTreeMap::new();
        let mut waits = Vec::new();
        for it in log.iter().filter(|it| plan.class(it.class) == "complaint") {
            match it.kind {
                EventKind::Queued => {
                    came.insert(it.case, it.tick);
                }
                EventKind::WorkStarted => waits.push((came[&it.case], it.tick - came[&it.case])),
                _ => {}
            }
        }
        waits
    };
    assert!(
        with(0.0).iter().all(|it| it.1 < 3_600),
        "somebody is always there"
    );
    let holes = with(0.3);
    let late = holes.iter().filter(|it| it.1 >= 3_600).count() as f64 / holes.len() as f64;
    // Three turns in ten are open, and of a day 17 hours of 24 lie outside office hours (all of a day without work): about .23.
    assert!((0.15..0.31).contains(&late), "{late}");
    assert!(holes.iter().all(|it| it.1 < 12 * DAY));
}

#[test]
fn a_leader_called_away_leaves_desk_and_sitting() {
    let patch = json!({
        "procedures": {
            "plain": { "stages": {
                "meet": stage("meeting", json!({ "after": ["draft"], "meeting": "executive", "minutes": constant(30.0) })),
                "publish": { "after": ["meet"] },
            } },
            "petition": { "stages": {
                "lead": stage("response", json!({ "who": "chair", "hours": constant(30.0) })),
                "answer": { "after": ["lead"] },
            } },
        },
        "meetings": { "executive": { "every_days": 1.0, "quorum_share": 0.9, "chairs": ["magistrate"] } },
        "world": { "classes": { "complaint": { "kind": "emergency" } } },
    });
    let (_, log) = run(&petitions(60.0, patch));
    let calls: Vec<(i64, i64)> = log
        .iter()
        .filter(|it| it.kind == EventKind::CalledAway)
        .map(|it| (it.tick, it.tick + it.value as i64))
        .collect();
    assert!(calls.len() > 30);
    assert!(calls.iter().all(|(from, to)| to - from == 30 * 3_600));
    let away = |tick: i64| calls.iter().any(|(from, to)| (*from..*to).contains(&tick));
    let sittings = log.iter().filter(|it| it.kind == EventKind::Sitting);
    let mut sat = 0;
    for it in sittings {
        assert!(
            !away(it.tick),
            "it sat while the only chair was called away"
        );
        sat += 1;
    }
    assert!(sat > 0);
    let put_off = log.iter().filter(|it| it.kind == EventKind::PutOff).count();
    assert!(put_off > 0, "a daily meeting never met an emergency");
}

#[test]
fn the_busy_county_keeps_its_invariants_with_all_of_it() {
    let county = changed(
        busy(),
        json!({
            "offices": { "duty": { "name": { "zh": "值班室", "en": "duty" }, "staff": 1, "hours": "round_the_clock", "unmanned_share": 0.2 } },
            "meetings": { "office": { "name": { "zh": "办公会议", "en": "office meeting" }, "notice_days": 1.0, "at": "09:00", "minutes": 120.0,
                "agenda_closes_days": 0.0, "members": ["magistrate", "executive", "deputy"], "chairs": ["magistrate", "executive"],
                "quorum_share": 0.5, "postponed_days": 7.0 } },
            "procedures": {
                "plain": {
                    "stages": { "draft": { "hours": { "mean": null } }, "sign": { "lets_go": { "share": 0.1, "as": "withdrawn" } }, "watch": { "priority": "urgent" } },
                    "raises": {
                        "objection": { "on": "published", "class": "complaint", "mean": 0.7, "after_days": { "kind": "exponential", "mean": 20.0 } },
                        "late": { "on": "published", "class": "complaint", "share": 1.0, "overrun": "decide", "when": { "vital_interest": true } },
                        "again": { "on": "refused", "class": "plan", "share": 0.5, "after_days": constant(30.0) },
                    },
                },
                "petition": { "name": { "zh": "信访", "en": "petition" }, "stages": {
                    "take": stage("task", json!({ "who": "duty", "hours": { "kind": "exponential", "mean": 0.5 } })),
                    "lead": stage("response", json!({ "after": ["take"], "who": "portfolio_leader", "hours": { "kind": "exponential", "mean": 9.0 },
                        "when": { "traits": { "group": true } } })),
                    "office": stage("meeting", json!({ "after": ["take"], "meeting": "office", "minutes": constant(15.0), "when": { "traits": { "group": false } } })),
                    "answer": stage("reply", json!({ "after": ["lead", "office"], "who": "drafting_unit", "priority": "emergency",
                        "hours": { "kind": "gamma", "mean": 3.0, "cv": 0.5 } })),
                }, "raises": { "again": { "on": "answer.done", "class": "complaint", "share": 0.2, "after_days": constant(15.0) } } },
            },
            "world": {
                "sources": { "people": { "name": { "zh": "群众", "en": "people" }, "per_year": 100.0, "dispersion": 2.0, "classes": { "complaint": 1.0 } } },
                "classes": { "complaint": { "name": { "zh": "投诉", "en": "complaint" }, "kind": "petition", "procedure": "petition", "weight": 1,
                    "urgent_share": 0.1, "vital_interest_share": 0.0, "technical_share": 0.0, "risky_share": 0.0, "traits": { "group": 0.2 },
                    "departments": { "planning": 0.5, "water": 0.5 }, "other_departments": 0.5, "affects": {} } },
            },
        }),
    );
    for seed in 0..20 {
        let plan = plan(&county);
        assert_eq!(problems(&scenario(&county)), vec![]);
        check(&events(&plan, seed).0);
    }
}
