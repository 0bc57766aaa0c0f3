//! Changes to a preset as a JSON Merge Patch (RFC 7396): the single source of truth of what the user has done.

use serde_json::{Map, Value};

/// A patch: an object whose leaves replace those of the preset; `null` deletes.
pub type Patch = Map<String, Value>;

/// The same with whole numbers written whole (`30`, not `30.0`), as levers write them: equal numbers are then equal values.
#[must_use]
pub fn plain_numbers(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(key, value)| (key, plain_numbers(value)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(plain_numbers).collect()),
        Value::Number(number) => match number.as_f64() {
            // Beyond 2^53 a float no longer tells whole numbers apart.
            Some(x) if number.is_f64() && x.fract() == 0.0 && x.abs() < 9e15 => {
                Value::from(x as i64)
            }
            _ => Value::Number(number),
        },
        other => other,
    }
}

/// The value at a dotted path.
#[must_use]
pub fn get<'a>(root: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.')
        .try_fold(root, |at, key| at.as_object()?.get(key))
}

/// `patch` with the value at `path` set; with the preset's own value the path disappears from the patch.
#[must_use]
pub fn with(patch: &Patch, preset: &Value, path: &str, value: Value) -> Patch {
    if get(preset, path) == Some(&value) {
        return without(patch, path);
    }
    let mut root = patch.clone();
    let mut at = &mut root;
    let mut keys = path.split('.').peekable();
    while let Some(key) = keys.next() {
        if keys.peek().is_none() {
            at.insert(key.to_owned(), value);
            break;
        }
        let slot = at.entry(key).or_insert_with(|| Value::Object(Map::new()));
        if !slot.is_object() {
            *slot = Value::Object(Map::new());
        }
        let Value::Object(next) = slot else { break };
        at = next;
    }
    root
}

/// `patch` without what it says of `path`, and without objects left empty by that.
#[must_use]
pub fn without(patch: &Patch, path: &str) -> Patch {
    fn remove(at: &mut Patch, path: &str) {
        let Some((key, rest)) = path.split_once('.') else {
            at.remove(path);
            return;
        };
        if let Some(Value::Object(next)) = at.get_mut(key) {
            remove(next, rest);
            if next.is_empty() {
                at.remove(key);
            }
        }
    }
    let mut root = patch.clone();
    remove(&mut root, path);
    root
}

/// The patched value (RFC 7396).
#[must_use]
pub fn merged(target: &Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let mut out = target.as_object().cloned().unwrap_or_default();
    for (key, change) in changes {
        if change.is_null() {
            out.remove(key);
        } else {
            let old = out.get(key).cloned().unwrap_or(Value::Null);
            out.insert(key.clone(), merged(&old, change));
        }
    }
    Value::Object(out)
}

/// The patch that makes `from` into `to`.
#[must_use]
pub fn between(from: &Map<String, Value>, to: &Map<String, Value>) -> Patch {
    let mut patch = Patch::new();
    for key in from.keys().filter(|key| !to.contains_key(*key)) {
        patch.insert(key.clone(), Value::Null);
    }
    for (key, new) in to {
        match (from.get(key), new) {
            (Some(old), new) if old == new => {}
            (Some(Value::Object(old)), Value::Object(new)) => {
                patch.insert(key.clone(), Value::Object(between(old, new)));
            }
            (_, new) => {
                patch.insert(key.clone(), new.clone());
            }
        }
    }
    patch
}

/// One place where a scenario differs from its preset.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Dotted path in the file.
    pub path: String,
    /// The preset's value; none when the preset has nothing there.
    pub was: Option<Value>,
    /// The value now; none when it was deleted.
    pub is: Option<Value>,
}

impl Difference {
    /// Whether only words differ, not the county: titles, names, where numbers come from.
    #[must_use]
    pub fn is_wording(&self) -> bool {
        let first = self.path.split('.').next().unwrap_or_default();
        matches!(first, "title" | "about" | "sources_of_numbers")
            || [".name", ".name.zh", ".name.en"]
                .iter()
                .any(|end| self.path.ends_with(end))
    }
}

/// Where the patched preset differs from the preset: one entry for each leaf, each list, and each whole thing added or deleted.
#[must_use]
pub fn differences(preset: &Value, patch: &Patch) -> Vec<Difference> {
    fn walk(at: &str, preset: Option<&Value>, patch: &Patch, found: &mut Vec<Difference>) {
        for (key, change) in patch {
            let path = if at.is_empty() {
                key.clone()
            } else {
                format!("{at}.{key}")
            };
            let was = preset.and_then(|p| p.get(key));
            match (was, change) {
                (Some(old @ Value::Object(_)), Value::Object(change)) => {
                    walk(&path, Some(old), change, found)
                }
                (Some(was), Value::Null) => found.push(Difference {
                    path,
                    was: Some(was.clone()),
                    is: None,
                }),
                // Nothing was there to delete.
                (None, Value::Null) => {}
                (was, change) if was != Some(change) => {
                    found.push(Difference {
                        path,
                        was: was.cloned(),
                        is: Some(change.clone()),
                    });
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk("", Some(preset), patch, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Patch {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn equal_numbers_are_written_alike() {
        let plain =
            plain_numbers(json!({"a": [30.0, 0.5, -0.0, 7], "b": {"c": 1e300, "d": "30.0"}}));
        assert_eq!(
            plain,
            json!({"a": [30, 0.5, 0, 7], "b": {"c": 1e300, "d": "30.0"}})
        );
    }

    #[test]
    fn titles_and_names_are_words_not_changes_of_the_county() {
        let difference = |path: &str| Difference {
            path: path.to_owned(),
            was: None,
            is: Some(json!("x")),
        };
        for (path, words) in [
            ("title.zh", true),
            ("about", true),
            ("sources_of_numbers.world", true),
            ("leaders.magistrate.name.en", true),
            ("leaders.deputy", false),
            ("meetings.executive.every_days", false),
        ] {
            assert_eq!(difference(path).is_wording(), words, "{path}");
        }
    }

    #[test]
    fn setting_the_presets_own_value_takes_the_path_out_of_the_patch() {
        let preset = json!({"a": {"b": 1, "c": 2}});
        let table = [
            (json!({}), "a.b", json!(5), json!({"a": {"b": 5}})),
            (json!({"a": {"b": 5}}), "a.b", json!(1), json!({})),
            (
                json!({"a": {"b": 5, "c": 3}}),
                "a.b",
                json!(1),
                json!({"a": {"c": 3}}),
            ),
            (json!({"a": 7}), "a.b", json!(5), json!({"a": {"b": 5}})),
            (
                json!({}),
                "x.y.z",
                json!(true),
                json!({"x": {"y": {"z": true}}}),
            ),
        ];
        for (before, path, value, after) in table {
            assert_eq!(
                Value::Object(with(&object(before), &preset, path, value)),
                after,
                "{path}"
            );
        }
    }

    #[test]
    fn what_lies_between_two_values_leads_from_one_to_the_other() {
        let table = [
            (json!({}), json!({"a": 1})),
            (json!({"a": {"b": 1, "c": 2}}), json!({"a": {"b": 1}})),
            (json!({"a": [1, 2]}), json!({"a": [2]})),
            (json!({"a": 1}), json!({"a": {"b": 1}})),
            (json!({"a": {"b": 1}}), json!({"a": {"b": 1}})),
        ];
        for (from, to) in table {
            let patch = between(from.as_object().unwrap(), to.as_object().unwrap());
            assert_eq!(merged(&from, &Value::Object(patch)), to);
        }
    }

    #[test]
    fn differences_name_each_leaf_once() {
        let preset = json!({"a": {"b": 1, "c": [1]}, "d": {"e": 1}});
        let found = differences(
            &preset,
            &object(json!({"a": {"b": 2, "c": [1]}, "d": null, "f": {"g": 1}, "h": null})),
        );
        let told: Vec<_> = found
            .iter()
            .map(|d| (d.path.as_str(), d.was.clone(), d.is.clone()))
            .collect();
        assert_eq!(
            told,
            [
                ("a.b", Some(json!(1)), Some(json!(2))),
                ("d", Some(json!({"e": 1})), None),
                ("f", None, Some(json!({"g": 1}))),
            ]
        );
    }
}
