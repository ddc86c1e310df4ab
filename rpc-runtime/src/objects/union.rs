//! How generated code writes and reads Cap'n Proto's unions: the key of the active member, and no other.
//!
//! A named union has an object of its own; the members of an unnamed one are keys of its struct's object.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserializer, Serializer};

use crate::objects::record::{FieldReader, RecordWriter};
use crate::objects::structure::Unless;
use crate::objects::{Value, de};

/// A union, by its members.
pub trait Union: Sized {
    /// What an object of a named union is called in error messages.
    const NAME: &'static str;

    /// The members as they are called on the wire, in declared order.
    const MEMBERS: &'static [&'static str];

    /// What an object with none of the members stands for, if for anything.
    fn absent() -> Option<Self>;

    /// Writes the active member as a field of `object`.
    ///
    /// # Errors
    /// If it has no name to be written by ([`unknown_member`]), or what the serializer reports.
    fn write<S: Serializer>(&self, object: &mut RecordWriter<S>) -> Result<(), S::Error>;

    /// Looks at every member, in declared order.
    ///
    /// # Errors
    /// What looking at a member reports.
    fn read<'de, A: MapAccess<'de>>(
        members: &mut MemberReader<'_, A, Self>,
    ) -> Result<(), A::Error>;
}

/// Writes a named union.
///
/// # Errors
/// If the active member is unknown, or what the serializer reports.
pub fn write_union<U: Union, S: Serializer>(union: &U, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = RecordWriter::new(serializer, U::NAME, 1)?;
    union.write(&mut object)?;
    object.end()
}

/// Reads a named union.
///
/// # Errors
/// If it is not an object, has two members, or one that is wrong.
pub fn read_union<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    struct UnionVisitor<U>(PhantomData<U>);

    impl<'de, U: Union> Visitor<'de> for UnionVisitor<U> {
        type Value = U;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} object", U::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<U, A::Error> {
            let mut members = FieldReader::new(members, U::MEMBERS);
            let union = members.read_union()?;
            members.end()?;
            Ok(union)
        }
    }

    deserializer.deserialize_struct(U::NAME, U::MEMBERS, UnionVisitor(PhantomData))
}

/// The error for a member that only a newer schema knows: on this wire, members go by name.
pub fn unknown_member<U: Union, E: serde::ser::Error>(number: u16) -> E {
    E::custom(format_args!(
        "member {number} of a union is none of those known here ({}), and has no name to be sent by",
        U::MEMBERS.join(", ")
    ))
}

/// The error for an object without a member, of a union that has no first one.
pub(crate) fn no_member<U: Union, E: Error>() -> E {
    let known = U::MEMBERS.join(", ");
    E::custom(format_args!("expected one of the members {known}"))
}

pub(crate) fn two_members<E: Error>(first: &str, second: &str) -> E {
    E::custom(format_args!(
        "\"{first}\" and \"{second}\" are both there: only one member of a union can be"
    ))
}

impl<'de, A: MapAccess<'de>> FieldReader<A> {
    /// Reads the next fields, which are the members of `U`.
    ///
    /// # Errors
    /// If there are two of them, or one that is wrong.
    pub fn read_union<U: Union>(&mut self) -> Result<U, A::Error> {
        let mut members = MemberReader {
            fields: self,
            active: None,
            undefined: None,
        };
        U::read(&mut members)?;
        let MemberReader {
            active, undefined, ..
        } = members;
        let found = active.or(undefined).map(|(_, member)| member);
        found.or_else(U::absent).ok_or_else(no_member::<U, _>)
    }
}

/// Looks for the one member that is there.
pub struct MemberReader<'a, A, U> {
    fields: &'a mut FieldReader<A>,
    active: Option<(&'static str, U)>,
    /// A `Void` whose key is there with `undefined`: it counts if no other member is active.
    undefined: Option<(&'static str, U)>,
}

impl<'de, A: MapAccess<'de>, U> MemberReader<'_, A, U> {
    /// Looks at the next member, which is `name` and makes `member` of its value.
    ///
    /// # Errors
    /// If it is wrong, or not the only one.
    pub fn value<T: Value>(
        &mut self,
        name: &'static str,
        member: impl FnOnce(T) -> U,
    ) -> Result<(), A::Error> {
        match self.fields.read_given(name)? {
            Some(value) => note(&mut self.active, name, member(value)),
            None => Ok(()),
        }
    }

    /// Looks at the next member, which is the `Void` called `name`.
    ///
    /// # Errors
    /// If it is wrong, or not the only one.
    pub fn void(&mut self, name: &'static str, member: U) -> Result<(), A::Error> {
        let there = self
            .fields
            .read_seed(name, Unless::<Nothing>::new(de::NO_KEY))?;
        match there.flatten() {
            Some(Nothing::Null) => note(&mut self.active, name, member),
            Some(Nothing::Undefined) => note(&mut self.undefined, name, member),
            None => Ok(()),
        }
    }
}

fn note<U, E: Error>(
    found: &mut Option<(&'static str, U)>,
    name: &'static str,
    member: U,
) -> Result<(), E> {
    match found.replace((name, member)) {
        None => Ok(()),
        Some((other, _)) => Err(two_members(other, name)),
    }
}

impl<A, U> fmt::Debug for MemberReader<'_, A, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemberReader").finish_non_exhaustive()
    }
}

/// What the key of a `Void` holds.
enum Nothing {
    Null,
    Undefined,
}

impl Value for Nothing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NothingVisitor;

        impl<'de> Visitor<'de> for NothingVisitor {
            type Value = Nothing;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("null")
            }

            fn visit_unit<E: Error>(self) -> Result<Nothing, E> {
                Ok(Nothing::Undefined)
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Nothing, D::Error> {
                <()>::deserialize(deserializer).map(|()| Nothing::Null)
            }
        }

        deserializer.deserialize_newtype_struct(de::ABSENT, NothingVisitor)
    }
}
