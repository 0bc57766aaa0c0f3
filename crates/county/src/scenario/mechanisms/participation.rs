//! M4: public comment, hearing, expert review and evaluation in every major procedure.

use serde_json::{Map, Value};

use super::{object, truth};
use crate::scenario::{HearingScope, Participation, Scope, Selection, json};

/// The stages as they stand in a procedure, but for what the switch says; and where their numbers come from.
const STAGES: &str = include_str!("participation.json");

/// The stages a major procedure must have for participation to find its place: what is asked about, and where it flows in.
pub const ANCHORS: [&str; 2] = ["drafting", "revision"];

/// As it stands in a file.
fn written(it: &impl serde::Serialize) -> Value {
    serde_json::to_value(it).unwrap_or_default()
}

/// Everybody has the floor, and what he says is recorded, at meetings of which it is said how they discuss.
fn everybody_speaks(ground: &Value, county: &Value) -> Value {
    let floor = || {
        object([(
            "discussion",
            object([
                ("floor", Value::from("round_table")),
                ("records", Value::Bool(true)),
            ]),
        )])
    };
    let mut meetings = Map::new();
    for of in [ground, county] {
        let of = of.get("meetings").and_then(Value::as_object);
        for (id, meeting) in of.into_iter().flatten() {
            if meeting.get("discussion").is_some_and(Value::is_object) {
                meetings.insert(id.clone(), floor());
            }
        }
    }
    Value::Object(meetings)
}

/// Ids of all classes of public utilities, in order.
fn utilities(county: &Value) -> Value {
    let classes = county.pointer("/world/classes").and_then(Value::as_object);
    let classes = classes.into_iter().flatten();
    classes
        .filter(|it| truth(it.1.get("utility")))
        .map(|it| Value::from(it.0.as_str()))
        .collect()
}

/// M4 on every major procedure: comment, hearing and expert review beside one another between drafting and revision, evaluation
/// after implementation. An anchor that the preset has and a file deletes is still named: the check then says what is missing.
pub(super) fn patch(it: &Participation, ground: &Value, county: &Value) -> Value {
    let utilities = utilities(county);
    // Ours, and held by a test to be what it is.
    let ours: Value = json(STAGES).unwrap_or_default();
    let mut procedures = Map::new();
    let mut sources = Map::new();
    let own = ground.get("procedures").and_then(Value::as_object);
    let added = county.get("procedures").and_then(Value::as_object);
    let new = |id: &&String| !own.is_some_and(|own| own.contains_key(*id));
    let own_ids = own.into_iter().flat_map(|it| it.keys());
    let added_ids = added.into_iter().flat_map(|it| it.keys());
    for id in own_ids.chain(added_ids.filter(new)) {
        let own = own.and_then(|it| it.get(id));
        let added = added.and_then(|it| it.get(id));
        let has = |stage: &str| {
            let found = |it: &Value| it.get("stages").and_then(|it| it.get(stage)).is_some();
            own.is_some_and(found) || added.is_some_and(found)
        };
        let major = [added, own]
            .into_iter()
            .flatten()
            .find_map(|it| it.get("major"));
        if !truth(major) || ANCHORS.iter().any(|it| !has(it)) {
            continue;
        }
        let mut stages = Map::new();
        let mut bring = |name: &str, said: Vec<(&str, Value)>| {
            let Some(ours) = ours.get(name) else {
                return;
            };
            let mut stage = ours.get("stage").cloned().unwrap_or_default();
            for (key, value) in said {
                stage[key] = value;
            }
            stages.insert(name.to_owned(), stage);
            let source = object([
                (
                    "assumption",
                    ours.get("assumption").cloned().unwrap_or_default(),
                ),
                ("low", Value::from(0.5)),
                ("high", Value::from(2.0)),
            ]);
            sources.insert(format!("procedures.{id}.stages.{name}"), source);
        };
        let only = |key: &str| object([(key, Value::Bool(true))]);
        if it.comment != Scope::Off {
            let when = match it.comment {
                Scope::Concerned => only("vital_interest"),
                _ => object([]),
            };
            let days = Value::from(it.comment_days);
            bring("public_comment", vec![("when", when), ("days", days)]);
        }
        if it.hearing != HearingScope::Off {
            let when = match it.hearing {
                HearingScope::Utilities => object([("classes", utilities.clone())]),
                _ => only("vital_interest"),
            };
            let days = Value::from(it.hearing_notice_days);
            let people = Value::from(it.hearing_people);
            let mut said = vec![("when", when), ("days", days), ("people", people)];
            if it.hearing_selection != Selection::default() {
                said.push(("selection", written(&it.hearing_selection)));
            }
            if let Some(days) = it.hearing_materials_days {
                said.push(("materials_days", Value::from(days)));
            }
            bring("hearing", said);
        }
        if it.deputies != Scope::Off {
            let when = match it.deputies {
                Scope::Concerned => only("vital_interest"),
                _ => object([]),
            };
            let people = Value::from(it.deputies_people);
            bring("forum", vec![("when", when), ("people", people)]);
        }
        if it.experts != Scope::Off {
            let when = match it.experts {
                Scope::Concerned => only("technical"),
                _ => object([]),
            };
            let mut said = vec![("when", when), ("people", Value::from(it.panel))];
            let rules = [
                ("without_interest", it.experts_without_interest),
                ("seeks_dissent", it.experts_seek_dissent),
            ];
            let kept = rules.into_iter().filter(|it| it.1);
            let kept: Vec<(&str, Value)> = kept.map(|it| (it.0, Value::Bool(true))).collect();
            if !kept.is_empty() {
                said.push(("experts", object(kept)));
            }
            bring("expert_review", said);
        }
        if it.evaluation && has("implementation") {
            let mut said = Vec::new();
            if let Some(triggers) = it.evaluation_called_by {
                said.push(("called_by", written(&triggers)));
            }
            if let Some(change) = it.evaluation_major_change {
                said.push(("major_change", Value::from(change)));
            }
            bring("evaluation", said);
        }
        procedures.insert(id.clone(), object([("stages", Value::Object(stages))]));
    }
    let mut patch = Map::new();
    if let Some(rules) = it.accountability {
        patch.insert("accountability".to_owned(), written(&rules));
        let source = object([
            ("assumption", Value::from("as the mechanism says")),
            ("low", Value::from(1.0)),
            ("high", Value::from(30.0)),
        ]);
        sources.insert("accountability".to_owned(), source);
    }
    if !procedures.is_empty() {
        patch.insert("procedures".to_owned(), Value::Object(procedures));
    }
    if !sources.is_empty() {
        patch.insert("sources_of_numbers".to_owned(), Value::Object(sources));
    }
    if it.everybody_speaks {
        let meetings = everybody_speaks(ground, county);
        if meetings.as_object().is_some_and(|it| !it.is_empty()) {
            patch.insert("meetings".to_owned(), meetings);
        }
    }
    Value::Object(patch)
}
