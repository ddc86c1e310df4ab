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
///     shape "export const shape = [(a0, a1) => () => ({ id: a0(), unitPrice: a1() }), …];"
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident as $type_name:literal with serde { $($field:ident: $key:literal,)* } shape $shape:literal) => {
        $crate::__record! { $name as $type_name { $($field: $key,)* } shape $shape }
        $crate::__serde_struct! { $name { $($field,)* } }
    };
    ($name:ident as $type_name:literal { $($field:ident: $key:literal,)* } shape $shape:literal) => {
        const _: () = {
            $crate::__shape! { $shape }

            impl $crate::Value for $name {
                fn codec() -> $crate::Codec {
                    SHAPE.with(|shape| $crate::private::record_codec(
                        $type_name,
                        &[$($key),*],
                        shape,
                        &[$($crate::private::field_of(|it: &Self| &it.$field)),*],
                        ::core::option::Option::None,
                    ))
                }

                fn write(
                    &self,
                    to: &mut $crate::Writer,
                ) -> ::core::result::Result<(), $crate::ValueError> {
                    $($crate::Value::write(&self.$field, to)?;)*
                    ::core::result::Result::Ok(())
                }

                fn read(
                    from: &mut $crate::Reader,
                ) -> ::core::result::Result<Self, $crate::ValueError> {
                    ::core::result::Result::Ok(Self { $($field: from.field($key)?,)* })
                }

                #[cfg(not(target_arch = "wasm32"))]
                fn visit_handles(&mut self, visitor: &$crate::private::Visitor) {
                    let _ = visitor;
                    $($crate::Value::visit_handles(&mut self.$field, visitor);)*
                }

                #[cfg(not(target_arch = "wasm32"))]
                fn expected() -> ::std::string::String {
                    concat!($type_name, " object").into()
                }
            }
        };
    };
}

/// How objects of a type are made and read: JavaScript of the type's own.
#[doc(hidden)]
#[macro_export]
macro_rules! __shape {
    ($shape:literal) => {
        // Both the attribute and the crate: of a static, the attribute takes the crate's name alone.
        use $crate::private::wasm_bindgen::{self, prelude::wasm_bindgen};

        #[wasm_bindgen(inline_js = $shape)]
        extern "C" {
            #[wasm_bindgen(thread_local_v2, js_name = shape)]
            static SHAPE: $crate::private::JsValue;
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
            fn codec() -> $crate::Codec {
                $crate::private::variant_codec(
                    $type_name,
                    <Self as $crate::private::Variant>::CASES,
                    &[$($crate::__variant!(@payload Self::$case, $($value)?)),*],
                )
            }

            fn write(
                &self,
                to: &mut $crate::Writer,
            ) -> ::core::result::Result<(), $crate::ValueError> {
                match self {
                    $(Self::$case $(($value))? => {
                        $crate::__variant!(@write to, $number, $($value)?)
                    })*
                }
            }

            fn read(
                from: &mut $crate::Reader,
            ) -> ::core::result::Result<Self, $crate::ValueError> {
                match from.u32()? {
                    $($number => $crate::__variant!(@read from, Self::$case, $($value)?),)*
                    _ => ::core::result::Result::Err($crate::private::misread()),
                }
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn visit_handles(&mut self, visitor: &$crate::private::Visitor) {
                match self {
                    $(Self::$case $(($value))? => {
                        let _ = visitor;
                        $($crate::Value::visit_handles($value, visitor);)?
                    })*
                }
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn expected() -> ::std::string::String {
                concat!($type_name, " object").into()
            }
        }

        impl $crate::private::Variant for $name {
            const CASES: &'static [&'static str] = &[$($tag),*];
        }
    };
    (@payload $case:path, ) => { ::core::option::Option::None };
    (@payload $case:path, $value:ident) => { $crate::private::payload_of($case) };
    (@write $to:ident, $number:literal, ) => {
        ::core::result::Result::Ok($to.u32($number))
    };
    (@write $to:ident, $number:literal, $value:ident) => { $to.case($number, $value) };
    (@read $from:ident, $case:path, ) => { ::core::result::Result::Ok($case) };
    (@read $from:ident, $case:path, $value:ident) => { $from.field("val").map($case) };
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
        impl $crate::Value for $name {
            fn codec() -> $crate::Codec {
                $crate::private::enum_codec::<Self>()
            }

            fn write(
                &self,
                to: &mut $crate::Writer,
            ) -> ::core::result::Result<(), $crate::ValueError> {
                ::core::result::Result::Ok(to.u32(match self { $(Self::$case => $number,)* }))
            }

            fn read(
                from: &mut $crate::Reader,
            ) -> ::core::result::Result<Self, $crate::ValueError> {
                match from.u32()? {
                    $($number => ::core::result::Result::Ok(Self::$case),)*
                    _ => ::core::result::Result::Err($crate::private::misread()),
                }
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn expected() -> ::std::string::String {
                $crate::private::expected_case(&[$($key),*])
            }
        }

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
        impl $crate::Value for $name {
            fn codec() -> $crate::Codec {
                $crate::private::flags_codec::<Self>()
            }

            fn write(
                &self,
                to: &mut $crate::Writer,
            ) -> ::core::result::Result<(), $crate::ValueError> {
                ::core::result::Result::Ok($crate::private::write_flags(self, to))
            }

            fn read(
                from: &mut $crate::Reader,
            ) -> ::core::result::Result<Self, $crate::ValueError> {
                $crate::private::read_flags(from)
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn expected() -> ::std::string::String {
                "object of flags".into()
            }
        }

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
///     shape "export const shape = […];"
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __structure {
    ($name:ident as $type_name:literal with default, serde $rows:tt shape $shape:literal) => {
        $crate::__structure! { $name as $type_name with default $rows shape $shape }
        $crate::__structure! { @serde $name $rows }
    };
    ($name:ident as $type_name:literal with default $rows:tt shape $shape:literal) => {
        $crate::__structure! { $name as $type_name $rows shape $shape }
        $crate::__structure! { @default $name $rows }
    };
    ($name:ident as $type_name:literal with serde $rows:tt shape $shape:literal) => {
        $crate::__structure! { $name as $type_name $rows shape $shape }
        $crate::__structure! { @serde $name $rows }
    };
    ($name:ident as $type_name:literal {
        $($field:ident: $key:literal $([$($absent:tt)+])?,)*
        $(..$which:ident: [$($member:literal),*],)?
    } shape $shape:literal) => {
        const _: () = {
            $crate::__shape! { $shape }

            impl $crate::Value for $name {
                fn codec() -> $crate::Codec {
                    let union = ::core::option::Option::None;
                    $(let union = ::core::option::Option::or(
                        union,
                        ::core::option::Option::Some(
                            $crate::private::members_codec(|it: &Self| &it.$which),
                        ),
                    );)?
                    SHAPE.with(|shape| $crate::private::record_codec(
                        $type_name,
                        &[$($key),*],
                        shape,
                        &[$($crate::__structure!(
                            @codec |it: &Self| &it.$field, $($($absent)+)?
                        )),*],
                        union,
                    ))
                }

                fn write(
                    &self,
                    to: &mut $crate::Writer,
                ) -> ::core::result::Result<(), $crate::ValueError> {
                    $($crate::Value::write(&self.$field, to)?;)*
                    $($crate::private::Union::write(&self.$which, to)?;)?
                    ::core::result::Result::Ok(())
                }

                fn read(
                    from: &mut $crate::Reader,
                ) -> ::core::result::Result<Self, $crate::ValueError> {
                    ::core::result::Result::Ok(Self {
                        $($field: $crate::__structure!(@read from, $key, $($($absent)+)?),)*
                        $($which: $crate::private::read_union(from)?,)?
                    })
                }

                #[cfg(not(target_arch = "wasm32"))]
                fn visit_handles(&mut self, visitor: &$crate::private::Visitor) {
                    let _ = visitor;
                    $($crate::Value::visit_handles(&mut self.$field, visitor);)*
                    $($crate::Value::visit_handles(&mut self.$which, visitor);)?
                }

                #[cfg(not(target_arch = "wasm32"))]
                fn expected() -> ::std::string::String {
                    concat!($type_name, " object").into()
                }
            }
        };
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
    (@codec $of:expr, ) => { $crate::private::field_of($of) };
    (@codec $of:expr, void) => { $crate::private::null() };
    (@codec $of:expr, $($absent:tt)+) => { $crate::private::default_of($of) };
    (@read $from:ident, $key:literal, ) => { $from.field($key)? };
    (@read $from:ident, $key:literal, void) => { () };
    (@read $from:ident, $key:literal, or $default:expr) => {
        match $from.is_there()? {
            true => $from.field($key)?,
            false => $default,
        }
    };
    (@read $from:ident, $key:literal, $or_default:ident) => {
        match $from.is_there()? {
            true => $from.field($key)?,
            false => ::core::default::Default::default(),
        }
    };
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
        const _: () = {
            /// The members by their numbers.
            enum Number { $($member,)* }

            impl $crate::Value for $name {
                fn codec() -> $crate::Codec {
                    $crate::private::union_codec::<Self>()
                }

                fn write(
                    &self,
                    to: &mut $crate::Writer,
                ) -> ::core::result::Result<(), $crate::ValueError> {
                    $crate::private::Union::write(self, to)
                }

                fn read(
                    from: &mut $crate::Reader,
                ) -> ::core::result::Result<Self, $crate::ValueError> {
                    $crate::private::read_union(from)
                }

                #[cfg(not(target_arch = "wasm32"))]
                fn visit_handles(&mut self, visitor: &$crate::private::Visitor) {
                    match self {
                        $(Self::$member $(($value))? => {
                            let _ = visitor;
                            $($crate::Value::visit_handles($value, visitor);)?
                        })*
                        Self::Unknown(_) => {}
                    }
                }

                #[cfg(not(target_arch = "wasm32"))]
                fn expected() -> ::std::string::String {
                    concat!($type_name, " object").into()
                }
            }

            impl $crate::private::Union for $name {
                const NAME: &'static str = $type_name;
                const MEMBERS: &'static [&'static str] = &[$($key),*];

                fn absent() -> ::core::option::Option<Self> {
                    $crate::__union!(@absent $($or_default)?)
                }

                fn members() -> ::std::vec::Vec<::core::option::Option<$crate::Codec>> {
                    ::std::vec![$($crate::__union!(@codec Self::$member, $($value)?)),*]
                }

                fn write(
                    &self,
                    to: &mut $crate::Writer,
                ) -> ::core::result::Result<(), $crate::ValueError> {
                    match self {
                        $(Self::$member $(($value))? => {
                            $crate::__union!(@write to, Number::$member as u32, $($value)?)
                        })*
                        Self::Unknown(number) => ::core::result::Result::Err(
                            $crate::private::unknown_member::<Self, _>(*number),
                        ),
                    }
                }

                fn read(
                    number: u32,
                    from: &mut $crate::Reader,
                ) -> ::core::result::Result<::core::option::Option<Self>, $crate::ValueError> {
                    $(if number == Number::$member as u32 {
                        return ::core::result::Result::Ok(::core::option::Option::Some(
                            $crate::__union!(@read from, $key, Self::$member, $($value)?),
                        ));
                    })*
                    ::core::result::Result::Ok(::core::option::Option::None)
                }
            }
        };
    };
    (@absent) => { ::core::option::Option::None };
    (@absent or_default) => { ::core::option::Option::Some(::core::default::Default::default()) };
    (@codec $member:path, ) => { ::core::option::Option::None };
    (@codec $member:path, $value:ident) => { $crate::private::payload_of($member) };
    (@write $to:ident, $number:expr, ) => { ::core::result::Result::Ok($to.u32($number)) };
    (@write $to:ident, $number:expr, $value:ident) => { $to.case($number, $value) };
    (@read $from:ident, $key:literal, $member:path, ) => { $member };
    (@read $from:ident, $key:literal, $member:path, $value:ident) => {
        $member($from.field($key)?)
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

        impl $crate::Value for $name {
            fn codec() -> $crate::Codec {
                $crate::private::open_enum_codec(<Self as $crate::private::OpenEnum>::CASES)
            }

            fn write(
                &self,
                to: &mut $crate::Writer,
            ) -> ::core::result::Result<(), $crate::ValueError> {
                let number: u16 = ::core::convert::From::from(*self);
                ::core::result::Result::Ok(to.u32(::core::convert::From::from(number)))
            }

            fn read(
                from: &mut $crate::Reader,
            ) -> ::core::result::Result<Self, $crate::ValueError> {
                match ::core::convert::TryFrom::try_from(from.u32()?) {
                    ::core::result::Result::Ok(number) => {
                        ::core::result::Result::Ok(<Self as ::core::convert::From<u16>>::from(number))
                    }
                    ::core::result::Result::Err(_) => {
                        ::core::result::Result::Err($crate::private::misread())
                    }
                }
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn expected() -> ::std::string::String {
                "name or number of a case".into()
            }
        }

        impl $crate::private::OpenEnum for $name {
            const CASES: &'static [&'static str] = &[$($key),*];
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
