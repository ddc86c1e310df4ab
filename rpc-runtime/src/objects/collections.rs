//! Lists of any length and of a fixed one, maps, and boxes.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq};
use serde::{Deserializer, Serializer};

use crate::objects::{Value, de};
use crate::text::wrong_length;

/// How much memory a claimed length may reserve; what is really there makes a list grow beyond it.
const RESERVED_BYTES: usize = 64 * 1024;

/// A value as serde's machinery takes it.
pub(crate) struct Serialized<'a, T>(pub(crate) &'a T);

impl<T: Value> Serialize for Serialized<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Reads a value for serde's machinery.
pub(crate) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Value> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

pub(crate) fn serialize_list<T: Value, S: Serializer>(
    items: &[T],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(items.len()))?;
    for item in items {
        list.serialize_element(&Serialized(item))?;
    }
    list.end()
}

pub(crate) fn deserialize_list<'de, T: Value, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    struct ListVisitor<T>(PhantomData<T>);

    impl<'de, T: Value> Visitor<'de> for ListVisitor<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Vec<T>, A::Error> {
            collect(items)
        }
    }

    deserializer.deserialize_seq(ListVisitor(PhantomData))
}

/// The elements as they come.
pub(crate) fn collect<'de, T: Value, A: SeqAccess<'de>>(mut items: A) -> Result<Vec<T>, A::Error> {
    let most = RESERVED_BYTES / size_of::<T>().max(1);
    let mut list = Vec::with_capacity(items.size_hint().unwrap_or(0).min(most));
    while let Some(item) = items.next_element_seed(Seed::new())? {
        list.push(item);
    }
    Ok(list)
}

impl<T: Value> Value for Vec<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize_list(self, serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize_list(deserializer)
    }
}

impl<T: Value, const N: usize> Value for [T; N] {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize_list(self, serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(T::deserialize_list(deserializer)?)
            .map_err(|list| D::Error::custom(wrong_length(N, list.len())))
    }
}

impl<T: Value> Value for Box<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(self, serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }

    const OPTIONAL: bool = T::OPTIONAL;

    const IS_STRING: bool = T::IS_STRING;
}

impl<K: Value + Ord, V: Value> Value for BTreeMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(&Serialized(key), &Serialized(value))?;
        }
        map.end()
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if K::IS_STRING {
            deserializer.deserialize_map(MapVisitor(PhantomData))
        } else {
            deserializer.deserialize_newtype_struct(de::MAP, MapVisitor(PhantomData))
        }
    }
}

struct MapVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Value + Ord, V: Value> Visitor<'de> for MapVisitor<K, V> {
    type Value = BTreeMap<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if K::IS_STRING { "Map or object" } else { "Map" })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = entries.next_key_seed(Seed::new())? {
            let value = entries.next_value_seed(Seed::new())?;
            // Different keys there can be the same here, as 1 and 1n for a u64.
            if map.insert(key, value).is_some() {
                return Err(A::Error::custom("two keys are the same number"));
            }
        }
        Ok(map)
    }

    /// From a deserializer that knows only one kind of map.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}
