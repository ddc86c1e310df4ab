//! How generated code writes and reads enums: a string.

use crate::text;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// An enum, by its cases.
pub trait Enum: Copy + PartialEq + 'static {
    /// Every case and its name on the wire.
    const CASES: &'static [(&'static str, Self)];
}

/// Writes a case.
///
/// # Errors
/// What the serializer reports.
///
/// # Panics
/// If `T::CASES` lacks it.
pub fn write_enum<T: Enum, S: Serializer>(case: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let index = T::CASES.iter().position(|(_, known)| known == case);
    let index = index.expect("every case has a name");
    serializer.serialize_unit_variant("", index as u32, T::CASES[index].0)
}

/// Reads a case.
///
/// # Errors
/// If it is not the name of a case.
pub fn read_enum<'de, T: Enum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct EnumVisitor<T>(PhantomData<T>);

    impl<T: Enum> Visitor<'_> for EnumVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("one of ")?;
            for (index, (name, _)) in T::CASES.iter().enumerate() {
                let comma = if index == 0 { "" } else { ", " };
                write!(f, "{comma}\"{name}\"")?;
            }
            Ok(())
        }

        fn visit_str<E: Error>(self, name: &str) -> Result<T, E> {
            match T::CASES.iter().find(|(known, _)| *known == name) {
                Some((_, case)) => Ok(*case),
                None => {
                    let known = T::CASES.iter().map(|(known, _)| *known);
                    Err(E::custom(text::unknown_case(name, known)))
                }
            }
        }
    }

    deserializer.deserialize_str(EnumVisitor(PhantomData))
}
