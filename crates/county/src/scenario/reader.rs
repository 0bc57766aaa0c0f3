//! A JSON value as a source for serde that remembers where it is reading.
//!
//! One plain type instead of a wrapper around another deserialiser: with some fifty types in a scenario the wrapper
//! (`serde_path_to_error`) made up a tenth of the page's program. For the same reason a struct is read field by field in the
//! order of its declaration, as a sequence: its fields are looked up by name here, once for all types, and what the compiler
//! derives for each type is left with putting values in their places.

use std::cell::RefCell;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected,
    IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Value, map};

/// Reads a value as a type.
///
/// # Errors
/// The keys and numbers that lead to the first thing that does not fit, and what is wrong with it.
pub(super) fn read<T: DeserializeOwned>(value: &Value) -> Result<T, (Vec<String>, String)> {
    let trail = RefCell::default();
    T::deserialize(Reader {
        value,
        trail: &trail,
    })
    .map_err(|error| {
        let trail = trail.take().into_iter().map(Step::told);
        (trail.collect(), error.to_string())
    })
}

/// Keys and numbers from the whole to the value being read. What fails stays on it.
type Trail<'a> = RefCell<Vec<Step<'a>>>;

/// One of them. Told as text only when something does not fit: most never are.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

impl Step<'_> {
    fn told(self) -> String {
        match self {
            Step::Key(key) => key.to_owned(),
            Step::Item(index) => index.to_string(),
        }
    }
}

/// What does not fit. Said in words only where it is known: that a struct lacks a field, derived readers say by the field's number
/// and in a text of their own for each, which nobody reads and which would be carried along.
#[derive(Debug)]
struct Error(Option<Box<str>>);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref().map_or("too short", |said| said))
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(said: T) -> Self {
        Self(Some(said.to_string().into_boxed_str()))
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self(None)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!(
            "invalid type: {}, expected {expected}",
            Found(found)
        ))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!(
            "invalid value: {}, expected {expected}",
            Found(found)
        ))
    }
}

/// What was found, in serde's words, without its tables for escaping what cannot be printed.
struct Found<'a>(Unexpected<'a>);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unexpected::Bool(it) => write!(f, "boolean `{it}`"),
            Unexpected::Unsigned(it) => write!(f, "integer `{it}`"),
            Unexpected::Signed(it) => write!(f, "integer `{it}`"),
            Unexpected::Float(it) => write!(f, "number `{it}`"),
            Unexpected::Str(it) => write!(f, "string \"{it}\""),
            Unexpected::Seq => f.write_str("sequence"),
            Unexpected::Map => f.write_str("map"),
            Unexpected::Other(it) => f.write_str(it),
            // JSON has nothing else.
            _ => f.write_str("something else"),
        }
    }
}

/// A value and how one came to it.
#[derive(Clone, Copy)]
struct Reader<'a> {
    value: &'a Value,
    trail: &'a Trail<'a>,
}

// What does not depend on the type being read stands in functions of its own, compiled once.
impl<'a> Reader<'a> {
    /// Reads a part of this value; when that goes wrong the trail ends at the part.
    fn part<S: DeserializeSeed<'a>>(
        self,
        step: Step<'a>,
        value: &'a Value,
        seed: S,
    ) -> Result<S::Value, Error> {
        self.enter(step);
        let read = seed.deserialize(Reader {
            value,
            trail: self.trail,
        })?;
        self.leave();
        Ok(read)
    }

    #[inline(never)]
    fn enter(&self, step: Step<'a>) {
        self.trail.borrow_mut().push(step);
    }

    #[inline(never)]
    fn leave(&self) {
        self.trail.borrow_mut().pop();
    }

    /// The object, when its fields are among these.
    #[inline(never)]
    fn fields(self, names: &'static [&'static str]) -> Result<Fields<'a>, Error> {
        let Value::Object(object) = self.value else {
            return Err(self.instead_of("an object"));
        };
        match object.keys().find(|key| !names.contains(&key.as_str())) {
            Some(stranger) => Err(Error::unknown_field(stranger, names)),
            None => Ok(Fields {
                whole: self,
                object,
                rest: names.iter(),
                depth: self.trail.borrow().len(),
                missing: None,
            }),
        }
    }

    #[inline(never)]
    fn entries(self) -> Result<Entries<'a>, Error> {
        match self.value {
            Value::Object(object) => Ok(Entries {
                whole: self,
                rest: object.iter(),
                next: None,
            }),
            _ => Err(self.instead_of("an object of entries by id")),
        }
    }

    #[inline(never)]
    fn items(self) -> Result<Items<'a>, Error> {
        match self.value {
            Value::Array(items) => Ok(Items {
                whole: self,
                rest: items.iter(),
                index: 0,
            }),
            _ => Err(self.instead_of("a list")),
        }
    }

    #[inline(never)]
    fn text(self) -> Result<&'a str, Error> {
        self.value.as_str().ok_or_else(|| self.instead_of("a text"))
    }

    #[inline(never)]
    fn number(self) -> Result<f64, Error> {
        self.value
            .as_f64()
            .ok_or_else(|| self.instead_of("a number"))
    }

    /// A name, or an object of one name and what belongs to it.
    #[inline(never)]
    fn variant(self) -> Result<Variant<'a>, Error> {
        let (name, content) = match self.value {
            Value::String(name) => (name, None),
            Value::Object(object) => match (object.len(), object.iter().next()) {
                (1, Some((name, content))) => (name, Some(content)),
                _ => {
                    return Err(Error::invalid_value(
                        Unexpected::Map,
                        &"an object with a single key",
                    ));
                }
            },
            _ => return Err(self.instead_of("a name")),
        };
        Ok(Variant {
            whole: self,
            name,
            content,
        })
    }

    #[inline(never)]
    fn instead_of(&self, expected: &str) -> Error {
        Error::invalid_type(self.unexpected(), &expected)
    }

    fn unexpected(&self) -> Unexpected<'a> {
        match self.value {
            Value::Null => Unexpected::Other("null"),
            Value::Bool(it) => Unexpected::Bool(*it),
            Value::Number(it) => match (it.as_u64(), it.as_i64()) {
                (Some(it), _) => Unexpected::Unsigned(it),
                (None, Some(it)) => Unexpected::Signed(it),
                (None, None) => Unexpected::Float(it.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(it) => Unexpected::Str(it),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Error;

    /// Whole numbers; all other kinds have their own.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Number(it) => match (it.as_u64(), it.as_i64()) {
                (Some(it), _) => visitor.visit_u64(it),
                (None, Some(it)) => visitor.visit_i64(it),
                (None, None) => visitor.visit_f64(it.as_f64().unwrap_or(f64::NAN)),
            },
            _ => Err(Error::invalid_type(self.unexpected(), &visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.variant()?)
    }

    // Each kind is read by itself, so that for a type only its own kind is compiled: a derived reader can also read a list.

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(self.entries()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut fields = self.fields(fields)?;
        visitor
            .visit_seq(&mut fields)
            .map_err(|error| fields.why(error))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        match self.value.as_array().map(Vec::len) {
            Some(found) if found != len => Err(Error::custom(format_args!(
                "invalid length {found}, expected {len} items"
            ))),
            _ => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Bool(it) => visitor.visit_bool(*it),
            _ => Err(self.instead_of("true or false")),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.number()?)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

struct Items<'de> {
    whole: Reader<'de>,
    rest: std::slice::Iter<'de, Value>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some(value) = self.rest.next() else {
            return Ok(None);
        };
        let index = self.index;
        self.index += 1;
        self.whole.part(Step::Item(index), value, seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The fields of a struct, in the order of its declaration.
struct Fields<'de> {
    whole: Reader<'de>,
    object: &'de map::Map<String, Value>,
    rest: std::slice::Iter<'static, &'static str>,
    /// Length of the trail that leads to the struct.
    depth: usize,
    /// The last field asked for that is not there.
    missing: Option<&'static str>,
}

impl<'de> Fields<'de> {
    /// The next field that the type has, when the value has it.
    #[inline(never)]
    fn enter_next(&mut self) -> Option<Reader<'de>> {
        let name = self.rest.next()?;
        let found = self.object.get(*name);
        match found {
            Some(_) => self.whole.enter(Step::Key(name)),
            None => self.missing = Some(name),
        }
        found.map(|value| Reader {
            value,
            trail: self.whole.trail,
        })
    }

    /// What is wrong with the struct. A field that is not there and has no default is the only way for it to be too short.
    #[inline(never)]
    fn why(&self, error: Error) -> Error {
        match self.missing {
            Some(name) if self.whole.trail.borrow().len() == self.depth => {
                Error::missing_field(name)
            }
            _ => error,
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Fields<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some(field) = self.enter_next() else {
            return Ok(None);
        };
        let read = seed.deserialize(field)?;
        self.whole.leave();
        Ok(Some(read))
    }
}

struct Entries<'de> {
    whole: Reader<'de>,
    rest: map::Iter<'de>,
    next: Option<(&'de String, &'de Value)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        self.next = self.rest.next();
        let Some((key, _)) = self.next else {
            return Ok(None);
        };
        let key: StrDeserializer<'_, Error> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        match self.next.take() {
            Some((key, value)) => self.whole.part(Step::Key(key), value, seed),
            None => Err(Error::custom("a value without a key")),
        }
    }
}

struct Variant<'de> {
    whole: Reader<'de>,
    name: &'de str,
    content: Option<&'de Value>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> Variant<'de> {
    fn read<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        let content = self.content.unwrap_or(&Value::Null);
        self.whole.part(Step::Key(self.name), content, seed)
    }
}

/// Reads the fields of a variant.
struct Object<V>(V, &'static [&'static str]);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Object<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_struct("", self.1, self.0)
    }
}

/// Reads the items of a variant.
struct List<V>(V, usize);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for List<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_tuple(self.1, self.0)
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    #[inline(never)]
    fn unit_variant(self) -> Result<(), Error> {
        match self.content {
            None => Ok(()),
            Some(_) => Err(Error::invalid_type(Unexpected::Map, &"a name")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        self.read(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        self.read(List(visitor, len))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.read(Object(visitor, fields))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Whole {
        rooms: BTreeMap<String, Room>,
        #[serde(default)]
        note: Option<String>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Room {
        seats: Vec<u32>,
        law: Law,
        size: f64,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Law {
        None,
        Days(f64),
        Between(f64, f64),
        Both { first: f64, last: f64 },
    }

    #[test]
    fn a_value_is_read_as_serde_json_reads_it() {
        for law in [
            json!("none"),
            json!({"days": 3}),
            json!({"between": [1, 2.5]}),
            json!({"both": {"first": 1, "last": -2}}),
        ] {
            let value =
                json!({"rooms": {"east": {"seats": [1, 2], "law": law, "size": -7}}, "note": null});
            let expected: Whole = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(read::<Whole>(&value).unwrap(), expected);
        }
    }

    #[test]
    fn a_mistake_is_found_where_it_is() {
        let room = |law: Value| json!({"rooms": {"east": {"seats": [1], "law": law, "size": 1}}});
        for (value, path, said) in [
            (json!([]), "", "invalid type: sequence"),
            (json!({"rooms": 3}), "rooms", "invalid type: integer `3`"),
            (json!({"rooms": {}, "door": 1}), "", "unknown field `door`"),
            (
                json!({"rooms": {"east": {"seats": [1, -1]}}}),
                "rooms.east.seats.1",
                "invalid value: integer `-1`",
            ),
            (
                json!({"rooms": {"east": {"seats": []}}}),
                "rooms.east",
                "missing field `law`",
            ),
            (
                room(json!("weeks")),
                "rooms.east.law",
                "unknown variant `weeks`",
            ),
            (
                room(json!({"days": "x"})),
                "rooms.east.law.days",
                "invalid type: string",
            ),
            (
                room(json!("days")),
                "rooms.east.law.days",
                "invalid type: null",
            ),
            (
                room(json!({"none": 1})),
                "rooms.east.law",
                "invalid type: map",
            ),
            (room(json!({})), "rooms.east.law", "invalid value: map"),
            (
                room(json!({"between": [1]})),
                "rooms.east.law.between",
                "invalid length 1",
            ),
            (
                room(json!({"both": {"first": 1, "last": null}})),
                "rooms.east.law.both.last",
                "invalid type: null",
            ),
        ] {
            let (trail, error) = read::<Whole>(&value).unwrap_err();
            assert_eq!(trail.join("."), path, "{value}: {error}");
            assert!(error.starts_with(said), "{value}: {error}");
        }
    }
}
