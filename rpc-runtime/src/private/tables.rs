//! Tables of what a type has, in generated code, and what is implemented by them: how its values cross the wire, and
//! serde's traits in Rust's form where the table says `with serde`.
//!
//! Names in a table are Rust's, then the wire's. What is wrong with a row is said at that row: all that a macro takes
//! is names, which mean what they do where the table is.

/// ```ignore
/// record! {
///     Order as "order" with serde {
///         id: "id",
///         unit_price: "unitPrice",
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident as $type_name:literal with serde { $($field:ident: $key:literal,)* }) => {
        $crate::__record! { $name as $type_name { $($field: $key,)* } }
        $crate::__serde_struct! { $name { $($field,)* } }
    };
    ($name:ident as $type_name:literal { $($field:ident: $key:literal,)* }) => {
        impl $crate::Value for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let mut record = $crate::private::RecordWriter::new(
                    serializer,
                    $type_name,
                    <Self as $crate::private::Record>::FIELDS.len(),
                )?;
                $(record.field($key, &self.$field)?;)*
                record.end()
            }

            fn deserialize<'de, D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::read_record(deserializer, $type_name)
            }
        }

        impl $crate::private::Record for $name {
            const FIELDS: &'static [&'static str] = &[$($key),*];

            fn read<'de, A: $crate::serde::de::MapAccess<'de>>(
                fields: &mut $crate::private::FieldReader<A>,
            ) -> ::core::result::Result<Self, A::Error> {
                ::core::result::Result::Ok(Self { $($field: fields.read($key)?,)* })
            }
        }
    };
}

/// Cases by their numbers; `value` stands for the payload of one that has any.
///
/// ```ignore
/// variant! {
///     Payment as "payment" with serde {
///         0 Card(value): "card",
///         1 Cash: "cash",
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __variant {
    ($name:ident as $type_name:literal with serde {
        $($number:literal $case:ident $(($value:ident))?: $tag:literal,)*
    }) => {
        $crate::__variant! {
            $name as $type_name { $($number $case $(($value))?: $tag,)* }
        }
        $crate::__serde_enum! { $name { $($number $case $(($value))?,)* } }
    };
    ($name:ident as $type_name:literal {
        $($number:literal $case:ident $(($value:ident))?: $tag:literal,)*
    }) => {
        impl $crate::Value for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$case $(($value))? => {
                        $crate::__variant!(@write serializer, $type_name, $tag, $($value)?)
                    })*
                }
            }

            fn deserialize<'de, D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::read_variant(deserializer, $type_name)
            }
        }

        impl $crate::private::Variant for $name {
            const CASES: &'static [&'static str] = &[$($tag),*];

            fn read<'de, A: $crate::serde::de::MapAccess<'de>>(
                case: &str,
                payload: $crate::private::Payload<'_, A>,
            ) -> ::core::result::Result<Self, A::Error> {
                match case {
                    $($tag => $crate::__variant!(@read payload, Self::$case, $($value)?),)*
                    other => ::core::result::Result::Err(
                        $crate::private::unknown_case::<Self, _>(other),
                    ),
                }
            }
        }
    };
    (@write $serializer:ident, $type_name:literal, $tag:literal, ) => {
        $crate::private::write_empty_case($serializer, $type_name, $tag)
    };
    (@write $serializer:ident, $type_name:literal, $tag:literal, $value:ident) => {
        $crate::private::write_case($serializer, $type_name, $tag, $value)
    };
    (@read $payload:ident, $case:path, ) => { $payload.empty($case) };
    (@read $payload:ident, $case:path, $value:ident) => { $payload.value().map($case) };
}

/// ```ignore
/// enumeration! {
///     Color with serde {
///         0 Red: "red",
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($name:ident with serde { $($number:literal $case:ident: $key:literal,)* }) => {
        $crate::__enumeration! { $name { $($number $case: $key,)* } }
        $crate::__serde_enum! { $name { $($number $case,)* } }
    };
    ($name:ident { $($number:literal $case:ident: $key:literal,)* }) => {
        $crate::__value_by! { $name: write_enum, read_enum }

        impl $crate::private::Enum for $name {
            const CASES: &'static [(&'static str, Self)] = &[$(($key, Self::$case)),*];
        }
    };
}

/// ```ignore
/// flags! {
///     Permissions {
///         READ: "read",
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __flags {
    ($name:ident { $($flag:ident: $key:literal,)* }) => {
        $crate::__value_by! { $name: write_flags, read_flags }

        impl $crate::private::Flags for $name {
            const FLAGS: &'static [(&'static str, Self)] = &[$(($key, Self::$flag)),*];
        }
    };
}

/// A struct of Cap'n Proto. In brackets is what a field is whose key is absent; `Void` is always written. The last row
/// is of an unnamed union: its field, and the keys of its members. With `default`, the struct's default is made of those
/// of its fields.
///
/// ```ignore
/// structure! {
///     Person as "Person" with default, serde {
///         id: "id" [or 7],
///         employment: "employment" [or_default],
///         office: "office",
///         nothing: "nothing" [void],
///         ..which: ["email", "phone"],
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __structure {
    ($name:ident as $type_name:literal with default, serde $rows:tt) => {
        $crate::__structure! { $name as $type_name with default $rows }
        $crate::__structure! { @serde $name $rows }
    };
    ($name:ident as $type_name:literal with default $rows:tt) => {
        $crate::__structure! { $name as $type_name $rows }
        $crate::__structure! { @default $name $rows }
    };
    ($name:ident as $type_name:literal with serde $rows:tt) => {
        $crate::__structure! { $name as $type_name $rows }
        $crate::__structure! { @serde $name $rows }
    };
    ($name:ident as $type_name:literal {
        $($field:ident: $key:literal $([$($absent:tt)+])?,)*
        $(..$which:ident: [$($member:literal),*],)?
    }) => {
        impl $crate::Value for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let mut object = $crate::private::RecordWriter::new(
                    serializer,
                    $type_name,
                    <Self as $crate::private::Record>::FIELDS.len(),
                )?;
                $($crate::__structure!(@write object, $key, &self.$field, $($($absent)+)?);)*
                $($crate::private::Union::write(&self.$which, &mut object)?;)?
                object.end()
            }

            fn deserialize<'de, D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::read_record(deserializer, $type_name)
            }
        }

        impl $crate::private::Record for $name {
            const FIELDS: &'static [&'static str] = &[$($key,)* $($($member),*)?];

            // No type of a schema has a name like that of the parameter: defaults are read in its scope.
            fn read<'de, __A: $crate::serde::de::MapAccess<'de>>(
                fields: &mut $crate::private::FieldReader<__A>,
            ) -> ::core::result::Result<Self, __A::Error> {
                ::core::result::Result::Ok(Self {
                    $($field: $crate::__structure!(@read fields, $key, $($($absent)+)?)?,)*
                    $($which: fields.read_union()?,)?
                })
            }
        }
    };
    (@default $name:ident {
        $($field:ident: $key:literal $([$($absent:tt)+])?,)*
        $(..$which:ident: $members:tt,)?
    }) => {
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self {
                    $($field: $crate::__structure!(@default_of $($($absent)+)?),)*
                    $($which: ::core::default::Default::default(),)?
                }
            }
        }
    };
    (@serde $name:ident {
        $($field:ident: $key:literal $([$($absent:tt)+])?,)*
        $(..$which:ident: $members:tt,)?
    }) => {
        $crate::__serde_struct! { $name { $($field,)* $($which,)? } }
    };
    (@write $object:ident, $key:literal, $value:expr, void) => { $object.always($key, $value)? };
    (@write $object:ident, $key:literal, $value:expr, $($absent:tt)*) => {
        $object.field($key, $value)?
    };
    (@read $fields:ident, $key:literal, ) => { $fields.read($key) };
    (@read $fields:ident, $key:literal, or $default:expr) => { $fields.read_or($key, || $default) };
    (@read $fields:ident, $key:literal, $or_default:ident) => { $fields.read_or_default($key) };
    (@default_of or $default:expr) => { $default };
    (@default_of $($or_default:ident)?) => { ::core::default::Default::default() };
}

/// A union of Cap'n Proto; `value` stands for what a member holds that is not `Void`. With `or_default`, no member at all
/// stands for the union's default.
///
/// ```ignore
/// union! {
///     Employment as "employment" or_default {
///         Unemployed: "unemployed",
///         Employer(value): "employer",
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident as $type_name:literal $($or_default:ident)? {
        $($member:ident $(($value:ident))?: $key:literal,)*
    }) => {
        $crate::__value_by! { $name: write_union, read_union }

        impl $crate::private::Union for $name {
            const NAME: &'static str = $type_name;
            const MEMBERS: &'static [&'static str] = &[$($key),*];

            fn absent() -> ::core::option::Option<Self> {
                $crate::__union!(@absent $($or_default)?)
            }

            fn write<S: $crate::serde::Serializer>(
                &self,
                object: &mut $crate::private::RecordWriter<S>,
            ) -> ::core::result::Result<(), S::Error> {
                match self {
                    $(Self::$member $(($value))? => {
                        $crate::__union!(@write object, $key, $($value)?)
                    })*
                    Self::Unknown(number) => ::core::result::Result::Err(
                        $crate::private::unknown_member::<Self, _>(*number),
                    ),
                }
            }

            fn read<'de, A: $crate::serde::de::MapAccess<'de>>(
                members: &mut $crate::private::MemberReader<'_, A, Self>,
            ) -> ::core::result::Result<(), A::Error> {
                $($crate::__union!(@read members, $key, Self::$member, $($value)?)?;)*
                ::core::result::Result::Ok(())
            }
        }
    };
    (@absent) => { ::core::option::Option::None };
    (@absent or_default) => { ::core::option::Option::Some(::core::default::Default::default()) };
    (@write $object:ident, $key:literal, ) => { $object.always($key, &()) };
    (@write $object:ident, $key:literal, $value:ident) => { $object.always($key, $value) };
    (@read $members:ident, $key:literal, $member:path, ) => { $members.void($key, $member) };
    (@read $members:ident, $key:literal, $member:path, $value:ident) => {
        $members.value($key, $member)
    };
}

/// An enum that has a case `Unknown` for the numbers of a newer schema.
///
/// ```ignore
/// open_enum! {
///     Color {
///         0 Red: "red",
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident { $($number:literal $case:ident: $key:literal,)* }) => {
        impl ::core::convert::From<u16> for $name {
            fn from(number: u16) -> Self {
                match number {
                    $($number => Self::$case,)*
                    number => Self::Unknown(number),
                }
            }
        }

        impl ::core::convert::From<$name> for u16 {
            fn from(case: $name) -> Self {
                match case {
                    $($name::$case => $number,)*
                    $name::Unknown(number) => number,
                }
            }
        }

        $crate::__value_by! { $name: write_open_enum, read_open_enum }

        impl $crate::private::OpenEnum for $name {
            const CASES: &'static [&'static str] = &[$($key),*];
        }
    };
}

/// A value that two functions of `private` write and read.
#[doc(hidden)]
#[macro_export]
macro_rules! __value_by {
    ($name:ident: $write:ident, $read:ident) => {
        impl $crate::Value for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::$write(self, serializer)
            }

            fn deserialize<'de, D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::$read(deserializer)
            }
        }
    };
}

/// `Display`, as `Debug`, and `Error`, for the types that a schema could declare as errors: `error!(Problem);`. One of
/// them alone, where the other is derived: `error!(Problem, Error);`.
#[doc(hidden)]
#[macro_export]
macro_rules! __error {
    ($name:ident) => {
        $crate::__error!($name, Display);
        $crate::__error!($name, Error);
    };
    ($name:ident, Display) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self, f)
            }
        }
    };
    ($name:ident, Error) => {
        impl ::core::error::Error for $name {}
    };
}

/// What a module's types have, for other crates that take them: each mark is a module of that name with all of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __marks {
    ($($mark:ident),*) => {
        $(
            #[doc(hidden)]
            pub mod $mark {
                pub use super::*;
            }
        )*
    };
}
