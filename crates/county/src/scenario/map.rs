//! A collection keyed by ids.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Id;

/// A collection keyed by stable ids. Its order is that of the ids and means nothing.
///
/// A sorted list with the face of the standard library's `BTreeMap`, which for a dozen entries is as fast; a tree for each of some
/// twenty types would be a tenth of the page's program.
#[derive(Debug, Clone, PartialEq)]
pub struct Map<T>(Vec<(Id, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Map<T> {
    fn place(&self, id: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|it| it.0.as_str().cmp(id))
    }

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The entry of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&T> {
        self.place(id).ok().map(|at| &self.0[at].1)
    }

    /// The entry of an id, to be changed.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.place(id).ok().map(|at| &mut self.0[at].1)
    }

    /// Whether there is an entry of this id.
    #[must_use]
    pub fn contains_key(&self, id: &str) -> bool {
        self.place(id).is_ok()
    }

    /// Puts an entry in; the one that had its id is handed back.
    pub fn insert(&mut self, id: Id, value: T) -> Option<T> {
        match self.place(&id) {
            Ok(at) => Some(std::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (id, value));
                None
            }
        }
    }

    /// Takes an entry out.
    pub fn remove(&mut self, id: &str) -> Option<T> {
        self.place(id).ok().map(|at| self.0.remove(at).1)
    }

    /// Keeps the entries that pass a test.
    pub fn retain(&mut self, mut keep: impl FnMut(&Id, &mut T) -> bool) {
        self.0.retain_mut(|it| keep(&it.0, &mut it.1));
    }

    /// The entries.
    pub fn iter(&self) -> Iter<'_, T> {
        self.0.iter().map(pair)
    }

    /// The entries, to be changed.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&Id, &mut T)> {
        self.0.iter_mut().map(|it| (&it.0, &mut it.1))
    }

    /// The ids.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Id> + ExactSizeIterator + Clone {
        self.0.iter().map(|it| &it.0)
    }

    /// The entries without their ids.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator + Clone {
        self.0.iter().map(|it| &it.1)
    }

    /// The entries without their ids, to be changed.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.0.iter_mut().map(|it| &mut it.1)
    }
}

/// The entries of a [`Map`], in order.
pub type Iter<'a, T> =
    std::iter::Map<std::slice::Iter<'a, (Id, T)>, fn(&'a (Id, T)) -> (&'a Id, &'a T)>;

fn pair<T>(entry: &(Id, T)) -> (&Id, &T) {
    (&entry.0, &entry.1)
}

impl<'a, T> IntoIterator for &'a Map<T> {
    type Item = (&'a Id, &'a T);
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (Id, T);
    type IntoIter = std::vec::IntoIter<(Id, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Of two entries with one id the later is kept.
impl<T> FromIterator<(Id, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(entries: I) -> Self {
        let mut map = Self::default();
        for (id, value) in entries {
            map.insert(id, value);
        }
        map
    }
}

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = Map<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Map<T>, A::Error> {
        let mut map = Map::default();
        while let Some((id, value)) = access.next_entry()? {
            map.insert(id, value);
        }
        Ok(map)
    }
}

impl<T: JsonSchema> JsonSchema for Map<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        std::collections::BTreeMap::<Id, T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        std::collections::BTreeMap::<Id, T>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: &[(&str, u32)]) -> Map<u32> {
        let entries = entries.iter();
        entries.map(|it| (it.0.to_owned(), it.1)).collect()
    }

    #[test]
    fn order_is_that_of_the_ids_and_the_last_word_counts() {
        let mut all = map(&[("b", 1), ("a", 2), ("c", 3), ("a", 4)]);
        assert_eq!(all, map(&[("a", 4), ("b", 1), ("c", 3)]));
        assert_eq!(all.insert("b".to_owned(), 5), Some(1));
        assert_eq!(all.remove("a"), Some(4));
        assert_eq!((all.get("a"), all.get("b")), (None, Some(&5)));
        assert_eq!(all.keys().collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(all.values().collect::<Vec<_>>(), [&5, &3]);
        assert_eq!((all.len(), all.get("c")), (2, Some(&3)));
        assert!(all.contains_key("c") && !all.contains_key("d"));
    }

    #[test]
    fn it_is_an_object_in_json() {
        let all = map(&[("a", 4), ("b", 1)]);
        assert_eq!(serde_json::to_string(&all).unwrap(), r#"{"a":4,"b":1}"#);
        assert_eq!(
            serde_json::from_str::<Map<u32>>(r#"{"b":1,"a":4}"#).unwrap(),
            all
        );
    }
}
