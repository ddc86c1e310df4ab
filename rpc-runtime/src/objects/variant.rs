//! How generated code writes and reads variants: `{tag, val}`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct};
use serde::{Deserializer, Serializer};

use crate::objects::Value;
use crate::objects::collections::Serialized;
use crate::objects::record::FieldReader;
use crate::text;

const TAG: &str = "tag";
const VAL: &str = "val";
const MEMBERS: &[&str] = &[TAG, VAL];

/// The name of a case. The serializer makes its JavaScript string once.
pub(crate) struct CaseName(pub(crate) &'static str);

impl Serialize for CaseName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit_variant("", 0, self.0)
    }
}

/// Writes the case `case` of the variant `name`, with its payload.
///
/// # Errors
/// What the serializer reports.
pub fn write_case<S: Serializer, T: Value>(
    serializer: S,
    name: &'static str,
    case: &'static str,
    payload: &T,
) -> Result<S::Ok, S::Error> {
    if payload.is_absent() {
        return write_empty_case(serializer, name, case);
    }
    let mut object = serializer.serialize_struct(name, 2)?;
    object.serialize_field(TAG, &CaseName(case))?;
    object.serialize_field(VAL, &Serialized(payload))?;
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
    object.serialize_field(TAG, &CaseName(case))?;
    object.end()
}

/// A variant, by its cases.
pub trait Variant: Sized {
    /// The tags of the cases.
    const CASES: &'static [&'static str];

    /// Reads the payload of `case`.
    ///
    /// # Errors
    /// If there is no such case ([`unknown_case`]), or its payload is wrong.
    fn read<'de, A: MapAccess<'de>>(case: &str, payload: Payload<'_, A>) -> Result<Self, A::Error>;
}

/// The payload of a case, which may not be there.
pub struct Payload<'a, A>(&'a mut FieldReader<A>);

impl<'de, A: MapAccess<'de>> Payload<'_, A> {
    /// Reads the payload.
    ///
    /// # Errors
    /// If the payload is wrong, or missing where its type cannot be.
    pub fn value<T: Value>(self) -> Result<T, A::Error> {
        self.0.read(VAL)
    }

    /// Gives `case`, which has no payload.
    ///
    /// # Errors
    /// If there is a payload.
    pub fn empty<T>(self, case: T) -> Result<T, A::Error> {
        self.0.read(VAL).map(|()| case)
    }
}

impl<A> fmt::Debug for Payload<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Payload").finish_non_exhaustive()
    }
}

/// The error for a tag that `V` does not have: it lists those that it has.
pub fn unknown_case<V: Variant, E: Error>(case: &str) -> E {
    E::custom(text::unknown_case(case, V::CASES.iter().copied()))
}

/// Reads the variant `name`.
///
/// # Errors
/// If it is not an object with the tag of a case, or the payload does not fit the case.
pub fn read_variant<'de, V: Variant, D: Deserializer<'de>>(
    deserializer: D,
    name: &'static str,
) -> Result<V, D::Error> {
    struct VariantVisitor<V> {
        name: &'static str,
        variant: PhantomData<V>,
    }

    impl<'de, V: Variant> Visitor<'de> for VariantVisitor<V> {
        type Value = V;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} object", self.name)
        }

        fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V, A::Error> {
            let mut members = FieldReader::new(members, MEMBERS);
            let tag: String = members.read(TAG)?;
            let value = V::read(&tag, Payload(&mut members))?;
            members.end()?;
            Ok(value)
        }
    }

    let variant = PhantomData;
    deserializer.deserialize_struct(name, MEMBERS, VariantVisitor { name, variant })
}
