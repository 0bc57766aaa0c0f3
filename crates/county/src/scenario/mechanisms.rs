//! The five mechanisms as patches on the preset (`mechanisms.*`, contracts of the scenario file).

use serde_json::{Map, Value, json};

use super::{HearingScope, Mechanisms, Participation, Procedure, Scope};

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

/// The patch of every enabled mechanism, in the order of the contract.
pub(super) fn patches(mechanisms: &Mechanisms, county: &Value) -> Vec<Value> {
    // Approval reform, emergency and daily norms are not built; stand-ins change no procedure: the run reads them.
    if mechanisms.participation.enabled {
        vec![participation(&mechanisms.participation, county)]
    } else {
        Vec::new()
    }
}

/// M4 on every major procedure: comment, hearing and expert review beside one another between drafting and revision, evaluation
/// after implementation.
fn participation(it: &Participation, county: &Value) -> Value {
    let utilities: Vec<&String> = county
        .pointer("/world/classes")
        .and_then(Value::as_object)
        .map(|classes| {
            let is_utility = |class: &Value| {
                class
                    .get("utility")
                    .and_then(Value::as_bool)
                    .unwrap_or(false)
            };
            classes
                .iter()
                .filter(|(_, class)| is_utility(class))
                .map(|(id, _)| id)
                .collect()
        })
        .unwrap_or_default();
    let mut procedures = Map::new();
    let mut sources = Map::new();
    let written = county.get("procedures").and_then(Value::as_object);
    for (id, procedure) in written.into_iter().flatten() {
        let Ok(typed) = serde_json::from_value::<Procedure>(procedure.clone()) else {
            continue;
        };
        if !typed.major || ANCHORS.iter().any(|it| !typed.stages.contains_key(*it)) {
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
        if it.evaluation && typed.stages.contains_key("implementation") {
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
    json!({ "procedures": procedures, "sources_of_numbers": sources })
}
