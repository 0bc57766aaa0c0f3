//! A small county, complete, that each test changes where it must.

use std::sync::Arc;

use serde_json::{Value, json};
use tuiyan_county::event::{Event, Log, Nothing};
use tuiyan_county::plan::Plan;
use tuiyan_county::run::Run;
use tuiyan_county::scenario::Scenario;

fn name(text: &str) -> Value {
    json!({ "zh": text, "en": text })
}

pub fn stage(kind: &str, more: Value) -> Value {
    let mut stage = json!({ "kind": kind, "name": name(kind) });
    merge(&mut stage, more);
    stage
}

pub fn constant(mean: f64) -> Value {
    json!({ "kind": "constant", "mean": mean })
}

pub fn merge(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (key, value) in patch {
                if value.is_null() {
                    target.remove(&key);
                } else {
                    merge(target.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (target, patch) => *target = patch,
    }
}

/// Everybody works round the clock, nobody is bound or away, one matter of one class at a time.
pub fn bare() -> Value {
    json!({
        "tuiyan": 1,
        "title": name("test"),
        "horizon": { "start": "2024-01-01", "warm_up_years": 0.0, "years": 1.0, "close_cap_years": 1.0,
            "follow_years": 0.0, "view": "transition" },
        "calendar": { "holidays": "none", "morning_from": "00:00", "morning_to": "12:00",
            "afternoon_from": "12:00", "afternoon_to": "24:00" },
        "leaders": {
            "magistrate": { "name": name("m"), "rank": "magistrate", "bound_hours_per_week": 0.0 },
            "executive": { "name": name("e"), "rank": "executive_deputy", "bound_hours_per_week": 0.0 },
            "deputy": { "name": name("d"), "rank": "deputy", "bound_hours_per_week": 0.0 },
        },
        "offices": { "government_office": { "name": name("o"), "staff": 1 } },
        "departments": {
            "planning": { "name": name("p"), "staff": 5, "leader": "deputy" },
            "water": { "name": name("w"), "staff": 5, "leader": "executive" },
        },
        "meetings": { "executive": { "name": name("x"), "every_days": 30.0, "at": "09:00", "minutes": 180.0,
            "agenda_closes_days": 0.0, "members": ["magistrate", "executive", "deputy"],
            "chairs": ["magistrate", "executive"], "quorum_share": 0.5, "postponed_days": 7.0 } },
        "procedures": { "plain": { "name": name("plain"), "stages": {
            "draft": stage("task", json!({ "who": "drafting_unit", "hours": constant(10.0) })),
            "publish": stage("publication", json!({ "after": ["draft"], "who": "government_office", "hours": constant(0.0) })),
        } } },
        "mechanisms": {
            "stand_in": { "enabled": false, "pairs": { "deputy": "executive", "executive": "magistrate", "magistrate": "executive" },
                "after_days": 0.0, "urgent_only": false, "effort_factor": 1.0 },
            "participation": { "enabled": false, "comment": "off", "comment_days": 30.0, "hearing": "off",
                "hearing_notice_days": 7.0, "hearing_people": 20, "experts": "off", "panel": 5, "evaluation": false },
        },
        "world": {
            "demand": 1.0,
            "sources": { "departments": { "name": name("s"), "per_year": 50.0, "dispersion": 1.0, "classes": { "plan": 1.0 } } },
            "classes": { "plan": { "name": name("c"), "procedure": "plain", "weight": 1, "urgent_share": 0.0,
                "vital_interest_share": 0.0, "technical_share": 0.0, "risky_share": 0.0,
                "departments": { "planning": 1.0 }, "other_departments": 0.0, "affects": { "town": 0.5 },
                "worth": { "sigma": 1.0, "adopted_share": 0.95, "known_share": 0.5, "spread": 1.0 },
                "outcome": { "refuse": 0.0, "return_for_revision": 0.0, "prevented_by_each_channel": 0.0 } } },
            "publics": { "town": { "name": name("t"), "people": 10_000.0, "reach_share": 0.5, "reach_half_days": 10.0,
                "comment_rate": 0.002, "attendance_share": 0.7 } },
            "absences": { "spell_days": 5.0, "share": 0.0, "correlation": 0.0 },
            "response": { "ordinary_factor": 0.3, "clustering_shape": 0.5, "adopted_share": 0.2, "replied_share": 0.6 },
        },
    })
}

/// A county with all that makes runs hard: hours, absences, branches, returns, meetings, comments, hearings, clocks.
pub fn busy() -> Value {
    let mut county = bare();
    merge(
        &mut county,
        json!({
            "horizon": { "warm_up_years": 0.5 },
            "calendar": { "holidays": "mainland", "morning_from": "08:30", "morning_to": "12:00",
                "afternoon_from": "14:30", "afternoon_to": "18:00" },
            "leaders": { "magistrate": { "bound_hours_per_week": 20.0 }, "executive": { "bound_hours_per_week": 15.0 },
                "deputy": { "bound_hours_per_week": 15.0 } },
            "offices": { "government_office": { "staff": 2 },
                "experts": { "name": name("experts"), "staff": 7, "counts_as_burden": false } },
            "procedures": { "plain": { "major": true, "stages": {
                "draft": { "hours": { "kind": "triangular", "low": 10.0, "mode": 30.0, "high": 80.0 } },
                "ask": stage("consultation", json!({ "after": ["draft"], "hours": { "kind": "exponential", "mean": 5.0 } })),
                "comment": stage("public_comment", json!({ "after": ["draft"], "days": 30.0, "when": { "vital_interest": true },
                    "organise_hours": constant(4.0), "sort_hours": constant(3.0), "hours_per_comment": 0.25 })),
                "experts": stage("expert_review", json!({ "after": ["draft"], "who": "experts", "people": 3, "when": { "technical": true },
                    "hours": { "kind": "log_normal", "mean": 8.0, "cv": 0.7 } })),
                "hearing": stage("hearing", json!({ "after": ["comment"], "days": 7.0, "people": 20, "hours": constant(3.0),
                    "when": { "vital_interest": true, "risky": true } })),
                "revise": stage("task", json!({ "after": ["ask", "comment", "experts", "hearing"], "who": "drafting_unit",
                    "hours": { "kind": "gamma", "mean": 12.0, "cv": 0.5 } })),
                "legal": stage("legality_review", json!({ "after": ["revise"], "who": "government_office",
                    "hours": { "kind": "exponential", "mean": 6.0 }, "days": 7.0, "counts": "working_days",
                    "returns": { "to": "revise", "share": 0.2, "at_most": 2 } })),
                "together": stage("coordination", json!({ "after": ["legal"], "minutes": constant(60.0) })),
                "sign": stage("sign_off", json!({ "after": ["together"], "who": "portfolio_leader",
                    "hours": { "kind": "exponential", "mean": 1.0 } })),
                "meet": stage("meeting", json!({ "after": ["sign"], "meeting": "executive", "minutes": constant(25.0),
                    "returns": { "to": "revise", "at_most": 2 } })),
                "party": stage("outside_gate", json!({ "after": ["meet"], "latency_days": { "kind": "gamma", "mean": 6.0, "cv": 1.0 } })),
                "publish": stage("publication", json!({ "after": ["party"], "hours": constant(2.0) })),
                "watch": stage("follow_up", json!({ "after": ["publish"], "who": "government_office", "hours": constant(1.0) })),
            }, "clocks": { "decide": { "article": "test-60", "counts": "calendar_days", "length": 60.0, "starts_on": "registered",
                "stops_on": "published" } } } },
            "world": {
                "sources": { "departments": { "per_year": 60.0, "dispersion": 3.69, "mandated_share": 0.1 } },
                "classes": { "plan": { "urgent_share": 0.2, "vital_interest_share": 0.5, "technical_share": 0.5, "risky_share": 0.4,
                    "departments": { "planning": 0.5, "water": 0.5 }, "other_departments": 0.7,
                    "outcome": { "refuse": 0.05, "return_for_revision": 0.2, "prevented_by_each_channel": 0.2 } } },
                "absences": { "share": 0.2, "correlation": 0.3 },
            },
        }),
    );
    county
}

pub fn changed(mut county: Value, patch: Value) -> Value {
    merge(&mut county, patch);
    county
}

pub fn scenario(county: &Value) -> Scenario {
    serde_json::from_value(county.clone()).expect("the fixture is a scenario")
}

pub fn plan(county: &Value) -> Arc<Plan> {
    Arc::new(Plan::compile(&scenario(county), None).expect("the fixture compiles"))
}

/// All events of one run, and its digest.
pub fn events(plan: &Arc<Plan>, seed: u64) -> (Vec<Event>, u128) {
    let mut run = Run::new(Arc::clone(plan), seed, 0, Log::default());
    run.warm_up(u64::MAX);
    run.open_window(None);
    run.finish(u64::MAX);
    let digest = run.digest();
    (run.observed_by(Nothing).1.0, digest)
}
