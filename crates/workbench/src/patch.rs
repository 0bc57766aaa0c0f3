//! Changes to a preset as a JSON Merge Patch (RFC 7396): the single source of truth of what the user has done.

use serde_json::{Map, Value};

/// A patch: an object whose leaves replace those of the preset; `null` deletes.
pub type Patch = Map<String, Value>;

/// The same with whole numbers written whole (`30`, not `30.0`), as levers write them: equal numbers are then equal values.
#[must_use]
pub fn plain_numbers(mut value: Value) -> Value {
    fn plain(value: &mut Value) {
        match value {
            Value::Object(map) => map.values_mut().for_each(plain),
            Value::Array(items) => items.iter_mut().for_each(plain),
            Value::Number(number) if number.is_f64() => match number.as_f64() {
                // Beyond 2^53 a float no longer tells whole numbers apart.
                Some(x) if x.fract() == 0.0 && x.abs() < 9e15 => *number = (x as i64).into(),
                _ => {}
            },
            _ => {}
        }
    }
    plain(&mut value);
    value
}

/// The first key of a dotted path in an object, and what is left of the path. Keys of `sources_of_numbers` have dots in them: a key that is
/// there, the longest before shorter ones, is the one that is meant.
fn first<'p>(object: &Map<String, Value>, path: &'p str) -> (&'p str, Option<&'p str>) {
    if object.contains_key(path) {
        return (path, None);
    }
    let mut cuts = path.rmatch_indices('.').map(|it| it.0);
    let known = |at: &usize| object.contains_key(&path[..*at]);
    let cut = cuts.clone().find(known).or_else(|| cuts.next_back());
    cut.map_or((path, None), |at| (&path[..at], Some(&path[at + 1..])))
}

/// The value at a dotted path.
#[must_use]
pub fn get<'a>(root: &'a Value, path: &str) -> Option<&'a Value> {
    let object = root.as_object()?;
    let (key, rest) = first(object, path);
    let found = object.get(key)?;
    rest.map_or(Some(found), |rest| get(found, rest))
}

/// `patch` with the value at `path` set; with the preset's own value the path disappears from the patch.
#[must_use]
pub fn with(patch: &Patch, preset: &Value, path: &str, value: Value) -> Patch {
    if get(preset, path) == Some(&value) {
        return without(patch, path);
    }
    put(patch, preset, path, value)
}

/// An object with the value at `path` set; objects on the way are made where there are none. Keys with dots that `like` has are keys.
#[must_use]
pub fn put(
    object: &Map<String, Value>,
    like: &Value,
    path: &str,
    value: Value,
) -> Map<String, Value> {
    fn walk(at: &mut Patch, like: Option<&Value>, path: &str, value: Value) {
        let known = like.and_then(Value::as_object);
        let (key, rest) = match (first(at, path), known) {
            (found, _) if at.contains_key(found.0) => found,
            (_, Some(known)) => first(known, path),
            (found, None) => found,
        };
        let Some(rest) = rest else {
            at.insert(key.to_owned(), value);
            return;
        };
        let slot = at.entry(key).or_insert_with(|| Value::Object(Map::new()));
        if !slot.is_object() {
            *slot = Value::Object(Map::new());
        }
        if let Value::Object(next) = slot {
            walk(next, like.and_then(|it| it.get(key)), rest, value);
        }
    }
    let mut root = object.clone();
    walk(&mut root, Some(like), path, value);
    root
}

/// The patch that says one thing only: what stands at a path, `null` for nothing. Keys with dots that `like` has are keys.
#[must_use]
pub fn only(like: &Value, path: &str, value: Value) -> Patch {
    put(&Patch::new(), like, path, value)
}

/// Takes out what stands at a path; false where nothing does.
pub fn take(object: &mut Map<String, Value>, path: &str) -> bool {
    match first(object, path) {
        (key, None) => object.remove(key).is_some(),
        (key, Some(rest)) => match object.get_mut(key) {
            Some(Value::Object(next)) => take(next, rest),
            _ => false,
        },
    }
}

/// `patch` without what it says of `path`, and without objects left empty by that.
#[must_use]
pub fn without(patch: &Patch, path: &str) -> Patch {
    fn remove(at: &mut Patch, path: &str) {
        let (key, Some(rest)) = first(at, path) else {
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

/// `patch` after an edit that made the patched preset into something else: `edit` is the patch [`between`] the two. What the patch says of
/// places that the preset does not have (stages that mechanisms bring) stays; what is the preset's own again disappears.
#[must_use]
pub fn after(patch: &Patch, edit: &Patch, preset: &Value) -> Patch {
    let mut out = patch.clone();
    for (key, change) in edit {
        let own = preset.get(key);
        let said = match (out.get(key), change, own) {
            (_, Value::Null, own) => own.map(|_| Value::Null),
            (Some(Value::Object(said)), Value::Object(change), _) => {
                let said = after(said, change, own.unwrap_or(&Value::Null));
                // An empty object says nothing of an object, and all of a place that the preset does not have.
                let nothing = said.is_empty() && own.is_some_and(Value::is_object);
                (!nothing).then_some(Value::Object(said))
            }
            (None, Value::Object(change), Some(Value::Object(_))) => {
                let said = after(&Patch::new(), change, own.unwrap_or(&Value::Null));
                (!said.is_empty()).then_some(Value::Object(said))
            }
            // It was deleted, or something else: the whole is new, and the preset's own is under it.
            (Some(_), Value::Object(change), Some(Value::Object(own))) => {
                let said = between(own, change);
                (!said.is_empty()).then_some(Value::Object(said))
            }
            (_, change, own) => (own != Some(change)).then(|| change.clone()),
        };
        match said {
            Some(said) => out.insert(key.clone(), said),
            None => out.remove(key),
        };
    }
    out
}

/// The patched value (RFC 7396).
#[must_use]
pub fn merged(target: &Value, patch: &Value) -> Value {
    let mut out = match patch {
        Value::Object(_) => target.clone(),
        _ => Value::Null,
    };
    merge(&mut out, patch);
    out
}

/// Makes the changes of a patch (RFC 7396).
pub fn apply(target: &mut Value, changes: &Patch) {
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(object) = target else {
        return;
    };
    county::scenario::merge_object(object, changes);
}

fn merge(target: &mut Value, patch: &Value) {
    match patch {
        Value::Object(changes) => apply(target, changes),
        _ => patch.clone_into(target),
    }
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
    let mut found = Vec::new();
    each("", Some(preset), patch, &mut |path, was, is| {
        found.push(Difference {
            path,
            was: was.cloned(),
            is: is.cloned(),
        });
    });
    found
}

/// In how many places the patched preset differs from the preset: as many as there are [`differences`].
#[must_use]
pub fn count(preset: &Value, patch: &Patch) -> usize {
    let mut count = 0;
    each("", Some(preset), patch, &mut |_, _, _| count += 1);
    count
}

/// Told a path, what the preset has there, and what is there now.
type Found<'a> = dyn FnMut(String, Option<&Value>, Option<&Value>) + 'a;

fn each(at: &str, preset: Option<&Value>, patch: &Patch, found: &mut Found<'_>) {
    for (key, change) in patch {
        let path = if at.is_empty() {
            key.clone()
        } else {
            format!("{at}.{key}")
        };
        let was = preset.and_then(|p| p.get(key));
        match (was, change) {
            (Some(old @ Value::Object(_)), Value::Object(change)) => {
                each(&path, Some(old), change, found);
            }
            (Some(was), Value::Null) => found(path, Some(was), None),
            // Nothing was there to delete.
            (None, Value::Null) => {}
            (was, change) if was != Some(change) => found(path, was, Some(change)),
            _ => {}
        }
    }
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
    fn keys_with_dots_are_found_and_taken_back() {
        let preset =
            json!({"sources_of_numbers": {"world.demand": {"low": 0.5}, "world": {"low": 1}}});
        let path = "sources_of_numbers.world.demand.low";
        assert_eq!(get(&preset, path), Some(&json!(0.5)));
        let patch = with(&Patch::new(), &preset, path, json!(0.7));
        assert_eq!(
            Value::Object(patch.clone()),
            json!({"sources_of_numbers": {"world.demand": {"low": 0.7}}})
        );
        let found = differences(&preset, &patch);
        assert_eq!(
            found.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(),
            [path]
        );
        assert_eq!(without(&patch, path), Patch::new());
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
