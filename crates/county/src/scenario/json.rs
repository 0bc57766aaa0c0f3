//! JSON as text: read with care, patched, walked by path.

use std::{fmt, io};

use serde::Serialize;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use serde_json::{Map, Number, Value};

use super::{Problem, problem};

/// The largest file that is read, bytes.
pub const LARGEST_FILE: usize = 8 << 20;

/// Reads JSON text.
///
/// # Errors
/// Too large, not JSON, nested too deeply (128 levels), or a key that stands twice in one object; with line and column.
pub(super) fn parse(text: &str) -> Result<Value, Problem> {
    if text.len() > LARGEST_FILE {
        return Err(problem(
            "",
            &format!(
                "the file has {} bytes; the most is {LARGEST_FILE}",
                text.len()
            ),
            "a scenario is a few dozen kilobytes: take out what is not part of it",
        ));
    }
    json(text).map_err(|error| {
        problem(
            "",
            &format!("not readable as JSON: {error}"),
            "mend the text at that line and column; a JSON editor shows the place",
        )
    })
}

/// Reads JSON text of any kind, as scenarios are read.
///
/// # Errors
/// Not JSON, nested too deeply (128 levels), or a key that stands twice in one object; with line and column.
pub fn json(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str::<Strict>(text.trim_start_matches('\u{feff}')).map(|it| it.0)
}

/// A value in which no object has the same key twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(de::Error::custom(format!(
                    "the key `{key}` stands twice in one object"
                )));
            }
            let Strict(value) = access.next_value()?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// JSON text of a value, in one line or set out to be read; numbers so that they are read back as themselves.
///
/// Where the page writes JSON it does so by this: the tables by which `serde_json` itself writes numbers would be loaded for nothing
/// else, and the standard library writes the same digits.
#[must_use]
pub fn written(value: &impl Serialize, set_out: bool) -> String {
    let mut text = Vec::new();
    let written = if set_out {
        let indented = SetOut(PrettyFormatter::new());
        value.serialize(&mut Serializer::with_formatter(&mut text, indented))
    } else {
        value.serialize(&mut Serializer::with_formatter(&mut text, OneLine))
    };
    // Writing a value into memory does not fail; an empty text would be refused wherever it is read.
    written
        .ok()
        .and_then(|()| String::from_utf8(text).ok())
        .unwrap_or_default()
}

/// All in one line.
struct OneLine;

impl Formatter for OneLine {
    fn write_f64<W: ?Sized + io::Write>(&mut self, to: &mut W, value: f64) -> io::Result<()> {
        write!(to, "{value:?}")
    }
}

/// A line for each entry.
struct SetOut(PrettyFormatter<'static>);

/// Says what an indented text says at the same place.
macro_rules! as_indented {
    ($($place:ident($($first:ident)?)),*) => {$(
        fn $place<W: ?Sized + io::Write>(&mut self, to: &mut W $(, $first: bool)?) -> io::Result<()> {
            self.0.$place(to $(, $first)?)
        }
    )*};
}

impl Formatter for SetOut {
    as_indented!(
        begin_array(),
        end_array(),
        begin_array_value(first),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first),
        begin_object_value(),
        end_object_value()
    );

    fn write_f64<W: ?Sized + io::Write>(&mut self, to: &mut W, value: f64) -> io::Result<()> {
        OneLine.write_f64(to, value)
    }
}

/// Applies a JSON Merge Patch (RFC 7396).
pub(super) fn merge(target: &mut Value, patch: &Value) {
    json_patch::merge(target, patch);
}

/// Makes the changes of a merge patch (RFC 7396) in an object: `null` deletes; arrays are replaced whole.
pub fn merge_object(target: &mut Map<String, Value>, patch: &Map<String, Value>) {
    for (key, value) in patch {
        if value.is_null() {
            target.remove(key);
        } else {
            merge(target.entry(key).or_insert(Value::Null), value);
        }
    }
}

/// The patch that turns `from` into `to`: RFC 7396 read backwards. `null` deletes; arrays are replaced whole.
pub(super) fn patch_between(from: &Value, to: &Value) -> Value {
    let (Value::Object(from), Value::Object(to)) = (from, to) else {
        return to.clone();
    };
    let mut patch = Map::new();
    for key in from.keys().filter(|key| !to.contains_key(*key)) {
        patch.insert(key.clone(), Value::Null);
    }
    for (key, value) in to {
        match from.get(key) {
            Some(old) if old == value => {}
            Some(old) if old.is_object() && value.is_object() => {
                patch.insert(key.clone(), patch_between(old, value));
            }
            _ => {
                patch.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(patch)
}

/// What stands at a dotted path; numbers count the items of a list.
#[must_use]
pub fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.')
        .filter(|it| !it.is_empty())
        .try_fold(value, |value, key| match value {
            Value::Object(object) => object.get(key),
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            _ => None,
        })
}

/// The same, to be changed.
pub(super) fn at_mut<'a>(value: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    path.split('.')
        .filter(|it| !it.is_empty())
        .try_fold(value, |value, key| match value {
            Value::Object(object) => object.get_mut(key),
            Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
            _ => None,
        })
}

/// Every path of a value, objects and leaves, in order.
pub(super) fn paths(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<(String, &Value)> = vec![(String::new(), value)];
    while let Some((path, value)) = open.pop() {
        let below = |key: &str| {
            if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            }
        };
        match value {
            Value::Object(object) => {
                open.extend(object.iter().map(|(key, value)| (below(key), value)))
            }
            Value::Array(items) => {
                open.extend(
                    items
                        .iter()
                        .enumerate()
                        .map(|(n, value)| (below(&n.to_string()), value)),
                );
            }
            _ => {}
        }
        if !path.is_empty() {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Longer names are not compared with others, nor with more than this many: it takes time as their product.
const LONGEST_COMPARED: usize = 200;
const MOST_COMPARED: usize = 5_000;

/// The known name nearest to a mistaken one, if any is near.
pub(super) fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if wrong.len() > LONGEST_COMPARED {
        return None;
    }
    known
        .filter(|it| it.len() <= LONGEST_COMPARED)
        .take(MOST_COMPARED)
        .map(|it| {
            let length = wrong.chars().count().max(it.chars().count());
            (
                1.0 - strsim::osa_distance(wrong, it) as f64 / length as f64,
                it,
            )
        })
        .filter(|it| it.0 > 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|it| it.1)
}
