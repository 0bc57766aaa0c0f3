//! M1: fewer approvals, by fewer hands, side by side; and what comes of what is let go.

use serde_json::Value;

use super::from_template;
use crate::scenario::ApprovalReform;

/// The changes, with the places of the parameters.
const TEMPLATE: &str = include_str!("approval_reform.json");

/// M1 on the procedures `permit`, `major` and `ordinary`. A part whose share is 0 is left out.
pub(super) fn patch(it: &ApprovalReform, county: &Value) -> Value {
    let mut parameters = serde_json::to_value(it).unwrap_or_default();
    // What inspection prevents never comes to light: of the harm that would come, this much is left.
    parameters["harm_left"] =
        Value::from(it.harm_share * (1.0 - it.supervised_share * it.prevented_share));
    let mut patch = from_template(TEMPLATE, &parameters, county);
    let removes = it.removed_share > 0.0;
    let hands_over = it.handed_over_share > 0.0 && !it.handed_over.is_empty();
    let mut leave_out = |procedure: &str, collection: &str, ids: &[&str]| {
        let entries = patch.pointer_mut(&format!("/procedures/{procedure}/{collection}"));
        if let Some(Value::Object(entries)) = entries {
            entries.retain(|id, _| !ids.contains(&id.as_str()));
        }
        if let Some(Value::Object(sources)) = patch.get_mut("sources_of_numbers") {
            for id in ids {
                let path = format!("procedures.{procedure}.{collection}.{id}");
                sources.retain(|of, _| *of != path);
            }
        }
    };
    if !removes {
        leave_out("permit", "stages", &["catalogue"]);
        leave_out("permit", "raises", &["inspection", "harm"]);
    }
    if it.delegated_share <= 0.0 {
        let stages = ["delegated_decision", "leader_decides", "licence"];
        leave_out("permit", "stages", &stages);
    }
    if !it.joint {
        leave_out("permit", "stages", &["others"]);
    }
    if !hands_over {
        for procedure in ["major", "ordinary"] {
            leave_out(procedure, "stages", &["handed_over"]);
            leave_out(procedure, "raises", &["inspection", "harm"]);
        }
    }
    if let Some(Value::Object(procedures)) = patch.get_mut("procedures") {
        // A county without one of the procedures is not given one.
        procedures.retain(|id, _| county["procedures"].get(id).is_some());
    }
    if let Some(Value::Object(sources)) = patch.get_mut("sources_of_numbers") {
        sources.retain(|of, _| {
            let procedure = of.split('.').nth(1).unwrap_or_default();
            county["procedures"].get(procedure).is_some()
        });
    }
    patch
}
