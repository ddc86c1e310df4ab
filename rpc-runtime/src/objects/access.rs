//! The parts of arrays, plain objects and maps, one at a time.

use js_sys::Array;
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess};
use wasm_bindgen::{JsCast, JsValue};

use crate::objects::de::ValueDeserializer;
use crate::objects::describe::describe_key;
use crate::objects::error::{Step, ValueError};
use crate::objects::js;
use crate::objects::keys::{Key, keys};
use crate::objects::place::Place;
use crate::objects::reading::Reading;

type Result<T, E = ValueError> = std::result::Result<T, E>;

/// The elements of an array.
pub(crate) struct Elements<'a> {
    array: &'a JsValue,
    length: u32,
    next: u32,
    depth: u8,
    reading: &'a Reading<'a>,
}

impl<'a> Elements<'a> {
    pub(crate) fn new(
        array: &'a JsValue,
        length: u32,
        depth: u8,
        reading: &'a Reading<'a>,
    ) -> Self {
        Self {
            array,
            length,
            next: 0,
            depth,
            reading,
        }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = ValueError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.next == self.length {
            return Ok(None);
        }
        let index = self.next;
        self.next += 1;
        let place = Place::Element(self.array, index);
        self.reading
            .charge_for::<T::Value>()
            .and_then(|()| {
                seed.deserialize(ValueDeserializer::nested(place, self.depth, self.reading))
            })
            .map(Some)
            .map_err(|error| error.at(Step::Index(index)))
    }

    /// What the array claims; a sparse one claims any length.
    fn size_hint(&self) -> Option<usize> {
        Some((self.length - self.next) as usize)
    }
}

/// The fields of a plain object: all that were asked for, in that order, present or not.
pub(crate) struct Fields<'a> {
    object: &'a JsValue,
    names: &'static [&'static str],
    keys: &'static [Key],
    next: usize,
    depth: u8,
    reading: &'a Reading<'a>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(
        object: &'a JsValue,
        names: &'static [&'static str],
        depth: u8,
        reading: &'a Reading<'a>,
    ) -> Self {
        Self {
            object,
            names,
            keys: keys(names),
            next: 0,
            depth,
            reading,
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = ValueError;

    /// The key as its index.
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if self.next == self.names.len() {
            return Ok(None);
        }
        seed.deserialize((self.next as u64).into_deserializer())
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let name = self.names[self.next];
        let key = &self.keys[self.next];
        self.next += 1;
        let inherits = key.is_inherited && !js::has(self.object, &key.name);
        let place = if inherits {
            Place::Here(&JsValue::UNDEFINED)
        } else {
            Place::Field(self.object, &key.name)
        };
        seed.deserialize(ValueDeserializer::nested(place, self.depth, self.reading))
            .map_err(|error| {
                if place.is_undefined() {
                    ValueError::missing_field(name)
                } else {
                    error.at(Step::Field(name))
                }
            })
    }
}

/// The entries of a map.
pub(crate) struct Entries<'a> {
    pairs: Array,
    length: u32,
    next: u32,
    pair: Option<Array>,
    depth: u8,
    reading: &'a Reading<'a>,
}

impl<'a> Entries<'a> {
    /// Over an array of our own of `[key, value]` pairs.
    pub(crate) fn new(pairs: Array, depth: u8, reading: &'a Reading<'a>) -> Self {
        Self {
            length: pairs.length(),
            pairs,
            next: 0,
            pair: None,
            depth,
            reading,
        }
    }
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = ValueError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if self.next == self.length {
            return Ok(None);
        }
        let pair: Array = self.pairs.get(self.next).unchecked_into();
        self.next += 1;
        let place = Place::Entry(self.pair.insert(pair), 0);
        self.reading
            .charge_for::<K::Value>()
            .and_then(|()| {
                seed.deserialize(ValueDeserializer::nested(place, self.depth, self.reading))
            })
            .map(Some)
            .map_err(|error| error.at(Step::MapKey))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let Some(pair) = self.pair.take() else {
            return Err(ValueError::new("a value was asked for before its key"));
        };
        let place = Place::Entry(&pair, 1);
        self.reading
            .charge_for::<V::Value>()
            .and_then(|()| {
                seed.deserialize(ValueDeserializer::nested(place, self.depth, self.reading))
            })
            .map_err(|error| error.at(Step::Key(describe_key(&pair.get(0)))))
    }

    fn size_hint(&self) -> Option<usize> {
        Some((self.length - self.next) as usize)
    }
}
