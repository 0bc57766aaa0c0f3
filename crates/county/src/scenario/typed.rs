//! From JSON to types, with every mistake named, not just the first.
//!
//! The deserialiser stops at its first error. So the error is noted, the value is mended at that place after the model of a
//! preset, and reading goes on; what was mended never runs: it is only read past, and checked for what else is wrong.

use super::json::nearest;
use super::reader;
use super::{Problem, problem};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The most mistakes that are listed.
const MOST: usize = 200;

/// What was found instead of a type.
#[derive(Debug)]
pub(super) struct Misfit<T> {
    /// Everything that does not fit, each with its path.
    pub problems: Vec<Problem>,
    /// The value with those places mended, where that was possible.
    pub mended: Option<T>,
}

/// Reads a value as a type. `model` is a complete value of that type, to mend mistakes after.
///
/// # Errors
/// Everything that does not fit, each with its path.
pub(super) fn read<T: DeserializeOwned>(value: &Value, model: &Value) -> Result<T, Misfit<T>> {
    if let Ok(read) = reader::read::<T>(value) {
        return Ok(read);
    }
    let mut value = value.clone();
    let mut problems: Vec<Problem> = Vec::new();
    let given_up = |problems| {
        Err(Misfit {
            problems,
            mended: None,
        })
    };
    loop {
        let (segments, message) = match reader::read::<T>(&value) {
            Ok(read) if problems.is_empty() => return Ok(read),
            Ok(read) => {
                return Err(Misfit {
                    problems,
                    mended: Some(read),
                });
            }
            Err(misfit) => misfit,
        };
        let (found, mended) = mend(&mut value, model, &segments, &message);
        if problems.contains(&found) || problems.len() >= MOST {
            return given_up(problems);
        }
        problems.push(found);
        if !mended {
            return given_up(problems);
        }
    }
}

/// Names the mistake and mends it in `value`; false when it cannot be read past.
fn mend(value: &mut Value, model: &Value, segments: &[String], message: &str) -> (Problem, bool) {
    let named = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("unknown field") {
        // The path may or may not end with the field itself.
        let parent = match segments.split_last() {
            Some((last, parent)) if last == named => parent,
            _ => segments,
        };
        let path = join(parent, named);
        let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        let remedy = match nearest(named, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? otherwise take it out"),
            None => format!("take it out; known here: {}", known.join(", ")),
        };
        let removed = walk(value, parent)
            .and_then(Value::as_object_mut)
            .and_then(|object| object.remove(named))
            .is_some();
        return (
            problem(&path, "is not a field of a scenario", &remedy),
            removed,
        );
    }
    if message.starts_with("missing field") {
        let path = join(segments, named);
        let filled = example(model, segments, named).is_some_and(|filling| {
            let place = walk(value, segments).and_then(Value::as_object_mut);
            place.is_some_and(|object| object.insert(named.to_owned(), filling).is_none())
        });
        return (
            problem(
                &path,
                "is missing",
                "add it, or extend a preset that has it",
            ),
            filled,
        );
    }
    let path = segments.join(".");
    let message = plain(message);
    let found = problem(
        &path,
        &message,
        "write a value of the kind described in docs/scenario.md",
    );
    let Some((last, parent)) = segments.split_last() else {
        return (found, false);
    };
    let filling = example(model, parent, last);
    let mended = match walk(value, parent) {
        Some(Value::Object(object)) => match filling {
            Some(filling) if object.get(last) != Some(&filling) => {
                object.insert(last.clone(), filling).is_some()
            }
            _ => object.remove(last).is_some(),
        },
        Some(Value::Array(items)) => match last.parse::<usize>() {
            Ok(index) if index < items.len() => {
                items.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    };
    (found, mended)
}

/// The deserialiser's words, without its types.
fn plain(message: &str) -> String {
    let kinds = [("expected u32", "expected a whole number, not negative")];
    kinds.iter().fold(message.to_owned(), |text, (from, to)| {
        text.replace(from, to)
    })
}

fn join(parent: &[String], key: &str) -> String {
    let mut path = parent.join(".");
    if !path.is_empty() {
        path.push('.');
    }
    path + key
}

fn walk<'a>(value: &'a mut Value, segments: &[String]) -> Option<&'a mut Value> {
    segments.iter().try_fold(value, |value, key| match value {
        Value::Object(object) => object.get_mut(key),
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

/// What the model has at that place, or at the same place of another entry of the collection.
fn example(model: &Value, parent: &[String], key: &str) -> Option<Value> {
    let mut places = vec![model];
    for segment in parent {
        places = places
            .into_iter()
            .flat_map(|value| match value {
                Value::Object(object) => match object.get(segment) {
                    Some(value) => vec![value],
                    None => object.values().collect(),
                },
                Value::Array(items) => items.iter().take(1).collect(),
                _ => Vec::new(),
            })
            .collect();
    }
    places
        .iter()
        .find_map(|value| value.get(key))
        .or_else(|| {
            places
                .iter()
                .find_map(|value| value.as_object()?.values().next())
        })
        .cloned()
}
