//! A few values by name.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A few values by name, in the order of their names. Every article has two of these, and a tree would take ten times their room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByName<V>(Vec<(Box<str>, V)>);

impl<V> Default for ByName<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> ByName<V> {
    /// Where a name stands, or would.
    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(name))
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.find(name).ok().and_then(|place| self.0.get(place)).map(|(_, value)| value)
    }

    /// Whether a name has a value.
    pub fn contains_key(&self, name: &str) -> bool {
        self.find(name).is_ok()
    }

    /// Gives a name a value, in the place of one that it had.
    pub fn insert(&mut self, name: &str, value: V) {
        match self.find(name) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (name.into(), value)),
        }
    }

    /// The value of a name, which gets an empty one where it has none.
    pub fn of(&mut self, name: &str) -> &mut V
    where
        V: Default,
    {
        let place = self.find(name).unwrap_or_else(|place| {
            self.0.insert(place, (name.into(), V::default()));
            place
        });
        &mut self.0[place].1
    }

    /// The names with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// The values, in the order of their names.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all of them out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Gives back room that is not needed, where no more will come.
    pub fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }
}

impl<V: Serialize> Serialize for ByName<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for ByName<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OfMap(PhantomData))
    }
}

/// Reads the values of a map.
struct OfMap<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for OfMap<V> {
    type Value = ByName<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        // What a damaged record says of its length is not believed.
        const MOST_AT_ONCE: usize = 64;
        let mut values = ByName(Vec::with_capacity(map.size_hint().unwrap_or(0).min(MOST_AT_ONCE)));
        while let Some((name, value)) = map.next_entry::<Box<str>, V>()? {
            match values.find(&name) {
                Ok(place) => values.0[place].1 = value,
                Err(place) => values.0.insert(place, (name, value)),
            }
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl<V> std::ops::Index<&str> for ByName<V> {
        type Output = V;

        fn index(&self, name: &str) -> &V {
            match self.get(name) {
                Some(value) => value,
                None => panic!("there is no value `{name}`"),
            }
        }
    }

    #[test]
    fn values_are_found_by_name_in_the_order_of_names() {
        let mut values = ByName::default();
        for (name, value) in [("b", 1), ("a", 2), ("c", 3), ("b", 4)] {
            values.insert(name, value);
        }
        *values.of("d") += 1;
        assert_eq!(values.iter().collect::<Vec<_>>(), [("a", &2), ("b", &4), ("c", &3), ("d", &1)]);
        assert_eq!((values.get("e"), values["c"], values.contains_key("a")), (None, 3, true));
        let bytes = postcard::to_stdvec(&values).unwrap();
        let tree: std::collections::BTreeMap<String, i32> = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(postcard::to_stdvec(&tree).unwrap(), bytes);
        assert_eq!(postcard::from_bytes::<ByName<i32>>(&bytes).unwrap(), values);
    }
}
