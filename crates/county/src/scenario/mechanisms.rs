//! The five mechanisms as patches on the preset (`mechanisms.*`, contracts of the scenario file).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{HearingScope, Mechanisms, Participation, Scope};

/// Where the numbers of the stages below come from, by stage.
const SOURCES: [(&str, &str); 4] = [
    (
        "public_comment",
        "article: 713 art. 15 names the period; the drafting unit's hours are an assumption",
    ),
    (
        "hearing",
        "article: 713 art. 16–17; hours are an assumption",
    ),
    (
        "expert_review",
        "article: 713 art. 19–21; hours are an assumption",
    ),
    (
        "evaluation",
        "article: 713 art. 36; hours are an assumption",
    ),
];

/// The stages a major procedure must have for participation to find its place: what is asked about, and where it flows in.
pub(super) const ANCHORS: [&str; 2] = ["drafting", "revision"];

/// The patch of every enabled mechanism, in the order of the contract: on the procedures of the preset (`ground`) and on those
/// that a file adds to them. `county` is the preset with the file merged in: it says what is major, and which classes are utilities.
///
/// Both are read as plain JSON: a file may speak of one field of a stage that only the patch brings.
pub(super) fn patches(mechanisms: &Mechanisms, ground: &Value, county: &Value) -> Vec<Value> {
    // Approval reform, emergency and daily norms are not built; stand-ins change no procedure: the run reads them.
    if mechanisms.participation.enabled {
        vec![participation(&mechanisms.participation, ground, county)]
    } else {
        Vec::new()
    }
}

fn truth(value: Option<&Value>) -> bool {
    value.and_then(Value::as_bool).unwrap_or(false)
}

/// Ids of all classes of public utilities, in order.
fn utilities(county: &Value) -> Vec<&String> {
    let classes = county.pointer("/world/classes").and_then(Value::as_object);
    let classes = classes.into_iter().flatten();
    classes
        .filter(|it| truth(it.1.get("utility")))
        .map(|it| it.0)
        .collect()
}

/// M4 on every major procedure: comment, hearing and expert review beside one another between drafting and revision, evaluation
/// after implementation. An anchor that the preset has and a file deletes is still named: the check then says what is missing.
fn participation(it: &Participation, ground: &Value, county: &Value) -> Value {
    let utilities = utilities(county);
    let mut procedures = Map::new();
    let mut sources = Map::new();
    let own = ground.get("procedures").and_then(Value::as_object);
    let added = county.get("procedures").and_then(Value::as_object);
    let ids: BTreeSet<&String> = [own, added]
        .into_iter()
        .flatten()
        .flat_map(|it| it.keys())
        .collect();
    for id in ids {
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
        if it.comment != Scope::Off {
            let when = match it.comment {
                Scope::Concerned => json!({ "vital_interest": true }),
                _ => json!({}),
            };
            stages.insert("public_comment".into(), json!({
                "kind": "public_comment", "name": { "zh": "公开征求意见", "en": "Public comment" },
                "after": ["drafting"], "before": ["revision"], "when": when,
                "days": it.comment_days, "counts": "calendar_days",
                "organise_hours": { "kind": "triangular", "low": 4.0, "mode": 8.0, "high": 16.0 },
                "sort_hours": { "kind": "constant", "mean": 4.0 }, "hours_per_comment": 0.5,
            }));
        }
        if it.hearing != HearingScope::Off {
            let when = match it.hearing {
                HearingScope::Utilities => json!({ "classes": utilities }),
                _ => json!({ "vital_interest": true }),
            };
            stages.insert("hearing".into(), json!({
                "kind": "hearing", "name": { "zh": "听证会", "en": "Hearing" },
                "after": ["drafting"], "before": ["revision"], "when": when,
                "days": it.hearing_notice_days, "counts": "calendar_days", "people": it.hearing_people,
                "organise_hours": { "kind": "triangular", "low": 16.0, "mode": 24.0, "high": 48.0 },
                "hours": { "kind": "constant", "mean": 3.5 },
            }));
        }
        if it.experts != Scope::Off {
            let when = match it.experts {
                Scope::Concerned => json!({ "technical": true }),
                _ => json!({}),
            };
            stages.insert("expert_review".into(), json!({
                "kind": "expert_review", "name": { "zh": "专家论证", "en": "Expert review" },
                "after": ["drafting"], "before": ["revision"], "when": when,
                "who": "experts", "people": it.panel,
                "organise_hours": { "kind": "triangular", "low": 4.0, "mode": 8.0, "high": 24.0 },
                "hours": { "kind": "log_normal", "mean": 10.0, "cv": 0.6 },
            }));
        }
        if it.evaluation && has("implementation") {
            stages.insert("evaluation".into(), json!({
                "kind": "evaluation", "name": { "zh": "决策后评估", "en": "Post-decision evaluation" },
                "after": ["implementation"], "who": "experts",
                "hours": { "kind": "triangular", "low": 16.0, "mode": 40.0, "high": 80.0 },
            }));
        }
        for (stage, source) in SOURCES {
            if stages.contains_key(stage) {
                sources.insert(
                    format!("procedures.{id}.stages.{stage}"),
                    json!({
                        "assumption": source, "low": 0.5, "high": 2.0,
                    }),
                );
            }
        }
        procedures.insert(id.clone(), json!({ "stages": stages }));
    }
    if procedures.is_empty() {
        return json!({});
    }
    json!({ "procedures": procedures, "sources_of_numbers": sources })
}
