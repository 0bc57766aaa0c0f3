//! Presets as they travel: without blanks, and the seed's county as what differs from today's. The two are mostly alike, and a page
//! that carries both whole is a twentieth larger.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Map, Value};

fn main() -> Result<(), Box<dyn Error>> {
    let scenarios = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../scenarios");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let read = |name: &str| -> Result<Value, Box<dyn Error>> {
        let file = scenarios.join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
    };
    let (today, seed) = (read("today.json")?, read("seed.json")?);
    let differs = between(&today, &seed);
    let mut merged = today.clone();
    merge(&mut merged, &differs);
    if merged != seed {
        return Err(
            "the seed's county cannot be said as a merge patch on today's: is there a null in it?"
                .into(),
        );
    }
    fs::write(out.join("today.json"), today.to_string())?;
    fs::write(out.join("seed_on_today.json"), differs.to_string())?;
    Ok(())
}

/// The merge patch (RFC 7396) that leads from one value to the other.
fn between(from: &Value, to: &Value) -> Value {
    let (Value::Object(from), Value::Object(to)) = (from, to) else {
        return to.clone();
    };
    let gone = from.keys().filter(|key| !to.contains_key(*key));
    let mut patch: Map<String, Value> = gone.map(|key| (key.clone(), Value::Null)).collect();
    for (key, value) in to.iter().filter(|it| from.get(it.0) != Some(it.1)) {
        let old = from.get(key).unwrap_or(&Value::Null);
        patch.insert(key.clone(), between(old, value));
    }
    Value::Object(patch)
}

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    if let Value::Object(target) = target {
        for (key, value) in patch {
            if value.is_null() {
                target.remove(key);
            } else {
                merge(target.entry(key).or_insert(Value::Null), value);
            }
        }
    }
}
