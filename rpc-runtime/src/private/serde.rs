//! Serde's traits of generated types in Rust's form: what serde's derive makes of a plain type, for a fraction of what
//! rustc spends on it. A derived `Deserialize` is a visitor, an enum of its keys and a visitor of those for each type;
//! here they are generic, and a type has no more than its names.
//!
//! `rpc-runtime/tests/host/serde_derived.rs` compares both. Types with attributes of serde derive.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    DeserializeSeed, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::{Deserialize, Deserializer};

/// A name in Rust as serde has it: a raw one without its `r#`.
pub const fn plain(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// A name as serde has it.
#[doc(hidden)]
#[macro_export]
macro_rules! __plain {
    ($name:ident) => {
        $crate::private::serde::plain(stringify!($name))
    };
}

/// ```ignore
/// serde_struct! { Order { id, note, } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_struct {
    ($name:ident { $($field:ident,)* }) => {
        const _: () = {
            const NAME: &str = $crate::__plain!($name);
            const FIELDS: &[&str] = &[$($crate::__plain!($field)),*];

            impl $crate::serde::Serialize for $name {
                fn serialize<S: $crate::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    let mut fields = serializer.serialize_struct(NAME, FIELDS.len())?;
                    $($crate::serde::ser::SerializeStruct::serialize_field(
                        &mut fields,
                        $crate::__plain!($field),
                        &self.$field,
                    )?;)*
                    $crate::serde::ser::SerializeStruct::end(fields)
                }
            }

            impl<'de> $crate::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let ($($field,)*) =
                        $crate::private::serde::read_struct(deserializer, NAME, FIELDS)?;
                    ::core::result::Result::Ok(Self { $($field),* })
                }
            }
        };
    };
}

/// ```ignore
/// serde_enum! { Payment { 0 Card(value), 1 Cash, } }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_enum {
    ($name:ident { $($number:literal $case:ident $(($value:ident))?,)* }) => {
        const _: () = {
            const NAME: &str = $crate::__plain!($name);

            impl $crate::serde::Serialize for $name {
                fn serialize<S: $crate::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    match self {
                        $(Self::$case $(($value))? => {
                            $crate::__serde_enum!(@write serializer, $number, $case, $($value)?)
                        })*
                    }
                }
            }

            impl<'de> $crate::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    $crate::private::serde::read_enum(deserializer, NAME)
                }
            }

            impl $crate::private::serde::Cases for $name {
                const CASES: &'static [&'static str] = &[$($crate::__plain!($case)),*];

                fn read<'de, A: $crate::serde::de::VariantAccess<'de>>(
                    number: usize,
                    payload: A,
                ) -> ::core::result::Result<Self, A::Error> {
                    match number {
                        $($number => $crate::__serde_enum!(@read payload, Self::$case, $($value)?),)*
                        _ => $crate::private::serde::no_case(),
                    }
                }
            }
        };
    };
    (@write $serializer:ident, $number:literal, $case:ident, ) => {
        $serializer.serialize_unit_variant(NAME, $number, $crate::__plain!($case))
    };
    (@write $serializer:ident, $number:literal, $case:ident, $value:ident) => {
        $serializer.serialize_newtype_variant(NAME, $number, $crate::__plain!($case), $value)
    };
    (@read $payload:ident, $case:path, ) => { $payload.unit_variant().map(|()| $case) };
    (@read $payload:ident, $case:path, $value:ident) => { $payload.newtype_variant().map($case) };
}

/// Reads the fields of a struct as a tuple.
///
/// # Errors
/// As derived code does.
pub fn read_struct<'de, F: Fields<'de>, D: Deserializer<'de>>(
    deserializer: D,
    name: &'static str,
    fields: &'static [&'static str],
) -> Result<F, D::Error> {
    let visitor = StructVisitor {
        name,
        names: fields,
        fields: PhantomData,
    };
    deserializer.deserialize_struct(name, fields, visitor)
}

struct StructVisitor<F> {
    name: &'static str,
    names: &'static [&'static str],
    fields: PhantomData<F>,
}

impl<'de, F: Fields<'de>> Visitor<'de> for StructVisitor<F> {
    type Value = F;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", self.name)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<F, A::Error> {
        F::read_items(&mut items, |index| {
            let count = self.names.len();
            let elements = if count == 1 { "element" } else { "elements" };
            let expected = format!("struct {} with {count} {elements}", self.name);
            A::Error::invalid_length(index, &expected.as_str())
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<F, A::Error> {
        let mut slots = F::empty();
        while let Some(key) = members.next_key_seed(FieldName(self.names))? {
            match key {
                Some(index) => F::read_value(&mut slots, index, self.names, &mut members)?,
                None => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        F::of_slots(slots, self.names)
    }
}

/// Reads a key as the index of a field, if it is one.
struct FieldName(&'static [&'static str]);

impl FieldName {
    fn index(&self, name: &[u8]) -> Option<usize> {
        self.0.iter().position(|known| known.as_bytes() == name)
    }
}

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_u64<E: Error>(self, index: u64) -> Result<Self::Value, E> {
        let index = usize::try_from(index).ok();
        Ok(index.filter(|index| *index < self.0.len()))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.index(name.as_bytes()))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        Ok(self.index(name))
    }
}

/// The fields of a struct, as a tuple.
pub trait Fields<'de>: Sized {
    /// What was read so far.
    type Slots;

    /// Nothing yet.
    fn empty() -> Self::Slots;

    /// Reads the field at `index`, unless it is there.
    ///
    /// # Errors
    /// If it is there already, or wrong.
    fn read_value<A: MapAccess<'de>>(
        slots: &mut Self::Slots,
        index: usize,
        names: &'static [&'static str],
        members: &mut A,
    ) -> Result<(), A::Error>;

    /// The fields, when all is read.
    ///
    /// # Errors
    /// If one is missing.
    fn of_slots<E: Error>(slots: Self::Slots, names: &'static [&'static str]) -> Result<Self, E>;

    /// Reads the fields in order; `missing` is the error for the one at an index.
    ///
    /// # Errors
    /// If one is missing or wrong.
    fn read_items<A: SeqAccess<'de>>(
        items: &mut A,
        missing: impl Fn(usize) -> A::Error,
    ) -> Result<Self, A::Error>;
}

/// The most fields that are read as a tuple: types with more derive. The generator has the same number.
macro_rules! fields {
    ($($index:tt $ty:ident)*) => {
        #[allow(non_snake_case, unused_variables, clippy::unused_unit)]
        impl<'de, $($ty: Deserialize<'de>),*> Fields<'de> for ($($ty,)*) {
            type Slots = ($(Option<$ty>,)*);

            fn empty() -> Self::Slots {
                ($(None::<$ty>,)*)
            }

            fn read_value<A: MapAccess<'de>>(
                slots: &mut Self::Slots,
                index: usize,
                names: &'static [&'static str],
                members: &mut A,
            ) -> Result<(), A::Error> {
                match index {
                    $($index => fill(&mut slots.$index, names[index], members),)*
                    _ => members.next_value::<IgnoredAny>().map(drop),
                }
            }

            fn of_slots<E: Error>(
                slots: Self::Slots,
                names: &'static [&'static str],
            ) -> Result<Self, E> {
                let ($($ty,)*) = slots;
                Ok(($(match $ty {
                    Some(value) => value,
                    None => absent(names[$index])?,
                },)*))
            }

            fn read_items<A: SeqAccess<'de>>(
                items: &mut A,
                missing: impl Fn(usize) -> A::Error,
            ) -> Result<Self, A::Error> {
                Ok(($(match items.next_element::<$ty>()? {
                    Some(value) => value,
                    None => return Err(missing($index)),
                },)*))
            }
        }
    };
}

fields!();
fields!(0 T0);
fields!(0 T0 1 T1);
fields!(0 T0 1 T1 2 T2);
fields!(0 T0 1 T1 2 T2 3 T3);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9 10 T10);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9 10 T10 11 T11);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9 10 T10 11 T11 12 T12);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9 10 T10 11 T11 12 T12 13 T13);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9 10 T10 11 T11 12 T12 13 T13 14 T14);
fields!(0 T0 1 T1 2 T2 3 T3 4 T4 5 T5 6 T6 7 T7 8 T8 9 T9 10 T10 11 T11 12 T12 13 T13 14 T14 15 T15);

fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    members: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *slot = Some(members.next_value()?);
    Ok(())
}

/// The value of a field that is missing, for a type that can be: an option.
fn absent<'de, T: Deserialize<'de>, E: Error>(name: &'static str) -> Result<T, E> {
    struct Absent<E>(&'static str, PhantomData<E>);

    impl<'de, E: Error> Deserializer<'de> for Absent<E> {
        type Error = E;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
            Err(E::missing_field(self.0))
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
            visitor.visit_none()
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
            newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    T::deserialize(Absent(name, PhantomData))
}

/// An enum, by its cases.
pub trait Cases: Sized {
    /// Their names.
    const CASES: &'static [&'static str];

    /// Reads what the case with this number holds.
    ///
    /// # Errors
    /// If it is wrong.
    fn read<'de, A: serde::de::VariantAccess<'de>>(
        number: usize,
        payload: A,
    ) -> Result<Self, A::Error>;
}

/// What is no case was refused with its name.
#[cold]
pub fn no_case<T, E: Error>() -> Result<T, E> {
    Err(E::custom("no such case"))
}

/// Reads an enum.
///
/// # Errors
/// As derived code does.
pub fn read_enum<'de, T: Cases, D: Deserializer<'de>>(
    deserializer: D,
    name: &'static str,
) -> Result<T, D::Error> {
    let cases = PhantomData;
    deserializer.deserialize_enum(name, T::CASES, EnumVisitor { name, cases })
}

struct EnumVisitor<T> {
    name: &'static str,
    cases: PhantomData<T>,
}

impl<'de, T: Cases> Visitor<'de> for EnumVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "enum {}", self.name)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<T, A::Error> {
        let (number, payload) = data.variant_seed(CaseName(T::CASES))?;
        T::read(number, payload)
    }
}

/// Reads the name of a case, or its number, as its number.
struct CaseName(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for CaseName {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for CaseName {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("variant identifier")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<usize, E> {
        let known = usize::try_from(number).ok();
        known
            .filter(|number| *number < self.0.len())
            .ok_or_else(|| {
                let expected = format!("variant index 0 <= i < {}", self.0.len());
                E::invalid_value(Unexpected::Unsigned(number), &expected.as_str())
            })
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let known = self.0.iter().position(|known| *known == name);
        known.ok_or_else(|| E::unknown_variant(name, self.0))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<usize, E> {
        let known = self.0.iter().position(|known| known.as_bytes() == name);
        known.ok_or_else(|| E::unknown_variant(&String::from_utf8_lossy(name), self.0))
    }
}
