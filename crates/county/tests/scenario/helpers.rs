//! Short ways to write what the tests say.

use serde_json::Value;
use tuiyan_county::scenario::{Change, Loaded, Problem, load_preset, preset, presets};

/// Ids of the presets that ship.
pub fn ids() -> Vec<&'static str> {
    presets().map(|it| it.id).collect()
}

/// A preset's file as JSON.
pub fn file_of(id: &str) -> Value {
    preset(id).unwrap().file().clone()
}

/// `PATH=VALUE` as typed at the command.
pub fn changes(typed: &[&str]) -> Vec<Change> {
    typed
        .iter()
        .map(|it| {
            let (path, value) = it.split_once('=').unwrap();
            Change::parse(path, value)
        })
        .collect()
}

/// A preset with changes, or its problems.
pub fn with(id: &str, typed: &[&str]) -> Result<Loaded, Vec<Problem>> {
    load_preset(id, &changes(typed))
}

/// The problems, one a line, for messages of failed tests.
pub fn told(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(|it| format!("{}: {} → {}\n", it.path, it.message, it.remedy))
        .collect()
}

/// Every number of a value with its dotted path.
pub fn numbers(value: &Value) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((path, value)) = open.pop() {
        let below = |key: &str| match path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        match value {
            Value::Number(it) => found.push((path, it.as_f64().unwrap())),
            Value::Object(it) => open.extend(it.iter().map(|(key, it)| (below(key), it))),
            Value::Array(it) => {
                open.extend(
                    it.iter()
                        .enumerate()
                        .map(|(n, it)| (below(&n.to_string()), it)),
                );
            }
            _ => {}
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}
