//! How generated code writes and reads Cap'n Proto's structs: objects in which a key that is absent stands for the
//! field's default.
//!
//! They are records but for three things: fields have defaults, `Void` is `null`, and the members of an unnamed
//! union are keys of the object itself (see [`union`](super::union)).

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct};
use serde::{Deserializer, Serializer};

use crate::objects::record::{FieldReader, RecordWriter};
use crate::objects::{Value, de};

impl<S: Serializer> RecordWriter<S> {
    /// Writes a field that is there whatever its value: `null` for one that is otherwise written by leaving its
    /// field out.
    ///
    /// # Errors
    /// What the serializer reports.
    pub fn always<T: Value>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        if value.is_absent() {
            self.fields.serialize_field(name, &Null)
        } else {
            self.field(name, value)
        }
    }
}

impl<'de, A: MapAccess<'de>> FieldReader<A> {
    /// Reads the next field, which is `name`; its type's default if it is absent.
    ///
    /// # Errors
    /// If the value is wrong.
    pub fn read_or_default<T: Value + Default>(
        &mut self,
        name: &'static str,
    ) -> Result<T, A::Error> {
        self.read_or(name, T::default)
    }

    /// Reads the next field, which is `name`; `default` if it is absent.
    ///
    /// # Errors
    /// If the value is wrong.
    pub fn read_or<T: Value>(
        &mut self,
        name: &'static str,
        default: impl FnOnce() -> T,
    ) -> Result<T, A::Error> {
        let given = self.read_given(name)?;
        Ok(given.unwrap_or_else(default))
    }

    /// Reads the next field, which is `name`, unless it is absent: not there, or `undefined`.
    pub(crate) fn read_given<T: Value>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, A::Error> {
        let given = self.read_seed(name, Unless::<T>::new(de::ABSENT))?;
        Ok(given.flatten())
    }
}

/// `null`, for JavaScript as for others.
pub(crate) struct Null;

impl Serialize for Null {
    #[cfg(target_arch = "wasm32")]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_wasm_bindgen::preserve::serialize(&wasm_bindgen::JsValue::NULL, serializer)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

/// Reads a value unless it is missing, in one of the ways that the deserializer knows by name.
pub(crate) struct Unless<T> {
    missing: &'static str,
    value: PhantomData<T>,
}

impl<T> Unless<T> {
    pub(crate) fn new(missing: &'static str) -> Self {
        let value = PhantomData;
        Self { missing, value }
    }
}

impl<'de, T: Value> DeserializeSeed<'de> for Unless<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(self.missing, self)
    }
}

impl<'de, T: Value> Visitor<'de> for Unless<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(Some)
    }
}
