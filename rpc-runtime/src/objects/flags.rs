//! How generated code writes and reads flags: an object of booleans.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserializer, Serializer};

use crate::objects::record::{FieldReader, RecordWriter};
use crate::objects::{Value, de};

/// More than the 32 that the component model allows.
const MOST: usize = 128;

/// A set of flags, by its flags.
pub trait Flags: bitflags::Flags + Copy {
    /// Every flag and its name on the wire.
    const FLAGS: &'static [(&'static str, Self)];

    #[doc(hidden)]
    const PADDED_NAMES: &'static [&'static str; MOST] = &{
        let mut names = [""; MOST];
        let mut index = 0;
        while index < <Self as Flags>::FLAGS.len() {
            names[index] = <Self as Flags>::FLAGS[index].0;
            index += 1;
        }
        names
    };

    #[doc(hidden)]
    const NAMES: &'static [&'static str] =
        Self::PADDED_NAMES.split_at(<Self as Flags>::FLAGS.len()).0;
}

/// Writes every flag, whether it is set or not.
///
/// # Errors
/// What the serializer reports.
pub fn write_flags<T: Flags, S: Serializer>(flags: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = RecordWriter::new(serializer, "flags", <T as Flags>::FLAGS.len())?;
    for (name, flag) in <T as Flags>::FLAGS {
        object.field(name, &flags.contains(*flag))?;
    }
    object.end()
}

/// Reads a set of flags. One that is not there is not set. One that is unknown is ignored if it is not set, as a newer
/// peer's are; set, it is an error in JavaScript, where it may be a flag that is written in another way.
///
/// # Errors
/// If it is not an object of booleans.
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
        deserializer.deserialize_struct(de::FLAGS, T::NAMES, self)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        let mut members = FieldReader::new(members, T::NAMES);
        let mut flags = T::empty();
        for (name, flag) in <T as Flags>::FLAGS {
            let FlagValue(is_set) = members.read(name)?;
            if is_set {
                flags.insert(*flag);
            }
        }
        members.end()?;
        Ok(flags)
    }
}

/// Whether one flag is set; not, if it is missing.
struct FlagValue(bool);

impl Value for FlagValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(de::ABSENT, FlagVisitor)
    }

    fn absent() -> Option<Self> {
        Some(Self(false))
    }
}

struct FlagVisitor;

impl<'de> Visitor<'de> for FlagVisitor {
    type Value = FlagValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bool")
    }

    fn visit_unit<E: Error>(self) -> Result<FlagValue, E> {
        Ok(FlagValue(false))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<FlagValue, D::Error> {
        bool::deserialize(deserializer).map(FlagValue)
    }
}
