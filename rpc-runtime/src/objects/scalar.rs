//! Booleans, characters, text, and nothing.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserializer, Serializer};

use crate::objects::Value;
use crate::objects::structure::Null;

impl Value for bool {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BoolVisitor;

        impl Visitor<'_> for BoolVisitor {
            type Value = bool;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bool")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
                Ok(value)
            }
        }

        deserializer.deserialize_bool(BoolVisitor)
    }
}

impl Value for char {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_char(*self)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CharVisitor;

        impl Visitor<'_> for CharVisitor {
            type Value = char;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("char")
            }

            fn visit_char<E: Error>(self, value: char) -> Result<char, E> {
                Ok(value)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<char, E> {
                let mut chars = text.chars();
                match (chars.next(), chars.next()) {
                    (Some(char), None) => Ok(char),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
                }
            }
        }

        deserializer.deserialize_char(CharVisitor)
    }
}

impl Value for String {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StringVisitor;

        impl Visitor<'_> for StringVisitor {
            type Value = String;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("string")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
                Ok(text.to_owned())
            }

            fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
                Ok(text)
            }
        }

        deserializer.deserialize_string(StringVisitor)
    }

    const IS_STRING: bool = true;
}

/// What a function without a result returns, and the missing side of a `result`.
impl Value for () {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct UnitVisitor;

        impl Visitor<'_> for UnitVisitor {
            type Value = ();

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("nothing")
            }

            fn visit_unit<E: Error>(self) -> Result<(), E> {
                Ok(())
            }
        }

        deserializer.deserialize_unit(UnitVisitor)
    }

    /// In a list, nothing is `null`.
    fn serialize_list<S: Serializer>(items: &[Self], serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(items.len()))?;
        for () in items {
            list.serialize_element(&Null)?;
        }
        list.end()
    }

    fn absent() -> Option<Self> {
        Some(())
    }

    fn is_absent(&self) -> bool {
        true
    }
}
