//! Tables of generated code for messages, as those of `private::tables` are for objects.

/// Stops the compiler where generated code needs messages, in `off.rs`.
#[doc(hidden)]
#[macro_export]
macro_rules! __requires_messages {
    () => {};
}

/// A struct: its size in words and pointers, how it is written to a `StructWriter` and read from a `StructReader`. What
/// looks like functions are bodies of `MessageStruct`'s: `?` is for their errors.
///
/// ```ignore
/// message_struct! {
///     impl Order {
///         const SIZE: _ = (1, 1);
///
///         fn write(&self, to: _) {
///             to.data(0, self.id);
///             to.pointer("note", 0).text(&self.note)?;
///         }
///
///         fn read(from: _) -> Self {
///             Self { id: from.data::<u64>(0), note: from.pointer("note", 0).text()? }
///         }
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __message_struct {
    (impl $name:ident {
        const SIZE: _ = ($words:literal, $pointers:literal);
        $($functions:tt)*
    }) => {
        $crate::__message_functions! {
            (MessageStruct for $name)
            (const SIZE: $crate::message::StructSize =
                $crate::message::StructSize::new($words, $pointers);)
            $($functions)*
        }
    };
}

/// A group, which has no size of its own.
#[doc(hidden)]
#[macro_export]
macro_rules! __message_group {
    (impl $name:ident { $($functions:tt)* }) => {
        $crate::__message_functions! { (MessageGroup for $name) () $($functions)* }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __message_functions {
    (
        ($trait:ident for $name:ident)
        ($($size:tt)*)
        fn write(&$self:ident, $to:ident: _) { $($write:tt)* }
        fn read($from:ident: _) -> Self { $($read:tt)* }
    ) => {
        impl $crate::message::$trait for $name {
            $($size)*

            fn write(
                &$self,
                $to: &mut $crate::message::StructWriter<'_>,
            ) -> $crate::message::Result<()> {
                $($write)*
                ::core::result::Result::Ok(())
            }

            fn read($from: &$crate::message::StructReader<'_>) -> $crate::message::Result<Self> {
                ::core::result::Result::Ok({ $($read)* })
            }
        }
    };
}

/// A set of flags: the first is the lowest bit, in the type as in messages. WIT has no more than 32 of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __message_flags {
    ($name:ident) => {
        $crate::__message_struct! {
            impl $name {
                const SIZE: _ = (1, 0);
                fn write(&self, to: _) {
                    to.data(0, self.bits());
                }
                fn read(from: _) -> Self {
                    Self::from_bits_truncate(from.data(0))
                }
            }
        }
    };
}

/// An enum that has what its schema has.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumerant {
    ($name:ident) => {
        impl $crate::message::Enumerant for $name {
            fn number(&self) -> u16 {
                *self as u16
            }

            fn from_number(number: u16) -> $crate::message::Result<Self> {
                $crate::private::enum_of_number(number)
            }
        }
    };
}

/// An enum that has a place for what a newer schema has.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enumerant {
    ($name:ident) => {
        impl $crate::message::Enumerant for $name {
            fn number(&self) -> u16 {
                ::core::convert::From::from(*self)
            }

            fn from_number(number: u16) -> $crate::message::Result<Self> {
                ::core::result::Result::Ok(::core::convert::From::from(number))
            }
        }
    };
}

/// What a reader is made of, and what is made of it: `message_reader!(OrderReader, Order);`.
#[doc(hidden)]
#[macro_export]
macro_rules! __message_reader {
    ($reader:ident, $name:ident) => {
        $crate::__reader! { $reader, $name, MessageStruct }
    };
}

/// The same for a group's.
#[doc(hidden)]
#[macro_export]
macro_rules! __group_reader {
    ($reader:ident, $name:ident) => {
        $crate::__reader! { $reader, $name, MessageGroup }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __reader {
    ($reader:ident, $name:ident, $trait:ident) => {
        impl<'a> ::core::convert::From<$crate::message::StructReader<'a>> for $reader<'a> {
            fn from(from: $crate::message::StructReader<'a>) -> Self {
                Self(from)
            }
        }

        impl ::core::convert::TryFrom<$reader<'_>> for $name {
            type Error = $crate::ValueError;

            fn try_from(reader: $reader<'_>) -> $crate::message::Result<Self> {
                $crate::message::$trait::read(&reader.0)
            }
        }
    };
}

/// How methods lie in messages: what a server does, and where clients send messages, what they do. The types are those
/// of `TakesMessages` and `SendsMessages`, after the method's number. What looks like closures are bodies of theirs: `?`
/// is for their errors.
///
/// ```ignore
/// message_methods! {
///     impl __ShopMethods {
///         const _: TakesMessages<0, (Order,), u32> = Takes {
///             size: (1, 0),
///             read: |from| (from.pointer("order", 0).structure()?,),
///             write: |to, result| to.data(0, *result),
///         };
///         const _: SendsMessages<'a, 0, (&'a Order,)> = Sends {
///             method: "$capnpShop",
///             may_retry: true,
///             size: (0, 1),
///             write: |to, (order,)| to.pointer("order", 0).structure(*order)?,
///             read: |from| from.data::<u32>(0),
///         };
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __message_methods {
    (impl $methods:ident { $(
        const _: TakesMessages<$number:literal, $params:ty, $reply:ty $(,)?> = Takes {
            size: $result_size:expr,
            read: |$from:pat_param| $read:expr,
            write: |$to:pat_param, $result:pat_param| $write:expr,
        };
        $(const _: SendsMessages<$a:lifetime, $sent:literal, $passed:ty $(,)?> = Sends {
            method: $method:literal,
            may_retry: $may_retry:literal,
            size: $params_size:expr,
            write: |$message:pat_param, $arguments:pat_param| $write_params:expr,
            read: |$reply_from:pat_param| $read_reply:expr,
        };)?
    )* }) => { $(
        impl $crate::private::TakesMessages<$number> for $methods {
            type Params = $params;
            type Reply = $reply;
            const TAKES: $crate::private::Takes<Self, $number> = $crate::private::Takes {
                size: $result_size,
                read: |$from| ::core::result::Result::Ok($read),
                write: |$to, $result| {
                    $write;
                    ::core::result::Result::Ok(())
                },
            };
        }

        $(impl $crate::private::SendsMessages<$sent> for $methods {
            type Passed<$a> = $passed;
            const SENDS: $crate::private::Sends<Self, $sent> = $crate::private::Sends {
                method: $method,
                may_retry: $may_retry,
                size: $params_size,
                write: |$message, $arguments| {
                    $write_params;
                    ::core::result::Result::Ok(())
                },
                read: |$reply_from| ::core::result::Result::Ok($read_reply),
            };
        })?
    )* };
}
