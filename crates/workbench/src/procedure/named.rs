//! What names a stage of its procedure: events that clocks and what arises wait for, conditions that ask what a case has passed.

use serde_json::{Map, Value};

/// Replaces events that clocks and what arises name.
pub(super) fn events(procedure: &mut Map<String, Value>, by: &dyn Fn(&str) -> Option<String>) {
    let replace = |object: &mut Map<String, Value>, keys: &[&str]| {
        for key in keys {
            if let Some(new) = object.get(*key).and_then(Value::as_str).and_then(by) {
                object.insert((*key).to_owned(), new.into());
            }
        }
    };
    let all = |of: &str| of.to_owned();
    for (collection, keys) in [
        (all("clocks"), &["starts_on", "stops_on", "restarts_on"][..]),
        (all("raises"), &["on"][..]),
    ] {
        let Some(Value::Object(entries)) = procedure.get_mut(&collection) else {
            continue;
        };
        for entry in entries.iter_mut().filter_map(|it| it.1.as_object_mut()) {
            replace(entry, keys);
            if let Some(Value::Array(pauses)) = entry.get_mut("pauses") {
                for pause in pauses.iter_mut().filter_map(Value::as_object_mut) {
                    replace(pause, &["from", "to"]);
                }
            }
        }
    }
}

/// Takes a stage out of the conditions that ask whether a case has passed it.
pub(super) fn conditions(procedure: &mut Map<String, Value>, id: &str) {
    for collection in ["stages", "clocks", "raises"] {
        let Some(Value::Object(entries)) = procedure.get_mut(collection) else {
            continue;
        };
        for (_, entry) in entries.iter_mut() {
            if let Some(Value::Object(passed)) = entry.pointer_mut("/when/passed") {
                passed.remove(id);
            }
        }
    }
}
