//! Cap'n Proto's enums: a string, or for a case that a newer schema adds its number.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserializer, Serializer};

use crate::text;

/// A Cap'n Proto enum, by its numbers.
pub trait OpenEnum: From<u16> + Into<u16> + Copy + 'static {
    /// The names of the known cases; the number of a case is its index.
    const CASES: &'static [&'static str];
}

/// Writes a case.
///
/// # Errors
/// What the serializer reports.
pub fn write_open_enum<T: OpenEnum, S: Serializer>(
    case: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let number: u16 = (*case).into();
    match T::CASES.get(usize::from(number)) {
        Some(name) => serializer.serialize_unit_variant("", number.into(), name),
        None => serializer.serialize_u16(number),
    }
}

/// Reads a case, by its name or its number.
///
/// # Errors
/// If it is neither the name of a known case nor a number of 16 bits.
pub fn read_open_enum<'de, T: OpenEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(CaseVisitor(PhantomData))
}

struct CaseVisitor<T>(PhantomData<T>);

impl<T: OpenEnum> Visitor<'_> for CaseVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("name or number of a case")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<T, E> {
        let number = T::CASES.iter().position(|known| *known == name);
        match number.and_then(|number| u16::try_from(number).ok()) {
            Some(number) => Ok(number.into()),
            None => Err(E::custom(text::unknown_case(
                name,
                T::CASES.iter().copied(),
            ))),
        }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        match u16::try_from(number) {
            Ok(number) => Ok(number.into()),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(number), &self)),
        }
    }

    /// From a deserializer whose numbers have a sign.
    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        match u16::try_from(number) {
            Ok(number) => Ok(number.into()),
            Err(_) => Err(E::invalid_value(Unexpected::Signed(number), &self)),
        }
    }
}
