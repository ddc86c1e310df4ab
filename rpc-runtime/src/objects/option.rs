//! `option` and `result`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserializer, Serializer};

use crate::objects::collections::Serialized;
use crate::objects::variant::{self, Payload, Variant};
use crate::objects::{Value, de};

/// `undefined` or the value; where `undefined` is a value already, a variant of `none` and `some`.
impl<T: Value> Value for Option<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) if T::OPTIONAL => variant::write_case(serializer, "option", "some", value),
            None if T::OPTIONAL => variant::write_empty_case(serializer, "option", "none"),
            Some(value) => serializer.serialize_some(&Serialized(value)),
            None => serializer.serialize_none(),
        }
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if T::OPTIONAL {
            deserializer.deserialize_newtype_struct(de::ABSENT, TaggedVisitor(PhantomData))
        } else {
            deserializer.deserialize_option(OptionVisitor(PhantomData))
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        !T::OPTIONAL && self.is_none()
    }

    const OPTIONAL: bool = true;
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: Value> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or undefined")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(Some)
    }
}

/// An option of something that may itself be missing.
struct TaggedVisitor<T>(PhantomData<T>);

impl<'de, T: Value> Visitor<'de> for TaggedVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("object with the tag none or some")
    }

    /// The whole field is missing.
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        let Tagged(option) = variant::read_variant(deserializer, "option")?;
        Ok(option)
    }
}

struct Tagged<T>(Option<T>);

impl<T: Value> Variant for Tagged<T> {
    const CASES: &'static [&'static str] = &["none", "some"];

    fn read<'de, A: MapAccess<'de>>(case: &str, payload: Payload<'_, A>) -> Result<Self, A::Error> {
        match case {
            "none" => payload.empty(Self(None)),
            "some" => payload.value().map(|value| Self(Some(value))),
            other => Err(variant::unknown_case::<Self, _>(other)),
        }
    }
}

impl<T: Value, E: Value> Value for Result<T, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Ok(value) => variant::write_case(serializer, "result", "ok", value),
            Err(error) => variant::write_case(serializer, "result", "err", error),
        }
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        variant::read_variant(deserializer, "result")
    }
}

impl<T: Value, E: Value> Variant for Result<T, E> {
    const CASES: &'static [&'static str] = &["ok", "err"];

    fn read<'de, A: MapAccess<'de>>(case: &str, payload: Payload<'_, A>) -> Result<Self, A::Error> {
        match case {
            "ok" => payload.value().map(Ok),
            "err" => payload.value().map(Err),
            other => Err(variant::unknown_case::<Self, _>(other)),
        }
    }
}
