//! Lists of any length and of a fixed one, maps, and boxes.

use std::collections::BTreeMap;

use crate::objects::codec::Codec;
use crate::objects::convert::to_js;
use crate::objects::describe::describe_key;
use crate::objects::reader::Reader;
#[cfg(not(target_arch = "wasm32"))]
use crate::objects::visitor::Visitor;
use crate::objects::writer::Writer;
use crate::objects::{Step, Value, ValueError, js};

type Result<T, E = ValueError> = std::result::Result<T, E>;

pub(crate) fn list_codec<T: Value>() -> Codec {
    Codec(js::list(Codec::of::<T>().0, size_of::<T>()))
}

pub(crate) fn write_list<T: Value>(items: &[T], to: &mut Writer) -> Result<()> {
    to.u32(items.len() as u32);
    to.nested(|to| items.iter().try_for_each(|item| item.write(to)))
}

pub(crate) fn read_list<T: Value>(from: &mut Reader) -> Result<Vec<T>> {
    let length = from.u32()?;
    // There are as many: JavaScript has looked at each.
    let mut items = Vec::with_capacity(length as usize);
    for index in 0..length {
        items.push(T::read(from).map_err(|error| error.at(Step::Index(index)))?);
    }
    Ok(items)
}

impl<T: Value> Value for Vec<T> {
    fn codec() -> Codec {
        T::list_codec()
    }

    fn write(&self, to: &mut Writer) -> Result<()> {
        T::write_list(self, to)
    }

    fn read(from: &mut Reader) -> Result<Self> {
        T::read_list(from)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        self.iter_mut().for_each(|item| item.visit_handles(visitor));
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        T::expected_list()
    }
}

impl<T: Value, const N: usize> Value for [T; N] {
    fn codec() -> Codec {
        Codec::of::<Vec<T>>()
    }

    fn write(&self, to: &mut Writer) -> Result<()> {
        T::write_list(self, to)
    }

    fn read(from: &mut Reader) -> Result<Self> {
        let items = T::read_list(from)?;
        items
            .try_into()
            .map_err(|items: Vec<T>| ValueError::wrong_length(N, items.len()))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        self.iter_mut().for_each(|item| item.visit_handles(visitor));
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        T::expected_list()
    }
}

impl<T: Value> Value for Box<T> {
    fn codec() -> Codec {
        Codec::of::<T>()
    }

    fn write(&self, to: &mut Writer) -> Result<()> {
        to.nested(|to| T::write(self, to))
    }

    fn read(from: &mut Reader) -> Result<Self> {
        T::read(from).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }

    const OPTIONAL: bool = T::OPTIONAL;

    const IS_STRING: bool = T::IS_STRING;

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        T::visit_handles(self, visitor);
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        T::expected()
    }
}

impl<K: Value + Ord, V: Value> Value for BTreeMap<K, V> {
    fn codec() -> Codec {
        let cost = size_of::<K>().max(8) + size_of::<V>().max(8);
        let (key, value) = (Codec::of::<K>(), Codec::of::<V>());
        Codec(js::map(key.0, value.0, cost, K::IS_STRING))
    }

    fn write(&self, to: &mut Writer) -> Result<()> {
        to.u32(self.len() as u32);
        to.nested(|to| {
            self.iter().try_for_each(|(key, value)| {
                key.write(to)?;
                value.write(to)
            })
        })
    }

    fn read(from: &mut Reader) -> Result<Self> {
        let mut map = BTreeMap::new();
        for _ in 0..from.u32()? {
            let key = K::read(from).map_err(|error| error.at(Step::MapKey))?;
            let value = V::read(from).map_err(|error| error.at(step_to(&key)))?;
            // Different keys there can be the same here, as 1 and 1n for a u64.
            if map.insert(key, value).is_some() {
                return Err(ValueError::new("two keys are the same number"));
            }
        }
        Ok(map)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn visit_handles(&mut self, visitor: &Visitor) {
        self.values_mut()
            .for_each(|value| value.visit_handles(visitor));
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn expected() -> String {
        match K::IS_STRING {
            true => "Map or object".to_owned(),
            false => "Map".to_owned(),
        }
    }
}

#[cold]
fn step_to<K: Value>(key: &K) -> Step {
    Step::Key(to_js(key).map_or_else(|_| String::new(), |key| describe_key(&key)))
}
