//! M2: warning, a shorter relay, rehearsed plans, a reserve team, drills, insurance and donations, accountability for late reports.

use serde_json::{Value, json};

use super::{from_template, object};
use crate::scenario::EmergencyMechanism;

/// What the switch changes, its parameters left open.
const TEMPLATE: &str = include_str!("emergency.json");

/// Most people of the reserve team that one emergency takes.
const AT_ONE_SCENE: u32 = 4;

/// M2 on the procedure `emergency` of the county: nothing where no hazard ever strikes.
pub(super) fn patch(it: &EmergencyMechanism, county: &Value) -> Value {
    let departments = departments_in_charge(county);
    let stages = county.pointer("/procedures/emergency/stages");
    let Some(stages) = stages.filter(|_| strikes(county)) else {
        return object([]);
    };
    let law = |stage: &str, key: &str, factor: f64| {
        let law = stages.get(stage).and_then(|it| it.get(key));
        law.map_or(Value::Null, |it| scaled(it, factor))
    };
    let each = it.drill_hours_per_year / departments.len().max(1) as f64;
    let drills = departments.iter().map(|id| {
        let hours = json!({ "standing_hours_per_year": each });
        ((*id).to_owned(), hours)
    });
    let reserve = it.reserve_hours_each * f64::from(it.reserve_staff);
    let parameters = object([
        ("reserve_staff", it.reserve_staff.into()),
        ("reserve_people", it.reserve_staff.min(AT_ONE_SCENE).into()),
        ("reserve_hours", reserve.into()),
        (
            "reserve_latency",
            json!({ "kind": "constant", "mean": it.reserve_within_hours / 24.0 }),
        ),
        ("drills", Value::Object(drills.collect())),
        ("closing", replies(stages)),
        ("warning_lead_hours", it.warning_lead_hours.into()),
        ("warning_share", it.warning_share.into()),
        ("relay_hours", law("relay", "hours", it.relay_factor)),
        (
            "report_hours",
            law("report", "hours", 1.0 - it.accountability),
        ),
        (
            "relief_latency",
            law("relief", "latency_days", it.plan_factor),
        ),
        ("insured_share", it.insured_share.into()),
        ("donated_share", it.donated_share.into()),
    ]);
    let mut patch = from_template(TEMPLATE, &parameters, county);
    if !classes(county).any(|(_, it)| it.pointer("/traits/foreseeable").is_some()) {
        // Nothing can be foreseen: there is nothing to warn of.
        for stage in ["warning", "outbreak", "call"] {
            remove(&mut patch, "/procedures/emergency/stages", stage);
        }
        let stage = "procedures.emergency.stages.warning";
        remove(&mut patch, "/sources_of_numbers", stage);
    }
    if it.reserve_staff == 0 {
        remove(&mut patch, "/offices", "reserve_team");
        remove(&mut patch, "/procedures/emergency/stages", "relief_reserve");
        remove(&mut patch, "/sources_of_numbers", "offices.reserve_team");
        let stage = "procedures.emergency.stages.relief_reserve";
        remove(&mut patch, "/sources_of_numbers", stage);
    }
    patch
}

fn remove(patch: &mut Value, place: &str, key: &str) {
    if let Some(object) = patch.pointer_mut(place).and_then(Value::as_object_mut) {
        object.remove(key);
    }
}

/// Stages that end the case.
fn replies(stages: &Value) -> Value {
    let stages = stages.as_object().into_iter().flatten();
    let is_reply = |it: &Value| it.get("kind").and_then(Value::as_str) == Some("reply");
    stages
        .filter(|it| is_reply(it.1))
        .map(|it| Value::from(it.0.as_str()))
        .collect()
}

/// A law of chance, all of its values times a factor: the same luck, sooner.
fn scaled(law: &Value, factor: f64) -> Value {
    let mut law = law.clone();
    let times = |value: &mut Value| {
        if let Some(number) = value.as_f64() {
            *value = (number * factor).into();
        }
    };
    for key in ["mean", "low", "mode", "high"] {
        if let Some(value) = law.get_mut(key) {
            times(value);
        }
    }
    for point in law
        .get_mut("points")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(value) = point.get_mut(0) {
            times(value);
        }
    }
    law
}

fn number(value: &Value, path: &str) -> f64 {
    value.pointer(path).and_then(Value::as_f64).unwrap_or(0.0)
}

/// Classes of emergencies under the procedure `emergency`.
fn classes(county: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let classes = county.pointer("/world/classes").and_then(Value::as_object);
    classes.into_iter().flatten().filter(|(_, it)| {
        let says = |key: &str| it.get(key).and_then(Value::as_str);
        says("kind") == Some("emergency") && says("procedure") == Some("emergency")
    })
}

/// Whether any hazard ever strikes: one comes from a source, or arises from another case.
fn strikes(county: &Value) -> bool {
    let entries = |path: &str| {
        let found = county.pointer(path).and_then(Value::as_object);
        found.into_iter().flatten().map(|it| it.1)
    };
    classes(county).any(|(class, _)| {
        let from_outside = entries("/world/sources").any(|it| {
            let weight = it.get("classes").and_then(|it| it.get(class));
            weight.and_then(Value::as_f64).unwrap_or(0.0) > 0.0
                && number(it, "/per_year") * number(county, "/world/demand") > 0.0
        });
        from_outside
            || entries("/procedures").any(|it| {
                let raises = it.get("raises").and_then(Value::as_object);
                let mut raises = raises.into_iter().flatten();
                raises.any(|it| it.1.get("class").and_then(Value::as_str) == Some(class))
            })
    })
}

/// Departments that lead in an emergency, in order: they drill.
fn departments_in_charge(county: &Value) -> Vec<&str> {
    let all = county.get("departments").and_then(Value::as_object);
    let all = all.into_iter().flatten().map(|it| it.0.as_str());
    all.filter(|id| classes(county).any(|(_, it)| number(it, &format!("/departments/{id}")) > 0.0))
        .collect()
}
