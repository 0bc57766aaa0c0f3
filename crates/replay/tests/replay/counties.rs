//! The counties that are replayed here.

use std::sync::Arc;

use county::event::Event;
use county::plan::Plan;
use county::scenario::{Loaded, load};
use serde_json::{Value, json};
use trial::Setup;
use tuiyan_replay::Replay;

/// A preset over a short horizon, with changes of its own.
pub fn preset(id: &str, changes: Value) -> Loaded {
    let mut file = json!({ "tuiyan": 1, "extends": id,
        "horizon": { "warm_up_years": 0.5, "years": 1.0, "close_cap_years": 1.0 } });
    merge(&mut file, changes);
    load(&file.to_string(), &[]).expect("loads")
}

/// A county with one procedure: a draft, a monthly meeting, publication.
pub fn small() -> Value {
    let name = |text: &str| json!({ "zh": text, "en": text });
    let hours = |mean: f64| json!({ "kind": "constant", "mean": mean });
    json!({
        "tuiyan": 1,
        "title": name("small"),
        "horizon": { "start": "2024-01-01", "warm_up_years": 0.25, "years": 1.0, "close_cap_years": 1.0,
            "follow_years": 0.0, "view": "settled" },
        "calendar": { "holidays": "none", "morning_from": "00:00", "morning_to": "12:00",
            "afternoon_from": "12:00", "afternoon_to": "24:00" },
        "leaders": {
            "magistrate": { "name": name("m"), "rank": "magistrate", "bound_hours_per_week": 0.0 },
            "deputy": { "name": name("d"), "rank": "deputy", "bound_hours_per_week": 0.0 },
        },
        "offices": { "government_office": { "name": name("o"), "staff": 1 } },
        "departments": { "planning": { "name": name("p"), "staff": 5, "leader": "deputy" } },
        "meetings": { "executive": { "name": name("x"), "every_days": 30.0, "at": "09:00", "minutes": 180.0,
            "agenda_closes_days": 0.0, "members": ["magistrate", "deputy"],
            "chairs": ["magistrate"], "quorum_share": 0.5, "postponed_days": 7.0 } },
        "procedures": { "plain": { "name": name("plain"), "stages": {
            "draft": { "kind": "task", "name": name("draft"), "who": "drafting_unit", "hours": hours(10.0) },
            "meet": { "kind": "meeting", "name": name("meet"), "after": ["draft"], "meeting": "executive", "minutes": hours(20.0) },
            "publish": { "kind": "publication", "name": name("publish"), "after": ["meet"], "who": "government_office", "hours": hours(1.0) },
        }, "clocks": { "decide": { "article": "test_60", "counts": "calendar_days", "length": 20.0, "starts_on": "registered",
            "stops_on": "published" } } } },
        "mechanisms": {
            "stand_in": { "enabled": false, "pairs": { "deputy": "magistrate", "magistrate": "deputy" },
                "after_days": 0.0, "urgent_only": false, "effort_factor": 1.0 },
            "participation": { "enabled": false, "comment": "off", "comment_days": 30.0, "hearing": "off",
                "hearing_notice_days": 7.0, "hearing_people": 20, "experts": "off", "panel": 5, "evaluation": false },
        },
        "world": {
            "demand": 1.0,
            "sources": { "departments": { "name": name("s"), "per_year": 80.0, "dispersion": 1.0, "classes": { "plan": 1.0 } } },
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

pub fn read(file: &Value) -> Loaded {
    load(&file.to_string(), &[]).unwrap_or_else(|problems| panic!("{problems:?}"))
}

pub fn merge(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(target.entry(key).or_insert(Value::Null), value);
            }
        }
        (target, patch) => *target = patch,
    }
}

pub fn replay(loaded: &Loaded, seed: u64) -> Replay {
    let setup = Setup::new(loaded).expect("compiles");
    Replay::new(&setup, seed, 0, 30)
}

/// The rules of another county, to go on under.
pub fn rules(of: &Replay, loaded: &Loaded, changed: &Loaded) -> Arc<Plan> {
    of.grown(&loaded.after, &changed.after).expect("compiles")
}

/// A run at one go, and its fingerprint.
pub fn straight(loaded: &Loaded, seed: u64) -> (Vec<Event>, u128) {
    let setup = Setup::new(loaded).expect("compiles");
    let digest = setup.replicate(seed, 0).digest;
    (setup.log(seed, 0).1, digest)
}
