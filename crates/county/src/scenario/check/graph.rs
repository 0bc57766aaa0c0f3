//! The stages of a procedure as a graph: every anchor exists, none waits for itself, the end is reached.

use litemap::LiteMap;

use super::Checker;
use crate::scenario::{Procedure, StageKind, json};

/// Stages by id, each with those that come before it.
type Before<'a> = LiteMap<&'a str, Vec<&'a str>>;

pub(super) fn check(out: &mut Checker, id: &str, procedure: &Procedure) {
    let stages = &procedure.stages;
    let path = format!("procedures.{id}.stages");
    if stages.is_empty() {
        out.say(
            &path,
            "is empty",
            "add at least a stage of kind `publication`",
        );
        return;
    }
    if stages.len() > 1_000 {
        out.say(&path, "has more than 1000 stages", "split the procedure");
        return;
    }
    let mut before: Before<'_> = LiteMap::with_capacity(stages.len());
    for stage in stages.keys() {
        before.insert(stage.as_str(), Vec::new());
    }
    for (stage_id, stage) in stages {
        for (key, list) in [("after", &stage.after), ("before", &stage.before)] {
            for (n, name) in list.iter().enumerate() {
                let place = format!("{path}.{stage_id}.{key}.{n}");
                if !stages.contains_key(name) {
                    let near = json::nearest(name, stages.keys().map(String::as_str));
                    let remedy = near.map_or_else(
                        || "name a stage of this procedure, take the name out, or delete this stage too".to_owned(),
                        |near| format!("did you mean `{near}`? or, if it was deleted on purpose, take the name out"),
                    );
                    out.say(
                        &place,
                        &format!("there is no stage `{name}` (was it deleted?)"),
                        &remedy,
                    );
                } else if key == "after" {
                    before.entry(stage_id).or_default().push(name);
                } else {
                    before.entry(name).or_default().push(stage_id);
                }
            }
        }
    }
    // Kahn: what can never begin is in a circle, or behind one.
    let mut left = before.clone();
    let mut order = Vec::new();
    while let Some(free) = left
        .iter()
        .find(|(_, waits)| waits.is_empty())
        .map(|it| *it.0)
    {
        left.remove(free);
        order.push(free);
        for (_, waits) in left.iter_mut() {
            waits.retain(|it| *it != free);
        }
    }
    if !left.is_empty() {
        let names: Vec<&str> = left.keys().copied().collect();
        out.say(
            &path,
            &format!(
                "these stages wait for one another in a circle and never begin: {}",
                names.join(", ")
            ),
            "take one of their `after` or `before` out; to go back use `returns`",
        );
        return;
    }
    // Everything before a stage, itself included.
    let mut above: Before<'_> = LiteMap::with_capacity(order.len());
    for stage in order {
        let mut all = vec![stage];
        for parent in before.get(stage).into_iter().flatten() {
            for it in above.get(parent).into_iter().flatten() {
                if !all.contains(it) {
                    all.push(it);
                }
            }
        }
        above.insert(stage, all);
    }
    for (stage_id, stage) in stages {
        if let Some(returns) = &stage.returns {
            let place = format!("{path}.{stage_id}.returns.to");
            if !stages.contains_key(&returns.to) {
                out.say(
                    &place,
                    &format!("there is no stage `{}`", returns.to),
                    "name a stage of this procedure",
                );
            } else if !above
                .get(stage_id.as_str())
                .is_some_and(|it| it.contains(&returns.to.as_str()))
            {
                out.say(
                    &place,
                    &format!("`{}` does not come before `{stage_id}`: nothing could lead from there back here", returns.to),
                    "return to this stage itself or to one that comes before it",
                );
            }
        }
    }
    let ends = [
        StageKind::Publication,
        StageKind::Reply,
        StageKind::Disclose,
    ];
    if !stages.values().any(|it| ends.contains(&it.kind)) {
        out.say(
            &path,
            "has no stage of kind `publication`: a decision under it would never be published",
            "add one after the last decision (or a `reply`, where nothing is decided)",
        );
    }
}
