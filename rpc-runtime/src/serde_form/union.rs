//! Cap'n Proto's unions: the key of the active member. They are written by derived code.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};

use crate::objects::union;

/// A union, by its members.
pub trait Union: union::Union {
    /// Reads what `member`, one of the members, holds.
    ///
    /// # Errors
    /// What reading reports.
    fn read_member<'de, D: Deserializer<'de>>(
        member: &str,
        deserializer: D,
    ) -> Result<Self, D::Error>;
}

/// Reads a named union, or an unnamed one out of the object of its struct.
///
/// # Errors
/// If it is not an object, or has two members, or one that is wrong.
pub fn read_union<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_struct(U::NAME, U::MEMBERS, UnionVisitor(PhantomData))
}

struct UnionVisitor<U>(PhantomData<U>);

impl<'de, U: Union> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} object", U::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<U, A::Error> {
        let mut active: Option<(&str, U)> = None;
        while let Some(key) = members.next_key::<String>()? {
            let Some(name) = U::MEMBERS.iter().find(|name| **name == key) else {
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            let member = members.next_value_seed(Member(name, PhantomData))?;
            if let Some((other, _)) = active.replace((name, member)) {
                return Err(two_members(other, name));
            }
        }
        let active = active.map(|(_, member)| member).or_else(U::absent);
        active.ok_or_else(|| no_member::<U, _>())
    }
}

/// Reads the member of that name.
struct Member<U>(&'static str, PhantomData<U>);

impl<'de, U: Union> DeserializeSeed<'de> for Member<U> {
    type Value = U;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        U::read_member(self.0, deserializer)
    }
}

/// The error for a member that is not one of `U`'s.
///
/// # Errors
/// Always.
pub fn unknown_member<U: Union, E: Error>(member: &str) -> Result<U, E> {
    Err(E::unknown_field(member, U::MEMBERS))
}

/// A member without a type: its key is there, with null.
pub mod void {
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes null.
    ///
    /// # Errors
    /// What the serializer reports.
    pub fn serialize<S: Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }

    /// Reads null.
    ///
    /// # Errors
    /// If it is anything else.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
        Deserialize::deserialize(deserializer)
    }
}

/// The error for an object without a member.
fn no_member<U: union::Union, E: Error>() -> E {
    let known = <U as union::Union>::MEMBERS.join(", ");
    E::custom(format_args!("expected one of the members {known}"))
}

fn two_members<E: Error>(first: &str, second: &str) -> E {
    E::custom(format_args!(
        "\"{first}\" and \"{second}\" are both there: only one member of a union can be"
    ))
}
