//! What attributes of serde cannot say of the wire's form, for types that are generated with it.
//!
//! Not [`Value`](crate::Value), which has the same form: that is for calls, and for JavaScript alone. This is for any
//! format, keys in any order.
//!
//! Types that need a form of their own inside others (`list<result<u32>>`) are named by markers for
//! `serde_with::As`, which stand where the types do: `Vec<Outcome<Same, Nothing>>`.

mod nothing;
mod open_enum;
mod tuple;
mod union;

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::value::{BoolDeserializer, I64Deserializer, U64Deserializer};
use serde::de::{Error, IntoDeserializer, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_with::de::DeserializeAsWrap;
use serde_with::{DeserializeAs, SerializeAs};

use self::nothing::is_nothing;
use crate::objects::flags::Flags;
use crate::text::unknown_case;

pub use serde_with::ser::SerializeAsWrap;
pub use serde_with::{As, Same};

pub use self::open_enum::{OpenEnum, read_open_enum, write_open_enum};
pub use self::union::{Union, read_union, unknown_member, void};

/// Writes the case `case` of the variant `name`; a payload that is none is left out.
///
/// # Errors
/// What the serializer reports.
pub fn write_case<S: Serializer, T: Serialize>(
    serializer: S,
    name: &'static str,
    case: &'static str,
    payload: &T,
) -> Result<S::Ok, S::Error> {
    if is_nothing(payload) {
        return write_empty_case(serializer, name, case);
    }
    let mut object = serializer.serialize_struct(name, 2)?;
    object.serialize_field("tag", &CaseName(case))?;
    object.serialize_field("val", payload)?;
    object.end()
}

/// Writes the case `case` of the variant `name`, which has no payload.
///
/// # Errors
/// What the serializer reports.
pub fn write_empty_case<S: Serializer>(
    serializer: S,
    name: &'static str,
    case: &'static str,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_struct(name, 1)?;
    object.serialize_field("tag", &CaseName(case))?;
    object.end()
}

/// The name of a case. A serializer for JavaScript makes its string once.
struct CaseName(&'static str);

impl Serialize for CaseName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant("", 0, self.0)
    }
}

/// Marks an option of what may be missing itself: `{tag: 'none'}`, or `{tag: 'some', val}`.
#[derive(Debug)]
pub struct Tagged<U>(PhantomData<U>);

impl<T, U: SerializeAs<T>> SerializeAs<Option<T>> for Tagged<U> {
    fn serialize_as<S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => {
                let value = SerializeAsWrap::<T, U>::new(value);
                write_case(serializer, "option", "some", &value)
            }
            None => write_empty_case(serializer, "option", "none"),
        }
    }
}

impl<'de, T, U: DeserializeAs<'de, T>> DeserializeAs<'de, Option<T>> for Tagged<U> {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        #[derive(Deserialize)]
        #[serde(tag = "tag", content = "val", rename_all = "lowercase")]
        #[serde(bound(deserialize = "T: Deserialize<'de>"))]
        enum Case<T> {
            None,
            Some(T),
        }

        let case = Option::<Case<DeserializeAsWrap<T, U>>>::deserialize(deserializer)?;
        Ok(match case {
            Some(Case::Some(value)) => Some(value.into_inner()),
            Some(Case::None) | None => None,
        })
    }
}

/// Marks a result: `{tag: 'ok', val}`, or `{tag: 'err', val}`.
#[derive(Debug)]
pub struct Outcome<U, F>(PhantomData<(U, F)>);

impl<T, E, U, F> SerializeAs<Result<T, E>> for Outcome<U, F>
where
    U: SerializeAs<T>,
    F: SerializeAs<E>,
{
    fn serialize_as<S: Serializer>(value: &Result<T, E>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Ok(value) => {
                let value = SerializeAsWrap::<T, U>::new(value);
                write_case(serializer, "result", "ok", &value)
            }
            Err(error) => {
                let error = SerializeAsWrap::<E, F>::new(error);
                write_case(serializer, "result", "err", &error)
            }
        }
    }
}

impl<'de, T, E, U, F> DeserializeAs<'de, Result<T, E>> for Outcome<U, F>
where
    U: DeserializeAs<'de, T>,
    F: DeserializeAs<'de, E>,
{
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<Result<T, E>, D::Error> {
        #[derive(Deserialize)]
        #[serde(tag = "tag", content = "val", rename_all = "lowercase")]
        #[serde(bound(deserialize = "T: Deserialize<'de>, E: Deserialize<'de>"))]
        enum Case<T, E> {
            Ok(T),
            Err(E),
        }

        let case: Case<DeserializeAsWrap<T, U>, DeserializeAsWrap<E, F>> =
            Deserialize::deserialize(deserializer)?;
        Ok(match case {
            Case::Ok(value) => Ok(value.into_inner()),
            Case::Err(error) => Err(error.into_inner()),
        })
    }
}

/// Marks the side of a result that has no type: its `val` is not there, or null.
#[derive(Debug)]
pub struct Nothing;

impl SerializeAs<()> for Nothing {
    fn serialize_as<S: Serializer>((): &(), serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<'de> DeserializeAs<'de, ()> for Nothing {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
        // Of an option, because a missing `val` is one that is none.
        Option::<()>::deserialize(deserializer).map(drop)
    }
}

/// Marks a map's keys that are no strings. Formats that have no others, as JSON, write them as strings; where serde has
/// put an object aside because its tag comes later, it no longer knows that they were keys.
#[derive(Debug)]
pub struct Key;

impl<T: Serialize> SerializeAs<T> for Key {
    fn serialize_as<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de> + FromStr> DeserializeAs<'de, T> for Key {
    fn deserialize_as<D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        match deserializer.is_human_readable() {
            true => deserializer.deserialize_any(KeyVisitor(PhantomData)),
            false => T::deserialize(deserializer),
        }
    }
}

struct KeyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + FromStr> Visitor<'de> for KeyVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of a map")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<T, E> {
        let unfit = || E::invalid_value(serde::de::Unexpected::Str(key), &self);
        key.parse().map_err(|_| unfit())
    }

    fn visit_bool<E: Error>(self, key: bool) -> Result<T, E> {
        let key: BoolDeserializer<E> = key.into_deserializer();
        T::deserialize(key)
    }

    fn visit_i64<E: Error>(self, key: i64) -> Result<T, E> {
        let key: I64Deserializer<E> = key.into_deserializer();
        T::deserialize(key)
    }

    fn visit_u64<E: Error>(self, key: u64) -> Result<T, E> {
        let key: U64Deserializer<E> = key.into_deserializer();
        T::deserialize(key)
    }
}

/// Writes every flag, whether it is set or not.
///
/// # Errors
/// What the serializer reports.
pub fn write_flags<T: Flags, S: Serializer>(flags: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_struct("flags", <T as Flags>::FLAGS.len())?;
    for (name, flag) in <T as Flags>::FLAGS {
        object.serialize_field(name, &flags.contains(*flag))?;
    }
    object.end()
}

/// Reads a set of flags. One that is not there is not set; nor are those of none at all.
///
/// # Errors
/// If it is not an object of booleans, or a flag is set that `T` does not have.
pub fn read_flags<'de, T: Flags, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_option(FlagsVisitor(PhantomData))
}

struct FlagsVisitor<T>(PhantomData<T>);

impl<'de, T: Flags> Visitor<'de> for FlagsVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("object of flags")
    }

    fn visit_none<E: Error>(self) -> Result<T, E> {
        Ok(T::empty())
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::empty())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        let mut flags = T::empty();
        while let Some(name) = members.next_key::<String>()? {
            let known = <T as Flags>::FLAGS.iter().find(|(known, _)| *known == name);
            match (known, members.next_value()?) {
                (Some((_, flag)), Some(true)) => flags.insert(*flag),
                // A newer schema may have it.
                (_, Some(false) | None) => {}
                (None, Some(true)) => {
                    let known = <T as Flags>::FLAGS.iter().map(|(known, _)| *known);
                    return Err(A::Error::custom(unknown_case(&name, known)));
                }
            }
        }
        Ok(flags)
    }
}
