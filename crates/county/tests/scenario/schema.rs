//! The schema that editors read says the same as the check.

use std::collections::BTreeMap;

use serde_json::Value;
use tuiyan_county::scenario::{Change, check, load_preset, schema};

use crate::helpers::{ids, numbers};

/// What a schema says of a place, references followed; with the name of the field it belongs to.
fn place<'a>(schema: &'a Value, path: &str) -> Option<(String, &'a Value)> {
    let follow = |mut it: &'a Value| {
        loop {
            if let Some(any) = it.get("anyOf").and_then(Value::as_array) {
                it = any.first()?;
            } else if let Some(name) = it.get("$ref").and_then(Value::as_str) {
                it = schema.pointer(name.strip_prefix('#')?)?;
            } else {
                return Some(it);
            }
        }
    };
    let mut here = schema;
    let mut name = String::new();
    for key in path.split('.') {
        let inner = follow(here)?;
        let title = inner.get("title").and_then(Value::as_str);
        here = match (
            inner.pointer(&format!("/properties/{key}")),
            inner.get("additionalProperties"),
        ) {
            (Some(field), _) => {
                name = format!("{:p} {} {key}", inner, title.unwrap_or_default());
                field
            }
            (None, Some(entry)) if entry.is_object() => entry,
            _ => inner.get("items")?,
        };
    }
    Some((name, here))
}

/// One path of every ranged field of a preset, with the least and the most.
fn ranged() -> Vec<(&'static str, String, f64, f64)> {
    let schema = schema();
    let mut found = BTreeMap::new();
    for id in ids() {
        let loaded = load_preset(id, &[]).unwrap();
        for (path, _) in numbers(&loaded.settled()) {
            let Some((name, here)) = place(&schema, &path) else {
                continue;
            };
            let bound = |key: &str| here.get(key).and_then(Value::as_f64);
            if let Some((least, most)) = bound("minimum").zip(bound("maximum")) {
                found.entry(name).or_insert((id, path, least, most));
            }
        }
    }
    found.into_values().collect()
}

#[test]
fn what_the_schema_forbids_is_refused_and_its_bounds_are_not() {
    let ranged = ranged();
    assert!(
        ranged.len() >= 45,
        "only {} fields have a range",
        ranged.len()
    );
    for (id, path, least, most) in ranged {
        let with = |value: f64| {
            let value = if value.fract() == 0.0 {
                Value::from(value as i64)
            } else {
                Value::from(value)
            };
            let change = Change {
                path: path.clone(),
                value,
            };
            load_preset(id, &[change]).err().unwrap_or_default()
        };
        let about = |value: f64| with(value).iter().any(|it| it.path == path);
        assert!(about(least - 1.0), "{id} {path}: less than {least} passes");
        assert!(about(most + 1.0), "{id} {path}: more than {most} passes");
        // What a law of chance may be depends on its unit, and the week on the calendar; a quorum of all is none.
        let depends = [
            "mean",
            "low",
            "mode",
            "high",
            "bound_hours_per_week",
            "quorum_share",
        ];
        if !depends.iter().any(|it| path.ends_with(it)) {
            for bound in [least, most] {
                let said = with(bound);
                let range = said
                    .iter()
                    .find(|it| it.path == path && it.message.contains("is not possible"));
                assert_eq!(range, None, "{id} {path}: {bound} is within the schema");
            }
        }
    }
}

#[test]
fn every_number_of_a_preset_has_a_range_or_is_a_weight_or_a_share_by_id() {
    let schema = schema();
    for id in ids() {
        let loaded = load_preset(id, &[]).unwrap();
        assert_eq!(check(&loaded.after), []);
        for (path, value) in numbers(&loaded.settled()) {
            let by_id = [
                ".classes.",
                ".departments.",
                ".affects.",
                ".shares.",
                ".traits.",
                ".shared_with.",
                ".reach.",
            ]
            .iter()
            .any(|it| {
                path.rsplit_once(it)
                    .is_some_and(|rest| !rest.1.contains('.'))
            });
            if by_id || path == "tuiyan" || path.starts_with("sources_of_numbers.") {
                continue;
            }
            let (_, here) =
                place(&schema, &path).unwrap_or_else(|| panic!("{path} is not in the schema"));
            let bound = |key: &str| {
                here.get(key)
                    .and_then(Value::as_f64)
                    .unwrap_or_else(|| panic!("{path} has no {key}"))
            };
            assert!(
                (bound("minimum")..=bound("maximum")).contains(&value),
                "{id} {path}: {value}"
            );
        }
    }
}
