//! What differs between two scenarios; the scenario's fingerprint; its schema.

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use super::Scenario;
use super::json::{at, paths};

/// One leaf that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Dotted path.
    pub path: String,
    /// Value in the first, if it has one.
    pub was: Option<Value>,
    /// Value in the second, if it has one.
    pub now: Option<Value>,
}

fn json(scenario: &Scenario) -> Value {
    let mut value = serde_json::to_value(scenario).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.remove("sources_of_numbers");
        object.remove("extends");
    }
    value
}

/// Every leaf that differs, in order of path; where numbers come from is not compared.
#[must_use]
pub fn differences(first: &Scenario, second: &Scenario) -> Vec<Difference> {
    let (first, second) = (json(first), json(second));
    let mut all: Vec<String> = paths(&first).into_iter().chain(paths(&second)).collect();
    all.sort();
    all.dedup();
    let leaf = |value: &Value, path: &str| {
        at(value, path)
            .filter(|it| {
                !matches!(it, Value::Object(object) if !object.is_empty())
                    && !matches!(it, Value::Array(items) if !items.is_empty())
            })
            .cloned()
    };
    all.into_iter()
        .filter_map(|path| {
            let (was, now) = (leaf(&first, &path), leaf(&second, &path));
            (was != now).then_some(Difference { path, was, now })
        })
        .collect()
}

/// Fingerprint of all that a scenario says (XXH3, 128 bit, of its JSON with keys in order), as 32 hexadecimal digits.
#[must_use]
pub fn hash(scenario: &Scenario) -> String {
    // Maps are ordered by key and fields by declaration, so the text is canonical.
    let text = serde_json::to_string(scenario).unwrap_or_default();
    format!("{:032x}", xxh3_128(text.as_bytes()))
}

/// JSON Schema of the scenario file, generated from the types.
#[must_use]
pub fn schema() -> Value {
    schemars::schema_for!(Scenario).to_value()
}
