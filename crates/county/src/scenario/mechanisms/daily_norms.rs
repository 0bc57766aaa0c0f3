//! M5: deadlines for papers, minutes and follow-up, reminders, short meetings, fewer conferences and documents.

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
    for (place, key, share) in [
        ("conferences", "per_year", it.conferences_share),
        ("leaders", "document_hours_per_week", it.documents_share),
    ] {
        let fewer = fewer(county.get(place), key, share);
        if let (Value::Object(patch), Value::Object(all)) = (&mut patch, &fewer)
            && !all.is_empty()
        {
            patch.insert(place.to_owned(), fewer);
        }
    }
    patch
}

/// This share of a number of every entry that has it, above 0.
fn fewer(entries: Option<&Value>, key: &str, share: f64) -> Value {
    let entries = entries.and_then(Value::as_object);
    let fewer = entries.into_iter().flatten().filter_map(|(id, it)| {
        let number = it.get(key)?.as_f64().filter(|it| *it > 0.0)?;
        Some((id.clone(), super::object([(key, (number * share).into())])))
    });
    Value::Object(fewer.collect())
}
