//! M5: deadlines for papers, minutes and follow-up, reminders, and short meetings.

use serde_json::Value;

use super::from_template;
use crate::scenario::DailyNorms;

/// What the norms change, but for what the switch says.
const CHANGES: &str = include_str!("daily_norms.json");

/// The norms on what the county has of them; a clock only where both stages are there between which it runs.
pub(super) fn patch(it: &DailyNorms, county: &Value) -> Value {
    let mut patch = from_template(CHANGES, it, county);
    let procedures = patch.get_mut("procedures").and_then(Value::as_object_mut);
    for (id, procedure) in procedures.into_iter().flatten() {
        let stages = county.pointer(&format!("/procedures/{id}/stages"));
        let has = |event: Option<&Value>| {
            let stage = event.and_then(Value::as_str);
            let stage = stage.and_then(|it| it.split_once('.')).map(|it| it.0);
            stage.is_some_and(|it| stages.is_some_and(|all| all.get(it).is_some()))
        };
        if let Some(clocks) = procedure.get_mut("clocks").and_then(Value::as_object_mut) {
            clocks.retain(|_, it| has(it.get("starts_on")) && has(it.get("stops_on")));
        }
    }
    if patch.pointer("/meetings/executive").is_none()
        && let Some(sources) = patch.get_mut("sources_of_numbers")
    {
        *sources = super::object([]);
    }
    patch
}
