//! The five mechanisms as patches on the preset (`mechanisms.*`, contracts of the scenario file).
//!
//! Each mechanism has a module of its own. What it changes is said as data, a patch in the language of the scenario file, so that people
//! can look at it ("what this switch changes") and a file can change any of it again.

mod approval_reform;
mod daily_norms;
mod emergency;
mod participation;

use serde::Serialize;
use serde_json::{Map, Value};

pub use self::participation::ANCHORS;
use super::Mechanisms;

/// The patch of every enabled mechanism, in the order of the contract: on the procedures of the preset (`ground`) and on those
/// that a file adds to them. `county` is the preset with the file merged in: it says what is major, and which classes are utilities.
///
/// Both are read as plain JSON: a file may speak of one field of a stage that only the patch brings.
pub(super) fn patches(mechanisms: &Mechanisms, ground: &Value, county: &Value) -> Vec<Value> {
    let mut patches = Vec::new();
    if mechanisms.approval_reform.enabled {
        patches.push(approval_reform::patch(&mechanisms.approval_reform, county));
    }
    if mechanisms.emergency.enabled {
        patches.push(emergency::patch(&mechanisms.emergency, county));
    }
    // Stand-ins change nothing that is written: the run reads them.
    if mechanisms.participation.enabled {
        patches.push(participation::patch(
            &mechanisms.participation,
            ground,
            county,
        ));
    }
    if mechanisms.daily_norms.enabled {
        patches.push(daily_norms::patch(&mechanisms.daily_norms, county));
    }
    patches
}

/// A patch written as a template: every text `"$name"` stands for the parameter of that name. What it changes of a county that lacks it
/// (a stage of a procedure that was deleted, say) is left out, so that a switch with nothing to act on changes nothing; what has a `name`,
/// an `article` or a `class` of its own is new, and comes where its procedure is there.
fn from_template<P: Serialize>(template: &str, parameters: &P, county: &Value) -> Value {
    // Templates are ours, and held by tests to be what they are.
    let mut patch: Value = super::json(template).unwrap_or_default();
    let parameters = serde_json::to_value(parameters).unwrap_or_default();
    fill(&mut patch, &parameters);
    for (key, value) in patch.as_object_mut().into_iter().flatten() {
        let there = county.get(key);
        match (key.as_str(), value) {
            ("leaders" | "offices" | "departments" | "meetings" | "procedures", value) => {
                keep(value, there);
            }
            ("world", Value::Object(world)) => {
                for (key, value) in world {
                    keep(value, there.and_then(|it| it.get(key)));
                }
            }
            _ => {}
        }
    }
    let county = county.get("procedures");
    let procedures = patch.get_mut("procedures").and_then(Value::as_object_mut);
    for (id, procedure) in procedures.into_iter().flatten() {
        for key in ["stages", "clocks", "raises"] {
            if let Some(value) = procedure.get_mut(key) {
                let there = county.and_then(|it| it.get(id)).and_then(|it| it.get(key));
                keep(value, there);
            }
        }
    }
    patch
}

/// Of a collection of changes, those of entries that are there, and new ones.
fn keep(collection: &mut Value, there: Option<&Value>) {
    if let Value::Object(entries) = collection {
        entries.retain(|id, entry| {
            let is_new = ["name", "article", "class"]
                .iter()
                .any(|key| entry.get(key).is_some());
            is_new || there.is_some_and(|it| it.get(id).is_some())
        });
    }
}

/// Puts parameters in the places that name them.
fn fill(value: &mut Value, parameters: &Value) {
    match value {
        Value::String(text) => {
            if let Some(named) = text.strip_prefix('$').and_then(|it| parameters.get(it)) {
                *value = named.clone();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|it| fill(it, parameters)),
        Value::Object(entries) => entries.iter_mut().for_each(|it| fill(it.1, parameters)),
        _ => {}
    }
}

fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let mut object = Map::new();
    for (key, value) in entries {
        object.insert(key.to_owned(), value);
    }
    Value::Object(object)
}

fn truth(value: Option<&Value>) -> bool {
    value.and_then(Value::as_bool).unwrap_or(false)
}
