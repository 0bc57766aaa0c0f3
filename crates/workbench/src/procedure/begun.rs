//! A stage to begin with.

use county::scenario::{StageKind, stage_fields};
use serde_json::{Map, Value, json};

use super::word;
use crate::{Why, patch, refers};

const MEETINGS: refers::To = refers::To::Entry("meetings");

/// A stage of a kind with all it needs.
pub(super) fn begun(built: &Value, kind: StageKind, names: [&str; 2]) -> Result<Value, Why> {
    let has = |path: &str| patch::get(built, path).is_some();
    let office = |wanted: &str| {
        let ids = refers::candidates(built, refers::OFFICES, "");
        if ids.iter().any(|it| it == wanted) {
            Some(wanted.to_owned())
        } else {
            ids.into_iter().next()
        }
    };
    let who = match kind {
        StageKind::SignOff => Some("portfolio_leader".to_owned()),
        StageKind::Response => Some("chair".to_owned()),
        StageKind::Call => Some(office("duty").ok_or(Why::Lacks(refers::OFFICES))?),
        StageKind::ExpertReview => Some(office("experts").ok_or(Why::Lacks(refers::OFFICES))?),
        StageKind::Forum => Some(office("deputies").ok_or(Why::Lacks(refers::OFFICES))?),
        StageKind::LegalityReview if has("offices.justice") => Some("justice".to_owned()),
        StageKind::Triage if has("offices.government_office") => {
            Some("government_office".to_owned())
        }
        _ => Some("drafting_unit".to_owned()),
    };
    let mut stage = Map::new();
    stage.insert("kind".to_owned(), word(kind).into());
    stage.insert("name".to_owned(), json!({"zh": names[0], "en": names[1]}));
    for field in stage_fields(kind).0 {
        let value = match *field {
            "who" => json!(who),
            "people" => json!(if kind == StageKind::Hearing { 15 } else { 1 }),
            "days" => json!(
                if kind == StageKind::Implementation || kind == StageKind::PublicComment {
                    30
                } else {
                    7
                }
            ),
            "meeting" => {
                let all = refers::candidates(built, MEETINGS, "");
                let executive = all.iter().find(|it| *it == "executive").cloned();
                json!(
                    executive
                        .or(all.into_iter().next())
                        .ok_or(Why::Lacks(MEETINGS))?
                )
            }
            "minutes" => json!({"kind": "triangular", "low": 10, "mode": 20, "high": 40}),
            "latency_days" => json!({"kind": "triangular", "low": 2, "mode": 5, "high": 10}),
            _ => json!({"kind": "triangular", "low": 1, "mode": 2, "high": 4}),
        };
        stage.insert((*field).to_owned(), value);
    }
    Ok(Value::Object(stage))
}
